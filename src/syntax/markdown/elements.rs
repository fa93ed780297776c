//! The elements that Markdown's tags become, and the bare text of a tag. It knows no links and no places.

use pulldown_cmark::{BlockQuoteKind, Event, OffsetIter, TagEnd};

/// How a tag without attributes opens and closes.
pub(super) fn plain(tag: &TagEnd) -> (&'static str, &'static str) {
    match tag {
        TagEnd::Paragraph => ("<p>", "</p>\n"),
        TagEnd::BlockQuote(_) => ("<blockquote>\n", "</blockquote>\n"),
        TagEnd::List(true) => ("<ol>\n", "</ol>\n"),
        TagEnd::List(false) => ("<ul>\n", "</ul>\n"),
        TagEnd::Item => ("<li>", "</li>\n"),
        TagEnd::DefinitionList => ("<dl>\n", "</dl>\n"),
        TagEnd::DefinitionListTitle => ("<dt>", "</dt>\n"),
        TagEnd::DefinitionListDefinition => ("<dd>", "</dd>\n"),
        TagEnd::Table => ("", "</tbody></table></div>\n"),
        TagEnd::TableRow => ("<tr>", "</tr>\n"),
        TagEnd::Emphasis => ("<em>", "</em>"),
        TagEnd::Strong => ("<strong>", "</strong>"),
        TagEnd::Strikethrough => ("<del>", "</del>"),
        TagEnd::Superscript => ("<sup>", "</sup>"),
        TagEnd::Subscript => ("<sub>", "</sub>"),
        _ => ("", ""),
    }
}

/// How a quote begins that GitHub shows as a box.
pub(super) fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "<div class=\"alert note\"><p class=\"label\">Note</p>\n",
        BlockQuoteKind::Tip => "<div class=\"alert tip\"><p class=\"label\">Tip</p>\n",
        BlockQuoteKind::Important => "<div class=\"alert important\"><p class=\"label\">Important</p>\n",
        BlockQuoteKind::Warning => "<div class=\"alert warning\"><p class=\"label\">Warning</p>\n",
        BlockQuoteKind::Caution => "<div class=\"alert caution\"><p class=\"label\">Caution</p>\n",
    }
}

/// The bare text up to the end of a tag.
pub(super) fn gather(events: &mut OffsetIter, end: TagEnd) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for (event, _) in events.by_ref() {
        match event {
            Event::End(tag) if tag == end && depth == 0 => break,
            Event::End(tag) if tag == end => depth -= 1,
            Event::Start(tag) if tag.to_end() == end => depth += 1,
            Event::Text(text) | Event::Code(text) | Event::Html(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => {}
        }
    }
    out
}

/// HTML without its comments.
pub(super) fn without_comments(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find("<!--") {
        out.push_str(&rest[..at]);
        rest = rest[at + 4..].split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// The language of a fence, by the first word behind it.
pub(super) fn language(info: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '_' | '#' | '.');
    let name: String = info.trim().chars().take_while(|&c| is_word(c)).collect();
    name.to_ascii_lowercase()
}
