//! Values of a file as typed values, and how much is reported in one run.

use solon_rules::decode::{Cased, Decode, Raw};
use solon_rules::diagnostic::Diagnostics;
use solon_rules::source::Source;
use solon_rules::syntax;

use super::language::*;

fn stage(item: &Item) -> &Stage {
    match item {
        Item::Stage(stage) => stage,
        other => panic!("not a stage: {other:?}"),
    }
}

fn step(item: &Item) -> &Step {
    match item {
        Item::Step(step) => step,
        other => panic!("not a step: {other:?}"),
    }
}

#[test]
fn a_record_has_its_fields_those_of_its_head_and_its_place() {
    let text = r#"[ Stage(title: "x", end: Done, id: "a", cite: "Art. 1", enter: [Put("p", -3)]) ]"#;
    let items = sound::<Item>(text);
    let stage = stage(&items[0]);
    assert_eq!(stage.head.id.text, "a");
    assert_eq!(stage.head.title.as_deref(), Some("x"));
    assert_eq!(stage.head.cite.0[0].text, "Art. 1");
    assert_eq!(stage.end, Some(End::Done));
    assert!(matches!(&stage.enter[..], [Effect::Put(name, -3)] if name.text == "p"));
    assert_eq!((stage.span.start, stage.span.end as usize), (2, text.len() - 2));
    assert_eq!((stage.head.span, stage.head.id.span.start), (stage.span, 35));
}

