//! C2: an objection that the others can overcome, beside a silence that they cannot.

use super::indispensable::Idle;
use super::office::is_office;
use super::question::{Asked, Draft, Questions};
use super::reading::one_of;
use super::removal::is_own;
use super::stage::turns_away;
use super::{Code, Report, Severity, Subject, Undecided, Why};
use crate::model::{
    Disjunction, Event, EventId, EventKind, Matter, Model, RuleId, StagePlace, ValueSet, VoteResult,
};
use crate::play::{Coalition, Player, Players};
use crate::search::Exceeded;
use crate::step;
use crate::symbolic::Set;
use std::collections::BTreeSet;

/// Stages in which one player can object, and stops the matter more surely by doing nothing.
struct Veto {
    stages: Vec<RuleId>,
    by: Player,
    /// The objections that others can overcome.
    objections: Vec<EventId>,
    /// Whether the others can have somebody act for him who does not stay silent.
    substituted: bool,
    /// Where his silence stops it in the first stage.
    silent: Set,
}

/// Looks at each stage of each matter for a player who can let it come to its result or object there.
pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let (model, settings) = (questions.model, questions.settings);
    let matters = model.matters.iter().filter(|matter| !matter.standing && !matter.with_result().is_empty());
    let Some(players) = Players::of(model) else {
        let undecided = |rule| Undecided { code: Code::HiddenVeto, rule: Some(rule), why: Why::Players };
        return report.undecided.extend(matters.map(|matter| undecided(matter.rule)));
    };
    let idle = Idle::new(&players);
    for matter in matters {
        let mut noted = Report::default();
        let found = questions.ask(report, Code::HiddenVeto, Some(matter.rule), |_, asked| {
            let mut found = Vec::new();
            for veto in vetoes(asked, &idle, matter)? {
                let acts: BTreeSet<RuleId> = veto.objections.iter().map(|&id| model.event(id).rule).collect();
                let first = veto.stages[0];
                let then = |fields: &[u8]| Some(ending(model, matter, first, fields).into_iter().collect());
                let draft = Draft {
                    code: Code::HiddenVeto,
                    severity: Severity::Warning,
                    holders: vec![veto.by.institution],
                    rules: veto.stages.iter().copied().chain(acts).collect(),
                    subject: Subject::HiddenVeto {
                        procedure: matter.rule,
                        stages: veto.stages,
                        by: veto.by,
                        objections: veto.objections,
                        substituted: veto.substituted,
                    },
                };
                let silent = &veto.silent;
                found.extend(asked.finding_then(settings, &mut noted, model, silent, Some(&then), draft)?);
            }
            Ok(found)
        });
        report.undecided.append(&mut noted.undecided);
        report.findings.extend(found.into_iter().flatten());
    }
}

/// What is asked of all players about one matter.
struct Search<'s, 'a, 'q, 'p> {
    asked: &'s Asked<'a, 'q>,
    idle: &'s Idle<'p, 'q>,
    matter: &'s Matter,
    /// What turns to another matter.
    turning: Vec<EventId>,
    result: Set,
    closed: Set,
    /// Whence it can come to its result.
    possible: Set,
    /// Whence it does so whatever anybody does.
    comes: Set,
}

/// Whence a matter can come to its result although one player does nothing.
struct Without {
    /// However long it takes.
    at_last: Set,
    /// Without waiting for a period elsewhere to end.
    at_once: Set,
}

