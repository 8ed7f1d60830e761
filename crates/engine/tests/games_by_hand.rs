//! Games that can be solved with pencil and paper, each with the sentence that it shows.
#![allow(clippy::unwrap_used)]

mod table;

use solon_engine::calendar::{DatePoint, Length};
use solon_engine::model::*;
use solon_engine::play::{
    Coalition, Game, Hinge, Pace, Paces, Player, Players, Power, Strength, power, turning_away,
};
use solon_engine::search::Bounds;
use solon_engine::symbolic::{Favour, Slice, Space};
use solon_engine::timed::{Landmark, Tracked};
use solon_engine::vote::{Majority, Tie, Vote};
use table::Table;

const P: InstitutionId = InstitutionId(0);
const M: InstitutionId = InstitutionId(1);
const S: InstitutionId = InstitutionId(2);

fn by(institution: InstitutionId) -> Holder {
    Holder::Institution(institution)
}

/// A table with two offices.
fn table() -> Table {
    let institutions = vec![Institution::default(); 2];
    Table { model: Model { institutions, ..Model::default() } }
}

fn new_game(model: &Model) -> Game<'_> {
    let space = Space::new(model, &Slice::whole(model), &Bounds::default()).unwrap();
    Game::new(Players::of(model).unwrap(), space, &[]).unwrap()
}

fn at(values: &[(u32, u8)]) -> Disjunction {
    Disjunction(vec![values.iter().map(|&(field, value)| (FieldId(field), ValueSet::one(value))).collect()])
}

/// How strong some institutions are together, from a state.
fn strength_at(model: &Model, side: &[InstitutionId], goal: (u32, u8), from: &[(u32, u8)]) -> Strength {
    let game = new_game(model);
    let side = together(&game, side);
    let (goal, from) = (game.space().set(&at(&[goal])).unwrap(), game.space().set(&at(from)).unwrap());
    game.question(goal, from, Favour::Others).strength(side).unwrap()
}

/// How strong they are at the start, where all fields are 0.
fn strength(model: &Model, side: &[InstitutionId], goal: (u32, u8)) -> Strength {
    let start: Vec<(u32, u8)> = (0..model.fields.len() as u32).map(|field| (field, 0)).collect();
    strength_at(model, side, goal, &start)
}

fn together(game: &Game<'_>, side: &[InstitutionId]) -> Coalition {
    side.iter().map(|&id| game.players().of_institution(id)).fold(Coalition::NOBODY, Coalition::with)
}

fn power_over(model: &Model, goal: (u32, u8)) -> Power {
    power(&new_game(model), OutcomeId(0), &at(&[goal]), None).unwrap()
}

/// A chamber of 34 and 15 seats votes once: 1 is carried, 2 is defeated.
fn one_vote(needed: u32) -> Model {
    let mut t = table();
    t.model.institutions[0].groups = vec![34, 15];
    let field = t.field(3);
    t.model.votes.push(Vote {
        body: P,
        seats: Some(49),
        without: Vec::new(),
        pass: Majority::Count(needed),
        quorum: None,
        tie: Tie::Lost,
        also: Vec::new(),
    });
    for (to, result) in [(1, VoteResult::Carried), (2, VoteResult::Failed)] {
        let act = t.act(&[(field, &[0])], &[(field, &[(0, to)])]);
        (act.holder, act.result) = (Holder::Vote(VoteId(0)), Some(result));
    }
    t.model
}

