//! A loop inside a window, for a test and a benchmark.

use solon_engine::calendar::Length;
use solon_engine::model::*;

/// The window is open, and so many turns were taken.
pub fn taken(turns: u8) -> Disjunction {
    Disjunction(vec![vec![(FieldId(0), ValueSet::one(1)), (FieldId(1), ValueSet::one(turns))]])
}

/// A window that closes after so many turns of a loop, each of which takes 10 days; the turns are counted, up to one more than fit.
pub fn in_a_window(turns: u8) -> Model {
    let field = |size| Field { size, initial: ValueSet::one(0) };
    let condition = |test| Condition { test, rule: RuleId(0), force: Force::Void };
    let is = |value| condition(Test::Field(FieldId(0), ValueSet::one(value)));
    let after = |clock, days| {
        let length = Length::days(days);
        condition(Test::Clock(ClockGuard { clock: ClockId(clock), comparison: Comparison::AtLeast, length }))
    };
    let row = |kind, conditions, field, map: Vec<u8>, resets| Event {
        conditions,
        effects: vec![Effect { field: FieldId(field), map }],
        resets,
        ..Event::new(RuleId(0), kind)
    };
    let most = turns + 1;
    Model {
        fields: vec![field(3), field(most + 1)],
        clocks: vec![Clock::default(), Clock::default()],
        events: vec![
            row(EventKind::Act, vec![is(0)], 0, vec![1; 3], vec![ClockId(0), ClockId(1)]),
            row(
                EventKind::Act,
                vec![is(1), after(1, 10)],
                1,
                (0..=most).map(|old| (old + 1).min(most)).collect(),
                vec![ClockId(1)],
            ),
            row(EventKind::Lapse, vec![is(1), after(0, 10 * i32::from(turns))], 0, vec![2; 3], Vec::new()),
        ],
        ..Model::default()
    }
}
