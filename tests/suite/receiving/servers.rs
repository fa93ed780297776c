//! Debian's Prometheus and Alertmanager, with a rule that fires at once: the draft appears in the example cloud with its
//! runbook, grows by a second alert, and is resolved.

use crate::cli::{git, opsrepo};
use crate::receiving::{Receiver, count, records};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that ends with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Server {
    fn start(name: &str, folder: &Path, arguments: &[String]) -> Server {
        let log = std::fs::File::create(folder.join(format!("{name}.log"))).unwrap();
        let child = Command::new(name)
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn();
        Server(child.unwrap_or_else(|error| panic!("{name}: {error}")))
    }

    fn reload(&self) {
        let pid = self.0.id().to_string();
        assert!(Command::new("kill").args(["-HUP", &pid]).status().unwrap().success());
    }
}

/// Whether the servers are there. Where they are not, they are installed; CI may not do without them.
fn are_there() -> bool {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/install.sh");
    let said = Command::new(script).arg("servers").output().unwrap();
    if said.status.success() {
        return true;
    }
    let why = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "CI has no servers to test with:\n{why}"
    );
    eprintln!("skipped: the test with real servers\n{why}");
    false
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A copy of the example cloud, committed.
fn cloud(folder: &Path) -> PathBuf {
    let root = folder.join("cloud");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/cloud");
    assert!(
        Command::new("cp")
            .arg("-a")
            .arg(&example)
            .arg(&root)
            .status()
            .unwrap()
            .success()
    );
    git(&root, &["init", "-q"]).ends(0);
    git(&root, &["add", "-A"]).ends(0);
    git(&root, &["commit", "-qm", "Begin"]).ends(0);
    root
}

/// Rules that fire where these name servers are, and nowhere else.
fn write_rules(folder: &Path, firing: &[(&str, bool)]) {
    let mut text = "groups:\n- name: names\n  rules:\n".to_owned();
    for (server, fires) in firing {
        let expression = if *fires { "vector(1)" } else { "vector(1) > 1" };
        text.push_str(&format!(
            "  - alert: DnsZoneStale\n    expr: {expression}\n    labels: {{severity: day, instance: {server}}}\n    \
             annotations:\n      summary: A name server is behind\n      \
             runbook_url: https://git.harbour.example/cloud/ops/blob/main/runbooks/dns-zone-not-updating.md\n"
        ));
    }
    std::fs::write(folder.join("rules.yml"), text).unwrap();
}

/// Waits until the only new incident is as it should be.
#[track_caller]
fn until(root: &Path, folder: &Path, is_so: impl Fn(&str) -> bool) -> String {
    let begun = Instant::now();
    let mut seen = String::new();
    while begun.elapsed() < PATIENCE {
        let all = records(root).into_iter();
        let mut new = all.filter(|(_, text)| text.contains("source: alertmanager:"));
        if let Some((_, text)) = new.next() {
            assert!(new.next().is_none(), "two incidents of one group");
            if is_so(&text) {
                return text;
            }
            seen = text;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let log = |name: &str| std::fs::read_to_string(folder.join(format!("{name}.log"))).unwrap_or_default();
    panic!("{seen}\n{}\n{}", log("prometheus"), log("prometheus-alertmanager"));
}

#[test]
fn real_alerts_become_an_incident() {
    if !are_there() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let root = cloud(folder);
    let token = folder.join("token");
    std::fs::write(&token, "a-token-of-the-test\n").unwrap();
    let receiver = Receiver::start(&root, &["--token-file", token.to_str().unwrap()]);
    let (metrics, alerts) = (free_port(), free_port());
    write_rules(folder, &[("ns1", true), ("ns2", false)]);
    let config = format!(
        "route:\n  receiver: opsrepo\n  group_by: [alertname]\n  group_wait: 100ms\n  group_interval: 1s\n  repeat_interval: 2s\n\
         receivers:\n- name: opsrepo\n  webhook_configs:\n  - url: http://127.0.0.1:{}/alertmanager\n    send_resolved: true\n    \
         http_config:\n      authorization:\n        credentials_file: {}\n",
        receiver.port,
        token.display()
    );
    std::fs::write(folder.join("alertmanager.yml"), config).unwrap();
    let config = format!(
        "global:\n  evaluation_interval: 1s\nrule_files: [rules.yml]\nalerting:\n  alertmanagers:\n  - static_configs:\n    \
         - targets: ['127.0.0.1:{alerts}']\n"
    );
    std::fs::write(folder.join("prometheus.yml"), config).unwrap();
    let arguments = |texts: &[&str], port: u16| {
        let listen = format!("--web.listen-address=127.0.0.1:{port}");
        texts
            .iter()
            .map(|text| (*text).to_owned())
            .chain([listen])
            .collect::<Vec<_>>()
    };
    let _alertmanager = Server::start(
        "prometheus-alertmanager",
        folder,
        &arguments(
            &[
                "--config.file=alertmanager.yml",
                "--storage.path=alerts",
                "--cluster.listen-address=",
            ],
            alerts,
        ),
    );
    // An alert that is not sent again for four times as long counts as over, also where the machine is only slow.
    let prometheus = Server::start(
        "prometheus",
        folder,
        &arguments(
            &[
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=metrics",
                "--rules.alert.resend-delay=5s",
            ],
            metrics,
        ),
    );
    let text = until(&root, folder, |_| true);
    for part in [
        "status: open",
        "services:\n  - dns\n",
        "runbooks:\n  - dns-zone-not-updating\n",
        "alerts:\n  - DnsZoneStale\n",
    ] {
        assert!(text.contains(part), "`{part}` is missing in:\n{text}");
    }
    write_rules(folder, &[("ns1", true), ("ns2", true)]);
    prometheus.reload();
    until(&root, folder, |text| count(text, "fires on ns2") == 1);
    write_rules(folder, &[("ns1", false), ("ns2", false)]);
    prometheus.reload();
    let text = until(&root, folder, |text| {
        text.contains("\nstatus: resolved\n") || text.contains("---\nstatus: resolved\n")
    });
    for (part, times) in [
        ("Stale fires on ns1 (day): A name server is behind", 1),
        ("Stale fires on ns2 (day): A name server is behind", 1),
        ("no longer fires on ns1", 1),
        ("no longer fires on ns2", 1),
        ("status: Resolved", 1),
    ] {
        assert_eq!(count(&text, part), times, "{part}\n{text}");
    }
    assert!(text.contains("\nresolved: 20"), "{text}");
    let (status, said) = receiver.end();
    assert_eq!(status.code(), Some(0), "{said}");
    // What the example says of itself depends on the day: of the new record nothing may be said.
    let said = opsrepo(&root, &["validate", "--format", "short"]);
    let all = format!("{}{}", said.out, said.err);
    assert!(!all.contains("dnszonestale"), "{all}");
    // Nor does a validate that broke down pass for one that says nothing.
    assert!(matches!(said.code, 0 | 1), "{}: {all}", said.code);
    assert!(all.contains(" records, ") && all.contains(" rules: "), "{all}");
}
