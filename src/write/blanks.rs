//! The blanks in templates of other tools, filled: adr-tools' words (`# NUMBER. TITLE`, `Date: DATE`, `STATUS`), MADR's
//! braces (`# {short title}`, `date: {YYYY-MM-DD …}`), log4brains' brackets (`- Status: [draft | …]`). It knows no record.

use crate::text::template::yaml_scalar;
use crate::write::place::Place;
use crate::write::wording::cased;

/// What goes into the blanks.
pub(super) struct Filling<'a> {
    pub(super) title: &'a str,
    /// What stands before a title in the headings of this log.
    pub(super) lead: &'a str,
    /// The number as it is padded; empty where there is none.
    pub(super) number: &'a str,
    pub(super) date: &'a str,
    pub(super) status: &'a str,
    pub(super) people: &'a [String],
    /// The language of the template.
    pub(super) place: Place,
}

/// Where a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    FrontMatter,
    /// Above the title, or below it and above the first section that says more than a status.
    Head,
    Body,
}

/// True for a template that asks for nothing in opsrepo's own way.
pub(super) fn is_foreign(template: &str) -> bool {
    !template.contains("{{") && !template.contains("{%")
}

/// The template with its blanks filled. What looks like no known blank stays.
pub(super) fn filled(template: &str, filling: &Filling<'_>) -> String {
    let mut out = String::with_capacity(template.len() + filling.title.len());
    let mut part = match template.trim_start_matches('\u{feff}').starts_with("---") {
        true => Part::FrontMatter,
        false => Part::Head,
    };
    let mut has_title = false;
    for (index, line) in template.split_inclusive('\n').enumerate() {
        let text = line.trim_end_matches(['\n', '\r']);
        let end = &line[text.len()..];
        let sign = if filling.place == Place::AsciiDoc { '=' } else { '#' };
        let level = text.len() - text.trim_start_matches(sign).len();
        let new = match part {
            Part::FrontMatter if index > 0 && text.trim_end() == "---" => {
                part = Part::Head;
                None
            }
            Part::FrontMatter => in_data(text, filling),
            Part::Head | Part::Body if level == 1 && !has_title => {
                has_title = true;
                heading(&text[1..], filling).map(|said| format!("{sign}{said}"))
            }
            _ if level > 1 => {
                let name = text[level..].trim().to_lowercase();
                part = if matches!(name.as_str(), "status" | "date") {
                    part
                } else {
                    Part::Body
                };
                None
            }
            Part::Head => alone(text, filling).or_else(|| labelled(text, filling)),
            Part::Body => alone(text, filling),
        };
        out.push_str(new.as_deref().unwrap_or(text));
        out.push_str(end);
    }
    out
}

/// A heading behind its sign.
fn heading(text: &str, filling: &Filling<'_>) -> Option<String> {
    let title = filling.place.write(filling.title);
    if let Some(at) = word(text, "TITLE") {
        let (before, after) = (&text[..at], &text[at + "TITLE".len()..]);
        return Some(format!("{}{title}{after}", numbered(before, filling.number)));
    }
    let trimmed = text.trim_start();
    if trimmed.is_empty() || trimmed.starts_with("<!--") && trimmed.trim_end().ends_with("-->") {
        return Some(format!(" {}{title}", filling.lead));
    }
    let start = text.len() - trimmed.len();
    if let Some(length) = blank(trimmed).filter(|length| is_rest(&trimmed[*length..])) {
        let after = &trimmed[length..];
        return Some(format!("{}{}{title}{after}", &text[..start], filling.lead));
    }
    // `ADR-0000: {title}`
    let at = text.find(['{', '[', '<'])?;
    let length = blank(&text[at..])?;
    let is_title = text[at..at + length].to_lowercase().contains("title");
    is_title.then(|| {
        format!(
            "{}{title}{}",
            numbered(&text[..at], filling.number),
            &text[at + length..]
        )
    })
}

/// What stands before a title, with the number in its place; a record without number has none.
fn numbered(before: &str, number: &str) -> String {
    let Some(at) = word(before, "NUMBER") else {
        return before.to_owned();
    };
    let (head, tail) = (&before[..at], &before[at + "NUMBER".len()..]);
    match number.trim_start_matches('0') {
        "" if number.is_empty() => format!("{head}{}", tail.trim_start_matches(['.', ':', ')', '-', ' '])),
        "" => format!("{head}0{tail}"),
        bare => format!("{head}{bare}{tail}"),
    }
}

/// A line that is a blank and nothing else.
fn alone(text: &str, filling: &Filling<'_>) -> Option<String> {
    match text.trim() {
        "STATUS" => Some(text.replace("STATUS", &cased(filling.status, "Xx"))),
        "DATE" => Some(text.replace("DATE", filling.date)),
        _ => None,
    }
}

/// `* Status: [proposed | …]`, `Date: DATE`.
fn labelled(text: &str, filling: &Filling<'_>) -> Option<String> {
    let (label, value) = text.split_once(':')?;
    let name = label.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let rest = value.trim_start_matches(|c: char| c.is_whitespace() || c == '*' || c == '_');
    let length = blank(rest)?;
    let new = said(&name, filling)?;
    let head = &text[..text.len() - rest.len()];
    Some(format!("{head}{new}{}", &rest[length..]))
}

