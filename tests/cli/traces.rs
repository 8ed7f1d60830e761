//! A counterexample is a scenario: what `check` saves, `run` accepts.

use super::verdicts::{differs_from, list};
use super::{Folder, STUCK, code, constitutions, err, out, root, solon};
use serde_json::Value;

/// The Assembly can dissolve itself for good, and so can the King, who may also go on a journey first.
const TWO_WAYS: &str = r#"[
    Constitution(id: "demo", title: "Two ways", languages: ["en"], works: [], start: "2025-01-01"),
    Institution(id: "king", title: "the King", kind: Office, cite: "Art. 1"),
    Institution(id: "assembly", title: "the Assembly", kind: Chamber, n: 101, cite: "Art. 1"),
    Outcome(id: "house", title: "There is an Assembly", when: Status("assembly", [Sitting]), vital: true, cite: "Art. 1"),
    Procedure(
        id: "house",
        title: "house",
        cite: "Art. 3",
        initial: "sitting",
        stages: [
            Stage(id: "sitting", title: "sitting", cite: "Art. 3"),
            Stage(id: "away", title: "while the King is away", cite: "Art. 3"),
            Stage(id: "gone", title: "gone", cite: "Art. 3"),
        ],
        steps: [
            Step(id: "travel", title: "travels", by: "king", from: ["sitting"], to: "away", cite: "Art. 3"),
            Step(id: "send-away", title: "sends the Assembly away", by: "king", from: ["sitting", "away"], to: "gone", effects: [Set("assembly", Dissolved)], cite: "Art. 3"),
            Step(id: "dissolve", title: "dissolves itself", failed_title: "does not dissolve itself", by: Vote(of: "assembly", pass: AtLeast(2, 3, Seats)), from: ["sitting"], carried: "gone", failed: "sitting", effects: [Set("assembly", Dissolved)], cite: "Art. 3"),
        ],
    ),
]"#;

/// Saves the traces of a constitution, runs them, and compares where each ends. Returns the report.
fn every_trace_is_accepted(dir: &str, name: &str) -> Value {
    let saved = Folder::new(name);
    let traces = saved.path("traces").display().to_string();
    let checked = solon(&["check", dir, "--save-traces", &traces, "--format", "json"]);
    assert_ne!(code(&checked), 2, "{dir}: {}", err(&checked));
    let report: Value = serde_json::from_str(&out(&checked)).unwrap();
    // What was not decided stands in the list.
    let n_undecided = report["undecided"].as_array().unwrap().len();
    assert_eq!(report["search"]["complete"], n_undecided == 0, "{dir}");
    let mut files: Vec<String> = std::fs::read_dir(&traces)
        .unwrap()
        .map(|entry| entry.unwrap().path().display().to_string())
        .collect();
    files.sort();
    let mut args = vec!["run", dir, "--format", "json"];
    args.extend(files.iter().map(String::as_str));
    let ran = solon(&args);
    assert_eq!(code(&ran), 0, "{dir}: {}{}", out(&ran), err(&ran));
    let runs: Value = serde_json::from_str(&out(&ran)).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let told: Vec<&Value> = findings.iter().filter(|finding| finding["trace_id"].is_string()).collect();
    assert_eq!(told.len(), files.len(), "{dir}");
    for finding in &told {
        let of_finding = |run: &&Value| run["id"] == finding["trace_id"];
        let run = runs["scenarios"].as_array().unwrap().iter().find(of_finding).unwrap();
        assert_eq!(run["end"], finding["end"], "{dir}: {}", finding["trace_id"]);
        let told: Vec<&Value> = finding["trace"].as_array().unwrap().iter().collect();
        let happened: Vec<&Value> =
            run["story"].as_array().unwrap().iter().map(|entry| &entry["event"]).collect();
        let days = |events: &[&Value]| events.iter().map(|event| event["date"].clone()).collect::<Vec<_>>();
        assert_eq!(days(&happened), days(&told), "{dir}: {}", finding["trace_id"]);
    }
    report
}

#[test]
fn a_saved_trace_is_accepted_and_ends_where_it_says() {
    let folder = Folder::with("trace", STUCK);
    let report = every_trace_is_accepted(folder.arg(), "trace-saved");
    assert_eq!(report["findings"].as_array().unwrap().len(), 2);
    let ran = solon(&["run", folder.arg(), "--trace", "a1-1"]);
    assert_eq!(code(&ran), 0, "{}", err(&ran));
    assert!(out(&ran).contains("as expected: at the end the house is gone"), "{}", out(&ran));
    let unknown = solon(&["run", folder.arg(), "--trace", "a1-9"]);
    assert_eq!(code(&unknown), 2);
    assert!(err(&unknown).contains("there are: a1-1, d1-2"), "{}", err(&unknown));
}

