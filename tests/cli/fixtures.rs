//! `tests/rules/bad/<id>.ron` with what `solon check FILE` says about it in `<id>.txt`. `UPDATE=1` rewrites them.

use super::{command, err, out, root};
use std::path::PathBuf;

fn files(folder: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(root().join(folder)) else { return Vec::new() };
    let mut all: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    all.retain(|path| path.extension().is_some_and(|extension| extension == "ron"));
    all.sort();
    all
}

#[test]
fn each_bad_file_gets_the_message_beside_it() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for path in files("tests/rules/bad") {
        let file = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        let output = command(&["check", &file, "--quiet", "--max-seconds", "1"]).output().unwrap();
        let found = err(&output);
        let beside = path.with_extension("txt");
        if update {
            std::fs::write(&beside, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&beside).unwrap_or_default();
        if found != expected {
            wrong.push(format!("{file}: expected\n{expected}\nfound\n{found}"));
        }
        // Nothing of a message may leak to standard output, and no message may be empty.
        if found.is_empty() || out(&output).contains("error[") {
            wrong.push(format!("{file}: no message on standard error"));
        }
    }
    assert!(wrong.is_empty(), "{}\nUPDATE=1 rewrites them", wrong.join("\n"));
}

#[test]
fn no_good_file_gets_a_message() {
    for path in files("tests/rules/good") {
        let file = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        let output = command(&["check", &file, "--quiet", "--max-seconds", "1"]).output().unwrap();
        assert_eq!(err(&output), "", "{file}");
    }
}

#[test]
fn every_message_names_no_type_of_rust() {
    for path in files("tests/rules/bad") {
        let text = std::fs::read_to_string(path.with_extension("txt")).unwrap_or_default();
        for word in ["u32", "i32", "usize", "Option<", "Vec<", "struct ", "enum "] {
            assert!(!text.contains(word), "{}: `{word}`", path.display());
        }
    }
}
