//! Visits everything of one kind wherever it stands: decisions, votes, conditions, effects.

use crate::resolved::{By, Constitution, Effect, Guard, Petition, ProcedureId, Tie, Vote};
use solon_engine::model::RuleId;

/// Where a condition or effect stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The rule that it belongs to.
    pub(super) rule: RuleId,
    /// The field of the rule.
    pub(super) field: &'static str,
    /// The procedure from whose point of view it is read.
    pub(super) procedure: Option<ProcedureId>,
}

/// Visits who acts, wherever somebody does: each `By` as a whole, not its parts.
pub(super) fn each_by(constitution: &Constitution, found: &mut dyn FnMut(Place, &By)) {
    for institution in &constitution.institutions {
        let rule = institution.rule;
        let place = |rule, field| Place { rule, field, procedure: None };
        institution.removed_by.iter().for_each(|by| found(place(rule, "removed_by"), by));
        for group in &institution.groups {
            group.by.iter().for_each(|by| found(place(group.rule, "by"), by));
            group.removed_by.iter().for_each(|by| found(place(group.rule, "removed_by"), by));
        }
    }
    for (index, procedure) in constitution.procedures.iter().enumerate() {
        for step in &procedure.steps {
            let place = |field| Place { rule: step.rule, field, procedure: Some(ProcedureId(index)) };
            step.by.iter().for_each(|(_, by)| found(place("by"), by));
            step.gates.iter().for_each(|gate| found(place("needs"), &gate.of));
        }
    }
    for duty in &constitution.duties {
        let procedure = duty.to.first().map(|&(procedure, _)| procedure);
        found(Place { rule: duty.rule, field: "holder", procedure }, &duty.holder);
    }
    for prohibition in &constitution.prohibitions {
        let procedure = prohibition.bars.first().map(|&(procedure, ..)| procedure);
        let place = Place { rule: prohibition.rule, field: "holder", procedure };
        prohibition.holder.iter().for_each(|by| found(place, by));
    }
}

/// Visits a decision and all its parts, casting votes included.
pub(super) fn each_part(by: &By, found: &mut dyn FnMut(&By)) {
    found(by);
    match by {
        By::AnyOf(parts) | By::All(parts) => parts.iter().for_each(|part| each_part(part, found)),
        By::Vote(vote) => {
            if let Tie::Casting(by) = &vote.tie {
                each_part(by, found);
            }
        }
        By::Institution(_) | By::Member(_) | By::Role(_) | By::Petition(_) | By::Law => {}
    }
}

/// Visits all votes.
pub(super) fn each_vote(constitution: &Constitution, found: &mut dyn FnMut(Place, &Vote)) {
    each_by(constitution, &mut |place, by| {
        each_part(by, &mut |part| {
            if let By::Vote(vote) = part {
                found(place, vote);
            }
        });
    });
}

/// Visits all petitions.
pub(super) fn each_petition(constitution: &Constitution, found: &mut dyn FnMut(Place, &Petition)) {
    each_by(constitution, &mut |place, by| {
        each_part(by, &mut |part| {
            if let By::Petition(petition) = part {
                found(place, petition);
            }
        });
    });
}

/// Visits all conditions, each as a whole.
pub(super) fn each_guard(constitution: &Constitution, found: &mut dyn FnMut(Place, &Guard)) {
    for institution in &constitution.institutions {
        let place = |rule, field| Place { rule, field, procedure: None };
        found(place(institution.rule, "only"), &institution.only);
        let prolonged = institution.term.iter().filter_map(|term| term.prolonged.as_ref());
        prolonged.for_each(|guard| found(place(institution.rule, "term"), guard));
        for group in &institution.groups {
            found(place(group.rule, "only"), &group.only);
            group.n.iter().for_each(|(guard, _)| found(place(group.rule, "n"), guard));
        }
    }
    for (index, procedure) in constitution.procedures.iter().enumerate() {
        let own = Some(ProcedureId(index));
        found(Place { rule: procedure.rule, field: "only", procedure: own }, &procedure.only);
        for stage in &procedure.stages {
            let place = |field| Place { rule: stage.rule, field, procedure: own };
            found(place("only"), &stage.only);
            stage.pauses.iter().for_each(|guard| found(place("pauses"), guard));
            stage.within.iter().flatten().for_each(|(guard, _)| found(place("within"), guard));
            stage.on_silence.iter().flatten().for_each(|(guard, _)| found(place("on_silence"), guard));
        }
        for step in &procedure.steps {
            let place = |field| Place { rule: step.rule, field, procedure: own };
            found(place("only"), &step.only);
            step.when.iter().for_each(|guard| found(place("when"), guard));
            step.by.iter().for_each(|(guard, _)| found(place("by"), guard));
            for gate in &step.gates {
                gate.within.iter().flatten().for_each(|(guard, _)| found(place("needs"), guard));
                gate.on_silence.iter().flatten().for_each(|(guard, _)| found(place("needs"), guard));
            }
        }
    }
    each_vote(constitution, &mut |place, vote| {
        vote.pass.iter().for_each(|(guard, _)| found(place, guard));
        vote.quorum.iter().for_each(|(guard, _)| found(place, guard));
    });
    each_petition(constitution, &mut |place, petition| {
        petition.need.iter().for_each(|(guard, _)| found(place, guard));
    });
    for outcome in &constitution.outcomes {
        found(Place { rule: outcome.rule, field: "when", procedure: None }, &outcome.when);
    }
    for duty in &constitution.duties {
        let procedure = duty.to.first().map(|&(procedure, _)| procedure);
        found(Place { rule: duty.rule, field: "when", procedure }, &duty.when);
        found(Place { rule: duty.rule, field: "only", procedure }, &duty.only);
    }
    for prohibition in &constitution.prohibitions {
        let place = |field, procedure| Place { rule: prohibition.rule, field, procedure };
        prohibition
            .bars
            .iter()
            .for_each(|(procedure, _, guard)| found(place("when", Some(*procedure)), guard));
        found(place("only", None), &prohibition.only);
    }
}

/// Visits the parts of a condition that are not combined of others.
pub(super) fn each_atom<'g>(guard: &'g Guard, found: &mut dyn FnMut(&'g Guard)) {
    match guard {
        Guard::All(parts) | Guard::Any(parts) => parts.iter().for_each(|part| each_atom(part, found)),
        Guard::Not(part) => each_atom(part, found),
        atom => found(atom),
    }
}

/// Visits all effects.
pub(super) fn each_effect(constitution: &Constitution, found: &mut dyn FnMut(Place, &Effect)) {
    for (index, procedure) in constitution.procedures.iter().enumerate() {
        let own = Some(ProcedureId(index));
        for stage in &procedure.stages {
            let place = Place { rule: stage.rule, field: "enter", procedure: own };
            stage.enter.iter().for_each(|effect| found(place, effect));
        }
        for step in &procedure.steps {
            let place = Place { rule: step.rule, field: "effects", procedure: own };
            step.effects.iter().for_each(|effect| found(place, effect));
        }
    }
}
