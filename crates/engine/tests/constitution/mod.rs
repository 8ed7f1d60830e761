//! Random small constitutions: one procedure with three stages, offices that fall vacant, clocks that stand still, duties.
#![allow(dead_code, reason = "each test uses a part of it")]

pub mod graph;

use proptest::prelude::*;
use solon_engine::calendar::Length;
use solon_engine::model::*;
use solon_engine::vote::{Base, Majority, Ratio, Tie, Vote};

/// The position of the matter: nothing open, first stage, second stage, second stage after its time, third stage, ended.
pub const POSITION: FieldId = FieldId(0);
const N_POSITIONS: u8 = 6;
/// The matter's procedure.
pub const PROCEDURE: RuleId = RuleId(100);
const FIRST_STAGE: u32 = 101;
const FIRST_DUTY: u32 = 110;

/// The position, the status of two offices, a fact and a counter.
const SIZES: [u8; 5] = [N_POSITIONS, 3, 2, 2, 3];

#[derive(Clone, Debug)]
struct RawStep {
    by: u8,
    from: u8,
    to: [u8; 2],
    keeps: u8,
    test: Option<(u8, u8)>,
    sets: Vec<(u8, u8)>,
    resets: u8,
    shape: [u8; 4],
}

#[derive(Clone, Debug)]
struct RawLapse {
    stage: u8,
    to: u8,
    set: Option<(u8, u8)>,
    clock: u8,
    days: u8,
    breaks: u8,
}

#[derive(Clone, Debug)]
struct RawDuty {
    holder: u8,
    steps: Vec<u8>,
    at: u8,
    test: Option<(u8, u8)>,
}

fn raw_step() -> impl Strategy<Value = RawStep> {
    let test = prop_oneof![2 => Just(None), 3 => (1..5u8, 0..8u8).prop_map(Some)];
    let sets = prop::collection::vec((1..5u8, 0..4u8), 0..=2);
    (
        0..16u8,
        0..32u8,
        prop::array::uniform2(1..N_POSITIONS),
        0..4u8,
        test,
        sets,
        0..8u8,
        prop::array::uniform4(0..8u8),
    )
        .prop_map(|(by, from, to, keeps, test, sets, resets, shape)| RawStep {
            by,
            from,
            to,
            keeps,
            test,
            sets,
            resets,
            shape,
        })
}

fn raw_lapse() -> impl Strategy<Value = RawLapse> {
    let set = prop_oneof![Just(None), (1..5u8, 0..4u8).prop_map(Some)];
    (0..3u8, 1..N_POSITIONS, set, 0..2u8, 1..5u8, 0..4u8)
        .prop_map(|(stage, to, set, clock, days, breaks)| RawLapse { stage, to, set, clock, days, breaks })
}

fn raw_duty() -> impl Strategy<Value = RawDuty> {
    let test = prop_oneof![Just(None), (1..5u8, 0..4u8).prop_map(Some)];
    (0..2u8, prop::collection::vec(0..16u8, 1..=2), 1..32u8, test)
        .prop_map(|(holder, steps, at, test)| RawDuty { holder, steps, at, test })
}

/// Constitutions of 3 institutions, 5 fields, 2 clocks, up to 8 steps, 3 time limits and 3 duties.
pub fn model() -> impl Strategy<Value = Model> {
    (
        any::<bool>(),
        prop::collection::vec((0..8u8, 0..4u8, any::<bool>()), 2),
        prop::collection::vec(raw_step(), 3..=8),
        prop::collection::vec(raw_lapse(), 0..=3),
        prop::collection::vec(raw_duty(), 0..=3),
    )
        .prop_map(|(standing, clocks, steps, lapses, duties)| {
            build(standing, &clocks, &steps, &lapses, &duties)
        })
}

