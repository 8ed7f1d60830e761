//! A small rule language, and one function each to read it and to show what was said about it.

use solon_rules::decode::{Cased, Decode, Map, Name, OneOrMany, Raw, Spanned, choice, items, record};
use solon_rules::diagnostic::{Diagnostic, Diagnostics};
use solon_rules::source::Source;
use solon_rules::syntax;

record! {
    /// The fields of every item.
    pub struct Head {
        pub id: Name,
        pub title: Option<String>,
        pub cite: OneOrMany<Name>,
    }
}

record! {
    /// A stage.
    pub struct Stage with Head {
        pub within: Option<Cased<Guard, Period>>,
        pub enter: Vec<Effect>,
        pub end: Option<End>,
    }
}

record! {
    /// A step.
    pub struct Step with Head {
        pub by: Cased<Guard, By>,
        pub from: Option<From>,
        pub n: Option<u8>,
        pub offset: Option<i8>,
        pub bind: Map<Name>,
        pub open: Option<bool>,
        pub when: Option<Spanned<Guard>>,
        pub part: Option<(u8, u8)>,
    }
}

record! {
    /// A template.
    pub struct Template with Head {
        pub stages: Raw,
    }
}

record! {
    /// A record with another word than its struct, a keyword as a field, and nothing mandatory.
    pub struct UseOfTemplate named "Use" {
        pub r#as: Option<Name>,
    }
}

choice! {
    /// An item.
    pub enum Item expecting "an item such as Stage(..)" {
        Stage(Box<Stage>),
        Step(record Step),
        Template(Template),
        Use(UseOfTemplate),
    }
}

choice! {
    /// Who acts.
    pub enum By expecting "who acts, such as \"president\" or Vote(of: ..)" {
        text Institution(Name),
        Member(Name),
        AnyOf(Vec<By>),
        Vote { of: Name, without: Vec<Name>, quorum: Option<Quorum> },
        Law,
    }
}

choice! {
    /// A quorum.
    pub enum Quorum expecting "a quorum such as AtLeast(1, 2, Seats)" {
        AtLeast(u32, u32, Base),
        number Count(u8),
        truth Any(bool),
    }
}

choice! {
    /// A base.
    pub enum Base expecting "Voting or Seats" {
        Voting,
        Seats,
    }
}

choice! {
    /// Stages left.
    pub enum From expecting "a list of stages, or AnyBut([..])" {
        list These(Vec<Name>),
        map Named(Map<u8>),
        AnyBut(Vec<Name>),
    }
}

choice! {
    /// A condition.
    pub enum Guard expecting "a condition such as Is(\"urgent\")" {
        All(Vec<Guard>),
        Not(Box<Guard>),
        Is(Name),
        In(Name, Vec<Name>),
    }
}

choice! {
    /// A period.
    pub enum Period expecting "a period such as Days(30)" {
        Days(u16),
        Months(u16),
        Sum(Vec<Period>),
    }
}

choice! {
    /// An effect.
    pub enum Effect expecting "an effect such as Reset(\"counter\")" {
        Reset(Name),
        Put(Name, i32),
    }
}

choice! {
    /// An end.
    pub enum End expecting "Done, Failed or Lapsed" {
        Done,
        Failed,
        Lapsed,
    }
}

/// Reads one file.
pub fn read<T: Decode>(text: &str) -> (Source, Vec<T>, Vec<Diagnostic>) {
    let mut source = Source::new();
    let file = source.add("demo.ron".into(), text.into());
    let mut out = Diagnostics::new();
    let values = items(&syntax::parse(&source, file), &mut out);
    (source, values, out.into_sorted())
}

/// Reads one file that has no mistake.
pub fn sound<T: Decode>(text: &str) -> Vec<T> {
    let (source, values, found) = read(text);
    assert!(found.is_empty(), "{}", shown(&source, &found));
    values
}

/// Shows diagnostics, a line for each message, further place and help.
pub fn shown(source: &Source, found: &[Diagnostic]) -> String {
    let mut lines = Vec::new();
    for one in found {
        for (n, label) in one.labels.iter().enumerate() {
            let (line, column) = source.position(label.span);
            let under = source.slice(label.span);
            let under = under.char_indices().nth(20).map_or(under, |(at, _)| &under[..at]);
            let remark = if label.text.is_empty() { String::new() } else { format!(": {}", label.text) };
            lines.push(match n {
                0 => format!("{}[{}] {line}:{column} `{under}`{remark}", one.message, one.code.id()),
                _ => format!("  also {line}:{column} `{under}`{remark}"),
            });
        }
        lines.extend(one.help.iter().map(|help| format!("  help: {help}")));
    }
    lines.join("\n")
}

/// Holds what is said about a text against what should be said.
pub fn check(text: &str, expected: &[&str]) {
    let (source, _, found) = read::<Item>(text);
    let shown = shown(&source, &found);
    assert_eq!(shown, expected.join("\n"), "about\n{text}\n--- was said:\n{shown}\n---");
}
