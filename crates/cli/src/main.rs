//! The front of Solon: reads files, runs the compiler and the engine, and writes what they found.
//!
//! Each command returns a [`command::Done`]: what belongs on standard output, what on standard error, and the exit
//! code. Only this file and `progress` write to the world.

mod args;
mod command;
mod exit;
mod input;
mod pages;
mod paint;
mod progress;
mod report;
mod setting;

use clap::Parser;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = args::Cli::parse();
    start_tracing(cli.common.verbose, paint::Paint::stderr(cli.common.color).is_on());
    let done = command::run(&cli);
    let written =
        write(std::io::stderr().lock(), &done.err).and_then(|()| write(std::io::stdout().lock(), &done.out));
    match written {
        Ok(()) => done.exit.into(),
        Err(error) => {
            // The last word: if standard error is gone as well, nobody is left to tell.
            let _ = writeln!(std::io::stderr(), "error: the report could not be written: {error}");
            exit::Exit::BadInput.into()
        }
    }
}

/// Writes a text. A reader that has closed its end, as `head` does, has seen what it wanted.
fn write(to: impl Write, text: &str) -> std::io::Result<()> {
    let mut to = std::io::BufWriter::new(to);
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {
            // The rest of the buffer must not be tried again when it is dropped.
            let _ = to.into_parts();
            Ok(())
        }
        written => written,
    }
}

fn start_tracing(verbose: u8, color: bool) {
    let level = match verbose {
        0 => return,
        1 => "solon=info,solon_rules=info,solon_engine=info",
        _ => "solon=debug,solon_rules=debug,solon_engine=debug",
    };
    tracing_subscriber::fmt()
        .with_env_filter(level)
        .with_writer(std::io::stderr)
        .with_ansi(color)
        .without_time()
        .init();
}
