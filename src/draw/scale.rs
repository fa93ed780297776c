//! A scale of durations on which a minute and a month both have room: each step is a multiple of the one before. It draws
//! nothing.

/// Where lines stand, in minutes, and what they are called.
const MARKS: [(i64, &str); 11] = [
    (1, "1m"),
    (10, "10m"),
    (60, "1h"),
    (360, "6h"),
    (1440, "1d"),
    (10_080, "1w"),
    (43_200, "30d"),
    (525_600, "1y"),
    (5_256_000, "10y"),
    (52_560_000, "100y"),
    (5_256_000_000, "10000y"),
];

/// Room for durations between two marks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    first: usize,
    last: usize,
    width: f64,
}

impl Scale {
    /// A scale of some width on which all of these minutes stand; at least from a minute to an hour.
    pub(crate) fn of(minutes: impl IntoIterator<Item = i64>, width: f64) -> Scale {
        let most = minutes.into_iter().max().unwrap_or(0);
        let last = MARKS.iter().position(|(mark, _)| *mark >= most);
        Scale {
            first: 0,
            last: last.unwrap_or(MARKS.len() - 1).max(2),
            width,
        }
    }

    /// Where a duration stands; less than a minute stands at the beginning.
    pub(crate) fn x(&self, minutes: i64) -> f64 {
        let (least, most) = (MARKS[self.first].0 as f64, MARKS[self.last].0 as f64);
        let part = (minutes.max(1) as f64 / least).ln() / (most / least).ln();
        part.clamp(0.0, 1.0) * self.width
    }

    /// The lines: where, and what they are called.
    pub(crate) fn marks(&self) -> impl Iterator<Item = (f64, &'static str)> {
        let marks = &MARKS[self.first..=self.last];
        marks.iter().map(|(minutes, name)| (self.x(*minutes), *name))
    }
}

#[cfg(test)]
mod tests {
    use super::Scale;

    #[test]
    fn longer_is_further_right() {
        let scale = Scale::of([0, 55, 40_414], 300.0);
        let places = [0, 1, 2, 55, 60, 40_414, 43_200, i64::MAX].map(|minutes| scale.x(minutes));
        assert!(
            places.is_sorted() && places[0] == 0.0 && places[6] == 300.0,
            "{places:?}"
        );
        let names: Vec<&str> = scale.marks().map(|(_, name)| name).collect();
        assert_eq!(names, ["1m", "10m", "1h", "6h", "1d", "1w", "30d"]);
        assert_eq!(Scale::of([], 9.0).marks().count(), 3);
    }
}
