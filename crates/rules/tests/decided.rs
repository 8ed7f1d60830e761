//! Whether each matter of the shipped constitutions can always be brought to an end is decided, not left open.
//!
//! What is known about clocks may be too little without being wrong: then questions stay open that need not.

#![allow(clippy::disallowed_methods, reason = "a test reads files")]

mod shipped;

use solon_engine::model::Disjunction;
use solon_engine::search::{Bounds, Silent};
use solon_engine::symbolic::Conduct;
use solon_engine::timed::{Stays, Timed};
use solon_rules::lower::Setting;

#[test]
fn whether_a_matter_can_end_is_decided() {
    for folder in ["kazakhstan-2021", "united-states"] {
        let rules = shipped::rules(folder);
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
