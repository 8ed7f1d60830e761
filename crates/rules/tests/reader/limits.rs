//! Hostile inputs: each is read on a small stack, and at a cost that a quadratic reader would not finish.

use std::fmt::Write;

use solon_rules::diagnostic::{Code, Diagnostic};
use solon_rules::source::Source;
use solon_rules::syntax;

use super::language::{Item, Period, check, read};

/// Less than a thread of any platform has.
const SMALL_STACK: usize = 512 << 10;

/// Runs on a small stack.
fn on_a_small_stack<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(SMALL_STACK).spawn(run).unwrap().join().unwrap()
}

/// Parses, prints and drops a text, and returns its errors.
fn errors(text: String) -> Vec<Diagnostic> {
    on_a_small_stack(move || {
        let mut source = Source::new();
        let file = source.add("demo.ron".into(), text);
        let parsed = syntax::parse(&source, file);
        assert!(parsed.tree().text() == source.text(file), "printing gives the text back");
        if let Some(root) = parsed.root() {
            root.is_broken();
        }
        parsed.errors().to_vec()
    })
}

fn codes(errors: &[Diagnostic]) -> Vec<Code> {
    errors.iter().map(|error| error.code).collect()
}

#[test]
fn a_hundred_thousand_levels_give_one_error() {
    let n = 100_000;
    let shapes =
        [("(", ")"), ("[", "]"), ("{", "}"), ("Name(", ")"), ("{1:", "}"), ("Name(a:", ")"), ("{[", "]:1}")];
    for (open, close) in shapes {
        let unclosed = errors(open.repeat(n));
        assert_eq!(codes(&unclosed), [Code::NestedTooDeeply], "{open}");
        let closed = errors(format!("{}1{}", open.repeat(n), close.repeat(n)));
        assert_eq!(closed.first().map(|error| error.code), Some(Code::NestedTooDeeply), "{open}");
        assert!(!codes(&closed).contains(&Code::UnclosedDelimiter), "{open}");
    }
    let mixed = errors("[(Name({1:".repeat(n));
    assert_eq!(codes(&mixed), [Code::NestedTooDeeply]);
}

#[test]
fn the_deepest_level_is_read_and_the_next_one_is_not() {
    let nested = |n: usize| format!("[{}Days(1){}]", "Sum([".repeat(n), "])".repeat(n));
    // The list of items, two brackets a `Sum`, and those of `Days`.
    let (values, found) = on_a_small_stack(move || {
        let (_, values, found) = read::<Period>(&nested(63));
        (values.len(), found)
    });
    assert_eq!((values, found), (1, Vec::new()));
    let (values, found) = on_a_small_stack(move || {
        let (_, values, found) = read::<Period>(&nested(64));
        (values.len(), codes(&found))
    });
    assert_eq!((values, found), (0, vec![Code::NestedTooDeeply]));
    // The message.
    let (mut source, mut line) = (String::from("["), 1);
    for _ in 0..64 {
        source.push_str("Not(\nNot(");
        line += 1;
    }
    assert_eq!(line, 65);
    check(
        &format!("{source}{}]", "))".repeat(64)),
        &["brackets are nested more than 128 levels deep[nested-too-deeply] 65:4 `(`"],
    );
}

#[test]
fn guards_nested_to_the_limit_are_decoded_on_a_small_stack() {
    let guard = format!("{}Is(\"x\"){}", "Not(".repeat(124), ")".repeat(124));
    let text = format!("[Step(id: \"a\", by: Law, when: {guard})]");
    let n = on_a_small_stack(move || {
        let (_, values, found) = read::<Item>(&text);
        assert!(found.is_empty(), "{found:?}");
        values.len()
    });
    assert_eq!(n, 1);
}

#[test]
fn a_line_of_ten_megabytes_is_read() {
    let n = 10 << 20;
    let fill = |unit: &str| unit.repeat(n / unit.len());
    assert_eq!(codes(&errors(format!("[\"{}\"]", fill("x")))), []);
    assert_eq!(codes(&errors(format!("[\"{}\"]", fill(r"\n")))), []);
    assert_eq!(codes(&errors(format!("[{}]", fill("Days(1), ")))), []);
    assert_eq!(codes(&errors(format!("[{}]", fill("1,")))), []);
    assert_eq!(codes(&errors(format!("[{}]", fill(" ")))), []);
    assert_eq!(codes(&errors(format!("[{} 1]", fill("/**/")))), []);
    assert_eq!(codes(&errors(format!("/*{}*/[]", fill("Ж")))), []);
    assert_eq!(codes(&errors(format!("[{}]", fill("x")))), []);
    assert_eq!(codes(&errors(format!("[{}]", fill("7")))), []);
    assert_eq!(codes(&errors(format!("[r#\"{}\"#]", fill("\"")))), []);
}

#[test]
fn ten_megabytes_of_mistakes_are_read() {
    let n = 10 << 20;
    let units = [
        "/*", "r#", "r##", "b'", "'a", "'\\", "“", "“x", "a-", "-", "1-1", ")", "],", ",", ":", "a:", "a ",
        "[]:", "#![", "\\", "\"a\" ", "{1 2", "(a b", "(a=", "é", "\u{feff}", "r\"", "br#\"", "[)", "(]",
        "x(", "\0", "a:b,", "(,", "¬",
    ];
    for unit in units {
        // A tenth for each, so that the test stays short.
        let found = errors(format!("[{}", unit.repeat(n / 10 / unit.len())));
        assert!(!found.is_empty(), "{unit}");
        assert!(found.len() <= 201, "{unit}: {}", found.len());
    }
}

#[test]
fn errors_after_the_two_hundredth_are_not_shown() {
    let mut text = String::from("[\n");
    for n in 0..300 {
        writeln!(text, "    Stage(id: \"{n}\" title: 0x),").unwrap();
    }
    let (_, values, found) = read::<Item>(&(text + "]"));
    assert_eq!((values.len(), found.len()), (0, 201));
    let last = found.last().unwrap();
    assert_eq!(last.code, Code::TooManyErrors);
    assert_eq!(last.message, "more than 200 errors in this file; the others are not shown");
    assert_eq!(format!("[{}]", last.code.id()), "[too-many-errors]");
}
