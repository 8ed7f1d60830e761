//! Games against their definition: one state and one coalition at a time, with no decision diagrams and no lattice.
#![allow(clippy::disallowed_methods, reason = "the number of cases is read from the environment")]
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod cases;
mod halfway;
mod players;
mod random;

use std::collections::BTreeSet;

use players::{CHAMBER, votes, with_players};
use proptest::prelude::*;
use solon_engine::calendar::Length;
use solon_engine::explicit::StateGraph;
use solon_engine::model::*;
use solon_engine::play::{Border, Coalition, Game, Pace, Players, Strength};
use solon_engine::search::{Bounds, Silent};
use solon_engine::step;
use solon_engine::symbolic::{Favour, Slice, Space};
use solon_engine::vote::{self, Tally};

/// The acts that keep the duty of stage 7 from being broken, by their effect alone.
fn fulfils(model: &Model, event: &Event) -> bool {
    let Some(matter) = model.matters.first() else { return false };
    let values = matter.stages[0].values;
    let sources = (0..model.fields[matter.field.index()].size).filter(|value| {
        let of_field = event.conditions.iter().all(|condition| match condition.test {
            Test::Field(field, set) => field != matter.field || set.contains(*value),
            _ => true,
        });
        values.contains(*value) && of_field
    });
    let new = |old: u8| {
        let effect = event.effects.iter().find(|effect| effect.field == matter.field);
        effect.map_or(old, |effect| effect.map[usize::from(old)])
    };
    event.kind == EventKind::Act && sources.map(new).any(|value| !values.contains(value))
}

/// One game on the graph of all states, as it is defined.
struct Arena<'a> {
    n: usize,
    goal: &'a [bool],
    own: Vec<Vec<usize>>,
    /// With the clocks that each turn starts.
    others: Vec<Vec<(usize, Clocks)>>,
    /// For each state whether waiting leads there: a list of alternatives that all must, or one of which may. With the clocks
    /// that each waits for.
    waits: Vec<Vec<(Wait, Clocks)>>,
    favour: Favour,
    clocks: Clocks,
}

/// A bit for each clock.
type Clocks = u8;

fn started_by(event: &Event) -> Clocks {
    event.resets.iter().map(|clock| 1 << clock.index()).sum()
}

fn waited_for_by(event: &Event) -> Clocks {
    let tests = event.conditions.iter().map(|condition| &condition.test);
    tests.fold(0, |all, test| match test {
        Test::Clock(guard) => all | 1 << guard.clock.index(),
        _ => all,
    })
}

enum Wait {
    /// The side must not let it come to that.
    Barred,
    /// One of these follows; whoever chooses is not the side.
    One(Vec<usize>),
}

