//! Conditions in disjunctive form.

use super::layout::asks_only_choices;
use super::{Lowering, field_in};
use crate::resolved::{Cases, Guard, KindId, Number, ParamId, ProcedureId, Silence, StageId};
use crate::surface::Compare;
use solon_engine::model::{Comparison, Conjunction, Disjunction, FieldId, Test, ValueSet};

/// Conjunctions of tests, one of which holds. Empty: never. One empty conjunction: always.
pub(crate) type Dnf = Vec<Vec<Test>>;

/// The condition that always holds.
pub(crate) fn always() -> Dnf {
    vec![Vec::new()]
}

/// The matter from whose point of view a condition is read.
#[derive(Clone, Copy)]
pub(crate) struct Context<'k> {
    pub(crate) procedure: Option<ProcedureId>,
    /// For a step that opens a matter: the kinds that it gives, and which procedure it is about.
    pub(crate) opening: Option<(&'k [KindId], Option<u8>)>,
}

impl<'k> Context<'k> {
    pub(crate) fn none() -> Context<'static> {
        Context { procedure: None, opening: None }
    }

    pub(crate) fn of(procedure: ProcedureId) -> Context<'static> {
        Context { procedure: Some(procedure), opening: None }
    }

    pub(crate) fn opening(procedure: ProcedureId, kinds: &'k [KindId], link: Option<u8>) -> Context<'k> {
        Context { procedure: Some(procedure), opening: Some((kinds, link)) }
    }
}

