//! Exit codes: 0 nothing found, 1 found, 2 bad input, 3 unknown.

use super::{Folder, STUCK, code, err, out, solon};

#[test]
fn a_finding_of_severity_error_is_exit_code_1() {
    let folder = Folder::with("found", STUCK);
    let checked = solon(&["check", folder.arg()]);
    assert_eq!(code(&checked), 1, "{}{}", out(&checked), err(&checked));
    assert!(out(&checked).contains("(A1 deadlock, a1-1)"), "{}", out(&checked));
}

#[test]
fn a_finding_that_the_file_intends_does_not_fail() {
    let intended = r#"    Intended(id: "meant", finding: "deadlock", about: "law", why: "it is a test", cite: "Art. 5"),
    Intended(id: "meant-too", finding: "D1", about: "assembly", why: "it is a test too", cite: "Art. 5"),
    Intended(id: "idle", finding: "A3", about: "law", why: "nothing", cite: "Art. 5"),
]"#;
    let text = STUCK.trim_end().strip_suffix(']').unwrap().to_owned() + intended;
    let folder = Folder::with("intended", &text);
    let checked = solon(&["check", folder.arg()]);
    assert_eq!(code(&checked), 0, "{}{}", out(&checked), err(&checked));
    assert!(out(&checked).contains("2 findings more are intended."), "{}", out(&checked));
    assert!(out(&checked).contains("Intended, as the file says: it is a test"), "{}", out(&checked));
    assert!(out(&checked).contains("idle: the file says"), "{}", out(&checked));
    let found = solon(&["check", folder.arg(), "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!(report["counts"]["error"], 0);
    assert_eq!(report["unmatched_intentions"][0]["rule"], "idle");
}

#[test]
fn fail_on_lowers_the_bar() {
    let folder = Folder::new("fail-on");
    assert_eq!(code(&solon(&["init", &folder.path("new").display().to_string()])), 0);
    let dir = folder.path("new").display().to_string();
    assert_eq!(code(&solon(&["check", &dir])), 0);
    assert_eq!(code(&solon(&["check", &dir, "--fail-on", "note"])), 0);
}

#[test]
fn bad_input_is_exit_code_2_and_says_what_would_work() {
    let empty = Folder::new("empty");
    let broken = Folder::with("broken", "[Constitution(id: \"x\"");
    for (args, says) in [
        (vec!["check", "no/such/folder"], "there is no folder or file `no/such/folder`"),
        (vec!["check", empty.arg()], "has no file that ends in .ron"),
        (vec!["check", broken.arg()], "error[unclosed-delimiter]"),
        (vec!["run", broken.arg()], "error[unclosed-delimiter]"),
        (vec!["explain", "no-such-code"], "has the code `no-such-code`"),
        (vec!["export", "rules/examples/pocket-veto"], "say what to export to"),
        (
            vec!["check", "rules/examples/pocket-veto", "--format", "promela"],
            "only `solon export` writes Promela",
        ),
    ] {
        let output = solon(&args);
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(err(&output).contains(says), "{args:?}: {}", err(&output));
        assert_eq!(out(&output), "", "{args:?}");
    }
    assert_eq!(code(&solon(&["chek"])), 2);
    assert_eq!(code(&solon(&["check"])), 2);
    assert_eq!(code(&solon(&["check", "x", "--max-seconds", "soon"])), 2);
}

#[test]
fn an_option_that_does_not_exist_is_refused_with_the_nearest_name() {
    let folder = Folder::with("options", STUCK);
    for (option, says) in [
        ("--choose=x", "has no `=`"),
        ("--choose=a=b", "no choice is named `a`"),
        ("--set=a=1", "no parameter is named `a`"),
    ] {
        let output = solon(&["check", folder.arg(), option]);
        assert_eq!(code(&output), 2);
        assert!(err(&output).contains(says), "{}", err(&output));
    }
}

#[test]
fn a_search_that_meets_its_bound_is_exit_code_3() {
    let folder = Folder::new("unknown");
    let dir = folder.path("new").display().to_string();
    assert_eq!(code(&solon(&["init", &dir])), 0);
    let output = solon(&["check", &dir, "--max-nodes", "1"]);
    assert_eq!(code(&output), 3, "{}", out(&output));
    assert!(out(&output).contains("Not decided"), "{}", out(&output));
    assert!(!out(&output).contains("Every question was decided"), "{}", out(&output));
}

#[test]
fn a_race_for_which_no_day_is_found_is_exit_code_3() {
    // The Assembly may remove him in the first ten days only, and he may dissolve from the twentieth on.
    let text = std::fs::read_to_string(super::root().join("tests/verdicts/race/bad.ron")).unwrap();
    let removing = text
        .replace("Days(10)", "Days(40)")
        .replace("carried: \"removed\"", "closes: Plus(Entry, Days(10)), carried: \"removed\"");
    let from = r#"when: All([In("removal", ["moved"]), Since(At("removal.move"), AtLeast, Days(20))]), effects: [Set("assembly", Dissolved)"#;
    let both = removing.replace(r#"effects: [Set("assembly", Dissolved)"#, from);
    let folder = Folder::with("race-never", &both);
    let checked = solon(&["check", folder.arg(), "--quiet"]);
    assert_eq!(code(&checked), 3, "{}{}", out(&checked), err(&checked));
    assert!(!out(&checked).contains("(C7 race, "), "{}", out(&checked));
    assert!(out(&checked).contains("C7 race: a course of events was found"), "{}", out(&checked));
    // Where the windows meet, it is one.
    let meeting = both.replace("AtLeast, Days(20)", "AtLeast, Days(5)");
    let checked = solon(&["check", Folder::with("race-meets", &meeting).arg(), "--quiet"]);
    assert!(out(&checked).contains("(C7 race, "), "{}", out(&checked));
}

#[test]
fn a_game_that_dates_decide_is_exit_code_3() {
    let law = |opens: &str| {
        format!(
            r#"[
    Constitution(id: "demo", title: "A decree in time", languages: ["en"], works: [], start: "2025-01-01"),
    Defaults(id: "counting", counting: Counting(first: Next, round: Clamp, last: Stays), cite: "Art. 9"),
    Institution(id: "president", title: "the President", kind: Office, cite: "Art. 1"),
    Outcome(id: "decree", title: "the decree is in force", when: In("decree", ["in-force"]), cite: "Art. 2"),
    Property(id: "not-alone", title: "no decree by the President alone", that: CannotAlone(by: "president", outcome: "decree"), cite: "Art. 2"),
    Procedure(
        id: "decree", title: "decree", cite: "Art. 2",
        stages: [
            Stage(id: "drafted", title: "drafted", within: Days(10), on_silence: To("dropped"), cite: "Art. 2"),
            Stage(id: "in-force", title: "in force", end: Done, cite: "Art. 2"),
            Stage(id: "dropped", title: "dropped", end: Failed, cite: "Art. 2"),
        ],
        steps: [
            Step(id: "draft", title: "drafts a decree", by: "president", to: "drafted", when: Not(In("decree", ["drafted", "in-force"])), cite: "Art. 2"),
            Step(id: "issue", title: "issues it", by: "president", from: ["drafted"], {opens}to: "in-force", cite: "Art. 2"),
        ],
    ),
]"#
        )
    };
    let timed = Folder::with("dates", &law("opens: Plus(Entry, Days(5)), "));
    let checked = solon(&["check", timed.arg()]);
    assert_eq!(code(&checked), 3, "{}{}", out(&checked), err(&checked));
    assert!(out(&checked).contains("not decided: no decree by the President alone"), "{}", out(&checked));
    let asked = solon(&["powers", timed.arg(), "--by", "president"]);
    assert_eq!(code(&asked), 3, "{}{}", out(&asked), err(&asked));
    assert!(
        out(&asked).contains("It depends on dates whether the President can bring it about."),
        "{}",
        out(&asked)
    );
    let untimed = Folder::with("no-dates", &law(""));
    let checked = solon(&["check", untimed.arg()]);
    assert_eq!(code(&checked), 1, "{}{}", out(&checked), err(&checked));
    let asked = solon(&["powers", untimed.arg(), "--by", "president"]);
    assert_eq!(code(&asked), 0, "{}{}", out(&asked), err(&asked));
    assert!(
        out(&asked).contains("The President can bring it about, whatever the others do."),
        "{}",
        out(&asked)
    );
}

#[test]
fn a_failed_expectation_is_exit_code_1() {
    let folder = Folder::with("expect", STUCK);
    let scenario = |expect: &str| {
        format!(
            r#"[Scenario(id: "s", assumption: "a test", start: "2020-01-01", events: [
                Event(on: "2020-01-02", step: "bill.adopt", tally: Tally(yes: 6, no: 3), expect: {expect}),
            ])]"#
        )
    };
    for (expect, expected) in [("Carried", 0), ("Failed", 1), ("Refused(\"bill.adopt\")", 1)] {
        let file = folder.path("s.scenario");
        std::fs::write(&file, scenario(expect)).unwrap();
        let output = solon(&["run", folder.arg(), file.to_str().unwrap()]);
        assert_eq!(code(&output), expected, "{expect}: {}{}", out(&output), err(&output));
    }
}

