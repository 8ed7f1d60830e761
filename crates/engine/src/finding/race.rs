//! C7: two who can each do a grave thing at once, of whom the faster one takes from the other what he could do.

use super::question::{Asked, Draft, Questions};
use super::removal::{puts_out, removals};
use super::{Code, Report, Severity, Subject, Undecided, Why, Witness, witness};
use crate::model::{Event, EventId, EventKind, InstitutionId, Model};
use crate::play::{Players, turning_away};
use crate::schedule::Schedule;
use crate::search::Exceeded;
use crate::symbolic::Set;
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// What an office or body can bring about by one act of its own: a grave outcome, or that somebody is put out of office.
struct Deed {
    by: InstitutionId,
    /// Whom each act puts out of office.
    against: BTreeSet<InstitutionId>,
    /// Where it has come about.
    done: Set,
    /// The acts, and from where each brings it about.
    acts: Vec<(EventId, Set)>,
    /// From where some act does.
    at_once: Set,
    /// Where it has not come about and can no longer, by no acts of his own and no time limits; worked out when it is asked.
    lost: OnceCell<Set>,
}

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let (model, settings) = (questions.model, questions.settings);
    let Some(players) = Players::of(model) else {
        report.undecided.push(Undecided { code: Code::Race, rule: None, why: Why::Players });
        return;
    };
    let mut undecided = Vec::new();
    let found = questions.ask(report, Code::Race, None, |_, asked| {
        let mut found = Vec::new();
        for (sides, open) in races(asked, &players)? {
            let (stories, _) = asked.stories(settings, model, &open.both, None, MAX_STORIES)?;
            let Some((story, acts)) = stories.iter().find_map(|story| on_one_day(asked, &open, story)) else {
                let rule = open.acts[0].first().map(|(id, _)| model.event(*id).rule);
                undecided.push(Undecided { code: Code::Race, rule, why: Why::NoDates });
                continue;
            };
            let draft = Draft {
                code: Code::Race,
                severity: Severity::Warning,
                holders: sides.to_vec(),
                rules: acts.iter().flatten().map(|&id| model.event(id).rule).collect(),
                subject: Subject::Race { acts },
            };
            let under = asked.under(settings, model, &open.both, None, &story)?;
            found.push(draft.with(model, story, under, Some(asked.searched.clone())));
        }
        Ok(found)
    });
    report.undecided.append(&mut undecided);
    found.into_iter().flatten().for_each(|finding| report.add(finding, model));
}

/// How many stories are tried for one at whose end both can act.
const MAX_STORIES: usize = 6;

/// Where both sides can act and each act takes the other's away, and the acts, each with the states from where it does.
struct Open {
    both: Set,
    acts: [Vec<(EventId, Set)>; 2],
}

/// Returns a story that ends on a day on which both sides can act, and the acts that are open to each then.
fn on_one_day(asked: &Asked<'_, '_>, open: &Open, story: &Witness) -> Option<(Witness, [Vec<EventId>; 2])> {
    let model = asked.space.model();
    let end = story.path.end(model);
    let acts = open.acts.each_ref().map(|acts| {
        let open = acts.iter().filter(|(_, from)| asked.space.contains(from, &end));
        open.map(|(id, _)| *id).collect::<Vec<_>>()
    });
    let pairs =
        acts[0].iter().flat_map(|one| acts[1].iter().flat_map(move |other| [(*one, *other), (*other, *one)]));
    let mut stories = pairs.filter_map(|(one, other)| with_both(model, story, one, other));
    stories.next().map(|story| (story, acts))
}

/// Returns the story up to a day on which the first act can follow it, and the other one as well.
fn with_both(model: &Model, story: &Witness, one: EventId, other: EventId) -> Option<Witness> {
    let (path, first) = (&story.path, story.first);
    let n = path.events.len();
    let dates = witness::date(model, &path.clone().then(model, one)?, first, &|_| true)?.dates(model);
    let until = *dates.days.get(n)?;
    let with_other = path.clone().then(model, other)?;
    let mut days = dates.days[..n].to_vec();
    let as_told = Schedule { days: days.clone(), until, begun: dates.begun };
    days.resize(with_other.events.len(), until);
    witness::on_dates(model, &with_other, first, &Schedule { days, ..as_told.clone() })?;
    witness::on_dates(model, path, first, &as_told)
}

