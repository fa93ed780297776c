//! The links that stand in a status, and what each of them is.
//!
//! One pass over the text, however many brackets it has. Which record a link leads to is the business of
//! [`crate::model::resolve`].

use crate::model::relation::{self, words_alone};
use crate::text::span::Range;

/// A link inside a status.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusLink {
    /// What it is, by the relation's first name (`superseded by`, also where that is misspelt, `amended by`, `see`);
    /// may be empty.
    pub relation: String,
    /// Its text.
    pub text: String,
    /// Its target.
    pub target: String,
    /// Where the whole link stands, relative to the raw text.
    pub range: Range,
}

/// The Markdown links of a text, and AsciiDoc's `xref:target[text]` and `link:target[text]`; no images. They do not
/// overlap, and one pass finds them all.
pub(crate) fn links(text: &str) -> Vec<StatusLink> {
    let bytes = text.as_bytes();
    let mut found: Vec<StatusLink> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    // The next `)`, looked up again only when it has been passed.
    let mut close = 0;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\n' => open.clear(),
            b'[' => open.push(at),
            b']' => {
                if let Some(start) = open.pop() {
                    let range = match bytes.get(at + 1) {
                        Some(b'(') => {
                            if close <= at {
                                close = text[at..].find([')', '\n']).map_or(text.len(), |end| at + end);
                            }
                            let is_link = bytes.get(close) == Some(&b')') && !text[..start].ends_with('!');
                            is_link.then(|| (start, close + 1, &text[at + 2..close]))
                        }
                        _ => asciidoc_target(text, start).map(|(from, target)| (from, at + 1, target)),
                    };
                    if let Some((from, end, target)) = range {
                        while found.last().is_some_and(|link| link.range.start as usize >= from) {
                            found.pop();
                        }
                        found.push(StatusLink {
                            relation: String::new(),
                            text: text[start + 1..at].to_owned(),
                            target: target
                                .split_whitespace()
                                .next()
                                .unwrap_or("")
                                .trim_matches(['<', '>'])
                                .to_owned(),
                            range: Range::new(from, end),
                        });
                        at = end - 1;
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    name_relations(text, &mut found);
    found
}

/// The target of an AsciiDoc link whose text opens at `open`, and where the link starts.
fn asciidoc_target(text: &str, open: usize) -> Option<(usize, &str)> {
    let before = &text[..open];
    let near = before
        .char_indices()
        .rev()
        .take(300)
        .take_while(|(_, c)| !c.is_whitespace() && !matches!(c, '[' | ']'));
    let start = near.last()?.0;
    let word = &before[start..];
    let (at, name) = ["xref:", "link:"]
        .iter()
        .find_map(|name| Some((word.find(name)?, name)))?;
    let target = &word[at + name.len()..];
    (!target.is_empty()).then_some((start + at, target))
}

/// What the links are: by the last relation word before each; joined links share theirs.
fn name_relations(text: &str, links: &mut [StatusLink]) {
    let mut from = 0;
    let mut shared = String::new();
    for link in links {
        let between = &text[from..link.range.start as usize];
        let said = relation::mentions(&words_alone(between).to_ascii_lowercase());
        let joins = |text: &str| matches!(text.trim(), "," | "and" | ", and" | "&" | "/" | "+" | "" | "or");
        match said.last() {
            Some(mention) => shared = mention.relation.to_owned(),
            None if joins(between) => {}
            None => shared.clear(),
        }
        link.relation.clone_from(&shared);
        from = link.range.end as usize;
    }
}

#[cfg(test)]
mod tests {
    use super::links;

    #[test]
    fn links_know_what_they_are() {
        let cases = [
            (
                "accepted, amended by [A](a.md) and [B](b.md)",
                "amended by a.md, amended by b.md",
            ),
            ("Superseded [0019](x.md)", "superseded by x.md"),
            (
                "Superceded by [1](1.md). Discussed in [2](2.md)",
                "superseded by 1.md,  2.md",
            ),
            (
                "Accepted\nAmends [1](1.md)\nClarified by [2](2.md)",
                "amends 1.md, clarified by 2.md",
            ),
            ("rejected (see [superseded by](<a b>))", "see a"),
            (
                "superseded by xref:a.adoc[A], link:b.adoc[B]",
                "superseded by a.adoc, superseded by b.adoc",
            ),
            ("x [y", ""),
        ];
        for (raw, wanted) in cases {
            let found = links(raw);
            let all: Vec<String> = found
                .iter()
                .map(|link| format!("{} {}", link.relation, link.target))
                .collect();
            assert_eq!(all.join(", "), wanted, "{raw}");
        }
    }
}
