//! From ids back to titles, articles and words, in one language.

use super::sentence::{Because, Sentence as S};
use crate::args::Lang;
use solon_engine::calendar::Length;
use solon_engine::model::{self, ClockId, Event, Field, Holder, Model, RuleId};
use solon_engine::play::Player;
use solon_rules::lower::Lowered;
use solon_rules::origins::{ClockMeaning, FieldMeaning, Origins};
use solon_rules::resolved::{
    Body, By, Constitution, Gate, Mark, ProcedureId, Rule, RuleKind, StageId, Step, Text, Unmodelled,
};
use solon_rules::surface::{InstitutionKind, WorkKind};

/// What everything is called.
#[derive(Clone, Copy)]
pub struct Names<'n> {
    /// The constitution.
    pub constitution: &'n Constitution,
    /// What it was lowered to.
    pub lowered: &'n Lowered,
    /// The language of all words.
    pub lang: Lang,
}

impl<'n> Names<'n> {
    /// Returns the model.
    pub fn model(&self) -> &'n Model {
        &self.lowered.model
    }

    /// Tells whether the text is open to several readings.
    pub fn has_readings(&self) -> bool {
        self.model().fields.iter().any(Field::is_reading)
    }

    fn origins(&self) -> &'n Origins {
        &self.lowered.origins
    }

    /// Returns a rule.
    pub fn rule(&self, id: RuleId) -> &'n Rule {
        &self.constitution.rules[id.index()]
    }

    /// Returns a text in the language.
    pub fn text(&self, text: &'n Text) -> &'n str {
        text.in_language(self.lang.id())
    }

    /// Returns the title of a rule.
    pub fn title(&self, id: RuleId) -> &'n str {
        self.text(&self.rule(id).title)
    }

    /// Returns the clauses that the files leave out, under the options taken.
    pub fn left_out(&self) -> impl Iterator<Item = &'n Unmodelled> {
        self.lowered.unmodelled.iter().map(|&at| &self.constitution.unmodelled[at])
    }

    /// Returns those of them that touch one of these rules.
    pub fn left_out_of(&self, involved: &[RuleId]) -> impl Iterator<Item = &'n Unmodelled> {
        self.left_out().filter(|clause| clause.touches.iter().any(|rule| involved.contains(rule)))
    }

    /// Returns the title of an institution.
    pub fn institution(&self, id: model::InstitutionId) -> &'n str {
        self.title(self.constitution.institutions[id.index()].rule)
    }

    /// Names an institution, or one group of its members.
    pub fn player(&self, player: Player) -> String {
        let body = self.institution(player.institution);
        let groups = &self.constitution.institutions[player.institution.index()].groups;
        match player.group.and_then(|group| groups.get(group)) {
            Some(group) => self.say(S::GroupOf { body, group: self.title(group.rule) }),
            None => body.to_owned(),
        }
    }

    /// Returns the id of an institution.
    pub fn institution_id(&self, id: model::InstitutionId) -> &'n str {
        &self.rule(self.constitution.institutions[id.index()].rule).name
    }

    /// Returns the rule of an institution.
    pub fn institution_rule(&self, id: model::InstitutionId) -> RuleId {
        self.constitution.institutions[id.index()].rule
    }

    /// Returns the rule of a kind that has a name.
    pub fn find(&self, kind: RuleKind, name: &str) -> Option<RuleId> {
        let rules = &self.constitution.rules;
        rules.iter().position(|rule| rule.kind == kind && rule.name == name).map(|index| RuleId(index as u32))
    }

    /// Returns the procedure and stage of a stage's rule.
    pub fn stage(&self, rule: RuleId) -> Option<(ProcedureId, StageId)> {
        let procedures = self.constitution.procedures.iter().enumerate();
        procedures.into_iter().find_map(|(index, procedure)| {
            let stage = procedure.stages.iter().position(|stage| stage.rule == rule)?;
            Some((ProcedureId(index), StageId(stage)))
        })
    }

    /// Returns the procedure and step of a step's rule.
    pub fn step(&self, rule: RuleId) -> Option<(ProcedureId, &'n Step)> {
        let procedures = self.constitution.procedures.iter().enumerate();
        procedures.into_iter().find_map(|(index, procedure)| {
            Some((ProcedureId(index), procedure.steps.iter().find(|step| step.rule == rule)?))
        })
    }

    /// Returns a co-actor's part, the step that it belongs to, and whether the rule is a refusal.
    pub fn gate(&self, rule: RuleId) -> Option<(&'n Gate, &'n Step, bool)> {
        let steps = self.constitution.procedures.iter().flat_map(|procedure| &procedure.steps);
        steps.into_iter().find_map(|step| {
            let gate = step.gates.iter().find(|gate| gate.rule == rule || gate.refusal == Some(rule))?;
            Some((gate, step, gate.refusal == Some(rule)))
        })
    }

    /// Returns the title of a procedure.
    pub fn procedure(&self, id: ProcedureId) -> &'n str {
        self.title(self.constitution.procedures[id.0].rule)
    }

    /// Returns "the bill is before the President" for a stage.
    pub fn stands(&self, rule: RuleId) -> String {
        match self.stage(rule) {
            Some((procedure, _)) => {
                self.say(S::Stands { procedure: self.procedure(procedure), stage: self.title(rule) })
            }
            None => self.title(rule).to_owned(),
        }
    }

    /// Says what a clock counts from.
    pub fn clock(&self, clock: ClockId) -> String {
        let c = self.constitution;
        let act;
        match self.lowered.origins.clock(clock) {
            ClockMeaning::Entry(procedure) => {
                self.say(Because::EnteredStage { procedure: self.procedure(procedure) })
            }
            ClockMeaning::Gate(procedure) => {
                self.say(Because::GateMoved { procedure: self.procedure(procedure) })
            }
            ClockMeaning::Mark(Mark::Step(procedure, step)) => {
                act = self.act(c.procedures[procedure.0].steps[step.0].rule);
                self.say(Because::Taken { act: &act })
            }
            ClockMeaning::Mark(Mark::Stage(procedure, stage)) => {
                act = self.stands(c.procedures[procedure.0].stages[stage.0].rule);
                self.say(Because::Reached { stands: &act })
            }
            ClockMeaning::Term(institution) => {
                self.say(Because::TermBegan { institution: self.title(c.institutions[institution.0].rule) })
            }
            ClockMeaning::Times(rule) => {
                act = self.act(rule);
                self.say(Because::Taken { act: &act })
            }
        }
    }

    /// Says a sentence.
    pub fn say<'s>(&self, sentence: impl Into<S<'s>>) -> String {
        sentence.into().say(self.lang)
    }

    /// Joins with commas and "and".
    pub fn and<T: AsRef<str>>(&self, parts: &[T]) -> String {
        self.say(S::And(&parts.iter().map(AsRef::as_ref).collect::<Vec<_>>()))
    }

    /// Joins with commas and "or".
    pub fn or<T: AsRef<str>>(&self, parts: &[T]) -> String {
        self.say(S::Or(&parts.iter().map(AsRef::as_ref).collect::<Vec<_>>()))
    }

    /// Returns the places in the text that a rule rests on.
    pub fn articles(&self, id: RuleId) -> Vec<String> {
        let mut all = Vec::new();
        for cite in &self.rule(id).cites {
            let work = cite.work.map(|index| &self.constitution.works[index]);
            let minor = work.filter(|work| work.kind != WorkKind::Constitution);
            let article = minor.map_or(cite.at.clone(), |work| format!("{} ({})", cite.at, work.id));
            if !all.contains(&article) {
                all.push(article);
            }
        }
        all
    }

    /// Says who acts. With `by`, the one of several who did.
    pub fn holder(&self, holder: &Holder, by: Option<model::InstitutionId>) -> String {
        match holder {
            Holder::Law => self.say(S::TheLaw),
            Holder::Institution(id) => self.institution(*id).to_owned(),
            Holder::Member(id) => self.say(S::MemberOf { body: self.institution(*id) }),
            Holder::Vote(id) => self.institution(self.model().votes[id.index()].body).to_owned(),
            Holder::Petition(id) => {
                let petition = &self.model().petitions[id.index()];
                let needed = petition.seats.map(|seats| petition.need.needed(seats));
                self.signers(petition.body, needed)
            }
            Holder::AnyOf(parts) => match by {
                Some(by) => match parts.iter().find(|part| part.needed(self.model()).contains(&by)) {
                    // What one of several may do is told of one.
                    Some(part @ Holder::Petition(_)) => {
                        self.say(S::Group { of: &self.holder(part, Some(by)) })
                    }
                    Some(part) => self.holder(part, Some(by)),
                    None => self.institution(by).to_owned(),
                },
                None => self.or(&parts.iter().map(|part| self.holder(part, None)).collect::<Vec<_>>()),
            },
            Holder::All(parts) => {
                self.and(&parts.iter().map(|part| self.holder(part, None)).collect::<Vec<_>>())
            }
        }
    }

    /// Says who signs: members of a body, units, or voters.
    fn signers(&self, body: model::InstitutionId, needed: Option<u32>) -> String {
        let title = self.institution(body);
        match self.constitution.institutions[body.index()].kind {
            InstitutionKind::Units | InstitutionKind::Electorate => {
                self.say(S::SignersAmong { whom: title, needed })
            }
            _ => self.say(S::SignersOf { body: title, needed }),
        }
    }

    /// Says who acts under a rule: the holder of its first row.
    pub fn holder_of(&self, rule: RuleId) -> Option<String> {
        // One of several holders has a row of his own.
        let mut holders: Vec<String> = Vec::new();
        for (_, event) in self.model().rows(rule) {
            let holder = self.holder(&event.holder, None);
            if !holders.contains(&holder) {
                holders.push(holder);
            }
        }
        (!holders.is_empty()).then(|| self.or(&holders))
    }

    /// Says who does what by a step: "the President returns the law".
    pub fn act(&self, rule: RuleId) -> String {
        let rule_title = self.title(rule);
        match self.holder_of(rule) {
            Some(_) if self.is_law(rule) || self.is_of_nature(rule) => rule_title.to_owned(),
            Some(holder) => self.say(S::Does { holder: &holder, what: rule_title }),
            None => rule_title.to_owned(),
        }
    }

    /// Tells whether a step is nobody's deed, so that its title is the whole sentence.
    pub fn is_of_nature(&self, rule: RuleId) -> bool {
        let is_world = |id: model::InstitutionId| {
            self.constitution.institutions[id.index()].kind == InstitutionKind::World
        };
        let by_world = |event: &Event| matches!(event.holder, Holder::Institution(id) if is_world(id));
        let mut rows = self.model().rows(rule).map(|(_, event)| event).peekable();
        rows.peek().is_some() && rows.all(by_world)
    }

    fn is_law(&self, rule: RuleId) -> bool {
        self.model().rows(rule).next().is_some_and(|(_, event)| event.holder == Holder::Law)
    }

    /// Says a length of time.
    pub fn length(&self, length: &Length) -> String {
        self.say(S::LengthOf { months: length.months, days: length.days, skipped: length.skipped })
    }

    /// Says what a co-actor does.
    pub fn part(&self, rule: RuleId) -> String {
        match self.model().rows(rule).next() {
            Some((_, row)) => super::trace::part(self, row, &self.holder(&row.holder, None)),
            None => self.title(rule).to_owned(),
        }
    }

    /// Says what a step or a co-actor does.
    pub fn deed(&self, rule: RuleId) -> String {
        if self.rule(rule).kind == RuleKind::Gate { self.part(rule) } else { self.act(rule) }
    }

    /// Names those who are meant in a rule.
    pub fn by(&self, by: &By) -> String {
        match by {
            By::Institution(id) => self.title(self.constitution.institutions[id.0].rule).to_owned(),
            By::Member(id) => {
                self.say(S::MemberOf { body: self.title(self.constitution.institutions[id.0].rule) })
            }
            By::AnyOf(parts) => self.or(&parts.iter().map(|part| self.by(part)).collect::<Vec<_>>()),
            By::All(parts) => self.and(&parts.iter().map(|part| self.by(part)).collect::<Vec<_>>()),
            By::Vote(vote) => self.body(vote.of),
            By::Petition(petition) => match petition.of {
                Body::Institution(id) => self.signers(model::InstitutionId(id.0 as u32), None),
                Body::Role(_) => self.say(S::TheLaw),
            },
            By::Role(_) | By::Law => self.say(S::TheLaw),
        }
    }

    /// Names a body.
    pub fn body(&self, body: Body) -> String {
        match body {
            Body::Institution(id) => self.title(self.constitution.institutions[id.0].rule).to_owned(),
            Body::Role(_) => self.say(S::TheLaw),
        }
    }

    /// Returns the title of an option, or its id.
    pub fn option(&self, option: &'n solon_rules::resolved::ChoiceOption) -> &'n str {
        let title = self.text(&option.title);
        if title.is_empty() { &option.id } else { title }
    }

    /// Returns the rule of a procedure's or institution's own, for a rule inside it.
    pub fn owner(&self, rule: RuleId) -> Option<RuleId> {
        let name = &self.rule(rule).name;
        let (owner, _) = name.split_once('.')?;
        let of_kind =
            |kind| self.constitution.rules.iter().position(|rule| rule.kind == kind && rule.name == owner);
        let index = of_kind(RuleKind::Procedure).or_else(|| of_kind(RuleKind::Institution))?;
        Some(RuleId(index as u32))
    }

    /// Tells whether an event only clears a flag that nobody outside the event table knows.
    pub fn is_silent(&self, event: &Event) -> bool {
        event.kind == model::EventKind::Automatic
            && event.resets.is_empty()
            && event.effects.iter().all(|effect| {
                matches!(
                    self.origins().field(effect.field),
                    FieldMeaning::Pending(_) | FieldMeaning::Times(_)
                )
            })
    }

    /// Tells whether an institution is an electorate, whose numbers in a trace are examples.
    pub fn is_electorate(&self, id: model::InstitutionId) -> bool {
        self.constitution.institutions[id.index()].kind == InstitutionKind::Electorate
    }
}
