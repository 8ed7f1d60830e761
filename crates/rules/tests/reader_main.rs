//! The reader: text to tree to typed values, and what it says about mistakes.

#![allow(clippy::disallowed_methods, reason = "tests read files and the number of cases")]

#[path = "reader/decode.rs"]
mod decode;
#[path = "reader/language.rs"]
mod language;
#[path = "reader/limits.rs"]
mod limits;
#[path = "reader/messages.rs"]
mod messages;
#[path = "reader/mutated.rs"]
mod mutated;
#[path = "reader/oracle.rs"]
mod oracle;
#[path = "reader/tree.rs"]
mod tree;
