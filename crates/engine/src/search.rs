//! What every search has in common: bounds, progress, paths and verdicts.
//!
//! A search that meets a bound returns [`Exceeded`], never a partial answer that looks complete.
//! The clock of the machine is read for the time bound and for nothing else.

use std::time::Instant;

use crate::model::{EventId, FieldId, Model};
use crate::step;

/// How much a search may use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Nodes of decision diagrams alive at once, about 20 bytes each.
    pub max_nodes: usize,
    /// Seconds since the search was set up.
    pub max_seconds: f64,
    /// Work of a symbolic search since it was set up: operations on decision diagrams, of which large ones count more. It does not
    /// depend on the machine; a million take a second or two.
    pub max_work: u64,
    /// States that an explicit search stores, and combinations that an answer lists.
    pub max_states: usize,
}

impl Default for Bounds {
    /// 20 million nodes, 300 seconds, 5 million states; any work.
    fn default() -> Bounds {
        Bounds { max_nodes: 20_000_000, max_seconds: 300.0, max_work: u64::MAX, max_states: 5_000_000 }
    }
}

/// Why a search has no answer.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum Exceeded {
    /// The decision diagrams grew too large.
    #[error("the search needed more than {0} nodes")]
    Nodes(usize),
    /// The search took too long.
    #[error("the search took more than {0} s")]
    Seconds(f64),
    /// The search took too many operations: see [`Bounds::max_work`].
    #[error("the search needed more than {0} operations")]
    Work(u64),
    /// There are too many states or combinations to list.
    #[error("the search found more than {0} states")]
    States(usize),
    /// Automatic events that the slice left out run in a circle.
    #[error("automatic events outside the slice run in a circle")]
    Circle,
    /// The question reads a field that its slice lacks: a mistake of the caller, answered by no verdict at all.
    #[error("the question reads field {}, which its slice lacks", .0.0)]
    Outside(FieldId),
}

/// Measures a search against [`Bounds::max_seconds`] and [`Bounds::max_work`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watch {
    started: Instant,
    max_seconds: f64,
    work: u64,
    max_work: u64,
}

impl Watch {
    /// Starts to measure.
    pub(crate) fn start(bounds: &Bounds) -> Watch {
        Watch { started: Instant::now(), max_seconds: bounds.max_seconds, work: 0, max_work: bounds.max_work }
    }

    /// Returns the watch after more work.
    pub(crate) fn after(self, work: u64) -> Watch {
        Watch { work: self.work.saturating_add(work), ..self }
    }

    /// Returns an error if the time is over, or too much was worked.
    pub(crate) fn check(&self) -> Result<(), Exceeded> {
        if self.started.elapsed().as_secs_f64() > self.max_seconds {
            return Err(Exceeded::Seconds(self.max_seconds));
        }
        if self.work > self.max_work {
            return Err(Exceeded::Work(self.max_work));
        }
        Ok(())
    }
}

/// How far a search has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// An explicit search has stored so many states.
    States(usize),
    /// A symbolic fixpoint begins a round; so many nodes are stored.
    Round {
        /// Counted from 1.
        round: usize,
        /// Nodes of all decision diagrams, garbage included.
        nodes: usize,
    },
    /// A breadth-first symbolic search has finished a layer.
    Layer {
        /// Steps from the start.
        depth: usize,
        /// Nodes of all decision diagrams, garbage included.
        nodes: usize,
    },
}

/// Is told how far a search has come, by several threads. It cannot change the search.
pub trait Reporter: Sync {
    /// Takes notice of the progress; does nothing unless implemented.
    fn progress(&self, _what: Progress) {}
}

/// Ignores all progress.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Reporter for Silent {}

/// A sequence of events that starts the story and can be replayed; it has no dates yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path {
    /// The values of all fields of the model at the start: settled, readings chosen.
    pub start: Vec<u8>,
    /// All events in order, [`Automatic`](crate::model::EventKind::Automatic) ones included.
    pub events: Vec<EventId>,
}

impl Path {
    /// Adds the automatic events to a sequence of acts and lapses.
    ///
    /// Returns `None` if the sequence cannot happen from `start`, time aside.
    pub fn complete(model: &Model, start: Vec<u8>, acts: &[EventId]) -> Option<Path> {
        acts.iter().try_fold(Path { start, events: Vec::new() }, |path, &id| path.then(model, id))
    }

    /// Returns the values of all fields at its end.
    pub fn end(&self, model: &Model) -> Vec<u8> {
        let mut fields = self.start.clone();
        self.events.iter().for_each(|&event| step::apply(model.event(event), &mut fields));
        fields
    }

    /// Adds an act or lapse and the automatic events that follow it.
    ///
    /// Returns `None` if it cannot happen there, time aside.
    pub fn then(mut self, model: &Model, id: EventId) -> Option<Path> {
        let mut fields = self.end(model);
        if !step::possible(model.event(id), &fields) {
            return None;
        }
        step::apply(model.event(id), &mut fields);
        self.events.push(id);
        self.events.extend(step::settle(model, &mut fields).ok()?);
        Some(self)
    }
}
