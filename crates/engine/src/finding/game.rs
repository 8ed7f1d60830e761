//! The drafter's claims about who can force an outcome.
//!
//! Each is a game from the start, under all readings at once: a start is a state with one option of each. It is solved twice: where
//! all that is not known about dates favours the others, so that a win is sure, and where it favours the side, so that a loss is
//! sure. What is neither depends on dates.

use super::question::{Draft, Questions};
use super::reading::Combinations;
use super::{
    Answer, Claim, Code, Finding, Report, Settings, Severity, Subject, Undecided, Under, Why, Witness,
    leads_to,
};
use crate::model::{Disjunction, EventKind, FieldId, InstitutionId, Outcome, OutcomeId};
use crate::play::{Coalition, Game, Player, Players, Strength, Winning, way};
use crate::search::Exceeded;
use crate::symbolic::{Conduct, Favour, Space};
use crate::timed::Timed;
use std::collections::BTreeSet;

/// What the games say of a claim.
enum Verdict {
    Holds {
        vacuous: bool,
    },
    /// How strong the side is at least, and under which readings.
    Fails(Option<Strength>, Combinations),
    Depends,
}

/// Answers the claim at this position, which is about this outcome.
pub(super) fn claimed(
    questions: &mut Questions<'_>,
    report: &mut Report,
    index: usize,
    claim: &Claim,
    outcome: OutcomeId,
) -> Answer {
    let (model, settings) = (questions.model, questions.settings);
    let outcome = &model.outcomes[outcome.index()];
    let undecided = |report: &mut Report, why: Why| {
        report.undecided.push(Undecided { code: Code::Property, rule: Some(outcome.rule), why: why.clone() });
        Answer::Unknown(why)
    };
    let game = match questions.game() {
        Ok(game) => game,
        Err(why) => return undecided(report, why),
    };
    let side = side(game.players(), claim);
    let (strength, readings) = match verdict(game, claim, side, &outcome.when) {
        Ok(Verdict::Holds { vacuous }) => {
            let is_about_others = !matches!(claim, Claim::CanForce(..));
            return match vacuous || !is_about_others {
                true => Answer::holds(vacuous),
                false => held_of_others(questions, report, outcome),
            };
        }
        Ok(Verdict::Fails(strength, readings)) => (strength, readings),
        Ok(Verdict::Depends) => return undecided(report, Why::Dates),
        Err(exceeded) => return undecided(report, Why::Bound(exceeded)),
    };
    let alone = match claim {
        Claim::CannotAlone(player, _) => Some(player.institution),
        _ => None,
    };
    let story = alone.and_then(|_| story(game.players(), side, settings, &outcome.when, &readings));
    let draft = Draft {
        code: Code::Property,
        severity: Severity::Error,
        subject: Subject::Play { claim: index, strength },
        holders: alone.into_iter().collect::<Vec<InstitutionId>>(),
        rules: vec![outcome.rule],
    };
    let finding = match story {
        Some(witness) => draft.in_time(model, witness),
        None => draft.exhaustive(None),
    };
    report.findings.push(Finding { under: Under::these(readings), ..finding });
    Answer::Fails(report.findings.len() - 1)
}

/// A claim of what some cannot do, which holds: it says nothing if no dates allow that the outcome comes about, whoever acts.
fn held_of_others(questions: &mut Questions<'_>, report: &mut Report, outcome: &Outcome) -> Answer {
    let settings = questions.settings;
    let has_story = questions.ask(report, Code::Property, Some(outcome.rule), |model, asked| {
        let goal = asked.space.set(&outcome.when)?;
        let (stories, _) = asked.stories(settings, model, &goal, None, 1)?;
        Ok(!stories.is_empty())
    });
    if has_story != Some(false) {
        return Answer::holds(false);
    }
    let mut search = Timed::new(questions.model, settings.bounds, settings.first_day, settings.reporter);
    let reached = search.reach(Conduct::Any, &|space| space.set(&outcome.when));
    leads_to::held(report, outcome.rule, reached)
}

/// Returns those whose strength decides a claim.
fn side(players: &Players<'_>, claim: &Claim) -> Coalition {
    let all = |named: &[Player]| {
        named.iter().fold(Coalition::NOBODY, |all, &player| all.with(players.meant(player)))
    };
    match claim {
        Claim::CannotAlone(player, _) => players.meant(*player),
        Claim::NeedsConsentOf(named, _) => players.others(all(named)),
        Claim::CanForce(named, _) => all(named),
        Claim::Never(_)
        | Claim::Reachable(_)
        | Claim::AlwaysPossible(_)
        | Claim::LeadsTo(..)
        | Claim::Apart(_) => Coalition::NOBODY,
    }
}

