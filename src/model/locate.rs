//! The locator engine: from a locator and a document to the places that it names.
//!
//! It finds text; it does not interpret it. What a text means is the business of [`crate::model::read`].

use crate::model::head::Head;
use crate::model::locator::Locator;
use crate::model::zone_words;
use crate::syntax::document::Document;
use crate::syntax::markdown::plain_text;
use crate::syntax::markup::{Heading, Markup};
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::Tree;

/// What stands beside a label only where both are headers of columns.
const HEADERS: [&str; 9] = [
    "date",
    "status",
    "author",
    "authors",
    "owner",
    "deciders",
    "decision makers",
    "tags",
    "version",
];

/// A document with its surroundings: all that a locator may look at.
#[derive(Clone, Copy)]
pub(crate) struct Page<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) documents: &'a [Document],
    pub(crate) file: FileId,
    /// Which value of a data file.
    pub(crate) part: usize,
    /// Where labelled facts stand.
    pub(crate) head: &'a Head<'a>,
}

/// Something that a locator found. Never empty.
#[derive(Clone, Debug)]
pub(crate) struct Hit<'a> {
    /// The text as written, trimmed; for a data scalar without its quotes.
    pub(crate) raw: String,
    /// Where.
    pub(crate) span: Span,
    /// The value, where it stands in data.
    pub(crate) node: Option<&'a Node>,
}

