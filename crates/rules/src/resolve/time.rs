//! Periods and points in time.

use super::{Resolver, Scope};
use crate::decode::Name;
use crate::diagnostic::{Code, Diagnostic};
use crate::resolved::{Number, ParamId, Period, Point};
use crate::source::Span;
use crate::surface;
use solon_engine::calendar::{DatePoint, Length, Round};

/// Saturday and Sunday in [`Length::skipped`].
const WEEKEND: u8 = 0b110_0000;
const SATURDAY: u8 = 0b010_0000;
const SUNDAY: u8 = 0b100_0000;

/// A length while its parts are added up.
#[derive(Default)]
struct Sum {
    months: i32,
    days: i32,
    skipped: u8,
    scaled: Option<(ParamId, i32, i32)>,
    sitting: Vec<crate::resolved::InstitutionId>,
    vague: bool,
    in_months: bool,
}

impl Resolver<'_> {
    pub(crate) fn number(&mut self, number: &surface::Number) -> Option<Number> {
        match number {
            surface::Number::Int(n) => Some(Number::Int(n.value)),
            surface::Number::Param(name) => self.names.param(name, self.out).map(Number::Param),
        }
    }

    pub(crate) fn period(&mut self, period: &surface::Period, scope: Scope<'_>) -> Option<Period> {
        let (inner, from, own) = match period {
            surface::Period::Period { length, from, counting } => {
                (&**length, from.as_ref(), counting.as_ref())
            }
            other => (other, None, None),
        };
        let mut sum = Sum::default();
        self.add(&mut sum, inner)?;
        let counting = match own {
            Some(counting) => Some(counting),
            None => self.default(scope.file, |defaults| defaults.counting.as_ref()),
        };
        if counting.is_none() && sum.in_months {
            self.out.push(
                Diagnostic::at(
                    Code::MissingRounding,
                    first_name(inner),
                    "months are counted, but nothing says when a month after 31 January is over",
                )
                .help("add counting: Counting(first: Next, round: Clamp, last: Stays) to `Defaults`"),
            );
        }
        let mut length =
            Length { months: sum.months, days: sum.days, skipped: sum.skipped, ..Length::default() };
        if let Some(counting) = counting {
            self.count(counting, &mut length, &mut sum);
        }
        let from = match from {
            Some(from) => Some(self.point(from, scope)?),
            None => None,
        };
        Some(Period { length, scaled: sum.scaled, from, sitting: sum.sitting, vague: sum.vague })
    }

    fn count(&mut self, counting: &surface::Counting, length: &mut Length, sum: &mut Sum) {
        if counting.round == surface::Rounding::Forward {
            length.round = Round::Forward;
        }
        if counting.first == surface::First::Same {
            length.days -= 1;
        }
        length.moves_to_working_day = counting.last == surface::Last::NextWorkingDay;
        for except in &counting.except {
            match except {
                surface::Excepted::Sundays => length.skipped |= SUNDAY,
                surface::Excepted::Saturdays => length.skipped |= SATURDAY,
                surface::Excepted::Holidays => self.out.push(Diagnostic::at(
                    Code::NotImplemented,
                    counting.span,
                    "`Holidays` is not implemented yet: no calendar of holidays can be given",
                )),
                surface::Excepted::Recess(chamber) => {
                    sum.sitting.extend(self.names.institution(chamber, self.out))
                }
            }
        }
    }

    fn add(&mut self, sum: &mut Sum, period: &surface::Period) -> Option<()> {
        use surface::Period as P;
        let (number, months, days) = match period {
            P::Days(n) => (n, 0, 1),
            P::WorkingDays(n) => {
                sum.skipped |= WEEKEND;
                (n, 0, 1)
            }
            P::SittingDays(n, chamber) => {
                sum.sitting.extend(self.names.institution(chamber, self.out));
                (n, 0, 1)
            }
            P::Weeks(n) => (n, 0, 7),
            P::Months(n) => (n, 1, 0),
            P::Years(n) => (n, 12, 0),
            P::Hours(n) => {
                let surface::Number::Int(hours) = n else {
                    let surface::Number::Param(name) = n else { return None };
                    self.out.push(Diagnostic::at(
                        Code::NotImplemented,
                        name.span,
                        "hours cannot be a parameter yet",
                    ));
                    return None;
                };
                self.positive(hours.value, hours.span)?;
                sum.days += (hours.value + 23) / 24;
                return Some(());
            }
            P::Sum(parts) => {
                let skips = |part: &P| matches!(part, P::WorkingDays(_) | P::SittingDays(..));
                if parts.iter().any(skips) && !parts.iter().all(skips) {
                    self.not_yet(first_name(period), "a sum of working or sitting days and of other days");
                }
                for part in parts {
                    self.add(sum, part)?;
                }
                return Some(());
            }
            P::Vague { assume, .. } => {
                sum.vague = true;
                return self.add(sum, assume);
            }
            P::Period { length, counting, from } => {
                if counting.is_some() || from.is_some() {
                    let span = first_name(length);
                    self.out.push(Diagnostic::at(
                        Code::NotImplemented,
                        span,
                        "a part of a sum cannot have a start or a counting of its own",
                    ));
                }
                return self.add(sum, length);
            }
        };
        sum.in_months |= months != 0;
        match self.number(number)? {
            Number::Int(n) => {
                if let surface::Number::Int(spanned) = number {
                    self.positive(n, spanned.span)?;
                }
                sum.months += n * months;
                sum.days += n * days;
            }
            Number::Param(param) => {
                if sum.scaled.is_some() {
                    self.not_yet(first_name(period), "a sum of several parameters");
                }
                sum.scaled = Some((param, months, days));
            }
        }
        Some(())
    }

    /// Refuses what the language can say and the compiler would read as something else.
    pub(crate) fn not_yet(&mut self, place: Span, what: &str) {
        self.out.push(Diagnostic::at(Code::NotImplemented, place, format!("{what}: not implemented yet")));
    }

    fn positive(&mut self, n: i32, span: Span) -> Option<()> {
        if (1..=100_000).contains(&n) {
            return Some(());
        }
        let message = if n <= 0 {
            format!("a period of {n} is over before it begins")
        } else {
            format!("a period of {n} is too long")
        };
        self.out.push(Diagnostic::at(Code::EmptyPeriod, span, message).help("a period is at least 1"));
        None
    }

    pub(crate) fn point(&mut self, point: &surface::Point, scope: Scope<'_>) -> Option<Point> {
        use surface::Point as P;
        Some(match point {
            P::Entry => Point::Entry,
            P::At(name) => Point::At(self.names.mark(name, scope, self.out)?),
            P::TermStart(name) => Point::TermStart(self.with_term(name)?),
            P::TermEnd(name) => Point::TermEnd(self.with_term(name)?),
            P::Date(name) => Point::Calendar(DatePoint::Fixed(self.day(Some(name), ""))),
            P::Yearly { month, day, .. } => {
                Point::Calendar(DatePoint::Yearly { month: *month as i8, day: *day as i8 })
            }
            P::Nth { nth, weekday, month } => Point::Calendar(DatePoint::Nth {
                last: *nth == surface::Nth::Last,
                weekday: weekday.clone() as u8,
                month: *month as i8,
            }),
            P::Plus(point, period) | P::Minus(point, period)
                if matches!(**point, P::Yearly { .. } | P::Nth { .. })
                    || matches!(**period, surface::Period::Period { from: Some(_), .. }) =>
            {
                let what = "days counted from a date of the year, or with a start of their own within a date";
                self.not_yet(first_name(period), what);
                return None;
            }
            P::Plus(point, period) => {
                Point::Plus(Box::new(self.point(point, scope)?), Box::new(self.period(period, scope)?))
            }
            P::Minus(point, period) => {
                Point::Minus(Box::new(self.point(point, scope)?), Box::new(self.period(period, scope)?))
            }
            P::Earliest(points) => Point::Earliest(self.points(points, scope)),
            P::Latest(points) => Point::Latest(self.points(points, scope)),
        })
    }

    fn points(&mut self, points: &[surface::Point], scope: Scope<'_>) -> Vec<Point> {
        points.iter().filter_map(|point| self.point(point, scope)).collect()
    }

    fn with_term(&mut self, name: &Name) -> Option<crate::resolved::InstitutionId> {
        let institution = self.names.institution(name, self.out)?;
        if !matches!(self.sorted.institutions[institution.0].1.term, Some(surface::Term::Term { .. })) {
            let message = format!("`{}` has no term", name.text);
            self.out.push(
                Diagnostic::at(Code::NoTerm, name.span, message).help("give it term: Term(length: ..)"),
            );
            return None;
        }
        Some(institution)
    }
}

/// A place inside a period, for reports on the whole of it.
fn first_name(period: &surface::Period) -> Span {
    use surface::Period as P;
    match period {
        P::Days(n)
        | P::WorkingDays(n)
        | P::SittingDays(n, _)
        | P::Weeks(n)
        | P::Months(n)
        | P::Years(n)
        | P::Hours(n) => match n {
            surface::Number::Int(n) => n.span,
            surface::Number::Param(name) => name.span,
        },
        P::Sum(parts) => parts.first().map_or_else(Span::default, first_name),
        P::Vague { words, .. } => words.span,
        P::Period { length, .. } => first_name(length),
    }
}
