//! A path as constraints between days: what each step demands of the clocks, and which lapses wait meanwhile.

use super::conflict::Fact;
use super::solve::{Constraint, Origin, Variable};
use crate::calendar::Length;
use crate::model::{ClockGuard, ClockId, Comparison, Event, EventId, EventKind, Model, Test};
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

/// What a story demands of its days.
#[derive(Clone, Debug, Default)]
pub(super) struct Constraints {
    /// All of these.
    pub(super) fixed: Vec<Constraint>,
    /// And one of each of these lists.
    pub(super) choices: Vec<Vec<Constraint>>,
}

/// The first clock began so many days before the second, or earlier.
#[derive(Clone, Copy, Debug)]
pub(super) struct Difference {
    pub(super) older: ClockId,
    pub(super) younger: ClockId,
    pub(super) days: i32,
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

    /// Returns the number of acts and lapses.
    pub(super) fn n_steps(&self) -> usize {
        self.steps.len()
    }

    /// Returns the values of all fields before the first step.
    pub(super) fn first_fields(&self) -> &[u8] {
        &self.fields[0]
    }

    /// Returns the variable of a clock's start before the story.
    pub(super) fn begun(&self, clock: usize) -> Variable {
        let of = self.model.clocks[clock].begun_with.map_or(clock, ClockId::index);
        self.steps.len() + 1 + of
    }

    /// Returns all constraints; `orders` hold at the end.
    ///
    /// # Errors
    /// The fact about a clock that never started, or stands still, because of which a step cannot happen.
    pub(super) fn constraints(&self, spacing: i32, orders: &[Difference]) -> Result<Constraints, Fact> {
        let mut all = Constraints::default();
        let mut clocks: Vec<Standing> = (self.model.clocks.iter().enumerate())
            .map(|(at, clock)| Standing {
                since: clock.runs_at_start.then(|| Origin::of(ClockId(at as u32), self.begun(at))),
                stopped: None,
            })
            .collect();
        self.stop_and_go(&mut clocks, START, &self.fields[0]);
        let mut since = vec![None; self.lapses.len()];
        for (at, step) in self.steps.iter().enumerate() {
            let day = at + 1;
            let apart = if at == 0 { 0 } else { spacing.max(0) };
            all.fixed.push(Constraint::Later { day, than: at, days: apart });
            self.conditions(step.event, day, &clocks, &mut all.fixed)?;
            if step.event.kind == EventKind::Lapse {
                // It waits, or it could not happen; that it comes no later than due is among what waits.
                self.due(step.event, &clocks, &self.fields[at])
                    .ok_or_else(|| not_running(step.event, &clocks))?;
            }
            self.waiting(&clocks, at, day, &mut since, &mut all);
            for &reset in step.followed.iter().chain([&step.id]).flat_map(|&id| &self.model.event(id).resets)
            {
                clocks[reset.index()] = Standing { since: Some(Origin::of(reset, day)), stopped: None };
            }
            self.stop_and_go(&mut clocks, day, &self.fields[day]);
        }
        let last = self.steps.len();
        self.waiting(&clocks, last, last, &mut since, &mut all);
        for order in orders {
            let since = |clock: ClockId| clocks[clock.index()].since.as_ref().map(|origin| origin.day);
            match (since(order.older), since(order.younger)) {
                (Some(than), Some(day)) => all.fixed.push(Constraint::Later { day, than, days: order.days }),
                // A clock that never started is older than any other.
                (None, _) => {}
                (Some(_), None) => return Err(Fact::Started(order.younger)),
            }
        }
        Ok(all)
    }

    /// Adds the event's own conditions on time.
    fn conditions(
        &self,
        event: &Event,
        day: Variable,
        clocks: &[Standing],
        all: &mut Vec<Constraint>,
    ) -> Result<(), Fact> {
        let mut tests = Vec::new();
        for condition in &event.conditions {
            match &condition.test {
                Test::Field(..) => {}
                Test::Clock(guard) => {
                    let condition = clock_condition(guard, day, &clocks[guard.clock.index()]);
                    let old = || {
                        Fact::Passed(
                            guard.clock,
                            guard.length,
                            i32::from(guard.comparison == Comparison::AtMost),
                        )
                    };
                    all.extend(condition.ok_or_else(old)?);
                }
                Test::Date(comparison, point) => tests.push((*comparison, *point)),
            }
        }
        if !tests.is_empty() {
            all.push(Constraint::Dates { day, tests });
        }
        Ok(())
    }

    /// Adds that the day comes no later than any lapse that waits after `at` steps: until it is due, or until the day on
    /// which it began to wait if it was overdue then. `since` says at which step each began.
    fn waiting(
        &self,
        clocks: &[Standing],
        at: usize,
        day: Variable,
        since: &mut [Option<Variable>],
        all: &mut Constraints,
    ) {
        for (lapse, since) in self.lapses.iter().zip(since) {
            let Some(periods) = self.due(lapse, clocks, &self.fields[at]) else {
                *since = None;
                continue;
            };
            let since = *since.get_or_insert(at);
            // What waits when the story begins is not overdue then.
            let is_old = |(origin, _, _): &(Origin, Length, i32)| {
                since != START && (self.is_begun(origin.day) || origin.day < since)
            };
            let may_be_overdue = periods.iter().all(is_old);
            let mut choices: Vec<Constraint> = periods
                .into_iter()
                .map(|(origin, length, more)| Constraint::AtMost { day, origin, length, days: -more })
                .collect();
            if may_be_overdue {
                let origin = Origin::at(since);
                choices.push(Constraint::AtMost { day, origin, length: Length::default(), days: 0 });
            }
            match <[Constraint; 1]>::try_from(choices) {
                Ok([only]) => all.fixed.push(only),
                Err(several) => all.choices.push(several),
            }
        }
    }

    /// Tells whether a variable is that of a clock's start before the story.
    fn is_begun(&self, variable: Variable) -> bool {
        variable > self.steps.len()
    }

    /// Returns the periods of a lapse that waits, each with the days that its comparison adds; it is due at the latest of
    /// their ends. As [`step::due`].
    fn due(&self, lapse: &Event, clocks: &[Standing], fields: &[u8]) -> Option<Vec<(Origin, Length, i32)>> {
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
                let since = clock.since.clone()?;
                match guard.comparison {
                    Comparison::AtLeast => periods.push((since, guard.length, 0)),
                    Comparison::After => periods.push((since, guard.length, 1)),
                    Comparison::Before | Comparison::AtMost => {}
                }
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
                        *since = Origin { day, pauses: Vec::new(), ..since.clone() };
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

/// Returns why a lapse does not wait: one of its clocks has not started.
fn not_running(lapse: &Event, clocks: &[Standing]) -> Fact {
    let guards = lapse.conditions.iter().filter_map(|condition| match &condition.test {
        Test::Clock(guard) => Some(guard.clock),
        _ => None,
    });
    let stops = |clock: &ClockId| clocks[clock.index()].since.is_none();
    Fact::Started(guards.clone().find(stops).or(guards.clone().next()).unwrap_or(ClockId(0)))
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
        Comparison::AtMost => Constraint::AtMost { day, origin, length, days: 0 },
        Comparison::Before => Constraint::AtMost { day, origin, length, days: 1 },
    }))
}
