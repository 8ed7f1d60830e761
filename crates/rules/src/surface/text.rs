//! Identity, text and sources: what every item carries.

use super::{Force, Guard};
use crate::decode::{Map, Name, OneOrMany, Spanned};

record! {
    /// What every item, and every seat group, kind, stage and step carries.
    pub struct Head {
        /// A kebab-case name, unique among its kind; it says what, never where in the text.
        pub id: Name,
        /// What a reader sees.
        pub title: Option<Text>,
        /// Where the text says so. This or `assumption` is mandatory.
        pub cite: Option<Cites>,
        /// Why the rule stands here although the text does not say so.
        pub assumption: Option<Spanned<String>>,
        /// The choice under which the rule holds; may use `Chosen`, `All`, `Any` and `Not` alone.
        pub only: Option<Guard>,
        /// From when until when the rule holds.
        pub in_force: Option<Force>,
        /// The rules that yield to this one.
        pub overrides: Vec<Name>,
        /// A remark for readers.
        pub note: Option<String>,
    }
}

choice! {
    /// Text in one or several languages: `"text"`, or `{"en": "text", "ru": "текст"}`.
    pub enum Text expecting "a text, or one per language as in {\"en\": \"..\"}" {
        /// In the constitution's first language.
        text Plain(Name),
        /// By language.
        map Languages(Map<String>),
    }
}

/// One place in a source, or several.
pub type Cites = OneOrMany<Cite>;

choice! {
    /// A place in a source.
    pub enum Cite expecting "a place in the text such as \"Art. 44(2)\"" {
        /// In the work that `Defaults` names.
        text At(Name),
        /// With more detail.
        Cite {
            /// The work; that of `Defaults` if left out.
            work: Option<Name>,
            /// Article and paragraph.
            at: Name,
            /// The decisive words, by language.
            quote: Map<String>,
            /// How certain the wording is: `Read` if left out.
            basis: Option<Basis>,
        },
    }
}

choice! {
    /// How a wording is known.
    pub enum Basis expecting "Read, Practice, CaseLaw or Recalled" {
        /// Read in the text.
        Read,
        /// Constant practice.
        Practice,
        /// Settled case law.
        CaseLaw,
        /// From memory, to be checked.
        Recalled,
    }
}

record! {
    /// The manifest of a constitution.
    pub struct Constitution {
        /// The folder's id.
        pub id: Name,
        /// Its title.
        pub title: Text,
        /// The languages that titles are given in; the first is the default.
        pub languages: Vec<Name>,
        /// The works cited.
        pub works: Vec<Work>,
        /// Old ids and what they are called now.
        pub renamed: Map<Name>,
        /// The day on which a story begins if nothing else says so.
        pub start: Option<Name>,
    }
}

record! {
    /// A source.
    pub struct Work {
        /// Its id, as in `cite`.
        pub id: Name,
        /// Its title.
        pub title: Text,
        /// A lasting name, e.g. urn:lex or an Akoma Ntoso id.
        pub urn: Option<Name>,
        /// Its rank.
        pub kind: WorkKind,
        /// The day of the edition.
        pub edition: Name,
        /// The authentic languages.
        pub lang: Vec<Name>,
    }
}

choice! {
    /// The rank of a source, highest first.
    pub enum WorkKind expecting "Constitution, OrganicLaw, Statute, StandingOrders, CaseLaw or Practice" {
        /// The constitution itself.
        Constitution,
        /// A law between constitution and statute.
        OrganicLaw,
        /// A law.
        Statute,
        /// A chamber's own rules.
        StandingOrders,
        /// Decisions of courts.
        CaseLaw,
        /// What is done without a written rule.
        Practice,
    }
}
