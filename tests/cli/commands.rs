//! `run`, `can`, `explore`, `explain`, `init` on the shipped constitutions.

use super::{Folder, STUCK, code, constitutions, err, out, solon};

#[test]
fn every_scenario_of_every_constitution_goes_as_expected() {
    for dir in constitutions() {
        if !super::root().join(&dir).join("scenarios").is_dir() {
            continue;
        }
        let ran = solon(&["run", &dir, "--quiet"]);
        assert_eq!(code(&ran), 0, "{dir}: {}{}", out(&ran), err(&ran));
        let russian = solon(&["run", &dir, "--lang", "ru"]);
        assert_eq!(code(&russian), 0, "{dir}: {}", err(&russian));
    }
}

#[test]
fn a_refusal_names_the_rule_the_article_and_the_days() {
    let ran = solon(&["run", "rules/kazakhstan-2021", "--only", "kz-01-second-dissolution"]);
    let text = out(&ran);
    assert!(text.contains("refused[prohibited]"), "{text}");
    assert!(text.contains("no-second-dissolution-within-a-year"), "{text}");
    assert!(text.contains("Art. 63(2)"), "{text}");
    assert!(text.contains("first day: 2024-01-19"), "{text}");
    let unknown = solon(&["run", "rules/kazakhstan-2021", "--only", "kz-1"]);
    assert_eq!(code(&unknown), 2);
    assert!(err(&unknown).contains("the nearest name is `kz-"), "{}", err(&unknown));
}

#[test]
fn a_late_act_is_refused_with_the_day_on_which_time_ran_out() {
    let folder = Folder::new("late");
    let dir = folder.path("x").display().to_string();
    solon(&["init", &dir]);
    let ran = out(&solon(&["run", &dir]));
    assert!(ran.contains("refused[after-deadline]"), "{ran}");
    assert!(ran.contains("the time ran out on 2025-03-06, and since then the bill is in force"), "{ran}");
}

#[test]
fn can_says_what_each_may_and_must_and_cannot_do() {
    let folder = Folder::with("can", STUCK);
    let text = out(&solon(&["can", folder.arg(), "--on", "2020-01-05"]));
    assert!(text.contains("The Assembly"), "{text}");
    assert!(text.contains("the Assembly dissolves itself [Art. 4]"), "{text}");
    let scenario = folder.path("gone.txt");
    let gone = r#"[Scenario(id: "gone", assumption: "a test", start: "2020-01-01", events: [
        Event(on: "2020-01-02", step: "house.dissolve"),
        Event(on: "2020-02-02", step: "bill.adopt", expect: Refused("bill.adopt")),
    ])]"#;
    std::fs::write(&scenario, gone).unwrap();
    let at = |day: &str| out(&solon(&["can", folder.arg(), scenario.to_str().unwrap(), "--on", day]));
    assert!(at("2020-01-01").contains("may"), "{}", at("2020-01-01"));
    let after = at("2020-01-03");
    assert!(after.contains("found: the Assembly is dissolved; needed: the Assembly sits"), "{after}");
    let early = solon(&["can", folder.arg(), scenario.to_str().unwrap(), "--on", "2019-12-31"]);
    assert_eq!(code(&early), 2);
    assert_eq!(code(&solon(&["can", folder.arg(), "--on", "tomorrow"])), 2);
}

