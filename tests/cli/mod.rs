//! Runs the binary in the root of the repository, so that paths in its output are the same everywhere.

mod commands;
mod cures;
mod exits;
mod fixtures;
mod index;
mod law;
mod output;
mod powers;
mod readings;
mod schema;
mod traces;
mod verdicts;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The binary, with an environment that does not depend on who runs the tests.
pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_solon"));
    command.current_dir(root()).args(args).env_remove("NO_COLOR").env("TERM", "xterm");
    command
}

/// Runs the binary.
pub fn solon(args: &[&str]) -> Output {
    command(args).output().unwrap()
}

/// Standard output as text.
pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Standard error as text.
pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The exit code.
pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// A folder of its own, which is gone at the end.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes an empty folder.
    pub fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("solon-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    /// Makes a folder with one rule file.
    pub fn with(name: &str, text: &str) -> Folder {
        let folder = Folder::new(name);
        std::fs::write(folder.0.join("rules.ron"), text).unwrap();
        folder
    }

    /// The path as an argument.
    pub fn arg(&self) -> &str {
        self.0.to_str().unwrap()
    }

    /// A path inside it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A constitution in which one step ends everything: the chamber dissolves itself, and nobody elects a new one.
pub const STUCK: &str = r#"[
    Constitution(
        id: "stuck",
        title: {"en": "Stuck", "ru": "Тупик"},
        languages: ["en", "ru"],
        works: [Work(id: "c", title: {"en": "Constitution", "ru": "Конституция"}, kind: Constitution, edition: "2020-01-01", lang: ["en"])],
        start: "2020-01-01",
    ),
    Defaults(id: "counting", cite: "Art. 9", counting: Counting(first: Next, round: Clamp, last: Stays), quorum: {"assembly": NoQuorum}),
    Institution(id: "assembly", title: {"en": "the Assembly", "ru": "Собрание"}, kind: Chamber, n: 9, cite: "Art. 1"),
    Outcome(id: "law", title: {"en": "A law is in force", "ru": "Закон действует"}, when: In("bill", ["law"]), vital: true, cite: "Art. 2"),
    Property(id: "laws", title: {"en": "laws can be made", "ru": "законы возможны"}, that: Reachable("law"), cite: "Art. 2"),
    Procedure(
        id: "bill",
        title: {"en": "bill", "ru": "законопроект"},
        cite: "Art. 3",
        stages: [Stage(id: "law", title: {"en": "law", "ru": "закон"}, end: Done, cite: "Art. 3"), Stage(id: "lost", title: {"en": "lost", "ru": "отклонён"}, end: Failed, cite: "Art. 3")],
        steps: [
            Step(
                id: "adopt",
                title: {"en": "adopts a law", "ru": "принимает закон"},
                failed_title: {"en": "adopts no law", "ru": "не принимает закон"},
                by: Vote(of: "assembly", pass: AtLeast(2, 3, Seats)),
                carried: "law",
                failed: "lost",
                cite: "Art. 3",
            ),
        ],
    ),
    Procedure(
        id: "house",
        title: {"en": "house", "ru": "созыв"},
        cite: "Art. 4",
        initial: "sitting",
        stages: [Stage(id: "sitting", title: {"en": "sitting", "ru": "заседает"}, cite: "Art. 4"), Stage(id: "gone", title: {"en": "gone", "ru": "распущен"}, cite: "Art. 4")],
        steps: [
            Step(
                id: "dissolve",
                title: {"en": "dissolves itself", "ru": "самораспускается"},
                failed_title: {"en": "does not dissolve itself", "ru": "не самораспускается"},
                by: Vote(of: "assembly", pass: MoreThan(1, 2, Seats)),
                from: ["sitting"],
                carried: "gone",
                failed: "sitting",
                effects: [Set("assembly", Dissolved)],
                cite: "Art. 4",
            ),
        ],
    ),
]
"#;

/// Lists the constitutions of the repository: shipped ones and examples.
pub fn constitutions() -> Vec<String> {
    let mut all = Vec::new();
    for parent in ["rules", "rules/examples"] {
        let Ok(entries) = std::fs::read_dir(root().join(parent)) else { continue };
        for entry in entries.flatten() {
            let has_rules = std::fs::read_dir(entry.path()).is_ok_and(|files| {
                files
                    .flatten()
                    .any(|file| file.path().extension().is_some_and(|extension| extension == "ron"))
            });
            if has_rules {
                all.push(format!("{parent}/{}", entry.file_name().to_str().unwrap()));
            }
        }
    }
    all.sort();
    all
}
