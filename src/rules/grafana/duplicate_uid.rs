//! `grafana/duplicate-uid`: Two dashboards with one `uid`.

use crate::lint::{Findings, Rule, Severity};
use crate::model::dashboards::Dashboard;
use crate::model::workspace::Workspace;
use crate::rules::words::quote;
use std::collections::BTreeMap;

/// The rule.
pub const RULE: Rule = Rule {
    name: "grafana/duplicate-uid",
    severity: Some(Severity::Warning),
    summary: "Two dashboards of Grafana with the same `uid`.",
    page: include_str!("../../../docs/rules/grafana/duplicate-uid.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    let mut known: BTreeMap<&str, Vec<&Dashboard>> = BTreeMap::new();
    for dashboard in &workspace.dashboards {
        let Some(uid) = &dashboard.uid else { continue };
        let others = known.entry(&uid.text).or_default();
        if let Some(first) = others.iter().find(|other| collide(workspace, other, dashboard)) {
            let message = match first.title == dashboard.title {
                true => format!("the uid {} is another dashboard's already", quote(&uid.text)),
                false => format!(
                    "the uid {} is that of the dashboard {} already",
                    quote(&uid.text),
                    quote(&first.title)
                ),
            };
            let finding = findings.add(uid.span, message);
            finding.help("give one of them a uid of its own: Grafana keeps only one dashboard of each");
            if let Some(other) = &first.uid {
                finding.related(other.span, "the other one");
            }
        }
        others.push(dashboard);
    }
}

/// One dashboard may be written for several Grafanas, each in a folder of its own; then its title or its file's name is the
/// same.
fn collide(workspace: &Workspace, a: &Dashboard, b: &Dashboard) -> bool {
    let (a_path, b_path) = (workspace.tree.path(a.span.file), workspace.tree.path(b.span.file));
    let is_other = a.title != b.title && a_path.name() != b_path.name();
    is_other || a_path.parent() == b_path.parent()
}
