//! How a coalition forces an outcome: its answer to whatever the others do.

use super::game::MAX_NODES;
use super::space::may_open;
use super::{Coalition, Game, Pace};
use crate::calendar::Day;
use crate::model::{Event, EventId, EventKind, Holder, Model};
use crate::search::Exceeded;
use crate::state::State;
use crate::step;
use crate::symbolic::{Favour, Halfway, Set};
use std::collections::BTreeSet;

/// A strategy of a coalition, from the start of a game.
///
/// Each state that it can win from has a rank: in how many rounds it wins from there at most, waiting for a period counted as
/// one. At each opportunity it takes the turn that leads to the lowest rank, if that is lower than where it is, and
/// otherwise waits.
pub struct Strategy<'g, 'm> {
    pub(super) game: &'g Game<'m>,
    pub(super) side: Coalition,
    /// The states of rank 0, of rank 0 and 1, and so on.
    pub(super) layers: Vec<Set>,
    pub(super) left_out: Vec<EventId>,
    acts_first: bool,
    start: (State, Day),
    /// The acts that count for the coalition, and those of the others.
    own: Vec<EventId>,
    others: Vec<EventId>,
}

/// Tells whether an act can be done on a day.
pub(super) fn possible(model: &Model, event: &Event, state: &State, today: Day) -> bool {
    let holds = |condition: &crate::model::Condition| step::holds(&condition.test, state, today);
    event.conditions.iter().all(holds)
        && may_open(model, event).is_none_or(|test| step::holds(&test, state, today))
}

impl<'m> Game<'m> {
    /// Returns a strategy by which a coalition forces the goal from the start, from that day on; at least if it acts before the
    /// others do. `None` if it cannot.
    ///
    /// # Errors
    /// As [`crate::symbolic::Space::force`].
    pub fn strategy(
        &self,
        side: Coalition,
        goal: &Set,
        left_out: &[EventId],
        first_day: Day,
    ) -> Result<Option<Strategy<'_, 'm>>, Exceeded> {
        let (space, model) = (self.space(), self.players().model());
        let Some(fields) = space.smallest(self.start())? else { return Ok(None) };
        let fields: Vec<u8> = fields.into_iter().map(|(_, value)| value).take(model.fields.len()).collect();
        let start = step::begin(model, fields, &[], first_day);
        let from = space.state(&start)?;
        self.restart_watch();
        self.with_sides(side, Favour::Others, (Pace::Steps, left_out, MAX_NODES), |sides| {
            let layers = space.force_in_layers(goal, sides, &from)?;
            let Some(all) = layers.last() else { return Ok(None) };
            let acts_first = !space.is_subset(&from, all)?;
            if acts_first && !space.is_subset(&from, &space.acting_first(all, sides)?)? {
                return Ok(None);
            }
            let acts = |is_in: &dyn Fn(EventId) -> bool| {
                let acts = model.numbered_events().filter(|(_, event)| event.kind == EventKind::Act);
                acts.map(|(id, _)| id).filter(|id| is_in(*id)).collect()
            };
            Ok(Some(Strategy {
                game: self,
                side,
                layers,
                left_out: left_out.to_vec(),
                acts_first,
                start: (start, first_day),
                own: acts(&|id| (sides.own)(id) && space.is_exact(id)),
                others: acts(sides.others),
            }))
        })
    }
}

impl<'m> Strategy<'_, 'm> {
    pub(super) fn model(&self) -> &'m Model {
        self.game.players().model()
    }

    pub(super) fn start(&self) -> (State, Day) {
        self.start.clone()
    }

    /// Tells whether the coalition must act before the others do.
    pub fn acts_first(&self) -> bool {
        self.acts_first
    }

    pub(super) fn is_won(&self, state: &State) -> bool {
        self.rank(state) == Some(0)
    }

    fn rank(&self, state: &State) -> Option<usize> {
        let (space, point) = (self.game.space(), self.game.space().point(state));
        let rank = self.layers.partition_point(|layer| !space.contains(layer, &point));
        (rank < self.layers.len()).then_some(rank)
    }

    /// Returns those of the others' acts that are possible on a day.
    pub(super) fn of_others(&self, state: &State, today: Day) -> Vec<EventId> {
        let is_possible = |id: &EventId| possible(self.model(), self.model().event(*id), state, today);
        self.others.iter().copied().filter(is_possible).collect()
    }

    /// Tells whether nobody else has an act in his hand.
    pub(super) fn is_side_alone(&self, id: EventId) -> bool {
        let (players, event) = (self.game.players(), self.model().event(id));
        players.owns(event, self.side) && !players.owns(event, players.others(self.side))
    }

    /// Returns the acts by which those who are bound keep a lapse from coming.
    pub(super) fn owed(&self, lapse: EventId) -> Vec<EventId> {
        let owed = self.game.owed().iter().find(|(owed, _)| *owed == lapse).map(|(_, acts)| acts.as_slice());
        owed.unwrap_or_default().iter().copied().filter(|act| !self.left_out.contains(act)).collect()
    }

    /// Returns the stage halfway that an act has led to, if it has.
    pub(super) fn halfway(&self, last: EventId, after: &State) -> Option<&Halfway> {
        let is_there =
            |one: &&Halfway| one.into.contains(&last) && after.fields[one.place.0.index()] == one.place.1;
        self.game.halfway().iter().find(is_there)
    }

    /// Returns the acts that the coalition takes in one turn; `None` if it waits.
    pub fn answer(&self, state: &State, today: Day) -> Option<Vec<EventId>> {
        let model = self.model();
        let now = self.rank(state).unwrap_or(usize::MAX);
        let mut best: Option<(usize, Vec<EventId>)> = None;
        let mut open = vec![(Vec::new(), state.clone())];
        // An act may come twice in one turn, but nobody comes back by it to where it has led already.
        let mut seen: BTreeSet<(EventId, Vec<u8>)> = BTreeSet::new();
        while let Some((turn, state)) = open.pop() {
            let halfway = turn.last().and_then(|last| self.halfway(*last, &state));
            for (id, event) in self.own.iter().map(|&id| (id, model.event(id))) {
                let goes_on = turn.is_empty()
                    || halfway.is_some_and(|halfway| event.holder == Holder::Institution(halfway.by));
                let mut after = state.clone();
                if !goes_on
                    || !possible(model, event, &state, today)
                    || step::fire(model, &mut after, id, today).is_err()
                {
                    continue;
                }
                let longer: Vec<EventId> = turn.iter().copied().chain([id]).collect();
                let known = best.as_ref().map_or(now, |(rank, _)| *rank);
                if let Some(rank) = self.rank(&after).filter(|rank| *rank < known) {
                    best = Some((rank, longer.clone()));
                }
                if self.halfway(id, &after).is_some() && seen.insert((id, after.fields.clone())) {
                    open.push((longer, after));
                }
            }
        }
        best.map(|(_, turn)| turn)
    }
}