impl<'a> Page<'a> {
    pub(crate) fn path(&self) -> &'a RepoPath {
        self.tree.path(self.file)
    }

    pub(crate) fn text(&self) -> &'a str {
        self.tree.text(self.file)
    }

    pub(crate) fn document(&self) -> &'a Document {
        &self.documents[self.file.index()]
    }

    pub(crate) fn markup(&self) -> Option<&'a Markup> {
        self.document().markup.as_ref()
    }

    /// What stands at `locator`; `None` when there is nothing or only an empty marker (`-`, `N/A`, `None`, `[]`).
    pub(crate) fn find(&self, locator: &Locator) -> Option<Hit<'a>> {
        self.look(locator).filter(|hit| !is_empty_marker(hit))
    }

    /// All that stands at `locator`: a label may stand on several lines, a relation in several sentences.
    pub(crate) fn find_all(&self, locator: &Locator) -> Vec<Hit<'a>> {
        let hits = match locator {
            Locator::Bullet(label) => self.bullets(label).collect(),
            Locator::Line(label) => self.lines(label, &[]).collect(),
            Locator::BoldLine(label) => self.lines(label, &['*', '_']).collect(),
            Locator::Relation(word) => self.relations(word),
            Locator::FrontMatter(keys) if keys.len() > 1 => self.each(keys),
            _ => self.look(locator).into_iter().collect::<Vec<_>>(),
        };
        hits.into_iter().filter(|hit| !is_empty_marker(hit)).collect()
    }

    /// What stands at `locator`, be it an empty marker: a title may be "None".
    pub(crate) fn look(&self, locator: &Locator) -> Option<Hit<'a>> {
        match locator {
            Locator::FrontMatter(keys) => self.data(self.file, self.part, keys),
            Locator::Sidecar(name, pointer) => {
                let file = self.tree.find(&self.path().parent().join(name)?)?;
                let keys: Vec<String> = pointer.split('/').skip(1).map(str::to_owned).collect();
                self.data(file, 0, &keys)
            }
            Locator::Section(name) => self.section(name),
            Locator::Bullet(label) => self.bullets(label).next(),
            Locator::Line(label) => self.lines(label, &[]).next(),
            Locator::BoldLine(label) => self.lines(label, &['*', '_']).next(),
            Locator::Table(label) => self.table(label),
            Locator::Attribute(name) => {
                let attribute = self
                    .markup()?
                    .attributes
                    .iter()
                    .find(|a| a.name.eq_ignore_ascii_case(name))?;
                self.hit(attribute.value)
            }
            Locator::Heading | Locator::HeadingDate => self.hit(self.markup()?.title()?.text_range),
            Locator::FileName | Locator::FileDate => self.named(self.path().stem()),
            Locator::DirName => self.named(self.path().parent().name()),
            Locator::Relation(word) => self.relations(word).into_iter().next(),
            Locator::ZoneLine => self.hit(zone_words::find(self.text(), self.markup()?)?),
            Locator::Sections(_) | Locator::Bullets(_) | Locator::Rows(_) | Locator::GitCreated => None,
        }
    }

    /// The heading that is exactly `name`, with its index.
    pub(crate) fn heading(&self, name: &str) -> Option<(usize, &'a Heading)> {
        let mut headings = self.markup()?.headings.iter().enumerate();
        headings.find(|(_, heading)| heading.text.trim().trim_end_matches(':').eq_ignore_ascii_case(name))
    }

    /// What follows `label` in the text under `range`, if it starts with it: `Status: x`, `**Status**: x`,
    /// `**Status:** x`, `Status x`.
    pub(crate) fn after_label(&self, range: Range, label: &str) -> Option<Range> {
        let text = range.of(self.text());
        let start = text.len() - text.trim_start_matches(['*', '_', '`', ' ', '\t']).len();
        let after = text[start..]
            .get(..label.len())
            .filter(|head| same_label(head, label))?;
        let rest = &text[start + after.len()..];
        if rest.chars().next().is_some_and(char::is_alphanumeric) {
            return None;
        }
        let mut value = rest.trim_start_matches(['*', '_', '`', ' ', '\t', '\u{a0}']);
        match value.strip_prefix([':', '=', '–', '—']) {
            Some(after) => value = after,
            // Without a mark the value must follow a space directly, as in `Resolved 2023-09-25 15:55`.
            None if rest.starts_with([' ', '\u{a0}']) && value.starts_with(|c: char| c.is_ascii_digit()) => {}
            None if value.trim().is_empty() => {}
            None => return None,
        }
        // A closing `**` after the colon belongs to the label: `**Status:** x`.
        let opened = text[..start].contains(['*', '_']);
        if opened && !rest.starts_with(['*', '_']) {
            value = value.trim_start_matches([' ', '\t']);
            value = value.strip_prefix("**").or(value.strip_prefix("__")).unwrap_or(value);
        }
        Some(self.trimmed(Range::new(range.end as usize - value.len(), range.end as usize)))
    }

    /// A range without the white space at its ends.
    pub(crate) fn trimmed(&self, range: Range) -> Range {
        let text = range.of(self.text());
        let start = range.start as usize + text.len() - text.trim_start().len();
        Range::new(start, start + text.trim().len())
    }

    pub(crate) fn hit(&self, range: Range) -> Option<Hit<'a>> {
        let range = self.trimmed(range);
        (!range.is_empty()).then(|| Hit {
            raw: range.of(self.text()).to_owned(),
            span: Span::new(self.file, range),
            node: None,
        })
    }

    fn named(&self, name: &str) -> Option<Hit<'a>> {
        (!name.is_empty()).then(|| Hit {
            raw: name.to_owned(),
            span: Span::new(self.file, Range::at(0)),
            node: None,
        })
    }

    /// The values of a key of the record's data; `impacts.service` is that of each item of a list.
    fn each(&self, keys: &[String]) -> Vec<Hit<'a>> {
        let mut nodes: Vec<&'a Node> = self.document().data.get(self.part).into_iter().collect();
        for key in keys {
            let items = nodes.into_iter().flat_map(|node| match node.items() {
                [] => std::slice::from_ref(node),
                items => items,
            });
            nodes = items.filter_map(|node| value_of(node, key)).collect();
        }
        let hits = nodes.into_iter().map(|node| self.of_node(self.file, node));
        hits.collect()
    }

    fn of_node(&self, file: FileId, node: &'a Node) -> Hit<'a> {
        let text = self.tree.text(file);
        Hit {
            raw: node.scalar().unwrap_or_else(|| node.range.of(text).trim().to_owned()),
            span: Span::new(file, node.range),
            node: Some(node),
        }
    }

    fn data(&self, file: FileId, part: usize, keys: &[String]) -> Option<Hit<'a>> {
        let mut node = self.documents[file.index()].data.get(part)?;
        for key in keys {
            node = value_of(node, key)?;
        }
        Some(self.of_node(file, node))
    }

    /// The text of a section up to the next heading, leading comments skipped.
    fn section(&self, name: &str) -> Option<Hit<'a>> {
        let markup = self.markup()?;
        let (index, heading) = self.heading(name)?;
        let end = markup
            .headings
            .get(index + 1)
            .map_or(markup.body.end, |next| next.range.start);
        let mut range = self.trimmed(Range::new(heading.range.end as usize, end as usize));
        while let Some(comment) = markup.comments.iter().find(|c| c.start == range.start && !c.is_empty()) {
            range = self.trimmed(Range::new(comment.end as usize, range.end.max(comment.end) as usize));
        }
        self.hit(range)
    }

    fn bullets(&self, label: &str) -> impl Iterator<Item = Hit<'a>> {
        self.head.items.iter().filter_map(move |item| {
            let value = self.after_label(item.text, label)?;
            // A label alone has its value in the items below it.
            let value = match value.is_empty() {
                true => Range::new(item.text.end as usize, item.range.end as usize),
                false => value,
            };
            self.hit(value)
        })
    }

    fn lines(&self, label: &str, opening: &'static [char]) -> impl Iterator<Item = Hit<'a>> {
        let opens = move |line: &&Range| opening.is_empty() || line.of(self.text()).trim_start().starts_with(opening);
        let lines = self.head.lines.iter().filter(opens);
        lines.filter_map(move |line| self.hit(self.after_label(*line, label)?))
    }

    /// The cell beside a label in a table of two columns, or the one under it in a table of one row.
    fn table(&self, label: &str) -> Option<Hit<'a>> {
        let is_label = |cell: &Range| {
            let text = plain_text(cell.of(self.text()));
            same_label(text.trim().trim_end_matches([':', ' ']), label)
        };
        self.head.tables.iter().find_map(|table| {
            let mut rows = std::iter::once(&table.header).chain(&table.rows);
            let is_header = |cell: &Range| {
                let text = plain_text(cell.of(self.text()));
                HEADERS.iter().any(|header| same_label(text.trim(), header))
            };
            let beside = rows.find_map(|row| (row.len() == 2 && is_label(&row[0])).then(|| row[1]));
            let beside = beside.filter(|cell| table.rows.len() != 1 || !is_header(cell));
            let under = || {
                let column = table.header.iter().position(is_label)?;
                let only = table.rows.first().filter(|_| table.rows.len() == 1)?;
                only.get(column).copied()
            };
            self.hit(beside.or_else(under)?)
        })
    }
}

