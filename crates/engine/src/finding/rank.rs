//! The order of findings, and the readings on which they hang.

use super::reading::needed;
use super::{Answer, Code, Evidence, Finding, Report, Severity, Subject, Undecided, Under};
use crate::model::{Field, FieldId, Model};

/// Sorts findings by severity, then by how few holders suffice, then by how few events.
pub(super) fn rank(report: &mut Report) {
    for finding in &mut report.findings {
        finding.consequences.sort();
        finding.consequences.dedup();
    }
    let mut order: Vec<usize> = (0..report.findings.len()).collect();
    order.retain(|&index| !is_told_by_another(&report.findings, index));
    order.sort_by_key(|&index| {
        let finding = &report.findings[index];
        (finding.severity, finding.code, finding.holders.len(), length(finding), finding.subject.clone())
    });
    for answer in &mut report.answers {
        if let super::Answer::Fails(index) = answer {
            *index = order.iter().position(|old| old == index).unwrap_or(*index);
        }
    }
    let mut old: Vec<Option<Finding>> = std::mem::take(&mut report.findings).into_iter().map(Some).collect();
    report.findings = order.into_iter().filter_map(|index| old[index].take()).collect();
}

/// Tells whether a finding only says that a matter waits for one act, and another one says what stays as it is without it; or
/// that somebody's silence stops a matter, and another one says that he can hold it up there.
fn is_told_by_another(all: &[Finding], index: usize) -> bool {
    let tells = |other: &Finding| match (&all[index].subject, &other.subject) {
        (Subject::Formality { step, .. }, Subject::NoReturn { .. } | Subject::KeptEmpty { .. }) => {
            other.rules.contains(step)
        }
        (Subject::HiddenVeto { stages, .. }, Subject::HeldUp { stages: held, .. }) => {
            stages.iter().all(|stage| held.contains(stage))
        }
        _ => false,
    };
    let has_holders = |other: &Finding| all[index].holders.iter().all(|one| other.holders.contains(one));
    let has_readings = |other: &Finding| other.under == Under::All || other.under == all[index].under;
    all.iter().any(|other| tells(other) && has_holders(other) && has_readings(other))
}

fn length(finding: &Finding) -> usize {
    match &finding.evidence {
        Evidence::Trace(witness) => witness.path.events.len(),
        Evidence::Arithmetic(_) | Evidence::Exhaustive | Evidence::Text => 0,
    }
}

/// Adds one finding for each reading on which other findings hang.
pub(super) fn readings(model: &Model, report: &mut Report) {
    for finding in &mut report.findings {
        if finding.under == Under::All && matches!(finding.evidence, Evidence::Text | Evidence::Exhaustive) {
            finding.under = Under::of_rules(model, finding);
        }
    }
    for (index, field) in model.fields.iter().enumerate() {
        if !field.is_reading() {
            continue;
        }
        let id = FieldId(index as u32);
        let hanging: Vec<usize> = (0..report.findings.len())
            .filter(|&finding| hangs_on(model, report.findings[finding].under.only(), id))
            .collect();
        if hanging.is_empty() {
            let agrees = |finding: &Finding| is_compared(finding) && stands_under_all(model, finding, id);
            let is_claimed_so = |answer: &Answer| match answer {
                Answer::Holds { under, .. } => !hangs_on(model, under.only(), id),
                Answer::Fails(_) => true,
                Answer::Unknown(_) => false,
            };
            if report.undecided.is_empty()
                && report.findings.iter().all(agrees)
                && report.answers.iter().all(is_claimed_so)
            {
                report.agreeing.push(id);
            }
            continue;
        }
        let rules =
            hanging.iter().filter_map(|&finding| report.findings[finding].rules.first().copied()).collect();
        report.findings.push(Finding {
            code: Code::ReadingDecides,
            severity: Severity::Note,
            subject: Subject::Reading { field: id, findings: hanging },
            holders: Vec::new(),
            rules,
            evidence: Evidence::Exhaustive,
            under: Under::All,
            searched: None,
            more: Vec::new(),
            consequences: Vec::new(),
        });
    }
    // What was not decided could differ.
    let is_found = report.findings.iter().any(|finding| finding.code == Code::ReadingDecides);
    if let Some(open) = report.undecided.first().filter(|_| model.fields.iter().any(Field::is_reading))
        && !is_found
    {
        report.undecided.push(Undecided { code: Code::ReadingDecides, rule: None, why: open.why.clone() });
    }
}

/// Tells whether a finding was looked for under each option of all readings.
fn is_compared(finding: &Finding) -> bool {
    finding.under != Under::NotDecided
}

/// Tells whether a finding does not hang on a reading in time either: one that is so under some readings was mostly found without
/// regard to dates, and its story may need an option of another one.
fn stands_under_all(model: &Model, finding: &Finding, reading: FieldId) -> bool {
    match &finding.evidence {
        Evidence::Trace(witness) if !finding.under.only().is_empty() => {
            !needed(model, (&witness.path, &witness.dates(model), witness.first)).contains(&reading)
        }
        _ => true,
    }
}

/// Tells whether some combination is among these, but is not with another value of the reading.
fn hangs_on(model: &Model, combinations: &[Vec<(FieldId, u8)>], reading: FieldId) -> bool {
    combinations.iter().any(|combination| {
        combination.iter().any(|&(field, value)| {
            field == reading
                && model.fields[field.index()].initial.iter().filter(|&other| other != value).any(|other| {
                    let changed: Vec<_> = combination
                        .iter()
                        .map(|&(f, v)| if f == reading { (f, other) } else { (f, v) })
                        .collect();
                    !combinations.contains(&changed)
                })
        })
    })
}
