//! A real log of incidents: the durations that its pages state, beside those that their own times give. What was told by
//! hand is here; the code must not know any of it.

use crate::corpus::checkout::workspace;
use opsrepo::model::calendar::{Calendar, CalendarSetting};
use opsrepo::model::incidents::group::By;
use opsrepo::model::incidents::numbers::Numbers;
use opsrepo::model::record::{Record, RecordId};
use opsrepo::model::spread::Spread;
use opsrepo::text::path::RepoPath;
use std::path::Path;
use std::{env, fs};

/// What is stated, where it ends, and from where it may be counted: the definitions of the log's own page first.
const STATED: [(&str, &[&str], &[&str]); 2] = [
    (
        "time-to-repair",
        &["mitigated", "resolved"],
        &["declared", "detected", "started"],
    ),
    (
        "time-to-resolve",
        &["resolved"],
        &["started", "detected", "declared", "mitigated"],
    ),
];

const WEEK: [bool; 7] = [true, true, true, true, true, false, false];
const DAILY: [bool; 7] = [true; 7];

/// The hours of support that give what is stated. The first is the one that some pages name; the others are those of
/// people on call as the log's team pays them (8 hours more on a weekday, 15 on a day of the weekend), and days of 7h 30m.
/// No bank holiday of England lies between the times of these records.
const HOURS: [(&str, (i64, i64), [bool; 7]); 4] = [
    ("10:00-17:00 Mon-Fri", (600, 1020), WEEK),
    ("07:00-22:00 every day", (420, 1320), DAILY),
    ("10:00-22:00 Mon-Fri", (600, 1320), WEEK),
    ("7h 30m on a working day", (540, 990), WEEK),
];

/// What no counting gives, read by hand: the day of the record, the field, the sort of difference, and what was found.
const BY_HAND: [(&str, &str, &str, &str); 15] = [
    (
        "2020-02-25",
        "time-to-repair",
        "mistake",
        "declared to resolved is 6h 9m: two hours too few",
    ),
    (
        "2020-08-04",
        "time-to-repair",
        "mistake",
        "declared to resolved is 5h 12m",
    ),
    (
        "2020-08-04",
        "time-to-resolve",
        "mistake",
        "10:00-17:00 gives 9h 46m from the fault: half an hour too few",
    ),
    (
        "2020-08-07",
        "time-to-resolve",
        "mistake",
        "10:00-17:00 gives 29h 15m: four days counted as 8h each, not 7h",
    ),
    (
        "2021-07-12",
        "time-to-resolve",
        "mistake",
        "detected to resolved is 20h 5m",
    ),
    (
        "2022-07-11",
        "time-to-repair",
        "mistake",
        "detected to repaired is 6h 34m; 6h 27m is until 16:00, not 16:07",
    ),
    ("2022-07-11", "time-to-resolve", "mistake", "the same"),
    (
        "2023-01-05",
        "time-to-repair",
        "mistake",
        "declared is a year early; with its year and from the day before it fits",
    ),
    (
        "2023-01-05",
        "time-to-resolve",
        "mistake",
        "declared and resolved are a year early; as above",
    ),
    (
        "2023-02-02",
        "time-to-repair",
        "mistake",
        "repaired has the minute of declared; its own timeline has 10:44, which fits",
    ),
    (
        "2023-07-25",
        "time-to-resolve",
        "mistake",
        "resolved in September instead of July",
    ),
    (
        "2023-11-01",
        "time-to-repair",
        "mistake",
        "the number of the record before it; its hours would give 34h 23m",
    ),
    ("2023-11-01", "time-to-resolve", "mistake", "the same"),
    (
        "2024-09-20",
        "time-to-repair",
        "equal",
        "from the fault at 11:22 that only its timeline has",
    ),
    (
        "2025-03-18",
        "time-to-repair",
        "mistake",
        "declared to repaired is 37m: an hour too many",
    ),
];

fn calendar((_, hours, days): &(&str, (i64, i64), [bool; 7])) -> Calendar {
    let said = CalendarSetting {
        timezone: Some("Europe/London".to_owned()),
        hours: *hours,
        days: *days,
        holidays: Vec::new(),
    };
    Calendar::of(Some(&said), None).unwrap()
}

fn clock(minutes: i64) -> String {
    format!("{}h {}m", minutes / 60, minutes % 60)
}

/// How a stated duration comes about, by the times of its record or by hand; and its sort.
fn verdict(record: &Record, (field, ends, starts): (&str, &[&str], &[&str])) -> (&'static str, String) {
    let Some(stated) = record.durations.get(field).and_then(|fact| fact.value()) else {
        return ("not stated", String::new());
    };
    let exact = |name: &&str| Some((name.to_string(), record.time(name).filter(|time| !time.is_date)?));
    let end = ends.iter().find_map(exact);
    let pairs = || {
        let end = end.clone().into_iter();
        end.flat_map(|end| starts.iter().filter_map(exact).map(move |start| (start, end.clone())))
    };
    for ((start, from), (end, to)) in pairs() {
        if from.minutes_until(to) == stated.minutes {
            return ("equal", format!("{start} to {end}"));
        }
    }
    for hours in &HOURS {
        for ((start, from), (end, to)) in pairs() {
            if calendar(hours).minutes(from, to) == stated.minutes {
                let elapsed = clock(from.minutes_until(to));
                return (
                    "support hours",
                    format!("{start} to {end} is {elapsed}; in {} as stated", hours.0),
                );
            }
        }
    }
    let by_hand = BY_HAND
        .iter()
        .find(|(day, of, ..)| record.id.starts_with(day) && *of == field);
    match by_hand {
        Some((_, _, sort, why)) => (sort, (*why).to_owned()),
        None => ("not explained", all_ways(record, (ends, starts))),
    }
}

