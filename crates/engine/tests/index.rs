//! Power indices against brute force, which tells all members apart, and against published figures.

#![allow(clippy::disallowed_methods, reason = "the number of cases is read from the environment")]

mod published;

use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::{One, Zero};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use published::{Figure, bodies};
use solon_engine::index::{Game, Group, Indices, Power, decimal};

/// A game as the oracle sees it: the group of each member, the cuts of each group, and the weakest standings that win.
#[derive(Clone, Debug)]
struct Plain {
    groups: Vec<(u32, Vec<u32>)>,
    weakest: Vec<Vec<usize>>,
}

fn ratio(part: u64, whole: u64) -> BigRational {
    if whole == 0 { BigRational::zero() } else { BigRational::new(part.into(), whole.into()) }
}

impl Plain {
    fn wins(&self, regimes: &[usize]) -> bool {
        self.weakest.iter().any(|weakest| weakest.iter().zip(regimes).all(|(needed, found)| found >= needed))
    }

    fn game(&self) -> Game {
        let groups = self.groups.iter().map(|(members, cuts)| Group::new(*members, cuts.iter().copied()));
        Game::new(groups.collect(), |regimes| self.wins(regimes)).unwrap()
    }

    /// The group of each member.
    fn members(&self) -> Vec<usize> {
        let of_group = |(group, (members, _)): (usize, &(u32, Vec<u32>))| vec![group; *members as usize];
        self.groups.iter().enumerate().flat_map(of_group).collect()
    }

    /// Whether each coalition wins. A coalition is a set of bits, one for each member.
    fn table(&self) -> Vec<bool> {
        let members = self.members();
        let wins = |coalition: usize| {
            let mut counts = vec![0; self.groups.len()];
            for (member, group) in members.iter().enumerate() {
                counts[*group] += (coalition >> member & 1) as u32;
            }
            let cuts = self.groups.iter().map(|(_, cuts)| cuts);
            let regimes: Vec<usize> = cuts
                .zip(counts)
                .map(|(cuts, count)| cuts.iter().filter(|cut| **cut <= count).count())
                .collect();
            self.wins(&regimes)
        };
        (0..1 << members.len()).map(wins).collect()
    }

    /// The indices by the words of their definitions: one coalition after the other.
    fn indices(&self) -> Indices {
        let members = self.members();
        let n = members.len();
        let table = self.table();
        let without = |coalition: usize, member: usize| coalition & !(1 << member);
        let factorials: Vec<u64> =
            (0..=n as u64).scan(1, |all, k| Some((*all *= k.max(1), *all).1)).collect();
        let mut swings = vec![0_u64; n];
        let mut orders = vec![0_u64; n];
        let mut johnston = vec![BigRational::zero(); n];
        let mut vulnerable = 0_u64;
        for coalition in (0..table.len()).filter(|coalition| table[*coalition]) {
            let critical: Vec<usize> = (0..n)
                .filter(|member| coalition >> member & 1 == 1 && !table[without(coalition, *member)])
                .collect();
            vulnerable += u64::from(!critical.is_empty());
            let size = coalition.count_ones() as usize;
            for member in &critical {
                swings[*member] += 1;
                orders[*member] += factorials[size - 1] * factorials[n - size];
                johnston[*member] += ratio(1, critical.len() as u64);
            }
        }
        let all: u64 = swings.iter().sum();
        let power = |group| {
            let member = members.iter().position(|of| *of == group).unwrap();
            Power {
                swings: swings[member].into(),
                shapley_shubik: ratio(orders[member], factorials[n]),
                banzhaf_absolute: ratio(swings[member], 1 << (n - 1)),
                banzhaf_normalised: ratio(swings[member], all),
                johnston: &johnston[member] * ratio(1, vulnerable),
            }
        };
        Indices {
            winning: table.iter().filter(|wins| **wins).count().into(),
            members: (0..self.groups.len()).map(power).collect(),
        }
    }

    /// How many of all orders of joining each member decides.
    fn pivots(&self) -> Vec<u64> {
        let table = self.table();
        let mut pivots = vec![0; self.members().len()];
        let mut order: Vec<usize> = (0..pivots.len()).collect();
        permute(&mut order, 0, &mut |order| {
            let mut coalition = 0;
            for member in order {
                let before = table[coalition];
                coalition |= 1 << member;
                pivots[*member] += u64::from(table[coalition] && !before);
            }
        });
        pivots
    }
}

/// Goes through all orders of what stands from `from` on.
fn permute(order: &mut Vec<usize>, from: usize, visit: &mut impl FnMut(&[usize])) {
    if from == order.len() {
        return visit(order);
    }
    for next in from..order.len() {
        order.swap(from, next);
        permute(order, from + 1, visit);
        order.swap(from, next);
    }
}

/// Games of up to `most` members, some of which everybody or nobody wins; some cuts are never reached.
fn plain(most: u32) -> impl Strategy<Value = Plain> {
    let sizes = prop::collection::vec(1..=5_u32, 1..=6).prop_map(move |mut sizes| {
        let mut left = most;
        sizes.retain(|size| left.checked_sub(*size).map(|rest| left = rest).is_some());
        sizes
    });
    let group = |size: u32| (Just(size), prop::collection::btree_set(1..=size + 1, 0..=3));
    let groups = sizes.prop_flat_map(move |sizes| sizes.into_iter().map(group).collect::<Vec<_>>());
    groups.prop_flat_map(|groups| {
        let groups: Vec<(u32, Vec<u32>)> =
            groups.into_iter().map(|(n, cuts)| (n, cuts.into_iter().collect())).collect();
        let standing: Vec<_> = groups.iter().map(|(_, cuts)| 0..=cuts.len()).collect();
        (Just(groups), prop::collection::vec(standing, 0..=4))
            .prop_map(|(groups, weakest)| Plain { groups, weakest })
    })
}

