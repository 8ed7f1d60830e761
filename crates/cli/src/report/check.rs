//! Builds the report of `solon check` from what the engine found.

use super::json::{
    AnswerView, CHECK, CheckReport, CleanView, ConstitutionInfo, Counts, DiagnosticView, FindingView,
    IntentionView, Named, NotRunView, OpenReading, OptionTaken, ParamChanged, SearchInfo, SearchView,
    TimedInfo, UndecidedView, UnmodelledView, WorkInfo,
};
use super::names::Names;
use super::readings;
use super::sentence::{Found, Sentence as S};
use super::subject::{self, Claims};
use solon_engine::finding::{
    Answer, Code, Consequence, Finding, NOT_RUN, Report, Searched, Severity, TimedSearches, Under, Why,
};
use solon_engine::model::RuleId;
use solon_rules::lower::Setting;
use solon_rules::resolved::ChoiceId;
use solon_rules::source::Source;
use std::collections::BTreeSet;

/// Everything that the report is made of.
pub struct Checked<'c> {
    /// What everything is called.
    pub names: Names<'c>,
    /// The files.
    pub source: &'c Source,
    /// What was fixed.
    pub setting: &'c Setting,
    /// The drafter's claims that were checked.
    pub claims: &'c Claims<'c>,
    /// What the engine found.
    pub report: &'c Report,
    /// What is wrong with the files.
    pub diagnostics: Vec<DiagnosticView>,
}

/// The report when the files have an error.
pub fn broken(language: &'static str, diagnostics: Vec<DiagnosticView>) -> CheckReport {
    CheckReport {
        schema: CHECK,
        language,
        constitution: None,
        options: Vec::new(),
        changes: Vec::new(),
        open_readings: Vec::new(),
        search: None,
        counts: Counts::default(),
        findings: Vec::new(),
        unmatched_intentions: Vec::new(),
        answers: Vec::new(),
        clean: Vec::new(),
        not_run: Vec::new(),
        undecided: Vec::new(),
        agreeing_readings: Vec::new(),
        unmodelled: Vec::new(),
        diagnostics,
    }
}