impl<'a> Arena<'a> {
    fn new(
        players: &Players<'_>,
        graph: &StateGraph,
        side: Coalition,
        goal: &'a [bool],
        (favour, pace): (Favour, Pace),
    ) -> Arena<'a> {
        let model = players.model();
        let n = graph.n_states();
        let (mut acts, mut lapses) = (vec![Vec::new(); n], vec![Vec::new(); n]);
        for transition in graph.transitions() {
            let (from, to) = (transition.from as usize, transition.to as usize);
            match model.event(transition.event).kind {
                EventKind::Lapse => lapses[from].push((transition.event, to)),
                _ => acts[from].push((transition.event, to)),
            }
        }
        let fields: Vec<&[u8]> = graph.states().collect();
        let turning = halfway::Graph {
            model,
            stages: &halfway::stages(model),
            acts: &|state| acts[state].clone(),
            value: &|state, field| fields[state][field.index()],
            is_end: &|state| goal[state],
        };
        let turns = |of: Coalition| -> Vec<Vec<(EventId, usize)>> {
            (0..n).map(|state| turning.turns(state, &|event| players.owns(event, of))).collect()
        };
        // The steps of one body, any number in a row.
        let chains = |of: Coalition| -> Vec<Vec<(EventId, usize, Clocks)>> {
            let mut all: Vec<Vec<_>> = turns(of).into_iter().map(|turns| of_one_step(model, turns)).collect();
            for body in (0..model.institutions.len() as u32).map(InstitutionId) {
                let own = Coalition(players.of_institution(body).0 & of.0);
                for (state, all) in all.iter_mut().enumerate() {
                    let mut seen = vec![(state, 0)];
                    let mut at = 0;
                    while at < seen.len() {
                        let (here, started) = seen[at];
                        at += 1;
                        if here != state && goal[here] {
                            continue;
                        }
                        for &(id, to) in
                            acts[here].iter().filter(|(id, _)| players.owns(model.event(*id), own))
                        {
                            let started = started | started_by(model.event(id));
                            all.push((id, to, started));
                            if !seen.contains(&(to, started)) {
                                seen.push((to, started));
                            }
                        }
                    }
                }
            }
            all
        };
        let all = turns(players.everybody());
        let steps = |of: Coalition| -> Vec<Vec<(EventId, usize, Clocks)>> {
            turns(of).into_iter().map(|turns| of_one_step(model, turns)).collect()
        };
        let [own, others] = match pace {
            Pace::Steps => [side, players.others(side)].map(steps),
            Pace::Chains => [side, players.others(side)].map(chains),
        };
        let is_side_alone =
            |event: &Event| players.owns(event, side) && !players.owns(event, players.others(side));
        let duty = |(last, to): &(EventId, usize)| {
            let event = model.event(*last);
            fulfils(model, event).then(|| (*to, is_side_alone(event)))
        };
        let duties: Vec<Vec<(usize, bool)>> =
            all.iter().map(|turns| turns.iter().filter_map(duty).collect()).collect();
        let own = own.into_iter().map(|turns| turns.into_iter().map(|(_, to, _)| to).collect());
        let others =
            others.into_iter().map(|turns| turns.into_iter().map(|(_, to, started)| (to, started)).collect());
        let wait = |state: usize, (id, to): (EventId, usize)| {
            let owed: Vec<usize> = duties[state].iter().filter(|(_, own)| !own).map(|(to, _)| *to).collect();
            let wait = match (duties[state].is_empty(), owed.is_empty()) {
                (true, _) => Wait::One(vec![to]),
                (false, true) => Wait::Barred,
                (false, false) => Wait::One(owed),
            };
            (wait, waited_for_by(model.event(id)))
        };
        let waits = (0..n).map(|state| lapses[state].iter().map(|&lapse| wait(state, lapse)).collect());
        let (own, others, waits) = (own.collect(), others.collect(), waits.collect());
        let clocks = model.events.iter().fold(0, |all, event| all | waited_for_by(event));
        Arena { n, goal, own, others, waits, favour, clocks }
    }

    /// Tells whether waiting leads somewhere, though the others start some clocks anew again and again.
    fn time_leads(&self, state: usize, to: &[bool], anew: Clocks) -> bool {
        let runs_on = |(_, clocks): &&(Wait, Clocks)| clocks & anew == 0;
        match self.favour {
            Favour::Others => {
                self.waits[state].iter().any(|wait| runs_on(&wait))
                    && self.waits[state].iter().all(|(wait, _)| match wait {
                        Wait::Barred => false,
                        Wait::One(all) => all.iter().all(|&next| to[next]),
                    })
            }
            Favour::Side => self.waits[state].iter().filter(runs_on).any(|(wait, _)| match wait {
                Wait::Barred => false,
                Wait::One(all) => all.iter().any(|&next| to[next]),
            }),
        }
    }

    fn is_good(&self, state: usize, x: &[bool], y: &[bool], anew: Clocks) -> bool {
        let acts = |at: usize| self.own[at].iter().any(|&next| x[next]);
        self.goal[state]
            || (acts(state) || self.time_leads(state, x, anew))
                && self.others[state].iter().all(|&(next, started)| {
                    self.goal[next] || acts(next) || x[next] || y[next] && started & self.clocks & !anew == 0
                })
    }

    /// In each region the others start some clocks anew again and again, and no other ones: the side waits for what hangs on
    /// none of these.
    fn solve(&self) -> Vec<bool> {
        let mut x = vec![false; self.n];
        loop {
            let mut won = x.clone();
            for anew in (0..=self.clocks).filter(|anew| anew & !self.clocks == 0) {
                let mut y = vec![true; self.n];
                loop {
                    let next: Vec<bool> =
                        (0..self.n).map(|state| self.is_good(state, &x, &y, anew)).collect();
                    if next == y {
                        break;
                    }
                    y = next;
                }
                won.iter_mut().zip(y).for_each(|(won, more)| *won |= more);
            }
            if won == x {
                return x;
            }
            x = won;
        }
    }
}

