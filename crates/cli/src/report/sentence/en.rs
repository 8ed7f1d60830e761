//! English.

use super::{Expectation, Marker, Must, Refused, Sentence as S};
use solon_engine::finding::{Code, Severity, Why};
use solon_engine::model::VoteResult;
use solon_engine::vote::Base;
use solon_rules::surface::Status;

pub fn say(sentence: &S<'_>) -> String {
    match *sentence {
        S::And(parts) => list(parts, "and"),
        S::Or(parts) => list(parts, "or"),
        S::LengthOf { months, days, skipped } => length(months, days, skipped),
        S::TheTime => "the time".into(),
        S::Marker(Marker::Time) => "(time)".into(),
        S::Marker(Marker::Law) => "(law)".into(),
        S::Marker(Marker::World) => "(world)".into(),
        S::SeverityIs(severity) => severity_is(severity).into(),
        S::Findings { severity, n } => count(n, severity_is(severity)),
        S::TheLaw => "the law".into(),
        S::GroupOf { body, group } => format!("the group “{group}” in {body}"),
        S::MemberOf { body } => format!("a member of {body}"),
        S::Group { of } => format!("a group of {of}"),
        S::SignersOf { body, needed: Some(1) } => format!("a member of {body}"),
        S::SignersOf { body, needed: Some(needed) } => format!("{needed} members of {body}"),
        S::SignersOf { body, needed: None } => format!("members of {body}"),
        S::SignersAmong { whom, needed: Some(needed) } => format!("{needed} of {whom}"),
        S::SignersAmong { whom, needed: None } => format!("some of {whom}"),
        S::Does { holder, what } => format!("{holder} {what}"),
        S::Stands { procedure, stage } => format!("{} is {stage}", the(procedure)),
        S::StandsUntil { stands, day } => format!("{stands}; the time runs out on {day}"),
        S::StandsLate { procedure, stage, is_stated } => {
            let late = match is_stated {
                true => "late acts still count",
                false => "late acts are taken to count, which the text leaves open",
            };
            format!("{} is {stage}; its time has run out, and {late}", the(procedure))
        }
        S::StandsClosed { procedure, stage } => {
            format!("{} is {stage}; its time has run out, and nothing more can be done there", the(procedure))
        }
        S::StandsPassed { procedure, stage, act } => {
            format!("{} is {stage}; its time has run out, and all that is left is that {act}", the(procedure))
        }
        S::BeingOpened { procedure } => format!("{} is being prepared", the(procedure)),
        S::NoMatter { procedure } => format!("no {procedure} is under way",),
        S::HasStatus { institution, ref status } => has_status(institution, status),
        S::HasKind { procedure, kind, has: true } => format!("{} is marked “{kind}”", the(procedure)),
        S::HasKind { procedure, kind, has: false } => {
            format!("{} is no longer marked “{kind}”", the(procedure))
        }
        S::FactIs { fact, holds: true } => format!("it is so: {fact}"),
        S::FactIs { fact, holds: false } => format!("it is not so: {fact}"),
        S::ParamIs { param, value } => format!("{param}: {value}"),
        S::ReadAs { choice, option } => format!("“{choice}” is read as “{option}”"),
        S::SilenceRead { procedure, stage, void: false } => {
            format!("acts after the last day count while {} is {stage}", the(procedure))
        }
        S::SilenceRead { procedure, stage, void: true } => {
            format!("acts after the last day are void while {} is {stage}", the(procedure))
        }
        S::SilenceQuestion { procedure, stage } => {
            format!("whether acts after the last day count while {} is {stage}", the(procedure))
        }
        S::RoleIs { role, body } => format!("{role}: {body}"),
        S::CounterIs { procedure, counter, value } => format!("{procedure}, {counter}: {value}"),
        S::Question(code) => question(code).into(),
        S::Confirmed { breach: false, owed: true } => {
            "Nobody lets a deadline pass in this. Proof: the events were replayed on these dates.".into()
        }
        S::Confirmed { breach: false, owed: false } => {
            "Nobody breaks the law in this. Proof: the events were replayed on these dates.".into()
        }
        S::Confirmed { breach: true, .. } => {
            "Somebody lets a deadline pass in this. Proof: the events were replayed on these dates.".into()
        }
        S::TimeLimitWhile { stands } => format!("the time limit while {stands}"),
        S::TrappedToo { stands } => format!("Then this time limit cannot be kept: while {stands}"),
        S::Assumption => "assumption".into(),
        S::FindingOnlyIf { number, readings } => {
            format!("Finding {number} appears only if {}", readings.join("; or if "))
        }
        S::Titled { title } => format!("“{title}”"),
        S::Owed { who, duty, articles } => {
            format!("A duty without a date binds {who} here: {duty} ({articles}).")
        }
        S::Defiant => "It takes somebody who lets a deadline pass.".into(),
        S::AskedTogether => "Asked of all readings together.".into(),
        S::NoEvent { day } => format!("It takes no event: it is so on {day}."),
        S::OnTheDay { day } => {
            format!("On {day} somebody acts on the very day on which a time ran out, and after it did.")
        }
        S::EndsOn { day } => format!("Nothing more happens up to {day}, the last day of the story."),
        S::OnlyByBreach => "Somebody has to break a rule, or let a deadline pass, for it".into(),
        S::NoWay => "Proof: an exhaustive search found no way to it, whatever the dates.".into(),
        S::Untimed => {
            "Proof: an exhaustive search that leaves dates aside; not yet confirmed in time.".into()
        }
        S::InTime => "Proof: an exhaustive search that is exact in time found no way to it.".into(),
        S::NotUnderOthers => {
            "Proof: asked under the other readings, the same questions found none of it.".into()
        }
        S::ByPlay { story } => {
            let proof = if story {
                "The story is a shortest one in which nobody else acts. That the others cannot prevent it is proved by"
            } else {
                "Proof:"
            };
            format!(
                "{proof} an exhaustive search of what each side can do, whatever dates the acts have. Nothing happens by chance in it, everybody keeps the time limits that bind him, and no side takes two steps before the other can take one."
            )
        }
        S::ByArithmetic { base } => format!("Proof: the numbers above, counted on {}.", base_of(base)),
        S::ByText => "Proof: the text itself.".into(),
        S::OnlyIf { readings } => format!("Only if {readings}."),
        S::ToldUnder { readings, others: false } => format!("Told under this reading: {readings}."),
        S::ToldUnder { readings, others: true } => {
            format!("Told under this reading: {readings}. The same can happen under every other one.")
        }
        S::OthersUndecided => {
            "Whether the same can happen under every other reading of the text was not decided.".into()
        }
        S::WouldHappen { what, articles } => format!("{what} [{articles}]"),
        S::HadBegun { clock, day } => {
            format!("The story supposes one more date: a time limit in it is {clock} on {day}.")
        }
        S::ShownForOne => {
            "The story is of the first of these stages; the search found the same for the others.".into()
        }
        S::InSomeCases { act } => format!("{act}, where so much is asked"),
        S::ItsTimeRunsOut => "its time runs out".into(),
        S::RunsOut { day } => format!("The time runs out on {day}."),
        S::NotOpen { act, reasons } => format!("What cannot happen then: {act} ({reasons})."),
        S::Assumes { rule, why } => format!("Rests on an assumption about “{rule}”: {why}."),
        S::Recalled { articles } => {
            format!(
                "Rests on wordings quoted from memory, not yet checked against the text: {}.",
                articles.join(", ")
            )
        }
        S::HangsToo { procedure, stages } => {
            format!(
                "{} can then hang for ever while it is {}",
                super::capital(&the(procedure)),
                list(stages, "or")
            )
        }
        S::EmptyToo { institutions, for_ever } => {
            let who = super::capital(&list(institutions, "and"));
            if for_ever {
                format!("{who} can then stay empty for ever")
            } else {
                format!(
                    "{who} can then be empty as well, and nothing that anybody does changes it before a time limit runs out or a date comes"
                )
            }
        }
        S::LeftOut { titles } => {
            format!("Clauses that are left out could change this: {}", titles.join("; "))
        }
        S::Why { why, clocks } => match why {
            Why::Bound(exceeded) => exceeded.to_string(),
            Why::Readings => {
                "it is so under one reading at least; whether under all could not be told".into()
            }
            Why::FromTheStart => {
                "what it begins with holds from the first day, and nothing says for how long it has".into()
            }
            Why::Dates => {
                "who prevails depends on dates, or on which of several time limits runs out first".into()
            }
            Why::Players => "more offices and groups take part than can be told apart".into(),
            Why::NoDates => "a course of events was found, but no dates were found that fit it".into(),
            Why::Clocks(_) if clocks.is_empty() => {
                "it hangs on which time runs out first, and the search could not tell".into()
            }
            Why::Clocks(_) => {
                format!("it hangs on which of these times runs out first: {}", clocks.join("; "))
            }
        },
        S::Needs(what) => what.into(),
        S::NotBuilt { needs } => format!("This check is not built yet: it needs {needs}."),
        S::Unmatched { finding, about } => format!(
            "the file says that the finding `{finding}` about {about} is intended, but there is no such finding"
        ),
        S::Heading(heading) => heading.en(),
        S::Cure(cure) => cure.en(),
        S::Expected(what) => match what {
            Expectation::Accepted => "it happens".into(),
            Expectation::Result(result) => format!("the result is: {}", result_is(result)),
            Expectation::Refused(rule) => format!("refused by `{rule}`"),
            Expectation::Violates(rule) => format!("violates `{rule}`"),
            Expectation::Holds(outcome, true) => format!("at the end this is so: {outcome}"),
            Expectation::Holds(outcome, false) => format!("at the end this is not so: {outcome}"),
            Expectation::At(stands) => format!("at the end {stands}"),
            Expectation::Broken(rule) => format!("`{rule}` is broken"),
        },
        S::Found(found) => found.en(),
        S::Occurrence(event) => event.en(),
        S::Because(reason) => reason.en(),
    }
}

