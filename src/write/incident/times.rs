//! The times of a record by which its course is counted: filled where they are not known, taken away where they no longer
//! hold, never against each other. It must not know steps.

use crate::model::incidents::clock;
use crate::model::incidents::order::{ORDER, is_free_when_latent};
use crate::model::kind::{Field, Shape};
use crate::model::locator::Locator;
use crate::model::time::Moment;
use crate::text::edit::Edit;
use crate::text::span::Range;
use crate::write::data::{Content, Data};
use crate::write::incident::style::Pattern;
use crate::write::refusal::Refusal;
use crate::write::seams::{line_start, trimmed_end};
use crate::write::sheet::Sheet;

/// Fills a time that the record does not say. `false`, and nothing changed, where it says it, or has no place for it.
pub(in crate::write) fn stamp(sheet: &mut Sheet<'_>, field: &str, at: &Moment) -> Result<bool, Refusal> {
    if is_said(sheet, field) {
        return Ok(false);
    }
    contradiction(sheet, field, at)?;
    let edit = match sheet.own().front_matter {
        Some(fences) => in_front(sheet, (field, at), fences),
        None => in_list(sheet, field, at),
    };
    let Some(edit) = edit else { return Ok(false) };
    sheet.apply_as_is(sheet.file(), &[edit])?;
    let read = sheet.record().time(field);
    let read = read.map(|read| clock::resolved(sheet.workspace, sheet.record(), read));
    match read.is_some_and(|read| read.minutes_until(at) == 0) {
        true => Ok(true),
        false => Err(Refusal::new(
            format!("{} has no safe place for `{field}`", sheet.path()),
            format!("write it by hand: {field}: {}", at.to_the_minute()),
        )),
    }
}

/// True where the record has a place for its times: a front matter, or a list in which one of them stands.
pub(in crate::write) fn has_place(sheet: &Sheet<'_>, field: &str) -> bool {
    is_said(sheet, field) || sheet.own().front_matter.is_some() || listed(sheet, field).is_some()
}

/// Takes a time away, with its line, since it no longer holds from a moment on. Refused for a moment before that time.
pub(in crate::write) fn clear(sheet: &mut Sheet<'_>, field: &str, at: &Moment) -> Result<(), Refusal> {
    let known = sheet.record().time(field).filter(|time| !time.is_date);
    let known = known.map(|time| clock::resolved(sheet.workspace, sheet.record(), time));
    if let Some(known) = known.filter(|known| known.minutes_until(at) < 0) {
        return Err(Refusal::new(
            format!(
                "{}: {} is before it was {field}, {}",
                sheet.path(),
                at.to_the_minute(),
                known.to_the_minute()
            ),
            "say when it happened with --at TIME, or put the other time right in the record first",
        ));
    }
    let Some(found) = sheet.record().times.get(field).and_then(|fact| fact.span()) else {
        return Ok(());
    };
    let text = sheet.text(sheet.file());
    let data = Data::of(sheet.own(), sheet.part(), text, "\n");
    let range = match data.entry(field).filter(|entry| entry.value.range == found.range) {
        Some(entry) => Range::new(entry.key_range.start as usize, entry.value.range.end as usize),
        None => found.range,
    };
    let (start, stop) = lines(text, range);
    let line = &text[start..stop];
    let is_one = line.lines().count() <= 1 && !line.trim_start().starts_with(['{', '|']);
    if found.file != sheet.file() || !is_one {
        return Err(Refusal::new(
            format!("{} says `{field}` in the middle of something else", sheet.path()),
            format!("take `{field}` away by hand first: it no longer holds"),
        ));
    }
    let edit = Edit {
        range: Range::new(start, stop),
        text: String::new(),
    };
    sheet.apply_as_is(sheet.file(), &[edit])
}

/// The whole lines in which a range lies.
fn lines(text: &str, range: Range) -> (usize, usize) {
    let stop = range.end as usize;
    let stop = text[stop..].find('\n').map_or(text.len(), |at| stop + at + 1);
    (line_start(text, range.start as usize), stop)
}

fn is_said(sheet: &Sheet<'_>, field: &str) -> bool {
    sheet
        .record()
        .times
        .get(field)
        .is_some_and(|fact| fact.span().is_some())
}

/// The points in time of the kind, in the order of a course.
fn moments<'s>(sheet: &'s Sheet<'_>) -> impl DoubleEndedIterator<Item = &'s Field> {
    sheet.kind.fields.iter().filter(|field| field.shape == Shape::Moment)
}

