//! Games: who can bring an outcome about, who can stop it, and who can undo it.

mod captor;
mod duty;
mod game;
mod lattice;
mod player;
mod powers;
mod space;
mod way;

pub use captor::captor;
pub(crate) use duty::owed;
pub use game::{Game, Question, Strength, Winning};
pub use lattice::Border;
pub use player::{Coalition, Player, Players};
pub use powers::{Ability, Power, power, turning_away};
pub use space::space;
pub use way::way;
