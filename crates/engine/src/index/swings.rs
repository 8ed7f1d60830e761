//! Swings: the coalitions of the others that one member makes win.
//!
//! A member of a group makes a difference only where the others of its group are one short of a cut. So the swings are sums,
//! over the standings that win with the cut and lose below it, of products of the numbers of coalitions of each group.

use super::game::Game;
use super::sizes::{Digits, binomials, of_size};
use num_bigint::BigUint;
use num_rational::BigRational;
use num_traits::{One, Zero};
use std::ops::Range;

/// Returns the counts of a regime. The last regime has no end.
pub(super) fn counts(cuts: &[u32], regime: usize) -> Range<u32> {
    cuts[regime]..cuts.get(regime + 1).copied().unwrap_or(u32::MAX)
}

/// Adds up, over all standings that count, the products of the weights that the groups have in their regimes.
///
/// `weights` has a number for each regime of each group. The groups from `group` on are summed over; those before stand where
/// `standing` says.
fn sum(
    weights: &[Vec<BigUint>],
    game: &Game,
    group: usize,
    standing: usize,
    counts: &impl Fn(usize) -> bool,
) -> BigUint {
    let Some(regimes) = weights.get(group) else {
        return if counts(standing) { BigUint::one() } else { BigUint::zero() };
    };
    let mut total = BigUint::zero();
    for (regime, weight) in regimes.iter().enumerate().filter(|(_, weight)| !weight.is_zero()) {
        let inner = sum(weights, game, group + 1, standing + regime * game.stride(group), counts);
        if inner.is_one() {
            total += weight;
        } else if !inner.is_zero() {
            total += weight * inner;
        }
    }
    total
}

/// Returns the number of winning coalitions.
pub(super) fn winning(game: &Game) -> BigUint {
    let in_regimes = game.groups().iter().map(|group| {
        let row = binomials(group.members());
        let in_regime = |regime| counts(group.cuts(), regime).map_while(|size| row.get(size as usize)).sum();
        (0..group.cuts().len()).map(in_regime).collect()
    });
    sum(&in_regimes.collect::<Vec<_>>(), game, 0, 0, &|standing| game.wins(standing))
}

/// Returns, for one member of each group, in how many coalitions of the others of each size it makes the difference.
pub(super) fn swings(game: &Game) -> Vec<Vec<BigUint>> {
    let digits = Digits::for_members(game.members());
    let in_regimes = game.groups().iter().map(|group| {
        let row = binomials(group.members());
        let regimes = 0..group.cuts().len();
        regimes.map(|regime| digits.write_all(&row, counts(group.cuts(), regime))).collect()
    });
    let mut weights: Vec<Vec<BigUint>> = in_regimes.collect();
    let mut swings = Vec::with_capacity(weights.len());
    for (index, group) in game.groups().iter().enumerate() {
        // Only the others of its group that are one short of a cut count.
        let others = binomials(group.members() - 1);
        let short = |cut: u32| match cut.checked_sub(1) {
            Some(size) => digits.write(&of_size(&others, size), size),
            None => BigUint::zero(),
        };
        let short = group.cuts().iter().map(|cut| short(*cut)).collect();
        let whole = std::mem::replace(&mut weights[index], short);
        let flips = |standing| {
            game.wins(standing) && game.weaker(standing, index).is_some_and(|weaker| !game.wins(weaker))
        };
        swings.push(digits.read(&sum(&weights, game, 0, 0, &flips)));
        weights[index] = whole;
    }
    swings
}

/// Returns the index of Shapley and Shubik for one member of each group, from its swings by the size of the coalition.
pub(super) fn shapley_shubik(game: &Game, swings: &[Vec<BigUint>]) -> Vec<BigRational> {
    let members = game.members() as usize;
    let mut factorials = vec![BigUint::one()];
    for factor in 1..=members {
        let next = &factorials[factor - 1] * factor;
        factorials.push(next);
    }
    // So many orders have the coalition before the member and the rest after it.
    let orders =
        |(size, swings): (usize, &BigUint)| swings * &factorials[size] * &factorials[members - 1 - size];
    let pivots = swings.iter().map(|by_size| by_size.iter().enumerate().map(orders).sum());
    pivots.map(|pivots: BigUint| super::share(&pivots, &factorials[members])).collect()
}
