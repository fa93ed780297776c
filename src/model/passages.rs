//! The text of a record as a sequence of headed passages, and the lists in them. It knows no kind and no format.

use crate::syntax::markup::Markup;
use crate::text::span::Range;

/// A piece of text under a heading. What stands before the first heading has an empty one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Passage {
    /// The heading's text, trimmed.
    pub(crate) name: String,
    /// What stands under it, its own headings included, up to the next passage.
    pub(crate) range: Range,
    /// The headings in it: level, text, and the place of the whole heading.
    pub(crate) inner: Vec<(u8, String, Range)>,
}

/// Cuts a text behind its title. The passages are those of the second level, or of the highest that there is.
pub(crate) fn cut(markup: &Markup) -> Vec<Passage> {
    let title = markup.title().map(|heading| heading.range);
    let start = title.map_or(markup.body.start, |range| range.end);
    let mut behind: Vec<_> = markup.headings.iter().collect();
    behind.retain(|heading| heading.range.start >= start);
    let highest = behind.iter().map(|heading| heading.level).min().unwrap_or(2).max(2);
    let mut passages = vec![Passage {
        name: String::new(),
        range: Range::new(start as usize, markup.body.end as usize),
        inner: Vec::new(),
    }];
    for heading in behind {
        let Some(last) = passages.last_mut() else { break };
        if heading.level > highest {
            last.inner.push((heading.level, heading.text.clone(), heading.range));
            continue;
        }
        last.range = Range::new(last.range.start as usize, heading.range.start as usize);
        passages.push(Passage {
            name: named(&heading.text),
            range: Range::new(heading.range.end as usize, markup.body.end as usize),
            inner: Vec::new(),
        });
    }
    passages
}

impl Passage {
    /// Cuts a passage again, at its own headings of the highest level in it.
    pub(crate) fn cut(&self) -> Vec<Passage> {
        let highest = self.inner.iter().map(|(level, ..)| *level).min().unwrap_or(0);
        let mut passages = vec![Passage {
            name: String::new(),
            range: self.range,
            inner: Vec::new(),
        }];
        for (level, text, range) in &self.inner {
            let Some(last) = passages.last_mut() else { break };
            if *level > highest {
                last.inner.push((*level, text.clone(), *range));
                continue;
            }
            last.range = Range::new(last.range.start as usize, range.start as usize);
            passages.push(Passage {
                name: named(text),
                range: Range::new(range.end as usize, self.range.end as usize),
                inner: Vec::new(),
            });
        }
        passages
    }

    /// Its text: trimmed, with line feeds only. Empty where nothing but comments stands there.
    pub(crate) fn text(&self, text: &str) -> String {
        let found = self.range.of(text).replace("\r\n", "\n");
        // The first line that says something keeps its indentation, for that may be code.
        let blank = found.split_inclusive('\n').take_while(|line| line.trim().is_empty());
        let start = blank.map(str::len).sum::<usize>();
        match without_comments(&found).trim().is_empty() {
            true => String::new(),
            false => found[start..].trim_end().to_owned(),
        }
    }
}

/// A heading's name: without comments and the colon behind it.
fn named(heading: &str) -> String {
    without_comments(heading).trim().trim_end_matches(':').trim().to_owned()
}

/// A text without its HTML comments.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<!--") {
        out.push_str(&rest[..at]);
        rest = rest[at..].find("-->").map_or("", |end| &rest[at + end + 3..]);
    }
    out + rest
}

/// The items of a text that is one bulleted list and nothing else; `None` for any other text.
pub(crate) fn items(text: &str) -> Option<Vec<String>> {
    let mut items: Vec<String> = Vec::new();
    let mut width = 0;
    for line in text.lines() {
        if let Some(rest) = line
            .strip_prefix(['*', '-', '+'])
            .filter(|rest| rest.starts_with([' ', '\t']))
        {
            let item = rest.trim_start();
            width = line.len() - item.len();
            items.push(item.trim_end().to_owned());
            continue;
        }
        let last = items.last_mut()?;
        let indent = line.len() - line.trim_start_matches(' ').len();
        match line.trim().is_empty() {
            true => last.push('\n'),
            false if indent < 2 && !line.starts_with('\t') => return None,
            false => {
                last.push('\n');
                last.push_str(line[indent.min(width)..].trim_end());
            }
        }
    }
    let items: Vec<String> = items.iter().map(|item| item.trim_end().to_owned()).collect();
    let is_whole = !items.is_empty() && items.iter().all(|item| !item.is_empty());
    is_whole.then_some(items)
}

#[cfg(test)]
mod tests {
    use super::{cut, items};
    use crate::syntax::markdown;
    use crate::text::span::Range;

    fn passages(text: &str) -> Vec<(String, String)> {
        let markup = markdown::parse(text, Range::new(0, text.len()));
        cut(&markup)
            .iter()
            .map(|found| (found.name.clone(), found.text(text)))
            .collect()
    }

    #[test]
    fn a_text_is_cut_at_its_headings() {
        let cases: [(&str, &[(&str, &str)]); 5] = [
            (
                "# T\n\nx\n\n## A\n\na\n\n### B\n\nb\n\n## C:\nc\n",
                &[("", "x"), ("A", "a\n\n### B\n\nb"), ("C", "c")],
            ),
            ("## T\n\n## A\n\na", &[("", ""), ("A", "a")]),
            ("# T\r\n\r\n## A\r\n\r\na\r\nb\r\n", &[("", ""), ("A", "a\nb")]),
            ("no heading", &[("", "no heading")]),
            (
                "# T\n\n## A\n\n<!-- fill\nme -->\n\n# B\n\nb",
                &[("", ""), ("A", ""), ("B", "b")],
            ),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> = expected
                .iter()
                .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
                .collect();
            assert_eq!(passages(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_list_is_a_list_only_when_nothing_else_is_there() {
        let found = |text: &str| items(text).map(|items| items.join("|"));
        assert_eq!(found("* a\n* b\n  c\n\n  d\n\n- e").as_deref(), Some("a|b\nc\n\nd|e"));
        assert_eq!(found("* a\n    * b").as_deref(), Some("a\n  * b"));
        for text in ["", "a", "* a\nb", "text\n\n* a", "* ", "*a*", "1. a"] {
            assert_eq!(found(text), None, "{text:?}");
        }
    }
}
