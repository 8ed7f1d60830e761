//! Who has others in his hand: seats that one institution alone fills and empties.

use super::{Player, Players};
use crate::model::{InstitutionId, Model, RuleId};

/// Returns who alone fills and empties a player's seats, with the rule that says so. `None` if nobody does.
///
/// An office is in nobody's hand here: that one act fills it does not say that nobody had to consent before, which
/// [`crate::finding::captured`] looks for.
pub fn captor(model: &Model, player: Player) -> Option<(InstitutionId, RuleId)> {
    let captors = &model.institutions[player.institution.index()].captors;
    match player.group {
        Some(group) => captors.get(group).copied().flatten(),
        None if captors.len() == 1 => captors[0],
        None => None,
    }
}

impl<'m> Players<'m> {
    /// Returns the players with all that one of them alone fills and empties taken together with him, as one will; and who was
    /// taken together with whom. Of `offices` the first of each pair is in the hand of the second.
    ///
    /// Who is in somebody's hand may have others in his: then all are his. Those who have each other in hand stay apart.
    pub fn with_captors(
        &self,
        offices: &[(InstitutionId, InstitutionId)],
    ) -> (Players<'m>, Vec<(Player, Player)>) {
        let of = |player: usize| {
            let one = self.all()[player];
            let office = || offices.iter().find(|(office, _)| *office == one.institution).map(|(_, by)| *by);
            let by = captor(self.model(), one).map(|(by, _)| by).or_else(office)?;
            let mut captors = self.of_institution(by).players();
            captors.next().filter(|_| captors.next().is_none())
        };
        let last = |player: usize| {
            let mut chain = vec![player];
            while let Some(next) = of(chain[chain.len() - 1]) {
                if chain.contains(&next) {
                    return player;
                }
                chain.push(next);
            }
            chain[chain.len() - 1]
        };
        let with: Vec<usize> = (0..self.all().len()).map(last).collect();
        let taken = with.iter().enumerate().filter(|(player, with)| player != *with);
        let taken = taken.map(|(player, &with)| (self.all()[player], self.all()[with])).collect();
        (self.taken_together(&with), taken)
    }
}
