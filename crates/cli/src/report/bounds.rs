//! The bounds that searches for coalitions met, in words.

use crate::args::Lang;
use solon_engine::search::Exceeded;

/// Says of each bound that the search met it.
pub fn said(met: &[Exceeded], lang: Lang) -> Vec<String> {
    met.iter().map(|one| sentence(one, lang)).collect()
}

/// Says why something is not decided, in one part of a sentence.
pub fn why(met: &[String], lang: Lang) -> String {
    let (and, unknown) = match lang {
        Lang::En => (", and ", "the search met a bound"),
        Lang::Ru => (", и ", "поиск достиг границы"),
    };
    if met.is_empty() { unknown.to_owned() } else { met.join(and) }
}

fn sentence(met: &Exceeded, lang: Lang) -> String {
    match (met, lang) {
        (Exceeded::Work(n), Lang::En) => format!(
            "the search met its bound of {} million operations (`--work {}` gives it more)",
            millions(*n),
            more(*n)
        ),
        (Exceeded::Work(n), Lang::Ru) => format!(
            "поиск достиг своей границы (операций, млн: {}; `--work {}` даёт больше)",
            millions(*n),
            more(*n)
        ),
        (Exceeded::Nodes(n), Lang::En) => {
            format!("the search met its bound of {n} nodes for one diagram")
        }
        (Exceeded::Nodes(n), Lang::Ru) => {
            format!("поиск достиг своей границы (узлов одной диаграммы: {n})")
        }
        (Exceeded::Seconds(n), Lang::En) => {
            format!("the search met its bound of {n} seconds (`--max-seconds` gives it more)")
        }
        (Exceeded::Seconds(n), Lang::Ru) => {
            format!("поиск достиг своей границы (секунд: {n}; `--max-seconds` даёт больше)")
        }
        (other, Lang::En) => format!("the search met a bound: {other}"),
        (_, Lang::Ru) => "поиск достиг границы".to_owned(),
    }
}

fn millions(n: u64) -> f64 {
    n as f64 / 1e6
}

/// Twenty times as much, but at least some.
fn more(n: u64) -> f64 {
    (20.0 * millions(n)).max(1.0)
}
