//! Boxes that other generators read from Markdown: `:::note` … `:::` (Docusaurus, VitePress, MyST) and `!!! note` or
//! `??? note` with an indented text (MkDocs). GitHub's own boxes are quotes, and the parser knows them.
//!
//! The parser of Markdown must see a box as something that it knows and no byte may move, for everything else is found by
//! its place. So the line that opens or closes a box is overwritten in a copy: with a processing instruction (`<?…?>`),
//! which is a block of HTML and ends every paragraph, and for MkDocs with a list item whose text is indented by four.

use crate::syntax::markdown::plain_text;
use crate::text::escape::escape;
use crate::text::search;
use std::collections::BTreeMap;

/// The boxes of a text.
pub(super) struct Admonitions {
    /// The text with the lines of boxes overwritten; as long as the text.
    pub text: String,
    /// What is written in the place of each line that opens or closes a box, by the place of its instruction.
    marks: BTreeMap<usize, String>,
    /// How the boxes end that are list items to the parser, by the place of their item.
    items: BTreeMap<usize, &'static str>,
}

impl Admonitions {
    /// Finds the boxes of a text; nothing where it has none, which costs two searches.
    pub(super) fn find(text: &str) -> Option<Self> {
        if [":::", "!!! ", "??? ", "???+ "]
            .iter()
            .all(|sign| search::find(text, sign).is_none())
        {
            return None;
        }
        let mut scan = Scan::default();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            scan.line(line.trim_end(), at);
            at += line.len();
        }
        scan.over(text)
    }

    /// What stands in the place of a block of HTML, if it is one of ours.
    pub(super) fn mark(&self, block: &std::ops::Range<usize>) -> Option<&str> {
        self.marks.range(block.clone()).next().map(|(_, html)| html.as_str())
    }

    /// How a box ends that is a list item to the parser.
    pub(super) fn end(&self, at: usize) -> Option<&'static str> {
        self.items.get(&at).copied()
    }
}

/// A line that opens a box, or closes one.
struct Edit {
    at: usize,
    len: usize,
    html: String,
    /// How the box ends, where it is an item.
    end: Option<&'static str>,
}

/// A box with colons that is open.
struct Open {
    colons: usize,
    indent: usize,
    edit: Edit,
}

#[derive(Default)]
struct Scan {
    edits: Vec<Edit>,
    open: Vec<Open>,
    /// The fence that is open: its sign and its length.
    fence: Option<(char, usize)>,
    /// How far the texts of the open boxes of MkDocs are indented: four for each.
    depth: usize,
}

impl Scan {
    fn line(&mut self, line: &str, at: usize) {
        let text = line.trim_start_matches(' ');
        if text.is_empty() {
            return;
        }
        let indent = line.len() - text.len();
        if self.is_fenced(text) {
            return;
        }
        // What is indented less than the text of a box is no part of it.
        self.depth = self.depth.min(indent / 4);
        self.open.retain(|open| open.indent == 0 || open.indent <= indent);
        if indent == 4 * self.depth && text.starts_with(['!', '?']) {
            self.indented(text, at + indent);
        }
        if indent < 4 && text.starts_with(":::") {
            self.colons(text, indent, at + indent);
        }
    }

    /// True inside of fenced code, and for its fences.
    fn is_fenced(&mut self, text: &str) -> bool {
        let sign = if text.starts_with('~') { '~' } else { '`' };
        let len = text.len() - text.trim_start_matches(sign).len();
        match self.fence {
            Some((open, least)) => {
                if open == sign && len >= least && text[len..].trim().is_empty() {
                    self.fence = None;
                }
                true
            }
            None if len >= 3 && !(sign == '`' && text[len..].contains('`')) => {
                self.fence = Some((sign, len));
                true
            }
            None => false,
        }
    }

    /// `!!! note "Title"`, `??? note`, `???+ note`.
    fn indented(&mut self, text: &str, at: usize) {
        let signs = ["!!! ", "???+ ", "??? "];
        let Some((sign, rest)) = signs.iter().find_map(|sign| Some((*sign, text.strip_prefix(sign)?))) else {
            return;
        };
        let word = rest.trim_start().split([' ', '"']).next().unwrap_or("");
        let Some(sort) = sort(word) else {
            return;
        };
        let title = rest
            .split_once('"')
            .and_then(|(_, title)| title.trim_end().strip_suffix('"'));
        let (html, end) = match sign {
            "!!! " => (start(sort, word, title), "</div>\n"),
            _ => {
                let open = if sign == "???+ " { " open" } else { "" };
                let mut html = format!("<details class=\"alert {sort}\"{open}><summary class=\"label\">");
                escape(&plain_text(title.unwrap_or(&capital(word))), &mut html);
                html.push_str("</summary>\n");
                (html, "</details>\n")
            }
        };
        let (len, end) = (text.len(), Some(end));
        self.edits.push(Edit { at, len, html, end });
        self.depth += 1;
    }

    /// `:::note Title`, `::: tip`, `:::note[Title]`, `:::{note} Title`, and the `:::` that closes it.
    fn colons(&mut self, text: &str, indent: usize, at: usize) {
        let rest = text.trim_start_matches(':');
        let (colons, len) = (text.len() - rest.len(), text.len());
        if rest.trim().is_empty() {
            let closes = |open: &mut Open| open.colons <= colons && open.indent == indent;
            if let Some(open) = self.open.pop_if(closes) {
                self.edits.push(open.edit);
                let html = "</div>\n".to_owned();
                let end = None;
                self.edits.push(Edit { at, len, html, end });
            }
            return;
        }
        let (word, title) = worded(rest.trim_start());
        if let Some(sort) = sort(word) {
            let title = (!title.is_empty()).then_some(title);
            let html = start(sort, word, title);
            let edit = Edit {
                at,
                len,
                html,
                end: None,
            };
            self.open.push(Open { colons, indent, edit });
        }
    }

