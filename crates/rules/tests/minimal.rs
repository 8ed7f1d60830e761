//! Every coalition that is said to be a smallest one that forces, blocks or undoes an outcome of a shipped constitution is one:
//! it has the strength that is said, and without any one of its players it has not.
//!
//! `Border` answers for many coalitions from few games, and goes on from what was won in others. Here each coalition is asked
//! about in a question of its own, which knows nothing of others. Of those who block, their opponents are asked about. Those who can
//! bring something about from the start do so by their plan, a thousand times against opponents who roll dice.

#![allow(clippy::disallowed_methods, reason = "a test reads files")]

mod shipped;

use solon_engine::calendar::Day;
use solon_engine::model::{EventId, EventKind, Model, OutcomeId};
use solon_engine::play::{Ability, Coalition, Game, Players, Strength, power, space, turning_away};
use solon_engine::search::Bounds;
use solon_engine::symbolic::{Favour, Set};
use solon_rules::lower::Setting;

/// Nodes bound all work, not seconds, so that the same is covered on every machine.
const BOUNDS: Bounds =
    Bounds { max_seconds: f64::INFINITY, max_work: u64::MAX, max_nodes: 20_000_000, max_states: 5_000_000 };

/// How large what a coalition has won may be between two rounds in the questions of this test: twice as large as in others.
const MAX_NODES: usize = 20_000;

/// Bounds that some games of the examples meet.
const FEW_NODES: [usize; 5] = [9, 11, 14, 18, 28];

/// Bounds that some games of the United States meet: it is not known there whether all players of a coalition are needed.
const LOOSE: [(&str, usize); 2] = [("united-states", 120), ("united-states", 200)];

/// Work that bounds the games of outcomes that are large otherwise, as `powers` bounds them by itself, and the questions about them.
const WORK: u64 = 1_500_000;

/// Outcomes of Kazakhstan whose games meet bounds, and only after minutes: they are asked about within the bounds of `powers` alone.
const LARGE: [&str; 6] = [
    "constitution-amended",
    "government-in-office",
    "government-lost",
    "law-in-force",
    "president-in-office",
    "president-removed",
];

/// Outcomes whose games are small; those of the others here meet bounds, or take minutes, and are asked about likewise.
const SMALL: [(&str, &[&str]); 4] = [
    (
        "poland",
        &[
            "decree-in-force",
            "elections-barred",
            "ombudsman-in-office",
            "president-removed",
            "president-suspended",
        ],
    ),
    (
        "singapore",
        &[
            "chief-justice-in-office",
            "emergency-in-force",
            "government-in-office",
            "no-government-and-no-dissolution",
            "president-in-office",
        ],
    ),
    (
        "ukraine",
        &[
            "cabinet-act-suspended",
            "cabinet-formed",
            "coalition-formed",
            "emergency-in-force",
            "judge-in-office",
            "law-in-force",
            "martial-law-in-force",
            "no-rada",
            "president-removed",
        ],
    ),
    (
        "ili-draft",
        &[
            "accusers-sent-home",
            "act-annulled",
            "chamber-absent",
            "chambers-sit",
            "competence-decided-for-claimant",
            "court-has-five",
            "emergency-in-force",
            "government-dismissed",
            "government-kept",
            "initiators-lose-seats",
            "president-in-office",
            "prisons-emptied",
            "prosecution-emptied",
            "reform-complete",
        ],
    ),
];

/// What was checked of one constitution.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Tally {
    outcomes: usize,
    /// Questions of their own that met a bound: only of outcomes that are asked about within bounds.
    open: usize,
    /// Outcomes of which it was asked who can undo them.
    undone: usize,
    /// Coalitions that have the strength that is said.
    strong: usize,
    /// Those that lack one of their players, and have not that strength.
    weaker: usize,
    /// Plans that were played.
    plans: usize,
}

/// How many times each plan is played.
const PLAYS: u64 = 1_000;

