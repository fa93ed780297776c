//! Finding the record sets of a repository that nobody prepared: from folder names, file names and content.
//!
//! The kinds say what speaks for them; nothing here knows a kind by name.

use crate::model::attached::{is_evidence, keeps_evidence};
use crate::model::called;
use crate::model::evidence::{Ground, is_numbered};
use crate::model::hints;
use crate::model::identity;
use crate::model::kind::{Kind, Mark};
use crate::model::sets::RecordSet;
use crate::syntax::document::Document;
use crate::syntax::markup::Markup;
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Stems of files that lie among records and are none.
const INDEXES: [&str; 14] = [
    "readme",
    "index",
    "_index",
    "template",
    "_template",
    "contributing",
    "changelog",
    "toc",
    "summary",
    "glossary",
    "howto",
    "decisions",
    "adr",
    "overview",
];

/// Folders that hold blank forms; `archetypes` are Hugo's.
const FORM_FOLDERS: [&str; 3] = ["template", "templates", "archetypes"];

/// Why one place is a record of a kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Claim {
    kind: usize,
    folder: RepoPath,
    /// Index of the group of marks in the kind's `anywhere`; `None` when the folder speaks for it.
    by_marks: Option<usize>,
    /// True when only the file names speak for it.
    by_name: bool,
    file: FileId,
    part: usize,
}

/// Proposes sets for the kinds named by `open`. Every file is in at most one set: a folder's name speaks louder than
/// content, and of two folders the inner one.
pub(crate) fn discover(ground: Ground<'_>, kinds: &[Kind], open: &[usize]) -> Vec<RecordSet> {
    let ids: Vec<FileId> = ground.tree.iter().map(|(id, _)| id).collect();
    let claims: Vec<Claim> = ids
        .par_iter()
        .flat_map_iter(|&file| ground.claims(file, kinds, open))
        .collect();
    let mut groups = Groups::new();
    for claim in claims {
        let folder = match claim.by_marks {
            Some(_) => RepoPath::root(),
            None => claim.folder,
        };
        let key = (claim.kind, claim.by_marks, claim.by_name, folder);
        groups.entry(key).or_default().push((claim.file, claim.part));
    }
    // One file that happens to be named so is no log.
    groups.retain(|(_, _, by_name, _), members| !by_name || members.len() > 1);
    let merged = merge_marks(groups, kinds);
    let mut sets: Vec<RecordSet> = merged.into_iter().map(|group| ground.set(group, kinds)).collect();
    called::name_sets(&mut sets, kinds);
    sets
}

/// True when a folder has the name; a name with a leading `/` stands at the root only.
fn is_called(folder: &str, name: &str) -> bool {
    match name.strip_prefix('/') {
        Some(name) => folder.eq_ignore_ascii_case(name),
        None => folder.rsplit('/').next().unwrap_or(folder).eq_ignore_ascii_case(name),
    }
}

/// A group of members with what speaks for it.
struct Group {
    kind: usize,
    folder: RepoPath,
    having: Vec<Vec<Mark>>,
    by_name: bool,
    members: Vec<(FileId, usize)>,
}

/// Members by what speaks for them: kind, group of marks, by name, folder.
type Groups = BTreeMap<(usize, Option<usize>, bool, RepoPath), Vec<(FileId, usize)>>;

/// Joins what the several groups of marks of one kind found into one set.
fn merge_marks(groups: Groups, kinds: &[Kind]) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    for ((kind, by_marks, by_name, folder), members) in groups {
        let having = by_marks.map(|index| kinds[kind].habitat.anywhere[index].clone());
        let same = out
            .iter_mut()
            .find(|group| having.is_some() && group.kind == kind && !group.having.is_empty());
        match (same, having) {
            (Some(group), Some(marks)) => {
                group.having.push(marks);
                group.members.extend(members);
            }
            (_, having) => out.push(Group {
                kind,
                folder,
                having: having.into_iter().collect(),
                by_name,
                members,
            }),
        }
    }
    for group in &mut out {
        group.members.sort();
    }
    out
}

