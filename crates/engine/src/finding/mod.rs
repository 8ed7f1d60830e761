//! The catalogue of built-in checks: what each finds, with its proof.
//!
//! In goes a model, out comes a [`Report`]: findings, what was looked for and not found, and what could not be
//! decided. No names and no sentences: those are made where the report is written.

mod in_time;
mod lasting;
mod matter;
mod office;
mod question;
mod rank;
mod rule;
mod vital;
mod vote;
mod witness;

use crate::calendar::Day;
use crate::model::{ClockId, EventId, FieldId, InstitutionId, Model, OutcomeId, RuleId};
use crate::search::{Bounds, Exceeded, Reporter, Silent};
use crate::vote::Base;

pub use question::Searched;
pub use witness::{Witness, act};

/// The code of a check in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// Can the constitution stop?
    Deadlock,
    /// Can a matter hang for ever?
    MatterNeverEnds,
    /// Who can stop it by doing nothing?
    HoldUp,
    /// What happens if the deadline passes?
    ToothlessDeadline,
    /// Can a duty fall due when nobody can lawfully act?
    DeadlineTrap,
    /// Does a check depend on a formality in the wrong hands?
    Gatekeeper,
    /// Can an office be empty with nobody to fill it?
    SuccessionGap,
    /// Is staying away stronger than voting no?
    QuorumWeapon,
    /// Can vacancies make a body unable to decide?
    QuorumUnreachable,
    /// Can a vote be impossible to win, or to end?
    MajorityUnreachable,
    /// Does this rule ever bite?
    DeadRule,
    /// Does the answer hang on a reading?
    ReadingDecides,
    /// A property of the drafter's own.
    Property,
}

impl Code {
    /// All codes, in the order of the catalogue.
    pub const ALL: [Code; 13] = [
        Code::Deadlock,
        Code::MatterNeverEnds,
        Code::HoldUp,
        Code::ToothlessDeadline,
        Code::DeadlineTrap,
        Code::Gatekeeper,
        Code::SuccessionGap,
        Code::QuorumWeapon,
        Code::QuorumUnreachable,
        Code::MajorityUnreachable,
        Code::DeadRule,
        Code::ReadingDecides,
        Code::Property,
    ];

    /// Returns the letter and number of the catalogue.
    pub fn code(self) -> &'static str {
        match self {
            Code::Deadlock => "A1",
            Code::MatterNeverEnds => "A2",
            Code::HoldUp => "B1",
            Code::ToothlessDeadline => "B2",
            Code::DeadlineTrap => "B4",
            Code::Gatekeeper => "C4",
            Code::SuccessionGap => "D1",
            Code::QuorumWeapon => "E1",
            Code::QuorumUnreachable => "E2",
            Code::MajorityUnreachable => "E3",
            Code::DeadRule => "H2",
            Code::ReadingDecides => "H3",
            Code::Property => "P",
        }
    }

    /// Tells whether the check needs the reachable states; the others are arithmetic on the text.
    pub fn needs_search(self) -> bool {
        !matches!(self, Code::QuorumWeapon | Code::QuorumUnreachable | Code::MajorityUnreachable)
    }

    /// Returns the lasting id.
    pub fn id(self) -> &'static str {
        match self {
            Code::Deadlock => "deadlock",
            Code::MatterNeverEnds => "matter-never-ends",
            Code::HoldUp => "hold-up",
            Code::ToothlessDeadline => "toothless-deadline",
            Code::DeadlineTrap => "deadline-trap",
            Code::Gatekeeper => "gatekeeper",
            Code::SuccessionGap => "succession-gap",
            Code::QuorumWeapon => "quorum-weapon",
            Code::QuorumUnreachable => "quorum-unreachable",
            Code::MajorityUnreachable => "majority-unreachable",
            Code::DeadRule => "dead-rule",
            Code::ReadingDecides => "reading-decides",
            Code::Property => "property",
        }
    }
}

