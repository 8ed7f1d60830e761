//! B3 and B5: who starts a time limit, and who can begin anew or stop that of somebody else.

use super::question::{Asked, Draft, Questions};
use super::stage::{bearers, brings_to, own_exits, turns_away};
use super::{Code, Evidence, Finding, Report, Severity, Subject, Under, reading};
use crate::model::{
    ClockId, Disjunction, Event, EventId, EventKind, FieldId, Holder, InstitutionId, Matter, Model, RuleId,
    StagePlace, Test, ValueSet,
};
use crate::search::Exceeded;
use crate::symbolic::Set;
use std::collections::BTreeSet;

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let model = questions.model;
    for matter in &model.matters {
        for stage in matter.stages.iter().filter(|stage| stage.values.and(matter.ended).is_empty()) {
            report.findings.extend(own_clocks(model, matter, stage));
            let limits = limits(model, matter, stage);
            anothers_clock(questions, report, matter, stage, &limits);
        }
    }
}

/// A time limit, as some readings have it.
struct Limit {
    bound: BTreeSet<InstitutionId>,
    clocks: BTreeSet<ClockId>,
    /// The condition that one of these readings is taken.
    read_so: Disjunction,
}

/// Returns the time limits of a stage, each under other readings.
fn limits(model: &Model, matter: &Matter, stage: &StagePlace) -> Vec<Limit> {
    let own: Vec<RuleId> = own_exits(model, matter, stage.values).map(|event| event.rule).collect();
    let matters = |event: &Event| event.rule == stage.rule || own.contains(&event.rule);
    let limits = reading::under_each(model, matters, |model| {
        let (bound, clocks) = (bearers(model, matter, stage), clocks(model, stage));
        (!bound.is_empty() && !clocks.is_empty()).then_some((bound, clocks))
    });
    let limits = limits.into_iter();
    limits.map(|((bound, clocks), under)| Limit { bound, clocks, read_so: under.condition() }).collect()
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
fn own_clocks(model: &Model, matter: &Matter, stage: &StagePlace) -> Vec<Finding> {
    let own_time = clocks(model, stage);
    if own_time.is_empty() {
        return Vec::new();
    }
    let matters = |event: &Event| {
        let moves = event.effects.iter().any(|effect| effect.field == matter.field);
        moves || event.rule == stage.rule || is_reset(event, &own_time)
    };
    let found = reading::under_each(model, matters, |model| own_clock(model, matter, stage));
    let told = |((by, acts), under): ((InstitutionId, Vec<RuleId>), Under)| Finding {
        code: Code::ClockWithoutKeeper,
        severity: Severity::Note,
        rules: [stage.rule].into_iter().chain(acts.iter().copied()).collect(),
        subject: Subject::OwnClock { stage: stage.rule, acts },
        holders: vec![by],
        evidence: Evidence::Text,
        under,
        searched: None,
        more: Vec::new(),
        consequences: Vec::new(),
    };
    found.into_iter().map(told).collect()
}

/// Returns the one whom the time limit binds, and the acts that start it, if all are his own.
fn own_clock(model: &Model, matter: &Matter, stage: &StagePlace) -> Option<(InstitutionId, Vec<RuleId>)> {
    let (bound, clocks) = (bearers(model, matter, stage), clocks(model, stage));
    let binds = model.rows(stage.rule).any(|(_, row)| row.breach.is_some());
    let only = bound.first().filter(|_| bound.len() == 1 && binds)?;
    // A clock of the whole procedure counts from whatever leads into the stage.
    let into = |event: &Event| brings_to(model, event, matter, stage);
    let leads_in = model.events.iter().any(|event| into(event) && is_reset(event, &clocks));
    let starts = |event: &&Event| is_reset(event, &clocks) && (into(event) || !leads_in);
    let starters: Vec<&Event> = model.events.iter().filter(starts).collect();
    let own = !starters.is_empty() && starters.iter().all(|event| alone(model, event) == Some(*only));
    let runs_before = clocks.iter().any(|clock| model.clocks[clock.index()].runs_at_start);
    if !own || runs_before {
        return None;
    }
    let acts: BTreeSet<RuleId> = starters.iter().map(|event| event.rule).collect();
    Some((*only, acts.into_iter().collect()))
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
    limits: &[Limit],
) {
    let model = questions.model;
    let running = stage.on_time();
    let of_law = |does: &dyn Fn(&Event) -> bool| {
        model.events.iter().any(|event| event.kind == EventKind::Automatic && does(event))
    };
    // The law may bring the matter back at once, or stop the time.
    let moved_by_law = of_law(&|event| event.effects.iter().any(|effect| effect.field == matter.field));
    let stopped_by_law = |clock: ClockId| of_law(&|event| stops(model, clock, event));
    let anothers = |by: InstitutionId| limits.iter().filter(move |limit| !limit.bound.contains(&by));
    let acts = model.numbered_events().filter_map(|(id, event)| {
        let by = alone(model, event).filter(|by| anothers(*by).next().is_some())?;
        let may = !turns_away(model, event, matter) && !event.is_unlawful_act();
        (may && (moved_by_law || stays(event, matter.field, running))).then_some((id, event, by))
    });
    let acts: Vec<(EventId, &Event, InstitutionId)> = acts.collect();
    for &(id, event, by) in &acts {
        let restarted: Vec<&Limit> = anothers(by).filter(|limit| is_reset(event, &limit.clocks)).collect();
        if restarted.is_empty() {
            continue;
        }
        ask_of(questions, report, stage, (id, by, true), |asked| {
            let here = asked.space.field_in(matter.field, running)?;
            let mut before = asked.space.none();
            for limit in restarted {
                let again = acts.iter().filter(|(_, other, who)| {
                    other.rule == event.rule && *who == by && is_reset(other, &limit.clocks)
                });
                let mut repeatable = asked.space.none();
                for (id, ..) in again {
                    repeatable = asked.space.or(&repeatable, &asked.space.pre(&here, *id)?)?;
                }
                let repeatable = asked.space.and(&here, &repeatable)?;
                let repeated = asked.space.and(&here, &asked.space.pre(&repeatable, id)?)?;
                let read_so = asked.space.set(&limit.read_so)?;
                before = asked.space.or(&before, &asked.space.and(&repeated, &read_so)?)?;
            }
            Ok(before)
        });
    }
    for &(id, event, by) in &acts {
        let stoppable = |clock: &&ClockId| stops(model, **clock, event) || stopped_by_law(**clock);
        let stopped = anothers(by).flat_map(|limit| limit.clocks.iter().map(move |clock| (limit, clock)));
        let stopped: Vec<(&Limit, ClockId)> =
            stopped.filter(|(_, clock)| stoppable(clock)).map(|(limit, clock)| (limit, *clock)).collect();
        if stopped.is_empty() {
            continue;
        }
        ask_of(questions, report, stage, (id, by, false), |asked| {
            let here = asked.space.field_in(matter.field, running)?;
            let mut before = asked.space.none();
            for (limit, clock) in stopped {
                let here = asked.space.and(&here, &asked.space.set(&limit.read_so)?)?;
                let still = stands_still(asked, &BTreeSet::from([clock]))?;
                let bad = asked.space.diff(&still, &goes_on(model, asked, &still, by)?)?;
                let stop = asked.space.pre(&asked.space.and(&here, &bad)?, id)?;
                before = asked.space.or(&before, &asked.space.diff(&stop, &still)?)?;
            }
            asked.space.and(&here, &before)
        });
    }
}

/// Reports an act on somebody else's time that can be done in one of these states, under readings under which it is not known
/// already what it does.
fn ask_of(
    questions: &mut Questions<'_>,
    report: &mut Report,
    stage: &StagePlace,
    (id, by, restarts): (EventId, InstitutionId, bool),
    before: impl FnOnce(&Asked<'_, '_>) -> Result<Set, Exceeded>,
) {
    let (model, settings) = (questions.model, questions.settings);
    let act = model.event(id).rule;
    // A step of several rows is one act; what begins anew, again and again, need not stand still.
    let is_known = |known: &&Finding| match known.subject {
        Subject::AnothersClock { stage: of, act: by, .. } => of == stage.rule && by == act,
        _ => false,
    };
    let known: Vec<Disjunction> =
        report.findings.iter().filter(is_known).map(|known| known.under.condition()).collect();
    let mut noted = Report::default();
    let found = questions.ask(report, Code::ClockUnderControl, Some(stage.rule), |_, asked| {
        let mut before = before(asked)?;
        for told in known {
            before = asked.space.diff(&before, &asked.space.set(&told)?)?;
        }
        if asked.never(&before)? {
            return Ok(None);
        }
        let draft = Draft {
            code: Code::ClockUnderControl,
            severity: Severity::Warning,
            subject: Subject::AnothersClock { stage: stage.rule, act, restarts },
            holders: vec![by],
            rules: vec![stage.rule, act],
        };
        let then = |_: &[u8]| Some(vec![id]);
        asked.finding_then(settings, &mut noted, model, &before, Some(&then), draft)
    });
    report.undecided.append(&mut noted.undecided);
    if let Some(finding) = found.flatten() {
        report.add(finding, model);
    }
}

/// Returns the states in which one of the clocks stands still, if it runs at all.
pub(super) fn stands_still(asked: &Asked<'_, '_>, clocks: &BTreeSet<ClockId>) -> Result<Set, Exceeded> {
    let pauses = clocks.iter().flat_map(|clock| &asked.space.model().clocks[clock.index()].pauses);
    asked.space.set(&Disjunction(pauses.cloned().collect()))
}

/// Returns the states from which others together can let a clock go on that stands still. A time limit does not run out
/// while its own clock stands still.
fn goes_on(model: &Model, asked: &Asked<'_, '_>, still: &Set, by: InstitutionId) -> Result<Set, Exceeded> {
    let clocks = |event: &Event| -> BTreeSet<ClockId> {
        let clocks = event.conditions.iter().filter_map(|condition| match &condition.test {
            Test::Clock(guard) => Some(guard.clock),
            Test::Field(..) | Test::Date(..) => None,
        });
        clocks.filter(|clock| !model.clocks[clock.index()].pauses.is_empty()).collect()
    };
    let waits = |event: &Event| event.kind == EventKind::Lapse && !clocks(event).is_empty();
    let others = |id: EventId| {
        let event = model.event(id);
        !waits(event) && !event.holder.needed(model).contains(&by)
    };
    let mut known = asked.can_reach(&asked.space.not(still)?, &others)?;
    loop {
        let mut more = known.clone();
        for (id, event) in model.numbered_events().filter(|(_, event)| waits(event)) {
            let runs_out =
                asked.space.diff(&asked.space.pre(&known, id)?, &stands_still(asked, &clocks(event))?)?;
            more = asked.space.or(&more, &runs_out)?;
        }
        if more == known {
            return Ok(known);
        }
        known = asked.can_reach(&more, &others)?;
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
