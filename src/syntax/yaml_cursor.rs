//! From the YAML parser's character indices to byte offsets, without counting any stretch of the text twice.

/// A place in a text, known both in characters and in bytes.
pub(crate) struct Cursor<'t> {
    text: &'t str,
    /// In ASCII text the two are the same.
    is_ascii: bool,
    index: usize,
    byte: usize,
}

impl<'t> Cursor<'t> {
    /// At the start of `text`.
    pub(crate) fn new(text: &'t str) -> Self {
        Cursor {
            text,
            is_ascii: text.is_ascii(),
            index: 0,
            byte: 0,
        }
    }

    /// The byte offset of the character at `index`; the text's length when there is none. The cost is the distance
    /// to the index asked for before.
    pub(crate) fn byte(&mut self, index: usize) -> usize {
        if self.is_ascii {
            return index.min(self.text.len());
        }
        let bytes = self.text.as_bytes();
        let continues = |at: usize| bytes.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
        while self.index < index && self.byte < bytes.len() {
            self.byte += 1;
            while continues(self.byte) {
                self.byte += 1;
            }
            self.index += 1;
        }
        while self.index > index && self.byte > 0 {
            self.byte -= 1;
            while continues(self.byte) {
                self.byte -= 1;
            }
            self.index -= 1;
        }
        self.byte
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn finds_every_character_in_any_order() {
        for text in ["plain", "\u{feff}é😀z", ""] {
            let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let mut cursor = Cursor::new(text);
            for index in (0..starts.len()).chain((0..starts.len()).rev()) {
                assert_eq!(cursor.byte(index), starts[index], "{text:?} {index}");
            }
            assert_eq!(cursor.byte(99), text.len());
        }
    }
}
