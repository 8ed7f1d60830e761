//! D1: offices that stay empty.

use super::question::{Draft, Questions};
use super::{Code, Consequence, Finding, Report, Severity, Subject};
use crate::model::{
    Comparison, Event, EventId, EventKind, FieldId, Institution, InstitutionId, Matter, Model, RuleId, Test,
    ValueSet,
};
use crate::search::Exceeded;
use crate::symbolic::Set;
use std::collections::BTreeSet;

/// An office or body that can be empty, and what fills it.
struct Office<'m> {
    id: InstitutionId,
    field: FieldId,
    vacant: ValueSet,
    fillers: Vec<&'m Event>,
}

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let model = questions.model;
    let mut waiting: Vec<(Office<'_>, Set)> = Vec::new();
    for office in offices(model) {
        if let Some(nobody) = lost_for_ever(questions, report, &office) {
            waiting.push((office, nobody));
        }
    }
    // Of offices that wait together, the one that the most others need is the one to speak of.
    let needed: Vec<InstitutionId> = waiting
        .iter()
        .flat_map(|(office, _)| office.fillers.iter().flat_map(|event| event.holder.needed(model)))
        .collect();
    let uses = |office: &Office<'_>| needed.iter().filter(|id| **id == office.id).count();
    waiting.sort_by_key(|(office, _)| (std::cmp::Reverse(uses(office)), office.id));
    until_time_passes(questions, report, &waiting);
}

/// Reports an office that can never be filled again. For another one, returns the states in which it is empty and nothing that
/// anybody does fills it, if they are reachable.
fn lost_for_ever(questions: &mut Questions<'_>, report: &mut Report, office: &Office<'_>) -> Option<Set> {
    let (model, settings) = (questions.model, questions.settings);
    let mut noted = Report::default();
    let place = report.findings.len();
    let mut waiting = None;
    let found = questions.ask(report, Code::SuccessionGap, office.rules().first().copied(), |_, asked| {
        let empty = asked.space.field_in(office.field, office.vacant)?;
        let filled = asked.space.not(&empty)?;
        let for_ever = asked.space.diff(&empty, &asked.can_reach(&filled, &|_| true)?)?;
        let cause = asked.cause(&for_ever)?;
        let mut told = cause.map(|cause| Err((cause, office.consequence(true))));
        if told.is_none() && !asked.never(&for_ever)? {
            let draft = office.draft(model, true);
            let finding = asked.finding(settings, &mut noted, model, &for_ever, draft)?;
            if finding.is_some() {
                // Other offices that are lost with this one are its consequences.
                asked.lost.push((for_ever.clone(), place));
            }
            told = finding.map(Ok);
        }
        // Under other readings it may wait for time to pass all the same.
        let empty = asked.elsewhere(&empty, &for_ever)?;
        // Whoever is there may act, and whoever is put in office by that; but nobody waits for time to pass.
        let by_acts = |id: EventId| is_act_of_any_time(model.event(id));
        let nobody = asked.space.diff(&empty, &asked.can_reach(&filled, &by_acts)?)?;
        if !office.fillers.is_empty() && !asked.never(&nobody)? {
            waiting = Some(nobody);
        }
        Ok(told)
    });
    report.undecided.append(&mut noted.undecided);
    match found.flatten() {
        Some(Ok(finding)) => report.findings.push(finding),
        Some(Err((cause, consequence))) => report.findings[cause].consequences.push(consequence),
        None => {}
    }
    waiting
}

