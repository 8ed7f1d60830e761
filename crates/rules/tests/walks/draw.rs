//! Random choices.

use proptest::collection::vec;
use proptest::prelude::*;

/// Draws choices from random bytes, so that they shrink towards the first option.
#[derive(Clone, Debug)]
pub struct Draw {
    bytes: std::vec::IntoIter<u8>,
}

impl Draw {
    /// So many choices; the first option from then on.
    pub fn of(n: usize) -> impl Strategy<Value = Draw> {
        vec(any::<u8>(), n).prop_map(|bytes| Draw { bytes: bytes.into_iter() })
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::from(self.bytes.next().unwrap_or(0)) % n
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}
