//! Values are what the `ron` crate says they are.

use proptest::prelude::*;
use ron::value::Number;
use solon_rules::source::Source;
use solon_rules::syntax::{self, Kind, Node};

/// A value without the words that `ron::Value` does not keep.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
enum Value {
    Unit,
    Bool(bool),
    Int(i128),
    Float(f64),
    Char(char),
    Text(String),
    Bytes(Vec<u8>),
    List(Vec<Value>),
    /// Sorted by key.
    Map(Vec<(Value, Value)>),
}

fn map(mut entries: Vec<(Value, Value)>) -> Value {
    entries.sort_by(|a, b| format!("{a:?}").cmp(&format!("{b:?}")));
    Value::Map(entries)
}

fn ours(node: &Node) -> Value {
    let all = |nodes: Vec<Node>| nodes.iter().map(ours).collect::<Vec<_>>();
    match node.kind() {
        Kind::Text => Value::Text(node.text().unwrap()),
        Kind::Int => Value::Int(node.int().unwrap()),
        Kind::Float => Value::Float(node.float().unwrap()),
        // For `ron` a byte is a number.
        Kind::Char if node.syntax().to_string().starts_with('b') => Value::Int(node.char().unwrap() as i128),
        Kind::Char => Value::Char(node.char().unwrap()),
        Kind::Bytes => Value::Bytes(node.bytes().unwrap()),
        Kind::Bool => Value::Bool(node.bool().unwrap()),
        Kind::Word => Value::Unit,
        Kind::List => Value::List(all(node.values())),
        Kind::Map => map(node.entries().iter().map(|(key, value)| (ours(key), ours(value))).collect()),
        Kind::Call | Kind::Tuple if !node.fields().is_empty() => map(node
            .fields()
            .iter()
            .map(|(name, value)| (Value::Text(name.text.clone()), ours(value)))
            .collect()),
        Kind::Call | Kind::Tuple => match all(node.values()) {
            values if values.is_empty() => Value::Unit,
            values => Value::List(values),
        },
    }
}

fn theirs(value: &ron::Value) -> Value {
    match value {
        ron::Value::Unit => Value::Unit,
        ron::Value::Bool(value) => Value::Bool(*value),
        ron::Value::Char(value) => Value::Char(*value),
        ron::Value::String(value) => Value::Text(value.clone()),
        ron::Value::Bytes(value) => Value::Bytes(value.clone()),
        ron::Value::Seq(values) => Value::List(values.iter().map(theirs).collect()),
        ron::Value::Map(entries) => {
            map(entries.iter().map(|(key, value)| (theirs(key), theirs(value))).collect())
        }
        ron::Value::Option(value) => {
            value.as_ref().map_or(Value::Unit, |value| Value::List(vec![theirs(value)]))
        }
        ron::Value::Number(number) => match *number {
            Number::I8(n) => Value::Int(n.into()),
            Number::I16(n) => Value::Int(n.into()),
            Number::I32(n) => Value::Int(n.into()),
            Number::I64(n) => Value::Int(n.into()),
            Number::U8(n) => Value::Int(n.into()),
            Number::U16(n) => Value::Int(n.into()),
            Number::U32(n) => Value::Int(n.into()),
            Number::U64(n) => Value::Int(n.into()),
            // `ron` reads a short decimal number as the nearest `f32`.
            other => Value::Float(f64::from(other.into_f64() as f32)),
        },
    }
}

/// Texts with escapes, raw texts, and the content that `ron` gives them.
fn texts() -> impl Strategy<Value = String> {
    let char = prop_oneof![
        any::<char>()
            .prop_filter("needs an escape", |c| !matches!(c, '"' | '\\' | '\r'))
            .prop_map(String::from),
        prop::sample::select(vec![
            "\\n",
            "\\t",
            "\\r",
            "\\0",
            "\\\\",
            "\\\"",
            "\\'",
            "\\x41",
            "\\xd0\\x96",
            "\\\n   ",
            "\n"
        ])
        .prop_map(String::from),
        any::<char>().prop_map(|c| format!("\\u{{{:x}}}", c as u32)),
    ];
    prop_oneof![
        prop::collection::vec(char, 0..8).prop_map(|chars| format!("\"{}\"", chars.concat())),
        "[^\"\r]{0,8}".prop_map(|text| format!("r\"{text}\"")),
        "[^#\r]{0,8}".prop_map(|text| format!("r##\"{text}#\"##")),
    ]
}

