//! One finding: its sentence, its proof as a story, what it rests on, and its remedy.

use super::check::{Checked, named, search};
use super::cure;
use super::json::{FindingView, Named, TraceView};
use super::names::Names;
use super::sentence::Sentence as S;
use super::subject;
use super::trace::{self, Told};
use super::{readings, refusal};
use solon_engine::calendar::Day;
use solon_engine::finding::{Code, Evidence, Finding, Remedy, Severity, Subject, Under, Witness};
use solon_engine::model::{ClockId, Event, EventKind, FieldId, RuleId, Test};
use solon_engine::replay::{Entry, Journal, Mode, What};
use solon_engine::state::State;
use solon_engine::step;
use solon_rules::origins::FieldMeaning;
use solon_rules::resolved::RuleKind;
use std::collections::BTreeSet;

impl Checked<'_> {
    /// Tells a finding. `intended` says why it is meant, if it is.
    pub fn finding(&self, number: usize, finding: &Finding, intended: Option<String>) -> FindingView {
        let names = &self.names;
        let mut view = FindingView {
            number,
            code: finding.code.code(),
            id: finding.code.id(),
            severity: severity(finding.severity),
            sentence: subject::sentence(names, self.claims, finding),
            intended,
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
            leaves_open: match finding.subject {
                Subject::Alone { by_dates, undone, removed, .. } => {
                    let is_open = |remedy| matches!(remedy, Remedy::ByDates | Remedy::Undecided);
                    by_dates || is_open(undone) || is_open(removed)
                }
                _ => false,
            },
            trace_id: None,
            trace: Vec::new(),
            trace_holders: Vec::new(),
            end: Vec::new(),
            more_traces: self.more_traces(number, finding),
            consequences: self.consequences(finding),
            way_on: self.way_on(finding),
            told_under: self.told_under(finding),
            taken: Vec::new(),
            readings: readings::told(&self.names, finding.under.only()),
            under: match &finding.under {
                _ if !names.has_readings() => "all",
                Under::All => "all",
                Under::Only(_) => "some",
                Under::NotDecided => "not_decided",
            },
            rests_on: self.rests_on(finding),
            unmodelled: self.left_out(finding),
            cures: vec![cure::cure(names, self.claims, finding)],
            searched: finding.searched.as_ref().map(|searched| search(names, searched)),
        };
        match &finding.evidence {
            Evidence::Trace(witness) => {
                self.proved_by(&finding.subject, witness, trace_id(number, finding.code, 0), &mut view)
            }
            Evidence::Arithmetic(base) => {
                view.proof = "arithmetic";
                view.proof_sentence = names.say(S::ByArithmetic { base: *base });
            }
            Evidence::Exhaustive if matches!(finding.subject, Subject::Play { .. }) => {
                view.proof = "search";
                view.proof_sentence = self.by_play(false);
            }
            Evidence::Exhaustive
                if matches!(finding.subject, Subject::Claim { .. }) && finding.searched.is_none() =>
            {
                view.proof = "search";
                view.proof_sentence = names.say(S::InTime);
            }
            Evidence::Exhaustive => {
                view.proof = "search";
                let (timed, proof) = match finding.subject {
                    Subject::Reading { .. } => (false, S::NotUnderOthers),
                    Subject::OneHand { .. } => (false, S::Untimed),
                    // What never comes about, dates aside, does not on any.
                    _ => (true, S::NoWay),
                };
                view.timed = timed;
                view.proof_sentence = names.say(proof);
            }
            Evidence::Text => {
                view.proof = "text";
                view.proof_sentence = names.say(S::ByText);
                if matches!(finding.subject, Subject::Toothless { .. }) {
                    view.good_faith = Some("defiant");
                    view.proof_sentence = format!("{} {}", names.say(S::Defiant), view.proof_sentence);
                }
            }
        }
        if let Subject::Play { claim, .. } | Subject::OneHand { claim, .. } = finding.subject
            && let Some((property, _)) = self.claims.get(claim)
        {
            let known: Vec<RuleId> = finding.rules.iter().copied().chain([property.rule]).collect();
            view.articles = articles(names, &known);
        }
        view
    }

    /// Says on what the answer about who can force an outcome rests.
    fn by_play(&self, story: bool) -> String {
        self.names.say(S::ByPlay { story })
    }

    fn proved_by(&self, subject: &Subject, witness: &Witness, id: String, view: &mut FindingView) {
        let names = &self.names;
        let breach = witness.is_by_breach();
        view.proof = "trace";
        view.good_faith = Some(if breach { "defiant" } else { "strategic" });
        let last_day = self.last_day(subject, &witness.journal.end);
        let owed = if breach { Vec::new() } else { self.owed(&witness.journal.end.fields) };
        let proof = names.say(S::Confirmed { breach, owed: !owed.is_empty() });
        let play = matches!(subject, Subject::Play { .. } | Subject::Alone { by_dates: false, .. })
            .then(|| self.by_play(true));
        let several = matches!(subject, Subject::HeldUp { stages, .. } if stages.len() > 1);
        let shown = several.then(|| names.say(S::ShownForOne));
        let day = witness.until;
        let end = match witness.journal.entries.last() {
            None => Some(S::NoEvent { day }),
            Some(last) if last.day < day => Some(S::EndsOn { day }),
            Some(_) => None,
        };
        view.proof_sentence = end
            .into_iter()
            .chain(self.after_a_lapse(&witness.journal).map(|day| S::OnTheDay { day }))
            .map(|sentence| names.say(sentence))
            .chain(last_day)
            .chain([proof])
            .chain(play)
            .chain(shown)
            .collect::<Vec<_>>()
            .join(" ");
        view.taken = self.begun(witness);
        for owed in owed {
            view.proof_sentence = format!("{} {owed}", view.proof_sentence);
        }
        let told = self.trace(id, witness);
        view.trace = told.trace;
        view.trace_holders = told.trace_holders;
        view.end = told.end;
        view.trace_id = Some(told.trace_id);
    }

    /// Returns the first day on which somebody acts after a time ran out that day: stories leave a day between where they can.
    fn after_a_lapse(&self, journal: &Journal) -> Option<Day> {
        let model = self.names.model();
        let is_lapse = |entry: &Entry| matches!(entry.what, What::Happened { event, .. } if model.event(event).kind == EventKind::Lapse);
        let mut lapses = None;
        for entry in &journal.entries {
            if entry.happening.is_some() && lapses == Some(entry.day) {
                return lapses;
            }
            if is_lapse(entry) {
                lapses = Some(entry.day);
            }
        }
        None
    }

    /// Tells a story.
    fn trace(&self, trace_id: String, witness: &Witness) -> TraceView {
        let told = Told {
            start: &witness.start,
            happenings: &witness.happenings,
            mode: Mode::Enforce,
            examples: true,
        };
        let trace = trace::story(&self.names, self.source, &witness.journal, &told);
        TraceView {
            trace_id,
            trace_holders: trace::holders(&self.names, trace.iter()),
            trace,
            end: trace::end(&self.names, &witness.start, &witness.journal.end),
        }
    }

    /// Tells the stories after the first one.
    fn more_traces(&self, number: usize, finding: &Finding) -> Vec<TraceView> {
        let more = finding.more.iter().enumerate();
        more.map(|(at, witness)| self.trace(trace_id(number, finding.code, at + 1), witness)).collect()
    }

    /// The times that had begun before the story, and are asked for in it.
    fn begun(&self, witness: &Witness) -> Vec<String> {
        let names = &self.names;
        let events = witness.path.events.iter().map(|&id| names.model().event(id));
        let asked =
            events.flat_map(|event| &event.conditions).filter_map(|condition| match &condition.test {
                Test::Clock(guard) => Some(guard.clock),
                Test::Field(..) | Test::Date(..) => None,
            });
        let asked: BTreeSet<ClockId> = asked.collect();
        let began = asked.into_iter().filter_map(|clock| {
            let since = witness.start.clocks[clock.index()].since.filter(|&since| since < witness.first)?;
            Some(names.say(S::HadBegun { clock: &names.clock(clock), day: since }))
        });
        began.collect()
    }

    /// Of a time limit that cannot be kept: the day on which it runs out, and what is in the way of the acts that would keep it.
    fn last_day(&self, subject: &Subject, end: &State) -> Vec<String> {
        let Subject::Trapped { stage, closed } = subject else { return Vec::new() };
        let (names, model) = (&self.names, self.names.model());
        let due = model.rows(*stage).filter_map(|(_, row)| step::due(row, end)).min();
        // What is needed, and the acts that need it.
        let mut told: Vec<(String, Vec<String>)> = Vec::new();
        for row in closed.iter().map(|&id| model.event(id)) {
            let needed = row.conditions.iter().filter_map(|condition| match condition.test {
                Test::Field(field, values) if !values.contains(end.fields[field.index()]) => {
                    Some(refusal::needed(names, field, values, Some(end)))
                }
                Test::Field(..) | Test::Clock(..) | Test::Date(..) => None,
            });
            let (needed, act) = (needed.collect::<Vec<_>>().join("; "), trace::happened(names, row, None));
            match told.iter_mut().find(|(known, _)| *known == needed) {
                Some((_, acts)) => acts.push(act),
                None => told.push((needed, vec![act])),
            }
        }
        let due = due.map(|day| names.say(S::RunsOut { day }));
        let told =
            told.iter().map(|(reasons, acts)| names.say(S::NotOpen { act: &acts.join("; "), reasons }));
        due.into_iter().chain(told).collect()
    }

    /// What somebody owes in a state, and no date binds him to.
    fn owed(&self, fields: &[u8]) -> Vec<String> {
        let (names, model) = (&self.names, self.names.model());
        let possible = |rule: RuleId| model.rows(rule).any(|(_, event)| step::possible(event, fields));
        let is_timed = |event: &Event| event.kind == EventKind::Lapse && step::possible(event, fields);
        let owed = model.duties.iter().filter(|duty| {
            // A lapse that changes what the steps change limits their time.
            let rows = || duty.steps.iter().flat_map(|&rule| model.rows(rule)).map(|(_, row)| row);
            let changes =
                |row: &Event, field: FieldId| row.effects.iter().any(|effect| effect.field == field);
            let leaves = |lapse: &Event| {
                lapse.effects.iter().any(|effect| rows().any(|row| changes(row, effect.field)))
            };
            duty.until.is_none()
                && duty.when.holds(fields)
                && duty.steps.iter().any(|&rule| possible(rule))
                && !model.events.iter().any(|event| is_timed(event) && leaves(event))
        });
        owed.map(|duty| {
            let who = names.holder(&duty.holder, None);
            let articles = names.articles(duty.rule).join(", ");
            names.say(S::Owed { who: &who, duty: names.title(duty.rule), articles: &articles })
        })
        .collect()
    }

    /// What follows from a finding; of a reading on which others hang, under which option each appears.
    fn consequences(&self, finding: &Finding) -> Vec<String> {
        let Subject::Reading { findings, .. } = &finding.subject else {
            return subject::consequences(&self.names, finding);
        };
        let hangs = |&at: &usize| {
            let readings = readings::told(&self.names, self.report.findings[at].under.only());
            let readings: Vec<&str> = readings.iter().map(String::as_str).collect();
            self.names.say(S::FindingOnlyIf { number: at + 1, readings: &readings })
        };
        findings.iter().map(hangs).collect()
    }

    /// What would move a matter on that is held up.
    fn way_on(&self, finding: &Finding) -> Vec<String> {
        let Subject::HeldUp { way_on, .. } = &finding.subject else { return Vec::new() };
        let names = &self.names;
        let acts = way_on.iter().map(|&id| {
            let act = names.model().event(id);
            let articles = match names.articles(act.rule).join(", ") {
                none if none.is_empty() => names.say(S::Assumption),
                articles => articles,
            };
            names.say(S::WouldHappen { what: &trace::happened(names, act, None), articles: &articles })
        });
        acts.collect()
    }

    /// The readings that a story takes, of a finding that does not say on which it hangs.
    fn told_under(&self, finding: &Finding) -> Vec<String> {
        let names = &self.names;
        let Evidence::Trace(witness) = &finding.evidence else { return Vec::new() };
        let told = |field: &FieldId| finding.under.only().iter().flatten().any(|(known, _)| known == field);
        let model = names.model();
        let happened = witness.path.events.iter().map(|&id| model.event(id));
        // Whether nobody can keep a time limit hangs on the acts that would keep it.
        let is_trap = matches!(finding.subject, Subject::Trapped { .. });
        let would_help = model.events.iter().filter(|event| is_trap && finding.rules.contains(&event.rule));
        let tests = happened.chain(would_help).flat_map(|event| &event.conditions).filter_map(|condition| {
            match condition.test {
                Test::Field(field, _) => Some(field),
                Test::Clock(..) | Test::Date(..) => None,
            }
        });
        let is_option =
            |field: &FieldId| matches!(names.lowered.origins.field(*field), FieldMeaning::Reading(_));
        let all = tests.chain(witness.hangs_on.iter().copied());
        let taken: BTreeSet<FieldId> = all.filter(is_option).filter(|field| !told(field)).collect();
        taken
            .into_iter()
            .filter_map(|field| names.value(field, witness.start.fields[field.index()]))
            .collect()
    }

    /// The assumptions and recalled wordings of the rules involved.
    fn rests_on(&self, finding: &Finding) -> Vec<String> {
        let names = &self.names;
        let mut all = Vec::new();
        let mut recalled: Vec<&str> = Vec::new();
        for &id in &finding.rules {
            let rule = names.rule(id);
            if let Some(why) = &rule.assumption {
                let assumes = names.say(S::Assumes { rule: names.title(id), why: why.trim_end_matches('.') });
                if !all.contains(&assumes) {
                    all.push(assumes);
                }
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
        names.left_out_of(&involved).map(|clause| named(names, clause.rule)).collect()
    }
}

/// The name of a trace: code and number of its finding, and which story it is if it is not the first.
pub fn trace_id(number: usize, code: Code, place: usize) -> String {
    let first = format!("{}-{number}", code.code().to_lowercase());
    if place == 0 { first } else { format!("{first}-{}", place + 1) }
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

/// The word of a severity in programs.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
