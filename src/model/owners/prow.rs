//! Prow's `OWNERS` and `OWNERS_ALIASES`. It knows no other list of owners.
//!
//! Source: the Kubernetes project's page on OWNERS files. A file speaks of its folder and all below it; a path is the
//! business of the nearest file that has approvers for it. `filters` holds the same keys under regular expressions over the
//! path as seen from the file. `options.no_parent_owners` cuts what stands above. The format that Chromium has under the
//! same name is no mapping, and not read.

use crate::model::owners::name::{Ground, Name, Problem};
use crate::syntax::node::{Entry, Node, Value};
use crate::text::path::RepoPath;
use crate::text::similar;
use crate::text::span::{FileId, Span};
use std::collections::BTreeMap;

/// The keys that name people.
const ROLES: [&str; 6] = [
    "approvers",
    "reviewers",
    "required_reviewers",
    "emeritus_approvers",
    "emeritus_reviewers",
    "security_contacts",
];

/// All keys of the file; other tools add their own.
const KEYS: [&str; 10] = [
    "approvers",
    "reviewers",
    "required_reviewers",
    "emeritus_approvers",
    "emeritus_reviewers",
    "security_contacts",
    "labels",
    "options",
    "filters",
    "component",
];

/// An `OWNERS` file.
#[derive(Clone, Debug)]
pub struct List {
    /// The file.
    pub file: FileId,
    /// The folder that it speaks of.
    pub folder: RepoPath,
    /// Who does what for which paths, in the order of the file.
    pub parts: Vec<Part>,
    /// Whether what stands in folders above does not count here.
    pub is_cut: bool,
    /// What cannot be read as it is written.
    pub problems: Vec<Problem>,
}

/// Who does what for some paths.
#[derive(Clone, Debug)]
pub struct Part {
    /// The regular expression of `filters`; `None` for all paths.
    pub filter: Option<String>,
    /// `approvers`.
    pub approvers: Vec<Name>,
    /// `reviewers` and `required_reviewers`.
    pub reviewers: Vec<Name>,
    /// Those who were one of these once.
    pub emeritus: Vec<Name>,
}

/// `OWNERS_ALIASES`: names for groups.
#[derive(Clone, Debug)]
pub struct Aliases {
    /// The file.
    pub file: FileId,
    /// By alias in lower case: its name, and who it stands for.
    pub groups: BTreeMap<String, (Name, Vec<Name>)>,
    /// What cannot be read as it is written.
    pub problems: Vec<Problem>,
}

impl Part {
    /// Whether it speaks of a path as seen from its folder; `None` where its expression is more than this can tell.
    fn speaks_of(&self, path: &str) -> Option<bool> {
        self.filter
            .as_deref()
            .map_or(Some(true), |filter| matches(filter, path))
    }
}

/// The approvers of the nearest list that has some for a path.
pub(crate) fn nearest<'a>(lists: &'a [List], path: &RepoPath) -> Vec<&'a Name> {
    let mut folder = path.parent();
    loop {
        let at = lists.binary_search_by(|list| list.folder.cmp(&folder));
        if let Some(list) = at.ok().and_then(|at| lists.get(at)) {
            let inside = path.as_str()[folder.as_str().len()..].trim_start_matches('/');
            let parts = list.parts.iter().filter(|part| part.speaks_of(inside) == Some(true));
            let found: Vec<&Name> = parts.flat_map(|part| &part.approvers).collect();
            if !found.is_empty() || list.is_cut {
                return found;
            }
        }
        if folder.as_str().is_empty() {
            return Vec::new();
        }
        folder = folder.parent();
    }
}

/// Reads an `OWNERS`; `None` for what is not of Prow's form at all.
pub(super) fn list(ground: Ground, file: FileId) -> Option<List> {
    let root = ground.data(file)?;
    if !matches!(root.value, Value::Map(_)) {
        return None;
    }
    let mut reading = Reading {
        ground,
        file,
        problems: Vec::new(),
    };
    let mut parts = vec![reading.part(root, None)];
    for filter in root.get("filters").map_or(&[][..], Node::entries) {
        parts.push(reading.part(&filter.value, Some(filter.key.to_string())));
    }
    let cut = root.at("/options/no_parent_owners").and_then(Node::scalar);
    Some(List {
        file,
        folder: ground.tree.path(file).parent(),
        parts,
        is_cut: cut.is_some_and(|word| word == "true"),
        problems: reading.problems,
    })
}

/// Reads `OWNERS_ALIASES`.
pub(super) fn aliases(ground: Ground, file: FileId) -> Option<Aliases> {
    let root = ground.data(file)?;
    let mut reading = Reading {
        ground,
        file,
        problems: Vec::new(),
    };
    let mut groups = BTreeMap::new();
    match root.get("aliases") {
        Some(aliases) => {
            for entry in aliases.entries() {
                let name = Name {
                    text: entry.key.to_string(),
                    span: Span::new(file, entry.key_range),
                };
                groups.insert(entry.key.to_lowercase().to_string(), (name, reading.names(entry)));
            }
        }
        None => reading.problem(
            root,
            "`OWNERS_ALIASES` has no `aliases`",
            "write `aliases:` and below it each group with its list",
        ),
    }
    Some(Aliases {
        file,
        groups,
        problems: reading.problems,
    })
}

