//! All minimal coalitions that can do something, from answers about single coalitions.
//!
//! Whoever can do something can also do it with more partners. So one answer settles many: what wins settles all larger
//! coalitions, what loses all smaller ones.

use super::Coalition;

/// The border between those who can and those who cannot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Border {
    /// The coalitions that can, but could not without any one of their players; sorted by size, then by players.
    pub winners: Vec<Coalition>,
    /// The coalitions that cannot, but could with any one more; sorted alike.
    pub losers: Vec<Coalition>,
}

impl Border {
    /// Finds the border among all coalitions of `everybody`. `wins` must be monotone: asked about a larger coalition it must
    /// not say no where it said yes.
    ///
    /// # Errors
    /// Those of `wins`.
    pub fn find<E>(
        everybody: Coalition,
        mut wins: impl FnMut(Coalition) -> Result<bool, E>,
    ) -> Result<Border, E> {
        let mut border = Border::default();
        while let Some(open) = border.open(everybody) {
            if wins(open)? {
                let mut winner = open;
                for player in open.players() {
                    let less = winner.without(Coalition::one(player));
                    if !border.is_lost(less) && (border.is_won(less) || wins(less)?) {
                        winner = less;
                    }
                }
                border.winners.push(winner);
            } else {
                let mut loser = open;
                for player in everybody.without(open).players() {
                    let more = loser.with(Coalition::one(player));
                    if !border.is_won(more) && (border.is_lost(more) || !wins(more)?) {
                        loser = more;
                    }
                }
                border.losers.push(loser);
            }
        }
        Ok(border.sorted())
    }

    /// Sorts both sides by size, then by players.
    pub(super) fn sorted(mut self) -> Border {
        let key = |coalition: &Coalition| (coalition.len(), coalition.players().collect::<Vec<_>>());
        self.winners.sort_by_key(key);
        self.losers.sort_by_key(key);
        self
    }

    /// Tells whether a coalition has all players of a winner.
    pub fn is_won(&self, coalition: Coalition) -> bool {
        self.winners.iter().any(|winner| winner.is_within(coalition))
    }

    fn is_lost(&self, coalition: Coalition) -> bool {
        self.losers.iter().any(|loser| coalition.is_within(*loser))
    }

    /// Returns a coalition that is neither settled as a winner nor as a loser; `None` if all are.
    ///
    /// It must have a player outside of each loser and lack one of each winner: a search with backtracking, those who can do
    /// less by themselves first.
    fn open(&self, everybody: Coalition) -> Option<Coalition> {
        fn extend(
            border: &Border,
            chosen: Coalition,
            excluded: Coalition,
            everybody: Coalition,
        ) -> Option<Coalition> {
            if border.is_won(chosen) {
                return None;
            }
            let largest = everybody.without(excluded);
            let Some(loser) = border.losers.iter().find(|loser| chosen.is_within(**loser)) else {
                return Some(chosen);
            };
            let mut excluded = excluded;
            for player in largest.without(*loser).players() {
                let found = extend(border, chosen.with(Coalition::one(player)), excluded, everybody);
                if found.is_some() {
                    return found;
                }
                excluded = excluded.with(Coalition::one(player));
            }
            None
        }
        extend(self, Coalition::NOBODY, Coalition::NOBODY, everybody)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All coalitions one by one.
    fn brute_force(n: usize, winning: &[u128]) -> Border {
        let wins = |c: u128| winning.iter().any(|w| w & !c == 0);
        let mut border = Border::default();
        for c in 0..1u128 << n {
            let without = |p: usize| c & !(1 << p);
            let with = |p: usize| c | 1 << p;
            if wins(c) && (0..n).all(|p| c >> p & 1 == 0 || !wins(without(p))) {
                border.winners.push(Coalition(c));
            }
            if !wins(c) && (0..n).all(|p| c >> p & 1 == 1 || wins(with(p))) {
                border.losers.push(Coalition(c));
            }
        }
        border.sorted()
    }

    proptest! {
        #[test]
        fn the_border_is_that_of_all_coalitions(n in 0usize..8, drawn in prop::collection::vec(0u128..256, 0..6)) {
            let winning: Vec<u128> = drawn.iter().map(|w| w & ((1 << n) - 1)).collect();
            let everybody = Coalition((1 << n) - 1);
            let mut asked = 0;
            let found = Border::find(everybody, |c| {
                asked += 1;
                Ok::<bool, ()>(winning.iter().any(|w| w & !c.0 == 0))
            });
            prop_assert_eq!(found, Ok(brute_force(n, &winning)));
            prop_assert!(asked <= 1 << (n + 1));
        }
    }
}
