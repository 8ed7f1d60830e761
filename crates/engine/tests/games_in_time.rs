//! Games against what they are in time: a solver that counts the days.
//!
//! It plays the same rounds on the values of all fields and the age of each clock. Time is a day that passes, or a lapse that is
//! due; so the others, who cannot stop the clock by moves that take no time, can begin periods anew as they really can.

#![allow(clippy::disallowed_methods, reason = "the number of cases is read from the environment")]
#![allow(clippy::unwrap_used)]

mod cases;
mod dated;
mod halfway;

use dated::{Dated, NEVER, OLD, after, is_possible};
use proptest::prelude::*;
use solon_engine::calendar::Day;
use solon_engine::model::*;
use solon_engine::play::{Coalition, Game, Pace, Players, space};
use solon_engine::search::Bounds;
use solon_engine::state::{ClockState, State};
use solon_engine::symbolic::Favour;
use std::collections::HashMap;

const TODAY: Day = Day(20_000);

/// What can be done and what can happen in one dated state.
struct Here {
    own: Vec<usize>,
    others: Vec<usize>,
    /// Where time leads: to the next day, or by one of the lapses that are due.
    time: Vec<usize>,
}

struct Arena {
    states: Vec<Dated>,
    all: Vec<Here>,
}

impl Arena {
    /// All dated states that can be reached from the starts, with the turns of the side and those of the others; `None` if they are too
    /// many.
    fn new(model: &Model, own: &dyn Fn(&Event) -> bool, is_end: &dyn Fn(&Dated) -> bool) -> Option<Arena> {
        let mut states = dated::starts(model);
        let mut numbers: HashMap<Dated, usize> = states.iter().cloned().zip(0..).collect();
        let (mut acts, mut times) = (Vec::new(), Vec::new());
        while let Some(state) = states.get(acts.len()).cloned() {
            if states.len() > 20_000 {
                return None;
            }
            let mut number = |state: Dated| {
                *numbers.entry(state.clone()).or_insert_with(|| {
                    states.push(state);
                    states.len() - 1
                })
            };
            let (mut here, mut time) = (Vec::new(), Vec::new());
            for (id, event) in model.numbered_events().filter(|(_, event)| is_possible(event, &state)) {
                match event.kind {
                    EventKind::Automatic => {}
                    EventKind::Lapse => time.push(number(after(model, event, &state)?)),
                    EventKind::Act => here.push((id, number(after(model, event, &state)?))),
                }
            }
            if time.is_empty() {
                let ages = state.1.iter().map(|&age| if age < OLD { age + 1 } else { age }).collect();
                time.push(number((state.0.clone(), ages)));
            }
            acts.push(here);
            times.push(time);
        }
        let turning = halfway::Graph {
            model,
            stages: &halfway::stages(model),
            acts: &|at| acts[at].clone(),
            value: &|at, field| states[at].0[field.index()],
            is_end: &|at| is_end(&states[at]),
        };
        let turns = |at: usize, of: &dyn Fn(&Event) -> bool| -> Vec<usize> {
            turning.turns(at, of).into_iter().map(|(_, to)| to).collect()
        };
        let here = |(at, time)| Here { own: turns(at, own), others: turns(at, &|event| !own(event)), time };
        let all = times.into_iter().enumerate().map(here).collect();
        Some(Arena { states, all })
    }

    /// The dated states from which the side wins. Which of several lapses that are due comes first the side chooses, or the others.
    fn solve(&self, goal: &[bool], side_chooses: bool) -> Vec<bool> {
        let n = self.all.len();
        let mut x = goal.to_vec();
        loop {
            let answers = |at: usize| x[at] || self.all[at].own.iter().any(|&next| x[next]);
            let waits = |at: usize| {
                let mut next = self.all[at].time.iter();
                if side_chooses { next.any(|&next| x[next]) } else { next.all(|&next| x[next]) }
            };
            let holds: Vec<bool> = (0..n).map(|at| answers(at) || waits(at)).collect();
            let mut y = holds.clone();
            loop {
                let is_kept = |at: usize| {
                    goal[at] || y[at] && self.all[at].others.iter().all(|&next| answers(next) || y[next])
                };
                let less: Vec<bool> = (0..n).map(is_kept).collect();
                if less == y {
                    break;
                }
                y = less;
            }
            if y == x {
                return x;
            }
            x = y;
        }
    }
}

/// The state of the engine with these values and these ages.
fn state((fields, ages): &Dated) -> State {
    let clock = |&age: &u8| ClockState {
        since: (age != NEVER).then(|| TODAY.plus(-i32::from(age))),
        ..ClockState::default()
    };
    State { fields: fields.clone(), clocks: ages.iter().map(clock).collect() }
}

/// Each act is one of two offices'.
fn two_offices() -> impl Strategy<Value = Model> {
    (dated::model(), prop::collection::vec(0..2u32, 12), 0..4u8).prop_map(|(mut model, offices, windows)| {
        model.institutions = vec![Institution::default(); 2];
        for (event, office) in model.events.iter_mut().zip(offices) {
            if event.kind == EventKind::Act {
                event.holder = Holder::Institution(InstitutionId(office));
                // Mostly acts are not bound to time: how long somebody can put off the end then shows.
                if windows > 0 {
                    event.conditions.retain(|condition| !matches!(condition.test, Test::Clock(_)));
                }
            } else {
                event.breach = None;
            }
        }
        model
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases::config().cases.div_ceil(2), max_shrink_iters: 3000, ..cases::config() })]

    #[test]
    fn games_are_as_they_are_in_time(model in two_offices(), goal in (any::<u8>(), any::<u8>())) {
        let field = FieldId(u32::from(goal.0) % model.fields.len() as u32);
        let value = goal.1 % model.fields[field.index()].size;
        let players = Players::of(&model).unwrap();
        let game = Game::new(players, space(&model, &Bounds::default()).unwrap(), &[]).unwrap();
        let target = game.space().field_in(field, ValueSet::one(value)).unwrap();
        for members in 0..4u32 {
            let own = |event: &Event| match event.holder {
                Holder::Institution(id) => members >> id.0 & 1 == 1,
                _ => false,
            };
            let is_goal = |state: &Dated| state.0[field.index()] == value;
            let arena = Arena::new(&model, &own, &is_goal);
            prop_assume!(arena.is_some());
            let arena = arena.unwrap();
            let goal: Vec<bool> = arena.states.iter().map(is_goal).collect();
            let ids = (0..2).filter(|id| members >> id & 1 == 1).map(InstitutionId);
            let side = ids.map(|id| game.players().of_institution(id)).fold(Coalition::NOBODY, Coalition::with);
            let [surely, at_best] =
                [Favour::Others, Favour::Side].map(|favour| game.force(side, &target, favour, Pace::Steps).unwrap());
            let [least, most] = [false, true].map(|side_chooses| arena.solve(&goal, side_chooses));
            for (at, dated) in arena.states.iter().enumerate() {
                let point = game.space().point(&state(dated));
                let [surely, at_best] = [&surely, &at_best].map(|set| game.space().contains(set, &point));
                prop_assert!(!surely || least[at], "{members:#04b} cannot at {dated:?}");
                prop_assert!(at_best || !most[at], "{members:#04b} can at {dated:?}");
            }
        }
    }
}
