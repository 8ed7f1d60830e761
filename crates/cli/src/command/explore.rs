//! `solon explore`: how large the model is, and what each search took.

use super::check::{claims, search};
use super::{Done, Outcome, bad_setting, compiled, lowered, unreadable};
use crate::args::{Common, Explore, Format, Lang};
use crate::exit::Exit;
use crate::input;
use crate::report::check::Checked;
use crate::report::json::{self, EXPLORE, ExploreReport};
use crate::report::names::Names;
use crate::report::page::Page;
use crate::setting::setting;

pub fn run(common: &Common, args: &Explore) -> Outcome {
    let source = input::load(&args.dir).map_err(unreadable(common))?;
    let (_, rules) = compiled(common, &source)?;
    let setting = setting(&rules, &args.taken).map_err(bad_setting(common))?;
    let lowered = lowered(common, &rules, &setting)?;
    let claims = claims(&rules);
    let found = search(common, &args.limits, 1, &rules, &lowered, &claims);
    let names = Names { constitution: &rules.constitution, lowered: &lowered, lang: common.lang };
    let model = &lowered.model;
    let checked = Checked {
        names,
        source: &source,
        setting: &setting,
        claims: &claims,
        report: &found,
        diagnostics: Vec::new(),
    };
    let report = ExploreReport {
        schema: EXPLORE,
        constitution: rules.constitution.id.clone(),
        rules: rules.constitution.rules.len(),
        fields: model.fields.len(),
        bits: model
            .fields
            .iter()
            .map(|field| usize::BITS - usize::from(field.size.max(1) - 1).leading_zeros())
            .sum(),
        events: model.events.len(),
        clocks: model.clocks.len(),
        readings: model.fields.iter().filter(|field| field.is_reading()).count(),
        search: checked.search(),
        undecided: checked.undecided(),
    };
    let exit = if report.search.complete { Exit::Clean } else { Exit::Unknown };
    Ok(Done::found(
        match common.format {
            Format::Json => json::write(&report),
            Format::Text | Format::Promela => text(&report, common.lang),
        },
        exit,
    ))
}

fn text(report: &ExploreReport, lang: Lang) -> String {
    let mut page = Page::new();
    let words = Words::of(lang);
    let sizes = [
        (words.rules, report.rules),
        (words.fields, report.fields),
        (words.bits, report.bits as usize),
        (words.events, report.events),
        (words.clocks, report.clocks),
        (words.readings, report.readings),
    ];
    page.line(&report.constitution);
    for (what, n) in sizes {
        page.line(&format!("{n:>8}  {what}"));
    }
    page.gap();
    page.line(words.head);
    for search in &report.search.searches {
        page.line(&format!(
            "{:>8} {:>8} {:>20} {:>8} {:>10} {:>9.3}",
            search.slice.len(),
            search.events,
            search.states,
            search.transitions,
            search.nodes,
            search.seconds
        ));
        page.hanging(4, 6, &search.slice.join(", "));
    }
    page.gap();
    let complete = if report.search.complete { words.complete } else { words.incomplete };
    page.line(&format!("{complete} {:.3} s", report.search.seconds));
    page.finish()
}

/// The table's words.
struct Words {
    rules: &'static str,
    fields: &'static str,
    bits: &'static str,
    events: &'static str,
    clocks: &'static str,
    readings: &'static str,
    head: &'static str,
    complete: &'static str,
    incomplete: &'static str,
}

impl Words {
    fn of(lang: Lang) -> Words {
        match lang {
            Lang::En => Words {
                rules: "rules in the files",
                fields: "fields of a state",
                bits: "bits of a state",
                events: "rows of the event table",
                clocks: "clocks",
                readings: "open readings",
                head: "  fields     rows               states    moves      nodes   seconds   (each search, and its slice)",
                complete: "Complete: every question was decided.",
                incomplete: "Not complete: some questions were not decided within the bounds.",
            },
            Lang::Ru => Words {
                rules: "правил в файлах",
                fields: "полей состояния",
                bits: "битов состояния",
                events: "строк таблицы событий",
                clocks: "часов",
                readings: "открытых чтений",
                head: "   полей    строк            состояний  переходов   узлов    секунд   (каждый поиск и его часть)",
                complete: "Полно: решены все вопросы.",
                incomplete: "Неполно: не все вопросы решены в отведённых пределах.",
            },
        }
    }
}
