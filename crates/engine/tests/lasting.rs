//! Checks of what lasts (A4, C2, C8, D2, F3) against their definitions, state by state and day by day, on random small constitutions.

#![allow(clippy::disallowed_methods, reason = "tests read files and the number of cases")]

mod cases;
mod constitution;
mod table;

use constitution::POSITION;
use constitution::graph::{BOUNDS, Graph};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{TestCaseError, TestCaseResult};
use solon_engine::calendar::{Day, Length};
use solon_engine::explicit::Transition;
use solon_engine::finding::{Code, Evidence, Remedy, Report, Settings, Subject, check};
use solon_engine::model::*;
use solon_engine::play::{Coalition, Player, Players};
use solon_engine::state::State;
use solon_engine::step;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use table::Table;

/// From how many days on a wait is told: the periods of the random constitutions are short.
const LONG_WAIT: i32 = 2;

/// A random constitution with vital outcomes: the matter has ended, two offices are filled, the fact holds.
fn with_outcomes(model: Model) -> Model {
    let vital = |at: u32, field: u32, value: u8| Outcome {
        rule: RuleId(200 + at),
        when: Disjunction(vec![vec![(FieldId(field), ValueSet::one(value))]]),
        vital: true,
        grave: false,
        amendment: false,
    };
    Model { outcomes: vec![vital(0, 0, 5), vital(1, 1, 0), vital(2, 2, 0), vital(3, 3, 1)], ..model }
}

/// How long an event must wait for each of its clocks.
fn least_ages(event: &Event) -> Vec<(ClockId, i32)> {
    let ages = event.conditions.iter().filter_map(|condition| match &condition.test {
        Test::Clock(guard) => match guard.comparison {
            Comparison::AtLeast => Some((guard.clock, guard.length.days)),
            Comparison::After => Some((guard.clock, guard.length.days + 1)),
            Comparison::Before | Comparison::AtMost => None,
        },
        _ => None,
    });
    ages.collect()
}

/// A4: for each outcome the longest wait that one event can begin.
fn waits(graph: &Graph<'_>) -> BTreeMap<OutcomeId, i32> {
    let model = graph.model;
    let lawful = |one: &Transition| !graph.event(one).is_unlawful_act();
    let mut longest = BTreeMap::new();
    for (at, outcome) in model.outcomes.iter().enumerate() {
        let holds = |state: &[u8]| outcome.when.holds(state);
        let at_last = graph.can_reach(holds, lawful);
        for (clock, days) in model.events.iter().flat_map(least_ages).filter(|wait| wait.1 >= LONG_WAIT) {
            let soon = graph.can_reach(holds, |one| {
                let needs = least_ages(graph.event(one));
                lawful(one) && !needs.into_iter().any(|(other, least)| other == clock && least >= days)
            });
            let begins = |one: &&Transition| {
                lawful(one)
                    && graph.event(one).resets.contains(&clock)
                    && (soon[one.from as usize] || !at_last[one.from as usize])
                    && at_last[one.to as usize]
                    && !soon[one.to as usize]
            };
            if graph.transitions.iter().any(|one| begins(&one)) {
                let known = longest.entry(OutcomeId(at as u32)).or_insert(days);
                *known = days.max(*known);
            }
        }
    }
    longest
}

/// Tells whether the outcome can come about after a story within so many days, by anything that is possible in time.
fn comes_within(model: &Model, outcome: &Outcome, end: &State, today: Day, days: i32) -> bool {
    let mut seen: HashSet<State> = HashSet::new();
    let mut open = vec![end.clone()];
    for day in (0..=days).map(|more| Day(today.0 + more)) {
        let mut here: Vec<State> = Vec::new();
        for mut state in open.drain(..) {
            step::stop_and_go(model, &mut state, day);
            if seen.insert(state.clone()) {
                here.push(state);
            }
        }
        while let Some(state) = here.pop() {
            if outcome.when.holds(&state.fields) {
                return true;
            }
            for (id, event) in model.numbered_events() {
                let is_open = event.kind != EventKind::Automatic
                    && !event.is_unlawful_act()
                    && event.conditions.iter().all(|condition| step::holds(&condition.test, &state, day));
                let mut next = state.clone();
                if is_open && step::fire(model, &mut next, id, day).is_ok() && seen.insert(next.clone()) {
                    here.push(next);
                }
            }
            open.push(state);
        }
    }
    false
}

