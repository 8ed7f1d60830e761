//! What is wrong, in English.

use super::super::{capital, en};
use super::{ClaimIs, Found, PlayIs};
use solon_engine::finding::{Remedy, Switch};
use solon_engine::play::Strength;

impl Found<'_> {
    /// In English.
    pub(in super::super) fn en(self) -> String {
        match self {
            Found::Lost { outcomes: [one] } => {
                format!(
                    "The constitution can stop: after the events below, one thing can never come about again, whatever anybody does: “{one}”."
                )
            }
            Found::Lost { outcomes } => {
                format!(
                    "The constitution can stop: after the events below, {} things can never come about again, whatever anybody does: {}.",
                    outcomes.len(),
                    en::quoted(outcomes, "and")
                )
            }
            Found::Paralysed { outcomes, since, days } => format!(
                "After “{since}”, as in the events below, {} cannot come about for at least {days} days, whatever anybody does: {}.",
                if outcomes.len() == 1 { "one thing" } else { "these things" },
                en::quoted(outcomes, "and")
            ),
            Found::CapturedCheck { procedure, checked, body, own, others, needed } => format!(
                "In {}, {body} cannot carry its vote without members whom {checked}, against whom it is aimed, alone appoints and recalls: of {} seats {needed} votes are needed, {own} seats are in that hand, and the other {others} are not enough.",
                en::the(procedure),
                own + others
            ),
            Found::Alone { outcome, who, by_dates, undone, again, removed } => {
                let can = if by_dates {
                    format!(
                        "It depends on dates whether {who} alone can bring this about against the will of all others: “{outcome}”. The story shows how, if nobody stands in the way."
                    )
                } else {
                    format!("Whatever all others do, {who} alone can bring this about: “{outcome}”.")
                };
                let end = match undone {
                    Remedy::Sure if again => {
                        format!(
                            "All others together can end it again, after which {who} may bring it about anew."
                        )
                    }
                    Remedy::Sure => "All others together can end it again.".to_owned(),
                    Remedy::NotSure => "All others together cannot be sure to end it.".to_owned(),
                    Remedy::ByDates => {
                        "It depends on dates whether all others together can end it.".to_owned()
                    }
                    Remedy::Undecided => {
                        "Whether all others together can end it was not decided: the search met a bound."
                            .to_owned()
                    }
                };
                let answers = match removed {
                    Remedy::Sure => format!("They can put {who} out of office by a procedure for that."),
                    Remedy::NotSure => {
                        format!("No procedure lets them be sure to put {who} out of office for it.")
                    }
                    Remedy::ByDates => {
                        format!("It depends on dates whether they can put {who} out of office for it.")
                    }
                    Remedy::Undecided => format!(
                        "Whether they can put {who} out of office for it was not decided: the search met a bound."
                    ),
                };
                format!("{can} {end} {answers}")
            }
            Found::NoReturn { outcome, by, substituted, always } => format!(
                "{} {} nothing, this does not end: “{outcome}”. No deadline ends it, and all others together cannot{}.",
                as_long_as(always),
                en::doing_nothing(by),
                unless_substituted(substituted)
            ),
            Found::KeptEmpty { institution, by, substituted, always } => format!(
                "{} {} nothing, the place of {institution} stays empty. No deadline fills it, and all others together cannot{}.",
                as_long_as(always),
                en::doing_nothing(by),
                unless_substituted(substituted)
            ),
            Found::Frozen { outcome, by, substituted } => format!(
                "As long as {} nothing, this cannot come about: “{outcome}”. No deadline and no other procedure leads there, whatever all others do together{}. The events below are one way to it.",
                en::doing_nothing(by),
                unless_substituted(substituted)
            ),
            Found::Stuck { stands } => {
                format!(
                    "{} and can stay so for ever: after the events below no step, no election and no passing of time leads it to an end, whatever anybody does.",
                    capital(stands)
                )
            }
            Found::Unlimited { procedure, stages } => {
                format!(
                    "Nothing says by when {} must come to an end while it is {}: no time limit runs there, and no duty with a date binds anybody.",
                    en::the(procedure),
                    en::list(stages, "or")
                )
            }
            Found::HeldUp { holders, procedure, stages, can_be_given_up, always } => {
                let alone = match holders {
                    [holder] => format!("{holder} alone"),
                    _ => format!("{}, each alone,", en::list(holders, "or")),
                };
                let when = if always { "By doing nothing, " } else { "After events such as those below, " };
                let how = if always { "" } else { " by doing nothing" };
                let otherwise = match (can_be_given_up, holders) {
                    (true, [holder]) => format!(
                        "Without {holder} the most that can happen is that it ends without its result, and no time limit moves it on"
                    ),
                    (true, _) => "Without each of them the most that can happen is that it ends without its result, and no time limit moves it on".into(),
                    (false, [holder]) => {
                        format!("Nobody can move it on without {holder}, and no time limit ends the wait")
                    }
                    (false, _) => {
                        "Each of them must act to move it on, and no time limit ends the wait".to_owned()
                    }
                };
                format!(
                    "{when}{alone} can keep {} as it stands{how}: {}. {otherwise}.",
                    en::the(procedure),
                    en::alternatives(stages),
                )
            }
            Found::ToothlessStage { holders, stands, not_stated, hangs_if_void } => {
                let bound = match holders {
                    [] => "A time limit runs".to_owned(),
                    _ => format!("{} must act in time", capital(&en::list(holders, "or"))),
                };
                let mut text = format!(
                    "{bound} while {}, but nothing follows when the time runs out: the matter stays where it is, nobody else may act instead, and nothing is said of who answers for it.",
                    en::clause(stands)
                );
                if not_stated {
                    text += " The text does not say whether an act after the last day still counts.";
                }
                text += match (hangs_if_void, not_stated) {
                    (false, _) => "",
                    (true, true) => " If it does not, the matter hangs for ever.",
                    (true, false) => " The matter hangs for ever then.",
                };
                text
            }
            Found::ToothlessDuty { holder, duty } => {
                format!(
                    "{} must meet a deadline, “{duty}”, but nothing follows when the deadline is missed: no lapse, no substitute, no sanction.",
                    capital(holder)
                )
            }
            Found::ToothlessGate { holder, act } => {
                format!(
                    "{} must answer in time before {act}, but nothing follows when the time runs out: no lapse, no substitute, no sanction.",
                    capital(holder)
                )
            }
            Found::Trapped { holders, stands } => {
                let (who, theirs) = match holders {
                    [] => ("nobody can".to_owned(), String::new()),
                    [holder] => (format!("{holder} cannot"), format!(" open to {holder} alone")),
                    _ => (format!("{} cannot", en::list(holders, "and")), " open to them alone".to_owned()),
                };
                format!(
                    "After the events below {who} keep the time limit that runs while {}: no lawful act{theirs} moves the matter on before the last day.",
                    en::clause(stands)
                )
            }
            Found::Circle { procedure, acts, alone } => {
                let who = match alone {
                    Some(holder) => format!(" {} can do this alone.", capital(holder)),
                    None => String::new(),
                };
                format!(
                    "{} can go round in a circle without end: {}; and everything is as it was. No rule counts the rounds, and no time limit runs on through all of them.{who}",
                    capital(&en::the(procedure)),
                    acts.join("; then ")
                )
            }
            Found::OwnClock { holder, stands, acts } => {
                format!(
                    "{} must act in time while {}, but the time runs only from {holder}'s own act: {}. Whoever does not begin is never late.",
                    capital(holder),
                    en::clause(stands),
                    en::list(acts, "or")
                )
            }
            Found::AnothersClock { holder, stands, act, restarts } => {
                let what = match restarts {
                    true => "begins the time anew, again and again",
                    false => "stops the time, and nobody else can let it go on",
                };
                format!(
                    "A time limit that does not bind {holder} is in {holder}'s hands: while {}, {holder} {what}. The act: {act}.",
                    en::clause(stands)
                )
            }
            Found::CostlyCheck { procedure, loses, checked, acts } => {
                format!(
                    "{} is a check on {checked}, and a failure costs {loses} office or seats: when {}.",
                    capital(&en::the(procedure)),
                    en::list(acts, "or")
                )
            }
            Found::HiddenVeto { procedure, stages, who, objections, substituted } => format!(
                "While {} is {}, {who} can object, and the others can prevail all the same: {}. But after events such as those below it is enough that {who} does nothing: then nobody can bring it to its result without {who}{}.",
                en::the(procedure),
                en::list(stages, "or"),
                en::list(objections, "or"),
                unless_substituted(&[who][..usize::from(substituted)])
            ),
            Found::Race { first, second } => format!(
                "After events such as those below it depends on who acts first. One side can act at once: {}. So can the other: {}. Whoever is first takes from the other what it could do alone.",
                en::list(first, "or"),
                en::list(second, "or")
            ),
            Found::SwitchedOff { procedures, checked, acts, how } => {
                let checks: Vec<String> = procedures.iter().map(|procedure| en::the(procedure)).collect();
                let checks: Vec<&str> = checks.iter().map(String::as_str).collect();
                let (are, them, they_are, their, they_end) = match checks[..] {
                    [_] => ("is a check", "it", "it is", "its result", "it ends without its result"),
                    _ => ("are checks", "them", "they are", "their result", "they end without their result"),
                };
                let (can, then) = match how {
                    Switch::Closes => {
                        (format!("bring {them} to nothing while {they_are} open"), they_end.into())
                    }
                    Switch::Stalls => (
                        format!("stop {them} while {they_are} open"),
                        format!("those who are in office cannot bring {them} to {their} without {checked}"),
                    ),
                    Switch::Bars => (
                        format!("prevent {them} before {they_are} opened"),
                        format!(
                            "nobody else can bring {them} to {their}, for as long as {checked} leaves it so"
                        ),
                    ),
                };
                format!(
                    "{} {are} on {checked}, and {checked} alone can {can}: {}. Then {then}.",
                    capital(&en::list(&checks, "and")),
                    en::list(acts, "or")
                )
            }
            Found::HurtBySilence { silent, stands, injured } => {
                format!(
                    "While {}, {silent} need only stay silent: when the time runs out, {injured} is out of office, and can do nothing to prevent it.",
                    en::clause(stands)
                )
            }
            Found::ServedBySilence { silent, stands, act } => {
                format!(
                    "Silence pays for {silent} while {}: if the time runs out, and only then, can it be that {act}.",
                    en::clause(stands)
                )
            }
            Found::OwnCause { procedure, checked, acts } => {
                format!(
                    "{} can put {checked} out of office, but it cannot come to its result without {checked}, and nobody else can do instead what it waits for: {}.",
                    capital(&en::the(procedure)),
                    en::list(acts, "or")
                )
            }
            Found::Dormant { prohibition, acts } => {
                format!(
                    "The prohibition “{prohibition}” does not bind from the start: it begins only when {}, and whoever it binds can put that off for ever.",
                    en::list(acts, "or")
                )
            }
            Found::Caretaker { institution } => {
                format!(
                    "Whoever acts for {institution} for the time being can stay: no time limit ends it, and all others together cannot."
                )
            }
            Found::NeedEachOther { offices } => {
                format!(
                    "{} can only be filled with one another: if all are empty at once, nobody can begin.",
                    capital(&en::list(offices, "and"))
                )
            }
            Found::Impossible { holder, duties: [one] } => {
                format!(
                    "After the events below {holder} has a duty, “{one}”, that no lawful course of events lets {holder} fulfil or be rid of."
                )
            }
            Found::Impossible { holder, duties } => {
                format!(
                    "After the events below {holder} has two duties, {}, and can fulfil only one of them.",
                    en::quoted(duties, "and")
                )
            }
            Found::Formality { stands, act, holder } => {
                format!(
                    "While {}, the only way on is that {act}; no time limit runs for it, and nobody can do it instead of {holder}.",
                    en::clause(stands)
                )
            }
            Found::Empty { institution, for_ever: true } => {
                format!("The place of {institution} can fall empty for ever, whatever anybody does.")
            }
            Found::Empty { institution, for_ever: false } => {
                format!(
                    "The place of {institution} can fall empty, and nothing that anybody does can fill it before some time limit runs out or a date comes."
                )
            }
            Found::StayingAway { body, acts, break_quorum, defeat, seats, quorum, needed } => {
                format!(
                    "In a vote of {body}, staying away is stronger than voting no: of {seats} members, {break_quorum} who stay away prevent the decision ({quorum} must be present), while it takes {defeat} who are present and do not vote in favour to defeat it ({needed} in favour are needed). This concerns: {}.",
                    en::quoted(acts, "and")
                )
            }
            Found::Unfilled { body, group, seats, others, needed, quorum, acts } => {
                let what = if quorum {
                    format!("at least {needed} must be present")
                } else {
                    format!("at least {needed} votes are needed")
                };
                format!(
                    "Without one group of its members, “{group}” ({seats} seats), {} cannot take some decisions: the others have {others} seats, and {what}. This concerns: {}.",
                    body,
                    en::quoted(acts, "and")
                )
            }
            Found::Tied { body, seats, acts } => {
                format!(
                    "{} has {seats} members and half of them is enough: with {} votes on each side both have what the rule asks for, and no rule breaks the tie. This concerns: {}.",
                    capital(body),
                    seats / 2,
                    en::quoted(acts, "and")
                )
            }
            Found::Unwinnable { body, needed, seats, acts } => {
                format!(
                    "{} can never win this vote: {needed} votes are needed, and there are only {seats}. This concerns: {}.",
                    capital(body),
                    en::quoted(acts, "and")
                )
            }
            Found::AllButOne { body, needed, seats, acts } => {
                let few = seats + 1 - needed.min(seats);
                let who = if few == 1 { "one single member".into() } else { format!("{few} members") };
                format!(
                    "In {body}, {who} can defeat what all others want: {needed} of {seats} votes are needed. This concerns: {}.",
                    en::quoted(acts, "and")
                )
            }
            Found::NeverTaken { act } => format!(
                "This can never happen: “{act}”. No lawful course of events leads to a point where the rule applies."
            ),
            Found::NeverReached { procedure, stage } => {
                format!(
                    "It never comes to this: {} is {stage}. No lawful course of events leads there.",
                    en::the(procedure)
                )
            }
            Found::NeverBars { prohibition } => {
                format!(
                    "The prohibition “{prohibition}” never keeps anything from happening: whenever it applies, the act is impossible anyway."
                )
            }
            Found::ReadingDecides { question } => {
                format!("The answer depends on how the text is read: {question}.")
            }
            Found::ClaimFails { property, outcome, claim } => match claim {
                ClaimIs::Never => format!(
                    "The file says that this never comes about, and it can: “{outcome}” (“{property}”)."
                ),
                ClaimIs::Reachable => format!(
                    "The file says that this can come about, and it never does: “{outcome}” (“{property}”)."
                ),
                ClaimIs::AlwaysPossible => format!(
                    "The file says that this always stays possible, and it can be lost for good: “{outcome}” (“{property}”)."
                ),
            },
            Found::NeedNotFollow { property, first, second, within } => format!(
                "The file says that “{second}” follows “{first}” within {within}, and it need not, although nobody lets a deadline pass (“{property}”)."
            ),
            Found::OneHand { property, functions: [first, second], who, offices } => {
                let how = match offices {
                    [] => format!("{} has both", capital(who)),
                    [office] => format!(
                        "{} has one, and alone fills and empties the place of {office}, which has the other",
                        capital(who)
                    ),
                    offices => {
                        format!(
                            "{} alone fills and empties the place of {}",
                            capital(who),
                            en::list(offices, "and that of")
                        )
                    }
                };
                format!(
                    "The file says that “{first}” and “{second}” do not meet in one hand, and they do (“{property}”). {how}."
                )
            }
            Found::PlayFails { property, who, outcome, claim, strength } => {
                let says = match claim {
                    PlayIs::CanForce => {
                        format!("{who} can bring this about, whoever acts first and whatever all others do")
                    }
                    PlayIs::CannotAlone => format!("{who} cannot bring this about alone"),
                    PlayIs::NeedsConsent => format!("nobody can bring this about without {who}"),
                };
                let but = match (claim, strength) {
                    (PlayIs::CanForce, Some(Strength::OnlyFirst | Strength::Can)) => {
                        "This succeeds only by acting before the others do"
                    }
                    (PlayIs::CanForce, Some(Strength::Cannot)) => {
                        "This cannot be made sure of, not even by acting before the others do"
                    }
                    (PlayIs::CanForce, None) => {
                        "This cannot be made sure of if the others act first; whether it can by acting before them depends on dates"
                    }
                    (PlayIs::CannotAlone, Some(Strength::Can)) => {
                        "This succeeds alone, whoever acts first and whatever all others do"
                    }
                    (PlayIs::CannotAlone, _) => "This succeeds alone, by acting before the others do",
                    (PlayIs::NeedsConsent, Some(Strength::Can)) => {
                        "All others together can bring it about, whoever acts first"
                    }
                    (PlayIs::NeedsConsent, _) => "All others together can bring it about, by acting first",
                };
                format!("The file says that {says}: “{outcome}” (“{property}”). {but}.")
            }
            Found::ClaimHolds { property, vacuous: false, .. } => format!("holds: {property}"),
            Found::ClaimHoldsAtLeast { property } => {
                format!("holds under one reading at least, and whether under all was not decided: {property}")
            }
            Found::ClaimHoldsIf { property, readings } => {
                format!(
                    "holds only under some readings: {property}. It does if {}.",
                    en::list(readings, "or if")
                )
            }
            Found::ClaimFailsBy { property, finding } => format!("fails: {property}. {finding}"),
            Found::ClaimHolds { property, vacuous: true, play } => {
                let chance = if play { ", as long as nothing happens by chance," } else { "" };
                format!(
                    "holds, but says nothing, because{chance} nothing in these rules could break it: {property}"
                )
            }
            Found::ClaimUnknown { property, why } => format!("not decided: {property} ({why})"),
        }
    }
}

fn as_long_as(always: bool) -> &'static str {
    if always { "As long as" } else { "After events such as those below, and as long as" }
}

/// Says for whom others can come to act.
fn unless_substituted(who: &[&str]) -> String {
    if who.is_empty() {
        return String::new();
    }
    format!(", unless somebody else comes to act for {}", en::list(who, "or"))
}
