//! F3: the constitution cannot be amended without one player's own acts.

use super::indispensable::Idle;
use super::office::is_office;
use super::question::{Asked, Draft, Questions};
use super::{Code, Report, Severity, Subject, Undecided, Why};
use crate::model::{Disjunction, InstitutionId, Outcome, OutcomeId, ValueSet};
use crate::play::{Player, Players};
use crate::search::Exceeded;
use crate::symbolic::Set;
use std::collections::BTreeSet;

/// Those without each of whom an outcome cannot come about, and the starts from which that is so.
struct Needed {
    players: Vec<Player>,
    /// Those of them for whom the others can have somebody act who lets it come.
    substituted: Vec<Player>,
    from: Set,
}

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let (model, settings) = (questions.model, questions.settings);
    let amendments = model.outcomes.iter().enumerate().filter(|(_, outcome)| outcome.amendment);
    let Some(players) = Players::of(model) else {
        let undecided = |rule| Undecided { code: Code::Frozen, rule: Some(rule), why: Why::Players };
        return report.undecided.extend(amendments.map(|(_, outcome)| undecided(outcome.rule)));
    };
    let idle = Idle::new(&players);
    for (at, outcome) in amendments {
        let mut noted = Report::default();
        let found = questions.ask(report, Code::Frozen, Some(outcome.rule), |_, asked| {
            let mut found = Vec::new();
            for needed in needed(asked, &idle, outcome)? {
                let holders: BTreeSet<InstitutionId> =
                    needed.players.iter().map(|player| player.institution).collect();
                let draft = Draft {
                    code: Code::Frozen,
                    // That a body of many must agree is what many texts want; that one person must is not.
                    severity: match holders.iter().any(|&id| is_office(model, id)) {
                        true => Severity::Warning,
                        false => Severity::Note,
                    },
                    subject: Subject::Frozen {
                        outcome: OutcomeId(at as u32),
                        by: needed.players,
                        substituted: needed.substituted,
                    },
                    holders: holders.into_iter().collect(),
                    rules: vec![outcome.rule],
                };
                // A way to it shows where he comes in.
                let under = asked.space.readings(&needed.from)?;
                let under = under.into_iter().map(|options| {
                    options.into_iter().map(|(field, option)| (field, ValueSet::one(option))).collect()
                });
                let under = asked.space.set(&Disjunction(under.collect()))?;
                let reached = asked.space.and(&asked.space.set(&outcome.when)?, &under)?;
                found.extend(asked.finding(settings, &mut noted, model, &reached, draft)?);
            }
            Ok(found)
        });
        report.undecided.append(&mut noted.undecided);
        report.findings.extend(found.into_iter().flatten());
    }
}

/// Returns the players without whose acts an outcome cannot come about from the start although it can with them. Acts that a duty
/// with a last day demands are taken to come.
fn needed(asked: &Asked<'_, '_>, idle: &Idle<'_, '_>, outcome: &Outcome) -> Result<Vec<Needed>, Exceeded> {
    let goal = asked.space.set(&outcome.when)?;
    let can = asked.can_reach(&goal, &|_| true)?;
    let from = asked.space.and(&asked.space.diff(&asked.space.initial(), &goal)?, &can)?;
    let mut all: Vec<Needed> = Vec::new();
    for (player, who) in idle.all() {
        let without = idle.without(asked, player, &goal, &[])?;
        let from = asked.space.diff(&from, &without)?;
        if asked.space.is_empty(&from) {
            continue;
        }
        let can_be = idle.can_be_substituted(asked, player, &without, &[], &from)?;
        let substituted = can_be.then_some(who);
        match all.iter_mut().find(|needed| needed.from == from) {
            Some(needed) => {
                needed.players.push(who);
                needed.substituted.extend(substituted);
            }
            None => {
                all.push(Needed { players: vec![who], substituted: substituted.into_iter().collect(), from });
            }
        }
    }
    Ok(all)
}
