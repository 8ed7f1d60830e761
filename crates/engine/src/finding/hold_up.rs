//! B1 and C4: whoever alone can keep a matter where it is.

use super::question::{Asked, Draft};
use super::removal::is_own;
use super::stage::{bearers, entered_alone, exits, leaves, shared_stages, turns_away};
use super::{Code, Evidence, Report, Settings, Severity, Subject, Under, reading};
use crate::model::{
    Disjunction, Duty, Event, EventId, EventKind, Holder, InstitutionId, Matter, Model, RuleId, StagePlace,
};
use crate::search::Exceeded;
use crate::symbolic::Set;
use std::collections::BTreeSet;

/// Holders, each of whom alone keeps a matter in some stages.
#[derive(Clone)]
pub(super) struct Held {
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
pub(super) fn held_up(
    model: &Model,
    asked: &Asked<'_, '_>,
    matter: &Matter,
    stage: &StagePlace,
    here: &Set,
) -> Result<(Vec<Held>, Set), Exceeded> {
    let exits = exits(model, matter, stage);
    let last_days = last_days(model, matter, stage);
    let moves = |event: &Event| event.effects.iter().any(|effect| effect.field == matter.field);
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
            let alone = reading::under_each(model, moves, |model| {
                entered_alone(model, matter, stage, holder).then_some(())
            });
            let alone = alone.first().map(|(_, under)| under.condition()).unwrap_or_default();
            let held = asked.space.diff(&held, &asked.space.set(&alone)?)?;
            if asked.never(&held)? {
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

/// Builds the findings of a matter that is held up: one for all stages that the same holders keep.
pub(super) fn report_held(
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
