//! Colours, where they are wanted.

use clap::ValueEnum;
use std::io::IsTerminal;

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Puts colours around words, or does not.
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    on: bool,
}

impl Paint {
    /// Decides for standard output.
    pub fn stdout(color: Color) -> Paint {
        Paint { on: decide(color, std::io::stdout().is_terminal()) }
    }

    /// Decides for standard error.
    pub fn stderr(color: Color) -> Paint {
        Paint { on: decide(color, std::io::stderr().is_terminal()) }
    }

    /// Tells whether there are colours.
    pub fn is_on(self) -> bool {
        self.on
    }

    /// A heading.
    pub fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    /// An error, a refusal, an expectation that was not met.
    pub fn red(self, text: &str) -> String {
        self.with("1;31", text)
    }

    /// A warning.
    pub fn yellow(self, text: &str) -> String {
        self.with("1;33", text)
    }

    /// A note.
    pub fn blue(self, text: &str) -> String {
        self.with("1;34", text)
    }

    /// What is as it should be.
    pub fn green(self, text: &str) -> String {
        self.with("32", text)
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.on { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

fn decide(color: Color, is_terminal: bool) -> bool {
    let forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => is_terminal && !forbidden && !dumb,
    }
}