/// Returns the waits that are told, each after its story was tried: nothing brings the outcome about sooner.
fn told_waits(report: &Report, model: &Model) -> Result<BTreeMap<OutcomeId, i32>, TestCaseError> {
    let mut told = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| finding.code == Code::Paralysis) {
        let (Subject::Paralysed { outcomes, days, .. }, Evidence::Trace(witness)) =
            (&finding.subject, &finding.evidence)
        else {
            panic!("{finding:?}")
        };
        for id in outcomes {
            prop_assert!(told.insert(*id, *days).is_none());
            let outcome = &model.outcomes[id.index()];
            let sooner = comes_within(model, outcome, &witness.journal.end, witness.until, days - 1);
            prop_assert!(!sooner, "sooner than {days} days: {finding:?}");
        }
    }
    Ok(told)
}

fn asked(model: &Model) -> Report {
    check(model, &Settings { bounds: BOUNDS, long_wait: LONG_WAIT, ..Settings::new(Day(20_000), &[]) })
}

fn same_waits(model: Model, counts: &mut [u32; 2]) -> TestCaseResult {
    let model = with_outcomes(model);
    let report = asked(&model);
    let told = told_waits(&report, &model)?;
    let expected = waits(&Graph::new(&model));
    let open: Vec<RuleId> = report
        .undecided
        .iter()
        .filter(|open| open.code == Code::Paralysis)
        .filter_map(|open| open.rule)
        .collect();
    for (id, days) in &told {
        prop_assert_eq!(expected.get(id), Some(days));
    }
    if open.is_empty() {
        prop_assert_eq!(&told, &expected);
    }
    counts[usize::from(told.is_empty())] += 1;
    Ok(())
}

/// Acts that a duty with a last day demands: those of the procedure that take the matter out of the stage in time.
fn fulfils(graph: &Graph<'_>, event: &Event) -> bool {
    let broken = |stage: &&StagePlace| {
        graph
            .model
            .events
            .iter()
            .any(|lapse| lapse.breach == Some(stage.rule) && lapse.kind == EventKind::Lapse)
    };
    graph.matter.stages.iter().filter(broken).any(|stage| {
        let leaves = |old: u8| {
            let lets = event.conditions.iter().all(|condition| match condition.test {
                Test::Field(POSITION, values) => values.contains(old),
                _ => true,
            });
            let to = event.effects.iter().find(|effect| effect.field == POSITION);
            lets && to.is_some_and(|effect| !stage.values.contains(effect.map[usize::from(old)]))
        };
        graph.matter.steps.contains(&event.rule)
            && (0..6).any(|old| stage.on_time().contains(old) && leaves(old))
    })
}

/// Of one who keeps something as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kept {
    /// Whether the others can end it from somewhere with one who acts for him.
    substituted: bool,
    /// Whether he can wherever it lasts and could end; of amendments it is not asked.
    always: bool,
}