/// The law changes the session to and fro in the first instant: there is no first state.
#[test]
fn a_story_that_cannot_begin_is_bad_input() {
    let rules = r#"[
    Constitution(id: "demo", title: "Demo", languages: ["en"], works: []),
    Defaults(id: "counting", counting: Counting(first: Next, round: Clamp, last: Stays), cite: "Art. 4"),
    Procedure(id: "peace", initial: "kept", cite: "Art. 1", stages: [Stage(id: "kept", cite: "Art. 1")]),
    Procedure(
        id: "session",
        initial: "spring",
        cite: "Art. 2",
        stages: [Stage(id: "spring", cite: "Art. 2"), Stage(id: "autumn", cite: "Art. 2")],
        steps: [
            Step(id: "forth", by: Law, when: In("peace", ["kept"]), from: ["spring"], to: "autumn", cite: "Art. 2"),
            Step(id: "back", by: Law, when: In("peace", ["kept"]), from: ["autumn"], to: "spring", cite: "Art. 2"),
        ],
    ),
]"#;
    let folder = Folder::with("no-first-state", rules);
    for command in ["check", "powers", "explore"] {
        let output = solon(&[command, folder.arg()]);
        assert_eq!(code(&output), 2, "{}{}", out(&output), err(&output));
        assert!(err(&output).contains("the story cannot begin"), "{}", err(&output));
    }
}

