//! `solon powers`: who can force, block and undo what.

use super::check::bounds;
use super::{Done, Outcome, bad_setting, compiled, lowered, refused, unreadable};
use super::{blocs, index, seats};
use crate::args::{Common, Format, Powers};
use crate::exit::Exit;
use crate::input;
use crate::paint::Paint;
use crate::report::json;
use crate::report::names::Names;
use crate::report::powers::{self as report, Asked, Found, Naming};
use crate::report::sentence::Sentence as S;
use crate::setting::setting;
use solon_engine::finding::{self, Settings, Witness};
use solon_engine::model::{Disjunction, EventId, OutcomeId, ValueSet};
use solon_engine::play::{
    Ability, Bloc, Coalition, Game, Members, Plan, Players, Strength, power, space, turning_away, way,
};
use solon_engine::search::{Bounds, Exceeded, Silent};
use solon_engine::symbolic::{Favour, Set, Space};
use solon_rules::Rules;
use solon_rules::diagnostic::nearest;
use solon_rules::lower::Lowered;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// How many outcomes are worked out at the same time.
const LANES: usize = 2;
/// How many times a plan is played.
const PLAYS: u64 = 1_000;

pub fn run(common: &Common, args: &Powers) -> Outcome {
    let started = Instant::now();
    let source = input::load(&args.dir).map_err(unreadable(common))?;
    let (_, rules) = compiled(common, &source)?;
    let setting = setting(&rules, &args.taken).map_err(bad_setting(common))?;
    let lowered = lowered(common, &rules, &setting)?;
    let names = Names { constitution: &rules.constitution, lowered: &lowered, lang: common.lang };
    let Some(players) = Players::of(&lowered.model) else {
        return Err(refused(common, "there are more than 128 institutions and groups of seats that act"));
    };
    let mut captured = Vec::new();
    if args.captured {
        let settings = Settings {
            bounds: bounds(&args.limits),
            usual: &lowered.usual,
            ..Settings::new(rules.constitution.start, &lowered.rules)
        };
        captured = finding::captured(&lowered.model, &settings).map_err(|why| {
            let why = names.say(S::Why { why: &why, clocks: &[] });
            let message = format!("which offices are in one hand was not decided: {why}");
            let help = "allow more with --max-nodes or --max-seconds";
            Box::new(Done { exit: Exit::Unknown, ..Done::refused(common, &message, Some(help)) })
        })?;
    }
    let offices: Vec<_> = captured.iter().map(|one| (one.office, one.by)).collect();
    let (players, taken) = match args.captured {
        true => players.with_captors(&offices),
        false => (players, Vec::new()),
    };
    let is_index = !args.index.is_empty();
    let outcomes = outcomes(common, &names, if is_index { &args.index } else { &args.outcome })?;
    let (blocs, players) = blocs::with_blocs(&names, players, &args.bloc)
        .map_err(|error| Box::new(Done::refused(common, &error.message, error.help.as_deref())))?;
    let named = Naming { names: &names, players: &players, blocs: &blocs };
    let asked = asked(common, &named, &args.by)?;
    let among = among(common, &named, &args.seats, asked)?;
    let question = Question {
        rules: &rules,
        lowered: &lowered,
        players: &players,
        asked,
        among,
        together: is_index.then(|| index::cast_together(&players)),
        bounds: bounds(&args.limits),
        work: (args.work * 1e6) as u64,
    };
    let found = question.all(&outcomes);
    let seconds = started.elapsed().as_secs_f64();
    let mut report = report::view(&named, &source, &found, seconds);
    if args.captured {
        report.supposed.extend(report::together(&names, &taken, &captured));
    }
    let exit = if report.complete { Exit::Clean } else { Exit::Unknown };
    Ok(Done::found(
        match common.format {
            Format::Json => json::write(&report),
            Format::Text | Format::Promela => {
                report::text(&report, common.lang, Paint::stdout(common.color), common.quiet)
            }
        },
        exit,
    ))
}

/// Finds the outcomes that were asked for: all, or those named.
fn outcomes(common: &Common, names: &Names<'_>, named: &[String]) -> Result<Vec<OutcomeId>, Box<Done>> {
    let all = || names.model().outcomes.iter().enumerate();
    let name = |at: usize| names.rule(names.model().outcomes[at].rule).name.as_str();
    if named.is_empty() {
        return Ok(all().map(|(at, _)| OutcomeId(at as u32)).collect());
    }
    let find = |asked: &String| {
        let found = all().map(|(at, _)| at).find(|at| name(*at) == asked);
        found.map(|at| OutcomeId(at as u32)).ok_or_else(|| {
            let close = nearest(asked, all().map(|(at, _)| name(at)));
            let known = || all().map(|(at, _)| name(at)).collect::<Vec<_>>().join(", ");
            let help = close
                .map_or_else(|| format!("there are: {}", known()), |name| format!("did you mean `{name}`?"));
            Box::new(Done::refused(common, &format!("there is no outcome `{asked}`"), Some(&help)))
        })
    };
    named.iter().map(find).collect()
}

