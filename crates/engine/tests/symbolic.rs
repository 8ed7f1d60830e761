//! The symbolic search against the explicit one, on random models.

#![allow(clippy::disallowed_methods, reason = "tests read files and the number of cases")]

mod cases;
mod random;

use std::collections::BTreeSet;

use cases::all_states;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestCaseResult;
use solon_engine::explicit::{StateGraph, Transition};
use solon_engine::model::*;
use solon_engine::search::{Bounds, Exceeded, Path, Silent};
use solon_engine::step;
use solon_engine::symbolic::{Arrival, Conduct, Effort, Route, Slice, Space, slice};

const BOUNDS: Bounds =
    Bounds { max_nodes: 1 << 17, max_seconds: 60.0, max_work: u64::MAX, max_states: 100_000 };

fn explore(model: &Model) -> StateGraph {
    StateGraph::explore(model, &BOUNDS, &Silent).expect("a small model")
}

/// Replays a path by `step` alone; returns the last state and the number of acts and lapses.
fn replay(model: &Model, path: &Path) -> Option<(Vec<u8>, u32)> {
    if !step::starts(model).contains(&path.start) {
        return None;
    }
    let mut fields = path.start.clone();
    let mut events = path.events.iter();
    let mut n_acts = 0;
    while let Some(&id) = events.next() {
        let event = model.event(id);
        if event.kind == EventKind::Automatic || !step::possible(event, &fields) {
            return None;
        }
        step::apply(event, &mut fields);
        n_acts += 1;
        for followed in step::settle(model, &mut fields).ok()? {
            if events.next() != Some(&followed) {
                return None;
            }
        }
    }
    Some((fields, n_acts))
}

/// The goal and the allowed events of a question, drawn beside the model.
type Question = (usize, u8, usize, u8, u16);

fn question() -> impl Strategy<Value = Question> {
    (0..8usize, 0..16u8, 0..8usize, 0..16u8, any::<u16>())
}

fn goal(model: &Model, question: Question) -> Disjunction {
    let (left, left_values, right, right_values, _) = question;
    let condition = |field: usize, values: u8| {
        (FieldId((field % model.fields.len()) as u32), ValueSet(u128::from(values)))
    };
    Disjunction(vec![vec![condition(left, left_values), condition(right, right_values)]])
}

