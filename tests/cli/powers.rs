//! `solon powers`.

use super::*;

/// A council that passes laws, a governor who may veto them, and a court that nobody needs.
const ISLAND: &str = r#"[
    Constitution(
        id: "island",
        title: "Constitution of the Island",
        languages: ["en"],
        works: [Work(id: "charter", title: "Charter", kind: Constitution, edition: "2025-01-01", lang: ["en"])],
        start: "2025-01-01",
    ),
    Institution(id: "governor", title: "the Governor", kind: Office, cite: "Art. 1"),
    Institution(
        id: "council",
        title: "the Council",
        kind: Chamber,
        seats: [
            Seats(id: "elected", title: "elected councillors", n: 34, by: "governor", cite: "Art. 2"),
            Seats(id: "appointed", title: "appointed councillors", n: 15, by: "governor", cite: "Art. 2"),
        ],
        cite: "Art. 2",
    ),
    Procedure(
        id: "bill",
        title: "bill",
        cite: "Art. 3",
        stages: [
            Stage(id: "before-council", title: "before the Council", cite: "Art. 3(1)"),
            Stage(id: "before-governor", title: "before the Governor", cite: "Art. 3(2)"),
            Stage(id: "vetoed", title: "vetoed", cite: "Art. 3(3)"),
            Stage(id: "law", title: "law", end: Done, cite: "Art. 3(4)"),
        ],
        steps: [
            Step(id: "introduce", title: "introduces a bill", by: Member("council"), to: "before-council", cite: "Art. 3(1)"),
            Step(
                id: "pass",
                title: "passes the bill",
                by: Vote(of: "council", pass: MoreThan(1, 2, Seats), quorum: NoQuorum),
                from: ["before-council"],
                carried: "before-governor",
                failed: "before-council",
                cite: "Art. 3(1)",
            ),
            Step(id: "sign", title: "signs the law", by: "governor", from: ["before-governor"], to: "law", cite: "Art. 3(2)"),
            Step(id: "veto", title: "vetoes the bill", by: "governor", from: ["before-governor"], to: "vetoed", cite: "Art. 3(3)"),
            Step(
                id: "override",
                title: "overrides the veto",
                by: Vote(of: "council", pass: AtLeast(3, 4, Seats), quorum: NoQuorum),
                from: ["vetoed"],
                carried: "law",
                failed: "vetoed",
                cite: "Art. 3(4)",
            ),
        ],
    ),
    Outcome(id: "law-in-force", title: "A law is in force", when: In("bill", ["law"]), grave: true, cite: "Art. 3"),
]"#;

