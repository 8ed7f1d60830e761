//! Breadth-first search of small models, state by state.
//!
//! It is the oracle of the symbolic search: it knows no decision diagrams, no slices and no order of fields,
//! only [`crate::step`]. Cost: one byte a field for each state and 12 bytes a transition.

use rustc_hash::FxHashMap;

use crate::model::{EventId, EventKind, Model};
use crate::search::{Bounds, Exceeded, Path, Progress, Reporter, Watch};
use crate::step;

/// A transition between two states of a [`StateGraph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Transition {
    /// The state before, by number.
    pub from: u32,
    /// The act or lapse; the automatic events after it are part of the transition.
    pub event: EventId,
    /// The settled state after, by number.
    pub to: u32,
}

/// All stable states that can be reached without regard to time.
///
/// States are numbered in the order in which they were found: starts first, then by depth.
#[derive(Clone, Debug)]
pub struct StateGraph {
    states: Vec<Box<[u8]>>,
    numbers: FxHashMap<Box<[u8]>, u32>,
    depths: Vec<u32>,
    parents: Vec<Option<(u32, EventId)>>,
    transitions: Vec<Transition>,
    deadlocks: Vec<u32>,
}

impl StateGraph {
    /// Finds all states.
    ///
    /// A start or a transition whose automatic events run in a circle leads nowhere.
    ///
    /// # Errors
    /// [`Exceeded::States`] and [`Exceeded::Seconds`]; nothing partial is returned.
    pub fn explore(model: &Model, bounds: &Bounds, reporter: &dyn Reporter) -> Result<StateGraph, Exceeded> {
        let watch = Watch::start(bounds);
        let mut graph = StateGraph {
            states: Vec::new(),
            numbers: FxHashMap::default(),
            depths: Vec::new(),
            parents: Vec::new(),
            transitions: Vec::new(),
            deadlocks: Vec::new(),
        };
        for start in step::starts(model) {
            graph.add(start, 0, None, bounds)?;
        }
        let mut from = 0;
        while from < graph.states.len() {
            if from % 1024 == 0 {
                watch.check()?;
                reporter.progress(Progress::States(graph.states.len()));
            }
            graph.expand(model, from as u32, bounds)?;
            from += 1;
        }
        Ok(graph)
    }

    /// Adds the successors of one state.
    fn expand(&mut self, model: &Model, from: u32, bounds: &Bounds) -> Result<(), Exceeded> {
        let state = self.states[from as usize].clone();
        let mut is_stuck = true;
        for (event, row) in model.numbered_events() {
            if row.kind == EventKind::Automatic || !step::possible(row, &state) {
                continue;
            }
            is_stuck = false;
            let mut next = state.to_vec();
            step::apply(row, &mut next);
            if step::settle(model, &mut next).is_err() {
                continue;
            }
            let depth = self.depths[from as usize] + 1;
            let to = self.add(next, depth, Some((from, event)), bounds)?;
            self.transitions.push(Transition { from, event, to });
        }
        if is_stuck {
            self.deadlocks.push(from);
        }
        Ok(())
    }

    /// Returns the number of a state, which is a new one if it was not known.
    fn add(
        &mut self,
        state: Vec<u8>,
        depth: u32,
        parent: Option<(u32, EventId)>,
        bounds: &Bounds,
    ) -> Result<u32, Exceeded> {
        if let Some(&number) = self.numbers.get(state.as_slice()) {
            return Ok(number);
        }
        if self.states.len() >= bounds.max_states.min(u32::MAX as usize) {
            return Err(Exceeded::States(bounds.max_states));
        }
        let number = self.states.len() as u32;
        let state = state.into_boxed_slice();
        self.numbers.insert(state.clone(), number);
        self.states.push(state);
        self.depths.push(depth);
        self.parents.push(parent);
        Ok(number)
    }

    /// Returns the number of states.
    pub fn n_states(&self) -> usize {
        self.states.len()
    }

    /// Returns the states in the order of their numbers, each with the values of all fields.
    pub fn states(&self) -> impl Iterator<Item = &[u8]> {
        self.states.iter().map(AsRef::as_ref)
    }

    /// Returns the number of a state, if it can be reached.
    pub fn number(&self, fields: &[u8]) -> Option<u32> {
        self.numbers.get(fields).copied()
    }

    /// Returns the fewest acts and lapses that lead to a state.
    pub fn depth(&self, number: u32) -> u32 {
        self.depths[number as usize]
    }

    /// Returns all transitions, sorted by the state before and the event.
    pub fn transitions(&self) -> &[Transition] {
        &self.transitions
    }

    /// Returns the numbers of the states in which no act or lapse is possible, ascending.
    pub fn deadlocks(&self) -> &[u32] {
        &self.deadlocks
    }

    /// Returns a shortest path to a state with this property, if there is one.
    pub fn path_to(&self, model: &Model, goal: impl Fn(&[u8]) -> bool) -> Option<Path> {
        let found = self.states.iter().position(|state| goal(state))?;
        let mut acts = Vec::new();
        let mut at = found as u32;
        while let Some((from, event)) = self.parents[at as usize] {
            acts.push(event);
            at = from;
        }
        acts.reverse();
        Path::complete(model, self.states[at as usize].to_vec(), &acts)
    }

    /// Tells for each state whether a state with this property can still be reached from it by allowed events.
    ///
    /// Automatic events need no permission. Cost: O(states + transitions).
    pub fn can_reach(&self, goal: impl Fn(&[u8]) -> bool, allowed: impl Fn(EventId) -> bool) -> Vec<bool> {
        let mut before: Vec<Vec<u32>> = vec![Vec::new(); self.states.len()];
        for transition in self.transitions.iter().filter(|transition| allowed(transition.event)) {
            before[transition.to as usize].push(transition.from);
        }
        let mut can: Vec<bool> = self.states.iter().map(|state| goal(state)).collect();
        let mut open: Vec<u32> = (0..can.len() as u32).filter(|&state| can[state as usize]).collect();
        while let Some(state) = open.pop() {
            for &from in &before[state as usize] {
                if !std::mem::replace(&mut can[from as usize], true) {
                    open.push(from);
                }
            }
        }
        can
    }
}
