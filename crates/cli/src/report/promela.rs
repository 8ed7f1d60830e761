//! The event table as a model for Spin.
//!
//! One process: it takes an event that is possible, lets the law's own steps follow, and begins again. Each turn is one
//! `atomic`, so that Spin stores the states that last and no others: as many as Solon's explorer counts, and one more before
//! the readings are chosen, if any are open. Dates are left out, as in a search without regard to time.
//!
//! # Source
//! G. Holzmann, The Spin Model Checker, 2003, chapter 3 (`atomic`, executability of its first statement).

use solon_engine::model::{
    Conjunction, Disjunction, Effect, Event, EventKind, FieldId, Model, Test, ValueSet,
};
use solon_engine::step;
use std::fmt::Write;

/// What the parts of the model are called.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// What the constitution is called.
    pub title: String,
    /// What each field stands for.
    pub fields: Vec<String>,
    /// What each event is.
    pub events: Vec<String>,
    /// The id of each outcome.
    pub outcomes: Vec<String>,
}

/// Writes the model. Fields have the names `f0`, `f1`, .. in the order of the model.
///
/// For each outcome there is a claim that it never holds, which Spin can be asked for with `-N` and refutes with a trace.
pub fn promela(model: &Model, labels: &Labels) -> String {
    let mut text = String::new();
    let comment =
        |labels: &[String], at: usize| labels.get(at).map_or(String::new(), |label| label.replace("*/", ""));
    line(
        &mut text,
        0,
        &format!("/* {}: the events of the rules, without dates. */", labels.title.replace("*/", "")),
    );
    line(
        &mut text,
        0,
        "/* spin -a FILE; cc -DNOCLAIM -o pan pan.c; ./pan        finds where nothing can happen (invalid end states) */",
    );
    line(&mut text, 0, "/* spin -a FILE; cc -DNOCLAIM -o pan pan.c; ./pan -E     counts the states */");
    line(&mut text, 0, "/* spin -a FILE; cc -o pan pan.c; ./pan -a -N never_..   asks for one claim */");
    let readings: Vec<usize> = (0..model.fields.len()).filter(|&at| model.fields[at].is_reading()).collect();
    let mut start: Vec<u8> =
        model.fields.iter().map(|field| field.initial.iter().next().unwrap_or(0)).collect();
    if readings.is_empty() {
        // Steps in a circle are left to Spin, which reports them.
        let _ = step::settle(model, &mut start);
    }
    for (at, value) in start.into_iter().enumerate() {
        line(&mut text, 0, &format!("byte f{at} = {value}; /* {} */", comment(&labels.fields, at)));
    }
    for (outcome, id) in model.outcomes.iter().zip(&labels.outcomes) {
        line(&mut text, 0, &format!("#define {} ({})", name(id), disjunction(model, &outcome.when)));
    }
    line(&mut text, 0, "");
    line(&mut text, 0, "active proctype constitution() {");
    if !readings.is_empty() {
        line(&mut text, 1, "atomic {");
        for at in readings {
            let options = model.fields[at].initial.iter().map(|value| format!(":: f{at} = {value}"));
            line(&mut text, 2, &format!("if {} fi;", options.collect::<Vec<_>>().join(" ")));
        }
        settle(&mut text, 2, model, "before");
        line(&mut text, 2, "skip");
        line(&mut text, 1, "};");
    }
    line(&mut text, 1, "do");
    line(&mut text, 1, ":: atomic {");
    line(&mut text, 2, "if");
    line(&mut text, 2, ":: false -> skip");
    for (at, event) in model.events.iter().enumerate().filter(|(_, event)| event.kind != EventKind::Automatic)
    {
        let effects = effects(event);
        let does = if effects.is_empty() { "skip".to_owned() } else { effects };
        line(
            &mut text,
            2,
            &format!(":: {} -> {does} /* {} */", guard(model, event), comment(&labels.events, at)),
        );
    }
    line(&mut text, 2, "fi;");
    settle(&mut text, 2, model, "after");
    line(&mut text, 2, "skip");
    line(&mut text, 1, "}");
    line(&mut text, 1, "od");
    line(&mut text, 0, "}");
    for id in &labels.outcomes {
        line(&mut text, 0, &format!("ltl never_{0} {{ [] !({0}) }}", name(id)));
    }
    text
}

/// The law's own steps, lowest first, until none is possible.
fn settle(text: &mut String, indent: usize, model: &Model, label: &str) {
    let automatic: Vec<&Event> =
        model.events.iter().filter(|event| event.kind == EventKind::Automatic).collect();
    if automatic.is_empty() {
        return;
    }
    line(text, indent - 1, &format!("{label}:"));
    for event in automatic {
        let effects = effects(event);
        let does = if effects.is_empty() { "skip".to_owned() } else { effects };
        line(text, indent, &format!("if :: {} -> {does}; goto {label} :: else fi;", guard(model, event)));
    }
}

