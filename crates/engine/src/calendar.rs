//! Days, lengths of time, and the civil calendar.
//!
//! A [`Day`] is a number, so that states stay small; [`jiff::civil::Date`] does the calendar.

use jiff::ToSpan;
use jiff::civil::Date;

/// A date as the number of days since 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// The first and last day that the calendar knows: years -9999 to 9999.
const RANGE: std::ops::RangeInclusive<i32> = -4_371_587..=2_932_896;

impl Day {
    /// Returns the day of a date.
    pub fn from_date(date: Date) -> Day {
        let epoch = jiff::civil::date(1970, 1, 1);
        Day(epoch.until(date).map_or(0, |span| span.get_days()))
    }

    /// The first day that is told apart from all earlier ones.
    pub const FIRST: Day = Day(*RANGE.start() + 1);

    /// The last day that is told apart from all later ones.
    pub const LAST: Day = Day(*RANGE.end() - 1);

    /// Returns the date, clamped to the years -9999 to 9999.
    pub fn date(self) -> Date {
        let days = self.0.clamp(*RANGE.start(), *RANGE.end());
        jiff::civil::date(1970, 1, 1).saturating_add(i64::from(days).days())
    }

    /// Returns the day `days` later.
    pub fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days).clamp(*RANGE.start(), *RANGE.end()))
    }

    /// Returns the day of the week: 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> u8 {
        self.date().weekday().to_monday_zero_offset() as u8
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.date())
    }
}

impl std::str::FromStr for Day {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Day, jiff::Error> {
        text.parse::<Date>().map(Day::from_date)
    }
}

/// What becomes of a month end that the target month lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Round {
    /// 31 January and one month is 28 or 29 February.
    #[default]
    Clamp,
    /// 31 January and one month is 1 March.
    Forward,
}

/// A length of time: months first, then days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Length {
    /// Months; a year is 12.
    pub months: i32,
    /// Days; a week is 7.
    pub days: i32,
    /// Days of the week that do not count: bit 0 Monday to bit 6 Sunday. They hold up days, not months.
    pub skipped: u8,
    /// How month ends are rounded.
    pub round: Round,
    /// Whether a last day on a Saturday or Sunday moves to Monday.
    pub moves_to_working_day: bool,
    /// The date of the year that the end waits for, as in "noon on the 20th day of January".
    pub aligned: Option<DatePoint>,
}

impl Length {
    /// Returns a length of plain days.
    pub fn days(days: i32) -> Length {
        Length { days, ..Length::default() }
    }

    /// Returns a length of plain months.
    pub fn months(months: i32) -> Length {
        Length { months, ..Length::default() }
    }

    /// Returns the day that lies this length after `start`; the start itself is day 0.
    pub fn after(&self, start: Day) -> Day {
        let mut day = start;
        if self.months != 0 {
            let from = start.date();
            let clamped = from.saturating_add(i64::from(self.months).months());
            day = Day::from_date(clamped);
            if self.round == Round::Forward && clamped.day() < from.day() {
                day = day.plus(1);
            }
        }
        if self.skipped & 0x7f == 0 || self.skipped & 0x7f == 0x7f {
            day = day.plus(self.days);
        } else {
            let step = self.days.signum();
            let mut left = self.days.abs();
            while left > 0 {
                day = day.plus(step);
                if self.skipped >> day.weekday() & 1 == 0 {
                    left -= 1;
                }
            }
        }
        if let Some(date) = self.aligned {
            day = date.next_from(day);
        }
        if self.moves_to_working_day {
            while day.weekday() >= 5 {
                day = day.plus(1);
            }
        }
        day
    }

    /// Returns the fewest and the most whole days that this length can span, whatever the start.
    pub fn span(&self) -> (i32, i32) {
        let (lo, hi) = month_span(self.months.abs());
        let (mut lo, mut hi) = if self.months < 0 { (-hi, -lo) } else { (lo, hi) };
        let skipped = (self.skipped & 0x7f).count_ones() as i32;
        if skipped > 0 && skipped < 7 {
            // Between the first and the last counted day lie whole weeks at least; at most every week begun adds its skipped days.
            let (counted, days) = (7 - skipped, self.days.abs());
            let extra = ((days - 1).max(0) / counted * skipped, (days + counted - 1) / counted * skipped);
            let sign = self.days.signum();
            let (a, b) = (self.days + sign * extra.0, self.days + sign * extra.1);
            lo += a.min(b);
            hi += a.max(b);
        } else {
            lo += self.days;
            hi += self.days;
        }
        hi += match self.aligned {
            Some(DatePoint::Yearly { .. }) => 366,
            // The first or last such weekday of a month comes up to six days later than a year ago.
            Some(DatePoint::Nth { .. }) => 372,
            Some(DatePoint::Fixed(_)) | None => 0,
        };
        if self.moves_to_working_day {
            hi += 2;
        }
        (lo, hi)
    }
}

