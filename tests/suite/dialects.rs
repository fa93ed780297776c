//! What opsrepo reads of a decision in every dialect, and of records that nobody would call well-formed. The texts are
//! made up.

use crate::workspaces::of_files;
use opsrepo::model::fact::Fact;
use opsrepo::model::record::{Record, Target};
use opsrepo::model::workspace::Workspace;
use std::fmt::Display;

/// `accepted`, `? raw`, or `absent`.
fn shown<T>(fact: &Fact<T>, show: impl Fn(&T) -> String) -> String {
    match fact {
        Fact::Absent => "absent".to_owned(),
        Fact::Unrecognised(found) => format!("? {}", found.raw),
        Fact::Known(found) => show(&found.value),
    }
}

fn word(record: &Record) -> String {
    shown(&record.status, |status| status.word.clone())
}

fn plain<T: Display>(fact: &Fact<T>) -> String {
    shown(fact, ToString::to_string)
}

/// `field raw→id` of every reference of the first record whose path ends so.
fn relations(workspace: &Workspace, name: &str) -> Vec<String> {
    let mut records = workspace.records.iter();
    let record = records.find(|record| workspace.path_of(record).name() == name).unwrap();
    let references = record.references.iter().map(|reference| {
        let target = match &reference.target {
            Target::Record(id) => workspace.record(*id).id.clone(),
            Target::Ambiguous(ids) => format!("{} of them", ids.len()),
            Target::Nothing(_) => "nothing".to_owned(),
            Target::Elsewhere => "elsewhere".to_owned(),
            Target::Pending => "pending".to_owned(),
        };
        let written = reference.span.range.of(workspace.tree.text(reference.span.file));
        assert_eq!(written, reference.raw, "the span holds the name");
        format!("{} {}→{target}", reference.field.as_str(), reference.raw)
    });
    references.collect()
}

fn log(first: &str) -> Workspace {
    of_files(&[
        ("adr/0001-first.md", first),
        ("adr/0002-second.md", "# 2. Second\n"),
        ("adr/0003-third.md", "# 3. Third, and last\n"),
        ("adr/0004-fourth.md", "# 4. Fourth\n"),
    ])
}

#[test]
fn a_status_is_found_wherever_it_stands() {
    let cases = [
        ("# 1. X\n\n## Status\n\nAccepted\n", "accepted", "section:Status"),
        (
            "# 1. X\n\n## Context\n\nC.\n\n## Status\n\nAccepted\n",
            "accepted",
            "section:Status",
        ),
        ("# 1. X\n\n* Status: accepted\n", "accepted", "bullet:Status"),
        ("# 1. X\n\n- **Status:** accepted\n", "accepted", "bullet:Status"),
        (
            "# 1. X\n\n**Status**: accepted | **Date**: 2020-01-01\n",
            "accepted",
            "bold-line:Status",
        ),
        (
            "# 1. X\n\n| | |\n|---|---|\n| Status | Accepted |\n",
            "accepted",
            "table:Status",
        ),
        (
            "# 1. X\n\n| Status | Date |\n|---|---|\n| Accepted | 2020-01-01 |\n",
            "accepted",
            "table:Status",
        ),
        ("---\nstatus: accepted\n---\n# X\n", "accepted", "front-matter:status"),
        ("---\nstate: accepted\n---\n# X\n", "accepted", "front-matter:state"),
        (
            "---\nstatus: { accepted }\n---\n# X\n",
            "accepted",
            "front-matter:status",
        ),
        (
            "---\nstatus: [accepted ] # optional\n---\n# X\n",
            "accepted",
            "front-matter:status",
        ),
        (
            "# 1. X\n\n* Status: [accepted ] <!-- optional -->\n",
            "accepted",
            "bullet:Status",
        ),
        ("# 1. X\n\n* Status: <!-- optional -->\n", "absent", ""),
        (
            "# 1. X\n\n* Status: [proposed | accepted | superseded by [2](0002-second.md)]\n",
            "?",
            "bullet:Status",
        ),
        ("# 1. X\n\n## Status\n\n<!-- accepted -->\n\n## Context\n", "absent", ""),
        ("# 1. X\n\n```\n## Status\n\nAccepted\n```\n", "absent", ""),
        ("# 1. X\n\n## Status quo\n\nAccepted\n", "absent", ""),
        ("---\nstatus: N/A\n---\n# X\n", "absent", ""),
        ("---\nstatus: \"\"\n---\n# X\n", "absent", ""),
        ("# 1. X\n\n## Status\n\nimlpemented\n", "?", "section:Status"),
    ];
    for (text, wanted, locator) in cases {
        let workspace = log(text);
        let record = &workspace.records[0];
        assert_eq!(word(record).split(' ').next(), Some(wanted), "{text}");
        assert_eq!(record.status.locator().unwrap_or(""), locator, "{text}");
        assert!(
            record.references.is_empty() || wanted != "?",
            "{text}: a form relates to nothing"
        );
    }
}

