//! A2, B1, B2, C4: matters that hang, and who lets them hang.

use super::question::{Asked, Draft, Questions};
use super::{Code, Evidence, Finding, Report, Settings, Severity, Subject, Undecided};
use crate::model::{
    Event, EventId, EventKind, Holder, InstitutionId, Matter, MatterId, Model, RuleId, StagePlace, Test,
    ValueSet,
};
use crate::search::Exceeded;
use crate::symbolic::Set;
use std::collections::BTreeSet;

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let (model, settings) = (questions.model, questions.settings);
    for (index, matter) in model.matters.iter().enumerate() {
        let id = MatterId(index as u32);
        let mut found = Report::default();
        let asked = questions.ask(report, Code::MatterNeverEnds, Some(matter.rule), |model, asked| {
            of_matter(model, settings, asked, id, matter, &mut found)
        });
        if asked.is_none()
            && let Some(undecided) = report.undecided.last().cloned()
        {
            // The same search answers these too.
            for code in [Code::HoldUp, Code::ToothlessDeadline, Code::Gatekeeper] {
                report.undecided.push(Undecided { code, ..undecided.clone() });
            }
        }
        report.findings.append(&mut found.findings);
        report.undecided.append(&mut found.undecided);
    }
    own_duties(model, report);
}

fn of_matter(
    model: &Model,
    settings: &Settings<'_>,
    asked: &mut Asked<'_, '_>,
    id: MatterId,
    matter: &Matter,
    found: &mut Report,
) -> Result<(), Exceeded> {
    let closed = asked.space.field_in(matter.field, matter.closed)?;
    // Turning to another matter does not end this one.
    let same = |event: EventId| model.event(event).opens != Some(id);
    let can_end = if matter.standing { None } else { Some(asked.can_reach(&closed, &same)?) };
    let mut unlimited = Vec::new();
    for stage in &matter.stages {
        if !stage.values.and(matter.ended).is_empty() {
            continue;
        }
        let here = asked.space.field_in(matter.field, stage.values)?;
        let here = asked.reached(&here)?;
        if asked.space.is_empty(&here) {
            continue;
        }
        let stuck = match &can_end {
            Some(can_end) => asked.space.diff(&here, can_end)?,
            None => asked.space.none(),
        };
        let overdue = asked.space.field_in(matter.field, stage.overdue)?;
        let toothless = is_toothless(model, matter, stage);
        if toothless {
            let late = asked.reached(&overdue)?;
            let hangs = asked.space.and(&stuck, &overdue)?;
            late_stage(model, settings, asked, matter, stage, &late, !asked.space.is_empty(&hangs), found)?;
        }
        let stuck = if toothless { asked.space.diff(&stuck, &overdue)? } else { stuck };
        if !asked.space.is_empty(&stuck) {
            let draft = Draft {
                code: Code::MatterNeverEnds,
                severity: Severity::Warning,
                subject: Subject::Stuck { stage: stage.rule },
                holders: Vec::new(),
                rules: vec![stage.rule],
            };
            let finding = asked.finding(settings, found, model, &stuck, draft)?;
            found.findings.extend(finding);
            continue;
        }
        if toothless {
            continue;
        }
        // A procedure that always stands open rests where it began: there is nothing to hold up.
        let rests =
            matter.standing && !stage.values.and(model.fields[matter.field.index()].initial).is_empty();
        if rests {
            continue;
        }
        let held = held_up(model, settings, asked, id, matter, stage, &here, found)?;
        if !held && !matter.standing && !has_limit(model, matter, stage) {
            unlimited.push(stage.rule);
        }
    }
    if !unlimited.is_empty() {
        let mut rules = vec![matter.rule];
        rules.extend(&unlimited);
        found.findings.push(Finding {
            code: Code::MatterNeverEnds,
            severity: Severity::Note,
            subject: Subject::Unlimited { procedure: matter.rule, stages: unlimited },
            holders: Vec::new(),
            rules,
            evidence: Evidence::Text,
            readings: Vec::new(),
            searched: Some(asked.searched.clone()),
        });
    }
    Ok(())
}

