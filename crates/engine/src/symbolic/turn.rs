//! What one side can do in one turn: a step, or several steps of one office that nobody else can tell from one.
//!
//! A text may cut an act into steps with stages between them that only the acting office can leave, and that make no
//! difference to anybody else. In a game such steps count as one. Where the pace is asked about, a turn is any number of
//! steps of one body.

use super::diagram::Diagram;
use super::moves::Table;
use super::scope::Allowed;
use super::{Set, Space};
use crate::model::{EventId, FieldId, InstitutionId, ValueSet};
use crate::search::Exceeded;
use std::collections::BTreeSet;

/// A stage between the steps of one act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halfway {
    /// The field that has the stage, and the stage.
    pub place: (FieldId, u8),
    /// Whose act it is.
    pub by: InstitutionId,
    /// The steps that lead there.
    pub into: Vec<EventId>,
    /// The steps that are possible there.
    pub out: Vec<EventId>,
}

/// The turns of one side.
#[derive(Clone)]
pub(super) struct Turns {
    /// All its steps, each a turn by itself.
    moves: Allowed,
    /// Where its turns can go on.
    passages: Vec<Passage>,
    /// The steps that each of its bodies may take in a row.
    rows: Vec<Allowed>,
}

#[derive(Clone)]
struct Passage {
    by: InstitutionId,
    /// The states halfway.
    at: Diagram,
    into: Allowed,
    out: Allowed,
}

impl Turns {
    /// Returns the steps.
    pub(super) fn moves(&self) -> &Allowed {
        &self.moves
    }

    /// Returns the turns, but of those of one step only those that change one of these fields.
    pub(super) fn changing(&self, table: &Table, fields: &BTreeSet<FieldId>) -> Turns {
        Turns { moves: self.moves.changing(table, fields), ..self.clone() }
    }
}

impl Space<'_> {
    /// Returns the turns whose last step is one of `last`, and whose earlier steps are some of `earlier`. A turn goes on where
    /// `ended` does not hold.
    pub(super) fn turns(
        &self,
        halfway: &[Halfway],
        ended: &Set,
        last: &dyn Fn(EventId) -> bool,
        earlier: &dyn Fn(EventId) -> bool,
    ) -> Result<Turns, Exceeded> {
        let passage = |one: &Halfway| -> Result<Option<Passage>, Exceeded> {
            let into = self.of_origins(&|id| one.into.contains(&id) && earlier(id))?;
            if into.is_empty() {
                return Ok(None);
            }
            let at = self.field_in(one.place.0, ValueSet::one(one.place.1))?;
            let at = self.encoding.diagrams.minus(&at.0, &ended.0)?;
            let out = self.of_origins(&|id| one.out.contains(&id) && last(id))?;
            Ok(Some(Passage { by: one.by, at, into, out }))
        };
        let passages = halfway.iter().filter_map(|one| passage(one).transpose()).collect::<Result<_, _>>()?;
        Ok(Turns { passages, moves: self.of_origins(last)?, rows: Vec::new() })
    }

    /// Returns the turns in which any number of steps are taken that are in one of these rows, until `ended` holds.
    pub(super) fn chains(
        &self,
        rows: &[Vec<EventId>],
        ended: &Set,
        allowed: &dyn Fn(EventId) -> bool,
    ) -> Result<Turns, Exceeded> {
        let goes_on = self.encoding.diagrams.minus(&self.table.stable, &ended.0)?;
        let row = |row: &Vec<EventId>| -> Result<Allowed, Exceeded> {
            self.of_origins(&|id| row.contains(&id) && allowed(id))?.within(&self.encoding, &goes_on)
        };
        let rows = rows.iter().map(row).collect::<Result<_, _>>()?;
        Ok(Turns { moves: self.of_origins(allowed)?, passages: Vec::new(), rows })
    }

    /// Returns the states from which one of these turns leads into `to`.
    pub(super) fn one_turn_before(&self, turns: &Turns, to: &Diagram) -> Result<Diagram, Exceeded> {
        let mut before = self.before_turn(turns, |moves| self.one_step_before(moves, to))?;
        for row in turns.rows.iter().filter(|_| !self.encoding.diagrams.is_false(to)) {
            let later = self.can_reach_by(to, row)?;
            before = self.encoding.diagrams.or(&before, &self.one_step_before(row, &later)?)?;
        }
        Ok(before)
    }

    /// Returns the states from which turns of any number of steps, among them one of some steps, lead into `to`. `rows` are those that
    /// the turns were made of.
    pub(super) fn one_chain_before(
        &self,
        (turns, rows): (&Turns, &[Vec<EventId>]),
        ended: &Set,
        one: &dyn Fn(EventId) -> bool,
        to: &Diagram,
    ) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let goes_on = diagrams.minus(&self.table.stable, &ended.0)?;
        let mut before = self.one_step_before(&self.of_origins(one)?, to)?;
        for (row, ids) in turns.rows.iter().zip(rows) {
            let step = self.of_origins(&|id| ids.contains(&id) && one(id))?;
            let step = step.within(&self.encoding, &goes_on)?;
            let then = self.one_step_before(&step, &self.can_reach_by(to, row)?)?;
            before = diagrams.or(&before, &self.can_reach_by(&then, row)?)?;
        }
        Ok(before)
    }

    /// Returns the states in which one of these turns is possible.
    pub(super) fn where_possible(&self, turns: &Turns) -> Result<Diagram, Exceeded> {
        self.before_turn(turns, |moves| {
            self.encoding.diagrams.or_all(moves.moves(&self.table).map(|(_, guard)| guard))
        })
    }

    /// Returns the states before turns of which it is told before which states their last steps are taken.
    fn before_turn(
        &self,
        turns: &Turns,
        before_last: impl Fn(&Allowed) -> Result<Diagram, Exceeded>,
    ) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let mut before = before_last(&turns.moves)?;
        let passages = &turns.passages;
        let last = passages.iter().map(|one| diagrams.and(&one.at, &before_last(&one.out)?));
        let mut halves = last.collect::<Result<Vec<_>, Exceeded>>()?;
        // From one stage halfway into the next, as often as that leads on.
        let mut is_done = halves.iter().all(|half| diagrams.is_false(half));
        while !is_done {
            is_done = true;
            for from in 0..halves.len() {
                for to in (0..halves.len()).filter(|to| passages[*to].by == passages[from].by) {
                    let more = self.one_step_before(&passages[to].into, &halves[to])?;
                    let more = diagrams.or(&halves[from], &diagrams.and(&more, &passages[from].at)?)?;
                    is_done &= more == halves[from];
                    halves[from] = more;
                }
            }
        }
        for (one, half) in passages.iter().zip(&halves) {
            before = diagrams.or(&before, &self.one_step_before(&one.into, half)?)?;
        }
        Ok(before)
    }

    /// Returns the stable states from which one of these moves leads into stable states of `to`.
    pub(super) fn one_step_before(&self, moves: &Allowed, to: &Diagram) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let mut before = diagrams.falsum();
        if diagrams.is_false(to) {
            return Ok(before);
        }
        for (one, guard) in moves.moves(&self.table) {
            before = diagrams.or(&before, &self.table.preimage(&self.encoding, one, to, guard)?)?;
        }
        diagrams.and(&before, &self.table.stable)
    }
}