#[test]
fn what_is_left_out_has_its_value_for_being_absent() {
    let items = sound::<Item>(r#"[Stage(id: "a"), Use(), Step(id: "b", by: Law)]"#);
    let stage = stage(&items[0]);
    assert_eq!((&stage.within, &stage.end, &stage.head.title), (&None, &None, &None));
    assert!(stage.enter.is_empty() && stage.head.cite.0.is_empty());
    assert!(matches!(&items[1], Item::Use(used) if used.r#as.is_none()));
    assert_eq!(step(&items[2]).by, Cased::Plain(By::Law));
    assert!(step(&items[2]).bind.0.is_empty());
}

#[test]
fn a_record_needs_no_word_where_only_one_fits() {
    let stages = sound::<Stage>(r#"[(id: "a"), Stage(id: "b")]"#);
    assert_eq!(stages[1].head.id.text, "b");
    assert_eq!(sound::<UseOfTemplate>(r#"[Use(as: "x"), ()]"#).len(), 2);
}

#[test]
fn a_value_may_depend_on_guards() {
    let items = sound::<Item>(
        r#"[Step(id: "a", by: Case(of: [(Is("x"), "king"), (Not(Is("y")), Law)], otherwise: Member("senate")))]"#,
    );
    let Cased::Case { of, otherwise, .. } = &step(&items[0]).by else { panic!() };
    assert_eq!(of.len(), 2);
    assert!(matches!(&of[0], (Guard::Is(x), By::Institution(king)) if x.text == "x" && king.text == "king"));
    assert!(matches!(&of[1], (Guard::Not(_), By::Law)));
    assert!(matches!(&**otherwise, By::Member(_)));
}

#[test]
fn a_choice_takes_texts_numbers_lists_maps_and_truths_without_a_word() {
    let items = sound::<Item>(
        r#"[Step(id: "a", by: "king", from: ["x"]), Step(id: "b", by: Vote(of: "y", quorum: 3), from: {"z": 1}),
            Step(id: "c", by: Vote(of: "y", quorum: true), from: AnyBut([]))]"#,
    );
    let from: Vec<_> = items.iter().map(|item| step(item).from.clone()).collect();
    assert!(matches!(&from[0], Some(From::These(names)) if names.len() == 1));
    assert!(matches!(&from[1], Some(From::Named(map)) if map.0[0].1 == 1));
    assert!(matches!(&from[2], Some(From::AnyBut(names)) if names.is_empty()));
    let quorum = |n: usize| match &step(&items[n]).by {
        Cased::Plain(By::Vote { quorum, .. }) => quorum.clone(),
        _ => None,
    };
    assert_eq!(quorum(1), Some(Quorum::Count(3)));
    assert_eq!(quorum(2), Some(Quorum::Any(true)));
}

#[test]
fn maps_keep_the_order_of_the_file_and_values_their_place() {
    let items =
        sound::<Item>(r#"[Step(id: "a", by: Law, bind: {"z": "1", "b": "2"}, when: Is("x"), part: (1, 2))]"#);
    let step = step(&items[0]);
    let keys: Vec<_> =
        step.bind.0.iter().map(|(key, value)| (key.text.as_str(), value.text.as_str())).collect();
    assert_eq!(keys, [("z", "1"), ("b", "2")]);
    let when = step.when.as_ref().unwrap();
    assert_eq!((when.span.start, when.span.len()), (58, 7));
    assert_eq!(step.part, Some((1, 2)));
}

#[test]
fn one_run_reports_the_mistakes_of_all_items_and_keeps_what_it_can() {
    let text = r#"[
        Stage(id: 1, within: Dys(3), enter: [Reset(2), Reset("ok"), Rest("x")], end: Don),
        Stage(id: "broken", title: ),
        Stage(id: "kept", within: Days("x"), enter: [Reset(2), Reset("ok")], foo: 1),
        Step(id: "half", by: Law, n: 300),
    ]"#;
    let (_, items, found) = read::<Item>(text);
    assert_eq!(found.len(), 10, "{found:#?}");
    assert_eq!(items.len(), 2, "the first lacks its id, the second has a syntax error");
    let kept = stage(&items[0]);
    assert_eq!((kept.head.id.text.as_str(), kept.within.is_none(), kept.enter.len()), ("kept", true, 1));
    assert_eq!(step(&items[1]).n, None);
}

#[test]
fn a_raw_value_is_decoded_later_with_values_for_its_params() {
    let items = sound::<Item>(
        r#"[Template(id: "t", stages: [
            Stage(id: Param("id"), within: Days(Param("n")), enter: Param("effects"), end: Param("unknown")),
        ])]"#,
    );
    let Item::Template(template) = &items[0] else { panic!() };
    let values = sound::<Raw>(r#"["first", 30, [Reset("a"), Put("b", 1)], Param("id")]"#);
    let names = ["id", "n", "effects", "unused"];
    let values: Vec<_> = names.iter().map(|name| name.to_string()).zip(values).collect();

    let mut out = Diagnostics::new();
    let stages = Vec::<Stage>::decode(&template.stages.with(&values), &mut out).unwrap();
    assert_eq!(stages[0].head.id.text, "first");
    assert_eq!(stages[0].within, Some(Cased::Plain(Period::Days(30))));
    assert_eq!(stages[0].enter.len(), 2);
    let said: Vec<_> = out.into_sorted().into_iter().map(|one| one.message).collect();
    assert_eq!(said, ["expected Done, Failed or Lapsed, found `Param`"]);

    // Places stay those of the file.
    let whole = template.stages.span();
    assert_eq!(stages[0].span.start, whole.start + 14);
    assert_eq!(template.stages.node().span(), whole);
    assert_eq!(values[0].1.with(&values).text().as_deref(), Some("first"));
    let replaced = values[3].1.with(&values);
    assert_eq!((replaced.text().as_deref(), replaced.span().start), (Some("first"), 1));
}

#[test]
fn a_raw_value_can_be_sent_and_compared() {
    fn is_send<T: Send + Sync + PartialEq>(_: &T) {}
    let values = sound::<Raw>("[Days(1), Days(1), Days( 1)]");
    is_send(&values);
    assert_ne!(values[0], values[1], "they stand in different places");
    assert_eq!(values[0], values[0].node().raw());
}

#[test]
fn errors_of_all_files_come_together() {
    let mut source = Source::new();
    let mut out = Diagnostics::new();
    for (name, text) in
        [("a.ron", "[Stage(id: 1)]"), ("b.ron", ""), ("c.ron", "[Stage(id: \"c\")]"), ("d.ron", "[Stge()]")]
    {
        source.add(name.into(), text.into());
    }
    let n: usize = source
        .files()
        .map(|file| solon_rules::decode::items::<Item>(&syntax::parse(&source, file), &mut out).len())
        .sum();
    let found = out.into_sorted();
    let said: Vec<_> = found.iter().map(|one| (source.name(one.primary().file), one.code.id())).collect();
    assert_eq!(n, 1);
    assert_eq!(said, [("a.ron", "wrong-value"), ("b.ron", "empty-file"), ("d.ron", "unknown-word")]);
}
