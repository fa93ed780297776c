//! Links, images and addresses: where their targets are written. It does not know where they lead.

use crate::syntax::markdown::body::{Body, Bytes};
use crate::syntax::markdown::target;
use crate::syntax::markup::{Link, LinkKind};
use pulldown_cmark::{CowStr, LinkType};

/// Where a link is written, and where its definition is, if it has one.
pub(super) type Written = (Bytes, Option<Bytes>);

/// The links of a body, and those that are open.
pub(super) struct Links<'a> {
    body: Body<'a>,
    found: Vec<Link>,
    open: Vec<OpenLink>,
    /// In a table an address ends where its cell does.
    address_stop: Option<char>,
    /// Where the last bare address ends: its later pieces are not looked at again.
    address_end: usize,
}

struct OpenLink {
    /// Its place in the list, when its target must still be found behind its text.
    index: Option<usize>,
    text_end: usize,
}

impl<'a> Links<'a> {
    /// None yet.
    pub(super) fn new(body: Body<'a>) -> Self {
        Links {
            body,
            found: Vec::new(),
            open: Vec::new(),
            address_stop: None,
            address_end: 0,
        }
    }

    /// A table begins.
    pub(super) fn enter_table(&mut self) {
        self.address_stop = Some('|');
    }

    /// The table ends.
    pub(super) fn leave_table(&mut self) {
        self.address_stop = None;
    }

    /// A link that was found by other means.
    pub(super) fn add(&mut self, link: Link) {
        self.found.push(link);
    }

    /// A link or an image begins: how it is written, and what it resolves to.
    pub(super) fn open(
        &mut self,
        kind: LinkKind,
        (how, url): (LinkType, CowStr<'_>),
        (mut range, definition): Written,
    ) {
        self.touch(&range);
        let opening = if kind == LinkKind::Image { 2 } else { 1 };
        let mut opened = OpenLink {
            index: None,
            text_end: (range.start + opening).min(range.end),
        };
        let inside = range.start + 1..range.end.saturating_sub(1).max(range.start + 1);
        let (kind, place, url) = match how {
            LinkType::Autolink => (LinkKind::Autolink, Some(inside), url.into_string()),
            LinkType::Email => (LinkKind::Autolink, Some(inside), format!("mailto:{url}")),
            LinkType::Inline => {
                opened.index = Some(self.found.len());
                (kind, None, url.into_string())
            }
            _ => {
                if how == LinkType::Collapsed && self.body.text[range.end..].starts_with("[]") {
                    range.end += 2;
                }
                let place = definition.and_then(|span| target::of_definition(self.body.text, span));
                (kind, place, url.into_string())
            }
        };
        let target_range = self.body.at(place.unwrap_or(range.clone()));
        let range = self.body.at(range);
        self.open.push(opened);
        self.found.push(Link {
            kind,
            target: url,
            range,
            target_range,
        });
    }

    /// The text of the innermost open link reaches at least to here.
    pub(super) fn touch(&mut self, range: &Bytes) {
        if let Some(link) = self.open.last_mut() {
            link.text_end = link.text_end.max(range.end);
        }
    }

    /// The innermost link ends; its range is known as a whole.
    pub(super) fn close(&mut self, range: Bytes) {
        if let Some(OpenLink {
            index: Some(index),
            text_end,
        }) = self.open.pop()
            && let Some(place) = target::of_inline(self.body.text, text_end.min(range.end)..range.end)
        {
            self.found[index].target_range = self.body.at(place);
        }
        self.touch(&range);
    }

    /// The bare addresses that begin in a piece of text; those in a link's text are no links. The parser may cut an
    /// address into several pieces.
    pub(super) fn addresses(&mut self, range: Bytes) {
        if !self.open.is_empty() {
            return;
        }
        let mut from = range.start.max(self.address_end);
        while let Some(place) = target::bare_address(self.body.text, from..range.end, self.address_stop) {
            from = place.end;
            self.address_end = place.end;
            let target = self.body.text[place.clone()].to_owned();
            let range = self.body.at(place);
            self.found.push(Link {
                kind: LinkKind::Autolink,
                target,
                range,
                target_range: range,
            });
        }
    }

    /// All links, in order.
    pub(super) fn finish(self) -> Vec<Link> {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use crate::syntax::markdown::parse;
    use crate::text::span::Range;

    #[test]
    fn links_of_every_sort() {
        let text = "[a](b.md#c \"t\") [![i](<x y.png>)](d%20e(f)) [R][] [t][r] [r] <https://x> <me@x.org>\n<a href='h.md' id=i>z</a> `[no](no)` \\[no](no) [a&amp;b](q?x&amp;y) https://z.org/a_b_c.\n\n    [no](no)\n\n<!-- [no](no) -->\n\n[no](<%= x %>) <%= \"[no](no)\" %> [undefined]\n\n[r]: <ref x> 'T'\n";
        let markup = parse(text, Range::new(0, text.len()));
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
}
