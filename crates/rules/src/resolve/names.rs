//! All names of a folder, and how they are looked up.

use super::{Scope, Sorted};
use crate::decode::Name;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::resolved::{
    ChoiceId, CounterId, FactId, InstitutionId, KindId, Mark, OptionId, OutcomeId, ParamId, ProcedureId,
    RoleId, RuleKind, StageId, StepId,
};
use crate::source::Span;
use crate::surface::{self, Gate};
use solon_engine::model::RuleId;
use std::collections::BTreeMap;

/// Names of one kind with their positions and places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table(BTreeMap<String, (usize, Span)>);

impl Table {
    pub(crate) fn add(&mut self, name: &Name, index: usize, noun: &str, out: &mut Diagnostics) {
        if let Some((_, first)) = self.0.get(&name.text) {
            out.push(
                Diagnostic::at(Code::RepeatedId, name.span, format!("two {noun}s are named `{}`", name.text))
                    .also(*first, "the first one"),
            );
            return;
        }
        self.0.insert(name.text.clone(), (index, name.span));
    }

    /// Returns the position of a name, without a report.
    pub fn get(&self, name: &str) -> Option<usize> {
        self.0.get(name).map(|&(index, _)| index)
    }

    pub(crate) fn find(&self, code: Code, noun: &str, name: &Name, out: &mut Diagnostics) -> Option<usize> {
        let found = self.get(&name.text);
        if found.is_none() {
            out.push(self.unknown(code, &format!("no {noun} is named `{}`", name.text), name, &name.text));
        }
        found
    }

    fn unknown(&self, code: Code, message: &str, name: &Name, sought: &str) -> Diagnostic {
        let diagnostic = Diagnostic::at(code, name.span, message);
        match nearest(sought, self.0.keys().map(String::as_str)) {
            Some(near) => {
                let written = name
                    .text
                    .strip_suffix(sought)
                    .map_or(near.to_owned(), |before| format!("{before}{near}"));
                let place = self.0.get(near).map_or(name.span, |&(_, span)| span);
                diagnostic.also(place, "a similar name is declared here").help(format!("write \"{written}\""))
            }
            None => diagnostic,
        }
    }
}

/// The names inside one procedure.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProcedureNames {
    pub(crate) stages: Table,
    pub(crate) steps: Table,
    pub(crate) kinds: Table,
    pub(crate) counters: Table,
    pub(crate) roles: Table,
    /// Prefixes of names that are missing, because of an error that was reported.
    lost: Vec<String>,
}

impl ProcedureNames {
    /// Tells whether a name that is not found would come from a template that could not be used.
    fn is_lost(&self, name: &str) -> bool {
        self.lost
            .iter()
            .any(|prefix| name.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.starts_with('-')))
    }
}

/// All names of a folder.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub(crate) institutions: Table,
    pub(crate) groups: Vec<Table>,
    pub(crate) procedures: Table,
    pub(crate) of_procedure: Vec<ProcedureNames>,
    pub(crate) choices: Table,
    pub(crate) options: Vec<Table>,
    pub(crate) params: Table,
    pub(crate) facts: Table,
    pub(crate) outcomes: Table,
    pub(crate) works: Table,
    rules: BTreeMap<(String, RuleKind), RuleId>,
    spans: BTreeMap<(String, RuleKind), Span>,
}