/// Finds each single holder without whom the matter cannot leave the stage. Returns whether there is one.
#[expect(
    clippy::too_many_arguments,
    reason = "one question, with where it is asked and where its answer goes"
)]
fn held_up(
    model: &Model,
    settings: &Settings<'_>,
    asked: &mut Asked<'_, '_>,
    id: MatterId,
    matter: &Matter,
    stage: &StagePlace,
    here: &Set,
    found: &mut Report,
) -> Result<bool, Exceeded> {
    let exits: Vec<&Event> = model
        .events
        .iter()
        .filter(|event| leaves(event, matter, stage.values) && event.opens != Some(id))
        .collect();
    if exits.iter().any(|event| event.kind != EventKind::Act) {
        return Ok(false);
    }
    let holders: BTreeSet<InstitutionId> =
        exits.iter().flat_map(|event| event.holder.needed(model)).collect();
    let elsewhere = asked.space.not(&asked.space.field_in(matter.field, stage.values)?)?;
    let mut any = false;
    for holder in holders.into_iter().filter(|holder| !model.institutions[holder.index()].is_world) {
        let without = |event: EventId| {
            let event = model.event(event);
            event.opens != Some(id) && !event.holder.needed(model).contains(&holder)
        };
        let goes_on = asked.can_reach(&elsewhere, &without)?;
        let held = asked.space.diff(here, &goes_on)?;
        if asked.space.is_empty(&held) {
            continue;
        }
        any = true;
        let steps: BTreeSet<RuleId> = exits.iter().map(|event| event.rule).collect();
        let alone = |event: &&Event| matches!(&event.holder, Holder::Institution(id) if *id == holder);
        let (code, subject) = match (steps.first(), exits.iter().all(alone)) {
            (Some(&step), true) if steps.len() == 1 => {
                (Code::Gatekeeper, Subject::Formality { stage: stage.rule, step, holder })
            }
            _ => {
                let known = found.findings.iter_mut().find_map(|finding| match &mut finding.subject {
                    Subject::HeldUp { procedure, stages, holder: known }
                        if *procedure == matter.rule && *known == holder =>
                    {
                        Some((stages, &mut finding.rules))
                    }
                    _ => None,
                });
                if let Some((stages, rules)) = known {
                    stages.push(stage.rule);
                    rules.push(stage.rule);
                    continue;
                }
                (Code::HoldUp, Subject::HeldUp { procedure: matter.rule, stages: vec![stage.rule], holder })
            }
        };
        let mut rules = vec![stage.rule];
        rules.extend(&steps);
        let draft = Draft { code, severity: Severity::Warning, subject, holders: vec![holder], rules };
        let finding = asked.finding(settings, found, model, &held, draft)?;
        found.findings.extend(finding);
    }
    Ok(any)
}

/// B2: the period runs out, and nobody gets a power that he did not have.
#[expect(
    clippy::too_many_arguments,
    reason = "one question, with where it is asked and where its answer goes"
)]
fn late_stage(
    model: &Model,
    settings: &Settings<'_>,
    asked: &mut Asked<'_, '_>,
    matter: &Matter,
    stage: &StagePlace,
    late: &Set,
    hangs_if_void: bool,
    found: &mut Report,
) -> Result<(), Exceeded> {
    if asked.space.is_empty(late) {
        return Ok(());
    }
    let exits = model
        .events
        .iter()
        .filter(|event| event.kind == EventKind::Act && leaves(event, matter, stage.values));
    let holders: BTreeSet<InstitutionId> = exits.flat_map(|event| event.holder.needed(model)).collect();
    let lapses =
        || model.events.iter().filter(|event| event.rule == stage.rule && event.kind == EventKind::Lapse);
    let not_stated = lapses().any(|event| {
        event.conditions.iter().any(
            |condition| matches!(condition.test, Test::Field(field, _) if model.fields[field.index()].is_reading()),
        )
    });
    let draft = Draft {
        code: Code::ToothlessDeadline,
        severity: Severity::Warning,
        subject: Subject::Toothless { rule: stage.rule, not_stated, hangs_if_void },
        holders: holders.into_iter().collect(),
        rules: vec![stage.rule],
    };
    let finding = asked.finding(settings, found, model, late, draft)?;
    found.findings.extend(finding);
    Ok(())
}

/// Tells whether an event takes a matter out of these positions.
fn leaves(event: &Event, matter: &Matter, positions: ValueSet) -> bool {
    let from = event.conditions.iter().fold(positions, |set, condition| match condition.test {
        Test::Field(field, values) if field == matter.field => set.and(values),
        _ => set,
    });
    event
        .effects
        .iter()
        .filter(|effect| effect.field == matter.field)
        .any(|effect| from.iter().any(|value| !positions.contains(effect.map[usize::from(value)])))
}

/// Tells whether a stage's period runs out in a breach that gives nobody else a step.
fn is_toothless(model: &Model, matter: &Matter, stage: &StagePlace) -> bool {
    let breaks = model.events.iter().any(|event| event.rule == stage.rule && event.breach.is_some());
    if !breaks || stage.overdue.is_empty() {
        return false;
    }
    let on_time = ValueSet(stage.values.0 & !stage.overdue.0);
    let holders = |positions: ValueSet| -> BTreeSet<InstitutionId> {
        model
            .events
            .iter()
            .filter(|event| event.kind == EventKind::Act && leaves(event, matter, positions))
            .flat_map(|event| event.holder.needed(model))
            .collect()
    };
    holders(stage.overdue).is_subset(&holders(on_time))
}

/// Tells whether the stage's time is limited: a lapse leaves it, or a duty binds one of its steps.
fn has_limit(model: &Model, matter: &Matter, stage: &StagePlace) -> bool {
    model.events.iter().any(|event| event.kind == EventKind::Lapse && leaves(event, matter, stage.values))
        || model.duties.iter().any(|duty| {
            duty.until.is_some()
                && duty
                    .steps
                    .iter()
                    .any(|&step| model.rows(step).any(|(_, event)| leaves(event, matter, stage.values)))
        })
}

/// B2 for duties with a last day of their own, and for co-actors.
fn own_duties(model: &Model, report: &mut Report) {
    for duty in &model.duties {
        if duty.until.is_none() || duty.sanctioned {
            continue;
        }
        let holders = duty.holder.needed(model);
        report.findings.push(Finding {
            code: Code::ToothlessDeadline,
            severity: Severity::Warning,
            subject: Subject::Toothless { rule: duty.rule, not_stated: false, hangs_if_void: false },
            holders,
            rules: vec![duty.rule],
            evidence: Evidence::Text,
            readings: Vec::new(),
            searched: None,
        });
    }
}
