//! `CODEOWNERS` of GitHub and GitLab: lines of patterns with owners, of which the last that matches decides.
//!
//! Sources: the two forges' pages on code owners. On GitLab a file has sections, each of which decides for itself, with
//! owners for its lines that name none; `!` takes paths out. On GitHub there are neither, and a line that cannot be read
//! is passed over. It knows no other list of owners. Gitea's file of the same name holds regular expressions: not read.

use crate::model::owners::name::{Ground, Name, Problem};
use crate::model::patterns::{Manner, Patterns};
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range, Span};
use std::collections::BTreeMap;

/// The file's name.
pub const FILE: &str = "CODEOWNERS";

/// The folders in which GitHub looks, in its order.
const GITHUB: [&str; 3] = [".github", "", "docs"];

/// The folders in which GitLab looks, in its order.
const GITLAB: [&str; 3] = ["", "docs", ".gitlab"];

/// The `CODEOWNERS` of a repository.
#[derive(Clone, Debug)]
pub struct CodeOwners {
    /// The file.
    pub file: FileId,
    /// Whose rules it follows: [`Manner::GitHub`] or [`Manner::GitLab`].
    pub manner: Manner,
    /// Its lines that hold a pattern, in order.
    pub lines: Vec<Line>,
    /// What cannot be read as it is written.
    pub problems: Vec<Problem>,
    patterns: Patterns,
}

/// A line with a pattern.
#[derive(Clone, Debug)]
pub struct Line {
    /// The pattern as it is written.
    pub pattern: String,
    /// Where the pattern is written.
    pub span: Span,
    /// Whom it names, or whom its section does; none: nobody owns what it matches.
    pub owners: Vec<Name>,
    /// Whether it takes paths out of its section.
    pub is_exception: bool,
    section: usize,
}

impl CodeOwners {
    /// Who owns a path: whom the last line that matches names, in each section.
    pub fn of(&self, path: &RepoPath) -> Vec<&Name> {
        let mut last: BTreeMap<usize, &Line> = BTreeMap::new();
        let mut out: Vec<usize> = Vec::new();
        for line in self.patterns.matching(path).into_iter().map(|at| &self.lines[at]) {
            match line.is_exception {
                true => out.push(line.section),
                false => drop(last.insert(line.section, line)),
            }
        }
        last.retain(|section, _| !out.contains(section));
        let mut names: Vec<&Name> = Vec::new();
        for name in last.values().flat_map(|line| &line.owners) {
            if !names.iter().any(|known| known.text == name.text) {
                names.push(name);
            }
        }
        names
    }

    /// The lines that match none of the paths.
    pub fn idle<'a>(&'a self, paths: impl Iterator<Item = &'a RepoPath>) -> Vec<&'a Line> {
        let mut is_used = vec![false; self.lines.len()];
        let mut open = self.lines.len();
        for path in paths {
            for at in self.patterns.matching(path) {
                open -= usize::from(!is_used[at]);
                is_used[at] = true;
            }
            if open == 0 {
                break;
            }
        }
        let lines = self.lines.iter().zip(is_used);
        lines.filter(|(_, is_used)| !is_used).map(|(line, _)| line).collect()
    }
}

/// Reads the one that counts. A root below the top of its repository has none.
pub(super) fn read(ground: Ground) -> Option<CodeOwners> {
    if !ground.folder.as_str().is_empty() {
        return None;
    }
    let settings = ground.settings.site.repository.as_deref();
    let origin = settings.or(ground.origin).unwrap_or_default();
    let find = |folder: &&str| ground.tree.find(&RepoPath::new(folder)?.join(FILE)?);
    let on_gitlab = GITLAB.iter().find_map(find);
    let on_github = GITHUB.iter().find_map(find);
    let is_gitlab =
        is_gitlab_host(origin) || on_github.is_none() || on_gitlab.is_some_and(|file| has_section(ground, file));
    let (file, manner) = match is_gitlab {
        true => (on_gitlab?, Manner::GitLab),
        false => (on_github?, Manner::GitHub),
    };
    ground.tree.file(file).source()?;
    Some(parse(ground.tree.text(file), file, manner))
}

