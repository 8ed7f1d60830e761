//! The published form of the reports. The text reports print the same values; `docs/schema/` describes them.

mod can;
mod check;
mod cover;
mod event;
mod explain;
mod explore;
mod index;
mod powers;
mod run;
mod seats;

pub use can::*;
pub use check::*;
pub use cover::*;
pub use event::*;
pub use explain::*;
pub use explore::*;
pub use index::*;
pub use powers::*;
pub use run::*;
use schemars::JsonSchema;
pub use seats::*;
use serde::Serialize;

/// The version of the report of `solon check`.
pub const CHECK: &str = "solon/check/1";

/// The version of the report of `solon run`.
pub const RUN: &str = "solon/run/1";

/// The version of the report of `solon can`.
pub const CAN: &str = "solon/can/1";

/// The version of the report of `solon explore`.
pub const EXPLORE: &str = "solon/explore/1";

/// The version of the report of `solon cover`.
pub const COVER: &str = "solon/cover/1";

/// The version of the report of `solon powers`.
pub const POWERS: &str = "solon/powers/2";

/// The version of the report of `solon explain`.
pub const EXPLAIN: &str = "solon/explain/1";

/// Writes a report.
pub fn write<T: Serialize>(report: &T) -> String {
    match serde_json::to_string_pretty(report) {
        Ok(text) => text + "\n",
        // Reports hold no maps with other keys than texts, and no writer that could fail.
        Err(error) => format!("{{\"error\": {:?}}}\n", error.to_string()),
    }
}

/// Returns the JSON schema of the report of `solon check`.
pub fn schema() -> String {
    write(&schemars::schema_for!(CheckReport))
}

/// Something with an id and a title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// Something wrong with the files.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DiagnosticView {
    /// The stable id.
    pub id: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: String,
    /// The places; the first is the one to look at.
    pub labels: Vec<LabelView>,
    /// What would help.
    pub help: Option<String>,
}

/// A place in a file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LabelView {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The line of the end.
    pub end_line: u32,
    /// The column after the end.
    pub end_column: u32,
    /// A remark.
    pub text: String,
}
