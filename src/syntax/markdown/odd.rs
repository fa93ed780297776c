//! Headings that Markdown does not see: `##` and then a space that is none to it, such as the no-break space that a Mac types
//! with Option and the space bar, and that word processors leave behind. It must not know what the heading is read for.

use crate::syntax::markdown::body::{Body, Bytes};
use crate::syntax::markdown::plain_text;
use crate::syntax::markup::{Heading, Markup};

/// Takes such a heading from the start of a paragraph, if there is one; what is left of the paragraph.
pub(super) fn heading(markup: &mut Markup, body: Body<'_>, paragraph: Bytes) -> Bytes {
    let text = &body.text[paragraph.clone()];
    let hashes = text.len() - text.trim_start_matches('#').len();
    if !(1..=6).contains(&hashes) {
        return paragraph;
    }
    let line = text.split(['\n', '\r']).next().unwrap_or(text);
    let gap = line[hashes..].len() - line[hashes..].trim_start_matches(is_gap).len();
    let title = line[hashes + gap..].trim_end_matches(is_gap);
    // `#7` and `#Title` are no headings to anybody.
    if gap == 0 || title.is_empty() {
        return paragraph;
    }
    let start = paragraph.start;
    let text_start = start + hashes + gap;
    markup.odd_spaces.push(body.at(start + hashes..text_start));
    markup.headings.push(Heading {
        level: hashes as u8,
        text: plain_text(title),
        anchor: String::new(),
        range: body.at(start..text_start + title.len()),
        text_range: body.at(text_start..text_start + title.len()),
    });
    start + line.len()..paragraph.end
}

/// White space in Unicode, and what shows as none.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use crate::syntax::markdown::parse;
    use crate::text::span::Range;

    #[test]
    fn a_space_that_is_none_makes_a_heading_too() {
        let cases = [
            ("##\u{a0}Status\n\nAccepted\n", "2 Status", "Accepted"),
            ("##\u{a0} **Status**\nAccepted\n", "2 Status", "Accepted"),
            ("#\u{200b}Title\r\n", "1 Title", ""),
            ("##\u{3000}\u{a0}\n", "", "##\u{3000}\u{a0}"),
            ("#7 is next\n", "", "#7 is next"),
            ("a\n##\u{a0}b\n", "", "a\n##\u{a0}b"),
            ("#######\u{a0}b\n", "", "#######\u{a0}b"),
            ("```\n##\u{a0}b\n```\n", "", ""),
            ("> ##\u{a0}b\n", "", ""),
        ];
        for (text, heading, paragraph) in cases {
            let markup = parse(text, Range::new(0, text.len()));
            let headings = markup
                .headings
                .iter()
                .map(|found| format!("{} {}", found.level, found.text));
            assert_eq!(headings.collect::<Vec<_>>().join(", "), heading, "{text:?}");
            let first = markup.paragraphs.first().map_or("", |range| range.of(text));
            assert_eq!(first, paragraph.trim(), "{text:?}");
            assert_eq!(markup.odd_spaces.len(), markup.headings.len(), "{text:?}");
        }
    }
}
