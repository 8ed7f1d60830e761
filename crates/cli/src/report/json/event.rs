//! One event of a story.

use super::Named;
use schemars::JsonSchema;
use serde::Serialize;

/// One event of a story.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EventView {
    /// The day.
    pub date: String,
    /// `act`, `time`, `law`, `world`, `duty-broken` or `refused`.
    pub kind: &'static str,
    /// The rule.
    pub step: String,
    /// Who acts; several if all of them must.
    pub holder: Vec<String>,
    /// What happens.
    pub text: String,
    /// Of a vote: `carried`, `not-carried` or `no-quorum`.
    pub result: Option<&'static str>,
    /// What was counted.
    pub votes: Vec<String>,
    /// The places in the text.
    pub articles: Vec<String>,
    /// Whether no place in the text stands behind it: it is assumed to be possible.
    pub assumed: bool,
    /// What has changed.
    pub changes: Vec<String>,
    /// The rules violated.
    pub violates: Vec<Named>,
    /// Why it was refused, if it was.
    pub refusal: Option<RefusalView>,
}

/// Why an event was refused.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RefusalView {
    /// A stable id, such as `after-deadline`.
    pub id: &'static str,
    /// What was refused, in one clause.
    pub sentence: String,
    /// Each condition that does not hold.
    pub reasons: Vec<ReasonView>,
}

/// A condition that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReasonView {
    /// The rule that imposes it.
    pub rule: String,
    /// What the rule is called.
    pub title: String,
    /// The file and line of the rule.
    pub place: String,
    /// The places in the text.
    pub articles: Vec<String>,
    /// The decisive words, if they are quoted.
    pub quote: Option<String>,
    /// What was found and what was needed.
    pub text: String,
}
