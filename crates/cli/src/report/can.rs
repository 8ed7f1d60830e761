//! The report of `solon can`: what each institution may, must and cannot do on a day.

use super::json::{AbilitiesView, AbilityView, CanReport, Named};
use super::names::Names;
use super::page::Page;
use super::refusal;
use super::sentence::{Because, Heading, Sentence as S};
use crate::args::Lang;
use crate::paint::Paint;
use solon_engine::calendar::Day;
use solon_engine::model::{FieldId, Holder, InstitutionId, Test};
use solon_engine::replay::{Ability, abilities};
use solon_engine::state::State;
use solon_rules::origins::FieldMeaning;
use solon_rules::source::Source;
use std::collections::BTreeMap;

/// Tells by institution what is open, owed and closed.
pub fn institutions(names: &Names<'_>, source: &Source, state: &State, on: Day) -> Vec<AbilitiesView> {
    let mut all: BTreeMap<InstitutionId, Vec<AbilityView>> = BTreeMap::new();
    for ability in abilities(names.model(), state, on) {
        let event = names.model().event(ability.event);
        let view = one(names, source, state, &ability);
        for holder in anybody(names, &event.holder) {
            all.entry(holder).or_default().push(view.clone());
        }
    }
    all.into_iter()
        .map(|(id, abilities)| {
            let (open, cannot): (Vec<_>, Vec<_>) =
                abilities.into_iter().partition(|ability| ability.reasons.is_empty());
            let (must, may) = open.into_iter().partition(|ability| ability.duty.is_some());
            let institution =
                Named { id: names.institution_id(id).to_owned(), title: names.institution(id).to_owned() };
            AbilitiesView { institution, may, must, cannot }
        })
        .collect()
}

fn one(names: &Names<'_>, source: &Source, state: &State, ability: &Ability) -> AbilityView {
    let row = names.model().event(ability.event);
    let elsewhere = ability.unmet.iter().any(|unmet| match unmet.condition.test {
        Test::Field(field, _) => {
            unmet.condition.rule == row.rule
                && matches!(names.lowered.origins.field(field), FieldMeaning::Matter(_))
        }
        _ => false,
    });
    AbilityView {
        step: names.rule(ability.rule).name.clone(),
        act: names.deed(ability.rule),
        until: ability.duty.and_then(|(_, day)| day).or(ability.closes).map(|day| day.to_string()),
        duty: ability.duty.map(|(rule, _)| Named {
            id: names.rule(rule).name.clone(),
            title: names.title(rule).to_owned(),
        }),
        articles: names.articles(ability.rule),
        reasons: refusal::reasons(names, source, &ability.unmet, Some(state)),
        elsewhere,
    }
}

/// Everybody who has a part in an act: any of them, or all of them together.
fn anybody(names: &Names<'_>, holder: &Holder) -> Vec<InstitutionId> {
    let mut all = match holder {
        Holder::AnyOf(parts) => parts.iter().flat_map(|part| anybody(names, part)).collect(),
        other => other.needed(names.model()),
    };
    all.sort();
    all.dedup();
    all
}

/// Says where things stand: all open matters, and all statuses and facts that differ from the start of the files.
pub fn state(names: &Names<'_>, state: &State) -> Vec<String> {
    let mut all = Vec::new();
    for (index, (&value, field)) in state.fields.iter().zip(&names.model().fields).enumerate() {
        let id = FieldId(index as u32);
        let shown = match *names.lowered.origins.field(id) {
            FieldMeaning::Matter(procedure) => !names.is_closed(procedure, value),
            FieldMeaning::Status(_) | FieldMeaning::Fact(_) | FieldMeaning::Param(_) => {
                !field.initial.contains(value)
            }
            _ => false,
        };
        if shown {
            all.extend(names.found(id, value));
        }
    }
    all
}

/// Writes the report for people. Acts of matters that stand elsewhere are only counted, unless `all` are wanted.
pub fn text(report: &CanReport, lang: Lang, paint: Paint, all: bool) -> String {
    let heading = |heading: Heading<'_>| S::Heading(heading).say(lang);
    let mut page = Page::new();
    page.line(&paint.bold(&heading(Heading::OnDay { day: &report.on })));
    for line in &report.state {
        page.point(2, line);
    }
    for view in &report.institutions {
        page.gap();
        page.line(&paint.bold(&super::sentence::capital(&view.institution.title)));
        let act = |ability: &AbilityView| {
            let until = ability.until.as_deref();
            let text = match &ability.duty {
                Some(duty) => {
                    S::from(Because::MustUntil { act: &ability.act, duty: &duty.title, until }).say(lang)
                }
                None => S::from(Because::MayUntil { act: &ability.act, until }).say(lang),
            };
            format!("{text} [{}]", articles(ability))
        };
        section(&mut page, &heading(Heading::Must), view.must.iter().map(act));
        section(&mut page, &heading(Heading::May), view.may.iter().map(act));
        let elsewhere = view.cannot.iter().filter(|ability| ability.elsewhere).count();
        let cannot: Vec<&AbilityView> =
            view.cannot.iter().filter(|ability| all || !ability.elsewhere).collect();
        if !cannot.is_empty() || elsewhere > 0 {
            page.line(&format!("  {}", heading(Heading::Cannot)));
        }
        for ability in cannot {
            page.point(4, &format!("{} [{}]", ability.act, articles(ability)));
            for reason in &ability.reasons {
                let source =
                    if reason.rule == ability.step { String::new() } else { format!("{}: ", reason.title) };
                let articles = if reason.rule == ability.step || reason.articles.is_empty() {
                    String::new()
                } else {
                    format!(" [{}]", reason.articles.join(", "))
                };
                page.hanging(8, 8, &format!("{source}{}{articles}", reason.text));
            }
        }
        if elsewhere > 0 && !all {
            page.point(4, &heading(Heading::NotNow { n: elsewhere }));
        }
    }
    page.finish()
}

fn section(page: &mut Page, heading: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return;
    }
    page.line(&format!("  {heading}"));
    for line in lines {
        page.point(4, &line);
    }
}

fn articles(ability: &AbilityView) -> String {
    if ability.articles.is_empty() { ability.step.clone() } else { ability.articles.join(", ") }
}
