//! What it means to break a rule: acts that work although they are unlawful, duties in matters that have ended.

use solon_engine::finding::{self, Evidence, Settings, Severity};
use solon_engine::search::Bounds;
use solon_engine::symbolic::{Conduct, Slice, Space};
use solon_rules::diagnostic::Diagnostics;
use solon_rules::lower::{Lowered, Setting};
use solon_rules::source::Source;
use solon_rules::surface::Scenario;
use solon_rules::{Rules, compile, scenario};

const FILE: &str = r#"[
    Constitution(id: "demo", title: "Demo", languages: ["en"], works: []),
    Defaults(id: "counting", counting: Counting(first: Next, round: Clamp, last: Stays), cite: "Art. 4"),
    Institution(id: "senate", kind: Chamber, n: 100, cite: "Art. 1"),
    Institution(id: "president", kind: Office, cite: "Art. 1"),
    Procedure(
        id: "bill", cite: "Art. 2",
        stages: [
            Stage(id: "read", cite: "Art. 2"),
            Stage(id: "law", end: Done, cite: "Art. 2"),
            Stage(id: "dropped", end: Failed, cite: "Art. 2"),
        ],
        steps: [
            Step(id: "move", by: Member("senate"), to: "read", cite: "Art. 2"),
            Step(id: "sign", by: "president", from: ["read"], to: "law", cite: "Art. 2"),
            Step(id: "drop", by: Member("senate"), from: ["read"], to: "dropped", cite: "Art. 2"),
        ],
    ),
    Duty(id: "answer", holder: "president", to: ["bill.sign"], within: Days(5), cite: "Art. 3"),
    Outcome(id: "peace", title: "no bill was signed", when: Not(Is("betrayed")), vital: true, cite: "Art. 2"),
    Outcome(id: "signed", title: "a bill was signed", when: Is("betrayed"), cite: "Art. 2"),
    Fact(id: "betrayed", title: "a bill was signed", initial: false, set_by: ["bill.sign"], cite: "Art. 2"),
    PROHIBITION
    Scenario(
        id: "moot", title: "the bill is dropped before the President need answer", assumption: "invented",
        start: "2025-01-01", until: "2025-03-01",
        events: [Event(on: "2025-01-02", step: "bill.move"), Event(on: "2025-01-03", step: "bill.drop")],
        expect: [Not("signed")],
    ),
]"#;

fn compiled(prohibition: &str) -> (Rules, Vec<Scenario>) {
    let mut source = Source::new();
    source.add("breach.ron".to_owned(), FILE.replace("PROHIBITION", prohibition));
    let compiled = compile(&source);
    (compiled.rules.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics)), compiled.scenarios)
}

fn lowered(prohibition: &str) -> Lowered {
    compiled(prohibition).0.lower(&Setting::default())
}

/// Tells whether a bill can be signed by such conduct.
fn can_be_signed(lowered: &Lowered, conduct: Conduct) -> bool {
    let model = &lowered.model;
    let mut space = Space::new(model, &Slice::whole(model), &Bounds::default()).unwrap();
    let signed = model.outcomes.iter().find(|outcome| !outcome.vital).unwrap();
    let goal = space.set(&signed.when).unwrap();
    let reachable = space.reachable_by(conduct).unwrap();
    !space.is_empty(&space.and(&reachable, &goal).unwrap())
}

#[test]
fn an_unlawful_act_works_where_the_law_may_be_broken() {
    let never = r#"Prohibition(id: "bar", bars: ["bill.sign"], effect: Unlawful, cite: "Art. 5"),"#;
    let lowered = lowered(never);
    assert!(!can_be_signed(&lowered, Conduct::Lawful));
    assert!(can_be_signed(&lowered, Conduct::Any));

    let settings = Settings::new("2025-01-01".parse().unwrap(), &lowered.rules);
    let report = finding::check(&lowered.model, &settings);
    let lost = report.findings.iter().find(|finding| finding.code == finding::Code::Deadlock);
    let Some(lost) = lost else { panic!("{:?}", report.findings) };
    assert_eq!(lost.severity, Severity::Warning);
    let Evidence::Trace(witness) = &lost.evidence else { panic!("{lost:?}") };
    assert!(witness.journal.entries.iter().any(|entry| !entry.violations.is_empty()));
}

#[test]
fn a_void_act_never_works() {
    let never = r#"Prohibition(id: "bar", bars: ["bill.sign"], cite: "Art. 5"),"#;
    let lowered = lowered(never);
    assert!(!can_be_signed(&lowered, Conduct::Any));
}

#[test]
fn what_is_barred_without_condition_is_refused_by_the_prohibition() {
    let (rules, _) = compiled(r#"Prohibition(id: "bar", bars: ["bill.sign"], cite: "Art. 5"),"#);
    let names = |at: usize| rules.constitution.rules[at].name.as_str();
    let lowered = rules.lower(&Setting::default());
    let barred = lowered.model.events.iter().flat_map(|event| &event.conditions);
    assert!(barred.filter(|condition| names(condition.rule.index()) == "bar").count() > 0);
}

#[test]
fn nothing_is_owed_in_a_matter_that_has_ended() {
    let (rules, scenarios) = compiled("");
    let mut out = Diagnostics::default();
    let [scenario] = &scenarios[..] else { panic!("one scenario") };
    let prepared = scenario::prepare(&rules, scenario, &mut out).unwrap();
    let journal = prepared.replay();
    assert!(journal.entries.iter().all(|entry| entry.violations.is_empty()), "{journal:?}");
    assert!(prepared.judge(&journal).iter().all(|judgement| judgement.met));
}