#[test]
fn cover_lists_what_no_scenario_exercises() {
    let folder = Folder::with("cover", STUCK);
    let shares = |scenarios: &str| {
        let file = folder.path("cover.txt");
        std::fs::write(&file, format!("[{scenarios}]")).unwrap();
        let ran = solon(&["cover", folder.arg(), file.to_str().unwrap(), "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&out(&ran)).unwrap();
        let kinds = report["kinds"].as_array().unwrap().iter();
        kinds.map(|kind| kind["share"]["exercised"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    let short = r#"Scenario(id: "short", assumption: "a test", start: "2020-01-01", events: [
        Event(on: "2020-01-02", step: "bill.adopt", tally: Tally(yes: 5, no: 4), expect: Failed),
    ]),"#;
    let refused = r#"Scenario(id: "refused", assumption: "a test", start: "2020-01-01", events: [
        Event(on: "2020-01-02", step: "bill.adopt", tally: Tally(yes: 6, no: 3), expect: Carried),
        Event(on: "2020-01-03", step: "house.dissolve", tally: Tally(yes: 9, no: 0), expect: Carried),
        Event(on: "2020-02-02", step: "bill.adopt", expect: Refused("bill.adopt")),
    ]),"#;
    // Steps, refusals, time limits kept and missed, majorities reached and missed by one.
    assert_eq!(shares(short), [1, 0, 0, 0, 0, 1]);
    assert_eq!(shares(refused), [2, 1, 0, 0, 1, 0]);
    assert_eq!(shares(&format!("{short}{refused}")), [3, 1, 0, 0, 1, 1]);
    let file = folder.path("cover.txt");
    let text = out(&solon(&["cover", folder.arg(), file.to_str().unwrap()]));
    assert!(text.contains("house.dissolve: The Assembly dissolves itself [Art. 4]"), "{text}");
    assert!(!text.contains("bill.adopt"), "{text}");
    let at_least =
        |percent| code(&solon(&["cover", folder.arg(), file.to_str().unwrap(), "--at-least", percent]));
    assert_eq!((at_least("60"), at_least("90")), (0, 1), "{text}");
}

#[test]
fn cover_counts_time_limits_kept_and_missed() {
    let folder = Folder::new("limits");
    let dir = folder.path("x").display().to_string();
    solon(&["init", &dir]);
    let text = out(&solon(&["cover", &dir, "--quiet"]));
    let count = |what: &str| text.lines().find(|line| line.contains(what)).unwrap().split_whitespace().next();
    assert_ne!((count("limits kept"), count("limits missed")), (Some("0"), Some("0")), "{text}");
    let russian = out(&solon(&["cover", &dir, "--lang", "ru"]));
    assert!(russian.contains("всего"), "{russian}");
}

#[test]
fn the_end_of_a_term_leaves_who_acts_for_nobody() {
    let rules = r#"[
        Constitution(id: "m", title: "m", works: [Work(id: "c", title: "c", kind: Constitution, edition: "2020-01-01")], start: "2025-09-05"),
        Defaults(id: "d", cite: "Art. 1", counting: Counting(first: Next, round: Clamp, last: Stays)),
        Institution(id: "head", title: "the Head", kind: Office, term: Term(length: Years(6)), acting: Acting(line: ["deputy"], on: [Vacant], leaves_office: false), cite: "Art. 2"),
        Institution(id: "deputy", title: "the Deputy", kind: Office, cite: "Art. 3"),
        Scenario(id: "end", assumption: "a test", start: "2025-09-05", until: "2026-01-05", begun: {"head": "2020-01-01"}),
    ]"#;
    let folder = Folder::with("term", rules);
    let text = out(&solon(&["run", folder.arg()]));
    assert_eq!(text.matches("The term of the Head ends").count(), 1, "{text}");
    assert!(text.contains("somebody else acts for the Head"), "{text}");
}

#[test]
fn explore_shows_the_size_of_the_model() {
    let folder = Folder::with("explore", STUCK);
    let text = out(&solon(&["explore", folder.arg()]));
    assert!(text.contains("bits of a state"), "{text}");
    assert!(text.contains("Complete"), "{text}");
}

#[test]
fn explain_finds_rules_articles_and_codes() {
    let dir = "rules/kazakhstan-2021";
    let rule = out(&solon(&["explain", dir, "bill.sign"]));
    assert!(rule.contains("Who: the President"), "{rule}");
    assert!(rule.contains("Text: Art. 44(2)"), "{rule}");
    let article = out(&solon(&["explain", dir, "Art. 44(2)"]));
    assert!(article.contains("bill.sign:"), "{article}");
    let whole = out(&solon(&["explain", dir, "art. 44"]));
    assert!(whole.lines().count() >= article.lines().count());
    for code in ["A1", "deadlock", "unknown-stage", "C1"] {
        assert_eq!(super::code(&solon(&["explain", code])), 0, "{code}");
        assert_eq!(super::code(&solon(&["explain", dir, code])), 0, "{code}");
    }
    let russian = out(&solon(&["explain", dir, "bill.sign", "--lang", "ru"]));
    assert!(russian.contains("Кто: Президент"), "{russian}");
}

#[test]
fn every_rule_of_every_constitution_can_be_explained() {
    for dir in constitutions() {
        let text = out(&solon(&["explain", &dir, "Art"]));
        assert!(!text.contains("?"), "{dir}");
    }
}

#[test]
fn init_writes_what_passes_and_nothing_into_a_full_folder() {
    let folder = Folder::new("init");
    let dir = folder.path("new").display().to_string();
    assert_eq!(code(&solon(&["init", &dir])), 0);
    let checked = solon(&["check", &dir]);
    assert_eq!(code(&checked), 0);
    assert_eq!(err(&checked), "", "no warning either");
    assert!(out(&checked).contains("Nothing was found. Every question was decided."), "{}", out(&checked));
    assert_eq!(code(&solon(&["run", &dir])), 0);
    let again = solon(&["init", &dir]);
    assert_eq!(code(&again), 2);
    assert!(err(&again).contains("is not empty"), "{}", err(&again));
    let file = folder.path("file");
    std::fs::write(&file, "x").unwrap();
    assert_eq!(code(&solon(&["init", file.to_str().unwrap()])), 2);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "x");
}
