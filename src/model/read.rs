//! From what the locators find to the facts of a record.

use crate::model::by_field::ByField;
use crate::model::fact::{Fact, Found};
use crate::model::identity;
use crate::model::kind::{Field, Kind, Shape};
use crate::model::locate::{Hit, Page};
use crate::model::locator::{Locator, Named};
use crate::model::pieces::{person, split};
use crate::model::record::{Number, Record, Reference, Target, Word};
use crate::model::sets::RecordSet;
use crate::model::status::Status;
use crate::model::time::{Date, Duration, Interval, Moment};
use crate::model::timeline;
use crate::syntax::markdown::plain_text;
use crate::syntax::markup::Markup;
use crate::syntax::node::Text;
use crate::text::history::History;
use crate::text::span::{Range, Span};
use std::sync::Arc;

/// What reading a record needs besides its page.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(crate) kind: &'a Kind,
    pub(crate) set: &'a RecordSet,
    pub(crate) history: &'a History,
}

impl Reader<'_> {
    /// Reads one record. The indices of its kind and set are the caller's to fill.
    pub(crate) fn read(&self, page: Page<'_>) -> Record {
        let path = page.path();
        let carrier = identity::carrier(path);
        let number = identity::number(&carrier)
            .filter(|_| self.kind.is_numbered())
            .map(|(number, _)| Number {
                area: identity::area(&self.set.folder, path, &number.area),
                ..number
            });
        let mut record = Record {
            kind: self.set.kind,
            set: 0,
            file: page.file,
            part: page.part,
            id: match &number {
                Some(number) if number.digits < 8 => id_of(number),
                _ => identity::id_of(path),
            },
            number,
            title: Fact::Absent,
            status: Fact::Absent,
            date: Fact::Absent,
            people: Vec::new(),
            references: Vec::new(),
            times: ByField::default(),
            durations: ByField::default(),
            intervals: ByField::default(),
            texts: ByField::default(),
            words: ByField::default(),
            timeline: Vec::new(),
        };
        for field in &self.kind.fields {
            self.fill(&mut record, field, page);
        }
        record
    }

    fn fill(&self, record: &mut Record, field: &Field, page: Page<'_>) {
        let name = || Text::from(&field.name);
        match &field.shape {
            Shape::Title => record.title = self.title(record.number.as_ref(), field, page),
            Shape::Id => {
                if let Fact::Known(found) = self.fact(field, page, |raw| {
                    (!raw.contains(char::is_whitespace)).then(|| raw.to_owned())
                }) {
                    record.id = found.value;
                }
            }
            Shape::Status => {
                record.status = self.fact(field, page, |raw| {
                    Status::parse(first_paragraph(raw), &self.kind.statuses)
                });
            }
            Shape::Date => record.date = self.date(field, page),
            Shape::Moment => {
                // `2023-01-04 (time to be confirmed)` is that day.
                let read = |raw: &str| Moment::parse(raw).or_else(|| Moment::parse(raw.split(" (").next()?));
                keep(&mut record.times, field, self.fact(field, page, read));
            }
            Shape::Duration => {
                let read = |raw: &str| Duration::parse(raw.split(['(', ',', '\n']).next().unwrap_or(""));
                keep(&mut record.durations, field, self.fact(field, page, read));
            }
            Shape::Interval => {
                keep(&mut record.intervals, field, self.fact(field, page, Interval::parse));
            }
            Shape::Text => {
                let read = |raw: &str| Some(plain_text(raw).trim().to_owned());
                keep(&mut record.texts, field, self.fact(field, page, read));
            }
            Shape::People => {
                let people = self
                    .pieces(field, page)
                    .into_iter()
                    .filter_map(|piece| person(&field.name, piece));
                record.people.extend(people);
            }
            Shape::Words => {
                let words = self.pieces(field, page).into_iter().map(|piece| Word {
                    text: plain_text(&piece.raw),
                    span: piece.span,
                });
                let words: Vec<Word> = words.collect();
                if !words.is_empty() {
                    record.words.insert(name(), words);
                }
            }
            Shape::References(kind) => {
                let references = self.pieces(field, page).into_iter().map(|piece| Reference {
                    field: name(),
                    kind: kind.as_ref().map(Text::from),
                    raw: piece.raw,
                    span: piece.span,
                    target: Target::Pending,
                });
                record.references.extend(references);
            }
            Shape::Timeline => record.timeline = timeline::read(field, page, record),
        }
    }

    /// The first locator that finds something decides; what it found is a value or is not.
    fn fact<T>(&self, field: &Field, page: Page<'_>, read: impl Fn(&str) -> Option<T>) -> Fact<T> {
        let mut facts = field.locators.iter().map(|named| at(named, page, &read));
        facts.find(|fact| !fact.is_absent()).unwrap_or_default()
    }

    fn title(&self, number: Option<&Number>, field: &Field, page: Page<'_>) -> Fact<String> {
        for Named { locator, name } in &field.locators {
            let is_text = |hit: &Hit<'_>| hit.node.is_none_or(|node| node.scalar().is_some());
            let Some(hit) = page.look(locator).filter(is_text) else {
                continue;
            };
            let value = match locator {
                Locator::FileName => identity::title_of(page.path()),
                Locator::Heading => {
                    let heading = page.markup().and_then(Markup::title);
                    let text = heading.map_or("", |heading| heading.text.as_str());
                    match self.kind.is_numbered() {
                        true => without_number(text, number),
                        false => text.to_owned(),
                    }
                }
                // Data is no markup.
                _ if hit.node.is_some() => hit.raw.clone(),
                _ => plain_text(&hit.raw),
            };
            // `# <%= current_page.data.title %>` says where the title stands, not what it is.
            let is_filled_later = *locator == Locator::Heading
                && [("<%", "%>"), ("{{", "}}")]
                    .iter()
                    .any(|(start, end)| hit.raw.starts_with(start) && hit.raw.ends_with(end));
            if !value.trim().is_empty() && !is_filled_later {
                return Fact::Known(Found {
                    value: value.trim().to_owned(),
                    raw: hit.raw,
                    span: hit.span,
                    locator: Arc::clone(name),
                });
            }
        }
        Fact::Absent
    }

    fn date(&self, field: &Field, page: Page<'_>) -> Fact<Date> {
        for named in &field.locators {
            let derived = match &named.locator {
                Locator::FileDate => identity::leading_date(&identity::carrier(page.path()))
                    .map(|date| (date, page.path().name().to_owned())),
                Locator::HeadingDate => page.find(&named.locator).and_then(|hit| {
                    let text = plain_text(&hit.raw);
                    let first = text.split_whitespace().next()?;
                    Some((Date::parse(first.trim_end_matches([',', ':']))?, text))
                }),
                Locator::GitCreated => self.history.log().and_then(|log| {
                    let day = log.created(page.path())?.date.get(..10)?.to_owned();
                    Some((Date::parse(&day)?, day))
                }),
                _ => match at(named, page, |raw| {
                    Date::parse(raw).or_else(|| Some(Moment::parse(raw)?.date()))
                }) {
                    Fact::Absent => None,
                    fact => return fact,
                },
            };
            if let Some((value, raw)) = derived {
                return Fact::Known(Found {
                    value,
                    raw,
                    span: Span::new(page.file, Range::at(0)),
                    locator: Arc::clone(&named.name),
                });
            }
        }
        Fact::Absent
    }

    /// The single values of a field that may hold several: list items, nested bullets, comma-separated words.
    fn pieces<'a>(&self, field: &Field, page: Page<'a>) -> Vec<Hit<'a>> {
        for named in &field.locators {
            let Some(hit) = page.find(&named.locator) else {
                continue;
            };
            let pieces = split(page, &hit);
            if !pieces.is_empty() {
                return pieces;
            }
        }
        Vec::new()
    }
}

