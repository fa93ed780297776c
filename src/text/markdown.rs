//! Writing text into Markdown, so that it stays text: in a line, in the cell of a table, as the target of a link.

use crate::text::escape::{picture, steers};

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

/// A table of finished cells; the first row is the head. Its columns are not filled up with spaces: where one cell grows,
/// only its own row changes.
pub fn table(rows: &[Vec<String>], line_end: &str) -> String {
    let mut out = String::new();
    for (at, row) in rows.iter().enumerate() {
        out.push_str(&format!("| {} |{line_end}", row.join(" | ")));
        if at == 0 {
            let rule = vec!["---"; row.len()];
            out.push_str(&format!("| {} |{line_end}", rule.join(" | ")));
        }
    }
    out
}

/// True where two texts differ at most in what a formatter of Markdown changes: blanks, the length of rules, the sign of
/// list items.
pub fn is_same(a: &str, b: &str) -> bool {
    let plain = |line: &str| -> String {
        let line = line.trim();
        let item = line.strip_prefix("* ").or_else(|| line.strip_prefix("+ "));
        let line = item.map_or(line.to_owned(), |item| format!("- {item}"));
        let is_rule = line.starts_with('|') && line.bytes().all(|byte| b"|-: ".contains(&byte));
        match is_rule {
            true => line
                .split('|')
                .map(|cell| cell.chars().next().map_or("", |_| "-"))
                .collect(),
            false => line.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    };
    let lines = |text: &str| -> Vec<String> { text.lines().map(plain).filter(|line| !line.is_empty()).collect() };
    lines(a) == lines(b)
}

#[cfg(test)]
mod tests {
    use super::{inline, is_same, link, table};

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
    fn tables_survive_formatters() {
        let rows = [["A", "Title"], ["1", "決定"]].map(|row| row.map(str::to_owned).to_vec());
        let written = table(&rows, "\r\n");
        assert_eq!(written, "| A | Title |\r\n| --- | --- |\r\n| 1 | 決定 |\r\n");
        assert!(is_same(
            &written,
            "\n| A   | Title |\n| --- | ----- |\n| 1   | 決定  |\n\n"
        ));
        assert!(!is_same(&written, "| A | Title |\n| --- | --- |\n| 2 | 決定 |\n"));
        assert!(is_same("* a\n* b\n", "- a\n- b\n") && !is_same("* a b\n", "* ab\n"));
    }
}
