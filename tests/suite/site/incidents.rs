//! The pages about incidents: the list by month, by service, the numbers, and the course of each.

use crate::site::{assert_harmless, dangling, example, made, page, pages, rendered};
use opsrepo::site::theme::Theme;

const SERVICE: &str =
    "---\nid: dns\ntitle: Names\nslo:\n  - name: availability\n    objective: 99.9\n    window: 30d\n---\n\n# Names\n";

/// An incident with some lines of data and of its timeline.
fn incident(title: &str, data: &str, timeline: &str) -> String {
    format!("---\n{data}---\n\n# {title}\n\n## Timeline\n\n{timeline}")
}

const COURSE: &str = "status: closed\nseverity: sev2\nservices: [dns]\nstarted: 2026-03-04T09:57+01:00\n\
    detected: 2026-03-04T10:04+01:00\nacknowledged: 2026-03-04T10:06+01:00\nmitigated: 2026-03-04T10:38+01:00\n\
    resolved: 2026-03-04T11:20+01:00\nimpacts:\n  - service: dns\n    effect: outage\n    started: 2026-03-04T09:57+01:00\n\
    \x20   ended: 2026-03-04T10:10+01:00\n  - service: dns\n    effect: outage\n    started: 2026-03-04T10:20+01:00\n\
    \x20   ended: 2026-03-04T10:38+01:00\n";

#[test]
fn the_list_goes_by_month_and_what_is_open_comes_first() {
    let site = made(&[
        (
            "incidents/2026-03-04-a.md",
            &incident("Incident on 2026-03-04 - Names gone", COURSE, ""),
        ),
        (
            "incidents/2026-03-20-b.md",
            &incident("Slow", "status: open\nseverity: sev1\n", ""),
        ),
        (
            "incidents/2025-12-01-c.md",
            &incident("Old", "status: resolved\nseverity: sev3\n", ""),
        ),
    ]);
    let list = page(&site, "incidents/index.html");
    let at = |text: &str| list.find(text).unwrap_or_else(|| panic!("{text}: {list}"));
    assert!(at("Not over") < at(">2026 <") && at(">2026 <") < at(">2025 <"));
    assert!(list.matches("<span>March</span>").count() == 2, "{list}");
    assert!(list.contains(">Names gone</a>") && list.contains("weight sev2") && list.contains(">1h 23m</td>"));
    assert_eq!(dangling(&site), Vec::<String>::new());
    assert_harmless(&site);
}

#[test]
fn what_is_mitigated_is_not_over_wherever_it_is_told() {
    let data = "status: mitigated\nseverity: sev1\nservices: [dns]\n";
    let site = made(&[
        ("services/dns.yaml", "name: dns\nowner: x\n"),
        ("incidents/2026-03-20-b.md", &incident("Slow", data, "")),
    ]);
    assert!(page(&site, "index.html").contains("1 open incident"));
    assert!(page(&site, "incidents/index.html").contains(">Not over <"));
    assert!(page(&site, "services/index.html").contains("Open incidents"));
}

#[test]
fn numbers_say_what_they_mean_and_what_is_not_known() {
    let site = made(&[
        ("services/dns.md", SERVICE),
        ("incidents/2026-03-04-a.md", &incident("A", COURSE, "")),
        (
            "incidents/2026-03-20-b.md",
            &incident("B", "status: false-alarm\nseverity: sev1\n", ""),
        ),
        ("incidents/2026-03-21-c.md", &incident("C", "status: closed\n", "")),
    ]);
    let numbers = page(&site, "incidents/statistics/index.html");
    for told in [
        "1 more is not counted",
        "Incidents per month",
        "role=\"img\"",
        "Time to detect: from started to detected. Known of 1, not of 1.",
        "1 incident without a severity",
        "What is not known",
    ] {
        assert!(numbers.contains(told), "{told}: {numbers}");
    }
    let files = site.tree.files().iter();
    let figures = files.filter(|file| file.path.as_str() == "incidents/statistics/figures.json");
    let figures: String = figures.map(|file| file.source().unwrap().text()).collect();
    assert!(
        figures.contains("\"counted\": 2") && figures.contains("\"median\": 83"),
        "{figures}"
    );
    let services = page(&site, "incidents/services/index.html");
    assert!(services.contains("<h2 id=\"dns\">"), "{services}");
    assert_eq!(dangling(&site), Vec::<String>::new());
}

