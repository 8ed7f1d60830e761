//! What a finding is about: its sentence, its remedy, and the rules that an intention can name.

use super::names::Names;
use super::sentence::{ClaimIs, Found, PlayIs, Sentence as S};
use super::trace;
use solon_engine::finding::{Claim, Code, Consequence, Finding, Subject};
use solon_engine::model::{EventId, EventKind, InstitutionId, OutcomeId, RuleId};
use solon_engine::play::{Player, Strength};
use solon_rules::origins::FieldMeaning;
use solon_rules::resolved::{self, Property};
use std::collections::BTreeSet;

/// What a report is about beyond the model: the drafter's own claims, with their properties.
pub type Claims<'c> = [(&'c Property, Claim)];

/// Says what is wrong.
pub fn sentence(names: &Names<'_>, claims: &Claims<'_>, finding: &Finding) -> String {
    match &finding.subject {
        Subject::Lost { outcomes } => names.say(Found::Lost { outcomes: &outcome_titles(names, outcomes) }),
        Subject::Paralysed { outcomes, since, days, .. } => names.say(Found::Paralysed {
            outcomes: &outcome_titles(names, outcomes),
            since: names.title(*since),
            days: *days,
        }),
        Subject::CapturedCheck { procedure, checked, body, own, others, needed } => {
            names.say(Found::CapturedCheck {
                procedure: names.title(*procedure),
                checked: names.institution(*checked),
                body: names.institution(*body),
                own: *own,
                others: *others,
                needed: *needed,
            })
        }
        Subject::Alone { outcome, by, by_dates, undone, again, removed } => names.say(Found::Alone {
            outcome: outcome_titles(names, &[*outcome])[0],
            who: &names.player(*by),
            by_dates: *by_dates,
            undone: *undone,
            again: *again,
            removed: *removed,
        }),
        Subject::NoReturn { outcome, by, substituted, always } => {
            let [by, substituted] = [by, substituted].map(|who| players(names, who));
            names.say(Found::NoReturn {
                outcome: outcome_titles(names, &[*outcome])[0],
                by: &strs(&by),
                substituted: &strs(&substituted),
                always: *always,
            })
        }
        Subject::KeptEmpty { institution, by, substituted, always } => {
            let [by, substituted] = [by, substituted].map(|who| players(names, who));
            names.say(Found::KeptEmpty {
                institution: names.institution(*institution),
                by: &strs(&by),
                substituted: &strs(&substituted),
                always: *always,
            })
        }
        Subject::Frozen { outcome, by, substituted } => {
            let [by, substituted] = [by, substituted].map(|who| players(names, who));
            names.say(Found::Frozen {
                outcome: outcome_titles(names, &[*outcome])[0],
                by: &strs(&by),
                substituted: &strs(&substituted),
            })
        }
        Subject::Stuck { stage } => names.say(Found::Stuck { stands: &names.stands(*stage) }),
        Subject::Unlimited { procedure, stages } => {
            names.say(Found::Unlimited { procedure: names.title(*procedure), stages: &titles(names, stages) })
        }
        Subject::HeldUp { procedure, stages, can_be_given_up, always, .. } => names.say(Found::HeldUp {
            holders: &finding.holders.iter().map(|&id| names.institution(id)).collect::<Vec<_>>(),
            procedure: names.title(*procedure),
            stages: &titles(names, stages),
            can_be_given_up: *can_be_given_up,
            always: *always,
        }),
        Subject::Toothless { rule, not_stated, hangs_if_void } => {
            toothless(names, finding, *rule, *not_stated, *hangs_if_void)
        }
        Subject::Trapped { stage, .. } => {
            names.say(Found::Trapped { holders: &answering(names, finding), stands: &names.stands(*stage) })
        }
        Subject::Circle { procedure, round } => {
            let acts = deeds(names, round);
            let acts: Vec<&str> = acts.iter().map(String::as_str).collect();
            let alone = match finding.holders[..] {
                [holder] => Some(names.institution(holder)),
                _ => None,
            };
            names.say(Found::Circle { procedure: names.title(*procedure), acts: &acts, alone })
        }
        Subject::OwnClock { stage, acts } => {
            let acts: Vec<String> = acts.iter().map(|&rule| names.deed(rule)).collect();
            let acts: Vec<&str> = acts.iter().map(String::as_str).collect();
            names.say(Found::OwnClock {
                holder: holder(names, finding),
                stands: &names.stands(*stage),
                acts: &acts,
            })
        }
        Subject::AnothersClock { stage, act, restarts } => names.say(Found::AnothersClock {
            holder: holder(names, finding),
            stands: &names.stands(*stage),
            act: &names.deed(*act),
            restarts: *restarts,
        }),
        Subject::CostlyCheck { procedure, failures, loses, checked } => {
            let is_act = |id: &EventId| names.model().event(*id).kind == EventKind::Act;
            let (acts, lapses): (Vec<EventId>, Vec<EventId>) = failures.iter().copied().partition(is_act);
            let mut acts = deeds(names, &acts);
            acts.extend(lapses.first().map(|_| names.say(S::ItsTimeRunsOut)));
            names.say(Found::CostlyCheck {
                procedure: names.title(*procedure),
                loses: names.institution(*loses),
                checked: names.institution(*checked),
                acts: &acts.iter().map(String::as_str).collect::<Vec<_>>(),
            })
        }
        Subject::HiddenVeto { procedure, stages, by, objections, substituted } => {
            let acts = different_deeds(names, objections);
            names.say(Found::HiddenVeto {
                procedure: names.title(*procedure),
                stages: &titles(names, stages),
                who: &names.player(*by),
                objections: &strs(&acts),
                substituted: *substituted,
            })
        }
        Subject::Race { acts } => {
            let [first, second] = acts.each_ref().map(|acts| different_deeds(names, acts));
            names.say(Found::Race { first: &strs(&first), second: &strs(&second) })
        }
        Subject::SwitchedOff { procedures, checked, acts, how } => {
            let acts = deeds(names, acts);
            names.say(Found::SwitchedOff {
                procedures: &titles(names, procedures),
                checked: names.institution(*checked),
                acts: &acts.iter().map(String::as_str).collect::<Vec<_>>(),
                how: *how,
            })
        }
        Subject::HurtBySilence { stage, injured } => names.say(Found::HurtBySilence {
            silent: holder(names, finding),
            stands: &names.stands(*stage),
            injured: names.institution(*injured),
        }),
        Subject::ServedBySilence { stage, act } => names.say(Found::ServedBySilence {
            silent: holder(names, finding),
            stands: &names.stands(*stage),
            act: &names.deed(*act),
        }),
        Subject::OwnCause { procedure, checked, acts } => {
            let acts: Vec<String> = acts.iter().map(|&rule| names.deed(rule)).collect();
            names.say(Found::OwnCause {
                procedure: names.title(*procedure),
                checked: names.institution(*checked),
                acts: &acts.iter().map(String::as_str).collect::<Vec<_>>(),
            })
        }
        Subject::Dormant { prohibition, acts } => {
            let acts: Vec<String> = acts.iter().map(|&rule| names.deed(rule)).collect();
            names.say(Found::Dormant {
                prohibition: names.title(*prohibition),
                acts: &acts.iter().map(String::as_str).collect::<Vec<_>>(),
            })
        }
        Subject::Caretaker { institution } => {
            names.say(Found::Caretaker { institution: names.institution(*institution) })
        }
        Subject::NeedEachOther { offices } => {
            let offices: Vec<&str> = offices.iter().map(|&id| names.institution(id)).collect();
            names.say(Found::NeedEachOther { offices: &offices })
        }
        Subject::Impossible { duties } => {
            let of = names.model().duties.iter().find(|duty| duty.rule == duties[0]);
            let holder = of.map_or(String::new(), |duty| names.holder(&duty.holder, None));
            names.say(Found::Impossible { holder: &holder, duties: &titles(names, duties) })
        }
        Subject::Formality { stage, step, holder } => names.say(Found::Formality {
            stands: &names.stands(*stage),
            act: &names.deed(*step),
            holder: names.institution(*holder),
        }),
        Subject::Empty { institution, for_ever } => {
            names.say(Found::Empty { institution: names.institution(*institution), for_ever: *for_ever })
        }
        Subject::StayingAway { body, votes, break_quorum, defeat, seats, quorum, needed } => {
            names.say(Found::StayingAway {
                body: names.institution(*body),
                acts: &titles(names, votes),
                break_quorum: *break_quorum,
                defeat: *defeat,
                seats: *seats,
                quorum: *quorum,
                needed: *needed,
            })
        }
        Subject::Unfilled { body, group, seats, others, needed, quorum, sometimes } => {
            let of = &names.constitution.institutions[body.index()];
            let act = |rule: &RuleId| match sometimes.contains(rule) {
                true => names.say(S::InSomeCases { act: names.title(*rule) }),
                false => names.title(*rule).to_owned(),
            };
            let mut acts: Vec<String> = Vec::new();
            for act in finding.rules.iter().map(act) {
                if !acts.contains(&act) {
                    acts.push(act);
                }
            }
            names.say(Found::Unfilled {
                body: names.institution(*body),
                group: of.groups.get(*group).map_or("", |group| names.title(group.rule)),
                seats: *seats,
                others: *others,
                needed: *needed,
                quorum: *quorum,
                acts: &acts.iter().map(String::as_str).collect::<Vec<_>>(),
            })
        }
        Subject::Tie { body, seats } => {
            let acts = titles(names, &finding.rules);
            names.say(Found::Tied { body: names.institution(*body), seats: *seats, acts: &acts })
        }
        Subject::Unwinnable { body, needed, seats } => {
            let (body, acts) = (names.institution(*body), titles(names, &finding.rules));
            names.say(Found::Unwinnable { body, needed: *needed, seats: *seats, acts: &acts })
        }
        Subject::AllButOne { body, needed, seats } => {
            let (body, acts) = (names.institution(*body), titles(names, &finding.rules));
            names.say(Found::AllButOne { body, needed: *needed, seats: *seats, acts: &acts })
        }
        Subject::NeverTaken { rule } => names.say(Found::NeverTaken { act: &names.deed(*rule) }),
        Subject::NeverReached { rule } => match names.stage(*rule) {
            Some((procedure, _)) => names.say(Found::NeverReached {
                procedure: names.procedure(procedure),
                stage: names.title(*rule),
            }),
            None => names.title(*rule).to_owned(),
        },
        Subject::NeverBars { rule } => names.say(Found::NeverBars { prohibition: names.title(*rule) }),
        Subject::Reading { field, .. } => names.say(Found::ReadingDecides { question: &names.field(*field) }),
        Subject::Claim { claim } => match claims.get(*claim) {
            Some((property, claim)) => {
                let title = |id: OutcomeId| names.title(names.model().outcomes[id.index()].rule);
                let property = names.title(property.rule);
                match claim {
                    &Claim::LeadsTo(first, second, within) => names.say(Found::NeedNotFollow {
                        property,
                        first: title(first),
                        second: title(second),
                        within: &names.length(&within),
                    }),
                    &Claim::Never(outcome) => names.say(Found::ClaimFails {
                        property,
                        outcome: title(outcome),
                        claim: ClaimIs::Never,
                    }),
                    &Claim::Reachable(outcome) => names.say(Found::ClaimFails {
                        property,
                        outcome: title(outcome),
                        claim: ClaimIs::Reachable,
                    }),
                    &Claim::AlwaysPossible(outcome) => names.say(Found::ClaimFails {
                        property,
                        outcome: title(outcome),
                        claim: ClaimIs::AlwaysPossible,
                    }),
                    // These fail as the next subject.
                    Claim::CanForce(..)
                    | Claim::CannotAlone(..)
                    | Claim::NeedsConsentOf(..)
                    | Claim::Apart(_) => String::new(),
                }
            }
            None => String::new(),
        },
        Subject::OneHand { claim, functions, offices } => match claims.get(*claim) {
            Some((property, _)) => names.say(Found::OneHand {
                property: names.title(property.rule),
                functions: functions.map(|function| function_name(property, function)),
                who: holder(names, finding),
                offices: &offices.iter().map(|&id| names.institution(id)).collect::<Vec<_>>(),
            }),
            None => String::new(),
        },
        Subject::Play { claim, strength } => match claims.get(*claim) {
            Some((property, claim)) => play(names, names.title(property.rule), claim, *strength),
            None => String::new(),
        },
    }
}

