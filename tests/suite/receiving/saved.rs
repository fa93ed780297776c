//! A notification that was saved: `incident new --from-alert`.

use crate::cli::opsrepo;
use crate::receiving::{alert, cloud, count, notification, records};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

fn save(root: &Path, body: &serde_json::Value) {
    std::fs::write(root.join("alert.json"), body.to_string()).unwrap();
}

#[test]
fn a_saved_notification_drafts_the_same_record() {
    let cloud = cloud();
    let root = cloud.path();
    save(
        root,
        &notification("DnsZoneStale", &[alert("DnsZoneStale", "ns1", (0, Some(9)))]),
    );
    opsrepo(root, &["incident", "new", "--from-alert", "alert.json", "--dry-run"])
        .ends(0)
        .says(&["+status: resolved", "nothing was written"]);
    assert!(records(root).is_empty());
    opsrepo(root, &["incident", "new", "--from-alert", "alert.json"]).ends(0);
    let (path, text) = records(root).remove(0);
    assert_eq!(
        path.to_str(),
        Some("incidents/2026-03-04-dnszonestale-on-dns/README.md")
    );
    assert!(text.contains("\nresolved: 2026-03-04T13:09+01:00\n"), "{text}");
    assert_eq!((count(&text, "Stale fires on ns1"), count(&text, "Resolved")), (1, 1));
    opsrepo(root, &["incident", "new", "--from-alert", "alert.json"])
        .ends(0)
        .says(&["nothing is new: incidents/2026-03-04-dnszonestale-on-dns/README.md says it all"]);
    assert_eq!(records(root).len(), 1);
    std::fs::remove_file(root.join("alert.json")).unwrap();
    opsrepo(root, &["validate", "--as-of", "2026-03-05"])
        .ends(0)
        .says(&["nothing to complain about"]);
}

#[test]
fn what_somebody_says_goes_before_what_alerts_tell() {
    let cloud = cloud();
    let mut child = Command::new(env!("CARGO_BIN_EXE_opsrepo"))
        .args([
            "incident",
            "new",
            "Names are old",
            "--from-alert",
            "-",
            "--severity",
            "sev4",
            "--service",
            "dns",
        ])
        .current_dir(cloud.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let body = notification("Other", &[alert("Other", "x", (0, None))]).to_string();
    child.stdin.take().unwrap().write_all(body.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    let (path, text) = records(cloud.path()).remove(0);
    assert_eq!(path.to_str(), Some("incidents/2026-03-04-names-are-old/README.md"));
    assert!(
        text.contains("severity: sev4\n") && text.contains("services:\n  - dns\n"),
        "{text}"
    );
}

#[test]
fn what_is_no_notification_is_told_with_its_place() {
    let cloud = cloud();
    let said = |text: &str| {
        std::fs::write(cloud.path().join("x.json"), text).unwrap();
        opsrepo(cloud.path(), &["incident", "new", "--from-alert", "x.json"]).ends(2)
    };
    let whole = notification("A", &[alert("A", "x", (0, None))]).to_string();
    said(&whole[..whole.len() / 2]).says(&["x.json: line 1, column", "this is not JSON", "Alertmanager"]);
    said("{}").says(&["x.json: line 1, column 1 (byte 0): there is no `version`"]);
    said(&whole.replace("\"4\"", "\"5\"")).says(&["version `5` is not known: opsrepo reads version 4"]);
    said(&" ".repeat(32_000_001)).says(&["x.json has more than 32000000 bytes"]);
    opsrepo(
        cloud.path(),
        &["incident", "new", "--from-alert", "x.json", "--tag", "a"],
    )
    .ends(2);
    assert!(records(cloud.path()).is_empty());
}
