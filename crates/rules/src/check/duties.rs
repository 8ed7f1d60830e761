//! Duties: whether they can be fulfilled, by when, and against which prohibition.

use super::body::involved;
use super::listed;
use super::logic::Logic;
use super::steps::is_law;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolved::{Constitution, Duty, Guard, ProcedureId, Prohibition, StageId, Step, StepId};
use crate::surface::Barred;
use std::collections::BTreeSet;

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    for duty in &constitution.duties {
        opened_by_breach(constitution, duty, out);
        let rule = constitution.rule(duty.rule);
        if duty.to.is_empty() {
            let message = format!("`{}` names no step that fulfils it", rule.name);
            out.push(
                Diagnostic::at(Code::DutyToNothing, rule.place("to"), message)
                    .help("name the steps: to: [\"procedure.step\"]"),
            );
            continue;
        }
        if !of_another(constitution, duty, out) {
            without_deadline(constitution, duty, out);
            meets_bar(constitution, duty, out);
        }
    }
}

/// The time whose breach opens a step is that of the stage which the step leaves.
fn opened_by_breach(constitution: &Constitution, duty: &Duty, out: &mut Diagnostics) {
    let rule = constitution.rule(duty.rule);
    for &(procedure, id) in &duty.opens {
        let step = step_of(constitution, (procedure, id));
        let timed = |stage: &StageId| constitution.procedures[procedure.0].stages[stage.0].within.is_some();
        let all_timed = step.from.as_ref().is_some_and(|from| from.iter().all(timed));
        let message = if duty.until.is_some() {
            "steps that open when a duty with a time of its own is broken: not implemented yet"
        } else if !all_timed {
            "steps that a breach opens at a stage without a time limit: not implemented yet"
        } else {
            continue;
        };
        out.push(
            Diagnostic::at(Code::NotImplemented, rule.place("breach"), message)
                .also(constitution.rule(step.rule).span, "the step")
                .help("give the stage that the step leaves the time limit of the duty"),
        );
    }
}

fn step_of(constitution: &Constitution, (procedure, step): (ProcedureId, StepId)) -> &Step {
    &constitution.procedures[procedure.0].steps[step.0]
}

/// Somebody must be able to do what he owes.
fn of_another(constitution: &Constitution, duty: &Duty, out: &mut Diagnostics) -> bool {
    let procedure = duty.to.first().map(|&(procedure, _)| procedure);
    let holders = involved(constitution, &duty.holder, procedure);
    let takes = |&(procedure, step): &(ProcedureId, StepId)| {
        let step = step_of(constitution, (procedure, step));
        let gates = step.gates.iter().map(|gate| &gate.of);
        let mut actors: BTreeSet<_> = BTreeSet::new();
        for by in step.by.iter().map(|(_, by)| by).chain(gates) {
            actors.extend(involved(constitution, by, Some(procedure)));
        }
        // A part of a joint sitting acts for it, and a sitting for its parts.
        holders.iter().any(|holder| {
            actors.contains(holder)
                || actors.iter().any(|actor| constitution.institutions[actor.0].parts.contains(holder))
        })
    };
    if holders.is_empty() || duty.to.iter().any(takes) {
        return false;
    }
    let rule = constitution.rule(duty.rule);
    let who = listed(holders.iter().map(|id| constitution.institution_name(*id)));
    let first = step_of(constitution, duty.to[0]);
    let step = constitution.rule(first.rule);
    let message = match duty.to.len() {
        1 => format!("{who} cannot fulfil `{}`: others take `{}`", rule.name, step.name),
        _ => format!("{who} cannot fulfil `{}`: others take all its steps", rule.name),
    };
    let label = if is_law(first) { "the law takes it" } else { "taken by others" };
    let diagnostic = Diagnostic::at(Code::DutyOfAnother, rule.place("holder"), message);
    out.push(diagnostic.also(step.place("by"), label).help("name as `holder` who takes the step"));
    true
}

/// The stages that the steps of a duty leave.
fn stages(constitution: &Constitution, duty: &Duty) -> BTreeSet<(ProcedureId, StageId)> {
    let steps =
        duty.to.iter().map(|&(procedure, step)| (procedure, step_of(constitution, (procedure, step))));
    steps
        .flat_map(|(procedure, step)| step.from.iter().flatten().map(move |stage| (procedure, *stage)))
        .collect()
}

fn has_deadline(constitution: &Constitution, duty: &Duty) -> bool {
    let timed = |&(procedure, stage): &(ProcedureId, StageId)| {
        constitution.procedures[procedure.0].stages[stage.0].within.is_some()
    };
    let closes = |&at: &(ProcedureId, StepId)| {
        let step = step_of(constitution, at);
        step.closes.is_some() || step.gates.iter().any(|gate| gate.within.is_some())
    };
    duty.until.is_some() || stages(constitution, duty).iter().any(timed) || duty.to.iter().any(closes)
}