/// C8, D2 and F3: who can keep something so by doing nothing, where it could end; and whether others can, with one who acts for
/// him.
fn keepers(
    graph: &Graph<'_>,
    lasts: impl Fn(&[u8]) -> bool,
    is_asked: impl Fn(&[u8]) -> bool,
    own: Option<InstitutionId>,
    left_out: &[EventId],
) -> BTreeMap<InstitutionId, Kept> {
    let players = Players::of(graph.model).expect("a few players");
    let everybody = players.everybody();
    let may = |one: &Transition| {
        let event = graph.event(one);
        !event.is_unlawful_act() && !left_out.contains(&one.event)
    };
    let can_end = graph.can_reach(|state| !lasts(state), may);
    let mut all = BTreeMap::new();
    for (player, who) in players.all().iter().enumerate().filter(|(_, who)| Some(who.institution) != own) {
        let others = everybody.without(Coalition::one(player));
        let of_others = |one: &Transition| {
            let event = graph.event(one);
            let comes = fulfils(graph, event) && players.owns(event, everybody);
            event.kind == EventKind::Lapse || comes || players.owns(event, others)
        };
        // Where another acts for him, his acts are the other's.
        let office = &graph.model.institutions[who.institution.index()];
        let by_substitute = |one: &Transition| {
            let is_substituted = |field: FieldId| office.substituted.contains(graph.from(one)[field.index()]);
            office.status.is_some_and(is_substituted) && players.owns(graph.event(one), everybody)
        };
        let unaided = graph.can_reach(|state| !lasts(state), |one| may(one) && of_others(one));
        let aided =
            graph.can_reach(|state| !lasts(state), |one| may(one) && (of_others(one) || by_substitute(one)));
        let kept = (0..graph.states.len()).filter(|&at| {
            let state = &graph.states[at];
            is_asked(state) && lasts(state) && can_end[at] && !unaided[at]
        });
        let kept: Vec<usize> = kept.collect();
        if !kept.is_empty() {
            let could_end = (0..graph.states.len())
                .filter(|&at| is_asked(&graph.states[at]) && lasts(&graph.states[at]) && can_end[at]);
            let substituted = kept.iter().any(|&at| aided[at]);
            all.insert(who.institution, Kept { substituted, always: could_end.count() == kept.len() });
        }
    }
    all
}

/// An empty office, or the outcome; who are told together, and whether they are said to keep it so always.
type Together = (Option<InstitutionId>, Vec<InstitutionId>, bool);

/// Of those who are told together each must keep it so always.
fn same_always(
    together: &[Together],
    of: Option<InstitutionId>,
    kept: &BTreeMap<InstitutionId, Kept>,
) -> TestCaseResult {
    for (_, by, always) in together.iter().filter(|(what, ..)| *what == of) {
        let each = by.iter().all(|who| kept.get(who).is_some_and(|kept| kept.always));
        prop_assert_eq!(*always, each, "{:?} of {:?}", by, kept);
    }
    Ok(())
}

fn substituted(kept: &BTreeMap<InstitutionId, Kept>) -> BTreeMap<InstitutionId, bool> {
    kept.iter().map(|(&who, kept)| (who, kept.substituted)).collect()
}

fn is_part(found: &BTreeMap<InstitutionId, bool>, expected: &BTreeMap<InstitutionId, bool>) -> bool {
    found.iter().all(|(who, kept)| expected.get(who) == Some(kept))
}

