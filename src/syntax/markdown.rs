//! Markdown: CommonMark with GitHub's tables, task lists, strikethrough, footnotes and bare addresses.
//!
//! One pass over the parser's events. It knows nothing of front matter: its caller says where the body is. An explicit
//! heading id (`## Title {#id}`, as Hugo and kramdown read it) becomes an anchor and is no part of the heading's text.
//! Links inside ERB tags, and links whose target an ERB tag writes, are not listed: their text is a program.

use crate::syntax::anchor::Slugger;
use crate::syntax::html::{self, Part};
use crate::syntax::markup::{Anchor, Fence, Heading, Item, Link, LinkKind, Markup, Table};
use crate::syntax::target;
use crate::text::span::Range;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

/// Where a link is written, and where its definition is, if it has one.
type Written = (Bytes, Option<Bytes>);

/// A byte range in the body, before it is moved to its place in the file.
type Bytes = std::ops::Range<usize>;

/// The dialect: GitHub's, as far as records use it.
pub(crate) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES);

/// Reads the Markdown in `body`, a range of the whole file's `text`; every range of the result is one of `text`.
pub fn parse(text: &str, body: Range) -> Markup {
    let mut walk = Walk {
        text: body.of(text),
        base: body.start as usize,
        ..Walk::default()
    };
    walk.markup.body = body;
    walk.templates = target::erb_tags(walk.text);
    let mut events = Parser::new_ext(walk.text, OPTIONS).into_offset_iter();
    while let Some((event, range)) = events.next() {
        match event {
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                id,
                ..
            }) => {
                let definition = events.reference_definitions().get(&id).map(|found| found.span.clone());
                walk.link(LinkKind::Link, (link_type, dest_url), (range, definition));
            }
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                id,
                ..
            }) => {
                let definition = events.reference_definitions().get(&id).map(|found| found.span.clone());
                walk.images += 1;
                walk.link(LinkKind::Image, (link_type, dest_url), (range, definition));
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
    if !inline.contains(['*', '_', '`', '[', '<', '&', '\\', '~', '!']) {
        return inline.trim().to_owned();
    }
    let mut out = String::with_capacity(inline.len());
    let mut images = 0;
    for event in Parser::new_ext(inline, OPTIONS) {
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

#[derive(Default)]
struct Walk<'a> {
    text: &'a str,
    base: usize,
    markup: Markup,
    slugger: Slugger,
    /// Quotes, list items and footnotes that are open: a paragraph in them is not at the top.
    containers: usize,
    lists: u8,
    items: Vec<OpenItem>,
    links: Vec<OpenLink>,
    images: usize,
    heading: Option<OpenHeading>,
    in_code: bool,
    /// In a table an address ends where its cell does.
    address_stop: Option<char>,
    /// Where the last bare address ends: its later pieces are not looked at again.
    address_end: usize,
    templates: Vec<Bytes>,
    /// Comments that HTML blocks leave open: Markdown sees text where a browser sees nothing.
    hidden: Vec<Bytes>,
    /// No comment ends any more: there is no use in looking again.
    comments_end: bool,
}

struct OpenItem {
    index: usize,
    text: Option<Bytes>,
    closed: bool,
}

struct OpenLink {
    /// Its place in the list, when its target must still be found behind its text.
    index: Option<usize>,
    text_end: usize,
}

#[derive(Default)]
struct OpenHeading {
    text: String,
    alt: String,
}

impl Walk<'_> {
    fn at(&self, range: Bytes) -> Range {
        Range::from(range).shifted(self.base)
    }

    /// Without white space and line ends around it.
    fn trimmed(&self, range: Bytes) -> Range {
        self.at(target::trim(self.text, range))
    }

    fn start(&mut self, tag: Tag<'_>, range: Bytes) {
        self.touch(&range);
        match tag {
            Tag::Paragraph if self.containers == 0 => {
                let place = self.trimmed(range);
                self.markup.paragraphs.push(place);
                return;
            }
            Tag::Paragraph => return,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => return self.own_text(&range),
            _ => {}
        }
        // Every other tag is a block: what an item says of itself ends here.
        self.close_item_text();
        match tag {
            Tag::Heading { .. } => self.heading = Some(OpenHeading::default()),
            Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => self.containers += 1,
            Tag::List(_) => self.lists = self.lists.saturating_add(1),
            Tag::Item => self.item(range),
            Tag::CodeBlock(kind) => self.fence(kind, range),
            Tag::HtmlBlock => self.html(range, HtmlPlace::Block),
            Tag::Table(_) => {
                self.address_stop = Some('|');
                let range = self.trimmed(range);
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
                let cell = self.trimmed(range);
                if let Some(table) = self.markup.tables.last_mut() {
                    table.rows.last_mut().unwrap_or(&mut table.header).push(cell);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Bytes) {
        match tag {
            TagEnd::Paragraph => self.close_item_text(),
            TagEnd::Heading(level) => self.end_heading(level, range),
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => self.containers -= 1,
            TagEnd::List(_) => self.lists = self.lists.saturating_sub(1),
            TagEnd::Item => {
                self.containers -= 1;
                self.end_item();
            }
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::Table => self.address_stop = None,
            TagEnd::Link => self.end_link(range),
            TagEnd::Image => {
                self.images -= 1;
                self.end_link(range);
            }
            _ => {}
        }
    }

    fn leaf(&mut self, event: Event<'_>, range: Bytes) {
        self.touch(&range);
        match event {
            Event::Text(_) if self.in_code => return self.code(range),
            Event::Html(_) | Event::Rule => return,
            Event::TaskListMarker(_) => return,
            Event::Text(text) => {
                self.say(&text);
                if self.links.is_empty() {
                    self.addresses(range.clone());
                }
            }
            Event::Code(text) => self.say(&text),
            Event::SoftBreak | Event::HardBreak => self.say(" "),
            Event::InlineHtml(_) => self.html(range.clone(), HtmlPlace::Inline),
            _ => {}
        }
        self.own_text(&range);
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
        let range = target::trim(self.text, range);
        let mut inner = target::heading_text(self.text, range.clone());
        if let Some(id) = target::heading_id(self.text, inner.clone()) {
            // The attribute block is plain text to the parser, so it ends the heading's text as it is written.
            let block = id.start - 2..inner.end;
            if text.trim_end().ends_with(&self.text[block.clone()]) {
                text.truncate(text.trim_end().len() - block.len());
                text.truncate(text.trim_end().len());
                inner.end = target::trim(self.text, inner.start..block.start).end;
                let (name, range) = (self.text[id.clone()].to_owned(), self.at(id));
                self.markup.anchors.push(Anchor { name, range });
            }
        }
        let anchor = self.slugger.slug(&text);
        let shown = if text.trim().is_empty() { alt } else { text };
        let text = match shown.trim() {
            trimmed if trimmed.len() == shown.len() => shown,
            trimmed => trimmed.to_owned(),
        };
        let (range, text_range) = (self.at(range), self.at(inner));
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
        let line_end = self.text[range.clone()]
            .find('\n')
            .map_or(range.end, |at| range.start + at + 1);
        let (info, code) = match kind {
            CodeBlockKind::Fenced(info) => (info.into_string(), line_end..line_end),
            CodeBlockKind::Indented => (String::new(), range.start..range.start),
        };
        let end = range.start + self.text[range.clone()].trim_end_matches(['\n', '\r']).len();
        let (range, code) = (self.at(range.start..end), self.at(code));
        self.markup.fences.push(Fence { info, range, code });
    }

    fn code(&mut self, range: Bytes) {
        let range = self.at(range);
        if let Some(fence) = self.markup.fences.last_mut() {
            if fence.code.is_empty() {
                fence.code.start = range.start;
            }
            fence.code.end = range.end.max(fence.code.end);
            fence.range.end = fence.range.end.max(fence.code.start);
        }
    }

    fn item(&mut self, range: Bytes) {
        self.containers += 1;
        let content = target::after_marker(self.text, range.clone());
        let (text, range) = (self.at(content..content), self.trimmed(range));
        self.items.push(OpenItem {
            index: self.markup.items.len(),
            text: None,
            closed: false,
        });
        self.markup.items.push(Item {
            depth: self.lists,
            text,
            range,
        });
    }

    /// Inline content: it belongs to the item that is open, unless that has said what it had to say.
    fn own_text(&mut self, range: &Bytes) {
        if let Some(item) = self.items.last_mut().filter(|item| !item.closed) {
            match &mut item.text {
                Some(text) => text.end = text.end.max(range.end),
                None => item.text = Some(target::with_escape(self.text, range.start)..range.end),
            }
        }
    }

    fn close_item_text(&mut self) {
        if let Some(item) = self.items.last_mut() {
            item.closed = true;
        }
    }

    fn end_item(&mut self) {
        if let Some(OpenItem {
            index,
            text: Some(text),
            ..
        }) = self.items.pop()
        {
            self.markup.items[index].text = self.trimmed(text);
        }
    }

    fn link(&mut self, kind: LinkKind, (how, url): (LinkType, CowStr<'_>), (mut range, definition): Written) {
        self.touch(&range);
        self.own_text(&range);
        let opening = if kind == LinkKind::Image { 2 } else { 1 };
        let mut open = OpenLink {
            index: None,
            text_end: (range.start + opening).min(range.end),
        };
        let inside = range.start + 1..range.end.saturating_sub(1).max(range.start + 1);
        let (kind, place, url) = match how {
            LinkType::Autolink => (LinkKind::Autolink, Some(inside), url.into_string()),
            LinkType::Email => (LinkKind::Autolink, Some(inside), format!("mailto:{url}")),
            LinkType::Inline => {
                open.index = Some(self.markup.links.len());
                (kind, None, url.into_string())
            }
            _ => {
                if how == LinkType::Collapsed && self.text[range.end..].starts_with("[]") {
                    range.end += 2;
                }
                let place = definition.and_then(|span| target::of_definition(self.text, span));
                (kind, place, url.into_string())
            }
        };
        let target_range = self.at(place.unwrap_or(range.clone()));
        let range = self.at(range);
        self.links.push(open);
        self.markup.links.push(Link {
            kind,
            target: url,
            range,
            target_range,
        });
    }

    /// The text of the innermost open link reaches at least to here.
    fn touch(&mut self, range: &Bytes) {
        if let Some(link) = self.links.last_mut() {
            link.text_end = link.text_end.max(range.end);
        }
    }

    fn end_link(&mut self, range: Bytes) {
        if let Some(OpenLink {
            index: Some(index),
            text_end,
        }) = self.links.pop()
            && let Some(place) = target::of_inline(self.text, text_end.min(range.end)..range.end)
        {
            self.markup.links[index].target_range = self.at(place);
        }
        self.touch(&range);
    }

    /// The bare addresses that begin in a piece of text. The parser may cut an address into several pieces.
    fn addresses(&mut self, range: Bytes) {
        let mut from = range.start.max(self.address_end);
        while let Some(place) = target::bare_address(self.text, from..range.end, self.address_stop) {
            from = place.end;
            self.address_end = place.end;
            let target = self.text[place.clone()].to_owned();
            let range = self.at(place);
            self.markup.links.push(Link {
                kind: LinkKind::Autolink,
                target,
                range,
                target_range: range,
            });
        }
    }

    fn html(&mut self, range: Bytes, place: HtmlPlace) {
        let (from, base) = (range.start, self.base + range.start);
        let slice = &self.text[range];
        let place_of = |range: Bytes| Range::from(range).shifted(base);
        let mut open = None;
        let markup = &mut self.markup;
        html::scan(slice, |part| match part {
            Part::Link { tag, value } => markup.links.push(Link {
                kind: LinkKind::Html,
                target: html::unescape(slice[value.clone()].trim()).into_owned(),
                range: place_of(tag),
                target_range: place_of(target::trim(slice, value)),
            }),
            Part::Anchor(value) => markup.anchors.push(Anchor {
                name: html::unescape(&slice[value.clone()]).into_owned(),
                range: place_of(value),
            }),
            Part::Comment(range) => markup.comments.push(place_of(range)),
            Part::OpenComment(range) => open = Some(range),
        });
        let Some(open) = open.filter(|_| place == HtmlPlace::Block) else {
            return;
        };
        let start = from + open.start;
        if self.hidden.last().is_some_and(|hidden| start < hidden.end) {
            return;
        }
        let close = match self.comments_end {
            true => None,
            false => self.text[start..].find("-->").map(|at| start + at + 3),
        };
        self.comments_end = close.is_none();
        let end = close.unwrap_or(from + open.end);
        let range = self.trimmed(start..end);
        self.markup.comments.push(range);
        self.hidden.push(start..end);
    }

    /// Takes out what stands in comments and programs.
    fn finish(self) -> Markup {
        let Walk {
            mut markup,
            hidden,
            templates,
            base,
            ..
        } = self;
        if !templates.is_empty() {
            let program = |range: Range| target::overlaps(&templates, range, base);
            // A link's text may well hold an ERB tag; its target may not, nor may it stand in one.
            markup
                .links
                .retain(|link| !program(link.target_range) && !program(Range::at(link.range.start as usize)));
        }
        if !hidden.is_empty() {
            let shown = |range: Range| !target::overlaps(&hidden, Range::at(range.start as usize), base);
            markup.headings.retain(|heading| shown(heading.range));
            markup.links.retain(|link| shown(link.range));
            markup.anchors.retain(|anchor| shown(anchor.range));
            markup.fences.retain(|fence| shown(fence.range));
            markup.tables.retain(|table| shown(table.range));
            markup.items.retain(|item| shown(item.range));
            markup.paragraphs.retain(|&paragraph| shown(paragraph));
        }
        markup
    }
}

#[derive(Clone, Copy, PartialEq)]
enum HtmlPlace {
    Block,
    Inline,
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
    fn links_of_every_sort() {
        let text = "[a](b.md#c \"t\") [![i](<x y.png>)](d%20e(f)) [R][] [t][r] [r] <https://x> <me@x.org>\n<a href='h.md' id=i>z</a> `[no](no)` \\[no](no) [a&amp;b](q?x&amp;y) https://z.org/a_b_c.\n\n    [no](no)\n\n<!-- [no](no) -->\n\n[no](<%= x %>) <%= \"[no](no)\" %> [undefined]\n\n[r]: <ref x> 'T'\n";
        let markup = read(text);
        let found: Vec<_> = markup
            .links
            .iter()
            .map(|l| (l.target.as_str(), l.target_range.of(text)))
            .collect();
        let expected = [
            ("b.md#c", "b.md#c"),
            ("d%20e(f)", "d%20e(f)"),
            ("x y.png", "x y.png"),
            ("ref x", "ref x"),
            ("ref x", "ref x"),
            ("ref x", "ref x"),
            ("https://x", "https://x"),
            ("mailto:me@x.org", "me@x.org"),
            ("h.md", "h.md"),
            ("q?x&y", "q?x&amp;y"),
            ("https://z.org/a_b_c", "https://z.org/a_b_c"),
        ];
        assert_eq!(found, expected);
        assert_eq!(markup.links[3].range.of(text), "[R][]");
    }

    #[test]
    fn items_hold_their_own_text_only() {
        let text = "* Status: `a`\n  b\n  - \\[x\\]\n- [x] done\n\n  more\n\n1. ```\n   f\n   ```\n-";
        let markup = read(text);
        let found: Vec<_> = markup.items.iter().map(|i| (i.depth, i.text.of(text))).collect();
        assert_eq!(
            found,
            [(1, "Status: `a`\n  b"), (2, "\\[x\\]"), (1, "done"), (1, ""), (1, "")]
        );
        assert!(markup.paragraphs.is_empty());
        assert_eq!(markup.fences[0].code.of(text).trim(), "f");
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
    fn a_comment_that_a_block_leaves_open_hides_what_follows() {
        let text = "<div>\n<!--\n\n[no](no)\n\n# No\n\n-->\n\n[yes](yes)";
        let markup = read(text);
        assert_eq!(markup.links.len(), 1);
        assert!(markup.headings.is_empty());
        assert!(markup.comments[0].of(text).ends_with("-->"));
    }

    #[test]
    fn plain_text_drops_markup() {
        assert_eq!(plain_text(" ✅ **Acc** `x` [a_b](c) ![i](j) &lt; "), "✅ Acc x a_b  <");
        assert_eq!(plain_text("a\\_b_c"), "a_b_c");
    }
}
