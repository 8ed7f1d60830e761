//! Static checks: what is surely not meant, found without running anything.
//!
//! In goes a [`Constitution`] whose names are all known, out come diagnostics; checks only read. Each file holds one
//! family, named as in `docs/diagnostics/`. What needs a search (can this state be reached?) belongs to the engine's
//! findings; here only what the text alone decides is reported, so that nothing is reported which is not so.

mod bars;
mod body;
mod cases;
mod circles;
mod clocks;
mod conditions;
mod dates;
mod duties;
mod graph;
mod holders;
mod kinds;
mod law;
mod literal;
mod logic;
mod offset;
mod results;
mod rules;
mod seats;
mod shares;
mod size;
mod stages;
mod statuses;
mod steps;
pub(crate) mod tally;
mod text;
mod voters;
mod walk;
mod windows;

use crate::diagnostic::Diagnostics;
use crate::resolved::{Constitution, InstitutionId, Mark, ProcedureId, StageId, StepId};

/// Runs all static checks.
pub fn check(constitution: &Constitution, out: &mut Diagnostics) {
    // Some checks follow references; with a circle among them there would be no end.
    circles::check(constitution, out);
    if out.has_errors() {
        return;
    }
    shares::check(constitution, out);
    voters::check(constitution, out);
    seats::check(constitution, out);
    statuses::check(constitution, out);
    clocks::check(constitution, out);
    conditions::check(constitution, out);
    windows::check(constitution, out);
    steps::check(constitution, out);
    results::check(constitution, out);
    holders::check(constitution, out);
    law::check(constitution, out);
    stages::check(constitution, out);
    size::check(constitution, out);
    cases::check(constitution, out);
    kinds::check(constitution, out);
    duties::check(constitution, out);
    bars::check(constitution, out);
    rules::check(constitution, out);
    text::check(constitution, out);
}

/// The names that messages give to things: those of the rule files.
impl Constitution {
    pub(crate) fn institution_name(&self, id: InstitutionId) -> &str {
        &self.rule(self.institutions[id.0].rule).name
    }

    pub(crate) fn procedure_name(&self, id: ProcedureId) -> &str {
        &self.rule(self.procedures[id.0].rule).name
    }

    pub(crate) fn stage_name(&self, procedure: ProcedureId, id: StageId) -> &str {
        &self.rule(self.procedures[procedure.0].stages[id.0].rule).name
    }

    pub(crate) fn step_name(&self, procedure: ProcedureId, id: StepId) -> &str {
        &self.rule(self.procedures[procedure.0].steps[id.0].rule).name
    }

    pub(crate) fn mark_name(&self, mark: Mark) -> &str {
        match mark {
            Mark::Step(procedure, step) => self.step_name(procedure, step),
            Mark::Stage(procedure, stage) => self.stage_name(procedure, stage),
        }
    }

    pub(crate) fn procedure_ids(&self) -> impl Iterator<Item = ProcedureId> + use<> {
        (0..self.procedures.len()).map(ProcedureId)
    }
}

/// Writes a list of names: "`a`, `b` and `c`".
fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// Writes a number with its noun: "1 seat", "2 seats".
fn counted(n: i64, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}
