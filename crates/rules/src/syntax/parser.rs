//! Tokens to a tree. Goes on after every error, and leaves an `Error` node at its place.
//!
//! Recovery: a closing bracket that fits an outer opening one closes what is open inside it; one that fits none
//! is skipped. An error is reported once, and not what follows from it.

use rowan::{GreenNode, GreenNodeBuilder};

use super::MAX_DEPTH;
use super::kind::SyntaxKind;
use super::lexer::{Token, lex};
use crate::diagnostic::{Code, Diagnostic, short};
use crate::source::{FileId, Span};

/// More errors than a reader of one file would look at.
const MOST_ERRORS: usize = 200;

/// Builds the tree of a text, and lists its errors by offset. `O(bytes)`.
pub(super) fn parse(text: &str, file: FileId) -> (GreenNode, Vec<Diagnostic>) {
    // One more than the most, so that it is seen that there were more; likewise in `Parser::error`.
    let lexed = lex(text, file, MOST_ERRORS + 1);
    let mut parser = Parser {
        text,
        file,
        tokens: &lexed.tokens,
        next: 0,
        at: 0,
        last_end: 0,
        builder: GreenNodeBuilder::new(),
        errors: Vec::new(),
        open: Vec::new(),
        has_comma: false,
        is_too_deep: false,
        lost_from: lexed.lost_from.unwrap_or(u32::MAX),
    };
    parser.file();
    let never_ends = |code| matches!(code, Code::UnterminatedText | Code::UnterminatedComment);
    let lost_from = lexed.lost_from.unwrap_or(u32::MAX);
    let mut errors = lexed.errors;
    errors.retain(|error| error.primary().start < lost_from || never_ends(error.code));
    errors.extend(parser.errors);
    errors.sort_by_key(|error| (error.primary(), error.code));
    if let Some(place) = errors.get(MOST_ERRORS).map(Diagnostic::primary) {
        errors.truncate(MOST_ERRORS);
        let message = format!("more than {MOST_ERRORS} errors in this file; the others are not shown");
        errors.push(Diagnostic::at(Code::TooManyErrors, place, message));
    }
    (parser.builder.finish(), errors)
}

struct Parser<'a> {
    text: &'a str,
    file: FileId,
    tokens: &'a [Token],
    /// The index of the next token.
    next: usize,
    /// The offset of the next token.
    at: u32,
    /// Where the last token that is no trivia ended.
    last_end: u32,
    builder: GreenNodeBuilder<'static>,
    errors: Vec<Diagnostic>,
    /// The open brackets: what closes each, and where it stands.
    open: Vec<(SyntaxKind, Span)>,
    /// The comma before the next member was taken as one of a list that is not closed.
    has_comma: bool,
    /// Brackets too deep were reported.
    is_too_deep: bool,
    /// Errors from this offset on are consequences of one that was reported.
    lost_from: u32,
}

impl<'a> Parser<'a> {
    /// `extension* value?`
    fn file(&mut self) {
        self.start(SyntaxKind::Root);
        self.trivia();
        while self.peek() == Some(SyntaxKind::Hash) && self.peek_after() == Some(SyntaxKind::Bang) {
            self.extension();
            self.trivia();
        }
        let (first, start) = (self.peek(), self.place());
        if first.is_some_and(SyntaxKind::starts_value) {
            self.value();
            self.trivia();
        }
        if self.peek().is_some() {
            let error = if first == Some(SyntaxKind::OpenBracket) {
                let message = "nothing may follow the list of items";
                Diagnostic::at(Code::StrayToken, self.place(), message)
            } else {
                let message = "the items of a file must stand in one list";
                Diagnostic::at(Code::StrayToken, start, message)
                    .help("write `[` at the start of the file and `]` at its end")
            };
            self.error(error);
            self.start(SyntaxKind::Error);
            while self.peek().is_some() {
                self.bump();
            }
            self.finish();
        }
        self.finish();
    }

    /// `#![enable(…)]`, at its `#`.
    fn extension(&mut self) {
        self.start(SyntaxKind::Extension);
        self.bump();
        self.trivia();
        self.bump();
        self.trivia();
        if self.peek() == Some(SyntaxKind::OpenBracket) {
            self.balanced();
        }
        self.finish();
    }

