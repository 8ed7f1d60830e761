//! A3: matters that go round in circles.

use super::clock::stands_still;
use super::question::{Asked, Draft, Questions};
use super::{Code, Report, Severity, Subject};
use crate::model::{
    ClockId, Disjunction, Event, EventId, EventKind, Holder, InstitutionId, Matter, Model, Test, ValueSet,
};
use crate::search::Exceeded;
use crate::step;
use crate::symbolic::Set;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How many states are looked at for the shortest round through one state.
const MOST: usize = 2_000;
/// Through how many states a round is looked for.
const STATES: usize = 10;

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let model = questions.model;
    let ids = || (0..model.institutions.len() as u32).map(InstitutionId);
    for matter in &model.matters {
        let all = moves(model, matter);
        let alone = |id| {
            let own = all.iter().filter(|one| can_alone(model, id, &model.event(**one).holder));
            (Some(id), own.copied().collect::<Vec<EventId>>())
        };
        // One alone who can go on for ever is worse than two who must play along.
        let mut told: Vec<Disjunction> = Vec::new();
        for (by, moves) in ids().map(alone).chain([(None, all.clone())]) {
            let circle = Circle { model, matter, limits: limits(model, matter), moves };
            let found = if circle.may_return() { ask(questions, report, &circle, by, &told) } else { None };
            told.extend(found);
        }
    }
}

/// Asks whether the matter can go round by these moves, which are all or those of one institution, under readings under which it is
/// not told yet; returns under which it can.
fn ask(
    questions: &mut Questions<'_>,
    report: &mut Report,
    circle: &Circle<'_>,
    by: Option<InstitutionId>,
    told: &[Disjunction],
) -> Option<Disjunction> {
    let (model, settings) = (questions.model, questions.settings);
    let procedure = circle.matter.rule;
    let mut noted = Report::default();
    let found = questions.ask(report, Code::NoProgressLoop, Some(procedure), |_, asked| {
        let mut rounds = circle.rounds(asked)?;
        for told in told {
            rounds = asked.space.diff(&rounds, &asked.space.set(told)?)?;
        }
        if asked.never(&rounds)? {
            return Ok(None);
        }
        let round = RefCell::new(Vec::new());
        let then = |fields: &[u8]| {
            let (mut way, found) = circle.nearest_round(fields)?;
            way.extend(&found);
            round.replace(found);
            Some(way)
        };
        let draft = Draft {
            code: Code::NoProgressLoop,
            severity: if by.is_some() { Severity::Warning } else { Severity::Note },
            subject: Subject::Circle { procedure, round: Vec::new() },
            holders: Vec::new(),
            rules: vec![procedure],
        };
        let finding = asked.finding_then(settings, &mut noted, model, &rounds, Some(&then), draft)?;
        Ok(finding.map(|finding| (finding, round.into_inner())))
    });
    noted.undecided.retain(|open| !report.undecided.contains(open));
    report.undecided.append(&mut noted.undecided);
    let (mut finding, round) = found.flatten()?;
    let needed = round.iter().flat_map(|&id| model.event(id).holder.needed(model));
    let holders: BTreeSet<InstitutionId> = needed.chain(by).collect();
    finding.holders = holders.into_iter().collect();
    finding.subject = Subject::Circle { procedure, round };
    let under = finding.under.condition();
    report.findings.push(finding);
    Some(under)
}

/// The positions in which a matter is under way: open, and not where a standing one rests.
fn under_way(model: &Model, matter: &Matter) -> ValueSet {
    let field = &model.fields[matter.field.index()];
    let stages = matter.stages.iter().filter(|stage| stage.values.and(matter.ended).is_empty());
    let rests = |values: ValueSet| matter.standing && !values.and(field.initial).is_empty();
    stages.filter(|stage| !rests(stage.values)).fold(ValueSet::EMPTY, |all, stage| all.or(stage.values))
}