fn scalars() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|n| n.to_string()),
        any::<u32>().prop_map(|n| format!("{n:#x}")),
        any::<u32>().prop_map(|n| format!("-{n:#b}")),
        any::<u16>().prop_map(|n| format!("+{n:#o}_")),
        (1u32..1000, any::<u8>()).prop_map(|(a, b)| format!("{a}_{b:03}")),
        (any::<u8>(), prop::sample::select(vec!["u8", "i16", "u32", "i64"]))
            .prop_map(|(n, suffix)| format!("{n}{suffix}")),
        (any::<i16>(), 0u8..100).prop_map(|(a, b)| format!("{a}.{b}")),
        (any::<i8>(), -9i8..9).prop_map(|(a, b)| format!("{a}e{b}")),
        (0u8..100).prop_map(|n| format!(".{n}")),
        (0u8..100).prop_map(|n| format!("{n}.")),
        Just("-inf".to_string()),
        Just("true".to_string()),
        Just("false".to_string()),
        Just("()".to_string()),
        Just("Law".to_string()),
        Just("'\\''".to_string()),
        Just("b'a'".to_string()),
        "[a-zа-я]".prop_map(|c| format!("'{c}'")),
        "[ -!#-\\[\\]-~]{0,6}".prop_map(|bytes| format!("b\"{bytes}\\xff\"")),
        "[ -!#-~]{0,6}".prop_map(|bytes| format!("br\"{bytes}\"")),
        texts(),
    ]
}

/// White space and comments.
fn trivia() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "", "", " ", "\n", "\t\r\n", "// x ]\n", "/* a /* b */ \" */", "\u{2028}"])
}

fn values() -> impl Strategy<Value = String> {
    scalars().prop_recursive(4, 24, 4, |inner| {
        let padded = (trivia(), inner, trivia()).prop_map(|(a, value, b)| format!("{a}{value}{b}"));
        let many = prop::collection::vec(padded.boxed(), 0..4);
        let comma = prop::sample::select(vec!["", ","]);
        let names = prop::sample::select(vec!["id", "cite", "r#as", "_x", "шаг"]);
        let word = prop::sample::select(vec!["Vote", "Stage ", "R", "", "br"]);
        prop_oneof![
            (many.clone(), comma.clone()).prop_map(|(values, comma)| {
                let comma = if values.is_empty() { "" } else { comma };
                format!("[{}{comma}]", values.join(","))
            }),
            (word.clone(), many.clone()).prop_map(|(word, values)| match values.len() {
                0 => format!("[{word}]"),
                _ => format!("{word}({})", values.join(",")),
            }),
            (word, names, many.clone(), comma).prop_map(|(word, name, values, comma)| {
                let fields: Vec<_> =
                    values.iter().enumerate().map(|(n, v)| format!("{name}{n}:{v}")).collect();
                if fields.is_empty() { "()".into() } else { format!("{word}({}{comma})", fields.join(",")) }
            }),
            many.prop_map(|values| {
                let entries: Vec<_> =
                    values.iter().enumerate().map(|(n, v)| format!("\"{n}\" :{v}")).collect();
                format!("{{{}}}", entries.join(","))
            }),
        ]
    })
}

fn agree(text: &str) -> Result<(), TestCaseError> {
    let mut source = Source::new();
    let file = source.add("demo.ron".into(), text.into());
    let parsed = syntax::parse(&source, file);
    prop_assert_eq!(parsed.tree().to_string(), text);
    prop_assert!(parsed.errors().is_empty(), "{:?}", parsed.errors());
    let expected: ron::Value = match ron::from_str(text) {
        Ok(value) => value,
        Err(error) => return Err(TestCaseError::fail(format!("ron: {error}"))),
    };
    let found = single(ours(&parsed.root().unwrap()));
    prop_assert_eq!(found, single(theirs(&expected)));
    Ok(())
}

/// Decimal numbers as `f32`, which is what `ron` compares by.
fn single(value: Value) -> Value {
    match value {
        Value::Float(n) => Value::Float(f64::from(n as f32)),
        Value::List(values) => Value::List(values.into_iter().map(single).collect()),
        Value::Map(entries) => {
            Value::Map(entries.into_iter().map(|(key, value)| (single(key), single(value))).collect())
        }
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn scalars_have_the_value_that_ron_gives_them(text in scalars()) {
        agree(&text)?;
    }

    #[test]
    fn values_have_the_value_that_ron_gives_them(text in values(), before in trivia(), after in trivia()) {
        agree(&format!("{before}{text}{after}"))?;
    }
}
