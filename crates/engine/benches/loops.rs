//! A loop inside a window: turns of 10 days each in a window of 5, 15 and 31 turns, and one turn more, which does not fit
//! (`cargo bench -p solon-engine --bench loops`). Cost depends on this ratio, not on the days.

use solon_engine::calendar::{Day, Length};
use solon_engine::model::*;
use solon_engine::search::{Bounds, Silent};
use solon_engine::symbolic::Conduct;
use solon_engine::timed::{Reached, Timed};
use std::time::Instant;

const TURN_DAYS: i32 = 10;
const WINDOW: FieldId = FieldId(0);
const TURNS: FieldId = FieldId(1);
const SINCE_OPEN: ClockId = ClockId(0);
const SINCE_TURN: ClockId = ClockId(1);

fn main() {
    println!(
        "{:>6} {:>8} {:>10} {:>9} {:>7} {:>8} {:>9}",
        "turns", "asked", "answer", "landmarks", "orders", "learnt", "seconds"
    );
    for turns in [5, 15, 31] {
        let model = model(turns);
        for asked in [turns, turns + 1] {
            let started = Instant::now();
            let mut search = Timed::new(&model, Bounds::default(), Day(20_000), &Silent);
            let goal =
                Disjunction(vec![vec![(WINDOW, ValueSet::one(1)), (TURNS, ValueSet::one(asked as u8))]]);
            let answer = match search.reach(Conduct::Lawful, &|space| space.set(&goal)) {
                Ok(Reached::Yes(..)) => "fits",
                Ok(Reached::No) => "does not",
                Ok(Reached::Unknown(_)) => "unknown",
                Err(_) => "bound",
            };
            let (landmarks, orders) = search.tracked().sizes();
            let (learnt, seconds) = (search.refinements(), started.elapsed().as_secs_f64());
            println!(
                "{turns:>6} {asked:>8} {answer:>10} {landmarks:>9} {orders:>7} {learnt:>8} {seconds:>9.2}"
            );
            let expected = if asked == turns { "fits" } else { "does not" };
            assert!(answer == expected || ["unknown", "bound"].contains(&answer), "a wrong answer: {answer}");
        }
    }
}

/// A window that closes after so many turns; within it each turn takes its days.
fn model(turns: i32) -> Model {
    let size = turns as u8 + 2;
    let field = |size| Field { size, initial: ValueSet::one(0) };
    let set = |value: u8| Effect { field: WINDOW, map: vec![value; 3] };
    let counted = Effect { field: TURNS, map: (0..size).map(|old| (old + 1).min(size - 1)).collect() };
    let is = |value| condition(Test::Field(WINDOW, ValueSet::one(value)));
    let after = |clock, days| {
        let length = Length::days(days);
        condition(Test::Clock(ClockGuard { clock, comparison: Comparison::AtLeast, length }))
    };
    Model {
        fields: vec![field(3), field(size)],
        clocks: vec![Clock::default(), Clock::default()],
        events: vec![
            Event {
                resets: vec![SINCE_OPEN, SINCE_TURN],
                ..event(EventKind::Act, vec![is(0)], vec![set(1)])
            },
            Event {
                resets: vec![SINCE_TURN],
                ..event(EventKind::Act, vec![is(1), after(SINCE_TURN, TURN_DAYS)], vec![counted])
            },
            event(EventKind::Lapse, vec![is(1), after(SINCE_OPEN, TURN_DAYS * turns)], vec![set(2)]),
        ],
        ..Model::default()
    }
}

fn condition(test: Test) -> Condition {
    Condition { test, rule: RuleId(0), force: Force::Void }
}

fn event(kind: EventKind, conditions: Vec<Condition>, effects: Vec<Effect>) -> Event {
    Event {
        rule: RuleId(0),
        kind,
        holder: Holder::Law,
        result: None,
        conditions,
        effects,
        resets: Vec::new(),
        opens: None,
        breach: None,
        unseats: Vec::new(),
    }
}
