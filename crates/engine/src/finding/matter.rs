//! A2, B1, B2, C4: matters that hang, and who lets them hang.

use super::question::{Asked, Draft, Questions};
use super::removal::is_own;
use super::{
    Code, Consequence, Evidence, Finding, Report, Settings, Severity, Subject, Undecided, Under, reading,
};
use crate::model::{
    Disjunction, Duty, Event, EventId, EventKind, Holder, InstitutionId, Matter, MatterId, Model, RuleId,
    StagePlace, Test, ValueSet,
};
use crate::search::Exceeded;
use crate::symbolic::Set;
use std::collections::BTreeSet;

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let (model, settings) = (questions.model, questions.settings);
    for matter in &model.matters {
        let mut found = Report::default();
        let mut consequences = Vec::new();
        let asked = questions.ask(report, Code::MatterNeverEnds, Some(matter.rule), |model, asked| {
            of_matter(model, settings, asked, matter, &mut found, &mut consequences)
        });
        for (cause, consequence) in consequences {
            report.findings[cause].consequences.push(consequence);
        }
        if asked.is_none()
            && let Some(undecided) = report.undecided.last().cloned()
        {
            // The same search answers these too.
            for code in [Code::HoldUp, Code::ToothlessDeadline, Code::Gatekeeper] {
                report.undecided.push(Undecided { code, ..undecided.clone() });
            }
        }
        report.findings.append(&mut found.findings);
        report.undecided.append(&mut found.undecided);
    }
    own_duties(questions, report);
}

fn of_matter(
    model: &Model,
    settings: &Settings<'_>,
    asked: &mut Asked<'_, '_>,
    matter: &Matter,
    found: &mut Report,
    consequences: &mut Vec<(usize, Consequence)>,
) -> Result<(), Exceeded> {
    let closed = asked.space.field_in(matter.field, matter.closed)?;
    let same = |event: EventId| !turns_away(model, model.event(event), matter);
    let can_end = if matter.standing { None } else { Some(asked.can_reach(&closed, &same)?) };
    let mut unlimited: Vec<(Under, Vec<RuleId>)> = Vec::new();
    let mut held = Vec::new();
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
        let hangs = !asked.never(&asked.space.and(&stuck, &late)?)?;
        late_stage(model, settings, asked, matter, stage, &late, hangs, found)?;
        let stuck = asked.space.diff(&stuck, &late)?;
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
    Ok(())
}

/// Holders, each of whom alone keeps a matter in some stages.
#[derive(Clone)]
struct Held {
    holders: Vec<InstitutionId>,
    stages: Vec<RuleId>,
    steps: BTreeSet<RuleId>,
    can_be_given_up: bool,
    /// Whether each holder keeps it there whenever he is in office.
    always: bool,
    /// Where the matter has moved on.
    onward: Set,
    /// Where each holder can keep it in the first stage.
    bad: Set,
}

