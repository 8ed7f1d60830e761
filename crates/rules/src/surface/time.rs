//! Periods, counting and points in time.

use crate::decode::{Name, Spanned};

choice! {
    /// A length of time. The unit is always written.
    pub enum Period expecting "a period such as Days(30) or Months(1)" {
        /// Calendar days.
        Days(Number),
        /// Days without Saturdays and Sundays.
        WorkingDays(Number),
        /// Days on which the chamber sits.
        SittingDays(Number, Name),
        /// Weeks of seven days.
        Weeks(Number),
        /// Months.
        Months(Number),
        /// Years of twelve months.
        Years(Number),
        /// Hours, counted in whole days: 48 hours are two days.
        Hours(Number),
        /// One after the other.
        Sum(Vec<Period>),
        /// Words without a number, and the number assumed for them.
        Vague {
            /// The words of the text.
            words: Name,
            /// What they are taken to mean.
            assume: Box<Period>,
        },
        /// A length with its own start or counting.
        Period {
            /// How long.
            length: Box<Period>,
            /// From when; from entry of the stage if left out.
            from: Option<Point>,
            /// How days are counted; as in `Defaults` if left out.
            counting: Option<Counting>,
        },
    }
}

choice! {
    /// A number, or a parameter: `30`, `Param("days")`.
    pub enum Number expecting "a whole number, or Param(\"..\")" {
        /// A whole number.
        number Int(Spanned<i32>),
        /// A parameter's value.
        Param(Name),
    }
}

record! {
    /// How days are counted.
    pub struct Counting {
        /// Whether the day of the trigger is the first day.
        pub first: First,
        /// What becomes of a month end that the target month lacks.
        pub round: Rounding,
        /// Whether a last day on a weekend moves to Monday.
        pub last: Last,
        /// The days that do not count.
        pub except: Vec<Excepted>,
    }
}

choice! {
    /// The first day counted.
    pub enum First expecting "Next or Same" {
        /// The day after the trigger.
        Next,
        /// The day of the trigger.
        Same,
    }
}

choice! {
    /// What becomes of a month end that the target month lacks.
    pub enum Rounding expecting "Clamp or Forward" {
        /// The last day of the month.
        Clamp,
        /// The first day of the next month.
        Forward,
    }
}

choice! {
    /// A last day on a Saturday or Sunday.
    pub enum Last expecting "Stays or NextWorkingDay" {
        /// It stays the last day.
        Stays,
        /// It moves to Monday.
        NextWorkingDay,
    }
}

choice! {
    /// Days that do not count.
    pub enum Excepted expecting "Sundays, Saturdays, Holidays or Recess(\"chamber\")" {
        /// Sundays.
        Sundays,
        /// Saturdays.
        Saturdays,
        /// Public holidays.
        Holidays,
        /// Days on which the chamber does not sit.
        Recess(Name),
    }
}

choice! {
    /// A date.
    pub enum Point expecting "a date such as Entry, At(\"bill.sign\") or Plus(Entry, Days(2))" {
        /// The day on which this matter entered its present stage.
        Entry,
        /// The last time that the step was taken or the stage entered; never means infinitely long ago.
        At(Name),
        /// The day on which the office's or chamber's present term began.
        TermStart(Name),
        /// The day on which it ends.
        TermEnd(Name),
        /// A day, written 2021-07-01.
        Date(Name),
        /// The same date in each year.
        Yearly {
            /// 1 to 12.
            month: u8,
            /// 1 to 31.
            day: u8,
            /// For the record; the engine counts whole days.
            hour: Option<u8>,
        },
        /// The first or last such day of the week in a month of each year.
        Nth {
            /// First or last.
            nth: Nth,
            /// The day of the week.
            weekday: Weekday,
            /// 1 to 12.
            month: u8,
        },
        /// Later by so much.
        Plus(Box<Point>, Box<Period>),
        /// Earlier by so much.
        Minus(Box<Point>, Box<Period>),
        /// The earliest of them.
        Earliest(Vec<Point>),
        /// The latest of them.
        Latest(Vec<Point>),
    }
}

choice! {
    /// Which of a month's days of the week.
    pub enum Nth expecting "First or Last" {
        /// The first.
        First,
        /// The last.
        Last,
    }
}

choice! {
    /// A day of the week.
    pub enum Weekday expecting "a day of the week such as Sunday" {
        /// 1.
        Monday,
        /// 2.
        Tuesday,
        /// 3.
        Wednesday,
        /// 4.
        Thursday,
        /// 5.
        Friday,
        /// 6.
        Saturday,
        /// 7.
        Sunday,
    }
}

choice! {
    /// From when until when a rule holds.
    pub enum Force expecting "Force(from: .., until: ..) or NotCommenced" {
        /// Within these dates.
        Force {
            /// The first day.
            from: Option<Point>,
            /// The first day on which it holds no longer.
            until: Option<Point>,
            /// Whether running matters keep the rule they began under.
            running: Option<Running>,
        },
        /// Enacted, but not in force.
        NotCommenced,
    }
}

choice! {
    /// The rule for matters that run when the law changes.
    pub enum Running expecting "Keep or New" {
        /// They keep the old rule.
        Keep,
        /// They take the new rule.
        New,
    }
}

choice! {
    /// What happens when nobody acted in time.
    pub enum Silence expecting "what silence means, such as To(\"stage\"), Deemed(\"step\"), Breach(late: Valid) or NotStated" {
        /// The matter moves to this stage.
        To(Name),
        /// The step counts as taken.
        Deemed(Name),
        /// This step becomes open instead.
        PassesTo(Name),
        /// The power to act ends; nothing else happens.
        PowerEnds,
        /// A duty is broken.
        Breach {
            /// Whether a late act still counts.
            late: Late,
        },
        /// The text does not say; explored with late acts valid and void.
        NotStated,
    }
}

choice! {
    /// Whether an act after the last day counts.
    pub enum Late expecting "Valid or Void" {
        /// It counts.
        Valid,
        /// It has no effect.
        Void,
    }
}

impl Copy for Late {}

impl Late {
    /// Reads the word that scenarios and the command line use: `valid` or `void`.
    pub fn named(word: &str) -> Option<Late> {
        match word {
            "valid" => Some(Late::Valid),
            "void" => Some(Late::Void),
            _ => None,
        }
    }
}
impl Eq for Late {}
