//! A1 and A2 in time: what can be lost although, without regard to dates, it stays possible.
//!
//! The searches before this one let every period end in any order. Here windows close, bars last and lapses come on their
//! days: a vital outcome or the end of a matter can be out of reach for good because time ran out. What is not found here is confirmed in time.

use super::matter::{is_toothless, turns_away};
use super::question::{Draft, Questions};
use super::witness;
use super::{Code, Consequence, Finding, Report, Settings, Severity, Subject, TimedSearches, Undecided, Why};
use crate::model::{Disjunction, Event, EventId, Matter, MatterId, Model, OutcomeId, RuleId, ValueSet};
use crate::schedule::Schedule;
use crate::search::{Bounds, Exceeded, Path};
use crate::symbolic::Conduct;
use crate::timed::{Goal, Stays, Timed, Tracked};
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Which part of the seconds of the bounds one question may take: most are decided in a second, some would take for ever.
const SHARE: f64 = 1.0 / 6.0;

/// What a finding is about, given the values of all fields at its end.
type SubjectAt<'m> = Box<dyn Fn(&[u8]) -> Option<Subject> + Sync + 'm>;

/// Something that must stay possible.
struct Question<'m> {
    code: Code,
    severity: Severity,
    rule: RuleId,
    goal: Disjunction,
    /// Whether an event may be used to get there.
    allowed: Box<dyn Fn(&Event) -> bool + Sync + 'm>,
    subject: SubjectAt<'m>,
}

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let model = questions.model;
    let mut all: Vec<Question<'_>> = Vec::new();
    for (index, outcome) in model.outcomes.iter().enumerate().filter(|(_, outcome)| outcome.vital) {
        let id = OutcomeId(index as u32);
        let subject = Subject::Lost { outcomes: vec![id] };
        all.push(Question {
            code: Code::Deadlock,
            severity: Severity::Error,
            rule: outcome.rule,
            goal: outcome.when.clone(),
            allowed: Box::new(|_| true),
            subject: Box::new(move |_| Some(subject.clone())),
        });
    }
    for (index, matter) in model.matters.iter().enumerate().filter(|(_, matter)| !matter.standing) {
        let id = MatterId(index as u32);
        let toothless = matter.stages.iter().filter(|stage| is_toothless(model, matter, stage));
        let toothless = toothless.fold(ValueSet::EMPTY, |all, stage| all.or(stage.overdue));
        all.push(Question {
            code: Code::MatterNeverEnds,
            severity: Severity::Warning,
            rule: matter.rule,
            // What a missed deadline makes of a stage is told by B2.
            goal: Disjunction(vec![vec![(matter.field, matter.closed.or(toothless))]]),
            allowed: Box::new(move |event| !turns_away(event, id, matter)),
            subject: Box::new(|end| stage(matter, end).map(|stage| Subject::Stuck { stage })),
        });
    }
    let is_open = |question: &Question<'_>| {
        let known = report.findings.iter().any(|finding| is_same(finding, question, model));
        let cut_off =
            report.undecided.iter().any(|one| one.code == question.code && one.rule == Some(question.rule));
        !known && !cut_off
    };
    all.retain(is_open);
    let started = Instant::now();
    // What the first question that needs it learns about clocks is a good beginning for the others.
    let mut asker = Asker::new(model, questions.settings, Tracked::new(model));
    let mut answers: Vec<Answered> = Vec::new();
    while asker.learnt.is_none() && answers.len() < all.len() {
        answers.push(asker.answer(answers.len(), &all));
    }
    let known = asker.learnt.take().unwrap_or_else(|| Tracked::new(model));
    let next = AtomicUsize::new(answers.len());
    let settings = questions.settings;
    let lane = || {
        let mut asker = Asker::new(model, settings, known.clone());
        let places = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        places.take_while(|place| *place < all.len()).map(|place| asker.answer(place, &all)).collect()
    };
    answers.extend(std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..LANES).map(|_| scope.spawn(lane)).collect();
        let lanes = lanes.into_iter().map(|lane| lane.join().unwrap_or_else(|panic| resume_unwind(panic)));
        lanes.flat_map(|answers: Vec<Answered>| answers).collect::<Vec<_>>()
    }));
    answers.sort_by_key(|answered| answered.place);
    for Answered { place, answer, took } in answers {
        questions.timed.add(&took);
        match answer {
            Ok(None) => {}
            Ok(Some(finding)) => report.findings.push(*finding),
            Err(why) => {
                let Question { code, rule, .. } = all[place];
                report.undecided.push(Undecided { code, rule: Some(rule), why });
            }
        }
    }
    questions.timed.seconds = started.elapsed().as_secs_f64();
}

/// How many questions are searched at the same time. Each answer depends on its question and on the first ones alone, so
/// that reports do not depend on how the questions are dealt out.
const LANES: usize = 2;

/// The answer to a question, its place among all, and what it took.
struct Answered {
    place: usize,
    answer: Result<Option<Box<Finding>>, Why>,
    took: TimedSearches,
}

