//! Checks of the catalogue against their definitions, state by state, on random small constitutions.
//!
//! The definitions know the states that can be reached, what can happen in each of them, and nothing of diagrams or fixpoints.

#![allow(clippy::disallowed_methods, reason = "tests read files and the number of cases")]

mod cases;
mod constitution;

use constitution::graph::{BOUNDS, Graph};
use constitution::{POSITION, PROCEDURE};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{TestCaseError, TestCaseResult};
use solon_engine::calendar::Day;
use solon_engine::explicit::Transition;
use solon_engine::finding::{Code, Evidence, Finding, Report, Settings, Severity, Subject, check};
use solon_engine::model::*;
use solon_engine::replay::What;
use solon_engine::step;
use std::collections::{BTreeMap, BTreeSet};

fn stands_still(model: &Model, clock: ClockId, state: &[u8]) -> bool {
    model.clocks[clock.index()].pauses.iter().any(|pause| step::conjunction_holds(pause, state))
}

fn clocks_of(event: &Event) -> Vec<ClockId> {
    let clocks = event.conditions.iter().filter_map(|condition| match &condition.test {
        Test::Clock(guard) => Some(guard.clock),
        _ => None,
    });
    clocks.collect()
}

/// Whether this one can act without anybody else.
fn can_alone(model: &Model, id: InstitutionId, holder: &Holder) -> bool {
    match holder {
        Holder::Law => true,
        Holder::Institution(other) | Holder::Member(other) => *other == id,
        Holder::Vote(vote) => model.votes[vote.index()].body == id,
        Holder::Petition(petition) => model.petitions[petition.index()].body == id,
        Holder::AnyOf(parts) => parts.iter().any(|part| can_alone(model, id, part)),
        Holder::All(parts) => parts.iter().all(|part| can_alone(model, id, part)),
    }
}

/// A3: how bad the worst round is.
fn circle(graph: &Graph<'_>) -> Option<Severity> {
    let under_way = |state: &[u8]| {
        let at = state[POSITION.index()];
        graph.stage_of(state).is_some() && !(graph.matter.standing && at == 1)
    };
    let moves = |transition: &&Transition| {
        let event = graph.event(transition);
        let (from, to) = (graph.from(transition), graph.to(transition));
        let moves = event.effects.iter().any(|effect| effect.field == POSITION);
        event.kind == EventKind::Act
            && event.opens.is_none()
            && event.breach.is_none()
            && (moves || graph.matter.steps.contains(&event.rule))
            && under_way(from)
            && under_way(to)
            && graph.stage_of(from) != graph.stage_of(to)
    };
    let moves: Vec<&Transition> = graph.transitions.iter().filter(moves).collect();
    let ids = (0..graph.model.institutions.len() as u32).map(InstitutionId);
    let mut of_one = ids.map(|id| {
        let own = moves.iter().filter(|one| can_alone(graph.model, id, &graph.event(one).holder));
        own.copied().collect::<Vec<_>>()
    });
    if of_one.any(|moves| goes_round(graph, moves)) {
        return Some(Severity::Warning);
    }
    goes_round(graph, moves).then_some(Severity::Note)
}

