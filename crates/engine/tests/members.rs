//! What numbers of members can force, against games in which each member plays for itself.

#![allow(clippy::disallowed_methods, reason = "the number of cases is read from the environment")]
#![allow(clippy::unwrap_used)]

mod cases;
mod random;
mod table;

use proptest::prelude::*;
use solon_engine::calendar::{DatePoint, Day};
use solon_engine::explicit::StateGraph;
use solon_engine::model::*;
use solon_engine::play::{Bloc, Coalition, Count, Game, Members, Pace, Player, Players, Strength};
use solon_engine::search::{Bounds, Silent};
use solon_engine::symbolic::{Favour, Slice, Space};
use solon_engine::vote::{Base, Majority, Petition, Quorum, Ratio, Tie, Vote};
use table::Table;

/// A chamber with two groups of two seats, a committee of two, and both together.
const CHAMBER: InstitutionId = InstitutionId(2);
const COMMITTEE: InstitutionId = InstitutionId(3);
const JOINT: InstitutionId = InstitutionId(4);

/// The institutions with their seats in groups, or each seat as a group of its own.
fn institutions(model: &Model, is_single: bool) -> Model {
    let mut model = model.clone();
    let groups = |id: u32| match (InstitutionId(id), is_single) {
        (CHAMBER, false) => vec![2, 2],
        (CHAMBER, true) => vec![1; 4],
        (COMMITTEE, false) => vec![2],
        (COMMITTEE, true) => vec![1; 2],
        _ => Vec::new(),
    };
    let parts = |id: u32| if id == JOINT.0 { vec![CHAMBER, COMMITTEE] } else { Vec::new() };
    model.institutions = (0..5)
        .map(|id| Institution { groups: groups(id), parts: parts(id), ..Institution::default() })
        .collect();
    for vote in model.votes.iter_mut().filter(|vote| is_single && vote.body == CHAMBER) {
        vote.without = vote.without.iter().flat_map(|group| [2 * group, 2 * group + 1]).collect();
    }
    model
}

fn votes() -> Vec<Vote> {
    let vote = |body, seats, pass, quorum: Option<Majority>, tie, without: &[usize]| Vote {
        body,
        seats: Some(seats),
        without: without.to_vec(),
        pass,
        quorum: quorum.map(|number| Quorum { number, on_objection: false, rule: None }),
        tie,
        also: Vec::new(),
    };
    let (half, two_thirds) = (Ratio { num: 1, den: 2 }, Ratio { num: 2, den: 3 });
    let chair = Tie::Casting(Box::new(Holder::Institution(InstitutionId(0))));
    vec![
        vote(CHAMBER, 4, Majority::MoreThan(half, Base::Seats), None, Tie::Lost, &[]),
        vote(CHAMBER, 4, Majority::Simple, Some(Majority::Count(3)), chair, &[]),
        vote(CHAMBER, 2, Majority::Count(1), None, Tie::Lost, &[1]),
        vote(COMMITTEE, 2, Majority::AtLeast(half, Base::Cast), None, Tie::Stands, &[]),
        vote(JOINT, 6, Majority::AtLeast(two_thirds, Base::Seats), None, Tie::Lost, &[]),
        vote(JOINT, 6, Majority::Simple, Some(Majority::Count(4)), Tie::Lost, &[]),
    ]
}

/// Gives the acts of a model to the institutions.
fn with_holders(mut model: Model, drawn: &[(u8, u8)]) -> Model {
    model.votes = votes();
    model.petitions = vec![Petition { body: JOINT, seats: Some(6), need: Majority::Count(2) }];
    let mut drawn = drawn.iter().cycle();
    for event in model.events.iter_mut().filter(|event| event.kind == EventKind::Act) {
        let &(holder, which) = drawn.next().unwrap();
        let vote = Holder::Vote(VoteId(u32::from(which) % model.votes.len() as u32));
        let office = Holder::Institution(InstitutionId(u32::from(which % 2)));
        (event.holder, event.result) = match holder % 10 {
            0 => (office, None),
            1 => (Holder::Institution(COMMITTEE), None),
            2 => (Holder::Member(if which % 2 == 0 { CHAMBER } else { JOINT }), None),
            3 => (Holder::Petition(PetitionId(0)), None),
            4 => (Holder::All(vec![office, vote]), Some(VoteResult::Carried)),
            5 => (Holder::AnyOf(vec![office, vote]), Some(VoteResult::Carried)),
            6 => (vote, Some(VoteResult::Failed)),
            7 => (vote, Some(VoteResult::NoQuorum)),
            _ => (vote, Some(VoteResult::Carried)),
        };
    }
    model
}

