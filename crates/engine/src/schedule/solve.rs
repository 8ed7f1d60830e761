//! The least solution of constraints between days.
//!
//! Every constraint has the form `day >= f(another day)` with a monotone `f` of the civil calendar, so the solutions
//! are closed under minimum; raising days from below until nothing is violated finds the least one. A day that must
//! rise past its limit, or too often, has no solution. It knows neither events nor clocks.

use std::collections::VecDeque;

use crate::calendar::{DatePoint, Day, Length};
use crate::model::{ClockId, Comparison};

/// How often one day is raised before the constraints count as a circle without solution. Calendars repeat within
/// 28 years; a raise is at least a day, and circles that rise by single days are cut off here.
const MAX_RAISES: u32 = 5_000;

/// A day to be found: its place among the variables.
pub(super) type Variable = usize;

/// The start of a clock: a day, and the pauses since, each from one day to another.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    /// `None` for a day that is not that of a clock.
    pub(super) clock: Option<ClockId>,
    pub(super) day: Variable,
    pub(super) pauses: Vec<(Variable, Variable)>,
}

/// One constraint.
#[derive(Clone, Debug)]
pub(super) enum Constraint {
    /// The day lies so many days after the other, or later.
    Later { day: Variable, than: Variable, days: i32 },
    /// The day lies so many days after the end of a period, or later.
    AtLeast { day: Variable, origin: Origin, length: Length, days: i32 },
    /// The day, and so many more, lie no later than the end of a period.
    AtMost { day: Variable, origin: Origin, length: Length, days: i32 },
    /// The day stands to dates of the calendar as compared.
    Dates { day: Variable, tests: Vec<(Comparison, DatePoint)> },
}

/// Where a day may lie: both bounds included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    pub(super) least: Day,
    pub(super) most: Day,
}

/// What follows from a constraint.
enum Finding {
    Holds,
    /// This variable must rise to this day.
    Rises(Variable, Day),
    /// No later day helps.
    Hopeless,
}

/// Returns the least day of each variable, or `None` if there is no solution within the ranges.
///
/// Exact as long as no origin has pauses; else what it returns may violate a constraint, and `None` does not prove that
/// there is no solution.
pub(super) fn least(ranges: &[Range], constraints: &[Constraint]) -> Option<Vec<Day>> {
    let mut days: Vec<Day> = ranges.iter().map(|range| range.least).collect();
    let mut readers: Vec<Vec<usize>> = vec![Vec::new(); ranges.len()];
    for (at, constraint) in constraints.iter().enumerate() {
        for variable in constraint.reads() {
            if readers[variable].last() != Some(&at) {
                readers[variable].push(at);
            }
        }
    }
    let mut open: VecDeque<usize> = (0..constraints.len()).collect();
    let mut is_open = vec![true; constraints.len()];
    let mut raises = vec![0; ranges.len()];
    while let Some(at) = open.pop_front() {
        is_open[at] = false;
        let (variable, day) = match constraints[at].look(&days, ranges) {
            Finding::Holds => continue,
            Finding::Rises(variable, day) => (variable, day),
            Finding::Hopeless => return None,
        };
        raises[variable] += 1;
        if day > ranges[variable].most || raises[variable] > MAX_RAISES {
            return None;
        }
        days[variable] = day;
        for &reader in &readers[variable] {
            if !std::mem::replace(&mut is_open[reader], true) {
                open.push_back(reader);
            }
        }
    }
    Some(days)
}

impl Origin {
    /// Returns the start of a clock as an origin without pauses.
    pub(super) fn of(clock: ClockId, day: Variable) -> Origin {
        Origin { clock: Some(clock), day, pauses: Vec::new() }
    }

    /// Returns a day as an origin.
    pub(super) fn at(day: Variable) -> Origin {
        Origin { clock: None, day, pauses: Vec::new() }
    }

    /// Returns the days that the clock has stood still.
    fn stood_still(&self, days: &[Day]) -> i32 {
        self.pauses.iter().map(|&(from, to)| days[to].0 - days[from].0).sum()
    }

    fn since(&self, days: &[Day]) -> Day {
        days[self.day].plus(self.stood_still(days))
    }

    fn reads(&self) -> impl Iterator<Item = Variable> {
        self.pauses.iter().flat_map(|&(from, to)| [from, to]).chain([self.day])
    }
}

impl Constraint {
    /// Returns all variables that occur.
    fn reads(&self) -> Vec<Variable> {
        match self {
            Constraint::Later { day, than, .. } => vec![*day, *than],
            Constraint::AtLeast { day, origin, .. } | Constraint::AtMost { day, origin, .. } => {
                origin.reads().chain([*day]).collect()
            }
            Constraint::Dates { day, .. } => vec![*day],
        }
    }

