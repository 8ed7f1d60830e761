//! Steps to rows of the event table.

mod law;

use super::change::{Branch, Trigger};
use super::condition::{Context, Dnf, always, both};
use super::layout::{Position, TimeMode};
use super::time::{ClockBase, ClockKey};
use super::{Lowering, Row, field_in};
use crate::origins::FieldMeaning;
use crate::resolved::{By, GateKind, Mark, ProcedureId, Scope, Silence, StageId, Step, StepId};
use crate::surface::Barred;
use solon_engine::calendar::Length;
use solon_engine::model::{
    ClockGuard, Comparison, Condition, EventKind, Force, Holder, MatterId, RuleId, Test, ValueSet, VoteResult,
};
use std::collections::BTreeSet;

/// Conjunctions of conditions, each with the rule that imposes it.
pub(crate) type Ruled = Vec<Vec<Condition>>;

/// Where a step starts: the positions, whether its matter stays where it is, and the link of a matter that it opens.
#[derive(Clone, Debug)]
struct Origin {
    at: ValueSet,
    target: Option<StageId>,
    stays: bool,
    link: Option<u8>,
}

impl Lowering<'_> {
    /// Tells whether a step exists under the options taken: it, the stage that it leads to and the one who takes it.
    pub(crate) fn step_exists(&self, procedure: ProcedureId, step: &crate::resolved::Step) -> bool {
        let stages = &self.constitution.procedures[procedure.0].stages;
        let leads_to = step.to.or(step.carried);
        let has_stage = leads_to.is_none_or(|stage| self.statically_possible(&stages[stage.0].only));
        let has_holder = match step.by[..] {
            [(_, By::Institution(id))] => {
                self.statically_possible(&self.constitution.institutions[id.0].only)
            }
            _ => true,
        };
        self.statically_possible(&step.only) && has_stage && has_holder
    }

    pub(crate) fn step(&mut self, procedure: ProcedureId, id: StepId) {
        let step = self.constitution.procedures[procedure.0].steps[id.0].clone();
        if !self.step_exists(procedure, &step) {
            return;
        }
        if matches!(step.by[..], [(_, By::Law)]) {
            self.law(procedure, id, &step);
            return;
        }
        self.gates(procedure, id, &step);
        for link in self.links(procedure, &step) {
            let context = self.context(procedure, &step, link);
            for (case, by) in self.exclusive(&step.by.clone(), context) {
                for (applies, holder) in self.holders(&by, context) {
                    let applies = both(case.clone(), &applies);
                    for (able, holder) in self.able(&holder) {
                        self.act(procedure, id, &step, link, &both(applies.clone(), &able), &holder);
                    }
                }
            }
        }
    }

    /// The links that a matter opened by a step can have; one for other steps.
    pub(crate) fn links(&self, procedure: ProcedureId, step: &Step) -> Vec<Option<u8>> {
        let about = self.constitution.procedures[procedure.0].about.len() as u8;
        if step.from.is_none() && about > 0 { (0..about).map(Some).collect() } else { vec![None] }
    }

    pub(crate) fn context<'s>(
        &self,
        procedure: ProcedureId,
        step: &'s Step,
        link: Option<u8>,
    ) -> Context<'s> {
        let opens = step.from.is_none() && self.constitution.procedures[procedure.0].initial.is_none();
        if opens { Context::opening(procedure, &step.adds, link) } else { Context::of(procedure) }
    }

    /// All rows of one holder: one per result of the vote, and per way to meet the conditions.
    fn act(
        &mut self,
        procedure: ProcedureId,
        id: StepId,
        step: &Step,
        link: Option<u8>,
        applies: &Dnf,
        holder: &Holder,
    ) {
        let results: Vec<(Option<VoteResult>, Option<StageId>)> =
            if step.carried.is_some() || step.failed.is_some() {
                let no_quorum = step.no_quorum.map(|stage| (Some(VoteResult::NoQuorum), Some(stage)));
                [(Some(VoteResult::Carried), step.carried), (Some(VoteResult::Failed), step.failed)]
                    .into_iter()
                    .chain(no_quorum)
                    .collect()
            } else {
                vec![(None, step.to)]
            };
        for (result, target) in results {
            for origin in self.origins(procedure, id, step, target, link) {
                let base = self.branch(procedure, id, step, &origin, result);
                for branch in base {
                    self.rows_of(procedure, id, step, &origin, applies, holder, result, branch);
                }
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one row needs all of it")]
    fn rows_of(
        &mut self,
        procedure: ProcedureId,
        id: StepId,
        step: &Step,
        origin: &Origin,
        applies: &Dnf,
        holder: &Holder,
        result: Option<VoteResult>,
        branch: Branch,
    ) {
        let context = self.context(procedure, step, origin.link);
        let own = Force::Void;
        let mut conditions = self.here(procedure, origin, step.rule);
        conditions = with(conditions, &branch.when, step.rule, own);
        conditions = with(conditions, applies, step.rule, own);
        let only = self.condition(&step.only.clone(), context);
        conditions = with(conditions, &only, step.rule, own);
        for gate in step.gates.iter().filter(|gate| gate.kind == GateKind::Presence) {
            let present: Dnf = self
                .holders(&gate.of, context)
                .iter()
                .flat_map(|(_, holder)| self.able(holder))
                .flat_map(|(when, _)| when)
                .collect();
            conditions = with(conditions, &present, gate.rule, own);
        }
        if let Some(when) = &step.when {
            let when = self.condition(when, context);
            conditions = with(conditions, &when, step.rule, own);
        }
        if let Some(opens) = &step.opens {
            let opens = self.compare(Comparison::AtLeast, opens, context);
            conditions = with(conditions, &opens, step.rule, own);
        }
        if let Some(closes) = &step.closes {
            let closes = self.compare(Comparison::AtMost, closes, context);
            conditions = with(conditions, &closes, step.rule, own);
        }
        conditions = self.barred(conditions, procedure, id, step, holder, context);
        let counted = self.counted(procedure, step, branch);
        for (limit, branch) in counted {
            let unseats = Self::engine_bodies(&branch.unseats);
            for conditions in with(conditions.clone(), &limit, step.rule, own) {
                let violated = conditions.iter().find(|condition| condition.force == Force::Unlawful);
                let breach = violated.map(|condition| condition.rule);
                let mut event = self.new_event(step.rule, EventKind::Act, holder.clone());
                event.result = result;
                event.conditions = conditions;
                event.effects = branch.effects();
                event.unseats = unseats.clone();
                event.replaces = Self::engine_bodies(&branch.replaces);
                event.opens = branch
                    .marks
                    .contains(&Trigger::Opened(procedure))
                    .then_some(MatterId(procedure.0 as u32));
                if let Some(resets) = self.times_reset(step, &branch) {
                    event.resets.push(resets);
                }
                if breach.is_some() {
                    let mut unlawful = event.clone();
                    unlawful.conditions.retain(|condition| condition.force == Force::Void);
                    unlawful.breach = breach;
                    self.push(Row { event: unlawful, marks: branch.marks.clone() });
                }
                self.push(Row { event, marks: branch.marks.clone() });
            }
        }
    }

    /// The condition on the matter's own position (and on the matter that a new one is about).
    fn here(&self, procedure: ProcedureId, origin: &Origin, rule: RuleId) -> Ruled {
        let field = self.layout.procedures[procedure.0].field;
        let mut tests = vec![field_in(field, origin.at)];
        if let Some(link) = origin.link {
            let about = self.constitution.procedures[procedure.0].about[usize::from(link)];
            let places = &self.layout.procedures[about.0];
            if self.constitution.procedures[about.0].initial.is_none() {
                tests.push(field_in(places.field, places.open()));
            }
        }
        vec![tests.into_iter().map(|test| Condition { test, rule, force: Force::Void }).collect()]
    }

    /// Where a step starts, grouped by whether the matter moves.
    fn origins(
        &self,
        procedure: ProcedureId,
        id: StepId,
        step: &Step,
        target: Option<StageId>,
        link: Option<u8>,
    ) -> Vec<Origin> {
        let places = &self.layout.procedures[procedure.0];
        let gates = self.n_gates(step);
        let Some(from) = &step.from else {
            if self.constitution.procedures[procedure.0].initial.is_some() {
                // In a procedure that always stands open, such a step is open at any stage.
                let at = ValueSet::all(places.positions.len());
                return vec![Origin { at, target, stays: target.is_none(), link: None }];
            }
            let at = if gates > 0 {
                places.values(|at| at.stage.is_none() && at.gate == Some((id, gates)) && at.link == link)
            } else {
                self.opening_positions(procedure)
            };
            return vec![Origin { at, target, stays: false, link }];
        };
        let starts = |at: &Position| {
            at.stage
                .is_some_and(|stage| from.contains(&stage) && self.is_open_in(procedure, stage, id, at.mode))
                && (gates == 0 || at.gate == Some((id, gates)))
        };
        let stays = |at: &Position| target.is_none() || at.stage == target;
        let moving =
            Origin { at: places.values(|at| starts(at) && !stays(at)), target, stays: false, link: None };
        let staying =
            Origin { at: places.values(|at| starts(at) && stays(at)), target, stays: true, link: None };
        [moving, staying].into_iter().filter(|origin| !origin.at.is_empty()).collect()
    }

    /// The positions in which a new matter can be opened.
    pub(crate) fn opening_positions(&self, procedure: ProcedureId) -> ValueSet {
        let places = &self.layout.procedures[procedure.0];
        if self.constitution.procedures[procedure.0].single {
            places.closed
        } else {
            ValueSet::all(places.positions.len())
        }
    }

    pub(crate) fn n_gates(&self, step: &Step) -> u8 {
        step.gates.iter().filter(|gate| gate.kind != GateKind::Presence).count() as u8
    }

    /// Tells whether a step of a stage is open, given what became of the stage's period.
    pub(crate) fn is_open_in(
        &self,
        procedure: ProcedureId,
        stage: StageId,
        step: StepId,
        mode: TimeMode,
    ) -> bool {
        let resolved = &self.constitution.procedures[procedure.0].stages[stage.0];
        let passed_to = super::layout::silences(resolved).any(|silence| silence == Silence::PassesTo(step));
        let opened_by_breach =
            self.constitution.duties.iter().any(|duty| duty.opens.contains(&(procedure, step)))
                && resolved.within.is_some();
        match mode {
            TimeMode::OnTime(_) => !passed_to && !opened_by_breach,
            TimeMode::Late => !passed_to,
            TimeMode::Closed => opened_by_breach,
            TimeMode::Passed(only) => only == step,
        }
    }

    /// What a row changes: the matter's position, then the step's effects.
    fn branch(
        &mut self,
        procedure: ProcedureId,
        id: StepId,
        step: &Step,
        origin: &Origin,
        result: Option<VoteResult>,
    ) -> Vec<Branch> {
        let mut branch = Branch::new();
        let taken = !matches!(result, Some(VoteResult::Failed | VoteResult::NoQuorum));
        let opens = step.from.is_none() && self.constitution.procedures[procedure.0].initial.is_none();
        if taken {
            branch.marks.insert(Trigger::Mark(Mark::Step(procedure, id)));
        }
        if opens && self.n_gates(step) == 0 {
            self.open(&mut branch, procedure);
            self.bind(&mut branch, procedure, step);
        }
        if taken {
            self.mark_kinds(&mut branch, procedure, &step.adds);
            if !opens {
                self.bind(&mut branch, procedure, step);
            }
        }
        let at = origin.at;
        let places = self.layout.procedures[procedure.0].clone();
        let mut branches = match origin.target {
            Some(target) if !origin.stays => {
                let link = opens.then_some(origin.link);
                let moves =
                    |position: &Position| places.value(*position).is_some_and(|value| at.contains(value));
                self.enter(branch, procedure, target, moves, link, 0)
            }
            _ => {
                if self.n_gates(step) > 0 {
                    self.map(&mut branch, places.field, |value| {
                        let position = Position { gate: None, ..places.positions[usize::from(value)] };
                        if at.contains(value) { places.value(position).unwrap_or(value) } else { value }
                    });
                }
                vec![branch]
            }
        };
        if taken {
            branches = self.effects(branches, &step.effects, procedure, 0);
            for (index, institution) in self.constitution.institutions.iter().enumerate() {
                if institution.enters == Some((procedure, id)) {
                    let status = super::layout::filled(&institution.kind);
                    for branch in &mut branches {
                        self.set(branch, crate::resolved::InstitutionId(index), &status);
                    }
                }
            }
        }
        branches
    }

    pub(crate) fn bind(&self, branch: &mut Branch, procedure: ProcedureId, step: &Step) {
        for &(role, body) in &step.bind {
            let (field, bodies) = &self.layout.roles[procedure.0][role.0];
            let value = bodies.iter().position(|known| *known == body).map_or(0, |index| index as u8 + 1);
            self.map(branch, *field, |_| value);
        }
    }

    /// Adds what prohibitions demand: that they do not apply.
    fn barred(
        &mut self,
        mut conditions: Ruled,
        procedure: ProcedureId,
        id: StepId,
        step: &Step,
        holder: &Holder,
        context: Context<'_>,
    ) -> Ruled {
        let constitution = self.constitution;
        for prohibition in &constitution.prohibitions {
            let Some((.., guard)) =
                prohibition.bars.iter().find(|(other, barred, _)| (*other, *barred) == (procedure, id))
            else {
                continue;
            };
            if step.overrides.contains(&prohibition.rule) || !self.statically_possible(&prohibition.only) {
                continue;
            }
            if let Some(only_for) = &prohibition.holder {
                let barred: BTreeSet<_> = self.bodies_of(only_for);
                if !self.model_bodies(holder).iter().any(|body| barred.contains(body)) {
                    continue;
                }
            }
            let whole = crate::resolved::Guard::All(vec![prohibition.only.clone(), guard.clone()]);
            let free = self.opposite(&whole, context);
            let force = if prohibition.effect == Barred::Unlawful { Force::Unlawful } else { Force::Void };
            if free.is_empty() {
                // Nothing frees the step; the row stays, so that a refusal names the prohibition.
                let field = self.layout.procedures[procedure.0].field;
                let test = field_in(field, ValueSet::EMPTY);
                let never = Condition { test, rule: prohibition.rule, force };
                conditions.iter_mut().for_each(|conjunction| conjunction.push(never.clone()));
            } else {
                conditions = with(conditions, &free, prohibition.rule, force);
            }
        }
        conditions
    }

    fn bodies_of(&mut self, by: &By) -> BTreeSet<solon_engine::model::InstitutionId> {
        let holders = self.holders(by, Context::none());
        holders.iter().flat_map(|(_, holder)| self.model_bodies(holder)).collect()
    }

    fn model_bodies(&self, holder: &Holder) -> Vec<solon_engine::model::InstitutionId> {
        match holder {
            Holder::Law => Vec::new(),
            Holder::Institution(id) | Holder::Member(id) => vec![*id],
            Holder::Vote(id) => vec![self.votes[id.index()].body],
            Holder::Petition(id) => vec![self.petitions[id.index()].body],
            Holder::AnyOf(parts) | Holder::All(parts) => {
                parts.iter().flat_map(|part| self.model_bodies(part)).collect()
            }
        }
    }

    /// Counts how often a step is taken, where that is limited.
    fn counted(&mut self, procedure: ProcedureId, step: &Step, branch: Branch) -> Vec<(Dnf, Branch)> {
        let Some((n, scope)) = &step.at_most else { return vec![(always(), branch)] };
        let n = *n;
        if let Scope::Years(years) = scope {
            let length = Length::months(12 * i32::from(*years));
            let slot = (n > 1).then(|| self.times_field(step.rule, n.max(1)));
            return (0..n.max(1))
                .map(|turn| {
                    let clock = self.clock(ClockKey::plain(ClockBase::Times(step.rule, turn)));
                    let mut limit =
                        vec![Test::Clock(ClockGuard { clock, comparison: Comparison::AtLeast, length })];
                    let mut branch = branch.clone();
                    if let Some(field) = slot {
                        limit.push(field_in(field, ValueSet::one(turn)));
                        self.map(&mut branch, field, |_| (turn + 1) % n);
                    }
                    (vec![limit], branch)
                })
                .collect();
        }
        let field = self.times_field(step.rule, n + 1);
        self.restart_once(scope, procedure, field);
        let mut branch = branch;
        self.map(&mut branch, field, |count| (count + 1).min(n));
        vec![(self.one(field, ValueSet::all(usize::from(n)), true), branch)]
    }

    fn times_field(&mut self, rule: RuleId, size: u8) -> solon_engine::model::FieldId {
        let meaning = FieldMeaning::Times(rule);
        match self.layout.meanings.iter().position(|known| *known == meaning) {
            Some(index) => solon_engine::model::FieldId(index as u32),
            None => self.add_field(size, meaning),
        }
    }

    fn restart_once(&mut self, scope: &Scope, procedure: ProcedureId, field: solon_engine::model::FieldId) {
        if !self.on_trigger.iter().any(|(_, known, _)| *known == field) {
            self.restart(scope, procedure, field);
        }
    }

    /// The clock of a step that is limited by years: the one whose turn it is.
    fn times_reset(&self, step: &Step, branch: &Branch) -> Option<solon_engine::model::ClockId> {
        let Some((n, Scope::Years(_))) = &step.at_most else { return None };
        let meaning = FieldMeaning::Times(step.rule);
        let field = self.layout.meanings.iter().position(|known| *known == meaning);
        let turn = match field {
            Some(index) => {
                let next = branch.maps.get(&solon_engine::model::FieldId(index as u32))?.first()?;
                (next + n - 1) % n
            }
            None => 0,
        };
        self.clocks.get(&ClockKey::plain(ClockBase::Times(step.rule, turn))).copied()
    }
}

/// Adds a condition, in the name of a rule, to each conjunction.
pub(crate) fn with(conditions: Ruled, more: &Dnf, rule: RuleId, force: Force) -> Ruled {
    let mut all: Ruled = Vec::new();
    for conjunction in &conditions {
        for tests in more {
            let mut joined = conjunction.clone();
            for test in tests {
                let condition = Condition { test: test.clone(), rule, force };
                if !joined.contains(&condition) {
                    joined.push(condition);
                }
            }
            if is_consistent(&joined) && !all.contains(&joined) {
                all.push(joined);
            }
        }
    }
    all
}

fn is_consistent(conditions: &[Condition]) -> bool {
    let mut seen: Vec<(solon_engine::model::FieldId, ValueSet)> = Vec::new();
    for condition in conditions {
        if let Test::Field(field, values) = condition.test
            && !values.is_empty()
        {
            match seen.iter_mut().find(|(known, _)| *known == field) {
                Some((_, set)) => *set = set.and(values),
                None => seen.push((field, values)),
            }
        }
    }
    seen.iter().all(|(_, set)| !set.is_empty())
}
