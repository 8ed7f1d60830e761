//! What a report tells of readings.

use solon_engine::finding::{Answer, Code, Consequence, Finding, Report, Subject, Under};
use solon_engine::model::FieldId;

/// Whether a claim holds under a combination of all readings; `None` if that is not told.
pub fn holds(report: &Report, answer: &Answer, combination: &[(FieldId, u8)]) -> Option<bool> {
    let is_among = |under: &Under| match under {
        Under::All => Some(true),
        Under::NotDecided => None,
        Under::Only(some) => {
            Some(some.iter().any(|one| one.iter().all(|option| combination.contains(option))))
        }
    };
    match answer {
        Answer::Holds { under, .. } => is_among(under),
        Answer::Fails(place) => is_among(&report.findings[*place].under).map(|fails| !fails),
        Answer::Unknown(_) => None,
    }
}

/// Whether a finding is of a check that is asked under each reading: no rule is dead that bites under some reading, on which readings findings hang is
/// said only of open ones, and claims are compared by their answers.
pub fn is_asked(finding: &&Finding) -> bool {
    !matches!(finding.code, Code::DeadRule | Code::ReadingDecides | Code::Property)
}

/// Whether another check may tell the same, where it is found under all readings: the office that stays empty rather than the act that
/// it waits for, or the outcome that is lost with it.
pub fn can_be_told_otherwise(code: Code) -> bool {
    matches!(code, Code::HoldUp | Code::Gatekeeper | Code::SuccessionGap | Code::CircularDependency)
}

/// Tells whether one finding says what the other says, or more: who can keep a matter where it is as long as he likes.
pub fn is_same(one: &Finding, other: &Finding) -> bool {
    if let (Subject::Toothless { not_stated, .. }, Subject::Toothless { not_stated: also, .. }) =
        (&one.subject, &other.subject)
        && not_stated != also
    {
        return false;
    }
    // What follows is told with that from which it follows.
    let follows = |consequence: &Consequence| match consequence {
        Consequence::Stuck { .. } => one.code == Code::MatterNeverEnds,
        Consequence::Trapped { .. } => one.code == Code::DeadlineTrap,
        Consequence::Empty { .. } => one.code == Code::SuccessionGap,
    };
    if other.consequences.iter().any(follows) {
        return true;
    }
    // The office that stays empty, or the outcome that lasts, waits for an act of which it is told that it waits for nothing else.
    let says_more = matches!(
        (one.code, other.code),
        (Code::HiddenVeto, Code::HoldUp)
            | (Code::NoReturn | Code::AppointmentBlocked, Code::Gatekeeper)
            | (Code::NoReturn, Code::UncheckedPower)
    );
    one.code == other.code || says_more && one.holders.iter().all(|holder| other.holders.contains(holder))
}
