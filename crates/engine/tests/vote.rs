//! Votes against counting on one's fingers: every tally of a small body, every majority, base, quorum and rule for ties.

use solon_engine::model::{Holder, InstitutionId, Model, VoteResult};
use solon_engine::vote::{Base, Majority, Quorum, Ratio, Tally, TallyError, Tie, Vote, count};

const BASES: [Base; 5] = [Base::Voting, Base::Cast, Base::Present, Base::Serving, Base::Seats];
const SEATS: u32 = 6;

fn majorities() -> Vec<Majority> {
    let mut all = vec![Majority::Simple, Majority::Plurality];
    for (num, den) in [(1, 2), (2, 3), (3, 4), (1, 5), (1, 1)] {
        for base in BASES {
            all.push(Majority::MoreThan(Ratio { num, den }, base));
            all.push(Majority::AtLeast(Ratio { num, den }, base));
        }
    }
    all.extend((1..=SEATS).map(Majority::Count));
    all
}

fn tallies() -> Vec<Tally> {
    let mut all = Vec::new();
    let upto = |n: u32| 0..=n;
    for yes in upto(4) {
        for no in upto(4) {
            for abstain in upto(1) {
                for present in [None, Some(3), Some(5), Some(7)] {
                    for serving in [None, Some(5)] {
                        for casting in [None, Some(true), Some(false)] {
                            let invalid = u32::from(casting.is_none() && abstain == 0);
                            all.push(Tally {
                                yes,
                                no,
                                abstain,
                                invalid,
                                present,
                                serving,
                                casting,
                                ..Tally::default()
                            });
                        }
                    }
                }
            }
        }
    }
    all
}

/// The number of a base, counted anew.
fn number(base: Base, tally: &Tally) -> u32 {
    let cast = tally.yes + tally.no + tally.abstain + tally.invalid;
    match base {
        Base::Voting => tally.yes + tally.no,
        Base::Cast => cast,
        Base::Present => tally.present.unwrap_or(cast),
        Base::Serving => tally.serving.unwrap_or(SEATS),
        Base::Seats => SEATS,
    }
}

/// Whether so many are enough, by comparing products.
fn reaches(majority: Majority, found: u32, tally: &Tally) -> bool {
    match majority {
        Majority::Simple | Majority::Plurality => 2 * found > number(Base::Voting, tally),
        Majority::MoreThan(ratio, base) => found * ratio.den > ratio.num * number(base, tally),
        Majority::AtLeast(ratio, base) => found * ratio.den >= ratio.num * number(base, tally),
        Majority::Count(n) => found >= n,
    }
}

/// The base in which a tie is a tie.
fn whole(majority: Majority, tally: &Tally) -> u32 {
    match majority {
        Majority::Simple | Majority::Plurality => number(Base::Voting, tally),
        Majority::MoreThan(_, base) | Majority::AtLeast(_, base) => number(base, tally),
        Majority::Count(_) => SEATS,
    }
}

#[test]
fn counts_agree_with_counting_on_fingers() {
    let model = Model::default();
    let chair = || Tie::Casting(Box::new(Holder::Institution(InstitutionId(1))));
    let quorums = [
        None,
        Some(Quorum { number: Majority::Count(4), on_objection: false, rule: None }),
        Some(Quorum {
            number: Majority::AtLeast(Ratio { num: 1, den: 2 }, Base::Seats),
            on_objection: true,
            rule: None,
        }),
        Some(Quorum {
            number: Majority::MoreThan(Ratio { num: 1, den: 2 }, Base::Serving),
            on_objection: false,
            rule: None,
        }),
    ];
    let (mut carried, mut refused, mut tied) = (0, 0, 0);
    for pass in majorities() {
        for quorum in quorums {
            for tie in [Tie::Lost, Tie::Stands, chair()] {
                let vote = Vote {
                    body: InstitutionId(0),
                    seats: Some(SEATS),
                    without: Vec::new(),
                    pass,
                    quorum,
                    tie: tie.clone(),
                    also: Vec::new(),
                };
                for tally in tallies() {
                    let found = count(&model, &vote, &tally);
                    let [cast, present, serving] =
                        [Base::Cast, Base::Present, Base::Serving].map(|base| number(base, &tally));
                    if cast > present || present > serving.min(SEATS) {
                        refused += 1;
                        assert!(matches!(found, Err(TallyError::TooMany { .. })), "{tally:?}: {found:?}");
                        continue;
                    }
                    let checks = quorum.is_some_and(|quorum| !quorum.on_objection || tally.objection);
                    let is_there =
                        !checks || quorum.is_some_and(|quorum| reaches(quorum.number, present, &tally));
                    // A casting vote breaks a tie where one vote more would have been enough.
                    let is_tie = 2 * tally.yes == whole(pass, &tally)
                        && !reaches(pass, tally.yes, &tally)
                        && reaches(pass, tally.yes + 1, &tally);
                    tied += u32::from(is_tie);
                    let broken = match tie {
                        Tie::Lost => false,
                        Tie::Stands => true,
                        Tie::Casting(_) => tally.casting == Some(true),
                    };
                    let expected = match (is_there, reaches(pass, tally.yes, &tally) || is_tie && broken) {
                        (false, _) => VoteResult::NoQuorum,
                        (true, true) => VoteResult::Carried,
                        (true, false) => VoteResult::Failed,
                    };
                    carried += u32::from(expected == VoteResult::Carried);
                    let result = found.map(|count| count.result);
                    assert_eq!(result, Ok(expected), "{pass:?} {quorum:?} {tie:?} {tally:?}");
                }
            }
        }
    }
    assert!(carried > 10_000 && refused > 10_000 && tied > 1_000, "{carried} {refused} {tied}");
}

#[test]
fn a_quorum_on_objection_counts_only_if_somebody_objects() {
    let vote = Vote {
        body: InstitutionId(0),
        seats: Some(SEATS),
        without: Vec::new(),
        pass: Majority::Simple,
        quorum: Some(Quorum { number: Majority::Count(4), on_objection: true, rule: None }),
        tie: Tie::Lost,
        also: Vec::new(),
    };
    for objection in [false, true] {
        let tally = Tally { yes: 2, no: 1, objection, ..Tally::default() };
        let expected = if objection { VoteResult::NoQuorum } else { VoteResult::Carried };
        assert_eq!(count(&Model::default(), &vote, &tally).map(|count| count.result), Ok(expected));
    }
}

#[test]
fn figures_too_large_to_add_are_refused() {
    let vote = Vote {
        body: InstitutionId(0),
        seats: Some(SEATS),
        without: Vec::new(),
        pass: Majority::Simple,
        quorum: None,
        tie: Tie::Lost,
        also: Vec::new(),
    };
    let tally = Tally { yes: u32::MAX, no: 2, ..Tally::default() };
    assert!(matches!(count(&Model::default(), &vote, &tally), Err(TallyError::TooMany { .. })));
}
