//! From a journal to a story: what happened on which day, who did it, what it changed.

use super::json::{EventView, Named};
use super::names::Names;
use super::refusal;
use super::sentence::{Occurrence, Part, Sentence as S, capital};
use solon_engine::calendar::Day;
use solon_engine::model::{
    Comparison, Event, EventKind, FieldId, Holder, InstitutionId, RuleId, Test, VoteResult,
};
use solon_engine::replay::{Entry, Happening, Journal, Mode, What, replay};
use solon_engine::state::State;
use solon_engine::step;
use solon_engine::vote::Count;
use solon_rules::origins::FieldMeaning;
use solon_rules::resolved::{GateKind, ProcedureId, RuleKind};
use solon_rules::source::Source;

/// Tells the story of a journal. Entries that only clear flags of the event table are left out.
///
/// What stood in the way of a refused event is looked up in the state that it met.
pub fn story(names: &Names<'_>, source: &Source, journal: &Journal, told: &Told<'_>) -> Vec<EventView> {
    (0..journal.entries.len())
        .filter_map(|index| event(names, source, &journal.entries[..=index], told))
        .collect()
}

/// Returns who acts in a story, in the order of their first acts.
pub fn holders<'e>(names: &Names<'_>, story: impl Iterator<Item = &'e EventView>) -> Vec<Named> {
    let mut holders: Vec<Named> = Vec::new();
    for id in story.flat_map(|event| &event.holder) {
        if holders.iter().all(|known| known.id != *id)
            && let Some(rule) = names.find(RuleKind::Institution, id)
        {
            holders.push(Named { id: names.rule(rule).name.clone(), title: names.title(rule).to_owned() });
        }
    }
    holders
}

/// What a journal was made from.
#[derive(Clone, Copy, Debug)]
pub struct Told<'t> {
    /// The start.
    pub start: &'t State,
    /// The events.
    pub happenings: &'t [Happening],
    /// What becomes of unlawful ones.
    pub mode: Mode,
    /// Whether the figures of electorates are invented.
    pub examples: bool,
}

impl Told<'_> {
    /// Returns the state at the end of a day, after so many of the events.
    fn state(&self, names: &Names<'_>, happened: usize, until: Day) -> State {
        replay(names.model(), self.start.clone(), &self.happenings[..happened], self.mode, until).end
    }
}

/// Tells the last of some entries; `None` if nobody outside the event table would notice it.
pub fn event(names: &Names<'_>, source: &Source, entries: &[Entry], told: &Told<'_>) -> Option<EventView> {
    let (entry, before) = entries.split_last()?;
    let mut view = EventView {
        date: entry.day.to_string(),
        kind: "act",
        step: String::new(),
        holder: Vec::new(),
        text: String::new(),
        result: None,
        votes: Vec::new(),
        articles: Vec::new(),
        assumed: false,
        changes: Vec::new(),
        violates: entry.violations.iter().map(|&rule| violated(names, rule)).collect(),
        refusal: None,
    };
    let rule = match &entry.what {
        What::Happened { event, counts, by } => {
            let row = names.model().event(*event);
            if names.is_silent(row) {
                return None;
            }
            view.kind = kind(names, row);
            view.text = happened(names, row, *by);
            let acting = by.map_or_else(|| row.holder.needed(names.model()), |by| vec![by]);
            view.holder = acting.into_iter().map(|id| names.institution_id(id).to_owned()).collect();
            view.result = row.result.map(result);
            view.votes = votes(names, &row.holder, counts, told.examples);
            let untold = row.result.filter(|&result| {
                result != VoteResult::Carried && names.rule(row.rule).failed_title.is_none()
            });
            view.votes.extend(untold.map(|result| names.say(Occurrence::ResultIs(result))));
            // The state that the day ends with, as far as it was told.
            let happened =
                entries.iter().filter_map(|entry| entry.happening).max().map_or(0, |last| last + 1);
            let after = told.state(names, happened, entry.day);
            view.changes = changes(names, Some(row), &entry.changes, &after);
            row.rule
        }
        What::WithoutEffect { rule, counts, result: found } => {
            let row = names.model().rows(*rule).next().map(|(_, row)| row);
            view.text = capital(&names.act(*rule));
            view.votes = row.map_or(Vec::new(), |row| votes(names, &row.holder, counts, told.examples));
            view.votes.push(names.say(Occurrence::WithoutEffect { result: *found }));
            view.result = Some(result(*found));
            *rule
        }
        What::Refused(refusal) => {
            view.kind = "refused";
            let state = entry.happening.map(|index| told.state(names, index, entry.day.plus(-1)));
            view.text = capital(&names.deed(refusal.rule));
            view.refusal = Some(refusal::view(names, source, refusal, entry.day, state.as_ref(), before));
            refusal.rule
        }
        What::Fact(field) => {
            view.kind = "world";
            let FieldMeaning::Fact(fact) = names.lowered.origins.field(*field) else { return None };
            let rule = names.constitution.facts[fact.0].rule;
            view.text = names.say(Occurrence::FactBecame { fact: names.title(rule) });
            rule
        }
        What::DutyBroken(rule) => {
            view.kind = "duty-broken";
            view.text = names.say(Occurrence::DutyBroken { duty: names.title(*rule) });
            *rule
        }
    };
    view.step = names.rule(rule).name.clone();
    view.articles = names.articles(rule);
    view.assumed = view.articles.is_empty() && names.rule(rule).assumption.is_some();
    Some(view)
}

