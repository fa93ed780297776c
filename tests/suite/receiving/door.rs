//! Who gets in: tokens, methods, sizes, slow senders, and texts that want to become something else.

use crate::cli::opsrepo;
use crate::receiving::{Receiver, alert, answer, cloud, exchange, notification, post, records};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A request with this head and body.
fn request(port: u16, head: &str, body: &[u8]) -> (u16, String) {
    let (code, answer) = exchange(port, &[head.as_bytes(), b"\r\nConnection: close\r\n\r\n", body]).unwrap();
    (code, answer.to_string())
}

fn head(length: usize) -> String {
    format!("POST /alertmanager HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}")
}

#[test]
fn only_what_is_meant_gets_in() {
    let cloud = cloud();
    let receiver = Receiver::start(cloud.path(), &[]);
    let port = receiver.port;
    let body = notification("A", &[alert("A", "x", (0, None))]).to_string();
    let good = head(body.len());
    let cut = &body[..body.len() - 9];
    for (head, body, code, says) in [
        ("GET /healthz HTTP/1.1\r\nHost: x".to_owned(), "", 200, "ok"),
        ("POST /healthz HTTP/1.1\r\nHost: x".to_owned(), "", 405, "expected GET"),
        (
            "GET /alertmanager HTTP/1.1\r\nHost: x".to_owned(),
            "",
            405,
            "expected POST",
        ),
        (
            good.replace("/alertmanager", "/x"),
            &body,
            404,
            "notifications go to /alertmanager or /",
        ),
        (
            good.replace("application/json", "text/plain"),
            &body,
            415,
            "application/json",
        ),
        (format!("{good}\r\nOrigin: http://evil.example"), &body, 403, "browser"),
        (head(cut.len()), cut, 400, "line 1, column"),
        (head(2), "{}", 400, "there is no `version`"),
        (
            head(body.len()),
            &body.replace("\"4\"", "\"5\""),
            400,
            "version `5` is not known",
        ),
        (head(100_000_000), "", 413, "longer than 32000000 bytes"),
        (good.replace("/alertmanager", "/"), &body, 200, "opened"),
    ] {
        let (found, answer) = request(port, &head, body.as_bytes());
        assert_eq!((found, answer.contains(says)), (code, true), "{head}\n{answer}");
    }
    let (code, said) = request(port, &head(2), &[0xff, 0xff]);
    assert!(code == 400 && said.contains("byte 0 starts no character"), "{said}");
    assert_eq!(records(cloud.path()).len(), 1);
}