#[test]
fn several_stories_are_told_on_request_and_none_only_takes_longer() {
    let folder = Folder::with("stories", TWO_WAYS);
    let saved = folder.path("traces");
    let checked =
        solon(&["check", folder.arg(), "--traces", "5", "--lanes", "--save-traces", saved.to_str().unwrap()]);
    assert_eq!(code(&checked), 1, "{}", err(&checked));
    let page = out(&checked);
    assert!(page.contains("It can also happen so (a1-1-2):"), "{page}");
    assert!(!page.contains("(a1-1-3)"), "{page}");
    assert!(page.contains("           the Assembly\n   2025-01-01 ●1\n"), "{page}");
    assert!(page.contains("           the King\n   2025-01-01 ●1\n"), "{page}");
    for id in ["a1-1", "a1-1-2"] {
        let file = saved.join(format!("{id}.ron"));
        let ran = solon(&["run", folder.arg(), file.to_str().unwrap()]);
        assert_eq!(code(&ran), 0, "{}", err(&ran));
        let ran = solon(&["run", folder.arg(), "--trace", id]);
        assert_eq!(code(&ran), 0, "{}", err(&ran));
    }
}

#[test]
fn every_trace_of_every_constitution_is_accepted_and_the_findings_are_those_on_file() {
    let mut wrong = Vec::new();
    let mut found = Vec::new();
    for dir in constitutions() {
        let report = every_trace_is_accepted(&dir, &dir.replace('/', "-"));
        let name = dir.rsplit('/').next().unwrap();
        let path = root().join("tests/verdicts").join(name).with_extension("txt");
        wrong.extend(differs_from(&path, &list(&report)));
        found.push(row(&dir, &report));
    }
    // What the overview of the rule files says of each is what was found.
    let path = root().join("rules/README.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) =
        page.split_once("|---|---|---|---|---|---|---|---|\n").expect("the table of the rule files");
    let (told, after) = rest.split_once("\n\n").expect("the end of the table");
    let mut rows = String::new();
    for row in &found {
        // Seconds are measured by hand: they are there, and the bar is a minute.
        let folder = row.split_inclusive('|').nth(1).unwrap();
        let told = told.lines().find(|line| line.contains(folder));
        let seconds =
            told.and_then(|line| line.trim_end_matches([' ', '|']).rsplit(' ').next()).unwrap_or("?");
        if seconds.parse::<f64>().map_or(true, |seconds| seconds > 60.0) {
            wrong.push(format!("rules/README.md: the seconds of{folder}"));
        }
        rows += &format!("{row} {seconds} |\n");
    }
    let expected = format!("{before}|---|---|---|---|---|---|---|---|\n{rows}\n{after}");
    wrong.extend(differs_from(&path, &expected));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the overview says of one constitution, but for the seconds.
fn row(dir: &str, report: &Value) -> String {
    let folder = dir.split_once("rules/").unwrap().1;
    let mut text = String::new();
    for file in std::fs::read_dir(root().join(dir)).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_some_and(|extension| extension == "ron") {
            text += &std::fs::read_to_string(file).unwrap();
        }
    }
    let count = |words: &str| text.matches(words).count();
    let n = |field: &str| report[field].as_array().unwrap().len();
    let states = report["search"]["states"].as_f64().unwrap();
    format!(
        "| `{folder}` | {} | {} | {} | {} | {} | 10^{:.0} |",
        count("assumption:"),
        count("basis: Recalled"),
        n("open_readings"),
        n("unmodelled"),
        n("findings"),
        states.log10().floor()
    )
}

#[test]
fn a_trace_in_the_informal_trace_format_has_every_variable_in_every_state() {
    let folder = Folder::with("itf", STUCK);
    let out_dir = folder.path("itf");
    let checked = solon(&["check", folder.arg(), "--out-itf", out_dir.to_str().unwrap()]);
    assert_eq!(code(&checked), 1, "{}", err(&checked));
    let text = std::fs::read_to_string(out_dir.join("a1-1.itf.json")).unwrap();
    let trace: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(trace["#meta"]["format"], "ITF");
    let vars: Vec<&str> = trace["vars"].as_array().unwrap().iter().map(|var| var.as_str().unwrap()).collect();
    assert_eq!(vars, ["status:assembly", "procedure:bill", "procedure:house"]);
    let states = trace["states"].as_array().unwrap();
    assert_eq!(states.len(), 2);
    assert!(states.iter().all(|state| vars.iter().all(|var| !state[var].is_null())), "{states:?}");
    assert_eq!(states[0]["status:assembly"], "Sitting");
    assert_eq!(states[1]["status:assembly"], "Dissolved");
    assert_eq!(states[1]["procedure:house"]["stage"], "house.gone");
    assert_eq!(states[1]["#meta"]["rule"], "house.dissolve");
}