pub(super) fn plural(n: u128, noun: &str) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if n == 1 { format!("1 {noun}") } else { format!("{grouped} {noun}s") }
}

pub(super) fn question(code: Code) -> &'static str {
    match code {
        Code::Deadlock => "can the constitution stop?",
        Code::MatterNeverEnds => "can a matter hang for ever with no single holder to blame?",
        Code::NoProgressLoop => "can a matter go round in circles?",
        Code::Paralysis => "must a vital function wait a month or longer for one period to end?",
        Code::HoldUp => "who can stop a matter by doing nothing?",
        Code::ToothlessDeadline => "what happens if a deadline passes?",
        Code::ClockWithoutKeeper => "who starts the clock?",
        Code::DeadlineTrap => "can a deadline fall due when those whom it binds cannot keep it?",
        Code::ClockUnderControl => "can somebody begin another's time limit anew, or stop it?",
        Code::PerverseSilence => "whom does silence hurt, and whom does it serve?",
        Code::Frozen => "can the constitution not be amended without one holder?",
        Code::DormantEntrenchment => "does a prohibition wait for those whom it binds?",
        Code::OwnCause => "does a procedure to remove somebody wait for his own acts?",
        Code::HiddenVeto => "is there a silent veto beside one that the others can overcome?",
        Code::CheckSwitchedOff => "can the one who is checked switch the check off?",
        Code::Gatekeeper => "does anything wait for one single act of one holder?",
        Code::SelfPunishingCheck => "does using a check cost the one who uses it?",
        Code::Race => "does it depend on who acts first?",
        Code::CapturedCheck => {
            "does a check need the votes of those whom the checked one appoints and recalls?"
        }
        Code::UncheckedPower => "who can do a grave thing alone?",
        Code::NoReturn => "can a grave state last as long as one holder does nothing?",
        Code::AppointmentBlocked => "can an office stay empty as long as one holder does nothing?",
        Code::SuccessionGap => "can an office be empty with nobody to fill it?",
        Code::EndlessCaretaker => "can a temporary holder stay for ever?",
        Code::QuorumWeapon => "is staying away stronger than voting no?",
        Code::QuorumUnreachable => "can empty seats make a body unable to decide?",
        Code::MajorityUnreachable => "can a vote be impossible to win, or to decide?",
        Code::CircularDependency => "can offices only be filled with one another?",
        Code::Contradiction => "is there a duty that cannot be fulfilled, alone or beside another?",
        Code::DeadRule => "is there a rule that never applies?",
        Code::ReadingDecides => "does an answer depend on a reading of the text?",
        Code::Property => "do the file's own statements hold?",
    }
}