#[test]
fn groups_of_34_and_15_reach_37_only_together_and_either_defeats_the_vote() {
    let [of_34, of_15, both] = [0b01, 0b10, 0b11].map(Coalition);
    for needed in [35, 37, 49] {
        let model = one_vote(needed);
        let carried = power_over(&model, (0, 1));
        assert_eq!(carried.force.unwrap().can, [both]);
        assert_eq!(carried.block.unwrap().can, [of_34, of_15]);
        assert_eq!(power_over(&model, (0, 2)).force.unwrap().can, [of_34, of_15]);
    }
    let carried = power_over(&one_vote(34), (0, 1));
    assert_eq!(carried.force.unwrap().can, [of_34]);
    assert_eq!(carried.block.unwrap().can, [of_34]);
    // 16 votes: either could have them if it were large enough; 15 are one too few, and the 34 defeat nothing that 15 carry.
    assert_eq!(power_over(&one_vote(16), (0, 1)).force.unwrap().can, [of_34]);
    let carried = power_over(&one_vote(15), (0, 1));
    let force = carried.force.unwrap();
    assert_eq!((force.can, force.first), (vec![of_34, of_15], vec![]));
    assert_eq!(carried.block.unwrap().can, [both]);
}

/// P decrees (field 0) as long as those who can remove him (field 1) have not taken all steps of it: each is taken by the next
/// of these.
fn decree(removing: &[InstitutionId]) -> Model {
    let mut t = table();
    t.model.institutions.push(Institution::default());
    let steps = removing.len() as u8;
    let (decreed, removal) = (t.field(2), t.field(steps + 1));
    let in_office: Vec<u8> = (0..steps).collect();
    t.act(&[(decreed, &[0]), (removal, &in_office)], &[(decreed, &[(0, 1)])]).holder = by(P);
    for (done, holder) in (0..steps).zip(removing) {
        t.act(&[(removal, &[done])], &[(removal, &[(done, done + 1)])]).holder = by(*holder);
    }
    t.model
}

#[test]
fn a_decree_of_one_step_is_forced_though_others_could_remove_its_holder_in_five() {
    let model = decree(&[M, S, M, S, M]);
    assert_eq!(strength(&model, &[P], (0, 1)), Strength::Can);
    assert_eq!(strength(&model, &[M, S], (0, 1)), Strength::Cannot);
    // One step before the removal it has become a race, after it is done there is nothing left.
    assert_eq!(strength_at(&model, &[P], (0, 1), &[(0, 0), (1, 3)]), Strength::Can);
    assert_eq!(strength_at(&model, &[P], (0, 1), &[(0, 0), (1, 4)]), Strength::OnlyFirst);
    assert_eq!(strength_at(&model, &[P], (0, 1), &[(0, 0), (1, 5)]), Strength::Cannot);
    let power = power_over(&model, (0, 1));
    let [p, m_and_s] = [0b001, 0b110].map(Coalition);
    let block = power.block.unwrap();
    assert_eq!((power.force.unwrap().can, block.can, block.first), (vec![p], vec![p], vec![]));
    // Nor does it help him against the removal that he can decree first.
    assert_eq!(power_over(&model, (1, 5)).force.unwrap().can, [m_and_s]);
}

#[test]
fn a_removal_that_is_cut_into_steps_of_one_body_is_one_act() {
    for steps in 1..=5 {
        let model = decree(&vec![M; steps]);
        let removed = (1, steps as u8);
        assert_eq!(strength(&model, &[P], (0, 1)), Strength::OnlyFirst, "{steps} steps");
        assert_eq!(power_over(&model, removed).force.unwrap().can, [Coalition(0b010)]);
    }
}

/// M has three steps of a removal, and S can tell the stages between apart: it has an act of its own there.
#[test]
fn a_verdict_that_hangs_on_how_many_steps_fit_into_a_turn_says_so() {
    let mut model = decree(&[M, M, M]);
    let mut t = Table { model: model.clone() };
    let watched = t.field(2);
    t.act(&[(1, &[1, 2])], &[(watched, &[(0, 1)])]).holder = by(S);
    model = t.model;
    assert_eq!(strength(&model, &[P], (0, 1)), Strength::Can);
    let power = power_over(&model, (0, 1));
    let (force, block) = (power.force.unwrap(), power.block.unwrap());
    let [p, m] = [0b001, 0b010].map(Coalition);
    assert_eq!((&force.can, &block.can), (&vec![p], &vec![p]));
    // In one turn M would be done before he decrees: then he can only by acting first, and M can keep him from it likewise.
    let steps: Vec<EventId> = (1..4).map(EventId).collect();
    assert_eq!(force.paces.hinges, [Hinge { coalition: p, at_once: Strength::OnlyFirst, row: steps }]);
    assert!(force.paces.open.is_empty() && block.paces.hinges.is_empty(), "{force:?} {block:?}");
    // The removal is M's whatever the pace.
    let removal = power_over(&model, (1, 3)).force.unwrap();
    assert_eq!((removal.can, removal.paces), (vec![m], Paces::default()));
}

