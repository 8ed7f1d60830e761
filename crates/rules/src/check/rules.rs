//! Rules about rules: parameters that acts change, and from when until when a rule holds.

use super::walk;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolved::{Constitution, Effect, Guard, ParamId, ProcedureId, RuleKind, StepId};
use solon_engine::model::RuleId;
use std::collections::BTreeSet;

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    let mut puts: BTreeSet<(ParamId, RuleId)> = BTreeSet::new();
    walk::each_effect(constitution, &mut |place, effect| {
        let Effect::Put(param, n) = effect else { return };
        puts.insert((*param, place.rule));
        put(constitution, place, *param, *n, out);
    });
    for (index, param) in constitution.params.iter().enumerate() {
        let rule = constitution.rule(param.rule);
        for &(procedure, step) in &param.set_by {
            let step = constitution.procedures[procedure.0].steps[step.0].rule;
            if !puts.contains(&(ParamId(index), step)) {
                let name = &constitution.rule(step).name;
                let message = format!("`{name}` is said to set `{}`, but gives it no value", rule.name);
                let diagnostic = Diagnostic::at(Code::NotSetBy, rule.place("set_by"), message);
                let help = format!("add effects: [Put(\"{}\", ..)] there", rule.name);
                out.push(diagnostic.also(constitution.rule(step).span, "the step").help(help));
            }
        }
        if param.set_by.is_empty() && rule.places.of("range").is_some() {
            let message = format!("`{}` has a range, but no step sets it", rule.name);
            out.push(
                Diagnostic::at(Code::NotSetBy, rule.place("range"), message)
                    .help("add set_by: [\"procedure.step\"], or leave `range` out"),
            );
        }
    }
    in_force(constitution, out);
}

fn put(constitution: &Constitution, place: walk::Place, id: ParamId, n: i32, out: &mut Diagnostics) {
    let param = &constitution.params[id.0];
    let (rule, named) = (constitution.rule(place.rule), constitution.rule(param.rule));
    let is_setter = |&(procedure, step): &(ProcedureId, StepId)| {
        constitution.procedures[procedure.0].steps[step.0].rule == place.rule
    };
    if !param.set_by.iter().any(is_setter) {
        let message = format!("`{}` changes `{}`, which does not name it in `set_by`", rule.name, named.name);
        let help = match rule.kind {
            RuleKind::Step => format!("add set_by: [\"{}\"] to the parameter, with its `range`", rule.name),
            _ => "let the step do it that leads to this stage".to_owned(),
        };
        let diagnostic = Diagnostic::at(Code::NotSetBy, rule.place(place.field), message);
        out.push(diagnostic.also(named.span, "the parameter").help(help));
    } else if !param.range.contains(&n) {
        let message = format!("`{}` sets `{}` to {n}, which is not in its range", rule.name, named.name);
        out.push(
            Diagnostic::at(Code::ValueOutsideRange, rule.place(place.field), message)
                .also(named.place("range"), "the range"),
        );
    }
}

/// Dates of force are followed for steps and prohibitions; elsewhere they would be left out silently.
fn in_force(constitution: &Constitution, out: &mut Diagnostics) {
    let is_dated = |only: &Guard| {
        let mut found = false;
        walk::each_atom(only, &mut |atom| found |= matches!(atom, Guard::Within(..)));
        found
    };
    let institutions = constitution.institutions.iter();
    let bodies = institutions.flat_map(|institution| {
        let groups = institution.groups.iter().map(|group| (group.rule, &group.only));
        groups.chain([(institution.rule, &institution.only)])
    });
    let procedures = constitution.procedures.iter().flat_map(|procedure| {
        let stages = procedure.stages.iter().map(|stage| (stage.rule, &stage.only));
        stages.chain([(procedure.rule, &procedure.only)])
    });
    let dated = bodies.chain(procedures).filter(|(_, only)| is_dated(only)).map(|(rule, _)| rule);
    let ignores = |kind: RuleKind| {
        use RuleKind as K;
        matches!(kind, K::Kind | K::Choice | K::Param | K::Fact | K::Outcome | K::Property | K::Other)
    };
    let others = constitution.rules.iter().enumerate().filter(|(_, rule)| ignores(rule.kind));
    let others = others.map(|(index, _)| RuleId(index as u32));
    let mut all: Vec<RuleId> = dated.chain(others).collect();
    all.sort();
    all.dedup();
    for rule in all.into_iter().map(|rule| constitution.rule(rule)) {
        if let Some(place) = rule.places.of("in_force") {
            let message = "dates of force are implemented for steps and prohibitions alone";
            out.push(
                Diagnostic::at(Code::NotImplemented, place, message)
                    .help("give them to the steps that depend on it"),
            );
        }
    }
}
