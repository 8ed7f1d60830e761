//! What waiting leads to in a game, and how the others can put it off.
//!
//! The others cannot stop the clock for ever by moves that take no time. But a move may start a period anew, or lead where
//! another period runs: a bill that two bodies send to and fro is before neither of them for long. So a side can wait for
//! the end of a period only where the others cannot start anew, again and again, each period whose end it waits for.

use std::collections::BTreeSet;

use super::diagram::Diagram;
use super::force::{Arena, Favour, Sides};
use super::turn::Turns;
use super::{Set, Space};
use crate::model::{ClockId, EventId};
use crate::search::Exceeded;
use crate::timed::waited_for_by;

/// A lapse, and what keeps it from coming.
pub(super) struct Pending {
    /// The rows that stand for it.
    rows: Vec<EventId>,
    /// The clocks by which it falls due, each with the fewest and the most days that it takes.
    clocks: Vec<(ClockId, (i32, i32))>,
    /// Whether it comes if nothing else happens.
    is_certain: bool,
    /// The states in which the side perhaps must fulfil by itself what the lapse would break.
    barred: Diagram,
    /// The states in which it perhaps comes: nothing else can happen for certain.
    plain: Diagram,
    /// The states in which it waits and acts of others are perhaps owed, and those acts.
    owed: (Diagram, Turns),
}

impl Pending {
    /// Returns the clocks that it waits for a day at least, as far as known; where doubts favour the others, a day at most.
    fn clocks(&self, favour: Favour) -> impl Iterator<Item = ClockId> {
        let takes_time = move |(_, (least, most)): &&(ClockId, (i32, i32))| match favour {
            Favour::Others => *most > 0,
            Favour::Side => *least > 0,
        };
        self.clocks.iter().filter(takes_time).map(|(clock, _)| *clock)
    }

    /// Tells whether the side can wait for it, although the others start these clocks anew.
    fn runs_on(&self, favour: Favour, anew: &BTreeSet<ClockId>) -> bool {
        (self.is_certain || favour == Favour::Side) && !self.clocks(favour).any(|clock| anew.contains(&clock))
    }
}

/// What is asked about a region in which the side waits.
#[derive(Clone, Copy)]
pub(super) struct Region<'r> {
    pub(super) favour: Favour,
    /// The states that are won already.
    pub(super) won: &'r Diagram,
    /// All its states that are not answered.
    pub(super) here: &'r Diagram,
    /// All its states.
    pub(super) all: &'r Diagram,
}

