//! English.

use super::{Label, Phrase as P, digits};
use solon_engine::calendar::DatePoint;
use solon_engine::vote::{Base, Ratio};
use solon_rules::resolved::RuleKind;

pub fn say(phrase: P<'_>) -> String {
    match phrase {
        P::Kind(kind) => kind_of(kind).into(),
        P::Label(label) => label_of(label).into(),
        P::Case { when, what } => format!("if {when}: {what}"),
        P::Otherwise { what } => format!("otherwise: {what}"),
        P::Not { what } => format!("it is not so that {what}"),
        P::Linked { stands } => format!("the linked matter stands so: {stands}"),
        P::Since { at_least: true, period, point } => {
            format!("{period} or more have passed since this: {point}")
        }
        P::Since { at_least: false, period, point } => {
            format!("less than {period} has passed since this: {point}")
        }
        P::Between { from, to } => format!("it is between these: {from}; {to}"),
        P::Counted { counter, at_least: true, number } => format!("{counter} stands at {number} or more"),
        P::Counted { counter, at_least: false, number } => format!("{counter} stands below {number}"),
        P::Holds { outcome } => format!("this is so: {outcome}"),
        P::Within { from, until } => {
            let from = from.map(|from| format!("from {from}"));
            let until = until.map(|until| format!("until {until}"));
            [from, until].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        P::Entry => "the matter came to where it is".into(),
        P::TermStart { institution } => format!("the term of {institution} began"),
        P::TermEnd { institution } => format!("the end of the term of {institution}"),
        P::Date(date) => date_of(date),
        P::After { period, point } => format!("{period} after this: {point}"),
        P::Before { period, point } => format!("{period} before this: {point}"),
        P::Earliest { points } => format!("the earliest of these: {points}"),
        P::Latest { points } => format!("the latest of these: {points}"),
        P::Sitting { period, chambers } => format!("{period} on which {chambers} sits"),
        P::From { period, point } => format!("{period}, counted from this: {point}"),
        P::Simple => "more votes for than against".into(),
        P::Plurality => "the most votes".into(),
        P::Share { at_least, ratio, base } => {
            let word = if at_least { "at least" } else { "more than" };
            format!("{word} {} of {}", share(ratio), base_of(base))
        }
        P::Number { n } => n.into(),
        P::Vote { body, majority, count, quorum } => {
            let mut text = format!("{body} by a vote: {majority}");
            if let Some((needed, seats)) = count {
                text += &format!(" ({needed} of {seats})");
            }
            if let Some(quorum) = quorum {
                text += &format!("; quorum: {quorum}");
            }
            text
        }
        P::NoQuorum => "none".into(),
        P::TieStands => "a tie carries it".into(),
        P::Casting { holder } => format!("a tie is decided by {holder}"),
        P::AlsoIn { majority, units } => format!("and {majority}, counted by {units}"),
        P::Start { stands } => format!("opens: {stands}"),
        P::Move { stands } => format!("moves: {stands}"),
        P::Abort { procedure } => format!("ends without result: {procedure}"),
        P::Replace { who } => format!("others take the place of {who}"),
        P::Unseat { body } => format!("empties seats: {body}"),
        P::CountUp { counter } => format!("counts up: {counter}"),
        P::Reset { counter } => format!("back to zero: {counter}"),
        P::Extend { period } => format!("lengthens the time by {period}"),
        P::SilenceTo { stands } => format!("it moves on: {stands}"),
        P::SilenceDeemed { act } => format!("this counts as done: {act}"),
        P::SilencePasses { act } => format!("from then on this alone is possible: {act}"),
        P::SilenceEnds => "the power ends, and nobody has broken a duty".into(),
        P::SilenceBreach { late_valid: true } => "a duty is broken; a late act still counts".into(),
        P::SilenceBreach { late_valid: false } => "a duty is broken; a late act is void".into(),
        P::SilenceNotStated => "the text does not say; both readings are explored".into(),
        P::Opens => "opens a new matter".into(),
        P::Anywhere => "wherever things stand".into(),
        P::IfCarried { stage } => format!("if carried: {stage}"),
        P::IfFailed { stage } => format!("if not carried: {stage}"),
        P::IfNoQuorum { stage } => format!("without quorum: {stage}"),
        P::AtMost { n: 1 } => "once".into(),
        P::AtMost { n } => format!("at most {n} times"),
        P::Unlawful => "an act against it has its effect, and is a violation".into(),
        P::Void => "an act against it has no effect".into(),
        P::EndsHere => "the matter ends here".into(),
        P::Seats { n: 1 } => "1 seat".into(),
        P::Seats { n } => format!("{n} seats"),
        P::Term { length, holdover: false } => length.into(),
        P::Term { length, holdover: true } => {
            format!("{length}; the old holder stays until a new one enters")
        }
        P::ForLife => "for life".into(),
    }
}

fn kind_of(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Institution => "institution",
        RuleKind::Seats => "group of seats",
        RuleKind::Procedure => "procedure",
        RuleKind::Kind => "kind of matter",
        RuleKind::Stage => "stage",
        RuleKind::Step => "step",
        RuleKind::Gate => "co-actor's part",
        RuleKind::Choice => "choice",
        RuleKind::Param => "number",
        RuleKind::Fact => "fact",
        RuleKind::Outcome => "outcome",
        RuleKind::Duty => "duty",
        RuleKind::Prohibition => "prohibition",
        RuleKind::Property => "property",
        RuleKind::Other => "remark",
    }
}

