//! Results: a vote is carried or fails, an act leads to one stage.

use super::body::has_vote;
use super::walk;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolved::{By, Constitution, Step};

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    for step in constitution.procedures.iter().flat_map(|procedure| &procedure.steps) {
        // A step of which one case votes and another acts is reported elsewhere.
        if step.by.iter().all(|(_, by)| has_vote(by)) {
            of_vote(constitution, step, out);
            quorum(constitution, step, out);
        } else if !step.by.iter().any(|(_, by)| has_vote(by)) {
            of_act(constitution, step, out);
        }
    }
}

fn of_vote(constitution: &Constitution, step: &Step, out: &mut Diagnostics) {
    let rule = constitution.rule(step.rule);
    if step.to.is_some() && (step.carried.is_some() || step.failed.is_some()) {
        let message = format!("`{}` says with `to` and with `carried` where the vote leads", rule.name);
        let given = if step.carried.is_some() { "carried" } else { "failed" };
        let diagnostic = Diagnostic::at(Code::ToBesideCarried, rule.place("to"), message);
        out.push(
            diagnostic
                .also(rule.place(given), "said here too")
                .help("leave `to` out: a vote has `carried` and `failed`"),
        );
        return;
    }
    let (message, place, help) = match (step.carried, step.failed) {
        (Some(_), Some(_)) => return,
        (None, None) if step.to.is_some() => (
            format!("`{}` is a vote, and `to` does not say whether it was carried", rule.name),
            "to",
            "write carried: .. and failed: .. instead; a vote that changes nothing leads back to its stage",
        ),
        (None, None) => (
            format!("`{}` is a vote, and does not say what follows when it is carried or fails", rule.name),
            "by",
            "add carried: \"stage\" and failed: \"stage\"; a vote that changes nothing leads back to its stage",
        ),
        (Some(_), None) => (
            format!("`{}` does not say what follows when the vote fails", rule.name),
            "by",
            "add failed: \"stage\"; if nothing follows, the stage from which the vote is taken",
        ),
        (None, Some(_)) => (
            format!("`{}` does not say what follows when the vote is carried", rule.name),
            "by",
            "add carried: \"stage\"",
        ),
    };
    out.push(Diagnostic::at(Code::VoteWithoutResult, rule.place(place), message).help(help));
}

fn of_act(constitution: &Constitution, step: &Step, out: &mut Diagnostics) {
    let rule = constitution.rule(step.rule);
    let given = ["carried", "failed", "no_quorum", "failed_title"];
    if let Some(field) = given.into_iter().find(|field| rule.places.of(field).is_some()) {
        let message = format!("`{}` is not a vote, so `{field}` has no meaning", rule.name);
        let diagnostic = Diagnostic::at(Code::ResultWithoutVote, rule.place(field), message);
        out.push(
            diagnostic
                .also(rule.place("by"), "nobody votes")
                .help("write to: \"stage\", or by: Vote(of: .., pass: ..)"),
        );
    }
}

/// `no_quorum` is for a vote that can lack one.
fn quorum(constitution: &Constitution, step: &Step, out: &mut Diagnostics) {
    if step.no_quorum.is_none() {
        return;
    }
    let mut can_lack = false;
    for (_, by) in &step.by {
        walk::each_part(by, &mut |part| {
            if let By::Vote(vote) = part {
                can_lack |= vote.quorum.iter().any(|(_, quorum)| quorum.number.is_some());
            }
        });
    }
    if !can_lack {
        let rule = constitution.rule(step.rule);
        let message = format!("`{}` says what follows without a quorum, but none is required", rule.name);
        let diagnostic = Diagnostic::at(Code::IdleNoQuorum, rule.place("no_quorum"), message);
        out.push(diagnostic.help("add quorum: .. to the vote or to `Defaults`, or leave `no_quorum` out"));
    }
}