fn space(model: &Model) -> Space<'_> {
    Space::new(model, &Slice::whole(model), &Bounds::default()).unwrap()
}

/// The players of the model of single seats that are the seats of a player.
fn seats_of(single: &Players<'_>, player: Player) -> Vec<usize> {
    let is_of = |other: &Player| {
        other.institution == player.institution
            && player.group.is_none_or(|group| other.group.is_some_and(|other| other / 2 == group))
    };
    (0..single.all().len()).filter(|at| is_of(&single.all()[*at])).collect()
}

/// One member: its kind, and its seats in the model of single seats.
type Single = (usize, Coalition);

/// All members, each with seats that no other has.
fn singles(members: &Members<'_, '_>, single: &Players<'_>) -> Vec<Single> {
    let of_players = members.players().all().iter().map(|player| seats_of(single, *player));
    let mut left: Vec<Vec<usize>> = of_players.collect();
    let mut all = Vec::new();
    for (kind, lots) in members.kinds().iter().enumerate() {
        for lot in &lots.lots {
            for _ in 0..lot.n {
                let seats = lot
                    .each
                    .iter()
                    .flat_map(|(player, n)| left[*player].drain(..*n as usize).collect::<Vec<_>>());
                let seats = seats.fold(Coalition::NOBODY, |all, seat| all.with(Coalition::one(seat)));
                all.push((kind, seats));
            }
        }
    }
    assert!(left.iter().all(Vec::is_empty), "each seat is somebody's");
    all
}

/// As many seats of each player as were drawn, or all that it has.
fn drawn_bloc(players: &Players<'_>, drawn: &[u32]) -> Bloc {
    let seats = (0..players.all().len()).zip(drawn);
    seats.map(|(player, n)| (player, *n.min(&players.n_seats(player)))).filter(|(_, n)| *n > 0).collect()
}

/// The cuts of one body against all sets of its seats, for each kind of result by itself.
#[test]
fn a_number_matters_where_what_either_side_owns_changes() {
    let two_thirds = Ratio { num: 2, den: 3 };
    let chair = Tie::Casting(Box::new(Holder::Institution(InstitutionId(0))));
    for (seats, pass, quorum, tie) in [
        (7, Majority::Simple, None, Tie::Lost),
        (7, Majority::Count(2), None, Tie::Lost),
        (9, Majority::AtLeast(two_thirds, Base::Seats), Some(Majority::Count(5)), Tie::Lost),
        (8, Majority::Simple, Some(Majority::Count(7)), Tie::Stands),
        (8, Majority::Simple, None, chair),
    ] {
        for result in [VoteResult::Carried, VoteResult::Failed, VoteResult::NoQuorum] {
            let event = Event {
                holder: Holder::Vote(VoteId(0)),
                result: Some(result),
                ..Event::new(RuleId(0), EventKind::Act)
            };
            let quorum = quorum.map(|number| Quorum { number, on_objection: false, rule: None });
            let (body, tie) = (InstitutionId(1), tie.clone());
            let vote =
                Vote { body, seats: Some(seats), without: Vec::new(), pass, quorum, tie, also: Vec::new() };
            let model = |groups: Vec<u32>| Model {
                events: vec![event.clone()],
                votes: vec![vote.clone()],
                institutions: vec![Institution::default(), Institution { groups, ..Institution::default() }],
                ..Model::default()
            };
            let (grouped, single) = (model(vec![seats]), model(vec![1; seats as usize]));
            let (players, singles) = (Players::of(&grouped).unwrap(), Players::of(&single).unwrap());
            let members = Members::new(&players, &[]);
            let of_body = members.kinds().iter().find(|kind| kind.n() == seats).unwrap();
            let offices: Vec<usize> =
                (0..singles.all().len()).filter(|at| singles.all()[*at].institution != body).collect();
            let of_seats = singles.of_institution(body);
            let owned = |count: u32, with_chair: bool| {
                let own = of_seats.players().take(count as usize);
                let own = own.chain(offices.iter().copied().filter(|_| with_chair));
                let side = own.fold(Coalition::NOBODY, |all, seat| all.with(Coalition::one(seat)));
                [side, singles.others(side)].map(|side| singles.owns(&event, side))
            };
            let changes = |count: &u32| {
                [false, true].iter().any(|chair| owned(*count, *chair) != owned(count - 1, *chair))
            };
            let expected: Vec<u32> = (1..=seats).filter(changes).collect();
            assert_eq!(of_body.cuts, expected, "{vote:?} {result:?}");
        }
    }
}

