//! The files of one constitution folder, and places in them.
//!
//! In go names and texts, out come [`FileId`]s; a [`Span`] is a place in one of the files. Knows lines and
//! columns, but neither the file system nor what the texts say.

use crate::diagnostic::{Code, Diagnostic};

/// The longest text that is read, in bytes: offsets are `u32`.
const MAX_BYTES: usize = u32::MAX as usize;

/// The number of a file in its [`Source`], in the order of addition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u16);

/// A place in a file: the bytes from `start` up to but without `end`.
///
/// Orders by file, then start, then end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The offset of the first byte.
    pub start: u32,
    /// The offset after the last byte; equal to `start` in an empty span.
    pub end: u32,
}

impl Span {
    /// Builds the place from its file and byte offsets.
    pub const fn new(file: FileId, start: u32, end: u32) -> Span {
        Span { file, start, end }
    }

    /// Returns the smallest place that covers both; `other` must lie in the same file.
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Returns the length in bytes.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Says whether the place covers no byte.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// The files of one constitution folder.
///
/// A file that cannot be read (not UTF-8, too long) still gets its [`FileId`]; what is wrong with it is kept
/// in [`Source::problem`], and `syntax::parse` reports it, so that nobody can forget to.
///
/// ```
/// use solon_rules::source::{Source, Span};
///
/// let mut source = Source::new();
/// let file = source.add("demo.ron".into(), "[\n    Sénat,\n]".into());
/// assert_eq!(source.position(Span::new(file, 12, 13)), (2, 10));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Source {
    files: Vec<File>,
}

#[derive(Clone, Debug)]
struct File {
    name: String,
    text: String,
    /// The offset of the first byte of each line.
    lines: Vec<u32>,
    problem: Option<Diagnostic>,
}

impl Source {
    /// Returns a folder without files.
    pub fn new() -> Source {
        Source::default()
    }

    /// Adds a file. A byte order mark at the start is kept, and counted in offsets but not in columns.
    ///
    /// A text of 4 GiB or more is refused: it is replaced by the empty text, and [`Source::problem`] says so.
    /// So is the 65,536th file.
    pub fn add(&mut self, name: String, text: String) -> FileId {
        self.add_within(MAX_BYTES, name, text)
    }

    fn add_within(&mut self, max_bytes: usize, name: String, text: String) -> FileId {
        if text.len() >= max_bytes {
            return self.push(name, String::new(), Some((Code::FileTooLarge, "4 GiB or more are not read")));
        }
        self.push(name, text, None)
    }

    /// Adds a file as it was read from a disk.
    ///
    /// If the bytes are not UTF-8, the text has `U+FFFD` in the places that could not be read, and
    /// [`Source::problem`] points at the first of them.
    pub fn add_bytes(&mut self, name: String, bytes: Vec<u8>) -> FileId {
        let (bytes, at) = match String::from_utf8(bytes) {
            Ok(text) => return self.add(name, text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                (error.into_bytes(), at)
            }
        };
        let found = bytes.get(at).copied().unwrap_or_default();
        let file = self.add(name, String::from_utf8_lossy(&bytes).into_owned());
        let Some(stored) = self.files.get_mut(usize::from(file.0)) else { return file };
        // The text before the first bad byte is unchanged, so the offset still holds.
        let start = u32::try_from(at).unwrap_or(u32::MAX);
        let place = Span::new(file, start, start.saturating_add(3));
        let message = format!("the file is not UTF-8 text: byte {at} is 0x{found:02X}");
        if stored.problem.is_none() {
            stored.problem = Some(
                Diagnostic::at(Code::InvalidUtf8, place, message)
                    .help("save the file in the encoding UTF-8 in your editor"),
            );
        }
        file
    }

    fn push(&mut self, name: String, text: String, refused: Option<(Code, &str)>) -> FileId {
        let Ok(number) = u16::try_from(self.files.len()) else {
            let last = FileId(u16::MAX);
            let message = format!("more than 65,536 files: `{name}` is not read");
            if let Some(file) = self.files.last_mut() {
                file.problem = Some(Diagnostic::at(Code::TooManyFiles, Span::new(last, 0, 0), message));
            }
            return last;
        };
        let id = FileId(number);
        let problem = refused.map(|(code, why)| Diagnostic::at(code, Span::new(id, 0, 0), why));
        let lines = std::iter::once(0)
            .chain(text.bytes().zip(1u32..).filter(|&(byte, _)| byte == b'\n').map(|(_, after)| after))
            .collect();
        self.files.push(File { name, text, lines, problem });
        id
    }

