//! From `--choose` and `--set` to what the compiler takes.

use crate::args::Taken;
use solon_rules::Rules;
use solon_rules::diagnostic::nearest;
use solon_rules::lower::{Setting, silent_stages};
use solon_rules::resolved::{ChoiceId, Constitution, OptionId, ParamId};
use solon_rules::surface::Late;
use thiserror::Error;

/// An option or parameter that does not exist.
#[derive(Debug, Error)]
#[error("{message}")]
pub struct SettingError {
    message: String,
    /// What would work.
    pub help: Option<String>,
}

/// Reads the options taken and the parameters changed.
///
/// # Errors
/// [`SettingError`] if one of them is not written as `name=value`, or names nothing.
pub fn setting(rules: &Rules, taken: &Taken) -> Result<Setting, SettingError> {
    let mut setting = Setting::default();
    apply(rules, taken, &mut setting)?;
    Ok(setting)
}

/// Puts what was taken on the command line above what `setting` has already.
///
/// # Errors
/// As [`setting`].
pub fn apply(rules: &Rules, taken: &Taken, setting: &mut Setting) -> Result<(), SettingError> {
    let constitution = &rules.constitution;
    for text in &taken.choose {
        let (name, option) = split(text, "--choose", "CHOICE=OPTION")?;
        if let Some((_, stage)) = silent_stages(constitution).find(|(known, _)| *known == name) {
            let late = Late::named(option).ok_or_else(|| SettingError {
                message: format!("a late act cannot be `{option}`"),
                help: Some("it is valid or void".into()),
            })?;
            setting.late.insert(stage, late);
            continue;
        }
        let names = constitution.choices.iter().map(|choice| name_of(constitution, choice.rule.index()));
        let choice = find(name, "choice", names)?;
        let options = constitution.choices[choice].options.iter().map(|option| option.id.as_str());
        let option = find(option, &format!("option of `{name}`"), options)?;
        setting.options.insert(ChoiceId(choice), OptionId(option));
    }
    for text in &taken.set {
        let (name, value) = split(text, "--set", "PARAM=NUMBER")?;
        let names = constitution.params.iter().map(|param| name_of(constitution, param.rule.index()));
        let param = find(name, "parameter", names)?;
        let number = value.parse::<i32>().map_err(|_| SettingError {
            message: format!("`{value}` is not a whole number"),
            help: Some(format!("write --set {name}={}", constitution.params[param].value)),
        })?;
        let range = &constitution.params[param].range;
        if range.len() > 1 && !range.contains(&number) {
            let known: Vec<String> = range.iter().map(i32::to_string).collect();
            let message = format!("`{name}` cannot be {number}");
            return Err(SettingError { message, help: Some(format!("it can be {}", known.join(", "))) });
        }
        setting.params.insert(ParamId(param), number);
    }
    Ok(())
}

fn name_of(constitution: &Constitution, rule: usize) -> &str {
    &constitution.rules[rule].name
}

fn split<'t>(text: &'t str, option: &str, form: &str) -> Result<(&'t str, &'t str), SettingError> {
    text.split_once('=').ok_or_else(|| SettingError {
        message: format!("`{option} {text}` has no `=`"),
        help: Some(format!("write {option} {form}")),
    })
}

fn find<'n>(sought: &str, noun: &str, names: impl Iterator<Item = &'n str>) -> Result<usize, SettingError> {
    let names: Vec<&str> = names.collect();
    names.iter().position(|name| *name == sought).ok_or_else(|| {
        let help = match nearest(sought, names.iter().copied()) {
            Some(near) => Some(format!("the nearest name is `{near}`")),
            None if names.is_empty() => None,
            None => Some(format!("there are: {}", names.join(", "))),
        };
        SettingError { message: format!("no {noun} is named `{sought}`"), help }
    })
}
