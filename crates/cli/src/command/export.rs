//! `solon export`: the event table for other tools.

use super::{Done, Outcome, bad_setting, compiled, lowered, refused, unreadable};
use crate::args::{Common, Export, Format};
use crate::exit::Exit;
use crate::input;
use crate::report::names::Names;
use crate::report::promela::{Labels, promela};
use crate::report::trace;
use crate::setting::setting;
use solon_engine::model::FieldId;

pub fn run(common: &Common, args: &Export) -> Outcome {
    if common.format != Format::Promela {
        return Err(refused(common, "say what to export to: `--format promela`"));
    }
    let source = input::load(&args.dir).map_err(unreadable(common))?;
    let (_, rules) = compiled(common, &source)?;
    let setting = setting(&rules, &args.taken).map_err(bad_setting(common))?;
    let lowered = lowered(common, &rules, &setting)?;
    let names = Names { constitution: &rules.constitution, lowered: &lowered, lang: common.lang };
    let model = &lowered.model;
    let values = |field: FieldId| {
        let known = (0..model.fields[field.index()].size)
            .filter_map(|value| Some((value, names.value(field, value)?)));
        known.map(|(value, says)| format!("{value}: {says}")).collect::<Vec<_>>().join("; ")
    };
    let labels = Labels {
        title: rules.constitution.id.clone(),
        fields: (0..model.fields.len() as u32).map(|at| values(FieldId(at))).collect(),
        events: model.events.iter().map(|event| trace::happened(&names, event, None)).collect(),
        outcomes: model.outcomes.iter().map(|outcome| names.rule(outcome.rule).name.clone()).collect(),
    };
    Ok(Done::found(promela(model, &labels), Exit::Clean))
}
