//! Shortest paths, from breadth-first layers.
//!
//! Layers are added at both ends, where the last one is the smaller diagram, until they meet. Those after the starts
//! serve all goals, but spread over everything: on a whole constitution the first 5 take 0.1 s, 12 of them 12 s. Those
//! before a goal stay small if the goal is a simple set. Of all shortest paths the one is taken that begins in the
//! smallest state and has the event with the lowest id at each step, so that the same question gets the same path.

use super::diagram::Diagram;
use super::encode::Encoding;
use super::scope::{Allowed, Conduct};
use super::{Set, Space};
use crate::model::{Field, ValueSet};
use crate::search::{Exceeded, Path, Progress};
use crate::step;

/// The states at each distance from some states, as far as they were asked for.
pub(super) struct Layers {
    layers: Vec<Diagram>,
    /// The states within each distance.
    within: Vec<Diagram>,
}

impl Layers {
    pub(super) fn new(first: &Diagram) -> Layers {
        Layers { layers: vec![first.clone()], within: vec![first.clone()] }
    }

    fn depth(&self) -> usize {
        self.layers.len() - 1
    }

    fn last(&self) -> &Diagram {
        &self.layers[self.depth()]
    }
}

/// The answer to a search for a path that is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// This one is.
    Found(Path),
    /// The goal can be reached, but no path that was tried is accepted.
    Refused,
    /// The goal cannot be reached.
    Unreachable,
}

impl Route {
    /// Returns the path, if there is one.
    pub fn found(self) -> Option<Path> {
        match self {
            Route::Found(path) => Some(path),
            Route::Refused | Route::Unreachable => None,
        }
    }
}

/// How often a search for a path may ask in vain.
pub const MAX_REFUSALS: usize = 400;

/// Says whether a path is accepted: asked of its beginnings with `false`, of the whole with `true`. The function that it
/// is given tells whether a state, with the values of all fields of the model, is in the goal.
pub type Accept<'j> = &'j mut dyn FnMut(&Path, bool, &dyn Fn(&[u8]) -> bool) -> bool;

/// Who is asked, and how often he may still refuse.
struct Judge<'j> {
    accept: Accept<'j>,
    is_goal: &'j dyn Fn(&[u8]) -> bool,
    conduct: Conduct,
    refusals_left: usize,
}