fn same_keepers(model: Model, counts: &mut [u32; 6]) -> TestCaseResult {
    let grave = Outcome {
        rule: RuleId(200),
        when: Disjunction(vec![vec![(FieldId(3), ValueSet::one(1))]]),
        vital: false,
        grave: true,
        amendment: false,
    };
    let amended = Outcome {
        rule: RuleId(201),
        when: Disjunction(vec![vec![(FieldId(0), ValueSet::one(5))]]),
        grave: false,
        amendment: true,
        ..grave.clone()
    };
    let model = Model { outcomes: vec![grave, amended], ..model };
    let report = check(&model, &Settings { bounds: BOUNDS, ..Settings::new(Day(20_000), &[]) });
    let graph = Graph::new(&model);
    let named = |by: &[Player], some: &[Player]| {
        by.iter().map(|player| (player.institution, some.contains(player))).collect::<Vec<_>>()
    };
    let mut together: Vec<Together> = Vec::new();
    let names = |by: &[Player]| by.iter().map(|player| player.institution).collect::<Vec<_>>();
    let mut empty: BTreeMap<InstitutionId, BTreeMap<InstitutionId, bool>> = BTreeMap::new();
    let mut lasting: BTreeMap<InstitutionId, bool> = BTreeMap::new();
    let mut frozen: BTreeMap<InstitutionId, bool> = BTreeMap::new();
    let mut alone: BTreeSet<InstitutionId> = BTreeSet::new();
    for finding in &report.findings {
        match &finding.subject {
            Subject::KeptEmpty { institution, by, substituted, always } => {
                empty.entry(*institution).or_default().extend(named(by, substituted));
                together.push((Some(*institution), names(by), *always));
            }
            Subject::NoReturn { by, substituted, always, .. } => {
                lasting.extend(named(by, substituted));
                together.push((None, names(by), *always));
            }
            Subject::Frozen { by, substituted, .. } => frozen.extend(named(by, substituted)),
            Subject::Alone { by, undone: Remedy::NotSure, .. } => {
                alone.insert(by.institution);
            }
            _ => {}
        }
    }
    let open = |code: Code| report.undecided.iter().any(|open| open.code == code);
    for (at, office) in model.institutions.iter().enumerate() {
        let (Some(field), id) = (office.status, InstitutionId(at as u32)) else { continue };
        let vacant = |state: &[u8]| office.vacant.contains(state[field.index()]);
        let kept = keepers(&graph, vacant, |_| true, Some(id), &[]);
        same_always(&together, Some(id), &kept)?;
        let (expected, found) = (substituted(&kept), empty.remove(&id).unwrap_or_default());
        prop_assert!(
            found == expected || open(Code::AppointmentBlocked) && is_part(&found, &expected),
            "{id:?}: {found:?}, by definition {expected:?}"
        );
        counts[usize::from(found.is_empty())] += 1;
    }
    let kept = keepers(&graph, |state| state[3] == 1, |_| true, None, &[]);
    same_always(&together, None, &kept)?;
    let expected: BTreeMap<_, _> =
        substituted(&kept).into_iter().filter(|(who, _)| !alone.contains(who)).collect();
    prop_assert!(
        lasting == expected || open(Code::NoReturn) && is_part(&lasting, &expected),
        "{lasting:?}, by definition {expected:?}"
    );
    counts[2 + usize::from(lasting.is_empty())] += 1;
    // These models have no readings: they begin in one state.
    let starts = |state: &[u8]| state == &graph.states[0][..];
    let expected = substituted(&keepers(&graph, |state| state[0] != 5, starts, None, &[]));
    prop_assert!(
        frozen == expected || open(Code::Frozen) && is_part(&frozen, &expected),
        "{frozen:?}, by definition {expected:?}"
    );
    counts[4 + usize::from(frozen.is_empty())] += 1;
    Ok(())
}

