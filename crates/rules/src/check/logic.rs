//! Can these conditions hold together? Decided over what the text says, without a search.
//!
//! Conditions become alternatives of literals over positions, statuses, kinds, facts, choices, counters and
//! parameters; dates are compared only where they are counted from the same point. What is not understood is
//! taken as possible. The cost is exponential in the nesting of `Any`; beyond [`MOST`] alternatives the answer is
//! "unknown", and nothing is reported.

use super::graph::kind_sets;
use super::literal::{Key, literal};
use crate::resolved::{Constitution, Guard, KindId, Period, Point, ProcedureId, StageId};
use solon_engine::model::ValueSet;
use std::collections::{BTreeMap, BTreeSet};

/// The largest number of alternatives that is looked at.
const MOST: usize = 4_000;

type Conjunction = BTreeMap<Key, ValueSet>;

/// A matter that is just being opened: its kinds are those that its step gives.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    pub(super) procedure: ProcedureId,
    pub(super) kinds: Vec<KindId>,
}

/// Answers whether conditions can hold together.
pub(super) struct Logic<'c> {
    constitution: &'c Constitution,
    kinds: BTreeMap<ProcedureId, Option<BTreeMap<StageId, BTreeSet<u64>>>>,
    times: Vec<Guard>,
    opening: Option<Opening>,
}

