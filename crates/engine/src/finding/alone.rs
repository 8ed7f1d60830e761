//! C1: grave outcomes that one player can bring about whatever all others do.
//!
//! Each is a game from the start, under all readings at once, and two more from the end of the story: whether all others
//! together can end the outcome, and whether they can put the player out of office by a procedure for that. Where they can under
//! some readings only, there is a finding for each answer.

use super::game::story;
use super::question::{Draft, Questions};
use super::reading::Combinations;
use super::removal::removals;
use super::{Code, Finding, Remedy, Report, Settings, Severity, Subject, Undecided, Under, Why, Witness};
use crate::model::{Disjunction, EventId, EventKind, InstitutionId, Model, OutcomeId};
use crate::play::{Coalition, Game, turning_away};
use crate::search::{Bounds, Exceeded};
use crate::symbolic::{Favour, Set, Space};

/// How much each game about the consequences may work: some seconds.
const MAX_WORK: u64 = 8_000_000;

/// What all others together can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Remedies {
    /// Whether they can end it.
    undone: Remedy,
    /// Whether it can be brought about anew after it was ended, if nobody hinders it then.
    again: bool,
    /// Whether they can put the one who did it out of office for it.
    removed: Remedy,
}

/// A way of a player to bring an outcome about alone.
struct Alone {
    /// Whether it depends on dates that he can.
    by_dates: bool,
    story: Witness,
    remedies: Remedies,
    /// The readings under which he can and there is this remedy.
    under: Under,
}

impl Alone {
    fn severity(&self) -> Severity {
        match (self.remedies.undone, self.remedies.removed) {
            (Remedy::Sure, _) | (_, Remedy::Sure) => Severity::Note,
            (Remedy::NotSure, Remedy::NotSure) if !self.by_dates => Severity::Error,
            _ => Severity::Warning,
        }
    }
}

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let (model, settings) = (questions.model, questions.settings);
    for (at, outcome) in model.outcomes.iter().enumerate().filter(|(_, outcome)| outcome.grave) {
        let undecided = |why| Undecided { code: Code::UncheckedPower, rule: Some(outcome.rule), why };
        let game = match questions.game() {
            Ok(game) => game,
            Err(why) => {
                report.undecided.push(undecided(why));
                continue;
            }
        };
        let players = game.players().all();
        for (player, &by) in players.iter().enumerate() {
            if model.institutions[by.institution.index()].is_world {
                continue;
            }
            let mut all = Vec::new();
            let answer = alone(game, player, &outcome.when, settings, &mut all);
            match answer {
                Ok(met) => report.undecided.extend(met.into_iter().map(|met| undecided(Why::Bound(met)))),
                Err(why) => report.undecided.push(undecided(why)),
            }
            for alone in all {
                let Remedies { undone, again, removed } = alone.remedies;
                let outcome_id = OutcomeId(at as u32);
                let by_dates = alone.by_dates;
                let draft = Draft {
                    code: Code::UncheckedPower,
                    severity: alone.severity(),
                    subject: Subject::Alone { outcome: outcome_id, by, by_dates, undone, again, removed },
                    holders: vec![by.institution],
                    rules: vec![outcome.rule],
                };
                let finding = draft.in_time(model, alone.story);
                report.findings.push(Finding { under: alone.under, ..finding });
            }
        }
    }
}