/// M and S meet in a joint sitting, which votes on something else: their own steps are not its steps in a row.
#[test]
fn what_two_chambers_do_each_by_itself_is_not_one_bodys_row() {
    let mut t = Table { model: decree(&[M, S]) };
    let sits = t.field(2);
    let joint = InstitutionId(3);
    t.model.institutions.push(Institution { parts: vec![M, S], ..Institution::default() });
    t.model.votes.push(Vote {
        body: joint,
        seats: Some(2),
        without: Vec::new(),
        pass: Majority::Count(2),
        quorum: None,
        tie: Tie::Lost,
        also: Vec::new(),
    });
    let act = t.act(&[(sits, &[0])], &[(sits, &[(0, 1)])]);
    (act.holder, act.result) = (Holder::Vote(VoteId(0)), Some(VoteResult::Carried));
    let power = power_over(&t.model, (0, 1));
    let force = power.force.unwrap();
    assert_eq!((force.can, force.paces), (vec![Coalition(0b001)], Paces::default()));
}

#[test]
fn a_decree_of_one_step_and_a_bar_of_one_step_make_a_race() {
    let model = decree(&[M]);
    assert_eq!(strength(&model, &[P], (0, 1)), Strength::OnlyFirst);
    let power = power_over(&model, (0, 1));
    let [p, m] = [0b01, 0b10].map(Coalition);
    let (force, block) = (power.force.unwrap(), power.block.unwrap());
    // Neither has anybody who can whoever acts first, but both together.
    assert_eq!((force.can, force.first), (vec![p.with(m)], vec![p]));
    assert_eq!((block.can, block.first), (vec![p], vec![m]));
}

#[test]
fn one_step_of_the_others_can_be_answered_before_their_next_one() {
    // A term runs (0) and leads to the goal (2). M can open an attack (1), which its next step completes (3); P can answer it.
    let mut t = table();
    let field = t.field(4);
    t.act(&[(field, &[0])], &[(field, &[(0, 2)])]).kind = EventKind::Lapse;
    for (holder, from, to) in [(M, 0, 1), (M, 1, 3), (P, 1, 2)] {
        t.act(&[(field, &[from])], &[(field, &[(from, to)])]).holder = by(holder);
    }
    assert_eq!(strength(&t.model, &[P], (0, 2)), Strength::Can);
    // Where the attack is open when the round begins, it is a race.
    assert_eq!(strength_at(&t.model, &[P], (0, 2), &[(0, 1)]), Strength::OnlyFirst);
}

/// A bill before P: he signs (1) or vetoes (2), and after some time it becomes something by itself.
fn before_the_president(in_time: u8) -> Model {
    let mut t = table();
    let bill = t.field(4);
    t.act(&[(bill, &[0])], &[(bill, &[(0, 1)])]).holder = by(P);
    t.act(&[(bill, &[0])], &[(bill, &[(0, 2)])]).holder = by(P);
    t.act(&[(bill, &[0])], &[(bill, &[(0, in_time)])]).kind = EventKind::Lapse;
    t.model
}

#[test]
fn a_lapse_does_not_pre_empt_a_holder_who_may_still_act() {
    let dies = before_the_president(3);
    for goal in [1, 2] {
        assert_eq!(strength(&dies, &[P], (0, goal)), Strength::Can);
        assert_eq!(strength(&dies, &[], (0, goal)), Strength::Cannot);
    }
    // What time brings, P can wait for, and nobody else can count on.
    assert_eq!(strength(&dies, &[P], (0, 3)), Strength::Can);
    assert_eq!(strength(&dies, &[], (0, 3)), Strength::Cannot);
    // Deemed signed: P keeps the choice.
    let signed = before_the_president(1);
    assert_eq!(strength(&signed, &[P], (0, 2)), Strength::Can);
    assert_eq!(strength(&signed, &[], (0, 1)), Strength::Cannot);
}

