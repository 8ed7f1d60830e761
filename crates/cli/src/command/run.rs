//! `solon run`: replays dated histories.

use super::{Done, Outcome, bad_files, bad_setting, check, compiled, unreadable};
use crate::args::{Common, Format, Run, Taken};
use crate::exit::Exit;
use crate::input;
use crate::paint::Paint;
use crate::report::json::{self, RUN, RunReport};
use crate::report::names::Names;
use crate::report::run as report;
use crate::setting::setting;
use solon_rules::Rules;
use solon_rules::decode::Name;
use solon_rules::diagnostic::{Diagnostics, nearest};
use solon_rules::scenario::{Prepared, prepare};
use solon_rules::source::{FileId, Source, Span};
use solon_rules::surface::Scenario;
use std::path::{Path, PathBuf};

pub fn run(common: &Common, args: &Run) -> Outcome {
    let mut source = input::load(&args.dir).map_err(unreadable(common))?;
    let own = source.files().count();
    add_scenarios(&mut source, &args.dir, &args.scenarios, !args.trace.is_empty())
        .map_err(unreadable(common))?;
    if !args.trace.is_empty() {
        add_traces(common, &mut source, &args.dir, args)?;
    }
    let (compiled, rules) = compiled(common, &source)?;
    setting(&rules, &args.taken).map_err(bad_setting(common))?;
    let asked_for = |scenario: &&Scenario| {
        let of_folder = usize::from(scenario.head.id.span.file.0) < own;
        !of_folder || (args.scenarios.is_empty() && args.trace.is_empty())
    };
    let scenarios: Vec<&Scenario> = compiled.scenarios.iter().filter(asked_for).collect();
    let scenarios = only(common, scenarios, &args.only)?;
    if scenarios.is_empty() {
        let help = format!(
            "write one into `{}`; `docs/language.md` shows how",
            args.dir.join("scenarios").display()
        );
        return Err(Box::new(Done::refused(common, "there is no scenario to replay", Some(&help))));
    }
    let mut found = Diagnostics::new();
    let mut views = Vec::new();
    for scenario in scenarios {
        let scenario = taking(scenario, &args.taken);
        if let Some(prepared) = prepare(&rules, &scenario, &mut found) {
            let names = names(common, &rules, &prepared);
            views.push(report::scenario(&names, &source, &scenario, &prepared));
        }
    }
    if found.has_errors() {
        return Err(Box::new(bad_files(common, &source, &found.into_sorted())));
    }
    let exit = if views.iter().all(|view| view.met) { Exit::Clean } else { Exit::Found };
    Ok(match common.format {
        Format::Json => {
            let report = RunReport { schema: RUN, language: common.lang.id(), scenarios: views };
            Done::found(json::write(&report), exit)
        }
        Format::Text | Format::Promela => {
            let out =
                report::text(&views, common.lang, Paint::stdout(common.color), common.quiet, args.lanes);
            Done::found(out, exit)
        }
    })
}

/// The names under a scenario's own options.
pub fn names<'n>(common: &Common, rules: &'n Rules, prepared: &'n Prepared) -> Names<'n> {
    Names { constitution: &rules.constitution, lowered: &prepared.lowered, lang: common.lang }
}

/// Adds the files with scenarios: those given, or all of the folder's own.
pub(super) fn add_scenarios(
    source: &mut Source,
    dir: &Path,
    given: &[PathBuf],
    traces: bool,
) -> Result<(), input::InputError> {
    for path in given {
        input::add(source, path)?;
    }
    let own = dir.join("scenarios");
    if given.is_empty() && !traces && own.is_dir() {
        match input::add(source, &own) {
            Err(input::InputError::Empty(_)) => {}
            added => added?,
        }
    }
    Ok(())
}

/// Adds the traces of `solon check` that are asked for, as if they had been saved.
fn add_traces(common: &Common, source: &mut Source, dir: &Path, args: &Run) -> Result<(), Box<Done>> {
    let rules_alone = input::load(dir).map_err(unreadable(common))?;
    let (_, rules) = compiled(common, &rules_alone)?;
    let setting = setting(&rules, &args.taken).map_err(bad_setting(common))?;
    let lowered = rules.lower(&setting);
    let claims = check::claims(&rules);
    // The third part of a name counts the stories of a finding.
    let place = |id: &String| id.splitn(3, '-').nth(2).and_then(|place| place.parse().ok());
    let n_stories = args.trace.iter().filter_map(place).max().unwrap_or(1);
    let found = check::search(common, &args.limits, n_stories, &rules, &lowered, &claims);
    let names = Names { constitution: &rules.constitution, lowered: &lowered, lang: common.lang };
    let traces = check::traces(&names, &setting, &claims, &found);
    for id in &args.trace {
        match traces.iter().find(|(known, _)| known == id) {
            Some((id, text)) => {
                source.add(format!("{id}.ron"), text.clone());
            }
            None => {
                let known: Vec<&str> = traces.iter().map(|(known, _)| known.as_str()).collect();
                let help =
                    if known.is_empty() { None } else { Some(format!("there are: {}", known.join(", "))) };
                let message = format!("`solon check` finds no trace `{id}`");
                return Err(Box::new(Done::refused(common, &message, help.as_deref())));
            }
        }
    }
    Ok(())
}

/// Keeps the scenarios that are asked for by name.
pub fn only<'s>(
    common: &Common,
    all: Vec<&'s Scenario>,
    ids: &[String],
) -> Result<Vec<&'s Scenario>, Box<Done>> {
    for id in ids {
        let known = || all.iter().map(|scenario| scenario.head.id.text.as_str());
        if !known().any(|known| known == id) {
            let help = nearest(id, known()).map(|near| format!("the nearest name is `{near}`"));
            return Err(Box::new(Done::refused(
                common,
                &format!("no scenario is named `{id}`"),
                help.as_deref(),
            )));
        }
    }
    Ok(all.into_iter().filter(|scenario| ids.is_empty() || ids.contains(&scenario.head.id.text)).collect())
}

/// Puts the options and parameters of the command line above those of the scenario.
pub fn taking(scenario: &Scenario, taken: &Taken) -> Scenario {
    let mut scenario = scenario.clone();
    // The names were looked up before, so nothing points at these places.
    let name = |text: &str| Name { text: text.to_owned(), span: Span::new(FileId(0), 0, 0) };
    for (choice, option) in taken.choose.iter().filter_map(|text| text.split_once('=')) {
        scenario.choices.0.push((name(choice), name(option)));
    }
    for (param, value) in taken.set.iter().filter_map(|text| text.split_once('=')) {
        if let Ok(value) = value.parse() {
            scenario.changes.0.push((name(param), value));
        }
    }
    scenario
}
