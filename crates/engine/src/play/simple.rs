//! The simple game of an outcome: which numbers of members of each kind can force it.
//!
//! A number of members counts only through the acts that they and the others own. So the games that are solved are few: one for
//! each distinct pair of such sets, and none where a stronger side has failed or a weaker one has won.

use rustc_hash::FxHashMap;

use super::game::MAX_NODES;
use super::player::Side;
use super::{Border, Coalition, Game, Kind, Members};
use crate::index;
use crate::model::{EventId, EventKind};
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
#[derive(Clone, Debug, PartialEq, Eq)]
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
}

impl Counting {
    /// Returns that nothing else was found.
    pub fn without(count: Count) -> Counting {
        Counting { count, smallest: Vec::new(), by_dates: Vec::new(), n_played: 0 }
    }
}

/// The acts that a side can make happen whatever the others do, and those that the others can: all that a game depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Hand {
    own: Vec<bool>,
    others: Vec<bool>,
}

impl Hand {
    /// Tells whether the other side has no less, and those against it no more.
    fn is_within(&self, other: &Hand) -> bool {
        let all_in = |some: &[bool], all: &[bool]| some.iter().zip(all).all(|(some, all)| !some || *all);
        all_in(&self.own, &other.own) && all_in(&other.others, &self.others)
    }
}

/// One goal, asked about many numbers of members.
struct Search<'a, 'm> {
    game: &'a Game<'m>,
    members: &'a Members<'a, 'm>,
    goal: &'a Set,
    left_out: &'a [EventId],
    /// The kind and the number of members that each step stands for: a coalition of steps has as many members of a kind as the
    /// last of its steps that follow each other from the first one on.
    steps: Vec<(usize, u32)>,
}

/// The games that were solved for one favour.
struct Solved {
    favour: Favour,
    known: FxHashMap<Hand, (bool, Set)>,
}

impl<'m> Game<'m> {
    /// Finds the simple game in which those members win who can force the goal from the start whoever acts first, whatever the
    /// dates. Acts that are left out are taken by nobody. All games together have the seconds of `bounds`.
    pub fn count(
        &self,
        members: &Members<'_, 'm>,
        goal: &Set,
        left_out: &[EventId],
        bounds: &Bounds,
    ) -> Counting {
        let kinds = members.kinds().iter().enumerate();
        let steps: Vec<(usize, u32)> =
            kinds.flat_map(|(at, kind)| kind.cuts.iter().map(move |cut| (at, *cut))).collect();
        if steps.len() > Coalition::MAX_PLAYERS {
            return Counting::without(Count::TooLarge);
        }
        self.space().restart_watch(bounds);
        let search = Search { game: self, members, goal, left_out, steps };
        let mut found = Counting::without(Count::Undecided);
        // A bound that is met ends the search, and what was found before stands.
        let _ = search.count(&mut found);
        self.space().restart_watch(self.space().bounds());
        found
    }
}

impl Search<'_, '_> {
    /// Fills in what is found as far as it comes.
    fn count(&self, found: &mut Counting) -> Result<(), Exceeded> {
        let mut surely = Solved { favour: Favour::Others, known: FxHashMap::default() };
        let border = self.border(&mut surely);
        found.n_played = surely.known.len();
        let border = border?;
        // Whoever wins surely also wins if dates are kind.
        surely.known.retain(|_, (wins, _)| *wins);
        let n_won = surely.known.len();
        let mut at_best = Solved { favour: Favour::Side, known: surely.known };
        let is_sure = self.agree(&border, &mut at_best);
        let at_best_border = match is_sure {
            Ok(false) => Some(self.border(&mut at_best)),
            Ok(true) | Err(_) => None,
        };
        found.n_played += at_best.known.len() - n_won;
        let is_sure = is_sure?;
        found.smallest = border.winners.iter().map(|winner| self.counts(*winner)).collect();
        if is_sure {
            found.count = self.table(&found.smallest);
            return Ok(());
        }
        found.count = Count::ByDates;
        if let Some(at_best) = at_best_border.transpose()? {
            let more = at_best.winners.iter().filter(|winner| !border.is_won(**winner));
            found.by_dates = more.map(|winner| self.counts(*winner)).collect();
        }
        Ok(())
    }

