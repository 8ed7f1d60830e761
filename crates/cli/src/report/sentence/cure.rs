//! Remedies: one line each, with the names that an edit needs.

use super::{en, ru};

/// A remedy.
#[derive(Clone, Copy, Debug)]
pub enum Cure<'a> {
    /// A way out of where things stand.
    WayOut { place: Option<&'a str> },
    /// A time limit with a result.
    Limit { stages: &'a [&'a str] },
    /// A result of silence.
    Result { rule: &'a str },
    /// A duty's breach opens something.
    Breach { duty: &'a str },
    /// A formality takes effect by law.
    ByLaw { stage: &'a str, step: &'a str },
    /// A last resort for an office.
    LastResort { institution: &'a str },
    /// A lower quorum.
    Quorum { body: &'a str, needed: u32 },
    /// A base that falls with vacancies.
    Base { body: &'a str },
    /// A rule for ties.
    TieRule { body: &'a str },
    /// A lower threshold.
    Threshold { body: &'a str },
    /// Repair or delete.
    Repair { rule: &'a str },
    /// State the reading.
    State { choice: Option<&'a str> },
    /// Mend the rules or the property.
    Property { property: &'a str },
}

impl Cure<'_> {
    /// In English.
    pub(super) fn en(self) -> String {
        match self {
            Cure::WayOut { place: Some(place) } => {
                format!("give `{place}` a way out that depends on nobody who can be missing: an election, a substitute, or a time limit with a result")
            }
            Cure::WayOut { place: None } => "add a way out that depends on nobody who can be missing: an election, a substitute, or a time limit with a result".into(),
            Cure::Limit { stages } => {
                format!("give {} a time limit with a result (`within: .., on_silence: To(..)` or `Deemed(..)`), or let somebody else act after it (`PassesTo(..)`)", en::code_list(stages))
            }
            Cure::Result { rule } => {
                format!("say what follows when the time of `{rule}` runs out: the matter moves on (`To(..)`), the act counts as done (`Deemed(..)`), or somebody else may act (`PassesTo(..)`)")
            }
            Cure::Breach { duty } => format!("say what the breach of `{duty}` leads to (`breach: Opens([..])`), or name a substitute"),
            Cure::ByLaw { stage, step } => {
                format!("give `{stage}` a time limit after which somebody else may act (`within: .., on_silence: PassesTo(..)`) or, where nobody has to be chosen, after which `{step}` counts as done (`Deemed(..)`)")
            }
            Cure::LastResort { institution } => {
                format!("name a last resort for `{institution}`: somebody who acts for it (`acting: ..`), a holder who stays until the next one enters, or an election that needs no other office")
            }
            Cure::Quorum { body, needed } => {
                format!("lower the quorum of these votes of `{body}` to {needed} or fewer")
            }
            Cure::Base { body } => format!("count the majority and the quorum of `{body}` among those in office (`Serving`), or fill empty seats within a time"),
            Cure::TieRule { body } => format!("ask for more than half, or give `{body}` a casting vote (`tie: Casting(..)`)"),
            Cure::Threshold { body } => format!("lower the majority asked of `{body}`"),
            Cure::Repair { rule } => format!("mend the condition that keeps `{rule}` from ever applying, or delete it"),
            Cure::State { choice: Some(choice) } => format!("state in the text which reading of `{choice}` is meant"),
            Cure::State { choice: None } => "state in the text whether acts after the last day count".into(),
            Cure::Property { property } => format!("mend the rules, or the property `{property}`"),
        }
    }

    /// In Russian.
    pub(super) fn ru(self) -> String {
        match self {
            Cure::WayOut { place: Some(place) } => {
                format!("дать `{place}` выход, который не зависит ни от кого, кого может не быть: выборы, замену или срок с последствием")
            }
            Cure::WayOut { place: None } => "добавить выход, который не зависит ни от кого, кого может не быть: выборы, замену или срок с последствием".into(),
            Cure::Limit { stages } => format!(
                "дать {} срок с последствием (`within: .., on_silence: To(..)` или `Deemed(..)`) либо позволить затем действовать другому (`PassesTo(..)`)",
                ru::code_list(stages)
            ),
            Cure::Result { rule } => format!(
                "сказать, что следует, когда истекает срок `{rule}`: дело идёт дальше (`To(..)`), действие считается совершённым (`Deemed(..)`) или действует другой (`PassesTo(..)`)"
            ),
            Cure::Breach { duty } => format!("сказать, к чему ведёт нарушение `{duty}` (`breach: Opens([..])`), или назвать замену"),
            Cure::ByLaw { stage, step } => format!(
                "дать `{stage}` срок, после которого вправе действовать другой (`within: .., on_silence: PassesTo(..)`) или, если выбирать некого, `{step}` считается совершённым (`Deemed(..)`)"
            ),
            Cure::LastResort { institution } => format!(
                "назвать для `{institution}` последнее средство: исполняющего обязанности (`acting: ..`), прежнего держателя до вступления нового или выборы, не зависящие от иных должностей"
            ),
            Cure::Quorum { body, needed } => format!("снизить кворум этих голосований `{body}` до {needed} или ниже"),
            Cure::Base { body } => format!("считать большинство и кворум `{body}` от состоящих в должности (`Serving`) или замещать места в срок"),
            Cure::TieRule { body } => format!("требовать больше половины или дать `{body}` решающий голос (`tie: Casting(..)`)"),
            Cure::Threshold { body } => format!("снизить требуемое от `{body}` большинство"),
            Cure::Repair { rule } => format!("исправить условие, из-за которого `{rule}` никогда не применяется, или удалить правило"),
            Cure::State { choice: Some(choice) } => format!("сказать в тексте, какое чтение `{choice}` имеется в виду"),
            Cure::State { choice: None } => "сказать в тексте, имеют ли силу действия после последнего дня".into(),
            Cure::Property { property } => format!("исправить правила или утверждение `{property}`"),
        }
    }
}
