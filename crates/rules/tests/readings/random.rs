//! Random rule files in two readings, with dates: each combination of the readings is taken, and the report with all of them open must
//! agree with each.

use crate::draw::Draw;
use crate::told::{can_be_told_otherwise, holds, is_asked, is_same};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::RngSeed;
use solon_engine::calendar::Length;
use solon_engine::finding::{Claim, Code, Finding, Report, Settings, Subject, Under, check};
use solon_engine::model::{FieldId, InstitutionId, OutcomeId};
use solon_engine::play::Player;
use solon_engine::search::Bounds;
use solon_rules::lower::{Lowered, Setting, lower, silent_stages};
use solon_rules::resolved::{ChoiceId, OptionId};
use solon_rules::surface::Late;
use solon_rules::{Rules, compile, source::Source};
use std::fmt::Write;

const OFFICES: [&str; 3] = ["first", "second", "third"];
const OPTIONS: [&str; 2] = ["no", "yes"];
const STAGES: [&str; 3] = ["s0", "s1", "s2"];
const DAYS: [u32; 5] = [10, 3, 5, 20, 30];
/// The outcomes of each file, by what they are.
const OUTCOMES: [&str; 7] = [
    "In(\"bill\", [\"law\"])",
    "In(\"bill\", [\"dead\"])",
    "In(\"bill\", [\"law\", \"dead\"])",
    "In(\"bill\", [\"s0\"])",
    "In(\"bill\", [\"s1\"])",
    "All([Is(\"marked\"), In(\"bill\", [\"law\"])])",
    "Not(In(\"bill\", [\"s0\", \"s1\"]))",
];

fn chosen(draw: &mut Draw) -> String {
    format!("Chosen(\"r{}\", \"{}\")", draw.below(2), draw.one(&OPTIONS))
}

/// Whether something is in the text, or under some readings only.
fn only(draw: &mut Draw) -> String {
    let both =
        |draw: &mut Draw| (0..2).map(|at| format!("Chosen(\"r{at}\", \"{}\")", draw.one(&OPTIONS))).collect();
    match draw.below(10) {
        0..=4 => String::new(),
        5..=7 => format!("only: {}, ", chosen(draw)),
        kind => {
            let both: Vec<String> = both(draw);
            format!("only: {}([{}]), ", if kind == 8 { "All" } else { "Any" }, both.join(", "))
        }
    }
}

fn within(draw: &mut Draw, stage: &str) -> String {
    let mut days = || format!("Days({})", draw.one(&DAYS));
    let (one, other) = (days(), days());
    let length = match draw.below(10) {
        0..=2 => return String::new(),
        3..=6 => one,
        _ => format!("Case(of: [({}, {one})], otherwise: {other})", chosen(draw)),
    };
    let silence = match draw.below(6) {
        0 => "To(\"dead\")",
        1 => "To(\"law\")",
        2 if stage == "s2" => "To(\"dead\")",
        2 => "To(\"s2\")",
        3 => "NotStated",
        4 => "Breach(late: Valid)",
        _ => "PowerEnds",
    };
    format!("within: {length}, on_silence: {silence}, ")
}

