//! How much one member counts, for people and as values.

use super::bounds;
use super::json::{FractionView, IndexView, IndicesView, MemberView, PlayerView};
use super::numbers::{self, Members};
use super::page::Page;
use crate::args::Lang;
use solon_engine::index::{Indices, Power, decimal};
use solon_engine::play::{Count, Counting, Kind, Lot};

/// How many decimals a page shows.
const DECIMALS: usize = 6;

/// What was found out about single members.
pub struct Counted {
    pub kinds: Vec<Kind>,
    pub found: Counting,
    /// If the game is known.
    pub indices: Option<Indices>,
}

impl Counted {
    /// Tells whether there are figures.
    pub fn is_complete(&self) -> bool {
        self.indices.is_some()
    }
}

/// Makes the report. `players` are all, in their order; `named` names a player's seats without their number.
pub fn view(
    counted: &Counted,
    players: &[PlayerView],
    named: &dyn Fn(usize) -> String,
    and: &dyn Fn(&[&str]) -> String,
    (lang, ends): (Lang, bool),
) -> IndexView {
    let words = Words::of(lang);
    let n: u32 = counted.kinds.iter().map(Kind::n).sum();
    let naming = Members { kinds: &counted.kinds, players, named, and };
    let member = |(at, lot): (usize, &Lot)| MemberView {
        of: naming.ids(lot),
        title: naming.title(lot),
        n: lot.n,
        seats: lot.each.iter().map(|(_, seats)| seats).sum(),
        indices: counted.indices.as_ref().map(|indices| figures(&indices.members[at])),
    };
    let rows =
        counted.kinds.iter().enumerate().flat_map(|(at, kind)| kind.lots.iter().map(move |lot| (at, lot)));
    let mut rows: Vec<(usize, &Lot)> = rows.collect();
    rows.sort_by_key(|(_, lot)| &lot.each);
    let (answer, sentence) = match (&counted.found.count, &counted.indices) {
        (Count::Known(game), Some(indices)) => {
            let all = vec![u32::MAX; counted.kinds.len()];
            let sentence = if !game.is_won(&all) {
                words.nobody
            } else if game.is_won(&vec![0; all.len()]) {
                words.by_itself
            } else if indices.members.iter().all(|power| power.swings == indices.members[0].swings) {
                words.alike
            } else {
                words.known
            };
            ("known", sentence)
        }
        (Count::ByDates, _) => ("depends-on-dates", words.by_dates),
        (Count::TooLarge, _) => ("too-large", words.too_large),
        (Count::Known(_) | Count::Undecided, _) => ("undecided", words.undecided),
    };
    let what = if ends { words.end_it } else { words.bring_about };
    IndexView {
        answer,
        sentence: sentence
            .replace("{n}", &n.to_string())
            .replace("{what}", what)
            .replace("{why}", &bounds::why(&bounds::said(&counted.found.met, lang), lang)),
        n,
        winning: counted.indices.as_ref().map(|indices| indices.winning.to_string()),
        smallest: naming.numbers(&counted.found.smallest),
        depends_on_dates: naming.numbers(&counted.found.by_dates),
        members: rows.into_iter().map(member).collect(),
    }
}

fn figures(power: &Power) -> IndicesView {
    let fraction = |of: &_| FractionView {
        exact: format!("{of}"),
        // Twelve decimals are always a number.
        value: decimal(of, 12).parse().unwrap_or_default(),
    };
    IndicesView {
        swings: power.swings.to_string(),
        shapley_shubik: fraction(&power.shapley_shubik),
        banzhaf_absolute: fraction(&power.banzhaf_absolute),
        banzhaf_normalised: fraction(&power.banzhaf_normalised),
        johnston: fraction(&power.johnston),
    }
}

