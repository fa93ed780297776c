//! HTML that stands in Markdown, and the programs of ERB: what they add, and what they hide from a reader.
//!
//! A browser goes on with a comment that an HTML block leaves open; the parser of Markdown does not. What stands in one
//! is taken out again at the end.

use crate::syntax::markdown::body::{Body, Bytes};
use crate::syntax::markdown::html::{self, Part};
use crate::syntax::markdown::links::Links;
use crate::syntax::markdown::target;
use crate::syntax::markup::{Anchor, Link, LinkKind, Markup};
use crate::text::span::{Range, trim};

/// What a body hides.
pub(super) struct Raw<'a> {
    body: Body<'a>,
    templates: Vec<Bytes>,
    /// Comments that HTML blocks leave open.
    hidden: Vec<Bytes>,
    /// No comment ends any more: there is no use in looking again.
    comments_end: bool,
}

impl<'a> Raw<'a> {
    /// Knows the ERB tags of a body; its HTML comes by and by.
    pub(super) fn new(body: Body<'a>) -> Self {
        Raw {
            body,
            templates: target::erb_tags(body.text),
            hidden: Vec::new(),
            comments_end: false,
        }
    }

    /// Reads a piece of HTML within a text.
    pub(super) fn inline(&self, range: Bytes, into: (&mut Markup, &mut Links)) {
        self.scan(range, into);
    }

    /// Reads a block of HTML.
    pub(super) fn block(&mut self, range: Bytes, into: (&mut Markup, &mut Links)) {
        let from = range.start;
        let (markup, links) = into;
        let Some(open) = self.scan(range, (&mut *markup, links)) else {
            return;
        };
        let start = from + open.start;
        if self.hidden.last().is_some_and(|hidden| start < hidden.end) {
            return;
        }
        let close = match self.comments_end {
            true => None,
            false => self.body.text[start..].find("-->").map(|at| start + at + 3),
        };
        self.comments_end = close.is_none();
        let end = close.unwrap_or(from + open.end);
        markup.comments.push(self.body.trimmed(start..end));
        self.hidden.push(start..end);
    }

    /// Takes note of links, anchors and comments; returns the comment that is left open.
    fn scan(&self, range: Bytes, (markup, links): (&mut Markup, &mut Links)) -> Option<Bytes> {
        let base = self.body.base + range.start;
        let slice = &self.body.text[range];
        let place_of = |range: Bytes| Range::from(range).shifted(base);
        let mut open = None;
        html::scan(slice, |part| match part {
            Part::Link { tag, value } => links.add(Link {
                kind: LinkKind::Html,
                target: html::unescape(slice[value.clone()].trim()).into_owned(),
                range: place_of(tag),
                target_range: place_of(trim(slice, value)),
            }),
            Part::Anchor(value) => markup.anchors.push(Anchor {
                name: html::unescape(&slice[value.clone()]).into_owned(),
                range: place_of(value),
            }),
            Part::Comment(range) => markup.comments.push(place_of(range)),
            Part::OpenComment(range) => open = Some(range),
        });
        open
    }

    /// Takes out what stands in comments and programs.
    pub(super) fn hide(&self, markup: &mut Markup) {
        let base = self.body.base;
        if !self.templates.is_empty() {
            let program = |range: Range| target::overlaps(&self.templates, range, base);
            // A link's text may well hold an ERB tag; its target may not, nor may it stand in one.
            markup
                .links
                .retain(|link| !program(link.target_range) && !program(Range::at(link.range.start as usize)));
        }
        if !self.hidden.is_empty() {
            let shown = |range: Range| !target::overlaps(&self.hidden, Range::at(range.start as usize), base);
            markup.headings.retain(|heading| shown(heading.range));
            markup.links.retain(|link| shown(link.range));
            markup.anchors.retain(|anchor| shown(anchor.range));
            markup.fences.retain(|fence| shown(fence.range));
            markup.tables.retain(|table| shown(table.range));
            markup.items.retain(|item| shown(item.range));
            markup.paragraphs.retain(|&paragraph| shown(paragraph));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::syntax::markdown::parse;
    use crate::text::span::Range;

    #[test]
    fn a_comment_that_a_block_leaves_open_hides_what_follows() {
        let text = "<div>\n<!--\n\n[no](no)\n\n# No\n\n-->\n\n[yes](yes)";
        let markup = parse(text, Range::new(0, text.len()));
        assert_eq!(markup.links.len(), 1);
        assert!(markup.headings.is_empty());
        assert!(markup.comments[0].of(text).ends_with("-->"));
    }
}
