//! The part of a model that a question depends on.
//!
//! In go the fields that the question reads; out come the fields, events and clocks that can have any bearing on
//! them. The closure is exact: what is left out can neither enable nor prevent anything that is kept. One case
//! excepted: automatic events that were left out and run in a circle are not noticed.

use std::collections::BTreeSet;

use crate::model::{ClockId, Event, EventId, FieldId, Model, Test, ValueSet};

/// The part of a model that a question depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// The fields kept, ascending.
    pub fields: Vec<FieldId>,
    /// The events kept, ascending.
    pub events: Vec<EventId>,
    /// The clocks that kept events read, ascending.
    pub clocks: Vec<ClockId>,
}

impl Slice {
    /// Returns the slice that is the whole model.
    pub fn whole(model: &Model) -> Slice {
        Slice {
            fields: (0..model.fields.len() as u32).map(FieldId).collect(),
            events: (0..model.events.len() as u32).map(EventId).collect(),
            clocks: (0..model.clocks.len() as u32).map(ClockId).collect(),
        }
    }

    /// Tells whether the field is kept.
    pub fn has_field(&self, field: FieldId) -> bool {
        self.fields.binary_search(&field).is_ok()
    }

    /// Tells whether the event is kept.
    pub fn has_event(&self, event: EventId) -> bool {
        self.events.binary_search(&event).is_ok()
    }
}

/// Returns everything that the `seeds` depend on.
///
/// An event is kept if it changes a kept field or resets a kept clock; then all fields that it reads, and the
/// clocks of its time conditions with the fields that pause them, are kept too. Cost: O(events²) at worst.
pub fn slice(model: &Model, seeds: impl IntoIterator<Item = FieldId>) -> Slice {
    let mut fields: BTreeSet<FieldId> = seeds.into_iter().collect();
    let mut clocks: BTreeSet<ClockId> = BTreeSet::new();
    let mut events: BTreeSet<EventId> = BTreeSet::new();
    let writes: Vec<Vec<FieldId>> = model.events.iter().map(|event| changed_fields(model, event)).collect();
    loop {
        let known = events.len();
        for (id, event) in model.numbered_events() {
            let bears = writes[id.index()].iter().any(|field| fields.contains(field))
                || event.resets.iter().any(|clock| clocks.contains(clock));
            if bears && events.insert(id) {
                keep_reads(model, event, &mut fields, &mut clocks);
            }
        }
        if events.len() == known {
            break;
        }
    }
    Slice {
        fields: fields.into_iter().collect(),
        events: events.into_iter().collect(),
        clocks: clocks.into_iter().collect(),
    }
}

/// Adds what the conditions of an event read.
fn keep_reads(model: &Model, event: &Event, fields: &mut BTreeSet<FieldId>, clocks: &mut BTreeSet<ClockId>) {
    for condition in &event.conditions {
        match &condition.test {
            Test::Field(field, _) => {
                fields.insert(*field);
            }
            Test::Clock(guard) => {
                clocks.insert(guard.clock);
                let pauses = &model.clocks[guard.clock.index()].pauses;
                fields.extend(pauses.iter().flatten().map(|(field, _)| *field));
            }
            Test::Date(..) => {}
        }
    }
}

/// Returns the values of each field that the event reads, conditions on one field taken together; sorted by field.
pub(crate) fn field_conditions(event: &Event) -> Vec<(FieldId, ValueSet)> {
    let mut reads: Vec<(FieldId, ValueSet)> = Vec::new();
    for condition in &event.conditions {
        if let Test::Field(field, values) = condition.test {
            match reads.binary_search_by_key(&field, |read| read.0) {
                Ok(at) => reads[at].1 = reads[at].1.and(values),
                Err(at) => reads.insert(at, (field, values)),
            }
        }
    }
    reads
}

/// Returns the values that `field` can have when the event happens, as far as its own conditions tell.
pub(crate) fn values_before(model: &Model, reads: &[(FieldId, ValueSet)], field: FieldId) -> ValueSet {
    let all = ValueSet::all(usize::from(model.fields[field.index()].size));
    reads.binary_search_by_key(&field, |read| read.0).map_or(all, |at| reads[at].1.and(all))
}

/// Returns the fields that the event can really change.
fn changed_fields(model: &Model, event: &Event) -> Vec<FieldId> {
    let reads = field_conditions(event);
    let changes = |field, map: &[u8]| {
        values_before(model, &reads, field).iter().any(|value| map[usize::from(value)] != value)
    };
    event
        .effects
        .iter()
        .filter(|effect| changes(effect.field, &effect.map))
        .map(|effect| effect.field)
        .collect()
}

/// Returns the fields that the event reads or writes, each once, ascending.
pub(crate) fn touched_fields(event: &Event) -> Vec<FieldId> {
    let mut fields: Vec<FieldId> = field_conditions(event).iter().map(|(field, _)| *field).collect();
    fields.extend(event.effects.iter().map(|effect| effect.field));
    fields.sort_unstable();
    fields.dedup();
    fields
}
