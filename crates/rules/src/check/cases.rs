//! Cases, facts and choices: branches that are never taken, options that change nothing.

use super::body::has_vote;
use super::logic::{Logic, Opening};
use super::{listed, walk};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolved::{
    By, Cases, ChoiceId, Constitution, Effect, FactId, Guard, OptionId, ProcedureId, RuleKind, StageId,
};
use crate::source::Span;
use std::collections::BTreeSet;

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    branches(constitution, out);
    facts(constitution, out);
    options(constitution, out);
}

/// The point of view from which the cases of a value are read.
struct View<'c> {
    constitution: &'c Constitution,
    here: Guard,
    opening: Option<Opening>,
}

impl View<'_> {
    fn dead<T>(&self, cases: &Cases<T>, what: &str, span: Span, out: &mut Diagnostics) {
        let mut earlier = vec![self.here.clone()];
        for (index, (guard, _)) in cases.iter().enumerate().take(cases.len()) {
            let is_last = index + 1 == cases.len();
            let mut all = earlier.clone();
            all.push(guard.clone());
            if cases.len() > 1
                && Logic::new(self.constitution).can_hold_in(self.opening.clone(), &all) == Some(false)
            {
                let which = match index {
                    _ if is_last => "`otherwise`".to_owned(),
                    0 => "the first case".to_owned(),
                    1 => "the second case".to_owned(),
                    n => format!("case {}", n + 1),
                };
                let why = if index == 0 {
                    "its condition cannot hold here"
                } else {
                    "an earlier case takes all that is left"
                };
                let message = format!("{which} of {what} is never taken: {why}");
                out.push(Diagnostic::at(Code::DeadBranch, span, message));
                return;
            }
            earlier.push(Guard::Not(Box::new(guard.clone())));
        }
    }

    fn of_by(&self, by: &By, what: &str, span: Span, out: &mut Diagnostics) {
        walk::each_part(by, &mut |part| match part {
            By::Vote(vote) => {
                self.dead(&vote.pass, &format!("`pass` of {what}"), span, out);
                self.dead(&vote.quorum, &format!("`quorum` of {what}"), span, out);
            }
            By::Petition(petition) => self.dead(&petition.need, &format!("`need` of {what}"), span, out),
            By::Institution(_) | By::Member(_) | By::Role(_) | By::AnyOf(_) | By::All(_) | By::Law => {}
        });
    }
}

fn branches(constitution: &Constitution, out: &mut Diagnostics) {
    let anywhere = View { constitution, here: Guard::always(), opening: None };
    for institution in &constitution.institutions {
        for group in &institution.groups {
            let rule = constitution.rule(group.rule);
            anywhere.dead(&group.n, &format!("`n` of `{}`", rule.name), rule.place("n"), out);
        }
    }
    for id in constitution.procedure_ids() {
        let procedure = &constitution.procedures[id.0];
        for (index, stage) in procedure.stages.iter().enumerate() {
            let rule = constitution.rule(stage.rule);
            let view = View { constitution, here: Guard::In(id, vec![StageId(index)]), opening: None };
            if let (Some(within), Some(silence)) = (&stage.within, &stage.on_silence) {
                view.dead(within, &format!("`within` of `{}`", rule.name), rule.place("within"), out);
                view.dead(
                    silence,
                    &format!("`on_silence` of `{}`", rule.name),
                    rule.place("on_silence"),
                    out,
                );
            }
        }
        for step in &procedure.steps {
            let rule = constitution.rule(step.rule);
            let view = of_step(constitution, id, step);
            view.dead(&step.by, &format!("`by` of `{}`", rule.name), rule.place("by"), out);
            for (index, (guard, by)) in step.by.iter().enumerate() {
                // Inside a case its own condition holds, and those before it do not.
                let before = step.by[..index].iter().map(|(guard, _)| Guard::Not(Box::new(guard.clone())));
                let here = before.chain([guard.clone(), view.here.clone()]).collect();
                let inner = View { constitution, here: Guard::All(here), opening: view.opening.clone() };
                let own = has_vote(by) || matches!(by, By::Petition(_));
                if own {
                    inner.of_by(by, &format!("`{}`", rule.name), rule.place("by"), out);
                }
            }
            for gate in &step.gates {
                view.of_by(
                    &gate.of,
                    &format!("`{}`", constitution.rule(gate.rule).name),
                    rule.place("needs"),
                    out,
                );
            }
        }
    }
}