fn of_one_step(model: &Model, turns: Vec<(EventId, usize)>) -> Vec<(EventId, usize, Clocks)> {
    turns.into_iter().map(|(id, to)| (id, to, started_by(model.event(id)))).collect()
}

/// Gives some lapses clocks to wait for, which some acts start.
fn with_clocks(mut model: Model, drawn: &[(u8, u8)]) -> Model {
    model.clocks = vec![Clock { runs_at_start: true, ..Clock::default() }; 3];
    let mut drawn = drawn.iter().cycle();
    for event in &mut model.events {
        let &(one, other) = drawn.next().unwrap();
        let clocks = [one, other].map(|drawn| ClockId(u32::from(drawn % 8)));
        let mut clocks: Vec<ClockId> = clocks.into_iter().filter(|clock| clock.index() < 3).collect();
        clocks.sort();
        clocks.dedup();
        match event.kind {
            EventKind::Act => event.resets = clocks,
            EventKind::Lapse => event.conditions.extend(clocks.into_iter().map(|clock| {
                let (comparison, length) = (Comparison::AtLeast, Length::days(10));
                let test = Test::Clock(ClockGuard { clock, comparison, length });
                Condition { test, rule: RuleId(0), force: Force::Void }
            })),
            EventKind::Automatic => {}
        }
    }
    model
}

fn coalitions(players: &Players<'_>) -> Vec<Coalition> {
    (0..=players.everybody().0).map(Coalition).collect()
}

proptest! {
    #![proptest_config(cases::config())]

    #[test]
    fn games_are_solved_as_they_are_defined(
        model in random::model(),
        drawn in prop::collection::vec((0u8..12, any::<u8>()), 12),
        stage in prop::option::of((any::<u8>(), any::<u8>())),
        (field, value) in (any::<u8>(), any::<u8>()),
        pace in prop_oneof![2 => Just(Pace::Steps), 1 => Just(Pace::Chains)],
        side_first in any::<bool>(),
        clocks in prop::collection::vec((any::<u8>(), any::<u8>()), 12),
    ) {
        let model = with_clocks(with_players(model, &drawn, stage), &clocks);
        let graph = StateGraph::explore(&model, &Bounds::default(), &Silent).unwrap();
        prop_assume!(graph.n_states() > 1 && !random::has_circle(&model, &graph));
        let field = FieldId(u32::from(field) % model.fields.len() as u32);
        let value = value % model.fields[field.index()].size;
        let holds: Vec<bool> = graph.states().map(|state| state[field.index()] == value).collect();
        let players = Players::of(&model).unwrap();
        let space = Space::new(&model, &Slice::whole(&model), &Bounds::default()).unwrap();
        let goal = space.field_in(field, ValueSet::one(value)).unwrap();
        let game = Game::new(players.clone(), space, &[]).unwrap();
        let mut by_coalition = Vec::new();
        // What is learnt where doubts favour one side must hold where they favour the other, whichever is asked first.
        let asked = game.question(goal.clone(), game.start().clone(), Favour::Others).at_pace(pace);
        let mut favours = [Favour::Others, Favour::Side];
        if side_first {
            favours.reverse();
        }
        for favour in favours {
            let question = asked.favouring(favour);
            let mut strengths = Vec::new();
            for side in coalitions(&players) {
                let arena = Arena::new(&players, &graph, side, &holds, (favour, pace));
                let expected = arena.solve();
                let forced = game.force(side, &goal, favour, pace).unwrap();
                for (state, fields) in graph.states().enumerate() {
                    prop_assert_eq!(
                        game.space().contains(&forced, fields),
                        expected[state],
                        "{:?} for {:?} at {:?}", favour, side, fields
                    );
                }
                let acts_first = |state: usize| arena.own[state].iter().any(|&next| expected[next]);
                let starts: Vec<usize> = step::starts(&model)
                    .iter().map(|start| graph.number(start).unwrap() as usize).collect();
                let strength = if starts.iter().all(|&state| expected[state]) {
                    Strength::Can
                } else if starts.iter().all(|&state| expected[state] || acts_first(state)) {
                    Strength::OnlyFirst
                } else {
                    Strength::Cannot
                };
                prop_assert_eq!(question.strength(side).unwrap(), strength);
                strengths.push(strength);
            }
            // More partners never make a coalition weaker, and the lattice search finds the border of the table.
            for a in coalitions(&players) {
                for b in coalitions(&players).into_iter().filter(|b| a.is_within(*b)) {
                    prop_assert!(strengths[a.0 as usize] <= strengths[b.0 as usize]);
                }
            }
            for least in [Strength::OnlyFirst, Strength::Can] {
                let wins = |coalition: Coalition| strengths[coalition.0 as usize] >= least;
                let border = question.border(least);
                let minimal = |c: &Coalition| wins(*c)
                    && c.players().all(|player| !wins(c.without(Coalition::one(player))));
                let winners: BTreeSet<Coalition> = coalitions(&players).into_iter().filter(minimal).collect();
                prop_assert_eq!(border.winners.into_iter().collect::<BTreeSet<_>>(), winners);
            }
            by_coalition.push(strengths);
        }
        if side_first {
            by_coalition.reverse();
        }
        for (sure, at_best) in by_coalition[0].iter().zip(&by_coalition[1]) {
            prop_assert!(sure <= at_best);
        }
    }
}

