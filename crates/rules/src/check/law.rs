//! Steps that the law itself takes: at once, by nobody, and never two at a time.

use super::circles::circles;
use super::dates::each_point;
use super::logic::Logic;
use super::steps::is_law;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolved::{Constitution, Guard, Point, ProcedureId, StageId, Step};
use solon_engine::calendar::DatePoint;
use solon_engine::model::RuleId;
use std::collections::BTreeSet;

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    for id in constitution.procedure_ids() {
        let steps = &constitution.procedures[id.0].steps;
        let law: Vec<&Step> = steps.iter().filter(|step| is_law(step)).collect();
        let looping = loops(constitution, id, &law, out);
        for step in &law {
            needs_nobody(constitution, step, out);
            if !looping.contains(&step.rule) {
                cause(constitution, step, out);
            }
        }
        for (index, first) in law.iter().enumerate() {
            for second in &law[index + 1..] {
                conflict(constitution, id, first, second, out);
            }
        }
    }
    bars(constitution, out);
    dates(constitution, out);
    waits(constitution, out);
}

/// What follows at once on something cannot wait for a day.
fn waits(constitution: &Constitution, out: &mut Diagnostics) {
    let all = constitution.procedures.iter().flat_map(|procedure| &procedure.steps);
    let mut at_once: BTreeSet<RuleId> =
        all.filter(|step| step.after.is_some()).map(|step| step.rule).collect();
    each_point(constitution, &mut |place, _| {
        // Once for each step.
        if at_once.remove(&place.rule) {
            let rule = constitution.rule(place.rule);
            let message = format!(
                "the law takes `{}` at once after something, and not before a day: it would never come",
                rule.name
            );
            out.push(
                Diagnostic::at(Code::LawWaitsAfter, rule.place(place.field), message)
                    .also(rule.place("after"), "at once on this")
                    .help("leave `after` out, and count the time from it: opens: Plus(At(\"..\"), ..)"),
            );
        }
    });
}

/// The law waits for a date of the year that its step opens on, and for what is counted from an event; other dates of the
/// calendar are not waited for yet.
fn dates(constitution: &Constitution, out: &mut Diagnostics) {
    let all = constitution.procedures.iter().flat_map(|procedure| &procedure.steps);
    let law: BTreeSet<RuleId> = all.filter(|step| is_law(step)).map(|step| step.rule).collect();
    each_point(constitution, &mut |place, point| {
        let is_waited_for = place.field == "opens"
            && matches!(point, Point::Calendar(DatePoint::Yearly { .. } | DatePoint::Nth { .. }));
        if law.contains(&place.rule) && has_calendar(point) && !is_waited_for {
            let rule = constitution.rule(place.rule);
            let message = format!(
                "the law takes `{}` by itself, and not yet on a single day, or on a date of the year that is part of a condition",
                rule.name
            );
            let help = "opens: Yearly(..) or Nth(..) alone, or a date counted from an event";
            out.push(Diagnostic::at(Code::NotImplemented, rule.place(place.field), message).help(help));
        }
    });
}

fn has_calendar(point: &Point) -> bool {
    match point {
        Point::Calendar(_) => true,
        Point::Plus(inner, _) | Point::Minus(inner, _) => has_calendar(inner),
        Point::Earliest(points) | Point::Latest(points) => points.iter().any(has_calendar),
        Point::Entry | Point::At(_) | Point::TermStart(_) | Point::TermEnd(_) => false,
    }
}

/// Where nobody acts, nobody can be asked, be late, or do it too often.
fn needs_nobody(constitution: &Constitution, step: &Step, out: &mut Diagnostics) {
    let rule = constitution.rule(step.rule);
    for field in ["needs", "closes", "at_most"] {
        if rule.places.of(field).is_some() {
            let message = format!("the law takes `{}` by itself, so `{field}` has no meaning", rule.name);
            out.push(
                Diagnostic::at(Code::LawNeedsNobody, rule.place(field), message)
                    .help("put the condition into `when`, or name who acts"),
            );
        }
    }
}

fn is_unconditional(step: &Step) -> bool {
    step.after.is_none() && step.opens.is_none() && step.when.as_ref().is_none_or(Guard::is_always)
}

fn cause(constitution: &Constitution, step: &Step, out: &mut Diagnostics) {
    if is_unconditional(step) && step.from.is_some() {
        let rule = constitution.rule(step.rule);
        let message =
            format!("the law takes `{}` without a cause: there is no `after`, `when` or `opens`", rule.name);
        let help = "add after: \"stage\" if it follows at once on entering the stage";
        out.push(Diagnostic::at(Code::LawWithoutCause, rule.place("by"), message).help(help));
    }
}

