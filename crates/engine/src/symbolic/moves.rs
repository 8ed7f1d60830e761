//! The event table of a slice as diagrams: moves, and the automatic events that follow them.
//!
//! A *move* gathers the rows with the same effects, so that a rule of many rows is applied once. After a move the
//! automatic events happen, the lowest id first, until none is possible; only those that the move can set off are
//! looked at. States from which they run in a circle have no successor.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::abstraction::Abstraction;
use super::change::Change;
use super::diagram::Diagram;
use super::encode::Encoding;
use super::rows::{Row, Writes};
use crate::model::{EventId, FieldId};
use crate::search::Exceeded;

/// Acts and lapses with the same effects.
pub(crate) struct Move {
    /// The events, ascending, with the states in which each is possible.
    pub(crate) events: Vec<(EventId, Diagram)>,
    /// The union of these states.
    pub(crate) guard: Diagram,
    pub(crate) change: Change,
    /// The first bit that the move reads or writes, automatic events included.
    pub(crate) level: usize,
    /// The fields that the move reads or writes, automatic events included.
    touched: BTreeSet<FieldId>,
    /// The fields that it writes.
    written: BTreeSet<FieldId>,
    /// Whether its events are silent.
    pub(crate) is_silent: bool,
    /// The group of automatic events that can follow.
    wake: Option<usize>,
}

/// One automatic event.
struct Automatic {
    id: EventId,
    /// The states in which it is possible.
    guard: Diagram,
    /// The same without the states in which one with a lower id is possible.
    first: Diagram,
    change: Change,
}

/// The automatic events that a move can set off, directly or through one another.
struct Wake {
    automatic: Vec<usize>,
    /// The states in which one of them is possible.
    unstable: Diagram,
    /// The last target of [`Table::before_settling`] with its answer.
    last: RefCell<Option<(Diagram, Diagram)>>,
}

/// All compiled events.
pub(crate) struct Table {
    /// Deepest level first, then the lowest event.
    pub(crate) moves: Vec<Move>,
    /// The states in which no automatic event is possible.
    pub(crate) stable: Diagram,
    /// The states that are not forbidden.
    pub(crate) consistent: Diagram,
    automatic: Vec<Automatic>,
    wakes: Vec<Wake>,
    places: BTreeMap<EventId, (usize, usize)>,
}

impl Table {
    pub(crate) fn new(
        encoding: &Encoding,
        abstraction: &Abstraction<'_>,
        rows: &[Row],
    ) -> Result<Table, Exceeded> {
        let diagrams = &encoding.diagrams;
        let mut unstable = diagrams.falsum();
        let mut automatic = Vec::new();
        let automatic_rows: Vec<&Row> = rows.iter().filter(|row| row.is_automatic).collect();
        for row in &automatic_rows {
            let guard = encoding.all_of(&row.reads)?;
            let first = diagrams.minus(&guard, &unstable)?;
            unstable = diagrams.or(&unstable, &guard)?;
            let change = Change::new(encoding, &row.writes)?;
            automatic.push(Automatic { id: row.id, guard, first, change });
        }
        let stable = diagrams.minus(encoding.domain(), &unstable)?;
        let mut consistent = encoding.domain().clone();
        for forbidden in &abstraction.forbidden {
            consistent = diagrams.minus(&consistent, &encoding.all_of(forbidden)?)?;
        }
        let (moves, wakes, places) = (Vec::new(), Vec::new(), BTreeMap::new());
        let mut table = Table { moves, stable, consistent, automatic, wakes, places };
        let everything = (0..automatic_rows.len()).collect();
        table.add_wake(encoding, everything)?;
        table.add_moves(encoding, abstraction, rows, &automatic_rows)?;
        Ok(table)
    }

    fn add_wake(&mut self, encoding: &Encoding, automatic: Vec<usize>) -> Result<usize, Exceeded> {
        if let Some(known) = self.wakes.iter().position(|wake| wake.automatic == automatic) {
            return Ok(known);
        }
        let guards = automatic.iter().map(|&at| &self.automatic[at].guard);
        let unstable = encoding.diagrams.or_all(guards)?;
        self.wakes.push(Wake { automatic, unstable, last: RefCell::default() });
        Ok(self.wakes.len() - 1)
    }

