//! `solon check`: reads, diagnoses, searches, reports.

use super::{Done, Outcome, bad_files, bad_setting, lowered, refused, unreadable};
use crate::args::{Check, Common, FailOn, Format, Limits};
use crate::exit::Exit;
use crate::input;
use crate::paint::Paint;
use crate::progress::Spinner;
use crate::report::check::Checked;
use crate::report::finding::trace_id;
use crate::report::json::{self, CheckReport};
use crate::report::names::Names;
use crate::report::{diagnostics, itf, scenario, subject, text};
use crate::setting::setting;
use solon_engine::finding::{self, Claim, Evidence, Finding, Report, Settings, Witness};
use solon_engine::model::InstitutionId;
use solon_engine::play::Player;
use solon_engine::search::Bounds;
use solon_rules::lower::{Lowered, Setting};
use solon_rules::resolved::{self, OutcomeId, Property};
use solon_rules::{Rules, compile};
use std::path::Path;

pub fn run(common: &Common, args: &Check) -> Outcome {
    let source = input::load(&args.dir).map_err(unreadable(common))?;
    let compiled = compile(&source);
    let Some(rules) = compiled.rules else {
        return Err(Box::new(bad_files(common, &source, &compiled.diagnostics)));
    };
    let setting = setting(&rules, &args.taken).map_err(bad_setting(common))?;
    let lowered = lowered(common, &rules, &setting)?;
    let claims = claims(&rules);
    let found = search(common, &args.limits, args.traces.into(), &rules, &lowered, &claims);
    let names = Names { constitution: &rules.constitution, lowered: &lowered, lang: common.lang };
    if let Some(folder) = &args.save_traces {
        let traces = traces(&names, &setting, &claims, &found);
        save(folder, "ron", &traces).map_err(|error| refused(common, &error))?;
    }
    if let Some(folder) = &args.out_itf {
        save(folder, "itf.json", &itf_traces(&names, &claims, &found))
            .map_err(|error| refused(common, &error))?;
    }
    let diagnostics = diagnostics::views(&source, &compiled.diagnostics);
    let checked =
        Checked { names, source: &source, setting: &setting, claims: &claims, report: &found, diagnostics };
    let report = checked.report();
    let exit = exit(&report, args.fail_on);
    Ok(match common.format {
        Format::Json => Done::found(json::write(&report), exit),
        Format::Text | Format::Promela => {
            let err = diagnostics::text(&source, &compiled.diagnostics, Paint::stderr(common.color));
            let style =
                text::Style { lang: common.lang, paint: Paint::stdout(common.color), lanes: args.lanes };
            let out = text::check(&report, style, common.quiet);
            Done { out, err, exit }
        }
    })
}

/// Returns the drafter's own claims that can be checked, with their properties.
pub fn claims(rules: &Rules) -> Vec<(&Property, Claim)> {
    let engine = |id: OutcomeId| solon_engine::model::OutcomeId(id.0 as u32);
    let player = |player: &resolved::Player| Player {
        institution: InstitutionId(player.institution.0 as u32),
        group: player.group,
    };
    let players = |all: &[resolved::Player]| all.iter().map(player).collect();
    let all = rules.constitution.properties.iter();
    all.map(|property| {
        let claim = match &property.claim {
            resolved::Claim::Never(id) => Claim::Never(engine(*id)),
            resolved::Claim::Reachable(id) => Claim::Reachable(engine(*id)),
            resolved::Claim::AlwaysPossible(id) => Claim::AlwaysPossible(engine(*id)),
            resolved::Claim::LeadsTo(from, to, within) => Claim::LeadsTo(engine(*from), engine(*to), *within),
            resolved::Claim::CanForce(by, id) => Claim::CanForce(players(by), engine(*id)),
            resolved::Claim::CannotAlone(by, id) => Claim::CannotAlone(player(by), engine(*id)),
            resolved::Claim::NeedsConsentOf(by, id) => Claim::NeedsConsentOf(players(by), engine(*id)),
            resolved::Claim::Apart(functions) => {
                let who = |(_, who): &(String, Vec<resolved::InstitutionId>)| {
                    who.iter().map(|id| InstitutionId(id.0 as u32)).collect()
                };
                Claim::Apart(functions.iter().map(who).collect())
            }
        };
        (property, claim)
    })
    .collect()
}

