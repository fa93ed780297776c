//! From the places that the YAML parser tells to the bytes that are meant.
//!
//! The parser counts characters, and some of its spans take in more or less than the value. Nothing here knows nodes.

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

/// The first byte behind the anchors and tags that stand before a value.
pub(crate) fn after_properties(text: &str, start: usize, end: usize) -> usize {
    let mut rest = &text[start..end];
    loop {
        rest = match rest.as_bytes().first() {
            Some(b'&' | b'!') => &rest[rest.find(char::is_whitespace).unwrap_or(rest.len())..],
            Some(b'#') => &rest[rest.find('\n').unwrap_or(rest.len())..],
            Some(b' ' | b'\t' | b'\r' | b'\n') => rest.trim_start(),
            _ => return end - rest.len(),
        };
    }
}

/// The end of the quoted scalar that opens at `start`; `end` when it never closes before.
pub(crate) fn closing_quote(text: &str, start: usize, end: usize) -> usize {
    let bytes = &text.as_bytes()[start..end];
    let Some(&quote) = bytes.first() else { return end };
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            byte if byte == quote && quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 1,
            byte if byte == quote => return start + at + 1,
            _ => {}
        }
        at += 1;
    }
    end
}

/// The `|` or `>` that opens a block scalar, between the end of what was `seen` before and its first line; that line
/// when there is none.
pub(crate) fn block_header(text: &str, seen: usize, content: usize) -> usize {
    let mut rest = text.get(seen..content).unwrap_or("");
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n', ':', '-', '?', '\u{feff}']);
        match rest.as_bytes().first() {
            Some(b'|' | b'>') => return content - rest.len(),
            Some(b'#') => rest = &rest[rest.find('\n').unwrap_or(rest.len())..],
            _ => return content,
        }
    }
}

/// The dash of a list that stands no deeper than its key: the parser's mark `at` lies behind it, on its line.
pub(crate) fn dash_before(text: &str, at: usize) -> Option<usize> {
    let line = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let indent = text[line..].len() - text[line..].trim_start_matches([' ', '\t']).len();
    let dash = line + indent;
    (dash <= at && text[dash..].starts_with('-')).then_some(dash)
}

/// The byte behind the dash of an empty list item: the mark `at` stands behind the comment that may follow the dash;
/// everything before `seen` belongs to something else.
pub(crate) fn after_dash(text: &str, seen: usize, at: usize) -> usize {
    let line = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let between = text.get(line.max(seen)..at).unwrap_or("");
    let code = between.split('#').next().unwrap_or("");
    code.rfind('-').map_or(at, |dash| line.max(seen) + dash + 1)
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