/// The checks of the catalogue that are not built yet: code, id, and what they need.
pub const NOT_RUN: &[(&str, &str, &str)] = &[
    ("A3", "no-progress-loop", "games"),
    ("A4", "paralysis", "games and exact time"),
    ("B3", "clock-without-keeper", "games"),
    ("B5", "clock-under-control", "exact time and games"),
    ("B6", "perverse-silence", "exact time and games"),
    ("C1", "unchecked-power", "games"),
    ("C2", "hidden-veto", "games"),
    ("C3", "check-switched-off", "games"),
    ("C5", "self-punishing-check", "games"),
    ("C6", "captured-check", "games"),
    ("C7", "race", "games and exact time"),
    ("C8", "no-return", "games and exact time"),
    ("D2", "appointment-blocked", "games and exact time"),
    ("D3", "endless-caretaker", "exact time and games"),
    ("F1", "entrenchment-bypass", "games"),
    ("F2", "amendment-ladder", "games"),
    ("F3", "frozen", "games"),
    ("F4", "dormant-entrenchment", "games"),
    ("G1", "circular-dependency", "the control graph"),
    ("G2", "own-cause", "games"),
    ("H1", "contradiction", "exact time"),
    ("I1", "regression", "comparison of two constitutions"),
    ("I2", "unsafe-order", "comparison of reforms"),
];

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A vital outcome is lost for good under lawful acts.
    Error,
    /// For bounded time, or only if a duty is broken.
    Warning,
    /// A reading to confirm, a rule that never bites.
    Note,
}

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which check found it.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// The institutions that bring it about or can end it, sorted.
    pub holders: Vec<InstitutionId>,
    /// The rules involved: they give the articles. The first is the one that it is about.
    pub rules: Vec<RuleId>,
    /// The proof.
    pub evidence: Evidence,
    /// The readings under which it appears, one list of values per combination; empty if under all, or
    /// if that was not looked for (findings in time).
    pub readings: Vec<Vec<(FieldId, u8)>>,
    /// What was searched; `None` for a finding by arithmetic or from the text alone.
    pub searched: Option<Searched>,
    /// What would be findings of their own if this one were not their cause, sorted.
    pub consequences: Vec<Consequence>,
}

/// What follows from a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Consequence {
    /// A matter that can hang for ever in this stage.
    Stuck {
        /// The procedure.
        procedure: RuleId,
        /// The stage.
        stage: RuleId,
    },
    /// An office or body that can stay empty.
    Empty {
        /// Which.
        institution: InstitutionId,
        /// Whether it is for ever; otherwise until a time limit runs out.
        for_ever: bool,
    },
    /// A time limit that cannot be kept then.
    Trapped {
        /// The stage with the time limit.
        stage: RuleId,
    },
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Outcomes that are lost for good.
    Lost {
        /// The outcomes, sorted.
        outcomes: Vec<OutcomeId>,
    },
    /// A stage that a matter may never leave for an end, whoever cooperates.
    Stuck {
        /// The stage.
        stage: RuleId,
    },
    /// Stages that nothing obliges anybody to end: no limit of time, no duty, and no single holder to blame.
    Unlimited {
        /// The procedure.
        procedure: RuleId,
        /// Its stages.
        stages: Vec<RuleId>,
    },
    /// Stages in which a holder keeps the matter by doing nothing: each holder of the finding alone.
    HeldUp {
        /// The procedure.
        procedure: RuleId,
        /// The stages, the one of the trace first.
        stages: Vec<RuleId>,
        /// Whether others can at least give it up, so that it ends without its result.
        can_be_given_up: bool,
        /// Whether they keep it whatever came before; else only after events such as those of the trace.
        always: bool,
        /// The fewest acts that lead on from the end of the story, by everybody together; empty if time must pass.
        way_on: Vec<EventId>,
    },
    /// A period without lapse, substitute or sanction.
    Toothless {
        /// The stage, gate or duty with the period.
        rule: RuleId,
        /// Whether the text says nothing at all about silence.
        not_stated: bool,
        /// Whether the matter hangs for ever if late acts are void.
        hangs_if_void: bool,
    },
    /// A time limit that those whom it binds cannot keep any more, although it has not run out.
    Trapped {
        /// The stage with the time limit.
        stage: RuleId,
    },
    /// A formality without deadline and substitute.
    Formality {
        /// The stage.
        stage: RuleId,
        /// The only step that leads on.
        step: RuleId,
        /// In whose hands.
        holder: InstitutionId,
    },
    /// An empty office that can never be filled, or that nobody can fill before a time limit runs out.
    Empty {
        /// The office or body.
        institution: InstitutionId,
        /// Whether it is for ever; otherwise until a time limit runs out.
        for_ever: bool,
    },
    /// A minority that is stronger by staying away than by voting no.
    StayingAway {
        /// The body.
        body: InstitutionId,
        /// The rules of the votes.
        votes: Vec<RuleId>,
        /// How many break the quorum.
        break_quorum: u32,
        /// How many defeat the vote.
        defeat: u32,
        /// The seats.
        seats: u32,
        /// The quorum.
        quorum: u32,
        /// The votes needed.
        needed: u32,
    },
    /// A seat group without which the body cannot decide.
    Unfilled {
        /// The body.
        body: InstitutionId,
        /// The group's position.
        group: usize,
        /// Its seats.
        seats: u32,
        /// Seats of the others.
        others: u32,
        /// The fewest that one of the decisions needs.
        needed: u32,
        /// Whether it is the quorum that is missed, or the majority.
        quorum: bool,
    },
    /// A vote of an even number without a rule for ties.
    Tie {
        /// The body.
        body: InstitutionId,
        /// Its number.
        seats: u32,
    },
    /// A vote that can never be carried.
    Unwinnable {
        /// The body.
        body: InstitutionId,
        /// The votes needed.
        needed: u32,
        /// The votes that there can be.
        seats: u32,
    },
    /// A vote that one single voice defeats.
    AllButOne {
        /// The body.
        body: InstitutionId,
        /// The votes needed.
        needed: u32,
        /// The votes that there can be.
        seats: u32,
    },
    /// A step that can never be taken.
    NeverTaken {
        /// The step or gate.
        rule: RuleId,
    },
    /// A stage that can never be reached.
    NeverReached {
        /// The stage.
        rule: RuleId,
    },
    /// A prohibition that never keeps anything from happening.
    NeverBars {
        /// The prohibition.
        rule: RuleId,
    },
    /// A reading on which other findings hang.
    Reading {
        /// The reading's field.
        field: FieldId,
        /// The findings that hang on it: positions in [`Report::findings`].
        findings: Vec<usize>,
    },
    /// A property of the file that fails; the position in the list of claims.
    Claim {
        /// Which.
        claim: usize,
    },
}

