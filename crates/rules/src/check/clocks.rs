//! Clocks: time limits, what silence means, pauses and extensions.

use super::dates;
use super::offset::{days, days_of};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::lower::{for_each_status, is_able};
use crate::resolved::{
    Constitution, Effect, Gate, InstitutionId, Period, Procedure, ProcedureId, Silence, Stage, StageId, Step,
    StepId,
};
use crate::surface::Late;
use solon_engine::model::RuleId;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    for id in constitution.procedure_ids() {
        let procedure = &constitution.procedures[id.0];
        for (index, stage) in procedure.stages.iter().enumerate() {
            silence(constitution, id, StageId(index), stage, out);
            ends_with_clock(constitution, stage, out);
            idle_pause(constitution, procedure, StageId(index), stage, out);
        }
        different_extensions(constitution, procedure, out);
        for step in &procedure.steps {
            extension(constitution, procedure, step, out);
            for gate in &step.gates {
                gate_silence(constitution, gate, out);
                gate_in_stage(constitution, procedure, step, gate, out);
            }
        }
    }
    no_sessions(constitution, out);
}

/// The step that silence stands for, or that it opens, must lead out of this very stage.
fn silence(constitution: &Constitution, id: ProcedureId, at: StageId, stage: &Stage, out: &mut Diagnostics) {
    let procedure = &constitution.procedures[id.0];
    let rule = constitution.rule(stage.rule);
    let leaves = |step: StepId| {
        let step = &procedure.steps[step.0];
        let starts = match &step.from {
            Some(from) => from.contains(&at),
            None => procedure.initial.is_some(),
        };
        (starts, [step.to, step.carried].into_iter().flatten().any(|to| to != at))
    };
    let mut told = BTreeSet::new();
    for (_, silence) in stage.on_silence.iter().flatten() {
        let (step, deemed) = match *silence {
            Silence::Deemed(step) => (step, true),
            Silence::PassesTo(step) => (step, false),
            Silence::To(_) | Silence::PowerEnds | Silence::Breach(_) | Silence::NotStated => continue,
        };
        let (starts, moves) = leaves(step);
        if (starts && (moves || !deemed)) || !told.insert(step) {
            continue;
        }
        let name = constitution.step_name(id, step);
        let message = if starts {
            format!("silence stands for `{name}`, which leaves the matter at `{}`", rule.name)
        } else {
            format!("silence at `{}` cannot stand for `{name}`, which does not leave this stage", rule.name)
        };
        let taken = constitution.rule(procedure.steps[step.0].rule);
        let diagnostic = Diagnostic::at(Code::SilenceElsewhere, rule.place("on_silence"), message);
        out.push(diagnostic.also(taken.place(if starts { "to" } else { "from" }), "the step"));
    }
}

/// Where a matter has ended nothing is waited for.
fn ends_with_clock(constitution: &Constitution, stage: &Stage, out: &mut Diagnostics) {
    if stage.end.is_some() && stage.within.is_some() {
        let rule = constitution.rule(stage.rule);
        let message = format!("a matter ends at `{}`, and a time limit is set there", rule.name);
        let diagnostic = Diagnostic::at(Code::ClockOnEnd, rule.place("within"), message);
        out.push(
            diagnostic
                .also(rule.place("end"), "ends here")
                .help("leave `end` out if something follows, or `within` if not"),
        );
    }
}

/// A pause stops the clock that runs since a stage was entered; there must be one.
fn idle_pause(
    constitution: &Constitution,
    procedure: &Procedure,
    at: StageId,
    stage: &Stage,
    out: &mut Diagnostics,
) {
    let rule = constitution.rule(stage.rule);
    if stage.pauses.is_none() {
        if rule.places.of("resumes").is_some() {
            let message = format!("`resumes` says what follows a pause, but `{}` has none", rule.name);
            out.push(
                Diagnostic::at(Code::IdlePause, rule.place("resumes"), message)
                    .help("add `pauses`, or leave `resumes` out"),
            );
        }
        return;
    }
    let within = stage.within.iter().flatten().filter_map(|(_, period)| period.from.as_ref());
    if within.into_iter().any(|from| !dates::asks_entry(from)) {
        let message = format!(
            "a pause of the time limit of `{}`, which counts from elsewhere: not implemented yet",
            rule.name
        );
        out.push(
            Diagnostic::at(Code::NotImplemented, rule.place("pauses"), message)
                .help("let the time count from the stage, or split it into stages"),
        );
    }
    let uses_clock = |step: &Step| {
        let points = step.opens.iter().chain(&step.closes);
        step.gates.iter().any(|gate| gate.within.is_some()) || points.into_iter().any(dates::asks_entry)
    };
    let leaves = |step: &&Step| step.from.as_ref().is_none_or(|from| from.contains(&at));
    if stage.within.is_none() && !procedure.steps.iter().filter(leaves).any(uses_clock) {
        let message = format!("`{}` pauses a clock, but sets no time limit", rule.name);
        out.push(
            Diagnostic::at(Code::IdlePause, rule.place("pauses"), message)
                .help("add `within` and `on_silence`, or leave `pauses` out"),
        );
    }
}