/// What one locator finds, read.
fn at<T>(named: &Named, page: Page<'_>, read: impl Fn(&str) -> Option<T>) -> Fact<T> {
    let Some(hit) = page.find(&named.locator) else {
        return Fact::Absent;
    };
    let raw = page_value(page, hit.raw);
    let (span, locator) = (hit.span, Arc::clone(&named.name));
    match read(&raw) {
        Some(value) => Fact::Known(Found {
            value,
            raw,
            span,
            locator,
        }),
        None => Fact::Unrecognised(Found {
            value: raw.clone(),
            raw,
            span,
            locator,
        }),
    }
}

/// Absent facts are not kept: a field that is not in the map is absent.
fn keep<T>(map: &mut ByField<Fact<T>>, field: &Field, fact: Fact<T>) {
    if !fact.is_absent() {
        map.insert(Text::from(&field.name), fact);
    }
}

/// The id of a numbered record: the number as it is written.
pub(crate) fn id_of(number: &Number) -> String {
    let letter = number.letter.map_or(String::new(), String::from);
    format!("{:0width$}{letter}", number.value, width = number.digits as usize)
}

/// A hit's text with AsciiDoc attribute references resolved and comments gone.
fn page_value(page: Page<'_>, mut raw: String) -> String {
    if let Some(markup) = page
        .markup()
        .filter(|markup| !markup.attributes.is_empty() && raw.contains('{'))
    {
        raw = crate::syntax::asciidoc::references::resolve(markup, page.text(), &raw);
    }
    if raw.contains("<!--") {
        raw = without_comments(&raw);
    }
    match raw.trim().len() == raw.len() {
        true => raw,
        false => raw.trim().to_owned(),
    }
}

