//! Terms that run out, and those who act for an empty office.

use super::change::Branch;
use super::condition::{Context, both};
use super::layout::{emptied, is_empty, statuses_set};
use super::step::with;
use super::time::{ClockBase, ClockKey};
use super::{Lowering, Row, field_in};
use crate::resolved::InstitutionId;
use crate::surface::Status;
use solon_engine::model::{ClockGuard, Comparison, Condition, EventKind, Force, Holder, Test, ValueSet};

impl Lowering<'_> {
    pub(crate) fn offices(&mut self) {
        for index in 0..self.constitution.institutions.len() {
            let id = InstitutionId(index);
            if self.statically(&self.constitution.institutions[index].only) {
                self.term(id);
                self.acting(id);
            }
        }
    }

    fn term(&mut self, id: InstitutionId) {
        let institution = self.constitution.institutions[id.0].clone();
        let Some(term) = &institution.term else { return };
        let (Some(lengths), Some(field)) = (&term.length, self.layout.statuses[id.0].0) else { return };
        if term.holdover {
            return;
        }
        let end = emptied(&institution.kind);
        // Who acts where nobody holds the office has no term of his own: its end would lead back to him at once.
        let is_stopgap = institution.acting.as_ref().is_some_and(|acting| acting.on.contains(&end));
        let filled: ValueSet = self.layout.statuses[id.0]
            .1
            .iter()
            .enumerate()
            .filter(|(_, status)| !(is_empty(status) || is_stopgap && **status == Status::Acting))
            .map(|(value, _)| value as u8)
            .collect();
        for (applies, period) in self.exclusive(lengths, Context::none()) {
            for (tests, length) in self.lengths(&period) {
                let clock =
                    self.clock(ClockKey { base: ClockBase::Term(id), sitting: period.sitting.clone() });
                let passed = Test::Clock(ClockGuard { clock, comparison: Comparison::AtLeast, length });
                let mut when = both(both(applies.clone(), &vec![tests]), &vec![vec![passed]]);
                if let Some(prolonged) = &term.prolonged {
                    when = both(when, &self.opposite(prolonged, Context::none()));
                }
                let mut branch = Branch::new();
                self.set(&mut branch, id, &end);
                let here =
                    Condition { test: field_in(field, filled), rule: institution.rule, force: Force::Void };
                for conditions in with(vec![vec![here]], &when, institution.rule, Force::Void) {
                    let mut event = self.new_event(institution.rule, EventKind::Lapse, Holder::Law);
                    event.conditions = conditions;
                    event.effects = branch.effects();
                    self.push(Row { event, marks: branch.marks.clone() });
                }
            }
        }
    }

    fn acting(&mut self, id: InstitutionId) {
        let institution = self.constitution.institutions[id.0].clone();
        let Some(acting) = &institution.acting else { return };
        let Some(field) = self.layout.statuses[id.0].0 else { return };
        let on: ValueSet =
            acting.on.iter().filter_map(|status| self.layout.status_value(id, status)).collect();
        let mut earlier_unable = vec![field_in(field, on)];
        for &next in &acting.line {
            let (own, able, _) = self.layout.status(next);
            let mut tests = earlier_unable.clone();
            if let Some(own) = own {
                tests.push(field_in(own, able));
                let size = usize::from(self.layout.fields[own.index()].size);
                earlier_unable.push(field_in(own, able.complement(size)));
            }
            let mut branch = Branch::new();
            self.set(&mut branch, id, &Status::Acting);
            if acting.leaves_office {
                self.set(&mut branch, next, &Status::Vacant);
            }
            let mut event = self.new_event(institution.rule, EventKind::Automatic, Holder::Law);
            event.conditions = tests
                .into_iter()
                .map(|test| Condition { test, rule: institution.rule, force: Force::Void })
                .collect();
            event.effects = branch.effects();
            self.push(Row { event, marks: branch.marks.clone() });
            if own.is_none() {
                return;
            }
        }
        // Who gave up his own office to act is no longer one of the line, nor is whom a step lets act.
        let is_set = statuses_set(self.constitution).any(|set| set == (id, &Status::Acting));
        if !acting.leaves_office && !is_set {
            self.nobody_acts(id, &earlier_unable[1..]);
        }
    }

    /// When nobody of the line can act any more, nobody does.
    fn nobody_acts(&mut self, id: InstitutionId, unable: &[Test]) {
        let institution = self.constitution.institutions[id.0].clone();
        let (Some(acting), Some(field)) = (&institution.acting, self.layout.statuses[id.0].0) else { return };
        let Some(value) = self.layout.status_value(id, &Status::Acting) else { return };
        let empty = emptied(&institution.kind);
        let Some(before) = acting.on.iter().find(|on| **on == empty).or(acting.on.first()) else { return };
        let mut branch = Branch::new();
        self.set(&mut branch, id, before);
        let mut event = self.new_event(institution.rule, EventKind::Automatic, Holder::Law);
        let is_acting = field_in(field, ValueSet::one(value));
        event.conditions = [is_acting]
            .iter()
            .chain(unable)
            .map(|test| Condition { test: test.clone(), rule: institution.rule, force: Force::Void })
            .collect();
        event.effects = branch.effects();
        self.push(Row { event, marks: branch.marks.clone() });
    }
}