fn same_sets(model: &Model, question: Question) -> TestCaseResult {
    let graph = explore(model);
    let mut space = Space::new(model, &Slice::whole(model), &BOUNDS).expect("small");
    let reachable = space.reachable().expect("small");
    let stuck = space.deadlocks(&reachable).expect("small");
    let goal = goal(model, question);
    let allowed = |id: EventId| id.index() >= 16 || question.4 >> id.index() & 1 == 1;
    let can = graph.can_reach(|fields| goal.holds(fields), allowed);
    let goal_set = space.set(&goal).expect("small");
    let can_set = space.can_reach(&goal_set, &allowed).expect("small");
    prop_assert_eq!(space.count(&reachable), graph.n_states() as u128);
    for state in all_states(model) {
        let number = graph.number(&state);
        prop_assert_eq!(space.contains(&reachable, &state), number.is_some(), "reachable {:?}", state);
        prop_assert_eq!(space.contains(&goal_set, &state), goal.holds(&state), "goal {:?}", state);
        let is_stuck = number.is_some_and(|number| graph.deadlocks().contains(&number));
        prop_assert_eq!(space.contains(&stuck, &state), is_stuck, "stuck {:?}", state);
        let can = number.is_some_and(|number| can[number as usize]);
        if number.is_some() {
            prop_assert_eq!(space.contains(&can_set, &state), can, "can reach {:?}", state);
        }
    }
    let mut one_step: BTreeSet<u32> = BTreeSet::new();
    for (id, _) in model.numbered_events().take(12) {
        let to: BTreeSet<u32> = graph.transitions().iter().filter(|t| t.event == id).map(|t| t.to).collect();
        one_step.extend(&to);
        let post = space.post(&reachable, id).expect("small");
        prop_assert_eq!(space.count(&post), to.len() as u128, "post {:?}", id);
        let states: Vec<&[u8]> = graph.states().collect();
        prop_assert!(to.iter().all(|&to| space.contains(&post, states[to as usize])), "post {:?}", id);
        let pre = space.pre(&goal_set, id).and_then(|pre| space.and(&pre, &reachable)).expect("small");
        let into = |t: &&Transition| t.event == id && goal.holds(states[t.to as usize]);
        let from: BTreeSet<u32> = graph.transitions().iter().filter(into).map(|t| t.from).collect();
        prop_assert_eq!(space.count(&pre), from.len() as u128, "pre {:?}", id);
        prop_assert!(from.iter().all(|&from| space.contains(&pre, states[from as usize])), "pre {:?}", id);
    }
    prop_assert_eq!(space.count(&space.successors(&reachable).expect("small")), one_step.len() as u128);
    let here = space.and(&reachable, &goal_set).expect("small");
    let fields: Vec<FieldId> = (0..model.fields.len())
        .filter(|&at| model.fields[at].is_reading())
        .map(|at| FieldId(at as u32))
        .collect();
    let under = |state: &Vec<u8>| fields.iter().map(|field| state[field.index()]).collect::<Vec<u8>>();
    let is_open = |state: &&Vec<u8>| {
        fields.iter().all(|field| model.fields[field.index()].initial.contains(state[field.index()]))
    };
    let starts: BTreeSet<Vec<u8>> = all_states(model).iter().filter(is_open).map(under).collect();
    let met: BTreeSet<Vec<u8>> =
        graph.states().filter(|state| goal.holds(state)).map(|state| under(&state.to_vec())).collect();
    let found = space.readings(&here).expect("small");
    for combination in &starts {
        let agrees = |found: &Vec<(FieldId, u8)>| {
            found.iter().all(|(field, value)| {
                fields.iter().position(|known| known == field).is_some_and(|at| combination[at] == *value)
            })
        };
        prop_assert_eq!(found.iter().any(agrees), met.contains(combination), "{:?}", combination);
    }
    // A reading that is named matters: with another value, some combination gives another answer.
    for (field, _) in found.iter().flatten() {
        let at = fields.iter().position(|known| known == field).expect("a reading");
        let matters = starts.iter().any(|one| {
            starts.iter().any(|other| {
                let same = (0..fields.len()).all(|place| place == at || one[place] == other[place]);
                same && met.contains(one) != met.contains(other)
            })
        });
        prop_assert!(matters, "{:?}", field);
    }
    Ok(())
}

/// Compares what is reached without breaches, on a model in which some acts and lapses are breaches.
fn same_lawful(model: &Model, question: Question) -> TestCaseResult {
    let mut with = model.clone();
    let mut without = model.clone();
    let breaks =
        |at: usize, event: &Event| event.kind != EventKind::Automatic && question.4 >> (at % 16) & 1 == 1;
    for (at, event) in with.events.iter_mut().enumerate() {
        if breaks(at, event) {
            event.breach = Some(event.rule);
        }
    }
    let mut at = 0..;
    without.events.retain(|event| !breaks(at.next().expect("endless"), event));
    let graph = explore(&without);
    let mut space = Space::new(&with, &Slice::whole(&with), &BOUNDS).expect("small");
    let reachable = space.reachable_by(Conduct::Lawful).expect("small");
    prop_assert_eq!(space.count(&reachable), graph.n_states() as u128);
    prop_assert!(graph.states().all(|state| space.contains(&reachable, state)));
    let goal = goal(model, question);
    let goal_set = space.set(&goal).expect("small");
    let found = space
        .path_where(Conduct::Lawful, &goal_set, Effort { detour: 0, refusals: 1 }, &mut |_, _| true)
        .expect("small")
        .found();
    let expected = graph.path_to(&without, |fields| goal.holds(fields));
    let n_acts =
        |model: &Model, path: Option<Path>| path.map(|path| replay(model, &path).expect("it happens").1);
    prop_assert!(found.iter().flat_map(|path| &path.events).all(|&id| with.event(id).breach.is_none()));
    prop_assert_eq!(n_acts(&with, found), n_acts(&without, expected));
    Ok(())
}

