//! Successors, predecessors, and the fixpoints over them.
//!
//! Fixpoints chain: each move is applied to all that is known so far. Moves that begin deep in the diagrams come
//! first and run to a local fixpoint before higher ones are tried; whenever a higher one finds something new, the deep
//! ones that it can concern run again before the next. That keeps the sets in between small: on a whole constitution
//! it was 10 times faster than one round after the other, and leaving out the moves that cannot be concerned made it
//! 3 times faster again. (Saturation node by node was 30 times slower, since the events span most of the fields.)

use super::diagram::Diagram;
use super::encode::Encoding;
use super::moves::{Move, Table};
use super::scope::{Allowed, Conduct};
use super::{Set, Space};
use crate::model::EventId;
use crate::search::{Exceeded, Progress, Reporter, Silent};

impl Space<'_> {
    /// Returns all states that can be reached from the initial ones. Computed once.
    pub fn reachable(&mut self) -> Result<Set, Exceeded> {
        self.reachable_by(Conduct::Any)
    }

    /// Returns all states that can be reached from the initial ones if everybody behaves so. Computed once.
    pub fn reachable_by(&mut self, conduct: Conduct) -> Result<Set, Exceeded> {
        let scope = &self.scopes[conduct as usize];
        if let Some(known) = &scope.reachable {
            return Ok(Set(known.clone()));
        }
        let reachable = self.reach_from(&self.initial, &scope.allowed)?;
        self.scopes[conduct as usize].reachable = Some(reachable.clone());
        Ok(Set(reachable))
    }

    /// Returns all states that can be reached from the stable ones of `from`, these included.
    pub fn reachable_from(&self, from: &Set) -> Result<Set, Exceeded> {
        let from = self.encoding.diagrams.and(&from.0, &self.table.stable)?;
        Ok(Set(self.reach_from(&from, &self.scopes[Conduct::Any as usize].allowed)?))
    }

    fn reach_from(&self, from: &Diagram, allowed: &Allowed) -> Result<Diagram, Exceeded> {
        chain(&self.encoding, &self.table, self.reporter, from, allowed, |one, guard, known| {
            self.table.image(&self.encoding, one, known, guard)
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
        Ok(Set(self.all_images(&from, &self.scopes[Conduct::Any as usize].allowed)?))
    }

    /// Returns the states that follow stable states by one allowed act or lapse, and silent moves after it.
    pub(super) fn all_images(&self, from: &Diagram, allowed: &Allowed) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let mut union = diagrams.falsum();
        for (one, guard) in allowed.moves(&self.table).filter(|(one, _)| !one.is_silent) {
            union = diagrams.or(&union, &self.table.image(&self.encoding, one, from, guard)?)?;
        }
        self.closed(&union)
    }

    /// Adds the states after any number of silent moves.
    pub(super) fn closed(&self, from: &Diagram) -> Result<Diagram, Exceeded> {
        closure(&self.encoding, &self.table, &self.silent, from)
    }

    /// Adds the states before any number of silent moves.
    pub(super) fn closed_before(&self, to: &Diagram) -> Result<Diagram, Exceeded> {
        if self.silent.is_empty() {
            return Ok(to.clone());
        }
        chain(&self.encoding, &self.table, &Silent, to, &self.silent, |one, guard, known| {
            self.table.preimage(&self.encoding, one, known, guard)
        })
    }

    /// Returns the stable states from which silent moves and one allowed act or lapse lead into the stable states of
    /// `to`.
    pub(super) fn all_preimages(&self, to: &Diagram, allowed: &Allowed) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let mut union = diagrams.falsum();
        for (one, guard) in allowed.moves(&self.table).filter(|(one, _)| !one.is_silent) {
            union = diagrams.or(&union, &self.table.preimage(&self.encoding, one, to, guard)?)?;
        }
        self.closed_before(&diagrams.and(&union, &self.table.stable)?)
    }

    /// Returns the stable states of `within` in which no act or lapse of the slice is possible.
    pub fn deadlocks(&self, within: &Set) -> Result<Set, Exceeded> {
        let guards = self.table.moves.iter().map(|one| &one.guard);
        let active = self.encoding.diagrams.or_all(guards)?;
        let stable = self.encoding.diagrams.and(&within.0, &self.table.stable)?;
        Ok(Set(self.encoding.diagrams.minus(&stable, &active)?))
    }

    /// Returns the stable states, reachable or not, from which the goal can be reached by allowed events; the goal's own
    /// states included.
    ///
    /// `allowed` is asked once for each act and lapse; automatic events need no permission. Keeping to reachable
    /// states on the way would change nothing for them, and was 10 to 500 times slower on a whole constitution.
    pub fn can_reach(&self, goal: &Set, allowed: &dyn Fn(EventId) -> bool) -> Result<Set, Exceeded> {
        let goal = self.encoding.diagrams.and(&goal.0, &self.table.stable)?;
        let allowed =
            Allowed::new(&self.encoding, &self.table, &|id| self.abstraction.origin(id).is_none_or(allowed))?;
        Ok(Set(self.can_reach_by(&goal, &allowed)?))
    }

    /// Returns the stable states from which some stable states can be reached by these moves.
    pub(super) fn can_reach_by(&self, goal: &Diagram, allowed: &Allowed) -> Result<Diagram, Exceeded> {
        let before = |one: &Move, guard: &Diagram, known: &Diagram| {
            let before = self.table.preimage(&self.encoding, one, known, guard)?;
            self.encoding.diagrams.and(&before, &self.table.stable)
        };
        chain(&self.encoding, &self.table, self.reporter, goal, allowed, before)
    }
}

