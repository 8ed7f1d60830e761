//! Steps: where they start and lead, and on whom they rely.

use super::graph::Graph;
use super::walk;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolved::{Body, By, Constitution, ProcedureId, RoleId, StageId, Step};
use std::collections::BTreeSet;

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    for id in constitution.procedure_ids() {
        let graph = Graph::new(constitution, id);
        for step in &constitution.procedures[id.0].steps {
            goes_somewhere(constitution, id, step, out);
            leaves_no_end(constitution, id, step, out);
            follows(constitution, step, out);
            roles(constitution, id, &graph, step, out);
        }
    }
}

/// Tells whether the law itself takes a step.
pub(super) fn is_law(step: &Step) -> bool {
    matches!(step.by[..], [(_, By::Law)])
}

/// A step that opens a matter must say at which stage.
fn goes_somewhere(constitution: &Constitution, id: ProcedureId, step: &Step, out: &mut Diagnostics) {
    let opens = step.from.is_none() && constitution.procedures[id.0].initial.is_none();
    let targets = [step.to, step.carried, step.failed, step.no_quorum];
    let nowhere = step.from.as_ref().is_some_and(Vec::is_empty);
    let rule = constitution.rule(step.rule);
    if opens && targets.iter().all(Option::is_none) {
        let message = format!("`{}` has neither `from` nor `to`: it leads nowhere", rule.name);
        let help =
            "add from: [\"stage\"] if the matter is there already, or to: \"stage\" if the step opens one";
        out.push(Diagnostic::at(Code::StepGoesNowhere, rule.span, message).help(help));
    } else if nowhere {
        let message = format!("`{}` can be taken from no stage", rule.name);
        out.push(
            Diagnostic::at(Code::StepGoesNowhere, rule.place("from"), message)
                .help("name the stages, or leave `from` out if the step opens a matter"),
        );
    }
}

/// What has ended cannot go on.
fn leaves_no_end(constitution: &Constitution, id: ProcedureId, step: &Step, out: &mut Diagnostics) {
    let rule = constitution.rule(step.rule);
    for stage in step.from.iter().flatten().map(|stage| &constitution.procedures[id.0].stages[stage.0]) {
        if stage.end.is_some() {
            let stage = constitution.rule(stage.rule);
            let message = format!("`{}` leaves `{}`, where the matter has ended", rule.name, stage.name);
            let diagnostic = Diagnostic::at(Code::StepFromEnd, rule.place("from"), message);
            out.push(
                diagnostic
                    .also(stage.place("end"), "ends here")
                    .help("leave `end` out there, or name another stage here"),
            );
        }
    }
}

/// Only the law acts by itself after something.
fn follows(constitution: &Constitution, step: &Step, out: &mut Diagnostics) {
    if step.after.is_some() && !is_law(step) {
        let rule = constitution.rule(step.rule);
        let message = format!("`{}` does not follow by itself: `after` needs by: Law", rule.name);
        let diagnostic = Diagnostic::at(Code::AfterWithoutLaw, rule.place("after"), message);
        out.push(
            diagnostic
                .also(rule.place("by"), "somebody acts")
                .help("say when the step is open with `from` or `when`"),
        );
    }
}

/// A role must have been given to a body before whoever holds it can act.
fn roles(constitution: &Constitution, id: ProcedureId, graph: &Graph, step: &Step, out: &mut Diagnostics) {
    let procedure = &constitution.procedures[id.0];
    let opens = step.from.is_none() && procedure.initial.is_none();
    let rule = constitution.rule(step.rule);
    let by = step.by.iter().map(|(_, by)| (by, "by"));
    let gates = step.gates.iter().map(|gate| (&gate.of, "needs"));
    let mut told = BTreeSet::new();
    for (by, field) in by.chain(gates) {
        for role in used(by) {
            let binds = |step: &Step| step.bind.iter().any(|(bound, _)| *bound == role);
            let own = opens && field == "needs" && binds(step);
            if own || bound_before(constitution, id, graph, step, role) || !told.insert(role) {
                continue;
            }
            let name = &procedure.roles[role.0];
            let message = format!("nobody holds the role `{name}` yet when `{}` is taken", rule.name);
            let help = format!("let an earlier step give it with bind: {{\"{name}\": \"institution\"}}");
            out.push(Diagnostic::at(Code::RoleBeforeBind, rule.place(field), message).help(help));
        }
    }
}

fn bound_before(
    constitution: &Constitution,
    id: ProcedureId,
    graph: &Graph,
    step: &Step,
    role: RoleId,
) -> bool {
    let procedure = &constitution.procedures[id.0];
    let binding = procedure
        .steps
        .iter()
        .enumerate()
        .filter(|(_, step)| step.bind.iter().any(|(bound, _)| *bound == role));
    let bound: BTreeSet<StageId> =
        binding.flat_map(|(index, _)| graph.after(crate::resolved::StepId(index))).collect();
    match &step.from {
        Some(from) => from.iter().any(|stage| bound.contains(stage)),
        None => procedure.initial.is_some() && !bound.is_empty(),
    }
}

fn used(by: &By) -> BTreeSet<RoleId> {
    let mut roles = BTreeSet::new();
    walk::each_part(by, &mut |part| match part {
        By::Role(role) => {
            roles.insert(*role);
        }
        By::Vote(vote) => roles.extend(role_of(vote.of)),
        By::Petition(petition) => roles.extend(role_of(petition.of)),
        By::Institution(_) | By::Member(_) | By::AnyOf(_) | By::All(_) | By::Law => {}
    });
    roles
}

fn role_of(body: Body) -> Option<RoleId> {
    match body {
        Body::Role(role) => Some(role),
        Body::Institution(_) => None,
    }
}