/// Returns the fewest and most days in `months` consecutive months.
fn month_span(months: i32) -> (i32, i32) {
    const SHORT: [i32; 12] = [0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334];
    const LONG: [i32; 12] = [0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337];
    let (years, rest) = (months / 12, (months % 12) as usize);
    let leaps_least = if years >= 8 { (years - 8) / 4 + 1 } else { 0 };
    let leaps_most = if years == 0 { 0 } else { (years - 1) / 4 + 1 };
    (years * 365 + leaps_least + SHORT[rest], years * 365 + leaps_most + LONG[rest])
}

/// Returns the date in a year; 29 February becomes 28 in common years.
fn yearly(year: i16, month: i8, of_month: i8) -> Day {
    let first = Date::new(year.clamp(-9999, 9999), month.clamp(1, 12), 1).unwrap_or(Date::MAX);
    Day::from_date(first).plus(i32::from(of_month.min(first.days_in_month())) - 1)
}

/// A date that the calendar gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DatePoint {
    /// One day.
    Fixed(Day),
    /// The same date in each year.
    Yearly {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
    },
    /// The first or last such day of the week in a month of each year.
    Nth {
        /// The last one instead of the first.
        last: bool,
        /// 0 Monday to 6 Sunday.
        weekday: u8,
        /// 1 to 12.
        month: i8,
    },
}

impl DatePoint {
    /// Returns the day in the year of `today`.
    pub fn in_year_of(self, today: Day) -> Day {
        let year = today.date().year();
        match self {
            DatePoint::Fixed(day) => day,
            DatePoint::Yearly { month, day } => yearly(year, month, day),
            DatePoint::Nth { last, weekday, month } => {
                let first = yearly(year, month, 1);
                let start = if last { yearly(year, month, 31).plus(-6) } else { first };
                start.plus(i32::from((weekday + 7 - start.weekday()) % 7))
            }
        }
    }