#[test]
fn a_lapse_comes_where_nobody_may_act() {
    let mut model = before_the_president(3);
    model.events.retain(|event| event.kind == EventKind::Lapse);
    assert_eq!(strength(&model, &[], (0, 3)), Strength::Can);
}

/// P must lay the budget (1) while M has not closed the session (field 1); if the time runs out there is a crisis (2).
fn budget(is_owed: bool) -> Model {
    let mut t = table();
    let (budget, closed) = (t.field(3), t.field(2));
    let lay = t.act(&[(budget, &[0]), (closed, &[0])], &[(budget, &[(0, 1)])]);
    lay.holder = by(P);
    let lay = lay.rule;
    t.act(&[(closed, &[0])], &[(closed, &[(0, 1)])]).holder = by(M);
    let crisis = t.act(&[(budget, &[0])], &[(budget, &[(0, 2)])]);
    crisis.kind = EventKind::Lapse;
    if is_owed {
        let rule = RuleId(9);
        crisis.breach = Some(rule);
        t.model.duties.push(Duty {
            rule,
            holder: by(P),
            steps: vec![lay],
            when: Disjunction(vec![Vec::new()]),
            until: None,
        });
    }
    t.model
}

#[test]
fn whoever_owes_an_act_does_not_let_its_last_day_pass() {
    let model = budget(true);
    // M need only wait for the budget; P cannot bring about the crisis, since he is bound.
    assert_eq!(strength(&model, &[M], (0, 1)), Strength::Can);
    assert_eq!(strength(&model, &[P], (0, 2)), Strength::Cannot);
    // Without the duty he can wait for the crisis, and M can count on nothing.
    let free = budget(false);
    assert_eq!(strength(&free, &[M], (0, 1)), Strength::Cannot);
    assert_eq!(strength(&free, &[P], (0, 2)), Strength::Can);
}

#[test]
fn what_nobody_can_fulfil_comes_to_the_breach() {
    let model = budget(true);
    let session_closed = [(0, 0), (1, 1)];
    for side in [[].as_slice(), &[P], &[M]] {
        assert_eq!(strength_at(&model, side, (0, 2), &session_closed), Strength::Can);
    }
    // So M has the crisis in its hand, unless P lays the budget before.
    assert_eq!(strength(&model, &[M], (0, 2)), Strength::OnlyFirst);
    assert_eq!(strength(&model, &[P], (0, 1)), Strength::OnlyFirst);
}

/// M can move to and fro (field 1); a term ends (field 0) where M stands at one of these places.
fn to_and_fro(ends: &[u8]) -> Model {
    let mut t = table();
    let (term, place) = (t.field(2), t.field(2));
    for (from, to) in [(0, 1), (1, 0)] {
        t.act(&[(place, &[from])], &[(place, &[(from, to)])]).holder = by(M);
    }
    t.act(&[(term, &[0]), (place, ends)], &[(term, &[(0, 1)])]).kind = EventKind::Lapse;
    t.model
}

#[test]
fn others_who_move_for_ever_do_not_stop_the_clock() {
    assert_eq!(strength(&to_and_fro(&[0, 1]), &[], (0, 1)), Strength::Can);
    // They need not move for ever to stay where no term runs.
    assert_eq!(strength(&to_and_fro(&[0]), &[], (0, 1)), Strength::Cannot);
    assert_eq!(strength(&to_and_fro(&[0]), &[M], (0, 1)), Strength::Can);
}

