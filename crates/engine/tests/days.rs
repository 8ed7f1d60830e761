//! The timed search against an explorer that advances one day at a time and counts the days of each clock.
//!
//! The explorer knows nothing of landmarks, orders, paths or calendars: a state is the values of all fields and the age of
//! each clock, cut off where no condition can tell ages apart.

#![allow(clippy::disallowed_methods, reason = "tests read files and the number of cases")]

mod cases;
mod dated;
mod turns;

use dated::{Dated, OLD, after, is_possible, model, starts};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{TestCaseError, TestCaseResult};
use solon_engine::calendar::{Day, Length};
use solon_engine::finding::{Settings, Subject, Under, check};
use solon_engine::model::*;
use solon_engine::search::{Bounds, Silent};
use solon_engine::symbolic::Conduct;
use solon_engine::timed::{Landmark, Loss, Reached, Stays, Timed, Tracked};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

const BOUNDS: Bounds =
    Bounds { max_nodes: 1 << 20, max_seconds: 3.0, max_work: u64::MAX, max_states: 1_000_000 };

/// Which acts and lapses may happen. One that may not still keeps the day from passing, if it is a lapse that is due.
type Allowed<'a> = &'a dyn Fn(EventId) -> bool;

/// What can happen in a dated state: allowed acts and lapses, or that the day passes.
fn successors(model: &Model, state: &Dated, allowed: Allowed<'_>) -> Vec<(bool, Dated)> {
    let acts = model.numbered_events().filter(|(_, event)| event.kind != EventKind::Automatic);
    let possible: Vec<(EventId, &Event)> = acts.filter(|(_, event)| is_possible(event, state)).collect();
    let some = possible.iter().filter(|(id, _)| allowed(*id));
    let mut all: Vec<_> = some.filter_map(|(_, event)| Some((true, after(model, event, state)?))).collect();
    if possible.iter().all(|(_, event)| event.kind != EventKind::Lapse) {
        let ages = state.1.iter().map(|&age| if age < OLD { age + 1 } else { age }).collect();
        all.push((false, (state.0.clone(), ages)));
    }
    all
}

/// The acts and lapses of such conduct.
fn of_conduct(model: &Model, conduct: Conduct) -> impl Fn(EventId) -> bool {
    move |id| conduct == Conduct::Any || model.event(id).breach.is_none()
}

/// All dated states with the fewest acts and lapses to each, day by day.
fn explore(model: &Model, conduct: Conduct) -> HashMap<Dated, u32> {
    let mut depths: HashMap<Dated, u32> = HashMap::new();
    let mut open: VecDeque<(Dated, u32)> = starts(model).into_iter().map(|start| (start, 0)).collect();
    depths.extend(open.iter().cloned());
    while let Some((state, depth)) = open.pop_front() {
        if depths[&state] < depth {
            continue;
        }
        for (is_act, next) in successors(model, &state, &of_conduct(model, conduct)) {
            let depth = depth + u32::from(is_act);
            if depths.get(&next).is_none_or(|&known| depth < known) {
                depths.insert(next.clone(), depth);
                if is_act { open.push_back((next, depth)) } else { open.push_front((next, depth)) }
            }
        }
    }
    depths
}

fn fewest(depths: &HashMap<Dated, u32>) -> BTreeMap<Vec<u8>, u32> {
    let mut fewest: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
    for ((fields, _), &depth) in depths {
        let known = fewest.entry(fields.clone()).or_insert(depth);
        *known = depth.min(*known);
    }
    fewest
}

/// The fewest acts and lapses to a dated state from which no allowed events lead to the goal.
fn first_loss(model: &Model, depths: &HashMap<Dated, u32>, goal: &[u8], allowed: Allowed<'_>) -> Option<u32> {
    let can = can_reach(model, depths, &|fields| fields == goal, allowed);
    depths.iter().filter(|(state, _)| !can.contains(state)).map(|(_, depth)| *depth).min()
}

/// The dated states from which allowed events lead to the goal, among these and those that they lead to.
fn can_reach(
    model: &Model,
    depths: &HashMap<Dated, u32>,
    is_goal: &dyn Fn(&[u8]) -> bool,
    allowed: Allowed<'_>,
) -> HashSet<Dated> {
    // What is allowed may lead where the conduct does not.
    let mut known: HashSet<Dated> = depths.keys().cloned().collect();
    let mut new: Vec<Dated> = depths.keys().cloned().collect();
    let mut before: HashMap<Dated, Vec<Dated>> = HashMap::new();
    while let Some(state) = new.pop() {
        for (_, next) in successors(model, &state, allowed) {
            before.entry(next.clone()).or_default().push(state.clone());
            if known.insert(next.clone()) {
                new.push(next);
            }
        }
    }
    let mut open: Vec<Dated> = known.iter().filter(|(fields, _)| is_goal(fields)).cloned().collect();
    let mut can: HashSet<Dated> = open.iter().cloned().collect();
    while let Some(state) = open.pop() {
        for from in before.get(&state).into_iter().flatten() {
            if can.insert(from.clone()) {
                open.push(from.clone());
            }
        }
    }
    can
}

