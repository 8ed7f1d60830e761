//! Votes: tallies against majorities and quorums, in exact integers.
//!
//! In go a [`Vote`] and a [`Tally`]; out comes a [`Count`] that says what was found and what was needed.

use crate::model::{Holder, InstitutionId, Model, RuleId, VoteResult};
use thiserror::Error;

/// A fraction, e.g. two thirds. `den` is not 0 and `num <= den`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ratio {
    /// Numerator.
    pub num: u32,
    /// Denominator.
    pub den: u32,
}

/// The number that a share is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Base {
    /// Yes and no.
    Voting,
    /// Yes, no, abstentions and invalid ballots.
    Cast,
    /// Members present, voting or not.
    Present,
    /// Members in office.
    Serving,
    /// The statutory number of seats, or of persons entitled to vote.
    Seats,
}

/// How many must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Majority {
    /// More yes than no.
    Simple,
    /// More votes than any other proposal; of two answers, more yes than no.
    Plurality,
    /// More than the share of the base.
    MoreThan(Ratio, Base),
    /// At least the share of the base.
    AtLeast(Ratio, Base),
    /// A fixed number.
    Count(u32),
}

/// How many must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quorum {
    /// The number, as a majority over seats or serving members.
    pub number: Majority,
    /// Whether it is only checked when somebody objects.
    pub on_objection: bool,
    /// The rule that sets it, if that is not the vote's own.
    pub rule: Option<RuleId>,
}

/// What a tie means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tie {
    /// The motion is lost.
    Lost,
    /// The holder decides with a casting vote.
    Casting(Box<Holder>),
    /// The decision that was voted on stands: the motion is carried.
    Stands,
}

/// A second count of the same ballot, unit by unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerUnit {
    /// The units.
    pub units: InstitutionId,
    /// In how many units it must be carried.
    pub won_in: Majority,
}

/// A vote of one body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// Who votes.
    pub body: InstitutionId,
    /// The statutory number that counts for this vote: the body's seats without excluded groups.
    /// `None` for an electorate, whose number is given with the tally.
    pub seats: Option<u32>,
    /// The groups of the body's seats that have no vote, as positions in [`crate::model::Institution::groups`].
    pub without: Vec<usize>,
    /// How many must agree.
    pub pass: Majority,
    /// How many must be there.
    pub quorum: Option<Quorum>,
    /// What a tie means.
    pub tie: Tie,
    /// Further counts of the same ballot.
    pub also: Vec<PerUnit>,
}

/// Support gathered one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Petition {
    /// Whose members sign.
    pub body: InstitutionId,
    /// The statutory number of members; `None` for an electorate.
    pub seats: Option<u32>,
    /// How many must sign.
    pub need: Majority,
}

/// The figures of one vote, in persons (or units).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// In favour; for a petition, the signers.
    pub yes: u32,
    /// Against.
    pub no: u32,
    /// Abstaining, or answering "present".
    pub abstain: u32,
    /// Invalid ballots.
    pub invalid: u32,
    /// Present; at least those who voted. Absent: the sum of the columns.
    pub present: Option<u32>,
    /// In office. Absent: the seats.
    pub serving: Option<u32>,
    /// Entitled to vote, for an electorate; or the seats of the day, where they differ from the statutory number.
    pub entitled: Option<u32>,
    /// Units in which it was carried, for [`PerUnit`].
    pub units_won: Option<u32>,
    /// The casting vote, if one was given.
    pub casting: Option<bool>,
    /// Whether somebody objected that the quorum was missing.
    pub objection: bool,
}

/// A tally that cannot occur, or that lacks a figure that the rule needs.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TallyError {
    /// More votes than members.
    #[error("{votes} votes were counted, but there are only {members} members")]
    TooMany {
        /// Votes of all columns.
        votes: u32,
        /// The largest number that there can be.
        members: u32,
    },
    /// A figure is needed that the tally does not give.
    #[error("the tally does not say {0}, which the rule counts")]
    Missing(&'static str),
}

/// What was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Who voted or signed.
    pub body: InstitutionId,
    /// The result.
    pub result: VoteResult,
    /// Votes in favour.
    pub yes: u32,
    /// Votes needed in favour.
    pub needed: u32,
    /// The base as a number: 94 in "63 of 94".
    pub of: u32,
    /// What that base is.
    pub base: Base,
    /// Members present and the quorum, if there is one.
    pub quorum: Option<(u32, u32)>,
    /// Units won and needed, for each further count.
    pub units: Vec<(u32, u32)>,
}

impl Ratio {
    /// Returns the least whole number that is at least this share of `of`.
    pub fn at_least(self, of: u32) -> u32 {
        (u64::from(self.num) * u64::from(of)).div_ceil(u64::from(self.den)) as u32
    }

    /// Returns the least whole number that is more than this share of `of`.
    pub fn more_than(self, of: u32) -> u32 {
        (u64::from(self.num) * u64::from(of) / u64::from(self.den) + 1) as u32
    }
}

impl Majority {
    /// Returns the base that the majority is counted on.
    pub fn base(self) -> Base {
        match self {
            Majority::Simple | Majority::Plurality => Base::Voting,
            Majority::MoreThan(_, base) | Majority::AtLeast(_, base) => base,
            Majority::Count(_) => Base::Seats,
        }
    }

    /// Returns the votes needed when the base counts `of`.
    pub fn needed(self, of: u32) -> u32 {
        match self {
            Majority::Simple | Majority::Plurality => Ratio { num: 1, den: 2 }.more_than(of),
            Majority::MoreThan(ratio, _) => ratio.more_than(of),
            Majority::AtLeast(ratio, _) => ratio.at_least(of),
            Majority::Count(n) => n,
        }
    }
}

