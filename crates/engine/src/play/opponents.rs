//! A strategy against opponents who do anything that they lawfully can, day by day, with all clocks.

use super::strategy::{Strategy, possible};
use crate::calendar::Day;
use crate::model::{EventId, Holder};
use crate::state::State;
use crate::step;

/// Plays with more opportunities than this are given up. What takes no time cannot go on for ever by chance.
const MAX_ROUNDS: usize = 20_000;

/// Chance that is the same each time.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Starts from a number.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// Returns a number below `n`, which is not 0.
    ///
    /// # Source
    /// SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % n as u64) as usize
    }

    fn one_of<'t, T>(&mut self, all: &'t [T]) -> Option<&'t T> {
        if all.is_empty() { None } else { Some(&all[self.below(all.len())]) }
    }
}

/// How a play ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Play {
    /// Whether the outcome came about.
    pub won: bool,
    /// The acts of the side.
    pub acts: Vec<EventId>,
    /// The first day and the last.
    pub days: (Day, Day),
}

impl Strategy<'_, '_> {
    /// Plays once against opponents who roll dice: by this plan (the first of its acts that is possible, else none), or by the
    /// ranks.
    pub fn play(&self, plan: Option<&[EventId]>, dice: &mut Dice) -> Play {
        let (mut state, first_day) = self.start();
        let mut table = Round { strategy: self, today: first_day, acts: Vec::new() };
        let mut rounds = 0..MAX_ROUNDS;
        // Who can only by acting first acts first.
        let mut side_first = self.acts_first();
        let won = loop {
            if self.is_won(&state) {
                break true;
            }
            if rounds.next().is_none() {
                break false;
            }
            let others_moved = !side_first && table.others_move(&mut state, dice);
            if self.is_won(&state) {
                continue;
            }
            let side_moved = table.side_moves(&mut state, if side_first { None } else { plan });
            side_first = false;
            if !others_moved && !side_moved && !table.time_passes(&mut state, dice) {
                break false;
            }
        };
        Play { won, acts: table.acts, days: (first_day, table.today) }
    }
}

struct Round<'s, 'g, 'm> {
    strategy: &'s Strategy<'g, 'm>,
    today: Day,
    acts: Vec<EventId>,
}

impl Round<'_, '_, '_> {
    fn side_moves(&mut self, state: &mut State, plan: Option<&[EventId]>) -> bool {
        let turn = match plan {
            Some(plan) => {
                let model = self.strategy.model();
                let is_possible = |id: &&EventId| possible(model, model.event(**id), state, self.today);
                plan.iter().find(is_possible).map(|id| vec![*id])
            }
            None => self.strategy.answer(state, self.today),
        };
        let Some(turn) = turn else { return false };
        for id in turn {
            let _ = step::fire(self.strategy.model(), state, id, self.today);
            self.acts.push(id);
        }
        true
    }

    /// One turn of the others, or none.
    fn others_move(&self, state: &mut State, dice: &mut Dice) -> bool {
        let strategy = self.strategy;
        if dice.below(3) == 0 {
            return false;
        }
        let Some(mut last) = dice.one_of(&strategy.of_others(state, self.today)).copied() else {
            return false;
        };
        let mut next = state.clone();
        while step::fire(strategy.model(), &mut next, last, self.today).is_ok() {
            *state = next.clone();
            // On through stages that nobody else can tell from the ones before.
            let Some(halfway) = strategy.halfway(last, state).filter(|_| !strategy.is_won(state)) else {
                break;
            };
            let mut later = strategy.of_others(state, self.today);
            later.retain(|id| strategy.model().event(*id).holder == Holder::Institution(halfway.by));
            match dice.one_of(&later) {
                Some(&id) if dice.below(4) > 0 => last = id,
                _ => break,
            }
        }
        true
    }

    /// Lets time pass to the next day that something happens on by itself, or to one before. `false` if nothing will.
    fn time_passes(&mut self, state: &mut State, dice: &mut Dice) -> bool {
        let strategy = self.strategy;
        let model = strategy.model();
        let lapses =
            || model.numbered_events().filter_map(|(id, event)| Some((step::due(event, state)?, id)));
        let Some(next) = lapses().map(|(due, _)| due.max(self.today)).min() else { return false };
        let until = next.0 - self.today.0;
        if until > 1 && dice.below(3) > 0 {
            self.today = self.today.plus(1 + dice.below(until as usize - 1) as i32);
            return true;
        }
        let due: Vec<EventId> = lapses().filter(|(due, _)| *due <= next).map(|(_, id)| id).collect();
        self.today = next;
        let Some(&lapse) = dice.one_of(&due) else { return false };
        let is_possible = |id: &EventId| possible(model, model.event(*id), state, self.today);
        let fulfilling: Vec<EventId> = strategy.owed(lapse).into_iter().filter(is_possible).collect();
        let by_others: Vec<EventId> =
            fulfilling.iter().copied().filter(|id| !strategy.is_side_alone(*id)).collect();
        match dice.one_of(&by_others) {
            // Those who are bound do it in time.
            Some(&act) => step::fire(model, state, act, self.today).is_ok(),
            // Nobody but the side could keep it, and it has waited.
            None if !fulfilling.is_empty() => false,
            None => step::fire(model, state, lapse, self.today).is_ok(),
        }
    }
}
