//! How many columns a text takes on a terminal or in a picture. The only home of the table of widths.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The columns that a text takes: letters one, CJK and emoji two, combining marks none.
pub fn columns(text: &str) -> usize {
    match is_plain(text.as_bytes()) {
        true => text.len(),
        false => text.width(),
    }
}

/// Whether each byte of a text takes one column.
fn is_plain(text: &[u8]) -> bool {
    text.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

/// A text of at most `most` columns: the whole, or its beginning and `…`.
pub fn cut(text: &str, most: usize) -> String {
    // No character takes more columns than bytes: a text of at most `most` bytes fits. One whose first `most` + 1 bytes take a
    // column each does not, whatever follows.
    let first = text.as_bytes().get(..=most);
    if first.is_some_and(is_plain) {
        let kept = &text[..most.saturating_sub(1)];
        return [kept.trim_end(), "…"].concat();
    }
    if first.is_none() || columns(text) <= most {
        return text.to_owned();
    }
    // The width of a text is not always the sum of its characters' (emoji that are joined), but never more.
    let mut room = most.saturating_sub(1);
    let kept = text.chars().take_while(|c| {
        let width = c.width().unwrap_or(0);
        let fits = width <= room;
        room = room.saturating_sub(width);
        fits
    });
    let kept: String = kept.collect();
    format!("{}…", kept.trim_end())
}

/// A text in lines of at most `most` columns, broken between words where it can be; what does not fit into `lines` lines
/// is cut off with `…`.
pub fn wrapped(text: &str, most: usize, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        let is_full = out.len() == lines;
        match out.last_mut() {
            Some(line) if columns(line) + 1 + columns(word) <= most => {
                line.push(' ');
                line.push_str(word);
            }
            Some(line) if is_full => {
                let rest: Vec<&str> = std::iter::once(word).chain(words.by_ref()).collect();
                *line = cut(&format!("{line} {}", rest.join(" ")), most);
            }
            _ => out.push(word.to_owned()),
        }
    }
    out.iter().map(|line| cut(line, most)).collect()
}

#[cfg(test)]
mod tests {
    use super::{columns, cut, wrapped};

    #[test]
    fn wide_characters_count_twice() {
        for (text, width) in [
            ("abc", 3),
            ("é", 1),
            ("e\u{301}", 1),
            ("決定", 4),
            ("✅ ok", 5),
            ("", 0),
        ] {
            assert_eq!(columns(text), width, "{text}");
        }
    }

    #[test]
    fn cut_texts_fit() {
        for (text, most, cut_text) in [
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("決定する", 5, "決定…"),
            ("a b c", 3, "a…"),
            ("é b c", 3, "é…"),
            ("abc", 0, "…"),
            ("abcé", 3, "ab…"),
            ("abcdé", 5, "abcdé"),
            ("abc\u{301}", 3, "abc\u{301}"),
        ] {
            assert_eq!(cut(text, most), cut_text);
        }
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrapped("one two three", 7, 2), ["one two", "three"]);
        assert_eq!(wrapped("one two three four five", 9, 2), ["one two", "three fo…"]);
        assert_eq!(wrapped("abcdefghijkl", 5, 2), ["abcd…"]);
        assert!(wrapped(" ", 5, 2).is_empty());
    }
}
