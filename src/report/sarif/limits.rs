//! What GitHub takes of one file, and what is left out where there is more. The numbers are those of its documentation.
//!
//! GitHub refuses a file of more than 10 MB after gzip as a whole. Here only the texts of a result are counted, as if gzip
//! made nothing of them; the words around them are the same in all results and nearly vanish in it.

use crate::lint::{Diagnostic, Report, Severity};
use crate::model::workspace::Workspace;
use crate::report::line::counted;

/// Results that one run may have.
const RESULTS: usize = 25_000;

/// Results of which GitHub keeps the most severe.
const KEPT_BY_GITHUB: usize = 5_000;

/// Bytes of text of all results: 10 MB less the words around them, the rules and their pages.
const BYTES: usize = 8_000_000;

/// Bytes that a text of a message may have here; see `report::line`.
const LONGEST_TEXT: usize = 4_000;

/// Places of one result, the first one aside.
pub(super) const RELATED: usize = 999;

/// Bytes that a fix may put in.
pub(super) const LONGEST_FIX: usize = 20_000;

/// The findings that GitHub has room for.
pub(super) struct Kept<'a> {
    /// In the order of the report.
    pub(super) findings: Vec<&'a Diagnostic>,
    /// How many errors, warnings and hints were left out.
    missing: [usize; 3],
    /// Findings of which some other places were left out.
    shortened: usize,
}

impl<'a> Kept<'a> {
    /// As many findings as there is room for, the most severe first.
    pub(super) fn of(workspace: &Workspace, report: &'a Report) -> Self {
        Kept::within((RESULTS, BYTES), workspace, report)
    }

    fn within((results, bytes): (usize, usize), workspace: &Workspace, report: &'a Report) -> Self {
        let mut chosen: Vec<usize> = Vec::new();
        let (mut missing, mut size) = ([0; 3], 0);
        let levels = [Severity::Error, Severity::Warning, Severity::Hint];
        for (level, left) in levels.iter().zip(&mut missing) {
            let all = report.findings.iter().enumerate();
            for (at, finding) in all.filter(|(_, finding)| finding.severity == *level) {
                size += weight(workspace, finding);
                match chosen.len() < results && size <= bytes {
                    true => chosen.push(at),
                    false => *left += 1,
                }
            }
        }
        chosen.sort_unstable();
        let findings: Vec<&Diagnostic> = chosen.into_iter().map(|at| &report.findings[at]).collect();
        let shortened = findings
            .iter()
            .filter(|finding| finding.related.len() > RELATED)
            .count();
        Kept {
            findings,
            missing,
            shortened,
        }
    }

    /// What is missing, a sentence each.
    pub(super) fn left_out(&self) -> Vec<String> {
        let mut said = Vec::new();
        let levels = self.missing.iter().zip(["error", "warning", "hint"]);
        let missing: Vec<String> = levels
            .filter(|(number, _)| **number > 0)
            .map(|(number, word)| counted(*number, word))
            .collect();
        if !missing.is_empty() {
            said.push(format!(
                "GitHub takes {} or 10 MB in one run: left out are {}",
                counted(RESULTS, "result"),
                missing.join(", ")
            ));
        }
        if self.findings.len() > KEPT_BY_GITHUB {
            said.push(format!(
                "GitHub shows only 5,000 of these {}, the most severe",
                counted(self.findings.len(), "result")
            ));
        }
        if self.shortened > 0 {
            said.push(format!(
                "GitHub takes 1,000 places of a result: {} had more",
                counted(self.shortened, "finding")
            ));
        }
        said
    }
}

/// Bytes of what only this result says: messages, paths as they are encoded, the fix, and the key.
fn weight(workspace: &Workspace, finding: &Diagnostic) -> usize {
    let path = 3 * finding.place.path(workspace).len();
    let said =
        finding.message.len().min(LONGEST_TEXT) + finding.help.as_ref().map_or(0, |help| help.len().min(LONGEST_TEXT));
    let related = finding.related.iter().take(RELATED).map(|related| {
        let path = workspace.tree.path(related.span.file).as_str();
        3 * path.len() + related.message.len().min(LONGEST_TEXT)
    });
    let fix = finding.fix.as_ref().map_or(0, |fix| {
        let edits: usize = fix.edits.iter().map(|edit| edit.text.len()).sum();
        path + 2 * fix.title.len().min(LONGEST_TEXT) + edits.min(LONGEST_FIX)
    });
    path + said + related.sum::<usize>() + fix + 32
}

#[cfg(test)]
mod tests {
    use crate::lint::{Diagnostic, Report, Severity};
    use crate::report::sarif::limits::{Kept, RELATED};
    use crate::report::text::tests::{finding, workspace};
    use crate::text::span::{FileId, Range, Span};

    fn of(severity: Severity, message: &str) -> Diagnostic {
        let mut finding = finding(0, Range::at(0), message);
        finding.severity = severity;
        finding
    }

    #[test]
    fn the_least_severe_are_left_out() {
        let workspace = workspace(&[("a.md", "x")]);
        let report = Report {
            findings: vec![
                of(Severity::Hint, "h"),
                of(Severity::Warning, "w"),
                of(Severity::Error, "e"),
            ],
            ..Report::default()
        };
        let messages = |limits| {
            let kept = Kept::within(limits, &workspace, &report);
            let messages: Vec<String> = kept.findings.iter().map(|found| found.message.clone()).collect();
            (messages.join(""), kept.left_out().len())
        };
        assert_eq!(messages((25_000, 8_000_000)), ("hwe".to_owned(), 0));
        assert_eq!(messages((2, 8_000_000)), ("we".to_owned(), 1));
        assert_eq!(messages((25_000, 50)), ("e".to_owned(), 1));
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let mut many = of(Severity::Error, "e");
        for _ in 0..=RELATED {
            many.related(Span::new(FileId(0), Range::at(0)), "r");
        }
        let mut findings = vec![many];
        findings.push(of(Severity::Hint, "h"));
        findings.extend((0..26_000).map(|_| of(Severity::Warning, "w")));
        let report = Report {
            findings,
            ..Report::default()
        };
        let kept = Kept::of(&workspace(&[("a.md", "x")]), &report);
        assert_eq!(kept.findings.len(), 25_000);
        assert_eq!(
            kept.left_out(),
            [
                "GitHub takes 25,000 results or 10 MB in one run: left out are 1,001 warnings, 1 hint",
                "GitHub shows only 5,000 of these 25,000 results, the most severe",
                "GitHub takes 1,000 places of a result: 1 finding had more",
            ]
        );
    }
}
