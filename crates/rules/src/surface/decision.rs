//! Who decides, and by which majority.

use super::{Cased, Number, Period, Silence};
use crate::decode::{Name, Spanned};

choice! {
    /// Who acts.
    pub enum By expecting "who acts, such as \"president\" or Vote(of: .., pass: ..)" {
        /// An office or body as one.
        text Institution(Name),
        /// Any one member of the body.
        Member(Name),
        /// Whoever holds the role in this matter.
        Role(Name),
        /// Any one of them.
        AnyOf(Vec<By>),
        /// All of them; votes are counted separately.
        All(Vec<By>),
        /// A vote.
        Vote {
            /// Who votes: a body, or `Role("..")`.
            of: Voters,
            /// Seat groups that do not count.
            without: Vec<Name>,
            /// How many must agree.
            pass: Cased<Majority>,
            /// How many must be there; as in `Defaults` if left out.
            quorum: Option<Cased<Quorum>>,
            /// What a tie means: lost, if left out.
            tie: Option<Tie>,
            /// Further counts of the same ballot.
            also: Vec<PerUnit>,
        },
        /// Support gathered one by one.
        Petition {
            /// Whose members sign.
            of: Voters,
            /// How many.
            need: Cased<Majority>,
            /// How each one decides, where each is a body of its own.
            each: Option<Box<By>>,
            /// Whether support can be withdrawn.
            withdraw: Option<Withdraw>,
        },
        /// Who holds the seat by another office.
        ExOfficio(Name),
        /// Nobody: it happens by law.
        Law,
    }
}

choice! {
    /// The body that votes or signs.
    pub enum Voters expecting "a body such as \"chamber\", or Role(\"origin\")" {
        /// This body.
        text Body(Name),
        /// The body that holds the role in this matter.
        Role(Name),
    }
}

choice! {
    /// How many must agree, and of what number.
    pub enum Majority expecting "a majority with its base, such as Absolute(Seats) or AtLeast(2, 3, Present)" {
        /// More yes than no.
        Simple,
        /// The most votes.
        Plurality,
        /// More than half of the base.
        Absolute(Base),
        /// More than the share of the base.
        MoreThan(Spanned<u32>, Spanned<u32>, Base),
        /// At least the share of the base.
        AtLeast(Spanned<u32>, Spanned<u32>, Base),
        /// A number.
        Count(Number),
    }
}

choice! {
    /// The number that a share is taken of.
    pub enum Base expecting "Voting, Cast, Present, Serving or Seats" {
        /// Yes and no.
        Voting,
        /// With abstentions and invalid ballots.
        Cast,
        /// Members present.
        Present,
        /// Members in office.
        Serving,
        /// The statutory number, or all who are entitled to vote.
        Seats,
    }
}

choice! {
    /// How many must be there.
    pub enum Quorum expecting "a quorum such as MoreThan(1, 2, Seats) or OnObjection(..)" {
        /// More than half of the base.
        Absolute(Base),
        /// More than the share of the base.
        MoreThan(Spanned<u32>, Spanned<u32>, Base),
        /// At least the share of the base.
        AtLeast(Spanned<u32>, Spanned<u32>, Base),
        /// A number.
        Count(Number),
        /// Checked only when somebody objects.
        OnObjection(Box<Quorum>),
        /// None is required.
        NoQuorum,
    }
}

choice! {
    /// What a tie means.
    pub enum Tie expecting "Lost, Stands or Casting(\"office\")" {
        /// The motion is lost.
        Lost,
        /// The decision that is voted on stands.
        Stands,
        /// The holder has a casting vote.
        Casting(Box<By>),
    }
}

record! {
    /// A second count of the same ballot, unit by unit.
    pub struct PerUnit {
        /// The units.
        pub units: Name,
        /// The majority within a unit.
        pub pass: Majority,
        /// In how many units.
        pub won_in: Majority,
    }
}

choice! {
    /// Whether support can be withdrawn.
    pub enum Withdraw expecting "Yes, No or NotStated" {
        /// It can.
        Yes,
        /// It cannot.
        No,
        /// The text does not say.
        NotStated,
    }
}

choice! {
    /// A co-actor's part in a step. A gate is shorthand for a stage of its own.
    pub enum Gate expecting "a co-actor such as Consent(of: ..) or Consult(of: [..])" {
        /// The step needs somebody's proposal.
        Proposal {
            /// Whose.
            of: By,
            /// Whether the holder may turn it down.
            refusable: Refusable,
            /// The time to propose.
            within: Option<Cased<Period>>,
            /// What silence means.
            on_silence: Option<Cased<Silence>>,
        },
        /// Others must be heard; they cannot stop the step.
        Consult {
            /// Who.
            of: Vec<By>,
            /// Whether asking suffices.
            answer: Option<Answer>,
            /// What follows when the office is vacant.
            vacant: Option<Vacancy>,
        },
        /// Somebody must agree before.
        Consent {
            /// Who.
            of: By,
            /// The time to answer.
            within: Option<Cased<Period>>,
            /// What silence means.
            on_silence: Option<Cased<Silence>>,
        },
        /// Somebody must sign too.
        Countersign {
            /// Who.
            of: By,
            /// The time to sign.
            within: Option<Cased<Period>>,
            /// What silence means.
            on_silence: Option<Cased<Silence>>,
        },
        /// Somebody must give an opinion.
        Opinion {
            /// Who.
            of: By,
            /// Whether it must be favourable.
            must_be: MustBe,
            /// The time to answer.
            within: Option<Cased<Period>>,
            /// What silence means.
            on_silence: Option<Cased<Silence>>,
        },
        /// Somebody must be in office and there.
        Presence {
            /// Who.
            of: By,
        },
    }
}

choice! {
    /// Whether a proposal can be turned down.
    pub enum Refusable expecting "Yes, No or NotStated" {
        /// It can.
        Yes,
        /// It must be followed.
        No,
        /// The text does not say: taken as yes.
        NotStated,
    }
}

choice! {
    /// Whether a consultation needs an answer.
    pub enum Answer expecting "Asked or Given" {
        /// Asking suffices.
        Asked,
        /// The answer must have been given.
        Given,
    }
}

choice! {
    /// What follows when the one to be consulted does not exist.
    pub enum Vacancy expecting "Skipped, Blocks or NotStated" {
        /// The consultation falls away.
        Skipped,
        /// The step is blocked.
        Blocks,
        /// The text does not say: taken as falling away.
        NotStated,
    }
}

choice! {
    /// What an opinion must be.
    pub enum MustBe expecting "Given or Favourable" {
        /// Given, whatever it says.
        Given,
        /// In favour.
        Favourable,
    }
}
