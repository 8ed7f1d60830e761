//! Simple conditions as literals: what each is about, and the values under which it holds.

use crate::resolved::{
    ChoiceId, Constitution, CounterId, FactId, Guard, InstitutionId, KindId, Number, ParamId, ProcedureId,
    StageId, StepId,
};
use crate::surface::{Compare, Status};
use solon_engine::model::ValueSet;

/// All statuses, in the order of their values.
const STATUSES: [Status; 9] = [
    Status::InOffice,
    Status::Acting,
    Status::Suspended,
    Status::Unable,
    Status::Vacant,
    Status::Sitting,
    Status::Recess,
    Status::Adjourned,
    Status::Dissolved,
];

/// What a literal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Position(ProcedureId),
    Linked(ProcedureId),
    Status(InstitutionId),
    Kind(ProcedureId, KindId),
    Fact(FactId),
    Choice(ChoiceId),
    Happened(ProcedureId, StepId),
    Counter(ProcedureId, CounterId),
    Param(ParamId),
    /// A condition on time, by its number.
    Time(usize),
}

/// What a simple condition is about, the values under which it holds, and how many there are.
pub(super) fn literal(
    constitution: &Constitution,
    times: &mut Vec<Guard>,
    guard: &Guard,
) -> Option<(Key, ValueSet, usize)> {
    let flag = |key| Some((key, ValueSet::one(1), 2));
    let literal = |key, size: usize, holds: &dyn Fn(usize) -> bool| {
        let values = (0..size.min(ValueSet::MAX_VALUES)).filter(|&value| holds(value));
        let values = values.map(|value| value as u8).collect();
        (size <= ValueSet::MAX_VALUES).then_some((key, values, size))
    };
    match guard {
        Guard::In(procedure, stages) | Guard::Linked(procedure, stages) => {
            let linked = matches!(guard, Guard::Linked(..));
            let key = if linked { Key::Linked(*procedure) } else { Key::Position(*procedure) };
            // The last value: no matter, or none that is linked.
            let size = constitution.procedures[procedure.0].stages.len() + 1;
            literal(key, size, &|value| stages.contains(&StageId(value)))
        }
        Guard::Status(institution, statuses) => {
            let holds = |value: usize| statuses.contains(&STATUSES[value]);
            literal(Key::Status(*institution), STATUSES.len(), &holds)
        }
        Guard::Kind(procedure, kind) => flag(Key::Kind(*procedure, *kind)),
        Guard::Fact(fact) => flag(Key::Fact(*fact)),
        Guard::Happened(procedure, step) => flag(Key::Happened(*procedure, *step)),
        Guard::Chosen(choice, option) => {
            let size = constitution.choices[choice.0].options.len();
            literal(Key::Choice(*choice), size, &|value| value == option.0)
        }
        Guard::Counted(procedure, counter, compare, Number::Int(n)) => {
            let size = usize::from(constitution.procedures[procedure.0].counters[counter.0].upto) + 1;
            let at_least = *compare == Compare::AtLeast;
            let holds = |value: usize| (value as i64 >= i64::from(*n)) == at_least;
            literal(Key::Counter(*procedure, *counter), size, &holds)
        }
        Guard::Valued(param, Number::Int(n)) => {
            let range = &constitution.params[param.0].range;
            literal(Key::Param(*param), range.len(), &|value| range[value] == *n)
        }
        Guard::Since(point, compare, period) => {
            let key = time(times, Guard::Since(point.clone(), Compare::AtLeast, period.clone()));
            Some((key, ValueSet::one(u8::from(*compare == Compare::AtLeast)), 2))
        }
        other => {
            let key = time(times, other.clone());
            flag(key)
        }
    }
}

/// The key of a condition on time: the same condition has the same number.
fn time(times: &mut Vec<Guard>, guard: Guard) -> Key {
    let known = times.iter().position(|known| *known == guard);
    Key::Time(known.unwrap_or_else(|| {
        times.push(guard);
        times.len() - 1
    }))
}
