//! The status of a record, said anew where it stands and in the way in which this log says it.
//!
//! It must not know what the lifecycle allows: that is [`crate::write::step`].
//!
//! **The date.** Front matter `date` and `decided` and MADR's bullet `Date:` say when the decision was last brought up to
//! date, so they move with the status. A line, a section, a table row and `created` say when the record was written, as
//! Nygard's form has it, and stay. Of a status that carries its own day, the day moves with the word.

use crate::model::fact::Fact;
use crate::model::locate::Hit;
use crate::model::locator::Locator;
use crate::model::record::{Record, RecordId};
use crate::model::status::Status;
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use crate::syntax::document::ProblemKind;
use crate::syntax::node::Value;
use crate::text::change::Changes;
use crate::text::edit::Edit;
use crate::text::span::{Range, Span};
use crate::write::data::{Content, Data};
use crate::write::fields::{dialect, status_locators};
use crate::write::insert::insert;
use crate::write::mention::Mention;
use crate::write::refusal::Refusal;
use crate::write::said;
use crate::write::sheet::Sheet;
use crate::write::wording::{self, Wording};

/// How a status that names its successor is written in a front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Successor {
    /// `superseded by [ADR-0007](0007-x.md)`.
    Link,
    /// `superseded by ADR-0007`.
    Name,
    /// The word alone: a key of its own names the successor.
    Key,
}

/// Puts the bytes `raw` in the place of the status of a record, and changes nothing else: no date, no second place that
/// says the status. With what stood there before, it gives the file that was.
pub fn set_raw(workspace: &Workspace, id: RecordId, raw: &str) -> Result<Changes, Refusal> {
    let mut sheet = sheet(workspace, id)?;
    let Some(span) = sheet.record().status.span() else {
        return Err(Refusal::new(
            format!("{} says nothing about its status", sheet.path()),
            "there is nothing to replace",
        ));
    };
    let edit = Edit {
        range: span.range,
        text: raw.to_owned(),
    };
    sheet.apply_as_is(span.file, &[edit])?;
    let mut changes = Changes::default();
    sheet.finish(&mut changes);
    Ok(changes)
}

/// Gives a record the status `word` whatever its lifecycle says, with the day `on` where its dialect has one.
pub fn set(workspace: &Workspace, id: RecordId, word: &str, on: Option<Date>) -> Result<Changes, Refusal> {
    let mut sheet = sheet(workspace, id)?;
    say(&mut sheet, word, None, on)?;
    let mut changes = Changes::default();
    sheet.finish(&mut changes);
    Ok(changes)
}

/// A record's sheet; refused where its file is torn, for nobody knows what a change would do there.
pub(super) fn sheet(workspace: &Workspace, id: RecordId) -> Result<Sheet<'_>, Refusal> {
    let record = workspace.record(id);
    let path = workspace.path_of(record);
    let torn = |kind: ProblemKind| !matches!(kind, ProblemKind::DuplicateKey);
    let problems = &workspace.document(record.file).problems;
    if let Some(problem) = problems.iter().find(|problem| torn(problem.kind)) {
        let place = workspace.tree.position(Span::new(record.file, problem.range));
        return Err(Refusal::new(
            format!("{path}:{place}: {}", problem.message),
            "mend that first: nobody can tell what a change would do to such a file",
        ));
    }
    Sheet::of(workspace, id).ok_or_else(|| Refusal::new(format!("{path} is gone"), "try again"))
}

/// Says the status `word` in every place where the record says it, and names the successor where its dialect does.
pub(super) fn say(
    sheet: &mut Sheet<'_>,
    word: &str,
    successor: Option<&Mention>,
    on: Option<Date>,
) -> Result<(), Refusal> {
    let locator = dialect(sheet);
    let spelt = said::spelling(sheet, word, &locator);
    let suffix = successor.map_or(String::new(), |name| suffix(sheet, name, &locator));
    let new = Wording {
        sign: match sheet.record().status.is_absent() {
            true => said::usual_sign(sheet, word),
            false => said::sign(sheet, word),
        },
        word: spelt,
        suffix,
        day: on,
    };
    if sheet.record().status.is_absent() {
        begin(sheet, &new, &locator)?;
    } else {
        let old = sheet.record().status.value().map(|status| status.word.clone());
        for locator in places(sheet, old.as_deref()) {
            replace(sheet, &new, &locator)?;
        }
    }
    match on {
        Some(day) => move_date(sheet, day),
        None => Ok(()),
    }
}

