//! Where in a record the next line of its timeline goes, and in which form: as its neighbours are written. It must not know
//! who says it.

use crate::model::incidents::clock;
use crate::model::locate::Page;
use crate::model::locator::Locator;
use crate::model::record::TimelineEntry;
use crate::model::time::{Date, Moment};
use crate::model::zone::Zone;
use crate::syntax::document::Format;
use crate::syntax::markup::{Heading, Markup};
use crate::text::edit::Edit;
use crate::text::span::Range;
use crate::write::incident::style::{Pattern, separator};
use crate::write::seams::{at_end, line_start, section, trimmed_end};
use crate::write::sheet::Sheet;

/// Sections behind which a timeline begins, where a record has none yet.
const BEFORE: [&str; 4] = ["Summary", "Overview", "What happened", "Impact"];

/// A line to be written: its moment, and all that stands behind the time.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) at: &'a Moment,
    pub(super) said: &'a str,
}

/// The place and the bytes of a new line. `None` where the record is no Markdown, or its timeline stands in a form that has
/// no place for another.
pub(super) fn edit(sheet: &Sheet<'_>, line: Line<'_>) -> Option<Edit> {
    if sheet.format() != Format::Markdown {
        return None;
    }
    let record = sheet.record();
    let zone = clock::zone_of(sheet.workspace, record);
    let end = sheet.line_end(sheet.file());
    let is_not_later = |entry: &TimelineEntry| {
        let at = entry.at.value().map(|at| clock::resolved(sheet.workspace, record, at));
        at.is_some_and(|at| at.minutes_until(line.at) >= 0)
    };
    let before = record.timeline.iter().rposition(is_not_later);
    let side = match before {
        Some(_) => Side::Behind,
        None => Side::Before,
    };
    sheet.with_page(|page| {
        let writer = Writer {
            page,
            markup: page.markup()?,
            end,
            zone: zone.as_ref(),
            line,
        };
        match record.timeline.get(before.unwrap_or(0)) {
            Some(neighbour) => writer.beside(neighbour, side),
            None => Some(writer.first(&name(sheet))),
        }
    })
}

/// The name of the section in which the kind looks first for a timeline. Others (`Context`) may say something else.
fn name(sheet: &Sheet<'_>) -> String {
    let locators = sheet.kind.field("timeline").map_or(&[][..], |field| &field.locators);
    let name = locators.iter().find_map(|named| match &named.locator {
        Locator::Sections(name) | Locator::Bullets(name) | Locator::Rows(name) => Some(name.clone()),
        _ => None,
    });
    name.unwrap_or_else(|| "Timeline".to_owned())
}

/// On which side of its neighbour.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    Behind,
}

struct Writer<'a> {
    page: Page<'a>,
    markup: &'a Markup,
    end: &'a str,
    zone: Option<&'a Zone>,
    line: Line<'a>,
}

