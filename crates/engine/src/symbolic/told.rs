//! Games told by a few fields: what a side surely wins, and what it perhaps wins, whatever the other fields are.
//!
//! Most of what an office or a chamber can do has no bearing on whether a law is enacted. So a game is first played as if only the
//! fields of its goal were known. What is surely won is won whatever the others are; what is perhaps won, whatever would be best for
//! the side. If that leaves the question open, fields are added that tell more states near it to be won. When nothing
//! more is won, all is known.
//!
//! # Source
//! de Alfaro and Roy, "Solving games via three-valued abstraction refinement", CONCUR 2007.

use super::diagram::Diagram;
use super::force::{Arena, Favour, Sides};
use super::turn::Turns;
use super::{Set, Space};
use crate::model::FieldId;
use crate::search::Exceeded;
use std::collections::BTreeSet;

/// What a side wins, as far as it was worked out.
pub struct Between {
    /// States from which it wins.
    pub surely: Set,
    /// All states from which it can win, and perhaps others.
    pub perhaps: Set,
}

/// A game of which some fields are known.
struct Told<'g, 's, 'm> {
    space: &'s Space<'m>,
    arena: &'g Arena,
    favour: Favour,
    max_nodes: usize,
    /// The steps that change a known field.
    own: Turns,
    others: Turns,
    /// The bits of the fields that are not known.
    hidden: Diagram,
}

impl Space<'_> {
    /// Returns what a side wins, as exactly as `is_enough` asks for; if it never does, exactly.
    ///
    /// `known` are states from which it is known already that the side wins. `seen` are fields to begin with; those that mattered
    /// are added. Fields are added first that matter near `asked`.
    ///
    /// # Errors
    /// As [`Space::new`].
    pub fn force_between(
        &self,
        goal: &Set,
        sides: &Sides<'_>,
        known: Option<&Set>,
        asked: &Set,
        seen: &mut BTreeSet<FieldId>,
        mut is_enough: impl FnMut(&Between) -> Result<bool, Exceeded>,
    ) -> Result<Between, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let arena = self.arena(goal, sides)?;
        let settled = &arena.passings.settled;
        let goal = diagrams.and(&goal.0, settled)?;
        for &field in self.fields() {
            let without = diagrams.exists(&goal, &self.encoding.cube([field])?)?;
            if diagrams.and(&without, settled)? != goal {
                seen.insert(field);
            }
        }
        let mut won = match known {
            Some(known) => diagrams.or(&goal, &diagrams.and(&known.0, settled)?)?,
            None => goal.clone(),
        };
        loop {
            let told = Told::new(self, &arena, sides, seen)?;
            won = told.surely(won)?;
            let between = Between { surely: Set(won.clone()), perhaps: Set(told.perhaps(&goal)?) };
            if is_enough(&between)? {
                return Ok(between);
            }
            let can = self.one_turn_before(&arena.own, &won)?;
            let more = self.one_round(&arena, sides.favour, &won, &can)?;
            let gain = diagrams.minus(&more, &won)?;
            if diagrams.is_false(&gain) {
                return Ok(Between { perhaps: between.surely.clone(), ..between });
            }
            let fields = self.fields_of(settled, &gain, &asked.0, seen)?;
            // What is gained may rest on fields that are not known, though it can be told without them.
            if fields.is_empty() {
                won = diagrams.or(&won, &told.whatever(&gain)?)?;
            }
            seen.extend(fields);
        }
    }

    /// Returns the fewest unknown fields by which some of the gain can be told, as near as possible to what is asked.
    fn fields_of(
        &self,
        settled: &Diagram,
        gain: &Diagram,
        asked: &Diagram,
        seen: &BTreeSet<FieldId>,
    ) -> Result<Vec<FieldId>, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let mut nearest = gain.clone();
        for &field in self.fields() {
            let others = self.encoding.cube(self.fields().iter().copied().filter(|other| *other != field))?;
            let near = diagrams.and(&nearest, &diagrams.exists(asked, &others)?)?;
            if !diagrams.is_false(&near) {
                nearest = near;
            }
        }
        let not_gained = diagrams.minus(settled, gain)?;
        let mut needed = Vec::new();
        let mut forgotten = diagrams.verum();
        for &field in self.fields().iter().filter(|field| !seen.contains(field)) {
            let more = diagrams.and(&forgotten, &self.encoding.cube([field])?)?;
            let left = diagrams.minus(&nearest, &diagrams.exists(&not_gained, &more)?)?;
            if diagrams.is_false(&left) {
                needed.push(field);
            } else {
                forgotten = more;
            }
        }
        Ok(needed)
    }
}

