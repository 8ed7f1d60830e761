//! Holders: whether there is anybody who can act.

use super::body::bodies;
use super::{listed, walk};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::lower::{for_each_status, is_able};
use crate::resolved::{Body, By, Constitution, Guard, InstitutionId, ProcedureId, RuleKind};
use std::collections::BTreeSet;

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    let absent = absent(constitution);
    for id in constitution.procedure_ids() {
        for step in &constitution.procedures[id.0].steps {
            let rule = constitution.rule(step.rule);
            let all: Vec<&By> = step.by.iter().map(|(_, by)| by).collect();
            somebody(constitution, &absent, id, &all, &rule.name, rule.place("by"), out);
            for gate in &step.gates {
                let name = &constitution.rule(gate.rule).name;
                somebody(constitution, &absent, id, &[&gate.of], name, rule.place("needs"), out);
            }
        }
    }
    law(constitution, out);
}

/// The institutions that are never in office: not at the start, and no rule puts them there.
fn absent(constitution: &Constitution) -> BTreeSet<InstitutionId> {
    let mut able = BTreeSet::new();
    for_each_status(constitution, &mut |id, status| {
        if is_able(status) {
            able.insert(id);
        }
    });
    let all = constitution.institutions.iter().enumerate();
    all.filter(|(index, institution)| {
        let never = institution.only == Guard::never();
        let entered = institution.enters.is_some() || able.contains(&InstitutionId(*index));
        never || (!is_able(&institution.initial) && !entered)
    })
    .map(|(index, _)| InstitutionId(index))
    .collect()
}

fn somebody(
    constitution: &Constitution,
    absent: &BTreeSet<InstitutionId>,
    procedure: ProcedureId,
    cases: &[&By],
    name: &str,
    span: crate::source::Span,
    out: &mut Diagnostics,
) {
    if cases.iter().any(|by| can_act(constitution, absent, procedure, by)) {
        return;
    }
    let mut missing = BTreeSet::new();
    for by in cases {
        let involved = super::body::involved(constitution, by, Some(procedure));
        missing.extend(involved.into_iter().filter(|id| absent.contains(id)));
    }
    let Some(first) = missing.first() else {
        // A role that is bound to nobody is reported with the roles.
        if cases.iter().any(|by| has_empty_list(by)) {
            let message = format!("nobody can take `{name}`: the list of holders is empty");
            out.push(Diagnostic::at(Code::NobodyActs, span, message).help("name who acts"));
        }
        return;
    };
    let rule = constitution.rule(constitution.institutions[first.0].rule);
    let who = listed(missing.iter().map(|id| constitution.institution_name(*id)));
    let verb = if missing.len() == 1 { "is" } else { "are" };
    let message = format!("nobody can take `{name}`: {who} {verb} never in office");
    let place = if rule.places.of("status").is_some() { rule.place("status") } else { rule.span };
    let help = format!("let some step do Set(\"{}\", ..), or name another holder", rule.name);
    out.push(
        Diagnostic::at(Code::NobodyActs, span, message).also(place, "not in office at the start").help(help),
    );
}

fn can_act(
    constitution: &Constitution,
    absent: &BTreeSet<InstitutionId>,
    procedure: ProcedureId,
    by: &By,
) -> bool {
    let able = |id: &InstitutionId| {
        !absent.contains(id)
            && constitution.institutions[id.0].parts.iter().all(|part| !absent.contains(part))
    };
    let body = match by {
        By::Law => return true,
        By::AnyOf(parts) => return parts.iter().any(|part| can_act(constitution, absent, procedure, part)),
        By::All(parts) => {
            return !parts.is_empty()
                && parts.iter().all(|part| can_act(constitution, absent, procedure, part));
        }
        By::Institution(id) | By::Member(id) => Body::Institution(*id),
        By::Role(role) => Body::Role(*role),
        By::Vote(vote) => vote.of,
        By::Petition(petition) => petition.of,
    };
    bodies(constitution, body, Some(procedure)).iter().any(able)
}

fn has_empty_list(by: &By) -> bool {
    let mut found = false;
    walk::each_part(by, &mut |part| {
        found |= matches!(part, By::AnyOf(parts) | By::All(parts) if parts.is_empty());
    });
    found
}

/// `Law` means that nobody acts; it stands alone, and only where something can happen by itself.
fn law(constitution: &Constitution, out: &mut Diagnostics) {
    walk::each_by(constitution, &mut |place, by| {
        let rule = constitution.rule(place.rule);
        let of_step = rule.kind == RuleKind::Step && place.field == "by";
        let of_seats = matches!(rule.kind, RuleKind::Seats | RuleKind::Institution);
        let mut inside = false;
        walk::each_part(by, &mut |part| inside |= *part == By::Law && !std::ptr::eq(part, by));
        let steps = constitution.procedures.iter().flat_map(|procedure| &procedure.steps);
        let in_case = of_step && steps.into_iter().any(|step| step.rule == place.rule && step.by.len() > 1);
        let alone = *by == By::Law;
        if !inside && (!alone || of_seats || (of_step && !in_case)) {
            return;
        }
        let message = if inside || in_case {
            "`Law` cannot be one of several holders: it means that nobody acts"
        } else {
            "`Law` means that nobody acts, and somebody is needed here"
        };
        let help = if of_step { "make two steps of it" } else { "name an institution" };
        out.push(Diagnostic::at(Code::LawAmongOthers, rule.place(place.field), message).help(help));
    });
}
