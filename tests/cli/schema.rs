//! The published schema: in step with the code, and kept by the reports.

use super::{Folder, STUCK, out, root, solon};
use serde_json::Value;

#[test]
fn the_published_schema_is_that_of_the_code() {
    let path = root().join("docs/schema/check.json");
    let current = out(&solon(&["schema"]));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &current).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        published == current,
        "docs/schema/check.json is not what `solon schema` prints: UPDATE=1 rewrites it"
    );
}

#[test]
fn reports_keep_to_the_schema() {
    let schema: Value = serde_json::from_str(&out(&solon(&["schema"]))).unwrap();
    let stuck = Folder::with("schema", STUCK);
    let broken = Folder::with("schema-broken", "[");
    let new = Folder::new("schema-new");
    let dir = new.path("x").display().to_string();
    solon(&["init", &dir]);
    for dir in [stuck.arg(), broken.arg(), &dir] {
        let report: Value =
            serde_json::from_slice(&solon(&["check", dir, "--format", "json"]).stdout).unwrap();
        let mut wrong = Vec::new();
        keeps(&schema, &schema, &report, "$", &mut wrong);
        assert!(wrong.is_empty(), "{dir}: {wrong:#?}");
    }
}

#[test]
fn the_contract_of_the_design_is_kept() {
    let folder = Folder::with("contract", STUCK);
    let report: Value =
        serde_json::from_slice(&solon(&["check", folder.arg(), "--format", "json"]).stdout).unwrap();
    for key in [
        "schema",
        "constitution",
        "search",
        "findings",
        "diagnostics",
        "options",
        "not_run",
        "undecided",
        "answers",
        "clean",
    ] {
        assert!(report.get(key).is_some(), "`{key}` is missing");
    }
    for key in ["complete", "states", "transitions", "seconds"] {
        assert!(report["search"].get(key).is_some(), "search.`{key}` is missing");
    }
    let finding = &report["findings"][0];
    for key in ["code", "id", "severity", "sentence", "holders", "outcome", "articles", "trace", "cures"] {
        assert!(finding.get(key).is_some(), "findings.`{key}` is missing");
    }
    for key in ["date", "step", "holder", "articles"] {
        assert!(finding["trace"][0].get(key).is_some(), "trace.`{key}` is missing");
    }
}

/// The part of JSON Schema that the published schema uses.
fn keeps(root: &Value, schema: &Value, value: &Value, at: &str, wrong: &mut Vec<String>) {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let name = reference.strip_prefix("#/$defs/").unwrap();
        return keeps(root, &root["$defs"][name], value, at, wrong);
    }
    if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
        let fits = any.iter().any(|one| {
            let mut inner = Vec::new();
            keeps(root, one, value, at, &mut inner);
            inner.is_empty()
        });
        if !fits {
            wrong.push(format!("{at}: fits none of the alternatives"));
        }
        return;
    }
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |name: &&str| match *name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the schema has a type that this test does not know: {other}"),
    };
    if !types.is_empty() && !types.iter().any(is) {
        wrong.push(format!("{at}: is not {types:?}"));
        return;
    }
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        for (index, value) in values.iter().enumerate() {
            keeps(root, items, value, &format!("{at}[{index}]"), wrong);
        }
    }
    let Some(object) = value.as_object() else { return };
    let properties = schema.get("properties").and_then(Value::as_object);
    for required in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
        if !object.contains_key(required.as_str().unwrap()) {
            wrong.push(format!("{at}: {required} is missing"));
        }
    }
    for (key, value) in object {
        match properties.and_then(|properties| properties.get(key)) {
            Some(schema) => keeps(root, schema, value, &format!("{at}.{key}"), wrong),
            None => wrong.push(format!("{at}: the schema does not know `{key}`")),
        }
    }
}
