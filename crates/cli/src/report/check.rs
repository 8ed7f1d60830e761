//! Builds the report of `solon check` from what the engine found.

use super::json::{
    AnswerView, CHECK, CheckReport, CleanView, ConstitutionInfo, Counts, DiagnosticView, FindingView,
    IntentionView, Named, NotRunView, OpenReading, OptionTaken, ParamChanged, SearchInfo, SearchView,
    UndecidedView, UnmodelledView, WorkInfo,
};
use super::names::Names;
use super::readings;
use super::sentence::{Found, Sentence as S};
use super::subject::{self, Claims};
use super::trace::{self, Told};
use solon_engine::finding::{Answer, Code, Evidence, Finding, NOT_RUN, Report, Searched, Severity, Subject};
use solon_engine::model::{FieldId, RuleId, ValueSet};
use solon_engine::replay::Mode;
use solon_rules::lower::Setting;
use solon_rules::resolved::{ChoiceId, Claim, RuleKind};
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
        let mut traces = 0;
        let findings: Vec<FindingView> = self
            .report
            .findings
            .iter()
            .enumerate()
            .map(|(index, finding)| self.finding(index + 1, finding, &mut matched, &mut traces))
            .collect();
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
            unmodelled: c.unmodelled.iter().map(|clause| unmodelled(&names, clause)).collect(),
            ..broken(names.lang.id(), self.diagnostics)
        }
    }

    fn finding(
        &self,
        number: usize,
        finding: &Finding,
        matched: &mut BTreeSet<usize>,
        traces: &mut usize,
    ) -> FindingView {
        let names = &self.names;
        let about = subject::about(names, self.claims, finding);
        let intended = names.constitution.intended.iter().enumerate().filter(|(_, intended)| {
            let same = intended.finding == finding.code.id() || intended.finding == finding.code.code();
            same && intended.about.iter().any(|rule| about.contains(rule))
        });
        let mut why = None;
        for (index, intended) in intended {
            matched.insert(index);
            why = why.or(Some(intended.why.clone()));
        }
        let mut view = FindingView {
            number,
            code: finding.code.code(),
            id: finding.code.id(),
            severity: severity(finding.severity),
            sentence: subject::sentence(names, self.claims, finding),
            intended: why,
            good_faith: None,
            holders: finding.holders.iter().map(|&id| named(names, names.institution_rule(id))).collect(),
            outcome: subject::outcomes(self.claims, finding)
                .into_iter()
                .map(|id| named(names, names.model().outcomes[id.index()].rule))
                .collect(),
            rules: finding.rules.iter().map(|&rule| names.rule(rule).name.clone()).collect(),
            articles: articles(names, &finding.rules),
            proof: "",
            timed: true,
            proof_sentence: String::new(),
            trace_id: None,
            trace: Vec::new(),
            end: Vec::new(),
            readings: self.readings(finding),
            rests_on: self.rests_on(finding),
            unmodelled: self.left_out(finding),
            cures: vec![subject::cure(names, self.claims, finding)],
            searched: finding.searched.as_ref().map(|searched| search(names, searched)),
        };
        match &finding.evidence {
            Evidence::Trace(witness) => {
                *traces += 1;
                view.proof = "trace";
                view.proof_sentence = names.say(S::Confirmed);
                let told = Told {
                    start: &witness.start,
                    happenings: &witness.happenings,
                    mode: Mode::Enforce,
                    examples: true,
                };
                view.trace = trace::story(names, self.source, &witness.journal, &told);
                view.end = trace::end(names, &witness.start, &witness.journal.end);
                view.trace_id = Some(trace_id(number, finding.code));
                let breach = witness.journal.entries.iter().any(|entry| !entry.violations.is_empty());
                view.good_faith = Some(if breach { "defiant" } else { "strategic" });
            }
            Evidence::Arithmetic(base) => {
                view.proof = "arithmetic";
                view.proof_sentence = names.say(S::ByArithmetic { base: *base });
            }
            Evidence::Exhaustive => {
                view.proof = "search";
                view.timed = false;
                view.proof_sentence = names.say(S::Untimed);
            }
            Evidence::Text => {
                view.proof = "text";
                view.proof_sentence = names.say(S::ByText);
                if matches!(finding.subject, Subject::Toothless { .. }) {
                    view.good_faith = Some("defiant");
                }
            }
        }
        view
    }

    fn readings(&self, finding: &Finding) -> Vec<String> {
        let names = &self.names;
        let values = |field: FieldId| names.model().fields[field.index()].initial;
        let one = |(field, values): (FieldId, ValueSet)| {
            let each: Vec<String> = values.iter().filter_map(|value| names.value(field, value)).collect();
            names.or(&each)
        };
        let cases = readings::cases(&finding.readings, values);
        cases.into_iter().map(|case| names.and(&case.into_iter().map(one).collect::<Vec<_>>())).collect()
    }

    /// The assumptions and recalled wordings of the rules involved.
    fn rests_on(&self, finding: &Finding) -> Vec<String> {
        let names = &self.names;
        let mut all = Vec::new();
        let mut recalled: Vec<&str> = Vec::new();
        for &id in &finding.rules {
            let rule = names.rule(id);
            if let Some(why) = &rule.assumption {
                all.push(names.say(S::Assumes { rule: &rule.name, why }));
            }
            for cite in rule.cites.iter().filter(|cite| cite.recalled) {
                if !recalled.contains(&cite.at.as_str()) {
                    recalled.push(&cite.at);
                }
            }
        }
        if !recalled.is_empty() {
            all.push(names.say(S::Recalled { articles: &recalled }));
        }
        all
    }

    /// The clauses left out that could touch the rules involved.
    fn left_out(&self, finding: &Finding) -> Vec<Named> {
        let names = &self.names;
        let mut involved: Vec<RuleId> = finding.rules.clone();
        involved.extend(finding.rules.iter().filter_map(|&rule| names.owner(rule)));
        involved.extend(finding.holders.iter().map(|&id| names.institution_rule(id)));
        let clauses = names.constitution.unmodelled.iter();
        clauses
            .filter(|clause| clause.touches.iter().any(|rule| involved.contains(rule)))
            .map(|clause| named(names, clause.rule))
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
            untimed: true,
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
        all.map(|((property, _), answer)| {
            let title = names.title(property.rule);
            let (word, vacuous, finding, sentence) = match answer {
                Answer::Holds { vacuous } => (
                    "holds",
                    *vacuous,
                    None,
                    names.say(Found::ClaimHolds { property: title, vacuous: *vacuous }),
                ),
                Answer::Fails(index) => {
                    let sentence = self
                        .report
                        .findings
                        .get(*index)
                        .map(|finding| subject::sentence(names, self.claims, finding));
                    ("fails", false, Some(index + 1), sentence.unwrap_or_default())
                }
                Answer::Unknown(why) => {
                    let why = names.say(S::Why(why));
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
        let found = |code: Code| self.report.findings.iter().any(|finding| finding.code == code);
        let undecided = |code: Code| self.report.undecided.iter().any(|undecided| undecided.code == code);
        let all = Code::ALL.into_iter().filter(|&code| code != Code::Property || !self.claims.is_empty());
        all.filter(|&code| !found(code) && !undecided(code))
            .map(|code| CleanView {
                code: code.code(),
                id: code.id(),
                question: self.names.say(S::Question(code)),
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
        let properties = names.constitution.properties.iter().filter_map(|property| match property.claim {
            Claim::NotYet(needs) => Some(NotRunView {
                code: Code::Property.code().into(),
                id: names.rule(property.rule).name.clone(),
                needs: names.say(S::Needs(needs)),
            }),
            _ => None,
        });
        checks.chain(properties).collect()
    }

    pub fn undecided(&self) -> Vec<UndecidedView> {
        let mut all: Vec<UndecidedView> = Vec::new();
        for undecided in &self.report.undecided {
            let view = UndecidedView {
                code: undecided.code.code(),
                id: undecided.code.id(),
                rule: undecided.rule.map(|rule| self.names.rule(rule).name.clone()),
                why: self.names.say(S::Why(&undecided.why)),
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

/// The name of a trace: code and number of its finding.
pub fn trace_id(number: usize, code: Code) -> String {
    format!("{}-{number}", code.code().to_lowercase())
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

fn named(names: &Names<'_>, rule: RuleId) -> Named {
    Named { id: names.rule(rule).name.clone(), title: names.title(rule).to_owned() }
}

/// The articles of several rules, each once. Outcomes and properties have their own, and come last.
fn articles(names: &Names<'_>, rules: &[RuleId]) -> Vec<String> {
    let own = |rule: &RuleId| matches!(names.rule(*rule).kind, RuleKind::Outcome | RuleKind::Property);
    let mut sorted: Vec<RuleId> = rules.iter().copied().filter(|rule| !own(rule)).collect();
    sorted.extend(rules.iter().copied().filter(own));
    let mut all: Vec<String> = Vec::new();
    for article in sorted.into_iter().flat_map(|rule| names.articles(rule)) {
        if !all.contains(&article) {
            all.push(article);
        }
    }
    all
}

fn search(names: &Names<'_>, searched: &Searched) -> SearchView {
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

/// The word of a severity in programs.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
