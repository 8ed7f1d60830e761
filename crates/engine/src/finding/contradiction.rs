//! H1: a duty that its holder cannot fulfil, and two that bind at once, of which fulfilling either one rules out the other.

use super::question::{Asked, Draft, Questions};
use super::{Code, Report, Severity, Subject};
use crate::model::{Duty, EventId, Model, RuleId};
use crate::search::Exceeded;
use crate::symbolic::Set;

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let model = questions.model;
    let mut alone: Vec<RuleId> = Vec::new();
    for duty in &model.duties {
        let found = ask(questions, report, &[duty], |asked| {
            let binds = asked.space.set(&duty.when)?;
            asked.space.diff(&binds, &can_be_done(model, asked, duty)?)
        });
        if found {
            alone.push(duty.rule);
        }
    }
    for (at, one) in model.duties.iter().enumerate() {
        let others = model.duties[at + 1..].iter().filter(|other| other.rule != one.rule);
        for other in others.filter(|other| other.holder == one.holder) {
            if alone.contains(&one.rule) || alone.contains(&other.rule) {
                continue;
            }
            ask(questions, report, &[one, other], |asked| {
                let mut bad = asked.space.and(&open(model, asked, one)?, &open(model, asked, other)?)?;
                for id in steps(model, one).filter(|id| steps(model, other).any(|both| both == *id)) {
                    bad = asked.space.diff(&bad, &asked.space.possible(id)?)?;
                }
                for (first, second) in [(one, other), (other, one)] {
                    let binds = asked.space.set(&second.when)?;
                    let then = asked.space.and(&binds, &can_be_done(model, asked, second)?)?;
                    for id in steps(model, first) {
                        bad = asked.space.diff(&bad, &asked.space.pre(&then, id)?)?;
                    }
                }
                Ok(bad)
            });
        }
    }
}

/// Reports a reachable state in which the duties bind and cannot be fulfilled; returns whether there is one.
fn ask(
    questions: &mut Questions<'_>,
    report: &mut Report,
    duties: &[&Duty],
    bad: impl FnOnce(&Asked<'_, '_>) -> Result<Set, Exceeded>,
) -> bool {
    let (model, settings) = (questions.model, questions.settings);
    let rules: Vec<RuleId> = duties.iter().map(|duty| duty.rule).collect();
    let mut noted = Report::default();
    let found = questions.ask(report, Code::Contradiction, Some(rules[0]), |_, asked| {
        let bad = bad(asked)?;
        if asked.never(&bad)? {
            return Ok(None);
        }
        let steps = duties.iter().flat_map(|duty| duty.steps.iter().copied());
        let draft = Draft {
            code: Code::Contradiction,
            severity: Severity::Warning,
            subject: Subject::Impossible { duties: rules.clone() },
            holders: duties[0].holder.needed(model),
            rules: rules.iter().copied().chain(steps).collect(),
        };
        asked.finding(settings, &mut noted, model, &bad, draft)
    });
    report.undecided.append(&mut noted.undecided);
    let found = found.flatten();
    let is_found = found.is_some();
    report.findings.extend(found);
    is_found
}

/// The acts that fulfil a duty.
fn steps<'m>(model: &'m Model, duty: &'m Duty) -> impl Iterator<Item = EventId> + 'm {
    let rows = duty.steps.iter().flat_map(|&rule| model.rows(rule));
    rows.filter(|(_, event)| !event.is_unlawful_act()).map(|(id, _)| id)
}

/// The states from which a duty can still be fulfilled, or stops binding, lawfully.
fn can_be_done(model: &Model, asked: &Asked<'_, '_>, duty: &Duty) -> Result<Set, Exceeded> {
    let mut done = asked.space.not(&asked.space.set(&duty.when)?)?;
    for id in steps(model, duty) {
        done = asked.space.or(&done, &asked.space.possible(id)?)?;
    }
    asked.can_reach(&done, &|id| model.event(id).breach.is_none())
}

/// The states in which a duty binds and can be fulfilled at once.
fn open(model: &Model, asked: &Asked<'_, '_>, duty: &Duty) -> Result<Set, Exceeded> {
    let mut possible = asked.space.none();
    for id in steps(model, duty) {
        possible = asked.space.or(&possible, &asked.space.possible(id)?)?;
    }
    asked.space.and(&possible, &asked.space.set(&duty.when)?)
}