impl Lowering<'_> {
    /// Lowers a condition.
    pub(crate) fn condition(&mut self, guard: &Guard, context: Context<'_>) -> Dnf {
        self.signed(guard, context, true)
    }

    /// Lowers the opposite of a condition.
    pub(crate) fn opposite(&mut self, guard: &Guard, context: Context<'_>) -> Dnf {
        self.signed(guard, context, false)
    }

    /// Lowers a condition on fields; conditions on time are left out.
    pub(crate) fn disjunction(&mut self, guard: &Guard, context: Context<'_>) -> Disjunction {
        Disjunction(self.condition(guard, context).into_iter().map(fields_of).collect())
    }

    /// Evaluates a condition that asks for choices alone, readings as their defaults.
    pub(crate) fn statically(&self, guard: &Guard) -> bool {
        match guard {
            Guard::All(parts) => parts.iter().all(|part| self.statically(part)),
            Guard::Any(parts) => parts.iter().any(|part| self.statically(part)),
            Guard::Not(part) => !self.statically(part),
            Guard::Chosen(choice, option) => self.taken(*choice) == *option,
            Guard::Within(..) => true,
            _ => false,
        }
    }

    /// Tells whether a condition can hold for some option of the open readings.
    pub(crate) fn statically_possible(&self, guard: &Guard) -> bool {
        match guard {
            Guard::All(parts) => parts.iter().all(|part| self.statically_possible(part)),
            Guard::Any(parts) => parts.iter().any(|part| self.statically_possible(part)),
            Guard::Not(part) if asks_only_choices(part) => !self.statically(part) || self.asks_open(part),
            Guard::Chosen(choice, option) => self.is_open(*choice) || self.taken(*choice) == *option,
            _ => true,
        }
    }

    fn asks_open(&self, guard: &Guard) -> bool {
        match guard {
            Guard::All(parts) | Guard::Any(parts) => parts.iter().any(|part| self.asks_open(part)),
            Guard::Not(part) => self.asks_open(part),
            Guard::Chosen(choice, _) => self.is_open(*choice),
            _ => false,
        }
    }

    fn signed(&mut self, guard: &Guard, context: Context<'_>, sign: bool) -> Dnf {
        match guard {
            Guard::All(parts) if sign => self.every(parts, context, sign),
            Guard::Any(parts) if !sign => self.every(parts, context, sign),
            Guard::All(parts) | Guard::Any(parts) => {
                parts.iter().flat_map(|part| self.signed(part, context, sign)).collect()
            }
            Guard::Not(part) => self.signed(part, context, !sign),
            Guard::In(procedure, stages) => {
                let places = &self.layout.procedures[procedure.0];
                let values = places.values(|at| at.stage.is_some_and(|stage| stages.contains(&stage)));
                self.one(places.field, values, sign)
            }
            Guard::Linked(other, stages) => self.linked(*other, stages, context, sign),
            Guard::Status(institution, statuses) => {
                let (field, known) = &self.layout.statuses[institution.0];
                let values: ValueSet = (0..known.len() as u8)
                    .filter(|&value| statuses.contains(&known[usize::from(value)]))
                    .collect();
                match field {
                    Some(field) => self.one(*field, values, sign),
                    None => constant(values.contains(0) == sign),
                }
            }
            Guard::Kind(procedure, kind) => match context.opening {
                Some((kinds, _)) if context.procedure == Some(*procedure) => {
                    constant(kinds.contains(kind) == sign)
                }
                _ => self.one(self.layout.kinds[procedure.0][kind.0], ValueSet::one(1), sign),
            },
            Guard::Fact(fact) => self.one(self.layout.facts[fact.0], ValueSet::one(1), sign),
            Guard::Chosen(choice, option) => match self.layout.readings.get(choice) {
                Some(&field) => self.one(field, ValueSet::one(option.0 as u8), sign),
                None => constant((self.taken(*choice) == *option) == sign),
            },
            Guard::Happened(procedure, step) => match context.opening {
                Some(_) if context.procedure == Some(*procedure) => constant(!sign),
                _ => {
                    let flag = self.happened(*procedure, *step);
                    self.one(flag, ValueSet::one(1), sign)
                }
            },
            Guard::Since(point, compare, period) => {
                let comparison = match (compare, sign) {
                    (Compare::AtLeast, true) | (Compare::Less, false) => Comparison::AtLeast,
                    _ => Comparison::Before,
                };
                self.compare_after(comparison, point, period, context)
            }
            Guard::Between(from, until) => {
                let (after, before) = if sign {
                    (Comparison::AtLeast, Comparison::AtMost)
                } else {
                    (Comparison::Before, Comparison::After)
                };
                let after = self.compare(after, from, context);
                let before = self.compare(before, until, context);
                if sign { both(after, &before) } else { after.into_iter().chain(before).collect() }
            }
            Guard::Within(from, until) => {
                let mut parts = Vec::new();
                if let Some(from) = from {
                    parts.push(self.compare(
                        if sign { Comparison::AtLeast } else { Comparison::Before },
                        from,
                        context,
                    ));
                }
                if let Some(until) = until {
                    parts.push(self.compare(
                        if sign { Comparison::Before } else { Comparison::AtLeast },
                        until,
                        context,
                    ));
                }
                if sign {
                    parts.into_iter().fold(always(), |all, part| both(all, &part))
                } else {
                    parts.into_iter().flatten().collect()
                }
            }
            Guard::Counted(procedure, counter, compare, number) => {
                let field = self.layout.counters[procedure.0][counter.0];
                let size = self.layout.fields[field.index()].size;
                let at_least = (*compare == Compare::AtLeast) == sign;
                let numbers = self.numbers(*number);
                let mut all = Vec::new();
                for (tests, n) in numbers {
                    let values = (0..size).filter(|&value| (i32::from(value) >= n) == at_least).collect();
                    all.extend(both(vec![tests], &self.one(field, values, true)));
                }
                all
            }
            Guard::Valued(param, number) => {
                let Number::Int(n) = number else { return constant(sign) };
                match self.layout.params.get(param) {
                    Some(&field) => {
                        let range = &self.constitution.params[param.0].range;
                        let values =
                            (0..range.len() as u8).filter(|&value| range[usize::from(value)] == *n).collect();
                        self.one(field, values, sign)
                    }
                    None => constant((self.value(*param) == *n) == sign),
                }
            }
            Guard::Holds(outcome) => {
                let when = self.constitution.outcomes[outcome.0].when.clone();
                self.signed(&when, Context::none(), sign)
            }
        }
    }

    fn every(&mut self, parts: &[Guard], context: Context<'_>, sign: bool) -> Dnf {
        parts.iter().fold(always(), |all, part| {
            let part = self.signed(part, context, sign);
            both(all, &part)
        })
    }

    /// The condition that a field's value lies, or does not lie, in a set.
    pub(crate) fn one(&self, field: FieldId, values: ValueSet, sign: bool) -> Dnf {
        let size = usize::from(self.layout.fields[field.index()].size);
        let values = if sign { values } else { values.complement(size) };
        match values {
            ValueSet::EMPTY => Vec::new(),
            values if values == ValueSet::all(size) => always(),
            values => vec![vec![field_in(field, values)]],
        }
    }

    fn linked(&mut self, other: ProcedureId, stages: &[StageId], context: Context<'_>, sign: bool) -> Dnf {
        let Some(own) = context.procedure else { return constant(!sign) };
        let link_to =
            |about: &[ProcedureId], to| about.iter().position(|&known| known == to).map(|link| link as u8);
        let there = &self.layout.procedures[other.0];
        if let Some(link) = link_to(&self.constitution.procedures[own.0].about, other) {
            // This matter is about that one.
            let values = there.values(|at| at.stage.is_some_and(|stage| stages.contains(&stage)));
            let condition = self.one(there.field, values, sign);
            return match context.opening {
                Some((_, own_link)) => {
                    if own_link == Some(link) {
                        condition
                    } else {
                        constant(!sign)
                    }
                }
                None => {
                    let here = &self.layout.procedures[own.0];
                    let linked = here.values(|at| at.link == Some(link));
                    if sign {
                        both(self.one(here.field, linked, true), &condition)
                    } else {
                        condition.into_iter().chain(self.one(here.field, linked, false)).collect()
                    }
                }
            };
        }
        if context.opening.is_some() {
            return constant(!sign);
        }
        let Some(link) = link_to(&self.constitution.procedures[other.0].about, own) else {
            return constant(!sign);
        };
        let values =
            there.values(|at| at.link == Some(link) && at.stage.is_some_and(|stage| stages.contains(&stage)));
        self.one(there.field, values, sign)
    }

    /// Returns a number's value, with the condition under which a changing parameter has it.
    pub(crate) fn numbers(&self, number: Number) -> Vec<(Vec<Test>, i32)> {
        match number {
            Number::Int(n) => vec![(Vec::new(), n)],
            Number::Param(param) => self.values_of(param),
        }
    }

    pub(crate) fn values_of(&self, param: ParamId) -> Vec<(Vec<Test>, i32)> {
        match self.layout.params.get(&param) {
            None => vec![(Vec::new(), self.value(param))],
            Some(&field) => {
                let range = self.constitution.params[param.0].range.iter().enumerate();
                range.map(|(value, &n)| (vec![field_in(field, ValueSet::one(value as u8))], n)).collect()
            }
        }
    }

    /// Makes the cases of a value exclusive: each with the condition under which it is the first that applies.
    pub(crate) fn exclusive<T: Clone>(&mut self, cases: &Cases<T>, context: Context<'_>) -> Vec<(Dnf, T)> {
        let mut earlier = always();
        let mut all = Vec::new();
        for (guard, value) in cases {
            let applies = self.condition(guard, context);
            let applies = both(earlier.clone(), &applies);
            if !applies.is_empty() {
                all.push((applies, value.clone()));
            }
            let opposite = self.opposite(guard, context);
            earlier = both(earlier, &opposite);
            if earlier.is_empty() {
                break;
            }
        }
        all
    }

    /// Which of a stage's silences can apply; for the checks of other stages.
    pub(crate) fn silence_cases(
        &mut self,
        silence: &Cases<Silence>,
        context: Context<'_>,
    ) -> Vec<(Dnf, Silence)> {
        self.exclusive(silence, context)
    }
}

