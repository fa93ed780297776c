//! Annotations of GitHub Actions: workflow commands, which a runner reads from what a step prints.
//!
//! A line that begins with `::` is a command to the runner, so nothing of a repository may begin a line or end a property.
//! The escapes are those of the runner: `%`, CR and LF everywhere, `:` and `,` in properties too.

use crate::lint::{Diagnostic, Report, Severity};
use crate::model::workspace::Workspace;
use crate::report::line::{one_line, said};
use crate::report::{Detail, Paint, Style, place, summary};
use std::fmt::Write as _;
use std::io::{self, Write};

/// Annotations of each level that GitHub shows of one step; it drops the others.
const SHOWN: usize = 10;

/// Writes a command for each finding, errors first, and a last line that counts them.
pub fn write(out: &mut dyn Write, workspace: &Workspace, report: &Report, style: Style) -> io::Result<()> {
    for severity in [Severity::Error, Severity::Warning, Severity::Hint] {
        if style.detail == Detail::Errors && severity != Severity::Error {
            break;
        }
        for finding in report.findings.iter().filter(|finding| finding.severity == severity) {
            writeln!(out, "{}", command(workspace, finding))?;
        }
    }
    if style.detail != Detail::Everything {
        return Ok(());
    }
    let plain = Style {
        paint: Paint::Plain,
        ..style
    };
    write!(out, "{}", summary::line(workspace, report, plain))?;
    let levels = [Severity::Error, Severity::Warning, Severity::Hint];
    match levels.iter().any(|&severity| report.count(severity) > SHOWN) {
        true => writeln!(out, "; GitHub shows {SHOWN} of each level, the log has all"),
        false => writeln!(out),
    }
}

fn command(workspace: &Workspace, finding: &Diagnostic) -> String {
    let name = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let path = one_line(&place::of(workspace, finding));
    let mut text = format!("::{name} file={}", property(&path));
    let span = finding.place.span();
    if let Some((span, source)) = span.and_then(|span| Some((span, place::source(workspace, span)?))) {
        let (start, end) = (source.position(span.range.start), source.position(span.range.end));
        // Writing to a string cannot fail.
        let _ = write!(text, ",line={},endLine={},col={}", start.line, end.line, start.column);
        // The runner takes columns only within one line.
        if start.line == end.line {
            let _ = write!(text, ",endColumn={}", end.column);
        }
    }
    let message = said(finding).join("\n");
    let _ = write!(text, ",title={}::{}", property(finding.rule), data(&message));
    text
}

/// What stands behind the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands behind a `=`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use crate::lint::{Diagnostic, Report, Severity};
    use crate::report::Style;
    use crate::report::text::tests::{finding, workspace};
    use crate::text::span::Range;

    fn shown(files: &[(&str, &str)], findings: Vec<Diagnostic>) -> String {
        let report = Report {
            findings,
            ..Report::default()
        };
        let mut out = Vec::new();
        super::write(&mut out, &workspace(files), &report, Style::PLAIN).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn errors_come_first_and_all_are_counted() {
        let mut hint = finding(0, Range::new(0, 3), "odd");
        hint.severity = Severity::Hint;
        let mut error = finding(0, Range::new(4, 5), "no file");
        error.help("look: here, or there");
        let text = shown(&[("a.md", "x\ny\nzé\n")], vec![hint.clone(), error]);
        assert_eq!(
            text,
            "\
::error file=a.md,line=3,endLine=3,col=1,endColumn=2,title=link/broken::no file%0Ahelp: look: here, or there
::notice file=a.md,line=1,endLine=2,col=1,title=link/broken::odd
0 files, 0 records, 0 rules: 1 error, 1 hint
"
        );
        let many = shown(&[("a.md", "x\ny\n")], vec![hint; 11]);
        assert!(
            many.ends_with("11 hints; GitHub shows 10 of each level, the log has all\n"),
            "{many}"
        );
    }

    #[test]
    fn nothing_of_a_repository_is_a_command() {
        let name = "a,line=7::error::x%0A\n::add-mask::b.md";
        let text = shown(
            &[(name, "x")],
            vec![finding(0, Range::new(0, 1), "100%\r\n::stop-commands::z\u{1b}[1m")],
        );
        let expected = "::error file=a%2Cline=7%3A%3Aerror%3A%3Ax%250A %3A%3Aadd-mask%3A%3Ab.md,\
                        line=1,endLine=1,col=1,endColumn=2,title=link/broken::100%25 ::stop-commands::z␛[1m\n";
        assert!(text.starts_with(expected), "{text}");
        assert_eq!(text.lines().filter(|line| line.starts_with("::")).count(), 1, "{text}");
    }
}
