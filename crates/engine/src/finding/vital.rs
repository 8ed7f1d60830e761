//! A1, and the drafter's own claims: outcomes that are lost, never come about, or must not.

use super::question::{Draft, Questions};
use super::{Answer, Claim, Code, Evidence, Finding, Report, Severity, Subject};
use crate::model::OutcomeId;

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let (model, settings) = (questions.model, questions.settings);
    for (index, outcome) in model.outcomes.iter().enumerate().filter(|(_, outcome)| outcome.vital) {
        let found = questions.ask(report, Code::Deadlock, Some(outcome.rule), |_, asked| {
            let goal = asked.space.set(&outcome.when)?;
            let can = asked.can_reach(&goal, &|_| true)?;
            let lost = asked.space.diff(&asked.reachable, &can)?;
            if asked.space.is_empty(&lost) {
                return Ok((None, Report::default()));
            }
            let draft = Draft {
                code: Code::Deadlock,
                severity: Severity::Error,
                subject: Subject::Lost { outcomes: vec![OutcomeId(index as u32)] },
                holders: Vec::new(),
                rules: vec![outcome.rule],
            };
            let mut undecided = Report::default();
            let finding = asked.finding(settings, &mut undecided, model, &lost, draft)?;
            Ok((finding, undecided))
        });
        if let Some((finding, undecided)) = found {
            report.undecided.extend(undecided.undecided);
            if let Some(finding) = finding {
                add(report, finding);
            }
        }
    }
    for (index, claim) in settings.claims.iter().enumerate() {
        let answer = claimed(questions, report, index, *claim);
        report.answers.push(answer);
    }
}

/// One trace that loses several outcomes is one finding.
fn add(report: &mut Report, finding: Finding) {
    if let Evidence::Trace(witness) = &finding.evidence {
        for known in &mut report.findings {
            if let (Evidence::Trace(other), Subject::Lost { outcomes }, Subject::Lost { outcomes: more }) =
                (&known.evidence, &mut known.subject, &finding.subject)
                && other.path.events == witness.path.events
            {
                outcomes.extend(more);
                outcomes.sort();
                known.rules.extend(finding.rules.first());
                return;
            }
        }
    }
    report.findings.push(finding);
}

fn claimed(questions: &mut Questions<'_>, report: &mut Report, index: usize, claim: Claim) -> Answer {
    let (model, settings) = (questions.model, questions.settings);
    let (Claim::Never(id) | Claim::Reachable(id) | Claim::AlwaysPossible(id)) = claim;
    let outcome = &model.outcomes[id.index()];
    let mut noted = Report::default();
    let draft = || Draft {
        code: Code::Property,
        severity: Severity::Error,
        subject: Subject::Claim { claim: index },
        holders: Vec::new(),
        rules: vec![outcome.rule],
    };
    let found = questions.ask(report, Code::Property, Some(outcome.rule), |_, asked| {
        let goal = asked.space.set(&outcome.when)?;
        let reached = asked.reached(&goal)?;
        let never = asked.space.is_empty(&reached);
        match claim {
            Claim::Never(_) if never => Ok(Ok(false)),
            Claim::Never(_) => Ok(Err(asked.finding(settings, &mut noted, model, &goal, draft())?)),
            Claim::Reachable(_) if !never => Ok(Ok(false)),
            Claim::Reachable(_) => {
                let draft = draft();
                Ok(Err(Some(Finding {
                    code: draft.code,
                    severity: draft.severity,
                    subject: draft.subject,
                    holders: draft.holders,
                    rules: draft.rules,
                    evidence: Evidence::Exhaustive,
                    readings: Vec::new(),
                    searched: Some(asked.searched.clone()),
                })))
            }
            Claim::AlwaysPossible(_) => {
                let can = asked.can_reach(&goal, &|_| true)?;
                let lost = asked.space.diff(&asked.reachable, &can)?;
                if asked.space.is_empty(&lost) {
                    return Ok(Ok(asked.space.is_subset(&asked.reachable, &goal)?));
                }
                Ok(Err(asked.finding(settings, &mut noted, model, &lost, draft())?))
            }
        }
    });
    let undecided = noted.undecided.first().cloned();
    report.undecided.extend(noted.undecided);
    match found {
        Some(Ok(vacuous)) => Answer::Holds { vacuous },
        Some(Err(Some(finding))) => {
            report.findings.push(finding);
            Answer::Fails(report.findings.len() - 1)
        }
        Some(Err(None)) | None => {
            let why = undecided.or(report.undecided.last().cloned()).map(|undecided| undecided.why);
            Answer::Unknown(why.unwrap_or(super::Why::NoDates))
        }
    }
}
