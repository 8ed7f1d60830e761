//! What the games about one goal tell of each other.
//!
//! Who can do more while the others can do less is no weaker, and nobody is weaker where doubts about dates favour him. So one answer
//! settles many games, and what one side has won another has as well.

use rustc_hash::FxHashMap;
use std::hash::Hash;

use super::Strength;
use crate::search::Exceeded;
use crate::symbolic::{Favour, Set, Space};

/// Those whose game it is, as far as it makes a difference.
pub(super) trait Within: Clone + Eq + Hash {
    /// Tells whether the other is no weaker, whatever the rules.
    fn is_within(&self, other: &Self) -> bool;
}

struct Answer<S> {
    side: S,
    favour: Favour,
    strength: Strength,
    /// States from which the goal is forced, as far as they were needed.
    won: Set,
}

/// The games for one goal that were played.
pub(super) struct Solved<S> {
    known: Vec<Answer<S>>,
    failed: FxHashMap<(S, Favour), Exceeded>,
}

impl<S> Default for Solved<S> {
    fn default() -> Solved<S> {
        Solved { known: Vec::new(), failed: FxHashMap::default() }
    }
}

impl<S: Within> Solved<S> {
    /// Returns how strong a side is at least, and at most, as far as the games tell.
    pub(super) fn told(&self, side: &S, favour: Favour) -> [Strength; 2] {
        let mut told = [Strength::Cannot, Strength::Can];
        for answer in &self.known {
            if answer.favour <= favour && answer.side.is_within(side) {
                told[0] = told[0].max(answer.strength);
            }
            if answer.favour >= favour && side.is_within(&answer.side) {
                told[1] = told[1].min(answer.strength);
            }
        }
        told
    }

    /// Returns the bound that the game of a side met.
    pub(super) fn failed(&self, side: &S, favour: Favour) -> Option<Exceeded> {
        self.failed.get(&(side.clone(), favour)).copied()
    }

    /// Returns states from which a side wins because another one does.
    pub(super) fn won(&self, side: &S, favour: Favour, space: &Space<'_>) -> Result<Option<Set>, Exceeded> {
        let weaker = |answer: &&Answer<S>| answer.favour <= favour && answer.side.is_within(side);
        let mut all: Option<Set> = None;
        for answer in self.known.iter().filter(weaker) {
            all = Some(match all {
                Some(all) => space.or(&all, &answer.won)?,
                None => answer.won.clone(),
            });
        }
        Ok(all)
    }

    /// Adds the outcome of a game: how strong the side is, and from where it wins.
    pub(super) fn add(
        &mut self,
        side: S,
        favour: Favour,
        answer: Result<(Strength, Set), Exceeded>,
    ) -> Result<Strength, Exceeded> {
        match answer {
            Ok((strength, won)) => {
                self.known.push(Answer { side, favour, strength, won });
                Ok(strength)
            }
            Err(why) => {
                self.failed.insert((side, favour), why);
                Err(why)
            }
        }
    }

    /// Returns how many games were played, and how many of them met a bound.
    pub(super) fn n_played(&self) -> (usize, usize) {
        (self.known.len() + self.failed.len(), self.failed.len())
    }

    /// Returns the bounds that games met, each once.
    pub(super) fn met(&self) -> Vec<Exceeded> {
        let mut met: Vec<Exceeded> = Vec::new();
        for why in self.failed.values() {
            if !met.contains(why) {
                met.push(*why);
            }
        }
        met.sort_by_key(Exceeded::to_string);
        met
    }
}