fn kind(names: &Names<'_>, row: &Event) -> &'static str {
    match row.kind {
        EventKind::Act => match row.holder.needed(names.model())[..] {
            [only] if names.model().institutions[only.index()].is_world && !names.is_electorate(only) => {
                "world"
            }
            _ => "act",
        },
        EventKind::Automatic => "law",
        EventKind::Lapse if names.rule(row.rule).kind == RuleKind::Step => "law",
        EventKind::Lapse => "time",
    }
}

/// Returns the name of a vote's result.
pub fn result(result: VoteResult) -> &'static str {
    match result {
        VoteResult::Carried => "carried",
        VoteResult::Failed => "not-carried",
        VoteResult::NoQuorum => "no-quorum",
    }
}

/// Says what an event is: who did what, or what came by itself.
pub fn happened(names: &Names<'_>, row: &Event, by: Option<InstitutionId>) -> String {
    let rule = names.rule(row.rule);
    let holder = names.holder(&row.holder, by);
    match (row.kind, rule.kind) {
        (EventKind::Lapse, RuleKind::Stage) => {
            let could_act = names.stage(row.rule).is_some_and(|(procedure, stage)| {
                let steps = &names.constitution.procedures[procedure.0].steps;
                steps.iter().any(|step| step.from.as_ref().is_some_and(|from| from.contains(&stage)))
            });
            names.say(Occurrence::RanOut {
                length: &ran_out(names, row),
                could_act,
                breach: row.breach.is_some(),
            })
        }
        (EventKind::Lapse, RuleKind::Institution) => names
            .say(Occurrence::TermEnded { institution: names.title(row.rule), length: &ran_out(names, row) }),
        (EventKind::Lapse, RuleKind::Gate) => {
            names.say(Occurrence::AnswerRanOut { length: &ran_out(names, row) })
        }
        (_, RuleKind::Institution) => names.say(Occurrence::ActsFor { institution: names.title(row.rule) }),
        (EventKind::Act, RuleKind::Gate) => capital(&part(names, row, &holder)),
        (EventKind::Act, _) if names.is_of_nature(row.rule) => capital(what(names, row)),
        (EventKind::Act, _) => names.say(Occurrence::Acted { holder: &holder, what: what(names, row) }),
        (EventKind::Lapse | EventKind::Automatic, _) => capital(names.title(row.rule)),
    }
}

/// Says who does what by an act, as a clause: "the Senate refuses its consent".
pub fn deed(names: &Names<'_>, row: &Event) -> String {
    let holder = names.holder(&row.holder, None);
    match names.rule(row.rule).kind {
        RuleKind::Gate => part(names, row, &holder),
        _ if names.is_of_nature(row.rule) => what(names, row).to_owned(),
        _ => names.say(S::Does { holder: &holder, what: what(names, row) }),
    }
}

/// What is done: of a failed vote, what it says in the file for that.
fn what<'n>(names: &Names<'n>, row: &Event) -> &'n str {
    let rule = names.rule(row.rule);
    match (&rule.failed_title, row.result) {
        (Some(failed), Some(VoteResult::Failed | VoteResult::NoQuorum)) => names.text(failed),
        _ => names.text(&rule.title),
    }
}

/// Says what a co-actor does.
pub fn part(names: &Names<'_>, row: &Event, holder: &str) -> String {
    let Some((gate, step, refusal)) = names.gate(row.rule) else { return names.title(row.rule).to_owned() };
    let refused = refusal || matches!(row.result, Some(VoteResult::Failed | VoteResult::NoQuorum));
    let part = match (gate.kind, refused) {
        (GateKind::Proposal, false) => Part::Proposed,
        (GateKind::Proposal, true) => Part::TurnedDown,
        (GateKind::Asked, _) => Part::Asked,
        (GateKind::Given | GateKind::Presence, _) => Part::Given,
        (GateKind::Consent, false) => Part::Consented,
        (GateKind::Consent, true) => Part::Refused,
    };
    let others = names.by(&gate.of);
    names.say(Occurrence::Part { part, holder, act: &names.act(step.rule), others: &others })
}

/// How long the time was that has run out.
fn ran_out(names: &Names<'_>, row: &Event) -> String {
    let mut lengths = row.conditions.iter().filter_map(|condition| match &condition.test {
        Test::Clock(guard) if matches!(guard.comparison, Comparison::AtLeast | Comparison::After) => {
            Some(&guard.length)
        }
        _ => None,
    });
    let text = lengths.next_back().map(|length| names.length(length)).unwrap_or_default();
    if text.is_empty() { names.say(S::TheTime) } else { text }
}

