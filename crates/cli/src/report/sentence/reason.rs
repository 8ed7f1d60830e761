//! Why an act is not possible, with what was found and what it needs.

use super::{en, ru};

/// Why an act is not possible, with what was found and what it needs.
#[derive(Clone, Copy, Debug)]
pub enum Because<'a> {
    /// What kind of refusal it is.
    Refused { act: &'a str, date: &'a str, why: Refused },
    /// Where a matter or institution stands, and where it must.
    NeedsThat { found: &'a str, needed: &'a [&'a str] },
    /// A day counted from another day.
    CountedFrom { what: &'a str, since: Option<&'a str>, length: &'a str, limit: Option<&'a str>, must: Must },
    /// The time ran out before.
    RanOutOn { date: &'a str, stands: &'a str },
    /// A day of the calendar.
    ByCalendar { limit: &'a str, must: Must },
    /// Who acted and who may.
    NotHolder { by: &'a str, holder: &'a str },
    /// The rule gives no row that could be open.
    Nothing,
    /// The rule bars it whatever happens.
    Always,
    /// A matter after a co-actor's part.
    AfterPart { stands: &'a str, part: &'a str },
    /// A step was taken in this matter, or not.
    HasHappened { act: &'a str, yes: bool },
    /// How often a step was taken.
    TimesTaken { act: &'a str, times: u8 },
    /// A step was taken.
    Taken { act: &'a str },
    /// A matter came to a stage.
    Reached { stands: &'a str },
    /// A matter came to its present stage.
    EnteredStage { procedure: &'a str },
    /// A co-actor made the last move.
    GateMoved { procedure: &'a str },
    /// A term began.
    TermBegan { institution: &'a str },
    /// It is open; until when.
    MayUntil { act: &'a str, until: Option<&'a str> },
    /// It is owed; until when.
    MustUntil { act: &'a str, duty: &'a str, until: Option<&'a str> },
}

/// How a day must stand to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Must {
    /// Earlier.
    Before,
    /// On it at the latest.
    NotAfter,
    /// On it at the earliest.
    NotBefore,
    /// Later.
    After,
}

/// Why an act was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refused {
    /// The last day has passed.
    AfterDeadline,
    /// The first day has not come.
    TooEarly,
    /// The matter stands elsewhere.
    WrongStage,
    /// Somebody who must act or be there cannot.
    NotAble,
    /// A prohibition bars it.
    Prohibited,
    /// Another condition does not hold.
    Condition,
    /// Somebody else holds the power.
    NotTheHolder,
    /// Too few signed.
    NotEnough,
    /// The figures cannot be right.
    BadTally,
    /// The rule does not exist under the options taken.
    NoSuchRule,
    /// The law's own steps run in a circle.
    Circle,
}

impl Refused {
    /// Returns the stable id.
    pub fn id(self) -> &'static str {
        match self {
            Refused::AfterDeadline => "after-deadline",
            Refused::TooEarly => "too-early",
            Refused::WrongStage => "wrong-stage",
            Refused::NotAble => "not-able",
            Refused::Prohibited => "prohibited",
            Refused::Condition => "condition",
            Refused::NotTheHolder => "not-the-holder",
            Refused::NotEnough => "not-enough",
            Refused::BadTally => "bad-tally",
            Refused::NoSuchRule => "no-such-rule",
            Refused::Circle => "circle",
        }
    }
}

impl Because<'_> {
    /// In English.
    pub(super) fn en(self) -> String {
        match self {
            Because::Refused { act, date, why } => format!("“{act}” on {date} {}", en::refused(why)),
            Because::NeedsThat { found: "", needed } => format!("needed: {}", en::list(needed, "or")),
            Because::NeedsThat { found, needed: [] } => format!("found: {found}"),
            Because::NeedsThat { found, needed } => {
                format!("found: {found}; needed: {}", en::list(needed, "or"))
            }
            Because::CountedFrom { what, since: None, .. } => format!("{what}: this has not happened yet"),
            Because::CountedFrom { what, since: Some(since), length, limit, must } => {
                let limit = limit.unwrap_or("?");
                let from = if length.is_empty() {
                    format!("{what} on {since}")
                } else {
                    format!("{what} on {since}; {length} later is {limit}")
                };
                format!("{from}; {}", en::must_be(must, limit))
            }
            Because::RanOutOn { date, stands } => {
                format!("the time ran out on {date}, and since then {stands}")
            }
            Because::ByCalendar { limit, must } => en::must_be(must, limit),
            Because::NotHolder { by, holder } => {
                format!("the power is not held by {by}; it is held by {holder}")
            }
            Because::Nothing => "no rule makes this possible".into(),
            Because::Always => "it is barred always and to everybody".into(),
            Because::AfterPart { stands, part } => format!("{stands}, after this: {part}"),
            Because::HasHappened { act, yes: true } => format!("this has happened: {act}"),
            Because::HasHappened { act, yes: false } => format!("this has not happened: {act}"),
            Because::TimesTaken { act, times } => format!("{times} times this: {act}"),
            Because::Taken { act } => format!("counted from this: {act}"),
            Because::Reached { stands } => format!("counted from this: {stands}"),
            Because::EnteredStage { procedure } => {
                format!("counted from this: {} came to where it is", en::the(procedure))
            }
            Because::GateMoved { procedure } => {
                format!("counted from this: the last move in {}", en::the(procedure))
            }
            Because::TermBegan { institution } => {
                format!("counted from this: the term of {institution} began")
            }
            Because::MayUntil { act, until: None } => act.into(),
            Because::MayUntil { act, until: Some(until) } => format!("{act} (until {until})"),
            Because::MustUntil { act, duty, until: None } => format!("{act} (duty: {duty})"),
            Because::MustUntil { act, duty, until: Some(until) } => {
                format!("{act} (by {until}; duty: {duty})")
            }
        }
    }

    /// In Russian.
    pub(super) fn ru(self) -> String {
        match self {
            Because::Refused { act, date, why } => format!("«{act}», {date}: {}", ru::refused(why)),
            Because::NeedsThat { found: "", needed } => format!("нужно: {}", ru::list(needed, "или")),
            Because::NeedsThat { found, needed: [] } => format!("есть: {found}"),
            Because::NeedsThat { found, needed } => {
                format!("есть: {found}; нужно: {}", ru::list(needed, "или"))
            }
            Because::CountedFrom { what, since: None, .. } => format!("{what}: этого ещё не было"),
            Because::CountedFrom { what, since: Some(since), length, limit, must } => {
                let limit = limit.unwrap_or("?");
                let from = if length.is_empty() {
                    format!("{what}, {since}")
                } else {
                    format!("{what}, {since}; {length} спустя — {limit}")
                };
                format!("{from}; {}", ru::must_be(must, limit))
            }
            Because::RanOutOn { date, stands } => format!("срок истёк {date}, и с тех пор: {stands}"),
            Because::ByCalendar { limit, must } => ru::must_be(must, limit),
            Because::NotHolder { by, holder } => format!("действовал: {by}; вправе действовать: {holder}"),
            Because::Nothing => "никакое правило этого не допускает".into(),
            Because::Always => "запрещено всегда и всем".into(),
            Because::AfterPart { stands, part } => format!("{stands}, после этого: {part}"),
            Because::HasHappened { act, yes: true } => format!("это было: {act}"),
            Because::HasHappened { act, yes: false } => format!("этого не было: {act}"),
            Because::TimesTaken { act, times } => format!("было раз — {times}: {act}"),
            Because::Taken { act } => format!("считается от события: {act}"),
            Because::Reached { stands } => format!("считается от события: {stands}"),
            Because::EnteredStage { procedure } => {
                format!("считается от начала нынешней стадии ({procedure})")
            }
            Because::GateMoved { procedure } => format!("считается от последнего действия ({procedure})"),
            Because::TermBegan { institution } => {
                format!("считается от начала срока полномочий ({institution})")
            }
            Because::MayUntil { act, until: None } => act.into(),
            Because::MayUntil { act, until: Some(until) } => format!("{act} (до {until} включительно)"),
            Because::MustUntil { act, duty, until: None } => format!("{act} (обязанность: {duty})"),
            Because::MustUntil { act, duty, until: Some(until) } => {
                format!("{act} (до {until} включительно; обязанность: {duty})")
            }
        }
    }
}
