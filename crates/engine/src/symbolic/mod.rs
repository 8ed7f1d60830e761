//! Sets of states as binary decision diagrams, and what can be reached in them without regard to time.
//!
//! In go a [`Model`], the [`Slice`] that a question depends on and [`Bounds`]; out come sets and paths. Time
//! conditions are ignored, so "reachable" may be too much and "unreachable" is certain; `schedule` gives a path
//! its dates. States are *stable*: automatic events have happened. Nothing here knows what a field means.

mod abstraction;
mod change;
mod diagram;
mod encode;
mod force;
mod moves;
mod must;
mod order;
mod path;
mod plan;
mod reach;
mod rows;
mod scope;
mod slice;
mod told;
mod turn;
mod waiting;

pub use abstraction::Abstraction;
pub use force::{Favour, Sides};
pub use path::{Accept, Arrival, Effort, Route};
pub use scope::Conduct;
pub use slice::{Slice, slice};
pub use turn::Halfway;

use diagram::Diagram;
use encode::Encoding;
use moves::Table;
use scope::{Allowed, Scope};

use std::collections::BTreeMap;

use crate::model::{Disjunction, EventId, Field, FieldId, Model, ValueSet};
use crate::schedule::Fact;
use crate::search::{Bounds, Exceeded, Reporter, Silent, Watch};
use crate::state::State;

/// A set of states over the fields of a [`Space`]. Cheap to clone; two sets of one space compare in O(1).
#[derive(Clone, PartialEq, Eq)]
pub struct Set(Diagram);

impl std::fmt::Debug for Set {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Set")
    }
}

/// The states and events of one slice of a model.
///
/// Every method that computes returns [`Exceeded`] if a bound is met: the time, counted from [`Space::new`]; the
/// nodes alive at once; or, for lists, the number of entries. A question about a field that the slice lacks is
/// [`Exceeded::Outside`]. After an error the space may be used further, and what it had cached is still right.
///
/// Sets of different spaces must not be mixed: the operation panics.
pub struct Space<'m> {
    model: &'m Model,
    abstraction: Abstraction<'m>,
    slice: Slice,
    bounds: Bounds,
    reporter: &'m dyn Reporter,
    encoding: Encoding,
    table: Table,
    initial: Diagram,
    scopes: [Scope; 2],
    /// The silent moves.
    silent: Allowed,
    /// For each event of the model that can happen those that stand for it, ascending.
    variants: Vec<(EventId, Vec<EventId>)>,
}

impl<'m> Space<'m> {
    /// Compiles a slice of the model. Cost: some 10 ms, and about 1 ms for a hundred events.
    ///
    /// # Errors
    /// All kinds of [`Exceeded`] but `States`.
    pub fn new(model: &'m Model, slice: &Slice, bounds: &Bounds) -> Result<Space<'m>, Exceeded> {
        Space::build(model, Abstraction::none(model), slice, (bounds, Watch::start(bounds)))
    }

    /// Compiles a whole abstraction of the model. Sets, events and paths are spoken of in the terms of the model: a state
    /// of it is in a set if some state of the abstraction with these values is.
    ///
    /// # Errors
    /// As [`Space::new`].
    pub fn abstracted(
        model: &'m Model,
        abstraction: Abstraction<'m>,
        bounds: &Bounds,
    ) -> Result<Space<'m>, Exceeded> {
        Space::watched(model, abstraction, bounds, Watch::start(bounds))
    }

