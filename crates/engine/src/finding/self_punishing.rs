//! C5: checks whose failure costs those who use them office or seats.

use super::question::{Asked, Draft, Questions};
use super::removal::is_own;
use super::{Code, Report, Severity, Subject};
use crate::model::{
    Event, EventId, EventKind, FieldId, Institution, InstitutionId, Matter, Model, RuleId, ValueSet,
    VoteResult,
};
use crate::search::Exceeded;
use crate::step;
use crate::symbolic::Set;
use std::collections::BTreeSet;

/// Looks at each procedure in which a vote can put somebody out of office, for what else can end it, by an act or by time, and
/// costs another one office or seats.
pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let model = questions.model;
    for matter in &model.matters {
        let votes: Vec<EventId> = own(model, matter).filter(|&id| is_carried(model, matter, id)).collect();
        if !votes.iter().any(|&id| can_vacate(model, id).next().is_some()) {
            continue;
        }
        let checked = questions.ask(report, Code::SelfPunishingCheck, Some(matter.rule), |_, asked| {
            checked(model, asked, &votes)
        });
        for (checked, read_so) in checked.unwrap_or_default() {
            for loses in (0..model.institutions.len() as u32).map(InstitutionId) {
                let others = checked.iter().copied().filter(|&other| other != loses).collect();
                let cost = Cost { model, matter, loses, checked: others, read_so: read_so.clone() };
                if !cost.checked.is_empty() {
                    cost.report(questions, report);
                }
            }
        }
    }
}

/// Returns who can be put out of office by some votes, each time with the states under the readings under which it is these.
fn checked(
    model: &Model,
    asked: &Asked<'_, '_>,
    votes: &[EventId],
) -> Result<Vec<(BTreeSet<InstitutionId>, Set)>, Exceeded> {
    let mut all = vec![(BTreeSet::new(), asked.space.all())];
    let offices: BTreeSet<InstitutionId> = votes.iter().flat_map(|&id| can_vacate(model, id)).collect();
    for office in offices {
        let mut out = asked.space.none();
        for &id in votes.iter().filter(|&&id| can_vacate(model, id).any(|one| one == office)) {
            out = asked.space.or(&out, &vacating(model, asked, id, office)?)?;
        }
        let mut next = Vec::new();
        for (checked, under) in all {
            let without = asked.elsewhere(&under, &out)?;
            let with = asked.space.diff(&under, &without)?;
            let more: BTreeSet<InstitutionId> = checked.iter().copied().chain([office]).collect();
            next.extend([(checked, without), (more, with)]);
        }
        next.retain(|(_, under)| !asked.space.is_empty(under));
        all = next;
    }
    Ok(all)
}

/// The acts and lapses of a procedure.
fn own<'m>(model: &'m Model, matter: &'m Matter) -> impl Iterator<Item = EventId> + 'm {
    let events = model.numbered_events().filter(|(_, event)| event.kind != EventKind::Automatic);
    events.filter(move |(_, event)| is_own(matter, event)).map(|(id, _)| id)
}

fn is_carried(model: &Model, matter: &Matter, id: EventId) -> bool {
    let event = model.event(id);
    event.result == Some(VoteResult::Carried) && matter.steps.contains(&event.rule)
}

/// Who can be put out of office by an event or by what the law adds, as far as their status alone tells.
fn can_vacate(model: &Model, id: EventId) -> impl Iterator<Item = InstitutionId> + '_ {
    let happens = move |event: &&Event| event.kind == EventKind::Automatic || **event == *model.event(id);
    let offices = model.institutions.iter().enumerate();
    let vacated = offices.filter(move |(_, office)| {
        let Some((field, filled)) = filled(model, office) else { return false };
        let mut events = model.events.iter().filter(happens);
        events.any(|event| event.changes(field, filled).any(|(_, new)| office.vacant.contains(new)))
    });
    let vacated = vacated.map(|(index, _)| InstitutionId(index as u32));
    vacated.chain(model.event(id).replaces.iter().copied())
}

/// Returns the field with the status of an office, and the values in which somebody is in office.
fn filled(model: &Model, office: &Institution) -> Option<(FieldId, ValueSet)> {
    let field = office.status?;
    Some((field, office.vacant.complement(model.fields[field.index()].size.into())))
}

