//! B6: silence that hurts one who cannot prevent it, or that alone gives the silent one a power.

use super::question::{Asked, Draft, Questions};
use super::removal::{can_alone, offices, takes_part};
use super::stage::{bearers, entered_alone, exits};
use super::{Code, Report, Severity, Subject, reading};
use crate::model::{Disjunction, Event, EventId, EventKind, InstitutionId, Matter, RuleId, StagePlace};
use crate::search::Exceeded;
use crate::symbolic::Set;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let model = questions.model;
    // What always stands open asks nobody for an answer: its times are terms and dates.
    for matter in model.matters.iter().filter(|matter| !matter.standing) {
        for stage in matter.stages.iter().filter(|stage| stage.values.and(matter.ended).is_empty()) {
            let lapses: Vec<EventId> = model
                .rows(stage.rule)
                .filter(|(_, row)| row.kind == EventKind::Lapse && row.breach.is_none())
                .map(|(id, _)| id)
                .collect();
            if lapses.is_empty() {
                continue;
            }
            let exits: BTreeSet<RuleId> =
                exits(model, matter, stage).iter().map(|(_, event)| event.rule).collect();
            let leads_out = |event: &Event| exits.contains(&event.rule);
            // Who is silent, and whether it is one alone, may be another matter under each reading.
            let silent = reading::under_each(model, leads_out, |model| {
                let bound: Vec<InstitutionId> = bearers(model, matter, stage).into_iter().collect();
                let one = bound.first().copied().filter(|_| bound.len() == 1);
                one.filter(|one| !model.institutions[one.index()].is_world)
            });
            for (silent, under) in silent {
                let silence = Silence { matter, stage, silent, lapses: &lapses, read_so: under.condition() };
                silence.injures(questions, report);
                silence.serves(questions, report);
            }
        }
    }
}

/// One alone whose silence lets a time limit run out, under some readings.
struct Silence<'s> {
    matter: &'s Matter,
    stage: &'s StagePlace,
    silent: InstitutionId,
    lapses: &'s [EventId],
    /// The condition that one of these readings is taken.
    read_so: Disjunction,
}

impl Silence<'_> {
    /// Somebody else loses office by the silence, and could not have prevented it: no step out of the stage is his, and the
    /// matter did not come there by his own acts alone.
    fn injures(&self, questions: &mut Questions<'_>, report: &mut Report) {
        let (model, matter, stage) = (questions.model, self.matter, self.stage);
        let moves = |event: &Event| event.effects.iter().any(|effect| effect.field == matter.field);
        for (injured, office) in offices(model).filter(|(id, _)| *id != self.silent) {
            let Some(field) = office.status else { continue };
            let helpless = reading::under_each(model, moves, |model| {
                let exits = exits(model, matter, stage);
                let mut acts = exits.iter().filter(|(_, event)| event.kind == EventKind::Act);
                let can = acts.any(|(_, event)| takes_part(model, &event.holder, injured));
                (!can && !entered_alone(model, matter, stage, injured)).then_some(())
            });
            let Some((_, under)) = helpless.first() else { continue };
            let subject = Subject::HurtBySilence { stage: stage.rule, injured };
            self.told(questions, report, subject, Vec::new(), |asked, lapse| {
                let empty = asked.space.field_in(field, office.vacant)?;
                let emptied = asked.space.diff(&asked.space.pre(&empty, lapse)?, &empty)?;
                asked.space.and(&emptied, &asked.space.set(&under.condition())?)
            });
        }
    }

    /// The silent one alone may then do what nothing but this silence lets anybody do.
    fn serves(&self, questions: &mut Questions<'_>, report: &mut Report) {
        let model = questions.model;
        let mut own: BTreeMap<RuleId, Vec<EventId>> = BTreeMap::new();
        for (id, event) in model.numbered_events() {
            let is_his = event.kind == EventKind::Act && !event.is_unlawful_act();
            if is_his && can_alone(model, &event.holder, self.silent) {
                own.entry(event.rule).or_default().push(id);
            }
        }
        for (act, rows) in own {
            let gains = questions.ask(report, Code::PerverseSilence, Some(self.stage.rule), |_, asked| {
                let (mut possible, mut gains) = (asked.space.none(), asked.space.none());
                for row in rows {
                    possible = asked.space.or(&possible, &asked.space.possible(row)?)?;
                }
                for &lapse in self.lapses {
                    let before = asked.space.diff(&asked.space.pre(&possible, lapse)?, &possible)?;
                    gains = asked.space.or(&gains, &before)?;
                }
                let gains = asked.space.and(&gains, &asked.space.set(&self.read_so)?)?;
                if asked.never(&gains)? {
                    return Ok(None);
                }
                let otherwise = asked.can_reach(&possible, &|id| !self.lapses.contains(&id))?;
                let otherwise = asked.space.and(&asked.space.initial(), &otherwise)?;
                let only_so = asked.elsewhere(&gains, &otherwise)?;
                Ok((!asked.never(&only_so)?).then_some((possible, only_so)))
            });
            let Some(Some((possible, only_so))) = gains else { continue };
            let subject = Subject::ServedBySilence { stage: self.stage.rule, act };
            self.told(questions, report, subject, vec![act], |asked, lapse| {
                let gained = asked.space.diff(&asked.space.pre(&possible, lapse)?, &possible)?;
                asked.space.and(&gained, &only_so)
            });
        }
    }

    /// Reports what the nearest of the lapses does, under each reading under which one does it.
    fn told(
        &self,
        questions: &mut Questions<'_>,
        report: &mut Report,
        subject: Subject,
        rules: Vec<RuleId>,
        before: impl Fn(&Asked<'_, '_>, EventId) -> Result<Set, Exceeded>,
    ) {
        let (model, settings, stage) = (questions.model, questions.settings, self.stage);
        let mut noted = Report::default();
        let found = questions.ask(report, Code::PerverseSilence, Some(stage.rule), |_, asked| {
            let mut rest = asked.space.set(&self.read_so)?;
            let mut found = Vec::new();
            for &lapse in self.lapses {
                let before = asked.space.and(&before(asked, lapse)?, &rest)?;
                if asked.never(&before)? {
                    continue;
                }
                let draft = Draft {
                    code: Code::PerverseSilence,
                    severity: Severity::Warning,
                    subject: subject.clone(),
                    holders: vec![self.silent],
                    rules: [stage.rule].into_iter().chain(rules.iter().copied()).collect(),
                };
                let then = |_: &[u8]| Some(vec![lapse]);
                found.extend(asked.finding_then(settings, &mut noted, model, &before, Some(&then), draft)?);
                rest = asked.elsewhere(&rest, &before)?;
            }
            Ok(found)
        });
        report.undecided.append(&mut noted.undecided);
        found.into_iter().flatten().for_each(|finding| report.add(finding, model));
    }
}
