//! Choices: one of several words, each with its own values or fields behind it.

use super::{Decode, Name, listed, unexpected};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest, short};
use crate::syntax::{Kind, Node};

/// The values behind a variant's word, in their order.
#[derive(Clone, Debug)]
pub struct Args {
    list: Vec<Node>,
}

impl Args {
    /// Gathers the values behind `word`, if there are as many as `expected` describes.
    ///
    /// # Errors
    /// `wrong-arguments` if there are more or fewer, or fields with names.
    pub fn of(node: &Node, word: &str, expected: &[&'static str], out: &mut Diagnostics) -> Option<Args> {
        let (list, fields) = (node.values(), node.fields());
        let is_empty_call = expected.is_empty() && node.kind() == Kind::Call;
        if list.len() == expected.len() && fields.is_empty() && !is_empty_call {
            return Some(Args { list });
        }
        if is_empty_call && list.is_empty() && fields.is_empty() {
            let message = format!("`{word}` stands without parentheses");
            let error = Diagnostic::at(Code::WrongArguments, node.span(), message);
            out.push(error.help(format!("write `{word}`")));
            return None;
        }
        let needed = match expected {
            [] => "no values".to_owned(),
            [one] => format!("one value, {one}"),
            [..] => format!("{} values: {}", expected.len(), expected.join("; ")),
        };
        if let Some(missing) = expected.get(list.len()).filter(|_| fields.is_empty() && !list.is_empty()) {
            let which = ["first", "second", "third", "fourth"].get(list.len()).unwrap_or(&"next");
            let n = expected.len();
            let message = format!("`{word}` takes {n} values; the {which} is missing: {missing}");
            out.push(Diagnostic::at(Code::WrongArguments, node.head(), message));
            return None;
        }
        let found = match (fields.first(), list.len()) {
            (Some((name, _)), _) => format!("found the field `{}`", short(&name.text)),
            (None, 0) => "found none".into(),
            (None, n) => format!("found {n}"),
        };
        let error =
            Diagnostic::at(Code::WrongArguments, node.head(), format!("`{word}` takes {needed}; {found}"));
        out.push(if is_empty_call { error.help(format!("write `{word}`")) } else { error });
        None
    }

    /// Reads the value at `index`, which is below the number that was asked for.
    pub fn take<T: Decode>(&self, index: usize, out: &mut Diagnostics) -> Option<T> {
        T::decode(self.list.get(index)?, out)
    }
}

/// Reads the one value behind a variant's word; of a record, its fields stand there directly.
///
/// # Errors
/// `wrong-arguments` if there are more or fewer, and those of the value.
pub fn only<T: Decode>(node: &Node, word: &str, out: &mut Diagnostics) -> Option<T> {
    if T::is_record() {
        return T::decode(&node.bare(), out);
    }
    Args::of(node, word, &[T::expected()], out)?.take(0, out)
}

/// Reports that a value is none of a choice's variants. Returns `None`.
///
/// # Errors
/// `unknown-word` if it has a word, else `wrong-value`.
pub fn refuse<T: Decode>(
    node: &Node,
    words: &[&'static str],
    takes_text: bool,
    out: &mut Diagnostics,
) -> Option<T> {
    let candidates = || words.iter().copied();
    let error = match node.name() {
        Some(Name { text, span }) => {
            let message = format!("expected {}, found `{}`", T::expected(), short(&text));
            let error = Diagnostic::at(Code::UnknownWord, span, message);
            match nearest(&text, candidates()) {
                Some(near) => error.help(format!("write `{near}`")),
                None if takes_text && node.kind() == Kind::Word => {
                    error.help(format!("write \"{}\"", short(&text)))
                }
                None => possible(error, words),
            }
        }
        None => {
            let error = unexpected::<T>(node);
            let text = node.text();
            let is_number = text.as_ref().is_some_and(|text| text.parse::<u32>().is_ok());
            match text.as_ref().and_then(|text| nearest(text, candidates())) {
                Some(near) => error.help(format!("write `{near}` without quotes")),
                None if is_number && T::expected().contains("number") => {
                    error.help(format!("write {} without quotes", text.unwrap_or_default()))
                }
                None => possible(error, words),
            }
        }
    };
    out.push(error);
    None
}

fn possible(error: Diagnostic, words: &[&'static str]) -> Diagnostic {
    if words.is_empty() { error } else { error.marking(format!("possible words: {}", listed(words))) }
}

/// Declares a choice: an enum and its [`Decode`]. The words of the variants are those of the rule files.
///
/// Forms of a variant: `Law`, `Member(Name)` with one to four values, `Vote { of: Name, .. }` with named fields.
/// A variant with one value that is a record, `Stage(Stage)` or `Stage(record Stage)`, has the record's fields
/// directly behind its word.
/// `text Institution(Name)` is a text without a word; likewise `number`, `list`, `map` and `truth`.
#[macro_export]
macro_rules! choice {
    ($(#[$meta:meta])* $vis:vis enum $name:ident expecting $expected:literal { $($variants:tt)* }) => {
        $crate::choice! { @variants [$(#[$meta])* $vis $name $expected] [] [] [] [] $($variants)* }
    };

    // Takes the variants apart, one a step, into their declarations, their words, whether texts stand for
    // themselves, and what decodes them.
    (@variants $head:tt [$($decl:tt)*] [$($words:tt)*] [$($text:tt)*] [$($arms:tt)*]
        $(#[$meta:meta])* text $variant:ident($type:ty) $(, $($rest:tt)*)?
    ) => {
        $crate::choice! { @variants $head [$($decl)* $(#[$meta])* $variant($type),] [$($words)*] [$($text)* true]
            [$($arms)* (kind Text $variant $type)] $($($rest)*)? }
    };
    (@variants $head:tt [$($decl:tt)*] $words:tt $text:tt [$($arms:tt)*]
        $(#[$meta:meta])* number $variant:ident($type:ty) $(, $($rest:tt)*)?
    ) => {
        $crate::choice! { @variants $head [$($decl)* $(#[$meta])* $variant($type),] $words $text
            [$($arms)* (kind Int $variant $type)] $($($rest)*)? }
    };
    (@variants $head:tt [$($decl:tt)*] $words:tt $text:tt [$($arms:tt)*]
        $(#[$meta:meta])* list $variant:ident($type:ty) $(, $($rest:tt)*)?
    ) => {
        $crate::choice! { @variants $head [$($decl)* $(#[$meta])* $variant($type),] $words $text
            [$($arms)* (kind List $variant $type)] $($($rest)*)? }
    };
    (@variants $head:tt [$($decl:tt)*] $words:tt $text:tt [$($arms:tt)*]
        $(#[$meta:meta])* map $variant:ident($type:ty) $(, $($rest:tt)*)?
    ) => {
        $crate::choice! { @variants $head [$($decl)* $(#[$meta])* $variant($type),] $words $text
            [$($arms)* (kind Map $variant $type)] $($($rest)*)? }
    };
    (@variants $head:tt [$($decl:tt)*] $words:tt $text:tt [$($arms:tt)*]
        $(#[$meta:meta])* truth $variant:ident($type:ty) $(, $($rest:tt)*)?
    ) => {
        $crate::choice! { @variants $head [$($decl)* $(#[$meta])* $variant($type),] $words $text
            [$($arms)* (kind Bool $variant $type)] $($($rest)*)? }
    };
    (@variants $head:tt [$($decl:tt)*] [$($words:tt)*] $text:tt [$($arms:tt)*]
        $(#[$meta:meta])* $variant:ident(record $type:ty) $(, $($rest:tt)*)?
    ) => {
        $crate::choice! { @variants $head [$($decl)* $(#[$meta])* $variant($type),] [$($words)* $variant] $text
            [$($arms)* (values $variant $type)] $($($rest)*)? }
    };
    (@variants $head:tt [$($decl:tt)*] [$($words:tt)*] $text:tt [$($arms:tt)*]
        $(#[$meta:meta])* $variant:ident($($type:ty),+ $(,)?) $(, $($rest:tt)*)?
    ) => {
        $crate::choice! { @variants $head [$($decl)* $(#[$meta])* $variant($($type),+),] [$($words)* $variant] $text
            [$($arms)* (values $variant $($type),+)] $($($rest)*)? }
    };
    (@variants $head:tt [$($decl:tt)*] [$($words:tt)*] $text:tt [$($arms:tt)*]
        $(#[$meta:meta])* $variant:ident { $( $(#[$field_meta:meta])* $field:ident : $type:ty ),* $(,)? }
        $(, $($rest:tt)*)?
    ) => {
        $crate::choice! { @variants $head
            [$($decl)* $(#[$meta])* $variant { $( $(#[$field_meta])* $field: $type ),* },]
            [$($words)* $variant] $text [$($arms)* (fields $variant $($field: $type),*)] $($($rest)*)? }
    };
    (@variants $head:tt [$($decl:tt)*] [$($words:tt)*] $text:tt [$($arms:tt)*]
        $(#[$meta:meta])* $variant:ident $(, $($rest:tt)*)?
    ) => {
        $crate::choice! { @variants $head [$($decl)* $(#[$meta])* $variant,] [$($words)* $variant] $text
            [$($arms)* (unit $variant)] $($($rest)*)? }
    };

    (@variants [$(#[$meta:meta])* $vis:vis $name:ident $expected:literal]
        [$($decl:tt)*] [$($word:ident)*] [$($text:tt)?] [$($arm:tt)*]
    ) => {
        $(#[$meta])*
        #[allow(clippy::large_enum_variant, reason = "a file has few of them")]
        #[derive(Clone, Debug, PartialEq)]
        $vis enum $name { $($decl)* }

        impl $crate::decode::Decode for $name {
            fn decode(
                node: &$crate::syntax::Node,
                out: &mut $crate::diagnostic::Diagnostics,
            ) -> Option<Self> {
                let name = node.name();
                let word = name.as_ref().map(|name| name.text.as_str());
                let _ = word;
                $( $crate::choice! { @decode node word out $arm } )*
                const WORDS: &[&str] = &[$($crate::decode::plain(stringify!($word))),*];
                let takes_text = false $(|| $text)?;
                $crate::decode::refuse(node, WORDS, takes_text, out)
            }

            fn expected() -> &'static str {
                $expected
            }
        }
    };

    (@decode $node:ident $word:ident $out:ident (kind $kind:ident $variant:ident $type:ty)) => {
        if $node.kind() == $crate::syntax::Kind::$kind {
            return <$type as $crate::decode::Decode>::decode($node, $out).map(Self::$variant);
        }
    };
    (@decode $node:ident $word:ident $out:ident (unit $variant:ident)) => {
        if $word == Some($crate::decode::plain(stringify!($variant))) {
            let args = $crate::decode::Args::of($node, $crate::decode::plain(stringify!($variant)), &[], $out);
            return args.map(|_| Self::$variant);
        }
    };
    (@decode $node:ident $word:ident $out:ident (values $variant:ident $type:ty)) => {
        if $word == Some($crate::decode::plain(stringify!($variant))) {
            let value = $crate::decode::only::<$type>($node, $crate::decode::plain(stringify!($variant)), $out);
            return value.map(Self::$variant);
        }
    };
    (@decode $node:ident $word:ident $out:ident (values $variant:ident $a:ty, $b:ty)) => {
        $crate::choice! { @values $node $word $out $variant a 0 $a, b 1 $b }
    };
    (@decode $node:ident $word:ident $out:ident (values $variant:ident $a:ty, $b:ty, $c:ty)) => {
        $crate::choice! { @values $node $word $out $variant a 0 $a, b 1 $b, c 2 $c }
    };
    (@decode $node:ident $word:ident $out:ident (values $variant:ident $a:ty, $b:ty, $c:ty, $d:ty)) => {
        $crate::choice! { @values $node $word $out $variant a 0 $a, b 1 $b, c 2 $c, d 3 $d }
    };
    (@values $node:ident $word:ident $out:ident $variant:ident $($value:ident $index:literal $type:ty),+) => {
        if $word == Some($crate::decode::plain(stringify!($variant))) {
            let expected = [$(<$type as $crate::decode::Decode>::expected()),+];
            let args = $crate::decode::Args::of($node, $crate::decode::plain(stringify!($variant)), &expected, $out)?;
            // First all values, so that the problems of all are reported.
            $( let $value = args.take::<$type>($index, $out); )+
            return Some(Self::$variant($($value?),+));
        }
    };
    (@decode $node:ident $word:ident $out:ident (fields $variant:ident $($field:ident: $type:ty),*)) => {
        if $word == Some($crate::decode::plain(stringify!($variant))) {
            const FIELDS: &[&str] = &[$($crate::decode::plain(stringify!($field))),*];
            let owner = $crate::decode::plain(stringify!($variant));
            let fields = $crate::decode::Fields::of($node, owner, FIELDS, $out);
            $( let $field = fields.take::<$type>($crate::decode::plain(stringify!($field)), $out); )*
            return Some(Self::$variant { $($field: $field?),* });
        }
    };
}
