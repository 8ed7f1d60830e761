//! A3: matters that go round in circles.

use super::question::{Asked, Draft, Questions};
use super::{Code, Evidence, Report, Severity, Subject};
use crate::model::{ClockId, Event, EventId, EventKind, InstitutionId, Matter, Model, Test, ValueSet};
use crate::search::Exceeded;
use crate::step;
use crate::symbolic::Set;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How many states are looked at for the shortest round.
const MOST: usize = 2_000;

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let (model, settings) = (questions.model, questions.settings);
    for matter in &model.matters {
        let mut noted = Report::default();
        let found = questions.ask(report, Code::NoProgressLoop, Some(matter.rule), |_, asked| {
            let moves = moves(model, matter);
            let rounds = rounds(model, asked, matter, &moves)?;
            if asked.never(&rounds)? {
                return Ok(None);
            }
            let round = RefCell::new(Vec::new());
            let then = |fields: &[u8]| {
                let found = shortest_round(model, matter, &moves, fields)?;
                round.replace(found.clone());
                Some(found)
            };
            let draft = Draft {
                code: Code::NoProgressLoop,
                severity: Severity::Note,
                subject: Subject::Circle { procedure: matter.rule, round: Vec::new() },
                holders: Vec::new(),
                rules: vec![matter.rule],
            };
            let finding = asked.finding_then(settings, &mut noted, model, &rounds, Some(&then), draft)?;
            Ok(finding.map(|finding| (finding, round.into_inner())))
        });
        report.undecided.append(&mut noted.undecided);
        let Some((mut finding, round)) = found.flatten() else { continue };
        let holders = round.iter().flat_map(|&id| model.event(id).holder.needed(model));
        let holders: BTreeSet<InstitutionId> = holders.collect();
        // One alone who can go on for ever is worse than two who must play along.
        finding.severity = match &finding.evidence {
            Evidence::Trace(_) if holders.len() > 1 => finding.severity,
            _ => Severity::Warning,
        };
        finding.holders = holders.into_iter().collect();
        finding.subject = Subject::Circle { procedure: matter.rule, round };
        report.findings.push(finding);
    }
}

/// The positions in which a matter is under way: open, and not where a standing one rests.
fn under_way(model: &Model, matter: &Matter) -> ValueSet {
    let field = &model.fields[matter.field.index()];
    let stages = matter.stages.iter().filter(|stage| stage.values.and(matter.ended).is_empty());
    let rests = |values: ValueSet| matter.standing && !values.and(field.initial).is_empty();
    stages.filter(|stage| !rests(stage.values)).fold(ValueSet::EMPTY, |all, stage| all.or(stage.values))
}

/// The matter's own acts that lead from one stage under way to another.
fn moves(model: &Model, matter: &Matter) -> Vec<EventId> {
    let under_way = under_way(model, matter);
    let stage_of = |value: u8| matter.stages.iter().position(|stage| stage.values.contains(value));
    let moves_on = |event: &Event| {
        let mut changes = event.changes(matter.field, under_way);
        changes.any(|(old, new)| under_way.contains(new) && stage_of(old) != stage_of(new))
    };
    let own = model.numbered_events().filter(|(_, event)| {
        event.kind == EventKind::Act && event.opens.is_none() && !event.is_unlawful_act() && moves_on(event)
    });
    own.map(|(id, _)| id).collect()
}

/// The states from which and to which the moves lead on without end, and in which no time limit that they do not put off
/// ends the matter.
fn rounds(model: &Model, asked: &Asked<'_, '_>, matter: &Matter, moves: &[EventId]) -> Result<Set, Exceeded> {
    let mut rounds = asked.space.field_in(matter.field, under_way(model, matter))?;
    for (id, event) in model.numbered_events().filter(|(_, event)| event.kind == EventKind::Lapse) {
        if event.breach.is_none() && ends(event, matter) && !is_put_off(model, event, moves) {
            rounds = asked.space.diff(&rounds, &asked.space.possible(id)?)?;
        }
    }
    loop {
        let mut before = asked.space.none();
        let mut after = asked.space.none();
        for &id in moves {
            before = asked.space.or(&before, &asked.space.pre(&rounds, id)?)?;
            after = asked.space.or(&after, &asked.space.post(&rounds, id)?)?;
        }
        let less = asked.space.and(&rounds, &asked.space.and(&before, &after)?)?;
        if less == rounds {
            return Ok(rounds);
        }
        rounds = less;
    }
}

/// Tells whether an event can end the matter.
fn ends(event: &Event, matter: &Matter) -> bool {
    let effects = event.effects.iter().filter(|effect| effect.field == matter.field);
    effects.flat_map(|effect| &effect.map).any(|&value| matter.closed.contains(value))
}

/// Tells whether a move begins anew the time for which a lapse waits.
fn is_put_off(model: &Model, lapse: &Event, moves: &[EventId]) -> bool {
    let waits_for = |clock: &ClockId| {
        lapse
            .conditions
            .iter()
            .any(|condition| matches!(&condition.test, Test::Clock(guard) if guard.clock == *clock))
    };
    moves.iter().any(|&id| model.event(id).resets.iter().any(waits_for))
}

/// Returns the fewest moves that lead from a state back to itself; `None` if there are none, or if too many states would have to
/// be looked at.
fn shortest_round(model: &Model, matter: &Matter, moves: &[EventId], start: &[u8]) -> Option<Vec<EventId>> {
    let under_way = under_way(model, matter);
    let mut came: BTreeMap<Vec<u8>, (Vec<u8>, EventId)> = BTreeMap::new();
    let mut open = VecDeque::from([start.to_vec()]);
    while let Some(here) = open.pop_front() {
        for &id in moves {
            let Some((next, _)) = step::successor(model, id, &here) else { continue };
            if !under_way.contains(next[matter.field.index()]) || came.contains_key(&next) {
                continue;
            }
            came.insert(next.clone(), (here.clone(), id));
            if next == start {
                return Some(back(&came, start));
            }
            if came.len() > MOST {
                return None;
            }
            open.push_back(next);
        }
    }
    None
}

fn back(came: &BTreeMap<Vec<u8>, (Vec<u8>, EventId)>, start: &[u8]) -> Vec<EventId> {
    let mut round = Vec::new();
    let mut here = start;
    while let Some((before, id)) = came.get(here) {
        round.push(*id);
        here = before;
        if here == start {
            break;
        }
    }
    round.reverse();
    round
}
