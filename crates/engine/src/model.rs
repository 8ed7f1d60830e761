//! The model that the engine runs: one table of events over small fields and clocks.
//!
//! In goes what `rules` has lowered; out come the types that `step` interprets and `symbolic` compiles.
//! The model deliberately knows no names, texts or articles: a [`RuleId`] is the only way back to them.

use crate::calendar::{DatePoint, Length};
use crate::vote::{Petition, Vote};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// Returns the position in the model's table.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// Indexes [`Model::fields`].
    FieldId,
    /// Indexes [`Model::clocks`].
    ClockId,
    /// Indexes [`Model::events`].
    EventId,
    /// Indexes [`Model::institutions`].
    InstitutionId,
    /// Indexes [`Model::votes`].
    VoteId,
    /// Indexes [`Model::petitions`].
    PetitionId,
    /// Indexes [`Model::outcomes`].
    OutcomeId,
    /// Indexes [`Model::matters`].
    MatterId,
    /// A rule of the text: a step, stage, prohibition, duty. Its name and articles are kept by the compiler.
    RuleId,
}

/// A set of values of one field, at most 128 of them (bit `v` stands for value `v`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ValueSet(pub u128);

impl ValueSet {
    /// The number of values that a field can have at most.
    pub const MAX_VALUES: usize = 128;

    /// The set without values.
    pub const EMPTY: ValueSet = ValueSet(0);

    /// Returns the set of one value.
    pub fn one(value: u8) -> ValueSet {
        ValueSet(1 << value)
    }

    /// Returns the set of all values of a field with `size` values.
    pub fn all(size: usize) -> ValueSet {
        if size >= Self::MAX_VALUES { ValueSet(u128::MAX) } else { ValueSet((1 << size) - 1) }
    }

    /// Tells whether `value` is in the set.
    pub fn contains(self, value: u8) -> bool {
        self.0 >> value & 1 == 1
    }

    /// Tells whether the set has no value.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the values in both sets.
    pub fn and(self, other: ValueSet) -> ValueSet {
        ValueSet(self.0 & other.0)
    }

    /// Returns the values in either set.
    pub fn or(self, other: ValueSet) -> ValueSet {
        ValueSet(self.0 | other.0)
    }

    /// Returns the values of a field with `size` values that are not in the set.
    pub fn complement(self, size: usize) -> ValueSet {
        ValueSet(!self.0 & Self::all(size).0)
    }

    /// Iterates over the values in ascending order.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..Self::MAX_VALUES as u8).filter(move |&value| self.contains(value))
    }
}

impl FromIterator<u8> for ValueSet {
    fn from_iter<I: IntoIterator<Item = u8>>(values: I) -> ValueSet {
        values.into_iter().fold(ValueSet::EMPTY, |set, value| set.or(ValueSet::one(value)))
    }
}

/// One constitution, lowered.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The parts of a state, in the order that [`crate::state::State::fields`] has.
    pub fields: Vec<Field>,
    /// The clocks, in the order that [`crate::state::State::clocks`] has.
    pub clocks: Vec<Clock>,
    /// Everything that can happen. Rows of one rule stand together.
    pub events: Vec<Event>,
    /// The institutions with the numbers that votes need.
    pub institutions: Vec<Institution>,
    /// The votes that holders refer to.
    pub votes: Vec<Vote>,
    /// The petitions that holders refer to.
    pub petitions: Vec<Petition>,
    /// The named conditions that people care about.
    pub outcomes: Vec<Outcome>,
    /// The procedures' instances, for the questions about progress.
    pub matters: Vec<Matter>,
    /// What holders must do, and until when.
    pub duties: Vec<Duty>,
}

/// One part of a state: a stage, a status, a kind, a fact, a counter, or a reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// How many values it has; they are `0..size`.
    pub size: u8,
    /// The values at the start. Several for a reading: it is open, but never changes.
    pub initial: ValueSet,
}

impl Field {
    /// Tells whether the field is a reading: any of several values at the start, and no event changes it.
    pub fn is_reading(&self) -> bool {
        self.initial.iter().count() > 1
    }
}

