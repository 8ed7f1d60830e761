//! A trace as a scenario file, which `solon run` accepts: so a counterexample becomes a regression test.

use super::names::Names;
use solon_engine::finding::Witness;
use solon_engine::model::{EventId, FieldId, VoteResult};
use solon_engine::replay::What;
use solon_engine::vote::Tally;
use solon_rules::lower::{Setting, silent_stages};
use solon_rules::origins::{ClockMeaning, FieldMeaning};
use solon_rules::resolved::{ChoiceId, Mark};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Writes a trace as a file with one scenario.
///
/// `sentence` says what it shows; it stands above the scenario as a remark.
pub fn file(
    names: &Names<'_>,
    setting: &Setting,
    witness: &Witness,
    (id, title): (&str, &str),
    sentence: &str,
) -> String {
    let mut out = String::from(
        "// Written by `solon check`. Every vote has full attendance and just the votes it needs.\n",
    );
    let _ = writeln!(out, "// {sentence}\n[");
    out += "    Scenario(\n";
    field(&mut out, "id", &quote(id));
    field(&mut out, "title", &quote(title));
    field(
        &mut out,
        "assumption",
        &quote("A course of events that a search has found; nobody says that it has happened."),
    );
    field(&mut out, "start", &quote(&witness.first.to_string()));
    field(&mut out, "until", &quote(&witness.until.to_string()));
    map(&mut out, "choices", &choices(names, setting, witness));
    map(&mut out, "changes", &changes(names, setting));
    map(&mut out, "begun", &begun(names, witness));
    let start = Start::of(names, witness);
    map(&mut out, "status", &start.status);
    map(&mut out, "facts", &start.facts);
    map(&mut out, "at", &start.at);
    map(&mut out, "kinds", &start.kinds);
    out += "        events: [\n";
    for (index, happening) in witness.happenings.iter().enumerate() {
        let event =
            witness.journal.entries.iter().find(|entry| entry.happening == Some(index)).and_then(|entry| {
                match entry.what {
                    What::Happened { event, .. } => Some(event),
                    _ => None,
                }
            });
        let name = &names.rule(happening.rule).name;
        let _ =
            write!(out, "            Event(on: {}, step: {}", quote(&happening.day.to_string()), quote(name));
        if let Some(by) = happening.by {
            let _ = write!(out, ", by: {}", quote(names.institution_id(by)));
        }
        if !happening.tallies.is_empty() {
            let tallies: Vec<String> = happening
                .tallies
                .iter()
                .map(|(&body, tally)| format!("{}: {}", quote(names.institution_id(body)), tally_of(tally)))
                .collect();
            let _ = write!(out, ", tally: {{{}}}", tallies.join(", "));
        }
        if let Some(expected) = event.and_then(|event| expected(names, event)) {
            let _ = write!(out, ", expect: {expected}");
        }
        out += "),\n";
    }
    out += "        ],\n";
    let ends = ends(names, witness);
    if !ends.is_empty() {
        let _ = writeln!(out, "        expect: [{}],", ends.join(", "));
    }
    out += "    ),\n]\n";
    out
}

fn field(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(out, "        {name}: {value},");
}

fn map(out: &mut String, name: &str, entries: &BTreeMap<String, String>) {
    if entries.is_empty() {
        return;
    }
    let entries: Vec<String> =
        entries.iter().map(|(key, value)| format!("{}: {value}", quote(key))).collect();
    field(out, name, &format!("{{{}}}", entries.join(", ")));
}

/// The options taken, and those readings that the story plays under.
fn choices(names: &Names<'_>, setting: &Setting, witness: &Witness) -> BTreeMap<String, String> {
    let c = names.constitution;
    let mut all = BTreeMap::new();
    for (index, choice) in c.choices.iter().enumerate() {
        let id = ChoiceId(index);
        let open =
            names.lowered.origins.reading(id).map(|field| usize::from(witness.start.fields[field.index()]));
        let option = open.or(setting.options.get(&id).map(|option| option.0));
        if let Some(option) = option.and_then(|option| choice.options.get(option)) {
            all.insert(names.rule(choice.rule).name.clone(), quote(&option.id));
        }
    }
    for (name, stage) in silent_stages(c) {
        // Valid is what a scenario takes where it says nothing.
        let field = names.lowered.origins.silence(stage);
        if field.is_some_and(|field| witness.start.fields[field.index()] == 1) {
            all.insert(name.to_owned(), quote("void"));
        }
    }
    all
}

fn changes(names: &Names<'_>, setting: &Setting) -> BTreeMap<String, String> {
    let params = &names.constitution.params;
    setting
        .params
        .iter()
        .map(|(id, value)| (names.rule(params[id.0].rule).name.clone(), value.to_string()))
        .collect()
}

