//! Procedures: stages and steps.

use super::{By, Cased, Effect, Gate, Guard, Head, Period, Point, Silence, Text};
use crate::decode::{Map, Name};

record! {
    /// A statechart: a bill, a nomination, a dissolution.
    pub struct Procedure with Head {
        /// The procedures whose matters a matter of this one can be about.
        pub about: Vec<Name>,
        /// One matter for each of these units or offices; the search follows any one of them.
        pub each: Option<Name>,
        /// Whether the law allows one matter at a time, or any number; any number, of which the search follows one
        /// at a time, if left out.
        pub matters: Option<Matters>,
        /// The stage at the start, for a procedure that always stands open.
        pub initial: Option<Name>,
        /// Kinds that a matter can have.
        pub kinds: Vec<Kind>,
        /// Names for bodies that are bound in each matter.
        pub roles: Vec<Name>,
        /// Counters.
        pub counters: Vec<Counter>,
        /// Templates used.
        pub uses: Vec<Use>,
        /// Where a matter can stand.
        pub stages: Vec<Stage>,
        /// How it moves.
        pub steps: Vec<Step>,
    }
}

choice! {
    /// How many matters can be open at once.
    pub enum Matters expecting "One or Many(n)" {
        /// The law allows one at a time.
        One,
        /// Any number; the search follows n at a time.
        Many(u8),
    }
}

record! {
    /// A kind that a matter can have.
    pub struct Kind with Head {
        /// Kinds that it cannot go with.
        pub excludes: Vec<Name>,
    }
}

record! {
    /// A number that counts up to a bound.
    pub struct Counter {
        /// Its name.
        pub id: Name,
        /// The largest number that matters.
        pub upto: u8,
        /// When it starts anew.
        pub per: Scope,
    }
}

choice! {
    /// When a count starts anew.
    pub enum Scope expecting "Matter, Procedure, Each(\"step\") or Years(n)" {
        /// With each matter.
        Matter,
        /// Never.
        Procedure,
        /// Each time the step is taken.
        Each(Name),
        /// It looks back so many years.
        Years(u8),
    }
}

record! {
    /// How often.
    pub struct Times {
        /// At most so many times.
        pub n: u8,
        /// In what.
        pub per: Scope,
    }
}

record! {
    /// A place where a matter can stand.
    pub struct Stage with Head {
        /// The time to act; the text sets no limit if left out.
        pub within: Option<Cased<Period>>,
        /// What happens when nobody acts; mandatory with `within`.
        pub on_silence: Option<Cased<Silence>>,
        /// While this holds the clock stands still.
        pub pauses: Option<Guard>,
        /// What the clock does after a pause: it goes on if left out.
        pub resumes: Option<Resumes>,
        /// What entering the stage changes.
        pub enter: Vec<Effect>,
        /// Whether the matter ends here, and how.
        pub end: Option<End>,
    }
}

choice! {
    /// What a clock does after a pause.
    pub enum Resumes expecting "Continue or Restart" {
        /// It goes on.
        Continue,
        /// It begins anew.
        Restart,
    }
}

choice! {
    /// How a matter ends.
    pub enum End expecting "Done, Failed or Lapsed" {
        /// With its result.
        Done,
        /// Without it.
        Failed,
        /// By time or withdrawal.
        Lapsed,
    }
}

choice! {
    /// The stages that a step leaves.
    pub enum From expecting "a list of stages, or AnyBut([..])" {
        /// All stages without an end but these.
        AnyBut(Vec<Name>),
        /// These.
        list These(Vec<Name>),
    }
}

record! {
    /// One lawful move.
    pub struct Step with Head {
        /// Who makes it.
        pub by: Cased<By>,
        /// Co-actors, in order.
        pub needs: Vec<Gate>,
        /// The stages that it leaves; left out, it opens a matter.
        pub from: Option<From>,
        /// Where it leads; left out, the matter stays.
        pub to: Option<Name>,
        /// Where a vote that is carried leads.
        pub carried: Option<Name>,
        /// Where a vote that fails leads.
        pub failed: Option<Name>,
        /// Where a vote without quorum leads; left out, it changes nothing.
        pub no_quorum: Option<Name>,
        /// What a reader sees when the vote fails: "does not approve the bill".
        pub failed_title: Option<Text>,
        /// The step or stage after which it happens at once; only with `by: Law`.
        pub after: Option<Name>,
        /// When it is open.
        pub when: Option<Guard>,
        /// From when.
        pub opens: Option<Point>,
        /// Until when.
        pub closes: Option<Point>,
        /// How often.
        pub at_most: Option<Times>,
        /// What the act must state; recorded, not interpreted.
        pub contents: Vec<Name>,
        /// Roles that it binds.
        pub bind: Map<Name>,
        /// Kinds that it gives the matter.
        pub adds: Vec<Name>,
        /// What it changes beyond its stage.
        pub effects: Vec<Effect>,
    }
}

record! {
    /// Stages and steps used several times; `Param("x")` stands for a value given at each use.
    pub struct Template with Head {
        /// The names of the values.
        pub params: Vec<Name>,
        /// Stages; their ids are prefixed at each use.
        pub stages: crate::decode::Raw,
        /// Steps.
        pub steps: crate::decode::Raw,
    }
}

record! {
    /// A use of a template.
    pub struct Use {
        /// Which.
        pub template: Name,
        /// The prefix of its ids.
        pub r#as: Name,
        /// The values.
        pub with: Map<crate::decode::Raw>,
    }
}