fn label_of(label: Label) -> &'static str {
    match label {
        Label::Text => "Text",
        Label::Who => "Who",
        Label::With => "Before it",
        Label::From => "From",
        Label::To => "To",
        Label::When => "Only if",
        Label::NotBefore => "Not before",
        Label::NotAfter => "Not after",
        Label::AtOnceAfter => "At once after",
        Label::Time => "Time",
        Label::Silence => "If nobody acts",
        Label::Pauses => "The time stands still while",
        Label::Often => "How often",
        Label::Changes => "Effect",
        Label::WaysOut => "Ways on",
        Label::BarredBy => "Prohibited by",
        Label::Bars => "Prohibits",
        Label::Owed => "Owed under",
        Label::Fulfilled => "By doing",
        Label::Assumption => "Assumption",
        Label::Note => "Note",
        Label::Only => "Exists only if",
        Label::Seats => "Seats",
        Label::Term => "Term",
        Label::RemovedBy => "Removed by",
        Label::Stages => "Stage",
        Label::Steps => "Step",
        Label::Options => "Option",
        Label::Value => "Value",
    }
}

fn base_of(base: Base) -> &'static str {
    match base {
        Base::Voting => "those voting for or against",
        Base::Cast => "the ballots cast",
        Base::Present => "those present",
        Base::Serving => "those in office",
        Base::Seats => "all seats",
    }
}

fn share(ratio: Ratio) -> String {
    match (ratio.num, ratio.den) {
        (1, 2) => "half".into(),
        (1, 3) => "a third".into(),
        (2, 3) => "two thirds".into(),
        (1, 4) => "a quarter".into(),
        (3, 4) => "three quarters".into(),
        (1, 5) => "a fifth".into(),
        (3, 5) => "three fifths".into(),
        (4, 5) => "four fifths".into(),
        (num, den) => format!("{num}/{den}"),
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn date_of(date: DatePoint) -> String {
    let month = |month: i8| MONTHS.get(usize::try_from(month - 1).unwrap_or(0)).copied().unwrap_or_default();
    match date {
        DatePoint::Fixed(day) => digits(day),
        DatePoint::Yearly { month: of, day } => format!("{day} {} of each year", month(of)),
        DatePoint::Nth { last, weekday, month: of } => {
            let which = if last { "last" } else { "first" };
            format!(
                "the {which} {} of {} of each year",
                DAYS.get(usize::from(weekday)).copied().unwrap_or_default(),
                month(of)
            )
        }
    }
}
