//! The course of a group: it fires, grows, is over, comes again; and what comes twice, or after a restart.

use crate::cli::opsrepo;
use crate::receiving::{Receiver, alert, cloud, count, notification, records};

#[test]
fn a_group_fires_grows_and_is_over() {
    let cloud = cloud();
    let receiver = Receiver::start(cloud.path(), &[]);
    let (a, b) = (
        alert("DnsZoneStale", "ns1", (0, None)),
        alert("DnsZoneStale", "ns2", (7, None)),
    );
    let first = notification("DnsZoneStale", std::slice::from_ref(&a));
    assert_eq!(receiver.does(&first), "opened");
    assert_eq!(receiver.does(&first), "unchanged");
    let both = notification("DnsZoneStale", &[a.clone(), b.clone()]);
    assert_eq!(receiver.does(&both), "extended");
    let (path, text) = records(cloud.path()).remove(0);
    assert_eq!(
        path.to_str(),
        Some("incidents/2026-03-04-dnszonestale-on-dns/README.md")
    );
    for part in [
        "status: open\nseverity: sev1 ",
        "services:\n  - dns\nrunbooks:\n  - zone-stale\n",
        "started: 2026-03-04T13:00+01:00 ",
        "detected: 2026-03-04T13:00+01:00\ndetected-by: alert\n",
        "alerts:\n  - DnsZoneStale\nsource: alertmanager:",
        "# DnsZoneStale on dns\n",
        "\n- 2026-03-04T13:00+01:00 alert: DnsZoneStale fires on ns1 (critical): It is bad\n",
        "\n- 2026-03-04T13:07+01:00 alert: DnsZoneStale fires on ns2 (critical): It is bad\n",
    ] {
        assert!(text.contains(part), "`{part}` is missing in:\n{text}");
    }
    // What people write stays, and what they mend is not mended back.
    let edited = text
        .replace("fires on ns1 (critical): It is bad", "the first server, says Ada")
        .replace("severity: sev1", "severity: sev3")
        .replace("  - dns\n", "");
    let edited = edited.replace("services:\n", "");
    std::fs::write(cloud.path().join(&path), &edited).unwrap();
    assert_eq!(receiver.does(&both), "unchanged");
    receiver.kill();
    let receiver = Receiver::start(cloud.path(), &[]);
    assert_eq!(receiver.does(&both), "unchanged");
    let one_over = notification("DnsZoneStale", &[alert("DnsZoneStale", "ns1", (0, Some(20))), b]);
    assert_eq!(receiver.does(&one_over), "extended");
    let rest = notification("DnsZoneStale", &[alert("DnsZoneStale", "ns2", (7, Some(33)))]);
    assert_eq!(receiver.does(&rest), "resolved");
    for replay in [&rest, &one_over, &both, &first] {
        assert_eq!(receiver.does(replay), "unchanged");
    }
    let all = records(cloud.path());
    assert_eq!(all.len(), 1);
    let text = &all[0].1;
    for part in [
        "status: resolved\nseverity: sev3 ",
        "\nresolved: 2026-03-04T13:33+01:00\n",
        "the first server, says Ada",
        "- 2026-03-04T13:20+01:00 alert: DnsZoneStale no longer fires on ns1\n",
        "- 2026-03-04T13:33+01:00 alert: DnsZoneStale no longer fires on ns2\n",
        "- 2026-03-04T13:33+01:00 status: Resolved",
    ] {
        assert!(text.contains(part), "`{part}` is missing in:\n{text}");
    }
    assert!(!text.contains("services:"));
    opsrepo(cloud.path(), &["validate", "--as-of", "2026-03-05"])
        .ends(0)
        .says(&["nothing to complain about"]);
    let (status, said) = receiver.end();
    assert_eq!(status.code(), Some(0), "{said}");
    assert!(
        said.contains("resolved incidents/2026-03-04-dnszonestale-on-dns/README.md: 1 is over"),
        "{said}"
    );
}

#[test]
fn a_group_that_comes_again_opens_another() {
    let cloud = cloud();
    let receiver = Receiver::start(cloud.path(), &[]);
    let of = |times| notification("A", &[alert("A", "x", times)]);
    assert_eq!(receiver.does(&of((0, None))), "opened");
    // Within the open incident it is another line.
    assert_eq!(receiver.does(&of((5, None))), "extended");
    assert_eq!(receiver.does(&of((5, Some(9)))), "resolved");
    // What began before that was over is an echo.
    let late = notification("A", &[alert("A", "y", (8, None))]);
    assert_eq!(receiver.does(&late), "unchanged");
    assert_eq!(receiver.does(&of((5, None))), "unchanged");
    assert_eq!(receiver.does(&of((60, None))), "opened");
    // An alert of the old incident that is told of together with a new one stays where it was.
    let mixed = notification("A", &[alert("A", "x", (60, None)), alert("A", "z", (61, None))]);
    assert_eq!(receiver.does(&mixed), "extended");
    let all = records(cloud.path());
    assert_eq!(all.len(), 2);
    let (old, new) = (&all[0].1, &all[1].1);
    assert_eq!((count(old, "fires again on x"), count(old, "status: Resolved")), (1, 1));
    assert_eq!(
        (count(new, "fires on x"), count(new, "fires on z"), count(new, "again")),
        (1, 1, 0)
    );
    assert!(new.contains("relates:\n  - 2026-03-04-a\n"), "{new}");
    opsrepo(cloud.path(), &["validate", "--as-of", "2026-03-05"])
        .ends(0)
        .says(&["nothing to complain about"]);
}

