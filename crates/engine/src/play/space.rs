//! The space that games are played in: no time but what is known for sure, and one matter of each kind.

use crate::model::{Condition, Event, Force, Model, Test, ValueSet};
use crate::search::{Bounds, Exceeded};
use crate::symbolic::Space;
use crate::timed::Tracked;

/// Compiles the space for the games of a model.
///
/// Of an act that asks for time it is not known there whether it is possible, and of a lapse it is known whether its clock
/// has started. No matter is opened while another of its kind is open: a model follows one matter of each procedure, and
/// whoever opens another one turns its attention away from the first, which goes on unseen. In a search that is one more
/// story; in a game it would be a power that nobody has, to undo what was done for a bill by introducing another.
///
/// # Errors
/// As [`Space::new`].
pub fn space<'m>(model: &'m Model, bounds: &Bounds) -> Result<Space<'m>, Exceeded> {
    let mut abstraction = Tracked::new(model).knowing_what_runs().abstraction();
    for row in &mut abstraction.model.to_mut().events {
        if let Some(test) = may_open(model, row) {
            row.conditions.push(Condition { test, rule: row.rule, force: Force::Void });
        }
    }
    Space::abstracted(model, abstraction, bounds)
}

/// Returns when an event may open a matter here, if it opens one: while no other of its kind is open.
pub(super) fn may_open(model: &Model, event: &Event) -> Option<Test> {
    let matter = &model.matters[event.opens?.index()];
    if matter.standing {
        return None;
    }
    let open = matter.stages.iter().fold(ValueSet::EMPTY, |open, stage| open.or(stage.values));
    let size = usize::from(model.fields[matter.field.index()].size);
    Some(Test::Field(matter.field, open.complement(size).or(matter.closed)))
}