#[test]
fn relations_are_found_wherever_they_stand() {
    let section = |text: &str| format!("# 1. X\n\n## Status\n\n{text}\n\n## Context\n\nSupersedes 4.\n");
    let cases: Vec<(String, &[&str])> = vec![
        (section("Superceded by [3. Third, and last](0003-third.md)"), &["superseded-by [3. Third, and last](0003-third.md)→0003"]),
        (section("Superseded [0003](0003-third.md)"), &["superseded-by [0003](0003-third.md)→0003"]),
        (
            section("Accepted\n\nAmended by [2. Second](0002-second.md)\n\nAmended by [3. Third](0003-third.md)"),
            &["amended-by [2. Second](0002-second.md)→0002", "amended-by [3. Third](0003-third.md)→0003"],
        ),
        (
            section("Superseded by [A](0002-second.md) and [B](0003-third.md)"),
            &["superseded-by [A](0002-second.md)→0002", "superseded-by [B](0003-third.md)→0003"],
        ),
        (
            section("Accepted, supersedes [2](0002-second.md), amended by ADR-3"),
            &["supersedes [2](0002-second.md)→0002", "amended-by ADR-3→0003"],
        ),
        (section("Accepted (supersedes 0002; clarifies ADR003)"), &["supersedes 0002→0002", "clarifies ADR003→0003"]),
        (section("Superseded by ADR-0099"), &["superseded-by ADR-0099→nothing"]),
        (section("Superseded by 3. Third, and last"), &["superseded-by 3→0003"]),
        (section("Superseded by a better idea"), &["superseded-by a better idea→elsewhere"]),
        (section("Accepted, not superseded by 3"), &[]),
        (section("Accepted, will be superseded by 3"), &[]),
        (section("Supersedes: -\nSuperseded by: N/A"), &[]),
        (
            "# 1. X\n\n* Status: accepted\n\n## Links\n\n* Supersedes [2](0002-second.md)\n* Clarified by [3](0003-third.md)\n* [4](0004-fourth.md)\n".to_owned(),
            &["supersedes [2](0002-second.md)→0002", "clarified-by [3](0003-third.md)→0003"],
        ),
        (
            "---\nstatus: accepted\nsupersedes: [2, \"0003\"]\nsuperseded_by: []\nrelates: 0004-fourth.md\n---\n# X\n".to_owned(),
            &["supersedes 2→0002", "supersedes 0003→0003", "relates 0004-fourth.md→0004"],
        ),
        (
            "---\nstatus: accepted\nlinks:\n  - target: 2\n    kind: supersedes\n  - target: 3\n    kind: AmendedBy\n---\n# X\n".to_owned(),
            &["supersedes 2→0002", "amended-by 3→0003"],
        ),
        (
            "---\nstatus: \"superseded by ADR-0003\"\n---\n# X\n".to_owned(),
            &["superseded-by ADR-0003→0003"],
        ),
        (
            "# 1. X\n\n- Status: accepted\n- Supersedes: 2, 3\n- Superseded-by: \"\"\n".to_owned(),
            &["supersedes 2→0002", "supersedes 3→0003"],
        ),
        (
            "# 1. X\n\n| | |\n|---|---|\n| Status | Accepted |\n| Superseded by: | [2](0002-second.md) |\n| Supersedes | None |\n".to_owned(),
            &["superseded-by [2](0002-second.md)→0002"],
        ),
    ];
    for (text, wanted) in cases {
        assert_eq!(relations(&log(&text), "0001-first.md"), wanted, "{text}");
    }
}

