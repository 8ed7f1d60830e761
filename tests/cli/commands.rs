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

/// A council and a senate have ten days for a bill, and the Head may end it unless there is a siege or an alarm.
const COVERED: &str = r#"[
    Constitution(id: "m", title: "m", works: [Work(id: "c", title: "c", kind: Constitution, edition: "2020-01-01")], start: "2025-01-01"),
    Defaults(id: "d", cite: "Art. 1", counting: Counting(first: Next, round: Clamp, last: Stays), quorum: {"council": AtLeast(2, 3, Seats), "senate": NoQuorum}),
    Institution(id: "head", title: "the Head", kind: Office, cite: "Art. 2"),
    Institution(id: "council", title: "the Council", kind: Chamber, n: 9, cite: "Art. 3"),
    Institution(id: "senate", title: "the Senate", kind: Chamber, n: 4, cite: "Art. 3"),
    Fact(id: "alarm", title: "there is an alarm", cite: "Art. 4"),
    Fact(id: "siege", title: "there is a siege", cite: "Art. 4"),
    Prohibition(id: "no-end-in-alarm", title: "no end", bars: ["bill.end"], when: Is("alarm"), cite: "Art. 4"),
    Procedure(id: "bill", title: "bill", cite: "Art. 5",
        stages: [
            Stage(id: "open", title: "open", within: Days(10), on_silence: To("lost"), cite: "Art. 6"),
            Stage(id: "law", end: Done, cite: "Art. 5"), Stage(id: "lost", end: Failed, cite: "Art. 5"),
        ],
        steps: [
            Step(id: "introduce", title: "introduces", by: "head", to: "open", cite: "Art. 7"),
            Step(id: "end", title: "ends", by: "head", from: ["open"], when: Not(Is("siege")), to: "lost", cite: "Art. 7"),
            Step(id: "pass", title: "pass", failed_title: "do not pass", by: All([Vote(of: "council", pass: Simple), Vote(of: "senate", pass: AtLeast(1, 2, Seats))]), from: ["open"], carried: "law", failed: "lost", cite: "Art. 8"),
        ],
    ),
"#;

/// Returns what `solon cover` says of these events, from the first of January 2025 on.
fn covered(name: &str, events: &str, more: &str) -> (i32, serde_json::Value) {
    let scenario = format!(
        r#"Scenario(id: "s", assumption: "a test", start: "2025-01-01", {more} events: [{events}])]"#
    );
    let folder = Folder::with(&format!("cover-{name}"), &format!("{COVERED}{scenario}"));
    let ran = solon(&["cover", folder.arg(), "--format", "json"]);
    let report = out(&ran);
    (
        code(&ran),
        serde_json::from_str(&report).unwrap_or_else(|error| panic!("{error}: {report}{}", err(&ran))),
    )
}

