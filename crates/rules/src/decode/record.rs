//! Records: a word and named fields.

use super::{Decode, listed, unexpected};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest, short};
use crate::source::Span;
use crate::syntax::{Kind, Name, Node};

/// A type that is declared with [`record!`](super::record).
pub trait Record: Decode {
    /// The names of its own fields, in the order of declaration.
    const FIELDS: &'static [&'static str];

    /// Returns the names of all its fields: those of the record it is declared `with`, then its own.
    fn field_names() -> Vec<&'static str>;

    /// Reads its fields out of those of a call. Every problem is added to `out`.
    fn decode_fields(fields: &Fields, out: &mut Diagnostics) -> Option<Self>;
}

/// A value that starts so many bytes after its field's name was put there by a template.
const FAR: u32 = 80;

/// Where the fields of a record stand: from a field's name to the start of its value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places(Vec<(String, Span)>);

impl Places {
    /// Returns where a field stands, if it was written.
    pub fn of(&self, field: &str) -> Option<Span> {
        self.0.iter().find(|(name, _)| name == field).map(|&(_, span)| span)
    }
}

/// The named fields of a call, each at most once and all of them known.
#[derive(Clone, Debug)]
pub struct Fields {
    owner: String,
    head: Span,
    span: Span,
    list: Vec<(Name, Node)>,
    /// The known fields that unknown ones are most likely misspellings of.
    misspelt: Vec<&'static str>,
    /// Values without names stand there, so it is not known which fields are missing.
    has_nameless: bool,
}

impl Fields {
    /// Gathers the fields of a call or a tuple, which stand for a record called `owner`.
    ///
    /// # Errors
    /// `unknown-field` for each that is not in `known`, `repeated-field` for each that comes again (the first
    /// one counts), `wrong-value` if values without names stand there.
    pub fn of(node: &Node, owner: &str, known: &[&'static str], out: &mut Diagnostics) -> Fields {
        let mut list: Vec<(Name, Node)> = Vec::new();
        let mut misspelt = Vec::new();
        let nameless = node.values();
        if let Some(value) = nameless.first() {
            let message = format!("`{owner}` takes named fields only");
            let mut error = Diagnostic::at(Code::WrongValue, value.span(), message);
            if !known.is_empty() {
                error = error.marking(format!("this value needs a name: {}", listed(known)));
            }
            out.push(error);
        }
        for (name, value) in node.fields() {
            if !known.contains(&name.text.as_str()) {
                let near = nearest(&name.text, known.iter().copied());
                misspelt.extend(near);
                let error = Diagnostic::at(
                    Code::UnknownField,
                    name.span,
                    format!("`{owner}` has no field `{}`", short(&name.text)),
                );
                out.push(match near {
                    Some(near) => error.help(format!("write `{near}`")),
                    None if known.is_empty() => error,
                    None => error.marking(format!("possible fields: {}", listed(known))),
                });
            } else if let Some((first, _)) = list.iter().find(|(first, _)| first.text == name.text) {
                let message = format!("`{owner}` has its field `{}` twice", short(&name.text));
                let error = Diagnostic::at(Code::RepeatedField, name.span, message).marking("and again here");
                out.push(error.also(first.span, "first given here"));
            } else {
                list.push((name, value));
            }
        }
        let has_nameless = !nameless.is_empty();
        Fields { owner: owner.into(), head: node.head(), span: node.span(), list, misspelt, has_nameless }
    }

    /// Returns the place of the whole call.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Returns where the fields stand.
    pub fn places(&self) -> Places {
        let place = |name: &Name, node: &Node| {
            // The value that a template's use gives stands somewhere else.
            let head = node.head();
            let follows = head.file == name.span.file
                && (name.span.end..name.span.end.saturating_add(FAR)).contains(&head.start);
            if follows { name.span.to(head) } else { name.span }
        };
        Places(self.list.iter().map(|(name, node)| (name.text.clone(), place(name, node))).collect())
    }

    /// Returns the value of a field as it stands in the file.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.list.iter().find(|(field, _)| field.text == name).map(|(_, node)| node)
    }

    /// Reads a field. Left out or unreadable, it has its value for being absent, if there is one.
    ///
    /// # Errors
    /// `missing-field` if it is left out and mandatory, and those of the value.
    pub fn take<T: Decode>(&self, name: &str, out: &mut Diagnostics) -> Option<T> {
        match self.get(name) {
            Some(node) => T::decode(node, out).or_else(T::absent),
            None => T::absent().or_else(|| self.missing::<T>(name, out)),
        }
    }

