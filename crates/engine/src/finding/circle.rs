//! G1: offices that can only be filled with one another.

use super::office::fills;
use super::{Code, Evidence, Finding, Report, Severity, Subject, Under};
use crate::model::{Event, EventKind, InstitutionId, Model, RuleId};
use std::collections::BTreeSet;

/// Supposes that all offices and bodies that can be empty are empty, and asks which can be filled first, and next. What is never
/// filled needs something that is never filled; of those the shortest circle is shown.
pub(super) fn check(model: &Model, report: &mut Report) {
    let ids = (0..model.institutions.len() as u32).map(InstitutionId);
    let can_be_empty = |id: &InstitutionId| {
        let office = &model.institutions[id.index()];
        office.status.is_some() && !office.vacant.is_empty()
    };
    let mut empty: BTreeSet<InstitutionId> = ids.filter(can_be_empty).collect();
    loop {
        let can_begin =
            |id: &&InstitutionId| fillers(model, **id).any(|event| needs(model, event).is_disjoint(&empty));
        let Some(&next) = empty.iter().find(can_begin) else { break };
        empty.remove(&next);
    }
    // What nothing fills at all is no circle.
    empty.retain(|&id| fillers(model, id).next().is_some());
    let circles = empty.iter().filter_map(|&id| circle(model, &empty, id));
    let Some(offices) = circles.min_by_key(|offices| offices.len()) else { return };
    let lost = |finding: &Finding| matches!(finding.subject, Subject::Empty { institution, for_ever: true } if offices.contains(&institution));
    if report.findings.iter().any(lost) {
        return;
    }
    let rules: BTreeSet<RuleId> =
        offices.iter().flat_map(|&id| fillers(model, id)).map(|event| event.rule).collect();
    report.findings.push(Finding {
        code: Code::CircularDependency,
        severity: Severity::Note,
        holders: offices.clone(),
        subject: Subject::NeedEachOther { offices },
        rules: rules.into_iter().collect(),
        evidence: Evidence::Text,
        under: Under::All,
        searched: None,
        more: Vec::new(),
        consequences: Vec::new(),
    });
}

fn fillers(model: &Model, id: InstitutionId) -> impl Iterator<Item = &Event> {
    let office = &model.institutions[id.index()];
    let filled = office.status.map(|field| (field, office.vacant));
    model.events.iter().filter(move |event| {
        event.kind != EventKind::Lapse && filled.is_some_and(|(field, vacant)| fills(event, field, vacant))
    })
}

fn needs(model: &Model, event: &Event) -> BTreeSet<InstitutionId> {
    event.holder.needed(model).into_iter().collect()
}

/// Returns the shortest circle of needs through an office.
fn circle(
    model: &Model,
    empty: &BTreeSet<InstitutionId>,
    start: InstitutionId,
) -> Option<Vec<InstitutionId>> {
    let mut open = vec![vec![start]];
    let mut seen = BTreeSet::new();
    while !open.is_empty() {
        let mut longer = Vec::new();
        for path in open {
            let last = path[path.len() - 1];
            for next in fillers(model, last).flat_map(|event| needs(model, event)) {
                if next == start {
                    return Some(path);
                }
                if empty.contains(&next) && seen.insert(next) {
                    longer.push([path.clone(), vec![next]].concat());
                }
            }
        }
        open = longer;
    }
    None
}
