//! The searches in time of all questions about what must stay possible.

use super::question::Draft;
use super::reading::{Known, Stories, fields_of, one_of};
use super::witness;
use super::{Code, Finding, Settings, Severity, Subject, TimedSearches, Under, Why};
use crate::model::{Disjunction, Event, EventId, FieldId, InstitutionId, Model, RuleId};
use crate::search::{Bounds, Exceeded};
use crate::symbolic::{Conduct, Space};
use crate::timed::{Goal, Loss, Stays, Timed, Tracked};
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Which part of the seconds of the bounds one question may take: most are decided in a second, some would take for ever.
const SHARE: f64 = 1.0 / 6.0;

/// What a finding says.
pub(super) struct Told {
    pub(super) subject: Subject,
    /// Whom it names.
    pub(super) holders: Vec<InstitutionId>,
    /// On which rules it rests, besides those of the events.
    pub(super) rules: Vec<RuleId>,
}

/// What a finding says, given the values of all fields at its end.
pub(super) type ToldAt<'m> = Box<dyn Fn(&[u8]) -> Option<Told> + Sync + 'm>;

/// Something that must stay possible.
pub(super) struct Question<'m> {
    pub(super) code: Code,
    pub(super) severity: Severity,
    /// The claim that it asks about, if it is one.
    pub(super) claim: Option<usize>,
    pub(super) rule: RuleId,
    pub(super) goal: Disjunction,
    /// Whether an event may be used to get there.
    pub(super) allowed: Box<dyn Fn(&Event) -> bool + Sync + 'm>,
    pub(super) told: ToldAt<'m>,
    /// By what conduct it may be lost, the worst first.
    pub(super) conducts: &'static [Conduct],
}

/// The answers to all questions, in their order, and what they took.
pub(super) struct Answers {
    pub(super) all: Vec<Result<Option<Box<Finding>>, Why>>,
    pub(super) took: TimedSearches,
}

/// Searches all questions.
pub(super) fn search<'q>(model: &'q Model, settings: &'q Settings<'q>, all: &[Question<'_>]) -> Answers {
    let started = Instant::now();
    // What the first question that needs it learns about clocks is a good beginning for the others.
    let mut asker = Asker::new(model, settings, Tracked::new(model));
    let mut answers: Vec<Answered> = Vec::new();
    while asker.learnt.is_none() && answers.len() < all.len() {
        answers.push(asker.answer(answers.len(), all));
    }
    let known = asker.learnt.take().unwrap_or_else(|| Tracked::new(model));
    let next = AtomicUsize::new(answers.len());
    let lane = || {
        let mut asker = Asker::new(model, settings, known.clone());
        let places = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        places.take_while(|place| *place < all.len()).map(|place| asker.answer(place, all)).collect()
    };
    answers.extend(std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..LANES).map(|_| scope.spawn(lane)).collect();
        let lanes = lanes.into_iter().map(|lane| lane.join().unwrap_or_else(|panic| resume_unwind(panic)));
        lanes.flat_map(|answers: Vec<Answered>| answers).collect::<Vec<_>>()
    }));
    answers.sort_by_key(|answered| answered.place);
    let mut took = TimedSearches::default();
    answers.iter().for_each(|answered| took.add(&answered.took));
    took.seconds = started.elapsed().as_secs_f64();
    Answers { all: answers.into_iter().map(|answered| answered.answer).collect(), took }
}

/// Searches a question under other readings than these, under which the answer is known.
///
/// # Errors
/// Why it could not be decided.
pub(super) fn elsewhere(
    model: &Model,
    settings: &Settings<'_>,
    question: &Question<'_>,
    known: &Under,
) -> Result<Option<Box<Finding>>, Why> {
    let goal = Disjunction(question.goal.0.iter().cloned().chain(one_of(known.only())).collect());
    let rest = Question {
        goal,
        allowed: Box::new(|event| (question.allowed)(event)),
        told: Box::new(|fields| (question.told)(fields)),
        ..*question
    };
    Asker::new(model, settings, Tracked::new(model)).look(&rest)
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
    /// What the others begin with: it suffices for most of them.
    known: Tracked<'q>,
    /// Begins with that, and learns if it must.
    informed: Option<Timed<'q>>,
    /// What the last question that had to learn had to know about single clocks. Orders of clocks serve one question, and make
    /// the others slow.
    learnt: Option<Tracked<'q>>,
    took: TimedSearches,
}