fn constant(value: bool) -> Dnf {
    if value { always() } else { Vec::new() }
}

/// Both conditions: each conjunction of the one with each of the other. Conditions on one field are joined, and what
/// contradicts itself is dropped.
pub(crate) fn both(left: Dnf, right: &Dnf) -> Dnf {
    let mut all: Dnf = Vec::new();
    for a in &left {
        for b in right {
            if let Some(joined) = join(a, b)
                && !all.contains(&joined)
            {
                all.push(joined);
            }
        }
    }
    all
}

fn join(a: &[Test], b: &[Test]) -> Option<Vec<Test>> {
    let mut joined = a.to_vec();
    for test in b {
        match test {
            Test::Field(field, values) => {
                let known = joined.iter_mut().find_map(|known| match known {
                    Test::Field(other, set) if other == field => Some(set),
                    _ => None,
                });
                match known {
                    Some(set) => *set = set.and(*values),
                    None => joined.push(test.clone()),
                }
            }
            other => {
                if !joined.contains(other) {
                    joined.push(other.clone());
                }
            }
        }
    }
    let contradicts = joined.iter().any(|test| matches!(test, Test::Field(_, ValueSet::EMPTY)));
    (!contradicts).then_some(joined)
}

fn fields_of(tests: Vec<Test>) -> Conjunction {
    let mut fields: Conjunction = tests
        .into_iter()
        .filter_map(|test| match test {
            Test::Field(field, values) => Some((field, values)),
            Test::Clock(_) | Test::Date(..) => None,
        })
        .collect();
    fields.sort();
    fields
}
