//! Markdown: CommonMark with GitHub's tables, task lists, strikethrough, footnotes and bare addresses.
//!
//! One pass over the parser's events. It knows nothing of front matter: its caller says where the body is. An explicit
//! heading id (`## Title {#id}`, as Hugo and kramdown read it) becomes an anchor and is no part of the heading's text.
//! Links inside ERB tags, and links whose target an ERB tag writes, are not listed: their text is a program.

mod admonitions;
mod body;
mod elements;
mod html;
mod items;
mod links;
mod notes;
mod odd;
mod raw;
mod target;
pub mod to_html;

use crate::syntax::anchor::Slugger;
use crate::syntax::markdown::body::{Body, Bytes};
use crate::syntax::markdown::items::Items;
use crate::syntax::markdown::links::{Links, Written};
use crate::syntax::markdown::raw::Raw;
use crate::syntax::markup::{Anchor, Fence, Heading, LinkKind, Markup, Table};
use crate::text::span::{Range, trim};
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

/// The dialect: GitHub's, as far as records use it.
pub(crate) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES);

/// Reads the Markdown in `body`, a range of the whole file's `text`; every range of the result is one of `text`.
pub fn parse(text: &str, body: Range) -> Markup {
    let source = Body::new(text, body);
    let mut walk = Walk::new(source);
    walk.markup.body = body;
    let mut events = Parser::new_ext(source.text, OPTIONS).into_offset_iter();
    while let Some((event, range)) = events.next() {
        match event {
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                id,
                ..
            }) => {
                let definition = events.reference_definitions().get(&id).map(|found| found.span.clone());
                walk.start_link(LinkKind::Link, (link_type, dest_url), (range, definition));
            }
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                id,
                ..
            }) => {
                let definition = events.reference_definitions().get(&id).map(|found| found.span.clone());
                walk.images += 1;
                walk.start_link(LinkKind::Image, (link_type, dest_url), (range, definition));
            }
            Event::Start(tag) => walk.start(tag, range),
            Event::End(tag) => walk.end(tag, range),
            leaf => walk.leaf(leaf, range),
        }
    }
    walk.finish()
}

/// A piece of inline Markdown as a reader sees it: no emphasis, no code ticks, links as their text, images as nothing.
pub fn plain_text(inline: &str) -> String {
    let is_mark = |byte| matches!(byte, b'*' | b'_' | b'`' | b'[' | b'<' | b'&' | b'\\' | b'~' | b'!');
    if !inline.bytes().any(is_mark) {
        return inline.trim().to_owned();
    }
    let mut out = String::with_capacity(inline.len());
    let mut images = 0;
    // What a link is called by stands elsewhere in the text; only its words are wanted. A bare `[word]` stays as it is.
    let mut elsewhere = |link: BrokenLink<'_>| {
        let is_link = matches!(link.link_type, LinkType::Reference | LinkType::Collapsed);
        is_link.then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    };
    for event in Parser::new_with_broken_link_callback(inline, OPTIONS, Some(&mut elsewhere)) {
        match event {
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images -= 1,
            Event::Text(text) | Event::Code(text) if images == 0 => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out.trim_start().to_owned()
}

struct Walk<'a> {
    body: Body<'a>,
    markup: Markup,
    slugger: Slugger,
    items: Items<'a>,
    links: Links<'a>,
    raw: Raw<'a>,
    /// Quotes, list items and footnotes that are open: a paragraph in them is not at the top.
    containers: usize,
    images: usize,
    heading: Option<OpenHeading>,
    in_code: bool,
}

#[derive(Default)]
struct OpenHeading {
    text: String,
    alt: String,
}

impl<'a> Walk<'a> {
    fn new(body: Body<'a>) -> Self {
        Walk {
            body,
            markup: Markup::default(),
            slugger: Slugger::default(),
            items: Items::new(body),
            links: Links::new(body),
            raw: Raw::new(body),
            containers: 0,
            images: 0,
            heading: None,
            in_code: false,
        }
    }

