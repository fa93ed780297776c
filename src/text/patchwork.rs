//! A text that is changed step by step and remembers which of its bytes are still the old ones.
//!
//! Each step sees the text that the step before left; what comes out are edits of the text as it was at first.

use crate::text::edit::{Edit, EditError, apply};
use crate::text::span::Range;
use std::collections::VecDeque;

/// A text before and now.
#[derive(Clone, Debug)]
pub struct Patchwork {
    before: String,
    now: String,
    pieces: VecDeque<Piece>,
}

/// Bytes of the text as it is now.
#[derive(Clone, Debug)]
enum Piece {
    /// From the text before.
    Kept(Range),
    /// Written since.
    New(String),
}

impl Patchwork {
    /// A text that nobody changed yet.
    pub fn new(text: &str) -> Self {
        Patchwork {
            before: text.to_owned(),
            now: text.to_owned(),
            pieces: VecDeque::from([Piece::Kept(Range::new(0, text.len()))]),
        }
    }

    /// The text as it was at first.
    pub fn before(&self) -> &str {
        &self.before
    }

    /// The text as it is now.
    pub fn now(&self) -> &str {
        &self.now
    }

    /// Changes the text as it is now; fails, and changes nothing, where the edits do not fit it.
    pub fn apply(&mut self, edits: &[Edit]) -> Result<(), EditError> {
        self.now = apply(&self.now, edits)?;
        let mut sorted: Vec<&Edit> = edits.iter().collect();
        sorted.sort_by_key(|edit| edit.range);
        let mut left = std::mem::take(&mut self.pieces);
        let mut at = 0;
        for edit in sorted {
            take(&mut left, edit.range.start as usize - at, |piece| {
                self.pieces.push_back(piece)
            });
            take(&mut left, edit.range.len(), drop);
            self.pieces.push_back(Piece::New(edit.text.clone()));
            at = edit.range.end as usize;
        }
        self.pieces.extend(left);
        Ok(())
    }

    /// The edits that lead from the text before to the text now; none where it is the same again.
    pub fn edits(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut done = 0;
        let mut new = String::new();
        let end = Piece::Kept(Range::at(self.before.len()));
        for piece in self.pieces.iter().chain([&end]) {
            let kept = match piece {
                Piece::New(text) => {
                    new.push_str(text);
                    continue;
                }
                Piece::Kept(kept) => kept,
            };
            let gap = Range::new(done, kept.start as usize);
            if gap.of(&self.before) != new {
                let text = std::mem::take(&mut new);
                edits.push(Edit { range: gap, text });
            }
            new.clear();
            done = kept.end as usize;
        }
        edits
    }
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Piece::Kept(range) => range.len(),
            Piece::New(text) => text.len(),
        }
    }

    /// In two; `at` lies inside and on the bound of a character.
    fn split(self, at: usize) -> (Piece, Piece) {
        match self {
            Piece::Kept(range) => {
                let middle = range.start as usize + at;
                let (start, end) = (range.start as usize, range.end as usize);
                (
                    Piece::Kept(Range::new(start, middle)),
                    Piece::Kept(Range::new(middle, end)),
                )
            }
            Piece::New(mut text) => {
                let rest = text.split_off(at);
                (Piece::New(text), Piece::New(rest))
            }
        }
    }
}

/// Takes `length` bytes off the front.
fn take(pieces: &mut VecDeque<Piece>, mut length: usize, mut give: impl FnMut(Piece)) {
    while length > 0 {
        let Some(piece) = pieces.pop_front() else { return };
        if piece.len() > length {
            let (front, rest) = piece.split(length);
            pieces.push_front(rest);
            give(front);
            return;
        }
        length -= piece.len();
        give(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::Patchwork;
    use crate::text::edit::{Edit, apply};
    use crate::text::span::Range;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit {
            range: Range::new(start, end),
            text: text.to_owned(),
        }
    }

    #[test]
    fn steps_become_edits_of_the_first_text() {
        let mut work = Patchwork::new("one two three");
        work.apply(&[edit(4, 7, "zwei"), edit(0, 0, "> ")]).unwrap();
        assert_eq!(work.now(), "> one zwei three");
        work.apply(&[edit(6, 10, "2"), edit(16, 16, "!")]).unwrap();
        work.apply(&[edit(3, 3, "-")]).unwrap();
        assert_eq!(work.now(), "> o-ne 2 three!");
        let edits = work.edits();
        assert_eq!(apply(work.before(), &edits).as_deref(), Ok(work.now()));
        assert_eq!(edits.len(), 4, "{edits:?}");
    }

    #[test]
    fn what_is_taken_back_is_no_edit() {
        let mut work = Patchwork::new("a b");
        work.apply(&[edit(2, 3, "c")]).unwrap();
        work.apply(&[edit(2, 3, "b")]).unwrap();
        assert!(work.edits().is_empty());
        assert!(work.apply(&[edit(9, 9, "x")]).is_err());
    }
}
