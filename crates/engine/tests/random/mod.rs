//! Random small models: fields, readings, events of all kinds, value maps, automatic events that follow one another.

use proptest::prelude::*;
use solon_engine::explicit::StateGraph;
use solon_engine::model::*;
use solon_engine::step;

/// Events that never happen, so that `step::settle` takes no long chain for a circle.
const PADDING: usize = 100;

#[derive(Clone, Debug)]
struct Draft {
    kind: u8,
    conditions: Vec<(usize, u8)>,
    effects: Vec<(usize, u8, [u8; 4])>,
}

fn draft() -> impl Strategy<Value = Draft> {
    let some = prop::collection::vec((0..16usize, 0..32u8), 1..=3);
    let conditions = prop_oneof![1 => Just(Vec::new()), 19 => some];
    let effects = prop::collection::vec((0..16usize, 0..4u8, prop::array::uniform4(0..4u8)), 0..4);
    (0..20u8, conditions, effects).prop_map(|(kind, conditions, effects)| Draft { kind, conditions, effects })
}

/// Models of 2 to 5 fields with 2 to 4 values, up to two of them readings, and 3 to 12 events.
pub fn model() -> impl Strategy<Value = Model> {
    let sizes = prop::collection::vec(2..=4u8, 2..=5);
    let starts = prop::array::uniform5((0..4u8, 0..16u8));
    (
        sizes,
        starts,
        prop_oneof![3 => Just(0usize), 1 => Just(1), 1 => Just(2)],
        prop_oneof![1 => prop::collection::vec(draft(), 3..=6), 3 => prop::collection::vec(draft(), 7..=12)],
    )
        .prop_map(|(sizes, starts, n_readings, drafts)| build(&sizes, &starts, n_readings, &drafts))
}

fn build(sizes: &[u8], starts: &[(u8, u8)], n_readings: usize, drafts: &[Draft]) -> Model {
    let n_readings = n_readings.min(sizes.len() - 1);
    let fields: Vec<Field> = sizes
        .iter()
        .zip(starts)
        .enumerate()
        .map(|(at, (&size, &(start, several)))| {
            let several = ValueSet(u128::from(several)).and(ValueSet::all(size.into()));
            let is_reading = at < n_readings && several.iter().count() > 1;
            Field { size, initial: if is_reading { several } else { ValueSet::one(start % size) } }
        })
        .collect();
    let mut events: Vec<Event> = drafts.iter().map(|draft| event(&fields, draft)).collect();
    let never = Draft { kind: 0, conditions: vec![(0, 0)], effects: Vec::new() };
    events.extend((0..PADDING).map(|_| event(&fields, &never)));
    Model { fields, events, ..Model::default() }
}

fn event(fields: &[Field], draft: &Draft) -> Event {
    let kind = match draft.kind {
        _ if draft.conditions.is_empty() => EventKind::Act,
        0..=13 => EventKind::Act,
        14..=15 => EventKind::Lapse,
        _ => EventKind::Automatic,
    };
    let conditions = draft.conditions.iter().map(|&(field, drawn)| {
        let field = field % fields.len();
        let size = fields[field].size;
        let values = match drawn {
            0..=15 => ValueSet(u128::from(drawn)).and(ValueSet::all(size.into())),
            _ => ValueSet::one(drawn % size).complement(size.into()),
        };
        // Now and then the empty set: an event that can never happen.
        let values = if values.is_empty() && drawn > 0 { ValueSet::one(drawn % size) } else { values };
        Condition { test: Test::Field(FieldId(field as u32), values), rule: RuleId(0), force: Force::Void }
    });
    let mut effects: Vec<Effect> = Vec::new();
    for &(field, shape, map) in &draft.effects {
        let id = FieldId((field % fields.len()) as u32);
        let Field { size, .. } = fields[id.index()];
        if fields[id.index()].is_reading() || effects.iter().any(|effect| effect.field == id) {
            continue;
        }
        let map = (0..size).map(|value| match shape {
            0 | 1 => map[0] % size,
            2 => (value + 1).min(size - 1),
            _ => map[usize::from(value)] % size,
        });
        effects.push(Effect { field: id, map: map.collect() });
    }
    let conditions: Vec<Condition> = conditions.collect();
    if kind == EventKind::Automatic && draft.kind < 19 {
        leave(fields, &conditions, &mut effects);
    }
    Event { conditions, effects, ..Event::new(RuleId(0), kind) }
}

/// Makes an automatic event end what set it off, or most of them would run in circles.
fn leave(fields: &[Field], conditions: &[Condition], effects: &mut Vec<Effect>) {
    for condition in conditions {
        let Test::Field(field, values) = condition.test else { continue };
        let Field { size, .. } = fields[field.index()];
        let outside = values.complement(size.into()).iter().next();
        if let Some(outside) = outside.filter(|_| !fields[field.index()].is_reading()) {
            effects.retain(|effect| effect.field != field);
            effects.push(Effect { field, map: vec![outside; size.into()] });
            return;
        }
    }
}

/// Tells whether automatic events run in a circle anywhere.
pub fn has_circle(model: &Model, graph: &StateGraph) -> bool {
    let n_starts: usize = model.fields.iter().map(|field| field.initial.iter().count()).product();
    let ends_badly = |state: &[u8], event: &Event| {
        let mut next = state.to_vec();
        step::apply(event, &mut next);
        step::settle(model, &mut next).is_err()
    };
    n_starts != step::starts(model).len()
        || graph.states().any(|state| {
            let possible =
                model.events.iter().filter(|e| e.kind != EventKind::Automatic && step::possible(e, state));
            possible.into_iter().any(|event| ends_badly(state, event))
        })
}