struct Reading<'a> {
    ground: Ground<'a>,
    file: FileId,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn part(&mut self, node: &Node, filter: Option<String>) -> Part {
        let mut part = Part {
            filter,
            approvers: Vec::new(),
            reviewers: Vec::new(),
            emeritus: Vec::new(),
        };
        for entry in node.entries() {
            match &*entry.key {
                "approvers" => part.approvers.extend(self.names(entry)),
                "reviewers" | "required_reviewers" => part.reviewers.extend(self.names(entry)),
                key if ROLES.contains(&key) => part.emeritus.extend(self.names(entry)),
                key if !KEYS.contains(&key) => self.unknown(entry, key),
                _ => {}
            }
        }
        part
    }

    fn names(&mut self, entry: &Entry) -> Vec<Name> {
        let node = &entry.value;
        if !matches!(node.value, Value::List(_) | Value::Null) {
            let message = format!(
                "`{}` is {}, and a list of names was expected",
                entry.key,
                node.type_name()
            );
            self.problem(node, &message, "write one name on each line, with `- ` before it");
        }
        let mut names = Vec::new();
        for item in node.items() {
            match self.ground.name(self.file, item) {
                Some(name) => names.push(name),
                None => {
                    let message = format!("`{}` holds {}, and a name was expected", entry.key, item.type_name());
                    self.problem(item, &message, "write the login of a person, or an alias");
                }
            }
        }
        names
    }

    /// A key that is nearly one that counts; others may be some other tool's.
    fn unknown(&mut self, entry: &Entry, key: &str) {
        if let Some(near) = similar::certain(key, KEYS) {
            self.problems.push(Problem {
                span: Span::new(self.file, entry.key_range),
                message: format!("`{key}` is no key of an OWNERS file"),
                help: format!("did you mean `{near}`?"),
            });
        }
    }

    fn problem(&mut self, node: &Node, message: &str, help: &str) {
        self.problems.push(Problem {
            span: Span::new(self.file, node.range),
            message: message.to_owned(),
            help: help.to_owned(),
        });
    }
}

/// Whether a path matches an expression that is made of letters, escaped signs, `.*`, `^` and `$`: nearly all are. `None`
/// for any other.
fn matches(expression: &str, path: &str) -> Option<bool> {
    let (body, is_at_start) = match expression.strip_prefix('^') {
        Some(rest) => (rest, true),
        None => (expression, false),
    };
    let (body, is_at_end) = match body.strip_suffix('$') {
        Some(rest) if !rest.ends_with('\\') => (rest, true),
        _ => (body, false),
    };
    let mut pieces = vec![String::new()];
    let mut chars = body.chars().peekable();
    while let Some(c) = chars.next() {
        let last = pieces.last_mut()?;
        match c {
            '\\' => last.push(chars.next().filter(|c| !c.is_alphanumeric())?),
            '.' if chars.next_if_eq(&'*').is_some() => pieces.push(String::new()),
            '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '^' | '$' => return None,
            c => last.push(c),
        }
    }
    let mut rest = path;
    let count = pieces.len();
    for (at, piece) in pieces.iter().enumerate() {
        let is_last = at + 1 == count;
        if at == 0 && is_at_start && !rest.starts_with(piece.as_str()) {
            return Some(false);
        }
        if is_last && is_at_end {
            let must_be_whole = count == 1 && is_at_start;
            return Some(rest.ends_with(piece.as_str()) && (!must_be_whole || rest.len() == piece.len()));
        }
        match rest.find(piece.as_str()) {
            Some(found) => rest = &rest[found + piece.len()..],
            None => return Some(false),
        }
    }
    Some(true)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn reads_the_expressions_that_are_in_use() {
        for (expression, path, expected) in [
            (".*", "a/b.go", Some(true)),
            ("\\.go$", "a/b.go", Some(true)),
            ("\\.go$", "a/b.gox", Some(false)),
            ("^Makefile$", "Makefile", Some(true)),
            ("^Makefile$", "a/Makefile", Some(false)),
            ("^docs/", "docs/x", Some(true)),
            ("^docs/.*\\.md$", "docs/x.md", Some(true)),
            ("^docs/.*\\.md$", "x/docs/x.md", Some(false)),
            ("BUILD", "a/BUILD.bazel", Some(true)),
            ("\\.(go|py)$", "a.go", None),
            ("\\d+", "1", None),
            ("", "x", Some(true)),
        ] {
            assert_eq!(matches(expression, path), expected, "{expression} {path}");
        }
    }
}
