//! A real process that a runbook checks, restarts and verifies: a small HTTP server, which is this test's own program.

use crate::running::pty::Sitting;
use crate::running::{is_alive, runbook, step, story, transcript};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

/// The port that the server shall listen at; only set where this test is started as a server.
const PORT: &str = "OPSREPO_TEST_SERVER_PORT";

/// Not a test but the server, where a runbook starts it: it answers with what stood in the file `mode` when it began.
#[test]
fn serve() {
    let Ok(port) = std::env::var(PORT) else { return };
    let mode = std::fs::read_to_string("mode").unwrap();
    let listener = TcpListener::bind(format!("127.0.0.1:{port}")).unwrap();
    std::fs::write("server.pid", std::process::id().to_string()).unwrap();
    let until = Instant::now() + Duration::from_secs(120);
    for stream in listener.incoming() {
        let mut stream = stream.unwrap();
        let mut line = String::new();
        let _ = BufReader::new(&stream).read_line(&mut line);
        let status = if mode.trim() == "well" { "200 OK" } else { "500 Ill" };
        let _ = write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{mode}",
            mode.len()
        );
        if Instant::now() > until {
            break;
        }
    }
}

#[test]
fn a_server_is_checked_restarted_and_verified() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
        .to_string();
    let server = std::env::current_exe().unwrap().display().to_string();
    let start = format!(
        "{PORT}={{{{ port }}}} nohup {{{{ server }}}} --exact running::server::serve --nocapture > server.log 2>&1 &"
    );
    let body = [
        step(
            "bash check name=answers",
            "curl -sS --max-time 5 -o /dev/null -w '%{http_code}\\n' \"http://127.0.0.1:{{ port }}/health\"",
        ),
        step("bash act name=repair needs=answers", "echo well > mode"),
        step(
            "bash act name=restart needs=repair timeout=30s",
            &format!("kill \"$(cat server.pid)\"\nrm server.pid\n{start}"),
        ),
        step(
            "bash verify name=well needs=restart timeout=30s",
            "curl -fsS --retry 50 --retry-delay 0 --retry-all-errors --retry-max-time 20 \"http://127.0.0.1:{{ port }}/health\"",
        ),
    ];
    let inputs = "- name: port\n  type: integer\n- name: server\n  type: path\n";
    let here = runbook(inputs, &body.concat());
    std::fs::write(here.path().join("mode"), "ill\n").unwrap();
    let mut first = std::process::Command::new(&server)
        .args(["--exact", "running::server::serve"])
        .current_dir(here.path())
        .env(PORT, &port)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let until = Instant::now() + Duration::from_secs(20);
    while !here.path().join("server.pid").exists() {
        assert!(Instant::now() < until, "the server does not start");
        std::thread::sleep(Duration::from_millis(20));
    }
    let (port, server) = (format!("port={port}"), format!("server={server}"));
    let arguments = ["runbook", "run", "mend", "--set", &port, "--set", &server];
    let mut sitting = Sitting::start(here.path(), &arguments);
    sitting
        .sees("│ 500\n")
        .sees("[N]o: ")
        .types("y\n")
        .sees("[N]o: ")
        .types("y\n")
        .sees("│ well\n");
    let (code, screen) = sitting.ends();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("processes that it started still run"), "{screen}");
    let (events, _) = transcript(&here);
    assert_eq!(story(&events).last().unwrap(), "end: ok");
    let second = std::fs::read_to_string(here.path().join("server.pid")).unwrap();
    assert_ne!(second, first.id().to_string());
    // The old one was ended by the runbook, the new one outlives it.
    first.wait().unwrap();
    assert!(is_alive(&second));
    assert!(
        std::process::Command::new("kill")
            .arg(&second)
            .status()
            .unwrap()
            .success()
    );
}
