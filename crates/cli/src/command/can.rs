//! `solon can`: what each institution may, must and cannot do on a day.

use super::run::{names, only, taking};
use super::{Done, Outcome, bad_files, bad_setting, compiled, unreadable};
use crate::args::{Can, Common, Format};
use crate::exit::Exit;
use crate::input;
use crate::paint::Paint;
use crate::report::can as report;
use crate::report::json::{self, CAN, CanReport};
use crate::setting::setting;
use solon_engine::replay::replay;
use solon_rules::diagnostic::{Diagnostics, nearest};
use solon_rules::scenario::prepare;
use solon_rules::surface::Scenario;

pub fn run(common: &Common, args: &Can) -> Outcome {
    let mut source = input::load(&args.dir).map_err(unreadable(common))?;
    let own = source.files().count();
    match &args.scenario {
        Some(path) => input::add(&mut source, path).map_err(unreadable(common))?,
        None => {
            source.add("(start)".into(), start(&args.on.to_string()));
        }
    }
    let (compiled, rules) = compiled(common, &source)?;
    setting(&rules, &args.taken).map_err(bad_setting(common))?;
    let given: Vec<&Scenario> = compiled
        .scenarios
        .iter()
        .filter(|scenario| usize::from(scenario.head.id.span.file.0) >= own)
        .collect();
    let given = only(common, given, args.only.as_slice())?;
    let scenario = match given[..] {
        [one] => one,
        [] => return Err(Box::new(Done::refused(common, "the file has no scenario", None))),
        _ => {
            let ids: Vec<&str> = given.iter().map(|scenario| scenario.head.id.text.as_str()).collect();
            let help = format!("choose one with --only: {}", ids.join(", "));
            return Err(Box::new(Done::refused(common, "the file has several scenarios", Some(&help))));
        }
    };
    let mut scenario = taking(scenario, &args.taken);
    if args.scenario.is_none() {
        scenario.start.text = rules.constitution.start.min(args.on).to_string();
    }
    let mut found = Diagnostics::new();
    let Some(prepared) = prepare(&rules, &scenario, &mut found) else {
        return Err(Box::new(bad_files(common, &source, &found.into_sorted())));
    };
    if args.on < prepared.first {
        let message = format!("{} lies before the first day, {}", args.on, prepared.first);
        return Err(Box::new(Done::refused(common, &message, None)));
    }
    let names = names(common, &rules, &prepared);
    let until_then: Vec<_> =
        prepared.happenings.iter().filter(|happening| happening.day <= args.on).cloned().collect();
    // On the last day of a period the act is still possible, so what runs out today has not run out yet.
    let model = names.model();
    let state = replay(model, prepared.start.clone(), &until_then, prepared.mode, args.on.plus(-1)).end;
    let mut institutions = report::institutions(&names, &source, &state, args.on);
    for id in &args.by {
        let known = || {
            rules
                .constitution
                .institutions
                .iter()
                .map(|institution| rules.constitution.rules[institution.rule.index()].name.as_str())
        };
        if !known().any(|known| known == id) {
            let help = nearest(id, known()).map(|near| format!("the nearest name is `{near}`"));
            return Err(Box::new(Done::refused(
                common,
                &format!("no institution is named `{id}`"),
                help.as_deref(),
            )));
        }
    }
    institutions.retain(|view| args.by.is_empty() || args.by.contains(&view.institution.id));
    let report = CanReport {
        schema: CAN,
        language: common.lang.id(),
        on: args.on.to_string(),
        scenario: args.scenario.as_ref().map(|_| scenario.head.id.text.clone()),
        state: report::state(&names, &state),
        institutions,
    };
    let out = match common.format {
        Format::Json => json::write(&report),
        Format::Text | Format::Promela => {
            report::text(&report, common.lang, Paint::stdout(common.color), !args.by.is_empty())
        }
    };
    Ok(Done::found(out, Exit::Clean))
}

/// A scenario without events: the start of the files.
fn start(on: &str) -> String {
    format!("[Scenario(id: \"start\", assumption: \"the start of the files\", start: \"{on}\")]")
}
