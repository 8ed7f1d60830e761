//! Questions to the symbolic search, all on one compiled space.
//!
//! The space is the slice of everything that any question reads. One space for all is faster than the exact slice of
//! each question: on whole constitutions the slices share their core, and the reachable set is found once.

use super::reading::{Combinations, Known, Stories, fields_of, one_of};
use super::{
    Code, Evidence, Finding, Report, Settings, Severity, Subject, Undecided, Under, Why, Witness, witness,
};
use crate::model::{Disjunction, EventId, FieldId, InstitutionId, Model, RuleId, ValueSet};
use crate::play::{self, Game, Players};
use crate::search::Exceeded;
use crate::step;
use crate::symbolic::{Conduct, Effort, Route, Set, Slice, Space};
use std::time::Instant;

/// How many steps a trace may be longer than the shortest one without regard to time, and how many are tried.
const EFFORT: Effort = Effort { detour: 2, refusals: 400 };

/// From the values of all fields, the acts and lapses that end a story; `None` if it cannot end so.
pub(super) type Then<'t> = &'t dyn Fn(&[u8]) -> Option<Vec<EventId>>;

/// One search that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Searched {
    /// The fields that the question depends on.
    pub fields: Vec<FieldId>,
    /// The rows of the event table that can change them.
    pub events: usize,
    /// The states that can be reached; of these fields.
    pub states: u128,
    /// The moves between them, as compiled cases.
    pub transitions: usize,
    /// Nodes of the decision diagram of these states.
    pub nodes: usize,
    /// Seconds for the reachable set.
    pub seconds: f64,
}

pub(super) struct Questions<'q> {
    pub(super) model: &'q Model,
    pub(super) settings: &'q Settings<'q>,
    space: Option<(Space<'q>, Option<Searched>)>,
    /// Where vital outcomes are lost for good, and the findings that say so.
    lost: Vec<(Set, usize)>,
    /// The games; compiled when the first question about one is asked.
    game: Option<Game<'q>>,
}

/// The part of the search that a question is asked on.
pub(super) struct Asked<'a, 'q> {
    pub(super) space: &'a mut Space<'q>,
    pub(super) reachable: Set,
    pub(super) searched: Searched,
    pub(super) lost: &'a mut Vec<(Set, usize)>,
}

impl<'q> Questions<'q> {
    pub(super) fn new(model: &'q Model, settings: &'q Settings<'q>) -> Questions<'q> {
        Questions { model, settings, space: None, lost: Vec::new(), game: None }
    }

    /// Returns the searches made so far.
    pub(super) fn searches(&self) -> Vec<Searched> {
        self.space.iter().filter_map(|(_, searched)| searched.clone()).collect()
    }

    /// Returns the bound that the reachable set itself met, if it met one.
    pub(super) fn hopeless(&mut self) -> Option<Exceeded> {
        self.asked().err()
    }

    /// Asks a question. What meets a bound is noted as undecided.
    pub(super) fn ask<T>(
        &mut self,
        report: &mut Report,
        code: Code,
        rule: Option<RuleId>,
        question: impl FnOnce(&Model, &mut Asked<'_, 'q>) -> Result<T, Exceeded>,
    ) -> Option<T> {
        let model = self.model;
        let answer = self.asked().and_then(|mut asked| question(model, &mut asked));
        answer
            .map_err(|exceeded| report.undecided.push(Undecided { code, rule, why: Why::Bound(exceeded) }))
            .ok()
    }

    /// Returns the games, under all readings at once, with all time that the bounds allow one question.
    ///
    /// # Errors
    /// [`Why::Players`] if there are too many; [`Why::Bound`] if the games could not be compiled.
    pub(super) fn game(&mut self) -> Result<&Game<'q>, Why> {
        let bounds = &self.settings.bounds;
        let game = match self.game.take() {
            Some(game) => game,
            None => {
                let players = Players::of(self.model).ok_or(Why::Players)?;
                let space = play::space(self.model, bounds).map_err(Why::Bound)?;
                let space = space.reporting(self.settings.reporter);
                Game::new(players, space, &[]).map_err(Why::Bound)?
            }
        };
        let game = self.game.insert(game);
        game.space().restart_watch(bounds);
        Ok(game)
    }

    fn asked(&mut self) -> Result<Asked<'_, 'q>, Exceeded> {
        if self.space.is_none() {
            let whole = Slice::whole(self.model);
            let space =
                Space::new(self.model, &whole, &self.settings.bounds)?.reporting(self.settings.reporter);
            self.space = Some((space, None));
        }
        let Some((space, searched)) = &mut self.space else { return Err(Exceeded::Nodes(0)) };
        let started = Instant::now();
        let reachable = space.reachable()?;
        let searched = searched.get_or_insert_with(|| Searched {
            fields: space.fields().to_vec(),
            events: space.events().count(),
            states: space.count(&reachable),
            transitions: space.transitions(),
            nodes: space.nodes(&reachable),
            seconds: started.elapsed().as_secs_f64(),
        });
        let searched = searched.clone();
        Ok(Asked { space, reachable, searched, lost: &mut self.lost })
    }
}