/// Finds the stages of a matter with an objection that can be overcome and a silence that cannot.
fn vetoes<'q>(asked: &Asked<'_, 'q>, idle: &Idle<'_, 'q>, matter: &Matter) -> Result<Vec<Veto>, Exceeded> {
    let model = asked.space.model();
    let turning = model.numbered_events().filter(|(_, event)| turns_away(model, event, matter));
    let turning: Vec<EventId> = turning.map(|(id, _)| id).collect();
    let same = |id: EventId| !turning.contains(&id);
    let result = asked.space.field_in(matter.field, matter.with_result())?;
    let closed = asked.space.field_in(matter.field, matter.closed)?;
    let possible = asked.can_reach(&result, &same)?;
    // How an owed vote ends is open.
    let comes =
        asked.can_reach(&result, &|id| same(id) && idle.comes(id) && model.event(id).result.is_none())?;
    let search = Search { asked, idle, matter, turning, result, closed, possible, comes };
    let mut all: Vec<Veto> = Vec::new();
    for (player, by) in idle.all().filter(|(_, by)| is_office(model, by.institution)) {
        // Whoever lets his own matter rest puts no veto on it.
        let by_others = |(id, event): (EventId, &Event)| idle.others_own(event, player).then_some(id);
        let others: Vec<EventId> = openers(model, matter).filter_map(by_others).collect();
        let opened = match (openers(model, matter).next(), &others[..]) {
            (None, _) => asked.space.all(),
            (Some(_), []) => continue,
            (Some(_), others) => search.under(others, &asked.space.all(), &asked.space.all())?,
        };
        search.of_player(player, by, &opened, &mut all)?;
    }
    Ok(all)
}

impl Search<'_, '_, '_, '_> {
    /// Looks at each stage for a player's veto, under the readings under which others open such a matter.
    fn of_player(
        &self,
        player: usize,
        by: Player,
        opened: &Set,
        all: &mut Vec<Veto>,
    ) -> Result<(), Exceeded> {
        let own = self.own_acts(player);
        let mut without = None;
        let is_open = |stage: &&StagePlace| stage.values.and(self.matter.closed).is_empty();
        for stage in self.matter.stages.iter().filter(is_open) {
            let space = &self.asked.space;
            let here = space.field_in(self.matter.field, stage.values)?;
            let lets = self.leading(&own, &here, &self.comes)?;
            let mut others = own.clone();
            others.retain(|&id| lets.iter().all(|&one| self.way(one) != self.way(id)));
            if lets.is_empty() || others.is_empty() {
                continue;
            }
            let without = match &without {
                Some(known) => known,
                None => &*without.insert(self.without(player)?),
            };
            let open = self.asked.space.diff(&without.at_last, &self.closed)?;
            let overcome = self.asked.space.diff(&open, &self.comes)?;
            let mut objections = self.leading(&others, &here, &overcome)?;
            let under = space
                .and(&self.under(&objections, &here, &overcome)?, &self.under(&lets, &here, &self.comes)?)?;
            let mut seen = BTreeSet::new();
            objections.retain(|&id| seen.insert(self.way(id)));
            // Only under readings under which he can object, and be overcome, is the silence the stronger of two vetoes.
            let silent = space.and(&self.silent(stage, &here, without)?, &space.and(&under, opened)?)?;
            if objections.is_empty() || self.asked.never(&silent)? {
                continue;
            }
            let (idle, at_last) = (self.idle, &without.at_last);
            let substituted = idle.can_be_substituted(self.asked, player, at_last, &self.turning, &silent)?;
            // Together only what is so under the same readings.
            let readings = self.asked.readings(&silent)?;
            let mut is_new = true;
            for veto in all.iter_mut().filter(|veto| veto.by == by) {
                if is_new && self.asked.readings(&veto.silent)? == readings {
                    veto.stages.push(stage.rule);
                    veto.objections.extend(&objections);
                    veto.substituted |= substituted;
                    is_new = false;
                }
            }
            if is_new {
                all.push(Veto { stages: vec![stage.rule], by, objections, substituted, silent });
            }
        }
        Ok(())
    }

