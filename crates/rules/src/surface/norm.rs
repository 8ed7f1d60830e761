//! Duties, prohibitions and the drafter's own questions.

use super::{By, Cased, Guard, Head, Period, Point};
use crate::decode::{Map, Name};

record! {
    /// What somebody must do.
    pub struct Duty with Head {
        /// Who.
        pub holder: By,
        /// Any of these steps fulfils it.
        pub to: Vec<Name>,
        /// When it binds.
        pub when: Option<Guard>,
        /// From when.
        pub opens: Option<Point>,
        /// Until when.
        pub closes: Option<Point>,
        /// How long; without this and `closes` it has the time of the stage that its steps leave.
        pub within: Option<Cased<Period>>,
        /// To whom it is owed.
        pub owed_to: Vec<Name>,
        /// What its breach leads to.
        pub breach: Option<Breach>,
    }
}

choice! {
    /// What a breach leads to.
    pub enum Breach expecting "Opens([..]) or NoneStated" {
        /// These steps become open.
        Opens(Vec<Name>),
        /// The text states nothing.
        NoneStated,
    }
}

record! {
    /// What nobody, or not this holder, may do.
    pub struct Prohibition with Head {
        /// The steps: `procedure.step`, or `procedure.*`.
        pub bars: Vec<Name>,
        /// Only for this holder.
        pub holder: Option<By>,
        /// When; always if left out.
        pub when: Option<Guard>,
        /// What a barred act is: void if left out.
        pub effect: Option<Barred>,
    }
}

choice! {
    /// What an act against a prohibition is.
    pub enum Barred expecting "Void or Unlawful" {
        /// Without effect.
        Void,
        /// Effective, and a violation.
        Unlawful,
    }
}

record! {
    /// A question of the drafter's own.
    pub struct Property with Head {
        /// What must be so.
        pub that: Claim,
        /// How each institution behaves.
        pub conduct: Map<Conduct>,
        /// Who holds which seats.
        pub composition: Option<Name>,
    }
}

choice! {
    /// What must be so.
    pub enum Claim expecting "a claim such as Never(\"outcome\") or AlwaysPossible(\"outcome\")" {
        /// The outcome never holds.
        Never(Name),
        /// The outcome can come about.
        Reachable(Name),
        /// The outcome stays possible whatever happened.
        AlwaysPossible(Name),
        /// The second follows the first within the period.
        LeadsTo(Name, Name, Period),
        /// Together they can bring it about.
        CanForce {
            /// Who.
            by: Vec<Name>,
            /// What.
            outcome: Name,
        },
        /// It cannot bring it about alone.
        CannotAlone {
            /// Who.
            by: Name,
            /// What.
            outcome: Name,
        },
        /// Nobody can bring it about without them.
        NeedsConsentOf {
            /// Who.
            by: Vec<Name>,
            /// What.
            outcome: Name,
        },
        /// No one holds two of these functions.
        Apart {
            /// The functions.
            functions: Vec<Name>,
        },
    }
}

choice! {
    /// How a holder behaves.
    pub enum Conduct expecting "Dutiful, Strategic or Defiant" {
        /// Keeps every duty.
        Dutiful,
        /// Uses every gap.
        Strategic,
        /// Breaks duties without consequence.
        Defiant,
    }
}
