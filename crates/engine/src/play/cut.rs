//! Acts that a text cuts into several steps of one office, though nobody else can come between.

use crate::model::{ClockId, Event, EventKind, FieldId, Holder, InstitutionId, Model, Test, ValueSet};
use crate::symbolic::Halfway;

/// Returns the stages that only one office can enter, and that are for everybody else, and for the law, the same as the
/// stages before them. No period begins with such a stage.
pub(super) fn halfway(model: &Model) -> Vec<Halfway> {
    let mut found = Vec::new();
    for (at, field) in model.fields.iter().enumerate() {
        let values = 0..field.size;
        let changing = values.filter(|value| !field.initial.contains(*value));
        found.extend(changing.filter_map(|value| stage(model, (FieldId(at as u32), value))));
    }
    found
}

fn stage(model: &Model, (field, value): (FieldId, u8)) -> Option<Halfway> {
    let all = ValueSet::all(usize::from(model.fields[field.index()].size));
    let others = ValueSet(all.0 & !ValueSet::one(value).0);
    let enters = |event: &Event| event.changes(field, others).any(|(_, new)| new == value);
    let mut before = ValueSet::EMPTY;
    let mut by = None;
    let mut into = Vec::new();
    for (id, event) in model.numbered_events().filter(|(_, event)| enters(event)) {
        let holder = office(model, event)?;
        if by.is_some_and(|by| by != holder) || !does_nothing_else(model, event) {
            return None;
        }
        by = Some(holder);
        into.push(id);
        before = before.or(event
            .changes(field, others)
            .filter(|(_, new)| *new == value)
            .map(|(old, _)| old)
            .collect());
    }
    let by = by?;
    let is_his = |event: &Event| office(model, event) == Some(by);
    let looks_the_same = |event: &Event| before.iter().all(|old| is_same(event, field, old, value));
    if !model.events.iter().all(|event| is_his(event) || looks_the_same(event)) {
        return None;
    }
    let here = ValueSet::one(value);
    let leaves = |event: &Event| is_his(event) && !event.lets_through(field, here).is_empty();
    let out = model.numbered_events().filter(|(_, event)| leaves(event)).map(|(id, _)| id).collect();
    Some(Halfway { place: (field, value), by, into, out })
}

/// Returns the office whose lawful act this is, and nobody else's.
fn office(model: &Model, event: &Event) -> Option<InstitutionId> {
    let Holder::Institution(by) = event.holder else { return None };
    let acts = event.kind == EventKind::Act && !event.is_unlawful_act() && event.result.is_none();
    (acts && !model.institutions[by.index()].is_nature).then_some(by)
}

/// Tells whether an act changes one field and nothing else that any rule reads.
fn does_nothing_else(model: &Model, event: &Event) -> bool {
    event.effects.len() == 1
        && event.opens.is_none()
        && event.unseats.is_empty()
        && event.replaces.is_empty()
        && !event.resets.iter().any(|clock| is_read(model, *clock))
}

fn is_read(model: &Model, clock: ClockId) -> bool {
    let conditions = model.events.iter().flat_map(|event| &event.conditions);
    let reads = |test: &Test| matches!(test, Test::Clock(guard) if guard.clock == clock);
    conditions.map(|condition| &condition.test).any(reads)
        || model.duties.iter().filter_map(|duty| duty.until.as_ref()).any(|until| until.clock == clock)
}

/// Tells whether an event makes no difference between two values of a field, and leaves neither.
fn is_same(event: &Event, field: FieldId, one: u8, other: u8) -> bool {
    let lets = |value| !event.lets_through(field, ValueSet::one(value)).is_empty();
    let becomes = |value: u8| {
        let effect = event.effects.iter().find(|effect| effect.field == field);
        effect.map_or(value, |effect| effect.map[usize::from(value)])
    };
    match (lets(one), lets(other)) {
        (false, false) => true,
        (true, true) => becomes(one) == one && becomes(other) == other,
        _ => false,
    }
}
