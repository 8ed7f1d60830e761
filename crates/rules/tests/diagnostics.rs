//! Each code has a page and a fixture: the fixture gives this code and nothing else, and the page mends it.

#![allow(clippy::disallowed_methods, reason = "tests read files and the number of cases")]

use solon_rules::compile;
use solon_rules::diagnostic::{Code, Severity};
use solon_rules::source::Source;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Codes that no single file can show alone; their tests stand beside the reader.
const WITHOUT_FIXTURE: [&str; 3] = ["file-too-large", "too-many-files", "too-many-errors"];

/// Codes whose page has no pair of examples, because the mistake is not in some lines.
const WITHOUT_EXAMPLE: [&str; 6] = [
    "invalid-utf8",
    "file-too-large",
    "too-many-files",
    "too-many-errors",
    "nested-too-deeply",
    "empty-file",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn pages() -> PathBuf {
    root().join("docs/diagnostics")
}

fn bad() -> PathBuf {
    root().join("tests/rules/bad")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names in a folder without their extension, of the files that have it.
fn stems(folder: &Path, extension: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

/// Compares two sets of names, and shows only where they differ.
#[track_caller]
fn same(found: &BTreeSet<String>, expected: &BTreeSet<String>, what: &str) {
    let missing: Vec<_> = expected.difference(found).collect();
    let left_over: Vec<_> = found.difference(expected).collect();
    assert!(
        missing.is_empty() && left_over.is_empty(),
        "{what}: missing {missing:?}, left over {left_over:?}"
    );
}

/// The codes that a text gives, in the order of the source.
fn codes(name: &str, bytes: Vec<u8>) -> Vec<&'static str> {
    let mut source = Source::new();
    source.add_bytes(name.to_owned(), bytes);
    compile(&source).diagnostics.iter().map(|found| found.code.id()).collect()
}

fn severity(code: Code) -> &'static str {
    match code.severity() {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Note => "Note",
    }
}

/// The examples of a page: the texts of its blocks.
fn examples(page: &str) -> Vec<Vec<&str>> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while lines.by_ref().any(|line| line == "```ron") {
        blocks.push(lines.by_ref().take_while(|line| *line != "```").collect());
    }
    blocks
}

/// Puts `right` in the place of the lines `wrong`, whatever their indentation.
fn mended(text: &str, wrong: &[&str], right: &[&str]) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let alike = |at: &[&str]| at.iter().zip(wrong).all(|(a, b)| a.trim() == b.trim());
    let start = lines.windows(wrong.len()).position(alike)?;
    let rest = &lines[start + wrong.len()..];
    let whole: Vec<&str> = lines[..start].iter().chain(right).chain(rest).copied().collect();
    Some(whole.join("\n"))
}

#[test]
fn every_code_has_its_page_and_no_page_is_left_over() {
    let mut expected: BTreeSet<String> = Code::ALL.iter().map(|code| code.id().to_owned()).collect();
    expected.insert("README".to_owned());
    same(&stems(&pages(), "md"), &expected, "docs/diagnostics");
    for &code in Code::ALL {
        let page = read(&pages().join(format!("{}.md", code.id())));
        let start = format!("# {}\n\n**{}.** {}\n\n", code.id(), severity(code), code.meaning());
        assert!(page.starts_with(&start), "the page of {} does not start with:\n{start}", code.id());
        assert!(page.contains("Why it matters: "), "the page of {} does not say why it matters", code.id());
    }
}

#[test]
fn every_finding_has_its_page_and_no_page_is_left_over() {
    let folder = root().join("docs/findings");
    let codes = solon_engine::finding::Code::ALL;
    let expected: BTreeSet<String> = codes.iter().map(|code| code.id().to_owned()).collect();
    same(&stems(&folder, "md"), &expected, "docs/findings");
    for code in codes {
        let page = read(&folder.join(format!("{}.md", code.id())));
        let first = page.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("# ") && first.ends_with('?'),
            "the page of {} begins with its question",
            code.id()
        );
        assert!(page.contains(&format!("`{}`, {}\n", code.id(), code.code())), "the page of {}", code.id());
        for heading in ["## Meaning", "## Example", "## When it stays silent", "## Cure"] {
            assert!(page.contains(heading), "the page of {} lacks {heading}", code.id());
        }
    }
}

#[test]
fn the_list_of_pages_is_complete() {
    let mut list = String::from(
        "# Diagnostics\n\nWhat `solon check` says about the files, before anything is searched. ",
    );
    list += "An *error*: there is no model. A *warning*: there is one, and it surely is not the one that was meant. ";
    list += "A *note*: a reading to confirm.\n\n| code | severity | meaning |\n| --- | --- | --- |\n";
    for &code in Code::ALL {
        let id = code.id();
        list += &format!("| [{id}]({id}.md) | {} | {} |\n", severity(code).to_lowercase(), code.meaning());
    }
    let path = pages().join("README.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &list).unwrap();
    }
    assert_eq!(read(&path), list, "run with UPDATE=1");
}

#[test]
fn every_fixture_gives_its_code_once_and_nothing_else() {
    let without: BTreeSet<&str> = WITHOUT_FIXTURE.into();
    let expected = Code::ALL.iter().map(|code| code.id()).filter(|id| !without.contains(id));
    let expected: BTreeSet<String> = expected.map(str::to_owned).collect();
    same(&stems(&bad(), "ron"), &expected, "fixtures in tests/rules/bad");
    same(&stems(&bad(), "txt"), &expected, "expected outputs in tests/rules/bad");
    for id in &expected {
        let path = bad().join(format!("{id}.ron"));
        assert_eq!(codes(id, std::fs::read(&path).unwrap()), [id.as_str()], "{}", path.display());
    }
}

/// Further ways to a code, and cases in which one mistake must not be reported twice. The first line of each file
/// names the codes that it gives: "// nothing" for none.
#[test]
fn every_variant_gives_the_codes_that_its_first_line_names() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checks");
    for name in stems(&folder, "ron") {
        let text = read(&folder.join(format!("{name}.ron")));
        let first = text.lines().next().unwrap_or_default().trim_start_matches("// ");
        let mut expected: Vec<&str> = first.split(", ").filter(|code| *code != "nothing").collect();
        let mut found = codes(&name, text.clone().into_bytes());
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn every_page_mends_its_fixture() {
    for &code in Code::ALL {
        let id = code.id();
        let page = read(&pages().join(format!("{id}.md")));
        let examples = examples(&page);
        if WITHOUT_EXAMPLE.contains(&id) {
            assert!(examples.is_empty(), "{id}");
            continue;
        }
        let [wrong, right] = &examples[..] else { panic!("the page of {id} has no pair of examples") };
        let fixture = read(&bad().join(format!("{id}.ron")));
        let text = mended(&fixture, wrong, right);
        let text = text.unwrap_or_else(|| panic!("the wrong example of {id} is not in its fixture"));
        assert_eq!(codes(id, text.into_bytes()), [""; 0], "the right example of {id} is not right");
    }
}

#[test]
fn what_only_looks_wrong_is_not_reported() {
    let folder = root().join("tests/rules/good");
    let names = stems(&folder, "ron");
    assert!(!names.is_empty());
    for name in names {
        let path = folder.join(format!("{name}.ron"));
        assert_eq!(codes(&name, std::fs::read(&path).unwrap()), [""; 0], "{}", path.display());
    }
}
