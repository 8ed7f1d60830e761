//! How finely a text cuts an act makes no difference: one step of an office, or the same in several with nobody between.
#![allow(clippy::disallowed_methods, reason = "the number of cases is read from the environment")]
#![allow(clippy::unwrap_used)]

mod cases;
mod players;
mod random;

use players::with_players;
use proptest::prelude::*;
use solon_engine::explicit::StateGraph;
use solon_engine::model::*;
use solon_engine::play::{Coalition, Game, Pace, Players};
use solon_engine::search::{Bounds, Silent};
use solon_engine::symbolic::{Favour, Slice, Space};

/// Returns the acts of offices that a cut can be made in.
fn acts(model: &Model) -> Vec<usize> {
    let is_office = |event: &Event| match event.holder {
        Holder::Institution(id) => !model.institutions[id.index()].is_nature,
        _ => false,
    };
    let numbered = model.events.iter().enumerate();
    numbered.filter(|(_, event)| event.kind == EventKind::Act && is_office(event)).map(|(at, _)| at).collect()
}

/// Makes an act at one value of a field a row of its own, the last one, and the rest of it another.
fn split(model: &mut Model, at: usize, field: FieldId, value: u8) {
    let all = ValueSet::all(usize::from(model.fields[field.index()].size));
    let mut apart = model.events[at].clone();
    apart.conditions.push(is(field, ValueSet::one(value)));
    model.events[at].conditions.push(is(field, ValueSet(all.0 & !ValueSet::one(value).0)));
    model.events.push(apart);
}

/// Cuts an act, which can be taken at one value of a field alone, into two: to a new value, and from there on; the last row is the
/// second step. For all others the new value is as the old one; the office itself may still do there what it could do before, or
/// may not.
fn cut(model: &Model, at: usize, field: FieldId, value: u8, keeps_choice: bool) -> Model {
    let old = &model.events[at];
    let new = model.fields[field.index()].size;
    let size = usize::from(new) + 1;
    let mut cut = model.clone();
    cut.fields[field.index()].size += 1;
    let widened = |set: ValueSet| if set.contains(value) { set.or(ValueSet::one(new)) } else { set };
    for event in &mut cut.events {
        let is_barred = event.holder == old.holder && !keeps_choice;
        for condition in &mut event.conditions {
            match &mut condition.test {
                Test::Field(read, values) if *read == field && !is_barred => *values = widened(*values),
                _ => {}
            }
        }
        if is_barred {
            event.conditions.push(is(field, ValueSet::all(size - 1)));
        }
        for effect in event.effects.iter_mut().filter(|effect| effect.field == field) {
            let to = effect.map[usize::from(value)];
            effect.map.push(if to == value { new } else { to });
        }
    }
    let matters = cut.matters.iter_mut().filter(|matter| matter.field == field);
    for stage in matters.flat_map(|matter| &mut matter.stages) {
        stage.values = widened(stage.values);
    }
    let mut second = old.clone();
    second.conditions.retain(|condition| !reads(condition, field));
    second.conditions.push(is(field, ValueSet::one(new)));
    match second.effects.iter_mut().find(|effect| effect.field == field) {
        Some(effect) => effect.map.push(effect.map[usize::from(value)]),
        None => second.effects.push(Effect { field, map: vec![value; size] }),
    }
    cut.events[at].conditions.push(is(field, ValueSet::one(value)));
    cut.events[at].effects = vec![Effect { field, map: vec![new; size] }];
    cut.events.push(second);
    cut
}

/// Tells whether something else than acts of the office itself can leave a value of a field.
fn is_left_by_others(model: &Model, at: usize, field: FieldId, value: u8) -> bool {
    let here = ValueSet::one(value);
    let leaves = |event: &Event| {
        !event.lets_through(field, here).is_empty() && event.changes(field, here).any(|(_, new)| new != value)
    };
    let by = &model.events[at].holder;
    model.events.iter().any(|event| (event.kind != EventKind::Act || event.holder != *by) && leaves(event))
}

fn reads(condition: &Condition, field: FieldId) -> bool {
    matches!(condition.test, Test::Field(read, _) if read == field)
}

fn is(field: FieldId, values: ValueSet) -> Condition {
    Condition { test: Test::Field(field, values), rule: RuleId(0), force: Force::Void }
}

fn game<'m>(model: &'m Model, players: &Players<'m>) -> Game<'m> {
    let space = Space::new(model, &Slice::whole(model), &Bounds::default()).unwrap();
    Game::new(players.clone(), space, &[]).unwrap()
}

/// Each case plays some hundred games.
fn config() -> ProptestConfig {
    let all = cases::config();
    ProptestConfig { cases: all.cases.div_ceil(5), ..all }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_act_cut_in_two_is_one(
        model in random::model(),
        drawn in prop::collection::vec((0u8..12, any::<u8>()), 12),
        stage in prop::option::of((any::<u8>(), any::<u8>())),
        (goal_field, goal_value) in (any::<u8>(), any::<u8>()),
        cut_field in any::<u8>(),
        cuts in prop::collection::vec((any::<u8>(), any::<u8>(), any::<bool>(), 1..=2u8), 1..=2),
    ) {
        let mut model = with_players(model, &drawn, stage);
        let cut_field = FieldId(u32::from(cut_field) % model.fields.len() as u32);
        let acts = acts(&model);
        prop_assume!(!acts.is_empty() && !model.fields[cut_field.index()].is_reading());
        let mut rows = Vec::new();
        for (act, value, keeps_choice, n_cuts) in cuts {
            let value = value % model.fields[cut_field.index()].size;
            let act = acts[usize::from(act) % acts.len()];
            prop_assume!(!is_left_by_others(&model, act, cut_field, value));
            split(&mut model, act, cut_field, value);
            rows.push((model.events.len() - 1, value, keeps_choice, n_cuts));
        }
        let graph = StateGraph::explore(&model, &Bounds::default(), &Silent).unwrap();
        prop_assume!(graph.n_states() > 1 && !random::has_circle(&model, &graph));
        let field = FieldId(u32::from(goal_field) % model.fields.len() as u32);
        let original = ValueSet::one(goal_value % model.fields[field.index()].size);
        let (mut finer, mut goal) = (model.clone(), original);
        for (mut row, mut value, keeps_choice, n_cuts) in rows {
            for _ in 0..n_cuts {
                let new = finer.fields[cut_field.index()].size;
                finer = cut(&finer, row, cut_field, value, keeps_choice);
                if cut_field == field && goal.contains(value) {
                    goal = goal.or(ValueSet::one(new));
                }
                (row, value) = (finer.events.len() - 1, new);
            }
        }
        let [players, finer_players] = [&model, &finer].map(|model| Players::of(model).unwrap());
        let [one, other] = [game(&model, &players), game(&finer, &finer_players)];
        let [goal, finer_goal] = [one.space().field_in(field, original), other.space().field_in(field, goal)].map(Result::unwrap);
        for side in (0..=players.everybody().0).map(Coalition) {
            for favour in [Favour::Others, Favour::Side] {
                let forced = one.force(side, &goal, favour, Pace::Steps).unwrap();
                let finer = other.force(side, &finer_goal, favour, Pace::Steps).unwrap();
                for fields in graph.states() {
                    prop_assert_eq!(
                        one.space().contains(&forced, fields),
                        other.space().contains(&finer, fields),
                        "{:?} for {:?} at {:?}", favour, side, fields
                    );
                }
            }
        }
    }
}
