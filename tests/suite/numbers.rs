//! Numbers of incidents: durations by group, and a real log beside the means that its team keeps by hand.

use crate::corpus::checkout;
use crate::workspaces;
use opsrepo::lint;
use opsrepo::model::calendar::Calendar;
use opsrepo::model::incidents::group::By;
use opsrepo::model::incidents::measure::Measure;
use opsrepo::model::incidents::numbers::Numbers;
use opsrepo::model::record::RecordId;
use opsrepo::rules;

const LONG: &str = "---\nseverity: SEV1\nservices: [dns, web]\nstarted: 2026-03-31T23:50+02:00\n\
                    detected: 2026-03-31T22:05Z\nresolved: 2026-04-01T01:50Z\n---\n\n# Long\n";
const VAGUE: &str = "---\nseverity: sev2\nstarted: 2026-04-02\nresolved: 2026-04-03T10:00Z\n---\n\n# Vague\n";
const BACKWARDS: &str =
    "---\nseverity: sev1\nservices: dns\nstarted: 2026-05-01T10:00Z\nresolved: 2026-05-01T09:00Z\n---\n\n# Odd\n";

#[test]
fn durations_are_counted_once_for_each_group() {
    let found = workspaces::of_files(&[
        ("incidents/2026-03-31-long.md", LONG),
        ("incidents/2026-04-02-vague.md", VAGUE),
        ("incidents/2026-05-01-odd.md", BACKWARDS),
    ]);
    let ids: Vec<RecordId> = (0..found.records.len() as u32).map(RecordId).collect();
    let told = |by: By| {
        let numbers = Numbers::of(&found, &ids, Some(by), None);
        let groups = numbers.groups.iter().map(|(name, row)| {
            let medians = row
                .spreads
                .map(|spread| spread.map_or("-".to_owned(), |s| s.median.to_string()));
            format!(
                "{}:{} {}",
                name.as_deref().unwrap_or("?"),
                row.incidents,
                medians.join(" ")
            )
        });
        groups.collect::<Vec<String>>()
    };
    assert_eq!(
        told(By::Service),
        ["dns:2 15 - - 240", "web:1 15 - - 240", "?:1 - - - -"]
    );
    assert_eq!(told(By::Severity), ["sev1:2 15 - - 240", "sev2:1 - - - -"]);
    assert_eq!(told(By::Quarter), ["2026 Q1:1 15 - - 240", "2026 Q2:2 - - - -"]);
    assert_eq!(
        told(By::Month),
        ["2026-03:1 15 - - 240", "2026-04:1 - - - -", "2026-05:1 - - - -"]
    );
    let numbers = Numbers::of(&found, &ids, None, None);
    assert_eq!((numbers.all.incidents, numbers.groups.len()), (3, 0));
    assert_eq!(numbers.backwards, [(ids[2], vec![Measure::Resolve])]);
}

/// Quarters of which the page's own means are those of the records: mean minutes to repair and to resolve. The others
/// differ, by the arithmetic of the page or by the hours that it counts.
#[test]
fn a_teams_means_by_quarter_are_found_again() {
    let Some(found) = checkout::workspace("moj-cloud-platform") else {
        return;
    };
    let ids: Vec<RecordId> = found.of_kind("incident").map(|(id, _)| id).collect();
    let numbers = Numbers::of(&found, &ids, Some(By::Quarter), None);
    let means = |quarter: &str| {
        let (_, row) = numbers
            .groups
            .iter()
            .find(|(name, _)| name.as_deref() == Some(quarter))
            .unwrap();
        [2, 3].map(|measure: usize| row.spreads[measure].unwrap().mean)
    };
    assert_eq!(means("2023 Q2"), [55, 55]);
    assert_eq!(means("2022 Q4"), [27, 27]);
    assert_eq!(means("2021 Q4"), [77, 77]);
    assert_eq!(means("2020 Q4"), [128, 8 * 60 + 46]);
    assert_eq!(means("2021 Q2")[0], 2 * 60 + 32);
    // The page says 6h 27m for an incident from 09:33 to 16:07.
    assert_eq!(means("2022 Q3"), [6 * 60 + 34, 6 * 60 + 34]);
    assert_eq!(numbers.groups.len(), 20);
}

const HOURS: &str = "[calendar]\nhours = \"10:00-17:00\"\nholidays = [\"2026-04-06\"]\ntimezone = \"Europe/London\"\n";

/// An incident over Easter: 30 minutes of Thursday, none of a holiday's, and an hour of Tuesday are working time.
fn stating(duration: &str) -> String {
    format!(
        "---\nseverity: sev2\nservices: dns\ndetected: 2026-04-02T17:30+02:00\nresolved: 2026-04-07T11:00+01:00\n\
         time-to-resolve: {duration}\n---\n\n# Slow\n"
    )
}

#[test]
fn working_time_is_measured_where_a_calendar_says_it() {
    // Friday is none of the holidays here.
    let text = stating("8h 30m");
    let found = workspaces::of_files(&[("incidents/2026-04-02-slow.md", &text), ("opsrepo.toml", HOURS)]);
    let ids = [RecordId(0)];
    let calendar = Calendar::of(found.settings.calendar.as_ref(), None).unwrap();
    let resolved = |calendar| Numbers::of(&found, &ids, None, calendar).all.spreads[3].unwrap().median;
    assert_eq!(resolved(Some(&calendar)), 30 + 7 * 60 + 60);
    assert_eq!(resolved(None), 4 * 1440 + 18 * 60 + 30);
}

#[test]
fn a_stated_duration_is_all_time_or_working_time() {
    let found = |duration: &str, settings: &str| {
        let text = stating(duration);
        let found = workspaces::of_files(&[("incidents/2026-04-02-slow.md", &text), ("opsrepo.toml", settings)]);
        let report = lint::run::run(&found, rules::ALL);
        let of_rule = report
            .findings
            .into_iter()
            .filter(|one| one.rule == "incident/duration");
        of_rule.map(|finding| finding.message).collect::<Vec<String>>()
    };
    for right in ["8h 30m", "8h 31m", "114h 30m"] {
        assert_eq!(found(right, HOURS), [""; 0], "{right}");
    }
    assert_eq!(
        found("9h 30m", HOURS),
        ["`time-to-resolve` says 9h 30m, but detected to resolved is 114h 30m, 8h 30m of it in working hours"]
    );
    // Without a calendar these may be anybody's hours.
    assert_eq!(found("19h 30m", ""), [""; 0]);
}
