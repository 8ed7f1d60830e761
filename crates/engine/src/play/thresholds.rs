//! From how many seats on something can be done: every threshold, from the numbers at which anything changes.

use super::numbers::Numbers;
use super::{Border, Coalition, Game, Members, Strength};
use crate::model::EventId;
use crate::search::{Bounds, Exceeded};
use crate::symbolic::{Favour, Set};

/// The smallest numbers of members of each kind with which something can be done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thresholds {
    /// Whoever acts first, whatever the dates.
    pub can: Vec<Vec<u32>>,
    /// Only if they act before the others do, and with none of the former as a part.
    pub first: Vec<Vec<u32>>,
    /// It depends on dates, or on the order of periods, whether they can; and with none of the former as a part. Empty if not
    /// everything is known.
    pub by_dates: Vec<Vec<u32>>,
    /// They can, though perhaps fewer could: to tell met a bound.
    pub loose: Vec<Vec<u32>>,
    /// Whether there can be no others.
    pub is_complete: bool,
    /// The bounds that games met, each once.
    pub met: Vec<Exceeded>,
}

impl Thresholds {
    /// Orders what was found: those who surely can, those who can if they act first, and those who can if dates are kind.
    fn new(numbers: &Numbers<'_, '_>, [can, first, at_best]: [&Border; 3], is_complete: bool) -> Thresholds {
        let counts = |all: &mut dyn Iterator<Item = &Coalition>| -> Vec<Vec<u32>> {
            all.map(|steps| numbers.counts(*steps)).collect()
        };
        let is_new = |steps: &&Coalition| !can.is_won(**steps);
        let is_later = |steps: &&Coalition| is_complete && !can.is_won(**steps) && !first.is_won(**steps);
        let loose = can.loose.iter().chain(first.loose.iter().filter(is_new));
        Thresholds {
            can: counts(&mut can.winners.iter()),
            first: counts(&mut first.winners.iter().filter(is_new)),
            by_dates: counts(&mut at_best.winners.iter().filter(is_later)),
            loose: counts(&mut loose.into_iter()),
            is_complete,
            met: numbers.met(),
        }
    }
}

impl<'m> Game<'m> {
    /// Finds from how many of these members on a coalition can, with them, bring a goal about from the start, and keep all others from
    /// it. The members are none of the coalition's. Acts that are left out are taken by nobody. Each of the six searches has the seconds
    /// and the work of `bounds`. `None` if more numbers matter than can be asked about.
    pub fn thresholds(
        &self,
        members: &Members<'_, 'm>,
        with: Coalition,
        (goal, left_out): (&Set, &[EventId]),
        bounds: &Bounds,
    ) -> Option<[Thresholds; 2]> {
        let numbers = Numbers::new(self, members, with, (goal, left_out))?;
        let timed = |search: &mut dyn FnMut() -> Border| {
            self.space().restart_watch(bounds);
            let border = search();
            self.end_watch();
            border
        };
        let perhaps = timed(&mut || numbers.forcing(Strength::OnlyFirst, Favour::Side));
        let can = timed(&mut || numbers.forcing(Strength::Can, Favour::Others));
        let first = timed(&mut || numbers.forcing(Strength::OnlyFirst, Favour::Others));
        let is_complete = [&can, &first, &perhaps].into_iter().all(Border::is_complete);
        let force = Thresholds::new(&numbers, [&can, &first, &perhaps], is_complete);
        // Who keeps the others from it surely does so if dates are kind to them.
        let can = timed(&mut || numbers.blocking(Strength::OnlyFirst, Favour::Side));
        let first = timed(&mut || numbers.blocking(Strength::Can, Favour::Side));
        let perhaps = timed(&mut || numbers.blocking(Strength::Can, Favour::Others));
        let is_complete = [&can, &first, &perhaps].into_iter().all(Border::is_complete);
        let block = Thresholds::new(&numbers, [&can, &first, &perhaps], is_complete);
        Some([force, block])
    }
}
