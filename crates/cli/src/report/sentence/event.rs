//! What happened on a day.

use super::{capital, en, ru};
use solon_engine::model::VoteResult;
use solon_engine::vote::Base;

/// What happened on a day.
#[derive(Clone, Copy, Debug)]
pub enum Occurrence<'a> {
    /// Somebody acted.
    Acted { holder: &'a str, what: &'a str },
    /// A co-actor's part.
    Part { part: Part, holder: &'a str, act: &'a str, others: &'a str },
    /// A period ran out; whether somebody could have acted, and whether it breaks a duty.
    RanOut { length: &'a str, could_act: bool, breach: bool },
    /// Of a co-actor.
    AnswerRanOut { length: &'a str },
    /// A term ended.
    TermEnded { institution: &'a str, length: &'a str },
    /// Somebody acts for an office.
    ActsFor { institution: &'a str },
    /// A fact became true.
    FactBecame { fact: &'a str },
    /// A duty was not kept.
    DutyBroken { duty: &'a str },
    /// It violates rules.
    Violates { rules: &'a str },
    /// A vote was counted.
    Counted {
        body: Option<&'a str>,
        signers: bool,
        yes: u32,
        of: u32,
        needed: u32,
        base: Base,
        quorum: Option<(u32, u32)>,
        units: &'a [(u32, u32)],
    },
    /// What it says for the event that nothing changes.
    WithoutEffect { result: VoteResult },
    /// The vote's result.
    ResultIs(VoteResult),
}

/// What a co-actor did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Proposed the step.
    Proposed,
    /// Was asked, by the step's holder.
    Asked,
    /// Gave its answer.
    Given,
    /// Consented.
    Consented,
    /// Refused, or its vote failed.
    Refused,
    /// The step's holder turned the proposal down.
    TurnedDown,
}

/// Who decided an event, if nobody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// Time.
    Time,
    /// The law itself.
    Law,
    /// The world.
    World,
}

impl Occurrence<'_> {
    /// In English.
    pub(super) fn en(self) -> String {
        match self {
            Occurrence::Acted { holder, what } => format!("{} {what}", capital(holder)),
            Occurrence::Part { part, holder, act, others } => match part {
                Part::Proposed => format!("{holder} proposes this: {act}"),
                Part::Asked => format!("{holder} consults {others}, before {act}"),
                Part::Given => format!("{holder} gives an answer on this: {act}"),
                Part::Consented => format!("{holder} consents to this: {act}"),
                Part::Refused => format!("{holder} refuses consent to this: {act}"),
                Part::TurnedDown => format!("{holder} turns the proposal down: {act}"),
            },
            Occurrence::RanOut { length, could_act: false, breach: false } => {
                format!("{} {} run out", capital(length), en::have(length))
            }
            Occurrence::RanOut { length, breach: false, .. } => {
                format!("{} {} run out, and nobody has acted", capital(length), en::have(length))
            }
            Occurrence::RanOut { length, breach: true, .. } => {
                format!(
                    "{} {} run out, and nobody has acted: the time limit has passed unkept",
                    capital(length),
                    en::have(length)
                )
            }
            Occurrence::AnswerRanOut { length } => {
                format!("{} {} run out without an answer", capital(length), en::have(length))
            }
            Occurrence::TermEnded { institution, length } => {
                format!("The term of {institution} ends after {length}")
            }
            Occurrence::ActsFor { institution } => format!("Somebody else now acts for {institution}"),
            Occurrence::FactBecame { fact } => format!("It becomes so: {fact}"),
            Occurrence::DutyBroken { duty } => {
                format!("The time for a duty has run out, and it was not kept: {duty}")
            }
            Occurrence::Violates { rules } => format!("This breaks a rule: {rules}."),
            Occurrence::Counted { body, signers, yes, of, needed, base, quorum, units } => {
                en::counted(body, signers, yes, of, needed, base, quorum, units)
            }
            Occurrence::WithoutEffect { result } => {
                format!("{}, which changes nothing", en::result_is(result))
            }
            Occurrence::ResultIs(result) => en::result_is(result).into(),
        }
    }

    /// In Russian.
    pub(super) fn ru(self) -> String {
        match self {
            Occurrence::Acted { holder, what } => format!("{} {what}", capital(holder)),
            Occurrence::Part { part, holder, act, others } => match part {
                Part::Proposed => format!("{holder} — предложение: {act}"),
                Part::Asked => format!("{holder} — запрос совета (кого спрашивают: {others}): {act}"),
                Part::Given => format!("{holder} — ответ: {act}"),
                Part::Consented => format!("{holder} — согласие: {act}"),
                Part::Refused => format!("{holder} — отказ в согласии: {act}"),
                Part::TurnedDown => format!("{holder} — предложение отклонено: {act}"),
            },
            Occurrence::RanOut { length, could_act: false, breach: false } => {
                format!("Истёк срок ({length})")
            }
            Occurrence::RanOut { length, breach: false, .. } => {
                format!("Истёк срок ({length}), и никто не действовал")
            }
            Occurrence::RanOut { length, breach: true, .. } => {
                format!("Истёк срок ({length}), и никто не действовал: срок нарушен")
            }
            Occurrence::AnswerRanOut { length } => format!("Истёк срок ({length}), ответа нет"),
            Occurrence::TermEnded { institution, length } => {
                format!("Истёк срок полномочий ({length}): {institution}")
            }
            Occurrence::ActsFor { institution } => {
                format!("Теперь обязанности исполняет другой: {institution}")
            }
            Occurrence::FactBecame { fact } => format!("Наступило: {fact}"),
            Occurrence::DutyBroken { duty } => format!("Срок обязанности истёк, она не исполнена: {duty}"),
            Occurrence::Violates { rules } => format!("Нарушено: {rules}."),
            Occurrence::Counted { body, signers, yes, of, needed, base, quorum, units } => {
                let mut text = body.map_or(String::new(), |body| format!("{body}: "));
                if signers {
                    return format!("{text}подписали {yes} из {of}; нужно {needed}");
                }
                let noun = match base {
                    Base::Voting => "голосов",
                    Base::Cast => "бюллетеней",
                    Base::Present => "присутствующих",
                    Base::Serving => "состоящих в должности",
                    Base::Seats => "мест",
                };
                text += &format!("за — {yes} из {of} {noun}; нужно {needed}");
                if let Some((present, needed)) = quorum {
                    text += &format!("; присутствуют {present}, кворум {needed}");
                }
                for (won, needed) in units {
                    text += &format!("; единиц, где принято: {won}, нужно {needed}");
                }
                text
            }
            Occurrence::WithoutEffect { result } => {
                format!("{}; это ничего не меняет", ru::result_is(result))
            }
            Occurrence::ResultIs(result) => ru::result_is(result).into(),
        }
    }
}
