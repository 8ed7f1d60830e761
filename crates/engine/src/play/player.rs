//! Who plays: institutions and their groups of seats, and what a coalition of them can decide by itself.

use crate::model::{Event, EventId, EventKind, Holder, InstitutionId, Model, VoteId, VoteResult};
use crate::vote::{Tie, Vote};

/// A set of players: bit `i` stands for player `i`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coalition(pub u128);

impl Coalition {
    /// The number of players that there can be at most.
    pub const MAX_PLAYERS: usize = 128;

    /// The coalition of nobody.
    pub const NOBODY: Coalition = Coalition(0);

    /// Returns the coalition of one player.
    pub fn one(player: usize) -> Coalition {
        Coalition(1 << player)
    }

    /// Tells whether a player takes part.
    pub fn contains(self, player: usize) -> bool {
        self.0 >> player & 1 == 1
    }

    /// Returns this coalition and those players.
    pub fn with(self, others: Coalition) -> Coalition {
        Coalition(self.0 | others.0)
    }

    /// Returns this coalition without those players.
    pub fn without(self, others: Coalition) -> Coalition {
        Coalition(self.0 & !others.0)
    }

    /// Returns those of its players who are in the other one.
    pub fn within(self, other: Coalition) -> Coalition {
        Coalition(self.0 & other.0)
    }

    /// Tells whether all its players are in the other one.
    pub fn is_within(self, other: Coalition) -> bool {
        self.0 & !other.0 == 0
    }

    /// Returns its players in ascending order.
    pub fn players(self) -> impl Iterator<Item = usize> {
        (0..Self::MAX_PLAYERS).filter(move |&player| self.contains(player))
    }

    /// Returns the number of its players.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Tells whether it has no player.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The seats that a side has in its hand.
#[derive(Clone, Copy)]
pub(super) enum Side<'s> {
    /// All seats of these players.
    Of(Coalition),
    /// So many seats of each player.
    Counted(&'s [u32]),
    /// All but so many seats of each player.
    AllBut(&'s [u32]),
}

impl Side<'_> {
    fn of(self, seat: &Seat) -> u32 {
        match self {
            Side::Of(coalition) if coalition.contains(seat.player) => seat.n,
            Side::Of(_) => 0,
            Side::Counted(seats) => seats[seat.player].min(seat.n),
            Side::AllBut(seats) => seat.n - seats[seat.player].min(seat.n),
        }
    }
}

/// One will: an institution, or one group of the seats of a body with several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Player {
    /// The institution.
    pub institution: InstitutionId,
    /// The group of its seats, as a position in [`crate::model::Institution::groups`], if it has several.
    pub group: Option<usize>,
}

/// The players of a model.
#[derive(Clone, Debug)]
pub struct Players<'m> {
    model: &'m Model,
    all: Vec<Player>,
    /// For each institution the players that have its seats, with the group and how many: of a joint sitting those of its
    /// chambers, with the chamber's place as the group.
    seats: Vec<Vec<Seat>>,
    /// How many of the players, the last ones, are blocs.
    n_blocs: usize,
}

/// Seats that are cast together: so many of each of these players.
pub type Bloc = Vec<(usize, u32)>;

/// The seats of one player in one body.
#[derive(Clone, Copy, Debug)]
struct Seat {
    player: usize,
    group: usize,
    n: u32,
}

