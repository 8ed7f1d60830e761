//! The tree holds every byte, whatever the text, and every place in a message lies in the text.

use proptest::prelude::*;
use solon_rules::source::Source;
use solon_rules::syntax;

use super::language::{Item, read};

/// A text with most of what the language has.
pub const SAMPLE: &str = r##"#![enable(implicit_some)]
// Ordinary legislation /* no comment inside */
[
    Stage(id: "before", title: "Before the \"Mazhilis\" \u{416}\x41", cite: ["Art. 61(4)", r#"Art. "62""#],
        within: Case(of: [(All([Is("urgent"), Not(In("bill", ["a", "b"]))]), Days(1_0))], otherwise: Sum([Months(1), Days(0x1F)])),
        enter: [Reset("c"), Put("p", -3)], end: Done), /* nested /* comment */ */
    Step(id: "шаг", by: AnyOf(["president", Member("senate"), Vote(of: "senate", quorum: AtLeast(1, 2, Seats))]),
        from: AnyBut(["x"]), n: 255, offset: -128, bind: {"a": "b", "c": "d",}, open: true, part: (1, 2),),
    Template(id: "t", stages: ['a', b'b', '\n', b"bytes\xff", br"raw", 1.5e-3, -inf, (), Law, ("x", ("y",)), r#as]),
    Use(as: "x"),
]
"##;

/// Parses a text and holds the tree and the messages against it.
fn holds(text: &str) -> Result<(), TestCaseError> {
    let mut source = Source::new();
    let file = source.add("demo.ron".into(), text.into());
    let parsed = syntax::parse(&source, file);
    prop_assert_eq!(parsed.tree().to_string(), text);
    let (_, _, found) = read::<Item>(text);
    prop_assert!(found.len() >= parsed.errors().len().min(1));
    for one in &found {
        prop_assert!(!one.message.is_empty() && !one.message.ends_with('.'), "{}", one.message);
        for label in &one.labels {
            let (start, end) = (label.span.start as usize, label.span.end as usize);
            prop_assert!(text.get(start..end).is_some(), "{:?} is no place in the text", label);
        }
    }
    let in_order = parsed.errors().is_sorted_by_key(|error| error.primary());
    prop_assert!(in_order, "{:?}", parsed.errors());
    Ok(())
}

/// What RON is made of, whole or not.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop::sample::select(vec![
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "\"",
        "'",
        "#",
        "!",
        "r#",
        "r\"",
        "b\"",
        "b'",
        "br#\"",
        "\\",
        "\\u{41}",
        "\\x",
        "//",
        "/*",
        "*/",
        "\n",
        "\r\n",
        " ",
        "\t",
        "\u{feff}",
        "-",
        "+",
        ".",
        "1",
        "0x",
        "1_0",
        "2021-07-01",
        "1.5",
        "inf",
        "true",
        "Stage",
        "Step(",
        "id: ",
        "\"a\"",
        "Vote(of: ",
        "Law",
        "by",
        "=",
        ";",
        "“",
        "”",
        "Ж",
        "prime-minister",
        "Case(of: [(",
        "#![enable(",
        "Some",
        "🏛",
    ]);
    prop::collection::vec(scrap, 0..40).prop_map(|scraps| scraps.concat())
}

/// The sample with a few changes.
fn mutations() -> impl Strategy<Value = String> {
    let change = (any::<prop::sample::Index>(), 0usize..12, scraps());
    prop::collection::vec(change, 1..4).prop_map(|changes| {
        let mut chars: Vec<char> = SAMPLE.chars().collect();
        for (at, n, insert) in changes {
            let at = at.index(chars.len() + 1);
            let end = (at + n).min(chars.len());
            let insert: Vec<char> = insert.chars().take(8).collect();
            chars.splice(at..end, insert);
        }
        chars.into_iter().collect()
    })
}

#[test]
fn the_sample_has_no_mistake() {
    let (source, values, found) = read::<Item>(SAMPLE);
    assert_eq!(super::language::shown(&source, &found), "");
    assert_eq!(values.len(), 4);
    holds(SAMPLE).unwrap();
    holds(&SAMPLE.replace('\n', "\r\n")).unwrap();
    holds(&format!("\u{feff}{SAMPLE}")).unwrap();
    assert!(read::<Item>(&format!("\u{feff}{}", SAMPLE.replace('\n', "\r\n"))).2.is_empty());
}

#[test]
fn the_sample_cut_off_anywhere_is_read_to_its_end() {
    let ends = SAMPLE.trim_end().len();
    for (at, _) in SAMPLE.char_indices() {
        let cut = &SAMPLE[..at];
        holds(cut).unwrap();
        let (source, _, found) = read::<Item>(cut);
        assert_eq!(found.is_empty(), at >= ends, "cut at {at}");
        assert!(found.len() <= 4, "cut at {at}:\n{}", super::language::shown(&source, &found));
        // Cut inside a character, too.
        let mut source = Source::new();
        let file = source.add_bytes("demo.ron".into(), SAMPLE.as_bytes()[..at + 1].to_vec());
        assert_eq!(syntax::parse(&source, file).tree().to_string(), source.text(file));
    }
}

#[test]
fn unreadable_bytes_are_the_only_thing_said_about_a_file() {
    let mut source = Source::new();
    let file = source.add_bytes("demo.ron".into(), b"[Stage(\xff".to_vec());
    let parsed = syntax::parse(&source, file);
    assert_eq!(parsed.errors().len(), 1);
    assert_eq!(parsed.errors()[0].code.id(), "invalid-utf8");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_printed_as_it_was(text in "(?s).{0,60}") {
        holds(&text)?;
    }

    #[test]
    fn any_heap_of_scraps_is_printed_as_it_was(text in scraps()) {
        holds(&text)?;
        holds(&format!("[{text}]"))?;
    }

    #[test]
    fn the_sample_with_changes_is_printed_as_it_was(text in mutations()) {
        holds(&text)?;
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let mut source = Source::new();
        let file = source.add_bytes("demo.ron".into(), bytes);
        holds(source.text(file))?;
        prop_assert_eq!(syntax::parse(&source, file).tree().to_string(), source.text(file));
    }

    #[test]
    fn what_ron_accepts_has_no_syntax_error(text in prop_oneof![mutations(), scraps()]) {
        // `ron` alone knows ranges, and `Some` without parentheses.
        let is_theirs = text.contains("..") || text.contains("Some");
        if !is_theirs && ron::from_str::<ron::Value>(&text).is_ok() {
            let mut source = Source::new();
            let file = source.add("demo.ron".into(), text.clone());
            let parsed = syntax::parse(&source, file);
            prop_assert!(parsed.errors().is_empty(), "{:?}", parsed.errors());
        }
    }
}