impl Checked<'_> {
    /// Builds the report.
    pub fn report(self) -> CheckReport {
        let names = self.names;
        let c = names.constitution;
        let mut matched = BTreeSet::new();
        let mut findings: Vec<FindingView> = Vec::new();
        for (index, finding) in self.report.findings.iter().enumerate() {
            let meant = self.intentions(finding);
            let why = meant.first().map(|&first| c.intended[first].why.clone());
            matched.extend(meant);
            findings.push(self.finding(index + 1, finding, why));
        }
        let mut counts = Counts::default();
        for (view, finding) in findings.iter().zip(&self.report.findings) {
            match (view.intended.is_some(), finding.severity) {
                (true, _) => counts.intended += 1,
                (false, Severity::Error) => counts.error += 1,
                (false, Severity::Warning) => counts.warning += 1,
                (false, Severity::Note) => counts.note += 1,
            }
        }
        CheckReport {
            constitution: Some(constitution(&names)),
            options: self.options(),
            changes: self.changes(),
            open_readings: self.open_readings(),
            search: Some(self.search()),
            counts,
            findings,
            unmatched_intentions: self.unmatched(&matched),
            answers: self.answers(),
            clean: self.clean(),
            not_run: self.not_run(),
            undecided: self.undecided(),
            agreeing_readings: self.report.agreeing.iter().map(|&field| names.field(field)).collect(),
            unmodelled: names.left_out().map(|clause| unmodelled(&names, clause)).collect(),
            ..broken(names.lang.id(), self.diagnostics)
        }
    }

    /// The intentions of the file that a finding matches: by code or id, and by a rule that it is about.
    fn intentions(&self, finding: &Finding) -> Vec<usize> {
        let about = subject::about(&self.names, self.claims, finding);
        let all = self.names.constitution.intended.iter().enumerate();
        all.filter(|(_, intended)| {
            let same = intended.finding == finding.code.id() || intended.finding == finding.code.code();
            same && intended.about.iter().any(|rule| about.contains(rule))
        })
        .map(|(index, _)| index)
        .collect()
    }

    fn options(&self) -> Vec<OptionTaken> {
        let names = &self.names;
        let all = names.constitution.choices.iter().enumerate();
        all.filter(|(index, _)| names.lowered.origins.reading(ChoiceId(*index)).is_none())
            .filter_map(|(index, choice)| {
                let taken = self.setting.options.get(&ChoiceId(index)).copied().unwrap_or(choice.default);
                let option = choice.options.get(taken.0)?;
                Some(OptionTaken {
                    choice: names.rule(choice.rule).name.clone(),
                    title: names.title(choice.rule).to_owned(),
                    option: option.id.clone(),
                    option_title: names.option(option).to_owned(),
                    by_default: !self.setting.options.contains_key(&ChoiceId(index)),
                })
            })
            .collect()
    }

    fn changes(&self) -> Vec<ParamChanged> {
        let names = &self.names;
        let params = &names.constitution.params;
        let all = self.setting.params.iter().map(|(id, &value)| (params[id.0].rule, value));
        all.map(|(rule, value)| {
            let Named { id: param, title } = named(names, rule);
            ParamChanged { param, title, value }
        })
        .collect()
    }

    fn open_readings(&self) -> Vec<OpenReading> {
        let names = &self.names;
        let all = names.constitution.choices.iter().enumerate();
        all.filter(|(index, _)| names.lowered.origins.reading(ChoiceId(*index)).is_some())
            .map(|(_, choice)| OpenReading {
                choice: names.rule(choice.rule).name.clone(),
                title: names.title(choice.rule).to_owned(),
                options: choice.options.iter().map(|option| names.option(option).to_owned()).collect(),
            })
            .collect()
    }

    pub fn search(&self) -> SearchInfo {
        let searches: Vec<SearchView> =
            self.report.searches.iter().map(|searched| search(&self.names, searched)).collect();
        SearchInfo {
            complete: self.report.is_complete(),
            timed: timed(&self.report.timed),
            states: searches.iter().fold(0, |sum: u128, search| sum.saturating_add(search.states)),
            transitions: searches.iter().map(|search| search.transitions).sum(),
            nodes: searches.iter().map(|search| search.nodes).sum(),
            seconds: searches.iter().fold(0.0, |sum, search| sum + search.seconds),
            searches,
        }
    }

    fn unmatched(&self, matched: &BTreeSet<usize>) -> Vec<IntentionView> {
        let names = &self.names;
        let all =
            names.constitution.intended.iter().enumerate().filter(|(index, _)| !matched.contains(index));
        all.map(|(_, intended)| {
            let about = intended
                .about
                .first()
                .map_or_else(String::new, |&rule| format!("`{}`", names.rule(rule).name));
            IntentionView {
                rule: names.rule(intended.rule).name.clone(),
                finding: intended.finding.clone(),
                sentence: names.say(S::Unmatched { finding: &intended.finding, about: &about }),
            }
        })
        .collect()
    }

    fn answers(&self) -> Vec<AnswerView> {
        let names = &self.names;
        let all = self.claims.iter().zip(&self.report.answers);
        all.map(|((property, claim), answer)| {
            let title = names.title(property.rule);
            let (word, vacuous, finding, sentence) = match answer {
                Answer::Holds { vacuous, by_breach, under } => {
                    let readings = readings::told(names, under.only());
                    let readings = readings.iter().map(String::as_str).collect::<Vec<_>>();
                    let (property, vacuous) = (title, *vacuous);
                    let sentence = match &readings[..] {
                        [] if *under == Under::NotDecided && names.has_readings() => {
                            Found::ClaimHoldsAtLeast { property }
                        }
                        [] => Found::ClaimHolds { property, vacuous, play: claim.is_play() },
                        readings => Found::ClaimHoldsIf { property, readings },
                    };
                    let breach = by_breach.then(|| names.say(S::OnlyByBreach));
                    let sentence: Vec<String> = [names.say(sentence)].into_iter().chain(breach).collect();
                    ("holds", vacuous, None, sentence.join(". "))
                }
                Answer::Fails(index) => {
                    let finding = self.report.findings.get(*index);
                    let sentence = finding.map(|finding| {
                        let sentence = subject::sentence(names, self.claims, finding);
                        // Another check's finding does not name the property.
                        match finding.code {
                            Code::Property => sentence,
                            _ => names.say(Found::ClaimFailsBy { property: title, finding: &sentence }),
                        }
                    });
                    ("fails", false, Some(index + 1), sentence.unwrap_or_default())
                }
                Answer::Unknown(why) => {
                    let why = self.why(why);
                    ("unknown", false, None, names.say(Found::ClaimUnknown { property: title, why: &why }))
                }
            };
            AnswerView {
                property: names.rule(property.rule).name.clone(),
                title: title.to_owned(),
                answer: word,
                vacuous,
                finding,
                sentence,
            }
        })
        .collect()
    }

    fn clean(&self) -> Vec<CleanView> {
        // What follows from a finding of another check was found too.
        let found = |code: Code| {
            self.report.findings.iter().any(|finding| {
                let follows = |consequence: &Consequence| match consequence {
                    Consequence::Stuck { .. } => code == Code::MatterNeverEnds,
                    Consequence::Empty { .. } => code == Code::SuccessionGap,
                    Consequence::Trapped { .. } => code == Code::DeadlineTrap,
                };
                finding.code == code || finding.consequences.iter().any(follows)
            }) || self.report.answers.iter().any(|answer| match answer {
                Answer::Fails(_) => code == Code::Property,
                Answer::Holds { under, .. } => code == Code::ReadingDecides && !under.only().is_empty(),
                Answer::Unknown(_) => false,
            })
        };
        let undecided = |code: Code| self.report.undecided.iter().any(|undecided| undecided.code == code);
        let all = Code::ALL.into_iter().filter(|&code| code != Code::Property || !self.claims.is_empty());
        all.filter(|&code| !found(code) && !undecided(code))
            .map(|code| {
                let is_together = code == Code::DeadRule && self.names.has_readings();
                let together = is_together.then_some(S::AskedTogether);
                let said = [S::Question(code)].into_iter().chain(together);
                let said: Vec<String> = said.map(|sentence| self.names.say(sentence)).collect();
                CleanView { code: code.code(), id: code.id(), question: said.join(" ") }
            })
            .collect()
    }

    fn not_run(&self) -> Vec<NotRunView> {
        let names = &self.names;
        let checks = NOT_RUN.iter().map(|&(code, id, needs)| NotRunView {
            code: code.into(),
            id: id.into(),
            needs: names.say(S::Needs(needs)),
        });
        checks.collect()
    }

    fn why(&self, why: &Why) -> String {
        let clocks: Vec<String> = match why {
            Why::Clocks(clocks) => clocks.iter().map(|clock| self.names.clock(*clock)).collect(),
            Why::Bound(_) | Why::NoDates | Why::FromTheStart | Why::Readings | Why::Dates | Why::Players => {
                Vec::new()
            }
        };
        self.names.say(S::Why { why, clocks: &clocks.iter().map(String::as_str).collect::<Vec<_>>() })
    }

    pub fn undecided(&self) -> Vec<UndecidedView> {
        let mut all: Vec<UndecidedView> = Vec::new();
        for undecided in &self.report.undecided {
            let view = UndecidedView {
                code: undecided.code.code(),
                id: undecided.code.id(),
                rule: undecided.rule.map(|rule| self.names.rule(rule).name.clone()),
                title: undecided.rule.map(|rule| self.names.title(rule).to_owned()),
                why: self.why(&undecided.why),
            };
            if !all
                .iter()
                .any(|known| known.id == view.id && known.rule == view.rule && known.why == view.why)
            {
                all.push(view);
            }
        }
        all
    }
}