    /// The lawful steps of the matter that a player can take alone.
    fn own_acts(&self, player: usize) -> Vec<EventId> {
        let is_own = |(id, event): &(EventId, &Event)| {
            event.kind == EventKind::Act
                && !event.is_unlawful_act()
                && self.matter.steps.contains(&event.rule)
                && self.idle.owns(event, Coalition::one(player))
                && !self.turning.contains(id)
        };
        self.asked.space.model().numbered_events().filter(is_own).map(|(id, _)| id).collect()
    }

    /// Those of some acts that can lead from here to there.
    fn leading(&self, acts: &[EventId], here: &Set, to: &Set) -> Result<Vec<EventId>, Exceeded> {
        let space = &self.asked.space;
        let mut some = Vec::new();
        for &id in acts {
            if !self.asked.never(&space.and(here, &space.pre(to, id)?)?)? {
                some.push(id);
            }
        }
        Ok(some)
    }

    /// The states under the readings under which one of some acts can lead from here to there.
    fn under(&self, acts: &[EventId], here: &Set, to: &Set) -> Result<Set, Exceeded> {
        let space = &self.asked.space;
        let mut before = space.none();
        for &id in acts {
            before = space.or(&before, &space.and(here, &space.pre(to, id)?)?)?;
        }
        space.set(&Disjunction(one_of(&self.asked.readings(&before)?)))
    }

    fn without(&self, player: usize) -> Result<Without, Exceeded> {
        let model = self.asked.space.model();
        let is_elsewhere = |id: EventId| {
            let event = model.event(id);
            event.kind == EventKind::Lapse && !is_own(self.matter, event)
        };
        let at_once =
            |id: EventId| !self.turning.contains(&id) && !is_elsewhere(id) && self.idle.can_come(id, player);
        Ok(Without {
            at_last: self.idle.without(self.asked, player, &self.result, &self.turning)?,
            at_once: self.asked.can_reach(&self.result, &at_once)?,
        })
    }

    /// The states of a stage in which the matter hangs without somebody, or dies unless a period elsewhere ends before.
    fn silent(&self, stage: &StagePlace, here: &Set, without: &Without) -> Result<Set, Exceeded> {
        let (asked, space) = (self.asked, &self.asked.space);
        let here = space.and(here, &self.possible)?;
        let mut silent = space.diff(&here, &without.at_last)?;
        let dead = space.diff(&self.closed, &self.result)?;
        for id in lapses(asked.space.model(), stage.rule) {
            let dies = space.and(&here, &space.pre(&dead, id)?)?;
            silent = space.or(&silent, &space.diff(&dies, &without.at_once)?)?;
        }
        Ok(silent)
    }

    /// What tells one decision from another: a step may have several rows.
    fn way(&self, id: EventId) -> (RuleId, Option<VoteResult>) {
        let event = self.asked.space.model().event(id);
        (event.rule, event.result)
    }
}

/// The lapses of a stage that break nothing.
fn lapses(model: &Model, stage: RuleId) -> impl Iterator<Item = EventId> + '_ {
    let is_its =
        move |event: &Event| event.kind == EventKind::Lapse && event.rule == stage && event.breach.is_none();
    model.numbered_events().filter(move |(_, event)| is_its(event)).map(|(id, _)| id)
}

/// The lapse of the stage that closes the matter without a result from these values of all fields, time aside, if one does.
fn ending(model: &Model, matter: &Matter, stage: RuleId, fields: &[u8]) -> Option<EventId> {
    let dead = ValueSet(matter.closed.0 & !matter.with_result().0);
    lapses(model, stage).find(|&id| {
        let next = step::successor(model, id, fields);
        next.is_some_and(|(next, _)| dead.contains(next[matter.field.index()]))
    })
}

/// The acts that open a matter.
fn openers<'m>(model: &'m Model, matter: &'m Matter) -> impl Iterator<Item = (EventId, &'m Event)> {
    let is_its = |(_, event): &(EventId, &Event)| {
        event.opens.is_some_and(|opened| model.matters[opened.index()].field == matter.field)
    };
    model.numbered_events().filter(is_its)
}
