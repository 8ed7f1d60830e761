//! From what the files refer to, to the event table that the engine runs.
//!
//! In goes a [`Constitution`] and a [`Setting`], out come a [`Model`] without names and the [`Origins`] that lead
//! back to them. Lowering never fails: what could make it fail has been reported by the checks.

mod change;
mod condition;
mod gate;
mod holder;
mod lapse;
mod layout;
mod office;
mod step;
mod time;

use crate::origins::Origins;
use crate::resolved::{
    By, ChoiceId, Constitution, Group, Mark, OptionId, ParamId, ProcedureId, Silence, StageId,
};
use crate::surface::{ChoiceKind, Late};
use change::Trigger;
pub use layout::{Layout, Position, TimeMode, n_positions};
pub(crate) use layout::{emptied, filled, for_each_status, is_able, is_empty};
use solon_engine::finding::Role;
use solon_engine::model::{
    Clock, ClockId, Duty, Effect, Event, EventKind, Field, FieldId, Holder, Institution, Matter, MatterId,
    Model, Outcome, RuleId, StagePlace, Test, ValueSet,
};
use solon_engine::vote::{Petition, Vote};
use std::collections::{BTreeMap, BTreeSet};
use time::ClockKey;

/// What is fixed before lowering: options taken and parameters overridden.
///
/// A reading that is not fixed stays open: the search explores all its options at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setting {
    /// The options taken; the default for every layer and variant that is not named.
    pub options: BTreeMap<ChoiceId, OptionId>,
    /// What an act after the last day is, for stages of which the text does not say it.
    pub late: BTreeMap<(ProcedureId, StageId), Late>,
    /// The values of parameters that differ from the files.
    pub params: BTreeMap<ParamId, i32>,
}

/// Returns the stages of which the text does not say what an act after the last day is, with their qualified names.
pub fn silent_stages(constitution: &Constitution) -> impl Iterator<Item = (&str, (ProcedureId, StageId))> {
    constitution.procedures.iter().enumerate().flat_map(move |(procedure, resolved)| {
        let silent = resolved
            .stages
            .iter()
            .enumerate()
            .filter(|(_, stage)| layout::silences(stage).any(|silence| silence == Silence::NotStated));
        silent.map(move |(stage, resolved)| {
            (
                constitution.rules[resolved.rule.index()].name.as_str(),
                (ProcedureId(procedure), StageId(stage)),
            )
        })
    })
}

/// A model and the way back to the text.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// The event table.
    pub model: Model,
    /// Names of fields, values and clocks.
    pub origins: Origins,
    /// The default option of each open reading.
    pub usual: Vec<(FieldId, u8)>,
    /// The steps, co-actors' parts and prohibitions that exist under the options taken.
    pub rules: Vec<(RuleId, Role)>,
    /// The clauses left out that exist under the options taken: positions in [`Constitution::unmodelled`].
    pub unmodelled: Vec<usize>,
}

impl Lowered {
    /// Returns one option of each open reading, as games are played: the usual one, and where the text does not say whether late
    /// acts count, they do.
    pub fn taken(&self) -> Vec<(FieldId, u8)> {
        let open = self.model.fields.iter().zip(0..).filter(|(field, _)| field.is_reading());
        let option = |(field, at): (&Field, u32)| {
            let known = self.usual.iter().find(|(known, _)| *known == FieldId(at)).map(|(_, value)| *value);
            Some((FieldId(at), known.or_else(|| field.initial.iter().next())?))
        };
        open.filter_map(option).collect()
    }
}

/// Lowers a constitution.
pub fn lower(constitution: &Constitution, setting: &Setting) -> Lowered {
    let mut lowering = Lowering::new(constitution, setting);
    lowering.facts();
    lowering.offices();
    for procedure in 0..constitution.procedures.len() {
        lowering.procedure(ProcedureId(procedure));
    }
    lowering.finish()
}

/// A row while it is built: its marks become clock resets, flags and counters at the end.
#[derive(Clone, Debug)]
struct Row {
    event: Event,
    marks: BTreeSet<Trigger>,
}

struct Lowering<'c> {
    constitution: &'c Constitution,
    setting: &'c Setting,
    layout: Layout,
    rows: Vec<Row>,
    /// Rows that take back a mark nobody used; they come last, so that they are tried last.
    drops: Vec<Row>,
    votes: Vec<Vote>,
    petitions: Vec<Petition>,
    clocks: BTreeMap<ClockKey, ClockId>,
    clock_list: Vec<Clock>,
    /// Fields that are set to a value by a trigger.
    on_trigger: Vec<(Trigger, FieldId, u8)>,
    /// Clocks that a trigger starts, beyond those that their keys name.
    reset_on: Vec<(Trigger, ClockId)>,
    duties: Vec<Duty>,
}