/// Finds the coalition that was asked about.
fn asked(common: &Common, named: &Naming<'_>, by: &[String]) -> Result<Option<Coalition>, Box<Done>> {
    if by.is_empty() {
        return Ok(None);
    }
    let Naming { names, players, .. } = named;
    let ids: Vec<String> = (0..players.all().len()).map(|player| named.id(player)).collect();
    let mut coalition = Coalition::NOBODY;
    for name in by {
        let of_player = ids.iter().position(|id| id == name).map(Coalition::one);
        let of_body = || {
            let all = (0..names.model().institutions.len() as u32).map(solon_engine::model::InstitutionId);
            // A bloc with seats there is asked about by its own name.
            let is_own = |player: &usize| players.bloc(*player).is_none();
            let of = |id| {
                let own = players.of_institution(id).players().filter(is_own);
                own.fold(Coalition::NOBODY, |all, player| all.with(Coalition::one(player)))
            };
            all.into_iter().find(|id| names.institution_id(*id) == name).map(of).filter(|all| !all.is_empty())
        };
        let Some(members) = of_player.or_else(of_body) else {
            let close = nearest(name, ids.iter().map(String::as_str));
            let help = close.map(|name| format!("did you mean `{name}`?"));
            let message = format!("`{name}` is no institution or group of seats that acts");
            return Err(Box::new(Done::refused(common, &message, help.as_deref())));
        };
        coalition = coalition.with(members);
    }
    Ok(Some(coalition))
}

/// Finds those whose seats are counted: none of those whose seats they are added to.
fn among(
    common: &Common,
    named: &Naming<'_>,
    seats: &[String],
    with: Option<Coalition>,
) -> Result<Option<Coalition>, Box<Done>> {
    let among = asked(common, named, seats)?;
    let refused = |message: String, help| Err(Box::new(Done::refused(common, &message, Some(help))));
    let mut bloc = among.unwrap_or_default().players().filter(|player| named.players.bloc(*player).is_some());
    if let Some(player) = bloc.next() {
        return refused(
            format!("the seats of `{}` are cast together", named.id(player)),
            "name it with --by",
        );
    }
    let both = among.unwrap_or_default().within(with.unwrap_or_default());
    match both.players().next() {
        None => Ok(among),
        Some(player) => refused(format!("`{}` is in --by and in --seats", named.id(player)), "name it once"),
    }
}

/// What is asked of each outcome.
struct Question<'q> {
    rules: &'q Rules,
    lowered: &'q Lowered,
    players: &'q Players<'q>,
    asked: Option<Coalition>,
    /// Those whose seats are added to it, if the question is from how many on it can do something.
    among: Option<Coalition>,
    /// The seats that are cast together, if the question is how much one member counts.
    together: Option<Vec<Bloc>>,
    bounds: Bounds,
    /// For each search of the smallest coalitions: see [`Bounds::max_work`].
    work: u64,
}

