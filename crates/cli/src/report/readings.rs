//! Under which readings a finding appears, as few cases as possible.
//!
//! The engine lists combinations of all readings. Most of them play no part: they are left out, and what remains is
//! merged. The cases cover the combinations exactly; they need not be the fewest possible.

use solon_engine::model::{FieldId, ValueSet};
use std::collections::{BTreeMap, BTreeSet};

/// One case: each reading with the values that it may have. Readings that may have any value are left out.
pub type Case = Vec<(FieldId, ValueSet)>;

/// Combinations beyond this number are not merged.
const MOST: usize = 100_000;

/// Returns the cases that cover the combinations exactly; none if they are all there are, or too many to merge.
///
/// Each combination lists the same readings in the same order; `values` gives the values of a reading.
pub fn cases(combinations: &[Vec<(FieldId, u8)>], values: impl Fn(FieldId) -> ValueSet) -> Vec<Case> {
    let Some(first) = combinations.first().filter(|_| combinations.len() <= MOST) else { return Vec::new() };
    let fields: Vec<FieldId> = first.iter().map(|(field, _)| *field).collect();
    let all: Vec<ValueSet> = fields.iter().map(|&field| values(field)).collect();
    let mut set: BTreeSet<Vec<u8>> = combinations
        .iter()
        .map(|combination| combination.iter().map(|(_, value)| *value).collect())
        .collect();
    let mut plays = vec![true; fields.len()];
    for index in 0..fields.len() {
        let any = set.iter().all(|combination| {
            all[index].iter().all(|value| {
                let mut other = combination.clone();
                other[index] = value;
                set.contains(&other)
            })
        });
        if any {
            plays[index] = false;
            // Value by value the same: the reading is left out by fixing it.
            let fixed = all[index].iter().next().unwrap_or(0);
            set.retain(|combination| combination[index] == fixed);
        }
    }
    let mut cases: Vec<Vec<ValueSet>> = set
        .into_iter()
        .map(|combination| {
            combination
                .iter()
                .enumerate()
                .map(|(index, &value)| if plays[index] { ValueSet::one(value) } else { all[index] })
                .collect()
        })
        .collect();
    merge(&mut cases);
    cases
        .into_iter()
        .map(|case| {
            let parts = fields.iter().zip(case).zip(&all);
            parts
                .filter(|((_, values), all)| values != *all)
                .map(|((&field, values), _)| (field, values))
                .collect()
        })
        .filter(|case: &Case| !case.is_empty())
        .collect()
}

/// Joins cases that differ in one reading alone, until there are none.
fn merge(cases: &mut Vec<Vec<ValueSet>>) {
    let width = cases.first().map_or(0, Vec::len);
    loop {
        let before = cases.len();
        for index in 0..width {
            let mut groups: BTreeMap<Vec<ValueSet>, ValueSet> = BTreeMap::new();
            for case in cases.iter() {
                let mut rest = case.clone();
                rest[index] = ValueSet::EMPTY;
                let values = groups.entry(rest).or_default();
                *values = values.or(case[index]);
            }
            *cases = groups
                .into_iter()
                .map(|(mut case, values)| {
                    case[index] = values;
                    case
                })
                .collect();
        }
        if cases.len() == before {
            return;
        }
    }
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
