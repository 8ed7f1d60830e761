//! Русский. Titles come in the nominative, so they stand in quotation marks or before a dash.

use super::{Expectation, Marker, Must, Refused, Sentence as S};
use solon_engine::finding::{Code, Severity, Why};
use solon_engine::model::VoteResult;
use solon_engine::search::Exceeded;
use solon_engine::vote::Base;
use solon_rules::surface::Status;

pub fn say(sentence: &S<'_>) -> String {
    match *sentence {
        S::And(parts) => list(parts, "и"),
        S::Or(parts) => list(parts, "или"),
        S::LengthOf { months, days, skipped } => length(months, days, skipped),
        S::TheTime => "время для действия".into(),
        S::Marker(Marker::Time) => "(время)".into(),
        S::Marker(Marker::Law) => "(закон)".into(),
        S::Marker(Marker::World) => "(мир)".into(),
        S::SeverityIs(severity) => match severity {
            Severity::Error => "ошибка".into(),
            Severity::Warning => "предупреждение".into(),
            Severity::Note => "замечание".into(),
        },
        S::Findings { severity, n } => {
            let n64 = n as u64;
            match severity {
                Severity::Error => counted_noun(n64, "ошибка", "ошибки", "ошибок"),
                Severity::Warning => counted_noun(n64, "предупреждение", "предупреждения", "предупреждений"),
                Severity::Note => counted_noun(n64, "замечание", "замечания", "замечаний"),
            }
        }
        S::TheLaw => "закон".into(),
        S::GroupOf { body, group } => format!("группа «{group}» ({body})"),
        S::MemberOf { body } => format!("член органа «{body}»"),
        S::Group { of } => of.into(),
        S::SignersOf { body, needed: Some(1) } => format!("член органа «{body}»"),
        S::SignersOf { body, needed: Some(n) } => {
            format!("{} органа «{body}»", counted_noun(n.into(), "член", "члена", "членов"))
        }
        S::SignersOf { body, needed: None } => format!("члены органа «{body}»"),
        S::SignersAmong { whom, needed: Some(needed) } => format!("{whom} ({needed})"),
        S::SignersAmong { whom, needed: None } => whom.into(),
        S::Does { holder, what } => format!("{holder} {what}"),
        S::Stands { procedure, stage } => format!("{procedure} — {stage}"),
        S::StandsUntil { stands, day } => format!("{stands}; срок истекает {day}"),
        S::StandsLate { procedure, stage, is_stated } => {
            let late = match is_stated {
                true => "запоздалые действия имеют силу",
                false => "принято, что запоздалые действия имеют силу (текст об этом молчит)",
            };
            format!("{procedure} — {stage}; срок истёк, {late}")
        }
        S::StandsClosed { procedure, stage } => {
            format!("{procedure} — {stage}; срок истёк, и сделать там больше ничего нельзя")
        }
        S::StandsPassed { procedure, stage, act } => {
            format!("{procedure} — {stage}; срок истёк, и остаётся лишь одно: {act}")
        }
        S::BeingOpened { procedure } => format!("{procedure} — готовится"),
        S::NoMatter { procedure } => format!("{procedure} — не ведётся"),
        S::HasStatus { institution, ref status } => has_status(institution, status),
        S::HasKind { procedure, kind, has: true } => format!("{procedure} — с отметкой «{kind}»"),
        S::HasKind { procedure, kind, has: false } => format!("{procedure} — больше без отметки «{kind}»"),
        S::FactIs { fact, holds: true } => format!("имеет место: {fact}"),
        S::FactIs { fact, holds: false } => format!("не имеет места: {fact}"),
        S::ParamIs { param, value } => format!("{param}: {value}"),
        S::ReadAs { choice, option } => format!("«{choice}» читается как «{option}»"),
        S::SilenceRead { procedure, stage, void: false } => {
            format!("действия после последнего дня имеют силу («{procedure} — {stage}»)")
        }
        S::SilenceRead { procedure, stage, void: true } => {
            format!("действия после последнего дня не имеют силы («{procedure} — {stage}»)")
        }
        S::SilenceQuestion { procedure, stage } => {
            format!("имеют ли силу действия после последнего дня («{procedure} — {stage}»)")
        }
        S::RoleIs { role, body } => format!("{role}: {body}"),
        S::CounterIs { procedure, counter, value } => format!("{procedure}, {counter}: {value}"),
        S::Question(code) => question(code).into(),
        S::Confirmed { breach: false, owed: true } => {
            "Никто при этом не пропускает срок. Доказательство: события воспроизведены с этими датами.".into()
        }
        S::Confirmed { breach: false, owed: false } => {
            "Закон при этом никто не нарушает. Доказательство: события воспроизведены с этими датами.".into()
        }
        S::Confirmed { breach: true, .. } => {
            "Кто-то при этом пропускает срок. Доказательство: события воспроизведены с этими датами.".into()
        }
        S::TimeLimitWhile { stands } => format!("срок в положении «{stands}»"),
        S::TrappedToo { stands } => format!("тогда нельзя соблюсти срок в положении «{stands}»"),
        S::Assumption => "допущение".into(),
        S::FindingOnlyIf { number, readings } => {
            format!("вывод {number} верен, только если {}", readings.join("; или если "))
        }
        S::Titled { title } => format!("«{title}»"),
        S::Owed { who, duty, articles } => {
            format!("Здесь есть обязанность ({who}: {duty}; {articles}), но срока для неё нет.")
        }
        S::Defiant => "Для этого кто-то должен пропустить срок.".into(),
        S::InTime => "Доказательство: полный перебор с точностью до дня пути к этому не нашёл.".into(),
        S::NotUnderOthers => "Доказательство: на те же вопросы при других чтениях этого не нашлось.".into(),
        S::AskedTogether => "Спрошено о всех чтениях сразу.".into(),
        S::NoEvent { day } => format!("Никаких событий для этого не нужно: так обстоит дело {day}."),
        S::OnTheDay { day } => format!(
            "Здесь {day} действие совершается в тот самый день, когда истёк срок, и после того, как он истёк."
        ),
        S::EndsOn { day } => format!("До {day}, последнего дня этой истории, больше ничего не происходит."),
        S::OnlyByBreach => "Для этого кто-то должен нарушить правило или пропустить срок".into(),
        S::NoWay => "Доказательство: полный перебор пути к этому не нашёл, какими бы ни были даты.".into(),
        S::Untimed => "Доказательство: полный перебор без учёта дат; во времени ещё не подтверждено.".into(),
        S::ByPlay { story } => {
            let proof = if story {
                "Показан один из кратчайших ходов событий, в которых остальные бездействуют. Что остальные не могут этого предотвратить, доказывает"
            } else {
                "Доказательство:"
            };
            format!(
                "{proof} полный перебор того, что может каждая сторона, при любых датах. Случайностей в нём нет, каждый соблюдает свои сроки, и ни одна сторона не делает двух шагов, пока другая не могла сделать один."
            )
        }
        S::ByArithmetic { base } => format!("Доказательство: числа выше; считаются {}.", base_of(base)),
        S::ByText => "Доказательство: сам текст.".into(),
        S::OnlyIf { readings } => format!("Только если {readings}."),
        S::ToldUnder { readings, others: false } => format!("Рассказано при чтении: {readings}."),
        S::ToldUnder { readings, others: true } => {
            format!("Рассказано при чтении: {readings}. То же возможно и при любом другом.")
        }
        S::OthersUndecided => "Возможно ли то же при любом другом чтении текста, решить не удалось.".into(),
        S::WouldHappen { what, articles } => format!("{what} [{articles}]"),
        S::HadBegun { clock, day } => {
            format!("История предполагает ещё одну дату: срок в ней {clock} ({day}).")
        }
        S::ShownForOne => "Показана первая из этих стадий; для прочих то же установил поиск.".into(),
        S::InSomeCases { act } => format!("{act}, где требуется столько"),
        S::ItsTimeRunsOut => "истекает срок".into(),
        S::RunsOut { day } => format!("Срок истекает {day}."),
        S::NotOpen { act, reasons } => format!("Тогда не может произойти: {act} ({reasons})."),
        S::Assumes { rule, why } => format!("Опирается на допущение о правиле «{rule}»: {why}."),
        S::Recalled { articles } => {
            format!("Опирается на формулировки по памяти, не сверенные с текстом: {}.", articles.join(", "))
        }
        S::HangsToo { procedure, stages } => {
            format!("тогда дело («{procedure}») может навсегда остаться на стадии {}", quoted(stages, "или"))
        }
        S::EmptyToo { institutions, for_ever: true } => {
            format!("тогда навсегда могут остаться незамещёнными: {}", institutions.join(", "))
        }
        S::EmptyToo { institutions, for_ever: false } => {
            format!(
                "тогда могут пустовать, и до истечения какого-либо срока никто этого не изменит: {}",
                institutions.join(", ")
            )
        }
        S::LeftOut { titles } => format!("Это могли бы изменить опущенные нормы: {}", titles.join("; ")),
        S::Why { why, clocks } => match why {
            Why::Bound(Exceeded::Nodes(n)) => format!("поиску понадобилось бы больше узлов, чем {n}"),
            Why::Bound(Exceeded::Seconds(n)) => format!("поиск занял больше секунд, чем {n}"),
            Why::Bound(Exceeded::Work(n)) => format!("поиску понадобилось бы больше операций, чем {n}"),
            Why::Bound(Exceeded::States(n)) => format!("состояний больше, чем {n}"),
            Why::Bound(Exceeded::Circle) => "действия закона вне рассмотренной части идут по кругу".into(),
            Why::Bound(Exceeded::Outside(_)) => "вопрос выходит за рассмотренную часть".into(),
            Why::Readings => "при одном чтении это так, а при всех ли, установить не удалось".into(),
            Why::FromTheStart => "первое верно с первого дня, и сколько оно длится, неизвестно".into(),
            Why::Dates => "исход зависит от дат или от того, какой из сроков истечёт раньше".into(),
            Why::Players => "участников больше, чем можно различить".into(),
            Why::NoDates => "ход событий найден, но подходящих дат не нашлось".into(),
            Why::Clocks(_) if clocks.is_empty() => {
                "всё зависит от того, какой срок истечёт раньше, и перебор этого не установил".into()
            }
            Why::Clocks(_) => {
                format!("всё зависит от того, какой из сроков истечёт раньше: {}", clocks.join("; "))
            }
        },
        S::Needs(what) => needs(what),
        S::NotBuilt { needs: what } => format!("Эта проверка ещё не построена: ей нужно — {}.", needs(what)),
        S::Unmatched { finding, about } => {
            format!("в файле сказано, что вывод `{finding}` о {about} задуман, но такого вывода нет")
        }
        S::Heading(heading) => heading.ru(),
        S::Cure(cure) => cure.ru(),
        S::Expected(what) => match what {
            Expectation::Accepted => "событие происходит".into(),
            Expectation::Result(result) => format!("результат: {}", result_is(result)),
            Expectation::Refused(rule) => format!("отклонено по правилу `{rule}`"),
            Expectation::Violates(rule) => format!("нарушает `{rule}`"),
            Expectation::Holds(outcome, true) => format!("в конце это так: {outcome}"),
            Expectation::Holds(outcome, false) => format!("в конце это не так: {outcome}"),
            Expectation::At(stands) => format!("в конце: {stands}"),
            Expectation::Broken(rule) => format!("нарушено `{rule}`"),
        },
        S::Found(found) => found.ru(),
        S::Occurrence(event) => event.ru(),
        S::Because(reason) => reason.ru(),
    }
}

