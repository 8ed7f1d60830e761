//! Values of a file to the types of `surface`, item by item, so that one run reports every item's errors.
//!
//! In goes the tree, out come records and choices with their places. A problem inside a value is reported and
//! its neighbours are still decoded; what holds a syntax error is skipped. Knows no names: whether something
//! is declared is asked later.
//!
//! Types of `surface` are declared with [`record!`] and [`choice!`]:
//!
//! ```
//! use solon_rules::decode::{Name, Spanned, choice, items, record};
//! use solon_rules::{diagnostic::Diagnostics, source::Source, syntax};
//!
//! record! {
//!     /// The fields of every item.
//!     pub struct Head {
//!         /// What others call it.
//!         pub id: Name,
//!     }
//! }
//! record! {
//!     /// A body.
//!     pub struct Body with Head {
//!         /// Who belongs to it.
//!         pub by: Option<By>,
//!     }
//! }
//! choice! {
//!     /// Who acts.
//!     pub enum By expecting "who acts, such as \"president\" or Member(\"senate\")" {
//!         /// One institution.
//!         text Institution(Name),
//!         /// Each member of an institution.
//!         Member(Name),
//!         /// Nobody: it happens at once.
//!         Law,
//!     }
//! }
//!
//! let mut source = Source::new();
//! let text = r#"[Body(id: "a", by: Member("senate")), Body(id: "b", by: Lw)]"#;
//! let file = source.add("demo.ron".into(), text.into());
//! let mut out = Diagnostics::new();
//! let bodies: Vec<Body> = items(&syntax::parse(&source, file), &mut out);
//! assert_eq!(bodies[0].head.id.text, "a");
//! assert_eq!(out.into_sorted()[0].help.as_deref(), Some("write `Law`"));
//! ```

#[macro_use]
mod choice;
#[macro_use]
mod record;
mod value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::syntax::{Kind, Node, Parsed};

pub use self::choice::{Args, only, refuse};
pub use self::record::{Fields, Places, Record, decode_record};
pub use self::value::{Cased, Map, OneOrMany, Spanned};
pub use crate::syntax::{Name, Raw};
#[doc(inline)]
pub use crate::{choice, record};

/// A type whose values stand in rule files.
pub trait Decode: Sized {
    /// Reads a value. Every problem is added to `out`; `None` if there is no value because of them.
    fn decode(node: &Node, out: &mut Diagnostics) -> Option<Self>;

    /// Returns the value of a field that is left out; `None` if the field is mandatory.
    fn absent() -> Option<Self> {
        None
    }

    /// Says what the drafter should have written, such as "a period such as Days(30)".
    fn expected() -> &'static str;

    /// Says whether the value is a record, whose fields may follow a variant's word directly.
    fn is_record() -> bool {
        false
    }
}

/// Reads the items of a file, and reports its syntax errors.
///
/// A file is one list. Items with a syntax error are skipped; items with other errors are reported, and left
/// out if a mandatory part of them cannot be read.
///
/// # Errors
/// `empty-file` if there is no value, `wrong-value` if the value is no list, and those of the items.
pub fn items<T: Decode>(file: &Parsed, out: &mut Diagnostics) -> Vec<T> {
    out.extend(file.errors().iter().cloned());
    let is_sound = file.errors().is_empty();
    let Some(root) = file.root() else {
        if is_sound {
            let start = Span::new(file.file(), 0, 0);
            let empty = Diagnostic::at(Code::EmptyFile, start, "the file has no list of items");
            out.push(empty.help("write `[` and `]` with the items between them"));
        }
        return Vec::new();
    };
    if root.kind() != Kind::List {
        if is_sound {
            let message = format!("expected a list of items in square brackets, found {}", root.describe());
            let error = Diagnostic::at(Code::WrongValue, root.head(), message);
            out.push(error.help("write `[` at the start of the file and `]` at its end"));
        }
        return Vec::new();
    }
    let values = root.values().into_iter();
    values.filter(|node| is_sound || !node.is_broken()).filter_map(|node| T::decode(&node, out)).collect()
}

/// Reports that another kind of value was expected. Returns `None`, so that a decoder can end with it.
pub fn mismatch<T: Decode>(node: &Node, out: &mut Diagnostics) -> Option<T> {
    out.push(unexpected::<T>(node));
    None
}

/// Builds the report that another kind of value was expected.
pub fn unexpected<T: Decode>(node: &Node) -> Diagnostic {
    let message = format!("expected {}, found {}", T::expected(), node.describe());
    Diagnostic::at(Code::WrongValue, node.head(), message)
}

/// Removes the `r#` of a Rust identifier that is a keyword of Rust and a plain word in rule files.
#[doc(hidden)]
pub const fn plain(word: &'static str) -> &'static str {
    match word.as_bytes() {
        [b'r', b'#', ..] => word.split_at(2).1,
        _ => word,
    }
}

/// Joins words for a message: "`a`, `b`, `c`".
fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}
