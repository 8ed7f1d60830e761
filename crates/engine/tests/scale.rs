//! Models of some size: known counts, and the figures of the report (`cargo test --release -- --ignored --nocapture`).

mod polity;
mod table;

use std::time::Instant;

use polity::polity;
use solon_engine::explicit::StateGraph;
use solon_engine::model::*;
use solon_engine::search::{Bounds, Silent};
use solon_engine::symbolic::{Slice, Space, slice};
use table::Table;

#[test]
fn the_polity_has_the_known_counts() {
    for (n, states, transitions) in [(1, 468, 2_818), (2, 3_684, 28_848)] {
        let graph = StateGraph::explore(&polity(n), &Bounds::default(), &Silent).expect("small");
        assert_eq!(
            (graph.n_states(), graph.transitions().len(), graph.deadlocks().len()),
            (states, transitions, 0)
        );
    }
    for (n, states) in [(1, 468), (2, 3_684), (5, 1_847_508), (8, 941_086_596)] {
        let model = polity(n);
        let mut space = Space::new(&model, &Slice::whole(&model), &Bounds::default()).expect("small");
        let reachable = space.reachable().expect("small");
        assert_eq!(space.count(&reachable), states, "{n} bills");
        let none = space.deadlocks(&reachable).expect("small");
        assert!(space.is_empty(&none));
        let at = |conditions: Vec<(u32, u8)>| {
            Disjunction(vec![conditions.into_iter().map(|(f, v)| (FieldId(f), ValueSet::one(v))).collect()])
        };
        let dissolved_and_vacant = space.set(&at(vec![(0, 1), (1, 1)])).expect("small");
        assert!(space.is_empty(&space.and(&reachable, &dissolved_and_vacant).expect("small")));
        let rest = (0..n as u32).map(|bill| (6 + bill, 0)).chain([(2, 0)]).collect();
        let rest = space.set(&at(rest)).expect("small");
        let can = space.can_reach(&rest, &|_| true).expect("within the bounds");
        assert_eq!(space.is_subset(&reachable, &can), Ok(true));
    }
}

#[test]
fn the_polity_has_the_known_shortest_paths() {
    for n in [1, 2, 4] {
        let model = polity(n);
        let mut space = Space::new(&model, &Slice::whole(&model), &Bounds::default()).expect("small");
        let goal = vec![vec![(FieldId(1), ValueSet::one(1)), (FieldId(5), ValueSet::one(1))]];
        let dissolved_in_emergency = space.set(&Disjunction(goal)).expect("small");
        let path = space.path_to(&dissolved_in_emergency).expect("small").expect("reachable");
        assert_eq!(path.events.len(), 7);
        let mut goal = vec![(FieldId(0), ValueSet::one(1))];
        goal.extend((0..n as u32).map(|bill| (FieldId(6 + bill), ValueSet::one(7))));
        let all_enacted = space.set(&Disjunction(vec![goal])).expect("small");
        let path = space.path_to(&all_enacted).expect("small").expect("reachable");
        assert_eq!(path.events.len(), 4 * n + 3);
    }
}

