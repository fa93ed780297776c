//! GitLab's code quality report: a JSON array of what GitLab documents, and no more.

use crate::lint::{Diagnostic, Report, Severity};
use crate::model::workspace::Workspace;
use crate::report::line::{one_line, said};
use crate::report::{Style, compact, place};
use serde::ser::{Serialize, Serializer};

use std::io::{self, Write};

/// A finding as GitLab takes it.
#[derive(serde::Serialize)]
struct Violation {
    description: String,
    check_name: &'static str,
    /// GitLab tells by it which findings a merge request brings and which it mends.
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(serde::Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(serde::Serialize)]
struct Lines {
    begin: u32,
}

/// Writes all findings. What has no line is put to the first one, since GitLab asks for one.
pub fn write(out: &mut dyn Write, workspace: &Workspace, report: &Report, _: Style) -> io::Result<()> {
    compact::write(out, &Violations { workspace, report })
}

struct Violations<'a> {
    workspace: &'a Workspace,
    report: &'a Report,
}

impl Serialize for Violations<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let findings = self.report.findings.iter();
        serializer.collect_seq(findings.map(|finding| violation(self.workspace, finding)))
    }
}

fn violation(workspace: &Workspace, finding: &Diagnostic) -> Violation {
    Violation {
        description: said(finding).join("; "),
        check_name: finding.rule,
        fingerprint: finding.key.to_string(),
        severity: match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Hint => "info",
        },
        location: Location {
            path: one_line(&place::of(workspace, finding)),
            lines: Lines {
                begin: place::line(workspace, finding),
            },
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::{Place, Report};
    use crate::report::Style;
    use crate::report::text::tests::{finding, workspace};
    use crate::text::span::Range;

    #[test]
    fn a_violation_has_what_gitlab_asks_for() {
        let mut whole = finding(0, Range::at(0), "no licence");
        whole.place = Place::Path(".".to_owned());
        let mut first = finding(0, Range::new(2, 3), "no\nfile");
        first.help("look");
        let report = Report {
            findings: vec![first, whole],
            ..Report::default()
        };
        let mut out = Vec::new();
        super::write(&mut out, &workspace(&[("a.md", "x\ny\n")]), &report, Style::PLAIN).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let key = "0".repeat(32);
        let violation = |description: &str, path: &str, line: u32| {
            serde_json::json!({
                "description": description, "check_name": "link/broken", "fingerprint": key, "severity": "major",
                "location": {"path": path, "lines": {"begin": line}},
            })
        };
        assert_eq!(
            value,
            serde_json::json!([
                violation("no file; help: look", "a.md", 2),
                violation("no licence", "opsrepo.toml", 1)
            ])
        );
    }
}
