//! Duties with a last day of their own, in a replay.

use solon_engine::calendar::{Day, Length};
use solon_engine::model::*;
use solon_engine::replay::{Happening, Mode, replay};
use solon_engine::state::{ClockState, State};
use std::collections::BTreeMap;

const FIRST: Day = Day(0);

/// One act, which a duty demands within five days of the first.
fn model() -> Model {
    let act = Event {
        rule: RuleId(0),
        kind: EventKind::Act,
        holder: Holder::Institution(InstitutionId(0)),
        result: None,
        conditions: Vec::new(),
        effects: Vec::new(),
        resets: Vec::new(),
        opens: None,
        breach: None,
        unseats: Vec::new(),
    };
    let until = ClockGuard { clock: ClockId(0), comparison: Comparison::AtMost, length: Length::days(5) };
    let duty = Duty {
        rule: RuleId(1),
        holder: Holder::Institution(InstitutionId(0)),
        steps: vec![RuleId(0)],
        when: Disjunction(vec![Vec::new()]),
        until: Some(until),
        sanctioned: false,
    };
    Model {
        clocks: vec![Clock { runs_at_start: true, ..Clock::default() }],
        events: vec![act],
        institutions: vec![Institution::default()],
        duties: vec![duty],
        ..Model::default()
    }
}

/// The days on which the duty is broken, if the act happens on these days.
fn broken(days: &[i32]) -> Vec<i32> {
    let clocks = vec![ClockState { since: Some(FIRST), stopped: None }];
    let happenings: Vec<Happening> = days
        .iter()
        .map(|&day| Happening {
            day: FIRST.plus(day),
            rule: RuleId(0),
            by: None,
            tallies: BTreeMap::new(),
            tally: None,
            reported: None,
            fact: None,
        })
        .collect();
    let start = State { fields: Vec::new(), clocks };
    let journal = replay(&model(), start, &happenings, Mode::Enforce, FIRST.plus(20));
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
