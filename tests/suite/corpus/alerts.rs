//! What is known of the alerts of the corpora from outside. The code must not know any of it.

use crate::corpus::checkout::workspace;
use opsrepo::lint;
use opsrepo::model::alerts::Alert;
use opsrepo::model::links::{Destination, Origin};
use opsrepo::model::settings::SiblingSetting;
use opsrepo::model::siblings::{self, Sibling};
use opsrepo::model::workspace::Workspace;
use opsrepo::rules;
use opsrepo::syntax::promql;
use opsrepo::text::span::{FileId, Range, Span};
use std::collections::BTreeSet;

/// Messages of one rule.
fn messages(workspace: &Workspace, rule: &str) -> Vec<String> {
    let report = lint::run::run(workspace, rules::ALL);
    let found = report.findings.into_iter().filter(|finding| finding.rule == rule);
    found.map(|finding| finding.message).collect()
}

fn alerts(workspace: &Workspace) -> &[Alert] {
    &workspace.alerts.alerts
}

#[test]
fn apps_has_15_alerts_of_which_2_have_a_link() {
    let Some(found) = workspace("operate-first-apps") else {
        return;
    };
    let linked: Vec<&str> = alerts(&found)
        .iter()
        .filter(|alert| alert.runbook_link().is_some())
        .map(|alert| alert.name.as_str())
        .collect();
    assert_eq!(alerts(&found).len(), 15);
    assert_eq!(linked, ["MachineWithoutValidNode", "PVCFillingUp"]);
    // One of them stands in a string of a ConfigMap.
    for alert in alerts(&found) {
        assert_eq!(found.tree.slice(alert.span), alert.name);
    }
    assert_eq!(messages(&found, "alert/no-runbook").len(), 13);
    // Without the history, what moved is missing.
    assert_eq!(messages(&found, "alert/dead-runbook").len(), 1);
}

#[test]
fn kube_prometheus_misses_26_pages_of_its_sibling() {
    let (Some(found), Some(runbooks)) = (workspace("kube-prometheus"), workspace("prometheus-runbooks")) else {
        return;
    };
    assert_eq!(alerts(&found).len(), 139);
    let addresses = |workspace: &Workspace| -> BTreeSet<String> {
        let links = workspace.links.iter().filter(|link| link.origin == Origin::Alert);
        links.map(|link| link.raw.clone()).collect()
    };
    assert_eq!(addresses(&found).len(), 125);
    assert_eq!(
        messages(&found, "alert/dead-runbook").len(),
        0,
        "nothing is known of the sibling"
    );
    let mut found = (*found).clone();
    let sibling = Sibling {
        setting: SiblingSetting {
            name: "runbooks".to_owned(),
            path: None,
            url: Some("https://github.com/prometheus-operator/runbooks".to_owned()),
            site: Some("https://runbooks.prometheus-operator.dev".to_owned()),
            span: Span::new(FileId(0), Range::at(0)),
        },
        tree: runbooks.tree.clone(),
    };
    assert!(siblings::is_asked_for(&found, &sibling.setting));
    siblings::meet(&mut found, &[sibling]);
    let is_dead = |target: &Destination| matches!(target, Destination::Sibling(page) if !page.is_there);
    let dead: BTreeSet<&str> = found
        .links
        .iter()
        .filter(|link| link.origin == Origin::Alert && is_dead(&link.target))
        .map(|link| link.raw.as_str())
        .collect();
    assert_eq!(dead.len(), 26, "{dead:#?}");
    // Two alerts have one of these addresses.
    assert_eq!(messages(&found, "alert/dead-runbook").len(), 27);
    let mut names = dead.iter().filter_map(|url| url.rsplit('/').next());
    assert!(names.any(|name| name == "kubepersistentvolumeinodesfillingup"));
}

#[test]
fn every_query_of_the_corpora_is_promql() {
    let mut queries = 0;
    for name in super::NAMES {
        let Some(found) = workspace(name) else { return };
        let recordings = found
            .alerts
            .recordings
            .iter()
            .filter_map(|found| found.expression.as_ref());
        let alerts = alerts(&found).iter().filter_map(|alert| alert.expression.as_ref());
        for query in alerts.chain(recordings) {
            queries += 1;
            assert_eq!(promql::problem(&query.text), None, "{name}: {}", query.text);
            // The whole text is found again in its file.
            let whole = found.tree.slice(query.span(Range::new(0, query.text.trim_end().len())));
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(words(whole), words(&query.text), "{name}");
        }
    }
    println!("{queries} queries");
    assert!(queries > 154);
}

#[test]
fn the_dashboards_of_the_corpora_are_found() {
    let count = |name| workspace(name).map(|found| found.dashboards.len());
    for (name, expected) in [("mybinder", 22), ("operate-first-apps", 20)] {
        if let Some(found) = count(name) {
            assert_eq!(found, expected, "{name}");
        }
    }
    for name in super::NAMES {
        let Some(found) = workspace(name) else { return };
        assert!(
            found.dashboards.iter().all(|dashboard| dashboard.fault.is_none()),
            "{name}"
        );
    }
}
