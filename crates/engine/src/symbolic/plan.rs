//! How a side forces its goal: what was won in which round, and whether a plan wins.

use super::diagram::Diagram;
use super::force::{Favour, Round, Sides};
use super::scope::Allowed;
use super::{Set, Space};
use crate::model::EventId;
use crate::search::Exceeded;

impl Space<'_> {
    /// Returns the states from which the side can force the goal whatever the dates, in layers: the goal, and each time also
    /// what one more round wins. It ends as soon as all of `asked` are won.
    ///
    /// # Errors
    /// As [`Space::new`].
    pub fn force_in_layers(&self, goal: &Set, sides: &Sides<'_>, asked: &Set) -> Result<Vec<Set>, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let arena = self.arena(goal, &Sides { favour: Favour::Others, ..*sides })?;
        let settled = &arena.passings.settled;
        let mut won = diagrams.and(&goal.0, settled)?;
        let mut layers = vec![Set(won.clone())];
        loop {
            if diagrams.is_false(&diagrams.minus(&asked.0, &won)?) {
                return Ok(layers);
            }
            let can = self.one_turn_before(&arena.own, &won)?;
            let known = diagrams.or(&won, &can)?;
            // What the side's turns win where no turn of the others leads astray is cheaper to find.
            let threatened = self.one_turn_before(&arena.others, &diagrams.minus(settled, &known)?)?;
            let mut more = diagrams.or(&won, &diagrams.minus(&can, &threatened)?)?;
            if more == won {
                more = self.one_round_more(&arena, Favour::Others, &won, can)?;
            }
            if more == won {
                return Ok(layers);
            }
            if diagrams.size(&more) > sides.max_nodes {
                return Err(Exceeded::Nodes(sides.max_nodes));
            }
            layers.push(Set(more.clone()));
            won = more;
        }
    }

    /// Tells whether the side wins from everywhere in `asked`, whatever the dates, if at each opportunity it takes the first of
    /// these acts that is possible, and waits if none is.
    ///
    /// # Errors
    /// As [`Space::new`].
    pub fn is_won_by(
        &self,
        goal: &Set,
        sides: &Sides<'_>,
        plan: &[EventId],
        asked: &Set,
    ) -> Result<bool, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let arena = self.arena(goal, &Sides { favour: Favour::Others, ..*sides })?;
        let settled = &arena.passings.settled;
        let mut acting = diagrams.falsum();
        let mut acts: Vec<(Allowed, Diagram)> = Vec::new();
        for &act in plan {
            let moves = self.of_origins(&|id| id == act)?;
            let guards = diagrams.or_all(moves.moves(&self.table).map(|(_, guard)| guard))?;
            acts.push((moves, diagrams.minus(&guards, &acting)?));
            acting = diagrams.or(&acting, &guards)?;
        }
        let mut won = diagrams.and(&goal.0, settled)?;
        loop {
            if diagrams.is_false(&diagrams.minus(&asked.0, &won)?) {
                return Ok(true);
            }
            let mut can = diagrams.falsum();
            for (moves, guard) in &acts {
                let before = diagrams.and(&self.one_step_before(moves, &won)?, guard)?;
                can = diagrams.or(&can, &before)?;
            }
            // It waits only where no act of the plan is possible.
            let (favour, others) = (Favour::Others, &arena.others);
            let round = Round { won: &won, can, favour, acting: &acting, others };
            let kept = self.one_round(&arena, &round, &|states| Ok(states.clone()))?;
            if kept == won {
                return Ok(false);
            }
            if diagrams.size(&kept) > sides.max_nodes {
                return Err(Exceeded::Nodes(sides.max_nodes));
            }
            won = kept;
        }
    }
}
