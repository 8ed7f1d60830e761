//! The games of one model: which coalition can force a goal from the start, and from which states.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::cut::halfway;
use super::duty::owed;
use super::solved::{Solved, Within};
use super::{Border, Coalition, Players};
use crate::model::{Disjunction, Event, EventId, EventKind, FieldId, Institution, InstitutionId, ValueSet};
use crate::search::{Bounds, Exceeded};
use crate::symbolic::{Favour, Halfway, Set, Sides, Space};
use crate::timed::is_certain;

/// How many nodes the diagram of what a coalition has won may have between two rounds: most games stay far below, the others
/// would take minutes. It is a bound on work that does not depend on the machine.
pub(super) const MAX_NODES: usize = 10_000;

/// How strong a coalition is, the weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// It cannot force the goal.
    Cannot,
    /// It can, but only if it acts before the others do.
    OnlyFirst,
    /// It can, whoever acts first.
    Can,
}

impl Strength {
    /// Returns how strong the others are in keeping the goal from coming about.
    pub(super) fn of_the_others(self) -> Strength {
        match self {
            Strength::Cannot => Strength::Can,
            Strength::OnlyFirst => Strength::OnlyFirst,
            Strength::Can => Strength::Cannot,
        }
    }
}

/// How much a body can do in one turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pace {
    /// One step; steps of an office that nobody else can tell from one are one.
    Steps,
    /// Any number of steps of its own.
    Chains,
}

/// The games of one model that begin in its first state. A reading that is left open rides along: a set of states has one for each option.
pub struct Game<'m> {
    players: Players<'m>,
    space: Space<'m>,
    /// Lapses by which a duty is broken, with the acts that fulfil it.
    owed: Vec<(EventId, Vec<EventId>)>,
    /// Stages between steps that count as one.
    halfway: Vec<Halfway>,
    start: Set,
    /// What each search for a border may use, if that is less than what all may use together.
    bounds: Option<Bounds>,
}

