//! Alerts become incidents: over real sockets, from tame and from hostile senders, through restarts and kills.

mod aside;
mod burst;
mod course;
mod door;
mod killed;
mod saved;
mod servers;

use crate::cli::folder;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A cloud with a service, a runbook that an alert is named in, and times in Amsterdam.
fn cloud() -> TempDir {
    folder(&[
        (
            "opsrepo.toml",
            "[cloud]\nname = \"Test\"\ntimezone = \"Europe/Amsterdam\"\n",
        ),
        ("services/dns.yaml", "name: dns\ntitle: Names\nowner: ada\ntier: 1\n"),
        (
            "runbooks/zone-stale.md",
            "---\nalerts: [DnsZoneStale]\nservices: [dns]\nowner: ada\nreviewed: 2026-01-01\n---\n\n# The zone is stale\n\nLook.\n",
        ),
    ])
}

/// An alert: its name, where it fires, since when (minutes after noon), and till when.
fn alert(name: &str, instance: &str, (from, to): (u32, Option<u32>)) -> Value {
    let time = |minutes: u32| format!("2026-03-04T{:02}:{:02}:10.5Z", 12 + minutes / 60, minutes % 60);
    json!({
        "status": if to.is_some() { "resolved" } else { "firing" },
        "labels": { "alertname": name, "instance": instance, "severity": "critical" },
        "annotations": { "summary": "It is bad" },
        "startsAt": time(from),
        "endsAt": to.map_or("0001-01-01T00:00:00Z".to_owned(), time),
        "generatorURL": "http://prometheus/graph",
        "fingerprint": format!("{:016x}", name.bytes().chain(instance.bytes()).fold(7u64, |sum, byte| sum.wrapping_mul(131).wrapping_add(u64::from(byte)))),
    })
}

/// A notification of a group.
fn notification(group: &str, alerts: &[Value]) -> Value {
    let fires = alerts.iter().any(|alert| alert["status"] == "firing");
    json!({
        "version": "4",
        "groupKey": format!("{{}}:{{alertname=\"{group}\"}}"),
        "truncatedAlerts": 0,
        "status": if fires { "firing" } else { "resolved" },
        "receiver": "opsrepo",
        "groupLabels": { "alertname": group },
        "commonLabels": {},
        "commonAnnotations": {},
        "externalURL": "http://alertmanager:9093",
        "notification_reason": "a key of a later version",
        "alerts": alerts,
    })
}

/// The receiver, running. It ends with the test.
struct Receiver {
    child: Child,
    out: BufReader<ChildStdout>,
    port: u16,
}

impl Receiver {
    fn start(root: &Path, arguments: &[&str]) -> Receiver {
        Receiver::try_start(root, arguments).unwrap()
    }

    /// `None` where it ends before it listens.
    fn try_start(root: &Path, arguments: &[&str]) -> Option<Receiver> {
        let listen = match arguments.contains(&"--listen") {
            true => &[][..],
            false => &["--listen", "127.0.0.1:0"],
        };
        let mut child = Command::new(env!("CARGO_BIN_EXE_opsrepo"))
            .args(["incident", "receive"])
            .args(listen)
            .args(arguments)
            .current_dir(root)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let port = line
            .trim()
            .strip_prefix("listening on http://127.0.0.1:")
            .and_then(|rest| rest.strip_suffix("/alertmanager")?.parse().ok());
        let Some(port) = port else {
            let _ = child.wait();
            return None;
        };
        Some(Receiver { child, out, port })
    }

    fn post(&self, body: &Value) -> (u16, Value) {
        post(self.port, body).unwrap()
    }

    /// Sends a notification that must be taken, and gives what was done.
    #[track_caller]
    fn does(&self, body: &Value) -> String {
        let (code, answer) = self.post(body);
        assert_eq!(code, 200, "{answer}");
        answer["result"].as_str().unwrap().to_owned()
    }

    fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    /// Asks it to end, and gives how it did and what it said.
    fn end(mut self) -> (ExitStatus, String) {
        self.signal("-TERM");
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap(), rest)
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn post(port: u16, body: &Value) -> std::io::Result<(u16, Value)> {
    let body = body.to_string();
    let head = format!(
        "POST /alertmanager HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n",
        body.len()
    );
    exchange(port, &[head.as_bytes(), b"Connection: close\r\n\r\n", body.as_bytes()])
}

/// Sends bytes, and reads the answer: its status, and its JSON.
fn exchange(port: u16, parts: &[&[u8]]) -> std::io::Result<(u16, Value)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    for part in parts {
        // It may answer and hang up before all is said.
        if stream.write_all(part).is_err() {
            break;
        }
    }
    answer(stream)
}

fn answer(mut stream: TcpStream) -> std::io::Result<(u16, Value)> {
    let mut bytes = Vec::new();
    let read = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let code = text.split(' ').nth(1).and_then(|code| code.parse().ok());
    let Some(code) = code else {
        read?;
        return Err(std::io::Error::other(format!("no answer: {text:?}")));
    };
    let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    Ok((code, serde_json::from_str(body.trim()).unwrap_or(Value::Null)))
}

/// The records of a cloud, by their paths.
fn records(root: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![root.join("incidents")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.path() {
                path if path.is_dir() => open.push(path),
                path if path.extension().is_some_and(|end| end == "md") => {
                    let text = std::fs::read_to_string(&path).unwrap();
                    found.push((path.strip_prefix(root).unwrap().to_owned(), text));
                }
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// How often a line of a timeline says this.
fn count(text: &str, part: &str) -> usize {
    text.lines()
        .filter(|line| line.starts_with("- 2026-") && line.contains(part))
        .count()
}
