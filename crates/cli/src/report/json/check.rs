//! The report of `solon check`.

use super::{DiagnosticView, EventView, Named};
use schemars::JsonSchema;
use serde::Serialize;

/// The report of `solon check`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckReport {
    /// The version of this form: `solon/check/1`.
    pub schema: &'static str,
    /// The language of all titles and sentences.
    pub language: &'static str,
    /// What was checked; absent if the files have an error.
    pub constitution: Option<ConstitutionInfo>,
    /// The options taken of layers, variants, and of readings that were fixed.
    pub options: Vec<OptionTaken>,
    /// Parameters that were changed on the command line.
    pub changes: Vec<ParamChanged>,
    /// The readings that are left open: all their options were explored.
    pub open_readings: Vec<OpenReading>,
    /// What was searched; absent if the files have an error.
    pub search: Option<SearchInfo>,
    /// How many findings there are of each severity; intended ones are counted apart.
    pub counts: Counts,
    /// By severity, then few holders, then short traces.
    pub findings: Vec<FindingView>,
    /// Intentions of the file that no finding matches.
    pub unmatched_intentions: Vec<IntentionView>,
    /// The answers to the file's own properties.
    pub answers: Vec<AnswerView>,
    /// The checks that found nothing.
    pub clean: Vec<CleanView>,
    /// The checks and properties that were not run, and what they need.
    pub not_run: Vec<NotRunView>,
    /// The questions that could not be decided.
    pub undecided: Vec<UndecidedView>,
    /// Readings under whose every option each finding was looked for and stands.
    pub agreeing_readings: Vec<String>,
    /// Clauses that the files leave out.
    pub unmodelled: Vec<UnmodelledView>,
    /// What is wrong with the files.
    pub diagnostics: Vec<DiagnosticView>,
}

/// The constitution.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ConstitutionInfo {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The works that its rules cite.
    pub works: Vec<WorkInfo>,
}

/// A work.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WorkInfo {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its edition.
    pub edition: String,
    /// Its lasting name.
    pub urn: Option<String>,
}

/// An option taken.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OptionTaken {
    /// The choice.
    pub choice: String,
    /// Its title.
    pub title: String,
    /// The option.
    pub option: String,
    /// Its title.
    pub option_title: String,
    /// Whether it is the one that the files take.
    pub by_default: bool,
}

/// A changed parameter.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ParamChanged {
    /// The parameter.
    pub param: String,
    /// Its title.
    pub title: String,
    /// Its value.
    pub value: i32,
}

/// An open reading.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OpenReading {
    /// The choice.
    pub choice: String,
    /// Its title.
    pub title: String,
    /// The titles of its options.
    pub options: Vec<String>,
}

/// How much was searched, all searches together.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SearchInfo {
    /// Whether every question was decided.
    pub complete: bool,
    /// The searches that are exact in time; the others leave dates aside, but each trace is confirmed in time.
    pub timed: TimedInfo,
    /// States.
    pub states: u128,
    /// Moves between them, as compiled cases.
    pub transitions: usize,
    /// Nodes of decision diagrams.
    pub nodes: usize,
    /// Seconds; they differ between two runs.
    pub seconds: f64,
    /// Each search.
    pub searches: Vec<SearchView>,
}

/// The searches that are exact in time, taken together.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TimedInfo {
    /// How many questions were asked.
    pub questions: usize,
    /// How often they learnt something about clocks and began again.
    pub refinements: usize,
    /// The most landmarks of clocks that one of them tracked.
    pub landmarks: usize,
    /// The most orders of clocks that one of them tracked.
    pub orders: usize,
    /// Seconds; they differ between two runs.
    pub seconds: f64,
}

/// One search.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SearchView {
    /// What it looked at.
    pub slice: Vec<String>,
    /// Rows of the event table.
    pub events: usize,
    /// States.
    pub states: u128,
    /// Moves.
    pub transitions: usize,
    /// Nodes.
    pub nodes: usize,
    /// Seconds.
    pub seconds: f64,
}

/// How many findings there are.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Counts {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Notes.
    pub note: usize,
    /// Findings that the file declares intended.
    pub intended: usize,
}

