//! Simple games over groups of like members: what is asked, and what can be wrong with it.

use thiserror::Error;

/// The largest number of members of a game.
pub const MAX_MEMBERS: u32 = 4096;

/// The largest number of standings of a game: the product of the numbers of regimes of its groups.
pub const MAX_STANDINGS: usize = 1 << 20;

/// Members who cannot be told apart, and the counts of them at which anything changes.
///
/// The counts from one cut to the next are one *regime*. A count lies in regime `i` if it reaches `i` of the cuts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    members: u32,
    /// The least count of each regime: ascending, the first is 0.
    cuts: Vec<u32>,
}

impl Group {
    /// Makes a group in which something changes at each of `cuts`, in any order. Cuts that are given twice count once; nothing
    /// changes at 0. A cut above the number of members is never reached, but has its regime.
    pub fn new(members: u32, cuts: impl IntoIterator<Item = u32>) -> Self {
        let mut cuts: Vec<u32> = std::iter::once(0).chain(cuts).collect();
        cuts.sort_unstable();
        cuts.dedup();
        Group { members, cuts }
    }

    /// Makes a group in which every count matters, e.g. of members whose votes have a weight.
    pub fn of_every_count(members: u32) -> Self {
        Group { members, cuts: (0..=members).collect() }
    }

    /// Returns the number of members.
    pub fn members(&self) -> u32 {
        self.members
    }

    /// Returns the least count of each regime: ascending, the first is 0.
    pub fn cuts(&self) -> &[u32] {
        &self.cuts
    }

    /// Returns the regime in which a count lies.
    pub fn regime(&self, count: u32) -> usize {
        self.cuts.partition_point(|cut| *cut <= count) - 1
    }
}

/// A simple game over groups of like members.
///
/// A *standing* is a regime for each group. It stands for all coalitions whose counts lie in these regimes: all of them win, or
/// none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Game {
    groups: Vec<Group>,
    /// How far apart two standings are that differ by one regime of the group.
    strides: Vec<usize>,
    /// Whether each standing wins, the regime of the last group running fastest.
    wins: Vec<bool>,
}

/// Why there is no such game.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Invalid {
    /// A group has no members, or there is no group.
    #[error("a group without members")]
    NoMembers,
    /// There are more members than [`MAX_MEMBERS`].
    #[error("{0} members, more than {MAX_MEMBERS}")]
    TooManyMembers(u64),
    /// There are more standings than [`MAX_STANDINGS`].
    #[error("more than {MAX_STANDINGS} standings")]
    TooManyStandings,
    /// A coalition wins and would lose if more members of a group joined it.
    #[error("a coalition that wins loses when group {group} is stronger")]
    NotMonotone {
        /// The group, by its place in the list.
        group: usize,
        /// The standing that wins.
        wins: Vec<usize>,
    },
}

impl Game {
    /// Makes the game in which the coalitions win whose standing `wins`, a regime for each group in the order of `groups`.
    ///
    /// # Errors
    /// One for each case of [`Invalid`].
    pub fn new(groups: Vec<Group>, wins: impl Fn(&[usize]) -> bool) -> Result<Self, Invalid> {
        if groups.is_empty() || groups.iter().any(|group| group.members == 0) {
            return Err(Invalid::NoMembers);
        }
        let members = groups.iter().map(|group| u64::from(group.members)).sum();
        if members > u64::from(MAX_MEMBERS) {
            return Err(Invalid::TooManyMembers(members));
        }
        let mut strides = vec![1; groups.len()];
        let mut standings = 1_usize;
        for (group, stride) in groups.iter().zip(&mut strides).rev() {
            *stride = standings;
            standings = standings.saturating_mul(group.cuts.len());
            if standings > MAX_STANDINGS {
                return Err(Invalid::TooManyStandings);
            }
        }
        let mut game = Game { groups, strides, wins: Vec::with_capacity(standings) };
        for standing in 0..standings {
            game.wins.push(wins(&game.regimes(standing)));
        }
        for standing in (0..standings).filter(|standing| !game.wins[*standing]) {
            let lost = (0..game.groups.len()).find_map(|group| {
                let weaker = game.weaker(standing, group)?;
                game.wins[weaker].then_some((group, weaker))
            });
            if let Some((group, weaker)) = lost {
                return Err(Invalid::NotMonotone { group, wins: game.regimes(weaker) });
            }
        }
        Ok(game)
    }

    /// Returns the groups.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Returns the number of members of all groups.
    pub fn members(&self) -> u32 {
        self.groups.iter().map(|group| group.members).sum()
    }

    /// Says whether so many members of each group, in the order of the groups, win together.
    pub fn is_won(&self, counts: &[u32]) -> bool {
        let regimes = self.groups.iter().zip(counts).map(|(group, count)| group.regime(*count));
        self.wins[regimes.zip(&self.strides).map(|(regime, stride)| regime * stride).sum::<usize>()]
    }

    /// Says whether the coalitions of a standing win.
    pub(super) fn wins(&self, standing: usize) -> bool {
        self.wins[standing]
    }

    /// Returns the number of standings.
    pub(super) fn standings(&self) -> usize {
        self.wins.len()
    }

    /// Returns how far apart two standings are that differ by one regime of the group.
    pub(super) fn stride(&self, group: usize) -> usize {
        self.strides[group]
    }

    /// Returns the regime of a group.
    pub(super) fn regime(&self, standing: usize, group: usize) -> usize {
        standing / self.strides[group] % self.groups[group].cuts.len()
    }

    /// Returns the standing with the group one regime lower, if it is not in its lowest.
    pub(super) fn weaker(&self, standing: usize, group: usize) -> Option<usize> {
        (self.regime(standing, group) > 0).then(|| standing - self.strides[group])
    }

    /// Returns the regime of each group.
    fn regimes(&self, standing: usize) -> Vec<usize> {
        (0..self.groups.len()).map(|group| self.regime(standing, group)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_lies_in_the_regime_of_the_cuts_that_it_reaches() {
        let group = Group::new(10, [7, 0, 4, 7]);
        assert_eq!(group.cuts(), [0, 4, 7]);
        let regimes: Vec<usize> = [0, 3, 4, 6, 7, 10].map(|count| group.regime(count)).into();
        assert_eq!(regimes, [0, 0, 1, 1, 2, 2]);
    }

    #[test]
    fn a_game_in_which_more_can_be_less_is_refused() {
        let groups = vec![Group::new(3, [2]), Group::new(2, [1])];
        let game = Game::new(groups, |regimes| regimes[0] != regimes[1]);
        assert_eq!(game, Err(Invalid::NotMonotone { group: 0, wins: vec![0, 1] }));
    }

    #[test]
    fn a_game_that_is_too_large_is_refused() {
        let always = |_: &[usize]| true;
        assert_eq!(Game::new(vec![], always), Err(Invalid::NoMembers));
        assert_eq!(Game::new(vec![Group::new(0, [])], always), Err(Invalid::NoMembers));
        let group = Group::new(MAX_MEMBERS, []);
        assert!(Game::new(vec![group.clone()], always).is_ok());
        assert_eq!(Game::new(vec![group, Group::new(1, [])], always), Err(Invalid::TooManyMembers(4097)));
        let weights = |n| vec![Group::of_every_count(1); n];
        assert!(Game::new(weights(20), always).is_ok());
        assert_eq!(Game::new(weights(21), always), Err(Invalid::TooManyStandings));
    }
}
