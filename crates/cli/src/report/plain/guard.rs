//! Conditions, points in time, lengths, majorities and effects in plain words.

use super::Phrase as P;
use crate::report::names::Names;
use crate::report::sentence::{Because, Sentence as S};
use solon_engine::vote::Base;
use solon_rules::resolved::{
    Body, By, CounterId, Effect, Guard, Majority, Mark, Number, Period, Point, ProcedureId, Silence, StageId,
    Vote,
};
use solon_rules::surface::{Compare, Late};

/// Says conditions, points, lengths and majorities.
#[derive(Clone, Copy)]
pub struct Plain<'n>(pub Names<'n>);

impl Plain<'_> {
    fn say(&self, phrase: P<'_>) -> String {
        phrase.say(self.0.lang)
    }

    fn stands(&self, procedure: ProcedureId, stage: StageId) -> String {
        self.0.stands(self.0.constitution.procedures[procedure.0].stages[stage.0].rule)
    }

    fn stages(&self, procedure: ProcedureId, stages: &[StageId]) -> String {
        let of = &self.0.constitution.procedures[procedure.0];
        let titles: Vec<&str> = stages.iter().map(|stage| self.0.title(of.stages[stage.0].rule)).collect();
        self.0.say(S::Stands { procedure: self.0.procedure(procedure), stage: &self.0.or(&titles) })
    }

    /// Says a condition; nothing for one that always holds.
    pub fn guard(&self, guard: &Guard) -> String {
        let names = self.0;
        let c = names.constitution;
        let all = |parts: &[Guard]| -> Vec<String> {
            parts.iter().map(|part| self.guard(part)).filter(|text| !text.is_empty()).collect()
        };
        match guard {
            Guard::All(parts) => names.and(&all(parts)),
            Guard::Any(parts) => names.or(&all(parts)),
            Guard::Not(part) => self.say(P::Not { what: &self.guard(part) }),
            Guard::In(procedure, stages) => self.stages(*procedure, stages),
            Guard::Linked(procedure, stages) => {
                self.say(P::Linked { stands: &self.stages(*procedure, stages) })
            }
            Guard::Status(institution, statuses) => {
                let institution = names.title(c.institutions[institution.0].rule);
                let status = |status: &solon_rules::surface::Status| {
                    names.say(S::HasStatus { institution, status: status.clone() })
                };
                names.or(&statuses.iter().map(status).collect::<Vec<_>>())
            }
            Guard::Kind(procedure, kind) => names.say(S::HasKind {
                procedure: names.procedure(*procedure),
                kind: names.title(c.procedures[procedure.0].kinds[kind.0].rule),
                has: true,
            }),
            Guard::Fact(fact) => {
                names.say(S::FactIs { fact: names.title(c.facts[fact.0].rule), holds: true })
            }
            Guard::Chosen(choice, option) => {
                let choice = &c.choices[choice.0];
                names.say(S::ReadAs {
                    choice: names.title(choice.rule),
                    option: names.option(&choice.options[option.0]),
                })
            }
            Guard::Happened(procedure, step) => {
                let act = names.act(c.procedures[procedure.0].steps[step.0].rule);
                names.say(Because::HasHappened { act: &act, yes: true })
            }
            Guard::Since(point, compare, period) => self.say(P::Since {
                at_least: *compare == Compare::AtLeast,
                period: &self.period(period),
                point: &self.point(point),
            }),
            Guard::Between(from, to) => self.say(P::Between { from: &self.point(from), to: &self.point(to) }),
            Guard::Counted(procedure, counter, compare, number) => self.say(P::Counted {
                counter: &self.counter(*procedure, *counter),
                at_least: *compare == Compare::AtLeast,
                number: &self.number(*number),
            }),
            Guard::Valued(param, number) => {
                format!("{}: {}", names.title(c.params[param.0].rule), self.number(*number))
            }
            Guard::Holds(outcome) => self.say(P::Holds { outcome: names.title(c.outcomes[outcome.0].rule) }),
            Guard::Within(from, until) => {
                let (from, until) =
                    (from.as_ref().map(|p| self.point(p)), until.as_ref().map(|p| self.point(p)));
                self.say(P::Within { from: from.as_deref(), until: until.as_deref() })
            }
        }
    }

    fn counter(&self, procedure: ProcedureId, counter: CounterId) -> String {
        let of = &self.0.constitution.procedures[procedure.0];
        format!("{}, {}", self.0.procedure(procedure), of.counters[counter.0].name)
    }

    fn number(&self, number: Number) -> String {
        match number {
            Number::Int(n) => n.to_string(),
            Number::Param(param) => {
                let param = &self.0.constitution.params[param.0];
                format!("{} ({})", param.value, self.0.title(param.rule))
            }
        }
    }

    /// Says a step taken, or a stage entered.
    pub fn mark(&self, mark: Mark) -> String {
        match mark {
            Mark::Step(procedure, step) => {
                self.0.act(self.0.constitution.procedures[procedure.0].steps[step.0].rule)
            }
            Mark::Stage(procedure, stage) => self.stands(procedure, stage),
        }
    }

    /// Says a point in time.
    pub fn point(&self, point: &Point) -> String {
        let title = |id: &solon_rules::resolved::InstitutionId| {
            self.0.title(self.0.constitution.institutions[id.0].rule)
        };
        let all =
            |points: &[Point]| points.iter().map(|point| self.point(point)).collect::<Vec<_>>().join("; ");
        match point {
            Point::Entry => self.say(P::Entry),
            Point::At(mark) => self.mark(*mark),
            Point::TermStart(id) => self.say(P::TermStart { institution: title(id) }),
            Point::TermEnd(id) => self.say(P::TermEnd { institution: title(id) }),
            Point::Calendar(date) => self.say(P::Date(*date)),
            Point::Plus(point, period) => {
                self.say(P::After { period: &self.period(period), point: &self.point(point) })
            }
            Point::Minus(point, period) => {
                self.say(P::Before { period: &self.period(period), point: &self.point(point) })
            }
            Point::Earliest(points) => self.say(P::Earliest { points: &all(points) }),
            Point::Latest(points) => self.say(P::Latest { points: &all(points) }),
        }
    }

    /// Says a length of time.
    pub fn period(&self, period: &Period) -> String {
        let mut length = period.length;
        if let Some((param, months, days)) = period.scaled {
            let value = self.0.constitution.params[param.0].value;
            length.months += months * value;
            length.days += days * value;
        }
        let mut text = self.0.length(&length);
        if !period.sitting.is_empty() {
            let chambers: Vec<&str> = period
                .sitting
                .iter()
                .map(|id| self.0.title(self.0.constitution.institutions[id.0].rule))
                .collect();
            text = self.say(P::Sitting { period: &text, chambers: &self.0.and(&chambers) });
        }
        match &period.from {
            Some(from) => self.say(P::From { period: &text, point: &self.point(from) }),
            None => text,
        }
    }

    /// Says a majority.
    pub fn majority(&self, majority: Majority) -> String {
        match majority {
            Majority::Simple => self.say(P::Simple),
            Majority::Plurality => self.say(P::Plurality),
            Majority::MoreThan(ratio, base) => self.say(P::Share { at_least: false, ratio, base }),
            Majority::AtLeast(ratio, base) => self.say(P::Share { at_least: true, ratio, base }),
            Majority::Count(number) => self.say(P::Number { n: &self.number(number) }),
        }
    }

    /// The number of votes that a share of the seats is, and the seats.
    pub fn count(&self, vote: &Vote) -> Option<(u32, u32)> {
        let Body::Institution(id) = vote.of else { return None };
        let [(_, majority)] = vote.pass[..] else { return None };
        let seats = self.0.model().institutions.get(id.0)?.seats();
        let needed = match majority {
            Majority::MoreThan(ratio, Base::Seats) => ratio.more_than(seats),
            Majority::AtLeast(ratio, Base::Seats) => ratio.at_least(seats),
            _ => return None,
        };
        (seats > 0 && vote.without.is_empty()).then_some((needed, seats))
    }

    /// Names those who are meant.
    pub fn by(&self, by: &By) -> String {
        self.0.by(by)
    }

    /// Names a body.
    pub fn body(&self, body: Body) -> String {
        self.0.body(body)
    }

    /// Says what a step changes.
    pub fn effect(&self, own: ProcedureId, effect: &Effect) -> String {
        let names = self.0;
        let c = names.constitution;
        match effect {
            Effect::Start(procedure, stage, _) => {
                self.say(P::Start { stands: &self.stands(*procedure, *stage) })
            }
            Effect::Move(procedure, stage, _) => {
                self.say(P::Move { stands: &self.stands(*procedure, *stage) })
            }
            Effect::Abort(procedure, _) => self.say(P::Abort { procedure: names.procedure(*procedure) }),
            Effect::Set(institution, status) => {
                let institution = names.title(c.institutions[institution.0].rule);
                names.say(S::HasStatus { institution, status: status.clone() })
            }
            Effect::Replace(institution) => {
                self.say(P::Replace { who: names.title(c.institutions[institution.0].rule) })
            }
            Effect::Unseat(institution) => {
                self.say(P::Unseat { body: names.title(c.institutions[institution.0].rule) })
            }
            Effect::CountUp(procedure, counter) => {
                self.say(P::CountUp { counter: &self.counter(*procedure, *counter) })
            }
            Effect::Reset(procedure, counter) => {
                self.say(P::Reset { counter: &self.counter(*procedure, *counter) })
            }
            Effect::Put(param, value) => {
                names.say(S::ParamIs { param: names.title(c.params[param.0].rule), value: *value })
            }
            Effect::Assert(fact, holds) => {
                names.say(S::FactIs { fact: names.title(c.facts[fact.0].rule), holds: *holds })
            }
            Effect::Unmark(kind) => names.say(S::HasKind {
                procedure: names.procedure(own),
                kind: names.title(c.procedures[own.0].kinds[kind.0].rule),
                has: false,
            }),
            Effect::Extend(period) => self.say(P::Extend { period: &self.period(period) }),
        }
    }

    /// Says what silence means.
    pub fn silence(&self, procedure: ProcedureId, silence: Silence) -> String {
        let act = |step: solon_rules::resolved::StepId| {
            self.0.act(self.0.constitution.procedures[procedure.0].steps[step.0].rule)
        };
        match silence {
            Silence::To(stage) => self.say(P::SilenceTo { stands: &self.stands(procedure, stage) }),
            Silence::Deemed(step) => self.say(P::SilenceDeemed { act: &act(step) }),
            Silence::PassesTo(step) => self.say(P::SilencePasses { act: &act(step) }),
            Silence::PowerEnds => self.say(P::SilenceEnds),
            Silence::Breach(late) => self.say(P::SilenceBreach { late_valid: late == Late::Valid }),
            Silence::NotStated => self.say(P::SilenceNotStated),
        }
    }
}