/// One goal of a game.
struct Asked<'a, 'm> {
    game: &'a Game<'m>,
    goal: Set,
    from: Set,
    left_out: Vec<EventId>,
    name: String,
    first_day: Day,
    /// What a question may work.
    max_work: u64,
}

impl Asked<'_, '_> {
    /// Returns how strong a coalition is, in a question of its own; `None` if it met a bound, which is counted. Where work is not bounded
    /// that fails the test.
    fn strength(&self, coalition: Coalition, favour: Favour, tally: &mut Tally) -> Option<Strength> {
        let question = self.game.question(self.goal.clone(), self.from.clone(), favour);
        let question = question.leaving_out(self.left_out.clone()).bounded_by(MAX_NODES);
        self.game.space().restart_watch(&Bounds { max_work: self.max_work, ..BOUNDS });
        let answer = question.strength(coalition);
        self.game.space().restart_watch(&BOUNDS);
        match answer {
            Err(bound) if self.max_work == u64::MAX => {
                panic!("{}, {:?}: {bound}", self.name, players(coalition))
            }
            Err(_) => tally.open += 1,
            Ok(_) => {}
        }
        answer.ok()
    }

    /// Checks those who bring the goal about.
    fn forced(&self, ability: &Ability, tally: &mut Tally) {
        let kinds = [
            (&ability.can, Favour::Others, Strength::Can, Strength::Can),
            (&ability.first, Favour::Others, Strength::OnlyFirst, Strength::OnlyFirst),
            (&ability.by_dates, Favour::Side, Strength::OnlyFirst, Strength::Can),
        ];
        for (listed, favour, least, most) in kinds {
            for &coalition in listed {
                let (named, strength) = (players(coalition), self.strength(coalition, favour, tally));
                if let Some(strength) = strength {
                    assert!((least..=most).contains(&strength), "{}: {named:?} {strength:?}", self.name);
                    tally.strong += 1;
                }
                for player in coalition.players() {
                    let without = coalition.without(Coalition::one(player));
                    let Some(less) = self.strength(without, favour, tally) else { continue };
                    assert!(less < least, "{}: {named:?} without {player}: {less:?}", self.name);
                    tally.weaker += 1;
                }
            }
        }
    }

    /// Lets those who can bring the goal about from the start do so, again and again.
    fn played(&self, ability: &Ability, tally: &mut Tally) {
        for &coalition in ability.can.iter().chain(&ability.first) {
            let strategy = self.game.strategy(coalition, &self.goal, &self.left_out, self.first_day);
            let named = players(coalition);
            let strategy = strategy.unwrap().unwrap_or_else(|| panic!("{}: {named:?} has none", self.name));
            let plan = strategy.plan(PLAYS).unwrap();
            assert_eq!(plan.n_plays, (PLAYS, 0), "{}: {named:?} by {plan:?}", self.name);
            tally.plans += 1;
        }
    }

    /// Checks those who keep all others from bringing the goal about: their opponents cannot, and can with any one of them.
    fn blocked(&self, ability: &Ability, tally: &mut Tally) {
        let everybody = self.game.players().everybody();
        let kinds = [
            (&ability.can, Favour::Side, Strength::OnlyFirst),
            (&ability.first, Favour::Side, Strength::Can),
            (&ability.by_dates, Favour::Others, Strength::Can),
        ];
        for (listed, favour, least) in kinds {
            for &blocker in listed {
                let against = everybody.without(blocker);
                let (named, strength) = (players(blocker), self.strength(against, favour, tally));
                if let Some(strength) = strength {
                    assert!(strength < least, "{}: all but {named:?} {strength:?}", self.name);
                    tally.strong += 1;
                }
                for player in blocker.players() {
                    let with = against.with(Coalition::one(player));
                    let Some(more) = self.strength(with, favour, tally) else { continue };
                    assert!(more >= least, "{}: all but {named:?}, and {player}: {more:?}", self.name);
                    tally.weaker += 1;
                }
            }
        }
    }
}

fn players(coalition: Coalition) -> Vec<usize> {
    coalition.players().collect()
}

