//! The fields of a state: positions of matters, statuses, kinds, facts, parameters, counters, readings.

use super::Setting;
use crate::origins::FieldMeaning;
use crate::resolved::{
    ChoiceId, Constitution, Effect, Guard, InstitutionId, ParamId, ProcedureId, Silence, StageId, StepId,
};
use crate::surface::{ChoiceKind, End, InstitutionKind, Late, Status};
use solon_engine::model::{Field, FieldId, ValueSet};
use std::collections::BTreeMap;

/// Where a matter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Its stage; `None` before the first one.
    pub stage: Option<StageId>,
    /// Of a step with co-actors: how many of them have done their part.
    pub gate: Option<(StepId, u8)>,
    /// What became of the stage's period.
    pub mode: TimeMode,
    /// Which of the procedures that its procedure can be about it is about.
    pub link: Option<u8>,
}

/// What became of a stage's period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeMode {
    /// It runs, so many times extended; or there is none.
    OnTime(u8),
    /// It has passed; late acts count.
    Late,
    /// It has passed; acts have no effect.
    Closed,
    /// It has passed; this step alone is open.
    Passed(StepId),
}

/// The positions of one procedure.
#[derive(Clone, Debug)]
pub struct Places {
    /// The field that holds the position.
    pub field: FieldId,
    /// By value of the field.
    pub positions: Vec<Position>,
    /// No matter is open.
    pub closed: ValueSet,
    /// The last matter has ended.
    pub ended: ValueSet,
    /// The last matter has ended without its result.
    pub without_result: ValueSet,
    index: BTreeMap<Position, u8>,
}

impl Places {
    /// Returns the value of a position.
    pub fn value(&self, position: Position) -> Option<u8> {
        self.index.get(&position).copied()
    }

    /// Returns the values of all positions that `accepts`.
    pub fn values(&self, accepts: impl Fn(&Position) -> bool) -> ValueSet {
        self.positions
            .iter()
            .enumerate()
            .filter(|(_, at)| accepts(at))
            .map(|(value, _)| value as u8)
            .collect()
    }

    /// Returns the values of all positions at a stage.
    pub fn at_stage(&self, stage: StageId) -> ValueSet {
        self.values(|at| at.stage == Some(stage))
    }

    /// Returns the positions whose period has passed without a result.
    pub fn overdue(&self) -> ValueSet {
        self.values(|at| !matches!(at.mode, TimeMode::OnTime(_)))
    }

    /// Returns the positions of open matters.
    pub fn open(&self) -> ValueSet {
        self.closed.complement(self.positions.len())
    }
}

/// All fields and what they stand for.
#[derive(Clone, Debug)]
pub struct Layout {
    pub(crate) fields: Vec<Field>,
    pub(crate) meanings: Vec<FieldMeaning>,
    pub(crate) procedures: Vec<Places>,
    /// The statuses that a field's values stand for; no field if the status never changes.
    pub(crate) statuses: Vec<(Option<FieldId>, Vec<Status>)>,
    pub(crate) kinds: Vec<Vec<FieldId>>,
    pub(crate) counters: Vec<Vec<FieldId>>,
    /// Per procedure and role: the field and the bodies that its values stand for (0: none yet).
    pub(crate) roles: Vec<Vec<(FieldId, Vec<InstitutionId>)>>,
    pub(crate) facts: Vec<FieldId>,
    pub(crate) params: BTreeMap<ParamId, FieldId>,
    pub(crate) readings: BTreeMap<ChoiceId, FieldId>,
    pub(crate) silences: BTreeMap<(ProcedureId, StageId), FieldId>,
}

