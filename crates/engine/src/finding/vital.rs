//! A1, and the drafter's own claims: outcomes that are lost, never come about, or must not.

use super::coming::{in_time, never_in_time, only_by_breach, reachable_in_time};
use super::question::{Asked, Draft, Questions};
use super::{Answer, Claim, Code, Evidence, Finding, Report, Severity, Subject, Undecided, Under, Why};
use super::{apart, game, leads_to};
use crate::model::OutcomeId;
use crate::search::Exceeded;
use crate::symbolic::{Conduct, Set};

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let mut all = Vec::new();
    for (index, outcome) in questions.model.outcomes.iter().enumerate().filter(|(_, outcome)| outcome.vital) {
        let lost = questions.ask(report, Code::Deadlock, Some(outcome.rule), |_, asked| {
            let goal = asked.space.set(&outcome.when)?;
            let lost = asked.space.not(&asked.can_reach(&goal, &|_| true)?)?;
            Ok((!asked.never(&lost)?).then_some(lost))
        });
        all.extend(lost.flatten().map(|lost| (OutcomeId(index as u32), lost)));
    }
    let mut open: Vec<OutcomeId> = all.iter().map(|(id, _)| *id).collect();
    for conduct in [Conduct::Lawful, Conduct::Any] {
        losses(questions, report, conduct, &all, &mut open);
    }
    for (index, claim) in questions.settings.claims.iter().enumerate() {
        let answer = claimed(questions, report, index, claim);
        report.answers.push(answer);
    }
}

/// Reports the outcomes that can be lost by such conduct, each course of events once with all that is lost by it.
fn losses(
    questions: &mut Questions<'_>,
    report: &mut Report,
    conduct: Conduct,
    all: &[(OutcomeId, Set)],
    open: &mut Vec<OutcomeId>,
) {
    let (model, settings) = (questions.model, questions.settings);
    let mut tried: Vec<OutcomeId> = Vec::new();
    loop {
        let mut noted = Report::default();
        let at = report.findings.len();
        let rule = open.first().map(|id| model.outcomes[id.index()].rule);
        let found = questions.ask(report, Code::Deadlock, rule, |_, asked| {
            let Some((id, lost)) =
                next(asked, conduct, all, &|id| open.contains(&id) && !tried.contains(&id))?
            else {
                return Ok(None);
            };
            tried.push(id);
            let draft = Draft {
                code: Code::Deadlock,
                severity: Severity::Error,
                subject: Subject::Lost { outcomes: vec![id] },
                holders: Vec::new(),
                rules: vec![model.outcomes[id.index()].rule],
            };
            let mut finding = asked.finding(settings, &mut noted, model, &lost, draft)?;
            if let Some(finding) = &mut finding
                && let Evidence::Trace(witness) = &finding.evidence
            {
                let end = &witness.journal.end.fields;
                // All that is lost at the end is told, also what another course of events loses alone, if it is lost under the
                // same readings.
                let mut gone: Vec<&(OutcomeId, Set)> = Vec::new();
                for one in all {
                    let (other, lost) = one;
                    let is_lost = asked.space.contains(lost, end);
                    if *other == id
                        || is_lost && asked.under(settings, model, lost, None, witness)? == finding.under
                    {
                        gone.push(one);
                    }
                }
                let is_gone = |id: OutcomeId| gone.iter().any(|(other, _)| *other == id);
                open.retain(|&id| !is_gone(id));
                let rules = gone.iter().map(|(id, _)| model.outcomes[id.index()].rule);
                let more: Vec<_> = rules.filter(|rule| !finding.rules.contains(rule)).collect();
                finding.rules.splice(1..1, more);
                finding.subject = Subject::Lost { outcomes: gone.iter().map(|(id, _)| *id).collect() };
                asked.lost.extend(gone.into_iter().map(|(_, lost)| (lost.clone(), at)));
            }
            Ok(Some(finding))
        });
        match found.flatten() {
            Some(finding) => {
                // Missed deadlines may still help; what cannot be dated at all is undecided.
                if conduct == Conduct::Any {
                    report.undecided.append(&mut noted.undecided);
                }
                report.findings.extend(finding);
            }
            None => return,
        }
    }
}

/// Returns an open outcome that can be lost by such conduct, so that no other one is lost in fewer states.
fn next(
    asked: &mut Asked<'_, '_>,
    conduct: Conduct,
    all: &[(OutcomeId, Set)],
    is_open: &dyn Fn(OutcomeId) -> bool,
) -> Result<Option<(OutcomeId, Set)>, Exceeded> {
    let reachable = asked.space.reachable_by(conduct)?;
    let mut least: Option<(OutcomeId, Set)> = None;
    for (id, lost) in all.iter().filter(|(id, _)| is_open(*id)) {
        let here = asked.space.and(&reachable, lost)?;
        let is_less = match &least {
            Some((_, known)) => asked.space.is_subset(&here, known)? && !asked.space.is_empty(&here),
            None => !asked.space.is_empty(&here),
        };
        if is_less {
            least = Some((*id, lost.clone()));
        }
    }
    Ok(least)
}

