//! `solon powers --index`: how much one member counts.

use crate::report::index::Counted;
use solon_engine::model::{EventId, InstitutionId};
use solon_engine::play::{Bloc, Count, Counting, Game, Kind, Members, Players, captor};
use solon_engine::search::Bounds;
use solon_engine::symbolic::Set;

/// All games for one index together have so many times the work of one search of the smallest coalitions.
const SEARCHES: u64 = 20;

/// Returns the seats that are cast together: those that one holder alone fills and empties, with his own if he acts himself.
pub fn cast_together(players: &Players<'_>) -> Vec<Bloc> {
    let model = players.model();
    let mut blocs: Vec<(InstitutionId, Bloc)> = Vec::new();
    let institutions = players.all().iter().enumerate().filter(|(at, _)| players.bloc(*at).is_none());
    for (at, player) in institutions.clone() {
        let is_body = !model.institutions[player.institution.index()].groups.is_empty();
        let Some((holder, _)) = captor(model, *player).filter(|_| is_body) else { continue };
        let seats = (at, players.n_seats(at));
        match blocs.iter_mut().find(|(other, _)| *other == holder) {
            Some((_, bloc)) => bloc.push(seats),
            None => blocs.push((holder, vec![seats])),
        }
    }
    for (holder, bloc) in &mut blocs {
        let own = institutions.clone().find(|(_, player)| player.institution == *holder);
        bloc.extend(own.filter(|(own, _)| players.n_seats(*own) == 1).map(|(own, _)| (own, 1)));
        bloc.sort_unstable();
    }
    blocs.into_iter().map(|(_, bloc)| bloc).collect()
}

/// Counts for one goal. A bound that was met leaves it undecided.
pub fn count<'m>(
    game: &Game<'m>,
    members: &Members<'_, 'm>,
    (goal, left_out): (&Set, &[EventId]),
    bounds: Bounds,
) -> Counted {
    let bounds = Bounds { max_work: bounds.max_work.saturating_mul(SEARCHES), ..bounds };
    let found = game.count(members, goal, left_out, &bounds);
    let indices = match &found.count {
        Count::Known(game) => Some(game.indices()),
        Count::ByDates | Count::Undecided | Count::TooLarge => None,
    };
    Counted { kinds: members.kinds().to_vec(), found, indices }
}

/// What is said if not even the games could be set up.
pub fn undecided(kinds: &[Kind]) -> Counted {
    Counted { kinds: kinds.to_vec(), found: Counting::without(Count::Undecided), indices: None }
}
