//! From how many seats on something can be done, in the report of `solon powers --seats`.

use super::NumberView;
use schemars::JsonSchema;
use serde::Serialize;

/// From how many seats on something can be done.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SeatsView {
    /// The ids of those to whose seats these are added.
    pub with: Vec<String>,
    /// The ids of those whose seats are counted.
    pub of: Vec<String>,
    /// How many bring the outcome about, or end it if it holds at the start.
    pub force: ThresholdsView,
    /// How many keep it from coming about; absent if it holds at the start.
    pub block: Option<ThresholdsView>,
}

/// The smallest numbers of seats that suffice. An empty list of numbers needs none of them.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ThresholdsView {
    /// Whoever acts first, and whatever the dates.
    pub can: Vec<Vec<NumberView>>,
    /// Surely only if they act before the others do.
    pub only_first: Vec<Vec<NumberView>>,
    /// It depends on dates.
    pub depends_on_dates: Vec<Vec<NumberView>>,
    /// They suffice, though perhaps fewer would.
    pub perhaps_with_fewer: Vec<Vec<NumberView>>,
    /// Whether there can be no others.
    pub complete: bool,
    /// The bounds that the search met.
    pub met: Vec<String>,
}