impl<'g, 's, 'm> Told<'g, 's, 'm> {
    fn new(
        space: &'s Space<'m>,
        arena: &'g Arena,
        sides: &Sides<'_>,
        seen: &BTreeSet<FieldId>,
    ) -> Result<Self, Exceeded> {
        let hidden = space.fields().iter().copied().filter(|field| !seen.contains(field));
        Ok(Told {
            hidden: space.encoding.cube(hidden)?,
            own: arena.own.changing(&space.table, seen),
            others: arena.others.changing(&space.table, seen),
            favour: sides.favour,
            max_nodes: sides.max_nodes,
            space,
            arena,
        })
    }

    /// Returns the states that are in a set whatever the unknown fields are.
    fn whatever(&self, states: &Diagram) -> Result<Diagram, Exceeded> {
        let diagrams = &self.space.encoding.diagrams;
        let settled = &self.arena.passings.settled;
        diagrams.minus(settled, &diagrams.exists(&diagrams.minus(settled, states)?, &self.hidden)?)
    }

    /// Returns the states that are in a set for some values of the unknown fields.
    fn for_some(&self, states: &Diagram) -> Result<Diagram, Exceeded> {
        let diagrams = &self.space.encoding.diagrams;
        diagrams.and(&self.arena.passings.settled, &diagrams.exists(states, &self.hidden)?)
    }

    fn check(&self, states: &Diagram) -> Result<(), Exceeded> {
        match self.space.encoding.diagrams.size(states) > self.max_nodes {
            true => Err(Exceeded::Nodes(self.max_nodes)),
            false => Ok(()),
        }
    }

    /// Adds what is won whatever the unknown fields are.
    fn surely(&self, mut won: Diagram) -> Result<Diagram, Exceeded> {
        let (space, diagrams) = (self.space, &self.space.encoding.diagrams);
        let settled = &self.arena.passings.settled;
        loop {
            let answered = diagrams.or(&won, &space.one_turn_before(&self.own, &won)?)?;
            let in_time = match self.favour {
                Favour::Others => space.surely_in_time(self.arena, &won)?,
                Favour::Side => space.perhaps_in_time(self.arena, &won)?,
            };
            let candidates = self.whatever(&diagrams.or(&answered, &in_time)?)?;
            let answered = self.whatever(&answered)?;
            let mut kept = candidates.clone();
            loop {
                let astray = diagrams.minus(settled, &diagrams.or(&answered, &kept)?)?;
                let threatened = self.for_some(&space.one_turn_before(&self.others, &astray)?)?;
                let less = diagrams.minus(&candidates, &threatened)?;
                if less == kept {
                    break;
                }
                kept = less;
            }
            let more = diagrams.or(&won, &kept)?;
            if more == won {
                return Ok(won);
            }
            self.check(&more)?;
            won = more;
        }
    }

    /// Returns what is won at most. Time is taken to help wherever it may.
    fn perhaps(&self, goal: &Diagram) -> Result<Diagram, Exceeded> {
        let (space, diagrams) = (self.space, &self.space.encoding.diagrams);
        let settled = &self.arena.passings.settled;
        let mut won = self.for_some(goal)?;
        loop {
            let can = space.one_turn_before(&self.own, &won)?;
            let answered = self.for_some(&diagrams.or(&won, &can)?)?;
            let candidates = diagrams.or(&answered, &space.perhaps_in_time(self.arena, &won)?)?;
            let mut kept = self.for_some(&candidates)?;
            loop {
                let astray = diagrams.minus(settled, &diagrams.or(&answered, &kept)?)?;
                let threatened = space.one_turn_before(&self.others, &astray)?;
                let safe = self.for_some(&diagrams.minus(&candidates, &threatened)?)?;
                let less = diagrams.or(&won, &safe)?;
                if less == kept {
                    break;
                }
                kept = less;
            }
            if kept == won {
                return Ok(won);
            }
            self.check(&kept)?;
            won = kept;
        }
    }
}
