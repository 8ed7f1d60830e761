//! One file per command: what it does, from its arguments to what it has to say.

mod blocs;
mod can;
mod check;
mod cover;
mod explain;
mod explore;
mod export;
mod index;
mod init;
mod powers;
mod run;
mod seats;

use crate::args::{Cli, Command, Common, Format};
use crate::exit::Exit;
use crate::input::InputError;
use crate::paint::Paint;
use crate::report::{self, diagnostics, json};
use crate::setting::SettingError;
use solon_engine::step;
use solon_rules::diagnostic::{Diagnostic, Severity};
use solon_rules::lower::{Lowered, Setting};
use solon_rules::source::Source;
use solon_rules::{Compiled, Rules, compile};

/// What a command has to say.
#[derive(Debug)]
pub struct Done {
    /// For standard output.
    pub out: String,
    /// For standard error.
    pub err: String,
    /// The exit code.
    pub exit: Exit,
}

impl Done {
    /// A result on standard output.
    pub fn found(out: String, exit: Exit) -> Done {
        Done { out, err: String::new(), exit }
    }

    /// A complaint about the input, with what would work.
    pub fn refused(common: &Common, message: &str, help: Option<&str>) -> Done {
        let paint = Paint::stderr(common.color);
        let mut err = format!("{}: {message}\n", paint.red("error"));
        if let Some(help) = help {
            err += &format!("  = help: {help}\n");
        }
        Done { out: String::new(), err, exit: Exit::BadInput }
    }
}

/// Runs the command.
pub fn run(cli: &Cli) -> Done {
    let common = &cli.common;
    if common.format == Format::Promela && !matches!(cli.command, Command::Export(_)) {
        return Done::refused(
            common,
            "only `solon export` writes Promela",
            Some("use --format text or json"),
        );
    }
    let done = match &cli.command {
        Command::Check(args) => check::run(common, args),
        Command::Run(args) => run::run(common, args),
        Command::Cover(args) => cover::run(common, args),
        Command::Can(args) => can::run(common, args),
        Command::Explore(args) => explore::run(common, args),
        Command::Powers(args) => powers::run(common, args),
        Command::Explain(args) => explain::run(common, args),
        Command::Export(args) => export::run(common, args),
        Command::Init(args) => init::run(common, args),
        Command::Schema => Ok(Done::found(json::schema(), Exit::Clean)),
    };
    done.unwrap_or_else(|done| *done)
}

/// A command that cannot go on says why instead.
pub type Outcome = Result<Done, Box<Done>>;

/// Compiles; if there is an error in the files, says so in the format that was asked for.
///
/// Warnings and notes are for `solon check` alone.
fn compiled(common: &Common, source: &Source) -> Result<(Compiled, Rules), Box<Done>> {
    let mut compiled = compile(source);
    match compiled.rules.take() {
        Some(rules) => Ok((compiled, rules)),
        None => {
            let is_error = |found: &Diagnostic| found.severity() == Severity::Error;
            let errors: Vec<Diagnostic> = compiled.diagnostics.into_iter().filter(is_error).collect();
            Err(Box::new(bad_files(common, source, &errors)))
        }
    }
}

/// Works out the event table under a setting, in which there must be a first state: of nothing at all every statement holds.
fn lowered(common: &Common, rules: &Rules, setting: &Setting) -> Result<Lowered, Box<Done>> {
    let lowered = rules.lower(setting);
    let mut fields: Vec<u8> =
        lowered.model.fields.iter().map(|field| field.initial.iter().next().unwrap_or_default()).collect();
    for (field, value) in &lowered.usual {
        fields[field.index()] = *value;
    }
    let Err(circle) = step::settle(&lowered.model, &mut fields) else { return Ok(lowered) };
    let rule = rules.constitution.rule(lowered.model.event(circle.event).rule);
    let message = format!(
        "the story cannot begin: from the first state on, the law's own steps follow one another without end, `{}` among them",
        rule.name
    );
    let help = "add `after` to one of them, or a condition that it ends";
    Err(Box::new(Done::refused(common, &message, Some(help))))
}

/// Says what is wrong with the files.
fn bad_files(common: &Common, source: &Source, found: &[Diagnostic]) -> Done {
    match common.format {
        Format::Text | Format::Promela => {
            let err = diagnostics::text(source, found, Paint::stderr(common.color));
            Done { out: String::new(), err, exit: Exit::BadInput }
        }
        Format::Json => {
            let report = report::check::broken(common.lang.id(), diagnostics::views(source, found));
            Done::found(json::write(&report), Exit::BadInput)
        }
    }
}

fn unreadable(common: &Common) -> impl Fn(InputError) -> Box<Done> + '_ {
    |error| Box::new(Done::refused(common, &error.to_string(), error.help().as_deref()))
}

fn bad_setting(common: &Common) -> impl Fn(SettingError) -> Box<Done> + '_ {
    |error| Box::new(Done::refused(common, &error.to_string(), error.help.as_deref()))
}

fn refused(common: &Common, message: &str) -> Box<Done> {
    Box::new(Done::refused(common, message, None))
}
