//! The report of `solon run`: each story, what decided, and whether it was expected.

use super::json::{ExpectationView, RefusalView, ScenarioView, StoryLine};
use super::lanes::lanes;
use super::names::Names;
use super::page::Page;
use super::sentence::{Expectation, Heading, Sentence as S};
use super::text;
use super::trace::{self, Told};
use crate::args::Lang;
use crate::paint::Paint;
use solon_engine::model::VoteResult;
use solon_engine::replay::Mode;
use solon_rules::decode::Name;
use solon_rules::resolved::{RuleKind, Text};
use solon_rules::scenario::Prepared;
use solon_rules::source::Source;
use solon_rules::surface::{self, Expect, Expected, Scenario};

/// Replays a scenario and tells what became of it.
pub fn scenario(
    names: &Names<'_>,
    source: &Source,
    scenario: &Scenario,
    prepared: &Prepared,
) -> ScenarioView {
    let journal = prepared.replay();
    let judgements = prepared.judge(&journal);
    let told = Told {
        start: &prepared.start,
        happenings: &prepared.happenings,
        mode: prepared.mode,
        examples: false,
    };
    let mut story = Vec::new();
    for (index, entry) in journal.entries.iter().enumerate() {
        let Some(event) = trace::event(names, source, &journal.entries[..=index], &told) else { continue };
        let asked = entry.happening.and_then(|index| Some((index, scenario.events.get(index)?)));
        let expected = asked.and_then(|(index, asked)| {
            let met = judgements
                .iter()
                .find(|judgement| judgement.happening == Some(index))
                .is_none_or(|judgement| judgement.met);
            // What is taken for granted is only mentioned when it fails.
            (asked.expect.is_some() || !met)
                .then(|| ExpectationView { text: of_event(names, asked.expect.as_ref()), met })
        });
        let place = asked.map(|(_, asked)| place(source, asked.on.span));
        story.push(StoryLine { event, place, expected });
    }
    let holders = trace::holders(names, story.iter().map(|line: &StoryLine| &line.event));
    let expectations: Vec<ExpectationView> = judgements
        .iter()
        .filter_map(|judgement| {
            let expect = scenario.expect.get(judgement.end?)?;
            Some(ExpectationView { text: of_end(names, expect), met: judgement.met })
        })
        .collect();
    let id = scenario.head.id.text.clone();
    ScenarioView {
        title: title(scenario.head.title.as_ref(), names.lang).unwrap_or_else(|| id.clone()),
        id,
        place: place(source, scenario.head.id.span),
        start: prepared.first.to_string(),
        until: prepared.until.to_string(),
        recorded: prepared.mode == Mode::Record,
        holders,
        story,
        end: trace::end(names, &prepared.start, &journal.end),
        met: judgements.iter().all(|judgement| judgement.met),
        expectations,
    }
}

fn place(source: &Source, span: solon_rules::source::Span) -> String {
    let (line, column) = source.position(span);
    format!("{}:{line}:{column}", source.name(span.file))
}

/// A scenario is not resolved, so its title is still as it was written.
fn title(text: Option<&surface::Text>, lang: Lang) -> Option<String> {
    match text? {
        surface::Text::Plain(name) => Some(name.text.clone()),
        surface::Text::Languages(map) => {
            let texts = map.0.iter().map(|(language, text)| (language.text.clone(), text.clone())).collect();
            Some(Text(texts).in_language(lang.id()).to_owned())
        }
    }
}

fn of_event(names: &Names<'_>, expected: Option<&Expected>) -> String {
    let what = match expected {
        None | Some(Expected::Accepted) => Expectation::Accepted,
        Some(Expected::Carried) => Expectation::Result(VoteResult::Carried),
        Some(Expected::Failed) => Expectation::Result(VoteResult::Failed),
        Some(Expected::NoQuorum) => Expectation::Result(VoteResult::NoQuorum),
        Some(Expected::Refused(rule)) => Expectation::Refused(&rule.text),
        Some(Expected::Violates(rule)) => Expectation::Violates(&rule.text),
    };
    names.say(S::Expected(what))
}

