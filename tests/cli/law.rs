//! Law is data: the code knows no country, and no institution, procedure or rule of a shipped constitution.

use super::root;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn files(folder: &Path, ending: &str, all: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ending, all);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            all.push(path);
        }
    }
}

/// The words of a text, hyphens included.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').map(|word| word.trim_matches('-'))
}

#[test]
fn the_code_names_nothing_that_a_rule_file_names() {
    let mut rules = Vec::new();
    files(&root().join("rules"), "ron", &mut rules);
    let mut ids = BTreeSet::new();
    for path in &rules {
        let text = std::fs::read_to_string(path).unwrap();
        let quoted = text.split("id: \"").skip(1).filter_map(|rest| rest.split('"').next());
        // One word alone, such as a bill, is a word of everybody.
        ids.extend(quoted.filter(|id| id.contains('-')).map(str::to_owned));
    }
    for folder in std::fs::read_dir(root().join("rules")).unwrap() {
        let name = folder.unwrap().file_name().into_string().unwrap();
        ids.extend([name.split('-').next().unwrap_or("").to_owned(), name]);
    }
    ids.remove("examples");
    ids.remove("united");
    ids.remove("README.md");
    assert!(ids.len() > 100, "{ids:?}");
    let mut code = Vec::new();
    for package in ["rules", "engine", "cli"] {
        files(&root().join("crates").join(package).join("src"), "rs", &mut code);
    }
    let mut found = Vec::new();
    for path in code {
        let text = std::fs::read_to_string(&path).unwrap();
        // Tests may use any word.
        let text = text.split("#[cfg(test)]").next().unwrap();
        let known = words(text).filter(|word| ids.contains(&word.to_ascii_lowercase()));
        found.extend(known.map(|word| format!("{}: {word}", path.display())));
    }
    assert_eq!(found, Vec::<String>::new());
}