/// Says how strong those are of whom a property says something else.
fn play(names: &Names<'_>, property: &str, claim: &Claim, strength: Option<Strength>) -> String {
    let (who, outcome, claim) = match claim {
        Claim::CanForce(by, outcome) => (by.as_slice(), *outcome, PlayIs::CanForce),
        Claim::CannotAlone(by, outcome) => (std::slice::from_ref(by), *outcome, PlayIs::CannotAlone),
        Claim::NeedsConsentOf(by, outcome) => (by.as_slice(), *outcome, PlayIs::NeedsConsent),
        Claim::Never(_)
        | Claim::Reachable(_)
        | Claim::AlwaysPossible(_)
        | Claim::LeadsTo(..)
        | Claim::Apart(_) => return String::new(),
    };
    let who: Vec<String> = who.iter().map(|&player| names.player(player)).collect();
    let outcome = names.title(names.model().outcomes[outcome.index()].rule);
    names.say(Found::PlayFails { property, who: &names.and(&who), outcome, claim, strength })
}

/// The outcomes that a claim names.
fn named_by(claim: &Claim) -> Vec<OutcomeId> {
    match *claim {
        Claim::Never(outcome) | Claim::Reachable(outcome) | Claim::AlwaysPossible(outcome) => vec![outcome],
        Claim::LeadsTo(first, second, _) => vec![first, second],
        Claim::CanForce(_, outcome) | Claim::CannotAlone(_, outcome) | Claim::NeedsConsentOf(_, outcome) => {
            vec![outcome]
        }
        Claim::Apart(_) => Vec::new(),
    }
}

