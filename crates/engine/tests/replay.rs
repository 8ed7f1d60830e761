//! Replays by hand: duties with a last day of their own, lapses that are overdue when they begin to wait.

use solon_engine::calendar::{Day, Length};
use solon_engine::model::*;
use solon_engine::replay::{Happening, Journal, Mode, What, replay};
use solon_engine::state::{ClockState, State};
use solon_engine::vote::{Majority, Petition};
use std::collections::BTreeMap;

const FIRST: Day = Day(0);

/// One act, which a duty demands within five days of the first.
fn model() -> Model {
    let act =
        Event { holder: Holder::Institution(InstitutionId(0)), ..Event::new(RuleId(0), EventKind::Act) };
    let until = ClockGuard { clock: ClockId(0), comparison: Comparison::AtMost, length: Length::days(5) };
    let duty = Duty {
        rule: RuleId(1),
        holder: Holder::Institution(InstitutionId(0)),
        steps: vec![RuleId(0)],
        when: Disjunction(vec![Vec::new()]),
        until: Some(until),
    };
    Model {
        clocks: vec![Clock { runs_at_start: true, ..Clock::default() }],
        events: vec![act],
        institutions: vec![Institution::default()],
        duties: vec![duty],
        ..Model::default()
    }
}

fn act(day: i32) -> Happening {
    Happening {
        day: FIRST.plus(day),
        rule: RuleId(0),
        by: None,
        tallies: BTreeMap::new(),
        tally: None,
        reported: None,
        fact: None,
    }
}

fn replayed(model: &Model, happenings: &[Happening]) -> Journal {
    let clocks = vec![ClockState { since: Some(FIRST), stopped: None }];
    let start = State { fields: vec![0; model.fields.len()], clocks };
    replay(model, start, happenings, Mode::Enforce, FIRST.plus(20))
}

/// The days on which the duty is broken, if the act happens on these days.
fn broken(days: &[i32]) -> Vec<i32> {
    let happenings: Vec<Happening> = days.iter().map(|&day| act(day)).collect();
    let journal = replayed(&model(), &happenings);
    let broken = journal.entries.iter().filter(|entry| entry.violations == [RuleId(1)]);
    broken.map(|entry| entry.day.0).collect()
}

#[test]
fn a_duty_is_fulfilled_from_the_day_of_its_start_to_its_last() {
    assert_eq!(broken(&[]), [5]);
    assert!(broken(&[0]).is_empty());
    assert!(broken(&[5]).is_empty());
    assert_eq!(broken(&[6]).len(), 1);
}

#[test]
fn what_is_overdue_when_it_begins_to_wait_happens_on_that_day() {
    let mut model = model();
    model.duties.clear();
    model.fields = vec![Field { size: 3, initial: ValueSet::one(0) }];
    model.events[0].effects = vec![Effect { field: FieldId(0), map: vec![1, 1, 2] }];
    let condition = |test| Condition { test, rule: RuleId(1), force: Force::Void };
    let guard = ClockGuard { clock: ClockId(0), comparison: Comparison::AtLeast, length: Length::days(5) };
    model.events.push(Event {
        rule: RuleId(1),
        kind: EventKind::Lapse,
        holder: Holder::Law,
        conditions: vec![condition(Test::Field(FieldId(0), ValueSet::one(1))), condition(Test::Clock(guard))],
        effects: vec![Effect { field: FieldId(0), map: vec![0, 2, 2] }],
        ..model.events[0].clone()
    });
    let lapse = |day| {
        let journal = replayed(&model, &[act(day)]);
        let lapses = journal
            .entries
            .iter()
            .filter(|entry| matches!(entry.what, What::Happened { event: EventId(1), .. }));
        lapses.map(|entry| entry.day.0).collect::<Vec<_>>()
    };
    assert_eq!(lapse(3), [5]);
    assert_eq!(lapse(10), [10]);
}

#[test]
fn a_vote_or_petition_of_somebody_else_is_refused() {
    let mut model = model();
    model.institutions.push(Institution { groups: vec![9], ..Institution::default() });
    model.petitions.push(Petition { body: InstitutionId(1), need: Majority::Count(3), seats: Some(9) });
    model.events[0].holder = Holder::Petition(PetitionId(0));
    let by =
        |id| replayed(&model, &[Happening { by: Some(InstitutionId(id)), ..act(1) }]).entries[0].what.clone();
    assert!(matches!(by(1), What::Happened { .. }));
    assert!(matches!(by(0), What::Refused(_)));
}

#[test]
fn a_lapse_on_the_last_day_of_a_duty_comes_after_its_breach() {
    // The duty binds until the fifth day, but only as long as the lapse has not come.
    let entries = |days: i32| {
        let mut model = model();
        model.fields = vec![Field { size: 2, initial: ValueSet::one(0) }];
        model.duties[0].when = Disjunction(vec![vec![(FieldId(0), ValueSet::one(0))]]);
        let condition = |test| Condition { test, rule: RuleId(2), force: Force::Void };
        let length = Length::days(days);
        let guard = ClockGuard { clock: ClockId(0), comparison: Comparison::AtLeast, length };
        model.events.push(Event {
            conditions: vec![
                condition(Test::Field(FieldId(0), ValueSet::one(0))),
                condition(Test::Clock(guard)),
            ],
            effects: vec![Effect { field: FieldId(0), map: vec![1; 2] }],
            ..Event::new(RuleId(2), EventKind::Lapse)
        });
        let entries = replayed(&model, &[]).entries.into_iter();
        let told = entries.map(|entry| (entry.day.0, matches!(entry.what, What::DutyBroken(RuleId(1)))));
        told.collect::<Vec<_>>()
    };
    assert_eq!(entries(4), [(4, false)]);
    assert_eq!(entries(5), [(5, true), (5, false)]);
    assert_eq!(entries(6), [(5, true), (6, false)]);
}

#[test]
fn a_duty_that_binds_only_after_its_last_day_is_broken_on_the_day_on_which_it_begins_to_bind() {
    let mut model = model();
    model.fields = vec![Field { size: 2, initial: ValueSet::one(0) }];
    model.duties[0].when = Disjunction(vec![vec![(FieldId(0), ValueSet::one(1))]]);
    model.duties[0].steps = Vec::new();
    model.events[0].effects = vec![Effect { field: FieldId(0), map: vec![1; 2] }];
    let entries = replayed(&model, &[act(10)]).entries.into_iter();
    let told = entries.map(|entry| (entry.day.0, matches!(entry.what, What::DutyBroken(RuleId(1)))));
    assert_eq!(told.collect::<Vec<_>>(), [(10, false), (10, true)]);
}