    /// Tells whether those who lose also lose if dates are kind.
    fn agree(&self, border: &Border, at_best: &mut Solved) -> Result<bool, Exceeded> {
        for loser in &border.losers {
            if self.wins(*loser, at_best)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Returns the border between those steps that win and those that lose.
    fn border(&self, solved: &mut Solved) -> Result<Border, Exceeded> {
        let everybody = Coalition((0..self.steps.len()).fold(0, |all, step| all | 1 << step));
        let mut border = Border::default();
        while let Some(open) = border.open(everybody) {
            if !self.wins(open, solved)? {
                border.losers.push(open);
                continue;
            }
            let guessed = self.guess(open)?;
            let mut winner = if self.wins(guessed, solved)? { guessed } else { open };
            for step in winner.players() {
                let less = winner.without(Coalition::one(step));
                if self.wins(less, solved)? {
                    winner = less;
                }
            }
            border.winners.push(winner);
        }
        Ok(border.sorted())
    }

    /// Returns the game that these numbers of members are the smallest to win.
    fn table(&self, smallest: &[Vec<u32>]) -> Count {
        // Only these numbers matter in the end.
        let kinds = self.members.kinds().iter().enumerate();
        let group = |(at, kind): (usize, &Kind)| {
            index::Group::new(kind.n(), smallest.iter().map(|needed| needed[at]))
        };
        let groups: Vec<index::Group> = kinds.map(group).collect();
        let least = |at: usize, regime: usize| groups[at].cuts()[regime];
        let wins = |regimes: &[usize]| {
            let reached = |needed: &Vec<u32>| {
                regimes.iter().enumerate().all(|(at, regime)| least(at, *regime) >= needed[at])
            };
            smallest.iter().any(reached)
        };
        index::Game::new(groups.clone(), wins).map_or(Count::TooLarge, Count::Known)
    }

    /// Returns how many members of each kind a coalition of steps has.
    fn counts(&self, steps: Coalition) -> Vec<u32> {
        let mut counts = vec![0; self.members.kinds().len()];
        let mut broken = vec![false; counts.len()];
        for (step, (kind, count)) in self.steps.iter().enumerate() {
            broken[*kind] |= !steps.contains(step);
            if !broken[*kind] {
                counts[*kind] = *count;
            }
        }
        counts
    }

    fn hand(&self, steps: Coalition) -> Hand {
        let players = self.members.players();
        let seats = self.members.seats(&self.counts(steps));
        let all = |side: Side<'_>| {
            let is_in = |(id, event): (EventId, &crate::model::Event)| {
                !event.is_unlawful_act() && !self.left_out.contains(&id) && players.owns_with(event, side)
            };
            players.model().numbered_events().map(is_in).collect()
        };
        Hand { own: all(Side::Counted(&seats)), others: all(Side::AllBut(&seats)) }
    }

    fn wins(&self, steps: Coalition, solved: &mut Solved) -> Result<bool, Exceeded> {
        let (space, from) = (self.game.space(), self.game.start());
        let hand = self.hand(steps);
        let mut won: Option<Set> = None;
        for (other, (wins, states)) in &solved.known {
            let is_part = other.is_within(&hand);
            if *wins && is_part || !*wins && hand.is_within(other) {
                return Ok(*wins);
            }
            // What a part of it can force, it can force.
            if is_part {
                won = Some(match won {
                    Some(won) => space.or(&won, states)?,
                    None => states.clone(),
                });
            }
        }
        let own = |id: EventId| hand.own[id.index()];
        let others = |id: EventId| hand.others[id.index()];
        let forced =
            self.game.between([&own, &others], solved.favour, self.left_out, MAX_NODES, |sides| {
                space.force(self.goal, sides, won.as_ref(), Some(from))
            })?;
        let wins = space.is_subset(from, &forced)?;
        solved.known.insert(hand, (wins, forced));
        Ok(wins)
    }

    /// Returns those steps of a coalition without which a shortest way to the goal cannot be gone on which nobody else acts.
    fn guess(&self, steps: Coalition) -> Result<Coalition, Exceeded> {
        let (space, players) = (self.game.space(), self.members.players());
        let model = players.model();
        let Some(from) = space.smallest(self.game.start())? else { return Ok(steps) };
        let from: Vec<u8> = from.into_iter().map(|(_, value)| value).take(model.fields.len()).collect();
        let hand = self.hand(steps);
        let allowed = |id: EventId| model.event(id).kind != EventKind::Act || hand.own[id.index()];
        let Some(way) = space.way_from(&from, self.goal, &allowed)? else { return Ok(steps) };
        let acts = || way.iter().map(|id| model.event(*id)).filter(|event| event.kind == EventKind::Act);
        Ok(steps.players().fold(steps, |left, step| {
            let less = left.without(Coalition::one(step));
            let seats = self.members.seats(&self.counts(less));
            if acts().all(|event| players.owns_with(event, Side::Counted(&seats))) { less } else { left }
        }))
    }
}
