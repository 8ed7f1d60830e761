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
    /// Coalitions that can, though perhaps not all their players are needed; sorted alike.
    pub loose: Vec<Coalition>,
    /// Coalitions of whom it is not known whether they can; sorted alike. Empty if all is known.
    pub unsettled: Vec<Coalition>,
}

impl Border {
    /// Finds the border among all coalitions of `everybody`.
    ///
    /// `wins` may give no answer. It must be monotone: asked about a larger coalition it must not say no where it said yes.
    /// `guess` may name a part of a winner that probably wins as well: games of small coalitions are often the easier ones.
    pub fn find(
        everybody: Coalition,
        mut wins: impl FnMut(Coalition) -> Option<bool>,
        mut guess: impl FnMut(Coalition) -> Option<Coalition>,
    ) -> Border {
        let mut border = Border::default();
        while let Some(open) = border.open(everybody) {
            match wins(open) {
                // With anybody more it has a winner as a part.
                Some(false) => border.losers.push(open),
                None => border.unsettled.push(open),
                Some(true) => {
                    let guessed = guess(open).filter(|part| part.is_within(open));
                    let mut winner = guessed.filter(|part| wins(*part) == Some(true)).unwrap_or(open);
                    let mut is_minimal = true;
                    for player in winner.players() {
                        let less = winner.without(Coalition::one(player));
                        if border.losers.iter().any(|loser| less.is_within(*loser)) {
                            continue;
                        }
                        match wins(less) {
                            Some(true) => winner = less,
                            Some(false) => {}
                            None => is_minimal = false,
                        }
                    }
                    if is_minimal { border.winners.push(winner) } else { border.loose.push(winner) }
                }
            }
        }
        border.sorted()
    }

    /// Tells whether everything is known.
    pub fn is_complete(&self) -> bool {
        self.loose.is_empty() && self.unsettled.is_empty()
    }

    /// Sorts both sides by size, then by players.
    pub(super) fn sorted(mut self) -> Border {
        let key = |coalition: &Coalition| (coalition.len(), coalition.players().collect::<Vec<_>>());
        for side in [&mut self.winners, &mut self.losers, &mut self.loose, &mut self.unsettled] {
            side.sort_by_key(key);
        }
        self
    }

    /// Tells whether a coalition has all players of a winner.
    pub fn is_won(&self, coalition: Coalition) -> bool {
        self.known_winners().any(|winner| winner.is_within(coalition))
    }

    fn known_winners(&self) -> impl Iterator<Item = &Coalition> {
        self.winners.iter().chain(&self.loose)
    }

    /// Returns a largest coalition that has no known winner as a part and is not part of a known loser; `None` if there is
    /// none, so that all are settled.
    ///
    /// Those left out must hit each winner: a search with backtracking. Large coalitions first, since to win is quickly shown.
    pub(super) fn open(&self, everybody: Coalition) -> Option<Coalition> {
        self.extend(everybody, Coalition::NOBODY, Coalition::NOBODY)
    }

    /// Leaves out more players until each winner is hit; `kept` must stay.
    fn extend(&self, everybody: Coalition, out: Coalition, kept: Coalition) -> Option<Coalition> {
        let rest = everybody.without(out);
        let Some(winner) = self.known_winners().find(|winner| winner.is_within(rest)) else {
            let is_hit =
                |out: Coalition| self.known_winners().all(|winner| !winner.is_within(everybody.without(out)));
            let mut fewest = out;
            for player in out.players() {
                let fewer = fewest.without(Coalition::one(player));
                if is_hit(fewer) {
                    fewest = fewer;
                }
            }
            let largest = everybody.without(fewest);
            let is_known = self.losers.iter().chain(&self.unsettled).any(|known| largest.is_within(*known));
            return (!is_known).then_some(largest);
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
        fn the_border_is_that_of_all_coalitions(
            n in 0usize..8,
            drawn in prop::collection::vec(0u128..256, 0..6),
            guess in 0u128..256,
        ) {
            let winning: Vec<u128> = drawn.iter().map(|w| w & ((1 << n) - 1)).collect();
            let everybody = Coalition((1 << n) - 1);
            let mut asked = 0;
            let wins = |c: Coalition| {
                asked += 1;
                Some(winning.iter().any(|w| w & !c.0 == 0))
            };
            let found = Border::find(everybody, wins, |c| Some(Coalition(c.0 & guess)));
            prop_assert_eq!(found, brute_force(n, &winning));
            prop_assert!(asked <= 1 << (n + 1));
        }

        #[test]
        fn what_is_found_without_some_answers_is_right(
            n in 0usize..8,
            drawn in prop::collection::vec(0u128..256, 0..6),
            silent in prop::collection::vec(0u128..256, 0..40),
        ) {
            let winning: Vec<u128> = drawn.iter().map(|w| w & ((1 << n) - 1)).collect();
            let everybody = Coalition((1 << n) - 1);
            let wins = |c: Coalition| winning.iter().any(|w| w & !c.0 == 0);
            let answers = |c: Coalition| (!silent.contains(&c.0)).then(|| wins(c));
            let found = Border::find(everybody, answers, |_| None);
            let all = brute_force(n, &winning);
            prop_assert!(found.winners.iter().all(|winner| all.winners.contains(winner)));
            prop_assert!(found.losers.iter().all(|loser| all.losers.contains(loser)));
            prop_assert!(found.loose.iter().all(|winner| wins(*winner)));
            if found.is_complete() {
                prop_assert_eq!(found, all);
            }
        }
    }
}