#[test]
fn asciidoc_relates_with_macros() {
    let workspace = of_files(&[
        (
            "adr/ADR001-a.adoc",
            "= A\n:status: superseded by xref:ADR007-b.adoc[ADR 7]\n",
        ),
        ("adr/ADR007-b.adoc", "= B\n:status: accepted\n:supersedes: ADR1\n"),
    ]);
    assert_eq!(
        relations(&workspace, "ADR001-a.adoc"),
        ["superseded-by xref:ADR007-b.adoc[ADR 7]→007"]
    );
    assert_eq!(relations(&workspace, "ADR007-b.adoc"), ["supersedes ADR1→001"]);
}

#[test]
fn numbers_count_within_their_area() {
    let status = |text: &str| format!("# X\n\n## Status\n\n{text}\n");
    let (own, other, bare) = (
        status("Superseded by 0002"),
        status("Superseded by ML-0002"),
        status("Accepted"),
    );
    let workspace = of_files(&[
        ("adr/operator/ODH-ADR-Operator-0001-a.md", &own),
        ("adr/operator/ODH-ADR-Operator-0002-b.md", &other),
        ("adr/ml/ODH-ADR-ML-0002-c.md", &bare),
        ("adr/ODH-ADR-0003-d.md", &own),
    ]);
    assert_eq!(
        relations(&workspace, "ODH-ADR-Operator-0001-a.md"),
        ["superseded-by 0002→0002"]
    );
    let reference = |name: &str| {
        let mut records = workspace.records.iter();
        let record = records.find(|record| workspace.path_of(record).name() == name).unwrap();
        record.references[0].target.clone()
    };
    let Target::Record(id) = reference("ODH-ADR-Operator-0002-b.md") else {
        panic!("ML-0002 is one record");
    };
    assert_eq!(workspace.path_of(workspace.record(id)).name(), "ODH-ADR-ML-0002-c.md");
    assert!(
        matches!(reference("ODH-ADR-0003-d.md"), Target::Ambiguous(ids) if ids.len() == 2),
        "it never guesses"
    );
}

#[test]
fn dates_are_read_or_kept_as_they_are() {
    let cases = [
        ("2020-11-09", "2020-11-09"),
        ("2020-11-9", "2020-11-09"),
        ("09/11/2020", "2020-11-09"),
        ("09.11.2020", "2020-11-09"),
        ("2020.11.09", "2020-11-09"),
        ("2020-Nov-09", "2020-11-09"),
        ("Nov 9th, 2020", "2020-11-09"),
        ("9 November 2020 (revised)", "2020-11-09"),
        ("2020-11-09, amended 2021-01-01", "2020-11-09"),
        ("2020-11", "2020-11"),
        ("November, 2020", "2020-11"),
        ("2024-023-2706", "? 2024-023-2706"),
        ("2021-02-30", "? 2021-02-30"),
        ("someday", "? someday"),
        ("N/A", "absent"),
    ];
    for (written, wanted) in cases {
        let workspace = log(&format!("# 1. X\n\n* Status: accepted\n* Date: {written}\n"));
        assert_eq!(plain(&workspace.records[0].date), wanted, "{written}");
    }
}