/// The law waits for a date of each year; on a single day it would not wait at all.
#[test]
fn a_step_of_the_law_waits_for_a_date_or_is_refused() {
    let rules = |opens: &str| {
        format!(
            r#"[
    Constitution(id: "demo", title: "Demo", languages: ["en"], works: [], start: "2026-01-01"),
    Defaults(id: "counting", counting: Counting(first: Next, round: Clamp, last: Stays), cite: "Art. 4"),
    Procedure(
        id: "session", initial: "spring", cite: "Art. 2",
        stages: [Stage(id: "spring", cite: "Art. 2"), Stage(id: "autumn", cite: "Art. 2")],
        steps: [
            Step(id: "forth", by: Law, opens: Nth(nth: First, weekday: Tuesday, month: 9), from: ["spring"], to: "autumn", cite: "Art. 2"),
            Step(id: "back", by: Law, opens: {opens}, from: ["autumn"], to: "spring", cite: "Art. 2"),
        ],
    ),
]"#
        )
    };
    let folder = Folder::with("law-on-a-date", &rules("Nth(nth: First, weekday: Tuesday, month: 2)"));
    let output = solon(&["check", folder.arg()]);
    assert_eq!(code(&output), 0, "{}{}", out(&output), err(&output));
    assert!(out(&output).contains("Searched: 2 states"), "{}", out(&output));
    let folder = Folder::with("law-on-a-day", &rules("Date(\"2027-02-02\")"));
    let output = solon(&["check", folder.arg()]);
    assert_eq!(code(&output), 2, "{}{}", out(&output), err(&output));
    assert!(
        err(&output).contains("error[not-implemented]: the law takes `session.back`"),
        "{}",
        err(&output)
    );
}