impl Ground<'_> {
    fn claims(&self, file: FileId, kinds: &[Kind], open: &[usize]) -> Vec<Claim> {
        let path = self.tree.path(file);
        let document = &self.documents[file.index()];
        if path.as_str().starts_with(".github/") || is_form(path) || is_blank(document) || is_kept(path, kinds) {
            return Vec::new();
        }
        let candidates = || {
            open.iter()
                .filter(|&&kind| kinds[kind].habitat.formats.contains(&document.format))
        };
        let mut best: Option<Claim> = None;
        for &kind in candidates() {
            let depth = |claim: &Claim| claim.folder.parts().count();
            match (self.by_folder(file, kind, &kinds[kind]), &best) {
                (Some(claim), Some(other)) if depth(&claim) <= depth(other) => {}
                (Some(claim), _) => best = Some(claim),
                (None, _) => {}
            }
        }
        if let Some(claim) = best {
            return vec![claim];
        }
        for &kind in candidates() {
            if let Some(claim) = self.by_file_name(file, kind, &kinds[kind]) {
                return vec![claim];
            }
        }
        candidates()
            .map(|&kind| self.by_content(file, kind, &kinds[kind]))
            .find(|claims| !claims.is_empty())
            .unwrap_or_default()
    }

    /// A folder of the kind's above the file, and something in the file that agrees.
    fn by_folder(&self, file: FileId, kind: usize, row: &Kind) -> Option<Claim> {
        let path = self.tree.path(file);
        let named = habitat_folder(path, row);
        let folder = match self.hinted_folder(path, row) {
            // The tools of the hints look into the folder itself; what its name says holds for all below it.
            Some(hinted) if named.as_ref().is_none_or(|named| hinted.is_under(named)) => hinted,
            _ => named?,
        };
        let inside = &row.habitat.inside;
        let agrees = inside.is_empty() || inside.iter().any(|mark| self.shows(file, 0, mark));
        // A README stands for its folder only where it says so itself: `<slug>/README.md`.
        let stem = path.stem().to_ascii_lowercase();
        let stands_for_folder =
            matches!(stem.as_str(), "readme" | "index") && path.parent() != folder && !inside.is_empty();
        let is_index = INDEXES.contains(&stem.as_str()) && !(stands_for_folder && self.is_record_folder(file, inside));
        let is_data = self.documents[file.index()].markup.is_none();
        let has_value = !is_data || !self.documents[file.index()].data.is_empty();
        (agrees && !is_index && has_value).then_some(Claim {
            kind,
            folder,
            by_marks: None,
            by_name: false,
            file,
            part: 0,
        })
    }

    /// The file's folder, where the settings of another tool name it.
    fn hinted_folder(&self, path: &RepoPath, row: &Kind) -> Option<RepoPath> {
        let folder = (!self.hints.is_empty() && hints::is_for(row)).then(|| path.parent())?;
        let is_named = self.hints.iter().any(|hint| hint.folder.as_ref() == Some(&folder));
        is_named.then_some(folder)
    }

    /// `2024-01-05-slug/README.md`: the folder is numbered, or the file shows more than a name.
    fn is_record_folder(&self, file: FileId, inside: &[Mark]) -> bool {
        let folder = self.tree.path(file).parent();
        let alone = self
            .tree
            .below(&folder)
            .filter(|(id, file)| self.documents[id.index()].markup.is_some() && !is_evidence(&file.path, &folder))
            .count()
            == 1;
        let content = inside
            .iter()
            .filter(|mark| !matches!(mark, Mark::Numbered | Mark::Named(_)));
        alone && (is_numbered(folder.name()) || content.filter(|mark| self.shows(file, 0, mark)).count() >= 1)
    }

    /// A numbered file whose name says the kind (`adr-001-use-adrs.md` at the root).
    fn by_file_name(&self, file: FileId, kind: usize, row: &Kind) -> Option<Claim> {
        if row.habitat.name_words.is_empty() {
            return None;
        }
        let path = self.tree.path(file);
        let (number, _) = identity::number(path.stem())?;
        let prefix = number.area.to_lowercase();
        let says_so = prefix
            .split(['-', '_', ' '])
            .any(|word| row.habitat.name_words.iter().any(|name| name == word));
        says_so.then(|| Claim {
            kind,
            folder: path.parent(),
            by_marks: None,
            by_name: true,
            file,
            part: 0,
        })
    }

    fn by_content(&self, file: FileId, kind: usize, row: &Kind) -> Vec<Claim> {
        let document = &self.documents[file.index()];
        let parts = if document.markup.is_some() {
            1
        } else {
            document.data.len()
        };
        let mut claims = Vec::new();
        for part in 0..parts {
            let group = row
                .habitat
                .anywhere
                .iter()
                .position(|marks| marks.iter().all(|mark| self.shows(file, part, mark)));
            if let Some(group) = group {
                claims.push(Claim {
                    kind,
                    folder: RepoPath::root(),
                    by_marks: Some(group),
                    by_name: false,
                    file,
                    part,
                });
            }
        }
        claims
    }

    fn set(&self, group: Group, kinds: &[Kind]) -> RecordSet {
        let kind = &kinds[group.kind];
        let extensions: BTreeMap<String, usize> =
            group.members.iter().fold(BTreeMap::new(), |mut counts, (file, _)| {
                *counts.entry(ending(self.tree.path(*file))).or_default() += 1;
                counts
            });
        let folder = match group.having.is_empty() {
            true => group.folder,
            false => common_folder(group.members.iter().map(|(file, _)| self.tree.path(*file))),
        };
        let base = if folder.as_str().is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let depth = folder.parts().count() + 1;
        let is_flat = group
            .members
            .iter()
            .all(|(file, _)| self.tree.path(*file).parts().count() == depth);
        let pattern = |ending: &String| match (is_flat, group.by_name) {
            (true, true) => format!("{base}*adr*{ending}"),
            (true, false) => format!("{base}*{ending}"),
            (false, _) => format!("{base}**/*{ending}"),
        };
        let mut set = RecordSet {
            name: String::new(),
            kind: group.kind,
            files: extensions.keys().map(pattern).collect(),
            exclude: Vec::new(),
            having: group.having,
            members: group.members,
            schema: None,
            reason: String::new(),
            configured: None,
            folder,
        };
        set.reason = match group.by_name {
            true => "numbered files whose names say what they are".to_owned(),
            false => called::reason(&set, kind, self),
        };
        set
    }
}