fn steps(draw: &mut Draw) -> String {
    let once = if draw.one_in(2) { "at_most: Times(n: 1, per: Procedure), " } else { "" };
    let mut all =
        format!("Step(id: \"open\", title: \"opens\", by: \"first\", to: \"s0\", {once}cite: \"Art. 3\"),\n");
    let mut number = 0;
    for from in STAGES {
        for _ in 0..1 + draw.below(2) {
            number += 1;
            let places: Vec<&str> =
                ["law", "dead", "s1", "s2"].into_iter().filter(|to| *to != from).collect();
            let when = match draw.below(6) {
                0..=2 => String::new(),
                3 => "when: Is(\"marked\"), ".to_owned(),
                kind => {
                    let ago = if kind == 4 { "AtLeast" } else { "Less" };
                    format!("when: Since(At(\"bill.open\"), {ago}, Days({})), ", draw.one(&DAYS))
                }
            };
            let (only, by, to) = (only(draw), draw.one(&OFFICES), draw.one(&places));
            let _ = writeln!(
                all,
                "Step(id: \"t{number}\", title: \"acts ({number})\", {only}by: \"{by}\", from: [\"{from}\"], to: \"{to}\", {when}cite: \"Art. 3\"),"
            );
        }
    }
    let (mark, by, from) = (only(draw), draw.one(&OFFICES), draw.one(&STAGES));
    let effect = draw.one(&["Assert(\"marked\", true)", "Set(\"second\", Vacant)", "Set(\"first\", Vacant)"]);
    let _ = writeln!(
        all,
        "Step(id: \"mark\", title: \"marks\", {mark}by: \"{by}\", from: [\"{from}\"], effects: [{effect}], cite: \"Art. 3\"),"
    );
    all
}

fn text(mut draw: Draw) -> String {
    let draw = &mut draw;
    let mut text = String::from(
        "[\nConstitution(id: \"random\", title: \"Random\", languages: [\"en\"], works: [], start: \"2025-01-01\"),\n\
        Defaults(id: \"counting\", counting: Counting(first: Next, round: Clamp, last: Stays), cite: \"Art. 9\"),\n\
        Fact(id: \"marked\", title: \"it is marked\", initial: false, cite: \"Art. 3\"),\n",
    );
    for id in OFFICES {
        let _ =
            writeln!(text, "Institution(id: \"{id}\", title: \"the {id}\", kind: Office, cite: \"Art. 1\"),");
    }
    for at in 0..2 {
        let options = OPTIONS.map(|id| format!("Option(id: \"{id}\", title: \"{id}\", why: \"{id}\")"));
        let (options, default) = (options.join(", "), draw.one(&OPTIONS));
        let _ = writeln!(
            text,
            "Choice(id: \"r{at}\", title: \"question {at}\", kind: Reading, options: [{options}], default: \"{default}\", cite: \"Art. 2\"),"
        );
    }
    for (at, when) in OUTCOMES.iter().enumerate() {
        let flags = ["", "vital: true, ", "grave: true, "][draw.below(3)];
        let _ = writeln!(
            text,
            "Outcome(id: \"o{at}\", title: \"outcome {at}\", when: {when}, {flags}cite: \"Art. 4\"),"
        );
    }
    let stages = STAGES.map(|id| {
        let within = within(draw, id);
        format!("Stage(id: \"{id}\", title: \"{id}\", {within}cite: \"Art. 3\")")
    });
    let ends = [("law", "Done"), ("dead", "Failed")]
        .map(|(id, end)| format!("Stage(id: \"{id}\", title: \"{id}\", end: {end}, cite: \"Art. 3\")"));
    let stages = [stages.as_slice(), &ends].concat().join(",\n");
    let steps = steps(draw);
    let _ = writeln!(
        text,
        "Procedure(id: \"bill\", title: \"bill\", cite: \"Art. 3\", matters: One, stages: [{stages}],\nsteps: [{steps}]),\n]"
    );
    text
}

/// What each file is asked to state; each office is asked about the first outcome.
fn claims() -> Vec<Claim> {
    let of_all = (0..OUTCOMES.len() as u32).map(OutcomeId);
    let of_nobody = of_all.flat_map(|id| [Claim::Never(id), Claim::Reachable(id), Claim::AlwaysPossible(id)]);
    let leads = [3, 4].map(|from| Claim::LeadsTo(OutcomeId(from), OutcomeId(2), Length::days(20)));
    let offices = (0..OFFICES.len() as u32).map(|at| Player { institution: InstitutionId(at), group: None });
    let of_office = offices.flat_map(|by| {
        let id = OutcomeId(0);
        [Claim::CanForce(vec![by], id), Claim::CannotAlone(by, id), Claim::NeedsConsentOf(vec![by], id)]
    });
    of_nobody.chain(leads).chain(of_office).collect()
}

