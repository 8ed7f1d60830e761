//! What each holder may do, must do and cannot do on a day.

use super::{Unmet, unmet};
use crate::calendar::Day;
use crate::model::{EventId, EventKind, Model, RuleId, VoteResult};
use crate::state::State;
use crate::step;

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
        if event.kind != EventKind::Act
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