fn claimed(questions: &mut Questions<'_>, report: &mut Report, index: usize, claim: &Claim) -> Answer {
    let (model, settings) = (questions.model, questions.settings);
    let id = match *claim {
        Claim::Apart(ref functions) => return apart::claimed(questions, report, index, functions),
        Claim::Never(id) | Claim::Reachable(id) | Claim::AlwaysPossible(id) => id,
        Claim::LeadsTo(first, second, within) => {
            return leads_to::claimed(questions, report, index, [first, second], within);
        }
        Claim::CanForce(_, id) | Claim::CannotAlone(_, id) | Claim::NeedsConsentOf(_, id) => {
            return game::claimed(questions, report, index, claim, id);
        }
    };
    let outcome = &model.outcomes[id.index()];
    if let Claim::AlwaysPossible(_) = claim {
        let says_so = |finding: &Finding| matches!(&finding.subject, Subject::Lost { outcomes } if outcomes.contains(&id));
        if let Some(known) = report.findings.iter().position(says_so) {
            return Answer::Fails(known);
        }
    }
    let mut noted = Report::default();
    let (mut holds_under, mut by_breach) = (Under::All, false);
    let draft = || Draft {
        code: Code::Property,
        severity: Severity::Error,
        subject: Subject::Claim { claim: index },
        holders: Vec::new(),
        rules: vec![outcome.rule],
    };
    let found = questions.ask(report, Code::Property, Some(outcome.rule), |_, asked| {
        let goal = asked.space.set(&outcome.when)?;
        let never = asked.never(&goal)?;
        match claim {
            Claim::LeadsTo(..)
            | Claim::CanForce(..)
            | Claim::CannotAlone(..)
            | Claim::NeedsConsentOf(..)
            | Claim::Apart(_) => Ok(Ok(false)),
            Claim::Never(_) if never => Ok(Ok(!model.can_be_brought_about(&outcome.when))),
            Claim::Never(_) => {
                let mut finding = asked.finding(settings, &mut noted, model, &goal, draft())?;
                if let Some(finding) = &mut finding {
                    finding.under = in_time(model, settings, &outcome.when, finding);
                }
                Ok(Err(finding))
            }
            Claim::Reachable(_) if !never => {
                // Some dates must fit.
                let Some(story) = asked.finding(settings, &mut noted, model, &goal, draft())? else {
                    return Ok(Err(None));
                };
                by_breach = only_by_breach(model, settings, &outcome.when, &story);
                holds_under = in_time(model, settings, &outcome.when, &story);
                // What holds on the first day need not be brought about.
                Ok(Ok(asked.space.is_subset(&asked.space.initial(), &goal)?))
            }
            Claim::Reachable(_) => Ok(Err(Some(draft().exhaustive(Some(asked.searched.clone()))))),
            Claim::AlwaysPossible(_) => {
                let can = asked.can_reach(&goal, &|_| true)?;
                let lost = asked.space.not(&can)?;
                if asked.never(&lost)? {
                    let always = asked.never(&asked.space.not(&goal)?)?;
                    return Ok(Ok(always || !model.can_change(&outcome.when)));
                }
                Ok(Err(asked.finding(settings, &mut noted, model, &lost, draft())?))
            }
        }
    });
    match (&found, claim) {
        (Some(Err(None)), Claim::Never(_)) => {
            return never_in_time(questions, report, &outcome.when, draft());
        }
        (Some(Err(None)), Claim::Reachable(_)) => {
            return reachable_in_time(questions, report, &outcome.when, draft);
        }
        _ => {}
    }
    let undecided = noted.undecided.first().cloned();
    report.undecided.extend(noted.undecided);
    if holds_under == Under::NotDecided {
        let why = Why::Readings;
        report.undecided.push(Undecided { code: Code::Property, rule: Some(outcome.rule), why });
    }
    match found {
        Some(Ok(vacuous)) => Answer::Holds { vacuous, by_breach, under: holds_under },
        Some(Err(Some(finding))) => {
            report.findings.push(finding);
            Answer::Fails(report.findings.len() - 1)
        }
        Some(Err(None)) | None => {
            let why = undecided.or(report.undecided.last().cloned()).map(|undecided| undecided.why);
            Answer::Unknown(why.unwrap_or(Why::NoDates))
        }
    }
}
