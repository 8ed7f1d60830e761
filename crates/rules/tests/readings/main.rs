//! What a report says of readings, held against the same rules with the reading taken.
//!
//! Each step, duty, prohibition and time limit of each file in `tests/verdicts/` is put under one option of a reading that is not in the
//! file, or cut into two equal ones, one under each option, or is another one under the other option. What is found while the
//! reading is open must agree with what is found under each option: nothing is missed, nothing is claimed of an option under which
//! it is not so, and equal parts make no difference.

#![allow(clippy::disallowed_methods, reason = "tests read files and the number of cases")]

#[path = "../walks/draw.rs"]
mod draw;
mod random;
mod told;

use solon_engine::calendar::Length;
use solon_engine::finding::{Answer, Claim, Code, Finding, Report, Role, Settings, Under, check};
use solon_engine::model::{
    Condition, Disjunction, Event, Field, FieldId, Force, InstitutionId, Matter, Model, Outcome, OutcomeId,
    RuleId, Test, ValueSet,
};
use solon_engine::play::Player;
use solon_rules::lower::{Lowered, Setting, lower};
use solon_rules::resolved::{
    self, By, Choice, ChoiceId, ChoiceOption, Constitution, Guard, OptionId, Period, Silence, Text,
};
use solon_rules::surface::{ChoiceKind, Late};
use solon_rules::{Rules, compile, source::Source};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use told::{can_be_told_otherwise, holds, is_asked, is_same};

/// What is made to hang on the reading.
#[derive(Clone, Copy, Debug)]
enum Part {
    Step(RuleId),
    Duty(usize),
    Prohibition(usize),
    /// The time of a stage: by procedure and stage.
    Within(usize, usize),
    /// What follows when it has passed.
    Silence(usize, usize),
    /// Who makes a step: by procedure and step.
    By(usize, usize),
}

/// How it is made so.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Change {
    /// It exists under the first option only.
    Limited,
    /// It is two equal ones, one under each option.
    Cut,
    /// It is another one under the second option.
    Replaced,
}

/// What is checked: a model, its usual options, and what its rules are.
#[derive(Clone)]
struct Checked {
    model: Model,
    usual: Vec<(FieldId, u8)>,
    rules: Vec<(RuleId, Role)>,
}

/// Rules of which some hang on a reading: while it is open, and with each option taken.
struct Changed {
    open: Checked,
    taken: [Checked; 2],
    reading: FieldId,
    /// The rules of which one option has the first and the other the second.
    twins: [RuleId; 2],
}

impl From<Lowered> for Checked {
    fn from(lowered: Lowered) -> Checked {
        Checked { model: lowered.model, usual: lowered.usual, rules: lowered.rules }
    }
}

fn changed(rules: &Rules, part: Part, change: Change) -> Changed {
    match part {
        Part::Step(step) => changed_step(rules, step, change),
        _ => changed_text(rules, part, change),
    }
}