/// A bill before one of two bodies (1 or 2), each with days of its own, after which it is law (3); each can send it to the other.
/// P brings it in.
fn sent_to_and_fro(starts_anew: bool) -> Model {
    let mut t = table();
    t.model.clocks = vec![Clock::default(), Clock::default()];
    let bill = t.field(4);
    let opens = t.act(&[(bill, &[0])], &[(bill, &[(0, 1)])]);
    opens.holder = by(P);
    opens.resets = if starts_anew { vec![ClockId(0)] } else { vec![ClockId(0), ClockId(1)] };
    for (from, to) in [(1, 2), (2, 1)] {
        let send = t.act(&[(bill, &[from])], &[(bill, &[(from, to)])]);
        send.holder = by(M);
        send.resets = if starts_anew { vec![ClockId(u32::from(to) - 1)] } else { Vec::new() };
        let ends = t.act(&[(bill, &[from])], &[(bill, &[(from, 3)])]);
        ends.kind = EventKind::Lapse;
        ends.conditions.push(on_clock(u32::from(from) - 1, Comparison::AtLeast, 10));
    }
    t.model
}

#[test]
fn others_who_start_each_period_anew_put_off_its_end() {
    // Two periods that have begun once go on wherever the bill is.
    assert_eq!(strength(&sent_to_and_fro(false), &[P], (0, 3)), Strength::Can);
    let model = sent_to_and_fro(true);
    assert_eq!(strength(&model, &[P], (0, 3)), Strength::Cannot);
    assert_eq!(strength(&model, &[P, M], (0, 3)), Strength::Can);
    // They cannot where one of them has no way back.
    let mut once = model.clone();
    once.events.retain(|event| event.resets != [ClockId(0)] || event.holder == by(P));
    assert_eq!(strength(&once, &[P], (0, 3)), Strength::Can);
    // It is no question of dates either.
    let game = new_game(&model);
    let goal = game.space().set(&at(&[(0, 3)])).unwrap();
    let at_best = game.question(goal, game.start().clone(), Favour::Side);
    assert_eq!(at_best.strength(together(&game, &[P])).unwrap(), Strength::Cannot);
}

#[test]
fn nature_does_not_move() {
    let mut model = decree(&[M]);
    model.institutions[M.index()].is_nature = true;
    assert_eq!(Players::of(&model).unwrap().all().len(), 1);
    assert_eq!(strength(&model, &[P], (0, 1)), Strength::Can);
    // Nor can anybody count on a death.
    assert_eq!(strength(&model, &[P], (1, 1)), Strength::Cannot);
}

#[test]
fn which_of_two_periods_ends_first_is_left_to_the_dates() {
    let mut t = table();
    let matter = t.field(4);
    // P may ask the question at all; then one period leads to 2 and another one to 3.
    t.act(&[(matter, &[0])], &[(matter, &[(0, 1)])]).holder = by(P);
    for to in [2, 3] {
        t.act(&[(matter, &[1])], &[(matter, &[(1, to)])]).kind = EventKind::Lapse;
    }
    let force = power_over(&t.model, (0, 2)).force.unwrap();
    assert_eq!((force.can, force.first, force.by_dates), (vec![], vec![], vec![Coalition(1)]));
}

#[test]
fn a_death_does_not_keep_a_duty() {
    let mut model = budget(true);
    model.events[0].holder = by(M);
    model.institutions[M.index()].is_nature = true;
    // What keeps the duty happens by chance: nobody can count on it, and its last day passes.
    assert_eq!(strength(&model, &[], (0, 1)), Strength::Cannot);
    assert_eq!(strength(&model, &[], (0, 2)), Strength::Can);
}

#[test]
fn nobody_leaves_office_in_order_to_hinder_but_may_do_so_to_bring_something_about() {
    // M decides while P is in office (field 1 is 0); P may leave, and M fills the place again.
    let mut t = table();
    let (decided, place) = (t.field(2), t.field(2));
    t.model.institutions[P.index()].status = Some(FieldId(place));
    t.model.institutions[P.index()].vacant = ValueSet::one(1);
    t.act(&[(decided, &[0]), (place, &[0])], &[(decided, &[(0, 1)])]).holder = by(M);
    t.act(&[(place, &[0])], &[(place, &[(0, 1)])]).holder = by(P);
    t.act(&[(place, &[1])], &[(place, &[(1, 0)])]).holder = by(M);
    assert_eq!(strength(&t.model, &[M], (decided, 1)), Strength::Can);
    assert_eq!(strength(&t.model, &[P], (place, 1)), Strength::Can);
    // If M's own act puts P out, that is no resignation.
    t.model.events[1].holder = Holder::AnyOf(vec![by(P), by(M)]);
    assert_eq!(strength(&t.model, &[M], (decided, 1)), Strength::OnlyFirst);
}

