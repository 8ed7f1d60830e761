//! The benchmark model, for tests and benchmarks.

use crate::table::Table;
use solon_engine::model::*;

const PRESIDENT: InstitutionId = InstitutionId(0);
const LOWER: InstitutionId = InstitutionId(1);
const UPPER: InstitutionId = InstitutionId(2);
const COURT: InstitutionId = InstitutionId(3);
const PEOPLE: InstitutionId = InstitutionId(4);
const GOVERNMENT: InstitutionId = InstitutionId(5);

/// The benchmark model: one polity with `n` bills.
pub fn polity(n: usize) -> Model {
    let mut t = Table::default();
    let [president, parliament, government, refusals, impeachment, emergency] =
        [2, 2, 3, 3, 3, 2].map(|size| t.field(size));
    let bills: Vec<u32> = (0..n).map(|_| t.field(8)).collect();
    let in_office: (u32, &[u8]) = (president, &[0]);
    let sitting: (u32, &[u8]) = (parliament, &[0]);
    let mut act = |by: InstitutionId, when: &[(u32, &[u8])], effects: &[(u32, &[(u8, u8)])]| {
        t.act(when, effects).holder = Holder::Institution(by);
    };
    for &bill in &bills {
        let mut moves = |by: InstitutionId, guard: &[(u32, &[u8])], moves: &[(u8, u8)]| {
            for &(old, new) in moves {
                act(by, &[guard, &[(bill, &[old])]].concat(), &[(bill, &[(old, new)])]);
            }
        };
        moves(LOWER, &[sitting], &[(0, 1), (1, 2), (1, 0)]);
        moves(UPPER, &[sitting], &[(2, 3), (2, 0)]);
        moves(LOWER, &[sitting], &[(4, 5), (4, 0)]);
        moves(UPPER, &[sitting], &[(5, 7), (5, 0)]);
        moves(LOWER, &[sitting], &[(7, 0)]);
        moves(PRESIDENT, &[in_office], &[(3, 7), (3, 4), (3, 6)]);
        moves(COURT, &[], &[(6, 3), (6, 0)]);
    }
    act(PRESIDENT, &[in_office, sitting, (government, &[1])], &[(government, &[(1, 2)])]);
    act(LOWER, &[sitting, (government, &[2])], &[(government, &[(2, 0)]), (refusals, &[(1, 0), (2, 0)])]);
    act(LOWER, &[sitting, (government, &[2])], &[(government, &[(2, 1)]), (refusals, &[(0, 1), (1, 2)])]);
    act(LOWER, &[sitting, (government, &[0])], &[(government, &[(0, 1)])]);
    act(GOVERNMENT, &[(government, &[0])], &[(government, &[(0, 1)])]);
    let mut dissolve: Vec<(u32, &[(u8, u8)])> = vec![(parliament, &[(0, 1)]), (refusals, &[(2, 0)])];
    dissolve.extend(bills.iter().map(|&bill| (bill, [(1, 0), (2, 0), (4, 0), (5, 0)].as_slice())));
    let may_dissolve = [in_office, sitting, (refusals, &[2]), (impeachment, &[0]), (emergency, &[0])];
    act(PRESIDENT, &may_dissolve, &dissolve);
    act(PEOPLE, &[(parliament, &[1])], &[(parliament, &[(1, 0)])]);
    act(PRESIDENT, &[in_office, (emergency, &[0])], &[(emergency, &[(0, 1)])]);
    act(LOWER, &[sitting, (emergency, &[1])], &[(emergency, &[(1, 0)])]);
    act(PEOPLE, &[(emergency, &[1])], &[(emergency, &[(1, 0)])]);
    act(LOWER, &[sitting, in_office, (impeachment, &[0])], &[(impeachment, &[(0, 1)])]);
    act(COURT, &[(impeachment, &[1])], &[(impeachment, &[(1, 2)])]);
    act(COURT, &[(impeachment, &[1])], &[(impeachment, &[(1, 0)])]);
    let remove: [(u32, &[(u8, u8)]); 2] = [(president, &[(0, 1)]), (impeachment, &[(2, 0)])];
    act(UPPER, &[sitting, (impeachment, &[2]), in_office], &remove);
    act(UPPER, &[sitting, (impeachment, &[2])], &[(impeachment, &[(2, 0)])]);
    act(PEOPLE, &[(president, &[1])], &[(president, &[(1, 0)])]);
    t.model.institutions = vec![Institution::default(); 6];
    t.model
}