#[test]
fn of_a_hundred_megabytes_no_more_is_read_than_is_taken() {
    let cloud = cloud();
    let receiver = Receiver::start(cloud.path(), &[]);
    let chunk = [b"100000\r\n".as_slice(), &[b' '; 0x10_0000], b"\r\n"].concat();
    let mut stream = TcpStream::connect(("127.0.0.1", receiver.port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let head = head(0).replace("Content-Length: 0", "Transfer-Encoding: chunked\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    // It hangs up long before the end.
    let sent = (0..100).take_while(|_| stream.write_all(&chunk).is_ok()).count();
    assert!(sent < 50, "{sent} MB were taken");
    if let Ok((code, _)) = answer(stream) {
        assert_eq!(code, 413);
    }
    let memory = std::fs::read_to_string(format!("/proc/{}/status", receiver.child.id())).unwrap_or_default();
    let peak = memory
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().split(' ').next()?.parse().ok());
    let peak: u64 = peak.unwrap_or(0);
    assert!(peak < 200_000, "{peak} kB");
    assert_eq!(
        receiver.does(&notification("A", &[alert("A", "x", (0, None))])),
        "opened"
    );
}

/// An alert with the labels and annotations that one of a cluster bears.
fn crowded(at: u32) -> serde_json::Value {
    let mut alert = alert("A", &format!("10.42.{}.{}:9100", at / 250, at % 250), (0, None));
    for (name, value) in [
        ("cluster", "harbour-eu-west-1-production".to_owned()),
        ("container", "node-exporter".to_owned()),
        ("endpoint", "https-metrics".to_owned()),
        ("job", "node-exporter".to_owned()),
        ("namespace", "monitoring".to_owned()),
        ("node", format!("worker-{at}.eu-west-1.harbour.example")),
        ("pod", format!("node-exporter-7d9f8c6b5-{at:05}")),
        ("prometheus", "monitoring/kube-prometheus-stack".to_owned()),
    ] {
        alert["labels"][name] = json!(value);
    }
    alert["annotations"]["description"] = json!(format!("The disk of worker-{at} fills within four hours."));
    alert["annotations"]["runbook_url"] =
        json!("https://git.harbour.example/cloud/ops/blob/main/runbooks/disk-full.md");
    alert["generatorURL"] = json!("http://prometheus.harbour.example:9090/graph?g0.expr=predict_linear&g0.tab=1");
    alert
}

#[test]
fn ten_thousand_alerts_are_one_record_of_bounded_length() {
    let cloud = cloud();
    let receiver = Receiver::start(cloud.path(), &[]);
    let all: Vec<_> = (0..10_000).map(crowded).collect();
    let body = notification("A", &all);
    // As long as such alerts are where they come from.
    let length = body.to_string().len();
    assert!((5_500_000..12_000_000).contains(&length), "{length}");
    assert_eq!(receiver.does(&body), "opened");
    assert_eq!(receiver.does(&body), "unchanged");
    let text = &records(cloud.path())[0].1;
    assert!(text.len() < 60_000, "{}", text.len());
    assert!(text.contains("9800 more alerts of this group are not listed one by one (9800 firing)"));
    opsrepo(cloud.path(), &["validate", "--as-of", "2026-03-05"]).ends(0);
}

#[test]
fn only_the_token_opens() {
    let cloud = cloud();
    let root = cloud.path();
    std::fs::write(root.join("token"), "s3cret-token\n").unwrap();
    opsrepo(root, &["incident", "receive", "--listen", "0.0.0.0:0"])
        .ends(2)
        .says(&["--token-file"]);
    std::fs::write(root.join("empty"), "\n").unwrap();
    opsrepo(root, &["incident", "receive", "--token-file", "empty"])
        .ends(2)
        .says(&["empty holds no token"]);
    let receiver = Receiver::start(root, &["--token-file", "token"]);
    let body = notification("A", &[alert("A", "x", (0, None))]).to_string();
    for (line, code) in [
        ("", 401),
        ("\r\nAuthorization: Bearer s3cret", 401),
        ("\r\nAuthorization: Bearer s3cret-tokem", 401),
        ("\r\nAuthorization: Basic s3cret-token", 401),
        ("\r\nAuthorization: Bearer s3cret-token", 200),
    ] {
        let head = format!("{}{line}", head(body.len()));
        assert_eq!(request(receiver.port, &head, body.as_bytes()).0, code, "{line}");
    }
    // Without it, a hundred megabytes are refused by their head.
    assert_eq!(request(receiver.port, &head(100_000_000), b"").0, 401);
    assert_eq!(request(receiver.port, "GET /healthz HTTP/1.1\r\nHost: x", b"").0, 200);
}

#[test]
fn whoever_dawdles_keeps_nobody_out() {
    let cloud = cloud();
    let receiver = Receiver::start(cloud.path(), &[]);
    // A body that does not come. It is waited for while the others dawdle.
    let mut bodiless = TcpStream::connect(("127.0.0.1", receiver.port)).unwrap();
    bodiless.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    bodiless.write_all(format!("{}\r\n\r\n{{", head(9)).as_bytes()).unwrap();
    let slow: Vec<TcpStream> = (0..60)
        .map(|at| {
            let mut stream = TcpStream::connect(("127.0.0.1", receiver.port)).unwrap();
            let _ = match at % 2 {
                0 => stream.write_all(b"POST /alertmanager HTTP/1.1\r\nHost:"),
                _ => stream.write_all(head(9).as_bytes()),
            };
            stream
        })
        .collect();
    let begun = Instant::now();
    assert_eq!(
        receiver.does(&notification("A", &[alert("A", "x", (0, None))])),
        "opened"
    );
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    drop(slow);
    // With a 4xx Alertmanager would give it up, and the alert would be lost.
    let (code, said) = answer(bodiless).unwrap();
    assert!(
        code == 503 && said["error"].as_str().unwrap().contains("too long to come"),
        "{code} {said}"
    );
}

#[test]
fn whoever_stays_keeps_nobody_out() {
    let cloud = cloud();
    let receiver = Receiver::start(cloud.path(), &[]);
    let port = receiver.port;
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        // Some look at its health again and again and would like to keep their connections; some only keep them.
        for at in 0..80 {
            let is_over = &is_over;
            scope.spawn(move || {
                let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
                stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
                while !is_over.load(Ordering::SeqCst) {
                    if at < 40 {
                        let _ = stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n");
                    }
                    let _ = stream.read(&mut [0; 1024]);
                    std::thread::sleep(Duration::from_millis(200));
                }
            });
        }
        std::thread::sleep(Duration::from_secs(1));
        let begun = Instant::now();
        let sent = post(port, &notification("A", &[alert("A", "x", (0, None))]));
        is_over.store(true, Ordering::SeqCst);
        assert_eq!(sent.unwrap().0, 200);
        // At the worst two times the five seconds in which a head has to come, and a slow machine.
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    });
}

