//! A1 and A2 in time: what can be lost although, without regard to dates, it stays possible.
//!
//! The searches before this one let every period end in any order. Here windows close, bars last and lapses come on their
//! days: a vital outcome or the end of a matter can be out of reach for good because time ran out. What is not found here is confirmed in time.

use super::matter::{is_toothless, turns_away};
use super::question::{Draft, Questions};
use super::witness;
use super::{Code, Consequence, Finding, Report, Severity, Subject, Undecided, Why};
use crate::model::{Disjunction, Event, EventId, Matter, MatterId, Model, OutcomeId, RuleId, ValueSet};
use crate::schedule::Schedule;
use crate::search::{Bounds, Exceeded, Path};
use crate::symbolic::Conduct;
use crate::timed::{Goal, Stays, Timed};
use std::time::Instant;

/// How long one question may take: most are decided in a tenth of a second, some would take for ever.
const MAX_SECONDS: f64 = 10.0;

/// What a finding is about, given the values of all fields at its end.
type SubjectAt<'m> = Box<dyn Fn(&[u8]) -> Option<Subject> + 'm>;

/// Something that must stay possible.
struct Question<'m> {
    code: Code,
    severity: Severity,
    rule: RuleId,
    goal: Disjunction,
    /// Whether an event may be used to get there.
    allowed: Box<dyn Fn(&Event) -> bool + 'm>,
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
    let mut searches = Searches::new(questions);
    for question in all {
        let known = report.findings.iter().any(|finding| is_same(finding, &question, model));
        let cut_off =
            report.undecided.iter().any(|one| one.code == question.code && one.rule == Some(question.rule));
        if !known && !cut_off {
            ask(questions, &mut searches, report, &question);
        }
    }
}

/// The searches in time. Most questions are decided without knowing anything about clocks; for the others what the last
/// one had to know about single clocks is a good beginning.
struct Searches<'q> {
    plain: Timed<'q>,
    learnt: Option<Timed<'q>>,
}

impl<'q> Searches<'q> {
    fn new(questions: &Questions<'q>) -> Searches<'q> {
        Searches { plain: timed(questions), learnt: None }
    }

    fn ask(
        &mut self,
        questions: &mut Questions<'q>,
        conduct: Conduct,
        goal: Goal<'_, 'q>,
        allowed: &dyn Fn(EventId) -> bool,
    ) -> Result<Stays, Exceeded> {
        let started = Instant::now();
        let seconds = || started.elapsed().as_secs_f64();
        self.plain.begin();
        if self.plain.surely_possible(conduct, goal, allowed)? {
            questions.note_timed(&self.plain, 0, seconds());
            return Ok(Stays::Possible);
        }
        let mut search = self.learnt.take().unwrap_or_else(|| timed(questions));
        search.begin();
        let known = search.refinements();
        let answer = search.always_possible(conduct, goal, allowed);
        questions.note_timed(&search, search.refinements() - known, seconds());
        // Orders of clocks serve one question, and make the others slow.
        self.learnt = Some(search).filter(|search| search.tracked().sizes().1 == 0);
        answer
    }
}

fn timed<'q>(questions: &Questions<'q>) -> Timed<'q> {
    let settings = questions.settings;
    let max_seconds = settings.bounds.max_seconds.min(MAX_SECONDS);
    let bounds = Bounds { max_seconds, ..settings.bounds };
    Timed::new(questions.model, bounds, settings.first_day, settings.reporter)
}

fn ask<'q>(
    questions: &mut Questions<'q>,
    searches: &mut Searches<'q>,
    report: &mut Report,
    question: &Question<'_>,
) {
    let (model, settings) = (questions.model, questions.settings);
    let allowed = |id: EventId| (question.allowed)(model.event(id));
    // If nobody need break the law for the loss, that is the story to tell.
    let mut lost: Option<(Path, Schedule)> = None;
    let undecided = |report: &mut Report, why| {
        report.undecided.push(Undecided { code: question.code, rule: Some(question.rule), why });
    };
    for conduct in [Conduct::Any, Conduct::Lawful] {
        let answer = searches.ask(questions, conduct, &|space| space.set(&question.goal), &allowed);
        match answer {
            Ok(Stays::Lost(path, dates)) => lost = Some((path, dates)),
            Ok(Stays::Possible) => break,
            Ok(Stays::Unknown(clocks)) if lost.is_none() => return undecided(report, Why::Clocks(clocks)),
            Err(exceeded) if lost.is_none() => return undecided(report, Why::Bound(exceeded)),
            Ok(Stays::Unknown(_)) | Err(_) => break,
        }
    }
    let Some((path, dates)) = lost else { return };
    let Some(witness) = witness::on_dates(model, &path, settings.first_day, &dates) else {
        return undecided(report, Why::NoDates);
    };
    let Some(subject) = (question.subject)(&witness.journal.end.fields) else { return };
    let draft = Draft {
        code: question.code,
        severity: question.severity,
        subject,
        holders: Vec::new(),
        rules: vec![question.rule],
    };
    report.findings.push(draft.in_time(model, witness));
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
