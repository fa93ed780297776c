//! `suppression/unused`: An `allow` that spares nothing.

use crate::lint::suppress::UNUSED;
use crate::lint::{Rule, Severity};

/// The rule. It looks at nothing itself: the run knows what was spared, and states it.
pub const RULE: Rule = Rule {
    name: UNUSED,
    severity: Some(Severity::Warning),
    summary: "An `allow` that spares nothing.",
    page: include_str!("../../../docs/rules/suppression/unused.md"),
    check: |_, _| {},
};
