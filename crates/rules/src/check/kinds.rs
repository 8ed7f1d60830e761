//! Kinds: who gives them, and which go together.

use super::walk;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolved::{Constitution, Guard, KindId, ProcedureId};
use std::collections::BTreeSet;

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    for id in constitution.procedure_ids() {
        never_given(constitution, id, out);
        together(constitution, id, out);
    }
}

/// A kind that no step gives is a condition that never holds.
fn never_given(constitution: &Constitution, id: ProcedureId, out: &mut Diagnostics) {
    let procedure = &constitution.procedures[id.0];
    let given: BTreeSet<KindId> = procedure.steps.iter().flat_map(|step| step.adds.iter().copied()).collect();
    for (index, kind) in procedure.kinds.iter().enumerate() {
        if given.contains(&KindId(index)) {
            continue;
        }
        let rule = constitution.rule(kind.rule);
        let local = rule.name.split('.').next_back().unwrap_or(&rule.name);
        let message = format!("no step gives a matter the kind `{}`", rule.name);
        let mut diagnostic = Diagnostic::at(Code::KindNeverGiven, rule.span, message);
        let mut asked = None;
        walk::each_guard(constitution, &mut |place, guard| {
            walk::each_atom(guard, &mut |atom| {
                if asked.is_none() && *atom == Guard::Kind(id, KindId(index)) {
                    asked = Some(constitution.rule(place.rule).place(place.field));
                }
            });
        });
        if let Some(asked) = asked {
            diagnostic = diagnostic.also(asked, "asked for here");
        }
        out.push(diagnostic.help(format!("let a step give it with adds: [\"{local}\"]")));
    }
}

/// A step must not give kinds that exclude each other.
fn together(constitution: &Constitution, id: ProcedureId, out: &mut Diagnostics) {
    let procedure = &constitution.procedures[id.0];
    let excludes = |a: KindId, b: KindId| {
        procedure.kinds[a.0].excludes.contains(&b) || procedure.kinds[b.0].excludes.contains(&a)
    };
    for (index, kind) in procedure.kinds.iter().enumerate() {
        if kind.excludes.contains(&KindId(index)) {
            let rule = constitution.rule(kind.rule);
            let message = format!("the kind `{}` excludes itself", rule.name);
            out.push(Diagnostic::at(Code::ExcludedKinds, rule.place("excludes"), message));
        }
    }
    for step in &procedure.steps {
        let pairs =
            step.adds.iter().enumerate().flat_map(|(n, a)| step.adds[n + 1..].iter().map(move |b| (*a, *b)));
        let clash = pairs.into_iter().find(|(a, b)| a != b && excludes(*a, *b));
        if let Some((a, b)) = clash {
            let (first, second) =
                (constitution.rule(procedure.kinds[a.0].rule), constitution.rule(procedure.kinds[b.0].rule));
            let stated = if procedure.kinds[a.0].excludes.contains(&b) { first } else { second };
            let rule = constitution.rule(step.rule);
            let message = format!(
                "`{}` gives the kinds `{}` and `{}`, which exclude each other",
                rule.name, first.name, second.name
            );
            let diagnostic = Diagnostic::at(Code::ExcludedKinds, rule.place("adds"), message);
            out.push(diagnostic.also(stated.place("excludes"), "said here"));
        }
    }
}
