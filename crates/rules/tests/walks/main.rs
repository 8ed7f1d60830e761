//! Random dated walks against the exhaustive search: on random constitutions, and on the shipped ones.
//!
//! A walk is what `run` does: civil dates, lapses between the acts. Whatever it meets must be among what the search,
//! which leaves dates aside, found: each state is reachable, each end of all movement is a deadlock, and each loss of a
//! vital outcome is reported. A failure is printed as a rule file and a scenario.

#![allow(clippy::disallowed_methods, reason = "tests read files and the number of cases")]

mod constitution;
mod draw;
mod walk;

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use solon_engine::finding::{self, Report, Settings, Subject};
use solon_engine::search::Bounds;
use solon_engine::symbolic::{Slice, Space};
use solon_rules::lower::{Lowered, Setting};
use solon_rules::source::Source;
use solon_rules::{Rules, compile};
use std::path::Path;
use walk::Walk;

/// Compiles a text; `None` if it has an error.
fn rules(text: &str) -> Option<Rules> {
    let mut source = Source::new();
    source.add("random.ron".to_owned(), text.to_owned());
    compile(&source).rules
}

fn check(rules: &Rules, lowered: &Lowered) -> Report {
    let settings = Settings::new(rules.constitution.start, &lowered.rules);
    let mut report = finding::check(&lowered.model, &settings);
    for searched in report.findings.iter_mut().filter_map(|finding| finding.searched.as_mut()) {
        searched.seconds = 0.0;
    }
    report.searches.iter_mut().for_each(|searched| searched.seconds = 0.0);
    report.timed.seconds = 0.0;
    report
}

/// Lets a walk run, and compares all that it meets with the search.
fn among_what_was_found(
    rules: &Rules,
    lowered: &Lowered,
    report: &Report,
    space: &mut Space<'_>,
    mut walk: Walk<'_>,
    n_steps: usize,
) -> Result<(), String> {
    let model = &lowered.model;
    let reachable = space.reachable().map_err(|bound| bound.to_string())?;
    let stuck = space.deadlocks(&reachable).map_err(|bound| bound.to_string())?;
    let mut lost = Vec::new();
    for (index, outcome) in model.outcomes.iter().enumerate().filter(|(_, outcome)| outcome.vital) {
        let goal = space.set(&outcome.when).map_err(|bound| bound.to_string())?;
        lost.push((index as u32, space.can_reach(&goal, &|_| true).map_err(|bound| bound.to_string())?));
    }
    for _ in 0..n_steps {
        let fields = &walk.state.fields;
        let failed = |what: &str| format!("{what}\n{}", walk.scenario(&rules.constitution));
        if !space.contains(&reachable, fields) {
            return Err(failed("the walk is where the search never was"));
        }
        if !walk.can_move() && !space.contains(&stuck, fields) {
            return Err(failed("the walk has come to an end that the search does not know"));
        }
        for (outcome, can) in &lost {
            let is_reported = report.findings.iter().any(|finding| match &finding.subject {
                Subject::Lost { outcomes } => outcomes.iter().any(|id| id.0 == *outcome),
                _ => false,
            });
            let is_undecided = report.undecided.iter().any(|one| one.code == finding::Code::Deadlock);
            if !space.contains(can, fields) && !is_reported && !is_undecided {
                return Err(failed("the walk has lost an outcome, and no finding says so"));
            }
        }
        if !walk.step() {
            break;
        }
    }
    Ok(())
}

fn walked(text: &str, seed: u64) -> TestCaseResult {
    let Some(rules) = rules(text) else { return Err(TestCaseError::reject("an error in the text")) };
    let lowered = rules.lower(&Setting::default());
    let report = check(&rules, &lowered);
    let mut space =
        Space::new(&lowered.model, &Slice::whole(&lowered.model), &Bounds::default()).expect("small");
    let walk = Walk::new(&lowered.model, rules.constitution.start, seed);
    let found = among_what_was_found(&rules, &lowered, &report, &mut space, walk, 40);
    prop_assert!(found.is_ok(), "{}\n{text}", found.unwrap_err());
    Ok(())
}

fn shuffled(text: &constitution::Text, seed: u64) -> TestCaseResult {
    let Some(rules_before) = rules(&text.in_order()) else {
        return Err(TestCaseError::reject("an error in the text"));
    };
    let Some(rules_after) = rules(&text.shuffled(seed)) else {
        return Err(TestCaseError::fail("the shuffled text has an error"));
    };
    let before = check(&rules_before, &rules_before.lower(&Setting::default()));
    let after = check(&rules_after, &rules_after.lower(&Setting::default()));
    prop_assert_eq!(format!("{before:#?}"), format!("{after:#?}"), "{}", text.in_order());
    Ok(())
}

/// How many constitutions each property is tried on: `SOLON_CASES`, or 200.
fn config() -> ProptestConfig {
    let cases = std::env::var("SOLON_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(200);
    ProptestConfig { cases, failure_persistence: None, max_global_rejects: 10 * cases, ..Default::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_walk_meets_nothing_that_the_search_missed(text in constitution::text(), seed in any::<u64>()) {
        walked(&text.in_order(), seed)?;
    }

    #[test]
    fn the_order_of_the_declarations_changes_nothing(text in constitution::text(), seed in any::<u64>()) {
        shuffled(&text, seed)?;
    }
}

#[test]
fn the_random_constitutions_are_well_formed_and_varied() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let n = 200;
    let mut share = [0; 5];
    for _ in 0..n {
        let text = constitution::text().new_tree(&mut runner).expect("a text").current().in_order();
        let Some(rules) = rules(&text) else { continue };
        let lowered = rules.lower(&Setting::default());
        let report = check(&rules, &lowered);
        let has = |code| report.findings.iter().any(|finding| finding.code == code);
        let facts = [
            true,
            has(finding::Code::Deadlock),
            has(finding::Code::HoldUp) || has(finding::Code::Gatekeeper),
            lowered.model.fields.iter().any(|field| field.is_reading()),
            !lowered.model.clocks.is_empty(),
        ];
        for (count, fact) in share.iter_mut().zip(facts) {
            *count += usize::from(fact);
        }
    }
    assert!(share.iter().all(|&count| count * 10 >= n), "{share:?} of {n}");
}

#[test]
fn walks_on_the_shipped_constitutions_meet_nothing_that_the_search_missed() {
    for name in ["united-states", "kazakhstan-2021"] {
        let mut source = Source::new();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules").join(name);
        let mut paths: Vec<_> =
            std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|ext| ext == "ron")) {
            source.add(path.display().to_string(), std::fs::read_to_string(path).unwrap());
        }
        let rules = compile(&source).rules.expect("no errors");
        let lowered = rules.lower(&Setting::default());
        let report = check(&rules, &lowered);
        assert!(report.is_complete(), "{name}");
        let mut space = Space::new(&lowered.model, &Slice::whole(&lowered.model), &Bounds::default())
            .expect("within bounds");
        for seed in 1..=20 {
            let walk = Walk::new(&lowered.model, rules.constitution.start, seed);
            let found = among_what_was_found(&rules, &lowered, &report, &mut space, walk, 60);
            assert!(found.is_ok(), "{name}, seed {seed}: {}", found.unwrap_err());
        }
    }
}
