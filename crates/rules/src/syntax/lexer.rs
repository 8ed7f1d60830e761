//! Text to tokens. Every byte belongs to exactly one token; what cannot be read becomes a token marked `bad`
//! and one error.

use super::kind::SyntaxKind;
use super::literal::{self, Number, Part};
use crate::diagnostic::{Code, Diagnostic, short};
use crate::source::{FileId, Span};

/// A token: its kind and its length in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: SyntaxKind,
    /// An error was reported about it.
    pub bad: bool,
    pub len: u32,
}

/// What the lexer found in a text.
pub(super) struct Lexed {
    pub tokens: Vec<Token>,
    pub errors: Vec<Diagnostic>,
    /// If a quote is missing, nothing from this offset on is what its writer meant.
    pub lost_from: Option<u32>,
}

/// Cuts a text below 4 GiB into tokens. `O(bytes)`. Stops adding errors after `most_errors`.
pub(super) fn lex(text: &str, file: FileId, most_errors: usize) -> Lexed {
    let lexed = Lexed { tokens: Vec::with_capacity(text.len() / 4), errors: Vec::new(), lost_from: None };
    let mut lexer = Lexer { text, file, at: 0, end: 0, first_long_text: None, most_errors, lexed };
    while lexer.at < text.len() {
        lexer.token();
    }
    lexer.lexed
}

/// `at`, `end` and all lengths stand at ends of characters, since they come from whole characters or from ASCII
/// bytes that were found; so slices of the text cannot fail.
struct Lexer<'a> {
    text: &'a str,
    file: FileId,
    /// Where the token starts.
    at: usize,
    /// Where the token ends, as far as is known.
    end: usize,
    /// The first text that runs over a line end.
    first_long_text: Option<Span>,
    most_errors: usize,
    lexed: Lexed,
}

/// Typographic quotes, which word processors put in the place of `"`.
const CURLY: [char; 7] = ['“', '”', '„', '‟', '«', '»', '＂'];

