//! Shows on a terminal how far a search has come.

use indicatif::{ProgressBar, ProgressStyle};
use solon_engine::search::{Progress, Reporter};
use std::io::IsTerminal;
use std::time::Duration;

/// A line on standard error that is gone when the work is done; nothing if that is no terminal.
pub struct Spinner(Option<ProgressBar>);

impl Spinner {
    /// Starts to spin, unless nobody would see it or it is not wanted.
    pub fn start(quiet: bool) -> Spinner {
        if quiet || !std::io::stderr().is_terminal() {
            return Spinner(None);
        }
        let bar = ProgressBar::new_spinner().with_style(ProgressStyle::default_spinner());
        bar.set_message("searching");
        bar.enable_steady_tick(Duration::from_millis(120));
        Spinner(Some(bar))
    }
}

impl Reporter for Spinner {
    fn progress(&self, what: Progress) {
        let Some(bar) = &self.0 else { return };
        bar.set_message(match what {
            Progress::States(states) => format!("searching: {states} states"),
            Progress::Round { round, nodes } => format!("searching: round {round}, {nodes} nodes"),
            Progress::Layer { depth, nodes } => {
                format!("searching: {depth} steps from the start, {nodes} nodes")
            }
        });
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
