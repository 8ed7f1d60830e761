//! `solon powers --seats`: from how many seats on something can be done.

use crate::report::seats::Seats;
use solon_engine::model::EventId;
use solon_engine::play::{Coalition, Game, Members};
use solon_engine::search::Bounds;
use solon_engine::symbolic::Set;

/// Each of the six searches has so many times the work of one search of the smallest coalitions.
const SEARCHES: u64 = 4;

/// Finds all thresholds of the seats of some players for one goal, with a coalition. `None` if more numbers matter than can be asked
/// about.
pub fn thresholds(
    game: &Game<'_>,
    (with, among): (Coalition, Coalition),
    (goal, left_out): (&Set, &[EventId]),
    (bounds, holds_at_start): (Bounds, bool),
) -> Option<Seats> {
    let bounds = Bounds { max_work: bounds.max_work.saturating_mul(SEARCHES), ..bounds };
    let members = Members::of(game.players(), among);
    let [force, block] = game.thresholds(&members, with, (goal, left_out), &bounds)?;
    let block = (!holds_at_start).then_some(block);
    Some(Seats { with, kinds: members.kinds().to_vec(), force, block })
}
