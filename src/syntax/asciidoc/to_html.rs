//! From AsciiDoc to simple HTML: headings, paragraphs, lists, listings, tables. What is not understood is shown as text.
//!
//! Nothing of the author's reaches the output unescaped. Where links lead is the caller's business. The header of a
//! document (authors, revision, attributes) is no part of its text.

use crate::syntax::asciidoc::attributes::Attributes;
use crate::syntax::asciidoc::boxes::labelled;
use crate::syntax::asciidoc::inline::Inline;
use crate::syntax::asciidoc::line::{self, Line};
use crate::syntax::asciidoc::lines::Lines;
use crate::syntax::asciidoc::table;
use crate::syntax::markup::{Anchor, Heading};
use crate::syntax::to_html::{Linker, Outline, Source, TABLE, anchor, listing, wrapped};
use crate::text::escape::escape;
use crate::text::span::Range;
use std::collections::HashSet;
use std::fmt::Write as _;

/// Writes an AsciiDoc body as HTML. The result holds no HTML of the author's.
pub fn asciidoc(source: &Source, link: &Linker) -> String {
    let text = source.text.get(..source.body.end as usize).unwrap_or(source.text);
    let out = String::with_capacity(source.body.len() * 3 / 2);
    let mut writer = Writer {
        source,
        text,
        lines: Lines::new(text, source.body.start as usize),
        inline: Inline { link, out },
        paragraph: String::new(),
        lists: Vec::new(),
        next_anchor: 0,
        pending: String::new(),
        ids: source.headings.iter().map(|heading| heading.anchor.clone()).collect(),
        attributes: Attributes::new(text.len()),
        style: "",
        place: Place::Top,
        held: None,
        outline: Outline::default(),
    };
    while let Some(line) = writer.lines.take() {
        writer.line(line);
    }
    writer.close();
    writer.find_anchors(u32::MAX);
    writer.set_anchors();
    writer.inline.out
}

/// A byte range of the text.
type Bytes = std::ops::Range<usize>;

/// What the last line says about the next block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nothing was written yet: a title has the document's header below it.
    Top,
    /// The next line goes on with what there is.
    Inside,
    /// A blank line came before: a paragraph ends the lists.
    Apart,
    /// A `+` came before: the next block belongs to the open item.
    Attached,
}

struct Writer<'a> {
    source: &'a Source<'a>,
    text: &'a str,
    lines: Lines<'a>,
    inline: Inline<'a>,
    paragraph: String,
    /// The markers of the open lists, outermost first.
    lists: Vec<&'a str>,
    next_anchor: usize,
    /// Anchors that wait for a text to stand before.
    pending: String,
    ids: HashSet<String>,
    attributes: Attributes,
    /// What stands in the brackets above the next block.
    style: &'a str,
    place: Place,
    /// The delimiter of the block of blocks that is attached to the open item.
    held: Option<&'a str>,
    outline: Outline,
}

impl<'a> Writer<'a> {
    fn line(&mut self, at: Bytes) {
        self.find_anchors(Range::at(at.end).end);
        let line = &self.text[at.clone()];
        let place = std::mem::replace(&mut self.place, Place::Inside);
        match line::read(line) {
            Line::Blank => {
                self.close_paragraph();
                self.place = if place == Place::Inside { Place::Apart } else { place };
            }
            Line::Comment => self.place = place,
            Line::Attribute { name, value } => {
                self.attributes.set(name, &line[value..]);
                self.place = place;
            }
            Line::Style(style) => {
                self.close_paragraph();
                (self.style, self.place) = (style, place);
            }
            Line::Continuation => {
                self.close_paragraph();
                self.place = Place::Attached;
            }
            Line::Skipped => self.close_paragraph(),
            Line::BlockTitle => {
                self.before_block(place);
                self.inline.out.push_str("<p><strong>");
                self.written(&line[1..]);
                self.inline.out.push_str("</strong></p>\n");
                self.place = place;
            }
            Line::Verbatim(delimiter) => self.verbatim(delimiter, place),
            Line::Container(delimiter) => self.container(delimiter, place),
            Line::Table => self.table(place),
            Line::Title { level, text } => {
                self.heading(level, &line[text..], at.start);
                if place == Place::Top {
                    self.attributes.read_header(self.text, &mut self.lines);
                }
            }
            Line::Item { marker, text } => self.item(marker, &line[text..]),
            Line::Indented if self.paragraph.is_empty() => self.literal(at, place),
            Line::Text if self.paragraph.is_empty() && line::is_listing(self.style) => self.literal(at, place),
            Line::Text | Line::Indented | Line::Include(_) => self.text(line, place),
        }
    }

