//! The report of `solon explore`.

use super::{SearchInfo, UndecidedView};
use schemars::JsonSchema;
use serde::Serialize;

/// The report of `solon explore`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExploreReport {
    /// The version of this form: `solon/explore/1`.
    pub schema: &'static str,
    /// The constitution.
    pub constitution: String,
    /// Institutions, procedures, stages and steps of the files.
    pub rules: usize,
    /// Fields of a state.
    pub fields: usize,
    /// The bits that a state takes.
    pub bits: u32,
    /// Rows of the event table.
    pub events: usize,
    /// Clocks.
    pub clocks: usize,
    /// Readings that are left open.
    pub readings: usize,
    /// All searches together.
    pub search: SearchInfo,
    /// The questions that could not be decided.
    pub undecided: Vec<UndecidedView>,
}
