//! How many coalitions have each size.
//!
//! The numbers are the coefficients of a polynomial, and the polynomial is written as one large number with a digit of fixed
//! width for each coefficient (Kronecker substitution), so that products are products of integers. No digit overflows: it
//! counts coalitions that differ, and there are at most 2 to the number of members.

use num_bigint::BigUint;
use num_traits::{One, ToPrimitive, Zero};
use std::ops::Range;

/// The digits in which the sizes of coalitions of so many members are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digits {
    /// How many 32-bit words a digit has.
    words: usize,
}

impl Digits {
    /// Returns digits for coalitions of so many members: they hold 2 to their number.
    pub(super) fn for_members(members: u32) -> Self {
        Digits { words: members as usize / 32 + 1 }
    }

    /// Writes `count` coalitions of the size.
    pub(super) fn write(self, count: &BigUint, size: u32) -> BigUint {
        count << (32 * self.words * size as usize)
    }

    /// Writes, for each size in the range, how many coalitions of a group have it. Sizes that the group does not have are
    /// left out.
    pub(super) fn write_all(self, binomials: &[BigUint], sizes: Range<u32>) -> BigUint {
        let mut words = vec![0; self.words * binomials.len()];
        for (size, count) in (0..).zip(binomials).filter(|(size, _)| sizes.contains(size)) {
            let at = self.words * size as usize;
            for (word, digit) in words[at..].iter_mut().zip(count.iter_u32_digits()) {
                *word = digit;
            }
        }
        BigUint::new(words)
    }

    /// Reads how many coalitions have each size, from 0 on; sizes above the largest are left out.
    pub(super) fn read(self, sizes: &BigUint) -> Vec<BigUint> {
        sizes.to_u32_digits().chunks(self.words).map(BigUint::from_slice).collect()
    }
}

/// Returns how many coalitions of a group of `n` have each size, from 0 to `n`.
pub(super) fn binomials(n: u32) -> Vec<BigUint> {
    let mut row = vec![BigUint::one()];
    for size in 1..=n {
        let next = row.last().map_or_else(BigUint::one, |last| last * (n + 1 - size) / size);
        row.push(next);
    }
    row
}

/// Returns how many coalitions of a group have the size: none if it is larger than the group.
pub(super) fn of_size(binomials: &[BigUint], size: u32) -> BigUint {
    size.to_usize().and_then(|size| binomials.get(size)).cloned().unwrap_or_else(BigUint::zero)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for n in [1, 31, 32, 33, 70] {
            let digits = Digits::for_members(n);
            let row = binomials(n);
            assert_eq!(row.iter().sum::<BigUint>(), BigUint::one() << n);
            assert_eq!(digits.read(&digits.write_all(&row, 0..n + 1)), row);
            assert_eq!(digits.write_all(&row, 1..2), digits.write(&row[1], 1));
        }
    }

    #[test]
    fn a_digit_holds_all_coalitions() {
        let digits = Digits::for_members(64);
        let all = BigUint::one() << 64;
        assert_eq!(digits.read(&(digits.write(&all, 0) + digits.write(&all, 1))), [all.clone(), all]);
    }
}
