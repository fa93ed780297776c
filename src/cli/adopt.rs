//! The `opsrepo.toml` that says what was found in a repository, and why. It must validate as the repository did without.

use crate::kinds;
use crate::model::glob::Globs;
use crate::model::hints::Hint;
use crate::model::kind::Mark;
use crate::model::sets::RecordSet;
use crate::model::settings::{self, Glob};
use crate::model::status;
use crate::model::workspace::Workspace;
use crate::report::line::counted;
use crate::report::window::harmless;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::{File, Tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// More exceptions than these are no help to a reader; such a set stays a comment.
const EXCEPTIONS: usize = 40;

/// A name for the cloud: the one in another tool's settings, else the last part of the repository's URL, else the
/// folder's name.
pub(super) fn name_of(workspace: &Workspace, root: &Path) -> String {
    // The project of log4brains; packages have their names from the same file, behind it.
    let is_at_root = |hint: &&Hint| workspace.tree.path(hint.span.file).parent().as_str().is_empty();
    let mut at_root = workspace.hints.iter().filter(is_at_root);
    let from_hint = at_root.find_map(|hint| hint.name.clone());
    let from_url = workspace.context.origin.as_deref().and_then(|url| {
        let last = url.trim_end_matches('/').rsplit(['/', ':']).next()?;
        Some(last.trim_end_matches(".git").to_owned())
    });
    let folder = || {
        root.canonicalize()
            .ok()?
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
    };
    from_hint
        .or(from_url)
        .filter(|name| !name.is_empty())
        .or_else(folder)
        .unwrap_or_else(|| "operations".to_owned())
}

/// The settings as text. Sets that cannot be written so that the same files are found again stand as comments, and are
/// discovered as before.
pub(super) fn settings(workspace: &Workspace, name: &str) -> String {
    let all: BTreeSet<usize> = workspace.sets.iter().map(|set| set.kind).collect();
    let too_many = |kind: &usize| {
        let mut sets = workspace.sets.iter().filter(|set| set.kind == *kind);
        sets.any(|set| exceptions(workspace, set).len() > EXCEPTIONS)
    };
    let mut written: BTreeSet<usize> = all.iter().copied().filter(|kind| !too_many(kind)).collect();
    let text = compose(workspace, name, &written);
    let Some(again) = rebuilt(workspace, &text) else {
        return text;
    };
    let same = |kind: &usize| members(workspace, *kind) == members(&again, *kind);
    let before = written.len();
    written.retain(same);
    match written.len() == before {
        true => text,
        false => compose(workspace, name, &written),
    }
}

fn compose(workspace: &Workspace, name: &str, written: &BTreeSet<usize>) -> String {
    let mut out = String::from(
        "# What opsrepo found in this repository, and why. Everything here may be changed or left out: what is left out is\n\
         # looked for as before. `opsrepo schema opsrepo` describes this file; `opsrepo sets` shows what it leads to.\n\n",
    );
    let _ = writeln!(out, "[cloud]\nname = {}\n", quoted(name));
    if workspace.sets.is_empty() {
        out.push_str(
            "# No records were found. Say where they are:\n\
             # [sets.decisions]\n# kind = \"decision\"\n# files = [\"docs/decisions/*.md\"]\n\n",
        );
    }
    for set in &workspace.sets {
        let table = set_table(workspace, set);
        match written.contains(&set.kind) {
            true => out.push_str(&table),
            false => {
                out.push_str("# Left to be found as before; patterns alone do not say it:\n");
                for line in table.trim_end().lines() {
                    let _ = writeln!(out, "# {}", line.trim_start_matches("# "));
                }
            }
        }
        out.push('\n');
    }
    out.push_str(&unknown_statuses(workspace));
    out.push_str(
        "# How severe each rule is: \"off\", \"hint\", \"warning\" or \"error\". `opsrepo rules` lists them all.\n\
         # [rules]\n# \"link/broken\" = \"warning\"\n",
    );
    out
}

fn set_table(workspace: &Workspace, set: &RecordSet) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "# {}: {}",
        counted(set.members.len(), "record"),
        harmless(&set.reason)
    );
    let _ = writeln!(out, "[sets.{}]", key(&set.name));
    let _ = writeln!(out, "kind = {}", quoted(&workspace.kinds[set.kind].name));
    let _ = writeln!(out, "files = {}", list(&set.files));
    let mut exclude = set.exclude.clone();
    exclude.extend(exceptions(workspace, set));
    if !exclude.is_empty() {
        let _ = writeln!(out, "exclude = {}", list(&exclude));
    }
    if !set.having.is_empty() {
        let joined = |marks: &Vec<Mark>| marks.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ");
        let _ = writeln!(
            out,
            "having = {}",
            list(&set.having.iter().map(joined).collect::<Vec<_>>())
        );
    }
    out
}