impl<'c> Logic<'c> {
    pub(super) fn new(constitution: &'c Constitution) -> Logic<'c> {
        Logic { constitution, kinds: BTreeMap::new(), times: Vec::new(), opening: None }
    }

    /// Tells whether all conditions can hold at once; `None` if there is too much to look at.
    pub(super) fn can_hold(&mut self, guards: &[Guard]) -> Option<bool> {
        self.can_hold_in(None, guards)
    }

    /// Tells the same of a step that opens a matter.
    pub(super) fn can_hold_in(&mut self, opening: Option<Opening>, guards: &[Guard]) -> Option<bool> {
        self.opening = opening;
        let mut all = vec![Conjunction::new()];
        for guard in guards {
            let part = self.signed(guard, true)?;
            all = both(&all, &part)?;
        }
        Some(all.iter().any(|conjunction| self.is_possible(conjunction)))
    }

    fn signed(&mut self, guard: &Guard, sign: bool) -> Option<Vec<Conjunction>> {
        match guard {
            Guard::All(parts) | Guard::Any(parts) => {
                let every = matches!(guard, Guard::All(_)) == sign;
                let mut all = if every { vec![Conjunction::new()] } else { Vec::new() };
                for part in parts {
                    let part = self.signed(part, sign)?;
                    if every {
                        all = both(&all, &part)?;
                    } else {
                        all.extend(part);
                    }
                    if all.len() > MOST {
                        return None;
                    }
                }
                Some(all)
            }
            Guard::Not(part) => self.signed(part, !sign),
            Guard::Holds(outcome) => {
                let when = self.constitution.outcomes[outcome.0].when.clone();
                let opening = self.opening.take();
                let found = self.signed(&when, sign);
                self.opening = opening;
                found
            }
            Guard::Kind(procedure, kind) if self.opens(*procedure) => {
                let has = self.opening.as_ref().is_some_and(|opening| opening.kinds.contains(kind));
                Some(constant(has == sign))
            }
            Guard::Happened(procedure, _) if self.opens(*procedure) => Some(constant(!sign)),
            _ => {
                let (key, values, size) = literal(self.constitution, &mut self.times, guard)?;
                let values = if sign { values } else { values.complement(size) };
                Some(if values.is_empty() { Vec::new() } else { vec![Conjunction::from([(key, values)])] })
            }
        }
    }

    fn opens(&self, procedure: ProcedureId) -> bool {
        self.opening.as_ref().is_some_and(|opening| opening.procedure == procedure)
    }

    fn is_possible(&mut self, conjunction: &Conjunction) -> bool {
        let mut whole = conjunction.clone();
        for (key, values) in conjunction {
            let Key::Linked(procedure) = *key else { continue };
            let none = self.constitution.procedures[procedure.0].stages.len() as u8;
            if !values.contains(none) {
                // The linked matter is the one that stands there.
                let position = whole.entry(Key::Position(procedure)).or_insert(*values);
                *position = position.and(*values);
            }
        }
        !whole.values().any(|values| values.is_empty())
            && self.kinds_agree(&whole)
            && self.times_agree(&whole)
    }

    /// Tells whether some matter can have and lack just these kinds, where it stands.
    fn kinds_agree(&mut self, whole: &Conjunction) -> bool {
        let mut wanted: BTreeMap<ProcedureId, (u64, u64)> = BTreeMap::new();
        for (key, values) in whole {
            if let Key::Kind(procedure, kind) = *key {
                let (mask, value) = wanted.entry(procedure).or_default();
                *mask |= 1 << kind.0.min(63);
                *value |= u64::from(values.contains(1)) << kind.0.min(63);
            }
        }
        wanted.into_iter().all(|(procedure, (mask, value))| {
            let constitution = self.constitution;
            let sets = self.kinds.entry(procedure).or_insert_with(|| kind_sets(constitution, procedure));
            let Some(sets) = sets else { return true };
            // That nobody gives a kind is reported once, not with each condition that asks for it.
            let steps = constitution.procedures[procedure.0].steps.iter();
            let given =
                steps.flat_map(|step| &step.adds).fold(0, |given, kind| given | 1u64 << kind.0.min(63));
            let (mask, value) = (mask & given, value & given);
            let position = whole.get(&Key::Position(procedure));
            // With no matter open the kinds of the last one stay.
            let none = constitution.procedures[procedure.0].stages.len() as u8;
            let anywhere = position.is_none_or(|values| values.contains(none));
            let here = sets.iter().filter(|(stage, _)| {
                anywhere || position.is_some_and(|values| values.contains(stage.0 as u8))
            });
            let mut here = here.flat_map(|(_, kinds)| kinds).peekable();
            // That a stage is never reached is reported once, not with each condition on it.
            here.peek().is_none() || (anywhere && value == 0) || here.any(|kinds| kinds & mask == value)
        })
    }

    /// Tells whether the times since one point do not contradict each other.
    fn times_agree(&self, whole: &Conjunction) -> bool {
        let since = whole.iter().filter_map(|(key, values)| {
            let Key::Time(number) = *key else { return None };
            let Guard::Since(point, _, period) = &self.times[number] else { return None };
            Some((point, period, values.contains(1)))
        });
        let since: Vec<(&Point, &Period, bool)> = since.collect();
        since.iter().filter(|(.., at_least)| *at_least).all(|(point, period, _)| {
            let others = since.iter().filter(|(other, _, at_least)| !at_least && other == point);
            others.into_iter().all(|(_, less, _)| !is_longer(period, less))
        })
    }
}

/// Tells whether a period is surely as long as another, or longer.
fn is_longer(period: &Period, other: &Period) -> bool {
    let plain =
        |period: &Period| period.scaled.is_none() && period.sitting.is_empty() && period.length.skipped == 0;
    plain(period)
        && plain(other)
        && period.length.months >= other.length.months
        && period.length.days >= other.length.days
}

fn constant(value: bool) -> Vec<Conjunction> {
    if value { vec![Conjunction::new()] } else { Vec::new() }
}

fn both(left: &[Conjunction], right: &[Conjunction]) -> Option<Vec<Conjunction>> {
    let mut all = Vec::new();
    for a in left {
        for b in right {
            let mut joined = a.clone();
            for (&key, &values) in b {
                let known = joined.entry(key).or_insert(values);
                *known = known.and(values);
            }
            if !joined.values().any(|values| values.is_empty()) {
                all.push(joined);
            }
            if all.len() > MOST {
                return None;
            }
        }
    }
    Some(all)
}
