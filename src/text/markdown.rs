//! Writing text into Markdown, so that it stays text: in a line, in the cell of a table, as the target of a link.

use crate::text::escape::{picture, steers};
use std::borrow::Cow;

/// A text as one line of Markdown that shows exactly it: what would be markup is escaped, line ends become spaces.
pub fn inline(text: &str) -> String {
    escaped(text, |_, _| false)
}

/// A text as it stands in a heading, or in the label of a link to it: like [`inline`], and safe from what only headings
/// have: `{#id}`, and a `#` at the end.
pub fn heading(text: &str) -> String {
    escaped(text, |c, before| {
        matches!(c, '{' | '}') || (c == '#' && matches!(before, None | Some('{')))
    })
}

/// Escapes what would be markup, and what `more` says of a character and the one before it in its word.
fn escaped(text: &str, more: impl Fn(char, Option<char>) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        let mut before: Option<char> = None;
        for (at, c) in word.char_indices() {
            let rest = &word[at + c.len_utf8()..];
            let is_inside = before.is_some_and(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric);
            let is_markup = match c {
                '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' => true,
                // An underscore inside of a word is one in GitHub's Markdown and in CommonMark.
                '_' => !is_inside,
                '&' => begins_entity(rest),
                c => more(c, before),
            };
            if is_markup {
                out.push('\\');
            }
            out.push(if steers(c) { picture(c) } else { c });
            before = Some(c);
        }
    }
    out
}

/// Whether an ampersand before this text begins an entity: letters, digits and `#` up to a `;`.
fn begins_entity(rest: &str) -> bool {
    let name = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
    name.is_some_and(|end| end > 0 && rest[end..].starts_with(';'))
}

/// A piece of Markdown as its reader sees it, as far as backslashes go: `R\&D` is `R&D`.
pub fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_escape = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        out.extend(if is_escape { chars.next() } else { Some(c) });
    }
    Cow::Owned(out)
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
    use super::{heading, inline, is_same, link, table, unescaped};

    #[test]
    fn text_stays_text() {
        for (text, shown) in [
            ("a | b", "a \\| b"),
            ("*x* [y](z) `c`", "\\*x\\* \\[y\\](z) \\`c\\`"),
            ("<script>", "\\<script\\>"),
            ("snake_case _x_", "snake_case \\_x\\_"),
            ("a\r\n b\u{1b}", "a b␛"),
            ("R&D, a & b, &lt;", "R&D, a & b, \\&lt;"),
            ("a&b; &#35; &; C# #1", "a\\&b; \\&#35; &; C# #1"),
        ] {
            assert_eq!(inline(text), shown);
            assert_eq!(
                unescaped(shown),
                text.split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .replace('\u{1b}', "␛")
            );
        }
    }

    #[test]
    fn a_heading_is_as_plain_as_it_can_be() {
        for (text, shown) in [
            ("YAML & Terraform in C#", "YAML & Terraform in C#"),
            ("Use snake_case {#x} # y #", "Use snake_case \\{\\#x\\} \\# y \\#"),
        ] {
            assert_eq!(heading(text), shown);
            assert_eq!(unescaped(shown), text);
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
