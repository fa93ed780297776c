//! What writing a body as HTML takes, whatever its format: what is handed over, what comes back, and the elements that
//! carry an address. It knows no format and no pages.

use crate::syntax::colour::{html, label};
use crate::syntax::markup::{Anchor, Heading, LinkKind};
use crate::text::escape::{escape, percent_encode};
use crate::text::span::Range;

/// What is written as HTML.
pub struct Source<'a> {
    /// The whole file.
    pub text: &'a str,
    /// The bytes of its body.
    pub body: Range,
    /// Its headings, in order.
    pub headings: &'a [Heading],
    /// Its other anchors, in order; Markdown writes its own as HTML.
    pub anchors: &'a [Anchor],
    /// A heading that is left out, because the page shows it elsewhere.
    pub without: Option<Range>,
    /// Listings before which an anchor is set: the byte of the file where each begins, and its name. In order.
    pub marks: &'a [(u32, String)],
}

/// What becomes of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTo {
    /// It leads to this address, which the caller vouches for.
    Url(String),
    /// Only its text stays.
    Text,
    /// Its text stays and is marked as broken, with the reason.
    Broken(String),
}

/// A text as HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    /// The HTML.
    pub text: String,
    /// True when it holds HTML that the author wrote: then it is not safe as it stands.
    pub has_raw: bool,
    /// The diagrams in it. In the place of each stands [`drawn`] with its index, for its picture is the caller's business.
    pub diagrams: Vec<Diagram>,
}

/// A diagram as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    /// Its text, without what indents it.
    pub code: String,
    /// The byte of the file where its block begins.
    pub at: u32,
}

/// What stands in the place of a diagram.
pub fn drawn(index: usize) -> String {
    format!("<div class=\"drawn\">{index}</div>")
}

/// Says what becomes of a link, by its target as resolved (entities and escapes gone) and how it is written.
pub type Linker<'a> = dyn Fn(&str, LinkKind) -> LinkTo + 'a;

/// How a table begins, which scrolls inside of itself: also by keys, so it has a name.
pub(super) const TABLE: &str = "<div class=\"scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>\n";

/// The levels of headings as a page shows them. The page's own heading is the only one of level 1, and no level is left
/// out: what an author skips for the look of it would be missing to those who go by headings.
#[derive(Debug, Default)]
pub struct Outline {
    open: Vec<u8>,
}

impl Outline {
    /// The level, 2 to 6, at which the next heading of the level `written` is shown.
    pub fn level(&mut self, written: u8) -> u8 {
        while self.open.last().is_some_and(|&open| open >= written) {
            self.open.pop();
        }
        self.open.push(written);
        (1 + self.open.len() as u8).min(6)
    }
}

/// Writes the link of a heading to itself.
pub(super) fn anchor(out: &mut String, heading: &Heading) {
    if heading.anchor.is_empty() || heading.text.trim().is_empty() {
        return;
    }
    out.push_str(" <a class=\"anchor\" href=\"#");
    percent_encode(&heading.anchor, out);
    wrapped(out, "\" aria-label=\"Link to “", &heading.text, "”\">#</a>");
}

/// Writes `text`, escaped, between two pieces of HTML.
pub(super) fn wrapped(out: &mut String, before: &str, text: &str, after: &str) {
    out.push_str(before);
    escape(text, out);
    out.push_str(after);
}

/// Writes the start of a link; returns its end.
pub(super) fn link_start(out: &mut String, to: &LinkTo) -> &'static str {
    match to {
        LinkTo::Url(url) => {
            wrapped(out, "<a href=\"", url, "\">");
            "</a>"
        }
        LinkTo::Text => "",
        LinkTo::Broken(why) => {
            wrapped(out, "<span class=\"broken\" title=\"", why, "\">");
            "</span>"
        }
    }
}

/// Writes a link whose text is plain.
pub(super) fn linked(out: &mut String, to: &LinkTo, shown: &str) {
    let end = link_start(out, to);
    wrapped(out, "", shown, end);
}

/// Writes the anchors of the marks between two bytes.
pub(super) fn marks(out: &mut String, marks: &[(u32, String)], (from, to): (usize, usize)) {
    let first = marks.partition_point(|(at, _)| (*at as usize) < from);
    for (_, name) in marks[first..].iter().take_while(|(at, _)| (*at as usize) < to) {
        wrapped(out, "<p id=\"", name, "\"></p>\n");
    }
}

/// Writes an image of this site.
pub(super) fn image(out: &mut String, url: &str, alt: &str) {
    wrapped(out, "<img src=\"", url, "\" alt=\"");
    wrapped(out, "", alt, "\" loading=\"lazy\">");
}

/// Writes a listing in its colours; the language may be empty. A known language is told to the reader.
pub(super) fn listing(out: &mut String, language: &str, code: &str) {
    match label(language) {
        Some(label) => wrapped(out, "<div class=\"code\" data-language=\"", label, "\">"),
        None => out.push_str("<div class=\"code\">"),
    }
    out.push_str("<pre tabindex=\"0\"><code");
    if !language.is_empty() {
        wrapped(out, " class=\"language-", language, "\"");
    }
    out.push('>');
    html::write(language, code, out);
    out.push_str("</code></pre></div>\n");
}
