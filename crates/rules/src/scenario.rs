//! Dated histories: from scenario files to what the engine replays, and from its journal to what was expected.

use crate::compile::Rules;
use crate::decode::Name;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::lower::{Lowered, Setting, silent_stages};
use crate::origins::ClockMeaning;
use crate::resolved::{ChoiceId, InstitutionId, Mark, OutcomeId, ProcedureId, StageId};
use crate::source::{FileId, Span};
use crate::surface::{self, ChoiceKind, Expected, Late, Scenario};
use solon_engine::calendar::Day;
use solon_engine::model::{FieldId, RuleId, VoteResult};
use solon_engine::replay::{Happening, Journal, Mode, What, replay};
use solon_engine::state::{ClockState, State};
use solon_engine::step;
use solon_engine::vote::Tally;
use std::collections::BTreeMap;

/// A scenario, ready to be replayed.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The model under the scenario's options.
    pub lowered: Lowered,
    /// The options and parameters taken.
    pub setting: Setting,
    /// The state on the first day.
    pub start: State,
    /// The first day.
    pub first: Day,
    /// The last day.
    pub until: Day,
    /// What becomes of unlawful events.
    pub mode: Mode,
    /// The events, in their order.
    pub happenings: Vec<Happening>,
    /// What must become of each event.
    expected: Vec<Fate>,
    /// What must be so at the end.
    ends: Vec<(Span, End)>,
}

/// What must become of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fate {
    Accepted,
    Result(VoteResult),
    Refused(Vec<RuleId>),
    Violates(Vec<RuleId>),
}

#[derive(Clone, Debug)]
enum End {
    Holds(OutcomeId, bool),
    At(ProcedureId, StageId),
    Broken(Vec<RuleId>),
}

/// Whether an expectation was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The event, or `None` for one about the end.
    pub happening: Option<usize>,
    /// For one about the end: its position.
    pub end: Option<usize>,
    /// Whether it was met.
    pub met: bool,
}

/// Prepares a scenario. `None` if it has errors, which are reported.
pub fn prepare(rules: &Rules, scenario: &Scenario, out: &mut Diagnostics) -> Option<Prepared> {
    let before = out.len();
    let reader = Reader { rules, out };
    let prepared = reader.prepare(scenario);
    if out.len() > before { None } else { prepared }
}

struct Reader<'r> {
    rules: &'r Rules,
    out: &'r mut Diagnostics,
}

