//! C2: an objection that the others can overcome, beside a silence that they cannot.

use super::indispensable::Idle;
use super::matter::turns_away;
use super::question::{Asked, Draft, Questions};
use super::removal::is_own;
use super::{Code, Report, Severity, Subject, Undecided, Why};
use crate::model::{Event, EventId, EventKind, InstitutionId, Matter, Model, RuleId, ValueSet, VoteResult};
use crate::play::{Coalition, Player, Players};
use crate::search::Exceeded;
use crate::step;
use crate::symbolic::Set;
use std::collections::BTreeSet;

/// Stages in which one player can object, and stops the matter more surely by doing nothing.
struct Veto {
    stages: Vec<RuleId>,
    by: Player,
    /// The objections that others can overcome.
    objections: Vec<EventId>,
    /// Where his silence stops it in the first stage.
    silent: Set,
}

/// Looks at each stage of each matter for a player who can let it come to its result or object there.
pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let (model, settings) = (questions.model, questions.settings);
    let matters = model.matters.iter().filter(|matter| !matter.standing && !matter.with_result().is_empty());
    let Some(players) = Players::of(model) else {
        let undecided = |rule| Undecided { code: Code::HiddenVeto, rule: Some(rule), why: Why::Players };
        return report.undecided.extend(matters.map(|matter| undecided(matter.rule)));
    };
    let idle = Idle::new(&players);
    for matter in matters {
        let mut noted = Report::default();
        let found = questions.ask(report, Code::HiddenVeto, Some(matter.rule), |_, asked| {
            let mut found = Vec::new();
            for veto in vetoes(asked, &idle, matter)? {
                let acts: BTreeSet<RuleId> = veto.objections.iter().map(|&id| model.event(id).rule).collect();
                let first = veto.stages[0];
                let then = |fields: &[u8]| Some(ending(model, matter, first, fields).into_iter().collect());
                let draft = Draft {
                    code: Code::HiddenVeto,
                    severity: Severity::Warning,
                    holders: vec![veto.by.institution],
                    rules: veto.stages.iter().copied().chain(acts).collect(),
                    subject: Subject::HiddenVeto {
                        procedure: matter.rule,
                        stages: veto.stages,
                        by: veto.by,
                        objections: veto.objections,
                    },
                };
                let silent = &veto.silent;
                found.extend(asked.finding_then(settings, &mut noted, model, silent, Some(&then), draft)?);
            }
            Ok(found)
        });
        report.undecided.append(&mut noted.undecided);
        report.findings.extend(found.into_iter().flatten());
    }
}

