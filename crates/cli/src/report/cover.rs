//! The report of `solon cover`.

use super::json::{COVER, CoverReport, KindView, MissingView, Share};
use super::names::Names;
use super::page::Page;
use super::sentence::{Sentence as S, capital};
use super::trace::result;
use crate::args::Lang;
use solon_engine::cover::{Coverage, Part};
use solon_engine::model::{RuleId, VoteResult};
use solon_rules::resolved::RuleKind;

/// The kinds of parts, in the order of the report.
const KINDS: [&str; 6] = ["taken", "refused", "kept", "missed", "reached", "one-short"];

/// Works out the report.
pub fn view(names: &Names<'_>, coverage: &Coverage, scenarios: usize) -> CoverReport {
    let mut all = Share::default();
    let mut kinds = KINDS.map(|kind| KindView { kind, share: Share::default(), missing: Vec::new() });
    for (part, is_exercised) in coverage.parts() {
        let (kind, rule, vote) = split(part);
        if is_internal(names, part) {
            continue;
        }
        for share in [&mut all, &mut kinds[kind].share] {
            share.of += 1;
            share.exercised += usize::from(is_exercised);
        }
        if !is_exercised {
            kinds[kind].missing.push(MissingView {
                rule: names.rule(rule).name.clone(),
                result: vote.map(result),
                title: capital(&told(names, rule, vote)),
                articles: names.articles(rule),
            });
        }
    }
    CoverReport {
        schema: COVER,
        language: names.lang.id(),
        constitution: names.constitution.id.clone(),
        scenarios,
        all,
        kinds: kinds.into_iter().collect(),
    }
}

/// Returns the position of a part's kind, its rule, and the result of a vote.
fn split(part: Part) -> (usize, RuleId, Option<VoteResult>) {
    match part {
        Part::Taken(rule, vote) => (0, rule, vote),
        Part::Refused(rule) => (1, rule, None),
        Part::Kept(rule) => (2, rule, None),
        Part::Missed(rule) => (3, rule, None),
        Part::Reached(rule) => (4, rule, None),
        Part::OneShort(rule) => (5, rule, None),
    }
}

/// Tells whether a part only keeps the event table in order, and stands for nothing in the text.
fn is_internal(names: &Names<'_>, part: Part) -> bool {
    let Part::Taken(rule, _) = part else { return false };
    let mut rows = names.model().rows(rule).map(|(_, event)| event).peekable();
    rows.peek().is_some() && rows.all(|event| names.is_silent(event))
}

/// Says what a rule is about.
fn told(names: &Names<'_>, rule: RuleId, vote: Option<VoteResult>) -> String {
    let known = names.rule(rule);
    match (known.kind, vote, &known.failed_title) {
        (RuleKind::Stage, ..) => names.stands(rule),
        (_, Some(VoteResult::Failed), Some(title)) => match names.holder_of(rule) {
            Some(holder) => names.say(S::Does { holder: &holder, what: names.text(title) }),
            None => names.text(title).to_owned(),
        },
        (RuleKind::Step | RuleKind::Gate, ..) => names.deed(rule),
        _ => names.title(rule).to_owned(),
    }
}

/// Writes the report. `quiet` leaves out what is missing.
pub fn text(report: &CoverReport, lang: Lang, quiet: bool) -> String {
    let words = Words::of(lang);
    let mut page = Page::new();
    let share = |share: Share| format!("{:>5} / {:<5}", share.exercised, share.of);
    page.line(&format!(
        "{}: {}",
        report.constitution,
        words.scenarios.replace("{n}", &report.scenarios.to_string())
    ));
    page.gap();
    for (kind, (counted, _)) in report.kinds.iter().zip(words.kinds) {
        page.line(&format!("{}  {counted}", share(kind.share)));
    }
    page.line(&format!("{}  {}", share(report.all), words.all));
    if quiet {
        return page.finish();
    }
    for (kind, (_, heading)) in
        report.kinds.iter().zip(words.kinds).filter(|(kind, _)| !kind.missing.is_empty())
    {
        page.gap();
        page.line(heading);
        for one in &kind.missing {
            let articles = match one.articles.is_empty() {
                true => String::new(),
                false => format!(" [{}]", one.articles.join(", ")),
            };
            page.point(2, &format!("{}: {}{articles}", one.rule, one.title));
        }
    }
    page.finish()
}

struct Words {
    scenarios: &'static str,
    all: &'static str,
    /// What stands in the table, and above the list of what is missing.
    kinds: [(&'static str, &'static str); 6],
}

impl Words {
    fn of(lang: Lang) -> Words {
        match lang {
            Lang::En => Words {
                scenarios: "what its {n} scenarios exercise",
                all: "in all",
                kinds: [
                    ("steps taken, of votes each result", "Steps that no scenario takes"),
                    (
                        "rules that refuse somebody, or are violated",
                        "Rules that no scenario meets with a refusal",
                    ),
                    ("time limits kept", "Time limits that no scenario keeps"),
                    ("time limits missed", "Time limits that no scenario misses"),
                    ("majorities reached exactly", "Majorities that no scenario reaches exactly"),
                    ("majorities missed by one", "Majorities that no scenario misses by one"),
                ],
            },
            Lang::Ru => Words {
                scenarios: "что проверяют сценарии, числом {n}",
                all: "всего",
                kinds: [
                    ("шаги совершены, у голосований — каждый исход", "Шаги, которых нет ни в одном сценарии"),
                    (
                        "правила кому-то отказали или нарушены",
                        "Правила, по которым ни один сценарий не встретил отказа",
                    ),
                    ("сроки соблюдены", "Сроки, которые ни в одном сценарии не соблюдены"),
                    ("сроки пропущены", "Сроки, которые ни в одном сценарии не пропущены"),
                    ("большинство набрано ровно", "Большинство, которого ни один сценарий не набрал ровно"),
                    (
                        "до большинства не хватило одного голоса",
                        "Большинство, до которого ни в одном сценарии не хватило одного голоса",
                    ),
                ],
            },
        }
    }
}
