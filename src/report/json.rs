//! Findings for programs. The shape is a contract, described by `schemas/validate.schema.json`.

use crate::lint::{Diagnostic, Report, Severity};
use crate::model::workspace::Workspace;
use crate::report::Style;
use crate::text::escape::json_escaped;
use crate::text::span::{FileId, Span};
use serde::Serialize;
use std::io::{self, Write};

/// What `validate --format json` prints.
#[derive(Serialize)]
struct Output<'a> {
    findings: Vec<Finding<'a>>,
    summary: Summary<'a>,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    severity: String,
    path: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    message: &'a str,
    help: Option<&'a str>,
    fix: Option<Fix<'a>>,
    related: Vec<Related<'a>>,
    key: String,
}

#[derive(Serialize)]
struct Related<'a> {
    path: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    message: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    path: &'a str,
    edits: Vec<Edit<'a>>,
}

/// `start` and `end` are byte offsets; the bytes between them are replaced by `text`.
#[derive(Serialize)]
struct Edit<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct Summary<'a> {
    files: usize,
    records: usize,
    rules: usize,
    errors: usize,
    warnings: usize,
    hints: usize,
    /// Only where there was something to know findings by: how many were left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<usize>,
    /// Only where there was a baseline with findings that are gone: how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    gone: Option<usize>,
    /// Only where paths were given: how many files the findings are about.
    #[serde(skip_serializing_if = "Option::is_none")]
    chosen: Option<usize>,
    /// Only where changes were checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<Base<'a>>,
    seconds: Option<f64>,
}

/// What the changes were seen against.
#[derive(Serialize)]
struct Base<'a> {
    revision: &'a str,
    commit: &'a str,
}

/// Writes a report as one JSON object and a line end.
pub fn write(out: &mut dyn Write, workspace: &Workspace, report: &Report, style: Style) -> io::Result<()> {
    let output = Output {
        findings: report.findings.iter().map(|found| finding(workspace, found)).collect(),
        summary: Summary {
            files: report.files,
            records: report.records,
            rules: report.rules,
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            hints: report.count(Severity::Hint),
            known: report.known,
            gone: Some(report.stale).filter(|gone| *gone > 0),
            chosen: report.chosen,
            base: workspace.before.as_deref().map(|before| Base {
                revision: &before.revision,
                commit: &before.commit,
            }),
            seconds: style.seconds.map(|seconds| (seconds * 1000.0).round() / 1000.0),
        },
    };
    write_value(out, &output)
}

/// Writes any value as indented JSON and a line end. Nothing in it can steer a terminal.
pub fn write_value(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let json = serde_json::to_string_pretty(value)?;
    out.write_all(json_escaped(&json).as_bytes())?;
    out.write_all(b"\n")
}

fn finding<'a>(workspace: &'a Workspace, found: &'a Diagnostic) -> Finding<'a> {
    let (line, column) = match found.place.span() {
        Some(span) => position(workspace, span),
        None => (None, None),
    };
    Finding {
        rule: found.rule,
        severity: found.severity.to_string(),
        path: found.place.path(workspace),
        line,
        column,
        message: &found.message,
        help: found.help.as_deref(),
        fix: found.fix.as_ref().map(|fix| Fix {
            title: &fix.title,
            path: path(workspace, fix.file),
            edits: fix
                .edits
                .iter()
                .map(|edit| Edit {
                    start: edit.range.start,
                    end: edit.range.end,
                    text: &edit.text,
                })
                .collect(),
        }),
        related: found
            .related
            .iter()
            .map(|related| {
                let (line, column) = position(workspace, related.span);
                Related {
                    path: path(workspace, related.span.file),
                    line,
                    column,
                    message: &related.message,
                }
            })
            .collect(),
        key: found.key.to_string(),
    }
}

fn path(workspace: &Workspace, file: FileId) -> &str {
    workspace.tree.path(file).as_str()
}

/// A file without text has no lines.
fn position(workspace: &Workspace, span: Span) -> (Option<u32>, Option<u32>) {
    match workspace.tree.file(span.file).source() {
        Some(source) => {
            let position = source.position(span.range.start);
            (Some(position.line), Some(position.column))
        }
        None => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::{Fix, Report, Severity};
    use crate::report::Style;
    use crate::report::text::tests::{finding, workspace};
    use crate::text::edit::Edit;
    use crate::text::span::{FileId, Range};

    #[test]
    fn has_every_field_of_the_contract() {
        let workspace = workspace(&[("a.md", "# A\n\n[x](y.md)\n")]);
        let mut found = finding(0, Range::new(9, 13), "no file");
        found.fix(Fix {
            title: "point it to `z.md`".to_owned(),
            file: FileId(0),
            edits: vec![Edit {
                range: Range::new(9, 13),
                text: "z.md".to_owned(),
            }],
        });
        let report = Report {
            findings: vec![found],
            files: 1,
            ..Report::default()
        };
        let mut out = Vec::new();
        let style = Style {
            seconds: Some(0.123_456),
            ..Style::PLAIN
        };
        assert!(super::write(&mut out, &workspace, &report, style).is_ok());
        let value: serde_json::Value = serde_json::from_slice(&out).unwrap_or_default();
        assert_eq!(
            value,
            serde_json::json!({
                "findings": [{
                    "rule": "link/broken", "severity": Severity::Error.to_string(), "path": "a.md", "line": 3,
                    "column": 5, "message": "no file", "help": null, "related": [],
                    "fix": {
                        "title": "point it to `z.md`", "path": "a.md",
                        "edits": [{"start": 9, "end": 13, "text": "z.md"}],
                    },
                    "key": "0".repeat(32),
                }],
                "summary": {
                    "files": 1, "records": 0, "rules": 0, "errors": 1, "warnings": 0, "hints": 0, "seconds": 0.123,
                },
            })
        );
    }
}