/// The locators of all places in which the record says its status: the one that counts, and others that say the same.
fn places(sheet: &Sheet<'_>, old: Option<&str>) -> Vec<Locator> {
    let first = sheet.record().status.locator();
    let words = &sheet.kind.statuses;
    let locators = status_locators(sheet);
    sheet.with_page(|page| {
        let mut spans: Vec<Range> = Vec::new();
        let mut found = Vec::new();
        for named in locators {
            let Some(hit) = page.find(&named.locator) else { continue };
            let is_first = Some(&*named.name) == first;
            let read = || Status::parse(hit.raw.split("\n\n").next().unwrap_or(""), words);
            let says_same = || old.is_some_and(|old| read().is_some_and(|status| status.word == old));
            let is_new = !spans
                .iter()
                .any(|span| hit.span.file == page.file && span.contains(hit.span.range));
            if (is_first || says_same()) && is_new {
                spans.push(hit.span.range);
                found.push(named.locator);
            }
        }
        found
    })
}

fn replace(sheet: &mut Sheet<'_>, new: &Wording, locator: &Locator) -> Result<(), Refusal> {
    if is_alias(sheet, locator) {
        return Err(Refusal::new(
            format!("the status of {} is an alias (`*name`) of another value", sheet.path()),
            "write the status itself there: what the alias stands for may be meant elsewhere, too",
        ));
    }
    let words = &sheet.kind.statuses;
    let edit = sheet.with_page(|page| {
        let hit = page.find(locator)?;
        let text = sheet.text(hit.span.file);
        Some((
            hit.span.file,
            edit(sheet, &hit, text, |old| wording::reword(old, new, words)),
        ))
    });
    match edit {
        Some((file, edit)) => sheet.apply(file, &[edit]),
        None => Ok(()),
    }
}

/// True where a value stands elsewhere than behind its key.
fn is_alias(sheet: &Sheet<'_>, locator: &Locator) -> bool {
    let Locator::FrontMatter(keys) = locator else {
        return false;
    };
    let [key] = keys.as_slice() else { return false };
    let data = Data::of(sheet.own(), sheet.part(), sheet.text(sheet.file()), "");
    data.entry(key)
        .is_some_and(|entry| entry.value.range.start < entry.key_range.start)
}

/// The edit that puts another text in the place of what a locator found, in its quotes.
fn edit(sheet: &Sheet<'_>, hit: &Hit<'_>, text: &str, reword: impl Fn(&str) -> String) -> Edit {
    let range = hit.span.range;
    let slice = range.of(text);
    let new = match hit.node {
        Some(node) => {
            let (document, part) = (sheet.document(hit.span.file), sheet.part());
            let data = Data::of(document, part, text, sheet.line_end(hit.span.file));
            match &node.value {
                Value::List(_) | Value::Map(_) => reword(slice),
                _ if slice.starts_with(['|', '>']) => block(slice, reword),
                _ => data.scalar(slice, &reword(&node.scalar().unwrap_or_default())),
            }
        }
        None => reword(slice),
    };
    narrowed(range, slice, new)
}

/// The edit without the lines at both ends that stay as they are.
fn narrowed(range: Range, old: &str, new: String) -> Edit {
    let shared =
        |a: &mut dyn Iterator<Item = u8>, b: &mut dyn Iterator<Item = u8>| a.zip(b).take_while(|(a, b)| a == b).count();
    let head = shared(&mut old.bytes(), &mut new.bytes());
    let head = old.as_bytes()[..head]
        .iter()
        .rposition(|b| *b == b'\n')
        .map_or(0, |at| at + 1);
    let tail = shared(
        &mut old.as_bytes()[head..].iter().rev().copied(),
        &mut new.as_bytes()[head..].iter().rev().copied(),
    );
    let tail = match old.as_bytes()[old.len() - tail..].iter().position(|b| *b == b'\n') {
        Some(at) => tail - at,
        None => 0,
    };
    Edit {
        range: Range::new(range.start as usize + head, range.end as usize - tail),
        text: new[head..new.len() - tail].to_owned(),
    }
}

/// A block scalar: its header stays.
fn block(slice: &str, reword: impl Fn(&str) -> String) -> String {
    match slice.split_once('\n') {
        Some((header, body)) => {
            let text = body.trim_start();
            let indent = &body[..body.len() - text.len()];
            format!("{header}\n{indent}{}", reword(text))
        }
        None => slice.to_owned(),
    }
}

/// The first word about the status of a record that says none.
fn begin(sheet: &mut Sheet<'_>, new: &Wording, locator: &Locator) -> Result<(), Refusal> {
    let model = said::usual_raw(sheet);
    let is_prose = matches!(locator, Locator::Section(_) | Locator::Table(_));
    let word = match (&model, is_prose) {
        (Some(raw), _) => wording::cased(&new.word, raw.trim_start_matches(|c: char| !c.is_alphabetic())),
        (None, true) => wording::cased(&new.word, "Xx"),
        (None, false) => new.word.clone(),
    };
    let parts = [new.sign.as_deref().unwrap_or_default(), &word, &new.suffix];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    match insert(sheet, locator, &Content::One(&parts.join(" ")))? {
        true => Ok(()),
        false => Err(Refusal::new(
            format!("{} has no place for a status", sheet.path()),
            format!("write it where opsrepo looks, as `{locator}`"),
        )),
    }
}

