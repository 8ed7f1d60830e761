//! Searches that are exact to the day, by learning what about clocks matters.
//!
//! In goes a question about a model; out comes an answer that holds in time. The search begins without regard to time.
//! If its path has no dates, it learns from the conflict which landmarks and orders of clocks tell that path apart from
//! possible ones, and begins again on the abstraction that knows them. Cost does not depend on the length of periods.
//!
//! An abstraction can do all that the model can do in time, so "unreachable" is certain; a path that was found has
//! dates. What a budget cut off is undecided. Conditions on dates of the year and the time for which a clock stood still
//! are not learnt: they can leave a question undecided, never wrongly decided.
//!
//! # Source
//! Counterexample-guided abstraction refinement: Clarke, Grumberg, Jha, Lu, Veith 2003.

mod home;
mod tracked;

pub use tracked::{Landmark, Order, Tracked};
use tracked::{asked, lower_bounds};

use std::collections::{BTreeSet, VecDeque};

use crate::calendar::Day;
use crate::model::{ClockId, Comparison, Event, EventId, EventKind, FieldId, Model, Test};
use crate::schedule::{Fact, Schedule, conflict, schedule_to};
use crate::search::{Bounds, Exceeded, Path, Reporter, Watch};
use crate::step;
use crate::symbolic::{Conduct, Effort, Route, Set, Space};

/// How often one question may make the search learn and begin again.
pub const MAX_REFINEMENTS: usize = 40;
/// How many paths without dates are looked at before it begins again: each has something to teach.
const PATHS: usize = 8;

/// The answer to whether some states can be reached in time.
#[derive(Clone, Debug, PartialEq)]
pub enum Reached {
    /// By this path, on these dates; no path with dates is shorter.
    Yes(Path, Schedule),
    /// They cannot.
    No,
    /// It could not be decided; the clocks in doubt, ascending.
    Unknown(Vec<ClockId>),
}

/// The answer to whether something stays possible for ever.
#[derive(Clone, Debug, PartialEq)]
pub enum Stays {
    /// From every state that can be reached in time it can still be brought about in time.
    Possible,
    /// After this story it cannot.
    Lost(Loss),
    /// It could not be decided; the clocks in doubt, ascending.
    Unknown(Vec<ClockId>),
}

/// A story after which something is out of reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Loss {
    /// What happens.
    pub path: Path,
    /// When.
    pub dates: Schedule,
    /// The readings under which something may still lead there from its end, as [`Space::readings`] lists them; that of the
    /// story is none of them.
    pub ways_out: Vec<Vec<(FieldId, u8)>>,
}

/// Gives a set of states in each space that is asked.
pub type Goal<'g, 'm> = &'g dyn Fn(&mut Space<'m>) -> Result<Set, Exceeded>;

/// Searches of one model in time. What it has learnt for one question it uses for the next.
pub struct Timed<'m> {
    model: &'m Model,
    bounds: Bounds,
    first: Day,
    reporter: &'m dyn Reporter,
    tracked: Tracked<'m>,
    space: Option<Space<'m>>,
    watch: Watch,
    refinements: usize,
}

