//! Under which readings a finding appears, and on which a story hangs.

use super::{Finding, witness};
use crate::calendar::Day;
use crate::model::{
    Conjunction, Disjunction, Duty, Event, EventKind, FieldId, Model, RuleId, Test, ValueSet,
};
use crate::schedule::Schedule;
use crate::search::Path;
use crate::step;
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
        let some: Combinations = combinations.into_iter().filter(|one| !one.is_empty()).collect();
        if some.is_empty() { Under::All } else { Under::Only(some) }
    }

    /// Returns the readings under which the rules apply on which a finding from the text rests: those of the rule that it is about,
    /// if the others apply under all or the same.
    pub(super) fn of_rules(model: &Model, finding: &Finding) -> Under {
        let mut limited = Vec::new();
        for reading in all(model) {
            let whole = model.fields[reading.index()].initial;
            let mut options = finding.rules.iter().map(|&rule| options(model, rule, reading));
            let Some(own) = options.next() else { continue };
            if !options.all(|other| other == own || other == whole) {
                return Under::NotDecided;
            }
            if own != whole {
                limited.push((reading, own));
            }
        }
        product(limited.into_iter()).map_or(Under::NotDecided, Under::these)
    }

    /// Returns those of these combinations under which a rule exists.
    pub(super) fn while_it_exists(self, model: &Model, rule: RuleId) -> Under {
        let Under::Only(mut some) = self else { return self };
        some.retain(|one| one.iter().all(|&(field, value)| options(model, rule, field).contains(value)));
        Under::Only(some)
    }

    /// Returns the condition that none of them is taken.
    pub(super) fn not(&self, model: &Model) -> Disjunction {
        let fields = fields_of(self.only());
        let options = fields.into_iter().map(|field| (field, model.fields[field.index()].initial));
        let mut others = product(options).unwrap_or_default();
        others.retain(|other| !self.only().iter().any(|one| one.iter().all(|option| other.contains(option))));
        Disjunction(if self.only().is_empty() { Vec::new() } else { one_of(&others) })
    }

    /// Tells whether each of them is one of some others, as far as these are decided.
    pub(super) fn is_within(&self, others: &Under) -> bool {
        let Under::Only(others) = others else { return true };
        let is_one = |one: &Vec<(FieldId, u8)>| {
            others.iter().any(|other| other.iter().all(|option| one.contains(option)))
        };
        matches!(self, Under::Only(some) if some.iter().all(is_one))
    }

    /// Returns these and some others; all, if they are all together.
    pub(super) fn or(&self, others: &Under, model: &Model) -> Under {
        match (self, others) {
            (Under::Only(some), Under::Only(others)) => {
                let all = completed(model, &[some.as_slice(), others].concat());
                all.map_or(Under::NotDecided, |all| Under::these(that_matter(model, all)))
            }
            (Under::All, _) | (_, Under::All) => Under::All,
            (Under::NotDecided, _) | (_, Under::NotDecided) => Under::NotDecided,
        }
    }

    /// Returns those of these that are among some others too.
    pub(super) fn and(&self, others: &Under, model: &Model) -> Under {
        match (self, others) {
            (Under::Only(some), Under::Only(others)) => {
                let is_among = |one: &Vec<(FieldId, u8)>, all: &Combinations| {
                    all.iter().any(|other| other.iter().all(|option| one.contains(option)))
                };
                let all = completed(model, &[some.as_slice(), others].concat());
                all.map_or(Under::NotDecided, |mut all| {
                    all.retain(|one| is_among(one, some) && is_among(one, others));
                    Under::Only(that_matter(model, all))
                })
            }
            (Under::NotDecided, _) | (_, Under::NotDecided) => Under::NotDecided,
            (Under::All, other) | (other, Under::All) => other.clone(),
        }
    }

    /// Returns the condition that one of them is taken.
    pub(super) fn condition(&self) -> Disjunction {
        match self {
            Under::Only(some) => Disjunction(one_of(some)),
            Under::All | Under::NotDecided => Disjunction(vec![Vec::new()]),
        }
    }

    /// Returns the combinations, if it is under some only.
    pub fn only(&self) -> &[Vec<(FieldId, u8)>] {
        match self {
            Under::Only(combinations) => combinations,
            Under::All | Under::NotDecided => &[],
        }
    }
}