fn verdict(game: &Game<'_>, claim: &Claim, side: Coalition, when: &Disjunction) -> Result<Verdict, Exceeded> {
    let space = game.space();
    let goal = space.set(when)?;
    let from = space.diff(game.start(), &goal)?;
    if space.is_empty(&from) {
        return Ok(Verdict::Holds { vacuous: true });
    }
    let solve = |favour: Favour| game.question(goal.clone(), from.clone(), favour).won(side);
    if let Claim::CanForce(..) = claim {
        let surely = solve(Favour::Others)?;
        if space.is_subset(&from, &surely.can)? {
            return Ok(Verdict::Holds { vacuous: false });
        }
        let perhaps = solve(Favour::Side)?;
        let weak = space.diff(&from, &perhaps.can)?;
        if space.is_empty(&weak) {
            return Ok(Verdict::Depends);
        }
        let strength = if space.is_subset(&weak, &surely.first)? {
            Some(Strength::OnlyFirst)
        } else if space.is_empty(&space.and(&weak, &perhaps.first)?) {
            Some(Strength::Cannot)
        } else {
            None
        };
        return Ok(Verdict::Fails(strength, space.readings(&weak)?));
    }
    // Where not even all together can bring it about, nothing is said of some of them; what nature does is nobody's act.
    let players = game.players();
    let possible = space.can_reach(&goal, &|id| {
        let event = players.model().event(id);
        event.kind == EventKind::Lapse || !event.is_unlawful_act() && players.owns(event, players.everybody())
    })?;
    if space.is_empty(&space.and(&from, &possible)?) {
        return Ok(Verdict::Holds { vacuous: true });
    }
    let Winning { can, first } = solve(Favour::Others)?;
    if !space.is_empty(&first) {
        let strength = if first == can { Strength::Can } else { Strength::OnlyFirst };
        return Ok(Verdict::Fails(Some(strength), space.readings(&first)?));
    }
    let perhaps = solve(Favour::Side)?;
    Ok(if space.is_empty(&perhaps.first) { Verdict::Holds { vacuous: false } } else { Verdict::Depends })
}

