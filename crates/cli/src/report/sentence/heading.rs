//! The words of the reports themselves.

use super::{en, ru};

/// The report's own words.
#[derive(Clone, Copy, Debug)]
pub enum Heading<'a> {
    /// The edition of a work.
    Edition { title: &'a str, edition: &'a str },
    /// An option taken.
    Taken { choice: &'a str, option: &'a str, by_default: bool },
    /// A changed parameter.
    Changed { param: &'a str, value: i32 },
    /// Readings left open.
    Open { n: usize, explored: bool },
    /// How many options a reading has.
    Options { choice: &'a str, n: usize },
    /// How many findings, and whether all was decided.
    Summary { counts: &'a str, intended: usize, complete: bool, open: &'a str },
    /// What happens.
    Story,
    /// A further story.
    OtherStory { id: &'a str },
    /// Where things stand.
    AtTheEnd,
    /// The articles.
    Articles,
    /// Several readings under each of which it appears.
    OnlyIfOneOf,
    /// What follows from a finding.
    Consequences,
    /// What would move a matter on.
    WayOn,
    /// The remedy.
    Remedy,
    /// What the remedy is in the rule file.
    Edit,
    /// What was found, by check.
    Overview,
    /// What conduct and proof mean.
    ConductNote,
    /// How to save all traces.
    SaveTraces,
    /// Findings that are meant.
    Intended,
    /// Why it is meant.
    MeantBecause { why: &'a str },
    /// Intentions without a finding.
    Unmatched,
    /// The file's own statements.
    Properties,
    /// Checks that found nothing.
    Clean,
    /// Checks not run.
    NotRun,
    /// What is undecided.
    Undecided,
    /// Readings on which nothing hangs.
    Agreeing,
    /// Clauses left out.
    LeftOut,
    /// What was searched.
    Searched { states: u128, transitions: usize, n: usize },
    /// What is decided in time, and what is not.
    UntimedNote { questions: usize },
    /// What is not asked under each reading.
    ReadTogether,
    /// Nothing was found.
    NothingFound,
    /// An expectation was met.
    Met { what: &'a str },
    /// It was not.
    NotMet { what: &'a str },
    /// The days of a scenario.
    Days { start: &'a str, until: &'a str },
    /// What comes by itself: time, law, the world.
    ByItself,
    /// Unlawful events are marked, not refused.
    Recorded,
    /// How many scenarios are as expected.
    Scenarios { met: usize, all: usize },
    /// What else is closed, because no matter stands where it is possible.
    NotNow { n: usize },
    /// What an institution may do.
    May,
    /// What it must do.
    Must,
    /// What it cannot do.
    Cannot,
    /// A day.
    OnDay { day: &'a str },
}

impl Heading<'_> {
    /// In English.
    pub(super) fn en(self) -> String {
        match self {
            Heading::Edition { title, edition } => format!("{title}, edition of {edition}"),
            Heading::Taken { choice, option, by_default: true } => format!("Taken unless you choose otherwise: {choice}: {option}"),
            Heading::Taken { choice, option, by_default: false } => format!("Taken as you chose: {choice}: {option}"),
            Heading::Changed { param, value } => format!("Changed: {param}: {value}"),
            Heading::Open { n: 1, explored: true } => "One reading is left open; every option was explored:".into(),
            Heading::Open { n, explored: true } => {
                format!("{n} readings are left open; every combination was explored:")
            }
            Heading::Open { n, explored: false } => {
                let left = if n == 1 { "One reading is".into() } else { format!("{n} readings are") };
                format!("{left} left open; the search was cut off before all options were explored:")
            }
            Heading::Options { choice, n } => format!("{choice} ({n} options)"),
            Heading::Summary { counts, intended, complete, open } => {
                let intended = match intended {
                    0 => String::new(),
                    1 => " 1 finding more is intended.".into(),
                    n => format!(" {n} findings more are intended."),
                };
                let complete = match (complete, open) {
                    (true, "") => "Every question was decided.".to_owned(),
                    (true, open) => format!("Every question was decided, but for what these findings leave open: {open}."),
                    (false, _) => "Not every question was decided: see below.".to_owned(),
                };
                format!("{counts}.{intended} {complete}")
            }
            Heading::Story => "What happens:".into(),
            Heading::OtherStory { id } => format!("It can also happen so ({id}):"),
            Heading::AtTheEnd => "At the end: ".into(),
            Heading::Articles => "Articles: ".into(),
            Heading::OnlyIfOneOf => "Only if one of these is so:".into(),
            Heading::Consequences => "What follows:".into(),
            Heading::WayOn => "What would move it on, in this order:".into(),
            Heading::Remedy => "Remedy: ".into(),
            Heading::Edit => "In the rule file: ".into(),
            Heading::Overview => "In short".into(),
            Heading::ConductNote => "Everybody may wait as long as no deadline binds him. An office counts as one holder, whoever fills it or acts for it. Where somebody lets a deadline pass in a story, the text attaches nothing to that. Each story is a shortest one for its conduct and readings, or at most two steps longer where no dates fit a shorter one; its dates keep all other deadlines, and the engine that also checks real histories has replayed it.".into(),
            Heading::SaveTraces => "To replay a story: `solon run DIR --trace ID`, with the id that stands in its first line. To keep all stories as scenarios: `solon check DIR --save-traces OUTDIR`.".into(),
            Heading::Intended => "Intended".into(),
            Heading::MeantBecause { why } => format!("Intended, as the file says: {why}"),
            Heading::Unmatched => "Intentions that match nothing (warning)".into(),
            Heading::Properties => "What the file itself states".into(),
            Heading::Clean => "Looked for and not found".into(),
            Heading::NotRun => "Not run, because a part of Solon is not built yet".into(),
            Heading::Undecided => "Not decided".into(),
            Heading::Agreeing => "Readings under whose every option each finding stands".into(),
            Heading::LeftOut => "Clauses that the files leave out".into(),
            Heading::Searched { states, transitions, n } => format!(
                "Searched: {} in {} ({}).",
                en::plural(states, "state"),
                en::plural(n as u128, "search").replace("searchs", "searches"),
                en::plural(transitions as u128, "kind of move").replace("kind of moves", "kinds of moves")
            ),
            Heading::ReadTogether => "Whether a rule is dead (H2) is asked of the rules of all readings together: “not found” does not say that it is not so under one of them. `--choose` asks under one.".into(),
            Heading::UntimedNote { questions } => format!("Every story is confirmed on real dates. What can be lost for good (A1, A2), deadlines that cannot be kept (B4) and what must follow in time (`LeadsTo`) are decided exactly in time: {} asked of A1, A2 and B4. The other checks leave dates aside: they let every time limit be kept or missed in any order, so “not found” holds in time for what can never happen at all, and what follows only from a deadline that is kept, or from a step whose dates never come, is not reported.", en::plural(questions as u128, "question")),
            Heading::NothingFound => "Nothing was found.".into(),
            Heading::Met { what } => format!("as expected: {what}"),
            Heading::NotMet { what } => format!("NOT AS EXPECTED. Expected: {what}"),
            Heading::Days { start, until } => format!("From {start} to {until}."),
            Heading::ByItself => "by itself".into(),
            Heading::Recorded => "Unlawful events are marked, not refused.".into(),
            Heading::Scenarios { met, all } => format!("{met} of {all} scenarios as expected"),
            Heading::NotNow { n } => format!("not possible where matters stand now: {}", en::plural(n as u128, "act")),
            Heading::May => "may".into(),
            Heading::Must => "must".into(),
            Heading::Cannot => "cannot".into(),
            Heading::OnDay { day } => format!("on {day}"),
        }
    }

    /// In Russian.
    pub(super) fn ru(self) -> String {
        match self {
            Heading::Edition { title, edition } => format!("{title}, редакция от {edition}"),
            Heading::Taken { choice, option, by_default: true } => format!("Принято по умолчанию — {choice}: {option}"),
            Heading::Taken { choice, option, by_default: false } => format!("Принято по вашему выбору — {choice}: {option}"),
            Heading::Changed { param, value } => format!("Изменено — {param}: {value}"),
            Heading::Open { n, explored } => {
                let n = ru::counted_noun(n as u64, "чтение оставлено открытым", "чтения оставлены открытыми", "чтений оставлены открытыми");
                if explored {
                    format!("{n}; рассмотрены все сочетания:")
                } else {
                    format!("{n}; поиск прерван прежде, чем были рассмотрены все сочетания:")
                }
            }
            Heading::Options { choice, n } => format!("{choice} ({})", ru::counted_noun(n as u64, "вариант", "варианта", "вариантов")),
            Heading::Summary { counts, intended, complete, open } => {
                let intended = if intended == 0 { String::new() } else { format!(" Кроме того, задумано: {intended}.") };
                let complete = match (complete, open) {
                    (true, "") => "Решены все вопросы.".to_owned(),
                    (true, open) => format!("Решены все вопросы, кроме того, что оставляют открытым выводы: {open}."),
                    (false, _) => "Решены не все вопросы: см. ниже.".to_owned(),
                };
                format!("{counts}.{intended} {complete}")
            }
            Heading::Story => "Что происходит:".into(),
            Heading::OtherStory { id } => format!("Может произойти и так ({id}):"),
            Heading::AtTheEnd => "В конце: ".into(),
            Heading::Articles => "Статьи: ".into(),
            Heading::OnlyIfOneOf => "Только если верно одно из этого:".into(),
            Heading::Consequences => "Что из этого следует:".into(),
            Heading::WayOn => "Что продвинуло бы дело, по порядку:".into(),
            Heading::Remedy => "Что делать: ".into(),
            Heading::Edit => "В файле правил: ".into(),
            Heading::Overview => "Коротко".into(),
            Heading::ConductNote => "Каждый вправе ждать, пока его не связывает срок. Должность считается одним лицом, кто бы её ни занимал или ни исполнял. Если в истории кто-то пропускает срок, текст с этим ничего не связывает. Каждая история — одна из кратчайших для своего поведения и прочтений или не более чем на два шага длиннее, если к более короткой не подходят никакие даты; её даты соблюдают все прочие сроки, и её воспроизвела та же машина, что проверяет настоящие истории.".into(),
            Heading::SaveTraces => "Воспроизвести историю: `solon run DIR --trace ID` (имя стоит в её первой строке). Сохранить все истории как сценарии: `solon check DIR --save-traces OUTDIR`.".into(),
            Heading::Intended => "Задумано".into(),
            Heading::MeantBecause { why } => format!("Задумано, как сказано в файле: {why}"),
            Heading::Unmatched => "Указания о задуманном, которым ничего не соответствует (предупреждение)".into(),
            Heading::Properties => "Что утверждает сам файл".into(),
            Heading::Clean => "Искали и не нашли".into(),
            Heading::NotRun => "Не проверялось: эта часть Solon ещё не построена".into(),
            Heading::Undecided => "Не решено".into(),
            Heading::Agreeing => "Чтения, при любом из вариантов которых остаётся каждый вывод".into(),
            Heading::LeftOut => "Нормы, опущенные в файлах".into(),
            Heading::Searched { states, transitions, n } => format!(
                "Рассмотрено состояний: {states}; поисков: {n}; видов переходов: {transitions}."
            ),
            Heading::ReadTogether => "Мертво ли правило (H2), спрашивается о тексте при всех чтениях сразу: «не найдено» здесь не значит, что этого нет при одном из них.".into(),
            Heading::UntimedNote { questions } => format!("Каждая история подтверждена на датах. Что может быть утрачено навсегда (A1, A2), решено точно во времени; задано вопросов: {questions}. Прочие проверки не учитывают даты: всякий срок может быть соблюдён или пропущен в любом порядке."),
            Heading::NothingFound => "Ничего не найдено.".into(),
            Heading::Met { what } => format!("как ожидалось: {what}"),
            Heading::NotMet { what } => format!("НЕ КАК ОЖИДАЛОСЬ. Ожидалось: {what}"),
            Heading::Days { start, until } => format!("С {start} по {until}."),
            Heading::ByItself => "само собой".into(),
            Heading::Recorded => "Незаконные события отмечаются, а не отклоняются.".into(),
            Heading::Scenarios { met, all } => format!("сценариев, где всё как ожидалось: {met} из {all}"),
            Heading::NotNow { n } => format!("при нынешнем положении дел невозможно действий: {n}"),
            Heading::May => "вправе".into(),
            Heading::Must => "обязан".into(),
            Heading::Cannot => "не может".into(),
            Heading::OnDay { day } => format!("на {day}"),
        }
    }
}
