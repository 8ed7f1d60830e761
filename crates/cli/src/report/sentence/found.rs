//! What is wrong, in one or two sentences for each kind of finding.

use super::{capital, en, ru};
use solon_engine::finding::Switch;
use solon_engine::play::Strength;

/// What is wrong, in one or two sentences for each kind of finding.
#[derive(Clone, Copy, Debug)]
pub enum Found<'a> {
    /// Outcomes are lost for good.
    Lost { outcomes: &'a [&'a str] },
    /// A matter hangs.
    Stuck { stands: &'a str },
    /// Nothing limits the time.
    Unlimited { procedure: &'a str, stages: &'a [&'a str] },
    /// One holder stops it by doing nothing.
    HeldUp {
        holders: &'a [&'a str],
        procedure: &'a str,
        stages: &'a [&'a str],
        can_be_given_up: bool,
        always: bool,
    },
    /// A stage whose time runs out without result.
    ToothlessStage { holders: &'a [&'a str], stands: &'a str, not_stated: bool, hangs_if_void: bool },
    /// A duty whose time runs out without result.
    ToothlessDuty { holder: &'a str, duty: &'a str },
    /// A co-actor whose time runs out without result.
    ToothlessGate { holder: &'a str, act: &'a str },
    /// A time limit that cannot be kept.
    Trapped { holders: &'a [&'a str], stands: &'a str },
    /// A matter goes round.
    Circle { procedure: &'a str, acts: &'a [&'a str], alone: Option<&'a str> },
    /// A time limit begins with an act of whom it binds.
    OwnClock { holder: &'a str, stands: &'a str, acts: &'a [&'a str] },
    /// Somebody else begins a time limit anew, or stops it.
    AnothersClock { holder: &'a str, stands: &'a str, act: &'a str, restarts: bool },
    /// A check costs the one who uses it.
    CostlyCheck { procedure: &'a str, loses: &'a str, checked: &'a str, acts: &'a [&'a str] },
    /// The one who is checked switches the check off.
    SwitchedOff { procedures: &'a [&'a str], checked: &'a str, acts: &'a [&'a str], how: Switch },
    /// Silence puts another one out of office.
    HurtBySilence { silent: &'a str, stands: &'a str, injured: &'a str },
    /// Silence gives the silent one a power.
    ServedBySilence { silent: &'a str, stands: &'a str, act: &'a str },
    /// Nobody decides on somebody without him.
    OwnCause { procedure: &'a str, checked: &'a str, acts: &'a [&'a str] },
    /// A prohibition waits for those whom it binds.
    Dormant { prohibition: &'a str, acts: &'a [&'a str] },
    /// Somebody acts for an office without end.
    Caretaker { institution: &'a str },
    /// Offices that need one another.
    NeedEachOther { offices: &'a [&'a str] },
    /// Duties that cannot be fulfilled.
    Impossible { holder: &'a str, duties: &'a [&'a str] },
    /// A formality without deadline and substitute.
    Formality { stands: &'a str, act: &'a str, holder: &'a str },
    /// An office that stays empty.
    Empty { institution: &'a str, for_ever: bool },
    /// Staying away is stronger than voting no.
    StayingAway {
        body: &'a str,
        acts: &'a [&'a str],
        break_quorum: u32,
        defeat: u32,
        seats: u32,
        quorum: u32,
        needed: u32,
    },
    /// A group without which the body cannot decide.
    Unfilled {
        body: &'a str,
        group: &'a str,
        seats: u32,
        others: u32,
        needed: u32,
        quorum: bool,
        acts: &'a [&'a str],
    },
    /// A tie.
    Tied { body: &'a str, seats: u32, acts: &'a [&'a str] },
    /// Never carried.
    Unwinnable { body: &'a str, needed: u32, seats: u32, acts: &'a [&'a str] },
    /// Very few defeat it.
    AllButOne { body: &'a str, needed: u32, seats: u32, acts: &'a [&'a str] },
    /// A step that is never taken.
    NeverTaken { act: &'a str },
    /// A stage that is never reached.
    NeverReached { procedure: &'a str, stage: &'a str },
    /// A prohibition that never bars.
    NeverBars { prohibition: &'a str },
    /// Findings hang on a reading.
    ReadingDecides { question: &'a str },
    /// A claim fails.
    ClaimFails { property: &'a str, outcome: &'a str, claim: ClaimIs },
    /// A claim that one thing follows another fails.
    NeedNotFollow { property: &'a str, first: &'a str, second: &'a str, within: &'a str },
    /// A claim about who can bring an outcome about fails: how strong those are that decide it.
    PlayFails { property: &'a str, who: &'a str, outcome: &'a str, claim: PlayIs, strength: Option<Strength> },
    /// A claim holds.
    ClaimHolds { property: &'a str, vacuous: bool },
    /// A claim holds as the text is usually read; it was not asked of other readings.
    ClaimHoldsAsRead { property: &'a str },
    /// A property fails, as this finding says.
    ClaimFailsBy { property: &'a str, finding: &'a str },
    /// A claim is undecided.
    ClaimUnknown { property: &'a str, why: &'a str },
    /// A property that no check can answer yet.
    ClaimUnchecked { property: &'a str, needs: &'a str },
}

/// What a claim says of its outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimIs {
    /// Never.
    Never,
    /// It can come about.
    Reachable,
    /// It stays possible.
    AlwaysPossible,
}

/// What a claim says of who can bring its outcome about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlayIs {
    /// Together they can.
    CanForce,
    /// It cannot alone.
    CannotAlone,
    /// Without them nobody can.
    NeedsConsent,
}

impl Found<'_> {
    /// In English.
    pub(super) fn en(self) -> String {
        match self {
            Found::Lost { outcomes: [one] } => {
                format!(
                    "The constitution can stop: after the events below, one thing can never come about again, whatever anybody does: “{one}”."
                )
            }
            Found::Lost { outcomes } => {
                format!(
                    "The constitution can stop: after the events below, {} things can never come about again, whatever anybody does: {}.",
                    outcomes.len(),
                    en::quoted(outcomes, "and")
                )
            }
            Found::Stuck { stands } => {
                format!(
                    "{} and can stay so for ever: after the events below no step, no election and no passing of time leads it to an end, whatever anybody does.",
                    capital(stands)
                )
            }
            Found::Unlimited { procedure, stages } => {
                format!(
                    "Nothing obliges anybody to bring {} to an end while it is {}: no time limit runs there, and no duty with a date binds anybody.",
                    en::the(procedure),
                    en::list(stages, "or")
                )
            }
            Found::HeldUp { holders, procedure, stages, can_be_given_up, always } => {
                let alone = match holders {
                    [holder] => format!("{holder} alone"),
                    _ => format!("{}, each alone,", en::list(holders, "or")),
                };
                let when = if always { "By doing nothing, " } else { "After events such as those below, " };
                let how = if always { "" } else { " by doing nothing" };
                let otherwise = match (can_be_given_up, holders) {
                    (true, _) => {
                        "Otherwise it can at most end without its result, and no time limit moves it on"
                            .into()
                    }
                    (false, [holder]) => {
                        format!("Nobody can move it on without {holder}, and no time limit ends the wait")
                    }
                    (false, _) => {
                        "Without all of them nobody can move it on, and no time limit ends the wait"
                            .to_owned()
                    }
                };
                format!(
                    "{when}{alone} can keep {} as it stands{how}: {}. {otherwise}.",
                    en::the(procedure),
                    en::alternatives(stages),
                )
            }
            Found::ToothlessStage { holders, stands, not_stated, hangs_if_void } => {
                let whose = match holders {
                    [] => String::new(),
                    _ => format!(" for {}", en::list(holders, "or")),
                };
                let mut text = format!(
                    "A time limit runs{whose} while {}, but nothing follows when it runs out: the matter stays where it is, nobody else may act instead, and nobody answers for it.",
                    en::clause(stands)
                );
                if not_stated {
                    text += " The text does not say whether an act after the last day still counts.";
                }
                if hangs_if_void {
                    text += " If it does not, the matter hangs for ever.";
                }
                text
            }
            Found::ToothlessDuty { holder, duty } => {
                format!(
                    "{} must meet a deadline, “{duty}”, but nothing follows when the deadline is missed: no lapse, no substitute, no sanction.",
                    capital(holder)
                )
            }
            Found::ToothlessGate { holder, act } => {
                format!(
                    "{} must answer in time before {act}, but nothing follows when the time runs out: no lapse, no substitute, no sanction.",
                    capital(holder)
                )
            }
            Found::Trapped { holders, stands } => {
                let (who, theirs) = match holders {
                    [] => ("nobody can".to_owned(), String::new()),
                    [holder] => (format!("{holder} cannot"), format!(" open to {holder} alone")),
                    _ => (format!("{} cannot", en::list(holders, "and")), " open to them alone".to_owned()),
                };
                format!(
                    "After the events below {who} keep the time limit that runs while {}: no lawful act{theirs} moves the matter on before the last day.",
                    en::clause(stands)
                )
            }
            Found::Circle { procedure, acts, alone } => {
                let who = match alone {
                    Some(holder) => format!(" {} can do this alone.", capital(holder)),
                    None => String::new(),
                };
                format!(
                    "{} can go round in a circle without end: {}; and everything is as it was. No rule counts the rounds, and no time limit runs on through all of them.{who}",
                    capital(&en::the(procedure)),
                    acts.join("; then ")
                )
            }
            Found::OwnClock { holder, stands, acts } => {
                format!(
                    "{} must act in time while {}, but the time runs only from {holder}'s own act: {}. Whoever does not begin is never late.",
                    capital(holder),
                    en::clause(stands),
                    en::list(acts, "or")
                )
            }
            Found::AnothersClock { holder, stands, act, restarts } => {
                let what = match restarts {
                    true => "begins the time anew, again and again",
                    false => "stops the time, and nobody else can let it go on",
                };
                format!(
                    "A time limit that does not bind {holder} is in {holder}'s hands: while {}, {holder} {what}. The act: {act}.",
                    en::clause(stands)
                )
            }
            Found::CostlyCheck { procedure, loses, checked, acts } => {
                format!(
                    "{} is a check on {checked}, and a failure costs {loses} office or seats: when {}.",
                    capital(&en::the(procedure)),
                    en::list(acts, "or")
                )
            }
            Found::SwitchedOff { procedures, checked, acts, how } => {
                let checks: Vec<String> = procedures.iter().map(|procedure| en::the(procedure)).collect();
                let checks: Vec<&str> = checks.iter().map(String::as_str).collect();
                let (are, them, they_are, their, they_end) = match checks[..] {
                    [_] => ("is a check", "it", "it is", "its result", "it ends without its result"),
                    _ => ("are checks", "them", "they are", "their result", "they end without their result"),
                };
                let (can, then) = match how {
                    Switch::Closes => {
                        (format!("bring {them} to nothing while {they_are} open"), they_end.into())
                    }
                    Switch::Stalls => (
                        format!("stop {them} while {they_are} open"),
                        format!("those who are in office cannot bring {them} to {their} without {checked}"),
                    ),
                    Switch::Bars => (
                        format!("prevent {them} before {they_are} opened"),
                        format!(
                            "nobody else can bring {them} to {their}, for as long as {checked} leaves it so"
                        ),
                    ),
                };
                format!(
                    "{} {are} on {checked}, and {checked} alone can {can}: {}. Then {then}.",
                    capital(&en::list(&checks, "and")),
                    en::list(acts, "or")
                )
            }
            Found::HurtBySilence { silent, stands, injured } => {
                format!(
                    "While {}, {silent} need only stay silent: when the time runs out, {injured} is out of office, and can do nothing to prevent it.",
                    en::clause(stands)
                )
            }
            Found::ServedBySilence { silent, stands, act } => {
                format!(
                    "Silence pays for {silent} while {}: if the time runs out, and only then, can it be that {act}.",
                    en::clause(stands)
                )
            }
            Found::OwnCause { procedure, checked, acts } => {
                format!(
                    "{} can put {checked} out of office, but it cannot come to its result without {checked}, and nobody else can do instead what it waits for: {}.",
                    capital(&en::the(procedure)),
                    en::list(acts, "or")
                )
            }
            Found::Dormant { prohibition, acts } => {
                format!(
                    "The prohibition “{prohibition}” does not bind from the start: it begins only when {}, and whoever it binds can put that off for ever.",
                    en::list(acts, "or")
                )
            }
            Found::Caretaker { institution } => {
                format!(
                    "Whoever acts for {institution} for the time being can stay: no time limit ends it, and all others together cannot."
                )
            }
            Found::NeedEachOther { offices } => {
                format!(
                    "{} can only be filled with one another: if all are empty at once, nobody can begin.",
                    capital(&en::list(offices, "and"))
                )
            }
            Found::Impossible { holder, duties: [one] } => {
                format!(
                    "After the events below {holder} has a duty, “{one}”, that no lawful course of events lets {holder} fulfil or be rid of."
                )
            }
            Found::Impossible { holder, duties } => {
                format!(
                    "After the events below {holder} has two duties, {}, and can fulfil only one of them.",
                    en::quoted(duties, "and")
                )
            }
            Found::Formality { stands, act, holder } => {
                format!(
                    "While {}, the only way on is that {act}; no time limit runs for it, and nobody can do it instead of {holder}.",
                    en::clause(stands)
                )
            }
            Found::Empty { institution, for_ever: true } => {
                format!("The place of {institution} can fall empty for ever, whatever anybody does.")
            }
            Found::Empty { institution, for_ever: false } => {
                format!(
                    "The place of {institution} can fall empty, and nothing that anybody does can fill it before some time limit runs out or a date comes."
                )
            }
            Found::StayingAway { body, acts, break_quorum, defeat, seats, quorum, needed } => {
                format!(
                    "In a vote of {body}, staying away is stronger than voting no: of {seats} members, {break_quorum} who stay away prevent the decision ({quorum} must be present), while it takes {defeat} who are present and do not vote in favour to defeat it ({needed} in favour are needed). This concerns: {}.",
                    en::quoted(acts, "and")
                )
            }
            Found::Unfilled { body, group, seats, others, needed, quorum, acts } => {
                let what = if quorum {
                    format!("at least {needed} must be present")
                } else {
                    format!("at least {needed} votes are needed")
                };
                format!(
                    "Without one group of its members, “{group}” ({seats} seats), {} cannot take some decisions: the others have {others} seats, and {what}. This concerns: {}.",
                    body,
                    en::quoted(acts, "and")
                )
            }
            Found::Tied { body, seats, acts } => {
                format!(
                    "{} has {seats} members and half of them is enough: with {} votes on each side both have what the rule asks for, and no rule breaks the tie. This concerns: {}.",
                    capital(body),
                    seats / 2,
                    en::quoted(acts, "and")
                )
            }
            Found::Unwinnable { body, needed, seats, acts } => {
                format!(
                    "{} can never win this vote: {needed} votes are needed, and there are only {seats}. This concerns: {}.",
                    capital(body),
                    en::quoted(acts, "and")
                )
            }
            Found::AllButOne { body, needed, seats, acts } => {
                let few = seats + 1 - needed.min(seats);
                let who = if few == 1 { "one single member".into() } else { format!("{few} members") };
                format!(
                    "In {body}, {who} can defeat what all others want: {needed} of {seats} votes are needed. This concerns: {}.",
                    en::quoted(acts, "and")
                )
            }
            Found::NeverTaken { act } => format!(
                "This can never happen: “{act}”. No lawful course of events leads to a point where the rule applies."
            ),
            Found::NeverReached { procedure, stage } => {
                format!(
                    "It never comes to this: {} is {stage}. No lawful course of events leads there.",
                    en::the(procedure)
                )
            }
            Found::NeverBars { prohibition } => {
                format!(
                    "The prohibition “{prohibition}” never keeps anything from happening: whenever it applies, the act is impossible anyway."
                )
            }
            Found::ReadingDecides { question } => {
                format!("The answer depends on how the text is read: {question}.")
            }
            Found::ClaimFails { property, outcome, claim } => match claim {
                ClaimIs::Never => format!(
                    "The file says that this never comes about, and it can: “{outcome}” (“{property}”)."
                ),
                ClaimIs::Reachable => format!(
                    "The file says that this can come about, and it never does: “{outcome}” (“{property}”)."
                ),
                ClaimIs::AlwaysPossible => format!(
                    "The file says that this always stays possible, and it can be lost for good: “{outcome}” (“{property}”)."
                ),
            },
            Found::NeedNotFollow { property, first, second, within } => format!(
                "The file says that “{second}” follows “{first}” within {within}, and it need not, although nobody lets a deadline pass (“{property}”)."
            ),
            Found::PlayFails { property, who, outcome, claim, strength } => {
                let says = match claim {
                    PlayIs::CanForce => {
                        format!("{who} can bring this about, whoever acts first and whatever all others do")
                    }
                    PlayIs::CannotAlone => format!("{who} cannot bring this about alone"),
                    PlayIs::NeedsConsent => format!("nobody can bring this about without {who}"),
                };
                let but = match (claim, strength) {
                    (PlayIs::CanForce, Some(Strength::OnlyFirst | Strength::Can)) => {
                        "This succeeds only by acting before the others do"
                    }
                    (PlayIs::CanForce, Some(Strength::Cannot)) => {
                        "This cannot be made sure of, not even by acting before the others do"
                    }
                    (PlayIs::CanForce, None) => {
                        "This cannot be made sure of if the others act first; whether it can by acting before them depends on dates"
                    }
                    (PlayIs::CannotAlone, Some(Strength::Can)) => {
                        "This succeeds alone, whoever acts first and whatever all others do"
                    }
                    (PlayIs::CannotAlone, _) => "This succeeds alone, by acting before the others do",
                    (PlayIs::NeedsConsent, Some(Strength::Can)) => {
                        "All others together can bring it about, whoever acts first"
                    }
                    (PlayIs::NeedsConsent, _) => "All others together can bring it about, by acting first",
                };
                format!("The file says that {says}: “{outcome}” (“{property}”). {but}.")
            }
            Found::ClaimHolds { property, vacuous: false } => format!("holds: {property}"),
            Found::ClaimHoldsAsRead { property } => {
                format!(
                    "holds as the files usually read the text, and was not asked of other readings: {property}"
                )
            }
            Found::ClaimFailsBy { property, finding } => format!("fails: {property}. {finding}"),
            Found::ClaimHolds { property, vacuous: true } => {
                format!("holds, but says nothing, because nothing in these rules could break it: {property}")
            }
            Found::ClaimUnknown { property, why } => format!("not decided: {property} ({why})"),
            Found::ClaimUnchecked { property, needs } => {
                format!("not checked: {property} (this needs {needs}, which is not built yet)")
            }
        }
    }

    /// In Russian.
    pub(super) fn ru(self) -> String {
        match self {
            Found::Lost { outcomes } => format!(
                "Конституция может остановиться: после описанных ниже событий уже никогда не наступит, что бы кто ни делал: {}.",
                ru::quoted(outcomes, "и")
            ),
            Found::Stuck { stands } => {
                format!(
                    "Дело может остаться таким навсегда: «{stands}». После описанных ниже событий ни одно действие, ни выборы, ни время не ведут его к концу, что бы кто ни делал."
                )
            }
            Found::Unlimited { procedure, stages } => format!(
                "Никто не обязан довести до конца дело «{procedure}», пока оно на стадии {}: срок не течёт, и обязанности со сроком нет.",
                ru::quoted(stages, "или")
            ),
            Found::HeldUp { holders, procedure, stages, can_be_given_up, always } => format!(
                "{}{}{}: одним бездействием можно остановить всё дело («{procedure}») на стадии {}; {}.",
                if always {
                    ""
                } else {
                    "После событий, подобных описанным ниже. "
                },
                capital(&ru::list(holders, "или")),
                if holders.len() > 1 { ", каждый сам по себе" } else { "" },
                ru::quoted(stages, "или"),
                match can_be_given_up {
                    true =>
                        "иначе оно может разве что закончиться без результата, и никакой срок его не продвигает",
                    false => "никто другой не может его продвинуть, и никакой срок этого не прекращает",
                }
            ),
            Found::ToothlessStage { holders, stands, not_stated, hangs_if_void } => {
                let whose = match holders {
                    [] => String::new(),
                    _ => format!("; действовать должны: {}", holders.join(", ")),
                };
                let mut text = format!(
                    "Срок установлен («{stands}»{whose}), но его истечение ничего не влечёт: дело остаётся на месте, никто другой не вправе действовать, и никто за это не отвечает."
                );
                if not_stated {
                    text += " Текст не говорит, имеет ли силу действие после последнего дня.";
                }
                if hangs_if_void {
                    text += " Если не имеет, дело зависает навсегда.";
                }
                text
            }
            Found::ToothlessDuty { holder, duty } => {
                format!(
                    "{}: есть обязанность со сроком — «{duty}», но нарушение срока ничего не влечёт: ни последствий, ни замены, ни ответственности.",
                    capital(holder)
                )
            }
            Found::ToothlessGate { holder, act } => {
                format!(
                    "{}: до действия «{act}» нужно ответить в срок, но истечение срока ничего не влечёт: ни последствий, ни замены, ни ответственности.",
                    capital(holder)
                )
            }
            Found::Trapped { holders, stands } => {
                let bound = match holders {
                    [] => String::new(),
                    _ => format!(" (он связывает: {})", holders.join(", ")),
                };
                format!(
                    "После событий ниже срок в положении «{stands}»{bound} соблюсти нельзя: ни одно законное действие тех, кто обязан его соблюсти, не продвинет дело до последнего дня."
                )
            }
            Found::Circle { procedure, acts, alone } => {
                let who = match alone {
                    Some(holder) => format!(" Для этого достаточно одного: {holder}."),
                    None => String::new(),
                };
                format!(
                    "Дело «{procedure}» может сколько угодно ходить по кругу: {} — и всё остаётся как было. Ни одно правило не считает круги, и ни один срок не идёт сквозь все круги.{who}",
                    acts.join("; затем ")
                )
            }
            Found::OwnClock { holder, stands, acts } => format!(
                "{}: срок установлен («{stands}»), но течёт лишь от собственного действия того, кого связывает: {}. Кто не начал, тот не опоздал.",
                capital(holder),
                acts.join("; ")
            ),
            Found::AnothersClock { holder, stands, act, restarts } => format!(
                "{}: чужой срок («{stands}») в руках того, кого он не связывает; {}. Действие: {act}.",
                capital(holder),
                match restarts {
                    true => "его можно начинать заново сколько угодно раз",
                    false => "его можно остановить, и никто другой не может его продолжить",
                }
            ),
            Found::CostlyCheck { procedure, loses, checked, acts } => format!(
                "«{procedure}» — проверка ({checked}); неудача стоит должности или мест тому, кто её ведёт ({loses}), когда: {}.",
                acts.join("; ")
            ),
            Found::SwitchedOff { procedures, checked, acts, how } => format!(
                "Тот, кого проверяют ({checked}), один может {}: {} — действие: {}. {}.",
                match how {
                    Switch::Closes => "свести на нет уже начатую проверку",
                    Switch::Stalls => "остановить уже начатую проверку",
                    Switch::Bars => "не дать проверке начаться",
                },
                ru::quoted(procedures, "и"),
                acts.join("; "),
                match how {
                    Switch::Closes => "Она тогда заканчивается без результата",
                    Switch::Stalls =>
                        "Без него те, кто состоит в должности, тогда не доведут её до результата",
                    Switch::Bars => "Пока он сам этого не изменит, никто другой не доведёт её до результата",
                }
            ),
            Found::HurtBySilence { silent, stands, injured } => format!(
                "{}: достаточно промолчать («{stands}»). Когда срок истечёт, должности или полномочий лишится тот, кто помешать этому не может: {injured}.",
                capital(silent)
            ),
            Found::ServedBySilence { silent, stands, act } => format!(
                "{}: молчание выгодно («{stands}»). Лишь если срок истечёт, становится возможным: {act}.",
                capital(silent)
            ),
            Found::OwnCause { procedure, checked, acts } => format!(
                "«{procedure}» может лишить должности ({checked}), но без того, о ком решают, результата не будет, и заменить его некому: {}.",
                acts.join("; ")
            ),
            Found::Dormant { prohibition, acts } => format!(
                "Запрет «{prohibition}» не действует с самого начала: он вступает в силу, лишь когда {}, а те, кого он связывает, могут откладывать это сколько угодно.",
                acts.join("; ")
            ),
            Found::Caretaker { institution } => format!(
                "Временный держатель может остаться навсегда: {institution}. Срока нет, и все прочие вместе этого не прекратят."
            ),
            Found::NeedEachOther { offices } => format!(
                "Замещаются только друг через друга: {}. Если пусты все сразу, начать некому.",
                ru::list(offices, "и")
            ),
            Found::Impossible { holder, duties: [one] } => format!(
                "После событий ниже есть обязанность «{one}», исполнить которую или избавиться от которой никакой законный ход событий не позволяет: {holder}."
            ),
            Found::Impossible { holder, duties } => format!(
                "После событий ниже есть две обязанности, {}, и исполнить можно лишь одну: {holder}.",
                ru::quoted(duties, "и")
            ),
            Found::Formality { stands, act, holder } => {
                format!(
                    "Пока «{stands}», дальше ведёт лишь одно: {act}. Срока для этого нет, и заменить никто не может: {holder}."
                )
            }
            Found::Empty { institution, for_ever: true } => {
                format!("Место может опустеть навсегда, что бы кто ни делал: {institution}.")
            }
            Found::Empty { institution, for_ever: false } => {
                format!(
                    "Место может опустеть, и никто никаким действием не может его заместить, пока не истечёт какой-либо срок или не наступит дата: {institution}."
                )
            }
            Found::StayingAway { body, acts, break_quorum, defeat, seats, quorum, needed } => format!(
                "{}: не прийти сильнее, чем голосовать против. Если из {seats} членов не придут {break_quorum}, решения не будет (присутствовать должны {quorum}), а чтобы отклонить его голосованием, нужно {defeat} (за — {needed}). Это касается: {}.",
                capital(body),
                ru::quoted(acts, "и")
            ),
            Found::Unfilled { body, group, seats, others, needed, quorum, acts } => {
                let what = if quorum {
                    format!("присутствовать должны не менее {needed}")
                } else {
                    format!("нужно голосов: не менее {needed}")
                };
                format!(
                    "{}: решать нельзя без одной группы членов, «{group}» (мест: {seats}); у остальных мест: {others}, а {what}. Это касается: {}.",
                    capital(body),
                    ru::quoted(acts, "и")
                )
            }
            Found::Tied { body, seats, acts } => format!(
                "{}: мест {seats}, и половины достаточно; при {} голосах с каждой стороны у обеих есть требуемое, и решить некому. Это касается: {}.",
                capital(body),
                seats / 2,
                ru::quoted(acts, "и")
            ),
            Found::Unwinnable { body, needed, seats, acts } => {
                format!(
                    "{}: это решение принять нельзя, нужно голосов: {needed}, а есть только {seats}. Это касается: {}.",
                    capital(body),
                    ru::quoted(acts, "и")
                )
            }
            Found::AllButOne { body, needed, seats, acts } => {
                let few = seats + 1 - needed.min(seats);
                let who = ru::counted_noun(few.into(), "член может", "члена могут", "членов могут");
                format!(
                    "{}: {who} сорвать то, чего хотят все остальные: нужно {needed} из {seats} голосов. Это касается: {}.",
                    capital(body),
                    ru::quoted(acts, "и")
                )
            }
            Found::NeverTaken { act } => format!(
                "Этого никогда не может быть: «{act}». Никакой законный ход событий не ведёт туда, где правило применимо."
            ),
            Found::NeverReached { procedure, stage } => format!(
                "До этого никогда не доходит: «{procedure} — {stage}». Никакой законный ход событий туда не ведёт."
            ),
            Found::NeverBars { prohibition } => format!(
                "Запрет никогда ничему не мешает: «{prohibition}». Всякий раз, когда он действует, действие и без него невозможно."
            ),
            Found::ReadingDecides { question } => {
                format!("Ответ зависит от того, как читать текст: {question}.")
            }
            Found::ClaimFails { property, outcome, claim } => match claim {
                ClaimIs::Never => format!(
                    "В файле сказано, что этого никогда не будет, а оно возможно: «{outcome}» («{property}»)."
                ),
                ClaimIs::Reachable => format!(
                    "В файле сказано, что это возможно, а оно никогда не наступает: «{outcome}» («{property}»)."
                ),
                ClaimIs::AlwaysPossible => format!(
                    "В файле сказано, что это всегда остаётся возможным, а оно может быть утрачено навсегда: «{outcome}» («{property}»)."
                ),
            },
            Found::NeedNotFollow { property, first, second, within } => format!(
                "В файле сказано, что за «{first}» следует «{second}» (срок: {within}), а этого может не быть, хотя никто не пропускает срока («{property}»)."
            ),
            Found::PlayFails { property, who, outcome, claim, strength } => {
                let says = match claim {
                    PlayIs::CanForce => {
                        format!(
                            "этого можно добиться, кто бы ни действовал первым и что бы ни делали остальные (кто добивается: {who})"
                        )
                    }
                    PlayIs::CannotAlone => format!("в одиночку этого добиться нельзя (кому: {who})"),
                    PlayIs::NeedsConsent => {
                        format!("без их участия этого не добиться никому (без кого: {who})")
                    }
                };
                let but = match (claim, strength) {
                    (PlayIs::CanForce, Some(Strength::OnlyFirst | Strength::Can)) => {
                        "Это удаётся, только если действовать раньше остальных"
                    }
                    (PlayIs::CanForce, Some(Strength::Cannot)) => {
                        "Обеспечить это нельзя, даже если действовать раньше остальных"
                    }
                    (PlayIs::CanForce, None) => {
                        "Обеспечить это нельзя, если первыми действуют остальные; удастся ли это, если действовать раньше них, зависит от дат"
                    }
                    (PlayIs::CannotAlone, Some(Strength::Can)) => {
                        "Это удаётся в одиночку, кто бы ни действовал первым и что бы ни делали остальные"
                    }
                    (PlayIs::CannotAlone, _) => "Это удаётся в одиночку, если действовать раньше остальных",
                    (PlayIs::NeedsConsent, Some(Strength::Can)) => {
                        "Все остальные вместе могут этого добиться, кто бы ни действовал первым"
                    }
                    (PlayIs::NeedsConsent, _) => {
                        "Все остальные вместе могут этого добиться, если действуют первыми"
                    }
                };
                format!("В файле сказано, что {says}: «{outcome}» («{property}»). {but}.")
            }
            Found::ClaimHolds { property, vacuous: false } => format!("верно: {property}"),
            Found::ClaimHoldsAsRead { property } => {
                format!(
                    "верно, если читать текст так, как обычно принято в файлах (другие чтения не проверялись): {property}"
                )
            }
            Found::ClaimFailsBy { property, finding } => format!("неверно: {property}. {finding}"),
            Found::ClaimHolds { property, vacuous: true } => format!(
                "верно, но ничего не говорит: ничто в этих правилах не могло бы это нарушить: {property}"
            ),
            Found::ClaimUnknown { property, why } => format!("не решено: {property} ({why})"),
            Found::ClaimUnchecked { property, needs } => {
                format!("не проверено: {property} (нужно: {}; это ещё не построено)", super::ru::needs(needs))
            }
        }
    }
}
