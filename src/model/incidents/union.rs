//! Stretches of time put on top of each other, so that no minute is counted twice. It knows no incident.

use std::collections::BTreeMap;

/// All of something, as a share.
pub const WHOLE: u32 = 1_000_000;

/// Some minutes in which a share of something was hurt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first minute, counted from 1970.
    pub from: i64,
    /// The first minute that no longer belongs to it.
    pub until: i64,
    /// How much, of [`WHOLE`].
    pub share: u32,
}

/// What stretches come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// Minutes in which anything was hurt.
    pub down: i64,
    /// The same with each minute weighed by its share, in millionths of a minute.
    pub lost: i64,
}

impl Stretch {
    /// The part of it that lies between two minutes; `None` where none does.
    pub fn within(self, from: i64, until: i64) -> Option<Stretch> {
        let (from, until) = (self.from.max(from), self.until.min(until));
        (from < until).then_some(Stretch { from, until, ..self })
    }
}

impl Total {
    /// What stretches that do not overlap come to.
    pub fn of(apart: impl IntoIterator<Item = Stretch>) -> Total {
        apart.into_iter().fold(Total::default(), |total, stretch| {
            let minutes = stretch.until - stretch.from;
            Total {
                down: total.down + minutes,
                lost: total.lost + minutes * i64::from(stretch.share),
            }
        })
    }
}

/// The same hurt in stretches that do not overlap, by time: where several were on top of each other, the greatest share
/// counts. What has no minute, or no share, is left out; the order does not matter.
pub fn apart(stretches: &[Stretch]) -> Vec<Stretch> {
    let real = stretches.iter().filter(|s| s.from < s.until && s.share > 0);
    let mut edges: Vec<(i64, u32, Edge)> = real
        .flat_map(|s| [(s.from, s.share, Edge::Begins), (s.until, s.share, Edge::Ends)])
        .collect();
    edges.sort_unstable();
    let mut lasting: BTreeMap<u32, usize> = BTreeMap::new();
    let mut found: Vec<Stretch> = Vec::new();
    let mut since = 0;
    for (at, share, edge) in edges {
        if let Some((&share, _)) = lasting.last_key_value()
            && since < at
        {
            match found
                .last_mut()
                .filter(|last| last.until == since && last.share == share)
            {
                Some(last) => last.until = at,
                None => found.push(Stretch {
                    from: since,
                    until: at,
                    share,
                }),
            }
        }
        since = at;
        match edge {
            Edge::Begins => *lasting.entry(share).or_default() += 1,
            Edge::Ends => {
                let rest = lasting.get_mut(&share).map_or(0, |count| {
                    *count -= 1;
                    *count
                });
                if rest == 0 {
                    lasting.remove(&share);
                }
            }
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    Begins,
    Ends,
}

#[cfg(test)]
mod tests {
    use super::{Stretch, apart};

    fn stretch((from, until, share): (i64, i64, u32)) -> Stretch {
        Stretch { from, until, share }
    }

    #[test]
    fn the_greatest_share_counts() {
        for (given, expected) in [
            (vec![], vec![]),
            (vec![(5, 5, 9), (9, 2, 9), (0, 9, 0)], vec![]),
            (vec![(0, 10, 5), (10, 20, 5)], vec![(0, 20, 5)]),
            (vec![(0, 10, 5), (0, 10, 5), (4, 6, 3)], vec![(0, 10, 5)]),
            (vec![(0, 10, 3), (4, 6, 5)], vec![(0, 4, 3), (4, 6, 5), (6, 10, 3)]),
            (vec![(0, 5, 3), (7, 9, 3)], vec![(0, 5, 3), (7, 9, 3)]),
        ] {
            let given: Vec<Stretch> = given.into_iter().map(stretch).collect();
            let expected: Vec<Stretch> = expected.into_iter().map(stretch).collect();
            assert_eq!(apart(&given), expected, "{given:?}");
        }
    }
}
