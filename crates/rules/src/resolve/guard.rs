//! Conditions and effects.

use super::{Resolver, Scope};
use crate::decode::{Cased, Name};
use crate::diagnostic::{Code, Diagnostic};
use crate::resolved::{Cases, Effect, Guard, ProcedureId, StageId};
use crate::surface;

impl Resolver<'_> {
    pub(crate) fn guard(&mut self, guard: &surface::Guard, scope: Scope<'_>) -> Guard {
        // A name that is not found has been reported; the condition then stands for nothing.
        self.try_guard(guard, scope).unwrap_or_else(Guard::always)
    }

    pub(crate) fn when(&mut self, guard: Option<&surface::Guard>, scope: Scope<'_>) -> Guard {
        guard.map_or_else(Guard::always, |guard| self.guard(guard, scope))
    }

    fn try_guard(&mut self, guard: &surface::Guard, scope: Scope<'_>) -> Option<Guard> {
        use surface::Guard as G;
        Some(match guard {
            G::All(parts) => Guard::All(parts.iter().map(|part| self.guard(part, scope)).collect()),
            G::Any(parts) => Guard::Any(parts.iter().map(|part| self.guard(part, scope)).collect()),
            G::Not(part) => Guard::Not(Box::new(self.try_guard(part, scope)?)),
            G::In(procedure, stages) => {
                let procedure = self.names.procedure(procedure, self.out)?;
                Guard::In(procedure, self.stages(procedure, stages, scope))
            }
            G::Linked(procedure, stages) => {
                let id = self.names.procedure(procedure, self.out)?;
                self.check_linked(procedure, id, scope);
                Guard::Linked(id, self.stages(id, stages, scope))
            }
            G::Status(institution, statuses) => {
                Guard::Status(self.names.institution(institution, self.out)?, statuses.clone())
            }
            G::Is(name) => self.kind_or_fact(name, scope)?,
            G::Judges(who, fact) => {
                self.names.institution(who, self.out)?;
                self.names.fact(fact, self.out)?;
                // The holder alone judges: whenever he acts, he judges it to be so.
                Guard::always()
            }
            G::Chosen(choice, option) => {
                let choice = self.names.choice(choice, self.out)?;
                Guard::Chosen(choice, self.names.option(choice, option, self.out)?)
            }
            G::Happened(step) => {
                let (procedure, step) = self.names.step(step, scope, self.out)?;
                Guard::Happened(procedure, step)
            }
            G::Since(point, compare, period) => {
                Guard::Since(self.point(point, scope)?, compare.clone(), self.period(period, scope)?)
            }
            G::Between(from, until) => Guard::Between(self.point(from, scope)?, self.point(until, scope)?),
            G::Counted(counter, compare, number) => {
                let (procedure, counter) = self.names.counter(counter, scope, self.out)?;
                Guard::Counted(procedure, counter, compare.clone(), self.number(number)?)
            }
            G::Valued(_, surface::Number::Param(name)) => {
                self.not_yet(name.span, "a comparison of two parameters");
                return None;
            }
            G::Valued(param, number) => {
                Guard::Valued(self.names.param(param, self.out)?, self.number(number)?)
            }
            G::Holds(outcome) => Guard::Holds(self.names.outcome(outcome, self.out)?),
        })
    }

    /// `Is("x")` asks for a kind of this matter, or else for a fact; `Is("procedure.kind")` for another's.
    fn kind_or_fact(&mut self, name: &Name, scope: Scope<'_>) -> Option<Guard> {
        if let Some((procedure, kind)) = name.text.split_once('.') {
            let procedure =
                self.names.procedure(&Name { text: procedure.to_owned(), span: name.span }, self.out)?;
            let kind = Name { text: kind.to_owned(), span: name.span };
            return Some(Guard::Kind(procedure, self.names.kind(procedure.0, &kind, self.out)?));
        }
        if let Some(procedure) = scope.procedure
            && let Some(kind) = self.names.of_procedure[procedure].kinds.get(&name.text)
        {
            return Some(Guard::Kind(ProcedureId(procedure), crate::resolved::KindId(kind)));
        }
        if self.names.facts.get(&name.text).is_none()
            && let Some(procedure) = scope.procedure
            && self.names.of_procedure[procedure].kinds != Default::default()
        {
            return self
                .names
                .kind(procedure, name, self.out)
                .map(|kind| Guard::Kind(ProcedureId(procedure), kind));
        }
        self.names.fact(name, self.out).map(Guard::Fact)
    }

    /// A matter can be about this one only if its procedure says so.
    fn check_about(&mut self, name: &Name, other: ProcedureId, scope: Scope<'_>) {
        let Some((_, own)) = scope.procedure.map(|own| &self.sorted.procedures[own]) else { return };
        let own = &own.item.head.id.text;
        let (_, expanded) = &self.sorted.procedures[other.0];
        if !expanded.item.about.iter().any(|about| about.text == *own) {
            let message = format!("a matter of `{}` cannot be about one of `{own}`", name.text);
            let diagnostic = Diagnostic::at(Code::NotLinked, name.span, message);
            self.out
                .push(diagnostic.also(expanded.item.head.id.span, format!("add about: [\"{own}\"] here")));
        }
    }

    fn check_linked(&mut self, name: &Name, other: ProcedureId, scope: Scope<'_>) {
        let Some(own) = scope.procedure else {
            let message = "`Linked` has no meaning here: there is no matter that it starts from";
            self.out.push(Diagnostic::at(Code::NotLinked, name.span, message));
            return;
        };
        let is_about = |procedure: usize, other: usize| {
            let (_, expanded) = &self.sorted.procedures[procedure];
            expanded.item.about.iter().any(|about| self.names.procedures.get(&about.text) == Some(other))
        };
        if !is_about(own, other.0) && !is_about(other.0, own) {
            let own = &self.sorted.procedures[own].1.item.head.id.text;
            let message = format!("`{own}` and `{}` are not linked: neither is about the other", name.text);
            self.out.push(
                Diagnostic::at(Code::NotLinked, name.span, message)
                    .help(format!("give one of them about: [\"{}\"], or ask with `In`", name.text)),
            );
        }
    }

    pub(crate) fn stages(
        &mut self,
        procedure: ProcedureId,
        names: &[Name],
        scope: Scope<'_>,
    ) -> Vec<StageId> {
        let mut stages: Vec<StageId> =
            names.iter().filter_map(|name| self.names.stage_of(procedure, name, scope, self.out)).collect();
        stages.sort();
        stages
    }

    /// Resolves a value that may depend on guards into its cases.
    pub(crate) fn cases<S, T>(
        &mut self,
        cased: &Cased<surface::Guard, S>,
        scope: Scope<'_>,
        mut one: impl FnMut(&mut Self, &S) -> Option<T>,
    ) -> Cases<T> {
        match cased {
            Cased::Plain(value) => {
                one(self, value).map(|value| (Guard::always(), value)).into_iter().collect()
            }
            Cased::Case { of, otherwise, .. } => {
                let mut cases = Vec::new();
                for (guard, value) in of {
                    let guard = self.guard(guard, scope);
                    cases.extend(one(self, value).map(|value| (guard, value)));
                }
                cases.extend(one(self, otherwise).map(|value| (Guard::always(), value)));
                cases
            }
        }
    }

    pub(crate) fn effects(&mut self, effects: &[surface::Effect], scope: Scope<'_>) -> Vec<Effect> {
        effects.iter().filter_map(|effect| self.effect(effect, scope)).collect()
    }

    fn effect(&mut self, effect: &surface::Effect, scope: Scope<'_>) -> Option<Effect> {
        use surface::Effect as E;
        Some(match effect {
            E::Start { procedure, at, about } => {
                let id = self.names.procedure(procedure, self.out)?;
                let stage = match at {
                    Some(at) => self.names.stage_of(id, at, scope, self.out)?,
                    None => self.only_opening(procedure, id)?,
                };
                if about.is_some() {
                    self.check_about(procedure, id, scope);
                }
                Effect::Start(id, stage, about.is_some())
            }
            E::Move { procedure, to, which } => {
                let id = self.names.procedure(procedure, self.out)?;
                let which = which.clone().unwrap_or(surface::Which::All);
                if which == surface::Which::Linked {
                    self.check_linked(procedure, id, scope);
                }
                Effect::Move(id, self.names.stage_of(id, to, scope, self.out)?, which)
            }
            E::Abort { procedure, which } => {
                let id = self.names.procedure(procedure, self.out)?;
                let which = which.clone().unwrap_or(surface::Which::All);
                if which == surface::Which::Linked {
                    self.check_linked(procedure, id, scope);
                }
                Effect::Abort(id, which)
            }
            E::Set(institution, status) => {
                Effect::Set(self.names.institution(institution, self.out)?, status.clone())
            }
            E::Unseat(surface::Unseated::Group(name)) => {
                let (body, group) = name.text.split_once('.').unwrap_or((&name.text, ""));
                let body =
                    self.names.institution(&Name { text: body.to_owned(), span: name.span }, self.out)?;
                if !group.is_empty() {
                    let group = Name { text: group.to_owned(), span: name.span };
                    self.names.groups[body.0].find(Code::UnknownSeats, "seat group", &group, self.out)?;
                }
                Effect::Unseat(body)
            }
            E::Unseat(surface::Unseated::Sponsors(step)) => {
                let (procedure, id) = self.names.step(step, scope, self.out)?;
                Effect::Unseat(self.sponsors(step, procedure, id, scope)?)
            }
            E::Replace(institution) => Effect::Replace(self.names.institution(institution, self.out)?),
            E::CountUp(counter) => {
                let (procedure, counter) = self.names.counter(counter, scope, self.out)?;
                Effect::CountUp(procedure, counter)
            }
            E::Reset(counter) => {
                let (procedure, counter) = self.names.counter(counter, scope, self.out)?;
                Effect::Reset(procedure, counter)
            }
            E::Put(param, value) => Effect::Put(self.names.param(param, self.out)?, *value),
            E::Assert(fact, value) => Effect::Assert(self.names.fact(fact, self.out)?, *value),
            E::Unmark(kind) => Effect::Unmark(self.names.kind(scope.procedure?, kind, self.out)?),
            E::Extend(period) => Effect::Extend(self.period(period, scope)?),
            E::Enact(overlay) => {
                self.out.push(Diagnostic::at(
                    Code::NotImplemented,
                    overlay.span,
                    "`Enact` is not implemented yet",
                ));
                return None;
            }
        })
    }

    /// The stage that all opening steps of a procedure lead to.
    fn only_opening(&mut self, name: &Name, procedure: ProcedureId) -> Option<StageId> {
        let (file, expanded) = &self.sorted.procedures[procedure.0];
        let mut targets: Vec<&Name> = expanded
            .steps
            .iter()
            .filter(|(_, step)| step.from.is_none())
            .filter_map(|(_, step)| step.to.as_ref())
            .collect();
        targets.dedup_by(|a, b| a.text == b.text);
        match targets[..] {
            [only] => self.names.stage_of(procedure, only, Scope::of_file(*file), self.out),
            _ => {
                let message = format!("`Start` does not say at which stage `{}` begins", name.text);
                self.out.push(
                    Diagnostic::at(Code::StartWithoutStage, name.span, message).help("add at: \"stage\""),
                );
                None
            }
        }
    }

    /// The body whose members signed a step.
    fn sponsors(
        &mut self,
        name: &Name,
        procedure: ProcedureId,
        step: crate::resolved::StepId,
        scope: Scope<'_>,
    ) -> Option<crate::resolved::InstitutionId> {
        fn body(by: &surface::By) -> Option<&Name> {
            match by {
                surface::By::Petition { of: surface::Voters::Body(body), .. } | surface::By::Member(body) => {
                    Some(body)
                }
                surface::By::AnyOf(parts) | surface::By::All(parts) => parts.iter().find_map(body),
                _ => None,
            }
        }
        let (_, expanded) = &self.sorted.procedures[procedure.0];
        let by = &expanded.steps[step.0].1.by;
        let found = match by {
            Cased::Plain(by) => body(by),
            Cased::Case { of, otherwise, .. } => of.iter().find_map(|(_, by)| body(by)).or(body(otherwise)),
        };
        let _ = scope;
        match found {
            Some(body) => self.names.institution(body, self.out),
            None => {
                let message = format!("`{}` has no sponsors: nobody signs it", name.text);
                let diagnostic = Diagnostic::at(Code::NoSponsors, name.span, message);
                self.out.push(diagnostic.help("name a step that members take, by `Petition` or `Member`"));
                None
            }
        }
    }
}