/// Finds each two who can each do something at once that the other's act puts out of his reach.
fn races(asked: &Asked<'_, '_>, players: &Players<'_>) -> Result<Vec<([InstitutionId; 2], Open)>, Exceeded> {
    let deeds = deeds(asked, players)?;
    let mut all: Vec<([InstitutionId; 2], Open)> = Vec::new();
    for (at, second) in deeds.iter().enumerate() {
        for first in &deeds[..at] {
            // Two who want the same are no rivals.
            let is_same = !first.against.is_empty() && first.against == second.against;
            if first.by == second.by || is_same {
                continue;
            }
            let Some(mut open) = race(asked, players, [first, second])? else { continue };
            let sides = [first.by, second.by];
            let is_same =
                |other: &&([InstitutionId; 2], Open)| is_same_race((other.0, &other.1), (sides, &open));
            let known: Vec<Set> = all.iter().filter(is_same).map(|(_, known)| known.both.clone()).collect();
            for known in known {
                open.both = asked.elsewhere(&open.both, &known)?;
            }
            if !asked.never(&open.both)? {
                all.push((sides, open));
            }
        }
    }
    Ok(all)
}

/// Returns where each of two can act and takes the other's act away, for good; `None` if that never happens.
fn race(asked: &Asked<'_, '_>, players: &Players<'_>, pair: [&Deed; 2]) -> Result<Option<Open>, Exceeded> {
    let mut both = asked.space.and(&pair[0].at_once, &pair[1].at_once)?;
    let mut acts = Default::default();
    // That an act is off for the moment is told without a search.
    for for_good in [false, true] {
        let gone = |by: &Deed, deed: &Deed| {
            let is_put_out = by.against.contains(&deed.by);
            match (is_put_out, for_good) {
                // Though another comes in his place.
                (true, _) => Ok(asked.space.all()),
                (false, false) => asked.space.not(&deed.at_once),
                (false, true) => lost(asked, players, deed),
            }
        };
        let open = taking(asked, pair, &both, [gone(pair[0], pair[1])?, gone(pair[1], pair[0])?])?;
        (both, acts) = (open.both, open.acts);
        if asked.never(&both)? {
            return Ok(None);
        }
    }
    Ok(Some(Open { both, acts }))
}

/// Returns the states among some in which an act of each leads to these states: of the first to the first.
fn taking(asked: &Asked<'_, '_>, pair: [&Deed; 2], among: &Set, to: [Set; 2]) -> Result<Open, Exceeded> {
    let space = &asked.space;
    let mut both = among.clone();
    let mut acts = [Vec::new(), Vec::new()];
    for ((deed, to), acts) in pair.into_iter().zip(&to).zip(&mut acts) {
        let mut from = space.none();
        for (id, at_once) in &deed.acts {
            let takes = space.and(at_once, &space.pre(to, *id)?)?;
            if !asked.never(&space.and(among, &takes)?)? {
                from = space.or(&from, &takes)?;
                acts.push((*id, takes));
            }
        }
        both = space.and(&both, &from)?;
    }
    Ok(Open { both, acts })
}

/// Tells whether the same two are in both races by some of the same acts.
fn is_same_race(known: ([InstitutionId; 2], &Open), other: ([InstitutionId; 2], &Open)) -> bool {
    let ids = |open: &Open| {
        open.acts.each_ref().map(|acts| acts.iter().map(|(id, _)| *id).collect::<BTreeSet<EventId>>())
    };
    let ([first, second], [one, two]) = (ids(known.1), ids(other.1));
    known.0 == other.0 && !first.is_disjoint(&one) && !second.is_disjoint(&two)
        || known.0 == [other.0[1], other.0[0]] && !first.is_disjoint(&two) && !second.is_disjoint(&one)
}

