//! The cost of exact time does not depend on how long the periods are: the same searches with every period once, 10, 100 and
//! 1,000 times as long (`cargo bench -p solon-rules --bench growth`, with folders as arguments if wanted).
//!
//! A month is taken as 30 days first, since a thousand months are not a thousand times as uncertain as one. The same is found, and
//! nothing more is left undecided.

#![allow(clippy::disallowed_methods, reason = "a benchmark reads files")]

#[path = "../tests/shipped/mod.rs"]
mod shipped;

use solon_engine::calendar::Length;
use solon_engine::finding::{self, Code, Report, Settings, Severity, Subject};
use solon_engine::model::{Model, Test};
use solon_rules::lower::Setting;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let named: Vec<PathBuf> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).map(PathBuf::from).collect();
    let all = ["examples/belgium-2010", "examples/poland-1997", "united-states", "kazakhstan-2021"];
    let folders = if named.is_empty() { all.map(|name| root.join(name)).to_vec() } else { named };
    println!(
        "{:<18} {:>6} {:>9} {:>9} {:>9} {:>6} {:>8} {:>8}  {:>5}",
        "constitution", "times", "questions", "landmarks", "orders", "learnt", "findings", "seconds", "ratio"
    );
    for folder in folders {
        let (rules, setting) = (shipped::at(&folder), Setting::default());
        let lowered = rules.lower(&setting);
        let mut first = None;
        for factor in [1, 10, 100, 1000] {
            let model = stretched(&lowered.model, factor);
            let started = Instant::now();
            // What counts as a long wait is stretched with the periods.
            let settings = Settings::new(rules.constitution.start, &lowered.rules);
            let settings = Settings { long_wait: settings.long_wait * factor, ..settings };
            let report = finding::check(&model, &settings);
            let seconds = started.elapsed().as_secs_f64();
            let timed = &report.timed;
            let work = (timed.questions, timed.landmarks, timed.orders, timed.refinements);
            let found = found(&report);
            let (first_work, first_found, first_seconds) =
                first.get_or_insert_with(|| (work, found.clone(), seconds));
            print(&folder, factor, &report, seconds, *first_seconds);
            assert_eq!(work, *first_work, "longer periods must not be more work");
            assert_eq!(found, *first_found, "the same must be found of longer periods");
        }
    }
}

/// What a report says, but for the days of its stories.
fn found(report: &Report) -> (Vec<(Code, Severity, Subject)>, usize) {
    let findings = report.findings.iter();
    let findings = findings.map(|finding| (finding.code, finding.severity, finding.subject.clone()));
    (findings.collect(), report.undecided.len())
}

fn print(folder: &Path, factor: i32, report: &Report, seconds: f64, first: f64) {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let timed = &report.timed;
    println!(
        "{name:<18} {factor:>6} {:>9} {:>9} {:>9} {:>6} {:>8} {seconds:>8.2}  {:>5.2}{}",
        timed.questions,
        timed.landmarks,
        timed.orders,
        timed.refinements,
        report.findings.len(),
        seconds / first,
        if report.undecided.is_empty() {
            String::new()
        } else {
            format!("  {} undecided", report.undecided.len())
        },
    );
}

/// The model with every period that many times as long, in days.
fn stretched(model: &Model, factor: i32) -> Model {
    let mut model = model.clone();
    let conditions = model.events.iter_mut().flat_map(|event| &mut event.conditions);
    let guards = conditions.filter_map(|condition| match &mut condition.test {
        Test::Clock(guard) => Some(guard),
        Test::Field(..) | Test::Date(..) => None,
    });
    for guard in guards.chain(model.duties.iter_mut().filter_map(|duty| duty.until.as_mut())) {
        guard.length = Length::days((30 * guard.length.months + guard.length.days) * factor);
    }
    model
}
