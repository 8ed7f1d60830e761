//! Compositions and changes of the rules. Read, but not implemented yet: the compiler says so.

use super::Head;
use crate::decode::Raw;

record! {
    /// How blocs hold seats across bodies.
    pub struct Composition with Head {
        /// The blocs.
        pub blocs: Raw,
    }
}

record! {
    /// A named change to a constitution.
    pub struct Overlay with Head {
        /// The changes.
        pub changes: Raw,
    }
}

record! {
    /// Overlays in an order.
    pub struct Reform with Head {
        /// The waves.
        pub waves: Raw,
    }
}
