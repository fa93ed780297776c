//! `record/date`: Something that looks like a date or a time and is none.

use crate::lint::{Findings, Rule, Severity};
use crate::model::fact::Found;
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use crate::rules::words::quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "record/date",
    severity: Some(Severity::Error),
    summary: "Something that looks like a date or a time and is none.",
    page: include_str!("../../../docs/rules/record/date.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for record in &workspace.records {
        let date = record.date.unrecognised().map(|found| ("date", found));
        let times = record
            .times
            .iter()
            .filter_map(|(field, fact)| Some((field, fact.unrecognised()?)));
        for (field, found) in date.into_iter().chain(times) {
            report(findings, field, found);
        }
    }
}

fn report(findings: &mut Findings, field: &str, found: &Found<String>) {
    let raw = found.raw.trim();
    // An offset or a zone may follow the time, words may follow either; only figures are judged.
    let (day, time) = raw.split_once(['T', ' ']).unwrap_or((raw, ""));
    let what = match Date::parse(day) {
        None if Date::looks_like(day) => "cannot be read as a date",
        Some(_) if looks_like_time(time) => "has no time of day that can be read",
        _ => return,
    };
    findings
        .add(found.span, format!("`{field}`: {} {what}", quote(raw)))
        .help("write the year, the month and the day as in `2026-03-04`, the time as in `14:05`");
}

/// True for figures that are meant as a time: `14.43`, `1600`, `25:10`.
fn looks_like_time(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['Z', 'z']);
    text.len() >= 3
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ':' | '+' | '-'))
}

#[cfg(test)]
mod tests {
    use super::looks_like_time;

    #[test]
    fn only_figures_are_meant_as_a_time() {
        for text in ["14.43", "1600", "25:10", "14:99+01:00", "14.43Z"] {
            assert!(looks_like_time(text), "{text}");
        }
        for text in ["", "(Time TBC)", "morning", "14h", "5 pm"] {
            assert!(!looks_like_time(text), "{text}");
        }
    }
}