impl Writer<'_> {
    /// Beside an entry that stands there, in its form.
    fn beside(&self, neighbour: &TimelineEntry, side: Side) -> Option<Edit> {
        let found = neighbour.at.found()?;
        let (head, raw) = (found.span.range, found.raw.as_str());
        // A time without date is on the day of the one before it.
        let day = Some(found.value.date()).filter(|_| side == Side::Behind);
        match Locator::parse(&found.locator)? {
            Locator::Sections(_) => self.heading(neighbour, (head, raw), (side, day)),
            Locator::Rows(_) => self.row((head, raw), (side, day)),
            _ => self.item((head, raw), (side, day)),
        }
    }

    fn time(&self, raw: &str, day: Option<Date>) -> String {
        let zone = self.zone;
        Pattern { raw, zone, day }.written(self.line.at)
    }

    fn item(&self, (head, raw): (Range, &str), (side, day): (Side, Option<Date>)) -> Option<Edit> {
        let text = self.page.text();
        let item = self.markup.items.iter().find(|item| item.text == head)?;
        let start = line_start(text, head.start as usize);
        let marker = &text[start..head.start as usize];
        let sign = marker.trim();
        let is_counted = || {
            sign.trim_end_matches(['.', ')'])
                .bytes()
                .all(|byte| byte.is_ascii_digit())
        };
        if !matches!(sign, "-" | "*" | "+") && (sign.is_empty() || !is_counted()) {
            return None;
        }
        let slice = head.of(text);
        let time = self.time(raw, day);
        let timed = match slice.find(raw).map(|at| (&slice[..at], &slice[at + raw.len()..])) {
            Some(("", rest)) => format!("{time}{}", separator(rest)),
            Some(("**", rest)) => match rest.strip_prefix("**") {
                Some(rest) => format!("**{time}**{}", separator(rest)),
                None => format!("{time} "),
            },
            _ => format!("{time} "),
        };
        let line = format!("{marker}{timed}{}", self.line.said);
        Some(match side {
            Side::Behind => self.put(trimmed_end(text, item.range), format!("{}{line}", self.end)),
            Side::Before => self.put(start, format!("{line}{}", self.end)),
        })
    }

    fn heading(
        &self,
        neighbour: &TimelineEntry,
        (head, raw): (Range, &str),
        (side, day): (Side, Option<Date>),
    ) -> Option<Edit> {
        let (text, end) = (self.page.text(), self.end);
        let heading = self.markup.headings.iter().find(|heading| heading.text_range == head)?;
        let sign = "#".repeat(heading.level as usize);
        let time = self.time(raw, day);
        let block = format!("{sign} {time}{end}{end}{}", paragraph(self.line.said));
        Some(match side {
            Side::Behind => self.put(trimmed_end(text, neighbour.text), format!("{end}{end}{block}")),
            Side::Before => self.put(
                line_start(text, heading.range.start as usize),
                format!("{block}{end}{end}"),
            ),
        })
    }

    fn row(&self, (head, raw): (Range, &str), (side, day): (Side, Option<Date>)) -> Option<Edit> {
        let text = self.page.text();
        let mut rows = self.markup.tables.iter().flat_map(|table| &table.rows);
        let row = rows.find(|row| row.first() == Some(&head))?;
        let between = row.len().checked_sub(2)?;
        let start = line_start(text, head.start as usize);
        let indent = &text[start..head.start as usize];
        let indent = &indent[..indent.len() - indent.trim_start().len()];
        let said = self.line.said;
        let line = format!("{indent}| {} |{} {said} |", self.time(raw, day), "  |".repeat(between));
        let stop = text[head.end as usize..].find('\n');
        let stop = stop.map_or(text.len(), |at| head.end as usize + at);
        Some(match side {
            Side::Behind => self.put(text[..stop].trim_end().len(), format!("{}{line}", self.end)),
            Side::Before => self.put(start, format!("{line}{}", self.end)),
        })
    }

    /// The first entry of a timeline, whose section is made where there is none.
    fn first(&self, name: &str) -> Edit {
        let (text, end) = (self.page.text(), self.end);
        let item = format!("- {} {}", self.line.at.to_the_minute(), self.line.said);
        if let Some((index, heading)) = self.page.heading(name) {
            let at = trimmed_end(text, section(self.page, index, heading)).max(heading.range.end as usize);
            let last = text[line_start(text, at)..at].trim_start();
            let is_list = last.starts_with("- ") || last.starts_with("* ");
            let gap = if is_list { end.to_owned() } else { end.repeat(2) };
            return self.put(at, format!("{gap}{item}"));
        }
        match BEFORE.iter().find_map(|before| self.section(before)) {
            Some((heading, range)) => {
                let at = trimmed_end(text, range).max(heading.range.end as usize);
                let sign = "#".repeat(heading.level as usize);
                self.put(at, format!("{end}{end}{sign} {name}{end}{end}{item}"))
            }
            None => at_end(text, &format!("## {name}{end}{end}{item}{end}"), end),
        }
    }

    /// A heading that is exactly this, with all that stands below it.
    fn section(&self, name: &str) -> Option<(&Heading, Range)> {
        let headings = &self.markup.headings;
        let is_it = |heading: &Heading| heading.text.trim().trim_end_matches(':').eq_ignore_ascii_case(name);
        let index = headings.iter().position(is_it)?;
        Some((&headings[index], self.markup.section(index)))
    }

    fn put(&self, at: usize, text: String) -> Edit {
        let range = Range::at(at);
        Edit { range, text }
    }
}

/// A line as a paragraph of its own: what would begin a heading, a list or a rule there is escaped.
fn paragraph(said: &str) -> String {
    let digits = said.len() - said.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match said[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &said[..digits], &said[digits..]),
        Some('#' | '-' | '+' | '=' | ':') if digits == 0 => format!("\\{said}"),
        _ => said.to_owned(),
    }
}
