//! From AsciiDoc to simple HTML: headings, paragraphs, lists, listings. What is not understood is shown as text.
//!
//! Nothing of the author's reaches the output unescaped. Where links lead is the caller's business.

use crate::syntax::markup::{Anchor, Heading, LinkKind};
use crate::syntax::to_html::{LinkTo, Linker, Source, image, linked, wrapped};
use crate::text::escape::{escape, is_absolute};
use crate::text::span::Range;
use std::collections::HashSet;
use std::fmt::Write as _;

/// Writes an AsciiDoc body as HTML. The result holds no HTML of the author's.
pub fn asciidoc(source: &Source, link: &Linker) -> String {
    let mut writer = Writer {
        source,
        link,
        out: String::with_capacity(source.body.len() * 3 / 2),
        paragraph: String::new(),
        lists: Vec::new(),
        next_anchor: 0,
        pending: String::new(),
        ids: source.headings.iter().map(|heading| heading.anchor.clone()).collect(),
    };
    let mut lines = Lines {
        text: source.body.of(source.text),
        at: 0,
    };
    let mut in_header = true;
    while let Some((start, line)) = lines.next_line() {
        let line = line.trim_end();
        in_header &= line.starts_with('=') || is_attribute(line) || line.starts_with("//") || line.is_empty();
        if !(in_header && is_attribute(line)) {
            writer.line(line, start + source.body.start as usize, &mut lines);
        }
    }
    writer.close();
    writer.find_anchors(u32::MAX);
    writer.set_anchors();
    writer.out
}

struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lines<'a> {
    fn next_line(&mut self) -> Option<(usize, &'a str)> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let start = self.at;
        self.at += length;
        Some((start, &rest[..length]))
    }

    /// The lines up to one that equals `fence`, or to the end.
    fn until(&mut self, fence: &str) -> String {
        let mut out = String::new();
        while let Some((_, line)) = self.next_line() {
            if line.trim_end() == fence {
                break;
            }
            out.push_str(line);
        }
        out
    }
}

struct Writer<'a> {
    source: &'a Source<'a>,
    link: &'a Linker<'a>,
    out: String,
    paragraph: String,
    /// The markers of the open lists, outermost first.
    lists: Vec<String>,
    next_anchor: usize,
    /// Anchors that wait for a text to stand before.
    pending: String,
    ids: HashSet<String>,
}

impl Writer<'_> {
    fn line(&mut self, line: &str, start: usize, lines: &mut Lines) {
        self.find_anchors(Range::at(start + line.len()).end);
        match line {
            "----" | "...." => self.listing(&lines.until(line)),
            line if line.starts_with("```") => self.listing(&lines.until("```")),
            "////" => drop(lines.until(line)),
            "|===" => self.listing(&lines.until(line)),
            "====" | "****" | "____" | "--" | "+" | "'''" => self.close_paragraph(),
            "" => self.close_paragraph(),
            line if line.starts_with("//") => {}
            line if line.starts_with('[') && line.ends_with(']') => self.close_paragraph(),
            line if line.starts_with('.') && line.len() > 1 && !line.starts_with(". ") && !line.starts_with("..") => {
                self.close();
                self.out.push_str("<p><strong>");
                self.inline(&line[1..]);
                self.out.push_str("</strong></p>\n");
            }
            line => match (heading_level(line), marker(line)) {
                (Some(level), _) => self.heading(level, line, start),
                (_, Some((marker, text))) => self.item(marker, text),
                _ => {
                    self.paragraph.push_str(line);
                    self.paragraph.push('\n');
                }
            },
        }
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
        self.out.push_str(&std::mem::take(&mut self.pending));
    }

    fn wrapped(&mut self, before: &str, text: &str, after: &str) {
        wrapped(&mut self.out, before, text, after);
    }

    fn listing(&mut self, code: &str) {
        self.close();
        self.set_anchors();
        self.wrapped("<pre tabindex=\"0\"><code>", code, "</code></pre>\n");
    }

    fn heading(&mut self, level: usize, line: &str, start: usize) {
        self.close();
        let at = Range::at(start).start;
        let headings: &[Heading] = self.source.headings;
        let found = headings.partition_point(|h| h.range.start < at);
        let known = headings.get(found).filter(|h| h.range.start == at);
        if known.is_some_and(|h| Some(h.range) == self.source.without) {
            return;
        }
        let _ = write!(self.out, "<h{level}");
        if let Some(heading) = known.filter(|h| !h.anchor.is_empty()) {
            self.wrapped(" id=\"", &heading.anchor, "\"");
        }
        self.out.push('>');
        self.set_anchors();
        self.inline(line.trim_start_matches(['=', '#']).trim());
        let _ = writeln!(self.out, "</h{level}>");
    }

    fn item(&mut self, marker: &str, text: &str) {
        self.close_paragraph();
        let open = |marker: &str| if marker.starts_with('.') { "<ol>\n" } else { "<ul>\n" };
        match self.lists.iter().position(|known| known == marker) {
            Some(depth) => {
                while self.lists.len() > depth + 1 {
                    self.close_list();
                }
                self.out.push_str("</li>\n");
            }
            None => {
                self.out.push_str(open(marker));
                self.lists.push(marker.to_owned());
            }
        }
        self.out.push_str("<li>");
        self.paragraph.push_str(text);
        self.paragraph.push('\n');
    }

    fn close_list(&mut self) {
        if let Some(marker) = self.lists.pop() {
            self.out.push_str(if marker.starts_with('.') {
                "</li>\n</ol>\n"
            } else {
                "</li>\n</ul>\n"
            });
        }
    }

    fn close_paragraph(&mut self) {
        let text = std::mem::take(&mut self.paragraph);
        if text.is_empty() {
            return;
        }
        let (before, after) = if self.lists.is_empty() {
            ("<p>", "</p>\n")
        } else {
            ("", "\n")
        };
        self.out.push_str(before);
        self.set_anchors();
        self.inline(text.trim_end());
        self.out.push_str(after);
    }

    fn close(&mut self) {
        self.close_paragraph();
        while !self.lists.is_empty() {
            self.close_list();
        }
    }

    /// Links, code and strong words of a text; everything else as it is.
    fn inline(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['`', '*', '<', 'l', 'x', 'h', 'i']) {
            let (before, from) = rest.split_at(at);
            escape(before, &mut self.out);
            let is_start = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            rest = match is_start.then(|| self.piece(from)).flatten() {
                Some(after) => after,
                None => {
                    let (first, after) = from.split_at(1);
                    escape(first, &mut self.out);
                    after
                }
            };
        }
        escape(rest, &mut self.out);
    }

    /// One piece of inline markup at the start of `text`; what follows it, or `None` where there is none.
    fn piece<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        for (mark, open, close) in [("`", "<code>", "</code>"), ("*", "<strong>", "</strong>")] {
            if let Some(inside) = text.strip_prefix(mark) {
                let (word, after) = split_near(inside, mark)?;
                if word.is_empty() || word.contains('\n') || word.starts_with(' ') {
                    return None;
                }
                self.wrapped(open, word, close);
                return Some(after);
            }
        }
        if let Some(inside) = text.strip_prefix("<<") {
            let (inside, after) = split_near(inside, ">>")?;
            let (target, shown) = inside.split_once(',').unwrap_or((inside, inside));
            let target = if target.contains('.') {
                target.to_owned()
            } else {
                format!("#{target}")
            };
            self.linked(&target, shown.trim(), LinkKind::Link);
            return Some(after);
        }
        let is_url = text.starts_with("http://") || text.starts_with("https://");
        let (kind, address) = ["link:", "xref:", "image::", "image:"]
            .iter()
            .find_map(|prefix| Some((*prefix, text.strip_prefix(prefix)?)))
            .or(is_url.then_some(("", text)))?;
        let end = near(address)
            .find(|c: char| c == '[' || c.is_whitespace())
            .unwrap_or(near(address).len());
        let (target, after) = address.split_at(end);
        let (shown, after) = match after.strip_prefix('[').and_then(|inside| split_near(inside, "]")) {
            Some((shown, after)) => (shown, after),
            None if is_url => (target, after),
            None => return None,
        };
        let is_image = kind.starts_with("image");
        let shown = if shown.is_empty() { target } else { shown };
        self.linked(target, shown, if is_image { LinkKind::Image } else { LinkKind::Link });
        Some(after)
    }

    fn linked(&mut self, target: &str, shown: &str, kind: LinkKind) {
        match (self.link)(target, kind) {
            LinkTo::Url(url) if kind == LinkKind::Image && !is_absolute(&url) => image(&mut self.out, &url, shown),
            to => linked(&mut self.out, &to, shown),
        }
    }
}

