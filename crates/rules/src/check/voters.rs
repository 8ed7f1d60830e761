//! Voters: who votes and signs, and whether he can.

use super::body::{bodies, has_vote, involved, seats};
use super::{listed, walk};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolved::{Body, By, Constitution, InstitutionId, Majority, ProcedureId, Tie, Vote};
use crate::source::Span;
use crate::surface::InstitutionKind;
use solon_engine::vote::Base;
use std::collections::BTreeSet;

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    walk::each_by(constitution, &mut |place, by| {
        let span = constitution.rule(place.rule).place(place.field);
        walk::each_part(by, &mut |part| match part {
            By::Vote(vote) => {
                let all = bodies(constitution, vote.of, place.procedure);
                for &body in &all {
                    has_members(constitution, body, "vote", vote.place, out);
                    has_number(constitution, body, vote, out);
                }
                tie(constitution, vote, place.procedure, out);
                also_units(constitution, vote, out);
            }
            By::Petition(petition) => {
                for body in bodies(constitution, petition.of, place.procedure) {
                    has_members(constitution, body, "sign", petition.place, out);
                }
            }
            By::Member(body) => has_members(constitution, *body, "act one by one", span, out),
            By::AnyOf(parts) | By::All(parts) => {
                twice(constitution, parts, span, out);
                if matches!(part, By::AnyOf(_)) {
                    mixed(parts, span, out);
                }
            }
            By::Institution(_) | By::Role(_) | By::Law => {}
        });
    });
    cases(constitution, out);
    units(constitution, out);
}

/// Only what has several members can vote or sign.
fn has_members(
    constitution: &Constitution,
    body: InstitutionId,
    verb: &str,
    span: Span,
    out: &mut Diagnostics,
) {
    let institution = &constitution.institutions[body.0];
    let kind = match institution.kind {
        InstitutionKind::Office => "an office",
        InstitutionKind::World => "the world",
        InstitutionKind::Chamber
        | InstitutionKind::Joint
        | InstitutionKind::Court
        | InstitutionKind::Body
        | InstitutionKind::Electorate
        | InstitutionKind::Units => return,
    };
    let name = constitution.institution_name(body);
    let message = format!("`{name}` is {kind}, and has no members who could {verb}");
    let diagnostic = Diagnostic::at(Code::NoMembers, span, message);
    out.push(
        diagnostic
            .also(constitution.rule(institution.rule).span, "declared here")
            .help(format!("write \"{name}\" alone: it acts as one")),
    );
}

/// A share of the seats needs to know how many there are.
fn has_number(constitution: &Constitution, body: InstitutionId, vote: &Vote, out: &mut Diagnostics) {
    let institution = &constitution.institutions[body.0];
    if institution.kind == InstitutionKind::Electorate || seats(constitution, body, &[]).is_some() {
        return;
    }
    let counts = |majority: &Majority| {
        matches!(
            majority,
            Majority::MoreThan(_, Base::Seats | Base::Serving)
                | Majority::AtLeast(_, Base::Seats | Base::Serving)
        )
    };
    let needed = vote.pass.iter().any(|(_, pass)| counts(pass))
        || vote.quorum.iter().any(|(_, quorum)| quorum.number.as_ref().is_some_and(counts));
    if needed {
        let name = constitution.institution_name(body);
        let message = format!("the vote is counted on the seats of `{name}`, but their number is not given");
        let diagnostic = Diagnostic::at(Code::SeatsUnknown, vote.place, message);
        out.push(diagnostic.also(constitution.rule(institution.rule).span, "add `seats` or `n` here"));
    }
}

