//! What was found, in words: one writer per format, and the sentences of each language.

pub mod can;
pub mod check;
pub mod cover;
pub mod cure;
pub mod diagnostics;
pub mod finding;
pub mod index;
pub mod itf;
pub mod json;
pub mod lanes;
pub mod names;
pub mod numbers;
pub mod page;
pub mod plain;
pub mod powers;
pub mod promela;
pub mod readings;
pub mod refusal;
pub mod run;
pub mod scenario;
pub mod seats;
pub mod sentence;
pub mod standing;
pub mod subject;
pub mod text;
pub mod trace;
