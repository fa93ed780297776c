//! The date of a review, set where a record says it, with the reason: everything else stays as it is.

use crate::model::fact::Fact;
use crate::model::kind::Field;
use crate::model::locator::Locator;
use crate::model::record::{Record, RecordId};
use crate::model::time::{Date, Moment};
use crate::model::workspace::Workspace;
use crate::text::article::with_article;
use crate::text::change::Changes;
use crate::text::edit::Edit;
use crate::text::span::Span;
use crate::write::data::Content;
use crate::write::desk::{Desk, Which};
use crate::write::insert::insert;
use crate::write::refusal::Refusal;
use crate::write::sheet::Sheet;
use crate::write::status::dated;
use crate::write::usage;

/// The fields of a review.
const REVIEWED: &str = "reviewed";
const NEXT: &str = "review-by";
const NOTE: &str = "review-note";

/// A review that was made.
#[derive(Clone, Debug)]
pub struct Made<'r> {
    /// The day.
    pub on: Date,
    /// What was done, and what came out of it, on one line.
    pub because: &'r str,
    /// The day of the next one, where a record states it.
    pub next: Option<Date>,
}

/// Sets the date of a record's review, the reason, and the day of the next review where the record states one.
pub fn review(workspace: &Workspace, id: RecordId, made: &Made<'_>) -> Result<Changes, Refusal> {
    let record = workspace.record(id);
    let (path, kind) = (workspace.path_of(record), workspace.kind_of(record));
    if kind.field(REVIEWED).is_none() {
        return Err(Refusal::new(
            format!(
                "{} is not reviewed: it has no field for the date",
                with_article(&kind.name)
            ),
            format!(
                "`[kinds.{}.fields]` in opsrepo.toml adds one called `{REVIEWED}`",
                kind.name
            ),
        ));
    }
    let before = record.reviewed().map(|found| found.value.date());
    if let Some(before) = before.filter(|before| *before > made.on) {
        return Err(Refusal::new(
            format!("{path} was reviewed on {before}, which is later than {}", made.on),
            "--on takes the day of this review; a wrong date in the file is corrected by hand",
        ));
    }
    let next = next(record, made, before)?;
    let mut desk = Desk::new(workspace);
    let sheet = desk.sheet(Which::Old(id))?;
    set(sheet, REVIEWED, made.on)?;
    if let Some(next) = next {
        set(sheet, NEXT, next)?;
    }
    note(sheet, made.because)?;
    Ok(desk.finish())
}

/// The day of the next review, where a record states it: as far from this one as the last one was.
fn next(record: &Record, made: &Made<'_>, before: Option<Date>) -> Result<Option<Date>, Refusal> {
    let stated = record.review_by().map(|found| found.value.date());
    let Some(stated) = stated else {
        return Ok(made.next);
    };
    if let Some(next) = made.next {
        return Ok(Some(next));
    }
    let every = record.intervals.get("review-every").and_then(Fact::value);
    let counted = every.and_then(|every| made.on.after(*every));
    let days = before.map(|before| before.days_until(stated)).filter(|days| *days > 0);
    let moved = days.and_then(|days| made.on.after(crate::model::length::Interval { months: 0, days }));
    match counted.or(moved) {
        Some(next) => Ok(Some(next)),
        None => Err(Refusal::new(
            format!("it says that its next review is due on {stated}, and not how often it is reviewed"),
            "say when the next one is: --next DATE",
        )),
    }
}

/// Writes a day where a field stands, as the day there is written; else where the log states that field.
fn set(sheet: &mut Sheet<'_>, name: &str, day: Date) -> Result<(), Refusal> {
    let Some(field) = sheet.kind.field(name).cloned() else {
        return Ok(());
    };
    let found = sheet.record().times.get(name);
    let here = found.and_then(|fact| Some((fact.raw()?.to_owned(), fact.span()?)));
    if let Some((raw, span)) = here {
        let known = Moment::parse(&raw).map(|moment| moment.date());
        return match known == Some(day) {
            true => Ok(()),
            false => replace(sheet, (&raw, span), &dated(&raw, day)),
        };
    }
    begin(sheet, &field, &day.to_string())
}

/// Puts a text in the place of one that was found, and leaves quotes and everything else as they are.
fn replace(sheet: &mut Sheet<'_>, (raw, span): (&str, Span), new: &str) -> Result<(), Refusal> {
    let written = span.range.of(sheet.text(span.file));
    let edit = Edit {
        range: span.range,
        text: match written.find(raw) {
            Some(at) => format!("{}{new}{}", &written[..at], &written[at + raw.len()..]),
            None => new.to_owned(),
        },
    };
    sheet.apply(span.file, &[edit])
}

/// Begins a field where this log states it, or else in the front matter.
fn begin(sheet: &mut Sheet<'_>, field: &Field, value: &str) -> Result<(), Refusal> {
    let (places, _) = usage::ordered(sheet.workspace, sheet.set(), field);
    for locator in places {
        if insert(sheet, &locator, &Content::One(value))? {
            return Ok(());
        }
    }
    Err(Refusal::new(
        format!("{} has no place where `{}` could be written", sheet.path(), field.name),
        "write it by hand, in a front matter",
    ))
}

/// Says why, beside the date and in the spelling of its key.
fn note(sheet: &mut Sheet<'_>, because: &str) -> Result<(), Refusal> {
    let Some(field) = sheet.kind.field(NOTE).cloned() else {
        return Ok(());
    };
    if sheet.record().text(NOTE) == Some(because) {
        return Ok(());
    }
    let found = sheet
        .record()
        .texts
        .get(NOTE)
        .and_then(Fact::locator)
        .and_then(Locator::parse);
    let locator = found.unwrap_or_else(|| {
        let key = sheet
            .record()
            .times
            .get(REVIEWED)
            .and_then(Fact::locator)
            .unwrap_or_default();
        let key = key.strip_prefix("front-matter:").unwrap_or_default();
        let note = match () {
            () if key.contains('_') => "review_note",
            () if key.contains(|c: char| c.is_ascii_uppercase()) => "reviewNote",
            () => NOTE,
        };
        Locator::FrontMatter(vec![note.to_owned()])
    });
    match insert(sheet, &locator, &Content::One(because))? {
        true => Ok(()),
        false => begin(sheet, &field, because),
    }
}
