//! A rule in plain words: who may do what, from where to where, when, by which majority, and what silence means.
//!
//! `words` are the phrases, one `match` per language; this file goes through the rule.

mod en;
mod guard;
mod phrase;
mod ru;

pub use phrase::{Label, Phrase};

use super::json::{ExplainedView, LineView};
use super::names::Names;
use guard::Plain;
use solon_engine::calendar::Day;
use solon_engine::model::RuleId;
use solon_rules::resolved::{By, Cases, Guard, RuleKind, Stage, Step, Tie, Vote};
use solon_rules::source::Source;

/// Explains a rule.
pub fn explain(names: &Names<'_>, source: &Source, id: RuleId) -> ExplainedView {
    let rule = names.rule(id);
    let mut lines = Lines { plain: Plain(*names), lines: Vec::new() };
    for cite in &rule.cites {
        let mut text = cite.work.map_or(cite.at.clone(), |work| {
            format!("{}, {}", cite.at, names.text(&names.constitution.works[work].title))
        });
        for (language, quote) in &cite.quote {
            text += &format!("\n{language}: {quote}");
        }
        lines.add(Label::Text, text);
    }
    lines.of(id, rule.kind);
    lines.norms(id);
    if let Some(why) = &rule.assumption {
        lines.add(Label::Assumption, why.clone());
    }
    if let Some(note) = &rule.note {
        lines.add(Label::Note, note.clone());
    }
    ExplainedView {
        rule: rule.name.clone(),
        kind: Phrase::Kind(rule.kind).say(names.lang),
        title: names.title(id).to_owned(),
        place: format!("{}:{}", source.name(rule.span.file), source.position(rule.span).0),
        lines: lines.lines,
    }
}

struct Lines<'n> {
    plain: Plain<'n>,
    lines: Vec<LineView>,
}