/// Checks the outcomes of a constitution: those that are small without bounds on work, or the others within them. `with_undo` tells
/// whether it is asked who can undo those that do not hold at the start, after a shortest way to them.
fn check(folder: &str, is_asked: &dyn Fn(&str) -> bool, max_work: u64, with_undo: bool) -> Tally {
    let rules = shipped::rules(folder);
    let lowered = rules.lower(&Setting::default());
    let model = &lowered.model;
    let players = Players::of(model).unwrap();
    let space = space(model, &BOUNDS).unwrap();
    let is_bounded = max_work < u64::MAX;
    let game = Game::new(players, space, &lowered.taken()).unwrap();
    let game = game.bounded(Bounds { max_work, ..BOUNDS });
    let mut tally = Tally::default();
    for (at, outcome) in model.outcomes.iter().enumerate() {
        let name = rules.constitution.rules[outcome.rule.index()].name.clone();
        if !is_asked(&name) {
            continue;
        }
        let goal = game.space().set(&outcome.when).unwrap();
        let after = if with_undo { after(&game, &goal) } else { None };
        let power = power(&game, OutcomeId(at as u32), &outcome.when, after.as_ref()).unwrap();
        let asked = |goal: Set, from: &Set, left_out| Asked {
            game: &game,
            goal,
            from: from.clone(),
            left_out,
            name: format!("{folder} {name}"),
            first_day: rules.constitution.start,
            max_work,
        };
        let will = asked(goal.clone(), game.start(), Vec::new());
        if let (Some(force), Some(block)) = (&power.force, &power.block) {
            will.forced(force, &mut tally);
            if !is_bounded {
                will.played(force, &mut tally);
            }
            will.blocked(block, &mut tally);
        }
        if let Some(undo) = &power.undo {
            let from = if power.force.is_some() { after.as_ref() } else { Some(game.start()) };
            let ended = game.space().not(&goal).unwrap();
            let end = asked(ended, from.unwrap(), turning_away(model, &outcome.when));
            end.forced(undo, &mut tally);
            if power.force.is_none() && !is_bounded {
                end.played(undo, &mut tally);
            }
            tally.undone += 1;
        }
        let all = [&power.force, &power.block, &power.undo];
        assert!(
            is_bounded || all.into_iter().flatten().all(|ability| ability.is_complete),
            "{folder} {name}: a bound was met"
        );
        tally.outcomes += 1;
    }
    tally
}

/// Returns a state after a shortest lawful way from the start to the goal; `None` if there is none, or no step to it.
fn after(game: &Game<'_>, goal: &Set) -> Option<Set> {
    let (space, model): (_, &Model) = (game.space(), game.players().model());
    let start = space.smallest(game.start()).unwrap()?;
    let start: Vec<u8> = start.into_iter().map(|(_, value)| value).take(model.fields.len()).collect();
    let lawful = |id: EventId| !model.event(id).is_unlawful_act();
    let way = space.way_from(&start, goal, &lawful).unwrap()?;
    let steps = way.iter().filter(|id| model.event(**id).kind != EventKind::Automatic);
    let after = steps.fold(game.start().clone(), |here, step| space.post(&here, *step).unwrap());
    assert!(space.is_subset(&after, goal).unwrap() && !space.is_empty(&after));
    (!way.is_empty()).then_some(after)
}

/// The folders of the teaching constitutions.
fn examples() -> Vec<String> {
    shipped::folders().into_iter().filter(|folder| folder.starts_with("examples/")).collect()
}

#[test]
fn the_smallest_coalitions_of_the_examples_are_the_smallest() {
    let folders = examples();
    let (mut outcomes, mut checks) = (0, 0);
    for folder in &folders {
        let tally = check(folder, &|_| true, u64::MAX, true);
        assert!(tally.outcomes == 0 || tally.strong > 0 && tally.weaker > 0, "{folder}: {tally:?}");
        outcomes += tally.outcomes;
        checks += tally.strong + tally.weaker;
    }
    assert!(folders.len() >= 9 && outcomes >= 12 && checks >= 140, "{outcomes} outcomes, {checks} checks");
}

