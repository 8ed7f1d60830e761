//! Who acts: votes with their numbers, roles with their bodies.

use super::condition::{Context, Dnf, always, both};
use super::{Lowering, engine_id, field_in};
use crate::resolved::{Body, By, Cases, InstitutionId, Majority, Quorum, RoleId, Tie};
use crate::surface::InstitutionKind;
use solon_engine::model::{Holder, PetitionId, Test, ValueSet, VoteId};
use solon_engine::vote;

impl Lowering<'_> {
    /// Returns who acts, once for each case that gives the votes other numbers or the roles other bodies.
    pub(crate) fn holders(&mut self, by: &By, context: Context<'_>) -> Vec<(Dnf, Holder)> {
        match by {
            By::Law => vec![(always(), Holder::Law)],
            By::Institution(id) => vec![(always(), Holder::Institution(engine_id(*id)))],
            By::Member(id) => vec![(always(), Holder::Member(engine_id(*id)))],
            By::Role(role) => {
                let bodies = self.bodies(*role, context);
                bodies.into_iter().map(|(when, body)| (when, Holder::Institution(engine_id(body)))).collect()
            }
            By::AnyOf(parts) => self.combined(parts, context, Holder::AnyOf),
            By::All(parts) => self.combined(parts, context, Holder::All),
            By::Vote(vote) => {
                let mut all = Vec::new();
                for (bound, body) in self.body(vote.of, context) {
                    let quorums = self.quorums(&vote.quorum, context);
                    for (passes, pass) in self.majorities(&vote.pass, context) {
                        for (holds, quorum) in &quorums {
                            let when = both(both(bound.clone(), &passes), holds);
                            if when.is_empty() {
                                continue;
                            }
                            let tie = match &vote.tie {
                                Tie::Lost => vote::Tie::Lost,
                                Tie::Stands => vote::Tie::Stands,
                                Tie::Casting(by) => match self.holders(by, context).into_iter().next() {
                                    Some((_, holder)) => vote::Tie::Casting(Box::new(holder)),
                                    None => vote::Tie::Lost,
                                },
                            };
                            let also = vote.also.iter().map(|&(units, won_in)| vote::PerUnit {
                                units: engine_id(units),
                                won_in: self.fixed(won_in),
                            });
                            let made = vote::Vote {
                                body: engine_id(body),
                                seats: self.seats(body, &vote.without),
                                without: vote.without.clone(),
                                pass,
                                quorum: *quorum,
                                tie,
                                also: also.collect(),
                            };
                            let index =
                                self.votes.iter().position(|known| *known == made).unwrap_or_else(|| {
                                    self.votes.push(made);
                                    self.votes.len() - 1
                                });
                            all.push((when, Holder::Vote(VoteId(index as u32))));
                        }
                    }
                }
                all
            }
            By::Petition(petition) => {
                let mut all = Vec::new();
                for (bound, body) in self.body(petition.of, context) {
                    for (needs, need) in self.majorities(&petition.need, context) {
                        let made =
                            vote::Petition { body: engine_id(body), seats: self.seats(body, &[]), need };
                        let index =
                            self.petitions.iter().position(|known| *known == made).unwrap_or_else(|| {
                                self.petitions.push(made);
                                self.petitions.len() - 1
                            });
                        all.push((both(bound.clone(), &needs), Holder::Petition(PetitionId(index as u32))));
                    }
                }
                all
            }
        }
    }

    fn combined(
        &mut self,
        parts: &[By],
        context: Context<'_>,
        make: fn(Vec<Holder>) -> Holder,
    ) -> Vec<(Dnf, Holder)> {
        let mut all: Vec<(Dnf, Vec<Holder>)> = vec![(always(), Vec::new())];
        for part in parts {
            let holders = self.holders(part, context);
            all = all
                .iter()
                .flat_map(|(when, so_far)| {
                    holders.iter().map(move |(applies, holder)| {
                        let both = both(when.clone(), applies);
                        (both, so_far.iter().cloned().chain([holder.clone()]).collect())
                    })
                })
                .filter(|(when, _): &(Dnf, Vec<Holder>)| !when.is_empty())
                .collect();
        }
        all.into_iter().map(|(when, holders)| (when, make(holders))).collect()
    }

    fn body(&mut self, body: Body, context: Context<'_>) -> Vec<(Dnf, InstitutionId)> {
        match body {
            Body::Institution(id) => vec![(always(), id)],
            Body::Role(role) => self.bodies(role, context),
        }
    }

    fn bodies(&mut self, role: RoleId, context: Context<'_>) -> Vec<(Dnf, InstitutionId)> {
        let Some(procedure) = context.procedure else { return Vec::new() };
        let (field, bodies) = &self.layout.roles[procedure.0][role.0];
        let bound = bodies.iter().enumerate();
        bound
            .map(|(value, &body)| (vec![vec![field_in(*field, ValueSet::one(value as u8 + 1))]], body))
            .collect()
    }

    fn majorities(&mut self, cases: &Cases<Majority>, context: Context<'_>) -> Vec<(Dnf, vote::Majority)> {
        let mut all = Vec::new();
        for (when, majority) in self.exclusive(cases, context) {
            for (tests, majority) in self.numbered(majority) {
                all.push((both(when.clone(), &vec![tests]), majority));
            }
        }
        all
    }

    fn quorums(&mut self, cases: &Cases<Quorum>, context: Context<'_>) -> Vec<(Dnf, Option<vote::Quorum>)> {
        if cases.is_empty() {
            return vec![(always(), None)];
        }
        let mut all = Vec::new();
        for (when, quorum) in self.exclusive(cases, context) {
            let Some(number) = quorum.number else {
                all.push((when, None));
                continue;
            };
            for (tests, number) in self.numbered(number) {
                let quorum = vote::Quorum { number, on_objection: quorum.on_objection, rule: quorum.rule };
                all.push((both(when.clone(), &vec![tests]), Some(quorum)));
            }
        }
        all
    }

    /// A majority, once for each value of a changing parameter in it.
    fn numbered(&self, majority: Majority) -> Vec<(Vec<Test>, vote::Majority)> {
        match majority {
            Majority::Count(number) => self
                .numbers(number)
                .into_iter()
                .map(|(tests, n)| (tests, vote::Majority::Count(n.max(0).unsigned_abs())))
                .collect(),
            other => vec![(Vec::new(), self.fixed(other))],
        }
    }

    fn fixed(&self, majority: Majority) -> vote::Majority {
        match majority {
            Majority::Simple => vote::Majority::Simple,
            Majority::Plurality => vote::Majority::Plurality,
            Majority::MoreThan(ratio, base) => vote::Majority::MoreThan(ratio, base),
            Majority::AtLeast(ratio, base) => vote::Majority::AtLeast(ratio, base),
            Majority::Count(number) => {
                let first = self.numbers(number).first().map_or(0, |(_, n)| *n);
                vote::Majority::Count(first.max(0).unsigned_abs())
            }
        }
    }

    /// The seats of each group, with parts of a joint sitting as its groups.
    pub(crate) fn group_sizes(&self, id: InstitutionId) -> Vec<u32> {
        let institution = &self.constitution.institutions[id.0];
        if institution.kind == InstitutionKind::Joint {
            return institution.parts.iter().map(|part| self.group_sizes(*part).iter().sum()).collect();
        }
        institution
            .groups
            .iter()
            .map(|group| {
                if !self.statically(&group.only) {
                    return 0;
                }
                let applies = group.n.iter().find(|(guard, _)| self.statically(guard));
                let n = applies.map_or(0, |(_, number)| self.numbers(*number).first().map_or(0, |(_, n)| *n));
                let units = group.per.map_or(1, |units| self.group_sizes(units).iter().sum());
                n.max(0).unsigned_abs() * units
            })
            .collect()
    }

    /// The statutory number for a vote of a body without some groups; `None` if it has no fixed number.
    fn seats(&self, id: InstitutionId, without: &[usize]) -> Option<u32> {
        let sizes = self.group_sizes(id);
        if self.constitution.institutions[id.0].kind == InstitutionKind::Electorate || sizes.is_empty() {
            return None;
        }
        Some(sizes.iter().enumerate().filter(|(group, _)| !without.contains(group)).map(|(_, n)| n).sum())
    }

    /// The conditions under which a holder can act: his office is filled, his chamber sits.
    ///
    /// Where any of several can act, there is one entry for those who always can, and one for each other.
    pub(crate) fn able(&self, holder: &Holder) -> Vec<(Dnf, Holder)> {
        let Holder::AnyOf(parts) = holder else {
            return vec![(vec![self.needs_able(holder)], holder.clone())]
                .into_iter()
                .filter(|(when, _)| !when.is_empty())
                .collect();
        };
        let (free, bound): (Vec<&Holder>, Vec<&Holder>) =
            parts.iter().partition(|part| self.needs_able(part).is_empty());
        let mut all: Vec<(Dnf, Holder)> = Vec::new();
        match free[..] {
            [] => {}
            [only] => all.push((always(), only.clone())),
            _ => all.push((always(), Holder::AnyOf(free.into_iter().cloned().collect()))),
        }
        all.extend(bound.into_iter().map(|part| (vec![self.needs_able(part)], part.clone())));
        all
    }

    fn needs_able(&self, holder: &Holder) -> Vec<Test> {
        let id = match holder {
            Holder::Law => return Vec::new(),
            Holder::Institution(id) | Holder::Member(id) => *id,
            Holder::Vote(id) => self.votes[id.index()].body,
            Holder::Petition(id) => self.petitions[id.index()].body,
            Holder::AnyOf(parts) | Holder::All(parts) => {
                let mut tests: Vec<Test> = parts.iter().flat_map(|part| self.needs_able(part)).collect();
                tests.dedup();
                return tests;
            }
        };
        let id = InstitutionId(id.index());
        let institution = &self.constitution.institutions[id.0];
        let own = self.layout.status(id);
        let parts = institution.parts.iter().map(|part| self.layout.status(*part));
        std::iter::once(own)
            .chain(parts)
            .filter_map(|(field, able, _)| field.map(|field| field_in(field, able)))
            .collect()
    }
}
