//! What happens when a stage's period runs out.

use super::change::{Branch, Trigger};
use super::condition::{Context, Dnf, both};
use super::layout::{Position, TimeMode};
use super::step::with;
use super::time::{ClockBase, ClockKey};
use super::{Lowering, Row, field_in};
use crate::resolved::{Effect, Mark, Period, ProcedureId, Silence, StageId, StepId};
use crate::surface::Late;
use solon_engine::model::{
    ClockGuard, Comparison, Condition, EventKind, Force, Holder, RuleId, Test, ValueSet,
};

impl Lowering<'_> {
    pub(crate) fn lapses(&mut self, procedure: ProcedureId, id: StageId) {
        let stage = self.constitution.procedures[procedure.0].stages[id.0].clone();
        let (Some(within), Some(silence)) = (&stage.within, &stage.on_silence) else { return };
        if !self.statically_possible(&stage.only) {
            return;
        }
        let context = Context::of(procedure);
        let places = self.layout.procedures[procedure.0].clone();
        let mut extended: Vec<u8> = places
            .positions
            .iter()
            .filter(|at| at.stage == Some(id))
            .filter_map(|at| if let TimeMode::OnTime(n) = at.mode { Some(n) } else { None })
            .collect();
        extended.sort_unstable();
        extended.dedup();
        for n in extended {
            let at = places.values(|at| at.stage == Some(id) && at.mode == TimeMode::OnTime(n));
            for (applies, period) in self.exclusive(within, context) {
                let passed = self.passed(procedure, id, &period, n);
                for (case, silence) in self.exclusive(silence, context) {
                    let when = both(both(applies.clone(), &passed), &case);
                    self.lapse(procedure, id, at, &when, silence);
                }
            }
        }
    }

    /// The condition that a stage's period, so many times extended, has run out.
    fn passed(&mut self, procedure: ProcedureId, id: StageId, period: &Period, extended: u8) -> Dnf {
        let more = self.constitution.procedures[procedure.0]
            .steps
            .iter()
            .filter(|step| step.from.as_ref().is_some_and(|from| from.contains(&id)))
            .flat_map(|step| &step.effects)
            .find_map(|effect| match effect {
                Effect::Extend(period) => Some(period.length),
                _ => None,
            });
        let mut all = Vec::new();
        for (tests, mut length) in self.lengths(period) {
            if let Some(more) = more {
                length.months += i32::from(extended) * more.months;
                length.days += i32::from(extended) * more.days;
            }
            let condition = match &period.from {
                Some(from) => {
                    let whole = Period { length, scaled: None, from: None, ..period.clone() };
                    self.compare_after(Comparison::AtLeast, from, &whole, Context::of(procedure))
                }
                None => {
                    // The pauses of the stage and of its sitting days are part of the entry clock itself.
                    let clock = self.clock(ClockKey::plain(ClockBase::Entry(procedure)));
                    vec![vec![Test::Clock(ClockGuard { clock, comparison: Comparison::AtLeast, length })]]
                }
            };
            all.extend(both(vec![tests], &condition));
        }
        all
    }

    fn lapse(&mut self, procedure: ProcedureId, id: StageId, at: ValueSet, when: &Dnf, silence: Silence) {
        let rule = self.constitution.procedures[procedure.0].stages[id.0].rule;
        match silence {
            Silence::To(stage) => {
                let branches = self.moved(procedure, at, stage, Branch::new());
                self.lapse_rows(procedure, rule, at, when, branches, None);
            }
            Silence::Deemed(step) => {
                let branches = self.deemed(procedure, at, step);
                self.lapse_rows(procedure, rule, at, when, branches, None);
            }
            Silence::PassesTo(step) => self.marked(procedure, rule, at, when, TimeMode::Passed(step), None),
            Silence::PowerEnds => self.marked(procedure, rule, at, when, TimeMode::Closed, None),
            Silence::Breach(Late::Valid) => {
                self.marked(procedure, rule, at, when, TimeMode::Late, Some(rule))
            }
            Silence::Breach(Late::Void) => {
                self.marked(procedure, rule, at, when, TimeMode::Closed, Some(rule))
            }
            Silence::NotStated => {
                let Some(&reading) = self.layout.silences.get(&(procedure, id)) else { return };
                for (value, mode) in [(0, TimeMode::Late), (1, TimeMode::Closed)] {
                    let when = both(when.clone(), &vec![vec![field_in(reading, ValueSet::one(value))]]);
                    self.marked(procedure, rule, at, &when, mode, Some(rule));
                }
            }
        }
    }

    fn moved(&mut self, procedure: ProcedureId, at: ValueSet, stage: StageId, branch: Branch) -> Vec<Branch> {
        let places = self.layout.procedures[procedure.0].clone();
        let moves = |position: &Position| places.value(*position).is_some_and(|value| at.contains(value));
        self.enter(branch, procedure, stage, moves, None, 0)
    }

    fn deemed(&mut self, procedure: ProcedureId, at: ValueSet, id: StepId) -> Vec<Branch> {
        let step = self.constitution.procedures[procedure.0].steps[id.0].clone();
        let mut branch = Branch::new();
        branch.marks.insert(Trigger::Mark(Mark::Step(procedure, id)));
        self.mark_kinds(&mut branch, procedure, &step.adds);
        let branches = match step.to.or(step.carried) {
            Some(stage) => self.moved(procedure, at, stage, branch),
            None => vec![branch],
        };
        self.effects(branches, &step.effects, procedure, 0)
    }

    /// The matter stays at its stage; its position says that the period has passed.
    fn marked(
        &mut self,
        procedure: ProcedureId,
        rule: RuleId,
        at: ValueSet,
        when: &Dnf,
        mode: TimeMode,
        breach: Option<RuleId>,
    ) {
        let places = self.layout.procedures[procedure.0].clone();
        let mut branch = Branch::new();
        self.map(&mut branch, places.field, |value| {
            if !at.contains(value) {
                return value;
            }
            let from = places.positions[usize::from(value)];
            let late = Position { mode, ..from };
            places.value(late).or_else(|| places.value(Position { gate: None, ..late })).unwrap_or(value)
        });
        self.lapse_rows(procedure, rule, at, when, vec![branch], breach);
    }

    fn lapse_rows(
        &mut self,
        procedure: ProcedureId,
        rule: RuleId,
        at: ValueSet,
        when: &Dnf,
        branches: Vec<Branch>,
        breach: Option<RuleId>,
    ) {
        let field = self.layout.procedures[procedure.0].field;
        for branch in branches {
            let here = Condition { test: field_in(field, at), rule, force: Force::Void };
            let conditions = with(vec![vec![here]], when, rule, Force::Void);
            for conditions in with(conditions, &branch.when.clone(), rule, Force::Void) {
                let mut event = self.new_event(rule, EventKind::Lapse, Holder::Law);
                event.conditions = conditions;
                event.effects = branch.effects();
                event.unseats = Self::engine_bodies(&branch.unseats);
                event.replaces = Self::engine_bodies(&branch.replaces);
                event.breach = breach;
                self.push(Row { event, marks: branch.marks.clone() });
            }
        }
    }
}
