//! List items: how deep they lie and which text is their own. What a nested list or a block says is not.

use crate::syntax::markdown::body::{Body, Bytes};
use crate::syntax::markdown::target;
use crate::syntax::markup::Item;

/// The items of a body, and those that are open.
pub(super) struct Items<'a> {
    body: Body<'a>,
    found: Vec<Item>,
    open: Vec<OpenItem>,
    lists: u8,
}

struct OpenItem {
    index: usize,
    text: Option<Bytes>,
    closed: bool,
}

impl<'a> Items<'a> {
    /// None yet.
    pub(super) fn new(body: Body<'a>) -> Self {
        Items {
            body,
            found: Vec::new(),
            open: Vec::new(),
            lists: 0,
        }
    }

    /// A list begins, perhaps within another.
    pub(super) fn open_list(&mut self) {
        self.lists = self.lists.saturating_add(1);
    }

    /// The innermost list ends.
    pub(super) fn close_list(&mut self) {
        self.lists = self.lists.saturating_sub(1);
    }

    /// An item begins.
    pub(super) fn open(&mut self, range: Bytes) {
        let content = target::after_marker(self.body.text, range.clone());
        let (text, range) = (self.body.at(content..content), self.body.trimmed(range));
        self.open.push(OpenItem {
            index: self.found.len(),
            text: None,
            closed: false,
        });
        self.found.push(Item {
            depth: self.lists,
            text,
            range,
        });
    }

    /// Inline content: it belongs to the item that is open, unless that has said what it had to say.
    pub(super) fn say(&mut self, range: &Bytes) {
        if let Some(item) = self.open.last_mut().filter(|item| !item.closed) {
            match &mut item.text {
                Some(text) => text.end = text.end.max(range.end),
                None => item.text = Some(target::with_escape(self.body.text, range.start)..range.end),
            }
        }
    }

    /// A block begins: what the innermost item says of itself ends here.
    pub(super) fn close_text(&mut self) {
        if let Some(item) = self.open.last_mut() {
            item.closed = true;
        }
    }

    /// The innermost item ends.
    pub(super) fn close(&mut self) {
        if let Some(OpenItem {
            index,
            text: Some(text),
            ..
        }) = self.open.pop()
        {
            self.found[index].text = self.body.trimmed(text);
        }
    }

    /// All items, in order.
    pub(super) fn finish(self) -> Vec<Item> {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use crate::syntax::markdown::parse;
    use crate::text::span::Range;

    #[test]
    fn items_hold_their_own_text_only() {
        let text = "* Status: `a`\n  b\n  - \\[x\\]\n- [x] done\n\n  more\n\n1. ```\n   f\n   ```\n-";
        let markup = parse(text, Range::new(0, text.len()));
        let found: Vec<_> = markup.items.iter().map(|i| (i.depth, i.text.of(text))).collect();
        assert_eq!(
            found,
            [(1, "Status: `a`\n  b"), (2, "\\[x\\]"), (1, "done"), (1, ""), (1, "")]
        );
        assert!(markup.paragraphs.is_empty());
        assert_eq!(markup.fences[0].code.of(text).trim(), "f");
    }
}
