//! Sizes: a field of a state has room for 128 values.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::lower::n_positions;
use crate::resolved::{Constitution, ProcedureId, RoleId, Scope};
use solon_engine::model::ValueSet;
use std::collections::BTreeSet;

const MOST: usize = ValueSet::MAX_VALUES;

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    for id in constitution.procedure_ids() {
        positions(constitution, id, out);
        values(constitution, id, out);
    }
    for choice in &constitution.choices {
        let rule = constitution.rule(choice.rule);
        too_many(
            choice.options.len(),
            &format!("the choice `{}`", rule.name),
            "options",
            rule.place("options"),
            out,
        );
    }
    for param in &constitution.params {
        let rule = constitution.rule(param.rule);
        too_many(
            param.range.len(),
            &format!("the parameter `{}`", rule.name),
            "values",
            rule.place("range"),
            out,
        );
    }
}

fn positions(constitution: &Constitution, id: ProcedureId, out: &mut Diagnostics) {
    let n = n_positions(constitution, id);
    if n > MOST {
        let procedure = &constitution.procedures[id.0];
        let n_gates: usize = procedure.steps.iter().map(|step| step.gates.len()).sum();
        let rule = constitution.rule(procedure.rule);
        let message =
            format!("a matter of `{}` can stand in {n} positions, and there is room for {MOST}", rule.name);
        let help = format!(
            "divide the procedure into two, of which one starts the other: it has {} stages and {n_gates} parts of co-actors, and can be about {} other procedures",
            procedure.stages.len(),
            procedure.about.len(),
        );
        out.push(Diagnostic::at(Code::TooManyPositions, rule.span, message).help(help));
    }
}

fn values(constitution: &Constitution, id: ProcedureId, out: &mut Diagnostics) {
    let procedure = &constitution.procedures[id.0];
    let rule = constitution.rule(procedure.rule);
    for counter in &procedure.counters {
        let what = format!("the counter `{}`", counter.name);
        too_many(usize::from(counter.upto) + 1, &what, "values", rule.place("counters"), out);
    }
    for step in &procedure.steps {
        if let Some((n, Scope::Matter | Scope::Procedure | Scope::Each(..))) = &step.at_most {
            let rule = constitution.rule(step.rule);
            let what = format!("the limit of `{}`", rule.name);
            too_many(usize::from(*n) + 1, &what, "values", rule.place("at_most"), out);
        }
    }
    for (index, name) in procedure.roles.iter().enumerate() {
        let bound =
            procedure.steps.iter().flat_map(|step| &step.bind).filter(|(role, _)| *role == RoleId(index));
        let bodies: BTreeSet<_> = bound.map(|(_, body)| body).collect();
        too_many(bodies.len() + 1, &format!("the role `{name}`"), "values", rule.place("roles"), out);
    }
}

fn too_many(n: usize, what: &str, noun: &str, span: crate::source::Span, out: &mut Diagnostics) {
    if n > MOST {
        let message = format!("{what} has {n} {noun}, and there is room for {MOST}");
        out.push(Diagnostic::at(Code::TooManyValues, span, message));
    }
}
