//! References that lead back to where they start: numbers of seats, outcomes, effects, precedence.

use super::listed;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolved::{Constitution, Effect, Guard, InstitutionId, OutcomeId, ProcedureId, StageId};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    seats(constitution, out);
    outcomes(constitution, out);
    effects(constitution, out);
    overrides(constitution, out);
}

/// A joint sitting that is part of itself, units whose number is counted by themselves.
fn seats(constitution: &Constitution, out: &mut Diagnostics) {
    let all = 0..constitution.institutions.len();
    let found = circles(all.map(InstitutionId), |id| {
        let institution = &constitution.institutions[id.0];
        institution
            .parts
            .iter()
            .copied()
            .chain(institution.groups.iter().filter_map(|group| group.per))
            .collect()
    });
    for circle in found {
        let rule = constitution.rule(constitution.institutions[circle[0].0].rule);
        let names = circle.iter().map(|id| constitution.institution_name(*id));
        let message = match circle[..] {
            [_] => format!("the number of seats of `{}` depends on itself", rule.name),
            _ => format!("the numbers of seats of {} depend on each other", listed(names)),
        };
        out.push(Diagnostic::at(Code::CircularSeats, rule.span, message));
    }
}

fn outcomes(constitution: &Constitution, out: &mut Diagnostics) {
    let all = (0..constitution.outcomes.len()).map(OutcomeId);
    let found = circles(all, |id| {
        let mut asked = Vec::new();
        super::walk::each_atom(&constitution.outcomes[id.0].when, &mut |atom| {
            if let Guard::Holds(other) = atom {
                asked.push(*other);
            }
        });
        asked
    });
    for circle in found {
        let rule = |id: &OutcomeId| constitution.rule(constitution.outcomes[id.0].rule);
        let names = circle.iter().map(|id| rule(id).name.as_str());
        let message = match circle[..] {
            [_] => format!("the outcome {} holds when it holds", listed(names)),
            _ => format!("the outcomes {} are each defined by the other", listed(names)),
        };
        let place = rule(&circle[0]).place("when");
        out.push(
            Diagnostic::at(Code::CircularOutcome, place, message)
                .help("say in `when` what is so, with `In` or `Status`"),
        );
    }
}

/// Entering one stage makes another be entered, and so on, until the first is entered again.
fn effects(constitution: &Constitution, out: &mut Diagnostics) {
    let all = constitution.procedure_ids().flat_map(|procedure| {
        let n = constitution.procedures[procedure.0].stages.len();
        (0..n).map(move |stage| (procedure, StageId(stage)))
    });
    let found = circles(all, |(procedure, stage)| {
        let enter = &constitution.procedures[procedure.0].stages[stage.0].enter;
        let entered = enter.iter().filter_map(|effect| match effect {
            Effect::Start(other, at, _) => Some((*other, *at)),
            Effect::Move(other, to, _) => Some((*other, *to)),
            _ => None,
        });
        entered.collect::<Vec<(ProcedureId, StageId)>>()
    });
    for circle in found {
        let rule = |&(procedure, stage): &(ProcedureId, StageId)| {
            constitution.rule(constitution.procedures[procedure.0].stages[stage.0].rule)
        };
        let first = rule(&circle[0]);
        let message = match circle[..] {
            [_] => format!("entering `{}` makes it be entered again, without end", first.name),
            _ => {
                let names = listed(circle[1..].iter().map(|at| rule(at).name.as_str()));
                let name = &first.name;
                format!("entering `{name}` enters {names}, and then `{name}` again, without end")
            }
        };
        let mut diagnostic = Diagnostic::at(Code::CircularEffects, first.place("enter"), message);
        for other in &circle[1..] {
            diagnostic = diagnostic.also(rule(other).place("enter"), "and here");
        }
        out.push(diagnostic.help("leave out one of the effects"));
    }
}

/// Two rules that each yield to the other.
fn overrides(constitution: &Constitution, out: &mut Diagnostics) {
    let mut stronger = BTreeMap::new();
    let steps = constitution.procedures.iter().flat_map(|procedure| &procedure.steps);
    stronger.extend(steps.map(|step| (step.rule, &step.overrides)));
    stronger.extend(constitution.duties.iter().map(|duty| (duty.rule, &duty.overrides)));
    stronger.extend(
        constitution.prohibitions.iter().map(|prohibition| (prohibition.rule, &prohibition.overrides)),
    );
    let found = circles(stronger.keys().copied(), |rule| {
        stronger.get(&rule).into_iter().flat_map(|yielding| yielding.iter().copied()).collect()
    });
    for circle in found {
        let first = constitution.rule(circle[0]);
        let names = listed(circle.iter().map(|rule| constitution.rule(*rule).name.as_str()));
        let message = match circle[..] {
            [_] => format!("{names} overrides itself"),
            _ => format!("{names} override each other, so none of them comes first"),
        };
        let mut diagnostic = Diagnostic::at(Code::OverrideCircle, first.place("overrides"), message);
        for other in &circle[1..] {
            diagnostic = diagnostic.also(constitution.rule(*other).place("overrides"), "and here");
        }
        out.push(diagnostic.help("keep `overrides` at the rule that the text puts first"));
    }
}

/// Returns circles of references, each once and as short as possible, beginning with the first node on it.
///
/// `O(nodes · references)`.
pub(super) fn circles<T: Copy + Ord>(
    nodes: impl IntoIterator<Item = T>,
    next: impl Fn(T) -> Vec<T>,
) -> Vec<Vec<T>> {
    let mut reported: BTreeSet<T> = BTreeSet::new();
    let mut found = Vec::new();
    for start in nodes {
        if reported.contains(&start) {
            continue;
        }
        let mut before: BTreeMap<T, T> = BTreeMap::new();
        let mut open = VecDeque::from([start]);
        while let Some(node) = open.pop_front() {
            for other in next(node) {
                if let std::collections::btree_map::Entry::Vacant(entry) = before.entry(other) {
                    entry.insert(node);
                    open.push_back(other);
                }
            }
        }
        if !before.contains_key(&start) {
            continue;
        }
        let mut circle = vec![start];
        let mut at = before[&start];
        while at != start {
            circle.push(at);
            at = before[&at];
        }
        circle[1..].reverse();
        reported.extend(&circle);
        found.push(circle);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn each_circle_is_found_once_and_is_short() {
        let next = |n: u8| match n {
            0 => vec![1],
            1 => vec![2, 3],
            2 => vec![1, 4],
            3 => vec![3],
            4 => vec![2],
            _ => Vec::new(),
        };
        assert_eq!(circles(0..6, next), [vec![1, 2], vec![3], vec![4, 2]]);
        assert_eq!(circles(0..6, |_| Vec::new()), Vec::<Vec<u8>>::new());
    }
}