/// What every start gives.
fn all_ways(record: &Record, (ends, starts): (&[&str], &[&str])) -> String {
    let exact = |name: &&str| Some((name.to_string(), record.time(name).filter(|time| !time.is_date)?));
    let Some((end, to)) = ends.iter().find_map(exact) else {
        return "no end".to_owned();
    };
    let ways = starts.iter().filter_map(exact).map(|(start, from)| {
        let elapsed = clock(from.minutes_until(to).max(0));
        format!(
            "{start} to {end} {elapsed} ({} of support)",
            clock(calendar(&HOURS[0]).minutes(from, to))
        )
    });
    ways.collect::<Vec<String>>().join(", ")
}

#[test]
fn every_stated_duration_is_sorted() {
    let Some(found) = workspace("moj-cloud-platform") else {
        return;
    };
    let mut lines = String::from("| incident | field | stated | sort | how |\n|---|---|---|---|---|\n");
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    let mut records = 0;
    for (_, record) in found.of_kind("incident") {
        records += 1;
        for (field, ends, starts) in STATED {
            let (sort, how) = verdict(record, (field, ends, starts));
            *counts.entry(sort).or_default() += 1;
            let stated = record.durations.get(field).and_then(|fact| fact.raw()).unwrap_or("-");
            let day = &record.id[..10];
            lines += &format!("| {day} | {} | {stated} | {sort} | {how} |\n", &field[8..]);
        }
    }
    is_as_recorded("stated-durations.md", &lines);
    assert_eq!(records, 39);
    let expected = [
        ("equal", 46),
        ("mistake", 14),
        ("not explained", 1),
        ("not stated", 6),
        ("support hours", 11),
    ];
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), expected);
}

fn is_as_recorded(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/suite/snapshots")
        .join(name);
    if env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        fs::write(&path, found).unwrap();
    }
    assert_eq!(found, fs::read_to_string(&path).unwrap_or_default());
}

/// The means that the log's page states for each quarter, as they are written: the name of the quarter, then the two.
fn means_by_hand(page: &str) -> Vec<(String, [String; 2])> {
    let sections = page.split("\n## Q").skip(1);
    let of_section = |section: &str| {
        let (quarter, year) = (&section[..1], section[1..].trim_start().get(..4).unwrap_or_default());
        let mean = |name: &str| {
            let lower = section.to_lowercase();
            let at = lower.find(&format!("mean time to {name}**: "))?;
            let line = section[at..].lines().next()?;
            Some(line.split_once("**: ")?.1.trim().to_owned())
        };
        let means = ["repair", "resolve"].map(|name| mean(name).unwrap_or_else(|| "-".to_owned()));
        (format!("{year} Q{quarter}"), means)
    };
    let mut found: Vec<(String, [String; 2])> = sections.map(of_section).collect();
    found.reverse();
    found
}

#[test]
fn the_means_of_each_quarter_stand_beside_those_kept_by_hand() {
    let Some(found) = workspace("moj-cloud-platform") else {
        return;
    };
    let path = RepoPath::new("source/incidents/index.html.md.erb").unwrap();
    let page = found.tree.file(found.tree.find(&path).unwrap());
    let by_hand = means_by_hand(page.source().unwrap().text());
    assert_eq!(by_hand.iter().filter(|(_, [mean, _])| mean.ends_with('m')).count(), 16);
    let ids: Vec<RecordId> = found.of_kind("incident").map(|(id, _)| id).collect();
    let support = calendar(&HOURS[0]);
    let counted = [None, Some(&support)].map(|calendar| Numbers::of(&found, &ids, Some(By::Quarter), calendar));
    let mut lines = String::from(
        "| quarter | incidents | to repair: page | stated | times | 10:00-17:00 | to resolve: page | stated | times | \
         10:00-17:00 |\n|---|---|---|---|---|---|---|---|---|---|\n",
    );
    let told = |mean: Option<(i64, usize)>| mean.map_or("-".to_owned(), |(mean, n)| format!("{} ({n})", clock(mean)));
    for (quarter, means) in &by_hand {
        let of_quarter = |numbers: &Numbers| {
            let group = numbers.groups.iter().find(|(name, _)| name.as_ref() == Some(quarter));
            group.map(|(_, row)| row.clone())
        };
        let rows = [&counted[0], &counted[1]].map(of_quarter);
        let count = rows[0].as_ref().map_or(0, |row| row.incidents);
        lines += &format!("| {quarter} | {count} |");
        for (at, (field, measure)) in [("time-to-repair", 2), ("time-to-resolve", 3)].into_iter().enumerate() {
            let of_records = ids
                .iter()
                .map(|id| found.record(*id))
                .filter(|record| By::Quarter.names(record).contains(quarter));
            let stated = of_records.filter_map(|record| record.durations.get(field)?.value().map(|one| one.minutes));
            let stated = Spread::of(stated.collect()).map(|spread| (spread.mean, spread.count));
            let ours = rows.each_ref().map(|row| {
                row.as_ref()
                    .and_then(|row| row.spreads[measure])
                    .map(|spread| (spread.mean, spread.count))
            });
            lines += &format!(
                " {} | {} | {} | {} |",
                means[at],
                told(stated),
                told(ours[0]),
                told(ours[1])
            );
        }
        lines.push('\n');
    }
    is_as_recorded("means-by-quarter.md", &lines);
}
