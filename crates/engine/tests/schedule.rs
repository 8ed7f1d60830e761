//! Dates of paths: cases by hand, and random paths against trying all days.

#![allow(clippy::disallowed_methods, reason = "tests read files and the number of cases")]

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use solon_engine::calendar::{DatePoint, Day, Length};
use solon_engine::model::*;
use solon_engine::schedule::{Fact, Schedule, schedule, schedule_to};
use solon_engine::search::Path;
use solon_engine::state::{ClockState, State};
use solon_engine::step;

fn day(text: &str) -> Day {
    text.parse().expect("a date")
}

fn is(field: u32, value: u8) -> Test {
    Test::Field(FieldId(field), ValueSet::one(value))
}

fn clock(clock: u32, comparison: Comparison, length: Length) -> Test {
    Test::Clock(ClockGuard { clock: ClockId(clock), comparison, length })
}

/// An event that sets one field and resets some clocks.
fn event(kind: EventKind, tests: Vec<Test>, sets: (u32, u8), resets: &[u32]) -> Event {
    let condition = |test| Condition { test, rule: RuleId(0), force: Force::Void };
    Event {
        conditions: tests.into_iter().map(condition).collect(),
        effects: vec![Effect { field: FieldId(sets.0), map: vec![sets.1; 4] }],
        resets: resets.iter().map(|&clock| ClockId(clock)).collect(),
        ..Event::new(RuleId(0), kind)
    }
}

fn act(tests: Vec<Test>, sets: (u32, u8), resets: &[u32]) -> Event {
    event(EventKind::Act, tests, sets, resets)
}

fn model(n_fields: usize, clocks: Vec<Clock>, events: Vec<Event>) -> Model {
    let fields = vec![Field { size: 4, initial: ValueSet::one(0) }; n_fields];
    Model { fields, clocks, events, ..Model::default() }
}

fn path(model: &Model, events: &[u32]) -> Path {
    let acts: Vec<EventId> = events.iter().map(|&id| EventId(id)).collect();
    Path::complete(model, vec![0; model.fields.len()], &acts).expect("a path that happens")
}

fn dates(model: &Model, events: &[u32], start: &str) -> Option<Vec<String>> {
    let found = schedule(model, &path(model, events), day(start), 0)?;
    Some(found.days.iter().map(Day::to_string).collect())
}

const RUNS: Clock = Clock { pauses: Vec::new(), restarts: false, runs_at_start: true, begun_with: None };

use Comparison::{After, AtLeast, AtMost, Before};

/// Event 0 opens a stage and starts clock 0; event 1 ends it under a condition, and must come after 90 days.
fn ninety_days(guard: Test) -> Model {
    let lapse = event(EventKind::Lapse, vec![is(0, 1), clock(0, AtLeast, Length::days(90))], (0, 3), &[]);
    model(
        1,
        vec![Clock::default()],
        vec![act(vec![is(0, 0)], (0, 1), &[0]), act(vec![is(0, 1), guard], (0, 2), &[]), lapse],
    )
}

#[test]
fn the_last_day_of_a_window_counts_and_the_next_does_not() {
    let on_day_90 = ninety_days(clock(0, AtLeast, Length::days(90)));
    assert_eq!(
        dates(&on_day_90, &[0, 1], "2025-01-01"),
        Some(vec!["2025-01-01".into(), "2025-04-01".into()])
    );
    let on_day_91 = ninety_days(clock(0, AtLeast, Length::days(91)));
    assert_eq!(dates(&on_day_91, &[0, 1], "2025-01-01"), None);
    let after_90 = ninety_days(clock(0, After, Length::days(90)));
    assert_eq!(dates(&after_90, &[0, 1], "2025-01-01"), None);
    let after_89 = ninety_days(clock(0, After, Length::days(89)));
    assert_eq!(dates(&after_89, &[0, 1], "2025-01-01"), Some(vec!["2025-01-01".into(), "2025-04-01".into()]));
}