impl<'m> Players<'m> {
    /// Finds those who can act, in the order of institutions and groups. What happens by chance is no player.
    ///
    /// `None` if there are more than [`Coalition::MAX_PLAYERS`].
    pub fn of(model: &'m Model) -> Option<Players<'m>> {
        let mut acting: Vec<InstitutionId> = Vec::new();
        for event in model.events.iter().filter(|event| event.kind == EventKind::Act) {
            add_bodies(model, &event.holder, &mut acting);
        }
        let mut players =
            Players { model, all: Vec::new(), seats: vec![Vec::new(); model.institutions.len()], n_blocs: 0 };
        let numbered = || (0..model.institutions.len() as u32).map(InstitutionId);
        for id in numbered().filter(|id| acting.contains(id)) {
            players.add(id);
        }
        for id in numbered() {
            let parts = model.institutions[id.index()].parts.iter().enumerate();
            let of_parts = parts.flat_map(|(group, part)| {
                players.seats[part.index()].iter().map(move |seat| Seat { group, ..*seat })
            });
            let of_parts: Vec<Seat> = of_parts.collect();
            players.seats[id.index()].extend(of_parts);
        }
        (players.all.len() <= Coalition::MAX_PLAYERS).then_some(players)
    }

    fn add(&mut self, id: InstitutionId) {
        let institution = &self.model.institutions[id.index()];
        if institution.is_nature || !institution.parts.is_empty() {
            return;
        }
        let groups: Vec<(usize, u32)> =
            institution.groups.iter().copied().enumerate().filter(|(_, n)| *n > 0).collect();
        match groups[..] {
            [] => self.push(id, None, (0, 1)),
            [only] => self.push(id, None, only),
            _ => groups.into_iter().for_each(|(group, n)| self.push(id, Some(group), (group, n))),
        }
    }

    fn push(&mut self, institution: InstitutionId, named: Option<usize>, (group, n): (usize, u32)) {
        let player = self.all.len();
        self.all.push(Player { institution, group: named });
        self.seats[institution.index()].push(Seat { player, group, n });
    }

    /// Returns the players in which each of these has become the one at its place in the list, and is no player of its own if
    /// that is another one.
    pub(super) fn taken_together(&self, with: &[usize]) -> Players<'m> {
        let mut together = self.clone();
        let is_kept = |player: &usize| with[*player] == *player;
        let kept: Vec<usize> = (0..self.all.len()).filter(is_kept).collect();
        together.all = kept.iter().map(|&player| self.all[player]).collect();
        for seat in together.seats.iter_mut().flatten() {
            seat.player = kept.partition_point(|&player| player < with[seat.player]);
        }
        together
    }