pub(super) fn severity_is(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

pub(super) fn result_is(result: VoteResult) -> &'static str {
    match result {
        VoteResult::Carried => "carried",
        VoteResult::Failed => "not carried",
        VoteResult::NoQuorum => "no quorum",
    }
}

pub(super) fn base_of(base: Base) -> &'static str {
    match base {
        Base::Voting => "votes for and against",
        Base::Cast => "ballots cast",
        Base::Present => "members present",
        Base::Serving => "members in office",
        Base::Seats => "seats",
    }
}

pub(super) fn refused(why: Refused) -> &'static str {
    match why {
        Refused::AfterDeadline => "came too late",
        Refused::TooEarly => "came too early",
        Refused::WrongStage => "is not possible where the matter stands",
        Refused::NotAble => "is not possible, because somebody who is needed cannot act",
        Refused::Prohibited => "is prohibited",
        Refused::Condition => "is not possible, because a condition does not hold",
        Refused::NotTheHolder => "is not in the power of the one who acted",
        Refused::NotEnough => "lacks signatures",
        Refused::BadTally => "has figures that cannot be right",
        Refused::NoSuchRule => "is not possible under the options taken",
        Refused::Circle => "sets off steps of the law that run in a circle",
    }
}

pub(super) fn must_be(must: Must, limit: &str) -> String {
    match must {
        Must::Before => format!("needed: before {limit}"),
        Must::NotAfter => format!("last day: {limit}"),
        Must::NotBefore => format!("first day: {limit}"),
        Must::After => format!("needed: after {limit}"),
    }
}