/// Changes the text, and compiles it with the reading open and with each option taken.
fn changed_text(rules: &Rules, part: Part, change: Change) -> Changed {
    let mut text = rules.constitution.clone();
    let new_rule = |text: &mut Constitution| {
        let rule = text.rules[0].clone();
        text.rules.push(rule);
        RuleId(text.rules.len() as u32 - 1)
    };
    let (choice, rule) = (ChoiceId(text.choices.len()), new_rule(&mut text));
    let option = |id: &str| ChoiceOption { id: id.into(), title: Text::default(), why: None };
    let options = vec![option("first"), option("second")];
    text.choices.push(Choice { rule, kind: ChoiceKind::Reading, options, default: OptionId(0) });
    let only = |option: usize| Guard::Chosen(choice, OptionId(option));
    let is_cut = change == Change::Cut;
    let twin = new_rule(&mut text);
    let mut twins = [twin; 2];
    match part {
        Part::Step(_) => {}
        Part::Duty(at) => {
            let other = resolved::Duty { rule: twin, only: only(1), ..text.duties[at].clone() };
            twins[0] = text.duties[at].rule;
            text.duties[at].only = only(0);
            text.duties.extend(is_cut.then_some(other));
        }
        Part::Prohibition(at) => {
            let other = resolved::Prohibition { rule: twin, only: only(1), ..text.prohibitions[at].clone() };
            twins[0] = text.prohibitions[at].rule;
            text.prohibitions[at].only = only(0);
            text.prohibitions.extend(is_cut.then_some(other));
        }
        Part::Within(procedure, stage) => {
            let stage = &mut text.procedures[procedure].stages[stage];
            let longer = |within: &Period| Period {
                length: Length { days: within.length.days + 40, ..within.length },
                ..within.clone()
            };
            hang(stage.within.as_mut().expect("a time limit"), only, change, longer);
        }
        Part::Silence(procedure, stage) => {
            let stage = &mut text.procedures[procedure].stages[stage];
            let other = |silence: &Silence| match silence {
                Silence::PowerEnds => Silence::Breach(Late::Valid),
                _ => Silence::PowerEnds,
            };
            hang(stage.on_silence.as_mut().expect("what follows"), only, change, other);
        }
        Part::By(procedure, step) => {
            let all = text.procedures.iter().flat_map(|procedure| &procedure.steps).flat_map(|step| &step.by);
            let all: Vec<By> = all.map(|(_, by)| by.clone()).collect();
            let another = |by: &By| {
                let mut others =
                    all.iter().filter(|other| matches!(other, By::Institution(_)) && *other != by);
                others.next().unwrap_or(by).clone()
            };
            hang(&mut text.procedures[procedure].steps[step].by, only, change, another);
        }
    }
    let take = |option: usize| {
        let options = [(choice, OptionId(option))].into_iter().collect();
        Checked::from(lower(&text, &Setting { options, ..Setting::default() }))
    };
    let open = Checked::from(lower(&text, &Setting::default()));
    let reading = open.usual.last().expect("the reading that was added last").0;
    Changed { open, taken: [take(0), take(1)], reading, twins }
}

/// Puts all cases under the first option, and the same or others under the second.
fn hang<T: Clone>(
    cases: &mut Vec<(Guard, T)>,
    only: impl Fn(usize) -> Guard,
    change: Change,
    other: impl Fn(&T) -> T,
) {
    let both = |option: usize, guard: &Guard| Guard::All(vec![only(option), guard.clone()]);
    let mut all: Vec<(Guard, T)> = Vec::new();
    all.extend(cases.iter().map(|(guard, one)| (both(0, guard), one.clone())));
    match change {
        Change::Limited => {}
        Change::Cut => all.extend(cases.iter().map(|(guard, one)| (both(1, guard), one.clone()))),
        Change::Replaced => all.extend(cases.iter().map(|(guard, one)| (both(1, guard), other(one)))),
    }
    *cases = all;
}

fn changed_step(rules: &Rules, step: RuleId, change: Change) -> Changed {
    let mut open = Checked::from(rules.lower(&Setting::default()));
    let model = &mut open.model;
    let reading = FieldId(model.fields.len() as u32);
    model.fields.push(Field { size: 2, initial: ValueSet::all(2) });
    open.usual.push((reading, 0));
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
        match change {
            Change::Limited => {}
            Change::Cut => twins.push(only(1, twin)),
            Change::Replaced => twins.push(led_elsewhere(&model.matters, only(1, twin))),
        }
    }
    events.append(&mut twins);
    model.events = events;
    if change != Change::Limited {
        let add = |steps: &mut Vec<RuleId>| {
            if steps.contains(&step) {
                steps.push(twin);
            }
        };
        model.matters.iter_mut().for_each(|matter| add(&mut matter.steps));
        model.duties.iter_mut().for_each(|duty| add(&mut duty.steps));
        open.rules.push((twin, Role::Step));
    }
    let take = |option: u8| {
        let mut taken = open.clone();
        let field = &mut taken.model.fields[reading.index()];
        field.initial = ValueSet::one(option);
        // As the compiler does, nothing is kept that exists under the other option only.
        let values = field.initial;
        taken.model.events.retain(|event| !event.lets_through(reading, values).is_empty());
        taken.usual.retain(|(field, _)| *field != reading);
        taken
    };
    let taken = [take(0), take(1)];
    Changed { open, taken, reading, twins: [step, twin] }
}

/// Lets a step lead its matter to the next stage after the one to which it leads.
fn led_elsewhere(matters: &[Matter], mut event: Event) -> Event {
    for matter in matters.iter().filter(|matter| !matter.stages.is_empty()) {
        let next = |value: u8| -> u8 {
            let at = matter.stages.iter().position(|stage| stage.values.contains(value));
            let other = at.map(|at| &matter.stages[(at + 1) % matter.stages.len()]);
            other.and_then(|stage| stage.values.iter().next()).unwrap_or(value)
        };
        for effect in event.effects.iter_mut().filter(|effect| effect.field == matter.field) {
            effect.map.iter_mut().for_each(|value| *value = next(*value));
        }
    }
    event
}