/// Finds the ways of a player to bring an outcome about alone, and what all others can do about each. Returns the bounds that were met
/// where it was asked what they can do.
fn alone(
    game: &Game<'_>,
    player: usize,
    when: &Disjunction,
    settings: &Settings<'_>,
    all: &mut Vec<Alone>,
) -> Result<Vec<Exceeded>, Why> {
    let (space, players) = (game.space(), game.players());
    let model = players.model();
    let side = Coalition::one(player);
    let Start { from, unhindered } = can_alone(game, side, when).map_err(Why::Bound)?;
    if from.is_empty() {
        return Ok(Vec::new());
    }
    let mut asked = Asked {
        game,
        others: players.others(side),
        ended: space.not(&space.set(when).map_err(Why::Bound)?).map_err(Why::Bound)?,
        unhindered,
        turning: turning_away(model, when),
        out: removed(game, players.all()[player].institution).map_err(Why::Bound)?,
        met: Vec::new(),
    };
    for (mut from, by_dates) in from {
        // A story can be told under some readings, and the rest is asked again.
        while !space.is_empty(&from) {
            let readings = space.readings(&from).map_err(Why::Bound)?;
            let story = story(players, side, settings, when, &readings).ok_or(Why::NoDates)?;
            let (after, told) = after(space, &from, &story).map_err(Why::Bound)?;
            for (remedies, readings) in asked.remedies(&after).map_err(Why::Bound)? {
                let under = Under::these(readings);
                join(model, all, Alone { by_dates, story: story.clone(), remedies, under });
            }
            from = space.diff(&from, &told).map_err(Why::Bound)?;
        }
    }
    Ok(asked.met)
}

/// Adds a way, or the readings under which it is the same as one before.
fn join(model: &Model, all: &mut Vec<Alone>, alone: Alone) {
    let is_same = |known: &&mut Alone| known.by_dates == alone.by_dates && known.remedies == alone.remedies;
    match all.iter_mut().find(is_same) {
        Some(known) => known.under = known.under.or(&alone.under, model),
        None => all.push(alone),
    }
}

/// Returns where the story ends that begins in these states, and all states with the readings under which it can be told.
fn after(space: &Space<'_>, from: &Set, story: &Witness) -> Result<(Set, Set), Exceeded> {
    let model = space.model();
    let steps = story.path.events.iter().filter(|id| model.event(**id).kind != EventKind::Automatic);
    let mut after = from.clone();
    for &step in steps {
        after = space.post(&after, step)?;
    }
    // Its own end at least.
    let after = space.or(&after, &space.state(&story.journal.end)?)?;
    let told = space.set(&Under::these(space.readings(&after)?).condition())?;
    Ok((after, told))
}

/// Where a side can force an outcome.
struct Start {
    /// The starts, and whether it depends on dates there.
    from: Vec<(Set, bool)>,
    /// The states from which it can bring the outcome about if nobody hinders it.
    unhindered: Set,
}

/// Returns the starts from which a side can force an outcome.
fn can_alone(game: &Game<'_>, side: Coalition, when: &Disjunction) -> Result<Start, Exceeded> {
    let (space, players) = (game.space(), game.players());
    let model = players.model();
    let goal = space.set(when)?;
    // Whom nobody hinders must be able to, or it is plain that the side cannot force it.
    let unhindered = space.can_reach(&goal, &|id| {
        let event = model.event(id);
        event.kind == EventKind::Lapse || !event.is_unlawful_act() && players.owns(event, side)
    })?;
    let asked = space.and(&space.diff(game.start(), &goal)?, &unhindered)?;
    // Where dates help the side the game is mostly the easier one, and often says already that it cannot.
    let perhaps = won(game, side, &goal, asked, Favour::Side)?;
    let surely = won(game, side, &goal, perhaps.clone(), Favour::Others)?;
    let by_dates = space.diff(&perhaps, &surely)?;
    let from = [(surely, false), (by_dates, true)].into_iter().filter(|(from, _)| !space.is_empty(from));
    Ok(Start { from: from.collect(), unhindered })
}

/// Returns those of some states from which a side can force a goal.
fn won(game: &Game<'_>, side: Coalition, goal: &Set, asked: Set, favour: Favour) -> Result<Set, Exceeded> {
    let space = game.space();
    if space.is_empty(&asked) {
        return Ok(asked);
    }
    let can = game.question(goal.clone(), asked.clone(), favour).won(side)?.can;
    space.and(&can, &asked)
}

/// What is asked about the consequences.
struct Asked<'g, 'm> {
    game: &'g Game<'m>,
    others: Coalition,
    /// The states in which the outcome does not hold.
    ended: Set,
    unhindered: Set,
    /// Steps that take what the outcome is about elsewhere, which ends nothing.
    turning: Vec<EventId>,
    /// The states in which a procedure of others has put the player out of office; `None` if there is no such procedure.
    out: Option<Set>,
    /// The bounds that were met.
    met: Vec<Exceeded>,
}

