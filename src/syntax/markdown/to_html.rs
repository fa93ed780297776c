//! From Markdown to HTML that carries nothing of the author's but escaped text and checked addresses.
//!
//! Every tag and every attribute name in the output is written here; what came from the file is escaped. The one
//! exception is HTML that the author wrote by hand: it is passed on and [`Html::has_raw`] says so, and then the caller
//! must clean the whole. Where links lead is the caller's business: this file knows no pages.

use crate::syntax::markdown;
use crate::syntax::markdown::admonitions::Admonitions;
use crate::syntax::markdown::elements::{alert, gather, language, plain, without_comments};
use crate::syntax::markdown::notes::Notes;
use crate::syntax::markdown::target;
use crate::syntax::markup::{Heading, LinkKind};
use crate::syntax::mermaid;
use crate::syntax::to_html::{
    Diagram, Html, LinkTo, Linker, Outline, Source, TABLE, anchor, drawn, image, link_start, linked, listing, marks,
    wrapped,
};
use crate::text::escape::{escape, is_absolute};
use crate::text::search;
use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};
use std::fmt::Write as _;

/// Writes a Markdown body as HTML.
pub fn markdown(source: &Source, link: &Linker) -> Html {
    // What is shown may know more than what is read: an alert is a quote to the parser of facts.
    let options = markdown::OPTIONS
        .union(Options::ENABLE_GFM)
        .union(Options::ENABLE_DEFINITION_LIST);
    let body = source.body.of(source.text);
    let boxes = Admonitions::find(body);
    let text = boxes.as_ref().map_or(body, |boxes| &boxes.text);
    let mut writer = Writer {
        source,
        link,
        body,
        boxes: boxes.as_ref(),
        out: String::with_capacity(body.len() * 3 / 2),
        has_raw: false,
        diagrams: Vec::new(),
        links: Vec::new(),
        columns: Vec::new(),
        column: 0,
        in_head: false,
        next_heading: 0,
        outline: Outline::default(),
        notes: Notes::default(),
        lists: Vec::new(),
        address_end: 0,
    };
    let mut events = Parser::new_ext(text, options).into_offset_iter();
    while let Some((event, range)) = events.next() {
        writer.event(event, range, &mut events);
    }
    writer.notes.write(&mut writer.out);
    Html {
        text: writer.out,
        has_raw: writer.has_raw,
        diagrams: writer.diagrams,
    }
}

struct Writer<'a> {
    source: &'a Source<'a>,
    link: &'a Linker<'a>,
    /// The text that is written, as its author wrote it.
    body: &'a str,
    boxes: Option<&'a Admonitions>,
    out: String,
    has_raw: bool,
    diagrams: Vec<Diagram>,
    /// How each open link ends.
    links: Vec<&'static str>,
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    next_heading: usize,
    outline: Outline,
    notes: Notes,
    /// How the open lists and their items end.
    lists: Vec<&'static str>,
    /// Where the last bare address ends: the parser may cut one into several pieces.
    address_end: usize,
}

type Events<'e> = OffsetIter<'e>;

