//! When what waits is due, to the day.

use solon_engine::calendar::{Day, Length};
use solon_engine::model::*;
use solon_engine::state::{ClockState, State};
use solon_engine::step;

#[test]
fn a_lapse_that_asks_for_more_than_a_period_is_due_the_day_after() {
    for (comparison, due) in [(Comparison::AtLeast, 10), (Comparison::After, 11)] {
        let guard = ClockGuard { clock: ClockId(0), comparison, length: Length::days(10) };
        let lapse = Event {
            conditions: vec![Condition { test: Test::Clock(guard), rule: RuleId(0), force: Force::Void }],
            ..Event::new(RuleId(0), EventKind::Lapse)
        };
        let state =
            State { fields: Vec::new(), clocks: vec![ClockState { since: Some(Day(0)), stopped: None }] };
        assert_eq!(step::due(&lapse, &state), Some(Day(due)));
        // It holds on that day and not before.
        let holds = |day| step::holds(&lapse.conditions[0].test, &state, Day(day));
        assert!(holds(due) && !holds(due - 1));
    }
}

#[test]
fn a_clock_that_the_laws_own_step_starts_runs_from_the_day_of_the_act() {
    let becomes = |kind, from, resets: &[u32]| Event {
        conditions: vec![Condition {
            test: Test::Field(FieldId(0), ValueSet::one(from)),
            rule: RuleId(0),
            force: Force::Void,
        }],
        effects: vec![Effect { field: FieldId(0), map: vec![from + 1; 3] }],
        resets: resets.iter().copied().map(ClockId).collect(),
        ..Event::new(RuleId(0), kind)
    };
    let model = Model {
        fields: vec![Field { size: 3, initial: ValueSet::one(0) }],
        clocks: vec![Clock::default(); 3],
        events: vec![becomes(EventKind::Act, 0, &[0]), becomes(EventKind::Automatic, 1, &[1])],
        ..Model::default()
    };
    let mut state = step::begin(&model, vec![0], &[], Day(0));
    assert_eq!(step::fire(&model, &mut state, EventId(0), Day(10)), Ok(vec![EventId(1)]));
    assert_eq!(state.fields, [2]);
    let since: Vec<Option<Day>> = state.clocks.iter().map(|clock| clock.since).collect();
    assert_eq!(since, [Some(Day(10)), Some(Day(10)), None]);
}