    fn start_link(&mut self, kind: LinkKind, to: (LinkType, CowStr<'_>), written: Written) {
        self.items.say(&written.0);
        self.links.open(kind, to, written);
    }

    fn start(&mut self, tag: Tag<'_>, range: Bytes) {
        self.links.touch(&range);
        match tag {
            Tag::Paragraph if self.containers == 0 => {
                let rest = odd::heading(&mut self.markup, self.body, range);
                let place = self.body.trimmed(rest);
                if !place.is_empty() {
                    self.markup.paragraphs.push(place);
                }
                return;
            }
            Tag::Paragraph => return,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => return self.items.say(&range),
            _ => {}
        }
        // Every other tag is a block: what an item says of itself ends here.
        self.items.close_text();
        match tag {
            Tag::Heading { .. } => self.heading = Some(OpenHeading::default()),
            Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => self.containers += 1,
            Tag::List(_) => self.items.open_list(),
            Tag::Item => {
                self.containers += 1;
                self.items.open(range);
            }
            Tag::CodeBlock(kind) => self.fence(kind, range),
            Tag::HtmlBlock => self.raw.block(range, (&mut self.markup, &mut self.links)),
            Tag::Table(_) => {
                self.links.enter_table();
                let range = self.body.trimmed(range);
                self.markup.tables.push(Table {
                    header: Vec::new(),
                    rows: Vec::new(),
                    range,
                });
            }
            Tag::TableRow => {
                if let Some(table) = self.markup.tables.last_mut() {
                    table.rows.push(Vec::with_capacity(table.header.len()));
                }
            }
            Tag::TableCell => {
                let cell = self.body.trimmed(range);
                if let Some(table) = self.markup.tables.last_mut() {
                    table.rows.last_mut().unwrap_or(&mut table.header).push(cell);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Bytes) {
        match tag {
            TagEnd::Paragraph => self.items.close_text(),
            TagEnd::Heading(level) => self.end_heading(level, range),
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => self.containers -= 1,
            TagEnd::List(_) => self.items.close_list(),
            TagEnd::Item => {
                self.containers -= 1;
                self.items.close();
            }
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::Table => self.links.leave_table(),
            TagEnd::Link => self.links.close(range),
            TagEnd::Image => {
                self.images -= 1;
                self.links.close(range);
            }
            _ => {}
        }
    }

    fn leaf(&mut self, event: Event<'_>, range: Bytes) {
        self.links.touch(&range);
        match event {
            Event::Text(_) if self.in_code => return self.code(range),
            Event::Html(_) | Event::Rule => return,
            Event::TaskListMarker(_) => return,
            Event::Text(text) => {
                self.say(&text);
                self.links.addresses(range.clone());
            }
            Event::Code(text) => self.say(&text),
            Event::SoftBreak | Event::HardBreak => self.say(" "),
            Event::InlineHtml(_) => self.raw.inline(range.clone(), (&mut self.markup, &mut self.links)),
            _ => {}
        }
        self.items.say(&range);
    }

    /// Text for the heading that is open.
    fn say(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            match self.images {
                0 => heading.text.push_str(text),
                _ => heading.alt.push_str(text),
            }
        }
    }

    fn end_heading(&mut self, level: HeadingLevel, range: Bytes) {
        let Some(OpenHeading { mut text, alt }) = self.heading.take() else {
            return;
        };
        let range = trim(self.body.text, range);
        let mut inner = target::heading_text(self.body.text, range.clone());
        if let Some(id) = target::heading_id(self.body.text, inner.clone()) {
            // The attribute block is plain text to the parser, so it ends the heading's text as it is written.
            let block = id.start - 2..inner.end;
            if text.trim_end().ends_with(&self.body.text[block.clone()]) {
                text.truncate(text.trim_end().len() - block.len());
                text.truncate(text.trim_end().len());
                inner.end = trim(self.body.text, inner.start..block.start).end;
                let (name, range) = (self.body.text[id.clone()].to_owned(), self.body.at(id));
                self.markup.anchors.push(Anchor { name, range });
            }
        }
        let anchor = self.slugger.slug(&text);
        let shown = if text.trim().is_empty() { alt } else { text };
        let text = match shown.trim() {
            trimmed if trimmed.len() == shown.len() => shown,
            trimmed => trimmed.to_owned(),
        };
        let (range, text_range) = (self.body.at(range), self.body.at(inner));
        self.markup.headings.push(Heading {
            level: level as u8,
            text,
            anchor,
            range,
            text_range,
        });
    }

    fn fence(&mut self, kind: CodeBlockKind<'_>, range: Bytes) {
        self.in_code = true;
        let line_end = self.body.text[range.clone()]
            .find('\n')
            .map_or(range.end, |at| range.start + at + 1);
        let (info, code) = match kind {
            CodeBlockKind::Fenced(info) => (info.into_string(), line_end..line_end),
            CodeBlockKind::Indented => (String::new(), range.start..range.start),
        };
        let end = range.start + self.body.text[range.clone()].trim_end_matches(['\n', '\r']).len();
        let (range, code) = (self.body.at(range.start..end), self.body.at(code));
        self.markup.fences.push(Fence {
            info,
            range,
            code,
            pieces: Vec::new(),
        });
    }

    fn code(&mut self, range: Bytes) {
        let range = self.body.at(range);
        if let Some(fence) = self.markup.fences.last_mut() {
            match fence.pieces.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                Some(_) => fence.pieces.push(range),
                None if fence.code.is_empty() => fence.code.start = range.start,
                None if range.start > fence.code.end => fence.pieces.extend([fence.code, range]),
                None => {}
            }
            fence.code.end = range.end.max(fence.code.end);
            fence.range.end = fence.range.end.max(fence.code.start);
        }
    }

    fn finish(mut self) -> Markup {
        self.markup.links = self.links.finish();
        self.markup.items = self.items.finish();
        self.raw.hide(&mut self.markup);
        self.markup
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, plain_text};
    use crate::syntax::markup::Markup;
    use crate::text::span::Range;

    fn read(text: &str) -> Markup {
        parse(text, Range::new(0, text.len()))
    }

    #[test]
    fn headings_of_every_sort() {
        let text = "<!-- note -->\n# A `b` *c* &amp; d ##\n\nÉ\n=\n\n## A b c & d\r\n\n```\n# no\n```\n\n## X {#y}\n# ![alt](i)\n##";
        let markup = read(text);
        let found: Vec<_> = markup
            .headings
            .iter()
            .map(|h| (h.level, h.text.as_str(), h.anchor.as_str(), h.text_range.of(text)))
            .collect();
        let expected = [
            (1, "A b c & d", "a-b-c--d", "A `b` *c* &amp; d"),
            (1, "É", "é", "É"),
            (2, "A b c & d", "a-b-c--d-1", "A b c & d"),
            (2, "X", "x", "X"),
            (1, "alt", "", "![alt](i)"),
            (2, "", "-1", ""),
        ];
        assert_eq!(found, expected);
        assert_eq!(markup.anchors[0].name, "y");
        assert_eq!(markup.comments[0].of(text), "<!-- note -->");
        assert_eq!(markup.title().map(|h| h.text.as_str()), Some("A b c & d"));
    }

    #[test]
    fn tables_fences_and_paragraphs() {
        let text = "| | |\n|-|-|\n| **Status** |  ok\u{a0}|\n| x |\n\np\r\nq\r\n\n> quoted\n\n~~~yaml a\nk: v\n~~~";
        let markup = read(text);
        let table = &markup.tables[0];
        assert!(table.header.len() == 2 && table.header.iter().all(|cell| cell.is_empty()));
        assert_eq!(table.rows[0][0].of(text), "**Status**");
        assert_eq!(table.rows[0][1].of(text), "ok");
        assert_eq!(
            markup.paragraphs.iter().map(|p| p.of(text)).collect::<Vec<_>>(),
            ["p\r\nq"]
        );
        assert_eq!(
            (markup.fences[0].info.as_str(), markup.fences[0].code.of(text)),
            ("yaml a", "k: v\n")
        );
    }

    #[test]
    fn plain_text_drops_markup() {
        assert_eq!(plain_text(" ✅ **Acc** `x` [a_b](c) ![i](j) &lt; "), "✅ Acc x a_b  <");
        assert_eq!(plain_text("a\\_b_c"), "a_b_c");
        assert_eq!(
            plain_text("the [hub][], [its docs][1], [sic] and [ ]"),
            "the hub, its docs, [sic] and [ ]"
        );
    }
}
