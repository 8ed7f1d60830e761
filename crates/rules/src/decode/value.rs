//! Numbers, texts, lists, maps, and what may stand around any value.

use super::{Decode, Fields, Name, Raw, mismatch, unexpected};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, short};
use crate::source::Span;
use crate::syntax::{Kind, Node};

impl Decode for bool {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<bool> {
        node.bool().or_else(|| mismatch::<bool>(node, out))
    }

    fn expected() -> &'static str {
        "`true` or `false`"
    }
}

/// Implements [`Decode`] for types of whole numbers.
macro_rules! whole_numbers {
    ($($number:ident)*) => {
        $(
            impl Decode for $number {
                fn decode(node: &Node, out: &mut Diagnostics) -> Option<$number> {
                    if node.kind() != Kind::Int {
                        let error = unexpected::<$number>(node);
                        out.push(match node.text().filter(|text| text.parse::<$number>().is_ok()) {
                            Some(text) => error.help(format!("write `{text}` without quotes")),
                            None => error,
                        });
                        return None;
                    }
                    let value = node.int().and_then(|value| $number::try_from(value).ok());
                    if value.is_none() {
                        let (least, most) = ($number::MIN, $number::MAX);
                        let found = node.describe();
                        let message = format!("expected a whole number from {least} to {most}, found {found}");
                        out.push(Diagnostic::at(Code::OutOfRange, node.span(), message));
                    }
                    value
                }

                fn expected() -> &'static str {
                    "a whole number such as 30"
                }
            }
        )*
    };
}

whole_numbers! { u8 u16 u32 i8 i16 i32 }

impl Decode for String {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<String> {
        text::<String>(node, out)
    }

    fn expected() -> &'static str {
        "a text in quotes"
    }
}

impl Decode for Name {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Name> {
        Some(Name { text: text::<Name>(node, out)?, span: node.span() })
    }

    fn expected() -> &'static str {
        "a name in quotes"
    }
}

fn text<T: Decode>(node: &Node, out: &mut Diagnostics) -> Option<String> {
    let text = node.text();
    if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
        out.push(Diagnostic::at(Code::BlankText, node.span(), "nothing stands between the quotes"));
        return None;
    }
    if text.is_none() {
        let error = unexpected::<T>(node);
        let unquoted = match node.kind() {
            Kind::Word | Kind::Bool => node.name().map(|word| word.text),
            Kind::Char => node.char().map(String::from),
            _ => None,
        };
        out.push(match unquoted {
            Some(text) => error.help(format!("write \"{}\"", short(&text))),
            None => error,
        });
    }
    text
}

impl<T: Decode> Decode for Option<T> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Option<T>> {
        T::decode(node, out).map(Some)
    }

    fn absent() -> Option<Option<T>> {
        Some(None)
    }

    fn expected() -> &'static str {
        T::expected()
    }

    fn is_record() -> bool {
        T::is_record()
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Box<T>> {
        T::decode(node, out).map(Box::new)
    }

    fn absent() -> Option<Box<T>> {
        T::absent().map(Box::new)
    }

    fn expected() -> &'static str {
        T::expected()
    }

    fn is_record() -> bool {
        T::is_record()
    }
}

/// A list. An element that cannot be read is reported and left out.
impl<T: Decode> Decode for Vec<T> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Vec<T>> {
        if node.kind() != Kind::List {
            out.push(unexpected::<Vec<T>>(node).help("write `[` before it and `]` behind it"));
            return None;
        }
        Some(node.values().iter().filter_map(|element| T::decode(element, out)).collect())
    }

    fn absent() -> Option<Vec<T>> {
        Some(Vec::new())
    }

    fn expected() -> &'static str {
        "a list in square brackets"
    }
}

/// Two values in parentheses.
impl<A: Decode, B: Decode> Decode for (A, B) {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<(A, B)> {
        let values = if node.kind() == Kind::Tuple { node.values() } else { Vec::new() };
        let [a, b] = values.as_slice() else {
            let found = match values.len() {
                0 => node.describe(),
                1 => "one value".into(),
                n => format!("{n} values"),
            };
            let message = format!("expected {}, found {found}", Self::expected());
            let error = Diagnostic::at(Code::WrongValue, node.head(), message);
            out.push(error.marking(format!("needed: {}; {}", A::expected(), B::expected())));
            return None;
        };
        let (a, b) = (A::decode(a, out), B::decode(b, out));
        Some((a?, b?))
    }

