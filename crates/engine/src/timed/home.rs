//! Where a clock is alive, so that nothing need be known about it elsewhere.

use std::collections::BTreeMap;

use crate::model::{ClockId, Event, FieldId, Model, Test, ValueSet};
use crate::step;

/// Where a clock is alive: nothing reads it unless the field has one of the values, and it starts anew whenever the field
/// comes to have one. Elsewhere nothing need be known about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Home {
    pub(super) field: FieldId,
    pub(super) values: ValueSet,
    /// Whether stories begin there; else they begin elsewhere.
    pub(super) is_first: bool,
}

/// Returns the home of each clock that has one.
pub(super) fn homes(model: &Model) -> Vec<Option<Home>> {
    let starts = step::starts(model);
    (0..model.clocks.len() as u32).map(|clock| home(model, &starts, ClockId(clock))).collect()
}

fn home(model: &Model, starts: &[Vec<u8>], clock: ClockId) -> Option<Home> {
    let reads = |event: &&Event| {
        event.conditions.iter().any(|condition| match &condition.test {
            Test::Clock(guard) => guard.clock == clock,
            _ => false,
        })
    };
    let readers: Vec<BTreeMap<FieldId, ValueSet>> =
        model.events.iter().filter(reads).map(field_values).collect();
    let first = readers.first()?;
    first.keys().copied().find_map(|field| {
        let values = readers.iter().map(|reader| reader.get(&field).copied());
        let values = values.collect::<Option<Vec<_>>>()?.into_iter().fold(ValueSet::EMPTY, ValueSet::or);
        let begins = |start: &Vec<u8>| values.contains(start[field.index()]);
        let is_first = starts.iter().any(begins);
        // A clock that runs when the story begins is alive then, another one is not.
        if is_first != model.clocks[clock.index()].runs_at_start || is_first && !starts.iter().all(begins) {
            return None;
        }
        let home = Home { field, values, is_first };
        let starts = |event: &Event| event.resets.contains(&clock) || !home.may_enter(model, event);
        let size = usize::from(model.fields[field.index()].size);
        (values.and(ValueSet::all(size)) != ValueSet::all(size) && model.events.iter().all(starts))
            .then_some(home)
    })
}

impl Home {
    /// Returns the values of the field before the event from which it comes to have a value in the set, or outside.
    pub(super) fn sources(self, model: &Model, event: &Event, inside: bool) -> ValueSet {
        let size = usize::from(model.fields[self.field.index()].size);
        let before = field_values(event).get(&self.field).map_or(ValueSet::all(size), |&values| values);
        let map = event.effects.iter().find(|effect| effect.field == self.field);
        let after = |value: u8| map.map_or(value, |effect| effect.map[usize::from(value)]);
        before
            .and(ValueSet::all(size))
            .iter()
            .filter(|&value| self.values.contains(after(value)) == inside)
            .collect()
    }

    /// Tells whether the event may bring the field from outside into the set.
    fn may_enter(self, model: &Model, event: &Event) -> bool {
        self.sources(model, event, true).iter().any(|value| !self.values.contains(value))
    }
}

/// Returns what an event asks of fields.
pub(super) fn field_values(event: &Event) -> BTreeMap<FieldId, ValueSet> {
    let mut all: BTreeMap<FieldId, ValueSet> = BTreeMap::new();
    for condition in &event.conditions {
        if let Test::Field(field, values) = condition.test {
            let known = all.entry(field).or_insert(ValueSet(u128::MAX));
            *known = known.and(values);
        }
    }
    all
}
