//! What an event does to a set of states.
//!
//! No second copy of the variables: a field that becomes one value whatever it was is forgotten and set; any other
//! changed field is cut into cases (old values, new value) that are mapped at once. Fields do not depend on each
//! other's old values, so one field after the other is exact, and the cost is the sum of the cases, not the product.

use super::diagram::Diagram;
use super::encode::Encoding;
use super::rows::Writes;
use crate::model::{FieldId, ValueSet};
use crate::search::Exceeded;

/// The compiled effects of an event.
pub(crate) struct Change {
    /// The bits of the fields that become a constant, as a set of variables and as their values.
    constants: Option<Assigned>,
    mapped: Vec<Mapped>,
}

/// Bits that are set.
struct Assigned {
    variables: Diagram,
    values: Diagram,
}

/// A field whose new value depends on the old one.
struct Mapped {
    /// The states in which the field stays as it is.
    kept: Diagram,
    /// The states before, and the value after.
    cases: Vec<(Diagram, Assigned)>,
}

impl Assigned {
    fn new(encoding: &Encoding, values: &[(FieldId, ValueSet)]) -> Result<Assigned, Exceeded> {
        Ok(Assigned {
            variables: encoding.cube(values.iter().map(|(field, _)| *field))?,
            values: encoding.all_of(values)?,
        })
    }
}

impl Change {
    pub(crate) fn new(encoding: &Encoding, writes: &Writes) -> Result<Change, Exceeded> {
        let constant = |(field, write): &(FieldId, super::rows::Write)| {
            write.constant().map(|value| (*field, ValueSet::one(value)))
        };
        let constants: Vec<_> = writes.iter().filter_map(constant).collect();
        let mut mapped = Vec::new();
        for (field, write) in writes.iter().filter(|(_, write)| write.constant().is_none()) {
            let case = |&(old, new): &(ValueSet, u8)| {
                let after = Assigned::new(encoding, &[(*field, ValueSet::one(new))])?;
                Ok((encoding.values(*field, old)?, after))
            };
            mapped.push(Mapped {
                kept: encoding.values(*field, write.kept)?,
                cases: write.cases.iter().map(case).collect::<Result<_, Exceeded>>()?,
            });
        }
        let constants = (!constants.is_empty()).then(|| Assigned::new(encoding, &constants)).transpose()?;
        Ok(Change { constants, mapped })
    }

    /// Tells whether the event changes nothing in the slice.
    pub(crate) fn is_none(&self) -> bool {
        self.constants.is_none() && self.mapped.is_empty()
    }

    /// Returns the states after the event, from those states of `from` in which `guard` holds.
    pub(crate) fn image(
        &self,
        encoding: &Encoding,
        from: &Diagram,
        guard: &Diagram,
    ) -> Result<Diagram, Exceeded> {
        let diagrams = &encoding.diagrams;
        let mut states = match &self.constants {
            Some(set) => diagrams.and(&diagrams.and_exists(from, guard, &set.variables)?, &set.values)?,
            None => diagrams.and(from, guard)?,
        };
        for field in &self.mapped {
            let mut next = diagrams.and(&states, &field.kept)?;
            for (before, after) in &field.cases {
                let case = diagrams.and_exists(&states, before, &after.variables)?;
                next = diagrams.or(&next, &diagrams.and(&case, &after.values)?)?;
            }
            states = next;
        }
        Ok(states)
    }

    /// Returns the states in which `guard` holds and after which the event leads into `to`.
    pub(crate) fn preimage(
        &self,
        encoding: &Encoding,
        to: &Diagram,
        guard: &Diagram,
    ) -> Result<Diagram, Exceeded> {
        let diagrams = &encoding.diagrams;
        let mut states = to.clone();
        for field in &self.mapped {
            let mut before = diagrams.and(&states, &field.kept)?;
            for (old, after) in &field.cases {
                let case = diagrams.restrict(&states, &after.values)?;
                before = diagrams.or(&before, &diagrams.and(&case, old)?)?;
            }
            states = before;
        }
        if let Some(set) = &self.constants {
            states = diagrams.restrict(&states, &set.values)?;
        }
        diagrams.and(&states, guard)
    }
}
