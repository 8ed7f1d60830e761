//! Which row of the table an act fits, with the figures that were counted; or why none.

use super::{Happening, Reason, Refusal, Run, Unmet};
use crate::calendar::Day;
use crate::model::{Event, EventId, Holder, InstitutionId, Model, Test, VoteResult};
use crate::state::State;
use crate::step;
use crate::vote::{Count, count, count_signers};

/// What an act comes to.
pub(super) enum Fit {
    Row(EventId, Vec<Count>),
    NoEffect(Vec<Count>, VoteResult),
}

/// Tells whether a holder acts by votes or signatures.
fn is_counted(holder: &Holder) -> bool {
    match holder {
        Holder::Vote(_) | Holder::Petition(_) => true,
        Holder::All(parts) | Holder::AnyOf(parts) => parts.iter().any(is_counted),
        Holder::Law | Holder::Institution(_) | Holder::Member(_) => false,
    }
}

fn involves(model: &Model, holder: &Holder, by: InstitutionId) -> bool {
    match holder {
        Holder::AnyOf(parts) => parts.iter().any(|part| involves(model, part, by)),
        other => other.needed(model).contains(&by),
    }
}

impl Run<'_> {
    /// Returns the row that an act fits, or else what was missing at the closest one.
    pub(super) fn attempt(&self, happening: &Happening) -> Result<Fit, Refusal> {
        let refuse = |reason| Refusal { rule: happening.rule, reason };
        // The fewest conditions that do not hold: of a row with this result, and of one with another.
        let (mut closest, mut with_other_result) = (None::<Vec<Unmet>>, None::<Vec<Unmet>>);
        let keep = |known: &mut Option<Vec<Unmet>>, new: Vec<Unmet>| {
            if known.as_ref().is_none_or(|best| new.len() < best.len()) {
                *known = Some(new);
            }
        };
        let mut no_effect = None;
        let mut refused: Option<Reason> = None;
        let mut any = false;
        // An unlawful act is refused, or recorded as a violation, by the lawful row that it stands beside.
        let rows = || self.model.rows(happening.rule).filter(|(_, event)| !event.is_unlawful_act());
        // Figures are of those who vote or sign, where others could act without.
        let counted_only = happening.tally.is_some()
            && happening.by.is_none()
            && rows().any(|(_, event)| is_counted(&event.holder));
        for (id, event) in rows().filter(|(_, event)| !counted_only || is_counted(&event.holder)) {
            any = true;
            let (result, counts) = match self.decide(&event.holder, happening) {
                Ok(decided) => decided,
                Err(reason) => {
                    // That it was not his to do tells less than what he lacked who did it.
                    if refused.as_ref().is_none_or(|known| matches!(known, Reason::NotTheHolder(_))) {
                        refused = Some(reason);
                    }
                    continue;
                }
            };
            let unmet = unmet(id, event, &self.state, happening.day);
            if event.result != result {
                if unmet.is_empty() {
                    no_effect = no_effect.or(result.map(|result| (counts, result)));
                } else {
                    keep(&mut with_other_result, unmet);
                }
                continue;
            }
            if unmet.is_empty() {
                return Ok(Fit::Row(id, counts));
            }
            keep(&mut closest, unmet);
        }
        match (no_effect, closest.or(with_other_result), refused) {
            (Some((counts, result)), _, _) => Ok(Fit::NoEffect(counts, result)),
            (None, Some(unmet), _) => Err(refuse(Reason::Conditions(unmet))),
            (None, None, Some(reason)) => Err(refuse(reason)),
            (None, None, None) if any => Err(refuse(Reason::Conditions(Vec::new()))),
            (None, None, None) => Err(refuse(Reason::NoSuchRule)),
        }
    }

    /// Counts what the holder of a row needs; the result of its votes, if it has any.
    pub(super) fn decide(
        &self,
        holder: &Holder,
        happening: &Happening,
    ) -> Result<(Option<VoteResult>, Vec<Count>), Reason> {
        let tally = |body: InstitutionId| happening.tallies.get(&body).or(happening.tally.as_ref());
        match holder {
            Holder::Law => Ok((None, Vec::new())),
            Holder::Institution(id) | Holder::Member(id) => {
                self.is_holder(*id, happening)?;
                Ok((None, Vec::new()))
            }
            Holder::Vote(id) => {
                let vote = &self.model.votes[id.index()];
                self.is_holder(vote.body, happening)?;
                match tally(vote.body) {
                    Some(tally) => {
                        let count = count(self.model, vote, tally).map_err(Reason::Tally)?;
                        Ok((Some(count.result), vec![count]))
                    }
                    None => Ok((Some(happening.reported.unwrap_or(VoteResult::Carried)), Vec::new())),
                }
            }
            Holder::Petition(id) => {
                let petition = &self.model.petitions[id.index()];
                self.is_holder(petition.body, happening)?;
                let Some(tally) = tally(petition.body) else { return Ok((None, Vec::new())) };
                let count = count_signers(petition, tally).map_err(Reason::Tally)?;
                if count.result == VoteResult::Carried {
                    Ok((None, vec![count]))
                } else {
                    Err(Reason::NotEnough(count))
                }
            }
            Holder::AnyOf(parts) => {
                let mut first = None;
                for part in parts {
                    if happening.by.is_some_and(|by| !involves(self.model, part, by)) {
                        continue;
                    }
                    match self.decide(part, happening) {
                        Ok((result, counts)) if !counts.is_empty() || happening.tally.is_none() => {
                            return Ok((result, counts));
                        }
                        Ok(decided) => first = first.or(Some(Ok(decided))),
                        Err(reason) => first = first.or(Some(Err(reason))),
                    }
                }
                first.unwrap_or_else(|| {
                    happening.by.map_or(Ok((None, Vec::new())), |by| Err(Reason::NotTheHolder(by)))
                })
            }
            Holder::All(parts) => {
                let mut results = Vec::new();
                let mut counts = Vec::new();
                for part in parts {
                    let (result, counted) =
                        self.decide(part, &Happening { by: None, ..happening.clone() })?;
                    results.extend(result);
                    counts.extend(counted);
                }
                let result = if results.is_empty() {
                    None
                } else if results.contains(&VoteResult::NoQuorum) {
                    Some(VoteResult::NoQuorum)
                } else if results.iter().all(|&result| result == VoteResult::Carried) {
                    Some(VoteResult::Carried)
                } else {
                    Some(VoteResult::Failed)
                };
                Ok((result, counts))
            }
        }
    }

    /// Refuses an act of somebody else.
    fn is_holder(&self, holder: InstitutionId, happening: &Happening) -> Result<(), Reason> {
        match happening.by {
            Some(by) if by != holder && !self.stands_for(by, holder) => Err(Reason::NotTheHolder(by)),
            _ => Ok(()),
        }
    }

    /// Tells whether `by` is a part of the body `of` (a chamber of a joint sitting).
    fn stands_for(&self, by: InstitutionId, of: InstitutionId) -> bool {
        self.model.institutions[of.index()].parts.contains(&by)
    }
}

/// Returns the conditions of a row that do not hold on a day, in their order.
pub fn unmet(id: EventId, event: &Event, state: &State, today: Day) -> Vec<Unmet> {
    event
        .conditions
        .iter()
        .filter(|condition| !step::holds(&condition.test, state, today))
        .map(|condition| Unmet {
            event: id,
            condition: condition.clone(),
            limit: limit(&condition.test, state, today),
        })
        .collect()
}

fn limit(test: &Test, state: &State, today: Day) -> Option<Day> {
    match test {
        Test::Field(..) => None,
        Test::Clock(guard) => state.clocks[guard.clock.index()].since.map(|since| guard.length.after(since)),
        Test::Date(_, point) => Some(point.in_year_of(today)),
    }
}