impl Lexer<'_> {
    fn token(&mut self) {
        let rest = &self.text[self.at..];
        let first = rest.chars().next().unwrap_or('\0');
        self.end = self.at + first.len_utf8();
        let errors = self.lexed.errors.len();
        let kind = match first {
            '(' => SyntaxKind::OpenParen,
            ')' => SyntaxKind::CloseParen,
            '[' => SyntaxKind::OpenBracket,
            ']' => SyntaxKind::CloseBracket,
            '{' => SyntaxKind::OpenBrace,
            '}' => SyntaxKind::CloseBrace,
            ',' => SyntaxKind::Comma,
            ':' => SyntaxKind::Colon,
            '#' => SyntaxKind::Hash,
            '!' => SyntaxKind::Bang,
            '"' => self.text_from(1, SyntaxKind::Text),
            '\'' => self.character(1),
            '/' if rest.starts_with("//") => {
                self.end = self.at + rest.find('\n').unwrap_or(rest.len());
                SyntaxKind::LineComment
            }
            '/' if rest.starts_with("/*") => self.block_comment(),
            'b' if rest.starts_with("b\"") => self.text_from(2, SyntaxKind::Bytes),
            'b' if rest.starts_with("b'") => self.character(2),
            'b' | 'r' => self.raw_text().unwrap_or_else(|| self.word()),
            '0'..='9' => self.number(),
            '+' | '-' | '.' if self.starts_number() => self.number(),
            c if is_space(c) => {
                self.take_while(is_space);
                SyntaxKind::Whitespace
            }
            c if is_word_start(c) => self.word(),
            c if CURLY.contains(&c) => self.curly_text(),
            _ => SyntaxKind::Unknown,
        };
        let len = u32::try_from(self.end - self.at).unwrap_or(u32::MAX);
        // Past `most_errors` nothing is added; then every token of a kind that can be bad counts as bad.
        let bad = self.lexed.errors.len() > errors || (errors >= self.most_errors && kind.is_literal());
        self.lexed.tokens.push(Token { kind, bad, len });
        self.at = self.end;
    }

    /// Moves the end over the characters that fulfil the condition.
    fn take_while(&mut self, condition: impl Fn(char) -> bool) {
        let rest = &self.text[self.end..];
        self.end += rest.find(|c| !condition(c)).unwrap_or(rest.len());
    }

    fn taken(&self) -> &str {
        &self.text[self.at..self.end]
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let offset = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Span::new(self.file, offset(start), offset(end))
    }

    fn error(&mut self, error: Diagnostic) {
        if self.lexed.errors.len() < self.most_errors {
            self.lexed.errors.push(error);
        }
    }

    /// Reads a text with escapes whose opening quote is the last of its first `open` bytes.
    fn text_from(&mut self, open: usize, kind: SyntaxKind) -> SyntaxKind {
        let body = &self.text[self.at + open..];
        let mut end = None;
        let mut bytes = body.bytes().enumerate();
        let mut plain = true;
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b'"' => {
                    end = Some(at);
                    break;
                }
                b'\\' => {
                    plain = false;
                    bytes.next();
                }
                _ => {}
            }
        }
        let Some(end) = end else { return self.unterminated(open, kind) };
        self.end = self.at + open + end + 1;
        self.note_long_text();
        if !plain {
            self.escapes(kind);
        }
        kind
    }

    /// Reports the escapes of the token that mean nothing.
    fn escapes(&mut self, kind: SyntaxKind) {
        let (text, at) = (self.text, self.at);
        let token = &text[at..self.end];
        let (open, body) = literal::body(kind, token);
        for (place, part) in literal::parts(body, token.starts_with('b')) {
            if part == Part::Unknown {
                let span = self.span(at + open + place.start, at + open + place.end);
                let message = format!("`{}` means nothing in a text", &body[place.clone()]);
                let error = Diagnostic::at(Code::UnknownEscape, span, message);
                self.error(error.help(r"write `\\` for a backslash"));
            }
        }
    }

    fn note_long_text(&mut self) {
        if self.first_long_text.is_none() && self.taken().contains('\n') {
            self.first_long_text = Some(self.span(self.at, self.end));
        }
    }

    /// Ends the text at the end of the file, and says where its quote may be missing.
    fn unterminated(&mut self, open: usize, kind: SyntaxKind) -> SyntaxKind {
        self.end = self.text.len();
        let start = self.span(self.at, self.at + open);
        let mut error = Diagnostic::at(Code::UnterminatedText, start, "the text that starts here never ends");
        if let Some(long) = self.first_long_text {
            let open = Span::new(long.file, long.start, long.start + 1);
            error = error.also(open, "is the closing quote of this text missing? It runs over several lines");
        }
        self.lexed.lost_from = Some(self.first_long_text.map_or(start.start, |long| long.start));
        self.error(error);
        kind
    }

    /// Reads `r"…"`, `r#"…"#`, `br"…"` and `br#"…"#`, or a word such as `r#as`; `None` if none starts here.
    fn raw_text(&mut self) -> Option<SyntaxKind> {
        let rest = &self.text[self.at..];
        let (prefix, kind) = match rest.strip_prefix("br") {
            Some(_) => (2, SyntaxKind::RawBytes),
            None => (rest.starts_with('r').then_some(1)?, SyntaxKind::RawText),
        };
        let hashes = rest[prefix..].bytes().take_while(|&b| b == b'#').count();
        let open = prefix + hashes;
        if !rest[open..].starts_with('"') {
            if kind == SyntaxKind::RawText && hashes == 1 && rest[open..].starts_with(is_raw_word) {
                self.end = self.at + open;
                self.take_while(is_raw_word);
                return Some(SyntaxKind::Word);
            }
            return None;
        }
        let closer = format!("\"{}", "#".repeat(hashes));
        match rest[open + 1..].find(&closer) {
            Some(length) => {
                self.end = self.at + open + 1 + length + closer.len();
                self.note_long_text();
            }
            None => {
                self.unterminated(open + 1, kind);
            }
        }
        Some(kind)
    }

    /// Reads a text in typographic quotes, if it ends on its line, and refuses it.
    fn curly_text(&mut self) -> SyntaxKind {
        let rest = &self.text[self.end..];
        let quote = rest.char_indices().find(|(_, c)| CURLY.contains(c) || matches!(c, '"' | '\n'));
        let Some((at, quote)) = quote.filter(|&(_, c)| c != '\n') else { return SyntaxKind::Unknown };
        self.end += at + quote.len_utf8();
        let error = "the quotes of a text must be straight";
        let error = Diagnostic::at(Code::StrayToken, self.span(self.at, self.end), error);
        self.error(error.help(format!("write \"{}\"", short(&rest[..at]))));
        SyntaxKind::Text
    }

    /// Reads a character whose opening quote is the last of its first `open` bytes.
    fn character(&mut self, open: usize) -> SyntaxKind {
        let rest = &self.text[self.at..];
        let body = &rest[open..];
        let length = match body.chars().next() {
            // An escape has no quote in it but the one of `\'`.
            Some('\\') => body.bytes().skip(2).position(|b| b == b'\'' || b == b'\n').map(|at| at + 2),
            Some(c) if c != '\n' && body[c.len_utf8()..].starts_with('\'') => Some(c.len_utf8()),
            _ => None,
        };
        if let Some(length) = length.filter(|&length| body[length..].starts_with('\'')) {
            let inner = &body[..length];
            let mut parts = literal::parts(inner, open == 2);
            let first = parts.next();
            let is_one = match &first {
                Some((_, Part::Plain(plain))) => plain.chars().count() == 1,
                Some((_, Part::Char(_) | Part::Byte(_))) => true,
                _ => false,
            };
            if is_one && parts.next().is_none() && (open == 1 || inner.is_ascii()) {
                self.end = self.at + open + length + 1;
                return SyntaxKind::Char;
            }
        }
        let closer = body.find(['\'', '\n']).filter(|&at| body[at..].starts_with('\''));
        let Some(length) = closer else { return SyntaxKind::Unknown };
        self.end = self.at + open + length + 1;
        let message = "single quotes hold exactly one character";
        let error = Diagnostic::at(Code::MalformedCharacter, self.span(self.at, self.end), message);
        self.error(error.help(format!("write \"{}\" for a text", short(&body[..length]))));
        SyntaxKind::Char
    }

    fn block_comment(&mut self) -> SyntaxKind {
        let bytes = self.text.as_bytes();
        let (mut at, mut level) = (self.at + 2, 1);
        while level > 0 {
            match (bytes.get(at), bytes.get(at + 1)) {
                (Some(b'*'), Some(b'/')) => (level, at) = (level - 1, at + 2),
                (Some(b'/'), Some(b'*')) => (level, at) = (level + 1, at + 2),
                (Some(_), _) => at += 1,
                (None, _) => {
                    let start = self.span(self.at, self.at + 2);
                    let message = "the comment that starts here never ends";
                    self.lexed.lost_from = self.lexed.lost_from.or(Some(start.start));
                    self.error(Diagnostic::at(Code::UnterminatedComment, start, message));
                    break;
                }
            }
        }
        self.end = at;
        SyntaxKind::BlockComment
    }

    fn starts_number(&self) -> bool {
        let rest = &self.text[self.at..];
        let digits = rest.strip_prefix(['+', '-']).unwrap_or(rest);
        let is_word = |word: &str| digits.starts_with(word);
        let unsigned = digits.strip_prefix('.').unwrap_or(digits);
        unsigned.starts_with(|c: char| c.is_ascii_digit())
            || digits.len() < rest.len() && (is_word("inf") || is_word("NaN"))
    }

    /// Reads a number together with whatever sticks to it, so that `2021-07-01` is one mistake.
    fn number(&mut self) -> SyntaxKind {
        let mut before = '\0';
        let mut chars = self.text[self.end..].char_indices().peekable();
        let mut length = self.text.len() - self.end;
        while let Some((at, c)) = chars.next() {
            let next_is_digit = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
            let sticks = match c {
                '+' => matches!(before, 'e' | 'E') && next_is_digit,
                '-' => next_is_digit,
                _ => c.is_alphanumeric() || matches!(c, '_' | '.'),
            };
            if !sticks {
                length = at;
                break;
            }
            before = c;
        }
        self.end += length;
        match literal::number(self.taken()) {
            Some(Number::Int(_)) => SyntaxKind::Int,
            Some(Number::Float(_)) => SyntaxKind::Float,
            None => {
                let message = format!("`{}` is not a number", short(self.taken()));
                let error = Diagnostic::at(Code::MalformedNumber, self.span(self.at, self.end), message);
                let error =
                    error.help(format!("write \"{}\" if it is a text or a date", short(self.taken())));
                self.error(error);
                SyntaxKind::Int
            }
        }
    }

    fn word(&mut self) -> SyntaxKind {
        self.take_while(is_word);
        let joined = self.text[self.end..].strip_prefix(['-', '.', '+']);
        if joined.is_some_and(|rest| rest.starts_with(is_word)) {
            self.take_while(is_raw_word);
            let message = format!("`{}` is a text, and texts stand in quotes", short(self.taken()));
            let error = Diagnostic::at(Code::StrayToken, self.span(self.at, self.end), message);
            let error = error.help(format!("write \"{}\"", short(self.taken())));
            self.error(error);
            return SyntaxKind::Text;
        }
        match self.taken() {
            "inf" | "inff32" | "inff64" | "NaN" | "NaNf32" | "NaNf64" => SyntaxKind::Float,
            _ => SyntaxKind::Word,
        }
    }
}

/// RON's white space and the rest of Unicode's; the byte order mark stands at the start of some files.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{feff}')
}

fn is_word_start(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

fn is_raw_word(c: char) -> bool {
    is_word(c) || matches!(c, '.' | '+' | '-')
}