    /// One value, at its first token.
    fn value(&mut self) {
        match self.peek() {
            Some(SyntaxKind::Word) => {
                self.start(SyntaxKind::Call);
                self.bump();
                if self.peek_past_trivia(self.next) == Some(SyntaxKind::OpenParen) {
                    self.trivia();
                    self.group(Self::argument);
                }
                self.finish();
            }
            Some(SyntaxKind::OpenParen) => {
                self.start(SyntaxKind::Tuple);
                self.group(Self::argument);
                self.finish();
            }
            Some(SyntaxKind::OpenBracket) => {
                self.start(SyntaxKind::List);
                self.group(Self::element);
                self.finish();
            }
            Some(SyntaxKind::OpenBrace) => {
                self.start(SyntaxKind::Map);
                self.group(Self::entry);
                self.finish();
            }
            _ => {
                self.start(if self.is_bad() { SyntaxKind::Error } else { SyntaxKind::Literal });
                self.bump();
                self.finish();
            }
        }
    }

    /// A bracket, members with commas between them, and its closing bracket.
    ///
    /// `member` reads one, at its first token, and says whether it has a name or a key.
    fn group(&mut self, member: fn(&mut Self) -> bool) {
        let Some(closer) = self.peek().and_then(SyntaxKind::closer) else { return };
        if self.open.len() == MAX_DEPTH {
            return self.too_deep();
        }
        self.open.push((closer, self.place()));
        self.bump();
        let (mut has_names, mut nameless) = (false, None);
        loop {
            self.trivia();
            match self.peek() {
                Some(kind) if kind == closer => {
                    self.bump();
                    break;
                }
                Some(SyntaxKind::Word) if self.is_field_after_list(closer) => {
                    self.unclosed(None);
                    self.has_comma = true;
                    break;
                }
                Some(kind) if kind.starts_value() => {
                    let place = self.place();
                    if member(self) {
                        has_names = true;
                    } else if has_names {
                        nameless = nameless.or(Some(place));
                    }
                    self.comma();
                }
                Some(SyntaxKind::Comma) => {
                    let message = "no value stands before this comma";
                    self.hole(Diagnostic::at(Code::MissingValue, self.place(), message));
                    self.bump();
                }
                Some(kind) if !self.closes_an_outer(kind) => {
                    self.stray();
                    self.trivia();
                    if self.peek() == Some(SyntaxKind::Comma) {
                        self.bump();
                    }
                }
                _ => {
                    self.unclosed(nameless);
                    break;
                }
            }
        }
        self.open.pop();
    }

    /// Says whether a field starts here although a list is open, in parentheses that could have the field.
    fn is_field_after_list(&self, closer: SyntaxKind) -> bool {
        let outer = self.open.len().checked_sub(2).and_then(|outer| self.open.get(outer));
        closer == SyntaxKind::CloseBracket
            && outer.is_some_and(|&(outer, _)| outer == SyntaxKind::CloseParen)
            && self.peek_after() == Some(SyntaxKind::Colon)
    }

    /// A comma, or nothing before a closing bracket.
    fn comma(&mut self) {
        let (here, has_comma) = (self.here(), std::mem::take(&mut self.has_comma));
        self.trivia();
        match self.peek() {
            Some(SyntaxKind::Comma) => self.bump(),
            Some(kind) if !has_comma && kind.starts_value() => {
                let message = "a comma is missing between two values";
                self.hole(Diagnostic::at(Code::MissingComma, here, message).marking("write `,` here"));
            }
            _ => {}
        }
    }

    /// A member of parentheses: `name: value` or a value.
    fn argument(&mut self) -> bool {
        let after = self.peek_after();
        let is_field = match self.peek() {
            Some(SyntaxKind::Text | SyntaxKind::RawText) => after == Some(SyntaxKind::Colon),
            Some(SyntaxKind::Word) => match after {
                Some(SyntaxKind::Colon) => true,
                // `within = Days(3)`, `within Days(3)`
                Some(SyntaxKind::Unknown) => self.text_after() == "=",
                Some(SyntaxKind::OpenParen) | None => false,
                Some(kind) => kind.starts_value() && self.here_text().starts_with(char::is_lowercase),
            },
            _ => false,
        };
        if is_field {
            self.field()
        } else {
            self.value()
        }
        is_field
    }

