//! C8 and D2: the end of a grave state, or the filling of an office, that waits for one player's own acts.

use super::question::{Asked, Draft, Questions};
use super::removal::offices;
use super::{Code, Remedy, Report, Severity, Subject, Undecided, Under, Why};
use crate::model::{Disjunction, Event, EventId, EventKind, InstitutionId, OutcomeId, RuleId};
use crate::play::{Coalition, Player, Players, owed, turning_away};
use crate::search::Exceeded;
use crate::symbolic::Set;
use std::collections::BTreeSet;

/// What happens although one player does nothing.
pub(super) struct Idle<'p, 'm> {
    players: &'p Players<'m>,
    /// The acts that a duty with a last day demands; they are taken to come.
    fulfils: BTreeSet<EventId>,
}

impl<'p, 'm> Idle<'p, 'm> {
    pub(super) fn new(players: &'p Players<'m>) -> Idle<'p, 'm> {
        Idle { players, fulfils: owed(players).into_iter().flat_map(|(_, acts)| acts).collect() }
    }

    /// Returns those of whom it is asked, with their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = (usize, Player)> + use<'_, 'p, 'm> {
        let is_world = |who: &Player| self.players.model().institutions[who.institution.index()].is_world;
        self.players.all().iter().copied().enumerate().filter(move |(_, who)| !is_world(who))
    }

    /// Tells whether a coalition can make an event happen.
    pub(super) fn owns(&self, event: &Event, coalition: Coalition) -> bool {
        self.players.owns(event, coalition)
    }

    /// Tells whether the others can make an event happen without a player.
    pub(super) fn others_own(&self, event: &Event, player: usize) -> bool {
        self.players.owns(event, self.players.others(Coalition::one(player)))
    }

    /// Tells whether something comes whatever anybody does.
    pub(super) fn comes(&self, id: EventId) -> bool {
        self.players.model().event(id).kind == EventKind::Lapse || self.fulfils.contains(&id)
    }

    /// Returns the states from which a goal can be reached although a player does nothing, nor anybody who acts for him, by
    /// lawful events but these.
    pub(super) fn without(
        &self,
        asked: &Asked<'_, '_>,
        player: usize,
        goal: &Set,
        left_out: &[EventId],
    ) -> Result<Set, Exceeded> {
        asked.can_reach(goal, &|id| !left_out.contains(&id) && self.can_come(id, player))
    }

    /// Tells whether from some of these states, which can be reached, a goal can be reached although a player does nothing
    /// himself: by acts of the holder of another office while he acts for him. `without` is what [`Idle::without`] says.
    pub(super) fn can_be_substituted(
        &self,
        asked: &Asked<'_, '_>,
        player: usize,
        without: &Set,
        left_out: &[EventId],
        from: &Set,
    ) -> Result<bool, Exceeded> {
        let model = self.players.model();
        let office = &model.institutions[self.players.all()[player].institution.index()];
        let Some(field) = office.status.filter(|_| !office.substituted.is_empty()) else {
            return Ok(false);
        };
        let substituted = asked.space.field_in(field, office.substituted)?;
        let of_substitute = |&(id, event): &(EventId, &Event)| {
            let is_his = self.players.owns(event, self.players.everybody()) && !self.can_come(id, player);
            event.kind == EventKind::Act && !event.is_unlawful_act() && !left_out.contains(&id) && is_his
        };
        let his: Vec<EventId> = model.numbered_events().filter(of_substitute).map(|(id, _)| id).collect();
        let mut known = without.clone();
        loop {
            if !asked.never(&asked.space.and(from, &known)?)? {
                return Ok(true);
            }
            let mut more = known.clone();
            for &id in &his {
                let before = asked.space.and(&substituted, &asked.space.pre(&known, id)?)?;
                more = asked.space.or(&more, &before)?;
            }
            if more == known {
                return Ok(false);
            }
            known = self.without(asked, player, &more, left_out)?;
        }
    }

    /// Tells whether something can come although a player does nothing.
    pub(super) fn can_come(&self, id: EventId, player: usize) -> bool {
        let others = self.players.others(Coalition::one(player));
        self.comes(id) || self.players.owns(self.players.model().event(id), others)
    }
}