/// The innermost folder above a file that is named as those of the kind are.
fn habitat_folder(path: &RepoPath, row: &Kind) -> Option<RepoPath> {
    let mut folder = path.as_str();
    while let Some(end) = folder.rfind('/') {
        folder = &folder[..end];
        if row.habitat.folders.iter().any(|name| is_called(folder, name)) {
            return RepoPath::new(folder);
        }
    }
    None
}

/// True for what lies below the `evidence` of a record.
fn is_kept(path: &RepoPath, kinds: &[Kind]) -> bool {
    let mut keeping = kinds.iter().filter(|row| keeps_evidence(row));
    let is_below = |row: &Kind| habitat_folder(path, row).is_some_and(|folder| is_evidence(path, &folder));
    path.as_str().contains("/evidence/") && keeping.any(is_below)
}

/// A blank form, by its name or its folder's. A number other than zero, or a date, makes a record of any name.
pub(crate) fn is_form(path: &RepoPath) -> bool {
    let lower = path.as_str().to_ascii_lowercase();
    if !["template", "boilerplate", "archetypes"]
        .iter()
        .any(|word| lower.contains(word))
    {
        return false;
    }
    let stem = path.stem();
    let is_counted = identity::number(stem).is_some_and(|(number, _)| number.value > 0);
    let lower = stem.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphabetic());
    let says_form = words.any(|word| matches!(word, "template" | "templates" | "boilerplate"));
    let folders = path.parent();
    let in_forms = folders
        .parts()
        .any(|part| FORM_FOLDERS.contains(&part.to_lowercase().as_str()));
    in_forms || (says_form && !is_counted && identity::leading_date(stem).is_none())
}

/// A form that some tool fills: its title is still a placeholder.
fn is_blank(document: &Document) -> bool {
    let title = document.markup.as_ref().and_then(Markup::title);
    title.is_some_and(|heading| heading.text.starts_with("{{") && heading.text.ends_with("}}"))
}

/// Everything from the first dot of the name: `.html.md.erb`.
fn ending(path: &RepoPath) -> String {
    path.name()[path.stem().len()..].to_owned()
}

pub(crate) fn common_folder<'a>(mut paths: impl Iterator<Item = &'a RepoPath>) -> RepoPath {
    let Some(first) = paths.next() else {
        return RepoPath::root();
    };
    paths.fold(first.parent(), |mut folder, path| {
        while !path.is_under(&folder) {
            folder = folder.parent();
        }
        folder
    })
}

#[cfg(test)]
mod tests {
    use super::is_called;

    #[test]
    fn a_folder_may_have_to_stand_at_the_root() {
        for (path, name, expected) in [
            ("docs/adr", "adr", true),
            ("docs/ADR", "adr", true),
            ("docs/adr", "docs", false),
            ("configs", "/configs", true),
            ("Configs", "/configs", true),
            ("app/configs", "/configs", false),
        ] {
            assert_eq!(is_called(path, name), expected, "{path} {name}");
        }
    }
}
