//! A status is changed where it stands: nothing else in the file changes, the new status is read, and the old bytes bring
//! back the old file. For every decision of every corpus, and for records in each dialect that nobody wrote.

use crate::corpus::{self, checkout};
use crate::workspaces;
use opsrepo::model::record::{Record, RecordId};
use opsrepo::model::time::Date;
use opsrepo::model::workspace::Workspace;
use opsrepo::text::change::Changes;
use opsrepo::text::span::Range;
use opsrepo::write::status;
use proptest::prelude::{ProptestConfig, Strategy, proptest};
use proptest::sample::select;

const WORDS: [&str; 5] = ["proposed", "accepted", "rejected", "deprecated", "superseded"];
const DAY: &str = "2031-12-24";

/// The text of the one changed file.
fn only(changes: &Changes, path: &str) -> String {
    let files: Vec<&str> = changes.files().iter().map(|change| change.path.as_str()).collect();
    assert_eq!(files, [path]);
    changes.files()[0].after().unwrap()
}

/// A workspace in which this file alone is a decision.
fn alone(path: &str, text: &str) -> Workspace {
    let settings = "[sets.x]\nkind = \"decision\"\nfiles = \"**/*.{md,adoc}\"\n";
    workspaces::of_files(&[("opsrepo.toml", settings), (path, text)])
}

fn word(workspace: &Workspace) -> Option<&str> {
    assert_eq!(workspace.records.len(), 1);
    workspace.records[0].status.value().map(|status| status.word.as_str())
}

/// What holds for one record and one new status.
fn status_changes_in_place(workspace: &Workspace, id: RecordId, new: &str) {
    let record = workspace.record(id);
    let path = workspace.path_of(record).as_str();
    let text = workspace.tree.text(record.file);
    let changes = status::set(workspace, id, new, Date::parse(DAY));
    let changes = changes.unwrap_or_else(|refusal| panic!("{path}: {refusal:?}"));
    let after = only(&changes, path);
    assert_eq!(word(&alone(path, &after)), Some(new), "{path}:\n{after}");
    for edit in &changes.files()[0].edits {
        let old = edit.range.of(text);
        assert!(
            is_allowed(record, edit.range, old) || pads(record, edit.range, text),
            "{path}: {edit:?} in place of {old:?}"
        );
    }
    let Some(span) = record.status.span() else {
        return;
    };
    // The status alone, forth and back.
    let said = alone(path, &after);
    let raw = said.records[0].status.span().unwrap().range.of(&after).to_owned();
    let forth = only(&status::set_raw(workspace, id, &raw).unwrap(), path);
    let (start, end) = (span.range.start as usize, span.range.end as usize);
    assert!(
        forth.starts_with(&text[..start]) && forth.ends_with(&text[end..]),
        "{path}"
    );
    let there = alone(path, &forth);
    assert_eq!(word(&there), Some(new), "{path}:\n{forth}");
    let back = status::set_raw(&there, RecordId(0), span.range.of(text)).unwrap();
    assert_eq!(only(&back, path), text, "{path}");
}

/// True for the blanks between the status and the bar that closes its cell; between what stands for none and the bar.
fn pads(record: &Record, range: Range, text: &str) -> bool {
    let start = record.status.span().map_or(range.start, |span| span.range.end);
    let behind = text.get(start as usize..range.end as usize);
    behind.is_some_and(|blanks| blanks.bytes().all(|b| b == b' ')) && text[range.end as usize..].starts_with('|')
}

/// An edit stays in the status, in the date, or in a second place that says the same status; where there was none, it
/// takes nothing away.
fn is_allowed(record: &Record, range: Range, old: &str) -> bool {
    let within = |span: Option<opsrepo::text::span::Span>| span.is_some_and(|span| span.range.contains(range));
    let says_same = || {
        let found = record.status.found();
        found.is_some_and(|found| {
            old.trim_matches(['"', '\'', '*'])
                .trim()
                .eq_ignore_ascii_case(found.raw.trim())
        })
    };
    match record.status.is_absent() {
        // `""`, `-`, `N/A` and `TBD` say nothing.
        true => old.trim_matches(['"', '\'', '*']).len() <= 3 || within(record.date.span()),
        false => within(record.status.span()) || within(record.date.span()) || says_same(),
    }
}

