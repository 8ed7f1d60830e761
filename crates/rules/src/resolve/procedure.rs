//! Procedures, stages and steps.

use super::{Resolver, Scope};
use crate::decode::Name;
use crate::diagnostic::{Code, Diagnostic};
use crate::resolved::{
    Counter, Kind, KindId, Procedure, ProcedureId, RuleKind, Scope as Count, Silence, Stage, StageId, Step,
    StepId,
};
use crate::surface::{self, Matters};

impl Resolver<'_> {
    pub(crate) fn procedure(&mut self, index: usize) -> Procedure {
        let (file, expanded) = &self.sorted.procedures[index];
        let item = &expanded.item;
        let id = &item.head.id.text;
        let scope = Scope { file: *file, procedure: Some(index), prefix: None };
        let single = match item.matters {
            Some(Matters::One) => true,
            Some(Matters::Many(n)) => {
                if n != 1 {
                    let message = format!("`{id}`: following {n} matters at a time is not implemented yet");
                    self.out.push(
                        Diagnostic::at(Code::NotImplemented, item.head.id.span, message)
                            .help("write Many(1), or leave `matters` out"),
                    );
                }
                false
            }
            None => false,
        };
        if item.each.is_some() {
            self.refuse(&item.head, "each");
        }
        let initial = item
            .initial
            .as_ref()
            .and_then(|stage| self.names.stage_of(ProcedureId(index), stage, scope, self.out));
        Procedure {
            rule: self.rule(RuleKind::Procedure, id),
            about: item.about.iter().filter_map(|name| self.names.procedure(name, self.out)).collect(),
            single,
            initial,
            kinds: item.kinds.iter().map(|kind| self.kind(index, id, kind)).collect(),
            roles: item.roles.iter().map(|role| role.text.clone()).collect(),
            counters: item
                .counters
                .iter()
                .map(|counter| {
                    if matches!(counter.per, surface::Scope::Years(_)) {
                        self.not_yet(counter.id.span, "a counter that starts anew after years");
                    }
                    Counter {
                        name: counter.id.text.clone(),
                        upto: counter.upto,
                        per: self.count_scope(&counter.per, scope).unwrap_or(Count::Matter),
                    }
                })
                .collect(),
            stages: expanded
                .stages
                .iter()
                .map(|(prefix, stage)| self.stage(index, stage, Scope { prefix: prefix.as_deref(), ..scope }))
                .collect(),
            steps: expanded
                .steps
                .iter()
                .map(|(prefix, step)| self.step(index, step, Scope { prefix: prefix.as_deref(), ..scope }))
                .collect(),
            only: self.only(&item.head, scope),
        }
    }

    fn kind(&mut self, index: usize, procedure: &str, kind: &surface::Kind) -> Kind {
        self.exists_always(&kind.head);
        Kind {
            rule: self.rule(RuleKind::Kind, &format!("{procedure}.{}", kind.head.id.text)),
            excludes: kind
                .excludes
                .iter()
                .filter_map(|name| self.names.kind(index, name, self.out))
                .collect(),
        }
    }

    fn stage(&mut self, index: usize, stage: &surface::Stage, scope: Scope<'_>) -> Stage {
        let procedure = &self.sorted.procedures[index].1.item.head.id.text;
        let name = format!("{procedure}.{}", stage.head.id.text);
        if stage.within.is_some() != stage.on_silence.is_some() {
            let field = if stage.within.is_some() { "within" } else { "on_silence" };
            let place = stage.head.places.of(field).unwrap_or(stage.head.id.span);
            self.clock_without_silence(&name, place, stage.within.is_some());
        }
        let clocked = stage.within.is_some() && stage.on_silence.is_some();
        Stage {
            rule: self.rule(RuleKind::Stage, &name),
            within: stage
                .within
                .as_ref()
                .filter(|_| clocked)
                .map(|within| self.cases(within, scope, |this, period| this.period(period, scope))),
            on_silence: stage
                .on_silence
                .as_ref()
                .filter(|_| clocked)
                .map(|silence| self.cases(silence, scope, |this, silence| this.silence(silence, scope))),
            pauses: stage.pauses.as_ref().map(|guard| self.guard(guard, scope)),
            restarts: stage.resumes == Some(surface::Resumes::Restart),
            enter: self.effects(&stage.enter, scope),
            end: stage.end.clone(),
            only: self.only(&stage.head, scope),
        }
    }

    pub(crate) fn silence(&mut self, silence: &surface::Silence, scope: Scope<'_>) -> Option<Silence> {
        use surface::Silence as S;
        Some(match silence {
            S::To(stage) => {
                Silence::To(self.names.stage_of(ProcedureId(scope.procedure?), stage, scope, self.out)?)
            }
            S::Deemed(step) => Silence::Deemed(self.own_step(step, scope)?),
            S::PassesTo(step) => Silence::PassesTo(self.own_step(step, scope)?),
            S::PowerEnds => Silence::PowerEnds,
            S::Breach { late } => Silence::Breach(*late),
            S::NotStated => Silence::NotStated,
        })
    }

    /// A step of the procedure whose silence this is.
    fn own_step(&mut self, name: &Name, scope: Scope<'_>) -> Option<StepId> {
        let (procedure, step) = self.names.step(name, scope, self.out)?;
        if Some(procedure.0) == scope.procedure {
            return Some(step);
        }
        let message = format!("silence cannot stand for `{}`: it is a step of another procedure", name.text);
        self.out.push(Diagnostic::at(Code::SilenceElsewhere, name.span, message));
        None
    }

    fn step(&mut self, index: usize, step: &surface::Step, scope: Scope<'_>) -> Step {
        let procedure = ProcedureId(index);
        let (_, expanded) = &self.sorted.procedures[index];
        let name = format!("{}.{}", expanded.item.head.id.text, step.head.id.text);
        let from = step.from.as_ref().map(|from| self.from(procedure, from, scope));
        let mut stage = |name: &Option<Name>| {
            name.as_ref().and_then(|name| self.names.stage_of(procedure, name, scope, self.out))
        };
        let (to, carried, failed, no_quorum) =
            (stage(&step.to), stage(&step.carried), stage(&step.failed), stage(&step.no_quorum));
        Step {
            rule: self.rule(RuleKind::Step, &name),
            by: self.cases(&step.by, scope, |this, by| this.by(by, scope)),
            gates: self.gates(
                &step.needs,
                &name,
                step.head.places.of("needs").unwrap_or(step.head.id.span),
                scope,
            ),
            from,
            to,
            carried,
            failed,
            no_quorum,
            after: step.after.as_ref().and_then(|mark| self.names.mark(mark, scope, self.out)),
            when: step.when.as_ref().map(|guard| self.guard(guard, scope)),
            opens: step.opens.as_ref().and_then(|point| self.point(point, scope)),
            closes: step.closes.as_ref().and_then(|point| self.point(point, scope)),
            at_most: step
                .at_most
                .as_ref()
                .and_then(|times| Some((times.n, self.count_scope(&times.per, scope)?))),
            bind: step
                .bind
                .0
                .iter()
                .filter_map(|(role, body)| {
                    Some((self.names.role(index, role, self.out)?, self.names.institution(body, self.out)?))
                })
                .collect(),
            adds: step
                .adds
                .iter()
                .filter_map(|kind| self.names.kind(index, kind, self.out))
                .collect::<Vec<KindId>>(),
            effects: self.effects(&step.effects, scope),
            overrides: step
                .head
                .overrides
                .iter()
                .flat_map(|name| self.names.rules_meant(name, self.out))
                .collect(),
            only: self.only(&step.head, scope),
        }
    }

    fn from(&mut self, procedure: ProcedureId, from: &surface::From, scope: Scope<'_>) -> Vec<StageId> {
        match from {
            surface::From::These(names) => self.stages(procedure, names, scope),
            surface::From::AnyBut(names) => {
                let but = self.stages(procedure, names, scope);
                let (_, expanded) = &self.sorted.procedures[procedure.0];
                (0..expanded.stages.len())
                    .filter(|&stage| expanded.stages[stage].1.end.is_none())
                    .map(StageId)
                    .filter(|stage| !but.contains(stage))
                    .collect()
            }
        }
    }

    fn count_scope(&mut self, scope: &surface::Scope, names: Scope<'_>) -> Option<Count> {
        Some(match scope {
            surface::Scope::Matter => Count::Matter,
            surface::Scope::Procedure => Count::Procedure,
            surface::Scope::Years(n) => Count::Years(*n),
            surface::Scope::Each(step) => {
                let (procedure, step) = self.names.step(step, names, self.out)?;
                Count::Each(procedure, step)
            }
        })
    }
}
