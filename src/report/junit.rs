//! JUnit's XML, as Jenkins, GitLab and others read it: each rule a suite, each finding a case.
//!
//! Only errors are failures, so that what turns red is what the exit code says; a warning is a case that passes and prints.
//! A rule that found nothing is a case that passes: a report without a case would look like a check that did not run.

use crate::lint::{Diagnostic, Report, Severity};
use crate::model::workspace::Workspace;
use crate::report::line::{one_line, said};
use crate::report::{Style, place};
use crate::text::escape::escape;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Writes all findings.
pub fn write(out: &mut dyn Write, workspace: &Workspace, report: &Report, style: Style) -> io::Result<()> {
    let mut found: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in &report.findings {
        found.entry(finding.rule).or_default().push(finding);
    }
    let on = report.about.iter().filter(|about| about.severity.is_some());
    let mut suites: BTreeMap<&str, Vec<&Diagnostic>> = on.map(|about| (about.name, Vec::new())).collect();
    suites.append(&mut found);
    let cases: usize = suites.values().map(|findings| findings.len().max(1)).sum();
    let failures = report.count(Severity::Error);
    let time = style
        .seconds
        .map_or(String::new(), |seconds| format!(" time=\"{seconds:.3}\""));
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"opsrepo validate\" tests=\"{cases}\" failures=\"{failures}\" errors=\"0\"{time}>"
    )?;
    for (rule, findings) in suites {
        write_suite(out, workspace, rule, &findings)?;
    }
    writeln!(out, "</testsuites>")
}

fn write_suite(out: &mut dyn Write, workspace: &Workspace, rule: &str, findings: &[&Diagnostic]) -> io::Result<()> {
    let is_error = |finding: &&&Diagnostic| finding.severity == Severity::Error;
    let failures = findings.iter().filter(is_error).count();
    let (name, cases) = (xml(rule), findings.len().max(1));
    writeln!(
        out,
        "  <testsuite name=\"{name}\" tests=\"{cases}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">"
    )?;
    if findings.is_empty() {
        writeln!(out, "    <testcase classname=\"{name}\" name=\"nothing found\"/>")?;
    }
    for finding in findings {
        write_case(out, workspace, finding)?;
    }
    writeln!(out, "  </testsuite>")
}

fn write_case(out: &mut dyn Write, workspace: &Workspace, finding: &Diagnostic) -> io::Result<()> {
    let path = xml(&one_line(&place::of(workspace, finding)));
    let (rule, line) = (xml(finding.rule), place::line(workspace, finding));
    let place = match finding.place.position(workspace) {
        Some(position) => format!("{path}:{}:{}", position.line, position.column),
        None => path.clone(),
    };
    writeln!(
        out,
        "    <testcase classname=\"{rule}\" name=\"{place}\" file=\"{path}\" line=\"{line}\">"
    )?;
    let said = said(finding);
    let text = xml(&said.join("\n"));
    match finding.severity {
        Severity::Error => {
            let message = xml(&said[0]);
            writeln!(
                out,
                "      <failure type=\"{rule}\" message=\"{message}\">{place}\n{text}</failure>"
            )?;
        }
        level => writeln!(out, "      <system-out>{level}: {text}</system-out>")?,
    }
    writeln!(out, "    </testcase>")
}

/// Text for a place between tags or in an attribute. XML 1.0 has no way to write most control characters and two others;
/// they are replaced.
fn xml(text: &str) -> String {
    let mut out = String::new();
    escape(&text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}"), &mut out);
    out
}

#[cfg(test)]
mod tests {
    use crate::lint::{About, Report, Severity};
    use crate::report::Style;
    use crate::report::text::tests::{finding, workspace};
    use crate::text::span::Range;

    #[test]
    fn rules_are_suites_and_errors_are_failures() {
        let mut error = finding(0, Range::new(2, 3), "no <file> ]]> \u{0}\u{ffff}\u{1b}");
        error.help("look \"here\"");
        let mut warning = finding(0, Range::at(0), "odd");
        warning.severity = Severity::Warning;
        let about = |name, severity| About {
            name,
            severity,
            summary: "",
            page: "",
        };
        let report = Report {
            findings: vec![warning, error],
            about: vec![
                about("link/broken", Some(Severity::Error)),
                about("a/b", Some(Severity::Hint)),
                about("a/off", None),
            ],
            ..Report::default()
        };
        let mut out = Vec::new();
        super::write(&mut out, &workspace(&[("a&b.md", "x\ny\n")]), &report, Style::PLAIN).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="opsrepo validate" tests="3" failures="1" errors="0">
  <testsuite name="a/b" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="a/b" name="nothing found"/>
  </testsuite>
  <testsuite name="link/broken" tests="2" failures="1" errors="0" skipped="0">
    <testcase classname="link/broken" name="a&amp;b.md:1:1" file="a&amp;b.md" line="1">
      <system-out>warning: odd</system-out>
    </testcase>
    <testcase classname="link/broken" name="a&amp;b.md:2:1" file="a&amp;b.md" line="2">
      <failure type="link/broken" message="no &lt;file&gt; ]]&gt; ␀�␛">a&amp;b.md:2:1
no &lt;file&gt; ]]&gt; ␀�␛
help: look &quot;here&quot;</failure>
    </testcase>
  </testsuite>
</testsuites>
"#
        );
    }
}
