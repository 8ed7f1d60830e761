//! Replays dated events: accepts or refuses each one, lets periods run out between them, and says why.
//!
//! In goes a model, a start and [`Happening`]s; out comes a [`Journal`]. It knows no names: rules and institutions
//! stay ids.

use crate::calendar::Day;
use crate::model::{
    Condition, Event, EventId, FieldId, Holder, InstitutionId, Model, RuleId, Test, VoteResult,
};
use crate::state::State;
use crate::step;
use crate::vote::{Count, Tally, TallyError, count, count_signers};
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

/// A row that fits a happening, or does not.
struct Candidate {
    event: EventId,
    counts: Vec<Count>,
    unmet: Vec<Unmet>,
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
            match (next, duty) {
                (lapse, Some((due, rule))) if limit(due) && lapse.is_none_or(|(at, _)| due <= at) => {
                    self.taken.insert(rule, due);
                    self.entries.push(Entry {
                        day: due,
                        happening: None,
                        what: What::DutyBroken(rule),
                        violations: vec![rule],
                        changes: Vec::new(),
                    });
                }
                (Some((due, id)), _) if limit(due) => {
                    // What was overdue when it began to wait happens on that day, not in the past.
                    let day = self.entries.last().map_or(due, |entry| entry.day.max(due));
                    self.take(None, day, id, Vec::new(), None, Vec::new());
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

    fn attempt(&self, happening: &Happening) -> Result<Fit, Refusal> {
        let refuse = |reason| Refusal { rule: happening.rule, reason };
        let mut closest: Option<Candidate> = None;
        let mut with_other_result: Option<Candidate> = None;
        let keep = |known: &mut Option<Candidate>, new: Candidate| {
            if known.as_ref().is_none_or(|best| new.unmet.len() < best.unmet.len()) {
                *known = Some(new);
            }
        };
        let mut no_effect = None;
        let mut refused: Option<Reason> = None;
        let mut any = false;
        // An unlawful act is refused, or recorded as a violation, by the lawful row that it stands beside.
        let rows = || self.model.rows(happening.rule).filter(|(_, event)| !event.is_unlawful_act());
        // Figures are of those who vote or sign, where others could act without.
        let is_counted = happening.tally.is_some()
            && happening.by.is_none()
            && rows().any(|(_, event)| is_counted(&event.holder));
        for (id, event) in rows().filter(|(_, event)| !is_counted || self::is_counted(&event.holder)) {
            any = true;
            let (result, counts) = match self.decide(&event.holder, happening) {
                Ok(decided) => decided,
                Err(reason) => {
                    // That it was not his to do tells less than what he lacked who did it.
                    if refused.as_ref().is_none_or(|known| matches!(known, Reason::NotTheHolder(_))) {
                        refused = Some(reason);
                    }
                    continue;
                }
            };
            let unmet = unmet(id, event, &self.state, happening.day);
            if event.result != result {
                if unmet
                    .iter()
                    .all(|unmet| matches!(unmet.condition.test, Test::Field(..)) && event.result.is_none())
                    || unmet.is_empty()
                {
                    no_effect = no_effect.or(result.map(|result| (counts, result)));
                } else {
                    keep(&mut with_other_result, Candidate { event: id, counts, unmet });
                }
                continue;
            }
            if unmet.is_empty() {
                return Ok(Fit::Row(id, counts));
            }
            keep(&mut closest, Candidate { event: id, counts, unmet });
        }
        match (no_effect, closest.or(with_other_result), refused) {
            (Some((counts, result)), _, _) => Ok(Fit::NoEffect(counts, result)),
            (None, Some(closest), _) => {
                debug_assert!(
                    closest.unmet.iter().all(|unmet| unmet.event == closest.event),
                    "{:?}",
                    closest.counts
                );
                Err(refuse(Reason::Conditions(closest.unmet)))
            }
            (None, None, Some(reason)) => Err(refuse(reason)),
            (None, None, None) if any => Err(refuse(Reason::Conditions(Vec::new()))),
            (None, None, None) => Err(refuse(Reason::NoSuchRule)),
        }
    }

    /// Counts what the holder of a row needs; the result of its votes, if it has any.
    fn decide(
        &self,
        holder: &Holder,
        happening: &Happening,
    ) -> Result<(Option<VoteResult>, Vec<Count>), Reason> {
        let tally = |body: InstitutionId| happening.tallies.get(&body).or(happening.tally.as_ref());
        match holder {
            Holder::Law => Ok((None, Vec::new())),
            Holder::Institution(id) | Holder::Member(id) => {
                self.is_holder(*id, happening)?;
                Ok((None, Vec::new()))
            }
            Holder::Vote(id) => {
                let vote = &self.model.votes[id.index()];
                self.is_holder(vote.body, happening)?;
                match tally(vote.body) {
                    Some(tally) => {
                        let count = count(self.model, vote, tally).map_err(Reason::Tally)?;
                        Ok((Some(count.result), vec![count]))
                    }
                    None => Ok((Some(happening.reported.unwrap_or(VoteResult::Carried)), Vec::new())),
                }
            }
            Holder::Petition(id) => {
                let petition = &self.model.petitions[id.index()];
                self.is_holder(petition.body, happening)?;
                let Some(tally) = tally(petition.body) else { return Ok((None, Vec::new())) };
                let count = count_signers(petition, tally).map_err(Reason::Tally)?;
                if count.result == VoteResult::Carried {
                    Ok((None, vec![count]))
                } else {
                    Err(Reason::NotEnough(count))
                }
            }
            Holder::AnyOf(parts) => {
                let mut first = None;
                for part in parts {
                    if happening.by.is_some_and(|by| !involves(self.model, part, by)) {
                        continue;
                    }
                    match self.decide(part, happening) {
                        Ok((result, counts)) if !counts.is_empty() || happening.tally.is_none() => {
                            return Ok((result, counts));
                        }
                        Ok(decided) => first = first.or(Some(Ok(decided))),
                        Err(reason) => first = first.or(Some(Err(reason))),
                    }
                }
                first.unwrap_or_else(|| {
                    happening.by.map_or(Ok((None, Vec::new())), |by| Err(Reason::NotTheHolder(by)))
                })
            }
            Holder::All(parts) => {
                let mut results = Vec::new();
                let mut counts = Vec::new();
                for part in parts {
                    let (result, counted) =
                        self.decide(part, &Happening { by: None, ..happening.clone() })?;
                    results.extend(result);
                    counts.extend(counted);
                }
                let result = if results.is_empty() {
                    None
                } else if results.contains(&VoteResult::NoQuorum) {
                    Some(VoteResult::NoQuorum)
                } else if results.iter().all(|&result| result == VoteResult::Carried) {
                    Some(VoteResult::Carried)
                } else {
                    Some(VoteResult::Failed)
                };
                Ok((result, counts))
            }
        }
    }

    /// Refuses an act of somebody else.
    fn is_holder(&self, holder: InstitutionId, happening: &Happening) -> Result<(), Reason> {
        match happening.by {
            Some(by) if by != holder && !self.stands_for(by, holder) => Err(Reason::NotTheHolder(by)),
            _ => Ok(()),
        }
    }

    /// Tells whether `by` is a part of the body `of` (a chamber of a joint sitting).
    fn stands_for(&self, by: InstitutionId, of: InstitutionId) -> bool {
        self.model.institutions[of.index()].parts.contains(&by)
    }
}

enum Fit {
    Row(EventId, Vec<Count>),
    NoEffect(Vec<Count>, VoteResult),
}

/// Tells whether a holder acts by votes or signatures.
fn is_counted(holder: &Holder) -> bool {
    match holder {
        Holder::Vote(_) | Holder::Petition(_) => true,
        Holder::All(parts) | Holder::AnyOf(parts) => parts.iter().any(is_counted),
        Holder::Law | Holder::Institution(_) | Holder::Member(_) => false,
    }
}

fn involves(model: &Model, holder: &Holder, by: InstitutionId) -> bool {
    match holder {
        Holder::AnyOf(parts) => parts.iter().any(|part| involves(model, part, by)),
        other => other.needed(model).contains(&by),
    }
}

/// Returns the conditions of a row that do not hold on a day, in their order.
pub fn unmet(id: EventId, event: &Event, state: &State, today: Day) -> Vec<Unmet> {
    event
        .conditions
        .iter()
        .filter(|condition| !step::holds(&condition.test, state, today))
        .map(|condition| Unmet {
            event: id,
            condition: condition.clone(),
            limit: limit(&condition.test, state, today),
        })
        .collect()
}

fn limit(test: &Test, state: &State, today: Day) -> Option<Day> {
    match test {
        Test::Field(..) => None,
        Test::Clock(guard) => state.clocks[guard.clock.index()].since.map(|since| guard.length.after(since)),
        Test::Date(_, point) => Some(point.in_year_of(today)),
    }
}

/// What a rule lets its holder do on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ability {
    /// The rule.
    pub rule: RuleId,
    /// The row that is open, or the closest one.
    pub event: EventId,
    /// What stands in the way; empty if it is open.
    pub unmet: Vec<Unmet>,
    /// Until when it must be done, if somebody must do it: the duty and its last day.
    pub duty: Option<(RuleId, Option<Day>)>,
    /// The last day before a period runs out in this state, if one is running for it.
    pub closes: Option<Day>,
}

/// Returns what each rule with an act lets each of its holders do on `today`, in the order of the table.
pub fn abilities(model: &Model, state: &State, today: Day) -> Vec<Ability> {
    let mut found: Vec<Ability> = Vec::new();
    for (id, event) in model.numbered_events() {
        if event.kind != crate::model::EventKind::Act
            || event.is_unlawful_act()
            || matches!(event.result, Some(VoteResult::Failed | VoteResult::NoQuorum))
        {
            continue;
        }
        let unmet = unmet(id, event, state, today);
        // One of several holders has a row of his own.
        let same = |known: &&mut Ability| {
            known.rule == event.rule && model.event(known.event).holder == event.holder
        };
        if let Some(known) = found.iter_mut().find(same) {
            if unmet.len() < known.unmet.len() {
                (known.event, known.unmet) = (id, unmet);
            }
            continue;
        }
        found.push(Ability { rule: event.rule, event: id, unmet, duty: None, closes: None });
    }
    for ability in &mut found {
        if !ability.unmet.is_empty() {
            continue;
        }
        ability.closes = closing_day(model, state, ability.event);
        ability.duty = model
            .duties
            .iter()
            .find(|duty| duty.steps.contains(&ability.rule) && duty.when.holds(&state.fields))
            .map(|duty| {
                let own = duty.until.as_ref().and_then(|guard| {
                    state.clocks[guard.clock.index()].since.map(|since| guard.length.after(since))
                });
                (duty.rule, own.or(ability.closes))
            });
    }
    found
}

/// Returns the day on which the first lapse falls due that would close the row.
fn closing_day(model: &Model, state: &State, id: EventId) -> Option<Day> {
    let event = model.event(id);
    model
        .events
        .iter()
        .filter_map(|lapse| {
            let due = step::due(lapse, state)?;
            let mut after = state.fields.clone();
            step::apply(lapse, &mut after);
            (!step::possible(event, &after)).then_some(due)
        })
        .min()
}
