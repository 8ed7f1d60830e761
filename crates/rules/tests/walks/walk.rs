//! A random walk on civil dates.

use solon_engine::calendar::Day;
use solon_engine::finding::act;
use solon_engine::model::{EventId, EventKind, Model, Test};
use solon_engine::replay::{Mode, What, replay};
use solon_engine::state::{ClockState, State};
use solon_engine::step;
use solon_rules::resolved::Constitution;
use std::fmt::Write;

pub struct Walk<'m> {
    model: &'m Model,
    pub state: State,
    today: Day,
    random: u64,
    acts: Vec<(Day, EventId)>,
}

impl<'m> Walk<'m> {
    /// Begins in a random initial state.
    pub fn new(model: &'m Model, first: Day, seed: u64) -> Walk<'m> {
        let clocks: Vec<ClockState> = model
            .clocks
            .iter()
            .map(|clock| ClockState { since: clock.runs_at_start.then_some(first), stopped: None })
            .collect();
        let state = State { fields: Vec::new(), clocks: Vec::new() };
        let mut walk = Walk { model, state, today: first, random: seed | 1, acts: Vec::new() };
        let mut drawn = |values: Vec<u8>| values[walk.below(values.len())];
        let fields = model.fields.iter().map(|field| drawn(field.initial.iter().collect())).collect();
        walk.state = step::start(model, fields, clocks, first);
        walk
    }

    fn below(&mut self, n: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random % n as u64) as usize
    }

    /// Tells whether anything can still happen, time aside.
    pub fn can_move(&self) -> bool {
        let mut others = self.model.events.iter().filter(|event| event.kind != EventKind::Automatic);
        others.any(|event| step::possible(event, &self.state.fields))
    }

    /// Lets some days pass, and then one of the acts happen that are open. Returns whether the walk goes on.
    pub fn step(&mut self) -> bool {
        let longest = [3, 40, 400, 2_000][self.below(4)];
        let day = self.today.plus(self.below(longest) as i32);
        let passed = replay(self.model, self.state.clone(), &[], Mode::Enforce, day);
        self.state = passed.end;
        self.today = day;
        let open: Vec<EventId> = self
            .model
            .numbered_events()
            .filter(|(_, event)| {
                let holds = |test: &Test| step::holds(test, &self.state, day);
                event.kind == EventKind::Act
                    && event.conditions.iter().all(|condition| holds(&condition.test))
            })
            .map(|(id, _)| id)
            .collect();
        if open.is_empty() {
            return self.can_move();
        }
        let id = open[self.below(open.len())];
        let journal = replay(self.model, self.state.clone(), &[act(self.model, id, day)], Mode::Enforce, day);
        let refused = journal.entries.iter().any(|entry| matches!(entry.what, What::Refused(_)));
        assert!(!refused, "an act that is open is refused: {:?} on {day}", self.model.event(id));
        self.acts.push((day, id));
        self.state = journal.end;
        true
    }

    /// Returns the walk as a scenario file.
    pub fn scenario(&self, constitution: &Constitution) -> String {
        let mut text = format!(
            "Scenario(id: \"walk\", title: \"a random walk\", start: \"{}\", events: [\n",
            constitution.start
        );
        for (day, id) in &self.acts {
            let rule = &constitution.rules[self.model.event(*id).rule.index()].name;
            let _ = writeln!(text, "    Event(on: \"{day}\", step: \"{rule}\"),");
        }
        text + "])"
    }
}