/// Finds each single holder without whom the matter cannot leave the stage although it could with everybody.
///
/// Holders stand together if each of them can keep it in one and the same state. Who can only keep his own is left out. Returns
/// besides the states under the readings under which nobody can keep it there.
fn held_up(
    model: &Model,
    asked: &Asked<'_, '_>,
    matter: &Matter,
    stage: &StagePlace,
    here: &Set,
) -> Result<(Vec<Held>, Set), Exceeded> {
    let exits = exits(model, matter, stage);
    let last_days = last_days(model, matter, stage);
    let all: BTreeSet<InstitutionId> =
        exits.iter().flat_map(|(_, event)| event.holder.needed(model)).collect();
    let elsewhere = asked.space.not(&asked.space.field_in(matter.field, stage.values)?)?;
    // Whoever can only give the matter up does not move it on.
    let given_up = asked.space.field_in(matter.field, matter.without_result.or(matter.never_opened()))?;
    let mut onward = asked.space.diff(&elsewhere, &given_up)?;
    // A time limit ends the wait, whatever its result; that the matter dies with a term or session does not.
    let limits = exits.iter().filter(|(_, event)| event.kind == EventKind::Lapse && is_own(matter, event));
    for (event, _) in limits {
        onward = asked.space.or(&onward, &asked.space.possible(*event)?)?;
    }
    let mut told = Vec::new();
    let mut rest = here.clone();
    for (goal, can_be_given_up) in [(elsewhere, false), (onward, true)] {
        let leaves = asked.can_reach(&goal, &|event| !turns_away(model, model.event(event), matter))?;
        let here = asked.space.and(&rest, &leaves)?;
        let mut by_anybody = asked.space.none();
        let mut found: Vec<Held> = Vec::new();
        for &holder in all.iter().filter(|holder| !model.institutions[holder.index()].is_world) {
            let without = |event: EventId| {
                let event = model.event(event);
                !turns_away(model, event, matter) && !event.holder.needed(model).contains(&holder)
            };
            // Nobody may wait as long as he likes where he has a last day.
            let mut ended = goal.clone();
            for ((_, when), under) in last_days.iter().filter(|((bound, _), _)| bound.contains(&holder)) {
                let runs = asked.space.and(&asked.space.set(when)?, &asked.space.set(&under.condition())?)?;
                ended = asked.space.or(&ended, &runs)?;
            }
            // An office that is empty does not wait.
            let office = &model.institutions[holder.index()];
            let here = match office.status {
                Some(status) => asked.space.and(&here, &asked.space.field_in(status, office.able)?)?,
                None => here.clone(),
            };
            let held = asked.space.diff(&here, &asked.can_reach(&ended, &without)?)?;
            let always = asked.never(&asked.space.diff(&here, &held)?)?;
            if asked.never(&held)? {
                continue;
            }
            by_anybody = asked.space.or(&by_anybody, &held)?;
            // Who brought the matter there himself, and alone, holds up nobody else.
            if entered_alone(model, matter, stage, holder) {
                continue;
            }
            let mut joined = false;
            for group in &mut found {
                let both = asked.space.and(&group.bad, &held)?;
                if group.always == always && !asked.never(&both)? {
                    group.bad = both;
                    group.holders.push(holder);
                    joined = true;
                    break;
                }
            }
            if !joined {
                found.push(Held {
                    holders: vec![holder],
                    stages: vec![stage.rule],
                    steps: exits.iter().map(|(_, event)| event.rule).collect(),
                    can_be_given_up,
                    always,
                    onward: goal.clone(),
                    bad: held,
                });
            }
        }
        told.extend(found);
        rest = asked.elsewhere(&rest, &by_anybody)?;
        if asked.never(&rest)? {
            break;
        }
    }
    Ok((told, rest))
}

/// A last day, for whom it runs, and when.
type LastDay = (BTreeSet<InstitutionId>, Disjunction);

/// Returns the last days to take one of the steps that lead out of a stage, each with the readings under which it is one: by a duty
/// with a time of its own, or because another matter, which the step moves too, has to be moved on in time. That a last day may pass
/// without consequence is B2.
fn last_days(model: &Model, matter: &Matter, stage: &StagePlace) -> Vec<(LastDay, Under)> {
    let steps = |model: &Model| -> BTreeSet<RuleId> {
        exits(model, matter, stage).iter().map(|(_, event)| event.rule).collect()
    };
    let all = steps(model);
    let leads_out = |event: &Event| all.contains(&event.rule);
    let shared: Vec<(&Matter, &StagePlace)> = shared_stages(model, leads_out).collect();
    let matters = |event: &Event| {
        let leaves = |(matter, stage): &(&Matter, &StagePlace)| leaves(model, event, matter, stage.values);
        leads_out(event) || shared.iter().any(leaves)
    };
    reading::under_each(model, matters, |model| {
        let steps = steps(model);
        let owes = |duty: &&Duty| duty.until.is_some() && duty.steps.iter().any(|rule| steps.contains(rule));
        let owed = model.duties.iter().filter(owes);
        let owed = owed.map(|duty| (duty.holder.needed(model).into_iter().collect(), duty.when.clone()));
        let shared = shared_stages(model, |event| steps.contains(&event.rule));
        let shared = shared.map(|(matter, stage)| {
            let there = Disjunction(vec![vec![(matter.field, stage.values)]]);
            (bearers(model, matter, stage), there)
        });
        owed.chain(shared).collect::<Vec<LastDay>>()
    })
}

/// Returns the stages with a time limit that some of these events leave as steps of its own procedure.
fn shared_stages(
    model: &Model,
    leads_out: impl Fn(&Event) -> bool,
) -> impl Iterator<Item = (&Matter, &StagePlace)> {
    let stages =
        model.matters.iter().flat_map(|matter| matter.stages.iter().map(move |stage| (matter, stage)));
    stages.filter(move |(matter, stage)| {
        !stage.overdue.is_empty() && own_exits(model, matter, stage.values).any(&leads_out)
    })
}