#[test]
fn a_lapse_happens_on_the_day_when_it_is_due() {
    let model = ninety_days(is(0, 1));
    assert_eq!(dates(&model, &[0, 2], "2025-01-01"), Some(vec!["2025-01-01".into(), "2025-04-01".into()]));
    let never_started = Model {
        events: model.events.iter().cloned().map(|e| Event { resets: Vec::new(), ..e }).collect(),
        ..model
    };
    assert_eq!(dates(&never_started, &[0, 2], "2025-01-01"), None);
}

#[test]
fn a_lapse_that_waits_is_not_overtaken() {
    // Event 3 is elsewhere and late: the lapse of event 2 would have come before it.
    let late = |days| act(vec![clock(1, AtLeast, Length::days(days))], (1, 1), &[]);
    for (days, expected) in [(90, true), (91, false)] {
        let mut model = ninety_days(is(0, 1));
        model.clocks.push(Clock::default());
        model.fields.push(model.fields[0].clone());
        model.events[0].resets.push(ClockId(1));
        model.events.push(late(days));
        assert_eq!(dates(&model, &[0, 3], "2025-01-01").is_some(), expected, "{days}");
        // Once the stage has ended, nothing waits.
        assert!(dates(&model, &[0, 1, 3], "2025-01-01").is_some(), "{days}");
    }
}

#[test]
fn a_bar_of_a_year_lasts_to_the_same_date() {
    let model = model(
        1,
        vec![Clock::default()],
        vec![
            act(vec![], (0, 1), &[0]),
            act(vec![is(0, 1), clock(0, AtLeast, Length::months(12))], (0, 2), &[]),
        ],
    );
    let expected = Some(vec!["2024-02-29".into(), "2025-02-28".into()]);
    assert_eq!(dates(&model, &[0, 1], "2024-02-29"), expected);
}

#[test]
fn a_clock_that_never_started_began_long_ago() {
    let with = |comparison| {
        model(
            1,
            vec![Clock::default()],
            vec![act(vec![clock(0, comparison, Length::months(12))], (0, 1), &[])],
        )
    };
    for (comparison, expected) in [(AtLeast, true), (After, true), (AtMost, false), (Before, false)] {
        assert_eq!(dates(&with(comparison), &[0], "2025-01-01").is_some(), expected, "{comparison:?}");
    }
}

#[test]
fn a_clock_that_runs_at_the_start_may_have_begun_earlier() {
    let with = |comparison, first: Vec<Test>| {
        model(
            1,
            vec![RUNS],
            vec![
                act(first, (0, 1), &[]),
                act(vec![is(0, 1), clock(0, comparison, Length::months(12))], (0, 2), &[]),
            ],
        )
    };
    let by_march = vec![Test::Date(AtMost, DatePoint::Fixed(day("2025-03-01")))];
    // Without need it begins on the first day.
    let found = |model: &Model| schedule(model, &path(model, &[0, 1]), day("2025-01-01"), 0).expect("dates");
    let relaxed = found(&with(AtLeast, vec![]));
    assert_eq!((relaxed.days[1], relaxed.begun[0]), (day("2026-01-01"), Some(day("2025-01-01"))));
    // An event that cannot wait makes it begin earlier, and no earlier than needed.
    let mut hurried = with(AtLeast, vec![]);
    hurried.events[1].conditions.extend(by_march.into_iter().map(|test| Condition {
        test,
        rule: RuleId(0),
        force: Force::Void,
    }));
    let hurried = found(&hurried);
    assert_eq!(
        hurried,
        Schedule {
            days: vec![day("2025-03-01"); 2]
                .into_iter()
                .enumerate()
                .map(|(at, d)| if at == 0 { day("2025-01-01") } else { d })
                .collect(),
            until: day("2025-03-01"),
            begun: vec![Some(day("2024-03-01"))]
        }
    );
}

#[test]
fn sundays_are_excepted_and_months_are_not_days() {
    let length = Length { days: 10, skipped: 1 << 6, ..Length::default() };
    let with = |length| {
        model(
            1,
            vec![Clock::default()],
            vec![act(vec![], (0, 1), &[0]), act(vec![is(0, 1), clock(0, AtLeast, length)], (0, 2), &[])],
        )
    };
    assert_eq!(
        dates(&with(length), &[0, 1], "2026-03-02"),
        Some(vec!["2026-03-02".into(), "2026-03-13".into()])
    );
    assert_eq!(
        dates(&with(Length::months(1)), &[0, 1], "2025-01-31"),
        Some(vec!["2025-01-31".into(), "2025-02-28".into()])
    );
}