    fn add_moves(
        &mut self,
        encoding: &Encoding,
        abstraction: &Abstraction<'_>,
        rows: &[Row],
        automatic_rows: &[&Row],
    ) -> Result<(), Exceeded> {
        let mut by_effect: BTreeMap<(&Writes, &[usize], bool), usize> = BTreeMap::new();
        for row in rows.iter().filter(|row| !row.is_automatic) {
            let is_silent = abstraction.origin(row.id).is_none();
            let mut guard = encoding.all_of(&row.reads)?;
            for excluded in abstraction.excluded(row.id) {
                guard = encoding.diagrams.minus(&guard, &encoding.all_of(excluded)?)?;
            }
            if !is_silent {
                guard = encoding.diagrams.and(&guard, &self.consistent)?;
            }
            let mut touched = BTreeSet::new();
            let mut written = BTreeSet::new();
            for row in row.wakes.iter().map(|&at| automatic_rows[at]).chain([row]) {
                written.extend(row.writes.iter().map(|(field, _)| *field));
                touched.extend(row.reads.iter().map(|(field, _)| *field));
            }
            touched.extend(&written);
            let forbidden = if is_silent { &[][..] } else { &abstraction.forbidden };
            let besides = abstraction.excluded(row.id).chain(forbidden).flatten();
            touched.extend(besides.map(|(field, _)| *field));
            let key = (&row.writes, row.wakes.as_slice(), is_silent);
            if let Some(&known) = by_effect.get(&key)
                && self.moves[known].join(encoding, row.id, &guard, &touched)?
            {
                continue;
            }
            let wake = match row.wakes.as_slice() {
                [] => None,
                some => Some(self.add_wake(encoding, some.to_vec())?),
            };
            let change = Change::new(encoding, &row.writes)?;
            by_effect.insert(key, self.moves.len());
            let level = level(encoding, &touched);
            let events = vec![(row.id, guard.clone())];
            self.moves.push(Move { events, guard, change, level, touched, written, is_silent, wake });
        }
        self.moves.sort_by_key(|one| (std::cmp::Reverse(one.level), one.events[0].0));
        for (at, one) in self.moves.iter().enumerate() {
            for (member, (id, _)) in one.events.iter().enumerate() {
                self.places.insert(*id, (at, member));
            }
        }
        Ok(())
    }

    /// Returns the move of an act or lapse with the states in which that event is possible.
    ///
    /// `None` for automatic events and for those that were left out or can never happen.
    pub(crate) fn event(&self, id: EventId) -> Option<(&Move, &Diagram)> {
        let &(at, member) = self.places.get(&id)?;
        let one = &self.moves[at];
        Some((one, &one.events[member].1))
    }

    /// Returns the automatic events that may follow an act or a lapse.
    pub(crate) fn may_follow(&self, id: EventId) -> impl Iterator<Item = EventId> {
        let wake = self.event(id).and_then(|(one, _)| one.wake);
        let woken = wake.into_iter().flat_map(|wake| &self.wakes[wake].automatic);
        woken.map(|&at| self.automatic[at].id)
    }

    /// Returns the acts and lapses that can happen, ascending.
    pub(crate) fn events(&self) -> impl Iterator<Item = EventId> {
        self.places.keys().copied()
    }

    /// Returns the settled states after a move from those states of `from` in which `guard` holds.
    pub(crate) fn image(
        &self,
        encoding: &Encoding,
        one: &Move,
        from: &Diagram,
        guard: &Diagram,
    ) -> Result<Diagram, Exceeded> {
        let after = one.change.image(encoding, from, guard)?;
        match one.wake {
            Some(wake) => self.settle_woken(encoding, &self.wakes[wake], &after),
            None => Ok(after),
        }
    }