impl<'q> Asker<'q> {
    fn new(model: &'q Model, settings: &'q Settings<'q>, known: Tracked<'q>) -> Asker<'q> {
        let plain = timed(model, settings);
        Asker { model, settings, plain, known, informed: None, learnt: None, took: TimedSearches::default() }
    }

    fn answer(&mut self, place: usize, questions: &[Question<'_>]) -> Answered {
        self.took = TimedSearches { questions: 1, ..TimedSearches::default() };
        let answer = self.look(&questions[place]);
        let (question, took) = (&questions[place], self.took);
        let decided = match &answer {
            Ok(Some(_)) => "lost",
            Ok(None) => "stays possible",
            Err(_) => "undecided",
        };
        tracing::info!(
            check = question.code.id(),
            rule = question.rule.index(),
            refinements = took.refinements,
            landmarks = took.landmarks,
            "{decided}"
        );
        Answered { place, answer, took: self.took }
    }

    fn ask(
        &mut self,
        conduct: Conduct,
        goal: Goal<'_, 'q>,
        allowed: &dyn Fn(EventId) -> bool,
    ) -> Result<Stays, Exceeded> {
        self.plain.begin();
        if self.plain.surely_possible(conduct, goal, allowed)? {
            return Ok(Stays::Possible);
        }
        let fresh = || timed(self.model, self.settings).knowing(self.known.clone());
        let mut search = self.informed.take().unwrap_or_else(fresh);
        search.begin();
        let answer = search.always_possible(conduct, goal, allowed);
        let (landmarks, orders) = search.tracked().sizes();
        let refinements = search.refinements();
        self.took.add(&TimedSearches { questions: 0, refinements, landmarks, orders, seconds: 0.0 });
        if refinements == 0 {
            self.informed = Some(search);
        } else if orders == 0 {
            self.learnt = Some(search.tracked().clone());
        }
        answer
    }

    /// Returns the finding that something is lost, if it can be.
    ///
    /// # Errors
    /// Why it could not be decided.
    fn look(&mut self, question: &Question<'_>) -> Result<Option<Box<Finding>>, Why> {
        let (model, settings) = (self.model, self.settings);
        let allowed = |id: EventId| (question.allowed)(model.event(id));
        let goal = |space: &mut Space<'q>| space.set(&question.goal);
        let mut lost: Vec<(Conduct, Loss)> = Vec::new();
        for &conduct in question.conducts {
            let answer = self.ask(conduct, &goal, &allowed);
            match answer {
                Ok(Stays::Lost(loss)) => lost.push((conduct, loss)),
                Ok(Stays::Possible) => break,
                Ok(Stays::Unknown(clocks)) if lost.is_empty() => return Err(Why::Clocks(clocks)),
                Err(exceeded) if lost.is_empty() => return Err(Why::Bound(exceeded)),
                Ok(Stays::Unknown(_)) | Err(_) => break,
            }
        }
        // The story of the better conduct is told; under which readings it can be lost is asked of any.
        let Some((_, loss)) = lost.last() else { return Ok(None) };
        let Some(mut witness) = witness::on_dates(model, &loss.path, settings.first_day, &loss.dates) else {
            return Err(Why::NoDates);
        };
        witness.hangs_on = fields_of(&loss.ways_out);
        let Some(told) = (question.told)(&witness.journal.end.fields) else { return Ok(None) };
        let draft = Draft {
            code: question.code,
            severity: question.severity,
            subject: told.subject,
            holders: told.holders,
            rules: told.rules,
        };
        let (conduct, first) = lost.swap_remove(0);
        let under = self.under(question, conduct, first);
        let finding = draft.in_time(model, witness);
        Ok(Some(Box::new(Finding { under, ..finding })))
    }

    /// Returns the readings under which it can be lost: those of the first story, and of other stories that are found where
    /// these are left out.
    fn under(&mut self, question: &Question<'_>, conduct: Conduct, first: Loss) -> Under {
        let model = self.model;
        let mut stories = Stories::default();
        let mut next = first;
        loop {
            let story = (&next.path, &next.dates, self.settings.first_day);
            stories.add(model, story, next.ways_out);
            let told = match stories.known(model) {
                Known::All => return Under::All,
                Known::TooMany => return Under::NotDecided,
                Known::Some(told) => told,
            };
            match self.without(question, conduct, &told) {
                Ok(Stays::Possible) => return Under::Only(told),
                Ok(Stays::Lost(loss)) => next = loss,
                Ok(Stays::Unknown(_)) | Err(_) => return Under::NotDecided,
            }
        }
    }

    /// Asks a question again without some readings: under them the goal is taken to be reached.
    fn without(
        &mut self,
        question: &Question<'_>,
        conduct: Conduct,
        left_out: &[Vec<(FieldId, u8)>],
    ) -> Result<Stays, Exceeded> {
        let model = self.model;
        let allowed = |id: EventId| (question.allowed)(model.event(id));
        let goal = Disjunction(question.goal.0.iter().cloned().chain(one_of(left_out)).collect());
        self.ask(conduct, &|space: &mut Space<'q>| space.set(&goal), &allowed)
    }
}

fn timed<'q>(model: &'q Model, settings: &Settings<'q>) -> Timed<'q> {
    let bounds = Bounds { max_seconds: settings.bounds.max_seconds * SHARE, ..settings.bounds };
    Timed::new(model, bounds, settings.first_day, settings.reporter)
}
