//! The words by which people and programs say how bad something is, how it was noticed and in which way it hurt.

use crate::model::incidents::lists::Effect;

/// Words for the weight of an incident, by the place that they have on a scale of four, worst first.
const WEIGHTS: [&[&str]; 4] = [
    &[
        "critical",
        "blocker",
        "disaster",
        "emergency",
        "highest",
        "urgent",
        "crit",
    ],
    &["major", "high", "error", "severe", "down", "page"],
    &[
        "minor",
        "medium",
        "moderate",
        "warning",
        "degraded",
        "partial",
        "disrupted",
        "normal",
    ],
    &[
        "low",
        "lowest",
        "none",
        "info",
        "information",
        "trivial",
        "notice",
        "cosmetic",
        "maintenance",
    ],
];

/// The word of a scale (worst first) that a raw word means: itself, or the one of its weight. `sev1`, `P2`, `severity::3`,
/// `S4 – hardly noticed`, `critical`. `None` for what says no weight.
pub fn on_scale(raw: &str, scale: &[String]) -> Option<String> {
    let words: Vec<String> = raw
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(6)
        .map(str::to_lowercase)
        .collect();
    let own = |word: &String| scale.iter().find(|known| known.eq_ignore_ascii_case(word));
    // A word of the scale may hold a dash.
    if let Some(known) = scale.iter().find(|known| known.eq_ignore_ascii_case(raw.trim())) {
        return Some(known.clone());
    }
    if let Some(known) = words.iter().find_map(own) {
        return Some(known.clone());
    }
    let place = words
        .iter()
        .enumerate()
        .find_map(|(at, word)| place(word, at, &words))?;
    scale.get(place.min(scale.len().checked_sub(1)?)).cloned()
}

/// The place of a word on the scale. A number alone is one where it stands alone or behind a word for a weight.
fn place(word: &str, at: usize, words: &[String]) -> Option<usize> {
    if let Some(place) = WEIGHTS.iter().position(|row| row.contains(&word)) {
        return Some(place);
    }
    let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let lead = &word[..word.len() - digits.len()];
    let number: usize = digits.parse().ok().filter(|number| *number < 10)?;
    let is_lead = |lead: &str| {
        matches!(
            lead,
            "sev" | "severity" | "p" | "s" | "prio" | "priority" | "level" | "tier"
        )
    };
    let is_meant = is_lead(lead) || lead.is_empty() && (words.len() == 1 || at > 0 && is_lead(&words[at - 1]));
    is_meant.then(|| number.saturating_sub(1))
}

/// True for a label that is about weight: `sev1`, `severity/critical`, `severity::2`, `P1`, `priority: high`.
pub(super) fn is_weight_label(label: &str) -> bool {
    let lower = label.trim().to_lowercase();
    let head = lower.split(['/', ':', '-', '_', ' ', '=']).next().unwrap_or_default();
    let is_short = |lead: &str| {
        let digits = lower.strip_prefix(lead);
        digits.is_some_and(|digits| digits.len() == 1 && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    matches!(head, "sev" | "severity" | "prio" | "priority" | "impact") || ["sev", "p", "s"].into_iter().any(is_short)
}

/// How it was noticed: `alert`, `user` or `manual`.
pub(super) fn detected_by(raw: &str) -> Option<&'static str> {
    let lower = raw.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if says(&["alert", "monitor", "probe", "pager", "alarm"]) {
        return Some("alert");
    }
    if says(&["user", "customer", "ticket", "report", "support", "complain"]) {
        return Some("user");
    }
    says(&["hand", "manual", "engineer", "team", "colleague", "staff"]).then_some("manual")
}

/// In which way a service was hurt, from the state of a component (`major_outage`) or the weight of an incident
/// (`critical`). `None` for a component that works.
pub(super) fn effect(raw: &str) -> Option<Effect> {
    match raw.trim().to_lowercase().replace([' ', '-'], "_").as_str() {
        "major_outage" | "full_outage" | "outage" | "critical" | "down" | "unavailable" => Some(Effect::Outage),
        "partial_outage"
        | "degraded_performance"
        | "degraded"
        | "partial"
        | "major"
        | "minor"
        | "disrupted"
        | "slow" => Some(Effect::Degraded),
        "under_maintenance" | "maintenance" | "scheduled" | "planned" | "notice" => Some(Effect::Maintenance),
        "at_risk" | "none" => Some(Effect::AtRisk),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{detected_by, effect, is_weight_label, on_scale};
    use crate::model::incidents::lists::Effect;

    fn scale(words: &str) -> Vec<String> {
        words.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn weights_are_words_of_the_scale() {
        let own = scale("sev1 sev2 sev3 sev4");
        for (raw, expected) in [
            ("sev1", "sev1"),
            ("SEV2", "sev2"),
            ("P1", "sev1"),
            ("p0", "sev1"),
            ("severity/critical", "sev1"),
            ("severity::2", "sev2"),
            ("priority: high", "sev2"),
            ("sev3 – slow or partly broken", "sev3"),
            ("S9", "sev4"),
            ("3", "sev3"),
            ("none", "sev4"),
        ] {
            assert_eq!(on_scale(raw, &own).as_deref(), Some(expected), "{raw}");
        }
        for raw in ["I do not know", "", "🔥", "2 users", "area/3"] {
            assert_eq!(on_scale(raw, &own), None, "{raw}");
        }
        let short = scale("all-hands minor");
        assert_eq!(
            on_scale("sev4", &short).as_deref(),
            Some("minor"),
            "no more than there are"
        );
        assert_eq!(on_scale("All-Hands", &short).as_deref(), Some("all-hands"));
        assert_eq!(on_scale("sev1", &[]), None);
    }

    #[test]
    fn labels_about_weight() {
        for label in ["sev1", "severity/critical", "severity::2", "P1", "priority: high"] {
            assert!(is_weight_label(label), "{label}");
        }
        for label in ["incident", "postmortem", "p", "service/x", "s3-storage", ""] {
            assert!(!is_weight_label(label), "{label}");
        }
    }

    #[test]
    fn states_and_ways() {
        assert_eq!(effect("major_outage"), Some(Effect::Outage));
        assert_eq!(effect("Degraded Performance"), Some(Effect::Degraded));
        assert_eq!(effect("operational"), None);
        assert_eq!(detected_by("by an alert"), Some("alert"));
        assert_eq!(detected_by("by hand, while looking at something else"), Some("manual"));
        assert_eq!(detected_by("?"), None);
    }
}
