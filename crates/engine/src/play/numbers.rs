//! How strong numbers of members are, alone or together with others.
//!
//! A number of members counts only through the acts that they and the others own. So the games that are solved are few: one for
//! each distinct pair of such sets, and none where a stronger side has failed or a weaker one has won.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::game::MAX_NODES;
use super::player::Side;
use super::solved::{Solved, Within};
use super::{Border, Coalition, Game, Members, Strength};
use crate::model::{Event, EventId, EventKind, FieldId};
use crate::search::Exceeded;
use crate::symbolic::{Favour, Set};

/// The acts that a side can make happen whatever the others do, and those that the others can: all that a game depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Hand {
    own: Vec<bool>,
    others: Vec<bool>,
}

impl Within for Hand {
    /// Tells whether the other side has no less, and those against it no more.
    fn is_within(&self, other: &Hand) -> bool {
        let all_in = |some: &[bool], all: &[bool]| some.iter().zip(all).all(|(some, all)| !some || *all);
        all_in(&self.own, &other.own) && all_in(&other.others, &self.others)
    }
}

/// One goal, asked about many numbers of members.
///
/// They are asked about as coalitions of *steps*: a coalition has as many members of a kind as the last of its steps that follow
/// each other from the first one on.
pub(super) struct Numbers<'a, 'm> {
    game: &'a Game<'m>,
    members: &'a Members<'a, 'm>,
    /// How many seats of each player are on their side anyway.
    with: Vec<u32>,
    goal: &'a Set,
    left_out: &'a [EventId],
    /// The kind and the number of members that each step stands for.
    steps: Vec<(usize, u32)>,
    solved: RefCell<Solved<Hand>>,
    /// The fields that mattered in the games so far.
    seen: RefCell<BTreeSet<FieldId>>,
}

impl<'a, 'm> Numbers<'a, 'm> {
    /// Asks about numbers of these members, together with a coalition; acts that are left out are taken by nobody. `None` if more
    /// numbers matter than can be asked about.
    pub(super) fn new(
        game: &'a Game<'m>,
        members: &'a Members<'a, 'm>,
        with: Coalition,
        (goal, left_out): (&'a Set, &'a [EventId]),
    ) -> Option<Numbers<'a, 'm>> {
        let kinds = members.kinds().iter().enumerate();
        let steps: Vec<(usize, u32)> =
            kinds.flat_map(|(at, kind)| kind.cuts.iter().map(move |cut| (at, *cut))).collect();
        let players = members.players();
        let seats = |player: usize| if with.contains(player) { players.n_seats(player) } else { 0 };
        let with = (0..players.all().len()).map(seats).collect();
        let (solved, seen) = (RefCell::default(), RefCell::default());
        let numbers = Numbers { game, members, with, goal, left_out, steps, solved, seen };
        (numbers.steps.len() <= Coalition::MAX_PLAYERS).then_some(numbers)
    }

    fn all_steps(&self) -> Coalition {
        Coalition((0..self.steps.len()).fold(0, |all, step| all | 1 << step))
    }

    /// Returns how many members of each kind a coalition of steps has.
    pub(super) fn counts(&self, steps: Coalition) -> Vec<u32> {
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

    /// Returns the border between those steps that force the goal at least so surely and those that do not.
    pub(super) fn forcing(&self, least: Strength, favour: Favour) -> Border {
        Border::find(
            self.all_steps(),
            |steps| self.forces(steps, least, favour),
            |steps| self.guess(steps).ok(),
        )
    }

    /// Returns the border between those steps against whom all others are not so strong, and those against whom they are.
    pub(super) fn blocking(&self, least: Strength, favour: Favour) -> Border {
        let blocks = |steps| self.is_at_least(self.against(steps), least, favour).map(|forces| !forces);
        Border::find(self.all_steps(), blocks, |_| None)
    }

    /// Tells whether these steps force the goal at least so surely; `None` if a bound was met.
    pub(super) fn forces(&self, steps: Coalition, least: Strength, favour: Favour) -> Option<bool> {
        self.is_at_least(self.hand(steps), least, favour)
    }

    fn hand(&self, steps: Coalition) -> Hand {
        let seats = self.seats(steps);
        Hand { own: self.acts(Side::Counted(&seats)), others: self.acts(Side::AllBut(&seats)) }
    }

    /// Returns the hand of all others.
    fn against(&self, steps: Coalition) -> Hand {
        let Hand { own, others } = self.hand(steps);
        Hand { own: others, others: own }
    }

    fn seats(&self, steps: Coalition) -> Vec<u32> {
        let seats = self.members.seats(&self.counts(steps));
        seats.iter().zip(&self.with).map(|(seats, with)| seats + with).collect()
    }

    fn acts(&self, side: Side<'_>) -> Vec<bool> {
        let players = self.members.players();
        let is_in = |(id, event): (EventId, &Event)| {
            !event.is_unlawful_act() && !self.left_out.contains(&id) && players.owns_with(event, side)
        };
        players.model().numbered_events().map(is_in).collect()
    }

    fn is_at_least(&self, hand: Hand, least: Strength, favour: Favour) -> Option<bool> {
        match self.solved.borrow().told(&hand, favour) {
            [surely, _] if surely >= least => return Some(true),
            [_, at_best] if at_best < least => return Some(false),
            _ if self.solved.borrow().failed(&hand, favour).is_some() => return None,
            _ => {}
        }
        let known = self.solved.borrow().won(&hand, favour, self.game.space());
        let answer = known.and_then(|known| self.solve(&hand, favour, known.as_ref()));
        let strength = self.solved.borrow_mut().add(hand, favour, answer).ok()?;
        Some(strength >= least)
    }

    /// Returns how strong a side is, and states from which it wins, as far as they were needed.
    fn solve(&self, hand: &Hand, favour: Favour, known: Option<&Set>) -> Result<(Strength, Set), Exceeded> {
        let own = |id: EventId| hand.own[id.index()];
        let others = |id: EventId| hand.others[id.index()];
        self.game.between([&own, &others], favour, self.left_out, MAX_NODES, |sides| {
            self.game.strength((self.goal, self.game.start(), known), sides, &mut self.seen.borrow_mut())
        })
    }

    /// Returns how many games were played, and how many of them met a bound.
    pub(super) fn n_played(&self) -> (usize, usize) {
        self.solved.borrow().n_played()
    }

    /// Returns the bounds that these games met, each once.
    pub(super) fn met(&self) -> Vec<Exceeded> {
        self.solved.borrow().met()
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
            let seats = self.seats(less);
            if acts().all(|event| players.owns_with(event, Side::Counted(&seats))) { less } else { left }
        }))
    }
}
