//! `suppression/unused`: An `allow` that spares nothing.

use crate::lint::{Rule, Severity};

/// The rule. It looks at nothing itself: the run knows what was spared, and states it.
pub const RULE: Rule = Rule {
    name: "suppression/unused",
    severity: Some(Severity::Warning),
    summary: "An `allow` that spares nothing.",
    page: include_str!("../../../docs/rules/suppression/unused.md"),
    check: |_, _| {},
};

#[cfg(test)]
mod tests {
    #[test]
    fn the_run_knows_its_name() {
        assert_eq!(super::RULE.name, crate::lint::suppress::UNUSED);
    }
}
