//! Offices and bodies.

use super::*;

/// An office, chamber, court, body.
#[derive(Clone, Debug)]
pub struct Institution {
    /// Its rule.
    pub rule: RuleId,
    /// What it is.
    pub kind: surface::InstitutionKind,
    /// The units it exists for, if there is one for each.
    pub per: Option<InstitutionId>,
    /// The chambers that sit together.
    pub parts: Vec<InstitutionId>,
    /// Its seats; plain seats are one group without a source.
    pub groups: Vec<Group>,
    /// How many must be in office.
    pub competent: Option<Majority>,
    /// Its term.
    pub term: Option<Term>,
    /// The step by which it enters office.
    pub enters: Option<(ProcedureId, StepId)>,
    /// Who acts for it.
    pub acting: Option<Acting>,
    /// Who can remove it.
    pub removed_by: Vec<By>,
    /// Offices that its holder may not have.
    pub incompatible: Vec<InstitutionId>,
    /// Functions.
    pub functions: Vec<String>,
    /// Its status at the start.
    pub initial: surface::Status,
    /// When it exists.
    pub only: Guard,
}

/// Seats with one source.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its rule.
    pub rule: RuleId,
    /// How many, or how many for each unit.
    pub n: Cases<Number>,
    /// The units.
    pub per: Option<InstitutionId>,
    /// Who fills them; `None` for plain seats.
    pub by: Option<By>,
    /// Who can empty them.
    pub removed_by: Vec<By>,
    /// The part that is renewed each time, as numerator and denominator.
    pub renewed: Option<(u32, u32)>,
    /// Whether the group exists.
    pub only: Guard,
}

/// A term of office.
#[derive(Clone, Debug)]
pub struct Term {
    /// How long; `None` for life.
    pub length: Option<Cases<Period>>,
    /// From when.
    pub from: Option<Point>,
    /// Whether the old holder stays until a new one enters.
    pub holdover: bool,
    /// While this holds the term does not end.
    pub prolonged: Option<Guard>,
}

/// Who acts for an office.
#[derive(Clone, Debug)]
pub struct Acting {
    /// In this order.
    pub line: Vec<InstitutionId>,
    /// In these statuses.
    pub on: Vec<surface::Status>,
    /// Whether the acting holder gives up the former office.
    pub leaves_office: bool,
}
