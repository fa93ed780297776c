//! AsciiDoc, as far as records need it: a scanner of lines for titles, attributes, lists, blocks and tables.
//!
//! It follows the language's documentation where that matters to a record and is silent elsewhere: underlined titles,
//! description lists and conditional lines are not read. Attribute references stay as written (see [`references::resolve`]).

mod attributes;
mod boxes;
mod ids;
mod inline;
mod line;
mod lines;
mod macros;
pub mod references;
mod table;
pub mod to_html;

use crate::syntax::asciidoc::ids::Ids;
use crate::syntax::asciidoc::line::Line;
use crate::syntax::asciidoc::lines::Lines;
use crate::syntax::markup::{Anchor, Attribute, Fence, Heading, Item, Link, LinkKind, Markup, Table};
use crate::text::span::Range;

/// A byte range in a text.
type Bytes = std::ops::Range<usize>;

/// Reads the AsciiDoc in `body`, a range of the whole file's `text`; every range of the result is one of `text`.
pub fn parse(text: &str, body: Range) -> Markup {
    let text = text.get(..body.end as usize).unwrap_or(text);
    let mut scan = Scan {
        text,
        lines: Lines::new(text, body.start as usize),
        ..Scan::default()
    };
    scan.markup.body = body;
    while let Some(line) = scan.lines.take() {
        scan.block(line);
    }
    scan.end_items();
    scan.markup
}

#[derive(Default)]
struct Scan<'a> {
    text: &'a str,
    lines: Lines<'a>,
    markup: Markup,
    ids: Ids,
    /// The delimiters of the open example, sidebar, quote and open blocks.
    containers: Vec<&'a str>,
    /// The open list items with their markers, outermost first.
    items: Vec<(&'a str, usize)>,
    /// The attribute lines that wait for their block.
    pending: Pending<'a>,
    /// A `+` line attaches the next block to the open item.
    attached: bool,
}

#[derive(Default)]
struct Pending<'a> {
    id: Option<&'a str>,
    /// What stands between `[` and `]`.
    style: &'a str,
}

impl<'a> Scan<'a> {
    fn block(&mut self, line: Bytes) {
        let raw = &self.text[line.clone()];
        let kind = line::read(raw);
        match kind {
            Line::Comment => self.markup.comments.push(line.into()),
            Line::Attribute { name, value } => self.attribute(name, line.start + value..line.end),
            Line::Style(style) => self.style(style, line.start),
            Line::Blank | Line::BlockTitle | Line::Skipped => {}
            Line::Continuation => self.attached = true,
            Line::Item { marker, text } => self.item(marker, line.start + text, line),
            Line::Title { level, text } => self.title(level, line.start + text, line),
            Line::Include(target) => self.include(target, line),
            Line::Verbatim(delimiter) => self.verbatim(delimiter, line),
            Line::Table => self.table(line),
            Line::Container(delimiter) => self.container(delimiter),
            Line::Indented => self.literal(line),
            Line::Text => match line::is_listing(self.pending.style) {
                true => self.literal(line),
                false => self.paragraph(line),
            },
        }
    }

    fn attribute(&mut self, name: &'a str, value: Bytes) {
        match name {
            "idprefix" => self.ids.prefix = self.text[value.clone()].to_owned(),
            "idseparator" => self.ids.separator = self.text[value.clone()].to_owned(),
            _ => {}
        }
        let (name, value) = (name.to_owned(), Range::from(value));
        self.markup.attributes.push(Attribute { name, value });
    }

    fn style(&mut self, style: &'a str, start: usize) {
        if let Some(id) = line::block_id(style) {
            let at = start + 1 + (id.as_ptr() as usize - style.as_ptr() as usize);
            let (name, range) = (id.to_owned(), Range::new(at, at + id.len()));
            self.markup.anchors.push(Anchor { name, range });
            self.pending.id = Some(id);
        }
        if !style.starts_with('[') {
            self.pending.style = style;
        }
    }