/// All combinations of field values: reachable or not as day counting says, by paths of the same length; never the wrong
/// answer.
fn same_in_time(model: &Model, conduct: Conduct) -> Result<Learnt, TestCaseError> {
    let mut undecided = 0;
    // A lapse that sets itself off for ever on one day lets no day pass; automatic circles lead nowhere.
    let fewest = fewest(&explore(model, conduct));
    let mut timed = Timed::new(model, BOUNDS, Day(0), &Silent);
    for state in cases::all_states(model) {
        let goal = goal(&state);
        let answer = timed.reach(conduct, &|space| space.set(&goal)).expect("small");
        match (answer, fewest.get(&state)) {
            (Reached::Yes(path, _), Some(&depth)) => {
                let is_act = |id: &&EventId| model.event(**id).kind != EventKind::Automatic;
                prop_assert_eq!(path.events.iter().filter(is_act).count() as u32, depth, "{:?}", state);
            }
            (Reached::No, None) => {}
            (Reached::Unknown(_), _) => undecided += 1,
            (found, known) => {
                let known_of = timed.tracked();
                prop_assert!(false, "{state:?}: found {found:?}, known {known:?}; {known_of:?}");
            }
        }
    }
    Ok(Learnt::of(&timed, undecided))
}

/// What searches had to learn, and what they left undecided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Learnt {
    refinements: usize,
    landmarks: usize,
    orders: usize,
    undecided: u32,
}

impl Learnt {
    fn of(timed: &Timed<'_>, undecided: u32) -> Learnt {
        let (landmarks, orders) = timed.tracked().sizes();
        Learnt { refinements: timed.refinements(), landmarks, orders, undecided }
    }

    fn add(&mut self, other: Learnt) {
        self.refinements += other.refinements;
        self.landmarks += other.landmarks;
        self.orders += other.orders;
        self.undecided += other.undecided;
    }
}

fn goal(state: &[u8]) -> Disjunction {
    let one = |(at, &value): (usize, &u8)| (FieldId(at as u32), ValueSet::one(value));
    Disjunction(vec![state.iter().enumerate().map(one).collect()])
}

/// What stays possible, and what can be lost: never the wrong answer. Counts the answers and those left undecided.
///
/// Of the allowed events the bits of `allowed` say.
fn same_losses(
    model: &Model,
    conduct: Conduct,
    allowed: u16,
    counts: &mut (u32, u32, Learnt),
) -> TestCaseResult {
    let depths = explore(model, conduct);
    let allowed = |id: EventId| allowed >> id.index() & 1 == 1;
    for state in cases::all_states(model).iter().step_by(2) {
        let mut timed = Timed::new(model, BOUNDS, Day(0), &Silent);
        let goal = goal(state);
        let answer = timed.always_possible(conduct, &|space| space.set(&goal), &allowed);
        match (answer.unwrap_or(Stays::Unknown(Vec::new())), first_loss(model, &depths, state, &allowed)) {
            (Stays::Lost(Loss { path, .. }), Some(_)) => {
                counts.0 += 1;
                // The end is one from which counting days finds no way either.
                let ends: Vec<&Dated> =
                    depths.keys().filter(|(fields, _)| end(model, &path) == *fields).collect();
                prop_assert!(!ends.is_empty());
            }
            (Stays::Possible, None) => counts.1 += 1,
            (Stays::Unknown(_), _) => counts.2.undecided += 1,
            (found, known) => prop_assert!(false, "{state:?}: found {found:?}, known {known:?}"),
        }
        counts.2.add(Learnt::of(&timed, 0));
    }
    Ok(())
}

fn end(model: &Model, path: &solon_engine::search::Path) -> Vec<u8> {
    let mut fields = path.start.clone();
    path.events.iter().for_each(|&id| solon_engine::step::apply(model.event(id), &mut fields));
    fields
}

