//! G2: nobody can decide on somebody without him.

use super::question::{Draft, Questions};
use super::removal::{Removal, is_own, removals};
use super::stage::turns_away;
use super::{Code, Finding, Report, Severity, Subject, Under, reading};
use crate::model::{Event, EventId, EventKind, Holder, Model, RuleId, ValueSet};
use std::collections::BTreeSet;

/// Looks at each procedure that can put somebody out of office, and asks whether the others alone can ever bring it from its
/// beginning to its result. Who keeps his own case from being decided is not told again as one who holds it up.
pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let model = questions.model;
    for removal in removals(model) {
        let matters = |event: &Event| removal.opens(event) || is_own(removal.matter, event);
        let cases = reading::under_each(model, matters, |model| {
            let is_his = !dissolves_itself(model, &removal);
            is_his.then(|| (beginning(model, &removal), own_steps(model, &removal)))
        });
        for ((beginning, steps), under) in cases {
            let Some(finding) = of_case(questions, report, &removal, beginning, steps, &under) else {
                continue;
            };
            let stages: Vec<RuleId> = removal.matter.stages.iter().map(|stage| stage.rule).collect();
            // Of what these checks noted by position, all comes before them.
            report.findings.retain(|known| {
                let same = match &known.subject {
                    Subject::HeldUp { procedure, .. } => *procedure == removal.matter.rule,
                    Subject::Formality { stage, .. } => stages.contains(stage),
                    _ => false,
                };
                !same || known.holders != finding.holders || !known.under.is_within(&finding.under)
            });
            report.findings.push(finding);
        }
    }
}

/// Asks it of the readings under which a case begins at some positions, and needs the one who is checked in some steps.
fn of_case(
    questions: &mut Questions<'_>,
    report: &mut Report,
    removal: &Removal<'_>,
    beginning: ValueSet,
    steps: Vec<RuleId>,
    under: &Under,
) -> Option<Finding> {
    let (model, settings) = (questions.model, questions.settings);
    let (matter, checked) = (removal.matter, removal.checked);
    let mut noted = Report::default();
    let found = questions.ask(report, Code::OwnCause, Some(matter.rule), |_, asked| {
        let begun = asked.space.field_in(matter.field, beginning)?;
        let begun = asked.space.and(&begun, &asked.space.set(&under.condition())?)?;
        let here = asked.space.and(&begun, &removal.held(asked)?)?;
        let same = |id: EventId| !turns_away(model, model.event(id), matter);
        let all = asked.can_reach(&removal.last_step(asked, &|_| true)?, &same)?;
        let without = |id: EventId| !removal.needs_checked(model, model.event(id));
        let others = removal.last_step(asked, &without)?;
        let others = asked.can_reach(&others, &|id| same(id) && without(id))?;
        let decided_by_himself = asked.space.and(&here, &asked.space.diff(&all, &others)?)?;
        let others = asked.space.and(&here, &others)?;
        let decided_by_himself = asked.elsewhere(&decided_by_himself, &others)?;
        if asked.never(&decided_by_himself)? {
            return Ok(None);
        }
        let draft = Draft {
            code: Code::OwnCause,
            severity: Severity::Warning,
            subject: Subject::OwnCause { procedure: matter.rule, checked, acts: steps.clone() },
            holders: vec![checked],
            rules: [matter.rule].into_iter().chain(steps).collect(),
        };
        asked.finding(settings, &mut noted, model, &decided_by_himself, draft)
    });
    report.undecided.append(&mut noted.undecided);
    found.flatten()
}

/// Tells whether the body decides on its own end by its own vote: it takes leave, nobody takes it to task.
fn dissolves_itself(model: &Model, removal: &Removal<'_>) -> bool {
    let by_its_vote = |event: &Event| matches!(event.holder, Holder::Vote(id) if model.votes[id.index()].body == removal.checked);
    let mut ends = removal.ends().map(|id| model.event(id)).filter(|event| is_own(removal.matter, event));
    ends.all(by_its_vote)
}

/// The positions to which the acts lead that open the matter.
fn beginning(model: &Model, removal: &Removal<'_>) -> ValueSet {
    let (field, closed) = (removal.matter.field, removal.matter.closed);
    let openers = model.events.iter().filter(|event| removal.opens(event));
    openers.flat_map(|event| event.changes(field, closed)).map(|(_, new)| new).collect()
}

/// The steps of the matter that need the one on whom it decides.
fn own_steps(model: &Model, removal: &Removal<'_>) -> Vec<RuleId> {
    let own = model.events.iter().filter(|event| {
        event.kind == EventKind::Act && is_own(removal.matter, event) && removal.needs_checked(model, event)
    });
    let rules: BTreeSet<RuleId> = own.map(|event| event.rule).collect();
    rules.into_iter().collect()
}