impl Checked {
    /// Adds what a drafter might claim: for each outcome what needs no dates, and that whoever opens a matter sees it closed in
    /// time. Returns the claims.
    fn claim(&mut self) -> Vec<Claim> {
        let model = &mut self.model;
        let outcomes = (0..model.outcomes.len() as u32).map(OutcomeId);
        let bodies = (0..model.institutions.len() as u32).map(InstitutionId);
        let players: Vec<Player> = bodies.map(|institution| Player { institution, group: None }).collect();
        let of_one = |by: &Player, id: OutcomeId| {
            [
                Claim::CanForce(vec![*by], id),
                Claim::CannotAlone(*by, id),
                Claim::NeedsConsentOf(vec![*by], id),
            ]
        };
        let mut claims: Vec<Claim> = outcomes
            .flat_map(|id| {
                let of_nobody = [Claim::Never(id), Claim::Reachable(id), Claim::AlwaysPossible(id)];
                of_nobody.into_iter().chain(players.iter().flat_map(move |by| of_one(by, id)))
            })
            .collect();
        for matter in model.matters.iter().filter(|matter| !matter.standing) {
            let open = matter.closed.complement(model.fields[matter.field.index()].size.into());
            let first = OutcomeId(model.outcomes.len() as u32);
            for values in [open, matter.closed] {
                let when = Disjunction(vec![vec![(matter.field, values)]]);
                let (rule, no) = (matter.rule, false);
                model.outcomes.push(Outcome { rule, when, vital: no, grave: no, amendment: no });
            }
            claims.push(Claim::LeadsTo(first, OutcomeId(first.0 + 1), Length::days(20)));
        }
        claims
    }

    fn report(&self, rules: &Rules, change: Change) -> Report {
        let mut checked = self.clone();
        // What is there under one option only makes the most difference to what is claimed, and searches in time are slow.
        let claims = if change == Change::Limited { checked.claim() } else { Vec::new() };
        let settings = Settings {
            usual: &self.usual,
            claims: &claims,
            ..Settings::new(rules.constitution.start, &self.rules)
        };
        check(&checked.model, &settings)
    }
}

impl Changed {
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

    /// Whether the answers to a claim contradict each other under some combination of readings with this option: while the reading is
    /// open, and where the option is taken.
    fn is_contradicted(&self, [open, taken]: [(&Report, &Answer); 2], option: u8) -> bool {
        self.combinations(option).iter().any(|combination| {
            let holds = |(report, answer)| holds(report, answer, combination);
            holds(open).zip(holds(taken)).is_some_and(|(open, taken)| open != taken)
        })
    }

    /// All combinations of the readings with this option.
    fn combinations(&self, option: u8) -> Vec<Vec<(FieldId, u8)>> {
        let fields = (0..).map(FieldId).zip(&self.open.model.fields).filter(|(_, field)| field.is_reading());
        fields.fold(vec![Vec::new()], |all, (id, field)| {
            let options: Vec<u8> =
                if id == self.reading { vec![option] } else { field.initial.iter().collect() };
            let longer = |one: Vec<(FieldId, u8)>| {
                options.iter().map(|&value| [one.as_slice(), &[(id, value)]].concat()).collect::<Vec<_>>()
            };
            all.into_iter().flat_map(longer).collect()
        })
    }

