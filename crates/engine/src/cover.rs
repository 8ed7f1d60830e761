//! Which parts of a model are exercised by histories.
//!
//! In go models and the journals of histories that were replayed on them; out come the parts of the models, and those that occurred in
//! some journal. Parts are named by their rules, so that histories under several settings of one constitution add up.

use crate::model::{Event, EventKind, FieldId, Holder, Model, RuleId, Test, VoteResult};
use crate::replay::{Entry, Journal, Reason, What};
use crate::state::State;
use crate::step;
use crate::vote::Count;
use std::collections::BTreeSet;

/// Something that a history can exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A step is taken, by somebody or by the law; of a vote, with this result.
    Taken(RuleId, Option<VoteResult>),
    /// What a rule asks for is not so, and somebody acts all the same: he is refused, or violates it.
    Refused(RuleId),
    /// What a time limit brings is prevented before it runs out.
    Kept(RuleId),
    /// A time limit runs out.
    Missed(RuleId),
    /// A majority is reached with exactly as many votes or signatures as are needed.
    Reached(RuleId),
    /// A majority is missed by one.
    OneShort(RuleId),
}

/// What was exercised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    all: BTreeSet<Part>,
    exercised: BTreeSet<Part>,
}

impl Coverage {
    /// Returns whether each part was exercised, in order.
    pub fn parts(&self) -> impl Iterator<Item = (Part, bool)> {
        self.all.iter().map(|part| (*part, self.exercised.contains(part)))
    }

    /// Adds the parts of a model.
    pub fn add_model(&mut self, model: &Model) {
        for event in &model.events {
            match event.kind {
                EventKind::Lapse => self.all.extend([Part::Kept(event.rule), Part::Missed(event.rule)]),
                EventKind::Automatic => {
                    self.all.insert(Part::Taken(event.rule, None));
                }
                EventKind::Act => self.add_act(model, event),
            }
        }
    }

    fn add_act(&mut self, model: &Model, event: &Event) {
        if !event.is_unlawful_act() {
            self.all.insert(Part::Taken(event.rule, event.result));
        }
        if is_counted(&event.holder) {
            self.all.extend([Part::Reached(event.rule), Part::OneShort(event.rule)]);
        }
        // Where its matter must stand is no condition of the text, but what makes it a step of that place.
        let matter = model.matters.iter().find(|matter| matter.steps.contains(&event.rule));
        let place: Option<FieldId> = matter.map(|matter| matter.field);
        for condition in &event.conditions {
            let is_place = matches!(condition.test, Test::Field(field, _) if Some(field) == place);
            if !(is_place && condition.rule == event.rule) {
                self.all.insert(Part::Refused(condition.rule));
            }
        }
    }

    /// Adds what a history exercised: its model, the state it began in, and what became of its events.
    pub fn add(&mut self, model: &Model, start: &State, journal: &Journal) {
        self.add_model(model);
        let mut fields = start.fields.clone();
        for entry in &journal.entries {
            let before = fields.clone();
            for &(field, _, new) in &entry.changes {
                fields[field.index()] = new;
            }
            self.exercise(model, entry, (&before, &fields));
        }
    }

    fn exercise(&mut self, model: &Model, entry: &Entry, (before, after): (&[u8], &[u8])) {
        let mut lapsed = false;
        match &entry.what {
            What::Happened { event, counts, .. } => {
                let event = model.event(*event);
                lapsed = event.kind == EventKind::Lapse;
                self.exercised.insert(match lapsed {
                    true => Part::Missed(event.rule),
                    false => Part::Taken(event.rule, event.result),
                });
                self.count(event.rule, counts);
            }
            What::WithoutEffect { rule, counts, .. } => self.count(*rule, counts),
            What::Refused(refusal) => {
                self.exercised.extend(refusal.rules().into_iter().map(Part::Refused));
                if let Reason::NotEnough(count) = &refusal.reason {
                    self.count(refusal.rule, std::slice::from_ref(count));
                }
            }
            What::DutyBroken(rule) => {
                self.exercised.insert(Part::Missed(*rule));
            }
            What::Fact(_) => {}
        }
        self.exercised.extend(entry.violations.iter().map(|rule| Part::Refused(*rule)));
        if !lapsed && before != after {
            let lapses = model.events.iter().filter(|event| event.kind == EventKind::Lapse);
            let kept = lapses.filter(|lapse| step::possible(lapse, before) && !step::possible(lapse, after));
            self.exercised.extend(kept.map(|lapse| Part::Kept(lapse.rule)));
        }
    }

    fn count(&mut self, rule: RuleId, counts: &[Count]) {
        for count in counts {
            if count.yes == count.needed && count.result == VoteResult::Carried {
                self.exercised.insert(Part::Reached(rule));
            }
            if count.yes + 1 == count.needed {
                self.exercised.insert(Part::OneShort(rule));
            }
        }
    }
}

/// Tells whether votes or signatures are counted.
fn is_counted(holder: &Holder) -> bool {
    match holder {
        Holder::Vote(_) | Holder::Petition(_) => true,
        Holder::AnyOf(parts) | Holder::All(parts) => parts.iter().any(is_counted),
        Holder::Law | Holder::Institution(_) | Holder::Member(_) => false,
    }
}
