//! Tiny games against all that a side can do: each plan is played against everything that the others can do.
//!
//! A plan says for each state which of its steps the side takes there, or that it waits. A play that goes on without end
//! although the side moves or time passes again and again is lost, and so is one in which nothing can happen any more.
//! Without end the others cannot move while no time passes.
#![allow(clippy::disallowed_methods, reason = "the number of cases is read from the environment")]
#![allow(clippy::unwrap_used)]

mod cases;
mod halfway;

use proptest::prelude::*;
use solon_engine::model::*;
use solon_engine::play::{Coalition, Game, Pace, Players};
use solon_engine::search::Bounds;
use solon_engine::symbolic::{Favour, Slice, Space};

const NATURE: InstitutionId = InstitutionId(2);
const DUTY: RuleId = RuleId(100);

/// One row: it leads from one state to another.
#[derive(Clone, Debug)]
struct Line {
    from: u8,
    to: u8,
    /// `None` for a lapse.
    by: Option<Holder>,
    /// Whether a lapse breaks the duty, or an act fulfils it.
    is_owed: bool,
}

fn line(holder: u8, (from, to): (u8, u8), is_owed: bool) -> Line {
    let one = |id| Holder::Institution(InstitutionId(id));
    let by = match holder {
        0..=3 => Some(one(0)),
        4..=7 => Some(one(1)),
        8 => Some(Holder::AnyOf(vec![one(0), one(1)])),
        9 => Some(Holder::All(vec![one(0), one(1)])),
        10 => Some(Holder::Institution(NATURE)),
        _ => None,
    };
    Line { from, to, by, is_owed }
}

/// Two to six states, and up to twelve rows between them, a third of them lapses.
fn board() -> impl Strategy<Value = (u8, Vec<Line>)> {
    (2..=6u8).prop_flat_map(|n| {
        let lines = (0..16u8, (0..n, 0..n), prop::bool::weighted(0.3));
        let lines = lines.prop_map(|(holder, ends, is_owed)| line(holder, ends, is_owed));
        (Just(n), prop::collection::vec(lines, 1..=12))
    })
}

fn model_of(n: u8, lines: &[Line]) -> Model {
    let field = FieldId(0);
    let row = |(at, line): (usize, &Line)| {
        let rule = RuleId(at as u32);
        let kind = if line.by.is_some() { EventKind::Act } else { EventKind::Lapse };
        Event {
            holder: line.by.clone().unwrap_or(Holder::Law),
            conditions: vec![Condition {
                test: Test::Field(field, ValueSet::one(line.from)),
                rule,
                force: Force::Void,
            }],
            effects: vec![Effect { field, map: vec![line.to; usize::from(n)] }],
            breach: (line.is_owed && line.by.is_none()).then_some(DUTY),
            ..Event::new(rule, kind)
        }
    };
    let fulfils = |(_, line): &(usize, &Line)| line.is_owed && line.by.is_some();
    let steps = lines.iter().enumerate().filter(fulfils).map(|(at, _)| RuleId(at as u32)).collect();
    let institutions =
        (0..3).map(|id| Institution { is_nature: id == NATURE.0, ..Institution::default() }).collect();
    Model {
        fields: vec![Field { size: n, initial: ValueSet::one(0) }],
        events: lines.iter().enumerate().map(row).collect(),
        institutions,
        duties: vec![Duty {
            rule: DUTY,
            holder: Holder::Institution(InstitutionId(0)),
            steps,
            when: Disjunction(vec![Vec::new()]),
            until: None,
        }],
        ..Model::default()
    }
}

/// What can be done and what can happen in one state.
#[derive(Default, Clone)]
struct Here {
    own: Vec<usize>,
    others: Vec<usize>,
    /// Where time can lead; `None` if it must not come to that or nothing can happen.
    time: Option<Vec<usize>>,
}

/// `acts` are all turns in the state, each with the line that it ends with.
fn here(
    state: u8,
    lines: &[Line],
    acts: &[(&Line, usize)],
    owns: &dyn Fn(&Line) -> bool,
    of_others: &dyn Fn(&Line) -> bool,
) -> Here {
    let mut time = Some(Vec::new());
    // What happens by chance keeps no duty.
    let is_chance = |line: &Line| line.by == Some(Holder::Institution(NATURE));
    let owed: Vec<_> = acts.iter().filter(|(line, _)| line.is_owed && !is_chance(line)).collect();
    for lapse in lines.iter().filter(|line| line.from == state && line.by.is_none()) {
        let by_others = owed.iter().filter(|(line, _)| !owns(line) || of_others(line)).map(|(_, to)| *to);
        let leads: Vec<usize> =
            if lapse.is_owed && !owed.is_empty() { by_others.collect() } else { vec![usize::from(lapse.to)] };
        // Only the side itself can keep the duty: it does not wait until it is broken.
        time = time.filter(|_| !leads.is_empty()).map(|known: Vec<usize>| [known, leads].concat());
    }
    let of =
        |who: &dyn Fn(&Line) -> bool| acts.iter().filter(|(line, _)| who(line)).map(|(_, to)| *to).collect();
    Here { own: of(owns), others: of(of_others), time: time.filter(|all| !all.is_empty()) }
}

/// One step of a play: where it leads, and whether the side moved or time passed.
type Turn = (usize, bool);

