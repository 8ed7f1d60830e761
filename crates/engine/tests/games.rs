//! Games against their definition: one state and one coalition at a time, with no decision diagrams and no lattice.
#![allow(clippy::disallowed_methods, reason = "the number of cases is read from the environment")]
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod cases;
mod random;

use std::collections::BTreeSet;

use proptest::prelude::*;
use solon_engine::explicit::StateGraph;
use solon_engine::model::*;
use solon_engine::play::{Border, Coalition, Game, Players, Strength};
use solon_engine::search::{Bounds, Silent};
use solon_engine::step;
use solon_engine::symbolic::{Favour, Slice, Space};
use solon_engine::vote::{self, Base, Majority, Quorum, Ratio, Tally, Tie, Vote};

const CHAMBER: InstitutionId = InstitutionId(3);
const NATURE: InstitutionId = InstitutionId(4);

/// Three offices, a chamber of three groups, and nature.
fn with_players(mut model: Model, drawn: &[(u8, u8)], stage: Option<(u8, u8)>) -> Model {
    model.institutions = (0..5)
        .map(|id| Institution {
            groups: if id == CHAMBER.0 { vec![3, 2, 2] } else { Vec::new() },
            is_nature: id == NATURE.0,
            ..Institution::default()
        })
        .collect();
    model.votes = votes();
    let mut drawn = drawn.iter().cycle();
    for event in model.events.iter_mut().filter(|event| event.kind == EventKind::Act) {
        let &(holder, vote) = drawn.next().unwrap();
        let voted = Holder::Vote(VoteId(u32::from(vote) % model.votes.len() as u32));
        let office = |n: u8| Holder::Institution(InstitutionId(u32::from(n % 3)));
        (event.holder, event.result) = match holder % 12 {
            0..=4 => (office(holder), None),
            5 => (Holder::Institution(NATURE), None),
            6 => (Holder::All(vec![office(vote), Holder::Member(CHAMBER)]), None),
            7 => (Holder::AnyOf(vec![office(vote), office(vote ^ 1)]), None),
            8 => (voted, Some(VoteResult::Failed)),
            9 => (voted, Some(VoteResult::NoQuorum)),
            _ => (voted, Some(VoteResult::Carried)),
        };
    }
    // Some lapses break a duty that acts on a field fulfil.
    if let Some((field, value)) = stage {
        let field = FieldId(u32::from(field) % model.fields.len() as u32);
        let size = model.fields[field.index()].size;
        let values = ValueSet::one(value % size);
        let place = StagePlace { rule: RuleId(7), values, overdue: ValueSet::EMPTY };
        model.matters.push(Matter {
            rule: RuleId(6),
            field,
            closed: ValueSet::EMPTY,
            ended: ValueSet::EMPTY,
            without_result: ValueSet::EMPTY,
            stages: vec![place],
            steps: vec![RuleId(0)],
            standing: true,
            about: Vec::new(),
        });
        for lapse in model.events.iter_mut().filter(|event| event.kind == EventKind::Lapse) {
            lapse.breach = Some(RuleId(7));
        }
    }
    model
}

