//! Which rules a file asks to be spared, where, how long and why, in a comment of its language:
//! `opsrepo: allow RULE -- reason`, `opsrepo: allow RULE until 2026-12-31 -- reason`, `opsrepo: allow-line RULE -- reason`.
//!
//! There are two reaches and no more. `allow` holds for the whole file, since what a rule says of a record (that its text
//! was frozen, that nobody owns it) is often about no line of it. `allow-line` holds for the line that the comment stands
//! on, or, where nothing else stands there, for the next one: one word for both, as nobody can mean the other.
//!
//! This states what is written. Whether it counts is for [`crate::lint`] to say.

use crate::model::time::Date;
use crate::syntax::document::{Document, Format};
use crate::text::search::Needle;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::Tree;
use rayon::prelude::*;

/// What every such comment begins with.
const MARK: &str = "opsrepo: allow";

/// What follows it where one line is meant.
const LINE: &str = "-line";

/// What stands before the reason.
const REASON: &str = "--";

/// What stands before the last day.
const UNTIL: &str = " until ";

/// One rule that a file asks to be spared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The rule's name as it is written, or `area/*`; there may be no such rule.
    pub rule: String,
    /// Why; empty where no reason is given.
    pub reason: String,
    /// How long.
    pub until: Until,
    /// For what in the file.
    pub reach: Reach,
    /// Where: from the mark to the end of the reason.
    pub span: Span,
}

/// How long something is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Until {
    /// No end is written.
    Always,
    /// The last day.
    Day(Date),
    /// An end is written, and it is no day.
    Unknown(String),
}

/// For what in its file a comment speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// For all of it.
    File,
    /// For what begins in these bytes, which are one line.
    Line(Range),
}

/// True when a rule is meant: by its name, or by its area as `link/*`.
pub fn covers(written: &str, rule: &str) -> bool {
    written == rule || area(written).is_some_and(|area| rule.split_once('/').is_some_and(|(of, _)| of == area))
}

/// The area of `area/*`.
pub fn area(written: &str) -> Option<&str> {
    written.strip_suffix("/*")
}

/// Reads all of them, sorted by place. A comment names one rule, or several with commas between.
pub(crate) fn read(tree: &Tree, documents: &[Document]) -> Vec<Allow> {
    let files: Vec<FileId> = tree.iter().map(|(id, _)| id).collect();
    // Nearly no file has one, and each is looked through.
    let mark = Needle::new(MARK);
    files
        .par_iter()
        .filter(|id| mark.is_in(tree.text(**id)))
        .flat_map_iter(|&id| of_file(tree.text(id), (id, &documents[id.index()])))
        .collect()
}

fn of_file(text: &str, (file, document): (FileId, &Document)) -> Vec<Allow> {
    let mut places = Vec::new();
    if let Some(markup) = &document.markup {
        places.extend(markup.comments.iter().copied());
        let head = document.front_matter.unwrap_or_default();
        places.extend(line_comments(text, head, "#"));
    } else {
        let opening = match document.format {
            Format::Json => "//",
            _ => "#",
        };
        places.extend(line_comments(text, Range::new(0, text.len()), opening));
    }
    let mut found: Vec<Allow> = places
        .into_iter()
        .flat_map(|place| in_comment(text, Span::new(file, place)))
        .collect();
    found.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    found.dedup();
    found
}

/// The comments of a data language in `range`: lines, or ends of lines, behind a mark with white space before it.
fn line_comments<'a>(text: &'a str, range: Range, opening: &'a str) -> impl Iterator<Item = Range> + 'a {
    let mut at = range.start as usize;
    range.of(text).split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let body = line.trim_end();
        let mark = body.find(MARK)?;
        let before = body[..mark].trim_end();
        let opened = before.strip_suffix(opening)?.trim_end_matches('#');
        let is_comment = opened.is_empty() || opened.ends_with(char::is_whitespace);
        is_comment.then(|| Range::new(start + mark, start + body.len()))
    })
}

