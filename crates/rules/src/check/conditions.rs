//! Conditions: where dates cannot be asked for, and what can never hold.

use super::graph::Graph;
use super::logic::{Logic, Opening};
use super::walk;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolved::{Constitution, Guard, ProcedureId, Stage, Step};
use solon_engine::model::RuleId;

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    for outcome in &constitution.outcomes {
        time(constitution, outcome.rule, "when", "an outcome", &outcome.when, out);
        impossible(constitution, outcome.rule, None, std::slice::from_ref(&outcome.when), out);
    }
    for duty in &constitution.duties {
        time(constitution, duty.rule, "when", "a duty", &duty.when, out);
        time(constitution, duty.rule, "in_force", "a duty", &duty.only, out);
        impossible(constitution, duty.rule, None, std::slice::from_ref(&duty.when), out);
    }
    for prohibition in &constitution.prohibitions {
        if let Some((.., guard)) = prohibition.bars.first() {
            impossible(constitution, prohibition.rule, None, std::slice::from_ref(guard), out);
        }
    }
    for id in constitution.procedure_ids() {
        let procedure = &constitution.procedures[id.0];
        for stage in &procedure.stages {
            if let Some(pauses) = &stage.pauses {
                time(constitution, stage.rule, "pauses", "a pause", pauses, out);
                pause_ends(constitution, id, stage, pauses, out);
            }
        }
        for step in &procedure.steps {
            step_condition(constitution, id, step, out);
        }
    }
}

/// Outcomes, duties and pauses look at the state alone; a date in them would be left out silently.
fn time(
    constitution: &Constitution,
    rule: RuleId,
    field: &'static str,
    what: &str,
    guard: &Guard,
    out: &mut Diagnostics,
) {
    let mut asks = false;
    walk::each_atom(guard, &mut |atom| {
        asks |= matches!(atom, Guard::Since(..) | Guard::Between(..) | Guard::Within(..));
    });
    if asks {
        let rule = constitution.rule(rule);
        let message = format!("the condition of {what} cannot ask for a date or a length of time");
        let help = match what {
            "a duty" => "give the duty `closes` or `within`, or a stage that stands for the time",
            _ => "let a stage stand for the time, and ask for the stage",
        };
        out.push(Diagnostic::at(Code::TimeInCondition, rule.place(field), message).help(help));
    }
}

fn step_condition(constitution: &Constitution, id: ProcedureId, step: &Step, out: &mut Diagnostics) {
    let Some(when) = &step.when else { return };
    let is_standing = constitution.procedures[id.0].initial.is_some();
    let (opening, here) = match &step.from {
        Some(from) => (None, Guard::In(id, from.clone())),
        None if is_standing => (None, Guard::always()),
        None => (Some(Opening { procedure: id, kinds: step.adds.clone() }), Guard::always()),
    };
    impossible(constitution, step.rule, opening, &[when.clone(), here], out);
}

fn impossible(
    constitution: &Constitution,
    rule: RuleId,
    opening: Option<Opening>,
    guards: &[Guard],
    out: &mut Diagnostics,
) {
    let [when, ..] = guards else { return };
    // Said on purpose: a rule that does not exist.
    if *when == Guard::never() || Logic::new(constitution).can_hold_in(opening, guards) != Some(false) {
        return;
    }
    let rule = constitution.rule(rule);
    let alone = Logic::new(constitution).can_hold(std::slice::from_ref(when)) == Some(false);
    let message = if alone {
        format!("the condition of `{}` contradicts itself", rule.name)
    } else {
        format!("the condition of `{}` can never hold where the step is taken", rule.name)
    };
    let mut diagnostic = Diagnostic::at(Code::ImpossibleCondition, rule.place("when"), message);
    if !alone && rule.places.of("from").is_some() {
        diagnostic = diagnostic.also(rule.place("from"), "taken from here");
    }
    out.push(diagnostic);
}

/// A pause that lasts for ever is a time limit that never ends.
fn pause_ends(
    constitution: &Constitution,
    id: ProcedureId,
    stage: &Stage,
    pauses: &Guard,
    out: &mut Diagnostics,
) {
    let rule = constitution.rule(stage.rule);
    let why = match pauses {
        Guard::In(other, stages) | Guard::Linked(other, stages) if *other != id => {
            if stages.is_empty() {
                return;
            }
            let procedure = &constitution.procedures[other.0];
            let graph = Graph::new(constitution, *other);
            let ends = stages.iter().all(|stage| procedure.stages[stage.0].end.is_some());
            let leaves = stages.iter().any(|&stage| {
                let reached = graph.reached([stage]);
                reached.iter().any(|stage| !stages.contains(stage))
            });
            let moved = !graph.moved_to.is_empty() || graph.is_aborted;
            if ends {
                format!("`{}` has ended then", constitution.procedure_name(*other))
            } else if !leaves && !moved {
                format!("nothing leads `{}` on from there", constitution.procedure_name(*other))
            } else {
                return;
            }
        }
        Guard::Happened(other, step) if *other == id => {
            format!("`{}` stays taken in this matter", constitution.step_name(*other, *step))
        }
        _ => return,
    };
    let message = format!("the clock of `{}` never goes on after its pause: {why}", rule.name);
    out.push(Diagnostic::at(Code::PauseWithoutEnd, rule.place("pauses"), message));
}
