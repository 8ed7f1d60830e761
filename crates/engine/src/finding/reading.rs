//! Under which readings a finding appears, and on which a story hangs.

use super::{Evidence, Finding, Witness, witness};
use crate::calendar::Day;
use crate::model::{Event, EventId, FieldId, Model, RuleId, Test, ValueSet};
use crate::schedule::Schedule;
use crate::search::Path;
use crate::step;
use crate::timed::Loss;
use std::collections::BTreeSet;

/// Combinations beyond this number are not told apart.
const MAX_COMBINATIONS: usize = 1_000;

/// Values of readings, one list for each combination.
pub(super) type Combinations = Vec<Vec<(FieldId, u8)>>;

/// The readings of the text under which a finding appears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Under {
    /// All of them.
    All,
    /// These combinations and no others: for each the values of the readings that matter.
    Only(Vec<Vec<(FieldId, u8)>>),
    /// At least those of its story; it was not decided, or not asked, whether there are others.
    NotDecided,
}

impl Under {
    /// Takes the combinations of all readings that were found; those that name none stand for all.
    pub(super) fn these(combinations: Combinations) -> Under {
        Under::some_of(combinations).unwrap_or(Under::All)
    }

    /// Takes the combinations that were found of the readings that the usual options leave open.
    pub(super) fn of_open(combinations: Combinations) -> Under {
        Under::some_of(combinations).unwrap_or(Under::NotDecided)
    }

    fn some_of(combinations: Combinations) -> Option<Under> {
        let some: Combinations = combinations.into_iter().filter(|one| !one.is_empty()).collect();
        (!some.is_empty()).then_some(Under::Only(some))
    }

    /// Returns the readings under which the rules apply on which a finding from the text rests: those of the rule that it is about,
    /// if the others apply under all or the same; by arithmetic, if all apply under the same.
    pub(super) fn of_rules(model: &Model, finding: &Finding) -> Under {
        let mut combinations: Combinations = vec![Vec::new()];
        for reading in all(model) {
            let whole = model.fields[reading.index()].initial;
            let mut options = finding.rules.iter().map(|&rule| options(model, rule, reading));
            let Some(own) = options.next() else { continue };
            let is_single = matches!(finding.evidence, Evidence::Text | Evidence::Exhaustive);
            if !options.all(|other| other == own || is_single && other == whole) {
                return Under::NotDecided;
            }
            if own != whole {
                let longer = |one: &Vec<(FieldId, u8)>| {
                    own.iter().map(|value| [one.as_slice(), &[(reading, value)]].concat()).collect::<Vec<_>>()
                };
                combinations = combinations.iter().flat_map(longer).collect();
            }
        }
        Under::these(combinations)
    }

    /// Returns the combinations, if it is under some only.
    pub fn only(&self) -> &[Vec<(FieldId, u8)>] {
        match self {
            Under::Only(combinations) => combinations,
            Under::All | Under::NotDecided => &[],
        }
    }
}

/// Returns the readings of a model, ascending.
pub(super) fn all(model: &Model) -> impl Iterator<Item = FieldId> + '_ {
    (0..model.fields.len() as u32).map(FieldId).filter(|field| model.fields[field.index()].is_reading())
}

/// Returns the options of a reading under which a rule has an event or a duty, or bars an event.
fn options(model: &Model, rule: RuleId, reading: FieldId) -> ValueSet {
    let whole = model.fields[reading.index()].initial;
    let rows = model.events.iter().filter(|event| event.rule == rule);
    let rows = rows.map(|event| event.lets_through(reading, whole));
    let owed = model.duties.iter().filter(|duty| duty.rule == rule).flat_map(|duty| &duty.when.0);
    let owed = owed.map(|binds| {
        let asked = binds.iter().filter(|(field, _)| *field == reading);
        asked.fold(whole, |left, (_, values)| left.and(*values))
    });
    if let Some(some) = rows.chain(owed).reduce(ValueSet::or) {
        return some;
    }
    // What a prohibition bars is possible all the same under the options that its own conditions name.
    let conditions = model.events.iter().flat_map(|event| &event.conditions);
    let around =
        conditions.filter(|condition| condition.rule == rule).filter_map(|condition| match condition.test {
            Test::Field(field, values) if field == reading => Some(values),
            _ => None,
        });
    let around = around.fold(ValueSet::EMPTY, ValueSet::or);
    ValueSet(whole.0 & !around.0)
}

/// Stories after which the same thing is out of reach, and what is known of the readings under which it is.
#[derive(Default)]
pub(super) struct Lost {
    stories: Vec<Story>,
}

struct Story {
    loss: Loss,
    /// The readings without which it may be that it cannot happen, or that more happens in it.
    fixed: BTreeSet<FieldId>,
}

/// The combinations of all readings that matter to some stories.
pub(super) struct Told {
    /// Those under which one of them is lost.
    pub(super) lost: Combinations,
    /// Whether there are no others.
    pub(super) is_all: bool,
}