impl Names {
    pub(crate) fn new(sorted: &Sorted, manifest: &surface::Constitution, out: &mut Diagnostics) -> Names {
        let mut names = Names::default();
        let mut rules = Vec::new();
        for (index, work) in in_order(&manifest.works, |work| &work.id.text).into_iter().enumerate() {
            names.works.add(&work.id, index, "work", out);
        }
        for (index, (_, item)) in sorted.institutions.iter().enumerate() {
            names.institutions.add(&item.head.id, index, "institution", out);
            rules.push((item.head.id.text.clone(), RuleKind::Institution, item.head.id.span));
            let mut groups = Table::default();
            for (position, seats) in item.seats.iter().enumerate() {
                groups.add(&seats.head.id, position, "seat group", out);
                let name = format!("{}.{}", item.head.id.text, seats.head.id.text);
                rules.push((name, RuleKind::Seats, seats.head.id.span));
            }
            names.groups.push(groups);
        }
        for (index, (_, expanded)) in sorted.procedures.iter().enumerate() {
            let procedure = &expanded.item;
            names.procedures.add(&procedure.head.id, index, "procedure", out);
            rules.push((procedure.head.id.text.clone(), RuleKind::Procedure, procedure.head.id.span));
            let mut own = ProcedureNames { lost: expanded.lost.clone(), ..ProcedureNames::default() };
            let qualified = |id: &str| format!("{}.{id}", procedure.head.id.text);
            for (position, (_, stage)) in expanded.stages.iter().enumerate() {
                own.stages.add(&stage.head.id, position, "stage", out);
                rules.push((qualified(&stage.head.id.text), RuleKind::Stage, stage.head.id.span));
            }
            for (position, (_, step)) in expanded.steps.iter().enumerate() {
                own.steps.add(&step.head.id, position, "step", out);
                if let Some((_, stage)) = own.stages.0.get(&step.head.id.text) {
                    out.push(
                        Diagnostic::at(
                            Code::RepeatedId,
                            step.head.id.span,
                            format!("a step and a stage are both named `{}`", step.head.id.text),
                        )
                        .also(*stage, "the stage"),
                    );
                }
                rules.push((qualified(&step.head.id.text), RuleKind::Step, step.head.id.span));
                for (gate, refusal) in gate_names(&step.needs) {
                    let name = format!("{}:{gate}", qualified(&step.head.id.text));
                    if let Some(refusal) = refusal {
                        let name = format!("{}:{refusal}", qualified(&step.head.id.text));
                        rules.push((name, RuleKind::Gate, step.head.id.span));
                    }
                    rules.push((name, RuleKind::Gate, step.head.id.span));
                }
            }
            for (position, kind) in procedure.kinds.iter().enumerate() {
                own.kinds.add(&kind.head.id, position, "kind", out);
                rules.push((qualified(&kind.head.id.text), RuleKind::Kind, kind.head.id.span));
            }
            for (position, counter) in procedure.counters.iter().enumerate() {
                own.counters.add(&counter.id, position, "counter", out);
            }
            for (position, role) in procedure.roles.iter().enumerate() {
                own.roles.add(role, position, "role", out);
            }
            names.of_procedure.push(own);
        }
        for (index, (_, item)) in sorted.choices.iter().enumerate() {
            names.choices.add(&item.head.id, index, "choice", out);
            let mut options = Table::default();
            for (position, option) in item.options.iter().enumerate() {
                options.0.entry(option.id.text.clone()).or_insert((position, option.id.span));
            }
            names.options.push(options);
            rules.push((item.head.id.text.clone(), RuleKind::Choice, item.head.id.span));
        }
        let mut others = Table::default();
        macro_rules! add {
            ($($list:ident $table:expr, $noun:literal, $kind:ident;)*) => {$(
                for (index, (_, item)) in sorted.$list.iter().enumerate() {
                    $table.add(&item.head.id, index, $noun, out);
                    rules.push((item.head.id.text.clone(), RuleKind::$kind, item.head.id.span));
                }
            )*};
        }
        add! {
            params names.params, "parameter", Param;
            facts names.facts, "fact", Fact;
            outcomes names.outcomes, "outcome", Outcome;
            duties Table::default(), "duty", Duty;
            prohibitions Table::default(), "prohibition", Prohibition;
            properties Table::default(), "property", Property;
            intended others, "item", Other;
            unmodelled others, "item", Other;
            defaults others, "item", Other;
        }
        rules.sort();
        for (index, (name, kind, span)) in rules.into_iter().enumerate() {
            if names.rules.contains_key(&(name.clone(), kind))
                && !matches!(kind, RuleKind::Gate | RuleKind::Other)
            {
                report_repeated(&names, &name, kind, span, out);
            }
            names.rules.entry((name.clone(), kind)).or_insert(RuleId(index as u32));
            names.spans.entry((name, kind)).or_insert(span);
        }
        // Repeated names leave holes; number what is left.
        for (index, rule) in names.rules.values_mut().enumerate() {
            *rule = RuleId(index as u32);
        }
        names
    }

    pub(crate) fn rule(&self, kind: RuleKind, name: &str) -> Option<RuleId> {
        self.rules.get(&(name.to_owned(), kind)).copied()
    }

    /// Returns every rule with its name and kind, in the order of [`RuleId`].
    pub(crate) fn rules(&self) -> impl Iterator<Item = (&str, RuleKind, Span)> {
        self.rules.keys().map(|key| (key.0.as_str(), key.1, self.spans[key]))
    }

    /// Returns the rules that bear a name, whatever their kind.
    pub fn rules_named(&self, name: &str) -> Vec<RuleId> {
        self.rules.iter().filter(|((known, _), _)| known == name).map(|(_, &rule)| rule).collect()
    }

    /// Returns the rules that a user's word means, or a report with the nearest name.
    pub fn rules_meant(&self, name: &Name, out: &mut Diagnostics) -> Vec<RuleId> {
        let found = self.rules_named(&name.text);
        if found.is_empty() {
            let mut diagnostic =
                Diagnostic::at(Code::UnknownRule, name.span, format!("no rule is named `{}`", name.text));
            let near = nearest(&name.text, self.rules.keys().map(|(known, _)| known.as_str()));
            if let Some(near) = near {
                diagnostic = diagnostic.help(format!("write \"{near}\""));
            }
            out.push(diagnostic);
        }
        found
    }

