//! The drafter's claim that one outcome follows another in time.
//!
//! An observer is added to the event table: it starts a clock when the first outcome holds and the second does not, stops when the
//! second holds, and notes it if the period runs out meanwhile. The claim holds if, in time, that never comes about as
//! long as nobody lets a deadline pass.

use super::question::{Draft, Questions};
use super::{Answer, Code, Finding, Report, Severity, Subject, Undecided, Why, coming, witness};
use crate::calendar::{Day, Length};
use crate::model::{
    Clock, ClockGuard, ClockId, Comparison, Condition, Conjunction, Disjunction, Effect, Event, EventId,
    EventKind, Field, FieldId, Force, Model, OutcomeId, RuleId, Test, ValueSet,
};
use crate::schedule::Schedule;
use crate::search::{Exceeded, Path};
use crate::step;
use crate::symbolic::Conduct;
use crate::timed::{Reached, Timed};

/// The values of the observer's field.
const IDLE: u8 = 0;
const WAITING: u8 = 1;
const LATE: u8 = 2;

/// Answers the claim at this position.
pub(super) fn claimed(
    questions: &mut Questions<'_>,
    report: &mut Report,
    index: usize,
    [first, second]: [OutcomeId; 2],
    within: Length,
) -> Answer {
    let (model, settings) = (questions.model, questions.settings);
    let [from, to] = [first, second].map(|id| &model.outcomes[id.index()]);
    let never = questions.ask(report, Code::Property, Some(from.rule), |_, asked| {
        let [first, second] = [asked.space.set(&from.when)?, asked.space.set(&to.when)?];
        // What holds already need not follow.
        asked.never(&asked.space.diff(&first, &second)?)
    });
    match never {
        Some(true) => return Answer::holds(true),
        Some(false) => {}
        None => return Answer::Unknown(report.last_why()),
    }
    if step::starts(model).iter().any(|start| from.when.holds(start) && !to.when.holds(start)) {
        // How long it has held is not known.
        return undecided(report, from.rule, Why::FromTheStart);
    }
    let observed = observed(model, &from.when, &to.when, within);
    let late = FieldId(model.fields.len() as u32);
    let mut search = Timed::new(&observed, settings.bounds, settings.first_day, settings.reporter);
    let is_late = Disjunction(vec![vec![(late, ValueSet::one(LATE))]]);
    let (path, dates) = match search.reach(Conduct::Lawful, &|space| space.set(&is_late)) {
        Ok(Reached::No) => {
            // Where nobody breaks the law, and dates are kept, the first may never come about.
            search.begin();
            let begins = search.reach(Conduct::Lawful, &|space| space.set(&from.when));
            return held(report, from.rule, begins);
        }
        Ok(Reached::Yes(path, dates)) => (path, dates),
        Ok(Reached::Unknown(clocks)) => {
            // The observer's own clock means nothing to a reader.
            let known = clocks.into_iter().filter(|clock| clock.index() < model.clocks.len()).collect();
            return undecided(report, from.rule, Why::Clocks(known));
        }
        Err(exceeded) => return undecided(report, from.rule, Why::Bound(exceeded)),
    };
    let whole = (path.clone(), dates.clone());
    let under = coming::under(&mut search, &observed, (Conduct::Lawful, &is_late), whole, settings.first_day);
    let (path, dates) = seen(model, path, dates);
    let Some(witness) = witness::on_dates(model, &path, settings.first_day, &dates) else {
        return undecided(report, from.rule, Why::NoDates);
    };
    let draft = Draft {
        code: Code::Property,
        severity: Severity::Error,
        subject: Subject::Claim { claim: index },
        holders: Vec::new(),
        rules: vec![from.rule, to.rule],
    };
    report.findings.push(Finding { under, ..draft.in_time(model, witness) });
    Answer::Fails(report.findings.len() - 1)
}

/// A claim that holds, and says nothing if what it is about is never reached.
pub(super) fn held(report: &mut Report, rule: RuleId, reached: Result<Reached, Exceeded>) -> Answer {
    let why = match reached {
        Ok(Reached::Yes(..)) => None,
        Ok(Reached::No) => return Answer::holds(true),
        Ok(Reached::Unknown(clocks)) => Some(Why::Clocks(clocks)),
        Err(exceeded) => Some(Why::Bound(exceeded)),
    };
    // It holds; whether it says anything is open.
    let open = why.map(|why| Undecided { code: Code::Property, rule: Some(rule), why });
    report.undecided.extend(open);
    Answer::holds(false)
}

fn undecided(report: &mut Report, rule: RuleId, why: Why) -> Answer {
    report.undecided.push(Undecided { code: Code::Property, rule: Some(rule), why: why.clone() });
    Answer::Unknown(why)
}