/// Measures the days since an event; a clock that was never started began infinitely long ago.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// The clock stands still while any of these holds.
    pub pauses: Vec<Conjunction>,
    /// Whether the clock begins anew, instead of going on, when a pause ends.
    pub restarts: bool,
    /// Whether the clock runs when the story begins (a term, a standing stage).
    pub runs_at_start: bool,
    /// If it runs then: an earlier clock that began on the same day, since both count from the same event.
    pub begun_with: Option<ClockId>,
}

/// Conditions on fields that hold together: each field's value lies in its set. Sorted by field, no field twice.
pub type Conjunction = Vec<(FieldId, ValueSet)>;

/// A condition in disjunctive form: one of the conjunctions holds. Empty: never. One empty conjunction: always.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disjunction(pub Vec<Conjunction>);

impl Disjunction {
    /// Tells whether the condition holds for these values of all fields.
    pub fn holds(&self, fields: &[u8]) -> bool {
        self.0.iter().any(|conjunction| {
            conjunction.iter().all(|&(field, values)| values.contains(fields[field.index()]))
        })
    }
}

/// How an event comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// Its holder decides whether and when.
    Act,
    /// A period ran out: due on the day that its time condition names, forced before that day ends.
    Lapse,
    /// The law's own step: happens at once when its conditions hold, before anyone else acts.
    Automatic,
}

/// The result of a vote that an event stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VoteResult {
    /// Majority and quorum were met.
    Carried,
    /// The quorum was met, the majority was not.
    Failed,
    /// The quorum was not met.
    NoQuorum,
}

/// One row of the table: when it can happen, who makes it happen, and what it changes.
///
/// A rule whose conditions are a disjunction has one row for each of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The rule that the row comes from.
    pub rule: RuleId,
    /// How it comes about.
    pub kind: EventKind,
    /// Who makes it happen; [`Holder::Law`] for lapses and automatic steps.
    pub holder: Holder,
    /// The result, if the holder is a vote.
    pub result: Option<VoteResult>,
    /// All must hold. Conditions on one field may occur several times, each with its own rule.
    pub conditions: Vec<Condition>,
    /// Applied at once; no field twice.
    pub effects: Vec<Effect>,
    /// The clocks that start on that day.
    pub resets: Vec<ClockId>,
    /// The matter that the event opens, if it opens one.
    pub opens: Option<MatterId>,
    /// For a lapse: the duty or stage that is violated by it, if any. For an act: the prohibition that it violates;
    /// such a row stands beside the lawful one, for searches in which the law may be broken.
    pub breach: Option<RuleId>,
    /// Institutions whose seats are lost (all, or those of the sponsors), for the record.
    pub unseats: Vec<InstitutionId>,
    /// Institutions whose holders others take the place of at once, so that they are never empty in between.
    pub replaces: Vec<InstitutionId>,
}

/// One condition of an event, with the rule that imposes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// What must hold.
    pub test: Test,
    /// The rule that a refusal names: the step itself, a prohibition, a limit.
    pub rule: RuleId,
    /// What an act against it is: without effect, or effective but a violation.
    pub force: Force,
}

/// What an act against a condition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Force {
    /// It has no effect.
    Void,
    /// It has its effect, and is a violation. A search of lawful conduct leaves such acts out.
    Unlawful,
}

/// A condition on one field or on time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// The field's value lies in the set.
    Field(FieldId, ValueSet),
    /// The clock stands where it must.
    Clock(ClockGuard),
    /// The date lies where it must.
    Date(Comparison, DatePoint),
}

/// A comparison of a date with a date; all but `Before` and `After` include the day itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// Earlier than that day.
    Before,
    /// On that day at the latest.
    AtMost,
    /// On that day at the earliest.
    AtLeast,
    /// Later than that day.
    After,
}

impl Comparison {
    /// Returns the comparison that holds exactly when this one does not.
    pub fn negated(self) -> Comparison {
        match self {
            Comparison::Before => Comparison::AtLeast,
            Comparison::AtMost => Comparison::After,
            Comparison::AtLeast => Comparison::Before,
            Comparison::After => Comparison::AtMost,
        }
    }

    /// Tells whether `left` stands to `right` as compared.
    pub fn holds<T: Ord>(self, left: T, right: T) -> bool {
        match self {
            Comparison::Before => left < right,
            Comparison::AtMost => left <= right,
            Comparison::AtLeast => left >= right,
            Comparison::After => left > right,
        }
    }
}

