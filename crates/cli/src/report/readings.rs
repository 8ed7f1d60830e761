//! Under which readings a finding appears, as few cases as possible.
//!
//! The engine lists all combinations of the readings that matter. Each is widened as far as it goes, one reading after
//! the other (a prime implicant: W. Quine, 1955); of these cases as many are left out as the others cover.

use super::names::Names;
use solon_engine::model::{FieldId, ValueSet};
use std::collections::BTreeSet;

/// One case: each reading with the values that it may have. Readings that may have any value are left out.
pub type Case = Vec<(FieldId, ValueSet)>;

/// Combinations beyond this number are not summed up.
const MOST: usize = 20_000;

/// Returns the cases that cover the combinations exactly; none if they are all there are, or too many.
///
/// Each combination lists the same readings in the same order; `values` gives the values of a reading.
pub fn cases(combinations: &[Vec<(FieldId, u8)>], values: impl Fn(FieldId) -> ValueSet) -> Vec<Case> {
    let Some(first) = combinations.first().filter(|_| combinations.len() <= MOST) else { return Vec::new() };
    let fields: Vec<FieldId> = first.iter().map(|(field, _)| *field).collect();
    let all: Vec<ValueSet> = fields.iter().map(|&field| values(field)).collect();
    let set: BTreeSet<Vec<u8>> = combinations
        .iter()
        .map(|combination| combination.iter().map(|(_, value)| *value).collect())
        .collect();
    let mut cubes: BTreeSet<Vec<ValueSet>> = set.iter().map(|one| widened(one, &all, &set)).collect();
    // Those that fix the most are left out first.
    let mut order: Vec<Vec<ValueSet>> = cubes.iter().cloned().collect();
    order.sort_by_key(|cube| cube.iter().zip(&all).filter(|(values, all)| values == all).count());
    for cube in order {
        let others: Vec<&Vec<ValueSet>> = cubes.iter().filter(|other| **other != cube).collect();
        if members(&cube).iter().all(|one| others.iter().any(|other| contains(other, one))) {
            cubes.remove(&cube);
        }
    }
    let mut cases: Vec<Case> = cubes
        .into_iter()
        .map(|cube| {
            let parts = fields.iter().zip(cube).zip(&all);
            parts
                .filter(|((_, values), all)| values != *all)
                .map(|((&field, values), _)| (field, values))
                .collect()
        })
        .filter(|case: &Case| !case.is_empty())
        .collect();
    cases.sort_by_key(Vec::len);
    cases
}

/// Says the cases that cover the combinations, each in one sentence part.
pub fn told(names: &Names<'_>, combinations: &[Vec<(FieldId, u8)>]) -> Vec<String> {
    let values = |field: FieldId| names.model().fields[field.index()].initial;
    let one = |(field, values): (FieldId, ValueSet)| {
        let each: Vec<String> = values.iter().filter_map(|value| names.value(field, value)).collect();
        names.or(&each)
    };
    let cases = cases(combinations, values).into_iter();
    cases.map(|case| names.and(&case.into_iter().map(one).collect::<Vec<_>>())).collect()
}

/// Returns the combination with as many other values as stay within the set.
fn widened(one: &[u8], all: &[ValueSet], set: &BTreeSet<Vec<u8>>) -> Vec<ValueSet> {
    let mut cube: Vec<ValueSet> = one.iter().map(|&value| ValueSet::one(value)).collect();
    for index in 0..cube.len() {
        for value in all[index].iter() {
            let mut more = cube.clone();
            more[index] = ValueSet::one(value);
            if members(&more).iter().all(|member| set.contains(member)) {
                cube[index] = cube[index].or(ValueSet::one(value));
            }
        }
    }
    cube
}

/// Returns all combinations of a cube.
fn members(cube: &[ValueSet]) -> Vec<Vec<u8>> {
    cube.iter().fold(vec![Vec::new()], |all, values| {
        let longer = |one: Vec<u8>| values.iter().map(move |value| [one.clone(), vec![value]].concat());
        all.into_iter().flat_map(longer).collect()
    })
}

fn contains(cube: &[ValueSet], one: &[u8]) -> bool {
    cube.iter().zip(one).all(|(values, &value)| values.contains(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two(_: FieldId) -> ValueSet {
        ValueSet::all(2)
    }

    #[test]
    fn readings_that_play_no_part_are_left_out() {
        let f = [FieldId(0), FieldId(1), FieldId(2)];
        let mut all = Vec::new();
        for (a, b, c) in [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1)] {
            all.push(vec![(f[0], a), (f[1], b), (f[2], c)]);
        }
        assert_eq!(cases(&all, two), vec![vec![(f[2], ValueSet::one(1))]]);
    }

    #[test]
    fn the_cases_cover_the_combinations_and_nothing_else() {
        let f = [FieldId(3), FieldId(5)];
        // Everything but (0, 0).
        let all: Vec<_> = [(0, 1), (1, 0), (1, 1)].map(|(a, b)| vec![(f[0], a), (f[1], b)]).to_vec();
        let found = cases(&all, two);
        assert_eq!(found.len(), 2);
        for (a, b) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let covered = found.iter().any(|case| {
                case.iter().all(|(field, values)| values.contains(if *field == f[0] { a } else { b }))
            });
            assert_eq!(covered, (a, b) != (0, 0));
        }
    }

    #[test]
    fn no_combination_is_no_case() {
        assert!(cases(&[], two).is_empty());
        let every = [vec![(FieldId(0), 0)], vec![(FieldId(0), 1)]];
        assert!(cases(&every, two).is_empty());
    }
}
