//! What all smallest coalitions of ten players cost, against the search that tells whether the outcome can be reached at all
//! (`cargo bench -p solon-rules --bench powers`, with folders as arguments if wanted).
//!
//! Both sides begin with the lowered model and compile their space. The search is that of a drafter's claim that an outcome is
//! reachable: all states that can be reached, without regard to time. The coalitions are those that can, and those that can if
//! they act first; doubts favour the others. If the outcome holds at the start, its end is asked about.
//!
//! The nine players who hold the most acts play for themselves, and all the rest is one will, the tenth: so nobody's acts are
//! left out. An act is held by those who can take it alone, or without whom nobody can take it. Each figure is the middle one of
//! three runs.

#![allow(clippy::disallowed_methods, reason = "a benchmark reads files and its arguments")]

#[path = "../tests/shipped/mod.rs"]
mod shipped;

use solon_engine::model::{Event, FieldId, Model, Outcome};
use solon_engine::play::{Bloc, Coalition, Game, Players, Strength, space, turning_away};
use solon_engine::search::{Bounds, Exceeded};
use solon_engine::symbolic::{Favour, Slice, Space};
use solon_rules::lower::Setting;
use std::cmp::Reverse;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// How many play.
const PLAYERS: usize = 10;

/// Seconds for each of the two searches for the smallest coalitions of an outcome.
const SECONDS: f64 = 60.0;

/// How often as long as the search for the outcome the games may take.
const BAR: f64 = 20.0;

/// What the games of an outcome came to.
struct Played {
    can: usize,
    only_first: usize,
    games: usize,
    /// Games that met a bound.
    failed: usize,
}

fn main() -> Result<(), Exceeded> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let named: Vec<PathBuf> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).map(PathBuf::from).collect();
    let all = ["united-states", "kazakhstan-2021"].map(|name| root.join(name));
    let folders = if named.is_empty() { all.to_vec() } else { named };
    for folder in folders {
        let rules = shipped::at(&folder);
        let lowered = rules.lower(&Setting::default());
        let players = ten(Players::of(&lowered.model).expect("at most 128 players"));
        let taken = lowered.taken();
        println!("{}, {} players", folder.file_name().unwrap_or_default().display(), players.all().len());
        println!(
            "{:<26} {:>9} {:>9} {:>7} {:>6} {:>5} {:>6}",
            "outcome", "search, s", "powers, s", "ratio", "games", "can", "first"
        );
        for outcome in &lowered.model.outcomes {
            // In turn, so that what else the machine does meets both.
            let (mut searches, mut powers, mut played) = (Vec::new(), Vec::new(), None);
            for _ in 0..3 {
                let (seconds, _) = timed(|| reachable(&lowered.model, outcome))?;
                searches.push(seconds);
                let (seconds, found) = timed(|| smallest(&players, &taken, outcome))?;
                powers.push(seconds);
                played = Some(found);
            }
            let (search, powers) = (middle(searches), middle(powers));
            let played = played.expect("three runs");
            // What met a bound would have taken longer.
            let verdict = match played.failed {
                0 if powers <= BAR * search => String::new(),
                0 => "  above the bar".into(),
                failed => format!("  at least: {failed} games met a bound"),
            };
            println!(
                "{:<26} {search:>9.3} {powers:>9.3} {:>7.2} {:>6} {:>5} {:>6}{verdict}",
                rules.constitution.rules[outcome.rule.index()].name,
                powers / search,
                played.games,
                played.can,
                played.only_first,
            );
        }
    }
    Ok(())
}

/// Returns the seconds that something takes, and its result.
fn timed<R>(run: impl Fn() -> Result<R, Exceeded>) -> Result<(f64, R), Exceeded> {
    let started = Instant::now();
    let result = run()?;
    Ok((started.elapsed().as_secs_f64(), result))
}

fn middle(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}

/// Tells whether an outcome can be reached, as the claim of a drafter is answered.
fn reachable(model: &Model, outcome: &Outcome) -> Result<bool, Exceeded> {
    let mut space = Space::new(model, &Slice::whole(model), &Bounds::default())?;
    let goal = space.set(&outcome.when)?;
    let reachable = space.reachable()?;
    Ok(!space.is_empty(&space.and(&reachable, &goal)?))
}

/// Finds the smallest coalitions that bring an outcome about, or its end.
fn smallest(players: &Players<'_>, taken: &[(FieldId, u8)], outcome: &Outcome) -> Result<Played, Exceeded> {
    let bounds = Bounds::default();
    let model = players.model();
    let game = Game::new(players.clone(), space(model, &bounds)?, taken)?;
    let game = game.bounded(Bounds { max_seconds: SECONDS, ..bounds });
    let goal = game.space().set(&outcome.when)?;
    let (goal, left_out) = match game.space().is_subset(game.start(), &goal)? {
        true => (game.space().not(&goal)?, turning_away(model, &outcome.when)),
        false => (goal, Vec::new()),
    };
    let question = game.question(goal, game.start().clone(), Favour::Others).leaving_out(left_out);
    let can = question.border(Strength::Can);
    let first = question.border(Strength::OnlyFirst);
    let (games, failed) = question.n_played();
    let only_first = first.winners.iter().filter(|winner| !can.is_won(**winner)).count();
    Ok(Played { can: can.winners.len(), only_first, games, failed })
}

/// Makes all but the nine players who hold the most acts one.
fn ten(players: Players<'_>) -> Players<'_> {
    if players.all().len() <= PLAYERS {
        return players;
    }
    let everybody = players.everybody();
    let n_held = |player: usize| {
        let own = Coalition::one(player);
        let is_held = |event: &&Event| {
            players.owns(event, own)
                || players.owns(event, everybody) && !players.owns(event, everybody.without(own))
        };
        players.model().events.iter().filter(is_held).count()
    };
    let mut by_acts: Vec<usize> = everybody.players().collect();
    by_acts.sort_by_key(|player| (Reverse(n_held(*player)), *player));
    let rest: Bloc =
        by_acts[PLAYERS - 1..].iter().map(|player| (*player, players.n_seats(*player))).collect();
    players.with_blocs(&[rest]).expect("fewer than before")
}