/// The acts that can lead the matter from one stage under way to another, by themselves or with what the law adds.
fn moves(model: &Model, matter: &Matter) -> Vec<EventId> {
    let under_way = under_way(model, matter);
    let stage_of = |value: u8| matter.stages.iter().position(|stage| stage.values.contains(value));
    let moves_on = |event: &Event| {
        let mut changes = event.changes(matter.field, under_way);
        changes.any(|(old, new)| under_way.contains(new) && stage_of(old) != stage_of(new))
    };
    let touches = |event: &Event| event.effects.iter().any(|effect| effect.field == matter.field);
    let of_law = model.events.iter().any(|event| event.kind == EventKind::Automatic && touches(event));
    let own = model.numbered_events().filter(|(_, event)| {
        let may_move = moves_on(event) || of_law && (touches(event) || matter.steps.contains(&event.rule));
        event.kind == EventKind::Act && event.opens.is_none() && !event.is_unlawful_act() && may_move
    });
    own.map(|(id, _)| id).collect()
}

/// Tells whether somebody can act as a holder without anybody else.
fn can_alone(model: &Model, id: InstitutionId, holder: &Holder) -> bool {
    match holder {
        Holder::AnyOf(parts) => parts.iter().any(|part| can_alone(model, id, part)),
        Holder::All(parts) => parts.iter().all(|part| can_alone(model, id, part)),
        other => other.needed(model) == [id],
    }
}

/// The lapses that end the matter.
fn limits<'m>(model: &'m Model, matter: &Matter) -> Vec<(EventId, &'m Event)> {
    let ends = |event: &Event| {
        let effects = event.effects.iter().filter(|effect| effect.field == matter.field);
        effects.flat_map(|effect| &effect.map).any(|&value| matter.closed.contains(value))
    };
    let lapses = model.numbered_events().filter(|(_, event)| event.kind == EventKind::Lapse);
    lapses.filter(|(_, event)| event.breach.is_none() && ends(event)).collect()
}

fn clocks(lapse: &Event) -> BTreeSet<ClockId> {
    let clocks = lapse.conditions.iter().filter_map(|condition| match &condition.test {
        Test::Clock(guard) => Some(guard.clock),
        Test::Field(..) | Test::Date(..) => None,
    });
    clocks.collect()
}

fn begins_anew(event: &Event, clocks: &BTreeSet<ClockId>) -> bool {
    event.resets.iter().any(|clock| clocks.contains(clock))
}

/// A matter, and moves by which it may go round.
struct Circle<'m> {
    model: &'m Model,
    matter: &'m Matter,
    limits: Vec<(EventId, &'m Event)>,
    moves: Vec<EventId>,
}

