//! AsciiDoc.
use crate::syntax::markup::Markup;
use crate::text::span::Range;
/// Parses.
pub fn parse(_text: &str, body: Range) -> Markup {
    Markup {
        body,
        ..Markup::default()
    }
}
/// Resolves.
pub fn resolve(_markup: &Markup, _text: &str, raw: &str) -> String {
    raw.to_owned()
}