impl<'m> Timed<'m> {
    /// Knows nothing about clocks yet. Stories begin on the day `first`. The seconds and the work of the bounds are counted from
    /// [`Timed::begin`], or from now.
    pub fn new(model: &'m Model, bounds: Bounds, first: Day, reporter: &'m dyn Reporter) -> Timed<'m> {
        Timed {
            model,
            bounds,
            first,
            reporter,
            tracked: Tracked::new(model),
            space: None,
            watch: Watch::start(&bounds),
            refinements: 0,
        }
    }

    /// Begins with what another search of the model knows about clocks.
    pub fn knowing(self, tracked: Tracked<'m>) -> Timed<'m> {
        Timed { tracked, space: None, ..self }
    }

    /// Begins to count the seconds and the work for the next question.
    pub fn begin(&mut self) {
        self.watch = Watch::start(&self.bounds);
        if let Some(space) = &self.space {
            space.restart_watch(&self.bounds);
        }
    }

    /// Returns what is known about clocks.
    pub fn tracked(&self) -> &Tracked<'m> {
        &self.tracked
    }

    /// Returns how often the search has learnt and begun again.
    pub fn refinements(&self) -> usize {
        self.refinements
    }

    /// Returns the space of what is known.
    ///
    /// # Errors
    /// As [`Space::new`].
    pub fn space(&mut self) -> Result<&mut Space<'m>, Exceeded> {
        if self.space.is_none() {
            let abstraction = self.tracked.abstraction();
            // The bounds on time and work are one for the whole question.
            self.watch.check()?;
            let space = Space::watched(self.model, abstraction, &self.bounds, self.watch)?;
            self.space = Some(space.reporting(self.reporter));
        }
        self.space.as_mut().ok_or(Exceeded::Nodes(0))
    }

    /// Tells whether states of a set can be reached by such conduct. `goal` gives the set in each new space.
    ///
    /// # Errors
    /// As [`Space::path_to`].
    pub fn reach(&mut self, conduct: Conduct, goal: Goal<'_, 'm>) -> Result<Reached, Exceeded> {
        Ok(self.reach_by(conduct, goal)?.0)
    }

    /// Does as [`Timed::reach`]; returns also what is known of clocks at the end of the path for the goal to be reached.
    fn reach_by(
        &mut self,
        conduct: Conduct,
        goal: Goal<'_, 'm>,
    ) -> Result<(Reached, Vec<(Fact, bool)>), Exceeded> {
        let (model, first) = (self.model, self.first);
        let mut doubtful: Vec<ClockId> = Vec::new();
        for _ in 0..MAX_REFINEMENTS {
            let space = self.space()?;
            let goal = goal(space)?;
            let mut facts: Vec<Fact> = Vec::new();
            let mut found = None;
            let effort = Effort { detour: 0, refusals: PATHS };
            let route = space.path_where(conduct, &goal, effort, &mut |path, arrival| {
                let ways = arrival.map_or(vec![Vec::new()], |arrival| arrival.ways.clone());
                for way in &ways {
                    if let Some(dates) = schedule_to(model, path, first, 0, way) {
                        // A day between the acts reads better.
                        let spaced = || schedule_to(model, path, first, 1, way);
                        found = arrival.map(|_| (path.clone(), spaced().unwrap_or(dates), way.clone()));
                        return true;
                    }
                }
                facts.extend(ways.iter().flat_map(|way| conflict(model, path, way)));
                false
            })?;
            if let Some((path, dates, way)) = found {
                return Ok((Reached::Yes(path, dates), way));
            }
            if route == Route::Unreachable {
                return Ok((Reached::No, Vec::new()));
            }
            doubtful.extend(facts.iter().flat_map(Fact::clocks));
            if !self.learn(&facts) {
                break;
            }
        }
        Ok((Reached::Unknown(sorted(doubtful)), Vec::new()))
    }

    /// Tells whether a goal stays possible, whatever is done by such conduct: it can always still be reached by allowed
    /// events that break no prohibition. `allowed` is asked of acts and lapses.
    ///
    /// # Errors
    /// As [`Space::path_to`].
    pub fn always_possible(
        &mut self,
        conduct: Conduct,
        goal: Goal<'_, 'm>,
        allowed: &dyn Fn(EventId) -> bool,
    ) -> Result<Stays, Exceeded> {
        let model = self.model;
        let lawful = |id: EventId| !model.event(id).is_unlawful_act() && allowed(id);
        let lost = |space: &mut Space<'m>| {
            let goal = goal(space)?;
            let can = space.can_reach(&goal, &lawful)?;
            space.not(&can)
        };
        self.learn(&running(model));
        for _ in 0..MAX_REFINEMENTS {
            // Mostly it is plain that nothing is lost.
            if self.surely_possible(conduct, goal, allowed)? {
                return Ok(Stays::Possible);
            }
            match self.reach_by(conduct, &lost)? {
                (Reached::Yes(path, dates), known) => {
                    let space = self.space()?;
                    let goal = goal(space)?;
                    let can = space.can_reach(&goal, &lawful)?;
                    let ways_out = space.readings_at(&path.end(model), &known, &can)?;
                    return Ok(Stays::Lost(Loss { path, dates, ways_out }));
                }
                (Reached::Unknown(clocks), _) => return Ok(Stays::Unknown(clocks)),
                (Reached::No, _) => {}
            }
            let doubtful = self.reach(conduct, &|space| match surely(space, conduct, goal, &lawful)? {
                Some(sure) => space.not(&sure),
                None => Ok(space.none()),
            })?;
            let path = match doubtful {
                Reached::No => return Ok(Stays::Possible),
                Reached::Unknown(clocks) => return Ok(Stays::Unknown(clocks)),
                Reached::Yes(path, _) => path,
            };
            let [passed, orders] = self.doubts(conduct, &path, goal, &lawful)?;
            let open = passed.iter().chain(&orders).flat_map(Fact::clocks).collect();
            if !self.learn(&passed) && !orders.chunks(2).any(|pair| self.learn(pair)) {
                return Ok(Stays::Unknown(sorted(open)));
            }
        }
        Ok(Stays::Unknown(self.tracked.clocks()))
    }

    /// Tells whether it is plain, without learning anything, that a goal stays possible.
    ///
    /// # Errors
    /// As [`Space::path_to`].
    pub fn surely_possible(
        &mut self,
        conduct: Conduct,
        goal: Goal<'_, 'm>,
        allowed: &dyn Fn(EventId) -> bool,
    ) -> Result<bool, Exceeded> {
        let model = self.model;
        self.learn(&running(model));
        let space = self.space()?;
        let lawful = |id: EventId| !model.event(id).is_unlawful_act() && allowed(id);
        Ok(surely(space, conduct, goal, &lawful)?.is_none())
    }

    /// Returns what one may have to know to tell whether the goal is surely reached after a path: of acts that lead on if
    /// they are possible, and of lapses that may or may not lead on; then of the order of their clocks.
    fn doubts(
        &mut self,
        conduct: Conduct,
        path: &Path,
        goal: Goal<'_, 'm>,
        allowed: &dyn Fn(EventId) -> bool,
    ) -> Result<[Vec<Fact>; 2], Exceeded> {
        let model = self.model;
        let space = self.space()?;
        let sure = match surely(space, conduct, goal, allowed)? {
            Some(sure) => sure,
            None => return Ok([Vec::new(), Vec::new()]),
        };
        let unsure = space.not(&sure)?;
        let (sure, unsure) = (space.of_model(&sure)?, space.of_model(&unsure)?);
        let fields = path.end(model);
        let mut next: Vec<(ClockId, Landmark)> = Vec::new();
        for (id, event) in model.numbered_events() {
            let Some((after, _)) = step::successor(model, id, &fields) else { continue };
            let leads_on = space.contains(&sure, &after);
            let leads_astray = space.contains(&unsure, &after);
            if match event.kind {
                EventKind::Act => leads_on,
                _ => leads_on || leads_astray,
            } {
                next.extend(asks(event));
            }
        }
        if next.is_empty() {
            next = ahead(model, fields, allowed, |fields| space.contains(&sure, fields));
        }
        next.sort();
        next.dedup();
        let passed = |&(clock, landmark): &(ClockId, Landmark)| {
            Fact::Passed(clock, landmark.length(), landmark.more())
        };
        let mut orders = Vec::new();
        for (x, u) in &next {
            for (y, v) in next.iter().filter(|(y, _)| y != x) {
                let days = u.span().0 - v.span().0;
                orders.extend([0, 1].map(|more| Fact::Older(*x, *y, days + more)));
            }
        }
        Ok([next.iter().map(passed).collect(), orders])
    }

    /// Takes facts into account; returns whether one of them is new.
    fn learn(&mut self, facts: &[Fact]) -> bool {
        let mut is_new = false;
        for fact in facts {
            is_new |= match *fact {
                Fact::Started(clock) => self.tracked.started(clock),
                Fact::Passed(clock, length, more) => {
                    let is_new = self.tracked.started(clock);
                    self.tracked.landmark(clock, Landmark::new(length, more)) || is_new
                }
                Fact::Older(older, younger, days) => self.tracked.order(older, younger, days),
            };
        }
        if is_new {
            if let Some(space) = self.space.take() {
                self.watch = space.watch();
            }
            self.refinements += 1;
        }
        is_new
    }
}

