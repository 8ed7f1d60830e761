//! What the text says of a stage: how a matter comes there and leaves, and who must act in time.

use super::removal::is_own;
use crate::calendar::Length;
use crate::model::{
    ClockGuard, ClockId, Comparison, Event, EventId, EventKind, Holder, InstitutionId, Matter, MatterId,
    Model, RuleId, StagePlace, Test, ValueSet,
};
use std::collections::BTreeSet;

/// Returns the stages with a time limit that some of these events leave as steps of its own procedure.
pub(super) fn shared_stages(
    model: &Model,
    leads_out: impl Fn(&Event) -> bool,
) -> impl Iterator<Item = (&Matter, &StagePlace)> {
    let stages =
        model.matters.iter().flat_map(|matter| matter.stages.iter().map(move |stage| (matter, stage)));
    stages.filter(move |(matter, stage)| {
        !stage.overdue.is_empty() && own_exits(model, matter, stage.values).any(&leads_out)
    })
}

/// Tells whether the stage is entered only by steps of this holder alone.
pub(super) fn entered_alone(
    model: &Model,
    matter: &Matter,
    stage: &StagePlace,
    holder: InstitutionId,
) -> bool {
    let before = stage.values.complement(usize::from(model.fields[matter.field.index()].size));
    let enters = |event: &&Event| {
        let effects = event.effects.iter().filter(|effect| effect.field == matter.field);
        effects
            .flat_map(|effect| effect.map.iter().enumerate())
            .any(|(old, new)| before.contains(old as u8) && stage.values.contains(*new))
    };
    let mut entries = model.events.iter().filter(enters);
    entries.all(|event| matches!(&event.holder, Holder::Institution(by) if *by == holder))
}

/// Tells whether an event turns to another matter: of this kind, or of a kind that this one is about. That does not end
/// this one, though nothing more is heard of it.
pub(super) fn turns_away(model: &Model, event: &Event, matter: &Matter) -> bool {
    let is_this = |opened: MatterId| model.matters[opened.index()].field == matter.field;
    event.opens.is_some_and(|opened| is_this(opened) || matter.about.contains(&opened))
}

/// Returns the events that take the matter out of the stage.
pub(super) fn exits<'m>(model: &'m Model, matter: &Matter, stage: &StagePlace) -> Vec<(EventId, &'m Event)> {
    let all = model.numbered_events();
    all.filter(|(_, event)| leaves(model, event, matter, stage.values)).collect()
}

/// Returns who must act before the time of a stage has passed: whom a duty binds to one of the steps that leave it, or else
/// whoever takes such a step.
pub(super) fn bearers(model: &Model, matter: &Matter, stage: &StagePlace) -> BTreeSet<InstitutionId> {
    let own: Vec<&Event> =
        own_exits(model, matter, stage.values).filter(|event| event.kind == EventKind::Act).collect();
    let leads_out = |rule: &RuleId| own.iter().any(|event| event.rule == *rule);
    let bound = model.duties.iter().filter(|duty| duty.until.is_none() && duty.steps.iter().any(leads_out));
    let bound: BTreeSet<InstitutionId> = bound.flat_map(|duty| duty.holder.needed(model)).collect();
    if bound.is_empty() { own.iter().flat_map(|event| event.holder.needed(model)).collect() } else { bound }
}

/// Returns the events of the matter's own procedure that take it out of these positions. What moves it from elsewhere is no
/// step of those for whom the time runs.
pub(super) fn own_exits<'m>(
    model: &'m Model,
    matter: &'m Matter,
    positions: ValueSet,
) -> impl Iterator<Item = &'m Event> {
    let leaves = move |event: &&Event| leaves(model, event, matter, positions) && is_own(matter, event);
    model.events.iter().filter(leaves)
}

/// Tells whether an event takes a matter out of these positions, other than by turning to another one.
pub(super) fn leaves(model: &Model, event: &Event, matter: &Matter, positions: ValueSet) -> bool {
    leaves_stage(model, event, matter, positions, positions)
}

/// Tells whether an event takes a matter from these positions out of the stage, other than by turning to another one.
pub(super) fn leaves_stage(
    model: &Model,
    event: &Event,
    matter: &Matter,
    from: ValueSet,
    stage: ValueSet,
) -> bool {
    !turns_away(model, event, matter)
        && event.changes(matter.field, from).any(|(_, new)| !stage.contains(new))
}

/// Tells whether an event can bring the matter into the stage, from wherever it is possible.
pub(super) fn brings_to(model: &Model, event: &Event, matter: &Matter, stage: &StagePlace) -> bool {
    let anywhere = ValueSet::all(model.fields[matter.field.index()].size.into());
    event.changes(matter.field, anywhere).any(|(_, new)| stage.values.contains(new))
}

/// Tells whether an act must wait as long as the period of a stage runs: its time begins no earlier, and is no shorter.
pub(super) fn waits_for_the_end(model: &Model, matter: &Matter, stage: &StagePlace, event: &Event) -> bool {
    let least = |event: &Event| -> Vec<ClockGuard> {
        let guards = event.conditions.iter().filter_map(|condition| match &condition.test {
            Test::Clock(guard) if matches!(guard.comparison, Comparison::AtLeast | Comparison::After) => {
                Some(guard.clone())
            }
            _ => None,
        });
        guards.collect()
    };
    let is_no_younger = |period: ClockId, wait: ClockId| {
        let [of_period, of_wait] = [period, wait].map(|clock| &model.clocks[clock.index()]);
        let enters = |event: &&Event| brings_to(model, event, matter, stage);
        let mut begun = model.events.iter().filter(|event| event.resets.contains(&period)).filter(enters);
        !of_period.runs_at_start
            && (of_period.pauses.is_empty() || of_period.pauses == of_wait.pauses)
            && begun.all(|event| event.resets.contains(&wait))
    };
    let no_shorter = |wait: &Length, period: &Length| {
        let same_days = Length { days: period.days, ..*wait };
        same_days == *period && wait.days >= period.days || wait.span().0 >= period.span().1
    };
    let periods = model.events.iter().filter(|end| end.rule == stage.rule && end.breach.is_some());
    let periods: Vec<ClockGuard> = periods.flat_map(least).collect();
    least(event).iter().any(|wait| {
        let of = |period: &ClockGuard| {
            is_no_younger(period.clock, wait.clock) && no_shorter(&wait.length, &period.length)
        };
        !periods.is_empty() && periods.iter().all(of)
    })
}