impl Layout {
    pub(crate) fn new(constitution: &Constitution, setting: &Setting) -> Layout {
        let mut layout = Layout {
            fields: Vec::new(),
            meanings: Vec::new(),
            procedures: Vec::new(),
            statuses: Vec::new(),
            kinds: Vec::new(),
            counters: Vec::new(),
            roles: Vec::new(),
            facts: Vec::new(),
            params: BTreeMap::new(),
            readings: BTreeMap::new(),
            silences: BTreeMap::new(),
        };
        for (index, choice) in constitution.choices.iter().enumerate() {
            let id = ChoiceId(index);
            if choice.kind == ChoiceKind::Reading && !setting.options.contains_key(&id) {
                let size = choice.options.len().max(1);
                let field = Field { size: size as u8, initial: ValueSet::all(size) };
                let field = layout.add(field, FieldMeaning::Reading(id));
                layout.readings.insert(id, field);
            }
        }
        for index in 0..constitution.institutions.len() {
            layout.add_status(constitution, InstitutionId(index));
        }
        for index in 0..constitution.procedures.len() {
            layout.add_procedure(constitution, setting, ProcedureId(index));
        }
        for (index, fact) in constitution.facts.iter().enumerate() {
            let field = Field { size: 2, initial: ValueSet::one(u8::from(fact.initial)) };
            let field = layout.add(field, FieldMeaning::Fact(crate::resolved::FactId(index)));
            layout.facts.push(field);
        }
        for (index, param) in constitution.params.iter().enumerate() {
            let id = ParamId(index);
            if param.range.len() > 1 {
                let value = setting.params.get(&id).copied().unwrap_or(param.value);
                let initial = param.range.iter().position(|&known| known == value).unwrap_or(0);
                let field = Field { size: param.range.len() as u8, initial: ValueSet::one(initial as u8) };
                let field = layout.add(field, FieldMeaning::Param(id));
                layout.params.insert(id, field);
            }
        }
        layout
    }

    pub(crate) fn add(&mut self, field: Field, meaning: FieldMeaning) -> FieldId {
        self.fields.push(field);
        self.meanings.push(meaning);
        FieldId(self.fields.len() as u32 - 1)
    }

    /// Returns an institution's status field with the values in which it can act, and in which it is empty.
    pub(crate) fn status(&self, id: InstitutionId) -> (Option<FieldId>, ValueSet, ValueSet) {
        let (field, statuses) = &self.statuses[id.0];
        let set = |accepts: fn(&Status) -> bool| {
            statuses
                .iter()
                .enumerate()
                .filter(|(_, status)| accepts(status))
                .map(|(value, _)| value as u8)
                .collect()
        };
        (*field, set(is_able), set(is_empty))
    }

    /// Returns the value of a status in the institution's field.
    pub(crate) fn status_value(&self, id: InstitutionId, status: &Status) -> Option<u8> {
        self.statuses[id.0].1.iter().position(|known| known == status).map(|value| value as u8)
    }

    fn add_status(&mut self, constitution: &Constitution, id: InstitutionId) {
        let institution = &constitution.institutions[id.0];
        let mut used = vec![institution.initial.clone()];
        for_each_status(constitution, &mut |other, status| {
            if other == id && !used.contains(status) {
                used.push(status.clone());
            }
        });
        used[1..].sort_by_key(|status| status.clone() as u8);
        let field = (used.len() > 1).then(|| {
            let field = Field { size: used.len() as u8, initial: ValueSet::one(0) };
            self.add(field, FieldMeaning::Status(id))
        });
        self.statuses.push((field, used));
    }

