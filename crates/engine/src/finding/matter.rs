//! A2 and B2: matters that hang, and time limits without consequence.

use super::hold_up::{held_up, report_held};
use super::question::{Asked, Draft, Questions};
use super::removal::is_own;
use super::stage::{
    bearers, brings_to, exits, leaves, leaves_stage, own_exits, shared_stages, turns_away, waits_for_the_end,
};
use super::{
    Code, Consequence, Evidence, Finding, Report, Settings, Severity, Subject, Undecided, Under, reading,
};
use crate::model::{
    Conjunction, Disjunction, Duty, Effect, Event, EventId, EventKind, InstitutionId, Matter, Model, RuleId,
    StagePlace, ValueSet,
};
use crate::search::Exceeded;
use crate::symbolic::Set;
use std::collections::{BTreeMap, BTreeSet};

/// Returns of each matter where B2 tells that it hangs for ever, because late acts are void.
pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) -> BTreeMap<RuleId, Disjunction> {
    let (model, settings) = (questions.model, questions.settings);
    let mut void = BTreeMap::new();
    for matter in &model.matters {
        let mut found = Report::default();
        let mut consequences = Vec::new();
        let asked = questions.ask(report, Code::MatterNeverEnds, Some(matter.rule), |model, asked| {
            of_matter(model, settings, asked, matter, &mut found, &mut consequences)
        });
        for (cause, consequence) in consequences {
            report.findings[cause].consequences.push(consequence);
        }
        if let Some(late) = asked {
            void.insert(matter.rule, late);
        } else if let Some(undecided) = report.undecided.last().cloned() {
            // The same search answers these too.
            for code in [Code::HoldUp, Code::ToothlessDeadline, Code::Gatekeeper] {
                report.undecided.push(Undecided { code, ..undecided.clone() });
            }
        }
        report.findings.append(&mut found.findings);
        report.undecided.append(&mut found.undecided);
    }
    own_duties(questions, report);
    void
}

fn of_matter(
    model: &Model,
    settings: &Settings<'_>,
    asked: &mut Asked<'_, '_>,
    matter: &Matter,
    found: &mut Report,
    consequences: &mut Vec<(usize, Consequence)>,
) -> Result<Disjunction, Exceeded> {
    let closed = asked.space.field_in(matter.field, matter.closed)?;
    let same = |event: EventId| !turns_away(model, model.event(event), matter);
    let can_end = if matter.standing { None } else { Some(asked.can_reach(&closed, &same)?) };
    let mut unlimited: Vec<(Under, Vec<RuleId>)> = Vec::new();
    let mut held = Vec::new();
    let mut void = Disjunction(Vec::new());
    for stage in &matter.stages {
        if !stage.values.and(matter.ended).is_empty() {
            continue;
        }
        let mut here = asked.space.field_in(matter.field, stage.values)?;
        if asked.never(&here)? {
            continue;
        }
        let stuck = match &can_end {
            Some(can_end) => asked.space.diff(&here, can_end)?,
            None => asked.space.none(),
        };
        if let Some(cause) = asked.cause(&stuck)? {
            consequences.push((cause, Consequence::Stuck { procedure: matter.rule, stage: stage.rule }));
        }
        let mut stuck = stuck;
        for (lost, _) in asked.lost.iter() {
            stuck = asked.space.diff(&stuck, lost)?;
        }
        let overdue = asked.space.field_in(matter.field, stage.overdue)?;
        let toothless = asked.space.set(&toothless(model, matter, stage))?;
        let late = asked.space.and(&overdue, &toothless)?;
        let late_void = asked.space.and(&late, &asked.space.set(&void_when_late(model, matter, stage))?)?;
        let hangs = asked.space.and(&stuck, &late_void)?;
        let hangs_if_void = !asked.never(&hangs)?;
        if hangs_if_void {
            let readings = Under::these(asked.readings(&hangs)?).condition().0.into_iter();
            void.0.extend(readings.map(|mut one| {
                one.push((matter.field, stage.overdue));
                one.sort_unstable();
                one
            }));
        }
        late_stage(model, settings, asked, matter, stage, &late, hangs_if_void, found)?;
        let stuck = asked.space.diff(&stuck, &late_void)?;
        if !asked.never(&stuck)? {
            let draft = Draft {
                code: Code::MatterNeverEnds,
                severity: Severity::Warning,
                subject: Subject::Stuck { stage: stage.rule },
                holders: Vec::new(),
                rules: vec![stage.rule],
            };
            let finding = asked.finding(settings, found, model, &stuck, draft)?;
            found.findings.extend(finding);
            // Under other readings it may be held up all the same.
            here = asked.elsewhere(&here, &stuck)?;
            if asked.never(&here)? {
                continue;
            }
        }
        // Whoever misses a deadline that nothing enforces holds it up as long as he likes: that is said.
        here = asked.space.diff(&here, &toothless)?;
        if asked.never(&here)? {
            continue;
        }
        // A procedure that always stands open rests where it began: there is nothing to hold up.
        let rests =
            matter.standing && !stage.values.and(model.fields[matter.field.index()].initial).is_empty();
        if rests {
            continue;
        }
        let (held_here, rest) = held_up(model, asked, matter, stage, &here)?;
        held.extend(held_here);
        if matter.standing {
            continue;
        }
        // Who can keep it there says more than that no time limit runs, where he can.
        let open = unlimited_states(model, asked, matter, stage, &rest)?;
        if !asked.never(&open)? {
            let under = Under::these(asked.readings(&open)?);
            match unlimited.iter_mut().find(|(other, _)| *other == under) {
                Some((_, stages)) => stages.push(stage.rule),
                None => unlimited.push((under, vec![stage.rule])),
            }
        }
    }
    report_held(model, settings, asked, matter, held, found)?;
    for (under, stages) in unlimited {
        let mut rules = vec![matter.rule];
        rules.extend(&stages);
        found.findings.push(Finding {
            code: Code::MatterNeverEnds,
            severity: Severity::Note,
            subject: Subject::Unlimited { procedure: matter.rule, stages },
            holders: Vec::new(),
            rules,
            evidence: Evidence::Text,
            under,
            searched: Some(asked.searched.clone()),
            more: Vec::new(),
            consequences: Vec::new(),
        });
    }
    Ok(void)
}

