//! Links to other hosts, asked through the machine's own curl. The other host is a thread of the test.

use crate::cli::{Said, folder};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

/// A host on this machine that answers by path, and remembers what it was asked.
struct Host {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Host {
    fn open() -> Host {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let known = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let known = Arc::clone(&known);
                std::thread::spawn(move || serve(stream, &known));
            }
        });
        Host { port, asked }
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

/// Answers one request and hangs up.
fn serve(mut stream: TcpStream, asked: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new((&mut stream).take(1 << 16))
        .lines()
        .map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    let _ = lines.take_while(|line| !line.is_empty()).count();
    let line = first.rsplit_once(' ').map_or("", |(line, _)| line).to_owned();
    let (method, path) = line.split_once(' ').unwrap_or(("", ""));
    let head = match (method, path) {
        (_, "/ok") => "200 OK".to_owned(),
        ("HEAD", "/get-only") => "405 No".to_owned(),
        ("GET", "/get-only") => "200 OK".to_owned(),
        (_, "/members") => "403 No".to_owned(),
        (_, "/moved") => "301 Moved\r\nLocation: /ok".to_owned(),
        (_, "/elsewhere") => "302 Found\r\nLocation: /ok".to_owned(),
        (_, "/circle") => "301 Moved\r\nLocation: /circle".to_owned(),
        (_, "/to-a-file") => "302 Found\r\nLocation: file:///etc/passwd".to_owned(),
        _ => "404 No".to_owned(),
    };
    asked.lock().unwrap().push(line);
    let _ = write!(
        stream,
        "HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
}

/// Runs `validate` with a cache of its own; whether curl is found depends on `path`.
fn validate(root: &Path, cache: &Path, (path, arguments): (Option<&str>, &[&str])) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_opsrepo"));
    command
        .current_dir(root)
        .arg("validate")
        .args(arguments)
        .env("XDG_CACHE_HOME", cache);
    for name in ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(name);
    }
    if let Some(path) = path {
        command.env("PATH", path);
    }
    let output = command.output().unwrap();
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn page(host: &Host, paths: &[&str]) -> String {
    let link = |path: &&str| format!("- [x](http://127.0.0.1:{}{path})\n", host.port);
    paths.iter().map(link).collect()
}

/// The findings about other hosts: rule, line, message.
fn findings(said: &Said) -> Vec<String> {
    let report: serde_json::Value =
        serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{}{}", said.out, said.err));
    let all = report["findings"].as_array().unwrap().iter();
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    all.map(|found| format!("{} {} {}", text(found, "rule"), found["line"], text(found, "message")))
        .filter(|line| line.starts_with("link/"))
        .collect()
}

const ALL: &[&str] = &["--external", "--external-private", "--format", "json"];

#[test]
fn hosts_are_asked_and_believed() {
    let host = Host::open();
    let paths = [
        "/ok",
        "/gone#x",
        "/get-only",
        "/members",
        "/moved#x",
        "/elsewhere",
        "/circle",
        "/to-a-file",
    ];
    let root = folder(&[("README.md", &page(&host, &paths))]);
    let cache = tempfile::tempdir().unwrap();
    let said = validate(root.path(), cache.path(), (None, ALL));
    let to = format!("http://127.0.0.1:{}", host.port);
    assert_eq!(
        findings(&said),
        [
            "link/external 2 the address answers 404 (not found)".to_owned(),
            format!("link/redirected 5 the address has moved for good to `{to}/ok`"),
            "link/external 7 the address does not answer: it redirects more than 5 times".to_owned(),
        ]
    );
    assert!(said.err.contains("1 address was not asked"), "{}", said.err);
    let asked = host.asked();
    assert!(asked.iter().any(|line| line == "GET /get-only"), "{asked:?}");
    assert!(!asked.iter().any(|line| line == "GET /ok"), "{asked:?}");

    // What answered well is known for a while; what did not is asked again.
    let again = validate(root.path(), cache.path(), (None, ALL));
    assert_eq!(findings(&again), findings(&said));
    let asked = host.asked();
    assert!(!asked.iter().any(|line| line == "HEAD /get-only"), "{asked:?}");
    assert!(asked.iter().any(|line| line == "HEAD /gone"), "{asked:?}");
}

#[test]
fn nothing_is_fetched_unasked() {
    let host = Host::open();
    let root = folder(&[("README.md", &page(&host, &["/gone"]))]);
    let cache = tempfile::tempdir().unwrap();
    validate(root.path(), cache.path(), (None, &[])).ends(0);
    // This machine is no place for the links of a repository.
    validate(root.path(), cache.path(), (None, &["--external"]))
        .ends(0)
        .says(&["1 address was not asked", "--external-private"]);
    assert_eq!(host.asked(), [""; 0]);
    let excluded = "[external]\nexclude = [\"http://127.0.0.1:*/**\"]\n";
    let root = folder(&[("README.md", &page(&host, &["/gone"])), ("opsrepo.toml", excluded)]);
    assert_eq!(findings(&validate(root.path(), cache.path(), (None, ALL))), [""; 0]);
    assert_eq!(host.asked(), [""; 0]);
}

#[test]
fn a_host_that_is_not_there_is_told() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let root = folder(&[("README.md", &format!("<http://127.0.0.1:{port}/x>\n"))]);
    let cache = tempfile::tempdir().unwrap();
    let found = findings(&validate(root.path(), cache.path(), (None, ALL)));
    assert!(
        found.len() == 1 && found[0].starts_with("link/external 1 the address does not answer: "),
        "{found:?}"
    );
}

#[test]
fn without_curl_nothing_looks_well() {
    let host = Host::open();
    let root = folder(&[("README.md", &page(&host, &["/ok"]))]);
    let cache = tempfile::tempdir().unwrap();
    validate(root.path(), cache.path(), (Some("/nowhere"), ALL))
        .ends(2)
        .says(&["curl is not installed or not on PATH", "leave --external out"]);
    validate(root.path(), cache.path(), (Some("/nowhere"), &[])).ends(0);
}
