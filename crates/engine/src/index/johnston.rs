//! Johnston's index: each vulnerable coalition is divided among the members that it cannot lose.
//!
//! A coalition cannot lose a member of a group if the group stands exactly at a cut and the standing below it loses. Then none of
//! the group's members in the coalition can be lost, and each has the same share.

use super::game::Game;
use super::sizes::{binomials, of_size};
use super::swings::counts;
use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::{One, Zero};
use std::collections::BTreeMap;

/// How many coalitions of a group stand at a regime.
struct AtRegime {
    /// At the least count of the regime.
    at_cut: BigUint,
    /// Above it.
    above: BigUint,
}

/// What has been counted so far.
struct Tally<'a> {
    game: &'a Game,
    at_regimes: Vec<Vec<AtRegime>>,
    /// The vulnerable coalitions.
    vulnerable: BigUint,
    /// For each group: by the number of members that cannot be lost, how many of them belong to the group, over all coalitions.
    critical: Vec<BTreeMap<u32, BigUint>>,
}

/// Returns the index of one member of each group.
pub(super) fn johnston(game: &Game) -> Vec<BigRational> {
    let at_regimes = game.groups().iter().map(|group| {
        let row = binomials(group.members());
        let at_regime = |regime| AtRegime {
            at_cut: of_size(&row, group.cuts()[regime]),
            above: counts(group.cuts(), regime).skip(1).map_while(|size| row.get(size as usize)).sum(),
        };
        (0..group.cuts().len()).map(at_regime).collect()
    });
    let at_regimes = at_regimes.collect();
    let critical = vec![BTreeMap::new(); game.groups().len()];
    let mut tally = Tally { game, at_regimes, vulnerable: BigUint::zero(), critical };
    for standing in (0..game.standings()).filter(|standing| game.wins(*standing)) {
        tally.add(standing, 0, BigUint::one(), &mut Vec::new());
    }
    let vulnerable = BigInt::from(tally.vulnerable);
    let shares = game.groups().iter().zip(tally.critical).map(|(group, critical)| {
        let share =
            |(all, members)| BigRational::new(BigInt::from(members), &vulnerable * all * group.members());
        critical.into_iter().map(share).sum()
    });
    shares.collect()
}

impl Tally<'_> {
    /// Adds the coalitions of a standing. The groups before `group` have been gone through: `coalitions` is how many coalitions
    /// they make, and `at_cut` names those of them whose members in the coalition cannot be lost.
    fn add(&mut self, standing: usize, group: usize, coalitions: BigUint, at_cut: &mut Vec<usize>) {
        if coalitions.is_zero() {
            return;
        }
        if group == self.at_regimes.len() {
            return self.divide(standing, &coalitions, at_cut);
        }
        let at_regime = &self.at_regimes[group][self.game.regime(standing, group)];
        if self.game.weaker(standing, group).is_none_or(|weaker| self.game.wins(weaker)) {
            let all = &at_regime.at_cut + &at_regime.above;
            return self.add(standing, group + 1, coalitions * all, at_cut);
        }
        let above = &coalitions * &at_regime.above;
        let exactly = coalitions * &at_regime.at_cut;
        self.add(standing, group + 1, above, at_cut);
        at_cut.push(group);
        self.add(standing, group + 1, exactly, at_cut);
        at_cut.pop();
    }

    /// Divides coalitions that cannot lose any member of the groups in `at_cut`.
    fn divide(&mut self, standing: usize, coalitions: &BigUint, at_cut: &[usize]) {
        let game = self.game;
        let members = |group: usize| game.groups()[group].cuts()[game.regime(standing, group)];
        let all: u32 = at_cut.iter().map(|group| members(*group)).sum();
        if all == 0 {
            return;
        }
        self.vulnerable += coalitions;
        for group in at_cut {
            *self.critical[*group].entry(all).or_default() += coalitions * members(*group);
        }
    }
}
