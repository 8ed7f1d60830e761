//! What the law does by itself, and by when somebody owes something: its steps, and duties with a last day of their own.

use super::super::change::{Branch, Trigger};
use super::super::condition::{Context, Dnf};
use super::super::time::{ClockBase, ClockKey};
use super::super::{Lowering, Row, field_in};
use super::with;
use crate::origins::FieldMeaning;
use crate::resolved::{Mark, Point, ProcedureId, Step, StepId};
use solon_engine::calendar::{DatePoint, Length};
use solon_engine::model::{
    ClockGuard, Comparison, Condition, Disjunction, EventKind, Force, Holder, MatterId, RuleId, Test,
    ValueSet,
};
use std::collections::BTreeSet;

impl Lowering<'_> {
    /// A step that the law itself takes.
    pub(super) fn law(&mut self, procedure: ProcedureId, id: StepId, step: &Step) {
        let context = self.context(procedure, step, None);
        for origin in self.origins(procedure, id, step, step.to.or(step.carried), None) {
            for mut branch in self.branch(procedure, id, step, &origin, None) {
                let mut conditions = self.here(procedure, &origin, step.rule);
                let only = self.condition(&step.only, context);
                conditions = with(conditions, &only, step.rule, Force::Void);
                if let Some(when) = &step.when {
                    let when = self.condition(when, context);
                    conditions = with(conditions, &when, step.rule, Force::Void);
                }
                if let Some(opens) = &step.opens {
                    let opens = self.due_from(opens, procedure, context);
                    conditions = with(conditions, &opens, step.rule, Force::Void);
                }
                conditions = with(conditions, &branch.when.clone(), step.rule, Force::Void);
                if let Some(mark) = step.after {
                    let pending = self.pending(mark, step.rule);
                    conditions = with(
                        conditions,
                        &vec![vec![field_in(pending, ValueSet::one(1))]],
                        step.rule,
                        Force::Void,
                    );
                    self.map(&mut branch, pending, |_| 0);
                }
                for conditions in conditions {
                    let timed = conditions.iter().any(|condition| matches!(condition.test, Test::Clock(_)));
                    let kind = if timed { EventKind::Lapse } else { EventKind::Automatic };
                    let mut event = self.new_event(step.rule, kind, Holder::Law);
                    event.conditions = conditions;
                    event.effects = branch.effects();
                    event.unseats = Self::engine_bodies(&branch.unseats);
                    event.replaces = Self::engine_bodies(&branch.replaces);
                    event.opens = branch
                        .marks
                        .contains(&Trigger::Opened(procedure))
                        .then_some(MatterId(procedure.0 as u32));
                    self.push(Row { event, marks: branch.marks.clone() });
                }
            }
        }
    }

    /// A date of the year means, for the law's own step, the next such date after the stage was entered.
    fn due_from(&mut self, point: &Point, procedure: ProcedureId, context: Context<'_>) -> Dnf {
        let Point::Calendar(date @ (DatePoint::Yearly { .. } | DatePoint::Nth { .. })) = point else {
            return self.compare(Comparison::AtLeast, point, context);
        };
        let clock = self.clock(ClockKey::plain(ClockBase::Entry(procedure)));
        let length = Length { days: 1, aligned: Some(*date), ..Length::default() };
        vec![vec![Test::Clock(ClockGuard { clock, comparison: Comparison::AtLeast, length })]]
    }

    /// The flag that a mark has happened and the law's step after it has not.
    fn pending(&mut self, mark: Mark, rule: RuleId) -> solon_engine::model::FieldId {
        let meaning = FieldMeaning::Pending(rule);
        if let Some(index) = self.layout.meanings.iter().position(|known| *known == meaning) {
            return solon_engine::model::FieldId(index as u32);
        }
        let field = self.add_field(2, meaning);
        self.on_trigger.push((Trigger::Mark(mark), field, 1));
        // If the step finds nothing to do, the mark is taken back.
        let mut event = self.new_event(rule, EventKind::Automatic, Holder::Law);
        event.conditions =
            vec![Condition { test: field_in(field, ValueSet::one(1)), rule, force: Force::Void }];
        let mut branch = Branch::new();
        self.map(&mut branch, field, |_| 0);
        event.effects = branch.effects();
        self.drops.push(Row { event, marks: BTreeSet::new() });
        field
    }

    /// Duties with a last day of their own.
    pub(crate) fn own_duties(&mut self) {
        let constitution = self.constitution;
        for duty in &constitution.duties {
            if !self.statically_possible(&duty.only) {
                continue;
            }
            let context =
                duty.to.first().map_or_else(Context::none, |(procedure, _)| Context::of(*procedure));
            let holder = self
                .holders(&duty.holder, context)
                .into_iter()
                .next()
                .map_or(Holder::Law, |(_, holder)| holder);
            let rule_of = |&(procedure, step): &(ProcedureId, StepId)| {
                constitution.procedures[procedure.0].steps[step.0].rule
            };
            let until = duty.until.as_ref().and_then(|until| {
                let condition = self.compare(Comparison::AtMost, until, context);
                condition.into_iter().flatten().find_map(|test| match test {
                    Test::Clock(guard) => Some(guard),
                    _ => None,
                })
            });
            let guard = crate::resolved::Guard::All(vec![duty.only.clone(), duty.when.clone()]);
            let mut when = self.disjunction(&guard, context);
            self.while_open(duty, &mut when);
            self.duties.push(solon_engine::model::Duty {
                rule: duty.rule,
                holder,
                steps: duty.to.iter().map(rule_of).collect(),
                when,
                until,
            });
        }
    }

    /// Nothing more is owed in a matter that has ended, if all steps that fulfil the duty are taken in it.
    fn while_open(&self, duty: &crate::resolved::Duty, when: &mut Disjunction) {
        let Some(&(procedure, _)) = duty.to.first() else { return };
        let within = |&(other, step): &(ProcedureId, StepId)| {
            other == procedure && self.constitution.procedures[other.0].steps[step.0].from.is_some()
        };
        let places = &self.layout.procedures[procedure.0];
        if !duty.to.iter().all(within) || places.ended.is_empty() {
            return;
        }
        let goes_on = places.ended.complement(places.positions.len());
        for conjunction in &mut when.0 {
            match conjunction.iter_mut().find(|(field, _)| *field == places.field) {
                Some((_, values)) => *values = values.and(goes_on),
                None => conjunction.push((places.field, goes_on)),
            }
            conjunction.sort_by_key(|(field, _)| *field);
        }
        when.0.retain(|conjunction| conjunction.iter().all(|(_, values)| !values.is_empty()));
    }
}
