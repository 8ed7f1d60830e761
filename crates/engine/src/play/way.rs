//! How a coalition can bring something about if nobody stands in its way, as a story.

use super::{Coalition, Players};
use crate::calendar::Day;
use crate::finding::{Witness, on_dates};
use crate::model::{Condition, Event, EventId, EventKind, FieldId, Force, Holder, Model, Test, ValueSet};
use crate::search::{Bounds, Exceeded, Reporter};
use crate::symbolic::{Conduct, Set, Space};
use crate::timed::{Reached, Timed};

/// Returns a dated story to the goal in which nobody acts but a coalition, everybody keeps his time limits, and the law takes
/// its own steps; and those of the coalition who must act in it. Acts that are left out are taken by nobody. `None` if none
/// was found. None with dates is shorter.
///
/// # Errors
/// As [`Timed::reach`].
pub fn way(
    players: &Players<'_>,
    coalition: Coalition,
    goal: &dyn Fn(&mut Space<'_>) -> Result<Set, Exceeded>,
    left_out: &[EventId],
    bounds: Bounds,
    first_day: Day,
    reporter: &dyn Reporter,
) -> Result<Option<(Coalition, Witness)>, Exceeded> {
    let alone = alone(players, coalition, left_out);
    let mut search = Timed::new(&alone, bounds, first_day, reporter);
    let Reached::Yes(path, dates) = search.reach(Conduct::Lawful, goal)? else { return Ok(None) };
    let witness = on_dates(&alone, &path, first_day, &dates);
    Ok(witness.map(|witness| (players.needed(&path.events, coalition), witness)))
}

/// Returns the model in which nobody but these can act, and some acts are left out. Events keep their ids.
fn alone(players: &Players<'_>, side: Coalition, left_out: &[EventId]) -> Model {
    let model = players.model();
    let decides = |event: &Event, holder: &Holder| {
        players.owns(&Event { holder: holder.clone(), ..event.clone() }, side)
    };
    let mut alone = model.clone();
    let acts = alone.events.iter_mut().enumerate().filter(|(_, event)| event.kind == EventKind::Act);
    for (id, event) in acts {
        let is_left_out = left_out.contains(&EventId(id as u32));
        if is_left_out || event.is_unlawful_act() || !players.owns(event, side) {
            let never = Test::Field(FieldId(0), ValueSet::EMPTY);
            event.conditions.push(Condition { test: never, rule: event.rule, force: Force::Void });
        } else if let Holder::AnyOf(parts) = &event.holder {
            // Of several who may act, the story names one of the side.
            let own = parts.iter().filter(|part| decides(event, part)).cloned().collect();
            event.holder = Holder::AnyOf(own);
        }
    }
    alone
}
