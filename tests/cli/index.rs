//! `solon powers --index`.

#[path = "../../crates/engine/tests/published/mod.rs"]
mod published;

use super::*;
use published::{Body, Figure, bodies};
use serde_json::Value;

/// A committee of three sends a bill to wait; after some days it is law, unless the year ends before, which is not known here.
const RACE: &str = r#"[
    Constitution(
        id: "race",
        title: "Race",
        languages: ["en"],
        works: [Work(id: "c", title: "Constitution", kind: Constitution, edition: "2020-01-01", lang: ["en"])],
        start: "2020-01-01",
    ),
    Defaults(id: "counting", cite: "Art. 9", counting: Counting(first: Next, round: Clamp, last: Stays), quorum: {"committee": NoQuorum}),
    Institution(id: "committee", title: "the Committee", kind: Chamber, n: 3, cite: "Art. 1"),
    Outcome(id: "law", title: "A law is in force", when: In("bill", ["law"]), cite: "Art. 2"),
    Procedure(
        id: "bill",
        title: "bill",
        cite: "Art. 3",
        stages: [
            Stage(id: "waiting", title: "waiting", within: Days(20), on_silence: To("law"), cite: "Art. 3"),
            Stage(id: "law", title: "law", end: Done, cite: "Art. 3"),
            Stage(id: "dead", title: "dead", end: Failed, cite: "Art. 3"),
        ],
        steps: [
            Step(
                id: "send",
                title: "sends the bill",
                failed_title: "sends no bill",
                by: Vote(of: "committee", pass: MoreThan(1, 2, Seats)),
                carried: "waiting",
                failed: "dead",
                cite: "Art. 3",
            ),
            Step(id: "die-even", title: "the year ends", by: Law, after: "year.even", from: ["waiting"], to: "dead", cite: "Art. 4"),
            Step(id: "die-odd", title: "the year ends", by: Law, after: "year.odd", from: ["waiting"], to: "dead", cite: "Art. 4"),
        ],
    ),
    Procedure(
        id: "year",
        title: "year",
        cite: "Art. 4",
        initial: "even",
        stages: [
            Stage(id: "even", title: "even", within: Years(1), on_silence: To("odd"), cite: "Art. 4"),
            Stage(id: "odd", title: "odd", within: Years(1), on_silence: To("even"), cite: "Art. 4"),
        ],
    ),
]"#;