/// Tells whether some of these transitions lead round and put off each time limit that runs on the way and ends the matter.
fn goes_round(graph: &Graph<'_>, moves: Vec<&Transition>) -> bool {
    let mut leads: BTreeSet<(u32, u32)> = moves.iter().map(|one| (one.from, one.to)).collect();
    loop {
        let longer = |&(from, to): &(u32, u32)| {
            let next = leads.range((to, 0)..=(to, u32::MAX));
            next.map(|&(_, end)| (from, end)).collect::<Vec<_>>()
        };
        let more: Vec<(u32, u32)> = leads.iter().flat_map(longer).collect();
        let before = leads.len();
        leads.extend(more);
        if leads.len() == before {
            break;
        }
    }
    let ends = |event: &&Event| {
        let to =
            event.effects.iter().filter(|effect| effect.field == POSITION).flat_map(|effect| &effect.map);
        event.kind == EventKind::Lapse
            && event.breach.is_none()
            && to.into_iter().any(|&to| graph.matter.closed.contains(to))
    };
    let limits: Vec<&Event> = graph.model.events.iter().filter(ends).collect();
    let states = moves.iter().map(|one| one.from).filter(|&state| leads.contains(&(state, state)));
    states.collect::<BTreeSet<u32>>().into_iter().any(|state| {
        let is_here = |one: u32| leads.contains(&(state, one)) && leads.contains(&(one, state));
        let here: Vec<&Transition> =
            moves.iter().filter(|one| is_here(one.from) && is_here(one.to)).copied().collect();
        let runs = |limit: &Event, state: &[u8]| {
            let still = clocks_of(limit).into_iter().any(|clock| stands_still(graph.model, clock, state));
            step::possible(limit, state) && !still
        };
        let is_put_off = |limit: &Event| {
            here.iter().any(|one| {
                let resets = graph.all_of(one).into_iter().flat_map(|event| &event.resets);
                let restarts = |clock: &ClockId| {
                    graph.model.clocks[clock.index()].restarts
                        && stands_still(graph.model, *clock, graph.from(one))
                };
                let clocks = clocks_of(limit);
                clocks.iter().any(restarts) || resets.into_iter().any(|reset| clocks.contains(reset))
            })
        };
        let ended = |at: &[u8]| limits.iter().any(|limit| runs(limit, at) && !is_put_off(limit));
        let rest: Vec<&Transition> = here.iter().filter(|one| !ended(graph.from(one))).copied().collect();
        rest.len() == here.len() || goes_round(graph, rest)
    })
}

/// B5: the stages and acts, and whether the time begins anew.
fn others_clocks(graph: &Graph<'_>) -> BTreeMap<(RuleId, RuleId), bool> {
    let (model, matter) = (graph.model, graph.matter);
    let mut found = BTreeMap::new();
    for stage in matter.stages.iter().filter(|stage| stage.values.and(matter.ended).is_empty()) {
        let at = |state: &[u8]| stage.on_time().contains(state[POSITION.index()]);
        let leads_out = |event: &&Event| {
            graph.is_own(event)
                && event.kind == EventKind::Act
                && event.opens.is_none()
                && (0..6).filter(|&old| stage.values.contains(old)).any(|old| {
                    let mut state = vec![0; model.fields.len()];
                    state[POSITION.index()] = old;
                    let mut conditions = event.conditions.iter();
                    let lets = conditions.all(|condition| match condition.test {
                        Test::Field(POSITION, values) => values.contains(old),
                        _ => true,
                    });
                    step::apply(event, &mut state);
                    lets && !stage.values.contains(state[POSITION.index()])
                })
        };
        let exits: Vec<&Event> = model.events.iter().filter(leads_out).collect();
        let owed = |duty: &&Duty| exits.iter().any(|exit| duty.steps.contains(&exit.rule));
        let owes = model.duties.iter().filter(owed).flat_map(|duty| duty.holder.needed(model));
        let mut bound: BTreeSet<InstitutionId> = owes.collect();
        if bound.is_empty() {
            bound = exits.iter().flat_map(|exit| exit.holder.needed(model)).collect();
        }
        let lapses = model.events.iter().filter(|event| event.rule == stage.rule);
        let clocks: BTreeSet<ClockId> = lapses.flat_map(clocks_of).collect();
        if clocks.is_empty() || bound.is_empty() {
            continue;
        }
        let by_other = |event: &Event| {
            let by = match event.holder {
                Holder::Institution(id) => id,
                Holder::Vote(id) => model.votes[id.index()].body,
                _ => return None,
            };
            let may = event.kind == EventKind::Act && event.opens.is_none() && event.breach.is_none();
            (may && !bound.contains(&by)).then_some(by)
        };
        let stays = |one: &Transition| at(graph.from(one)) && at(graph.to(one));
        let resets = |event: &Event| event.resets.iter().any(|clock| clocks.contains(clock));
        for one in graph.transitions.iter().filter(|one| stays(one)) {
            let event = graph.event(one);
            let Some(by) = by_other(event) else { continue };
            let again = |next: &&Transition| {
                let other = graph.event(next);
                next.from == one.to
                    && other.rule == event.rule
                    && resets(other)
                    && by_other(other).is_some()
                    && stays(next)
            };
            if resets(event) && graph.transitions.iter().any(|next| again(&next)) {
                found.insert((stage.rule, event.rule), true);
            }
            for &clock in &clocks {
                let still = |state: &[u8]| stands_still(model, clock, state);
                if still(graph.from(one)) || !still(graph.to(one)) {
                    continue;
                }
                let without_him = |next: &Transition| {
                    let other = graph.event(next);
                    let mut clocks = clocks_of(other).into_iter();
                    let waits = clocks.any(|clock| stands_still(model, clock, graph.from(next)));
                    !other.holder.needed(model).contains(&by) && !other.is_unlawful_act() && !waits
                };
                if !graph.can_reach(|state| !still(state), without_him)[one.to as usize] {
                    found.entry((stage.rule, event.rule)).or_insert(false);
                }
            }
        }
    }
    found
}