/// A matter: nothing was opened yet, open, ended. One act opens it, another one ends it.
fn matter(t: &mut Table, about: Vec<MatterId>) -> (u32, Matter) {
    let field = t.field(3);
    let id = MatterId(t.model.matters.len() as u32);
    t.act(&[(field, &[0, 2])], &[(field, &[(0, 1), (2, 1)])]).opens = Some(id);
    t.act(&[(field, &[1])], &[(field, &[(1, 2)])]);
    let matter = Matter {
        rule: RuleId(100 + field),
        field: FieldId(field),
        closed: [0, 2].into_iter().collect(),
        ended: ValueSet::one(2),
        without_result: ValueSet::EMPTY,
        stages: Vec::new(),
        steps: Vec::new(),
        standing: false,
        about,
    };
    t.model.matters.push(matter.clone());
    (field, matter)
}

#[test]
fn another_bill_does_not_undo_a_law_but_a_review_of_it_may() {
    let mut t = table();
    let (bill, _) = matter(&mut t, Vec::new());
    let (review, _) = matter(&mut t, vec![MatterId(0)]);
    // The law is in force while no review has ended.
    let law = Disjunction(vec![vec![
        (FieldId(bill), ValueSet::one(2)),
        (FieldId(review), [0, 1].into_iter().collect()),
    ]]);
    assert_eq!(turning_away(&t.model, &law), [EventId(0)]);
    // That a review has ended is forgotten with the bill and with another review, but has not ended by that.
    let struck_down = Disjunction(vec![vec![(FieldId(review), ValueSet::one(2))]]);
    assert_eq!(turning_away(&t.model, &struck_down), [EventId(0), EventId(2)]);
}

#[test]
fn what_one_alone_fills_and_empties_is_taken_together_with_him() {
    // M has 15 of the 49 seats in his hand, and a body N, whose seats are M's, has the other 34.
    let mut model = one_vote(37);
    let n = InstitutionId(2);
    let captors = vec![Some((M, RuleId(7)))];
    model.institutions.push(Institution { groups: vec![5], captors, ..Institution::default() });
    model.institutions[P.index()].captors = vec![Some((n, RuleId(8))), Some((M, RuleId(9)))];
    let mut t = Table { model };
    t.act(&[(0, &[1])], &[]).holder = by(M);
    t.act(&[(0, &[1])], &[]).holder = by(n);
    let apart = Players::of(&t.model).unwrap();
    assert_eq!(apart.all().len(), 4);
    let (together, taken) = apart.with_captors(&[]);
    let one = |institution, group| Player { institution, group };
    assert_eq!(together.all(), [one(M, None)]);
    assert_eq!(taken.len(), 3);
    assert!(
        taken.contains(&(one(P, Some(0)), one(M, None))) && taken.contains(&(one(n, None), one(M, None)))
    );
    let carried = t.model.events[0].clone();
    assert!(together.owns(&carried, Coalition(1)));
    // Whose seats are in nobody's hand has his own will, and those of whom he disposes.
    t.model.institutions[n.index()].captors = vec![None];
    let (together, taken) = Players::of(&t.model).unwrap().with_captors(&[]);
    assert_eq!(together.all(), [one(M, None), one(n, None)]);
    assert_eq!(taken.len(), 2);
    assert_eq!([1, 2, 3].map(|side| together.owns(&carried, Coalition(side))), [false, false, true]);
}

/// Whether some institutions together can bring something about whatever the dates, and whether they perhaps can.
fn can_and_perhaps(model: &Model, side: &[InstitutionId], goal: &Disjunction) -> [bool; 2] {
    can_and_perhaps_knowing(&[], model, side, goal)
}

