//! Shortest paths, from breadth-first layers.
//!
//! A layer holds the states whose shortest path has so many acts and lapses. The way back through the layers takes
//! the event with the lowest id and the smallest state, so that the same question gets the same path.

use super::diagram::Diagram;
use super::encode::Encoding;
use super::{Set, Space};
use crate::model::{EventId, FieldId, ValueSet};
use crate::search::{Exceeded, Path, Progress};
use crate::step;

/// The layers found so far from one set of starts.
pub(super) struct Layers {
    layers: Vec<Diagram>,
    seen: Diagram,
    is_complete: bool,
}

impl Layers {
    pub(super) fn new(starts: &Diagram) -> Layers {
        Layers { layers: vec![starts.clone()], seen: starts.clone(), is_complete: false }
    }
}

/// A path over the fields of the slice.
struct Trace {
    start: Vec<(FieldId, u8)>,
    acts: Vec<EventId>,
}

impl Space<'_> {
    /// Returns a path from an initial state to the goal with the fewest acts and lapses, or `None` if there is none.
    ///
    /// Fields outside the slice start with their smallest initial value.
    ///
    /// # Errors
    /// Also [`Exceeded::Circle`], if automatic events outside the slice run in a circle on this path.
    pub fn path_to(&mut self, goal: &Set) -> Result<Option<Path>, Exceeded> {
        match self.reachable() {
            Ok(reachable) if self.is_empty(&self.and(&reachable, goal)?) => return Ok(None),
            // A goal near the start may be found although the whole set is too large.
            Ok(_) | Err(Exceeded::Nodes(_)) => {}
            Err(other) => return Err(other),
        }
        let mut layers = std::mem::replace(&mut self.layers, Layers::new(&self.initial));
        let trace = self.trace(&mut layers, &goal.0);
        self.layers = layers;
        let Some(trace) = trace? else { return Ok(None) };
        let mut start = self.smallest_start(&trace);
        step::settle(self.model, &mut start).map_err(|_| Exceeded::Circle)?;
        self.whole_path(start, &trace.acts)
    }

    /// Returns a shortest path from some stable state of `from` to the goal, or `None` if there is none.
    ///
    /// Fields outside the slice have the values that they have at the start of the story, settled.
    ///
    /// # Errors
    /// As [`Space::path_to`].
    pub fn path_between(&self, from: &Set, goal: &Set) -> Result<Option<Path>, Exceeded> {
        let starts = self.encoding.diagrams.and(&from.0, &self.table.stable)?;
        let Some(trace) = self.trace(&mut Layers::new(&starts), &goal.0)? else { return Ok(None) };
        let mut start = self.smallest_start(&trace);
        step::settle(self.model, &mut start).map_err(|_| Exceeded::Circle)?;
        for &(field, value) in &trace.start {
            start[field.index()] = value;
        }
        step::settle(self.model, &mut start).map_err(|_| Exceeded::Circle)?;
        self.whole_path(start, &trace.acts)
    }

    /// Returns the initial values of all fields, with the readings that the trace chose.
    fn smallest_start(&self, trace: &Trace) -> Vec<u8> {
        let smallest = |values: ValueSet| values.iter().next().unwrap_or(0);
        let mut start: Vec<u8> = self.model.fields.iter().map(|field| smallest(field.initial)).collect();
        for &(field, value) in &trace.start {
            if self.model.fields[field.index()].is_reading() {
                start[field.index()] = value;
            }
        }
        start
    }

    fn whole_path(&self, start: Vec<u8>, acts: &[EventId]) -> Result<Option<Path>, Exceeded> {
        // Only automatic events that the slice left out can refuse a path of the slice.
        Path::complete(self.model, start, acts).map(Some).ok_or(Exceeded::Circle)
    }

    /// Adds layers until one meets the goal, and walks back from there.
    fn trace(&self, layers: &mut Layers, goal: &Diagram) -> Result<Option<Trace>, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let mut depth = 0;
        let found = loop {
            if depth == layers.layers.len() && !self.add_layer(layers)? {
                return Ok(None);
            }
            let met = diagrams.and(&layers.layers[depth], goal)?;
            if !diagrams.is_false(&met) {
                break met;
            }
            depth += 1;
        };
        let Some(mut state) = self.encoding.smallest(&found)? else { return Ok(None) };
        let mut acts = Vec::new();
        for layer in layers.layers[..depth].iter().rev() {
            let Some((event, before)) = self.step_back(layer, &state)? else { return Ok(None) };
            acts.push(event);
            state = before;
        }
        acts.reverse();
        let start = self.fields().iter().copied().zip(state).collect();
        Ok(Some(Trace { start, acts }))
    }

    /// Finds the next layer; returns whether it has a state.
    fn add_layer(&self, layers: &mut Layers) -> Result<bool, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        if layers.is_complete {
            return Ok(false);
        }
        let last = &layers.layers[layers.layers.len() - 1];
        let next = diagrams.minus(&self.all_images(last)?, &layers.seen)?;
        if diagrams.is_false(&next) {
            layers.is_complete = true;
            return Ok(false);
        }
        layers.seen = diagrams.or(&layers.seen, &next)?;
        layers.layers.push(next);
        self.reporter.progress(Progress::Layer { depth: layers.layers.len() - 1, nodes: diagrams.n_nodes() });
        Ok(true)
    }

    /// Returns the lowest event that leads from the layer into the state, and the smallest state before it.
    fn step_back(&self, layer: &Diagram, state: &[u8]) -> Result<Option<(EventId, Vec<u8>)>, Exceeded> {
        let target = singleton(&self.encoding, state)?;
        for id in self.table.events() {
            let Some((one, guard)) = self.table.event(id) else { continue };
            let before = self.table.preimage(&self.encoding, one, &target, guard)?;
            let before = self.encoding.diagrams.and(&before, layer)?;
            if let Some(state) = self.encoding.smallest(&before)? {
                return Ok(Some((id, state)));
            }
        }
        Ok(None)
    }
}

/// Returns the set of one state.
fn singleton(encoding: &Encoding, state: &[u8]) -> Result<Diagram, Exceeded> {
    let values: Vec<_> =
        encoding.fields().iter().zip(state).map(|(&field, &value)| (field, ValueSet::one(value))).collect();
    encoding.all_of(&values)
}