    /// A paragraph's line.
    fn text(&mut self, line: &str, place: Place) {
        if self.paragraph.is_empty() {
            self.style = "";
            match place {
                Place::Apart if self.held.is_none() => self.close(),
                _ => {}
            }
        }
        self.paragraph.push_str(line);
        self.paragraph.push('\n');
    }

    /// Ends what a block ends: the paragraph, and the lists unless the block belongs to an item.
    fn before_block(&mut self, place: Place) {
        match place {
            Place::Attached => self.close_paragraph(),
            _ if self.held.is_some() => self.close_paragraph(),
            _ => self.close(),
        }
        self.set_anchors();
    }

    fn verbatim(&mut self, delimiter: &str, place: Place) {
        let start = self.lines.at;
        let end = self.skip_to(delimiter);
        match delimiter.starts_with('/') {
            true => self.style = "",
            false => self.listing(start..end, place),
        }
    }

    /// Goes past the line that equals `delimiter`; returns where it begins.
    fn skip_to(&mut self, delimiter: &str) -> usize {
        while let Some(line) = self.lines.take() {
            if self.text[line.clone()].trim() == delimiter {
                return line.start;
            }
        }
        self.text.len()
    }

    fn container(&mut self, delimiter: &'a str, place: Place) {
        self.style = "";
        self.close_paragraph();
        if self.held == Some(delimiter) {
            self.held = None;
        } else if place == Place::Attached && self.held.is_none() && !self.lists.is_empty() {
            self.held = Some(delimiter);
        } else if self.held.is_none() {
            self.close();
        }
    }

    /// An indented paragraph, or a listing without delimiters.
    fn literal(&mut self, first: Bytes, place: Place) {
        let mut end = first.end;
        while let Some(next) = self.lines.go_on() {
            end = next.end;
        }
        self.listing(first.start..end, place);
    }

    fn listing(&mut self, code: Bytes, place: Place) {
        let language = line::language(std::mem::take(&mut self.style)).to_ascii_lowercase();
        self.before_block(place);
        listing(&mut self.inline.out, &language, &self.text[code]);
    }

    fn table(&mut self, place: Place) {
        self.before_block(place);
        let start = self.lines.at;
        let end = self.skip_to("|===");
        let table = table::read(self.text, start..end, std::mem::take(&mut self.style));
        self.inline.out.push_str(TABLE);
        if !table.header.is_empty() {
            self.row(&table.header, "th");
        }
        for row in &table.rows {
            self.row(row, "td");
        }
        self.inline.out.push_str("</table></div>\n");
    }

    fn row(&mut self, cells: &[Range], element: &str) {
        self.inline.out.push_str("<tr>");
        for cell in cells {
            let _ = write!(self.inline.out, "<{element}>");
            self.written(cell.of(self.text));
            let _ = write!(self.inline.out, "</{element}>");
        }
        self.inline.out.push_str("</tr>\n");
    }

    /// Takes note of the anchors up to a place; they are set where the next text begins.
    fn find_anchors(&mut self, end: u32) {
        let anchors: &[Anchor] = self.source.anchors;
        while let Some(anchor) = anchors.get(self.next_anchor).filter(|anchor| anchor.range.start <= end) {
            self.next_anchor += 1;
            if self.ids.insert(anchor.name.clone()) {
                self.pending.push_str("<span id=\"");
                escape(&anchor.name, &mut self.pending);
                self.pending.push_str("\"></span>");
            }
        }
    }

    fn set_anchors(&mut self) {
        self.inline.out.push_str(&std::mem::take(&mut self.pending));
    }

    fn heading(&mut self, level: u8, text: &str, start: usize) {
        self.close();
        (self.held, self.style) = (None, "");
        let at = Range::at(start).start;
        let headings: &[Heading] = self.source.headings;
        let found = headings.partition_point(|h| h.range.start < at);
        let known = headings.get(found).filter(|h| h.range.start == at);
        if known.is_some_and(|h| Some(h.range) == self.source.without) {
            return;
        }
        let level = self.outline.level(level);
        let _ = write!(self.inline.out, "<h{level}");
        if let Some(heading) = known.filter(|h| !h.anchor.is_empty()) {
            wrapped(&mut self.inline.out, " id=\"", &heading.anchor, "\"");
        }
        self.inline.out.push('>');
        self.set_anchors();
        self.written(text.trim());
        if let Some(heading) = known {
            anchor(&mut self.inline.out, heading);
        }
        let _ = writeln!(self.inline.out, "</h{level}>");
    }

