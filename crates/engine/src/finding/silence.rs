//! B6: silence that hurts one who cannot prevent it, or that alone gives the silent one a power.

use super::matter::{bearers, entered_alone, exits};
use super::question::{Asked, Draft, Questions};
use super::removal::{can_alone, offices, takes_part};
use super::{Code, Report, Severity, Subject};
use crate::model::{EventId, EventKind, InstitutionId, Matter, RuleId, StagePlace};
use crate::search::Exceeded;
use crate::symbolic::Set;

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let model = questions.model;
    // What always stands open asks nobody for an answer: its times are terms and dates.
    for matter in model.matters.iter().filter(|matter| !matter.standing) {
        for stage in matter.stages.iter().filter(|stage| stage.values.and(matter.ended).is_empty()) {
            let lapses: Vec<EventId> = model
                .rows(stage.rule)
                .filter(|(_, row)| row.kind == EventKind::Lapse && row.breach.is_none())
                .map(|(id, _)| id)
                .collect();
            let bound: Vec<InstitutionId> = bearers(model, matter, stage).into_iter().collect();
            let [silent] = bound[..] else { continue };
            if lapses.is_empty() || model.institutions[silent.index()].is_world {
                continue;
            }
            injures(questions, report, matter, stage, silent, &lapses);
            serves(questions, report, stage, silent, &lapses);
        }
    }
}

/// Somebody else loses office by the silence, and could not have prevented it: no step out of the stage is his, and the matter
/// did not come there by his own acts alone.
fn injures(
    questions: &mut Questions<'_>,
    report: &mut Report,
    matter: &Matter,
    stage: &StagePlace,
    silent: InstitutionId,
    lapses: &[EventId],
) {
    let model = questions.model;
    let exits = exits(model, matter, stage);
    let helpless = |id: InstitutionId| {
        let acts = exits.iter().filter(|(_, event)| event.kind == EventKind::Act);
        !acts.into_iter().any(|(_, event)| takes_part(model, &event.holder, id))
            && !entered_alone(model, matter, stage, id)
    };
    let others = offices(model).filter(|(id, _)| *id != silent && helpless(*id));
    for (injured, office) in others {
        let Some(field) = office.status else { continue };
        let subject = Subject::HurtBySilence { stage: stage.rule, injured };
        told(questions, report, stage, silent, subject, Vec::new(), lapses, |asked, lapse| {
            let empty = asked.space.field_in(field, office.vacant)?;
            asked.space.diff(&asked.space.pre(&empty, lapse)?, &empty)
        });
    }
}

/// The silent one alone may then do what nothing but this silence lets anybody do.
fn serves(
    questions: &mut Questions<'_>,
    report: &mut Report,
    stage: &StagePlace,
    silent: InstitutionId,
    lapses: &[EventId],
) {
    let model = questions.model;
    let mut told_already: Vec<RuleId> = Vec::new();
    for (act, event) in model.numbered_events() {
        let is_his = event.kind == EventKind::Act
            && !event.is_unlawful_act()
            && can_alone(model, &event.holder, silent)
            && !told_already.contains(&event.rule);
        if !is_his {
            continue;
        }
        let only_so = questions.ask(report, Code::PerverseSilence, Some(stage.rule), |_, asked| {
            let possible = asked.space.possible(act)?;
            let mut gains = asked.space.none();
            for &lapse in lapses {
                let before = asked.space.diff(&asked.space.pre(&possible, lapse)?, &possible)?;
                gains = asked.space.or(&gains, &before)?;
            }
            if asked.never(&gains)? {
                return Ok(false);
            }
            let otherwise = asked.can_reach(&possible, &|id| !lapses.contains(&id))?;
            Ok(asked.space.is_empty(&asked.space.and(&asked.space.initial(), &otherwise)?))
        });
        if only_so != Some(true) {
            continue;
        }
        told_already.push(event.rule);
        let subject = Subject::ServedBySilence { stage: stage.rule, act: event.rule };
        let rules = vec![event.rule];
        told(questions, report, stage, silent, subject, rules, lapses, |asked, lapse| {
            let possible = asked.space.possible(act)?;
            asked.space.diff(&asked.space.pre(&possible, lapse)?, &possible)
        });
    }
}

/// Reports what the nearest of the lapses does, if it can.
#[expect(
    clippy::too_many_arguments,
    reason = "one question, with where it is asked and where its answer goes"
)]
fn told(
    questions: &mut Questions<'_>,
    report: &mut Report,
    stage: &StagePlace,
    silent: InstitutionId,
    subject: Subject,
    rules: Vec<RuleId>,
    lapses: &[EventId],
    before: impl Fn(&Asked<'_, '_>, EventId) -> Result<Set, Exceeded>,
) {
    let (model, settings) = (questions.model, questions.settings);
    let mut noted = Report::default();
    let found = questions.ask(report, Code::PerverseSilence, Some(stage.rule), |_, asked| {
        for &lapse in lapses {
            let before = before(asked, lapse)?;
            if asked.never(&before)? {
                continue;
            }
            let draft = Draft {
                code: Code::PerverseSilence,
                severity: Severity::Warning,
                subject,
                holders: vec![silent],
                rules: [stage.rule].into_iter().chain(rules).collect(),
            };
            let then = |_: &[u8]| Some(vec![lapse]);
            return asked.finding_then(settings, &mut noted, model, &before, Some(&then), draft);
        }
        Ok(None)
    });
    report.undecided.append(&mut noted.undecided);
    report.findings.extend(found.flatten());
}
