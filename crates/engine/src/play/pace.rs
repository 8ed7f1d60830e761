//! Verdicts that hang on the pace: on how many steps a body may take in one turn.

use super::{Coalition, Question, Strength};
use crate::model::EventId;
use crate::search::Exceeded;
use crate::symbolic::Set;

/// A coalition whose strength would be another if each body could take any number of its own steps in one turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hinge {
    /// Who.
    pub coalition: Coalition,
    /// How strong it would be.
    pub at_once: Strength,
    /// Steps of one body from the start that make the difference if they are taken in a row; empty if it is not made there.
    pub row: Vec<EventId>,
}

/// What is known about the pace of some coalitions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paces {
    /// Whose strength hangs on it.
    pub hinges: Vec<Hinge>,
    /// Of whom it was not told whether it does: a bound was met.
    pub open: Vec<Coalition>,
}

/// Tells of some coalitions whether their strength hangs on the pace. `side` is whose game it is, given the coalition:
/// itself, or, to block, all others; the latter's strength is the other way round.
pub(super) fn paces(
    steps: &Question<'_, '_>,
    chains: &Question<'_, '_>,
    coalitions: impl Iterator<Item = Coalition>,
    side: impl Fn(Coalition) -> Coalition,
) -> Paces {
    let mut paces = Paces::default();
    for coalition in coalitions {
        let side = side(coalition);
        match difference(steps, chains, side) {
            Ok(None) => {}
            Ok(Some((at_once, row))) => {
                let at_once = if side == coalition { at_once } else { at_once.of_the_others() };
                paces.hinges.push(Hinge { coalition, at_once, row });
            }
            Err(_) => paces.open.push(coalition),
        }
    }
    paces
}

/// Returns how strong a side is if all may take steps in a row, if that is not the same, with a row that makes the difference.
fn difference(
    steps: &Question<'_, '_>,
    chains: &Question<'_, '_>,
    side: Coalition,
) -> Result<Option<(Strength, Vec<EventId>)>, Exceeded> {
    let (one, many) = (steps.strength(side)?, chains.strength(side)?);
    if one == many {
        return Ok(None);
    }
    let space = steps.game().space();
    let players = steps.game().players();
    // Either the others leave what the side wins, or the side gets there.
    let (by, to): (Coalition, Set) = if many < one {
        (players.others(side), space.not(&chains.winning(side)?.first)?)
    } else {
        (side, steps.winning(side)?.can)
    };
    let mut shortest: Option<Vec<EventId>> = None;
    for acts in steps.game().of_bodies(by) {
        if let Some(row) = steps.way(&to, &|id| acts.contains(&id))?
            && shortest.as_ref().is_none_or(|known| row.len() < known.len())
        {
            shortest = Some(row);
        }
    }
    Ok(Some((many, shortest.unwrap_or_default())))
}
