//! The figures of a scenario, compared with the number of those who can vote.

use crate::compile::Rules;
use crate::lower::Lowered;
use solon_engine::model::{Holder, InstitutionId, Model};
use solon_engine::replay::Happening;
use solon_engine::vote::{Tally, TallyError, count, count_signers};

/// Says which vote of an event counts more voices than there are members, if one does in every case of its rule.
pub(crate) fn too_many(rules: &Rules, lowered: &Lowered, happening: &Happening) -> Option<String> {
    let model = &lowered.model;
    let mut found = None;
    for event in model.events.iter().filter(|event| event.rule == happening.rule) {
        found = Some(of_holder(model, &event.holder, happening)?);
    }
    let (body, votes, members) = found?;
    let name = rules.constitution.institution_name(crate::resolved::InstitutionId(body.index()));
    Some(format!("{votes} votes are counted, but `{name}` has {members} members"))
}

type Excess = (InstitutionId, u32, u32);

fn of_holder(model: &Model, holder: &Holder, happening: &Happening) -> Option<Excess> {
    let excess = |body: InstitutionId, count: &dyn Fn(&Tally) -> Option<TallyError>| {
        let tally = happening.tallies.get(&body).or(happening.tally.as_ref())?;
        match count(tally) {
            Some(TallyError::TooMany { votes, members }) => Some((body, votes, members)),
            _ => None,
        }
    };
    match holder {
        Holder::Vote(id) => {
            let vote = &model.votes[id.index()];
            excess(vote.body, &|tally| count(model, vote, tally).err())
        }
        Holder::Petition(id) => {
            let petition = &model.petitions[id.index()];
            excess(petition.body, &|tally| count_signers(petition, tally).err())
        }
        Holder::All(parts) => parts.iter().find_map(|part| of_holder(model, part, happening)),
        Holder::AnyOf(_) | Holder::Institution(_) | Holder::Member(_) | Holder::Law => None,
    }
}
