//! Claims about what comes about, decided exactly in time, and the readings under which it does.

use super::question::{Draft, Questions};
use super::reading::{self, Known, Stories, one_of};
use super::{Answer, Code, Finding, Report, Undecided, Under, Why, witness};
use crate::calendar::Day;
use crate::model::{Disjunction, Model};
use crate::schedule::Schedule;
use crate::search::Path;
use crate::symbolic::{Conduct, Space};
use crate::timed::{Reached, Timed};

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
            let under = report.findings.pop().map_or(Under::NotDecided, |story| story.under);
            Answer::Holds { vacuous: false, under }
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

/// Returns the readings under which it comes in time to states for which a condition asks: those of the first story, and of other
/// stories that are found where these are left out.
pub(super) fn under<'m>(
    search: &mut Timed<'m>,
    model: &'m Model,
    (conduct, when): (Conduct, &Disjunction),
    first: (Path, Schedule),
    first_day: Day,
) -> Under {
    // A condition that asks for readings itself may hold under others after other events.
    if when.0.iter().flatten().any(|(field, _)| reading::all(model).any(|one| one == *field)) {
        return Under::NotDecided;
    }
    let mut stories = Stories::default();
    let mut next = first;
    loop {
        stories.add(model, (&next.0, &next.1, first_day), Vec::new());
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
