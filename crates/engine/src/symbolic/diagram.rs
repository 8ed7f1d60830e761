//! Binary decision diagrams with errors instead of panics: a thin layer over `oxidd`.
//!
//! It knows variables, not fields. Every operation checks the bounds on time and work, collects garbage when much of it has
//! gathered, and answers a full store with [`Exceeded::Nodes`]. Nodes take 16 bytes and about 8 in the unique table,
//! entries of the operation cache 20.

use std::cell::Cell;

use oxidd::bdd::{BDDFunction, BDDManagerRef, new_manager};
use oxidd::util::num::{F64, Saturating};
use oxidd::util::{AllocResult, SatCountCache};
use oxidd::{BooleanFunction, BooleanFunctionQuant, BooleanOperator, Function, Manager, ManagerRef};
use rustc_hash::FxBuildHasher;

use crate::search::{Exceeded, Watch};

/// Entries of the operation cache: 20 MB, written once when a store is made.
const CACHE_ENTRIES: usize = 1 << 20;
/// Garbage below this number of nodes is never worth a collection.
const MIN_COLLECT: usize = 1 << 19;
/// How many operations pass between two looks at the number of nodes, and at how large a result is.
const OPERATIONS_BETWEEN_LOOKS: u32 = 16;
/// How many nodes of a result take as long as a small operation. Measured on whole constitutions: so weighed, the work of nine games
/// in ten is within a factor of two of their time.
const NODES_PER_OPERATION: u64 = 32;

/// A Boolean function over the variables of one [`Diagrams`].
pub(crate) type Diagram = BDDFunction;

/// A store of decision diagrams over a fixed number of variables; variable 0 stands on top.
pub(crate) struct Diagrams {
    manager: BDDManagerRef,
    variables: Vec<Diagram>,
    falsum: Diagram,
    verum: Diagram,
    max_nodes: usize,
    watch: Cell<Watch>,
    operations: Cell<u32>,
    collect_at: Cell<usize>,
}

impl Diagrams {
    /// Makes an empty store.
    pub(crate) fn new(n_variables: usize, max_nodes: usize, watch: Watch) -> Result<Diagrams, Exceeded> {
        let max_nodes = max_nodes.clamp(1, u32::MAX as usize - 2);
        let manager = new_manager(max_nodes, CACHE_ENTRIES, 1);
        manager.with_manager_exclusive(|manager| manager.add_vars(n_variables as u32));
        let variables = manager.with_manager_shared(|manager| {
            (0..n_variables as u32)
                .map(|variable| Diagram::var(manager, variable))
                .collect::<AllocResult<Vec<_>>>()
        });
        let constants = manager.with_manager_shared(|manager| (Diagram::f(manager), Diagram::t(manager)));
        Ok(Diagrams {
            variables: variables.map_err(|_| Exceeded::Nodes(max_nodes))?,
            falsum: constants.0,
            verum: constants.1,
            max_nodes,
            watch: Cell::new(watch),
            operations: Cell::new(0),
            collect_at: Cell::new(MIN_COLLECT.min(max_nodes / 2)),
            manager,
        })
    }

    /// Measures what follows by another watch.
    pub(crate) fn set_watch(&self, watch: Watch) {
        self.watch.set(watch);
    }

    /// Returns the watch as it stands now.
    pub(crate) fn watch(&self) -> Watch {
        self.watch.get()
    }

    pub(crate) fn falsum(&self) -> Diagram {
        self.falsum.clone()
    }

    pub(crate) fn verum(&self) -> Diagram {
        self.verum.clone()
    }

    pub(crate) fn is_false(&self, f: &Diagram) -> bool {
        *f == self.falsum
    }

    /// Returns the number of stored nodes, garbage included.
    pub(crate) fn n_nodes(&self) -> usize {
        self.manager.with_manager_shared(|manager| manager.approx_num_inner_nodes())
    }

