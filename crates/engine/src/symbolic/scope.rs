//! Which events a search may use, and what it has found with them so far.

use super::abstraction::Abstraction;
use super::diagram::Diagram;
use super::encode::Encoding;
use super::moves::{Move, Table};
use super::path::Layers;
use crate::model::{EventId, FieldId};
use crate::search::Exceeded;
use std::collections::BTreeSet;

/// How everybody behaves in a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Conduct {
    /// No period that binds somebody runs out in a breach.
    Lawful,
    /// Deadlines may be missed.
    Any,
}

/// Some of the moves, each with the states in which one of its allowed events is possible.
#[derive(Clone)]
pub(super) struct Allowed {
    /// Positions in the table, ascending.
    moves: Vec<(usize, Diagram)>,
}

/// The searches under one conduct.
pub(super) struct Scope {
    pub(super) allowed: Allowed,
    pub(super) reachable: Option<Diagram>,
    pub(super) layers: Layers,
}

impl Allowed {
    /// Asks once for each act and lapse of the table.
    pub(super) fn new(
        encoding: &Encoding,
        table: &Table,
        allowed: &dyn Fn(EventId) -> bool,
    ) -> Result<Allowed, Exceeded> {
        let mut moves = Vec::new();
        for (at, one) in table.moves.iter().enumerate() {
            let some: Vec<&Diagram> =
                one.events.iter().filter(|(id, _)| allowed(*id)).map(|(_, guard)| guard).collect();
            if some.len() == one.events.len() {
                moves.push((at, one.guard.clone()));
            } else if !some.is_empty() {
                moves.push((at, encoding.diagrams.or_all(some)?));
            }
        }
        Ok(Allowed { moves })
    }

    /// Returns the moves as far as they begin in these states.
    pub(super) fn within(self, encoding: &Encoding, states: &Diagram) -> Result<Allowed, Exceeded> {
        let one = |(at, guard): (usize, Diagram)| Ok((at, encoding.diagrams.and(&guard, states)?));
        Ok(Allowed { moves: self.moves.into_iter().map(one).collect::<Result<_, Exceeded>>()? })
    }

    /// Returns the moves that change one of these fields.
    pub(super) fn changing(&self, table: &Table, fields: &BTreeSet<FieldId>) -> Allowed {
        let moves = self.moves.iter().filter(|(at, _)| table.moves[*at].changes(fields));
        Allowed { moves: moves.cloned().collect() }
    }

    /// Tells whether there is no move.
    pub(super) fn is_empty(&self) -> bool {
        self.moves.is_empty()
    }

    /// Iterates over the moves, those that begin deepest in the diagrams first.
    pub(super) fn moves<'t>(&'t self, table: &'t Table) -> impl Iterator<Item = (&'t Move, &'t Diagram)> {
        self.moves.iter().map(|(at, guard)| (&table.moves[*at], guard))
    }
}

impl Scope {
    pub(super) fn new(
        abstraction: &Abstraction<'_>,
        encoding: &Encoding,
        table: &Table,
        initial: &Diagram,
        conduct: Conduct,
    ) -> Result<Scope, Exceeded> {
        let allowed = |id: EventId| conduct == Conduct::Any || abstraction.model.event(id).breach.is_none();
        Ok(Scope {
            allowed: Allowed::new(encoding, table, &allowed)?,
            reachable: None,
            layers: Layers::new(initial),
        })
    }
}
