//! What the files refer to: every name is an index, every period a length, every default filled in.
//!
//! Tables are numbered in the order of names, not of declarations, so that files which mean the same give the same
//! model. No string is compared after this stage.

use crate::decode::Places;
use crate::source::Span;
use crate::surface;
use solon_engine::calendar::{DatePoint, Day, Length};
use solon_engine::model::RuleId;
use solon_engine::vote::{Base, Ratio};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    )*};
}

ids! {
    /// Indexes [`Constitution::institutions`].
    InstitutionId,
    /// Indexes [`Constitution::procedures`].
    ProcedureId,
    /// Indexes [`Procedure::stages`].
    StageId,
    /// Indexes [`Procedure::steps`].
    StepId,
    /// Indexes [`Procedure::kinds`].
    KindId,
    /// Indexes [`Procedure::counters`].
    CounterId,
    /// Indexes [`Procedure::roles`].
    RoleId,
    /// Indexes [`Constitution::choices`].
    ChoiceId,
    /// Indexes [`Choice::options`].
    OptionId,
    /// Indexes [`Constitution::params`].
    ParamId,
    /// Indexes [`Constitution::facts`].
    FactId,
    /// Indexes [`Constitution::outcomes`].
    OutcomeId,
}

/// One constitution.
#[derive(Clone, Debug)]
pub struct Constitution {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// The languages of its titles; the first is the default.
    pub languages: Vec<String>,
    /// The works cited, in the order of their ids.
    pub works: Vec<Work>,
    /// The day on which stories begin.
    pub start: Day,
    /// Every rule, by [`RuleId`].
    pub rules: Vec<Rule>,
    /// Offices, chambers, courts, bodies.
    pub institutions: Vec<Institution>,
    /// Procedures.
    pub procedures: Vec<Procedure>,
    /// Readings, layers, variants.
    pub choices: Vec<Choice>,
    /// Numbers with names.
    pub params: Vec<Param>,
    /// Facts of the world.
    pub facts: Vec<Fact>,
    /// Conditions that people care about.
    pub outcomes: Vec<Outcome>,
    /// Duties.
    pub duties: Vec<Duty>,
    /// Prohibitions.
    pub prohibitions: Vec<Prohibition>,
    /// The drafter's own questions.
    pub properties: Vec<Property>,
    /// Findings that are meant.
    pub intended: Vec<Intended>,
    /// Clauses left out.
    pub unmodelled: Vec<Unmodelled>,
}

impl Constitution {
    /// Returns a rule.
    pub fn rule(&self, id: RuleId) -> &Rule {
        &self.rules[id.index()]
    }
}

/// A text in one or several languages; the first entry is the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub Vec<(String, String)>);

impl Text {
    /// Returns the text in a language, or else the first one.
    pub fn in_language(&self, language: &str) -> &str {
        self.0.iter().find(|(known, _)| known == language).or(self.0.first()).map_or("", |(_, text)| text)
    }
}

/// A source.
#[derive(Clone, Debug)]
pub struct Work {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Its edition.
    pub edition: String,
    /// A lasting name.
    pub urn: Option<String>,
    /// Its rank.
    pub kind: surface::WorkKind,
    /// The languages in which it is authentic.
    pub lang: Vec<String>,
}

/// What kind of item a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleKind {
    /// An institution.
    Institution,
    /// A seat group.
    Seats,
    /// A procedure.
    Procedure,
    /// A kind of matter.
    Kind,
    /// A stage.
    Stage,
    /// A step.
    Step,
    /// A co-actor's part in a step.
    Gate,
    /// A choice.
    Choice,
    /// A parameter.
    Param,
    /// A fact.
    Fact,
    /// An outcome.
    Outcome,
    /// A duty.
    Duty,
    /// A prohibition.
    Prohibition,
    /// A property.
    Property,
    /// Defaults, intentions, clauses left out.
    Other,
}

/// A rule of the text: where it stands and what it says about itself.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The qualified name: `bill.sign`, `bill.sign:consent`, `senate.appointed`.
    pub name: String,
    /// What it is.
    pub kind: RuleKind,
    /// What a reader sees.
    pub title: Text,
    /// Of a vote: what a reader sees when it fails.
    pub failed_title: Option<Text>,
    /// Its sources.
    pub cites: Vec<Cite>,
    /// Why it stands here although the text does not say so.
    pub assumption: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// Its place in the files.
    pub span: Span,
    /// Where its fields stand; of a gate, those of its step.
    pub places: Places,
}

impl Rule {
    /// Returns where a field stands; the rule's own place if the field was left out.
    pub fn place(&self, field: &str) -> Span {
        self.places.of(field).unwrap_or(self.span)
    }
}

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cite {
    /// Indexes [`Constitution::works`]; `None` in a constitution without works.
    pub work: Option<usize>,
    /// Article and paragraph.
    pub at: String,
    /// The decisive words, by language.
    pub quote: Vec<(String, String)>,
    /// Whether the wording is recalled, not read.
    pub recalled: bool,
    /// Where it stands.
    pub span: Span,
}

/// A value that depends on guards: the first branch that applies. The last guard is always true.
pub type Cases<T> = Vec<(Guard, T)>;

