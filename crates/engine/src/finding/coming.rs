//! Claims about what comes about, decided exactly in time, and the readings under which it does.

use super::question::{Draft, Questions};
use super::reading::{self, Combinations, Known, Stories, one_of};
use super::{Answer, Code, Evidence, Finding, Report, Settings, Undecided, Under, Why, witness};
use crate::calendar::Day;
use crate::model::{Disjunction, FieldId, Model};
use crate::schedule::Schedule;
use crate::search::Path;
use crate::step;
use crate::symbolic::{Conduct, Space};
use crate::timed::{Reached, Timed};
use std::collections::BTreeSet;

/// Decides exactly in time whether an outcome can come about that, time aside, can.
pub(super) fn reachable_in_time(
    questions: &Questions<'_>,
    report: &mut Report,
    when: &Disjunction,
    draft: impl Fn() -> Draft,
) -> Answer {
    match never_in_time(questions, report, when, draft()) {
        // The story that refutes that it never does.
        Answer::Fails(_) => {
            let story = report.findings.pop();
            let settings = questions.settings;
            let by_breach =
                story.as_ref().is_some_and(|story| only_by_breach(questions.model, settings, when, story));
            let under = story.map_or(Under::NotDecided, |story| story.under);
            if under == Under::NotDecided {
                let rule = draft().rules.first().copied();
                report.undecided.push(Undecided { code: Code::Property, rule, why: Why::Readings });
            }
            Answer::Holds { vacuous: false, by_breach, under }
        }
        Answer::Holds { .. } => {
            report.findings.push(draft().exhaustive(None));
            Answer::Fails(report.findings.len() - 1)
        }
        unknown @ Answer::Unknown(_) => unknown,
    }
}

/// Decides exactly in time whether an outcome never comes about that, time aside, can.
pub(super) fn never_in_time(
    questions: &Questions<'_>,
    report: &mut Report,
    when: &Disjunction,
    draft: Draft,
) -> Answer {
    let (model, settings) = (questions.model, questions.settings);
    let mut search = Timed::new(model, settings.bounds, settings.first_day, settings.reporter);
    let mut unknown = Why::NoDates;
    // If nobody need break the law for it, that is the story to tell.
    for conduct in [Conduct::Lawful, Conduct::Any] {
        search.begin();
        match search.reach(conduct, &|space| space.set(when)) {
            Ok(Reached::Yes(path, dates)) => {
                let Some(witness) = witness::on_dates(model, &path, settings.first_day, &dates) else {
                    break;
                };
                let under =
                    under(&mut search, model, (Conduct::Any, when), (path, dates), settings.first_day);
                report.findings.push(Finding { under, ..draft.in_time(model, witness) });
                return Answer::Fails(report.findings.len() - 1);
            }
            Ok(Reached::No) if conduct == Conduct::Any => return Answer::holds(false),
            Ok(Reached::No) => {}
            Ok(Reached::Unknown(clocks)) => unknown = Why::Clocks(clocks),
            Err(exceeded) => unknown = Why::Bound(exceeded),
        }
    }
    let rule = draft.rules.first().copied();
    report.undecided.push(Undecided { code: Code::Property, rule, why: unknown.clone() });
    Answer::Unknown(unknown)
}

/// Tells whether an outcome surely comes about in time only if somebody breaks a rule. Of a story in which nobody does it is plain that it
/// does not; one in which somebody does may be told for want of dates for another.
pub(super) fn only_by_breach(
    model: &Model,
    settings: &Settings<'_>,
    when: &Disjunction,
    story: &Finding,
) -> bool {
    let mut search = Timed::new(model, settings.bounds, settings.first_day, settings.reporter);
    story.is_by_breach() && matches!(search.reach(Conduct::Lawful, &|space| space.set(when)), Ok(Reached::No))
}

/// Returns the readings under which an outcome comes about in time, of which there is this story. Without regard to dates it can seem so
/// under others too.
pub(super) fn in_time(model: &Model, settings: &Settings<'_>, when: &Disjunction, story: &Finding) -> Under {
    let Evidence::Trace(witness) = &story.evidence else { return story.under.clone() };
    if story.under == Under::All || reading::all(model).next().is_none() {
        return Under::All;
    }
    let mut search = Timed::new(model, settings.bounds, settings.first_day, settings.reporter);
    let first = (witness.path.clone(), witness.dates(model));
    under(&mut search, model, (Conduct::Any, when), first, settings.first_day)
}

/// Returns the readings under which it comes in time to states for which a condition asks: those of the first story, and of other
/// stories that are found where these are left out.
pub(super) fn under<'m>(
    search: &mut Timed<'m>,
    model: &'m Model,
    (conduct, when): (Conduct, &Disjunction),
    first: (Path, Schedule),
    first_day: Day,
) -> Under {
    let mut stories = Stories::default();
    let mut next = first;
    loop {
        let Some(others) = other_ends(model, when, &next.0) else { return Under::NotDecided };
        stories.add(model, (&next.0, &next.1, first_day), others);
        let told = match stories.known(model) {
            Known::All => return Under::All,
            Known::TooMany => return Under::NotDecided,
            Known::Some(told) => told,
        };
        let left_out = Disjunction(one_of(&told));
        search.begin();
        let elsewhere = |space: &mut Space<'m>| space.diff(&space.set(when)?, &space.set(&left_out)?);
        match search.reach(conduct, &elsewhere) {
            Ok(Reached::No) => return Under::these(told),
            Ok(Reached::Yes(path, dates)) => next = (path, dates),
            Ok(Reached::Unknown(_)) | Err(_) => return Under::NotDecided,
        }
    }
}

/// Returns the readings for which a condition asks itself and under which the events of a path do not lead to it; `None` if there are too
/// many.
fn other_ends(model: &Model, when: &Disjunction, path: &Path) -> Option<Combinations> {
    let asked: BTreeSet<FieldId> = when.0.iter().flatten().map(|(field, _)| *field).collect();
    let asked = reading::all(model).filter(|field| asked.contains(field));
    let all = reading::product(asked.map(|field| (field, model.fields[field.index()].initial)))?;
    let mut fields = path.start.clone();
    let mut states = vec![fields.clone()];
    for &id in &path.events {
        step::apply(model.event(id), &mut fields);
        states.push(fields.clone());
    }
    // A story may go on after that.
    let last = states.iter().rev().find(|fields| when.holds(fields)).unwrap_or(&fields);
    let leads_there = |combination: &Vec<(FieldId, u8)>| {
        let mut fields = last.clone();
        combination.iter().for_each(|&(field, value)| fields[field.index()] = value);
        when.holds(&fields)
    };
    Some(all.into_iter().filter(|combination| !leads_there(combination)).collect())
}
