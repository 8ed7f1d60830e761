//! States with the age of each clock in days, and random small models in which time matters.

use proptest::prelude::*;
use solon_engine::calendar::Length;
use solon_engine::model::*;

/// Ages above it are alike: the longest period has 6 days, a condition may add one.
pub const OLD: u8 = 9;
/// The age of a clock that never started: as old as can be, but nothing waits for it.
pub const NEVER: u8 = 10;

/// The values of the fields and the ages of the clocks.
pub type Dated = (Vec<u8>, Vec<u8>);

fn holds(test: &Test, state: &Dated) -> bool {
    match test {
        Test::Field(field, values) => values.contains(state.0[field.index()]),
        Test::Clock(guard) => {
            let age = i32::from(state.1[guard.clock.index()]);
            let days = guard.length.days;
            match guard.comparison {
                Comparison::Before => age < days,
                Comparison::AtMost => age <= days,
                Comparison::AtLeast => age >= days,
                Comparison::After => age > days,
            }
        }
        Test::Date(..) => unreachable!("no dates here"),
    }
}

pub fn is_possible(event: &Event, state: &Dated) -> bool {
    let runs = |condition: &Condition| match &condition.test {
        Test::Clock(guard) => state.1[guard.clock.index()] != NEVER,
        _ => true,
    };
    event.conditions.iter().all(|condition| holds(&condition.test, state))
        && (event.kind != EventKind::Lapse || event.conditions.iter().all(runs))
}

/// Lets an event happen, then the automatic ones, the first in the table first.
pub fn after(model: &Model, event: &Event, state: &Dated) -> Option<Dated> {
    let mut state = state.clone();
    let fire = |event: &Event, state: &mut Dated| {
        let old = state.0.clone();
        for effect in &event.effects {
            state.0[effect.field.index()] = effect.map[usize::from(old[effect.field.index()])];
        }
        event.resets.iter().for_each(|clock| state.1[clock.index()] = 0);
    };
    fire(event, &mut state);
    for _ in 0..200 {
        let automatic = |event: &&Event| event.kind == EventKind::Automatic && is_possible(event, &state);
        let Some(next) = model.events.iter().find(automatic) else { return Some(state) };
        fire(next, &mut state);
    }
    None
}

/// All states in which a story can begin: running clocks may have begun earlier, but nothing is overdue.
pub fn starts(model: &Model) -> Vec<Dated> {
    let mut ages: Vec<Vec<u8>> = vec![Vec::new()];
    for clock in &model.clocks {
        let possible = if clock.runs_at_start { 0..=OLD } else { NEVER..=NEVER };
        ages = ages
            .into_iter()
            .flat_map(|known| possible.clone().map(move |age| [known.as_slice(), &[age]].concat()))
            .collect();
    }
    let fields = solon_engine::step::starts(model);
    let overdue = |state: &Dated| {
        let yesterday =
            (state.0.clone(), state.1.iter().map(|age| age.saturating_sub(u8::from(*age < OLD))).collect());
        model.events.iter().any(|event| {
            event.kind == EventKind::Lapse && is_possible(event, state) && is_possible(event, &yesterday)
        })
    };
    let pairs = fields.iter().flat_map(|fields| ages.iter().map(move |ages| (fields.clone(), ages.clone())));
    pairs.filter(|state| !overdue(state)).collect()
}

type RawTest = (u8, u8, u8, u8);

#[derive(Clone, Debug)]
struct RawEvent {
    kind: u8,
    tests: Vec<RawTest>,
    clocks: Vec<RawTest>,
    sets: Vec<(u8, u8)>,
    resets: Vec<u8>,
}

fn raw_event() -> impl Strategy<Value = RawEvent> {
    let test = (0..8u8, 0..8u8, 0..8u8, 0..8u8);
    (
        0..10u8,
        prop::collection::vec(test.clone(), 1..=2),
        prop_oneof![3 => prop::collection::vec(test.clone(), 1), 1 => prop::collection::vec(test, 2)],
        prop::collection::vec((0..8u8, 0..8u8), 1..=2),
        prop::collection::vec(0..8u8, 0..=2),
    )
        .prop_map(|(kind, tests, clocks, sets, resets)| RawEvent { kind, tests, clocks, sets, resets })
}

/// Models of 2 or 3 fields with 2 or 3 values and 2 to 4 clocks, in which windows, bars and lapses of up to 6 days prune.
pub fn model() -> impl Strategy<Value = Model> {
    let sizes = prop::collection::vec(2..=3u8, 2..=3);
    let running = prop::collection::vec(0..4u8, 2..=4);
    (sizes, running, prop::collection::vec(raw_event(), 5..=11)).prop_map(|(sizes, running, raw)| {
        let fields: Vec<Field> =
            sizes.iter().map(|&size| Field { size, initial: ValueSet::one(0) }).collect();
        let clocks: Vec<Clock> =
            running.iter().map(|&drawn| Clock { runs_at_start: drawn > 1, ..Clock::default() }).collect();
        let events = raw.iter().map(|raw| event(&fields, clocks.len(), raw)).collect();
        Model { fields, clocks, events, ..Model::default() }
    })
}

fn event(fields: &[Field], n_clocks: usize, raw: &RawEvent) -> Event {
    let kind = match raw.kind {
        0..=5 => EventKind::Act,
        6..=8 => EventKind::Lapse,
        _ => EventKind::Automatic,
    };
    let mut tests: Vec<Test> = raw
        .tests
        .iter()
        .map(|&(field, value, shape, _)| {
            let field = usize::from(field) % fields.len();
            let size = fields[field].size;
            let one = ValueSet::one(value % size);
            let values = if shape < 7 { one } else { one.complement(size.into()) };
            Test::Field(FieldId(field as u32), values)
        })
        .collect();
    for &(clock, comparison, days, more) in &raw.clocks {
        let clock = ClockId(u32::from(clock) % n_clocks as u32);
        let length = Length::days(1 + i32::from(days) % 6);
        let guard = |comparison| Test::Clock(ClockGuard { clock, comparison, length });
        use Comparison::{After, AtLeast, AtMost, Before};
        match kind {
            EventKind::Act => {
                tests.push(guard([AtLeast, AtMost, After, Before][usize::from(comparison) % 4]))
            }
            EventKind::Lapse => tests.push(guard(if more == 0 { After } else { AtLeast })),
            EventKind::Automatic => {}
        }
    }
    let mut effects: Vec<Effect> = Vec::new();
    for &(field, value) in &raw.sets {
        let field = usize::from(field) % fields.len();
        let size = fields[field].size;
        let id = FieldId(field as u32);
        if effects.iter().all(|effect| effect.field != id) {
            effects.push(Effect { field: id, map: vec![value % size; size.into()] });
        }
    }
    let mut resets: Vec<ClockId> =
        raw.resets.iter().map(|&drawn| ClockId(u32::from(drawn) % n_clocks as u32)).collect();
    resets.sort();
    resets.dedup();
    Event {
        conditions: tests
            .into_iter()
            .map(|test| Condition { test, rule: RuleId(0), force: Force::Void })
            .collect(),
        effects,
        resets,
        breach: (raw.kind == 8).then_some(RuleId(0)),
        ..Event::new(RuleId(0), kind)
    }
}