/// Compares today with the day that lies `length` after the clock's start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockGuard {
    /// Whose start counts.
    pub clock: ClockId,
    /// How today must stand to that day.
    pub comparison: Comparison,
    /// The distance from the start; it may be negative.
    pub length: Length,
}

/// What an event does to one field: value `v` becomes `map[v]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The field that changes.
    pub field: FieldId,
    /// The new value for each old one; as long as the field has values.
    pub map: Vec<u8>,
}

/// Who must act for an event to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Nobody: it happens by law.
    Law,
    /// An office or body acts as one.
    Institution(InstitutionId),
    /// Any one member of a body.
    Member(InstitutionId),
    /// A vote; its result is the event's.
    Vote(VoteId),
    /// So many signers.
    Petition(PetitionId),
    /// Any one of them.
    AnyOf(Vec<Holder>),
    /// All of them; for votes, each separately.
    All(Vec<Holder>),
}

impl Holder {
    /// Returns the institutions without any of which the event cannot happen, sorted.
    ///
    /// A vote, petition or member counts as its body.
    pub fn needed(&self, model: &Model) -> Vec<InstitutionId> {
        match self {
            Holder::Law => Vec::new(),
            Holder::Institution(id) | Holder::Member(id) => vec![*id],
            Holder::Vote(id) => vec![model.votes[id.index()].body],
            Holder::Petition(id) => vec![model.petitions[id.index()].body],
            Holder::All(parts) => {
                let mut all: Vec<_> = parts.iter().flat_map(|part| part.needed(model)).collect();
                all.sort();
                all.dedup();
                all
            }
            Holder::AnyOf(parts) => {
                let mut sets = parts.iter().map(|part| part.needed(model));
                let first = sets.next().unwrap_or_default();
                sets.fold(first, |common, set| common.into_iter().filter(|id| set.contains(id)).collect())
            }
        }
    }
}

/// An office, chamber, court, body, electorate or part of the world.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Institution {
    /// The seats of each group, in the order of the text; empty for a body without seats.
    pub groups: Vec<u32>,
    /// For each group of seats who alone fills and empties them, if one institution does, and the rule that says so. Groups
    /// after the end of the list are nobody's.
    pub captors: Vec<Option<(InstitutionId, RuleId)>>,
    /// The field that holds its status, if the status can change.
    pub status: Option<FieldId>,
    /// The values of that field in which it is empty (vacant, dissolved).
    pub vacant: ValueSet,
    /// The values of that field in which it can act.
    pub able: ValueSet,
    /// The values of that field in which somebody acts for the holder.
    pub provisional: ValueSet,
    /// Those of them in which it is the holder of another office who acts: the office's will is his then.
    pub substituted: ValueSet,
    /// Whether an event of the world fills its role (voters, nature): it acts like others, but is no holder to blame.
    pub is_world: bool,
    /// Whether its role is filled by chance (death, disaster), which nobody decides.
    pub is_nature: bool,
    /// Of a joint sitting: the chambers that sit together.
    pub parts: Vec<InstitutionId>,
}

impl Institution {
    /// Returns the statutory number of seats.
    pub fn seats(&self) -> u32 {
        self.groups.iter().sum()
    }
}

/// A named condition that people care about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The rule that declares it.
    pub rule: RuleId,
    /// When it holds.
    pub when: Disjunction,
    /// Whether it must always stay possible.
    pub vital: bool,
    /// Whether it must not be one holder's alone.
    pub grave: bool,
    /// Whether it changes the constitution itself.
    pub amendment: bool,
}

/// One instance of a procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// The rule that declares the procedure.
    pub rule: RuleId,
    /// The field with its position.
    pub field: FieldId,
    /// The positions in which no matter is open: none was opened yet, or the last one ended.
    pub closed: ValueSet,
    /// The positions of ended matters, a part of `closed`.
    pub ended: ValueSet,
    /// The positions of matters that ended without their result, a part of `ended`.
    pub without_result: ValueSet,
    /// Its stages.
    pub stages: Vec<StagePlace>,
    /// The rules of the steps of its procedure.
    pub steps: Vec<RuleId>,
    /// Whether it stands always open and has no end (a government, a session).
    pub standing: bool,
    /// The matters that this one can be about: when another of theirs is opened, this one falls away.
    pub about: Vec<MatterId>,
}