/// Returns the report on an outcome of an example.
fn report(example: &str, outcome: &str) -> Value {
    let dir = format!("rules/examples/{example}");
    let output = solon(&["powers", &dir, "--index", outcome, "--format", "json"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    serde_json::from_str(&out(&output)).unwrap()
}

fn body(name: &str) -> Body {
    bodies().into_iter().find(|body| body.name == name).unwrap()
}

/// Compares what the rule file gives with the figures printed for a group, and with the exact ones of the game that is meant.
fn compare(index: &Value, body: &Body, ids: &[(&str, usize)]) {
    let indices = body.game.indices();
    assert_eq!(body.members.len(), indices.members.len());
    for (id, group) in ids {
        let of_player = |member: &&Value| member["of"].as_array().unwrap().iter().any(|of| of == id);
        let members = index["members"].as_array().unwrap();
        let found = &members.iter().find(of_player).unwrap_or_else(|| panic!("{id} in {index}"))["indices"];
        let expected = &indices.members[*group];
        assert_eq!(found["shapley_shubik"]["exact"], expected.shapley_shubik.to_string(), "{id}");
        assert_eq!(found["banzhaf_absolute"]["exact"], expected.banzhaf_absolute.to_string(), "{id}");
        assert_eq!(found["banzhaf_normalised"]["exact"], expected.banzhaf_normalised.to_string(), "{id}");
        assert_eq!(found["johnston"]["exact"], expected.johnston.to_string(), "{id}");
        let swings: f64 = found["swings"].as_str().unwrap().parse().unwrap();
        let winning: f64 = index["winning"].as_str().unwrap().parse().unwrap();
        let all = index["n"].as_f64().unwrap().exp2();
        for (_, figure, printed) in body.figures.iter().filter(|(of, _, _)| of == group) {
            let value = match figure {
                Figure::ShapleyShubik => found["shapley_shubik"]["value"].as_f64().unwrap(),
                Figure::BanzhafAbsolute => found["banzhaf_absolute"]["value"].as_f64().unwrap(),
                Figure::BanzhafNormalised => found["banzhaf_normalised"]["value"].as_f64().unwrap(),
                Figure::Johnston => found["johnston"]["value"].as_f64().unwrap(),
                Figure::ColemanPrevent => swings / winning,
                Figure::ColemanInitiate => swings / (all - winning),
            };
            // The last digits of what a machine printed in binary are its own: twelve decimals are compared at most.
            let decimals = printed.split_once('.').map_or(0, |(_, decimals)| decimals.len()).min(12);
            let printed = format!("{:.decimals$}", printed.parse::<f64>().unwrap());
            assert_eq!(format!("{value:.decimals$}"), printed, "{id}, {figure:?}");
        }
    }
    assert!(!body.figures.is_empty());
}

#[test]
fn the_security_council_has_the_published_indices() {
    let report = report("un-security-council", "decided");
    let index = &report["outcomes"][0]["index"];
    assert_eq!(index["n"], 15);
    assert_eq!(index["winning"], "848");
    compare(index, &body("UN Security Council"), &[("permanent-members", 0), ("elected-members", 1)]);
}

/// The votes of one Government are cast together. Who may propose plays as well, and makes no difference where second counts
/// are not looked at.
#[test]
fn the_council_of_the_six_has_the_published_indices() {
    let report = report("eec-1958", "decided");
    let index = &report["outcomes"][0]["index"];
    assert_eq!(index["n"], 7);
    let expected = body("EEC 1958");
    let members = [
        ("council.of-germany", 0),
        ("council.of-france", 0),
        ("council.of-italy", 0),
        ("council.of-belgium", 1),
        ("council.of-the-netherlands", 1),
        ("council.of-luxembourg", 2),
    ];
    compare(index, &expected, &members);
    let supposed = report["supposed"].as_array().unwrap();
    assert!(
        supposed.last().unwrap().as_str().unwrap().starts_with("Second counts of a vote"),
        "{supposed:?}"
    );
}

/// Prince Edward Island has no place in the file, since it never makes a difference.
#[test]
fn the_regions_of_canada_have_the_published_indices() {
    let report = report("canada-1996", "amended");
    let index = &report["outcomes"][0]["index"];
    assert_eq!(index["n"], 10);
    let members = [
        ("parliament", 0),
        ("ontario", 0),
        ("quebec", 0),
        ("british-columbia", 0),
        ("alberta", 0),
        ("other-prairie-provinces", 1),
        ("larger-atlantic-provinces", 2),
    ];
    compare(index, &body("Canada, regional vetoes"), &members);
}

#[test]
fn the_table_names_members_and_says_what_was_counted() {
    let example = "rules/examples/un-security-council";
    let output = solon(&["powers", example, "--index", "decided"]);
    let text = out(&output);
    assert!(text.contains("Of 15 members each counts so much."), "{text}");
    assert!(
        text.contains("0.196270  0.051758    0.166929  0.177987         5  the permanent members"),
        "{text}"
    );
    let smallest =
        "The smallest that win:\n    - the elected members (4 of 10); the permanent members (5 of 5)\n";
    assert!(text.contains(smallest), "{text}");
    let russian = out(&solon(&["powers", example, "--index", "decided", "--lang", "ru"]));
    assert!(russian.contains("Участников — 15"), "{russian}");
}

#[test]
fn an_index_that_met_a_bound_is_undecided() {
    let example = "rules/examples/un-security-council";
    let output = solon(&["powers", example, "--index", "decided", "--max-nodes", "1", "--format", "json"]);
    assert_eq!(code(&output), 3);
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    let index = &report["outcomes"][0]["index"];
    assert_eq!(index["answer"], "undecided");
    assert_eq!(index["winning"], Value::Null);
    assert!(index["members"].as_array().unwrap().iter().all(|member| member["indices"].is_null()));
}

/// Of two periods that run only one helps, and which ends first is not known: there is no number.
#[test]
fn an_index_that_depends_on_dates_has_no_figures() {
    let folder = Folder::with("index-dates", RACE);
    let output = solon(&["powers", folder.arg(), "--index", "law", "--format", "json"]);
    assert_eq!(code(&output), 3, "{}{}", err(&output), out(&output));
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    let index = &report["outcomes"][0]["index"];
    assert_eq!(index["answer"], "depends-on-dates", "{report}");
    assert_eq!(index["smallest"], serde_json::json!([]));
    assert_eq!(index["depends_on_dates"][0][0]["n"], 2);
    assert!(index["members"].as_array().unwrap().iter().all(|member| member["indices"].is_null()));
}

#[test]
fn an_index_is_asked_for_one_question_at_a_time() {
    let example = "rules/examples/un-security-council";
    let output = solon(&["powers", example, "--index", "decided", "--by", "permanent-members"]);
    assert_eq!(code(&output), 2);
    let output = solon(&["powers", example, "--index", "decide"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("did you mean `decided`?"), "{}", err(&output));
}

/// Three parties with 3, 2 and 1 of six seats, of which four are needed: the example of a manual.
#[test]
fn parties_count_by_their_seats() {
    let rules = STUCK.replace("n: 9,", "n: 6,").replace("AtLeast(2, 3, Seats)", "Count(4)");
    let folder = Folder::with("index-parties", &rules);
    let parties = ["--bloc", "a=assembly:3", "--bloc", "b=assembly:2", "--bloc", "c=assembly:1"];
    let args = [&["powers", folder.arg(), "--index", "law", "--format", "json"], &parties[..]].concat();
    let output = solon(&args);
    assert_eq!(code(&output), 0, "{}{}", err(&output), out(&output));
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    let index = &report["outcomes"][0]["index"];
    let rows: Vec<(&str, &str)> = index["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["of"][0].as_str().unwrap(), row["indices"]["johnston"]["exact"].as_str().unwrap()))
        .collect();
    assert_eq!(rows, [("a", "2/3"), ("b", "1/6"), ("c", "1/6")], "{report}");
    compare(index, &body("3, 2 and 1 votes, 4 needed"), &[("a", 0), ("b", 1), ("c", 2)]);
}
