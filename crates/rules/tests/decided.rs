//! Whether each matter of the shipped constitutions can always be brought to an end is decided, not left open.
//!
//! What is known about clocks may be too little without being wrong: then questions stay open that need not.

#![allow(clippy::disallowed_methods, reason = "a test reads files")]

use solon_engine::model::Disjunction;
use solon_engine::search::{Bounds, Silent};
use solon_engine::symbolic::Conduct;
use solon_engine::timed::{Stays, Timed};
use solon_rules::lower::Setting;
use solon_rules::{compile, source::Source};
use std::path::Path;

#[test]
fn whether_a_matter_can_end_is_decided() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    for folder in ["kazakhstan-2021", "united-states"] {
        let mut source = Source::default();
        let mut files: Vec<_> =
            std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "ron")) {
            source.add(file.display().to_string(), std::fs::read_to_string(file).unwrap());
        }
        let rules = compile(&source).rules.unwrap();
        let lowered = rules.lower(&Setting::default());
        let model = &lowered.model;
        for matter in model.matters.iter().filter(|matter| !matter.standing) {
            let bounds = Bounds { max_seconds: 20.0, ..Bounds::default() };
            let mut search = Timed::new(model, bounds, rules.constitution.start, &Silent);
            let closed = Disjunction(vec![vec![(matter.field, matter.closed)]]);
            let answer = search.always_possible(Conduct::Any, &|space| space.set(&closed), &|_| true);
            assert!(matches!(answer, Ok(Stays::Possible | Stays::Lost(..))), "{folder} {:?}", matter.rule);
        }
    }
}
