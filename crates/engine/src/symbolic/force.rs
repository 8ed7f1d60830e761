//! What one side can force against the other, step for step.
//!
//! No side is faster than the other: in each round the others take one step or none, then the side takes one of its steps or
//! waits, and if nobody moved, time passes. The solver knows events, not who their holders are; it is told which events
//! each side can make happen.
//!
//! # Source
//! Attractors of games on graphs, with a fairness condition against moves that take no time: `μX. νY.` over the states
//! from which every move of the others is answered. See `docs/games.md`.

use super::diagram::Diagram;
use super::must::Passings;
use super::scope::Allowed;
use super::turn::{Halfway, Turns};
use super::{Set, Space};
use crate::model::EventId;
use crate::search::Exceeded;

/// What each side can do. Events are those of the model.
#[derive(Clone, Copy)]
pub struct Sides<'g> {
    /// The acts that the side can make happen.
    pub own: &'g dyn Fn(EventId) -> bool,
    /// The acts that the others can make happen.
    pub others: &'g dyn Fn(EventId) -> bool,
    /// Stages between steps that count as one.
    pub halfway: &'g [Halfway],
    /// Where a turn is any number of steps of one body: for each body the acts that the side can make happen through it alone,
    /// and those that the others can. Else each turn is one step.
    pub chains: Option<&'g [Vec<Vec<EventId>>; 2]>,
    /// Lapses by which a duty is broken, with the acts that fulfil it. As long as one of these is possible, it does not come
    /// to that: those who are bound take one in time.
    pub owed: &'g [(EventId, Vec<EventId>)],
    /// Tells of a lapse whether it comes if nothing else happens.
    pub is_certain: &'g dyn Fn(EventId) -> bool,
    /// How many nodes the diagram of what was won may have. Between rounds it can be a thousand times larger than in the end.
    pub max_nodes: usize,
    /// Whom it favours what is not known about time: which of several lapses comes first, whether an act is in time.
    pub favour: Favour,
}

/// Whom it favours what is not known about time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Favour {
    /// The others: what the side forces so it can force whatever the dates.
    Others,
    /// The side: what it cannot force so it can never force.
    Side,
}

/// One game, ready to be solved for a goal.
pub(super) struct Arena {
    pub(super) own: Turns,
    pub(super) others: Turns,
    pending: Vec<Pending>,
    pub(super) passings: Passings,
}

/// What a round begins with.
pub(super) struct Round<'r> {
    /// The states that are won.
    pub(super) won: &'r Diagram,
    /// Those from which a step of the side leads there.
    pub(super) can: Diagram,
    /// Those from which waiting does.
    pub(super) in_time: Diagram,
    /// What the others can do.
    pub(super) others: &'r Turns,
}

/// A lapse, and what keeps it from coming.
struct Pending {
    /// The rows that stand for it.
    rows: Vec<EventId>,
    /// The states in which the side perhaps must fulfil by itself what the lapse would break.
    barred: Diagram,
    /// The states in which it perhaps comes: nothing else can happen for certain.
    plain: Diagram,
    /// The states in which it waits and acts of others are perhaps owed, and those acts.
    owed: (Diagram, Turns),
}

