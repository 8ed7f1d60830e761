//! Why a path has no dates: circles of demands on its days that cannot all be met, and what one must know about clocks
//! to see it coming.
//!
//! The demands become differences of whole days, with the widest span of each length, so a circle found here is real
//! whatever the calendar. What must be known are the interpolants of the circle: at each step what the part of it that lies
//! before the step says about the clocks that the rest reads.
//!
//! # Source
//! Negative cycles of difference constraints: Bellman 1958, Dill 1989. Interpolants from them: McMillan 2006.

use super::solve::{Constraint, Origin, Variable};
use super::story::{Difference, START, Story};
use crate::calendar::Length;
use crate::model::{ClockId, Model};
use crate::search::Path;

/// Something to know about clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// Whether a clock has ever started.
    Started(ClockId),
    /// Whether a clock has passed the day that lies a length and so many days after its start.
    Passed(ClockId, Length, i32),
    /// Whether the age of the first clock minus the age of the second is at least so many days.
    Older(ClockId, ClockId, i32),
}

impl Fact {
    /// Returns the clocks that it is about.
    pub fn clocks(&self) -> Vec<ClockId> {
        match *self {
            Fact::Started(clock) | Fact::Passed(clock, ..) => vec![clock],
            Fact::Older(older, younger, _) => vec![older, younger],
        }
    }
}

/// How many circles of one path are looked for.
const MAX_CIRCLES: usize = 6;
/// How many ways to meet demands of which one suffices are looked at.
const MAX_BRANCHES: usize = 64;
/// The longest circle that is looked for.
const MAX_LENGTH: usize = 100;

/// A demand that one day lies at most `days` after another.
#[derive(Clone, Copy, Debug)]
struct Edge {
    from: Variable,
    to: Variable,
    days: i64,
    clock: Option<ClockId>,
    bound: Bound,
    length: Length,
    more: i32,
}

/// What an edge says about its clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    /// Nothing: the order of events.
    Order,
    /// The clock has run long enough: from the event back to the clock's start.
    Lower,
    /// The clock has not run too long: from the clock's start to the event.
    Upper,
}

/// Returns what to know so that this path, with such an end, is not taken for possible; nothing if no circle of its
/// demands is found.
pub(crate) fn conflict(model: &Model, path: &Path, end: &[(Fact, bool)]) -> Vec<Fact> {
    match super::ending(model, path, end) {
        Some((model, path, orders)) if !end.is_empty() => of_path(&model, &path, &orders),
        _ => of_path(model, path, &[]),
    }
}

fn of_path(model: &Model, path: &Path, orders: &[Difference]) -> Vec<Fact> {
    let Some(story) = Story::read(model, path) else { return Vec::new() };
    let constraints = match story.constraints(0, orders) {
        Ok(constraints) => constraints,
        Err(fact) => return vec![fact],
    };
    let n_steps = story.n_steps();
    let n = n_steps + 1 + model.clocks.len();
    let mut edges: Vec<Edge> = constraints.fixed.iter().filter_map(edge).collect();
    edges.extend(before_start(n_steps, n));
    let choices = constraints.choices.iter().map(|choice| choice.iter().map(edge).collect()).collect();
    let mut search = Search { choices, n_steps, n, facts: Vec::new(), left: MAX_BRANCHES };
    search.refute(&mut edges);
    search.facts.sort();
    search.facts.dedup();
    search.facts
}

struct Search {
    /// Demands of which one suffices; `None` for one that no difference says.
    choices: Vec<Vec<Option<Edge>>>,
    n_steps: usize,
    n: usize,
    facts: Vec<Fact>,
    left: usize,
}

impl Search {
    /// Adds the facts of a circle; if there is none, those of a circle for each way to meet a choice.
    fn refute(&mut self, edges: &mut Vec<Edge>) {
        let mut open = edges.clone();
        let mut is_refuted = false;
        for _ in 0..MAX_CIRCLES {
            let Some(circle) = shortest_circle(&open, self.n_steps, self.n) else { break };
            is_refuted = true;
            interpolants(&circle, self.n_steps, &mut self.facts);
            open.retain(|edge| {
                edge.bound == Bound::Order
                    || !circle.iter().any(|other| (other.from, other.to) == (edge.from, edge.to))
            });
        }
        if is_refuted {
            return;
        }
        let days = some_days(edges, self.n);
        let is_open = |choice: &&Vec<Option<Edge>>| {
            !choice.iter().any(|edge| edge.is_none_or(|edge| days[edge.to] <= days[edge.from] + edge.days))
        };
        let Some(choice) = self.choices.iter().find(is_open).cloned() else { return };
        for edge in choice.into_iter().flatten() {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            edges.push(edge);
            self.refute(edges);
            edges.pop();
        }
    }
}

/// Returns days that satisfy all edges, which have no circle of negative length.
fn some_days(edges: &[Edge], n: usize) -> Vec<i64> {
    let mut days = vec![0; n];
    for _ in 0..=n {
        for edge in edges {
            days[edge.to] = days[edge.to].min(days[edge.from] + edge.days);
        }
    }
    days
}

