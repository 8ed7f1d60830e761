//! Remedies in plain words. What an edit of the rule file looks like is said beside them, in the rule language.

/// A remedy.
#[derive(Clone, Copy, Debug)]
pub enum Cure<'a> {
    /// A way out of where things stand.
    WayOut { stands: Option<&'a str> },
    /// A vote that can be carried without some seats.
    FreeVotes { body: &'a str, others: u32 },
    /// The consent of another.
    Consent,
    /// An end that comes by itself.
    Sunset,
    /// Another way to an amendment.
    OtherRoad,
    /// Somebody else who fills an office.
    OtherAppointer { institution: &'a str },
    /// Somebody who acts while others wait.
    Meanwhile,
    /// A time limit with a result.
    Limit,
    /// Say who goes first.
    Order,
    /// A result of silence.
    Result,
    /// Say of silence that it is consent, or the objection.
    SilenceCounts,
    /// A result of a missed deadline.
    Breach,
    /// The time stands still.
    Pause,
    /// A formality takes effect by law.
    ByLaw,
    /// A bound on rounds.
    Rounds,
    /// A beginning that does not depend on whom it binds.
    Trigger,
    /// A time limit that runs once.
    Once,
    /// A check without cost.
    Decouple,
    /// A bar on the act that switches a check off, and the check's survival.
    BarAct,
    /// An end of what bars a check.
    EndBar,
    /// The opposite result of silence.
    ReverseSilence,
    /// Somebody else decides.
    OtherJudge { checked: &'a str },
    /// A beginning of a prohibition.
    BindFromTheStart,
    /// An end of acting.
    EndActing { institution: &'a str },
    /// Precedence of duties.
    Precedence,
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
    Repair,
    /// State the reading.
    State { choice: Option<&'a str> },
    /// Mend the rules or the property.
    Property { property: &'a str },
}

impl Cure<'_> {
    /// In English.
    pub(super) fn en(self) -> String {
        match self {
            Cure::WayOut { stands: Some(stands) } => {
                format!("while {stands}, give it a way out that depends on nobody who can be missing: an election, a substitute, or a time limit with a result")
            }
            Cure::FreeVotes { body, others } => format!("let {others} votes in {body} be enough, leave these seats out of the vote, or let somebody else appoint or recall them"),
            Cure::Consent => "ask for the consent of another body, let one review or end it, or let it take effect only after some days".into(),
            Cure::Sunset => "let it end by itself after some time, and let another body decide on a renewal".into(),
            Cure::OtherRoad => "open another way to it, as a referendum that others can bring about, or set a time limit after which silence counts as consent".into(),
            Cure::OtherAppointer { institution } => format!("set a time limit after which somebody else fills the place of {institution}, or after which silence counts as consent"),
            Cure::Meanwhile => "say who acts, or what goes on to apply, until the time is over; or shorten it".into(),
            Cure::WayOut { stands: None } => "add a way out that depends on nobody who can be missing: an election, a substitute, or a time limit with a result".into(),
            Cure::Limit => "set a time limit and say what follows when it runs out: the matter moves on, silence counts as consent, or somebody else may act".into(),
            Cure::Order => "say which of the two goes first: bar one act from the first step of the other on".into(),
            Cure::SilenceCounts => "let silence count as consent or as the objection, or let somebody else act".into(),
            Cure::Result => "say what follows when the time runs out: the matter moves on, the act counts as done, or somebody else may act".into(),
            Cure::Breach => "say what follows when the deadline is missed: the matter moves on, the act counts as done, or somebody else may act".into(),
            Cure::Pause => "let the time stand still while the act is impossible, or name somebody else who may do it".into(),
            Cure::ByLaw => "set a time limit after which somebody else may do it or, where nobody has to be chosen, after which it counts as done".into(),
            Cure::Rounds => "limit the number of rounds, and say what follows the last one".into(),
            Cure::Trigger => "let the time run from a date, or from an act of somebody else".into(),
            Cure::Once => "let the time run once, whatever others do meanwhile, or set a limit for all of it together".into(),
            Cure::Decouple => "let a failed attempt cost nothing, or only after another body has found an abuse".into(),
            Cure::BarAct => "bar the act from the moment the check is opened, or let the check go on all the same".into(),
            Cure::EndBar => "let what prevents the check end by itself within a time, or let the check be opened all the same".into(),
            Cure::ReverseSilence => "reverse the default: let silence have the result that the silent one would least like".into(),
            Cure::OtherJudge { checked } => format!("where it is about {checked}, let somebody else do it, or let it take effect by law"),
            Cure::BindFromTheStart => "let it bind from the start, or from a date".into(),
            Cure::EndActing { institution } => format!("set a day on which acting for {institution} ends, or let somebody else appoint the next holder"),
            Cure::Precedence => "say which duty or prohibition yields, or let the duty end when it cannot be fulfilled".into(),
            Cure::LastResort { institution } => {
                format!("name a last resort for {institution}: somebody who acts in the meantime, a holder who stays until the next one enters, or an election that needs no other office")
            }
            Cure::Quorum { body, needed } => format!("lower the quorum of {body} for these votes to {needed} or fewer"),
            Cure::Base { body } => format!("in {body}, count the majority and the quorum among those in office, or fill empty seats within a time"),
            Cure::TieRule { body } => format!("ask for more than half, or give somebody a casting vote in {body}"),
            Cure::Threshold { body } => format!("lower the majority asked of {body}"),
            Cure::Repair => "mend the condition that keeps this from ever applying, or delete the rule".into(),
            Cure::State { choice: Some(choice) } => format!("state in the text which reading is meant of “{choice}”"),
            Cure::State { choice: None } => "state in the text whether acts after the last day count".into(),
            Cure::Property { property } => format!("mend the rules, or what the file says of them: “{property}”"),
        }
    }

    /// In Russian.
    pub(super) fn ru(self) -> String {
        match self {
            Cure::WayOut { stands: Some(stands) } => {
                format!("в положении «{stands}» дать выход, который не зависит ни от кого, кого может не быть: выборы, замену или срок с последствием")
            }
            Cure::FreeVotes { body, others } => format!("сделать достаточным меньшее число голосов ({body}: {others}), исключить эти места из голосования или поручить назначение либо отзыв кому-то другому"),
            Cure::Consent => "потребовать согласия другого органа, дать кому-то право проверить или прекратить, или отложить вступление в силу на несколько дней".into(),
            Cure::Sunset => "установить, что это прекращается само через некоторое время, а продление решает другой орган".into(),
            Cure::OtherRoad => "открыть другой путь, например референдум, которого могут добиться другие, или установить срок, после которого молчание считается согласием".into(),
            Cure::OtherAppointer { institution } => format!("установить срок, после которого место заполняет кто-то другой или молчание считается согласием ({institution})"),
            Cure::Meanwhile => "сказать, кто действует или что продолжает действовать, пока срок не истёк, или сократить срок".into(),
            Cure::WayOut { stands: None } => "добавить выход, который не зависит ни от кого, кого может не быть: выборы, замену или срок с последствием".into(),
            Cure::Limit => "установить срок и сказать, что следует по его истечении: дело идёт дальше, молчание считается согласием или действует другой".into(),
            Cure::Order => "определить очерёдность: запретить одно действие с первого шага к другому".into(),
            Cure::SilenceCounts => "считать молчание согласием или возражением либо дать действовать другому".into(),
            Cure::Result => "сказать, что следует по истечении срока: дело идёт дальше, действие считается совершённым или действует другой".into(),
            Cure::Breach => "сказать, что следует, если срок пропущен: дело идёт дальше, действие считается совершённым или действует другой".into(),
            Cure::Pause => "приостанавливать срок, пока действие невозможно, или назвать того, кто вправе совершить его вместо".into(),
            Cure::ByLaw => "установить срок, после которого вправе действовать другой или, если выбирать некого, действие считается совершённым".into(),
            Cure::Rounds => "ограничить число кругов и сказать, что следует за последним".into(),
            Cure::Trigger => "считать срок от даты или от действия другого".into(),
            Cure::Once => "дать сроку течь один раз, что бы ни делали другие, или ограничить его в целом".into(),
            Cure::Decouple => "не связывать с неудачей никаких потерь или связывать лишь тогда, когда другой орган установил злоупотребление".into(),
            Cure::BarAct => "запретить это действие с того дня, как проверка начата, или дать проверке идти дальше несмотря на него".into(),
            Cure::EndBar => "прекращать по истечении срока то, что мешает проверке, или разрешить начать её несмотря на это".into(),
            Cure::ReverseSilence => "обратить последствие: пусть молчание ведёт к тому, чего молчащий хотел бы меньше всего".into(),
            Cure::OtherJudge { checked } => format!("поручить это другому, когда речь о том, о ком решают ({checked}), или дать решению силу в силу закона"),
            Cure::BindFromTheStart => "ввести запрет в действие сразу или с определённой даты".into(),
            Cure::EndActing { institution } => format!("установить день, когда временное исполнение прекращается ({institution}), или поручить назначение другому"),
            Cure::Precedence => "сказать, какая обязанность или какой запрет отступает, или прекращать обязанность, когда её нельзя исполнить".into(),
            Cure::LastResort { institution } => format!(
                "назвать последнее средство для: {institution} — исполняющего обязанности, прежнего держателя до вступления нового или выборы, не зависящие от иных должностей"
            ),
            Cure::Quorum { body, needed } => format!("снизить кворум этих голосований ({body}) до {needed} или ниже"),
            Cure::Base { body } => format!("считать большинство и кворум ({body}) от состоящих в должности или замещать места в срок"),
            Cure::TieRule { body } => format!("требовать больше половины или дать кому-либо решающий голос ({body})"),
            Cure::Threshold { body } => format!("снизить требуемое большинство ({body})"),
            Cure::Repair => "исправить условие, из-за которого это никогда не применяется, или удалить правило".into(),
            Cure::State { choice: Some(choice) } => format!("сказать в тексте, какое чтение имеется в виду: «{choice}»"),
            Cure::State { choice: None } => "сказать в тексте, имеют ли силу действия после последнего дня".into(),
            Cure::Property { property } => format!("исправить правила или утверждение файла «{property}»"),
        }
    }
}
