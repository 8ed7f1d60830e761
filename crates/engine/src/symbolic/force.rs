//! What one side can force against the other, step for step.
//!
//! No side is faster than the other: in each round the others take one step or none, then the side takes one of its steps or
//! waits, and if nobody moved, time passes. The solver knows events, not who their holders are; it is told which events
//! each side can make happen.
//!
//! # Source
//! Attractors of games on graphs, with a fairness condition against moves that take no time: `μX. ∪ νY.` over the states
//! from which every move of the others is answered, for each set of periods that they do not start anew. See `docs/games.md`.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::diagram::Diagram;
use super::must::Passings;
use super::scope::Allowed;
use super::turn::{Halfway, Turns};
use super::waiting::{Pending, Region};
use super::{Set, Space};
use crate::model::{ClockId, EventId};
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
pub(super) struct Arena<'g> {
    pub(super) sides: Sides<'g>,
    pub(super) goal: Set,
    pub(super) own: Turns,
    pub(super) others: Turns,
    pub(super) pending: Vec<Pending>,
    pub(super) passings: Passings,
    /// The clocks that turns of the others may start; filled when first asked for.
    pub(super) started: OnceCell<BTreeSet<ClockId>>,
}

/// What a round begins with.
pub(super) struct Round<'r> {
    /// The states that are won.
    pub(super) won: &'r Diagram,
    /// Those from which a step of the side leads there.
    pub(super) can: Diagram,
    /// Whom doubts about time favour.
    pub(super) favour: Favour,
    /// The states in which the side does not wait.
    pub(super) acting: &'r Diagram,
    /// What the others can do.
    pub(super) others: &'r Turns,
}

/// Tells what counts of a set of states: all of it, or what can be told of it by some of the fields.
pub(super) type Known<'k> = &'k dyn Fn(&Diagram) -> Result<Diagram, Exceeded>;

/// How many clocks that the others can start anew are told apart: the regions looked at are two to that power.
const MAX_ANEW: usize = 5;

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

    /// Adds the states from which one round leads there.
    pub(super) fn one_round(
        &self,
        arena: &Arena<'_>,
        round: &Round<'_>,
        known: Known<'_>,
    ) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let answered = diagrams.or(round.won, &round.can)?;
        let all =
            self.one_region(arena, round, (&answered, known), (&BTreeSet::new(), &diagrams.falsum()))?;
        let here = diagrams.minus(&all, &known(&answered)?)?;
        let region = Region { favour: round.favour, won: round.won, here: &here, all: &all };
        let begun = self.begun_anew(arena, region)?;
        if begun.is_empty() || begun.len() > MAX_ANEW && round.favour == Favour::Side {
            return Ok(all);
        }
        // Some clocks are those that the others start anew in a region: the side waits for nothing that hangs on these, and the
        // others start none of the rest. First the regions in which they start all of them: mostly that settles it.
        let several = if begun.len() > MAX_ANEW { 0..1 } else { 0..1 << begun.len() };
        let mut several: Vec<u32> = several.collect();
        several.sort_by_key(|rest| rest.count_ones());
        for rest in several {
            let is_rest = |at: usize| rest >> at & 1 == 1;
            let anew = (0..begun.len()).filter(|&at| !is_rest(at)).map(|at| begun[at].0).collect();
            let barred = (0..begun.len()).filter(|&at| is_rest(at)).map(|at| &begun[at].1);
            let barred = diagrams.or_all(barred)?;
            let more = self.one_region(arena, round, (&answered, known), (&anew, &barred))?;
            if more != *round.won {
                return Ok(more);
            }
        }
        Ok(round.won.clone())
    }

    /// Adds the states of a region in which the side waits and whatever the others do is answered, or leads back into it. They start
    /// some clocks anew, and do nothing in `barred`.
    fn one_region(
        &self,
        arena: &Arena<'_>,
        round: &Round<'_>,
        (answered, known): (&Diagram, Known<'_>),
        (anew, barred): (&BTreeSet<ClockId>, &Diagram),
    ) -> Result<Diagram, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let settled = &arena.passings.settled;
        let in_time = self.in_time(arena, round.favour, round.won, anew)?;
        let in_time = diagrams.minus(&in_time, round.acting)?;
        let candidates = diagrams.minus(&diagrams.or(answered, &in_time)?, barred)?;
        let answered = known(answered)?;
        // The others cannot stop the clock for ever by moves that take no time.
        let mut kept = diagrams.or(round.won, &known(&candidates)?)?;
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
        arena: &Arena<'_>,
        favour: Favour,
        won: &Diagram,
        can: Diagram,
    ) -> Result<Diagram, Exceeded> {
        let nowhere = self.encoding.diagrams.falsum();
        let round = Round { won, can, favour, acting: &nowhere, others: &arena.others };
        self.one_round(arena, &round, &|states| Ok(states.clone()))
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

    /// Tells whether an act counts for the others.
    pub(super) fn is_of_others(&self, sides: &Sides<'_>, id: EventId) -> bool {
        (sides.others)(id) && self.is_in_favour(false, id, sides.favour)
    }

    pub(super) fn arena<'g>(&self, goal: &Set, sides: &Sides<'g>) -> Result<Arena<'g>, Exceeded> {
        let own = |id: EventId| (sides.own)(id) && self.is_in_favour(true, id, sides.favour);
        let others = |id: EventId| self.is_of_others(sides, id);
        Ok(Arena {
            sides: *sides,
            goal: goal.clone(),
            own: self.own_turns(sides, goal, &own)?,
            others: match sides.chains {
                Some([_, rows]) => self.chains(rows, goal, &others)?,
                None => self.turns(sides.halfway, goal, &others, &others)?,
            },
            pending: self.pending(goal, sides)?,
            passings: self.passings(sides.is_certain)?,
            started: OnceCell::new(),
        })
    }
}
