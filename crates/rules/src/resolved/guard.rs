//! Dates, conditions and what a step changes.

use super::*;

/// A length of time with its start.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// How long, with its counting.
    pub length: Length,
    /// A length given by a parameter, added to `length`: the parameter, and months and days of one unit.
    pub scaled: Option<(ParamId, i32, i32)>,
    /// From when; from entry of the stage if `None`.
    pub from: Option<Point>,
    /// The chambers on whose sitting days alone it runs.
    pub sitting: Vec<InstitutionId>,
    /// Whether the text gives words instead of a number.
    pub vague: bool,
}

/// A date.
#[derive(Clone, Debug, PartialEq)]
pub enum Point {
    /// Entry of this matter into its stage.
    Entry,
    /// The last time.
    At(Mark),
    /// The start of the present term.
    TermStart(InstitutionId),
    /// Its end.
    TermEnd(InstitutionId),
    /// By the calendar.
    Calendar(DatePoint),
    /// Later.
    Plus(Box<Point>, Box<Period>),
    /// Earlier.
    Minus(Box<Point>, Box<Period>),
    /// The earliest.
    Earliest(Vec<Point>),
    /// The latest.
    Latest(Vec<Point>),
}

/// What silence means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// The matter moves.
    To(StageId),
    /// The step counts as taken.
    Deemed(StepId),
    /// This step is open instead.
    PassesTo(StepId),
    /// The power ends.
    PowerEnds,
    /// A duty is broken.
    Breach(surface::Late),
    /// Both.
    NotStated,
}

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Guard {
    /// All hold; of none: always.
    All(Vec<Guard>),
    /// One holds; of none: never.
    Any(Vec<Guard>),
    /// It does not hold.
    Not(Box<Guard>),
    /// A matter is in one of the stages.
    In(ProcedureId, Vec<StageId>),
    /// The linked matter is in one of the stages.
    Linked(ProcedureId, Vec<StageId>),
    /// The institution has one of the statuses.
    Status(InstitutionId, Vec<surface::Status>),
    /// The matter of this procedure has the kind.
    Kind(ProcedureId, KindId),
    /// The fact is true.
    Fact(FactId),
    /// The option is chosen.
    Chosen(ChoiceId, OptionId),
    /// The step was taken in the present matter of its procedure.
    Happened(ProcedureId, StepId),
    /// So long, or less, since then.
    Since(Point, surface::Compare, Period),
    /// Between both days.
    Between(Point, Point),
    /// The counter stands at so much, or below.
    Counted(ProcedureId, CounterId, surface::Compare, Number),
    /// The parameter has the value.
    Valued(ParamId, Number),
    /// The outcome holds.
    Holds(OutcomeId),
    /// The rule is in force: on or after the first, before the second.
    Within(Option<Box<Point>>, Option<Box<Point>>),
}

impl Guard {
    /// The condition that always holds.
    pub fn always() -> Guard {
        Guard::All(Vec::new())
    }

    /// The condition that never holds.
    pub fn never() -> Guard {
        Guard::Any(Vec::new())
    }

    /// Tells whether this is [`Guard::always`].
    pub fn is_always(&self) -> bool {
        matches!(self, Guard::All(parts) if parts.is_empty())
    }
}

/// What a step changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Opens a matter at a stage; about this one, or not.
    Start(ProcedureId, StageId, bool),
    /// Moves open matters: all, or the linked one.
    Move(ProcedureId, StageId, surface::Which),
    /// Ends open matters: all, or the linked one.
    Abort(ProcedureId, surface::Which),
    /// Gives a status.
    Set(InstitutionId, surface::Status),
    /// Empties seats of this body.
    Unseat(InstitutionId),
    /// Puts others in the place of its holders.
    Replace(InstitutionId),
    /// Counts up.
    CountUp(ProcedureId, CounterId),
    /// To zero.
    Reset(ProcedureId, CounterId),
    /// Gives a value.
    Put(ParamId, i32),
    /// Makes true or false.
    Assert(FactId, bool),
    /// Takes a kind.
    Unmark(KindId),
    /// Lengthens the present stage.
    Extend(Period),
}
