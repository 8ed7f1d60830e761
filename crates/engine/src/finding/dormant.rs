//! F4: prohibitions that begin to bind only when those whom they bind let them.

use super::{Code, Evidence, Finding, Report, Role, Settings, Severity, Subject, reading};
use crate::model::{Event, EventKind, FieldId, InstitutionId, Model, RuleId, Test, ValueSet};
use std::collections::BTreeSet;

/// Looks at each prohibition that waits for a field which, once it is on, stays on: its beginning. A bar that comes and goes with
/// where things stand is not asleep.
pub(super) fn check(model: &Model, settings: &Settings<'_>, report: &mut Report) {
    let prohibitions = settings.rules.iter().filter(|(_, role)| *role == Role::Prohibition);
    for &(prohibition, _) in prohibitions {
        let is_barred =
            |event: &Event| event.conditions.iter().any(|condition| condition.rule == prohibition);
        let waits = model.events.iter().flat_map(|event| &event.conditions);
        let waits = waits.filter(|condition| condition.rule == prohibition);
        let fields: BTreeSet<FieldId> = waits
            .filter_map(|condition| match condition.test {
                Test::Field(field, _) => Some(field),
                Test::Clock(..) | Test::Date(..) => None,
            })
            .collect();
        let matters = |event: &Event| {
            is_barred(event) || event.effects.iter().any(|effect| fields.contains(&effect.field))
        };
        let asleep = reading::under_each(model, matters, |model| asleep(model, prohibition));
        for ((acts, holders), under) in asleep {
            report.findings.push(Finding {
                code: Code::DormantEntrenchment,
                severity: Severity::Warning,
                rules: [prohibition].into_iter().chain(acts.iter().copied()).collect(),
                subject: Subject::Dormant { prohibition, acts },
                holders,
                evidence: Evidence::Text,
                under: under.while_it_exists(model, prohibition),
                searched: None,
                more: Vec::new(),
                consequences: Vec::new(),
            });
        }
    }
}

/// The acts by which a prohibition begins, if they need those whom it binds, and who these are; each ascending.
fn asleep(model: &Model, prohibition: RuleId) -> Option<(Vec<RuleId>, Vec<InstitutionId>)> {
    let barred: BTreeSet<RuleId> = model
        .events
        .iter()
        .filter(|event| event.conditions.iter().any(|condition| condition.rule == prohibition))
        .map(|event| event.rule)
        .collect();
    let rows = barred.iter().flat_map(|&rule| model.rows(rule));
    let bound: BTreeSet<InstitutionId> = rows.flat_map(|(_, row)| row.holder.needed(model)).collect();
    let sleeps = |&(field, free): &(FieldId, ValueSet)| {
        model.fields[field.index()].initial.0 & !free.0 == 0 && !model.fields[field.index()].is_reading()
    };
    let waits = waits_for(model, prohibition, &barred);
    let begins = waits.iter().filter(|one| sleeps(one)).find_map(|&(field, free)| {
        begins(model, field, free)
            .filter(|begins| begins.iter().all(|event| is_theirs(model, event, &barred, &bound)))
    })?;
    let acts: BTreeSet<RuleId> = begins.iter().map(|event| event.rule).collect();
    let needed = begins.iter().flat_map(|event| event.holder.needed(model));
    let holders: BTreeSet<InstitutionId> = needed.filter(|id| bound.contains(id)).collect();
    Some((acts.into_iter().collect(), holders.into_iter().collect()))
}

/// The fields on one of whose values the prohibition waits in each step that it bars, with the values that leave all free.
fn waits_for(model: &Model, prohibition: RuleId, barred: &BTreeSet<RuleId>) -> Vec<(FieldId, ValueSet)> {
    let alone = |event: &Event| {
        let mut own = event.conditions.iter().filter(|condition| condition.rule == prohibition);
        match (own.next().map(|condition| &condition.test), own.next()) {
            (Some(&Test::Field(field, free)), None) => Some((field, free)),
            _ => None,
        }
    };
    let of_step = |rule: RuleId| -> BTreeSet<(FieldId, ValueSet)> {
        model.rows(rule).filter_map(|(_, row)| alone(row)).collect()
    };
    let mut steps = barred.iter().map(|&rule| of_step(rule));
    let first = steps.next().unwrap_or_default();
    steps.fold(first, |common, other| common.intersection(&other).copied().collect()).into_iter().collect()
}

/// The events by which the prohibition begins. `None` if there are none, or if some event ends it again.
fn begins(model: &Model, field: FieldId, free: ValueSet) -> Option<Vec<&Event>> {
    let on = free.complement(usize::from(model.fields[field.index()].size));
    let ends = model.events.iter().any(|event| event.changes(field, on).any(|(_, new)| free.contains(new)));
    let begins =
        model.events.iter().filter(|event| event.changes(field, free).any(|(_, new)| on.contains(new)));
    let begins: Vec<&Event> = begins.collect();
    (!ends && !begins.is_empty()).then_some(begins)
}

/// Tells whether an event needs one of those who are bound, and is not itself what is barred: a power that can be used so often
/// limits itself.
fn is_theirs(
    model: &Model,
    event: &Event,
    barred: &BTreeSet<RuleId>,
    bound: &BTreeSet<InstitutionId>,
) -> bool {
    event.kind == EventKind::Act
        && !barred.contains(&event.rule)
        && event.holder.needed(model).iter().any(|id| bound.contains(id))
}