/// A text without its HTML comments; one that never ends reaches to the end.
fn without_comments(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(start) = rest.find("<!--") {
        out.push_str(&rest[..start]);
        // `<!-->` is a comment too: its end may begin within its start.
        rest = rest[start + 2..].split_once("-->").map_or("", |(_, behind)| behind);
    }
    out + rest
}

fn first_paragraph(raw: &str) -> &str {
    let mut end = raw.len();
    let mut at = 0;
    for line in raw.split_inclusive('\n') {
        if line.trim().is_empty() && at > 0 {
            end = at;
            break;
        }
        at += line.len();
    }
    raw[..end].trim()
}

/// `29 Kubernetes` keeps its number unless it is the record's own or is followed by a mark; `7. X`, `ADR007: X` lose it.
fn without_number(title: &str, own: Option<&Number>) -> String {
    let text = title.trim();
    let Some((number, digits_end)) = heading_number(text) else {
        return text.to_owned();
    };
    let rest = &text[digits_end..];
    let marked = rest.starts_with(['.', ':', ')']) || rest.trim_start().starts_with(['-', '–', '—', ':']);
    if marked || own.is_some_and(|own| own.value == number) {
        let name =
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | ')' | '-' | '–' | '—'));
        return if name.is_empty() {
            text.to_owned()
        } else {
            name.to_owned()
        };
    }
    text.to_owned()
}

/// The number with which a heading starts, bare or behind a prefix such as `ADR`, and where its digits end.
pub fn heading_number(text: &str) -> Option<(u64, usize)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let prefix = text[..start].trim_end_matches(['-', '_', ' ', '#']);
    let known = prefix.is_empty() || prefix.to_lowercase().split('-').any(|word| word.ends_with("adr"));
    let word = prefix.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let digits = text[start..]
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len() - start);
    let next = text[start + digits..].chars().next();
    let ends = next.is_none_or(|c| matches!(c, '.' | ':' | ')' | ' ' | '-' | '\u{a0}'));
    // `2024-07-25` and `3.5` are no numbers of records.
    let more = text[start + digits..]
        .trim_start_matches(['-', '.'])
        .starts_with(|c: char| c.is_ascii_digit());
    if !known || !word || !ends || digits > 6 || (more && next != Some(' ')) {
        return None;
    }
    Some((text[start..start + digits].parse().ok()?, start + digits))
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_are_no_part_of_a_value() {
        for (raw, expected) in [
            ("a <!-- b --> c", "a  c"),
            ("<!--><!-- x", ""),
            ("a --> <!-- b -->", "a --> "),
        ] {
            assert_eq!(without_comments(raw), expected, "{raw}");
        }
        // Each comment once: to close each gap in place would move a terabyte.
        assert_eq!(without_comments(&"é<!---->".repeat(1 << 20)).len(), 2 << 20);
    }
}
