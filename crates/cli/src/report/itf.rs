//! Traces in the Informal Trace Format, for other tools.
//!
//! One file for each trace: its variables are the procedures, statuses, facts, parameters and readings of the file, by their ids;
//! what only the event table knows (flags, counters of the search) is left out.
//!
//! # Source
//! Apalache, ADR 015: Informal Trace Format in JSON.

use super::names::Names;
use serde_json::{Map, Value, json};
use solon_engine::finding::Witness;
use solon_engine::model::FieldId;
use solon_engine::replay::What;
use solon_engine::step;
use solon_rules::lower::TimeMode;
use solon_rules::origins::FieldMeaning;

/// Writes a trace. The first state is the start; each other one follows an event.
pub fn itf(names: &Names<'_>, witness: &Witness, description: &str) -> String {
    let model = names.model();
    let fields: Vec<(FieldId, String)> = (0..model.fields.len() as u32)
        .filter_map(|at| Some((FieldId(at), variable(names, FieldId(at))?)))
        .collect();
    let state = |values: &[u8], meta: Value| {
        let known =
            fields.iter().map(|(field, name)| (name.clone(), value(names, *field, values[field.index()])));
        let mut all: Map<String, Value> = known.collect();
        all.insert("#meta".into(), meta);
        Value::Object(all)
    };
    let mut now = witness.start.fields.clone();
    let mut states = vec![state(&now, json!({ "index": 0, "date": witness.first.to_string() }))];
    for entry in &witness.journal.entries {
        let What::Happened { event, .. } = entry.what else { continue };
        let row = model.event(event);
        step::apply(row, &mut now);
        if names.is_silent(row) {
            continue;
        }
        let meta = json!({
            "index": states.len(), "date": entry.day.to_string(), "rule": names.rule(row.rule).name,
        });
        states.push(state(&now, meta));
    }
    let vars: Vec<&String> = fields.iter().map(|(_, name)| name).collect();
    let trace = json!({
        "#meta": {
            "format": "ITF",
            "format-description": "https://apalache.informal.systems/docs/adr/015adr-trace.html",
            "source": names.constitution.id,
            "description": description,
        },
        "vars": vars,
        "states": states,
    });
    format!("{trace:#}\n")
}

/// The name of a field's variable, if a reader of the file knows it.
fn variable(names: &Names<'_>, field: FieldId) -> Option<String> {
    let c = names.constitution;
    let rule = match *names.lowered.origins.field(field) {
        FieldMeaning::Matter(id) => c.procedures[id.0].rule,
        FieldMeaning::Status(id) => c.institutions[id.0].rule,
        FieldMeaning::Kind(procedure, kind) => c.procedures[procedure.0].kinds[kind.0].rule,
        FieldMeaning::Fact(id) => c.facts[id.0].rule,
        FieldMeaning::Param(id) => c.params[id.0].rule,
        FieldMeaning::Reading(id) => c.choices[id.0].rule,
        _ => return None,
    };
    let of_kind = match names.lowered.origins.field(field) {
        FieldMeaning::Matter(_) => "procedure",
        FieldMeaning::Status(_) => "status",
        FieldMeaning::Kind(..) => "kind",
        FieldMeaning::Fact(_) => "fact",
        FieldMeaning::Param(_) => "param",
        _ => "reading",
    };
    Some(format!("{of_kind}:{}", names.rule(rule).name))
}

fn value(names: &Names<'_>, field: FieldId, value: u8) -> Value {
    let c = names.constitution;
    let number = usize::from(value);
    match *names.lowered.origins.field(field) {
        FieldMeaning::Matter(id) => {
            let at = names.lowered.origins.position(id, value);
            let stage =
                at.stage.map(|stage| names.rule(c.procedures[id.0].stages[stage.0].rule).name.clone());
            let overdue = !matches!(at.mode, TimeMode::OnTime(_));
            json!({ "stage": stage.unwrap_or_else(|| "none".into()), "overdue": overdue })
        }
        FieldMeaning::Status(id) => {
            let status = names.lowered.origins.status_of(id, value);
            json!(status.map(|status| format!("{status:?}")))
        }
        FieldMeaning::Param(id) => json!(c.params[id.0].range.get(number)),
        FieldMeaning::Reading(id) => json!(c.choices[id.0].options.get(number).map(|option| &option.id)),
        _ => json!(value == 1),
    }
}
