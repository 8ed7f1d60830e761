//! Shares: how many must agree and be there, compared with how many there are.

use super::body::{Seats, bodies, has_vote, range, seats};
use super::{counted, walk};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolved::{By, Constitution, InstitutionId, Majority, Step, Vote};
use crate::source::Span;
use crate::surface::InstitutionKind;
use solon_engine::vote::{Base, Ratio};

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    walk::each_vote(constitution, &mut |place, vote| {
        for body in bodies(constitution, vote.of, place.procedure) {
            let seats = seats(constitution, body, &vote.without);
            for ((_, majority), &span) in vote.pass.iter().zip(&vote.pass_places) {
                enough(constitution, body, seats, *majority, span, out);
                half(constitution, body, seats, *majority, span, out);
            }
            for ((_, quorum), &span) in vote.quorum.iter().zip(&vote.quorum_places) {
                if let Some(number) = quorum.number {
                    quorum_base(number, span, out);
                    quorum_size(constitution, body, seats, number, span, out);
                }
            }
        }
        for &(units, won_in) in &vote.also {
            enough(constitution, units, self::seats(constitution, units, &[]), won_in, vote.place, out);
        }
    });
    walk::each_petition(constitution, &mut |place, petition| {
        for body in bodies(constitution, petition.of, place.procedure) {
            let seats = seats(constitution, body, &[]);
            for ((_, need), &span) in petition.need.iter().zip(&petition.need_places) {
                petition_base(*need, span, out);
                enough(constitution, body, seats, *need, span, out);
            }
        }
    });
    for (index, institution) in constitution.institutions.iter().enumerate() {
        if let Some(competent) = institution.competent {
            let place = constitution.rule(institution.rule).place("competent");
            let body = InstitutionId(index);
            quorum_size(constitution, body, seats(constitution, body, &[]), competent, place, out);
        }
    }
    idle_quorums(constitution, out);
}

/// Returns the least number that a fixed number of voices or of members can be.
fn least_of(constitution: &Constitution, majority: Majority) -> Option<i64> {
    match majority {
        Majority::Count(number) => Some(range(constitution, number).least),
        _ => None,
    }
}

fn enough(
    constitution: &Constitution,
    body: InstitutionId,
    seats: Option<Seats>,
    needed: Majority,
    span: Span,
    out: &mut Diagnostics,
) {
    let Some(least) = least_of(constitution, needed) else { return };
    let name = constitution.institution_name(body);
    if least < 1 {
        out.push(of_nobody(least, span));
    } else if let Some(seats) = seats
        && least > seats.most
        && seats.most > 0
    {
        let is_class = constitution.institutions[body.0].kind == InstitutionKind::Units;
        let noun = if is_class { "unit" } else { "seat" };
        let message = format!("{least} are needed, but `{name}` has only {}", counted(seats.most, noun));
        out.push(Diagnostic::at(Code::CountAboveSeats, span, message));
    }
}

fn of_nobody(n: i64, span: Span) -> Diagnostic {
    let message = format!("a number of {n} asks for nobody");
    Diagnostic::at(Code::CountBelowOne, span, message).help("a number of voices or members is at least 1")
}

fn quorum_size(
    constitution: &Constitution,
    body: InstitutionId,
    seats: Option<Seats>,
    quorum: Majority,
    span: Span,
    out: &mut Diagnostics,
) {
    let Some(least) = least_of(constitution, quorum) else { return };
    let name = constitution.institution_name(body);
    if least < 1 {
        out.push(of_nobody(least, span).help("write quorum: NoQuorum if none is required"));
    } else if let Some(seats) = seats
        && least > seats.most
        && seats.most > 0
    {
        let message = format!("{least} must be there, but `{name}` has only {}", counted(seats.most, "seat"));
        let place = constitution.rule(constitution.institutions[body.0].rule).span;
        let diagnostic = Diagnostic::at(Code::QuorumAboveSeats, span, message);
        out.push(
            diagnostic.also(place, "its seats are declared here").help(format!("{} is the most", seats.most)),
        );
    }
}

/// A quorum counts who is there; shares of the votes or of those present say nothing about that.
fn quorum_base(quorum: Majority, span: Span, out: &mut Diagnostics) {
    let base = match quorum {
        Majority::MoreThan(_, base) | Majority::AtLeast(_, base) => base,
        Majority::Simple | Majority::Plurality | Majority::Count(_) => return,
    };
    let word = match base {
        Base::Voting => "Voting",
        Base::Cast => "Cast",
        Base::Present => "Present",
        Base::Serving | Base::Seats => return,
    };
    let message = format!("a quorum says how many must be there, and cannot be a share of `{word}`");
    out.push(Diagnostic::at(Code::QuorumBase, span, message).help("take the share of `Seats` or `Serving`"));
}