/// The value of a key, compared without case and with `_` like `-`.
pub(crate) fn value_of<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    node.get(key).or_else(|| {
        let entries = node.entries().iter();
        entries
            .map(|entry| (&entry.key, &entry.value))
            .find(|(k, _)| same_key(k, key))
            .map(|(_, value)| value)
    })
}

/// `superseded_by`, `supersededBy` and `Superseded by` are one key.
fn same_key(a: &str, b: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = u8> {
        let bytes = text.bytes().filter(|b| !matches!(b, b'_' | b'-' | b' '));
        bytes.map(|b| b.to_ascii_lowercase())
    }
    // Lengths and first letters tell most of them apart.
    let is_near = |(a, b): (&u8, &u8)| a.eq_ignore_ascii_case(b);
    a.as_bytes().first().zip(b.as_bytes().first()).is_some_and(is_near)
        && a.len().abs_diff(b.len()) < 3
        && letters(a).eq(letters(b))
}

/// `Superseded-by` and `Superseded by` are one label.
pub(crate) fn same_label(a: &str, b: &str) -> bool {
    let fold = |c: u8| {
        if matches!(c, b'_' | b'-') {
            b' '
        } else {
            c.to_ascii_lowercase()
        }
    };
    a.len() == b.len() && a.bytes().map(fold).eq(b.bytes().map(fold))
}

/// True for what people write where there is nothing to write.
pub(crate) fn is_empty_marker(hit: &Hit<'_>) -> bool {
    let holds_nothing = |node: &Node| node.scalar().is_none() && node.items().is_empty() && node.entries().is_empty();
    if hit.node.is_some_and(holds_nothing) {
        return true;
    }
    says_nothing(&hit.raw)
}

/// True for a text that people write where there is nothing to write, and for none.
pub(crate) fn says_nothing(raw: &str) -> bool {
    let text = raw.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '*' | '_' | '`' | '.' | '~'));
    const MARKERS: [&str; 12] = [
        "-", "–", "—", "--", "n/a", "n.a", "na", "nil", "none", "null", "[]", "{}",
    ];
    text.is_empty()
        || text.eq_ignore_ascii_case("tbd")
        || (text.len() <= 4 && MARKERS.iter().any(|marker| text.eq_ignore_ascii_case(marker)))
}
