//! All kinds of diagnostics: one line each.

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// There is no model.
    Error,
    /// There is a model, and it surely is not the one that was meant.
    Warning,
    /// A reading to confirm.
    Note,
}

/// Defines [`Code`] from one line per code: variant, id, severity, and what it means.
macro_rules! codes {
    ($($variant:ident $id:literal $severity:ident $meaning:literal)*) => {
        /// The kind of a diagnostic. Its id never changes once released.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// All codes, in the order of their declaration.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// Returns the stable id, in kebab-case.
            pub const fn id(self) -> &'static str {
                match self { $(Code::$variant => $id),* }
            }

            /// Returns how bad it is.
            pub const fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),* }
            }

            /// Returns what the code means, in one sentence.
            pub const fn meaning(self) -> &'static str {
                match self { $(Code::$variant => $meaning),* }
            }
        }
    };
}

impl Code {
    /// Tells whether it says that nothing has a certain name.
    pub(super) fn is_about_a_name(self) -> bool {
        (Code::UnknownInstitution..=Code::UnknownWork).contains(&self) || self == Code::UnknownTemplate
    }
}

// One line a code, in the order of the stages. The id is the variant in kebab-case; a test holds them equal.
codes! {
    // source
    InvalidUtf8 "invalid-utf8" Error "A file is not UTF-8 text."
    FileTooLarge "file-too-large" Error "A file has 4 GiB or more."
    TooManyFiles "too-many-files" Error "A folder has more than 65,536 files."
    // syntax
    UnterminatedText "unterminated-text" Error "The closing quote of a text is missing."
    UnterminatedComment "unterminated-comment" Error "A comment that starts with `/*` has no `*/`."
    UnknownEscape "unknown-escape" Error "A text has a backslash sequence that means nothing."
    MalformedNumber "malformed-number" Error "A number is not written as one."
    MalformedCharacter "malformed-character" Error "Single quotes hold something else than one character."
    StrayToken "stray-token" Error "Something stands where nothing of its kind may stand."
    MissingComma "missing-comma" Error "Two values follow each other without a comma."
    MissingColon "missing-colon" Error "A field or key has no colon before its value."
    MissingValue "missing-value" Error "A place for a value is empty."
    UnclosedDelimiter "unclosed-delimiter" Error "A bracket is opened and not closed."
    NestedTooDeeply "nested-too-deeply" Error "Brackets stand more than 128 levels deep."
    TooManyErrors "too-many-errors" Error "The rest of a file was not looked at: it has too many errors."
    EmptyFile "empty-file" Error "A file has no list of items."
    // decode
    WrongValue "wrong-value" Error "A value is of another kind than its place needs."
    BlankText "blank-text" Error "A text in quotes is blank."
    OutOfRange "out-of-range" Error "A number is too small or too large for its place."
    UnknownWord "unknown-word" Error "A word is not among those possible in its place."
    WrongArguments "wrong-arguments" Error "A word is followed by too few or too many values."
    UnknownField "unknown-field" Error "A record has a field that records of its name do not have."
    RepeatedField "repeated-field" Error "A field is given twice."
    MissingField "missing-field" Error "A mandatory field is left out."
    RepeatedKey "repeated-key" Error "A key of a map is given twice."
    // resolve
    RepeatedId "repeated-id" Error "Two things of one kind have the same name."
    BadId "bad-id" Error "An id is not written in lower-case words joined by hyphens."
    MissingCite "missing-cite" Error "A rule has neither a citation nor an assumption."
    OnlyWithoutChoice "only-without-choice" Error "`only` asks for something else than a choice."
    UnknownInstitution "unknown-institution" Error "No institution has this name."
    UnknownProcedure "unknown-procedure" Error "No procedure has this name."
    UnknownStage "unknown-stage" Error "The procedure has no stage of this name."
    UnknownStep "unknown-step" Error "The procedure has no step of this name."
    UnknownKind "unknown-kind" Error "The procedure has no kind of this name."
    UnknownCounter "unknown-counter" Error "The procedure has no counter of this name."
    UnknownRole "unknown-role" Error "The procedure has no role of this name."
    UnknownSeats "unknown-seats" Error "The body has no seat group of this name."
    UnknownFunction "unknown-function" Error "No institution has this function."
    UnknownChoice "unknown-choice" Error "No choice has this name."
    UnknownOption "unknown-option" Error "The choice has no option of this name."
    UnknownParam "unknown-param" Error "No parameter has this name."
    UnknownFact "unknown-fact" Error "No fact has this name."
    UnknownOutcome "unknown-outcome" Error "No outcome has this name."
    UnknownRule "unknown-rule" Error "No rule has this name."
    UnknownWork "unknown-work" Error "The manifest lists no work of this name."
    UnknownTemplate "unknown-template" Error "No template has this name."
    MissingTemplateValue "missing-template-value" Error "The use of a template leaves out one of its values."
    UnknownTemplateValue "unknown-template-value" Error "The use of a template gives a value that it does not have."
    UnknownLanguage "unknown-language" Error "A title is given in a language that the manifest does not list."
    MissingLanguage "missing-language" Error "A title lacks a language that the manifest lists."
    MissingManifest "missing-manifest" Error "A folder has no `Constitution` item."
    BadDate "bad-date" Error "A date is not written as year, month and day."
    EmptyPeriod "empty-period" Error "A period is zero, negative, or absurdly long."
    MissingRounding "missing-rounding" Error "Months are counted, but nothing says how month ends are rounded."
    MissingSilence "missing-silence" Error "A time limit does not say what happens when it has passed."
    SilenceWithoutPeriod "silence-without-period" Error "Silence has a meaning, but no time limit."
    ImpossibleShare "impossible-share" Error "A share can never be reached, or asks for nobody."
    NoTerm "no-term" Error "A date refers to the term of an institution without one."
    NotLinked "not-linked" Error "`Linked` joins two procedures of which neither is about the other."
    StartWithoutStage "start-without-stage" Error "`Start` does not say at which stage the matter begins."
    NoSponsors "no-sponsors" Error "`Sponsors` names a step that nobody signs."
    OneOption "one-option" Warning "A choice has only one option."
    MissingRange "missing-range" Error "A parameter can be changed, but its values are not listed."
    ValueOutsideRange "value-outside-range" Error "A parameter's value is not in its range."
    SeatsTwice "seats-twice" Error "A body gives both a number and groups of seats."
    JointParts "joint-parts" Error "A joint sitting has no parts, or something else has."
    ActsForItself "acts-for-itself" Error "An office stands in its own line of acting holders."
    EventsOutOfOrder "events-out-of-order" Error "A scenario's events are not in the order of their dates."
    StepOrFact "step-or-fact" Error "A scenario's event has neither a step nor a fact, or both."
    UnknownStatus "unknown-status" Error "A scenario gives an institution a status that no rule gives it."
    TallyAboveSeats "tally-above-seats" Error "A scenario counts more votes than there are members."
    NotImplemented "not-implemented" Error "A part of the language that is not implemented yet."
    NotAnalysed "not-analysed" Note "Something is kept for the record, and neither a search nor a replay asks for it yet."
    // check: shares
    CountAboveSeats "count-above-seats" Error "A vote or petition needs more voices than there are."
    CountBelowOne "count-below-one" Error "A number of voices or members asks for nobody."
    QuorumAboveSeats "quorum-above-seats" Error "More members must be there than there are seats."
    QuorumBase "quorum-base" Error "A quorum is a share of something that says nothing about who is there."
    PetitionBase "petition-base" Error "The signers of a petition are counted of something that a petition does not have."
    HalfOrMore "half-or-more" Note "Exactly half carries a vote."
    IdleQuorum "idle-quorum" Note "A quorum that every carried vote meets, where a failed vote changes nothing."
    // check: voters
    NoMembers "no-members" Error "An office or the world is asked to vote, to sign or to act one by one."
    SeatsUnknown "seats-unknown" Warning "A vote is counted on seats whose number is not given."
    BodyTwice "body-twice" Warning "A body stands twice in one decision."
    MixedDecision "mixed-decision" Error "Of those who can take a step, one votes and another acts."
    CastingByVoters "casting-by-voters" Warning "A casting vote is given by those who have tied."
    TieImpossible "tie-impossible" Warning "A vote says what a tie means, and cannot end in one."
    NotUnits "not-units" Error "Something is counted by units, and the institution named is no class of units."
    // check: seats
    CircularSeats "circular-seats" Error "The number of a body's seats depends on itself."
    NoSeats "no-seats" Error "A body has no seats, or fewer than none."
    SeatsDependOnState "seats-depend-on-state" Error "The number of seats depends on more than a choice."
    BrokenSeats "broken-seats" Note "The part of the seats that is renewed at a time is no whole number."
    AppointmentCircle "appointment-circle" Note "Bodies are filled only by each other."
    ActingBesideHolder "acting-beside-holder" Error "Somebody acts for an office whose holder can act."
    ActingIncompatible "acting-incompatible" Warning "Somebody acts for an office that cannot be held together with his own."
    ImpossibleStatus "impossible-status" Error "An institution gets, or is asked for, a status that its kind cannot have."
    StatusNeverGiven "status-never-given" Warning "A condition asks for a status that no rule gives."
    VacancyWithoutEnd "vacancy-without-end" Warning "An institution can lose its holder or its power to act, and no rule gives it back."
    // check: clocks
    SilenceElsewhere "silence-elsewhere" Error "Silence stands for a step that does not lead out of this stage."
    ClockOnEnd "clock-on-end" Error "A stage where matters end has a time limit."
    ExtendWithoutClock "extend-without-clock" Error "A step extends a time limit that does not exist."
    GateOutlastsStage "gate-outlasts-stage" Note "A co-actor has more time than the stage in which he acts."
    IdlePause "idle-pause" Warning "A pause is stated where no clock runs."
    PauseWithoutEnd "pause-without-end" Warning "A clock never goes on after its pause."
    NoSessions "no-sessions" Warning "Sitting days are counted of a body that never stops sitting."
    TimeInCondition "time-in-condition" Error "The condition of an outcome, a duty or a pause asks for a date."
    ImpossibleCondition "impossible-condition" Warning "A condition can never hold."
    CircularOutcome "circular-outcome" Error "An outcome is defined by itself."
    // check: windows
    EmptyWindow "empty-window" Error "A last day lies before the first day."
    BarCoversWindow "bar-covers-window" Warning "A prohibition lasts as long as the step that it bars is open."
    NeverHappened "never-happened" Warning "A date or condition refers to something that cannot have happened."
    LongerThanTerm "longer-than-term" Warning "A date lies further before the end of a term than the term is long."
    IdleLimit "idle-limit" Warning "A limit on how often can never bite, or never begins anew."
    // check: steps
    StepGoesNowhere "step-goes-nowhere" Error "A step neither leaves a stage nor leads to one."
    StepFromEnd "step-from-end" Error "A step leaves a stage where the matter has ended."
    RoleBeforeBind "role-before-bind" Error "A role acts before it was given to anybody."
    NobodyActs "nobody-acts" Error "A step is held by nobody who could ever act."
    VoteWithoutResult "vote-without-result" Error "A vote does not say what follows when it is carried or fails."
    ResultWithoutVote "result-without-vote" Error "A step that is not a vote says what follows when it is carried or fails."
    ToBesideCarried "to-beside-carried" Error "A vote says twice where it leads."
    IdleNoQuorum "idle-no-quorum" Warning "A vote without a quorum says what follows when it is missing."
    AfterWithoutLaw "after-without-law" Error "A step follows by itself, although somebody has to act."
    LawAmongOthers "law-among-others" Error "`Law` stands where somebody must act."
    LawNeedsNobody "law-needs-nobody" Error "A step that the law takes by itself asks for something that only an actor can do."
    LawWithoutCause "law-without-cause" Warning "The law takes a step without saying after what or when."
    LawWaitsAfter "law-waits-after" Error "A step of the law follows at once on something and waits for a day."
    LawLoop "law-loop" Error "The law takes steps without end."
    LawConflict "law-conflict" Error "The law can take two steps at the same moment."
    TooManyPositions "too-many-positions" Error "A matter can stand in more than 128 positions."
    TooManyValues "too-many-values" Error "A counter, choice, parameter or role has more than 128 values."
    // check: stages
    NeverOpened "never-opened" Warning "Nothing ever opens a matter of a procedure."
    UnreachableStage "unreachable-stage" Warning "No step leads to a stage."
    NoWayOut "no-way-out" Warning "A matter can come to a stage, cannot leave it, and has not ended."
    EndInStanding "end-in-standing" Error "A procedure that always stands open has a stage where it ends."
    AbortStanding "abort-standing" Error "An effect ends a procedure that always stands open."
    CircularEffects "circular-effects" Error "Entering a stage makes it be entered again."
    // check: cases
    DeadBranch "dead-branch" Warning "A case is never taken."
    FactNeverSet "fact-never-set" Warning "A condition asks for a fact that no step ever changes."
    UnusedOption "unused-option" Warning "No rule tells two options of a choice apart."
    KindNeverGiven "kind-never-given" Warning "No step gives a matter a kind."
    ExcludedKinds "excluded-kinds" Error "A step gives kinds that exclude each other."
    // check: duties
    DutyToNothing "duty-to-nothing" Error "A duty names no step that fulfils it."
    DutyOfAnother "duty-of-another" Warning "Whoever has a duty takes none of the steps that fulfil it."
    DutyWithoutDeadline "duty-without-deadline" Note "Nothing says by when a duty must be fulfilled."
    DutyAlwaysBarred "duty-always-barred" Warning "A duty is barred by a prohibition whenever it binds."
    DutyMeetsBar "duty-meets-bar" Note "A duty and a prohibition can meet, and nothing says which yields."
    BarsNothing "bars-nothing" Warning "A prohibition bars no step, or none of its holder's."
    BarAlways "bar-always" Warning "A prohibition bars a step always and to everybody."
    BarsLaw "bars-law" Error "A prohibition bars a step that the law takes by itself."
    OverrideCircle "override-circle" Error "Rules override each other."
    IdleOverride "idle-override" Warning "A rule overrides one that it never meets."
    // check: rules
    NotSetBy "not-set-by" Warning "A parameter and the steps that change it do not name each other."
    // check: text
    QuoteLanguage "quote-language" Note "Words are quoted in a language in which the work is not authentic."
    NumberInId "number-in-id" Note "An id contains the number of an article."
    TouchesNothing "touches-nothing" Note "A clause is left out, and no rule is said to depend on it."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_its_variant_in_kebab_case_and_unique() {
        let mut seen = std::collections::BTreeSet::new();
        for &code in Code::ALL {
            let mut kebab = String::new();
            for c in format!("{code:?}").chars() {
                if c.is_uppercase() && !kebab.is_empty() {
                    kebab.push('-');
                }
                kebab.extend(c.to_lowercase());
            }
            assert_eq!(code.id(), kebab);
            assert!(seen.insert(code.id()), "{} is declared twice", code.id());
            assert!(code.meaning().ends_with('.'), "{}: the meaning is a sentence", code.id());
        }
    }
}