/// Signers are counted one by one: there are no votes against, and nobody is present.
fn petition_base(need: Majority, span: Span, out: &mut Diagnostics) {
    let word = match need {
        Majority::Simple => "Simple",
        Majority::Plurality => "Plurality",
        Majority::MoreThan(_, base) | Majority::AtLeast(_, base) => match base {
            Base::Voting => "Voting",
            Base::Cast => "Cast",
            Base::Present => "Present",
            Base::Serving | Base::Seats => return,
        },
        Majority::Count(_) => return,
    };
    let message = format!("signers are counted of all members: `{word}` has no meaning in a petition");
    out.push(
        Diagnostic::at(Code::PetitionBase, span, message)
            .help("take the share of `Seats` or `Serving`, or a `Count`"),
    );
}

/// "Half" of an even number: exactly half suffices for `AtLeast`, and does not for `MoreThan`.
fn half(
    constitution: &Constitution,
    body: InstitutionId,
    seats: Option<Seats>,
    majority: Majority,
    span: Span,
    out: &mut Diagnostics,
) {
    let Majority::AtLeast(ratio, base) = majority else { return };
    let is_odd = base == Base::Seats && seats.is_some_and(|seats| seats.is_fixed && seats.least % 2 == 1);
    if ratio.num * 2 != ratio.den || is_odd {
        return;
    }
    let name = constitution.institution_name(body);
    let exactly = match seats {
        Some(seats) if base == Base::Seats && seats.least == seats.most => {
            format!(": {} of {} in `{name}`", seats.least / 2, seats.least)
        }
        _ => format!(" in `{name}`"),
    };
    let message = format!("exactly half carries the vote{exactly}");
    out.push(
        Diagnostic::at(Code::HalfOrMore, span, message)
            .help("write MoreThan(1, 2, ..) if the text asks for more than half"),
    );
}

/// Where a failed vote leaves the matter where it is, a quorum that every carried vote meets decides nothing.
fn idle_quorums(constitution: &Constitution, out: &mut Diagnostics) {
    for procedure in &constitution.procedures {
        for step in procedure.steps.iter().filter(|step| fails_into_nothing(step)) {
            for (_, by) in step.by.iter().filter(|(_, by)| has_vote(by)) {
                walk::each_part(by, &mut |part| {
                    if let By::Vote(vote) = part {
                        idle_quorum(constitution, vote, out);
                    }
                });
            }
        }
    }
}

fn fails_into_nothing(step: &Step) -> bool {
    let stays = |target| step.from.as_ref().is_some_and(|from| from[..] == [target]);
    step.no_quorum.is_none() && step.failed.is_some_and(stays)
}

fn idle_quorum(constitution: &Constitution, vote: &Vote, out: &mut Diagnostics) {
    let ([(_, pass)], [(_, quorum)]) = (&vote.pass[..], &vote.quorum[..]) else { return };
    let Some(number) = quorum.number.filter(|_| vote.own_quorum && !quorum.on_objection) else { return };
    let (Some(votes), Some(there)) = (share(*pass), share(number)) else { return };
    if votes.1 != there.1 || !implies(votes, there) {
        return;
    }
    let body = match vote.of {
        crate::resolved::Body::Institution(body) => constitution.institution_name(body),
        crate::resolved::Body::Role(_) => return,
    };
    let place = vote.quorum_places.first().copied().unwrap_or(vote.place);
    let message = format!(
        "the quorum decides nothing: a majority that carries this vote of `{body}` is itself a quorum"
    );
    out.push(Diagnostic::at(Code::IdleQuorum, place, message));
}

fn share(majority: Majority) -> Option<(Ratio, Base, bool)> {
    match majority {
        Majority::MoreThan(ratio, base @ (Base::Seats | Base::Serving)) => Some((ratio, base, true)),
        Majority::AtLeast(ratio, base @ (Base::Seats | Base::Serving)) => Some((ratio, base, false)),
        _ => None,
    }
}

/// Tells whether a number that meets the first share meets the second.
fn implies((a, _, a_strict): (Ratio, Base, bool), (b, _, b_strict): (Ratio, Base, bool)) -> bool {
    let (left, right) = (u64::from(a.num) * u64::from(b.den), u64::from(b.num) * u64::from(a.den));
    left > right || (left == right && (a_strict || !b_strict))
}
