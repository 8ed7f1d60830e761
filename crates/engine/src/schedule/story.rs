//! A path as constraints between days: what each step demands of the clocks, and which lapses wait meanwhile.

use super::solve::{Constraint, Origin, Variable};
use crate::model::{ClockGuard, Comparison, Event, EventId, EventKind, Model, Test};
use crate::search::Path;
use crate::step;

/// A path cut into steps: an act or lapse, and the automatic events that follow on the same day.
pub(super) struct Story<'m> {
    model: &'m Model,
    pub(super) steps: Vec<Step<'m>>,
    /// The values of all fields before the first step, and after each.
    fields: Vec<Vec<u8>>,
    lapses: Vec<&'m Event>,
}

/// One step of a story.
pub(super) struct Step<'m> {
    pub(super) id: EventId,
    pub(super) event: &'m Event,
    pub(super) followed: Vec<EventId>,
}

/// The variable of the first day; step `k` counted from 1 has variable `k`, the clocks' starts come after them.
pub(super) const START: Variable = 0;

/// Where a clock stands in the middle of a story.
#[derive(Clone)]
struct Standing {
    /// `None` is infinitely long ago.
    since: Option<Origin>,
    stopped: Option<Variable>,
}

impl<'m> Story<'m> {
    /// Reads a path; `None` if it cannot happen, time aside.
    pub(super) fn read(model: &'m Model, path: &Path) -> Option<Story<'m>> {
        let mut fields = vec![path.start.clone()];
        let mut steps = Vec::new();
        let mut rest = path.events.as_slice();
        while let [id, after @ ..] = rest {
            let (next, followed) = step::successor(model, *id, &fields[steps.len()])?;
            rest = after.strip_prefix(followed.as_slice())?;
            steps.push(Step { id: *id, event: model.event(*id), followed });
            fields.push(next);
        }
        let lapses = model.events.iter().filter(|event| event.kind == EventKind::Lapse).collect();
        Some(Story { model, steps, fields, lapses })
    }

    /// Returns the values of all fields before the first step.
    pub(super) fn first_fields(&self) -> &[u8] {
        &self.fields[0]
    }

    /// Returns the variable of a clock's start before the story.
    pub(super) fn begun(&self, clock: usize) -> Variable {
        self.steps.len() + 1 + clock
    }

    /// Returns all constraints; `None` if a step demands something of a clock that never started.
    pub(super) fn constraints(&self, spacing: i32) -> Option<Vec<Constraint>> {
        let mut all = Vec::new();
        let mut clocks: Vec<Standing> = (self.model.clocks.iter().enumerate())
            .map(|(at, clock)| Standing {
                since: clock.runs_at_start.then(|| Origin::at(self.begun(at))),
                stopped: None,
            })
            .collect();
        self.stop_and_go(&mut clocks, START, &self.fields[0]);
        for (at, step) in self.steps.iter().enumerate() {
            let day = at + 1;
            let apart = if at == 0 { 0 } else { spacing.max(0) };
            all.push(Constraint::Later { day, than: at, days: apart });
            self.conditions(step.event, day, &clocks, &mut all)?;
            if step.event.kind == EventKind::Lapse {
                // It waits, or it could not happen; that it comes no later than due is among what waits.
                let due = self.due(step.event, &clocks, &self.fields[at])?;
                if let [(origin, length)] = due.as_slice() {
                    all.push(Constraint::AtLeast { day, origin: origin.clone(), length: *length, days: 0 });
                }
            }
            self.waiting(&clocks, &self.fields[at], day, &mut all);
            for &reset in step.followed.iter().chain([&step.id]).flat_map(|&id| &self.model.event(id).resets)
            {
                clocks[reset.index()] = Standing { since: Some(Origin::at(day)), stopped: None };
            }
            self.stop_and_go(&mut clocks, day, &self.fields[day]);
        }
        let last = self.steps.len();
        self.waiting(&clocks, &self.fields[last], last, &mut all);
        Some(all)
    }

    /// Adds the event's own conditions on time.
    fn conditions(
        &self,
        event: &Event,
        day: Variable,
        clocks: &[Standing],
        all: &mut Vec<Constraint>,
    ) -> Option<()> {
        let mut tests = Vec::new();
        for condition in &event.conditions {
            match &condition.test {
                Test::Field(..) => {}
                Test::Clock(guard) => all.extend(clock_condition(guard, day, &clocks[guard.clock.index()])?),
                Test::Date(comparison, point) => tests.push((*comparison, *point)),
            }
        }
        if !tests.is_empty() {
            all.push(Constraint::Dates { day, tests });
        }
        Some(())
    }

    /// Adds that the day comes no later than any lapse that waits.
    fn waiting(&self, clocks: &[Standing], fields: &[u8], day: Variable, all: &mut Vec<Constraint>) {
        for lapse in &self.lapses {
            if let Some(periods) = self.due(lapse, clocks, fields) {
                all.push(Constraint::AtMost { day, periods, days: 0 });
            }
        }
    }

    /// Returns the periods of a lapse that waits; it is due at the latest of their ends. As [`step::due`].
    fn due(
        &self,
        lapse: &Event,
        clocks: &[Standing],
        fields: &[u8],
    ) -> Option<Vec<(Origin, crate::calendar::Length)>> {
        if !step::possible(lapse, fields) {
            return None;
        }
        let mut periods = Vec::new();
        for condition in &lapse.conditions {
            if let Test::Clock(guard) = &condition.test {
                let clock = &clocks[guard.clock.index()];
                if clock.stopped.is_some() {
                    return None;
                }
                periods.push((clock.since.clone()?, guard.length));
            }
        }
        (!periods.is_empty()).then_some(periods)
    }

    /// Stops clocks and lets them go on. As [`step::stop_and_go`].
    fn stop_and_go(&self, clocks: &mut [Standing], day: Variable, fields: &[u8]) {
        for (clock, standing) in self.model.clocks.iter().zip(clocks) {
            let Some(since) = &mut standing.since else { continue };
            let is_paused = clock.pauses.iter().any(|pause| step::conjunction_holds(pause, fields));
            match (is_paused, standing.stopped) {
                (true, None) => standing.stopped = Some(day),
                (false, Some(stopped)) => {
                    if clock.restarts {
                        *since = Origin::at(day);
                    } else {
                        since.pauses.push((stopped, day));
                    }
                    standing.stopped = None;
                }
                _ => {}
            }
        }
    }
}

/// Returns a condition on a clock as a constraint; nothing if it always holds, `None` if it cannot hold.
fn clock_condition(guard: &ClockGuard, day: Variable, clock: &Standing) -> Option<Option<Constraint>> {
    let Some(origin) = clock.since.clone() else {
        return guard.comparison.holds(1, 0).then_some(None);
    };
    // A clock that stands still stays at the day on which it was stopped.
    let day = clock.stopped.unwrap_or(day);
    let length = guard.length;
    Some(Some(match guard.comparison {
        Comparison::AtLeast => Constraint::AtLeast { day, origin, length, days: 0 },
        Comparison::After => Constraint::AtLeast { day, origin, length, days: 1 },
        Comparison::AtMost => Constraint::AtMost { day, periods: vec![(origin, length)], days: 0 },
        Comparison::Before => Constraint::AtMost { day, periods: vec![(origin, length)], days: 1 },
    }))
}
