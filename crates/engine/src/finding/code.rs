//! The checks of the catalogue: their codes, and those that are not built yet.

/// The code of a check in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// Can the constitution stop?
    Deadlock,
    /// Can a matter hang for ever?
    MatterNeverEnds,
    /// Can they go round in circles?
    NoProgressLoop,
    /// Must a vital function wait a month or longer for one period to end?
    Paralysis,
    /// Who can stop it by doing nothing?
    HoldUp,
    /// What happens if the deadline passes?
    ToothlessDeadline,
    /// Who starts the clock?
    ClockWithoutKeeper,
    /// Can a duty fall due when nobody can lawfully act?
    DeadlineTrap,
    /// Can someone reset or stop another's clock?
    ClockUnderControl,
    /// Whom does silence hurt?
    PerverseSilence,
    /// Who can do it alone, unchecked?
    UncheckedPower,
    /// Is there a silent veto beside one that can be overcome?
    HiddenVeto,
    /// Can the one who is checked switch the check off?
    CheckSwitchedOff,
    /// Does a check depend on a formality in the wrong hands?
    Gatekeeper,
    /// Does using the check cost the one who uses it?
    SelfPunishingCheck,
    /// Does the check need the votes of those whom the checked one appoints and recalls?
    CapturedCheck,
    /// Does it depend on who acts first?
    Race,
    /// Does the end of a grave state wait for one holder?
    NoReturn,
    /// Can an office be empty with nobody to fill it?
    SuccessionGap,
    /// Can an office stay empty as long as one holder does nothing?
    AppointmentBlocked,
    /// Can a temporary holder stay for ever?
    EndlessCaretaker,
    /// Is staying away stronger than voting no?
    QuorumWeapon,
    /// Can vacancies make a body unable to decide?
    QuorumUnreachable,
    /// Can a vote be impossible to win, or to end?
    MajorityUnreachable,
    /// Can it never be amended without one holder?
    Frozen,
    /// Is the protection switched on?
    DormantEntrenchment,
    /// Does A need B and B need A?
    CircularDependency,
    /// Does somebody judge himself?
    OwnCause,
    /// Are two duties impossible together, or one alone?
    Contradiction,
    /// Does this rule ever bite?
    DeadRule,
    /// Does the answer hang on a reading?
    ReadingDecides,
    /// A property of the drafter's own.
    Property,
}

impl Code {
    /// All codes, in the order of the catalogue.
    pub const ALL: [Code; 32] = [
        Code::Deadlock,
        Code::MatterNeverEnds,
        Code::NoProgressLoop,
        Code::Paralysis,
        Code::HoldUp,
        Code::ToothlessDeadline,
        Code::ClockWithoutKeeper,
        Code::DeadlineTrap,
        Code::ClockUnderControl,
        Code::PerverseSilence,
        Code::UncheckedPower,
        Code::HiddenVeto,
        Code::CheckSwitchedOff,
        Code::Gatekeeper,
        Code::SelfPunishingCheck,
        Code::CapturedCheck,
        Code::Race,
        Code::NoReturn,
        Code::SuccessionGap,
        Code::AppointmentBlocked,
        Code::EndlessCaretaker,
        Code::QuorumWeapon,
        Code::QuorumUnreachable,
        Code::MajorityUnreachable,
        Code::Frozen,
        Code::DormantEntrenchment,
        Code::CircularDependency,
        Code::OwnCause,
        Code::Contradiction,
        Code::DeadRule,
        Code::ReadingDecides,
        Code::Property,
    ];

    /// Returns the letter and number of the catalogue.
    pub fn code(self) -> &'static str {
        match self {
            Code::Deadlock => "A1",
            Code::MatterNeverEnds => "A2",
            Code::NoProgressLoop => "A3",
            Code::Paralysis => "A4",
            Code::HoldUp => "B1",
            Code::ToothlessDeadline => "B2",
            Code::ClockWithoutKeeper => "B3",
            Code::DeadlineTrap => "B4",
            Code::ClockUnderControl => "B5",
            Code::PerverseSilence => "B6",
            Code::UncheckedPower => "C1",
            Code::HiddenVeto => "C2",
            Code::CheckSwitchedOff => "C3",
            Code::Gatekeeper => "C4",
            Code::SelfPunishingCheck => "C5",
            Code::CapturedCheck => "C6",
            Code::Race => "C7",
            Code::NoReturn => "C8",
            Code::SuccessionGap => "D1",
            Code::AppointmentBlocked => "D2",
            Code::EndlessCaretaker => "D3",
            Code::QuorumWeapon => "E1",
            Code::QuorumUnreachable => "E2",
            Code::MajorityUnreachable => "E3",
            Code::Frozen => "F3",
            Code::DormantEntrenchment => "F4",
            Code::CircularDependency => "G1",
            Code::OwnCause => "G2",
            Code::Contradiction => "H1",
            Code::DeadRule => "H2",
            Code::ReadingDecides => "H3",
            Code::Property => "P",
        }
    }

    /// Tells whether the check needs the reachable states; the others are arithmetic on the text.
    pub fn needs_search(self) -> bool {
        !matches!(
            self,
            Code::QuorumWeapon
                | Code::QuorumUnreachable
                | Code::MajorityUnreachable
                | Code::DormantEntrenchment
                | Code::CapturedCheck
        )
    }

    /// Returns the lasting id.
    pub fn id(self) -> &'static str {
        match self {
            Code::Deadlock => "deadlock",
            Code::MatterNeverEnds => "matter-never-ends",
            Code::NoProgressLoop => "no-progress-loop",
            Code::Paralysis => "paralysis",
            Code::HoldUp => "hold-up",
            Code::ToothlessDeadline => "toothless-deadline",
            Code::ClockWithoutKeeper => "clock-without-keeper",
            Code::DeadlineTrap => "deadline-trap",
            Code::ClockUnderControl => "clock-under-control",
            Code::PerverseSilence => "perverse-silence",
            Code::UncheckedPower => "unchecked-power",
            Code::HiddenVeto => "hidden-veto",
            Code::CheckSwitchedOff => "check-switched-off",
            Code::Gatekeeper => "gatekeeper",
            Code::SelfPunishingCheck => "self-punishing-check",
            Code::CapturedCheck => "captured-check",
            Code::Race => "race",
            Code::NoReturn => "no-return",
            Code::SuccessionGap => "succession-gap",
            Code::AppointmentBlocked => "appointment-blocked",
            Code::EndlessCaretaker => "endless-caretaker",
            Code::QuorumWeapon => "quorum-weapon",
            Code::QuorumUnreachable => "quorum-unreachable",
            Code::MajorityUnreachable => "majority-unreachable",
            Code::Frozen => "frozen",
            Code::DormantEntrenchment => "dormant-entrenchment",
            Code::CircularDependency => "circular-dependency",
            Code::OwnCause => "own-cause",
            Code::Contradiction => "contradiction",
            Code::DeadRule => "dead-rule",
            Code::ReadingDecides => "reading-decides",
            Code::Property => "property",
        }
    }
}

/// The checks of the catalogue that are not built yet: code, id, and what they need.
pub const NOT_RUN: &[(&str, &str, &str)] = &[
    ("F1", "entrenchment-bypass", "a question of its own to the games"),
    ("F2", "amendment-ladder", "a question of its own to the games"),
    ("I1", "regression", "comparison of two constitutions"),
    ("I2", "unsafe-order", "comparison of reforms"),
];
