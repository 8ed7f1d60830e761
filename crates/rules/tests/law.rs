//! What the law does by itself happens at once, or when a clock says so: no event table asks more of time than that.

#![allow(clippy::disallowed_methods, reason = "a test reads files")]

mod shipped;

use solon_engine::model::{EventKind, Test};
use solon_rules::lower::Setting;
use std::path::Path;

/// An automatic event does not wait, and nothing but a clock makes a lapse due: a condition on a date would be passed over.
#[test]
fn nothing_that_comes_by_itself_asks_for_what_it_does_not_wait_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let (mut automatic, mut lapses) = (0, 0);
    for parent in [root.clone(), root.join("examples")] {
        for folder in std::fs::read_dir(parent).unwrap().map(|entry| entry.unwrap().path()) {
            if !folder.is_dir() || folder.ends_with("examples") {
                continue;
            }
            let rules = shipped::at(&folder);
            let lowered = rules.lower(&Setting::default());
            for event in &lowered.model.events {
                let name = &rules.constitution.rules[event.rule.index()].name;
                let asks =
                    |is: fn(&Test) -> bool| event.conditions.iter().any(|condition| is(&condition.test));
                let (clock, date) = (
                    asks(|test| matches!(test, Test::Clock(_))),
                    asks(|test| matches!(test, Test::Date(..))),
                );
                match event.kind {
                    EventKind::Automatic => {
                        assert!(!clock && !date, "{} {name}", folder.display());
                        automatic += 1;
                    }
                    EventKind::Lapse => {
                        assert!(clock && !date, "{} {name}", folder.display());
                        lapses += 1;
                    }
                    EventKind::Act => {}
                }
            }
        }
    }
    assert!(automatic > 50 && lapses > 100, "{automatic} automatic, {lapses} lapses");
}