/// Writes the table for people.
pub fn text(page: &mut Page, index: &IndexView, lang: Lang) {
    let words = Words::of(lang);
    page.paragraph(2, &index.sentence);
    // Where nobody is needed the sentence says so.
    let lists = [(words.smallest, &index.smallest), (words.perhaps, &index.depends_on_dates)];
    let lists = lists.into_iter().filter(|(_, all)| !all.is_empty() && !all.iter().any(Vec::is_empty));
    for (head, all) in lists {
        page.paragraph(2, head);
        numbers::text(page, all, lang);
    }
    let heads = words.heads;
    let line = |cells: [&str; 6]| {
        let mut line = "   ".to_owned();
        for (cell, head) in cells.iter().zip(heads).take(5) {
            let width = head.chars().count().max(DECIMALS + 2);
            line += &format!(" {cell:>width$} ");
        }
        format!("{line} {}", cells[5])
    };
    let rows = index.members.iter().filter_map(|member| Some((member, member.indices.as_ref()?)));
    for (at, (member, indices)) in rows.enumerate() {
        if at == 0 {
            page.line(&line(heads));
        }
        let cell = |fraction: &FractionView| format!("{:.DECIMALS$}", fraction.value);
        let n = member.n.to_string();
        let cells = [
            &cell(&indices.shapley_shubik),
            &cell(&indices.banzhaf_absolute),
            &cell(&indices.banzhaf_normalised),
            &cell(&indices.johnston),
            &n,
        ];
        page.line(&line([cells[0], cells[1], cells[2], cells[3], cells[4], &member.title]));
    }
}

/// The words of the table.
struct Words {
    known: &'static str,
    alike: &'static str,
    nobody: &'static str,
    by_itself: &'static str,
    by_dates: &'static str,
    undecided: &'static str,
    too_large: &'static str,
    smallest: &'static str,
    perhaps: &'static str,
    bring_about: &'static str,
    end_it: &'static str,
    heads: [&'static str; 6],
}

impl Words {
    fn of(lang: Lang) -> &'static Words {
        match lang {
            Lang::En => &EN,
            Lang::Ru => &RU,
        }
    }
}

const EN: Words = Words {
    known: "Of {n} members each counts so much. A coalition of them wins if it can {what}, whatever the others do and whoever acts first.",
    alike: "Of {n} members each counts the same. A coalition of them wins if it can {what}, whatever the others do and whoever acts first.",
    nobody: "None of {n} members counts: not even all together can surely {what}.",
    by_itself: "None of {n} members counts: nobody is needed to {what}.",
    by_dates: "Undecided: for some coalitions of the {n} members it depends on dates whether they can {what}.",
    undecided: "Undecided: which coalitions of the {n} members can {what} was not told: {why}.",
    too_large: "Undecided: among the {n} members there are more numbers that matter than can be counted.",
    smallest: "The smallest that win:",
    perhaps: "Of these it depends on dates whether they win:",
    bring_about: "bring it about",
    end_it: "end it",
    heads: ["Shapley-Shubik", "Banzhaf", "normalised", "Johnston", "how many", "each of"],
};

const RU: Words = Words {
    known: "Участников — {n}; вот сколько значит каждый. Коалиция выигрывает, если может {what}, что бы ни делали остальные и кто бы ни действовал раньше.",
    alike: "Участников — {n}; все значат одинаково. Коалиция выигрывает, если может {what}, что бы ни делали остальные и кто бы ни действовал раньше.",
    nobody: "Участников — {n}; не значит ничего никто: даже все вместе не могут наверняка {what}.",
    by_itself: "Участников — {n}; не значит ничего никто: чтобы {what}, не нужен никто.",
    by_dates: "Не решено: участников — {n}, и о некоторых их коалициях от дат зависит, могут ли они {what}.",
    undecided: "Не решено: участников — {n}; какие их коалиции могут {what}, не установлено: {why}.",
    too_large: "Не решено: участников — {n}; чисел, от которых зависит исход, больше, чем можно сосчитать.",
    smallest: "Наименьшие из выигрывающих:",
    perhaps: "От дат зависит, выигрывают ли:",
    bring_about: "добиться этого",
    end_it: "прекратить это",
    heads: ["Шепли — Шубик", "Банцаф", "в долях", "Джонстон", "сколько", "каждый из"],
};