/// Tells whether the stage is entered only by steps of this holder alone.
pub(super) fn entered_alone(
    model: &Model,
    matter: &Matter,
    stage: &StagePlace,
    holder: InstitutionId,
) -> bool {
    let before = stage.values.complement(usize::from(model.fields[matter.field.index()].size));
    let enters = |event: &&Event| {
        let effects = event.effects.iter().filter(|effect| effect.field == matter.field);
        effects
            .flat_map(|effect| effect.map.iter().enumerate())
            .any(|(old, new)| before.contains(old as u8) && stage.values.contains(*new))
    };
    let mut entries = model.events.iter().filter(enters);
    entries.all(|event| matches!(&event.holder, Holder::Institution(by) if *by == holder))
}

/// Tells whether an event turns to another matter: of this kind, or of a kind that this one is about. That does not end
/// this one, though nothing more is heard of it.
pub(super) fn turns_away(model: &Model, event: &Event, matter: &Matter) -> bool {
    let is_this = |opened: MatterId| model.matters[opened.index()].field == matter.field;
    event.opens.is_some_and(|opened| is_this(opened) || matter.about.contains(&opened))
}

/// Returns the events that take the matter out of the stage.
pub(super) fn exits<'m>(model: &'m Model, matter: &Matter, stage: &StagePlace) -> Vec<(EventId, &'m Event)> {
    let all = model.numbered_events();
    all.filter(|(_, event)| leaves(model, event, matter, stage.values)).collect()
}

/// Builds the findings of a matter that is held up: one for all stages that the same holders keep.
fn report_held(
    model: &Model,
    settings: &Settings<'_>,
    asked: &mut Asked<'_, '_>,
    matter: &Matter,
    all: Vec<Held>,
    found: &mut Report,
) -> Result<(), Exceeded> {
    let mut groups: Vec<Held> = Vec::new();
    for held in all {
        let stage = held.stages[0];
        let Some(place) = matter.stages.iter().find(|place| place.rule == stage) else { continue };
        let leads_out = |event: &Event| leaves(model, event, matter, place.values);
        // A step that is another one under other readings is one step under each.
        let ways = reading::under_each(model, leads_out, |model| {
            Some(formality(model, matter, place, &held.holders))
        });
        for (step, under) in ways {
            let bad = asked.space.and(&held.bad, &asked.space.set(&under.condition())?)?;
            if asked.never(&bad)? {
                continue;
            }
            if let Some(step) = step {
                let draft = Draft {
                    code: Code::Gatekeeper,
                    severity: Severity::Warning,
                    subject: Subject::Formality { stage, step, holder: held.holders[0] },
                    rules: vec![stage, step],
                    holders: held.holders.clone(),
                };
                let finding = asked.finding(settings, found, model, &bad, draft)?;
                found.findings.extend(finding);
                continue;
            }
            let readings = asked.readings(&bad)?;
            let mut known = None;
            for group in &mut groups {
                let how = |held: &Held| (held.can_be_given_up, held.always);
                if group.holders == held.holders
                    && how(group) == how(&held)
                    && asked.readings(&group.bad)? == readings
                {
                    known = Some(group);
                    break;
                }
            }
            match known {
                Some(group) => {
                    group.stages.push(stage);
                    group.steps.extend(&held.steps);
                }
                None => groups.push(Held { bad, ..held.clone() }),
            }
        }
    }
    for group in groups {
        let mut rules = group.stages.clone();
        rules.extend(&group.steps);
        let draft = Draft {
            code: Code::HoldUp,
            severity: Severity::Warning,
            subject: Subject::HeldUp {
                procedure: matter.rule,
                stages: group.stages,
                can_be_given_up: group.can_be_given_up,
                always: group.always,
                way_on: Vec::new(),
            },
            holders: group.holders,
            rules,
        };
        let Some(mut finding) = asked.finding(settings, found, model, &group.bad, draft)? else { continue };
        if let (Subject::HeldUp { way_on, .. }, Evidence::Trace(witness)) =
            (&mut finding.subject, &finding.evidence)
        {
            let lawful = |id: EventId| {
                let event = model.event(id);
                event.kind == EventKind::Act && !event.is_unlawful_act() && !turns_away(model, event, matter)
            };
            let way = asked.space.way_from(&witness.journal.end.fields, &group.onward, &lawful)?;
            *way_on = way.unwrap_or_default();
        }
        found.findings.push(finding);
    }
    Ok(())
}

