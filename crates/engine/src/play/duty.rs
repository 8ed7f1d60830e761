//! Lapses that a dutiful holder does not let happen.

use super::Players;
use crate::model::{EventId, EventKind, RuleId};

/// Returns the lapses by which somebody breaks a duty, with the acts that fulfil it: the steps of the duty, or those of its
/// procedure that take the matter out of the stage whose time runs. What not even all players together can bring about, such
/// as a death, fulfils nothing.
pub(crate) fn owed(players: &Players<'_>) -> Vec<(EventId, Vec<EventId>)> {
    let model = players.model();
    let lapses = model.numbered_events().filter(|(_, event)| event.kind == EventKind::Lapse);
    lapses.filter_map(|(id, event)| Some((id, fulfilling(players, event.breach?)))).collect()
}

/// Returns the acts that keep a rule from being broken.
fn fulfilling(players: &Players<'_>, broken: RuleId) -> Vec<EventId> {
    let model = players.model();
    let mut acts = Vec::new();
    for duty in model.duties.iter().filter(|duty| duty.rule == broken) {
        acts.extend(duty.steps.iter().flat_map(|&step| model.rows(step)).map(|(id, _)| id));
    }
    for matter in &model.matters {
        for stage in matter.stages.iter().filter(|stage| stage.rule == broken) {
            let leaves = |event: &crate::model::Event| {
                let mut changes = event.changes(matter.field, stage.on_time());
                matter.steps.contains(&event.rule) && changes.any(|(_, new)| !stage.values.contains(new))
            };
            acts.extend(model.numbered_events().filter(|(_, event)| leaves(event)).map(|(id, _)| id));
        }
    }
    acts.retain(|&id| {
        let event = model.event(id);
        players.owns(event, players.everybody()) && !event.is_unlawful_act()
    });
    acts.sort();
    acts.dedup();
    acts
}
