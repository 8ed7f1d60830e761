//! Co-actors: each does his part before the step, and brings the matter to a position of its own.

use super::change::{Branch, Trigger};
use super::condition::{Context, Dnf, both};
use super::layout::{Position, TimeMode};
use super::step::with;
use super::time::{ClockBase, ClockKey};
use super::{Lowering, Row, field_in};
use crate::resolved::{By, Gate, GateKind, Guard, ProcedureId, Silence, Step, StepId};
use solon_engine::model::{
    ClockGuard, Comparison, Condition, Duty, EventKind, Force, Holder, MatterId, RuleId, Test, ValueSet,
    VoteResult,
};

/// One co-actor of one step: which step, which part, and the matter's link if the step opens it.
#[derive(Clone, Copy)]
struct Part<'s> {
    procedure: ProcedureId,
    id: StepId,
    step: &'s Step,
    number: u8,
    link: Option<u8>,
}

impl Lowering<'_> {
    pub(crate) fn gates(&mut self, procedure: ProcedureId, id: StepId, step: &Step) {
        let gates: Vec<&Gate> = step.gates.iter().filter(|gate| gate.kind != GateKind::Presence).collect();
        for link in self.links(procedure, step) {
            for (number, gate) in gates.iter().enumerate() {
                let part = Part { procedure, id, step, number: number as u8, link };
                self.gate(part, gate);
            }
        }
    }

    fn gate(&mut self, part: Part<'_>, gate: &Gate) {
        let context = self.context(part.procedure, part.step, part.link);
        let of = if gate.kind == GateKind::Asked {
            part.step.by.clone()
        } else {
            vec![(Guard::always(), gate.of.clone())]
        };
        for (case, by) in self.exclusive(&of, context) {
            for (applies, holder) in self.holders(&by, context) {
                let applies = both(case.clone(), &applies);
                for (able, holder) in self.able(&holder) {
                    let mut when = both(applies.clone(), &able);
                    if gate.kind == GateKind::Asked && !gate.skipped_when_vacant {
                        when = both(when, &self.all_able(&gate.of, context));
                    }
                    self.answers(part, gate, &when, &holder);
                }
            }
        }
        if gate.kind == GateKind::Given && gate.skipped_when_vacant {
            self.skipped(part, gate, context);
        }
        if gate.kind == GateKind::Proposal && gate.refusal.is_some() {
            for (case, by) in self.exclusive(&part.step.by.clone(), context) {
                for (applies, holder) in self.holders(&by, context) {
                    for (able, holder) in self.able(&holder) {
                        let when = both(both(case.clone(), &applies), &able);
                        let refusal = gate.refusal.unwrap_or(gate.rule);
                        self.moves(
                            part,
                            refusal,
                            EventKind::Act,
                            &when,
                            &holder,
                            None,
                            part.number + 1,
                            None,
                        );
                    }
                }
            }
        }
        self.silence_of(part, gate);
    }

    /// The events of one co-actor: he does his part, or refuses.
    fn answers(&mut self, part: Part<'_>, gate: &Gate, when: &Dnf, holder: &Holder) {
        let done = Some(part.number + 1);
        let is_vote = has_vote(holder);
        if is_vote {
            let (yes, no) = (Some(VoteResult::Carried), Some(VoteResult::Failed));
            self.moves(part, gate.rule, EventKind::Act, when, holder, yes, part.number, done);
            self.moves(part, gate.rule, EventKind::Act, when, holder, no, part.number, None);
            return;
        }
        self.moves(part, gate.rule, EventKind::Act, when, holder, None, part.number, done);
        if gate.kind == GateKind::Consent
            && let Some(refusal) = gate.refusal
        {
            self.moves(part, refusal, EventKind::Act, when, holder, None, part.number, None);
        }
    }

    /// Where the one to be consulted does not exist, the step's holder goes on without him.
    fn skipped(&mut self, part: Part<'_>, gate: &Gate, context: Context<'_>) {
        let able = self.all_able(&gate.of, context);
        let opposite: Dnf = able
            .iter()
            .flatten()
            .filter_map(|test| match test {
                Test::Field(field, values) => {
                    let size = usize::from(self.layout.fields[field.index()].size);
                    Some(vec![field_in(*field, values.complement(size))])
                }
                _ => None,
            })
            .collect();
        for (case, by) in self.exclusive(&part.step.by.clone(), context) {
            for (applies, holder) in self.holders(&by, context) {
                let when = both(both(case.clone(), &applies), &opposite);
                self.moves(
                    part,
                    gate.rule,
                    EventKind::Act,
                    &when,
                    &holder,
                    None,
                    part.number,
                    Some(part.number + 1),
                );
            }
        }
    }

    fn all_able(&mut self, by: &By, context: Context<'_>) -> Dnf {
        let holders = self.holders(by, context);
        holders.iter().flat_map(|(_, holder)| self.able(holder)).flat_map(|(when, _)| when).collect()
    }

    /// The positions from which a co-actor acts: `done` parts are done.
    fn before(&self, part: Part<'_>, done: u8) -> ValueSet {
        let places = &self.layout.procedures[part.procedure.0];
        let Some(from) = &part.step.from else {
            return if done == 0 {
                self.opening_positions(part.procedure)
            } else {
                places.values(|at| {
                    at.stage.is_none() && at.gate == Some((part.id, done)) && at.link == part.link
                })
            };
        };
        places.values(|at| {
            at.stage.is_some_and(|stage| {
                from.contains(&stage) && self.is_open_in(part.procedure, stage, part.id, at.mode)
            }) && match done {
                0 => at.gate.is_none_or(|(step, _)| step != part.id),
                n => at.gate == Some((part.id, n)),
            }
        })
    }

    /// Adds the rows that bring a matter from so many parts done to so many; to none, if somebody refuses.
    #[expect(clippy::too_many_arguments, reason = "one row needs all of it")]
    fn moves(
        &mut self,
        part: Part<'_>,
        rule: RuleId,
        kind: EventKind,
        when: &Dnf,
        holder: &Holder,
        result: Option<VoteResult>,
        done: u8,
        then: Option<u8>,
    ) {
        // Whoever votes does it by a vote to that end.
        let is_vote = kind == EventKind::Act && has_vote(holder);
        let result = result.or(is_vote.then_some(VoteResult::Carried));
        let at = self.before(part, done);
        let places = self.layout.procedures[part.procedure.0].clone();
        let mut branch = Branch::new();
        let opens = part.step.from.is_none();
        if opens && done == 0 {
            if then.is_none() {
                return;
            }
            self.open(&mut branch, part.procedure);
            self.mark_kinds(&mut branch, part.procedure, &part.step.adds);
            self.bind(&mut branch, part.procedure, part.step);
        }
        self.map(&mut branch, places.field, |value| {
            if !at.contains(value) {
                return value;
            }
            let from = places.positions[usize::from(value)];
            let to = if opens {
                match then {
                    Some(n) => Position {
                        stage: None,
                        gate: Some((part.id, n)),
                        mode: TimeMode::OnTime(0),
                        link: part.link,
                    },
                    None => Position { stage: None, gate: None, mode: TimeMode::OnTime(0), link: None },
                }
            } else {
                Position { gate: then.map(|n| (part.id, n)), ..from }
            };
            places.value(to).unwrap_or(value)
        });
        branch.marks.insert(Trigger::GateMoved(part.procedure));
        let here = Condition { test: field_in(places.field, at), rule, force: Force::Void };
        let mut conditions = with(vec![vec![here]], when, rule, Force::Void);
        if opens
            && done == 0
            && let Some(link) = part.link
        {
            let about = self.constitution.procedures[part.procedure.0].about[usize::from(link)];
            let about = &self.layout.procedures[about.0];
            conditions =
                with(conditions, &vec![vec![field_in(about.field, about.open())]], rule, Force::Void);
        }
        let context = self.context(part.procedure, part.step, part.link);
        let only = self.condition(&part.step.only.clone(), context);
        conditions = with(conditions, &only, rule, Force::Void);
        for conditions in conditions {
            let mut event = self.new_event(rule, kind, holder.clone());
            event.conditions = conditions;
            event.result = result;
            event.effects = branch.effects();
            event.opens = (opens && done == 0).then_some(MatterId(part.procedure.0 as u32));
            self.push(Row { event, marks: branch.marks.clone() });
        }
    }

    /// What a co-actor's silence means.
    fn silence_of(&mut self, part: Part<'_>, gate: &Gate) {
        let (Some(within), Some(silence)) = (&gate.within, &gate.on_silence) else { return };
        let context = self.context(part.procedure, part.step, part.link);
        for (applies, period) in self.exclusive(&within.clone(), context) {
            for (tests, length) in self.lengths(&period) {
                let base = if part.number == 0 {
                    ClockBase::Entry(part.procedure)
                } else {
                    ClockBase::Gate(part.procedure)
                };
                let clock = self.clock(ClockKey { base, sitting: period.sitting.clone() });
                let passed = Test::Clock(ClockGuard { clock, comparison: Comparison::AtLeast, length });
                let when = both(both(applies.clone(), &vec![tests]), &vec![vec![passed]]);
                for (case, silence) in self.silence_cases(&silence.clone(), context) {
                    let when = both(when.clone(), &case);
                    match silence {
                        Silence::Deemed(_) => {
                            let then = Some(part.number + 1);
                            self.moves(
                                part,
                                gate.rule,
                                EventKind::Lapse,
                                &when,
                                &Holder::Law,
                                None,
                                part.number,
                                then,
                            );
                        }
                        Silence::To(stage) => self.gate_lapses_to(part, gate, &when, stage),
                        _ => {
                            let at = self.before(part, part.number);
                            let field = self.layout.procedures[part.procedure.0].field;
                            let until = ClockGuard { clock, comparison: Comparison::AtMost, length };
                            let holder = self.holders(&gate.of, context).into_iter().next();
                            let mut when = self.disjunction(&part.step.only.clone(), context);
                            for conjunction in &mut when.0 {
                                conjunction.push((field, at));
                                conjunction.sort_by_key(|(field, _)| *field);
                            }
                            self.duties.push(Duty {
                                rule: gate.rule,
                                holder: holder.map_or(Holder::Law, |(_, holder)| holder),
                                steps: vec![gate.rule],
                                when,
                                until: Some(until),
                            });
                        }
                    }
                }
            }
        }
    }

    fn gate_lapses_to(&mut self, part: Part<'_>, gate: &Gate, when: &Dnf, stage: crate::resolved::StageId) {
        let at = self.before(part, part.number);
        let places = self.layout.procedures[part.procedure.0].clone();
        let context = self.context(part.procedure, part.step, part.link);
        let only = self.condition(&part.step.only.clone(), context);
        let when = both(when.clone(), &only);
        let moves = |position: &Position| places.value(*position).is_some_and(|value| at.contains(value));
        for branch in self.enter(Branch::new(), part.procedure, stage, moves, None, 0) {
            let here = Condition { test: field_in(places.field, at), rule: gate.rule, force: Force::Void };
            let conditions = with(vec![vec![here]], &when, gate.rule, Force::Void);
            for conditions in with(conditions, &branch.when.clone(), gate.rule, Force::Void) {
                let mut event = self.new_event(gate.rule, EventKind::Lapse, Holder::Law);
                event.conditions = conditions;
                event.effects = branch.effects();
                self.push(Row { event, marks: branch.marks.clone() });
            }
        }
    }
}

/// Tells whether a holder decides by vote.
pub(crate) fn has_vote(holder: &Holder) -> bool {
    match holder {
        Holder::Vote(_) => true,
        Holder::All(parts) => parts.iter().any(has_vote),
        Holder::AnyOf(_) | Holder::Law | Holder::Institution(_) | Holder::Member(_) | Holder::Petition(_) => {
            false
        }
    }
}
