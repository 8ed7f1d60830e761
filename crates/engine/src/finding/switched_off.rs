//! C3: whoever is checked can switch the check off.

use super::office::fills_an_office;
use super::question::{Asked, Draft, Questions};
use super::removal::{Removal, can_alone, is_own, removals};
use super::stage::turns_away;
use super::{Code, Finding, Report, Severity, Subject, Switch, Under};
use crate::model::{EventId, EventKind, Model, RuleId, ValueSet};
use crate::search::Exceeded;
use crate::symbolic::Set;
use std::collections::BTreeSet;

/// Looks at each procedure that can put somebody out of office, for acts of that one alone after which it comes to nothing.
pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let model = questions.model;
    let mut found: Vec<Finding> = Vec::new();
    for removal in removals(model) {
        let ways = [Switch::Closes, Switch::Stalls, Switch::Bars];
        let [closes, stalls, bars] = ways.map(|how| switched_off(questions, report, &removal, how));
        let open: Vec<Finding> = closes.into_iter().chain(stalls).collect();
        // An act that is told for the open matter need not be told again for the one that is not open yet.
        let bars = bars.filter(|bars| !open.iter().any(|open| is_covered(bars, open)));
        for finding in open.into_iter().chain(bars) {
            join(&mut found, finding);
        }
    }
    report.findings.extend(found);
}

fn is_covered(finding: &Finding, by: &Finding) -> bool {
    let (Subject::SwitchedOff { acts, .. }, Subject::SwitchedOff { acts: told, .. }) =
        (&finding.subject, &by.subject)
    else {
        return false;
    };
    acts.iter().all(|act| told.contains(act))
}

/// Adds a finding. What the same acts do to several checks is one finding, with the story of the first.
fn join(found: &mut Vec<Finding>, finding: Finding) {
    let Subject::SwitchedOff { procedures: more, acts, how, .. } = &finding.subject else { return };
    for known in found.iter_mut().filter(|known| known.holders == finding.holders) {
        if let Subject::SwitchedOff { procedures, acts: same, how: alike, .. } = &mut known.subject
            && (&*same, &*alike) == (acts, how)
        {
            procedures.extend(more);
            known.rules.extend(more);
            return;
        }
    }
    found.push(finding);
}

fn switched_off(
    questions: &mut Questions<'_>,
    report: &mut Report,
    removal: &Removal<'_>,
    how: Switch,
) -> Option<Finding> {
    let (model, settings) = (questions.model, questions.settings);
    let (matter, checked) = (removal.matter, removal.checked);
    let mut noted = Report::default();
    let found = questions.ask(report, Code::CheckSwitchedOff, Some(matter.rule), |_, asked| {
        let acts = match how {
            Switch::Closes | Switch::Stalls => while_open(model, asked, removal, how)?,
            Switch::Bars => beforehand(model, asked, removal)?,
        };
        let Some(&(first, ref before)) = acts.first() else { return Ok(None) };
        // A step of several rows is one act.
        let mut seen = BTreeSet::new();
        let ids = acts.iter().map(|&(id, _)| id);
        let ids: Vec<EventId> =
            ids.filter(|&id| seen.insert((model.event(id).rule, model.event(id).result))).collect();
        let rules: BTreeSet<RuleId> = ids.iter().map(|&id| model.event(id).rule).collect();
        let draft = Draft {
            code: Code::CheckSwitchedOff,
            severity: Severity::Warning,
            subject: Subject::SwitchedOff { procedures: vec![matter.rule], checked, acts: ids, how },
            holders: vec![checked],
            rules: [matter.rule].into_iter().chain(rules).collect(),
        };
        let then = |_: &[u8]| Some(vec![first]);
        let found = asked.finding_then(settings, &mut noted, model, before, Some(&then), draft)?;
        let Some(finding) = found else { return Ok(None) };
        // The story is of the first act; another one may do it under other readings.
        let mut all = asked.space.none();
        for (_, before) in &acts {
            all = asked.space.or(&all, before)?;
        }
        let under = match (Under::these(asked.readings(&all)?), &finding.under) {
            (Under::All, Under::Only(_)) => Under::NotDecided,
            (Under::All, _) => finding.under.clone(),
            (some, _) => some,
        };
        Ok(Some(Finding { under, ..finding }))
    });
    report.undecided.append(&mut noted.undecided);
    found.flatten()
}

/// The acts after which an open matter is closed, or is open and can be brought to its result by nobody but the one who is
/// checked as long as no office or body is filled anew; each with the states before it.
fn while_open(
    model: &Model,
    asked: &Asked<'_, '_>,
    removal: &Removal<'_>,
    how: Switch,
) -> Result<Vec<(EventId, Set)>, Exceeded> {
    let matter = removal.matter;
    let last = removal.last_step(asked, &|id| !removal.needs_checked(model, model.event(id)))?;
    let by_those_in_office = |id: EventId| {
        let event = model.event(id);
        !removal.needs_checked(model, event)
            && !turns_away(model, event, matter)
            && (is_own(matter, event) || !fills_an_office(model, event))
    };
    let can = asked.can_reach(&last, &by_those_in_office)?;
    let open = removal.open(asked)?;
    let here = asked.space.and(&asked.space.and(&open, &removal.held(asked)?)?, &can)?;
    let after = match how {
        Switch::Closes => {
            let without = matter.closed.0 & !matter.with_result().0;
            asked.space.field_in(matter.field, ValueSet(without))?
        }
        Switch::Stalls | Switch::Bars => asked.space.diff(&open, &can)?,
    };
    acts(model, asked, removal, &here, &after)
}

/// The acts after which a matter that is not open can never come to its result, unless the one who is checked lets it; each
/// with the states before it.
fn beforehand(
    model: &Model,
    asked: &Asked<'_, '_>,
    removal: &Removal<'_>,
) -> Result<Vec<(EventId, Set)>, Exceeded> {
    let last = removal.last_step(asked, &|id| !removal.needs_checked(model, model.event(id)))?;
    let can = asked.can_reach(&last, &|id| !removal.needs_checked(model, model.event(id)))?;
    let not_open = asked.space.not(&removal.open(asked)?)?;
    let here = asked.space.and(&asked.space.and(&not_open, &removal.held(asked)?)?, &can)?;
    acts(model, asked, removal, &here, &asked.space.not(&can)?)
}

/// The lawful acts of the one who is checked that lead from `here` to `after`, and do not put him out of office.
fn acts(
    model: &Model,
    asked: &Asked<'_, '_>,
    removal: &Removal<'_>,
    here: &Set,
    after: &Set,
) -> Result<Vec<(EventId, Set)>, Exceeded> {
    let after = asked.space.and(&removal.held(asked)?, after)?;
    let mut all = Vec::new();
    for (id, event) in model.numbered_events() {
        let is_lawful = event.kind == EventKind::Act && !event.is_unlawful_act();
        let is_his = can_alone(model, &event.holder, removal.checked);
        if !is_lawful || !is_his || turns_away(model, event, removal.matter) {
            continue;
        }
        let before = asked.space.and(here, &asked.space.pre(&after, id)?)?;
        if !asked.never(&before)? {
            all.push((id, before));
        }
    }
    Ok(all)
}
