//! Lines behind counts: round numbers, few of them. It draws nothing.

/// Round numbers from 0 up to the first that is not below `most`, at most six.
pub(crate) fn steps(most: i64) -> Vec<i64> {
    let most = most.max(1);
    let mut unit: i64 = 1;
    loop {
        for times in [1, 2, 5] {
            let step = unit.saturating_mul(times);
            let count = most / step + i64::from(most % step > 0);
            if count <= 5 {
                return (0..=count).map(|at| at.saturating_mul(step)).collect();
            }
        }
        unit = unit.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn steps_are_round_and_reach_the_top() {
        assert_eq!(steps(0), [0, 1]);
        assert_eq!(steps(3), [0, 1, 2, 3]);
        assert_eq!(steps(7), [0, 2, 4, 6, 8]);
        assert_eq!(steps(48), [0, 10, 20, 30, 40, 50]);
        for most in [1, 6, 99, 1001, i64::MAX] {
            let steps = steps(most);
            assert!(steps.len() <= 6 && steps.last() >= Some(&most), "{most} {steps:?}");
        }
    }
}
