//! Dates as days after something, and periods as days: from the fewest to the most that a calendar can make of them.

use crate::resolved::{Cases, Constitution, InstitutionId, Mark, Period, Point};
use solon_engine::calendar::DatePoint;

/// A number of days, from the fewest to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) least: i64,
    pub(super) most: i64,
}

/// More days than any text counts.
const FOREVER: i64 = 1 << 40;

/// What a date is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Entry,
    Mark(Mark),
    TermStart(InstitutionId),
    TermEnd(InstitutionId),
    /// The calendar: days since its first day.
    Calendar,
}

/// Returns how many days a period has.
pub(super) fn days(constitution: &Constitution, period: &Period) -> Days {
    let length = period.length;
    let (mut least, mut most) = months(length.months);
    least += i64::from(length.days);
    most += i64::from(length.days);
    if let Some((param, in_months, in_days)) = period.scaled {
        let range = &constitution.params[param.0].range;
        let all = range.iter().map(|n| {
            let (least, most) = months(n * in_months);
            (least + i64::from(n * in_days), most + i64::from(n * in_days))
        });
        let all: Vec<(i64, i64)> = all.collect();
        least += all.iter().map(|(least, _)| *least).min().unwrap_or(0);
        most += all.iter().map(|(_, most)| *most).max().unwrap_or(0);
    }
    let skipped = i64::from(length.skipped.count_ones());
    if skipped > 0 && skipped < 7 {
        most = most * 7 / (7 - skipped) + 7;
    }
    if length.moves_to_working_day {
        most += 2;
    }
    if !period.sitting.is_empty() || length.aligned.is_some() || skipped == 7 {
        most = FOREVER;
    }
    Days { least, most }
}

fn months(n: i32) -> (i64, i64) {
    let (years, rest) = (i64::from(n / 12), i64::from(n % 12));
    let (short, long) = (years * 365 + rest * 28, years * 366 + rest * 31);
    (short.min(long), short.max(long))
}

/// Returns what a date is counted from, and how many days after that it lies; `None` if it has several bases.
pub(super) fn offset(constitution: &Constitution, point: &Point) -> Option<(Base, Days)> {
    let at = |base| Some((base, Days { least: 0, most: 0 }));
    match point {
        Point::Entry => at(Base::Entry),
        Point::At(mark) => at(Base::Mark(*mark)),
        Point::TermStart(institution) => at(Base::TermStart(*institution)),
        Point::TermEnd(institution) => at(Base::TermEnd(*institution)),
        Point::Calendar(DatePoint::Fixed(day)) => {
            Some((Base::Calendar, Days { least: day.0.into(), most: day.0.into() }))
        }
        Point::Plus(point, period) => {
            let ((base, known), days) = (offset(constitution, point)?, days(constitution, period));
            Some((base, Days { least: known.least + days.least, most: known.most + days.most }))
        }
        Point::Minus(point, period) => {
            let ((base, known), days) = (offset(constitution, point)?, days(constitution, period));
            Some((base, Days { least: known.least - days.most, most: known.most - days.least }))
        }
        Point::Calendar(_) | Point::Earliest(_) | Point::Latest(_) => None,
    }
}

/// Returns the days of a period that is the same in all cases.
pub(super) fn days_of(constitution: &Constitution, cases: &Cases<Period>) -> Option<Days> {
    let all: Vec<Days> = cases.iter().map(|(_, period)| days(constitution, period)).collect();
    let least = all.iter().map(|days| days.least).min()?;
    let most = all.iter().map(|days| days.most).max()?;
    Some(Days { least, most })
}