/// B2: the period runs out, and nobody gets a power that he did not have.
#[expect(
    clippy::too_many_arguments,
    reason = "one question, with where it is asked and where its answer goes"
)]
fn late_stage(
    model: &Model,
    settings: &Settings<'_>,
    asked: &mut Asked<'_, '_>,
    matter: &Matter,
    stage: &StagePlace,
    late: &Set,
    hangs_if_void: bool,
    found: &mut Report,
) -> Result<(), Exceeded> {
    if asked.never(late)? {
        return Ok(());
    }
    let own: BTreeSet<RuleId> = own_exits(model, matter, stage.values).map(|event| event.rule).collect();
    let leads_out = |event: &Event| own.contains(&event.rule);
    let bound = reading::under_each(model, leads_out, |model| Some(bearers(model, matter, stage)));
    for (holders, under) in bound {
        let late = asked.space.and(late, &asked.space.set(&under.condition())?)?;
        if asked.never(&late)? {
            continue;
        }
        let draft = Draft {
            code: Code::ToothlessDeadline,
            severity: Severity::Warning,
            subject: Subject::Toothless {
                rule: stage.rule,
                not_stated: is_late_open(model, stage),
                hangs_if_void,
            },
            holders: holders.into_iter().collect(),
            rules: vec![stage.rule],
        };
        let finding = asked.finding(settings, found, model, &late, draft)?;
        found.findings.extend(finding);
    }
    Ok(())
}

/// Tells whether it is a matter of reading what an act after the last day of a stage is.
fn is_late_open(model: &Model, stage: &StagePlace) -> bool {
    let is_breach = |event: &Event| event.rule == stage.rule && event.breach.is_some();
    let ends = reading::under_each(model, is_breach, |model| {
        let ends = model.events.iter().filter(|event| is_breach(event)).map(|event| event.effects.clone());
        let ends: Vec<Vec<Effect>> = ends.collect();
        (!ends.is_empty()).then_some(ends)
    });
    ends.len() > 1
}

/// Returns the readings under which a stage's period runs out in a breach that gives nobody else a step.
fn toothless(model: &Model, matter: &Matter, stage: &StagePlace) -> Disjunction {
    let matters = |event: &Event| {
        event.rule == stage.rule
            || leaves(model, event, matter, stage.values)
            || brings_to(model, event, matter, stage)
    };
    let under = reading::under_each(model, matters, |model| is_toothless(model, matter, stage).then_some(()));
    under.first().map(|(_, under)| under.condition()).unwrap_or_default()
}

/// Returns where a stage rests whose period has run out, so that one at least of its own steps is void, and under which readings.
fn void_when_late(model: &Model, matter: &Matter, stage: &StagePlace) -> Disjunction {
    let matters = |event: &Event| event.rule == stage.rule || leaves(model, event, matter, stage.values);
    let void = reading::under_each(model, matters, |model| {
        let steps = |from: ValueSet| -> BTreeSet<RuleId> {
            let steps =
                model.events.iter().filter(|event| event.kind == EventKind::Act && is_own(matter, event));
            let out = steps.filter(|event| leaves_stage(model, event, matter, from, stage.values));
            out.map(|event| event.rule).collect()
        };
        let on_time = steps(stage.on_time());
        let places =
            stage.overdue.iter().map(ValueSet::one).filter(|place| !on_time.is_subset(&steps(*place)));
        let places = places.fold(ValueSet::EMPTY, ValueSet::or);
        (!places.is_empty()).then_some(places)
    });
    let at = |(places, under): (ValueSet, Under)| {
        let here = move |mut one: Conjunction| {
            one.push((matter.field, places));
            one.sort_unstable();
            one
        };
        under.condition().0.into_iter().map(here).collect::<Vec<_>>()
    };
    Disjunction(void.into_iter().flat_map(at).collect())
}