    /// What the report with the reading open gets wrong.
    fn wrong(&self, rules: &Rules, change: Change) -> Vec<(Code, String)> {
        let open = self.open.report(rules, change);
        let taken = self.taken.each_ref().map(|taken| taken.report(rules, change));
        let mut wrong = Vec::new();
        for (option, taken) in (0..).zip(&taken) {
            let is_undecided =
                |report: &Report, code: Code| report.undecided.iter().any(|undecided| undecided.code == code);
            for finding in taken.findings.iter().filter(is_asked) {
                let found =
                    open.findings.iter().any(|other| is_same(finding, other) && self.allows(other, option));
                if !found && !is_undecided(&open, finding.code) {
                    wrong.push((
                        finding.code,
                        format!("found under {option}, and not with the reading open: {:?}", finding.subject),
                    ));
                }
            }
            for finding in
                open.findings.iter().filter(is_asked).filter(|finding| self.claims(finding, option))
            {
                let found = taken.findings.iter().any(|other| is_same(finding, other));
                if !found && !can_be_told_otherwise(finding.code) && !is_undecided(taken, finding.code) {
                    wrong.push((
                        finding.code,
                        format!("claimed of {option}, and not found under it: {:?}", finding.subject),
                    ));
                }
            }
        }
        for (option, taken) in (0..).zip(&taken) {
            for (at, (answer, under_it)) in open.answers.iter().zip(&taken.answers).enumerate() {
                if self.is_contradicted([(&open, answer), (taken, under_it)], option) {
                    let told = format!("claim {at}: {answer:?}; and under {option}: {under_it:?}");
                    wrong.push((Code::Property, told));
                }
            }
        }
        if change == Change::Cut {
            for finding in open.findings.iter().filter(is_asked) {
                // Of two equal acts each has a finding of its own.
                let is_about_it = self
                    .twins
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

/// All parts of a file that can be changed.
fn parts(rules: &Rules) -> Vec<Part> {
    let text = &rules.constitution;
    let lowered = rules.lower(&Setting::default());
    let steps =
        lowered.rules.iter().filter(|(_, role)| *role == Role::Step).map(|(rule, _)| Part::Step(*rule));
    let mut parts: Vec<Part> = steps.collect();
    parts.extend((0..text.duties.len()).map(Part::Duty));
    parts.extend((0..text.prohibitions.len()).map(Part::Prohibition));
    for (at, procedure) in text.procedures.iter().enumerate() {
        let limited = (0..procedure.stages.len()).filter(|&stage| procedure.stages[stage].within.is_some());
        parts.extend(limited.flat_map(|stage| [Part::Within(at, stage), Part::Silence(at, stage)]));
        parts.extend((0..procedure.steps.len()).map(|step| Part::By(at, step)));
    }
    parts
}

/// The name of the rule that is changed.
fn name(rules: &Rules, part: Part) -> &str {
    let text = &rules.constitution;
    let rule = match part {
        Part::Step(rule) => rule,
        Part::Duty(at) => text.duties[at].rule,
        Part::Prohibition(at) => text.prohibitions[at].rule,
        Part::Within(procedure, stage) | Part::Silence(procedure, stage) => {
            text.procedures[procedure].stages[stage].rule
        }
        Part::By(procedure, step) => text.procedures[procedure].steps[step].rule,
    };
    &text.rule(rule).name
}

#[test]
fn a_reading_that_is_open_hides_nothing_and_adds_nothing() {
    let mut all: Vec<(PathBuf, Arc<Rules>, Part, Change)> = Vec::new();
    for file in files() {
        let mut source = Source::default();
        source.add_bytes(file.display().to_string(), std::fs::read(&file).expect("a file"));
        let rules = Arc::new(compile(&source).rules.expect("a file without errors"));
        for part in parts(&rules) {
            // Without anybody to make it a step is none; without its consequence a time limit is none.
            let changes = match part {
                Part::Duty(_) | Part::Prohibition(_) => vec![Change::Limited, Change::Cut],
                Part::Step(_) | Part::Within(..) => vec![Change::Limited, Change::Cut, Change::Replaced],
                Part::Silence(..) => vec![Change::Cut, Change::Replaced],
                Part::By(procedure, step) => {
                    let step = &rules.constitution.procedures[procedure].steps[step];
                    let is_vote = step.carried.is_some() || step.failed.is_some();
                    if is_vote { vec![Change::Cut] } else { vec![Change::Cut, Change::Replaced] }
                }
            };
            let changes = changes.into_iter();
            all.extend(changes.map(|change| (file.clone(), Arc::clone(&rules), part, change)));
        }
    }
    let failed = Mutex::new(String::new());
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((file, rules, part, change)) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    for (code, wrong) in changed(rules, *part, *change).wrong(rules, *change) {
                        *failed.lock().expect("a lock") += &format!(
                            "{} {} {part:?} {change:?}: {} {wrong}\n",
                            file.display(),
                            name(rules, *part),
                            code.code()
                        );
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().expect("a lock");
    assert!(failed.is_empty(), "{failed}");
}
