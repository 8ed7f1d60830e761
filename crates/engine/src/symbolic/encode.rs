//! Fields as bits: which variables of a diagram stand for which field of a slice.
//!
//! A field of `n` values takes ceil(log2 n) adjacent bits, the highest on top; the order of the fields is that of
//! [`force`] over the events. Codes without a value belong to no set: the domain excludes them.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::abstraction::Abstraction;
use super::diagram::{Diagram, Diagrams};
use super::order::force;
use super::slice::Slice;
use crate::model::{Disjunction, FieldId, Model, ValueSet};
use crate::search::{Exceeded, Watch};

/// The bits of one field.
#[derive(Clone, Copy, Debug)]
struct Bits {
    first: usize,
    n: usize,
    size: usize,
}

/// The fields of a slice as variables of a store of diagrams.
pub(crate) struct Encoding {
    pub(crate) diagrams: Diagrams,
    fields: Vec<FieldId>,
    bits: FxHashMap<FieldId, Bits>,
    value_sets: RefCell<FxHashMap<(FieldId, ValueSet), Diagram>>,
    domain: Diagram,
}

impl Encoding {
    /// Orders the fields of a slice and makes a store for them.
    ///
    /// Fields that an abstraction adds stand below the field of the model that they belong to; the order of the model's
    /// own fields does not depend on them.
    pub(crate) fn new(
        base: &Model,
        abstraction: &Abstraction<'_>,
        slice: &Slice,
        max_nodes: usize,
        watch: Watch,
    ) -> Result<Encoding, Exceeded> {
        let model = &*abstraction.model;
        let is_own = |field: &FieldId| field.index() >= base.fields.len();
        let of_base = Slice {
            fields: slice.fields.iter().copied().filter(|field| !is_own(field)).collect(),
            events: if abstraction.facts.is_empty() {
                slice.events.clone()
            } else {
                base.numbered_events().map(|(id, _)| id).collect()
            },
            clocks: Vec::new(),
        };
        let order = force(of_base.fields.len(), &touched_together(base, &of_base));
        let mut order: Vec<FieldId> = order.into_iter().map(|at| of_base.fields[at]).collect();
        for (own, anchors) in abstraction.own_fields(base.fields.len()).zip(&abstraction.anchors) {
            let below =
                anchors.iter().filter_map(|anchor| order.iter().position(|field| field == anchor)).max();
            order.insert(below.map_or(order.len(), |at| at + 1), own);
        }
        let mut bits = FxHashMap::default();
        let mut n_bits = 0;
        for field in order {
            let size = usize::from(model.fields[field.index()].size).clamp(1, ValueSet::MAX_VALUES);
            let n = size.next_power_of_two().trailing_zeros() as usize;
            bits.insert(field, Bits { first: n_bits, n, size });
            n_bits += n;
        }
        let diagrams = Diagrams::new(n_bits, max_nodes, watch)?;
        let domain = diagrams.verum();
        let fields = slice.fields.clone();
        let mut encoding = Encoding { diagrams, fields, bits, value_sets: RefCell::default(), domain };
        for &field in &slice.fields {
            let values = encoding.values(field, ValueSet(u128::MAX))?;
            encoding.domain = encoding.diagrams.and(&encoding.domain, &values)?;
        }
        Ok(encoding)
    }

    /// Returns the fields, ascending.
    pub(crate) fn fields(&self) -> &[FieldId] {
        &self.fields
    }

    /// Returns all states: each field has one of its values.
    pub(crate) fn domain(&self) -> &Diagram {
        &self.domain
    }

    fn bits(&self, field: FieldId) -> Result<Bits, Exceeded> {
        self.bits.get(&field).copied().ok_or(Exceeded::Outside(field))
    }

    /// Returns the number of values of a field.
    pub(crate) fn size(&self, field: FieldId) -> Result<usize, Exceeded> {
        Ok(self.bits(field)?.size)
    }