#[test]
fn dates_of_the_year_are_waited_for() {
    let last_sunday = DatePoint::Nth { last: true, weekday: 6, month: 10 };
    let model = model(
        1,
        Vec::new(),
        vec![
            act(vec![Test::Date(AtLeast, DatePoint::Yearly { month: 9, day: 1 })], (0, 1), &[]),
            act(vec![Test::Date(Before, DatePoint::Yearly { month: 3, day: 1 })], (0, 2), &[]),
            act(vec![Test::Date(AtLeast, last_sunday), Test::Date(AtMost, last_sunday)], (0, 3), &[]),
        ],
    );
    let expected = ["2025-09-01", "2026-01-01", "2026-10-25"].map(String::from).to_vec();
    assert_eq!(dates(&model, &[0, 1, 2], "2025-04-01"), Some(expected));
}

#[test]
fn a_day_may_have_to_move_so_that_a_later_one_fits() {
    // Event 0 starts a window of 30 days in which event 1 must come, which waits for September.
    let september = Test::Date(AtLeast, DatePoint::Yearly { month: 9, day: 1 });
    let model = model(
        1,
        vec![Clock::default()],
        vec![
            act(vec![is(0, 0)], (0, 1), &[0]),
            act(vec![is(0, 1), clock(0, AtMost, Length::days(30)), september], (0, 2), &[]),
        ],
    );
    assert_eq!(dates(&model, &[0, 1], "2025-04-01"), Some(vec!["2025-08-02".into(), "2025-09-01".into()]));
}

#[test]
fn what_is_overdue_when_it_begins_to_wait_happens_on_that_day() {
    // Event 1 waits for September and begins a stage that lasts 30 days from event 0.
    let september = Test::Date(AtLeast, DatePoint::Yearly { month: 9, day: 1 });
    let lapse = event(EventKind::Lapse, vec![is(0, 2), clock(0, AtLeast, Length::days(30))], (0, 3), &[]);
    let model = model(
        1,
        vec![Clock::default()],
        vec![act(vec![is(0, 0)], (0, 1), &[0]), act(vec![is(0, 1), september], (0, 2), &[]), lapse],
    );
    let days = ["2025-04-01", "2025-09-01", "2025-09-01"].map(String::from);
    assert_eq!(dates(&model, &[0, 1], "2025-04-01"), Some(days[..2].to_vec()));
    assert_eq!(dates(&model, &[0, 1, 2], "2025-04-01"), Some(days.to_vec()));
}

#[test]
fn what_must_be_known_of_clocks_at_the_end_is_exact_to_the_day() {
    // The second clock starts on the third day after the first, or later; at most five days after it.
    let model = model(
        1,
        vec![Clock::default(), Clock::default()],
        vec![
            act(vec![is(0, 0)], (0, 1), &[0]),
            act(
                vec![is(0, 1), clock(0, AtLeast, Length::days(3)), clock(0, AtMost, Length::days(5))],
                (0, 2),
                &[1],
            ),
        ],
    );
    let path = path(&model, &[0, 1]);
    let fits = |fact, holds| schedule_to(&model, &path, day("2025-01-01"), 0, &[(fact, holds)]).is_some();
    let older = |days| Fact::Older(ClockId(0), ClockId(1), days);
    assert!(fits(older(3), true) && fits(older(5), true) && !fits(older(6), true));
    assert!(!fits(older(3), false) && fits(older(4), false) && fits(older(6), false));
    let passed = |length, more| Fact::Passed(ClockId(1), Length::days(length), more);
    assert!(fits(passed(0, 0), true) && !fits(passed(0, 0), false));
    assert!(fits(passed(7, 0), true) && fits(passed(7, 0), false) && fits(passed(0, 1), false));
}

