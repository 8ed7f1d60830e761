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
    /// Returns also the error that ended the search early, if one did: what was found until then is right, but perhaps not
    /// all.
    pub fn find<E>(
        everybody: Coalition,
        mut wins: impl FnMut(Coalition) -> Result<bool, E>,
    ) -> (Border, Option<E>) {
        let mut border = Border::default();
        let mut step = |border: &mut Border, open: Coalition| {
            if !wins(open)? {
                // With anybody more it has a winner as a part.
                border.losers.push(open);
                return Ok(());
            }
            let mut winner = open;
            for player in open.players() {
                let less = winner.without(Coalition::one(player));
                if !border.is_lost(less) && wins(less)? {
                    winner = less;
                }
            }
            border.winners.push(winner);
            Ok(())
        };
        while let Some(open) = border.open(everybody) {
            if let Err(error) = step(&mut border, open) {
                return (border.sorted(), Some(error));
            }
        }
        (border.sorted(), None)
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

    /// Returns a largest coalition that has no known winner as a part and is not part of a known loser; `None` if there is
    /// none, so that all are settled.
    ///
    /// Those left out must hit each winner: a search with backtracking. Large coalitions first, since to win is quickly shown.
    fn open(&self, everybody: Coalition) -> Option<Coalition> {
        self.extend(everybody, Coalition::NOBODY, Coalition::NOBODY)
    }

    /// Leaves out more players until each winner is hit; `kept` must stay.
    fn extend(&self, everybody: Coalition, out: Coalition, kept: Coalition) -> Option<Coalition> {
        let rest = everybody.without(out);
        let Some(winner) = self.winners.iter().find(|winner| winner.is_within(rest)) else {
            let is_hit =
                |out: Coalition| self.winners.iter().all(|winner| !winner.is_within(everybody.without(out)));
            let mut fewest = out;
            for player in out.players() {
                let fewer = fewest.without(Coalition::one(player));
                if is_hit(fewer) {
                    fewest = fewer;
                }
            }
            let largest = everybody.without(fewest);
            return (!self.is_lost(largest)).then_some(largest);
        };
        let mut kept = kept;
        for player in winner.without(kept).players() {
            let found = self.extend(everybody, out.with(Coalition::one(player)), kept);
            if found.is_some() {
                return found;
            }
            kept = kept.with(Coalition::one(player));
        }
        None
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
            prop_assert_eq!(found, (brute_force(n, &winning), None));
            prop_assert!(asked <= 1 << (n + 1));
        }
    }
}