/// The name of a function that a property asks about.
fn function_name(property: &Property, function: usize) -> &str {
    match &property.claim {
        resolved::Claim::Apart(functions) => functions.get(function).map_or("", |(name, _)| name),
        _ => "",
    }
}

/// Says what each of these acts is.
fn deeds(names: &Names<'_>, acts: &[EventId]) -> Vec<String> {
    acts.iter().map(|&id| trace::deed(names, names.model().event(id))).collect()
}

/// Names acts, each way of acting once: a step may have several rows.
fn different_deeds(names: &Names<'_>, acts: &[EventId]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut deeds = deeds(names, acts);
    deeds.retain(|deed| seen.insert(deed.clone()));
    deeds
}

/// Returns the one whom a finding names.
fn holder<'n>(names: &Names<'n>, finding: &Finding) -> &'n str {
    finding.holders.first().map_or("", |&id| names.institution(id))
}

/// Returns whom a finding about a deadline names: nobody blames the voters or nature.
fn answering<'n>(names: &Names<'n>, finding: &Finding) -> Vec<&'n str> {
    let answers = |id: &&InstitutionId| !names.model().institutions[id.index()].is_world;
    finding.holders.iter().filter(answers).map(|&id| names.institution(id)).collect()
}

fn toothless(
    names: &Names<'_>,
    finding: &Finding,
    rule: RuleId,
    not_stated: bool,
    hangs_if_void: bool,
) -> String {
    let holders = answering(names, finding);
    if names.stage(rule).is_some() {
        let stands = names.stands(rule);
        return names.say(Found::ToothlessStage {
            holders: &holders,
            stands: &stands,
            not_stated,
            hangs_if_void,
        });
    }
    // A duty that one of several owes is nobody's alone, so the finding names no holder.
    let owed = names.model().duties.iter().find(|duty| duty.rule == rule);
    let holder = match owed {
        Some(duty) => names.holder(&duty.holder, None),
        None => names.or(&holders),
    };
    match names.gate(rule) {
        Some((_, step, _)) => names.say(Found::ToothlessGate { holder: &holder, act: &names.act(step.rule) }),
        None => names.say(Found::ToothlessDuty { holder: &holder, duty: names.title(rule) }),
    }
}

