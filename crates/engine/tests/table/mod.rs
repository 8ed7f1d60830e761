//! Event tables, built row by row.

use solon_engine::model::*;

/// Builds event tables row by row.
#[derive(Default)]
pub struct Table {
    pub model: Model,
}

impl Table {
    pub fn field(&mut self, size: u8) -> u32 {
        self.model.fields.push(Field { size, initial: ValueSet::one(0) });
        self.model.fields.len() as u32 - 1
    }

    /// Adds an act: the conditions as (field, values), the effects as (field, old and new values; the rest stays). Returns its
    /// row; nobody holds it yet.
    pub fn act(&mut self, when: &[(u32, &[u8])], effects: &[(u32, &[(u8, u8)])]) -> &mut Event {
        let rule = RuleId(self.model.events.len() as u32);
        let condition = |&(field, values): &(u32, &[u8])| Condition {
            test: Test::Field(FieldId(field), values.iter().copied().collect()),
            rule,
            force: Force::Void,
        };
        let effect = |&(field, cases): &(u32, &[(u8, u8)])| {
            let mut map: Vec<u8> = (0..self.model.fields[field as usize].size).collect();
            for &(old, new) in cases {
                map[usize::from(old)] = new;
            }
            Effect { field: FieldId(field), map }
        };
        let event = Event {
            conditions: when.iter().map(condition).collect(),
            effects: effects.iter().map(effect).collect(),
            ..Event::new(rule, EventKind::Act)
        };
        let at = self.model.events.len();
        self.model.events.push(event);
        &mut self.model.events[at]
    }
}
