//! Turns as they are defined: one step, or several of one office through stages that make no difference to anybody else.

use solon_engine::model::*;

/// A stage between the steps of one act.
pub struct Stage {
    place: (FieldId, u8),
    by: InstitutionId,
    into: Vec<EventId>,
}

/// Tells whether all conditions of an event on a field accept a value.
fn accepts(event: &Event, field: FieldId, value: u8) -> bool {
    event.conditions.iter().all(|condition| match &condition.test {
        Test::Field(read, values) => *read != field || values.contains(value),
        _ => true,
    })
}

/// What the event makes of a value of a field.
fn result(event: &Event, field: FieldId, value: u8) -> u8 {
    let effect = event.effects.iter().find(|effect| effect.field == field);
    effect.map_or(value, |effect| effect.map[usize::from(value)])
}

fn office(model: &Model, event: &Event) -> Option<InstitutionId> {
    match event.holder {
        Holder::Institution(id)
            if event.kind == EventKind::Act
                && event.result.is_none()
                && !model.institutions[id.index()].is_nature =>
        {
            Some(id)
        }
        _ => None,
    }
}

/// Tells whether a condition waits for a clock that the event starts.
fn starts_a_period(model: &Model, event: &Event) -> bool {
    let mut tests = model.events.iter().flat_map(|event| &event.conditions).map(|condition| &condition.test);
    tests.any(|test| matches!(test, Test::Clock(guard) if event.resets.contains(&guard.clock)))
}

/// All such stages.
pub fn stages(model: &Model) -> Vec<Stage> {
    let mut found = Vec::new();
    for (at, size) in model.fields.iter().map(|field| field.size).enumerate() {
        let field = FieldId(at as u32);
        'values: for value in 0..size {
            if model.fields[at].initial.contains(value) {
                continue;
            }
            let (mut into, mut offices, mut before) = (Vec::new(), Vec::new(), Vec::new());
            for (id, event) in model.numbered_events() {
                let sources = (0..size).filter(|old| *old != value && accepts(event, field, *old));
                let sources: Vec<u8> = sources.filter(|old| result(event, field, *old) == value).collect();
                if !sources.is_empty() {
                    if event.effects.len() > 1 || starts_a_period(model, event) {
                        continue 'values;
                    }
                    into.push(id);
                    offices.push(office(model, event));
                    before.extend(sources);
                }
            }
            let Some(&Some(by)) = offices.first() else { continue };
            if offices.iter().any(|office| *office != Some(by)) {
                continue;
            }
            for event in model.events.iter().filter(|event| office(model, event) != Some(by)) {
                for &old in &before {
                    let (there, here) = (result(event, field, old), result(event, field, value));
                    // What leaves such a stage comes between two steps of the act.
                    let alike = there == old && here == value;
                    if accepts(event, field, old) != accepts(event, field, value)
                        || accepts(event, field, old) && !alike
                    {
                        continue 'values;
                    }
                }
            }
            found.push(Stage { place: (field, value), by, into });
        }
    }
    found
}

/// The graph on which turns are taken.
pub struct Graph<'a> {
    pub model: &'a Model,
    pub stages: &'a [Stage],
    /// The acts that are possible in a state, with the states after them.
    pub acts: &'a dyn Fn(usize) -> Vec<(EventId, usize)>,
    pub value: &'a dyn Fn(usize, FieldId) -> u8,
    /// Where no turn goes on.
    pub is_end: &'a dyn Fn(usize) -> bool,
}

impl Graph<'_> {
    /// All turns of those who own these events: the last step of each, and the state after it.
    pub fn turns(&self, from: usize, owns: &dyn Fn(&Event) -> bool) -> Vec<(EventId, usize)> {
        let is_owned = |(id, _): &(EventId, usize)| owns(self.model.event(*id));
        let mut turns: Vec<(EventId, usize)> = (self.acts)(from).into_iter().filter(is_owned).collect();
        let mut at = 0;
        while at < turns.len() {
            let (last, here) = turns[at];
            at += 1;
            let is_halfway = |stage: &&Stage| {
                stage.into.contains(&last) && (self.value)(here, stage.place.0) == stage.place.1
            };
            let Some(stage) = self.stages.iter().find(is_halfway).filter(|_| !(self.is_end)(here)) else {
                continue;
            };
            for next in (self.acts)(here).into_iter().filter(is_owned) {
                let is_his = office(self.model, self.model.event(next.0)) == Some(stage.by);
                if is_his && !turns.contains(&next) {
                    turns.push(next);
                }
            }
        }
        turns
    }
}