/// The states in which an event puts somebody out of office, by itself or with what the law adds.
fn vacating(
    model: &Model,
    asked: &Asked<'_, '_>,
    id: EventId,
    office: InstitutionId,
) -> Result<Set, Exceeded> {
    if model.event(id).replaces.contains(&office) {
        return asked.space.pre(&asked.space.all(), id);
    }
    let office = &model.institutions[office.index()];
    let Some((field, filled)) = filled(model, office) else { return Ok(asked.space.none()) };
    let after = asked.space.field_in(field, office.vacant)?;
    asked.space.and(&asked.space.field_in(field, filled)?, &asked.space.pre(&after, id)?)
}

/// What a check of others may cost somebody.
struct Cost<'m> {
    model: &'m Model,
    matter: &'m Matter,
    loses: InstitutionId,
    /// Who can be put out of office by the procedure: the others.
    checked: BTreeSet<InstitutionId>,
    /// The states under the readings under which it is these.
    read_so: Set,
}

impl Cost<'_> {
    /// Reports those failures that can come about, with the story of the nearest.
    fn report(&self, questions: &mut Questions<'_>, report: &mut Report) {
        let (model, settings, rule) = (questions.model, questions.settings, self.matter.rule);
        let mut noted = Report::default();
        let found = questions.ask(report, Code::SelfPunishingCheck, Some(rule), |_, asked| {
            let mut possible = asked.space.none();
            let mut happen: Vec<EventId> = Vec::new();
            for id in own(model, self.matter).filter(|&id| self.may_cost(id)) {
                let here = asked.space.and(&self.failing(asked, id)?, &self.read_so)?;
                if !asked.never(&here)? {
                    possible = asked.space.or(&possible, &here)?;
                    happen.push(id);
                }
            }
            // A step of several rows fails in one way.
            let mut seen = BTreeSet::new();
            let way = |id: EventId| (model.event(id).rule, model.event(id).kind, model.event(id).result);
            let failures: Vec<EventId> = happen.iter().copied().filter(|&id| seen.insert(way(id))).collect();
            let Some(&checked) = self.checked.first().filter(|_| !failures.is_empty()) else {
                return Ok(None);
            };
            let rules: BTreeSet<RuleId> = failures.iter().map(|&id| model.event(id).rule).collect();
            let draft = Draft {
                code: Code::SelfPunishingCheck,
                severity: Severity::Warning,
                subject: Subject::CostlyCheck { procedure: rule, failures, loses: self.loses, checked },
                holders: vec![self.loses],
                rules: [rule].into_iter().chain(rules).collect(),
            };
            let then = |fields: &[u8]| {
                let next = happen.iter().find(|&&id| self.fails(id, fields));
                next.map(|&id| vec![id])
            };
            asked.finding_then(settings, &mut noted, model, &possible, Some(&then), draft)
        });
        report.undecided.append(&mut noted.undecided);
        report.findings.extend(found.flatten());
    }

    /// Tells whether an event may be such a failure. That somebody misses a deadline is another matter.
    fn may_cost(&self, id: EventId) -> bool {
        let event = self.model.event(id);
        let vacated = || can_vacate(self.model, id).any(|office| office == self.loses);
        event.breach.is_none() && (event.unseats.contains(&self.loses) || vacated())
    }

    /// The states in which an event costs him office or seats, and is no success of the check.
    fn failing(&self, asked: &Asked<'_, '_>, id: EventId) -> Result<Set, Exceeded> {
        let model = self.model;
        let mut failing = match model.event(id).unseats.contains(&self.loses) {
            true => asked.space.pre(&asked.space.all(), id)?,
            false => vacating(model, asked, id, self.loses)?,
        };
        let is_vote = is_carried(model, self.matter, id);
        for office in can_vacate(model, id).filter(|office| is_vote || self.checked.contains(office)) {
            failing = asked.space.diff(&failing, &vacating(model, asked, id, office)?)?;
        }
        Ok(failing)
    }

    /// As [`Cost::failing`], in one state.
    fn fails(&self, id: EventId, fields: &[u8]) -> bool {
        let Some((next, _)) = step::successor(self.model, id, fields) else { return false };
        let replaces = &self.model.event(id).replaces;
        let vacated = |office: InstitutionId| {
            if replaces.contains(&office) {
                return true;
            }
            let office = &self.model.institutions[office.index()];
            let is_vacant = |fields: &[u8]| {
                office.status.is_some_and(|field| office.vacant.contains(fields[field.index()]))
            };
            !is_vacant(fields) && is_vacant(&next)
        };
        let is_vote = is_carried(self.model, self.matter, id);
        let succeeds = can_vacate(self.model, id)
            .any(|office| (is_vote || self.checked.contains(&office)) && vacated(office));
        let costs = self.model.event(id).unseats.contains(&self.loses) || vacated(self.loses);
        costs && !succeeds
    }
}
