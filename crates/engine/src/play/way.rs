//! How a coalition can bring an outcome about if nobody stands in its way, as a story.

use super::{Coalition, Game};
use crate::calendar::Day;
use crate::finding::{Witness, date};
use crate::model::EventKind;
use crate::search::{Exceeded, Path};
use crate::symbolic::Set;

/// Returns a dated story from the start to the goal in which nobody but the coalition acts, time passes, and the law's own
/// steps follow, and those of it who must act; no other such story has fewer steps. `None` if no dates were found for it.
///
/// # Errors
/// As [`crate::symbolic::Space::force`].
pub fn way(
    game: &Game<'_>,
    coalition: Coalition,
    goal: &Set,
    first_day: Day,
) -> Result<Option<(Coalition, Witness)>, Exceeded> {
    let (space, players) = (game.space(), game.players());
    let model = players.model();
    let Some(start) = space.smallest(game.start())? else { return Ok(None) };
    let start: Vec<u8> = start.into_iter().map(|(_, value)| value).take(model.fields.len()).collect();
    let allowed = |id| {
        let event = model.event(id);
        match event.kind {
            EventKind::Act => !event.is_unlawful_act() && players.owns(event, coalition),
            _ => event.breach.is_none(),
        }
    };
    let Some(acts) = space.way_from(&start, goal, &allowed)? else { return Ok(None) };
    let Some(path) = Path::complete(model, start, &acts) else { return Ok(None) };
    let witness = date(model, &path, first_day, &|end| space.contains(goal, end));
    Ok(witness.map(|witness| (players.needed(&acts, coalition), witness)))
}
