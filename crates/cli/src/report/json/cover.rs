//! The report of `solon cover`.

use schemars::JsonSchema;
use serde::Serialize;

/// The report of `solon cover`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CoverReport {
    /// The version of this form: `solon/cover/1`.
    pub schema: &'static str,
    /// In which language its texts are.
    pub language: &'static str,
    /// The constitution.
    pub constitution: String,
    /// How many scenarios were replayed.
    pub scenarios: usize,
    /// Those that did not go as they expect, which are not counted.
    pub failed: Vec<String>,
    /// How many percent of the parts must be exercised, if that was asked.
    pub asked: Option<u8>,
    /// Whether so much is exercised and every scenario went as it expects.
    pub met: bool,
    /// Of all parts of the rules, how many there are, and how many some scenario exercises.
    pub all: Share,
    /// The same by kind of part.
    pub kinds: Vec<KindView>,
}

/// How many there are, and how many of them are exercised.
#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
pub struct Share {
    /// How many are exercised.
    pub exercised: usize,
    /// How many there are.
    pub of: usize,
}

impl Share {
    /// Returns whole percent, rounded down; 100 of nothing.
    pub fn percent(self) -> usize {
        (self.exercised * 100).checked_div(self.of).unwrap_or(100)
    }
}

/// One kind of part.
#[derive(Debug, Serialize, JsonSchema)]
pub struct KindView {
    /// `taken`, `refused`, `kept`, `missed`, `reached` or `one-short`.
    pub kind: &'static str,
    /// How many of them are exercised.
    pub share: Share,
    /// Those that no scenario exercises.
    pub missing: Vec<MissingView>,
}

/// A part that no scenario exercises.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MissingView {
    /// The rule.
    pub rule: String,
    /// Of a vote that is taken: `carried`, `not-carried` or `no-quorum`.
    pub result: Option<&'static str>,
    /// Of a majority: the body that votes.
    pub body: Option<String>,
    /// What it says.
    pub title: String,
    /// Its articles.
    pub articles: Vec<String>,
}