/// Reports offices that nobody can fill before time passes. One that can be so only together with another one is a
/// consequence of that.
fn until_time_passes(questions: &mut Questions<'_>, report: &mut Report, waiting: &[(Office<'_>, Set)]) {
    let (model, settings) = (questions.model, questions.settings);
    let mut noted = Report::default();
    for (at, (office, nobody)) in waiting.iter().enumerate() {
        let rule = office.rules().first().copied();
        let found = questions.ask(report, Code::SuccessionGap, rule, |_, asked| {
            let nobody = asked.space.and(&asked.reachable, nobody)?;
            let mut consequences = Vec::new();
            for (other_at, (other, wait)) in waiting.iter().enumerate().filter(|(other, _)| *other != at) {
                let wait = asked.space.and(&asked.reachable, wait)?;
                let within = |part: &Set, whole: &Set| -> Result<bool, Exceeded> {
                    Ok(asked.space.is_empty(&asked.space.diff(part, whole)?))
                };
                let (under, over) = (within(&wait, &nobody)?, within(&nobody, &wait)?);
                if over && (!under || other_at < at) {
                    return Ok(None);
                }
                if under {
                    consequences.push(other.consequence(false));
                }
            }
            let finding = asked.finding(settings, &mut noted, model, &nobody, office.draft(model, false))?;
            Ok(finding.map(|finding| Finding { consequences, ..finding }))
        });
        report.findings.extend(found.flatten());
    }
    report.undecided.append(&mut noted.undecided);
}

impl Office<'_> {
    /// The rules of what fills it, ascending.
    fn rules(&self) -> Vec<RuleId> {
        let rules: BTreeSet<RuleId> = self.fillers.iter().map(|event| event.rule).collect();
        rules.into_iter().collect()
    }

    fn consequence(&self, for_ever: bool) -> Consequence {
        Consequence::Empty { institution: self.id, for_ever }
    }

    fn draft(&self, model: &Model, for_ever: bool) -> Draft {
        let holders: BTreeSet<InstitutionId> =
            self.fillers.iter().flat_map(|event| event.holder.needed(model)).collect();
        Draft {
            code: Code::SuccessionGap,
            severity: if for_ever { Severity::Error } else { Severity::Warning },
            subject: Subject::Empty { institution: self.id, for_ever },
            holders: holders.into_iter().collect(),
            rules: self.rules().into_iter().chain(self.openers(model)).collect(),
        }
    }

    /// The rules of the acts that open a matter which fills it: who may nominate matters as much as who elects.
    fn openers(&self, model: &Model) -> BTreeSet<RuleId> {
        let fills = |matter: &Matter| self.fillers.iter().any(|event| matter.steps.contains(&event.rule));
        let opens = |event: &&Event| {
            event.kind == EventKind::Act
                && event.opens.is_some_and(|matter| fills(&model.matters[matter.index()]))
        };
        model.events.iter().filter(opens).map(|event| event.rule).collect()
    }
}

fn offices(model: &Model) -> Vec<Office<'_>> {
    let all = model.institutions.iter().enumerate().filter(|(_, office)| !office.vacant.is_empty());
    all.filter_map(|(index, office)| {
        let (field, vacant) = (office.status?, office.vacant);
        let fillers = model.events.iter().filter(|event| fills(event, field, vacant)).collect();
        Some(Office { id: InstitutionId(index as u32), field, vacant, fillers })
    })
    .collect()
}

/// Tells whether an event is an act that need not wait for a clock or a date.
fn is_act_of_any_time(event: &Event) -> bool {
    let waits = event.conditions.iter().any(|condition| match &condition.test {
        Test::Field(..) => false,
        Test::Clock(guard) => matches!(guard.comparison, Comparison::AtLeast | Comparison::After),
        Test::Date(..) => true,
    });
    event.kind == EventKind::Act && !waits
}

/// Tells whether an event gives some empty office a holder.
pub(super) fn fills_an_office(model: &Model, event: &Event) -> bool {
    let filled = |office: &Institution| office.status.is_some_and(|field| fills(event, field, office.vacant));
    model.institutions.iter().any(filled)
}

/// Tells whether an event other than the end of a period gives an empty office a holder.
pub(super) fn fills(event: &Event, field: FieldId, vacant: ValueSet) -> bool {
    event.kind != EventKind::Lapse && gives_a_holder(event, field, vacant)
}

/// Tells whether an event gives an empty office a holder.
pub(super) fn gives_a_holder(event: &Event, field: FieldId, vacant: ValueSet) -> bool {
    event.changes(field, vacant).any(|(_, new)| !vacant.contains(new))
}

/// Tells whether no body of many members holds it.
pub(super) fn is_office(model: &Model, id: InstitutionId) -> bool {
    let institution = &model.institutions[id.index()];
    institution.groups.is_empty() && institution.parts.is_empty()
}
