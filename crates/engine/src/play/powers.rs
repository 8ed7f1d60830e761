//! Who can do what to an outcome: the minimal coalitions that force, block and undo it.

use super::{Border, Coalition, Game, Question, Strength};
use crate::model::{Disjunction, OutcomeId};
use crate::search::Exceeded;
use crate::symbolic::{Favour, Set};

/// The minimal coalitions that can do something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ability {
    /// Those who can whoever acts first.
    pub can: Vec<Coalition>,
    /// Those who can only if they act before the others do, and have nobody of the former as a part.
    pub first: Vec<Coalition>,
    /// Those of whom it depends on dates, or on the order of periods, whether they can, and who have nobody of the former as
    /// a part.
    pub by_dates: Vec<Coalition>,
}

impl Ability {
    fn new(can: &Border, first: &Border, at_best: &Border) -> Ability {
        let others = |all: &Border, known: &Border| -> Vec<Coalition> {
            all.winners.iter().copied().filter(|coalition| !known.is_won(*coalition)).collect()
        };
        Ability { can: can.winners.clone(), first: others(first, can), by_dates: others(at_best, first) }
    }

    /// Tells whether nobody can, not even all together.
    pub fn is_nobody(&self) -> bool {
        self.can.is_empty() && self.first.is_empty() && self.by_dates.is_empty()
    }
}

/// Who can do what to an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Power {
    /// Which.
    pub outcome: OutcomeId,
    /// Who can bring it about from the start; `None` if it holds there.
    pub force: Option<Ability>,
    /// Who can keep it from coming about by acting against it or not at all; `None` if it holds at the start.
    pub block: Option<Ability>,
    /// Who can end it, once it holds: from the start, or from the state after the shortest way there. `None` if it cannot
    /// come about.
    pub undo: Option<Ability>,
    /// How many games were solved.
    pub n_solved: usize,
}

/// Both answers to a question: whatever the dates, and at best.
struct Bounded<'g, 'm> {
    surely: Question<'g, 'm>,
    at_best: Question<'g, 'm>,
}

impl<'g, 'm> Bounded<'g, 'm> {
    fn new(game: &'g Game<'m>, goal: &Set, from: &Set) -> Bounded<'g, 'm> {
        let question = |favour| game.question(goal.clone(), from.clone(), favour);
        Bounded { surely: question(Favour::Others), at_best: question(Favour::Side) }
    }

    /// Who can bring it about, and who can keep the others from it.
    fn abilities(&self, everybody: Coalition) -> Result<[Ability; 2], Exceeded> {
        let can = self.surely.border(Strength::Can)?;
        let first = self.surely.border(Strength::OnlyFirst)?;
        // Where the games favour the side: who wins perhaps, so that whoever is left is sure to lose.
        let perhaps = self.at_best.border(Strength::Can)?;
        let perhaps_first = self.at_best.border(Strength::OnlyFirst)?;
        let blockers = |border: &Border| {
            let winners = border.losers.iter().map(|loser| everybody.without(*loser)).collect();
            Border { winners, losers: Vec::new() }.sorted()
        };
        let force = Ability::new(&can, &first, &perhaps_first);
        let block = Ability::new(&blockers(&perhaps_first), &blockers(&perhaps), &blockers(&can));
        Ok([force, block])
    }

    fn n_solved(&self) -> usize {
        self.surely.n_solved() + self.at_best.n_solved()
    }
}

/// Works out who can do what to an outcome. `after` are states in which it holds, to ask who can end it.
///
/// # Errors
/// As [`crate::symbolic::Space::force`].
pub fn power(
    game: &Game<'_>,
    outcome: OutcomeId,
    when: &Disjunction,
    after: Option<&Set>,
) -> Result<Power, Exceeded> {
    let space = game.space();
    let everybody = game.players().everybody();
    let goal = space.set(when)?;
    let holds_at_start = space.is_subset(game.start(), &goal)?;
    let mut power = Power { outcome, force: None, block: None, undo: None, n_solved: 0 };
    if !holds_at_start {
        let question = Bounded::new(game, &goal, game.start());
        let [force, block] = question.abilities(everybody)?;
        (power.force, power.block) = (Some(force), Some(block));
        power.n_solved += question.n_solved();
    }
    let from = if holds_at_start { Some(game.start()) } else { after };
    if let Some(from) = from {
        let question = Bounded::new(game, &space.not(&goal)?, from);
        let [undo, _] = question.abilities(everybody)?;
        power.undo = Some(undo);
        power.n_solved += question.n_solved();
    }
    Ok(power)
}
