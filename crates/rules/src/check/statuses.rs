//! Statuses: which an institution can have, and whether it can leave them again.

use super::{listed, walk};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::lower::{filled, for_each_status, is_able, is_empty};
use crate::resolved::{Constitution, Effect, Guard, InstitutionId, RuleKind};
use crate::source::Span;
use crate::surface::{InstitutionKind, Status};

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    let given = given(constitution);
    for institution in &constitution.institutions {
        let rule = constitution.rule(institution.rule);
        if rule.places.of("status").is_some() {
            fits(
                constitution,
                &institution.kind,
                &rule.name,
                &institution.initial,
                rule.place("status"),
                out,
            );
        }
        for status in institution.acting.iter().flat_map(|acting| &acting.on) {
            fits(constitution, &institution.kind, &rule.name, status, rule.place("acting"), out);
        }
    }
    walk::each_effect(constitution, &mut |place, effect| {
        if let Effect::Set(id, status) = effect {
            let span = constitution.rule(place.rule).place(place.field);
            let (kind, name) = (&constitution.institutions[id.0].kind, constitution.institution_name(*id));
            fits(constitution, kind, name, status, span, out);
        }
    });
    walk::each_guard(constitution, &mut |place, guard| {
        let rule = constitution.rule(place.rule);
        walk::each_atom(guard, &mut |atom| {
            let Guard::Status(id, statuses) = atom else { return };
            let (kind, name) = (&constitution.institutions[id.0].kind, constitution.institution_name(*id));
            let span = rule.place(place.field);
            for status in statuses {
                fits(constitution, kind, name, status, span, out);
            }
            // An outcome may state what must never be.
            let is_possible =
                statuses.iter().any(|status| given[id.0].contains(status) || !can_have(kind, status));
            if !is_possible && rule.kind != RuleKind::Outcome {
                never_given(name, statuses, span, out);
            }
        });
    });
    for index in 0..constitution.institutions.len() {
        way_back(constitution, InstitutionId(index), out);
    }
}

/// All statuses that each institution can have by some rule.
fn given(constitution: &Constitution) -> Vec<Vec<Status>> {
    let mut given: Vec<Vec<Status>> =
        constitution.institutions.iter().map(|institution| vec![institution.initial.clone()]).collect();
    for (index, institution) in constitution.institutions.iter().enumerate() {
        if institution.enters.is_some() {
            given[index].push(filled(&institution.kind));
        }
    }
    for_each_status(constitution, &mut |id, status| given[id.0].push(status.clone()));
    given
}

/// Tells whether an institution of a kind can have a status.
pub(super) fn can_have(kind: &InstitutionKind, status: &Status) -> bool {
    use Status as S;
    match kind {
        InstitutionKind::Office => {
            matches!(status, S::InOffice | S::Acting | S::Suspended | S::Unable | S::Vacant)
        }
        InstitutionKind::Chamber => {
            matches!(status, S::Sitting | S::Recess | S::Adjourned | S::Dissolved | S::Suspended)
        }
        InstitutionKind::Joint => !matches!(status, S::Acting | S::Unable | S::Vacant),
        InstitutionKind::Court | InstitutionKind::Body => true,
        InstitutionKind::Electorate | InstitutionKind::Units | InstitutionKind::World => {
            *status == S::InOffice
        }
    }
}

fn fits(
    constitution: &Constitution,
    kind: &InstitutionKind,
    name: &str,
    status: &Status,
    span: Span,
    out: &mut Diagnostics,
) {
    if can_have(kind, status) {
        return;
    }
    let message = match kind {
        InstitutionKind::Electorate | InstitutionKind::Units | InstitutionKind::World => {
            format!("`{name}` is always there, and cannot be `{status:?}`")
        }
        _ => format!("`{name}` is of the kind `{kind:?}`, and cannot be `{status:?}`"),
    };
    let help = match kind {
        InstitutionKind::Office => Some("an office is InOffice, Acting, Suspended, Unable or Vacant"),
        InstitutionKind::Chamber => Some("a chamber is Sitting, Recess, Adjourned, Suspended or Dissolved"),
        InstitutionKind::Joint => Some("a joint sitting is Sitting, Recess, Adjourned or Dissolved"),
        _ => None,
    };
    let mut diagnostic = Diagnostic::at(Code::ImpossibleStatus, span, message);
    let declared = constitution.institutions.iter().map(|institution| constitution.rule(institution.rule));
    if let Some(rule) = declared.into_iter().find(|rule| rule.name == name) {
        diagnostic = diagnostic.also(rule.place("kind"), "its kind");
    }
    out.push(match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    });
}

fn never_given(name: &str, statuses: &[Status], span: Span, out: &mut Diagnostics) {
    let words: Vec<String> = statuses.iter().map(|status| format!("{status:?}")).collect();
    let message = format!(
        "no rule ever makes `{name}` {}",
        listed(words.iter().map(String::as_str)).replace(" and ", " or ")
    );
    let first = words.first().map_or("", String::as_str);
    let help = format!("let a step or stage do it with Set(\"{name}\", {first}), or leave the condition out");
    out.push(Diagnostic::at(Code::StatusNeverGiven, span, message).help(help));
}

/// Whoever can lose his office or his power to act must be able to get it back, or somebody else in his place.
fn way_back(constitution: &Constitution, id: InstitutionId, out: &mut Diagnostics) {
    let institution = &constitution.institutions[id.0];
    if institution.enters.is_some() || institution.acting.is_some() {
        return;
    }
    let rule = constitution.rule(institution.rule);
    let mut lost: Option<(Span, Status)> = None;
    let mut regained = false;
    walk::each_effect(constitution, &mut |place, effect| {
        let Effect::Set(other, status) = effect else { return };
        // A status that it cannot have has been reported.
        if *other != id || !can_have(&institution.kind, status) {
            return;
        }
        regained |= is_able(status);
        if !is_able(status) && lost.is_none() {
            lost = Some((constitution.rule(place.rule).place(place.field), status.clone()));
        }
    });
    let ends = institution.term.as_ref().is_some_and(|term| term.length.is_some() && !term.holdover);
    if lost.is_none() && ends {
        lost = Some((rule.place("term"), crate::lower::emptied(&institution.kind)));
    }
    let leaves = constitution.institutions.iter().find(|other| {
        other.acting.as_ref().is_some_and(|acting| acting.leaves_office && acting.line.contains(&id))
    });
    if let (None, Some(other)) = (&lost, leaves) {
        lost = Some((constitution.rule(other.rule).place("acting"), Status::Vacant));
    }
    let Some((span, status)) = lost.filter(|_| !regained) else { return };
    let message = if is_empty(&status) {
        format!("`{}` can be left `{status:?}`, and no rule fills it again", rule.name)
    } else {
        format!("`{}` can become `{status:?}`, and no rule ever lets it act again", rule.name)
    };
    let back = filled(&institution.kind);
    let help = format!("let some step or stage do Set(\"{}\", {back:?}), or leave the status out", rule.name);
    out.push(Diagnostic::at(Code::VacancyWithoutEnd, span, message).help(help));
}
