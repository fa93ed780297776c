//! Which times of an incident cannot come before which others. It must not know who asks: what reads a record, and what
//! writes one, go by the same order.

/// For each time, the times that cannot come after it, the nearest first. An incident may be declared or acknowledged
/// after its repair, but nobody repairs, declares or resolves what nobody has noticed.
pub const ORDER: [(&str, &[&str]); 8] = [
    ("detected", &["started"]),
    ("acknowledged", &["detected", "started"]),
    ("declared", &["detected", "started"]),
    ("mitigated", &["detected", "started"]),
    ("repaired", &["detected", "started"]),
    (
        "resolved",
        &[
            "mitigated",
            "repaired",
            "declared",
            "acknowledged",
            "detected",
            "started",
        ],
    ),
    (
        "closed",
        &[
            "resolved",
            "mitigated",
            "repaired",
            "declared",
            "acknowledged",
            "detected",
            "started",
        ],
    ),
    ("reviewed", &["detected", "started"]),
];

/// What happens only when somebody has noticed: it may come after the end of what nobody noticed while it lasted.
const NOTICED: [&str; 3] = ["detected", "acknowledged", "declared"];

/// What may come before it then.
const ENDS: [&str; 3] = ["mitigated", "repaired", "resolved"];

/// True for two times that change places in a latent incident, though the order has the one before the other.
pub fn is_free_when_latent(earlier: &str, later: &str) -> bool {
    NOTICED.contains(&earlier) && ENDS.contains(&later)
}

#[cfg(test)]
mod tests {
    use super::{ORDER, is_free_when_latent};

    #[test]
    fn nothing_comes_before_what_comes_after_it() {
        for (later, before) in ORDER {
            for earlier in before {
                let back = ORDER.iter().find(|(name, _)| name == earlier);
                assert!(
                    !back.is_some_and(|(_, before)| before.contains(&later)),
                    "{earlier} {later}"
                );
            }
        }
    }

    #[test]
    fn only_the_end_comes_before_the_notice() {
        assert!(is_free_when_latent("detected", "resolved") && is_free_when_latent("declared", "repaired"));
        assert!(!is_free_when_latent("started", "resolved") && !is_free_when_latent("detected", "closed"));
        assert!(!is_free_when_latent("detected", "declared"));
    }
}
