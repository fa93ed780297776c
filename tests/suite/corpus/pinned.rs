//! What is known about the corpora from outside, by name. The code must not know any of it.

use crate::corpus::checkout::workspace;
use crate::workspaces::AS_OF;
use opsrepo::model::fact::Fact;
use opsrepo::model::links::{Destination, Link, Origin};
use opsrepo::model::lookup::find;
use opsrepo::model::record::{Record, Target};
use opsrepo::model::time::Date;
use opsrepo::model::workspace::Workspace;
use opsrepo::syntax::document::ProblemKind;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn blueprint_has_22_decisions() {
    let Some(found) = workspace("operate-first-blueprint") else {
        return;
    };
    assert_eq!(
        statuses(&found),
        counts(&[("accepted", 12), ("deprecated", 3), ("proposed", 1), ("absent", 6)])
    );
    let approved: Vec<&Record> = decisions(&found)
        .filter(|r| r.status.raw() == Some("approved"))
        .collect();
    assert_eq!(ids(&approved), ["0003"]);
    let deprecated = decisions(&found).filter(|r| word(r) == "deprecated");
    for record in deprecated {
        let qualifiers = &record.status.value().unwrap().qualifiers;
        assert_eq!(qualifiers, &["no-longer-relevant"], "{}", record.id);
    }
    let third = decisions(&found).find(|record| record.id == "0003").unwrap();
    assert_eq!(third.date.raw(), Some("2020-Nov-09"));
    assert_eq!(third.date.value().map(Date::to_string).as_deref(), Some("2020-11-09"));
    let deciders = |id: &str| {
        let record = decisions(&found).find(|record| record.id == id).unwrap();
        record
            .people_in("deciders")
            .map(|person| person.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(deciders("0019"), ["tumido", "goern"]);
    assert_eq!(deciders("0007").len(), 6);
    assert!(!has_file(&found, "adr/template.md"));
}

#[test]
fn moj_has_49_decisions_and_their_successor() {
    let Some(found) = workspace("moj-cloud-platform") else {
        return;
    };
    let expected = [
        ("accepted", 34),
        ("proposed", 6),
        ("rejected", 2),
        ("superseded", 1),
        ("?", 2),
        ("absent", 4),
    ];
    assert_eq!(statuses(&found), counts(&expected));
    for record in decisions(&found).filter(|record| word(record) == "?") {
        assert!(record.status.raw().unwrap().contains("Incomplete"), "{}", record.id);
    }
    let old = decisions(&found).find(|record| word(record) == "superseded").unwrap();
    let successors: Vec<&str> = old
        .refers("superseded-by")
        .map(|reference| match &reference.target {
            Target::Record(id) => found.record(*id).id.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!((old.id.as_str(), successors), ("021", vec!["036"]));
    let thirtieth = decisions(&found).find(|record| record.id == "030").unwrap();
    assert!(thirtieth.title.raw().unwrap().starts_with("29 "));
}

#[test]
fn moj_has_39_incidents_with_times() {
    let Some(found) = workspace("moj-cloud-platform") else {
        return;
    };
    assert_eq!(found.of_kind("incident").count(), 39);
    let show = |id: &str, field: &str| {
        let record = found.of_kind("incident").find(|(_, r)| r.id.starts_with(id)).unwrap().1;
        record.time(field).map(ToString::to_string).unwrap_or_default()
    };
    assert_eq!(show("2021-06-09", "declared"), "2020-06-09T13:54");
    assert_eq!(show("2021-06-09", "detected"), "2021-06-09T13:15");
    assert_eq!(show("2021-09-04", "declared"), "2021-09-05T12:53");
    assert_eq!(show("2021-09-04", "resolved"), "2021-09-05T12:27");
    assert_eq!(show("2023-01-05", "mitigated"), "2023-02-01T10:30");
    assert_eq!(show("2023-01-05", "resolved"), "2022-02-01T10:30");
    assert_eq!(show("2023-07-25", "resolved"), "2023-09-25T15:55");
    let slow = found
        .of_kind("incident")
        .find(|(_, r)| r.id.starts_with("2022-07-11"))
        .unwrap()
        .1;
    let stated = slow.durations.get("time-to-resolve").unwrap().value().unwrap().minutes;
    let taken = slow
        .time("detected")
        .unwrap()
        .minutes_until(slow.time("resolved").unwrap());
    assert_eq!((stated, taken), (6 * 60 + 27, 6 * 60 + 34));
    // One time has a digit too many, and is known to be unreadable.
    let unread = |(_, record): (_, &Record)| {
        record
            .times
            .iter()
            .map(|(_, fact)| fact)
            .filter(|t| t.unrecognised().is_some())
            .count()
    };
    assert_eq!(found.of_kind("incident").map(unread).sum::<usize>(), 1);
}

#[test]
fn moj_has_105_runbooks_of_which_71_are_past_due() {
    let Some(found) = workspace("moj-cloud-platform") else {
        return;
    };
    let today = Date::parse(AS_OF).unwrap();
    let due = |record: &Record| {
        let reviewed = record.time("reviewed")?.date();
        reviewed.after(*record.intervals.get("review-every")?.value()?)
    };
    let runbooks: Vec<&Record> = found.of_kind("runbook").map(|(_, record)| record).collect();
    assert_eq!(runbooks.len(), 105);
    assert!(runbooks.iter().all(|record| due(record).is_some()));
    assert_eq!(
        runbooks.iter().filter(|record| due(record).unwrap() < today).count(),
        71
    );
}

#[test]
fn apps_has_3360_kustomize_references_of_which_25_are_broken() {
    let Some(found) = workspace("operate-first-apps") else {
        return;
    };
    assert_eq!(found.tree.files().len(), 3313);
    assert_eq!(
        local_and_broken(&found, |link| link.origin == Origin::Kustomization),
        (3360, 25)
    );
    assert_eq!(
        local_and_broken(&found, |link| link.origin == Origin::ArgoApplication),
        (71, 10)
    );
    let in_texts = |link: &Link| {
        let is_markdown = found.tree.path(link.span.file).name().ends_with(".md");
        is_markdown && matches!(link.origin, Origin::Text | Origin::Image)
    };
    let is_whole = |link: &Link| link.raw.contains("://");
    let relative = |link: &Link| in_texts(link) && !is_whole(link) && !link.raw.starts_with('#');
    assert_eq!(local_and_broken(&found, relative), (84, 18));
    assert_eq!(
        local_and_broken(&found, |link| in_texts(link) && is_whole(link)),
        (94, 10)
    );
}

#[test]
fn mybinder_has_23_incidents_with_timelines() {
    let Some(found) = workspace("mybinder") else { return };
    let incidents: Vec<&Record> = found.of_kind("incident").map(|(_, record)| record).collect();
    assert_eq!(incidents.len(), 23);
    for record in incidents {
        let day = record.date.value().map(Date::to_string).unwrap_or_default();
        assert!(record.id.starts_with(&day) && !day.is_empty(), "{}", record.id);
        assert!(record.timeline.len() > 1, "{}", record.id);
        // `2X:XX (not sure exact time)` is an entry, of which nobody knows the time.
        let unknown = record
            .timeline
            .iter()
            .filter(|entry| entry.at.value().is_none())
            .count();
        let expected = usize::from(record.id == "2018-02-20-jupyterlab-announcement");
        assert_eq!(unknown, expected, "{}", record.id);
    }
}

#[test]
fn stackable_keeps_its_status_in_an_attribute() {
    let Some(found) = workspace("stackable") else { return };
    assert_eq!(
        statuses(&found),
        counts(&[("accepted", 30), ("draft", 6), ("superseded", 1)])
    );
    let is_attribute = |record: &Record| record.status.locator() == Some("attribute:status");
    assert!(decisions(&found).all(is_attribute));
    let old = decisions(&found).find(|record| record.id == "006").unwrap();
    assert_eq!(successor(&found, old), "007");
}

#[test]
fn brighter_took_14_numbers_twice() {
    let Some(found) = workspace("brighter") else { return };
    let mut takers: BTreeMap<&str, usize> = BTreeMap::new();
    for record in decisions(&found) {
        *takers.entry(&record.id).or_default() += 1;
    }
    assert_eq!(decisions(&found).count(), 92);
    assert_eq!(takers.values().filter(|&&count| count > 1).count(), 14);
    assert_eq!(takers["0037"], 5);
}

#[test]
fn opendatahub_counts_per_area() {
    let Some(found) = workspace("opendatahub") else { return };
    let mut takers: BTreeMap<(&str, u64), usize> = BTreeMap::new();
    let mut alike: BTreeMap<u64, usize> = BTreeMap::new();
    for record in decisions(&found) {
        let number = record.number.as_ref().unwrap();
        *takers.entry((&number.area, number.value)).or_default() += 1;
        *alike.entry(number.value).or_default() += 1;
    }
    assert!(alike[&1] > 10, "every area starts with 1");
    let twice: Vec<(&str, u64)> = takers
        .into_iter()
        .filter(|(_, count)| *count > 1)
        .map(|(taken, _)| taken)
        .collect();
    let operator = "operator/ODH-ADR-Operator";
    assert_eq!(twice, [7, 9, 11, 12].map(|number| (operator, number)));
}

#[test]
fn stackable_means_007_by_adr7() {
    let Some(found) = workspace("stackable") else { return };
    let old = decisions(&found).find(|record| record.id == "006").unwrap();
    let named: Vec<&str> = old.references.iter().map(|reference| reference.raw.as_str()).collect();
    assert_eq!((named, successor(&found, old)), (vec!["ADR7"], "007"));
    for wanted in ["ADR7", "7", "adr007", "ADR-7", "reuse of k8s"] {
        let id = find(&found, Some("decision"), wanted).unwrap();
        assert_eq!(found.record(id).id, "007", "{wanted}");
    }
}

#[test]
fn madr_has_hardly_a_status_and_that_is_no_finding() {
    let Some(found) = workspace("madr") else { return };
    assert_eq!(decisions(&found).filter(|record| record.status.is_absent()).count(), 18);
    let report = opsrepo::lint::run::run(&found, opsrepo::rules::ALL);
    let about: Vec<&str> = report
        .findings
        .iter()
        .map(|finding| finding.rule)
        .filter(|rule| rule.starts_with("decision/") || rule.starts_with("record/"))
        .collect();
    assert!(about.is_empty(), "{about:?}");
}

#[test]
fn tams_has_a_letter_after_a_number() {
    let Some(found) = workspace("tams") else { return };
    let record = decisions(&found).find(|record| record.id == "0004a").unwrap();
    let number = record.number.as_ref().unwrap();
    assert_eq!((number.value, number.letter), (4, Some('a')));
    let old = decisions(&found).filter(|record| word(record) == "superseded");
    let ends: Vec<(&str, &str)> = old
        .map(|record| (record.id.as_str(), successor(&found, record)))
        .collect();
    assert_eq!(ends, [("0002", "0018"), ("0021", "0032")]);
}

#[test]
fn other_logs_are_found_in_full() {
    let expected = [
        ("madr", 19),
        ("adr-tools", 9),
        ("log4brains", 32),
        ("govuk-aws", 38),
        ("arachne", 17),
        ("tams", 56),
        ("opendatahub", 44),
        ("stackable", 37),
    ];
    for (name, count) in expected {
        let Some(found) = workspace(name) else { continue };
        assert_eq!(decisions(&found).count(), count, "{name}");
        for record in decisions(&found) {
            let path = found.path_of(record).name().to_lowercase();
            let is_record = !["readme", "index", "template"]
                .iter()
                .any(|stem| path.starts_with(stem));
            assert!(is_record, "{name}: {path} is no record");
        }
    }
}

#[test]
fn statuses_are_read_in_every_dialect() {
    let of = |name: &'static str| Some(statuses(workspace(name)?.as_ref()));
    let expected = [
        ("adr-tools", counts(&[("accepted", 9)])),
        ("arachne", counts(&[("accepted", 1), ("proposed", 16)])),
        (
            "govuk-aws",
            counts(&[("accepted", 29), ("proposed", 7), ("superseded", 1), ("?", 1)]),
        ),
        ("madr", counts(&[("deferred", 1), ("absent", 18)])),
    ];
    for (name, wanted) in expected {
        let Some(found) = of(name) else { continue };
        assert_eq!(found, wanted, "{name}");
    }
}

#[test]
fn nothing_is_about_the_limits_of_opsrepo() {
    for name in super::NAMES {
        let Some(found) = workspace(name) else { continue };
        let is_limit = |kind| {
            matches!(
                kind,
                ProblemKind::TooDeep | ProblemKind::TooLarge | ProblemKind::AliasBomb
            )
        };
        for (id, file) in found.tree.iter() {
            let limit = found
                .document(id)
                .problems
                .iter()
                .find(|problem| is_limit(problem.kind));
            assert!(limit.is_none(), "{name}: {}: {limit:?}", file.path);
        }
    }
}

fn decisions(workspace: &Workspace) -> impl Iterator<Item = &Record> {
    workspace.of_kind("decision").map(|(_, record)| record)
}

/// The canonical word, `?` for a status that was not recognised, `absent`.
fn word(record: &Record) -> &str {
    match &record.status {
        Fact::Known(found) => &found.value.word,
        Fact::Unrecognised(_) => "?",
        Fact::Absent => "absent",
    }
}

fn statuses(workspace: &Workspace) -> BTreeMap<String, usize> {
    decisions(workspace).fold(BTreeMap::new(), |mut counts, record| {
        *counts.entry(word(record).to_owned()).or_default() += 1;
        counts
    })
}

fn counts(pairs: &[(&str, usize)]) -> BTreeMap<String, usize> {
    pairs.iter().map(|&(word, count)| (word.to_owned(), count)).collect()
}

fn ids<'a>(records: &[&'a Record]) -> Vec<&'a str> {
    records.iter().map(|record| record.id.as_str()).collect()
}

fn successor<'a>(workspace: &'a Workspace, record: &Record) -> &'a str {
    let mut ids = record.refers("superseded-by").map(|reference| match &reference.target {
        Target::Record(id) => workspace.record(*id).id.as_str(),
        other => panic!("{}: {other:?}", record.id),
    });
    ids.next().unwrap()
}

fn has_file(workspace: &Workspace, path: &str) -> bool {
    let paths: BTreeSet<&str> = workspace
        .records
        .iter()
        .map(|r| workspace.path_of(r).as_str())
        .collect();
    paths.contains(path)
}

/// How many links lead into the repository, and how many of those to nothing.
fn local_and_broken(workspace: &Workspace, wanted: impl Fn(&Link) -> bool) -> (usize, usize) {
    let is_local = |link: &&Link| !matches!(link.target, Destination::External | Destination::Unknown);
    let local: Vec<&Link> = workspace
        .links
        .iter()
        .filter(|link| wanted(link))
        .filter(is_local)
        .collect();
    (local.len(), local.iter().filter(|link| link.target.is_broken()).count())
}
