//! The end of a report for people: where many findings are, by rule and by file, and one line about the whole run.

use crate::lint::{Diagnostic, Report, Severity};
use crate::model::workspace::Workspace;
use crate::report::line::{counted, digits, one_line};
use crate::report::{Paint, Style};
use crate::text::width::{columns, cut};
use anstyle::AnsiColor;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Findings that one takes in at a glance; only more of them are counted by rule and by file.
const HANDFUL: usize = 5;

/// Files that are named: those with the most findings.
const WORST: usize = 10;

/// Columns that a rule's summary gets at the least.
const NARROW: usize = 20;

/// Digits of a commit's id that are printed.
const SHORT: usize = 10;

/// How many findings of each level something has.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Tally {
    errors: usize,
    warnings: usize,
    hints: usize,
    fixes: usize,
}

/// Writes how many findings each rule and each file has, where there are more than a handful.
pub(super) fn write_tables(
    out: &mut dyn Write,
    workspace: &Workspace,
    report: &Report,
    style: Style,
) -> io::Result<()> {
    if report.findings.len() <= HANDFUL {
        return Ok(());
    }
    let rows = by_rule(report, style);
    writeln!(out, "{}", style.bold("findings by rule:"))?;
    write_rows(out, &rows)?;
    let files = tallies(report, |finding| finding.place.path(workspace));
    writeln!(out, "\n{}", style.bold("findings by file:"))?;
    let rows: Vec<[String; 3]> = files
        .iter()
        .take(WORST)
        .map(|(path, tally)| [tally.said(style), one_line(path), String::new()])
        .collect();
    write_rows(out, &rows)?;
    if files.len() > WORST {
        writeln!(out, "  and {}", counted(files.len() - WORST, "more file"))?;
    }
    writeln!(out)
}

/// How many, the rule, and what it is about.
fn by_rule(report: &Report, style: Style) -> Vec<[String; 3]> {
    let rules = tallies(report, |finding| finding.rule);
    let widest = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or(0);
    let counts = widest(&mut rules.iter().map(|(_, tally)| columns(&tally.said(Style::PLAIN))));
    let names = widest(&mut rules.iter().map(|(name, _)| columns(name)));
    let room = style.width.saturating_sub(counts + names + 6).max(NARROW);
    let mut rows = Vec::new();
    for (name, tally) in &rules {
        let about = report.about.iter().find(|about| about.name == *name);
        let summary = cut(about.map_or("", |about| about.summary).trim_end_matches('.'), room);
        let fixes = match tally.fixes {
            0 => String::new(),
            fixes => format!("{fixes} can be fixed with --fix"),
        };
        let first = [tally.said(style), (*name).to_owned()];
        match columns(&summary) + columns(&fixes) + 2 <= room {
            true => rows.push(row(first, [summary, fixes].join("  ").trim())),
            false => {
                rows.push(row(first, &summary));
                rows.push(row([String::new(), String::new()], &fixes));
            }
        }
    }
    rows
}

fn row([count, name]: [String; 2], rest: &str) -> [String; 3] {
    [count, name, rest.to_owned()]
}

/// What is counted under each name, the worst first.
fn tallies<'a>(report: &'a Report, name: impl Fn(&'a Diagnostic) -> &'a str) -> Vec<(&'a str, Tally)> {
    let mut found: BTreeMap<&str, Tally> = BTreeMap::new();
    for finding in &report.findings {
        let tally = found.entry(name(finding)).or_default();
        match finding.severity {
            Severity::Error => tally.errors += 1,
            Severity::Warning => tally.warnings += 1,
            Severity::Hint => tally.hints += 1,
        }
        tally.fixes += usize::from(finding.fix.is_some());
    }
    let mut sorted: Vec<(&str, Tally)> = found.into_iter().collect();
    // The sort is stable: what is equally bad stays in the order of its names.
    sorted.sort_by_key(|(_, tally)| Reverse((tally.errors, tally.warnings, tally.hints)));
    sorted
}

