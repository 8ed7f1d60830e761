//! What the drafter wrote: names are still strings, each with its place.
//!
//! These types *are* the grammar of rule files; `docs/language.md` explains it with examples. A field that is an
//! `Option`, a list or a map may be left out, every other field is mandatory.

mod change;
mod decision;
mod guard;
mod institution;
mod norm;
mod procedure;
mod scenario;
mod text;
mod time;

pub use change::*;
pub use decision::*;
pub use guard::*;
pub use institution::*;
pub use norm::*;
pub use procedure::*;
pub use scenario::*;
pub use text::*;
pub use time::*;

/// A value that may depend on a guard: the first branch that applies.
pub type Cased<T> = crate::decode::Cased<Guard, T>;

choice! {
    /// One entry of a rule file.
    pub enum Item expecting "an item such as Institution(..) or Procedure(..)" {
        /// The manifest.
        Constitution(Constitution),
        /// Values that hold for the file or the folder.
        Defaults(Defaults),
        /// Readings, layers, variants.
        Choice(Choice),
        /// A number with a name.
        Param(Param),
        /// Something true of the world.
        Fact(Fact),
        /// A clause that is left out.
        Unmodelled(Unmodelled),
        /// A condition that people care about.
        Outcome(Outcome),
        /// A finding that is meant.
        Intended(Intended),
        /// An office, chamber, court, body.
        Institution(Institution),
        /// A statechart of stages and steps.
        Procedure(Procedure),
        /// Stages and steps used several times.
        Template(Template),
        /// What somebody must do.
        Duty(Duty),
        /// What nobody may do.
        Prohibition(Prohibition),
        /// A question of the drafter's own.
        Property(Property),
        /// Blocs across bodies.
        Composition(Composition),
        /// A named change.
        Overlay(Overlay),
        /// Changes in an order.
        Reform(Reform),
        /// A dated history.
        Scenario(Scenario),
    }
}
