//! Dated histories.

use super::{Head, Status};
use crate::decode::{Map, Name};

record! {
    /// A dated sequence of events with what is expected of it.
    pub struct Scenario with Head {
        /// The first day, written 2021-07-01.
        pub start: Name,
        /// The last day; the day of the last event if left out. Periods that run out by then have their effect.
        pub until: Option<Name>,
        /// Whether unlawful events are refused or marked: refused if left out.
        pub mode: Option<Mode>,
        /// Options other than the defaults.
        pub choices: Map<Name>,
        /// Parameters other than those of the files.
        pub changes: Map<i32>,
        /// When terms and standing stages began, or steps were last taken, before the first day: id and date.
        pub begun: Map<Name>,
        /// Statuses at the start that differ from the files.
        pub status: Map<Status>,
        /// Facts at the start.
        pub facts: Map<bool>,
        /// Stages at the start: procedure and stage.
        pub at: Map<Name>,
        /// Kinds at the start: procedure and kinds of its matter.
        pub kinds: Map<Vec<Name>>,
        /// What happened.
        pub events: Vec<Event>,
        /// What must be so at the end.
        pub expect: Vec<Expect>,
    }
}

choice! {
    /// What becomes of unlawful events.
    pub enum Mode expecting "Enforce or Record" {
        /// They are refused.
        Enforce,
        /// They happen and are marked.
        Record,
    }
}

record! {
    /// Something that happened.
    pub struct Event {
        /// The day.
        pub on: Name,
        /// The step taken, `procedure.step`, or the gate, `procedure.step:consent`.
        pub step: Option<Name>,
        /// A fact that became true.
        pub fact: Option<Name>,
        /// Who acted, where the rule lets several.
        pub by: Option<Name>,
        /// The figures of a vote or petition; by body where several vote.
        pub tally: Option<Tallies>,
        /// What the act stated.
        pub contents: Map<String>,
        /// What must become of it: accepted if left out.
        pub expect: Option<Expected>,
        /// A remark: the source, what is certain.
        pub note: Option<String>,
    }
}

choice! {
    /// The figures of one vote, or by body of several: `Tally(..)`, or `{"mazhilis": Tally(..)}`.
    pub enum Tallies expecting "Tally(yes: ..), or one per body as in {\"chamber\": Tally(..)}" {
        /// Of the only vote.
        Tally(Tally),
        /// By body.
        map ByBody(Map<Tally>),
    }
}

record! {
    /// The figures of one vote.
    pub struct Tally {
        /// In favour, or signers.
        pub yes: u32,
        /// Against.
        pub no: Option<u32>,
        /// Abstaining.
        pub abstain: Option<u32>,
        /// Present, if more than voted.
        pub present: Option<u32>,
        /// Absent, or not voting; for the record.
        pub absent: Option<u32>,
        /// Invalid ballots.
        pub invalid: Option<u32>,
        /// Members in office, if fewer than the seats.
        pub serving: Option<u32>,
        /// Those entitled to vote, or the seats of the day.
        pub entitled: Option<u32>,
        /// Units in which it was carried.
        pub units_won: Option<u32>,
        /// The casting vote.
        pub casting: Option<bool>,
        /// Whether somebody objected to the lack of a quorum.
        pub objection: Option<bool>,
    }
}

choice! {
    /// What must become of an event.
    pub enum Expected expecting "Accepted, Carried, Failed, NoQuorum, Refused(\"rule\") or Violates(\"rule\")" {
        /// It happens.
        Accepted,
        /// The vote is carried.
        Carried,
        /// The vote fails.
        Failed,
        /// The vote lacks its quorum.
        NoQuorum,
        /// It is refused by this rule.
        Refused(Name),
        /// It happens and violates this rule.
        Violates(Name),
    }
}

choice! {
    /// What must be so at the end.
    pub enum Expect expecting "Holds(\"outcome\"), Not(\"outcome\"), At(\"procedure\", \"stage\") or Broken(\"duty\")" {
        /// The outcome holds.
        Holds(Name),
        /// The outcome does not hold.
        Not(Name),
        /// The procedure's matter is at this stage.
        At(Name, Name),
        /// The duty, or the time of the stage, was not kept.
        Broken(Name),
    }
}