/// A page as one line, so that it does not matter where lines are wrapped.
fn line(output: &std::process::Output) -> String {
    out(output).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_smallest_coalitions_are_named_with_their_seats() {
    let folder = Folder::with("powers-island", ISLAND);
    let output = solon(&["powers", folder.arg()]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let text = line(&output);
    // 34 of 49 pass a bill, but 37 are needed to override a veto, which the Governor need not even cast.
    let force = "These can bring it about, whatever the others do: \
                 - elected councillors (the Council, 34 seats) and the Governor \
                 These can keep it from coming about: \
                 - elected councillors (the Council, 34 seats) \
                 - the Governor";
    assert!(text.contains(force), "{text}");
    assert!(text.contains("1. 2025-01-01 A member of the Council introduces a bill. [Art. 3(1)]"), "{text}");
    assert!(text.contains("Complete: no question met a bound."), "{text}");
}

#[test]
fn one_coalition_can_be_asked_about() {
    let folder = Folder::with("powers-by", ISLAND);
    let output =
        solon(&["powers", folder.arg(), "--outcome", "law-in-force", "--by", "council.appointed,governor"]);
    let sentence = "Appointed councillors (the Council, 15 seats) and the Governor cannot bring it about";
    assert!(line(&output).contains(sentence), "{}", out(&output));
    let output = solon(&["powers", folder.arg(), "--by", "council.elected,governor", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(report["outcomes"][0]["asked"]["answer"], "can", "{report}");
    assert_eq!(report["outcomes"][0]["way"]["trace"].as_array().unwrap().len(), 3, "{report}");
    let plan = &report["outcomes"][0]["asked"]["plan"];
    let acts: Vec<&str> =
        plan["acts"].as_array().unwrap().iter().map(|step| step["step"].as_str().unwrap()).collect();
    assert_eq!(acts, ["bill.introduce", "bill.pass", "bill.sign"], "{report}");
    assert_eq!(
        (&plan["first_possible"], &plan["plays"], &plan["won"]),
        (&true.into(), &1000.into(), &1000.into())
    );
    let page = line(&solon(&["powers", folder.arg(), "--by", "council.elected,governor"]));
    let told = "This is enough: at each opportunity the first of these that is possible, and waiting if none is: \
                - A member of the Council introduces a bill [Art. 3(1)] - The Council passes the bill [Art. 3(1)] \
                - The Governor signs the law [Art. 3(2)]";
    assert!(page.contains(told), "{page}");
    assert!(page.contains("Played 1000 times, day by day,"), "{page}");
}

/// The Assembly removes the Regent in three steps, and a guard that may watch it can tell them apart.
const REGENCY: &str = r#"[
    Constitution(id: "regency", title: "A regency", languages: ["en"], works: [], start: "2025-01-01"),
    Defaults(id: "counting", counting: Counting(first: Next, round: Clamp, last: Stays), cite: "Art. 9"),
    Institution(id: "regent", title: "the Regent", kind: Office, cite: "Art. 1"),
    Institution(id: "assembly", title: "the Assembly", kind: Body, cite: "Art. 2"),
    Institution(id: "guard", title: "the Guard", kind: Office, cite: "Art. 3"),
    Outcome(id: "decree", title: "the decree is in force", when: In("decree", ["in-force"]), cite: "Art. 1"),
    Procedure(
        id: "decree", title: "decree", initial: "drafted", cite: "Art. 1",
        stages: [
            Stage(id: "drafted", title: "drafted", cite: "Art. 1"),
            Stage(id: "in-force", title: "in force", cite: "Art. 1"),
        ],
        steps: [
            Step(
                id: "decree", title: "decrees", by: "regent", from: ["drafted"], to: "in-force",
                when: In("removal", ["begun", "debated", "voted"]), cite: "Art. 1",
            ),
        ],
    ),
    Procedure(
        id: "removal", title: "removal", initial: "begun", cite: "Art. 2",
        stages: [
            Stage(id: "begun", title: "begun", cite: "Art. 2"),
            Stage(id: "debated", title: "debated", cite: "Art. 2"),
            Stage(id: "voted", title: "voted", cite: "Art. 2"),
            Stage(id: "removed", title: "removed", cite: "Art. 2"),
        ],
        steps: [
            Step(id: "debate", title: "debates the removal", by: "assembly", from: ["begun"], to: "debated", cite: "Art. 2"),
            Step(id: "vote", title: "votes on the removal", by: "assembly", from: ["debated"], to: "voted", cite: "Art. 2"),
            Step(id: "remove", title: "removes the Regent", by: "assembly", from: ["voted"], to: "removed", cite: "Art. 2"),
        ],
    ),
    Procedure(
        id: "watch", title: "watch", initial: "asleep", cite: "Art. 3",
        stages: [
            Stage(id: "asleep", title: "asleep", cite: "Art. 3"),
            Stage(id: "awake", title: "awake", cite: "Art. 3"),
        ],
        steps: [
            Step(
                id: "wake", title: "wakes", by: "guard", from: ["asleep"], to: "awake",
                when: In("removal", ["debated", "voted"]), cite: "Art. 3",
            ),
        ],
    ),
]"#;

#[test]
fn a_verdict_that_hangs_on_the_pace_says_so() {
    let folder = Folder::with("powers-pace", REGENCY);
    let output = solon(&["powers", folder.arg()]);
    assert_eq!(code(&output), 0, "{}{}", out(&output), err(&output));
    let told = "- the Regent It depends on the pace: if each body could take any number of its own steps in one turn, they \
                could bring it about only by acting first. These steps in a row make the difference: \
                - The Assembly debates the removal [Art. 2] - The Assembly votes on the removal [Art. 2] \
                - The Assembly removes the Regent [Art. 2]";
    assert!(line(&output).contains(told), "{}", out(&output));
    // Nobody but the Assembly sees the stages between: then the removal is one act.
    let alone = REGENCY
        .replace("when: In(\"removal\", [\"debated\", \"voted\"])", "when: In(\"decree\", [\"in-force\"])");
    let folder = Folder::with("powers-one-act", &alone);
    let output = solon(&["powers", folder.arg()]);
    assert!(
        line(&output).contains("only if they act before the others do: - the Regent"),
        "{}",
        out(&output)
    );
    assert!(!line(&output).contains("pace"), "{}", out(&output));
}

#[test]
fn an_unknown_outcome_or_holder_is_refused_with_a_suggestion() {
    let folder = Folder::with("powers-unknown", ISLAND);
    let output = solon(&["powers", folder.arg(), "--outcome", "law-in-farce"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("did you mean `law-in-force`?"), "{}", err(&output));
    let output = solon(&["powers", folder.arg(), "--by", "govrnor"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("did you mean `governor`?"), "{}", err(&output));
}

#[test]
fn what_takes_too_long_is_undecided() {
    let folder = Folder::with("powers-bound", ISLAND);
    let output = solon(&["powers", folder.arg(), "--max-nodes", "1"]);
    assert_eq!(code(&output), 3, "{}", out(&output));
    assert!(line(&output).contains("Undecided: the search met a bound"), "{}", out(&output));
}

/// A party with 20 of 34 and 5 of 15 seats passes bills alone, and keeps others from passing them.
#[test]
fn a_bloc_plays_as_one() {
    let folder = Folder::with("powers-bloc", ISLAND);
    let red = "red=council.elected:20,council.appointed:5";
    let output = solon(&["powers", folder.arg(), "--bloc", red]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let force = "These can bring it about, whatever the others do: - the Governor and red (the Council, 25 seats) \
                 These can keep it from coming about: - the Governor - red (the Council, 25 seats)";
    assert!(line(&output).contains(force), "{}", out(&output));
    // The others of both groups are not the Council.
    let rest = ["powers", folder.arg(), "--bloc", red, "--by", "council,governor"];
    let sentence = "Elected councillors (the Council, 14 seats), appointed councillors (the Council, 10 seats) and \
                    the Governor cannot bring it about";
    let output = solon(&rest);
    assert!(line(&output).contains(sentence), "{}", out(&output));
    // A seat fewer, and the party needs one of the others.
    let fewer = "red=council.elected:20,council.appointed:4,governor";
    let output = solon(&["powers", folder.arg(), "--bloc", fewer, "--by", "red", "--lang", "ru"]);
    assert!(
        line(&output).contains(
            "не может, даже действуя раньше: red (the Council, мест: 24; the Governor, одно место)"
        ),
        "{}",
        out(&output)
    );
}

#[test]
fn a_bloc_that_cannot_be_is_refused() {
    let folder = Folder::with("powers-no-bloc", ISLAND);
    for (bloc, message) in [
        ("red", "`red` names no bloc and its seats"),
        ("governor=council.elected:1", "the name `governor` is taken"),
        ("council=council.elected:1", "the name `council` is taken"),
        ("red=council.elect:1", "did you mean `council.elected`?"),
        ("red=governor:x", "`x` is no number of seats"),
        ("red=governor:2", "`red` cannot have 2 seats of `governor`"),
        ("red=council.elected:0", "`red` cannot have 0 seats of `council.elected`"),
        ("red=council.elected:20,council.elected:15", "14 are left"),
    ] {
        let output = solon(&["powers", folder.arg(), "--bloc", bloc]);
        assert_eq!(code(&output), 2, "{bloc}");
        assert!(err(&output).contains(message), "{bloc}: {}", err(&output));
    }
}

#[test]
fn seats_in_the_hand_of_one_holder_are_taken_together_with_him() {
    let text = std::fs::read_to_string(super::root().join("tests/verdicts/captured-check/bad.ron")).unwrap();
    // So that the President has a part to play.
    let text = text.replace("by: \"voters\", when: Status", "by: \"president\", when: Status");
    let folder = Folder::with("powers-captured", &text);
    let output = solon(&["powers", folder.arg(), "--captured"]);
    assert_eq!(code(&output), 0, "{}", out(&output));
    let said = "Taken together as one will: the President, and whom the President alone appoints and can recall: the group “appointed senators” in the Senate [Art. 2].";
    assert!(line(&output).contains(said), "{}", out(&output));
    let apart = solon(&["powers", folder.arg()]);
    assert!(!line(&apart).contains("Taken together"), "{}", out(&apart));
}

#[test]
fn an_office_in_the_hand_of_one_holder_is_taken_together_with_him() {
    let law = |naming: &str| {
        format!(
            r#"[
    Constitution(id: "demo", title: "A registrar", languages: ["en"], works: [], start: "2025-01-01"),
    Defaults(id: "counting", counting: Counting(first: Next, round: Clamp, last: Stays), cite: "Art. 9"),
    Institution(id: "minister", title: "the Minister", kind: Office, cite: "Art. 1"),
    Institution(id: "registrar", title: "the Registrar", kind: Office, cite: "Art. 1"),
    Institution(id: "senate", title: "the Senate", kind: Chamber, n: 99, cite: "Art. 1"),
    Outcome(id: "decree", title: "the decree is in force", when: In("decree", ["in-force"]), cite: "Art. 2"),
    Procedure(
        id: "decree", title: "decree", cite: "Art. 2",
        stages: [Stage(id: "in-force", title: "in force", end: Done, cite: "Art. 2")],
        steps: [Step(id: "issue", title: "issue the decree", by: All(["minister", "registrar"]), to: "in-force", cite: "Art. 2")],
    ),
    Procedure(
        id: "registry", title: "office of Registrar", cite: "Art. 3", initial: "filled",
        stages: [
            Stage(id: "filled", title: "in office", cite: "Art. 3"),
            Stage(id: "empty", title: "vacant", cite: "Art. 3"),
            Stage(id: "agreed", title: "vacant, with a candidate agreed on", cite: "Art. 3"),
        ],
        steps: [
            Step(id: "dismiss", title: "dismisses the Registrar", by: "minister", from: ["filled"], to: "empty", effects: [Set("registrar", Vacant)], cite: "Art. 3"),
            Step(id: "agree", title: "agrees to a candidate", failed_title: "does not agree", by: Vote(of: "senate", pass: Simple), from: ["empty"], carried: "agreed", failed: "empty", cite: "Art. 4"),
            Step(id: "name", title: "names the Registrar", by: "minister", from: ["{naming}"], to: "filled", effects: [Set("registrar", InOffice)], cite: "Art. 3"),
        ],
    ),
]"#
        )
    };
    let together = "Taken together as one will: the Minister, and whom the Minister alone appoints and can recall: the Registrar [Art. 3].";
    // The same act fills it in both; before one of them the Senate has to agree.
    for (naming, is_captured) in [("empty", true), ("agreed", false)] {
        let folder = Folder::with(&format!("powers-office-{naming}"), &law(naming));
        let output = solon(&["powers", folder.arg(), "--captured", "--by", "minister"]);
        assert_eq!(code(&output), 0, "{}{}", out(&output), err(&output));
        assert_eq!(line(&output).contains(together), is_captured, "{}", out(&output));
        let can = line(&output).contains("The Minister can bring it about");
        assert_eq!(can, is_captured, "{}", out(&output));
        let bound = solon(&["powers", folder.arg(), "--captured", "--max-nodes", "1"]);
        assert_eq!(code(&bound), 3, "{}", err(&bound));
    }
}

#[test]
fn thresholds_of_seats_are_named() {
    let folder = Folder::with("powers-seats", ISLAND);
    let ask = |more: &[&str]| {
        let output = solon(&[&["powers", folder.arg(), "--seats", "council", "-q"], more].concat());
        assert_eq!(code(&output), 0, "{}{}", out(&output), err(&output));
        line(&output)
    };
    // 25 of 49 pass a bill, and nobody makes the Governor sign or veto it.
    let alone = "No number of these seats suffices to bring it about. \
                 From so many seats on they can keep it from coming about, whatever the others do: - the Council (25 of 49)";
    assert!(ask(&[]).contains(alone), "{}", ask(&[]));
    let with = "Together with the Governor, from so many seats on they can bring it about, whatever the others do: \
                - the Council (25 of 49) \
                Together with the Governor, none of these seats is needed to keep it from coming about.";
    assert!(ask(&["--by", "governor"]).contains(with), "{}", ask(&["--by", "governor"]));
    let russian = ask(&["--by", "governor", "--lang", "ru"]);
    let said = "Вместе (the Governor) стольких мест достаточно, чтобы добиться этого, что бы ни делали остальные: - the Council (25 из 49)";
    assert!(russian.contains(said), "{russian}");
    // A party of twenty asks how many of the others it needs.
    let party = ask(&["--bloc", "red=council.elected:20", "--by", "red,governor"]);
    assert!(party.contains("in the Council (5 of 29) Together with"), "{party}");

    let output = solon(&["powers", folder.arg(), "--seats", "council.elected", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    let seats = &report["outcomes"][0]["seats"];
    assert_eq!(seats["of"], serde_json::json!(["council.elected"]));
    assert_eq!((&seats["force"]["can"], &seats["force"]["complete"]), (&serde_json::json!([]), &true.into()));
    assert_eq!(seats["block"]["can"][0][0]["n"], 25);
}

#[test]
fn seats_that_cannot_be_counted_are_refused() {
    let folder = Folder::with("powers-no-seats", ISLAND);
    for (arguments, message) in [
        (["--seats", "council", "--by", "council.elected"], "`council.elected` is in --by and in --seats"),
        (
            ["--seats", "counsil", "--by", "governor"],
            "`counsil` is no institution or group of seats that acts",
        ),
        (["--seats", "council", "--index", "law-in-force"], "cannot be used with"),
    ] {
        let output = solon(&[&["powers", folder.arg()], &arguments[..]].concat());
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(err(&output).contains(message), "{arguments:?}: {}", err(&output));
    }
    let output =
        solon(&["powers", folder.arg(), "--seats", "red", "--bloc", "red=council.elected:20,governor"]);
    assert_eq!(code(&output), 2, "{}", out(&output));
    assert!(err(&output).contains("the seats of `red` are cast together"), "{}", err(&output));
    let output = solon(&["powers", folder.arg(), "--seats", "council", "--max-nodes", "1"]);
    assert_eq!(code(&output), 3, "{}", out(&output));
    assert!(line(&output).contains("Undecided: the search met a bound"), "{}", out(&output));
}

#[test]
fn an_outcome_of_a_part_that_is_not_taken_is_not_asked_about() {
    let layer = r#"Choice(
        id: "referendum",
        title: "Referendums",
        kind: Variant,
        options: [Option(id: "off", title: "off", why: "as enacted"), Option(id: "on", title: "on", why: "as proposed")],
        default: "off",
        cite: "Art. 9",
    ),
    Outcome(id: "law-by-vote", title: "A law is adopted by referendum", when: In("bill", ["law"]), only: Chosen("referendum", "on"), cite: "Art. 9"),
    Outcome("#;
    let folder = Folder::with("powers-layer", &ISLAND.replacen("Outcome(", layer, 1));
    let output = solon(&["powers", folder.arg(), "--outcome", "law-by-vote"]);
    assert_eq!(code(&output), 0, "{}{}", out(&output), err(&output));
    assert!(line(&output).contains("a part of these files that is not taken"), "{}", out(&output));
    let output = solon(&["powers", folder.arg(), "--outcome", "law-by-vote", "--choose", "referendum=on"]);
    assert!(line(&output).contains("These can bring it about"), "{}", out(&output));
}

/// Nobody makes the place empty; once it is, the Council fills it.
const CHANCE: &str = r#"[
    Constitution(id: "land", title: "Land", languages: ["en"], works: [], start: "2025-01-01"),
    Institution(id: "president", title: "the President", kind: Office, cite: "Art. 1"),
    Institution(id: "council", title: "the Council", kind: Office, cite: "Art. 1"),
    Institution(id: "nature", title: "nature", kind: World, cite: "Art. 1"),
    Procedure(
        id: "presidency",
        title: "presidency",
        cite: "Art. 2",
        initial: "filled",
        stages: [
            Stage(id: "filled", title: "filled", cite: "Art. 2"),
            Stage(id: "empty", title: "empty", enter: [Set("president", Vacant)], cite: "Art. 2"),
        ],
        steps: [
            Step(id: "dies", title: "the President dies", by: "nature", from: ["filled"], to: "empty", cite: "Art. 2"),
            Step(id: "name", title: "names a President", by: "council", from: ["empty"], to: "filled", effects: [Set("president", InOffice)], cite: "Art. 2"),
        ],
    ),
    Outcome(id: "no-president", title: "There is no President", when: In("presidency", ["empty"]), cite: "Art. 2"),
]"#;

#[test]
fn what_only_chance_brings_about_meets_no_bound() {
    let folder = Folder::with("chance", CHANCE);
    let output = solon(&["powers", folder.arg()]);
    assert_eq!(code(&output), 3, "{}", err(&output));
    let line = line(&output);
    assert!(line.contains("no way to it was found on which nothing happens by chance"), "{line}");
    assert!(!line.contains("met its bound"), "{line}");
}

#[test]
fn a_bound_that_was_met_is_named_with_its_value() {
    let folder = Folder::with("powers-work", ISLAND);
    let output = solon(&["powers", folder.arg(), "--work", "0"]);
    assert_eq!(code(&output), 3, "{}", err(&output));
    let told =
        "was not decided: the search met its bound of 0 million operations (`--work 1` gives it more).";
    assert!(line(&output).contains(told), "{}", out(&output));
    let output = solon(&["powers", folder.arg(), "--work", "0", "--index", "law-in-force"]);
    assert_eq!(code(&output), 3, "{}", err(&output));
    assert!(
        line(&output).contains("was not told: the search met its bound of 0 million"),
        "{}",
        out(&output)
    );
}
