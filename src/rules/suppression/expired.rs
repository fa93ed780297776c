//! `suppression/expired`: An `allow` whose last day is over.

use crate::lint::suppress::EXPIRED;
use crate::lint::{Rule, Severity};

/// The rule. It looks at nothing itself: the run knows what would have been spared, and states it.
pub const RULE: Rule = Rule {
    name: EXPIRED,
    severity: Some(Severity::Warning),
    summary: "An `allow` whose last day is over.",
    page: include_str!("../../../docs/rules/suppression/expired.md"),
    check: |_, _| {},
};
