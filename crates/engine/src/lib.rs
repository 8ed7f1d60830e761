//! Runs and searches legislative processes.
//!
//! The engine owns the [`Model`](model::Model) that it runs: one table of events over small fields and clocks.
//! It knows no names, no files, no text and no terminal; it returns data and prints nothing.
#![warn(missing_docs)]
#![deny(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

pub mod calendar;
pub mod cover;
pub mod explicit;
pub mod finding;
pub mod index;
pub mod model;
pub mod play;
pub mod replay;
pub mod schedule;
pub mod search;
pub mod state;
pub mod step;
pub mod symbolic;
pub mod timed;
pub mod vote;
