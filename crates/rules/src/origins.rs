//! The way back from the model to the text: what fields, values and clocks stand for.

use crate::lower::{Layout, Position, TimeMode};
use crate::resolved::{
    ChoiceId, Constitution, CounterId, FactId, InstitutionId, KindId, Mark, ParamId, ProcedureId, RoleId,
    StageId, StepId,
};
use crate::surface::Status;
use solon_engine::model::{ClockId, FieldId, MatterId, RuleId};
use std::collections::BTreeMap;

/// What a field stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldMeaning {
    /// The position of a procedure's matter.
    Matter(ProcedureId),
    /// An institution's status.
    Status(InstitutionId),
    /// Whether the matter has a kind.
    Kind(ProcedureId, KindId),
    /// A counter.
    Counter(ProcedureId, CounterId),
    /// The body that holds a role.
    Role(ProcedureId, RoleId),
    /// A fact.
    Fact(FactId),
    /// A parameter that acts can change.
    Param(ParamId),
    /// Which option of a reading is taken.
    Reading(ChoiceId),
    /// Whether late acts count where the text does not say: 0 they do, 1 they do not.
    Silence(ProcedureId, StageId),
    /// Whether a step was taken in the present matter.
    Happened(ProcedureId, StepId),
    /// How often a step with a limit was taken, or whose turn among its clocks it is.
    Times(RuleId),
    /// Whether the law's own step is still to follow; never in a state that lasts.
    Pending(RuleId),
}

/// What a clock measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockMeaning {
    /// The time since the matter entered its stage.
    Entry(ProcedureId),
    /// The time since a co-actor's last move.
    Gate(ProcedureId),
    /// The time since a step was taken or a stage entered.
    Mark(Mark),
    /// The time since a term began.
    Term(InstitutionId),
    /// The time since one of the last times that a step was taken.
    Times(RuleId),
}

/// The meanings of a model's fields and clocks.
#[derive(Clone, Debug)]
pub struct Origins {
    layout: Layout,
    clocks: BTreeMap<ClockId, ClockMeaning>,
}

impl Origins {
    pub(crate) fn new(layout: Layout, clocks: BTreeMap<ClockId, ClockMeaning>) -> Origins {
        Origins { layout, clocks }
    }

    /// Returns what a field stands for.
    pub fn field(&self, field: FieldId) -> &FieldMeaning {
        &self.layout.meanings[field.index()]
    }

    /// Returns what a clock measures.
    pub fn clock(&self, clock: ClockId) -> ClockMeaning {
        self.clocks[&clock]
    }

    /// Returns all clocks with what they measure.
    pub fn clocks(&self) -> impl Iterator<Item = (ClockId, ClockMeaning)> {
        self.clocks.iter().map(|(&clock, &meaning)| (clock, meaning))
    }

    /// Returns the position that a value of a procedure's field stands for.
    pub fn position(&self, procedure: ProcedureId, value: u8) -> Position {
        self.layout.procedures[procedure.0].positions[usize::from(value)]
    }

    /// Returns the field of a procedure's position.
    pub fn matter_field(&self, procedure: ProcedureId) -> FieldId {
        self.layout.procedures[procedure.0].field
    }

    /// Returns the value of the field for a matter that has just entered a stage.
    pub fn entered(&self, procedure: ProcedureId, stage: StageId) -> Option<u8> {
        let at =
            |at: &Position| at.stage == Some(stage) && at.gate.is_none() && at.mode == TimeMode::OnTime(0);
        self.layout.procedures[procedure.0].values(at).iter().next()
    }

    /// Returns the field and value of an institution's status, if it can have it.
    pub fn status(&self, institution: InstitutionId, status: &Status) -> Option<(FieldId, u8)> {
        Some((self.layout.statuses[institution.0].0?, self.layout.status_value(institution, status)?))
    }

    /// Returns the status that a value of an institution's field stands for.
    pub fn status_of(&self, institution: InstitutionId, value: u8) -> Option<&Status> {
        self.layout.statuses[institution.0].1.get(usize::from(value))
    }

    /// Returns the field of a fact.
    pub fn fact(&self, fact: FactId) -> FieldId {
        self.layout.facts[fact.0]
    }

    /// Returns the field of a kind.
    pub fn kind(&self, procedure: ProcedureId, kind: KindId) -> FieldId {
        self.layout.kinds[procedure.0][kind.0]
    }

    /// Returns the field of an open reading.
    pub fn reading(&self, choice: ChoiceId) -> Option<FieldId> {
        self.layout.readings.get(&choice).copied()
    }

    /// Returns the field that says whether late acts in a stage count: 0 they do, 1 they do not.
    pub fn silence(&self, stage: (ProcedureId, StageId)) -> Option<FieldId> {
        self.layout.silences.get(&stage).copied()
    }

    /// Returns the body that a value of a role's field stands for.
    pub fn role_body(&self, procedure: ProcedureId, role: RoleId, value: u8) -> Option<InstitutionId> {
        let (_, bodies) = &self.layout.roles[procedure.0][role.0];
        bodies.get(usize::from(value).checked_sub(1)?).copied()
    }

    /// Returns the procedure whose matter this is.
    pub fn procedure(&self, constitution: &Constitution, rule: RuleId) -> Option<ProcedureId> {
        constitution.procedures.iter().position(|procedure| procedure.rule == rule).map(ProcedureId)
    }

    /// Returns the matter of a procedure. Procedures that do not exist under the chosen options have none.
    pub fn matter(&self, model: &solon_engine::model::Model, procedure: ProcedureId) -> Option<MatterId> {
        let field = self.matter_field(procedure);
        model.matters.iter().position(|matter| matter.field == field).map(|index| MatterId(index as u32))
    }
}
