//! What is wrong with the files, as data: a code, one clause, the places, and an edit that would help.
//!
//! Every stage appends to [`Diagnostics`]; only the cli prints. This module knows neither terminals nor languages.

mod code;

pub use code::{Code, Severity};

use crate::source::Span;
use std::collections::BTreeMap;

/// A place with a remark.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The remark; may be empty.
    pub text: String,
}

/// One finding about the files.
///
/// ```
/// use solon_rules::diagnostic::{Code, Diagnostic};
/// use solon_rules::source::Span;
///
/// let found = Diagnostic::at(Code::RepeatedField, Span::default(), "`Stage` has its field `within` twice")
///     .also(Span::default(), "first given here")
///     .help("keep one of them");
/// assert_eq!(found.code.id(), "repeated-field");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub code: Code,
    /// One clause, lower case, no full stop.
    pub message: String,
    /// The places. The first is the primary one, and always there; the others explain it.
    pub labels: Vec<Label>,
    /// An edit or a command that would work.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Builds a finding at its primary place.
    pub fn at(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        let labels = vec![Label { span, text: String::new() }];
        Diagnostic { code, message: message.into(), labels, help: None }
    }

    /// Puts a remark under the primary place.
    pub fn marking(mut self, text: impl Into<String>) -> Diagnostic {
        if let Some(label) = self.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// Adds another place with its remark.
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Sets the help: an edit or a command that would work.
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help = Some(text.into());
        self
    }

    /// Returns the primary place.
    pub fn primary(&self) -> Span {
        self.labels.first().map_or_else(Span::default, |label| label.span)
    }

    /// Returns how bad it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// The findings of a run, in the order in which the stages found them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Returns an empty collection.
    pub fn new() -> Diagnostics {
        Diagnostics::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Says whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|found| found.severity() == Severity::Error)
    }

    /// Keeps the errors, if there are any: what else is said about files with an error may follow from it.
    pub fn without_followups(mut self) -> Diagnostics {
        if self.has_errors() {
            self.list.retain(|found| found.severity() == Severity::Error);
        }
        self
    }

    /// Says whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the number of findings.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns the findings in the order in which they were added.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Returns the findings by file, offset and code. Exact duplicates are dropped; a name that is unknown in many places is
    /// one finding, since its declaration is what is missing or misspelt.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let mut list = self.list;
        list.sort_by(|a, b| (a.primary(), a).cmp(&(b.primary(), b)));
        list.dedup();
        let mut firsts: BTreeMap<(Code, String), (usize, usize)> = BTreeMap::new();
        let mut kept: Vec<Diagnostic> = Vec::with_capacity(list.len());
        for diagnostic in list {
            if diagnostic.code.is_about_a_name() {
                let key = (diagnostic.code, diagnostic.message.clone());
                if let Some((_, more)) = firsts.get_mut(&key) {
                    *more += 1;
                    continue;
                }
                firsts.insert(key, (kept.len(), 0));
            }
            kept.push(diagnostic);
        }
        for (at, more) in firsts.into_values().filter(|(_, more)| *more > 0) {
            let places = if more == 1 { "1 more place".to_owned() } else { format!("{more} more places") };
            let help = kept[at].help.take().map(|help| help + "; ").unwrap_or_default();
            kept[at].help = Some(format!("{help}the same name stands in {places}"));
        }
        kept
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, found: T) {
        self.list.extend(found);
    }
}

/// Returns the candidate that `word` is most likely a misspelling of, if one is close.
///
/// Close is one edit (insert, drop, replace, swap) per three letters of the longer word, and at most four; upper
/// and lower case are alike. The first of equally close ones wins. `O(letters²)` a candidate.
///
/// ```
/// use solon_rules::diagnostic::nearest;
///
/// assert_eq!(nearest("senat", ["mazhilis", "senate"]), Some("senate"));
/// assert_eq!(nearest("court", ["mazhilis", "senate"]), None);
/// ```
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Longer words than any name; comparing them would cost time and help nobody.
    const LONGEST: usize = 80;
    let letters = word.chars().count();
    if letters > LONGEST || letters == 0 {
        return None;
    }
    let word = word.to_lowercase();
    let mut best = None;
    for candidate in candidates {
        let length = candidate.chars().count();
        let limit = (letters.max(length) / 3).min(4);
        if length.abs_diff(letters) > limit {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&word, &candidate.to_lowercase());
        let close = distance <= limit && distance < length.min(letters);
        if close && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Returns a text, or its start if it is too long for a message.
pub(crate) fn short(text: &str) -> String {
    const MOST: usize = 40;
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(MOST).collect();
    if chars.next().is_some() { start + "…" } else { start }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn findings_come_in_the_order_of_the_source_and_once() {
        let at = |file, start, code| Diagnostic::at(code, Span::new(FileId(file), start, start + 1), "x");
        let mut all = Diagnostics::new();
        let second = at(0, 9, Code::MissingComma);
        all.extend([at(1, 0, Code::StrayToken), second.clone(), at(0, 2, Code::WrongValue), second.clone()]);
        all.push(at(0, 9, Code::StrayToken));
        assert!(all.has_errors());
        let expected =
            [at(0, 2, Code::WrongValue), at(0, 9, Code::StrayToken), second, at(1, 0, Code::StrayToken)];
        assert_eq!(all.into_sorted(), expected);
    }

    #[test]
    fn an_unknown_name_is_one_finding_however_often_it_stands() {
        let at = |start, name: &str| {
            let message = format!("no institution is named `{name}`");
            Diagnostic::at(Code::UnknownInstitution, Span::new(FileId(0), start, start + 1), message)
        };
        let mut all = Diagnostics::new();
        all.extend([at(9, "kong"), at(2, "kong").help("write \"king\""), at(5, "quen"), at(7, "kong")]);
        let [kong, quen] = &all.into_sorted()[..] else {
            panic!("two names were misspelt, so there are two messages")
        };
        assert_eq!((kong.primary().start, quen.primary().start), (2, 5));
        let help = "write \"king\"; the same name stands in 2 more places";
        assert_eq!((kong.help.as_deref(), quen.help.as_deref()), (Some(help), None));
    }

    #[test]
    fn only_a_close_name_is_suggested() {
        let names = ["chamber", "chamber-clerk", "court", "In", "Is"];
        assert_eq!(nearest("chmaber", names), Some("chamber"));
        assert_eq!(nearest("COURT", names), Some("court"));
        assert_eq!(nearest("chamber_clrk", names), Some("chamber-clerk"));
        assert_eq!(nearest("nation", names), None);
        assert_eq!(nearest("it", names), None);
        assert_eq!(nearest("is", names), Some("Is"));
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest(&"x".repeat(1 << 20), names), None);
    }
}
