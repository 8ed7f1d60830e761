//! A loop inside a window: turns of 10 days each in a window of 5, 15 and 31 turns, or as many as the arguments say, and one turn more,
//! which does not fit (`cargo bench -p solon-engine --bench loops`). Cost depends on this ratio, not on the days.

#![allow(clippy::disallowed_methods, reason = "a benchmark reads its arguments")]

#[path = "../tests/turns/mod.rs"]
mod turns;

use solon_engine::calendar::Day;
use solon_engine::search::{Bounds, Silent};
use solon_engine::symbolic::Conduct;
use solon_engine::timed::{Reached, Timed};
use std::time::Instant;

fn main() {
    let given: Vec<u8> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let all = if given.is_empty() { vec![5, 15, 31] } else { given };
    println!(
        "{:>6} {:>8} {:>10} {:>9} {:>7} {:>8} {:>9}",
        "turns", "asked", "answer", "landmarks", "orders", "learnt", "seconds"
    );
    for n in all {
        let model = turns::in_a_window(n);
        for (asked, expected) in [(n, "fits"), (n + 1, "does not")] {
            let started = Instant::now();
            let mut search = Timed::new(&model, Bounds::default(), Day(20_000), &Silent);
            let answer = match search.reach(Conduct::Lawful, &|space| space.set(&turns::taken(asked))) {
                Ok(Reached::Yes(..)) => "fits",
                Ok(Reached::No) => "does not",
                Ok(Reached::Unknown(_)) => "unknown",
                Err(_) => "bound",
            };
            let (landmarks, orders) = search.tracked().sizes();
            let (learnt, seconds) = (search.refinements(), started.elapsed().as_secs_f64());
            println!("{n:>6} {asked:>8} {answer:>10} {landmarks:>9} {orders:>7} {learnt:>8} {seconds:>9.2}");
            assert!(answer == expected || ["unknown", "bound"].contains(&answer), "a wrong answer: {answer}");
        }
    }
}