    /// Makes some seats of these players, in one body or in several, players of their own, who come last and in this order. A
    /// player who has no seat left is none any more. The institution of a bloc is that of its first seats.
    ///
    /// No bloc is empty, and no player is asked for more seats than it has. `None` if there are too many players then.
    pub fn with_blocs(mut self, blocs: &[Bloc]) -> Option<Players<'m>> {
        for bloc in blocs {
            let new = self.all.len();
            self.all.push(Player { institution: self.all[bloc[0].0].institution, group: None });
            for (player, n) in bloc {
                for seats in &mut self.seats {
                    let taken = |seat: &mut Seat| {
                        seat.n -= n;
                        Seat { player: new, n: *n, ..*seat }
                    };
                    let own = seats.iter_mut().filter(|seat| seat.player == *player);
                    let taken: Vec<Seat> = own.map(taken).collect();
                    seats.extend(taken);
                }
            }
        }
        self.n_blocs += blocs.len();
        self.seats.iter_mut().for_each(|seats| seats.retain(|seat| seat.n > 0));
        let has_seats = |player: usize| self.seats.iter().flatten().any(|seat| seat.player == player);
        let left: Vec<usize> = (0..self.all.len()).filter(|player| has_seats(*player)).collect();
        self.all = left.iter().map(|player| self.all[*player]).collect();
        for seat in self.seats.iter_mut().flatten() {
            seat.player = left.partition_point(|player| *player < seat.player);
        }
        (self.all.len() <= Coalition::MAX_PLAYERS).then_some(self)
    }

    /// Returns which of the blocs a player is, if it is one.
    pub fn bloc(&self, player: usize) -> Option<usize> {
        player.checked_sub(self.all.len() - self.n_blocs)
    }

    /// Returns the model that they play in.
    pub fn model(&self) -> &'m Model {
        self.model
    }

    /// Returns all players; their positions are their numbers.
    pub fn all(&self) -> &[Player] {
        &self.all
    }

    /// Returns the coalition of all.
    pub fn everybody(&self) -> Coalition {
        Coalition((0..self.all.len()).fold(0, |all, player| all | 1 << player))
    }

    /// Returns the coalition of all others.
    pub fn others(&self, coalition: Coalition) -> Coalition {
        self.everybody().without(coalition)
    }

    /// Returns the players that have seats in an institution, or are it.
    pub fn of_institution(&self, id: InstitutionId) -> Coalition {
        Coalition(self.seats[id.index()].iter().fold(0, |all, seat| all | 1 << seat.player))
    }

    /// Returns those whom a name means: an institution, or one group of its seats.
    pub fn meant(&self, named: Player) -> Coalition {
        let seats = self.seats[named.institution.index()].iter();
        let meant = seats.filter(|seat| named.group.is_none_or(|group| seat.group == group));
        Coalition(meant.fold(0, |all, seat| all | 1 << seat.player))
    }

    /// Returns how many seats a player has in a body; 1 for an office.
    pub fn seats(&self, player: usize, body: InstitutionId) -> u32 {
        self.seats[body.index()].iter().filter(|seat| seat.player == player).map(|seat| seat.n).sum()
    }

    /// Tells whether a coalition can make an act happen whatever all others do: where its conditions hold, and as often
    /// as it likes.
    ///
    /// A vote is decided by counting: it is carried by those who have the majority and the quorum if everybody else votes
    /// against or stays away, and defeated by those without whom it cannot be carried. All seats count as filled. Where a
    /// body acts as one and the text asks for no vote, more than half of its seats act for it.
    pub fn owns(&self, event: &Event, coalition: Coalition) -> bool {
        self.owns_with(event, Side::Of(coalition))
    }

    /// Tells whether the seats in a side's hand make an act happen whatever all others do.
    pub(super) fn owns_with(&self, event: &Event, side: Side<'_>) -> bool {
        event.kind == EventKind::Act && self.decides(&event.holder, event.result, side)
    }

    /// Tells whether the holder of an office gives it up by an act of his own.
    pub fn is_resignation(&self, event: &Event) -> bool {
        let Holder::Institution(id) = event.holder else { return false };
        let office = &self.model.institutions[id.index()];
        let Some(field) = office.status.filter(|_| event.kind == EventKind::Act) else { return false };
        let filled = office.vacant.complement(usize::from(self.model.fields[field.index()].size));
        event.changes(field, filled).any(|(_, new)| office.vacant.contains(new))
    }

    /// Returns a smallest part of a coalition that can make all acts among these events happen as well.
    pub fn needed(&self, events: &[EventId], coalition: Coalition) -> Coalition {
        let acts =
            || events.iter().map(|&id| self.model.event(id)).filter(|event| event.kind == EventKind::Act);
        coalition.players().fold(coalition, |left, player| {
            let less = left.without(Coalition::one(player));
            if acts().all(|event| self.owns(event, less)) { less } else { left }
        })
    }

    fn decides(&self, holder: &Holder, result: Option<VoteResult>, side: Side<'_>) -> bool {
        match holder {
            Holder::Law => false,
            Holder::AnyOf(parts) => parts.iter().any(|part| self.decides(part, result, side)),
            // One refusal suffices to defeat several votes.
            Holder::All(parts) => match result {
                Some(VoteResult::Failed | VoteResult::NoQuorum) => parts
                    .iter()
                    .filter(|part| matches!(part, Holder::Vote(_)))
                    .any(|part| self.decides(part, result, side)),
                _ => parts.iter().all(|part| self.decides(part, result, side)),
            },
            Holder::Institution(_) | Holder::Member(_) | Holder::Vote(_) | Holder::Petition(_) => {
                let (own, all) = self.count(holder, side);
                let casts = |side| self.casting(holder).is_some_and(|by| self.decides(by, None, side));
                self.suffice(holder, result, own, all, [casts(side), casts(self.rest(side))])
            }
        }
    }

    /// Returns what everybody else has in the hand.
    fn rest<'s>(&self, side: Side<'s>) -> Side<'s> {
        match side {
            Side::Of(coalition) => Side::Of(self.others(coalition)),
            Side::Counted(seats) => Side::AllBut(seats),
            Side::AllBut(seats) => Side::Counted(seats),
        }
    }

    /// Returns who has the casting vote, if the holder is a vote in which somebody has.
    pub(super) fn casting(&self, holder: &Holder) -> Option<&'m Holder> {
        let Holder::Vote(id) = holder else { return None };
        match &self.model.votes[id.index()].tie {
            Tie::Casting(by) => Some(by),
            Tie::Lost | Tie::Stands => None,
        }
    }

    /// Returns the seats that count where a body, one of its members, a vote or a petition decides.
    fn counted(&self, holder: &Holder) -> impl Iterator<Item = &Seat> {
        let none: &[usize] = &[];
        let (body, without) = match holder {
            Holder::Institution(id) | Holder::Member(id) => (Some(*id), none),
            Holder::Vote(id) => {
                let vote = &self.model.votes[id.index()];
                (Some(vote.body), vote.without.as_slice())
            }
            Holder::Petition(id) => (Some(self.model.petitions[id.index()].body), none),
            Holder::Law | Holder::AnyOf(_) | Holder::All(_) => (None, none),
        };
        let seats = body.into_iter().flat_map(|body| &self.seats[body.index()]);
        seats.filter(|seat| !without.contains(&seat.group))
    }

    /// Returns how many seats of a player count where this holder decides.
    pub(crate) fn weight(&self, holder: &Holder, player: usize) -> u32 {
        self.counted(holder).filter(|seat| seat.player == player).map(|seat| seat.n).sum()
    }

    /// Returns how many seats a player has, each counted once: 1 for an office, for a bloc those in all bodies.
    pub fn n_seats(&self, player: usize) -> u32 {
        let bodies =
            self.model.institutions.iter().zip(&self.seats).filter(|(body, _)| body.parts.is_empty());
        let seats = bodies.flat_map(|(_, seats)| seats).filter(|seat| seat.player == player);
        seats.map(|seat| seat.n).sum()
    }

    /// Returns the side's seats that count where this holder decides, and all that do.
    fn count(&self, holder: &Holder, side: Side<'_>) -> (u32, u32) {
        self.counted(holder).fold((0, 0), |(own, all), seat| (own + side.of(seat), all + seat.n))
    }

    /// Tells whether so many of the seats that count decide. `casts` tells whether those who have them have the casting vote,
    /// and whether the others have it.
    pub(super) fn suffice(
        &self,
        holder: &Holder,
        result: Option<VoteResult>,
        own: u32,
        all: u32,
        casts: [bool; 2],
    ) -> bool {
        match holder {
            Holder::Institution(_) => 2 * own > all,
            Holder::Member(_) => own > 0,
            Holder::Vote(id) => self.decide_vote(*id, result, own, all, casts),
            Holder::Petition(id) => {
                let petition = &self.model.petitions[id.index()];
                match petition.seats {
                    Some(_) => own >= petition.need.needed(all),
                    // Among the voters as one there are always enough.
                    None => own > 0,
                }
            }
            Holder::Law | Holder::AnyOf(_) | Holder::All(_) => false,
        }
    }

    fn decide_vote(
        &self,
        id: VoteId,
        result: Option<VoteResult>,
        own: u32,
        all: u32,
        casts: [bool; 2],
    ) -> bool {
        let vote = &self.model.votes[id.index()];
        let rest = all - own;
        let quorum = quorum(vote, all);
        match result {
            None | Some(VoteResult::Carried) => own >= quorum && has_majority(vote, own, all, casts[0]),
            Some(VoteResult::NoQuorum) => rest < quorum,
            // If it has consequences of its own that the quorum is missing, those who defeat the vote must be there.
            Some(VoteResult::Failed) => {
                let apart = self.model.events.iter().any(|event| {
                    event.result == Some(VoteResult::NoQuorum) && event.holder == Holder::Vote(id)
                });
                let defeated = !has_majority(vote, rest, all, casts[1]);
                if apart { defeated && own >= quorum } else { defeated || rest < quorum }
            }
        }
    }
}

