//! What the histories of the corpora say of their broken links. The code must not know any of it.

use crate::corpus::checkout::folder;
use std::process::Command;

/// A finding about a link that leads to nothing.
#[derive(Debug, PartialEq)]
struct Finding {
    rule: String,
    place: String,
    /// What the fix writes; empty where there is none.
    text: String,
    is_whole_address: bool,
}

/// What `validate` finds of `link/broken` and `link/moved`; `None` where the corpora are absent.
fn findings(name: &str) -> Option<Vec<Finding>> {
    let folder = folder(name)?;
    let output = Command::new(env!("CARGO_BIN_EXE_opsrepo"))
        .current_dir(&folder)
        .args(["validate", "--format", "json", "--as-of", "2026-08-21"])
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    let read = |finding: &serde_json::Value| {
        let word = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let text = std::fs::read_to_string(folder.join(word("path"))).unwrap();
        let line = finding["line"].as_u64().unwrap() as usize;
        let column = finding["column"].as_u64().unwrap() as usize;
        let written: String = text.lines().nth(line - 1).unwrap().chars().skip(column - 1).collect();
        Finding {
            rule: word("rule"),
            place: format!("{}:{line}", word("path")),
            text: finding["fix"]["edits"][0]["text"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            is_whole_address: written.starts_with("http"),
        }
    };
    let all = findings.map(read);
    Some(
        all.filter(|f| ["link/broken", "link/moved"].contains(&f.rule.as_str()))
            .collect(),
    )
}

#[test]
fn the_amendment_of_blueprint_finds_its_record_again() {
    let Some(found) = findings("operate-first-blueprint") else {
        return;
    };
    let moved = |line: u32| Finding {
        rule: "link/moved".to_owned(),
        place: format!("adr/0015-cluster-resources-amendment.md:{line}"),
        text: "adr/0009-cluster-resources.md".to_owned(),
        is_whole_address: true,
    };
    assert_eq!(found, [moved(74), moved(75)]);
}

#[test]
fn most_of_the_broken_links_of_apps_broke_by_moves() {
    let Some(found) = findings("operate-first-apps") else {
        return;
    };
    let count = |rule: &str, is_whole: bool| {
        let all = found.iter().filter(|f| !f.place.contains(".yaml"));
        all.filter(|f| f.rule == rule && f.is_whole_address == is_whole).count()
    };
    // Of 18 relative ones, ten of them in pages that moved, and of 10 addresses of its own.
    assert_eq!((count("link/moved", false), count("link/broken", false)), (14, 4));
    assert_eq!((count("link/moved", true), count("link/broken", true)), (4, 6));
    let moved = |place: &str| {
        let all = found.iter().filter(|f| f.rule == "link/moved");
        all.filter(|f| f.place == place)
            .map(|f| f.text.as_str())
            .collect::<Vec<_>>()
    };
    let picture = "docs/content/development/docs/setup_quicklab.md:40";
    assert_eq!(moved(picture), ["../assets/template_select.png"]);
    assert_eq!(
        moved("cluster-scope/README.md:64"),
        ["../docs/content/cluster-scope/docs/quotas.md"]
    );
    assert_eq!(
        moved("docs/content/odh/docs/superset/runbook.md:86"),
        ["kfdefs/overlays/moc/smaug/superset"]
    );
}

#[test]
fn the_runbook_of_an_alert_of_apps_moved() {
    let Some(found) = findings("operate-first-apps") else {
        return;
    };
    let of_alerts: Vec<&Finding> = found.iter().filter(|f| f.place.contains(".yaml")).collect();
    let moved = Finding {
        rule: "link/moved".to_owned(),
        place: "kfdefs/overlays/moc/smaug/jupyterhub/alerts.yaml:22".to_owned(),
        text: "docs/content/odh/docs/jupyterhub/runbook.md".to_owned(),
        is_whole_address: true,
    };
    assert_eq!(of_alerts, [&moved]);
}

#[test]
fn the_two_moves_of_mybinder_are_found() {
    let Some(found) = findings("mybinder") else { return };
    let moved: Vec<&Finding> = found.iter().filter(|f| f.rule == "link/moved").collect();
    let places: Vec<(&str, &str)> = moved.iter().map(|f| (f.place.as_str(), f.text.as_str())).collect();
    assert_eq!(
        places,
        [
            (
                "docs/source/operation_guide/command_snippets.md:193",
                "../images/node-pool-max-number.gif"
            ),
            ("terraform/aws/curvenote/README.md:36", "../binder-eks/variables.tf"),
        ]
    );
}