    /// The text with what was found overwritten; nothing where nothing was found.
    fn over(self, text: &str) -> Option<Admonitions> {
        if self.edits.is_empty() {
            return None;
        }
        let mut bytes = text.as_bytes().to_vec();
        let (mut marks, mut items) = (BTreeMap::new(), BTreeMap::new());
        for edit in self.edits {
            // The item's sign is one that hardly any list has, so that the box does not become an item of a list.
            let head: &[u8] = if edit.end.is_some() { b"+   <?" } else { b"<?" };
            let line = &mut bytes[edit.at..edit.at + edit.len];
            line.fill(b'?');
            line[..head.len()].copy_from_slice(head);
            line[edit.len - 1] = b'>';
            if let Some(end) = edit.end {
                items.insert(edit.at, end);
            }
            marks.insert(edit.at + head.len() - 2, edit.html);
        }
        let text = String::from_utf8(bytes).ok()?;
        Some(Admonitions { text, marks, items })
    }
}

/// The word that says what sort of box it is, and its title.
fn worded(rest: &str) -> (&str, &str) {
    let (word, after) = match rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        Some(braced) => braced,
        None => rest.split_at(rest.find([' ', '[', '{']).unwrap_or(rest.len())),
    };
    let after = after.trim();
    let title = after.strip_prefix('[').and_then(|title| title.strip_suffix(']'));
    // Attributes in braces are for a style sheet.
    let is_title = !after.starts_with(['{', '[']);
    (
        word.trim_start_matches('.'),
        title.unwrap_or(if is_title { after } else { "" }),
    )
}

/// Which of GitHub's five sorts of boxes a word means. Sources: the lists of admonitions in the documentation of
/// Docusaurus, VitePress, docutils and Material for MkDocs.
fn sort(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "note" | "info" | "abstract" | "summary" | "tldr" | "todo" | "seealso" | "admonition" | "question" | "help"
        | "faq" | "example" | "quote" | "cite" | "details" => "note",
        "tip" | "hint" | "success" | "check" | "done" => "tip",
        "important" => "important",
        "warning" | "attention" => "warning",
        "caution" | "danger" | "error" | "failure" | "fail" | "missing" | "bug" => "caution",
        _ => return None,
    })
}

fn start(sort: &str, word: &str, title: Option<&str>) -> String {
    let mut html = format!("<div class=\"alert {sort}\">");
    // An empty title is none: that is how MkDocs reads `""`.
    if title != Some("") {
        html.push_str("<p class=\"label\">");
        escape(&plain_text(title.unwrap_or(&capital(word))), &mut html);
        html.push_str("</p>");
    }
    html.push('\n');
    html
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars.map(|c| c.to_ascii_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use super::Admonitions;

    /// The text with its boxes overwritten, and what stands in their places.
    fn found(text: &str) -> (String, Vec<String>) {
        match Admonitions::find(text) {
            Some(boxes) => (boxes.text, boxes.marks.into_values().collect()),
            None => (text.to_owned(), Vec::new()),
        }
    }

    #[test]
    fn boxes_of_every_sort() {
        for (text, html) in [
            (
                ":::note\nx\n:::",
                "<div class=\"alert note\"><p class=\"label\">Note</p>\n",
            ),
            (
                "::: danger Mind *it*\n:::\n",
                "<div class=\"alert caution\"><p class=\"label\">Mind it</p>\n",
            ),
            (
                ":::tip[<b>]\n:::\n",
                "<div class=\"alert tip\"><p class=\"label\"></p>\n",
            ),
            (
                ":::{warning} A & B\n:::\n",
                "<div class=\"alert warning\"><p class=\"label\">A &amp; B</p>\n",
            ),
            (
                "!!! note \"Title\"\n    x\n",
                "<div class=\"alert note\"><p class=\"label\">Title</p>\n",
            ),
            ("!!! tip \"\"\n    x\n", "<div class=\"alert tip\">\n"),
            (
                "??? bug\n    x\n",
                "<details class=\"alert caution\"><summary class=\"label\">Bug</summary>\n",
            ),
        ] {
            let (over, marks) = found(text);
            assert_eq!(marks.first().map(String::as_str), Some(html), "{text}");
            assert_eq!(over.len(), text.len(), "a byte moved");
        }
    }

    #[test]
    fn what_is_no_box_stays_as_it_is_written() {
        for text in [
            ":::note never closed\n",
            ":::tabs\n:::\n",
            ":::\n",
            "```\n:::note\n:::\n```\n",
            "    :::note\n    :::\n",
            "a\n\n    !!! note\n",
            "!!! what\n",
            "- :::note\n",
            "  :::note\nout\n  :::\n",
        ] {
            assert_eq!(found(text), (text.to_owned(), Vec::new()));
        }
    }

    #[test]
    fn boxes_stand_in_boxes() {
        let (_, marks) = found("::::note\n:::tip\nx\n:::\n::::\n");
        assert_eq!(marks.len(), 4);
        let (over, marks) = found("!!! note\n    a\n\n    ??? tip\n        b\n\nc\n");
        assert_eq!((over.matches("+   <?").count(), marks.len()), (2, 2), "{over}");
    }
}
