//! What is read of incidents: the zone in which their times stand, and their timelines, day by day; and what becomes of them
//! between two commits.

use crate::base::Log;
use crate::corpus::checkout::workspace;
use crate::workspaces::of_files;
use opsrepo::model::incidents::clock::{Clock, stated};
use opsrepo::model::record::{Record, TimelineEntry};
use opsrepo::model::workspace::Workspace;
use std::fmt::Write;

/// Every incident of mybinder: the entries of its timeline, the first and the last of them, and the zone as it is said.
const MYBINDER: &str = "
2017-09-27-hub-403 6 2017-09-27T13:06 2017-09-27T15:25 PST
2017-09-29-504 3 2017-09-29T08:59 2017-09-29T14:10 CEST
2017-10-17-cluster-full 9 2017-10-17T07:42 2017-10-17T11:29 PST
2017-11-30-oom-proxy 11 2017-11-30T16:22 2017-11-30T17:21 PST
2018-01-04-failed-staging-deploy 8 2018-01-04T07:33 2018-01-04T11:31 PST
2018-01-17-ubuntu-upgrade 6 2018-01-15 2018-01-17T19:00 PST
2018-01-18-reddit-hug 25 2018-01-18T04:19 2018-01-18T09:14 PST
2018-01-18-ssl-outdated 4 2018-01-11 2018-01-19T11:00 PST
2018-02-12-launch-fail 4 2018-02-12T14:03 2018-02-12T14:09 PST
2018-02-20-jupyterlab-announcement 36 2018-02-20T14:17 2018-02-20T22:52 GMT+1 (CET (GMT+1))
2018-02-22-nginx-down 4 2018-02-22T16:30 2018-02-22T16:35 PST
2018-03-13-PVC-hub-locked 11 2018-03-13T07:28 2018-03-21T06:31 CET
2018-03-26-no-space-left 3 2018-03-26T10:34 2018-03-26T15:00 CEST
2018-03-31-server-start-fail 4 2018-03-31T15:47 2018-03-31T17:30 PST
2018-04-18-cull-flood 15 2018-04-18T12:35 2018-04-19T11:58 CEST
  out of order: 2018-04-18T14:43
2018-07-08-podsnips-aplenty 5 2018-07-08T18:30 2018-07-09T10:00 UTC+2 (CEST (UTC+2))
2018-07-30-jupyterlab-build-cpu-saturate 9 2018-07-30T11:20 2018-07-30T15:11 UTC-7 (PST (UTC-7))
2019-02-20-no-logs 6 2019-02-20T08:03 2019-02-20T13:30 CET (Central European Time (CET))
2019-03-24-r2d-upgrade 8 2019-03-24T08:54 2019-03-25T07:01 UTC+1 (UTC+1 (Zurich time))
2019-04-03-ingress-cordoned 3 2019-04-03T12:50 2019-04-03T13:29 GMT+2
2020-07-09-simultaneous-launches-scipy 4 2020-07-09T07:30 2020-07-09T07:42 no zone (UC/Pacific)
2022-01-27-prime-version 5 2022-01-27T11:00 2022-01-28T10:00 CET
2022-06-02-pod-limit 5 2022-06-02T10:00 2022-06-02T21:24 CET
";

/// The timelines of moj-cloud-platform, of those that have one.
const MOJ: &str = "
2023-01-11-cluster-image-pull 22 2023-01-11T14:22 2023-01-11T16:50
  out of order: 2022-01-11T14:40
2023-02-02-cjs-dashboard-performance 12 2023-02-02T10:14 2023-02-02T11:36
2023-06-06-user-services-down 8 2023-06-06T10:23 2023-06-06T13:11
2023-07-21-vpc-cni-not-allocating-ip-addresses 8 2023-07-21T08:15 2023-07-21T12:42
2023-07-25-prometheus-on-live-cluster-down 13 2023-07-25T14:05 2023-07-05T16:18
  out of order: 2023-07-05T16:18
2023-08-04-dropped-logging-in-kibana 12 2023-08-04T09:14 2023-08-10T14:47
2023-09-18-lack-of-diskspace 14 2023-09-18T13:42 2023-09-20T19:18
2023-11-01-prometheus-restarted 8 2023-11-01T10:15 2023-11-03T16:01
2024-04-15-prometheus 8 2024-04-15T12:32 2024-04-18T16:13
  out of order: 2024-04-15T12:57
2024-07-25-elasticsearch-logging 18 2024-07-25T12:10 2024-07-25T16:19
  out of order: 2024-07-25T12:35
2024-09-20-eks-subnet-route-table 7 2024-09-20T11:21 2024-09-20T11:40
2025-03-18-aws-eks-upgrade-to-1-30 12 2025-03-18T09:36 2025-03-20T12:09
2026-03-30-ingress-nginx-rollback 17 2026-03-12T14:06 2026-03-30T14:41
";

fn at(entry: &TimelineEntry) -> String {
    entry.at.value().map_or("unknown".to_owned(), ToString::to_string)
}

