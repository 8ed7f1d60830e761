//! Games told by a few fields: what a side surely wins, and what it perhaps wins, whatever the other fields are.
//!
//! Most of what an office or a chamber can do has no bearing on whether a law is enacted. So a game is first played as if no
//! field were known. What is surely won is won whatever the others are; what is perhaps won, whatever would be best for
//! the side. If that leaves the question open, fields are added that tell more states near it to be won. When nothing
//! more is won, all is known.
//!
//! # Source
//! de Alfaro and Roy, "Solving games via three-valued abstraction refinement", CONCUR 2007.

use super::diagram::Diagram;
use super::force::{Arena, Favour, Known, Round, Sides};
use super::turn::Turns;
use super::{Set, Space};
use crate::model::FieldId;
use crate::search::Exceeded;
use std::cell::Cell;
use std::collections::BTreeSet;

/// How often the nodes that a game may have between two rounds may be spent over all its rounds.
const FULL_ROUNDS: usize = 20;

/// A game of which some fields are known.
struct Told<'g, 's, 'm> {
    space: &'s Space<'m>,
    arena: &'g Arena<'g>,
    favour: Favour,
    /// How many nodes a round may end with.
    max_nodes: usize,
    /// How many nodes all rounds to come may end with, in this game and those of which more is known.
    left: &'g Cell<usize>,
    /// The steps that change a known field.
    own: Turns,
    others: Turns,
    /// The bits of the fields that are not known.
    hidden: Diagram,
}

impl Space<'_> {
    /// Returns states from which a side wins, as many as are needed.
    ///
    /// `is_enough` is told states from which it wins, and all from which it can win, perhaps with others; if it never says so, the
    /// answer has all from which the side wins. `known` are states from which that is known already. `seen` are fields to begin with;
    /// those that mattered are added, first those that matter near `asked`.
    ///
    /// # Errors
    /// As [`Space::new`].
    pub fn force_as_needed(
        &self,
        goal: &Set,
        sides: &Sides<'_>,
        known: Option<&Set>,
        asked: &Set,
        seen: &mut BTreeSet<FieldId>,
        mut is_enough: impl FnMut(&Set, &Set) -> Result<bool, Exceeded>,
    ) -> Result<Set, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let arena = self.arena(goal, sides)?;
        let settled = &arena.passings.settled;
        let goal = diagrams.and(&goal.0, settled)?;
        let mut won = match known {
            Some(known) => diagrams.or(&goal, &diagrams.and(&known.0, settled)?)?,
            None => goal.clone(),
        };
        let left = Cell::new(FULL_ROUNDS.saturating_mul(sides.max_nodes));
        loop {
            let told = Told::new(self, &arena, sides, seen, &left)?;
            won = told.surely(won)?;
            let perhaps = told.perhaps(&goal)?;
            if is_enough(&Set(won.clone()), &Set(perhaps))? {
                return Ok(Set(won));
            }
            let can = self.one_turn_before(&arena.own, &won)?;
            let more = self.one_round_more(&arena, sides.favour, &won, can)?;
            let gain = diagrams.minus(&more, &won)?;
            if diagrams.is_false(&gain) {
                return Ok(Set(won));
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
        arena: &'g Arena<'g>,
        sides: &Sides<'_>,
        seen: &BTreeSet<FieldId>,
        left: &'g Cell<usize>,
    ) -> Result<Self, Exceeded> {
        let hidden = space.fields().iter().copied().filter(|field| !seen.contains(field));
        Ok(Told {
            hidden: space.encoding.cube(hidden)?,
            own: arena.own.changing(&space.table, seen),
            others: arena.others.changing(&space.table, seen),
            favour: sides.favour,
            max_nodes: sides.max_nodes,
            left,
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

    /// Adds what is won whatever the unknown fields are.
    fn surely(&self, won: Diagram) -> Result<Diagram, Exceeded> {
        self.rounds(won, self.favour, &|states| self.whatever(states))
    }

    /// Returns what is won at most. Time is taken to help wherever it may.
    fn perhaps(&self, goal: &Diagram) -> Result<Diagram, Exceeded> {
        self.rounds(self.for_some(goal)?, Favour::Side, &|states| self.for_some(states))
    }

    /// Adds what round after round wins, as far as it can be told.
    fn rounds(&self, mut won: Diagram, favour: Favour, known: Known<'_>) -> Result<Diagram, Exceeded> {
        let (space, diagrams) = (self.space, &self.space.encoding.diagrams);
        let nowhere = diagrams.falsum();
        loop {
            let can = space.one_turn_before(&self.own, &won)?;
            let round = Round { won: &won, can, favour, acting: &nowhere, others: &self.others };
            let more = space.one_round(self.arena, &round, known)?;
            if more == won {
                return Ok(won);
            }
            let size = diagrams.size(&more);
            let left = self.left.get();
            if size > left.min(self.max_nodes) {
                return Err(Exceeded::Nodes(self.max_nodes));
            }
            self.left.set(left - size);
            won = more;
        }
    }
}
