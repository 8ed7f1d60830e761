//! Who can do what to an outcome: the minimal coalitions that force, block and undo it.

use super::{Border, Coalition, Game, Question, Strength};
use crate::model::{Disjunction, OutcomeId};
use crate::search::Exceeded;
use crate::symbolic::{Favour, Set};

/// The minimal coalitions that can do something.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ability {
    /// Those who can whoever acts first, whatever the dates.
    pub can: Vec<Coalition>,
    /// Those who can only if they act before the others do, and have nobody of the former as a part.
    pub first: Vec<Coalition>,
    /// Those of whom it depends on dates, or on the order of periods, whether they can, and who have nobody of the former as
    /// a part.
    pub by_dates: Vec<Coalition>,
    /// Why there may be others, if a bound was met.
    pub incomplete: Option<Exceeded>,
}

impl Ability {
    fn new(can: &Border, first: &Border, at_best: &Border, incomplete: Option<Exceeded>) -> Ability {
        let others = |all: &Border, known: [&Border; 2]| -> Vec<Coalition> {
            let is_new = |coalition: &Coalition| known.iter().all(|known| !known.is_won(*coalition));
            all.winners.iter().copied().filter(is_new).collect()
        };
        let winners = can.winners.clone();
        // What a search that was cut off takes for weaker may be stronger by what it did not see.
        let by_dates = if incomplete.is_some() { Vec::new() } else { others(at_best, [can, first]) };
        let first = if incomplete.is_some() { Vec::new() } else { others(first, [can, can]) };
        Ability { can: winners, first, by_dates, incomplete }
    }

    /// Tells whether nobody can, not even all together.
    pub fn is_nobody(&self) -> bool {
        self.incomplete.is_none() && self.can.is_empty() && self.first.is_empty() && self.by_dates.is_empty()
    }
}

/// Who can do what to an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Power {
    /// Which.
    pub outcome: OutcomeId,
    /// Who can bring it about from the start; `None` if it holds there.
    pub force: Option<Ability>,
    /// Who can keep it from coming about by acting against it or not at all; `None` if it holds at the start.
    pub block: Option<Ability>,
    /// Who can end it: from the start, if it holds there, or from given states in which it holds; else `None`.
    pub undo: Option<Ability>,
    /// How many games were solved.
    pub n_solved: usize,
}

/// Who can bring a goal about, and who can keep the others from it.
fn abilities(game: &Game<'_>, goal: &Set, from: &Set, solved: &mut usize) -> [Ability; 2] {
    let question = |favour| game.question(goal.clone(), from.clone(), favour);
    let (surely, at_best) = (question(Favour::Others), question(Favour::Side));
    let (can, why) = surely.border(Strength::Can);
    let (first, why_first) = surely.border(Strength::OnlyFirst);
    // If the first search was cut off, the second one may have met some who can whoever acts first.
    let can = Border { winners: with_proven(&surely, can.winners, &first.winners), ..can };
    // Where the games favour the side: who wins perhaps, so that whoever is left is sure to lose.
    let (perhaps, why_perhaps) = at_best.border(Strength::Can);
    let (perhaps_first, why_perhaps_first) = at_best.border(Strength::OnlyFirst);
    let incomplete = why.or(why_first).or(why_perhaps).or(why_perhaps_first);
    *solved += surely.n_solved() + at_best.n_solved();
    let everybody = game.players().everybody();
    let blockers = |border: &Border| {
        let winners = border.losers.iter().map(|loser| everybody.without(*loser)).collect();
        Border { winners, losers: Vec::new() }.sorted()
    };
    let force = Ability::new(&can, &first, &perhaps_first, incomplete);
    let block = Ability::new(&blockers(&perhaps_first), &blockers(&perhaps), &blockers(&can), incomplete);
    [force, block]
}

/// Adds those of whom it is known already that they can whoever acts first.
fn with_proven(question: &Question<'_, '_>, mut can: Vec<Coalition>, others: &[Coalition]) -> Vec<Coalition> {
    for &coalition in others {
        let is_known = can.iter().any(|known| known.is_within(coalition));
        if !is_known && question.known(coalition) == Some(Strength::Can) {
            can.push(coalition);
        }
    }
    can
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
    let goal = space.set(when)?;
    let holds_at_start = space.is_subset(game.start(), &goal)?;
    let mut power = Power { outcome, force: None, block: None, undo: None, n_solved: 0 };
    let solved = &mut power.n_solved;
    if !holds_at_start {
        let [force, block] = abilities(game, &goal, game.start(), solved);
        (power.force, power.block) = (Some(force), Some(block));
    }
    let from = if holds_at_start { Some(game.start()) } else { after };
    if let Some(from) = from {
        let [undo, _] = abilities(game, &space.not(&goal)?, from, solved);
        power.undo = Some(undo);
    }
    Ok(power)
}