/// Fails where a time would come before one that it cannot come before.
fn contradiction(sheet: &Sheet<'_>, field: &str, at: &Moment) -> Result<(), Refusal> {
    let record = sheet.record();
    let is_latent = front(sheet).and_then(|node| node.get("latent")?.scalar()).as_deref() == Some("true");
    let spares = |earlier: &str, later: &str| is_latent && is_free_when_latent(earlier, later);
    let time = |name: &str| {
        let time = record.time(name).filter(|time| !time.is_date)?;
        Some(clock::resolved(sheet.workspace, record, time))
    };
    for (later, before) in ORDER {
        for &earlier in before.iter().filter(|earlier| !spares(earlier, later)) {
            let (first, last) = match field {
                field if field == later => (time(earlier), Some(at.clone())),
                field if field == earlier => (Some(at.clone()), time(later)),
                _ => continue,
            };
            let Some((first, last)) = first.zip(last).filter(|(first, last)| first.minutes_until(last) < 0) else {
                continue;
            };
            return Err(Refusal::new(
                format!(
                    "{}: {later} {} would be before {earlier} {}",
                    sheet.path(),
                    last.to_the_minute(),
                    first.to_the_minute()
                ),
                "say when it happened with --at TIME, or put the other time right in the record first",
            ));
        }
    }
    Ok(())
}

fn front<'s>(sheet: &'s Sheet<'_>) -> Option<&'s crate::syntax::node::Node> {
    sheet.own().data.get(sheet.part())
}

/// In the front matter: in the place of a line of the form that waits for it, else behind the time before it.
fn in_front(sheet: &Sheet<'_>, (field, at): (&str, &Moment), fences: Range) -> Option<Edit> {
    let text = sheet.text(sheet.file());
    let data = Data::of(sheet.own(), sheet.part(), text, sheet.line_end(sheet.file()));
    let at = at.to_the_minute();
    if let Some(range) = waiting(text, fences, field) {
        let text = data.key_line(field, &at);
        return Some(Edit { range, text });
    }
    // An empty key waits for it too.
    if let Some(entry) = data.entry(field) {
        return Some(data.replace(&entry.value, &at));
    }
    let before = moments(sheet).take_while(|known| known.name != field);
    let before = before.filter_map(|known| data.entry(&known.name)).last();
    data.insert(field, &Content::One(&at), before)
}

/// The line `# FIELD: …` of a front matter, without its end.
fn waiting(text: &str, fences: Range, field: &str) -> Option<Range> {
    let mut at = fences.start as usize;
    for line in fences.of(text).split_inclusive('\n') {
        let inner = line.strip_prefix('#').map(str::trim_start);
        let rest = inner.and_then(|inner| inner.strip_prefix(field));
        if rest.is_some_and(|rest| rest.trim_start().starts_with([':', '='])) {
            return Some(Range::new(at, at + line.trim_end().len()));
        }
        at += line.len();
    }
    None
}

/// The item of a list that holds the time before this one, and that time as it is written.
fn listed(sheet: &Sheet<'_>, field: &str) -> Option<(Range, Range)> {
    let is_item = |known: &&Field| {
        let found = sheet.record().times.get(&known.name).and_then(|fact| fact.found());
        found.is_some_and(|found| matches!(Locator::parse(&found.locator), Some(Locator::Bullet(_))))
    };
    let before = moments(sheet)
        .take_while(|known| known.name != field)
        .filter(is_item)
        .last()?;
    let value = sheet.record().times.get(&before.name)?.span()?.range;
    let items = &sheet.own().markup.as_ref()?.items;
    let holding = items.iter().filter(|item| item.text.contains(value));
    let item = holding.min_by_key(|item| item.text.len())?;
    let text = sheet.text(sheet.file());
    (!item.text.of(text).contains('\n')).then_some((item.text, value))
}

/// In the list in which the time before it stands, written like that.
fn in_list(sheet: &Sheet<'_>, field: &str, at: &Moment) -> Option<Edit> {
    let (item, value) = listed(sheet, field)?;
    let text = sheet.text(sheet.file());
    let label = sheet
        .kind
        .field(field)?
        .locators
        .iter()
        .find_map(|named| match &named.locator {
            Locator::Bullet(label) => Some(label.as_str()),
            _ => None,
        })?;
    let lead = text.get(item.start as usize..value.start as usize)?;
    let bold = if lead.starts_with("**") { "**" } else { "" };
    let sign = if lead.contains(':') { ": " } else { " " };
    let zone = clock::zone_of(sheet.workspace, sheet.record());
    let pattern = Pattern {
        raw: value.of(text),
        zone: zone.as_ref(),
        day: None,
    };
    let marker = &text[line_start(text, item.start as usize)..item.start as usize];
    let end = sheet.line_end(sheet.file());
    Some(Edit {
        range: Range::at(trimmed_end(text, item)),
        text: format!("{end}{marker}{bold}{label}{bold}{sign}{}", pattern.written(at)),
    })
}
