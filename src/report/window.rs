//! The few lines of a file that a finding is about, made harmless: what is handed to the snippet renderer.
//!
//! It costs what these lines cost, however long the file is, and of a very long line only the part around its marks.

use crate::text::escape::{picture, steers};
use crate::text::source::Source;
use crate::text::span::Range;

/// Characters that are kept on each side of a mark in a line that is too long to be handed on whole.
const AROUND: usize = 300;

/// The lines that some marks stand in, made harmless, and where the marks are in them.
pub(super) struct Window {
    /// The lines.
    pub(super) text: String,
    /// The 1-based number of the first of them.
    pub(super) first_line: u32,
    /// Where the marks are, in their order.
    pub(super) marks: Vec<std::ops::Range<usize>>,
}

impl Window {
    pub(super) fn new(source: &Source, marks: &[Range]) -> Self {
        // A mark over several lines is shown where it begins.
        let ranges: Vec<Range> = marks
            .iter()
            .map(|mark| {
                let line = source.line(source.position(mark.start).line);
                let start = mark.start.clamp(line.start, line.end);
                Range::new(start as usize, mark.end.clamp(start, line.end) as usize)
            })
            .collect();
        let line_of = |range: &Range| source.position(range.start).line;
        let first_line = ranges.iter().map(line_of).min().unwrap_or(1);
        let last_line = ranges.iter().map(line_of).max().unwrap_or(1);
        let mut window = Window {
            text: String::new(),
            first_line,
            marks: vec![0..0; ranges.len()],
        };
        for line in first_line..=last_line {
            if line > first_line {
                window.text.push('\n');
            }
            window.add_line(source, source.line(line), &ranges);
        }
        window
    }

    /// The 1-based column that the renderer will count for an offset.
    pub(super) fn column(&self, at: usize) -> u32 {
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        self.text[start..at].chars().count() as u32 + 1
    }

    /// Appends a line, cut around its marks where it is long, and notes where the marks came to stand.
    fn add_line(&mut self, source: &Source, line: Range, ranges: &[Range]) {
        let kept = kept_part(source, line, ranges);
        let text = source.slice(kept);
        let mut places: Vec<(u32, usize, bool)> = Vec::new();
        for (i, range) in ranges.iter().enumerate().filter(|(_, range)| line.contains(**range)) {
            places.push((range.start.clamp(kept.start, kept.end), i, true));
            places.push((range.end.clamp(kept.start, kept.end), i, false));
        }
        places.sort_unstable();
        let mut places = places.into_iter().peekable();
        let offsets = text
            .char_indices()
            .map(|(at, c)| (at, Some(c)))
            .chain([(text.len(), None)]);
        for (at, c) in offsets {
            while let Some((_, mark, is_start)) =
                places.next_if(|(place, ..)| *place as usize <= kept.start as usize + at)
            {
                match is_start {
                    true => self.marks[mark] = self.text.len()..self.text.len(),
                    false => self.marks[mark].end = self.text.len(),
                }
            }
            match c {
                // A byte order mark takes no column.
                Some('\u{feff}') | None => {}
                Some('\t') => self.text.push('\t'),
                Some(c) => self.text.push(visible(c)),
            }
        }
    }
}

/// The part of a long line that is worth handing to the renderer, which cuts it further to the terminal's width.
fn kept_part(source: &Source, line: Range, ranges: &[Range]) -> Range {
    if line.len() <= 4 * AROUND {
        return line;
    }
    let inside = || ranges.iter().filter(|range| line.contains(**range));
    let Some(start) = inside().map(|range| range.start).min() else {
        return Range::at(line.start as usize);
    };
    let text = source.text();
    let low = (start as usize).saturating_sub(AROUND).max(line.start as usize);
    let high = (start as usize + AROUND).min(line.end as usize);
    let low = (low..=start as usize)
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(start as usize);
    let high = (high..=line.end as usize)
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(line.end as usize);
    Range::new(low, high)
}

/// The text with every character that could steer a terminal or turn the reading direction made visible.
pub fn harmless(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// The picture that stands for a control character; any other character is itself.
fn visible(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => picture(c),
        c if steers(c) => picture(c),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' => '\u{fffd}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{Window, harmless};
    use crate::text::source::Source;
    use crate::text::span::Range;

    #[test]
    fn control_characters_are_shown() {
        assert_eq!(harmless("a\u{1b}[31m\u{7}\u{202e}b"), "a␛[31m␇\u{fffd}b");
    }

    #[test]
    fn marks_stay_on_their_text() {
        let source = Source::new("\u{feff}x\u{1b}y: é\n");
        let text = source.text();
        let at = text.find('é').unwrap();
        let window = Window::new(&source, &[Range::new(at, at + 2), Range::new(3, 4)]);
        assert_eq!(&window.text[window.marks[0].clone()], "é");
        assert_eq!(&window.text[window.marks[1].clone()], "x");
        assert_eq!((window.first_line, window.column(window.marks[0].start)), (1, 6));
    }
}
