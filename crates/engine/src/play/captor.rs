//! Who has others in his hand: seats and offices that one institution alone fills and empties.

use super::{Player, Players};
use crate::model::{Event, EventKind, Holder, InstitutionId, Model, RuleId};

/// Returns who alone fills and empties a player's seats or office, with the rules that say so. `None` if nobody does, or he
/// himself.
///
/// An office is in the hand of one who can empty it by an act of his own, if nobody but he fills it.
pub fn captor(model: &Model, player: Player) -> Option<(InstitutionId, Vec<RuleId>)> {
    let institution = &model.institutions[player.institution.index()];
    if let Some(group) = player.group {
        return institution.captors.get(group).copied().flatten().map(|(by, rule)| (by, vec![rule]));
    }
    if let [only] = institution.captors[..]
        && let Some((by, rule)) = only
    {
        return Some((by, vec![rule]));
    }
    let field = institution.status.filter(|_| institution.groups.is_empty())?;
    let filled = institution.vacant.complement(usize::from(model.fields[field.index()].size));
    let fills = |event: &&Event| {
        event.changes(field, institution.vacant).any(|(_, new)| filled.contains(new))
            && !event.is_unlawful_act()
    };
    let empties = |event: &&Event| {
        event.changes(field, filled).any(|(_, new)| institution.vacant.contains(new))
            && !event.is_unlawful_act()
    };
    let alone = |event: &Event| match (event.kind, &event.holder) {
        (EventKind::Act, Holder::Institution(by)) => Some(*by),
        _ => None,
    };
    let mut fillers = model.events.iter().filter(fills);
    let first = fillers.next()?;
    let by = alone(first)?;
    if by == player.institution || !fillers.all(|event| alone(event) == Some(by)) {
        return None;
    }
    let end = model.events.iter().filter(empties).find(|event| alone(event) == Some(by))?;
    Some((by, vec![first.rule, end.rule]))
}

impl<'m> Players<'m> {
    /// Returns the players with all that one of them alone fills and empties taken together with him, as one will; and who was
    /// taken together with whom.
    ///
    /// Who is in somebody's hand may have others in his: then all are his. Those who have each other in hand stay apart.
    pub fn with_captors(&self) -> (Players<'m>, Vec<(Player, Player)>) {
        let of = |player: usize| {
            let (by, _) = captor(self.model(), self.all()[player])?;
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