/// What follows `superseded` to name the successor; nothing where another field does.
fn suffix(sheet: &Sheet<'_>, name: &Mention, locator: &Locator) -> String {
    let (path, format) = (sheet.path(), sheet.format());
    match locator {
        Locator::Section(_) => format!("by {}", name.long_link(path, format)),
        Locator::FrontMatter(_) => match successor(sheet) {
            Successor::Key => String::new(),
            Successor::Name if name.id == name.short() || name.short().ends_with(&name.id) => {
                format!("by {}", name.short())
            }
            Successor::Link | Successor::Name => format!("by {}", name.link(path, format)),
        },
        Locator::Sidecar(..) => String::new(),
        Locator::Table(_) if has_row(sheet) => String::new(),
        _ => format!("by {}", name.link(path, format)),
    }
}

fn has_row(sheet: &Sheet<'_>) -> bool {
    sheet.with_page(|page| page.look(&Locator::Table("Superseded by".to_owned())).is_some())
}

/// How the front matters of this log name successors; as MADR does where the record is written in its form.
fn successor(sheet: &Sheet<'_>) -> Successor {
    let mut said = said::raws(sheet, "superseded").filter(|raw| raw.contains(" by "));
    if let Some(raw) = said.next() {
        return if raw.contains("](") {
            Successor::Link
        } else {
            Successor::Name
        };
    }
    const MADR: [&str; 2] = ["considered options", "decision outcome"];
    let markup = sheet.own().markup.as_ref();
    let mut headings = markup.into_iter().flat_map(|markup| &markup.headings);
    match headings.any(|heading| MADR.contains(&heading.text.trim().to_lowercase().as_str())) {
        true => Successor::Name,
        false => Successor::Key,
    }
}

/// Puts the sign before the status of a new record that this log puts there, in a text.
pub(super) fn sign(sheet: &mut Sheet<'_>) -> Result<(), Refusal> {
    let Some(found) = sheet
        .record()
        .status
        .found()
        .filter(|found| wording::sign(&found.raw).is_none())
    else {
        return Ok(());
    };
    let (place, is_data) = (found.span, is_data(&found.locator));
    let Some(sign) = said::usual_sign(sheet, &found.value.word).filter(|_| !is_data) else {
        return Ok(());
    };
    let edit = Edit {
        range: Range::at(place.range.start as usize),
        text: format!("{sign} "),
    };
    sheet.apply(place.file, &[edit])
}

fn is_data(locator: &str) -> bool {
    locator.starts_with("front-matter:") || locator.starts_with("sidecar:")
}

/// Moves the date of a dialect whose date goes with the status.
fn move_date(sheet: &mut Sheet<'_>, day: Date) -> Result<(), Refusal> {
    let Fact::Known(found) = &sheet.record().date else {
        return Ok(());
    };
    let locator = Locator::parse(&found.locator);
    let moves = match &locator {
        Some(Locator::FrontMatter(keys)) => matches!(keys.join(".").as_str(), "date" | "decided"),
        Some(Locator::Bullet(label)) => label.eq_ignore_ascii_case("date"),
        _ => false,
    };
    let (Some(locator), true, false) = (locator, moves, found.value == day) else {
        return Ok(());
    };
    let edit = sheet.with_page(|page| {
        let hit = page.find(&locator)?;
        let text = sheet.text(hit.span.file);
        Some((hit.span.file, edit(sheet, &hit, text, |old| dated(old, day))))
    });
    match edit {
        Some((file, edit)) => sheet.apply(file, &[edit]),
        None => Ok(()),
    }
}

/// The date of a text replaced, written as the old one was where that is one of the usual ways.
pub(super) fn dated(old: &str, day: Date) -> String {
    let said = old.split("<!--").next().unwrap_or(old).trim_end();
    let rest = &old[said.len()..];
    let numbers: Vec<&str> = said.split(['-', '.', '/']).collect();
    let is_day_first = numbers.len() == 3 && numbers[0].len() <= 2 && numbers[2].len() == 4;
    let sign = said.chars().find(|c| matches!(c, '.' | '/'));
    let new = match sign {
        Some(sign) if is_day_first && numbers.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit())) => {
            format!("{:02}{sign}{:02}{sign}{:04}", day.day(), day.month(), day.year())
        }
        Some('.') if numbers.len() == 3 && numbers[0].len() == 4 => {
            format!("{:04}.{:02}.{:02}", day.year(), day.month(), day.day())
        }
        _ => day.to_string(),
    };
    format!("{new}{rest}")
}

/// The canonical word of a record's status; `None` where it says none.
pub(super) fn word_of(record: &Record) -> Option<&str> {
    record.status.value().map(|status| status.word.as_str())
}
