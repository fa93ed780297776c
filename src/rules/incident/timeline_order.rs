//! `incident/timeline-order`: An entry of a timeline that stands out of order.

use crate::lint::{Findings, Fix, Rule, Severity};
use crate::model::incidents::clock::Clock;
use crate::model::record::Record;
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::rules::courses::{self, DAY, said};
use crate::rules::timelines::{Entry, ends, entries, is_far};
use crate::rules::words::quote;
use crate::text::edit::Edit;
use crate::text::span::Range;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/timeline-order",
    severity: Some(Severity::Warning),
    summary: "An entry of a timeline that stands out of order.",
    page: include_str!("../../../docs/rules/incident/timeline-order.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for (_, record) in courses::all(workspace) {
        if record.timeline.len() < 2 {
            continue;
        }
        let clock = Clock::of(workspace, record);
        let mut entries = entries(record, &clock);
        // A slip of a year is the business of `incident/timeline-outside`.
        if let Some(ends) = ends(record, &clock) {
            entries.retain(|entry| !is_far(&ends, &entry.at));
        }
        check_entries(workspace, (record, &entries), findings);
    }
}

fn check_entries(workspace: &Workspace, (record, entries): (&Record, &[Entry<'_>]), findings: &mut Findings) {
    let goes_back = |pair: &[Entry<'_>]| is_before(&pair[1], &pair[0]);
    if !entries.windows(2).any(goes_back) || is_newest_first(entries) {
        return;
    }
    let kept = in_order(entries);
    let mut fix = sorted(workspace, record, entries);
    for at in (0..entries.len()).filter(|at| kept.binary_search(at).is_err()) {
        let entry = &entries[at];
        // What is kept before it and later, else what is kept behind it and earlier.
        let place = kept.partition_point(|kept| *kept < at);
        let before = kept[..place].iter().rev().map(|kept| &entries[*kept]);
        let behind = kept[place..].iter().map(|kept| &entries[*kept]);
        let (other, word) = match before.clone().find(|kept| is_before(entry, kept)) {
            Some(later) => (later, "behind"),
            None => match behind.clone().find(|kept| is_before(kept, entry)) {
                Some(earlier) => (earlier, "before"),
                None => continue,
            },
        };
        let message = format!(
            "the entry of {} stands {word} that of {}",
            quote(&said(entry.found)),
            quote(&said(other.found))
        );
        findings
            .add(entry.found.span, message)
            .related(other.found.span, "this one")
            .help("move it to its place, or mend its time")
            .fix(fix.take());
    }
}

/// True where one entry lies before the other for certain: `ca. 14:40` is no time to sort by, and a time of day without date
/// that goes back by hours may be the next day's.
fn is_before(entry: &Entry<'_>, other: &Entry<'_>) -> bool {
    let is_vague = |entry: &Entry<'_>| entry.found.raw.contains(['~', '?']) || entry.found.raw.contains("ca.");
    if is_vague(entry) || is_vague(other) {
        return false;
    }
    if entry.at.is_date || other.at.is_date {
        return entry.at.date() < other.at.date();
    }
    if entry.at.offset.is_some() != other.at.offset.is_some() {
        return false;
    }
    let back = entry.at.minutes_until(&other.at);
    back > 0 && (back < HOURS || Moment::parse(&entry.found.raw).is_some())
}

/// Minutes by which a time of day without a date may go back and still be meant as the same day's.
const HOURS: i64 = 4 * 60;

/// True for a timeline with the newest entry on top: it never goes forward.
fn is_newest_first(entries: &[Entry<'_>]) -> bool {
    !entries.windows(2).any(|pair| is_before(&pair[0], &pair[1]))
}

/// The most entries that are in order with each other, by their positions: the others are those that stand wrong. The
/// longest sequence that never goes back.
fn in_order(entries: &[Entry<'_>]) -> Vec<usize> {
    let key = |at: usize| {
        entries[at]
            .at
            .unix_seconds()
            .unwrap_or_else(|| local_seconds(&entries[at].at))
    };
    // The last entry of the best sequence of each length, and what comes before each entry in its best sequence.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(entries.len());
    for at in 0..entries.len() {
        let length = ends.partition_point(|end| key(*end) <= key(at));
        before.push(length.checked_sub(1).map(|last| ends[last]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut kept = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        kept.push(at);
        next = before[at];
    }
    kept.reverse();
    kept
}

/// The local time as seconds, for times without offset, which are compared with each other only.
fn local_seconds(at: &Moment) -> i64 {
    let utc = Moment {
        offset: Some(0),
        ..at.clone()
    };
    utc.unix_seconds().unwrap_or(0)
}

/// The entries sorted, where that moves whole lines and nothing else: each is one line with a date of its own, and they stand
/// line by line.
fn sorted(workspace: &Workspace, record: &Record, entries: &[Entry<'_>]) -> Option<Fix> {
    // One that is left out would stay where it is.
    if entries.len() != record.timeline.len() {
        return None;
    }
    let text = workspace.tree.text(record.file);
    let mut lines: Vec<(i64, &str)> = Vec::new();
    let (mut start, mut end) = (None, None);
    for (entry, told) in entries.iter().zip(&record.timeline) {
        let is_sure = entry.at.offset.is_some() == entries[0].at.offset.is_some() && !entry.at.is_date;
        let at = told.text.start as usize;
        let first = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let last = text[at..].find('\n').map_or(text.len(), |length| at + length + 1);
        let is_bullet = matches!(text[first..at].trim(), "-" | "*" | "+");
        let is_line = text[at..told.text.end as usize].trim_end().len() <= text[at..last].trim_end().len();
        let follows = end.is_none_or(|end| end == first);
        if !is_sure || !is_bullet || !is_line || !follows || Moment::parse(&entry.found.raw).is_none() {
            return None;
        }
        start = start.or(Some(first));
        end = Some(last);
        let key = entry.at.unix_seconds().unwrap_or_else(|| local_seconds(&entry.at));
        lines.push((key, &text[first..last]));
    }
    // Days are mistyped: to sort by them would hide the slip.
    let goes_far = |pair: &[(i64, &str)]| pair[0].0 - pair[1].0 >= DAY * 60;
    if lines.windows(2).any(goes_far) {
        return None;
    }
    let (start, end) = (start?, end?);
    // A last line without line end cannot go up.
    if !text[start..end].ends_with('\n') {
        return None;
    }
    lines.sort_by_key(|(key, _)| *key);
    Some(Fix {
        title: "sort the timeline".to_owned(),
        file: record.file,
        edits: vec![Edit {
            range: Range::new(start, end),
            text: lines.into_iter().map(|(_, line)| line).collect(),
        }],
    })
}
