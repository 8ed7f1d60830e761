//! B3 and B5: who starts a time limit, and who can begin anew or stop that of somebody else.

use super::matter::{bearers, turns_away};
use super::question::{Draft, Questions};
use super::{Code, Evidence, Finding, Report, Severity, Subject};
use crate::model::{
    ClockId, Event, EventId, EventKind, FieldId, Holder, InstitutionId, Matter, Model, RuleId, StagePlace,
    Test, ValueSet,
};
use std::collections::BTreeSet;

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let model = questions.model;
    for matter in &model.matters {
        for stage in matter.stages.iter().filter(|stage| stage.values.and(matter.ended).is_empty()) {
            let bound = bearers(model, matter, stage);
            let clocks = clocks(model, stage);
            if clocks.is_empty() || bound.is_empty() {
                continue;
            }
            report.findings.extend(own_clock(model, matter, stage, &bound, &clocks));
            anothers_clock(questions, report, matter, stage, &bound, &clocks);
        }
    }
}

/// The clocks on which the time limit of a stage runs.
fn clocks(model: &Model, stage: &StagePlace) -> BTreeSet<ClockId> {
    let lapses = model.rows(stage.rule).filter(|(_, row)| row.kind == EventKind::Lapse);
    let tests = lapses.flat_map(|(_, row)| &row.conditions);
    tests
        .filter_map(|condition| match &condition.test {
            Test::Clock(guard) => Some(guard.clock),
            Test::Field(..) | Test::Date(..) => None,
        })
        .collect()
}

/// The one who acts, if it is one office or body alone.
fn alone(model: &Model, event: &Event) -> Option<InstitutionId> {
    match &event.holder {
        Holder::Institution(id) => Some(*id),
        Holder::Vote(id) => Some(model.votes[id.index()].body),
        Holder::Law | Holder::Member(_) | Holder::Petition(_) | Holder::AnyOf(_) | Holder::All(_) => None,
    }
    .filter(|id| event.kind == EventKind::Act && !model.institutions[id.index()].is_world)
}

/// B3: the time limit binds one holder, and every act that starts it is his own.
fn own_clock(
    model: &Model,
    matter: &Matter,
    stage: &StagePlace,
    bound: &BTreeSet<InstitutionId>,
    clocks: &BTreeSet<ClockId>,
) -> Option<Finding> {
    let binds = model.rows(stage.rule).any(|(_, row)| row.breach.is_some());
    let only = bound.first().filter(|_| bound.len() == 1 && binds)?;
    // A clock of the whole procedure counts from whatever leads into the stage.
    let into = |event: &Event| {
        let effect = event.effects.iter().find(|effect| effect.field == matter.field);
        effect.is_some_and(|effect| effect.map.iter().any(|&value| stage.values.contains(value)))
    };
    let leads_in = model.events.iter().any(|event| into(event) && is_reset(event, clocks));
    let starts = |event: &&Event| is_reset(event, clocks) && (into(event) || !leads_in);
    let starters: Vec<&Event> = model.events.iter().filter(starts).collect();
    let own = !starters.is_empty() && starters.iter().all(|event| alone(model, event) == Some(*only));
    let runs_before = clocks.iter().any(|clock| model.clocks[clock.index()].runs_at_start);
    if !own || runs_before {
        return None;
    }
    let acts: BTreeSet<RuleId> = starters.iter().map(|event| event.rule).collect();
    let acts: Vec<RuleId> = acts.into_iter().collect();
    Some(Finding {
        code: Code::ClockWithoutKeeper,
        severity: Severity::Note,
        rules: [stage.rule].into_iter().chain(acts.iter().copied()).collect(),
        subject: Subject::OwnClock { stage: stage.rule, acts },
        holders: vec![*only],
        evidence: Evidence::Text,
        readings: Vec::new(),
        searched: None,
        consequences: Vec::new(),
    })
}