    fn add_procedure(&mut self, constitution: &Constitution, setting: &Setting, id: ProcedureId) {
        let procedure = &constitution.procedures[id.0];
        let mut positions = positions(constitution, id);
        positions.truncate(ValueSet::MAX_VALUES);
        let index: BTreeMap<Position, u8> =
            positions.iter().enumerate().map(|(value, &position)| (position, value as u8)).collect();
        let on_time =
            |stage| Position { stage: Some(stage), gate: None, mode: TimeMode::OnTime(0), link: None };
        let initial = match procedure.initial {
            Some(stage) => index.get(&on_time(stage)).or_else(|| {
                let first = |at: &&Position| at.stage == Some(stage) && at.gate.is_none();
                positions.iter().find(first).and_then(|at| index.get(at))
            }),
            None => Some(&0),
        };
        let field =
            Field { size: positions.len() as u8, initial: ValueSet::one(initial.copied().unwrap_or(0)) };
        let field = self.add(field, FieldMeaning::Matter(id));
        let is_end = |at: &Position| at.stage.is_some_and(|stage| procedure.stages[stage.0].end.is_some());
        let none = ValueSet::EMPTY;
        let places = Places { field, positions, closed: none, ended: none, without_result: none, index };
        let ended = places.values(is_end);
        let closed = places.values(|at| is_end(at) || (at.stage.is_none() && at.gate.is_none()));
        let fails = |end: &End| *end != End::Done;
        let without_result = places.values(|at| {
            at.stage.is_some_and(|stage| procedure.stages[stage.0].end.as_ref().is_some_and(fails))
        });
        self.procedures.push(Places { ended, closed, without_result, ..places });

        for (stage, resolved) in procedure.stages.iter().enumerate() {
            if silences(resolved).any(|silence| silence == Silence::NotStated) {
                let stage = StageId(stage);
                let initial = match setting.late.get(&(id, stage)) {
                    None => ValueSet::all(2),
                    Some(Late::Valid) => ValueSet::one(0),
                    Some(Late::Void) => ValueSet::one(1),
                };
                let field = self.add(Field { size: 2, initial }, FieldMeaning::Silence(id, stage));
                self.silences.insert((id, stage), field);
            }
        }
        let flag = Field { size: 2, initial: ValueSet::one(0) };
        let kinds = (0..procedure.kinds.len())
            .map(|kind| self.add(flag.clone(), FieldMeaning::Kind(id, crate::resolved::KindId(kind))))
            .collect();
        self.kinds.push(kinds);
        let counters = procedure
            .counters
            .iter()
            .enumerate()
            .map(|(counter, resolved)| {
                let field = Field { size: resolved.upto.saturating_add(1), initial: ValueSet::one(0) };
                self.add(field, FieldMeaning::Counter(id, crate::resolved::CounterId(counter)))
            })
            .collect();
        self.counters.push(counters);
        let roles = (0..procedure.roles.len())
            .map(|role| {
                let role = crate::resolved::RoleId(role);
                let mut bodies: Vec<InstitutionId> = procedure
                    .steps
                    .iter()
                    .flat_map(|step| &step.bind)
                    .filter(|(bound, _)| *bound == role)
                    .map(|&(_, body)| body)
                    .collect();
                bodies.sort();
                bodies.dedup();
                let field = Field { size: bodies.len() as u8 + 1, initial: ValueSet::one(0) };
                (self.add(field, FieldMeaning::Role(id, role)), bodies)
            })
            .collect();
        self.roles.push(roles);
    }
}

pub(crate) fn is_able(status: &Status) -> bool {
    matches!(status, Status::InOffice | Status::Acting | Status::Sitting)
}

pub(crate) fn is_empty(status: &Status) -> bool {
    matches!(status, Status::Vacant | Status::Dissolved)
}

/// The status of an institution that has a holder and can act.
pub(crate) fn filled(kind: &InstitutionKind) -> Status {
    if *kind == InstitutionKind::Chamber { Status::Sitting } else { Status::InOffice }
}

/// The status of an institution without a holder.
pub(crate) fn emptied(kind: &InstitutionKind) -> Status {
    if *kind == InstitutionKind::Chamber { Status::Dissolved } else { Status::Vacant }
}

/// All ways in which a stage's silence can end.
pub(crate) fn silences(stage: &crate::resolved::Stage) -> impl Iterator<Item = Silence> {
    stage.on_silence.iter().flatten().map(|(_, silence)| *silence)
}

/// Lists the positions that a matter can take; position 0 is "none yet" unless the procedure always stands open.
fn positions(constitution: &Constitution, id: ProcedureId) -> Vec<Position> {
    let procedure = &constitution.procedures[id.0];
    let mut links: Vec<Option<u8>> = (0..procedure.about.len()).map(|about| Some(about as u8)).collect();
    if links.is_empty() || starts_unlinked(constitution, id) || procedure.initial.is_some() {
        links.insert(0, None);
    }
    let events = |step: StepId| {
        procedure.steps[step.0]
            .gates
            .iter()
            .filter(|gate| gate.kind != crate::resolved::GateKind::Presence)
            .count() as u8
    };
    let gates_of = |steps: &mut dyn Iterator<Item = StepId>| {
        let mut gates = vec![None];
        for step in steps {
            gates.extend((1..=events(step)).map(|done| Some((step, done))));
        }
        gates
    };
    let all = || (0..procedure.steps.len()).map(StepId);
    let mut positions = Vec::new();
    if procedure.initial.is_none() {
        positions.push(Position { stage: None, gate: None, mode: TimeMode::OnTime(0), link: None });
    }
    for &link in &links {
        let mut openers =
            all().filter(|step| procedure.steps[step.0].from.is_none() && procedure.initial.is_none());
        for gate in gates_of(&mut openers).into_iter().flatten() {
            positions.push(Position { stage: None, gate: Some(gate), mode: TimeMode::OnTime(0), link });
        }
        for (index, stage) in procedure.stages.iter().enumerate() {
            let id = StageId(index);
            let leaves =
                |step: &StepId| procedure.steps[step.0].from.as_ref().is_some_and(|from| from.contains(&id));
            for mode in modes(procedure, id) {
                let gates = if stage.end.is_some() || mode == TimeMode::Closed {
                    vec![None]
                } else {
                    gates_of(&mut all().filter(leaves))
                };
                for gate in gates {
                    positions.push(Position { stage: Some(id), gate, mode, link });
                }
            }
        }
    }
    positions
}

