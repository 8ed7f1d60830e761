//! Windows: first and last days, limits on how often, and dates of what cannot have happened.

use super::dates;
use super::graph::Graph;
use super::offset::{Base, days_of, offset};
use super::walk::{self, Place};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolved::{Constitution, Guard, Mark, Point, ProcedureId, Scope, Silence, StageId, Step, StepId};
use std::collections::BTreeSet;

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    let graphs: Vec<Graph> = constitution.procedure_ids().map(|id| Graph::new(constitution, id)).collect();
    for id in constitution.procedure_ids() {
        for (index, step) in constitution.procedures[id.0].steps.iter().enumerate() {
            window(constitution, step, out);
            in_stage(constitution, id, step, out);
            limit(constitution, id, step, out);
            happened(constitution, &graphs[id.0], id, StepId(index), out);
        }
        for counter in &constitution.procedures[id.0].counters {
            let place =
                Place { rule: constitution.procedures[id.0].rule, field: "counters", procedure: Some(id) };
            renews(constitution, id, &counter.per, &format!("the counter `{}`", counter.name), place, out);
        }
    }
    walk::each_guard(constitution, &mut |place, guard| between(constitution, place, guard, out));
    dates::each_point(constitution, &mut |place, point| {
        never_marked(constitution, &graphs, place, point, out);
        before_term(constitution, place, point, out);
    });
}

/// Tells whether one date surely lies after another.
fn is_after(constitution: &Constitution, first: &Point, second: &Point) -> bool {
    match (offset(constitution, first), offset(constitution, second)) {
        (Some((base, first)), Some((other, second))) => base == other && first.least > second.most,
        _ => false,
    }
}

fn window(constitution: &Constitution, step: &Step, out: &mut Diagnostics) {
    let rule = constitution.rule(step.rule);
    if let (Some(opens), Some(closes)) = (&step.opens, &step.closes)
        && is_after(constitution, opens, closes)
    {
        let message = format!("the last day of `{}` lies before its first", rule.name);
        out.push(
            Diagnostic::at(Code::EmptyWindow, rule.place("closes"), message)
                .also(rule.place("opens"), "the first day"),
        );
    }
    let before_entry = |point: &Point| {
        offset(constitution, point).is_some_and(|(base, days)| base == Base::Entry && days.most < 0)
    };
    if step.closes.as_ref().is_some_and(before_entry) {
        let message = format!("the last day of `{}` lies before the matter enters its stage", rule.name);
        out.push(Diagnostic::at(Code::EmptyWindow, rule.place("closes"), message));
    }
}

/// A step must open before silence takes its matter away.
fn in_stage(constitution: &Constitution, id: ProcedureId, step: &Step, out: &mut Diagnostics) {
    let procedure = &constitution.procedures[id.0];
    let (Some(from), Some(opens)) = (&step.from, &step.opens) else { return };
    let Some((Base::Entry, first)) = offset(constitution, opens) else { return };
    let late = |stage: &&StageId| {
        let stage = &procedure.stages[stage.0];
        let leaves = |(_, silence): &(_, Silence)| {
            matches!(silence, Silence::To(_) | Silence::Deemed(_) | Silence::PowerEnds)
        };
        let Some(within) = &stage.within else { return false };
        stage.pauses.is_none()
            && within.iter().all(|(_, period)| period.from.is_none())
            && stage.on_silence.iter().flatten().all(leaves)
            && days_of(constitution, within).is_some_and(|days| first.least > days.most)
    };
    if from.iter().all(|stage| late(&stage))
        && let Some(stage) = from.first()
    {
        let (rule, stage) = (constitution.rule(step.rule), constitution.rule(procedure.stages[stage.0].rule));
        let message = format!("`{}` opens only after the time of `{}` has passed", rule.name, stage.name);
        out.push(
            Diagnostic::at(Code::EmptyWindow, rule.place("opens"), message)
                .also(stage.place("within"), "the time of the stage"),
        );
    }
}

fn between(constitution: &Constitution, place: Place, guard: &Guard, out: &mut Diagnostics) {
    walk::each_atom(guard, &mut |atom| {
        let (from, until) = match atom {
            Guard::Between(from, until) => (from, until),
            Guard::Within(Some(from), Some(until)) => (&**from, &**until),
            _ => return,
        };
        if is_after(constitution, from, until) {
            let rule = constitution.rule(place.rule);
            let field = if matches!(atom, Guard::Within(..)) { "in_force" } else { place.field };
            let message = "the second date lies before the first";
            out.push(Diagnostic::at(Code::EmptyWindow, rule.place(field), message));
        }
    });
}

