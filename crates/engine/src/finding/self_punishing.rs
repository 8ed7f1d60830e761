//! C5: checks whose failure costs those who use them office or seats.

use super::question::{Draft, Questions};
use super::{Code, Report, Severity, Subject};
use crate::model::{Event, EventId, InstitutionId, Matter, Model, RuleId, VoteResult};
use std::collections::{BTreeMap, BTreeSet};

/// Looks at each procedure in which a vote can put somebody out of office, for what else can end it, by an act or by time, and
/// costs another one office or seats.
pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let model = questions.model;
    for matter in &model.matters {
        let Some(checked) = removed(model, matter) else { continue };
        let mut costs: BTreeMap<InstitutionId, Vec<EventId>> = BTreeMap::new();
        let own = |rule: RuleId| {
            matter.steps.contains(&rule) || matter.stages.iter().any(|stage| stage.rule == rule)
        };
        for (id, event) in model.numbered_events().filter(|(_, event)| own(event.rule)) {
            // That the check succeeds, or that somebody misses a deadline, is another matter.
            let fails = event.breach.is_none() && !vacates(model, event).any(|office| office == checked);
            if let Some(loses) = loses(model, event).find(|_| fails) {
                costs.entry(loses).or_default().push(id);
            }
        }
        for (loses, failures) in costs {
            costly(questions, report, matter, checked, loses, failures);
        }
    }
}

/// Reports those failures that can come about, with the story of the nearest.
fn costly(
    questions: &mut Questions<'_>,
    report: &mut Report,
    matter: &Matter,
    checked: InstitutionId,
    loses: InstitutionId,
    failures: Vec<EventId>,
) {
    let (model, settings) = (questions.model, questions.settings);
    let mut noted = Report::default();
    let found = questions.ask(report, Code::SelfPunishingCheck, Some(matter.rule), |_, asked| {
        let mut possible = asked.space.none();
        let mut happen: Vec<EventId> = Vec::new();
        for id in failures {
            let here = asked.space.possible(id)?;
            if !asked.never(&here)? {
                possible = asked.space.or(&possible, &here)?;
                happen.push(id);
            }
        }
        // A step of several rows fails in one way.
        let mut seen = BTreeSet::new();
        let failures: Vec<EventId> = happen
            .iter()
            .copied()
            .filter(|&id| seen.insert((model.event(id).rule, model.event(id).kind, model.event(id).result)))
            .collect();
        if failures.is_empty() {
            return Ok(None);
        }
        let rules: BTreeSet<RuleId> = failures.iter().map(|&id| model.event(id).rule).collect();
        let draft = Draft {
            code: Code::SelfPunishingCheck,
            severity: Severity::Warning,
            subject: Subject::CostlyCheck { procedure: matter.rule, failures, loses, checked },
            holders: vec![loses],
            rules: [matter.rule].into_iter().chain(rules).collect(),
        };
        let then = |fields: &[u8]| {
            let next = happen.iter().find(|&&id| crate::step::possible(model.event(id), fields));
            next.map(|&id| vec![id])
        };
        asked.finding_then(settings, &mut noted, model, &possible, Some(&then), draft)
    });
    report.undecided.append(&mut noted.undecided);
    report.findings.extend(found.flatten());
}

/// Whom a step of the procedure can put out of office.
fn removed(model: &Model, matter: &Matter) -> Option<InstitutionId> {
    let carried = model
        .events
        .iter()
        .filter(|event| matter.steps.contains(&event.rule) && event.result == Some(VoteResult::Carried));
    carried.flat_map(|event| vacates(model, event)).next()
}

/// Who is out of office after an event.
fn vacates<'m>(model: &'m Model, event: &'m Event) -> impl Iterator<Item = InstitutionId> + 'm {
    let offices = model.institutions.iter().enumerate();
    let vacated = offices.filter(move |(_, office)| {
        event.effects.iter().any(|effect| {
            office.status == Some(effect.field)
                && effect
                    .map
                    .iter()
                    .enumerate()
                    .any(|(old, &new)| !office.vacant.contains(old as u8) && office.vacant.contains(new))
        })
    });
    vacated.map(|(index, _)| InstitutionId(index as u32))
}

/// Who loses office or seats by an event.
fn loses<'m>(model: &'m Model, event: &'m Event) -> impl Iterator<Item = InstitutionId> + 'm {
    event.unseats.iter().copied().chain(vacates(model, event))
}
