//! Where a text can be opened to put something in: ends of files, of sections, of lines. It does not know what is put there.

use crate::model::locate::Page;
use crate::syntax::markup::Heading;
use crate::text::edit::Edit;
use crate::text::span::Range;

/// A piece of text behind all that stands in a file.
pub(super) fn at_end(text: &str, said: &str, end: &str) -> Edit {
    let at = text.trim_end().len();
    if text[..at].trim_start_matches('\u{feff}').is_empty() {
        let range = Range::new(at, text.len());
        return Edit {
            range,
            text: said.to_owned(),
        };
    }
    let is_ended = text[at..].contains('\n');
    Edit {
        range: Range::at(at),
        // The file's own last line end follows.
        text: format!("{end}{end}{}", if is_ended { said.trim_end() } else { said }),
    }
}

/// What stands below a heading, up to the next one.
pub(super) fn section(page: Page<'_>, index: usize, heading: &Heading) -> Range {
    let end = page.markup().map_or(heading.range.end, |markup| {
        markup
            .headings
            .get(index + 1)
            .map_or(markup.body.end, |next| next.range.start)
    });
    Range::new(heading.range.end as usize, end as usize)
}

/// Where the text of a range ends, without the blanks behind it.
pub(super) fn trimmed_end(text: &str, range: Range) -> usize {
    range.start as usize + range.of(text).trim_end().len()
}

/// Where the line begins in which an offset lies.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The blanks before a range on its line.
pub(super) fn indent(text: &str, range: Range) -> &str {
    let start = range.start as usize;
    let before = &text[line_start(text, start)..start];
    if before.trim().is_empty() { before } else { "" }
}