impl Asked<'_, '_> {
    /// Tells whether no state of a set is reachable.
    ///
    /// Sets are kept as they are, with their unreachable states: cut down to the reachable ones they are far larger
    /// diagrams.
    pub(super) fn never(&self, set: &Set) -> Result<bool, Exceeded> {
        Ok(self.space.is_empty(&self.space.and(&self.reachable, set)?))
    }

    /// Returns the finding that a vital outcome is lost of which it is a consequence that `bad` can come about.
    ///
    /// `None` if `bad` can come about without such a loss.
    pub(super) fn cause(&self, bad: &Set) -> Result<Option<usize>, Exceeded> {
        let mut rest = self.space.and(&self.reachable, bad)?;
        let mut cause = None;
        for (lost, finding) in self.lost.iter() {
            let less = self.space.diff(&rest, lost)?;
            if less != rest {
                cause = cause.or(Some(*finding));
            }
            rest = less;
        }
        Ok(cause.filter(|_| self.space.is_empty(&rest)))
    }

    /// Returns the readings under which it comes to these states: see [`Space::readings`].
    pub(super) fn readings(&self, set: &Set) -> Result<Vec<Vec<(FieldId, u8)>>, Exceeded> {
        self.space.readings(&self.space.and(&self.reachable, set)?)
    }

    /// Returns those of some states that lie under none of the readings under which it comes to others.
    pub(super) fn elsewhere(&self, states: &Set, others: &Set) -> Result<Set, Exceeded> {
        let under = self.space.set(&Disjunction(one_of(&self.readings(others)?)))?;
        self.space.diff(states, &under)
    }

    /// Returns the states, reachable or not, from which the goal can be reached by allowed events without an unlawful act.
    pub(super) fn can_reach(&self, goal: &Set, allowed: &dyn Fn(EventId) -> bool) -> Result<Set, Exceeded> {
        let model = self.space.model();
        self.space.can_reach(goal, &|id| !model.event(id).is_unlawful_act() && allowed(id))
    }

    /// Returns the states under the usual options.
    pub(super) fn usual(&self, settings: &Settings<'_>) -> Result<Set, Exceeded> {
        let known = |(field, _): &&(FieldId, u8)| self.space.fields().contains(field);
        let usual = settings.usual.iter().filter(known);
        self.space
            .set(&Disjunction(vec![usual.map(|&(field, value)| (field, ValueSet::one(value))).collect()]))
    }

    /// Builds a finding whose proof is a shortest trace into a reachable state of `bad`.
    ///
    /// `None` if no dates satisfy the trace: then nothing is reported but that it is undecided.
    pub(super) fn finding(
        &mut self,
        settings: &Settings<'_>,
        report: &mut Report,
        model: &Model,
        bad: &Set,
        draft: Draft,
    ) -> Result<Option<Finding>, Exceeded> {
        self.finding_then(settings, report, model, bad, None, draft)
    }

    /// As [`Asked::finding`], with a trace that goes on after `bad` as `then` says, if it is given: from the values of all
    /// fields it returns the acts and lapses.
    pub(super) fn finding_then(
        &mut self,
        settings: &Settings<'_>,
        report: &mut Report,
        model: &Model,
        bad: &Set,
        then: Option<Then<'_>>,
        draft: Draft,
    ) -> Result<Option<Finding>, Exceeded> {
        let (mut stories, can_be) = self.stories(settings, model, bad, then, settings.n_stories.max(1))?;
        if stories.is_empty() {
            if can_be {
                let rule = draft.rules.first().copied();
                report.undecided.push(Undecided { code: draft.code, rule, why: Why::NoDates });
            }
            return Ok(None);
        }
        let more = stories.split_off(1);
        let Some(mut story) = stories.pop() else { return Ok(None) };
        story.hangs_on = fields_of(&self.ways_out(model, bad, &story)?);
        let under = self.under(settings, model, bad, then, &story)?;
        let finding = draft.with(model, story, under, Some(self.searched.clone()));
        Ok(Some(Finding { more, ..finding }))
    }