#[test]
fn a_course_is_drawn_and_told() {
    let timeline = "- 2026-03-04T10:04+01:00 alert: DNS <b>down</b>\n- 2026-03-04T10:06+01:00 action: Rolled back\n\
        - 2026-03-19T09:00+01:00 Reviewed\n";
    let site = made(&[("incidents/2026-03-04-a.md", &incident("A", COURSE, timeline))]);
    let course = page(&site, "incidents/2026-03-04-a.html");
    for told in [
        "until detected 7m",
        "until mitigated 32m",
        ">Alerts</text>",
        ">Actions</text>",
        ">14d</text>",
        "Time (+01:00)",
        "DNS",
    ] {
        assert!(course.contains(told), "{told}: {course}");
    }
    assert_eq!(
        course.matches("class=\"outage\"").count(),
        2,
        "each time that it was hurt"
    );
    assert!(!course.contains("style="), "the policy of the page forbids it");
    assert_harmless(&site);
    let elsewhere = made(&[
        ("incidents/2026-03-04-a.md", &incident("A", COURSE, timeline)),
        ("opsrepo.toml", "[site]\ntimezone = \"Asia/Kolkata\"\n"),
    ]);
    let course = page(&elsewhere, "incidents/2026-03-04-a.html");
    assert!(course.contains("Time (+05:30)") && course.contains("14:34"), "{course}");
}

#[test]
fn what_is_not_over_goes_on_until_now() {
    let data = "status: open\nseverity: sev1\nstarted: 2026-03-04T10:00Z\ndetected: 2026-03-04T10:10Z\n";
    let site = made(&[("incidents/2026-03-04-a.md", &incident("A", data, ""))]);
    let course = page(&site, "incidents/2026-03-04-a.html");
    assert!(
        course.contains("until now") && course.contains(">now</text>") && course.contains("Not over since"),
        "{course}"
    );
}

#[test]
fn an_incident_that_says_nothing_has_no_empty_boxes() {
    let site = made(&[(
        "incidents/2026-03-04-a.md",
        "# A\n\n## Timeline\n\nNobody wrote it down.\n",
    )]);
    let course = page(&site, "incidents/2026-03-04-a.html");
    assert!(!course.contains("page:course"), "{course}");
    let numbers = page(&site, "incidents/statistics/index.html");
    assert!(!numbers.contains("How long") && !numbers.contains("down"), "{numbers}");
    assert!(!pages(&site).any(|(path, _)| path == "incidents/services/index.html"));
}

#[test]
fn the_example_has_all_of_it() {
    let site = rendered(example(), &Theme::default());
    let numbers = page(&site, "incidents/statistics/index.html");
    assert!(numbers.contains("How long services were down") && numbers.contains("error budgets"));
    assert!(page(&site, "incidents/index.html").contains("services/index.html"));
}

#[test]
fn what_the_timeline_links_to_is_linked_beside_the_course() {
    let timeline = "- 2026-03-04T10:04+01:00 alert: It broke ([evidence](https://graphs.example/a/load.png?x=1))\n\
        - 2026-03-04T10:06+01:00 Looked at [nothing](gone.md)\n";
    let site = made(&[("incidents/2026-03-04-a.md", &incident("A", COURSE, timeline))]);
    let course = page(&site, "incidents/2026-03-04-a.html");
    let (table, _) = course.split_once("class=\"facts").unwrap_or((course, ""));
    assert!(
        table.contains("<a href=\"https://graphs.example/a/load.png?x=1\">load.png</a>"),
        "{table}"
    );
    assert!(!table.contains(">gone.md</a>"), "{table}");
    assert_harmless(&site);
}
