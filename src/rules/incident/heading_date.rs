//! `incident/heading-date`: A heading that dates the incident otherwise than its file does.

use crate::lint::{Findings, Fix, Rule, Severity};
use crate::model::fact::Found;
use crate::model::record::Record;
use crate::model::time::{Date, Moment};
use crate::model::workspace::Workspace;
use crate::rules::courses;
use crate::rules::fixes;
use crate::rules::words::quote;
use crate::text::span::{Range, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/heading-date",
    severity: Some(Severity::Warning),
    summary: "A heading that dates the incident otherwise than its file does.",
    page: include_str!("../../../docs/rules/incident/heading-date.md"),
    check,
};

/// Words that stand before the date of a heading: `Incident on 2026-03-04: …`.
const BEFORE: [&str; 10] = [
    "incident",
    "incidents",
    "outage",
    "postmortem",
    "post-mortem",
    "report",
    "date",
    "on",
    "of",
    "from",
];

fn check(workspace: &Workspace, findings: &mut Findings) {
    for (_, record) in courses::all(workspace) {
        // Who states times in the data is free in the title.
        let is_stated = |(_, found): (&str, &Found<Moment>)| found.locator.starts_with("front-matter");
        if courses::times(record).any(is_stated) {
            continue;
        }
        let of_file = record.date.found().filter(|found| &*found.locator == "file-date");
        let Some(file) = of_file.map(|found| found.value) else {
            continue;
        };
        let Some((heading, span)) = heading(workspace, record).filter(|(date, _)| *date != file) else {
            continue;
        };
        let message = format!("the heading says {heading}, and the file's name {file}");
        let finding = findings.add(span, message);
        // An incident of several days may be named after any of them.
        if is_told(record, heading) {
            finding.help("an incident is dated by the day on which it began: name both alike");
            finding.at_most(Severity::Hint);
        } else if is_told(record, file) {
            finding
                .help(format!("its own times are of {file}"))
                .fix(fix(workspace, (heading, span), file));
        } else {
            finding.help("one of the two is a slip: date both by the day on which it began");
        }
    }
}

/// The date with which the first heading begins, written as `2026-03-04`.
fn heading(workspace: &Workspace, record: &Record) -> Option<(Date, Span)> {
    let title = workspace.document(record.file).markup.as_ref()?.title()?;
    let text = title.text_range.of(workspace.tree.text(record.file));
    let mut at = 0;
    for word in text.split(' ') {
        let plain = word.trim_end_matches([',', ':', '.', ';']);
        if plain.len() == 10 && plain.as_bytes()[4] == b'-' {
            let start = title.text_range.start as usize + at;
            let place = Span::new(record.file, Range::new(start, start + plain.len()));
            return Some((Date::parse(plain)?, place));
        }
        if !BEFORE.contains(&plain.to_lowercase().as_str()) {
            return None;
        }
        at += word.len() + 1;
    }
    None
}

/// True where a time of the record, or an entry of its timeline, is of that day.
fn is_told(record: &Record, day: Date) -> bool {
    let mut entries = record.timeline.iter().filter_map(|entry| entry.at.value());
    entries.any(|at| at.date() == day) || courses::times(record).any(|(_, found)| found.value.date() == day)
}

fn fix(workspace: &Workspace, (heading, span): (Date, Span), file: Date) -> Option<Fix> {
    let title = format!("write {}", quote(&file.to_string()));
    fixes::replace(workspace, (span, &heading.to_string()), file.to_string(), title)
}
