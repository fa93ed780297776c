//! `decision/duplicate-number`: Two records of one set with the same number.

use crate::lint::{Findings, Rule, Severity};
use crate::model::record::{Number, Record};
use crate::model::workspace::Workspace;
use crate::text::span::{Range, Span};
use std::collections::HashMap;

/// The rule.
pub const RULE: Rule = Rule {
    name: "decision/duplicate-number",
    severity: Some(Severity::Error),
    summary: "Two records of one set with the same number.",
    page: include_str!("../../../docs/rules/decision/duplicate-number.md"),
    check,
};

/// A date as the number (`20240725-slug`) has this many digits; two decisions on one day are no mistake.
const DATE_DIGITS: u8 = 8;

fn check(workspace: &Workspace, findings: &mut Findings) {
    // The highest number that is taken, per set and area: what the next free number follows.
    let mut highest: HashMap<(usize, &str), u64> = HashMap::new();
    let numbered = || {
        workspace
            .records
            .iter()
            .filter_map(|record| Some((record, counted(workspace, record)?)))
    };
    for (record, number) in numbered() {
        let top = highest.entry((record.set, &number.area)).or_default();
        *top = number.value.max(*top);
    }
    let mut first: HashMap<(usize, &str, u64, Option<char>), &Record> = HashMap::new();
    for (record, number) in numbered() {
        let earlier = *first
            .entry((record.set, &number.area, number.value, number.letter))
            .or_insert(record);
        if earlier.file == record.file {
            continue;
        }
        let name = workspace.path_of(earlier).name();
        let top = highest.entry((record.set, &number.area)).or_default();
        *top += 1;
        findings
            .add(
                record.place(),
                format!("number {} is taken by `{name}`", written(number)),
            )
            .related(Span::new(earlier.file, Range::at(0)), "the first to have it")
            .help(format!(
                "rename the younger of the two to {:0width$}, the next free number",
                *top,
                width = usize::from(number.digits)
            ));
    }
}

fn counted<'a>(workspace: &Workspace, record: &'a Record) -> Option<&'a Number> {
    let number = record.number.as_ref()?;
    (number.digits < DATE_DIGITS && workspace.kind_of(record).is_numbered()).then_some(number)
}

fn written(number: &Number) -> String {
    let letter = number.letter.map(String::from).unwrap_or_default();
    format!("{:0width$}{letter}", number.value, width = usize::from(number.digits))
}
