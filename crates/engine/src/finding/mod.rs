//! The catalogue of built-in checks: what each finds, with its proof.
//!
//! In goes a model, out comes a [`Report`]: findings, what was looked for and not found, and what could not be
//! decided. No names and no sentences: those are made where the report is written.

mod alone;
mod apart;
mod captured;
mod caretaker;
mod circle;
mod clock;
mod code;
mod coming;
mod contradiction;
mod cycle;
mod dormant;
mod frozen;
mod game;
mod hand;
mod hidden_veto;
mod hold_up;
mod in_time;
mod indispensable;
mod lasting;
mod leads_to;
mod matter;
mod office;
mod own_cause;
mod paralysis;
mod question;
mod race;
mod rank;
mod reading;
mod removal;
mod rule;
mod self_punishing;
mod silence;
mod stage;
mod subject;
mod switched_off;
mod vital;
mod vote;
mod witness;

use crate::calendar::{Day, Length};
use crate::model::{ClockId, FieldId, InstitutionId, Model, OutcomeId, RuleId};
use crate::play::Player;
use crate::search::{Bounds, Exceeded, Reporter, Silent};
use crate::vote::Base;

pub use code::{Code, NOT_RUN};
pub use hand::{Captured, captured};
pub use question::Searched;
pub use reading::Under;
pub use subject::{Consequence, Remedy, Subject, Switch};
pub(crate) use witness::on_dates;
pub use witness::{Witness, act};

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
    /// Further stories, if they were asked for, the shortest first; none has all events of another.
    pub more: Vec<Witness>,
    /// The readings under which it appears.
    pub under: Under,
    /// What was searched; `None` for a finding by arithmetic or from the text alone.
    pub searched: Option<Searched>,
    /// What would be findings of their own if this one were not their cause, sorted.
    pub consequences: Vec<Consequence>,
}

/// The proof of a finding.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// A dated trace.
    Trace(Box<Witness>),
    /// A calculation: what [`Subject`] says, and the base that it is counted on.
    Arithmetic(Base),
    /// An exhaustive search that found nothing.
    Exhaustive,
    /// The text itself.
    Text,
}

/// A question of the drafter's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The outcome never holds.
    Never(OutcomeId),
    /// The outcome can come about.
    Reachable(OutcomeId),
    /// The outcome stays possible.
    AlwaysPossible(OutcomeId),
    /// The second outcome follows the first within the period, as long as nobody lets a deadline pass.
    LeadsTo(OutcomeId, OutcomeId, Length),
    /// Together they can force the outcome, whoever acts first.
    CanForce(Vec<Player>, OutcomeId),
    /// The player cannot force the outcome alone, not even by acting first.
    CannotAlone(Player, OutcomeId),
    /// All others together cannot force the outcome, not even by acting first.
    NeedsConsentOf(Vec<Player>, OutcomeId),
    /// No two of these functions meet in one hand; for each, who has it.
    Apart(Vec<Vec<InstitutionId>>),
}

impl Claim {
    /// Tells whether it is about who can bring an outcome about: a game, in which nothing happens by chance.
    pub fn is_play(&self) -> bool {
        matches!(self, Claim::CanForce(..) | Claim::CannotAlone(..) | Claim::NeedsConsentOf(..))
    }
}

impl Report {
    /// Adds a finding. What is known already is so under its readings too, and rests on its rules then.
    fn add(&mut self, finding: Finding, model: &Model) {
        let what = |one: &Finding| (one.code, one.subject.clone(), one.holders.clone());
        let Some(known) = self.findings.iter_mut().find(|known| what(known) == what(&finding)) else {
            self.findings.push(finding);
            return;
        };
        known.under = known.under.or(&finding.under, model);
        let more: Vec<RuleId> =
            finding.rules.into_iter().filter(|rule| !known.rules.contains(rule)).collect();
        known.rules.extend(more);
    }

    /// Why the question that was asked last was not decided.
    fn last_why(&self) -> Why {
        self.undecided.last().map_or(Why::NoDates, |undecided| undecided.why.clone())
    }
}

impl Answer {
    /// Holds under all readings that were asked.
    fn holds(vacuous: bool) -> Answer {
        Answer::Holds { vacuous, by_breach: false, under: Under::All }
    }
}