/// Reports steps without a condition that follow each other for ever, and returns them.
fn loops(
    constitution: &Constitution,
    id: ProcedureId,
    law: &[&Step],
    out: &mut Diagnostics,
) -> BTreeSet<RuleId> {
    let mut looping = BTreeSet::new();
    let free: Vec<&Step> = law.iter().copied().filter(|step| is_unconditional(step)).collect();
    for step in free.iter().filter(|step| step.from.is_none()) {
        let rule = constitution.rule(step.rule);
        let message = format!("the law takes `{}` at any time, and again and again", rule.name);
        out.push(Diagnostic::at(Code::LawLoop, rule.span, message).help("add `after`, `when` or `opens`"));
    }
    let n = constitution.procedures[id.0].stages.len();
    let leads = |at: StageId| -> Vec<(StageId, &Step)> {
        let here = free.iter().filter(|step| step.from.as_ref().is_some_and(|from| from.contains(&at)));
        here.map(|step| (step.to.unwrap_or(at), *step)).collect()
    };
    let found = circles((0..n).map(StageId), |at| leads(at).into_iter().map(|(to, _)| to).collect());
    for circle in found {
        let on_it = (0..circle.len()).filter_map(|index| {
            let (at, to) = (circle[index], circle[(index + 1) % circle.len()]);
            leads(at).into_iter().find(|(target, _)| *target == to).map(|(_, step)| step.rule)
        });
        let steps: Vec<RuleId> = on_it.collect();
        looping.extend(&steps);
        let Some((first, others)) = steps.split_first() else { continue };
        let name = constitution.stage_name(id, circle[0]);
        let message = format!("the law leads from `{name}` back to `{name}` without end");
        let mut diagnostic = Diagnostic::at(Code::LawLoop, constitution.rule(*first).span, message);
        for other in others {
            diagnostic = diagnostic.also(constitution.rule(*other).span, "then this");
        }
        out.push(diagnostic.help("add `after`, `when` or `opens`"));
    }
    looping
}

/// Two steps that the law takes at the same moment: nothing says which comes first.
fn conflict(
    constitution: &Constitution,
    id: ProcedureId,
    first: &Step,
    second: &Step,
    out: &mut Diagnostics,
) {
    let n = constitution.procedures[id.0].stages.len();
    let all: Vec<StageId> = (0..n).map(StageId).collect();
    let (from, other) = (first.from.as_ref().unwrap_or(&all), second.from.as_ref().unwrap_or(&all));
    let common: Vec<StageId> = from.iter().copied().filter(|stage| other.contains(stage)).collect();
    let alike = first.to == second.to && first.effects == second.effects && first.adds == second.adds;
    let opens = first.from.is_none() && constitution.procedures[id.0].initial.is_none();
    if common.is_empty() || alike || opens || first.after != second.after || first.opens != second.opens {
        return;
    }
    let when = |step: &Step| step.when.clone().unwrap_or_else(Guard::always);
    let guards =
        [Guard::In(id, common.clone()), when(first), when(second), first.only.clone(), second.only.clone()];
    if Logic::new(constitution).can_hold(&guards) != Some(true) {
        return;
    }
    let (rule, other) = (constitution.rule(first.rule), constitution.rule(second.rule));
    let stage = constitution.stage_name(id, common[0]);
    let message =
        format!("the law can take `{}` and `{}` at the same moment, from `{stage}`", rule.name, other.name);
    let diagnostic = Diagnostic::at(Code::LawConflict, rule.span, message);
    out.push(diagnostic.also(other.span, "the other one").help("let the `when` of one exclude the other"));
}

/// Nobody can be forbidden what the law does by itself.
fn bars(constitution: &Constitution, out: &mut Diagnostics) {
    for prohibition in &constitution.prohibitions {
        for &(id, step, span) in &prohibition.named {
            let step = &constitution.procedures[id.0].steps[step.0];
            if is_law(step) {
                let rule = constitution.rule(step.rule);
                let message = format!("`{}` cannot be barred: the law takes it by itself", rule.name);
                let diagnostic = Diagnostic::at(Code::BarsLaw, span, message);
                out.push(
                    diagnostic
                        .also(rule.place("by"), "nobody acts here")
                        .help("put the exception into the `when` of that step"),
                );
            }
        }
    }
}