    /// As [`Space::abstracted`], for a search that goes on: its watch runs already.
    ///
    /// # Errors
    /// As [`Space::new`].
    pub(crate) fn watched(
        model: &'m Model,
        abstraction: Abstraction<'m>,
        bounds: &Bounds,
        watch: Watch,
    ) -> Result<Space<'m>, Exceeded> {
        let slice = Slice::whole(&abstraction.model);
        Space::build(model, abstraction, &slice, (bounds, watch))
    }

    fn build(
        model: &'m Model,
        abstraction: Abstraction<'m>,
        slice: &Slice,
        (bounds, watch): (&Bounds, Watch),
    ) -> Result<Space<'m>, Exceeded> {
        let detailed = &*abstraction.model;
        let encoding = Encoding::new(model, &abstraction, slice, bounds.max_nodes, watch)?;
        let table = Table::new(&encoding, &abstraction, &rows::rows(detailed, slice))?;
        let initial = |field: FieldId| (field, detailed.fields[field.index()].initial);
        // What the abstraction adds is as it is at the start, whatever settled.
        let own: Vec<FieldId> = abstraction.own_fields(model.fields.len()).collect();
        let given: Vec<_> = slice.fields.iter().filter(|field| !own.contains(field)).copied().collect();
        let starts = encoding.all_of(&given.into_iter().map(initial).collect::<Vec<_>>())?;
        let starts = table.settle(&encoding, &encoding.diagrams.and(&starts, &table.consistent)?)?;
        let starts = encoding.diagrams.exists(&starts, &encoding.cube(own.iter().copied())?)?;
        let added: Vec<_> = own.into_iter().map(initial).collect();
        let starts = encoding.diagrams.and(&starts, &encoding.all_of(&added)?)?;
        let mut starts = encoding.diagrams.and(&starts, &table.consistent)?;
        for never in &abstraction.never_first {
            starts = encoding.diagrams.minus(&starts, &encoding.all_of(never)?)?;
        }
        let silent = Allowed::new(&encoding, &table, &|id| abstraction.origin(id).is_none())?;
        let initial = reach::closure(&encoding, &table, &silent, &starts)?;
        let mut variants: BTreeMap<EventId, Vec<EventId>> = BTreeMap::new();
        for id in table.events() {
            if let Some(origin) = abstraction.origin(id) {
                variants.entry(origin).or_default().push(id);
            }
        }
        let scope = |conduct| Scope::new(&abstraction, &encoding, &table, &initial, conduct);
        Ok(Space {
            scopes: [scope(Conduct::Lawful)?, scope(Conduct::Any)?],
            silent,
            variants: variants.into_iter().collect(),
            model,
            slice: slice.clone(),
            bounds: *bounds,
            reporter: &Silent,
            encoding,
            table,
            initial,
            abstraction,
        })
    }

    /// Compiles the part of the model that these fields depend on.
    ///
    /// # Errors
    /// As [`Space::new`].
    pub fn of(
        model: &'m Model,
        seeds: impl IntoIterator<Item = FieldId>,
        bounds: &Bounds,
    ) -> Result<Space<'m>, Exceeded> {
        Space::new(model, &slice(model, seeds), bounds)
    }

    /// Makes the space tell its progress.
    pub fn reporting(mut self, reporter: &'m dyn Reporter) -> Space<'m> {
        self.reporter = reporter;
        self
    }

    /// Returns the bounds that it was made with.
    pub fn bounds(&self) -> &Bounds {
        &self.bounds
    }

    /// Counts the seconds and the work of these bounds from now on.
    pub fn restart_watch(&self, bounds: &Bounds) {
        self.encoding.diagrams.set_watch(Watch::start(bounds));
    }

    /// Returns the watch as it stands now.
    pub(crate) fn watch(&self) -> Watch {
        self.encoding.diagrams.watch()
    }

    /// Returns the model that the space was compiled from.
    pub fn model(&self) -> &'m Model {
        self.model
    }

    /// Returns the part of the model that the space covers.
    pub fn slice(&self) -> &Slice {
        &self.slice
    }

    /// Returns the fields of a state, ascending.
    pub fn fields(&self) -> &[FieldId] {
        self.encoding.fields()
    }

    /// Returns the acts and lapses that can happen in some state, ascending.
    pub fn events(&self) -> impl Iterator<Item = EventId> {
        self.variants.iter().map(|(id, _)| *id)
    }

    /// Returns the number of compiled transitions: acts and lapses with the same effects count once.
    pub fn transitions(&self) -> usize {
        self.table.moves.len()
    }

    /// Returns the settled states in which a story can begin.
    pub fn initial(&self) -> Set {
        Set(self.initial.clone())
    }

    /// Returns all states, stable or not.
    pub fn all(&self) -> Set {
        Set(self.table.consistent.clone())
    }

    /// Returns the empty set.
    pub fn none(&self) -> Set {
        Set(self.encoding.diagrams.falsum())
    }

    /// Returns the states in which the condition holds.
    pub fn set(&self, condition: &Disjunction) -> Result<Set, Exceeded> {
        let states = self.encoding.disjunction(condition)?;
        Ok(Set(self.encoding.diagrams.and(&states, &self.table.consistent)?))
    }

    /// Returns the state with these values and clocks, as far as the space knows clocks: whether each has started.
    pub fn state(&self, state: &State) -> Result<Set, Exceeded> {
        let values = state.fields.iter().map(|&value| ValueSet::one(value));
        let own = self.abstraction.own_fields(self.model.fields.len()).zip(self.known_facts(state));
        let known = own.filter_map(|(field, fact)| Some((field, ValueSet::one(fact?))));
        self.set(&Disjunction(vec![(0..).map(FieldId).zip(values).chain(known).collect()]))
    }

    /// Returns the values of all fields of such a state, those that the space has of its own included: 0 for what it does not
    /// know.
    pub fn point(&self, state: &State) -> Vec<u8> {
        let known = self.known_facts(state).map(Option::unwrap_or_default);
        state.fields.iter().copied().chain(known).collect()
    }

    /// What a dated state says of the facts about clocks.
    fn known_facts(&self, state: &State) -> impl Iterator<Item = Option<u8>> {
        self.abstraction.facts.iter().map(|fact| match fact {
            Fact::Started(clock) => Some(u8::from(state.clocks[clock.index()].since.is_some())),
            Fact::Passed(..) | Fact::Older(..) => None,
        })
    }

    /// Tells whether all that an event asks of time is known here.
    pub fn is_exact(&self, event: EventId) -> bool {
        self.abstraction.exact[event.index()]
    }

    /// Returns the states in which the field has one of the values.
    pub fn field_in(&self, field: FieldId, values: ValueSet) -> Result<Set, Exceeded> {
        self.set(&Disjunction(vec![vec![(field, values)]]))
    }

    /// Returns the states in which all conditions of the event on fields hold, of whatever force and kind.
    pub fn possible(&self, event: EventId) -> Result<Set, Exceeded> {
        self.set(&Disjunction(vec![slice::field_conditions(self.model.event(event))]))
    }

    /// Returns the states in both sets.
    pub fn and(&self, left: &Set, right: &Set) -> Result<Set, Exceeded> {
        Ok(Set(self.encoding.diagrams.and(&left.0, &right.0)?))
    }

    /// Returns the states in either set.
    pub fn or(&self, left: &Set, right: &Set) -> Result<Set, Exceeded> {
        Ok(Set(self.encoding.diagrams.or(&left.0, &right.0)?))
    }

    /// Returns the states of the left set that are not in the right one.
    pub fn diff(&self, left: &Set, right: &Set) -> Result<Set, Exceeded> {
        Ok(Set(self.encoding.diagrams.minus(&left.0, &right.0)?))
    }

    /// Returns all other states, stable or not.
    pub fn not(&self, set: &Set) -> Result<Set, Exceeded> {
        self.diff(&self.all(), set)
    }

    /// Tells whether the set has no state.
    pub fn is_empty(&self, set: &Set) -> bool {
        self.encoding.diagrams.is_false(&set.0)
    }

    /// Tells whether all states of the left set are in the right one.
    pub fn is_subset(&self, left: &Set, right: &Set) -> Result<bool, Exceeded> {
        Ok(self.is_empty(&self.diff(left, right)?))
    }

    /// Returns the number of states over the fields of the slice: exact below 2^126, else rounded.
    pub fn count(&self, set: &Set) -> u128 {
        self.encoding.diagrams.count(&set.0)
    }

    /// Returns the number of nodes of the set's diagram.
    pub fn nodes(&self, set: &Set) -> usize {
        self.encoding.diagrams.size(&set.0)
    }

    /// Returns the number of nodes that the space stores, garbage included.
    pub fn stored_nodes(&self) -> usize {
        self.encoding.diagrams.n_nodes()
    }

    /// Tells whether a state is in the set; `fields` are the values of all fields of the model.
    pub fn contains(&self, set: &Set, fields: &[u8]) -> bool {
        self.encoding.contains(&set.0, fields)
    }

    /// Returns the smallest state of the set, compared field by field in ascending order; `None` if it is empty.
    pub fn smallest(&self, set: &Set) -> Result<Option<Vec<(FieldId, u8)>>, Exceeded> {
        let values = self.encoding.smallest(&set.0)?;
        Ok(values.map(|values| self.fields().iter().copied().zip(values).collect()))
    }

    /// Returns the readings under which the set has a state with these values of all other fields and these facts about clocks:
    /// see [`Space::readings`].
    ///
    /// # Errors
    /// As [`Space::readings`].
    pub fn readings_at(
        &self,
        fields: &[u8],
        known: &[(Fact, bool)],
        set: &Set,
    ) -> Result<Vec<Vec<(FieldId, u8)>>, Exceeded> {
        let own = self.abstraction.own_fields(self.model.fields.len()).zip(&self.abstraction.facts);
        let facts = own.filter_map(|(field, fact)| {
            let (_, holds) = known.iter().find(|(known, _)| known == fact)?;
            Some((field, ValueSet::one(u8::from(*holds))))
        });
        let values = (0..).map(FieldId).zip(fields).filter(|(field, _)| !self.is_reading(*field));
        let values = values.map(|(field, &value)| (field, ValueSet::one(value)));
        let here = self.set(&Disjunction(vec![values.chain(facts).collect()]))?;
        self.readings(&self.and(&here, set)?)
    }

    fn is_reading(&self, field: FieldId) -> bool {
        self.model.fields.get(field.index()).is_some_and(Field::is_reading)
    }

    /// Returns the readings under which the set has a state.
    ///
    /// Shape: for each combination the values of the readings that matter; both lists sorted. If no reading matters
    /// there is one empty combination; the empty set has none. A reading matters if with another value of it, and all
    /// others as they are, the set can have a state where it had none.
    ///
    /// # Errors
    /// Also [`Exceeded::States`], if there are more combinations than [`Bounds::max_states`].
    pub fn readings(&self, set: &Set) -> Result<Vec<Vec<(FieldId, u8)>>, Exceeded> {
        let diagrams = &self.encoding.diagrams;
        let (readings, others): (Vec<FieldId>, Vec<FieldId>) =
            self.fields().iter().partition(|field| self.is_reading(**field));
        let projected = diagrams.exists(&set.0, &self.encoding.cube(others)?)?;
        let mut open = vec![(Vec::new(), projected.clone())];
        for &field in &readings {
            let options = |of: &Diagram| {
                let values = self.model.fields[field.index()].initial.iter();
                values
                    .map(|value| {
                        let literals = self.encoding.values(field, ValueSet::one(value))?;
                        Ok((value, diagrams.restrict(of, &literals)?))
                    })
                    .collect::<Result<Vec<_>, Exceeded>>()
            };
            if options(&projected)?.windows(2).all(|pair| pair[0].1 == pair[1].1) {
                continue;
            }
            let mut longer = Vec::new();
            for (chosen, rest) in open {
                for (value, with) in options(&rest)? {
                    if !diagrams.is_false(&with) {
                        let mut chosen: Vec<(FieldId, u8)> = chosen.clone();
                        chosen.push((field, value));
                        longer.push((chosen, with));
                    }
                }
                if longer.len() > self.bounds.max_states {
                    return Err(Exceeded::States(self.bounds.max_states));
                }
            }
            open = longer;
        }
        Ok(open.into_iter().filter(|(_, rest)| !diagrams.is_false(rest)).map(|(chosen, _)| chosen).collect())
    }
}
