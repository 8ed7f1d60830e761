//! What can surely be brought about, whatever order the clocks run in.
//!
//! In an abstraction of time an act is possible exactly where it seems so, if all that it asks of time is known. Waiting
//! is not: which of several clocks is the first to pass a landmark, or to bring a lapse, may be left open. Here waiting
//! counts only if it leads on in every case, so what is returned is too little rather than too much.

use std::collections::BTreeSet;

use super::diagram::Diagram;
use super::moves::Table;
use super::scope::{Allowed, Conduct};
use super::{Set, Space};
use crate::model::{ClockId, EventId, EventKind};
use crate::search::Exceeded;

/// What can happen while everybody waits.
struct Waiting {
    /// With whether each is allowed: one that comes although it is not leads astray, wherever it leads.
    lapses: Vec<(EventId, bool)>,
    passings: Passings,
}

/// What clocks pass while everybody waits.
pub(super) struct Passings {
    /// The stable states that are not forbidden.
    pub(super) settled: Diagram,
    /// For each clock the silent events by which it passes something, and where its conditions hold and it runs: on
    /// one day several clocks may pass something, in any order, and none if a lapse is due before.
    clocks: Vec<(ClockId, Vec<(EventId, Diagram)>)>,
    /// The settled states in which something happens if nobody acts.
    pub(super) goes_on: Diagram,
    /// The states in which a lapse is due, so that no clock passes anything before.
    due: Diagram,
}

impl Passings {
    /// Iterates over the clocks with the states in which each passes something.
    pub(super) fn guards<'t>(&'t self, table: &'t Table) -> impl Iterator<Item = (ClockId, &'t Diagram)> {
        let of = move |(clock, passings): &'t (ClockId, Vec<(EventId, Diagram)>)| {
            passings.iter().filter_map(move |(id, _)| Some((*clock, table.event(*id)?.1)))
        };
        self.clocks.iter().flat_map(of)
    }
}