/// The proof of a finding.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// A dated trace.
    Trace(Witness),
    /// A calculation: what [`Subject`] says, and the base that it is counted on.
    Arithmetic(Base),
    /// An exhaustive search that found nothing.
    Exhaustive,
    /// The text itself.
    Text,
}

/// A question of the drafter's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The outcome never holds.
    Never(OutcomeId),
    /// The outcome can come about.
    Reachable(OutcomeId),
    /// The outcome stays possible.
    AlwaysPossible(OutcomeId),
}

/// The answer to a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It holds; `vacuous` if it holds only because the outcome never comes about, or always does.
    Holds {
        /// Whether it says nothing.
        vacuous: bool,
    },
    /// It fails: the position of the finding.
    Fails(usize),
    /// It could not be decided.
    Unknown(Why),
}

/// A question that could not be decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Undecided {
    /// The check.
    pub code: Code,
    /// What it is about.
    pub rule: Option<RuleId>,
    /// Why.
    pub why: Why,
}

/// Why a question is undecided.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// A bound was met.
    Bound(Exceeded),
    /// A trace was found, but no dates satisfy it.
    NoDates,
    /// What can happen hinges on clocks whose order could not be told; which.
    Clocks(Vec<ClockId>),
}

/// The searches that are exact in time, taken together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TimedSearches {
    /// How many questions were asked.
    pub questions: usize,
    /// How often they learnt something about clocks and began again.
    pub refinements: usize,
    /// The most landmarks of clocks that one of them tracked.
    pub landmarks: usize,
    /// The most orders of clocks that one of them tracked.
    pub orders: usize,
    /// Seconds for all of them.
    pub seconds: f64,
}

impl TimedSearches {
    /// Adds those of another question, but for the seconds.
    fn add(&mut self, other: &TimedSearches) {
        self.questions += other.questions;
        self.refinements += other.refinements;
        self.landmarks = self.landmarks.max(other.landmarks);
        self.orders = self.orders.max(other.orders);
    }
}

/// What the catalogue found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// By severity, then few holders, then short traces.
    pub findings: Vec<Finding>,
    /// The answers to the drafter's own claims, in their order.
    pub answers: Vec<Answer>,
    /// What could not be decided.
    pub undecided: Vec<Undecided>,
    /// Readings under whose every option each finding was looked for and stands.
    pub agreeing: Vec<FieldId>,
    /// The searches that were made.
    pub searches: Vec<Searched>,
    /// The searches that are exact in time, taken together.
    pub timed: TimedSearches,
}

impl Report {
    /// Tells whether every question was decided.
    pub fn is_complete(&self) -> bool {
        self.undecided.is_empty()
    }
}

/// What the checks need to know beyond the model.
#[derive(Clone, Copy)]
pub struct Settings<'s> {
    /// How far to search.
    pub bounds: Bounds,
    /// The day on which stories begin.
    pub first_day: Day,
    /// The drafter's own claims.
    pub claims: &'s [Claim],
    /// The options that stories take where they can: what one reads into the text if nobody asks.
    pub usual: &'s [(FieldId, u8)],
    /// Rules that exist in the text, and what they are.
    pub rules: &'s [(RuleId, Role)],
    /// Where progress is reported.
    pub reporter: &'s dyn Reporter,
}

