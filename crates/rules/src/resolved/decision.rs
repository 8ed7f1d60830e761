//! Who acts, and what a vote needs.

use super::*;

/// Who acts.
#[derive(Clone, Debug, PartialEq)]
pub enum By {
    /// As one.
    Institution(InstitutionId),
    /// Any member.
    Member(InstitutionId),
    /// Who holds the role.
    Role(RoleId),
    /// Any of them.
    AnyOf(Vec<By>),
    /// All of them.
    All(Vec<By>),
    /// A vote.
    Vote(Box<Vote>),
    /// Signers.
    Petition(Box<Petition>),
    /// Nobody.
    Law,
}

/// A body, or the one that holds a role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Body {
    /// This one.
    Institution(InstitutionId),
    /// Who holds the role.
    Role(RoleId),
}

/// A vote.
#[derive(Clone, Debug, PartialEq)]
pub struct Vote {
    /// Who votes.
    pub of: Body,
    /// Excluded groups: positions in the body's groups.
    pub without: Vec<usize>,
    /// How many must agree.
    pub pass: Cases<Majority>,
    /// How many must be there; empty: nobody in particular.
    pub quorum: Cases<Quorum>,
    /// What a tie means.
    pub tie: Tie,
    /// Further counts.
    pub also: Vec<(InstitutionId, Majority)>,
    /// Where its body is named.
    pub place: Span,
    /// Where the numbers of `pass` stand, case by case.
    pub pass_places: Vec<Span>,
    /// Where the numbers of `quorum` stand, case by case; in `Defaults`, if the vote gives none of its own.
    pub quorum_places: Vec<Span>,
    /// Whether the vote gives its own quorum.
    pub own_quorum: bool,
}

/// How many must be there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quorum {
    /// The number; `None`: no quorum.
    pub number: Option<Majority>,
    /// Only on objection.
    pub on_objection: bool,
    /// The `Defaults` that set it, if the vote gives none of its own.
    pub rule: Option<RuleId>,
}

/// What a tie means.
#[derive(Clone, Debug, PartialEq)]
pub enum Tie {
    /// Lost.
    Lost,
    /// Carried.
    Stands,
    /// A casting vote.
    Casting(By),
}

/// Signers.
#[derive(Clone, Debug, PartialEq)]
pub struct Petition {
    /// Whose members.
    pub of: Body,
    /// How many.
    pub need: Cases<Majority>,
    /// Where its body is named.
    pub place: Span,
    /// Where the numbers of `need` stand, case by case.
    pub need_places: Vec<Span>,
}

/// How many must agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Majority {
    /// More yes than no.
    Simple,
    /// The most.
    Plurality,
    /// More than the share.
    MoreThan(Ratio, Base),
    /// At least the share.
    AtLeast(Ratio, Base),
    /// A number.
    Count(Number),
}