/// Something that one player may be needed for.
struct Need {
    code: Code,
    /// What lasts as long as he does nothing.
    lasting: Lasting,
    /// What tells where to read on.
    rules: Vec<RuleId>,
}

/// What lasts.
#[derive(Clone, Copy)]
enum Lasting {
    Outcome(OutcomeId),
    Vacancy(InstitutionId),
}

/// Those who can keep it so, each alone, from the same states.
struct Keepers {
    players: Vec<usize>,
    /// Those of them for whom the others can have somebody act who ends it.
    substituted: Vec<usize>,
    /// Whether each can wherever it lasts and could end, under the readings under which he can.
    always: bool,
    states: Set,
    /// The rules of the acts that end it there.
    ends: BTreeSet<RuleId>,
}

pub(super) fn check(questions: &mut Questions<'_>, report: &mut Report) {
    let (model, settings) = (questions.model, questions.settings);
    let Some(players) = Players::of(model) else {
        let undecided = |code| Undecided { code, rule: None, why: Why::Players };
        return report.undecided.extend([Code::NoReturn, Code::AppointmentBlocked].map(undecided));
    };
    let idle = Idle::new(&players);
    let told = told(report);
    for need in needs(questions) {
        let mut noted = Report::default();
        let found = questions.ask(report, need.code, need.rules.first().copied(), |_, asked| {
            let mut found = Vec::new();
            // Whoever brought it about alone, and need not let anybody end it, is told of already.
            let told = |player: usize| {
                let of_him = told.iter().filter(|(outcome, by, _)| {
                    *by == players.all()[player]
                        && matches!(need.lasting, Lasting::Outcome(id) if id == *outcome)
                });
                Disjunction(of_him.flat_map(|(.., under)| under.condition().0).collect())
            };
            for keepers in keepers(asked, &idle, need.lasting, &told)? {
                let named = |who: &[usize]| who.iter().map(|&player| players.all()[player]).collect();
                let (by, substituted): (Vec<Player>, Vec<Player>) =
                    (named(&keepers.players), named(&keepers.substituted));
                let holders: BTreeSet<InstitutionId> = by.iter().map(|player| player.institution).collect();
                let always = keepers.always;
                let draft = Draft {
                    code: need.code,
                    severity: Severity::Warning,
                    subject: match need.lasting {
                        Lasting::Outcome(outcome) => Subject::NoReturn { outcome, by, substituted, always },
                        Lasting::Vacancy(institution) => {
                            Subject::KeptEmpty { institution, by, substituted, always }
                        }
                    },
                    holders: holders.into_iter().collect(),
                    rules: need.rules.iter().copied().chain(keepers.ends.iter().copied()).collect(),
                };
                found.extend(asked.finding(settings, &mut noted, model, &keepers.states, draft)?);
            }
            Ok(found)
        });
        report.undecided.append(&mut noted.undecided);
        report.findings.extend(found.into_iter().flatten());
    }
}

/// Returns the grave outcomes that are not vital as well, and the offices that can be empty with what fills them.
fn needs(questions: &Questions<'_>) -> Vec<Need> {
    let model = questions.model;
    let grave = model.outcomes.iter().enumerate().filter(|(_, outcome)| outcome.grave && !outcome.vital);
    let grave = grave.map(|(at, outcome)| Need {
        code: Code::NoReturn,
        lasting: Lasting::Outcome(OutcomeId(at as u32)),
        rules: vec![outcome.rule],
    });
    let vacancies = offices(model).map(|(id, office)| {
        let fills = |event: &&Event| {
            office.status.is_some_and(|field| {
                event.changes(field, office.vacant).any(|(_, new)| !office.vacant.contains(new))
            })
        };
        let rules: BTreeSet<RuleId> = model.events.iter().filter(fills).map(|event| event.rule).collect();
        let rules = rules.into_iter().collect();
        Need { code: Code::AppointmentBlocked, lasting: Lasting::Vacancy(id), rules }
    });
    grave.chain(vacancies).collect()
}

