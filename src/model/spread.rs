//! How numbers are spread: how many, the middle one, the one that nine of ten do not pass.

/// A spread of whole numbers, of whatever unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// How many there are.
    pub count: usize,
    /// Half are at most this: of an even number the lower middle one (nearest rank).
    pub median: i64,
    /// Nine of ten are at most this (nearest rank).
    pub p90: i64,
    /// Their sum by their number, rounded. One long one moves it more than twenty short ones, so it is shown on request.
    pub mean: i64,
}

impl Spread {
    /// The spread of these numbers; `None` where there are none.
    pub fn of(mut numbers: Vec<i64>) -> Option<Spread> {
        numbers.sort_unstable();
        let rank = |part: usize| numbers.get((numbers.len() * part).div_ceil(100).max(1) - 1).copied();
        let (median, p90) = (rank(50)?, rank(90)?);
        let sum: i128 = numbers.iter().map(|&number| i128::from(number)).sum();
        let count = numbers.len() as i128;
        let mean = (sum + count / 2).div_euclid(count);
        Some(Spread {
            count: numbers.len(),
            median,
            p90,
            mean: i64::try_from(mean).unwrap_or(median),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn ranks_are_numbers_that_are_there() {
        let of = |numbers: &[i64]| Spread::of(numbers.to_vec()).map(|s| (s.count, s.median, s.p90, s.mean));
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[7]), Some((1, 7, 7, 7)));
        assert_eq!(of(&[4, 1]), Some((2, 1, 4, 3)));
        assert_eq!(of(&[3, 1, 2]), Some((3, 2, 3, 2)));
        assert_eq!(of(&(1..=10).rev().collect::<Vec<_>>()), Some((10, 5, 9, 6)));
        assert_eq!(
            of(&[1, 1, 1, 19_630]),
            Some((4, 1, 19_630, 4908)),
            "a mean tells of the longest"
        );
        assert_eq!(of(&[i64::MAX, i64::MAX]), Some((2, i64::MAX, i64::MAX, i64::MAX)));
    }
}
