//! A diagram as its statements, one on each line. It knows no sort of diagram: flowcharts alone are read without it.

use crate::syntax::mermaid::chart::Problem;

/// A statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Its byte in the diagram.
    pub(super) at: usize,
    /// Its text, without the white around it.
    pub(super) text: &'a str,
}

impl<'a> Line<'a> {
    /// What stands behind a word that the statement begins with, in whichever case it is written.
    pub(super) fn after(&self, word: &str) -> Option<&'a str> {
        let (head, rest) = self.text.split_at_checked(word.len())?;
        let is_word = head.eq_ignore_ascii_case(word) && !rest.starts_with(|c: char| !c.is_whitespace());
        is_word.then(|| rest.trim_start())
    }

    /// The problem that stands where a part of this statement begins.
    pub(super) fn wrong(&self, part: &str, message: &str) -> Problem {
        let ahead = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        Problem {
            at: self.at + ahead.min(self.text.len()),
            message: message.to_owned(),
        }
    }

    /// The problem that stands where this statement ends.
    pub(super) fn short(&self, message: &str) -> Problem {
        self.wrong(&self.text[self.text.len()..], message)
    }
}

/// What ends a statement besides the end of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// Nothing else.
    Line,
    /// A `;` that belongs to no entity such as `#35;`.
    Semicolon,
}

/// The statements behind a byte, but for empty ones, comments, and what names the diagram for those who do not see it.
pub(super) fn lines(code: &str, from: usize, ends: Ends) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let mut at = from;
    let mut in_description = false;
    for row in code.get(from..).unwrap_or("").split_inclusive('\n') {
        let text = row.trim();
        let begins = text.starts_with("accDescr") && text.trim_start_matches("accDescr").trim_start().starts_with('{');
        let is_told = in_description || text.starts_with("accTitle:") || text.starts_with("accDescr:") || begins;
        in_description = (in_description || begins) && !text.contains('}');
        if !is_told && !text.starts_with("%%") {
            statements(row, at, ends, &mut out);
        }
        at += row.len();
    }
    out
}

fn statements<'a>(row: &'a str, at: usize, ends: Ends, out: &mut Vec<Line<'a>>) {
    let mut start = 0;
    let cuts = row.match_indices(';').map(|(end, _)| end);
    let cuts = cuts.filter(|&end| ends == Ends::Semicolon && !is_entity(&row[..end]));
    for end in cuts.chain([row.len()]) {
        let part = &row[start..end];
        let text = part.trim();
        if !text.is_empty() && !text.starts_with("%%") {
            let at = at + start + part.len() - part.trim_start().len();
            out.push(Line { at, text });
        }
        start = end + 1;
    }
}

/// True for what stands before a `;` that ends an entity: `#35`, `#quot`, `&lt`.
fn is_entity(before: &str) -> bool {
    let name = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    name.len() < before.len() && before.len() - name.len() < 10 && name.ends_with(['#', '&'])
}

#[cfg(test)]
mod tests {
    use super::{Ends, lines};

    #[test]
    fn statements_keep_their_places() {
        let code = "x\n  a: #35; b ; c\n%% no\n\naccTitle: t\naccDescr {\n in\n}\naccDescr: d\n\té;;\n";
        let found = lines(code, 2, Ends::Semicolon);
        assert_eq!(
            found.iter().map(|line| line.text).collect::<Vec<_>>(),
            ["a: #35; b", "c", "é"]
        );
        assert!(found.iter().all(|line| code[line.at..].starts_with(line.text)));
        assert_eq!(lines("a; b", 0, Ends::Line)[0].text, "a; b");
        let line = lines("  Loop  x y", 0, Ends::Line)[0];
        assert_eq!((line.after("loop"), line.after("lo")), (Some("x y"), None));
        assert_eq!(
            (line.wrong("elsewhere", "").at, line.wrong(&line.text[6..], "").at),
            (11, 8)
        );
    }
}
