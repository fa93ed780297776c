//! Footnotes while a text is written: their numbers, and their texts, which wait for the end. It knows HTML and no Markdown.

use std::collections::HashMap;
use std::fmt::Write as _;

/// The footnotes of a text.
#[derive(Default)]
pub(super) struct Notes {
    /// Their numbers by their names, from 1 in the order of their first mention.
    numbers: HashMap<String, usize>,
    /// The text of each, as HTML.
    texts: Vec<String>,
    /// Which of them are mentioned.
    mentioned: Vec<bool>,
    /// Those that are being written, and what stood before them.
    open: Vec<(usize, String)>,
}

impl Notes {
    /// Writes the mention of a footnote; only the first is the place to come back to.
    pub(super) fn mention(&mut self, name: &str, out: &mut String) {
        let at = self.place(name);
        let number = at + 1;
        match std::mem::replace(&mut self.mentioned[at], true) {
            false => {
                let _ = write!(out, "<sup id=\"mention:{number}\">");
            }
            true => out.push_str("<sup>"),
        }
        let _ = write!(out, "<a href=\"#note:{number}\">{number}</a></sup>");
    }

    /// The text of a footnote begins: what is written from here on is its own.
    pub(super) fn open(&mut self, name: &str, out: &mut String) {
        let at = self.place(name);
        self.open.push((at, std::mem::take(out)));
    }

    /// The text of the footnote that was opened last ends.
    pub(super) fn close(&mut self, out: &mut String) {
        if let Some((at, before)) = self.open.pop() {
            self.texts[at].push_str(&std::mem::replace(out, before));
        }
    }

    /// Writes all footnotes.
    pub(super) fn write(&self, out: &mut String) {
        if self.texts.is_empty() {
            return;
        }
        out.push_str("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n");
        for (at, text) in self.texts.iter().enumerate() {
            let number = at + 1;
            let _ = write!(out, "<li id=\"note:{number}\">{}", text.trim_end());
            if self.mentioned[at] {
                let end = if text.trim_end().ends_with("</p>") {
                    out.len() - 4
                } else {
                    out.len()
                };
                let back =
                    format!(" <a class=\"back\" href=\"#mention:{number}\" aria-label=\"Back to the text\">↩</a>");
                out.insert_str(end, &back);
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ol>\n</section>\n");
    }

    fn place(&mut self, name: &str) -> usize {
        if let Some(number) = self.numbers.get(name) {
            return number - 1;
        }
        self.texts.push(String::new());
        self.mentioned.push(false);
        self.numbers.insert(name.to_owned(), self.texts.len());
        self.texts.len() - 1
    }
}
