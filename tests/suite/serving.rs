//! `opsrepo serve` over real sockets: pages, strangers, changes of files, and the end.

use crate::cli::{folder, git, opsrepo};
use crate::site::example;
use opsrepo::kinds;
use opsrepo::model::time::Date;
use opsrepo::model::workspace::{Context, Workspace};
use opsrepo::text::history::History;
use opsrepo::text::path::RepoPath;
use opsrepo::text::tree::{File, Tree};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::{NamedTempFile, TempDir};

fn cloud() -> TempDir {
    folder(&[
        (
            "decisions/0001-use-dns.md",
            "# Use DNS\n\nDate: 2026-01-02\n\n## Status\n\nAccepted\n\nNames.\n",
        ),
        (
            "decisions/0002-keep-it.md",
            "# Keep it\n\nDate: 2026-01-03\n\n## Status\n\nAccepted\n\n![A map](map.svg)\n",
        ),
        ("decisions/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("decisions/secret.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("LICENSE", "Free.\n"),
        ("README.md", "# A cloud\n"),
    ])
}

/// The server, running. It ends with the test.
pub(crate) struct Server {
    child: Child,
    out: BufReader<ChildStdout>,
    err: NamedTempFile,
    port: u16,
}

pub(crate) struct Answer {
    pub(crate) code: u16,
    head: String,
    pub(crate) body: String,
}

impl Server {
    pub(crate) fn start(root: &Path, arguments: &[&str]) -> Server {
        let err = NamedTempFile::new().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_opsrepo"))
            .args(["serve", "--port", "0"])
            .args(arguments)
            .current_dir(root)
            // One thread must be enough.
            .env("RAYON_NUM_THREADS", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .stdout(Stdio::piped())
            .stderr(err.reopen().unwrap())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let port = line.trim().trim_end_matches('/').rsplit(':').next();
        let port = port.and_then(|port| port.parse().ok());
        let port = port.unwrap_or_else(|| panic!("it says {line:?}"));
        Server { child, out, err, port }
    }

    fn ask(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        Answer {
            code: text.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0),
            head: head.to_lowercase(),
            body: body.to_owned(),
        }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port))
    }

    /// What the terminal was told so far.
    pub(crate) fn told(&self) -> String {
        std::fs::read_to_string(self.err.path()).unwrap()
    }

    /// Waits until the terminal is told this.
    #[track_caller]
    pub(crate) fn tells(&self, part: &str) {
        let start = Instant::now();
        while !self.told().contains(part) {
            assert!(
                start.elapsed() < Duration::from_secs(120),
                "`{part}` is missing in:\n{}",
                self.told()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// What is told to whoever knows what was told before `since`.
    pub(crate) fn news(&self, since: u64) -> (u64, Value) {
        let news: Value = serde_json::from_str(&self.get(&format!("/@opsrepo/news?since={since}")).body).unwrap();
        (news["version"].as_u64().unwrap(), news)
    }

    /// Waits for news until they are as they shall be.
    #[track_caller]
    pub(crate) fn until(&self, since: &mut u64, is_told: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let (version, news) = self.news(*since);
            *since = version;
            if is_told(&news) {
                return news;
            }
            assert!(start.elapsed() < Duration::from_secs(120), "{news}");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn pages_are_what_they_say() {
    let cloud = cloud();
    let server = Server::start(cloud.path(), &[]);
    for (path, code, kind) in [
        ("/", 200, "text/html; charset=utf-8"),
        ("/decisions/", 200, "text/html; charset=utf-8"),
        ("/decisions/0001-use-dns.html", 200, "text/html; charset=utf-8"),
        ("/decisions/0001-use-dns", 200, "text/html; charset=utf-8"),
        ("/style.css", 200, "text/css; charset=utf-8"),
        ("/site.js", 200, "text/javascript; charset=utf-8"),
        ("/@opsrepo/live.js", 200, "text/javascript; charset=utf-8"),
        ("/@opsrepo/news", 200, "application/json"),
        ("/files/decisions/map.svg", 200, "image/svg+xml"),
        ("/files/decisions/secret.svg", 404, "text/html; charset=utf-8"),
        ("/files/LICENSE", 404, "text/html; charset=utf-8"),
        ("/LICENSE", 404, "text/html; charset=utf-8"),
        ("/nothing.html?x=1", 404, "text/html; charset=utf-8"),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.code, code, "{path}");
        assert!(
            answer.head.contains(&format!("content-type: {kind}")),
            "{path}: {}",
            answer.head
        );
        assert!(answer.head.contains("x-content-type-options: nosniff"), "{path}");
        assert!(!answer.head.contains("access-control"), "{path}");
    }
    let moved = server.get("/decisions");
    assert!(
        moved.code == 308 && moved.head.contains("location: /decisions/"),
        "{}",
        moved.head
    );
    assert!(server.get("/files/decisions/map.svg").head.contains("sandbox"));
    let home = server.get("/").body;
    assert_eq!(
        home.matches("<script").count(),
        3,
        "the site's own two, and the one that renews it"
    );
    assert!(home.contains("default-src 'none'; script-src 'self'"));
    let lost = server.get("/a/b/c.html").body;
    assert!(
        lost.contains("href=\"/style.css\"") && lost.contains("live.js"),
        "it may stand at any address"
    );
    let head = server.ask("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(head.code == 200 && head.body.is_empty() && head.head.contains("etag: \""));
}

#[test]
fn strangers_get_nothing() {
    let cloud = cloud();
    let server = Server::start(cloud.path(), &["--host", "ops.test"]);
    for path in [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/a/..%2f..%2f..%2fetc/passwd",
        "//etc/passwd",
        "/%00",
        "/..%5c",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.code, 400, "{path}");
        assert!(!answer.body.contains("root:"), "{path}");
    }
    let link = "/files/../decisions/0001-use-dns.md";
    assert_eq!(server.get(link).code, 400);
    for (head, code) in [
        ("GET / HTTP/1.1\r\nHost: evil.test", 421),
        ("GET / HTTP/1.1\r\nHost: localhost.evil.test:80", 421),
        ("GET / HTTP/1.1", 421),
        ("GET http://evil.test/ HTTP/1.1\r\nHost: localhost", 421),
        ("GET / HTTP/1.1\r\nHost: 127.0.0.1", 200),
        ("GET / HTTP/1.1\r\nHost: [::1]:8000", 200),
        ("GET / HTTP/1.1\r\nHost: OPS.test:8000", 200),
        (
            "GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors",
            403,
        ),
        (
            "GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document",
            200,
        ),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0", 405),
        ("OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.test", 405),
    ] {
        assert_eq!(server.ask(&format!("{head}\r\n\r\n")).code, code, "{head}");
    }
}

#[test]
fn a_page_follows_its_file() {
    let cloud = cloud();
    let (root, page) = (cloud.path(), "/decisions/0001-use-dns.html");
    git(root, &["init", "-q"]).ends(0);
    git(root, &["add", "-A"]).ends(0);
    git(root, &["commit", "-qm", "Begin"]).ends(0);
    let server = Server::start(root, &[]);
    let (mut at, first) = server.news(0);
    assert_eq!(
        first["findings"].as_array().unwrap().len(),
        0,
        "what was wrong before is not news"
    );
    let tag = |answer: Answer| {
        answer
            .head
            .lines()
            .find(|line| line.starts_with("etag"))
            .unwrap()
            .to_owned()
    };
    let (before, other) = (tag(server.get(page)), tag(server.get("/pages/readme.html")));
    let file = root.join("decisions/0001-use-dns.md");
    let old = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{old}\nAnd more.\n")).unwrap();
    server.until(&mut at, |_| tag(server.get(page)) != before);
    assert_eq!(tag(server.get("/pages/readme.html")), other, "no other page is renewed");
    std::fs::write(&file, format!("{old}\nAnd [more](gone.md).\n")).unwrap();
    let news = server.until(&mut at, |news| news["findings"].as_array().unwrap().len() == 1);
    let found = &news["findings"][0];
    assert_eq!(
        (found["rule"].as_str(), found["place"].as_str()),
        (Some("link/broken"), Some("decisions/0001-use-dns.md:11:12")),
        "{found}"
    );
    assert!(server.get(page).body.contains("And <span class=\"broken\""));
    assert_ne!(tag(server.get(page)), before);
    std::fs::write(&file, &old).unwrap();
    server.until(&mut at, |news| news["findings"].as_array().unwrap().is_empty());
    assert_eq!(tag(server.get(page)), before);
    // Files come, go and get other names, and Git's history goes on.
    std::fs::write(root.join("decisions/0003-new.md"), old.replace("Use DNS", "A third")).unwrap();
    server.until(&mut at, |_| server.get("/decisions/0003-new.html").code == 200);
    std::fs::rename(root.join("decisions/0003-new.md"), root.join("decisions/0003-other.md")).unwrap();
    server.until(&mut at, |_| server.get("/decisions/0003-other.html").code == 200);
    assert_eq!(server.get("/decisions/0003-new.html").code, 404);
    git(root, &["add", "-A"]).ends(0);
    git(root, &["commit", "-qm", "Told by a commit"]).ends(0);
    server.until(&mut at, |_| {
        server
            .get("/decisions/0003-other.html")
            .body
            .contains("Told by a commit")
    });
}

#[test]
fn a_theme_that_cannot_be_used_is_shown_and_mended() {
    let cloud = cloud();
    let theme = cloud.path().join("look");
    std::fs::create_dir(&theme).unwrap();
    let template = theme.join("404.html");
    std::fs::write(&template, "<p>{{ frame.title }} is mine</p>").unwrap();
    let server = Server::start(cloud.path(), &["--theme", "look"]);
    let mut at = server.news(0).0;
    assert!(server.get("/x").body.contains("is mine"));
    std::fs::write(&template, "<p>\n{{ frame.nothing }}</p>").unwrap();
    server.until(&mut at, |_| server.get("/x").code == 500);
    let fault = server.get("/x").body;
    assert!(fault.contains("404.html:2:") && fault.contains("live.js"), "{fault}");
    assert_eq!(server.get("/").code, 200, "pages of other templates stand");
    std::fs::write(&template, "<p>{% if %}</p>").unwrap();
    let news = server.until(&mut at, |news| news["fault"].is_string());
    assert!(news["fault"].as_str().unwrap().contains("404.html:1"), "{news}");
    assert_eq!(server.get("/").code, 500);
    std::fs::write(&template, "<p>{{ frame.title }} is mine again</p>").unwrap();
    server.until(&mut at, |news| news["fault"].is_null());
    assert!(server.get("/x").body.contains("is mine again"));
}

#[test]
fn it_ends_and_says_why_it_cannot_begin() {
    let cloud = cloud();
    let mut server = Server::start(cloud.path(), &[]);
    let waiting = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    let pid = server.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
    let mut rest = String::new();
    server.out.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
    drop(waiting);
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = other.local_addr().unwrap().port().to_string();
    opsrepo(cloud.path(), &["serve", "--port", &port])
        .ends(2)
        .says(&["something listens there already", "--port 0 takes one that is free"]);
    opsrepo(cloud.path(), &["serve", "--bind", "here"])
        .ends(2)
        .says(&["not an address"]);
    opsrepo(folder(&[]).path(), &["serve", "--port", "0"])
        .ends(2)
        .says(&["nothing to render"]);
}

#[test]
fn what_follows_a_change_is_what_would_be_read() {
    // On one line: set out over many, it takes thrice as long to write.
    let told = |workspace: &Workspace| {
        let facts = (
            &workspace.records,
            &workspace.links,
            &workspace.sets,
            &workspace.documents,
        );
        format!("{facts:?} {:?} {:?}", workspace.alerts, workspace.owners)
    };
    let build = |tree: Tree| {
        let context = Context {
            as_of: Date::new(2026, 11, 1).unwrap(),
            now: None,
            origin: None,
            default_branch: None,
            former_branch: None,
            folder: RepoPath::root(),
        };
        Workspace::build(tree, kinds::all(), context, History::NotAsked)
    };
    let first = example();
    let mut workspace = build(first.clone());
    let mut states = Vec::new();
    for (at, file) in first
        .files()
        .iter()
        .enumerate()
        .filter(|(_, file)| file.source().is_some())
    {
        // Each in turn says something else, or is gone, or comes back under another name.
        let mut files = first.files().to_vec();
        let text = file.source().unwrap().text();
        match at % 4 {
            0 => drop(files.remove(at)),
            1 => files[at].path = RepoPath::new(&format!("{}.md", file.path)).unwrap(),
            2 => files[at] = File::text(file.path.clone(), format!("# Another title\n\n{text}")),
            _ => files[at] = File::text(file.path.clone(), format!("{text}\nstatus: draft\n")),
        }
        states.push(Tree::new(files));
    }
    assert!(states.len() > 20);
    for state in states {
        workspace = workspace.followed_by(state.clone(), kinds::all());
        let (followed, read) = (told(&workspace), told(&build(state)));
        let words = |facts: &str| facts.replace(", ", ",\n");
        if followed != read {
            similar_asserts::assert_eq!(words(&followed), words(&read));
        }
    }
}
