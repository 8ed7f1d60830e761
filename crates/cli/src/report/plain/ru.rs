//! Русский.

use super::{Label, Phrase as P, digits};
use solon_engine::calendar::DatePoint;
use solon_engine::vote::{Base, Ratio};
use solon_rules::resolved::RuleKind;

pub fn say(phrase: P<'_>) -> String {
    match phrase {
        P::Kind(kind) => kind_of(kind).into(),
        P::Label(label) => label_of(label).into(),
        P::Case { when, what } => format!("если {when}: {what}"),
        P::Otherwise { what } => format!("иначе: {what}"),
        P::Not { what } => format!("неверно, что {what}"),
        P::Linked { stands } => format!("связанное дело стоит так: {stands}"),
        P::Since { at_least: true, period, point } => {
            format!("прошло не меньше ({period}) с события: {point}")
        }
        P::Since { at_least: false, period, point } => format!("прошло меньше ({period}) с события: {point}"),
        P::Between { from, to } => format!("это время между событиями: {from}; {to}"),
        P::Counted { counter, at_least: true, number } => format!("{counter} — не меньше {number}"),
        P::Counted { counter, at_least: false, number } => format!("{counter} — меньше {number}"),
        P::Holds { outcome } => format!("это так: {outcome}"),
        P::Within { from, until } => {
            let from = from.map(|from| format!("с {from}"));
            let until = until.map(|until| format!("до {until}"));
            [from, until].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        P::Entry => "дело пришло на нынешнюю стадию".into(),
        P::TermStart { institution } => format!("начало срока полномочий ({institution})"),
        P::TermEnd { institution } => format!("конец срока полномочий ({institution})"),
        P::Date(date) => date_of(date),
        P::After { period, point } => format!("{period} спустя после события: {point}"),
        P::Before { period, point } => format!("за {period} до события: {point}"),
        P::Earliest { points } => format!("самое раннее из: {points}"),
        P::Latest { points } => format!("самое позднее из: {points}"),
        P::Sitting { period, chambers } => format!("{period} заседаний ({chambers})"),
        P::From { period, point } => format!("{period}, считая от события: {point}"),
        P::Simple => "больше голосов за, чем против".into(),
        P::Plurality => "больше голосов, чем за других".into(),
        P::Share { at_least: true, ratio, base } => format!("не менее {} {}", share(ratio), base_of(base)),
        P::Share { at_least: false, ratio, base } => format!("более {} {}", share(ratio), base_of(base)),
        P::Number { n } => n.into(),
        P::Vote { body, majority, count, quorum } => {
            let mut text = format!("{body} голосованием: {majority}");
            if let Some((needed, seats)) = count {
                text += &format!(" ({needed} из {seats})");
            }
            if let Some(quorum) = quorum {
                text += &format!("; кворум: {quorum}");
            }
            text
        }
        P::NoQuorum => "нет".into(),
        P::TieStands => "при равенстве голосов принято".into(),
        P::Casting { holder } => format!("при равенстве голосов решает: {holder}"),
        P::AlsoIn { majority, units } => format!("и {majority} по единицам: {units}"),
        P::Start { stands } => format!("начинается: {stands}"),
        P::Move { stands } => format!("переходит: {stands}"),
        P::Abort { procedure } => format!("прекращается без результата: {procedure}"),
        P::Replace { who } => format!("сменяется: {who}"),
        P::Unseat { body } => format!("освобождаются места: {body}"),
        P::CountUp { counter } => format!("прибавляется единица: {counter}"),
        P::Reset { counter } => format!("обнуляется: {counter}"),
        P::Extend { period } => format!("срок продлевается: {period}"),
        P::SilenceTo { stands } => format!("дело идёт дальше: {stands}"),
        P::SilenceDeemed { act } => format!("считается совершённым: {act}"),
        P::SilencePasses { act } => format!("затем возможно лишь одно: {act}"),
        P::SilenceEnds => "полномочие прекращается, обязанность не нарушена".into(),
        P::SilenceBreach { late_valid: true } => {
            "обязанность нарушена; запоздалое действие имеет силу".into()
        }
        P::SilenceBreach { late_valid: false } => {
            "обязанность нарушена; запоздалое действие не имеет силы".into()
        }
        P::SilenceNotStated => "в тексте не сказано; рассматриваются оба чтения".into(),
        P::Opens => "начинает новое дело".into(),
        P::Anywhere => "при любом положении дел".into(),
        P::IfCarried { stage } => format!("если принято: {stage}"),
        P::IfFailed { stage } => format!("если не принято: {stage}"),
        P::IfNoQuorum { stage } => format!("без кворума: {stage}"),
        P::AtMost { n: 1 } => "один раз".into(),
        P::AtMost { n } => format!("не чаще, чем столько раз: {n}"),
        P::Unlawful => "действие вопреки запрету имеет силу, но нарушает его".into(),
        P::Void => "действие вопреки запрету не имеет силы".into(),
        P::EndsHere => "здесь дело кончается".into(),
        P::Seats { n } => format!("мест: {n}"),
        P::Term { length, holdover: false } => length.into(),
        P::Term { length, holdover: true } => format!("{length}; прежний остаётся до вступления нового"),
        P::ForLife => "пожизненно".into(),
    }
}

fn kind_of(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Institution => "институт",
        RuleKind::Seats => "группа мест",
        RuleKind::Procedure => "процедура",
        RuleKind::Kind => "вид дела",
        RuleKind::Stage => "стадия",
        RuleKind::Step => "действие",
        RuleKind::Gate => "участие другого",
        RuleKind::Choice => "выбор",
        RuleKind::Param => "число",
        RuleKind::Fact => "факт",
        RuleKind::Outcome => "исход",
        RuleKind::Duty => "обязанность",
        RuleKind::Prohibition => "запрет",
        RuleKind::Property => "утверждение",
        RuleKind::Other => "пометка",
    }
}