/// Returns the one step by which a matter leaves a stage, if its holder is the only one of these and takes it alone.
fn formality(
    model: &Model,
    matter: &Matter,
    stage: &StagePlace,
    holders: &[InstitutionId],
) -> Option<RuleId> {
    let exits = exits(model, matter, stage);
    let steps: BTreeSet<RuleId> = exits.iter().map(|(_, event)| event.rule).collect();
    let alone =
        |(_, event): &(_, &Event)| matches!(&event.holder, Holder::Institution(id) if holders == [*id]);
    steps.first().copied().filter(|_| steps.len() == 1 && exits.iter().all(alone))
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
    let holders = bearers(model, matter, stage);
    let lapses =
        || model.events.iter().filter(|event| event.rule == stage.rule && event.kind == EventKind::Lapse);
    let not_stated = lapses().any(|event| {
        event.conditions.iter().any(
            |condition| matches!(condition.test, Test::Field(field, _) if model.fields[field.index()].is_reading()),
        )
    });
    let draft = Draft {
        code: Code::ToothlessDeadline,
        severity: Severity::Warning,
        subject: Subject::Toothless { rule: stage.rule, not_stated, hangs_if_void },
        holders: holders.into_iter().collect(),
        rules: vec![stage.rule],
    };
    let finding = asked.finding(settings, found, model, late, draft)?;
    found.findings.extend(finding);
    Ok(())
}

/// Returns who must act before the time of a stage has passed: whom a duty binds to one of the steps that leave it, or else
/// whoever takes such a step.
pub(super) fn bearers(model: &Model, matter: &Matter, stage: &StagePlace) -> BTreeSet<InstitutionId> {
    let own: Vec<&Event> =
        own_exits(model, matter, stage.values).filter(|event| event.kind == EventKind::Act).collect();
    let leads_out = |rule: &RuleId| own.iter().any(|event| event.rule == *rule);
    let bound = model.duties.iter().filter(|duty| duty.until.is_none() && duty.steps.iter().any(leads_out));
    let bound: BTreeSet<InstitutionId> = bound.flat_map(|duty| duty.holder.needed(model)).collect();
    if bound.is_empty() { own.iter().flat_map(|event| event.holder.needed(model)).collect() } else { bound }
}

/// Returns the events of the matter's own procedure that take it out of these positions. What moves it from elsewhere is no
/// step of those for whom the time runs.
pub(super) fn own_exits<'m>(
    model: &'m Model,
    matter: &'m Matter,
    positions: ValueSet,
) -> impl Iterator<Item = &'m Event> {
    let leaves = move |event: &&Event| leaves(model, event, matter, positions) && is_own(matter, event);
    model.events.iter().filter(leaves)
}

/// Tells whether an event takes a matter out of these positions, other than by turning to another one.
fn leaves(model: &Model, event: &Event, matter: &Matter, positions: ValueSet) -> bool {
    leaves_stage(model, event, matter, positions, positions)
}

/// Tells whether an event takes a matter from these positions out of the stage, other than by turning to another one.
fn leaves_stage(model: &Model, event: &Event, matter: &Matter, from: ValueSet, stage: ValueSet) -> bool {
    !turns_away(model, event, matter)
        && event.changes(matter.field, from).any(|(_, new)| !stage.contains(new))
}

/// Returns the readings under which a stage's period runs out in a breach that gives nobody else a step.
pub(super) fn toothless(model: &Model, matter: &Matter, stage: &StagePlace) -> Disjunction {
    let matters = |event: &Event| event.rule == stage.rule || leaves(model, event, matter, stage.values);
    let under = reading::under_each(model, matters, |model| is_toothless(model, matter, stage).then_some(()));
    under.first().map(|(_, under)| under.condition()).unwrap_or_default()
}

/// Tells whether a stage's period runs out in a breach that gives nobody else a step.
fn is_toothless(model: &Model, matter: &Matter, stage: &StagePlace) -> bool {
    let breaks = model.events.iter().any(|event| event.rule == stage.rule && event.breach.is_some());
    if !breaks || stage.overdue.is_empty() {
        return false;
    }
    let on_time = stage.on_time();
    let holders = |positions: ValueSet| -> BTreeSet<InstitutionId> {
        model
            .events
            .iter()
            .filter(|event| {
                event.kind == EventKind::Act && leaves_stage(model, event, matter, positions, stage.values)
            })
            .flat_map(|event| event.holder.needed(model))
            .collect()
    };
    holders(stage.overdue).is_subset(&holders(on_time))
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