/// Refuses all paths with one event, and compares with the paths of a model without it.
fn same_detours(model: &Model, question: Question) -> TestCaseResult {
    let acts = model.numbered_events().filter(|(_, event)| event.kind != EventKind::Automatic);
    let Some((refused, _)) = acts.last() else { return Ok(()) };
    let mut without = model.clone();
    without.events.remove(refused.index());
    let goal = goal(model, question);
    let mut space = Space::new(model, &Slice::whole(model), &BOUNDS).expect("small");
    let goal_set = space.set(&goal).expect("small");
    let least =
        space.path_to(&goal_set).expect("small").map(|path| replay(model, &path).expect("it happens").1);
    let mut accept = |path: &Path, _: Option<&Arrival<'_>>| !path.events.contains(&refused);
    let route = space
        .path_where(Conduct::Any, &goal_set, Effort { detour: 2, refusals: 400 }, &mut accept)
        .expect("small");
    let expected = explore(&without).path_to(&without, |fields| goal.holds(fields));
    let expected = expected.map(|path| replay(&without, &path).expect("it happens").1);
    match (route, least, expected) {
        (Route::Unreachable, None, None) => {}
        (Route::Found(path), Some(_), Some(expected)) => {
            let (end, n_acts) = replay(model, &path).expect("it happens");
            prop_assert!(goal.holds(&end) && !path.events.contains(&refused));
            prop_assert_eq!(n_acts, expected);
        }
        (Route::Refused, Some(least), expected) => prop_assert!(expected.is_none_or(|n| n > least + 2)),
        other => prop_assert!(false, "{:?}", other),
    }
    Ok(())
}

fn same_paths(model: &Model, question: Question) -> TestCaseResult {
    let graph = explore(model);
    let mut space = Space::new(model, &Slice::whole(model), &BOUNDS).expect("small");
    for values in 1..16 {
        let goal = goal(model, (question.0, values, question.2, question.3, 0));
        let expected = graph.path_to(model, |fields| goal.holds(fields));
        let goal_set = space.set(&goal).expect("small");
        let found = space.path_to(&goal_set).expect("small");
        prop_assert_eq!(found.is_some(), expected.is_some());
        if let (Some(found), Some(expected)) = (found, expected) {
            let (end, n_acts) = replay(model, &found).expect("a path that happens");
            prop_assert!(goal.holds(&end));
            let (_, least) = replay(model, &expected).expect("a path that happens");
            prop_assert_eq!(n_acts, least);
            prop_assert_eq!(Some(found), space.path_to(&goal_set).expect("small"));
        }
    }
    Ok(())
}

/// The shortest way from each state into the goal, by allowed events.
fn same_ways(model: &Model, question: Question) -> TestCaseResult {
    let graph = explore(model);
    let space = Space::new(model, &Slice::whole(model), &BOUNDS).expect("small");
    let goal = goal(model, question);
    let allowed = |id: EventId| id.index() >= 16 || question.4 >> id.index() & 1 == 1;
    let states: Vec<&[u8]> = graph.states().collect();
    let mut steps: Vec<Option<usize>> = states.iter().map(|state| goal.holds(state).then_some(0)).collect();
    for length in 0..states.len() {
        for transition in graph.transitions().iter().filter(|transition| allowed(transition.event)) {
            let (from, to) = (transition.from as usize, transition.to as usize);
            if steps[from].is_none() && steps[to] == Some(length) {
                steps[from] = Some(length + 1);
            }
        }
    }
    let goal_set = space.set(&goal).expect("small");
    for (state, expected) in states.into_iter().zip(steps) {
        let way = space.way_from(state, &goal_set, &allowed).expect("small");
        prop_assert_eq!(way.as_ref().map(Vec::len), expected, "{:?}", state);
        let mut end = state.to_vec();
        for id in way.into_iter().flatten() {
            prop_assert!(allowed(id));
            end = step::successor(model, id, &end).expect("an event that can happen").0;
        }
        prop_assert!(expected.is_none() || goal.holds(&end));
    }
    Ok(())
}

