//! Front matter, and what follows it: the door to a marked-up file.
//!
//! Finds where the data ends and the text begins, and hands both on. A front matter may follow a byte order mark, blank
//! lines and HTML comments, as people put licence notes there. `---` opens one only when keys follow: at the start of a
//! text it may as well be a line across the page.

use crate::syntax::document::{Document, Format, Problem, ProblemKind};
use crate::syntax::markup::Markup;
use crate::syntax::{asciidoc, markdown, toml, yaml};
use crate::text::span::Range;

/// Reads a Markdown or AsciiDoc file into `document`: its front matter, its markup, and its problems.
pub fn parse(text: &str, document: &mut Document) {
    let preface = preface(text);
    let mut body = text.len().min(bom(text));
    match find(text, preface.end) {
        Found::Closed { language, inner, end } => {
            document.front_matter = Some(Range::new(preface.end, end));
            let inner = Range::from(inner);
            match language {
                Language::Yaml => yaml::parse_front_matter(inner.of(text), inner.start as usize, document),
                Language::Toml => toml::parse_front_matter(inner.of(text), inner.start as usize, document),
            }
            body = next_line(text, end);
        }
        Found::Open(fence) => document.problems.push(Problem {
            kind: ProblemKind::FrontMatter,
            message: format!("the front matter that opens here never ends: no second `{fence}`"),
            range: Range::new(preface.end, preface.end + fence.len()),
            related: None,
        }),
        Found::None => {}
    }
    let body = Range::new(body, text.len());
    let mut markup = match document.format {
        Format::AsciiDoc => asciidoc::parse(text, body),
        _ => markdown::parse(text, body),
    };
    if document.front_matter.is_some() {
        markup.comments.splice(0..0, preface.comments);
    }
    document.problems.extend(conflict(text, &markup));
    document.markup = Some(markup);
}

#[derive(Clone, Copy)]
enum Language {
    Yaml,
    Toml,
}

enum Found {
    Closed {
        language: Language,
        inner: std::ops::Range<usize>,
        end: usize,
    },
    Open(&'static str),
    None,
}

/// What may stand before a front matter.
struct Preface {
    comments: Vec<Range>,
    end: usize,
}

fn bom(text: &str) -> usize {
    if text.starts_with('\u{feff}') { 3 } else { 0 }
}

fn preface(text: &str) -> Preface {
    let mut comments = Vec::new();
    let mut end = bom(text);
    loop {
        let rest = &text[end..];
        let start = end + rest.len() - rest.trim_start().len();
        match text[start..]
            .starts_with("<!--")
            .then(|| text[start + 2..].find("-->"))
            .flatten()
        {
            Some(close) => {
                end = start + 2 + close + 3;
                comments.push(Range::new(start, end));
            }
            // A fence stands at the start of its line.
            None => {
                let end = if start == 0 || start == bom(text) || text[..start].ends_with('\n') {
                    start
                } else {
                    text.len()
                };
                return Preface { comments, end };
            }
        }
    }
}

/// Looks for a front matter whose opening fence is the line at `at`.
fn find(text: &str, at: usize) -> Found {
    let opening = line(text, at).trim_end();
    let (language, fence, closing): (_, _, &[&str]) = match opening {
        "---" => (Language::Yaml, "---", &["---", "..."]),
        "+++" => (Language::Toml, "+++", &["+++"]),
        _ => return Found::None,
    };
    let start = next_line(text, at);
    let mut here = start;
    while here < text.len() {
        let found = line(text, here).trim_end();
        if closing.contains(&found) {
            return match language {
                Language::Yaml if !holds_keys(&text[start..here]) => Found::None,
                _ => Found::Closed {
                    language,
                    inner: start..here,
                    end: here + found.len(),
                },
            };
        }
        here = next_line(text, here);
    }
    let first = line(text, start);
    let opens = match language {
        Language::Yaml => is_key(first, ':'),
        Language::Toml => is_key(first, '=') || first.starts_with('['),
    };
    if opens { Found::Open(fence) } else { Found::None }
}

/// True when a block between `---` lines is data and not prose: its first lines, up to a blank one, hold a key, or it is
/// one run of comments, or nothing at all.
fn holds_keys(block: &str) -> bool {
    let mut lines = block.lines().skip_while(|line| line.trim().is_empty()).peekable();
    if lines.peek().is_none() {
        return true;
    }
    let mut only_comments = true;
    let mut ended = false;
    for line in lines {
        let blank = line.trim().is_empty();
        if !ended && is_key(line, ':') {
            return true;
        }
        // Comments may be followed by a blank line and then by keys.
        ended |= blank && !only_comments;
        only_comments &= blank || line.trim_start().starts_with('#');
    }
    only_comments && !block.trim().contains("\n\n")
}

/// `key: value` without indentation; a key of front matter is a word, perhaps quoted.
fn is_key(line: &str, sign: char) -> bool {
    let line = line.trim_start_matches(['"', '\'']);
    let rest = line.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let value = rest.trim_start_matches(['"', '\'', ' ', '\t']).strip_prefix(sign);
    rest.len() < line.len()
        && value.is_some_and(|value| sign == '=' || value.is_empty() || value.starts_with([' ', '\t', '\r']))
}

/// The line at `at`, without its line end.
fn line(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    rest.find('\n').map_or(rest, |end| &rest[..end])
}

fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// Git's conflict markers, when both ends stand at line starts and outside code blocks.
fn conflict(text: &str, markup: &Markup) -> Option<Problem> {
    let outside = |at: &usize| {
        let next = markup.fences.partition_point(|fence| (fence.range.end as usize) <= *at);
        markup
            .fences
            .get(next)
            .is_none_or(|fence| fence.range.start as usize > *at)
    };
    let marker = |sign: &'static str| {
        text.match_indices(sign)
            .map(|(at, _)| at)
            .filter(|&at| at == bom(text) || text[..at].ends_with('\n'))
            .filter(outside)
    };
    let start = marker("<<<<<<< ").next()?;
    marker(">>>>>>> ").find(|&end| end > start)?;
    Some(Problem {
        kind: ProblemKind::ConflictMarkers,
        range: Range::new(start, start + line(text, start).trim_end().len()),
        message: "a merge left its conflict markers here".to_owned(),
        related: None,
    })
}