/// All fields but the last two, or but the last, become readings, which nothing changes; it is vital that the last one can have
/// each of its values.
fn with_readings(mut model: Model) -> Model {
    let last = model.fields.len() - 1;
    let n_readings = last.saturating_sub(1).max(1);
    for field in &mut model.fields[..n_readings] {
        field.initial = ValueSet::all(field.size.into());
    }
    for (at, event) in (0..).zip(&mut model.events) {
        event.effects.retain(|effect| effect.field.index() >= n_readings);
        // A replay is told rules, not rows.
        event.rule = RuleId(at);
    }
    let outcome = |value: u8| Outcome {
        rule: RuleId(100 + u32::from(value)),
        when: Disjunction(vec![vec![(FieldId(last as u32), ValueSet::one(value))]]),
        vital: true,
        grave: false,
        amendment: false,
    };
    model.outcomes = (0..model.fields[last].size).map(outcome).collect();
    model
}

/// The readings on which a loss in time is said to hang: none is left out under which it can be lost, and each is one of them.
/// Counts the losses that are said to hang on readings, to hang on none, and neither.
fn same_readings(model: Model, counts: &mut [u32; 3]) -> TestCaseResult {
    let model = with_readings(model);
    let report = check(&model, &Settings { bounds: BOUNDS, ..Settings::new(Day(20_000), &[]) });
    let depths = explore(&model, Conduct::Any);
    let readings: Vec<usize> = (0..model.fields.len()).filter(|&at| model.fields[at].is_reading()).collect();
    let of_state = |fields: &[u8]| readings.iter().map(|&at| fields[at]).collect::<Vec<u8>>();
    let in_time = report.findings.iter().filter(|finding| finding.searched.is_none());
    for finding in in_time {
        let Subject::Lost { outcomes } = &finding.subject else { continue };
        let when = &model.outcomes[outcomes[0].index()].when;
        let can = can_reach(&model, &depths, &|fields| when.holds(fields), &|_| true);
        let all: BTreeSet<Vec<u8>> = depths.keys().map(|(fields, _)| of_state(fields)).collect();
        let lost: BTreeSet<Vec<u8>> =
            depths.keys().filter(|state| !can.contains(state)).map(|(fields, _)| of_state(fields)).collect();
        prop_assert!(!lost.is_empty());
        let is_told = |one: &Vec<u8>, combination: &Vec<(FieldId, u8)>| {
            let has = |&(field, value): &(FieldId, u8)| {
                readings.iter().zip(one).any(|(&at, &of)| at == field.index() && of == value)
            };
            combination.iter().all(has)
        };
        let told: BTreeSet<Vec<u8>> = match &finding.under {
            Under::All => all,
            Under::Only(some) => {
                all.into_iter().filter(|one| some.iter().any(|some| is_told(one, some))).collect()
            }
            Under::NotDecided => lost.clone(),
        };
        counts[match finding.under {
            Under::Only(_) => 0,
            Under::All => 1,
            Under::NotDecided => 2,
        }] += 1;
        prop_assert!(told == lost, "told {told:?}, lost {lost:?}: {finding:?}");
    }
    Ok(())
}

/// Who acts how, and what may be used: mostly everything.
fn question() -> impl Strategy<Value = (Conduct, u16)> {
    let conduct = prop_oneof![2 => Just(Conduct::Any), 1 => Just(Conduct::Lawful)];
    (conduct, prop_oneof![Just(u16::MAX), any::<u16>(), any::<u16>().prop_map(|some| some | some << 1)])
}

proptest! {
    #![proptest_config(cases::config())]

    #[test]
    fn what_stays_possible_agrees_with_counting_days(model in model(), (conduct, allowed) in question()) {
        same_losses(&model, conduct, allowed, &mut (0, 0, Learnt::default()))?;
    }

    #[test]
    fn readings_of_losses_agree_with_counting_days(model in model()) {
        same_readings(model, &mut [0; 3])?;
    }

    #[test]
    fn the_timed_search_agrees_with_counting_days(model in model(), (conduct, _) in question()) {
        same_in_time(&model, conduct)?;
    }
}

#[test]
fn what_can_be_reached_is_decided_without_learning_more_than_it_takes() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut all = Learnt::default();
    for _ in 0..400 {
        let model = model().new_tree(&mut runner).expect("a model").current();
        let learnt = same_in_time(&model, Conduct::Any).expect("the same answers");
        assert_eq!(learnt.undecided, 0, "{model:?}");
        all.add(learnt);
    }
    // What is forbidden, or asked about, a day too late or too early is learnt again in another way.
    assert_eq!(all, Learnt { refinements: 211, landmarks: 253, orders: 30, undecided: 0 });
}