/// Returns the number of positions that a procedure needs; a field has room for [`ValueSet::MAX_VALUES`].
pub fn n_positions(constitution: &Constitution, id: ProcedureId) -> usize {
    positions(constitution, id).len()
}

fn modes(procedure: &crate::resolved::Procedure, id: StageId) -> Vec<TimeMode> {
    let stage = &procedure.stages[id.0];
    let extended = procedure
        .steps
        .iter()
        .filter(|step| step.from.as_ref().is_some_and(|from| from.contains(&id)))
        .filter(|step| step.effects.iter().any(|effect| matches!(effect, Effect::Extend(_))))
        .map(|step| match &step.at_most {
            Some((n, crate::resolved::Scope::Matter)) => *n,
            _ => 1,
        })
        .max()
        .unwrap_or(0);
    let mut modes: Vec<TimeMode> = (0..=extended).map(TimeMode::OnTime).collect();
    for silence in silences(stage) {
        match silence {
            Silence::To(_) | Silence::Deemed(_) => {}
            Silence::PassesTo(step) => modes.push(TimeMode::Passed(step)),
            Silence::PowerEnds | Silence::Breach(Late::Void) => modes.push(TimeMode::Closed),
            Silence::Breach(Late::Valid) => modes.push(TimeMode::Late),
            Silence::NotStated => modes.extend([TimeMode::Late, TimeMode::Closed]),
        }
    }
    modes.sort();
    modes.dedup();
    modes
}

/// Whether somebody starts a matter of this procedure that is about nothing.
fn starts_unlinked(constitution: &Constitution, id: ProcedureId) -> bool {
    constitution.procedures.iter().any(|procedure| {
        let steps = procedure.steps.iter().flat_map(|step| &step.effects);
        let stages = procedure.stages.iter().flat_map(|stage| &stage.enter);
        steps.chain(stages).any(|effect| matches!(effect, Effect::Start(started, _, false) if *started == id))
    })
}

/// Returns each status that a step or the entry into a stage gives to an institution.
pub(crate) fn statuses_set(constitution: &Constitution) -> impl Iterator<Item = (InstitutionId, &Status)> {
    constitution.procedures.iter().flat_map(|procedure| {
        let steps = procedure.steps.iter().flat_map(|step| &step.effects);
        let stages = procedure.stages.iter().flat_map(|stage| &stage.enter);
        steps.chain(stages).filter_map(|effect| match effect {
            Effect::Set(id, status) => Some((*id, status)),
            _ => None,
        })
    })
}

/// Calls `found` with every status that a rule gives an institution or asks of it.
pub(crate) fn for_each_status(constitution: &Constitution, found: &mut dyn FnMut(InstitutionId, &Status)) {
    statuses_set(constitution).for_each(|(id, status)| found(id, status));
    for (index, institution) in constitution.institutions.iter().enumerate() {
        let id = InstitutionId(index);
        if let Some(term) = &institution.term
            && term.length.is_some()
            && !term.holdover
        {
            found(id, &emptied(&institution.kind));
        }
        if institution.enters.is_some() && !is_able(&institution.initial) {
            found(id, &filled(&institution.kind));
        }
        if let Some(acting) = &institution.acting {
            acting.on.iter().for_each(|status| found(id, status));
            found(id, &Status::Acting);
            if acting.leaves_office {
                acting.line.iter().for_each(|line| found(*line, &Status::Vacant));
            }
        }
    }
}

/// Tells whether a condition asks for nothing but choices.
pub(crate) fn asks_only_choices(guard: &Guard) -> bool {
    match guard {
        Guard::All(parts) | Guard::Any(parts) => parts.iter().all(asks_only_choices),
        Guard::Not(part) => asks_only_choices(part),
        Guard::Chosen(..) => true,
        _ => false,
    }
}
