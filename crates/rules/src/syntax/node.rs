//! The values of a file, as the decoder sees them: a cheap view of the tree without commas and comments.

use std::rc::Rc;

use rowan::GreenNode;

use super::kind::{SyntaxKind, SyntaxNode, SyntaxToken};
use super::literal::{self, Number};
use crate::diagnostic::short;
use crate::source::{FileId, Span};

/// A word or a text from a file, with its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The word, or the text without its quotes and with its escapes replaced.
    pub text: String,
    /// Where it stands; of a text, with the quotes.
    pub span: Span,
}

/// The shape of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `"…"`, `r"…"`
    Text,
    /// `30`
    Int,
    /// `0.5`
    Float,
    /// `'a'`, `b'a'`
    Char,
    /// `b"…"`, `br"…"`
    Bytes,
    /// `true`, `false`
    Bool,
    /// A word alone: `Law`
    Word,
    /// A word with parentheses: `Member("senate")`, `Stage(id: "a")`
    Call,
    /// Parentheses without a word: `(1, 2)`, `(a: 1)`, `()`
    Tuple,
    /// `[…]`
    List,
    /// `{…}`
    Map,
}

/// A value of a file. Cloning is cheap; children are found by walking the tree.
#[derive(Clone, Debug)]
pub struct Node {
    file: FileId,
    /// Where the tree starts in the file.
    base: u32,
    syntax: SyntaxNode,
    /// A call is to be seen as the tuple behind its word.
    is_bare: bool,
    /// What stands in the place of each `Param(..)` inside.
    bound: Option<Rc<[(String, Node)]>>,
}

/// A value that is decoded later. Unlike a [`Node`] it can be compared, kept, and sent to another thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    green: GreenNode,
    span: Span,
}

impl Raw {
    /// Returns where the value stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Returns the value.
    pub fn node(&self) -> Node {
        let syntax = SyntaxNode::new_root(self.green.clone());
        Node { file: self.span.file, base: self.span.start, syntax, is_bare: false, bound: None }
    }

    /// Returns the value with each `Param("name")` in it replaced by the value of that name, if there is one.
    /// Replaced values keep the places where they were written, and are not searched for others.
    pub fn with(&self, values: &[(String, Raw)]) -> Node {
        let bound = values.iter().map(|(name, value)| (name.clone(), value.node())).collect();
        Node { bound: Some(bound), ..self.node() }.replaced()
    }
}

impl Node {
    /// Returns the first value directly under the root of a tree.
    pub(super) fn first_in(file: FileId, root: &SyntaxNode) -> Option<Node> {
        let syntax = root.children().find(|child| child.kind().is_value())?;
        Some(Node { file, base: 0, syntax, is_bare: false, bound: None })
    }

    /// Returns the values directly under a node of the tree, which is this one or lies in it.
    fn all_in(&self, parent: &SyntaxNode) -> impl Iterator<Item = Node> {
        let values = parent.children().filter(|child| child.kind().is_value());
        values.map(|syntax| Node { syntax, is_bare: false, ..self.clone() }.replaced())
    }

