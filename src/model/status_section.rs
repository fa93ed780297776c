//! How far a section speaks of a status, before prose begins. What the words mean is the business of
//! [`crate::model::status`].

use crate::model::kind::StatusWord;
use crate::model::relation::{mentions, words_alone};
use crate::model::status::Status;
use crate::text::span::Range;

/// Of a section that starts with a status, what is said about it: its first paragraph, and the paragraphs behind it that
/// tell a relation or a further day. Prose ends it.
pub(crate) fn statement(text: &str, range: Range, words: &[StatusWord]) -> Range {
    let section = range.of(text);
    let (mut end, mut start) = (0, 0);
    for (at, line) in lines(section).chain([(section.len(), "")]) {
        if !line.trim().is_empty() {
            continue;
        }
        let paragraph = section[start..at].trim();
        if !paragraph.is_empty() {
            if end > 0 && !belongs(paragraph, words) {
                break;
            }
            end = start + section[start..at].trim_end().len();
        }
        start = at;
    }
    let lead = section.len() - section.trim_start().len();
    Range::new(range.start as usize + lead.min(end), range.start as usize + end)
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        at += line.len();
        (at - line.len(), line)
    })
}

/// Whether a paragraph still speaks of the status: `Superseded by …`, `Accepted 2020-02-02`.
fn belongs(paragraph: &str, words: &[StatusWord]) -> bool {
    let said = words_alone(paragraph).to_ascii_lowercase();
    let lead = said.len() - said.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let is_relation = || mentions(&said).first().is_some_and(|mention| mention.start == lead);
    let is_step = |status: Status| status.qualifiers.is_empty();
    is_relation() || Status::parse(paragraph, words).is_some_and(is_step)
}

#[cfg(test)]
mod tests {
    use super::statement;
    use crate::model::status::tests::words;
    use crate::text::span::Range;

    #[test]
    fn a_statement_ends_where_prose_begins() {
        for (text, wanted) in [
            ("Accepted\n\nWe met on Monday.", "Accepted"),
            (
                "Accepted\r\n\r\nAmended by [9](9.md)\r\n\r\nProse.",
                "Accepted\r\n\r\nAmended by [9](9.md)",
            ),
            (
                "\n Proposed 2020-01-01\n\nAccepted 2020-02-02\n",
                "Proposed 2020-01-01\n\nAccepted 2020-02-02",
            ),
            ("Accepted\nand so on", "Accepted\nand so on"),
            ("Accepted\n\nAccepted things grow old", "Accepted"),
        ] {
            let range = statement(text, Range::new(0, text.len()), &words());
            assert_eq!(range.of(text), wanted);
        }
    }
}
