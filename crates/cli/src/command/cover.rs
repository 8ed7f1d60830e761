//! `solon cover`: which parts of the rules the scenarios exercise.

use super::{Done, Outcome, bad_files, compiled, lowered, unreadable};
use crate::args::{Common, Cover, Format};
use crate::exit::Exit;
use crate::input;
use crate::report::cover as report;
use crate::report::json;
use crate::report::names::Names;
use solon_engine::cover::Coverage;
use solon_rules::diagnostic::Diagnostics;
use solon_rules::lower::Setting;
use solon_rules::scenario::prepare;

pub fn run(common: &Common, args: &Cover) -> Outcome {
    let mut source = input::load(&args.dir).map_err(unreadable(common))?;
    super::run::add_scenarios(&mut source, &args.dir, &args.scenarios, false).map_err(unreadable(common))?;
    let (compiled, rules) = compiled(common, &source)?;
    let usual = lowered(common, &rules, &Setting::default())?;
    let mut coverage = Coverage::default();
    coverage.add_model(&usual.model);
    let mut found = Diagnostics::new();
    let mut failed = Vec::new();
    for scenario in &compiled.scenarios {
        let Some(prepared) = prepare(&rules, scenario, &mut found) else { continue };
        let journal = prepared.replay();
        if prepared.judge(&journal).iter().all(|judgement| judgement.met) {
            coverage.add(&prepared.lowered.model, &prepared.start, &journal);
        } else {
            failed.push(scenario.head.id.text.clone());
        }
    }
    if found.has_errors() {
        return Err(Box::new(bad_files(common, &source, &found.into_sorted())));
    }
    let names = Names { constitution: &rules.constitution, lowered: &usual, lang: common.lang };
    let view = report::view(&names, &coverage, (compiled.scenarios.len(), failed), args.at_least);
    let exit = if view.met { Exit::Clean } else { Exit::Found };
    Ok(Done::found(
        match common.format {
            Format::Json => json::write(&view),
            Format::Text | Format::Promela => report::text(&view, common.lang, common.quiet),
        },
        exit,
    ))
}
