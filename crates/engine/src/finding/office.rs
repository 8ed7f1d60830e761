//! D1: offices that stay empty.

use super::question::{Draft, Questions};
use super::{Code, Consequence, Report, Severity, Subject};
use crate::model::{Event, EventKind, FieldId, InstitutionId, RuleId, Test, ValueSet};
use std::collections::BTreeSet;

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let (model, settings) = (questions.model, questions.settings);
    for (index, institution) in model.institutions.iter().enumerate() {
        let id = InstitutionId(index as u32);
        let (Some(field), false) = (institution.status, institution.vacant.is_empty()) else { continue };
        let fillers: Vec<&Event> =
            model.events.iter().filter(|event| fills(event, field, institution.vacant)).collect();
        let rules: BTreeSet<RuleId> = fillers.iter().map(|event| event.rule).collect();
        let appointers: BTreeSet<InstitutionId> =
            fillers.iter().flat_map(|event| event.holder.needed(model)).collect();
        let mut noted = Report::default();
        let rule = rules.first().copied();
        let place = report.findings.len();
        let found = questions.ask(report, Code::SuccessionGap, rule, |_, asked| {
            let empty = asked.space.field_in(field, institution.vacant)?;
            let can = asked.can_reach(&asked.space.not(&empty)?, &|_| true)?;
            let for_ever = asked.space.diff(&empty, &can)?;
            let draft = |severity, for_ever| Draft {
                code: Code::SuccessionGap,
                severity,
                subject: Subject::Empty { institution: id, for_ever },
                holders: appointers.iter().copied().collect(),
                rules: rules.iter().copied().collect(),
            };
            if let Some(cause) = asked.cause(&for_ever)? {
                return Ok(Some(Err((cause, Consequence::Empty { institution: id }))));
            }
            if !asked.never(&for_ever)? {
                let draft = draft(Severity::Error, true);
                let finding = asked.finding(settings, &mut noted, model, &for_ever, draft)?;
                if finding.is_some() {
                    // Other offices that are lost with this one are its consequences.
                    asked.lost.push((for_ever, place));
                }
                return Ok(finding.map(Ok));
            }
            let mut nobody = empty;
            for event in &fillers {
                let mut gone = asked.space.none();
                for holder in event.holder.needed(model) {
                    let holder = &model.institutions[holder.index()];
                    if let Some(field) = holder.status {
                        gone = asked.space.or(&gone, &asked.space.field_in(field, holder.vacant)?)?;
                    }
                }
                nobody = asked.space.and(&nobody, &gone)?;
            }
            if fillers.is_empty() || asked.never(&nobody)? {
                return Ok(None);
            }
            let draft = draft(Severity::Warning, false);
            Ok(asked.finding(settings, &mut noted, model, &nobody, draft)?.map(Ok))
        });
        report.undecided.append(&mut noted.undecided);
        match found.flatten() {
            Some(Ok(finding)) => report.findings.push(finding),
            Some(Err((cause, consequence))) => report.findings[cause].consequences.push(consequence),
            None => {}
        }
    }
}

/// Tells whether an event gives an empty office a holder.
fn fills(event: &Event, field: FieldId, vacant: ValueSet) -> bool {
    event.kind != EventKind::Lapse
        && event.effects.iter().any(|effect| {
            let from = event.conditions.iter().fold(vacant, |set, condition| match condition.test {
                Test::Field(read, values) if read == field => set.and(values),
                _ => set,
            });
            effect.field == field && from.iter().any(|value| !vacant.contains(effect.map[usize::from(value)]))
        })
}
