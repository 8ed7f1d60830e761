//! Gives a path its dates.
//!
//! In goes a [`Path`], which ignores time; out come days on which its events can really happen, by the civil
//! calendar and with every lapse that waits meanwhile, or nothing. Every constraint on two days has the form
//! `day >= f(other day)`, so the earliest days are found by raising from below (see `solve`). What comes out is
//! checked once more by [`step`], event by event.
//!
//! Exact (`None` proves that no days fit) for paths whose clocks do not stand still,
//! and within the calendar (years -9999 to 9999); in other cases days may exist that are not found.

mod conflict;
mod solve;
mod story;

use crate::calendar::Day;
use crate::model::{
    ClockGuard, Comparison, Condition, Event, EventId, EventKind, Force, Model, RuleId, Test,
};
use crate::search::Path;
use crate::state::State;
use crate::step;
pub use conflict::Fact;
pub(crate) use conflict::conflict;
use solve::{Constraint, Range, least};
use story::{Constraints, Difference, Story};

/// How many ways to satisfy constraints of which one suffices are tried.
const MAX_TRIES: u32 = 1_000;

/// The dates of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The day of each event of the path; never descending, the same for automatic events as for what set them off.
    pub days: Vec<Day>,
    /// The day on which the story ends: that of the last event, or a later one on which all wait.
    pub until: Day,
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
    schedule_with(model, path, start, spacing, &[])
}

/// Finds the earliest days on which the events of a path can happen so that its end, or a day on which all wait after it,
/// is as the facts say; spaced as [`schedule`] does.
pub fn schedule_to(
    model: &Model,
    path: &Path,
    start: Day,
    spacing: i32,
    facts: &[(Fact, bool)],
) -> Option<Schedule> {
    if facts.is_empty() {
        return schedule(model, path, start, spacing);
    }
    let (model, path, orders) = ending(model, path, facts)?;
    let mut found = schedule_with(&model, &path, start, spacing, &orders)?;
    found.days.pop();
    Some(found)
}

/// Adds an event to a path that can happen where the facts about single clocks hold; returns the facts about two.
fn ending(model: &Model, path: &Path, facts: &[(Fact, bool)]) -> Option<(Model, Path, Vec<Difference>)> {
    let mut conditions = Vec::new();
    let mut orders = Vec::new();
    for &(fact, holds) in facts {
        match fact {
            Fact::Started(_) => {}
            Fact::Passed(clock, length, more) => {
                let comparison = match (holds, more) {
                    (true, 0) => Comparison::AtLeast,
                    (true, 1) => Comparison::After,
                    (false, 0) => Comparison::Before,
                    (false, 1) => Comparison::AtMost,
                    _ => return None,
                };
                let test = Test::Clock(ClockGuard { clock, comparison, length });
                conditions.push(Condition { test, rule: RuleId(u32::MAX), force: Force::Void });
            }
            Fact::Older(older, younger, days) if holds => orders.push(Difference { older, younger, days }),
            Fact::Older(older, younger, days) => {
                orders.push(Difference { older: younger, younger: older, days: 1 - days });
            }
        }
    }
    let mut model = model.clone();
    let id = EventId(model.events.len() as u32);
    model.events.push(Event { conditions, ..Event::new(RuleId(u32::MAX), EventKind::Act) });
    let mut path = path.clone();
    path.events.push(id);
    Some((model, path, orders))
}

fn schedule_with(
    model: &Model,
    path: &Path,
    start: Day,
    spacing: i32,
    orders: &[Difference],
) -> Option<Schedule> {
    let story = Story::read(model, path)?;
    let search = Search { model, constraints: story.constraints(spacing, orders).ok()?, story, start };
    let at_start = vec![Range { least: start, most: start }; model.clocks.len()];
    if let Some(found) = search.solve(&at_start).and_then(|days| search.check(&days)) {
        return Some(found);
    }
    let begun = search.begin_earlier(at_start)?;
    search.check(&search.solve(&begun)?)
}

struct Search<'m> {
    model: &'m Model,
    constraints: Constraints,
    story: Story<'m>,
    start: Day,
}

impl Search<'_> {
    /// Returns the least days of all variables, given where each clock's start may lie.
    fn solve(&self, begun: &[Range]) -> Option<Vec<Day>> {
        let first = Range { least: self.start, most: self.start };
        let later = Range { least: self.start, most: Day::LAST };
        let mut ranges = vec![first];
        ranges.extend(self.story.steps.iter().map(|_| later));
        ranges.extend(begun);
        let mut tries = MAX_TRIES;
        self.choose(&ranges, &mut self.constraints.fixed.clone(), &mut tries, None)
    }

    /// Returns the first days that satisfy the constraints and one of each choice: the earliest for the first event, then for the
    /// second, and so on. `None` if there are none before those that are known.
    fn choose(
        &self,
        ranges: &[Range],
        constraints: &mut Vec<Constraint>,
        tries: &mut u32,
        known: Option<&Vec<Day>>,
    ) -> Option<Vec<Day>> {
        let days = least(ranges, constraints)?;
        // Whatever is chosen, no day comes earlier than these.
        if known.is_some_and(|known| *known <= days) {
            return None;
        }
        let is_open = |choice: &&Vec<Constraint>| !choice.iter().any(|one| one.holds(&days, ranges));
        let Some(choice) = self.constraints.choices.iter().find(is_open) else { return Some(days) };
        let mut first: Option<Vec<Day>> = None;
        for one in choice {
            let Some(left) = tries.checked_sub(1) else { break };
            *tries = left;
            constraints.push(one.clone());
            let found = self.choose(ranges, constraints, tries, first.as_ref().or(known));
            constraints.pop();
            first = found.or(first);
        }
        first
    }

    /// Fixes for each clock the latest start that fits, the first clocks first.
    fn begin_earlier(&self, at_start: Vec<Range>) -> Option<Vec<Range>> {
        let mut begun = at_start;
        for (clock, range) in self.model.clocks.iter().zip(&mut begun) {
            if clock.runs_at_start {
                range.least = Day::FIRST;
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
        let mut state = step::begin(self.model, self.story.first_fields().to_vec(), &begun, self.start);
        let mut dated = Vec::new();
        let mut last = self.start;
        for (at, one) in self.story.steps.iter().enumerate() {
            let day = days[at + 1];
            let holds = one.event.conditions.iter().all(|condition| match condition.test {
                Test::Field(..) => true,
                Test::Clock(_) | Test::Date(..) => step::holds(&condition.test, &state, day),
            });
            // What is overdue when it begins to wait happens on that day.
            let is_due = |due: Day| due == day || (due < day && day == last);
            let on_time =
                one.event.kind != EventKind::Lapse || step::due(one.event, &state).is_some_and(is_due);
            let is_late = (day > last || at == 0) && self.is_overdue(&state, day);
            if day < last || !holds || !on_time || is_late {
                return None;
            }
            let followed = step::fire(self.model, &mut state, one.id, day).ok()?;
            debug_assert_eq!(followed, one.followed);
            dated.extend(std::iter::repeat_n(day, 1 + followed.len()));
            last = day;
        }
        let is_empty = self.story.steps.is_empty();
        (!is_empty || !self.is_overdue(&state, last)).then_some(Schedule { days: dated, until: last, begun })
    }

    /// Tells whether a lapse should have happened before this day.
    fn is_overdue(&self, state: &State, day: Day) -> bool {
        self.model.events.iter().any(|event| step::due(event, state).is_some_and(|due| due < day))
    }
}
