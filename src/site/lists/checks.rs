//! The page of the findings, by rule.

use crate::lint::{Diagnostic, Earlier, Severity};
use crate::site::frame::{Frame, Room, frame};
use crate::site::picture::chart::{Chart, Column, Key, columns};
use crate::site::picture::stroke::Words;
use crate::site::plan::{Plan, message};
use crate::site::press::Press;
use crate::site::sheet::Sheet;
use crate::site::urls::{CHECKS, fixed};
use crate::text::month::month;
use crate::text::path::RepoPath;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Findings that the page shows of one rule.
const SHOWN: usize = 200;

/// The columns of the chart from bottom to top: a class of the style sheet, and what it stands for.
const SORTS: [(&str, &str); 3] = [("sev1", "errors"), ("sev2", "warnings"), ("sev4", "hints")];

/// The context of `checks.html`.
#[derive(Serialize)]
pub(crate) struct Checks {
    frame: Frame,
    files: usize,
    records: usize,
    rules: usize,
    errors: usize,
    warnings: usize,
    hints: usize,
    /// How much was found in the months before; `None` where nobody asked.
    trend: Option<Chart>,
    groups: Vec<Group>,
    /// Rules that found nothing.
    others: Vec<Other>,
}

#[derive(Serialize)]
struct Other {
    rule: &'static str,
    page: String,
    summary: &'static str,
}

#[derive(Serialize)]
struct Group {
    rule: &'static str,
    /// Its page; empty where there is none.
    page: String,
    summary: &'static str,
    /// A rule whose findings differ in severity has several groups; the first has its anchor.
    is_first: bool,
    severity: String,
    count: usize,
    more: usize,
    findings: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    /// Safe HTML.
    message: String,
    /// Safe HTML; may be empty.
    help: String,
    place: String,
    /// The page of the file; empty where it has none.
    href: String,
    /// The line on the forge; empty where there is none.
    source: String,
}

/// The page.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    vec![Sheet::new(fixed(CHECKS), move || {
        let (_, page) = make(plan);
        press.fill("checks.html", &page)
    })]
}

/// Makes the page.
pub(crate) fn make(plan: &Plan) -> (RepoPath, Checks) {
    let at = fixed(CHECKS);
    let report = plan.report;
    let mut by_rule: BTreeMap<(std::cmp::Reverse<Severity>, &'static str), Vec<&Diagnostic>> = BTreeMap::new();
    for finding in &report.findings {
        let key = (std::cmp::Reverse(finding.severity), finding.rule);
        by_rule.entry(key).or_default().push(finding);
    }
    let has_found: BTreeSet<&str> = by_rule.keys().map(|(_, rule)| *rule).collect();
    let rules = report.about.iter().filter(|rule| !has_found.contains(rule.name));
    let others = rules
        .map(|rule| Other {
            rule: rule.name,
            page: plan.rule_href(&at, rule.name),
            summary: rule.summary,
        })
        .collect();
    let mut seen = BTreeSet::new();
    let groups = by_rule
        .into_iter()
        .map(|((severity, rule), found)| Group {
            rule,
            page: plan.rule_href(&at, rule),
            summary: about(plan, rule),
            is_first: seen.insert(rule),
            severity: severity.0.to_string(),
            count: found.len(),
            more: found.len().saturating_sub(SHOWN),
            findings: found
                .iter()
                .take(SHOWN)
                .map(|finding| line(plan, &at, finding))
                .collect(),
        })
        .collect();
    let checks = Checks {
        frame: frame(plan, &at, Room::Checks, "Checks"),
        files: report.files,
        records: report.records,
        rules: report.rules,
        errors: report.count(Severity::Error),
        warnings: report.count(Severity::Warning),
        hints: report.count(Severity::Hint),
        trend: trend(&report.earlier),
        groups,
        others,
    };
    (at, checks)
}

/// How much was found at the end of each month, stacked by severity.
fn trend(earlier: &[Earlier]) -> Option<Chart> {
    let (first, last) = (earlier.first()?, earlier.last()?);
    if earlier.len() < 2 {
        return None;
    }
    let told = format!(
        "{} findings at the end of {}, {} in {}.",
        first.total(),
        first.month,
        last.total(),
        last.month
    );
    let words = Words {
        name: "trend",
        title: "Findings at the end of each month",
        told: &told,
    };
    let key = |(class, name): (&'static str, &str)| Key {
        class,
        name: name.to_owned(),
    };
    let counts = |then: &Earlier| [then.errors, then.warnings, then.hints];
    let occurs = |at: &usize| earlier.iter().any(|then| counts(then)[*at] > 0);
    let sorts: Vec<usize> = (0..SORTS.len()).filter(occurs).collect();
    let keys = sorts.iter().map(|&at| SORTS[at]);
    let column = |then: &Earlier| {
        let (year, number) = then.month.split_once('-').unwrap_or((&then.month, ""));
        let number = number.parse().unwrap_or(1);
        Column {
            name: then.month.clone(),
            label: month(number).0,
            era: year.to_owned(),
            rank: number.saturating_sub(1),
            counts: sorts.iter().map(|&at| counts(then)[at]).collect(),
        }
    };
    let all: Vec<Column> = earlier.iter().map(column).collect();
    Some(columns(&words, "Month", keys.map(key).collect(), &all))
}

fn about(plan: &Plan, name: &str) -> &'static str {
    let rule = plan.report.about.iter().find(|rule| rule.name == name);
    rule.map_or("", |rule| rule.summary.trim_end_matches('.'))
}

fn line(plan: &Plan, at: &RepoPath, finding: &Diagnostic) -> Line {
    let span = finding.place.span();
    let (place, source) = match span {
        Some(span) => plan.place(span),
        None => (finding.place.path(plan.workspace).to_owned(), None),
    };
    let subject = span.and_then(|span| plan.addresses.subject(span.file));
    Line {
        message: message(&finding.message),
        help: message(finding.help.as_deref().unwrap_or_default()),
        place,
        href: subject.map(|subject| plan.href(at, subject)).unwrap_or_default(),
        source: source.unwrap_or_default(),
    }
}
