//! How long services were down: what counts, what does not, and what is left of their budgets.

use crate::workspaces;
use opsrepo::model::incidents::budget::{self, Objective};
use opsrepo::model::incidents::downtime::{Account, Downtime};
use opsrepo::model::incidents::group::By;
use opsrepo::model::incidents::hurt::{Flaw, Hurts, Maintenance, Terms, is_counted};
use opsrepo::model::incidents::todo;
use opsrepo::model::incidents::window::{Asked, Window};
use opsrepo::model::record::RecordId;
use opsrepo::model::time::{Date, Moment};
use opsrepo::model::workspace::Workspace;

const SETTINGS: (&str, &str) = ("opsrepo.toml", "[cloud]\ntimezone = \"Europe/Berlin\"\n");

/// An incident with these lines of front matter.
fn incident(lines: &str) -> String {
    format!("---\nseverity: sev2\n{lines}\n---\n\n# Ill\n")
}

/// One impact, in the flow style.
fn impact(service: &str, effect: &str, rest: &str) -> String {
    format!("  - {{ service: {service}, effect: {effect}, {rest} }}\n")
}

fn minute(text: &str) -> i64 {
    Moment::parse(text).unwrap().unix_seconds().unwrap() / 60
}

fn terms(now: &str) -> Terms {
    Terms {
        now: minute(now),
        maintenance: Maintenance::Left,
    }
}

fn counted(found: &Workspace) -> Vec<RecordId> {
    let incidents = found.of_kind("incident").filter(|(_, record)| is_counted(record));
    incidents.map(|(id, _)| id).collect()
}

fn account(found: &Workspace, hurts: &Hurts, by: Option<By>, now: i64) -> Downtime {
    let asked = Asked {
        since: None,
        until: None,
        by,
        now,
    };
    let window = Window::of(found, (&counted(found), hurts), asked).unwrap();
    Downtime::of(found, hurts, (window, by))
}

fn told(account: &Account) -> String {
    let services = account.services.iter();
    let services = services.map(|(name, total)| format!("{name} {} {}", total.down, total.lost as f64 / 1e6));
    services.collect::<Vec<String>>().join(", ")
}

#[test]
fn no_minute_counts_twice_within_or_between_incidents() {
    let first = "impacts:\n".to_owned()
        + &impact("dns", "outage", "started: 2026-03-04T10:00Z, ended: 2026-03-04T11:00Z")
        + &impact(
            "dns",
            "degraded",
            "started: 2026-03-04T10:30Z, ended: 2026-03-04T11:30Z, fraction: 0.5",
        )
        + &impact("web", "at-risk", "started: 2026-03-04T10:00Z, ended: 2026-03-04T12:00Z")
        + &impact(
            "web",
            "maintenance",
            "started: 2026-03-04T10:00Z, ended: 2026-03-04T10:10Z",
        );
    // The same hour in another zone, and ten minutes more.
    let second = "impacts:\n".to_owned()
        + &impact(
            "dns",
            "degraded",
            "started: 2026-03-04T12:00+01:00, ended: 2026-03-04T12:40+01:00, fraction: 0.2",
        );
    let counted_there = "duplicate-of: 2026-03-04-first\nservices: dns\nstarted: 2026-03-01T00:00Z\n\
                         resolved: 2026-03-02T00:00Z";
    let nothing = "status: false-alarm\nservices: dns\nstarted: 2026-03-01T00:00Z\nresolved: 2026-03-02T00:00Z";
    let found = workspaces::of_files(&[
        SETTINGS,
        ("incidents/2026-03-04-first.md", &incident(&first)),
        ("incidents/2026-03-04-second.md", &incident(&second)),
        ("incidents/2026-03-01-again.md", &incident(counted_there)),
        ("incidents/2026-03-01-nothing.md", &incident(nothing)),
    ]);
    let ids = counted(&found);
    assert_eq!(ids.len(), 2);
    let mut terms = terms("2026-03-31T22:00Z");
    let hurts = Hurts::of(&found, &ids, terms);
    let downtime = account(&found, &hurts, None, terms.now);
    // An hour, half of half an hour, and a fifth of ten minutes.
    assert_eq!(told(&downtime.all), "dns 100 77");
    // From the midnight of Berlin before, with the hour that its clocks lost.
    assert_eq!(downtime.all.window.from, minute("2026-03-03T23:00Z"));
    assert_eq!(downtime.all.window.length(), 28 * 1440 - 60);
    let availability = downtime.all.availability(downtime.all.services[0].1);
    assert_eq!(availability, 100_000_000 - 77 * 100_000_000 / (28 * 1440 - 60) - 1);
    terms.maintenance = Maintenance::Counted;
    let hurts = Hurts::of(&found, &ids, terms);
    assert_eq!(
        told(&account(&found, &hurts, None, terms.now).all),
        "dns 100 77, web 10 10"
    );
}