/// Returns all combinations of some options of readings; `None` if they are too many.
pub(super) fn product(options: impl Iterator<Item = (FieldId, ValueSet)>) -> Option<Combinations> {
    let mut all: Combinations = vec![Vec::new()];
    for (field, values) in options {
        let longer = |one: &Vec<(FieldId, u8)>| {
            values.iter().map(|value| [one.as_slice(), &[(field, value)]].concat()).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(longer).collect();
        if all.len() > MAX_COMBINATIONS {
            return None;
        }
    }
    Some(all)
}

/// Returns the same combinations, each with every option of the readings that only others name; `None` if they are too many.
fn completed(model: &Model, combinations: &[Vec<(FieldId, u8)>]) -> Option<Combinations> {
    let fields = fields_of(combinations);
    let longer = |one: &Vec<(FieldId, u8)>| {
        product(fields.iter().map(|&field| {
            let own = one.iter().find(|(known, _)| *known == field);
            (field, own.map_or(model.fields[field.index()].initial, |&(_, value)| ValueSet::one(value)))
        }))
    };
    let all: Option<Vec<Combinations>> = combinations.iter().map(longer).collect();
    all.map(|all| all.concat()).filter(|all| all.len() <= MAX_COMBINATIONS)
}

/// Asks a question of the text under each combination of the readings that some of its events ask for, or the duties to take one of
/// their steps. Returns each of its answers with the combinations under which it is given; none is given twice under one.
pub(super) fn under_each<T: PartialEq, I: IntoIterator<Item = T>>(
    model: &Model,
    is_asked: impl Fn(&Event) -> bool,
    question: impl Fn(&Model) -> I,
) -> Vec<(T, Under)> {
    let events: Vec<&Event> = model.events.iter().filter(|event| is_asked(event)).collect();
    let is_owed = |duty: &&Duty| events.iter().any(|event| duty.steps.contains(&event.rule));
    let of_duties = model.duties.iter().filter(is_owed).flat_map(|duty| duty.when.0.iter().flatten());
    let of_duties =
        of_duties.map(|(field, _)| *field).filter(|field| model.fields[field.index()].is_reading());
    let fields: BTreeSet<FieldId> =
        events.iter().flat_map(|event| asked_by(model, event)).chain(of_duties).collect();
    let options = fields.into_iter().map(|field| (field, model.fields[field.index()].initial));
    let Some(all) = product(options) else {
        return question(model).into_iter().map(|answer| (answer, Under::NotDecided)).collect();
    };
    let mut answers: Vec<(T, Combinations)> = Vec::new();
    for combination in &all {
        for answer in question(&read_so(model, combination)) {
            match answers.iter_mut().find(|(known, _)| *known == answer) {
                Some((_, combinations)) => combinations.push(combination.clone()),
                None => answers.push((answer, vec![combination.clone()])),
            }
        }
    }
    answers.into_iter().map(|(answer, some)| (answer, Under::these(that_matter(model, some)))).collect()
}

/// Returns the same combinations without the readings whose every option is among them with the same others.
fn that_matter(model: &Model, combinations: Combinations) -> Combinations {
    let mut combinations: BTreeSet<Vec<(FieldId, u8)>> = combinations.into_iter().collect();
    let fields: BTreeSet<FieldId> = combinations.iter().flatten().map(|(field, _)| *field).collect();
    for field in fields {
        let rest = |one: &Vec<(FieldId, u8)>| -> Vec<(FieldId, u8)> {
            one.iter().copied().filter(|(other, _)| *other != field).collect()
        };
        let options = model.fields[field.index()].initial.iter().count();
        let rests: BTreeSet<Vec<(FieldId, u8)>> = combinations.iter().map(rest).collect();
        if rests.len() * options == combinations.len() {
            combinations = rests;
        }
    }
    combinations.into_iter().collect()
}

/// Returns the text as it is under some options: in the place of events that exist under others only stands one that is of no rule and
/// does nothing, such duties are left out, and nothing asks for these readings any more.
fn read_so(model: &Model, taken: &[(FieldId, u8)]) -> Model {
    let mut model = model.clone();
    let is_taken = |field: FieldId| taken.iter().any(|(known, _)| *known == field);
    let exists = |event: &Event| {
        taken.iter().all(|&(field, value)| !event.lets_through(field, ValueSet::one(value)).is_empty())
    };
    for event in &mut model.events {
        if !exists(event) {
            *event = Event::new(NO_RULE, EventKind::Automatic);
        }
        event
            .conditions
            .retain(|condition| !matches!(condition.test, Test::Field(field, _) if is_taken(field)));
    }
    leave_out_what_adds_nothing(&mut model.events);
    for duty in &mut model.duties {
        let can_be = |&(field, values): &(FieldId, ValueSet)| {
            taken.iter().all(|&(known, value)| known != field || values.contains(value))
        };
        duty.when.0.retain(|all| all.iter().all(can_be));
        duty.when.0.iter_mut().for_each(|all| all.retain(|(field, _)| !is_taken(*field)));
    }
    model.duties.retain(|duty| !duty.when.0.is_empty());
    model
}

/// Puts an event that does nothing in the place of each row that asks for more than another one of its rule that is the same otherwise:
/// where a bar exists under other readings only, the row that waits for its end stands beside one that does not.
fn leave_out_what_adds_nothing(events: &mut [Event]) {
    for group in events.chunk_by_mut(|one, next| one.rule == next.rule) {
        let asks_less = |other: &Event, event: &Event| {
            other.conditions.len() < event.conditions.len()
                && other.conditions.iter().all(|condition| event.conditions.contains(condition))
                && Event { conditions: Vec::new(), ..other.clone() }
                    == Event { conditions: Vec::new(), ..event.clone() }
        };
        let adds_nothing: Vec<bool> =
            group.iter().map(|event| group.iter().any(|other| asks_less(other, event))).collect();
        for (event, _) in group.iter_mut().zip(adds_nothing).filter(|(_, adds_nothing)| *adds_nothing) {
            *event = Event::new(NO_RULE, EventKind::Automatic);
        }
    }
}

/// The rule of what is not in the text.
const NO_RULE: RuleId = RuleId(u32::MAX);

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

/// Returns the options of all readings that an event asks for.
pub(super) fn options_of_event(model: &Model, event: &Event) -> Conjunction {
    let asked: BTreeSet<FieldId> = asked_by(model, event).collect();
    let options = |field: FieldId| (field, event.lets_through(field, model.fields[field.index()].initial));
    asked.into_iter().map(options).collect()
}

/// Returns the options of all readings under which a condition can hold.
pub(super) fn options_of(model: &Model, condition: &Disjunction) -> Disjunction {
    let of_readings = |all: &Conjunction| {
        all.iter().copied().filter(|(field, _)| model.fields[field.index()].is_reading()).collect()
    };
    Disjunction(condition.0.iter().map(of_readings).collect())
}

/// How many stories of one thing are looked for to tell on which readings it hangs.
const MAX_STORIES: usize = 6;

/// Stories of the same thing, and what is known of the readings under which it can come about.
#[derive(Default)]
pub(super) struct Stories {
    all: Vec<Story>,
}

struct Story {
    start: Vec<u8>,
    /// The readings of which it needs the options that it takes.
    needed: BTreeSet<FieldId>,
    /// The readings under which it may come to something else, its own not among them.
    others: Combinations,
}

/// What some stories say of all combinations of the readings that matter to them.
pub(super) enum Known {
    /// One of them tells it under each.
    All,
    /// They tell it under these; there are others.
    Some(Combinations),
    /// It is not worth while to ask on.
    TooMany,
}

impl Stories {
    /// Adds a story, and the readings under which the same events may come to something else.
    pub(super) fn add(&mut self, model: &Model, story: Dated<'_>, others: Combinations) {
        let start = story.0.start.clone();
        self.all.push(Story { start, needed: needed(model, story), others });
    }

    /// Returns under which combinations they tell it.
    pub(super) fn known(&self, model: &Model) -> Known {
        let of_story = |story: &Story| {
            let others = story.others.iter().flatten().map(|&(field, _)| field);
            story.needed.iter().copied().chain(others).collect::<Vec<_>>()
        };
        let fields: BTreeSet<FieldId> = self.all.iter().flat_map(of_story).collect();
        let options = fields.into_iter().map(|field| (field, model.fields[field.index()].initial));
        let Some(combinations) = product(options) else { return Known::TooMany };
        let (told, open): (Combinations, Combinations) =
            combinations.into_iter().partition(|one| self.all.iter().any(|story| story.covers(one)));
        match (open.is_empty(), self.all.len() > MAX_STORIES) {
            (true, _) => Known::All,
            (false, true) => Known::TooMany,
            (false, false) => Known::Some(told),
        }
    }
}

impl Story {
    /// Tells whether it can happen under a combination of readings, and comes to the same.
    fn covers(&self, combination: &[(FieldId, u8)]) -> bool {
        let happens = |&(field, value): &(FieldId, u8)| {
            !self.needed.contains(&field) || self.start[field.index()] == value
        };
        let is_other = |other: &Vec<(FieldId, u8)>| other.iter().all(|option| combination.contains(option));
        combination.iter().all(happens) && !self.others.iter().any(is_other)
    }
}

/// Returns the readings of some combinations.
pub(super) fn fields_of(combinations: &[Vec<(FieldId, u8)>]) -> BTreeSet<FieldId> {
    combinations.iter().flatten().map(|(field, _)| *field).collect()
}

/// Returns the condition that one of some combinations is taken.
pub(super) fn one_of(combinations: &[Vec<(FieldId, u8)>]) -> Vec<Conjunction> {
    let all =
        |one: &Vec<(FieldId, u8)>| one.iter().map(|&(field, value)| (field, ValueSet::one(value))).collect();
    combinations.iter().map(all).collect()
}

/// A path, its dates, and the day on which its story begins.
pub(super) type Dated<'p> = (&'p Path, &'p Schedule, Day);

/// Returns the readings of which a story needs the options that it takes: with others it may be that it cannot happen, or that
/// more happens in it.
pub(super) fn needed(model: &Model, story: Dated<'_>) -> BTreeSet<FieldId> {
    let (path, ..) = story;
    // What the law does before a story is no part of its path.
    let settling = step::settle(model, &mut unsettled(model, path)).unwrap_or_default();
    let asked = settling.iter().chain(&path.events).flat_map(|&id| asked_by(model, model.event(id)));
    let mut needed: BTreeSet<FieldId> = asked.collect();
    let free: Vec<FieldId> = all(model).filter(|field| !needed.contains(field)).collect();
    let is_same = |free: &BTreeSet<FieldId>| is_same_with_all(model, story, free);
    let (free, bound): (BTreeSet<FieldId>, BTreeSet<FieldId>) =
        free.into_iter().partition(|&field| is_same(&BTreeSet::from([field])));
    needed.extend(bound);
    // Rules that wait for several readings are seen only if these are looked at together.
    if !free.is_empty() && !is_same(&free) {
        needed.extend(free);
    }
    needed
}

/// Tells whether a story happens in the same way where the rules of all options of some readings, none of which it asks for, apply
/// at once: then it does under each option.
fn is_same_with_all(model: &Model, (path, dates, first): Dated<'_>, readings: &BTreeSet<FieldId>) -> bool {
    let mut all = model.clone();
    for event in &mut all.events {
        event.conditions.retain(|condition| match condition.test {
            Test::Field(field, _) => !readings.contains(&field),
            Test::Clock(..) | Test::Date(..) => true,
        });
    }
    let mut start = unsettled(model, path);
    let begins_so = step::settle(&all, &mut start).is_ok() && start == path.start;
    let happens = |model: &Model| {
        let story = witness::on_dates(model, path, first, dates)?;
        let mut rest = story.path.events.iter();
        let has_all = path.events.iter().all(|id| rest.any(|one| one == id));
        has_all.then_some((story.path, story.journal.end))
    };
    begins_so && happens(model).is_some_and(|as_told| happens(&all) == Some(as_told))
}

/// The values of all fields with which a path begins, before the law's own first steps.
fn unsettled(model: &Model, path: &Path) -> Vec<u8> {
    let fields = model.fields.iter().zip(&path.start);
    let initial = fields.map(|(field, &value)| match field.is_reading() {
        true => value,
        false => field.initial.iter().next().unwrap_or(value),
    });
    initial.collect()
}

/// The readings for which an event asks.
fn asked_by<'m>(model: &'m Model, event: &'m Event) -> impl Iterator<Item = FieldId> + 'm {
    event.conditions.iter().filter_map(|condition| match condition.test {
        Test::Field(field, _) => Some(field).filter(|field| model.fields[field.index()].is_reading()),
        Test::Clock(..) | Test::Date(..) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Length;
    use crate::finding::{Settings, Subject, check};
    use crate::model::{
        Clock, ClockGuard, ClockId, Comparison, Condition, Disjunction, Effect, EventKind, Field, Force,
        Outcome,
    };
    use crate::search::Bounds;

    const POSITION: FieldId = FieldId(2);

    #[test]
    fn combinations_of_different_readings_are_joined() {
        let reading = Field { size: 2, initial: ValueSet::all(2) };
        let model = Model { fields: vec![reading; 3], ..Model::default() };
        let [a, b, c] = [0, 1, 2].map(|field| (FieldId(field), 1));
        let not_a = (FieldId(0), 0);
        let joined = Under::Only(vec![vec![a]]).or(&Under::Only(vec![vec![b, c]]), &model);
        let of_c = |one: [(FieldId, u8); 2]| [0, 1].map(|c| [one.as_slice(), &[(FieldId(2), c)]].concat());
        let not_b = (FieldId(1), 0);
        let expected = of_c([a, b]).into_iter().chain(of_c([a, not_b])).chain([vec![not_a, b, c]]);
        let expected: BTreeSet<Vec<(FieldId, u8)>> = expected.collect();
        assert_eq!(joined.only().iter().cloned().collect::<BTreeSet<_>>(), expected);
        assert_eq!(Under::Only(vec![vec![a]]).or(&Under::Only(vec![vec![not_a]]), &model), Under::All);
    }

    fn when(test: Test) -> Condition {
        Condition { test, rule: RuleId(0), force: Force::Void }
    }

    fn on_clock(comparison: Comparison, days: i32) -> Condition {
        when(Test::Clock(ClockGuard { clock: ClockId(0), comparison, length: Length::days(days) }))
    }

    /// A matter leaves its place (0) and can come back as long as it is open (1). After five days it can be buried (2), from
    /// where it comes back in the first four days only; under two options together it is turned away (3) after three days, and
    /// can come back from there at any time.
    fn model(turned_away_under: [u8; 2]) -> Model {
        let step = |rule: u32, kind, from, to, more: Vec<Condition>| Event {
            conditions: [vec![when(Test::Field(POSITION, ValueSet::one(from)))], more].concat(),
            effects: vec![Effect { field: POSITION, map: vec![to; 4] }],
            ..Event::new(RuleId(rule), kind)
        };
        let taken = (0..).map(FieldId).zip(turned_away_under.map(ValueSet::one));
        let taken = taken.map(|(reading, option)| when(Test::Field(reading, option)));
        let turned_away = taken.chain([on_clock(Comparison::AtLeast, 3)]).collect();
        let opens = step(0, EventKind::Act, 0, 1, Vec::new());
        let reading = Field { size: 2, initial: ValueSet::all(2) };
        Model {
            fields: vec![reading.clone(), reading, Field { size: 4, initial: ValueSet::one(0) }],
            clocks: vec![Clock::default()],
            events: vec![
                Event { resets: vec![ClockId(0)], ..opens },
                step(1, EventKind::Act, 1, 0, Vec::new()),
                step(2, EventKind::Act, 1, 2, vec![on_clock(Comparison::AtLeast, 5)]),
                step(3, EventKind::Act, 2, 0, vec![on_clock(Comparison::Before, 4)]),
                step(4, EventKind::Lapse, 1, 3, turned_away),
                step(5, EventKind::Act, 3, 0, Vec::new()),
            ],
            outcomes: vec![Outcome {
                rule: RuleId(6),
                when: Disjunction(vec![vec![(POSITION, ValueSet::one(0))]]),
                vital: true,
                grave: false,
                amendment: false,
            }],
            ..Model::default()
        }
    }

    #[test]
    fn what_two_readings_change_only_together_hangs_on_both() {
        let all = [[0, 0], [0, 1], [1, 0], [1, 1]];
        let bounds = Bounds { max_nodes: 1 << 14, ..Bounds::default() };
        let settings = Settings { bounds, ..Settings::new(Day(0), &[]) };
        // A story under the opposite of both options is the one that a change of either alone leaves as it is.
        for turned_away_under in all {
            let report = check(&model(turned_away_under), &settings);
            let lost = |finding: &&Finding| matches!(finding.subject, Subject::Lost { .. });
            let lost = report.findings.iter().find(lost).expect("what is buried is lost");
            let others = all.into_iter().filter(|one| *one != turned_away_under);
            let others = others.map(|one| (0..).map(FieldId).zip(one).collect()).collect();
            assert_eq!(lost.under, Under::Only(others));
        }
    }

    #[test]
    fn a_duty_binds_under_its_own_readings_alone() {
        let reading = FieldId(0);
        let duty = Duty {
            rule: RuleId(1),
            holder: crate::model::Holder::Law,
            steps: vec![RuleId(0)],
            when: Disjunction(vec![vec![(reading, ValueSet::one(0))]]),
            until: None,
        };
        let model = Model {
            fields: vec![Field { size: 2, initial: ValueSet::all(2) }],
            events: vec![Event::new(RuleId(0), EventKind::Act)],
            duties: vec![duty],
            ..Model::default()
        };
        let n_duties = under_each(&model, |event| event.rule == RuleId(0), |model| [model.duties.len()]);
        let only = |option: u8| Under::Only(vec![vec![(reading, option)]]);
        assert_eq!(n_duties, [(1, only(0)), (0, only(1))]);
        // Nobody asks for the step.
        assert_eq!(under_each(&model, |_| false, |model| [model.duties.len()]), [(1, Under::All)]);
    }
}
