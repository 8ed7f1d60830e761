//! What an event changes: effects to value maps, with one branch for each case that a map cannot express.

use super::condition::{Dnf, both};
use super::layout::{Position, TimeMode, filled};
use super::{Lowering, engine_id, field_in};
use crate::resolved::{CounterId, Effect, InstitutionId, KindId, Mark, ProcedureId, Scope, StageId, StepId};
use crate::surface::{Status, Which};
use solon_engine::model::{Effect as MapEffect, FieldId, ValueSet};
use std::collections::{BTreeMap, BTreeSet};

/// Something that starts clocks, sets flags and empties counters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trigger {
    /// A step was taken, or this stage entered.
    Mark(Mark),
    /// A matter of the procedure entered some stage.
    Entered(ProcedureId),
    /// A co-actor did his part in a matter of the procedure.
    GateMoved(ProcedureId),
    /// A matter of the procedure was opened.
    Opened(ProcedureId),
    /// The institution got a holder.
    Filled(InstitutionId),
}

/// One case of what an event changes, and when it is that case.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub(crate) when: Dnf,
    pub(crate) maps: BTreeMap<FieldId, Vec<u8>>,
    pub(crate) marks: BTreeSet<Trigger>,
    pub(crate) unseats: BTreeSet<InstitutionId>,
    pub(crate) replaces: BTreeSet<InstitutionId>,
}

/// Effects that set each other off deeper than this are cut; a check reports circles.
const DEPTH: u8 = 8;

impl Branch {
    pub(crate) fn new() -> Branch {
        Branch {
            when: super::condition::always(),
            maps: BTreeMap::new(),
            marks: BTreeSet::new(),
            unseats: BTreeSet::new(),
            replaces: BTreeSet::new(),
        }
    }

    pub(crate) fn effects(&self) -> Vec<MapEffect> {
        self.maps.iter().map(|(&field, map)| MapEffect { field, map: map.clone() }).collect()
    }
}