/// A tie can only occur where exactly half is just not enough, and is not decided by those who tied.
fn tie(constitution: &Constitution, vote: &Vote, procedure: Option<ProcedureId>, out: &mut Diagnostics) {
    if vote.tie == Tie::Lost {
        return;
    }
    let all = bodies(constitution, vote.of, procedure);
    let is_odd = |body: &InstitutionId| {
        seats(constitution, *body, &vote.without).is_some_and(|seats| seats.is_fixed && seats.least % 2 == 1)
    };
    let can_tie = |majority: &Majority| match majority {
        Majority::Simple | Majority::Plurality => true,
        Majority::MoreThan(ratio, base) => {
            ratio.num * 2 == ratio.den && !(*base == Base::Seats && !all.is_empty() && all.iter().all(is_odd))
        }
        Majority::AtLeast(..) | Majority::Count(_) => false,
    };
    if !vote.pass.iter().any(|(_, pass)| can_tie(pass)) {
        let message = "this vote cannot end in a tie: exactly half decides nothing here";
        out.push(Diagnostic::at(Code::TieImpossible, vote.place, message).help("leave `tie` out"));
    }
    if let Tie::Casting(by) = &vote.tie {
        let mut voters: BTreeSet<InstitutionId> = all.iter().copied().collect();
        voters.extend(all.iter().flat_map(|body| &constitution.institutions[body.0].parts));
        if let Some(twice) = involved(constitution, by, procedure).intersection(&voters).next() {
            let name = constitution.institution_name(*twice);
            let message = format!("`{name}` has tied, and cannot give the casting vote as well");
            out.push(
                Diagnostic::at(Code::CastingByVoters, vote.place, message)
                    .help("name the office that breaks the tie"),
            );
        }
    }
}

/// Tallies are given by body, so each body can vote once.
fn twice(constitution: &Constitution, parts: &[By], span: Span, out: &mut Diagnostics) {
    let mut seen: Vec<(bool, InstitutionId)> = Vec::new();
    for part in parts {
        let own = match part {
            By::Institution(id) => (false, *id),
            By::Vote(vote) => match vote.of {
                Body::Institution(id) => (true, id),
                Body::Role(_) => continue,
            },
            _ => continue,
        };
        if seen.contains(&own) {
            let name = constitution.institution_name(own.1);
            let message = format!("`{name}` stands twice in one decision");
            out.push(Diagnostic::at(Code::BodyTwice, span, message).help("name each body once"));
        }
        seen.push(own);
    }
}

/// Of several who can act, either all vote or none: a vote can fail, an act cannot.
fn mixed(parts: &[By], span: Span, out: &mut Diagnostics) {
    let n = parts.iter().filter(|part| has_vote(part)).count();
    if n > 0 && n < parts.len() {
        let message = "one of these votes and another acts: a vote can fail, an act cannot";
        out.push(Diagnostic::at(Code::MixedDecision, span, message).help("make two steps of it"));
    }
}

/// The same for the cases of a step.
fn cases(constitution: &Constitution, out: &mut Diagnostics) {
    for step in constitution.procedures.iter().flat_map(|procedure| &procedure.steps) {
        let n = step.by.iter().filter(|(_, by)| has_vote(by)).count();
        if n > 0 && n < step.by.len() {
            let place = constitution.rule(step.rule).place("by");
            let message = "one case is a vote and another an act: a vote can fail, an act cannot";
            out.push(
                Diagnostic::at(Code::MixedDecision, place, message)
                    .help("make two steps of it, each with its `when`"),
            );
        }
    }
}

fn also_units(constitution: &Constitution, vote: &Vote, out: &mut Diagnostics) {
    for &(units, _) in &vote.also {
        is_class(constitution, units, vote.place, out);
    }
}

/// Seats and bodies for each unit.
fn units(constitution: &Constitution, out: &mut Diagnostics) {
    for institution in &constitution.institutions {
        let own = institution.per.iter().map(|units| (institution.rule, *units));
        let groups = institution.groups.iter().filter_map(|group| Some((group.rule, group.per?)));
        for (rule, units) in own.chain(groups) {
            is_class(constitution, units, constitution.rule(rule).place("per"), out);
        }
    }
}

fn is_class(constitution: &Constitution, units: InstitutionId, span: Span, out: &mut Diagnostics) {
    let institution = &constitution.institutions[units.0];
    if institution.kind != InstitutionKind::Units {
        let message = format!(
            "{} is one institution, not a class of units",
            listed([constitution.institution_name(units)])
        );
        let diagnostic = Diagnostic::at(Code::NotUnits, span, message);
        out.push(diagnostic.also(
            constitution.rule(institution.rule).place("kind"),
            "units are declared with kind: Units, n: ..",
        ));
    }
}
