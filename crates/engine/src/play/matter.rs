//! One matter of each kind at a time.

use crate::model::{Condition, Force, Model, Test, ValueSet};

/// Returns the model for games: no matter is opened while another of its kind is open.
///
/// A model follows one matter of each procedure. Whoever opens another one turns its attention away from the first, which goes
/// on unseen. In a search that is one more story; in a game it would be a power that nobody has: to undo what has been done
/// for a bill by introducing another. Events keep their ids.
pub fn one_at_a_time(model: &Model) -> Model {
    let mut model = model.clone();
    for event in &mut model.events {
        let Some(matter) = event.opens.map(|opened| &model.matters[opened.index()]) else { continue };
        if matter.standing {
            continue;
        }
        let open = matter.stages.iter().fold(ValueSet::EMPTY, |open, stage| open.or(stage.values));
        let size = usize::from(model.fields[matter.field.index()].size);
        let values = open.complement(size).or(matter.closed);
        let test = Test::Field(matter.field, values);
        event.conditions.push(Condition { test, rule: event.rule, force: Force::Void });
    }
    model
}