/// Three of four win a race if a date is kind to them, and cannot be sure of it otherwise.
#[test]
fn a_race_that_hangs_on_a_date_depends_on_dates() {
    let date = Condition {
        test: Test::Date(Comparison::AtLeast, DatePoint::Fixed(Day(20_100))),
        rule: RuleId(0),
        force: Force::Void,
    };
    let half = Ratio { num: 1, den: 2 };
    let mut t = Table::default();
    let field = t.field(3);
    let act = t.act(&[(field, &[0])], &[(field, &[(0, 1)])]);
    act.conditions.push(date);
    (act.holder, act.result) = (Holder::Vote(VoteId(0)), Some(VoteResult::Carried));
    t.act(&[(field, &[0])], &[(field, &[(0, 2)])]).holder = Holder::Institution(InstitutionId(0));
    let (body, pass) = (InstitutionId(1), Majority::MoreThan(half, Base::Seats));
    t.model.votes = vec![Vote {
        body,
        seats: Some(4),
        without: Vec::new(),
        pass,
        quorum: None,
        tie: Tie::Lost,
        also: Vec::new(),
    }];
    t.model.institutions =
        vec![Institution::default(), Institution { groups: vec![4], ..Institution::default() }];
    let players = Players::of(&t.model).unwrap();
    let members = Members::of(&players, players.of_institution(body));
    let timed = solon_engine::play::space(&t.model, &Bounds::default()).unwrap();
    let game = Game::new(players.clone(), timed, &[]).unwrap();
    let goal = game.space().field_in(FieldId(field), ValueSet::one(1)).unwrap();
    let [force, block] =
        game.thresholds(&members, Coalition::NOBODY, (&goal, &[]), &Bounds::default()).unwrap();
    let none = Vec::<Vec<u32>>::new();
    assert_eq!((&force.can, &force.first, &force.by_dates), (&none, &none, &vec![vec![3]]));
    assert_eq!((&block.can, &block.first), (&vec![vec![2]], &none));
    assert!(force.is_complete && block.is_complete);
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: cases::config().cases.div_ceil(10), ..cases::config() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn members_win_who_would_win_if_each_played_for_itself(
        model in random::model(),
        drawn in prop::collection::vec((0u8..10, any::<u8>()), 12),
        (field, value) in (any::<u8>(), any::<u8>()),
        bloc in prop::option::of(prop::collection::vec(0u32..3, 5)),
    ) {
        let model = with_holders(model, &drawn);
        let graph = StateGraph::explore(&model, &Bounds::default(), &Silent).unwrap();
        prop_assume!(graph.n_states() > 1 && !random::has_circle(&model, &graph));
        let (grouped, single) = (institutions(&model, false), institutions(&model, true));
        let field = FieldId(u32::from(field) % model.fields.len() as u32);
        let value = ValueSet::one(value % model.fields[field.index()].size);
        let players = Players::of(&grouped).unwrap();
        prop_assume!(!players.all().is_empty());
        let bloc = bloc.map(|seats| drawn_bloc(&players, &seats));
        let blocs: Vec<Bloc> = bloc.into_iter().filter(|bloc| !bloc.is_empty()).collect();
        let members = Members::new(&players, &blocs);
        let game = Game::new(players.clone(), space(&grouped), &[]).unwrap();
        let goal = game.space().field_in(field, value).unwrap();
        let found = game.count(&members, &goal, &[], &Bounds::default());

        let seats = Players::of(&single).unwrap();
        let all = singles(&members, &seats);
        let game = Game::new(seats, space(&single), &[]).unwrap();
        let goal = game.space().field_in(field, value).unwrap();
        let can = |side, favour| {
            let forced = game.force(side, &goal, favour, Pace::Steps).unwrap();
            game.space().is_subset(game.start(), &forced).unwrap()
        };
        let reaches = |counts: &[u32], all: &[Vec<u32>]| {
            all.iter().any(|least| counts.iter().zip(least).all(|(count, least)| count >= least))
        };
        let mut depends = false;
        for chosen in 0..1_usize << all.len() {
            let chosen: Vec<&Single> = all.iter().enumerate()
                .filter(|(at, _)| chosen >> at & 1 == 1).map(|(_, member)| member).collect();
            let side = chosen.iter().fold(Coalition::NOBODY, |side, (_, seats)| side.with(*seats));
            let mut counts = vec![0; members.kinds().len()];
            chosen.iter().for_each(|(kind, _)| counts[*kind] += 1);
            let (surely, at_best) = (can(side, Favour::Others), can(side, Favour::Side));
            depends |= surely != at_best;
            prop_assert_eq!(reaches(&counts, &found.smallest), surely, "{:?} of {:?}", counts, members.kinds());
            prop_assert_eq!(surely || reaches(&counts, &found.by_dates), at_best, "{:?}", counts);
            if let Count::Known(game) = &found.count {
                prop_assert_eq!(game.is_won(&counts), surely);
            }
        }
        match found.count {
            Count::Known(_) => prop_assert!(!depends),
            Count::ByDates => prop_assert!(depends),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn a_bloc_plays_as_its_seats_would_together(
        model in random::model(),
        drawn in prop::collection::vec((0u8..10, any::<u8>()), 12),
        (field, value) in (any::<u8>(), any::<u8>()),
        seats in prop::collection::vec(0u32..3, 5),
    ) {
        let model = with_holders(model, &drawn);
        let graph = StateGraph::explore(&model, &Bounds::default(), &Silent).unwrap();
        prop_assume!(graph.n_states() > 1 && !random::has_circle(&model, &graph));
        let (grouped, single) = (institutions(&model, false), institutions(&model, true));
        let field = FieldId(u32::from(field) % model.fields.len() as u32);
        let value = ValueSet::one(value % model.fields[field.index()].size);
        let players = Players::of(&grouped).unwrap();
        let bloc = drawn_bloc(&players, &seats);
        prop_assume!(!bloc.is_empty());

        // The seats of the players that are left, then those of the bloc.
        let seats = Players::of(&single).unwrap();
        let mut left: Vec<Vec<usize>> = players.all().iter().map(|player| seats_of(&seats, *player)).collect();
        let mut of_bloc = Vec::new();
        bloc.iter().for_each(|(player, n)| of_bloc.extend(left[*player].drain(..*n as usize)));
        left.retain(|seats| !seats.is_empty());
        left.push(of_bloc);

        let together = players.clone().with_blocs(std::slice::from_ref(&bloc)).unwrap();
        prop_assert_eq!(together.all().len(), left.len());
        prop_assert_eq!(together.bloc(left.len() - 1), Some(0));
        let n_seats: Vec<usize> = (0..left.len()).map(|player| together.n_seats(player) as usize).collect();
        prop_assert_eq!(n_seats, left.iter().map(Vec::len).collect::<Vec<_>>());
        let of_all = Game::new(together.clone(), space(&grouped), &[]).unwrap();
        let goal = of_all.space().field_in(field, value).unwrap();
        let of_seats = Game::new(seats, space(&single), &[]).unwrap();
        let same = of_seats.space().field_in(field, value).unwrap();
        let can = |game: &Game<'_>, side, goal| {
            let forced = game.force(side, goal, Favour::Others, Pace::Steps).unwrap();
            game.space().is_subset(game.start(), &forced).unwrap()
        };
        for side in (0..1_u128 << left.len()).map(Coalition) {
            let of_side = side.players().flat_map(|player| &left[player]);
            let of_side = of_side.fold(Coalition::NOBODY, |all, seat| all.with(Coalition::one(*seat)));
            prop_assert_eq!(can(&of_all, side, &goal), can(&of_seats, of_side, &same), "{:?}", side);
        }

        // To count members it makes no difference whether the bloc plays or is told of.
        let told = of_all.count(&Members::new(&players, &[bloc]), &goal, &[], &Bounds::default());
        let plays = of_all.count(&Members::new(&together, &[]), &goal, &[], &Bounds::default());
        match (told.count, plays.count) {
            (Count::Known(told), Count::Known(plays)) => {
                prop_assert_eq!(told.indices().winning, plays.indices().winning);
            }
            (told, plays) => prop_assert_eq!(told, plays),
        }
    }

    #[test]
    fn thresholds_are_those_that_trying_every_number_finds(
        model in random::model(),
        drawn in prop::collection::vec((0u8..10, any::<u8>()), 12),
        (field, value) in (any::<u8>(), any::<u8>()),
        (with, among) in (any::<u8>(), any::<u8>()),
    ) {
        let model = with_holders(model, &drawn);
        let graph = StateGraph::explore(&model, &Bounds::default(), &Silent).unwrap();
        prop_assume!(graph.n_states() > 1 && !random::has_circle(&model, &graph));
        let (grouped, single) = (institutions(&model, false), institutions(&model, true));
        let field = FieldId(u32::from(field) % model.fields.len() as u32);
        let value = ValueSet::one(value % model.fields[field.index()].size);
        let players = Players::of(&grouped).unwrap();
        let among = Coalition(u128::from(among)).within(players.everybody());
        let with = Coalition(u128::from(with)).within(players.everybody()).without(among);
        let members = Members::of(&players, among);
        let game = Game::new(players.clone(), space(&grouped), &[]).unwrap();
        let goal = game.space().field_in(field, value).unwrap();
        let found = game.thresholds(&members, with, (&goal, &[]), &Bounds::default());
        let [force, block] = found.unwrap();
        prop_assert!(force.is_complete && block.is_complete);

        let seats = Players::of(&single).unwrap();
        let of = |player: usize| seats_of(&seats, players.all()[player]);
        let together = |seats: &mut dyn Iterator<Item = usize>| {
            seats.fold(Coalition::NOBODY, |all, seat| all.with(Coalition::one(seat)))
        };
        let with = together(&mut with.players().flat_map(of));
        let of_kinds: Vec<Vec<usize>> = members.kinds().iter()
            .map(|kind| kind.lots.iter().flat_map(|lot| of(lot.each[0].0)).collect()).collect();
        let game = Game::new(seats.clone(), space(&single), &[]).unwrap();
        let goal = game.space().field_in(field, value).unwrap();
        let strength = |side, favour| {
            game.question(goal.clone(), game.start().clone(), favour).strength(side).unwrap()
        };
        let n_all: usize = of_kinds.iter().map(|seats| seats.len() + 1).product();
        for number in 0..n_all {
            let mut left = number;
            let counts: Vec<usize> = of_kinds.iter().map(|seats| {
                let count = left % (seats.len() + 1);
                left /= seats.len() + 1;
                count
            }).collect();
            let own = of_kinds.iter().zip(&counts).flat_map(|(seats, count)| seats[..*count].iter().copied());
            let side = together(&mut own.into_iter()).with(with);
            let reaches = |all: &[Vec<u32>]| {
                all.iter().any(|least| counts.iter().zip(least).all(|(count, least)| *count >= *least as usize))
            };
            let told = |of: &solon_engine::play::Thresholds| {
                let [can, first, by_dates] = [&of.can, &of.first, &of.by_dates].map(|all| reaches(all));
                [can, can || first, can || first || by_dates]
            };
            let (surely, at_best) = (strength(side, Favour::Others), strength(side, Favour::Side));
            let forces = [surely == Strength::Can, surely > Strength::Cannot, at_best > Strength::Cannot];
            prop_assert_eq!(told(&force), forces, "{:?} of {:?}", counts, members.kinds());
            let against = seats.others(side);
            let (surely, at_best) = (strength(against, Favour::Others), strength(against, Favour::Side));
            let blocks = [at_best == Strength::Cannot, at_best < Strength::Can, surely < Strength::Can];
            prop_assert_eq!(told(&block), blocks, "{:?} of {:?}", counts, members.kinds());
        }
    }
}
