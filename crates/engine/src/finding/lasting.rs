//! A1, A2 and B4 in time: what can be lost although, without regard to dates, it stays possible.
//!
//! The searches before this one let every period end in any order. Here windows close, bars last and lapses come on their
//! days: a vital outcome or the end of a matter can be out of reach for good because time ran out, and a deadline can come when
//! nobody can keep it. What is not found here is confirmed in time.

use super::in_time::{self, Answers, Question, Told};
use super::office::fills_an_office;
use super::question::Draft;
use super::removal::is_own;
use super::stage::{bearers, leaves_stage, own_exits, turns_away};
use super::{
    Answer, Claim, Code, Consequence, Evidence, Finding, Report, Settings, Severity, Subject, Undecided,
    Under, Why, reading,
};
use crate::model::{
    Conjunction, Disjunction, Event, EventId, EventKind, FieldId, InstitutionId, Matter, Model, OutcomeId,
    RuleId, StagePlace, Test, ValueSet,
};
use crate::symbolic::Conduct;
use crate::timed::{Reached, Timed};
use std::collections::{BTreeMap, BTreeSet};

/// Whatever anybody does; then, if nobody need break the law for the loss, by that: it is the story to tell.
const BY_ANY: &[Conduct] = &[Conduct::Any, Conduct::Lawful];

/// Returns all questions. Of each matter it is known where it hangs because late acts are void.
pub(super) fn questions<'m>(
    model: &'m Model,
    claims: &[Claim],
    late_acts_void: &BTreeMap<RuleId, Disjunction>,
) -> Vec<Question<'m>> {
    let mut all: Vec<Question<'_>> = Vec::new();
    for (index, outcome) in model.outcomes.iter().enumerate().filter(|(_, outcome)| outcome.vital) {
        let id = OutcomeId(index as u32);
        let subject = Subject::Lost { outcomes: vec![id] };
        all.push(Question {
            code: Code::Deadlock,
            severity: Severity::Error,
            claim: None,
            rule: outcome.rule,
            goal: outcome.when.clone(),
            allowed: Box::new(|_| true),
            told: Box::new(move |_| Some(of_rule(subject.clone(), outcome.rule))),
            conducts: BY_ANY,
        });
    }
    for (claim, claimed) in claims.iter().enumerate() {
        let Claim::AlwaysPossible(id) = *claimed else { continue };
        let outcome = &model.outcomes[id.index()];
        all.push(Question {
            code: Code::Property,
            severity: Severity::Error,
            claim: Some(claim),
            rule: outcome.rule,
            goal: outcome.when.clone(),
            allowed: Box::new(|_| true),
            told: Box::new(move |_| Some(of_rule(Subject::Claim { claim }, outcome.rule))),
            conducts: BY_ANY,
        });
    }
    for matter in model.matters.iter().filter(|matter| !matter.standing) {
        let late = late_acts_void.get(&matter.rule).into_iter().flat_map(|void| void.0.iter().cloned());
        let goal = [vec![(matter.field, matter.closed)]].into_iter().chain(late).collect();
        all.push(Question {
            code: Code::MatterNeverEnds,
            severity: Severity::Warning,
            claim: None,
            rule: matter.rule,
            // That it lasts for ever where late acts are void is told by B2.
            goal: Disjunction(goal),
            allowed: Box::new(move |event| !turns_away(model, event, matter)),
            told: Box::new(|end| {
                stage(matter, end).map(|stage| of_rule(Subject::Stuck { stage }, matter.rule))
            }),
            conducts: BY_ANY,
        });
    }
    all.extend(traps(model));
    all
}