impl Writer<'_> {
    fn event(&mut self, event: Event, range: std::ops::Range<usize>, events: &mut Events) {
        match event {
            Event::Start(tag) => self.start(tag, range, events),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) => self.wrapped("<code>", &code, "</code>"),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.wrapped("<code>", &text, "</code>"),
            Event::Html(html) | Event::InlineHtml(html) => self.raw(&html),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::FootnoteReference(name) => self.notes.mention(&name, &mut self.out),
            Event::TaskListMarker(done) => self.out.push_str(match done {
                true => "<input type=\"checkbox\" disabled checked aria-label=\"done\"> ",
                false => "<input type=\"checkbox\" disabled aria-label=\"to do\"> ",
            }),
        }
    }

    fn start(&mut self, tag: Tag, range: std::ops::Range<usize>, events: &mut Events) {
        match tag {
            Tag::Heading { level, .. } => self.heading(level as u8, range.start, events),
            Tag::CodeBlock(kind) => {
                let from = self.source.body.start as usize;
                marks(&mut self.out, self.source.marks, (from + range.start, from + range.end));
                self.code_block(&kind, range.start, events);
            }
            Tag::HtmlBlock => {
                let block = gather(events, TagEnd::HtmlBlock);
                match self.boxes.and_then(|boxes| boxes.mark(&range)) {
                    Some(html) => self.out.push_str(html),
                    None => self.raw(&block),
                }
            }
            Tag::Image { dest_url, .. } => self.image(&dest_url, events),
            Tag::Link {
                dest_url, link_type, ..
            } => self.open_link(&dest_url, link_type),
            Tag::Table(columns) => {
                self.columns = columns;
                self.out.push_str(TABLE);
            }
            Tag::TableHead => {
                (self.in_head, self.column) = (true, 0);
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.cell(),
            Tag::List(_) | Tag::Item => self.open_list(tag, range.start),
            Tag::FootnoteDefinition(name) => self.notes.open(&name, &mut self.out),
            Tag::BlockQuote(Some(kind)) => self.out.push_str(alert(kind)),
            tag => self.out.push_str(plain(&tag.to_end()).0),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => self.out.push_str(self.links.pop().unwrap_or("")),
            TagEnd::Table => {
                self.columns.clear();
                self.out.push_str(plain(&tag).1);
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr></thead>\n<tbody>\n");
            }
            TagEnd::TableCell => {
                self.column += 1;
                self.out.push_str(if self.in_head { "</th>" } else { "</td>" });
            }
            TagEnd::BlockQuote(Some(_)) => self.out.push_str("</div>\n"),
            TagEnd::List(_) | TagEnd::Item => self.out.push_str(self.lists.pop().unwrap_or("")),
            TagEnd::FootnoteDefinition => self.notes.close(&mut self.out),
            tag => self.out.push_str(plain(&tag).1),
        }
    }

    fn wrapped(&mut self, before: &str, text: &str, after: &str) {
        wrapped(&mut self.out, before, text, after);
    }

    /// HTML of the author's. Comments are dropped, so that a licence header does not make a page suspect.
    fn raw(&mut self, html: &str) {
        let shown = without_comments(html);
        self.has_raw |= !shown.trim().is_empty();
        self.out.push_str(&shown);
    }

    /// A list or an item of one, which may be a box to its author.
    fn open_list(&mut self, tag: Tag, at: usize) {
        let end = self.boxes.and_then(|boxes| boxes.end(at));
        let end = match (tag, end) {
            (Tag::List(_), Some(_)) => "",
            // What it begins with is written where the box's own line is.
            (_, Some(end)) => end,
            (Tag::List(Some(first)), None) if first != 1 => {
                let _ = writeln!(self.out, "<ol start=\"{first}\">");
                "</ol>\n"
            }
            (tag, None) => {
                let (start, end) = plain(&tag.to_end());
                self.out.push_str(start);
                end
            }
        };
        self.lists.push(end);
    }

    /// Text, and the bare addresses in it, which GitHub makes links as well.
    fn text(&mut self, text: &str, range: std::ops::Range<usize>) {
        if range.end <= self.address_end {
            return;
        }
        let mut from = range.start.max(self.address_end);
        let may_hold = from > range.start || search::find(text, "http").is_some();
        // What is not written as it reads (an entity) is looked at no closer.
        if !may_hold || !self.links.is_empty() || self.body.get(range.clone()) != Some(text) {
            return escape(text, &mut self.out);
        }
        let stop = (!self.columns.is_empty()).then_some('|');
        while let Some(place) = target::bare_address(self.body, from..range.end, stop) {
            escape(&self.body[from..place.start], &mut self.out);
            let address = &self.body[place.clone()];
            let to = (self.link)(address, LinkKind::Autolink);
            linked(&mut self.out, &to, address);
            self.address_end = place.end;
            from = place.end.min(range.end);
        }
        escape(&self.body[from..range.end], &mut self.out);
    }

    fn heading(&mut self, level: u8, start: usize, events: &mut Events) {
        let start = (start + self.source.body.start as usize) as u32;
        let headings = self.source.headings;
        while headings.get(self.next_heading).is_some_and(|h| h.range.end <= start) {
            self.next_heading += 1;
        }
        let known = headings.get(self.next_heading).filter(|h| h.range.start <= start);
        let is_left_out = known.is_some_and(|h| Some(h.range) == self.source.without);
        let from = self.out.len();
        let level = match is_left_out {
            true => level,
            false => self.outline.level(level),
        };
        let _ = write!(self.out, "<h{level}");
        if let Some(heading) = known.filter(|h| !h.anchor.is_empty()) {
            self.wrapped(" id=\"", &heading.anchor, "\"");
        }
        self.out.push('>');
        if let Some(heading) = known {
            self.own_anchors(heading);
        }
        while let Some((event, range)) = events.next() {
            match event {
                Event::End(TagEnd::Heading(_)) => break,
                event => self.event(event, range, events),
            }
        }
        if is_left_out {
            self.out.truncate(from);
            return;
        }
        if let Some(heading) = known {
            anchor(&mut self.out, heading);
        }
        let _ = writeln!(self.out, "</h{level}>");
    }

    /// The ids that a heading's text gives it, `{#name}`.
    fn own_anchors(&mut self, heading: &Heading) {
        let anchors = self.source.anchors;
        let from = anchors.partition_point(|anchor| anchor.range.start < heading.range.start);
        let inside = anchors[from..]
            .iter()
            .take_while(|anchor| anchor.range.end <= heading.range.end);
        for anchor in inside.filter(|anchor| anchor.name != heading.anchor) {
            // Those of HTML are written with it.
            let is_braced = self
                .source
                .text
                .get(..anchor.range.start as usize)
                .is_some_and(|before| before.ends_with("{#"));
            if is_braced || anchor.range.of(self.source.text).starts_with("{#") {
                self.wrapped("<span id=\"", &anchor.name, "\"></span>");
            }
        }
    }

    fn code_block(&mut self, kind: &CodeBlockKind, start: usize, events: &mut Events) {
        let code = gather(events, TagEnd::CodeBlock);
        if matches!(kind, CodeBlockKind::Fenced(info) if mermaid::is_diagram(info)) {
            self.out.push_str(&drawn(self.diagrams.len()));
            self.out.push('\n');
            let at = self.source.body.start + start as u32;
            return self.diagrams.push(Diagram { code, at });
        }
        let language = match kind {
            CodeBlockKind::Fenced(info) => language(info),
            CodeBlockKind::Indented => String::new(),
        };
        listing(&mut self.out, &language, &code);
    }

    fn image(&mut self, target: &str, events: &mut Events) {
        let alt = gather(events, TagEnd::Image);
        let alt = alt.trim();
        let name = target.rsplit('/').next().unwrap_or(target);
        let shown = if alt.is_empty() { name } else { alt };
        let to = (self.link)(target, LinkKind::Image);
        match &to {
            // Nothing is fetched from another host: such an image is a link to it, unless it stands in one.
            LinkTo::Url(url) if is_absolute(url) && !self.links.is_empty() => escape(shown, &mut self.out),
            LinkTo::Url(url) if !is_absolute(url) => image(&mut self.out, url, alt),
            to => linked(&mut self.out, to, shown),
        }
    }

    fn open_link(&mut self, target: &str, written: LinkType) {
        let (kind, target) = match written {
            LinkType::Autolink => (LinkKind::Autolink, target.to_owned()),
            LinkType::Email => (LinkKind::Autolink, format!("mailto:{target}")),
            _ => (LinkKind::Link, target.to_owned()),
        };
        let to = (self.link)(&target, kind);
        self.links.push(link_start(&mut self.out, &to));
    }

    fn cell(&mut self) {
        self.out.push_str(if self.in_head { "<th" } else { "<td" });
        self.out.push_str(match self.columns.get(self.column) {
            Some(Alignment::Right) => " class=\"right\">",
            Some(Alignment::Center) => " class=\"center\">",
            _ => ">",
        });
    }
}

