//! What stands within a line of AsciiDoc as HTML: links, images, code, strong words. Knows nothing of blocks.

use crate::syntax::markup::LinkKind;
use crate::syntax::to_html::{LinkTo, Linker, image, linked, wrapped};
use crate::text::escape::{escape, is_absolute};

/// Where the HTML goes, and who says where links lead.
pub(super) struct Inline<'a> {
    /// Says what becomes of a link.
    pub(super) link: &'a Linker<'a>,
    /// What was written so far.
    pub(super) out: String,
}

impl Inline<'_> {
    /// Links, code and strong words of a text; everything else as it is.
    pub(super) fn inline(&mut self, text: &str) {
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
                wrapped(&mut self.out, open, word, close);
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
