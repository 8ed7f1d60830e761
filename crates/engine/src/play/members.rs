//! Single members: who of them count alike, and at which numbers of them anything changes.

use std::collections::BTreeMap;

use super::{Bloc, Coalition, Players};
use crate::model::{EventKind, Holder, VoteResult};

/// Members with the same seats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// How many members there are; at least 1.
    pub n: u32,
    /// The seats of each of them.
    pub each: Bloc,
    /// Whether it is one member with all these seats; else they are members of one seat each.
    pub is_bloc: bool,
}

/// Members whom no act tells apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The members; at least one lot.
    pub lots: Vec<Lot>,
    /// The numbers of them at which what they own can change: ascending, none is 0.
    pub cuts: Vec<u32>,
}

impl Kind {
    /// Returns how many members there are.
    pub fn n(&self) -> u32 {
        self.lots.iter().map(|lot| lot.n).sum()
    }
}

/// All members of a model, by kinds.
#[derive(Clone, Debug)]
pub struct Members<'p, 'm> {
    players: &'p Players<'m>,
    kinds: Vec<Kind>,
}

/// Where seats are counted: a body, one of its members, a vote or a petition, and the result.
type Place<'m> = (&'m Holder, Option<VoteResult>);

impl<'p, 'm> Members<'p, 'm> {
    /// Takes each seat for a member, but each of the blocs for one: those that play, and those given here. No seat may be in two
    /// blocs, and no bloc that plays in another one; an office has one seat.
    pub fn new(players: &'p Players<'m>, blocs: &[Bloc]) -> Members<'p, 'm> {
        let in_blocs = |player: usize| -> u32 {
            let of_player = blocs.iter().flatten().filter(|(of, _)| *of == player);
            of_player.map(|(_, seats)| *seats).sum()
        };
        let of_player = |player: usize| match (players.bloc(player), players.n_seats(player)) {
            (Some(_), all) => Lot { n: 1, each: vec![(player, all)], is_bloc: true },
            (None, all) => {
                Lot { n: all.saturating_sub(in_blocs(player)), each: vec![(player, 1)], is_bloc: false }
            }
        };
        let single = (0..players.all().len()).map(of_player);
        let blocs = blocs.iter().map(|bloc| Lot { n: 1, each: bloc.clone(), is_bloc: true });
        Members::of_lots(players, single.chain(blocs))
    }

    /// Takes each seat of these players for a member.
    pub fn of(players: &'p Players<'m>, some: Coalition) -> Members<'p, 'm> {
        let lot = |player: usize| Lot { n: players.n_seats(player), each: vec![(player, 1)], is_bloc: false };
        Members::of_lots(players, some.players().map(lot))
    }

    fn of_lots(players: &'p Players<'m>, lots: impl Iterator<Item = Lot>) -> Members<'p, 'm> {
        let places = places(players);
        let mut by_weights: BTreeMap<Vec<u32>, Vec<Lot>> = BTreeMap::new();
        for lot in lots.filter(|lot| lot.n > 0) {
            let weights = places.iter().map(|(holder, _)| weight(players, holder, &lot)).collect();
            by_weights.entry(weights).or_default().push(lot);
        }
        let kind = |(weights, lots): (Vec<u32>, Vec<Lot>)| {
            let n: u32 = lots.iter().map(|lot| lot.n).sum();
            let found = places.iter().zip(&weights).filter(|(_, weight)| **weight > 0);
            let mut cuts: Vec<u32> =
                found.flat_map(|(place, weight)| cuts(players, *place, n, *weight)).collect();
            cuts.sort_unstable();
            cuts.dedup();
            Kind { lots, cuts }
        };
        let mut kinds: Vec<Kind> = by_weights.into_iter().map(kind).collect();
        kinds.sort_by_key(|kind| kind.lots[0].each.clone());
        Members { players, kinds }
    }

    /// Returns who plays.
    pub fn players(&self) -> &'p Players<'m> {
        self.players
    }

    /// Returns the kinds of members.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// Returns how many seats of each player so many members of each kind have. Which of them it is makes no difference.
    pub(super) fn seats(&self, counts: &[u32]) -> Vec<u32> {
        let mut seats = vec![0; self.players.all().len()];
        for (kind, count) in self.kinds.iter().zip(counts) {
            let mut left = *count;
            for lot in &kind.lots {
                let taken = left.min(lot.n);
                lot.each.iter().for_each(|(player, of_each)| seats[*player] += taken * of_each);
                left -= taken;
            }
        }
        seats
    }
}

/// Returns how many seats that count for a holder each member of a lot has.
fn weight(players: &Players<'_>, holder: &Holder, lot: &Lot) -> u32 {
    // Who has all seats of a bloc has only some of them in this body.
    lot.each.iter().map(|(player, seats)| players.weight(holder, *player).min(*seats)).sum()
}

/// Returns all places where the acts of a model count seats, each once.
fn places<'m>(players: &Players<'m>) -> Vec<Place<'m>> {
    let mut places = Vec::new();
    for event in players.model().events.iter().filter(|event| event.kind == EventKind::Act) {
        add_places(players, (&event.holder, event.result), &mut places);
    }
    places
}

fn add_places<'m>(players: &Players<'m>, (holder, result): Place<'m>, to: &mut Vec<Place<'m>>) {
    match holder {
        Holder::Law => {}
        Holder::AnyOf(parts) | Holder::All(parts) => {
            parts.iter().for_each(|part| add_places(players, (part, result), to));
        }
        Holder::Institution(_) | Holder::Member(_) | Holder::Vote(_) | Holder::Petition(_) => {
            if to.contains(&(holder, result)) {
                return;
            }
            to.push((holder, result));
            if let Some(by) = players.casting(holder) {
                add_places(players, (by, None), to);
            }
        }
    }
}

/// Returns the numbers of `n` members with `weight` seats each at which a place can change hands, whatever seats others add.
fn cuts(players: &Players<'_>, (holder, result): Place<'_>, n: u32, weight: u32) -> Vec<u32> {
    let all: u32 = (0..players.all().len()).map(|player| players.weight(holder, player)).sum();
    let casts = [[false, false], [true, false], [false, true]];
    let hands = |own: u32| {
        casts.map(|[own_casts, others_cast]| {
            [
                players.suffice(holder, result, own, all, [own_casts, others_cast]),
                players.suffice(holder, result, all - own, all, [others_cast, own_casts]),
            ]
        })
    };
    let rest = all - n * weight;
    // With one member more the seats come from below the threshold to it or above, if others have `x` of the rest.
    let is_cut = |count: u32, threshold: u32| {
        let least = threshold.saturating_sub(count * weight);
        threshold > (count - 1) * weight && least <= rest.min(threshold - 1 - (count - 1) * weight)
    };
    let thresholds: Vec<u32> = (1..=all).filter(|own| hands(*own) != hands(*own - 1)).collect();
    (1..=n).filter(|count| thresholds.iter().any(|threshold| is_cut(*count, *threshold))).collect()
}