/// Numbers that look random and are always the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// A made-up constitution: procedures of 3 to 8 stages whose steps look at neighbours and now and then move them.
fn made_up(n_fields: u32, n_events: usize, seed: u64) -> Model {
    let mut dice = Dice(seed);
    let mut t = Table::default();
    let sizes: Vec<u8> = (0..n_fields).map(|_| [2, 3, 4, 5, 6, 8][dice.roll(6) as usize]).collect();
    for &size in &sizes {
        t.field(size);
    }
    let near = |dice: &mut Dice, field: u32| (field + n_fields + dice.roll(9) as u32 - 4) % n_fields;
    for at in 0..n_events {
        let field = at as u32 % n_fields;
        let size = u64::from(sizes[field as usize]);
        let from = (at as u64 / u64::from(n_fields)) % size;
        let to = if dice.roll(3) == 0 { dice.roll(size) } else { (from + 1) % size };
        let mut when: Vec<(u32, Vec<u8>)> = vec![(field, vec![from as u8])];
        for _ in 0..dice.roll(3) {
            let other = near(&mut dice, field);
            if when.iter().all(|(known, _)| *known != other) {
                let without = dice.roll(u64::from(sizes[other as usize])) as u8;
                let all = 0..sizes[other as usize];
                when.push((other, all.filter(|&value| value != without).collect()));
            }
        }
        let mut effects: Vec<(u32, Vec<(u8, u8)>)> = vec![(field, vec![(from as u8, to as u8)])];
        if dice.roll(4) == 0 {
            let other = near(&mut dice, field);
            if other != field {
                let size = u64::from(sizes[other as usize]);
                let old = dice.roll(size) as u8;
                let new = dice.roll(size) as u8;
                effects.push((other, vec![(old, new)]));
            }
        }
        let when: Vec<(u32, &[u8])> =
            when.iter().map(|(field, values)| (*field, values.as_slice())).collect();
        let effects: Vec<(u32, &[(u8, u8)])> =
            effects.iter().map(|(field, map)| (*field, map.as_slice())).collect();
        t.act(&when, &effects);
    }
    t.model
}

fn figures(name: &str, model: &Model) {
    let begin = Instant::now();
    let bounds = Bounds { max_seconds: 120.0, ..Bounds::default() };
    let sliced = slice(model, [FieldId(0)]);
    let mut space = Space::new(model, &Slice::whole(model), &bounds).expect("compiles");
    let compiled = begin.elapsed();
    let begin = Instant::now();
    let reachable = match space.reachable() {
        Ok(reachable) => reachable,
        Err(exceeded) => {
            println!("{name}: {exceeded}, {} nodes stored", space.stored_nodes());
            return;
        }
    };
    let reached = begin.elapsed();
    let begin = Instant::now();
    let initial = space.initial();
    let back = space.can_reach(&initial, &|_| true).map(|set| space.count(&set));
    let went_back = begin.elapsed();
    let begin = Instant::now();
    let last = model.fields.len() as u32 - 1;
    let far = [0, last / 2, last]
        .map(|field| (FieldId(field), ValueSet::one(model.fields[field as usize].size - 1)));
    let far = space.set(&Disjunction(vec![far.to_vec()])).expect("small");
    let path = space.path_to(&far).map(|path| path.map(|path| path.events.len()));
    println!(
        "{name}: {} fields, {} events, slice {} fields; compiled {compiled:.1?}; {:.3e} states, {} nodes in {reached:.1?}; \
         back to the start {:.3e} in {went_back:.1?}; path {path:?} in {:.1?}; {} nodes stored",
        model.fields.len(),
        space.transitions(),
        sliced.fields.len(),
        space.count(&reachable) as f64,
        space.nodes(&reachable),
        back.unwrap_or(0) as f64,
        begin.elapsed(),
        space.stored_nodes(),
    );
}

#[test]
#[ignore = "prints figures"]
fn figures_of_large_models() {
    for n in [5, 8, 16] {
        figures(&format!("polity({n})"), &polity(n));
    }
    for seed in 1..=5 {
        figures(&format!("made up {seed}"), &made_up(30, 150, seed));
    }
    for seed in 1..=2 {
        figures(&format!("made up, large {seed}"), &made_up(60, 300, seed));
    }
}

#[test]
#[ignore = "prints figures"]
fn figures_of_the_explicit_search() {
    for n in [3, 4, 5] {
        let model = polity(n);
        let begin = Instant::now();
        let graph = StateGraph::explore(&model, &Bounds::default(), &Silent).expect("within the bounds");
        println!(
            "polity({n}): {} states, {} transitions in {:.2?}",
            graph.n_states(),
            graph.transitions().len(),
            begin.elapsed()
        );
    }
}
