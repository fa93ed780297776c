//! A thousand notifications in bursts.

use crate::cli::opsrepo;
use crate::receiving::{Receiver, alert, cloud, count, notification, post, records};
use std::sync::Mutex;
use std::time::Duration;

const GROUPS: usize = 10;
const ALERTS: usize = 20;

#[test]
fn a_thousand_in_bursts_give_the_right_records() {
    let cloud = cloud();
    let receiver = Receiver::start(cloud.path(), &[]);
    // Each group grows by one alert at a time, every notification comes five times, from eight threads.
    let mut bodies = Vec::new();
    for size in 1..=ALERTS {
        for group in 0..GROUPS {
            let name = format!("G{group}");
            let alerts: Vec<_> = (0..size)
                .map(|at| alert(&name, &format!("i{at}"), (at as u32, None)))
                .collect();
            bodies.extend(std::iter::repeat_n(notification(&name, &alerts), 5));
        }
    }
    assert_eq!(bodies.len(), 1000);
    let left = Mutex::new(bodies.into_iter());
    let port = receiver.port;
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                loop {
                    let next = left.lock().unwrap().next();
                    let Some(body) = next else { break };
                    while !matches!(post(port, &body), Ok((200, _))) {
                        std::thread::sleep(Duration::from_millis(20));
                    }
                }
            });
        }
    });
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", receiver.child.id())).unwrap_or_default();
    let ticks: u64 = stat
        .split(' ')
        .skip(13)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    println!("1,000 notifications took {:.2} CPU s", ticks as f64 / 100.0);
    let all = records(cloud.path());
    assert_eq!(all.len(), GROUPS);
    for (path, text) in &all {
        assert_eq!(text.matches(" fires on i").count(), ALERTS, "{}", path.display());
        for at in 0..ALERTS {
            assert_eq!(count(text, &format!("fires on i{at} ")), 1, "{}", path.display());
        }
    }
    opsrepo(cloud.path(), &["validate", "--as-of", "2026-03-05"])
        .ends(0)
        .says(&["nothing to complain about"]);
}
