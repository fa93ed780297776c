//! `suppression/expired`: An `allow` whose last day is over.

use crate::lint::{Rule, Severity};

/// The rule. It looks at nothing itself: the run knows what would have been spared, and states it.
pub const RULE: Rule = Rule {
    name: "suppression/expired",
    severity: Some(Severity::Warning),
    summary: "An `allow` whose last day is over.",
    page: include_str!("../../../docs/rules/suppression/expired.md"),
    check: |_, _| {},
};

#[cfg(test)]
mod tests {
    #[test]
    fn the_run_knows_its_name() {
        assert_eq!(super::RULE.name, crate::lint::suppress::EXPIRED);
    }
}