/// `date: {YYYY-MM-DD …}`
fn in_data(text: &str, filling: &Filling<'_>) -> Option<String> {
    let (key, value) = text.split_once(':').filter(|(key, _)| !key.contains(['#', ' ']))?;
    let rest = value.trim_start();
    if rest.is_empty() && matches!(key, "status" | "date" | "title") {
        let new = if key == "title" {
            filling.title.to_owned()
        } else {
            said(key, filling)?
        };
        return Some(format!(
            "{key}: {}",
            if key == "date" { new } else { yaml_scalar(&new) }
        ));
    }
    let length = blank(rest)?;
    // A list in brackets is a value; what offers a choice, or a form of date, is none.
    if rest.starts_with('[') && !rest.contains(['|', '…']) && !rest.contains("YYYY") {
        return None;
    }
    let new = match key {
        "title" => filling.title.to_owned(),
        key => match said(key, filling) {
            Some(new) => new,
            // A question in braces that nobody answers is no value: a name would be taken from it.
            None if rest.trim_start_matches(['"', '\'']).starts_with('{') && is_question(&rest[..length]) => {
                return Some(format!("{key}:{}", &rest[length..]));
            }
            None => return None,
        },
    };
    let head = &text[..text.len() - rest.len()];
    let new = if key == "date" { new } else { yaml_scalar(&new) };
    Some(format!("{head}{new}{}", &rest[length..]))
}

/// True for words in braces, which no data of YAML would be: `{list everyone involved}`.
fn is_question(text: &str) -> bool {
    let inner = text.trim_matches(['"', '\'', '{', '}']);
    !inner.trim().is_empty() && !inner.contains(':') && !inner.starts_with('%')
}

/// What stands behind a label.
fn said(label: &str, filling: &Filling<'_>) -> Option<String> {
    let people = || Some(filling.people.join(", ")).filter(|people| !people.is_empty());
    match label {
        "status" => Some(filling.status.to_owned()),
        "date" => Some(filling.date.to_owned()),
        "deciders" | "decision-makers" | "decision makers" => people(),
        _ => None,
    }
}

/// The length of the blank with which a text begins.
fn blank(text: &str) -> Option<usize> {
    for word in ["DATE", "STATUS", "YYYY-MM-DD", "yyyy-mm-dd"] {
        let rest = text.strip_prefix(word);
        if rest.is_some_and(is_rest) {
            return Some(word.len());
        }
    }
    let first = text.chars().next()?;
    if matches!(first, '"' | '\'') {
        let end = text[1..].find(first)? + 2;
        return text[1..].starts_with(['{', '<']).then_some(end);
    }
    let last = match first {
        '{' => '}',
        '[' => ']',
        '<' if !text.starts_with("<!") => '>',
        _ => return None,
    };
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        depth += usize::from(c == first);
        depth -= usize::from(c == last && depth > 0);
        if depth == 0 {
            let end = at + c.len_utf8();
            // `[a](b)` is a link.
            return (!text[end..].starts_with(['(', '['])).then_some(end);
        }
    }
    None
}

/// Where a word stands as a whole.
fn word(text: &str, wanted: &str) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = text.match_indices(wanted).map(|(at, _)| at);
    found.find(|&at| !text[..at].ends_with(is_part) && !text[at + wanted.len()..].starts_with(is_part))
}

/// True for what may follow a blank: nothing, or a comment.
fn is_rest(text: &str) -> bool {
    let text = text.trim_start();
    text.is_empty() || text.starts_with("<!--") || text.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::{Filling, filled};
    use crate::write::place::Place;

    fn fill(template: &str) -> String {
        filled(
            template,
            &Filling {
                title: "Use [x]",
                lead: "",
                number: "0018",
                date: "2026-03-04",
                status: "proposed",
                people: &["Ada".to_owned(), "Bob".to_owned()],
                place: Place::Markdown,
            },
        )
    }

    #[test]
    fn blanks_of_other_tools_are_filled() {
        let cases = [
            (
                "# NUMBER. TITLE\n\nDate: DATE\n\n## Status\n\nSTATUS\n\n## Context\n\nNo TITLE, no STATUS.\n",
                "# 18. Use \\[x\\]\n\nDate: 2026-03-04\n\n## Status\n\nProposed\n\n## Context\n\nNo TITLE, no STATUS.\n",
            ),
            (
                "---\n# Optional.\nstatus: \"{proposed | … | superseded by ADR-0123\"\ndate: {YYYY-MM-DD when}\n\
                 decision-makers: {list everyone}\nconsulted: {list}\ntags: [a, b]\n---\n\n# {short title, of it}\n\n{Describe}\n",
                "---\n# Optional.\nstatus: proposed\ndate: 2026-03-04\n\
                 decision-makers: Ada, Bob\nconsulted:\ntags: [a, b]\n---\n\n# Use \\[x\\]\n\n{Describe}\n",
            ),
            (
                "# [short title]\r\n\r\n- Status: [draft | superseded by [xxx](x.md)] <!-- optional -->\r\n- Date: [YYYY-MM-DD]\r\n\
                 \r\n## Links\r\n\r\n- Status: [x]\r\n",
                "# Use \\[x\\]\r\n\r\n- Status: proposed <!-- optional -->\r\n- Date: 2026-03-04\r\n\
                 \r\n## Links\r\n\r\n- Status: [x]\r\n",
            ),
            ("# ADR-NUMBER: {title}\n", "# ADR-18: Use \\[x\\]\n"),
            (
                "---\nstatus:\ndate: \ndeciders:\n---\n\n# <!-- short title -->\n",
                "---\nstatus: proposed\ndate: 2026-03-04\ndeciders:\n---\n\n# Use \\[x\\]\n",
            ),
            ("# x\n\nStatus: [A](b.md)\n", "# x\n\nStatus: [A](b.md)\n"),
        ];
        for (template, expected) in cases {
            assert_eq!(fill(template), expected);
        }
    }
}