impl Reader<'_> {
    fn prepare(mut self, scenario: &Scenario) -> Option<Prepared> {
        let first = self.day(&scenario.start)?;
        let setting = self.setting(scenario);
        let lowered = self.rules.lower(&setting);
        let start = self.start(scenario, &lowered, first);
        let mut happenings = Vec::new();
        let mut expected = Vec::new();
        let mut last = first;
        for event in &scenario.events {
            let Some(day) = self.day(&event.on) else { continue };
            if day < last {
                let message = format!("the event of {day} stands after one of {last}");
                let diagnostic = Diagnostic::at(Code::EventsOutOfOrder, event.on.span, message);
                self.out.push(diagnostic.help("write the events in the order of their dates"));
            }
            last = last.max(day);
            if let Some(happening) = self.happening(event, day, &lowered) {
                happenings.push(happening);
                expected.push(self.fate(event.expect.as_ref()));
            }
        }
        let ends = scenario.expect.iter().filter_map(|expect| self.end(expect)).collect();
        let until = scenario.until.as_ref().and_then(|until| self.day(until)).unwrap_or(last);
        let mode = if scenario.mode == Some(surface::Mode::Record) { Mode::Record } else { Mode::Enforce };
        Some(Prepared { lowered, setting, start, first, until, mode, happenings, expected, ends })
    }

    fn day(&mut self, name: &Name) -> Option<Day> {
        // A time of the day is for the record: the engine counts whole days.
        let date = name.text.split(['T', ' ']).next().unwrap_or(&name.text);
        let day = date.parse().ok();
        if day.is_none() {
            self.out.push(
                Diagnostic::at(Code::BadDate, name.span, format!("`{}` is not a date", name.text))
                    .help("write year, month and day, as in 2021-07-01"),
            );
        }
        day
    }

    fn setting(&mut self, scenario: &Scenario) -> Setting {
        let names = &self.rules.names;
        let mut setting = Setting::default();
        for (index, choice) in self.rules.constitution.choices.iter().enumerate() {
            if choice.kind == ChoiceKind::Reading {
                setting.options.insert(ChoiceId(index), choice.default);
            }
        }
        let silent: BTreeMap<&str, _> = silent_stages(&self.rules.constitution).collect();
        setting.late.extend(silent.values().map(|&stage| (stage, Late::Valid)));
        for (choice, option) in &scenario.choices.0 {
            if let Some(&stage) = silent.get(choice.text.as_str()) {
                match Late::named(&option.text) {
                    Some(late) => drop(setting.late.insert(stage, late)),
                    None => {
                        let message = format!("a late act is \"valid\" or \"void\", not `{}`", option.text);
                        self.out.push(Diagnostic::at(Code::UnknownOption, option.span, message));
                    }
                }
            } else if let Some(choice) = names.choice(choice, self.out)
                && let Some(option) = names.option(choice, option, self.out)
            {
                setting.options.insert(choice, option);
            }
        }
        for (param, value) in &scenario.changes.0 {
            if let Some(param) = names.param(param, self.out) {
                setting.params.insert(param, *value);
            }
        }
        setting
    }

    fn start(&mut self, scenario: &Scenario, lowered: &Lowered, first: Day) -> State {
        let (model, origins) = (&lowered.model, &lowered.origins);
        let names = &self.rules.names;
        let mut fields: Vec<u8> =
            model.fields.iter().map(|field| field.initial.iter().next().unwrap_or(0)).collect();
        for (name, status) in &scenario.status.0 {
            let Some(institution) = names.institution(name, self.out) else { continue };
            match origins.status(institution, status) {
                Some((field, value)) => fields[field.index()] = value,
                None if *status == self.rules.constitution.institutions[institution.0].initial => {}
                None => {
                    let message = format!("no rule ever makes `{}` `{status:?}`", name.text);
                    self.out.push(Diagnostic::at(Code::UnknownStatus, name.span, message));
                }
            }
        }
        for (name, value) in &scenario.facts.0 {
            if let Some(fact) = names.fact(name, self.out) {
                fields[origins.fact(fact).index()] = u8::from(*value);
            }
        }
        let mut at: BTreeMap<ProcedureId, StageId> = BTreeMap::new();
        for (name, stage) in &scenario.at.0 {
            let Some(procedure) = names.procedure(name, self.out) else { continue };
            let scope = crate::resolve::Scope::of_file(FileId(0));
            let Some(stage) = names.stage_of(procedure, stage, scope, self.out) else { continue };
            at.insert(procedure, stage);
            if let Some(value) = origins.entered(procedure, stage) {
                fields[origins.matter_field(procedure).index()] = value;
            }
        }
        for (name, kinds) in &scenario.kinds.0 {
            let Some(procedure) = names.procedure(name, self.out) else { continue };
            for kind in kinds {
                if let Some(kind) = names.kind(procedure.0, kind, self.out) {
                    fields[origins.kind(procedure, kind).index()] = 1;
                }
            }
        }
        let begun = self.begun(scenario);
        let mut clocks = vec![ClockState::default(); model.clocks.len()];
        for (clock, meaning) in origins.clocks() {
            let since = self.since(meaning, &begun, &at);
            let runs = model.clocks[clock.index()].runs_at_start
                || matches!(meaning, ClockMeaning::Entry(procedure) if at.contains_key(&procedure));
            clocks[clock.index()].since = since.or(runs.then_some(first));
        }
        step::start(model, fields, clocks, first)
    }

    fn begun(&mut self, scenario: &Scenario) -> BTreeMap<String, Day> {
        let mut begun = BTreeMap::new();
        for (name, date) in &scenario.begun.0 {
            let date = Name { text: date.text.clone(), span: date.span };
            self.rules.names.rules_meant(name, self.out);
            if let Some(day) = self.day(&date) {
                begun.insert(name.text.clone(), day);
            }
        }
        begun
    }

    fn since(
        &self,
        meaning: ClockMeaning,
        begun: &BTreeMap<String, Day>,
        at: &BTreeMap<ProcedureId, StageId>,
    ) -> Option<Day> {
        let constitution = &self.rules.constitution;
        let name = |rule: RuleId| constitution.rules[rule.index()].name.as_str();
        let of_stage = |procedure: ProcedureId, stage: StageId| {
            name(constitution.procedures[procedure.0].stages[stage.0].rule)
        };
        let key = match meaning {
            ClockMeaning::Term(institution) => name(constitution.institutions[institution.0].rule),
            ClockMeaning::Mark(Mark::Step(procedure, step)) => {
                name(constitution.procedures[procedure.0].steps[step.0].rule)
            }
            ClockMeaning::Mark(Mark::Stage(procedure, stage)) => of_stage(procedure, stage),
            ClockMeaning::Times(rule) => name(rule),
            ClockMeaning::Entry(procedure) | ClockMeaning::Gate(procedure) => {
                let stage = at.get(&procedure).copied().or(constitution.procedures[procedure.0].initial)?;
                of_stage(procedure, stage)
            }
        };
        begun.get(key).copied()
    }

    fn happening(&mut self, event: &surface::Event, day: Day, lowered: &Lowered) -> Option<Happening> {
        let names = &self.rules.names;
        let reported = match event.expect {
            Some(Expected::Failed) => Some(VoteResult::Failed),
            Some(Expected::NoQuorum) => Some(VoteResult::NoQuorum),
            _ => None,
        };
        let mut happening = Happening {
            day,
            rule: RuleId(0),
            by: event.by.as_ref().and_then(|by| names.institution(by, self.out)).map(engine_id),
            tallies: BTreeMap::new(),
            tally: None,
            reported,
            fact: None,
        };
        match (&event.step, &event.fact) {
            (Some(step), None) => happening.rule = self.step(step)?,
            (None, Some(fact)) => {
                let id = names.fact(fact, self.out)?;
                happening.rule = self.rules.constitution.facts[id.0].rule;
                happening.fact = Some(lowered.origins.fact(id));
            }
            (step, _) => {
                let message = if step.is_some() {
                    "this event has both a step and a fact"
                } else {
                    "this event has neither a step nor a fact"
                };
                let diagnostic = Diagnostic::at(Code::StepOrFact, event.on.span, message);
                self.out
                    .push(diagnostic.help(
                        "write step: \"procedure.step\" for an act, fact: \"..\" for what became true",
                    ));
                return None;
            }
        }
        match &event.tally {
            None => {}
            Some(surface::Tallies::Tally(tally)) => happening.tally = Some(tally_of(tally)),
            Some(surface::Tallies::ByBody(map)) => {
                for (body, tally) in &map.0 {
                    if let Some(body) = names.institution(body, self.out) {
                        happening.tallies.insert(engine_id(body), tally_of(tally));
                    }
                }
            }
        }
        // A scenario may show that a tally is refused.
        if !matches!(event.expect, Some(Expected::Refused(_)))
            && let Some(message) = crate::check::tally::too_many(self.rules, lowered, &happening)
        {
            let place = event.places.of("tally").unwrap_or(event.on.span);
            self.out.push(Diagnostic::at(Code::TallyAboveSeats, place, message));
        }
        Some(happening)
    }

    /// A step, or a co-actor's part `procedure.step:consent`.
    fn step(&mut self, name: &Name) -> Option<RuleId> {
        let is_act = |rule: &RuleId| {
            let kind = self.rules.constitution.rules[rule.index()].kind;
            matches!(kind, crate::resolved::RuleKind::Step | crate::resolved::RuleKind::Gate)
        };
        let found = self.rules.names.rules_named(&name.text).into_iter().find(|rule| is_act(rule));
        if found.is_none() && !name.text.contains(':') {
            self.rules.names.step(name, crate::resolve::Scope::of_file(FileId(0)), self.out);
        } else if found.is_none() {
            let (step, _) = name.text.split_once(':').unwrap_or((&name.text, ""));
            let parts: Vec<String> = self
                .rules
                .constitution
                .rules
                .iter()
                .filter(|rule| rule.name.starts_with(&format!("{step}:")))
                .map(|rule| format!("\"{}\"", rule.name))
                .collect();
            let message = format!("no co-actor's part is named `{}`", name.text);
            let mut diagnostic = Diagnostic::at(Code::UnknownStep, name.span, message);
            if !parts.is_empty() {
                diagnostic = diagnostic.help(format!("write {}", parts.join(" or ")));
            }
            self.out.push(diagnostic);
        }
        found
    }

    fn fate(&mut self, expected: Option<&Expected>) -> Fate {
        match expected {
            None | Some(Expected::Accepted) => Fate::Accepted,
            Some(Expected::Carried) => Fate::Result(VoteResult::Carried),
            Some(Expected::Failed) => Fate::Result(VoteResult::Failed),
            Some(Expected::NoQuorum) => Fate::Result(VoteResult::NoQuorum),
            Some(Expected::Refused(rule)) => Fate::Refused(self.rules.names.rules_meant(rule, self.out)),
            Some(Expected::Violates(rule)) => Fate::Violates(self.rules.names.rules_meant(rule, self.out)),
        }
    }

    fn end(&mut self, expect: &surface::Expect) -> Option<(Span, End)> {
        let names = &self.rules.names;
        Some(match expect {
            surface::Expect::Holds(name) => (name.span, End::Holds(names.outcome(name, self.out)?, true)),
            surface::Expect::Not(name) => (name.span, End::Holds(names.outcome(name, self.out)?, false)),
            surface::Expect::At(procedure, stage) => {
                let id = names.procedure(procedure, self.out)?;
                let scope = crate::resolve::Scope::of_file(FileId(0));
                (stage.span, End::At(id, names.stage_of(id, stage, scope, self.out)?))
            }
            surface::Expect::Broken(name) => {
                let mut rules = names.rules_meant(name, self.out);
                rules.extend(self.timed_by(&rules));
                (name.span, End::Broken(rules))
            }
        })
    }

    /// The stages whose time is that of these duties: the ones that the steps of a duty without a time of its own leave.
    fn timed_by(&self, rules: &[RuleId]) -> Vec<RuleId> {
        let constitution = &self.rules.constitution;
        let duties =
            constitution.duties.iter().filter(|duty| rules.contains(&duty.rule) && duty.until.is_none());
        let steps = duties.flat_map(|duty| &duty.to);
        steps
            .flat_map(|&(procedure, step)| {
                let procedure = &constitution.procedures[procedure.0];
                let left = procedure.steps[step.0].from.iter().flatten();
                left.map(|stage| procedure.stages[stage.0].rule)
            })
            .collect()
    }
}

