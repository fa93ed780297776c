//! Changing a text by its spans, so that every other byte stays.

use crate::text::span::Range;

/// Puts `text` in the place of `range`. An empty range inserts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced.
    pub range: Range,
    /// What stands there afterwards.
    pub text: String,
}

/// Why edits were not applied; nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// A range reaches past the end or splits a character.
    OutOfPlace(Range),
    /// Two edits touch the same bytes.
    Overlap(Range, Range),
}

/// Applies edits to `text`. Their order does not matter; all other bytes stay as they are.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.range);
    let mut out = String::with_capacity(text.len());
    let mut done = Range::at(0);
    for edit in sorted {
        if text.get(edit.range.as_usize()).is_none() {
            return Err(EditError::OutOfPlace(edit.range));
        }
        if edit.range.start < done.end {
            return Err(EditError::Overlap(done, edit.range));
        }
        out.push_str(&text[done.end as usize..edit.range.start as usize]);
        out.push_str(&edit.text);
        done = edit.range;
    }
    out.push_str(&text[done.end as usize..]);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{Edit, EditError, apply};
    use crate::text::span::Range;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit {
            range: Range::new(start, end),
            text: text.to_owned(),
        }
    }

    #[test]
    fn touches_only_its_spans() {
        let out = apply("status: open\r\nx\r\n", &[edit(14, 14, "y"), edit(8, 12, "closed")]);
        assert_eq!(out.as_deref(), Ok("status: closed\r\nyx\r\n"));
    }

    #[test]
    fn refuses_what_it_cannot_do() {
        assert!(matches!(apply("é", &[edit(1, 1, "x")]), Err(EditError::OutOfPlace(_))));
        assert!(matches!(
            apply("abc", &[edit(0, 2, "x"), edit(1, 3, "y")]),
            Err(EditError::Overlap(..))
        ));
    }
}