impl Lost {
    /// Adds a story that begins on a day.
    pub(super) fn add(&mut self, model: &Model, loss: Loss, first: Day) {
        let asked = loss.path.events.iter().flat_map(|&id| asked_by(model, model.event(id)));
        let mut fixed: BTreeSet<FieldId> = asked.collect();
        let is_same =
            |free: &BTreeSet<FieldId>| is_same_under_all(model, (&loss.path, &loss.dates, first), free);
        let free: Vec<FieldId> = all(model).filter(|field| !fixed.contains(field)).collect();
        let (free, bound): (BTreeSet<FieldId>, BTreeSet<FieldId>) =
            free.into_iter().partition(|&field| is_same(&BTreeSet::from([field])));
        fixed.extend(bound);
        // Rules that wait for several readings are seen only if these are looked at together.
        if !is_same(&free) {
            fixed.extend(free);
        }
        self.stories.push(Story { loss, fixed });
    }

    pub(super) fn n_stories(&self) -> usize {
        self.stories.len()
    }

    /// Returns the combinations of what matters to some story; `None` if they are too many.
    pub(super) fn combinations(&self, model: &Model) -> Option<Told> {
        let of_story = |story: &Story| {
            let ways_out = story.loss.ways_out.iter().flatten().map(|&(field, _)| field);
            story.fixed.iter().copied().chain(ways_out).collect::<Vec<_>>()
        };
        let fields: BTreeSet<FieldId> = self.stories.iter().flat_map(of_story).collect();
        let mut combinations: Combinations = vec![Vec::new()];
        for field in fields {
            let options: Vec<u8> = model.fields[field.index()].initial.iter().collect();
            let longer = |one: &Vec<(FieldId, u8)>| {
                options.iter().map(|&value| [one.as_slice(), &[(field, value)]].concat()).collect::<Vec<_>>()
            };
            combinations = combinations.iter().flat_map(longer).collect();
            if combinations.len() > MAX_COMBINATIONS {
                return None;
            }
        }
        let (lost, others): (Combinations, Combinations) =
            combinations.into_iter().partition(|one| self.stories.iter().any(|story| story.covers(one)));
        Some(Told { lost, is_all: others.is_empty() })
    }
}

impl Story {
    /// Tells whether it can happen under a combination of readings, and leaves no way out there.
    fn covers(&self, combination: &[(FieldId, u8)]) -> bool {
        let start = &self.loss.path.start;
        let happens =
            |&(field, value): &(FieldId, u8)| !self.fixed.contains(&field) || start[field.index()] == value;
        let leaves_way_out =
            |way_out: &Vec<(FieldId, u8)>| way_out.iter().all(|option| combination.contains(option));
        combination.iter().all(happens) && !self.loss.ways_out.iter().any(leaves_way_out)
    }
}

/// Tells whether a story happens in the same way whatever option of these readings is taken: it does if it happens so where the
/// rules of all options apply at once.
fn is_same_under_all(
    model: &Model,
    (path, dates, first): (&Path, &Schedule, Day),
    readings: &BTreeSet<FieldId>,
) -> bool {
    let mut all = model.clone();
    for event in &mut all.events {
        event.conditions.retain(|condition| match condition.test {
            Test::Field(field, _) => !readings.contains(&field),
            Test::Clock(..) | Test::Date(..) => true,
        });
    }
    let unsettled = model.fields.iter().zip(&path.start).map(|(field, &value)| match field.is_reading() {
        true => value,
        false => field.initial.iter().next().unwrap_or(value),
    });
    let unsettled: Vec<u8> = unsettled.collect();
    let mut start = unsettled.clone();
    let is_settled_so = step::settle(&all, &mut start).is_ok() && start == path.start;
    // What the law does before the story is no part of its path.
    let settling = step::settle(model, &mut unsettled.clone()).unwrap_or_default();
    let asks = |&id: &EventId| asked_by(model, model.event(id)).any(|field| readings.contains(&field));
    let begins_so = is_settled_so && !settling.iter().any(asks);
    let happens = |model: &Model| {
        let story = witness::on_dates(model, path, first, dates)?;
        let mut rest = story.path.events.iter();
        let has_all = path.events.iter().all(|id| rest.any(|one| one == id));
        has_all.then_some((story.path, story.journal.end))
    };
    begins_so && happens(model).is_some_and(|as_told| happens(&all) == Some(as_told))
}

/// Tells whether a story happens in the same way under all readings.
pub(super) fn is_indifferent(model: &Model, story: &Witness) -> bool {
    let begun = story.start.clocks.iter().zip(&model.clocks);
    let dates = Schedule {
        days: story.journal.entries.iter().map(|entry| entry.day).collect(),
        until: story.until,
        begun: begun.map(|(state, clock)| state.since.filter(|_| clock.runs_at_start)).collect(),
    };
    let happens_so = is_same_under_all(model, (&story.path, &dates, story.first), &all(model).collect());
    happens_so && taken(model, &story.path).is_empty()
}

/// Returns the options that the events of a path ask for.
pub(super) fn taken(model: &Model, path: &Path) -> Vec<(FieldId, u8)> {
    let asked = path.events.iter().flat_map(|&id| asked_by(model, model.event(id)));
    let fields: BTreeSet<FieldId> = asked.collect();
    fields.into_iter().map(|field| (field, path.start[field.index()])).collect()
}

/// The readings for which an event asks.
fn asked_by<'m>(model: &'m Model, event: &'m Event) -> impl Iterator<Item = FieldId> + 'm {
    event.conditions.iter().filter_map(|condition| match condition.test {
        Test::Field(field, _) => Some(field).filter(|field| model.fields[field.index()].is_reading()),
        Test::Clock(..) | Test::Date(..) => None,
    })
}