/// Returns for each state all that a round can lead to under a plan; `None` where the play can get stuck. Plays end in `goal`.
fn rounds(all: &[Here], plan: &[Option<usize>], goal: usize) -> Vec<Option<Vec<Turn>>> {
    let round = |state: usize| {
        let mut turns = Vec::new();
        for after in all[state].others.iter().copied().map(Some).chain([None]) {
            let at = after.unwrap_or(state);
            match (plan[at], after) {
                _ if at == goal => {}
                (Some(to), _) => turns.push((to, true)),
                (None, Some(at)) => turns.push((at, false)),
                (None, None) => turns.extend(all[state].time.as_ref()?.iter().map(|&to| (to, true))),
            }
        }
        Some(turns)
    };
    (0..all.len()).map(|state| if state == goal { Some(Vec::new()) } else { round(state) }).collect()
}

/// Returns the states that can be reached in one turn or more.
fn reached(from: usize, turns: &[Option<Vec<Turn>>]) -> Vec<bool> {
    let mut seen = vec![false; turns.len()];
    let mut open = vec![from];
    while let Some(state) = open.pop() {
        for &(to, _) in turns[state].iter().flatten() {
            if !seen[to] {
                seen[to] = true;
                open.push(to);
            }
        }
    }
    seen
}

/// Tells for each state whether the plan wins from there, whatever the others do.
fn won_by(all: &[Here], plan: &[Option<usize>], goal: usize) -> Vec<bool> {
    let turns = rounds(all, plan, goal);
    let reach: Vec<Vec<bool>> = (0..all.len()).map(|state| reached(state, &turns)).collect();
    let is_lost = |state: usize| {
        let circles = |&(to, counts): &Turn| counts && (to == state || reach[to][state]);
        turns[state].as_ref().is_none_or(|turns| turns.iter().any(circles))
    };
    let wins = |state: usize| {
        !is_lost(state) && (0..all.len()).all(|later| !(reach[state][later] && is_lost(later)))
    };
    (0..all.len()).map(wins).collect()
}

/// Returns all plans.
fn plans(all: &[Here]) -> Vec<Vec<Option<usize>>> {
    all.iter().fold(vec![Vec::new()], |plans, here| {
        let longer = |plan: Vec<Option<usize>>| {
            let choices = here.own.iter().copied().map(Some).chain([None]);
            choices.map(move |choice| plan.iter().copied().chain([choice]).collect()).collect::<Vec<_>>()
        };
        plans.into_iter().flat_map(longer).collect()
    })
}

proptest! {
    #![proptest_config(cases::config())]

    #[test]
    fn what_a_side_can_force_is_what_its_best_plan_wins((n, lines) in board(), goal in any::<u8>()) {
        let model = model_of(n, &lines);
        let goal = goal % n;
        let players = Players::of(&model).unwrap();
        let space = Space::new(&model, &Slice::whole(&model), &Bounds::default()).unwrap();
        let target = space.field_in(FieldId(0), ValueSet::one(goal)).unwrap();
        let game = Game::new(players, space, &[]).unwrap();
        for members in 0..4u32 {
            let is_of = |holder: &Holder, mine: bool| {
                let acts = |id: u32| id < 2 && (members >> id & 1 == 1) == mine;
                let part = |part: &Holder| matches!(part, Holder::Institution(id) if acts(id.0));
                match holder {
                    Holder::AnyOf(parts) => parts.iter().any(part),
                    Holder::All(parts) => parts.iter().all(part),
                    one => part(one),
                }
            };
            let of = |line: &Line, mine: bool| line.by.as_ref().is_some_and(|by| is_of(by, mine));
            // Whose turn it is makes no difference: all steps of a turn are one office's.
            let stages = halfway::stages(&model);
            let next = |state: usize| -> Vec<(EventId, usize)> {
                let here = |line: &Line| usize::from(line.from) == state && line.by.is_some();
                let numbered = lines.iter().enumerate().filter(|(_, line)| here(line));
                numbered.map(|(at, line)| (EventId(at as u32), usize::from(line.to))).collect()
            };
            let graph = halfway::Graph {
                model: &model,
                stages: &stages,
                acts: &next,
                value: &|state, _| state as u8,
                is_end: &|state| state == usize::from(goal),
            };
            let all: Vec<Here> = (0..n)
                .map(|state| {
                    let turns = graph.turns(usize::from(state), &|_| true).into_iter();
                    let turns: Vec<_> = turns.map(|(last, to)| (&lines[last.index()], to)).collect();
                    here(state, &lines, &turns, &|line| of(line, true), &|line| of(line, false))
                })
                .collect();
            let ids = (0..2).filter(|id| members >> id & 1 == 1).map(InstitutionId);
            let side = ids.map(|id| game.players().of_institution(id)).fold(Coalition::NOBODY, Coalition::with);
            let forced = game.force(side, &target, Favour::Others, Pace::Steps).unwrap();
            let forced: Vec<bool> = (0..n).map(|state| game.space().contains(&forced, &[state])).collect();
            let mut best = vec![false; usize::from(n)];
            let mut is_one_plan = false;
            for plan in plans(&all) {
                let won = won_by(&all, &plan, usize::from(goal));
                is_one_plan |= won == forced;
                for (best, won) in best.iter_mut().zip(won) {
                    *best |= won;
                }
            }
            prop_assert_eq!(&forced, &best, "side {:#04b}, goal {}", members, goal);
            prop_assert!(is_one_plan, "no single plan wins all of it: side {:#04b}, goal {}", members, goal);
        }
    }
}