fn label_of(label: Label) -> &'static str {
    match label {
        Label::Text => "Текст",
        Label::Who => "Кто",
        Label::With => "До того",
        Label::From => "Откуда",
        Label::To => "Куда",
        Label::When => "Только если",
        Label::NotBefore => "Не раньше",
        Label::NotAfter => "Не позже",
        Label::AtOnceAfter => "Сразу после",
        Label::Time => "Срок",
        Label::Silence => "Если никто не действует",
        Label::Pauses => "Срок не течёт, пока",
        Label::Often => "Как часто",
        Label::Changes => "Последствие",
        Label::WaysOut => "Что дальше",
        Label::BarredBy => "Запрещено правилом",
        Label::Bars => "Запрещает",
        Label::Owed => "Обязанность",
        Label::Fulfilled => "Как исполнить",
        Label::Assumption => "Допущение",
        Label::Note => "Примечание",
        Label::Only => "Есть, только если",
        Label::Seats => "Места",
        Label::Term => "Срок полномочий",
        Label::RemovedBy => "Кто отстраняет",
        Label::Stages => "Стадия",
        Label::Steps => "Действие",
        Label::Options => "Вариант",
        Label::Value => "Значение",
    }
}

fn base_of(base: Base) -> &'static str {
    match base {
        Base::Voting => "от голосов за и против",
        Base::Cast => "от поданных бюллетеней",
        Base::Present => "от присутствующих",
        Base::Serving => "от состоящих в должности",
        Base::Seats => "от всех мест",
    }
}

fn share(ratio: Ratio) -> String {
    match (ratio.num, ratio.den) {
        (1, 2) => "половины".into(),
        (1, 3) => "трети".into(),
        (2, 3) => "двух третей".into(),
        (1, 4) => "четверти".into(),
        (3, 4) => "трёх четвертей".into(),
        (1, 5) => "одной пятой".into(),
        (3, 5) => "трёх пятых".into(),
        (4, 5) => "четырёх пятых".into(),
        (num, den) => format!("{num}/{den}"),
    }
}

const MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const DAYS: [&str; 7] = ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"];

fn date_of(date: DatePoint) -> String {
    let month = |month: i8| MONTHS.get(usize::try_from(month - 1).unwrap_or(0)).copied().unwrap_or_default();
    match date {
        DatePoint::Fixed(day) => digits(day),
        DatePoint::Yearly { month: of, day } => format!("{day} {} каждого года", month(of)),
        DatePoint::Nth { last, weekday, month: of } => {
            let which = if last { "последний раз" } else { "первый раз" };
            let day = DAYS.get(usize::from(weekday)).copied().unwrap_or_default();
            format!("{day}, {which} в месяце {} каждого года", month(of))
        }
    }
}