/// Returns the players without whose acts it lasts although it could end with them. Acts that a duty with a last day demands
/// are taken to come. Of a player nothing is said under the readings under which it is told already.
fn keepers(
    asked: &Asked<'_, '_>,
    idle: &Idle<'_, '_>,
    lasting: Lasting,
    told: &dyn Fn(usize) -> Disjunction,
) -> Result<Vec<Keepers>, Exceeded> {
    let players = idle.players;
    let model = players.model();
    let (lasts, own, turning) = match lasting {
        Lasting::Outcome(id) => {
            let when = &model.outcomes[id.index()].when;
            (asked.space.set(when)?, Coalition::NOBODY, turning_away(model, when))
        }
        Lasting::Vacancy(id) => {
            let office = &model.institutions[id.index()];
            let Some(field) = office.status else { return Ok(Vec::new()) };
            (asked.space.field_in(field, office.vacant)?, players.of_institution(id), Vec::new())
        }
    };
    let ended = asked.space.not(&lasts)?;
    let ends_by = |allowed: &dyn Fn(EventId) -> bool| {
        asked.can_reach(&ended, &|id| !turning.contains(&id) && allowed(id))
    };
    let can_end = asked.space.and(&lasts, &ends_by(&|_| true)?)?;
    // What only happens, and nobody does, is in nobody's hand.
    let by_players = |id: EventId| idle.comes(id) || players.owns(model.event(id), players.everybody());
    let bad = asked.space.and(&can_end, &ends_by(&by_players)?)?;
    let bad = asked.space.diff(&bad, &ends_by(&|id| idle.comes(id))?)?;
    let mut all: Vec<Keepers> = Vec::new();
    if asked.never(&bad)? {
        return Ok(all);
    }
    for (player, _) in idle.all().filter(|(player, _)| !own.contains(*player)) {
        let without = idle.without(asked, player, &ended, &turning)?;
        let kept = asked.space.diff(&asked.space.diff(&bad, &without)?, &asked.space.set(&told(player))?)?;
        if asked.never(&kept)? {
            continue;
        }
        let can_be = idle.can_be_substituted(asked, player, &without, &turning, &kept)?;
        let substituted = if can_be { vec![player] } else { Vec::new() };
        let mut is_new = true;
        for keepers in &mut all {
            // Together only what each can do under the same readings.
            let both = asked.space.and(&keepers.states, &kept)?;
            let under = asked.readings(&both)?;
            let is_shared = under == asked.readings(&keepers.states)? && under == asked.readings(&kept)?;
            if is_shared && !asked.never(&both)? {
                keepers.states = both;
                keepers.players.push(player);
                keepers.substituted.extend(&substituted);
                is_new = false;
                break;
            }
        }
        if is_new {
            all.push(Keepers {
                players: vec![player],
                substituted,
                always: false,
                states: kept,
                ends: BTreeSet::new(),
            });
        }
    }
    for keepers in &mut all {
        let under = asked.space.set(&Under::these(asked.readings(&keepers.states)?).condition())?;
        let not_kept = asked.space.diff(&can_end, &keepers.states)?;
        keepers.always = asked.never(&asked.space.and(&not_kept, &under)?)?;
        for (id, event) in model.numbered_events().filter(|(id, _)| !turning.contains(id)) {
            let before = asked.space.and(&keepers.states, &asked.space.pre(&ended, id)?)?;
            if event.kind == EventKind::Act && !event.is_unlawful_act() && !asked.never(&before)? {
                keepers.ends.insert(event.rule);
            }
        }
    }
    Ok(all)
}

/// Returns who is said to bring an outcome about alone, and of which it is said that nobody can be sure to end it, and under which
/// readings.
fn told(report: &Report) -> Vec<(OutcomeId, Player, Under)> {
    let told = report.findings.iter().filter_map(|finding| match finding.subject {
        Subject::Alone { outcome, by, undone: Remedy::NotSure, .. } => {
            Some((outcome, by, finding.under.clone()))
        }
        _ => None,
    });
    told.collect()
}