impl Space<'_> {
    /// Returns the lapses of a game.
    pub(super) fn pending(&self, goal: &Set, sides: &Sides<'_>) -> Result<Vec<Pending>, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let is_exact = |id: EventId| self.abstraction.exact[id.index()];
        // All that the side cannot do alone, or others can do as well, is owed by others too.
        let is_own = |id: EventId| (sides.own)(id) && !(sides.others)(id);
        let mut pending = Vec::new();
        for (lapse, rows) in self.lapses() {
            let guard = self.guard(rows)?;
            let acts = sides.owed.iter().find(|(owed, _)| *owed == lapse).map(|(_, acts)| acts.as_slice());
            let acts = acts.unwrap_or_default();
            let of = |which: &dyn Fn(EventId) -> bool| {
                self.turns(sides.halfway, goal, &|id| acts.contains(&id) && which(id), which)
            };
            let possible = |which: &dyn Fn(EventId) -> bool| self.where_possible(&of(which)?);
            let own = diagrams.and(&guard, &possible(&is_own)?)?;
            let barred = diagrams.minus(&own, &possible(&|id| !is_own(id) && is_exact(id))?)?;
            let plain = diagrams.minus(&guard, &possible(&is_exact)?)?;
            pending.push(Pending {
                rows: rows.to_vec(),
                clocks: waited_for_by(self.model.event(lapse)).collect(),
                is_certain: (sides.is_certain)(lapse),
                barred,
                plain,
                owed: (guard, of(&|id| !is_own(id))?),
            });
        }
        Ok(pending)
    }

    /// Returns the states from which waiting leads to `good`, where doubts favour the others or the side, though the others
    /// start some clocks anew.
    pub(super) fn in_time(
        &self,
        arena: &Arena<'_>,
        favour: Favour,
        good: &Diagram,
        anew: &BTreeSet<ClockId>,
    ) -> Result<Diagram, Exceeded> {
        match favour {
            Favour::Others => {
                let surely = self.surely_in_time(arena, good)?;
                self.encoding.diagrams.and(&surely, &self.where_time_runs_on(arena, anew)?)
            }
            Favour::Side => self.perhaps_in_time(arena, good, anew),
        }
    }

    /// Returns the clocks that the others can start anew in a region and remain there, as far as something that the side may
    /// wait for hangs on them; each with the states from which they can.
    pub(super) fn begun_anew(
        &self,
        arena: &Arena<'_>,
        region: Region<'_>,
    ) -> Result<Vec<(ClockId, Diagram)>, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let mut begun = Vec::new();
        if diagrams.is_false(region.here) {
            return Ok(begun);
        }
        for clock in self.waited_for(arena, region)? {
            let before = self.before_restarting(arena, region.favour, clock, region.here)?;
            if !diagrams.is_false(&diagrams.and(&before, region.all)?) {
                begun.push((clock, before));
            }
        }
        Ok(begun)
    }

    /// Returns the clocks that turns of the others may start, as far as something that leads on in a region waits for them.
    fn waited_for(&self, arena: &Arena<'_>, region: Region<'_>) -> Result<BTreeSet<ClockId>, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let started = arena.started.get_or_init(|| self.started(arena));
        let mut clocks = BTreeSet::new();
        for one in &arena.pending {
            let mut some = one.clocks(region.favour).filter(|clock| started.contains(clock)).peekable();
            if some.peek().is_none() {
                continue;
            }
            let leads = match region.favour {
                Favour::Others if one.is_certain => diagrams.and(&one.owed.0, region.here)?,
                Favour::Others => continue,
                Favour::Side => diagrams.and(&self.perhaps_by(one, region.won)?, region.here)?,
            };
            if !diagrams.is_false(&leads) {
                clocks.extend(some);
            }
        }
        for (clock, passes) in arena.passings.guards(&self.table).filter(|(clock, _)| started.contains(clock))
        {
            if !diagrams.is_false(&diagrams.and(passes, region.here)?) {
                clocks.insert(clock);
            }
        }
        Ok(clocks)
    }

    /// Returns the clocks that turns of the others may start.
    fn started(&self, arena: &Arena<'_>) -> BTreeSet<ClockId> {
        let of = |id: EventId| self.model.event(id).resets.iter().copied();
        let mut started = BTreeSet::new();
        for (id, rows) in self.variants.iter().filter(|(id, _)| self.is_of_others(&arena.sides, *id)) {
            started.extend(of(*id));
            let following = rows.iter().flat_map(|row| self.table.may_follow(*row));
            started.extend(following.filter_map(|row| self.abstraction.origin(row)).flat_map(of));
        }
        started
    }

    /// Returns the states from which a turn of the others starts a clock anew and leads into `to`.
    fn before_restarting(
        &self,
        arena: &Arena<'_>,
        favour: Favour,
        clock: ClockId,
        to: &Diagram,
    ) -> Result<Diagram, Exceeded> {
        let restarts = |id: EventId| {
            let resets = |id: EventId| {
                let origin = self.abstraction.origin(id);
                origin.is_some_and(|id| self.model.event(id).resets.contains(&clock))
            };
            // Whether what may follow does follow is not known.
            resets(id) || favour == Favour::Others && self.table.may_follow(id).any(resets)
        };
        let begins = |id: EventId| {
            let rows = self.variants.binary_search_by_key(&id, |(id, _)| *id);
            rows.is_ok_and(|at| self.variants[at].1.iter().any(|row| restarts(*row)))
        };
        let others = |id: EventId| self.is_of_others(&arena.sides, id);
        let last = |id: EventId| begins(id) && others(id);
        match arena.sides.chains {
            None => {
                let turns = self.turns(arena.sides.halfway, &arena.goal, &last, &others)?;
                self.one_turn_before(&turns, to)
            }
            Some([_, rows]) => self.one_chain_before((&arena.others, rows), &arena.goal, &last, to),
        }
    }

    /// Returns the states in which something surely comes if nothing else happens, though the others start some clocks anew.
    fn where_time_runs_on(&self, arena: &Arena<'_>, anew: &BTreeSet<ClockId>) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let certain = arena.pending.iter().filter(|one| one.runs_on(Favour::Others, anew));
        let passing = arena.passings.guards(&self.table).filter(|(clock, _)| !anew.contains(clock));
        let guards = certain.map(|one| &one.owed.0).chain(passing.map(|(_, guard)| guard));
        diagrams.and(&diagrams.or_all(guards)?, &arena.passings.settled)
    }

    /// Returns the states in which one of these rows is possible.
    fn guard(&self, rows: &[EventId]) -> Result<Diagram, Exceeded> {
        let guards = rows.iter().filter_map(|id| self.table.event(*id)).map(|(_, guard)| guard);
        let guard = self.encoding.diagrams.or_all(guards)?;
        self.encoding.diagrams.and(&guard, &self.table.stable)
    }

    /// Returns the states from which these rows lead into `to`.
    fn before_rows(&self, rows: &[EventId], to: &Diagram) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let mut before = diagrams.falsum();
        for (one, guard) in rows.iter().filter_map(|id| self.table.event(*id)) {
            before = diagrams.or(&before, &self.table.preimage(&self.encoding, one, to, guard)?)?;
        }
        diagrams.and(&before, &self.table.stable)
    }

    /// Returns the states from which waiting leads to `good` in every case: whatever lapse comes first, and whatever the
    /// others do to fulfil their duties.
    fn surely_in_time(&self, arena: &Arena<'_>, good: &Diagram) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let bad = diagrams.minus(&arena.passings.settled, good)?;
        let mut astray = self.before_passing(&arena.passings, &bad, &BTreeSet::new())?;
        for one in &arena.pending {
            astray = diagrams.or(&astray, &one.barred)?;
            astray = diagrams.or(&astray, &self.before_owed(one, &bad)?)?;
            let lost = diagrams.minus(&one.plain, &self.before_rows(&one.rows, good)?)?;
            astray = diagrams.or(&astray, &lost)?;
        }
        diagrams.minus(&arena.passings.goes_on, &astray)
    }

    /// Returns the states from which waiting leads to `good` in some case, though the others start some clocks anew.
    fn perhaps_in_time(
        &self,
        arena: &Arena<'_>,
        good: &Diagram,
        anew: &BTreeSet<ClockId>,
    ) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let mut perhaps = self.before_passing(&arena.passings, good, anew)?;
        for one in arena.pending.iter().filter(|one| one.runs_on(Favour::Side, anew)) {
            perhaps = diagrams.or(&perhaps, &self.perhaps_by(one, good)?)?;
        }
        Ok(perhaps)
    }

    /// Returns the states from which a lapse leads to `good`, or what others do to keep it from coming.
    fn perhaps_by(&self, pending: &Pending, good: &Diagram) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let comes = diagrams.and(&pending.plain, &self.before_rows(&pending.rows, good)?)?;
        diagrams.or(&self.before_owed(pending, good)?, &comes)
    }

    /// Returns the states from which others fulfil what a lapse would break by an act that leads into `to`.
    fn before_owed(&self, pending: &Pending, to: &Diagram) -> Result<Diagram, Exceeded> {
        let (guard, acts) = &pending.owed;
        self.encoding.diagrams.and(guard, &self.one_turn_before(acts, to)?)
    }
}
