//! The one definition of what an event does: when it is possible and what it changes.
//!
//! `replay` runs these functions on dated states; the searches run them on field values alone, or compile the same
//! table. Nothing else in the crate changes a state.

use crate::calendar::Day;
use crate::model::{Clock, Comparison, Conjunction, Event, EventId, EventKind, Model, Test};
use crate::state::{ClockState, State};
use thiserror::Error;

/// The law's own steps set each other off without end.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("automatic steps set each other off without end")]
pub struct Circle {
    /// The last step before the circle was noticed.
    pub event: EventId,
}

/// Returns all initial field values, one list per combination of readings, in ascending order.
///
/// Combinations from which automatic steps run in a circle are left out.
pub fn starts(model: &Model) -> Vec<Vec<u8>> {
    let mut all = vec![Vec::with_capacity(model.fields.len())];
    for field in &model.fields {
        all = all
            .into_iter()
            .flat_map(|values: Vec<u8>| {
                field.initial.iter().map(move |value| values.iter().copied().chain([value]).collect())
            })
            .collect();
    }
    all.into_iter().filter_map(|mut fields| settle(model, &mut fields).ok().map(|_| fields)).collect()
}

/// Returns the state in which a story begins: the law's own steps settle the fields, without starting clocks; clocks whose pause
/// holds stand still. If the steps run in a circle, the first event will say so.
pub fn start(model: &Model, mut fields: Vec<u8>, clocks: Vec<ClockState>, today: Day) -> State {
    let _ = settle(model, &mut fields);
    let mut state = State { fields, clocks };
    stop_and_go(model, &mut state, today);
    state
}

/// Returns the state in which a story begins on a day: [`start`], where a clock that runs then counts from that day unless it is
/// said since when. `begun` has a day for each clock, or is empty.
pub fn begin(model: &Model, fields: Vec<u8>, begun: &[Option<Day>], today: Day) -> State {
    let clock = |(at, clock): (usize, &Clock)| ClockState {
        since: begun.get(at).copied().flatten().or(clock.runs_at_start.then_some(today)),
        stopped: None,
    };
    start(model, fields, model.clocks.iter().enumerate().map(clock).collect(), today)
}

/// Tells whether all conditions of the event on fields hold. Time is not looked at.
pub fn possible(event: &Event, fields: &[u8]) -> bool {
    event.conditions.iter().all(|condition| match &condition.test {
        Test::Field(field, values) => values.contains(fields[field.index()]),
        Test::Clock(_) | Test::Date(..) => true,
    })
}

/// Applies the event's effects on the fields, all at once.
pub fn apply(event: &Event, fields: &mut [u8]) {
    for effect in &event.effects {
        let value = &mut fields[effect.field.index()];
        *value = effect.map[usize::from(*value)];
    }
}

/// Lets the law's own steps happen, lowest id first, until none is possible. Returns them in order.
///
/// # Errors
/// [`Circle`] if they set each other off without end.
pub fn settle(model: &Model, fields: &mut [u8]) -> Result<Vec<EventId>, Circle> {
    let mut happened = Vec::new();
    let mut seen: Vec<Vec<u8>> = Vec::new();
    while let Some(event) = next_automatic(model, fields) {
        if seen.iter().any(|state| state == fields) {
            return Err(Circle { event });
        }
        seen.push(fields.to_vec());
        apply(model.event(event), fields);
        happened.push(event);
    }
    Ok(happened)
}

/// Returns the automatic step that happens next, if one is possible.
pub fn next_automatic(model: &Model, fields: &[u8]) -> Option<EventId> {
    model
        .numbered_events()
        .find(|(_, event)| event.kind == EventKind::Automatic && possible(event, fields))
        .map(|(id, _)| id)
}

/// Returns the stable successor of a stable state by an event, with the automatic steps that followed.
///
/// `None` if the event is not possible, is automatic itself, or sets off a circle.
pub fn successor(model: &Model, id: EventId, fields: &[u8]) -> Option<(Vec<u8>, Vec<EventId>)> {
    let event = model.event(id);
    if event.kind == EventKind::Automatic || !possible(event, fields) {
        return None;
    }
    let mut next = fields.to_vec();
    apply(event, &mut next);
    let followed = settle(model, &mut next).ok()?;
    Some((next, followed))
}

/// Tells whether a condition holds in a dated state.
pub fn holds(test: &Test, state: &State, today: Day) -> bool {
    match test {
        Test::Field(field, values) => values.contains(state.fields[field.index()]),
        Test::Clock(guard) => {
            let clock = state.clocks[guard.clock.index()];
            match clock.since {
                Some(since) => guard.comparison.holds(clock.reads(today), guard.length.after(since)),
                // Infinitely long ago: later than any day counted from it.
                None => guard.comparison.holds(1, 0),
            }
        }
        Test::Date(comparison, point) => comparison.holds(today, point.in_year_of(today)),
    }
}

/// Lets an event happen on a day: its effects, then the automatic steps, then clocks that stop or go on.
///
/// The caller has checked the conditions. Returns the automatic steps that followed.
///
/// # Errors
/// [`Circle`] if automatic steps set each other off without end.
pub fn fire(model: &Model, state: &mut State, id: EventId, today: Day) -> Result<Vec<EventId>, Circle> {
    let mut all = vec![id];
    apply(model.event(id), &mut state.fields);
    let followed = settle(model, &mut state.fields)?;
    all.extend(&followed);
    for event in all {
        for &clock in &model.event(event).resets {
            state.clocks[clock.index()] = ClockState { since: Some(today), stopped: None };
        }
    }
    stop_and_go(model, state, today);
    Ok(followed)
}

/// Stops the clocks whose pause has begun and lets those go on whose pause has ended.
pub fn stop_and_go(model: &Model, state: &mut State, today: Day) {
    for (clock, value) in model.clocks.iter().zip(&mut state.clocks) {
        let Some(since) = value.since else { continue };
        let paused = clock.pauses.iter().any(|pause| conjunction_holds(pause, &state.fields));
        match (paused, value.stopped) {
            (true, None) => value.stopped = Some(today),
            (false, Some(stopped)) => {
                let since = if clock.restarts { today } else { since.plus(today.0 - stopped.0) };
                *value = ClockState { since: Some(since), stopped: None };
            }
            _ => {}
        }
    }
}

/// Tells whether all conditions of a conjunction hold.
pub fn conjunction_holds(conjunction: &Conjunction, fields: &[u8]) -> bool {
    conjunction.iter().all(|&(field, values)| values.contains(fields[field.index()]))
}

/// Returns the day on which a lapse falls due in this state, if it is pending.
///
/// A lapse is pending while its conditions other than its own clock hold and its clock runs.
pub fn due(event: &Event, state: &State) -> Option<Day> {
    if event.kind != EventKind::Lapse || !possible(event, &state.fields) {
        return None;
    }
    let mut latest = None;
    for condition in &event.conditions {
        if let Test::Clock(guard) = &condition.test {
            let clock = state.clocks[guard.clock.index()];
            if clock.stopped.is_some() {
                return None;
            }
            let day = guard.length.after(clock.since?);
            match guard.comparison {
                Comparison::AtLeast => latest = latest.max(Some(day)),
                Comparison::After => latest = latest.max(Some(day.plus(1))),
                // Not a day on which it falls due, but one after which it no longer can.
                Comparison::Before | Comparison::AtMost => {}
            }
        }
    }
    latest
}