/// A timeline on one line, and its entries that go back on others.
fn told(record: &Record) -> String {
    let entries = &record.timeline;
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
        return String::new();
    };
    let mut line = format!("{} {} {} {}", record.id, entries.len(), at(first), at(last));
    if let Some(raw) = stated(record).raw() {
        let value = stated(record).value().map_or("no zone", String::as_str);
        write!(line, " {value}").unwrap();
        if value != raw {
            write!(line, " ({raw})").unwrap();
        }
    }
    line.push('\n');
    let known: Vec<_> = entries.iter().filter_map(|entry| entry.at.value()).collect();
    for pair in known.windows(2).filter(|pair| pair[0].minutes_until(pair[1]) < 0) {
        writeln!(line, "  out of order: {}", pair[1]).unwrap();
    }
    line
}

fn all_told(workspace: &Workspace) -> String {
    let incidents = workspace.of_kind("incident");
    incidents.fold("\n".to_owned(), |all, (_, record)| all + &told(record))
}

#[test]
fn mybinder_tells_when_and_in_which_zone() {
    let Some(found) = workspace("mybinder") else { return };
    assert_eq!(all_told(&found), MYBINDER);
    // All but one say a zone that is known: every time of their timelines has an offset then.
    let zones = found
        .of_kind("incident")
        .filter(|(_, record)| Clock::of(&found, record).zone().is_some());
    assert_eq!(zones.count(), 22);
    let (_, record) = found
        .of_kind("incident")
        .find(|(_, record)| record.id.ends_with("reddit-hug"))
        .unwrap();
    let first = record.timeline[0].at.value().unwrap();
    assert_eq!(first.offset, None, "that it has none stays a fact");
    let resolved = Clock::of(&found, record).resolved(first);
    assert_eq!(resolved.to_string(), "2018-01-18T04:19:00-08:00");
}

#[test]
fn moj_tells_when() {
    let Some(found) = workspace("moj-cloud-platform") else {
        return;
    };
    let incidents: Vec<&Record> = found.of_kind("incident").map(|(_, record)| record).collect();
    assert_eq!(incidents.len(), 39);
    assert_eq!(all_told(&found), MOJ);
    // What is written under "Key events" and cannot be read: a year of five digits; a day whose time is yet to be found.
    let facts = || {
        incidents
            .iter()
            .flat_map(|record| record.times.iter().map(|(_, fact)| fact))
    };
    let unread: Vec<&str> = facts()
        .filter_map(|fact| Some(fact.unrecognised()?.raw.as_str()))
        .collect();
    assert_eq!(unread, ["22025-03-18 09:36"]);
    let days = facts()
        .filter_map(|fact| fact.found())
        .filter(|found| found.value.is_date);
    let days: Vec<&str> = days.map(|found| found.raw.as_str()).collect();
    assert_eq!(days, ["2023-01-04 (Time TBC)"]);
    let of = |field: &str| incidents.iter().filter(|record| record.time(field).is_some()).count();
    let read = ["started", "detected", "declared", "mitigated", "resolved"].map(of);
    assert_eq!(read, [5, 36, 38, 31, 39]);
}

/// One incident with this text, on 4 March 2026.
fn incident(settings: &str, text: &str) -> Workspace {
    of_files(&[("incidents/2026-03-04-x.md", text), ("opsrepo.toml", settings)])
}

fn times(workspace: &Workspace) -> Vec<String> {
    workspace.records[0].timeline.iter().map(at).collect()
}

#[test]
fn a_timeline_goes_over_midnight() {
    let timeline = |lines: &[&str]| {
        let items: String = lines.iter().map(|line| format!("- {line} x\n")).collect();
        times(&incident("", &format!("# X\n\n## Timeline\n\n{items}")))
    };
    for (lines, expected) in [
        (
            &["23:50", "00:10", "00:20"][..],
            &["04T23:50", "05T00:10", "05T00:20"][..],
        ),
        (&["2026-03-07 23:50", "00:10"], &["07T23:50", "08T00:10"]),
        (
            &["23:50", "00:10", "23:40", "00:05"],
            &["04T23:50", "05T00:10", "05T23:40", "06T00:05"],
        ),
        (
            &["23:50", "00:10", "2026-03-05 08:00", "09:00"],
            &["04T23:50", "05T00:10", "05T08:00", "05T09:00"],
        ),
        // Less than half a day back is out of order, or the next morning: nobody can tell.
        (&["19:00", "08:00"], &["04T19:00", "04T08:00"]),
        // The newest on top.
        (&["23:50", "10:00", "00:10"], &["04T23:50", "04T10:00", "04T00:10"]),
        (
            &["18:00", "March 5, 11:00", "11:10"],
            &["04T18:00", "05T11:00", "05T11:10"],
        ),
    ] {
        let expected: Vec<String> = expected.iter().map(|day| format!("2026-03-{day}")).collect();
        assert_eq!(timeline(lines), expected, "{lines:?}");
    }
}

