//! Stretches on top of each other: no minute counts twice, whatever their order.

use opsrepo::model::incidents::union::{Stretch, Total, WHOLE, apart};
use proptest::prelude::*;

/// Each minute is looked at: what was the greatest share that was hurt in it?
fn naively(stretches: &[Stretch], (from, until): (i64, i64)) -> Total {
    let mut total = Total::default();
    for minute in from..until {
        let lasting = stretches.iter().filter(|s| s.from <= minute && minute < s.until);
        if let Some(share) = lasting.map(|s| s.share).max().filter(|share| *share > 0) {
            total.down += 1;
            total.lost += i64::from(share);
        }
    }
    total
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_minute_counts_twice(
        given in proptest::collection::vec((-300_i64..300, -20_i64..200, 0..=WHOLE), 0..24),
        (from, length) in (-350_i64..350, 0_i64..300),
        turn in 0_usize..24,
    ) {
        let window = (from, from + length);
        let stretch = |(from, length, share): &(i64, i64, u32)| Stretch {
            from: *from,
            until: from + length,
            // Few shares, so that equal ones meet.
            share: share / 300_000 * 300_000,
        };
        let mut stretches: Vec<Stretch> = given.iter().map(stretch).collect();
        let of = |stretches: &[Stretch]| {
            Total::of(apart(stretches).into_iter().filter_map(|s| s.within(window.0, window.1)))
        };
        let found = of(&stretches);
        prop_assert_eq!(found, naively(&stretches, window));
        prop_assert!(found.down <= length && found.lost <= found.down * i64::from(WHOLE));
        let count = stretches.len().max(1);
        stretches.rotate_left(turn % count);
        prop_assert_eq!(found, of(&stretches));
        stretches.reverse();
        prop_assert_eq!(found, of(&stretches));
        // Said twice it is no more.
        let twice: Vec<Stretch> = stretches.iter().chain(&stretches).copied().collect();
        prop_assert_eq!(found, of(&twice));
    }
}
