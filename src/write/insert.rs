//! Writing a fact where a locator looks for it, into a record that says nothing there yet. It must not know what the fact
//! means.

use crate::model::locate::Page;
use crate::model::locator::Locator;
use crate::syntax::document::Format;
use crate::syntax::markup::Heading;
use crate::text::edit::Edit;
use crate::text::span::{FileId, Range};
use crate::write::bullets;
use crate::write::cells;
use crate::write::data::{Content, Data};
use crate::write::refusal::Refusal;
use crate::write::seams::{at_end, indent, line_start, section, trimmed_end};
use crate::write::sheet::Sheet;

/// Writes `content` where `locator` looks. `false`, and nothing changed, where such a place cannot be made in this file.
pub(super) fn insert(sheet: &mut Sheet<'_>, locator: &Locator, content: &Content<'_>) -> Result<bool, Refusal> {
    let prose = prose(content);
    let edit = match locator {
        Locator::FrontMatter(keys) => in_data(sheet, sheet.file(), keys, content),
        Locator::Sidecar(name, pointer) => {
            let keys: Vec<String> = pointer.split('/').skip(1).map(str::to_owned).collect();
            sheet.beside(name).and_then(|file| in_data(sheet, file, &keys, content))
        }
        Locator::Attribute(name) if sheet.is_asciidoc() => attribute(sheet, name, &prose),
        _ => {
            let style = (sheet.line_end(sheet.file()), bullets::sign(sheet));
            let edit = sheet.with_page(|page| in_text(page, (locator, &prose), style));
            edit.map(|edit| (sheet.file(), edit))
        }
    };
    let Some((file, edit)) = edit else {
        return Ok(false);
    };
    sheet.apply(file, &[edit])?;
    Ok(true)
}

/// A paragraph of its own at the end of a section. `false` where there is no such section.
pub(super) fn paragraph(sheet: &mut Sheet<'_>, name: &str, statement: &str) -> Result<bool, Refusal> {
    let end = sheet.line_end(sheet.file());
    let edit = sheet.with_page(|page| {
        let (index, heading) = page.heading(name)?;
        let at = trimmed_end(page.text(), section(page, index, heading)).max(heading.range.end as usize);
        Some(Edit {
            range: Range::at(at),
            text: format!("{end}{end}{statement}"),
        })
    });
    let Some(edit) = edit else { return Ok(false) };
    sheet.apply(sheet.file(), &[edit])?;
    Ok(true)
}

fn prose(content: &Content<'_>) -> String {
    match content {
        Content::One(text) | Content::Item(text) => (*text).to_owned(),
        Content::List(texts) => texts.join(", "),
    }
}

fn in_data(sheet: &Sheet<'_>, file: FileId, keys: &[String], content: &Content<'_>) -> Option<(FileId, Edit)> {
    let (document, part) = match file == sheet.file() {
        true => (sheet.own(), sheet.part()),
        false => (sheet.document(file), 0),
    };
    let [key] = keys else { return None };
    if sheet.is_asciidoc() && document.front_matter.is_none() && file == sheet.file() {
        return None;
    }
    let data = Data::of(document, part, sheet.text(file), sheet.line_end(file));
    let edit = match (data.entry(key), content) {
        (Some(entry), Content::One(value)) => data.replace(&entry.value, value),
        (Some(entry), Content::Item(value)) if entry.value.is_null() => data.fill(&entry.value, value),
        (Some(entry), Content::Item(value)) => data.append(&entry.value, &[(*value).to_owned()]),
        (Some(entry), Content::List(values)) => data.append(&entry.value, values),
        (None, content) => data.insert(key, content, None)?,
    };
    Some((file, edit))
}

fn attribute(sheet: &Sheet<'_>, name: &str, value: &str) -> Option<(FileId, Edit)> {
    let file = sheet.file();
    let text = sheet.text(file);
    let end = sheet.line_end(file);
    let title = sheet.own().markup.as_ref()?.title()?.range.end as usize;
    let at = header_end(text, title);
    let edit = Edit {
        range: Range::at(at),
        text: format!("{end}:{name}: {value}"),
    };
    Some((file, edit))
}

/// The end of AsciiDoc's header, in which the attributes of a document stand: a blank line ends it.
fn header_end(text: &str, title: usize) -> usize {
    let mut at = title;
    let mut end = title;
    for line in text[title..].split_inclusive('\n') {
        if at > title && line.trim().is_empty() {
            break;
        }
        end = at + line.trim_end().len();
        at += line.len();
    }
    end
}

fn in_text(page: Page<'_>, (locator, value): (&Locator, &str), (end, sign): (&str, char)) -> Option<Edit> {
    // An empty marker (`N/A`) stands there: it makes place.
    if let Some(hit) = page.look(locator).filter(|hit| hit.node.is_none()) {
        return Some(Edit {
            range: hit.span.range,
            text: value.to_owned(),
        });
    }
    match locator {
        Locator::Section(name) => Some(in_section(page, (name, value), end)),
        Locator::Bullet(label) => Some(bullet(page, (label, value), (end, sign))),
        Locator::Line(label) => Some(line(page, (label, value, ""), end)),
        Locator::BoldLine(label) => Some(line(page, (label, value, "**"), end)),
        Locator::Table(label) => row(page, (label, value), end),
        _ => None,
    }
}

fn in_section(page: Page<'_>, (name, value): (&str, &str), end: &str) -> Edit {
    if let Some((_, heading)) = page.heading(name) {
        return Edit {
            range: Range::at(heading.range.end as usize),
            text: format!("{end}{end}{value}"),
        };
    }
    let sign = if page.document().format == Format::AsciiDoc {
        "="
    } else {
        "#"
    };
    match next_heading(page) {
        Some(next) => Edit {
            range: Range::at(line_start(page.text(), next.range.start as usize)),
            text: format!(
                "{} {name}{end}{end}{value}{end}{end}",
                sign.repeat(next.level.max(2) as usize)
            ),
        },
        None => at_end(page.text(), &format!("{sign}{sign} {name}{end}{end}{value}{end}"), end),
    }
}

