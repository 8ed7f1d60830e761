//! Points in time to conditions on clocks and dates.

use super::change::Trigger;
use super::condition::{Context, Dnf, always, both};
use super::layout::is_able;
use super::{Lowering, field_in};
use crate::origins::ClockMeaning;
use crate::resolved::{InstitutionId, Mark, Period, Point, ProcedureId};
use solon_engine::calendar::{DatePoint, Length};
use solon_engine::model::{Clock, ClockGuard, ClockId, Comparison, RuleId, Test};

/// What a clock measures. Equal keys share one clock.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ClockKey {
    pub(crate) base: ClockBase,
    /// The chambers on whose sitting days alone it runs.
    pub(crate) sitting: Vec<InstitutionId>,
}

/// What starts a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ClockBase {
    /// Entry of the matter into its present stage.
    Entry(ProcedureId),
    /// The last move of a co-actor.
    Gate(ProcedureId),
    /// A step taken or a stage entered.
    Mark(Mark),
    /// The start of a term.
    Term(InstitutionId),
    /// The last but so many times that the step of this rule was taken.
    Times(RuleId, u8),
}

impl ClockKey {
    pub(crate) fn plain(base: ClockBase) -> ClockKey {
        ClockKey { base, sitting: Vec::new() }
    }

    /// Tells whether a trigger starts the clock.
    pub(crate) fn starts_with(&self, trigger: &Trigger) -> bool {
        match (self.base, trigger) {
            (ClockBase::Entry(procedure), Trigger::Entered(other)) => procedure == *other,
            (ClockBase::Gate(procedure), Trigger::Entered(other) | Trigger::GateMoved(other)) => {
                procedure == *other
            }
            (ClockBase::Mark(mark), Trigger::Mark(other)) => mark == *other,
            _ => false,
        }
    }

    pub(crate) fn meaning(&self) -> ClockMeaning {
        match self.base {
            ClockBase::Entry(procedure) => ClockMeaning::Entry(procedure),
            ClockBase::Gate(procedure) => ClockMeaning::Gate(procedure),
            ClockBase::Mark(mark) => ClockMeaning::Mark(mark),
            ClockBase::Term(institution) => ClockMeaning::Term(institution),
            ClockBase::Times(rule, _) => ClockMeaning::Times(rule),
        }
    }
}

