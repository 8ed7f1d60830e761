//! The drafter's claim that functions do not meet in one hand.
//!
//! With whoever has an office in his hand its functions meet too.

use super::hand::{Hand, hands_over};
use super::question::{Asked, Draft, Questions};
use super::reading::Combinations;
use super::{Answer, Code, Finding, Report, Searched, Severity, Subject, Under};
use crate::model::{InstitutionId, RuleId};
use crate::search::Exceeded;
use std::collections::{BTreeMap, BTreeSet};

/// Answers the claim at this position; for each function, who has it.
pub(super) fn claimed(
    questions: &mut Questions<'_>,
    report: &mut Report,
    index: usize,
    functions: &[Vec<InstitutionId>],
) -> Answer {
    let met = questions.ask(report, Code::Property, None, |_, asked| {
        let mut hands = BTreeMap::new();
        for &office in functions.iter().flatten() {
            hands.insert(office, hands_over(asked, office)?);
        }
        meeting(asked, functions, &hands)
    });
    let Some(met) = met else {
        return Answer::Unknown(report.last_why());
    };
    let Some(met) = met else { return Answer::holds(functions.len() < 2) };
    let draft = Draft {
        code: Code::Property,
        severity: Severity::Error,
        subject: Subject::OneHand { claim: index, functions: met.functions, offices: met.offices },
        holders: vec![met.hand],
        rules: met.rules.into_iter().collect(),
    };
    let finding = draft.exhaustive(Some(met.searched));
    report.findings.push(Finding { under: Under::these(met.under), ..finding });
    Answer::Fails(report.findings.len() - 1)
}

/// Two functions in one hand.
struct Met {
    hand: InstitutionId,
    functions: [usize; 2],
    /// The offices through which he has them, he himself not among them.
    offices: Vec<InstitutionId>,
    rules: BTreeSet<RuleId>,
    /// The readings under which some two of the functions meet.
    under: Combinations,
    searched: Searched,
}

/// Finds two functions that meet in one hand, and all readings under which some two do.
fn meeting(
    asked: &Asked<'_, '_>,
    functions: &[Vec<InstitutionId>],
    hands: &BTreeMap<InstitutionId, Vec<Hand>>,
) -> Result<Option<Met>, Exceeded> {
    let pairs = (0..functions.len()).flat_map(|second| (0..second).map(move |first| [first, second]));
    let mut all = asked.space.none();
    let mut met = None;
    for of_pair in pairs {
        let [of_first, of_second] = of_pair.map(|function| &functions[function]);
        for (one, other) in of_first.iter().flat_map(|one| of_second.iter().map(move |other| (one, other))) {
            for hand in &hands[one] {
                for same in hands[other].iter().filter(|other| other.who == hand.who) {
                    let under = asked.space.and(&hand.under, &same.under)?;
                    if asked.space.is_empty(&under) {
                        continue;
                    }
                    all = asked.space.or(&all, &under)?;
                    let offices: BTreeSet<InstitutionId> = [*one, *other].into();
                    met.get_or_insert_with(|| Met {
                        hand: hand.who,
                        functions: of_pair,
                        offices: offices.into_iter().filter(|office| *office != hand.who).collect(),
                        rules: hand.rules.union(&same.rules).copied().collect(),
                        under: Vec::new(),
                        searched: asked.searched.clone(),
                    });
                }
            }
        }
    }
    let under = asked.space.readings(&all)?;
    Ok(met.map(|met| Met { under, ..met }))
}