/// Adds the states after any number of silent moves.
pub(super) fn closure(
    encoding: &Encoding,
    table: &Table,
    silent: &Allowed,
    from: &Diagram,
) -> Result<Diagram, Exceeded> {
    if silent.is_empty() {
        return Ok(from.clone());
    }
    chain(encoding, table, &Silent, from, silent, |one, guard, known| {
        table.image(encoding, one, known, guard)
    })
}

/// Returns the least set that holds `start` and is closed under all steps, be they images or preimages.
///
/// If the known states are closed under a move, they stay so when another one with which it does not interfere
/// adds its own: the two can be taken in the other order.
pub(super) fn chain(
    encoding: &Encoding,
    table: &Table,
    reporter: &dyn Reporter,
    start: &Diagram,
    allowed: &Allowed,
    step: impl Fn(&Move, &Diagram, &Diagram) -> Result<Diagram, Exceeded>,
) -> Result<Diagram, Exceeded> {
    let diagrams = &encoding.diagrams;
    let (moves, guards): (Vec<&Move>, Vec<&Diagram>) =
        allowed.moves(table).filter(|(one, _)| !one.change.is_none()).unzip();
    let concerned: Vec<Vec<usize>> = (0..moves.len())
        .map(|new| (0..moves.len()).filter(|&other| moves[new].interferes(moves[other])).collect())
        .collect();
    let mut known = start.clone();
    let mut is_open = vec![true; moves.len()];
    let mut round = 0;
    while let Some(first) = is_open.iter().position(|&open| open) {
        round += 1;
        reporter.progress(Progress::Round { round, nodes: diagrams.n_nodes() });
        let begin = moves.partition_point(|one| one.level > moves[first].level);
        let end = moves.partition_point(|one| one.level >= moves[first].level);
        while is_open[begin..end].contains(&true) {
            for at in begin..end {
                if !std::mem::replace(&mut is_open[at], false) {
                    continue;
                }
                let more = diagrams.or(&known, &step(moves[at], guards[at], &known)?)?;
                if more != known {
                    known = more;
                    concerned[at].iter().for_each(|&other| is_open[other] = true);
                }
            }
        }
    }
    Ok(known)
}