/// Returns what to know so that it is seen which lapses wait for clocks that have started.
fn running(model: &Model) -> Vec<Fact> {
    waited_for(model).map(Fact::Started).collect()
}

/// Returns the clocks that lapses wait for.
fn waited_for(model: &Model) -> impl Iterator<Item = ClockId> + '_ {
    let lapses = model.events.iter().filter(|event| event.kind == EventKind::Lapse);
    lapses.flat_map(waited_for_by).map(|(clock, _)| clock)
}

impl<'m> Tracked<'m> {
    /// Begins with what to know so that it is seen which lapses wait for clocks that have started.
    pub fn knowing_what_runs(mut self) -> Tracked<'m> {
        for clock in waited_for(self.model()) {
            self.started(clock);
        }
        self
    }
}

/// Returns the landmarks that an event asks about; of a lapse also the day after, by which it must have happened.
fn asks(event: &Event) -> Vec<(ClockId, Landmark)> {
    let guards = event.conditions.iter().filter_map(|condition| match &condition.test {
        Test::Clock(guard) => Some(guard),
        _ => None,
    });
    let days = if event.kind == EventKind::Lapse { 2 } else { 1 };
    guards.flat_map(|guard| (0..days).map(|day| (guard.clock, asked(guard).0.later(day)))).collect()
}

