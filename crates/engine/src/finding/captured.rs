//! C6: a check that needs the votes of those whom the one who is checked fills and empties alone.

use super::{Code, Evidence, Finding, Report, Severity, Subject, Undecided, Under, Why, reading, removal};
use crate::model::{Event, Holder, InstitutionId, MatterId, Model, RuleId, VoteId, VoteResult};
use crate::play::{Players, captor};
use std::collections::BTreeSet;

/// Counts, for each vote of a procedure that can put somebody out of office, the seats that are not in his hand.
pub(super) fn check(model: &Model, report: &mut Report) {
    if Players::of(model).is_none() {
        return report.undecided.push(Undecided { code: Code::CapturedCheck, rule: None, why: Why::Players });
    }
    for (index, _) in model.matters.iter().enumerate().filter(|(_, matter)| !matter.standing) {
        let id = MatterId(index as u32);
        let matters = |event: &Event| removal::is_part(model, id, event);
        let found = reading::under_each(model, matters, |model| of_procedure(model, id));
        found.into_iter().for_each(|(finding, under)| report.add(Finding { under, ..finding }, model));
    }
}

/// Returns the findings about one procedure. One body and its numbers are one finding, in however many votes.
fn of_procedure(model: &Model, id: MatterId) -> Vec<Finding> {
    let matter = &model.matters[id.index()];
    let Some(players) = Players::of(model) else { return Vec::new() };
    let mut votes: BTreeSet<(VoteId, RuleId)> = BTreeSet::new();
    for event in &model.events {
        if matter.steps.contains(&event.rule) && event.result == Some(VoteResult::Carried) {
            add_votes(&event.holder, event.rule, &mut votes);
        }
    }
    let mut told: Vec<Finding> = Vec::new();
    for checked in removal::checked(model, id) {
        for &(vote, rule) in &votes {
            let Some(finding) = captured(&players, matter.rule, checked, vote, rule) else { continue };
            match told.iter_mut().find(|known| known.subject == finding.subject) {
                Some(known) => known.rules.push(rule),
                None => told.push(finding),
            }
        }
    }
    told
}

fn add_votes(holder: &Holder, rule: RuleId, to: &mut BTreeSet<(VoteId, RuleId)>) {
    match holder {
        Holder::Vote(id) => {
            to.insert((*id, rule));
        }
        Holder::All(parts) => parts.iter().for_each(|part| add_votes(part, rule, to)),
        // Of several that suffice, another one may be free.
        Holder::AnyOf(_) | Holder::Law | Holder::Institution(_) | Holder::Member(_) | Holder::Petition(_) => {
        }
    }
}

/// Returns the finding that a vote cannot be carried without seats in the hand of the one who is checked.
fn captured(
    players: &Players<'_>,
    procedure: RuleId,
    checked: InstitutionId,
    id: VoteId,
    rule: RuleId,
) -> Option<Finding> {
    let model = players.model();
    let vote = &model.votes[id.index()];
    vote.seats?;
    let (mut own, mut others) = (0, 0);
    let mut rules: BTreeSet<RuleId> = BTreeSet::new();
    for (at, &player) in players.all().iter().enumerate() {
        let seats = players.weight(&Holder::Vote(id), at);
        match captor(model, player).filter(|(by, _)| *by == checked) {
            Some((_, says_so)) if seats > 0 => {
                own += seats;
                rules.insert(says_so);
            }
            _ => others += seats,
        }
    }
    let needed = vote.pass.needed(own + others);
    (own > 0 && others < needed && needed <= own + others).then(|| Finding {
        code: Code::CapturedCheck,
        severity: Severity::Warning,
        subject: Subject::CapturedCheck { procedure, checked, body: vote.body, own, others, needed },
        holders: vec![checked],
        rules: [procedure, rule].into_iter().chain(rules).collect(),
        evidence: Evidence::Arithmetic(vote.pass.base()),
        under: Under::All,
        searched: None,
        more: Vec::new(),
        consequences: Vec::new(),
    })
}
