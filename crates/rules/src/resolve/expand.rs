//! Templates: each use puts a copy of the template's stages and steps into its procedure.

use crate::decode::{Decode, Name, Raw};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::FileId;
use crate::surface::{Item, Procedure, Stage, Step, Template, Use};
use std::collections::BTreeMap;

/// A procedure with its templates put in.
#[derive(Clone, Debug)]
pub struct Expanded {
    /// The procedure as written.
    pub item: Procedure,
    /// Its stages, with the prefix of the use that they come from.
    pub stages: Vec<(Option<String>, Stage)>,
    /// Its steps, likewise.
    pub steps: Vec<(Option<String>, Step)>,
    /// The prefixes of uses whose stages and steps are missing, because of an error that was reported.
    pub lost: Vec<String>,
}

/// Returns the templates of a folder by id.
pub(crate) fn templates(items: &[(FileId, Item)], out: &mut Diagnostics) -> BTreeMap<String, Template> {
    let mut templates: BTreeMap<String, Template> = BTreeMap::new();
    for (_, item) in items {
        if let Item::Template(template) = item {
            if let Some(first) = templates.get(&template.head.id.text) {
                let message = format!("two templates are named `{}`", template.head.id.text);
                out.push(
                    Diagnostic::at(Code::RepeatedId, template.head.id.span, message)
                        .also(first.head.id.span, "the first one"),
                );
                continue;
            }
            templates.insert(template.head.id.text.clone(), template.clone());
        }
    }
    templates
}

/// Puts the templates that a procedure uses into it; stages and steps are sorted by their ids.
pub fn expand(item: Procedure, templates: &BTreeMap<String, Template>, out: &mut Diagnostics) -> Expanded {
    let mut stages: Vec<_> = item.stages.iter().map(|stage| (None, stage.clone())).collect();
    let mut steps: Vec<_> = item.steps.iter().map(|step| (None, step.clone())).collect();
    let mut lost = Vec::new();
    for used in &item.uses {
        let Some(template) = templates.get(&used.template.text) else {
            out.push(unknown(used, templates));
            lost.push(used.r#as.text.clone());
            continue;
        };
        let missing = template
            .params
            .iter()
            .filter(|param| !used.with.0.iter().any(|(given, _)| given.text == param.text));
        let missing: Vec<&Name> = missing.collect();
        for param in &missing {
            let message = format!("the use of `{}` gives no value for `{}`", used.template.text, param.text);
            out.push(
                Diagnostic::at(Code::MissingTemplateValue, used.template.span, message)
                    .also(param.span, "the template asks for it here")
                    .help(format!("add \"{}\": .. to `with`", param.text)),
            );
        }
        if !missing.is_empty() {
            lost.push(used.r#as.text.clone());
            continue;
        }
        for (given, _) in &used.with.0 {
            if !template.params.iter().any(|param| param.text == given.text) {
                let message =
                    format!("the template `{}` has no value named `{}`", used.template.text, given.text);
                let near = nearest(&given.text, template.params.iter().map(|param| param.text.as_str()));
                let diagnostic = Diagnostic::at(Code::UnknownTemplateValue, given.span, message);
                out.push(match near {
                    Some(near) => diagnostic.help(format!("write \"{near}\"")),
                    None => diagnostic,
                });
            }
        }
        let values: Vec<(String, Raw)> =
            used.with.0.iter().map(|(name, value)| (name.text.clone(), value.clone())).collect();
        let prefix = &used.r#as.text;
        let prefixed = |id: &Name| Name { text: format!("{prefix}-{}", id.text), span: id.span };
        for mut stage in Vec::<Stage>::decode(&template.stages.with(&values), out).unwrap_or_default() {
            stage.head.id = prefixed(&stage.head.id);
            stages.push((Some(prefix.clone()), stage));
        }
        for mut step in Vec::<Step>::decode(&template.steps.with(&values), out).unwrap_or_default() {
            step.head.id = prefixed(&step.head.id);
            steps.push((Some(prefix.clone()), step));
        }
    }
    stages.sort_by(|(_, a), (_, b)| a.head.id.text.cmp(&b.head.id.text));
    steps.sort_by(|(_, a), (_, b)| a.head.id.text.cmp(&b.head.id.text));
    Expanded { item, stages, steps, lost }
}

fn unknown(used: &Use, templates: &BTreeMap<String, Template>) -> Diagnostic {
    let message = format!("no template is named `{}`", used.template.text);
    let diagnostic = Diagnostic::at(Code::UnknownTemplate, used.template.span, message);
    match nearest(&used.template.text, templates.keys().map(String::as_str)) {
        Some(near) => diagnostic.help(format!("write \"{near}\"")),
        None => diagnostic,
    }
}
