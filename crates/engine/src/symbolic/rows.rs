//! The event table of a slice, before it becomes diagrams: what each kept event reads, what it really changes,
//! and which automatic events it can set off.

use std::collections::BTreeMap;

use super::slice::{Slice, field_conditions, values_before};
use crate::model::{Event, EventId, EventKind, FieldId, Model, ValueSet};

/// A kept event, reduced to the fields of the slice.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) id: EventId,
    pub(crate) is_automatic: bool,
    /// The values of the fields that it reads, sorted by field, no field twice.
    pub(crate) reads: Vec<(FieldId, ValueSet)>,
    /// What it changes, sorted by field; fields that it cannot change are left out.
    pub(crate) writes: Writes,
    /// The automatic events that can follow it, by their place among the automatic rows, ascending.
    pub(crate) wakes: Vec<usize>,
}

/// What an event changes, field by field. Each new value depends only on the old value of the same field.
pub(crate) type Writes = Vec<(FieldId, Write)>;

/// What an event changes in one field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Write {
    /// The values that stay, if the field can have them when the event happens.
    pub(crate) kept: ValueSet,
    /// The new values with the old ones that become them; no old value is in two of them or in `kept`.
    pub(crate) cases: Vec<(ValueSet, u8)>,
}

impl Write {
    /// Returns what `map` does to the values that the field can have before; `None` if it changes none of them.
    fn new(map: &[u8], before: ValueSet) -> Option<Write> {
        let mut old_values: BTreeMap<u8, ValueSet> = BTreeMap::new();
        for value in before.iter() {
            let old = old_values.entry(map[usize::from(value)]).or_default();
            *old = old.or(ValueSet::one(value));
        }
        let stays = |(new, old): &(&u8, &ValueSet)| **old == ValueSet::one(**new);
        let kept = old_values.iter().filter(stays).map(|(new, _)| *new).collect();
        let cases: Vec<_> =
            old_values.iter().filter(|case| !stays(case)).map(|(new, old)| (*old, *new)).collect();
        (!cases.is_empty()).then_some(Write { kept, cases })
    }

    /// Returns the new value, if it is the same whatever the old one.
    pub(crate) fn constant(&self) -> Option<u8> {
        match self.cases.as_slice() {
            [(_, new)] if self.kept.is_empty() => Some(*new),
            _ => None,
        }
    }

    /// Returns the values that the field can have afterwards.
    fn after(&self) -> ValueSet {
        self.cases.iter().fold(self.kept, |values, (_, new)| values.or(ValueSet::one(*new)))
    }
}

/// Returns the rows of a slice in the order of their ids; those that can never happen are left out.
pub(crate) fn rows(model: &Model, slice: &Slice) -> Vec<Row> {
    let kept = slice.events.iter().map(|&id| row(model, slice, id, model.event(id)));
    let mut rows: Vec<Row> =
        kept.filter(|row| row.reads.iter().all(|(_, values)| !values.is_empty())).collect();
    let automatic: Vec<Row> = rows.iter().filter(|row| row.is_automatic).cloned().collect();
    let next: Vec<Vec<usize>> = automatic.iter().map(|row| set_off(row, &automatic)).collect();
    for row in &mut rows {
        row.wakes = closure(set_off(row, &automatic), &next);
    }
    rows
}

fn row(model: &Model, slice: &Slice, id: EventId, event: &Event) -> Row {
    let mut reads = field_conditions(event);
    for read in &mut reads {
        read.1 = read.1.and(ValueSet::all(usize::from(model.fields[read.0.index()].size)));
    }
    let kept = event.effects.iter().filter(|effect| slice.has_field(effect.field));
    let mut writes: Writes = kept
        .filter_map(|effect| {
            let before = values_before(model, &reads, effect.field);
            Some((effect.field, Write::new(&effect.map, before)?))
        })
        .collect();
    writes.sort();
    Row { id, is_automatic: event.kind == EventKind::Automatic, reads, writes, wakes: Vec::new() }
}

/// Returns the automatic rows that `row` can make possible: it changes a field that they read, to a value that
/// they accept, and accepts itself what else they need.
fn set_off(row: &Row, automatic: &[Row]) -> Vec<usize> {
    let written =
        |field: &FieldId| row.writes.iter().find(|(other, _)| other == field).map(|(_, write)| write);
    let can_follow = |next: &Row| {
        next.reads.iter().any(|(field, _)| written(field).is_some())
            && next.reads.iter().all(|(field, values)| match written(field) {
                Some(write) => !write.after().and(*values).is_empty(),
                None => row
                    .reads
                    .binary_search_by_key(field, |read| read.0)
                    .map_or(true, |at| !row.reads[at].1.and(*values).is_empty()),
            })
    };
    (0..automatic.len()).filter(|&at| can_follow(&automatic[at])).collect()
}

/// Returns everything that can be reached from `first` along `next`, ascending.
fn closure(first: Vec<usize>, next: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; next.len()];
    let mut open = first;
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut seen[at], true) {
            open.extend(&next[at]);
        }
    }
    (0..next.len()).filter(|&at| seen[at]).collect()
}
