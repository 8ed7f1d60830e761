//! Who can do what to an outcome: the minimal coalitions that force, block and undo it.

use super::pace::paces;
use super::{Border, Coalition, Game, Pace, Paces, Question, Strength};
use crate::model::{Disjunction, EventId, FieldId, Matter, MatterId, Model, OutcomeId, ValueSet};
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
    /// a part. Empty if not everything is known.
    pub by_dates: Vec<Coalition>,
    /// Those who can, though perhaps not all of them are needed: to tell met a bound.
    pub loose: Vec<Coalition>,
    /// Whether there can be no others.
    pub is_complete: bool,
    /// The bounds that games met, each once.
    pub met: Vec<Exceeded>,
    /// Whether it hangs on the pace that those who can, whoever acts first or only then, are as strong as that.
    pub paces: Paces,
}

impl Ability {
    fn new(can: Vec<Coalition>, first: &Border, at_best: &Border, is_complete: bool) -> Ability {
        let is_new = |known: &[Coalition], coalition: &Coalition| {
            !known.iter().any(|known| known.is_within(*coalition))
        };
        let only_first: Vec<Coalition> =
            first.winners.iter().copied().filter(|coalition| is_new(&can, coalition)).collect();
        let loose = first.loose.iter().copied().filter(|coalition| is_new(&can, coalition)).collect();
        let by_dates = at_best
            .winners
            .iter()
            .copied()
            .filter(|coalition| is_complete && is_new(&can, coalition) && is_new(&only_first, coalition));
        Ability {
            by_dates: by_dates.collect(),
            can,
            first: only_first,
            loose,
            is_complete,
            met: Vec::new(),
            paces: Paces::default(),
        }
    }

    fn told(&self) -> impl Iterator<Item = Coalition> {
        self.can.iter().chain(&self.first).copied()
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
    /// How many games were played, and how many of them met a bound.
    pub n_played: (usize, usize),
}

/// Who can bring a goal about, and, if that is asked, who can keep the others from it.
fn abilities(
    game: &Game<'_>,
    (goal, from): (&Set, &Set),
    left_out: &[EventId],
    blocks: bool,
    played: &mut (usize, usize),
) -> [Ability; 2] {
    let question =
        || game.question(goal.clone(), from.clone(), Favour::Others).leaving_out(left_out.to_vec());
    let surely = question();
    // Where the games favour the side: who wins perhaps, so that whoever is left is sure to lose.
    let at_best = surely.favouring(Favour::Side);
    let both = |question: &Question<'_, '_>| {
        [Strength::Can, Strength::OnlyFirst].map(|strength| question.border(strength))
    };
    let all_known = |borders: &[Border; 2]| borders.iter().all(Border::is_complete);
    let mut at_bests = both(&at_best);
    let surelys = both(&surely);
    if !all_known(&at_bests) {
        // Whoever wins surely wins at best.
        at_bests = both(&at_best);
    }
    let is_complete = all_known(&at_bests) && all_known(&surelys);
    let ([perhaps, perhaps_first], [can, first]) = (at_bests, surelys);
    let (n_played, n_failed) = surely.n_played();
    *played = (played.0 + n_played, played.1 + n_failed);
    let everybody = game.players().everybody();
    let blockers = |border: &Border| {
        let left = |losers: &[Coalition]| losers.iter().map(|loser| everybody.without(*loser)).collect();
        Border { winners: left(&border.losers), ..Border::default() }.sorted()
    };
    // Of those who win if they act first some may have been met who win whoever does.
    let mut surely_can = can.winners.clone();
    for &coalition in &first.winners {
        let is_new = !surely_can.iter().any(|known| known.is_within(coalition));
        if is_new && surely.told(coalition)[0] == Strength::Can {
            surely_can.push(coalition);
        }
    }
    let mut force = Ability::new(surely_can, &first, &perhaps_first, is_complete);
    let robust = blockers(&perhaps_first).winners;
    let mut block = Ability::new(robust, &blockers(&perhaps), &blockers(&can), is_complete);
    let in_chains = question().at_pace(Pace::Chains);
    game.restart_watch();
    // Where not even the games of single steps were all solved, those of many will not be.
    if is_complete {
        force.paces = paces(&surely, &in_chains, force.told(), |coalition| coalition);
        let others = |coalition| everybody.without(coalition);
        if blocks {
            block.paces = paces(&at_best, &in_chains.favouring(Favour::Side), block.told(), others);
        }
    } else {
        force.paces.open = force.told().collect();
        block.paces.open = block.told().collect();
    }
    game.end_watch();
    (force.met, block.met) = (surely.met(), surely.met());
    [force, block]
}

/// Returns the acts that open another matter of a kind without which an outcome does not hold, or that such a matter is about.
/// Then the first one is no longer looked at, but what it brought about has not ended.
pub fn turning_away(model: &Model, when: &Disjunction) -> Vec<EventId> {
    // What holds before any matter of the kind was opened does not need one.
    let needs = |matter: &Matter| {
        let asks = |(field, values): &(FieldId, ValueSet)| {
            *field == matter.field && values.and(matter.never_opened()).is_empty()
        };
        when.0.iter().flatten().any(asks)
    };
    let turns = |opened: MatterId| {
        let opened = &model.matters[opened.index()];
        let is_about_it =
            |matter: &Matter| matter.about.iter().any(|id| model.matters[id.index()].field == opened.field);
        needs(opened) || model.matters.iter().any(|matter| is_about_it(matter) && needs(matter))
    };
    model.numbered_events().filter(|(_, event)| event.opens.is_some_and(turns)).map(|(id, _)| id).collect()
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
    let mut power = Power { outcome, force: None, block: None, undo: None, n_played: (0, 0) };
    let played = &mut power.n_played;
    if !holds_at_start {
        let [force, block] = abilities(game, (&goal, game.start()), &[], true, played);
        (power.force, power.block) = (Some(force), Some(block));
    }
    let from = if holds_at_start { Some(game.start()) } else { after };
    if let Some(from) = from {
        let left_out = turning_away(game.players().model(), when);
        let [undo, _] = abilities(game, (&space.not(&goal)?, from), &left_out, false, played);
        power.undo = Some(undo);
    }
    Ok(power)
}