impl Tally {
    fn votes(&self) -> u32 {
        // What is too much to be counted is more than any body has members.
        [self.no, self.abstain, self.invalid].into_iter().fold(self.yes, u32::saturating_add)
    }

    /// Checks the tally against the seats and returns the number of each base.
    fn bases(&self, seats: Option<u32>) -> Result<Bases, TallyError> {
        let present = self.present.unwrap_or(self.votes());
        let seats = self.entitled.or(seats);
        let serving = self.serving.or(seats);
        let limit = [Some(present), serving, seats].into_iter().flatten().min().unwrap_or(present);
        if self.votes() > limit {
            return Err(TallyError::TooMany { votes: self.votes(), members: limit });
        }
        if let Some(members) = serving.into_iter().chain(seats).min()
            && present > members
        {
            return Err(TallyError::TooMany { votes: present, members });
        }
        Ok(Bases { voting: self.yes.saturating_add(self.no), cast: self.votes(), present, serving, seats })
    }
}

struct Bases {
    voting: u32,
    cast: u32,
    present: u32,
    serving: Option<u32>,
    seats: Option<u32>,
}

impl Bases {
    fn of(&self, base: Base) -> Result<u32, TallyError> {
        match base {
            Base::Voting => Ok(self.voting),
            Base::Cast => Ok(self.cast),
            Base::Present => Ok(self.present),
            Base::Serving => self.serving.ok_or(TallyError::Missing("how many are in office")),
            Base::Seats => self.seats.ok_or(TallyError::Missing("how many are entitled to vote")),
        }
    }
}

/// Counts a vote.
///
/// # Errors
/// [`TallyError`] if the tally cannot occur, or lacks a figure that the vote needs.
pub fn count(model: &Model, vote: &Vote, tally: &Tally) -> Result<Count, TallyError> {
    let bases = tally.bases(vote.seats)?;
    let base = vote.pass.base();
    let of = if matches!(vote.pass, Majority::Count(_)) {
        bases.seats.unwrap_or(bases.present)
    } else {
        bases.of(base)?
    };
    let needed = vote.pass.needed(of);
    let yes = u64::from(tally.yes);
    let tie = 2 * yes == u64::from(of) && tally.yes < needed && yes + 1 >= u64::from(needed);
    let enough = tally.yes >= needed
        || (tie
            && match vote.tie {
                Tie::Lost => false,
                Tie::Stands => true,
                Tie::Casting(_) => tally.casting == Some(true),
            });
    let quorum = match vote.quorum {
        Some(quorum) if !quorum.on_objection || tally.objection => {
            let base = match quorum.number {
                Majority::MoreThan(_, base) | Majority::AtLeast(_, base) => base,
                _ => Base::Seats,
            };
            let of = if matches!(quorum.number, Majority::Count(_)) { 0 } else { bases.of(base)? };
            Some((bases.present, quorum.number.needed(of)))
        }
        _ => None,
    };
    let mut units = Vec::new();
    for also in &vote.also {
        let won = tally.units_won.ok_or(TallyError::Missing("in how many units it was carried"))?;
        units.push((won, also.won_in.needed(model.institutions[also.units.index()].seats())));
    }
    let result = if quorum.is_some_and(|(present, needed)| present < needed) {
        VoteResult::NoQuorum
    } else if enough && units.iter().all(|(won, needed)| won >= needed) {
        VoteResult::Carried
    } else {
        VoteResult::Failed
    };
    Ok(Count { body: vote.body, result, yes: tally.yes, needed, of, base, quorum, units })
}

/// Counts the signers of a petition.
///
/// # Errors
/// [`TallyError`] if the tally cannot occur, or lacks a figure that the petition needs.
pub fn count_signers(petition: &Petition, tally: &Tally) -> Result<Count, TallyError> {
    let bases = tally.bases(petition.seats)?;
    let base = petition.need.base();
    let of = match petition.need {
        Majority::Count(_) => bases.seats.unwrap_or(tally.yes),
        _ => bases.of(base)?,
    };
    let needed = petition.need.needed(of);
    let result = if tally.yes >= needed { VoteResult::Carried } else { VoteResult::Failed };
    Ok(Count {
        body: petition.body,
        result,
        yes: tally.yes,
        needed,
        of,
        base,
        quorum: None,
        units: Vec::new(),
    })
}

/// The number of voters that an example of an election has.
const EXAMPLE_ELECTORATE: u32 = 1000;

/// Returns a tally that gives a vote this result: full attendance, and just enough votes, or one too few.
pub fn example(model: &Model, vote: &Vote, result: VoteResult) -> Tally {
    let seats = vote.seats.unwrap_or(EXAMPLE_ELECTORATE);
    if result == VoteResult::NoQuorum {
        return Tally { entitled: Some(seats), units_won: vote.also.first().map(|_| 0), ..Tally::default() };
    }
    let needed = vote.pass.needed(seats).min(seats);
    let carried = result == VoteResult::Carried;
    let yes = if carried { needed } else { needed.saturating_sub(1) };
    let units_won = vote.also.first().map(|also| {
        let units = model.institutions[also.units.index()].seats();
        if carried { also.won_in.needed(units) } else { 0 }
    });
    let entitled = vote.seats.is_none().then_some(seats);
    let casting = matches!(vote.tie, Tie::Casting(_)).then_some(carried);
    Tally { yes, no: seats - yes, entitled, units_won, casting, ..Tally::default() }
}

/// Returns a tally with just enough signers.
pub fn example_signers(petition: &Petition) -> Tally {
    let seats = petition.seats.unwrap_or(EXAMPLE_ELECTORATE);
    let needed = petition.need.needed(seats);
    let entitled = petition.seats.is_none().then_some(seats.max(needed));
    Tally { yes: needed, present: Some(needed), entitled, ..Tally::default() }
}
