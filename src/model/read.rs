//! From what the locators find to the facts of a record.

use crate::model::by_field::ByField;
use crate::model::fact::{Fact, Found};
use crate::model::identity;
use crate::model::kind::{Field, Kind, Shape};
use crate::model::length::{Duration, Interval};
use crate::model::locate::{Hit, Page};
use crate::model::locator::{Locator, Named};
use crate::model::pieces::{person, split};
use crate::model::qualifiers;
use crate::model::record::{Number, Record, Reference, Target, Word};
use crate::model::sets::RecordSet;
use crate::model::status::Status;
use crate::model::status_section;
use crate::model::time::{Date, Moment};
use crate::model::timeline;
use crate::model::zone_words;
use crate::syntax::markdown::plain_text;
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
        qualifiers::prune(&mut record);
        if self.kind.field(zone_words::FIELD).is_some() {
            zone_words::of_entries(&mut record);
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
            Shape::Status => record.status = self.status(field, page),
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
            Shape::Zone => keep(&mut record.texts, field, self.fact(field, page, zone_words::read)),
            Shape::People => {
                let people = self
                    .pieces(field, page)
                    .into_iter()
                    .filter_map(|piece| person(&field.name, piece));
                record.people.extend(people);
            }
            Shape::Words => {
                let words = self.pieces(field, page).into_iter().map(|(piece, locator)| Word {
                    text: plain_text(&piece.raw),
                    span: piece.span,
                    locator,
                });
                let words: Vec<Word> = words.collect();
                if !words.is_empty() {
                    record.words.insert(name(), words);
                }
            }
            Shape::References(kind) => {
                let references = all_pieces(field, page).into_iter().map(|(piece, locator)| Reference {
                    field: name(),
                    kind: kind.as_ref().map(Text::from),
                    raw: piece.raw,
                    span: piece.span,
                    locator,
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

    fn date(&self, field: &Field, page: Page<'_>) -> Fact<Date> {
        for named in &field.locators {
            let derived = match &named.locator {
                Locator::FileDate => {
                    let of_path = identity::dated(page.path()).or_else(|| identity::of_folder(page.path()));
                    of_path.map(|date| (date, page.path().name().to_owned()))
                }
                Locator::HeadingDate => page.find(&named.locator).and_then(|hit| {
                    let text = plain_text(&hit.raw);
                    let first = text.split_whitespace().next()?;
                    Some((Date::parse(first.trim_end_matches([',', ':']))?, text))
                }),
                Locator::GitCreated => self.history.log().and_then(|log| {
                    let day = log.created(page.path())?.date.get(..10)?.to_owned();
                    Some((Date::parse(&day)?, day))
                }),
                _ => match at(named, page, written_date) {
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
    fn pieces<'a>(&self, field: &Field, page: Page<'a>) -> Vec<(Hit<'a>, Arc<str>)> {
        for named in &field.locators {
            let Some(hit) = page.find(&named.locator) else {
                continue;
            };
            let pieces = split(page, &hit);
            if !pieces.is_empty() {
                return pieces
                    .into_iter()
                    .map(|piece| (piece, Arc::clone(&named.name)))
                    .collect();
            }
        }
        Vec::new()
    }

    /// A status is a statement: of a section, what is said before the prose begins. Also of a page that is not read
    /// otherwise.
    pub(crate) fn status(&self, field: &Field, page: Page<'_>) -> Fact<Status> {
        for Named { locator, name } in &field.locators {
            let Some(hit) = page.find(locator) else { continue };
            let (raw, span) = match hit.node {
                Some(_) => (hit.raw, hit.span),
                None => {
                    let range = status_section::statement(page.text(), hit.span.range, &self.kind.statuses);
                    (
                        page_value(page, range.of(page.text()).to_owned()),
                        Span::new(page.file, range),
                    )
                }
            };
            // A comment alone says nothing.
            if raw.is_empty() {
                continue;
            }
            let value = Status::parse(&raw, &self.kind.statuses);
            return Fact::judged(value, raw, span, Arc::clone(name));
        }
        Fact::Absent
    }
}

/// All that is said of a field, in whatever places: a record that supersedes two says so twice. What two locators find
/// in one place is found once.
fn all_pieces<'a>(field: &Field, page: Page<'a>) -> Vec<(Hit<'a>, Arc<str>)> {
    let mut found: Vec<(Hit<'a>, Arc<str>)> = Vec::new();
    for named in &field.locators {
        for hit in page.find_all(&named.locator) {
            let meets = |(other, _): &(Hit<'_>, Arc<str>)| {
                let (a, b) = (other.span, hit.span);
                a.file == b.file && a.range.start < b.range.end && b.range.start < a.range.end
            };
            // Nobody names so many; a list without end is read to here.
            if found.len() < 1000 && !found.iter().any(meets) {
                let mut pieces = split(page, &hit);
                if matches!(named.locator, Locator::Relation(_)) {
                    only_names(&mut pieces);
                }
                found.extend(pieces.into_iter().map(|piece| (piece, Arc::clone(&named.name))));
            }
        }
    }
    found
}

/// A day, a point in time's day, or a month; a remark may follow in parentheses or after a comma.
fn written_date(raw: &str) -> Option<Date> {
    let whole = |text: &str| Date::parse(text).or_else(|| Some(Moment::parse(text)?.date()));
    let plain = raw.trim_matches(['*', '_', '`', '"', ' ']);
    let before = |mark: &str| plain.split_once(mark).and_then(|(day, _)| Date::parse(day));
    whole(plain)
        .or_else(|| Date::parse_month(plain))
        .or_else(|| before(" ("))
        .or_else(|| before(", "))
        .or_else(|| before("\n"))
}

/// A sentence names records by links and numbers; what else stands between its commas is prose, but for its beginning.
fn only_names(pieces: &mut Vec<Hit<'_>>) {
    let is_name = |piece: &Hit<'_>| piece.raw.contains("](") || piece.raw.bytes().any(|b| b.is_ascii_digit());
    match pieces.iter().any(is_name) {
        true => pieces.retain(is_name),
        false => pieces.truncate(1),
    }
}

/// What one locator finds, read.
fn at<T>(named: &Named, page: Page<'_>, read: impl Fn(&str) -> Option<T>) -> Fact<T> {
    let Some(hit) = page.find(&named.locator) else {
        return Fact::Absent;
    };
    let raw = page_value(page, hit.raw);
    Fact::judged(read(&raw), raw, hit.span, Arc::clone(&named.name))
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