fn report(rules: &Rules, lowered: &Lowered) -> Report {
    let (claims, usual) = (claims(), &lowered.usual);
    let bounds = Bounds { max_seconds: 20.0, ..Bounds::default() };
    let settings = Settings {
        usual,
        bounds,
        claims: &claims,
        ..Settings::new(rules.constitution.start, &lowered.rules)
    };
    check(&lowered.model, &settings)
}

/// All combinations of readings: what is set then, and which options of the open fields that is.
fn combinations(rules: &Rules, open: &Lowered) -> Vec<(Setting, Vec<(FieldId, u8)>)> {
    let silent: Vec<_> = silent_stages(&rules.constitution).map(|(_, stage)| stage).collect();
    let of_choices = open.usual.iter().map(|(field, _)| *field);
    let of_silence: Vec<FieldId> = (0..)
        .map(FieldId)
        .zip(&open.model.fields)
        .filter(|(id, field)| field.is_reading() && !of_choices.clone().any(|choice| choice == *id))
        .map(|(id, _)| id)
        .collect();
    assert_eq!(of_silence.len(), silent.len(), "each silence is a reading");
    let fields: Vec<FieldId> = of_choices.chain(of_silence).collect();
    (0..1u32 << fields.len())
        .map(|bits| {
            let value = |at: usize| (bits >> at & 1) as u8;
            let n = fields.len() - silent.len();
            let options = (0..n).map(|at| (ChoiceId(at), OptionId(value(at).into()))).collect();
            let late = silent
                .iter()
                .enumerate()
                .map(|(at, stage)| (*stage, if value(n + at) == 0 { Late::Valid } else { Late::Void }));
            let setting = Setting { options, late: late.collect(), ..Setting::default() };
            (setting, fields.iter().enumerate().map(|(at, field)| (*field, value(at))).collect())
        })
        .collect()
}

/// Whether what is said of the readings lets a finding appear under a combination.
fn allows(finding: &Finding, combination: &[(FieldId, u8)]) -> bool {
    match &finding.under {
        Under::All | Under::NotDecided => true,
        Under::Only(some) => some.iter().any(|one| one.iter().all(|option| combination.contains(option))),
    }
}

fn is_undecided(report: &Report, code: Code) -> bool {
    report.undecided.iter().any(|undecided| undecided.code == code)
}

/// The findings; those of several outcomes once for each.
fn singly(report: &Report) -> Vec<Finding> {
    let each = |finding: &Finding| -> Vec<Finding> {
        let one = |subject: Subject| Finding { subject, ..finding.clone() };
        match &finding.subject {
            Subject::Lost { outcomes } => {
                outcomes.iter().map(|id| one(Subject::Lost { outcomes: vec![*id] })).collect()
            }
            Subject::Paralysed { outcomes, since, days, waiting } => {
                let (since, days) = (*since, *days);
                let of = |id: &OutcomeId| Subject::Paralysed {
                    outcomes: vec![*id],
                    since,
                    days,
                    waiting: waiting.clone(),
                };
                outcomes.iter().map(|id| one(of(id))).collect()
            }
            _ => vec![finding.clone()],
        }
    };
    report.findings.iter().flat_map(each).collect()
}

/// Tells whether one finding says what another says. What the text does not say of late acts it says once a reading is taken.
fn is_it(one: &Finding, other: &Finding) -> bool {
    match (&one.subject, &other.subject) {
        (Subject::Toothless { rule, .. }, Subject::Toothless { rule: also, .. }) => rule == also,
        // C1 tells it too, of one who brings it about himself.
        (Subject::NoReturn { outcome, .. }, Subject::Alone { outcome: also, .. }) => outcome == also,
        (Subject::Lost { outcomes }, Subject::Lost { outcomes: also })
        | (Subject::Paralysed { outcomes, .. }, Subject::Paralysed { outcomes: also, .. }) => {
            outcomes == also
        }
        // By which acts depends on the readings.
        (Subject::Race { .. }, Subject::Race { .. }) => one.holders == other.holders,
        _ if one.code == other.code => one.rules.first() == other.rules.first(),
        _ => is_same(one, other),
    }
}