/// A count that never begins anew, or that begins anew each time that it could bite.
fn limit(constitution: &Constitution, id: ProcedureId, step: &Step, out: &mut Diagnostics) {
    let Some((n, scope)) = &step.at_most else { return };
    let rule = constitution.rule(step.rule);
    let place = Place { rule: step.rule, field: "at_most", procedure: Some(id) };
    if *n == 0 || *scope == Scope::Years(0) {
        let message = format!("`{}` can never be taken: at most 0 times", rule.name);
        out.push(Diagnostic::at(Code::IdleLimit, rule.place("at_most"), message));
        return;
    }
    if *scope == Scope::Matter && step.from.is_none() && constitution.procedures[id.0].initial.is_none() {
        let message = format!("`{}` opens each matter, so it is taken once in a matter anyway", rule.name);
        let help = "count in another scope, such as Years(1) or Each(\"procedure.step\")";
        out.push(Diagnostic::at(Code::IdleLimit, rule.place("at_most"), message).help(help));
        return;
    }
    renews(constitution, id, scope, &format!("the limit of `{}`", rule.name), place, out);
}

fn renews(
    constitution: &Constitution,
    id: ProcedureId,
    scope: &Scope,
    what: &str,
    place: Place,
    out: &mut Diagnostics,
) {
    if *scope == Scope::Matter && constitution.procedures[id.0].initial.is_some() {
        let name = constitution.procedure_name(id);
        let message = format!("{what} never begins anew: `{name}` always stands open and has one matter");
        out.push(Diagnostic::at(Code::IdleLimit, constitution.rule(place.rule).place(place.field), message));
    }
}

/// A stage's own time that is counted from what can only come after the stage.
///
/// What can never happen at all is not reported here: its stage is.
fn never_marked(
    constitution: &Constitution,
    graphs: &[Graph],
    place: Place,
    point: &Point,
    out: &mut Diagnostics,
) {
    dates::each_mark(point, &mut |mark| {
        if place.field == "within" && comes_later(constitution, graphs, place, mark) {
            let rule = constitution.rule(place.rule);
            let name = constitution.mark_name(mark);
            let message =
                format!("the time of `{}` is counted from `{name}`, which comes only later", rule.name);
            out.push(Diagnostic::at(Code::NeverHappened, rule.place(place.field), message));
        }
    });
}

fn comes_later(constitution: &Constitution, graphs: &[Graph], place: Place, mark: Mark) -> bool {
    let Some(id) = place.procedure.filter(|id| constitution.procedures[id.0].initial.is_none()) else {
        return false;
    };
    let stages = &constitution.procedures[id.0].stages;
    let Some(at) = stages.iter().position(|stage| stage.rule == place.rule).map(StageId) else {
        return false;
    };
    let after: BTreeSet<StageId> = match mark {
        Mark::Stage(other, stage) if other == id => graphs[id.0].reached([stage]),
        Mark::Step(other, step) if other == id => graphs[id.0].after(step),
        Mark::Stage(..) | Mark::Step(..) => return false,
    };
    !after.contains(&at) && !graphs[id.0].moved_to.contains(&at)
}

/// `Happened` asks for an earlier step of the same matter; there must be one.
fn happened(
    constitution: &Constitution,
    graph: &Graph,
    id: ProcedureId,
    step: StepId,
    out: &mut Diagnostics,
) {
    let resolved = &constitution.procedures[id.0].steps[step.0];
    let (Some(when), Some(from)) = (&resolved.when, &resolved.from) else { return };
    if constitution.procedures[id.0].initial.is_some() {
        return;
    }
    let rule = constitution.rule(resolved.rule);
    walk::each_atom(when, &mut |atom| {
        let Guard::Happened(other, before) = atom else { return };
        if *other != id {
            return;
        }
        let after = graph.after(*before);
        if !from.iter().any(|stage| after.contains(stage)) {
            let name = constitution.step_name(id, *before);
            let message =
                format!("`{name}` cannot have been taken before `{}` in the same matter", rule.name);
            out.push(Diagnostic::at(Code::NeverHappened, rule.place("when"), message));
        }
    });
}

/// Counting back from the end of a term must stay within the term.
fn before_term(constitution: &Constitution, place: Place, point: &Point, out: &mut Diagnostics) {
    let Some((Base::TermEnd(id), days)) = offset(constitution, point) else { return };
    let length = constitution.institutions[id.0].term.as_ref().and_then(|term| term.length.as_ref());
    let Some(length) = length.and_then(|length| days_of(constitution, length)) else { return };
    if -days.most > length.most {
        let rule = constitution.rule(place.rule);
        let name = constitution.institution_name(id);
        let message =
            format!("{} days before the end of the term of `{name}` lies before the term begins", -days.most);
        let term = constitution.rule(constitution.institutions[id.0].rule);
        out.push(
            Diagnostic::at(Code::LongerThanTerm, rule.place(place.field), message)
                .also(term.place("term"), "the term"),
        );
    }
}
