//! `grafana/unknown-uid`: An alert that links to a dashboard which is not here.

use crate::lint::{Findings, Rule, Severity};
use crate::model::dashboards;
use crate::model::workspace::Workspace;
use crate::rules::words::quote;
use crate::text::similar;
use std::collections::BTreeSet;

/// The rule.
pub const RULE: Rule = Rule {
    name: "grafana/unknown-uid",
    severity: Some(Severity::Hint),
    summary: "An alert that links to a dashboard which no file here describes.",
    page: include_str!("../../../docs/rules/grafana/unknown-uid.md"),
    check,
};

/// The annotation by which Grafana's own alerts name a dashboard.
const OWN: &str = "__dashboardUid__";

fn check(workspace: &Workspace, findings: &mut Findings) {
    let dashboards = workspace.dashboards.iter();
    let known: BTreeSet<&str> = dashboards
        .filter_map(|found| Some(found.uid.as_ref()?.text.as_str()))
        .collect();
    // Where no dashboard is kept here, all of them live elsewhere.
    if known.is_empty() {
        return;
    }
    for link in workspace.alerts.alerts.iter().flat_map(|alert| alert.dashboard_links()) {
        let named = match link.key == OWN {
            true => Some(link.text.as_str()),
            false => dashboards::uid_of(&link.text),
        };
        let Some(uid) = named.filter(|uid| !known.contains(uid)) else {
            continue;
        };
        let finding = findings.add(link.span, format!("no dashboard here has the uid {}", quote(uid)));
        match similar::nearest(uid, known.iter().copied()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("if it is kept elsewhere, nobody here sees when it goes away"),
        };
    }
}