/// Returns what each office or body can do at once: first whom it can put out of office by a procedure, since that says more of the
/// same act.
fn deeds(asked: &Asked<'_, '_>, players: &Players<'_>) -> Result<Vec<Deed>, Exceeded> {
    let (space, model) = (&asked.space, players.model());
    let mut all = Vec::new();
    let institutions = || (0..model.institutions.len() as u32).map(InstitutionId);
    for by in institutions().filter(|by| !model.institutions[by.index()].is_world) {
        let own = own_acts(players, by);
        for removal in removals(model) {
            let mut acts = Vec::new();
            for id in removal.ends().filter(|id| own.contains(id)) {
                acts.push((id, removal.last_step(asked, &|one| one == id)?));
            }
            all.extend(deed(asked, by, &|who| who == removal.checked, removal.out(space)?, acts)?);
        }
        for who in institutions().filter(|who| *who != by) {
            let office = &model.institutions[who.index()];
            let done = match office.status {
                Some(status) => space.field_in(status, office.vacant)?,
                None => space.none(),
            };
            let mut acts = Vec::new();
            for &id in own.iter().filter(|id| puts_out(model, model.event(**id), who)) {
                acts.push((id, space.diff(&space.possible(id)?, &done)?));
            }
            all.extend(deed(asked, by, &|_| false, done, acts)?);
        }
        for outcome in model.outcomes.iter().filter(|outcome| outcome.grave) {
            let done = space.set(&outcome.when)?;
            // To open another matter ends nothing that was brought about in the first one.
            let turning = turning_away(model, &outcome.when);
            let mut acts = Vec::new();
            for &id in own.iter().filter(|id| !turning.contains(id)) {
                acts.push((id, space.diff(&space.pre(&done, id)?, &done)?));
            }
            all.extend(deed(asked, by, &|_| false, done, acts)?);
        }
    }
    Ok(all)
}

/// Keeps the acts that ever bring it about; `None` if there are none.
fn deed(
    asked: &Asked<'_, '_>,
    by: InstitutionId,
    is_against: &dyn Fn(InstitutionId) -> bool,
    done: Set,
    acts: Vec<(EventId, Set)>,
) -> Result<Option<Deed>, Exceeded> {
    let mut kept = Vec::new();
    let mut at_once = asked.space.none();
    for (id, from) in acts {
        if !asked.never(&from)? {
            at_once = asked.space.or(&at_once, &from)?;
            kept.push((id, from));
        }
    }
    if kept.is_empty() {
        return Ok(None);
    }
    let model = asked.space.model();
    let all = (0..model.institutions.len() as u32).map(InstitutionId);
    let is_put_out = |who: &InstitutionId| {
        is_against(*who) || kept.iter().all(|(id, _)| puts_out(model, model.event(*id), *who))
    };
    let against = all.filter(is_put_out).collect();
    Ok(Some(Deed { by, against, done, acts: kept, at_once, lost: OnceCell::new() }))
}

/// The lawful acts of an office or body alone. Nobody leaves office in order to hinder.
fn own_acts(players: &Players<'_>, by: InstitutionId) -> Vec<EventId> {
    let side = players.of_institution(by);
    let is_his = |(_, event): &(EventId, &Event)| {
        event.kind == EventKind::Act
            && !event.is_unlawful_act()
            && !players.is_resignation(event)
            && players.owns(event, side)
    };
    players.model().numbered_events().filter(is_his).map(|(id, _)| id).collect()
}

/// Where something has not come about and whoever could do it no longer can.
fn lost(asked: &Asked<'_, '_>, players: &Players<'_>, deed: &Deed) -> Result<Set, Exceeded> {
    if let Some(lost) = deed.lost.get() {
        return Ok(lost.clone());
    }
    let model: &Model = players.model();
    let own = own_acts(players, deed.by);
    let goal = asked.space.or(&deed.done, &deed.at_once)?;
    let still = asked.can_reach(&goal, &|id| model.event(id).kind != EventKind::Act || own.contains(&id))?;
    let lost = asked.space.not(&still)?;
    Ok(deed.lost.get_or_init(|| lost).clone())
}
