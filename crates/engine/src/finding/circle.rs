//! G1: offices that can only be filled with one another.

use super::office::gives_a_holder;
use super::question::Questions;
use super::{Code, Evidence, Finding, Report, Severity, Subject, Under, reading};
use crate::model::{Disjunction, Event, EventKind, InstitutionId, Model, RuleId};
use crate::search::Exceeded;
use crate::symbolic::{Set, Space};
use std::collections::{BTreeMap, BTreeSet};

/// Supposes that all offices and bodies that can be empty are empty, and asks which can be filled first, and next. What is never
/// filled needs something that is never filled; of those the shortest circle is shown, and for readings under which it is none
/// the shortest there.
pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let model = questions.model;
    let circles = questions.ask(report, Code::CircularDependency, None, |model, asked| {
        let offices = Offices::new(model, asked.space)?;
        let mut open = asked.space.all();
        let mut circles = Vec::new();
        while let Some(circle) = offices.shortest(&open)? {
            let readings = offices.needing_each_other(&circle)?;
            open = asked.space.diff(&open, &readings)?;
            circles.push((circle, Under::these(asked.space.readings(&readings)?)));
        }
        Ok(circles)
    });
    for (offices, under) in circles.into_iter().flatten() {
        let says_more = |finding: &Finding| {
            let is_lost = matches!(finding.subject, Subject::Empty { institution, for_ever: true } if offices.contains(&institution));
            is_lost && (finding.under == Under::All || finding.under == under)
        };
        if report.findings.iter().any(says_more) {
            continue;
        }
        let rules: BTreeSet<RuleId> =
            offices.iter().flat_map(|&id| fillers(model, id)).map(|event| event.rule).collect();
        report.findings.push(Finding {
            code: Code::CircularDependency,
            severity: Severity::Note,
            holders: offices.clone(),
            subject: Subject::NeedEachOther { offices },
            rules: rules.into_iter().collect(),
            evidence: Evidence::Text,
            under,
            searched: None,
            more: Vec::new(),
            consequences: Vec::new(),
        });
    }
}

/// The offices and bodies that can be empty, and the readings under which each is never filled if all are empty.
struct Offices<'a, 'q> {
    model: &'a Model,
    space: &'a Space<'q>,
    never_filled: BTreeMap<InstitutionId, Set>,
}

impl<'a, 'q> Offices<'a, 'q> {
    fn new(model: &'a Model, space: &'a Space<'q>) -> Result<Self, Exceeded> {
        let ids = (0..model.institutions.len() as u32).map(InstitutionId);
        let can_be_empty = |id: &InstitutionId| {
            let office = &model.institutions[id.index()];
            office.status.is_some() && !office.vacant.is_empty()
        };
        let mut offices = Offices {
            model,
            space,
            never_filled: ids.filter(can_be_empty).map(|id| (id, space.all())).collect(),
        };
        let empty: Vec<InstitutionId> = offices.never_filled.keys().copied().collect();
        loop {
            let mut is_settled = true;
            for &id in &empty {
                let mut rest = offices.never_filled[&id].clone();
                for event in giving_a_holder(model, id) {
                    let mut fills = offices.read_so(event)?;
                    for needed in
                        needs(model, event).iter().filter_map(|needed| offices.never_filled.get(needed))
                    {
                        fills = space.diff(&fills, needed)?;
                    }
                    rest = space.diff(&rest, &fills)?;
                }
                is_settled &= rest == offices.never_filled[&id];
                offices.never_filled.insert(id, rest);
            }
            if is_settled {
                return Ok(offices);
            }
        }
    }

    /// The readings under which an event can happen at all.
    fn read_so(&self, event: &Event) -> Result<Set, Exceeded> {
        self.space.set(&Disjunction(vec![reading::options_of_event(self.model, event)]))
    }

    /// Returns the shortest circle of needs that there is under some of these readings.
    fn shortest(&self, open: &Set) -> Result<Option<Vec<InstitutionId>>, Exceeded> {
        let mut shortest: Option<Vec<InstitutionId>> = None;
        for &start in self.never_filled.keys() {
            let circle = self.circle(open, start)?;
            shortest = shortest.into_iter().chain(circle).min_by_key(Vec::len);
        }
        Ok(shortest)
    }

    /// Returns the shortest circle of needs through an office.
    fn circle(&self, open: &Set, start: InstitutionId) -> Result<Option<Vec<InstitutionId>>, Exceeded> {
        let space = self.space;
        let mut paths = vec![(vec![start], space.and(open, &self.never_filled[&start])?)];
        let mut seen: BTreeMap<InstitutionId, Set> = BTreeMap::new();
        while !paths.is_empty() {
            let mut longer = Vec::new();
            for (path, readings) in paths {
                for event in fillers(self.model, path[path.len() - 1]) {
                    let readings = space.and(&readings, &self.read_so(event)?)?;
                    for next in needs(self.model, event) {
                        if next == start && !space.is_empty(&readings) {
                            return Ok(Some(path));
                        }
                        let Some(never) = self.never_filled.get(&next) else { continue };
                        let known = seen.entry(next).or_insert_with(|| space.none());
                        let new = space.diff(&space.and(&readings, never)?, known)?;
                        if !space.is_empty(&new) {
                            *known = space.or(known, &new)?;
                            longer.push(([path.as_slice(), &[next]].concat(), new));
                        }
                    }
                }
            }
            paths = longer;
        }
        Ok(None)
    }

    /// Returns the readings under which each of these, none of which is ever filled, needs the next, and the last the first.
    fn needing_each_other(&self, circle: &[InstitutionId]) -> Result<Set, Exceeded> {
        let mut readings = self.space.all();
        for (&id, next) in circle.iter().zip(circle.iter().cycle().skip(1)) {
            let mut needs_next = self.space.none();
            for event in fillers(self.model, id).filter(|event| needs(self.model, event).contains(next)) {
                needs_next = self.space.or(&needs_next, &self.read_so(event)?)?;
            }
            readings = self.space.and(&readings, &self.space.and(&self.never_filled[&id], &needs_next)?)?;
        }
        Ok(readings)
    }
}

fn fillers(model: &Model, id: InstitutionId) -> impl Iterator<Item = &Event> {
    giving_a_holder(model, id).filter(|event| event.kind != EventKind::Lapse)
}

/// All events that fill it, those of time among them.
fn giving_a_holder(model: &Model, id: InstitutionId) -> impl Iterator<Item = &Event> {
    let office = &model.institutions[id.index()];
    let filled =
        move |event: &&Event| office.status.is_some_and(|field| gives_a_holder(event, field, office.vacant));
    model.events.iter().filter(filled)
}

fn needs(model: &Model, event: &Event) -> BTreeSet<InstitutionId> {
    event.holder.needed(model).into_iter().collect()
}
