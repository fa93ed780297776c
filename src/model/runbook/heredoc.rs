//! Here-documents: what opens one and where it ends. It knows nothing of what stands in them.

use crate::model::runbook::peril::Reason;
use crate::model::runbook::places;
use std::ops::Range;

/// A here-document whose text is still to come.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Heredoc {
    /// The line that ends it.
    pub(super) delimiter: String,
    /// Whether its text is taken as it is.
    pub(super) is_raw: bool,
    /// Whether tabs at the start of its lines go.
    pub(super) strips_tabs: bool,
    /// How many brackets and quotes were open before it.
    pub(super) depth: usize,
    /// Whether a shell or an interpreter takes it for its program.
    pub(super) is_program: bool,
}

/// Reads what stands behind `<<`, from `at` on: the here-document, and where its word ends.
pub(super) fn opening(text: &str, at: usize, depth: usize) -> Result<(Heredoc, usize), Reason> {
    let bytes = text.as_bytes();
    let strips_tabs = bytes.get(at) == Some(&b'-');
    let mut at = at + usize::from(strips_tabs);
    while matches!(bytes.get(at), Some(b' ' | b'\t')) {
        at += 1;
    }
    let mut delimiter = String::new();
    let mut is_raw = false;
    while let Some(c) = text[at..].chars().next() {
        match c {
            '{' if places::at(text, at).is_some() => return Err(Reason::Delimiter),
            '$' | '`' => return Err(Reason::Unclear),
            '\'' | '"' => {
                let inner = &text[at + 1..];
                let length = inner.find(c).ok_or(Reason::Unclosed)?;
                delimiter.push_str(&inner[..length]);
                is_raw = true;
                at += length + 2;
            }
            '\\' => {
                let next = text[at + 1..].chars().next().ok_or(Reason::Unclosed)?;
                delimiter.push(next);
                is_raw = true;
                at += 1 + next.len_utf8();
            }
            c if c.is_ascii_whitespace() || matches!(c, ';' | '&' | '|' | '<' | '>' | '(' | ')') => break,
            c => {
                delimiter.push(c);
                at += c.len_utf8();
            }
        }
    }
    // What a double quote holds is more than its text where a backslash or a line end is in it.
    if delimiter.is_empty() || delimiter.contains(['\n', '\\', '$', '`']) {
        return Err(Reason::Unclear);
    }
    let heredoc = Heredoc {
        delimiter,
        is_raw,
        strips_tabs,
        depth,
        is_program: false,
    };
    Ok((heredoc, at))
}

impl Heredoc {
    /// The lines of its text, which begins at `start`, and where the text behind it goes on. `None` where nothing ends it, and
    /// where shells differ about its end.
    pub(super) fn body(&self, text: &str, (start, is_within): (usize, bool)) -> Option<(Range<usize>, usize)> {
        let mut at = start;
        let mut goes_on = false;
        for line in text.get(start..)?.split_inclusive('\n') {
            let content = line.strip_suffix('\n').unwrap_or(line);
            let shown = match self.strips_tabs {
                true => content.trim_start_matches('\t'),
                false => content,
            };
            if shown == self.delimiter && !goes_on {
                return Some((start..at, at + line.len()));
            }
            // Bash ends it here, within `$(…)`, if its version is such.
            if is_within && shown.starts_with(&self.delimiter) && shown.contains(')') {
                return None;
            }
            let slashes = content.len() - content.trim_end_matches('\\').len();
            goes_on = !self.is_raw && slashes % 2 == 1;
            at += line.len();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::opening;

    #[test]
    fn the_word_and_the_line_that_ends_it() {
        for (text, delimiter, is_raw, body) in [
            ("EOF\na\nEOF\nb", "EOF", false, "a\n"),
            ("-'E O F' | x\na\n\tE O F\n", "E O F", true, "a\n"),
            (" \\EOF\nEOF x\nEOF", "EOF", true, "EOF x\n"),
            ("E\"O\"F;\na\\\nEOF\nEOF\n", "EOF", true, "a\\\n"),
            ("EOF\na\\\nEOF\nEOF\n", "EOF", false, "a\\\nEOF\n"),
            ("EOF\nEOF\n", "EOF", false, ""),
        ] {
            let (heredoc, end) = opening(text, 0, 1).unwrap();
            assert_eq!(
                (heredoc.delimiter.as_str(), heredoc.is_raw),
                (delimiter, is_raw),
                "{text}"
            );
            let start = end + text[end..].find('\n').unwrap() + 1;
            let found = heredoc.body(text, (start, false)).unwrap().0;
            assert_eq!(&text[found], body, "{text}");
        }
        for text in ["", "\n", "$x\n", "{{ y }}\n", "'E", "\"a\\\"b\"\n"] {
            assert!(opening(text, 0, 1).is_err(), "{text}");
        }
    }
}