#[test]
fn what_is_not_said_is_named_and_not_guessed() {
    let files = [
        (
            "whole",
            "services: [dns, web]\nstarted: 2026-03-04 09:00\nmitigated: 2026-03-04 09:30\nresolved: 2026-03-04 18:00",
        ),
        ("open", "status: open\nservices: web\ndetected: 2026-03-30T23:00+02:00"),
        ("over", "status: resolved\nservices: web\nstarted: 2026-03-04T09:00Z"),
        (
            "vague",
            "services: web\nstarted: 2026-03-04\nresolved: 2026-03-05T09:00Z",
        ),
        (
            "odd",
            "services: web\nstarted: 2026-03-04T09:00Z\nresolved: 2026-03-03T09:00Z",
        ),
        (
            "torn",
            "impacts:\n  - { service: web, effect: gone, started: 2026-03-04T09:00Z }",
        ),
        (
            "share",
            "resolved: 2026-03-04T09:30Z\nimpacts:\n  - { service: dns, effect: outage, started: 2026-03-04T09:00Z, fraction: 5% }",
        ),
        ("plan", "status: open\nservices: web\nstarted: 2027-03-04T09:00Z"),
        (
            "short",
            "resolved: 2026-03-04T09:30Z\nimpacts:\n  - { service: dns, effect: outage, started: 2026-03-04T09:00Z }",
        ),
    ];
    let texts = files.map(|(name, lines)| (format!("incidents/2026-03-04-{name}.md"), incident(lines)));
    let mut listed: Vec<(&str, &str)> = texts
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    listed.push(SETTINGS);
    let found = workspaces::of_files(&listed);
    let name = |id: &RecordId| found.record(*id).id["2026-03-04-".len()..].to_owned();
    let names = |ids: &[RecordId]| ids.iter().map(name).collect::<Vec<String>>().join(" ");
    let terms = terms("2026-03-31T00:00+02:00");
    let hurts = Hurts::of(&found, &counted(&found), terms);
    assert_eq!(names(&hurts.assumed), "open plan whole");
    assert_eq!(names(&hurts.lasting), "open plan");
    assert_eq!(names(&hurts.zoneless), "", "Berlin is known");
    let left_out: Vec<(String, Flaw)> = hurts.left_out.iter().map(|(id, flaw)| (name(id), *flaw)).collect();
    let expected = [
        ("odd", Flaw::Backwards),
        ("over", Flaw::NoEnd),
        ("share", Flaw::Unread),
        ("torn", Flaw::Unread),
        ("vague", Flaw::NoStart),
    ];
    assert_eq!(left_out, expected.map(|(name, flaw)| (name.to_owned(), flaw)));
    // Nine to half past nine in Berlin, half an hour from nine in Greenwich; the open one has lasted for an hour.
    let downtime = account(&found, &hurts, None, terms.now);
    assert_eq!(told(&downtime.all), "dns 60 60, web 90 90");
}

#[test]
fn downtime_is_divided_where_a_period_ends() {
    let over = "impacts:\n".to_owned()
        + &impact(
            "dns",
            "outage",
            "started: 2026-03-31T23:00+02:00, ended: 2026-04-01T02:00+02:00",
        )
        + &impact(
            "dns",
            "degraded",
            "started: 2026-04-01T01:00+02:00, ended: 2026-04-01T03:00+02:00, fraction: 0.5",
        );
    let later = "started: 2026-06-01T10:00Z\nresolved: 2026-06-01T10:20Z\nservices: web";
    let found = workspaces::of_files(&[
        SETTINGS,
        ("incidents/2026-03-31-over.md", &incident(&over)),
        ("incidents/2026-06-01-later.md", &incident(later)),
    ]);
    let terms = terms("2026-06-02T00:00+02:00");
    let hurts = Hurts::of(&found, &counted(&found), terms);
    let of = |by: By| {
        let downtime = account(&found, &hurts, Some(by), terms.now);
        let groups = downtime.groups.iter();
        groups
            .map(|(name, account)| {
                format!(
                    "{}/{}: {}",
                    name.as_deref().unwrap(),
                    account.window.length(),
                    told(account)
                )
            })
            .collect::<Vec<String>>()
    };
    let (march, april, june) = (31 * 1440 - 60, 30 * 1440, 1440);
    assert_eq!(
        of(By::Month),
        [
            format!("2026-03/{march}: dns 60 60"),
            format!("2026-04/{april}: dns 180 150"),
            format!("2026-06/{june}: web 20 20"),
        ]
    );
    let (first, second) = (90 * 1440 - 60, 62 * 1440);
    assert_eq!(
        of(By::Quarter),
        [
            format!("2026 Q1/{first}: dns 60 60"),
            format!("2026 Q2/{second}: dns 180 150, web 20 20"),
        ]
    );
    assert_eq!(of(By::Severity).len(), 1);
    // What began before a window hurts in it.
    let asked = Asked {
        since: Date::parse("2026-04-01"),
        until: Date::parse("2026-04-01"),
        by: None,
        now: terms.now,
    };
    let window = Window::of(&found, (&[], &hurts), asked).unwrap();
    assert_eq!(window.length(), 1440);
    assert_eq!(told(&Downtime::of(&found, &hurts, (window, None)).all), "dns 180 150");
}