#[test]
fn demands_in_a_circle_have_no_dates() {
    let model = model(
        1,
        vec![Clock::default(), Clock::default()],
        vec![
            act(vec![is(0, 0)], (0, 1), &[0]),
            act(vec![is(0, 1), clock(0, AtLeast, Length::days(20))], (0, 2), &[1]),
            act(
                vec![is(0, 2), clock(0, AtMost, Length::months(1)), clock(1, AtLeast, Length::days(12))],
                (0, 3),
                &[],
            ),
        ],
    );
    assert_eq!(dates(&model, &[0, 1, 2], "2025-01-01"), None);
}

#[test]
fn a_clock_that_stands_still_goes_on_or_begins_anew() {
    // Field 1 is a recess; the period of 30 days stands still while it is 1.
    for (restarts, end) in [(false, "2025-02-20"), (true, "2025-03-02")] {
        let pauses = vec![vec![(FieldId(1), ValueSet::one(1))]];
        let model = model(
            2,
            vec![
                Clock { pauses, restarts, runs_at_start: false, begun_with: None },
                Clock::default(),
                Clock::default(),
            ],
            vec![
                act(vec![is(0, 0)], (0, 1), &[0, 1]),
                act(vec![clock(1, AtLeast, Length::days(10))], (1, 1), &[2]),
                act(vec![is(1, 1), clock(2, AtLeast, Length::days(20))], (1, 0), &[]),
                event(EventKind::Lapse, vec![is(0, 1), clock(0, AtLeast, Length::days(30))], (0, 2), &[]),
            ],
        );
        let expected = ["2025-01-01", "2025-01-11", "2025-01-31", end].map(String::from).to_vec();
        assert_eq!(dates(&model, &[0, 1, 2, 3], "2025-01-01"), Some(expected), "restarts: {restarts}");
        // While it stands still it does not run out.
        assert_eq!(dates(&model, &[0, 1, 3], "2025-01-01"), None);
    }
}

#[test]
fn a_condition_on_a_clock_that_stands_still_reads_the_day_when_it_stopped() {
    // The recess begins on day 10; on day 25 the clock still reads 10.
    for (comparison, days, expected) in
        [(AtMost, 10, true), (AtMost, 9, false), (AtLeast, 10, true), (AtLeast, 26, false)]
    {
        let pauses = vec![vec![(FieldId(1), ValueSet::one(1))]];
        let by_then = Test::Date(AtMost, DatePoint::Fixed(day("2025-01-26")));
        let model = model(
            2,
            vec![Clock { pauses, ..Clock::default() }, Clock::default(), Clock::default()],
            vec![
                act(vec![is(0, 0)], (0, 1), &[0, 1]),
                act(
                    vec![clock(1, AtLeast, Length::days(10)), clock(1, AtMost, Length::days(10))],
                    (1, 1),
                    &[2],
                ),
                act(
                    vec![
                        clock(2, AtLeast, Length::days(15)),
                        clock(0, comparison, Length::days(days)),
                        by_then,
                    ],
                    (0, 2),
                    &[],
                ),
            ],
        );
        assert_eq!(dates(&model, &[0, 1, 2], "2025-01-01").is_some(), expected, "{comparison:?} {days}");
    }
}

#[test]
fn automatic_events_come_on_the_day_of_what_set_them_off() {
    let model = model(
        1,
        vec![Clock::default()],
        vec![
            act(vec![is(0, 0)], (0, 1), &[]),
            event(EventKind::Automatic, vec![is(0, 1)], (0, 2), &[0]),
            act(vec![is(0, 2), clock(0, AtLeast, Length::days(5))], (0, 3), &[]),
        ],
    );
    let expected = ["2025-01-01", "2025-01-01", "2025-01-06"].map(String::from).to_vec();
    assert_eq!(dates(&model, &[0, 2], "2025-01-01"), Some(expected));
    let apart = schedule(&model, &path(&model, &[0, 2]), day("2025-01-01"), 7).expect("dates");
    assert_eq!(apart.days[2], day("2025-01-08"));
}

// Random paths against trying all days.

type RawTest = (u8, u8, i32, u8);