    /// Returns some stories into a set, each with something that the others lack, and whether there are any, dates aside.
    pub(super) fn stories(
        &mut self,
        settings: &Settings<'_>,
        model: &Model,
        bad: &Set,
        then: Option<Then<'_>>,
        n_stories: usize,
    ) -> Result<(Vec<Witness>, bool), Exceeded> {
        let usual = self.space.and(bad, &self.usual(settings)?)?;
        let mut witnesses: Vec<Witness> = Vec::new();
        let mut can_be = false;
        // If nobody need break the law for it, that is the story to tell; then, if it can be, as one usually reads the text.
        let goals = [Conduct::Lawful, Conduct::Any].map(|conduct| [(conduct, &usual), (conduct, bad)]);
        for (conduct, goal) in goals.into_iter().flatten() {
            let first = settings.first_day;
            let route = self.space.path_where(conduct, goal, EFFORT, &mut |path, arrival| {
                if let Some(arrival) = arrival {
                    let witness = match then {
                        None => witness::date(model, path, first, arrival.is_goal),
                        Some(then) => then(&path.end(model))
                            .and_then(|more| {
                                more.into_iter().try_fold(path.clone(), |path, id| path.then(model, id))
                            })
                            .and_then(|path| {
                                // A lapse that is due on the last day and is left out would make it another story.
                                let end = path.end(model);
                                witness::date(model, &path, first, &|fields| fields == end)
                            }),
                    };
                    witnesses.extend(witness.filter(|witness| is_other(witness, &witnesses)));
                    return witnesses.len() >= n_stories;
                }
                witness::can_happen(model, path, first)
            })?;
            can_be |= route != Route::Unreachable;
            if !witnesses.is_empty() {
                break;
            }
        }
        Ok((witnesses, can_be))
    }

    /// Returns under which readings it comes to some states. Without regard to dates it can seem so under all: then some story must
    /// fit each.
    pub(super) fn under(
        &mut self,
        settings: &Settings<'_>,
        model: &Model,
        bad: &Set,
        then: Option<Then<'_>>,
        story: &Witness,
    ) -> Result<Under, Exceeded> {
        let seen = Under::these(self.readings(bad)?);
        if seen != Under::All {
            return Ok(seen);
        }
        let mut told = Stories::default();
        let mut next = story.clone();
        loop {
            let others = self.ways_out(model, bad, &next)?;
            told.add(model, (&next.path, &next.dates(model), next.first), others);
            let known = match told.known(model) {
                Known::All => return Ok(Under::All),
                Known::TooMany => return Ok(Under::NotDecided),
                Known::Some(known) => known,
            };
            let rest = self.space.diff(bad, &self.space.set(&Disjunction(one_of(&known)))?)?;
            match self.stories(settings, model, &rest, then, 1)?.0.pop() {
                Some(other) => next = other,
                None => return Ok(Under::NotDecided),
            }
        }
    }

    /// The readings under which the events of a story that comes to some states may come to others.
    fn ways_out(&self, model: &Model, bad: &Set, story: &Witness) -> Result<Combinations, Exceeded> {
        let mut fields = story.path.start.clone();
        let mut states = vec![fields.clone()];
        for &id in &story.path.events {
            step::apply(model.event(id), &mut fields);
            states.push(fields.clone());
        }
        // A story may go on after that.
        let last = states.iter().rev().find(|fields| self.space.contains(bad, fields));
        self.space.readings_at(last.unwrap_or(&fields), &[], &self.space.not(bad)?)
    }
}

/// Tells whether a story leaves out something of each of these: it does not only take longer, or another order.
fn is_other(story: &Witness, known: &[Witness]) -> bool {
    let count = |witness: &Witness, id: &EventId| witness.path.events.iter().filter(|one| *one == id).count();
    let has_all = |known: &Witness| known.path.events.iter().all(|id| count(story, id) >= count(known, id));
    !known.iter().any(has_all)
}

/// A finding before its proof.
pub(super) struct Draft {
    pub(super) code: Code,
    pub(super) severity: Severity,
    pub(super) subject: Subject,
    pub(super) holders: Vec<InstitutionId>,
    pub(super) rules: Vec<RuleId>,
}

impl Draft {
    /// Makes a finding of a search that found nothing, and of what was searched.
    pub(super) fn exhaustive(self, searched: Option<Searched>) -> Finding {
        Finding {
            code: self.code,
            severity: self.severity,
            subject: self.subject,
            holders: self.holders,
            rules: self.rules,
            evidence: Evidence::Exhaustive,
            more: Vec::new(),
            under: Under::All,
            searched,
            consequences: Vec::new(),
        }
    }

    /// Makes a finding of a search in time, which was told one story.
    pub(super) fn in_time(self, model: &Model, witness: Witness) -> Finding {
        self.with(model, witness, Under::NotDecided, None)
    }

    pub(super) fn with(
        self,
        model: &Model,
        witness: Witness,
        under: Under,
        searched: Option<Searched>,
    ) -> Finding {
        let mut rules = self.rules;
        for &event in &witness.path.events {
            let rule = model.event(event).rule;
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
        let broken = witness.is_by_breach();
        Finding {
            code: self.code,
            // What the file states does not hold, whoever breaks the law for it.
            severity: match self.code {
                Code::Property => self.severity,
                _ if broken => self.severity.max(Severity::Warning),
                _ => self.severity,
            },
            subject: self.subject,
            holders: self.holders,
            rules,
            evidence: Evidence::Trace(Box::new(witness)),
            more: Vec::new(),
            under,
            searched,
            consequences: Vec::new(),
        }
    }
}