fn slice_is_exact(model: &Model, question: Question) -> TestCaseResult {
    let graph = explore(model);
    prop_assume!(!random::has_circle(model, &graph));
    let goal = goal(model, (question.0, question.1, question.0, question.1, 0));
    let seed = FieldId((question.0 % model.fields.len()) as u32);
    let mut space = Space::of(model, [seed], &BOUNDS).expect("small");
    let reachable = space.reachable().expect("small");
    let project = |state: &[u8]| space.fields().iter().map(|field| state[field.index()]).collect::<Vec<u8>>();
    let expected: BTreeSet<Vec<u8>> = graph.states().map(project).collect();
    prop_assert_eq!(space.count(&reachable), expected.len() as u128);
    prop_assert!(graph.states().all(|state| space.contains(&reachable, state)));
    let goal_set = space.set(&goal).expect("small");
    let can = graph.can_reach(|fields| goal.holds(fields), |_| true);
    let can_set = space.can_reach(&goal_set, &|_| true).expect("small");
    for (state, can) in graph.states().zip(can) {
        prop_assert_eq!(space.contains(&can_set, state), can, "{:?}", state);
    }
    let found = space.path_to(&goal_set).expect("small");
    let expected = graph.path_to(model, |fields| goal.holds(fields));
    prop_assert_eq!(found.is_some(), expected.is_some());
    if let (Some(found), Some(expected)) = (found, expected) {
        let (end, n_acts) = replay(model, &found).expect("a path that happens");
        prop_assert!(goal.holds(&end));
        prop_assert_eq!(n_acts, replay(model, &expected).expect("a path that happens").1);
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases::config())]

    #[test]
    fn symbolic_and_explicit_sets_agree(model in random::model(), question in question()) {
        same_sets(&model, question)?;
    }

    #[test]
    fn symbolic_paths_are_shortest_and_happen(model in random::model(), question in question()) {
        same_paths(&model, question)?;
    }

    #[test]
    fn lawful_conduct_is_the_model_without_breaches(model in random::model(), question in question()) {
        same_lawful(&model, question)?;
    }

    #[test]
    fn a_refused_path_is_gone_around(model in random::model(), question in question()) {
        same_detours(&model, question)?;
    }

    #[test]
    fn the_way_from_a_state_is_shortest_and_happens(model in random::model(), question in question()) {
        same_ways(&model, question)?;
    }

    #[test]
    fn a_slice_answers_like_the_whole_model(model in random::model(), question in question()) {
        slice_is_exact(&model, question)?;
    }
}

#[test]
fn the_random_models_are_varied() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut share = [0; 7];
    let n_models = 500;
    for _ in 0..n_models {
        let model = random::model().new_tree(&mut runner).expect("a model").current();
        let graph = explore(&model);
        let slice = slice(&model, [FieldId(0)]);
        let deepest = (0..graph.n_states() as u32).map(|state| graph.depth(state)).max();
        let follows = |t: &Transition| {
            let state = graph.states().nth(t.from as usize).expect("a state");
            step::successor(&model, t.event, state).is_some_and(|(_, followed)| !followed.is_empty())
        };
        let facts = [
            graph.n_states() >= 8,
            deepest >= Some(4),
            !graph.deadlocks().is_empty(),
            graph.transitions().iter().any(follows),
            random::has_circle(&model, &graph),
            model.fields.iter().any(Field::is_reading),
            slice.fields.len() < model.fields.len() && slice.fields.len() > 1,
        ];
        for (count, fact) in share.iter_mut().zip(facts) {
            *count += usize::from(fact);
        }
    }
    assert!(share.iter().all(|&count| count * 20 >= n_models), "{share:?} of {n_models}");
}

/// A model of `n` counters that all take the values 0 to 7.
fn counters(n: u32) -> Model {
    let fields = vec![Field { size: 8, initial: ValueSet::one(0) }; n as usize];
    let step = |field: u32| Event {
        effects: vec![Effect { field: FieldId(field), map: vec![1, 2, 3, 4, 5, 6, 7, 0] }],
        ..Event::new(RuleId(field), EventKind::Act)
    };
    Model { fields, events: (0..n).map(step).collect(), ..Model::default() }
}

