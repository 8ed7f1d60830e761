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

/// Works out the report, given how many scenarios there are and which failed, and how many percent are asked for.
pub fn view(
    names: &Names<'_>,
    coverage: &Coverage,
    (scenarios, failed): (usize, Vec<String>),
    asked: Option<u8>,
) -> CoverReport {
    let mut all = Share::default();
    let mut kinds = KINDS.map(|kind| KindView { kind, share: Share::default(), missing: Vec::new() });
    for (part, is_exercised) in coverage.parts().filter(|(part, _)| !is_internal(names, *part)) {
        let kind = &mut kinds[kind(part)];
        for share in [&mut all, &mut kind.share] {
            share.of += 1;
            share.exercised += usize::from(is_exercised);
        }
        if !is_exercised {
            kind.missing.push(missing(names, part));
        }
    }
    CoverReport {
        schema: COVER,
        language: names.lang.id(),
        constitution: names.constitution.id.clone(),
        scenarios,
        met: failed.is_empty() && asked.is_none_or(|asked| all.percent() >= usize::from(asked)),
        failed,
        asked,
        all,
        kinds: kinds.into_iter().collect(),
    }
}

/// Returns the position of a part's kind in [`KINDS`].
fn kind(part: Part) -> usize {
    match part {
        Part::Taken(..) => 0,
        Part::Refused(_) => 1,
        Part::Kept(_) => 2,
        Part::Missed(_) => 3,
        Part::Reached(..) => 4,
        Part::OneShort(..) => 5,
    }
}

/// Says what a part is that no scenario exercises.
fn missing(names: &Names<'_>, part: Part) -> MissingView {
    let (Part::Taken(rule, _)
    | Part::Refused(rule)
    | Part::Kept(rule)
    | Part::Missed(rule)
    | Part::Reached(rule, _)
    | Part::OneShort(rule, _)) = part;
    let told = match part {
        Part::Taken(_, Some(VoteResult::Failed)) => lost(names, rule),
        Part::Kept(_) | Part::Missed(_) if names.stage(rule).is_some() => {
            names.say(S::TimeLimitWhile { stands: &names.stands(rule) })
        }
        Part::Refused(_) if names.stage(rule).is_some() => names.stands(rule),
        _ if matches!(names.rule(rule).kind, RuleKind::Step | RuleKind::Gate) => names.deed(rule),
        _ => names.title(rule).to_owned(),
    };
    let body = match part {
        Part::Reached(_, body) | Part::OneShort(_, body) => Some(names.institution_id(body).to_owned()),
        _ => None,
    };
    MissingView {
        rule: names.rule(rule).name.clone(),
        result: if let Part::Taken(_, vote) = part { vote.map(result) } else { None },
        body,
        title: capital(&told),
        articles: names.articles(rule),
    }
}

/// Says who does not do what by a vote that is lost.
fn lost(names: &Names<'_>, rule: RuleId) -> String {
    match (&names.rule(rule).failed_title, names.holder_of(rule)) {
        (Some(title), Some(holder)) => names.say(S::Does { holder: &holder, what: names.text(title) }),
        (Some(title), None) => names.text(title).to_owned(),
        (None, _) => names.deed(rule),
    }
}

/// Tells whether a part only keeps the event table in order, and stands for nothing in the text.
fn is_internal(names: &Names<'_>, part: Part) -> bool {
    let Part::Taken(rule, _) = part else { return false };
    let mut rows = names.model().rows(rule).map(|(_, event)| event).peekable();
    rows.peek().is_some() && rows.all(|event| names.is_silent(event))
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
    let percent = report.all.percent();
    page.line(&format!("{}  {}: {percent} %", share(report.all), words.all));
    if let Some(asked) = report.asked {
        page.gap();
        let words = if percent >= usize::from(asked) { words.enough } else { words.too_little };
        page.line(&words.replace("{asked}", &asked.to_string()));
    }
    if !report.failed.is_empty() {
        page.gap();
        page.paragraph(0, &format!("{} {}.", words.failed, report.failed.join(", ")));
    }
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
            let body = one.body.as_ref().map(|body| format!(" ({body})")).unwrap_or_default();
            page.point(2, &format!("{}{body}: {}{articles}", one.rule, one.title));
        }
    }
    page.finish()
}

struct Words {
    scenarios: &'static str,
    all: &'static str,
    enough: &'static str,
    too_little: &'static str,
    failed: &'static str,
    /// What stands in the table, and above the list of what is missing.
    kinds: [(&'static str, &'static str); 6],
}

impl Words {
    fn of(lang: Lang) -> Words {
        match lang {
            Lang::En => Words {
                scenarios: "what its {n} scenarios exercise, under the usual options and those that they choose",
                all: "in all",
                enough: "At least {asked} % are asked for.",
                too_little: "Too little: at least {asked} % are asked for.",
                failed: "Not counted, since they do not go as they expect:",
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
                scenarios: "что проверяют сценарии, числом {n}, при обычных вариантах и тех, что в них выбраны",
                all: "всего",
                enough: "Требуется не менее {asked} %.",
                too_little: "Слишком мало: требуется не менее {asked} %.",
                failed: "Не учтены, поскольку идут не так, как в них ожидается:",
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