    /// Returns the first day on or after `day` that is such a date; `day` itself if there is none.
    pub fn next_from(self, day: Day) -> Day {
        let this = self.in_year_of(day);
        match self {
            _ if this >= day => this,
            DatePoint::Fixed(_) => day,
            DatePoint::Yearly { .. } | DatePoint::Nth { .. } => {
                self.in_year_of(yearly(day.date().year() + 1, 1, 1))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("the tests write dates as year-month-day")
    }

    #[test]
    fn ten_days_sundays_excepted_skip_the_sunday() {
        let length = Length { days: 10, skipped: 1 << 6, ..Length::default() };
        assert_eq!(length.after(day("1970-12-14")), day("1970-12-25"));
        assert_eq!(length.after(day("2026-03-02")), day("2026-03-13"));
    }

    #[test]
    fn a_last_day_on_a_weekend_moves_to_monday() {
        let length = Length { days: 5, moves_to_working_day: true, ..Length::default() };
        let ends = ["2026-03-06", "2026-03-09", "2026-03-09", "2026-03-09", "2026-03-10"];
        for (start, end) in (1..).zip(ends) {
            assert_eq!(length.after(day("2026-02-28").plus(start)), day(end), "{start}");
        }
    }

    #[test]
    fn month_ends_are_rounded_as_declared() {
        assert_eq!(Length::months(1).after(day("2023-01-31")), day("2023-02-28"));
        let forward = Length { round: Round::Forward, ..Length::months(1) };
        assert_eq!(forward.after(day("2023-01-31")), day("2023-03-01"));
        assert_eq!(forward.after(day("2023-01-28")), day("2023-02-28"));
    }

    /// Returns the fewest and the most days that a length spans, by trying all starts in a cycle of the calendar.
    fn tried(length: &Length) -> (i32, i32) {
        let starts = day("1896-01-01").0..day("1910-01-01").0;
        let starts = starts.chain(day("2019-01-01").0..day("2030-01-01").0);
        let spans = starts.map(|start| length.after(Day(start)).0 - start);
        spans.fold((i32::MAX, i32::MIN), |(lo, hi), days| (lo.min(days), hi.max(days)))
    }

    #[test]
    fn spans_of_months_are_exact() {
        for months in (1..=60).chain([84, 95, 96, 97, 98, 100, 108, 120, 144]) {
            for months in [months, -months] {
                let length = Length::months(months);
                let ((lo, hi), (least, most)) = (length.span(), tried(&length));
                assert!(lo <= least && most <= hi, "{months}: {:?} {:?}", (lo, hi), (least, most));
                // Rest months and leap days need not come together at their worst.
                let apart = i32::from(months % 12 != 0);
                assert!(
                    least - lo <= apart && hi - most <= apart,
                    "{months}: {:?} {:?}",
                    (lo, hi),
                    (least, most)
                );
            }
        }
        for (months, span) in [(1, (28, 31)), (2, (59, 62)), (12, (365, 366)), (48, (1460, 1461))] {
            assert_eq!(Length::months(months).span(), span, "{months}");
        }
    }

    #[test]
    fn spans_of_counted_days_are_exact_for_sundays_and_weekends() {
        for skipped in [1 << 6, 3 << 5] {
            for days in 0..=30 {
                let length = Length { days, skipped, ..Length::default() };
                assert_eq!(length.span(), tried(&length), "{days} {skipped}");
                let back = Length { days: -days, skipped, ..Length::default() };
                assert_eq!(back.span(), tried(&back), "-{days} {skipped}");
            }
        }
    }

    #[test]
    fn spans_are_wide_enough_for_every_length() {
        let yearly = Some(DatePoint::Yearly { month: 1, day: 20 });
        let nth = Some(DatePoint::Nth { last: false, weekday: 1, month: 9 });
        for skipped in [0, 1, 1 << 6, 3 << 5, 0b101_0101, 0b011_1110, 0b111_1110] {
            for days in [0, 1, 2, 5, 6, 7, 13] {
                for (months, moves_to_working_day, aligned) in
                    [(0, false, None), (1, true, None), (6, false, yearly), (0, false, nth)]
                {
                    let length = Length {
                        months,
                        days,
                        skipped,
                        moves_to_working_day,
                        aligned,
                        round: Round::Forward,
                    };
                    let ((lo, hi), (least, most)) = (length.span(), tried(&length));
                    assert!(lo <= least && most <= hi, "{length:?}: {:?} {:?}", (lo, hi), (least, most));
                }
            }
        }
    }

    #[test]
    fn a_term_waits_for_its_fixed_date() {
        let term = Length {
            months: 48,
            aligned: Some(DatePoint::Yearly { month: 1, day: 20 }),
            ..Length::default()
        };
        assert_eq!(term.after(day("2017-01-20")), day("2021-01-20"));
        assert_eq!(term.after(day("2017-01-21")), day("2022-01-20"));
    }

    #[test]
    fn the_first_tuesday_of_september_follows_a_year_later() {
        let next = Length {
            days: 1,
            aligned: Some(DatePoint::Nth { last: false, weekday: 1, month: 9 }),
            ..Length::default()
        };
        assert_eq!(next.after(day("2026-02-03")), day("2026-09-01"));
        assert_eq!(next.after(day("2026-08-31")), day("2026-09-01"));
        assert_eq!(next.after(day("2026-09-01")), day("2027-09-07"));
    }

    #[test]
    fn the_calendar_ends_where_it_says() {
        assert_eq!(Day(i32::MIN).date(), Date::MIN);
        assert_eq!(Day(i32::MAX).date(), Date::MAX);
        assert_eq!(Day::from_date(Date::MIN).plus(1), Day::FIRST);
        assert_eq!(Day::from_date(Date::MAX).plus(-1), Day::LAST);
        assert_eq!(Day::LAST.plus(400), Day::LAST.plus(1));
        assert_eq!(Day::FIRST.plus(-400), Day::FIRST.plus(-1));
    }

    #[test]
    fn the_last_sunday_of_october_is_found() {
        let point = DatePoint::Nth { last: true, weekday: 6, month: 10 };
        assert_eq!(point.in_year_of(day("2019-05-01")), day("2019-10-27"));
    }

    #[test]
    fn every_span_holds_for_every_start() {
        let lengths = [
            Length::days(10),
            Length::months(1),
            Length::months(2),
            Length::months(7),
            Length::months(60),
            Length::months(-6),
            Length { days: 10, skipped: 1 << 6, ..Length::default() },
            Length { days: 7, skipped: 3 << 5, ..Length::default() },
        ];
        for length in lengths {
            let (lo, hi) = length.span();
            for start in day("1996-01-01").0..day("2004-12-31").0 {
                let days = length.after(Day(start)).0 - start;
                assert!(
                    (lo..=hi).contains(&days),
                    "{length:?} from {}: {days} not in {lo}..={hi}",
                    Day(start)
                );
            }
        }
    }
}