impl Asked<'_, '_> {
    /// Returns what the others can do about it in these states, and under which readings.
    fn remedies(&mut self, after: &Set) -> Result<Vec<(Remedies, Combinations)>, Exceeded> {
        let game = self.game;
        let space = game.space();
        let model = space.model();
        let mut all = Vec::new();
        let (ended, out, turning) = (self.ended.clone(), self.out.clone(), self.turning.clone());
        let lawful = |id| !model.event(id).is_unlawful_act() && !turning.contains(&id);
        for (undone, states) in self.can(&ended, after, &turning)? {
            let anew = match undone {
                Remedy::Sure => space.can_reach(&space.and(&ended, &self.unhindered)?, &lawful)?,
                _ => space.none(),
            };
            let removed = match &out {
                Some(out) => self.can(out, &states, &[])?,
                None => vec![(Remedy::NotSure, states)],
            };
            for (removed, states) in removed {
                for (again, states) in
                    [(true, space.and(&states, &anew)?), (false, space.diff(&states, &anew)?)]
                {
                    if !space.is_empty(&states) {
                        all.push((Remedies { undone, again, removed }, space.readings(&states)?));
                    }
                }
            }
        }
        Ok(all)
    }

    /// Divides states by whether the others can force a goal from there whoever acts first.
    fn can(&mut self, goal: &Set, from: &Set, left_out: &[EventId]) -> Result<Vec<(Remedy, Set)>, Exceeded> {
        let space = self.game.space();
        let won = |favour, from: &Set| {
            let bounds = space.bounds();
            space.restart_watch(&Bounds { max_work: MAX_WORK.min(bounds.max_work), ..*bounds });
            let question = self.game.question(goal.clone(), from.clone(), favour);
            let won = question.leaving_out(left_out.to_vec()).won(self.others);
            space.restart_watch(bounds);
            won.map(|won| won.can)
        };
        // Where time helps the coalition the game is mostly the easier one.
        let at_best = won(Favour::Side, from);
        let perhaps = at_best.as_ref().unwrap_or(from);
        let at_worst = if space.is_empty(perhaps) { Ok(space.none()) } else { won(Favour::Others, perhaps) };
        let surely = at_worst.as_ref().ok().cloned().unwrap_or_else(|| space.none());
        let open = space.diff(perhaps, &surely)?;
        let met = [&at_best, &at_worst].map(|won| won.as_ref().err().copied());
        let is_decided = met.iter().all(Option::is_none);
        let parts = [
            (Remedy::NotSure, space.diff(from, perhaps)?),
            (Remedy::Sure, surely),
            (if is_decided { Remedy::ByDates } else { Remedy::Undecided }, open),
        ];
        let parts: Vec<_> = parts.into_iter().filter(|(_, states)| !space.is_empty(states)).collect();
        if parts.iter().any(|(remedy, _)| *remedy == Remedy::Undecided) {
            self.met.extend(met.into_iter().flatten());
        }
        Ok(parts)
    }
}

