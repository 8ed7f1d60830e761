//! Conditions and effects.

use super::{Number, Period, Point, Status};
use crate::decode::Name;

choice! {
    /// A condition.
    pub enum Guard expecting "a condition such as In(\"bill\", [\"passed\"]) or Not(..)" {
        /// All hold.
        All(Vec<Guard>),
        /// At least one holds.
        Any(Vec<Guard>),
        /// It does not hold.
        Not(Box<Guard>),
        /// Some matter of the procedure is in one of the stages.
        In(Name, Vec<Name>),
        /// The matter that this one is about, or that is about it, is in one of the stages.
        Linked(Name, Vec<Name>),
        /// The institution has one of these statuses.
        Status(Name, Vec<Status>),
        /// This matter has the kind, or the fact is true.
        Is(Name),
        /// The holder judges the fact to be so; nobody can review it.
        Judges(Name, Name),
        /// The option is chosen.
        Chosen(Name, Name),
        /// The step was taken in this matter (or, of another procedure, in its latest matter).
        Happened(Name),
        /// So long, or less, has passed since then.
        Since(Point, Compare, Period),
        /// Between the two dates, both included.
        Between(Point, Point),
        /// The counter stands at so much, or below.
        Counted(Name, Compare, Number),
        /// The parameter has this value at present.
        Valued(Name, Number),
        /// The outcome's condition holds.
        Holds(Name),
    }
}

choice! {
    /// A comparison.
    pub enum Compare expecting "AtLeast or Less" {
        /// So much or more.
        AtLeast,
        /// Less than that.
        Less,
    }
}

choice! {
    /// What a step changes beyond its own stage.
    pub enum Effect expecting "an effect such as Set(\"cabinet\", Vacant) or Start(procedure: \"election\")" {
        /// Opens a matter.
        Start {
            /// Of this procedure.
            procedure: Name,
            /// At this stage; at the only one that an opening step leads to if left out.
            at: Option<Name>,
            /// About this matter.
            about: Option<About>,
        },
        /// Moves a matter.
        Move {
            /// Of this procedure.
            procedure: Name,
            /// To this stage.
            to: Name,
            /// All open ones, or the linked one; all if left out.
            which: Option<Which>,
        },
        /// Ends matters without a result.
        Abort {
            /// Of this procedure.
            procedure: Name,
            /// All open ones, or the linked one; all if left out.
            which: Option<Which>,
        },
        /// Gives an institution a status.
        Set(Name, Status),
        /// Empties seats: of a seat group `body.group`, or of the sponsors of a step, `Sponsors("procedure.step")`.
        Unseat(Unseated),
        /// Puts the holders of an office or body out, and others in their place at once.
        Replace(Name),
        /// Counts one up.
        CountUp(Name),
        /// Sets a counter to zero.
        Reset(Name),
        /// Gives a parameter a value.
        Put(Name, i32),
        /// Makes a fact true or false.
        Assert(Name, bool),
        /// Takes a kind from this matter.
        Unmark(Name),
        /// Lengthens the period of the present stage.
        Extend(Period),
        /// Brings an overlay into force.
        Enact(Name),
    }
}

choice! {
    /// The matter that a new one is about.
    pub enum About expecting "This" {
        /// The one whose step this is.
        This,
    }
}

choice! {
    /// Which matters an effect touches.
    pub enum Which expecting "All or Linked" {
        /// All of the procedure.
        All,
        /// The one linked to this matter.
        Linked,
    }
}

choice! {
    /// Whose seats are lost.
    pub enum Unseated expecting "a seat group such as \"chamber.appointed\", or Sponsors(\"procedure.step\")" {
        /// All seats of a group.
        text Group(Name),
        /// Those who signed.
        Sponsors(Name),
    }
}
