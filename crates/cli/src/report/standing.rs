//! Where things stand: what the values of fields mean, in words.

use super::names::Names;
use super::sentence::{Because, Sentence as S};
use solon_engine::model::{FieldId, RuleId};
use solon_rules::lower::{Position, TimeMode};
use solon_rules::origins::FieldMeaning;
use solon_rules::resolved::{GateKind, ProcedureId};

impl Names<'_> {
    /// Says where a matter stands, with what became of its time.
    pub fn position(&self, procedure: ProcedureId, value: u8) -> Option<String> {
        let at: Position = self.lowered.origins.position(procedure, value);
        let of = &self.constitution.procedures[procedure.0];
        let name = self.procedure(procedure);
        let Some(stage) = at.stage else {
            return at.gate.map(|_| self.say(S::BeingOpened { procedure: name }));
        };
        let silence = self.lowered.origins.silence((procedure, stage));
        let stage = self.title(of.stages[stage.0].rule);
        Some(match at.mode {
            TimeMode::OnTime(_) => self.say(S::Stands { procedure: name, stage }),
            // Where the text does not say, it is a reading.
            TimeMode::Late => {
                self.say(S::StandsLate { procedure: name, stage, is_stated: silence.is_none() })
            }
            TimeMode::Closed => self.say(S::StandsClosed { procedure: name, stage }),
            TimeMode::Passed(step) => {
                let act = self.act(of.steps[step.0].rule);
                self.say(S::StandsPassed { procedure: name, stage, act: &act })
            }
        })
    }

    /// Says where a matter stands and which co-actors have done their part, without what became of its time.
    pub fn plain_position(&self, procedure: ProcedureId, value: u8) -> Option<String> {
        let at: Position = self.lowered.origins.position(procedure, value);
        let of = &self.constitution.procedures[procedure.0];
        let name = self.procedure(procedure);
        let stands = match at.stage {
            Some(stage) => {
                self.say(S::Stands { procedure: name, stage: self.title(of.stages[stage.0].rule) })
            }
            None => self.say(S::NoMatter { procedure: name }),
        };
        let Some((step, done)) = at.gate else { return Some(stands) };
        let events = of.steps[step.0].gates.iter().filter(|gate| gate.kind != GateKind::Presence);
        let Some(gate) = events.take(usize::from(done)).last() else { return Some(stands) };
        let part = self.part(gate.rule);
        Some(self.say(Because::AfterPart { stands: &stands, part: &part }))
    }

    /// Tells whether no matter is open at this value of a procedure's field.
    pub fn is_closed(&self, procedure: ProcedureId, value: u8) -> bool {
        let at = self.lowered.origins.position(procedure, value);
        match at.stage {
            None => at.gate.is_none(),
            Some(stage) => self.constitution.procedures[procedure.0].stages[stage.0].end.is_some(),
        }
    }

    /// Says what a condition found in a field.
    pub fn found(&self, field: FieldId, value: u8) -> Option<String> {
        match *self.lowered.origins.field(field) {
            FieldMeaning::Matter(procedure) => {
                let at = self.lowered.origins.position(procedure, value);
                if matches!(at.mode, TimeMode::OnTime(_)) || at.stage.is_none() {
                    self.plain_position(procedure, value)
                } else {
                    self.position(procedure, value)
                }
            }
            FieldMeaning::Happened(procedure, step) => {
                let act = self.act(self.constitution.procedures[procedure.0].steps[step.0].rule);
                Some(self.say(Because::HasHappened { act: &act, yes: value == 1 }))
            }
            FieldMeaning::Times(rule) => {
                Some(self.say(Because::TimesTaken { act: &self.act(rule), times: value }))
            }
            _ => self.value(field, value),
        }
    }

    /// Says what a field with this value means; nothing for what only the event table knows.
    pub fn value(&self, field: FieldId, value: u8) -> Option<String> {
        let c = self.constitution;
        match *self.lowered.origins.field(field) {
            FieldMeaning::Matter(procedure) => self.position(procedure, value),
            FieldMeaning::Status(id) => {
                let status = self.lowered.origins.status_of(id, value)?;
                let institution = self.title(c.institutions[id.0].rule);
                Some(self.say(S::HasStatus { institution, status: status.clone() }))
            }
            FieldMeaning::Kind(procedure, kind) => {
                let kind = self.title(c.procedures[procedure.0].kinds[kind.0].rule);
                Some(self.say(S::HasKind { procedure: self.procedure(procedure), kind, has: value == 1 }))
            }
            FieldMeaning::Fact(fact) => {
                Some(self.say(S::FactIs { fact: self.title(c.facts[fact.0].rule), holds: value == 1 }))
            }
            FieldMeaning::Param(param) => {
                let value = c.params[param.0].range.get(usize::from(value)).copied()?;
                Some(self.say(S::ParamIs { param: self.title(c.params[param.0].rule), value }))
            }
            FieldMeaning::Reading(choice) => {
                let choice = &c.choices[choice.0];
                let option = choice.options.get(usize::from(value))?;
                Some(self.say(S::ReadAs { choice: self.title(choice.rule), option: self.option(option) }))
            }
            FieldMeaning::Silence(procedure, stage) => {
                let stage = self.title(c.procedures[procedure.0].stages[stage.0].rule);
                Some(self.say(S::SilenceRead {
                    procedure: self.procedure(procedure),
                    stage,
                    void: value == 1,
                }))
            }
            FieldMeaning::Role(procedure, role) => {
                let body = self.lowered.origins.role_body(procedure, role, value)?;
                let role = &c.procedures[procedure.0].roles[role.0];
                Some(self.say(S::RoleIs { role, body: self.title(c.institutions[body.0].rule) }))
            }
            FieldMeaning::Counter(procedure, counter) => {
                let counter = &c.procedures[procedure.0].counters[counter.0].name;
                Some(self.say(S::CounterIs { procedure: self.procedure(procedure), counter, value }))
            }
            FieldMeaning::Happened(..) | FieldMeaning::Times(_) | FieldMeaning::Pending(_) => None,
        }
    }

    /// Says what a field is about: the question that a reading answers.
    pub fn field(&self, field: FieldId) -> String {
        let c = self.constitution;
        match *self.lowered.origins.field(field) {
            FieldMeaning::Reading(choice) => self.title(c.choices[choice.0].rule).to_owned(),
            FieldMeaning::Silence(procedure, stage) => {
                let stage = self.title(c.procedures[procedure.0].stages[stage.0].rule);
                self.say(S::SilenceQuestion { procedure: self.procedure(procedure), stage })
            }
            FieldMeaning::Matter(procedure) => self.procedure(procedure).to_owned(),
            FieldMeaning::Status(id) => self.title(c.institutions[id.0].rule).to_owned(),
            ref other => format!("{other:?}"),
        }
    }

    /// Returns the id of what a field belongs to, as the files have it.
    pub fn field_id(&self, field: FieldId) -> String {
        let c = self.constitution;
        let name = |rule: RuleId| self.rule(rule).name.clone();
        match *self.lowered.origins.field(field) {
            FieldMeaning::Matter(procedure)
            | FieldMeaning::Counter(procedure, _)
            | FieldMeaning::Role(procedure, _) => name(c.procedures[procedure.0].rule),
            FieldMeaning::Kind(procedure, kind) => name(c.procedures[procedure.0].kinds[kind.0].rule),
            FieldMeaning::Status(id) => name(c.institutions[id.0].rule),
            FieldMeaning::Fact(fact) => name(c.facts[fact.0].rule),
            FieldMeaning::Param(param) => name(c.params[param.0].rule),
            FieldMeaning::Reading(choice) => name(c.choices[choice.0].rule),
            FieldMeaning::Silence(procedure, stage) => name(c.procedures[procedure.0].stages[stage.0].rule),
            FieldMeaning::Happened(procedure, step) => name(c.procedures[procedure.0].steps[step.0].rule),
            FieldMeaning::Times(rule) | FieldMeaning::Pending(rule) => name(rule),
        }
    }
}
