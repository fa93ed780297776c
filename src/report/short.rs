//! One line per finding, as editors and grep have it: `path:line:column: level rule: message`.

use crate::lint::{Report, Severity};
use crate::model::workspace::Workspace;
use crate::report::line::one_line;
use crate::report::{Detail, Style};
use crate::text::escape::is_command;
use std::io::{self, Write};

/// Writes a line for each finding and nothing else. What has no position has a path alone.
pub fn write(out: &mut dyn Write, workspace: &Workspace, report: &Report, style: Style) -> io::Result<()> {
    for finding in &report.findings {
        if style.detail == Detail::Errors && finding.severity != Severity::Error {
            continue;
        }
        let path = one_line(finding.place.path(workspace));
        // The same file, and no command in the log of a CI service.
        let here = if is_command(&path) { "./" } else { "" };
        write!(out, "{here}{path}:")?;
        if let Some(position) = finding.place.position(workspace) {
            write!(out, "{}:{}:", position.line, position.column)?;
        }
        let (level, rule) = (finding.severity, finding.rule);
        writeln!(out, " {level} {rule}: {}", one_line(&finding.message))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::lint::{Place, Report};
    use crate::report::Style;
    use crate::report::text::tests::{finding, workspace};
    use crate::text::span::Range;

    #[test]
    fn a_finding_is_one_line() {
        let mut whole = finding(0, Range::at(0), "no licence");
        whole.place = Place::Path(".".to_owned());
        let report = Report {
            findings: vec![finding(0, Range::new(4, 5), "a\nb\u{1b}[2J"), whole],
            ..Report::default()
        };
        let mut out = Vec::new();
        super::write(
            &mut out,
            &workspace(&[("a\u{202e}.md", "x\ny z\n")]),
            &report,
            Style::PLAIN,
        )
        .unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "a\u{fffd}.md:2:3: error link/broken: a b␛[2J\n.: error link/broken: no licence\n"
        );
    }
}