impl<'s> Settings<'s> {
    /// The usual bounds, no claims, no usual readings, and nobody to report to.
    pub fn new(first_day: Day, rules: &'s [(RuleId, Role)]) -> Settings<'s> {
        Settings { bounds: Bounds::default(), first_day, claims: &[], usual: &[], rules, reporter: &Silent }
    }
}

/// What a rule is, as far as the checks ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A step or a co-actor's part.
    Step,
    /// A prohibition.
    Prohibition,
}

/// Runs all checks that are built, under all open readings at once.
pub fn check(model: &Model, settings: &Settings<'_>) -> Report {
    let mut report = Report::default();
    let mut questions = question::Questions::new(model, settings);
    vital::check(&mut questions, &mut report);
    // Without a reachable set no other question of the search can be answered either; arithmetic can.
    if let Some(why) = questions.hopeless() {
        let codes = Code::ALL.into_iter().filter(|code| code.needs_search());
        report.undecided.extend(codes.map(|code| Undecided { code, rule: None, why: Why::Bound(why) }));
        vote::check(model, &mut report);
        rank::rank(&mut report);
        return report;
    }
    let in_time = lasting::questions(model);
    std::thread::scope(|scope| {
        let answers = scope.spawn(|| in_time::search(model, settings, &in_time));
        matter::check(&mut questions, &mut report);
        office::check(&mut questions, &mut report);
        vote::check(model, &mut report);
        rule::check(&mut questions, &mut report);
        let answers = answers.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        lasting::report(model, &in_time, answers, &mut report);
    });
    report.searches = questions.searches();
    rank::rank(&mut report);
    rank::readings(model, &mut report);
    report
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Condition, Disjunction, Effect, Event, EventKind, Field, Force, Holder, Institution, Outcome, Test,
        ValueSet,
    };

    /// Two steps, each under one option of a reading; the outcome needs the second.
    fn two_readings() -> Model {
        let step = |rule: u32, option: u8| Event {
            rule: RuleId(rule),
            kind: EventKind::Act,
            holder: Holder::Institution(InstitutionId(0)),
            result: None,
            conditions: vec![Condition {
                test: Test::Field(FieldId(0), ValueSet::one(option)),
                rule: RuleId(rule),
                force: Force::Void,
            }],
            effects: vec![Effect { field: FieldId(1), map: vec![option, option] }],
            resets: Vec::new(),
            opens: None,
            breach: None,
            unseats: Vec::new(),
        };
        Model {
            fields: vec![
                Field { size: 2, initial: ValueSet::all(2) },
                Field { size: 2, initial: ValueSet::one(0) },
            ],
            events: vec![step(0, 0), step(1, 1)],
            institutions: vec![Institution::default()],
            outcomes: vec![Outcome {
                rule: RuleId(2),
                when: Disjunction(vec![vec![(FieldId(1), ValueSet::one(1))]]),
                vital: false,
                grave: false,
            }],
            ..Model::default()
        }
    }

    fn report(bounds: Bounds) -> Report {
        let settings = Settings {
            bounds,
            first_day: Day(0),
            claims: &[Claim::Never(OutcomeId(0)), Claim::Reachable(OutcomeId(0))],
            usual: &[],
            rules: &[(RuleId(0), Role::Step), (RuleId(1), Role::Step)],
            reporter: &Silent,
        };
        check(&two_readings(), &settings)
    }

    #[test]
    fn a_step_of_another_reading_is_not_dead() {
        let report = report(Bounds::default());
        assert!(report.is_complete());
        assert!(report.findings.iter().all(|finding| finding.code != Code::DeadRule), "{report:?}");
    }

    #[test]
    fn a_property_that_fails_under_one_reading_says_which() {
        let report = report(Bounds::default());
        let [Answer::Fails(place), Answer::Holds { .. }] = report.answers[..] else { panic!("{report:?}") };
        assert_eq!(report.findings[place].readings, [[(FieldId(0), 1)]]);
    }

    #[test]
    fn what_was_not_searched_is_undecided_and_not_clean() {
        let nothing = report(Bounds { max_nodes: 1, ..Bounds::default() });
        for code in Code::ALL {
            let undecided = nothing.undecided.iter().any(|undecided| undecided.code == code);
            assert_eq!(undecided, code.needs_search(), "{code:?}");
        }
    }
}
