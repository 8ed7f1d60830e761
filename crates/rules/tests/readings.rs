//! What a report says of readings, held against the same rules with the reading taken.
//!
//! Each step of each file in `tests/verdicts/` is put under one option of a reading that is not in the file, or cut into two equal
//! steps, one under each option. What is found while the reading is open must agree with what is found under each option:
//! nothing is missed, nothing is claimed of an option under which it is not so, and equal steps make no difference.

#![allow(clippy::disallowed_methods, reason = "a test reads files")]

use solon_engine::finding::{Code, Finding, Report, Role, Settings, Under, check};
use solon_engine::model::{Condition, Event, Field, FieldId, Force, Model, RuleId, Test, ValueSet};
use solon_rules::lower::Setting;
use solon_rules::{Rules, compile, source::Source};
use std::path::{Path, PathBuf};

/// What is not mended yet: the file, the step that is changed, and the check that says too little or too much of the readings.
const KNOWN: [(&str, &str, Code); 0] = [];

/// How a step is made to hang on the reading.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Change {
    /// It exists under the first option only.
    Limited,
    /// It is two equal steps, one under each option.
    Cut,
}

/// Rules with a step that hangs on a reading.
struct Changed {
    model: Model,
    reading: FieldId,
    usual: Vec<(FieldId, u8)>,
    rules: Vec<(RuleId, Role)>,
    /// The rule that the second of two equal steps comes from.
    twin: RuleId,
}

fn changed(rules: &Rules, step: RuleId, change: Change) -> Changed {
    let mut lowered = rules.lower(&Setting::default());
    let model = &mut lowered.model;
    let reading = FieldId(model.fields.len() as u32);
    model.fields.push(Field { size: 2, initial: ValueSet::all(2) });
    lowered.usual.push((reading, 0));
    // One that there is not yet.
    let twin = RuleId(rules.constitution.rules.len() as u32);
    let mut events: Vec<Event> = Vec::new();
    let mut twins: Vec<Event> = Vec::new();
    for event in model.events.drain(..) {
        if event.rule != step {
            events.append(&mut twins);
            events.push(event);
            continue;
        }
        let only = |option: u8, rule: RuleId| {
            let test = Test::Field(reading, ValueSet::one(option));
            let conditions = event.conditions.iter().map(|condition| Condition {
                rule: if condition.rule == step { rule } else { condition.rule },
                ..condition.clone()
            });
            let conditions = conditions.chain([Condition { test, rule, force: Force::Void }]).collect();
            Event { rule, conditions, ..event.clone() }
        };
        events.push(only(0, step));
        if change == Change::Cut {
            twins.push(only(1, twin));
        }
    }
    events.append(&mut twins);
    model.events = events;
    if change == Change::Cut {
        let add = |steps: &mut Vec<RuleId>| {
            if steps.contains(&step) {
                steps.push(twin);
            }
        };
        model.matters.iter_mut().for_each(|matter| add(&mut matter.steps));
        model.duties.iter_mut().for_each(|duty| add(&mut duty.steps));
        lowered.rules.push((twin, Role::Step));
    }
    Changed { model: lowered.model, reading, usual: lowered.usual, rules: lowered.rules, twin }
}

impl Changed {
    /// Checks it with the reading open, or with one of its options taken.
    fn report(&self, rules: &Rules, option: Option<u8>) -> Report {
        let mut model = self.model.clone();
        let mut usual = self.usual.clone();
        if let Some(option) = option {
            let field = &mut model.fields[self.reading.index()];
            field.initial = ValueSet::one(option);
            // As the compiler does, nothing is kept that exists under the other option only.
            let taken = field.initial;
            model.events.retain(|event| !event.lets_through(self.reading, taken).is_empty());
            usual.retain(|(field, _)| *field != self.reading);
        }
        let settings = Settings { usual: &usual, ..Settings::new(rules.constitution.start, &self.rules) };
        check(&model, &settings)
    }

    /// Whether what is said of the readings lets a finding appear under an option.
    fn allows(&self, finding: &Finding, option: u8) -> bool {
        match &finding.under {
            Under::All | Under::NotDecided => true,
            Under::Only(some) => some
                .iter()
                .any(|one| one.iter().all(|&(field, value)| field != self.reading || value == option)),
        }
    }

    /// Whether it is said to appear under an option, whatever the other readings.
    fn claims(&self, finding: &Finding, option: u8) -> bool {
        finding.under != Under::NotDecided && self.allows(finding, option)
    }

    /// Whether it is said that a finding is another one under the other option.
    fn hangs(&self, finding: &Finding) -> bool {
        let other = |one: &Vec<(FieldId, u8)>| -> Vec<(FieldId, u8)> {
            let turned = |&(field, value): &(FieldId, u8)| {
                (field, if field == self.reading { 1 - value } else { value })
            };
            one.iter().map(turned).collect()
        };
        finding.under.only().iter().any(|one| !finding.under.only().contains(&other(one)))
    }