fn is_reset(event: &Event, clocks: &BTreeSet<ClockId>) -> bool {
    event.resets.iter().any(|clock| clocks.contains(clock))
}

/// B5: somebody whom the time limit does not bind begins it anew, again and again, or stops it and alone can let it go on.
fn anothers_clock(
    questions: &mut Questions<'_>,
    report: &mut Report,
    matter: &Matter,
    stage: &StagePlace,
    bound: &BTreeSet<InstitutionId>,
    clocks: &BTreeSet<ClockId>,
) {
    let (model, settings) = (questions.model, questions.settings);
    let running = stage.on_time();
    for (id, event) in model.numbered_events() {
        let Some(by) = alone(model, event).filter(|by| !bound.contains(by)) else { continue };
        if turns_away(model, event, matter) || event.is_unlawful_act() || !stays(event, matter.field, running)
        {
            continue;
        }
        let restarts = is_reset(event, clocks);
        let stops = clocks.iter().any(|clock| stops(model, *clock, event));
        if !restarts && !stops {
            continue;
        }
        let mut noted = Report::default();
        let found = questions.ask(report, Code::ClockUnderControl, Some(stage.rule), |_, asked| {
            let here = asked.space.field_in(matter.field, running)?;
            let after = asked.space.and(&asked.space.post(&here, id)?, &here)?;
            let bad = match restarts {
                true => asked.space.and(&after, &asked.space.possible(id)?)?,
                false => {
                    let mut paused = asked.space.none();
                    let pauses = clocks.iter().flat_map(|clock| &model.clocks[clock.index()].pauses);
                    for pause in pauses {
                        let one = crate::model::Disjunction(vec![pause.clone()]);
                        paused = asked.space.or(&paused, &asked.space.set(&one)?)?;
                    }
                    let others = |other: EventId| !model.event(other).holder.needed(model).contains(&by);
                    let goes_on = asked.can_reach(&asked.space.not(&paused)?, &others)?;
                    asked.space.diff(&asked.space.and(&after, &paused)?, &goes_on)?
                }
            };
            // The act must lead there from a state that can be reached.
            let before = asked.space.and(&here, &asked.space.pre(&bad, id)?)?;
            if asked.never(&before)? {
                return Ok(None);
            }
            let draft = Draft {
                code: Code::ClockUnderControl,
                severity: Severity::Warning,
                subject: Subject::AnothersClock { stage: stage.rule, act: event.rule, restarts },
                holders: vec![by],
                rules: vec![stage.rule, event.rule],
            };
            let then = |_: &[u8]| Some(vec![id]);
            asked.finding_then(settings, &mut noted, model, &before, Some(&then), draft)
        });
        report.undecided.append(&mut noted.undecided);
        let found = found.flatten();
        // A step of several rows is one act.
        let same = |known: &Finding| found.as_ref().is_some_and(|found| found.subject == known.subject);
        if !report.findings.iter().any(same) {
            report.findings.extend(found);
        }
    }
}

/// Tells whether an event can happen in some of these positions and leaves the matter in them.
fn stays(event: &Event, field: FieldId, positions: ValueSet) -> bool {
    let from = event.lets_through(field, positions);
    let is_moved = event.effects.iter().any(|effect| effect.field == field);
    match is_moved {
        true => event.changes(field, positions).any(|(_, new)| positions.contains(new)),
        false => !from.is_empty(),
    }
}

/// Tells whether an event can make a clock stand still.
fn stops(model: &Model, clock: ClockId, event: &Event) -> bool {
    let into = |&(field, values): &(FieldId, ValueSet)| {
        let effects = event.effects.iter().filter(|effect| effect.field == field);
        effects
            .flat_map(|effect| effect.map.iter().enumerate())
            .any(|(old, &new)| !values.contains(old as u8) && values.contains(new))
    };
    model.clocks[clock.index()].pauses.iter().any(|pause| pause.iter().any(into))
}
