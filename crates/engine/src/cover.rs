//! Which parts of a model are exercised by histories.
//!
//! In go models and the journals of histories that were replayed on them; out come the parts of the models, and those that occurred in
//! some journal. Parts are named by their rules, so that histories under several settings of one constitution add up.

use crate::model::{Condition, Event, EventKind, Holder, InstitutionId, Model, RuleId, Test, VoteResult};
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
    /// What a rule asks for is not so, and somebody acts all the same: he is refused, or violates it. That the matter stands
    /// elsewhere is no condition of the text, but what makes a step one of its place.
    Refused(RuleId),
    /// What a time limit brings is prevented before it runs out.
    Kept(RuleId),
    /// A time limit runs out.
    Missed(RuleId),
    /// A step has the majority of a body with exactly as many votes or signatures as are needed, and is carried there.
    Reached(RuleId, InstitutionId),
    /// It fails in a body for one vote or signature.
    OneShort(RuleId, InstitutionId),
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
        for body in counted(model, &event.holder) {
            self.all.extend([Part::Reached(event.rule, body), Part::OneShort(event.rule, body)]);
        }
        let conditions = event.conditions.iter();
        let conditions = conditions.filter(|one| !is_place(model, event, one) && !is_reading(model, one));
        self.all.extend(conditions.map(|condition| Part::Refused(condition.rule)));
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
                if event.kind == EventKind::Act {
                    self.violate(model, event, &entry.violations, before);
                }
            }
            What::WithoutEffect { rule, counts, .. } => self.count(*rule, counts),
            What::Refused(refusal) => match &refusal.reason {
                Reason::Conditions(all) => {
                    let is_elsewhere = |rule: RuleId| {
                        let of_rule = all.iter().filter(|unmet| unmet.condition.rule == rule);
                        of_rule.into_iter().any(|one| is_place(model, model.event(one.event), &one.condition))
                    };
                    let rules: BTreeSet<RuleId> = all.iter().map(|unmet| unmet.condition.rule).collect();
                    let refusing = rules.into_iter().filter(|rule| !is_elsewhere(*rule));
                    self.exercised.extend(refusing.map(Part::Refused));
                }
                Reason::NotEnough(count) => self.count(refusal.rule, std::slice::from_ref(count)),
                Reason::Tally(_) | Reason::NotTheHolder(_) | Reason::NoSuchRule | Reason::Circle => {}
            },
            What::DutyBroken(rule) => {
                self.exercised.insert(Part::Missed(*rule));
            }
            What::Fact(_) => {}
        }
        if !lapsed {
            let running = |fields: &[u8]| -> BTreeSet<RuleId> {
                let lapses = model.events.iter().filter(|event| event.kind == EventKind::Lapse);
                lapses.filter(|lapse| step::possible(lapse, fields)).map(|lapse| lapse.rule).collect()
            };
            let kept = &running(before) - &running(after);
            self.exercised.extend(kept.into_iter().map(Part::Kept));
        }
    }

    /// Adds the rules that an act violates: its own only where the matter stands where it must, so that something else is amiss.
    fn violate(&mut self, model: &Model, event: &Event, violations: &[RuleId], before: &[u8]) {
        let holds = |condition: &Condition| match condition.test {
            Test::Field(field, values) => values.contains(before[field.index()]),
            Test::Clock(_) | Test::Date(..) => true,
        };
        let mut places = event.conditions.iter().filter(|condition| is_place(model, event, condition));
        let in_place = places.all(holds);
        let violated = violations.iter().filter(|rule| **rule != event.rule || in_place);
        self.exercised.extend(violated.map(|rule| Part::Refused(*rule)));
    }

    fn count(&mut self, rule: RuleId, counts: &[Count]) {
        for count in counts {
            if count.result == VoteResult::Carried && count.yes == count.needed {
                self.exercised.insert(Part::Reached(rule, count.body));
            }
            if count.result == VoteResult::Failed && count.yes + 1 == count.needed {
                self.exercised.insert(Part::OneShort(rule, count.body));
            }
        }
    }
}

/// Tells whether a condition asks for an option of a reading, which no history changes.
fn is_reading(model: &Model, condition: &Condition) -> bool {
    matches!(condition.test, Test::Field(field, _) if model.fields[field.index()].is_reading())
}

/// Tells whether a condition of an act only says where its own matter must stand.
fn is_place(model: &Model, event: &Event, condition: &Condition) -> bool {
    let matter = model.matters.iter().find(|matter| matter.steps.contains(&event.rule));
    let is_of_matter = |field| matter.is_some_and(|matter| matter.field == field);
    condition.rule == event.rule && matches!(condition.test, Test::Field(field, _) if is_of_matter(field))
}

/// Returns the bodies whose votes or signatures are counted.
fn counted(model: &Model, holder: &Holder) -> Vec<InstitutionId> {
    match holder {
        Holder::Vote(id) => vec![model.votes[id.index()].body],
        Holder::Petition(id) => vec![model.petitions[id.index()].body],
        Holder::AnyOf(parts) | Holder::All(parts) => {
            parts.iter().flat_map(|part| counted(model, part)).collect()
        }
        Holder::Law | Holder::Institution(_) | Holder::Member(_) => Vec::new(),
    }
}
