//! The whole line from text to a checked constitution.

use crate::decode;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::lower::{Lowered, Setting, lower};
use crate::resolve::{NameIndex, resolve};
use crate::resolved::Constitution;
use crate::source::{FileId, Source, Span};
use crate::surface::{Item, Scenario};
use crate::syntax;

/// What a folder compiles to.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The constitution and its names; `None` if the files have an error.
    pub rules: Option<Rules>,
    /// The scenarios that stand in the files.
    pub scenarios: Vec<Scenario>,
    /// What is wrong, in the order of the source.
    pub diagnostics: Vec<Diagnostic>,
}

/// A constitution without errors, and its names.
#[derive(Clone, Debug)]
pub struct Rules {
    /// What the files refer to.
    pub constitution: Constitution,
    /// How names are looked up.
    pub names: NameIndex,
}

impl Rules {
    /// Lowers the constitution under a setting.
    pub fn lower(&self, setting: &Setting) -> Lowered {
        lower(&self.constitution, setting)
    }
}

/// Compiles the files of one folder: all their problems are reported in one run.
pub fn compile(source: &Source) -> Compiled {
    let mut out = Diagnostics::new();
    let mut items: Vec<(FileId, Item)> = Vec::new();
    let mut scenarios = Vec::new();
    for file in source.files() {
        for item in decode::items::<Item>(&syntax::parse(source, file), &mut out) {
            match item {
                Item::Scenario(scenario) => scenarios.push(scenario),
                item => items.push((file, item)),
            }
        }
    }
    tracing::info!(files = source.files().count(), items = items.len(), scenarios = scenarios.len(), "read");
    // An item that could not be read would make every use of its name an error of its own.
    let broken = out.has_errors();
    let mut rules = None;
    if !broken {
        match resolve(items, &mut out) {
            Some((constitution, names)) => {
                // What a name that is not known leaves open would look like an error of its own.
                if !out.has_errors() {
                    crate::check::check(&constitution, &mut out);
                }
                if !out.has_errors() {
                    rules = with_scenarios(Rules { constitution, names }, &scenarios, &mut out);
                }
            }
            None => {
                let place = Span::new(FileId(0), 0, 0);
                let message = "the folder has no `Constitution` item: nothing says which text this is";
                out.push(
                    Diagnostic::at(Code::MissingManifest, place, message)
                        .help("`solon init` writes a folder to start from"),
                );
            }
        }
    }
    Compiled { rules, scenarios, diagnostics: out.without_followups().into_sorted() }
}

/// Looks for errors in the scenarios of the folder; with one, there is no result.
fn with_scenarios(rules: Rules, scenarios: &[Scenario], out: &mut Diagnostics) -> Option<Rules> {
    for scenario in scenarios {
        // What is prepared here is prepared again where it is replayed.
        let _ = crate::scenario::prepare(&rules, scenario, out);
    }
    (!out.has_errors()).then_some(rules)
}
