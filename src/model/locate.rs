//! The locator engine: from a locator and a document to the places that it names.
//!
//! It finds text; it does not interpret it. What a text means is the business of [`crate::model::read`].

use crate::model::head::Head;
use crate::model::locator::Locator;
use crate::syntax::document::Document;
use crate::syntax::markdown::plain_text;
use crate::syntax::markup::{Heading, Markup};
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::Tree;

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
            Locator::Bullet(label) => self.bullet(label),
            Locator::Line(label) => self.line(label, &[]),
            Locator::BoldLine(label) => self.line(label, &['*', '_']),
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
            Locator::Relation(word) => self.relation(word),
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
            .filter(|head| head.eq_ignore_ascii_case(label))?;
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

    fn data(&self, file: FileId, part: usize, keys: &[String]) -> Option<Hit<'a>> {
        let mut node = self.documents[file.index()].data.get(part)?;
        for key in keys {
            node = value_of(node, key)?;
        }
        let text = self.tree.text(file);
        Some(Hit {
            raw: node.scalar().unwrap_or_else(|| node.range.of(text).trim().to_owned()),
            span: Span::new(file, node.range),
            node: Some(node),
        })
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

    fn bullet(&self, label: &str) -> Option<Hit<'a>> {
        self.head.items.iter().find_map(|item| {
            let value = self.after_label(item.text, label)?;
            // A label alone has its value in the items below it.
            let value = match value.is_empty() {
                true => Range::new(item.text.end as usize, item.range.end as usize),
                false => value,
            };
            self.hit(value)
        })
    }

    fn line(&self, label: &str, opening: &[char]) -> Option<Hit<'a>> {
        let opens = |line: &Range| opening.is_empty() || line.of(self.text()).trim_start().starts_with(opening);
        let lines = self.head.lines.iter().filter(|line| opens(line));
        lines
            .filter_map(|line| self.after_label(*line, label))
            .find_map(|value| self.hit(value))
    }

    /// The cell beside a label in a table of two columns, or the one under it in a table of one row.
    fn table(&self, label: &str) -> Option<Hit<'a>> {
        let is_label = |cell: &Range| {
            let text = plain_text(cell.of(self.text()));
            text.trim().trim_end_matches(':').eq_ignore_ascii_case(label)
        };
        self.head.tables.iter().find_map(|table| {
            let mut rows = std::iter::once(&table.header).chain(&table.rows);
            let beside = rows.find_map(|row| (row.len() == 2 && is_label(&row[0])).then(|| row[1]));
            let under = || {
                let column = table.header.iter().position(is_label)?;
                let only = table.rows.first().filter(|_| table.rows.len() == 1)?;
                only.get(column).copied()
            };
            self.hit(beside.or_else(under)?)
        })
    }

    /// What follows a relation word in the status or under `## Links`: `Superseded by [3. X](0003-x.md)`.
    fn relation(&self, word: &str) -> Option<Hit<'a>> {
        let statements = self.head.statements.get_or_init(|| self.statements());
        statements.iter().find_map(|(place, words)| {
            let text = place.of(self.text());
            let start = find_word(words, word)? + word.len();
            // A relation reaches to the end of its line, or to the next one.
            let line = &text[start..];
            let end = line.find(['\n', ';']).unwrap_or(line.len());
            let value = line[..end].trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '"' | '\'' | '.'));
            let start = place.start as usize + start + line[..end].find(value)?;
            self.hit(Range::new(start, start + value.len()))
        })
    }

    /// Where relations are stated, with the words there in lower case and the links blanked out.
    fn statements(&self) -> Vec<(Range, String)> {
        let name = || "status".to_owned();
        let places = [
            Locator::FrontMatter(vec![name()]),
            Locator::Attribute(name()),
            Locator::Bullet(name()),
            Locator::Section(name()),
            Locator::Section("Links".to_owned()),
        ];
        let hits = places.iter().filter_map(|locator| self.find(locator));
        let words = |range: Range| without_link_texts(range.of(self.text())).to_ascii_lowercase();
        hits.map(|hit| (hit.span.range, words(hit.span.range))).collect()
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

fn same_key(a: &str, b: &str) -> bool {
    a.len() == b.len()
        && a.bytes().zip(b.bytes()).all(|(a, b)| {
            let fold = |c: u8| if c == b'_' { b'-' } else { c.to_ascii_lowercase() };
            fold(a) == fold(b)
        })
}

/// The same text with a blank for every byte of the links in it, texts and targets: a relation stands between links.
fn without_link_texts(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut depth = 0usize;
    for byte in &mut bytes {
        let is_open = matches!(byte, b'[' | b'(');
        let is_close = matches!(byte, b']' | b')');
        depth += usize::from(is_open);
        // An unclosed bracket ends with its line.
        depth = if *byte == b'\n' { 0 } else { depth };
        if depth > 0 {
            *byte = b' ';
        }
        depth = depth.saturating_sub(usize::from(is_close));
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Where `word` stands in a text in lower case as a word of its own; not inside a name such as `0003-superseded.md`.
fn find_word(lower: &str, word: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = lower[from..].find(word).map(|at| from + at) {
        let before = lower[..at].chars().next_back();
        let after = lower[at + word.len()..].chars().next();
        let opens = before.is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | '(' | '"' | '\'' | ','));
        let closes = after.is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | ':'));
        if opens && closes {
            return Some(at);
        }
        from = at + word.len();
    }
    None
}

fn is_empty_marker(hit: &Hit<'_>) -> bool {
    let holds_nothing = |node: &Node| node.scalar().is_none() && node.items().is_empty() && node.entries().is_empty();
    if hit.node.is_some_and(holds_nothing) {
        return true;
    }
    let text = hit
        .raw
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    const MARKERS: [&str; 9] = ["-", "–", "n/a", "na", "none", "null", "tbd", "[]", "{}"];
    text.is_empty() || (text.len() <= 4 && MARKERS.iter().any(|marker| text.eq_ignore_ascii_case(marker)))
}
