//! RON text to a lossless tree with places.
//!
//! In goes one file of a [`Source`], out comes [`Parsed`]: a tree that holds every byte of the text, and the
//! errors. Parsing never fails and never stops early. This module knows RON's brackets, words and literals; it
//! does not know which words mean something.

pub mod kind;
mod lexer;
mod literal;
pub mod node;
mod parser;

use rowan::GreenNode;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Source};

pub use kind::{SyntaxKind, SyntaxNode, SyntaxToken};
pub use node::{Kind, Name, Node, Raw};

/// The deepest nesting of brackets that is read.
pub const MAX_DEPTH: usize = 128;

/// A file that has been read: its tree and its syntax errors.
#[derive(Clone, Debug)]
pub struct Parsed {
    file: FileId,
    green: GreenNode,
    errors: Vec<Diagnostic>,
}

/// Reads a file. `O(bytes)`.
///
/// ```
/// use solon_rules::{source::Source, syntax};
///
/// let mut source = Source::new();
/// let file = source.add("demo.ron".into(), "[Law, /* twice */ Law]".into());
/// let parsed = syntax::parse(&source, file);
/// assert!(parsed.errors().is_empty());
/// assert_eq!(parsed.tree().to_string(), source.text(file));
/// ```
pub fn parse(source: &Source, file: FileId) -> Parsed {
    let (green, mut errors) = parser::parse(source.text(file), file);
    if let Some(problem) = source.problem(file) {
        // What follows from unreadable bytes is no news.
        errors = vec![problem.clone()];
    }
    Parsed { file, green, errors }
}

impl Parsed {
    /// Returns the file.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// Returns what is wrong with the text, in the order of the text.
    pub fn errors(&self) -> &[Diagnostic] {
        &self.errors
    }

    /// Returns the tree with all its tokens; printing it gives the text back.
    pub fn tree(&self) -> SyntaxNode {
        SyntaxNode::new_root(self.green.clone())
    }

    /// Returns the value that the file consists of, if there is one.
    pub fn root(&self) -> Option<Node> {
        Node::first_in(self.file, &self.tree())
    }
}
