//! Why an act was refused, or is not open: each condition, with what was found and what it needs.

use super::json::{ReasonView, RefusalView};
use super::names::Names;
use super::sentence::{Because, Must, Occurrence, Refused};
use solon_engine::calendar::Day;
use solon_engine::model::{ClockGuard, Comparison, EventKind, FieldId, RuleId, Test, ValueSet};
use solon_engine::replay::{Entry, Reason, Refusal, Unmet, What};
use solon_engine::state::State;
use solon_rules::origins::FieldMeaning;
use solon_rules::resolved::RuleKind;
use solon_rules::source::Source;

/// Tells why an event was refused.
pub fn view(
    names: &Names<'_>,
    source: &Source,
    refusal: &Refusal,
    day: Day,
    state: Option<&State>,
    before: &[Entry],
) -> RefusalView {
    let why = why(names, refusal);
    let lapsed = lapsed(names, refusal, before).filter(|_| why != Refused::Prohibited);
    let why = if lapsed.is_some() { Refused::AfterDeadline } else { why };
    let reasons = match &refusal.reason {
        Reason::Conditions(unmet) => reasons(names, source, unmet, state),
        Reason::NotEnough(count) => {
            let text = names.say(Occurrence::Counted {
                body: Some(names.institution(count.body)),
                signers: true,
                yes: count.yes,
                of: count.of,
                needed: count.needed,
                base: count.base,
                quorum: None,
                units: &[],
            });
            vec![reason(names, source, refusal.rule, text)]
        }
        Reason::Tally(error) => vec![reason(names, source, refusal.rule, error.to_string())],
        Reason::NotTheHolder(by) => {
            let holder = names.holder_of(refusal.rule).unwrap_or_default();
            let text = names.say(Because::NotHolder { by: names.institution(*by), holder: &holder });
            vec![reason(names, source, refusal.rule, text)]
        }
        Reason::NoSuchRule | Reason::Circle => {
            vec![reason(names, source, refusal.rule, names.say(Because::Nothing))]
        }
    };
    let mut reasons = reasons;
    reasons.extend(lapsed.map(|(rule, text)| reason(names, source, rule, text)));
    let act = names.deed(refusal.rule);
    let sentence = names.say(Because::Refused { act: &act, date: &day.to_string(), why });
    RefusalView { id: why.id(), sentence, reasons }
}

/// If the matter stood where it had to, until time ran out: the rule of the period and what happened.
fn lapsed(names: &Names<'_>, refusal: &Refusal, before: &[Entry]) -> Option<(RuleId, String)> {
    let Reason::Conditions(unmet) = &refusal.reason else { return None };
    unmet.iter().find_map(|unmet| {
        let Test::Field(sought, values) = unmet.condition.test else { return None };
        let moved = |entry: &&Entry| entry.changes.iter().any(|(field, _, _)| *field == sought);
        let last = before.iter().rev().find(moved)?;
        let (_, old, new) = last.changes.iter().find(|(field, _, _)| *field == sought)?;
        let What::Happened { event, .. } = last.what else { return None };
        let row = names.model().event(event);
        if row.kind != EventKind::Lapse || !values.contains(*old) {
            return None;
        }
        let stands = names.found(sought, *new).unwrap_or_default();
        Some((row.rule, names.say(Because::RanOutOn { date: &last.day.to_string(), stands: &stands })))
    })
}

fn why(names: &Names<'_>, refusal: &Refusal) -> Refused {
    match &refusal.reason {
        Reason::Conditions(unmet) => unmet
            .iter()
            .map(|unmet| of_condition(names, unmet))
            .min_by_key(order)
            .unwrap_or(Refused::Condition),
        Reason::NotEnough(_) => Refused::NotEnough,
        Reason::Tally(_) => Refused::BadTally,
        Reason::NotTheHolder(_) => Refused::NotTheHolder,
        Reason::NoSuchRule => Refused::NoSuchRule,
        Reason::Circle => Refused::Circle,
    }
}

/// The more a reason says, the earlier it is named.
fn order(why: &Refused) -> u8 {
    match why {
        Refused::Prohibited => 0,
        Refused::WrongStage => 1,
        Refused::NotAble => 2,
        Refused::AfterDeadline => 3,
        Refused::TooEarly => 4,
        _ => 5,
    }
}