    /// Reads a field that is mandatory even if its type has a value for being absent.
    ///
    /// # Errors
    /// As for [`Fields::take`].
    pub fn need<T: Decode>(&self, name: &str, out: &mut Diagnostics) -> Option<T> {
        match self.get(name) {
            Some(node) => T::decode(node, out),
            None => self.missing::<T>(name, out),
        }
    }

    fn missing<T: Decode>(&self, name: &str, out: &mut Diagnostics) -> Option<T> {
        // What follows from an error that was reported is no news.
        if !self.has_nameless && !self.misspelt.contains(&name) {
            let message = format!("`{}` needs a field `{name}`", self.owner);
            let error = Diagnostic::at(Code::MissingField, self.head, message);
            out.push(error.help(format!("add `{name}: ..`, {}", T::expected())));
        }
        None
    }
}

/// Reads a record whose word is `name`, or that has no word. The body of what [`record!`](super::record) makes.
///
/// # Errors
/// `unknown-word` for another word, `wrong-value` for a value without fields, and those of the fields.
pub fn decode_record<T: Record>(node: &Node, name: &str, out: &mut Diagnostics) -> Option<T> {
    match (node.kind(), node.name()) {
        (Kind::Call | Kind::Word, Some(word)) if word.text != name => {
            let message = format!("expected {}, found `{}`", T::expected(), short(&word.text));
            let error = Diagnostic::at(Code::UnknownWord, word.span, message);
            out.push(match nearest(&word.text, [name]) {
                Some(near) => error.help(format!("write `{near}`")),
                None => error,
            });
            None
        }
        (Kind::Call | Kind::Tuple, _) => {
            // A record behind a variant's word is called by that word.
            let word = node.written_word().map_or_else(|| name.to_owned(), |word| word.text);
            T::decode_fields(&Fields::of(node, &word, &T::field_names(), out), out)
        }
        (Kind::Word, _) => {
            let message = format!("`{name}` needs its fields in parentheses behind it");
            out.push(Diagnostic::at(Code::WrongValue, node.span(), message));
            None
        }
        _ => {
            out.push(unexpected::<T>(node));
            None
        }
    }
}

/// Declares a record: a struct, with the place of the call in `span`, and its [`Decode`].
///
/// `named "Word"`, before `with`, sets the word of the rule files where it differs from the struct's name.
/// `with Head` adds the fields of the record `Head`, as one field `head`. A field is mandatory unless its type
/// has a value for being absent. A field that is a keyword of Rust is declared with `r#`.
#[macro_export]
macro_rules! record {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident $(named $word:literal)? $(with $head:ident)? {
            $( $(#[$field_meta:meta])* $field_vis:vis $field:ident : $type:ty ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        $vis struct $name {
            $(
                /// The fields that records of other names have too.
                pub head: $head,
            )?
            $( $(#[$field_meta])* $field_vis $field: $type, )*
            /// Where it stands.
            pub span: $crate::source::Span,
            /// Where its fields stand.
            pub places: $crate::decode::Places,
        }

        impl $crate::decode::Record for $name {
            const FIELDS: &'static [&'static str] = &[$($crate::decode::plain(stringify!($field))),*];

            fn field_names() -> Vec<&'static str> {
                #[allow(unused_mut)]
                let mut names = Vec::new();
                $( names.extend(<$head as $crate::decode::Record>::field_names()); )?
                names.extend_from_slice(<Self as $crate::decode::Record>::FIELDS);
                names
            }

            fn decode_fields(
                fields: &$crate::decode::Fields,
                out: &mut $crate::diagnostic::Diagnostics,
            ) -> Option<Self> {
                let _ = &out;
                // First all fields, so that the problems of all are reported.
                $( let head = <$head as $crate::decode::Record>::decode_fields(fields, out); )?
                $( let $field = fields.take::<$type>($crate::decode::plain(stringify!($field)), out); )*
                Some($name {
                    $( head: { let head: Option<$head> = head; head? }, )?
                    $( $field: $field?, )*
                    span: fields.span(),
                    places: fields.places(),
                })
            }
        }

        impl $crate::decode::Decode for $name {
            fn decode(
                node: &$crate::syntax::Node,
                out: &mut $crate::diagnostic::Diagnostics,
            ) -> Option<Self> {
                $crate::decode::decode_record(node, $crate::record!(@word $name $($word)?), out)
            }

            fn expected() -> &'static str {
                $crate::record!(@expected $name $($word)?)
            }

            fn is_record() -> bool {
                true
            }
        }
    };
    (@word $name:ident) => { stringify!($name) };
    (@word $name:ident $word:literal) => { $word };
    (@expected $name:ident) => { concat!("`", stringify!($name), "(..)`") };
    (@expected $name:ident $word:literal) => { concat!("`", $word, "(..)`") };
}
