//! What is wrong, in one or two sentences for each kind of finding.

mod en;
mod ru;

use solon_engine::finding::{Remedy, Switch};
use solon_engine::play::Strength;

/// What is wrong, in one or two sentences for each kind of finding.
#[derive(Clone, Copy, Debug)]
pub enum Found<'a> {
    /// Outcomes are lost for good.
    Lost { outcomes: &'a [&'a str] },
    /// Outcomes must wait.
    Paralysed { outcomes: &'a [&'a str], since: &'a str, days: i32 },
    /// A check needs votes that the checked one has in his hand.
    CapturedCheck { procedure: &'a str, checked: &'a str, body: &'a str, own: u32, others: u32, needed: u32 },
    /// One player can do it alone.
    Alone { outcome: &'a str, who: &'a str, by_dates: bool, undone: Remedy, again: bool, removed: Remedy },
    /// A silence stronger than an objection.
    HiddenVeto {
        procedure: &'a str,
        stages: &'a [&'a str],
        who: &'a str,
        objections: &'a [&'a str],
        substituted: bool,
    },
    /// Whoever of two is first takes from the other what he could do.
    Race { first: &'a [&'a str], second: &'a [&'a str] },
    /// It does not end without each of these.
    NoReturn { outcome: &'a str, by: &'a [&'a str], substituted: &'a [&'a str], always: bool },
    /// An office is not filled without each of these.
    KeptEmpty { institution: &'a str, by: &'a [&'a str], substituted: &'a [&'a str], always: bool },
    /// It does not come about without each of these.
    Frozen { outcome: &'a str, by: &'a [&'a str], substituted: &'a [&'a str] },
    /// A matter hangs.
    Stuck { stands: &'a str },
    /// Nothing limits the time.
    Unlimited { procedure: &'a str, stages: &'a [&'a str] },
    /// One holder stops it by doing nothing.
    HeldUp {
        holders: &'a [&'a str],
        procedure: &'a str,
        stages: &'a [&'a str],
        can_be_given_up: bool,
        always: bool,
    },
    /// A stage whose time runs out without result.
    ToothlessStage { holders: &'a [&'a str], stands: &'a str, not_stated: bool, hangs_if_void: bool },
    /// A duty whose time runs out without result.
    ToothlessDuty { holder: &'a str, duty: &'a str },
    /// A co-actor whose time runs out without result.
    ToothlessGate { holder: &'a str, act: &'a str },
    /// A time limit that cannot be kept.
    Trapped { holders: &'a [&'a str], stands: &'a str },
    /// A matter goes round.
    Circle { procedure: &'a str, acts: &'a [&'a str], alone: Option<&'a str> },
    /// A time limit begins with an act of whom it binds.
    OwnClock { holder: &'a str, stands: &'a str, acts: &'a [&'a str] },
    /// Somebody else begins a time limit anew, or stops it.
    AnothersClock { holder: &'a str, stands: &'a str, act: &'a str, restarts: bool },
    /// A check costs the one who uses it.
    CostlyCheck { procedure: &'a str, loses: &'a str, checked: &'a str, acts: &'a [&'a str] },
    /// The one who is checked switches the check off.
    SwitchedOff { procedures: &'a [&'a str], checked: &'a str, acts: &'a [&'a str], how: Switch },
    /// Silence puts another one out of office.
    HurtBySilence { silent: &'a str, stands: &'a str, injured: &'a str },
    /// Silence gives the silent one a power.
    ServedBySilence { silent: &'a str, stands: &'a str, act: &'a str },
    /// Nobody decides on somebody without him.
    OwnCause { procedure: &'a str, checked: &'a str, acts: &'a [&'a str] },
    /// A prohibition waits for those whom it binds.
    Dormant { prohibition: &'a str, acts: &'a [&'a str] },
    /// Somebody acts for an office without end.
    Caretaker { institution: &'a str },
    /// Offices that need one another.
    NeedEachOther { offices: &'a [&'a str] },
    /// Duties that cannot be fulfilled.
    Impossible { holder: &'a str, duties: &'a [&'a str] },
    /// A formality without deadline and substitute.
    Formality { stands: &'a str, act: &'a str, holder: &'a str },
    /// An office that stays empty.
    Empty { institution: &'a str, for_ever: bool },
    /// Staying away is stronger than voting no.
    StayingAway {
        body: &'a str,
        acts: &'a [&'a str],
        break_quorum: u32,
        defeat: u32,
        seats: u32,
        quorum: u32,
        needed: u32,
    },
    /// A group without which the body cannot decide.
    Unfilled {
        body: &'a str,
        group: &'a str,
        seats: u32,
        others: u32,
        needed: u32,
        quorum: bool,
        acts: &'a [&'a str],
    },
    /// A tie.
    Tied { body: &'a str, seats: u32, acts: &'a [&'a str] },
    /// Never carried.
    Unwinnable { body: &'a str, needed: u32, seats: u32, acts: &'a [&'a str] },
    /// Very few defeat it.
    AllButOne { body: &'a str, needed: u32, seats: u32, acts: &'a [&'a str] },
    /// A step that is never taken.
    NeverTaken { act: &'a str },
    /// A stage that is never reached.
    NeverReached { procedure: &'a str, stage: &'a str },
    /// A prohibition that never bars.
    NeverBars { prohibition: &'a str },
    /// Findings hang on a reading.
    ReadingDecides { question: &'a str },
    /// A claim fails.
    ClaimFails { property: &'a str, outcome: &'a str, claim: ClaimIs },
    /// A claim that one thing follows another fails.
    NeedNotFollow { property: &'a str, first: &'a str, second: &'a str, within: &'a str },
    /// Functions meet in the hand of one who fills and empties these offices alone.
    OneHand { property: &'a str, functions: [&'a str; 2], who: &'a str, offices: &'a [&'a str] },
    /// A claim about who can bring an outcome about fails: how strong those are that decide it.
    PlayFails { property: &'a str, who: &'a str, outcome: &'a str, claim: PlayIs, strength: Option<Strength> },
    /// A claim holds; whether it says nothing, and whether it is about play, in which nothing happens by chance.
    ClaimHolds { property: &'a str, vacuous: bool, play: bool },
    /// It holds under one reading at least.
    ClaimHoldsAtLeast { property: &'a str },
    /// It holds under some readings.
    ClaimHoldsIf { property: &'a str, readings: &'a [&'a str] },
    /// A property fails, as this finding says.
    ClaimFailsBy { property: &'a str, finding: &'a str },
    /// A claim is undecided.
    ClaimUnknown { property: &'a str, why: &'a str },
}

/// What a claim says of its outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimIs {
    /// Never.
    Never,
    /// It can come about.
    Reachable,
    /// It stays possible.
    AlwaysPossible,
}

/// What a claim says of who can bring its outcome about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlayIs {
    /// Together they can.
    CanForce,
    /// It cannot alone.
    CannotAlone,
    /// Without them nobody can.
    NeedsConsent,
}