/// The same where it is known of some clocks whether so many days have passed.
fn can_and_perhaps_knowing(
    landmarks: &[(u32, i32)],
    model: &Model,
    side: &[InstitutionId],
    goal: &Disjunction,
) -> [bool; 2] {
    let mut tracked = Tracked::new(model).knowing_what_runs();
    for &(clock, days) in landmarks {
        tracked.landmark(ClockId(clock), Landmark::new(Length::days(days), 0));
    }
    let space = Space::abstracted(model, tracked.abstraction(), &Bounds::default()).unwrap();
    let game = Game::new(Players::of(model).unwrap(), space, &[]).unwrap();
    let goal = game.space().set(goal).unwrap();
    let start = game.space().initial();
    [Favour::Others, Favour::Side].map(|favour| {
        let won = game.force(together(&game, side), &goal, favour, Pace::Steps).unwrap();
        game.space().is_subset(&start, &won).unwrap()
    })
}

/// A condition that so many days have not passed, or have.
fn on_clock(clock: u32, comparison: Comparison, days: i32) -> Condition {
    let guard = ClockGuard { clock: ClockId(clock), comparison, length: Length::days(days) };
    Condition { test: Test::Clock(guard), rule: RuleId(0), force: Force::Void }
}

#[test]
fn a_casting_vote_is_one_vote_and_only_where_the_votes_are_equal() {
    let casting = |groups: [u32; 2], needed| {
        let mut model = one_vote(needed);
        model.institutions[P.index()].groups = groups.to_vec();
        model.votes[0].seats = Some(groups.iter().sum());
        model.votes[0].tie = Tie::Casting(Box::new(by(M)));
        power_over(&model, (0, 1)).force.unwrap().can
    };
    let [first, second, chair] = [0b001, 0b010, 0b100].map(Coalition);
    assert_eq!(casting([5, 5], 6), [first.with(second), first.with(chair), second.with(chair)]);
    // Half and the casting vote are six, not seven.
    assert_eq!(casting([5, 5], 7), [first.with(second)]);
    // Six against four is no tie: the seventh vote is not there.
    assert_eq!(casting([6, 4], 7), [first.with(second)]);
}

#[test]
fn nobody_has_to_fulfil_by_himself_what_another_owes_too() {
    // The budget must be laid within ten days; laid or not, something has happened then.
    let laid_or_late = Disjunction([1, 2].map(|value| vec![(FieldId(0), ValueSet::one(value))]).to_vec());
    let owed_by = |holder: Holder| {
        let mut model = budget(true);
        model.clocks.push(Clock { runs_at_start: true, ..Clock::default() });
        model.events[0].holder = holder.clone();
        model.events[0].conditions.push(on_clock(0, Comparison::Before, 10));
        model.events[2].conditions.push(on_clock(0, Comparison::AtLeast, 10));
        model.duties[0].holder = holder;
        model
    };
    let both = owed_by(Holder::AnyOf(vec![by(P), by(M)]));
    assert_eq!(can_and_perhaps(&both, &[P], &laid_or_late), [true, true]);
    // What he alone owes he cannot wait for: whether he is in time is a matter of dates.
    assert_eq!(can_and_perhaps(&owed_by(by(P)), &[P], &laid_or_late), [false, true]);
}

#[test]
fn an_act_that_may_be_too_late_does_not_surely_keep_a_duty() {
    // The budget can be laid within five days only; the crisis comes after ten.
    let mut model = budget(true);
    model.clocks.push(Clock { runs_at_start: true, ..Clock::default() });
    model.events[0].conditions.push(on_clock(0, Comparison::Before, 5));
    model.events[2].conditions.push(on_clock(0, Comparison::AtLeast, 10));
    let (laid, crisis) = (at(&[(0, 1)]), at(&[(0, 2)]));
    assert_eq!(can_and_perhaps(&model, &[M], &laid), [false, true]);
    assert_eq!(can_and_perhaps(&model, &[P], &crisis), [false, true]);
    // Where it is known how much time has passed, P need only wait.
    let known = [(0, 5), (0, 10)];
    assert_eq!(can_and_perhaps_knowing(&known, &model, &[M], &laid), [false, false]);
    assert_eq!(can_and_perhaps_knowing(&known, &model, &[P], &crisis), [true, true]);
}