    /// Returns the states in which the field has one of the values.
    pub(crate) fn values(&self, field: FieldId, values: ValueSet) -> Result<Diagram, Exceeded> {
        let bits = self.bits(field)?;
        let values = values.and(ValueSet::all(bits.size));
        if let Some(known) = self.value_sets.borrow().get(&(field, values)) {
            return Ok(known.clone());
        }
        let mut row: Vec<Diagram> = (0..1u8 << bits.n)
            .map(|code| if values.contains(code) { self.diagrams.verum() } else { self.diagrams.falsum() })
            .collect();
        for bit in (0..bits.n).rev() {
            row = row
                .chunks(2)
                .map(|pair| self.diagrams.choose(bits.first + bit, &pair[1], &pair[0]))
                .collect::<Result<_, _>>()?;
        }
        let diagram = row.swap_remove(0);
        self.value_sets.borrow_mut().insert((field, values), diagram.clone());
        Ok(diagram)
    }

    /// Returns the states in which all of these fields have one of their values.
    pub(crate) fn all_of<'a>(
        &self,
        conditions: impl IntoIterator<Item = &'a (FieldId, ValueSet)>,
    ) -> Result<Diagram, Exceeded> {
        conditions.into_iter().try_fold(self.diagrams.verum(), |all, &(field, values)| {
            self.diagrams.and(&all, &self.values(field, values)?)
        })
    }

    /// Returns the states in which the condition holds.
    pub(crate) fn disjunction(&self, condition: &Disjunction) -> Result<Diagram, Exceeded> {
        let mut union = self.diagrams.falsum();
        for conjunction in &condition.0 {
            union = self.diagrams.or(&union, &self.all_of(conjunction)?)?;
        }
        self.diagrams.and(&union, &self.domain)
    }

    /// Returns the set of the bits of some fields.
    pub(crate) fn cube(&self, fields: impl IntoIterator<Item = FieldId>) -> Result<Diagram, Exceeded> {
        let mut variables = Vec::new();
        for field in fields {
            let bits = self.bits(field)?;
            variables.extend(bits.first..bits.first + bits.n);
        }
        self.diagrams.cube(variables)
    }

    /// Returns the first bit of a field, counted from the top.
    pub(crate) fn level(&self, field: FieldId) -> usize {
        self.bits.get(&field).map_or(0, |bits| bits.first)
    }

    /// Tells whether a state belongs to a set; `fields` are the values of all fields, those on which the set does not
    /// depend may be left out at the end.
    pub(crate) fn contains(&self, set: &Diagram, fields: &[u8]) -> bool {
        let bits_of = |field: &FieldId| {
            let (bits, value) = (self.bits[field], fields[field.index()]);
            (0..bits.n).map(move |bit| (bits.first + bit, value >> (bits.n - 1 - bit) & 1 == 1))
        };
        let known = self.fields.iter().filter(|field| field.index() < fields.len());
        self.diagrams.holds(set, known.flat_map(bits_of))
    }

    /// Returns the smallest state of a set, compared field by field; `None` for the empty set.
    ///
    /// Shape: the values of the fields in the order of [`Encoding::fields`].
    pub(crate) fn smallest(&self, set: &Diagram) -> Result<Option<Vec<u8>>, Exceeded> {
        if self.diagrams.is_false(set) {
            return Ok(None);
        }
        let mut rest = set.clone();
        let mut state = Vec::with_capacity(self.fields.len());
        for &field in &self.fields {
            let mut chosen = None;
            for value in 0..self.size(field)? as u8 {
                let with = self.diagrams.and(&rest, &self.values(field, ValueSet::one(value))?)?;
                if !self.diagrams.is_false(&with) {
                    chosen = Some((value, with));
                    break;
                }
            }
            let Some((value, with)) = chosen else { return Ok(None) };
            state.push(value);
            rest = with;
        }
        Ok(Some(state))
    }
}

/// Returns for each event the places in the slice of the fields that it reads and changes.
fn touched_together(model: &Model, slice: &Slice) -> Vec<Vec<usize>> {
    let touched = |event| super::slice::touched_fields(model.event(event));
    let places = |fields: Vec<FieldId>| {
        fields.iter().filter_map(|field| slice.fields.binary_search(field).ok()).collect()
    };
    slice.events.iter().map(|&event| places(touched(event))).collect()
}
