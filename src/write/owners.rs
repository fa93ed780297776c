//! The lines of `CODEOWNERS` that name a file that moves, and nothing else: a pattern with signs in it may mean more files.
//!
//! A line is a pattern, then owners; a slash in the pattern ties it to the top of the repository, and a blank in it is
//! escaped. <https://docs.github.com/articles/about-code-owners>, <https://docs.gitlab.com/user/project/codeowners/reference/>

use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range, Span};
use crate::write::edits::Edits;
use crate::write::ways::Ways;

/// Where forges look for the list, as seen from the top of the repository.
const PLACES: [&str; 5] = [
    "CODEOWNERS",
    ".github/CODEOWNERS",
    ".gitlab/CODEOWNERS",
    ".gitea/CODEOWNERS",
    "docs/CODEOWNERS",
];

/// True for a list of owners.
pub(crate) fn is_list(path: &RepoPath) -> bool {
    PLACES.contains(&path.as_str())
}

/// Edits the lines of one list.
pub(crate) fn rename(ways: &Ways<'_>, file: FileId, edits: &mut Edits) {
    let tree = &ways.workspace.tree;
    let mut start = 0;
    for line in tree.text(file).split_inclusive('\n') {
        if let Some((range, new)) = renamed(line, &|path| ways.moves.of(path)) {
            edits.put(tree, Span::new(file, range.shifted(start)), new);
        }
        start += line.len();
    }
}

/// Where a line names a file that moves, and the name that it has then.
fn renamed(line: &str, moved: &dyn Fn(&RepoPath) -> RepoPath) -> Option<(Range, String)> {
    let lead = line.len() - line.trim_start().len();
    let pattern = first_word(&line[lead..]);
    let plain = pattern.replace("\\ ", " ");
    // A name without slash means every file of that name, and a bracket opens a section of GitLab's.
    let is_exact = plain.trim_start_matches('/').contains('/') || plain.starts_with('/');
    if !is_exact || plain.ends_with('/') || plain.contains(['*', '?', '[', '\\', '#', '!']) {
        return None;
    }
    let path = RepoPath::new(plain.trim_start_matches('/'))?;
    let to = moved(&path);
    let is_writable = !to.as_str().contains(['*', '?', '[', '\\', '#', '!']);
    let slash = if plain.starts_with('/') || to.parent() == RepoPath::root() {
        "/"
    } else {
        ""
    };
    let new = format!("{slash}{}", to.as_str().replace(' ', "\\ "));
    (to != path && is_writable).then(|| (Range::new(lead, lead + pattern.len()), new))
}

/// The text up to the first blank that is not escaped.
fn first_word(text: &str) -> &str {
    let mut is_escaped = false;
    let end = text.find(|c: char| {
        let ends = c.is_whitespace() && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::renamed;
    use crate::text::path::RepoPath;

    #[test]
    fn only_a_line_that_names_the_file_follows() {
        let moved = |path: &RepoPath| match path.as_str() {
            "adr/7 x.md" | "adr/7.md" => RepoPath::new("old/9 y.md").unwrap(),
            "7.md" => RepoPath::new("9.md").unwrap(),
            _ => path.clone(),
        };
        for (line, expected) in [
            ("/adr/7.md @a", "/old/9\\ y.md @a"),
            ("adr/7\\ x.md @a", "old/9\\ y.md @a"),
            ("  adr/7.md\n", "  old/9\\ y.md\n"),
            ("/7.md @a", "/9.md @a"),
            ("7.md @a", ""),
            ("adr/* @a", ""),
            ("adr/ @a", ""),
            ("# adr/7.md", ""),
            ("[adr] @adr/7.md", ""),
            ("!adr/7.md", ""),
            ("", ""),
        ] {
            let found = renamed(line, &moved).map_or(String::new(), |(range, new)| {
                let range = range.as_usize();
                format!("{}{new}{}", &line[..range.start], &line[range.end..])
            });
            assert_eq!(found, expected, "{line}");
        }
    }
}