/// Adds the observer: the last field, the last clock and the last events of the model.
fn observed(model: &Model, from: &Disjunction, to: &Disjunction, within: Length) -> Model {
    let mut observed = model.clone();
    let field = FieldId(model.fields.len() as u32);
    let clock = ClockId(model.clocks.len() as u32);
    observed.fields.push(Field { size: 3, initial: ValueSet::one(IDLE) });
    observed.clocks.push(Clock::default());
    let set = |value: u8| vec![Effect { field, map: vec![value; 3] }];
    let sizes: Vec<usize> = model.fields.iter().map(|field| usize::from(field.size)).collect();
    let not_yet = negated(to, &sizes);
    for from in &from.0 {
        for not_yet in &not_yet {
            let conditions = is(field, IDLE).into_iter().chain(tests(from)).chain(tests(not_yet)).collect();
            let begins = row(EventKind::Automatic, conditions, set(WAITING));
            observed.events.push(Event { resets: vec![clock], ..begins });
        }
    }
    for to in &to.0 {
        let conditions = is(field, WAITING).into_iter().chain(tests(to)).collect();
        observed.events.push(row(EventKind::Automatic, conditions, set(IDLE)));
    }
    let over = Test::Clock(ClockGuard { clock, comparison: Comparison::After, length: within });
    let conditions = is(field, WAITING).into_iter().chain([condition(over)]).collect();
    observed.events.push(row(EventKind::Lapse, conditions, set(LATE)));
    observed
}

/// Takes what belongs to the observer out of a story: its last event is that the time has run out, which is noted on the day after the
/// last one; what falls due on that day is no part of the story.
fn seen(model: &Model, path: Path, dates: Schedule) -> (Path, Schedule) {
    let is_own = |id: EventId| id.index() < model.events.len();
    let start = path.start[..model.fields.len()].to_vec();
    let dated = path.events.iter().copied().zip(dates.days).filter(|(id, _)| is_own(*id));
    let (events, days): (Vec<EventId>, Vec<Day>) = dated.unzip();
    let last_day = dates.until.plus(-1);
    let until = days.last().map_or(last_day, |&day| last_day.max(day));
    let begun = dates.begun[..model.clocks.len()].to_vec();
    (Path { start, events }, Schedule { days, until, begun })
}

/// Returns the conjunctions of which one holds exactly if none of these does.
fn negated(when: &Disjunction, sizes: &[usize]) -> Vec<Conjunction> {
    when.0.iter().fold(vec![Vec::new()], |all: Vec<Conjunction>, conjunction| {
        let one = |known: &Conjunction| {
            let known = known.clone();
            conjunction
                .iter()
                .map(move |&(field, values)| {
                    let fails = values.complement(sizes[field.index()]);
                    let mut longer = known.clone();
                    match longer.iter_mut().find(|(other, _)| *other == field) {
                        Some((_, left)) => *left = left.and(fails),
                        None => longer.push((field, fails)),
                    }
                    longer
                })
                .collect::<Vec<_>>()
        };
        let longer = all.iter().flat_map(one);
        longer.filter(|one| one.iter().all(|(_, values)| !values.is_empty())).collect()
    })
}

fn tests(conjunction: &Conjunction) -> impl Iterator<Item = Condition> + '_ {
    conjunction.iter().map(|&(field, values)| condition(Test::Field(field, values)))
}

fn is(field: FieldId, value: u8) -> Vec<Condition> {
    vec![condition(Test::Field(field, ValueSet::one(value)))]
}

fn condition(test: Test) -> Condition {
    Condition { test, rule: RuleId(u32::MAX), force: Force::Void }
}

fn row(kind: EventKind, conditions: Vec<Condition>, effects: Vec<Effect>) -> Event {
    Event { conditions, effects, ..Event::new(RuleId(u32::MAX), kind) }
}

#[cfg(test)]
mod tests_of_negation {
    use super::*;

    #[test]
    fn the_negation_holds_exactly_where_nothing_does() {
        let one = |field: u32, values: &[u8]| (FieldId(field), values.iter().copied().collect::<ValueSet>());
        let when = Disjunction(vec![
            vec![one(0, &[1]), one(1, &[0, 2])],
            vec![one(0, &[0]), one(2, &[1])],
            vec![one(1, &[1])],
        ]);
        let negation = Disjunction(negated(&when, &[2, 3, 2]));
        for a in 0..2 {
            for b in 0..3 {
                for c in 0..2 {
                    assert_ne!(when.holds(&[a, b, c]), negation.holds(&[a, b, c]), "{a} {b} {c}");
                }
            }
        }
        assert!(negated(&Disjunction(vec![Vec::new()]), &[]).is_empty());
        assert!(Disjunction(negated(&Disjunction(Vec::new()), &[])).holds(&[]));
    }
}