fn of_end(names: &Names<'_>, expect: &Expect) -> String {
    let stands;
    let what = match expect {
        Expect::Holds(outcome) => Expectation::Holds(named(names, RuleKind::Outcome, outcome), true),
        Expect::Not(outcome) => Expectation::Holds(named(names, RuleKind::Outcome, outcome), false),
        Expect::At(procedure, stage) => {
            let full = if stage.text.contains('.') {
                stage.text.clone()
            } else {
                format!("{}.{}", procedure.text, stage.text)
            };
            stands = names.find(RuleKind::Stage, &full).map_or(full, |rule| names.stands(rule));
            Expectation::At(&stands)
        }
        Expect::Broken(rule) => Expectation::Broken(&rule.text),
    };
    names.say(S::Expected(what))
}

fn named<'n>(names: &Names<'n>, kind: RuleKind, name: &'n Name) -> &'n str {
    names.find(kind, &name.text).map_or(&name.text, |rule| names.title(rule))
}

/// Writes the stories for people. `quiet` leaves out those that went as expected.
pub fn text(scenarios: &[ScenarioView], lang: Lang, paint: Paint, quiet: bool, with_lanes: bool) -> String {
    let mut page = Page::new();
    let heading = |heading: Heading<'_>| S::Heading(heading).say(lang);
    let verdict = |expected: &ExpectationView| {
        let what = &expected.text;
        if expected.met {
            paint.green(&heading(Heading::Met { what }))
        } else {
            paint.red(&heading(Heading::NotMet { what }))
        }
    };
    for scenario in scenarios.iter().filter(|scenario| !quiet || !scenario.met) {
        page.gap();
        page.line(&format!(
            "{} ({})",
            paint.bold(&format!("{}: {}", scenario.id, scenario.title)),
            scenario.place
        ));
        let mut days = heading(Heading::Days { start: &scenario.start, until: &scenario.until });
        if scenario.recorded {
            days += " ";
            days += &heading(Heading::Recorded);
        }
        page.paragraph(3, &days);
        if with_lanes {
            let events: Vec<_> = scenario.story.iter().map(|line| &line.event).collect();
            lanes(&mut page, lang, &scenario.holders, &events);
        }
        let digits = scenario.story.len().to_string().len();
        for (index, line) in scenario.story.iter().enumerate() {
            text::event(&mut page, lang, 3, (index + 1, digits), &line.event);
            let inner = 3 + digits + 13;
            if let Some(refusal) = &line.event.refusal {
                refused(&mut page, lang, paint, inner, refusal, line.place.as_deref());
            }
            if let Some(expected) = &line.expected {
                page.hanging(inner, inner + 2, &verdict(expected));
            }
        }
        if !scenario.end.is_empty() {
            page.hanging(3, 5, &format!("{}{}.", heading(Heading::AtTheEnd), scenario.end.join("; ")));
        }
        for expected in &scenario.expectations {
            page.hanging(3, 5, &verdict(expected));
        }
    }
    page.gap();
    let met = scenarios.iter().filter(|scenario| scenario.met).count();
    page.line(&heading(Heading::Scenarios { met, all: scenarios.len() }));
    page.finish()
}

fn refused(
    page: &mut Page,
    lang: Lang,
    paint: Paint,
    indent: usize,
    refusal: &RefusalView,
    place: Option<&str>,
) {
    let head = paint.red(&format!("refused[{}]", refusal.id));
    page.hanging(indent, indent + 2, &format!("{head}: {}", refusal.sentence));
    if let Some(place) = place {
        page.line(&format!("{}--> {place}", " ".repeat(indent + 2)));
    }
    for reason in &refusal.reasons {
        let mut rule = format!("= {}: {}", reason.place, reason.rule);
        if !reason.articles.is_empty() {
            rule += &format!(", {}", reason.articles.join(", "));
        }
        if let Some(quote) = &reason.quote {
            rule += &match lang {
                Lang::En => format!(", “{quote}”"),
                Lang::Ru => format!(", «{quote}»"),
            };
        }
        page.hanging(indent + 2, indent + 4, &rule);
        if !reason.text.is_empty() {
            page.hanging(indent + 4, indent + 4, &reason.text);
        }
    }
}
