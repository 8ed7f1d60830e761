//! Checks of the catalogue against their definitions, state by state, on random small constitutions.
//!
//! The definitions know the states that can be reached, what can happen in each of them, and nothing of diagrams or fixpoints.

#![allow(clippy::disallowed_methods, reason = "tests read files and the number of cases")]

mod cases;
mod constitution;

use constitution::{POSITION, PROCEDURE};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{TestCaseError, TestCaseResult};
use solon_engine::calendar::Day;
use solon_engine::explicit::{StateGraph, Transition};
use solon_engine::finding::{Code, Evidence, Finding, Report, Settings, Severity, Subject, check};
use solon_engine::model::*;
use solon_engine::play::{Coalition, Player, Players};
use solon_engine::replay::What;
use solon_engine::search::{Bounds, Silent};
use solon_engine::state::State;
use solon_engine::step;
use std::collections::{BTreeMap, BTreeSet, HashSet};

const BOUNDS: Bounds = Bounds { max_nodes: 1 << 18, max_seconds: 60.0, max_states: 100_000 };

/// All that can be reached without regard to time.
struct Graph<'m> {
    model: &'m Model,
    matter: &'m Matter,
    states: Vec<Vec<u8>>,
    transitions: Vec<Transition>,
}

impl<'m> Graph<'m> {
    fn new(model: &'m Model) -> Graph<'m> {
        let graph = StateGraph::explore(model, &BOUNDS, &Silent).expect("a small model");
        let states = graph.states().map(<[u8]>::to_vec).collect();
        Graph { model, matter: &model.matters[0], states, transitions: graph.transitions().to_vec() }
    }

    fn event(&self, transition: &Transition) -> &'m Event {
        self.model.event(transition.event)
    }

    fn from(&self, transition: &Transition) -> &[u8] {
        &self.states[transition.from as usize]
    }

    fn to(&self, transition: &Transition) -> &[u8] {
        &self.states[transition.to as usize]
    }

    /// What happens by a transition: the event and the automatic ones that follow it.
    fn all_of(&self, transition: &Transition) -> Vec<&'m Event> {
        let (_, followed) =
            step::successor(self.model, transition.event, self.from(transition)).expect("it happens");
        [transition.event].into_iter().chain(followed).map(|id| self.model.event(id)).collect()
    }

    /// For each state: whether a good one can be reached from it by these transitions.
    fn can_reach(&self, good: impl Fn(&[u8]) -> bool, allowed: impl Fn(&Transition) -> bool) -> Vec<bool> {
        let mut can: Vec<bool> = self.states.iter().map(|state| good(state)).collect();
        loop {
            let before = can.clone();
            for transition in self.transitions.iter().filter(|transition| allowed(transition)) {
                can[transition.from as usize] |= can[transition.to as usize];
            }
            if can == before {
                return can;
            }
        }
    }

    fn is_own(&self, event: &Event) -> bool {
        self.matter.steps.contains(&event.rule)
            || self.matter.stages.iter().any(|stage| stage.rule == event.rule)
    }

    fn stage_of(&self, state: &[u8]) -> Option<usize> {
        let at = state[POSITION.index()];
        self.matter.stages.iter().position(|stage| stage.values.contains(at))
    }
}

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
        ended.map(|(at, _)| InstitutionId(at as u32)).collect::<BTreeSet<_>>()
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

/// From how many days on a wait is told: the periods of the random constitutions are short.
const LONG_WAIT: i32 = 2;