    fn title(&mut self, level: u8, start: usize, line: Bytes) {
        self.end_items();
        let inner = &self.text[start..line.end];
        let marks = &self.text[line.start..line.start + level as usize];
        let inner = inner
            .strip_suffix(marks)
            .filter(|left| left.ends_with(' '))
            .unwrap_or(inner)
            .trim_end();
        let text = macros::plain(inner);
        let explicit = std::mem::take(&mut self.pending).id;
        let document_title = level == 1 && self.markup.headings.is_empty();
        let anchor = match explicit {
            Some(id) => id.to_owned(),
            None if document_title => self.ids.of(&text),
            None => self.ids.unique(&text),
        };
        let text_range = Range::new(start, start + inner.len());
        macros::read(self.text, text_range.as_usize(), &mut self.markup);
        let range = line.into();
        self.markup.headings.push(Heading {
            level: level.min(6),
            text,
            anchor,
            range,
            text_range,
        });
        if document_title {
            self.header();
        }
    }

    /// The author line and the revision line directly below the title.
    fn header(&mut self) {
        let before = self.lines.at;
        let Some(author) = self
            .lines
            .go_on()
            .filter(|line| line::is_author(&self.text[line.clone()]))
        else {
            self.lines.at = before;
            return;
        };
        for (index, place) in line::authors(self.text, author).into_iter().enumerate() {
            let name = match index {
                0 => "author".to_owned(),
                _ => format!("author_{}", index + 1),
            };
            let value = place.into();
            self.markup.attributes.push(Attribute { name, value });
        }
        let before = self.lines.at;
        let Some(line) = self.lines.go_on() else {
            return;
        };
        if !line::is_revision(self.text, line.clone()) {
            self.lines.at = before;
            return;
        }
        let (number, date) = line::revision(self.text, line);
        for (name, value) in [("revnumber", number), ("revdate", date)] {
            if let Some(value) = value {
                self.markup.attributes.push(Attribute {
                    name: name.to_owned(),
                    value: value.into(),
                });
            }
        }
    }

    fn include(&mut self, target: Bytes, line: Bytes) {
        self.pending = Pending::default();
        let place = line.start + target.start..line.start + target.end;
        self.markup.links.push(Link {
            kind: LinkKind::Include,
            target: self.text[place.clone()].to_owned(),
            range: line.into(),
            target_range: place.into(),
        });
    }

    fn verbatim(&mut self, delimiter: &str, line: Bytes) {
        self.before_block();
        let info = line::language(std::mem::take(&mut self.pending).style);
        let info = if delimiter == "```" {
            self.text[line.clone()].trim_start_matches('`').trim()
        } else {
            info
        };
        let code = self.lines.at;
        let (mut code_end, mut end) = (self.text.len(), self.text.len());
        while let Some(next) = self.lines.take() {
            if &self.text[next.clone()] == delimiter {
                (code_end, end) = (next.start, next.end);
                break;
            }
        }
        let range = Range::new(line.start, end);
        match delimiter.starts_with("//") {
            true => self.markup.comments.push(range),
            false => {
                let (info, code) = (info.to_owned(), Range::new(code, code_end));
                let pieces = Vec::new();
                self.markup.fences.push(Fence {
                    info,
                    range,
                    code,
                    pieces,
                });
            }
        }
        self.extend_items(end);
    }

    /// An indented paragraph, or a listing without delimiters.
    fn literal(&mut self, line: Bytes) {
        self.before_block();
        let info = line::language(std::mem::take(&mut self.pending).style).to_owned();
        let end = self.rest_of_paragraph(line.end);
        let range = Range::new(line.start, end);
        self.markup.fences.push(Fence {
            info,
            range,
            code: range,
            pieces: Vec::new(),
        });
        self.extend_items(end);
    }

    fn rest_of_paragraph(&mut self, mut end: usize) -> usize {
        while let Some(next) = self.lines.go_on() {
            end = next.end;
        }
        end
    }

    fn paragraph(&mut self, line: Bytes) {
        let top = !self.before_block() && self.containers.is_empty();
        self.pending = Pending::default();
        let start = line.start;
        let end = self.inline_lines(line);
        if top {
            self.markup.paragraphs.push(Range::new(start, end));
        }
        self.extend_items(end);
    }

    /// Reads the macros of a line and of those that go on with its paragraph; returns where that ends.
    fn inline_lines(&mut self, first: Bytes) -> usize {
        let mut end = first.end;
        macros::read(self.text, first, &mut self.markup);
        while let Some(next) = self.lines.go_on() {
            end = next.end;
            macros::read(self.text, next, &mut self.markup);
        }
        end
    }

