//! The order of the fields in a decision diagram.
//!
//! Fields that events read and write together should stand together, or the diagrams grow. Source: F. Aloul,
//! I. Markov, K. Sakallah, "FORCE: a fast and easy-to-implement variable-ordering heuristic", GLSVLSI 2003.

use std::collections::BTreeSet;

/// How often the fields are moved at most; the sum settles far earlier.
const MAX_ROUNDS: usize = 100;

/// How many orders the search for a good one starts from.
const N_STARTS: u64 = 100;

/// Returns the numbers `0..n_items` in an order that keeps the members of each group near each other.
///
/// Deterministic: the given order and 99 shuffled ones are improved, and the one with the least sum of spans is kept.
/// Equal groups count once: a rule of many rows is one reason to stand together. On a whole constitution the best of
/// 100 made the search 5 to 10 times faster than the first alone; more starts gained nothing. An order and its mirror
/// image have the same spans; the one in which the events begin higher is taken. Over five sets of starts it was always
/// faster on a whole constitution, 1.3 to 13 times, and on the United States 2 times faster or 1.5 times slower.
pub(crate) fn force(n_items: usize, groups: &[Vec<usize>]) -> Vec<usize> {
    let distinct: BTreeSet<Vec<usize>> = groups
        .iter()
        .map(|group| group.iter().copied().collect::<BTreeSet<usize>>().into_iter().collect())
        .collect();
    let distinct: Vec<Vec<usize>> = distinct.into_iter().collect();
    let mut shuffle = Shuffle(0x1234_5678_9abc_def1);
    let given: Vec<usize> = (0..n_items).collect();
    let starts =
        (0..N_STARTS).map(|number| if number == 0 { given.clone() } else { shuffle.shuffled(n_items) });
    let orders = starts.map(|start| improved(n_items, &distinct, start));
    let best = orders.min_by_key(|order| total_span(order, &distinct)).unwrap_or(given);
    let mirrored: Vec<usize> = best.iter().rev().copied().collect();
    if depth(&mirrored, groups) < depth(&best, groups) { mirrored } else { best }
}

/// Returns the sum of the places at which the groups begin: how deep in the diagrams the events are.
fn depth(order: &[usize], groups: &[Vec<usize>]) -> usize {
    let place = places(order);
    groups.iter().filter_map(|items| items.iter().map(|&item| place[item]).min()).sum()
}

/// A xorshift generator (G. Marsaglia, 2003): the same orders on every machine.
struct Shuffle(u64);

impl Shuffle {
    fn shuffled(&mut self, n_items: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n_items).collect();
        for at in (1..n_items).rev() {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            order.swap(at, (self.0 % (at as u64 + 1)) as usize);
        }
        order
    }
}

/// Moves each item to the mean of its groups' centres, again and again, and keeps the best order seen.
///
/// Cost: O(rounds · (total size of groups + n log n)).
fn improved(n_items: usize, groups: &[Vec<usize>], start: Vec<usize>) -> Vec<usize> {
    let mut member_of: Vec<Vec<usize>> = vec![Vec::new(); n_items];
    for (group, items) in groups.iter().enumerate() {
        for &item in items {
            member_of[item].push(group);
        }
    }
    let mut order = start;
    let mut best = order.clone();
    let mut least = total_span(&order, groups);
    let mut rounds_without_gain = 0;
    for _ in 0..MAX_ROUNDS {
        let place = places(&order);
        let centres: Vec<f64> =
            groups.iter().map(|items| mean(items.iter().map(|&item| place[item] as f64))).collect();
        let pull = |item: usize| {
            if member_of[item].is_empty() {
                return place[item] as f64;
            }
            mean(member_of[item].iter().map(|&group| centres[group]))
        };
        let pulls: Vec<f64> = (0..n_items).map(pull).collect();
        order.sort_by(|&a, &b| pulls[a].total_cmp(&pulls[b]).then(a.cmp(&b)));
        let span = total_span(&order, groups);
        if span < least {
            least = span;
            best.clone_from(&order);
            rounds_without_gain = 0;
        } else {
            rounds_without_gain += 1;
            if rounds_without_gain == 5 {
                break;
            }
        }
    }
    best
}

/// Returns the place of each item.
fn places(order: &[usize]) -> Vec<usize> {
    let mut place = vec![0; order.len()];
    for (at, &item) in order.iter().enumerate() {
        place[item] = at;
    }
    place
}

/// Returns the sum of the distances between the first and last member of each group.
fn total_span(order: &[usize], groups: &[Vec<usize>]) -> usize {
    let place = places(order);
    let span = |items: &Vec<usize>| {
        let first = items.iter().map(|&item| place[item]).min().unwrap_or(0);
        let last = items.iter().map(|&item| place[item]).max().unwrap_or(0);
        last - first
    };
    groups.iter().map(span).sum()
}

/// Returns the mean of some numbers, 0 of none.
fn mean(numbers: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = numbers.fold((0.0, 0.0), |(sum, n), number| (sum + number, n + 1.0));
    if n == 0.0 { 0.0 } else { sum / n }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shuffled_chain_is_unrolled() {
        let chain = [3, 0, 5, 1, 4, 2];
        let groups: Vec<Vec<usize>> = chain.windows(2).map(<[usize]>::to_vec).collect();
        let order = force(6, &groups);
        assert!(total_span(&order, &groups) <= 7, "{order:?}");
        assert_eq!(order, force(6, &groups));
    }

    #[test]
    fn items_without_groups_stay() {
        assert_eq!(force(3, &[]), [0, 1, 2]);
    }
}