#[test]
fn every_decision_of_the_corpora_can_change_its_status() {
    let mut tried = 0;
    for name in corpus::NAMES {
        let Some(workspace) = checkout::workspace(name) else {
            continue;
        };
        let ids: Vec<RecordId> = workspace.of_kind("decision").map(|(id, _)| id).collect();
        for id in ids {
            let old = workspace.record(id).status.value().map(|status| status.word.as_str());
            for new in ["accepted", "deprecated"].into_iter().filter(|new| Some(*new) != old) {
                status_changes_in_place(&workspace, id, new);
                tried += 1;
            }
        }
    }
    println!("{tried} changes");
}

/// Records in each dialect; `@` is the status, `~` a line end.
const DIALECTS: [(&str, &str); 16] = [
    (
        "adr/0001-x.md",
        "---~status: @~date: 2020-01-02~---~~# X~~## Decision~~Do it.~",
    ),
    ("adr/0001-x.md", "---~state: \"@\" # why~---~# X~~## Decision~~Do it.~"),
    (
        "adr/0001-x.md",
        "---~date: '2020-01-02'~status: '@'~tags: [a]~---~# X~~Do it.~",
    ),
    ("adr/0001-x.md", "+++~status = \"@\"~+++~# X~~Do it.~"),
    (
        "adr/0001-x.md",
        "# 1. X~~Date: 2020-01-02~~## Status~~@~~Amended by [Y](y.md)~~## Context~~Do it.~",
    ),
    ("adr/0001-x.md", "# X~~## Context~~Why.~~## Status~~**@**~"),
    (
        "adr/0001-x.md",
        "# X~~## Status~~<!-- one of them -->~@~~## Context~~Do it.~",
    ),
    (
        "adr/0001-x.md",
        "# X~~* Status: @ <!-- optional -->~* Deciders: Ada~* Date: 02.01.2020~~## Context~~Do it.~",
    ),
    ("adr/0001-x.md", "# X~~- **Status:** @~- **Date:** 2020-01-02~~Do it.~"),
    ("adr/0001-x.md", "# X~~Status: @~~## Context~~Do it.~"),
    (
        "adr/0001-x.md",
        "# X~~**Status**: @ | **Owner**: Ada~~## Context~~Do it.~",
    ),
    (
        "adr/0001-x.md",
        "# X~~| | |~|---|---|~| Date | 2020-01-02 |~| Status | @ |~~## Context~~Do it.~",
    ),
    (
        "adr/0001-x.adoc",
        "= X~:status: @~~* Status: {status}~* Date: 02.01.2020~~== Context~~Do it.~",
    ),
    ("adr/0001-x.adoc", "= X~~* Status: @~~== Context~~Do it.~"),
    (
        "adr/0001-x.md",
        "---~status: @~---~# X~~## Status~~@~~## Context~~Do it.~",
    ),
    ("adr/0001-x.md", "# X~~##\tStatus~~\t@~~## Context~~\u{a0}Do it.~"),
];

/// Ways in which people write a status.
const RAWS: [&str; 12] = [
    "accepted",
    "Accepted",
    "PROPOSED",
    "approved",
    "✅ Accepted",
    "Accepted (for now)",
    "Deprecated, no-longer-relevant",
    "superseded by ADR-0002",
    "accepted, amended by [B](b.md)",
    "Incomplete",
    "on hold",
    "Accepted\u{a0}",
];

fn record() -> impl Strategy<Value = (&'static str, String)> {
    let parts = (
        select(&DIALECTS[..]),
        select(&RAWS[..]),
        select(&["\n", "\r\n"][..]),
        select(&["", "\u{feff}"][..]),
    );
    (parts, proptest::bool::ANY).prop_map(|(((path, form), raw, end, bom), has_end)| {
        let text = form.replace('@', raw).replace('~', end);
        let text = if has_end { text.as_str() } else { text.trim_end() };
        (path, format!("{bom}{text}"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_status_changes_in_every_dialect((path, text) in record(), new in select(&WORDS[..])) {
        let workspace = alone(path, &text);
        if word(&workspace) != Some(new) {
            status_changes_in_place(&workspace, RecordId(0), new);
        }
    }

    #[test]
    fn a_first_status_is_found_again((path, text) in record(), new in select(&WORDS[..])) {
        let text = RAWS.iter().rev().fold(text, |text, raw| text.replace(raw, ""));
        let workspace = alone(path, &text);
        if workspace.records[0].status.is_absent() {
            status_changes_in_place(&workspace, RecordId(0), new);
        }
    }
}
