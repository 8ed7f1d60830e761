//! Which of the 15 coalitions of President, two chambers and court can force that the first of N bills is enacted, for N = 1 to 5 or
//! as the arguments say, and all minimal coalitions of the six players (`cargo bench -p solon-engine --bench games`). Each
//! figure is the middle one of three runs, each with the model compiled anew. It fails if an answer is wrong.

#![allow(clippy::disallowed_methods, reason = "a benchmark reads its arguments")]

#[path = "../tests/polity/mod.rs"]
mod polity;
#[path = "../tests/table/mod.rs"]
mod table;

use solon_engine::model::{FieldId, InstitutionId, Model, ValueSet};
use solon_engine::play::{Coalition, Game, Players, Strength};
use solon_engine::search::{Bounds, Exceeded};
use solon_engine::symbolic::{Favour, Slice, Space};
use std::time::Instant;

/// What MCMAS 1.3.0 needed for the 15 coalitions with four bills. On another machine: the ratio is no more than a hint.
const MCMAS: (usize, f64) = (4, 38.3);

/// The field of the first bill, and where it is enacted.
const ENACTED: (FieldId, u8) = (FieldId(6), 7);

fn main() -> Result<(), Exceeded> {
    let given: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let all = if given.is_empty() { (1..=5).collect() } else { given };
    println!("{:>5} {:>14} {:>14} {:>12}", "bills", "all 15, s", "lattice, s", "games in it");
    for n in all {
        let model = polity::polity(n);
        let ([each, _], [lattice, solved]) = (median(|| one_by_one(&model))?, median(|| by_lattice(&model))?);
        println!("{n:>5} {each:>14.4} {lattice:>14.4} {solved:>12}");
        if n == MCMAS.0 {
            println!(
                "      MCMAS 1.3.0, on another machine: {:.1} s, {:.0} times as long",
                MCMAS.1,
                MCMAS.1 / each
            );
        }
    }
    Ok(())
}

/// Runs something three times; returns the seconds in the middle and what it counts.
fn median(run: impl Fn() -> Result<usize, Exceeded>) -> Result<[f64; 2], Exceeded> {
    let mut runs = Vec::new();
    for _ in 0..3 {
        let started = Instant::now();
        let counted = run()?;
        runs.push([started.elapsed().as_secs_f64(), counted as f64]);
    }
    runs.sort_by(|a, b| a[0].total_cmp(&b[0]));
    Ok(runs[1])
}

fn game(model: &Model) -> Result<Game<'_>, Exceeded> {
    let bounds = Bounds::default();
    let space = Space::new(model, &Slice::whole(model), &bounds)?;
    Game::new(players(model), space, &[])
}

fn players(model: &Model) -> Players<'_> {
    Players::of(model).expect("there are six")
}

/// The coalition of some institutions, by number.
fn coalition(players: &Players<'_>, ids: &[u32]) -> Coalition {
    let one = |&id: &u32| players.of_institution(InstitutionId(id));
    ids.iter().map(one).fold(Coalition::NOBODY, Coalition::with)
}

/// Asks about all 15, each in a question of its own, and checks the answers; returns how many win.
fn one_by_one(model: &Model) -> Result<usize, Exceeded> {
    let game = game(model)?;
    let goal = game.space().field_in(ENACTED.0, ValueSet::one(ENACTED.1))?;
    let mut winners = Vec::new();
    for members in 1u32..16 {
        let ids: Vec<u32> = (0..4).filter(|id| members >> id & 1 == 1).collect();
        let side = coalition(game.players(), &ids);
        let question = game.question(goal.clone(), game.start().clone(), Favour::Others);
        match question.strength(side)? {
            Strength::Can => winners.push(members),
            Strength::OnlyFirst => panic!("there is no race: coalition {members:#06b}"),
            Strength::Cannot => {}
        }
    }
    assert_eq!(winners, [0b0111, 0b1111]);
    Ok(winners.len())
}

/// Finds the minimal coalitions of all players; returns how many games were solved.
fn by_lattice(model: &Model) -> Result<usize, Exceeded> {
    let game = game(model)?;
    let goal = game.space().field_in(ENACTED.0, ValueSet::one(ENACTED.1))?;
    let question = game.question(goal, game.start().clone(), Favour::Others);
    let border = question.border(Strength::Can);
    assert!(border.is_complete());
    assert_eq!(border.winners, [coalition(game.players(), &[0, 1, 2])]);
    Ok(question.n_played().0)
}