/// What one comment asks for. A comment of several lines may ask once on each.
fn in_comment(text: &str, place: Span) -> Vec<Allow> {
    let mut found = Vec::new();
    let mut at = place.range.start as usize;
    for line in place.range.of(text).split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(mark) = line.find(MARK) else { continue };
        let opens = line[..mark].trim_matches(opens_comment);
        let asked = line[mark..].trim_end().trim_end_matches("-->").trim_end();
        let (rest, is_of_line) = match asked[MARK.len()..].strip_prefix(LINE) {
            Some(rest) => (rest, true),
            None => (&asked[MARK.len()..], false),
        };
        let (rules, reason) = match rest.split_once(REASON) {
            Some((rules, reason)) => (rules, reason.trim()),
            None => (rest, ""),
        };
        if !opens.is_empty() || !rules.starts_with(char::is_whitespace) {
            continue;
        }
        let (rules, until) = match rules.split_once(UNTIL) {
            Some((rules, day)) => (rules, end(day.trim())),
            None => (rules, Until::Always),
        };
        let span = Span::new(place.file, Range::new(start + mark, start + mark + asked.len()));
        let reach = match is_of_line {
            true => Reach::Line(line_of(text, place.range)),
            false => Reach::File,
        };
        let names = rules.split(',').map(str::trim).filter(|name| !name.is_empty());
        found.extend(names.map(|rule| Allow {
            rule: rule.to_owned(),
            reason: reason.to_owned(),
            until: until.clone(),
            reach,
            span,
        }));
    }
    found
}

fn end(day: &str) -> Until {
    match Date::parse(day) {
        Some(date) => Until::Day(date),
        None => Until::Unknown(day.to_owned()),
    }
}

/// What may stand on a line beside a comment that has the line for itself.
fn opens_comment(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '!' | '-' | '/' | '#' | '>')
}

/// The line for which a comment speaks: its own, or the next that says something where the comment stands alone.
fn line_of(text: &str, comment: Range) -> Range {
    let (start, end) = (comment.start as usize, comment.end as usize);
    let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let next = |from: usize| text[from..].find('\n').map_or(text.len(), |at| from + at + 1);
    let rest = next(end);
    if !text[first..start].trim_matches(opens_comment).is_empty()
        || !text[end..rest].trim_matches(opens_comment).is_empty()
    {
        return Range::new(first, next(first));
    }
    let mut at = rest;
    while at < text.len() {
        let line = &text[at..next(at)];
        // Comments may stand one below the other.
        if !line.trim().is_empty() && !line.contains(MARK) {
            break;
        }
        at += line.len();
    }
    Range::new(at, next(at.min(text.len())))
}