    /// What the report with the reading open gets wrong.
    fn wrong(&self, rules: &Rules, step: RuleId, change: Change) -> Vec<(Code, String)> {
        let open = self.report(rules, None);
        let mut wrong = Vec::new();
        for option in [0, 1] {
            let taken = self.report(rules, Some(option));
            let is_undecided =
                |report: &Report, code: Code| report.undecided.iter().any(|undecided| undecided.code == code);
            for finding in asked(&taken) {
                let found = asked(&open).any(|other| is_same(finding, other) && self.allows(other, option));
                if !found && !is_undecided(&open, finding.code) {
                    wrong.push((
                        finding.code,
                        format!("found under {option}, and not with the reading open: {:?}", finding.subject),
                    ));
                }
            }
            for finding in asked(&open).filter(|finding| self.claims(finding, option)) {
                let found = asked(&taken).any(|other| is_same(finding, other));
                if !found && !can_be_told_otherwise(finding.code) && !is_undecided(&taken, finding.code) {
                    wrong.push((
                        finding.code,
                        format!("claimed of {option}, and not found under it: {:?}", finding.subject),
                    ));
                }
            }
        }
        if change == Change::Cut {
            for finding in asked(&open) {
                // Of two equal acts each has a finding of its own.
                let is_about_it = [step, self.twin]
                    .iter()
                    .any(|rule| format!("{:?}", finding.subject).contains(&format!("{rule:?}")));
                if self.hangs(finding) && !is_about_it {
                    wrong.push((
                        finding.code,
                        format!("said to hang on equal options: {:?}", finding.subject),
                    ));
                }
            }
        }
        wrong
    }
}

/// The findings that are asked under each reading: no rule is dead that bites under some reading, on which readings findings hang is
/// said only of open ones, and games are played under the usual options.
fn asked(report: &Report) -> impl Iterator<Item = &Finding> {
    let is_asked = |finding: &&Finding| {
        !matches!(finding.code, Code::DeadRule | Code::ReadingDecides | Code::UncheckedPower)
    };
    report.findings.iter().filter(is_asked)
}

/// Whether another check may tell the same, where it is found under all readings: the office that stays empty rather than the act that
/// it waits for, or the outcome that is lost with it.
fn can_be_told_otherwise(code: Code) -> bool {
    matches!(code, Code::HoldUp | Code::Gatekeeper | Code::SuccessionGap | Code::CircularDependency)
}

fn is_same(one: &Finding, other: &Finding) -> bool {
    one.code == other.code
}

/// The rule files of the checks.
fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/verdicts");
    let entries = |folder: &Path| -> Vec<PathBuf> {
        let mut all: Vec<PathBuf> =
            std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
        all.sort();
        all
    };
    let folders = entries(&root).into_iter().filter(|path| path.is_dir());
    let all = folders.flat_map(|folder| entries(&folder));
    all.filter(|path| path.extension().is_some_and(|extension| extension == "ron")).collect()
}

#[test]
fn a_reading_that_is_open_hides_nothing_and_adds_nothing() {
    let all: Vec<(PathBuf, Rules, RuleId, Change)> = files()
        .into_iter()
        .flat_map(|file| {
            let mut source = Source::default();
            source.add_bytes(file.display().to_string(), std::fs::read(&file).expect("a file"));
            let rules = compile(&source).rules.expect("a file without errors");
            let lowered = rules.lower(&Setting::default());
            let steps: Vec<RuleId> =
                lowered.rules.iter().filter(|(_, role)| *role == Role::Step).map(|(rule, _)| *rule).collect();
            let both = move |step| [(step, Change::Limited), (step, Change::Cut)];
            steps
                .into_iter()
                .flat_map(both)
                .map(move |(step, change)| (file.clone(), rules.clone(), step, change))
                .collect::<Vec<_>>()
        })
        .collect();
    let mut open = KNOWN.to_vec();
    let mut failed = String::new();
    for (file, rules, step, change) in &all {
        let name = &rules.constitution.rules[step.index()].name;
        for (code, wrong) in changed(rules, *step, *change).wrong(rules, *step, *change) {
            let is_known = |&(end, known, which): &(&str, &str, Code)| {
                file.ends_with(end) && name == known && code == which
            };
            open.retain(|known| !is_known(known));
            if !KNOWN.iter().any(is_known) {
                failed += &format!("{} {name} {change:?}: {} {wrong}\n", file.display(), code.code());
            }
        }
    }
    assert!(failed.is_empty(), "{failed}");
    assert!(open.is_empty(), "these are mended, and known no longer: {open:?}");
}