/// Only a running time limit can be extended.
fn extension(constitution: &Constitution, procedure: &Procedure, step: &Step, out: &mut Diagnostics) {
    if !step.effects.iter().any(|effect| matches!(effect, Effect::Extend(_))) {
        return;
    }
    let rule = constitution.rule(step.rule);
    let place = rule.place("effects");
    let Some(from) = &step.from else {
        let message = format!("`{}` extends the time of a stage, but leaves none", rule.name);
        out.push(
            Diagnostic::at(Code::ExtendWithoutClock, place, message)
                .help("say with `from` at which stage it is taken"),
        );
        return;
    };
    if let Some(stage) = from.iter().find(|stage| procedure.stages[stage.0].within.is_none()) {
        let stage = constitution.rule(procedure.stages[stage.0].rule);
        let message = format!("`{}` extends the time limit of `{}`, which has none", rule.name, stage.name);
        out.push(
            Diagnostic::at(Code::ExtendWithoutClock, place, message)
                .also(stage.span, "add `within` and `on_silence` here"),
        );
    }
}

/// The time of one stage is extended by one length.
fn different_extensions(constitution: &Constitution, procedure: &Procedure, out: &mut Diagnostics) {
    let mut known: BTreeMap<StageId, (&Period, RuleId)> = BTreeMap::new();
    for step in &procedure.steps {
        for effect in &step.effects {
            let Effect::Extend(period) = effect else { continue };
            let place = constitution.rule(step.rule).place("effects");
            if period.scaled.is_some() {
                let message = "an extension by a parameter is not implemented yet";
                out.push(Diagnostic::at(Code::NotImplemented, place, message));
            }
            for &stage in step.from.iter().flatten() {
                let (first, rule) = *known.entry(stage).or_insert((period, step.rule));
                if first.length != period.length {
                    let message = "extensions of one stage by different lengths are not implemented yet";
                    let other = constitution.rule(rule).place("effects");
                    let diagnostic = Diagnostic::at(Code::NotImplemented, place, message);
                    out.push(diagnostic.also(other, "the other length"));
                }
            }
        }
    }
}

/// Not every silence of a co-actor can be followed yet.
fn gate_silence(constitution: &Constitution, gate: &Gate, out: &mut Diagnostics) {
    let unknown = gate.on_silence.iter().flatten().find_map(|(_, silence)| match silence {
        Silence::PassesTo(_) => Some("PassesTo"),
        Silence::PowerEnds => Some("PowerEnds"),
        Silence::Breach(Late::Void) => Some("Breach(late: Void)"),
        Silence::NotStated => Some("NotStated"),
        Silence::To(_) | Silence::Deemed(_) | Silence::Breach(Late::Valid) => None,
    });
    if let Some(word) = unknown {
        let message = format!("`{word}` is not implemented yet for a co-actor's silence");
        let place = constitution.rule(gate.rule).place("needs");
        out.push(
            Diagnostic::at(Code::NotImplemented, place, message)
                .help("give the co-actor's part a stage of its own, or assume Breach(late: Valid)"),
        );
    }
}

/// A co-actor cannot have more time than the step that waits for him.
fn gate_in_stage(
    constitution: &Constitution,
    procedure: &Procedure,
    step: &Step,
    gate: &Gate,
    out: &mut Diagnostics,
) {
    let Some(own) = gate.within.as_ref().and_then(|within| days_of(constitution, within)) else { return };
    for stage in step.from.iter().flatten().map(|stage| &procedure.stages[stage.0]) {
        let Some(within) = &stage.within else { continue };
        let from_entry = within.iter().all(|(_, period)| period.from.is_none());
        let moves_on = |(_, silence): &(_, Silence)| {
            !matches!(silence, Silence::Breach(Late::Valid) | Silence::NotStated)
        };
        let lapses = stage.on_silence.iter().flatten().any(moves_on);
        let Some(limit) =
            days_of(constitution, within).filter(|_| from_entry && lapses && stage.pauses.is_none())
        else {
            continue;
        };
        if own.least > limit.most {
            let (gate, stage) = (constitution.rule(gate.rule), constitution.rule(stage.rule));
            let message = format!(
                "`{}` has at least {} days, but `{}` ends after {} days at the latest",
                gate.name, own.least, stage.name, limit.most
            );
            out.push(
                Diagnostic::at(Code::GateOutlastsStage, gate.place("needs"), message)
                    .also(stage.place("within"), "the stage's time"),
            );
        }
    }
}

/// Days on which a chamber sits are all days if it never stops sitting.
fn no_sessions(constitution: &Constitution, out: &mut Diagnostics) {
    let mut pauses: BTreeSet<InstitutionId> = BTreeSet::new();
    for_each_status(constitution, &mut |id, status| {
        if !is_able(status) {
            pauses.insert(id);
        }
    });
    dates::each_period(constitution, &mut |place, period| {
        let always = period.sitting.iter().find(|chamber| !pauses.contains(chamber));
        if let Some(&chamber) =
            always.filter(|chamber| is_able(&constitution.institutions[chamber.0].initial))
        {
            let name = constitution.institution_name(chamber);
            let message = format!("no rule ever lets `{name}` stop sitting: its sitting days are all days");
            let span = constitution.rule(place.rule).place(place.field);
            let n =
                days(constitution, &crate::resolved::Period { sitting: Vec::new(), ..period.clone() }).least;
            let help = format!("write Days({n}), or describe the sessions: Set(\"{name}\", Recess)");
            out.push(Diagnostic::at(Code::NoSessions, span, message).help(help));
        }
    });
}