/// Tells whether so many votes are a majority if all others vote against.
fn has_majority(vote: &Vote, yes: u32, all: u32, casts: bool) -> bool {
    let tie = match &vote.tie {
        Tie::Lost => false,
        Tie::Stands => true,
        Tie::Casting(_) => casts,
    };
    let needed = vote.pass.needed(all);
    yes >= needed || tie && 2 * yes == all && yes + 1 >= needed
}

/// Returns how many of so many seats must be there. An electorate has no number here: all of it comes, or nobody.
fn quorum(vote: &Vote, all: u32) -> u32 {
    match vote.quorum {
        Some(quorum) if vote.seats.is_some() => quorum.number.needed(all),
        _ => 0,
    }
}

/// Adds the bodies whose seats, or the offices whose holders, have a part in an act.
fn add_bodies(model: &Model, holder: &Holder, to: &mut Vec<InstitutionId>) {
    let id = match holder {
        Holder::Law => return,
        Holder::Institution(id) | Holder::Member(id) => *id,
        Holder::Vote(id) => {
            let vote = &model.votes[id.index()];
            if let Tie::Casting(by) = &vote.tie {
                add_bodies(model, by, to);
            }
            vote.body
        }
        Holder::Petition(id) => model.petitions[id.index()].body,
        Holder::AnyOf(parts) | Holder::All(parts) => {
            return parts.iter().for_each(|part| add_bodies(model, part, to));
        }
    };
    let parts = &model.institutions[id.index()].parts;
    to.extend(parts.iter().copied().chain([id]));
}
