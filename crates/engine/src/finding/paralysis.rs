//! A4: vital outcomes that are out of reach for a while, whoever cooperates.

use super::question::{Asked, Draft, Questions};
use super::{Code, Report, Severity, Subject};
use crate::model::{ClockId, Comparison, EventId, EventKind, Model, OutcomeId, RuleId, Test};
use crate::search::Exceeded;
use crate::symbolic::Set;
use std::collections::BTreeSet;

/// A wait for one period: whatever leads to the outcomes comes after it.
struct Wait {
    outcomes: Vec<OutcomeId>,
    /// The period's clock.
    clock: ClockId,
    /// The fewest days that it takes.
    days: i32,
    /// The events that begin it, each with the states before it. The outcome was not so far away there.
    begins: Vec<(EventId, Set)>,
}

/// Looks for events that start a clock, so that from then on nothing leads to a vital outcome but what waits for that clock.
pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let (model, long) = (questions.model, questions.settings.long_wait);
    let mut waits: Vec<Wait> = Vec::new();
    for (index, outcome) in model.outcomes.iter().enumerate().filter(|(_, outcome)| outcome.vital) {
        questions.ask(report, Code::Paralysis, Some(outcome.rule), |model, asked| {
            for wait in of_outcome(model, asked, OutcomeId(index as u32), long)? {
                if !join(asked, &mut waits, &wait)? {
                    waits.push(wait);
                }
            }
            Ok(())
        });
    }
    for wait in waits {
        told(questions, report, &wait);
    }
}

/// Returns the longest wait for an outcome that one event can begin, under each reading.
fn of_outcome(model: &Model, asked: &Asked<'_, '_>, id: OutcomeId, long: i32) -> Result<Vec<Wait>, Exceeded> {
    let mut all = Vec::new();
    let mut rest = asked.space.all();
    while let Some(wait) = longest(model, asked, id, long, &rest)? {
        rest = asked.elsewhere(&rest, &before(asked, &wait.begins)?)?;
        all.push(wait);
        if asked.never(&rest)? {
            break;
        }
    }
    Ok(all)
}

/// Returns the states in which one of some events begins a wait.
fn before(asked: &Asked<'_, '_>, begins: &[(EventId, Set)]) -> Result<Set, Exceeded> {
    let mut all = asked.space.none();
    for (_, before) in begins {
        all = asked.space.or(&all, before)?;
    }
    Ok(all)
}

/// Returns the longest wait for an outcome that one event can begin in some of these states.
fn longest(
    model: &Model,
    asked: &Asked<'_, '_>,
    id: OutcomeId,
    long: i32,
    states: &Set,
) -> Result<Option<Wait>, Exceeded> {
    let goal = asked.space.set(&model.outcomes[id.index()].when)?;
    let at_last = asked.space.and(&asked.can_reach(&goal, &|_| true)?, states)?;
    let far = |clocks: &dyn Fn(ClockId) -> bool, days: i32| {
        let soon = asked.can_reach(&goal, &|id| !waits(model, id, clocks).any(|least| least >= days))?;
        asked.space.diff(&at_last, &soon)
    };
    // Mostly it is plain that there is no such wait.
    let all = far(&|_| true, long)?;
    if asked.never(&all)? {
        return Ok(None);
    }
    let mut longest: Option<Wait> = None;
    for clock in (0..model.clocks.len() as u32).map(ClockId) {
        let is_it = |other: ClockId| other == clock;
        let ids = || model.numbered_events().map(|(id, _)| id);
        let lengths: BTreeSet<i32> = ids().flat_map(|id| waits(model, id, is_it)).collect();
        let known = longest.as_ref().map_or(long - 1, |wait| wait.days);
        for &days in lengths.iter().rev().take_while(|days| **days > known) {
            let far = far(&is_it, days)?;
            let begins = beginnings(model, asked, clock, &far)?;
            if !begins.is_empty() {
                longest = Some(Wait { outcomes: vec![id], clock, days, begins });
                break;
            }
        }
    }
    Ok(longest)
}

