//! Shipped files with something changed: the compiler reports or compiles, and never panics.

use proptest::prelude::*;
use solon_rules::compile;
use solon_rules::lower::Setting;
use solon_rules::source::Source;
use std::path::Path;
use std::sync::LazyLock;

/// The files of one shipped constitution, scenarios included.
static FILES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/united-states");
    let mut paths = Vec::new();
    for folder in [folder.clone(), folder.join("scenarios")] {
        paths.extend(std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    }
    paths.retain(|path| path.extension().is_some_and(|ext| ext == "ron"));
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
});

#[derive(Clone, Debug)]
enum Change {
    Delete { at: usize, n: usize },
    Insert { at: usize, text: String },
    Copy { from: usize, n: usize, at: usize },
    Swap { at: usize, with: usize, n: usize },
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<usize>;
    let piece = prop_oneof![
        "[()\\[\\]{},:\"]{1,3}",
        "[A-Za-z_]{1,8}",
        "-?[0-9]{1,20}",
        Just("All([".to_owned()),
        Just("Vote(of: \"senate\")".to_owned()),
        Just("cite: \"\"".to_owned()),
        "\\PC{1,4}",
    ];
    prop_oneof![
        (at(), 1..40usize).prop_map(|(at, n)| Change::Delete { at, n }),
        (at(), piece).prop_map(|(at, text)| Change::Insert { at, text }),
        (at(), 1..400usize, at()).prop_map(|(from, n, at)| Change::Copy { from, n, at }),
        (at(), at(), 1..60usize).prop_map(|(at, with, n)| Change::Swap { at, with, n }),
    ]
}

fn changed(text: &str, change: &Change) -> String {
    let mut all: Vec<char> = text.chars().collect();
    let len = all.len();
    let end = |at: usize, n: usize| (at + n).min(len);
    match change {
        Change::Delete { at, n } => drop(all.drain(at % len..end(at % len, *n))),
        Change::Insert { at, text } => drop(all.splice(at % len..at % len, text.chars())),
        Change::Copy { from, n, at } => {
            let piece: Vec<char> = all[from % len..end(from % len, *n)].to_vec();
            all.splice(at % len..at % len, piece);
        }
        Change::Swap { at, with, n } => {
            for step in 0..*n {
                all.swap((at + step) % len, (with + step) % len);
            }
        }
    }
    all.into_iter().collect()
}

/// How many changes are tried: `SOLON_CASES`, or 30.
fn config() -> ProptestConfig {
    let cases = std::env::var("SOLON_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(30);
    ProptestConfig { cases, failure_persistence: None, ..Default::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_changed_constitution_is_reported_or_compiled(
        file in any::<usize>(),
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let mut source = Source::new();
        for (number, text) in FILES.iter().enumerate() {
            let text = match number == file % FILES.len() {
                true => changes.iter().fold(text.clone(), |text, change| changed(&text, change)),
                false => text.clone(),
            };
            source.add(format!("file-{number}.ron"), text);
        }
        let compiled = compile(&source);
        for diagnostic in &compiled.diagnostics {
            prop_assert!(!diagnostic.message.is_empty());
        }
        match compiled.rules {
            Some(rules) => drop(rules.lower(&Setting::default())),
            None => prop_assert!(!compiled.diagnostics.is_empty()),
        }
    }
}