/// H1: single duties, and pairs.
fn contradictions(graph: &Graph<'_>) -> BTreeSet<Vec<RuleId>> {
    let model = graph.model;
    let possible = |duty: &Duty, state: &[u8]| {
        let rows = model.events.iter().filter(|event| duty.steps.contains(&event.rule));
        rows.filter(|event| !event.is_unlawful_act() && step::possible(event, state)).count() > 0
    };
    let lawful = |one: &Transition| graph.event(one).breach.is_none();
    let can_be_done =
        |duty: &Duty| graph.can_reach(|state| !duty.when.holds(state) || possible(duty, state), lawful);
    let mut found = BTreeSet::new();
    for duty in &model.duties {
        let can = can_be_done(duty);
        if (0..can.len()).any(|at| duty.when.holds(&graph.states[at]) && !can[at]) {
            found.insert(vec![duty.rule]);
        }
    }
    let alone = found.clone();
    for (at, one) in model.duties.iter().enumerate() {
        for other in &model.duties[at + 1..] {
            if one.holder != other.holder
                || alone.contains(&vec![one.rule])
                || alone.contains(&vec![other.rule])
            {
                continue;
            }
            let rules_out = |first: &Duty, second: &Duty, at: u32| {
                let can = can_be_done(second);
                let acts = graph.transitions.iter().filter(|act| {
                    let event = graph.event(act);
                    act.from == at && first.steps.contains(&event.rule) && !event.is_unlawful_act()
                });
                acts.into_iter().all(|act| {
                    let both = second.steps.contains(&graph.event(act).rule);
                    !(both || second.when.holds(graph.to(act)) && can[act.to as usize])
                })
            };
            let is_bad = |at: u32| {
                let state = &graph.states[at as usize];
                [one, other].into_iter().all(|duty| duty.when.holds(state) && possible(duty, state))
                    && rules_out(one, other, at)
                    && rules_out(other, one, at)
            };
            if (0..graph.states.len() as u32).any(is_bad) {
                found.insert(vec![one.rule, other.rule]);
            }
        }
    }
    found
}

/// C5: who loses office or seats, with whom the check is aimed at.
fn costs(graph: &Graph<'_>) -> BTreeMap<InstitutionId, InstitutionId> {
    let model = graph.model;
    let vacated = |one: &Transition| {
        let is_vacant = |office: &Institution, state: &[u8]| {
            office.status.is_some_and(|field| office.vacant.contains(state[field.index()]))
        };
        let offices = model.institutions.iter().enumerate();
        let ended = offices
            .filter(|(_, office)| !is_vacant(office, graph.from(one)) && is_vacant(office, graph.to(one)));
        let ended = ended.map(|(at, _)| InstitutionId(at as u32));
        ended.chain(graph.event(one).replaces.iter().copied()).collect::<BTreeSet<_>>()
    };
    let is_vote = |one: &Transition| {
        let event = graph.event(one);
        event.result == Some(VoteResult::Carried) && graph.matter.steps.contains(&event.rule)
    };
    let carried = graph.transitions.iter().filter(|one| is_vote(one));
    let checked: BTreeSet<InstitutionId> = carried.flat_map(vacated).collect();
    let mut found = BTreeMap::new();
    for one in graph.transitions.iter().filter(|one| graph.is_own(graph.event(one))) {
        let lost = vacated(one);
        if graph.event(one).breach.is_some() || is_vote(one) && !lost.is_empty() {
            continue;
        }
        for &loses in lost.iter().chain(&graph.event(one).unseats) {
            let mut others = checked.iter().copied().filter(|&checked| checked != loses);
            if let Some(aim) = others.clone().next()
                && !others.any(|checked| lost.contains(&checked))
            {
                found.insert(loses, aim);
            }
        }
    }
    found
}

