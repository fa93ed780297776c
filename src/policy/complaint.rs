//! What the interpreter says when something fails, and the places that it names. It asks nothing.

use crate::policy::back::Back;

/// A policy to read.
pub(super) struct Text<'t> {
    /// Its path, by which errors name it.
    pub(super) path: &'t str,
    /// Its text.
    pub(super) text: &'t str,
}

/// Something that is wrong with a policy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Failure {
    /// The number of its text, where that is known.
    pub(super) at: Option<usize>,
    /// The bytes.
    pub(super) range: (u32, u32),
    /// What was found.
    pub(super) message: String,
}

/// The texts by which the interpreter's places are found again.
#[derive(Clone)]
pub(super) struct Places(Vec<Lines>);

/// A text as the interpreter reads it.
#[derive(Clone)]
struct Lines {
    path: String,
    starts: Vec<u32>,
    /// The way to the text as it is written.
    back: Back,
}

impl Places {
    /// Remembers paths and lines.
    pub(super) fn of(texts: &[Text<'_>]) -> Places {
        let place = |text: &Text<'_>| Lines {
            path: text.path.to_owned(),
            starts: line_starts(text.text),
            back: Back::default(),
        };
        Places(texts.iter().map(place).collect())
    }

    /// Remembers that the interpreter reads a text in another wording.
    pub(super) fn reworded(&mut self, at: usize, words: &str, back: Back) {
        self.0[at].starts = line_starts(words);
        self.0[at].back = back;
    }

    /// A range of a text that the interpreter reads, in the text as it is written.
    pub(super) fn written(&self, at: usize, range: (u32, u32)) -> (u32, u32) {
        self.0[at].back.range(range)
    }

    /// The interpreter's words: `--> PATH:LINE:COLUMN`, the line, and `error: …`.
    pub(super) fn failure(&self, text: &str, at: Option<usize>) -> Failure {
        let message = text.rsplit("error: ").next().unwrap_or(text);
        // Further lines show more places.
        let message = message.trim().lines().next().unwrap_or("it failed");
        let message = message.trim_end_matches(':').to_owned();
        let place = text.split("--> ").nth(1).and_then(|place| self.place(place));
        Failure {
            at: place.map(|(at, _)| at).or(at),
            range: place.map_or((0, 0), |(_, start)| (start, start)),
            message,
        }
    }

    fn place(&self, text: &str) -> Option<(usize, u32)> {
        let named = self.0.iter().enumerate().find_map(|(at, lines)| {
            let rest = text.strip_prefix(lines.path.as_str())?.strip_prefix(':')?;
            Some((at, lines, rest))
        });
        let (at, lines, rest) = named?;
        let mut numbers = rest.split(|c: char| !c.is_ascii_digit()).map(str::parse::<u32>);
        let (line, column) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
        let start = *lines.starts.get(line.saturating_sub(1) as usize)?;
        Some((at, lines.back.place(start + column.saturating_sub(1))))
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    let ends = text.char_indices().filter(|(_, c)| *c == '\n');
    let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1));
    starts.filter_map(|start| u32::try_from(start).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Places, Text};

    #[test]
    fn the_interpreter_names_lines_and_columns() {
        let texts = ["a/b.rego", "c.rego"].map(|path| Text {
            path,
            text: "package a\nx := 1\n",
        });
        let places = Places::of(&texts);
        let failure = |text: &str| {
            let found = places.failure(text, None);
            (found.at, found.range.0, found.message)
        };
        let said = "\n--> c.rego:2:3\n  |\n2 | x := 1\n  |   ^\nerror: it is odd:\n--> a/b.rego:1:1\n";
        assert_eq!(failure(said), (Some(1), 12, "it is odd".to_owned()));
        assert_eq!(failure("no place"), (None, 0, "no place".to_owned()));
        assert_eq!(failure("--> other.rego:1:1\nerror: x"), (None, 0, "x".to_owned()));
        assert_eq!(failure("--> c.rego:99:1\nerror: x").0, None);
        assert_eq!(failure("").2, "it failed");
    }
}