/// What a group of members can do in a ballot: yes, no, abstaining, absent, with full freedom.
fn ballots(n: u32) -> Vec<[u32; 3]> {
    let mut all = Vec::new();
    for yes in 0..=n {
        for no in 0..=n - yes {
            all.extend((0..=n - yes - no).map(|abstain| [yes, no, abstain]));
        }
    }
    all
}

/// A coalition decides a vote if there is a ballot of its members that gives the result whatever the others do.
#[test]
fn a_vote_is_decided_by_those_whose_ballot_decides_it() {
    for (at, vote) in votes().into_iter().enumerate() {
        for result in [VoteResult::Carried, VoteResult::Failed, VoteResult::NoQuorum] {
            for apart in [false, true] {
                let event = |result| Event {
                    holder: Holder::Vote(VoteId(at as u32)),
                    result: Some(result),
                    ..Event::new(RuleId(0), EventKind::Act)
                };
                let mut model = with_players(Model::default(), &[(0, 0)], None);
                model.events = vec![event(result), event(VoteResult::Carried)];
                if apart {
                    model.events.push(event(VoteResult::NoQuorum));
                }
                let counts_as = |got: VoteResult| {
                    got == result || !apart && result == VoteResult::Failed && got == VoteResult::NoQuorum
                };
                let players = Players::of(&model).unwrap();
                for side in coalitions(&players) {
                    let seats = |coalition: Coalition| -> u32 {
                        coalition
                            .players()
                            .filter(|player| {
                                let group = players.all()[*player].group;
                                group.is_none_or(|group| !vote.without.contains(&group))
                            })
                            .map(|player| players.seats(player, CHAMBER))
                            .sum()
                    };
                    let chair = players.of_institution(InstitutionId(0));
                    let casting = !chair.is_empty() && chair.is_within(side);
                    let others = players.others(side);
                    let decides = ballots(seats(side)).into_iter().any(|own| {
                        ballots(seats(others)).into_iter().all(|rest| {
                            let sum = |at: usize| own[at] + rest[at];
                            let tally = Tally {
                                yes: sum(0),
                                no: sum(1),
                                abstain: sum(2),
                                casting: Some(casting == (result == VoteResult::Carried)),
                                ..Tally::default()
                            };
                            counts_as(vote::count(&model, &vote, &tally).unwrap().result)
                        })
                    });
                    assert_eq!(
                        players.owns(&model.events[0], side),
                        decides,
                        "vote {at} {result:?} {side:?} apart {apart}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_border_of_nothing_has_nobody() {
    let border = Border::find(Coalition(0b11), |_| Some(true), |_| None);
    assert_eq!(border.winners, [Coalition::NOBODY]);
    assert!(border.losers.is_empty());
}