impl Lowering<'_> {
    /// The condition that today compares so with a point.
    pub(crate) fn compare(&mut self, comparison: Comparison, point: &Point, context: Context<'_>) -> Dnf {
        self.compare_from(comparison, point, Length::default(), &[], context)
    }

    /// The condition that today compares so with the day that lies a period after a point.
    pub(crate) fn compare_after(
        &mut self,
        comparison: Comparison,
        point: &Point,
        period: &Period,
        context: Context<'_>,
    ) -> Dnf {
        let mut all = Vec::new();
        for (tests, length) in self.lengths(period) {
            let condition = self.compare_from(comparison, point, length, &period.sitting, context);
            all.extend(both(vec![tests], &condition));
        }
        all
    }

    fn compare_from(
        &mut self,
        comparison: Comparison,
        point: &Point,
        length: Length,
        sitting: &[InstitutionId],
        context: Context<'_>,
    ) -> Dnf {
        let key = |base| ClockKey { base, sitting: sitting.to_vec() };
        let clock = match point {
            Point::Entry => match context.procedure {
                Some(procedure) => self.clock(key(ClockBase::Entry(procedure))),
                None => return always(),
            },
            Point::At(mark) => self.clock(key(ClockBase::Mark(*mark))),
            Point::TermStart(institution) => self.clock(key(ClockBase::Term(*institution))),
            Point::TermEnd(institution) => {
                let term = self.constitution.institutions[institution.0].term.clone();
                let lengths = term.and_then(|term| term.length).unwrap_or_default();
                let mut all = Vec::new();
                for (applies, period) in self.exclusive(&lengths, context) {
                    for (tests, of_term) in self.lengths(&period) {
                        let start = Point::TermStart(*institution);
                        let whole = add(of_term, length);
                        let condition = self.compare_from(comparison, &start, whole, sitting, context);
                        all.extend(both(both(applies.clone(), &vec![tests]), &condition));
                    }
                }
                return all;
            }
            Point::Calendar(DatePoint::Fixed(day)) => {
                return vec![vec![Test::Date(comparison, DatePoint::Fixed(length.after(*day)))]];
            }
            Point::Calendar(point) => return vec![vec![Test::Date(comparison, *point)]],
            Point::Plus(inner, period) | Point::Minus(inner, period) => {
                let later = matches!(point, Point::Plus(..));
                let sitting = if period.sitting.is_empty() { sitting } else { &period.sitting };
                let mut all = Vec::new();
                for (tests, shift) in self.lengths(period) {
                    let whole = add(length, if later { shift } else { backwards(shift) });
                    let condition = self.compare_from(comparison, inner, whole, sitting, context);
                    all.extend(both(vec![tests], &condition));
                }
                return all;
            }
            Point::Earliest(points) | Point::Latest(points) => {
                let earliest = matches!(point, Point::Earliest(_));
                let after = matches!(comparison, Comparison::AtLeast | Comparison::After);
                let conditions: Vec<Dnf> = points
                    .iter()
                    .map(|point| self.compare_from(comparison, point, length, sitting, context))
                    .collect();
                return if earliest == after {
                    conditions.into_iter().flatten().collect()
                } else {
                    conditions.into_iter().fold(always(), |all, part| both(all, &part))
                };
            }
        };
        vec![vec![Test::Clock(ClockGuard { clock, comparison, length })]]
    }

    /// Returns a period's length, with the condition under which a changing parameter gives it.
    pub(crate) fn lengths(&self, period: &Period) -> Vec<(Vec<Test>, Length)> {
        let Some((param, months, days)) = period.scaled else { return vec![(Vec::new(), period.length)] };
        let scaled = |n: i32| Length {
            months: period.length.months + n * months,
            days: period.length.days + n * days,
            ..period.length
        };
        self.values_of(param).into_iter().map(|(tests, n)| (tests, scaled(n))).collect()
    }

    /// Returns the clock of a key, and makes it at its first use.
    pub(crate) fn clock(&mut self, key: ClockKey) -> ClockId {
        if let Some(&clock) = self.clocks.get(&key) {
            return clock;
        }
        let clock = ClockId(self.clock_list.len() as u32);
        self.clocks.insert(key.clone(), clock);
        // Entered before its pauses are lowered, which may ask for the same clock.
        self.clock_list.push(Clock::default());
        let runs_at_start = self.runs_at_start(&key);
        let begun_with = self.clocks.iter().find(|(known, other)| {
            **other != clock && runs_at_start && self.runs_at_start(known) && begin(known) == begin(&key)
        });
        let begun_with =
            begun_with.map(|(_, &other)| self.clock_list[other.index()].begun_with.unwrap_or(other));
        let mut made = Clock { runs_at_start, begun_with, ..Clock::default() };
        for &chamber in &key.sitting {
            made.pauses.extend(self.not_sitting(chamber).map(|test| vec![test]));
        }
        if let ClockBase::Entry(procedure) = key.base {
            let stages = self.constitution.procedures[procedure.0].stages.clone();
            for (index, stage) in stages.iter().enumerate() {
                let here = self.layout.procedures[procedure.0].at_stage(crate::resolved::StageId(index));
                let field = self.layout.procedures[procedure.0].field;
                let here = vec![vec![field_in(field, here)]];
                let mut pauses = Vec::new();
                if let Some(pause) = &stage.pauses {
                    pauses.extend(self.condition(pause, Context::of(procedure)));
                    made.restarts |= stage.restarts;
                }
                let sitting = stage.within.iter().flatten().flat_map(|(_, period)| &period.sitting);
                for &chamber in sitting {
                    let test = self.not_sitting(chamber).map(|(field, values)| vec![field_in(field, values)]);
                    pauses.extend(test);
                }
                for pause in both(here, &pauses) {
                    let fields = pause.into_iter().filter_map(|test| match test {
                        Test::Field(field, values) => Some((field, values)),
                        _ => None,
                    });
                    made.pauses.push(fields.collect());
                }
            }
        }
        if let ClockBase::Term(institution) = key.base {
            let from = self.constitution.institutions[institution.0]
                .term
                .as_ref()
                .and_then(|term| term.from.clone());
            let trigger = match from {
                Some(Point::At(mark)) => Trigger::Mark(mark),
                _ => Trigger::Filled(institution),
            };
            self.reset_on.push((trigger, clock));
        }
        self.clock_list[clock.index()] = made;
        clock
    }

    fn not_sitting(
        &self,
        chamber: InstitutionId,
    ) -> Option<(solon_engine::model::FieldId, solon_engine::model::ValueSet)> {
        let (field, able, _) = self.layout.status(chamber);
        let field = field?;
        Some((field, able.complement(usize::from(self.layout.fields[field.index()].size))))
    }

    fn runs_at_start(&self, key: &ClockKey) -> bool {
        match key.base {
            ClockBase::Entry(procedure) => self.constitution.procedures[procedure.0].initial.is_some(),
            ClockBase::Mark(Mark::Stage(procedure, stage)) => {
                self.constitution.procedures[procedure.0].initial == Some(stage)
            }
            ClockBase::Term(institution) => is_able(&self.constitution.institutions[institution.0].initial),
            _ => false,
        }
    }
}

/// What a clock that runs at the start has counted from: the entry of a procedure, or the term of an institution.
fn begin(key: &ClockKey) -> (Option<ProcedureId>, Option<InstitutionId>) {
    match key.base {
        ClockBase::Entry(procedure) | ClockBase::Mark(Mark::Stage(procedure, _)) => (Some(procedure), None),
        ClockBase::Term(institution) => (None, Some(institution)),
        _ => (None, None),
    }
}

/// One length after the other. The rarer rounding and exceptions of either hold for the whole.
fn add(first: Length, second: Length) -> Length {
    Length {
        months: first.months + second.months,
        days: first.days + second.days,
        skipped: first.skipped | second.skipped,
        round: first.round.max(second.round),
        moves_to_working_day: first.moves_to_working_day || second.moves_to_working_day,
        aligned: first.aligned.or(second.aligned),
    }
}

fn backwards(length: Length) -> Length {
    Length { months: -length.months, days: -length.days, ..length }
}
