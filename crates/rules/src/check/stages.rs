//! Stages: how a matter comes there, and how it leaves.

use super::graph::Graph;
use super::walk;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolved::{Constitution, Effect, ProcedureId, StageId};
use std::collections::BTreeSet;

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    for id in constitution.procedure_ids() {
        let procedure = &constitution.procedures[id.0];
        let graph = Graph::new(constitution, id);
        if procedure.initial.is_some() {
            standing(constitution, id, out);
        }
        if graph.beginnings().is_empty() {
            let rule = constitution.rule(procedure.rule);
            let message = format!("nothing ever opens a matter of `{}`", rule.name);
            let help = "add a step without `from`, an effect Start(procedure: ..), or `initial` if it always stands open";
            out.push(Diagnostic::at(Code::NeverOpened, rule.span, message).help(help));
            continue;
        }
        ways_in(constitution, id, &graph, out);
        ways_out(constitution, id, &graph, out);
    }
    walk::each_effect(constitution, &mut |place, effect| {
        let Effect::Abort(id, _) = effect else { return };
        let procedure = &constitution.procedures[id.0];
        if procedure.initial.is_some() {
            let (rule, aborted) = (constitution.rule(place.rule), constitution.rule(procedure.rule));
            let message = format!("`{}` always stands open, and cannot be ended", aborted.name);
            let diagnostic = Diagnostic::at(Code::AbortStanding, rule.place(place.field), message);
            out.push(
                diagnostic
                    .also(aborted.place("initial"), "stands open from the start")
                    .help(format!("write Move(procedure: \"{}\", to: \"stage\")", aborted.name)),
            );
        }
    });
}

/// A procedure that always stands open has no end.
fn standing(constitution: &Constitution, id: ProcedureId, out: &mut Diagnostics) {
    let procedure = &constitution.procedures[id.0];
    let rule = constitution.rule(procedure.rule);
    for stage in procedure.stages.iter().filter(|stage| stage.end.is_some()) {
        let stage = constitution.rule(stage.rule);
        let message = format!("`{}` always stands open, but ends at `{}`", rule.name, stage.name);
        let diagnostic = Diagnostic::at(Code::EndInStanding, stage.place("end"), message);
        out.push(
            diagnostic
                .also(rule.place("initial"), "stands open from the start")
                .help("leave out `end`, or `initial`"),
        );
    }
}

/// Reports the stages that no way leads to; not those that only follow from them.
fn ways_in(constitution: &Constitution, id: ProcedureId, graph: &Graph, out: &mut Diagnostics) {
    let procedure = &constitution.procedures[id.0];
    let mut reached = graph.reachable();
    loop {
        let left: Vec<StageId> =
            (0..procedure.stages.len()).map(StageId).filter(|stage| !reached.contains(stage)).collect();
        let Some(&any) = left.first() else { return };
        // Where there is no way in at all; in a circle of stages, the first of them.
        let has_way_in =
            |stage: &StageId| graph.edges.iter().any(|edge| edge.to == *stage && edge.from != Some(*stage));
        let stage = left.iter().find(|stage| !has_way_in(stage)).copied().unwrap_or(any);
        let rule = constitution.rule(procedure.stages[stage.0].rule);
        let message = format!("no step leads to `{}`", rule.name);
        let mut diagnostic = Diagnostic::at(Code::UnreachableStage, rule.span, message);
        if let Some(edge) =
            graph.edges.iter().find(|edge| edge.to == stage && edge.from.is_some_and(|from| from != stage))
            && let Some(from) = edge.from
        {
            let from = constitution.rule(procedure.stages[from.0].rule);
            diagnostic = diagnostic.also(from.span, "only from here, and no step leads here either");
        }
        let local = rule.name.split('.').next_back().unwrap_or(&rule.name);
        out.push(
            diagnostic.help(format!("let a step lead there with to: \"{local}\", or leave the stage out")),
        );
        reached.extend(graph.reached([stage]));
    }
}

/// Reports the stages in which a matter stays for ever, whatever anybody does.
fn ways_out(constitution: &Constitution, id: ProcedureId, graph: &Graph, out: &mut Diagnostics) {
    let procedure = &constitution.procedures[id.0];
    // What always stands open need not end.
    if procedure.initial.is_some() || graph.is_aborted {
        return;
    }
    let reachable: BTreeSet<StageId> = graph.reachable();
    for (index, stage) in procedure.stages.iter().enumerate() {
        let at = StageId(index);
        let leaves = graph.edges.iter().any(|edge| edge.from == Some(at) && edge.to != at);
        let moved = graph.moved_to.iter().any(|to| *to != at);
        if stage.end.is_some() || !reachable.contains(&at) || leaves || moved {
            continue;
        }
        let rule = constitution.rule(stage.rule);
        let message = format!("nothing leads a matter on from `{}`, and it does not end there", rule.name);
        let diagnostic = Diagnostic::at(Code::NoWayOut, rule.span, message);
        out.push(
            diagnostic.help("add a step from here, or end: Done, Failed or Lapsed if the matter is over"),
        );
    }
}