/// Tells whether a stage's period runs out in a breach that gives nobody else a step.
fn is_toothless(model: &Model, matter: &Matter, stage: &StagePlace) -> bool {
    let breaks = model.events.iter().any(|event| event.rule == stage.rule && event.breach.is_some());
    if !breaks || stage.overdue.is_empty() {
        return false;
    }
    let holders = |positions: ValueSet, may: &dyn Fn(&Event) -> bool| -> BTreeSet<InstitutionId> {
        let leads_out = |event: &&Event| leaves_stage(model, event, matter, positions, stage.values);
        let acts = model.events.iter().filter(|event| event.kind == EventKind::Act);
        acts.filter(leads_out)
            .filter(|event| may(event))
            .flat_map(|event| event.holder.needed(model))
            .collect()
    };
    let on_time = holders(stage.on_time(), &|event| !waits_for_the_end(model, matter, stage, event));
    // Where nobody can keep the time limit there is nobody in whose place another could act.
    let on_time = if on_time.is_empty() { holders(stage.on_time(), &|_| true) } else { on_time };
    holders(stage.overdue, &|_| true).is_subset(&on_time)
}

/// Returns the states of a stage in which its time is not limited: it has no period, the law does not take the matter out of it, and
/// no step that leads out has a last day of its own that comes to run whatever the institutions do.
fn unlimited_states(
    model: &Model,
    asked: &Asked<'_, '_>,
    matter: &Matter,
    stage: &StagePlace,
    here: &Set,
) -> Result<Set, Exceeded> {
    let of_law = model.events.iter().filter(|event| match event.kind {
        EventKind::Act => false,
        EventKind::Lapse => event.rule == stage.rule || leaves(model, event, matter, stage.values),
        EventKind::Automatic => leaves(model, event, matter, stage.values),
    });
    let exits = exits(model, matter, stage);
    let owed = model.duties.iter().filter(|duty| {
        duty.until.is_some() && exits.iter().any(|(_, event)| duty.steps.contains(&event.rule))
    });
    let of_law = of_law.map(|event| reading::options_of_event(model, event));
    let limits = of_law.chain(owed.flat_map(|duty| reading::options_of(model, &duty.when).0));
    let open = asked.space.diff(here, &asked.space.set(&Disjunction(limits.collect()))?)?;
    if asked.never(&open)? {
        return Ok(open);
    }
    let mut bound = asked.space.none();
    for (matter, stage) in shared_stages(model, |event| exits.iter().any(|(_, exit)| exit.rule == event.rule))
    {
        bound = asked.space.or(&bound, &asked.space.field_in(matter.field, stage.values)?)?;
    }
    let is_timed = |event: &Event| shared_stages(model, |other| other.rule == event.rule).next().is_some();
    let by_itself = |event: EventId| {
        let event = model.event(event);
        let of_world = |id: &InstitutionId| model.institutions[id.index()].is_world;
        // The voters vote in time.
        event.kind != EventKind::Act || event.holder.needed(model).iter().all(of_world) && is_timed(event)
    };
    let comes = asked.can_reach(&bound, &by_itself)?;
    asked.space.diff(&open, &comes)
}

/// Returns the readings under which the stage in which a duty binds has a time limit with a result: then something follows when
/// the duty is missed.
fn ends_in_time(model: &Model, duty: &Duty) -> Disjunction {
    let binds_at = |matter: &Matter, values: ValueSet| {
        let tests = duty.when.0.iter().flatten();
        let mut of_matter = tests.filter(|(field, _)| *field == matter.field).peekable();
        of_matter.peek().is_some() && of_matter.all(|(_, bound)| !bound.and(values).is_empty())
    };
    let stages = model
        .matters
        .iter()
        .flat_map(|matter| matter.stages.iter().filter(move |stage| binds_at(matter, stage.values)));
    let rows = stages.flat_map(|stage| model.rows(stage.rule)).map(|(_, row)| row);
    let ends = rows.filter(|row| row.kind == EventKind::Lapse && row.breach.is_none());
    Disjunction(ends.map(|row| reading::options_of_event(model, row)).collect())
}

/// B2 for duties with a last day of their own, and for co-actors, if they ever bind anybody.
fn own_duties(questions: &mut Questions<'_>, report: &mut Report) {
    for duty in questions.model.duties.iter().filter(|duty| duty.until.is_some()) {
        let binds = questions.ask(report, Code::ToothlessDeadline, Some(duty.rule), |model, asked| {
            let ended = asked.space.set(&ends_in_time(model, duty))?;
            let binding = asked.space.diff(&asked.space.set(&duty.when)?, &ended)?;
            let under = Under::these(asked.readings(&binding)?);
            Ok((!asked.never(&binding)?).then(|| (under, asked.searched.clone())))
        });
        let Some(Some((under, searched))) = binds else { continue };
        report.findings.push(Finding {
            code: Code::ToothlessDeadline,
            severity: Severity::Warning,
            subject: Subject::Toothless { rule: duty.rule, not_stated: false, hangs_if_void: false },
            holders: duty.holder.needed(questions.model),
            rules: vec![duty.rule],
            evidence: Evidence::Text,
            under,
            searched: Some(searched),
            more: Vec::new(),
            consequences: Vec::new(),
        });
    }
}
