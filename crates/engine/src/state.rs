//! Where a constitution stands: the values of all fields and, in dated runs, the clocks.

use crate::calendar::Day;

/// A state with its clocks. Searches without dates use `fields` alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// One value per field of the model.
    pub fields: Vec<u8>,
    /// One entry per clock of the model.
    pub clocks: Vec<ClockState>,
}

/// Where a clock stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ClockState {
    /// The day it counts from, later by the days it stood still; `None` is infinitely long ago.
    pub since: Option<Day>,
    /// The day on which it was stopped, while it stands still.
    pub stopped: Option<Day>,
}

impl ClockState {
    /// Returns the day that counts as today for this clock: a stopped clock stays at the day it stopped.
    pub fn reads(self, today: Day) -> Day {
        self.stopped.unwrap_or(today)
    }
}