fn without_deadline(constitution: &Constitution, duty: &Duty, out: &mut Diagnostics) {
    if has_deadline(constitution, duty) {
        return;
    }
    let rule = constitution.rule(duty.rule);
    let message = format!("nothing says by when `{}` must be fulfilled", rule.name);
    let mut diagnostic = Diagnostic::at(Code::DutyWithoutDeadline, rule.span, message);
    if let [(procedure, stage)] = stages(constitution, duty).into_iter().collect::<Vec<_>>()[..] {
        let stage = constitution.rule(constitution.procedures[procedure.0].stages[stage.0].rule);
        diagnostic = diagnostic.also(stage.span, "this stage has no time limit");
    }
    out.push(diagnostic);
}

/// Prohibitions that leave no way to fulfil a duty: whenever it binds, or while its time runs.
fn meets_bar(constitution: &Constitution, duty: &Duty, out: &mut Diagnostics) {
    let mut binding = vec![duty.when.clone(), duty.only.clone()];
    let mut barred: Vec<Guard> = Vec::new();
    let mut bars: Vec<&Prohibition> = Vec::new();
    for &(procedure, id) in &duty.to {
        let step = step_of(constitution, (procedure, id));
        let found: Vec<(&Prohibition, Guard)> = barring(constitution, duty, (procedure, id)).collect();
        // One free way suffices.
        if found.is_empty() {
            return;
        }
        barred.push(Guard::Any(found.iter().map(|(_, guard)| guard.clone()).collect()));
        bars.extend(found.into_iter().map(|(prohibition, _)| prohibition));
        binding.extend(step.when.clone());
        if let Some(from) = &step.from {
            binding.push(Guard::In(procedure, from.clone()));
            // While the clock stands still the duty does not fall due.
            let stages = &constitution.procedures[procedure.0].stages;
            let pauses = from.iter().filter_map(|stage| stages[stage.0].pauses.clone());
            binding.extend(pauses.map(|pauses| Guard::Not(Box::new(pauses))));
        }
    }
    bars.sort_by_key(|bar| bar.rule);
    bars.dedup_by_key(|bar| bar.rule);
    let mut logic = Logic::new(constitution);
    let meet: Vec<Guard> = binding.iter().chain(&barred).cloned().collect();
    if logic.can_hold(&meet) != Some(true) {
        return;
    }
    let free = barred.into_iter().map(|guard| Guard::Not(Box::new(guard)));
    let apart: Vec<Guard> = binding.into_iter().chain([Guard::Any(free.collect())]).collect();
    let always = logic.can_hold(&apart) == Some(false);
    if always || has_deadline(constitution, duty) {
        out.push(clash(constitution, duty, &bars, always));
    }
}

/// The void prohibitions that keep the holder of a duty from a step of it, and when.
fn barring<'c>(
    constitution: &'c Constitution,
    duty: &'c Duty,
    (procedure, id): (ProcedureId, StepId),
) -> impl Iterator<Item = (&'c Prohibition, Guard)> {
    let step = step_of(constitution, (procedure, id));
    let holders = involved(constitution, &duty.holder, Some(procedure));
    constitution.prohibitions.iter().filter_map(move |prohibition| {
        let (.., guard) =
            prohibition.bars.iter().find(|(other, barred, _)| (*other, *barred) == (procedure, id))?;
        let own = match &prohibition.holder {
            Some(by) => !involved(constitution, by, Some(procedure)).is_disjoint(&holders),
            None => true,
        };
        // A duty that says so itself is told where to say it.
        let yields = step.overrides.contains(&prohibition.rule)
            || prohibition.overrides.contains(&duty.rule)
            || duty.overrides.contains(&prohibition.rule);
        let guard = Guard::All(vec![guard.clone(), prohibition.only.clone()]);
        (own && !yields && prohibition.effect == Barred::Void).then_some((prohibition, guard))
    })
}

fn clash(constitution: &Constitution, duty: &Duty, bars: &[&Prohibition], always: bool) -> Diagnostic {
    let rule = constitution.rule(duty.rule);
    let bar = bars.first().map_or("prohibition", |bar| &constitution.rule(bar.rule).name);
    let names = listed(bars.iter().map(|bar| constitution.rule(bar.rule).name.as_str()));
    let step = duty
        .to
        .first()
        .map_or("procedure.step", |&(procedure, step)| constitution.step_name(procedure, step));
    let mut diagnostic = if always {
        let message = format!("`{}` can never be fulfilled: whenever it binds, {names} applies", rule.name);
        Diagnostic::at(Code::DutyAlwaysBarred, rule.span, message)
    } else {
        let message =
            format!("`{}` can fall due while {names} applies, and nothing says which yields", rule.name);
        Diagnostic::at(Code::DutyMeetsBar, rule.span, message)
    };
    for bar in bars {
        diagnostic = diagnostic.also(constitution.rule(bar.rule).span, "bars what the duty demands");
    }
    diagnostic.help(format!(
        "add overrides: [\"{}\"] to the prohibition, or overrides: [\"{bar}\"] to the step `{step}`",
        rule.name
    ))
}