impl Lowering<'_> {
    fn size(&self, field: FieldId) -> usize {
        usize::from(self.layout.fields[field.index()].size)
    }

    /// Changes a field after what the branch does to it already.
    pub(crate) fn map(&self, branch: &mut Branch, field: FieldId, change: impl Fn(u8) -> u8) {
        let size = self.size(field);
        let map = branch.maps.entry(field).or_insert_with(|| (0..size as u8).collect());
        for value in map {
            *value = change(*value);
        }
    }

    /// Cuts a branch in two: where the field, after what the branch does to it, lies in the set, and where not.
    fn split(&self, branch: Branch, field: FieldId, values: ValueSet) -> (Option<Branch>, Option<Branch>) {
        let size = self.size(field);
        let before: ValueSet = (0..size as u8)
            .filter(|&value| {
                let now = branch.maps.get(&field).map_or(value, |map| map[usize::from(value)]);
                values.contains(now)
            })
            .collect();
        let part = |values: ValueSet| {
            let when = if values == ValueSet::all(size) {
                branch.when.clone()
            } else if values.is_empty() {
                Vec::new()
            } else {
                both(branch.when.clone(), &vec![vec![field_in(field, values)]])
            };
            (!when.is_empty()).then(|| Branch { when, ..branch.clone() })
        };
        (part(before), part(before.complement(size)))
    }

    /// Lets a matter enter a stage from the positions that `moves` accepts; others stay.
    pub(crate) fn enter(
        &mut self,
        mut branch: Branch,
        procedure: ProcedureId,
        stage: StageId,
        moves: impl Fn(&Position) -> bool,
        link: Option<Option<u8>>,
        depth: u8,
    ) -> Vec<Branch> {
        let places = self.layout.procedures[procedure.0].clone();
        self.map(&mut branch, places.field, |value| {
            let at = places.positions[usize::from(value)];
            if !moves(&at) {
                return value;
            }
            let link = link.unwrap_or(at.link);
            let target = |link| Position { stage: Some(stage), gate: None, mode: TimeMode::OnTime(0), link };
            places
                .value(target(link))
                .or_else(|| {
                    let any = |at: &&Position| {
                        at.stage == Some(stage) && at.gate.is_none() && at.mode == TimeMode::OnTime(0)
                    };
                    places.positions.iter().find(any).and_then(|&at| places.value(at))
                })
                .unwrap_or(value)
        });
        branch.marks.insert(Trigger::Entered(procedure));
        branch.marks.insert(Trigger::Mark(Mark::Stage(procedure, stage)));
        let effects = self.constitution.procedures[procedure.0].stages[stage.0].enter.clone();
        self.effects(vec![branch], &effects, procedure, depth)
    }

    /// Opens a matter: its kinds, counters and flags are cleared, and what was about an earlier one falls away.
    pub(crate) fn open(&self, branch: &mut Branch, procedure: ProcedureId) {
        branch.marks.insert(Trigger::Opened(procedure));
        for &kind in &self.layout.kinds[procedure.0] {
            self.map(branch, kind, |_| 0);
        }
        for (role, _) in &self.layout.roles[procedure.0] {
            self.map(branch, *role, |_| 0);
        }
        for (index, other) in self.constitution.procedures.iter().enumerate() {
            let link = other.about.iter().position(|about| *about == procedure);
            if let Some(link) = link
                && other.initial.is_none()
            {
                let places = &self.layout.procedures[index];
                self.map(branch, places.field, |value| {
                    let about = places.positions[usize::from(value)].link == Some(link as u8);
                    if about && places.open().contains(value) { 0 } else { value }
                });
            }
        }
    }

    /// Gives a matter kinds.
    pub(crate) fn mark_kinds(&self, branch: &mut Branch, procedure: ProcedureId, kinds: &[KindId]) {
        for kind in kinds {
            self.map(branch, self.layout.kinds[procedure.0][kind.0], |_| 1);
        }
    }

    /// Applies effects one after the other, as steps of a matter of `own`.
    pub(crate) fn effects(
        &mut self,
        branches: Vec<Branch>,
        effects: &[Effect],
        own: ProcedureId,
        depth: u8,
    ) -> Vec<Branch> {
        if depth > DEPTH {
            return branches;
        }
        effects.iter().fold(branches, |branches, effect| {
            branches.into_iter().flat_map(|branch| self.effect(branch, effect, own, depth + 1)).collect()
        })
    }

    fn effect(&mut self, mut branch: Branch, effect: &Effect, own: ProcedureId, depth: u8) -> Vec<Branch> {
        match effect {
            Effect::Start(procedure, stage, about) => {
                let link = about.then(|| self.link(*procedure, own)).flatten();
                let resolved = &self.constitution.procedures[procedure.0];
                if resolved.initial.is_some() {
                    return self.enter(branch, *procedure, *stage, |_| true, None, depth);
                }
                let places = self.layout.procedures[procedure.0].clone();
                let (starts, stays) = if resolved.single {
                    self.split(branch, places.field, places.closed)
                } else {
                    (Some(branch), None)
                };
                let mut all: Vec<Branch> = stays.into_iter().collect();
                if let Some(mut branch) = starts {
                    self.open(&mut branch, *procedure);
                    all.extend(self.enter(branch, *procedure, *stage, |_| true, Some(link), depth));
                }
                all
            }
            Effect::Move(procedure, stage, which) => {
                let (touched, branch) = self.touched(branch, *procedure, which, own);
                let Some(touched) = touched else { return vec![branch] };
                let field = self.layout.procedures[procedure.0].field;
                let (moves, stays) = self.split(branch, field, touched);
                let mut all: Vec<Branch> = stays.into_iter().collect();
                if let Some(branch) = moves {
                    all.extend(self.enter(branch, *procedure, *stage, |_| true, None, depth));
                }
                all
            }
            Effect::Abort(procedure, which) => {
                let (touched, mut branch) = self.touched(branch, *procedure, which, own);
                if let Some(touched) = touched
                    && self.constitution.procedures[procedure.0].initial.is_none()
                {
                    let field = self.layout.procedures[procedure.0].field;
                    self.map(&mut branch, field, |value| if touched.contains(value) { 0 } else { value });
                }
                vec![branch]
            }
            Effect::Set(institution, status) => {
                self.set(&mut branch, *institution, status);
                vec![branch]
            }
            Effect::Unseat(body) => {
                branch.unseats.insert(*body);
                vec![branch]
            }
            Effect::Replace(institution) => {
                branch.replaces.insert(*institution);
                vec![branch]
            }
            Effect::CountUp(procedure, counter) => {
                let field = self.layout.counters[procedure.0][counter.0];
                let largest = self.size(field) as u8 - 1;
                self.map(&mut branch, field, |value| (value + 1).min(largest));
                vec![branch]
            }
            Effect::Reset(procedure, counter) => {
                self.map(&mut branch, self.layout.counters[procedure.0][counter.0], |_| 0);
                vec![branch]
            }
            Effect::Put(param, n) => {
                let range = &self.constitution.params[param.0].range;
                if let (Some(&field), Some(value)) =
                    (self.layout.params.get(param), range.iter().position(|known| known == n))
                {
                    self.map(&mut branch, field, |_| value as u8);
                }
                vec![branch]
            }
            Effect::Assert(fact, value) => {
                self.map(&mut branch, self.layout.facts[fact.0], |_| u8::from(*value));
                vec![branch]
            }
            Effect::Unmark(kind) => {
                self.map(&mut branch, self.layout.kinds[own.0][kind.0], |_| 0);
                vec![branch]
            }
            Effect::Extend(_) => {
                let places = self.layout.procedures[own.0].clone();
                self.map(&mut branch, places.field, |value| {
                    let at = places.positions[usize::from(value)];
                    let TimeMode::OnTime(n) = at.mode else { return value };
                    places.value(Position { mode: TimeMode::OnTime(n + 1), ..at }).unwrap_or(value)
                });
                vec![branch]
            }
        }
    }

    /// Gives an institution a status.
    pub(crate) fn set(&self, branch: &mut Branch, institution: InstitutionId, status: &Status) {
        if let (Some(field), Some(value)) =
            (self.layout.statuses[institution.0].0, self.layout.status_value(institution, status))
        {
            self.map(branch, field, |_| value);
        }
        if *status == filled(&self.constitution.institutions[institution.0].kind) {
            branch.marks.insert(Trigger::Filled(institution));
        }
    }

    /// Which position of a procedure's "about" list another procedure is.
    pub(crate) fn link(&self, procedure: ProcedureId, about: ProcedureId) -> Option<u8> {
        let list = &self.constitution.procedures[procedure.0].about;
        list.iter().position(|known| *known == about).map(|link| link as u8)
    }

    /// The positions of a procedure's matters that an effect touches; the branch may be narrowed by its own link.
    fn touched(
        &self,
        branch: Branch,
        procedure: ProcedureId,
        which: &Which,
        own: ProcedureId,
    ) -> (Option<ValueSet>, Branch) {
        let places = &self.layout.procedures[procedure.0];
        let open = places.open();
        if *which == Which::All {
            return (Some(open), branch);
        }
        if let Some(link) = self.link(procedure, own) {
            return (Some(places.values(|at| at.link == Some(link)).and(open)), branch);
        }
        // This matter is about that one: it must be the one that it is about.
        let Some(link) = self.link(own, procedure) else { return (None, branch) };
        let here = &self.layout.procedures[own.0];
        let linked =
            here.values(|at| at.link == Some(link) || self.constitution.procedures[own.0].about.len() == 1);
        match self.split(branch.clone(), here.field, linked) {
            (Some(narrowed), None) => (Some(open), narrowed),
            // Several links: the condition on this matter's position has picked one row per link.
            (Some(_), Some(_)) => (Some(open), branch),
            (None, _) => (None, branch),
        }
    }

    /// Returns the flag "taken in the present matter" of a step, and makes it at its first use.
    pub(crate) fn happened(&mut self, procedure: ProcedureId, step: StepId) -> FieldId {
        let meaning = crate::origins::FieldMeaning::Happened(procedure, step);
        if let Some(index) = self.layout.meanings.iter().position(|known| *known == meaning) {
            return FieldId(index as u32);
        }
        let field = self.add_field(2, meaning);
        self.on_trigger.push((Trigger::Mark(Mark::Step(procedure, step)), field, 1));
        self.on_trigger.push((Trigger::Opened(procedure), field, 0));
        field
    }

    /// When the counters of a procedure start anew.
    pub(crate) fn kind_triggers(&mut self, procedure: ProcedureId) {
        let counters = self.constitution.procedures[procedure.0].counters.clone();
        for (index, counter) in counters.iter().enumerate() {
            let field = self.layout.counters[procedure.0][CounterId(index).0];
            self.restart(&counter.per, procedure, field);
        }
    }

    /// Empties a counter's field whenever its scope begins anew.
    pub(crate) fn restart(&mut self, scope: &Scope, procedure: ProcedureId, field: FieldId) {
        match scope {
            Scope::Matter => self.on_trigger.push((Trigger::Opened(procedure), field, 0)),
            Scope::Each(other, step) => {
                self.on_trigger.push((Trigger::Mark(Mark::Step(*other, *step)), field, 0))
            }
            Scope::Procedure | Scope::Years(_) => {}
        }
    }

    pub(crate) fn engine_bodies(bodies: &BTreeSet<InstitutionId>) -> Vec<solon_engine::model::InstitutionId> {
        bodies.iter().map(|body| engine_id(*body)).collect()
    }
}
