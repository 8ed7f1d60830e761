//! E1 to E3: quorums and majorities, by exact arithmetic on the statutory numbers.

use super::{Code, Evidence, Finding, Report, Severity, Subject, Under, reading};
use crate::model::{Event, Holder, InstitutionId, Model, RuleId, VoteId};
use crate::vote::{Base, Majority, Ratio, Vote};
use std::collections::{BTreeMap, BTreeSet};

/// A finding stands under the readings under which one of its votes exists.
pub(super) fn check(model: &Model, report: &mut Report) {
    for whole in counted(model) {
        let is_its = |event: &Event| whole.rules.contains(&event.rule);
        let under_each = reading::under_each(model, is_its, |model| {
            let mut here = counted(model).into_iter();
            let here = here.find(|here| is_about_the_same(&here.subject, &whole.subject))?;
            Some(if says_the_same(&here.subject, &whole.subject) { whole.clone() } else { here })
        });
        report.findings.extend(under_each.into_iter().map(|(finding, under)| Finding { under, ..finding }));
    }
}

/// Tells whether two subjects are about the same of one body, perhaps in other votes.
fn is_about_the_same(one: &Subject, other: &Subject) -> bool {
    match (one, other) {
        (
            Subject::StayingAway { body, seats, quorum, needed, .. },
            Subject::StayingAway { body: of, seats: all, quorum: with, needed: number, .. },
        ) => (body, seats, quorum, needed) == (of, all, with, number),
        (
            Subject::Unfilled { body, group, quorum, .. },
            Subject::Unfilled { body: of, group: other, quorum: with, .. },
        ) => (body, group, quorum) == (of, other, with),
        _ => one == other,
    }
}

/// Tells whether two such subjects say the same of their votes.
fn says_the_same(one: &Subject, other: &Subject) -> bool {
    match (one, other) {
        (
            Subject::Unfilled { needed, sometimes, .. },
            Subject::Unfilled { needed: number, sometimes: others, .. },
        ) => (needed, sometimes) == (number, others),
        _ => true,
    }
}

/// Returns what is so of all votes together.
fn counted(model: &Model) -> Vec<Finding> {
    let mut found = Vec::new();
    let rules = rules_of_votes(model);
    let mut staying_away: BTreeMap<(InstitutionId, u32, u32, u32), BTreeSet<RuleId>> = BTreeMap::new();
    // With the fewest votes that one of them needs.
    let mut unfilled: BTreeMap<(InstitutionId, usize, bool), (u32, BTreeSet<RuleId>)> = BTreeMap::new();
    let mut decided: BTreeMap<(InstitutionId, usize), BTreeSet<RuleId>> = BTreeMap::new();
    let mut add = |key, needed: u32, votes: &BTreeSet<RuleId>| {
        let (least, all) = unfilled.entry(key).or_insert((needed, BTreeSet::new()));
        *least = needed.min(*least);
        all.extend(votes);
    };
    let mut bounds: BTreeMap<Subject, (BTreeSet<RuleId>, Base)> = BTreeMap::new();
    for (index, vote) in model.votes.iter().enumerate() {
        let Some(of_vote) = rules.get(&VoteId(index as u32)) else { continue };
        let Some(seats) = vote.seats else { continue };
        let needed = vote.pass.needed(seats);
        let quorum = vote.quorum.map(|quorum| quorum.number.needed(seats));
        if let Some(quorum) = quorum
            && seats + 1 - quorum.min(seats) < seats + 1 - needed.min(seats)
        {
            staying_away.entry((vote.body, seats, quorum, needed)).or_default().extend(of_vote);
        }
        for (group, others) in minorities(model, vote) {
            if counts_seats(vote.pass) && others < needed {
                add((vote.body, group, false), needed, of_vote);
            } else {
                decided.entry((vote.body, group)).or_default().extend(of_vote);
            }
            // Of those in office there are always enough.
            let counted = vote.quorum.filter(|quorum| counts_seats(quorum.number)).and(quorum);
            if let Some(quorum) = counted.filter(|&quorum| others < quorum) {
                add((vote.body, group, true), quorum, of_vote);
            }
        }
        if let Some(subject) = bound(vote, seats, needed) {
            bounds.entry(subject).or_insert_with(|| (BTreeSet::new(), vote.pass.base())).0.extend(of_vote);
        }
    }
    for ((body, seats, quorum, needed), votes) in staying_away {
        let votes: Vec<RuleId> = votes.into_iter().collect();
        let subject = Subject::StayingAway {
            body,
            votes: votes.clone(),
            break_quorum: seats + 1 - quorum,
            defeat: seats + 1 - needed,
            seats,
            quorum,
            needed,
        };
        let quorums =
            model.votes.iter().filter(|vote| vote.body == body).filter_map(|vote| vote.quorum?.rule);
        let rules = votes.into_iter().chain(quorums.collect::<BTreeSet<_>>()).collect();
        found.push(finding(Code::QuorumWeapon, subject, body, rules, Base::Seats));
    }
    for ((body, group, quorum), (needed, votes)) in unfilled {
        let groups = &model.institutions[body.index()].groups;
        let (seats, all): (u32, u32) = (groups[group], groups.iter().sum());
        let elsewhere = decided.get(&(body, group)).filter(|_| !quorum);
        let sometimes = elsewhere.map_or(Vec::new(), |rules| rules.intersection(&votes).copied().collect());
        let subject =
            Subject::Unfilled { body, group, seats, others: all - seats, needed, quorum, sometimes };
        found.push(finding(Code::QuorumUnreachable, subject, body, votes.into_iter().collect(), Base::Seats));
    }
    for (subject, (votes, base)) in bounds {
        let (Subject::Tie { body, .. } | Subject::Unwinnable { body, .. } | Subject::AllButOne { body, .. }) =
            subject
        else {
            continue;
        };
        found.push(finding(Code::MajorityUnreachable, subject, body, votes.into_iter().collect(), base));
    }
    found
}

