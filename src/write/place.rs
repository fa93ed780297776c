//! Where a title is written, and what must be escaped there. It knows no record.

use crate::text::escape::escape;
use crate::text::template::heading_text;

/// Where a title is written: what would be markup there is escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In Markdown.
    Markdown,
    /// In AsciiDoc.
    AsciiDoc,
    /// Between HTML's tags.
    Html,
    /// Inside a scalar of front matter, whose quotes are not known.
    Data,
}

impl Place {
    pub(crate) fn write(self, title: &str) -> String {
        match self {
            Place::Markdown => heading_text(title),
            Place::AsciiDoc => title.replace(']', "\\]"),
            Place::Html => {
                let mut out = String::new();
                escape(title, &mut out);
                out
            }
            Place::Data => title.replace('\'', "’").replace(['"', '\\', '[', ']'], ""),
        }
    }
}
