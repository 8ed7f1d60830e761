//! What a timed search knows about clocks, and the abstraction of the model that knows it.
//!
//! A clock is known by the *landmarks* it has passed, two clocks by their *order*: how far the starts of the two lie
//! apart. Each is one more field of the model; resets become effects on it, conditions on time conditions on it, and the
//! passing of a landmark a silent event. Conditions on landmarks that are not tracked always hold, so the abstraction
//! can do all that the model can do in time, and perhaps more. Dates of the calendar are never tracked.

mod detailed;

use super::home::{Home, homes};
use detailed::Builder;
use std::collections::BTreeSet;

use crate::calendar::{Length, Round};
use crate::model::{Clock, ClockGuard, ClockId, Comparison, Event, EventKind, Model, Test};
use crate::symbolic::Abstraction;

/// The day that lies `length` and `more` days after the start of a clock; it is passed from that day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Landmark {
    length: Length,
    more: i32,
}

impl Landmark {
    /// Makes a landmark; one that is counted in plain months and days has one form only.
    pub fn new(length: Length, more: i32) -> Landmark {
        let is_plain = length.skipped & 0x7f == 0 && !length.moves_to_working_day && length.aligned.is_none();
        if is_plain {
            let round = if length.months == 0 { Round::default() } else { length.round };
            Landmark { length: Length { days: length.days + more, skipped: 0, round, ..length }, more: 0 }
        } else {
            Landmark { length, more }
        }
    }

    /// Returns the landmark so many days later.
    pub(super) fn later(self, days: i32) -> Landmark {
        Landmark::new(self.length, self.more + days)
    }

    pub(super) fn length(self) -> Length {
        self.length
    }

    pub(super) fn more(self) -> i32 {
        self.more
    }

    /// Returns the fewest and the most days from the clock's start.
    pub fn span(self) -> (i32, i32) {
        let (lo, hi) = self.length.span();
        (lo + self.more, hi + self.more)
    }

    /// Tells whether every clock passes this landmark on the day of the other one or earlier.
    fn is_before(self, other: Landmark) -> bool {
        let same = Length { days: other.length.days, ..self.length } == other.length;
        let days = |landmark: Landmark| (landmark.length.days, landmark.more);
        self.span().1 <= other.span().0 || (same && days(self) < days(other) && self.more <= other.more)
    }
}

/// Says of two clocks how much earlier the first one began: by at least so many days, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Order {
    /// The lower of the two clocks.
    first: ClockId,
    second: ClockId,
    /// The age of the first minus the age of the second is at least this.
    days: i32,
}

/// What a timed search knows about clocks.
#[derive(Clone, Debug)]
pub struct Tracked<'m> {
    model: &'m Model,
    /// For each clock where it is alive, if that is not everywhere.
    homes: Vec<Option<Home>>,
    /// Clocks without a home of which it is known whether they ever started.
    started: BTreeSet<ClockId>,
    landmarks: BTreeSet<(ClockId, Landmark)>,
    orders: BTreeSet<Order>,
}

impl<'m> Tracked<'m> {
    /// Knows nothing yet.
    pub fn new(model: &'m Model) -> Tracked<'m> {
        Tracked {
            model,
            homes: homes(model),
            started: BTreeSet::new(),
            landmarks: BTreeSet::new(),
            orders: BTreeSet::new(),
        }
    }

    /// Tracks whether a clock ever started: if not, nothing waits for it. Returns whether that is new. A clock that is
    /// alive somewhere only has started wherever it is alive.
    pub fn started(&mut self, clock: ClockId) -> bool {
        self.may_never_start(clock) && self.started.insert(clock)
    }

    fn may_never_start(&self, clock: ClockId) -> bool {
        !self.model.clocks[clock.index()].runs_at_start && self.homes[clock.index()].is_none()
    }

    /// Returns the model.
    pub fn model(&self) -> &'m Model {
        self.model
    }

    /// Tracks a landmark. Returns whether it is new. Clocks that begin anew after a pause are not tracked.
    pub fn landmark(&mut self, clock: ClockId, landmark: Landmark) -> bool {
        let Clock { pauses, restarts, .. } = &self.model.clocks[clock.index()];
        (pauses.is_empty() || !restarts) && landmark.span().1 > 0 && self.landmarks.insert((clock, landmark))
    }

    /// Tracks whether the age of one clock minus that of another is at least `days`, with the landmarks by which that is
    /// known. Returns whether it is new. The order of clocks that can stand still is not tracked.
    pub fn order(&mut self, older: ClockId, younger: ClockId, days: i32) -> bool {
        let stands_still = |clock: ClockId| !self.model.clocks[clock.index()].pauses.is_empty();
        if older == younger || stands_still(older) || stands_still(younger) || self.orders.len() >= MAX_ORDERS
        {
            return false;
        }
        let order = if older < younger {
            Order { first: older, second: younger, days }
        } else {
            Order { first: younger, second: older, days: 1 - days }
        };
        if order.days > 0 {
            self.landmark(order.first, Landmark::new(Length::days(order.days), 0));
        } else {
            self.landmark(order.second, Landmark::new(Length::days(1 - order.days), 0));
        }
        self.orders.insert(order)
    }

    /// Returns the clocks that something is known about, ascending.
    pub fn clocks(&self) -> Vec<ClockId> {
        let mut clocks: Vec<ClockId> = self.landmarks.iter().map(|(clock, _)| *clock).collect();
        clocks.dedup();
        clocks
    }

    /// Returns the number of landmarks and of orders.
    pub fn sizes(&self) -> (usize, usize) {
        (self.landmarks.len(), self.orders.len())
    }

    /// Tells whether all that the event asks of time is known.
    fn knows(&self, event: &Event) -> bool {
        event.conditions.iter().all(|condition| match &condition.test {
            Test::Field(..) => true,
            Test::Clock(guard) => {
                let (landmark, _) = asked(guard);
                let starts = !self.may_never_start(guard.clock) || self.started.contains(&guard.clock);
                (landmark.span().1 <= 0 || self.landmarks.contains(&(guard.clock, landmark)))
                    && (starts || event.kind == EventKind::Act)
            }
            Test::Date(..) => false,
        })
    }

    /// Returns the abstraction of the model.
    pub fn abstraction(&self) -> Abstraction<'m> {
        Builder::new(self.model, self).build()
    }
}

/// Returns the landmark that a condition asks about, and whether it must have been passed.
pub(super) fn asked(guard: &ClockGuard) -> (Landmark, bool) {
    let (more, passed) = match guard.comparison {
        Comparison::AtLeast => (0, true),
        Comparison::After => (1, true),
        Comparison::AtMost => (1, false),
        Comparison::Before => (0, false),
    };
    (Landmark::new(guard.length, more), passed)
}

/// How many orders are tracked at most: each doubles what may have to be told apart.
const MAX_ORDERS: usize = 64;

/// Returns the conditions by which a lapse falls due, each with the days that its comparison adds.
pub(super) fn lower_bounds(lapse: &Event) -> impl Iterator<Item = (&ClockGuard, i32)> {
    lapse.conditions.iter().filter_map(|condition| match &condition.test {
        Test::Clock(guard) => match guard.comparison {
            Comparison::AtLeast => Some((guard, 0)),
            Comparison::After => Some((guard, 1)),
            Comparison::Before | Comparison::AtMost => None,
        },
        _ => None,
    })
}