#[test]
fn the_smallest_coalitions_of_the_united_states_are_the_smallest() {
    let tally = check("united-states", &|_| true, u64::MAX, true);
    assert!(tally.outcomes >= 17 && tally.undone >= 15, "{tally:?}");
    assert!(tally.strong >= 55 && tally.weaker >= 75 && tally.plans >= 10, "{tally:?}");
}

#[test]
fn the_smallest_coalitions_of_kazakhstan_are_the_smallest() {
    let tally = check("kazakhstan-2021", &|name| !LARGE.contains(&name), u64::MAX, false);
    assert_eq!(tally.outcomes, 8, "{tally:?}");
    assert!(tally.strong + tally.weaker >= 15 && tally.plans >= 1, "{tally:?}");
}

#[test]
fn the_smallest_coalitions_of_the_others_are_the_smallest() {
    for (folder, small) in SMALL {
        let tally = check(folder, &|name| small.contains(&name), u64::MAX, false);
        assert_eq!(tally.outcomes, small.len(), "{folder}: {tally:?}");
        assert!(
            tally.strong >= small.len() && tally.weaker >= small.len() && tally.plans > 2,
            "{folder}: {tally:?}"
        );
    }
}

/// Checks all outcomes of a constitution, as far as `powers` tells by itself who can bring them about, block and undo them.
fn check_within_bounds(folder: &str, outcomes: usize, coalitions: usize) {
    let tally = check(folder, &|_| true, WORK, true);
    assert_eq!(tally.outcomes, outcomes, "{folder}: {tally:?}");
    // A question of its own knows nothing of others, and may need more work.
    assert!(
        tally.strong >= coalitions && tally.weaker >= coalitions && tally.open <= 1,
        "{folder}: {tally:?}"
    );
}

#[test]
fn the_smallest_coalitions_that_powers_tells_of_in_kazakhstan_and_ukraine_are_the_smallest() {
    check_within_bounds("kazakhstan-2021", 14, 8);
    check_within_bounds("ukraine", 19, 20);
}

#[test]
fn the_smallest_coalitions_that_powers_tells_of_in_the_draft_are_the_smallest() {
    check_within_bounds("ili-draft", 30, 50);
}

#[test]
fn the_smallest_coalitions_that_powers_tells_of_in_poland_and_singapore_are_the_smallest() {
    check_within_bounds("poland", 14, 10);
    check_within_bounds("singapore", 15, 10);
}

/// Where games meet a bound it may be unknown whether all players of a coalition are needed; still it wins.
#[test]
fn who_is_said_to_win_within_a_bound_wins() {
    let (mut loose, mut smallest) = (0, 0);
    let examples = examples();
    let bounded = examples.iter().flat_map(|folder| FEW_NODES.map(|few| (folder.as_str(), few)));
    for (folder, few) in bounded.chain(LOOSE) {
        let rules = shipped::rules(folder);
        let lowered = rules.lower(&Setting::default());
        let space = space(&lowered.model, &BOUNDS).unwrap();
        let game = Game::new(Players::of(&lowered.model).unwrap(), space, &lowered.taken()).unwrap();
        for outcome in &lowered.model.outcomes {
            let goal = game.space().set(&outcome.when).unwrap();
            let question = || game.question(goal.clone(), game.start().clone(), Favour::Others);
            let border = question().bounded_by(few).border(Strength::Can);
            let wins = |coalition: Coalition| question().strength(coalition) == Ok(Strength::Can);
            for winner in border.loose.iter().chain(&border.winners) {
                assert!(wins(*winner), "{folder} {:?} {winner:?}", outcome.rule);
            }
            for winner in &border.winners {
                let less = |player| winner.without(Coalition::one(player));
                let is_loose = winner.players().any(|player| wins(less(player)));
                assert!(!is_loose, "{folder} {:?} {winner:?}", outcome.rule);
            }
            loose += border.loose.len();
            smallest += border.winners.len();
        }
    }
    assert!(loose >= 2 && smallest >= 60, "{loose} loose, {smallest} smallest");
}
