//! The simple game of an outcome: which numbers of members of each kind can force it.

use super::numbers::Numbers;
use super::{Border, Coalition, Game, Kind, Members, Strength};
use crate::index;
use crate::model::EventId;
use crate::search::{Bounds, Exceeded};
use crate::symbolic::{Favour, Set};

/// The simple game of an outcome over single members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Count {
    /// This one; its groups are the kinds of members.
    Known(index::Game),
    /// For some coalitions it depends on dates whether they can force the outcome.
    ByDates,
    /// A bound was met, or the question cannot be put to the space.
    Undecided,
    /// There are more members, or more numbers of them that matter, than are counted.
    TooLarge,
}

/// What was found, and what it took.
#[derive(Clone, Debug, PartialEq)]
pub struct Counting {
    /// The game.
    pub count: Count,
    /// The smallest numbers of members of each kind that win, if all are known.
    pub smallest: Vec<Vec<u32>>,
    /// If it depends on dates: the smallest that win where dates favour them, and have none of the former as a part. Empty if
    /// to find them met a bound.
    pub by_dates: Vec<Vec<u32>>,
    /// How many games were played.
    pub n_played: usize,
    /// The bounds that they met, each once.
    pub met: Vec<Exceeded>,
}

impl Counting {
    /// Returns that nothing else was found.
    pub fn without(count: Count) -> Counting {
        Counting { count, smallest: Vec::new(), by_dates: Vec::new(), n_played: 0, met: Vec::new() }
    }
}

impl<'m> Game<'m> {
    /// Finds the simple game in which those members win who can force the goal from the start whoever acts first, whatever the
    /// dates. Acts that are left out are taken by nobody. All games together have the seconds and the work of `bounds`.
    pub fn count(
        &self,
        members: &Members<'_, 'm>,
        goal: &Set,
        left_out: &[EventId],
        bounds: &Bounds,
    ) -> Counting {
        let Some(numbers) = Numbers::new(self, members, Coalition::NOBODY, (goal, left_out)) else {
            return Counting::without(Count::TooLarge);
        };
        self.space().restart_watch(bounds);
        let found = count(&numbers, members.kinds());
        self.end_watch();
        Counting { n_played: numbers.n_played().0, met: numbers.met(), ..found }
    }
}

fn count(numbers: &Numbers<'_, '_>, kinds: &[Kind]) -> Counting {
    let mut found = Counting::without(Count::Undecided);
    let border = numbers.forcing(Strength::Can, Favour::Others);
    if !border.is_complete() {
        return found;
    }
    // Those who lose may win if dates are kind.
    let mut losers = border.losers.iter().map(|loser| numbers.forces(*loser, Strength::Can, Favour::Side));
    let is_sure = match losers.find(|wins| *wins != Some(false)) {
        None => Some(true),
        Some(wins) => wins.map(|_| false),
    };
    let at_best_border = (is_sure == Some(false)).then(|| numbers.forcing(Strength::Can, Favour::Side));
    let Some(is_sure) = is_sure else { return found };
    let counts = |winners: &[Coalition]| winners.iter().map(|winner| numbers.counts(*winner)).collect();
    found.smallest = counts(&border.winners);
    found.count = if is_sure { table(kinds, &found.smallest) } else { Count::ByDates };
    if let Some(at_best) = at_best_border.filter(Border::is_complete) {
        let more = at_best.winners.into_iter().filter(|winner| !border.is_won(*winner));
        found.by_dates = counts(&more.collect::<Vec<_>>());
    }
    found
}

/// Returns the game that these numbers of members are the smallest to win.
fn table(kinds: &[Kind], smallest: &[Vec<u32>]) -> Count {
    // Only these numbers matter in the end.
    let group =
        |(at, kind): (usize, &Kind)| index::Group::new(kind.n(), smallest.iter().map(|needed| needed[at]));
    let groups: Vec<index::Group> = kinds.iter().enumerate().map(group).collect();
    let least = |at: usize, regime: usize| groups[at].cuts()[regime];
    let wins = |regimes: &[usize]| {
        let reached = |needed: &Vec<u32>| {
            regimes.iter().enumerate().all(|(at, regime)| least(at, *regime) >= needed[at])
        };
        smallest.iter().any(reached)
    };
    index::Game::new(groups.clone(), wins).map_or(Count::TooLarge, Count::Known)
}