#[cfg(test)]
mod tests {
    use super::{Reach, Until, covers, read};
    use crate::model::time::Date;
    use crate::syntax::reader;
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};

    /// `rule: reason: text under the span`, one per line.
    fn allowed(path: &str, text: &str) -> String {
        let tree = Tree::new(vec![File::text(RepoPath::new(path).unwrap(), text)]);
        let documents: Vec<_> = tree
            .files()
            .iter()
            .map(|file| reader::read(&file.path, &file.content))
            .collect();
        let found = read(&tree, &documents);
        let lines = found
            .iter()
            .map(|allow| format!("{}: {}: {}", allow.rule, allow.reason, tree.slice(allow.span)));
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_language_has_its_comment() {
        let asked = "a/b: why not: opsrepo: allow a/b -- why not";
        for (path, text) in [
            ("a.md", "# A\n\n<!-- opsrepo: allow a/b -- why not -->\n"),
            ("a.md", "---\nx: 1 # opsrepo: allow a/b -- why not\n---\n# A\n"),
            ("a.md", "---\n# opsrepo: allow a/b -- why not\nx: 1\n---\n# A\n"),
            ("a.md", "# A\n\n<!--\nopsrepo: allow a/b -- why not\n-->\n"),
            ("a.adoc", "= A\n\n// opsrepo: allow a/b -- why not\n"),
            ("a.yaml", "# opsrepo: allow a/b -- why not\nx: 1\n"),
            ("a.toml", "x = 1 # opsrepo: allow a/b -- why not\r\n"),
        ] {
            assert_eq!(allowed(path, text), asked, "{text}");
        }
    }

    #[test]
    fn an_end_is_a_day_or_is_not() {
        let until = |text: &str| {
            let tree = Tree::new(vec![File::text(RepoPath::new("a.yaml").unwrap(), text)]);
            let documents = [reader::read(&tree.files()[0].path, &tree.files()[0].content)];
            read(&tree, &documents)
                .into_iter()
                .map(|allow| (allow.rule, allow.until))
                .collect::<Vec<_>>()
        };
        let day = Until::Day(Date::new(2026, 12, 31).unwrap());
        assert_eq!(
            until("# opsrepo: allow a/b, c/* until 2026-12-31 -- why\n"),
            [("a/b".to_owned(), day.clone()), ("c/*".to_owned(), day)]
        );
        assert_eq!(
            until("# opsrepo: allow a/b until spring -- until then\n"),
            [("a/b".to_owned(), Until::Unknown("spring".to_owned()))]
        );
        assert_eq!(until("# opsrepo: allow a/b -- until we know\n")[0].1, Until::Always);
    }

    #[test]
    fn a_line_is_its_own_or_the_next() {
        for (path, text, line) in [
            (
                "a.yaml",
                "x: 1\ny: 2 # opsrepo: allow-line a/b -- c\nz: 3\n",
                "y: 2 # opsrepo: allow-line a/b -- c\n",
            ),
            ("a.yaml", "  # opsrepo: allow-line a/b -- c\n\nx: 1\ny: 2\n", "x: 1\n"),
            (
                "a.yaml",
                "# opsrepo: allow-line a/b -- c\n# opsrepo: allow-line d/e -- f\nx: 1",
                "x: 1",
            ),
            ("a.yaml", "# opsrepo: allow-line a/b -- c", ""),
            (
                "a.md",
                "# A\n\n<!-- opsrepo: allow-line a/b -- c -->\n\nText\nmore\n",
                "Text\n",
            ),
            (
                "a.md",
                "# A\n\nText <!-- opsrepo: allow-line a/b -- c -->\nmore\n",
                "Text <!-- opsrepo: allow-line a/b -- c -->\n",
            ),
            ("a.adoc", "= A\n\n// opsrepo: allow-line a/b -- c\nText\n", "Text\n"),
        ] {
            let tree = Tree::new(vec![File::text(RepoPath::new(path).unwrap(), text)]);
            let documents = [reader::read(&tree.files()[0].path, &tree.files()[0].content)];
            let found = read(&tree, &documents);
            let Reach::Line(range) = found[0].reach else {
                panic!("{text}")
            };
            assert_eq!(range.of(text), line, "{text}");
        }
    }

    #[test]
    fn several_rules_and_missing_reasons_are_facts() {
        let text = "<!-- opsrepo: allow a/b, c/d -- e -->\n\n<!-- opsrepo: allow f/g -->\n";
        let found = allowed("a.md", text);
        assert_eq!(found.lines().count(), 3, "{found}");
        assert!(
            found.starts_with("a/b: e:") && found.ends_with("f/g: : opsrepo: allow f/g"),
            "{found}"
        );
    }

    #[test]
    fn a_rule_is_meant_by_name_or_by_area() {
        assert!(covers("a/b", "a/b") && covers("a/*", "a/b"));
        assert!(!covers("a/b", "a/c") && !covers("a/*", "ab/c") && !covers("*", "a/b") && !covers("/*", "a/b"));
    }

    #[test]
    fn what_is_no_comment_asks_for_nothing() {
        for (path, text) in [
            ("a.md", "opsrepo: allow a/b -- c\n"),
            ("a.md", "```\n<!-- opsrepo: allow a/b -- c -->\n```\n"),
            ("a.md", "<!-- write opsrepo: allow a/b -- c -->\n"),
            ("a.md", "# opsrepo: allow a/b -- c\n"),
            ("a.yaml", "x: \"opsrepo: allow a/b -- c\"\n"),
            ("a.yaml", "x: y#opsrepo: allow a/b -- c\n"),
            ("a.md", "<!-- opsrepo: allowance a/b -- c -->\n"),
            ("a.md", "<!-- opsrepo: allow-lines a/b -- c -->\n"),
        ] {
            assert_eq!(allowed(path, text), "", "{text}");
        }
    }
}
