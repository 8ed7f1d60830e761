//! The command line.

use crate::paint::Color;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Finds deadlocks, deadline traps and unchecked powers in constitutions.
///
/// A constitution is a folder of .ron files. `solon init FOLDER` writes one to start from, `solon check FOLDER` says
/// what is wrong with it, and `solon explain FOLDER CODE` explains a finding.
#[derive(Debug, Parser)]
#[command(name = "solon", version, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 nothing of severity error found; 1 such a finding (see --fail-on), a failed property or a failed expectation; \
2 bad input or usage; 3 not decided within the bounds."
)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command knows.
#[derive(Args, Debug)]
pub struct Common {
    /// How results are written
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The language of the results
    #[arg(long, global = true, value_enum, default_value_t = Lang::En)]
    pub lang: Lang,
    /// When to use colours; NO_COLOR is respected
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Leave out everything but the results themselves
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say on standard error what is done; twice for more
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs; `solon schema` describes it
    Json,
    /// For Spin, of `solon export` alone
    Promela,
}

/// The language of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English
    En,
    /// Russian
    Ru,
}

impl Lang {
    /// Returns the id of the language, as titles have it.
    pub fn id(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Ru => "ru",
        }
    }
}

/// Options taken and parameters changed.
#[derive(Args, Clone, Debug, Default)]
pub struct Taken {
    /// Take an option of a reading, layer or variant; may be repeated
    #[arg(long, value_name = "CHOICE=OPTION")]
    pub choose: Vec<String>,
    /// Change a parameter; may be repeated
    #[arg(long, value_name = "PARAM=NUMBER", allow_hyphen_values = true)]
    pub set: Vec<String>,
}

/// How far to search.
#[derive(Args, Clone, Debug)]
pub struct Limits {
    /// Nodes of decision diagrams alive at once, about 20 bytes each
    #[arg(long, value_name = "N", default_value_t = 20_000_000, value_parser = clap::value_parser!(u64).range(1..))]
    pub max_nodes: u64,
    /// Seconds for each search
    #[arg(long, value_name = "SECONDS", default_value_t = 300.0, value_parser = seconds)]
    pub max_seconds: f64,
    /// States, and combinations of readings, that are listed one by one
    #[arg(long, value_name = "N", default_value_t = 5_000_000, value_parser = clap::value_parser!(u64).range(1..))]
    pub max_states: u64,
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds.is_finite() && seconds >= 0.0 => Ok(seconds),
        _ => Err("expected a number of seconds such as 60 or 0.5".into()),
    }
}

fn millions(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(millions) if millions.is_finite() && millions >= 0.0 => Ok(millions),
        _ => Err("expected a number of millions such as 20 or 0.5".into()),
    }
}

/// From which severity on a finding fails the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors
    Error,
    /// Errors and warnings
    Warning,
    /// All findings
    Note,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read the rules and report what is wrong with them
    Check(Check),
    /// Replay dated histories and say what the rules make of them
    Run(Run),
    /// Say which parts of the rules no scenario exercises
    Cover(Cover),
    /// Say what each institution may, must and cannot do on a day
    Can(Can),
    /// Show how large the model is and what each search took
    Explore(Explore),
    /// Say who can force, block and undo each outcome, alone or together
    Powers(Powers),
    /// Explain a rule, an article or a code in plain words
    Explain(Explain),
    /// Write the rules for another tool
    Export(Export),
    /// Write a small constitution to start from
    Init(Init),
    /// Print the JSON schema of a report
    Schema,
}

#[derive(Args, Debug)]
pub struct Check {
    /// The folder with the rules, or a single file
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    #[command(flatten)]
    pub taken: Taken,
    #[command(flatten)]
    pub limits: Limits,
    /// From which severity on a finding makes the exit code 1
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    pub fail_on: FailOn,
    /// Tell up to so many courses of events for each finding, the shortest first
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=20))]
    pub traces: u8,
    /// Draw above each story who acts when, one column for each
    #[arg(long)]
    pub lanes: bool,
    /// Write each trace to this folder, as a scenario for `solon run`
    #[arg(long, value_name = "OUTDIR")]
    pub save_traces: Option<PathBuf>,
    /// Write each trace to this folder in the Informal Trace Format, for other tools
    #[arg(long, value_name = "OUTDIR")]
    pub out_itf: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Run {
    /// The folder with the rules, or a single file
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Files with scenarios; all in DIR/scenarios if left out
    #[arg(value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
    /// Replay this scenario alone; may be repeated
    #[arg(long, value_name = "ID")]
    pub only: Vec<String>,
    /// Search as `solon check` does and replay this trace of its report; may be repeated
    #[arg(long, value_name = "TRACE", conflicts_with = "scenarios")]
    pub trace: Vec<String>,
    /// Draw above each story who acts when, one column for each
    #[arg(long)]
    pub lanes: bool,
    #[command(flatten)]
    pub taken: Taken,
    #[command(flatten)]
    pub limits: Limits,
}

