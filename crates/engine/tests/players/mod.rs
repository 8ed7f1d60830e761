//! Random holders for random models.

use solon_engine::model::*;
use solon_engine::vote::{Base, Majority, Quorum, Ratio, Tie, Vote};

pub const CHAMBER: InstitutionId = InstitutionId(3);
const NATURE: InstitutionId = InstitutionId(4);

/// Three offices, a chamber of three groups, and nature.
pub fn with_players(mut model: Model, drawn: &[(u8, u8)], stage: Option<(u8, u8)>) -> Model {
    model.institutions = (0..5)
        .map(|id| Institution {
            groups: if id == CHAMBER.0 { vec![3, 2, 2] } else { Vec::new() },
            is_nature: id == NATURE.0,
            ..Institution::default()
        })
        .collect();
    model.votes = votes();
    let mut drawn = drawn.iter().cycle();
    for event in model.events.iter_mut().filter(|event| event.kind == EventKind::Act) {
        let &(holder, vote) = drawn.next().unwrap();
        let voted = Holder::Vote(VoteId(u32::from(vote) % model.votes.len() as u32));
        let office = |n: u8| Holder::Institution(InstitutionId(u32::from(n % 3)));
        (event.holder, event.result) = match holder % 12 {
            0..=4 => (office(holder), None),
            5 => (Holder::Institution(NATURE), None),
            6 => (Holder::All(vec![office(vote), Holder::Member(CHAMBER)]), None),
            7 => (Holder::AnyOf(vec![office(vote), office(vote ^ 1)]), None),
            8 => (voted, Some(VoteResult::Failed)),
            9 => (voted, Some(VoteResult::NoQuorum)),
            _ => (voted, Some(VoteResult::Carried)),
        };
    }
    // Some lapses break a duty that acts on a field fulfil.
    if let Some((field, value)) = stage {
        let field = FieldId(u32::from(field) % model.fields.len() as u32);
        let size = model.fields[field.index()].size;
        let values = ValueSet::one(value % size);
        let place = StagePlace { rule: RuleId(7), values, overdue: ValueSet::EMPTY };
        model.matters.push(Matter {
            rule: RuleId(6),
            field,
            closed: ValueSet::EMPTY,
            ended: ValueSet::EMPTY,
            without_result: ValueSet::EMPTY,
            stages: vec![place],
            steps: vec![RuleId(0)],
            standing: true,
            about: Vec::new(),
        });
        for lapse in model.events.iter_mut().filter(|event| event.kind == EventKind::Lapse) {
            lapse.breach = Some(RuleId(7));
        }
    }
    model
}

pub fn votes() -> Vec<Vote> {
    let vote = |pass, quorum: Option<Majority>, tie, without: &[usize]| Vote {
        body: CHAMBER,
        seats: Some(7 - without.iter().map(|group| [3, 2, 2][*group]).sum::<u32>()),
        without: without.to_vec(),
        pass,
        quorum: quorum.map(|number| Quorum { number, on_objection: false, rule: None }),
        tie,
        also: Vec::new(),
    };
    let two_thirds = Ratio { num: 2, den: 3 };
    let half = Ratio { num: 1, den: 2 };
    vec![
        vote(Majority::Simple, None, Tie::Lost, &[]),
        vote(Majority::Simple, Some(Majority::MoreThan(half, Base::Seats)), Tie::Stands, &[0]),
        vote(Majority::Simple, Some(Majority::AtLeast(two_thirds, Base::Seats)), Tie::Lost, &[]),
        vote(Majority::AtLeast(two_thirds, Base::Seats), None, Tie::Lost, &[]),
        vote(Majority::MoreThan(half, Base::Present), Some(Majority::Count(3)), Tie::Lost, &[1]),
        vote(
            Majority::AtLeast(half, Base::Cast),
            None,
            Tie::Casting(Box::new(Holder::Institution(InstitutionId(0)))),
            &[2],
        ),
    ]
}