fn tally_of(tally: &surface::Tally) -> Tally {
    Tally {
        yes: tally.yes,
        no: tally.no.unwrap_or(0),
        abstain: tally.abstain.unwrap_or(0),
        invalid: tally.invalid.unwrap_or(0),
        present: tally.present,
        serving: tally.serving,
        entitled: tally.entitled,
        units_won: tally.units_won,
        casting: tally.casting,
        objection: tally.objection.unwrap_or(false),
    }
}

fn engine_id(id: InstitutionId) -> solon_engine::model::InstitutionId {
    solon_engine::model::InstitutionId(id.0 as u32)
}

impl Prepared {
    /// Replays the scenario.
    pub fn replay(&self) -> Journal {
        replay(&self.lowered.model, self.start.clone(), &self.happenings, self.mode, self.until)
    }

    /// Compares a journal with what was expected: first the events, then the end.
    pub fn judge(&self, journal: &Journal) -> Vec<Judgement> {
        let mut all = Vec::new();
        for (index, fate) in self.expected.iter().enumerate() {
            let entry = journal.entries.iter().find(|entry| entry.happening == Some(index));
            let met = entry.is_some_and(|entry| match (fate, &entry.what) {
                (Fate::Accepted, What::Happened { .. } | What::Fact(_)) => {
                    self.mode == Mode::Record || entry.violations.is_empty()
                }
                (Fate::Accepted, What::WithoutEffect { result, .. }) => *result == VoteResult::Carried,
                (Fate::Result(result), What::Happened { event, .. }) => {
                    self.lowered.model.event(*event).result == Some(*result)
                }
                (Fate::Result(result), What::WithoutEffect { result: found, .. }) => found == result,
                (Fate::Refused(rules), What::Refused(refusal)) => {
                    refusal.rules().iter().any(|rule| rules.contains(rule))
                }
                (Fate::Violates(rules), _) => entry.violations.iter().any(|rule| rules.contains(rule)),
                _ => false,
            });
            all.push(Judgement { happening: Some(index), end: None, met });
        }
        for (index, (_, end)) in self.ends.iter().enumerate() {
            let fields = &journal.end.fields;
            let met = match end {
                End::Holds(outcome, holds) => {
                    self.lowered.model.outcomes[outcome.0].when.holds(fields) == *holds
                }
                End::At(procedure, stage) => {
                    let field: FieldId = self.lowered.origins.matter_field(*procedure);
                    let position = self.lowered.origins.position(*procedure, fields[field.index()]);
                    position.stage == Some(*stage)
                }
                End::Broken(rules) => journal
                    .entries
                    .iter()
                    .any(|entry| entry.violations.iter().any(|rule| rules.contains(rule))),
            };
            all.push(Judgement { happening: None, end: Some(index), met });
        }
        all
    }
}