/// Returns what follows from a finding, in sentences.
pub fn consequences(names: &Names<'_>, finding: &Finding) -> Vec<String> {
    let mut matters: Vec<(RuleId, Vec<RuleId>)> = Vec::new();
    let (mut lost, mut waiting, mut trapped) = (Vec::new(), Vec::new(), Vec::new());
    for consequence in &finding.consequences {
        match consequence {
            Consequence::Stuck { procedure, stage } => match matters.last_mut() {
                Some((known, stages)) if known == procedure => stages.push(*stage),
                _ => matters.push((*procedure, vec![*stage])),
            },
            Consequence::Trapped { stage } => trapped.push(names.stands(*stage)),
            Consequence::Empty { institution, for_ever: true } => lost.push(names.institution(*institution)),
            Consequence::Empty { institution, for_ever: false } => {
                waiting.push(names.institution(*institution));
            }
        }
    }
    let hangs = matters.iter().map(|(procedure, stages)| {
        names.say(S::HangsToo { procedure: names.title(*procedure), stages: &titles(names, stages) })
    });
    let empty = [(lost, true), (waiting, false)].into_iter().filter(|(all, _)| !all.is_empty());
    let empty = empty.map(|(all, for_ever)| names.say(S::EmptyToo { institutions: &all, for_ever }));
    let trapped = trapped.iter().map(|stands| names.say(S::TrappedToo { stands }));
    hangs.chain(empty).chain(trapped).collect()
}

