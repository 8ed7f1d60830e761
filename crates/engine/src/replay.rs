//! Replays dated events: accepts or refuses each one, lets periods run out between them, and says why.
//!
//! In goes a model, a start and [`Happening`]s; out comes a [`Journal`]. It knows no names: rules and institutions
//! stay ids.

mod ability;
mod fit;

pub use ability::{Ability, abilities};
pub use fit::unmet;

use fit::Fit;

use crate::calendar::Day;
use crate::model::{Condition, Event, EventId, FieldId, InstitutionId, Model, RuleId, VoteResult};
use crate::state::State;
use crate::step;
use crate::vote::{Count, Tally, TallyError};
use std::collections::BTreeMap;

/// Something that is said to have happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// The day.
    pub day: Day,
    /// The step or gate.
    pub rule: RuleId,
    /// Who acted, where the rule lets several.
    pub by: Option<InstitutionId>,
    /// The figures by body; empty if none are known.
    pub tallies: BTreeMap<InstitutionId, Tally>,
    /// The figures, if they stand for the only vote.
    pub tally: Option<Tally>,
    /// The result that is reported for a vote without figures.
    pub reported: Option<VoteResult>,
    /// Instead of a step: a fact of the world that became true.
    pub fact: Option<FieldId>,
}

/// What becomes of unlawful events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// They are refused.
    Enforce,
    /// They happen, and the violation is marked.
    Record,
}

/// What became of the events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    /// In the order of time; lapses and automatic steps stand between the happenings.
    pub entries: Vec<Entry>,
    /// The state at the end.
    pub end: State,
}

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The day.
    pub day: Day,
    /// The position of the happening, if it is one.
    pub happening: Option<usize>,
    /// What became of it.
    pub what: What,
    /// The rules violated by it.
    pub violations: Vec<RuleId>,
    /// The fields that changed: old and new value.
    pub changes: Vec<(FieldId, u8, u8)>,
}

/// What became of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A row of the table happened: an act, a lapse or an automatic step.
    Happened {
        /// The row.
        event: EventId,
        /// The votes counted.
        counts: Vec<Count>,
        /// Who acted, if it was said.
        by: Option<InstitutionId>,
    },
    /// A vote was held whose result changes nothing.
    WithoutEffect {
        /// The rule.
        rule: RuleId,
        /// The votes counted.
        counts: Vec<Count>,
        /// The result.
        result: VoteResult,
    },
    /// It was refused.
    Refused(Refusal),
    /// A fact became true.
    Fact(FieldId),
    /// A duty was not kept in time.
    DutyBroken(RuleId),
}

/// Why an event was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The rule asked for.
    pub rule: RuleId,
    /// The reason.
    pub reason: Reason,
}

/// The reason of a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// These conditions of the closest row do not hold.
    Conditions(Vec<Unmet>),
    /// Too few signed.
    NotEnough(Count),
    /// The tally cannot occur, or lacks a figure.
    Tally(TallyError),
    /// The one who is said to act does not hold this power.
    NotTheHolder(InstitutionId),
    /// No row of the rule exists under the chosen options.
    NoSuchRule,
    /// Automatic steps would run in a circle.
    Circle,
}

/// A condition that does not hold, with what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// The row of the table.
    pub event: EventId,
    /// The condition.
    pub condition: Condition,
    /// For a condition on time: the day that it is compared with, if its clock ever started.
    pub limit: Option<Day>,
}

impl Refusal {
    /// Returns the rules that refuse: of the conditions that do not hold, or the rule itself.
    pub fn rules(&self) -> Vec<RuleId> {
        match &self.reason {
            Reason::Conditions(unmet) => unmet.iter().map(|unmet| unmet.condition.rule).collect(),
            _ => vec![self.rule],
        }
    }
}

/// Replays `happenings` (sorted by day) from `start`, whose day is `first`, up to `until`.
pub fn replay(model: &Model, start: State, happenings: &[Happening], mode: Mode, until: Day) -> Journal {
    let mut run = Run { model, state: start, entries: Vec::new(), taken: BTreeMap::new() };
    for (index, happening) in happenings.iter().enumerate() {
        run.let_time_pass(happening.day, false);
        run.happen(index, happening, mode);
    }
    run.let_time_pass(until, true);
    Journal { entries: run.entries, end: run.state }
}

struct Run<'m> {
    model: &'m Model,
    state: State,
    entries: Vec<Entry>,
    /// The days on which each rule was last taken.
    taken: BTreeMap<RuleId, Day>,
}