fn finding(code: Code, subject: Subject, body: InstitutionId, rules: Vec<RuleId>, base: Base) -> Finding {
    let severity =
        if matches!(subject, Subject::Unwinnable { .. }) { Severity::Error } else { Severity::Warning };
    Finding {
        code,
        severity,
        subject,
        holders: vec![body],
        rules,
        evidence: Evidence::Arithmetic(base),
        under: Under::All,
        searched: None,
        more: Vec::new(),
        consequences: Vec::new(),
    }
}

/// The groups that are less than half of the body, with the seats of all others.
fn minorities(model: &Model, vote: &Vote) -> Vec<(usize, u32)> {
    let body = &model.institutions[vote.body.index()];
    let all = body.seats();
    if !body.parts.is_empty() || body.groups.len() < 2 || vote.seats != Some(all) {
        return Vec::new();
    }
    let groups = body.groups.iter().enumerate();
    groups
        .filter(|(_, seats)| **seats > 0 && 2 * **seats < all)
        .map(|(group, seats)| (group, all - seats))
        .collect()
}

fn counts_seats(majority: Majority) -> bool {
    matches!(
        majority,
        Majority::MoreThan(_, Base::Seats) | Majority::AtLeast(_, Base::Seats) | Majority::Count(_)
    )
}

fn bound(vote: &Vote, seats: u32, needed: u32) -> Option<Subject> {
    let body = vote.body;
    if needed > seats {
        return Some(Subject::Unwinnable { body, needed, seats });
    }
    if needed + 1 >= seats && seats > 3 {
        return Some(Subject::AllButOne { body, needed, seats });
    }
    let half = matches!(vote.pass, Majority::AtLeast(Ratio { num, den }, _) if 2 * num == den);
    (half && seats.is_multiple_of(2)).then_some(Subject::Tie { body, seats })
}

/// The rules in which each vote is held.
fn rules_of_votes(model: &Model) -> BTreeMap<VoteId, BTreeSet<RuleId>> {
    fn collect(holder: &Holder, found: &mut Vec<VoteId>) {
        match holder {
            Holder::Vote(id) => found.push(*id),
            Holder::AnyOf(parts) | Holder::All(parts) => parts.iter().for_each(|part| collect(part, found)),
            Holder::Law | Holder::Institution(_) | Holder::Member(_) | Holder::Petition(_) => {}
        }
    }
    let mut rules: BTreeMap<VoteId, BTreeSet<RuleId>> = BTreeMap::new();
    for event in &model.events {
        let mut votes = Vec::new();
        collect(&event.holder, &mut votes);
        for vote in votes {
            rules.entry(vote).or_default().insert(event.rule);
        }
    }
    rules
}