fn test(raw: RawTest, n_clocks: u32) -> Test {
    let (kind, which, length, values) = raw;
    let comparison = [AtLeast, AtMost, After, Before][usize::from(which % 4)];
    match kind {
        0..=4 => clock(u32::from(values) % n_clocks, comparison, Length::days(length)),
        5 => Test::Date(comparison, DatePoint::Fixed(Day(length + 2))),
        _ => Test::Field(FieldId(u32::from(which) % 2), ValueSet(u128::from(values % 15 + 1))),
    }
}

/// A model with time and choices for a walk through it.
fn timed() -> impl Strategy<Value = (Model, Vec<u8>)> {
    let tests = prop::collection::vec((0..8u8, 0..8u8, 0..5i32, 0..16u8), 0..3);
    let event = (0..9u8, tests, 0..2u32, 0..4u8, prop::collection::vec(0..3u32, 0..2));
    let clocks = prop::collection::vec((any::<bool>(), 0..8u8, any::<bool>()), 2..=3);
    (clocks, prop::collection::vec(event, 3..7), prop::collection::vec(any::<u8>(), 1..5)).prop_map(
        |(clocks, drafts, walk)| {
            let n_clocks = clocks.len() as u32;
            let pause = |at: u8| vec![(FieldId(u32::from(at % 2)), ValueSet::one(at % 4))];
            let clocks = clocks.into_iter().map(|(runs_at_start, pause_at, restarts)| Clock {
                pauses: if pause_at == 7 { vec![pause(pause_at)] } else { Vec::new() },
                restarts,
                runs_at_start,
                begun_with: None,
            });
            let events = drafts.into_iter().map(|(kind, tests, field, value, resets)| {
                let resets: Vec<u32> = resets.into_iter().map(|clock| clock % n_clocks).collect();
                let mut tests: Vec<Test> = tests.into_iter().map(|raw| test(raw, n_clocks)).collect();
                match kind {
                    0..=5 => act(tests, (field, value), &resets),
                    6 => {
                        tests.retain(|test| matches!(test, Test::Field(..)));
                        tests.push(is(field, (value + 1) % 4));
                        event_of(EventKind::Automatic, tests, (field, value), &resets)
                    }
                    _ => {
                        tests.retain(|test| matches!(test, Test::Field(..)));
                        tests.push(clock(
                            u32::from(value) % n_clocks,
                            AtLeast,
                            Length::days(i32::from(value) + 1),
                        ));
                        event_of(EventKind::Lapse, tests, (field, value), &resets)
                    }
                }
            });
            (model(2, clocks.collect(), events.collect()), walk)
        },
    )
}

fn event_of(kind: EventKind, tests: Vec<Test>, sets: (u32, u8), resets: &[u32]) -> Event {
    event(kind, tests, sets, resets)
}

/// Walks through the model as the choices say, without regard to time.
fn walk(model: &Model, choices: &[u8]) -> Option<Path> {
    let start = step::starts(model).into_iter().next()?;
    let (mut fields, mut acts) = (start.clone(), Vec::new());
    for &choice in choices {
        let next: Vec<_> = model
            .numbered_events()
            .filter_map(|(id, _)| step::successor(model, id, &fields).map(|(next, _)| (id, next)))
            .collect();
        if next.is_empty() {
            break;
        }
        let (id, after) = next[usize::from(choice) % next.len()].clone();
        acts.push(id);
        fields = after;
    }
    Path::complete(model, start, &acts)
}

/// The longest wait between two events that can make a difference here.
const LONGEST_WAIT: i32 = 9;

/// Tries all days from `last` on, the earliest first; returns those of the acts and lapses.
///
/// A day passes only if no lapse is due before it ends; what is overdue when it begins to wait happens on that day.
fn try_days(model: &Model, acts: &[EventId], state: &State, last: i32, is_first: bool) -> Option<Vec<i32>> {
    let late = |day: i32| model.events.iter().any(|e| step::due(e, state).is_some_and(|due| due.0 < day));
    let overdue = |day: i32| (day > last || is_first) && late(day);
    let [id, rest @ ..] = acts else { return (!overdue(last)).then(Vec::new) };
    for day in last..=last + LONGEST_WAIT {
        let event = model.event(*id);
        let holds = event.conditions.iter().all(|condition| step::holds(&condition.test, state, Day(day)));
        let is_due = |due: Day| due.0 == day || (due.0 < day && day == last);
        let in_time = event.kind != EventKind::Lapse || step::due(event, state).is_some_and(is_due);
        if holds && in_time && !overdue(day) {
            let mut after = state.clone();
            step::fire(model, &mut after, *id, Day(day)).ok()?;
            if let Some(mut days) = try_days(model, rest, &after, day, false) {
                days.insert(0, day);
                return Some(days);
            }
        }
    }
    None
}