impl Question<'_> {
    /// Works out all outcomes, in their order.
    fn all(&self, outcomes: &[OutcomeId]) -> Vec<Found> {
        let next = AtomicUsize::new(0);
        let lane = || {
            let places = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
            let places = places.take_while(|place| *place < outcomes.len());
            places.map(|place| (place, self.one(outcomes[place]))).collect::<Vec<_>>()
        };
        let mut found = std::thread::scope(|scope| {
            let lanes: Vec<_> = (0..LANES).map(|_| scope.spawn(lane)).collect();
            let join = |lane: std::thread::ScopedJoinHandle<'_, Vec<(usize, Found)>>| {
                lane.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            lanes.into_iter().flat_map(join).collect::<Vec<_>>()
        });
        found.sort_by_key(|(place, _)| *place);
        found.into_iter().map(|(_, found)| found).collect()
    }

    /// Works out one outcome. A bound that was met leaves its questions undecided.
    fn one(&self, outcome: OutcomeId) -> Found {
        // What is never so whatever happens belongs to a part that is not taken.
        if self.players.model().outcomes[outcome.index()].when.0.is_empty() {
            return Found { is_absent: true, ..Found::undecided(outcome, None) };
        }
        self.worked_out(outcome).unwrap_or_else(|_| {
            let members = self.together.as_ref().map(|together| Members::new(self.players, together));
            let index = members.map(|members| index::undecided(members.kinds()));
            let asked = self.asked.filter(|_| self.among.is_none());
            Found { index, ..Found::undecided(outcome, asked) }
        })
    }

    fn worked_out(&self, outcome: OutcomeId) -> Result<Found, Exceeded> {
        let model = self.players.model();
        let space = space(model, &self.bounds)?;
        let bounds = Bounds { max_work: self.work, ..self.bounds };
        let game = Game::new(self.players.clone(), space, &self.lowered.taken())?.bounded(bounds);
        let when = &model.outcomes[outcome.index()].when;
        let goal = game.space().set(when)?;
        let holds_at_start = game.space().is_subset(game.start(), &goal)?;
        let (aim, left_out) = match holds_at_start {
            true => (game.space().not(&goal)?, turning_away(model, when)),
            false => (goal, Vec::new()),
        };
        if let Some(together) = &self.together {
            let members = Members::new(self.players, together);
            let index = Some(index::count(&game, &members, (&aim, &left_out), bounds));
            return Ok(Found { holds_at_start, index, ..Found::undecided(outcome, None) });
        }
        if let Some(among) = self.among {
            let sides = (self.asked.unwrap_or_default(), among);
            let seats = seats::thresholds(&game, sides, (&aim, &left_out), (bounds, holds_at_start));
            return Ok(Found { holds_at_start, seats, ..Found::undecided(outcome, None) });
        }
        if let Some(coalition) = self.asked {
            let mut asked = strength(&game, coalition, &aim, &left_out);
            let plan = match asked {
                Asked::Can | Asked::OnlyFirst => self.plan(&game, coalition, &aim, &left_out),
                Asked::Cannot | Asked::ByDates | Asked::Undecided => None,
            };
            // An answer that does not stand the test is none.
            if plan.as_ref().is_some_and(|plan| plan.n_plays.1 > 0) {
                asked = Asked::Undecided;
            }
            let plan = plan.filter(|plan| plan.n_plays.1 == 0);
            let way = self.way(coalition, when, holds_at_start);
            return Ok(Found {
                holds_at_start,
                asked: Some((coalition, asked)),
                plan,
                way,
                ..Found::undecided(outcome, None)
            });
        }
        let everybody = game.players().everybody();
        let all = if holds_at_start { None } else { self.way(everybody, when, false) };
        let after = match &all {
            Some((_, witness)) => Some(game.space().state(&witness.journal.end)?),
            None => None,
        };
        let is_end_open = after.is_none() && !holds_at_start && {
            let space = game.space();
            let comes = space.can_reach(&aim, &|id| !model.event(id).is_unlawful_act())?;
            !space.is_empty(&space.and(game.start(), &comes)?)
        };
        let power = power(&game, outcome, when, after.as_ref())?;
        let first = |ability: &Ability| {
            let kinds = [&ability.can, &ability.first, &ability.by_dates, &ability.loose];
            kinds.into_iter().flatten().next().copied()
        };
        let own = power.force.as_ref().and_then(first);
        let own = own.and_then(|coalition| self.way(coalition, when, false));
        let way = own.or(all);
        Ok(Found { power: Some(power), is_end_open, holds_at_start, way, ..Found::undecided(outcome, None) })
    }

    /// How a coalition does what it can. `None` if a bound was met.
    fn plan(&self, game: &Game<'_>, side: Coalition, aim: &Set, left_out: &[EventId]) -> Option<Plan> {
        let strategy = game.strategy(side, aim, left_out, self.rules.constitution.start).ok()??;
        strategy.plan(PLAYS).ok()
    }

    /// A story in which nobody else acts: to the outcome, or to its end. None if there is none, or a bound was met: it is an
    /// example.
    fn way(
        &self,
        coalition: Coalition,
        when: &Disjunction,
        to_its_end: bool,
    ) -> Option<(Coalition, Witness)> {
        let taken = self.lowered.taken().into_iter().map(|(field, value)| (field, ValueSet::one(value)));
        let taken = Disjunction(vec![taken.collect()]);
        let goal = |space: &mut Space<'_>| {
            let outcome = space.set(when)?;
            let goal = if to_its_end { space.not(&outcome)? } else { outcome };
            space.and(&goal, &space.set(&taken)?)
        };
        let bounds = Bounds { max_work: self.work, ..self.bounds };
        let model = self.players.model();
        let left_out = if to_its_end { turning_away(model, when) } else { Vec::new() };
        way(self.players, coalition, &goal, &left_out, bounds, self.rules.constitution.start, &Silent)
            .ok()
            .flatten()
    }
}

/// Returns how strong a coalition is.
fn strength(game: &Game<'_>, coalition: Coalition, goal: &Set, left_out: &[EventId]) -> Asked {
    let ask = |favour| {
        let question = game.question(goal.clone(), game.start().clone(), favour);
        question.leaving_out(left_out.to_vec()).strength(coalition).ok()
    };
    match (ask(Favour::Others), ask(Favour::Side)) {
        (Some(Strength::Can), _) => Asked::Can,
        (Some(Strength::OnlyFirst), _) => Asked::OnlyFirst,
        (_, Some(Strength::Cannot)) => Asked::Cannot,
        (Some(_), Some(_)) => Asked::ByDates,
        _ => Asked::Undecided,
    }
}