fn line(text: &mut String, indent: usize, content: &str) {
    // A string takes any text.
    let _ = writeln!(text, "{:width$}{content}", "", width = 4 * indent);
}

/// An identifier of Promela.
fn name(id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    format!("o_{}", id.chars().map(plain).collect::<String>())
}

fn guard(model: &Model, event: &Event) -> String {
    let tests = event.conditions.iter().filter_map(|condition| match condition.test {
        Test::Field(field, values) => Some(values_of(model, field, values)),
        Test::Clock(..) | Test::Date(..) => None,
    });
    all(tests.collect())
}

fn disjunction(model: &Model, when: &Disjunction) -> String {
    let one = |conjunction: &Conjunction| {
        all(conjunction.iter().map(|&(field, values)| values_of(model, field, values)).collect())
    };
    match when.0.iter().map(one).collect::<Vec<_>>() {
        none if none.is_empty() => "false".into(),
        some => some.join(" || "),
    }
}

fn all(tests: Vec<String>) -> String {
    if tests.is_empty() { "true".into() } else { format!("({})", tests.join(" && ")) }
}

/// The values as intervals.
fn values_of(model: &Model, field: FieldId, values: ValueSet) -> String {
    let size = model.fields[field.index()].size;
    let mut intervals: Vec<(u8, u8)> = Vec::new();
    for value in values.iter().filter(|&value| value < size) {
        match intervals.last_mut() {
            Some((_, last)) if *last + 1 == value => *last = value,
            _ => intervals.push((value, value)),
        }
    }
    let f = format!("f{}", field.0);
    let one = |&(least, most): &(u8, u8)| match (least, most) {
        (0, most) if most + 1 == size => "true".to_owned(),
        (least, most) if least == most => format!("{f} == {least}"),
        (0, most) => format!("{f} <= {most}"),
        (least, most) if most + 1 == size => format!("{f} >= {least}"),
        (least, most) => format!("({f} >= {least} && {f} <= {most})"),
    };
    match intervals.iter().map(one).collect::<Vec<_>>() {
        none if none.is_empty() => "false".into(),
        some => format!("({})", some.join(" || ")),
    }
}