fn votes(names: &Names<'_>, holder: &Holder, counts: &[Count], examples: bool) -> Vec<String> {
    let shown: Vec<&Count> =
        counts.iter().filter(|count| !examples || !names.is_electorate(count.body)).collect();
    shown
        .iter()
        .map(|count| {
            names.say(Occurrence::Counted {
                body: (counts.len() > 1).then(|| names.institution(count.body)),
                signers: signs(names, holder, count),
                yes: count.yes,
                of: count.of,
                needed: count.needed,
                base: count.base,
                quorum: count.quorum,
                units: &count.units,
            })
        })
        .collect()
}

/// Tells whether a count is one of signers.
fn signs(names: &Names<'_>, holder: &Holder, count: &Count) -> bool {
    match holder {
        Holder::Petition(id) => names.model().petitions[id.index()].body == count.body,
        Holder::AnyOf(parts) | Holder::All(parts) => {
            let votes = parts.iter().any(
                |part| matches!(part, Holder::Vote(id) if names.model().votes[id.index()].body == count.body),
            );
            !votes && parts.iter().any(|part| signs(names, part, count))
        }
        Holder::Law | Holder::Institution(_) | Holder::Member(_) | Holder::Vote(_) => false,
    }
}

/// Says what has changed: matters that have moved, statuses, facts, marks.
fn changes(
    names: &Names<'_>,
    row: Option<&Event>,
    changed: &[(FieldId, u8, u8)],
    after: &State,
) -> Vec<String> {
    let opens = row.is_some_and(|row| row.opens.is_some());
    let mut all = Vec::new();
    for &(field, old, new) in changed {
        let text =
            match *names.lowered.origins.field(field) {
                FieldMeaning::Matter(procedure) => {
                    let (before, stands) = (names.position(procedure, old), names.position(procedure, new));
                    match stands {
                        Some(stands) if before.as_ref() != Some(&stands) => {
                            let last = last_day(names, procedure, new, after);
                            Some(last.map_or(stands.clone(), |day| {
                                names.say(S::StandsUntil { stands: &stands, day })
                            }))
                        }
                        None if before.is_some() => {
                            Some(names.say(S::NoMatter { procedure: names.procedure(procedure) }))
                        }
                        _ => None,
                    }
                }
                // A new matter begins without the marks of the last one.
                FieldMeaning::Kind(..) if opens && new == 0 => None,
                FieldMeaning::Counter(..) | FieldMeaning::Role(..) => None,
                _ => names.value(field, new),
            };
        all.extend(text.map(|text| capital(&text)));
    }
    all
}

/// Returns the day on which the time of a stage runs out that a matter has come to, unless it has left it since.
fn last_day(names: &Names<'_>, procedure: ProcedureId, position: u8, after: &State) -> Option<Day> {
    let field = names.lowered.origins.matter_field(procedure);
    let stage = names.lowered.origins.position(procedure, position).stage?;
    let rule = names.constitution.procedures[procedure.0].stages[stage.0].rule;
    let due = names.model().rows(rule).filter_map(|(_, row)| step::due(row, after));
    due.min().filter(|_| after.fields[field.index()] == position)
}

/// Says where things stand at the end, as far as they differ from the start: open matters, statuses, facts.
pub fn end(names: &Names<'_>, start: &State, end: &State) -> Vec<String> {
    let mut all = Vec::new();
    for (index, (&old, &new)) in start.fields.iter().zip(&end.fields).enumerate() {
        let field = FieldId(index as u32);
        let shown = match *names.lowered.origins.field(field) {
            FieldMeaning::Matter(procedure) => old != new && !names.is_closed(procedure, new),
            FieldMeaning::Status(_) | FieldMeaning::Fact(_) | FieldMeaning::Param(_) => old != new,
            FieldMeaning::Kind(procedure, _) => {
                let at = end.fields[names.lowered.origins.matter_field(procedure).index()];
                new == 1 && old != new && !names.is_closed(procedure, at)
            }
            _ => false,
        };
        if shown {
            all.extend(names.value(field, new));
        }
    }
    all
}

/// Returns the stage at which the last open matter of a story stands.
pub fn last_stage(names: &Names<'_>, journal: &Journal) -> Option<RuleId> {
    journal.entries.iter().rev().flat_map(|entry| entry.changes.iter().rev()).find_map(|&(field, _, _)| {
        let FieldMeaning::Matter(procedure) = *names.lowered.origins.field(field) else { return None };
        let value = journal.end.fields[field.index()];
        if names.is_closed(procedure, value) {
            return None;
        }
        let stage = names.lowered.origins.position(procedure, value).stage?;
        Some(names.constitution.procedures[procedure.0].stages[stage.0].rule)
    })
}

/// A rule that is violated; of a stage it is the time limit that is.
fn violated(names: &Names<'_>, rule: RuleId) -> Named {
    let title = match names.stage(rule) {
        Some(_) => names.say(S::TimeLimitWhile { stands: &names.stands(rule) }),
        None => names.say(S::Titled { title: names.title(rule) }),
    };
    Named { id: names.rule(rule).name.clone(), title }
}
