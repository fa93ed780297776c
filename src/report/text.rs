//! Findings for people: each with the lines that it is about, marked. The only home of the snippet renderer.
//!
//! Whatever a repository holds, nothing of it may steer the terminal: control characters are shown, not sent.
//! A finding costs what its own lines cost, however long its file is.

use crate::lint::{Diagnostic, Report, Severity};
use crate::model::workspace::Workspace;
use crate::report::line::{is_said_twice, one_line};
use crate::report::window::{Window, harmless};
use crate::report::{Detail, Paint, Style, summary};
use crate::text::span::{Range, Span};
use annotate_snippets::{Annotation, AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use std::io::{self, Write};

/// Lines between two marks that still belong on one picture.
const NEAR: u32 = 4;

/// Writes every finding, then how many each rule and file has where that is more than one sees, then one line about all.
pub fn write(out: &mut dyn Write, workspace: &Workspace, report: &Report, style: Style) -> io::Result<()> {
    let renderer = match style.paint {
        Paint::Plain => Renderer::plain(),
        // Links of the terminal's own would lead nowhere: the paths are relative.
        Paint::Coloured => Renderer::styled(),
    }
    .term_width(style.width);
    for finding in &report.findings {
        if style.detail != Detail::Errors || finding.severity == Severity::Error {
            writeln!(out, "{}\n", rendered(&renderer, workspace, finding))?;
        }
    }
    match style.detail {
        Detail::Everything => {
            summary::write_tables(out, workspace, report, style)?;
            writeln!(out, "{}", summary::line(workspace, report, style))
        }
        Detail::Errors | Detail::Findings => Ok(()),
    }
}

fn rendered(renderer: &Renderer, workspace: &Workspace, finding: &Diagnostic) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO.with_name("hint"),
    };
    let title = level.primary_title(one_line(&finding.message)).id(finding.rule);
    let pictures = pictures(workspace, finding);
    let corrections: Vec<(String, String)> = pictures
        .iter()
        .filter_map(|picture| picture.correction.clone())
        .collect();
    let mut group = title.elements(pictures.into_iter().map(|picture| picture.element));
    if let Some(help) = finding.help.as_ref().filter(|_| !is_said_twice(finding)) {
        group = group.element(Level::HELP.message(one_line(help)));
    }
    if let Some(fix) = &finding.fix {
        group = group.element(Level::HELP.with_name("fix").message(one_line(&fix.title)));
    }
    let mut text = renderer.render(&[group]);
    for (shown, real) in corrections {
        text = text.replacen(&shown, &real, 1);
    }
    text
}

/// One place with what is said about it.
struct Mark<'a> {
    span: Span,
    label: &'a str,
    kind: AnnotationKind,
}

/// Some lines of one file with their marks.
struct Picture<'a> {
    element: Element<'a>,
    /// The renderer counts columns in what it is given; where that is not the whole line: what it prints, what is right.
    correction: Option<(String, String)>,
}

/// The finding's places as pictures: those near the first one share its picture, the others get their own.
fn pictures<'a>(workspace: &'a Workspace, finding: &Diagnostic) -> Vec<Picture<'a>> {
    let Some(place) = finding.place.span() else {
        let path = harmless(finding.place.path(workspace));
        return vec![Picture::of_file(Origin::path(path))];
    };
    let line_of = |span: Span| workspace.tree.position(span).line;
    let first = Mark {
        span: place,
        label: "",
        kind: AnnotationKind::Primary,
    };
    let mut shared = vec![first];
    let mut alone = Vec::new();
    for related in &finding.related {
        let mark = Mark {
            span: related.span,
            label: &related.message,
            kind: AnnotationKind::Context,
        };
        let is_near = related.span.file == place.file && line_of(related.span).abs_diff(line_of(place)) <= NEAR;
        match is_near {
            true => shared.push(mark),
            false => alone.push(vec![mark]),
        }
    }
    let groups = std::iter::once(shared).chain(alone);
    groups.filter_map(|marks| Picture::new(workspace, &marks)).collect()
}

impl<'a> Picture<'a> {
    fn of_file(origin: Origin<'a>) -> Self {
        Picture {
            element: origin.into(),
            correction: None,
        }
    }

