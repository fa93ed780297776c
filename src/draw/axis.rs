//! A line of time on which what lies close together is told apart though something else lies far away: long stretches in
//! which nothing happens are cut short. It knows minutes and places, no records.

/// Parts of a hundred that a cut takes.
const CUT: f64 = 7.0;
/// Cuts at most.
const MOST: usize = 4;
/// A stretch is cut where it is this many times as long as all shorter ones together.
const LONG: i64 = 2;
/// Minutes outside of the core that are cut, where it is not longer itself.
const FAR: i64 = 240;
/// Between two ticks at least, in parts of a hundred: room for a time of day on the smallest screen.
const APART: f64 = 11.0;
/// Minutes from tick to tick.
const STEPS: [i64; 18] = [
    1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 10_080, 20_160, 43_200, 525_600,
];

/// Where minutes stand along a width of a hundred.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Axis {
    /// What is between two cuts: first and last minute, and where the first stands.
    runs: Vec<(i64, i64, f64)>,
    /// Parts of a hundred per minute.
    scale: f64,
}

impl Axis {
    /// An axis on which all of these minutes stand, from `edge` to a hundred less `edge`; what lies in the `core` has the
    /// most room. `None` where there is no minute.
    pub(crate) fn of(mut minutes: Vec<i64>, core: Option<(i64, i64)>, edge: f64) -> Option<Axis> {
        minutes.sort_unstable();
        minutes.dedup();
        let first = *minutes.first()?;
        let mut gaps: Vec<(i64, usize)> = minutes
            .windows(2)
            .enumerate()
            .map(|(at, pair)| (pair[1].saturating_sub(pair[0]), at + 1))
            .collect();
        gaps.sort_unstable();
        let mut cuts = Vec::new();
        // None is cut for its length where a longer one is not.
        let mut is_long = true;
        let mut rest: i64 = gaps.iter().fold(0, |sum, gap| sum.saturating_add(gap.0));
        for &(gap, at) in gaps.iter().rev().take(MOST) {
            rest = rest.saturating_sub(gap);
            let is_far = core.is_some_and(|(from, until)| {
                let is_outside = minutes[at] <= from || minutes[at - 1] >= until;
                is_outside && gap >= until.saturating_sub(from).max(FAR)
            });
            is_long &= gap / LONG > rest;
            if rest > 0 && (is_far || is_long) {
                cuts.push(at);
            }
        }
        cuts.sort_unstable();
        let starts = [0].into_iter().chain(cuts.iter().copied());
        let ends = cuts.iter().copied().chain([minutes.len()]);
        let mut runs: Vec<(i64, i64, f64)> = starts
            .zip(ends)
            .map(|(from, until)| (minutes[from], minutes[until - 1], 0.0))
            .collect();
        let length: i64 = runs
            .iter()
            .fold(0, |sum, run| sum.saturating_add(run.1.saturating_sub(run.0)));
        let room = 100.0 - 2.0 * edge - CUT * (runs.len() - 1) as f64;
        let scale = room / length.max(1) as f64;
        let mut x = edge;
        for run in &mut runs {
            run.2 = x;
            x += (run.1.saturating_sub(run.0)) as f64 * scale + CUT;
        }
        debug_assert!(runs.first().is_some_and(|run| run.0 == first));
        Some(Axis { runs, scale })
    }

    /// Where a minute stands; within a cut, in its middle.
    pub(crate) fn x(&self, minute: i64) -> f64 {
        let at = self.runs.partition_point(|run| run.0 <= minute);
        let Some((from, until, x)) = at.checked_sub(1).map(|at| self.runs[at]) else {
            return self.runs[0].2;
        };
        let end = x + until.saturating_sub(from) as f64 * self.scale;
        match minute <= until {
            true => x + minute.saturating_sub(from) as f64 * self.scale,
            false if at < self.runs.len() => end + CUT / 2.0,
            false => end,
        }
    }

