//! The source of a data file on its page: its lines with their numbers and colours, what a schema says of its keys beside
//! them, and what was found below the lines where it was found.

use crate::lint::Diagnostic;
use crate::model::record::Record;
use crate::site::plan::{Plan, message};
use crate::syntax::colour::html::lines;
use crate::syntax::document::Format;
use crate::syntax::schema_notes::Note;
use crate::text::escape::escape;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range, Span};
use crate::text::width::columns;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Bytes of a data file that its page shows; the rest is on the forge.
const SHOWN: usize = 100_000;
/// Findings that stand below their lines.
const MARKED: usize = 100;
/// Letters of a description that stand beside its key; the rest is folded away.
const BESIDE: usize = 44;

/// Columns of a line that stands on one line of a phone too.
const NARROW: usize = 36;
/// The deepest step of two columns by which what is left of a line is set in.
const DEEPEST: usize = 8;

/// The source of a record.
#[derive(Serialize)]
pub(crate) struct Listing {
    /// Safe HTML, one element per line.
    html: String,
    /// The number of its first line.
    first: u32,
    /// The number of its last line.
    last: u32,
    /// Whether a schema says something of a key.
    is_noted: bool,
    /// The schemas that do.
    schemas: Vec<Schema>,
    /// Whether only the beginning is shown.
    is_cut: bool,
}

/// A schema that describes the keys.
#[derive(Serialize)]
struct Schema {
    path: String,
    /// Where it is read; empty where there is no such place.
    href: String,
}

/// The source of a data record for its page: its part of the file. Nothing for records that are texts.
pub(crate) fn listing(plan: &Plan, record: &Record, at: &RepoPath) -> Option<Listing> {
    let document = plan.workspace.document(record.file);
    let language = match document.format {
        Format::Yaml => "yaml",
        Format::Json => "json",
        Format::Toml => "toml",
        _ => return None,
    };
    let text = plan.workspace.tree.text(record.file);
    let part = document.data.get(record.part).filter(|_| document.data.len() > 1);
    let whole = part.map_or(Range::new(0, text.len()), |node| node.range);
    let shown = beginning(text, whole);
    let described = plan.schemas().of_part(plan.workspace, record.file, record.part);
    let line_of = |range: Range| plan.workspace.tree.position(Span::new(record.file, range)).line;
    let is_shown = |range: Range| range.start >= shown.start && range.start < shown.end;
    let mut notes: BTreeMap<u32, &Note> = BTreeMap::new();
    for note in described.notes.iter().filter(|note| is_shown(note.key)) {
        notes.entry(line_of(note.key)).or_insert(note);
    }
    let mut marks: BTreeMap<u32, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in plan.findings(record.file).take(MARKED) {
        let span = finding.place.span();
        if let Some(range) = span.map(|span| span.range).filter(|&range| is_shown(range)) {
            marks.entry(line_of(range)).or_default().push(finding);
        }
    }
    let mut html = String::with_capacity(shown.len() * 2);
    let first = line_of(Range::at(shown.start as usize));
    let lines = lines(language, shown.of(text));
    for ((number, line), raw) in (first..).zip(&lines).zip(shown.of(text).lines()) {
        let found = marks.get(&number).map_or(&[][..], Vec::as_slice);
        let code = hanging(line, raw);
        write_line(&mut html, number, &code, (notes.get(&number).copied(), found));
        found
            .iter()
            .for_each(|finding| write_mark(&mut html, plan, at, finding));
    }
    Some(Listing {
        html,
        first,
        last: first + (lines.len() as u32).saturating_sub(1),
        is_noted: !notes.is_empty(),
        schemas: described.sources.iter().map(|&file| schema(plan, at, file)).collect(),
        is_cut: shown.end < whole.end,
    })
}

/// As much of a range as is shown: whole lines, if there are any.
fn beginning(text: &str, whole: Range) -> Range {
    if whole.len() <= SHOWN {
        return whole;
    }
    let start = whole.start as usize;
    let limit = (start..=start + SHOWN).rev().find(|&at| text.is_char_boundary(at));
    let limit = limit.unwrap_or(start);
    let end = text[start..limit]
        .rfind('\n')
        .map_or(limit, |length| start + length + 1);
    Range::new(start, end)
}