/// Rows with aligned columns; the number that the first begins with ends where the others do. The first holds escape
/// codes, which take no column.
fn write_rows(out: &mut dyn Write, rows: &[[String; 3]]) -> io::Result<()> {
    let plain = |text: &str| columns(&without_codes(text));
    let digits = |text: &str| without_codes(text).find(' ').unwrap_or(0);
    let number = rows.iter().map(|[count, ..]| digits(count)).max().unwrap_or(0);
    let indent = |count: &str| number - digits(count);
    let width = |row: &[String; 3]| indent(&row[0]) + plain(&row[0]);
    let first = rows.iter().map(width).max().unwrap_or(0);
    let second = rows.iter().map(|[_, name, _]| plain(name)).max().unwrap_or(0);
    for cells in rows {
        let [count, name, rest] = cells;
        let (before, after) = (" ".repeat(indent(count)), " ".repeat(first - width(cells)));
        let line = match rest.is_empty() {
            true => format!("  {before}{count}{after}  {name}"),
            false => format!(
                "  {before}{count}{after}  {name}{}  {rest}",
                " ".repeat(second - plain(name))
            ),
        };
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn without_codes(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| {
        plain + part.split_once('m').map_or("", |(_, rest)| rest)
    })
}

impl Tally {
    fn of(report: &Report) -> Tally {
        Tally {
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            hints: report.count(Severity::Hint),
            fixes: 0,
        }
    }

    /// `3 errors, 1 hint`.
    fn said(self, style: Style) -> String {
        let levels = [
            (self.errors, "error", AnsiColor::BrightRed.on_default().bold()),
            (self.warnings, "warning", AnsiColor::Yellow.on_default().bold()),
            (self.hints, "hint", anstyle::Style::new()),
        ];
        let said = levels.iter().filter(|(number, ..)| *number > 0);
        said.map(|(number, word, code)| style.painted(*code, &counted(*number, word)))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

impl Style {
    fn bold(self, text: &str) -> String {
        self.painted(anstyle::Style::new().bold(), text)
    }

    fn painted(self, code: anstyle::Style, text: &str) -> String {
        match self.paint {
            Paint::Coloured => format!("{code}{text}{code:#}"),
            Paint::Plain => text.to_owned(),
        }
    }
}

/// `3,313 files, 4,021 records, 28 rules: 12 errors, 41 warnings, 0.62 s`.
pub fn line(workspace: &Workspace, report: &Report, style: Style) -> String {
    let mut found = match Tally::of(report).said(style) {
        nothing if nothing.is_empty() => "nothing to complain about".to_owned(),
        found => found,
    };
    for said in aside(report) {
        found.push_str(&format!(", {said}"));
    }
    if let Some(seconds) = style.seconds {
        found.push_str(&format!(", {seconds:.2} s"));
    }
    let chosen = report
        .chosen
        .map_or(String::new(), |chosen| format!("{} of ", digits(chosen)));
    let base = workspace.before.as_deref().map_or(String::new(), |before| {
        let commit = before.commit.get(..SHORT).unwrap_or(&before.commit);
        match before.commit.starts_with(&before.revision) {
            true => format!(", changes since {commit}"),
            false => format!(", changes since {} ({commit})", one_line(&before.revision)),
        }
    });
    format!(
        "{chosen}{}, {}, {}{base}: {found}",
        counted(report.files, "file"),
        counted(report.records, "record"),
        counted(report.rules, "rule"),
    )
}

/// What is not among the findings, and why: `41 known`, `2 known before and gone`.
fn aside(report: &Report) -> impl Iterator<Item = String> {
    let known = report.known.filter(|known| *known > 0);
    let known = known.map(|known| format!("{} known", digits(known)));
    let gone = (report.stale > 0).then(|| format!("{} known before and gone", digits(report.stale)));
    known.into_iter().chain(gone)
}

#[cfg(test)]
mod tests {
    use crate::lint::{About, Fix, Report, Severity};
    use crate::report::summary::{line, write_tables};
    use crate::report::text::tests::{finding, workspace};
    use crate::report::{Paint, Style};
    use crate::text::span::{FileId, Range};

    /// A report with this many findings in each file.
    fn tables(counts: &[usize], style: Style) -> String {
        let paths: Vec<String> = (0..counts.len()).map(|n| format!("{n:02}.md")).collect();
        let files: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "x")).collect();
        let mut report = Report {
            about: vec![About {
                name: "link/broken",
                severity: Some(Severity::Error),
                summary: "A link that leads to nothing.",
                page: "",
            }],
            ..Report::default()
        };
        for (file, count) in counts.iter().enumerate() {
            for _ in 0..*count {
                report.findings.push(finding(file as u32, Range::at(0), "x"));
            }
        }
        if let Some(last) = report.findings.last_mut() {
            last.severity = Severity::Hint;
            last.rule = "a/b";
            last.fix(Fix {
                title: "mend it".to_owned(),
                file: FileId(0),
                edits: Vec::new(),
            });
        }
        let mut out = Vec::new();
        write_tables(&mut out, &workspace(&files), &report, style).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_handful_needs_no_table() {
        assert_eq!(tables(&[5], Style::PLAIN), "");
    }

    #[test]
    fn the_worst_come_first_and_columns_stand_in_line() {
        let expected = "\
findings by rule:
  13 errors  link/broken  A link that leads to nothing
   1 hint    a/b          1 can be fixed with --fix

findings by file:
  12 errors         01.md
   1 error, 1 hint  02.md

";
        assert_eq!(tables(&[0, 12, 2], Style::PLAIN), expected);
        let coloured = Style {
            paint: Paint::Coloured,
            ..Style::PLAIN
        };
        let painted = tables(&[0, 12, 2], coloured);
        assert!(painted.contains("\u{1b}[91m"), "{painted}");
        assert_eq!(anstream::adapter::strip_str(&painted).to_string(), expected);
    }

    #[test]
    fn ten_files_are_named() {
        let text = tables(&[1; 400], Style::PLAIN);
        assert!(
            text.contains("  and 390 more files\n") && text.contains("09.md"),
            "{text}"
        );
        assert!(!text.contains("10.md") && text.lines().count() < 20, "{text}");
    }

    #[test]
    fn one_line_says_it_all() {
        let report = Report {
            files: 3313,
            ..Report::default()
        };
        assert_eq!(
            line(&workspace(&[]), &report, Style::PLAIN),
            "3,313 files, 0 records, 0 rules: nothing to complain about"
        );
    }
}