fn of_step<'c>(constitution: &'c Constitution, id: ProcedureId, step: &crate::resolved::Step) -> View<'c> {
    let is_standing = constitution.procedures[id.0].initial.is_some();
    let (here, opening) = match &step.from {
        Some(from) => (Guard::In(id, from.clone()), None),
        None if is_standing => (Guard::always(), None),
        None => (Guard::always(), Some(Opening { procedure: id, kinds: step.adds.clone() })),
    };
    let when = step.when.clone().unwrap_or_else(Guard::always);
    View { constitution, here: Guard::All(vec![here, when]), opening }
}

/// A fact that conditions ask for, and that nothing makes true or false.
fn facts(constitution: &Constitution, out: &mut Diagnostics) {
    let mut asked = BTreeSet::new();
    let mut asserted = BTreeSet::new();
    walk::each_guard(constitution, &mut |_, guard| {
        walk::each_atom(guard, &mut |atom| {
            if let Guard::Fact(fact) = atom {
                asked.insert(*fact);
            }
        });
    });
    walk::each_effect(constitution, &mut |_, effect| {
        if let Effect::Assert(fact, _) = effect {
            asserted.insert(*fact);
        }
    });
    for (index, fact) in constitution.facts.iter().enumerate() {
        let id = FactId(index);
        if asked.contains(&id) && !asserted.contains(&id) && fact.set_by.is_empty() {
            let rule = constitution.rule(fact.rule);
            let value = if fact.initial { "true" } else { "false" };
            let message = format!("no step ever changes the fact `{}`: it stays {value}", rule.name);
            let help = "name the steps that make it true: set_by: [\"procedure.step\"]";
            out.push(Diagnostic::at(Code::FactNeverSet, rule.span, message).help(help));
        }
    }
}

/// Of the options that no condition asks for, all are alike.
fn options(constitution: &Constitution, out: &mut Diagnostics) {
    let mut asked: BTreeSet<(ChoiceId, OptionId)> = BTreeSet::new();
    walk::each_guard(constitution, &mut |_, guard| {
        walk::each_atom(guard, &mut |atom| {
            if let Guard::Chosen(choice, option) = atom {
                asked.insert((*choice, *option));
            }
        });
    });
    // An option may matter to an item whose `only` is a remark for readers.
    let is_remarked =
        constitution.rules.iter().any(|rule| hides_only(rule.kind) && rule.places.of("only").is_some());
    for (index, choice) in constitution.choices.iter().enumerate() {
        let id = ChoiceId(index);
        let unasked: Vec<&str> = (0..choice.options.len())
            .filter(|&option| !asked.contains(&(id, OptionId(option))))
            .map(|option| choice.options[option].id.as_str())
            .collect();
        if unasked.len() < 2 || (is_remarked && unasked.len() == choice.options.len()) {
            continue;
        }
        let rule = constitution.rule(choice.rule);
        let message = if unasked.len() == choice.options.len() {
            format!("nothing depends on the choice `{}`", rule.name)
        } else {
            format!("no rule tells the options {} of `{}` apart", listed(unasked.iter().copied()), rule.name)
        };
        let help =
            format!("let the rules of an option say only: Chosen(\"{}\", \"{}\")", rule.name, unasked[0]);
        out.push(Diagnostic::at(Code::UnusedOption, rule.place("options"), message).help(help));
    }
}

/// The kinds of items whose `only` is a remark for readers.
fn hides_only(kind: RuleKind) -> bool {
    matches!(kind, RuleKind::Fact | RuleKind::Param | RuleKind::Outcome | RuleKind::Other | RuleKind::Kind)
}