fn build(
    standing: bool,
    clocks: &[(u8, u8, bool)],
    steps: &[RawStep],
    lapses: &[RawLapse],
    duties: &[RawDuty],
) -> Model {
    let mut events = vec![opening()];
    for (at, raw) in steps.iter().enumerate() {
        rows(RuleId(1 + at as u32), raw, &mut events);
    }
    events.extend(lapses.iter().map(lapse));
    // Rows of one rule stand together.
    events.sort_by_key(|event| event.rule);
    let is_own = |&(at, raw): &(usize, &RawStep)| at == 0 || raw.shape[0] < 6;
    let own = steps.iter().enumerate().filter(is_own).map(|(at, _)| RuleId(1 + at as u32));
    let stage = |at: u32, values: &[u8], overdue| StagePlace {
        rule: RuleId(FIRST_STAGE + at),
        values: values.iter().copied().collect(),
        overdue,
    };
    let start = u8::from(standing);
    Model {
        fields: SIZES
            .iter()
            .enumerate()
            .map(|(at, &size)| Field { size, initial: ValueSet::one(if at == 0 { start } else { 0 }) })
            .collect(),
        clocks: clocks.iter().map(clock).collect(),
        institutions: institutions(),
        votes: vec![vote(0), vote(1)],
        matters: vec![Matter {
            rule: PROCEDURE,
            field: POSITION,
            closed: if standing { ValueSet::EMPTY } else { [0, 5].into_iter().collect() },
            ended: if standing { ValueSet::EMPTY } else { ValueSet::one(5) },
            without_result: ValueSet::EMPTY,
            stages: vec![
                stage(0, &[1], ValueSet::EMPTY),
                stage(1, &[2, 3], ValueSet::one(3)),
                stage(2, &[4], ValueSet::EMPTY),
            ],
            steps: [RuleId(0)].into_iter().chain(own).collect(),
            standing,
            about: Vec::new(),
        }],
        duties: duties.iter().enumerate().map(|(at, raw)| duty(at as u32, raw, steps.len())).collect(),
        events,
        ..Model::default()
    }
}

fn institutions() -> Vec<Institution> {
    let with_status = |field, vacant, seats: &[u32]| Institution {
        groups: seats.to_vec(),
        status: Some(FieldId(field)),
        vacant: ValueSet::one(vacant),
        able: ValueSet::all(3),
        // In one of its states another acts for it.
        substituted: ValueSet::one(2),
        ..Institution::default()
    };
    let body = Institution { groups: vec![3], ..Institution::default() };
    vec![body, with_status(1, 1, &[3]), with_status(2, 1, &[])]
}

fn vote(body: u32) -> Vote {
    Vote {
        body: InstitutionId(body),
        seats: Some(3),
        without: Vec::new(),
        pass: Majority::MoreThan(Ratio { num: 1, den: 2 }, Base::Seats),
        quorum: None,
        tie: Tie::Lost,
        also: Vec::new(),
    }
}

fn clock(&(pause, more, restarts): &(u8, u8, bool)) -> Clock {
    let is = |field, value| vec![(FieldId(field), ValueSet::one(value))];
    let pauses = match pause {
        0..=2 => Vec::new(),
        3 | 4 => vec![is(3, 1)],
        5 => vec![is(2, 1)],
        6 => vec![is(3, 1), is(4, 1)],
        _ => vec![[is(0, 2), is(3, 1)].concat()],
    };
    Clock { pauses, restarts, runs_at_start: more == 0, begun_with: None }
}

fn test(field: FieldId, values: ValueSet) -> Condition {
    Condition { test: Test::Field(field, values), rule: RuleId(0), force: Force::Void }
}

/// The condition that another field has one of some values.
fn condition((field, drawn): (u8, u8)) -> (FieldId, ValueSet) {
    let size = SIZES[usize::from(field)];
    let one = ValueSet::one(drawn % size);
    (FieldId(field.into()), if drawn < 4 { one } else { one.complement(size.into()) })
}

fn constant(field: u8, value: u8) -> Effect {
    let size = SIZES[usize::from(field)];
    Effect { field: FieldId(field.into()), map: vec![value % size; size.into()] }
}

/// Sets some fields besides the position, each once.
fn set(sets: &[(u8, u8)], effects: &mut Vec<Effect>) {
    for &(field, value) in sets {
        if effects.iter().all(|effect| effect.field != FieldId(field.into())) {
            let mut effect = constant(field, value);
            if field == 4 && value == 3 {
                effect.map = vec![1, 2, 2];
            }
            effects.push(effect);
        }
    }
}

fn opening() -> Event {
    Event {
        holder: Holder::Institution(InstitutionId(2)),
        conditions: vec![test(POSITION, [0, 5].into_iter().collect())],
        effects: vec![constant(0, 1)],
        resets: vec![ClockId(0)],
        opens: Some(MatterId(0)),
        ..Event::new(RuleId(0), EventKind::Act)
    }
}

