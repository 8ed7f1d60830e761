//! Everything that a report says, as data; one `match` per language says it, so that a missing translation does not
//! compile. Whole sentences, never glued words.

mod cure;
mod en;
mod event;
mod found;
mod heading;
mod reason;
mod ru;

pub use cure::Cure;
pub use event::{Marker, Occurrence, Part};
pub use found::{ClaimIs, Found, PlayIs};
pub use heading::Heading;
pub use reason::{Because, Must, Refused};

use crate::args::Lang;
use solon_engine::calendar::Day;
use solon_engine::finding::{Code, Severity, Why};
use solon_engine::model::VoteResult;
use solon_engine::vote::Base;
use solon_rules::surface::Status;

/// Something to say. Titles come from the files, already in the language.
#[derive(Clone, Debug)]
pub enum Sentence<'a> {
    // --- lists and small words
    /// "a, b and c".
    And(&'a [&'a str]),
    /// "a, b or c".
    Or(&'a [&'a str]),
    /// A length of time.
    LengthOf { months: i32, days: i32, skipped: u8 },
    /// A time limit whose length is a date.
    TheTime,
    /// What stands before an event that nobody decided.
    Marker(Marker),
    /// How bad a finding is.
    SeverityIs(Severity),
    /// How many findings of a severity.
    Findings { severity: Severity, n: usize },
    /// Nobody acts but the law.
    TheLaw,
    /// Any member of a body.
    MemberOf { body: &'a str },
    /// One group of the members of a body.
    GroupOf { body: &'a str, group: &'a str },
    /// One of the groups that could act.
    Group { of: &'a str },
    /// So many members of a body.
    SignersOf { body: &'a str, needed: Option<u32> },
    /// So many units, or so many of the voters.
    SignersAmong { whom: &'a str, needed: Option<u32> },
    /// Who does what; a clause, not yet a sentence.
    Does { holder: &'a str, what: &'a str },

    // --- where things stand
    /// A matter is at a stage.
    Stands { procedure: &'a str, stage: &'a str },
    /// A matter is at a stage, and its time runs out on a day.
    StandsUntil { stands: &'a str, day: Day },
    /// Its time has passed, late acts count: by the text, or taken so where it does not say.
    StandsLate { procedure: &'a str, stage: &'a str, is_stated: bool },
    /// Its time has passed, late acts do not count.
    StandsClosed { procedure: &'a str, stage: &'a str },
    /// Its time has passed, only one step is open.
    StandsPassed { procedure: &'a str, stage: &'a str, act: &'a str },
    /// A co-actor has begun what will open the matter.
    BeingOpened { procedure: &'a str },
    /// The matter is gone.
    NoMatter { procedure: &'a str },
    /// An institution's status.
    HasStatus { institution: &'a str, status: Status },
    /// A matter has a mark, or has it no longer.
    HasKind { procedure: &'a str, kind: &'a str, has: bool },
    /// A fact.
    FactIs { fact: &'a str, holds: bool },
    /// A parameter.
    ParamIs { param: &'a str, value: i32 },
    /// A reading.
    ReadAs { choice: &'a str, option: &'a str },
    /// What silence is taken to mean.
    SilenceRead { procedure: &'a str, stage: &'a str, void: bool },
    /// What is open about it.
    SilenceQuestion { procedure: &'a str, stage: &'a str },
    /// Who holds a role.
    RoleIs { role: &'a str, body: &'a str },
    /// A counter.
    CounterIs { procedure: &'a str, counter: &'a str, value: u8 },

    // --- findings
    /// What a check asks.
    Question(Code),

    // --- around findings
    /// A story proves it: whether somebody breaks a duty in it, and its name.
    Confirmed { breach: bool, owed: bool },
    /// The time limit that runs in a place.
    TimeLimitWhile { stands: &'a str },
    /// A time limit that cannot be kept either.
    TrappedToo { stands: &'a str },
    /// An event behind which no article stands.
    Assumption,
    /// Under which readings a finding appears.
    FindingOnlyIf { number: usize, readings: &'a [&'a str] },
    /// A title, set apart.
    Titled { title: &'a str },
    /// It takes somebody who lets a deadline pass.
    Defiant,
    /// A question was asked of all readings together.
    AskedTogether,
    /// A story has no event.
    NoEvent { day: Day },
    /// An act follows on the very day on which a time ran out.
    OnTheDay { day: Day },
    /// A story ends later than its last event.
    EndsOn { day: Day },
    /// A claim holds only if somebody breaks a rule.
    OnlyByBreach,
    /// Time was not looked at.
    Untimed,
    /// Whatever the dates, there is no way.
    NoWay,
    /// A search in time proves it.
    InTime,
    /// Nothing under other readings.
    NotUnderOthers,
    /// A search of what each side can do proves it; whether a story shows it too.
    ByPlay { story: bool },
    /// The numbers prove it.
    ByArithmetic { base: Base },
    /// The text itself shows it.
    ByText,
    /// Under which readings.
    OnlyIf { readings: &'a str },
    /// The readings that a story takes; whether the same can happen under all others, if that was decided.
    ToldUnder { readings: &'a str, others: bool },
    /// Nobody knows whether the same can happen under other readings.
    OthersUndecided,
    /// A decision of which less is asked in other cases.
    InSomeCases { act: &'a str },
    /// An act that would move a matter on.
    WouldHappen { what: &'a str, articles: &'a str },
    /// A time that had begun before the story.
    HadBegun { clock: &'a str, day: Day },
    /// The time of a matter runs out, wherever it stands.
    ItsTimeRunsOut,
    /// The story is of the first of several stages.
    ShownForOne,
    /// The day on which a time limit runs out.
    RunsOut { day: Day },
    /// An act that would keep a time limit, and why it is not open.
    NotOpen { act: &'a str, reasons: &'a str },
    /// It rests on an assumption.
    Assumes { rule: &'a str, why: &'a str },
    /// It rests on wordings from memory.
    Recalled { articles: &'a [&'a str] },
    /// Stages in which a matter can hang for ever because of a finding.
    HangsToo { procedure: &'a str, stages: &'a [&'a str] },
    /// Offices that can stay empty for ever because of a finding.
    EmptyToo { institutions: &'a [&'a str], for_ever: bool },
    /// Clauses that were left out could change it.
    LeftOut { titles: &'a [&'a str] },
    /// What somebody owes although no date binds him: who, what, the articles.
    Owed { who: &'a str, duty: &'a str, articles: &'a str },
    /// Why something could not be decided.
    Why { why: &'a Why, clocks: &'a [&'a str] },
    /// What a check needs that is not built yet.
    Needs(&'a str),
    /// A check that is not built yet.
    NotBuilt { needs: &'a str },
    /// An intention that matches nothing.
    Unmatched { finding: &'a str, about: &'a str },
    /// A heading or a line of the report itself.
    Heading(Heading<'a>),

    // --- remedies; names are ids, as an edit needs them
    /// What to do about a finding.
    Cure(Cure<'a>),

    // --- events

    // --- refusals
    /// What must be so at the end.
    Expected(Expectation<'a>),

    // --- longer ones
    /// What a finding says.
    Found(Found<'a>),
    /// What happened.
    Occurrence(Occurrence<'a>),
    /// Why something is not possible, or until when it is.
    Because(Because<'a>),
}

/// What a scenario expects.
#[derive(Clone, Copy, Debug)]
pub enum Expectation<'a> {
    /// An event happens.
    Accepted,
    /// A vote has this result.
    Result(VoteResult),
    /// An event is refused by a rule.
    Refused(&'a str),
    /// An event violates a rule.
    Violates(&'a str),
    /// At the end an outcome holds, or does not.
    Holds(&'a str, bool),
    /// At the end a matter stands there.
    At(&'a str),
    /// A duty was broken.
    Broken(&'a str),
}

impl<'a> From<Found<'a>> for Sentence<'a> {
    fn from(found: Found<'a>) -> Sentence<'a> {
        Sentence::Found(found)
    }
}

impl<'a> From<Occurrence<'a>> for Sentence<'a> {
    fn from(event: Occurrence<'a>) -> Sentence<'a> {
        Sentence::Occurrence(event)
    }
}

impl<'a> From<Because<'a>> for Sentence<'a> {
    fn from(reason: Because<'a>) -> Sentence<'a> {
        Sentence::Because(reason)
    }
}

impl<'a> From<Heading<'a>> for Sentence<'a> {
    fn from(heading: Heading<'a>) -> Sentence<'a> {
        Sentence::Heading(heading)
    }
}

impl<'a> From<Cure<'a>> for Sentence<'a> {
    fn from(cure: Cure<'a>) -> Sentence<'a> {
        Sentence::Cure(cure)
    }
}

impl Sentence<'_> {
    /// Says it.
    pub fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::En => en::say(self),
            Lang::Ru => ru::say(self),
        }
    }
}

/// Returns a text with its first letter in upper case.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