    fn file(&self, file: FileId) -> Option<&File> {
        self.files.get(usize::from(file.0))
    }

    /// Returns the ids of all files, in the order of addition.
    pub fn files(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..=u16::MAX).take(self.files.len()).map(FileId)
    }

    /// Returns the text of a file; empty for an id of another folder.
    pub fn text(&self, file: FileId) -> &str {
        self.file(file).map_or("", |file| &file.text)
    }

    /// Returns the name of a file as it was added; empty for an id of another folder.
    pub fn name(&self, file: FileId) -> &str {
        self.file(file).map_or("", |file| &file.name)
    }

    /// Returns why a file could not be read, if it could not.
    pub fn problem(&self, file: FileId) -> Option<&Diagnostic> {
        self.file(file)?.problem.as_ref()
    }

    /// Returns the text at a place; empty if the place is not in the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Returns the line and the column where a place starts. Both count from 1; columns are in characters,
    /// and a byte order mark is not counted. A place after the end counts as the end.
    pub fn position(&self, span: Span) -> (u32, u32) {
        let Some(file) = self.file(span.file) else { return (1, 1) };
        let line = file.lines.partition_point(|&start| start <= span.start).saturating_sub(1);
        // A line starts after a line end, which is one byte.
        let start = file.lines.get(line).map_or(0, |&start| start as usize);
        let before =
            file.text[start..].char_indices().take_while(|&(at, _)| start + at < span.start as usize);
        let column = before.filter(|&(at, c)| !(c == '\u{feff}' && start + at == 0)).count();
        (count(line) + 1, count(column) + 1)
    }
}

/// A count of lines or characters of a text below 4 GiB.
fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> (Source, FileId) {
        let mut source = Source::new();
        let file = source.add("a.ron".into(), text.into());
        (source, file)
    }

    #[test]
    fn columns_count_characters_and_not_bytes() {
        let (source, file) = one("[\r\n  \"Қазақстан\", x]");
        let at = source.text(file).find('x').expect("the text has an x") as u32;
        assert_eq!(source.position(Span::new(file, at, at + 1)), (2, 16));
        assert_eq!(source.position(Span::new(file, 0, 1)), (1, 1));
    }

    #[test]
    fn a_byte_order_mark_shifts_offsets_but_not_columns() {
        let (source, file) = one("\u{feff}[\n x]");
        assert_eq!(source.position(Span::new(file, 3, 4)), (1, 1));
        assert_eq!(source.position(Span::new(file, 6, 7)), (2, 2));
    }

    #[test]
    fn a_place_after_the_end_is_the_end() {
        let (source, file) = one("ab\n");
        assert_eq!(source.position(Span::new(file, 3, 3)), (2, 1));
        assert_eq!(source.position(Span::new(file, 99, 100)), (2, 1));
        assert_eq!(source.slice(Span::new(file, 1, 99)), "");
        assert_eq!(source.position(Span::new(FileId(7), 0, 0)), (1, 1));
    }

    #[test]
    fn bytes_that_are_no_utf8_are_reported_at_the_first_of_them() {
        let mut source = Source::new();
        let file = source.add_bytes("a.ron".into(), b"[\n \"\xcf\xf0\"]".to_vec());
        let problem = source.problem(file).expect("the file is not UTF-8");
        assert_eq!(problem.code, Code::InvalidUtf8);
        assert_eq!(problem.message, "the file is not UTF-8 text: byte 4 is 0xCF");
        assert_eq!(source.position(problem.primary()), (2, 3));
    }

    #[test]
    fn a_text_that_is_too_long_is_refused() {
        let mut source = Source::new();
        let file = source.add_within(4, "a.ron".into(), "[()]".into());
        assert_eq!(source.problem(file).expect("the file is too large").code, Code::FileTooLarge);
        assert_eq!(source.text(file), "");
        let file = source.add_within(5, "b.ron".into(), "[()]".into());
        assert_eq!(source.problem(file), None);
    }

    #[test]
    fn the_file_after_the_last_number_is_refused() {
        let mut source = Source::new();
        for n in 0..=u16::MAX {
            assert_eq!(source.add(String::new(), String::new()), FileId(n));
        }
        assert_eq!(source.problem(FileId(u16::MAX)), None);
        source.add("z.ron".into(), String::new());
        assert_eq!(
            source.problem(FileId(u16::MAX)).expect("the last file is one too many").code,
            Code::TooManyFiles
        );
        assert_eq!(source.files().count(), 65_536);
    }
}