impl Run<'_> {
    /// Lets all lapses happen that are due before `day`, and those due on it if `inclusive`.
    fn let_time_pass(&mut self, day: Day, inclusive: bool) {
        // Each lapse leaves the stage it belongs to; the bound only guards against rules that lapse in a circle.
        for _ in 0..10_000 {
            let next = self
                .model
                .numbered_events()
                .filter_map(|(id, event)| step::due(event, &self.state).map(|due| (due, id)))
                .min();
            let duty = self.next_broken_duty();
            let limit = |due: Day| due < day || (inclusive && due == day);
            // What was overdue when it began to wait, or to bind, happens on that day, not in the past.
            let last = self.entries.last().map(|entry| entry.day);
            let on = |due: Day| last.map_or(due, |last| last.max(due));
            match (next, duty) {
                (lapse, Some((due, rule))) if limit(due) && lapse.is_none_or(|(at, _)| due <= at) => {
                    self.taken.insert(rule, on(due));
                    self.entries.push(Entry {
                        day: on(due),
                        happening: None,
                        what: What::DutyBroken(rule),
                        violations: vec![rule],
                        changes: Vec::new(),
                    });
                }
                (Some((due, id)), _) if limit(due) => {
                    self.take(None, on(due), id, Vec::new(), None, Vec::new());
                }
                _ => return,
            }
        }
    }

    /// Returns the earliest duty with a day of its own that passes unfulfilled in this state.
    fn next_broken_duty(&self) -> Option<(Day, RuleId)> {
        self.model
            .duties
            .iter()
            .filter_map(|duty| {
                let guard = duty.until.as_ref()?;
                let clock = self.state.clocks[guard.clock.index()];
                let since = clock.since?;
                if clock.stopped.is_some() || !duty.when.holds(&self.state.fields) {
                    return None;
                }
                let done = |rule| self.taken.get(rule).is_some_and(|&day| day >= since);
                if duty.steps.iter().chain([&duty.rule]).any(done) {
                    return None;
                }
                Some((guard.length.after(since), duty.rule))
            })
            .min()
    }

    fn happen(&mut self, index: usize, happening: &Happening, mode: Mode) {
        if let Some(field) = happening.fact {
            let old = std::mem::replace(&mut self.state.fields[field.index()], 1);
            self.note(Some(index), happening.day, What::Fact(field));
            if let Some(entry) = self.entries.last_mut().filter(|_| old != 1) {
                entry.changes.push((field, old, 1));
            }
            self.settle(happening.day);
            return;
        }
        let mut result = self.attempt(happening);
        if let Err(refusal) = &result {
            // On the day when a period ends, the act may come before or after the lapse.
            let mut after = Run {
                model: self.model,
                state: self.state.clone(),
                entries: Vec::new(),
                taken: self.taken.clone(),
            };
            after.let_time_pass(happening.day, true);
            if !after.entries.is_empty()
                && let Ok(fits) = after.attempt(happening)
            {
                self.state = after.state;
                self.entries.append(&mut after.entries);
                self.taken = after.taken;
                result = Ok(fits);
            } else if mode == Mode::Record
                && let Reason::Conditions(unmet) = &refusal.reason
                && let Some(first) = unmet.first()
            {
                let violations = unmet.iter().map(|unmet| unmet.condition.rule).collect();
                let counts = self
                    .decide(&self.model.event(first.event).holder, happening)
                    .map_or(Vec::new(), |(_, counts)| counts);
                self.take(Some(index), happening.day, first.event, counts, happening.by, violations);
                return;
            }
        }
        match result {
            Ok(Fit::Row(event, counts)) => {
                self.take(Some(index), happening.day, event, counts, happening.by, Vec::new());
            }
            Ok(Fit::NoEffect(counts, result)) => {
                let what = What::WithoutEffect { rule: happening.rule, counts, result };
                self.note(Some(index), happening.day, what);
            }
            Err(refusal) => self.note(Some(index), happening.day, What::Refused(refusal)),
        }
    }

    fn note(&mut self, happening: Option<usize>, day: Day, what: What) {
        self.entries.push(Entry { day, happening, what, violations: Vec::new(), changes: Vec::new() });
    }

    /// Lets the automatic steps happen that a change from outside made possible.
    fn settle(&mut self, day: Day) {
        while let Some(id) = step::next_automatic(self.model, &self.state.fields) {
            let before = self.entries.len();
            self.take(None, day, id, Vec::new(), None, Vec::new());
            if matches!(self.entries[before].what, What::Refused(_)) {
                return;
            }
        }
        step::stop_and_go(self.model, &mut self.state, day);
    }

    /// Lets a row happen and writes it down, with the automatic steps that follow.
    fn take(
        &mut self,
        happening: Option<usize>,
        day: Day,
        id: EventId,
        counts: Vec<Count>,
        by: Option<InstitutionId>,
        mut violations: Vec<RuleId>,
    ) {
        let before = self.state.clone();
        let followed = match step::fire(self.model, &mut self.state, id, day) {
            Ok(followed) => followed,
            Err(_) => {
                let rule = self.model.event(id).rule;
                self.state = before;
                self.note(happening, day, What::Refused(Refusal { rule, reason: Reason::Circle }));
                return;
            }
        };
        let event = self.model.event(id);
        violations.extend(event.breach);
        violations.sort();
        violations.dedup();
        self.taken.insert(event.rule, day);
        let mut fields = before.fields;
        let mut changes = |event: &Event| {
            let old = fields.clone();
            step::apply(event, &mut fields);
            (0..fields.len())
                .filter(|&index| old[index] != fields[index])
                .map(|index| (FieldId(index as u32), old[index], fields[index]))
                .collect()
        };
        let first = changes(event);
        self.entries.push(Entry {
            day,
            happening,
            what: What::Happened { event: id, counts, by },
            violations,
            changes: first,
        });
        for id in followed {
            let event = self.model.event(id);
            self.taken.insert(event.rule, day);
            let what = What::Happened { event: id, counts: Vec::new(), by: None };
            let changes = changes(event);
            self.entries.push(Entry { day, happening: None, what, violations: Vec::new(), changes });
        }
    }
}