#[test]
fn cover_counts_each_kind_of_part() {
    let introduce = r#"Event(on: "2025-01-02", step: "bill.introduce"),"#;
    let pass = |council: &str, senate: &str, expect: &str| {
        let tally = format!(r#"{{"council": Tally({council}), "senate": Tally({senate})}}"#);
        format!(
            r#"{introduce} Event(on: "2025-01-05", step: "bill.pass", tally: {tally}, expect: {expect}),"#
        )
    };
    let siege = r#"Event(on: "2025-01-03", fact: "siege"),"#;
    let alarm = r#"Event(on: "2025-01-03", fact: "alarm"),"#;
    let end = |expect: &str| format!(r#"Event(on: "2025-01-04", step: "bill.end", expect: {expect}),"#);
    // Steps, refusals, time limits kept and missed, majorities reached exactly and missed by one.
    let cases = [
        ("in-time", format!("{introduce}{}", end("Accepted")), "", [2_u64, 0, 1, 0, 0, 0]),
        ("too-late", introduce.to_owned(), r#"until: "2025-03-01","#, [1, 0, 0, 1, 0, 0]),
        ("not-yet-late", introduce.to_owned(), r#"until: "2025-01-11","#, [1, 0, 0, 0, 0, 0]),
        // Five of nine and two of four are exact; seven and four are more.
        ("exact-in-both", pass("yes: 5, no: 4", "yes: 2, no: 2", "Carried"), "", [2, 0, 1, 0, 2, 0]),
        ("exact-in-one", pass("yes: 7, no: 2", "yes: 2, no: 2", "Carried"), "", [2, 0, 1, 0, 1, 0]),
        ("one-short", pass("yes: 4, no: 5", "yes: 4, no: 0", "Failed"), "", [2, 0, 1, 0, 0, 1]),
        ("two-short", pass("yes: 3, no: 6", "yes: 4, no: 0", "Failed"), "", [2, 0, 1, 0, 0, 0]),
        (
            "barred",
            format!(r#"{introduce}{alarm}{}"#, end(r#"Refused("no-end-in-alarm")"#)),
            "",
            [1, 1, 0, 0, 0, 0],
        ),
        (
            "violated",
            format!(r#"{introduce}{alarm}{}"#, end(r#"Violates("no-end-in-alarm")"#)),
            "mode: Record,",
            [2, 1, 1, 0, 0, 0],
        ),
        (
            "not-its-own-condition",
            format!(r#"{introduce}{siege}{}"#, end(r#"Refused("bill.end")"#)),
            "",
            [1, 1, 0, 0, 0, 0],
        ),
        (
            "against-its-own-condition",
            format!(r#"{introduce}{siege}{}"#, end(r#"Violates("bill.end")"#)),
            "mode: Record,",
            [2, 1, 1, 0, 0, 0],
        ),
        // There is no bill yet: the place is no condition of the text.
        ("elsewhere", end(r#"Refused("bill.end")"#), "", [0, 0, 0, 0, 0, 0]),
        ("elsewhere-for-the-record", end(r#"Violates("bill.end")"#), "mode: Record,", [1, 0, 0, 0, 0, 0]),
    ];
    for (name, events, more, exercised) in cases {
        let (code, report) = covered(name, &events, more);
        let kinds = report["kinds"].as_array().unwrap().iter();
        let found: Vec<u64> = kinds.map(|kind| kind["share"]["exercised"].as_u64().unwrap()).collect();
        assert_eq!((code, found.as_slice()), (0, exercised.as_slice()), "{name}: {report:#}");
        assert_eq!(report["failed"].as_array().unwrap().len(), 0, "{name}");
    }
    // Of three there two are a majority, and of two one is one short of it; six must be there.
    for (name, council) in [("too-few-for-two", "yes: 2, no: 1"), ("too-few-for-one", "yes: 1, no: 1")] {
        let (_, report) = covered(name, &pass(council, "yes: 4, no: 0", "NoQuorum"), "");
        assert_eq!(report["failed"].as_array().unwrap().len(), 0, "{name}: {report:#}");
        for majority in [4, 5] {
            assert_eq!(report["kinds"][majority]["share"]["exercised"], 0, "{name}: {report:#}");
        }
    }
}

#[test]
fn cover_lists_what_is_missing_and_leaves_out_what_goes_otherwise() {
    let (code_of_wrong, report) = covered(
        "wrong",
        r#"Event(on: "2025-01-02", step: "bill.introduce", expect: Refused("bill.introduce")),"#,
        "",
    );
    assert_eq!((code_of_wrong, report["all"]["exercised"].as_u64()), (1, Some(0)), "{report:#}");
    assert_eq!(report["failed"][0], "s");

    let scenario = r#"Scenario(id: "s", assumption: "a test", start: "2025-01-01", events: [Event(on: "2025-01-02", step: "bill.introduce")])]"#;
    let folder = Folder::with("cover", &format!("{COVERED}{scenario}"));
    let at_least = |percent| {
        let ran = solon(&["cover", folder.arg(), "--at-least", percent]);
        (code(&ran), out(&ran))
    };
    // The steps introduce, end, pass and lose; two rules that refuse; one limit kept and missed; two majorities, each twice.
    let (met, text) = at_least("8");
    assert!(met == 0 && text.contains("    1 / 12     in all: 8 %"), "{text}");
    assert!(text.contains("The time limit while the bill is open [Art. 6]"), "{text}");
    assert!(text.contains("bill.pass (senate): The Council and the Senate pass [Art. 8]"), "{text}");
    assert!(!text.contains("bill.introduce"), "{text}");
    let (not_met, text) = at_least("9");
    assert!(not_met == 1 && text.contains("Too little: at least 9 % are asked for."), "{text}");
    let missing = solon(&["cover", folder.arg(), "nothing.ron"]);
    assert!(code(&missing) == 2 && !err(&missing).contains("init"), "{}", err(&missing));
    let russian = out(&solon(&["cover", folder.arg(), "--lang", "ru"]));
    assert!(russian.contains("всего: 8 %"), "{russian}");
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

/// Who acts for the Head: first the Speaker, then the Chair. Nine councillors vote on the Chair's proposals, and may refuse them.
const ACTING: &str = r#"[
    Constitution(id: "m", title: "m", works: [Work(id: "c", title: "c", kind: Constitution, edition: "2020-01-01")], start: "2025-01-01"),
    Defaults(id: "d", cite: "Art. 1", counting: Counting(first: Next, round: Clamp, last: Stays), quorum: {"council": NoQuorum}),
    Institution(id: "head", title: "the Head", kind: Office, acting: Acting(line: ["speaker", "chair"], on: [Vacant], leaves_office: false), cite: "Art. 2"),
    Institution(id: "speaker", title: "the Speaker", kind: Office, cite: "Art. 2"),
    Institution(id: "chair", title: "the Chair", kind: Office, cite: "Art. 2"),
    Institution(id: "council", title: "the Council", kind: Chamber, n: 9, cite: "Art. 3"),
    Procedure(id: "offices", title: "offices", initial: "open", cite: "Art. 4",
        stages: [Stage(id: "open", title: "open", cite: "Art. 4")],
        steps: [
            Step(id: "die", title: "dies", by: "head", from: ["open"], to: "open", effects: [Set("head", Vacant)], cite: "Art. 4"),
            Step(id: "leave", title: "leaves", by: "speaker", from: ["open"], to: "open", effects: [Set("speaker", Vacant)], cite: "Art. 4"),
            Step(id: "go", title: "goes", by: "chair", from: ["open"], to: "open", effects: [Set("chair", Vacant)], cite: "Art. 4"),
            Step(id: "fill", title: "fills", by: "council", from: ["open"], to: "open", effects: [Set("chair", InOffice)], cite: "Art. 4"),
        ],
    ),
    Procedure(id: "bill", title: "bill", cite: "Art. 5",
        stages: [Stage(id: "open", title: "open", cite: "Art. 6"), Stage(id: "law", end: Done, cite: "Art. 5")],
        steps: [
            Step(id: "introduce", title: "introduces", by: AnyOf(["head", Petition(of: "council", need: Count(3))]), to: "open", cite: "Art. 7"),
            Step(id: "pass", title: "pass", failed_title: "do not pass", by: Vote(of: "council", pass: Simple), needs: [Proposal(of: "chair", refusable: Yes)], from: ["open"], carried: "law", failed: "open", cite: "Art. 8"),
        ],
    ),
"#;

/// Tells whether a story under the rules of [`ACTING`] goes as it expects.
fn goes(name: &str, events: &str) -> (i32, String) {
    let scenario =
        format!(r#"Scenario(id: "s", assumption: "a test", start: "2025-01-01", events: [{events}])]"#);
    let folder = Folder::with(&format!("acting-{name}"), &format!("{ACTING}{scenario}"));
    let ran = solon(&["run", folder.arg()]);
    (code(&ran), out(&ran) + &err(&ran))
}

fn event(day: u8, step: &str, more: &str) -> String {
    format!(r#"Event(on: "2025-01-{day:02}", step: "{step}", {more}),"#)
}

#[test]
fn nobody_acts_when_nobody_of_the_line_can() {
    let by_head = r#"by: "head""#;
    let gone = r#"by: "head", expect: Refused("bill.introduce")"#;
    let leaving = [event(2, "offices.die", ""), event(3, "offices.leave", "")].concat();
    let (code, told) = goes("one-left", &(leaving.clone() + &event(4, "bill.introduce", by_head)));
    assert_eq!(code, 0, "the Chair acts: {told}");
    let leaving = leaving + &event(4, "offices.go", "");
    let (code, told) = goes("nobody-left", &(leaving.clone() + &event(5, "bill.introduce", gone)));
    assert_eq!(code, 0, "nobody can: {told}");
    let again = [event(6, "offices.fill", ""), event(7, "bill.introduce", by_head)].concat();
    let (code, told) = goes("a-new-chair", &(leaving + &again));
    assert_eq!(code, 0, "the new Chair acts: {told}");
}

#[test]
fn who_votes_refuses_a_proposal_by_a_vote() {
    let introduced = event(2, "bill.introduce", r#"by: "head""#) + &event(3, "bill.pass:proposal", "");
    let refused = event(4, "bill.pass:proposal-refused", "tally: Tally(yes: 5, no: 4), expect: Carried");
    let too_late = event(5, "bill.pass", r#"tally: Tally(yes: 9), expect: Refused("bill.pass")"#);
    let (code, told) = goes("refused", &[introduced.clone(), refused, too_late].concat());
    assert_eq!(code, 0, "{told}");
    let passed = event(4, "bill.pass", "tally: Tally(yes: 5, no: 4), expect: Carried");
    let (code, told) = goes("passed", &(introduced + &passed));
    assert_eq!(code, 0, "{told}");
}

#[test]
fn figures_are_of_those_who_sign_and_tell_what_is_missing() {
    let enough = event(2, "bill.introduce", "tally: Tally(yes: 3)");
    let (code, told) = goes("three", &enough);
    assert_eq!(code, 0, "{told}");
    let too_few = event(2, "bill.introduce", r#"tally: Tally(yes: 2), expect: Refused("bill.introduce")"#);
    let (code, told) = goes("two", &too_few);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("3 needed"), "{told}");
    let by_council = event(
        2,
        "bill.introduce",
        r#"by: "council", tally: Tally(yes: 2), expect: Refused("bill.introduce")"#,
    );
    let (code, told) = goes("two-of-the-council", &by_council);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("3 needed"), "{told}");
}

#[test]
fn the_scenarios_of_the_six_constitutions_exercise_nine_tenths_of_their_rules() {
    let six: Vec<String> = constitutions().into_iter().filter(|dir| !dir.contains("examples")).collect();
    assert_eq!(six.len(), 6);
    for dir in six {
        let ran = solon(&["cover", &dir, "--at-least", "90", "--quiet"]);
        assert_eq!(code(&ran), 0, "{dir}: {}", out(&ran));
    }
}