pub(super) fn needs(what: &str) -> String {
    let parts: Vec<&str> = what
        .split(" and ")
        .map(|part| match part {
            "a question of its own to the games" => "собственный вопрос к играм",
            "exact time" => "точный учёт времени",
            "the control graph" => "граф подчинения",
            "comparison of two constitutions" => "сравнение двух конституций",
            "comparison of reforms" => "сравнение реформ",
            other => other,
        })
        .collect();
    list(&parts, "и")
}

pub(super) fn question(code: Code) -> &'static str {
    match code {
        Code::Deadlock => "может ли конституция остановиться?",
        Code::MatterNeverEnds => "может ли дело зависнуть навсегда, и винить в этом некого?",
        Code::NoProgressLoop => "может ли дело ходить по кругу?",
        Code::Paralysis => {
            "может ли жизненно важная функция остановиться на месяц или дольше, пока не истечёт один срок?"
        }
        Code::HoldUp => "кто может остановить дело бездействием?",
        Code::ToothlessDeadline => "что будет, если срок пропущен?",
        Code::ClockWithoutKeeper => "кто запускает срок?",
        Code::DeadlineTrap => "может ли срок истечь, когда те, кого он связывает, не могут его соблюсти?",
        Code::ClockUnderControl => "может ли кто-нибудь начать чужой срок заново или остановить его?",
        Code::PerverseSilence => "кому вредит молчание и кому оно выгодно?",
        Code::Frozen => "нельзя ли изменить конституцию без кого-то одного?",
        Code::DormantEntrenchment => "ждёт ли запрет тех, кого он связывает?",
        Code::OwnCause => "ждёт ли процедура отстранения действий того, кого отстраняют?",
        Code::HiddenVeto => "нет ли рядом с преодолимым возражением непреодолимого молчания?",
        Code::CheckSwitchedOff => "может ли тот, кого проверяют, отключить проверку?",
        Code::Gatekeeper => "ждёт ли что-нибудь одного-единственного действия одного лица или органа?",
        Code::SelfPunishingCheck => "платит ли за проверку тот, кто её начал?",
        Code::CapturedCheck => "нужны ли для проверки голоса тех, кого назначает и отзывает проверяемый?",
        Code::Race => "зависит ли исход от того, кто успеет первым?",
        Code::UncheckedPower => "кто может сделать нечто тяжкое в одиночку?",
        Code::NoReturn => "может ли тяжкое положение длиться, пока кто-то один бездействует?",
        Code::AppointmentBlocked => "может ли должность пустовать, пока кто-то один бездействует?",
        Code::SuccessionGap => "может ли должность пустовать, когда замещать её некому?",
        Code::EndlessCaretaker => "может ли временный держатель остаться навсегда?",
        Code::QuorumWeapon => "сильнее ли не прийти, чем голосовать против?",
        Code::QuorumUnreachable => "могут ли пустые места лишить орган способности решать?",
        Code::MajorityUnreachable => "бывает ли, что голосование нельзя выиграть или решить?",
        Code::CircularDependency => "замещаются ли должности только друг через друга?",
        Code::Contradiction => {
            "есть ли обязанность, которую нельзя исполнить — саму по себе или рядом с другой?"
        }
        Code::DeadRule => "есть ли правило, которое никогда не применяется?",
        Code::ReadingDecides => "зависит ли ответ от чтения текста?",
        Code::Property => "верны ли собственные утверждения файла?",
    }
}

