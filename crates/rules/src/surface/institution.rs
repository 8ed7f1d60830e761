//! Institutions, seats, terms, and values about the world.

use super::{By, Cased, Counting, Guard, Head, Number, Period, Point, Quorum, Text};
use crate::decode::{Map, Name};

record! {
    /// An office, chamber, court, body, electorate.
    pub struct Institution with Head {
        /// What it is.
        pub kind: InstitutionKind,
        /// How many units, or plain seats without groups.
        pub n: Option<Cased<Number>>,
        /// One such body for each of these units.
        pub per: Option<Name>,
        /// The chambers that sit together.
        pub parts: Vec<Name>,
        /// Its seats.
        pub seats: Vec<Seats>,
        /// How many must be in office for it to exist.
        pub competent: Option<Quorum>,
        /// Its term.
        pub term: Option<Term>,
        /// The step by which it enters office.
        pub enters: Option<Name>,
        /// Who acts for it.
        pub acting: Option<Acting>,
        /// Who can remove it.
        pub removed_by: Vec<By>,
        /// Offices that its holder may not have.
        pub incompatible: Vec<Name>,
        /// Functions, for `Apart`.
        pub functions: Vec<Name>,
        /// Its status at the start: `InOffice`, or `Sitting` for a chamber, if left out.
        pub status: Option<Status>,
    }
}

choice! {
    /// What an institution is.
    pub enum InstitutionKind expecting "Office, Chamber, Joint, Court, Body, Electorate, Units or World" {
        /// One person's office.
        Office,
        /// A chamber of deputies.
        Chamber,
        /// Chambers sitting together.
        Joint,
        /// A court.
        Court,
        /// Any other body.
        Body,
        /// Those who vote at elections.
        Electorate,
        /// A class of like units (states, regions).
        Units,
        /// What nobody decides (death, disaster).
        World,
    }
}

record! {
    /// A group of seats with one source.
    pub struct Seats with Head {
        /// How many, or how many for each unit.
        pub n: Cased<Number>,
        /// The units.
        pub per: Option<Name>,
        /// Who fills them.
        pub by: By,
        /// Who can empty them.
        pub removed_by: Vec<By>,
        /// Their term, if it differs from the body's.
        pub term: Option<Term>,
        /// How they are renewed.
        pub renew: Option<Renew>,
        /// Whether a seat depends on a party or on recall.
        pub mandate: Option<Mandate>,
    }
}

record! {
    /// Renewal in parts.
    pub struct Renew {
        /// The part renewed each time, e.g. `(1, 2)`.
        pub part: (u32, u32),
        /// How often.
        pub every: Period,
    }
}

choice! {
    /// What a seat depends on.
    pub enum Mandate expecting "Free, Party or Recall" {
        /// On nothing but its term.
        Free,
        /// On the party's list.
        Party,
        /// On recall by voters or by the appointer.
        Recall,
    }
}

choice! {
    /// A term of office.
    pub enum Term expecting "Term(length: ..) or Life" {
        /// A length of time.
        Term {
            /// How long.
            length: Option<Cased<Period>>,
            /// From when; from `enters`, or the start of the story, if left out.
            from: Option<Point>,
            /// The date of the year on which it ends.
            ends: Option<Point>,
            /// Until when the old holder stays; vacant at once if left out.
            holdover: Option<Point>,
            /// While this holds the term does not end.
            prolonged: Option<Guard>,
        },
        /// For life.
        Life,
    }
}

record! {
    /// Who acts for an office, in order.
    pub struct Acting {
        /// The line.
        pub line: Vec<Name>,
        /// When.
        pub on: Vec<Status>,
        /// Until when.
        pub until: Option<Point>,
        /// Whether the acting holder gives up the former office.
        pub leaves_office: bool,
    }
}

choice! {
    /// How an institution stands.
    pub enum Status expecting "a status such as InOffice, Vacant, Sitting or Dissolved" {
        /// Has a holder who can act.
        InOffice,
        /// Somebody else acts.
        Acting,
        /// May not act for the time being.
        Suspended,
        /// Cannot act.
        Unable,
        /// Has no holder.
        Vacant,
        /// Can meet and vote.
        Sitting,
        /// Does not meet for a time.
        Recess,
        /// Has adjourned.
        Adjourned,
        /// Has no members.
        Dissolved,
    }
}

record! {
    /// Values that hold for the folder, or for the file that they stand in.
    pub struct Defaults with Head {
        /// The work that plain citations mean.
        pub work: Option<Name>,
        /// How days are counted.
        pub counting: Option<Counting>,
        /// The quorum of each body.
        pub quorum: Map<Quorum>,
    }
}

record! {
    /// Readings, layers, variants: one of several options.
    pub struct Choice with Head {
        /// What the options are.
        pub kind: ChoiceKind,
        /// The options.
        pub options: Vec<ChoiceOption>,
        /// The one taken if the user names none.
        pub default: Name,
    }
}

choice! {
    /// What a choice is about.
    pub enum ChoiceKind expecting "Reading, Layer or Variant" {
        /// Two meanings of one text.
        Reading,
        /// Rules of lower rank, switchable.
        Layer,
        /// Different designs.
        Variant,
    }
}

record! {
    /// One option.
    pub struct ChoiceOption named "Option" {
        /// Its name.
        pub id: Name,
        /// What a reader sees.
        pub title: Option<Text>,
        /// What speaks for it.
        pub why: Option<String>,
    }
}

record! {
    /// A number with a name.
    pub struct Param with Head {
        /// Its value.
        pub value: i32,
        /// The values that it may take, if acts can change it.
        pub range: Vec<i32>,
        /// The steps that may change it.
        pub set_by: Vec<Name>,
    }
}

record! {
    /// Something true of the world.
    pub struct Fact with Head {
        /// Whether it is true at the start; false if left out.
        pub initial: Option<bool>,
        /// The steps that make it true.
        pub set_by: Vec<Name>,
    }
}

record! {
    /// A clause that the files leave out.
    pub struct Unmodelled with Head {
        /// Why.
        pub why: String,
        /// The items that it could change.
        pub touches: Vec<Name>,
    }
}

record! {
    /// A condition that people care about.
    pub struct Outcome with Head {
        /// When it holds.
        pub when: Guard,
        /// Whether it must always stay possible.
        pub vital: Option<bool>,
        /// Whether it must not be one holder's alone.
        pub grave: Option<bool>,
        /// Whether it changes the constitution itself.
        pub amendment: Option<bool>,
    }
}

record! {
    /// A finding that is meant.
    pub struct Intended with Head {
        /// The finding's code.
        pub finding: Name,
        /// The rule or institution that it is about.
        pub about: Name,
        /// Why.
        pub why: String,
    }
}