#[test]
fn a_bound_is_an_error_and_never_an_answer() {
    let model = counters(12);
    let few = Bounds { max_states: 1_000, ..BOUNDS };
    let graph = StateGraph::explore(&model, &few, &Silent);
    assert_eq!(graph.err(), Some(Exceeded::States(1_000)));
    for max_nodes in [0, 1, 10, 40] {
        let bounds = Bounds { max_nodes, ..BOUNDS };
        let found =
            Space::new(&model, &Slice::whole(&model), &bounds).and_then(|mut space| space.reachable());
        assert_eq!(found.err(), Some(Exceeded::Nodes(max_nodes.max(1))));
    }
    let bounds = Bounds { max_seconds: 0.0, ..BOUNDS };
    let found = Space::new(&model, &Slice::whole(&model), &bounds).map(|_| ());
    assert_eq!(found.err(), Some(Exceeded::Seconds(0.0)));
    // Work is the same each time, and a little less than it takes is not enough.
    let enough = |max_work: u64| {
        let bounds = Bounds { max_work, ..BOUNDS };
        let found =
            Space::new(&model, &Slice::whole(&model), &bounds).and_then(|mut space| space.reachable());
        match found.err() {
            None => true,
            Some(why) => {
                assert_eq!(why, Exceeded::Work(max_work));
                false
            }
        }
    };
    let needed = (0..20).map(|power| 1 << power).find(|work| enough(*work)).expect("a small model");
    assert!(needed > 16 && enough(needed) && !enough(needed / 2));
}

#[test]
fn events_with_one_effect_keep_their_own_conditions() {
    // Both of two events do the same to the third field; only the second becomes possible, and late.
    for [a, b, c] in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut model = counters(3);
        let set = |field: u32| vec![Effect { field: FieldId(field), map: vec![1; 8] }];
        let when = |field: u32| {
            let test = Test::Field(FieldId(field), ValueSet::one(1));
            vec![Condition { test, rule: RuleId(0), force: Force::Void }]
        };
        for (event, (conditions, effects)) in
            model.events.iter_mut().zip([(when(a), set(c)), (when(b), set(c)), (Vec::new(), set(b))])
        {
            (event.conditions, event.effects) = (conditions, effects);
        }
        // More events on the first field only draw it to the bottom of the diagrams, or do not.
        for n_more in [0, 5] {
            let more = Event { conditions: when(a), effects: set(a), ..model.events[0].clone() };
            model.events.extend(vec![more; n_more]);
            let graph = explore(&model);
            let mut space = Space::new(&model, &Slice::whole(&model), &BOUNDS).expect("small");
            let reachable = space.reachable().expect("small");
            assert_eq!((graph.n_states(), space.count(&reachable)), (3, 3), "{a} {b} {c}, {n_more} more");
        }
    }
}

#[test]
fn one_automatic_event_may_follow_itself_many_times() {
    let mut model = counters(2);
    model.events[0].effects[0].map = vec![1; 8];
    let automatic = &mut model.events[1];
    automatic.kind = EventKind::Automatic;
    automatic.effects[0] = Effect { field: FieldId(0), map: vec![0, 2, 3, 4, 5, 6, 7, 7] };
    let below_seven = Test::Field(FieldId(0), (1..7).collect());
    automatic.conditions.push(Condition { test: below_seven, rule: RuleId(0), force: Force::Void });
    let graph = explore(&model);
    let mut space = Space::new(&model, &Slice::whole(&model), &BOUNDS).expect("small");
    let reachable = space.reachable().expect("small");
    assert_eq!((graph.n_states(), space.count(&reachable)), (2, 2));
    let goal = space.field_in(FieldId(0), ValueSet::one(7)).expect("small");
    let can = space.can_reach(&goal, &|_| true).expect("within the bounds");
    assert_eq!(space.is_subset(&reachable, &can), Ok(true));
    assert_eq!(space.path_to(&goal).expect("small").expect("reachable").events.len(), 7);
}

#[test]
fn twelve_counters_have_eight_to_the_twelfth_states() {
    let model = counters(12);
    let mut space = Space::new(&model, &Slice::whole(&model), &BOUNDS).expect("small");
    let reachable = space.reachable().expect("small");
    assert_eq!(space.count(&reachable), 8u128.pow(12));
    let all_three = Disjunction(vec![(0..12).map(|field| (FieldId(field), ValueSet::one(3))).collect()]);
    let goal = space.set(&all_three).expect("small");
    let path = space.path_to(&goal).expect("within the bounds").expect("reachable");
    assert_eq!(path.events.len(), 36);
    assert_eq!(
        space.set(&Disjunction(vec![vec![(FieldId(12), ValueSet::one(0))]])),
        Err(Exceeded::Outside(FieldId(12)))
    );
}
