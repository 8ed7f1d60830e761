//! The examples of docs/language.md are rules that compile, and the page names every word of the grammar.
//!
//! "```ron file" begins a whole constitution, whose scenarios must end as expected. "```ron in stages" begins an
//! example that stands in tests/rules/language/base.ron in the place of the line "// here: stages".

#![allow(clippy::disallowed_methods, reason = "tests read files and the number of cases")]

use solon_rules::diagnostic::Severity;
use solon_rules::scenario::prepare;
use solon_rules::source::Source;
use solon_rules::{compile, diagnostic::Diagnostics};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const PAGE: &str = "docs/language.md";
const BASE: &str = "tests/rules/language/base.ron";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A fenced block of the page.
struct Block<'p> {
    /// The line of its opening fence, from 1.
    line: usize,
    /// What stands behind the opening fence.
    info: &'p str,
    lines: Vec<&'p str>,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().zip(1..);
    while let Some((line, number)) = lines.next() {
        let Some(info) = line.trim_start().strip_prefix("```") else { continue };
        let inside = lines.by_ref().map(|(line, _)| line).take_while(|line| line.trim() != "```").collect();
        blocks.push(Block { line: number, info: info.trim(), lines: inside });
    }
    blocks
}

/// An example as it is compiled: its text, and how many lines stand before the one behind its fence.
fn whole(base: &str, block: &Block<'_>) -> Result<(String, usize), String> {
    if block.info == "ron file" {
        return Ok((block.lines.join("\n"), 0));
    }
    let lines: Vec<&str> = base.lines().collect();
    let spot = block.info.strip_prefix("ron in ").map(|spot| format!("// here: {}", spot.trim()));
    let Some(before) = spot.and_then(|spot| lines.iter().position(|line| line.trim() == spot)) else {
        return Err(format!(
            "`{}` is neither `ron file` nor `ron in` a spot of {BASE}; what is no rules begins with `text` or `sh`",
            block.info
        ));
    };
    let all = lines[..before].iter().chain(&block.lines).chain(&lines[before + 1..]);
    Ok((all.copied().collect::<Vec<_>>().join("\n"), before))
}

/// What is wrong with an example, each with its line of the page.
fn problems(base: &str, block: &Block<'_>) -> Vec<String> {
    let (text, before) = match whole(base, block) {
        Ok(whole) => whole,
        Err(problem) => return vec![format!("{PAGE}:{}: {problem}", block.line)],
    };
    let mut source = Source::new();
    source.add(PAGE.to_owned(), text);
    let compiled = compile(&source);
    let mut found = Vec::new();
    for diagnostic in compiled.diagnostics.iter().filter(|one| one.severity() == Severity::Error) {
        let (line, _) = source.position(diagnostic.primary());
        let line = (line as usize + block.line).saturating_sub(before).max(block.line);
        found.push(format!("{PAGE}:{line}: {}: {}", diagnostic.code.id(), diagnostic.message));
    }
    let Some(rules) = &compiled.rules else { return found };
    for scenario in &compiled.scenarios {
        let id = &scenario.head.id.text;
        let prepared = prepare(rules, scenario, &mut Diagnostics::new());
        let met = prepared.is_some_and(|prepared| {
            let journal = prepared.replay();
            prepared.judge(&journal).iter().all(|judgement| judgement.met)
        });
        if !met {
            found.push(format!("{PAGE}:{}: the scenario `{id}` does not end as expected", block.line));
        }
    }
    found
}

#[test]
fn every_example_compiles() {
    let (page, base) = (read(PAGE), read(BASE));
    let blocks: Vec<Block<'_>> =
        blocks(&page).into_iter().filter(|block| !matches!(block.info, "text" | "sh")).collect();
    assert!(blocks.len() > 20, "only {} examples were found", blocks.len());
    let found: Vec<String> = blocks.iter().flat_map(|block| problems(&base, block)).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn what_is_wrong_is_found_at_its_line() {
    let page = r#"
```ron
[]
```
```
[]
```
```ron in nowhere
```
```ron in stages

Stage(id: "x", cite: 3),
```
```ron in constitution
Scenario(id: "x", cite: "Art. 1", start: "2025-01-01", expect: [Holds("law-in-force")]),
```
"#;
    let base = read(BASE);
    let found: Vec<String> = blocks(page).iter().flat_map(|block| problems(&base, block)).collect();
    let lines: Vec<&str> = found.iter().filter_map(|problem| problem.split(':').nth(1)).collect();
    assert_eq!(lines, ["2", "5", "8", "12", "14"], "{found:?}");
}

/// The words of a declaration of the grammar: records, fields and variants.
///
/// The declarations are plain enough to be read line by line: `pub struct Name`, `pub field:`, `Variant(..)`,
/// `text Variant(..)`, `field: Type` inside a variant.
fn words_of_grammar() -> BTreeSet<String> {
    let folder = root().join("crates/rules/src/surface");
    let mut words = BTreeSet::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let mut in_declaration = false;
        for line in text.lines() {
            match line {
                "record! {" | "choice! {" => in_declaration = true,
                "}" => in_declaration = false,
                _ if in_declaration => words.extend(word_of(line)),
                _ => {}
            }
        }
    }
    words
}

fn word_of(line: &str) -> Option<String> {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix("pub struct ") {
        let name = rest.split(['"']).nth(1).or(rest.split(' ').next())?;
        // `Head` is what all items share, and never written.
        return (name != "Head").then(|| name.to_owned());
    }
    let line = line.strip_prefix("pub ").unwrap_or(line);
    // A value that stands for itself has no word.
    let stands_for_itself =
        ["text ", "number ", "list ", "map ", "truth "].iter().any(|kind| line.starts_with(kind));
    if stands_for_itself || line.starts_with("enum ") || line.starts_with("//") {
        return None;
    }
    let end = line.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '#'))?;
    let word = line[..end].trim_start_matches("r#");
    (!word.is_empty()).then(|| word.to_owned())
}

#[test]
fn every_word_of_the_grammar_is_explained() {
    let page = read(PAGE);
    let words = words_of_grammar();
    for known in ["Procedure", "on_silence", "Option", "as", "NotStated", "withdraw", "Monday"] {
        assert!(words.contains(known), "the grammar was not read: `{known}` is missing");
    }
    // Words count only as code: in a block, or between backticks.
    let mut code = String::new();
    let mut in_block = false;
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
        } else if in_block {
            code += line;
        } else {
            code.extend(line.split('`').skip(1).step_by(2).flat_map(|code| [code, "\n"]));
        }
        code += "\n";
    }
    let explained: BTreeSet<&str> = code.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
    let missing: Vec<&String> = words.iter().filter(|word| !explained.contains(word.as_str())).collect();
    assert!(missing.is_empty(), "{PAGE} does not name {missing:?}");
}