/// Returns a constraint as a difference; `None` for dates of the calendar and clocks that have stood still.
fn edge(constraint: &Constraint) -> Option<Edge> {
    let clocked = |origin: &Origin| origin.pauses.is_empty();
    let none = Length::default();
    Some(match constraint {
        Constraint::Later { day, than, days } => Edge {
            from: *day,
            to: *than,
            days: -i64::from(*days),
            clock: None,
            bound: Bound::Order,
            length: none,
            more: 0,
        },
        Constraint::AtLeast { day, origin, length, days } if clocked(origin) => Edge {
            from: *day,
            to: origin.day,
            days: -i64::from(length.span().0 + days),
            clock: origin.clock,
            bound: Bound::Lower,
            length: *length,
            more: *days,
        },
        Constraint::AtMost { day, origin, length, days } if clocked(origin) => Edge {
            from: origin.day,
            to: *day,
            days: i64::from(length.span().1 - days),
            clock: origin.clock,
            bound: if origin.clock.is_some() { Bound::Upper } else { Bound::Order },
            length: *length,
            more: -days,
        },
        Constraint::AtLeast { .. } | Constraint::AtMost { .. } | Constraint::Dates { .. } => return None,
    })
}

/// Clocks that run when the story begins have begun before.
fn before_start(n_steps: usize, n: usize) -> impl Iterator<Item = Edge> {
    (n_steps + 1..n).map(|begun| Edge {
        from: START,
        to: begun,
        days: 0,
        clock: None,
        bound: Bound::Order,
        length: Length::default(),
        more: 0,
    })
}

/// Returns a circle of negative length with the fewest edges. Runs of edges of mere order count as one.
fn shortest_circle(edges: &[Edge], n_steps: usize, n: usize) -> Option<Vec<Edge>> {
    // All later days may be compared with all earlier ones at once.
    let mut all: Vec<Edge> =
        edges.iter().filter(|edge| edge.days != 0 || edge.bound != Bound::Order).copied().collect();
    let order = |from, to| Edge {
        from,
        to,
        days: 0,
        clock: None,
        bound: Bound::Order,
        length: Length::default(),
        more: 0,
    };
    for later in 0..=n_steps {
        all.extend((0..later).map(|earlier| order(later, earlier)));
        all.extend((n_steps + 1..n).map(|begun| order(later, begun)));
    }
    all.extend(
        edges.iter().filter(|edge| edge.bound == Bound::Order && edge.from < edge.to && edge.to <= n_steps),
    );
    const FAR: i64 = i64::MAX / 4;
    let mut starts: Vec<Variable> =
        edges.iter().filter(|edge| edge.bound == Bound::Lower).map(|edge| edge.to).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut best: Option<Vec<Edge>> = None;
    for start in starts {
        let limit = best.as_ref().map_or(MAX_LENGTH, |circle: &Vec<Edge>| circle.len() - 1);
        let mut reach = vec![vec![(FAR, usize::MAX); n]];
        reach[0][start].0 = 0;
        for steps in 1..=limit {
            let mut now = vec![(FAR, usize::MAX); n];
            for (at, edge) in all.iter().enumerate() {
                let (days, _) = reach[steps - 1][edge.from];
                if days < FAR && days + edge.days < now[edge.to].0 {
                    now[edge.to] = (days + edge.days, at);
                }
            }
            reach.push(now);
            if reach[steps][start].0 < 0 {
                let mut circle = Vec::new();
                let mut node = start;
                for back in (1..=steps).rev() {
                    let edge = all[reach[back][node].1];
                    circle.push(edge);
                    node = edge.from;
                }
                circle.reverse();
                best = Some(circle);
                break;
            }
        }
    }
    best
}

/// Adds what must be known at each step between the days of a circle.
fn interpolants(circle: &[Edge], n_steps: usize, facts: &mut Vec<Fact>) {
    for edge in circle {
        if let Some(clock) = edge.clock {
            // A lapse that waits may wait through its last day.
            let days: &[i32] = if edge.bound == Bound::Lower { &[0] } else { &[0, 1] };
            facts.extend(days.iter().map(|days| Fact::Passed(clock, edge.length, edge.more + days)));
        }
    }
    // What is left of a cut: the starts of clocks before the story, and the days up to it.
    let place = |variable: Variable| if variable > n_steps { -1 } else { variable as i64 };
    for cut in -1..n_steps as i64 {
        let is_left = |variable: Variable| place(variable) <= cut;
        let Some(first) = (0..circle.len()).find(|&at| !is_left(circle[at].from) && is_left(circle[at].to))
        else {
            continue;
        };
        let mut entered: Option<&Edge> = None;
        let mut days = 0;
        for edge in circle.iter().cycle().skip(first).take(circle.len()) {
            match (is_left(edge.from), is_left(edge.to)) {
                (false, true) => {
                    entered = Some(edge);
                    days = 0;
                }
                (true, true) => {
                    days += edge.days;
                    // A clock whose start lies in the run has an age of its own.
                    if let (Some(entry), Bound::Lower, Some(clock)) = (entered, edge.bound, edge.clock) {
                        age(entry, clock, days, facts);
                    }
                }
                (true, false) => {
                    if let (Some(entry), Some(clock)) = (entered, edge.clock) {
                        age(entry, clock, days, facts);
                    }
                    entered = None;
                }
                (false, false) => {}
            }
        }
    }
}

/// Adds what a run of days says that was entered by `entry` and ends, so many days after its first day, at the start of
/// `clock`.
fn age(entry: &Edge, clock: ClockId, days: i64, facts: &mut Vec<Fact>) {
    let Ok(days) = i32::try_from(days) else { return };
    match (entry.bound, entry.clock) {
        (Bound::Lower, Some(older)) if older != clock => facts.push(Fact::Older(older, clock, days + 1)),
        (Bound::Order, _) if days < 0 => facts.push(Fact::Passed(clock, Length::days(-days), 0)),
        _ => {}
    }
}