impl Circle<'_> {
    /// Tells whether, as far as positions tell, the moves lead back to where they began. The law may lead anywhere.
    fn may_return(&self) -> bool {
        let of_field = |event: &&Event| event.effects.iter().any(|effect| effect.field == self.matter.field);
        let automatic = self.model.events.iter().filter(|event| event.kind == EventKind::Automatic);
        if automatic.filter(of_field).count() > 0 {
            return !self.moves.is_empty();
        }
        let mut left = under_way(self.model, self.matter);
        loop {
            let changes = |&id: &EventId| self.model.event(id).changes(self.matter.field, left);
            let leads_on = self.moves.iter().flat_map(changes);
            let less = leads_on.filter(|(old, new)| left.contains(*new) && old != new).map(|(old, _)| old);
            let less: ValueSet = less.collect();
            if less == left {
                return !left.is_empty();
            }
            left = less;
        }
    }

    fn stage_of(&self, fields: &[u8]) -> Option<usize> {
        let at = fields[self.matter.field.index()];
        self.matter.stages.iter().position(|stage| stage.values.contains(at))
    }

    /// The states from which and to which the moves lead on without end, and put off each time limit that would end the matter.
    ///
    /// # Source
    /// Fair cycles under strong fairness: Kesten, Pnueli, Raviv 1998. From each of the states the moves lead to such a round:
    /// in the last of the parts that the moves do not leave any more, whatever can be put off is.
    fn rounds(&self, asked: &Asked<'_, '_>) -> Result<Set, Exceeded> {
        let mut limits = Vec::new();
        for (id, limit) in &self.limits {
            let clocks = clocks(limit);
            let runs = asked.space.diff(&asked.space.possible(*id)?, &stands_still(asked, &clocks)?)?;
            let restarting = |clock: &ClockId| self.model.clocks[clock.index()].restarts;
            let restarting = clocks.iter().copied().filter(restarting).collect();
            // What the law does next may depend on the state: the round that is shown will tell.
            let of_law = |event: &Event| event.kind == EventKind::Automatic && begins_anew(event, &clocks);
            let by_law = self.model.events.iter().any(of_law);
            let puts_off = |id: &EventId| by_law || begins_anew(self.model.event(*id), &clocks);
            let moves: Vec<EventId> = self.moves.iter().copied().filter(puts_off).collect();
            limits.push((runs, stands_still(asked, &restarting)?, moves));
        }
        let mut rounds = asked.space.field_in(self.matter.field, under_way(self.model, self.matter))?;
        loop {
            let before = self.before(asked, &rounds, &self.moves)?;
            let after = self.after(asked, &rounds)?;
            let mut less = asked.space.and(&rounds, &asked.space.and(&before, &after)?)?;
            for (runs, at, moves) in &limits {
                if asked.space.is_empty(&asked.space.and(&less, runs)?) {
                    continue;
                }
                let put_off = asked.space.or(at, &self.before(asked, &less, moves)?)?;
                let mut can = asked.space.and(&less, &put_off)?;
                loop {
                    let before = asked.space.and(&less, &self.before(asked, &can, &self.moves)?)?;
                    let more = asked.space.or(&can, &before)?;
                    if more == can {
                        break;
                    }
                    can = more;
                }
                less = asked.space.diff(&less, &asked.space.diff(runs, &can)?)?;
            }
            if less == rounds {
                return Ok(rounds);
            }
            rounds = less;
        }
    }

    /// The stages in which a move is possible, as far as positions tell.
    fn stages(&self, asked: &Asked<'_, '_>, id: EventId) -> Result<Vec<Set>, Exceeded> {
        let from = self.model.event(id).lets_through(self.matter.field, under_way(self.model, self.matter));
        let stages = self.matter.stages.iter().map(|stage| stage.values);
        let stages = stages.filter(|values| !values.and(from).is_empty());
        stages.map(|values| asked.space.field_in(self.matter.field, values)).collect()
    }

    /// The states from which a move leads there, from another stage.
    fn before(&self, asked: &Asked<'_, '_>, to: &Set, moves: &[EventId]) -> Result<Set, Exceeded> {
        let mut before = asked.space.none();
        for &id in moves {
            for stage in self.stages(asked, id)? {
                let elsewhere = asked.space.diff(to, &stage)?;
                let one = asked.space.and(&asked.space.pre(&elsewhere, id)?, &stage)?;
                before = asked.space.or(&before, &one)?;
            }
        }
        Ok(before)
    }

    /// The states to which a move leads from there, in another stage.
    fn after(&self, asked: &Asked<'_, '_>, from: &Set) -> Result<Set, Exceeded> {
        let mut after = asked.space.none();
        for &id in &self.moves {
            for stage in self.stages(asked, id)? {
                let here = asked.space.and(from, &stage)?;
                let one = asked.space.diff(&asked.space.post(&here, id)?, &stage)?;
                after = asked.space.or(&after, &one)?;
            }
        }
        Ok(after)
    }

    /// Returns what a move makes of a state, if it leads to another stage under way, with all that happens.
    fn next(&self, id: EventId, fields: &[u8]) -> Option<(Vec<u8>, Vec<EventId>)> {
        let (next, followed) = step::successor(self.model, id, fields)?;
        let is_under_way = under_way(self.model, self.matter).contains(next[self.matter.field.index()]);
        let moves = is_under_way && self.stage_of(fields) != self.stage_of(&next);
        moves.then(|| (next, [vec![id], followed].concat()))
    }

    /// Returns the fewest moves that lead to a state on a round, and the round; `None` if too many states would have to be
    /// looked at.
    fn nearest_round(&self, start: &[u8]) -> Option<(Vec<EventId>, Vec<EventId>)> {
        let mut seen = BTreeSet::from([start.to_vec()]);
        let mut open = VecDeque::from([(start.to_vec(), Vec::new())]);
        for _ in 0..STATES {
            let (here, way) = open.pop_front()?;
            if let Some(round) = self.shortest_round(&here) {
                return Some((way, round));
            }
            for &id in &self.moves {
                let Some((next, _)) = self.next(id, &here) else { continue };
                if seen.insert(next.clone()) {
                    open.push_back((next, [way.clone(), vec![id]].concat()));
                }
            }
        }
        None
    }

    /// Returns the fewest moves that lead from a state back to itself and put off each limit that runs on the way; `None` if
    /// there are none, or if too many states would have to be looked at.
    fn shortest_round(&self, start: &[u8]) -> Option<Vec<EventId>> {
        let first = Visit { fields: start.to_vec(), runs: self.running(start), put_off: BTreeSet::new() };
        let mut came: BTreeMap<Visit, (Visit, EventId)> = BTreeMap::new();
        let mut open = VecDeque::from([first.clone()]);
        while let Some(here) = open.pop_front() {
            for &id in &self.moves {
                let Some((fields, happened)) = self.next(id, &here.fields) else { continue };
                let runs = here.runs.union(&self.running(&fields)).copied().collect();
                let put_off = here.put_off.union(&self.put_off(&here.fields, &happened)).copied().collect();
                let next = Visit { fields, runs, put_off };
                if came.contains_key(&next) {
                    continue;
                }
                came.insert(next.clone(), (here.clone(), id));
                if next.fields == start && next.runs.is_subset(&next.put_off) {
                    return Some(back(&came, &first, next));
                }
                if came.len() > MOST {
                    return None;
                }
                open.push_back(next);
            }
        }
        None
    }

    /// Returns the limits that run in a state.
    fn running(&self, fields: &[u8]) -> BTreeSet<usize> {
        let runs = |at: &usize| {
            let limit = self.limits[*at].1;
            step::possible(limit, fields) && !clocks(limit).iter().any(|clock| self.is_still(*clock, fields))
        };
        (0..self.limits.len()).filter(runs).collect()
    }

    /// Returns the limits that are put off by what happens in a state, or when the pause that there is ends.
    fn put_off(&self, fields: &[u8], happened: &[EventId]) -> BTreeSet<usize> {
        let is_put_off = |at: &usize| {
            let clocks = clocks(self.limits[*at].1);
            let restarts =
                |clock: &ClockId| self.model.clocks[clock.index()].restarts && self.is_still(*clock, fields);
            clocks.iter().any(restarts)
                || happened.iter().any(|&id| begins_anew(self.model.event(id), &clocks))
        };
        (0..self.limits.len()).filter(is_put_off).collect()
    }

    fn is_still(&self, clock: ClockId, fields: &[u8]) -> bool {
        let mut pauses = self.model.clocks[clock.index()].pauses.iter();
        pauses.any(|pause| step::conjunction_holds(pause, fields))
    }
}

/// A state on a round, with the limits that have run so far and those that were put off.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Visit {
    fields: Vec<u8>,
    runs: BTreeSet<usize>,
    put_off: BTreeSet<usize>,
}

fn back(came: &BTreeMap<Visit, (Visit, EventId)>, first: &Visit, last: Visit) -> Vec<EventId> {
    let mut round = Vec::new();
    let mut here = &last;
    while let Some((before, id)) = came.get(here) {
        round.push(*id);
        here = before;
        if here == first {
            break;
        }
    }
    round.reverse();
    round
}
