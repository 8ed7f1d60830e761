//! Procedures with their stages, steps and co-actors.

use super::*;

/// A procedure.
#[derive(Clone, Debug)]
pub struct Procedure {
    /// Its rule.
    pub rule: RuleId,
    /// The procedures whose matters its matters can be about.
    pub about: Vec<ProcedureId>,
    /// Whether the law allows only one matter at a time.
    pub single: bool,
    /// The stage at the start, if it always stands open.
    pub initial: Option<StageId>,
    /// Kinds.
    pub kinds: Vec<Kind>,
    /// The names of roles.
    pub roles: Vec<String>,
    /// Counters.
    pub counters: Vec<Counter>,
    /// Stages.
    pub stages: Vec<Stage>,
    /// Steps.
    pub steps: Vec<Step>,
    /// When it exists.
    pub only: Guard,
}

/// A kind of matter.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its rule.
    pub rule: RuleId,
    /// Kinds that it cannot go with.
    pub excludes: Vec<KindId>,
}

/// A counter.
#[derive(Clone, Debug)]
pub struct Counter {
    /// Its name.
    pub name: String,
    /// The largest number that matters.
    pub upto: u8,
    /// When it starts anew.
    pub per: Scope,
}

/// When a count starts anew.
#[derive(Clone, Debug, PartialEq)]
pub enum Scope {
    /// With each matter.
    Matter,
    /// Never.
    Procedure,
    /// Each time the step is taken.
    Each(ProcedureId, StepId),
    /// It looks back so many years.
    Years(u8),
}

/// A stage.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its rule.
    pub rule: RuleId,
    /// The time to act.
    pub within: Option<Cases<Period>>,
    /// What silence means; there whenever `within` is.
    pub on_silence: Option<Cases<Silence>>,
    /// While this holds the clock stands still.
    pub pauses: Option<Guard>,
    /// Whether the clock begins anew after a pause.
    pub restarts: bool,
    /// What entering changes.
    pub enter: Vec<Effect>,
    /// How the matter ends here.
    pub end: Option<surface::End>,
    /// When it exists.
    pub only: Guard,
}

/// A step.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its rule.
    pub rule: RuleId,
    /// Who makes it.
    pub by: Cases<By>,
    /// Co-actors.
    pub gates: Vec<Gate>,
    /// The stages it leaves; `None`: it opens a matter.
    pub from: Option<Vec<StageId>>,
    /// Where it leads.
    pub to: Option<StageId>,
    /// Where a vote leads that is carried.
    pub carried: Option<StageId>,
    /// Where a vote leads that fails.
    pub failed: Option<StageId>,
    /// Where a vote without quorum leads.
    pub no_quorum: Option<StageId>,
    /// After what it happens at once.
    pub after: Option<Mark>,
    /// When it is open.
    pub when: Option<Guard>,
    /// From when.
    pub opens: Option<Point>,
    /// Until when.
    pub closes: Option<Point>,
    /// How often.
    pub at_most: Option<(u8, Scope)>,
    /// Roles that it binds.
    pub bind: Vec<(RoleId, InstitutionId)>,
    /// Kinds that it gives.
    pub adds: Vec<KindId>,
    /// What it changes.
    pub effects: Vec<Effect>,
    /// The prohibitions that yield to it.
    pub overrides: Vec<RuleId>,
    /// When it exists.
    pub only: Guard,
}

/// A co-actor's part.
#[derive(Clone, Debug)]
pub struct Gate {
    /// Its rule.
    pub rule: RuleId,
    /// The rule of a refusal, where there can be one.
    pub refusal: Option<RuleId>,
    /// What part.
    pub kind: GateKind,
    /// Who.
    pub of: By,
    /// The institutions that a consultation passes over when they are vacant.
    pub skipped_when_vacant: bool,
    /// The time to answer.
    pub within: Option<Cases<Period>>,
    /// What silence means.
    pub on_silence: Option<Cases<Silence>>,
}

/// What part a co-actor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateKind {
    /// Proposes; the step's holder may turn it down.
    Proposal,
    /// Is asked by the step's holder.
    Asked,
    /// Must answer or agree, and cannot refuse.
    Given,
    /// Must agree, and may refuse.
    Consent,
    /// Must be in office.
    Presence,
}

/// A step or a stage, as a mark in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// A step was taken.
    Step(ProcedureId, StepId),
    /// A stage was entered.
    Stage(ProcedureId, StageId),
}
