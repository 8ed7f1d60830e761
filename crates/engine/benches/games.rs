//! Which of the 15 coalitions of President, two chambers and court can force that the first of N bills is enacted, for N = 1 to 5 or
//! as the arguments say, and all minimal coalitions of the six players (`cargo bench -p solon-engine --bench games`). Every
//! figure has the model compiled anew. It fails if the answer is wrong.

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
    println!("{:>5} {:>10} {:>10} {:>10} {:>8}", "bills", "15, s", "first, s", "lattice, s", "solved");
    for n in all {
        let model = polity::polity(n);
        let each = one_by_one(&model, Strength::Can)?;
        let first = one_by_one(&model, Strength::OnlyFirst)?;
        let started = Instant::now();
        let solved = by_lattice(&model)?;
        let lattice = started.elapsed().as_secs_f64();
        println!("{n:>5} {each:>10.4} {first:>10.4} {lattice:>10.4} {solved:>8}");
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

/// Returns the seconds for all 15, each in a game of its own, having checked the answers.
fn one_by_one(model: &Model, least: Strength) -> Result<f64, Exceeded> {
    let started = Instant::now();
    let game = game(model)?;
    let goal = game.space().field_in(ENACTED.0, ValueSet::one(ENACTED.1))?;
    for members in 1u32..16 {
        let ids: Vec<u32> = (0..4).filter(|id| members >> id & 1 == 1).collect();
        let side = coalition(game.players(), &ids);
        let question = game.question(goal.clone(), game.start().clone(), Favour::Others);
        let can = question.strength(side)? >= least;
        assert_eq!(can, [0b0111, 0b1111].contains(&members), "coalition {members:#06b}");
    }
    Ok(started.elapsed().as_secs_f64())
}

/// Finds the minimal coalitions of all players; returns how many games were solved.
fn by_lattice(model: &Model) -> Result<usize, Exceeded> {
    let game = game(model)?;
    let goal = game.space().field_in(ENACTED.0, ValueSet::one(ENACTED.1))?;
    let question = game.question(goal, game.start().clone(), Favour::Others);
    let (border, exceeded) = question.border(Strength::Can);
    assert_eq!((border.winners, exceeded), (vec![coalition(game.players(), &[0, 1, 2])], None));
    Ok(question.n_solved())
}