/// Tries all starts of the running clocks as well, the latest first.
fn try_all(model: &Model, path: &Path) -> Option<(Vec<i32>, Vec<i32>)> {
    let is_act = |id: &&EventId| model.event(**id).kind != EventKind::Automatic;
    let acts: Vec<EventId> = path.events.iter().filter(is_act).copied().collect();
    let mut begun = vec![0; model.clocks.len()];
    loop {
        let clock = |(clock, &day): (&Clock, &i32)| ClockState {
            since: clock.runs_at_start.then_some(Day(day)),
            stopped: None,
        };
        let clocks = model.clocks.iter().zip(&begun).map(clock).collect();
        let state = step::start(model, path.start.clone(), clocks, Day(0));
        if let Some(days) = try_days(model, &acts, &state, 0, true) {
            return Some((begun, days));
        }
        let at = (0..begun.len()).find(|&at| model.clocks[at].runs_at_start && begun[at] > -LONGEST_WAIT)?;
        begun[at] -= 1;
        begun[..at].fill(0);
    }
}

fn config() -> ProptestConfig {
    let cases = std::env::var("SOLON_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000);
    ProptestConfig {
        cases,
        failure_persistence: None,
        max_global_rejects: 100 * cases,
        ..ProptestConfig::default()
    }
}

#[test]
fn the_random_paths_are_varied() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut n_paths, mut share) = (0, [0; 5]);
    while n_paths < 1_000 {
        let (model, choices) = timed().new_tree(&mut runner).expect("a model").current();
        let Some(path) = walk(&model, &choices) else { continue };
        n_paths += 1;
        let found = schedule(&model, &path, Day(0), 0);
        let is_lapse = |id: &EventId| model.event(*id).kind == EventKind::Lapse;
        let facts = [
            found.is_none() && !path.events.is_empty(),
            found.as_ref().is_some_and(|found| found.days.last() > Some(&Day(2))),
            found.as_ref().is_some_and(|found| found.begun.iter().flatten().any(|&day| day < Day(0))),
            found.is_some() && path.events.iter().any(is_lapse),
            found.is_some() && path.events.len() >= 4,
        ];
        for (count, fact) in share.iter_mut().zip(facts) {
            *count += usize::from(fact);
        }
    }
    assert!(share.iter().all(|&count| count * 50 >= n_paths), "{share:?} of {n_paths}");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn dates_are_found_when_trying_all_days_finds_some((model, choices) in timed()) {
        let path = walk(&model, &choices);
        prop_assume!(path.is_some());
        let path = path.expect("assumed");
        let found = schedule(&model, &path, Day(0), 0);
        let expected = try_all(&model, &path);
        let has_pauses = model.clocks.iter().any(|clock| !clock.pauses.is_empty());
        if !has_pauses {
            prop_assert_eq!(found.is_some(), expected.is_some(), "{:?} {:?}", found, expected);
        }
        if let Some(found) = found {
            prop_assert!(expected.is_some(), "{:?}", found);
            prop_assert_eq!(found.days.len(), path.events.len());
            let (begun, days) = expected.expect("asserted");
            let at_start = found.begun.iter().flatten().all(|&day| day == Day(0));
            prop_assert!(has_pauses || at_start == begun.iter().all(|&day| day == 0));
            if at_start && !has_pauses {
                let is_act = |id: &EventId| model.event(*id).kind != EventKind::Automatic;
                let dated = path.events.iter().zip(&found.days).filter(|(id, _)| is_act(id));
                prop_assert_eq!(dated.map(|(_, day)| day.0).collect::<Vec<_>>(), days);
            }
        }
    }
}