pub(super) fn result_is(result: VoteResult) -> &'static str {
    match result {
        VoteResult::Carried => "принято",
        VoteResult::Failed => "не принято",
        VoteResult::NoQuorum => "нет кворума",
    }
}

pub(super) fn base_of(base: Base) -> &'static str {
    match base {
        Base::Voting => "голоса за и против",
        Base::Cast => "поданные бюллетени",
        Base::Present => "присутствующие",
        Base::Serving => "состоящие в должности",
        Base::Seats => "места",
    }
}

pub(super) fn refused(why: Refused) -> &'static str {
    match why {
        Refused::AfterDeadline => "слишком поздно",
        Refused::TooEarly => "слишком рано",
        Refused::WrongStage => "на этой стадии невозможно",
        Refused::NotAble => "невозможно: тот, кто нужен, не может действовать",
        Refused::Prohibited => "запрещено",
        Refused::Condition => "невозможно: не выполнено условие",
        Refused::NotTheHolder => "действовал тот, кто на это не уполномочен",
        Refused::NotEnough => "не хватает подписей",
        Refused::BadTally => "таких чисел быть не может",
        Refused::NoSuchRule => "при выбранных вариантах невозможно",
        Refused::Circle => "вызывает действия закона, идущие по кругу",
    }
}