/// How many states are looked at to see what the next sure state waits for.
const MAX_AHEAD: usize = 1_000;

/// Returns what is asked of time on a shortest way to a state of some kind; nothing if none is near.
fn ahead(
    model: &Model,
    from: Vec<u8>,
    allowed: &dyn Fn(EventId) -> bool,
    is_there: impl Fn(&[u8]) -> bool,
) -> Vec<(ClockId, Landmark)> {
    let mut seen = BTreeSet::from([from.clone()]);
    let mut open = VecDeque::from([(from, Vec::new())]);
    while let Some((fields, asked)) = open.pop_front() {
        for (id, event) in model.numbered_events().filter(|(id, _)| allowed(*id)) {
            let Some((after, _)) = step::successor(model, id, &fields) else { continue };
            let asked = [asked.as_slice(), &asks(event)].concat();
            if is_there(&after) {
                return asked;
            }
            if seen.len() < MAX_AHEAD && seen.insert(after.clone()) {
                open.push_back((after, asked));
            }
        }
    }
    Vec::new()
}

/// Returns the states from which the goal is surely reached by allowed events; `None` if no other state can be reached.
fn surely<'m>(
    space: &mut Space<'m>,
    conduct: Conduct,
    goal: Goal<'_, 'm>,
    allowed: &dyn Fn(EventId) -> bool,
) -> Result<Option<Set>, Exceeded> {
    let model = space.model();
    let goal = goal(space)?;
    space.surely_reach(conduct, &goal, allowed, &|id| is_certain(model, model.event(id)))
}

/// Returns the clocks by which a lapse falls due, each with the fewest and the most days that it takes from their start.
pub(crate) fn waited_for_by(lapse: &Event) -> impl Iterator<Item = (ClockId, (i32, i32))> {
    lower_bounds(lapse).map(|(guard, more)| (guard.clock, Landmark::new(guard.length, more).span()))
}

/// Tells whether a lapse is sure to come if nothing else happens: it waits for nothing but clocks that always run.
pub(crate) fn is_certain(model: &Model, lapse: &Event) -> bool {
    lapse.conditions.iter().all(|condition| match &condition.test {
        Test::Field(..) => true,
        Test::Date(..) => false,
        Test::Clock(guard) => {
            model.clocks[guard.clock.index()].pauses.is_empty()
                && matches!(guard.comparison, Comparison::AtLeast | Comparison::After)
        }
    })
}

fn sorted(mut clocks: Vec<ClockId>) -> Vec<ClockId> {
    clocks.sort();
    clocks.dedup();
    clocks
}
