//! The drafter's claim that functions do not meet in one hand.
//!
//! Whoever alone fills and empties an office holds it in his hand, and what it holds in its own: with him its functions meet too.

use super::question::{Asked, Draft, Questions};
use super::reading::{Combinations, one_of};
use super::removal::{can_alone, puts_out};
use super::{Answer, Code, Finding, Report, Searched, Severity, Subject, Under, Why};
use crate::model::{Disjunction, Event, EventKind, InstitutionId, Model, RuleId};
use crate::play::{Player, captor};
use crate::search::Exceeded;
use crate::symbolic::Set;
use std::collections::{BTreeMap, BTreeSet};

/// Answers the claim at this position; for each function, who has it.
pub(super) fn claimed(
    questions: &mut Questions<'_>,
    report: &mut Report,
    index: usize,
    functions: &[Vec<InstitutionId>],
) -> Answer {
    let met = questions.ask(report, Code::Property, None, |_, asked| {
        let mut hands = BTreeMap::new();
        for &office in functions.iter().flatten() {
            hands.insert(office, hands_over(asked, office)?);
        }
        meeting(asked, functions, &hands)
    });
    let Some(met) = met else {
        return Answer::Unknown(
            report.undecided.last().map_or(Why::NoDates, |undecided| undecided.why.clone()),
        );
    };
    let Some(met) = met else { return Answer::holds(functions.len() < 2) };
    let draft = Draft {
        code: Code::Property,
        severity: Severity::Error,
        subject: Subject::OneHand { claim: index, functions: met.functions, offices: met.offices },
        holders: vec![met.hand],
        rules: met.rules.into_iter().collect(),
    };
    let finding = draft.exhaustive(Some(met.searched));
    report.findings.push(Finding { under: Under::these(met.under), ..finding });
    Answer::Fails(report.findings.len() - 1)
}

/// Two functions in one hand.
struct Met {
    hand: InstitutionId,
    functions: [usize; 2],
    /// The offices through which he has them, he himself not among them.
    offices: Vec<InstitutionId>,
    rules: BTreeSet<RuleId>,
    under: Combinations,
    searched: Searched,
}

/// Somebody in whose hand an office is.
#[derive(Clone)]
struct Hand {
    who: InstitutionId,
    /// The readings under which it is.
    under: Set,
    /// The steps by which he fills and empties it.
    rules: BTreeSet<RuleId>,
}

/// Finds the first two functions that meet in one hand.
fn meeting(
    asked: &Asked<'_, '_>,
    functions: &[Vec<InstitutionId>],
    hands: &BTreeMap<InstitutionId, Vec<Hand>>,
) -> Result<Option<Met>, Exceeded> {
    for (second, of_second) in functions.iter().enumerate() {
        for (first, of_first) in functions[..second].iter().enumerate() {
            for (one, other) in
                of_first.iter().flat_map(|one| of_second.iter().map(move |other| (one, other)))
            {
                for (hand, of_other) in
                    hands[one].iter().flat_map(|one| hands[other].iter().map(move |two| (one, two)))
                {
                    let under = asked.space.and(&hand.under, &of_other.under)?;
                    if hand.who != of_other.who || asked.space.is_empty(&under) {
                        continue;
                    }
                    let offices: BTreeSet<InstitutionId> = [*one, *other].into();
                    return Ok(Some(Met {
                        hand: hand.who,
                        functions: [first, second],
                        offices: offices.into_iter().filter(|office| *office != hand.who).collect(),
                        rules: hand.rules.union(&of_other.rules).copied().collect(),
                        under: asked.space.readings(&under)?,
                        searched: asked.searched.clone(),
                    }));
                }
            }
        }
    }
    Ok(None)
}

/// Returns in whose hands an office is: its own, of whoever alone fills and empties it, and so on.
fn hands_over(asked: &Asked<'_, '_>, office: InstitutionId) -> Result<Vec<Hand>, Exceeded> {
    let space = &asked.space;
    let mut all = vec![Hand { who: office, under: space.all(), rules: BTreeSet::new() }];
    let mut at = 0;
    while at < all.len() {
        let known = all[at].clone();
        for next in captors(asked, known.who)? {
            let under = space.and(&known.under, &next.under)?;
            let is_new = all.iter().all(|hand| hand.who != next.who);
            if is_new && !space.is_empty(&under) {
                let rules = known.rules.union(&next.rules).copied().collect();
                all.push(Hand { who: next.who, under, rules });
            }
        }
        at += 1;
    }
    Ok(all)
}

/// Returns who alone fills and empties an office: without him nobody can fill it, and he can do both without anybody else.
fn captors(asked: &Asked<'_, '_>, id: InstitutionId) -> Result<Vec<Hand>, Exceeded> {
    let (space, model) = (&asked.space, asked.space.model());
    let office = &model.institutions[id.index()];
    let by_text = captor(model, Player { institution: id, group: None });
    let by_text = by_text.map(|(who, rule)| Hand { who, under: space.all(), rules: [rule].into() });
    let mut all: Vec<Hand> = by_text.into_iter().collect();
    let Some(status) = office.status.filter(|_| !office.vacant.is_empty()) else { return Ok(all) };
    let empty = space.field_in(status, office.vacant)?;
    let filled = space.not(&empty)?;
    let others = (0..model.institutions.len() as u32).map(InstitutionId).filter(|who| *who != id);
    for who in others.filter(|who| !model.institutions[who.index()].is_world) {
        let his: Vec<&Event> = model.events.iter().filter(|event| is_his(model, event, who)).collect();
        let puts_in = |event: &&&Event| super::office::fills(event, status, office.vacant);
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
        let fills = under(asked, &space.and(&empty, &alone(&filled)?)?)?;
        let empties = under(asked, &space.and(&filled, &alone(&empty)?)?)?;
        let filled_without = under(asked, &space.and(&empty, &without)?)?;
        let under = space.diff(&space.and(&fills, &empties)?, &filled_without)?;
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
