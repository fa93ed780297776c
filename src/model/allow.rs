//! Which rules a file asks to be spared, where, and why: `opsrepo: allow RULE -- reason` in a comment of its language.
//!
//! This states what is written. Whether it counts is for [`crate::lint`] to say.

use crate::syntax::document::{Document, Format};
use crate::text::search::Needle;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::Tree;
use rayon::prelude::*;

/// What every such comment begins with.
const MARK: &str = "opsrepo: allow";

/// What stands before the reason.
const REASON: &str = "--";

/// One rule that a file asks to be spared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The rule's name as it is written; there may be no such rule.
    pub rule: String,
    /// Why; empty where no reason is given.
    pub reason: String,
    /// Where: from the mark to the end of the reason.
    pub span: Span,
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
        let opens = line[..mark].trim_matches(|c: char| c.is_whitespace() || matches!(c, '<' | '!' | '-' | '/' | '#'));
        let asked = line[mark..].trim_end().trim_end_matches("-->").trim_end();
        let (rules, reason) = match asked[MARK.len()..].split_once(REASON) {
            Some((rules, reason)) => (rules, reason.trim()),
            None => (&asked[MARK.len()..], ""),
        };
        if !opens.is_empty() || !rules.starts_with(char::is_whitespace) {
            continue;
        }
        let span = Span::new(place.file, Range::new(start + mark, start + mark + asked.len()));
        let names = rules.split(',').map(str::trim).filter(|name| !name.is_empty());
        found.extend(names.map(|rule| Allow {
            rule: rule.to_owned(),
            reason: reason.to_owned(),
            span,
        }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::read;
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
    fn what_is_no_comment_asks_for_nothing() {
        for (path, text) in [
            ("a.md", "opsrepo: allow a/b -- c\n"),
            ("a.md", "```\n<!-- opsrepo: allow a/b -- c -->\n```\n"),
            ("a.md", "<!-- write opsrepo: allow a/b -- c -->\n"),
            ("a.md", "# opsrepo: allow a/b -- c\n"),
            ("a.yaml", "x: \"opsrepo: allow a/b -- c\"\n"),
            ("a.yaml", "x: y#opsrepo: allow a/b -- c\n"),
            ("a.md", "<!-- opsrepo: allowance a/b -- c -->\n"),
        ] {
            assert_eq!(allowed(path, text), "", "{text}");
        }
    }
}