/// Returns a shortest story to the outcome in which nobody acts but the side, everybody keeps his time limits, and the law
/// takes its own steps; under the usual options, if they are among these readings. `None` if none was found.
pub(super) fn story(
    players: &Players<'_>,
    side: Coalition,
    settings: &Settings<'_>,
    when: &Disjunction,
    readings: &Combinations,
) -> Option<Witness> {
    let is_usual = |one: &&Vec<(FieldId, u8)>| {
        one.iter().all(|(field, value)| {
            settings.usual.iter().all(|(known, usual)| known != field || usual == value)
        })
    };
    let with_usual = |one: &Vec<(FieldId, u8)>| {
        let all: BTreeSet<(FieldId, u8)> = one.iter().chain(settings.usual).copied().collect();
        all.into_iter().collect()
    };
    let usual: Combinations = readings.iter().filter(is_usual).map(with_usual).collect();
    [&usual, readings].into_iter().filter(|taken| !taken.is_empty()).find_map(|taken| {
        let goal = |space: &mut Space<'_>| {
            let taken = space.set(&Under::these(taken.clone()).condition())?;
            space.and(&space.set(when)?, &taken)
        };
        let found = way(players, side, &goal, &[], settings.bounds, settings.first_day, settings.reporter);
        found.ok()?.map(|(_, witness)| witness)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::finding::{Evidence, check};
    use crate::model::{
        Condition, Effect, Event, EventKind, Field, Force, Holder, Institution, Model, Outcome, RuleId, Test,
        ValueSet,
    };

    const FIRST: InstitutionId = InstitutionId(0);
    const SECOND: InstitutionId = InstitutionId(1);

    /// The first can do it under option 1 of a reading; the second can end the matter before.
    fn model() -> Model {
        let step = |rule: u32, holder: Holder, option: Option<u8>, to: u8| {
            let condition = |field, values| Condition {
                test: Test::Field(field, values),
                rule: RuleId(rule),
                force: Force::Void,
            };
            let here = condition(FieldId(1), ValueSet::one(0));
            let read = option.map(|option| condition(FieldId(0), ValueSet::one(option)));
            Event {
                holder,
                conditions: std::iter::once(here).chain(read).collect(),
                effects: vec![Effect { field: FieldId(1), map: vec![to; 3] }],
                ..Event::new(RuleId(rule), EventKind::Act)
            }
        };
        let either = Holder::AnyOf([SECOND, FIRST].map(Holder::Institution).to_vec());
        let outcome = |rule, value| Outcome {
            rule: RuleId(rule),
            when: Disjunction(vec![vec![(FieldId(1), ValueSet::one(value))]]),
            vital: false,
            grave: false,
            amendment: false,
        };
        Model {
            fields: vec![
                Field { size: 2, initial: ValueSet::all(2) },
                Field { size: 3, initial: ValueSet::one(0) },
            ],
            events: vec![step(0, either, Some(1), 1), step(1, Holder::Institution(SECOND), None, 2)],
            institutions: vec![Institution::default(); 2],
            outcomes: vec![outcome(2, 1), outcome(3, 0)],
            ..Model::default()
        }
    }

    fn one(institution: InstitutionId) -> Player {
        Player { institution, group: None }
    }

    /// Returns for each answer whether it says nothing, or how strong those are who refute it.
    fn strengths(report: &Report) -> Vec<Result<bool, Option<Strength>>> {
        let answer = |answer: &Answer| match answer {
            Answer::Holds { vacuous, .. } => Ok(*vacuous),
            Answer::Fails(at) => match report.findings[*at].subject {
                Subject::Play { strength, .. } => Err(strength),
                ref other => panic!("a claim about play fails as one about play: {other:?}"),
            },
            Answer::Unknown(why) => panic!("three states are within every bound: {why:?}"),
        };
        report.answers.iter().map(answer).collect()
    }

    #[test]
    fn what_fails_under_one_open_reading_says_which() {
        let claims = [
            Claim::CannotAlone(one(FIRST), OutcomeId(0)),
            Claim::CanForce(vec![one(FIRST), one(SECOND)], OutcomeId(0)),
        ];
        let report = check(&model(), &Settings { claims: &claims, ..Settings::new(Day(0), &[]) });
        assert_eq!(strengths(&report), [Err(Some(Strength::OnlyFirst)), Err(Some(Strength::Cannot))]);
        let finding = |claim: usize| {
            let is_of = |finding: &&Finding| matches!(finding.subject, Subject::Play { claim: of, .. } if of == claim);
            report.findings.iter().find(is_of).expect("both claims fail, and each failure is a finding")
        };
        assert_eq!(finding(0).under, Under::Only(vec![vec![(FieldId(0), 1)]]));
        assert_eq!(finding(1).under, Under::Only(vec![vec![(FieldId(0), 0)]]));
        // Of the two who may act, the story names the one whom the claim is about.
        let Evidence::Trace(story) = &finding(0).evidence else {
            panic!("a claim about one player fails with a story: {report:?}")
        };
        assert_eq!(story.happenings[0].by, Some(FIRST));
    }

    #[test]
    fn a_reading_that_is_taken_is_the_only_one() {
        let claims = [
            Claim::CannotAlone(one(FIRST), OutcomeId(0)),
            Claim::CanForce(vec![one(FIRST)], OutcomeId(0)),
            Claim::CanForce(vec![one(SECOND)], OutcomeId(0)),
            Claim::NeedsConsentOf(vec![one(FIRST)], OutcomeId(0)),
            Claim::NeedsConsentOf(vec![one(SECOND)], OutcomeId(1)),
        ];
        let taken = |option: u8| {
            let mut model = model();
            model.fields[0].initial = ValueSet::one(option);
            check(&model, &Settings { claims: &claims, ..Settings::new(Day(0), &[]) })
        };
        let first = Err(Some(Strength::OnlyFirst));
        assert_eq!(strengths(&taken(1)), [first, first, Ok(false), Err(Some(Strength::Can)), Ok(true)]);
        // Nobody can do it under the other option.
        let cannot = Err(Some(Strength::Cannot));
        assert_eq!(strengths(&taken(0)), [Ok(true), cannot, cannot, Ok(true), Ok(true)]);
    }

    #[test]
    fn the_story_takes_the_usual_options_where_it_can() {
        let mut model = model();
        model.events[0].conditions.retain(|condition| !matches!(condition.test, Test::Field(FieldId(0), _)));
        let claims = [Claim::CannotAlone(one(FIRST), OutcomeId(0))];
        for option in [0, 1] {
            let usual = [(FieldId(0), option)];
            let report =
                check(&model, &Settings { claims: &claims, usual: &usual, ..Settings::new(Day(0), &[]) });
            let [finding] = &report.findings[..] else { panic!("one claim fails: {report:?}") };
            let Evidence::Trace(story) = &finding.evidence else { panic!("with a story: {report:?}") };
            assert_eq!((&finding.under, story.start.fields[0]), (&Under::All, option));
        }
    }

    #[test]
    fn what_only_chance_brings_about_says_nothing_of_anybody() {
        let claims = [
            Claim::NeedsConsentOf(vec![one(FIRST)], OutcomeId(0)),
            Claim::CannotAlone(one(SECOND), OutcomeId(0)),
        ];
        let answers = |is_nature: bool| {
            let mut model = model();
            model.fields[0].initial = ValueSet::one(1);
            model.institutions.push(Institution { is_nature, ..Institution::default() });
            // Neither of the two can do it any more.
            model.events[0].holder = Holder::Institution(InstitutionId(2));
            check(&model, &Settings { claims: &claims, ..Settings::new(Day(0), &[]) })
        };
        assert_eq!(strengths(&answers(true)), [Ok(true), Ok(true)]);
        assert_eq!(strengths(&answers(false)), [Err(Some(Strength::Can)), Ok(false)]);
    }

    #[test]
    fn a_bound_that_is_met_decides_nothing() {
        let claims = [Claim::CannotAlone(one(FIRST), OutcomeId(0))];
        let bounds = crate::search::Bounds { max_nodes: 1, ..Default::default() };
        let settings = Settings { claims: &claims, bounds, ..Settings::new(Day(0), &[]) };
        let report = check(&model(), &settings);
        assert!(matches!(report.answers[..], [Answer::Unknown(Why::Bound(_))]), "{report:?}");
    }
}