    /// Runs an operation; if the store is full, once more without garbage.
    fn run(&self, operation: impl Fn() -> AllocResult<Diagram>) -> Result<Diagram, Exceeded> {
        self.watch.get().check()?;
        self.operations.set(self.operations.get() + 1);
        let looks = self.operations.get() >= OPERATIONS_BETWEEN_LOOKS;
        if looks && self.n_nodes() > self.collect_at.get() {
            self.collect();
        }
        let result = operation().or_else(|_| {
            self.collect();
            operation().map_err(|_| Exceeded::Nodes(self.max_nodes))
        })?;
        if looks {
            self.operations.set(0);
            // The result is the same on every machine; what is stored besides is not.
            let weight = 1 + self.size(&result) as u64 / NODES_PER_OPERATION;
            self.watch.set(self.watch.get().after(u64::from(OPERATIONS_BETWEEN_LOOKS) * weight));
        }
        Ok(result)
    }

    /// Removes all nodes that nothing refers to, and sets the mark for the next collection.
    fn collect(&self) {
        // Exclusive, so that a collection of oxidd's own thread has ended before.
        self.manager.with_manager_exclusive(|manager| manager.gc());
        let marks = MIN_COLLECT.max(2 * self.n_nodes());
        self.collect_at.set(marks.min(self.max_nodes / 10 * 9).max(1));
    }

    pub(crate) fn and(&self, f: &Diagram, g: &Diagram) -> Result<Diagram, Exceeded> {
        self.run(|| f.and(g))
    }

    pub(crate) fn or(&self, f: &Diagram, g: &Diagram) -> Result<Diagram, Exceeded> {
        self.run(|| f.or(g))
    }

    /// Returns `f` without `g`.
    pub(crate) fn minus(&self, f: &Diagram, g: &Diagram) -> Result<Diagram, Exceeded> {
        self.run(|| g.imp_strict(f))
    }

    pub(crate) fn choose(
        &self,
        variable: usize,
        then: &Diagram,
        other: &Diagram,
    ) -> Result<Diagram, Exceeded> {
        self.run(|| self.variables[variable].ite(then, other))
    }

    /// Returns the union of `f` and all of `g`, in order.
    pub(crate) fn or_all<'a>(&self, all: impl IntoIterator<Item = &'a Diagram>) -> Result<Diagram, Exceeded> {
        all.into_iter().try_fold(self.falsum(), |union, f| self.or(&union, f))
    }

    /// Returns `f` with the variables of the cube `variables` forgotten.
    pub(crate) fn exists(&self, f: &Diagram, variables: &Diagram) -> Result<Diagram, Exceeded> {
        self.run(|| f.exists(variables))
    }

    /// Returns `f` and `g` with the variables of the cube `variables` forgotten.
    pub(crate) fn and_exists(
        &self,
        f: &Diagram,
        g: &Diagram,
        variables: &Diagram,
    ) -> Result<Diagram, Exceeded> {
        self.run(|| f.apply_exists(BooleanOperator::And, g, variables))
    }

    /// Returns `f` with the variables of `literals` set as that cube says.
    pub(crate) fn restrict(&self, f: &Diagram, literals: &Diagram) -> Result<Diagram, Exceeded> {
        self.run(|| f.restrict(literals))
    }

    /// Returns the conjunction of variables, which stands for their set.
    pub(crate) fn cube(&self, variables: impl IntoIterator<Item = usize>) -> Result<Diagram, Exceeded> {
        variables
            .into_iter()
            .try_fold(self.verum(), |cube, variable| self.and(&cube, &self.variables[variable]))
    }

    /// Returns in how many ways the variables can be set: exact below 2^126, else rounded.
    pub(crate) fn count(&self, f: &Diagram) -> u128 {
        let n_variables = self.variables.len() as u32;
        if n_variables <= 126 {
            f.sat_count(n_variables, &mut SatCountCache::<Saturating<u128>, FxBuildHasher>::default()).0
        } else {
            f.sat_count(n_variables, &mut SatCountCache::<F64, FxBuildHasher>::default()).0 as u128
        }
    }

    /// Returns a part of `f` that is a conjunction of literals; `f` must not be empty.
    pub(crate) fn cube_in(&self, f: &Diagram) -> Result<Diagram, Exceeded> {
        self.run(|| f.pick_cube_dd(|_, _, _| false))
    }

    /// Returns the number of nodes of one diagram.
    pub(crate) fn size(&self, f: &Diagram) -> usize {
        f.node_count()
    }

    /// Tells whether `f` holds for these values of the variables.
    pub(crate) fn holds(&self, f: &Diagram, values: impl IntoIterator<Item = (usize, bool)>) -> bool {
        f.eval(values.into_iter().map(|(variable, value)| (variable as u32, value)))
    }
}