#[derive(Args, Debug)]
pub struct Can {
    /// The folder with the rules, or a single file
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// A file with a scenario that leads to the situation; the start of the constitution if left out
    #[arg(value_name = "SCENARIO")]
    pub scenario: Option<PathBuf>,
    /// The scenario of the file, if it has several
    #[arg(long, value_name = "ID")]
    pub only: Option<String>,
    /// The day, as in 2021-09-01; events of later days are left out
    #[arg(long, value_name = "DATE")]
    pub on: solon_engine::calendar::Day,
    /// This institution alone; may be repeated
    #[arg(long, value_name = "INSTITUTION")]
    pub by: Vec<String>,
    #[command(flatten)]
    pub taken: Taken,
}

#[derive(Args, Debug)]
pub struct Cover {
    /// The folder with the rules, or a single file
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Files with scenarios; all in DIR/scenarios if left out
    #[arg(value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
    /// Make the exit code 1 if less than so much of the rules is exercised
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub at_least: Option<u8>,
}

#[derive(Args, Debug)]
pub struct Explore {
    /// The folder with the rules, or a single file
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    #[command(flatten)]
    pub taken: Taken,
    #[command(flatten)]
    pub limits: Limits,
}

#[derive(Args, Debug)]
pub struct Powers {
    /// The folder with the rules, or a single file
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// This outcome alone; may be repeated
    #[arg(long, value_name = "OUTCOME")]
    pub outcome: Vec<String>,
    /// What these can do together: institutions, or groups of seats as in senate.appointed
    #[arg(long, value_name = "HOLDER", value_delimiter = ',')]
    pub by: Vec<String>,
    /// From how many seats of these on it can be done: bodies, or groups of seats; with those of --by, or by these seats alone
    #[arg(long, value_name = "HOLDER", value_delimiter = ',')]
    pub seats: Vec<String>,
    /// Seats that are cast together, e.g. those of a party, as in red=chamber:120,senate.elected:20; may be repeated
    #[arg(long, value_name = "NAME=HOLDER:SEATS,...")]
    pub bloc: Vec<String>,
    /// How much one member counts for this outcome, as indices of power; may be repeated
    #[arg(long, value_name = "OUTCOME", conflicts_with_all = ["outcome", "by", "seats"])]
    pub index: Vec<String>,
    /// Millions of operations for each search of the smallest coalitions, of up to eight for each outcome; twenty times as many for
    /// an index
    #[arg(long, value_name = "MILLIONS", default_value_t = 1.5, value_parser = millions)]
    pub work: f64,
    /// Take seats and offices that one holder alone fills and empties together with him, as one will
    #[arg(long, conflicts_with_all = ["index", "bloc"])]
    pub captured: bool,
    #[command(flatten)]
    pub taken: Taken,
    #[command(flatten)]
    pub limits: Limits,
}

#[derive(Args, Debug)]
pub struct Explain {
    /// The folder with the rules, or a single file; may be left out for the code of a finding or diagnostic
    #[arg(value_name = "DIR")]
    pub first: String,
    /// A rule such as bill.sign, an article such as "Art. 44(2)", or a code such as A1 or unknown-stage
    #[arg(value_name = "RULE|ARTICLE|CODE")]
    pub second: Option<String>,
    #[command(flatten)]
    pub taken: Taken,
}

#[derive(Args, Debug)]
pub struct Export {
    /// The folder with the rules, or a single file
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    #[command(flatten)]
    pub taken: Taken,
}

#[derive(Args, Debug)]
pub struct Init {
    /// The folder to write; it must be empty or not exist yet
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