#[expect(clippy::too_many_arguments, reason = "the figures of one vote")]
pub(super) fn counted(
    body: Option<&str>,
    signers: bool,
    yes: u32,
    of: u32,
    needed: u32,
    base: Base,
    quorum: Option<(u32, u32)>,
    units: &[(u32, u32)],
) -> String {
    let mut text = body.map_or(String::new(), |body| format!("{body}: "));
    if signers {
        return format!("{text}{yes} of {of} have signed; {needed} needed");
    }
    let noun = match base {
        Base::Voting => "votes cast",
        Base::Cast => "ballots cast",
        Base::Present => "present",
        Base::Serving => "in office",
        Base::Seats => "seats",
    };
    text += &format!("{yes} of {of} {noun} in favour; {needed} needed");
    if let Some((present, needed)) = quorum {
        text += &format!("; {present} present, quorum {needed}");
    }
    for (won, needed) in units {
        text += &format!("; carried in {won} units, {needed} needed");
    }
    text
}

pub(super) fn has_status(institution: &str, status: &Status) -> String {
    match status {
        Status::InOffice => format!("{institution} is in office"),
        Status::Acting => format!("somebody else acts for {institution}"),
        Status::Suspended => format!("{institution} is suspended"),
        Status::Unable => format!("{institution} cannot act"),
        Status::Vacant => format!("{institution}: vacant"),
        Status::Sitting => format!("{institution} sits"),
        Status::Recess => format!("{institution} is in recess"),
        Status::Adjourned => format!("{institution} has adjourned"),
        Status::Dissolved => format!("{institution} is dissolved"),
    }
}

pub(super) fn length(months: i32, days: i32, skipped: u8) -> String {
    let mut parts = Vec::new();
    let years = if months % 12 == 0 { months / 12 } else { 0 };
    if years != 0 {
        parts.push(unit(years, "year"));
    } else if months != 0 {
        parts.push(unit(months, "month"));
    }
    if days != 0 {
        parts.push(match skipped & 0x7f {
            0x60 => unit(days, "working day"),
            0 => unit(days, "day"),
            0x40 => format!("{} (Sundays excepted)", unit(days, "day")),
            _ => format!("{} (some days of the week excepted)", unit(days, "day")),
        });
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    list(&parts, "and")
}

pub(super) fn unit(n: i32, noun: &str) -> String {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let sign = if n < 0 { "minus " } else { "" };
    let size = n.unsigned_abs();
    let digits = size.to_string();
    let word = (size as usize).checked_sub(1).and_then(|index| WORDS.get(index)).copied().unwrap_or(&digits);
    format!("{sign}{word} {noun}{}", if size == 1 { "" } else { "s" })
}

pub(super) fn have(length: &str) -> &'static str {
    if (length.starts_with("one ") || length.starts_with("the ")) && !length.contains(" and ") {
        "has"
    } else {
        "have"
    }
}

pub(super) fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

pub(super) fn list(parts: &[&str], word: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => (*one).into(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// Joins descriptions, which may have commas of their own.
pub(super) fn alternatives(parts: &[&str]) -> String {
    match parts {
        [first @ .., last] if first.len() > 1 => format!("{}; or {last}", first.join("; ")),
        _ => list(parts, "or"),
    }
}

/// Says who does nothing, of whom each suffices.
pub(super) fn doing_nothing(by: &[&str]) -> String {
    match by {
        [one] => format!("{one} does"),
        _ => format!("any one of them ({}) does", list(by, "and")),
    }
}

pub(super) fn quoted(parts: &[&str], word: &str) -> String {
    let parts: Vec<String> = parts.iter().map(|part| format!("“{part}”")).collect();
    list(&parts.iter().map(String::as_str).collect::<Vec<_>>(), word)
}

/// Sets a clause apart that has a colon of its own.
pub(super) fn clause(stands: &str) -> String {
    if stands.contains(':') { format!("“{stands}”") } else { stands.into() }
}

/// Puts the article before a title that has none.
pub(super) fn the(title: &str) -> String {
    let has = ["the ", "a ", "an ", "The "].iter().any(|article| title.starts_with(article));
    let is_name = title.chars().next().is_some_and(char::is_uppercase);
    if has || is_name { title.into() } else { format!("the {title}") }
}