    pub(crate) fn institution(&self, name: &Name, out: &mut Diagnostics) -> Option<InstitutionId> {
        self.institutions.find(Code::UnknownInstitution, "institution", name, out).map(InstitutionId)
    }

    pub(crate) fn procedure(&self, name: &Name, out: &mut Diagnostics) -> Option<ProcedureId> {
        self.procedures.find(Code::UnknownProcedure, "procedure", name, out).map(ProcedureId)
    }

    pub(crate) fn choice(&self, name: &Name, out: &mut Diagnostics) -> Option<ChoiceId> {
        self.choices.find(Code::UnknownChoice, "choice", name, out).map(ChoiceId)
    }

    pub(crate) fn option(&self, choice: ChoiceId, name: &Name, out: &mut Diagnostics) -> Option<OptionId> {
        self.options[choice.0].find(Code::UnknownOption, "option", name, out).map(OptionId)
    }

    pub(crate) fn param(&self, name: &Name, out: &mut Diagnostics) -> Option<ParamId> {
        self.params.find(Code::UnknownParam, "parameter", name, out).map(ParamId)
    }

    pub(crate) fn outcome(&self, name: &Name, out: &mut Diagnostics) -> Option<OutcomeId> {
        self.outcomes.find(Code::UnknownOutcome, "outcome", name, out).map(OutcomeId)
    }

    pub(crate) fn fact(&self, name: &Name, out: &mut Diagnostics) -> Option<FactId> {
        self.facts.find(Code::UnknownFact, "fact", name, out).map(FactId)
    }

    pub(crate) fn kind(&self, procedure: usize, name: &Name, out: &mut Diagnostics) -> Option<KindId> {
        self.of_procedure[procedure].kinds.find(Code::UnknownKind, "kind", name, out).map(KindId)
    }

    pub(crate) fn role(&self, procedure: usize, name: &Name, out: &mut Diagnostics) -> Option<RoleId> {
        self.of_procedure[procedure].roles.find(Code::UnknownRole, "role", name, out).map(RoleId)
    }

    /// Looks up a counter: of the scope's procedure, or `procedure.counter`.
    pub(crate) fn counter(
        &self,
        name: &Name,
        scope: Scope<'_>,
        out: &mut Diagnostics,
    ) -> Option<(ProcedureId, CounterId)> {
        let (procedure, local) = self.split(name, scope, out)?;
        self.local(procedure, |own| &own.counters, Code::UnknownCounter, "counter", name, local, scope, out)
            .map(|index| (ProcedureId(procedure), CounterId(index)))
    }

    /// Looks up a stage of one procedure.
    pub(crate) fn stage_of(
        &self,
        procedure: ProcedureId,
        name: &Name,
        scope: Scope<'_>,
        out: &mut Diagnostics,
    ) -> Option<StageId> {
        let prefix = format!("{}.", self.name_of(procedure));
        let local = name.text.strip_prefix(&prefix).unwrap_or(&name.text);
        self.local(procedure.0, |own| &own.stages, Code::UnknownStage, "stage", name, local, scope, out)
            .map(StageId)
    }

    /// Looks up a step: of the scope's procedure, or `procedure.step`.
    pub(crate) fn step(
        &self,
        name: &Name,
        scope: Scope<'_>,
        out: &mut Diagnostics,
    ) -> Option<(ProcedureId, StepId)> {
        let (procedure, local) = self.split(name, scope, out)?;
        self.local(procedure, |own| &own.steps, Code::UnknownStep, "step", name, local, scope, out)
            .map(|index| (ProcedureId(procedure), StepId(index)))
    }

    /// Looks up a step or a stage.
    pub(crate) fn mark(&self, name: &Name, scope: Scope<'_>, out: &mut Diagnostics) -> Option<Mark> {
        let (procedure, local) = self.split(name, scope, out)?;
        let own = &self.of_procedure[procedure];
        let prefixed = scope.prefix.map(|prefix| format!("{prefix}-{local}"));
        for text in prefixed.as_deref().into_iter().chain([local]) {
            if let Some(stage) = own.stages.get(text) {
                return Some(Mark::Stage(ProcedureId(procedure), StageId(stage)));
            }
            if let Some(step) = own.steps.get(text) {
                return Some(Mark::Step(ProcedureId(procedure), StepId(step)));
            }
        }
        if own.is_lost(local) {
            return None;
        }
        let mut both = own.stages.clone();
        both.0.extend(own.steps.0.clone());
        let message = format!("no step or stage is named `{}`", name.text);
        out.push(both.unknown(Code::UnknownStep, &message, name, local));
        None
    }