    fn new(workspace: &'a Workspace, marks: &[Mark<'_>]) -> Option<Self> {
        let first = marks.first()?;
        let file = workspace.tree.file(first.span.file);
        let path = harmless(file.path.as_str());
        let source = match file.source() {
            Some(source) if !source.text().is_empty() => source,
            _ => return Some(Picture::of_file(Origin::path(path))),
        };
        let ranges: Vec<Range> = marks.iter().map(|mark| mark.span.range).collect();
        let window = Window::new(source, &ranges);
        let position = source.position(first.span.range.start);
        let counted = window.column(window.marks.first()?.start);
        let place = |column: u32| format!("{path}:{}:{column}", position.line);
        let correction = (counted != position.column).then(|| (place(counted), place(position.column)));
        let annotations = marks.iter().zip(&window.marks).map(|(mark, range)| {
            let annotation: Annotation<'a> = mark.kind.span(range.clone());
            match mark.label {
                "" => annotation,
                label => annotation.label(one_line(label)),
            }
        });
        let snippet = Snippet::source(window.text)
            .line_start(window.first_line as usize)
            .path(path)
            .fold(true)
            .annotations(annotations);
        Some(Picture {
            element: snippet.into(),
            correction,
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::write;
    use crate::lint::key::Key;
    use crate::lint::{Diagnostic, Report, Severity};
    use crate::model::time::Date;
    use crate::model::workspace::{Context, Workspace};
    use crate::report::Style;
    use crate::text::history::History;
    use crate::text::path::RepoPath;
    use crate::text::span::{FileId, Range, Span};
    use crate::text::tree::{File, Tree};

    pub(crate) fn workspace(files: &[(&str, &str)]) -> Workspace {
        let files = files
            .iter()
            .filter_map(|(path, text)| Some(File::text(RepoPath::new(path)?, *text)))
            .collect();
        let context = Context::on(Date::parse("2026-01-01").unwrap());
        Workspace::build(Tree::new(files), Vec::new(), context, History::NotAsked)
    }

    pub(crate) fn finding(file: u32, range: Range, message: &str) -> Diagnostic {
        Diagnostic {
            rule: "link/broken",
            severity: Severity::Error,
            at_most: Severity::Error,
            place: Span::new(FileId(file), range).into(),
            message: message.to_owned(),
            related: Vec::new(),
            help: None,
            fix: None,
            key: Key::default(),
        }
    }

    fn show(files: &[(&str, &str)], finding: Diagnostic) -> String {
        let report = Report {
            findings: vec![finding],
            files: files.len(),
            records: 1234,
            rules: 1,
            ..Report::default()
        };
        let mut out = Vec::new();
        assert!(write(&mut out, &workspace(files), &report, Style::PLAIN).is_ok());
        String::from_utf8(out).unwrap_or_default()
    }

    #[test]
    fn shows_the_line_the_mark_and_what_to_do() {
        let mut found = finding(0, Range::new(9, 13), "there is no `y.md`");
        found.help("did you mean `z.md`?");
        found.related(Span::new(FileId(1), Range::new(0, 3)), "moved here");
        let text = show(&[("a.md", "# A\n\n[x](y.md)\n"), ("b.md", "# B\n")], found);
        assert_eq!(
            text,
            "\
error[link/broken]: there is no `y.md`
 --> a.md:3:5
  |
3 | [x](y.md)
  |     ^^^^
  |
 ::: b.md:1:1
  |
1 | # B
  | --- moved here
  |
  = help: did you mean `z.md`?

2 files, 1,234 records, 1 rule: 1 error
"
        );
    }

    #[test]
    fn two_near_places_share_a_picture() {
        let mut found = finding(0, Range::new(10, 11), "`a` stands twice");
        found.related(Span::new(FileId(0), Range::new(3, 4)), "first here");
        let text = show(&[("a.yaml", "\u{feff}a: 1\nb: \na: 3\n")], found);
        assert!(text.contains("a.yaml:2:3") && text.contains("first here"), "{text}");
        assert_eq!(text.matches("-->").count(), 1, "{text}");
    }

    #[test]
    fn content_cannot_steer_the_terminal() {
        let evil = "a\u{1b}[31m\u{9b}31m\u{202e}\u{7}: x\r\u{8}y";
        let text = show(&[(evil, evil)], finding(0, Range::new(0, 1), evil));
        assert!(
            !text.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}'),
            "{text:?}"
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let line = format!("{}HERE{}\n", "ö ".repeat(40_000), " x".repeat(40_000));
        let at = line.find("HERE").unwrap_or(0);
        let text = show(&[("a.md", &line)], finding(0, Range::new(at, at + 4), "look"));
        assert!(
            text.contains("HERE") && text.contains("^^^^") && text.contains("a.md:1:80001"),
            "{text}"
        );
        assert!(text.lines().all(|line| line.chars().count() < 140), "{text}");
    }

    #[test]
    fn a_message_without_end_is_cut() {
        let text = show(&[("a.md", "x")], finding(0, Range::new(0, 1), &"ö".repeat(100_000)));
        assert!(text.contains("ö…") && text.chars().count() < 2000, "{}", text.len());
    }

    #[test]
    fn odd_places_do_no_harm() {
        for (content, range) in [
            ("", Range::at(0)),
            ("x", Range::at(1)),
            ("x\n", Range::at(2)),
            ("---\na: 1\n\n\nb\n", Range::new(0, 14)),
            ("é\r\né\r\n", Range::new(4, 99)),
            ("\u{feff}", Range::new(0, 3)),
        ] {
            let text = show(&[("a.md", content)], finding(0, range, "odd"));
            assert!(text.starts_with("error[link/broken]: odd\n"), "{text}");
        }
    }
}
