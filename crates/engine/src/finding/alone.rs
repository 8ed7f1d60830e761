//! C1: grave outcomes that one player can bring about whatever all others do.
//!
//! Each is a game from the start, under the usual options, and two more from the end of the story: whether all others
//! together can end the outcome, and whether they can put the player out of office by a procedure for that.

use super::game::{open_readings, story};
use super::question::{Draft, Questions};
use super::reading::Combinations;
use super::removal::removals;
use super::{Code, Finding, Report, Settings, Severity, Subject, Undecided, Under, Why, Witness};
use crate::model::{Disjunction, EventId, EventKind, InstitutionId, OutcomeId};
use crate::play::{Coalition, Game, Strength, turning_away};
use crate::search::Exceeded;
use crate::symbolic::{Favour, Set};

/// How many nodes the games about the consequences may have between two rounds: what is not told by then takes minutes.
const MAX_NODES: usize = 2_000;

/// A player who can bring an outcome about alone, and how.
struct Alone {
    /// Whether it depends on dates that he can.
    by_dates: bool,
    story: Witness,
    /// The open readings under which he can; empty if under all.
    readings: Combinations,
    /// Whether all others together can end it; `None` if it depends on dates or a bound was met.
    undone: Option<bool>,
    /// Whether he can bring it about anew after it was ended, if nobody hinders him then.
    again: bool,
    /// Whether all others together can put him out of office for it, likewise.
    removed: Option<bool>,
}

impl Alone {
    fn severity(&self) -> Severity {
        match (self.undone, self.removed) {
            (Some(true), _) | (_, Some(true)) => Severity::Note,
            (Some(false), Some(false)) if !self.by_dates => Severity::Error,
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
            match alone(game, player, &outcome.when, settings) {
                Ok(Some(alone)) => {
                    let subject = Subject::Alone {
                        outcome: OutcomeId(at as u32),
                        by,
                        by_dates: alone.by_dates,
                        undone: alone.undone,
                        again: alone.again,
                        removed: alone.removed,
                    };
                    let draft = Draft {
                        code: Code::UncheckedPower,
                        severity: alone.severity(),
                        subject,
                        holders: vec![by.institution],
                        rules: vec![outcome.rule],
                    };
                    let finding = draft.in_time(model, alone.story);
                    report.findings.push(Finding { under: Under::of_open(alone.readings), ..finding });
                }
                Ok(None) => {}
                Err(why) => report.undecided.push(undecided(why)),
            }
        }
    }
}

/// Tells whether a player can bring an outcome about, and what all others can do about it.
fn alone(
    game: &Game<'_>,
    player: usize,
    when: &Disjunction,
    settings: &Settings<'_>,
) -> Result<Option<Alone>, Why> {
    let players = game.players();
    let side = Coalition::one(player);
    let Some(Start { from, by_dates, unhindered }) = can_alone(game, side, when).map_err(Why::Bound)? else {
        return Ok(None);
    };
    let readings = open_readings(game.space(), &from, settings.usual).map_err(Why::Bound)?;
    let story = story(players, side, settings, when, &readings).ok_or(Why::NoDates)?;
    let answers = || -> Result<_, Exceeded> {
        let space = game.space();
        let after = space.state(&story.journal.end)?;
        let others = players.others(side);
        let ended = space.not(&space.set(when)?)?;
        let turning = turning_away(players.model(), when);
        let undone = can(game, others, &ended, &after, &turning);
        let again = match undone {
            Some(true) => {
                let lawful = |id| !players.model().event(id).is_unlawful_act() && !turning.contains(&id);
                let can_come = space.can_reach(&space.and(&ended, &unhindered)?, &lawful)?;
                !space.is_empty(&space.and(&after, &can_come)?)
            }
            _ => false,
        };
        let removed = match removed(game, players.all()[player].institution)? {
            Some(out) => can(game, others, &out, &after, &[]),
            None => Some(false),
        };
        Ok((undone, again, removed))
    };
    let (undone, again, removed) = answers().map_err(Why::Bound)?;
    Ok(Some(Alone { by_dates, story, readings, undone, again, removed }))
}

/// Where a side can force an outcome.
struct Start {
    from: Set,
    by_dates: bool,
    /// The states from which it can bring the outcome about if nobody hinders it.
    unhindered: Set,
}

/// Returns the starts from which a side can force an outcome; `None` if there are none.
fn can_alone(game: &Game<'_>, side: Coalition, when: &Disjunction) -> Result<Option<Start>, Exceeded> {
    let (space, players) = (game.space(), game.players());
    let model = players.model();
    let goal = space.set(when)?;
    // Whom nobody hinders must be able to, or it is plain that the side cannot force it.
    let unhindered = space.can_reach(&goal, &|id| {
        let event = model.event(id);
        event.kind == EventKind::Lapse || !event.is_unlawful_act() && players.owns(event, side)
    })?;
    let from = space.and(&space.diff(game.start(), &goal)?, &unhindered)?;
    if space.is_empty(&from) {
        return Ok(None);
    }
    for (favour, by_dates) in [(Favour::Others, false), (Favour::Side, true)] {
        let can = game.winning(side, &goal, favour, &from)?.can;
        if !space.is_empty(&can) {
            return Ok(Some(Start { from: can, by_dates, unhindered }));
        }
    }
    Ok(None)
}

/// Tells whether a coalition can force a goal whoever acts first; `None` if it depends on dates or a bound was met.
fn can(game: &Game<'_>, coalition: Coalition, goal: &Set, from: &Set, left_out: &[EventId]) -> Option<bool> {
    let ask = |favour| {
        let question = game.question(goal.clone(), from.clone(), favour);
        question.leaving_out(left_out.to_vec()).bounded_by(MAX_NODES).strength(coalition).ok()
    };
    // Where time helps the coalition the game is mostly the easier one.
    match ask(Favour::Side) {
        Some(Strength::Cannot | Strength::OnlyFirst) => Some(false),
        _ => ask(Favour::Others).filter(|strength| *strength == Strength::Can).map(|_| true),
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
        Condition, Effect, Event, Field, FieldId, Force, Holder, Institution, Model, Outcome, RuleId, Test,
        ValueSet,
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
}