#[cfg(test)]
mod tests {
    use super::markdown;
    use crate::syntax::markup::LinkKind;
    use crate::syntax::to_html::{Html, LinkTo, Source};
    use crate::text::span::Range;

    fn html(text: &str) -> Html {
        let source = Source {
            text,
            body: Range::new(0, text.len()),
            headings: &[],
            anchors: &[],
            without: None,
            marks: &[],
        };
        markdown(&source, &|target: &str, _: LinkKind| match target {
            "gone.md" => LinkTo::Broken("no \"gone.md\"".to_owned()),
            "x:y" => LinkTo::Text,
            target => LinkTo::Url(target.to_owned()),
        })
    }

    #[test]
    fn everything_of_the_author_is_escaped() {
        for (text, out) in [
            ("a < b & \"c\"", "<p>a &lt; b &amp; &quot;c&quot;</p>\n"),
            ("`<b>`", "<p><code>&lt;b&gt;</code></p>\n"),
            ("[a](<b\"c>)", "<p><a href=\"b&quot;c\">a</a></p>\n"),
            (
                "![<x>](i.png)",
                "<p><img src=\"i.png\" alt=\"\" loading=\"lazy\"></p>\n",
            ),
            (
                "```ya\"ml x\n<s>\n```",
                "<div class=\"code\"><pre tabindex=\"0\"><code class=\"language-ya\">&lt;s&gt;\n</code></pre></div>\n",
            ),
            ("<!-- note -->", ""),
        ] {
            let written = html(text);
            assert_eq!(written.text, out, "{text}");
            assert!(!written.has_raw, "{text}");
        }
        assert!(html("a <b onclick=x>b</b>").has_raw && html("<div>\n\nx").has_raw);
    }

    #[test]
    fn links_become_what_the_caller_says() {
        assert_eq!(
            html("[a](gone.md) [b](x:y)").text,
            "<p><span class=\"broken\" title=\"no &quot;gone.md&quot;\">a</span> b</p>\n"
        );
        assert_eq!(
            html("[![badge](https://e.org/b.svg)](c.md) ![d](https://e.org/d.png)").text,
            "<p><a href=\"c.md\">badge</a> <a href=\"https://e.org/d.png\">d</a></p>\n"
        );
    }

    #[test]
    fn tables_carry_no_style() {
        let table = html("|a|b|\n|-|-:|\n|1|2|\n").text;
        assert!(
            table.contains("<td class=\"right\">2</td>") && !table.contains("style"),
            "{table}"
        );
    }
}