impl Space<'_> {
    /// Returns the states, reachable or not, from which the side can force the goal.
    ///
    /// `known` are states from which it is known already that the goal can be forced. As soon as all of `asked` are won,
    /// the rest is left out.
    ///
    /// # Errors
    /// As [`Space::new`].
    pub fn force(
        &self,
        goal: &Set,
        sides: &Sides<'_>,
        known: Option<&Set>,
        asked: Option<&Set>,
    ) -> Result<Set, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let arena = self.arena(goal, sides)?;
        let settled = &arena.passings.settled;
        let mut won = diagrams.and(&goal.0, settled)?;
        if let Some(known) = known {
            won = diagrams.or(&won, &diagrams.and(&known.0, settled)?)?;
        }
        let is_enough = |won: &Diagram| match asked {
            Some(asked) => Ok(diagrams.is_false(&diagrams.minus(&asked.0, won)?)),
            None => Ok(false),
        };
        loop {
            let mut can = self.one_turn_before(&arena.own, &won)?;
            // Where no step of the others leads astray, all that the side's own steps add is won, whatever comes after.
            let bad = diagrams.minus(settled, &diagrams.or(&won, &can)?)?;
            let threatened = self.one_turn_before(&arena.others, &bad)?;
            let safe = diagrams.minus(settled, &threatened)?;
            let chained = self.chained(arena.own.moves(), &won, &safe)?;
            if is_enough(&chained)? {
                return Ok(Set(chained));
            }
            if chained != won {
                won = chained;
                can = self.one_turn_before(&arena.own, &won)?;
            }
            let kept = self.one_round_more(&arena, sides.favour, &won, can)?;
            if kept == won || is_enough(&kept)? {
                return Ok(Set(kept));
            }
            if diagrams.size(&kept) > sides.max_nodes {
                return Err(Exceeded::Nodes(sides.max_nodes));
            }
            won = kept;
        }
    }

    /// Adds the safe states from which the side's own steps lead there through safe states.
    fn chained(&self, own: &Allowed, won: &Diagram, safe: &Diagram) -> Result<Diagram, Exceeded> {
        super::reach::chain(&self.encoding, &self.table, self.reporter, won, own, |one, guard, known| {
            let guard = self.encoding.diagrams.and(guard, safe)?;
            self.table.preimage(&self.encoding, one, known, &guard)
        })
    }

    /// Adds the states from which one round leads there. `known` tells what counts of a set of states: all of it, or what can be
    /// told of it by some of the fields.
    pub(super) fn one_round(
        &self,
        settled: &Diagram,
        round: &Round<'_>,
        known: &dyn Fn(&Diagram) -> Result<Diagram, Exceeded>,
    ) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let answered = diagrams.or(round.won, &round.can)?;
        let candidates = diagrams.or(&answered, &round.in_time)?;
        let answered = known(&answered)?;
        // The others cannot stop the clock for ever by moves that take no time.
        let mut kept = known(&candidates)?;
        loop {
            let bad = diagrams.minus(settled, &diagrams.or(&answered, &kept)?)?;
            let threatened = self.one_turn_before(round.others, &bad)?;
            let less = diagrams.or(round.won, &known(&diagrams.minus(&candidates, &threatened)?)?)?;
            if less == kept {
                return Ok(kept);
            }
            kept = less;
        }
    }

    /// Adds the states from which one round leads there, in a game of which all is known.
    pub(super) fn one_round_more(
        &self,
        arena: &Arena,
        favour: Favour,
        won: &Diagram,
        can: Diagram,
    ) -> Result<Diagram, Exceeded> {
        let in_time = self.in_time(arena, favour, won)?;
        let round = Round { won, can, in_time, others: &arena.others };
        self.one_round(&arena.passings.settled, &round, &|states| Ok(states.clone()))
    }

    /// Returns the states from which waiting leads to `good`, where doubts favour the others or the side.
    pub(super) fn in_time(&self, arena: &Arena, favour: Favour, good: &Diagram) -> Result<Diagram, Exceeded> {
        match favour {
            Favour::Others => self.surely_in_time(arena, good),
            Favour::Side => self.perhaps_in_time(arena, good),
        }
    }

    /// Returns the states from which one turn of the side leads into a set.
    pub fn acting_first(&self, to: &Set, sides: &Sides<'_>) -> Result<Set, Exceeded> {
        let own = |id: EventId| (sides.own)(id) && self.is_in_favour(true, id, sides.favour);
        let turns = self.own_turns(sides, &self.none(), &own)?;
        Ok(Set(self.one_turn_before(&turns, &to.0)?))
    }

    fn own_turns(
        &self,
        sides: &Sides<'_>,
        goal: &Set,
        own: &dyn Fn(EventId) -> bool,
    ) -> Result<Turns, Exceeded> {
        match sides.chains {
            Some([rows, _]) => self.chains(rows, goal, own),
            None => self.turns(sides.halfway, goal, own, own),
        }
    }

    /// Tells whether an act counts for the side, or for the others, although it may not be known whether it is in time.
    fn is_in_favour(&self, own: bool, id: EventId, favour: Favour) -> bool {
        self.abstraction.exact[id.index()] || own == (favour == Favour::Side)
    }

    pub(super) fn arena(&self, goal: &Set, sides: &Sides<'_>) -> Result<Arena, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let own = |id: EventId| (sides.own)(id) && self.is_in_favour(true, id, sides.favour);
        let others = |id: EventId| (sides.others)(id) && self.is_in_favour(false, id, sides.favour);
        let turns = |last: &dyn Fn(EventId) -> bool, earlier: &dyn Fn(EventId) -> bool| {
            self.turns(sides.halfway, goal, last, earlier)
        };
        let is_exact = |id: EventId| self.abstraction.exact[id.index()];
        let mut pending = Vec::new();
        for (lapse, rows) in self.lapses() {
            let guard = self.guard(rows)?;
            let acts = sides.owed.iter().find(|(owed, _)| *owed == lapse).map(|(_, acts)| acts.as_slice());
            let acts = acts.unwrap_or_default();
            let of = |which: &dyn Fn(EventId) -> bool| turns(&|id| acts.contains(&id) && which(id), which);
            let possible = |which: &dyn Fn(EventId) -> bool| self.where_possible(&of(which)?);
            // All that the side cannot do alone, or others can do as well, is owed by others too.
            let is_own = |id: EventId| (sides.own)(id) && !(sides.others)(id);
            let own = diagrams.and(&guard, &possible(&is_own)?)?;
            let barred = diagrams.minus(&own, &possible(&|id| !is_own(id) && is_exact(id))?)?;
            let plain = diagrams.minus(&guard, &possible(&is_exact)?)?;
            pending.push(Pending {
                rows: rows.to_vec(),
                barred,
                plain,
                owed: (guard, of(&|id| !is_own(id))?),
            });
        }
        Ok(Arena {
            own: self.own_turns(sides, goal, &own)?,
            others: match sides.chains {
                Some([_, rows]) => self.chains(rows, goal, &others)?,
                None => turns(&others, &others)?,
            },
            pending,
            passings: self.passings(sides.is_certain)?,
        })
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
    fn surely_in_time(&self, arena: &Arena, good: &Diagram) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let bad = diagrams.minus(&arena.passings.settled, good)?;
        let mut astray = self.before_passing(&arena.passings, &bad)?;
        for one in &arena.pending {
            astray = diagrams.or(&astray, &one.barred)?;
            astray = diagrams.or(&astray, &self.before_owed(one, &bad)?)?;
            let lost = diagrams.minus(&one.plain, &self.before_rows(&one.rows, good)?)?;
            astray = diagrams.or(&astray, &lost)?;
        }
        diagrams.minus(&arena.passings.goes_on, &astray)
    }

    /// Returns the states from which waiting leads to `good` in some case.
    fn perhaps_in_time(&self, arena: &Arena, good: &Diagram) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let mut perhaps = self.before_passing(&arena.passings, good)?;
        for one in &arena.pending {
            perhaps = diagrams.or(&perhaps, &self.before_owed(one, good)?)?;
            let comes = diagrams.and(&one.plain, &self.before_rows(&one.rows, good)?)?;
            perhaps = diagrams.or(&perhaps, &comes)?;
        }
        Ok(perhaps)
    }

    /// Returns the states from which others fulfil what a lapse would break by an act that leads into `to`.
    fn before_owed(&self, pending: &Pending, to: &Diagram) -> Result<Diagram, Exceeded> {
        let (guard, acts) = &pending.owed;
        self.encoding.diagrams.and(guard, &self.one_turn_before(acts, to)?)
    }
}
