//! A strategy as a plan that people can follow.

use super::game::MAX_NODES;
use super::{Dice, Pace, Strategy};
use crate::model::EventId;
use crate::search::Exceeded;
use crate::step;
use crate::symbolic::Favour;

/// How many plays show which acts a strategy takes.
const SHOWN: u64 = 50;

/// A plan, and how it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What must be done before the others act; empty if nothing.
    pub opening: Vec<EventId>,
    /// Then, at each opportunity, the first of these that is possible, and waiting if none is.
    pub acts: Vec<EventId>,
    /// Whether that always wins. If not, which of the acts is the right one depends on the case.
    pub is_list: bool,
    /// How many times it was played against opponents who roll dice, and how many of these plays it lost.
    pub n_plays: (u64, u64),
    /// The fewest and the most acts in these plays.
    pub n_acts: (usize, usize),
}

impl Strategy<'_, '_> {
    /// Works out a plan and plays it so many times.
    ///
    /// # Errors
    /// As [`crate::symbolic::Space::force`].
    pub fn plan(&self, n_plays: u64) -> Result<Plan, Exceeded> {
        let (begin, today) = self.start();
        let opening = match self.acts_first() {
            true => self.answer(&begin, today).unwrap_or_default(),
            false => Vec::new(),
        };
        let shown = (0..SHOWN).map(|seed| self.play(None, &mut Dice::new(seed)).acts);
        let mut shown: Vec<Vec<EventId>> =
            shown.map(|acts| acts.into_iter().skip(opening.len()).collect()).collect();
        // The longest play tells best what comes before what.
        shown.sort_by_key(|acts| std::cmp::Reverse(acts.len()));
        let mut taken: Vec<EventId> = Vec::new();
        for act in shown.into_iter().flatten() {
            if !taken.contains(&act) {
                taken.push(act);
            }
        }
        self.game.restart_watch();
        let list = self.list(&taken)?;
        self.game.end_watch();
        let plays: Vec<_> =
            (0..n_plays).map(|seed| self.play(list.as_deref(), &mut Dice::new(seed))).collect();
        let lengths = || plays.iter().map(|play| play.acts.len());
        Ok(Plan {
            opening,
            is_list: list.is_some(),
            acts: list.unwrap_or(taken),
            n_plays: (n_plays, plays.iter().filter(|play| !play.won).count() as u64),
            n_acts: (lengths().min().unwrap_or(0), lengths().max().unwrap_or(0)),
        })
    }

    /// Puts the acts that were taken in some plays in an order in which a plan wins that takes the first of them that is
    /// possible, and waits if none is; the plan has none that is not needed. Whoever must act first first answers. `None` if no
    /// order that was tried wins.
    ///
    /// # Errors
    /// As [`crate::symbolic::Space::force`].
    fn list(&self, taken: &[EventId]) -> Result<Option<Vec<EventId>>, Exceeded> {
        let space = self.game.space();
        let (mut begin, today) = self.start();
        if self.acts_first() {
            for act in self.answer(&begin, today).unwrap_or_default() {
                let _ = step::fire(self.model(), &mut begin, act, today);
            }
        }
        let from = space.state(&begin)?;
        let wins = |plan: &[EventId]| {
            self.game.with_sides(
                self.side,
                Favour::Others,
                (Pace::Steps, &self.left_out, MAX_NODES),
                |sides| space.is_won_by(&self.layers[0], sides, plan, &from),
            )
        };
        let mut plan: Vec<EventId> = taken.to_vec();
        if !wins(&plan)? {
            // What was taken last leads to the goal.
            plan.reverse();
            if !wins(&plan)? {
                return Ok(None);
            }
        }
        let mut at = 0;
        while at < plan.len() {
            let mut less = plan.clone();
            less.remove(at);
            if wins(&less)? {
                plan = less;
            } else {
                at += 1;
            }
        }
        Ok(Some(plan))
    }
}