    /// Returns the states in which `guard` holds and after which the move leads into the stable states of `to`.
    ///
    /// The states returned need not be stable.
    pub(crate) fn preimage(
        &self,
        encoding: &Encoding,
        one: &Move,
        to: &Diagram,
        guard: &Diagram,
    ) -> Result<Diagram, Exceeded> {
        let to = match one.wake {
            Some(wake) => self.before_settling(encoding, &self.wakes[wake], to)?,
            None => to.clone(),
        };
        one.change.preimage(encoding, &to, guard)
    }

    /// Returns the stable states that the automatic events lead to from any states.
    pub(crate) fn settle(&self, encoding: &Encoding, states: &Diagram) -> Result<Diagram, Exceeded> {
        self.settle_woken(encoding, &self.wakes[0], states)
    }

    fn settle_woken(&self, encoding: &Encoding, wake: &Wake, states: &Diagram) -> Result<Diagram, Exceeded> {
        let diagrams = &encoding.diagrams;
        let mut settled = diagrams.minus(states, &wake.unstable)?;
        let mut front = diagrams.and(states, &wake.unstable)?;
        let mut seen = front.clone();
        while !diagrams.is_false(&front) {
            let mut next = diagrams.falsum();
            for &at in &wake.automatic {
                let one = &self.automatic[at];
                next = diagrams.or(&next, &one.change.image(encoding, &front, &one.first)?)?;
            }
            settled = diagrams.or(&settled, &diagrams.minus(&next, &wake.unstable)?)?;
            front = diagrams.minus(&diagrams.and(&next, &wake.unstable)?, &seen)?;
            seen = diagrams.or(&seen, &front)?;
        }
        Ok(settled)
    }

    /// Returns `to` and the unstable states that settle into it.
    fn before_settling(&self, encoding: &Encoding, wake: &Wake, to: &Diagram) -> Result<Diagram, Exceeded> {
        if let Some((last, answer)) = &*wake.last.borrow()
            && last == to
        {
            return Ok(answer.clone());
        }
        let diagrams = &encoding.diagrams;
        let mut all = diagrams.minus(to, &wake.unstable)?;
        let mut front = all.clone();
        while !diagrams.is_false(&front) {
            let mut before = diagrams.falsum();
            for &at in &wake.automatic {
                let one = &self.automatic[at];
                before = diagrams.or(&before, &one.change.preimage(encoding, &front, &one.first)?)?;
            }
            front = diagrams.minus(&before, &all)?;
            all = diagrams.or(&all, &front)?;
        }
        *wake.last.borrow_mut() = Some((to.clone(), all.clone()));
        Ok(all)
    }
}

impl Move {
    /// Takes in an event with the same effects; refuses if the common guard would be larger than two.
    fn join(
        &mut self,
        encoding: &Encoding,
        id: EventId,
        guard: &Diagram,
        touched: &BTreeSet<FieldId>,
    ) -> Result<bool, Exceeded> {
        let diagrams = &encoding.diagrams;
        let union = diagrams.or(&self.guard, guard)?;
        if diagrams.size(&union) > diagrams.size(&self.guard) + diagrams.size(guard) {
            return Ok(false);
        }
        self.events.push((id, guard.clone()));
        self.guard = union;
        self.touched.extend(touched);
        self.level = level(encoding, &self.touched);
        Ok(true)
    }

    /// Tells whether the move changes one of these fields.
    pub(crate) fn changes(&self, fields: &BTreeSet<FieldId>) -> bool {
        !self.written.is_disjoint(fields)
    }

    /// Tells whether the order of the two moves can matter: one writes what the other reads or writes.
    pub(crate) fn interferes(&self, other: &Move) -> bool {
        !self.written.is_disjoint(&other.touched) || !other.written.is_disjoint(&self.touched)
    }
}

/// Returns the first bit of some fields.
fn level(encoding: &Encoding, fields: &BTreeSet<FieldId>) -> usize {
    fields.iter().map(|&field| encoding.level(field)).min().unwrap_or(0)
}