/// A random constitution with vital outcomes: the matter has ended, two offices are filled, the fact holds.
fn with_outcomes(model: Model) -> Model {
    let vital = |at: u32, field: u32, value: u8| Outcome {
        rule: RuleId(200 + at),
        when: Disjunction(vec![vec![(FieldId(field), ValueSet::one(value))]]),
        vital: true,
        grave: false,
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

fn same_waits(model: Model, counts: &mut [u32; 2]) -> TestCaseResult {
    let model = with_outcomes(model);
    let settings = Settings { bounds: BOUNDS, long_wait: LONG_WAIT, ..Settings::new(Day(20_000), &[]) };
    let report = check(&model, &settings);
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
            let sooner = comes_within(&model, outcome, &witness.journal.end, witness.until, days - 1);
            prop_assert!(!sooner, "sooner than {days} days: {finding:?}");
        }
    }
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

/// C8 and D2: who can keep something so by doing nothing, where it could end.
fn keepers(
    graph: &Graph<'_>,
    lasts: impl Fn(&[u8]) -> bool,
    own: Option<InstitutionId>,
    left_out: &[EventId],
) -> BTreeSet<InstitutionId> {
    let players = Players::of(graph.model).expect("a few players");
    let everybody = players.everybody();
    let may = |one: &Transition| {
        let event = graph.event(one);
        !event.is_unlawful_act() && !left_out.contains(&one.event)
    };
    let can_end = graph.can_reach(|state| !lasts(state), may);
    let keeps = |(player, who): &(usize, &Player)| {
        let others = everybody.without(Coalition::one(*player));
        let without = graph.can_reach(
            |state| !lasts(state),
            |one| {
                let event = graph.event(one);
                let comes = fulfils(graph, event) && players.owns(event, everybody);
                may(one) && (event.kind == EventKind::Lapse || comes || players.owns(event, others))
            },
        );
        let kept = |at: usize| lasts(&graph.states[at]) && can_end[at] && !without[at];
        Some(who.institution) != own && (0..graph.states.len()).any(kept)
    };
    players.all().iter().enumerate().filter(keeps).map(|(_, who)| who.institution).collect()
}

fn same_keepers(model: Model, counts: &mut [u32; 4]) -> TestCaseResult {
    let grave = Outcome {
        rule: RuleId(200),
        when: Disjunction(vec![vec![(FieldId(3), ValueSet::one(1))]]),
        vital: false,
        grave: true,
    };
    let model = Model { outcomes: vec![grave], ..model };
    let report = check(&model, &Settings { bounds: BOUNDS, ..Settings::new(Day(20_000), &[]) });
    let graph = Graph::new(&model);
    let named = |by: &[Player]| by.iter().map(|player| player.institution).collect::<Vec<_>>();
    let mut empty: BTreeMap<InstitutionId, BTreeSet<InstitutionId>> = BTreeMap::new();
    let mut lasting: BTreeSet<InstitutionId> = BTreeSet::new();
    let mut alone: BTreeSet<InstitutionId> = BTreeSet::new();
    for finding in &report.findings {
        match &finding.subject {
            Subject::KeptEmpty { institution, by } => {
                empty.entry(*institution).or_default().extend(named(by))
            }
            Subject::NoReturn { by, .. } => lasting.extend(named(by)),
            Subject::Alone { by, undone, .. } if *undone != Some(true) => {
                alone.insert(by.institution);
            }
            _ => {}
        }
    }
    let open = |code: Code| report.undecided.iter().any(|open| open.code == code);
    for (at, office) in model.institutions.iter().enumerate() {
        let (Some(field), id) = (office.status, InstitutionId(at as u32)) else { continue };
        let vacant = |state: &[u8]| office.vacant.contains(state[field.index()]);
        let expected = keepers(&graph, vacant, Some(id), &[]);
        let found = empty.remove(&id).unwrap_or_default();
        prop_assert!(
            found == expected || open(Code::AppointmentBlocked) && found.is_subset(&expected),
            "{id:?}: {found:?}, by definition {expected:?}"
        );
        counts[usize::from(found.is_empty())] += 1;
    }
    let expected = keepers(&graph, |state| state[3] == 1, None, &[]);
    let expected: BTreeSet<_> = expected.difference(&alone).copied().collect();
    prop_assert!(
        lasting == expected || open(Code::NoReturn) && lasting.is_subset(&expected),
        "{lasting:?}, by definition {expected:?}"
    );
    counts[2 + usize::from(lasting.is_empty())] += 1;
    Ok(())
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

    #[test]
    fn waits_are_as_long_as_their_definition_says(model in constitution::model()) {
        same_waits(model, &mut [0; 2])?;
    }

    #[test]
    fn who_keeps_things_as_they_are_is_who_the_definition_says(model in constitution::model()) {
        same_keepers(model, &mut [0; 4])?;
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
    // Each of these asks the whole catalogue again.
    let n_models = n_models / 3;
    let mut waits = [0; 2];
    for _ in 0..n_models {
        let model = constitution::model().new_tree(&mut runner).expect("a model").current();
        same_waits(model, &mut waits).expect("the same waits");
    }
    assert!(waits.iter().all(|&n| n * 20 >= n_models), "{waits:?}");
    let mut keepers = [0; 4];
    for _ in 0..n_models {
        let model = constitution::model().new_tree(&mut runner).expect("a model").current();
        same_keepers(model, &mut keepers).expect("the same keepers");
    }
    assert!(keepers.iter().all(|&n| n * 20 >= n_models), "{keepers:?}");
}