fn bullet(page: Page<'_>, (label, value): (&str, &str), (end, sign): (&str, char)) -> Edit {
    let text = page.text();
    let empty = page.head.items.iter().find_map(|item| {
        let found = page.after_label(item.text, label)?;
        found.is_empty().then_some(item.text)
    });
    if let Some(place) = empty {
        let at = trimmed_end(text, place);
        return Edit {
            range: Range::at(at),
            text: format!(" {value}"),
        };
    }
    // Another labelled item is the model: the status above all.
    let labelled = |wanted: &'static str| {
        let mut items = page.head.items.iter();
        items.find_map(move |item| Some((*item, wanted, page.after_label(item.text, wanted)?)))
    };
    let model = ["Status", "Date", "Deciders"].into_iter().find_map(labelled);
    match model {
        Some((item, wanted, found)) => {
            let start = item.range.start as usize;
            let found = if found.is_empty() { item.text.end } else { found.start };
            let prefix = text[start..found as usize].trim_end();
            let said = format!(
                "{}{} {value}",
                indent(text, item.range),
                relabelled(prefix, wanted, label)
            );
            let range = Range::at(trimmed_end(text, item.range));
            Edit {
                range,
                text: format!("{end}{said}"),
            }
        }
        None => under_title(page, &format!("{sign} {label}: {value}"), end),
    }
}

fn line(page: Page<'_>, (label, value, emphasis): (&str, &str, &str), end: &str) -> Edit {
    let text = page.text();
    let labelled = |wanted: &'static str| {
        let mut lines = page.head.lines.iter();
        lines.find_map(move |line| Some((*line, wanted, page.after_label(*line, wanted)?)))
    };
    let model = ["Status", "Date", "Deciders"].into_iter().find_map(labelled);
    let Some((place, wanted, found)) = model.filter(|(_, _, found)| !found.is_empty()) else {
        return under_title(page, &format!("{emphasis}{label}{emphasis}: {value}"), end);
    };
    let prefix = text[place.start as usize..found.start as usize].trim();
    let said = format!("{} {value}", relabelled(prefix, wanted, label));
    let (at, is_piped) = match text[place.end as usize..]
        .trim_start_matches([' ', '\t'])
        .starts_with('|')
    {
        true => (trimmed_end(text, place), true),
        false => (place.end as usize, false),
    };
    Edit {
        range: Range::at(at),
        text: match is_piped {
            true => format!(" | {said}"),
            // A paragraph of its own: lines of one paragraph run together.
            false => format!("{end}{end}{said}"),
        },
    }
}

/// A row below that of the status.
fn row(page: Page<'_>, (label, value): (&str, &str), end: &str) -> Option<Edit> {
    let text = page.text();
    let is = |cell: &Range, wanted: &str| {
        let cell = cell.of(text).trim().trim_matches(['*', ':', ' ']);
        cell.eq_ignore_ascii_case(wanted)
    };
    for table in page.head.tables.iter().filter(|table| table.header.len() == 2) {
        let rows = || table.rows.iter().filter(|row| row.len() == 2);
        if let Some(row) = rows().find(|row| is(&row[0], label)) {
            let empty = Some(row[1]).filter(|cell| cell.is_empty());
            let room = empty.and_then(|cell| cells::emptied(text, table, cell)).or(empty);
            return Some(Edit {
                range: room.unwrap_or(row[1]),
                text: match room {
                    Some(room) => format!(" {value:0$} ", room.len().saturating_sub(2)),
                    None => value.to_owned(),
                },
            });
        }
        let Some(model) = rows().find(|row| is(&row[0], "Status")) else {
            continue;
        };
        let line_end = text[model[1].end as usize..]
            .find('\n')
            .map_or(text.len(), |at| model[1].end as usize + at);
        let at = text[..line_end].trim_end().len();
        return Some(Edit {
            range: Range::at(at),
            text: format!(
                "{end}{}",
                cells::row(text, (table, model[1]), &[label, &value.replace('|', "\\|")])
            ),
        });
    }
    None
}

/// A paragraph behind the title; at the start where there is none.
fn under_title(page: Page<'_>, said: &str, end: &str) -> Edit {
    match page.markup().and_then(|markup| markup.title()) {
        Some(title) => {
            let is_asciidoc = page.document().format == Format::AsciiDoc;
            let at = title.range.end as usize;
            let at = if is_asciidoc { header_end(page.text(), at) } else { at };
            Edit {
                range: Range::at(at),
                text: format!("{end}{end}{said}"),
            }
        }
        None => {
            let body = page.markup().map_or(0, |markup| markup.body.start as usize);
            let bom = if page.text()[body..].starts_with('\u{feff}') {
                3
            } else {
                0
            };
            Edit {
                range: Range::at(body + bom),
                text: format!("{said}{end}{end}"),
            }
        }
    }
}

/// The first heading behind the title.
fn next_heading<'a>(page: Page<'a>) -> Option<&'a Heading> {
    let markup = page.markup()?;
    let title = markup.title()?;
    markup
        .headings
        .iter()
        .find(|heading| heading.range.start > title.range.start)
}

fn relabelled(prefix: &str, old: &str, new: &str) -> String {
    let at = prefix.to_ascii_lowercase().find(&old.to_ascii_lowercase());
    at.map_or_else(
        || format!("{new}:"),
        |at| format!("{}{new}{}", &prefix[..at], &prefix[at + old.len()..]),
    )
}
