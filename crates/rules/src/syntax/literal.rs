//! What numbers, texts and characters stand for.
//!
//! The lexer asks whether a token is well formed and the nodes ask for its value; both ask here, so they agree.
//! Slices end where an ASCII character was found, so they cannot fail.

use std::ops::Range;

use super::kind::SyntaxKind;

/// What a number token stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    /// A whole number; `None` if it exceeds 128 bits.
    Int(Option<i128>),
    /// A decimal number.
    Float(f64),
}

/// Reads a number: sign, `0x`/`0o`/`0b`, underscores, and Rust's suffixes, which have no effect.
pub(super) fn number(text: &str) -> Option<Number> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let float = |value: f64| Some(Number::Float(if negative { -value } else { value }));
    let plain = ["f32", "f64"].iter().find_map(|suffix| digits.strip_suffix(suffix)).unwrap_or(digits);
    match plain {
        "inf" => return float(f64::INFINITY),
        "NaN" => return float(f64::NAN),
        _ => {}
    }
    if let Some(int) = int(negative, digits) {
        return Some(int);
    }
    let starts = plain.strip_prefix('.').unwrap_or(plain).starts_with(|c: char| c.is_ascii_digit());
    if !starts || plain.contains("._") || plain.ends_with('_') {
        return None;
    }
    plain.replace('_', "").parse().ok().and_then(float)
}

fn int(negative: bool, digits: &str) -> Option<Number> {
    let (radix, digits) = match digits.get(..2) {
        Some("0x") => (16, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        _ => (10, digits),
    };
    let digits = digits.find(['i', 'u']).map_or(Some(digits), |at| {
        let (digits, suffix) = digits.split_at(at);
        let known = ["8", "16", "32", "64", "128"].contains(&&suffix[1..]);
        known.then_some(digits)
    })?;
    if !digits.starts_with(|c: char| c.is_digit(radix)) {
        return None;
    }
    let mut value = Some(0i128);
    for c in digits.chars().filter(|&c| c != '_') {
        let digit = i128::from(c.to_digit(radix)?);
        let digit = if negative { -digit } else { digit };
        value = value.and_then(|v| v.checked_mul(i128::from(radix))?.checked_add(digit));
    }
    Some(Number::Int(value))
}

/// A stretch of a text between its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Stands for itself.
    Plain(&'a str),
    /// An escape for a character.
    Char(char),
    /// An escape for a byte that is no ASCII character; only in bytes.
    Byte(u8),
    /// A backslash at the end of a line: the line end and the spaces after it are left out.
    Nothing,
    /// An escape that means nothing.
    Unknown,
}

/// Splits what stands between quotes into its parts, each with its place. `O(bytes)`.
pub(super) fn parts(body: &str, bytes: bool) -> impl Iterator<Item = (Range<usize>, Part<'_>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = body.get(at..).filter(|rest| !rest.is_empty())?;
        let (length, part) = match rest.find('\\') {
            Some(0) => escape(rest, bytes),
            found => {
                let length = found.unwrap_or(rest.len());
                (length, Part::Plain(&rest[..length]))
            }
        };
        let place = at..at + length;
        at += length;
        Some((place, part))
    })
}

/// Reads the escape at the start of `rest`, which is a backslash. Returns its length too.
fn escape(rest: &str, bytes: bool) -> (usize, Part<'_>) {
    let simple = |c| (2, Part::Char(c));
    match rest.as_bytes().get(1) {
        Some(b'n') => simple('\n'),
        Some(b'r') => simple('\r'),
        Some(b't') => simple('\t'),
        Some(b'0') => simple('\0'),
        Some(&c @ (b'\\' | b'"' | b'\'')) => simple(char::from(c)),
        Some(b'x') if bytes => match hex_byte(rest) {
            Some(byte) if byte.is_ascii() => (4, Part::Char(char::from(byte))),
            Some(byte) => (4, Part::Byte(byte)),
            None => (2, Part::Unknown),
        },
        Some(b'x') => encoded(rest),
        Some(b'u') => braced(rest).map_or((2, Part::Unknown), |(length, c)| (length, Part::Char(c))),
        Some(b'\r' | b'\n') => {
            let after = rest[1..].trim_start_matches([' ', '\t', '\n', '\r']);
            (rest.len() - after.len(), Part::Nothing)
        }
        Some(_) => (1 + rest[1..].chars().next().map_or(0, char::len_utf8), Part::Unknown),
        None => (1, Part::Unknown),
    }
}

/// Reads `\xHH` at the start.
fn hex_byte(rest: &str) -> Option<u8> {
    let digits = rest.strip_prefix("\\x")?.get(..2)?;
    u8::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))
}

