//! Coloured code as HTML: a span with a class of one letter around each piece, nothing around plain text.

use crate::syntax::colour::piece::{Class, Piece};
use crate::syntax::colour::pieces;
use crate::text::escape::escape;

/// The classes that spans of code have.
pub const CLASSES: [&str; 11] = ["c", "k", "s", "v", "w", "n", "i", "d", "h", "p", "o"];

/// The class of a span as HTML has it.
pub(super) fn letter(class: Class) -> &'static str {
    match class {
        Class::Comment => "c",
        Class::Key => "k",
        Class::Text => "s",
        Class::Value => "v",
        Class::Word => "w",
        Class::Name => "n",
        Class::Added => "i",
        Class::Removed => "d",
        Class::Head => "h",
        Class::Prompt => "p",
        Class::Output => "o",
    }
}

/// Writes code, escaped and coloured.
pub fn write(language: &str, code: &str, out: &mut String) {
    part(code, (0, code.len()), &pieces(language, code), out);
}

/// Code as lines without their line breaks, each whole in itself: a piece that goes over several is closed and opened.
pub fn lines(language: &str, code: &str) -> Vec<String> {
    let all = pieces(language, code);
    let mut rest = all.as_slice();
    let mut at = 0;
    let mut lines = Vec::new();
    for line in code.split_inclusive('\n') {
        let end = at + line.trim_end_matches(['\n', '\r']).len();
        while rest.first().is_some_and(|piece| piece.range.end as usize <= at) {
            rest = &rest[1..];
        }
        let mut html = String::with_capacity(line.len() + 32);
        part(code, (at, end), rest, &mut html);
        lines.push(html);
        at += line.len();
    }
    lines
}

/// Writes a part of a text with the pieces that begin in it or reach into it.
fn part(text: &str, (start, end): (usize, usize), pieces: &[Piece], out: &mut String) {
    let mut at = start;
    for piece in pieces {
        let from = (piece.range.start as usize).max(start);
        let to = (piece.range.end as usize).min(end);
        if from >= end {
            break;
        }
        if from >= to {
            continue;
        }
        escape(&text[at..from], out);
        out.push_str("<span class=\"");
        out.push_str(letter(piece.class));
        out.push_str("\">");
        escape(&text[from..to], out);
        out.push_str("</span>");
        at = to;
    }
    if at < end {
        escape(&text[at..end], out);
    }
}

#[cfg(test)]
mod tests {
    use super::{lines, write};

    #[test]
    fn code_is_escaped_and_coloured() {
        let mut out = String::new();
        write("yaml", "a<b: \"&\" # <x>\n", &mut out);
        assert_eq!(
            out,
            "<span class=\"k\">a&lt;b</span>: <span class=\"s\">&quot;&amp;&quot;</span> <span class=\"c\"># &lt;x&gt;</span>\n"
        );
        let mut out = String::new();
        write("none", "<a>", &mut out);
        assert_eq!(out, "&lt;a&gt;");
    }

    #[test]
    fn lines_are_whole_in_themselves() {
        assert_eq!(
            lines("yaml", "a: |\n  x\n\n  y\r\nb: 1"),
            [
                "<span class=\"k\">a</span>: |",
                "  <span class=\"s\">x</span>",
                "",
                "<span class=\"s\">  y</span>",
                "<span class=\"k\">b</span>: <span class=\"v\">1</span>"
            ]
        );
    }
}