/// Returns the fewest days after the start of such clocks at which an event can happen, one for each condition.
fn waits(model: &Model, id: EventId, clocks: impl Fn(ClockId) -> bool) -> impl Iterator<Item = i32> {
    model.event(id).conditions.iter().filter_map(move |condition| match &condition.test {
        Test::Clock(guard) if clocks(guard.clock) => match guard.comparison {
            Comparison::AtLeast => Some(guard.length.span().0),
            Comparison::After => Some(guard.length.span().0 + 1),
            Comparison::Before | Comparison::AtMost => None,
        },
        _ => None,
    })
}

/// Returns the acts and lapses that start the clock and lead there from elsewhere, each with the states before it.
fn beginnings(
    model: &Model,
    asked: &Asked<'_, '_>,
    clock: ClockId,
    far: &Set,
) -> Result<Vec<(EventId, Set)>, Exceeded> {
    let mut all = Vec::new();
    for (id, event) in model.numbered_events() {
        if event.kind == EventKind::Automatic || event.is_unlawful_act() || !event.resets.contains(&clock) {
            continue;
        }
        let before = asked.space.diff(&asked.space.pre(far, id)?, far)?;
        if !asked.never(&before)? {
            all.push((id, before));
        }
    }
    Ok(all)
}

/// Adds the outcome of a wait to one that the same events can begin in the same states, if there is one, under the same readings.
fn join(asked: &Asked<'_, '_>, known: &mut [Wait], wait: &Wait) -> Result<bool, Exceeded> {
    for other in known.iter_mut().filter(|other| (other.clock, other.days) == (wait.clock, wait.days)) {
        let mut common = Vec::new();
        for (id, before) in &other.begins {
            let Some((_, also)) = wait.begins.iter().find(|(begin, _)| begin == id) else { continue };
            let both = asked.space.and(before, also)?;
            if !asked.never(&both)? {
                common.push((*id, both));
            }
        }
        let readings = |begins: &[(EventId, Set)]| asked.readings(&before(asked, begins)?);
        let together = readings(&common)?;
        if !common.is_empty() && readings(&other.begins)? == together && readings(&wait.begins)? == together {
            other.begins = common;
            other.outcomes.extend(&wait.outcomes);
            return Ok(true);
        }
    }
    Ok(false)
}

/// Reports a wait: with the first event that begins it, and with another one for readings under which that one does not.
fn told(questions: &mut Questions<'_>, report: &mut Report, wait: &Wait) {
    let (model, settings) = (questions.model, questions.settings);
    let outcomes: Vec<RuleId> = wait.outcomes.iter().map(|id| model.outcomes[id.index()].rule).collect();
    let waiting = model
        .numbered_events()
        .filter(|&(id, _)| waits(model, id, |clock| clock == wait.clock).any(|least| least >= wait.days));
    let waiting: BTreeSet<RuleId> = waiting.map(|(_, event)| event.rule).collect();
    let mut noted = Report::default();
    let found = questions.ask(report, Code::Paralysis, outcomes.first().copied(), |_, asked| {
        let mut found = Vec::new();
        let mut rest = before(asked, &wait.begins)?;
        for (first, before) in &wait.begins {
            let before = asked.space.and(before, &rest)?;
            if asked.never(&before)? {
                continue;
            }
            let draft = Draft {
                code: Code::Paralysis,
                severity: Severity::Warning,
                subject: Subject::Paralysed {
                    outcomes: wait.outcomes.clone(),
                    since: model.event(*first).rule,
                    days: wait.days,
                    waiting: waiting.iter().copied().collect(),
                },
                holders: model.event(*first).holder.needed(model),
                rules: outcomes.iter().chain(&waiting).copied().collect(),
            };
            let then = |_: &[u8]| Some(vec![*first]);
            let finding = asked.finding_then(settings, &mut noted, model, &before, Some(&then), draft)?;
            if finding.is_some() {
                rest = asked.elsewhere(&rest, &before)?;
            }
            found.extend(finding);
        }
        Ok((found, asked.never(&rest)?))
    });
    let Some((found, is_whole)) = found else { return };
    if !is_whole {
        report.undecided.append(&mut noted.undecided);
    }
    found.into_iter().for_each(|finding| report.add(finding, model));
}
