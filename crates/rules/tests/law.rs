//! What the law does by itself happens at once, or when a clock says so: no event table asks more of time than that.

#![allow(clippy::disallowed_methods, reason = "a test reads files")]

mod shipped;

use solon_engine::model::{EventKind, Test};
use solon_rules::lower::Setting;

/// An automatic event does not wait, and nothing but a clock makes a lapse due: a condition on a date would be passed over.
#[test]
fn nothing_that_comes_by_itself_asks_for_what_it_does_not_wait_for() {
    let (mut automatic, mut lapses) = (0, 0);
    for folder in shipped::folders() {
        let rules = shipped::rules(&folder);
        let lowered = rules.lower(&Setting::default());
        for event in lowered.model.events.iter().filter(|event| event.kind != EventKind::Act) {
            let name = &rules.constitution.rules[event.rule.index()].name;
            let asks = |is: fn(&Test) -> bool| event.conditions.iter().any(|condition| is(&condition.test));
            let is_lapse = event.kind == EventKind::Lapse;
            assert_eq!(asks(|test| matches!(test, Test::Clock(_))), is_lapse, "{folder} {name}: a clock");
            assert!(!asks(|test| matches!(test, Test::Date(..))), "{folder} {name}: a date");
            *(if is_lapse { &mut lapses } else { &mut automatic }) += 1;
        }
    }
    assert!(automatic > 50 && lapses > 100, "{automatic} automatic, {lapses} lapses");
}