/// Where a matter stands: a stage, with the positions that it takes in the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagePlace {
    /// The rule that declares the stage.
    pub rule: RuleId,
    /// All its positions: on time, late, and with a co-actor's answer pending.
    pub values: ValueSet,
    /// The positions after its period ran out without a result.
    pub overdue: ValueSet,
}

/// What a holder must do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The rule that declares it.
    pub rule: RuleId,
    /// Who owes it.
    pub holder: Holder,
    /// Any of these rules fulfils it.
    pub steps: Vec<RuleId>,
    /// When it binds.
    pub when: Disjunction,
    /// Its own last day, if it is not that of the stage which its steps leave.
    pub until: Option<ClockGuard>,
}

impl Matter {
    /// Returns the positions in which no matter was opened yet, or the last one was dropped.
    pub fn never_opened(&self) -> ValueSet {
        ValueSet(self.closed.0 & !self.ended.0)
    }

    /// Returns the positions of matters that ended with their result.
    pub fn with_result(&self) -> ValueSet {
        ValueSet(self.ended.0 & !self.without_result.0)
    }
}

impl StagePlace {
    /// Returns the positions before its period has run out.
    pub fn on_time(&self) -> ValueSet {
        ValueSet(self.values.0 & !self.overdue.0)
    }
}

impl Event {
    /// Makes a row of the law's own, without conditions and effects.
    pub fn new(rule: RuleId, kind: EventKind) -> Event {
        Event {
            rule,
            kind,
            holder: Holder::Law,
            result: None,
            conditions: Vec::new(),
            effects: Vec::new(),
            resets: Vec::new(),
            opens: None,
            breach: None,
            unseats: Vec::new(),
            replaces: Vec::new(),
        }
    }

    /// Returns those of these values of a field in which the event can happen, as far as its conditions on that field say.
    pub fn lets_through(&self, field: FieldId, values: ValueSet) -> ValueSet {
        self.conditions.iter().fold(values, |left, condition| match condition.test {
            Test::Field(read, values) if read == field => left.and(values),
            _ => left,
        })
    }

    /// Returns what the event makes of those of these values of a field that it lets through: old and new. Nothing if it
    /// leaves the field alone.
    pub fn changes(&self, field: FieldId, values: ValueSet) -> impl Iterator<Item = (u8, u8)> + '_ {
        let effects = self.effects.iter().filter(move |effect| effect.field == field);
        effects.flat_map(move |effect| {
            self.lets_through(field, values).iter().map(|old| (old, effect.map[usize::from(old)]))
        })
    }

    /// Tells whether the row is an act that has its effect although a prohibition is violated by it.
    pub fn is_unlawful_act(&self) -> bool {
        self.kind == EventKind::Act && self.breach.is_some()
    }
}

impl Model {
    /// Returns the rows of a rule with their ids.
    pub fn rows(&self, rule: RuleId) -> impl Iterator<Item = (EventId, &Event)> {
        self.numbered_events().filter(move |(_, event)| event.rule == rule)
    }

    /// Returns all events with their ids.
    pub fn numbered_events(&self) -> impl Iterator<Item = (EventId, &Event)> {
        self.events.iter().enumerate().map(|(index, event)| (EventId(index as u32), event))
    }

    /// Tells whether each condition of one of the conjunctions holds at the start or after some event, each by itself: what
    /// cannot be brought about needs no rule against it.
    pub fn can_be_brought_about(&self, when: &Disjunction) -> bool {
        let is_made = |&(field, values): &(FieldId, ValueSet)| {
            let before = values.complement(usize::from(self.fields[field.index()].size));
            let made = |event: &Event| event.changes(field, before).any(|(_, new)| values.contains(new));
            !values.and(self.fields[field.index()].initial).is_empty() || self.events.iter().any(made)
        };
        when.0.iter().any(|conjunction| conjunction.iter().all(is_made))
    }

    /// Tells whether some event changes a field that a condition is about.
    pub fn can_change(&self, when: &Disjunction) -> bool {
        let is_read = |field: FieldId| when.0.iter().flatten().any(|(read, _)| *read == field);
        self.events.iter().flat_map(|event| &event.effects).any(|effect| is_read(effect.field))
    }

    /// Returns the event with this id.
    pub fn event(&self, id: EventId) -> &Event {
        &self.events[id.index()]
    }
}
