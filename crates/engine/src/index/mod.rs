//! Power indices: how much one member counts where numbers decide.
//!
//! In goes a [`Game`]: groups of like members, the counts at which anything changes, and which counts win. Out come, for one
//! member of each group, the indices of Shapley and Shubik, of Penrose and Banzhaf, and of Johnston, as exact fractions. The
//! module knows no institutions, rules or states: who votes on what is the caller's business.
//!
//! ```
//! use solon_engine::index::{Game, Group};
//!
//! // A bill needs 3 of 5 members of a chamber and the signature of one office, or 4 of 5 without it.
//! let game = Game::new(vec![Group::new(5, [3, 4]), Group::new(1, [1])], |regimes| match regimes {
//!     [chamber, office] => *chamber == 2 || *chamber == 1 && *office == 1,
//!     _ => false,
//! })?;
//! let indices = game.indices();
//! assert_eq!(indices.winning, 22_u32.into());
//! assert_eq!(indices.members[0].swings, 10_u32.into());
//! assert_eq!(indices.members[1].shapley_shubik.to_string(), "1/6");
//! # Ok::<(), solon_engine::index::Invalid>(())
//! ```

mod game;
mod johnston;
mod sizes;
mod swings;

pub use game::{Game, Group, Invalid, MAX_MEMBERS, MAX_STANDINGS};

use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::{One, Zero};

/// How much one member of a group counts.
///
/// Every index is 0 if the member never makes a difference, and so for all members of a game that everybody or nobody wins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Power {
    /// In how many coalitions of the others the member makes the difference: they lose without it and win with it.
    pub swings: BigUint,
    /// The share of all orders of joining in which the member is the one that makes the coalition win.
    /// The indices of all members together are 1.
    ///
    /// # Source
    /// Shapley and Shubik, "A method for evaluating the distribution of power in a committee system", American Political
    /// Science Review 48 (1954) 787-792.
    pub shapley_shubik: BigRational,
    /// The share of all coalitions of the others in which the member makes the difference.
    ///
    /// # Source
    /// Penrose, "The elementary statistics of majority voting", Journal of the Royal Statistical Society 109 (1946) 53-57.
    pub banzhaf_absolute: BigRational,
    /// The member's share of the swings of all members. The indices of all members together are 1.
    ///
    /// # Source
    /// Banzhaf, "Weighted voting doesn't work", Rutgers Law Review 19 (1965) 317-343.
    pub banzhaf_normalised: BigRational,
    /// The member's share of the vulnerable coalitions (those that win, but not without some one member), each divided
    /// equally among the members that it cannot lose. The indices of all members together are 1.
    ///
    /// # Source
    /// Johnston, "On the measurement of power: some reactions to Laver", Environment and Planning A 10 (1978) 907-914.
    pub johnston: BigRational,
}

/// The indices of a game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indices {
    /// How many coalitions win, of all members told apart.
    pub winning: BigUint,
    /// One member of each group, in the order of the groups.
    pub members: Vec<Power>,
}

impl Game {
    /// Returns the indices of one member of each group.
    ///
    /// Cost: for each group, one product of polynomials per [standing](Game) of the groups before the last, and one sum per
    /// standing; besides, one step per standing and set of groups that it can lose a member of.
    pub fn indices(&self) -> Indices {
        let swings = swings::swings(self);
        let shapley_shubik = swings::shapley_shubik(self, &swings);
        let johnston = johnston::johnston(self);
        let swings: Vec<BigUint> = swings.into_iter().map(|by_size| by_size.into_iter().sum()).collect();
        let of_all = self.groups().iter().zip(&swings).map(|(group, swings)| swings * group.members()).sum();
        let of_others = BigUint::one() << (self.members() - 1);
        let members = swings.into_iter().zip(shapley_shubik).zip(johnston);
        let members = members.map(|((swings, shapley_shubik), johnston)| Power {
            banzhaf_absolute: share(&swings, &of_others),
            banzhaf_normalised: share(&swings, &of_all),
            swings,
            shapley_shubik,
            johnston,
        });
        Indices { winning: swings::winning(self), members: members.collect() }
    }
}

/// Writes a number that is not negative with so many decimals, rounded half up.
pub fn decimal(value: &BigRational, decimals: usize) -> String {
    let scale = BigRational::from_integer(BigInt::from(10).pow(decimals as u32));
    let rounded = (value * scale).round().to_integer().to_string();
    let digits = format!("{rounded:0>width$}", width = decimals + 1);
    match digits.split_at(digits.len() - decimals) {
        (whole, "") => whole.to_owned(),
        (whole, part) => format!("{whole}.{part}"),
    }
}

/// Returns `part` of `whole`; nothing of nothing is 0.
fn share(part: &BigUint, whole: &BigUint) -> BigRational {
    if whole.is_zero() {
        return BigRational::zero();
    }
    BigRational::new(BigInt::from(part.clone()), BigInt::from(whole.clone()))
}