/// Runs all checks; tells up to so many stories of each finding.
pub fn search(
    common: &Common,
    limits: &Limits,
    n_stories: usize,
    rules: &Rules,
    lowered: &Lowered,
    claims: &[(&Property, Claim)],
) -> Report {
    let claims: Vec<Claim> = claims.iter().map(|(_, claim)| claim.clone()).collect();
    let spinner = Spinner::start(common.quiet);
    let settings = Settings {
        bounds: bounds(limits),
        claims: &claims,
        usual: &lowered.usual,
        n_stories,
        reporter: &spinner,
        ..Settings::new(rules.constitution.start, &lowered.rules)
    };
    finding::check(&lowered.model, &settings)
}

/// Returns how far to search.
pub fn bounds(limits: &Limits) -> Bounds {
    let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    Bounds {
        max_nodes: size(limits.max_nodes),
        max_seconds: limits.max_seconds,
        max_work: u64::MAX,
        max_states: size(limits.max_states),
    }
}

/// Writes each trace as a scenario file: its name and its text.
pub fn traces(
    names: &Names<'_>,
    setting: &Setting,
    claims: &[(&Property, Claim)],
    report: &Report,
) -> Vec<(String, String)> {
    let one = |(id, finding, witness): (String, &Finding, &Witness)| {
        let title = format!("{} {}", finding.code.code(), finding.code.id());
        let sentence = subject::sentence(names, claims, finding);
        let text = scenario::file(names, setting, witness, (&id, &title), &sentence);
        (id, text)
    };
    stories(report).map(one).collect()
}

/// Writes each trace in the Informal Trace Format: its name and its text.
fn itf_traces(names: &Names<'_>, claims: &[(&Property, Claim)], report: &Report) -> Vec<(String, String)> {
    let one = |(id, finding, witness): (String, &Finding, &Witness)| {
        (id, itf::itf(names, witness, &subject::sentence(names, claims, finding)))
    };
    stories(report).map(one).collect()
}

/// All stories of a report, with their names.
fn stories(report: &Report) -> impl Iterator<Item = (String, &Finding, &Witness)> {
    report.findings.iter().enumerate().flat_map(|(index, finding)| {
        let first = match &finding.evidence {
            Evidence::Trace(witness) => Some(&**witness),
            Evidence::Arithmetic(_) | Evidence::Exhaustive | Evidence::Text => None,
        };
        let all = first.into_iter().chain(&finding.more).enumerate();
        all.map(move |(place, witness)| (trace_id(index + 1, finding.code, place), finding, witness))
    })
}

fn save(folder: &Path, ending: &str, traces: &[(String, String)]) -> Result<(), String> {
    let failed = |path: &Path, error: &std::io::Error| {
        format!("`{}` cannot be written: {}", path.display(), input::reason(error))
    };
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    for (id, text) in traces {
        let path = folder.join(format!("{id}.{ending}"));
        std::fs::write(&path, text).map_err(|error| failed(&path, &error))?;
    }
    Ok(())
}

fn exit(report: &CheckReport, fail_on: FailOn) -> Exit {
    let counts = &report.counts;
    let failing = match fail_on {
        FailOn::Error => counts.error,
        FailOn::Warning => counts.error + counts.warning + report.unmatched_intentions.len(),
        FailOn::Note => counts.error + counts.warning + counts.note + report.unmatched_intentions.len(),
    };
    if failing > 0 {
        Exit::Found
    } else if report.undecided.is_empty() {
        Exit::Clean
    } else {
        Exit::Unknown
    }
}
