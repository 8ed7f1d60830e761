//! In whose hand an office is: of whoever alone fills and empties it.

use super::office::fills;
use super::question::{Asked, Questions};
use super::reading::one_of;
use super::removal::{can_alone, puts_out};
use super::{Code, Report, Settings, Why};
use crate::model::{Disjunction, Event, EventKind, InstitutionId, Model, RuleId};
use crate::play::{Player, captor};
use crate::search::Exceeded;
use crate::symbolic::Set;
use std::collections::BTreeSet;

/// An office in somebody's hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captured {
    /// The office.
    pub office: InstitutionId,
    /// Who alone fills and empties it.
    pub by: InstitutionId,
    /// The rules by which he does, ascending.
    pub rules: Vec<RuleId>,
}

/// Returns which offices are in somebody's hand under the usual options, whatever the other readings.
///
/// # Errors
/// [`Why::Bound`] if a bound was met.
pub fn captured(model: &Model, settings: &Settings<'_>) -> Result<Vec<Captured>, Why> {
    let mut report = Report::default();
    let found = Questions::new(model, settings).ask(&mut report, Code::Property, None, |_, asked| {
        let usual = asked.usual(settings)?;
        let mut all = Vec::new();
        for office in (0..model.institutions.len() as u32).map(InstitutionId) {
            for hand in captors(asked, office)? {
                if asked.space.is_subset(&usual, &hand.under)? {
                    all.push(Captured { office, by: hand.who, rules: hand.rules.into_iter().collect() });
                }
            }
        }
        Ok(all)
    });
    found.ok_or_else(|| report.last_why())
}

/// Somebody in whose hand an office is.
#[derive(Clone)]
pub(super) struct Hand {
    pub(super) who: InstitutionId,
    /// The readings under which it is.
    pub(super) under: Set,
    /// The steps by which he fills and empties it.
    pub(super) rules: BTreeSet<RuleId>,
}

/// Returns in whose hands an office is: its own, of whoever alone fills and empties it, and so on.
pub(super) fn hands_over(asked: &Asked<'_, '_>, office: InstitutionId) -> Result<Vec<Hand>, Exceeded> {
    let space = &asked.space;
    let mut all = vec![Hand { who: office, under: space.all(), rules: BTreeSet::new() }];
    let mut at = 0;
    while at < all.len() {
        let known = all[at].clone();
        for next in captors(asked, known.who)? {
            let mut under = space.and(&known.under, &next.under)?;
            for hand in all.iter().filter(|hand| hand.who == next.who) {
                under = space.diff(&under, &hand.under)?;
            }
            if !space.is_empty(&under) {
                let rules = known.rules.union(&next.rules).copied().collect();
                all.push(Hand { who: next.who, under, rules });
            }
        }
        at += 1;
    }
    Ok(all)
}

/// Returns who alone fills and empties an office: without him nobody can fill it, and he can put its holder out and another in
/// without anybody else. Of bodies with seats the text itself says who fills them.
fn captors(asked: &Asked<'_, '_>, id: InstitutionId) -> Result<Vec<Hand>, Exceeded> {
    let (space, model) = (&asked.space, asked.space.model());
    let office = &model.institutions[id.index()];
    let by_text = captor(model, Player { institution: id, group: None });
    let by_text = by_text.map(|(who, rule)| Hand { who, under: space.all(), rules: [rule].into() });
    let mut all: Vec<Hand> = by_text.into_iter().collect();
    if !office.groups.is_empty() {
        return Ok(all);
    }
    // An office that is never empty can still change hands.
    let empty = match office.status {
        Some(status) => space.field_in(status, office.vacant)?,
        None => space.none(),
    };
    let filled = space.not(&empty)?;
    let others = (0..model.institutions.len() as u32).map(InstitutionId).filter(|who| *who != id);
    for who in others.filter(|who| !model.institutions[who.index()].is_world) {
        let his: Vec<&Event> = model.events.iter().filter(|event| is_his(model, event, who)).collect();
        let puts_in = |event: &&&Event| {
            office.status.is_some_and(|status| fills(event, status, office.vacant))
                || event.replaces.contains(&id)
        };
        let rules = his.iter().filter(|event| puts_in(event) || puts_out(model, event, id));
        let rules: BTreeSet<RuleId> = rules.map(|event| event.rule).collect();
        if !his.iter().any(|event| puts_in(&event)) {
            continue;
        }
        let alone = |goal: &Set| {
            asked.can_reach(goal, &|event| {
                let event = model.event(event);
                event.kind != EventKind::Act || is_his(model, event, who)
            })
        };
        let without =
            asked.can_reach(&filled, &|event| !model.event(event).holder.needed(model).contains(&who))?;
        // Whoever must wait for others, before he can put its holder out or before he can fill it anew, does not do so alone.
        let fills = space.and(&empty, &alone(&filled)?)?;
        let mut replaced = space.and(&filled, &alone(&fills)?)?;
        let mut by_others = space.and(&empty, &without)?;
        for (at, event) in model.numbered_events().filter(|(_, event)| event.replaces.contains(&id)) {
            let puts_another_in = space.possible(at)?;
            match is_his(model, event, who) {
                true => replaced = space.or(&replaced, &puts_another_in)?,
                false => by_others = space.or(&by_others, &puts_another_in)?,
            }
        }
        let from_the_start = space.and(&space.initial(), &alone(&replaced)?)?;
        let under = space.diff(&under(asked, &from_the_start)?, &under(asked, &by_others)?)?;
        if !space.is_empty(&under) {
            all.push(Hand { who, under, rules });
        }
    }
    Ok(all)
}

/// Tells whether an act is of one alone, and of nobody else.
fn is_his(model: &Model, event: &Event, who: InstitutionId) -> bool {
    event.kind == EventKind::Act
        && !event.is_unlawful_act()
        && event.holder.needed(model) == [who]
        && can_alone(model, &event.holder, who)
}

/// The readings under which it comes to some states.
fn under(asked: &Asked<'_, '_>, set: &Set) -> Result<Set, Exceeded> {
    asked.space.set(&Disjunction(one_of(&asked.readings(set)?)))
}