fn schema(plan: &Plan, at: &RepoPath, file: FileId) -> Schema {
    Schema {
        path: plan.workspace.tree.path(file).to_string(),
        href: plan.file_href(at, file),
    }
}

/// A line of code. What has no room on the first line of a narrow screen is set in below it, and the dash of an item does
/// not stand alone.
fn hanging(html: &str, raw: &str) -> String {
    let spaces = raw.len() - raw.trim_start_matches(' ').len();
    if columns(raw) <= NARROW || spaces == raw.len() {
        return format!("<code>{html}</code>");
    }
    let step = (spaces / 2 + 1).min(DEEPEST);
    match html.get(spaces..).and_then(|rest| rest.strip_prefix("- ")) {
        Some(item) => {
            let before = &html[..spaces];
            format!("<code class=\"hang-{step}\">{before}<span class=\"dash\">- </span>{item}</code>")
        }
        None => format!("<code class=\"hang-{step}\">{html}</code>"),
    }
}

fn write_line(out: &mut String, number: u32, code: &str, (note, found): (Option<&Note>, &[&Diagnostic])) {
    out.push_str("<div class=\"l");
    if let Some(worst) = found.iter().map(|finding| finding.severity).max() {
        let _ = write!(out, " {worst}");
    }
    let _ = write!(out, "\"><a id=\"L{number}\" href=\"#L{number}\">{number}</a>{code}");
    if let Some(note) = note {
        write_note(out, note);
    }
    out.push_str("</div>\n");
}

/// A description: one line beside its key, and the rest folded.
fn write_note(out: &mut String, note: &Note) {
    let facts = facts(note);
    let text = match note.text.is_empty() {
        true => facts
            .first()
            .map(|(label, value)| format!("{label}: {value}"))
            .unwrap_or_default(),
        false => note.text.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let text = if note.is_deprecated {
        format!("Outdated. {text}")
    } else {
        text
    };
    let is_folded = text.chars().count() > BESIDE || facts.len() > usize::from(note.text.is_empty());
    if !is_folded {
        out.push_str("<span class=\"note\">");
        escape(&text, out);
        out.push_str("</span>");
        return;
    }
    out.push_str("<details class=\"note\"><summary>");
    escape(&text, out);
    out.push_str("</summary>");
    if !facts.is_empty() {
        out.push_str("<dl>");
        for (label, value) in &facts {
            let _ = write!(out, "<div><dt>{label}</dt><dd>");
            escape(value, out);
            out.push_str("</dd></div>");
        }
        out.push_str("</dl>");
    }
    out.push_str("</details>");
}

fn facts(note: &Note) -> Vec<(&'static str, String)> {
    let mut values = note.values.join(", ");
    if note.has_more {
        values.push_str(", …");
    }
    let allowed = if note.values.len() == 1 { "Always" } else { "One of" };
    let all = [
        (allowed, values),
        ("Default", note.default.clone()),
        ("Type", note.kind.clone()),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn write_mark(out: &mut String, plan: &Plan, at: &RepoPath, finding: &Diagnostic) {
    let severity = finding.severity;
    let _ = write!(
        out,
        "<p class=\"mark {severity}\"><b>{severity}</b> {} ",
        message(&finding.message)
    );
    let page = plan.rule_href(at, finding.rule);
    match page.is_empty() {
        true => escape(finding.rule, out),
        false => {
            out.push_str("<a href=\"");
            escape(&page, out);
            out.push_str("\">");
            escape(finding.rule, out);
            out.push_str("</a>");
        }
    }
    out.push_str("</p>\n");
}

#[cfg(test)]
mod tests {
    use super::hanging;

    #[test]
    fn long_lines_hang() {
        let long = "https://example.org/a/very/long/address/that/has/no/room";
        for (raw, code) in [
            ("a: b".to_owned(), "<code>a: b</code>".to_owned()),
            (
                format!("    - {long}"),
                format!("<code class=\"hang-3\">    <span class=\"dash\">- </span>{long}</code>"),
            ),
            (
                format!("  a: {long}"),
                format!("<code class=\"hang-2\">  a: {long}</code>"),
            ),
            (
                format!("{}x", " ".repeat(60)),
                format!("<code class=\"hang-8\">{}x</code>", " ".repeat(60)),
            ),
            (" ".repeat(60), format!("<code>{}</code>", " ".repeat(60))),
        ] {
            assert_eq!(hanging(&raw, &raw), code);
        }
    }
}