    fn item(&mut self, marker: &'a str, text: &str) {
        self.close_paragraph();
        self.style = "";
        match self.lists.iter().position(|known| *known == marker) {
            Some(depth) => {
                while self.lists.len() > depth + 1 {
                    self.close_list();
                }
                self.inline.out.push_str("</li>\n");
            }
            None => {
                let open = if marker.starts_with('.') { "<ol>\n" } else { "<ul>\n" };
                self.inline.out.push_str(open);
                self.lists.push(marker);
            }
        }
        self.inline.out.push_str("<li>");
        self.paragraph.push_str(text);
        self.paragraph.push('\n');
    }

    fn close_list(&mut self) {
        if let Some(marker) = self.lists.pop() {
            let end = if marker.starts_with('.') {
                "</li>\n</ol>\n"
            } else {
                "</li>\n</ul>\n"
            };
            self.inline.out.push_str(end);
        }
    }

    fn close_paragraph(&mut self) {
        let text = std::mem::take(&mut self.paragraph);
        if text.is_empty() {
            return;
        }
        // The first text of an item is the item; others are paragraphs of it.
        let is_item = self.inline.out.ends_with("<li>");
        let (before, after) = if is_item { ("", "\n") } else { ("<p>", "</p>\n") };
        let (label, text) = labelled(text.trim_end());
        self.inline.out.push_str(label);
        self.inline.out.push_str(before);
        self.set_anchors();
        self.written(text);
        self.inline.out.push_str(after);
        if !label.is_empty() {
            self.inline.out.push_str("</div>\n");
        }
    }

    fn close(&mut self) {
        self.close_paragraph();
        while !self.lists.is_empty() {
            self.close_list();
        }
    }

    /// Writes a text with its references resolved and its inline markup.
    fn written(&mut self, text: &str) {
        let text = self.attributes.resolve(text);
        self.inline.inline(&text);
    }
}

#[cfg(test)]
mod tests {
    use super::asciidoc;
    use crate::syntax::markup::LinkKind;
    use crate::syntax::to_html::{LinkTo, Source};
    use crate::text::span::Range;

    fn written(text: &str) -> String {
        let source = Source {
            text,
            body: Range::new(0, text.len()),
            headings: &[],
            anchors: &[],
            without: None,
            marks: &[],
        };
        asciidoc(&source, &|target: &str, _: LinkKind| LinkTo::Url(target.to_owned()))
    }

    #[test]
    fn writes_the_usual_parts_and_escapes_the_rest() {
        let text = "= Title\n:status: accepted\n\n== Context <b>\nA *b* `c<d>`\nlink:x.adoc[y] <script>\n\n* one\n** two\n* three\n\n----\n<code>\n----\n";
        assert_eq!(
            written(text),
            "<h2>Title</h2>\n<h3>Context &lt;b&gt;</h3>\n<p>A <strong>b</strong> <code>c&lt;d&gt;</code>\n\
             <a href=\"x.adoc\">y</a> &lt;script&gt;</p>\n<ul>\n<li>one\n<ul>\n<li>two\n</li>\n</ul>\n</li>\n<li>three\n</li>\n</ul>\n\
             <div class=\"code\"><pre tabindex=\"0\"><code>&lt;code&gt;\n</code></pre></div>\n"
        );
    }

    #[test]
    fn the_header_is_no_text_and_gives_the_values_of_references() {
        for (header, shown) in [
            (
                "Ann Lee <a@x.org> and Bo Ek <b@x.org>\nv0.1, 2022-03-03\n:status: open\n",
                "open",
            ),
            ("The Crew\n:status: a<b\n", "a&lt;b"),
            (":status: x\n:status: y\n", "y"),
            ("Ann Lee\n", "{status}"),
        ] {
            let html = written(&format!("= T\n{header}\n* Status: {{status}}\n* Date: 1\n\nStory: x\n"));
            let list = format!("<ul>\n<li>Status: {shown}\n</li>\n<li>Date: 1\n</li>\n</ul>\n");
            assert_eq!(html, format!("<h2>T</h2>\n{list}<p>Story: x</p>\n"));
        }
        let prose = written("= T\nThis says what it is, at length.\n");
        assert_eq!(prose, "<h2>T</h2>\n<p>This says what it is, at length.</p>\n");
    }

    #[test]
    fn blocks_stay_with_their_item_and_tables_are_tables() {
        assert_eq!(
            written("1. a\n+\n----\nx\n----\n2. b\n\nend\n"),
            "<ol>\n<li>a\n<div class=\"code\"><pre tabindex=\"0\"><code>x\n</code></pre></div>\n</li>\n<li>b\n</li>\n</ol>\n<p>end</p>\n"
        );
        assert_eq!(
            written("|===\n|A |B\n\n|*1* |<2>\n|===\n"),
            "<div class=\"scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>\n<tr><th>A</th><th>B</th></tr>\n\
             <tr><td><strong>1</strong></td><td>&lt;2&gt;</td></tr>\n</table></div>\n"
        );
    }
}
