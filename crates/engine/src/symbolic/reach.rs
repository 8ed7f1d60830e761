//! Successors, predecessors, and the fixpoints over them.
//!
//! Fixpoints chain: each move is applied to all that is known so far. Moves that change deep fields come first and
//! run to a local fixpoint before higher ones are tried; whenever a higher one finds something new, the deep ones run
//! again before the next. That keeps the sets in between small (10 times faster on a whole constitution than one
//! round after the other; saturation node by node was 30 times slower, since the events span most of the fields).

use super::diagram::Diagram;
use super::moves::Move;
use super::{Set, Space};
use crate::model::EventId;
use crate::search::{Exceeded, Progress};

impl Space<'_> {
    /// Returns all states that can be reached from the initial ones. Computed once.
    pub fn reachable(&mut self) -> Result<Set, Exceeded> {
        if let Some(known) = &self.reachable {
            return Ok(Set(known.clone()));
        }
        let reachable = self.reach_from(&self.initial)?;
        self.reachable = Some(reachable.clone());
        Ok(Set(reachable))
    }

    /// Returns all states that can be reached from the stable ones of `from`, these included.
    pub fn reachable_from(&self, from: &Set) -> Result<Set, Exceeded> {
        let from = self.encoding.diagrams.and(&from.0, &self.table.stable)?;
        Ok(Set(self.reach_from(&from)?))
    }

    fn reach_from(&self, from: &Diagram) -> Result<Diagram, Exceeded> {
        let moves: Vec<&Move> = self.table.moves.iter().filter(|one| !one.change.is_none()).collect();
        self.chain(from, &moves, |at, known| {
            self.table.image(&self.encoding, moves[at], known, &moves[at].guard)
        })
    }

    /// Returns the states after the event from the stable states of `from` in which it is possible.
    ///
    /// Automatic events follow by themselves; as an argument they lead nowhere.
    pub fn post(&self, from: &Set, event: EventId) -> Result<Set, Exceeded> {
        let Some((one, guard)) = self.table.event(event) else { return Ok(self.none()) };
        let from = self.encoding.diagrams.and(&from.0, &self.table.stable)?;
        Ok(Set(self.table.image(&self.encoding, one, &from, guard)?))
    }

    /// Returns the stable states from which the event leads into the stable states of `to`.
    pub fn pre(&self, to: &Set, event: EventId) -> Result<Set, Exceeded> {
        let Some((one, guard)) = self.table.event(event) else { return Ok(self.none()) };
        let to = self.encoding.diagrams.and(&to.0, &self.table.stable)?;
        let before = self.table.preimage(&self.encoding, one, &to, guard)?;
        Ok(Set(self.encoding.diagrams.and(&before, &self.table.stable)?))
    }

    /// Returns the states that follow the stable states of `from` by one act or lapse.
    pub fn successors(&self, from: &Set) -> Result<Set, Exceeded> {
        let from = self.encoding.diagrams.and(&from.0, &self.table.stable)?;
        Ok(Set(self.all_images(&from)?))
    }

    pub(super) fn all_images(&self, from: &Diagram) -> Result<Diagram, Exceeded> {
        let mut union = self.encoding.diagrams.falsum();
        for one in &self.table.moves {
            let image = self.table.image(&self.encoding, one, from, &one.guard)?;
            union = self.encoding.diagrams.or(&union, &image)?;
        }
        Ok(union)
    }

    /// Returns the stable states of `within` in which no act or lapse of the slice is possible.
    pub fn deadlocks(&self, within: &Set) -> Result<Set, Exceeded> {
        let guards = self.table.moves.iter().map(|one| &one.guard);
        let active = self.encoding.diagrams.or_all(guards)?;
        let stable = self.encoding.diagrams.and(&within.0, &self.table.stable)?;
        Ok(Set(self.encoding.diagrams.minus(&stable, &active)?))
    }

    /// Returns the stable states of `within` from which the goal can be reached by allowed events without leaving
    /// `within`; the goal's own states there included.
    ///
    /// `allowed` is asked once for each act and lapse; automatic events need no permission.
    pub fn can_reach(
        &self,
        within: &Set,
        goal: &Set,
        allowed: &dyn Fn(EventId) -> bool,
    ) -> Result<Set, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let within = diagrams.and(&within.0, &self.table.stable)?;
        let goal = diagrams.and(&within, &goal.0)?;
        let mut moves = Vec::new();
        let mut guards = Vec::new();
        for one in self.table.moves.iter().filter(|one| !one.change.is_none()) {
            if one.events.iter().all(|(id, _)| allowed(*id)) {
                moves.push(one);
                guards.push(one.guard.clone());
            } else if one.events.iter().any(|(id, _)| allowed(*id)) {
                let some = one.events.iter().filter(|(id, _)| allowed(*id)).map(|(_, guard)| guard);
                moves.push(one);
                guards.push(diagrams.or_all(some)?);
            }
        }
        let before = |at: usize, known: &Diagram| {
            let before = self.table.preimage(&self.encoding, moves[at], known, &guards[at])?;
            diagrams.and(&before, &within)
        };
        Ok(Set(self.chain(&goal, &moves, before)?))
    }

    /// Returns the least set that holds `start` and is closed under all steps.
    fn chain(
        &self,
        start: &Diagram,
        moves: &[&Move],
        step: impl Fn(usize, &Diagram) -> Result<Diagram, Exceeded>,
    ) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let mut known = start.clone();
        let mut applied_to: Vec<Option<Diagram>> = vec![None; moves.len()];
        let groups: Vec<&[&Move]> = moves.chunk_by(|a, b| a.level == b.level).collect();
        let (mut group, mut first, mut round) = (0, 0, 0);
        while group < groups.len() {
            let entered = known.clone();
            loop {
                let begin = known.clone();
                for (at, applied) in applied_to.iter_mut().enumerate().skip(first).take(groups[group].len()) {
                    if applied.as_ref() != Some(&known) {
                        let new = step(at, &known)?;
                        *applied = Some(known.clone());
                        known = diagrams.or(&known, &new)?;
                    }
                }
                if known == begin {
                    break;
                }
            }
            if known == entered || group == 0 {
                first += groups[group].len();
                group += 1;
            } else {
                (group, first, round) = (0, 0, round + 1);
                self.reporter.progress(Progress::Round { round, nodes: diagrams.n_nodes() });
            }
        }
        Ok(known)
    }
}
