//! Swim lanes: who acts when, one column for each. The numbers are those of the story below.

use super::json::{EventView, Named};
use super::page::Page;
use super::sentence::{Heading, Sentence as S};
use crate::args::Lang;

const WIDTH: usize = 100;
const DATE: usize = 10;
const INDENT: usize = 3;
/// The narrowest lane.
const NARROW: usize = 9;
/// The widest lane.
const BROAD: usize = 24;

/// Writes the lanes of a story, so many side by side as fit; what comes by itself has the last one.
pub fn lanes(page: &mut Page, lang: Lang, holders: &[Named], story: &[&EventView]) {
    let by_itself = S::from(Heading::ByItself).say(lang);
    let acts = |line: &EventView, id: &str| line.holder.iter().any(|holder| holder == id);
    let rest = |line: &EventView| !holders.iter().any(|holder| acts(line, &holder.id));
    let mut titles: Vec<&str> = holders.iter().map(|holder| holder.title.as_str()).collect();
    if story.iter().any(|line| rest(line)) {
        titles.push(&by_itself);
    }
    let lane = ((WIDTH - INDENT - DATE) / titles.len().max(1)).saturating_sub(1).clamp(NARROW, BROAD);
    let heads: Vec<Vec<String>> = titles.iter().map(|title| wrapped(title, lane)).collect();
    let height = heads.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..height {
        let cells = heads.iter().map(|head| head.get(at).map_or("", String::as_str));
        row(page, "", cells, lane);
    }
    let mut day = "";
    for (index, line) in story.iter().enumerate() {
        let number = format!("{}{}", if line.kind == "refused" { "✗" } else { "●" }, index + 1);
        let cells = (0..titles.len()).map(|at| {
            let is_his = holders.get(at).map_or_else(|| rest(line), |holder| acts(line, &holder.id));
            if is_his { number.as_str() } else { "│" }
        });
        let date = if line.date == day { "" } else { &line.date };
        row(page, date, cells, lane);
        day = &line.date;
    }
    page.gap();
}

fn row<'c>(page: &mut Page, date: &str, cells: impl Iterator<Item = &'c str>, lane: usize) {
    let cells: String = cells.map(|cell| format!(" {cell:<lane$}")).collect();
    let line = format!("{:INDENT$}{date:<DATE$}{cells}", "");
    page.line(line.trim_end());
}

/// Cuts a title into lines.
fn wrapped(title: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in title.split(' ') {
        let word: String = word.chars().take(width).collect();
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn titles_are_cut_between_words_and_never_wider_than_the_lane() {
        assert_eq!(wrapped("the Extraordinary Body", 13), ["the", "Extraordinary", "Body"]);
        assert_eq!(wrapped("a chamber", 14), ["a chamber"]);
        assert_eq!(wrapped("Конституционный Совет", 9), ["Конституц", "Совет"]);
    }
}