/// How many answers were compared, and how many hang on readings.
#[derive(Default)]
struct Compared {
    files: u32,
    findings: u32,
    answers: u32,
    hanging: u32,
}

/// What the report with all readings open gets wrong; nothing if the text has an error.
fn wrong(text: &str, compared: &mut Compared) -> Vec<String> {
    let mut source = Source::new();
    source.add("random.ron".to_owned(), text.to_owned());
    let Some(rules) = compile(&source).rules else { return Vec::new() };
    compared.files += 1;
    let lowered = rules.lower(&Setting::default());
    let open = report(&rules, &lowered);
    let told_open = singly(&open);
    let mut wrong = Vec::new();
    for (setting, combination) in combinations(&rules, &lowered) {
        let taken = report(&rules, &lower(&rules.constitution, &setting));
        let told_taken = singly(&taken);
        for finding in told_taken.iter().filter(is_asked) {
            compared.findings += 1;
            let is_there = |other: &Finding| is_it(finding, other) && allows(other, &combination);
            if !told_open.iter().any(is_there) && !is_undecided(&open, finding.code) {
                wrong.push(format!("{combination:?} hidden: {} {:?}", finding.code.code(), finding.subject));
            }
        }
        let is_claimed = |one: &&Finding| {
            one.under != Under::NotDecided && allows(one, &combination) && !can_be_told_otherwise(one.code)
        };
        for finding in told_open.iter().filter(is_asked).filter(is_claimed) {
            let is_found = told_taken.iter().any(|other| is_it(finding, other));
            if !is_found && !is_undecided(&taken, finding.code) {
                wrong.push(format!("{combination:?} not so: {} {:?}", finding.code.code(), finding.subject));
            }
        }
        for (claim, answers) in claims().iter().zip(open.answers.iter().zip(&taken.answers)) {
            let while_open = holds(&open, answers.0, &combination);
            let Some((while_open, taken)) = while_open.zip(holds(&taken, answers.1, &[])) else { continue };
            compared.answers += 1;
            if while_open != taken {
                wrong.push(format!("{combination:?}: {claim:?}: {:?} but {:?}", answers.0, answers.1));
            }
        }
    }
    let hangs = |finding: &&Finding| matches!(finding.under, Under::Only(_));
    compared.hanging += open.findings.iter().filter(hangs).count() as u32;
    wrong
}

/// How many files are tried: `SOLON_CASES`, each time others; or the same 40.
fn config() -> ProptestConfig {
    let cases = std::env::var("SOLON_CASES").ok().and_then(|text| text.parse().ok());
    let rng_seed = if cases.is_some() { RngSeed::Random } else { RngSeed::Fixed(0) };
    ProptestConfig { cases: cases.unwrap_or(40), failure_persistence: None, rng_seed, ..Default::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn random_files_say_the_same_with_their_readings_open(draw in Draw::of(100)) {
        let text = text(draw);
        let wrong = wrong(&text, &mut Compared::default());
        prop_assert!(wrong.is_empty(), "{}\n{text}", wrong.join("\n"));
    }
}

#[test]
fn the_random_files_are_well_formed_and_their_findings_hang_on_readings() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut compared = Compared::default();
    for _ in 0..20 {
        let draw = Draw::of(100).new_tree(&mut runner).expect("choices").current();
        assert_eq!(wrong(&text(draw), &mut compared), Vec::<String>::new());
    }
    let Compared { files, findings, answers, hanging } = compared;
    assert_eq!(files, 20, "a file has an error");
    assert!(findings > 300 && answers > 3_000 && hanging > 60, "{findings} {answers} {hanging}");
}