fn agrees(plain: &Plain) -> TestCaseResult {
    let found = plain.game().indices();
    prop_assert_eq!(&found, &plain.indices());
    let sum = |index: fn(&Power) -> &BigRational| -> BigRational {
        let of_group =
            |((members, _), power): (&(u32, Vec<u32>), &Power)| index(power) * BigInt::from(*members);
        plain.groups.iter().zip(&found.members).map(of_group).sum()
    };
    let table = plain.table();
    let whole = if table[0] == table[table.len() - 1] { BigRational::zero() } else { BigRational::one() };
    prop_assert_eq!(sum(|power| &power.shapley_shubik), whole.clone());
    prop_assert_eq!(sum(|power| &power.banzhaf_normalised), whole.clone());
    prop_assert_eq!(sum(|power| &power.johnston), whole);
    Ok(())
}

proptest! {
    #[test]
    fn indices_are_those_of_all_coalitions(plain in plain(14)) {
        agrees(&plain)?;
    }

    #[test]
    fn shapley_and_shubik_count_orders(plain in plain(7)) {
        let pivots = plain.pivots();
        let orders = (1..=pivots.len() as u64).product();
        let groups = plain.members();
        let found = plain.game().indices();
        for (member, pivots) in pivots.into_iter().enumerate() {
            prop_assert_eq!(&found.members[groups[member]].shapley_shubik, &ratio(pivots, orders));
        }
    }
}

#[test]
fn games_that_everybody_or_nobody_wins_give_no_power() {
    let groups = vec![(3, vec![2]), (1, vec![1])];
    let everybody = Plain { groups: groups.clone(), weakest: vec![vec![0, 0]] };
    let nobody = Plain { groups, weakest: vec![] };
    for (plain, winning) in [(everybody, 16), (nobody, 0)] {
        agrees(&plain).unwrap();
        assert_eq!(plain.game().indices().winning, BigUint::from(winning as u32));
    }
}

#[test]
fn published_figures_are_met_to_the_last_digit() {
    let mut checked = 0;
    for body in bodies() {
        let indices = body.game.indices();
        assert_eq!(body.members.len(), indices.members.len(), "{}", body.name);
        let groups = body.game.groups().iter().map(|group| BigInt::from(group.members()));
        let [shapley_shubik, banzhaf, johnston] = groups.zip(&indices.members).fold(
            [BigRational::zero(), BigRational::zero(), BigRational::zero()],
            |[shapley_shubik, banzhaf, johnston], (members, power)| {
                [
                    shapley_shubik + &power.shapley_shubik * &members,
                    banzhaf + &power.banzhaf_normalised * &members,
                    johnston + &power.johnston * &members,
                ]
            },
        );
        assert!([shapley_shubik, banzhaf, johnston].iter().all(One::is_one), "{}", body.name);
        let all = BigUint::one() << body.game.members();
        for (group, figure, printed) in &body.figures {
            let power = &indices.members[*group];
            let of = |whole: &BigUint| BigRational::new(power.swings.clone().into(), whole.clone().into());
            let exact = match figure {
                Figure::ShapleyShubik => power.shapley_shubik.clone(),
                Figure::BanzhafAbsolute => power.banzhaf_absolute.clone(),
                Figure::BanzhafNormalised => power.banzhaf_normalised.clone(),
                Figure::Johnston => power.johnston.clone(),
                Figure::ColemanPrevent => of(&indices.winning),
                Figure::ColemanInitiate => of(&(&all - &indices.winning)),
            };
            let decimals = printed.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            assert_eq!(decimal(&exact, decimals), *printed, "{}, group {group}, {figure:?}", body.name);
            checked += 1;
        }
    }
    assert!(checked > 50, "{checked}");
}

/// Powers, "Power index rankings in bicameral legislatures and the US legislative system" (arXiv:1709.00625, looked up), proves
/// the order of the members of this game: the President before a Senator, a Senator not behind the Vice President, and the Vice
/// President before a Representative by both Banzhaf and Shapley-Shubik. (A Senator is ahead because he can override a veto.)
#[test]
fn a_vice_president_stands_between_a_senator_and_a_representative() {
    let bodies = bodies();
    let body = bodies.iter().find(|body| body.members.contains(&"Vice President")).unwrap();
    assert_eq!(body.game.members(), 537);
    let indices = body.game.indices();
    let [representative, senator, vice_president, president] = &indices.members[..] else {
        panic!("four groups")
    };
    assert!(president.swings > senator.swings);
    assert!(senator.swings > vice_president.swings);
    assert!(vice_president.swings > representative.swings);
    assert!(president.shapley_shubik > senator.shapley_shubik);
    assert!(senator.shapley_shubik > vice_president.shapley_shubik);
    assert!(vice_president.shapley_shubik > representative.shapley_shubik);
}

/// Luxembourg has no power where the Commission proposes, and some where it does not: four of six must then agree.
#[test]
fn a_number_of_members_gives_power_to_the_smallest() {
    let of = |name: &str| bodies().into_iter().find(|body| body.name == name).unwrap().game.indices();
    assert!(of("EEC 1958").members[2].swings.is_zero());
    assert!(!of("EEC 1958, without a proposal").members[2].swings.is_zero());
}
