//! The report of `solon can`.

use super::{Named, ReasonView};
use schemars::JsonSchema;
use serde::Serialize;

/// The report of `solon can`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CanReport {
    /// The version of this form: `solon/can/1`.
    pub schema: &'static str,
    /// The language of all titles and sentences.
    pub language: &'static str,
    /// The day.
    pub on: String,
    /// The scenario that led there, if one did.
    pub scenario: Option<String>,
    /// Where things stand: open matters and statuses.
    pub state: Vec<String>,
    /// By institution, in the order of their ids.
    pub institutions: Vec<AbilitiesView>,
}

/// What an institution may, must and cannot do.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AbilitiesView {
    /// The institution.
    pub institution: Named,
    /// What is open to it.
    pub may: Vec<AbilityView>,
    /// What it owes.
    pub must: Vec<AbilityView>,
    /// What is closed to it.
    pub cannot: Vec<AbilityView>,
}

/// One act.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AbilityView {
    /// The rule.
    pub step: String,
    /// What the act is.
    pub act: String,
    /// The last day, if there is one.
    pub until: Option<String>,
    /// The duty, if it is owed.
    pub duty: Option<Named>,
    /// The places in the text.
    pub articles: Vec<String>,
    /// What stands in the way.
    pub reasons: Vec<ReasonView>,
    /// Whether no matter stands where the act would be possible.
    pub elsewhere: bool,
}
