//! Dated traces as proof: a path gets dates, and `replay` must accept it.

use crate::calendar::Day;
use crate::model::{EventId, EventKind, FieldId, Holder, Model, VoteResult};
use crate::replay::{Happening, Journal, Mode, What, replay};
use crate::schedule::{Schedule, schedule};
use crate::search::Path;
use crate::state::State;
use crate::step;
use crate::vote::{Tally, example, example_signers};
use std::collections::{BTreeMap, BTreeSet};

/// A dated trace that `replay` accepts.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The path of the search.
    pub path: Path,
    /// The state on the first day.
    pub start: State,
    /// The first day.
    pub first: Day,
    /// The acts, with tallies that give their results.
    pub happenings: Vec<Happening>,
    /// The last day: that of the last event.
    pub until: Day,
    /// What `replay` made of it: acts, lapses and automatic steps with their dates.
    pub journal: Journal,
    /// The readings under which the same events may come to something else, where that was asked.
    pub hangs_on: BTreeSet<FieldId>,
}

impl Witness {
    /// Tells whether somebody breaks a rule in it.
    pub fn is_by_breach(&self) -> bool {
        self.journal.entries.iter().any(|entry| !entry.violations.is_empty())
    }

    /// Returns the dates of its path.
    pub(super) fn dates(&self, model: &Model) -> Schedule {
        let begun = self.start.clocks.iter().zip(&model.clocks);
        Schedule {
            days: self.journal.entries.iter().map(|entry| entry.day).collect(),
            until: self.until,
            begun: begun.map(|(state, clock)| state.since.filter(|_| clock.runs_at_start)).collect(),
        }
    }
}

/// Tells whether the events of a path can happen on some dates.
pub fn can_happen(model: &Model, path: &Path, first: Day) -> bool {
    schedule(model, path, first, 0).is_some()
}

/// Gives a path dates and replays it. `None` if no dates were found that lead to an end as wanted.
///
/// First with a day between the acts, which reads better; then on the same days. Lapses that fall due on the days of
/// the path may happen beside those that the path names: the witness has the path that `replay` made of it.
pub fn date(model: &Model, path: &Path, first: Day, is_end: &dyn Fn(&[u8]) -> bool) -> Option<Witness> {
    [1, 0]
        .into_iter()
        .filter_map(|spacing| schedule(model, path, first, spacing))
        .filter_map(|dates| replayed(model, path, first, &dates))
        .find(|witness| is_end(&witness.journal.end.fields))
}

/// Replays a path on dates that were found for it; `None` if more happens on these days than the path names.
pub fn on_dates(model: &Model, path: &Path, first: Day, dates: &Schedule) -> Option<Witness> {
    replayed(model, path, first, dates)
}

fn replayed(model: &Model, path: &Path, first: Day, dates: &Schedule) -> Option<Witness> {
    let start = step::begin(model, path.start.clone(), &dates.begun, first);
    let mut happenings = Vec::new();
    for (&id, &day) in path.events.iter().zip(&dates.days) {
        if model.event(id).kind == EventKind::Act {
            happenings.push(act(model, id, day));
        }
    }
    let until = dates.until;
    let is_unlawful = path.events.iter().any(|&id| model.event(id).is_unlawful_act());
    let mode = if is_unlawful { Mode::Record } else { Mode::Enforce };
    let journal = replay(model, start.clone(), &happenings, mode, until);
    let happened = journal.entries.iter().map(|entry| match entry.what {
        What::Happened { event, .. } => Some(event),
        _ => None,
    });
    let events = happened.collect::<Option<Vec<EventId>>>()?;
    let path = Path { start: path.start.clone(), events };
    Some(Witness { path, start, first, happenings, until, journal, hangs_on: BTreeSet::new() })
}

/// Builds the happening of an act, with full attendance and as many votes as its result needs, no more.
pub fn act(model: &Model, id: EventId, day: Day) -> Happening {
    let event = model.event(id);
    let mut tallies = BTreeMap::new();
    add_tallies(model, &event.holder, event.result.unwrap_or(VoteResult::Carried), &mut tallies);
    let by = match &event.holder {
        Holder::AnyOf(parts) => parts.first().and_then(|part| part.needed(model).first().copied()),
        _ => None,
    };
    Happening { day, rule: event.rule, by, tallies, tally: None, reported: event.result, fact: None }
}

fn add_tallies(
    model: &Model,
    holder: &Holder,
    result: VoteResult,
    tallies: &mut BTreeMap<crate::model::InstitutionId, Tally>,
) {
    match holder {
        Holder::Vote(id) => {
            let vote = &model.votes[id.index()];
            tallies.insert(vote.body, example(model, vote, result));
        }
        Holder::Petition(id) => {
            let petition = &model.petitions[id.index()];
            tallies.insert(petition.body, example_signers(petition));
        }
        Holder::AnyOf(parts) => {
            if let Some(first) = parts.first() {
                add_tallies(model, first, result, tallies);
            }
        }
        Holder::All(parts) => parts.iter().for_each(|part| add_tallies(model, part, result, tallies)),
        Holder::Law | Holder::Institution(_) | Holder::Member(_) => {}
    }
}