/// C2: who can object in a stage so that others can overcome it, and stop the matter for good by doing nothing.
fn silent_vetoes(graph: &Graph<'_>) -> BTreeSet<(InstitutionId, RuleId)> {
    let (model, matter) = (graph.model, graph.matter);
    let players = Players::of(model).expect("a few players");
    let everybody = players.everybody();
    let position = |state: &[u8]| state[POSITION.index()];
    let has_result = |state: &[u8]| matter.with_result().contains(position(state));
    let is_dead = |state: &[u8]| matter.closed.contains(position(state)) && !has_result(state);
    let same = |one: &Transition| {
        let event = graph.event(one);
        !event.is_unlawful_act() && event.opens.is_none()
    };
    let is_lapse = |one: &Transition| graph.event(one).kind == EventKind::Lapse;
    let is_owed =
        |one: &Transition| fulfils(graph, graph.event(one)) && players.owns(graph.event(one), everybody);
    let possible = graph.can_reach(has_result, same);
    let comes = graph.can_reach(has_result, |one| {
        same(one) && (is_lapse(one) || is_owed(one) && graph.event(one).result.is_none())
    });
    let mut found = BTreeSet::new();
    for (player, who) in players.all().iter().enumerate() {
        let alone = Coalition::one(player);
        let others = everybody.without(alone);
        let openers: Vec<&Event> = model.events.iter().filter(|event| event.opens.is_some()).collect();
        let institution = &model.institutions[who.institution.index()];
        // Others can open it without him, if anybody does.
        let is_his = !openers.is_empty() && !openers.iter().any(|event| players.owns(event, others));
        if !institution.groups.is_empty() || is_his {
            continue;
        }
        let can = |one: &Transition| is_owed(one) || players.owns(graph.event(one), others);
        let without = graph.can_reach(has_result, |one| same(one) && (is_lapse(one) || can(one)));
        let at_once = graph.can_reach(has_result, |one| {
            same(one) && (is_lapse(one) && graph.is_own(graph.event(one)) || can(one))
        });
        for stage in matter.stages.iter().filter(|stage| stage.values.and(matter.closed).is_empty()) {
            let is_here = |state: &[u8]| stage.values.contains(position(state));
            let own = graph.transitions.iter().filter(|one| {
                let event = graph.event(one);
                let is_step = event.kind == EventKind::Act && matter.steps.contains(&event.rule);
                is_here(graph.from(one)) && is_step && same(one) && players.owns(event, alone)
            });
            let own: Vec<&Transition> = own.collect();
            let way = |one: &Transition| (graph.event(one).rule, graph.event(one).result);
            let lets: Vec<_> = own.iter().filter(|one| comes[one.to as usize]).map(|one| way(one)).collect();
            let is_objection = |one: &&&Transition| {
                let to = one.to as usize;
                let overcome = without[to] && !comes[to] && !matter.closed.contains(position(graph.to(one)));
                overcome && !lets.contains(&way(one))
            };
            if lets.is_empty() || !own.iter().any(|one| is_objection(&one)) {
                continue;
            }
            let dies = |at: usize| {
                let mut lapses = graph.transitions.iter().filter(|one| {
                    let event = graph.event(one);
                    one.from as usize == at && event.rule == stage.rule && event.breach.is_none()
                });
                lapses.any(|one| is_lapse(one) && is_dead(graph.to(one)))
            };
            let stops = |at: usize| {
                is_here(&graph.states[at]) && possible[at] && (!without[at] || dies(at) && !at_once[at])
            };
            if (0..graph.states.len()).any(stops) {
                found.insert((who.institution, stage.rule));
            }
        }
    }
    found
}

/// In the first stage an office can let a matter come to its result or object, in the last one another can overcome that; the
/// rest is as it was, but that all are offices: of a body of many it is not asked.
fn with_a_veto(mut model: Model) -> Model {
    model.institutions.iter_mut().for_each(|institution| institution.groups.clear());
    for (at, (by, from, to)) in [(0, 1, 5), (0, 1, 4), (1, 4, 5)].into_iter().enumerate() {
        let rule = RuleId(300 + at as u32);
        let here = Test::Field(POSITION, ValueSet::one(from));
        model.matters[0].steps.push(rule);
        model.events.push(Event {
            holder: Holder::Institution(InstitutionId(by)),
            conditions: vec![Condition { test: here, rule, force: Force::Void }],
            effects: vec![Effect { field: POSITION, map: vec![to; 6] }],
            ..Event::new(rule, EventKind::Act)
        });
    }
    model
}

fn same_vetoes(model: Model, counts: &mut [u32; 2]) -> TestCaseResult {
    let model = with_a_veto(model);
    let report = check(&model, &Settings { bounds: BOUNDS, ..Settings::new(Day(20_000), &[]) });
    let expected = silent_vetoes(&Graph::new(&model));
    let mut found = BTreeSet::new();
    let mut held = BTreeSet::new();
    for finding in &report.findings {
        match &finding.subject {
            Subject::HiddenVeto { stages, by, .. } => {
                found.extend(stages.iter().map(|&stage| (by.institution, stage)))
            }
            Subject::HeldUp { stages, .. } => {
                let each =
                    finding.holders.iter().flat_map(|&who| stages.iter().map(move |&stage| (who, stage)));
                held.extend(each)
            }
            _ => {}
        }
    }
    let is_open = report.undecided.iter().any(|open| open.code == Code::HiddenVeto);
    prop_assert!(found.is_subset(&expected), "{found:?}, by definition {expected:?}");
    // What is told as a hold-up is not told again.
    let untold: Vec<_> = expected.difference(&found).filter(|one| !held.contains(one)).collect();
    prop_assert!(is_open || untold.is_empty(), "{untold:?} of {expected:?}");
    counts[usize::from(found.is_empty())] += 1;
    Ok(())
}