/// Two clocks run from before the story, in either order: first one is young, later it is old and the other one young.
fn young_and_old(older: u32, young: i32, old: i32, other: i32) -> Model {
    let condition = |test| Condition { test, rule: RuleId(0), force: Force::Void };
    let guard = |clock, comparison, days| {
        condition(Test::Clock(ClockGuard { clock: ClockId(clock), comparison, length: Length::days(days) }))
    };
    let act = |from: u8, tests: Vec<Condition>| Event {
        conditions: [vec![condition(Test::Field(FieldId(0), ValueSet::one(from)))], tests].concat(),
        effects: vec![Effect { field: FieldId(0), map: vec![from + 1; 3] }],
        ..Event::new(RuleId(0), EventKind::Act)
    };
    Model {
        fields: vec![Field { size: 3, initial: ValueSet::one(0) }],
        clocks: vec![Clock { runs_at_start: true, ..Clock::default() }; 2],
        events: vec![
            act(0, vec![guard(older, Comparison::Before, young)]),
            act(1, vec![guard(older, Comparison::AtLeast, old), guard(1 - older, Comparison::Before, other)]),
        ],
        ..Model::default()
    }
}

#[test]
fn the_order_of_clocks_that_run_from_the_start_is_decided_at_its_landmarks() {
    let mut all = Learnt::default();
    for older in [0, 1] {
        for (young, old, other) in (1..=4)
            .flat_map(|young| (1..=6).flat_map(move |old| (1..=4).map(move |other| (young, old, other))))
        {
            let model = young_and_old(older, young, old, other);
            let learnt = same_in_time(&model, Conduct::Any).expect("the same answers");
            assert_eq!(learnt.undecided, 0, "{older}: {young} {old} {other}");
            all.add(learnt);
        }
    }
    assert_eq!(all, Learnt { refinements: 96, landmarks: 400, orders: 96, undecided: 0 });
}

#[test]
fn few_questions_about_what_stays_possible_are_left_open() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut counts = (0, 0, Learnt::default());
    for _ in 0..100 {
        let (model, (conduct, allowed)) =
            (model(), question()).new_tree(&mut runner).expect("a model").current();
        same_losses(&model, conduct, allowed, &mut counts).expect("the same answers");
    }
    let (lost, possible, learnt) = counts;
    assert!(lost > 100 && possible > 20 && learnt.undecided * 5 < lost + possible, "{counts:?}");
    assert_eq!(learnt, Learnt { refinements: 356, landmarks: 172, orders: 18, undecided: 11 });
}

#[test]
fn some_losses_in_time_hang_on_a_reading() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut counts = [0; 3];
    for _ in 0..150 {
        let model = model().new_tree(&mut runner).expect("a model").current();
        same_readings(model, &mut counts).expect("the same readings");
    }
    let [on_some, on_none, undecided] = counts;
    assert!(on_some >= 5 && on_none >= 5 && undecided * 10 < on_some + on_none, "{counts:?}");
}

#[test]
fn time_prunes_the_random_models() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut pruned, mut total) = (0, 0);
    for _ in 0..200 {
        let model = model().new_tree(&mut runner).expect("a model").current();
        let timed = fewest(&explore(&model, Conduct::Any)).len();
        let free = solon_engine::explicit::StateGraph::explore(&model, &Bounds::default(), &Silent);
        total += 1;
        pruned += usize::from(free.expect("small").n_states() > timed);
    }
    assert!(pruned * 4 > total, "time makes a difference in {pruned} of {total}");
}

#[test]
fn turns_of_a_loop_in_a_window_are_counted_exactly() {
    for turns in 1..=6 {
        let model = turns::in_a_window(turns);
        let reached = |asked: u8| {
            let mut search = Timed::new(&model, BOUNDS, Day(20_000), &Silent);
            search.reach(Conduct::Lawful, &|space| space.set(&turns::taken(asked))).unwrap()
        };
        assert!(matches!(reached(turns), Reached::Yes(..)), "{turns} turns fit");
        assert_eq!(reached(turns + 1), Reached::No, "{turns} turns and one more");
    }
}

