//! One mistake a text, and all that is said about it.

use solon_rules::diagnostic::Code;

use super::language::check;

/// A test for each text, with the lines that are said about it.
macro_rules! say { ($($name:ident: $text:expr => [$($line:expr),* $(,)?];)*) => { $(
    #[test]
    fn $name() {
        check($text, &[$($line),*]);
    }
)* } }

#[test]
fn each_code_of_the_reader_has_a_text_here_or_a_test_beside_its_source() {
    let here = concat!(include_str!("messages.rs"), include_str!("limits.rs"));
    let first = Code::ALL.iter().position(|&code| code == Code::UnterminatedText).unwrap();
    let last = Code::ALL.iter().position(|&code| code == Code::RepeatedKey).unwrap();
    for code in &Code::ALL[first..=last] {
        assert!(here.contains(&format!("[{}]", code.id())), "{} has no text", code.id());
    }
}

say! {
    // --- syntax
    a_text_without_its_closing_quote: "[Stage(id: \"a\", cite: \"Art. 1)]\n" => [
        r#"the text that starts here never ends[unterminated-text] 1:23 `"`"#,
    ];
    a_missing_quote_is_looked_for_in_the_first_text_over_several_lines: "[Stage(id: \"a),\n Stage(id: \"b\"), Stage(id: \"c\", title: prime-minister)]\n" => [
        r#"the text that starts here never ends[unterminated-text] 2:30 `"`"#,
        r#"  also 1:12 `"`: is the closing quote of this text missing? It runs over several lines"#,
    ];
    a_comment_without_its_end: "[Stage(id: \"a\") /* never\n ends ]" => [
        "the comment that starts here never ends[unterminated-comment] 1:17 `/*`",
    ];
    an_escape_that_means_nothing: r#"[Stage(id: "a\q\u{zz}", title: "C:\dir")]"# => [
        r#"`\q` means nothing in a text[unknown-escape] 1:14 `\q`"#,
        r#"  help: write `\\` for a backslash"#,
        r#"`\u` means nothing in a text[unknown-escape] 1:16 `\u`"#,
        r#"  help: write `\\` for a backslash"#,
        r#"`\d` means nothing in a text[unknown-escape] 1:35 `\d`"#,
        r#"  help: write `\\` for a backslash"#,
    ];
    a_number_that_is_none: "[Step(id: \"a\", by: Law, n: 2021-07-01), Step(id: \"b\", by: Law, n: 1st), Step(id: \"b\", by: Law, n: 0x)]" => [
        "`2021-07-01` is not a number[malformed-number] 1:28 `2021-07-01`",
        r#"  help: write "2021-07-01" if it is a text or a date"#,
        "`1st` is not a number[malformed-number] 1:67 `1st`",
        r#"  help: write "1st" if it is a text or a date"#,
        "`0x` is not a number[malformed-number] 1:99 `0x`",
        r#"  help: write "0x" if it is a text or a date"#,
    ];
    single_quotes_around_a_text: "[Stage(id: 'abc'), Stage(id: 'a')]" => [
        "single quotes hold exactly one character[malformed-character] 1:12 `'abc'`",
        r#"  help: write "abc" for a text"#,
        "expected a name in quotes, found a character[wrong-value] 1:30 `'a'`",
        r#"  help: write "a""#,
    ];
    typographic_quotes_and_no_quotes: "[Stage(id: \"a\", title: “Bill”), Stage(id: prime-minister)]" => [
        "the quotes of a text must be straight[stray-token] 1:24 `“Bill”`",
        r#"  help: write "Bill""#,
        "`prime-minister` is a text, and texts stand in quotes[stray-token] 1:43 `prime-minister`",
        r#"  help: write "prime-minister""#,
    ];
    a_comma_missing_between_items: "[Stage(id: \"a\") Stage(id: \"b\")]" => [
        "a comma is missing between two values[missing-comma] 1:16 ``: write `,` here",
    ];
    a_comma_missing_between_fields: "[Stage(id: \"a\" title: \"b\")]" => [
        "a comma is missing between two values[missing-comma] 1:15 ``: write `,` here",
    ];
    a_colon_missing_or_written_as_something_else: "[Stage(id \"a\"), Stage(id = \"a\"), Stage(\"id\": \"a\"), Step(id: \"s\", bind: {\"a\" \"b\"})]" => [
        "a field needs `:` before its value[missing-colon] 1:10 ``: write `:` here",
        "a field needs `:` before its value[missing-colon] 1:25 ``: write `:` here",
        r#"the name of a field stands without quotes[stray-token] 1:40 `"id"`"#,
        "a key needs `:` before its value[missing-colon] 1:76 ``: write `:` here",
    ];
    places_without_a_value: "[Stage(id: , title: \"a\"), Stage(id: ), , Step(bind: {\"a\": }), Step(bind: {\"a\"})]" => [
        "`id` has no value[missing-value] 1:8 `id:`",
        "`id` has no value[missing-value] 1:33 `id:`",
        "no value stands before this comma[missing-value] 1:40 `,`",
        r#"`"a"` has no value[missing-value] 1:54 `"a":`"#,
        "a key needs `:` before its value[missing-colon] 1:78 ``: write `:` here",
    ];
    a_list_that_a_field_ends: "[Stage(id: \"a\", enter: [Reset(\"a\"), end: Done), Stage(id: \"b\")]" => [
        "a `[` is not closed[unclosed-delimiter] 1:37 `end`: expected `]` here",
        "  also 1:24 `[`: opened here",
    ];
    parentheses_that_another_bracket_ends: "[\n  Stage(id: \"a\", enter: [Reset(\"a\"],\n  Stage(id: \"b\"),\n]\n" => [
        "a `(` is not closed[unclosed-delimiter] 2:35 `]`: expected `)` here",
        "  also 2:31 `(`: opened here",
        "a `(` is not closed[unclosed-delimiter] 4:1 `]`: expected `)` here",
        "  also 2:8 `(`: opened here",
        "  also 3:3 `Stage`: is `)` missing before this?",
    ];
    only_the_innermost_bracket_open_at_the_end_is_reported: "[\n  Stage(id: \"a\", enter: [Reset(\"a\")\n" => [
        "a `[` is not closed[unclosed-delimiter] 2:36 ``: expected `]` here",
        "  also 2:25 `[`: opened here",
    ];
    a_bracket_too_many: "[Stage(id: \"a\")), Stage(id: \"b\")]" => [
        "`)` closes nothing[stray-token] 1:16 `)`",
    ];
    a_bracket_too_many_ends_the_list_of_items: "[Stage(id: \"a\")], Stage(id: \"b\")]" => [
        "nothing may follow the list of items[stray-token] 1:17 `,`",
    ];
    characters_that_can_stand_nowhere: "[Stage(id: \"a\"; title: \"b\"), Stage(id:: \"c\"), % & $]" => [
        "`;` cannot stand here[stray-token] 1:15 `;`",
        "`:` cannot stand here[stray-token] 1:39 `:`",
        "`% & $` cannot stand here[stray-token] 1:47 `% & $`",
    ];
    items_without_a_list: "Stage(id: \"a\"), Stage(id: \"b\")" => [
        "the items of a file must stand in one list[stray-token] 1:1 `Stage`",
        "  help: write `[` at the start of the file and `]` at its end",
    ];
    a_file_of_one_bracket: "]" => [
        "the items of a file must stand in one list[stray-token] 1:1 `]`",
        "  help: write `[` at the start of the file and `]` at its end",
    ];
    a_file_of_comments: "// nothing\n" => [
        "the file has no list of items[empty-file] 1:1 ``",
        "  help: write `[` and `]` with the items between them",
    ];
    a_file_of_one_word: "Law" => [
        "expected a list of items in square brackets, found the word `Law`[wrong-value] 1:1 `Law`",
        "  help: write `[` at the start of the file and `]` at its end",
    ];
    a_field_among_items: "[id: \"a\", Stage(id: \"b\")]" => [
        "a field `id` cannot stand directly in a list[stray-token] 1:2 `id`",
        "  also 1:1 `[`: the list starts here",
    ];
    an_extension_without_its_mark: "#![enable(implicit_some)]\n#[Stage(id: \"b\")]" => [
        "the items of a file must stand in one list[stray-token] 2:1 `#`",
        "  help: write `[` at the start of the file and `]` at its end",
    ];
    // --- decode
    values_of_another_kind: r#"[Stage(id: a, title: 3, within: "30", enter: Reset("x"), end: "Done"), Stage(id: ["x"], end: [])]"# => [
        "expected a name in quotes, found the word `a`[wrong-value] 1:12 `a`",
        r#"  help: write "a""#,
        "expected a text in quotes, found the number `3`[wrong-value] 1:22 `3`",
        r#"expected a period such as Days(30), found a text[wrong-value] 1:33 `"30"`: possible words: `Days`, `Months`, `Sum`"#,
        "expected a list in square brackets, found `Reset(..)`[wrong-value] 1:46 `Reset`",
        "  help: write `[` before it and `]` behind it",
        r#"expected Done, Failed or Lapsed, found a text[wrong-value] 1:63 `"Done"`"#,
        "  help: write `Done` without quotes",
        "expected a name in quotes, found a list[wrong-value] 1:82 `[`",
        "expected Done, Failed or Lapsed, found a list[wrong-value] 1:94 `[`: possible words: `Done`, `Failed`, `Lapsed`",
    ];
    numbers_out_of_range_or_not_whole: r#"[Step(id: "a", by: Law, n: 256, offset: -129), Step(id: "b", by: Law, n: 0.5, offset: "7", open: 1)]"# => [
        "expected a whole number from 0 to 255, found the number `256`[out-of-range] 1:28 `256`",
        "expected a whole number from -128 to 127, found the number `-129`[out-of-range] 1:41 `-129`",
        "expected a whole number such as 30, found the decimal number `0.5`[wrong-value] 1:74 `0.5`",
        r#"expected a whole number such as 30, found a text[wrong-value] 1:87 `"7"`"#,
        "  help: write `7` without quotes",
        "expected `true` or `false`, found the number `1`[wrong-value] 1:98 `1`",
    ];
    a_number_of_more_than_128_bits: r#"[Step(id: "a", by: Law, n: 99999999999999999999999999999999999999999999)]"# => [
        "expected a whole number from 0 to 255, found the number `9999999999999999999999999999999999999999…`[out-of-range] 1:28 `99999999999999999999`",
    ];
    words_that_are_not_known: r#"[Step(id: "a", by: Lwa), Step(id: "b", by: president), Step(id: "c", by: Parliament("x")), Step(id: "c", by: 3), Step(id: "d", by: (of: "x"))]"# => [
        r#"expected who acts, such as "president" or Vote(of: ..), found `Lwa`[unknown-word] 1:20 `Lwa`"#,
        "  help: write `Law`",
        r#"expected who acts, such as "president" or Vote(of: ..), found `president`[unknown-word] 1:44 `president`"#,
        r#"  help: write "president""#,
        r#"expected who acts, such as "president" or Vote(of: ..), found `Parliament`[unknown-word] 1:74 `Parliament`: possible words: `Member`, `AnyOf`, `Vote`, `Law`"#,
        r#"expected who acts, such as "president" or Vote(of: ..), found the number `3`[wrong-value] 1:110 `3`: possible words: `Member`, `AnyOf`, `Vote`, `Law`"#,
        r#"expected who acts, such as "president" or Vote(of: ..), found values in parentheses[wrong-value] 1:132 `(`: possible words: `Member`, `AnyOf`, `Vote`, `Law`"#,
    ];
    items_that_are_not_known: r#"[Stge(id: "a"), Procedure(id: "a"), "Stage", Stage, ()]"# => [
        "expected an item such as Stage(..), found `Stge`[unknown-word] 1:2 `Stge`",
        "  help: write `Stage`",
        "expected an item such as Stage(..), found `Procedure`[unknown-word] 1:17 `Procedure`: possible words: `Stage`, `Step`, `Template`, `Use`",
        r#"expected an item such as Stage(..), found a text[wrong-value] 1:37 `"Stage"`"#,
        "  help: write `Stage` without quotes",
        "`Stage` needs a field `id`[missing-field] 1:46 `Stage`",
        "  help: add `id: ..`, a name in quotes",
        "expected an item such as Stage(..), found `()`[wrong-value] 1:53 `(`: possible words: `Stage`, `Step`, `Template`, `Use`",
    ];
    too_few_and_too_many_values_behind_a_word: r#"[Step(id: "a", by: Member), Step(id: "a", by: Member("a", "b")), Step(id: "a", by: Law()), Step(id: "a", by: Law("x")), Step(id: "a", by: Member(of: "x")), Step(id: "a", by: Law, when: In("x"))]"# => [
        "`Member` takes one value, a name in quotes; found none[wrong-arguments] 1:20 `Member`",
        "`Member` takes one value, a name in quotes; found 2[wrong-arguments] 1:47 `Member`",
        "`Law` stands without parentheses[wrong-arguments] 1:84 `Law()`",
        "  help: write `Law`",
        "`Law` takes no values; found 1[wrong-arguments] 1:110 `Law`",
        "  help: write `Law`",
        "`Member` takes one value, a name in quotes; found the field `of`[wrong-arguments] 1:139 `Member`",
        "`In` takes 2 values; the second is missing: a list in square brackets[wrong-arguments] 1:186 `In`",
    ];
    fields_that_are_not_known: r#"[Stage(id: "a", wihtin: Days(3)), Stage(id: "a", deadline: Days(3)), Step(id: "a", by: Vote(of: "x", foo: 3)), Use(foo: 1)]"# => [
        "`Stage` has no field `wihtin`[unknown-field] 1:17 `wihtin`",
        "  help: write `within`",
        "`Stage` has no field `deadline`[unknown-field] 1:50 `deadline`: possible fields: `id`, `title`, `cite`, `within`, `enter`, `end`",
        "`Vote` has no field `foo`[unknown-field] 1:102 `foo`: possible fields: `of`, `without`, `quorum`",
        "`Use` has no field `foo`[unknown-field] 1:116 `foo`: possible fields: `as`",
    ];
    fields_that_are_given_twice: r#"[Stage(id: "a", end: Done, id: "b"), Step(id: "a", by: Vote(of: "x", of: "y"))]"# => [
        "`Stage` has its field `id` twice[repeated-field] 1:28 `id`: and again here",
        "  also 1:8 `id`: first given here",
        "`Vote` has its field `of` twice[repeated-field] 1:70 `of`: and again here",
        "  also 1:61 `of`: first given here",
    ];
    fields_that_are_missing: r#"[Stage(title: "a"), Step(id: "a"), Step(id: "b", by: Vote), Step(by: Vote(of: 3, without: 4))]"# => [
        "`Stage` needs a field `id`[missing-field] 1:2 `Stage`",
        "  help: add `id: ..`, a name in quotes",
        "`Step` needs a field `by`[missing-field] 1:21 `Step`",
        r#"  help: add `by: ..`, who acts, such as "president" or Vote(of: ..)"#,
        "`Vote` needs a field `of`[missing-field] 1:54 `Vote`",
        "  help: add `of: ..`, a name in quotes",
        "`Step` needs a field `id`[missing-field] 1:61 `Step`",
        "  help: add `id: ..`, a name in quotes",
        "expected a name in quotes, found the number `3`[wrong-value] 1:79 `3`",
        "expected a list in square brackets, found the number `4`[wrong-value] 1:91 `4`",
        "  help: write `[` before it and `]` behind it",
    ];
    values_without_names_in_a_record: r#"[Stage("a", Done), Step(id: "a", by: Vote("x"))]"# => [
        r#"`Stage` takes named fields only[wrong-value] 1:8 `"a"`: this value needs a name: `id`, `title`, `cite`, `within`, `enter`, `end`"#,
        r#"`Vote` takes named fields only[wrong-value] 1:43 `"x"`: this value needs a name: `of`, `without`, `quorum`"#,
    ];
    texts_with_nothing_in_them: r#"[Stage(id: "a", title: "", cite: "  ")]"# => [
        r#"nothing stands between the quotes[blank-text] 1:24 `""`"#,
        r#"nothing stands between the quotes[blank-text] 1:34 `"  "`"#,
    ];
    keys_given_twice_and_pairs_of_three: r#"[Step(id: "a", by: Law, bind: {"x": "y", "x": "z", w: "v"}, part: (1, 2, 3)), Step(id: "b", by: Law, bind: ["x"], part: (1), when: [])]"# => [
        r#"the key "x" is given twice[repeated-key] 1:42 `"x"`: and again here"#,
        r#"  also 1:32 `"x"`: first given here"#,
        "expected a name in quotes, found the word `w`[wrong-value] 1:52 `w`",
        r#"  help: write "w""#,
        "expected two values in parentheses, found 3 values[wrong-value] 1:67 `(`: needed: a whole number such as 30; a whole number such as 30",
        r#"expected a map such as {"en": ..}, found a list[wrong-value] 1:108 `[`"#,
        "expected two values in parentheses, found one value[wrong-value] 1:121 `(`: needed: a whole number such as 30; a whole number such as 30",
        r#"expected a condition such as Is("urgent"), found a list[wrong-value] 1:132 `[`: possible words: `All`, `Not`, `Is`, `In`"#,
    ];
    cases_with_mistakes: r#"[Step(id: "a", by: Case(of: [(Is("x"), Law), (Is(3), "b"), Law], otherwise: Lw)), Step(id: "b", by: Case(of: [])), Step(id: "c", by: Case(otherwize: Law))]"# => [
        "expected a name in quotes, found the number `3`[wrong-value] 1:50 `3`",
        r#"expected two values in parentheses, found the word `Law`[wrong-value] 1:60 `Law`: needed: a condition such as Is("urgent"); who acts, such as "president" or Vote(of: ..)"#,
        r#"expected who acts, such as "president" or Vote(of: ..), found `Lw`[unknown-word] 1:77 `Lw`"#,
        "  help: write `Law`",
        "`Case` needs a field `otherwise`[missing-field] 1:101 `Case`",
        r#"  help: add `otherwise: ..`, who acts, such as "president" or Vote(of: ..)"#,
        "`Case` needs at least one guard with its value[wrong-value] 1:110 `[]`",
        "`Case` needs a field `of`[missing-field] 1:134 `Case`",
        "  help: add `of: ..`, a list in square brackets",
        "`Case` has no field `otherwize`[unknown-field] 1:139 `otherwize`",
        "  help: write `otherwise`",
    ];
}