/// What a check found, with how bad it is.
fn found<T: Ord>(report: &Report, code: Code, key: impl Fn(&Finding) -> T) -> BTreeSet<T> {
    report.findings.iter().filter(|finding| finding.code == code).map(key).collect()
}

/// How often each check found something, was silent, and left something open.
type Counts = [[u32; 3]; 4];

fn same_findings(model: &Model, counts: &mut Counts) -> TestCaseResult {
    let rules: Vec<_> = Vec::new();
    let settings = Settings { bounds: BOUNDS, ..Settings::new(Day(20_000), &rules) };
    let report = check(model, &settings);
    let graph = Graph::new(model);
    let open = |code: Code, rule: RuleId| {
        report.undecided.iter().any(|open| open.code == code && open.rule == Some(rule))
    };
    let mut note = |at: usize, found: bool, open: bool| {
        counts[at][if open { 2 } else { usize::from(!found) }] += 1;
    };

    let circles = found(&report, Code::NoProgressLoop, |finding| finding.severity);
    let expected = circle(&graph);
    let is_open = open(Code::NoProgressLoop, PROCEDURE);
    prop_assert!(
        circles == expected.into_iter().collect() || is_open && expected.is_some(),
        "circle: {circles:?}, by definition {expected:?}"
    );
    note(0, !circles.is_empty(), is_open);

    let clocks = found(&report, Code::ClockUnderControl, |finding| match &finding.subject {
        Subject::AnothersClock { stage, act, restarts } => ((*stage, *act), *restarts),
        other => panic!("{other:?}"),
    });
    let expected: BTreeSet<_> = others_clocks(&graph).into_iter().collect();
    for one in &clocks {
        prop_assert!(expected.contains(one), "clock: {one:?} is not so by definition");
    }
    for one in expected.difference(&clocks) {
        prop_assert!(open(Code::ClockUnderControl, one.0.0), "clock: {one:?} is missing");
    }
    note(1, !clocks.is_empty(), clocks != expected);

    let duties = found(&report, Code::Contradiction, |finding| match &finding.subject {
        Subject::Impossible { duties } => duties.clone(),
        other => panic!("{other:?}"),
    });
    let expected = contradictions(&graph);
    for one in &duties {
        prop_assert!(expected.contains(one), "duties: {one:?} is no contradiction by definition");
    }
    for one in expected.difference(&duties) {
        prop_assert!(open(Code::Contradiction, one[0]), "duties: {one:?} is missing");
    }
    note(2, !duties.is_empty(), duties != expected);

    let checks = found(&report, Code::SelfPunishingCheck, |finding| match &finding.subject {
        Subject::CostlyCheck { loses, checked, .. } => (*loses, *checked),
        other => panic!("{other:?}"),
    });
    let expected: BTreeSet<_> = costs(&graph).into_iter().collect();
    let is_open = open(Code::SelfPunishingCheck, PROCEDURE);
    prop_assert!(
        checks == expected || is_open && checks.is_subset(&expected),
        "costs: {checks:?}, by definition {expected:?}"
    );
    note(3, !checks.is_empty(), is_open);

    for finding in &report.findings {
        let Evidence::Trace(witness) = &finding.evidence else { continue };
        let refused = |entry: &solon_engine::replay::Entry| matches!(entry.what, What::Refused(_));
        prop_assert!(!witness.journal.entries.iter().any(refused), "{finding:?}");
    }
    Ok(())
}

proptest! {
    // Each model is asked the whole catalogue, which takes ten times as long as one search.
    #![proptest_config(ProptestConfig { cases: cases::config().cases / 4, ..cases::config() })]

    #[test]
    fn checks_find_what_their_definitions_say(model in constitution::model()) {
        same_findings(&model, &mut Counts::default())?;
    }
}

#[test]
fn each_check_finds_something_and_is_silent_often_enough() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut counts = Counts::default();
    let n_models = 400;
    for _ in 0..n_models {
        let model = constitution::model().new_tree(&mut runner).expect("a model").current();
        let same: Result<(), TestCaseError> = same_findings(&model, &mut counts);
        same.expect("the same findings");
    }
    for [found, silent, open] in counts {
        assert!(found * 20 >= n_models && silent * 5 >= n_models && open * 20 <= n_models, "{counts:?}");
    }
}