    /// Returns the value that the node stands for, if it is a `Param(..)` with one.
    fn replaced(self) -> Node {
        let Some(bound) = &self.bound else { return self };
        if self.kind() != Kind::Call || self.name().is_none_or(|name| name.text != "Param") {
            return self;
        }
        let mut inside = self.syntax.children().filter(|child| child.kind().is_value());
        let (Some(syntax), None) = (inside.next(), inside.next()) else { return self };
        let Some(wanted) = (Node { syntax, bound: None, ..self.clone() }).text() else { return self };
        let value = bound.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.clone());
        value.unwrap_or(self)
    }

    /// Returns the value for later.
    pub fn raw(&self) -> Raw {
        Raw { green: self.syntax.green().to_owned(), span: self.span() }
    }

    fn place(&self, range: rowan::TextRange) -> Span {
        let offset = |at: rowan::TextSize| self.base.saturating_add(at.into());
        Span::new(self.file, offset(range.start()), offset(range.end()))
    }

    /// Returns the node of the tree.
    pub fn syntax(&self) -> &SyntaxNode {
        &self.syntax
    }

    /// Returns the place, without trivia around it.
    pub fn span(&self) -> Span {
        self.place(self.syntax.text_range())
    }

    /// Returns the shape.
    pub fn kind(&self) -> Kind {
        match self.syntax.kind() {
            SyntaxKind::List => Kind::List,
            SyntaxKind::Map => Kind::Map,
            SyntaxKind::Call if self.is_bare => Kind::Tuple,
            SyntaxKind::Call if self.token_of(SyntaxKind::OpenParen).is_some() => Kind::Call,
            SyntaxKind::Call if self.bool().is_some() => Kind::Bool,
            SyntaxKind::Call => Kind::Word,
            SyntaxKind::Literal => match self.token().map(|token| token.kind()) {
                Some(SyntaxKind::Int) => Kind::Int,
                Some(SyntaxKind::Float) => Kind::Float,
                Some(SyntaxKind::Char) => Kind::Char,
                Some(SyntaxKind::Bytes | SyntaxKind::RawBytes) => Kind::Bytes,
                _ => Kind::Text,
            },
            _ => Kind::Tuple,
        }
    }

    /// The first token directly under the node.
    fn token(&self) -> Option<SyntaxToken> {
        self.syntax.first_child_or_token()?.into_token()
    }

    fn token_of(&self, kind: SyntaxKind) -> Option<SyntaxToken> {
        let mut tokens = self.syntax.children_with_tokens().filter_map(|child| child.into_token());
        tokens.find(|token| token.kind() == kind)
    }

    /// Returns the content of a text.
    pub fn text(&self) -> Option<String> {
        let token = self.token().filter(|_| self.kind() == Kind::Text)?;
        // A text holds whole characters: its escapes are checked for it.
        String::from_utf8(literal::content(token.kind(), token.text())).ok()
    }

    /// Returns the content of bytes.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let token = self.token().filter(|_| self.kind() == Kind::Bytes)?;
        Some(literal::content(token.kind(), token.text()))
    }

    /// Returns a character in single quotes; a byte as the character of its number.
    pub fn char(&self) -> Option<char> {
        let token = self.token().filter(|_| self.kind() == Kind::Char)?;
        let content = literal::content(token.kind(), token.text());
        match std::str::from_utf8(&content) {
            Ok(text) => text.chars().next(),
            Err(_) => content.first().map(|&byte| char::from(byte)),
        }
    }

    /// Returns a whole number, unless it exceeds 128 bits.
    pub fn int(&self) -> Option<i128> {
        match literal::number(self.token().filter(|_| self.kind() == Kind::Int)?.text())? {
            Number::Int(value) => value,
            Number::Float(_) => None,
        }
    }

    /// Returns a decimal number.
    pub fn float(&self) -> Option<f64> {
        match literal::number(self.token().filter(|_| self.kind() == Kind::Float)?.text())? {
            Number::Float(value) => Some(value),
            Number::Int(_) => None,
        }
    }

    /// Returns the value of `true` and `false`.
    pub fn bool(&self) -> Option<bool> {
        if self.syntax.kind() != SyntaxKind::Call || self.token_of(SyntaxKind::OpenParen).is_some() {
            return None;
        }
        match self.token()?.text() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// Returns the word of a word or a call.
    pub fn name(&self) -> Option<Name> {
        let token = self.token().filter(|token| token.kind() == SyntaxKind::Word && !self.is_bare)?;
        Some(self.word(&token))
    }

    /// Returns the word of a word or a call even if the node is [`bare`](Node::bare).
    pub(crate) fn written_word(&self) -> Option<Name> {
        let token = self.token().filter(|token| token.kind() == SyntaxKind::Word)?;
        Some(self.word(&token))
    }

    fn word(&self, token: &SyntaxToken) -> Name {
        let text = token.text();
        Name { text: text.strip_prefix("r#").unwrap_or(text).into(), span: self.place(token.text_range()) }
    }

    /// Returns the place that stands for the whole value in a message: the word of a word or a call, the
    /// opening bracket of another group, all of a literal.
    pub fn head(&self) -> Span {
        match self.token() {
            Some(token) if self.syntax.kind() != SyntaxKind::Literal => self.place(token.text_range()),
            _ => self.span(),
        }
    }

    /// Returns the named fields of a call or a tuple, in the order of the text.
    pub fn fields(&self) -> Vec<(Name, Node)> {
        let fields = self.syntax.children().filter(|child| child.kind() == SyntaxKind::Field);
        let named = fields.filter_map(|field| {
            let token = field.first_token().filter(|token| token.kind() == SyntaxKind::Word)?;
            let value = self.all_in(&field).next()?;
            Some((self.word(&token), value))
        });
        named.collect()
    }

    /// Returns the elements of a list, or the values without names of a call or a tuple.
    pub fn values(&self) -> Vec<Node> {
        match self.syntax.kind() {
            SyntaxKind::List | SyntaxKind::Call | SyntaxKind::Tuple => self.all_in(&self.syntax).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns the entries of a map, in the order of the text.
    pub fn entries(&self) -> Vec<(Node, Node)> {
        let entries = self.syntax.children().filter(|child| child.kind() == SyntaxKind::Entry);
        let pairs = entries.filter_map(|entry| {
            let mut values = self.all_in(&entry);
            Some((values.next()?, values.next()?))
        });
        pairs.collect()
    }

    /// Returns the same value without the word before its parentheses: `Vote(of: "a")` as `(of: "a")`.
    pub fn bare(&self) -> Node {
        Node { is_bare: self.syntax.kind() == SyntaxKind::Call, ..self.clone() }
    }

    /// Says whether the value holds a syntax error. Linear in its size.
    pub fn is_broken(&self) -> bool {
        self.syntax.descendants().any(|node| node.kind() == SyntaxKind::Error)
    }

    /// Says in the drafter's words what stands here: "a text", "the word `Law`", "a list".
    pub fn describe(&self) -> String {
        let named = || self.token().map_or(String::new(), |token| short(token.text()));
        match self.kind() {
            Kind::Text => "a text".into(),
            Kind::Int => format!("the number `{}`", named()),
            Kind::Float => format!("the decimal number `{}`", named()),
            Kind::Char => "a character".into(),
            Kind::Bytes => "bytes".into(),
            Kind::Bool | Kind::Word => format!("the word `{}`", named()),
            Kind::Call => format!("`{}(..)`", named()),
            Kind::Tuple if self.syntax.first_child().is_none() => "`()`".into(),
            Kind::Tuple => "values in parentheses".into(),
            Kind::List => "a list".into(),
            Kind::Map => "a map".into(),
        }
    }
}
