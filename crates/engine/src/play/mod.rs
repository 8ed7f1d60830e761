//! Games: who can bring an outcome about, who can stop it, and who can undo it.

mod duty;
mod game;
mod lattice;
mod matter;
mod player;
mod powers;
mod way;

pub use game::{Game, Question, Strength, Winning};
pub use lattice::Border;
pub use matter::one_at_a_time;
pub use player::{Coalition, Player, Players};
pub use powers::{Ability, Power, power, turning_away};
pub use way::way;