pub(super) fn must_be(must: Must, limit: &str) -> String {
    match must {
        Must::Before => format!("нужно: до {limit}"),
        Must::NotAfter => format!("последний день: {limit}"),
        Must::NotBefore => format!("первый день: {limit}"),
        Must::After => format!("нужно: после {limit}"),
    }
}

pub(super) fn has_status(institution: &str, status: &Status) -> String {
    let word = match status {
        Status::InOffice => "в должности",
        Status::Acting => "обязанности исполняет другой",
        Status::Suspended => "полномочия приостановлены",
        Status::Unable => "действовать не может",
        Status::Vacant => "место вакантно",
        Status::Sitting => "заседает",
        Status::Recess => "на каникулах",
        Status::Adjourned => "заседания прерваны",
        Status::Dissolved => "палата распущена",
    };
    format!("{institution} — {word}")
}

/// A number of days after a word that asks for the genitive.
pub(super) fn days_in_genitive(days: i32) -> String {
    let one = days % 10 == 1 && days % 100 != 11;
    format!("{days} {}", if one { "дня" } else { "дней" })
}

pub(super) fn length(months: i32, days: i32, skipped: u8) -> String {
    let mut parts = Vec::new();
    let years = if months % 12 == 0 { months / 12 } else { 0 };
    if years != 0 {
        parts.push(unit(years, "год", "года", "лет"));
    } else if months != 0 {
        parts.push(unit(months, "месяц", "месяца", "месяцев"));
    }
    if days != 0 {
        let plain = unit(days, "день", "дня", "дней");
        parts.push(match skipped & 0x7f {
            0x60 => unit(days, "рабочий день", "рабочих дня", "рабочих дней"),
            0 => plain,
            0x40 => format!("{plain} без воскресений"),
            _ => format!("{plain} без некоторых дней недели"),
        });
    }
    list(&parts.iter().map(String::as_str).collect::<Vec<_>>(), "и")
}