fn votes() -> Vec<Vote> {
    let vote = |pass, quorum: Option<Majority>, tie, without: &[usize]| Vote {
        body: CHAMBER,
        seats: Some(7 - without.iter().map(|group| [3, 2, 2][*group]).sum::<u32>()),
        without: without.to_vec(),
        pass,
        quorum: quorum.map(|number| Quorum { number, on_objection: false, rule: None }),
        tie,
        also: Vec::new(),
    };
    let two_thirds = Ratio { num: 2, den: 3 };
    let half = Ratio { num: 1, den: 2 };
    vec![
        vote(Majority::Simple, None, Tie::Lost, &[]),
        vote(Majority::Simple, Some(Majority::MoreThan(half, Base::Seats)), Tie::Stands, &[0]),
        vote(Majority::Simple, Some(Majority::AtLeast(two_thirds, Base::Seats)), Tie::Lost, &[]),
        vote(Majority::AtLeast(two_thirds, Base::Seats), None, Tie::Lost, &[]),
        vote(Majority::MoreThan(half, Base::Present), Some(Majority::Count(3)), Tie::Lost, &[1]),
        vote(
            Majority::AtLeast(half, Base::Cast),
            None,
            Tie::Casting(Box::new(Holder::Institution(InstitutionId(0)))),
            &[2],
        ),
    ]
}

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
    others: Vec<Vec<usize>>,
    /// For each state whether waiting leads there: a list of alternatives that all must, or one of which may.
    waits: Vec<Vec<Wait>>,
    favour: Favour,
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
        favour: Favour,
    ) -> Arena<'a> {
        let model = players.model();
        let n = graph.n_states();
        let (mut own, mut others) = (vec![Vec::new(); n], vec![Vec::new(); n]);
        let mut lapses: Vec<Vec<usize>> = vec![Vec::new(); n];
        let mut duties: Vec<Vec<(usize, bool)>> = vec![Vec::new(); n];
        for transition in graph.transitions() {
            let (from, to) = (transition.from as usize, transition.to as usize);
            let event = model.event(transition.event);
            if event.kind == EventKind::Lapse {
                lapses[from].push(to);
                continue;
            }
            let is_own = players.owns(event, side);
            let is_others = players.owns(event, players.others(side));
            if is_own {
                own[from].push(to);
            }
            if is_others {
                others[from].push(to);
            }
            if fulfils(model, event) && players.owns(event, players.everybody()) {
                duties[from].push((to, is_own && !is_others));
            }
        }
        let wait = |state: usize, to: usize| {
            let owed: Vec<usize> = duties[state].iter().filter(|(_, own)| !own).map(|(to, _)| *to).collect();
            match (duties[state].is_empty(), owed.is_empty()) {
                (true, _) => Wait::One(vec![to]),
                (false, true) => Wait::Barred,
                (false, false) => Wait::One(owed),
            }
        };
        let waits = (0..n).map(|state| lapses[state].iter().map(|&to| wait(state, to)).collect());
        Arena { n, goal, own, others, waits: waits.collect(), favour }
    }

    fn time_leads(&self, state: usize, to: &[bool]) -> bool {
        match self.favour {
            Favour::Others => {
                !self.waits[state].is_empty()
                    && self.waits[state].iter().all(|wait| match wait {
                        Wait::Barred => false,
                        Wait::One(all) => all.iter().all(|&next| to[next]),
                    })
            }
            Favour::Side => self.waits[state].iter().any(|wait| match wait {
                Wait::Barred => false,
                Wait::One(all) => all.iter().any(|&next| to[next]),
            }),
        }
    }

    fn is_good(&self, state: usize, x: &[bool], y: &[bool]) -> bool {
        let acts = |at: usize| self.own[at].iter().any(|&next| x[next]);
        self.goal[state]
            || (acts(state) || self.time_leads(state, x))
                && self.others[state].iter().all(|&next| self.goal[next] || acts(next) || x[next] || y[next])
    }

    fn solve(&self) -> Vec<bool> {
        let mut x = vec![false; self.n];
        loop {
            let mut y = vec![true; self.n];
            loop {
                let next: Vec<bool> = (0..self.n).map(|state| self.is_good(state, &x, &y)).collect();
                if next == y {
                    break;
                }
                y = next;
            }
            if y == x {
                return x;
            }
            x = y;
        }
    }
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
    ) {
        let model = with_players(model, &drawn, stage);
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
        for favour in [Favour::Others, Favour::Side] {
            let question = game.question(goal.clone(), game.start().clone(), favour);
            let mut strengths = Vec::new();
            for side in coalitions(&players) {
                let arena = Arena::new(&players, &graph, side, &holds, favour);
                let expected = arena.solve();
                let forced = game.force(side, &goal, favour, None, None).unwrap();
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