/// A finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingView {
    /// Its number in this report.
    pub number: usize,
    /// The letter and number of the check.
    pub code: &'static str,
    /// The lasting id of the check.
    pub id: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// What is wrong, in one sentence.
    pub sentence: String,
    /// Why it is meant to be so, if the file says that it is.
    pub intended: Option<String>,
    /// The weakest conduct under which it appears: `strategic` or `defiant`; absent if conduct plays no part.
    pub good_faith: Option<&'static str>,
    /// The institutions that bring it about or could end it.
    pub holders: Vec<Named>,
    /// The outcomes concerned.
    pub outcome: Vec<Named>,
    /// The rules involved; the first is the one that it is about.
    pub rules: Vec<String>,
    /// Their places in the text.
    pub articles: Vec<String>,
    /// `trace`, `arithmetic`, `search` or `text`.
    pub proof: &'static str,
    /// Whether it is confirmed in time.
    pub timed: bool,
    /// What the proof is, in words.
    pub proof_sentence: String,
    /// Whether it leaves a part of its question open.
    pub leaves_open: bool,
    /// The name of the trace, as `solon check --save-traces` writes it and `solon run --trace` takes it.
    pub trace_id: Option<String>,
    /// The story.
    pub trace: Vec<EventView>,
    /// Who acts in it, in the order of their first acts.
    pub trace_holders: Vec<Named>,
    /// Where things stand at its end, as far as they have changed.
    pub end: Vec<String>,
    /// Further stories, if they were asked for.
    pub more_traces: Vec<TraceView>,
    /// What follows from it, and is therefore no finding of its own.
    pub consequences: Vec<String>,
    /// The times that had begun before the story.
    pub taken: Vec<String>,
    /// What would move a matter on that is held up: the acts in their order.
    pub way_on: Vec<String>,
    /// The readings under which the story is told, where the finding does not hang on them.
    pub told_under: Vec<String>,
    /// The readings under which it appears; empty if under all, or if that was not decided.
    pub readings: Vec<String>,
    /// Under which readings of the text it appears: `all`, `some`, or `not_decided` (those of its story at
    /// least).
    pub under: &'static str,
    /// Assumptions and recalled wordings that it rests on.
    pub rests_on: Vec<String>,
    /// Clauses left out that could change it.
    pub unmodelled: Vec<Named>,
    /// Remedies.
    pub cures: Vec<CureView>,
    /// What was searched for it.
    pub searched: Option<SearchView>,
}

/// A story.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TraceView {
    /// Its name.
    pub trace_id: String,
    /// What happens.
    pub trace: Vec<EventView>,
    /// Who acts in it, in the order of their first acts.
    pub trace_holders: Vec<Named>,
    /// Where things stand at its end, as far as they have changed.
    pub end: Vec<String>,
}

/// A remedy.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CureView {
    /// What to change, in words.
    pub text: String,
    /// Where the rule file would be edited, and how; empty if that is left to the drafter.
    pub edit: String,
}

/// An intention.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IntentionView {
    /// Its id in the file.
    pub rule: String,
    /// The finding that was meant.
    pub finding: String,
    /// What is wrong with it.
    pub sentence: String,
}

/// An answer to a property.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AnswerView {
    /// The property.
    pub property: String,
    /// Its title.
    pub title: String,
    /// `holds`, `fails` or `unknown`.
    pub answer: &'static str,
    /// Whether it holds only because nothing could break it.
    pub vacuous: bool,
    /// The number of the finding, if it fails.
    pub finding: Option<usize>,
    /// The answer in words.
    pub sentence: String,
}

/// A check that found nothing.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CleanView {
    /// The letter and number.
    pub code: &'static str,
    /// The lasting id.
    pub id: &'static str,
    /// What it asks.
    pub question: String,
}

/// A check or property that was not run.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NotRunView {
    /// The letter and number; `P` for a property.
    pub code: String,
    /// The lasting id, or the property.
    pub id: String,
    /// What it needs.
    pub needs: String,
}

/// A question that could not be decided.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UndecidedView {
    /// The letter and number.
    pub code: &'static str,
    /// The lasting id.
    pub id: &'static str,
    /// The rule that it is about.
    pub rule: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Why.
    pub why: String,
}

/// A clause left out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnmodelledView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The places in the text.
    pub articles: Vec<String>,
    /// Why.
    pub why: String,
    /// The rules that it could change.
    pub touches: Vec<String>,
}