pub(super) fn unit(n: i32, one: &str, few: &str, many: &str) -> String {
    let sign = if n < 0 { "минус " } else { "" };
    format!("{sign}{}", counted_noun(n.unsigned_abs().into(), one, few, many))
}

/// 1 день, 2 дня, 5 дней, 11 дней, 21 день.
pub(super) fn counted_noun(n: u64, one: &str, few: &str, many: &str) -> String {
    let form = match (n % 10, n % 100) {
        (_, 11..=14) => many,
        (1, _) => one,
        (2..=4, _) => few,
        _ => many,
    };
    format!("{n} {form}")
}

pub(super) fn list(parts: &[&str], word: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => (*one).into(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// Says who does nothing, of whom each suffices.
pub(super) fn doing_nothing(by: &[&str]) -> String {
    match by {
        [one] => (*one).into(),
        _ => format!("хотя бы один из них ({})", list(by, "и")),
    }
}

pub(super) fn quoted(parts: &[&str], word: &str) -> String {
    let parts: Vec<String> = parts.iter().map(|part| format!("«{part}»")).collect();
    list(&parts.iter().map(String::as_str).collect::<Vec<_>>(), word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_follow_their_number() {
        let days = |n| counted_noun(n, "день", "дня", "дней");
        assert_eq!(
            [1, 2, 5, 11, 12, 21, 22, 101, 111].map(days).join(", "),
            "1 день, 2 дня, 5 дней, 11 дней, 12 дней, 21 день, 22 дня, 101 день, 111 дней"
        );
        assert_eq!(length(1, 0, 0), "1 месяц");
        assert_eq!(length(60, 0, 0), "5 лет");
        assert_eq!(length(2, 10, 0x40), "2 месяца и 10 дней без воскресений");
    }
}