impl Space<'_> {
    /// Returns a path from an initial state to the goal with the fewest acts and lapses, or `None` if there is none.
    ///
    /// Fields outside the slice start with their smallest initial value.
    ///
    /// # Errors
    /// Also [`Exceeded::Circle`], if automatic events outside the slice run in a circle on this path.
    pub fn path_to(&mut self, goal: &Set) -> Result<Option<Path>, Exceeded> {
        Ok(self.path_where(Conduct::Any, goal, 0, &mut |_, _, _| true)?.found())
    }

    /// Returns the first path to the goal that is accepted, the shortest ones tried first, then up to `detour` longer.
    ///
    /// Shortest among those on which everybody behaves as `conduct` says.
    /// `accept` is asked for each beginning of a path; one that it refuses is not continued. It is asked at most
    /// [`MAX_REFUSALS`] times in vain.
    ///
    /// # Errors
    /// As [`Space::path_to`].
    pub fn path_where(
        &mut self,
        conduct: Conduct,
        goal: &Set,
        detour: usize,
        accept: Accept<'_>,
    ) -> Result<Route, Exceeded> {
        match self.reachable_by(conduct) {
            Ok(reachable) if self.is_empty(&self.and(&reachable, goal)?) => return Ok(Route::Unreachable),
            // A goal near the start may be found although the whole set is too large.
            Ok(_) | Err(Exceeded::Nodes(_)) => {}
            Err(other) => return Err(other),
        }
        let scope = &mut self.scopes[conduct as usize];
        let mut ahead = std::mem::replace(&mut scope.layers, Layers::new(&self.initial));
        let route = self.search(conduct, &mut ahead, &goal.0, detour, accept);
        self.scopes[conduct as usize].layers = ahead;
        route
    }

    fn search(
        &self,
        conduct: Conduct,
        ahead: &mut Layers,
        goal: &Diagram,
        detour: usize,
        accept: Accept<'_>,
    ) -> Result<Route, Exceeded> {
        let goal = self.encoding.diagrams.and(goal, &self.table.stable)?;
        let allowed = &self.scopes[conduct as usize].allowed;
        let Some(shortest) = self.distance(allowed, ahead, &goal)? else { return Ok(Route::Unreachable) };
        let is_goal = |fields: &[u8]| self.encoding.contains(&goal, fields);
        let mut judge = Judge { accept, is_goal: &is_goal, conduct, refusals_left: MAX_REFUSALS };
        for length in shortest..=shortest + detour {
            let places = self.places(allowed, ahead, &goal, length)?;
            let Some(starts) = places.first() else { break };
            let mut rest = starts.clone();
            while let Some(start) = self.encoding.smallest(&rest)? {
                rest = self.encoding.diagrams.minus(&rest, &singleton(&self.encoding, &start)?)?;
                let first = self.whole_start(&start)?;
                let path = Path { start: first, events: Vec::new() };
                if let Some(found) = self.walk(&places[1..], &start, path, &mut judge)? {
                    return Ok(Route::Found(found));
                }
                if judge.refusals_left == 0 {
                    return Ok(Route::Refused);
                }
            }
        }
        Ok(Route::Refused)
    }

    /// Returns how many acts and lapses lead from the starts to the goal at least: adds layers at both ends until they
    /// meet.
    fn distance(
        &self,
        allowed: &Allowed,
        ahead: &mut Layers,
        goal: &Diagram,
    ) -> Result<Option<usize>, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let mut back = Layers::new(goal);
        let mut depth = 0;
        // A shortest path has its state of each place in the layers of that distance from both ends.
        while diagrams.is_false(&diagrams.and(&ahead.layers[depth], back.last())?) {
            if depth < ahead.depth() {
                depth += 1;
            } else if diagrams.size(ahead.last()) <= diagrams.size(back.last()) {
                depth += 1;
                let after = self.all_images(ahead.last(), allowed)?;
                if !self.add_layer(ahead, &after)? {
                    return Ok(None);
                }
            } else {
                let before = self.all_preimages(back.last(), allowed)?;
                if !self.add_layer(&mut back, &before)? {
                    return Ok(None);
                }
            }
        }
        Ok(Some(depth + back.depth()))
    }

    /// Returns for each place of a path of this length to the goal in which states it can be there.
    fn places(
        &self,
        allowed: &Allowed,
        ahead: &Layers,
        goal: &Diagram,
        length: usize,
    ) -> Result<Vec<Diagram>, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let near = |states: &Diagram, place: usize| match ahead.within.get(place) {
            Some(within) => diagrams.and(states, within),
            None => Ok(states.clone()),
        };
        let mut places = vec![near(goal, length)?];
        for place in (0..length).rev() {
            let before = self.all_preimages(&places[places.len() - 1], allowed)?;
            places.push(near(&before, place)?);
        }
        places.reverse();
        Ok(places)
    }

    /// Adds the next layer; returns whether it has a state.
    fn add_layer(&self, layers: &mut Layers, next: &Diagram) -> Result<bool, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let seen = &layers.within[layers.depth()];
        let next = diagrams.minus(next, seen)?;
        if diagrams.is_false(&next) {
            return Ok(false);
        }
        layers.within.push(diagrams.or(seen, &next)?);
        layers.layers.push(next);
        self.reporter.progress(Progress::Layer { depth: layers.depth(), nodes: diagrams.n_nodes() });
        Ok(true)
    }

    /// Continues a path through its places, at each the event with the lowest id first.
    fn walk(
        &self,
        places: &[Diagram],
        state: &[u8],
        path: Path,
        judge: &mut Judge<'_>,
    ) -> Result<Option<Path>, Exceeded> {
        if !(judge.accept)(&path, places.is_empty(), judge.is_goal) {
            judge.refusals_left = judge.refusals_left.saturating_sub(1);
            return Ok(None);
        }
        let Some((next, rest)) = places.split_first() else { return Ok(Some(path)) };
        let here = singleton(&self.encoding, state)?;
        for id in self.table.events() {
            if judge.conduct == Conduct::Lawful && self.model.event(id).breach.is_some() {
                continue;
            }
            let Some((one, guard)) = self.table.event(id) else { continue };
            let after = self.table.image(&self.encoding, one, &here, guard)?;
            let after = self.encoding.diagrams.and(&after, next)?;
            let Some(after) = self.encoding.smallest(&after)? else { continue };
            // Only automatic events that the slice left out can refuse a path of the slice.
            let longer = path.clone().then(self.model, id).ok_or(Exceeded::Circle)?;
            let found = self.walk(rest, &after, longer, judge)?;
            if found.is_some() || judge.refusals_left == 0 {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Returns the values of all fields at the start: of the slice as given, of the others the smallest.
    fn whole_start(&self, start: &[u8]) -> Result<Vec<u8>, Exceeded> {
        let smallest = |field: &Field| field.initial.iter().next().unwrap_or(0);
        let mut whole: Vec<u8> = self.model.fields.iter().map(smallest).collect();
        for (&field, &value) in self.fields().iter().zip(start) {
            if self.model.fields[field.index()].is_reading() {
                whole[field.index()] = value;
            }
        }
        step::settle(self.model, &mut whole).map_err(|_| Exceeded::Circle)?;
        Ok(whole)
    }
}

/// Returns the set of one state.
fn singleton(encoding: &Encoding, state: &[u8]) -> Result<Diagram, Exceeded> {
    let values: Vec<_> =
        encoding.fields().iter().zip(state).map(|(&field, &value)| (field, ValueSet::one(value))).collect();
    encoding.all_of(&values)
}
