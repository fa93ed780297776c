//! The rules: one row each, which turns facts into findings. Rows do not know each other.
//!
//! A rule is `src/rules/area/name.rs` with a `RULE`, its page `docs/rules/area/name.md`, and its name below.

use crate::lint::Rule;

pub(crate) mod chosen;
pub(crate) mod circles;
pub(crate) mod courses;
pub(crate) mod credentials;
pub(crate) mod fixes;
pub(crate) mod left;
pub(crate) mod lifecycles;
pub mod manifests;
pub(crate) mod moves;
pub(crate) mod names;
pub(crate) mod passages;
pub(crate) mod placeholders;
pub(crate) mod plans;
pub(crate) mod policies;
pub(crate) mod problems;
pub(crate) mod secrets;
pub(crate) mod shown;
pub(crate) mod statuses;
pub(crate) mod suggest;
pub(crate) mod templates;
pub(crate) mod timelines;
pub(crate) mod wording;
pub(crate) mod words;

// One list, so that no file can be written and forgotten in the table. rustfmt does not see through it: format the rules
// with `rustfmt --edition 2024 src/rules/*/*.rs`.
macro_rules! rules {
    ($($(#[$about:meta])* $area:ident { $($name:ident)* })*) => {
        $($(#[$about])* pub mod $area { $(pub mod $name;)* })*

        /// All rules, sorted by name.
        pub static ALL: &[Rule] = &[$($($area::$name::RULE,)*)*];
    };
}

rules! {
    /// Alerts of Prometheus.
    alert {
        dead_runbook
        duplicate
        no_runbook
        promql
        severity
    }
    /// Argo CD.
    argo {
        empty_path
        missing_path
        no_match
        unknown_revision
    }
    /// Decisions, and whatever else is numbered or superseded.
    decision {
        circular
        collision
        duplicate_number
        frozen
        heading_number
        one_sided
        removed
        supersession
        transition
        unknown_status
    }
    /// Files as the system gives them.
    file {
        not_text
        path
        too_large
        unreadable
    }
    /// Dashboards of Grafana.
    grafana {
        duplicate_uid
        invalid_json
        unknown_uid
    }
    /// Incidents.
    incident {
        action_incomplete
        action_overdue
        blame
        duplicate
        duration
        evidence
        future
        heading_date
        impact
        no_zone
        not_reviewed
        status_times
        time_gap
        time_order
        timeline_order
        timeline_outside
        unknown_alert
        unknown_severity
        unknown_zone
    }
    /// Kubernetes objects.
    kubernetes {
        mismatch
        unknown_kind
        unusable_schema
    }
    /// Kustomize.
    kustomize {
        circular
        missing_reference
        unknown_key
        unused
    }
    /// Links in texts.
    link {
        anchor
        broken
        external
        moved
        redirected
    }
    /// Navigation files of site generators.
    nav {
        missing
        orphan
    }
    /// Who answers for what.
    owner {
        pattern
        syntax
        unknown
    }
    /// The repository's own rules.
    policy {
        denied
        invalid
        warned
    }
    /// Records of any kind.
    record {
        date
        duplicate_id
        empty
        owner
        reference
        stale_index
        template_text
        unknown_status
    }
    /// The repository as a whole.
    repository {
        licence
    }
    /// Runbooks.
    runbook {
        input
        no_alert
        review_bumped
        review_overdue
        shell_syntax
        shellcheck
        step
        unquotable
    }
    /// JSON Schemas.
    schema {
        invalid
        mismatch
        not_vendored
    }
    /// What must not be readable.
    secret {
        not_encrypted
        plain
        private_key
        rule_ignored
    }
    /// `opsrepo.toml`.
    settings {
        invalid
        no_match
    }
    /// What files and settings ask to be spared.
    suppression {
        expired
        unknown_rule
        unused
    }
    /// The grammar of the formats.
    syntax {
        alias_bomb
        conflict_markers
        duplicate_key
        front_matter
        heading
        json
        toml
        yaml
    }
}

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.name == name)
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn rules_are_sorted_and_named_once() {
        assert!(ALL.windows(2).all(|pair| pair[0].name < pair[1].name));
    }
}
