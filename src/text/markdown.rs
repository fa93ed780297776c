//! Writing text into Markdown, so that it stays text: in a line, in the cell of a table, as the target of a link.

use crate::text::escape::{picture, steers};
use crate::text::width::columns;

/// A text as one line of Markdown that shows exactly it: what would be markup is escaped, line ends become spaces.
pub fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        let chars: Vec<char> = word.chars().collect();
        for (at, &c) in chars.iter().enumerate() {
            let inside = |at: usize| chars.get(at).is_some_and(|c| c.is_alphanumeric());
            // An underscore inside of a word is one in GitHub's Markdown and in CommonMark.
            let is_plain_underscore = c == '_' && at > 0 && inside(at - 1) && inside(at + 1);
            match c {
                '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' => out.extend(['\\', c]),
                '_' if !is_plain_underscore => out.extend(['\\', c]),
                // An ampersand is only in danger where it could begin an entity.
                '&' if chars.get(at + 1).is_some_and(|c| c.is_alphanumeric() || *c == '#') => out.push_str("&amp;"),
                c if steers(c) => out.push(picture(c)),
                c => out.push(c),
            }
        }
    }
    out
}

/// A link with this text (not escaped yet) and this relative path as target.
pub fn link(text: &str, target: &str) -> String {
    format!("[{}]({})", inline(text), destination(target))
}

/// A path as a link's destination: what would end it is percent-encoded, letters of any script stay readable.
fn destination(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    // A colon in the first part would make it look like a scheme.
    if path.split('/').next().is_some_and(|first| first.contains(':')) {
        out.push_str("./");
    }
    for c in path.chars() {
        let is_unsafe = c.is_whitespace() || c.is_control() || steers(c) || "%()<>\\\"'#?|[]`*".contains(c);
        if is_unsafe {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// A table of finished cells. The first row is the head; its columns are as wide as their widest cell where that is at
/// most 60, so that a person can read the source, too.
pub fn table(rows: &[Vec<String>], line_end: &str) -> String {
    let count = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| columns(cell)).max().unwrap_or(0).clamp(3, 60)
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let mut out = String::new();
    for (at, row) in rows.iter().enumerate() {
        for (cell, width) in row.iter().zip(&widths) {
            let fill = width.saturating_sub(columns(cell));
            out.push_str("| ");
            out.push_str(cell);
            out.extend(std::iter::repeat_n(' ', fill + 1));
        }
        out.push('|');
        out.push_str(line_end);
        if at == 0 {
            for width in &widths {
                out.push_str("| ");
                out.extend(std::iter::repeat_n('-', *width));
                out.push(' ');
            }
            out.push('|');
            out.push_str(line_end);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{inline, link, table};

    #[test]
    fn text_stays_text() {
        for (text, shown) in [
            ("a | b", "a \\| b"),
            ("*x* [y](z) `c`", "\\*x\\* \\[y\\](z) \\`c\\`"),
            ("<script>", "\\<script\\>"),
            ("snake_case _x_", "snake_case \\_x\\_"),
            ("a\r\n b\u{1b}", "a b␛"),
            ("R&D, a & b, &lt;", "R&amp;D, a & b, &amp;lt;"),
        ] {
            assert_eq!(inline(text), shown);
        }
    }

    #[test]
    fn links_lead_to_their_file() {
        assert_eq!(link("1. [x]", "a b/(c)é#.md"), "[1. \\[x\\]](a%20b/%28c%29é%23.md)");
        assert_eq!(link("x", "a:b.md"), "[x](./a:b.md)");
    }

    #[test]
    fn columns_are_aligned() {
        let rows = [["A", "Title"], ["1", "決定"]].map(|row| row.map(str::to_owned).to_vec());
        let expected = "| A   | Title |\r\n| --- | ----- |\r\n| 1   | 決定  |\r\n";
        assert_eq!(table(&rows, "\r\n"), expected);
    }
}
