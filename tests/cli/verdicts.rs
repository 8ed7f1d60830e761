//! `tests/verdicts/<id>/`: constitutions that have the finding `<id>` (`bad*.ron`), and some that look alike and have not
//! (`good*.ron`), each with the report beside it. `UPDATE=1` rewrites the reports.

use super::{Folder, code, err, out, root, solon};
use serde_json::Value;
use std::path::PathBuf;

/// Compares with what a file says, or writes it. Returns what to say if they differ.
pub fn differs_from(path: &PathBuf, found: &str) -> Option<String> {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, found).unwrap();
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    (found != expected)
        .then(|| format!("{}: expected\n{expected}\nfound\n{found}\nUPDATE=1 rewrites it", path.display()))
}

/// One line for each finding: code, severity, holders, and what it says; and for each question that was not decided, why.
pub fn list(report: &Value) -> String {
    let findings = report["findings"].as_array().unwrap();
    let text = |value: &Value| value["id"].as_str().or(value.as_str()).unwrap().to_owned();
    let names = |value: &Value| {
        let names: Vec<String> = value.as_array().unwrap().iter().map(text).collect();
        names.join(", ")
    };
    let line = |finding: &Value| {
        let [code, severity, sentence] = ["code", "severity", "sentence"].map(|field| text(&finding[field]));
        format!("{code} {severity} [{}] {sentence}\n", names(&finding["holders"]))
    };
    let open = |open: &Value| {
        let about = open["rule"].as_str().map_or(String::new(), |rule| format!(" {rule}:"));
        format!("{} undecided:{about} {}\n", text(&open["code"]), text(&open["why"]))
    };
    let undecided = report["undecided"].as_array().unwrap();
    findings.iter().map(line).chain(undecided.iter().map(open)).collect()
}

#[test]
fn bad_files_have_the_finding_and_good_ones_have_not() {
    let mut wrong = Vec::new();
    let mut seen = (0, 0);
    for check in std::fs::read_dir(root().join("tests/verdicts")).unwrap() {
        let check = check.unwrap().path();
        let Ok(files) = std::fs::read_dir(&check) else { continue };
        let id = check.file_name().unwrap().to_str().unwrap().to_owned();
        for path in files.map(|file| file.unwrap().path()) {
            if path.extension().is_none_or(|extension| extension != "ron") {
                continue;
            }
            let file = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
            let checked = solon(&["check", &file, "--quiet", "--format", "json"]);
            assert_ne!(code(&checked), 2, "{file}: {}", err(&checked));
            let report: Value = serde_json::from_str(&out(&checked)).unwrap();
            assert_eq!(report["search"]["complete"], true, "{file}");
            let found = report["findings"].as_array().unwrap().iter().any(|finding| finding["id"] == *id);
            let is_bad = path.file_name().unwrap().to_str().unwrap().starts_with("bad");
            seen = if is_bad { (seen.0 + 1, seen.1) } else { (seen.0, seen.1 + 1) };
            if found != is_bad {
                wrong.push(format!("{file}: {}", if found { "found" } else { "not found" }));
            }
            let told = out(&solon(&["check", &file, "--quiet"]));
            wrong.extend(differs_from(&path.with_extension("txt"), &told));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen.0 >= 12 && seen.1 >= 12, "{seen:?}");
}

#[test]
fn every_check_has_a_bad_and_a_good_file() {
    let nothing = solon(&["check", "tests/verdicts/hold-up/good.ron", "--quiet", "--format", "json"]);
    let report: Value = serde_json::from_str(&out(&nothing)).unwrap();
    let clean = report["clean"].as_array().unwrap();
    assert!(clean.len() >= 10, "{clean:?}");
    for check in clean {
        let id = check["id"].as_str().unwrap();
        for file in ["bad.ron", "good.ron"] {
            assert!(root().join("tests/verdicts").join(id).join(file).exists(), "{id}/{file}");
        }
    }
}

#[test]
fn a_search_that_meets_its_bound_calls_no_finding_clean() {
    for check in std::fs::read_dir(root().join("tests/verdicts")).unwrap() {
        let bad = check.unwrap().path().join("bad.ron");
        if !bad.exists() {
            continue;
        }
        let id = bad.parent().and_then(|check| check.file_name()).unwrap().to_str().unwrap();
        let checked =
            solon(&["check", bad.to_str().unwrap(), "--quiet", "--format", "json", "--max-nodes", "1"]);
        let report: Value = serde_json::from_str(&out(&checked)).unwrap();
        assert!(report["clean"].as_array().unwrap().iter().all(|check| check["id"] != *id), "{id}");
    }
}

#[test]
fn a_bound_does_not_hide_that_a_statement_says_nothing() {
    // Without the statement that is left open by a small bound itself.
    let text =
        std::fs::read_to_string(root().join("tests/verdicts/property/good-empty-in-time.ron")).unwrap();
    let games: String =
        text.lines().filter(|line| !line.contains("LeadsTo(")).map(|line| format!("{line}\n")).collect();
    let folder = Folder::with("says-nothing", &games);
    let answers = |max_nodes: u32| -> (Vec<Value>, bool) {
        let max_nodes = max_nodes.to_string();
        let checked =
            solon(&["check", folder.arg(), "--quiet", "--format", "json", "--max-nodes", &max_nodes]);
        let report: Value = serde_json::from_str(&out(&checked)).unwrap();
        let open = !report["undecided"].as_array().unwrap().is_empty();
        assert_eq!(code(&checked), if open { 3 } else { 0 }, "{max_nodes}");
        (report["answers"].as_array().unwrap().clone(), open)
    };
    let says_nothing = |answer: &Value| answer["vacuous"] == true;
    let (all, open) = answers(1 << 20);
    assert!(all.len() == 2 && all.iter().all(says_nothing) && !open, "{all:?}");
    for power in 0..12 {
        let (all, open) = answers(1 << power);
        assert!(open || all.iter().all(says_nothing), "{power}: {all:?}");
    }
}
