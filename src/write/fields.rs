//! Adding to what a record says about a field, in the dialect that it already uses: people, tags, other records.

use crate::model::identity;
use crate::model::kind::{Field, Shape};
use crate::model::locate::{Page, value_of};
use crate::model::locator::{Locator, Named};
use crate::model::record::Record;
use crate::syntax::document::Format;
use crate::syntax::markup::Link;
use crate::syntax::node::{Node, Value};
use crate::text::article::with_article;
use crate::text::edit::Edit;
use crate::text::span::{Range, Span};
use crate::write::bullets::link_bullet;
use crate::write::data::{Content, Data};
use crate::write::insert::{insert, paragraph};
use crate::write::listed::listed;
use crate::write::mention::Mention;
use crate::write::refusal::Refusal;
use crate::write::sheet::Sheet;
use crate::write::usage;
use std::collections::BTreeMap;

/// Something that a field shall also name.
pub(super) enum Item {
    /// A person or a word, which is written alike everywhere.
    Word(String),
    /// Another record.
    Record(Box<Mention>),
}

/// Something that a locator found.
struct Stand {
    locator: Locator,
    span: Span,
    is_data: bool,
}

/// Adds `items` to a field; those that it names already must be gone from them.
pub(super) fn add(sheet: &mut Sheet<'_>, field: &str, items: &[Item]) -> Result<(), Refusal> {
    let kind = sheet.kind;
    let (Some(row), false) = (kind.field(field), items.is_empty()) else {
        return match items.is_empty() {
            true => Ok(()),
            false => Err(no_field(sheet, field)),
        };
    };
    let stand = sheet.with_page(|page| {
        let mut hits = row
            .locators
            .iter()
            .filter_map(|named| Some((named, page.find(&named.locator)?)));
        hits.next().map(|(named, hit)| Stand {
            locator: named.locator.clone(),
            span: hit.span,
            is_data: hit.node.is_some(),
        })
    });
    match stand {
        Some(stand) => append(sheet, &stand, items),
        None => begin(sheet, row, items),
    }
}

/// The locator that finds the status of a record, or would: the one that most of its set have, or the front matter.
pub(super) fn dialect(sheet: &Sheet<'_>) -> Locator {
    let own = sheet.record().status.locator().and_then(Locator::parse);
    own.or_else(|| empty_place(sheet))
        .or_else(|| usual(sheet))
        .unwrap_or_else(|| plain(sheet))
}

/// Where the status would stand in a record of this format that nothing is known of.
fn plain(sheet: &Sheet<'_>) -> Locator {
    let status = || "status".to_owned();
    match sheet.own().format {
        Format::AsciiDoc => Locator::Attribute(status()),
        Format::Markdown if sheet.own().front_matter.is_none() && sheet.own().markup.is_some() => {
            Locator::Section("Status".to_owned())
        }
        _ => Locator::FrontMatter(vec![status()]),
    }
}

/// A place for the status that the record has and leaves empty.
fn empty_place(sheet: &Sheet<'_>) -> Option<Locator> {
    let locators = status_locators(sheet);
    sheet.with_page(|page| {
        let is_place = |locator: &Locator| match locator {
            Locator::Section(name) => page.heading(name).is_some(),
            Locator::Bullet(label) => {
                let mut items = page.head.items.iter();
                items.any(|item| page.after_label(item.text, label).is_some_and(|value| value.is_empty()))
            }
            Locator::FrontMatter(keys) => key_of(page, keys).is_some(),
            locator => page.look(locator).is_some(),
        };
        locators
            .into_iter()
            .find(|named| is_place(&named.locator))
            .map(|named| named.locator)
    })
}

fn key_of(page: Page<'_>, keys: &[String]) -> Option<()> {
    let [key] = keys else { return None };
    page.document()
        .data
        .get(page.part)
        .and_then(|node| value_of(node, key))
        .map(|_| ())
}

/// The locator that finds the status of most records of the same kind and format.
fn usual(sheet: &Sheet<'_>) -> Option<Locator> {
    let workspace = sheet.workspace;
    let format = sheet.own().format;
    let is_alike = |record: &&Record| {
        workspace.kinds[record.kind].name == sheet.kind.name && workspace.document(record.file).format == format
    };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for record in workspace.records.iter().filter(is_alike) {
        if let Some(locator) = record.status.locator() {
            *counts.entry(locator).or_default() += 1;
        }
    }
    let most = counts
        .into_iter()
        .max_by_key(|(name, count)| (*count, std::cmp::Reverse(*name)));
    most.and_then(|(name, _)| Locator::parse(name))
}

/// The locators of the status of a record's kind.
pub(super) fn status_locators(sheet: &Sheet<'_>) -> Vec<Named> {
    let fields = sheet.kind.fields.iter();
    let status = fields.filter(|field| field.shape == Shape::Status);
    status.flat_map(|field| field.locators.clone()).collect()
}