/// Returns the rules that a finding is about, and its holders: what an intention of the file can name.
pub fn about(names: &Names<'_>, claims: &Claims<'_>, finding: &Finding) -> Vec<RuleId> {
    let of_body = |id: InstitutionId| names.institution_rule(id);
    let mut all: Vec<RuleId> = finding.holders.iter().map(|&id| of_body(id)).collect();
    match &finding.subject {
        Subject::Lost { outcomes } => {
            all.extend(outcomes.iter().map(|id| names.model().outcomes[id.index()].rule))
        }
        Subject::CapturedCheck { procedure, body, .. } => all.extend([*procedure, of_body(*body)]),
        Subject::Alone { outcome, .. }
        | Subject::NoReturn { outcome, .. }
        | Subject::Frozen { outcome, .. } => {
            all.push(names.model().outcomes[outcome.index()].rule);
        }
        Subject::KeptEmpty { institution, .. } => all.push(of_body(*institution)),
        Subject::Paralysed { outcomes, since, .. } => {
            all.extend(outcomes.iter().map(|id| names.model().outcomes[id.index()].rule));
            all.push(*since);
        }
        Subject::Stuck { stage } | Subject::Trapped { stage, .. } => all.push(*stage),
        Subject::Unlimited { procedure, stages } | Subject::HeldUp { procedure, stages, .. } => {
            all.push(*procedure);
            all.extend(stages);
        }
        Subject::Toothless { rule, .. }
        | Subject::NeverTaken { rule }
        | Subject::NeverReached { rule }
        | Subject::NeverBars { rule } => all.push(*rule),
        Subject::Circle { procedure, round } => {
            all.push(*procedure);
            all.extend(round.iter().map(|&id| names.model().event(id).rule));
        }
        Subject::OwnClock { stage, acts } => {
            all.push(*stage);
            all.extend(acts);
        }
        Subject::AnothersClock { stage, act, .. } => all.extend([*stage, *act]),
        Subject::CostlyCheck { procedure, loses, checked, .. } => {
            all.extend([*procedure, of_body(*loses), of_body(*checked)]);
        }
        Subject::HurtBySilence { stage, injured } => all.extend([*stage, of_body(*injured)]),
        Subject::ServedBySilence { stage, act } => all.extend([*stage, *act]),
        Subject::OwnCause { procedure, checked, acts } => {
            all.extend([*procedure, of_body(*checked)]);
            all.extend(acts);
        }
        Subject::Dormant { prohibition, acts } => {
            all.push(*prohibition);
            all.extend(acts);
        }
        Subject::Race { acts } => all.extend(acts.iter().flatten().map(|&id| names.model().event(id).rule)),
        Subject::HiddenVeto { procedure, stages, objections, .. } => {
            all.push(*procedure);
            all.extend(stages);
            all.extend(objections.iter().map(|&id| names.model().event(id).rule));
        }
        Subject::SwitchedOff { procedures, checked, acts, .. } => {
            all.extend(procedures);
            all.push(of_body(*checked));
            all.extend(acts.iter().map(|&id| names.model().event(id).rule));
        }
        Subject::Caretaker { institution } => all.push(of_body(*institution)),
        Subject::NeedEachOther { offices } => all.extend(offices.iter().map(|&id| of_body(id))),
        Subject::Impossible { duties } => all.extend(duties),
        Subject::Formality { stage, step, .. } => all.extend([*stage, *step]),
        Subject::Empty { institution, .. } => all.push(of_body(*institution)),
        Subject::StayingAway { body, votes, .. } => {
            all.push(of_body(*body));
            all.extend(votes);
        }
        Subject::Unfilled { body, .. }
        | Subject::Tie { body, .. }
        | Subject::Unwinnable { body, .. }
        | Subject::AllButOne { body, .. } => {
            all.push(of_body(*body));
            all.extend(&finding.rules);
        }
        Subject::Reading { field, .. } => match *names.lowered.origins.field(*field) {
            FieldMeaning::Reading(choice) => all.push(names.constitution.choices[choice.0].rule),
            FieldMeaning::Silence(procedure, stage) => {
                all.push(names.constitution.procedures[procedure.0].stages[stage.0].rule)
            }
            _ => {}
        },
        Subject::Claim { claim } | Subject::Play { claim, .. } | Subject::OneHand { claim, .. } => {
            all.extend(claims.get(*claim).map(|(property, _)| property.rule));
            all.extend(&finding.rules);
        }
    }
    let owners: Vec<RuleId> = match finding.code {
        // Of a formality or a hanging matter, the procedure can be named too.
        Code::MatterNeverEnds
        | Code::HoldUp
        | Code::Gatekeeper
        | Code::NoProgressLoop
        | Code::Paralysis
        | Code::ClockWithoutKeeper
        | Code::ClockUnderControl
        | Code::SelfPunishingCheck
        | Code::AppointmentBlocked
        | Code::HiddenVeto
        | Code::CheckSwitchedOff
        | Code::PerverseSilence
        | Code::OwnCause
        | Code::ToothlessDeadline
        | Code::DeadlineTrap
        | Code::DeadRule => all.iter().filter_map(|&rule| names.owner(rule)).collect(),
        _ => Vec::new(),
    };
    all.extend(owners);
    all.sort();
    all.dedup();
    all
}

