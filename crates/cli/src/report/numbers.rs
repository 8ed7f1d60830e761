//! Numbers of members, for people and as values.

use super::json::{NumberView, PlayerView};
use super::page::Page;
use super::powers::whole_body;
use crate::args::Lang;
use solon_engine::play::{Kind, Lot};

/// How many combinations of numbers a page lists.
const LISTED: usize = 6;

/// Names members by their kinds.
pub struct Members<'a> {
    pub kinds: &'a [Kind],
    /// All players, in their order.
    pub players: &'a [PlayerView],
    /// Names a player's seats without their number.
    pub named: &'a dyn Fn(usize) -> String,
    pub and: &'a dyn Fn(&[&str]) -> String,
}

impl Members<'_> {
    pub fn title(&self, lot: &Lot) -> String {
        match (lot.is_bloc, &lot.each[..]) {
            (false, [(player, _)]) => (self.named)(*player),
            _ => {
                let titles = lot.each.iter().map(|(player, _)| self.players[*player].title.as_str());
                (self.and)(&titles.collect::<Vec<_>>())
            }
        }
    }

    pub fn ids(&self, lot: &Lot) -> Vec<String> {
        lot.each.iter().map(|(player, _)| self.players[*player].id.clone()).collect()
    }

    /// Returns combinations of numbers, one for each kind; kinds of which none are needed are left out.
    pub fn numbers(&self, all: &[Vec<u32>]) -> Vec<Vec<NumberView>> {
        let needed = |counts: &Vec<u32>| {
            let needed = self.kinds.iter().zip(counts).filter(|(_, needed)| **needed > 0);
            needed.map(|(kind, needed)| self.number(kind, *needed)).collect()
        };
        all.iter().map(needed).collect()
    }

    fn number(&self, kind: &Kind, needed: u32) -> NumberView {
        let single = |lot: &Lot| (!lot.is_bloc).then(|| &self.players[lot.each[0].0]);
        let players: Vec<&PlayerView> = kind.lots.iter().filter_map(single).collect();
        let title = |lot: &Lot| {
            let body = single(lot).and_then(|player| whole_body(self.players, &players, player));
            body.map_or_else(|| self.title(lot), str::to_owned)
        };
        let mut titles: Vec<String> = kind.lots.iter().map(title).collect();
        titles.dedup();
        NumberView {
            of: kind.lots.iter().flat_map(|lot| self.ids(lot)).collect(),
            title: (self.and)(&titles.iter().map(String::as_str).collect::<Vec<_>>()),
            n: needed,
            of_n: kind.n(),
        }
    }
}

/// Lists combinations of numbers for people.
pub fn text(page: &mut Page, all: &[Vec<NumberView>], lang: Lang) {
    let (number, more) = match lang {
        Lang::En => ("{who} ({n} of {all})", "and {n} more; `--format json` lists them all"),
        Lang::Ru => ("{who} ({n} из {all})", "и ещё {n}; все перечисляет `--format json`"),
    };
    let each = |view: &NumberView| match view.of_n {
        1 => view.title.clone(),
        all => number
            .replace("{n}", &view.n.to_string())
            .replace("{all}", &all.to_string())
            .replace("{who}", &view.title),
    };
    for numbers in all.iter().take(LISTED) {
        page.point(4, &numbers.iter().map(each).collect::<Vec<_>>().join("; "));
    }
    if all.len() > LISTED {
        page.point(4, &more.replace("{n}", &(all.len() - LISTED).to_string()));
    }
}