fn of_condition(names: &Names<'_>, unmet: &Unmet) -> Refused {
    if names.rule(unmet.condition.rule).kind == RuleKind::Prohibition {
        return Refused::Prohibited;
    }
    match &unmet.condition.test {
        Test::Field(field, _) => match names.lowered.origins.field(*field) {
            FieldMeaning::Matter(_) => Refused::WrongStage,
            FieldMeaning::Status(_) => Refused::NotAble,
            _ => Refused::Condition,
        },
        Test::Clock(guard) => of_comparison(guard.comparison),
        Test::Date(comparison, _) => of_comparison(*comparison),
    }
}

fn of_comparison(comparison: Comparison) -> Refused {
    match comparison {
        Comparison::Before | Comparison::AtMost => Refused::AfterDeadline,
        Comparison::AtLeast | Comparison::After => Refused::TooEarly,
    }
}

/// Tells each condition that does not hold. With the state, also what was found.
pub fn reasons(
    names: &Names<'_>,
    source: &Source,
    unmet: &[Unmet],
    state: Option<&State>,
) -> Vec<ReasonView> {
    let mut all: Vec<ReasonView> = Vec::new();
    for unmet in unmet {
        let text = match &unmet.condition.test {
            Test::Field(_, values) if values.is_empty() => names.say(Because::Always),
            Test::Field(field, values) => needed(names, *field, *values, state),
            Test::Clock(guard) => counted(names, guard, unmet.limit, state),
            Test::Date(comparison, _) => {
                let limit = unmet.limit.map(|day| day.to_string()).unwrap_or_default();
                names.say(Because::ByCalendar { limit: &limit, must: must(*comparison) })
            }
        };
        let view = reason(names, source, unmet.condition.rule, text);
        if !all.contains(&view) {
            all.push(view);
        }
    }
    all
}

/// Tells what was found of a field, and what is needed.
pub fn needed(names: &Names<'_>, field: FieldId, values: ValueSet, state: Option<&State>) -> String {
    let mut wanted: Vec<String> = Vec::new();
    for value in values.iter().take(usize::from(names.model().fields[field.index()].size)) {
        let text = match *names.lowered.origins.field(field) {
            FieldMeaning::Matter(procedure) => names.plain_position(procedure, value),
            _ => names.found(field, value),
        };
        wanted.extend(text.filter(|text| !wanted.contains(text)));
    }
    let found = state.and_then(|state| names.found(field, state.fields[field.index()])).unwrap_or_default();
    wanted.truncate(6);
    names.say(Because::NeedsThat {
        found: &found,
        needed: &wanted.iter().map(String::as_str).collect::<Vec<_>>(),
    })
}

fn counted(names: &Names<'_>, guard: &ClockGuard, limit: Option<Day>, state: Option<&State>) -> String {
    let what = names.clock(guard.clock);
    let since = state.and_then(|state| state.clocks[guard.clock.index()].since).map(|day| day.to_string());
    let limit = limit.map(|day| day.to_string());
    names.say(Because::CountedFrom {
        what: &what,
        since: since.as_deref(),
        length: &names.length(&guard.length),
        limit: limit.as_deref(),
        must: must(guard.comparison),
    })
}

fn must(comparison: Comparison) -> Must {
    match comparison {
        Comparison::Before => Must::Before,
        Comparison::AtMost => Must::NotAfter,
        Comparison::AtLeast => Must::NotBefore,
        Comparison::After => Must::After,
    }
}

fn reason(names: &Names<'_>, source: &Source, rule: RuleId, text: String) -> ReasonView {
    let of = names.rule(rule);
    let quote = of.cites.iter().flat_map(|cite| &cite.quote);
    let quote = quote.clone().find(|(language, _)| language == names.lang.id()).or(quote.into_iter().next());
    ReasonView {
        rule: of.name.clone(),
        title: names.title(rule).to_owned(),
        place: format!("{}:{}", source.name(of.span.file), source.position(of.span).0),
        articles: names.articles(rule),
        quote: quote.map(|(_, text)| text.clone()),
        text,
    }
}
