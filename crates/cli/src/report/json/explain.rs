//! The report of `solon explain`.

use schemars::JsonSchema;
use serde::Serialize;

/// The report of `solon explain`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExplainReport {
    /// The version of this form: `solon/explain/1`.
    pub schema: &'static str,
    /// The language of all titles and sentences.
    pub language: &'static str,
    /// What was asked for.
    pub topic: String,
    /// The page of a finding or diagnostic.
    pub page: Option<String>,
    /// The rules.
    pub rules: Vec<ExplainedView>,
}

/// A rule in plain words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExplainedView {
    /// Its name.
    pub rule: String,
    /// What it is.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// The file and line.
    pub place: String,
    /// What it says.
    pub lines: Vec<LineView>,
}

/// One thing that a rule says.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LineView {
    /// What it is about.
    pub label: String,
    /// What it says.
    pub text: String,
}