impl<'m> Game<'m> {
    /// Compiles the games; `readings` are the options taken, of those that are not left open.
    ///
    /// # Errors
    /// As [`Space::new`].
    pub fn new(
        players: Players<'m>,
        space: Space<'m>,
        readings: &[(FieldId, u8)],
    ) -> Result<Game<'m>, Exceeded> {
        let taken = readings.iter().map(|&(field, value)| (field, ValueSet::one(value)));
        let mut taken: Vec<_> = taken.collect();
        taken.sort();
        let taken = space.set(&Disjunction(vec![taken]))?;
        let start = space.and(&space.initial(), &taken)?;
        Ok(Game {
            owed: owed(&players),
            halfway: halfway(players.model()),
            players,
            space,
            start,
            bounds: None,
        })
    }

    /// Returns who plays.
    pub fn players(&self) -> &Players<'m> {
        &self.players
    }

    /// Gives each search for a border the seconds and the work of these bounds, counted from its beginning.
    pub fn bounded(self, bounds: Bounds) -> Game<'m> {
        Game { bounds: Some(bounds), ..self }
    }

    /// Gives what follows the time and the work that each search for a border has.
    pub(super) fn restart_watch(&self) {
        if let Some(bounds) = &self.bounds {
            self.space.restart_watch(bounds);
        }
    }

    /// Gives what follows all the time and work again.
    pub(super) fn end_watch(&self) {
        self.space.restart_watch(self.space.bounds());
    }

    /// Returns the space that the games are solved in.
    pub fn space(&self) -> &Space<'m> {
        &self.space
    }

    /// Returns the lapses by which a duty is broken, with the acts that fulfil it.
    pub(super) fn owed(&self) -> &[(EventId, Vec<EventId>)] {
        &self.owed
    }

    /// Returns the stages between steps that count as one.
    pub(super) fn halfway(&self) -> &[Halfway] {
        &self.halfway
    }

    /// Returns the states that the questions are about.
    pub fn start(&self) -> &Set {
        &self.start
    }

    /// Returns the states from which a coalition can force a goal where everybody has this pace: see [`Space::force`].
    ///
    /// # Errors
    /// As [`Space::force`].
    pub fn force(
        &self,
        coalition: Coalition,
        goal: &Set,
        favour: Favour,
        pace: Pace,
    ) -> Result<Set, Exceeded> {
        self.with_sides(coalition, favour, (pace, &[], MAX_NODES), |sides| {
            self.space.force(goal, sides, None, None)
        })
    }

    pub(super) fn with_sides<R>(
        &self,
        coalition: Coalition,
        favour: Favour,
        (pace, left_out, max_nodes): (Pace, &[EventId], usize),
        ask: impl FnOnce(&Sides<'_>) -> R,
    ) -> R {
        let model = self.players.model();
        let others = self.players.others(coalition);
        let own = |id: EventId| self.players.owns(model.event(id), coalition);
        let of_others = |id: EventId| self.players.owns(model.event(id), others);
        let chains = (pace == Pace::Chains).then(|| [coalition, others].map(|side| self.of_bodies(side)));
        self.between([&own, &of_others], favour, left_out, max_nodes, |sides| {
            ask(&Sides { chains: chains.as_ref(), ..*sides })
        })
    }

    /// Returns for each body in which a side has seats the acts that it can make happen with these seats alone. What the chambers of a
    /// joint sitting do each by itself is not done by the sitting.
    pub(super) fn of_bodies(&self, side: Coalition) -> Vec<Vec<EventId>> {
        let model = self.players.model();
        let acts = |(body, at): (&Institution, u32)| {
            let id = InstitutionId(at);
            let seats = self.players.of_institution(id).within(side);
            let is_its = |event: &Event| body.parts.is_empty() || event.holder.needed(model).contains(&id);
            let owned = model.numbered_events();
            let owned = owned.filter(|(_, event)| is_its(event) && self.players.owns(event, seats));
            owned.map(|(id, _)| id).collect::<Vec<_>>()
        };
        let mut all: Vec<Vec<EventId>> = model.institutions.iter().zip(0..).map(acts).collect();
        all.retain(|acts| !acts.is_empty());
        all.sort();
        all.dedup();
        all
    }

    /// Sets up a game between a side and the others, from the acts that each of them can make happen.
    pub(super) fn between<R>(
        &self,
        [own, others]: [&dyn Fn(EventId) -> bool; 2],
        favour: Favour,
        left_out: &[EventId],
        max_nodes: usize,
        ask: impl FnOnce(&Sides<'_>) -> R,
    ) -> R {
        let model = self.players.model();
        let is_lawful = |id: EventId| !model.event(id).is_unlawful_act() && !left_out.contains(&id);
        let mut owed = Cow::Borrowed(&self.owed);
        if !left_out.is_empty() {
            owed.to_mut().iter_mut().for_each(|(_, acts)| acts.retain(|act| !left_out.contains(act)));
        }
        ask(&Sides {
            own: &|id| is_lawful(id) && own(id),
            // Nobody leaves office in order to hinder: who takes it next is not the same will.
            others: &|id| is_lawful(id) && others(id) && !self.players.is_resignation(model.event(id)),
            halfway: &self.halfway,
            chains: None,
            owed: &owed,
            is_certain: &|id| is_certain(model, model.event(id)),
            max_nodes,
            favour,
        })
    }

    /// Adds the states from which a side gets there by acting first.
    fn with_first(&self, can: &Set, sides: &Sides<'_>) -> Result<Winning, Exceeded> {
        let first = self.space.or(&self.space.acting_first(can, sides)?, can)?;
        Ok(Winning { can: can.clone(), first })
    }

    /// Returns how strong a side is in forcing a goal from everywhere in `from`, and states from which it wins, as far as they were
    /// needed. `known` are states from which that is known already, `seen` the fields that mattered in games like this one.
    pub(super) fn strength(
        &self,
        (goal, from, known): (&Set, &Set, Option<&Set>),
        sides: &Sides<'_>,
        seen: &mut BTreeSet<FieldId>,
    ) -> Result<(Strength, Set), Exceeded> {
        let space = &self.space;
        let strength = |won: &Set| -> Result<Strength, Exceeded> {
            let Winning { can, first } = self.with_first(won, sides)?;
            Ok(match (space.is_subset(from, &can)?, space.is_subset(from, &first)?) {
                (true, _) => Strength::Can,
                (false, true) => Strength::OnlyFirst,
                (false, false) => Strength::Cannot,
            })
        };
        let won = space.force_as_needed(goal, sides, known, from, seen, |surely, perhaps| {
            Ok(strength(surely)? == strength(perhaps)?)
        })?;
        Ok((strength(&won)?, won))
    }

    /// Returns the question whether each coalition can force a goal from everywhere in `from`.
    pub fn question(&self, goal: Set, from: Set, favour: Favour) -> Question<'_, 'm> {
        Question {
            game: self,
            goal,
            from,
            favour,
            pace: Pace::Steps,
            left_out: Vec::new(),
            max_nodes: MAX_NODES,
            solved: Rc::default(),
            seen: Rc::default(),
        }
    }
}

/// The states from which a coalition wins.
#[derive(Clone, PartialEq)]
pub struct Winning {
    /// Whoever acts first.
    pub can: Set,
    /// At least if it acts before the others do.
    pub first: Set,
}

/// A goal, asked about many coalitions.
pub struct Question<'g, 'm> {
    game: &'g Game<'m>,
    goal: Set,
    from: Set,
    favour: Favour,
    pace: Pace,
    left_out: Vec<EventId>,
    max_nodes: usize,
    solved: Rc<RefCell<Solved<Coalition>>>,
    /// The fields that mattered in the games so far.
    seen: Rc<RefCell<BTreeSet<FieldId>>>,
}

impl Within for Coalition {
    fn is_within(&self, other: &Coalition) -> bool {
        Coalition::is_within(*self, *other)
    }
}

impl<'g, 'm> Question<'g, 'm> {
    /// Returns the same question where doubts favour another one. What either learns both know.
    pub fn favouring(&self, favour: Favour) -> Question<'g, 'm> {
        Question {
            game: self.game,
            goal: self.goal.clone(),
            from: self.from.clone(),
            favour,
            pace: self.pace,
            left_out: self.left_out.clone(),
            max_nodes: self.max_nodes,
            solved: Rc::clone(&self.solved),
            seen: Rc::clone(&self.seen),
        }
    }

    /// Leaves acts out of the game.
    pub fn leaving_out(self, left_out: Vec<EventId>) -> Self {
        Question { left_out, solved: Rc::default(), ..self }
    }

    /// Gives everybody another pace.
    pub fn at_pace(self, pace: Pace) -> Self {
        Question { pace, solved: Rc::default(), ..self }
    }

    /// Gives each game fewer nodes between two rounds.
    pub fn bounded_by(self, max_nodes: usize) -> Self {
        Question { max_nodes, ..self }
    }

    /// Returns how strong a coalition is.
    ///
    /// # Errors
    /// As [`Space::force`].
    pub fn strength(&self, coalition: Coalition) -> Result<Strength, Exceeded> {
        match self.told(coalition) {
            [least, most] if least == most => Ok(least),
            _ => self.play(coalition),
        }
    }

    /// Tells whether a coalition is at least so strong.
    fn is_at_least(&self, coalition: Coalition, strength: Strength) -> Result<bool, Exceeded> {
        match self.told(coalition) {
            [least, _] if least >= strength => Ok(true),
            [_, most] if most < strength => Ok(false),
            _ => Ok(self.play(coalition)? >= strength),
        }
    }

    /// Returns how strong a coalition is at least, and at most, as far as the games so far tell.
    pub(super) fn told(&self, coalition: Coalition) -> [Strength; 2] {
        self.solved.borrow().told(&coalition, self.favour)
    }

    /// Plays the game of a coalition, unless it met a bound before.
    fn play(&self, coalition: Coalition) -> Result<Strength, Exceeded> {
        if let Some(why) = self.solved.borrow().failed(&coalition, self.favour) {
            return Err(why);
        }
        let known = self.solved.borrow().won(&coalition, self.favour, &self.game.space);
        let answer = known.and_then(|known| self.solve(coalition, known.as_ref()));
        self.solved.borrow_mut().add(coalition, self.favour, answer)
    }

    /// Returns how strong a coalition is, and states from which it wins, as far as they were needed.
    fn solve(&self, coalition: Coalition, known: Option<&Set>) -> Result<(Strength, Set), Exceeded> {
        let game = self.game;
        let bounds = (self.pace, self.left_out.as_slice(), self.max_nodes);
        game.with_sides(coalition, self.favour, bounds, |sides| {
            game.strength((&self.goal, &self.from, known), sides, &mut self.seen.borrow_mut())
        })
    }

    /// Returns those states of `from` from which a coalition wins.
    ///
    /// # Errors
    /// As [`Space::force`].
    pub fn won(&self, coalition: Coalition) -> Result<Winning, Exceeded> {
        let (game, space) = (self.game, &self.game.space);
        let bounds = (self.pace, self.left_out.as_slice(), self.max_nodes);
        game.with_sides(coalition, self.favour, bounds, |sides| {
            let of_those = |won: &Set| -> Result<Winning, Exceeded> {
                let Winning { can, first } = game.with_first(won, sides)?;
                Ok(Winning { can: space.and(&self.from, &can)?, first: space.and(&self.from, &first)? })
            };
            let seen = &mut self.seen.borrow_mut();
            let won =
                space.force_as_needed(&self.goal, sides, None, &self.from, seen, |surely, perhaps| {
                    Ok(of_those(surely)? == of_those(perhaps)?)
                })?;
            of_those(&won)
        })
    }

    /// Returns the game that the question is about.
    pub(super) fn game(&self) -> &Game<'_> {
        self.game
    }

    /// Returns the states from which a coalition wins, as far as they are needed to tell how strong it is.
    ///
    /// # Errors
    /// As [`Space::force`].
    pub(super) fn winning(&self, coalition: Coalition) -> Result<Winning, Exceeded> {
        let game = self.game;
        let bounds = (self.pace, self.left_out.as_slice(), self.max_nodes);
        game.with_sides(coalition, self.favour, bounds, |sides| {
            let can = game.space.force(&self.goal, sides, None, Some(&self.from))?;
            game.with_first(&can, sides)
        })
    }

    /// Returns the border between those who are at least so strong and those who are not. What met a bound is unsettled.
    pub fn border(&self, at_least: Strength) -> Border {
        self.game.restart_watch();
        let wins = |coalition| self.is_at_least(coalition, at_least).ok();
        let border = Border::find(self.game.players.everybody(), wins, |coalition| self.guess(coalition));
        self.game.end_watch();
        border
    }

    /// Returns those of a coalition who must act on a shortest way to the goal on which nobody else does.
    fn guess(&self, coalition: Coalition) -> Option<Coalition> {
        let players = &self.game.players;
        let way = self.way(&self.goal, &|id| players.owns(players.model().event(id), coalition)).ok()??;
        Some(players.needed(&way, coalition))
    }

    /// Returns a shortest way to some states on which only these acts are taken, lawfully, and what happens by itself happens.
    pub(super) fn way(
        &self,
        to: &Set,
        acts: &dyn Fn(EventId) -> bool,
    ) -> Result<Option<Vec<EventId>>, Exceeded> {
        let (space, model) = (&self.game.space, self.game.players.model());
        let Some(from) = space.smallest(&self.from)? else { return Ok(None) };
        let from: Vec<u8> = from.into_iter().map(|(_, value)| value).take(model.fields.len()).collect();
        let allowed = |id: EventId| {
            let event = model.event(id);
            let is_in = !event.is_unlawful_act() && !self.left_out.contains(&id);
            event.kind != EventKind::Act || is_in && acts(id)
        };
        space.way_from(&from, to, &allowed)
    }

    /// Returns how many games were played, and how many of them met a bound; with those of the same question where doubts favour another.
    pub fn n_played(&self) -> (usize, usize) {
        self.solved.borrow().n_played()
    }

    /// Returns the bounds that these games met, each once.
    pub fn met(&self) -> Vec<Exceeded> {
        self.solved.borrow().met()
    }
}
