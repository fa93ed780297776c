//! Bytes of any program as text that can be shown: line by line, without anything that could steer a terminal.

use crate::text::escape::{picture, steers};

/// Turns a stream of bytes into harmless text, wherever the stream is cut into pieces: controls become pictures, what is
/// no UTF-8 becomes a replacement character, and a lone carriage return, with which programs draw over a line, ends it.
#[derive(Clone, Debug, Default)]
pub struct Visible {
    /// The beginning of a character.
    held: Vec<u8>,
    was_return: bool,
}

impl Visible {
    /// The next bytes as text.
    pub fn feed(&mut self, bytes: &[u8]) -> String {
        let mut all = std::mem::take(&mut self.held);
        all.extend_from_slice(bytes);
        let mut out = String::with_capacity(all.len());
        let mut rest = &all[..];
        while !rest.is_empty() {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.add(text, &mut out);
                    break;
                }
                Err(error) => {
                    let (good, bad) = rest.split_at(error.valid_up_to());
                    self.add(&String::from_utf8_lossy(good), &mut out);
                    let Some(length) = error.error_len() else {
                        self.held = bad.to_vec();
                        break;
                    };
                    self.add("\u{fffd}", &mut out);
                    rest = &bad[length..];
                }
            }
        }
        out
    }

    /// What was held back, at the end of the stream.
    pub fn end(&mut self) -> String {
        match std::mem::take(&mut self.held).is_empty() {
            true => String::new(),
            false => "\u{fffd}".to_owned(),
        }
    }

    /// All bytes of a stream at once.
    pub fn all(bytes: &[u8]) -> String {
        let mut visible = Visible::default();
        let mut text = visible.feed(bytes);
        text.push_str(&visible.end());
        text
    }

    fn add(&mut self, text: &str, out: &mut String) {
        for c in text.chars() {
            match c {
                '\n' if self.was_return => {}
                '\r' | '\n' => out.push('\n'),
                '\t' => out.push(c),
                c if steers(c) => out.push(picture(c)),
                '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' => out.push('\u{fffd}'),
                c => out.push(c),
            }
            self.was_return = c == '\r';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Visible;

    #[test]
    fn any_bytes_become_harmless_text_however_they_are_cut() {
        for (bytes, expected) in [
            (
                &b"plain\tand\nlines\r\nof two sorts"[..],
                "plain\tand\nlines\nof two sorts",
            ),
            (b" 10%\r 20%\r\n", " 10%\n 20%\n"),
            (b"\x1b[31mred\x07\0", "␛[31mred␇␀"),
            ("gr\u{fc}n \u{202e}x\u{2028}".as_bytes(), "grün \u{fffd}x\u{fffd}"),
            (b"\xff\xfe\xe2\x82", "\u{fffd}\u{fffd}\u{fffd}"),
            ("€\u{9b}1m".as_bytes(), "€\u{fffd}1m"),
        ] {
            for size in 1..=bytes.len() {
                let mut visible = Visible::default();
                let mut text: String = bytes.chunks(size).map(|piece| visible.feed(piece)).collect();
                text.push_str(&visible.end());
                assert_eq!(text, expected, "in pieces of {size}");
            }
            assert_eq!(Visible::all(bytes), expected);
        }
    }
}