impl Space<'_> {
    /// Returns the states, reachable or not, from which the goal is surely reached by allowed events and by waiting;
    /// `None` if no other state can be reached by such conduct.
    ///
    /// `is_certain` tells of a lapse whether it comes if nothing else happens.
    pub fn surely_reach(
        &self,
        conduct: Conduct,
        goal: &Set,
        allowed: &dyn Fn(EventId) -> bool,
        is_certain: &dyn Fn(EventId) -> bool,
    ) -> Result<Option<Set>, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let exact = self.of_origins(&|id| self.abstraction.exact[id.index()] && allowed(id))?;
        let waiting = self.waiting(allowed, is_certain)?;
        let mut known = diagrams.and(&goal.0, &waiting.passings.settled)?;
        loop {
            known = self.can_reach_by(&known, &exact)?;
            // Waiting is cheap to look at, acts are not: first all that waiting adds.
            let mut more = self.and_before_by_waiting(&waiting, known.clone())?;
            if more == known {
                more = self.and_before_in_the_end(&waiting, &known)?;
            }
            if more == known {
                let missing = Set(diagrams.minus(&waiting.passings.settled, &known)?);
                let everywhere = self.is_unreachable(conduct, &missing)?;
                return Ok((!everywhere).then_some(Set(known)));
            }
            known = more;
        }
    }

    /// Adds the states from which waiting leads there, however the clocks run.
    fn and_before_by_waiting(&self, waiting: &Waiting, mut known: Diagram) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        loop {
            let more = diagrams.minus(&waiting.passings.goes_on, &self.astray(waiting, &known, None)?)?;
            let more = diagrams.or(&known, &more)?;
            if more == known {
                return Ok(known);
            }
            known = more;
        }
    }

    /// Adds the states from which waiting leads there in the end: what the first clock adds that adds anything.
    fn and_before_in_the_end(&self, waiting: &Waiting, known: &Diagram) -> Result<Diagram, Exceeded> {
        for (at, (_, passings)) in waiting.passings.clocks.iter().enumerate() {
            for passing in 0..passings.len() {
                let before = self.in_the_end(waiting, known, (at, passing))?;
                let more = self.encoding.diagrams.or(known, &before)?;
                if more != *known {
                    return Ok(more);
                }
            }
        }
        Ok(known.clone())
    }

    pub(super) fn of_origins(&self, allowed: &dyn Fn(EventId) -> bool) -> Result<Allowed, Exceeded> {
        Allowed::new(&self.encoding, &self.table, &|id| self.abstraction.origin(id).is_some_and(allowed))
    }

    fn waiting(
        &self,
        allowed: &dyn Fn(EventId) -> bool,
        is_certain: &dyn Fn(EventId) -> bool,
    ) -> Result<Waiting, Exceeded> {
        let rows = |(lapse, rows): (EventId, &[EventId])| {
            let allowed = allowed(lapse);
            rows.iter().map(|&row| (row, allowed)).collect::<Vec<_>>()
        };
        let lapses = self.lapses().flat_map(rows).collect();
        Ok(Waiting { lapses, passings: self.passings(is_certain)? })
    }

    /// Returns the lapses that can happen, each with the rows that stand for it.
    pub(super) fn lapses(&self) -> impl Iterator<Item = (EventId, &[EventId])> {
        let is_lapse = |id: &EventId| self.model.event(*id).kind == EventKind::Lapse;
        self.variants.iter().filter(move |(id, _)| is_lapse(id)).map(|(id, rows)| (*id, rows.as_slice()))
    }

    /// `is_certain` tells of a lapse whether it comes if nothing else happens.
    pub(super) fn passings(&self, is_certain: &dyn Fn(EventId) -> bool) -> Result<Passings, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let settled = diagrams.and(&self.table.stable, &self.table.consistent)?;
        let one = |id: EventId| {
            let reads = super::slice::field_conditions(self.abstraction.model.event(id));
            let mut guard = self.encoding.all_of(&reads)?;
            for stopped in self.abstraction.stopped(id) {
                guard = diagrams.minus(&guard, &self.encoding.all_of(stopped)?)?;
            }
            Ok((id, guard))
        };
        let clocks = self.abstraction.silent.iter().map(|(clock, ids)| {
            Ok((*clock, ids.iter().map(|&id| one(id)).collect::<Result<Vec<_>, Exceeded>>()?))
        });
        let clocks = clocks.collect::<Result<Vec<_>, Exceeded>>()?;
        let certain = self.lapses().filter(|(lapse, _)| is_certain(*lapse)).flat_map(|(_, rows)| rows);
        let silent = clocks.iter().flat_map(|(_, passings)| passings.iter().map(|(id, _)| id));
        let mut goes_on = diagrams.falsum();
        for (_, guard) in certain.chain(silent).filter_map(|id| self.table.event(*id)) {
            goes_on = diagrams.or(&goes_on, guard)?;
        }
        let goes_on = diagrams.and(&goes_on, &settled)?;
        let mut due = diagrams.falsum();
        for conjunction in &self.abstraction.due {
            due = diagrams.or(&due, &self.encoding.all_of(conjunction)?)?;
        }
        Ok(Passings { settled, clocks, goes_on, due })
    }

    /// Returns the states from which a day on which some clocks pass something, but for some of them, leads into `to`.
    pub(super) fn before_passing(
        &self,
        passings: &Passings,
        to: &Diagram,
        without: &BTreeSet<ClockId>,
    ) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let mut before = diagrams.falsum();
        for (_, passings) in passings.clocks.iter().filter(|(clock, _)| !without.contains(clock)) {
            let source = diagrams.or(to, &before)?;
            for (id, guard) in passings {
                before = diagrams.or(&before, &self.before(&source, *id, guard)?)?;
            }
        }
        diagrams.minus(&before, &passings.due)
    }

    /// Returns states from which waiting may lead elsewhere than to `good`.
    ///
    /// With a detour: or, before the clock passes what is named there, to its states, by what takes time and does not
    /// start that clock anew.
    fn astray(
        &self,
        waiting: &Waiting,
        good: &Diagram,
        detour: Option<(&Diagram, (usize, usize))>,
    ) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let meanwhile = match detour {
            Some((states, _)) => diagrams.or(good, states)?,
            None => good.clone(),
        };
        let mut astray = diagrams.falsum();
        for &(id, is_allowed) in &waiting.lapses {
            let Some((one, guard)) = self.table.event(id) else { continue };
            if !is_allowed {
                astray = diagrams.or(&astray, guard)?;
                continue;
            }
            let harmless = match (detour, self.abstraction.origin(id)) {
                (Some((_, (clock, _))), Some(origin)) => {
                    self.abstraction.takes_time[origin.index()]
                        && !self.model.event(origin).resets.contains(&waiting.passings.clocks[clock].0)
                }
                _ => false,
            };
            let to = if harmless { &meanwhile } else { good };
            let fine = self.table.preimage(&self.encoding, one, to, guard)?;
            astray = diagrams.or(&astray, &diagrams.minus(guard, &fine)?)?;
        }
        // Where a day leads on which some clocks pass something: without what the detour waits for, and with it.
        let (bad, bad_at_last) = (
            diagrams.minus(&waiting.passings.settled, &meanwhile)?,
            diagrams.minus(&waiting.passings.settled, good)?,
        );
        let mut without = diagrams.falsum();
        let mut before_it = diagrams.falsum();
        let mut with = diagrams.falsum();
        for (at, (_, passings)) in waiting.passings.clocks.iter().enumerate() {
            let sources =
                (diagrams.or(&bad, &without)?, diagrams.or(&bad_at_last, &before_it)?, with.clone());
            for (passing, (id, guard)) in passings.iter().enumerate() {
                let before = |to: &Diagram| self.before(to, *id, guard);
                if detour.is_some_and(|(_, awaited)| awaited == (at, passing)) {
                    with = diagrams.or(&with, &before(&sources.1)?)?;
                    continue;
                }
                without = diagrams.or(&without, &before(&sources.0)?)?;
                if detour.is_some() {
                    before_it = diagrams.or(&before_it, &before(&sources.1)?)?;
                    with = diagrams.or(&with, &before(&sources.2)?)?;
                }
            }
        }
        let passing = diagrams.minus(&diagrams.or(&without, &with)?, &waiting.passings.due)?;
        diagrams.or(&astray, &passing)
    }

    /// Returns the states from which waiting leads to `good` in the end, because one clock must pass something at last:
    /// what comes before takes time.
    fn in_the_end(
        &self,
        waiting: &Waiting,
        good: &Diagram,
        (clock, passing): (usize, usize),
    ) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let (name, passings) = &waiting.passings.clocks[clock];
        let id = passings[passing].0;
        let restarts =
            |event: &crate::model::Event| event.kind == EventKind::Automatic && event.resets.contains(name);
        let Some((_, guard)) = self.table.event(id) else { return Ok(diagrams.falsum()) };
        if self.model.events.iter().any(restarts) {
            return Ok(diagrams.falsum());
        }
        let mut states = diagrams.and(guard, &waiting.passings.settled)?;
        loop {
            let astray = self.astray(waiting, good, Some((&states, (clock, passing))))?;
            let less = diagrams.minus(&states, &astray)?;
            if less == states {
                return Ok(states);
            }
            states = less;
        }
    }

    /// Returns the stable states from which a silent event leads into `to` where `guard` holds.
    fn before(&self, to: &Diagram, id: EventId, guard: &Diagram) -> Result<Diagram, Exceeded> {
        let Some((one, _)) = self.table.event(id) else { return Ok(self.encoding.diagrams.falsum()) };
        let before = self.table.preimage(&self.encoding, one, to, guard)?;
        self.encoding.diagrams.and(&before, &self.table.stable)
    }
}
