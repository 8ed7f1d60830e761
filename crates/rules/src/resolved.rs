//! What the files refer to: every name is an index, every period a length, every default filled in.
//!
//! Tables are numbered in the order of names, not of declarations, so that files which mean the same give the same
//! model. No string is compared after this stage.

mod decision;
mod guard;
mod institution;
mod norm;
mod procedure;

pub use decision::*;
pub use guard::*;
pub use institution::*;
pub use norm::*;
pub use procedure::*;

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
