//! Gives a path its dates.
//!
//! In goes a [`Path`], which ignores time; out come days on which its events can really happen, by the civil
//! calendar and with every lapse that waits meanwhile, or nothing. Every constraint on two days has the form
//! `day >= f(other day)`, so the earliest days are found by raising from below (see `solve`). What comes out is
//! checked once more by [`step`], event by event.
//!
//! Exact (`None` proves that no days fit) for paths whose clocks do not stand still, whose lapses read one clock each,
//! and within 300 years; in other cases days may exist that are not found.

mod solve;
mod story;

use crate::calendar::Day;
use crate::model::{EventKind, Model, Test};
use crate::search::Path;
use crate::state::{ClockState, State};
use crate::step;
use solve::{Constraint, Range, least};
use story::Story;

/// Days later than so many after the start are not looked for, nor clocks that began so long before it: 300 years.
const HORIZON_DAYS: i32 = 109_575;

/// The dates of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The day of each event of the path; never descending, the same for automatic events as for what set them off.
    pub days: Vec<Day>,
    /// For each clock of the model that runs when the story begins: the day on which it began, the first day of the
    /// story unless the path needs an earlier one. `None` for the other clocks.
    pub begun: Vec<Option<Day>>,
}

/// Finds the earliest days on which the events of a path can happen.
///
/// `start` is the first day of the story. Acts and lapses lie at least `spacing` days apart, automatic events on
/// the day of what set them off. An event's conditions on time hold on its day; a lapse happens on the day when it
/// is due; and nothing on the path, its end included, comes later than the due day of any lapse of the model that
/// waits then. Clocks that run at the start begin on that day if possible; else those that must have begun earlier
/// begin on the latest day that fits.
///
/// Returns `None` if no days were found, or if the path cannot happen at all.
///
/// # Source
/// Least fixpoints of difference constraints: Bellman 1958, with the calendar's monotone functions for sums.
pub fn schedule(model: &Model, path: &Path, start: Day, spacing: i32) -> Option<Schedule> {
    let story = Story::read(model, path)?;
    let search = Search { model, constraints: story.constraints(spacing)?, story, start };
    let at_start = vec![Range { least: start, most: start }; model.clocks.len()];
    if let Some(found) = search.solve(&at_start).and_then(|days| search.check(&days)) {
        return Some(found);
    }
    let begun = search.begin_earlier(at_start)?;
    search.check(&search.solve(&begun)?)
}

struct Search<'m> {
    model: &'m Model,
    constraints: Vec<Constraint>,
    story: Story<'m>,
    start: Day,
}

impl Search<'_> {
    /// Returns the least days of all variables, given where each clock's start may lie.
    fn solve(&self, begun: &[Range]) -> Option<Vec<Day>> {
        let first = Range { least: self.start, most: self.start };
        let later = Range { least: self.start, most: self.start.plus(HORIZON_DAYS) };
        let mut ranges = vec![first];
        ranges.extend(self.story.steps.iter().map(|_| later));
        ranges.extend(begun);
        least(&ranges, &self.constraints)
    }

    /// Fixes for each clock the latest start that fits, the first clocks first.
    fn begin_earlier(&self, at_start: Vec<Range>) -> Option<Vec<Range>> {
        let earliest = self.start.plus(-HORIZON_DAYS);
        let mut begun = at_start;
        for (clock, range) in self.model.clocks.iter().zip(&mut begun) {
            if clock.runs_at_start {
                range.least = earliest;
            }
        }
        let mut days = self.solve(&begun)?;
        for clock in 0..begun.len() {
            let (mut fits, mut too_late) = (days[self.story.begun(clock)], self.start.plus(1));
            begun[clock] = Range { least: self.start, most: self.start };
            if let Some(found) = self.solve(&begun) {
                days = found;
                continue;
            }
            while fits.plus(1) < too_late {
                let middle = Day(fits.0 + (too_late.0 - fits.0) / 2);
                begun[clock] = Range { least: middle, most: middle };
                if self.solve(&begun).is_some() { fits = middle } else { too_late = middle }
            }
            begun[clock] = Range { least: fits, most: fits };
            days = self.solve(&begun)?;
        }
        Some(begun)
    }

    /// Lets the story happen on these days, by `step`; returns its dates if every step is lawful.
    fn check(&self, days: &[Day]) -> Option<Schedule> {
        let begun: Vec<Option<Day>> = (self.model.clocks.iter().enumerate())
            .map(|(at, clock)| clock.runs_at_start.then(|| days[self.story.begun(at)]))
            .collect();
        let clocks = begun.iter().map(|&since| ClockState { since, stopped: None }).collect();
        let mut state = State { fields: self.story.first_fields().to_vec(), clocks };
        step::stop_and_go(self.model, &mut state, self.start);
        let mut dated = Vec::new();
        let mut last = self.start;
        for (at, one) in self.story.steps.iter().enumerate() {
            let day = days[at + 1];
            let holds = one.event.conditions.iter().all(|condition| match condition.test {
                Test::Field(..) => true,
                Test::Clock(_) | Test::Date(..) => step::holds(&condition.test, &state, day),
            });
            let on_time = one.event.kind != EventKind::Lapse || step::due(one.event, &state) == Some(day);
            if day < last || !holds || !on_time || self.is_overdue(&state, day) {
                return None;
            }
            let followed = step::fire(self.model, &mut state, one.id, day).ok()?;
            debug_assert_eq!(followed, one.followed);
            dated.extend(std::iter::repeat_n(day, 1 + followed.len()));
            last = day;
        }
        (!self.is_overdue(&state, last)).then_some(Schedule { days: dated, begun })
    }

    /// Tells whether a lapse should have happened before this day.
    fn is_overdue(&self, state: &State, day: Day) -> bool {
        self.model.events.iter().any(|event| step::due(event, state).is_some_and(|due| due < day))
    }
}