    /// `name: value`, at the name.
    fn field(&mut self) {
        self.start(SyntaxKind::Field);
        let name = self.place();
        if self.peek() == Some(SyntaxKind::Word) {
            self.bump();
        } else {
            if !self.is_bad() {
                let message = "the name of a field stands without quotes";
                self.error(Diagnostic::at(Code::StrayToken, name, message));
            }
            self.start(SyntaxKind::Error);
            self.bump();
            self.finish();
        }
        self.colon(name, "a field");
        self.finish();
    }

    /// `key: value`, at the key.
    fn entry(&mut self) -> bool {
        self.start(SyntaxKind::Entry);
        let start = self.at;
        self.value();
        self.colon(Span::new(self.file, start, self.last_end), "a key");
        self.finish();
        true
    }

    /// The colon and the value of a field or an entry, whose name or key is at `name`.
    fn colon(&mut self, name: Span, what: &str) {
        let here = self.here();
        self.trivia();
        if self.peek() == Some(SyntaxKind::Colon) {
            self.bump();
        } else {
            let message = format!("{what} needs `:` before its value");
            self.hole(Diagnostic::at(Code::MissingColon, here, message).marking("write `:` here"));
            if self.peek() == Some(SyntaxKind::Unknown) {
                self.error_tokens(1);
                self.trivia();
            }
            if !self.peek().is_some_and(SyntaxKind::starts_value) {
                return;
            }
        }
        self.trivia();
        let is_junk =
            |kind: SyntaxKind| !kind.starts_value() && !kind.is_closer() && kind != SyntaxKind::Comma;
        let has_junk = self.peek().is_some_and(is_junk);
        if has_junk {
            self.stray();
            self.trivia();
        }
        if self.peek().is_some_and(SyntaxKind::starts_value) {
            self.value();
        } else if !has_junk {
            let written = self.text.get(name.start as usize..name.end as usize).unwrap_or("");
            let message = format!("`{}` has no value", short(written));
            self.hole(Diagnostic::at(
                Code::MissingValue,
                Span::new(self.file, name.start, self.last_end),
                message,
            ));
        }
    }

    /// A member of a list: a value. A field here most likely follows a bracket too many.
    fn element(&mut self) -> bool {
        if self.peek() != Some(SyntaxKind::Word) || self.peek_after() != Some(SyntaxKind::Colon) {
            self.value();
            return false;
        }
        let message = format!("a field `{}` cannot stand directly in a list", short(self.here_text()));
        let mut error = Diagnostic::at(Code::StrayToken, self.place(), message);
        if let Some(&(_, opener)) = self.open.last() {
            error = error.also(opener, "the list starts here");
        }
        self.error(error);
        self.start(SyntaxKind::Error);
        self.field();
        self.finish();
        false
    }

    /// Skips what can stand nowhere here: marks, closing brackets that close nothing, unknown characters.
    fn stray(&mut self) {
        let (start, is_closer) = (self.at, self.peek().is_some_and(SyntaxKind::is_closer));
        self.start(SyntaxKind::Error);
        self.bump();
        while let Some(kind) = self.peek_past_trivia(self.next)
            && kind != SyntaxKind::Comma
            && !kind.starts_value()
            && !self.closes_an_outer(kind)
        {
            self.trivia();
            self.bump();
        }
        self.finish();
        let span = Span::new(self.file, start, self.last_end);
        let written = short(self.text.get(start as usize..self.last_end as usize).unwrap_or(""));
        let why = if is_closer { "closes nothing" } else { "cannot stand here" };
        self.error(Diagnostic::at(Code::StrayToken, span, format!("`{written}` {why}")));
    }

    /// Reports that the innermost bracket is not closed where the next token stands.
    ///
    /// `nameless` is the first value without a name after one with a name: before it the bracket may be missing.
    fn unclosed(&mut self, nameless: Option<Span>) {
        let Some(&(closer, opener)) = self.open.last() else { return };
        let written = self.text.get(opener.start as usize..opener.end as usize).unwrap_or("");
        let is_end = self.peek().is_none();
        let place = if is_end { self.here() } else { self.place() };
        let error = Diagnostic::at(Code::UnclosedDelimiter, place, format!("a `{written}` is not closed"));
        let error = error.marking(format!("expected `{closer}` here")).also(opener, "opened here");
        self.hole(match nameless {
            Some(place) => error.also(place, format!("is `{closer}` missing before this?")),
            None => error,
        });
        if is_end {
            // That the brackets around it are open too is a consequence.
            self.lost_from = 0;
        }
    }