#[cfg(test)]
mod tests {
    use crate::syntax::document::{Document, Format, ProblemKind};
    use crate::syntax::reader;
    use crate::text::path::RepoPath;
    use crate::text::source::Source;
    use crate::text::tree::Content;

    fn read(text: &str) -> Document {
        let path = RepoPath::new("a.md").unwrap_or_else(RepoPath::root);
        let document = reader::read(&path, &Content::Text(Source::new(text)));
        assert_eq!(document.format, Format::Markdown);
        document
    }

    #[test]
    fn finds_front_matter_where_people_put_it() {
        let table = [
            ("---\na: b\n---\n# T", Some("---\na: b\n---")),
            ("\u{feff}---\r\na: b\r\n---\r\n# T", Some("---\r\na: b\r\n---")),
            (
                "<!-- x\n-->\n\n---\n# c\n\n\"a\": b\n...\n# T",
                Some("---\n# c\n\n\"a\": b\n..."),
            ),
            ("+++\na = 1\n+++\n# T", Some("+++\na = 1\n+++")),
            ("---\n---\n# T", Some("---\n---")),
            ("---\n\nSome prose: here\n\n---\n# T", None),
            ("# T\n\n---\na: b\n---\n", None),
            ("--- \ntext\n\n# T", None),
            ("\u{feff}# T", None),
        ];
        for (text, expected) in table {
            let document = read(text);
            assert_eq!(document.front_matter.map(|range| range.of(text)), expected, "{text}");
            let markup = document.markup.unwrap_or_default();
            assert_eq!(markup.title().map(|h| h.text.as_str()), Some("T"), "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let table = [
            ("---\na: b\n\n# T\n", Some((ProblemKind::FrontMatter, "---"))),
            ("\u{feff}+++\na = 1\n", Some((ProblemKind::FrontMatter, "+++"))),
            ("---\n\ntext", None),
            (
                "a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n",
                Some((ProblemKind::ConflictMarkers, "<<<<<<< ours")),
            ),
            ("```\n<<<<<<< ours\n>>>>>>> theirs\n```\n", None),
            ("<<<<<<< ours\n", None),
        ];
        for (text, expected) in table {
            let problems = read(text).problems;
            let found = problems.first().map(|problem| (problem.kind, problem.range.of(text)));
            assert_eq!(found, expected, "{text}");
        }
    }
}