    /// Expands `procedure.step` or `procedure.*`.
    pub(crate) fn steps(
        &self,
        name: &Name,
        scope: Scope<'_>,
        out: &mut Diagnostics,
    ) -> Vec<(ProcedureId, StepId)> {
        match name.text.strip_suffix(".*") {
            Some(procedure) => {
                let sought = Name { text: procedure.to_owned(), span: name.span };
                let Some(procedure) = self.procedure(&sought, out) else { return Vec::new() };
                (0..self.of_procedure[procedure.0].steps.0.len())
                    .map(|step| (procedure, StepId(step)))
                    .collect()
            }
            None => self.step(name, scope, out).into_iter().collect(),
        }
    }

    fn name_of(&self, procedure: ProcedureId) -> &str {
        self.procedures.0.iter().find(|(_, (index, _))| *index == procedure.0).map_or("", |(name, _)| name)
    }

    /// Splits `procedure.local` into the procedure and the local name; without a dot, the scope's procedure is meant.
    fn split<'n>(&self, name: &'n Name, scope: Scope<'_>, out: &mut Diagnostics) -> Option<(usize, &'n str)> {
        match name.text.split_once('.') {
            Some((procedure, local)) => {
                let sought = Name { text: procedure.to_owned(), span: name.span };
                self.procedure(&sought, out).map(|procedure| (procedure.0, local))
            }
            None => match scope.procedure {
                Some(procedure) => Some((procedure, &name.text)),
                None => {
                    out.push(
                        Diagnostic::at(
                            Code::UnknownStep,
                            name.span,
                            format!("`{}` does not say its procedure", name.text),
                        )
                        .help("write \"procedure.step\""),
                    );
                    None
                }
            },
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one look-up for four kinds of names")]
    fn local(
        &self,
        procedure: usize,
        table: impl Fn(&ProcedureNames) -> &Table,
        code: Code,
        noun: &str,
        name: &Name,
        local: &str,
        scope: Scope<'_>,
        out: &mut Diagnostics,
    ) -> Option<usize> {
        let own = &self.of_procedure[procedure];
        let table = table(own);
        let prefixed = scope.prefix.and_then(|prefix| table.get(&format!("{prefix}-{local}")));
        let found = prefixed.or(table.get(local));
        if found.is_none() && !own.is_lost(local) {
            let message = format!("`{}` has no {noun} named `{local}`", self.name_of(ProcedureId(procedure)));
            out.push(table.unknown(code, &message, name, local));
        }
        found
    }
}

fn in_order<T>(items: &[T], name: impl Fn(&T) -> &String) -> Vec<&T> {
    let mut all: Vec<&T> = items.iter().collect();
    all.sort_by(|a, b| name(a).cmp(name(b)));
    all
}

fn report_repeated(names: &Names, name: &str, kind: RuleKind, span: Span, out: &mut Diagnostics) {
    // Tables with their own look-up have reported it already.
    if matches!(kind, RuleKind::Duty | RuleKind::Prohibition | RuleKind::Property) {
        let first = names.spans[&(name.to_owned(), kind)];
        let message = format!("two items of one kind are named `{name}`");
        out.push(Diagnostic::at(Code::RepeatedId, span, message).also(first, "the first one"));
    }
}

/// Returns the names of the events of each gate: `consent`, `consent-2`; and of its refusal.
/// A `Presence` is a condition, not an event; it keeps its place with a name of its own.
pub(crate) fn gate_names(gates: &[Gate]) -> Vec<(String, Option<String>)> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    gates
        .iter()
        .map(|gate| {
            let (noun, refusable) = match gate {
                Gate::Proposal { refusable, .. } => ("proposal", *refusable != surface::Refusable::No),
                Gate::Consult { .. } => ("consult", false),
                Gate::Consent { of, .. } => ("consent", !is_vote(of)),
                Gate::Countersign { of, .. } => ("countersign", !is_vote(of)),
                Gate::Opinion { of, must_be, .. } => {
                    ("opinion", *must_be == surface::MustBe::Favourable && !is_vote(of))
                }
                Gate::Presence { .. } => ("presence", false),
            };
            let count = seen.entry(noun).or_default();
            *count += 1;
            let name = if *count == 1 { noun.to_owned() } else { format!("{noun}-{count}") };
            let refusal = refusable.then(|| format!("{name}-refused"));
            (name, refusal)
        })
        .collect()
}

fn is_vote(by: &surface::By) -> bool {
    match by {
        surface::By::Vote { .. } => true,
        surface::By::All(parts) => parts.iter().any(is_vote),
        _ => false,
    }
}