/// Begins a field that the record does not have.
fn begin(sheet: &mut Sheet<'_>, field: &Field, items: &[Item]) -> Result<(), Refusal> {
    let dialect = dialect(sheet);
    let relation = field.locators.iter().find_map(|named| match &named.locator {
        Locator::Relation(word) => Some(word.clone()),
        _ => None,
    });
    let in_prose = !matches!(dialect, Locator::FrontMatter(_) | Locator::Sidecar(..));
    if let (Some(word), true) = (
        relation,
        in_prose && is_record(items) && !matches!(dialect, Locator::Table(_)),
    ) {
        return state(sheet, &word, items, &dialect);
    }
    for locator in candidates(sheet, field, &dialect) {
        let texts = texts(sheet, &locator, items);
        let content = match texts.as_slice() {
            [one] if is_record(items) && usage::is_single(sheet.workspace, sheet.set(), (sheet.kind, &locator)) => {
                Content::Item(one)
            }
            all => Content::List(all),
        };
        if insert(sheet, &locator, &content)? {
            return Ok(());
        }
    }
    Err(Refusal::new(
        format!("{} has no place where `{}` could be written", sheet.path(), field.name),
        format!(
            "write it by hand where opsrepo looks: {}",
            field
                .locators
                .iter()
                .map(|named| named.name.to_string())
                .collect::<Vec<_>>()
                .join(", ")
        ),
    ))
}

/// Where the field may be begun, best first: as the log states it, as the rest of the record is written, then anywhere.
fn candidates(sheet: &Sheet<'_>, field: &Field, dialect: &Locator) -> Vec<Locator> {
    // A section for a name or two would tear the text apart.
    let is_section = matches!(dialect, Locator::Section(_));
    let is_same = |locator: &Locator| !is_section && std::mem::discriminant(locator) == std::mem::discriminant(dialect);
    let (all, used) = usage::ordered(sheet.workspace, sheet.set(), field);
    let all = || all.iter().cloned();
    let mut found: Vec<Locator> = all().filter(is_same).collect();
    let has_front = sheet.own().front_matter.is_some();
    let is_fit = |locator: &Locator| !matches!(locator, Locator::Section(_)) && (has_front || !is_front(locator));
    found.extend(all().take(used).filter(is_fit));
    let wanted: [fn(&Locator) -> bool; 4] = match has_front {
        true => [is_front, is_bullet, is_line, is_table],
        false if sheet.is_asciidoc() => [is_bullet, is_line, is_table, is_front],
        false => [is_line, is_bullet, is_table, is_front],
    };
    found.extend(wanted.into_iter().flat_map(|is_wanted| all().filter(is_wanted).take(1)));
    found
}

fn is_front(locator: &Locator) -> bool {
    matches!(locator, Locator::FrontMatter(_))
}

fn is_bullet(locator: &Locator) -> bool {
    matches!(locator, Locator::Bullet(_))
}

fn is_line(locator: &Locator) -> bool {
    matches!(locator, Locator::Line(_))
}

fn is_table(locator: &Locator) -> bool {
    matches!(locator, Locator::Table(_))
}

/// States relations in words: under the status, or under a heading "Links".
fn state(sheet: &mut Sheet<'_>, word: &str, items: &[Item], dialect: &Locator) -> Result<(), Refusal> {
    for item in items {
        let Item::Record(name) = item else { continue };
        let (path, format) = (sheet.path().clone(), sheet.format());
        let capital = crate::write::wording::cased(word, "Xx");
        if let Locator::Section(section) = dialect {
            let statement = format!("{capital} {}", name.long_link(&path, format));
            if paragraph(sheet, section, &statement)? {
                continue;
            }
        }
        link_bullet(sheet, &format!("{capital} {}", name.link(&path, format)))?;
    }
    Ok(())
}

fn is_record(items: &[Item]) -> bool {
    items.iter().any(|item| matches!(item, Item::Record(_)))
}

/// How items are written at a place.
fn texts(sheet: &Sheet<'_>, locator: &Locator, items: &[Item]) -> Vec<String> {
    let is_data = matches!(locator, Locator::FrontMatter(_) | Locator::Sidecar(..));
    let path = sheet.path();
    let is_counting = is_data && counts(sheet);
    let text = |item: &Item| match item {
        Item::Word(word) => word.clone(),
        Item::Record(name) if matches!(locator, Locator::Sidecar(..)) => identity::carrier(&name.path),
        Item::Record(name) if is_data => match is_counting {
            true => name.number().unwrap_or_else(|| name.id.clone()),
            false => name.id.clone(),
        },
        Item::Record(name) => name.link(path, sheet.format()),
    };
    items.iter().map(text).collect()
}