/// Somebody ended it while it fired: an alert that nobody has heard of is news, whatever began first.
#[test]
fn an_unheard_alert_after_a_human_end_opens_another() {
    let cloud = cloud();
    let receiver = Receiver::start(cloud.path(), &[]);
    let x = alert("A", "x", (0, None));
    assert_eq!(receiver.does(&notification("A", std::slice::from_ref(&x))), "opened");
    opsrepo(
        cloud.path(),
        &["incident", "resolve", "2026-03-04-a", "--at", "2026-03-04T13:39+01:00"],
    )
    .ends(0);
    let before = records(cloud.path()).remove(0);
    let over = notification("A", &[x.clone(), alert("A", "y", (38, Some(39)))]);
    assert_eq!(receiver.does(&over), "unchanged");
    let both = notification("A", &[x, alert("A", "y", (38, None))]);
    assert_eq!(receiver.does(&both), "opened");
    assert_eq!(receiver.does(&both), "unchanged");
    let all = records(cloud.path());
    assert_eq!((all.len(), &all[0]), (2, &before));
    let new = &all[1].1;
    assert!(new.contains("relates:\n  - 2026-03-04-a\n"), "{new}");
    assert_eq!((count(new, "fires on y"), count(new, "fires on x")), (1, 0));
}

#[test]
fn what_people_ended_stays_ended() {
    let cloud = cloud();
    let receiver = Receiver::start(cloud.path(), &[]);
    let of = |times| notification("A", &[alert("A", "x", times)]);
    assert_eq!(receiver.does(&of((0, None))), "opened");
    opsrepo(
        cloud.path(),
        &["incident", "resolve", "2026-03-04-a", "--at", "2026-03-04T14:00+01:00"],
    )
    .ends(0);
    let before = records(cloud.path());
    assert_eq!(receiver.does(&of((0, None))), "unchanged");
    assert_eq!(receiver.does(&of((0, Some(90)))), "unchanged");
    assert_eq!(records(cloud.path()), before);
    // Opened again by hand, it goes on; acknowledged after the alert was over, it ends after that.
    opsrepo(
        cloud.path(),
        &["incident", "reopen", "2026-03-04-a", "--at", "2026-03-04T15:00+01:00"],
    )
    .ends(0);
    opsrepo(
        cloud.path(),
        &["incident", "ack", "2026-03-04-a", "--at", "2026-03-04T15:10+01:00"],
    )
    .ends(0);
    assert_eq!(receiver.does(&of((0, Some(90)))), "resolved");
    let text = &records(cloud.path())[0].1;
    assert!(text.contains("resolved: 2026-03-04T15:10+01:00"), "{text}");
    opsrepo(cloud.path(), &["validate", "--as-of", "2026-03-05"]).ends(0);
}

#[test]
fn a_severity_that_was_guessed_says_so() {
    for (label, expected) in [
        (
            Some("critical"),
            "\nseverity: sev1 # as the alert has it; put it right\n",
        ),
        (
            Some("day"),
            "\nseverity: sev2 # the alert has a word of its own for it; put it right\n",
        ),
        (None, "\nseverity: sev2 # the alert states none; put it right\n"),
    ] {
        let cloud = cloud();
        let receiver = Receiver::start(cloud.path(), &[]);
        let mut body = notification("A", &[alert("A", "x", (0, None))]);
        let labels = body["alerts"][0]["labels"].as_object_mut().unwrap();
        labels.remove("severity");
        labels.extend(label.map(|label| ("severity".to_owned(), label.into())));
        assert_eq!(receiver.does(&body), "opened");
        let text = &records(cloud.path())[0].1;
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn nobody_knows_of_what_was_left_out() {
    let cloud = cloud();
    let receiver = Receiver::start(cloud.path(), &[]);
    let cut = |times| {
        let mut body = notification("A", &[alert("A", "x", times)]);
        body["truncatedAlerts"] = 3.into();
        body
    };
    assert_eq!(
        receiver.does(&notification("A", &[alert("A", "x", (0, Some(3)))])),
        "unchanged"
    );
    assert_eq!(receiver.does(&cut((0, None))), "opened");
    assert_eq!(receiver.does(&cut((0, Some(3)))), "extended");
    let text = &records(cloud.path())[0].1;
    assert!(
        text.contains("status: open") && count(text, "3 more alerts of this group") == 1,
        "{text}"
    );
}

#[test]
fn a_record_that_is_torn_is_told_of_until_it_is_mended() {
    let cloud = cloud();
    let receiver = Receiver::start(cloud.path(), &[]);
    let more = notification("A", &[alert("A", "x", (0, None)), alert("A", "y", (1, None))]);
    assert_eq!(
        receiver.does(&notification("A", &[alert("A", "x", (0, None))])),
        "opened"
    );
    let (path, text) = records(cloud.path()).remove(0);
    let path = cloud.path().join(path);
    std::fs::write(&path, text.replace("alerts:\n", "alerts: [\n")).unwrap();
    let (code, answer) = receiver.post(&more);
    assert_eq!(code, 500, "{answer}");
    assert!(
        answer["error"].as_str().unwrap().contains("mend that first"),
        "{answer}"
    );
    assert_eq!(records(cloud.path()).len(), 1);
    std::fs::write(&path, text).unwrap();
    assert_eq!(receiver.does(&more), "extended");
}
