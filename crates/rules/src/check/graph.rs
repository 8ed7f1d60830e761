//! The stages of a procedure as a graph: how a matter can move, whatever the conditions say.

use crate::resolved::{Constitution, Effect, KindId, ProcedureId, Silence, StageId, Step, StepId};
use std::collections::{BTreeMap, BTreeSet};

/// One way in which a matter can move.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// The stage it leaves; `None`: the matter is opened.
    pub(super) from: Option<StageId>,
    /// Where it comes to; the same stage if it stays.
    pub(super) to: StageId,
    /// The step that counts as taken on the way.
    pub(super) step: Option<StepId>,
}

/// How the matters of one procedure can move.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    pub(super) edges: Vec<Edge>,
    /// Stages at which a matter begins by an effect of some step or stage, and the initial one.
    pub(super) started: BTreeSet<StageId>,
    /// Stages to which an effect moves open matters.
    pub(super) moved_to: BTreeSet<StageId>,
    /// Whether an effect can end open matters.
    pub(super) is_aborted: bool,
}

impl Graph {
    pub(super) fn new(constitution: &Constitution, id: ProcedureId) -> Graph {
        let procedure = &constitution.procedures[id.0];
        let mut graph = Graph::default();
        graph.started.extend(procedure.initial);
        for (index, step) in procedure.steps.iter().enumerate() {
            graph.step(StepId(index), step, procedure.initial.is_some(), procedure.stages.len());
        }
        for (index, stage) in procedure.stages.iter().enumerate() {
            let from = Some(StageId(index));
            for (_, silence) in stage.on_silence.iter().flatten() {
                let (to, step) = match *silence {
                    Silence::To(to) => (Some(to), None),
                    Silence::Deemed(step) => {
                        let deemed = &procedure.steps[step.0];
                        (deemed.to.or(deemed.carried), Some(step))
                    }
                    _ => continue,
                };
                graph.edges.extend(to.map(|to| Edge { from, to, step }));
            }
        }
        super::walk::each_effect(constitution, &mut |_, effect| match effect {
            Effect::Start(started, stage, _) if *started == id => {
                graph.started.insert(*stage);
            }
            Effect::Move(moved, stage, _) if *moved == id => {
                graph.moved_to.insert(*stage);
            }
            Effect::Abort(aborted, _) if *aborted == id => graph.is_aborted = true,
            _ => {}
        });
        graph
    }

    fn step(&mut self, id: StepId, step: &Step, is_standing: bool, n_stages: usize) {
        let from: Vec<Option<StageId>> = match &step.from {
            Some(from) => from.iter().copied().map(Some).collect(),
            None if is_standing => (0..n_stages).map(StageId).map(Some).collect(),
            None => vec![None],
        };
        for from in from {
            let stays = (step.to.is_none() && step.carried.is_none()).then_some(from).flatten();
            let taken = step.to.into_iter().chain(step.carried).chain(stays);
            self.edges.extend(taken.map(|to| Edge { from, to, step: Some(id) }));
            let missed = step.failed.into_iter().chain(step.no_quorum);
            self.edges.extend(missed.map(|to| Edge { from, to, step: None }));
            let lapses = step.gates.iter().flat_map(|gate| gate.on_silence.iter().flatten());
            for (_, silence) in lapses {
                if let Silence::To(to) = silence {
                    self.edges.push(Edge { from, to: *to, step: None });
                }
            }
        }
    }

    /// Returns the stages at which a matter can begin.
    pub(super) fn beginnings(&self) -> BTreeSet<StageId> {
        let opened = self.edges.iter().filter(|edge| edge.from.is_none()).map(|edge| edge.to);
        self.started.iter().copied().chain(opened).collect()
    }

    /// Returns the stages that a matter can reach from some stages, those themselves included.
    pub(super) fn reached(&self, from: impl IntoIterator<Item = StageId>) -> BTreeSet<StageId> {
        let mut reached: BTreeSet<StageId> = from.into_iter().collect();
        let mut open: Vec<StageId> = reached.iter().copied().collect();
        while let Some(stage) = open.pop() {
            for edge in self.edges.iter().filter(|edge| edge.from == Some(stage)) {
                if reached.insert(edge.to) {
                    open.push(edge.to);
                }
            }
        }
        reached
    }

    /// Returns the stages that a matter can ever reach.
    pub(super) fn reachable(&self) -> BTreeSet<StageId> {
        let beginnings = self.beginnings();
        if beginnings.is_empty() {
            return BTreeSet::new();
        }
        self.reached(beginnings.into_iter().chain(self.moved_to.iter().copied()))
    }

    /// Returns the stages in which a matter can be after a step was taken.
    pub(super) fn after(&self, step: StepId) -> BTreeSet<StageId> {
        let targets = self.edges.iter().filter(|edge| edge.step == Some(step)).map(|edge| edge.to);
        let targets: Vec<StageId> = targets.collect();
        if targets.is_empty() {
            return BTreeSet::new();
        }
        // Elsewhere effects can move any open matter.
        self.reached(targets.into_iter().chain(self.moved_to.iter().copied()))
    }
}

/// The kinds that a matter can have at each stage, as sets of bits by [`KindId`]; `None` if there are too many.
pub(super) fn kind_sets(
    constitution: &Constitution,
    id: ProcedureId,
) -> Option<BTreeMap<StageId, BTreeSet<u64>>> {
    const MOST: usize = 20_000;
    let procedure = &constitution.procedures[id.0];
    if procedure.kinds.len() > 60 {
        return None;
    }
    let graph = Graph::new(constitution, id);
    let bit = |kind: &KindId| 1u64 << kind.0;
    let after = |kinds: u64, edge: &Edge| {
        let Some(step) = edge.step.map(|step| &procedure.steps[step.0]) else { return kinds };
        let added = step.adds.iter().fold(kinds, |kinds, kind| kinds | bit(kind));
        let stage = &procedure.stages[edge.to.0];
        let effects =
            step.effects.iter().chain(if edge.from == Some(edge.to) { &[][..] } else { &stage.enter });
        effects.fold(added, |kinds, effect| match effect {
            Effect::Unmark(kind) => kinds & !bit(kind),
            _ => kinds,
        })
    };
    let mut open: Vec<(StageId, u64)> = graph.started.iter().map(|&stage| (stage, 0)).collect();
    let opening = graph.edges.iter().filter(|edge| edge.from.is_none());
    // A vote that fails to open a matter gives it no kind, but leaves it at a stage.
    open.extend(opening.map(|edge| (edge.to, after(0, edge))));
    let mut seen: BTreeMap<StageId, BTreeSet<u64>> = BTreeMap::new();
    let mut n = 0;
    while let Some((stage, kinds)) = open.pop() {
        if !seen.entry(stage).or_default().insert(kinds) {
            continue;
        }
        n += 1;
        if n > MOST {
            return None;
        }
        open.extend(graph.moved_to.iter().map(|&to| (to, kinds)));
        for edge in graph.edges.iter().filter(|edge| edge.from == Some(stage)) {
            open.push((edge.to, after(kinds, edge)));
        }
    }
    Some(seen)
}