#[test]
fn no_clock_passes_anything_while_a_lapse_is_due() {
    // A term of five days runs. When it is over P can open a matter (1), which ends at once (2), since its lapse is overdue; M
    // can take it over (3) three days after it was opened.
    let mut t = table();
    let matter = t.field(4);
    t.model.clocks = vec![Clock { runs_at_start: true, ..Clock::default() }, Clock::default()];
    let opens = t.act(&[(matter, &[0])], &[(matter, &[(0, 1)])]);
    opens.conditions.push(on_clock(0, Comparison::AtLeast, 5));
    (opens.holder, opens.resets) = (by(P), vec![ClockId(1)]);
    let ends = t.act(&[(matter, &[1])], &[(matter, &[(1, 2)])]);
    ends.conditions.push(on_clock(0, Comparison::AtLeast, 5));
    ends.kind = EventKind::Lapse;
    let takes_over = t.act(&[(matter, &[1])], &[(matter, &[(1, 3)])]);
    takes_over.conditions.push(on_clock(1, Comparison::AtLeast, 3));
    takes_over.holder = by(M);
    let known = [(0, 5), (1, 3)];
    assert_eq!(can_and_perhaps_knowing(&known, &t.model, &[P], &at(&[(matter, 2)])), [true, true]);
    assert_eq!(can_and_perhaps_knowing(&known, &t.model, &[P, M], &at(&[(matter, 3)])), [false, false]);
}

#[test]
fn a_stage_with_which_a_period_begins_is_no_half_of_an_act() {
    // P decrees in two steps; M can bar the second as well as the first.
    let in_two_steps = |has_period: bool| {
        let mut t = table();
        let (decree, barred) = (t.field(3), t.field(2));
        t.model.clocks.push(Clock::default());
        for from in [0, 1] {
            let step = t.act(&[(decree, &[from]), (barred, &[0])], &[(decree, &[(from, from + 1)])]);
            step.holder = by(P);
            step.resets = if from == 0 { vec![ClockId(0)] } else { Vec::new() };
        }
        t.act(&[(barred, &[0])], &[(barred, &[(0, 1)])]).holder = by(M);
        let until = ClockGuard { clock: ClockId(0), comparison: Comparison::AtMost, length: Length::days(3) };
        if has_period {
            t.model.duties.push(Duty {
                rule: RuleId(9),
                holder: by(P),
                steps: vec![RuleId(1)],
                when: at(&[(decree, 1)]),
                until: Some(until),
            });
        }
        t.model
    };
    assert_eq!(strength(&in_two_steps(false), &[P], (0, 2)), Strength::OnlyFirst);
    assert_eq!(strength(&in_two_steps(true), &[P], (0, 2)), Strength::Cannot);
}

#[test]
fn a_lapse_that_waits_for_a_date_is_not_sure_to_come() {
    let in_time = |test: Test| {
        let mut t = table();
        let term = t.field(2);
        t.model.clocks.push(Clock { runs_at_start: true, ..Clock::default() });
        let ends = t.act(&[(term, &[0])], &[(term, &[(0, 1)])]);
        ends.kind = EventKind::Lapse;
        ends.conditions.push(Condition { test, rule: RuleId(0), force: Force::Void });
        can_and_perhaps(&t.model, &[], &at(&[(term, 1)]))
    };
    let after = ClockGuard { clock: ClockId(0), comparison: Comparison::AtLeast, length: Length::days(10) };
    assert_eq!(in_time(Test::Clock(after)), [true, true]);
    let new_year = DatePoint::Yearly { month: 1, day: 1 };
    assert_eq!(in_time(Test::Date(Comparison::AtMost, new_year)), [false, true]);
}