impl<'c> Lowering<'c> {
    fn new(constitution: &'c Constitution, setting: &'c Setting) -> Lowering<'c> {
        Lowering {
            constitution,
            setting,
            layout: Layout::new(constitution, setting),
            rows: Vec::new(),
            drops: Vec::new(),
            votes: Vec::new(),
            petitions: Vec::new(),
            clocks: BTreeMap::new(),
            clock_list: Vec::new(),
            on_trigger: Vec::new(),
            reset_on: Vec::new(),
            duties: Vec::new(),
        }
    }

    fn procedure(&mut self, id: ProcedureId) {
        if !self.statically(&self.constitution.procedures[id.0].only) {
            return;
        }
        self.kind_triggers(id);
        for step in 0..self.constitution.procedures[id.0].steps.len() {
            self.step(id, crate::resolved::StepId(step));
        }
        for stage in 0..self.constitution.procedures[id.0].stages.len() {
            self.lapses(id, crate::resolved::StageId(stage));
        }
    }

    fn push(&mut self, row: Row) {
        if !self.rows.contains(&row) {
            self.rows.push(row);
        }
    }

    /// The status that makes an option's rules hold: fixed, or open for a reading.
    fn taken(&self, choice: ChoiceId) -> OptionId {
        let otherwise = self.constitution.choices[choice.0].default;
        self.setting.options.get(&choice).copied().unwrap_or(otherwise)
    }

    fn is_open(&self, choice: ChoiceId) -> bool {
        self.constitution.choices[choice.0].kind == ChoiceKind::Reading
            && !self.setting.options.contains_key(&choice)
    }

    fn value(&self, param: ParamId) -> i32 {
        let value = self.constitution.params[param.0].value;
        self.setting.params.get(&param).copied().unwrap_or(value)
    }

    fn finish(mut self) -> Lowered {
        let outcomes: Vec<Outcome> = (0..self.constitution.outcomes.len())
            .map(|index| {
                let outcome = &self.constitution.outcomes[index];
                let when = self.disjunction(&outcome.when, condition::Context::none());
                let crate::resolved::Outcome { rule, vital, grave, amendment, .. } = *outcome;
                Outcome { rule, when, vital, grave, amendment }
            })
            .collect();
        self.own_duties();
        self.fact_triggers();
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_by_key(|row| (row.event.rule, row.event.kind));
        rows.append(&mut self.drops);
        let mut events: Vec<Event> = Vec::new();
        for Row { mut event, marks } in rows {
            for &(trigger, field, value) in &self.on_trigger {
                // What the row does to the field itself comes before or stands for the trigger.
                let done = event.effects.iter().any(|effect| effect.field == field);
                if marks.contains(&trigger) && !done {
                    let size = usize::from(self.layout.fields[field.index()].size);
                    event.effects.push(Effect { field, map: vec![value; size] });
                }
            }
            for (key, &clock) in &self.clocks {
                if marks.iter().any(|mark| key.starts_with(mark)) {
                    event.resets.push(clock);
                }
            }
            for &(trigger, clock) in &self.reset_on {
                if marks.contains(&trigger) {
                    event.resets.push(clock);
                }
            }
            event.resets.sort();
            event.resets.dedup();
            event
                .effects
                .retain(|effect| effect.map.iter().enumerate().any(|(old, &new)| old != usize::from(new)));
            event.effects.sort_by_key(|effect| effect.field);
            // Until here the procedure's number stands for its matter.
            event.opens = event.opens.and_then(|procedure| self.matter_of(ProcedureId(procedure.index())));
            events.push(event);
        }
        let model = Model {
            fields: self.layout.fields.clone(),
            clocks: self.clock_list.clone(),
            events,
            institutions: self.institutions(),
            votes: self.votes.clone(),
            petitions: self.petitions.clone(),
            outcomes,
            matters: self.matters(),
            duties: self.duties.clone(),
        };
        let clocks = self.clocks.iter().map(|(key, &clock)| (clock, key.meaning())).collect();
        let rules = self.existing();
        let clauses = self.constitution.unmodelled.iter().enumerate();
        let unmodelled =
            clauses.filter(|(_, clause)| self.statically_possible(&clause.only)).map(|(at, _)| at).collect();
        let default = |id: ChoiceId| self.constitution.choices[id.0].default.0 as u8;
        let usual = self.layout.readings.iter().map(|(&id, &field)| (field, default(id))).collect();
        Lowered { model, origins: Origins::new(self.layout, clocks), usual, rules, unmodelled }
    }

    /// A fact that does not exist under the options taken is false.
    fn facts(&mut self) {
        for (index, fact) in self.constitution.facts.iter().enumerate() {
            if !self.statically_possible(&fact.only) {
                self.layout.fields[self.layout.facts[index].index()].initial = ValueSet::one(0);
            }
        }
    }

    fn existing(&self) -> Vec<(RuleId, Role)> {
        let procedures = self.constitution.procedures.iter().enumerate();
        let procedures = procedures.filter(|(_, procedure)| self.statically(&procedure.only));
        let steps = procedures.flat_map(|(index, procedure)| {
            procedure.steps.iter().filter(move |step| self.step_exists(ProcedureId(index), step))
        });
        let acts = steps.flat_map(|step| {
            let parts = step.gates.iter().filter(|gate| gate.kind != crate::resolved::GateKind::Presence);
            std::iter::once(step.rule)
                .chain(parts.flat_map(|gate| std::iter::once(gate.rule).chain(gate.refusal)))
        });
        let prohibitions = self.constitution.prohibitions.iter();
        let bars = prohibitions.filter(|prohibition| self.statically_possible(&prohibition.only));
        let mut rules: Vec<(RuleId, Role)> = acts.map(|rule| (rule, Role::Step)).collect();
        rules.extend(bars.map(|prohibition| (prohibition.rule, Role::Prohibition)));
        rules.sort();
        rules
    }

    /// Returns the matter of a procedure: procedures that do not exist under the options taken have none.
    fn matter_of(&self, procedure: ProcedureId) -> Option<MatterId> {
        let procedures = &self.constitution.procedures;
        let exists = |procedure: &&crate::resolved::Procedure| self.statically(&procedure.only);
        procedures.get(procedure.0).filter(exists)?;
        Some(MatterId(procedures[..procedure.0].iter().filter(exists).count() as u32))
    }

    fn matters(&self) -> Vec<Matter> {
        let all = self.constitution.procedures.iter().zip(&self.layout.procedures);
        all.filter(|(procedure, _)| self.statically(&procedure.only))
            .map(|(procedure, places)| Matter {
                rule: procedure.rule,
                field: places.field,
                closed: places.closed,
                ended: places.ended,
                without_result: places.without_result,
                stages: (0..procedure.stages.len())
                    .filter(|&stage| self.statically_possible(&procedure.stages[stage].only))
                    .map(|stage| {
                        let values = places.at_stage(crate::resolved::StageId(stage));
                        let overdue = places.overdue().and(values);
                        StagePlace { rule: procedure.stages[stage].rule, values, overdue }
                    })
                    .collect(),
                steps: procedure.steps.iter().map(|step| step.rule).collect(),
                standing: procedure.initial.is_some(),
                about: procedure.about.iter().filter_map(|&about| self.matter_of(about)).collect(),
            })
            .collect()
    }

    fn institutions(&self) -> Vec<Institution> {
        let all = self.constitution.institutions.iter().enumerate();
        all.map(|(index, institution)| {
            let id = crate::resolved::InstitutionId(index);
            let (status, able, vacant) = self.layout.status(id);
            let provisional = self.layout.status_value(id, &crate::surface::Status::Acting);
            Institution {
                groups: self.group_sizes(id),
                captors: institution.groups.iter().map(captor).collect(),
                status,
                vacant,
                able,
                provisional: provisional.map_or(ValueSet::EMPTY, ValueSet::one),
                substituted: match &institution.acting {
                    // Who gave up his own office to act is the new holder.
                    Some(acting) if !acting.leaves_office => {
                        provisional.map_or(ValueSet::EMPTY, ValueSet::one)
                    }
                    _ => ValueSet::EMPTY,
                },
                is_world: matches!(
                    institution.kind,
                    crate::surface::InstitutionKind::World | crate::surface::InstitutionKind::Electorate
                ),
                is_nature: institution.kind == crate::surface::InstitutionKind::World,
                parts: institution.parts.iter().map(|part| engine_id(*part)).collect(),
            }
        })
        .collect()
    }

    /// Adds a field that only the event table knows: a flag, a counter, a slot.
    fn add_field(&mut self, size: u8, meaning: crate::origins::FieldMeaning) -> FieldId {
        self.layout.add(Field { size, initial: ValueSet::one(0) }, meaning)
    }

    fn new_event(&self, rule: RuleId, kind: EventKind, holder: Holder) -> Event {
        Event { holder, ..Event::new(rule, kind) }
    }

    /// Facts that steps make true.
    fn fact_triggers(&mut self) {
        for (index, fact) in self.constitution.facts.iter().enumerate() {
            let field = self.layout.facts[index];
            for &(procedure, step) in &fact.set_by {
                self.on_trigger.push((Trigger::Mark(Mark::Step(procedure, step)), field, 1));
            }
        }
    }
}

impl PartialEq for Row {
    fn eq(&self, other: &Row) -> bool {
        self.event == other.event && self.marks == other.marks
    }
}

/// Returns the one institution that both fills and empties a group of seats, and nobody else does.
fn captor(group: &Group) -> Option<(solon_engine::model::InstitutionId, RuleId)> {
    match (&group.by, &group.removed_by[..]) {
        (Some(By::Institution(by)), [By::Institution(from)]) if by == from => {
            Some((engine_id(*by), group.rule))
        }
        _ => None,
    }
}

/// Institutions are numbered alike in the constitution and in the model.
fn engine_id(id: crate::resolved::InstitutionId) -> solon_engine::model::InstitutionId {
    solon_engine::model::InstitutionId(id.0 as u32)
}

/// A condition on a field.
fn field_in(field: FieldId, values: ValueSet) -> Test {
    Test::Field(field, values)
}
