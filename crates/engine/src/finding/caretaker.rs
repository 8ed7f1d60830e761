//! D3: provisional holders whom nobody else can replace.

use super::question::{Draft, Questions};
use super::{Code, Report, Severity, Subject};
use crate::model::{EventId, InstitutionId, RuleId};
use std::collections::BTreeSet;

/// Asks of each office for which somebody can act whether all others together can end it, by acts or by letting time run.
pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let (model, settings) = (questions.model, questions.settings);
    for (index, office) in
        model.institutions.iter().enumerate().filter(|(_, one)| !one.provisional.is_empty())
    {
        let (Some(field), id) = (office.status, InstitutionId(index as u32)) else { continue };
        // What makes it provisional, and what ends it, tells where to read on.
        let changes =
            model.events.iter().filter(|event| event.effects.iter().any(|effect| effect.field == field));
        let rules: BTreeSet<RuleId> = changes.map(|event| event.rule).collect();
        let rules: Vec<RuleId> = rules.into_iter().collect();
        let mut noted = Report::default();
        let found = questions.ask(report, Code::EndlessCaretaker, rules.first().copied(), |_, asked| {
            let acting = asked.space.field_in(field, office.provisional)?;
            let others = |other: EventId| !model.event(other).holder.needed(model).contains(&id);
            let ends = asked.can_reach(&asked.space.not(&acting)?, &others)?;
            let stays = asked.space.diff(&acting, &ends)?;
            if asked.never(&stays)? || asked.cause(&stays)?.is_some() {
                return Ok(None);
            }
            let draft = Draft {
                code: Code::EndlessCaretaker,
                severity: Severity::Warning,
                subject: Subject::Caretaker { institution: id },
                holders: vec![id],
                rules: rules.clone(),
            };
            asked.finding(settings, &mut noted, model, &stays, draft)
        });
        report.undecided.append(&mut noted.undecided);
        report.findings.extend(found.flatten());
    }
}