    /// The cuts: where the middle of each is, and how many minutes it leaves out.
    pub(crate) fn cuts(&self) -> impl Iterator<Item = (f64, i64)> {
        let pairs = self.runs.windows(2);
        pairs.map(|pair| (pair[1].2 - CUT / 2.0, pair[1].0.saturating_sub(pair[0].1)))
    }

    /// Minutes that get a name: round ones in a clock that is `ahead` minutes ahead, and the first of each run that has no
    /// other. They do not come too close to each other.
    pub(crate) fn ticks(&self, ahead: i64) -> Vec<i64> {
        let step = STEPS.into_iter().find(|step| *step as f64 * self.scale >= APART);
        let mut found: Vec<i64> = Vec::new();
        let mut last = f64::NEG_INFINITY;
        let mut before = 0;
        for &(from, until, _) in &self.runs {
            let mut any = false;
            let of_others = found.len();
            let mut minute = step.map(|step| {
                let local = from.saturating_add(ahead);
                local + (step - local.rem_euclid(step)) % step - ahead
            });
            while let Some(at) = minute.filter(|at| *at <= until) {
                if self.x(at) - last >= APART {
                    found.push(at);
                    last = self.x(at);
                    any = true;
                }
                minute = step.map(|step| at + step);
            }
            if !any {
                // Of two names that are too close, one of many gives way to the only one.
                if self.x(from) - last < APART && before > 1 {
                    found.pop();
                    last = found.last().map_or(f64::NEG_INFINITY, |&at| self.x(at));
                }
                if self.x(from) - last >= APART {
                    found.push(from);
                    last = self.x(from);
                }
            }
            before = found.len().saturating_sub(of_others);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Axis;

    #[test]
    fn what_is_far_away_does_not_squash_the_rest() {
        let axis = Axis::of(vec![0, 10, 60, 90, 10_000, 10_030], None, 0.0).unwrap();
        let cuts: Vec<(f64, i64)> = axis.cuts().collect();
        assert_eq!(cuts.len(), 1);
        assert_eq!(cuts[0].1, 9910);
        assert!((axis.x(90) - 69.75).abs() < 0.01 && (axis.x(10_030) - 100.0).abs() < 0.01);
        let places = [-5, 0, 10, 60, 90, 5000, 10_000, 10_030, 20_000].map(|at| axis.x(at));
        assert!(places.is_sorted(), "{places:?}");
    }

    #[test]
    fn the_core_has_the_most_room() {
        let days = |days: i64| days * 1440;
        let all = vec![0, days(1), days(4), days(4) + 600, days(5), days(9)];
        let axis = Axis::of(all.clone(), Some((days(4), days(4) + 600)), 0.0).unwrap();
        assert_eq!(axis.cuts().count(), 4);
        assert!(axis.x(days(4) + 600) - axis.x(days(4)) > 70.0);
        assert_eq!(Axis::of(all, None, 0.0).unwrap().cuts().count(), 0);
    }

    #[test]
    fn two_points_are_not_cut() {
        let axis = Axis::of(vec![100, 50_000], None, 2.0).unwrap();
        assert_eq!((axis.cuts().count(), axis.x(100), axis.x(50_000)), (0, 2.0, 98.0));
        assert_eq!(Axis::of(vec![], None, 2.0), None);
        assert_eq!(
            Axis::of(vec![7, 7], None, 2.0).unwrap().ticks(0),
            [7],
            "one point has its name"
        );
        assert!(Axis::of(vec![i64::MIN, 0, i64::MAX], None, 2.0).unwrap().x(0) > 2.0);
    }

    #[test]
    fn ticks_are_round_where_people_live() {
        let axis = Axis::of(vec![605, 630, 655, 680, 700, 725], None, 2.0).unwrap();
        assert_eq!(axis.ticks(0), [615, 630, 645, 660, 675, 690, 705, 720]);
        assert_eq!(axis.ticks(330)[0], 615, "a quarter is one everywhere");
        assert_eq!(
            Axis::of(vec![0, 5, 100_000], None, 2.0).unwrap().ticks(0).last(),
            Some(&100_000)
        );
    }
}