proptest! {
    // Each model is asked the whole catalogue, which takes ten times as long as one search.
    #![proptest_config(ProptestConfig { cases: cases::config().cases / 4, ..cases::config() })]

    #[test]
    fn waits_are_as_long_as_their_definition_says(model in constitution::model()) {
        same_waits(model, &mut [0; 2])?;
    }

    #[test]
    fn silent_vetoes_are_those_of_the_definition(model in constitution::model()) {
        same_vetoes(model, &mut [0; 2])?;
    }

    #[test]
    fn who_keeps_things_as_they_are_is_who_the_definition_says(model in constitution::model()) {
        same_keepers(model, &mut [0; 6])?;
    }
}

#[test]
fn each_of_these_checks_finds_something_and_is_silent_often_enough() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let n_models = 130;
    let (mut waits, mut keepers, mut vetoes) = ([0; 2], [0; 6], [0; 2]);
    for _ in 0..n_models {
        let mut model = || constitution::model().new_tree(&mut runner).expect("a model").current();
        same_waits(model(), &mut waits).expect("the same waits");
        same_keepers(model(), &mut keepers).expect("the same keepers");
        same_vetoes(model(), &mut vetoes).expect("the same vetoes");
    }
    assert!(vetoes.iter().all(|&n| n >= 3), "{vetoes:?}");
    assert!(waits.iter().chain(&keepers).all(|&n| n * 20 >= n_models), "{waits:?} {keepers:?}");
}

/// The act that begins the wait can also be taken on the day of the lapse, before it, while the second office is still filled: told
/// so, it would be no wait.
#[test]
fn a_story_of_a_wait_has_the_lapse_that_makes_it_one() {
    let mut t = Table { model: Model { institutions: vec![Institution::default()], ..Model::default() } };
    let (position, first, second) = (t.field(6), t.field(3), t.field(2));
    t.model.clocks.push(Clock::default());
    t.act(&[(position, &[0, 5])], &[(position, &[(0, 1), (5, 1)])]);
    t.act(&[(position, &[1, 3, 4])], &[(position, &[(1, 5), (3, 5)])]).resets.push(ClockId(0));
    t.act(
        &[(position, &[1, 2]), (first, &[0])],
        &[(position, &[(1, 5), (2, 5)]), (first, &[(0, 1)]), (second, &[(1, 0)])],
    );
    t.act(&[(position, &[2, 3, 4])], &[(position, &[(3, 2)])]);
    t.act(&[(position, &[2, 4])], &[(first, &[(1, 0), (2, 0)])]);
    let lapse = t.act(&[(position, &[1])], &[(position, &[(1, 3)]), (second, &[(0, 1)])]);
    (lapse.kind, lapse.holder) = (EventKind::Lapse, Holder::Law);
    let guard = ClockGuard { clock: ClockId(0), comparison: Comparison::AtLeast, length: Length::days(2) };
    lapse.conditions.push(Condition { test: Test::Clock(guard), rule: lapse.rule, force: Force::Void });
    for act in t.model.events.iter_mut().filter(|event| event.kind == EventKind::Act) {
        act.holder = Holder::Institution(InstitutionId(0));
    }
    let filled = |at: u32| Outcome {
        rule: RuleId(200 + at),
        when: Disjunction(vec![vec![(FieldId(at), ValueSet::one(0))]]),
        vital: true,
        grave: false,
        amendment: false,
    };
    t.model.outcomes = vec![filled(first), filled(second)];
    assert_eq!(told_waits(&asked(&t.model), &t.model).expect("true stories").len(), 2);
}