    /// Skips a bracket that is nested too deeply, together with what it holds.
    fn too_deep(&mut self) {
        if !self.is_too_deep {
            self.is_too_deep = true;
            let message = format!("brackets are nested more than {MAX_DEPTH} levels deep");
            self.error(Diagnostic::at(Code::NestedTooDeeply, self.place(), message));
        }
        self.start(SyntaxKind::Error);
        self.balanced();
        self.finish();
    }

    /// Takes the tokens from an opening bracket to its closing one, of whatever shape.
    fn balanced(&mut self) {
        let mut depth = 0u32;
        while let Some(kind) = self.peek() {
            if kind.closer().is_some() {
                depth += 1;
            } else if kind.is_closer() {
                depth = depth.saturating_sub(1);
            }
            self.bump();
            if depth == 0 {
                return;
            }
        }
        self.lost_from = 0;
    }

    /// Says whether the kind is the closing bracket of one that is open.
    fn closes_an_outer(&self, kind: SyntaxKind) -> bool {
        kind.is_closer() && self.open.iter().any(|&(closer, _)| closer == kind)
    }

    // --- reports

    fn error(&mut self, error: Diagnostic) {
        if self.at <= self.lost_from && self.errors.len() <= MOST_ERRORS {
            self.errors.push(error);
        }
    }

    /// Reports something missing, and leaves an empty node at its place.
    fn hole(&mut self, error: Diagnostic) {
        self.error(error);
        self.error_tokens(0);
    }

    // --- tokens and nodes

    fn start(&mut self, kind: SyntaxKind) {
        self.builder.start_node(kind.into());
    }

    fn finish(&mut self) {
        self.builder.finish_node();
    }

    /// Puts the next `n` tokens into a node for errors.
    fn error_tokens(&mut self, n: usize) {
        self.start(SyntaxKind::Error);
        (0..n).for_each(|_| self.bump());
        self.finish();
    }

    fn peek(&self) -> Option<SyntaxKind> {
        self.tokens.get(self.next).map(|token| token.kind)
    }

    /// The kind of the token after the next one, trivia left out.
    fn peek_after(&self) -> Option<SyntaxKind> {
        self.peek_past_trivia(self.next + 1)
    }

    fn peek_past_trivia(&self, from: usize) -> Option<SyntaxKind> {
        self.tokens.get(from..)?.iter().map(|token| token.kind).find(|kind| !kind.is_trivia())
    }

    /// Says whether the lexer reported something about the next token.
    fn is_bad(&self) -> bool {
        self.tokens.get(self.next).is_some_and(|token| token.bad)
    }

    /// The text of the next token.
    fn here_text(&self) -> &'a str {
        let place = self.place();
        self.text.get(place.start as usize..place.end as usize).unwrap_or("")
    }

    /// The text of the token after the next one, trivia left out.
    fn text_after(&self) -> &'a str {
        let mut start = self.place().end as usize;
        for token in self.tokens.get(self.next + 1..).unwrap_or(&[]) {
            if !token.kind.is_trivia() {
                return self.text.get(start..start + token.len as usize).unwrap_or("");
            }
            start += token.len as usize;
        }
        ""
    }

    /// The place of the next token.
    fn place(&self) -> Span {
        let len = self.tokens.get(self.next).map_or(0, |token| token.len);
        Span::new(self.file, self.at, self.at + len)
    }

    /// The empty place after the last token that is no trivia.
    fn here(&self) -> Span {
        Span::new(self.file, self.last_end, self.last_end)
    }

    /// Puts the next token into the tree.
    fn bump(&mut self) {
        let Some(&token) = self.tokens.get(self.next) else { return };
        let place = self.place();
        self.builder.token(token.kind.into(), self.here_text());
        self.next += 1;
        self.at = place.end;
        if !token.kind.is_trivia() {
            self.last_end = place.end;
        }
    }

    /// Puts white space and comments into the tree.
    fn trivia(&mut self) {
        while self.peek().is_some_and(SyntaxKind::is_trivia) {
            self.bump();
        }
    }
}
