//! Choices, facts, outcomes, duties, prohibitions and properties.

use super::*;

/// A choice.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its rule.
    pub rule: RuleId,
    /// What the options are.
    pub kind: surface::ChoiceKind,
    /// The options: id, title, reason.
    pub options: Vec<ChoiceOption>,
    /// The one taken if none is named.
    pub default: OptionId,
}

/// An option.
#[derive(Clone, Debug)]
pub struct ChoiceOption {
    /// Its id.
    pub id: String,
    /// What a reader sees.
    pub title: Text,
    /// What speaks for it.
    pub why: Option<String>,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Param {
    /// Its rule.
    pub rule: RuleId,
    /// Its value at the start.
    pub value: i32,
    /// The values it may take, sorted; only `value` if no act changes it.
    pub range: Vec<i32>,
    /// The steps that may change it.
    pub set_by: Vec<(ProcedureId, StepId)>,
}

/// A fact.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Under which options there is such a fact; without it, it is false.
    pub only: Guard,
    /// Its rule.
    pub rule: RuleId,
    /// Whether it is true at the start.
    pub initial: bool,
    /// The steps that make it true.
    pub set_by: Vec<(ProcedureId, StepId)>,
}

/// An outcome.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its rule.
    pub rule: RuleId,
    /// When it holds.
    pub when: Guard,
    /// Whether it must stay possible.
    pub vital: bool,
    /// Whether it must not be one holder's alone.
    pub grave: bool,
    /// Whether it changes the constitution itself.
    pub amendment: bool,
}

/// A duty.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Its rule.
    pub rule: RuleId,
    /// Who owes it.
    pub holder: By,
    /// The steps that fulfil it.
    pub to: Vec<(ProcedureId, StepId)>,
    /// When it binds.
    pub when: Guard,
    /// Its own last day: the point, and the period after it.
    pub until: Option<Point>,
    /// To whom it is owed.
    pub owed_to: Vec<InstitutionId>,
    /// The steps that its breach opens.
    pub opens: Vec<(ProcedureId, StepId)>,
    /// The rules that yield to it.
    pub overrides: Vec<RuleId>,
    /// When it exists.
    pub only: Guard,
}

/// A prohibition on one step.
#[derive(Clone, Debug)]
pub struct Prohibition {
    /// Its rule.
    pub rule: RuleId,
    /// The steps it bars, each with the condition as read in that step's procedure.
    pub bars: Vec<(ProcedureId, StepId, Guard)>,
    /// The steps that it names one by one, with their places; the others are meant by `procedure.*`.
    pub named: Vec<(ProcedureId, StepId, Span)>,
    /// The rules that yield to it.
    pub overrides: Vec<RuleId>,
    /// Only for this holder.
    pub holder: Option<By>,
    /// What a barred act is.
    pub effect: surface::Barred,
    /// When it exists.
    pub only: Guard,
}

/// A property.
#[derive(Clone, Debug)]
pub struct Property {
    /// Its rule.
    pub rule: RuleId,
    /// What must be so.
    pub claim: Claim,
}

/// One who plays in a claim: an institution, or one group of its seats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Player {
    /// The institution.
    pub institution: InstitutionId,
    /// The group: its position in the institution's groups.
    pub group: Option<usize>,
}

/// What must be so.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// Never.
    Never(OutcomeId),
    /// Can come about.
    Reachable(OutcomeId),
    /// Stays possible.
    AlwaysPossible(OutcomeId),
    /// The second follows the first within the length.
    LeadsTo(OutcomeId, OutcomeId, Length),
    /// Together they can bring it about, whatever all others do.
    CanForce(Vec<Player>, OutcomeId),
    /// It cannot bring it about alone.
    CannotAlone(Player, OutcomeId),
    /// All others together cannot bring it about without them.
    NeedsConsentOf(Vec<Player>, OutcomeId),
    /// No two of these functions meet in one hand: of each its name and who has it.
    Apart(Vec<(String, Vec<InstitutionId>)>),
}

/// A finding that is meant.
#[derive(Clone, Debug)]
pub struct Intended {
    /// Its rule.
    pub rule: RuleId,
    /// The finding's id or code.
    pub finding: String,
    /// The rules that bear the name that it is about.
    pub about: Vec<RuleId>,
    /// Why.
    pub why: String,
}

/// A clause left out.
#[derive(Clone, Debug)]
pub struct Unmodelled {
    /// Under which options the text has the clause.
    pub only: Guard,
    /// Its rule.
    pub rule: RuleId,
    /// Why.
    pub why: String,
    /// The rules it could change.
    pub touches: Vec<RuleId>,
}