impl Lines<'_> {
    fn add(&mut self, label: Label, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.lines.push(LineView { label: Phrase::Label(label).say(self.plain.0.lang), text });
        }
    }

    fn say(&self, phrase: Phrase<'_>) -> String {
        phrase.say(self.plain.0.lang)
    }

    fn of(&mut self, id: RuleId, kind: RuleKind) {
        let names = self.plain.0;
        let c = names.constitution;
        match kind {
            RuleKind::Step => {
                if let Some((procedure, step)) = names.step(id) {
                    self.step(procedure, step);
                }
            }
            RuleKind::Stage => {
                if let Some((procedure, stage)) = names.stage(id) {
                    self.stage(procedure, stage);
                }
            }
            RuleKind::Gate => {
                let Some((gate, step, _)) = names.gate(id) else { return };
                self.add(Label::Who, self.plain.by(&gate.of));
                self.add(Label::With, names.part(id));
                self.add(Label::Fulfilled, names.act(step.rule));
                self.time(gate.within.as_ref(), gate.on_silence.as_ref(), None);
            }
            RuleKind::Institution => self.institution(id),
            RuleKind::Procedure => {
                let Some(procedure) = c.procedures.iter().find(|procedure| procedure.rule == id) else {
                    return;
                };
                for stage in &procedure.stages {
                    self.add(
                        Label::Stages,
                        format!("{}: {}", names.rule(stage.rule).name, names.title(stage.rule)),
                    );
                }
                for step in &procedure.steps {
                    self.add(
                        Label::Steps,
                        format!("{}: {}", names.rule(step.rule).name, names.act(step.rule)),
                    );
                }
                self.only(&procedure.only);
            }
            RuleKind::Duty => {
                let Some(duty) = c.duties.iter().find(|duty| duty.rule == id) else { return };
                self.add(Label::Who, self.plain.by(&duty.holder));
                for &(procedure, step) in &duty.to {
                    self.add(Label::Fulfilled, names.act(c.procedures[procedure.0].steps[step.0].rule));
                }
                self.when(&duty.when);
                if let Some(until) = &duty.until {
                    self.add(Label::NotAfter, self.plain.point(until));
                }
                self.only(&duty.only);
            }
            RuleKind::Prohibition => {
                let Some(prohibition) = c.prohibitions.iter().find(|known| known.rule == id) else { return };
                for (procedure, step, _) in &prohibition.bars {
                    self.add(Label::Bars, names.act(c.procedures[procedure.0].steps[step.0].rule));
                }
                if let Some(holder) = &prohibition.holder {
                    self.add(Label::Who, self.plain.by(holder));
                }
                if let Some((_, _, when)) = prohibition.bars.first() {
                    self.when(when);
                }
                let void = prohibition.effect == solon_rules::surface::Barred::Void;
                self.add(Label::Changes, self.say(if void { Phrase::Void } else { Phrase::Unlawful }));
                self.only(&prohibition.only);
            }
            RuleKind::Outcome => {
                if let Some(outcome) = c.outcomes.iter().find(|outcome| outcome.rule == id) {
                    self.when(&outcome.when);
                }
            }
            RuleKind::Choice => {
                let Some(choice) = c.choices.iter().find(|choice| choice.rule == id) else { return };
                for option in &choice.options {
                    let why = option.why.as_ref().map(|why| format!(" — {why}")).unwrap_or_default();
                    self.add(Label::Options, format!("{}: {}{why}", option.id, names.option(option)));
                }
            }
            RuleKind::Param => {
                if let Some(param) = c.params.iter().find(|param| param.rule == id) {
                    self.add(Label::Value, param.value.to_string());
                }
            }
            RuleKind::Seats | RuleKind::Kind | RuleKind::Fact | RuleKind::Property | RuleKind::Other => {}
        }
    }

    fn step(&mut self, procedure: solon_rules::resolved::ProcedureId, step: &Step) {
        let names = self.plain.0;
        let stages = &names.constitution.procedures[procedure.0].stages;
        let title = |stage: solon_rules::resolved::StageId| names.title(stages[stage.0].rule);
        let who = self.each(&step.by, |this, by| this.who(by)).join("\n");
        self.add(Label::Who, who);
        for gate in &step.gates {
            self.add(Label::With, names.part(gate.rule));
        }
        match &step.from {
            None if names.constitution.procedures[procedure.0].initial.is_some() => {
                self.add(Label::From, self.say(Phrase::Anywhere))
            }
            None => self.add(Label::From, self.say(Phrase::Opens)),
            Some(from) => {
                self.add(Label::From, names.or(&from.iter().map(|&stage| title(stage)).collect::<Vec<_>>()))
            }
        }
        let mut to: Vec<String> = step.to.map(|stage| title(stage).to_owned()).into_iter().collect();
        to.extend(step.carried.map(|stage| self.say(Phrase::IfCarried { stage: title(stage) })));
        to.extend(step.failed.map(|stage| self.say(Phrase::IfFailed { stage: title(stage) })));
        to.extend(step.no_quorum.map(|stage| self.say(Phrase::IfNoQuorum { stage: title(stage) })));
        self.add(Label::To, to.join("; "));
        if let Some(after) = step.after {
            self.add(Label::AtOnceAfter, self.plain.mark(after));
        }
        if let Some(when) = &step.when {
            self.when(when);
        }
        if let Some(opens) = &step.opens {
            self.add(Label::NotBefore, self.plain.point(opens));
        }
        if let Some(closes) = &step.closes {
            self.add(Label::NotAfter, self.plain.point(closes));
        }
        if let Some((n, _)) = step.at_most {
            self.add(Label::Often, self.say(Phrase::AtMost { n }));
        }
        for effect in &step.effects {
            self.add(Label::Changes, self.plain.effect(procedure, effect));
        }
        self.only(&step.only);
    }

    fn stage(&mut self, procedure: solon_rules::resolved::ProcedureId, id: solon_rules::resolved::StageId) {
        let names = self.plain.0;
        let of = &names.constitution.procedures[procedure.0];
        let stage: &Stage = &of.stages[id.0];
        if stage.end.is_some() {
            self.add(Label::To, self.say(Phrase::EndsHere));
        }
        self.time(stage.within.as_ref(), stage.on_silence.as_ref(), Some(procedure));
        if let Some(pauses) = &stage.pauses {
            self.add(Label::Pauses, self.plain.guard(pauses));
        }
        for step in of.steps.iter().filter(|step| step.from.as_ref().is_some_and(|from| from.contains(&id))) {
            self.add(Label::WaysOut, names.act(step.rule));
        }
        for effect in &stage.enter {
            self.add(Label::Changes, self.plain.effect(procedure, effect));
        }
        self.only(&stage.only);
    }

    fn institution(&mut self, id: RuleId) {
        let names = self.plain.0;
        let c = names.constitution;
        let Some(index) = c.institutions.iter().position(|institution| institution.rule == id) else {
            return;
        };
        let institution = &c.institutions[index];
        let seats = names.model().institutions[index].seats();
        if seats > 0 {
            self.add(Label::Seats, self.say(Phrase::Seats { n: seats }));
        }
        for (group, n) in institution.groups.iter().zip(&names.model().institutions[index].groups) {
            if let Some(by) = &group.by {
                let seats = self.say(Phrase::Seats { n: *n });
                self.add(
                    Label::Seats,
                    format!("{} ({seats}): {}", names.title(group.rule), self.plain.by(by)),
                );
            }
        }
        if let Some(term) = &institution.term {
            let text = match &term.length {
                Some(length) => {
                    let length = self.cases(length, |this, period| this.plain.period(period));
                    self.say(Phrase::Term { length: &length, holdover: term.holdover })
                }
                None => self.say(Phrase::ForLife),
            };
            self.add(Label::Term, text);
        }
        for by in &institution.removed_by {
            self.add(Label::RemovedBy, self.plain.by(by));
        }
        self.only(&institution.only);
    }

    fn time(
        &mut self,
        within: Option<&Cases<solon_rules::resolved::Period>>,
        silence: Option<&Cases<solon_rules::resolved::Silence>>,
        procedure: Option<solon_rules::resolved::ProcedureId>,
    ) {
        if let Some(within) = within {
            let text = self.each(within, |this, period| this.plain.period(period)).join("\n");
            self.add(Label::Time, text);
        }
        if let (Some(silence), Some(procedure)) = (silence, procedure) {
            let text = self.each(silence, |this, silence| this.plain.silence(procedure, *silence)).join("\n");
            self.add(Label::Silence, text);
        }
    }

    /// What bars a step, and who owes it.
    fn norms(&mut self, id: RuleId) {
        let names = self.plain.0;
        let c = names.constitution;
        let is_it = |procedure: &solon_rules::resolved::ProcedureId, step: &solon_rules::resolved::StepId| {
            c.procedures[procedure.0].steps[step.0].rule == id
        };
        for prohibition in &c.prohibitions {
            if let Some((_, _, when)) =
                prohibition.bars.iter().find(|(procedure, step, _)| is_it(procedure, step))
            {
                let name = &names.rule(prohibition.rule).name;
                let when = self.plain.guard(when);
                let what = names.title(prohibition.rule);
                let text = if when.is_empty() {
                    what.to_owned()
                } else {
                    self.say(Phrase::Case { when: &when, what })
                };
                self.add(Label::BarredBy, format!("{name}: {text}"));
            }
        }
        for duty in
            c.duties.iter().filter(|duty| duty.to.iter().any(|(procedure, step)| is_it(procedure, step)))
        {
            let holder = self.plain.by(&duty.holder);
            self.add(
                Label::Owed,
                format!("{}: {holder}, {}", names.rule(duty.rule).name, names.title(duty.rule)),
            );
        }
    }

    fn when(&mut self, guard: &Guard) {
        let text = self.plain.guard(guard);
        self.add(Label::When, text);
    }

    fn only(&mut self, guard: &Guard) {
        let text = self.plain.guard(guard);
        self.add(Label::Only, text);
    }

    fn who(&self, by: &By) -> String {
        match by {
            By::Vote(vote) => self.vote(vote),
            By::All(parts) => self.plain.0.and(&parts.iter().map(|part| self.who(part)).collect::<Vec<_>>()),
            By::AnyOf(parts) => self.plain.0.or(&parts.iter().map(|part| self.who(part)).collect::<Vec<_>>()),
            By::Petition(petition) => {
                let need = self.cases(&petition.need, |this, need| this.plain.majority(*need));
                format!("{}: {need}", self.plain.by(by))
            }
            other => self.plain.by(other),
        }
    }

    fn vote(&self, vote: &Vote) -> String {
        let names = self.plain.0;
        let body = self.plain.body(vote.of);
        let majority = self.cases(&vote.pass, |this, majority| this.plain.majority(*majority));
        let quorum = self.cases(&vote.quorum, |this, quorum| match quorum.number {
            Some(number) => this.plain.majority(number),
            None => this.say(Phrase::NoQuorum),
        });
        let quorum = Some(quorum).filter(|text| !text.is_empty());
        let mut text = self.say(Phrase::Vote {
            body: &body,
            majority: &majority,
            count: self.plain.count(vote),
            quorum: quorum.as_deref(),
        });
        match &vote.tie {
            Tie::Lost => {}
            Tie::Stands => text += &format!("; {}", self.say(Phrase::TieStands)),
            Tie::Casting(by) => {
                text += &format!("; {}", self.say(Phrase::Casting { holder: &self.plain.by(by) }))
            }
        }
        for (units, majority) in &vote.also {
            let units = names.title(names.constitution.institutions[units.0].rule);
            let majority = self.plain.majority(*majority);
            text += &format!("; {}", self.say(Phrase::AlsoIn { majority: &majority, units }));
        }
        text
    }

    /// A value that depends on guards.
    fn cases<T>(&self, cases: &Cases<T>, say: impl Fn(&Self, &T) -> String) -> String {
        let parts = self.each(cases, say);
        if parts.len() > 1 { format!("({})", parts.join("; ")) } else { parts.concat() }
    }

    /// Its cases, one by one.
    fn each<T>(&self, cases: &Cases<T>, say: impl Fn(&Self, &T) -> String) -> Vec<String> {
        cases
            .iter()
            .map(|(guard, value)| {
                let what = say(self, value);
                let when = self.plain.guard(guard);
                match (when.is_empty(), cases.len()) {
                    (true, 1) => what,
                    (true, _) => self.say(Phrase::Otherwise { what: &what }),
                    (false, _) => self.say(Phrase::Case { when: &when, what: &what }),
                }
            })
            .collect()
    }
}

/// A day of the calendar as a text of digits.
pub(crate) fn digits(day: Day) -> String {
    day.to_string()
}
