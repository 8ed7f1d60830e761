//! Games: who can bring an outcome about, who can stop it, and who can undo it.

mod captor;
mod cut;
mod duty;
mod game;
mod lattice;
mod members;
mod numbers;
mod opponents;
mod pace;
mod plan;
mod player;
mod powers;
mod simple;
mod solved;
mod space;
mod strategy;
mod thresholds;
mod way;

pub use captor::captor;
pub(crate) use duty::owed;
pub use game::{Game, Pace, Question, Strength, Winning};
pub use lattice::Border;
pub use members::{Kind, Lot, Members};
pub use opponents::{Dice, Play};
pub use pace::{Hinge, Paces};
pub use plan::Plan;
pub use player::{Bloc, Coalition, Player, Players};
pub use powers::{Ability, Power, power, turning_away};
pub use simple::{Count, Counting};
pub use space::space;
pub use strategy::Strategy;
pub use thresholds::Thresholds;
pub use way::way;