    /// Tells whether these days satisfy the constraint.
    pub(super) fn holds(&self, days: &[Day], ranges: &[Range]) -> bool {
        matches!(self.look(days, ranges), Finding::Holds)
    }

    /// Returns what follows from the constraint for these days.
    fn look(&self, days: &[Day], ranges: &[Range]) -> Finding {
        let (variable, day) = match self {
            Constraint::Later { day, than, days: apart } => (*day, days[*than].plus(*apart)),
            Constraint::AtLeast { day, origin, length, days: more } => {
                (*day, length.after(origin.since(days)).plus(*more))
            }
            Constraint::AtMost { day, origin, length, days: more } => {
                let end = days[*day].plus(*more);
                (origin.day, first_start(length, end).plus(-origin.stood_still(days)))
            }
            Constraint::Dates { day, tests } => match next_date(tests, days[*day], ranges[*day].most) {
                Some(next) => (*day, next),
                None => return Finding::Hopeless,
            },
        };
        if day <= days[variable] { Finding::Holds } else { Finding::Rises(variable, day) }
    }
}

/// Returns the first day from which the period ends on `end` or later.
fn first_start(length: &Length, end: Day) -> Day {
    let (lo, hi) = length.span();
    let (mut before, mut after) = (end.0.saturating_sub(hi + 8), end.0.saturating_sub(lo - 8));
    while before + 1 < after {
        let middle = before + (after - before) / 2;
        if length.after(Day(middle)) >= end {
            after = middle;
        } else {
            before = middle;
        }
    }
    Day(after)
}

/// Returns the first day from `day` to `most` on which all tests hold.
fn next_date(tests: &[(Comparison, DatePoint)], mut day: Day, most: Day) -> Option<Day> {
    while let Some((comparison, point)) =
        tests.iter().find(|(comparison, point)| !comparison.holds(day, point.in_year_of(day)))
    {
        let date = point.in_year_of(day);
        let is_once = matches!(point, DatePoint::Fixed(_));
        day = match comparison {
            Comparison::AtLeast => date,
            Comparison::After => date.plus(1),
            Comparison::Before | Comparison::AtMost if is_once => return None,
            Comparison::Before | Comparison::AtMost => new_year_after(day),
        };
        if day > most {
            return None;
        }
    }
    Some(day)
}

/// Returns the first day of the next year.
fn new_year_after(day: Day) -> Day {
    let first = DatePoint::Yearly { month: 1, day: 1 };
    first.in_year_of(first.in_year_of(day).plus(366))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("the tests write dates as year-month-day")
    }

    #[test]
    fn the_first_start_is_the_inverse_of_a_length() {
        let lengths = [
            Length::days(0),
            Length::days(10),
            Length::days(-3),
            Length::months(1),
            Length::months(-2),
            Length { days: 10, skipped: 1 << 6, ..Length::default() },
            Length {
                months: 48,
                aligned: Some(DatePoint::Yearly { month: 1, day: 20 }),
                ..Length::default()
            },
            Length { days: 5, moves_to_working_day: true, ..Length::default() },
        ];
        for length in lengths {
            for end in day("2019-11-01").0..day("2021-03-01").0 {
                let start = first_start(&length, Day(end));
                assert!(length.after(start) >= Day(end), "{length:?} {}", Day(end));
                assert!(length.after(start.plus(-1)) < Day(end), "{length:?} {}", Day(end));
            }
        }
    }

    #[test]
    fn dates_of_the_year_are_waited_for() {
        let september = DatePoint::Yearly { month: 9, day: 1 };
        let most = day("2100-01-01");
        let at_least = [(Comparison::AtLeast, september)];
        assert_eq!(next_date(&at_least, day("2024-10-01"), most), Some(day("2024-10-01")));
        assert_eq!(next_date(&at_least, day("2024-03-01"), most), Some(day("2024-09-01")));
        let before = [(Comparison::Before, september)];
        assert_eq!(next_date(&before, day("2024-09-01"), most), Some(day("2025-01-01")));
        let once = [(Comparison::AtMost, DatePoint::Fixed(day("2024-01-01")))];
        assert_eq!(next_date(&once, day("2024-01-02"), most), None);
        let never = [(Comparison::After, DatePoint::Yearly { month: 12, day: 31 })];
        assert_eq!(next_date(&never, day("2024-03-01"), most), None);
    }

    #[test]
    fn a_circle_has_no_solution() {
        let range = Range { least: Day(0), most: Day(100_000) };
        let later = |day, than, days| Constraint::Later { day, than, days };
        assert_eq!(least(&[range; 2], &[later(0, 1, 1), later(1, 0, 0)]), None);
        assert_eq!(least(&[range; 2], &[later(0, 1, 1), later(1, 0, -1)]), Some(vec![Day(1), Day(0)]));
    }
}
