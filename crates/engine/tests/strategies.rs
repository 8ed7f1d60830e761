//! Strategies and plans are played, day by day and with all clocks, against opponents who do anything that they may.
#![allow(clippy::disallowed_methods, reason = "the number of cases is read from the environment")]
#![allow(clippy::unwrap_used)]

mod cases;
mod constitution;
mod players;
mod random;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestCaseResult;
use solon_engine::calendar::{Day, Length};
use solon_engine::explicit::StateGraph;
use solon_engine::model::*;
use solon_engine::play::{Coalition, Dice, Game, Players, Strength, space};
use solon_engine::search::{Bounds, Silent};
use solon_engine::symbolic::Favour;

const FIRST_DAY: Day = Day(20_000);

/// How many strategies were found, and how many plans; how many of the former only act first.
#[derive(Default)]
struct Found {
    strategies: usize,
    plans: usize,
    races: usize,
    /// In how many plays time passed.
    with_time: usize,
}

/// Each coalition that can force the goal has a strategy that wins each play, and nobody else has one.
fn win(model: &Model, goal: (FieldId, ValueSet), n_plays: u64, found: &mut Found) -> TestCaseResult {
    let Some(players) = Players::of(model) else { return Ok(()) };
    let space = space(model, &Bounds::default()).unwrap();
    let goal = space.field_in(goal.0, goal.1).unwrap();
    let readings: Vec<(FieldId, u8)> = (0..)
        .map(FieldId)
        .zip(&model.fields)
        .filter_map(|(id, field)| Some((id, field.initial.iter().next()?)))
        .collect();
    let everybody = players.everybody();
    let game = Game::new(players, space, &readings).unwrap();
    let open = game.space().diff(game.start(), &goal).unwrap();
    if game.space().is_empty(&open) {
        return Ok(());
    }
    for side in (0..=everybody.0.min(127)).map(Coalition) {
        let question = game.question(goal.clone(), game.start().clone(), Favour::Others);
        let strength = question.strength(side).unwrap();
        let strategy = game.strategy(side, &goal, &[], FIRST_DAY).unwrap();
        prop_assert_eq!(strategy.is_some(), strength != Strength::Cannot);
        let Some(strategy) = strategy else { continue };
        prop_assert_eq!(strategy.acts_first(), strength == Strength::OnlyFirst);
        found.strategies += 1;
        found.races += usize::from(strategy.acts_first());
        for seed in 0..n_plays {
            let play = strategy.play(None, &mut Dice::new(seed));
            prop_assert!(play.won, "{:?} loses with seed {}: {:?}", side, seed, play);
            found.with_time += usize::from(play.days.0 != play.days.1);
        }
        let plan = strategy.plan(n_plays).unwrap();
        found.plans += usize::from(plan.is_list);
        prop_assert_eq!(plan.n_plays, (n_plays, 0), "{:?} loses by {:?}", side, plan);
    }
    Ok(())
}

/// All lapses run from the first day, each for some days: which comes first makes no difference to what games suppose.
fn untimed() -> impl proptest::strategy::Strategy<Value = (Model, (FieldId, ValueSet))> {
    (
        random::model(),
        prop::collection::vec((0u8..12, any::<u8>()), 12),
        prop::option::of((any::<u8>(), any::<u8>())),
        (any::<u8>(), any::<u8>()),
    )
        .prop_map(|(model, drawn, stage, (field, value))| {
            let mut model = players::with_players(model, &drawn, stage);
            let lapses = model.events.iter_mut().filter(|event| event.kind == EventKind::Lapse);
            for (at, lapse) in lapses.enumerate() {
                let guard = ClockGuard {
                    clock: ClockId(0),
                    comparison: Comparison::AtLeast,
                    length: Length::days(i32::from(drawn[at % drawn.len()].0)),
                };
                let test = Test::Clock(guard);
                lapse.conditions.push(Condition { test, rule: RuleId(0), force: Force::Void });
            }
            model.clocks = vec![Clock { runs_at_start: true, ..Clock::default() }];
            let field = FieldId(u32::from(field) % model.fields.len() as u32);
            let value = value % model.fields[field.index()].size;
            (model, (field, ValueSet::one(value)))
        })
}

fn timed() -> impl proptest::strategy::Strategy<Value = (Model, (FieldId, ValueSet))> {
    (constitution::model(), any::<u8>(), any::<u8>()).prop_map(|(model, field, value)| {
        let field = FieldId(u32::from(field) % model.fields.len() as u32);
        let value = value % model.fields[field.index()].size;
        (model, (field, ValueSet::one(value)))
    })
}

fn has_circle(model: &Model) -> bool {
    let graph = StateGraph::explore(model, &Bounds::default(), &Silent).unwrap();
    random::has_circle(model, &graph)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases::config().cases.div_ceil(4), ..cases::config() })]

    #[test]
    fn strategies_win_where_time_is_left_out((model, goal) in untimed()) {
        prop_assume!(!has_circle(&model));
        win(&model, goal, 5, &mut Found::default())?;
    }

    #[test]
    fn strategies_win_day_by_day((model, goal) in timed()) {
        win(&model, goal, 10, &mut Found::default())?;
    }
}

#[test]
fn one_act_can_be_done_twice_in_a_turn() {
    let advance = Event {
        holder: Holder::Institution(InstitutionId(0)),
        effects: vec![Effect { field: FieldId(0), map: vec![1, 2, 3, 3] }],
        ..Event::new(RuleId(0), EventKind::Act)
    };
    let model = Model {
        fields: vec![Field { size: 4, initial: ValueSet::one(0) }],
        events: vec![advance],
        institutions: vec![Institution::default()],
        ..Model::default()
    };
    let mut found = Found::default();
    win(&model, (FieldId(0), ValueSet::one(2)), 3, &mut found).unwrap();
    assert_eq!(found.strategies, 1);
}

/// What the tests above are about occurs often enough.
#[test]
fn there_are_strategies_plans_and_races() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut found = Found::default();
    for _ in 0..400 {
        let (model, goal) = timed().new_tree(&mut runner).unwrap().current();
        win(&model, goal, 5, &mut found).unwrap();
        let (model, goal) = untimed().new_tree(&mut runner).unwrap().current();
        if !has_circle(&model) {
            win(&model, goal, 5, &mut found).unwrap();
        }
    }
    let Found { strategies, plans, races, with_time } = found;
    assert!(
        strategies >= 100 && plans >= 50 && races >= 5 && with_time >= 50,
        "{strategies} strategies, {plans} plans, {races} races, {with_time} plays with time"
    );
}
