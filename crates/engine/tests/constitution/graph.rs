//! All that can be reached in a small constitution without regard to time, state by state.
#![allow(dead_code, reason = "each test uses a part of it")]

use super::POSITION;
use solon_engine::explicit::{StateGraph, Transition};
use solon_engine::model::*;
use solon_engine::search::{Bounds, Silent};
use solon_engine::step;

pub const BOUNDS: Bounds =
    Bounds { max_nodes: 1 << 18, max_seconds: 60.0, max_work: u64::MAX, max_states: 100_000 };

/// All that can be reached without regard to time.
pub struct Graph<'m> {
    pub model: &'m Model,
    pub matter: &'m Matter,
    pub states: Vec<Vec<u8>>,
    pub transitions: Vec<Transition>,
}

impl<'m> Graph<'m> {
    pub fn new(model: &'m Model) -> Graph<'m> {
        let graph = StateGraph::explore(model, &BOUNDS, &Silent).expect("a small model");
        let states = graph.states().map(<[u8]>::to_vec).collect();
        Graph { model, matter: &model.matters[0], states, transitions: graph.transitions().to_vec() }
    }

    pub fn event(&self, transition: &Transition) -> &'m Event {
        self.model.event(transition.event)
    }

    pub fn from(&self, transition: &Transition) -> &[u8] {
        &self.states[transition.from as usize]
    }

    pub fn to(&self, transition: &Transition) -> &[u8] {
        &self.states[transition.to as usize]
    }

    /// What happens by a transition: the event and the automatic ones that follow it.
    pub fn all_of(&self, transition: &Transition) -> Vec<&'m Event> {
        let (_, followed) =
            step::successor(self.model, transition.event, self.from(transition)).expect("it happens");
        [transition.event].into_iter().chain(followed).map(|id| self.model.event(id)).collect()
    }

    /// For each state: whether a good one can be reached from it by these transitions.
    pub fn can_reach(
        &self,
        good: impl Fn(&[u8]) -> bool,
        allowed: impl Fn(&Transition) -> bool,
    ) -> Vec<bool> {
        let mut can: Vec<bool> = self.states.iter().map(|state| good(state)).collect();
        loop {
            let before = can.clone();
            for transition in self.transitions.iter().filter(|transition| allowed(transition)) {
                can[transition.from as usize] |= can[transition.to as usize];
            }
            if can == before {
                return can;
            }
        }
    }

    pub fn is_own(&self, event: &Event) -> bool {
        self.matter.steps.contains(&event.rule)
            || self.matter.stages.iter().any(|stage| stage.rule == event.rule)
    }

    pub fn stage_of(&self, state: &[u8]) -> Option<usize> {
        let at = state[POSITION.index()];
        self.matter.stages.iter().position(|stage| stage.values.contains(at))
    }
}
