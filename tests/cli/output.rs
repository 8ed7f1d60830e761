//! Streams: closed pipes, colours, languages, and the same bytes each time.

use super::{Folder, STUCK, code, command, err, out, root, solon};
use std::io::Read;
use std::process::Stdio;

#[test]
fn a_closed_pipe_is_no_error() {
    // More than a pipe holds, so that the writer meets the closed end.
    let mut child = command(&["run", "rules/united-states"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 16];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    let status = child.wait().unwrap();
    assert_eq!(errors, "");
    assert_eq!(status.code(), Some(0));
}

#[test]
fn two_runs_print_the_same_bytes() {
    let folder = Folder::with("same", STUCK);
    let first = solon(&["check", folder.arg()]);
    let second = solon(&["check", folder.arg()]);
    assert_eq!(out(&first), out(&second));
    let json = |_| {
        let output = solon(&["check", folder.arg(), "--format", "json"]);
        let mut report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        forget_seconds(&mut report);
        report
    };
    assert_eq!(json(1), json(2));
    assert_eq!(out(&solon(&["run", "rules/united-states"])), out(&solon(&["run", "rules/united-states"])));
}

#[test]
fn the_log_is_asked_for_and_goes_to_standard_error() {
    let folder = Folder::with("log", STUCK);
    let (plain, verbose) = (solon(&["check", folder.arg()]), solon(&["-v", "check", folder.arg()]));
    assert_eq!(out(&plain), out(&verbose));
    assert!(!err(&plain).contains("INFO"), "{}", err(&plain));
    assert!(err(&verbose).contains("INFO"), "{}", err(&verbose));
}

#[test]
fn lanes_show_who_acts_when() {
    let args = ["run", "rules/united-states", "--only", "us-01", "--lanes"];
    let told = out(&solon(&args));
    let lane = |number: &str| {
        let line = told.lines().find(|line| line.contains(number)).unwrap();
        line.chars().position(|c| c == '●').unwrap()
    };
    // The House passes and confirms, the Senate passes, the President returns.
    assert_eq!(lane("●1"), lane("●5"));
    assert!(lane("●1") < lane("●2") && lane("●2") < lane("●4"), "{told}");
    assert!(!out(&solon(&args[..4])).contains('●'));
}

fn forget_seconds(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            map.remove("seconds");
            map.values_mut().for_each(forget_seconds);
        }
        serde_json::Value::Array(all) => all.iter_mut().for_each(forget_seconds),
        _ => {}
    }
}

#[test]
fn colours_come_only_when_they_are_wanted() {
    let folder = Folder::with("colours", STUCK);
    let has_colours =
        |output: &std::process::Output| out(output).contains('\u{1b}') || err(output).contains('\u{1b}');
    // No terminal here.
    assert!(!has_colours(&solon(&["check", folder.arg()])));
    assert!(has_colours(&solon(&["check", folder.arg(), "--color", "always"])));
    assert!(!has_colours(&solon(&["check", folder.arg(), "--color", "never"])));
    let forbidden = command(&["check", folder.arg()]).env("NO_COLOR", "1").output().unwrap();
    assert!(!has_colours(&forbidden));
    let asked_for =
        command(&["check", folder.arg(), "--color", "always"]).env("NO_COLOR", "1").output().unwrap();
    assert!(has_colours(&asked_for), "who asks for colours gets them");
}

#[test]
fn the_report_speaks_two_languages() {
    let folder = Folder::with("languages", STUCK);
    let english = out(&solon(&["check", folder.arg()]));
    let russian = out(&solon(&["check", folder.arg(), "--lang", "ru"]));
    assert!(english.contains("The constitution can stop"), "{english}");
    assert!(english.contains("The Assembly dissolves itself. [Art. 4]"), "{english}");
    assert!(english.contains("5 of 9 seats in favour; 5 needed"), "{english}");
    assert!(russian.contains("Конституция может остановиться"), "{russian}");
    assert!(russian.contains("Собрание самораспускается. [Art. 4]"), "{russian}");
    assert!(russian.contains("2 ошибки"), "{russian}");
}

#[test]
fn quiet_keeps_the_findings() {
    let folder = Folder::with("quiet", STUCK);
    let quiet = out(&solon(&["check", folder.arg(), "--quiet"]));
    assert!(quiet.contains("(A1 deadlock, a1-1)"));
    assert!(!quiet.contains("Looked for and not found"));
    let all = out(&solon(&["check", folder.arg()]));
    assert!(all.contains("Looked for and not found"));
    assert!(all.contains("C1 unchecked-power"), "checks that were not run are listed: {all}");
}

#[test]
fn bad_files_are_reported_as_json_on_standard_output() {
    let folder = Folder::with("bad-json", "[Constitution(id: \"x\"");
    let output = solon(&["check", folder.arg(), "--format", "json"]);
    assert_eq!(code(&output), 2);
    assert_eq!(err(&output), "");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["diagnostics"][0]["id"], "unclosed-delimiter");
    assert_eq!(report["diagnostics"][0]["labels"][0]["line"], 1);
    assert!(report["constitution"].is_null());
}

#[test]
fn a_statement_that_nothing_could_break_says_so() {
    let page = |name: &str| {
        let file = root().join("tests/verdicts/property").join(name);
        let output = solon(&["check", file.to_str().unwrap()]);
        assert_eq!(code(&output), 0, "{}", out(&output));
        out(&output).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let empty = "holds, but says nothing, because nothing in these rules could break it: nobody dissolves the Assembly";
    assert!(page("good-empty.ron").contains(empty));
    // It never happens because of the dates: the rules could break it.
    assert!(page("good-never-in-time.ron").contains("holds: there are no decrees"));
}
