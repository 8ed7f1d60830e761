//! Exit codes.

use std::process::ExitCode;

/// What the exit code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing was found.
    Clean = 0,
    /// A finding, a failed property, or an expectation that was not met.
    Found = 1,
    /// Bad input or usage.
    BadInput = 2,
    /// Nothing was found, but a search met a bound.
    Unknown = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}