/// A number, or a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// Always this.
    Int(i32),
    /// The parameter's value.
    Param(ParamId),
}

/// An office, chamber, court, body.
#[derive(Clone, Debug)]
pub struct Institution {
    /// Its rule.
    pub rule: RuleId,
    /// What it is.
    pub kind: surface::InstitutionKind,
    /// The units it exists for, if there is one for each.
    pub per: Option<InstitutionId>,
    /// The chambers that sit together.
    pub parts: Vec<InstitutionId>,
    /// Its seats; plain seats are one group without a source.
    pub groups: Vec<Group>,
    /// How many must be in office.
    pub competent: Option<Majority>,
    /// Its term.
    pub term: Option<Term>,
    /// The step by which it enters office.
    pub enters: Option<(ProcedureId, StepId)>,
    /// Who acts for it.
    pub acting: Option<Acting>,
    /// Who can remove it.
    pub removed_by: Vec<By>,
    /// Offices that its holder may not have.
    pub incompatible: Vec<InstitutionId>,
    /// Functions.
    pub functions: Vec<String>,
    /// Its status at the start.
    pub initial: surface::Status,
    /// When it exists.
    pub only: Guard,
}

/// Seats with one source.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its rule.
    pub rule: RuleId,
    /// How many, or how many for each unit.
    pub n: Cases<Number>,
    /// The units.
    pub per: Option<InstitutionId>,
    /// Who fills them; `None` for plain seats.
    pub by: Option<By>,
    /// Who can empty them.
    pub removed_by: Vec<By>,
    /// The part that is renewed each time, as numerator and denominator.
    pub renewed: Option<(u32, u32)>,
    /// Whether the group exists.
    pub only: Guard,
}

/// A term of office.
#[derive(Clone, Debug)]
pub struct Term {
    /// How long; `None` for life.
    pub length: Option<Cases<Period>>,
    /// From when.
    pub from: Option<Point>,
    /// Whether the old holder stays until a new one enters.
    pub holdover: bool,
    /// While this holds the term does not end.
    pub prolonged: Option<Guard>,
}

/// Who acts for an office.
#[derive(Clone, Debug)]
pub struct Acting {
    /// In this order.
    pub line: Vec<InstitutionId>,
    /// In these statuses.
    pub on: Vec<surface::Status>,
    /// Whether the acting holder gives up the former office.
    pub leaves_office: bool,
}

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

/// Who acts.
#[derive(Clone, Debug, PartialEq)]
pub enum By {
    /// As one.
    Institution(InstitutionId),
    /// Any member.
    Member(InstitutionId),
    /// Who holds the role.
    Role(RoleId),
    /// Any of them.
    AnyOf(Vec<By>),
    /// All of them.
    All(Vec<By>),
    /// A vote.
    Vote(Box<Vote>),
    /// Signers.
    Petition(Box<Petition>),
    /// Nobody.
    Law,
}

/// A body, or the one that holds a role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Body {
    /// This one.
    Institution(InstitutionId),
    /// Who holds the role.
    Role(RoleId),
}

/// A vote.
#[derive(Clone, Debug, PartialEq)]
pub struct Vote {
    /// Who votes.
    pub of: Body,
    /// Excluded groups: positions in the body's groups.
    pub without: Vec<usize>,
    /// How many must agree.
    pub pass: Cases<Majority>,
    /// How many must be there; empty: nobody in particular.
    pub quorum: Cases<Quorum>,
    /// What a tie means.
    pub tie: Tie,
    /// Further counts.
    pub also: Vec<(InstitutionId, Majority)>,
    /// Where its body is named.
    pub place: Span,
    /// Where the numbers of `pass` stand, case by case.
    pub pass_places: Vec<Span>,
    /// Where the numbers of `quorum` stand, case by case; in `Defaults`, if the vote gives none of its own.
    pub quorum_places: Vec<Span>,
    /// Whether the vote gives its own quorum.
    pub own_quorum: bool,
}

/// How many must be there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quorum {
    /// The number; `None`: no quorum.
    pub number: Option<Majority>,
    /// Only on objection.
    pub on_objection: bool,
}

/// What a tie means.
#[derive(Clone, Debug, PartialEq)]
pub enum Tie {
    /// Lost.
    Lost,
    /// Carried.
    Stands,
    /// A casting vote.
    Casting(By),
}

/// Signers.
#[derive(Clone, Debug, PartialEq)]
pub struct Petition {
    /// Whose members.
    pub of: Body,
    /// How many.
    pub need: Cases<Majority>,
    /// Where its body is named.
    pub place: Span,
    /// Where the numbers of `need` stand, case by case.
    pub need_places: Vec<Span>,
}

/// How many must agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Majority {
    /// More yes than no.
    Simple,
    /// The most.
    Plurality,
    /// More than the share.
    MoreThan(Ratio, Base),
    /// At least the share.
    AtLeast(Ratio, Base),
    /// A number.
    Count(Number),
}

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

/// What must be so.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// Never.
    Never(OutcomeId),
    /// Can come about.
    Reachable(OutcomeId),
    /// Stays possible.
    AlwaysPossible(OutcomeId),
    /// Needs a part of the analysis that is not built yet: time, or play.
    NotYet(&'static str),
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