/// Asks one question after the other.
struct Asker<'q> {
    model: &'q Model,
    settings: &'q Settings<'q>,
    /// Knows nothing about clocks, which suffices for some questions.
    plain: Timed<'q>,
    /// Knows from the beginning what suffices for most of the others.
    informed: Timed<'q>,
    /// Learns for the question that is asked.
    own: Option<Timed<'q>>,
    /// What the last question that needed it had to know about single clocks. Orders of clocks serve one question, and make
    /// the others slow.
    learnt: Option<Tracked<'q>>,
}

impl<'q> Asker<'q> {
    fn new(model: &'q Model, settings: &'q Settings<'q>, known: Tracked<'q>) -> Asker<'q> {
        let plain = timed(model, settings);
        let informed = timed(model, settings).knowing(known);
        Asker { model, settings, plain, informed, own: None, learnt: None }
    }

    fn answer(&mut self, place: usize, questions: &[Question<'_>]) -> Answered {
        self.own = None;
        let answer = self.look(&questions[place]);
        let mut took = TimedSearches { questions: 1, ..TimedSearches::default() };
        if let Some(own) = &self.own {
            (took.landmarks, took.orders) = own.tracked().sizes();
            took.refinements = own.refinements();
            if took.orders == 0 {
                self.learnt = Some(own.tracked().clone());
            }
        }
        Answered { place, answer, took }
    }

    fn ask(
        &mut self,
        conduct: Conduct,
        goal: Goal<'_, 'q>,
        allowed: &dyn Fn(EventId) -> bool,
    ) -> Result<Stays, Exceeded> {
        for search in [&mut self.plain, &mut self.informed] {
            search.begin();
            if search.surely_possible(conduct, goal, allowed)? {
                return Ok(Stays::Possible);
            }
        }
        let known = self.informed.tracked();
        let own = self.own.get_or_insert_with(|| timed(self.model, self.settings).knowing(known.clone()));
        own.begin();
        own.always_possible(conduct, goal, allowed)
    }

    /// Returns the finding that something is lost, if it can be.
    ///
    /// # Errors
    /// Why it could not be decided.
    fn look(&mut self, question: &Question<'_>) -> Result<Option<Box<Finding>>, Why> {
        let (model, settings) = (self.model, self.settings);
        let allowed = |id: EventId| (question.allowed)(model.event(id));
        // If nobody need break the law for the loss, that is the story to tell.
        let mut lost: Option<(Path, Schedule)> = None;
        for conduct in [Conduct::Any, Conduct::Lawful] {
            let answer = self.ask(conduct, &|space| space.set(&question.goal), &allowed);
            match answer {
                Ok(Stays::Lost(path, dates)) => lost = Some((path, dates)),
                Ok(Stays::Possible) => break,
                Ok(Stays::Unknown(clocks)) if lost.is_none() => return Err(Why::Clocks(clocks)),
                Err(exceeded) if lost.is_none() => return Err(Why::Bound(exceeded)),
                Ok(Stays::Unknown(_)) | Err(_) => break,
            }
        }
        let Some((path, dates)) = lost else { return Ok(None) };
        let Some(witness) = witness::on_dates(model, &path, settings.first_day, &dates) else {
            return Err(Why::NoDates);
        };
        let Some(subject) = (question.subject)(&witness.journal.end.fields) else { return Ok(None) };
        let draft = Draft {
            code: question.code,
            severity: question.severity,
            subject,
            holders: Vec::new(),
            rules: vec![question.rule],
        };
        Ok(Some(Box::new(draft.in_time(model, witness))))
    }
}

fn timed<'q>(model: &'q Model, settings: &Settings<'q>) -> Timed<'q> {
    let bounds = Bounds { max_seconds: settings.bounds.max_seconds * SHARE, ..settings.bounds };
    Timed::new(model, bounds, settings.first_day, settings.reporter)
}

/// Tells whether a finding says already that the goal is lost.
fn is_same(finding: &Finding, question: &Question<'_>, model: &Model) -> bool {
    let stuck = |stage: RuleId| {
        let of = model.matters.iter().find(|matter| matter.stages.iter().any(|place| place.rule == stage));
        question.code == Code::MatterNeverEnds && of.is_some_and(|matter| matter.rule == question.rule)
    };
    let by_consequence = finding.consequences.iter().any(|consequence| match *consequence {
        Consequence::Stuck { stage, .. } => stuck(stage),
        Consequence::Empty { .. } => false,
    });
    by_consequence
        || match &finding.subject {
            Subject::Lost { outcomes } => {
                let is_it = |id: &OutcomeId| model.outcomes[id.index()].rule == question.rule;
                question.code == Code::Deadlock && outcomes.iter().any(is_it)
            }
            Subject::Stuck { stage } => stuck(*stage),
            _ => false,
        }
}

/// Returns the stage at which a matter stands.
fn stage(matter: &Matter, fields: &[u8]) -> Option<RuleId> {
    let value = fields[matter.field.index()];
    matter.stages.iter().find(|place| place.values.contains(value)).map(|place| place.rule)
}