/// Reports the answers to questions that no other finding has answered.
pub(super) fn report(
    model: &Model,
    settings: &Settings<'_>,
    questions: &[Question<'_>],
    answers: Answers,
    report: &mut Report,
) {
    report.timed = answers.took;
    let mut lost: BTreeMap<usize, Vec<Finding>> = BTreeMap::new();
    let mut hung = Vec::new();
    let all = questions.iter().zip(answers.all);
    let (claims, others): (Vec<_>, Vec<_>) = all.partition(|(question, _)| question.claim.is_some());
    for (question, answer) in others {
        let known = report.findings.iter().position(|finding| is_same(finding, question, model));
        let cut_off =
            report.undecided.iter().any(|one| one.code == question.code && one.rule == Some(question.rule));
        match answer {
            Ok(Some(finding)) if question.code == Code::MatterNeverEnds && known.is_some() => {
                hung.push((question, finding));
            }
            Ok(Some(finding)) if let Some(place) = known => {
                lost.entry(place).or_default().push(*finding);
            }
            // Under the readings of the search without regard to dates it is lost, and under others it may be in time.
            Err(_) if known.is_some() => {
                let told = |finding: &&mut Finding| {
                    finding.code == question.code && is_same(finding, question, model)
                };
                let open = report.findings.iter_mut().filter(told);
                open.filter(|finding| finding.under != Under::All)
                    .for_each(|finding| finding.under = Under::NotDecided);
            }
            _ if known.is_some() || cut_off => {}
            Ok(None) => {}
            Ok(Some(finding)) => match cause(model, &finding, report) {
                Some((place, consequence)) => report.findings[place].consequences.push(consequence),
                None => report.findings.push(*finding),
            },
            Err(why) => {
                report.undecided.push(Undecided { code: question.code, rule: Some(question.rule), why });
            }
        }
    }
    for (place, lost) in lost {
        lost_under(report, place, lost);
    }
    for (question, found) in hung {
        hung_under((model, settings), question, &found, report);
    }
    for (question, answer) in claims {
        always_possible((model, settings), question, answer, report);
    }
}

/// Says of outcomes that are known to be lost under which readings each is in time. What is lost under others than those with which it
/// is told makes a finding of its own.
fn lost_under(report: &mut Report, place: usize, lost: Vec<Finding>) {
    let known = &mut report.findings[place];
    let Subject::Lost { outcomes } = &mut known.subject else { return };
    if known.under == Under::All {
        return;
    }
    let is_known = lost.len() < outcomes.len() || lost.iter().any(|one| one.under == known.under);
    if !is_known {
        known.under.clone_from(&lost[0].under);
    }
    let (_, others): (Vec<Finding>, Vec<Finding>) =
        lost.into_iter().partition(|one| one.under == known.under);
    let is_other = |rule: &RuleId| others.iter().any(|other| other.rules.first() == Some(rule));
    known.rules.retain(|rule| !is_other(rule));
    for other in &others {
        let Subject::Lost { outcomes: these } = &other.subject else { continue };
        outcomes.retain(|id| !these.contains(id));
    }
    report.findings.extend(others);
}

/// Says of a matter that is known to hang for ever under which readings it does in time, and under which others.
fn hung_under(
    (model, settings): (&Model, &Settings<'_>),
    question: &Question<'_>,
    found: &Finding,
    report: &mut Report,
) {
    // What a missed deadline makes of a stage is left out of the question, and not of what was found before.
    let is_whole = question.goal.0.len() == 1 && found.under != Under::NotDecided;
    let known = |finding: &&mut Finding| is_same(finding, question, model);
    let mut under = Under::Only(Vec::new());
    for finding in report.findings.iter_mut().filter(known) {
        if is_whole && matches!(finding.subject, Subject::Stuck { .. }) {
            finding.under = finding.under.and(&found.under, model);
        }
        under = under.or(&finding.under, model);
    }
    if under.only().is_empty() || found.under.is_within(&under) {
        return;
    }
    match in_time::elsewhere(model, settings, question, &under) {
        Ok(finding) => report.findings.extend(finding.map(|finding| *finding)),
        Err(why) => {
            report.undecided.push(Undecided { code: question.code, rule: Some(question.rule), why });
        }
    }
}

/// Tells whether something surely never comes about in time.
fn never(model: &Model, settings: &Settings<'_>, when: &Disjunction) -> bool {
    let mut search = Timed::new(model, settings.bounds, settings.first_day, settings.reporter);
    matches!(search.reach(Conduct::Any, &|space| space.set(when)), Ok(Reached::No))
}

/// Corrects what the search without regard to dates says of a claim that something always stays possible.
fn always_possible(
    (model, settings): (&Model, &Settings<'_>),
    question: &Question<'_>,
    answer: Result<Option<Box<Finding>>, Why>,
    report: &mut Report,
) {
    let Some(claim) = question.claim else { return };
    // That a vital outcome is lost is told already.
    if let Some(place) = report.findings.iter().position(|finding| is_lost_by(model, finding, question.rule))
    {
        report.answers[claim] = Answer::Fails(place);
        return;
    }
    let known = match report.answers[claim] {
        Answer::Holds { vacuous: true, .. } => return,
        Answer::Holds { .. } | Answer::Unknown(_) => None,
        Answer::Fails(place) => Some(place),
    };
    match (answer, known) {
        (answer @ (Ok(Some(_)) | Err(_)), Some(place)) => {
            let under = &mut report.findings[place].under;
            // Without regard to dates some story was found for each reading then.
            if *under != Under::All {
                *under = answer.ok().flatten().map_or(Under::NotDecided, |lost| lost.under);
            }
        }
        (Ok(Some(lost)), None) => {
            report.answers[claim] = Answer::Fails(report.findings.len());
            report.findings.push(*lost);
        }
        // What never comes about is not always possible.
        (Err(_), None) if never(model, settings, &question.goal) => {
            report.answers[claim] = Answer::Fails(report.findings.len());
            let draft = Draft {
                code: question.code,
                severity: question.severity,
                subject: Subject::Claim { claim },
                holders: Vec::new(),
                rules: vec![question.rule],
            };
            report.findings.push(draft.exhaustive(None));
        }
        (Err(why), None) => {
            let undecided = Undecided { code: question.code, rule: Some(question.rule), why: why.clone() };
            report.undecided.push(undecided);
            report.answers[claim] = Answer::Unknown(why);
        }
        (Ok(None), _) => {}
    }
}

/// Returns the finding of an empty office from which it follows, whenever it is so, that a time limit cannot be kept: all that is
/// empty there is empty here.
fn cause(model: &Model, finding: &Finding, report: &Report) -> Option<(usize, Consequence)> {
    let Subject::Trapped { stage, .. } = finding.subject else { return None };
    let here = empty_at_the_end(model, finding)?;
    let explains = |other: &Finding| {
        matches!(other.subject, Subject::Empty { .. })
            && other.under.is_within(&finding.under)
            && empty_at_the_end(model, other).is_some_and(|there| there.is_subset(&here))
    };
    let place = report.findings.iter().position(explains)?;
    Some((place, Consequence::Trapped { stage }))
}

/// Returns the offices and bodies that are empty at the end of a finding's story.
fn empty_at_the_end(model: &Model, finding: &Finding) -> Option<BTreeSet<InstitutionId>> {
    let Evidence::Trace(witness) = &finding.evidence else { return None };
    let end = &witness.journal.end.fields;
    let offices = model.institutions.iter().enumerate();
    let empty = offices
        .filter(|(_, office)| office.status.is_some_and(|field| office.vacant.contains(end[field.index()])));
    Some(empty.map(|(id, _)| InstitutionId(id as u32)).collect())
}

/// B4: the time limits that somebody must keep. Until its last day each can still be kept by those whom it binds, or stands
/// still. They need not wait for others, except that a successor may be put in office; elections may come too late.
fn traps(model: &Model) -> Vec<Question<'_>> {
    let mut all = Vec::new();
    for matter in &model.matters {
        for stage in matter.stages.iter().filter(|stage| !stage.overdue.is_empty()) {
            let is_breach = |event: &&Event| event.rule == stage.rule && event.breach.is_some();
            let breaches: Vec<&Event> = model.events.iter().filter(is_breach).collect();
            if breaches.is_empty() {
                continue;
            }
            let ends: BTreeSet<RuleId> =
                own_exits(model, matter, stage.on_time()).map(|event| event.rule).collect();
            let matters = |event: &Event| event.rule == stage.rule || ends.contains(&event.rule);
            let bound = reading::under_each(model, matters, |model| {
                let breaks = model.rows(stage.rule).any(|(_, row)| row.breach.is_some());
                Some(bearers(model, matter, stage)).filter(|bound| breaks && !bound.is_empty())
            });
            for (bound, under) in bound {
                all.push(trap(model, (matter, stage), &breaches, bound, &under));
            }
        }
    }
    all
}

/// Whether a time limit can be kept under the readings under which it binds these.
fn trap<'m>(
    model: &'m Model,
    (matter, stage): (&'m Matter, &'m StagePlace),
    breaches: &[&'m Event],
    bound: BTreeSet<InstitutionId>,
    under: &Under,
) -> Question<'m> {
    let on_time = stage.on_time();
    let size = usize::from(model.fields[matter.field.index()].size);
    let holders: Vec<InstitutionId> = bound.iter().copied().collect();
    let exits: BTreeSet<RuleId> = own_exits(model, matter, on_time).map(|event| event.rule).collect();
    let by_the_bound = move |event: &Event| {
        let needed = event.holder.needed(model);
        let of_world = needed.iter().any(|id| model.institutions[id.index()].is_world);
        event.kind != EventKind::Act
            || needed.iter().all(|id| bound.contains(id))
            || exits.contains(&event.rule) && needed.iter().any(|id| bound.contains(id))
            || !of_world && fills_an_office(model, event)
    };
    let kept = [vec![(matter.field, on_time.complement(size))]].into_iter();
    let kept = kept.chain(breaches.iter().flat_map(|breach| standstills(model, breach)));
    Question {
        code: Code::DeadlineTrap,
        severity: Severity::Warning,
        claim: None,
        rule: stage.rule,
        goal: Disjunction(kept.chain(under.not(model).0).collect()),
        allowed: Box::new(move |event| {
            event.breach.is_none() && !turns_away(model, event, matter) && by_the_bound(event)
        }),
        told: Box::new(move |end| {
            let exits = own_exits(model, matter, on_time).filter(|event| event.kind == EventKind::Act);
            let exits: BTreeSet<RuleId> = exits.flat_map(|event| in_the_way(event, end)).collect();
            let rules = [stage.rule].into_iter().chain(exits).collect();
            let subject = Subject::Trapped { stage: stage.rule, closed: closed(model, matter, stage, end) };
            Some(Told { subject, holders: holders.clone(), rules })
        }),
        conducts: &[Conduct::Lawful],
    }
}

/// Returns the acts of those who would move the matter on that these values of all fields do not let through: of the rows of a step
/// as the text is read there, the one that lacks least.
fn closed(model: &Model, matter: &Matter, stage: &StagePlace, fields: &[u8]) -> Vec<EventId> {
    let here = ValueSet::one(fields[matter.field.index()]);
    let mut closed: BTreeMap<RuleId, (usize, EventId)> = BTreeMap::new();
    for (id, event) in model.numbered_events().filter(|(_, event)| event.kind == EventKind::Act) {
        let unmet = || unmet(event, fields).filter(|(_, field)| *field != matter.field);
        let is_read_so = || !unmet().any(|(_, field)| model.fields[field.index()].is_reading());
        if is_own(matter, event) && leaves_stage(model, event, matter, here, stage.values) && is_read_so() {
            let lacks = (unmet().count(), id);
            let least = closed.entry(event.rule).or_insert(lacks);
            *least = lacks.min(*least);
        }
    }
    closed.into_values().filter(|(lacking, _)| *lacking > 0).map(|(_, id)| id).collect()
}

/// Returns the rule of an event and those of its conditions that these values of all fields do not meet.
fn in_the_way<'e>(event: &'e Event, fields: &'e [u8]) -> impl Iterator<Item = RuleId> + 'e {
    [event.rule].into_iter().chain(unmet(event, fields).map(|(rule, _)| rule))
}

/// Returns the conditions of an event on fields that these values do not meet: whose they are, and which field they test.
fn unmet<'e>(event: &'e Event, fields: &'e [u8]) -> impl Iterator<Item = (RuleId, FieldId)> + 'e {
    event.conditions.iter().filter_map(|condition| match condition.test {
        Test::Field(field, values) if !values.contains(fields[field.index()]) => {
            Some((condition.rule, field))
        }
        Test::Field(..) | Test::Clock(..) | Test::Date(..) => None,
    })
}

/// A finding that names nobody and rests on one rule.
fn of_rule(subject: Subject, rule: RuleId) -> Told {
    Told { subject, holders: Vec::new(), rules: vec![rule] }
}

/// Returns when a clock stands still for which a lapse waits.
fn standstills<'m>(model: &'m Model, lapse: &'m Event) -> impl Iterator<Item = Conjunction> + 'm {
    let clocks = lapse.conditions.iter().filter_map(|condition| match &condition.test {
        Test::Clock(guard) => Some(&model.clocks[guard.clock.index()]),
        Test::Field(..) | Test::Date(..) => None,
    });
    clocks.flat_map(|clock| clock.pauses.iter().cloned())
}

/// Tells whether a finding says already that the goal is lost.
fn is_same(finding: &Finding, question: &Question<'_>, model: &Model) -> bool {
    let stuck = |stage: RuleId| {
        let of = model.matters.iter().find(|matter| matter.stages.iter().any(|place| place.rule == stage));
        question.code == Code::MatterNeverEnds && of.is_some_and(|matter| matter.rule == question.rule)
    };
    let by_consequence = finding.consequences.iter().any(|consequence| match *consequence {
        Consequence::Stuck { stage, .. } => stuck(stage),
        Consequence::Empty { .. } | Consequence::Trapped { .. } => false,
    });
    by_consequence
        || match &finding.subject {
            Subject::Lost { .. } => {
                question.code == Code::Deadlock && is_lost_by(model, finding, question.rule)
            }
            Subject::Stuck { stage } => stuck(*stage),
            _ => false,
        }
}

/// Tells whether a finding says that a vital outcome is lost.
fn is_lost_by(model: &Model, finding: &Finding, outcome: RuleId) -> bool {
    let is_it = |id: &OutcomeId| model.outcomes[id.index()].rule == outcome;
    matches!(&finding.subject, Subject::Lost { outcomes } if outcomes.iter().any(is_it))
}

/// Returns the stage at which a matter stands.
fn stage(matter: &Matter, fields: &[u8]) -> Option<RuleId> {
    let value = fields[matter.field.index()];
    matter.stages.iter().find(|place| place.values.contains(value)).map(|place| place.rule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::finding::TimedSearches;
    use crate::model::{Field, Outcome};

    const CLAIM: usize = 0;

    /// The readings with one option of the only one that there is.
    fn only(option: u8) -> Under {
        Under::Only(vec![vec![(FieldId(0), option)]])
    }

    /// Two vital outcomes, of the rules 0 and 1.
    fn model() -> Model {
        let vital = |rule| Outcome {
            rule: RuleId(rule),
            when: Disjunction(Vec::new()),
            vital: true,
            grave: false,
            amendment: false,
        };
        let none = ValueSet::EMPTY;
        let matter = Matter {
            rule: RuleId(0),
            field: FieldId(0),
            stages: vec![StagePlace { rule: RuleId(2), values: none, overdue: none }],
            closed: none,
            ended: none,
            without_result: none,
            steps: Vec::new(),
            standing: false,
            about: Vec::new(),
        };
        Model { outcomes: vec![vital(0), vital(1)], matters: vec![matter], ..Model::default() }
    }

    fn finding(code: Code, subject: Subject, rules: &[u32], under: Under) -> Finding {
        let rules = rules.iter().map(|&rule| RuleId(rule)).collect();
        let draft = Draft { code, severity: Severity::Error, subject, holders: Vec::new(), rules };
        Finding { under, ..draft.exhaustive(None) }
    }

    fn lost(outcomes: &[u32], under: Under) -> Finding {
        let subject = Subject::Lost { outcomes: outcomes.iter().map(|&id| OutcomeId(id)).collect() };
        finding(Code::Deadlock, subject, outcomes, under)
    }

    /// What is told where both outcomes are known to be lost, and how each is lost in time.
    fn told(known: Under, in_time: [Under; 2]) -> Vec<Finding> {
        let mut report = Report { findings: vec![lost(&[0, 1], known)], ..Report::default() };
        let [first, second] = in_time;
        lost_under(&mut report, 0, vec![lost(&[0], first), lost(&[1], second)]);
        report.findings
    }

    #[test]
    fn what_is_lost_under_other_readings_is_told_by_itself() {
        assert_eq!(told(only(0), [only(0), Under::All]), [lost(&[0], only(0)), lost(&[1], Under::All)]);
        assert_eq!(told(only(0), [Under::All, only(0)]), [lost(&[1], only(0)), lost(&[0], Under::All)]);
        assert_eq!(told(only(0), [Under::All, Under::All]), [lost(&[0, 1], Under::All)]);
        let open = Under::NotDecided;
        assert_eq!(told(only(0), [open.clone(), open.clone()]), [lost(&[0, 1], open.clone())]);
        // A story was found for each reading.
        assert_eq!(told(Under::All, [open, only(1)]), [lost(&[0, 1], Under::All)]);
    }

    /// A question about the outcome of rule 0.
    fn question(code: Code, claim: Option<usize>) -> Question<'static> {
        Question {
            code,
            severity: Severity::Error,
            claim,
            rule: RuleId(0),
            goal: Disjunction(Vec::new()),
            allowed: Box::new(|_| true),
            told: Box::new(|_| None),
            conducts: BY_ANY,
        }
    }

    /// The readings of what is known where the search in time has no answer.
    fn unanswered(known: Finding, question: Question<'_>) -> Under {
        let (model, settings) = (model(), Settings::new(Day(0), &[]));
        let answers = question.claim.map(|_| Answer::Fails(0)).into_iter().collect();
        let mut all = Report { findings: vec![known], answers, ..Report::default() };
        let none = Answers { all: vec![Err(Why::NoDates)], took: TimedSearches::default() };
        report(&model, &settings, &[question], none, &mut all);
        assert_eq!(all.findings.len(), 1);
        all.findings[0].under.clone()
    }

    #[test]
    fn without_an_answer_in_time_only_what_was_proved_for_each_reading_is_told() {
        let vital = |under| unanswered(lost(&[0], under), question(Code::Deadlock, None));
        assert_eq!(vital(only(0)), Under::NotDecided);
        assert_eq!(vital(Under::All), Under::All);
        let hung = |under| {
            let known = finding(Code::MatterNeverEnds, Subject::Stuck { stage: RuleId(2) }, &[2], under);
            unanswered(known, question(Code::MatterNeverEnds, None))
        };
        assert_eq!(hung(only(0)), Under::NotDecided);
        assert_eq!(hung(Under::All), Under::All);
        let claim = |under| {
            let known = finding(Code::Property, Subject::Claim { claim: CLAIM }, &[0], under);
            unanswered(known, question(Code::Property, Some(CLAIM)))
        };
        assert_eq!(claim(only(0)), Under::NotDecided);
        assert_eq!(claim(Under::All), Under::All);
    }

    #[test]
    fn a_matter_hangs_only_where_it_does_in_time() {
        let reading = Field { size: 2, initial: ValueSet::all(2) };
        let model = Model { fields: vec![reading.clone(), reading], ..model() };
        let settings = Settings::new(Day(0), &[]);
        let hung = |under| finding(Code::MatterNeverEnds, Subject::Stuck { stage: RuleId(2) }, &[2], under);
        let all = Under::Only(vec![vec![(FieldId(0), 0)], vec![(FieldId(0), 1), (FieldId(1), 0)]]);
        let told = |goal: usize| {
            let goal = Disjunction(vec![Vec::new(); goal]);
            let question = Question { goal, ..question(Code::MatterNeverEnds, None) };
            let mut report = Report { findings: vec![hung(all.clone())], ..Report::default() };
            hung_under((&model, &settings), &question, &hung(only(0)), &mut report);
            report.findings
        };
        assert_eq!(told(1), [hung(only(0))]);
        // The question leaves out what a missed deadline makes of a stage.
        assert_eq!(told(2), [hung(all.clone())]);
    }
}