/// Adds the rows of a step: one, one for each result of a vote, or one for each value of the fact.
fn rows(rule: RuleId, raw: &RawStep, events: &mut Vec<Event>) {
    let of = |id| Holder::Institution(InstitutionId(id));
    let holder = match raw.by {
        0..=2 => of(0),
        3..=5 => of(1),
        6 => of(2),
        7 => Holder::AnyOf(vec![of(0), of(1)]),
        8 => Holder::All(vec![of(0), of(2)]),
        9..=11 => Holder::Vote(VoteId(0)),
        12 | 13 => Holder::Vote(VoteId(1)),
        _ => Holder::Law,
    };
    let from: ValueSet = (1..N_POSITIONS - 1).filter(|at| raw.from >> (at - 1) & 1 == 1).collect();
    let from = if from.is_empty() { ValueSet::all(N_POSITIONS.into()) } else { from };
    let row = |to: u8, sets: &[(u8, u8)]| {
        let mut effects = match raw.keeps {
            0 => Vec::new(),
            // Some positions stay as they are.
            1 => vec![Effect { field: POSITION, map: vec![to, to, to, to, 4, 5] }],
            _ => vec![constant(0, to)],
        };
        set(sets, &mut effects);
        let mut conditions = vec![test(POSITION, from)];
        conditions.extend(raw.test.map(condition).map(|(field, values)| test(field, values)));
        Event {
            holder: holder.clone(),
            conditions,
            effects,
            resets: (0..2).filter(|clock| raw.resets >> clock & 1 == 1).map(ClockId).collect(),
            opens: (raw.shape[1] == 0).then_some(MatterId(0)),
            unseats: if raw.shape[3] == 0 { vec![InstitutionId(0)] } else { Vec::new() },
            replaces: if raw.shape[3] == 1 { vec![InstitutionId(1)] } else { Vec::new() },
            ..Event::new(rule, EventKind::Act)
        }
    };
    match &holder {
        Holder::Law => {
            // It ends what set it off, or would run in a circle.
            let (field, value) = raw.sets.first().copied().unwrap_or((3, 0));
            let mut automatic = row(raw.to[0], &raw.sets);
            let now = ValueSet::one(value % SIZES[usize::from(field)]);
            automatic.effects.retain(|effect| effect.field != FieldId(field.into()));
            automatic.effects.push(constant(field, value));
            automatic
                .conditions
                .push(test(FieldId(field.into()), now.complement(SIZES[usize::from(field)].into())));
            events.push(Event { kind: EventKind::Automatic, opens: None, ..automatic });
        }
        Holder::Vote(_) => {
            let carried = row(raw.to[0], raw.sets.get(..1).unwrap_or_default());
            events.push(Event { result: Some(VoteResult::Carried), ..carried });
            let failed = row(raw.to[1], raw.sets.get(1..).unwrap_or_default());
            events.push(Event { result: Some(VoteResult::Failed), ..failed });
        }
        _ if raw.shape[2] == 0 => {
            // A prohibition while the fact is true: an act against it stands beside the lawful one.
            let fact = |value| test(FieldId(3), ValueSet::one(value));
            let (mut lawful, mut unlawful) = (row(raw.to[0], &raw.sets), row(raw.to[0], &raw.sets));
            lawful.conditions.push(Condition { force: Force::Unlawful, ..fact(0) });
            unlawful.conditions.push(fact(1));
            events.extend([lawful, Event { breach: Some(rule), ..unlawful }]);
        }
        _ if raw.shape[0].is_multiple_of(4) => {
            for value in 0..2 {
                let mut one = row(raw.to[usize::from(value)], &raw.sets);
                one.conditions.push(test(FieldId(3), ValueSet::one(value)));
                if value == 1 {
                    one.effects.retain(|effect| effect.field != FieldId(3));
                }
                events.push(one);
            }
        }
        _ => events.push(row(raw.to[0], &raw.sets)),
    }
}

fn lapse(raw: &RawLapse) -> Event {
    let rule = RuleId(FIRST_STAGE + u32::from(raw.stage));
    // Once late, the time has run out.
    let position = [1, 2, 4][usize::from(raw.stage)];
    let breaks = raw.breaks == 0;
    let to = if breaks && raw.stage == 1 { 3 } else { raw.to };
    let guard = ClockGuard {
        clock: ClockId(raw.clock.into()),
        comparison: Comparison::AtLeast,
        length: Length::days(raw.days.into()),
    };
    let mut effects = vec![constant(0, if to == position { 5 } else { to })];
    set(raw.set.as_slice(), &mut effects);
    Event {
        conditions: vec![
            test(POSITION, ValueSet::one(position)),
            Condition { test: Test::Clock(guard), rule, force: Force::Void },
        ],
        effects,
        breach: breaks.then_some(rule),
        ..Event::new(rule, EventKind::Lapse)
    }
}

fn duty(at: u32, raw: &RawDuty, n_steps: usize) -> Duty {
    let rules = raw.steps.iter().map(|&step| RuleId(u32::from(step) % (1 + n_steps as u32)));
    let positions = (0..N_POSITIONS).filter(|at| raw.at >> (at % 5) & 1 == 1).collect();
    let mut when = vec![(POSITION, positions)];
    when.extend(raw.test.map(condition));
    Duty {
        rule: RuleId(FIRST_DUTY + at),
        holder: Holder::Institution(InstitutionId(raw.holder.into())),
        steps: rules.collect(),
        when: Disjunction(vec![when]),
        until: None,
    }
}
