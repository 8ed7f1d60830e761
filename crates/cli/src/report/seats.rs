//! From how many seats on something can be done, for people and as values.

use super::bounds;
use super::json::{SeatsView, ThresholdsView};
use super::numbers::{self, Members};
use super::page::Page;
use crate::args::Lang;
use solon_engine::play::{Coalition, Kind, Thresholds};

/// What was found out about numbers of seats.
pub struct Seats {
    /// Whose seats they are added to.
    pub with: Coalition,
    pub kinds: Vec<Kind>,
    /// Numbers that bring the outcome about, or end it if it holds at the start.
    pub force: Thresholds,
    /// Numbers that keep it from coming about; `None` if it holds at the start.
    pub block: Option<Thresholds>,
}

impl Seats {
    /// Tells whether no numbers can be missing.
    pub fn is_complete(&self) -> bool {
        self.force.is_complete && self.block.as_ref().is_none_or(|block| block.is_complete)
    }
}

/// Makes the report; `with` are the ids of those to whose seats others are added.
pub fn view(seats: &Seats, members: &Members<'_>, with: Vec<String>, lang: Lang) -> SeatsView {
    let thresholds = |found: &Thresholds| ThresholdsView {
        can: members.numbers(&found.can),
        only_first: members.numbers(&found.first),
        depends_on_dates: members.numbers(&found.by_dates),
        perhaps_with_fewer: members.numbers(&found.loose),
        complete: found.is_complete,
        met: bounds::said(&found.met, lang),
    };
    let of = seats.kinds.iter().flat_map(|kind| kind.lots.iter().flat_map(|lot| members.ids(lot)));
    SeatsView {
        with,
        of: of.collect(),
        force: thresholds(&seats.force),
        block: seats.block.as_ref().map(thresholds),
    }
}

/// Writes the lists for people; `with` names those to whose seats others are added, if there are any.
pub fn text(page: &mut Page, seats: &SeatsView, with: Option<&str>, ends: bool, lang: Lang) {
    let words = Words::of(lang);
    let [bring_about, end, keep] = words.what;
    let force = (&seats.force, if ends { end } else { bring_about });
    let block = seats.block.iter().map(|block| (block, keep));
    let with = with.map_or_else(String::new, |with| words.with.replace("{who}", with));
    for (found, what) in std::iter::once(force).chain(block) {
        let say = |sentence: &str| {
            let said = sentence.replace("{with}", &with).replace("{what}", what);
            let said = said.replace("{why}", &bounds::why(&found.met, lang));
            super::sentence::capital(&said)
        };
        // Where no seat is needed, none is listed.
        if found.can.iter().any(Vec::is_empty) {
            page.paragraph(2, &say(words.none_needed));
            continue;
        }
        let lists = [
            (words.can, &found.can),
            (words.only_first, &found.only_first),
            (words.by_dates, &found.depends_on_dates),
            (words.loose, &found.perhaps_with_fewer),
        ];
        let is_empty = lists.iter().all(|(_, all)| all.is_empty());
        for (head, all) in lists.into_iter().filter(|(_, all)| !all.is_empty()) {
            page.paragraph(2, &say(head));
            if all.iter().any(Vec::is_empty) {
                page.point(4, words.no_seat);
            } else {
                numbers::text(page, all, lang);
            }
        }
        if !found.complete {
            page.paragraph(2, &say(if is_empty { words.undecided } else { words.incomplete }));
        } else if is_empty {
            page.paragraph(2, &say(words.never));
        }
    }
}

struct Words {
    /// To bring it about, to end it, to keep it from coming about.
    what: [&'static str; 3],
    with: &'static str,
    can: &'static str,
    only_first: &'static str,
    by_dates: &'static str,
    loose: &'static str,
    none_needed: &'static str,
    no_seat: &'static str,
    never: &'static str,
    incomplete: &'static str,
    undecided: &'static str,
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
    what: ["bring it about", "end it", "keep it from coming about"],
    with: "together with {who}, ",
    can: "{with}from so many seats on they can {what}, whatever the others do:",
    only_first: "{with}from so many seats on they surely can {what} only if they act before the others do:",
    by_dates: "{with}from so many seats on it depends on dates whether they can {what}:",
    loose: "{with}so many seats suffice to {what}, though perhaps fewer would:",
    none_needed: "{with}none of these seats is needed to {what}.",
    no_seat: "none of these seats",
    never: "{with}no number of these seats suffices to {what}.",
    incomplete: "There may be other numbers of seats that suffice to {what}: {why}.",
    undecided: "Which numbers of seats suffice to {what} was not decided: {why}.",
};

const RU: Words = Words {
    what: ["добиться этого", "прекратить это", "не допустить этого"],
    with: "вместе ({who}) ",
    can: "{with}стольких мест достаточно, чтобы {what}, что бы ни делали остальные:",
    only_first: "{with}стольких мест наверняка достаточно, чтобы {what}, только если действовать раньше остальных:",
    by_dates: "{with}от дат зависит, достаточно ли стольких мест, чтобы {what}:",
    loose: "{with}стольких мест достаточно, чтобы {what}, хотя, возможно, хватило бы и меньшего числа:",
    none_needed: "{with}чтобы {what}, не нужно ни одного из этих мест.",
    no_seat: "ни одного из этих мест",
    never: "{with}никакого числа этих мест не хватит, чтобы {what}.",
    incomplete: "Возможно, есть и другие числа мест, достаточные, чтобы {what}: {why}.",
    undecided: "Сколько мест достаточно, чтобы {what}, не решено: {why}.",
};