/// When the clocks that run at the start were started, if not on the first day.
fn begun(names: &Names<'_>, witness: &Witness) -> BTreeMap<String, String> {
    let c = names.constitution;
    let mut all = BTreeMap::new();
    for (clock, meaning) in names.lowered.origins.clocks() {
        let Some(since) = witness.start.clocks[clock.index()].since else { continue };
        if names.model().clocks[clock.index()].runs_at_start && since == witness.first {
            continue;
        }
        let rule = match meaning {
            ClockMeaning::Term(institution) => c.institutions[institution.0].rule,
            ClockMeaning::Mark(Mark::Step(procedure, step)) => c.procedures[procedure.0].steps[step.0].rule,
            ClockMeaning::Mark(Mark::Stage(procedure, stage)) => {
                c.procedures[procedure.0].stages[stage.0].rule
            }
            ClockMeaning::Times(rule) => rule,
            ClockMeaning::Entry(procedure) | ClockMeaning::Gate(procedure) => {
                let value = witness.start.fields[names.lowered.origins.matter_field(procedure).index()];
                let Some(stage) = names.lowered.origins.position(procedure, value).stage else { continue };
                c.procedures[procedure.0].stages[stage.0].rule
            }
        };
        all.insert(names.rule(rule).name.clone(), quote(&since.to_string()));
    }
    all
}

/// What differs at the start from what the files say.
#[derive(Default)]
struct Start {
    status: BTreeMap<String, String>,
    facts: BTreeMap<String, String>,
    at: BTreeMap<String, String>,
    kinds: BTreeMap<String, String>,
}

impl Start {
    fn of(names: &Names<'_>, witness: &Witness) -> Start {
        let c = names.constitution;
        let mut start = Start::default();
        let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (index, (&value, field)) in witness.start.fields.iter().zip(&names.model().fields).enumerate() {
            if field.initial.contains(value) {
                continue;
            }
            match *names.lowered.origins.field(FieldId(index as u32)) {
                FieldMeaning::Status(id) => {
                    if let Some(status) = names.lowered.origins.status_of(id, value) {
                        start.status.insert(
                            names.rule(c.institutions[id.0].rule).name.clone(),
                            format!("{status:?}"),
                        );
                    }
                }
                FieldMeaning::Fact(id) => {
                    start.facts.insert(names.rule(c.facts[id.0].rule).name.clone(), (value == 1).to_string());
                }
                FieldMeaning::Matter(id) => {
                    if let Some(stage) = names.lowered.origins.position(id, value).stage {
                        let procedure = &c.procedures[id.0];
                        let stage = local(&names.rule(procedure.stages[stage.0].rule).name);
                        start.at.insert(names.rule(procedure.rule).name.clone(), quote(stage));
                    }
                }
                FieldMeaning::Kind(id, kind) if value == 1 => {
                    let procedure = &c.procedures[id.0];
                    let kind = quote(local(&names.rule(procedure.kinds[kind.0].rule).name));
                    kinds.entry(names.rule(procedure.rule).name.clone()).or_default().push(kind);
                }
                _ => {}
            }
        }
        start.kinds =
            kinds.into_iter().map(|(name, kinds)| (name, format!("[{}]", kinds.join(", ")))).collect();
        start
    }
}

fn expected(names: &Names<'_>, event: EventId) -> Option<&'static str> {
    names.model().event(event).result.map(|result| match result {
        VoteResult::Carried => "Carried",
        VoteResult::Failed => "Failed",
        VoteResult::NoQuorum => "NoQuorum",
    })
}

/// Where the matters that have moved stand at the end.
fn ends(names: &Names<'_>, witness: &Witness) -> Vec<String> {
    let c = names.constitution;
    let mut all = Vec::new();
    for (index, (old, new)) in witness.start.fields.iter().zip(&witness.journal.end.fields).enumerate() {
        if let FieldMeaning::Matter(id) = *names.lowered.origins.field(FieldId(index as u32))
            && old != new
            && let Some(stage) = names.lowered.origins.position(id, *new).stage
        {
            let procedure = &c.procedures[id.0];
            let stage = local(&names.rule(procedure.stages[stage.0].rule).name);
            all.push(format!("At({}, {})", quote(&names.rule(procedure.rule).name), quote(stage)));
        }
    }
    all
}

fn local(name: &str) -> &str {
    name.split_once('.').map_or(name, |(_, local)| local)
}

fn tally_of(tally: &Tally) -> String {
    let mut parts = vec![format!("yes: {}", tally.yes)];
    let numbers = [("no", tally.no), ("abstain", tally.abstain), ("invalid", tally.invalid)];
    parts.extend(numbers.into_iter().filter(|(_, n)| *n > 0).map(|(name, n)| format!("{name}: {n}")));
    let given = [
        ("present", tally.present),
        ("serving", tally.serving),
        ("entitled", tally.entitled),
        ("units_won", tally.units_won),
    ];
    parts.extend(given.into_iter().filter_map(|(name, n)| n.map(|n| format!("{name}: {n}"))));
    parts.extend(tally.casting.map(|casting| format!("casting: {casting}")));
    if tally.objection {
        parts.push("objection: true".into());
    }
    format!("Tally({})", parts.join(", "))
}

/// Writes a text as rule files have it.
pub fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out += "\\\"",
            '\\' => out += "\\\\",
            '\n' => out += "\\n",
            c => out.push(c),
        }
    }
    out + "\""
}