/// Reads one character written as one to four `\xHH`, its bytes in UTF-8.
fn encoded(rest: &str) -> (usize, Part<'_>) {
    let mut bytes = Vec::with_capacity(4);
    while let Some(byte) = rest.get(4 * bytes.len()..).filter(|_| bytes.len() < 4).and_then(hex_byte) {
        bytes.push(byte);
        if let Some(c) = std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
            return (4 * bytes.len(), Part::Char(c));
        }
    }
    (2, Part::Unknown)
}

/// Reads `\u{H…}` at the start, with one to six digits.
fn braced(rest: &str) -> Option<(usize, char)> {
    let digits = rest.strip_prefix("\\u{")?;
    let digits = &digits[..digits.bytes().take(7).position(|b| b == b'}')?];
    let value = u32::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?;
    Some((digits.len() + 4, char::from_u32(value)?))
}

/// Returns what stands between the quotes of a text, byte or character token, and where in it that starts.
pub(super) fn body(kind: SyntaxKind, token: &str) -> (usize, &str) {
    let open = match token.find(['"', '\'']) {
        Some(quote) => quote + 1,
        None => return (0, ""),
    };
    let hashes = match kind {
        SyntaxKind::RawText | SyntaxKind::RawBytes => token[..open].bytes().filter(|&b| b == b'#').count(),
        _ => 0,
    };
    (open, token.get(open..token.len().saturating_sub(1 + hashes)).unwrap_or(""))
}

/// Returns the content of a text, byte or character token.
pub(super) fn content(kind: SyntaxKind, token: &str) -> Vec<u8> {
    let (_, body) = body(kind, token);
    if matches!(kind, SyntaxKind::RawText | SyntaxKind::RawBytes) {
        return body.into();
    }
    let mut content = Vec::with_capacity(body.len());
    for (_, part) in parts(body, kind == SyntaxKind::Bytes || token.starts_with('b')) {
        match part {
            Part::Plain(text) => content.extend(text.as_bytes()),
            Part::Char(c) => content.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
            Part::Byte(byte) => content.push(byte),
            Part::Nothing | Part::Unknown => {}
        }
    }
    content
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_sign_radix_underscores_and_suffix() {
        let int = |n| Some(Number::Int(Some(n)));
        assert_eq!(number("1_000"), int(1000));
        assert_eq!(number("-0xFF"), int(-255));
        assert_eq!(number("+0b101u8"), int(5));
        assert_eq!(number("0o17_"), int(15));
        assert_eq!(number("-170141183460469231731687303715884105728"), int(i128::MIN));
        assert_eq!(number("170141183460469231731687303715884105728"), Some(Number::Int(None)));
        assert_eq!(number("1.5e-3f32"), Some(Number::Float(0.0015)));
        assert_eq!(number(".5"), Some(Number::Float(0.5)));
        assert_eq!(number("-inf"), Some(Number::Float(f64::NEG_INFINITY)));
        for bad in ["0x", "0b2", "1u7", "1st", "2021-07-01", "1.2.3", "1e", "0xZ", "-", "_1", "-+1", ".e1"] {
            assert_eq!(number(bad), None, "{bad}");
        }
    }

    #[test]
    fn escapes_stand_for_what_ron_says() {
        let text = |token: &str| {
            String::from_utf8(content(SyntaxKind::Text, token)).expect("the tokens of the tests are UTF-8")
        };
        assert_eq!(text(r#""\'\"\\\n\r\t\0""#), "'\"\\\n\r\t\0");
        assert_eq!(text(r#""\x41\xd0\x96\u{416}\u{1F600}""#), "AЖЖ😀");
        assert_eq!(text("\"a\\\r\n   b\""), "ab");
        assert_eq!(content(SyntaxKind::Bytes, r#"b"\xff\x41""#), b"\xffA");
        assert_eq!(content(SyntaxKind::RawText, r###"r##"a"#\n"##"###), br##"a"#\n"##);
    }

    #[test]
    fn an_escape_that_means_nothing_has_a_place() {
        for (body, place) in [
            (r"a\q", 1..3),
            (r"\x4", 0..2),
            (r"\xff", 0..2),
            (r"\x+1", 0..2),
            (r"\u{}", 0..2),
            (r"\u{110000}", 0..2),
            (r"\u{D800}", 0..2),
            (r"\u41", 0..2),
            (r"\Ж", 0..3),
            (r"\", 0..1),
        ] {
            let bad: Vec<_> = parts(body, false).filter(|(_, part)| *part == Part::Unknown).collect();
            assert_eq!(bad, [(place, Part::Unknown)], "{body}");
        }
    }
}