    fn expected() -> &'static str {
        "two values in parentheses"
    }
}

/// Any value, to be decoded later.
impl Decode for Raw {
    fn decode(node: &Node, _: &mut Diagnostics) -> Option<Raw> {
        Some(node.raw())
    }

    fn expected() -> &'static str {
        "a value"
    }
}

/// A value and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T: Decode> Decode for Spanned<T> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Spanned<T>> {
        Some(Spanned { value: T::decode(node, out)?, span: node.span() })
    }

    fn expected() -> &'static str {
        T::expected()
    }

    fn is_record() -> bool {
        T::is_record()
    }
}

/// A value, or a list of values. Left out, it is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T: Decode> Decode for OneOrMany<T> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<OneOrMany<T>> {
        if node.kind() == Kind::List {
            return Vec::decode(node, out).map(OneOrMany);
        }
        T::decode(node, out).map(|value| OneOrMany(vec![value]))
    }

    fn absent() -> Option<OneOrMany<T>> {
        Some(OneOrMany(Vec::new()))
    }

    fn expected() -> &'static str {
        T::expected()
    }
}

/// A map from texts to values, in the order of the file. Left out, it is empty.
///
/// An entry that cannot be read is reported and left out; so is one whose key was given before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map<T>(pub Vec<(Name, T)>);

impl<T: Decode> Decode for Map<T> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Map<T>> {
        if node.kind() != Kind::Map {
            return mismatch(node, out);
        }
        let mut keys = std::collections::BTreeMap::<String, Span>::new();
        let mut map = Vec::new();
        for (key, value) in node.entries() {
            let (key, value) = (Name::decode(&key, out), T::decode(&value, out));
            let Some(key) = key else { continue };
            if let Some(&first) = keys.get(&key.text) {
                let message = format!("the key \"{}\" is given twice", short(&key.text));
                let error = Diagnostic::at(Code::RepeatedKey, key.span, message).marking("and again here");
                out.push(error.also(first, "first given here"));
                continue;
            }
            keys.insert(key.text.clone(), key.span);
            map.extend(value.map(|value| (key, value)));
        }
        Some(Map(map))
    }

    fn absent() -> Option<Map<T>> {
        Some(Map(Vec::new()))
    }

    fn expected() -> &'static str {
        "a map such as {\"en\": ..}"
    }
}

/// A value, or one that depends on guards: `Case(of: [(guard, value), ..], otherwise: value)`.
#[derive(Clone, Debug, PartialEq)]
pub enum Cased<G, T> {
    /// The value in every case.
    Plain(T),
    /// The value of the first guard that is true.
    Case {
        /// The guards and their values, in the order of the file; not empty.
        of: Vec<(G, T)>,
        /// The value if no guard is true.
        otherwise: Box<T>,
        /// Where it stands.
        span: Span,
    },
}

impl<G: Decode, T: Decode> Decode for Cased<G, T> {
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Cased<G, T>> {
        let is_case = node.name().is_some_and(|name| name.text == "Case");
        if !is_case {
            return T::decode(node, out).map(Cased::Plain);
        }
        let fields = Fields::of(node, "Case", &["of", "otherwise"], out);
        let of = fields.need::<Vec<(G, T)>>("of", out);
        let otherwise = fields.need::<Box<T>>("otherwise", out);
        if let Some(list) =
            fields.get("of").filter(|list| list.kind() == Kind::List && list.values().is_empty())
        {
            let message = "`Case` needs at least one guard with its value";
            out.push(Diagnostic::at(Code::WrongValue, list.span(), message));
        }
        let (of, otherwise) = (of?, otherwise?);
        (!of.is_empty()).then_some(Cased::Case { of, otherwise, span: node.span() })
    }

    fn absent() -> Option<Cased<G, T>> {
        T::absent().map(Cased::Plain)
    }

    fn expected() -> &'static str {
        T::expected()
    }
}