#[test]
fn a_budget_is_what_an_objective_leaves() {
    let service = "name: dns\ntitle: Names\nstatus: production\nslo:\n\
                   \x20 - { name: Names resolve within 200 ms, objective: 99 }\n\
                   \x20 - { name: Names, indicator: availability, objective: 99.9, window: 30d }\n\
                   \x20 - { name: Uptime of the servers, objective: 99.5 % }\n\
                   \x20 - { name: Availability, indicator: latency, objective: 99.5 }\n\
                   \x20 - { name: Availability, objective: all }\n";
    let down = "services: DNS\nstarted: 2026-02-28T22:00Z\nresolved: 2026-03-01T23:00Z";
    let found = workspaces::of_files(&[
        SETTINGS,
        ("services/dns.yaml", service),
        ("incidents/2026-03-01-down.md", &incident(down)),
    ]);
    let terms = terms("2026-03-31T00:00Z");
    let hurts = Hurts::of(&found, &counted(&found), terms);
    let window = account(&found, &hurts, None, terms.now).all.window;
    let budgets = budget::budgets(&found, &hurts, window);
    let told: Vec<String> = budgets
        .iter()
        .map(|one| {
            format!(
                "{} {} {}",
                one.objective.percent,
                one.allowed / 10_000,
                one.spent / 1_000_000
            )
        })
        .collect();
    // 43.2 minutes of thirty days, of which the last 23 hours of the incident are in; the other from the first midnight on.
    assert_eq!(told, ["99.9 4320 1380", "99.5 22350 1500"]);
    assert_eq!(window.length(), 22_350 * 2);
    let objective = |name: &str, indicator: Option<&str>| Objective {
        name: name.to_owned(),
        indicator: indicator.map(str::to_owned),
        percent: 99.0,
        window: None,
    };
    assert!(objective("The API is available", None).is_of_availability());
    assert!(!objective("Unavailable data", None).is_of_availability());
    assert!(!objective("Sign-in succeeds", None).is_of_availability());
}

#[test]
fn actions_are_listed_by_their_day() {
    let actions = "started: 2026-01-10\nactions:\n\
                   \x20 - { text: A, state: open, owner: ann, due: 2026-12-01 }\n\
                   \x20 - { text: B, state: done, owner: ann, due: 2026-02-01 }\n\
                   \x20 - { text: C, state: open, due: 2026-08-01 }\n\
                   \x20 - { text: D, owner: ann, due: 2026-02-01 }\n\
                   \x20 - { text: E, state: wontdo }\n\
                   \x20 - { text: F, state: open, owner: bo }\n";
    let found = workspaces::of_files(&[("incidents/2026-01-10-ill.md", &incident(actions))]);
    let todos = todo::open(&found, &[RecordId(0)]);
    let as_of = found.context.as_of;
    let days = |day: &str| Some(Date::parse(day).unwrap().days_until(as_of)).filter(|days| *days > 0);
    let told: Vec<(&str, Option<i32>)> = todos
        .iter()
        .map(|todo| (todo.action.text.value().unwrap().as_str(), todo.overdue))
        .collect();
    let expected = [
        ("D", days("2026-02-01")),
        ("C", days("2026-08-01")),
        ("A", days("2026-12-01")),
        ("F", None),
    ];
    assert_eq!(told, expected);
    let loads = todo::loads(&todos);
    let owners: Vec<(Option<&str>, usize)> = loads.iter().map(|load| (load.owner.as_deref(), load.open)).collect();
    assert_eq!(owners, [(Some("ann"), 2), (Some("bo"), 1), (None, 1)]);
}
