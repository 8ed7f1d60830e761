//! Compiles rule files of constitutions into the engine's model.
//!
//! One straight line: [`source::Source`] → `syntax` → `decode` → [`surface`] → `resolve` → [`resolved`] → `check` →
//! `lower` → [`solon_engine::model::Model`]. Nothing here reads files, prints, or executes a model.
#![warn(missing_docs)]
#![deny(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

pub mod check;
mod compile;
#[macro_use]
pub mod decode;
pub mod diagnostic;
pub mod lower;
pub mod origins;
pub mod resolve;
pub mod resolved;
pub mod scenario;
pub mod source;
pub mod surface;
pub mod syntax;

pub use compile::{Compiled, Rules, compile};
