//! `alert/duplicate`: An alert that stands twice in one list of groups.

use crate::lint::{Findings, Rule, Severity};
use crate::model::alerts::{Alert, Scope};
use crate::model::workspace::Workspace;
use crate::rules::words::quote;
use std::collections::HashMap;

/// The rule.
pub const RULE: Rule = Rule {
    name: "alert/duplicate",
    severity: Some(Severity::Warning),
    summary: "An alert that stands twice, with the same query and labels.",
    page: include_str!("../../../docs/rules/alert/duplicate.md"),
    check,
};

/// What tells alerts of one list apart: the name, the query and the labels.
type Identity<'a> = (Scope, &'a str, Vec<&'a str>, Vec<(&'a str, &'a str)>);

fn check(workspace: &Workspace, findings: &mut Findings) {
    let mut seen: HashMap<Identity, &Alert> = HashMap::new();
    for alert in &workspace.alerts.alerts {
        let Some(identity) = identity(alert) else { continue };
        let first = *seen.entry(identity).or_insert(alert);
        if !std::ptr::eq(first, alert) {
            let name = quote(&alert.name);
            findings
                .add(
                    alert.span,
                    format!("the alert {name} stands here a second time, with the same query and labels"),
                )
                .related(first.span, "the first one")
                .help("take one away: both fire at once, and whoever changes one forgets the other");
        }
    }
}

/// `None` where the query is not known, as in templates.
fn identity(alert: &Alert) -> Option<Identity<'_>> {
    let query = &alert.expression.as_ref()?.text;
    let mut labels: Vec<(&str, &str)> = alert
        .labels
        .iter()
        .map(|pair| (pair.key.as_str(), pair.text.as_str()))
        .collect();
    labels.sort_unstable();
    Some((alert.scope, &alert.name, query.split_whitespace().collect(), labels))
}