#[test]
fn titles_of_records_without_a_proper_heading() {
    let cases = [
        ("", "First", "file-name"),
        ("No heading at all.\n", "First", "file-name"),
        (
            "## Context and Problem Statement\n\nC.\n\n## Decision Outcome\n",
            "First",
            "file-name",
        ),
        (
            "---\ntitle: From above\n---\n## Decision\n",
            "From above",
            "front-matter:title",
        ),
        ("# 1. One\n\n# Two\n\n# Three\n", "One", "heading"),
        ("# [Only a link](0002-second.md)\n", "Only a link", "heading"),
        ("# [](0002-second.md)\n", "First", "file-name"),
        ("#\n\n## Status\n\nAccepted\n", "First", "file-name"),
        ("<!-- before -->\n\n# 1. One\n", "One", "heading"),
        ("One\n===\n", "One", "heading"),
    ];
    for (text, title, locator) in cases {
        let workspace = log(text);
        let record = &workspace.records[0];
        assert_eq!(
            (record.name(), record.title.locator().unwrap_or("")),
            (title, locator),
            "{text}"
        );
    }
}

#[test]
fn bytes_between_the_words_change_nothing() {
    let text = "# 1. First\n\nDate: 2020-11-09\n\n## Status\n\nAccepted\n\nSupersedes [2. Second](0002-second.md)\n";
    let variants = [
        text.to_owned(),
        text.replace('\n', "\r\n"),
        format!("\u{feff}{text}"),
        text.trim_end().to_owned(),
        text.replace("Date: ", "Date:\u{a0}")
            .replace("## Status", "##\u{a0}Status")
            .replace("\u{a0}Status", " Status"),
        text.replace("Date: ", "Date:\t").replace("## ", "##\t"),
        text.replace("Accepted", "Accepted  \u{a0}").replace("\n\n", "\n \t\n"),
        format!("\n\n{text}\n\n\n"),
    ];
    for text in variants {
        let workspace = log(&text);
        let record = &workspace.records[0];
        let read = (record.name(), word(record), plain(&record.date));
        assert_eq!(
            read,
            ("First", "accepted".to_owned(), "2020-11-09".to_owned()),
            "{text:?}"
        );
        assert_eq!(
            relations(&workspace, "0001-first.md"),
            ["supersedes [2. Second](0002-second.md)→0002"],
            "{text:?}"
        );
    }
    let front = "---\nstatus: accepted\ndate: 2020-11-09\nsupersedes: [2]\n---\n\n# First\n";
    for text in [
        front.to_owned(),
        front.replace('\n', "\r\n"),
        format!("\u{feff}{front}"),
        front.trim_end().to_owned(),
        format!("\n{front}"),
        format!("<!-- licence -->\n{front}"),
        front.replace("date:", "# when\ndate:"),
    ] {
        let workspace = log(&text);
        let record = &workspace.records[0];
        let read = (record.name(), word(record), plain(&record.date));
        assert_eq!(
            read,
            ("First", "accepted".to_owned(), "2020-11-09".to_owned()),
            "{text:?}"
        );
        assert_eq!(
            relations(&workspace, "0001-first.md"),
            ["supersedes 2→0002"],
            "{text:?}"
        );
    }
}

