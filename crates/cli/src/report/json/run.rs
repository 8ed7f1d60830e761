//! The report of `solon run`.

use super::EventView;
use super::Named;
use schemars::JsonSchema;
use serde::Serialize;

/// The report of `solon run`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RunReport {
    /// The version of this form: `solon/run/1`.
    pub schema: &'static str,
    /// The language of all titles and sentences.
    pub language: &'static str,
    /// The scenarios, in the order of the files.
    pub scenarios: Vec<ScenarioView>,
}

/// A scenario that was replayed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ScenarioView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The file and line.
    pub place: String,
    /// The first day.
    pub start: String,
    /// The last day.
    pub until: String,
    /// Whether unlawful events are marked instead of refused.
    pub recorded: bool,
    /// Who acts in it, in the order of their first acts.
    pub holders: Vec<Named>,
    /// What happened, and what became of it.
    pub story: Vec<StoryLine>,
    /// Where things stand at the end, as far as they have changed.
    pub end: Vec<String>,
    /// What must be so at the end.
    pub expectations: Vec<ExpectationView>,
    /// Whether every expectation was met.
    pub met: bool,
}

/// An event with what was expected of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StoryLine {
    /// The event.
    pub event: EventView,
    /// The file, line and column of the event; absent for lapses and steps of the law.
    pub place: Option<String>,
    /// What was expected; absent if nothing was.
    pub expected: Option<ExpectationView>,
}

/// An expectation.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExpectationView {
    /// What was expected.
    pub text: String,
    /// Whether it was met.
    pub met: bool,
}