/// Returns the outcomes that a finding is about.
pub fn outcomes(claims: &Claims<'_>, finding: &Finding) -> Vec<OutcomeId> {
    match &finding.subject {
        Subject::Alone { outcome, .. }
        | Subject::NoReturn { outcome, .. }
        | Subject::Frozen { outcome, .. } => vec![*outcome],
        Subject::Lost { outcomes } | Subject::Paralysed { outcomes, .. } => outcomes.clone(),
        Subject::Claim { claim } | Subject::Play { claim, .. } | Subject::OneHand { claim, .. } => {
            claims.get(*claim).map(|(_, claim)| named_by(claim)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn titles<'n>(names: &Names<'n>, rules: &[RuleId]) -> Vec<&'n str> {
    let mut all: Vec<&str> = Vec::new();
    for title in rules.iter().map(|&rule| names.title(rule)) {
        if !all.contains(&title) {
            all.push(title);
        }
    }
    all
}

fn outcome_titles<'n>(names: &Names<'n>, outcomes: &[OutcomeId]) -> Vec<&'n str> {
    outcomes.iter().map(|id| names.title(names.model().outcomes[id.index()].rule)).collect()
}

fn players(names: &Names<'_>, players: &[Player]) -> Vec<String> {
    players.iter().map(|&player| names.player(player)).collect()
}

fn strs(strings: &[String]) -> Vec<&str> {
    strings.iter().map(String::as_str).collect()
}