#[test]
fn texts_stay_texts_and_names_stay_inside() {
    let cloud = cloud();
    let receiver = Receiver::start(cloud.path(), &[]);
    let evils = [
        "../../../../tmp/evil",
        "..",
        "/etc/passwd",
        "a\u{0}b\nstatus: closed\n---\n# Other",
        "<script>alert(1)</script> {{ 7*7 }} {% raw %} <%= 1 %>",
        "CON. \u{202e}gnp.exe",
        "-->\u{1b}[2J [x](javascript:alert(1)) `x` | y |",
        "é".repeat(4000).leak(),
        "",
    ];
    for (at, evil) in evils.iter().enumerate() {
        let mut body = notification(evil, &[alert(evil, evil, (at as u32, None))]);
        body["alerts"][0]["fingerprint"] = json!(evil);
        body["groupKey"] = json!(format!("{at}{evil}"));
        for label in ["severity", "service", "job", "namespace"] {
            body["alerts"][0]["labels"][label] = json!(evil);
        }
        for text in ["summary", "description", "runbook_url"] {
            body["alerts"][0]["annotations"][text] = json!(evil);
        }
        assert_eq!(receiver.does(&body), "opened", "{evil}");
        assert_eq!(receiver.does(&body), "unchanged", "{evil}");
        body["alerts"][0]["status"] = json!("resolved");
        body["status"] = json!("resolved");
        body["alerts"][0]["endsAt"] = json!("2026-03-04T13:30:00Z");
        assert_eq!(receiver.does(&body), "resolved", "{evil}");
    }
    let all = records(cloud.path());
    assert_eq!(all.len(), evils.len(), "{all:?}");
    for (path, text) in &all {
        let name = path.to_str().unwrap();
        assert!(name.len() < 300 && !name.contains(".."), "{name}");
        assert!(
            text.contains("\nstatus: resolved") || text.starts_with("---\nstatus: resolved"),
            "{text}"
        );
        // A backslash before it makes it text.
        let bare = text.replace("\\<", "").replace("\\{", "");
        let is_tame = !["<script", "<%", "{{", "{%"].iter().any(|start| bare.contains(start));
        assert!(is_tame && !text.contains(['\u{1b}', '\u{0}', '\u{202e}']), "{text}");
        assert!(text.lines().all(|line| line.chars().count() < 900), "{text}");
        assert_eq!(text.matches("\n---\n").count(), 1, "{text}");
        assert_eq!(text.lines().filter(|line| line.starts_with("# ")).count(), 1, "{text}");
    }
    let outside = std::fs::read_dir(cloud.path()).unwrap().count();
    assert_eq!(outside, 5, "LICENSE, opsrepo.toml, services, runbooks, incidents");
    opsrepo(cloud.path(), &["validate", "--as-of", "2026-03-05"])
        .ends(0)
        .says(&["nothing to complain about"]);
}

#[test]
fn what_cannot_be_written_is_asked_for_again() {
    let cloud = cloud();
    let receiver = Receiver::start(cloud.path(), &[]);
    let body = notification("A", &[alert("A", "x", (0, None))]);
    // A file where the folder should be: whoever is root may write everywhere else.
    let place = cloud.path().join("incidents");
    std::fs::write(&place, "in the way").unwrap();
    for _ in 0..2 {
        let (code, answer) = receiver.post(&body);
        assert_eq!(code, 500, "{answer}");
    }
    std::fs::remove_file(&place).unwrap();
    assert_eq!(receiver.does(&body), "opened");
    let (path, text) = records(cloud.path()).remove(0);
    let path = cloud.path().join(path);
    let more = notification("A", &[alert("A", "x", (0, None)), alert("A", "y", (1, None))]);
    let mode = |read_only: &str| {
        let done = std::process::Command::new("chmod").arg(read_only).arg(&path).status();
        assert!(done.unwrap().success());
    };
    mode("a-w");
    let (code, answer) = receiver.post(&more);
    assert!(
        code == 500 && answer["error"].as_str().unwrap().contains("read-only"),
        "{code} {answer}"
    );
    assert_eq!(records(cloud.path())[0].1, text);
    mode("u+w");
    assert_eq!(receiver.does(&more), "extended");
}

#[test]
fn it_ends_when_it_is_asked_to() {
    let cloud = cloud();
    let mut once = Receiver::start(cloud.path(), &["--once"]);
    assert_eq!(once.post(&json!({"version": "5"})).0, 400);
    assert_eq!(once.does(&notification("A", &[alert("A", "x", (0, None))])), "opened");
    assert_eq!(once.child.wait().unwrap().code(), Some(0));
    let receiver = Receiver::start(cloud.path(), &[]);
    let taken = format!("127.0.0.1:{}", receiver.port);
    opsrepo(cloud.path(), &["incident", "receive", "--listen", &taken])
        .ends(2)
        .says(&["cannot listen on 127.0.0.1:"]);
    // Somebody who keeps the line open does not keep it from ending.
    let _idle = TcpStream::connect(("127.0.0.1", receiver.port)).unwrap();
    receiver.signal("-INT");
    let (status, _) = receiver.end();
    assert_eq!(status.code(), Some(0));
}
