//! The receiver is killed, between notifications and in the middle of them: nothing is lost, nothing comes twice.

use crate::cli::opsrepo;
use crate::receiving::{Receiver, alert, cloud, count, notification, post, records};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::time::{Duration, Instant};

const GROUPS: u32 = 4;
const ALERTS: u32 = 6;

/// Longer than this takes only what never ends.
const ENOUGH: Duration = Duration::from_secs(120);

/// Kills and starts it again until all was sent, while a sender repeats everything that was not answered with 200, as
/// Alertmanager does.
fn survive(root: &Path, arguments: &[&str]) -> usize {
    let port = AtomicU16::new(0);
    let is_done = AtomicBool::new(false);
    let begun = Instant::now();
    let send = |body: &serde_json::Value| loop {
        assert!(begun.elapsed() < ENOUGH, "it never takes {body}");
        match post(port.load(Ordering::SeqCst), body) {
            Ok((200, _)) => break,
            Ok((code, answer)) => assert!(code >= 500, "{code} {answer}"),
            Err(_) => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let mut kills = 0;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for step in 0..=ALERTS {
                for group in 0..GROUPS {
                    let name = format!("G{group}");
                    let end = (step == ALERTS).then_some(50);
                    let alerts = (0..=step.min(ALERTS - 1)).map(|at| alert(&name, &format!("i{at}"), (at, end)));
                    let body = notification(&name, &alerts.collect::<Vec<_>>());
                    send(&body);
                    send(&body);
                }
            }
            is_done.store(true, Ordering::SeqCst);
        });
        // Moments that are spread, and the same in every run.
        let mut seed: u64 = 1;
        while !is_done.load(Ordering::SeqCst) && begun.elapsed() < ENOUGH {
            let receiver = Receiver::start(root, arguments);
            port.store(receiver.port, Ordering::SeqCst);
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            std::thread::sleep(Duration::from_millis(20 + (seed >> 33) % 60));
            receiver.kill();
            kills += 1;
        }
    });
    kills
}

#[track_caller]
fn check(all: &[String]) {
    assert_eq!(all.len(), GROUPS as usize);
    for text in all {
        assert!(text.starts_with("---\nstatus: resolved"), "{text}");
        for at in 0..ALERTS {
            let (fires, over) = (format!("fires on i{at} "), format!("no longer fires on i{at}"));
            assert_eq!((count(text, &fires), count(text, &over)), (1, 1), "{text}");
        }
        assert_eq!(count(text, "status: Resolved"), 1, "{text}");
    }
}

#[test]
fn kills_lose_nothing_and_double_nothing() {
    let cloud = cloud();
    let kills = survive(cloud.path(), &[]);
    assert!(kills > 3, "{kills}");
    let all: Vec<String> = records(cloud.path()).into_iter().map(|(_, text)| text).collect();
    check(&all);
    opsrepo(cloud.path(), &["validate", "--as-of", "2026-03-05"])
        .ends(0)
        .says(&["nothing to complain about"]);
}

#[test]
fn kills_do_no_harm_to_branches() {
    let cloud = crate::receiving::aside::committed();
    let kills = survive(cloud.path(), &["--commit"]);
    assert!(kills > 3, "{kills}");
    let all = crate::receiving::aside::on_branches(cloud.path());
    check(&all.into_iter().map(|(_, text)| text).collect::<Vec<_>>());
}