/// Files that the set's patterns would take although they are no records.
fn exceptions(workspace: &Workspace, set: &RecordSet) -> Vec<String> {
    if !set.having.is_empty() {
        return Vec::new();
    }
    let span = Span::new(FileId(0), Range::at(0));
    let glob = |pattern: &String| Glob {
        pattern: pattern.clone(),
        span,
    };
    let globs = Globs::of(&set.files.iter().map(glob).collect::<Vec<_>>());
    let members: BTreeSet<FileId> = set.members.iter().map(|(file, _)| *file).collect();
    let others = workspace
        .tree
        .iter()
        .filter(|(id, file)| !members.contains(id) && globs.matches(&file.path));
    others.map(|(_, file)| escaped(file.path.as_str())).collect()
}

/// A path as a pattern that matches only itself.
fn escaped(path: &str) -> String {
    let mut out = String::new();
    for c in path.chars() {
        match c {
            '*' | '?' | '[' | ']' | '{' | '}' => {
                let _ = write!(out, "[{c}]");
            }
            c => out.push(c),
        }
    }
    out
}

fn unknown_statuses(workspace: &Workspace) -> String {
    let mut out = String::new();
    for (at, kind) in workspace.kinds.iter().enumerate() {
        let mut unknown: BTreeMap<&str, usize> = BTreeMap::new();
        for record in workspace.records.iter().filter(|record| record.kind == at) {
            if let Some(found) = record.status.unrecognised() {
                *unknown.entry(found.raw.as_str()).or_default() += 1;
            }
        }
        if unknown.is_empty() {
            continue;
        }
        out.push_str("# Some statuses are not known. Say what they mean, as a known word = its other spellings:\n");
        let words: Vec<&str> = kind.statuses.iter().map(|row| row.word.as_str()).collect();
        let _ = writeln!(out, "# known: {}", words.join(", "));
        let _ = writeln!(out, "# [kinds.{}.statuses]", key(&kind.name));
        for (raw, count) in unknown {
            let word = status::nearest(raw, &kind.statuses)
                .map(|(_, word)| word)
                .or(words.first().copied())
                .unwrap_or("word");
            let spelling: String = raw.lines().next().unwrap_or("").chars().take(80).collect();
            let _ = writeln!(
                out,
                "# {} = {}  # {}",
                key(word),
                list(&[spelling]),
                counted(count, "record")
            );
        }
        out.push('\n');
    }
    out
}

/// The repository as it will be read with these settings.
fn rebuilt(workspace: &Workspace, text: &str) -> Option<Workspace> {
    let mut files = workspace.tree.files().to_vec();
    files.push(File::text(RepoPath::new(settings::FILE)?, text));
    let history = workspace.history.clone();
    Some(Workspace::build(
        Tree::new(files),
        kinds::all(),
        workspace.context.clone(),
        history,
    ))
}

fn members(workspace: &Workspace, kind: usize) -> Vec<(&str, usize)> {
    let of_kind = workspace.records.iter().filter(|record| record.kind == kind);
    let mut places: Vec<(&str, usize)> = of_kind
        .map(|record| (workspace.path_of(record).as_str(), record.part))
        .collect();
    places.sort_unstable();
    places
}

fn list(texts: &[String]) -> String {
    let items: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    match items.iter().map(String::len).sum::<usize>() > 90 {
        true => format!("[\n    {},\n]", items.join(",\n    ")),
        false => format!("[{}]", items.join(", ")),
    }
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A TOML key, quoted where it must be.
fn key(text: &str) -> String {
    let is_bare = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if is_bare { text.to_owned() } else { quoted(text) }
}

#[cfg(test)]
mod tests {
    use super::{escaped, key, quoted};

    #[test]
    fn anything_can_be_written_as_toml() {
        assert_eq!(quoted("a \"b\" \\ \n"), "\"a \\\"b\\\" \\\\ \\u000A\"");
        assert_eq!(key("docs-adr"), "docs-adr");
        assert_eq!(key("docs adr.x"), "\"docs adr.x\"");
        assert_eq!(escaped("a[1].md"), "a[[]1[]].md");
    }
}