/// Finds the stages of a matter with an objection that can be overcome and a silence that cannot.
fn vetoes(asked: &Asked<'_, '_>, idle: &Idle<'_, '_>, matter: &Matter) -> Result<Vec<Veto>, Exceeded> {
    let model = asked.space.model();
    let turning = model.numbered_events().filter(|(_, event)| turns_away(model, event, matter));
    let turning: Vec<EventId> = turning.map(|(id, _)| id).collect();
    let same = |id: EventId| !turning.contains(&id);
    let result = asked.space.field_in(matter.field, matter.with_result())?;
    let closed = asked.space.field_in(matter.field, matter.closed)?;
    let possible = asked.can_reach(&result, &same)?;
    // What he lets come needs nobody else any more.
    let comes = asked.can_reach(&result, &|id| same(id) && idle.comes(id))?;
    let mut all: Vec<Veto> = Vec::new();
    for (player, by) in idle.all().filter(|(_, by)| is_office(model, by.institution)) {
        let mut own = own_acts(model, idle, matter, player);
        own.retain(|&id| same(id));
        // Whoever lets his own matter rest puts no veto on it.
        if openers(model, matter).all(|event| idle.owns(event, Coalition::one(player))) {
            continue;
        }
        if own.is_empty() {
            continue;
        }
        let leads = |ids: &[EventId], here: &Set, to: &Set| -> Result<Vec<EventId>, Exceeded> {
            let mut some = Vec::new();
            for &id in ids {
                if !asked.never(&asked.space.and(here, &asked.space.pre(to, id)?)?)? {
                    some.push(id);
                }
            }
            Ok(some)
        };
        let mut without = None;
        for stage in matter.stages.iter().filter(|stage| stage.values.and(matter.closed).is_empty()) {
            let here = asked.space.field_in(matter.field, stage.values)?;
            let lets = leads(&own, &here, &comes)?;
            let is_let = |id: &EventId| lets.iter().any(|&other| way(model, other) == way(model, *id));
            let others: Vec<EventId> = own.iter().copied().filter(|id| !is_let(id)).collect();
            if lets.is_empty() || others.is_empty() {
                continue;
            }
            let (without, at_once) = match &mut without {
                Some(known) => known,
                none => none.insert((
                    idle.without(asked, player, &result, &turning)?,
                    asked.can_reach(&result, &|id| {
                        let event = model.event(id);
                        let waits = event.kind == EventKind::Lapse && !is_own(matter, event);
                        same(id) && !waits && idle.can_come(id, player)
                    })?,
                )),
            };
            let overcome = asked.space.diff(&asked.space.diff(without, &closed)?, &comes)?;
            let mut seen = BTreeSet::new();
            let mut objections = leads(&others, &here, &overcome)?;
            objections.retain(|&id| seen.insert(way(model, id)));
            if objections.is_empty() {
                continue;
            }
            // It hangs, or it dies unless another period ends before.
            let here = asked.space.and(&here, &possible)?;
            let mut silent = asked.space.diff(&here, without)?;
            let dead = asked.space.diff(&closed, &result)?;
            for id in lapses(model, stage.rule) {
                let dies = asked.space.and(&here, &asked.space.pre(&dead, id)?)?;
                silent = asked.space.or(&silent, &asked.space.diff(&dies, at_once)?)?;
            }
            if asked.never(&silent)? {
                continue;
            }
            let readings = asked.readings(&silent)?;
            let mut known = None;
            for veto in all.iter_mut().filter(|veto| veto.by == by) {
                if asked.readings(&veto.silent)? == readings {
                    known = Some(veto);
                }
            }
            match known {
                Some(veto) => {
                    veto.stages.push(stage.rule);
                    veto.objections.extend(objections);
                }
                None => all.push(Veto { stages: vec![stage.rule], by, objections, silent }),
            }
        }
    }
    Ok(all)
}

/// The lapses of a stage that break nothing.
fn lapses(model: &Model, stage: RuleId) -> impl Iterator<Item = EventId> + '_ {
    let is_its =
        move |event: &Event| event.kind == EventKind::Lapse && event.rule == stage && event.breach.is_none();
    model.numbered_events().filter(move |(_, event)| is_its(event)).map(|(id, _)| id)
}

/// The lapse of the stage that closes the matter without a result from these values of all fields, time aside, if one does.
fn ending(model: &Model, matter: &Matter, stage: RuleId, fields: &[u8]) -> Option<EventId> {
    let dead = ValueSet(matter.closed.0 & !matter.with_result().0);
    lapses(model, stage).find(|&id| {
        let next = step::successor(model, id, fields);
        next.is_some_and(|(next, _)| dead.contains(next[matter.field.index()]))
    })
}

/// Tells whether one person holds it: that a body of many does nothing is its way to say no.
fn is_office(model: &Model, id: InstitutionId) -> bool {
    let institution = &model.institutions[id.index()];
    institution.groups.is_empty() && institution.parts.is_empty()
}

/// The acts that open a matter.
fn openers<'m>(model: &'m Model, matter: &'m Matter) -> impl Iterator<Item = &'m Event> {
    let is_its = |event: &&Event| {
        event.opens.is_some_and(|opened| model.matters[opened.index()].field == matter.field)
    };
    model.events.iter().filter(is_its)
}

/// The lawful steps of a matter that a player can take alone.
fn own_acts(model: &Model, idle: &Idle<'_, '_>, matter: &Matter, player: usize) -> Vec<EventId> {
    let is_own = |event: &Event| {
        event.kind == EventKind::Act
            && !event.is_unlawful_act()
            && matter.steps.contains(&event.rule)
            && idle.owns(event, Coalition::one(player))
    };
    model.numbered_events().filter(|(_, event)| is_own(event)).map(|(id, _)| id).collect()
}

/// What tells one decision from another: a step may have several rows.
fn way(model: &Model, id: EventId) -> (RuleId, Option<VoteResult>) {
    let event = model.event(id);
    (event.rule, event.result)
}
