//! What a search that was cut short may still say.
//!
//! A dated trace stays true, whatever else was not searched. That nothing was found, and that something can never
//! happen, is only true of what was searched: it becomes undecided.

use super::{Answer, Code, Evidence, Report, Undecided, Why};
use crate::search::Exceeded;

/// Notes that no question of the search was answered.
pub(super) fn nothing_searched(report: &mut Report, why: Exceeded) {
    for code in Code::ALL.into_iter().filter(|code| code.needs_search()) {
        report.undecided.push(Undecided { code, rule: None, why: Why::Bound(why) });
    }
}

/// Takes back what a search under the first option of each reading did not show for the others.
pub(super) fn only_first_readings(report: &mut Report, why: Exceeded) {
    let mut places = Vec::with_capacity(report.findings.len());
    let mut kept = Vec::new();
    for finding in std::mem::take(&mut report.findings) {
        if finding.evidence == Evidence::Exhaustive {
            let rule = finding.rules.first().copied();
            report.undecided.push(Undecided { code: finding.code, rule, why: Why::Bound(why) });
            places.push(None);
        } else {
            places.push(Some(kept.len()));
            kept.push(finding);
        }
    }
    report.findings = kept;
    for answer in &mut report.answers {
        *answer = match answer {
            Answer::Fails(place) => {
                let place = places.get(*place).copied().flatten();
                place.map_or(Answer::Unknown(Why::Bound(why)), Answer::Fails)
            }
            Answer::Holds { .. } => Answer::Unknown(Why::Bound(why)),
            Answer::Unknown(why) => Answer::Unknown(why.clone()),
        };
    }
    nothing_searched(report, why);
}