/// True for an address on a host that says that it is GitLab.
fn is_gitlab_host(origin: &str) -> bool {
    let host = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    host.split(['/', ':'])
        .next()
        .is_some_and(|host| host.contains("gitlab"))
}

/// True where some line is the head of a section, which only GitLab has.
fn has_section(ground: Ground, file: FileId) -> bool {
    ground.tree.text(file).lines().any(|line| head(line).is_some())
}

/// The name in the head of a section and what follows it: `[Docs]`, `^[Docs][2] @owner`.
fn head(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let (name, rest) = line
        .strip_prefix('^')
        .unwrap_or(line)
        .strip_prefix('[')?
        .split_once(']')?;
    let rest = match rest.strip_prefix('[') {
        Some(counted) => {
            counted
                .split_once(']')
                .filter(|(n, _)| n.chars().all(|c| c.is_ascii_digit()))?
                .1
        }
        None => rest,
    };
    let is_head = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (is_head && !name.trim().is_empty()).then_some((name, rest))
}

fn parse(text: &str, file: FileId, manner: Manner) -> CodeOwners {
    let mut reading = Reading {
        file,
        manner,
        sections: vec![String::new()],
        section: (0, Vec::new()),
        lines: Vec::new(),
        problems: Vec::new(),
    };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        reading.line(line, at);
        at += line.len();
    }
    let patterns = reading
        .lines
        .iter()
        .map(|line| line.pattern.strip_prefix('!').unwrap_or(&line.pattern));
    CodeOwners {
        patterns: Patterns::new(patterns, manner),
        file,
        manner,
        lines: reading.lines,
        problems: reading.problems,
    }
}

struct Reading {
    file: FileId,
    manner: Manner,
    /// The names of the sections in lower case; those of one name are one.
    sections: Vec<String>,
    /// The section that is open, and whom it names for lines that name nobody.
    section: (usize, Vec<Name>),
    lines: Vec<Line>,
    problems: Vec<Problem>,
}

impl Reading {
    fn line(&mut self, line: &str, at: usize) {
        let body = line.trim();
        if body.is_empty() || body.starts_with('#') {
            return;
        }
        if let Some((name, rest)) = head(line).filter(|_| self.manner == Manner::GitLab) {
            let start = at + line.find(rest).filter(|_| !rest.is_empty()).unwrap_or(line.len());
            let owners = self.owners(&line[start - at..], start);
            let name = name.to_lowercase();
            let known = self.sections.iter().position(|known| *known == name);
            let number = known.unwrap_or(self.sections.len());
            if known.is_none() {
                self.sections.push(name);
            }
            self.section = (number, owners);
            return;
        }
        let start = at + line.find(body).unwrap_or(0);
        let pattern = pattern_of(body);
        let span = self.span(start, pattern.len());
        if self.manner == Manner::GitHub {
            self.judge(pattern, span);
        }
        let mut owners = self.owners(&body[pattern.len()..], start + pattern.len());
        if owners.is_empty() {
            owners.clone_from(&self.section.1);
        }
        self.lines.push(Line {
            pattern: pattern.to_owned(),
            span,
            owners,
            is_exception: pattern.starts_with('!') && self.manner == Manner::GitLab,
            section: self.section.0,
        });
    }

    /// What GitHub cannot read in a pattern.
    fn judge(&mut self, pattern: &str, span: Span) {
        let (what, help) = if pattern.starts_with('!') {
            (
                "takes something out with `!`",
                "write a line without owners for it, further down",
            )
        } else if pattern.contains('[') && pattern.contains(']') {
            ("has a range in `[ ]`", "write one line for each")
        } else if pattern.starts_with("\\#") {
            ("begins with `\\#`", "write a pattern that begins otherwise, as `?`")
        } else {
            return;
        };
        self.problems.push(Problem {
            span,
            message: format!("the pattern {what}, which GitHub does not read here"),
            help: help.to_owned(),
        });
    }