impl Finding {
    /// Tells whether somebody breaks a rule in its story.
    fn is_by_breach(&self) -> bool {
        matches!(&self.evidence, Evidence::Trace(witness) if witness.is_by_breach())
    }
}

/// The answer to a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It holds; `vacuous` if it holds only because the outcome never comes about, or always does.
    Holds {
        /// Whether it says nothing.
        vacuous: bool,
        /// Whether somebody has to break a rule for it.
        by_breach: bool,
        /// The readings under which it holds.
        under: Under,
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
    /// It is asked how long something has lasted that holds from the start.
    FromTheStart,
    /// It is so under one reading at least, and it could not be told whether under all.
    Readings,
    /// What can happen hinges on clocks whose order could not be told; which.
    Clocks(Vec<ClockId>),
    /// Who wins a game hinges on dates, or on which of several periods runs out first.
    Dates,
    /// There are more players than can be told apart.
    Players,
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
    /// How many stories are told of a finding at most, if it is a search without regard to time that finds them.
    pub n_stories: usize,
    /// From how many days on it is told that a vital outcome has to wait.
    pub long_wait: i32,
    /// Where progress is reported.
    pub reporter: &'s dyn Reporter,
}

/// A month or so: what a lawyer would call a long time without a budget.
const LONG_WAIT: i32 = 30;

impl<'s> Settings<'s> {
    /// The usual bounds, no claims, no usual readings, and nobody to report to.
    pub fn new(first_day: Day, rules: &'s [(RuleId, Role)]) -> Settings<'s> {
        Settings {
            bounds: Bounds::default(),
            first_day,
            claims: &[],
            usual: &[],
            rules,
            n_stories: 1,
            long_wait: LONG_WAIT,
            reporter: &Silent,
        }
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
        dormant::check(model, settings, &mut report);
        vote::check(model, &mut report);
        captured::check(model, &mut report);
        rank::rank(&mut report);
        return report;
    }
    let late_acts_void = matter::check(&mut questions, &mut report);
    let in_time = lasting::questions(model, settings.claims, &late_acts_void);
    std::thread::scope(|scope| {
        let answers = scope.spawn(|| in_time::search(model, settings, &in_time));
        paralysis::check(&mut questions, &mut report);
        office::check(&mut questions, &mut report);
        caretaker::check(&mut questions, &mut report);
        circle::check(&mut questions, &mut report);
        clock::check(&mut questions, &mut report);
        contradiction::check(&mut questions, &mut report);
        cycle::check(&mut questions, &mut report);
        silence::check(&mut questions, &mut report);
        switched_off::check(&mut questions, &mut report);
        self_punishing::check(&mut questions, &mut report);
        own_cause::check(&mut questions, &mut report);
        alone::check(&mut questions, &mut report);
        hidden_veto::check(&mut questions, &mut report);
        race::check(&mut questions, &mut report);
        indispensable::check(&mut questions, &mut report);
        frozen::check(&mut questions, &mut report);
        dormant::check(model, settings, &mut report);
        vote::check(model, &mut report);
        captured::check(model, &mut report);
        rule::check(&mut questions, &mut report);
        let answers = answers.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        lasting::report(model, settings, &in_time, answers, &mut report);
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
            holder: Holder::Institution(InstitutionId(0)),
            conditions: vec![Condition {
                test: Test::Field(FieldId(0), ValueSet::one(option)),
                rule: RuleId(rule),
                force: Force::Void,
            }],
            effects: vec![Effect { field: FieldId(1), map: vec![option, option] }],
            ..Event::new(RuleId(rule), EventKind::Act)
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
                amendment: false,
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
            n_stories: 1,
            long_wait: LONG_WAIT,
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
        let [Answer::Fails(place), Answer::Holds { vacuous: false, by_breach: false, under }] =
            &report.answers[..]
        else {
            panic!("of two claims the first fails and the second holds: {report:?}")
        };
        assert_eq!(report.findings[*place].under, Under::Only(vec![vec![(FieldId(0), 1)]]));
        assert_eq!(*under, Under::Only(vec![vec![(FieldId(0), 1)]]));
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
