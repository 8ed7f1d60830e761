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