/// How far inline markup may reach, in bytes. What does not close is looked through once for each of its signs.
const REACH: usize = 4096;

fn near(text: &str) -> &str {
    let mut end = text.len().min(REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn split_near<'t>(text: &'t str, sign: &str) -> Option<(&'t str, &'t str)> {
    let at = near(text).find(sign)?;
    Some((&text[..at], &text[at + sign.len()..]))
}

fn is_attribute(line: &str) -> bool {
    line.strip_prefix(':')
        .and_then(|rest| rest.split_once(':'))
        .is_some_and(|(name, _)| !name.is_empty() && !name.contains(' '))
}

fn heading_level(line: &str) -> Option<usize> {
    // AsciiDoc takes Markdown's signs too.
    let sign = line.bytes().next().filter(|sign| matches!(sign, b'=' | b'#'))?;
    let signs = line.bytes().take_while(|&b| b == sign).count();
    ((1..=6).contains(&signs) && line[signs..].starts_with(' ')).then_some(signs)
}

fn marker(line: &str) -> Option<(&str, &str)> {
    let (marker, text) = line.trim_start().split_once(' ')?;
    let is_list = marker == "-" || (!marker.is_empty() && marker.bytes().all(|b| b == b'*'));
    let is_numbered = !marker.is_empty() && marker.bytes().all(|b| b == b'.');
    (is_list || is_numbered).then_some((marker, text.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::asciidoc;
    use crate::syntax::markup::LinkKind;
    use crate::syntax::to_html::{LinkTo, Source};
    use crate::text::span::Range;

    #[test]
    fn writes_the_usual_parts_and_escapes_the_rest() {
        let text = "= Title\n:status: accepted\n\n== Context <b>\nA *b* `c<d>`\nlink:x.adoc[y] <script>\n\n* one\n** two\n* three\n\n----\n<code>\n----\n";
        let source = Source {
            text,
            body: Range::new(0, text.len()),
            headings: &[],
            anchors: &[],
            without: None,
        };
        let html = asciidoc(&source, &|target: &str, _: LinkKind| LinkTo::Url(target.to_owned()));
        assert_eq!(
            html,
            "<h1>Title</h1>\n<h2>Context &lt;b&gt;</h2>\n<p>A <strong>b</strong> <code>c&lt;d&gt;</code>\n\
             <a href=\"x.adoc\">y</a> &lt;script&gt;</p>\n<ul>\n<li>one\n<ul>\n<li>two\n</li>\n</ul>\n</li>\n<li>three\n</li>\n</ul>\n\
             <pre tabindex=\"0\"><code>&lt;code&gt;\n</code></pre>\n"
        );
    }
}