#[test]
fn the_zone_is_what_the_record_says_else_what_the_settings_say() {
    let settings = "[cloud]\ntimezone = \"Europe/Amsterdam\"\n";
    let line = "## Timeline\n\n- 2026-03-04 09:30 It breaks.\n";
    for (said, expected) in [
        ("", Some("2026-03-04T09:30:00+01:00")),
        ("All times are UTC.\n\n", Some("2026-03-04T09:30:00Z")),
        ("All times in UC/Pacific\n\n", None),
        ("*All times in PST (UTC-7)*\n\n", Some("2026-03-04T09:30:00-07:00")),
        ("Times are hard to remember.\n\n", Some("2026-03-04T09:30:00+01:00")),
        ("```\nAll times in PST\n```\n\n", Some("2026-03-04T09:30:00+01:00")),
    ] {
        let found = incident(settings, &format!("# X\n\n{said}{line}"));
        let record = &found.records[0];
        let at = record.timeline[0].at.value().unwrap();
        let resolved = Clock::of(&found, record).resolved(at);
        assert_eq!(
            resolved.offset.map(|_| resolved.to_string()).as_deref(),
            expected,
            "{said}"
        );
    }
    let front = incident(
        "",
        &format!("---\ntimezone: Europe/London\n---\n\n# X\n\nAll times in PST\n\n{line}"),
    );
    assert_eq!(
        stated(&front.records[0]).value().map(String::as_str),
        Some("Europe/London")
    );
    let head = incident(
        "",
        &format!("# X\n\n{}", line.replace("Timeline", "Timeline (all times UTC)")),
    );
    assert_eq!(stated(&head.records[0]).value().map(String::as_str), Some("UTC"));
    assert_eq!(times(&head), ["2026-03-04T09:30"]);
    let entries = incident(
        "",
        "# X\n\n## Timeline\n\n- 2026-03-04 09:30 PST It breaks.\n- 09:40 It is seen.\n",
    );
    assert_eq!(stated(&entries.records[0]).locator(), Some("timeline"));
    assert_eq!(stated(&entries.records[0]).value().map(String::as_str), Some("PST"));
}

#[test]
fn services_are_named_by_impacts_too() {
    let found = of_files(&[
        (
            "incidents/2026-03-04-x.md",
            "---\nstatus: open\nseverity: sev3\nservices: [mail]\nstarted: 2026-03-04T09:30Z\nimpacts:\n  - service: mail\n    \
             effect: outage\n    started: 2026-03-04T09:30Z\n  - service: nail\n    effect: outage\n    started: \
             2026-03-04T09:30Z\n---\n\n# X\n",
        ),
        ("services/mail.yaml", "id: mail\nname: Mail\nowner: team\n"),
    ]);
    let (_, record) = found.of_kind("incident").next().unwrap();
    let raws: Vec<&str> = record.refers_once("services").map(|found| found.raw.as_str()).collect();
    assert_eq!(raws, ["mail", "nail"]);
}

/// An incident with this status.
fn with_status(status: &str) -> String {
    format!("---\nseverity: sev3\nstarted: 2026-02-24T09:30Z\n{status}---\n\n# X\n\nMail was late.\n")
}

#[test]
fn an_incident_runs_through_its_steps_between_two_commits() {
    let resolved = "resolved: 2026-02-24T10:30Z\n";
    for (before, after, is_fine) in [
        ("status: open\n".to_owned(), format!("status: closed\n{resolved}"), true),
        (
            "status: open\n".to_owned(),
            format!("status: resolved\n{resolved}"),
            true,
        ),
        (
            format!("status: resolved\n{resolved}"),
            "status: open\n".to_owned(),
            true,
        ),
        (
            format!("status: closed\n{resolved}"),
            "status: mitigated\nmitigated: 2026-02-24T10:30Z\n".to_owned(),
            true,
        ),
        (String::new(), format!("status: closed\n{resolved}"), true),
        (format!("status: resolved\n{resolved}"), resolved.to_owned(), false),
    ] {
        let log = Log::new();
        log.write("incidents/2026-02-24-mail-late.md", &with_status(&before));
        log.commit("An incident");
        log.git(&["checkout", "-qb", "topic"]);
        log.write("incidents/2026-02-24-mail-late.md", &with_status(&after));
        log.commit("What became of it");
        let said = log.validate(&["--base", "main"]);
        match is_fine {
            true => said.keeps_silent_about(&["decision/transition", "decision/frozen"]),
            false => said.says(&["decision/transition", "now it has no status"]),
        };
    }
}

#[test]
fn a_life_of_ones_own_forbids_what_it_does_not_lead_to() {
    let log = Log::new();
    let never = "[[kinds.incident.lifecycle.steps]]\nverb = \"reopen\"\nfrom = []\n";
    log.write("opsrepo.toml", never);
    log.write(
        "incidents/2026-02-24-mail-late.md",
        &with_status("status: resolved\nresolved: 2026-02-24T10:30Z\n"),
    );
    log.commit("An incident");
    log.git(&["checkout", "-qb", "topic"]);
    log.write("incidents/2026-02-24-mail-late.md", &with_status("status: open\n"));
    log.commit("Open it again");
    log.validate(&["--base", "main"])
        .says(&["decision/transition", "no steps lead from there to open"]);
}
