//! The kinds of tokens and nodes of the tree, and the tree's types.

use std::fmt;

/// Defines the kinds and the way back from rowan's number.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident,)*) => {
        /// The kind of a token or a node.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum SyntaxKind {
            $($(#[$doc])* $kind,)*
        }

        impl SyntaxKind {
            /// All kinds, in the order of their numbers.
            pub const ALL: &'static [SyntaxKind] = &[$(SyntaxKind::$kind),*];
        }
    };
}

kinds! {
    /// Spaces, tabs, line ends, and the byte order mark.
    Whitespace,
    /// From `//` up to the end of the line.
    LineComment,
    /// From `/*` to its `*/`; they nest.
    BlockComment,
    /// A word such as `Vote` or `within`, also `r#as`.
    Word,
    /// A whole number: `30`, `-1`, `0xFF`, `1_000`.
    Int,
    /// A decimal number: `0.5`, `1e3`, `inf`.
    Float,
    /// A character in single quotes; with a leading `b` a byte.
    Char,
    /// A text in double quotes.
    Text,
    /// A text without escapes: `r"…"`, `r#"…"#`.
    RawText,
    /// Bytes: `b"…"`.
    Bytes,
    /// Bytes without escapes: `br"…"`, `br#"…"#`.
    RawBytes,
    /// `(`
    OpenParen,
    /// `)`
    CloseParen,
    /// `[`
    OpenBracket,
    /// `]`
    CloseBracket,
    /// `{`
    OpenBrace,
    /// `}`
    CloseBrace,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `#`, only of use in `#![enable(…)]`.
    Hash,
    /// `!`, only of use in `#![enable(…)]`.
    Bang,
    /// Characters that begin no token.
    Unknown,

    /// The whole file: one value, with trivia around it.
    Root,
    /// `#![enable(…)]`; accepted and without effect.
    Extension,
    /// One token that is a value: a number, character, text, or bytes.
    Literal,
    /// A word, with or without something in parentheses behind it: `Law`, `Member("senate")`, `Stage(id: "a")`.
    Call,
    /// Parentheses without a word before them: `(1, 2)`, `(a: 1)`, `()`.
    Tuple,
    /// `[…]`
    List,
    /// `{…}`
    Map,
    /// A named field between parentheses: a word, a colon, a value.
    Field,
    /// An entry of a map: a value, a colon, a value.
    Entry,
    /// A place with a syntax error; what it holds, if anything, is not decoded.
    Error,
}

impl SyntaxKind {
    /// Says whether the kind is white space or a comment.
    pub const fn is_trivia(self) -> bool {
        matches!(self, SyntaxKind::Whitespace | SyntaxKind::LineComment | SyntaxKind::BlockComment)
    }

    /// Says whether a token of the kind begins a value.
    pub(crate) const fn starts_value(self) -> bool {
        use SyntaxKind::*;
        self.is_literal() || matches!(self, Word | OpenParen | OpenBracket | OpenBrace)
    }

    /// Says whether a token of the kind is a value by itself.
    pub(crate) const fn is_literal(self) -> bool {
        use SyntaxKind::*;
        matches!(self, Int | Float | Char | Text | RawText | Bytes | RawBytes)
    }

    /// Says whether a node of the kind is a value.
    pub(crate) const fn is_value(self) -> bool {
        use SyntaxKind::*;
        matches!(self, Literal | Call | Tuple | List | Map)
    }

    /// Returns the closing bracket of an opening one.
    pub(crate) const fn closer(self) -> Option<SyntaxKind> {
        match self {
            SyntaxKind::OpenParen => Some(SyntaxKind::CloseParen),
            SyntaxKind::OpenBracket => Some(SyntaxKind::CloseBracket),
            SyntaxKind::OpenBrace => Some(SyntaxKind::CloseBrace),
            _ => None,
        }
    }

    /// Says whether the kind is a closing bracket.
    pub(crate) const fn is_closer(self) -> bool {
        matches!(self, SyntaxKind::CloseParen | SyntaxKind::CloseBracket | SyntaxKind::CloseBrace)
    }
}

impl From<SyntaxKind> for rowan::SyntaxKind {
    fn from(kind: SyntaxKind) -> rowan::SyntaxKind {
        rowan::SyntaxKind(kind as u16)
    }
}

/// The brackets and marks as they are written; other kinds by their name.
impl fmt::Display for SyntaxKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SyntaxKind::OpenParen => "(",
            SyntaxKind::CloseParen => ")",
            SyntaxKind::OpenBracket => "[",
            SyntaxKind::CloseBracket => "]",
            SyntaxKind::OpenBrace => "{",
            SyntaxKind::CloseBrace => "}",
            SyntaxKind::Comma => ",",
            SyntaxKind::Colon => ":",
            other => return fmt::Debug::fmt(other, f),
        })
    }
}

/// Marks rowan's trees as trees of RON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ron {}

impl rowan::Language for Ron {
    type Kind = SyntaxKind;

    fn kind_from_raw(raw: rowan::SyntaxKind) -> SyntaxKind {
        // Only `From` above makes such numbers, so the other case does not occur.
        SyntaxKind::ALL.get(usize::from(raw.0)).copied().unwrap_or(SyntaxKind::Error)
    }

    fn kind_to_raw(kind: SyntaxKind) -> rowan::SyntaxKind {
        kind.into()
    }
}

/// A node of the tree, with its place and its way to parent and children.
pub type SyntaxNode = rowan::SyntaxNode<Ron>;
/// A token of the tree.
pub type SyntaxToken = rowan::SyntaxToken<Ron>;