/// The states in which a procedure of others has put somebody out of office; `None` if there is no such procedure.
fn removed(game: &Game<'_>, who: InstitutionId) -> Result<Option<Set>, Exceeded> {
    let (space, model) = (game.space(), game.players().model());
    let mut all: Option<Set> = None;
    for removal in removals(model).into_iter().filter(|removal| removal.checked == who) {
        let out = removal.out(space)?;
        all = Some(match all {
            Some(known) => space.or(&known, &out)?,
            None => out,
        });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::finding::check;
    use crate::model::{
        Condition, Effect, Event, Field, FieldId, Force, Holder, Institution, Outcome, RuleId, Test, ValueSet,
    };

    const FIRST: InstitutionId = InstitutionId(0);
    const SECOND: InstitutionId = InstitutionId(1);

    /// One field; who can bring it from one value to another. The outcome holds while it is 1 or 2.
    fn severities(moves: &[(InstitutionId, u8, u8)]) -> Vec<Severity> {
        let step = |&(by, from, to): &(InstitutionId, u8, u8)| Event {
            holder: Holder::Institution(by),
            conditions: vec![Condition {
                test: Test::Field(FieldId(0), ValueSet::one(from)),
                rule: RuleId(0),
                force: Force::Void,
            }],
            effects: vec![Effect { field: FieldId(0), map: vec![to; 3] }],
            ..Event::new(RuleId(0), EventKind::Act)
        };
        let outcome = Outcome {
            rule: RuleId(1),
            when: Disjunction(vec![vec![(FieldId(0), [1, 2].into_iter().collect())]]),
            vital: false,
            grave: true,
            amendment: false,
        };
        let model = Model {
            fields: vec![Field { size: 3, initial: ValueSet::one(0) }],
            events: moves.iter().map(step).collect(),
            institutions: vec![Institution::default(); 2],
            outcomes: vec![outcome],
            ..Model::default()
        };
        let report = check(&model, &Settings::new(Day(0), &[]));
        let alone = report.findings.into_iter().filter(|finding| finding.code == Code::UncheckedPower);
        alone.map(|finding| finding.severity).collect()
    }

    #[test]
    fn what_the_others_can_do_about_it_decides_how_bad_it_is() {
        assert_eq!(severities(&[(FIRST, 0, 1)]), [Severity::Error]);
        assert_eq!(severities(&[(FIRST, 0, 1), (SECOND, 1, 0)]), [Severity::Note]);
        // The first can make it final before the second ends it: only the faster one wins.
        assert_eq!(severities(&[(FIRST, 0, 1), (SECOND, 1, 0), (FIRST, 1, 2)]), [Severity::Error]);
        // Nobody can do it alone.
        assert!(severities(&[]).is_empty());
    }

    /// The first can bring the outcome about; the second can end it under option 1 of a reading.
    fn hangs_on_a_reading() -> Model {
        let step = |by: InstitutionId, from: u8, to: u8, read: Option<u8>| {
            let condition = |field: u32, values| Condition {
                test: Test::Field(FieldId(field), values),
                rule: RuleId(0),
                force: Force::Void,
            };
            let read = read.map(|option| condition(0, ValueSet::one(option)));
            Event {
                holder: Holder::Institution(by),
                conditions: [condition(1, ValueSet::one(from))].into_iter().chain(read).collect(),
                effects: vec![Effect { field: FieldId(1), map: vec![to; 2] }],
                ..Event::new(RuleId(0), EventKind::Act)
            }
        };
        Model {
            fields: vec![
                Field { size: 2, initial: ValueSet::all(2) },
                Field { size: 2, initial: ValueSet::one(0) },
            ],
            events: vec![step(FIRST, 0, 1, None), step(SECOND, 1, 0, Some(1))],
            institutions: vec![Institution::default(); 2],
            outcomes: vec![Outcome {
                rule: RuleId(1),
                when: Disjunction(vec![vec![(FieldId(1), ValueSet::one(1))]]),
                vital: false,
                grave: true,
                amendment: false,
            }],
            ..Model::default()
        }
    }

    #[test]
    fn a_remedy_that_hangs_on_a_reading_makes_a_finding_for_each_answer() {
        let model = hangs_on_a_reading();
        let found = |usual: &[(FieldId, u8)]| -> Vec<(Severity, Under)> {
            let report = check(&model, &Settings { usual, ..Settings::new(Day(0), &[]) });
            let alone = report.findings.into_iter().filter(|finding| finding.code == Code::UncheckedPower);
            alone.map(|finding| (finding.severity, finding.under)).collect()
        };
        let only = |option: u8| Under::Only(vec![vec![(FieldId(0), option)]]);
        assert_eq!(found(&[]), [(Severity::Error, only(0)), (Severity::Note, only(1))]);
        // Whatever the usual reading is.
        assert_eq!(found(&[(FieldId(0), 0)]), found(&[]));
    }
}
