//! What a space is compiled from, if it is not the model itself: a model with more fields, whose events stand for those
//! of the model, with conditions that no event of the table can say.

use std::borrow::Cow;

use crate::model::{ClockId, Conjunction, EventId, FieldId, Model};
use crate::schedule::Fact;

/// A model that stands for another one and knows more: its first fields are those of the other.
#[derive(Clone, Debug)]
pub struct Abstraction<'m> {
    pub(crate) model: Cow<'m, Model>,
    /// What the further fields say, in their order; each has two values, not so and so.
    pub(crate) facts: Vec<Fact>,
    /// The fields of the model that each further field belongs to.
    pub(crate) anchors: Vec<Vec<FieldId>>,
    /// For each event the one that it stands for; `None` for a *silent* event, which takes no part in paths: any number
    /// of them may happen before and after each other event.
    pub(crate) origins: Vec<Option<EventId>>,
    /// For each event of the model, whether it is possible wherever it seems so.
    pub(crate) exact: Vec<bool>,
    /// For each event of the model, whether it cannot happen twice without time passing in between.
    pub(crate) takes_time: Vec<bool>,
    /// The silent events by which each clock passes something: at one moment it passes one at most.
    pub(crate) silent: Vec<(ClockId, Vec<EventId>)>,
    /// States that none but silent events leave, and in which no story begins or ends.
    pub(crate) forbidden: Vec<Conjunction>,
    /// States in which an event must happen before anything silent can.
    pub(crate) due: Vec<Conjunction>,
    /// States in which no story begins.
    pub(crate) never_first: Vec<Conjunction>,
    /// States in which the clock of one event stands still, so that it is not possible although its conditions hold.
    pub(crate) stopped: Vec<(EventId, Vec<Conjunction>)>,
    /// States in which one silent event is not possible because something else must happen before.
    pub(crate) excluded: Vec<(EventId, Vec<Conjunction>)>,
}

impl<'m> Abstraction<'m> {
    /// Returns the model itself.
    pub fn none(model: &'m Model) -> Abstraction<'m> {
        Abstraction {
            model: Cow::Borrowed(model),
            facts: Vec::new(),
            anchors: Vec::new(),
            origins: model.numbered_events().map(|(id, _)| Some(id)).collect(),
            exact: vec![true; model.events.len()],
            takes_time: vec![false; model.events.len()],
            silent: Vec::new(),
            forbidden: Vec::new(),
            due: Vec::new(),
            never_first: Vec::new(),
            stopped: Vec::new(),
            excluded: Vec::new(),
        }
    }

    /// Returns the event of the model that this one stands for.
    pub(crate) fn origin(&self, event: EventId) -> Option<EventId> {
        self.origins[event.index()]
    }

    /// Returns the states in which an event is not possible although its conditions hold.
    pub(crate) fn excluded(&self, event: EventId) -> impl Iterator<Item = &Conjunction> + Clone {
        let of = |all: &'_ [(EventId, Vec<Conjunction>)]| all.iter().position(|(id, _)| *id == event);
        let excluded = of(&self.excluded).map(|at| &self.excluded[at].1);
        excluded.into_iter().flatten().chain(self.stopped(event))
    }

    /// Returns the states in which the clock of an event stands still.
    pub(crate) fn stopped(&self, event: EventId) -> impl Iterator<Item = &Conjunction> + Clone {
        let stopped = self.stopped.iter().find(|(id, _)| *id == event).map(|(_, states)| states);
        stopped.into_iter().flatten()
    }

    /// Returns the fields that the model does not have.
    pub(crate) fn own_fields(&self, n_fields: usize) -> impl Iterator<Item = FieldId> {
        (n_fields as u32..self.model.fields.len() as u32).map(FieldId)
    }
}