/// Each field changes by its own value alone, so that the order of the assignments does not matter.
fn effects(event: &Event) -> String {
    let one = |effect: &Effect| {
        let f = format!("f{}", effect.field.0);
        // Only values that the guard lets through are asked.
        let possible =
            event.conditions.iter().fold(ValueSet::all(effect.map.len()), |left, condition| match condition
                .test
            {
                Test::Field(field, values) if field == effect.field => left.and(values),
                _ => left,
            });
        let changes: Vec<(u8, u8)> = possible.iter().map(|old| (old, effect.map[usize::from(old)])).collect();
        let (_, first) = *changes.first()?;
        let value = match changes.iter().all(|&(_, new)| new == first) {
            true => first.to_string(),
            false => changes
                .iter()
                .rev()
                .filter(|(old, new)| old != new)
                .fold(f.clone(), |rest, (old, new)| format!("({f} == {old} -> {new} : {rest})")),
        };
        Some(format!("{f} = {value}"))
    };
    event.effects.iter().filter_map(one).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
#[path = "../../../engine/tests/random/mod.rs"]
mod random;

/// Spin against the explicit explorer.
#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests write files and run programs")]
mod tests {
    use super::*;
    use proptest::strategy::{Strategy, ValueTree};
    use proptest::test_runner::TestRunner;
    use solon_engine::explicit::StateGraph;
    use solon_engine::model::{Outcome, RuleId};
    use solon_engine::search::{Bounds, Silent};
    use std::io::Write as _;
    use std::path::{Path, PathBuf};
    use std::process::Command;

    /// Runs a program; returns what it printed, or `None` if it could not be run or failed.
    fn run(program: &str, args: &[&str], folder: &Path) -> Option<String> {
        let output = Command::new(program).args(args).current_dir(folder).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn has_spin() -> bool {
        let here = Path::new(".");
        let installed = |program| run(program, &["--version"], here).is_some();
        let spin = || run("spin", &["-V"], here).is_some();
        let tools = (spin() || run("apt-get", &["install", "-y", "-qq", "spin"], here).is_some() && spin())
            && installed("cc");
        if !tools {
            // Printed past the test runner, which keeps what a test prints that passes.
            let _ = writeln!(
                std::io::stderr(),
                "SKIPPED: no `spin` and `cc` here, and `apt-get install spin` did not work: nothing was compared"
            );
        }
        tools
    }

    /// What Spin says: the states stored, whether something can be stuck, and which outcomes can be reached.
    #[derive(Debug, PartialEq)]
    struct Verdict {
        states: usize,
        can_stop: bool,
        reached: Vec<bool>,
    }

    fn by_spin(folder: &Path, text: &str, outcomes: &[String]) -> Verdict {
        std::fs::write(folder.join("model.pml"), text).unwrap();
        let must = |program: &str, args: &[&str]| {
            run(program, args, folder).unwrap_or_else(|| panic!("{program} {args:?} in {}", folder.display()))
        };
        must("spin", &["-a", "model.pml"]);
        must("cc", &["-O0", "-w", "-DNOCLAIM", "-DNOREDUCE", "-o", "count", "pan.c"]);
        must("cc", &["-O0", "-w", "-DNOREDUCE", "-o", "claims", "pan.c"]);
        let counted = must("./count", &["-E", "-m1000000"]);
        let stored = counted.lines().find(|line| line.contains("states, stored")).unwrap();
        assert!(
            counted.contains("errors: 0") && !counted.contains("max search depth too small"),
            "{counted}"
        );
        let states = stored.split_whitespace().next().unwrap().parse().unwrap();
        let fails = |text: &str| !text.contains("errors: 0");
        let can_stop = fails(&must("./count", &["-m1000000"]));
        let reached = outcomes.iter().map(|id| {
            let claim = format!("never_{}", name(id));
            fails(&must("./claims", &["-a", "-E", "-m1000000", "-N", &claim]))
        });
        Verdict { states, can_stop, reached: reached.collect() }
    }

    fn by_the_explorer(model: &Model) -> Verdict {
        let graph = StateGraph::explore(model, &Bounds::default(), &Silent).unwrap();
        let before = usize::from(model.fields.iter().any(|field| field.is_reading()));
        let reached =
            model.outcomes.iter().map(|outcome| graph.states().any(|state| outcome.when.holds(state)));
        Verdict {
            states: graph.n_states() + before,
            can_stop: !graph.deadlocks().is_empty(),
            reached: reached.collect(),
        }
    }

    fn agree(name: &str, model: &Model) {
        let folder: PathBuf = std::env::temp_dir().join(format!("solon-spin-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let outcomes: Vec<String> = (0..model.outcomes.len()).map(|at| at.to_string()).collect();
        let labels = Labels { outcomes: outcomes.clone(), ..Labels::default() };
        let text = promela(model, &labels);
        assert_eq!(by_spin(&folder, &text, &outcomes), by_the_explorer(model), "{name}\n{text}");
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn spin_agrees_on_random_models() {
        if !has_spin() {
            return;
        }
        let mut runner = TestRunner::deterministic();
        let (mut n_stuck, mut n_going) = (0, 0);
        while n_stuck + n_going < 10 {
            let mut model = random::model().new_tree(&mut runner).unwrap().current();
            let graph = StateGraph::explore(&model, &Bounds::default(), &Silent).unwrap();
            let is_stuck = !graph.deadlocks().is_empty();
            let n = if is_stuck { &mut n_stuck } else { &mut n_going };
            if *n == 5 || graph.n_states() < 6 || random::has_circle(&model, &graph) {
                continue;
            }
            *n += 1;
            // Two outcomes: the state that is reached last, and one that few models reach.
            let last = graph.states().last().unwrap().to_vec();
            let when = last.iter().enumerate().map(|(at, &value)| (FieldId(at as u32), ValueSet::one(value)));
            let highest = model.fields.iter().enumerate();
            let highest = highest.map(|(at, field)| (FieldId(at as u32), ValueSet::one(field.size - 1)));
            model.outcomes = [when.collect::<Vec<_>>(), highest.collect()]
                .map(|when| Outcome {
                    rule: RuleId(0),
                    when: Disjunction(vec![when]),
                    vital: false,
                    grave: false,
                    amendment: false,
                })
                .to_vec();
            agree(&format!("{is_stuck}-{n}"), &model);
        }
    }

    #[test]
    fn spin_agrees_on_teaching_constitutions() {
        if !has_spin() {
            return;
        }
        for name in ["pocket-veto", "peru-2019"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/examples").join(name);
            let source = crate::input::load(&folder).unwrap_or_else(|error| panic!("{error}"));
            let rules = solon_rules::compile(&source).rules.unwrap();
            agree(name, &rules.lower(&solon_rules::lower::Setting::default()).model);
        }
    }
}
