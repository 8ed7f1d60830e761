//! What a finding is about.

use crate::model::{EventId, FieldId, InstitutionId, OutcomeId, RuleId};
use crate::play::{Player, Strength};

/// Whether others can do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remedy {
    /// They can, whoever acts first.
    Sure,
    /// They cannot be sure to.
    NotSure,
    /// It depends on dates.
    ByDates,
    /// A bound was met.
    Undecided,
}

/// What follows from a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Consequence {
    /// A matter that can hang for ever in this stage.
    Stuck {
        /// The procedure.
        procedure: RuleId,
        /// The stage.
        stage: RuleId,
    },
    /// An office or body that can stay empty.
    Empty {
        /// Which.
        institution: InstitutionId,
        /// Whether it is for ever; otherwise until a time limit runs out.
        for_ever: bool,
    },
    /// A time limit that cannot be kept then.
    Trapped {
        /// The stage with the time limit.
        stage: RuleId,
    },
}

/// What becomes of a check that is switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Switch {
    /// The open matter ends without its result.
    Closes,
    /// The open matter cannot go on with those who are in office.
    Stalls,
    /// The matter can no longer be opened.
    Bars,
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Outcomes that are lost for good.
    Lost {
        /// The outcomes, sorted.
        outcomes: Vec<OutcomeId>,
    },
    /// Outcomes that cannot come about for so many days, whoever cooperates.
    Paralysed {
        /// The outcomes, sorted.
        outcomes: Vec<OutcomeId>,
        /// The rule of the event that begins it.
        since: RuleId,
        /// The fewest days.
        days: i32,
        /// The rules of what must wait so long.
        waiting: Vec<RuleId>,
    },
    /// A vote of a procedure that can put somebody out of office is not carried without seats that he alone fills and empties.
    CapturedCheck {
        /// The procedure.
        procedure: RuleId,
        /// Whom it can put out of office.
        checked: InstitutionId,
        /// Who votes.
        body: InstitutionId,
        /// The seats in his hand.
        own: u32,
        /// All other seats.
        others: u32,
        /// The votes needed.
        needed: u32,
    },
    /// A grave outcome that one player can bring about whatever all others do.
    Alone {
        /// The outcome.
        outcome: OutcomeId,
        /// Who.
        by: Player,
        /// Whether it depends on dates that he can.
        by_dates: bool,
        /// Whether all others together can end it.
        undone: Remedy,
        /// Whether he can bring it about anew after they ended it, if nobody hinders him then.
        again: bool,
        /// Whether all others together can put him out of office for it.
        removed: Remedy,
    },
    /// Stages in which somebody can object so that others can overcome it, and stop the matter by doing nothing so that they
    /// cannot.
    HiddenVeto {
        /// The procedure.
        procedure: RuleId,
        /// The stages, the one of the trace first.
        stages: Vec<RuleId>,
        /// Who.
        by: Player,
        /// The objections that others can overcome.
        objections: Vec<EventId>,
        /// Whether the others can have somebody else act for him, who then need not stay silent.
        substituted: bool,
    },
    /// Two functions that meet in one hand.
    OneHand {
        /// The claim.
        claim: usize,
        /// Which functions of the claim.
        functions: [usize; 2],
        /// The offices through which he has them, he himself not among them.
        offices: Vec<InstitutionId>,
    },
    /// Two can each do a grave thing at once, alone, and whoever is first takes that from the other.
    Race {
        /// By which acts, each: the holders of the finding, in this order.
        acts: [Vec<EventId>; 2],
    },
    /// A grave outcome that does not end without acts of each of these.
    NoReturn {
        /// The outcome.
        outcome: OutcomeId,
        /// Who each can keep it so by doing nothing.
        by: Vec<Player>,
        /// Those of them for whom the others can have somebody else act, who then can end it.
        substituted: Vec<Player>,
        /// Whether each can whatever came before; else only after events such as those of the trace.
        always: bool,
    },
    /// An office or body that is not filled without acts of each of these.
    KeptEmpty {
        /// Which.
        institution: InstitutionId,
        /// Who each can keep it so by doing nothing.
        by: Vec<Player>,
        /// Those of them for whom the others can have somebody else act, who then can end it.
        substituted: Vec<Player>,
        /// Whether each can whatever came before; else only after events such as those of the trace.
        always: bool,
    },
    /// An amendment that cannot come about without acts of each of these.
    Frozen {
        /// The outcome.
        outcome: OutcomeId,
        /// Who each can prevent it by doing nothing.
        by: Vec<Player>,
        /// Those of them for whom the others can have somebody else act, who then can end it.
        substituted: Vec<Player>,
    },
    /// A stage that a matter may never leave for an end, whoever cooperates.
    Stuck {
        /// The stage.
        stage: RuleId,
    },
    /// Stages that nothing obliges anybody to end: no limit of time, no duty, and no single holder to blame.
    Unlimited {
        /// The procedure.
        procedure: RuleId,
        /// Its stages.
        stages: Vec<RuleId>,
    },
    /// Stages in which a holder keeps the matter by doing nothing: each holder of the finding alone.
    HeldUp {
        /// The procedure.
        procedure: RuleId,
        /// The stages, the one of the trace first.
        stages: Vec<RuleId>,
        /// Whether others can at least give it up, so that it ends without its result.
        can_be_given_up: bool,
        /// Whether they keep it whatever came before; else only after events such as those of the trace.
        always: bool,
        /// The fewest acts that lead on from the end of the story, by everybody together; empty if time must pass.
        way_on: Vec<EventId>,
    },
    /// A period without lapse, substitute or sanction.
    Toothless {
        /// The stage, gate or duty with the period.
        rule: RuleId,
        /// Whether the text says nothing at all about silence.
        not_stated: bool,
        /// Whether the matter hangs for ever if late acts are void.
        hangs_if_void: bool,
    },
    /// A time limit that those whom it binds cannot keep any more, although it has not run out.
    Trapped {
        /// The stage with the time limit.
        stage: RuleId,
        /// The acts that would move the matter on, and for which something is lacking besides time.
        closed: Vec<EventId>,
    },
    /// A matter that its own steps take round to where it was, as often as they like.
    Circle {
        /// The procedure.
        procedure: RuleId,
        /// The events of one round, in their order.
        round: Vec<EventId>,
    },
    /// A time limit that begins with an act of the one whom it binds.
    OwnClock {
        /// The stage with the time limit.
        stage: RuleId,
        /// The acts.
        acts: Vec<RuleId>,
    },
    /// A time limit that somebody else than those whom it binds can begin anew, or stop for good.
    AnothersClock {
        /// The stage with the time limit.
        stage: RuleId,
        /// The act.
        act: RuleId,
        /// Whether it begins anew; otherwise it stands still.
        restarts: bool,
    },
    /// A check whose failure costs those who use it office or seats.
    CostlyCheck {
        /// The procedure.
        procedure: RuleId,
        /// The ways in which it fails.
        failures: Vec<EventId>,
        /// Who loses office or seats.
        loses: InstitutionId,
        /// Who is checked.
        checked: InstitutionId,
    },
    /// A time limit whose lapse puts another one out of office who could not prevent it.
    HurtBySilence {
        /// The stage with the time limit.
        stage: RuleId,
        /// Who loses office.
        injured: InstitutionId,
    },
    /// A time limit whose lapse, and nothing else, gives the silent one a power.
    ServedBySilence {
        /// The stage with the time limit.
        stage: RuleId,
        /// What he may do then.
        act: RuleId,
    },
    /// A check that the one who is checked can switch off.
    SwitchedOff {
        /// The procedures.
        procedures: Vec<RuleId>,
        /// Who is checked.
        checked: InstitutionId,
        /// The acts that do it, that of the story first.
        acts: Vec<EventId>,
        /// What becomes of the check.
        how: Switch,
    },
    /// A provisional holder whom nobody else can replace.
    Caretaker {
        /// The office.
        institution: InstitutionId,
    },
    /// Offices that can only be filled with one another.
    NeedEachOther {
        /// One round: each needs the next, the last the first.
        offices: Vec<InstitutionId>,
    },
    /// A procedure on somebody that cannot come to its result without him.
    OwnCause {
        /// The procedure.
        procedure: RuleId,
        /// On whom it decides.
        checked: InstitutionId,
        /// Its steps that need him, sorted.
        acts: Vec<RuleId>,
    },
    /// A prohibition that begins only by acts of those whom it binds.
    Dormant {
        /// The prohibition.
        prohibition: RuleId,
        /// The acts by which it begins, sorted.
        acts: Vec<RuleId>,
    },
    /// A duty that binds and that nothing its holder does can fulfil, or two that cannot both be fulfilled.
    Impossible {
        /// The duties: one or two.
        duties: Vec<RuleId>,
    },
    /// A formality without deadline and substitute.
    Formality {
        /// The stage.
        stage: RuleId,
        /// The only step that leads on.
        step: RuleId,
        /// In whose hands.
        holder: InstitutionId,
    },
    /// An empty office that can never be filled, or that nobody can fill before a time limit runs out.
    Empty {
        /// The office or body.
        institution: InstitutionId,
        /// Whether it is for ever; otherwise until a time limit runs out.
        for_ever: bool,
    },
    /// A minority that is stronger by staying away than by voting no.
    StayingAway {
        /// The body.
        body: InstitutionId,
        /// The rules of the votes.
        votes: Vec<RuleId>,
        /// How many break the quorum.
        break_quorum: u32,
        /// How many defeat the vote.
        defeat: u32,
        /// The seats.
        seats: u32,
        /// The quorum.
        quorum: u32,
        /// The votes needed.
        needed: u32,
    },
    /// A seat group without which the body cannot decide.
    Unfilled {
        /// The body.
        body: InstitutionId,
        /// The group's position.
        group: usize,
        /// Its seats.
        seats: u32,
        /// Seats of the others.
        others: u32,
        /// The fewest that one of the decisions needs.
        needed: u32,
        /// Whether it is the quorum that is missed, or the majority.
        quorum: bool,
        /// The decisions that the others can take in other cases, of which the rule asks less; sorted.
        sometimes: Vec<RuleId>,
    },
    /// A vote of an even number without a rule for ties.
    Tie {
        /// The body.
        body: InstitutionId,
        /// Its number.
        seats: u32,
    },
    /// A vote that can never be carried.
    Unwinnable {
        /// The body.
        body: InstitutionId,
        /// The votes needed.
        needed: u32,
        /// The votes that there can be.
        seats: u32,
    },
    /// A vote that one single voice defeats.
    AllButOne {
        /// The body.
        body: InstitutionId,
        /// The votes needed.
        needed: u32,
        /// The votes that there can be.
        seats: u32,
    },
    /// A step that can never be taken.
    NeverTaken {
        /// The step or gate.
        rule: RuleId,
    },
    /// A stage that can never be reached.
    NeverReached {
        /// The stage.
        rule: RuleId,
    },
    /// A prohibition that never keeps anything from happening.
    NeverBars {
        /// The prohibition.
        rule: RuleId,
    },
    /// A reading on which other findings hang.
    Reading {
        /// The reading's field.
        field: FieldId,
        /// The findings that hang on it: positions in the report's findings.
        findings: Vec<usize>,
    },
    /// A property of the file that fails; the position in the list of claims.
    Claim {
        /// Which.
        claim: usize,
    },
    /// A property of the file that fails, about who can force an outcome.
    Play {
        /// Its position in the list of claims.
        claim: usize,
        /// How strong those are whom it names, or, if it claims that their consent is needed, all others together. `None`:
        /// whoever acts first, they are too weak, and whether it is enough to act first depends on dates.
        strength: Option<Strength>,
    },
}
