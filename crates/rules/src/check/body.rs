//! Bodies: how many seats there are, and who stands behind a decision.

use crate::resolved::{Body, By, Constitution, Guard, InstitutionId, Number, ProcedureId};
use crate::surface::InstitutionKind;
use std::collections::BTreeSet;

/// How many seats a body can have, over all its cases and parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seats {
    /// The smallest number.
    pub(super) least: i64,
    /// The largest number.
    pub(super) most: i64,
    /// Whether it is written as a number, so that no scenario can change it.
    pub(super) is_fixed: bool,
}

/// Returns the seats of a body without some of its groups; `None` if the files give it no number.
pub(super) fn seats(constitution: &Constitution, id: InstitutionId, without: &[usize]) -> Option<Seats> {
    let institution = &constitution.institutions[id.0];
    if institution.kind == InstitutionKind::Electorate {
        return None;
    }
    let mut all = Seats { least: 0, most: 0, is_fixed: true };
    let mut add = |seats: Seats, times: Seats| {
        all.least += seats.least * times.least;
        all.most += seats.most * times.most;
        all.is_fixed &= seats.is_fixed && times.is_fixed;
    };
    let once = Seats { least: 1, most: 1, is_fixed: true };
    for &part in &institution.parts {
        add(seats(constitution, part, &[])?, once);
    }
    for (index, group) in institution.groups.iter().enumerate() {
        if without.contains(&index) {
            continue;
        }
        let numbers: Vec<Seats> = group.n.iter().map(|(_, number)| range(constitution, *number)).collect();
        let least = numbers.iter().map(|seats| seats.least).min().unwrap_or(0);
        let most = numbers.iter().map(|seats| seats.most).max().unwrap_or(0);
        let always = group.only == Guard::always();
        let is_fixed = always && numbers.len() == 1 && numbers.iter().all(|seats| seats.is_fixed);
        let own = Seats { least: if always { least } else { 0 }, most, is_fixed };
        let units = match group.per {
            Some(units) => seats(constitution, units, &[])?,
            None => once,
        };
        add(own, units);
    }
    let is_known = !institution.groups.is_empty() || !institution.parts.is_empty();
    is_known.then_some(all)
}

/// Returns the values that a number can have.
pub(super) fn range(constitution: &Constitution, number: Number) -> Seats {
    match number {
        Number::Int(n) => Seats { least: n.into(), most: n.into(), is_fixed: true },
        Number::Param(id) => {
            let range = &constitution.params[id.0].range;
            let least = range.iter().min().copied().unwrap_or(0).into();
            let most = range.iter().max().copied().unwrap_or(0).into();
            Seats { least, most, is_fixed: false }
        }
    }
}

/// Returns the institutions that a body can be: itself, or all that are bound to its role.
pub(super) fn bodies(
    constitution: &Constitution,
    body: Body,
    procedure: Option<ProcedureId>,
) -> Vec<InstitutionId> {
    match body {
        Body::Institution(id) => vec![id],
        Body::Role(role) => {
            let steps =
                procedure.into_iter().flat_map(|procedure| &constitution.procedures[procedure.0].steps);
            let bound = steps.flat_map(|step| &step.bind).filter(|(bound, _)| *bound == role);
            bound.map(|&(_, body)| body).collect::<BTreeSet<_>>().into_iter().collect()
        }
    }
}

/// Returns all institutions that take part in a decision; of a joint sitting its parts too.
pub(super) fn involved(
    constitution: &Constitution,
    by: &By,
    procedure: Option<ProcedureId>,
) -> BTreeSet<InstitutionId> {
    let mut all = BTreeSet::new();
    super::walk::each_part(by, &mut |part| {
        let body = match part {
            By::Institution(id) | By::Member(id) => Body::Institution(*id),
            By::Role(role) => Body::Role(*role),
            By::Vote(vote) => vote.of,
            By::Petition(petition) => petition.of,
            By::AnyOf(_) | By::All(_) | By::Law => return,
        };
        for id in bodies(constitution, body, procedure) {
            all.insert(id);
            all.extend(&constitution.institutions[id.0].parts);
        }
    });
    all
}

/// Tells whether a decision is taken by vote, so that it is carried or fails.
pub(super) fn has_vote(by: &By) -> bool {
    match by {
        By::Vote(_) => true,
        By::AnyOf(parts) | By::All(parts) => parts.iter().any(has_vote),
        By::Institution(_) | By::Member(_) | By::Role(_) | By::Petition(_) | By::Law => false,
    }
}
