//! The phrases of an explanation, as data; each language says them.

use super::{en, ru};
use crate::args::Lang;
use solon_engine::calendar::DatePoint;
use solon_engine::vote::{Base, Ratio};
use solon_rules::resolved::RuleKind;

/// A phrase of an explanation.
#[derive(Clone, Copy, Debug)]
pub enum Phrase<'a> {
    /// What kind of item it is.
    Kind(RuleKind),
    /// The label of a line.
    Label(Label),
    /// In one case; what holds then.
    Case { when: &'a str, what: &'a str },
    /// In all other cases.
    Otherwise { what: &'a str },
    /// It is not so.
    Not { what: &'a str },
    /// A matter of another procedure, linked to this one.
    Linked { stands: &'a str },
    /// So long, or less, after.
    Since { at_least: bool, period: &'a str, point: &'a str },
    /// Between two days.
    Between { from: &'a str, to: &'a str },
    /// A counter.
    Counted { counter: &'a str, at_least: bool, number: &'a str },
    /// An outcome.
    Holds { outcome: &'a str },
    /// In force.
    Within { from: Option<&'a str>, until: Option<&'a str> },
    /// Entry of the matter into its stage.
    Entry,
    /// Start of a term.
    TermStart { institution: &'a str },
    /// End of a term.
    TermEnd { institution: &'a str },
    /// A date.
    Date(DatePoint),
    /// Later.
    After { period: &'a str, point: &'a str },
    /// Earlier.
    Before { period: &'a str, point: &'a str },
    /// The earliest.
    Earliest { points: &'a str },
    /// The latest.
    Latest { points: &'a str },
    /// So long, on the sitting days of chambers alone.
    Sitting { period: &'a str, chambers: &'a str },
    /// Counted from.
    From { period: &'a str, point: &'a str },
    /// More yes than no.
    Simple,
    /// The most votes.
    Plurality,
    /// A share.
    Share { at_least: bool, ratio: Ratio, base: Base },
    /// A number.
    Number { n: &'a str },
    /// A vote: who, by how many, and the number that this is.
    Vote { body: &'a str, majority: &'a str, count: Option<(u32, u32)>, quorum: Option<&'a str> },
    /// Nobody in particular must be there.
    NoQuorum,
    /// A tie carries the motion.
    TieStands,
    /// A casting vote.
    Casting { holder: &'a str },
    /// Further counts.
    AlsoIn { majority: &'a str, units: &'a str },
    /// Opens a matter.
    Start { stands: &'a str },
    /// Moves matters.
    Move { stands: &'a str },
    /// Ends matters.
    Abort { procedure: &'a str },
    /// Empties seats.
    Unseat { body: &'a str },
    /// Puts others in the place of the holders.
    Replace { who: &'a str },
    /// Counts up.
    CountUp { counter: &'a str },
    /// To zero.
    Reset { counter: &'a str },
    /// Lengthens the time.
    Extend { period: &'a str },
    /// The matter moves.
    SilenceTo { stands: &'a str },
    /// The step counts as done.
    SilenceDeemed { act: &'a str },
    /// Another step is open instead.
    SilencePasses { act: &'a str },
    /// The power ends.
    SilenceEnds,
    /// A violation.
    SilenceBreach { late_valid: bool },
    /// The text does not say.
    SilenceNotStated,
    /// Opens a matter.
    Opens,
    /// From wherever it stands.
    Anywhere,
    /// If carried, if failed, without quorum.
    IfCarried { stage: &'a str },
    /// If failed.
    IfFailed { stage: &'a str },
    /// Without quorum.
    IfNoQuorum { stage: &'a str },
    /// How often.
    AtMost { n: u8 },
    /// An act against it has its effect.
    Unlawful,
    /// An act against it has no effect.
    Void,
    /// It ends there.
    EndsHere,
    /// Seats.
    Seats { n: u32 },
    /// A term.
    Term { length: &'a str, holdover: bool },
    /// For life.
    ForLife,
}

/// The label of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The source.
    Text,
    /// Who acts.
    Who,
    /// Co-actors.
    With,
    /// Where it starts.
    From,
    /// Where it leads.
    To,
    /// Conditions.
    When,
    /// From when.
    NotBefore,
    /// Until when.
    NotAfter,
    /// After what it happens at once.
    AtOnceAfter,
    /// The time.
    Time,
    /// Silence.
    Silence,
    /// While the clock stands still.
    Pauses,
    /// How often.
    Often,
    /// What it changes.
    Changes,
    /// Steps that leave a stage.
    WaysOut,
    /// What bars it.
    BarredBy,
    /// What it bars.
    Bars,
    /// Duties to do it.
    Owed,
    /// Steps that fulfil a duty.
    Fulfilled,
    /// Why it stands there.
    Assumption,
    /// A remark.
    Note,
    /// When it exists.
    Only,
    /// Its seats.
    Seats,
    /// Its term.
    Term,
    /// Who can remove it.
    RemovedBy,
    /// Stages of a procedure.
    Stages,
    /// Steps of a procedure.
    Steps,
    /// Options of a choice.
    Options,
    /// A value.
    Value,
}

impl Phrase<'_> {
    /// Says it.
    pub fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::En => en::say(*self),
            Lang::Ru => ru::say(*self),
        }
    }
}
