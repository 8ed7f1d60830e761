//! A counterexample is a scenario: what `check` saves, `run` accepts.

use super::{Folder, STUCK, code, constitutions, err, out, solon};

fn every_trace_is_accepted(dir: &str, name: &str, more: &[&str]) -> usize {
    let saved = Folder::new(name);
    let traces = saved.path("traces").display().to_string();
    let mut args = vec!["check", dir, "--save-traces", &traces];
    args.extend(more);
    let checked = solon(&args);
    assert_ne!(code(&checked), 2, "{dir}: {}", err(&checked));
    let mut n = 0;
    for entry in std::fs::read_dir(&traces).unwrap() {
        let path = entry.unwrap().path();
        let ran = solon(&["run", dir, path.to_str().unwrap()]);
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(code(&ran), 0, "{}\n{text}\n{}{}", path.display(), out(&ran), err(&ran));
        n += 1;
    }
    n
}

#[test]
fn a_saved_trace_is_accepted_and_ends_where_it_says() {
    let folder = Folder::with("trace", STUCK);
    assert_eq!(every_trace_is_accepted(folder.arg(), "trace-saved", &[]), 2);
    let ran = solon(&["run", folder.arg(), "--trace", "a1-1"]);
    assert_eq!(code(&ran), 0, "{}", err(&ran));
    assert!(out(&ran).contains("as expected: at the end the house is gone"), "{}", out(&ran));
    let unknown = solon(&["run", folder.arg(), "--trace", "a1-9"]);
    assert_eq!(code(&unknown), 2);
    assert!(err(&unknown).contains("there are: a1-1, d1-2"), "{}", err(&unknown));
}

#[test]
fn every_trace_of_every_constitution_is_accepted() {
    for dir in constitutions() {
        // What is not decided in this time has no trace; the bound only keeps the suite short.
        let name = dir.replace('/', "-");
        every_trace_is_accepted(&dir, &name, &["--max-seconds", "2"]);
    }
}
