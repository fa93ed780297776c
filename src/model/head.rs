//! The head of a record: the lines, items and tables in which labelled facts stand. Gathered once per record, for many
//! locators look at it.

use crate::model::relation::Statement;
use crate::syntax::document::Document;
use crate::syntax::markup::{Item, Markup, Table};
use crate::text::span::Range;
use std::cell::OnceCell;

/// Sections that hold facts about the record itself.
const HEADS: [&str; 8] = [
    "metadata",
    "details",
    "summary",
    "overview",
    "information",
    "key events",
    "incident",
    "status",
];

/// What stands at the head of a text.
#[derive(Default)]
pub(crate) struct Head<'a> {
    pub(crate) items: Vec<&'a Item>,
    /// Lines of paragraphs; a `|` ends one as well.
    pub(crate) lines: Vec<Range>,
    pub(crate) tables: Vec<&'a Table>,
    /// The places in which relations are stated (`superseded by …`): see
    /// [`crate::model::statements`], which fills it when the first relation is asked for.
    pub(crate) statements: OnceCell<Vec<Statement>>,
}

impl<'a> Head<'a> {
    pub(crate) fn of(document: &'a Document, text: &str) -> Self {
        let Some(markup) = &document.markup else {
            return Head::default();
        };
        let mut place = Place::new(markup);
        let items = markup.items.iter().filter(|item| place.holds(item.text)).collect();
        let mut place = Place::new(markup);
        let tables = markup.tables.iter().filter(|table| place.holds(table.range)).collect();
        let mut place = Place::new(markup);
        let paragraphs = markup.paragraphs.iter().filter(|range| place.holds(**range));
        Head {
            items,
            lines: paragraphs.flat_map(|range| lines(text, *range)).collect(),
            tables,
            statements: OnceCell::new(),
        }
    }
}

/// Labelled facts stand at the head of a record: before the first heading that follows its title, or in a section that
/// is about the record. Further down a label is part of the story.
struct Place<'a> {
    markup: &'a Markup,
    title: u32,
    /// The first heading that has not been passed yet; questions come in the order of the file.
    next: usize,
}

impl<'a> Place<'a> {
    fn new(markup: &'a Markup) -> Self {
        Place {
            markup,
            title: markup.title().map_or(markup.body.start, |heading| heading.range.start),
            next: 0,
        }
    }

    fn holds(&mut self, range: Range) -> bool {
        let headings = &self.markup.headings;
        while headings
            .get(self.next)
            .is_some_and(|heading| heading.range.start < range.start)
        {
            self.next += 1;
        }
        let above = self.next.checked_sub(1).map(|at| &headings[at]);
        above.is_none_or(|heading| {
            heading.range.start <= self.title || HEADS.contains(&heading.text.trim().to_lowercase().as_str())
        })
    }
}

fn lines(text: &str, paragraph: Range) -> impl Iterator<Item = Range> {
    let mut start = paragraph.start as usize;
    paragraph.of(text).split_inclusive(['\n', '|']).map(move |line| {
        let range = Range::new(start, start + line.trim_end_matches(['|', '\n', '\r', '\\']).len());
        start += line.len();
        range
    })
}