/// True where the records of the kind call each other by bare numbers: `relates: [9]`.
fn counts(sheet: &Sheet<'_>) -> bool {
    let references = sheet
        .kind
        .fields
        .iter()
        .filter(|field| matches!(field.shape, Shape::References(_)));
    let keys: Vec<&str> = references.map(|field| field.name.as_str()).collect();
    let is_number = |node: &Node| matches!(node.value, Value::Int(_));
    let records = sheet.workspace.of_kind(&sheet.kind.name);
    let mut data = records.filter_map(|(_, record)| sheet.workspace.document(record.file).data.get(record.part));
    data.any(|node| {
        let mut values = keys.iter().filter_map(|key| value_of(node, key));
        values.any(|value| {
            is_number(value) && value.range.len() < 4
                || value.items().iter().any(|item| is_number(item) && item.range.len() < 4)
        })
    })
}

/// Adds to a field where it stands.
fn append(sheet: &mut Sheet<'_>, stand: &Stand, items: &[Item]) -> Result<(), Refusal> {
    let texts = texts(sheet, &stand.locator, items);
    let file = stand.span.file;
    let range = stand.span.range;
    if let Locator::Relation(word) = &stand.locator {
        return restate(sheet, (word, range), items);
    }
    let text = sheet.text(file);
    let end = sheet.line_end(file);
    let edit = if stand.is_data {
        let (document, part) = match file == sheet.file() {
            true => (sheet.own(), sheet.part()),
            false => (sheet.document(file), 0),
        };
        let data = Data::of(document, part, text, end);
        let root = data.root.and_then(|root| at(root, range));
        root.map(|node| data.append(node, &texts))
    } else {
        Some(listed(text, range, &texts, end))
    };
    match edit {
        Some(edit) => sheet.apply(file, &[edit]),
        None => Err(no_field(sheet, "this")),
    }
}

/// True when a line of the text says a relation word of the field before a link to the record: also one that is not read,
/// because another statement of the same sort stands before it.
pub(super) fn states(sheet: &Sheet<'_>, field: &str, name: &Mention) -> bool {
    let locators = sheet.kind.field(field).map_or(&[][..], |field| &field.locators);
    let words = locators.iter().filter_map(|named| match &named.locator {
        Locator::Relation(word) => Some(word.as_str()),
        _ => None,
    });
    let words: Vec<&str> = words.collect();
    let text = sheet.text(sheet.file());
    let says = |link: &Link| {
        let start = link.range.start as usize;
        let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let before = text[line..start].to_lowercase();
        let before = before.trim_start_matches(|c: char| !c.is_alphanumeric());
        words.iter().any(|word| before.starts_with(word)) && name.answers_to(link.range.of(text), sheet.path())
    };
    sheet.own().markup.iter().flat_map(|markup| &markup.links).any(says)
}

/// The node at a place.
fn at(node: &Node, range: Range) -> Option<&Node> {
    if node.range == range && node.entries().is_empty() {
        return Some(node);
    }
    node.entries().iter().find_map(|entry| at(&entry.value, range))
}

/// Another relation of the same sort, written like the one that stands there.
fn restate(sheet: &mut Sheet<'_>, (word, range): (&str, Range), items: &[Item]) -> Result<(), Refusal> {
    let file = sheet.file();
    let text = sheet.text(file);
    let start = range.start as usize;
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line_end = text[..line_end].trim_end().len();
    let before = &text[line..start];
    let at_word = before.to_ascii_lowercase().find(word);
    let lead = at_word
        .map(|at| &before[..at])
        .filter(|lead| lead.chars().all(|c| !c.is_alphanumeric()));
    // `[7. Use dashes](…)`, as adr-tools has it.
    let number = text[start..line_end].trim_start_matches('[');
    let long = number
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .starts_with(". ");
    let path = sheet.path().clone();
    let links = items.iter().filter_map(|item| match item {
        Item::Record(name) if long => Some(name.long_link(&path, sheet.format())),
        Item::Record(name) => Some(name.link(&path, sheet.format())),
        Item::Word(_) => None,
    });
    let links: Vec<String> = links.collect();
    let end = sheet.line_end(file);
    let edit = match lead {
        // A statement of its own, be it a list item or a paragraph.
        Some(lead) if lead.trim().is_empty() || lead.trim().chars().all(|c| matches!(c, '*' | '-' | '+')) => {
            let gap = if lead.trim().is_empty() {
                format!("{end}{end}")
            } else {
                end.to_owned()
            };
            let lines = links.iter().map(|link| format!("{gap}{before}{link}"));
            Edit {
                range: Range::at(line_end),
                text: lines.collect(),
            }
        }
        _ => Edit {
            range: Range::at(range.end as usize),
            text: links.iter().map(|link| format!(" and {link}")).collect(),
        },
    };
    sheet.apply(file, &[edit])
}

fn no_field(sheet: &Sheet<'_>, field: &str) -> Refusal {
    Refusal::new(
        format!("{} has no field `{field}`", with_article(&sheet.kind.name)),
        format!("`[kinds.{}.fields]` in opsrepo.toml adds one", sheet.kind.name),
    )
}