#[test]
fn ids_of_every_way_to_name_a_file() {
    let body = "# X\n\n## Status\n\nAccepted\n\n## Decision\n\nD.\n";
    let cases = [
        ("adr/0007-use-x.md", "0007", vec!["7", "0007", "ADR-7", "use-x"]),
        ("docs/decisions/000-Use-X.md", "000", vec!["0", "ADR000", "use-x"]),
        (
            "ADRs/X/ADR-00007 Title with spaces.md",
            "00007",
            vec!["7", "adr-7", "title with spaces"],
        ),
        (
            "docs/adr/20200924-use-x.md",
            "20200924-use-x",
            vec!["20200924", "use-x", "20200924-use-x.md"],
        ),
        (
            "docs/adr/2020-09-24-use-x/README.md",
            "2020-09-24-use-x",
            vec!["use-x", "2020-09-24-use-x"],
        ),
        ("docs/adr/use-x/README.md", "use-x", vec!["use-x", "use-x/README.md"]),
        (
            "docs/adr/scs-0007-v1-use-x.md",
            "0007",
            vec!["7", "scs-0007", "v1-use-x"],
        ),
        ("docs/adr/0004a-use-x.md", "0004a", vec!["4a", "0004a", "ADR-4a"]),
        ("docs/adr/ADR007-use-x.adoc", "007", vec!["ADR7", "adr007", "7"]),
        (
            "docs/adr/ODH-ADR-Operator-0007-use-x.md",
            "0007",
            vec!["Operator-0007", "operator-7", "7"],
        ),
    ];
    for (path, id, names) in cases {
        let text = if path.ends_with(".adoc") {
            body.replace('#', "=")
        } else {
            body.to_owned()
        };
        let workspace = of_files(&[(path, text.as_str())]);
        assert_eq!(workspace.records.len(), 1, "{path}");
        assert_eq!(workspace.records[0].id, id, "{path}");
        for name in names {
            let found = opsrepo::model::lookup::find(&workspace, Some("decision"), name);
            assert!(found.is_ok(), "{path}: {name}");
            let depth = if path.starts_with("docs/") { 2 } else { 1 };
            let folder = path.split('/').take(depth).collect::<Vec<_>>().join("/");
            let other = format!("{folder}/9999-other.md");
            let asking = format!("---\nsupersedes: \"{name}\"\n---\n# 9999. Other\n\n## Status\n\nAccepted\n");
            let both = of_files(&[(path, text.as_str()), (&other, &asking)]);
            let mut references = both.records.iter().flat_map(|record| &record.references);
            let target = references.next().map(|reference| reference.target.clone());
            assert!(
                matches!(target, Some(Target::Record(_))),
                "{path}: {name} in a record: {target:?}"
            );
        }
    }
}

#[test]
fn facts_may_stand_in_a_file_beside() {
    let kep = "title: Beside\nstatus: implementable\ncreation-date: 2020-11-09\nsuperseded-by: [\"0008-y\"]\napprovers: [\"@ada\"]\n";
    let workspace = of_files(&[
        ("decisions/0007-x/README.md", "# KEP-7: Beside\n\n## Decision\n\nD.\n"),
        ("decisions/0007-x/kep.yaml", kep),
        ("decisions/0008-y/README.md", "# KEP-8: After\n\n## Decision\n\nD.\n"),
    ]);
    let record = &workspace.records[0];
    let read = (word(record), plain(&record.date), record.people_in("deciders").count());
    assert_eq!(read, ("accepted".to_owned(), "2020-11-09".to_owned(), 1));
    let named = record
        .refers("superseded-by")
        .map(|reference| reference.locator.to_string());
    assert_eq!(named.collect::<Vec<_>>(), ["sidecar:kep.yaml#/superseded-by"]);
    assert_eq!(workspace.records.len(), 2);
}

#[test]
fn a_record_without_end_is_read_at_once() {
    let pieces = [
        "[a](",
        "[a](b) ",
        "amends 1 ",
        "amends 1, ",
        "superseded by [1](x.md)\n",
        "see [",
        "`",
        "{",
        "(",
        "1 and 2 and ",
        "x | ",
        "|a|b|\n",
        "* Supersedes: 2\n",
        "Status: a\n\n",
        "\u{a0}é ",
    ];
    for piece in pieces {
        let long = piece.repeat(100_000 / piece.len());
        let start = std::time::Instant::now();
        for text in [
            format!("# 1. X\n\n## Status\n\nAccepted {long}\n\n## Links\n\n{long}\n"),
            format!("# 1. X\n\n* Status: superseded by {long}\n\n## Context\n"),
            format!("---\nstatus: \"superseded by {}\"\n---\n# X\n", long.replace('\n', " ")),
        ] {
            assert_eq!(log(&text).records.len(), 4);
        }
        assert!(start.elapsed().as_secs() < 10, "{piece}: {:?}", start.elapsed());
    }
}