/// An act starts both clocks; the first lapse leads to the second state after so many days, the other one elsewhere.
fn two_lapses([first, other]: [i32; 2]) -> Model {
    let condition = |test| Condition { test, rule: RuleId(0), force: Force::Void };
    let at = |value| condition(Test::Field(FieldId(0), ValueSet::one(value)));
    let after = |clock, days| {
        let length = Length::days(days);
        condition(Test::Clock(ClockGuard { clock: ClockId(clock), comparison: Comparison::AtLeast, length }))
    };
    let event = |kind, conditions, to| Event {
        conditions,
        effects: vec![Effect { field: FieldId(0), map: vec![to; 4] }],
        ..Event::new(RuleId(0), kind)
    };
    let start = event(EventKind::Act, vec![at(0)], 1);
    Model {
        fields: vec![Field { size: 4, initial: ValueSet::one(0) }],
        clocks: vec![Clock::default(); 2],
        events: vec![
            Event { resets: vec![ClockId(0), ClockId(1)], ..start },
            event(EventKind::Lapse, vec![at(1), after(0, first)], 2),
            event(EventKind::Lapse, vec![at(1), after(1, other)], 3),
        ],
        ..Model::default()
    }
}

#[test]
fn lapses_that_take_no_time_do_not_let_time_pass() {
    // The first lapse goes round on the spot for ever, so that the other one never comes.
    let mut model = two_lapses([0, 3]);
    model.events[1].effects[0].map = vec![1; 4];
    model.events[1].resets = vec![ClockId(0)];
    // Of a clock that can stand still it is not known when its lapse is due.
    model.clocks[0].pauses = vec![vec![(FieldId(0), ValueSet::one(0))]];
    let mut tracked = Tracked::new(&model);
    tracked.started(ClockId(0));
    tracked.landmark(ClockId(1), Landmark::new(Length::days(3), 0));
    let mut search = Timed::new(&model, BOUNDS, Day(0), &Silent).knowing(tracked);
    let stays = search.surely_possible(Conduct::Any, &|space| space.set(&goal(&[3])), &|_| true);
    assert_eq!(stays, Ok(false));
}

/// Two lapses that wait for two clocks each fall due on the same day: neither keeps the other's clock from reaching it.
#[test]
fn two_clocks_run_out_on_one_day() {
    let condition = |test| Condition { test, rule: RuleId(0), force: Force::Void };
    let is = |field: u32, value| condition(Test::Field(FieldId(field), ValueSet::one(value)));
    let guard = |clock, comparison, days| {
        condition(Test::Clock(ClockGuard { clock: ClockId(clock), comparison, length: Length::days(days) }))
    };
    let event = |at, kind, conditions, effects: &[(u32, u8)], resets: &[u32]| Event {
        conditions,
        effects: effects
            .iter()
            .map(|&(field, to)| Effect { field: FieldId(field), map: vec![to; 2] })
            .collect(),
        resets: resets.iter().copied().map(ClockId).collect(),
        ..Event::new(RuleId(at), kind)
    };
    let at_least = |clock, days| guard(clock, Comparison::AtLeast, days);
    let model = Model {
        fields: vec![Field { size: 2, initial: ValueSet::one(0) }; 2],
        clocks: vec![Clock::default(); 2],
        events: vec![
            event(0, EventKind::Lapse, vec![is(1, 0), at_least(1, 2), at_least(0, 1)], &[(0, 0)], &[]),
            event(1, EventKind::Act, vec![is(0, 0), at_least(0, 2)], &[(1, 1)], &[]),
            event(2, EventKind::Act, vec![is(0, 0)], &[], &[0]),
            event(3, EventKind::Act, vec![guard(0, Comparison::AtMost, 1)], &[(0, 1)], &[1]),
            event(4, EventKind::Lapse, vec![is(1, 0), at_least(0, 2), at_least(1, 1)], &[], &[0]),
        ],
        ..Model::default()
    };
    let is_goal = |fields: &[u8]| fields[1] == 1;
    let depths = explore(&model, Conduct::Any);
    let can = can_reach(&model, &depths, &is_goal, &|_| true);
    assert!(depths.keys().all(|state| can.contains(state)), "the second field can always become 1");
    // Whatever else is known.
    let mut tracked = Tracked::new(&model).knowing_what_runs();
    for (clock, days) in [(0, 1), (0, 2), (1, 1), (1, 2)] {
        tracked.landmark(ClockId(clock), Landmark::new(Length::days(days), 0));
    }
    let mut timed = Timed::new(&model, BOUNDS, Day(20_000), &Silent).knowing(tracked);
    let goal = Disjunction(vec![vec![(FieldId(1), ValueSet::one(1))]]);
    let answer = timed.always_possible(Conduct::Any, &|space| space.set(&goal), &|_| true).expect("small");
    assert!(!matches!(answer, Stays::Lost(_)), "{answer:?}");
}