    fn item(&mut self, marker: &'a str, start: usize, line: Bytes) {
        if let Some(level) = self.items.iter().position(|&(open, _)| open == marker) {
            self.items.truncate(level);
        }
        (self.attached, self.pending) = (false, Pending::default());
        self.items.push((marker, self.markup.items.len()));
        let depth = u8::try_from(self.items.len()).unwrap_or(u8::MAX);
        let index = self.markup.items.len();
        self.markup.items.push(Item {
            depth,
            text: Range::at(start),
            range: line.clone().into(),
        });
        let end = self.inline_lines(start..line.end);
        self.markup.items[index].text = Range::new(start, end);
        self.extend_items(end);
    }

    /// A block that no `+` attaches ends the list before it. True when it was attached.
    fn before_block(&mut self) -> bool {
        let attached = std::mem::take(&mut self.attached) && !self.items.is_empty();
        if !attached {
            self.end_items();
        }
        attached
    }

    fn extend_items(&mut self, end: usize) {
        for &(_, index) in &self.items {
            let range = self.markup.items[index].range;
            self.markup.items[index].range = Range::new(range.start as usize, end);
        }
    }

    fn end_items(&mut self) {
        self.items.clear();
        self.attached = false;
    }

    fn container(&mut self, delimiter: &'a str) {
        self.pending = Pending::default();
        match self.containers.iter().rposition(|&open| open == delimiter) {
            Some(level) => self.containers.truncate(level),
            None => self.containers.push(delimiter),
        }
        self.before_block();
    }

    fn table(&mut self, line: Bytes) {
        self.before_block();
        let style = std::mem::take(&mut self.pending).style;
        let start = self.lines.at;
        let (mut inner_end, mut end) = (self.text.len(), self.text.len());
        while let Some(next) = self.lines.take() {
            if self.text[next.clone()].trim() == "|===" {
                (inner_end, end) = (next.start, next.end);
                break;
            }
            macros::read(self.text, next, &mut self.markup);
        }
        let table = table::read(self.text, start..inner_end, style);
        let range = Range::new(line.start, end);
        self.markup.tables.push(Table { range, ..table });
        self.extend_items(end);
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::syntax::markup::Markup;
    use crate::text::span::Range;

    fn read(text: &str) -> Markup {
        parse(text, Range::new(0, text.len()))
    }

    #[test]
    fn headers_become_attributes() {
        let text = "// c\n= ADR 1: Ü\nJ. Röi <j@x.org>\nv0.1, 27.08.2020\n:status: accepted\n\n* Status: {status}\n** Ann\n* B\n";
        let markup = read(text);
        let found: Vec<_> = markup
            .attributes
            .iter()
            .map(|a| (a.name.as_str(), a.value.of(text)))
            .collect();
        let expected = [
            ("author", "J. Röi"),
            ("revnumber", "0.1"),
            ("revdate", "27.08.2020"),
            ("status", "accepted"),
        ];
        assert_eq!(found, expected);
        let items: Vec<_> = markup.items.iter().map(|i| (i.depth, i.text.of(text))).collect();
        assert_eq!(items, [(1, "Status: {status}"), (2, "Ann"), (1, "B")]);
    }

    #[test]
    fn nothing_is_read_in_listings_and_comments() {
        let text = "= T\n\nTitle\n----\n== no\nlink:no[]\n----\n\n////\nlink:no[]\n////\n[source,yaml]\n....\na\n....\n\n== A b.c\n[[here]]\n=== X\n== A b.c\npara link:yes.adoc[x]\nmore\n|===\n|a|b\n|===";
        let markup = read(text);
        let anchors: Vec<_> = markup.headings.iter().map(|h| (h.level, h.anchor.as_str())).collect();
        assert_eq!(anchors, [(1, "_t"), (2, "_a_b_c"), (3, "here"), (2, "_a_b_c_2")]);
        assert_eq!(
            markup.links.iter().map(|l| l.target.as_str()).collect::<Vec<_>>(),
            ["yes.adoc"]
        );
        assert_eq!(
            markup.fences.iter().map(|f| f.info.as_str()).collect::<Vec<_>>(),
            ["", "yaml"]
        );
        assert_eq!(markup.fences[1].code.of(text), "a\n");
        assert_eq!(markup.comments.len(), 1);
        let paragraphs: Vec<_> = markup.paragraphs.iter().map(|p| p.of(text)).collect();
        assert_eq!(paragraphs, ["Title", "para link:yes.adoc[x]\nmore"]);
        assert_eq!(markup.tables[0].rows[0][1].of(text), "b");
    }
}
