//! What is wrong, in Russian.

use super::super::{capital, ru};
use super::{ClaimIs, Found, PlayIs};
use solon_engine::finding::{Remedy, Switch};
use solon_engine::play::Strength;

impl Found<'_> {
    /// In Russian.
    pub(in super::super) fn ru(self) -> String {
        match self {
            Found::Lost { outcomes } => format!(
                "Конституция может остановиться: после описанных ниже событий уже никогда не наступит, что бы кто ни делал: {}.",
                ru::quoted(outcomes, "и")
            ),
            Found::Paralysed { outcomes, since, days } => format!(
                "После события «{since}», как описано ниже, не менее {} не может наступить, что бы кто ни делал: {}.",
                ru::days_in_genitive(days),
                ru::quoted(outcomes, "и")
            ),
            Found::CapturedCheck { procedure, checked, body, own, others, needed } => format!(
                "В деле «{procedure}» это голосование нельзя выиграть без голосов тех, кого назначает и отзывает сам проверяемый ({checked}): {body} — мест {}, нужно голосов {needed}; в его руках мест {own}, а остальных {others} не хватает.",
                own + others
            ),
            Found::Alone { outcome, who, by_dates, undone, again, removed } => {
                let can = if by_dates {
                    format!(
                        "От дат зависит, может ли {who} в одиночку добиться этого против воли всех остальных: «{outcome}». История показывает, как это происходит, если никто не мешает."
                    )
                } else {
                    format!(
                        "Что бы ни делали все остальные, {who} может в одиночку добиться этого: «{outcome}»."
                    )
                };
                let end = match undone {
                    Remedy::Sure if again => {
                        "Все остальные вместе могут это прекратить, но после этого всё может повториться."
                    }
                    Remedy::Sure => "Все остальные вместе могут это прекратить.",
                    Remedy::NotSure => "Все остальные вместе не могут наверняка это прекратить.",
                    Remedy::ByDates => "От дат зависит, могут ли все остальные вместе это прекратить.",
                    Remedy::Undecided => {
                        "Могут ли все остальные вместе это прекратить, не решено: поиск достиг своей границы."
                    }
                };
                let answers = match removed {
                    Remedy::Sure => "Для них есть процедура, чтобы наверняка лишить за это должности.",
                    Remedy::NotSure => "Ни одна процедура не позволяет им наверняка лишить за это должности.",
                    Remedy::ByDates => "От дат зависит, могут ли они лишить за это должности.",
                    Remedy::Undecided => {
                        "Могут ли они лишить за это должности, не решено: поиск достиг своей границы."
                    }
                };
                format!("{can} {end} {answers}")
            }
            Found::NoReturn { outcome, by, substituted, always } => format!(
                "Это не прекращается, пока бездействует {}: «{outcome}». Никакой срок этого не прекращает, и все остальные вместе не могут{}.{}",
                ru::doing_nothing(by),
                unless_substituted(substituted),
                only_after(always)
            ),
            Found::KeptEmpty { institution, by, substituted, always } => format!(
                "Место остаётся пустым ({institution}), пока бездействует {}. Никакой срок его не заполняет, и все остальные вместе не могут{}.{}",
                ru::doing_nothing(by),
                unless_substituted(substituted),
                only_after(always)
            ),
            Found::Frozen { outcome, by, substituted } => format!(
                "Это не наступит, пока бездействует {}: «{outcome}». Ни срок, ни другая процедура к этому не ведут, что бы ни делали все остальные вместе{}. Ниже — один из путей к этому.",
                ru::doing_nothing(by),
                unless_substituted(substituted)
            ),
            Found::Stuck { stands } => {
                format!(
                    "Дело может остаться таким навсегда: «{stands}». После описанных ниже событий ни одно действие, ни выборы, ни время не ведут его к концу, что бы кто ни делал."
                )
            }
            Found::Unlimited { procedure, stages } => format!(
                "Не сказано, когда дело «{procedure}» должно быть доведено до конца, пока оно на стадии {}: срок не течёт, и обязанности со сроком нет.",
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
                    "Срок установлен («{stands}»{whose}), но его истечение ничего не влечёт: дело остаётся на месте, никто другой не вправе действовать, и не сказано, кто за это отвечает."
                );
                if not_stated {
                    text += " Текст не говорит, имеет ли силу действие после последнего дня.";
                }
                text += match (hangs_if_void, not_stated) {
                    (false, _) => "",
                    (true, true) => " Если не имеет, дело зависает навсегда.",
                    (true, false) => " После этого дело зависает навсегда.",
                };
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
            Found::HiddenVeto { procedure, stages, who, objections, substituted } => format!(
                "Дело «{procedure}», положение: {}. {} может возразить, и остальные всё же могут добиться своего: {}. Но после событий, подобных описанным ниже, достаточно бездействия: тогда никто не приведёт дело к его результату, пока бездействует {who}{}.",
                ru::list(stages, "или"),
                capital(who),
                ru::list(objections, "или"),
                unless_substituted(&[who][..usize::from(substituted)])
            ),
            Found::Race { first, second } => format!(
                "После событий, подобных описанным ниже, всё зависит от того, кто успеет первым. Одна сторона может действовать сразу: {}. Другая тоже: {}. Кто успеет первым, тот лишает другого того, что тот мог сделать один.",
                ru::list(first, "или"),
                ru::list(second, "или")
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
            Found::OneHand { property, functions: [first, second], who, offices } => {
                let how = match offices {
                    [] => format!("То и другое у одного: {who}"),
                    [office] => format!(
                        "Одно из них — {who}, кто к тому же один замещает и освобождает место, где другое: {office}"
                    ),
                    offices => format!(
                        "{} — единственный, кто замещает и освобождает места: {}",
                        capital(who),
                        ru::list(offices, "и")
                    ),
                };
                format!(
                    "В файле сказано, что «{first}» и «{second}» не сходятся в одних руках, а они сходятся («{property}»). {how}."
                )
            }
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
            Found::ClaimHolds { property, vacuous: false, .. } => format!("верно: {property}"),
            Found::ClaimHoldsAtLeast { property } => {
                format!("верно хотя бы при одном чтении, а при всех ли, решить не удалось: {property}")
            }
            Found::ClaimHoldsIf { property, readings } => {
                format!(
                    "верно лишь при некоторых чтениях: {property}. Верно, если {}.",
                    ru::list(readings, "или если")
                )
            }
            Found::ClaimFailsBy { property, finding } => format!("неверно: {property}. {finding}"),
            Found::ClaimHolds { property, vacuous: true, play } => {
                let chance = if play { "без случайностей " } else { "" };
                format!(
                    "верно, но ничего не говорит: {chance}ничто в этих правилах не могло бы это нарушить: {property}"
                )
            }
            Found::ClaimUnknown { property, why } => format!("не решено: {property} ({why})"),
        }
    }
}

fn only_after(always: bool) -> &'static str {
    if always {
        ""
    } else {
        " Так после событий, подобных описанным ниже."
    }
}

/// Says for whom others can come to act.
fn unless_substituted(who: &[&str]) -> String {
    if who.is_empty() {
        return String::new();
    }
    format!(", разве что вместо него станет действовать другой ({})", ru::list(who, "или"))
}
