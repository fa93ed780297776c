//! What can be told of an expression of PromQL without its grammar: brackets, words, and marks of other languages.
//!
//! It judges nothing; see [`crate::syntax::promql`].

use crate::text::span::Range;

/// An expression whose strings and comments are blank, and what was met on the way. Offsets are those of the expression.
pub(super) struct Bare {
    text: String,
    pub(super) deepest: usize,
    pub(super) operators: usize,
    /// Whether a string in backquotes holds a backslash, which stands for itself there; the parser takes it for an escape.
    has_raw_backslash: bool,
    /// The first bracket that has no other, and what to say of it.
    pub(super) wrong: Option<(usize, String)>,
}

impl Bare {
    pub(super) fn of(text: &str) -> Bare {
        let mut bare = Bare {
            text: String::with_capacity(text.len()),
            deepest: 0,
            operators: 0,
            has_raw_backslash: false,
            wrong: None,
        };
        let mut open: Vec<(usize, char)> = Vec::new();
        let (mut quote, mut is_escaped, mut is_comment) = (None, false, false);
        for (at, c) in text.char_indices() {
            let is_inside = quote.is_some() || is_comment;
            match (quote, c) {
                (Some((_, mark)), c) if !is_escaped && c == mark => quote = None,
                (Some((_, '`')), c) => bare.has_raw_backslash |= c == '\\',
                (Some(_), c) => is_escaped = c == '\\' && !is_escaped,
                (None, '\n') => is_comment = false,
                (None, _) if is_comment => {}
                (None, '#') => is_comment = true,
                (None, '"' | '\'' | '`') => quote = Some((at, c)),
                (None, c) => bare.note((at, c), &mut open),
            }
            let is_blank = is_inside || quote.is_some() || is_comment;
            let filler = " ".repeat(c.len_utf8());
            match is_blank && c != '\n' && !matches!(c, '"' | '\'' | '`') {
                true => bare.text.push_str(&filler),
                false => bare.text.push(c),
            }
        }
        if let Some((at, _)) = quote {
            bare.wrong = Some((at, "this quote is never closed".to_owned()));
        } else if let Some((at, c)) = open.first() {
            let unclosed = (*at, format!("this `{c}` is never closed"));
            bare.wrong.get_or_insert(unclosed);
        }
        bare
    }

    fn note(&mut self, (at, c): (usize, char), open: &mut Vec<(usize, char)>) {
        match c {
            '(' | '[' | '{' => open.push((at, c)),
            ')' | ']' | '}' => {
                let opener = open.pop().map(|(_, opener)| opener);
                if !matches!((opener, c), (Some('('), ')') | (Some('['), ']') | (Some('{'), '}')) {
                    self.wrong.get_or_insert((at, format!("this `{c}` closes nothing")));
                }
            }
            '+' | '-' | '*' | '/' | '%' | '^' | '=' | '<' | '>' | '!' => self.operators += 1,
            _ => {}
        }
        self.deepest = self.deepest.max(open.len());
    }

    /// The words of the expression with their places.
    pub(super) fn words(&self) -> impl Iterator<Item = (Range, &str)> {
        let start = self.text.as_ptr() as usize;
        let is_break = |c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':');
        let words = self.text.split(is_break).filter(|word| !word.is_empty());
        words.map(move |word| {
            let at = word.as_ptr() as usize - start;
            (Range::new(at, at + word.len()), word)
        })
    }

    /// True for what another program fills in or reads: templates, shells, LogQL's pipes, MetricsQL's words.
    pub(super) fn is_foreign(&self) -> bool {
        const MARKS: [&str; 9] = ["{{", "}}", "[[", "<%", "%(", "$", "|", "...", "\\"];
        const WORDS: [&str; 8] = [
            "default",
            "if",
            "ifnot",
            "keep_metric_names",
            "limit",
            "prefix_",
            "WITH",
            "with",
        ];
        let is_placeholder = |word: &str| word.len() > 4 && word.starts_with("__") && word.ends_with("__");
        MARKS.iter().any(|mark| self.text.contains(mark))
            || self
                .words()
                .any(|(_, word)| WORDS.contains(&word) || is_placeholder(word))
    }

    /// True for what versions of Prometheus understand that the parser may not know: durations that are computed, names of
    /// metrics and labels in quotes, words and operators that came later.
    pub(super) fn is_newer(&self) -> bool {
        const WORDS: [&str; 8] = [
            "anchored",
            "fill",
            "fill_left",
            "fill_right",
            "limit_ratio",
            "limitk",
            "smoothed",
            "trim",
        ];
        let ranges = self.text.split('[').skip(1).filter_map(|rest| rest.split(']').next());
        let is_plain = |c: char| c.is_ascii_whitespace() || c.is_ascii_digit() || "smhdwy:.".contains(c);
        let computes = ranges.into_iter().any(|range| !range.chars().all(is_plain));
        let quotes_name = self.text.split(['{', ',', '(']).skip(1).any(|rest| {
            let rest = rest.trim_start();
            rest.starts_with(['"', '\'', '`'])
        });
        let offset = self.text.split("offset").skip(1).any(|rest| {
            let rest = rest.trim_start().trim_start_matches(['-', '+']).trim_start();
            !rest.starts_with(|c: char| c.is_ascii_digit())
        });
        // `<threshold>` waits for somebody to fill it in.
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_-. ".contains(c);
        let awaits = self.text.split('<').skip(1).any(|rest| {
            let (inside, closed) = rest.split_at(rest.find(|c| !is_name(c)).unwrap_or(rest.len()));
            !inside.is_empty() && closed.starts_with('>') && !closed.starts_with(">=")
        });
        self.has_raw_backslash
            || computes
            || awaits
            || quotes_name
            || offset
            || self.text.contains("</")
            || self.text.contains(">/")
            || self.words().any(|(_, word)| WORDS.contains(&word))
    }
}

#[cfg(test)]
mod tests {
    use super::Bare;

    #[test]
    fn strings_and_comments_are_blank() {
        let bare = Bare::of("a{b=\"(é\"} # )\n> 1");
        let words: Vec<&str> = bare.words().map(|(_, word)| word).collect();
        assert_eq!(
            (words, bare.wrong.is_none(), bare.deepest),
            (vec!["a", "b", "1"], true, 1)
        );
        assert_eq!(Bare::of("(a]").wrong.map(|(at, _)| at), Some(2));
    }
}