fn timed(searches: &TimedSearches) -> TimedInfo {
    TimedInfo {
        questions: searches.questions,
        refinements: searches.refinements,
        landmarks: searches.landmarks,
        orders: searches.orders,
        seconds: searches.seconds,
    }
}

fn constitution(names: &Names<'_>) -> ConstitutionInfo {
    let c = names.constitution;
    ConstitutionInfo {
        id: c.id.clone(),
        title: names.text(&c.title).to_owned(),
        works: c
            .works
            .iter()
            .map(|work| WorkInfo {
                id: work.id.clone(),
                title: names.text(&work.title).to_owned(),
                edition: work.edition.clone(),
                urn: work.urn.clone(),
            })
            .collect(),
    }
}

fn unmodelled(names: &Names<'_>, clause: &solon_rules::resolved::Unmodelled) -> UnmodelledView {
    let Named { id, title } = named(names, clause.rule);
    UnmodelledView {
        id,
        title,
        articles: names.articles(clause.rule),
        why: clause.why.clone(),
        touches: clause.touches.iter().map(|&rule| names.rule(rule).name.clone()).collect(),
    }
}

/// An id with its title.
pub fn named(names: &Names<'_>, rule: RuleId) -> Named {
    Named { id: names.rule(rule).name.clone(), title: names.title(rule).to_owned() }
}

/// A search that was made.
pub fn search(names: &Names<'_>, searched: &Searched) -> SearchView {
    let mut slice: Vec<String> = searched.fields.iter().map(|&field| names.field_id(field)).collect();
    slice.sort();
    slice.dedup();
    SearchView {
        slice,
        events: searched.events,
        states: searched.states,
        transitions: searched.transitions,
        nodes: searched.nodes,
        seconds: searched.seconds,
    }
}
