//! Patterns in the manner of `.gitignore`, as several tools write them: which of some lines speaks of a path. It does not
//! know whose lines they are.
//!
//! Sources: gitignore(5); GitHub's page on code owners (no `!`, no `[ ]`; `docs/*` stays in its folder); GitLab's page on
//! the syntax of CODEOWNERS (a path that does not start with `/` may lie anywhere; a folder ends with `/`).

use crate::model::glob::Ranked;
use crate::text::path::RepoPath;

/// Whose rules a pattern follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// `.gitignore`.
    Git,
    /// GitHub's CODEOWNERS.
    GitHub,
    /// GitLab's CODEOWNERS.
    GitLab,
}

/// Lines of patterns, compiled.
#[derive(Clone, Debug)]
pub struct Patterns(Ranked);

impl Patterns {
    /// Compiles patterns; each answers to its place in the list.
    pub fn new<'a>(patterns: impl IntoIterator<Item = &'a str>, manner: Manner) -> Self {
        let globs = patterns.into_iter().enumerate();
        let globs = globs.flat_map(|(at, pattern)| globs_of(pattern, manner).into_iter().map(move |glob| (at, glob)));
        Patterns(Ranked::new(globs))
    }

    /// The patterns that match a path, in their order; one may be named twice.
    pub fn matching(&self, path: &RepoPath) -> Vec<usize> {
        self.0.matching(path)
    }
}

/// A list of patterns as ignore files have it: comments, and `!` for what shall be kept after all.
#[derive(Clone, Debug)]
pub(crate) struct Ignored {
    patterns: Patterns,
    is_kept: Vec<bool>,
}

impl Ignored {
    /// From the lines of a text.
    pub(crate) fn new(text: &str) -> Self {
        let lines = text.lines().map(str::trim);
        let lines: Vec<&str> = lines
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .collect();
        let bare = lines.iter().map(|line| line.strip_prefix('!').unwrap_or(line));
        Ignored {
            patterns: Patterns::new(bare, Manner::Git),
            is_kept: lines.iter().map(|line| line.starts_with('!')).collect(),
        }
    }

    /// Whether the last line that speaks of a path leaves it out.
    pub(crate) fn matches(&self, path: &RepoPath) -> bool {
        let last = self.patterns.matching(path).last().copied();
        last.is_some_and(|at| !self.is_kept[at])
    }
}

/// The globs over whole paths that a pattern stands for.
fn globs_of(pattern: &str, manner: Manner) -> Vec<String> {
    let inner = pattern.trim_end_matches('/');
    let is_folder = inner.len() < pattern.len();
    let body = inner.trim_start_matches('/');
    let is_anchored = body.len() < inner.len() || (body.contains('/') && manner != Manner::GitLab);
    let escaped = escape(body, manner);
    let base = match is_anchored {
        true => escaped,
        false => format!("**/{escaped}"),
    };
    let stays = body.ends_with("/*") && manner == Manner::GitHub;
    match (body, is_folder) {
        ("", true) => vec!["**".to_owned()],
        ("", false) => Vec::new(),
        (_, true) => vec![format!("{base}/**")],
        ("*", false) if !is_anchored => vec!["**".to_owned()],
        _ if stays || manner == Manner::GitLab => vec![base],
        _ => vec![format!("{base}/**"), base],
    }
}

/// Only `*` and `?` mean something, and in Git's manner `[ ]`; a backslash takes the meaning away.
fn escape(body: &str, manner: Manner) -> String {
    let mut out = String::new();
    let mut chars = body.chars();
    let literal = |c: char, out: &mut String| match c {
        '*' | '?' | '[' | ']' | '{' | '}' => out.extend(['[', c, ']']),
        c => out.push(c),
    };
    while let Some(c) = chars.next() {
        match c {
            '\\' => chars.next().into_iter().for_each(|next| literal(next, &mut out)),
            '*' | '?' => out.push(c),
            '[' | ']' if manner == Manner::Git => out.push(c),
            c => literal(c, &mut out),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Ignored, Manner, Patterns};
    use crate::text::path::RepoPath;

    fn is_match(pattern: &str, path: &str, manner: Manner) -> bool {
        !Patterns::new([pattern], manner)
            .matching(&RepoPath::new(path).unwrap())
            .is_empty()
    }

    #[test]
    fn patterns_match_as_github_says() {
        let cases = [
            ("*", "a/b/c.md", true),
            ("*.js", "a/b/c.js", true),
            ("/build/logs/", "build/logs/a/b", true),
            ("/build/logs/", "x/build/logs/a", false),
            ("/build/logs/", "build/logs", false),
            ("docs/*", "docs/a.md", true),
            ("docs/*", "docs/b/a.md", false),
            ("docs/*", "x/docs/a.md", false),
            ("apps/", "x/apps/y/z", true),
            ("/docs/", "docs/a", true),
            ("/apps/github", "apps/github/x", true),
            ("**/logs", "a/logs/b", true),
            ("**/logs", "logs/b", true),
            ("/a\\ b.md", "a b.md", true),
            ("/a{b,c}", "a{b,c}", true),
            ("/a{b,c}", "ab", false),
            ("/a[bc]", "ab", false),
            ("/docs/**/x.md", "docs/x.md", true),
            ("/", "a", true),
        ];
        for (pattern, path, expected) in cases {
            assert_eq!(is_match(pattern, path, Manner::GitHub), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn gitlab_and_git_differ() {
        for (pattern, path, github, gitlab, git) in [
            ("docs/x.md", "a/docs/x.md", false, true, false),
            ("/docs", "docs/x.md", true, false, true),
            ("docs/*", "docs/a/b", false, false, true),
            ("docs/", "a/docs/b", true, true, true),
            ("[ab].md", "a.md", false, false, true),
        ] {
            let found = [Manner::GitHub, Manner::GitLab, Manner::Git].map(|manner| is_match(pattern, path, manner));
            assert_eq!(found, [github, gitlab, git], "{pattern} {path}");
        }
    }

    #[test]
    fn the_last_line_decides() {
        let ignored = Ignored::new("# drafts\n*.draft.md\n\n/old/\n!/old/kept.md\n");
        let is_left_out = |path| ignored.matches(&RepoPath::new(path).unwrap());
        assert!(is_left_out("a/x.draft.md") && is_left_out("old/x.md"));
        assert!(!is_left_out("old/kept.md") && !is_left_out("x.md"));
    }
}
