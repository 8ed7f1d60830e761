//! Shortest paths, from breadth-first layers.
//!
//! Layers are added at both ends, where the last one is the smaller diagram, until they meet. Those after the starts
//! serve all goals, but spread over everything: on a whole constitution the first 5 take 0.1 s, 12 of them 12 s. Those
//! before a goal stay small if the goal is a simple set. Of all shortest paths the one is taken that begins in the
//! smallest state and has the event with the lowest id at each step, so that the same question gets the same path.

use super::diagram::Diagram;
use super::scope::{Allowed, Conduct};
use super::{Set, Space};
use crate::model::{Event, EventId, Field, ValueSet};
use crate::schedule::Fact;
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

/// How far a search for a path that is accepted goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// How many steps a path may be longer than the shortest one.
    pub detour: usize,
    /// How often it may ask in vain.
    pub refusals: usize,
}

/// Where a whole path arrives.
pub struct Arrival<'a> {
    /// Tells whether a state, with the values of all fields of the model, is in the goal.
    pub is_goal: &'a dyn Fn(&[u8]) -> bool,
    /// What an abstraction must know at the end for the goal to be reached: all of one of these lists. One list that is
    /// empty if nothing is asked.
    pub ways: Vec<Vec<(Fact, bool)>>,
}

/// Says whether a path is accepted: asked of its beginnings, and of the whole with where it arrives.
pub type Accept<'j> = &'j mut dyn FnMut(&Path, Option<&Arrival<'_>>) -> bool;

/// How many ways to arrive are told apart.
const MAX_WAYS: usize = 32;

/// Who is asked, and how often he may still refuse.
struct Judge<'j> {
    accept: Accept<'j>,
    is_goal: &'j dyn Fn(&[u8]) -> bool,
    goal: Diagram,
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
        Ok(self.path_where(Conduct::Any, goal, Effort { detour: 0, refusals: 1 }, &mut |_, _| true)?.found())
    }

    /// Returns the first path to the goal that is accepted, the shortest ones tried first, then longer ones as far as
    /// `effort` goes.
    ///
    /// Shortest among those on which everybody behaves as `conduct` says.
    /// `accept` is asked for each beginning of a path; one that it refuses is not continued.
    ///
    /// # Errors
    /// As [`Space::path_to`].
    pub fn path_where(
        &mut self,
        conduct: Conduct,
        goal: &Set,
        effort: Effort,
        accept: Accept<'_>,
    ) -> Result<Route, Exceeded> {
        if !self.abstraction.facts.is_empty() {
            if self.is_unreachable(conduct, goal)? {
                return Ok(Route::Unreachable);
            }
        } else {
            match self.reachable_by(conduct) {
                Ok(reachable) if self.is_empty(&self.and(&reachable, goal)?) => {
                    return Ok(Route::Unreachable);
                }
                // A goal near the start may be found although the whole set is too large.
                Ok(_) | Err(Exceeded::Nodes(_)) => {}
                Err(other) => return Err(other),
            }
        }
        let scope = &mut self.scopes[conduct as usize];
        let mut ahead = std::mem::replace(&mut scope.layers, Layers::new(&self.initial));
        let route = self.search(conduct, &mut ahead, &goal.0, effort, accept);
        self.scopes[conduct as usize].layers = ahead;
        route
    }

    /// Returns the fewest allowed acts and lapses that lead from a stable state, given by the values of all fields, into the
    /// goal; without regard to time. `None` if there are none.
    ///
    /// # Errors
    /// As [`Space::path_to`].
    pub fn way_from(
        &self,
        from: &[u8],
        goal: &Set,
        allowed: &dyn Fn(EventId) -> bool,
    ) -> Result<Option<Vec<EventId>>, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let moves =
            Allowed::new(&self.encoding, &self.table, &|id| self.abstraction.origin(id).is_none_or(allowed))?;
        let mut layers = Layers::new(&diagrams.and(&goal.0, &self.table.stable)?);
        while !self.encoding.contains(layers.last(), from) {
            let before = self.all_preimages(layers.last(), &moves)?;
            if !self.add_layer(&mut layers, &before)? {
                return Ok(None);
            }
        }
        let mut fields = from.to_vec();
        let mut way = Vec::new();
        for layer in layers.layers[..layers.depth()].iter().rev() {
            let leads_on = |(id, _): &(EventId, &Event)| {
                allowed(*id)
                    && step::successor(self.model, *id, &fields)
                        .is_some_and(|(after, _)| self.encoding.contains(layer, &after))
            };
            let Some((id, _)) = self.model.numbered_events().find(leads_on) else { return Ok(None) };
            let Some((after, _)) = step::successor(self.model, id, &fields) else { return Ok(None) };
            way.push(id);
            fields = after;
        }
        Ok(Some(way))
    }

    /// Tells whether no state of a set can be reached, by a search from its states back: what an abstraction adds
    /// multiplies the reachable states, while backward sets stay small.
    pub fn is_unreachable(&self, conduct: Conduct, goal: &Set) -> Result<bool, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let goal = diagrams.and(&goal.0, &self.table.stable)?;
        let before = self.can_reach_by(&goal, &self.scopes[conduct as usize].allowed)?;
        Ok(diagrams.is_false(&diagrams.and(&before, &self.initial)?))
    }

    fn search(
        &self,
        conduct: Conduct,
        ahead: &mut Layers,
        goal: &Diagram,
        effort: Effort,
        accept: Accept<'_>,
    ) -> Result<Route, Exceeded> {
        let goal = self.encoding.diagrams.and(goal, &self.table.stable)?;
        let allowed = &self.scopes[conduct as usize].allowed;
        let Some(shortest) = self.distance(allowed, ahead, &goal)? else { return Ok(Route::Unreachable) };
        let plain = self.without_detail(&goal)?;
        let is_goal = |fields: &[u8]| self.encoding.contains(&plain, fields);
        let mut judge =
            Judge { accept, is_goal: &is_goal, goal: goal.clone(), conduct, refusals_left: effort.refusals };
        for length in shortest..=shortest + effort.detour {
            let places = self.places(allowed, ahead, &goal, length)?;
            let Some(starts) = places.first() else { break };
            let mut rest = starts.clone();
            while let Some(start) = self.encoding.smallest(&rest)? {
                let same = self.same(&start)?;
                let here = self.encoding.diagrams.and(&rest, &same)?;
                rest = self.encoding.diagrams.minus(&rest, &same)?;
                let first = self.whole_start(&start)?;
                let path = Path { start: first, events: Vec::new() };
                if let Some(found) = self.walk(&places[1..], &here, path, &mut judge)? {
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
        let mut back = Layers::new(&self.closed_before(goal)?);
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
        let mut places = vec![near(&self.closed_before(goal)?, length)?];
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

    /// Continues a path through its places, at each the event with the lowest id first. `here` are the states of the
    /// path's end: one, but for what an abstraction adds.
    fn walk(
        &self,
        places: &[Diagram],
        here: &Diagram,
        path: Path,
        judge: &mut Judge<'_>,
    ) -> Result<Option<Path>, Exceeded> {
        let arrival = match places.is_empty() {
            true => Some(Arrival { is_goal: judge.is_goal, ways: self.ways(here, &judge.goal)? }),
            false => None,
        };
        if !(judge.accept)(&path, arrival.as_ref()) {
            judge.refusals_left = judge.refusals_left.saturating_sub(1);
            return Ok(None);
        }
        let Some((next, rest)) = places.split_first() else { return Ok(Some(path)) };
        for (origin, ids) in &self.variants {
            if judge.conduct == Conduct::Lawful && self.model.event(*origin).breach.is_some() {
                continue;
            }
            let mut after = self.encoding.diagrams.falsum();
            for (one, guard) in ids.iter().filter_map(|&id| self.table.event(id)) {
                let image = self.table.image(&self.encoding, one, here, guard)?;
                after = self.encoding.diagrams.or(&after, &image)?;
            }
            let after = self.encoding.diagrams.and(&self.closed(&after)?, next)?;
            if self.encoding.diagrams.is_false(&after) {
                continue;
            }
            // Only automatic events that the slice left out can refuse a path of the slice.
            let longer = path.clone().then(self.model, *origin).ok_or(Exceeded::Circle)?;
            let found = self.walk(rest, &after, longer, judge)?;
            if found.is_some() || judge.refusals_left == 0 {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Returns what must be known for states `here`, the same but for what an abstraction adds, to be in the goal.
    fn ways(&self, here: &Diagram, goal: &Diagram) -> Result<Vec<Vec<(Fact, bool)>>, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let same = match self.encoding.smallest(here)? {
            Some(state) if !self.abstraction.facts.is_empty() => self.same(&state)?,
            _ => return Ok(vec![Vec::new()]),
        };
        let consistent = diagrams.and(&same, &self.table.consistent)?;
        if diagrams.is_false(&diagrams.minus(&consistent, goal)?) {
            return Ok(vec![Vec::new()]);
        }
        let mut rest = diagrams.and(&self.closed(here)?, goal)?;
        let mut ways = Vec::new();
        while !diagrams.is_false(&rest) && ways.len() < MAX_WAYS {
            let cube = diagrams.cube_in(&rest)?;
            rest = diagrams.minus(&rest, &cube)?;
            let mut way = Vec::new();
            let own = self.abstraction.own_fields(self.model.fields.len());
            for (field, fact) in own.zip(&self.abstraction.facts) {
                let with = |value| diagrams.and(&cube, &self.encoding.values(field, ValueSet::one(value))?);
                match (diagrams.is_false(&with(0)?), diagrams.is_false(&with(1)?)) {
                    (false, true) => way.push((*fact, false)),
                    (true, false) => way.push((*fact, true)),
                    _ => {}
                }
            }
            ways.push(way);
        }
        Ok(ways)
    }

    /// Returns the states of the model, without what an abstraction adds, that have some state in the set.
    pub fn of_model(&self, set: &Set) -> Result<Set, Exceeded> {
        Ok(Set(self.without_detail(&set.0)?))
    }

    fn without_detail(&self, states: &Diagram) -> Result<Diagram, Exceeded> {
        let own = self.abstraction.own_fields(self.model.fields.len());
        self.encoding.diagrams.exists(states, &self.encoding.cube(own)?)
    }

    /// Returns the states that are the same, but for what an abstraction adds.
    fn same(&self, state: &[u8]) -> Result<Diagram, Exceeded> {
        let values = self.fields().iter().zip(state);
        let values = values.filter(|(field, _)| field.index() < self.model.fields.len());
        let values: Vec<_> = values.map(|(&field, &value)| (field, ValueSet::one(value))).collect();
        self.encoding.all_of(&values)
    }

    /// Returns the values of all fields at the start: of the slice as given, of the others the smallest.
    fn whole_start(&self, start: &[u8]) -> Result<Vec<u8>, Exceeded> {
        let smallest = |field: &Field| field.initial.iter().next().unwrap_or(0);
        let mut whole: Vec<u8> = self.model.fields.iter().map(smallest).collect();
        for (&field, &value) in self.fields().iter().zip(start) {
            if self.model.fields.get(field.index()).is_some_and(Field::is_reading) {
                whole[field.index()] = value;
            }
        }
        step::settle(self.model, &mut whole).map_err(|_| Exceeded::Circle)?;
        Ok(whole)
    }
}