    /// The names behind a pattern, up to a comment.
    fn owners(&mut self, rest: &str, start: usize) -> Vec<Name> {
        let mut names = Vec::new();
        let mut at = start;
        for word in rest.split_inclusive(char::is_whitespace) {
            let text = word.trim_end();
            let span = self.span(at, text.len());
            at += word.len();
            if text.starts_with('#') {
                break;
            }
            if is_owner(text) {
                names.push(Name {
                    text: text.to_owned(),
                    span,
                });
            } else if !text.is_empty() {
                self.problems.push(Problem {
                    span,
                    message: format!("`{text}` is no owner"),
                    help:
                        "write `@user`, `@organisation/team` or an e-mail address; a space in a path is written `\\ `"
                            .to_owned(),
                });
            }
        }
        names
    }

    fn span(&self, start: usize, length: usize) -> Span {
        Span::new(self.file, Range::new(start, start + length))
    }
}

/// The pattern at the start of a line: up to white space that no backslash precedes.
fn pattern_of(body: &str) -> &str {
    let mut is_escaped = false;
    let end = body.find(|c: char| {
        let ends = c.is_whitespace() && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    &body[..end.unwrap_or(body.len())]
}

/// `@user`, `@org/team`, `@@role` of GitLab, or an address.
fn is_owner(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || "-_./".contains(c);
    match text.strip_prefix('@') {
        Some(name) => {
            let name = name.strip_prefix('@').unwrap_or(name);
            !name.is_empty() && name.chars().all(fits) && !name.starts_with('/') && !name.ends_with('/')
        }
        None => {
            let parts = text.split_once('@');
            parts.is_some_and(|(user, host)| !user.is_empty() && host.chars().all(fits) && host.contains('.'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CodeOwners, parse};
    use crate::model::patterns::Manner;
    use crate::text::path::RepoPath;
    use crate::text::span::FileId;

    fn owners(read: &CodeOwners, path: &str) -> String {
        let names = read.of(&RepoPath::new(path).unwrap());
        names
            .iter()
            .map(|name| name.text.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn on_github_the_last_line_decides() {
        let text = "# all\n*  @all\n*.js @js me@x.org # why\n/docs/ @org/docs\n/docs/free\n/a\\ b @ab\n";
        let read = parse(text, FileId(0), Manner::GitHub);
        assert!(read.problems.is_empty(), "{:?}", read.problems);
        for (path, expected) in [
            ("x", "@all"),
            ("a/x.js", "@js me@x.org"),
            ("docs/x.js", "@org/docs"),
            ("docs/free/x", ""),
            ("a b", "@ab"),
        ] {
            assert_eq!(owners(&read, path), expected, "{path}");
        }
        assert!(read.lines.iter().all(|line| line.span.range.of(text) == line.pattern));
        let idle = read.idle([RepoPath::new("x.js").unwrap()].iter()).len();
        assert_eq!(idle, 3);
    }

    #[test]
    fn on_gitlab_each_section_decides() {
        let text = "* @all\n[Docs][2] @docs @more\n*.md\nREADME.md @readme\n^[Build]\n/ci/ @ci\n[docs]\n!CHANGES.md\n";
        let read = parse(text, FileId(0), Manner::GitLab);
        assert!(read.problems.is_empty(), "{:?}", read.problems);
        for (path, expected) in [
            ("x", "@all"),
            ("a/x.md", "@all @docs @more"),
            ("a/README.md", "@all @readme"),
            ("ci/x.md", "@all @docs @more @ci"),
            ("CHANGES.md", "@all"),
        ] {
            assert_eq!(owners(&read, path), expected, "{path}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_a_problem() {
        let text = "!x @a\n*.[ch] @a\n\\#x @a\n/docs docs-team @a @ @a/ x@y\n";
        let read = parse(text, FileId(0), Manner::GitHub);
        let found: Vec<&str> = read
            .problems
            .iter()
            .map(|problem| problem.span.range.of(text))
            .collect();
        assert_eq!(found, ["!x", "*.[ch]", "\\#x", "docs-team", "@", "@a/", "x@y"]);
    }
}
