//! Seats and offices: numbers, appointment, renewal, who acts for whom.

use super::body::{involved, range, seats};
use super::{counted, listed, walk};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::lower::is_able;
use crate::resolved::{By, Constitution, Guard, Institution, InstitutionId};
use crate::surface::InstitutionKind;
use std::collections::BTreeSet;

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    for (index, institution) in constitution.institutions.iter().enumerate() {
        let id = InstitutionId(index);
        numbers(constitution, id, institution, out);
        for group in &institution.groups {
            depends_on_state(constitution, group, out);
            if let Some((num, den)) = group.renewed {
                renewal(constitution, id, group, num, den, out);
            }
        }
        acting(constitution, id, institution, out);
    }
    appointments(constitution, out);
}

/// A body without a seat cannot decide, and no group has fewer than none.
fn numbers(constitution: &Constitution, id: InstitutionId, institution: &Institution, out: &mut Diagnostics) {
    for group in &institution.groups {
        let n = group.n.iter().map(|(_, number)| range(constitution, *number).least).min();
        if let Some(n) = n.filter(|n| *n < 0) {
            let place = constitution.rule(group.rule).place("n");
            out.push(Diagnostic::at(Code::NoSeats, place, format!("there cannot be {} seats", n)));
            return;
        }
    }
    if seats(constitution, id, &[]).is_some_and(|seats| seats.most == 0) && institution.parts.is_empty() {
        let rule = constitution.rule(institution.rule);
        let place =
            institution.groups.first().map_or(rule.span, |group| constitution.rule(group.rule).place("n"));
        out.push(Diagnostic::at(Code::NoSeats, place, format!("`{}` has no seats", rule.name)));
    }
}

/// How many seats there are is fixed before a story begins.
fn depends_on_state(constitution: &Constitution, group: &crate::resolved::Group, out: &mut Diagnostics) {
    let depends = group.n.iter().any(|(guard, _)| {
        let mut found = false;
        walk::each_atom(guard, &mut |atom| found |= !matches!(atom, Guard::Chosen(..)));
        found
    });
    if depends {
        let rule = constitution.rule(group.rule);
        let message = format!("the number of seats of `{}` may depend on `Chosen` alone", rule.name);
        let diagnostic = Diagnostic::at(Code::SeatsDependOnState, rule.place("n"), message);
        out.push(diagnostic.help("use a `Param` that a step changes with `Put`"));
    }
}

/// A part of the seats is renewed at a time.
fn renewal(
    constitution: &Constitution,
    id: InstitutionId,
    group: &crate::resolved::Group,
    num: u32,
    den: u32,
    out: &mut Diagnostics,
) {
    let rule = constitution.rule(group.rule);
    let place = rule.place("renew");
    if den == 0 || num == 0 || num > den {
        let message = format!("{num}/{den} of the seats cannot be renewed at a time");
        out.push(
            Diagnostic::at(Code::ImpossibleShare, place, message).help("write the part as in part: (1, 3)"),
        );
        return;
    }
    let others: Vec<usize> = constitution.institutions[id.0]
        .groups
        .iter()
        .enumerate()
        .filter(|(_, other)| other.rule != group.rule)
        .map(|(index, _)| index)
        .collect();
    let Some(seats) = seats(constitution, id, &others) else { return };
    if seats.least == seats.most && seats.most * i64::from(num) % i64::from(den) != 0 {
        let n = counted(seats.most, "seat");
        let message =
            format!("{num}/{den} of the {n} of `{}` is no whole number: the parts are not equal", rule.name);
        out.push(Diagnostic::at(Code::BrokenSeats, place, message));
    }
}

/// Who acts for an office takes it over when its holder cannot act, and must be free to.
fn acting(constitution: &Constitution, id: InstitutionId, institution: &Institution, out: &mut Diagnostics) {
    let Some(acting) = &institution.acting else { return };
    let rule = constitution.rule(institution.rule);
    let place = rule.place("acting");
    if let Some(status) = acting.on.iter().find(|status| is_able(status)) {
        let message =
            format!("nobody acts for `{}` while it is `{status:?}`: its holder can act then", rule.name);
        out.push(
            Diagnostic::at(Code::ActingBesideHolder, place, message)
                .help("write on: [Vacant], or another status in which the holder cannot act"),
        );
    }
    if acting.leaves_office {
        return;
    }
    for &next in &acting.line {
        let other = &constitution.institutions[next.0];
        if institution.incompatible.contains(&next) || other.incompatible.contains(&id) {
            let name = constitution.institution_name(next);
            let message = format!(
                "`{name}` acts for `{}` and keeps an office that cannot be held together with it",
                rule.name
            );
            let stated =
                if institution.incompatible.contains(&next) { rule } else { constitution.rule(other.rule) };
            let diagnostic = Diagnostic::at(Code::ActingIncompatible, place, message);
            out.push(
                diagnostic
                    .also(stated.place("incompatible"), "said here")
                    .help("write leaves_office: true, or name another office"),
            );
        }
    }
}

/// Bodies whose seats are filled only by each other: once they are all empty, nobody fills them.
fn appointments(constitution: &Constitution, out: &mut Diagnostics) {
    let n = constitution.institutions.len();
    let mut seeded = vec![false; n];
    loop {
        let before = seeded.clone();
        for (index, institution) in constitution.institutions.iter().enumerate() {
            let stands = !matches!(
                institution.kind,
                InstitutionKind::Chamber | InstitutionKind::Court | InstitutionKind::Body
            );
            let filled = |by: &By| fills(constitution, &before, by);
            let free = institution.groups.iter().any(|group| group.by.as_ref().is_none_or(filled));
            seeded[index] = stands || institution.groups.is_empty() || free;
        }
        if seeded == before {
            break;
        }
    }
    let left: BTreeSet<usize> = (0..n).filter(|&index| !seeded[index]).collect();
    // Those that only depend on the circle are not part of it.
    let needs = |index: usize| -> BTreeSet<usize> {
        let sources = constitution.institutions[index].groups.iter().filter_map(|group| group.by.as_ref());
        sources
            .flat_map(|by| involved(constitution, by, None))
            .map(|id| id.0)
            .filter(|id| left.contains(id))
            .collect()
    };
    let mut circle = left.clone();
    loop {
        let used: BTreeSet<usize> = circle.iter().flat_map(|&index| needs(index)).collect();
        let kept: BTreeSet<usize> = circle.intersection(&used).copied().collect();
        if kept == circle {
            break;
        }
        circle = kept;
    }
    let Some(&first) = circle.first() else { return };
    let names = circle.iter().map(|&index| constitution.institution_name(InstitutionId(index)));
    let message = match circle.len() {
        1 => format!(
            "the seats of {} are filled by itself alone: once it is empty, nobody fills them",
            listed(names)
        ),
        _ => format!(
            "the seats of {} are filled by each other alone: once they are empty, nobody fills them",
            listed(names)
        ),
    };
    let rule = constitution.rule(constitution.institutions[first].rule);
    out.push(Diagnostic::at(Code::AppointmentCircle, rule.span, message));
}

/// Tells whether a decision can be taken by bodies that somebody outside the circle fills.
fn fills(constitution: &Constitution, seeded: &[bool], by: &By) -> bool {
    match by {
        By::AnyOf(parts) => parts.iter().any(|part| fills(constitution, seeded, part)),
        By::All(parts) => parts.iter().all(|part| fills(constitution, seeded, part)),
        _ => involved(constitution, by, None).iter().all(|id| seeded[id.0]),
    }
}
