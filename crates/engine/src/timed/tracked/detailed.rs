//! The abstraction of a model that knows some landmarks and orders of clocks: what they become in its event table.

use super::super::home::{Home, field_values};
use super::{Landmark, Order, Tracked, asked, lower_bounds};
use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::calendar::Length;
use crate::model::{
    ClockId, Condition, Conjunction, Effect, Event, EventId, EventKind, Field, FieldId, Force, Model, RuleId,
    Test, ValueSet,
};
use crate::schedule::Fact;
use crate::symbolic::Abstraction;

/// A field of two values: not so, so.
const NO: ValueSet = ValueSet(1);
const YES: ValueSet = ValueSet(2);

pub(super) struct Builder<'m, 't> {
    model: &'m Model,
    tracked: &'t Tracked<'m>,
    detailed: Model,
    started: BTreeMap<ClockId, FieldId>,
    landmarks: BTreeMap<(ClockId, Landmark), FieldId>,
    orders: BTreeMap<Order, FieldId>,
}

impl<'m> Builder<'m, '_> {
    pub(super) fn new<'t>(model: &'m Model, tracked: &'t Tracked<'m>) -> Builder<'m, 't> {
        let mut detailed = Model { events: Vec::new(), ..model.clone() };
        let mut add = |initial| {
            detailed.fields.push(Field { size: 2, initial });
            FieldId(detailed.fields.len() as u32 - 1)
        };
        let runs = |clock: ClockId| model.clocks[clock.index()].runs_at_start;
        let started = tracked.started.iter().map(|&clock| (clock, add(NO))).collect();
        // A clock that never started began infinitely long ago; one that runs, at any time.
        let landmarks = tracked
            .landmarks
            .iter()
            .map(|&(clock, landmark)| {
                let initial = match tracked.homes[clock.index()] {
                    Some(home) if !home.is_first => NO,
                    _ if runs(clock) => NO.or(YES),
                    _ => YES,
                };
                ((clock, landmark), add(initial))
            })
            .collect();
        let orders = tracked
            .orders
            .iter()
            .map(|order| {
                let initial = match (runs(order.first), runs(order.second)) {
                    (true, true) => NO.or(YES),
                    (true, false) => NO,
                    (false, _) => YES,
                };
                (*order, add(initial))
            })
            .collect();
        Builder { model, tracked, detailed, started, landmarks, orders }
    }

    pub(super) fn build(mut self) -> Abstraction<'m> {
        let mut origins = Vec::new();
        let mut excluded = Vec::new();
        let mut all_stopped = Vec::new();
        for (id, event) in self.model.numbered_events() {
            let stopped = self.stopped(event);
            for row in self.rows(event) {
                if !stopped.is_empty() {
                    all_stopped.push((EventId(self.detailed.events.len() as u32), stopped.clone()));
                }
                self.detailed.events.push(row);
                origins.push(Some(id));
            }
        }
        let overdue = self.late(1);
        let due = self.late(0);
        let mut silent: BTreeMap<ClockId, Vec<EventId>> = BTreeMap::new();
        for (&(clock, landmark), &field) in &self.landmarks {
            let id = EventId(self.detailed.events.len() as u32);
            self.detailed.events.push(self.passing(clock, landmark, field));
            origins.push(None);
            silent.entry(clock).or_default().push(id);
            all_stopped.push((id, self.model.clocks[clock.index()].pauses.clone()));
            let mut not = self.forced(clock, landmark);
            not.extend(overdue.iter().cloned());
            excluded.push((id, not));
        }
        let forbidden = self.forbidden();
        let started = self.tracked.started.iter().map(|&clock| Fact::Started(clock));
        let passed = self.tracked.landmarks.iter();
        let passed = passed.map(|&(clock, landmark)| Fact::Passed(clock, landmark.length, landmark.more));
        let orders = self.tracked.orders.iter();
        let orders = orders.map(|order| Fact::Older(order.first, order.second, order.days));
        let facts: Vec<Fact> = started.chain(passed).chain(orders).collect();
        let anchor = |clock: ClockId| anchor(self.model, self.tracked.homes[clock.index()], clock);
        let takes_time = self.model.events.iter().map(|event| self.takes_time(event)).collect();
        Abstraction {
            anchors: facts
                .iter()
                .map(|fact| fact.clocks().into_iter().filter_map(anchor).collect())
                .collect(),
            facts,
            exact: self.model.events.iter().map(|event| self.tracked.knows(event)).collect(),
            model: Cow::Owned(self.detailed),
            origins,
            takes_time,
            silent: silent.into_iter().collect(),
            forbidden,
            due,
            never_first: overdue,
            stopped: all_stopped,
            excluded,
        }
    }

    /// Tells whether a lapse waits for a clock at least a day, and starts that clock anew or leaves its home.
    fn takes_time(&self, lapse: &Event) -> bool {
        lapse.kind == EventKind::Lapse
            && lower_bounds(lapse).any(|(guard, more)| {
                let ends = match self.tracked.homes[guard.clock.index()] {
                    Some(home) => home.sources(self.model, lapse, true).is_empty(),
                    None => false,
                };
                guard.length.span().0 + more > 0 && (lapse.resets.contains(&guard.clock) || ends)
            })
    }

    /// Returns the states in which a lapse does not wait because its clock stands still.
    fn stopped(&self, event: &Event) -> Vec<Conjunction> {
        if event.kind != EventKind::Lapse {
            return Vec::new();
        }
        let clocks = event.conditions.iter().filter_map(|condition| match &condition.test {
            Test::Clock(guard) => Some(&self.model.clocks[guard.clock.index()]),
            _ => None,
        });
        clocks.flat_map(|clock| clock.pauses.iter().cloned()).collect()
    }

    /// Returns the condition that a landmark was passed, or not, if it is tracked.
    fn condition(&self, clock: ClockId, landmark: Landmark, passed: bool) -> Option<(FieldId, ValueSet)> {
        if landmark.span().1 <= 0 {
            return None;
        }
        let field = self.landmarks.get(&(clock, landmark))?;
        Some((*field, if passed { YES } else { NO }))
    }

    /// Returns the rows of the abstraction for one event: several if it depends on a landmark what becomes of an order.
    fn rows(&self, event: &Event) -> Vec<Event> {
        let mut row = event.clone();
        for condition in &event.conditions {
            if let Test::Clock(guard) = &condition.test {
                let (landmark, passed) = asked(guard);
                if let Some((field, values)) = self.condition(guard.clock, landmark, passed) {
                    row.conditions.push(Condition { test: Test::Field(field, values), ..condition.clone() });
                }
                if let (EventKind::Lapse, Some(&field)) = (event.kind, self.started.get(&guard.clock)) {
                    row.conditions.push(Condition { test: Test::Field(field, YES), ..condition.clone() });
                }
            }
        }
        row.conditions.retain(|condition| matches!(condition.test, Test::Field(..)));
        row.resets = Vec::new();
        for (&(clock, _), &field) in &self.landmarks {
            if event.resets.contains(&clock) {
                row.effects.push(Effect { field, map: vec![0; 2] });
            }
        }
        for (clock, &field) in &self.started {
            if event.resets.contains(clock) {
                row.effects.push(Effect { field, map: vec![1; 2] });
            }
        }
        let mut rows = vec![row];
        for (order, &field) in &self.orders {
            let resets = |clock| event.resets.contains(&clock);
            let becomes = |value| Effect { field, map: vec![value; 2] };
            let (clock, days, if_passed) = match (resets(order.first), resets(order.second)) {
                (false, false) => continue,
                (true, true) => {
                    let value = u8::from(order.days <= 0);
                    rows.iter_mut().for_each(|row| row.effects.push(becomes(value)));
                    continue;
                }
                (false, true) if order.days <= 0 => {
                    rows.iter_mut().for_each(|row| row.effects.push(becomes(1)));
                    continue;
                }
                (true, false) if order.days > 0 => {
                    rows.iter_mut().for_each(|row| row.effects.push(becomes(0)));
                    continue;
                }
                (false, true) => (order.first, order.days, 1),
                (true, false) => (order.second, 1 - order.days, 0),
            };
            let landmark = self.landmarks[&(clock, Landmark::new(Length::days(days), 0))];
            rows = rows
                .into_iter()
                .flat_map(|row| {
                    [(NO, 1 - if_passed), (YES, if_passed)].map(|(values, value)| {
                        let mut row = row.clone();
                        let test = Test::Field(landmark, values);
                        row.conditions.push(Condition { test, rule: event.rule, force: Force::Void });
                        row.effects.push(becomes(value));
                        row
                    })
                })
                .filter(|row| self.is_consistent(row))
                .collect();
        }
        for (clock, home) in self.homes() {
            if !event.resets.contains(&clock) {
                rows = rows.into_iter().flat_map(|row| self.leaving(row, clock, home)).collect();
            }
        }
        for row in &mut rows {
            row.effects.sort_by_key(|effect| effect.field);
        }
        rows
    }

    /// The homes of the tracked clocks.
    fn homes(&self) -> impl Iterator<Item = (ClockId, Home)> {
        self.tracked
            .clocks()
            .into_iter()
            .filter_map(|clock| Some((clock, self.tracked.homes[clock.index()]?)))
    }

    /// Makes a row forget a clock that it takes from its home.
    fn leaving(&self, row: Event, clock: ClockId, home: Home) -> Vec<Event> {
        if !row.effects.iter().any(|effect| effect.field == home.field) {
            return vec![row];
        }
        let leaving = home.sources(self.model, &row, false);
        let staying = home.sources(self.model, &row, true);
        let with = |row: &Event, values: ValueSet, forgets: bool| {
            let mut row = row.clone();
            row.conditions.push(Condition {
                test: Test::Field(home.field, values),
                rule: row.rule,
                force: Force::Void,
            });
            if forgets {
                let own = self.landmarks.iter().filter(|((other, _), _)| *other == clock);
                let orders =
                    self.orders.iter().filter(|(order, _)| [order.first, order.second].contains(&clock));
                let own: Vec<FieldId> =
                    own.map(|(_, field)| *field).chain(orders.map(|(_, field)| *field)).collect();
                row.effects.retain(|effect| !own.contains(&effect.field));
                row.effects.extend(own.into_iter().map(|field| Effect { field, map: vec![0; 2] }));
            }
            row
        };
        match (leaving.is_empty(), staying.is_empty()) {
            (true, _) => vec![row],
            (false, true) => vec![with(&row, leaving, true)],
            (false, false) => vec![with(&row, leaving, true), with(&row, staying, false)],
        }
    }

    /// Tells whether the landmarks that a row asks for can be passed and not passed as it says.
    fn is_consistent(&self, row: &Event) -> bool {
        let asks = |field: FieldId, values: ValueSet| {
            row.conditions.iter().any(|condition| condition.test == Test::Field(field, values))
        };
        self.landmarks.iter().all(|(&(clock, later), &field)| {
            !asks(field, YES)
                || !self.landmarks.iter().any(|(&(other, earlier), &before)| {
                    clock == other && (earlier == later || earlier.is_before(later)) && asks(before, NO)
                })
        })
    }

    /// Returns the silent event by which a clock passes a landmark: those before it were passed.
    fn passing(&self, clock: ClockId, landmark: Landmark, field: FieldId) -> Event {
        let before = self.landmarks.iter().filter(|((other, earlier), _)| {
            *other == clock && *earlier != landmark && earlier.is_before(landmark)
        });
        let home = self.tracked.homes[clock.index()].map(|home| (home.field, home.values));
        let tests = before.map(|(_, &field)| (field, YES)).chain([(field, NO)]).chain(home);
        let rule = RuleId(u32::MAX);
        Event {
            conditions: tests
                .map(|(field, values)| Condition {
                    test: Test::Field(field, values),
                    rule,
                    force: Force::Void,
                })
                .collect(),
            effects: vec![Effect { field, map: vec![1; 2] }],
            ..Event::new(rule, EventKind::Lapse)
        }
    }

    /// Returns the states in which a lapse must happen before the clock can pass the landmark: the landmark lies on the day after
    /// that on which the lapse is due. If it waits for several clocks it was due yesterday only if the others passed their landmarks
    /// by then: several can pass theirs on one day.
    fn forced(&self, clock: ClockId, landmark: Landmark) -> Vec<Conjunction> {
        let mut all = Vec::new();
        for lapse in self.model.events.iter().filter(|event| event.kind == EventKind::Lapse) {
            let guards = || lower_bounds(lapse);
            let own = guards().any(|(guard, days)| {
                guard.clock == clock && Landmark::new(guard.length, days + 1) == landmark
            });
            if own {
                all.extend(self.waits(lapse, &|other| i32::from(other != clock)));
            }
        }
        all
    }

    /// Returns the states in which a lapse waits that was due so many days ago, or more: no day passes before it happens.
    fn late(&self, days: i32) -> Vec<Conjunction> {
        let lapses = self.model.events.iter().filter(|event| event.kind == EventKind::Lapse);
        lapses.filter_map(|lapse| self.waits(lapse, &|_| days)).collect()
    }

    /// Returns the states in which a lapse waits and each of its clocks ran out so many days ago, or more; `None` if that is not
    /// known.
    fn waits(&self, lapse: &Event, days: &dyn Fn(ClockId) -> i32) -> Option<Conjunction> {
        let mut all: BTreeMap<FieldId, ValueSet> = BTreeMap::new();
        let mut add = |field: FieldId, values: ValueSet| {
            let known = all.entry(field).or_insert(ValueSet(u128::MAX));
            *known = known.and(values);
        };
        let mut is_timed = false;
        for condition in &lapse.conditions {
            match &condition.test {
                Test::Field(field, values) => add(*field, *values),
                Test::Date(..) => {}
                Test::Clock(guard) => {
                    let clock = &self.model.clocks[guard.clock.index()];
                    // Where a clock stands still or never started, nothing waits.
                    if !clock.pauses.is_empty() {
                        return None;
                    }
                    if self.tracked.may_never_start(guard.clock) {
                        add(*self.started.get(&guard.clock)?, YES);
                    }
                }
            }
        }
        for (guard, more) in lower_bounds(lapse) {
            is_timed = true;
            let landmark = Landmark::new(guard.length, more + days(guard.clock));
            if landmark.span().1 <= 0 {
                continue;
            }
            add(*self.landmarks.get(&(guard.clock, landmark))?, YES);
        }
        is_timed.then(|| all.into_iter().collect())
    }

    /// Returns what cannot be while the clocks are alive: a landmark passed before an earlier one, orders against the
    /// landmarks of their clocks.
    fn forbidden(&self) -> Vec<Conjunction> {
        let mut all = Vec::new();
        for (&(clock, later), &field) in &self.landmarks {
            for (&(other, earlier), &before) in &self.landmarks {
                if clock == other && earlier != later && earlier.is_before(later) {
                    all.push(vec![(before, NO), (field, YES)]);
                }
            }
        }
        for (order, &bit) in &self.orders {
            let of = |clock: ClockId| {
                let own = self.tracked.landmarks.iter().filter(move |(other, _)| *other == clock);
                own.map(|key| (key.1, self.landmarks[key]))
            };
            let mut never = Vec::new();
            for (u, x) in of(order.first) {
                // The first clock is young, although the second one began so much later.
                if u.span().1 <= order.days {
                    never.push(vec![(bit, YES), (x, NO)]);
                }
                for (v, y) in of(order.second) {
                    let same = u == v;
                    if u.span().1 - v.span().0 <= order.days || (same && order.days >= 0) {
                        never.push(vec![(bit, YES), (x, NO), (y, YES)]);
                    }
                    if u.span().0 - v.span().1 + 1 >= order.days || (same && order.days <= 1) {
                        never.push(vec![(bit, NO), (x, YES), (y, NO)]);
                    }
                }
            }
            for (v, y) in of(order.second) {
                if 1 - v.span().1 >= order.days {
                    never.push(vec![(bit, NO), (y, NO)]);
                }
            }
            let homes = [order.first, order.second].map(|clock| self.tracked.homes[clock.index()]);
            let homes = homes.into_iter().flatten();
            for mut conjunction in never {
                for home in homes.clone() {
                    match conjunction.iter_mut().find(|(field, _)| *field == home.field) {
                        Some((_, values)) => *values = values.and(home.values),
                        None => conjunction.push((home.field, home.values)),
                    }
                }
                all.push(conjunction);
            }
        }
        for conjunction in &mut all {
            conjunction.sort_by_key(|(field, _)| *field);
        }
        all
    }
}

/// Returns the field that a clock belongs to: where it is alive, or what those that read it ask about most.
fn anchor(model: &Model, home: Option<Home>, clock: ClockId) -> Option<FieldId> {
    if let Some(home) = home {
        return Some(home.field);
    }
    let reads = |event: &&Event| {
        event.conditions.iter().any(|condition| match &condition.test {
            Test::Clock(guard) => guard.clock == clock,
            _ => false,
        })
    };
    let mut asked: BTreeMap<FieldId, usize> = BTreeMap::new();
    for event in model.events.iter().filter(reads) {
        field_values(event).keys().for_each(|&field| *asked.entry(field).or_default() += 1);
    }
    asked.into_iter().max_by_key(|&(field, n)| (n, std::cmp::Reverse(field))).map(|(field, _)| field)
}
