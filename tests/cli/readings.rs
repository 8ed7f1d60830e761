//! Statements of a file that hang on a reading.

use super::{Folder, code, out, solon};

/// The President may dissolve alone only if one reads the text so; usually the Council has to agree.
const LAND: &str = r#"[
    Constitution(id: "land", title: "Land", languages: ["en"], works: [], start: "2025-01-01"),
    Institution(id: "president", title: "the President", kind: Office, cite: "Art. 1"),
    Institution(id: "council", title: "the Council", kind: Chamber, n: 9, cite: "Art. 1"),
    Choice(
        id: "advice",
        title: "whether the advice binds",
        kind: Reading,
        options: [
            Option(id: "binds", title: "it binds", why: "The text says \"on advice\"."),
            Option(id: "does-not", title: "it does not bind", why: "The text says \"may\"."),
        ],
        default: "binds",
        cite: "Art. 2",
    ),
    Procedure(
        id: "dissolution",
        title: "dissolution",
        cite: "Art. 2",
        stages: [Stage(id: "done", title: "done", end: Done, cite: "Art. 2")],
        steps: [
            Step(id: "dissolve", title: "dissolves", by: "president", to: "done", only: Chosen("advice", "does-not"), cite: "Art. 2"),
        ],
    ),
    Outcome(id: "dissolved", title: "The chamber is dissolved", when: In("dissolution", ["done"]), cite: "Art. 2"),
    Property(id: "can", title: "the chamber can be dissolved", that: Reachable("dissolved"), cite: "Art. 2"),
    Property(id: "cannot", title: "the President cannot do it alone", that: CannotAlone(by: "president", outcome: "dissolved"), cite: "Art. 2"),
]"#;

#[test]
fn what_holds_under_some_readings_says_which() {
    let folder = Folder::with("readings", LAND);
    let output = solon(&["check", folder.arg()]);
    assert_eq!(code(&output), 1, "{}", out(&output));
    let page = out(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "holds only under some readings: the chamber can be dissolved. It does if “whether the advice binds” is read as \
         “it does not bind”.",
        // Who can do what is asked under each reading too.
        "The file says that the President cannot bring this about alone: “The chamber is dissolved” (“the President cannot \
         do it alone”). This succeeds alone, whoever acts first and whatever all others do.",
        "Only if “whether the advice binds” is read as “it does not bind”.",
    ] {
        assert!(page.contains(said), "{page}");
    }
    let russian = out(&solon(&["check", folder.arg(), "--lang", "ru"]));
    assert!(russian.contains("верно лишь при некоторых чтениях"), "{russian}");
    let chosen = out(&solon(&["check", folder.arg(), "--choose", "advice=does-not"]));
    assert!(chosen.contains("holds: the chamber can be dissolved"), "{chosen}");
    assert!(chosen.contains("The file says that"), "{chosen}");
    let usual = out(&solon(&["check", folder.arg(), "--choose", "advice=binds"]));
    let usual = usual.split_whitespace().collect::<Vec<_>>().join(" ");
    let nothing =
        "says nothing, because, as long as nothing happens by chance, nothing in these rules could break it";
    assert!(usual.contains(nothing), "{usual}");
}

/// What the report says of the file's own statements, in one line, and the rest of it.
fn statements(file: &str) -> (String, String) {
    let page = out(&solon(&["check", file])).split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, rest) = page.split_once("What the file itself states").expect("a file with statements");
    let (said, rest) = rest.split_once("Looked for and not found").expect("what was looked for");
    (said.to_owned(), rest.to_owned())
}

#[test]
fn the_readings_of_a_statement_are_exact_in_time() {
    let (said, rest) = statements("tests/verdicts/property/good-readings-in-time.ron");
    let both =
        "It does if “whether A may act” is read as “yes” and “whether A may go on at once” is read as “yes”.";
    assert!(said.contains(both), "{said}");
    // Nothing says that the answer is the same under all.
    assert!(!rest.contains("H3 reading-decides"), "{rest}");
    assert!(!rest.contains("Readings under whose every option each finding stands"), "{rest}");
}

#[test]
fn what_only_a_breach_brings_about_is_told_so() {
    let (said, _) = statements("tests/verdicts/property/good-by-breach.ron");
    assert!(said.contains("holds: a law can be made. Somebody has to break a rule"), "{said}");
    let (said, _) = statements("tests/verdicts/property/good.ron");
    assert!(!said.contains("break a rule"), "{said}");
}
