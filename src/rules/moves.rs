//! Where the history says that a missing file went. It knows no rule but the name of the one that can be turned
//! off.
//!
//! What is asked for is a path that no longer exists. Where a file of today once lived under it, the file was moved; where
//! the files of a folder went to one other folder, the folder was. What lived on and was deleted later is no move. Where the
//! target still lies where it lay as seen from the page's old place, the page was moved.

use crate::model::antora::seat;
use crate::model::links::{Destination, Link, Origin};
use crate::model::nav::book::Book;
use crate::model::sources::sources;
use crate::model::targets::{decode, is_elsewhere};
use crate::model::workspace::Workspace;
use crate::syntax::document::Format;
use crate::text::history::{Change, Commit, Log, Touch};
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;

/// The rule that reports moves. Where it is off, a moved target is a missing one.
const RULE: &str = "link/moved";

/// Below this similarity in percent Git pairs files that share little more than their form, unless they share their name.
const SIMILAR: u8 = 60;

/// How many names a file may have had that are themselves missing.
const CHAIN: usize = 16;

/// A move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Move<'a> {
    /// Where it is now.
    pub(crate) to: RepoPath,
    /// The commit that took the old name away.
    pub(crate) commit: &'a Commit,
    /// Where it was the page of the link that moved: the page's name before.
    pub(crate) page: Option<&'a RepoPath>,
}

/// Answers where things went. Made once per run of a rule.
pub(crate) struct Moves<'a> {
    workspace: &'a Workspace,
    log: Option<&'a Log>,
    /// By the name before: the newest rename, and the file to whose story it belongs.
    renames: BTreeMap<&'a str, Rename<'a>>,
    answers: HashMap<RepoPath, Option<Move<'a>>>,
    /// The earlier names of the page that was asked about last: links come page by page.
    names: (Option<FileId>, EarlierNames<'a>),
}

/// Names that a file had, each with the rename that ended it.
type EarlierNames<'a> = Vec<(&'a RepoPath, &'a Touch)>;

#[derive(Clone, Copy)]
struct Rename<'a> {
    touch: &'a Touch,
    file: &'a RepoPath,
}

impl<'a> Moves<'a> {
    /// Of the history that the workspace has; without one, nothing is known to have moved.
    pub(crate) fn new(workspace: &'a Workspace) -> Self {
        let log = workspace.history.log().filter(|_| !is_off(workspace));
        let mut renames: BTreeMap<&str, Rename> = BTreeMap::new();
        for (file, touches) in log.iter().flat_map(|log| &log.files) {
            for touch in touches {
                let Change::Renamed { from, similarity } = &touch.change else {
                    continue;
                };
                if *similarity < SIMILAR && from.name() != touch.path.name() {
                    continue;
                }
                let rename = Rename { touch, file };
                let known = renames.entry(from.as_str()).or_insert(rename);
                if touch.commit < known.touch.commit {
                    *known = rename;
                }
            }
        }
        Moves {
            workspace,
            log,
            renames,
            answers: HashMap::new(),
            names: (None, Vec::new()),
        }
    }

    /// Where the target of a link in a text went.
    pub(crate) fn of(&mut self, link: &Link) -> Option<Move<'a>> {
        let missing = missing(link)?;
        self.target(missing).or_else(|| self.page(link))
    }

    /// Where a missing file or folder went.
    pub(crate) fn target(&mut self, missing: &RepoPath) -> Option<Move<'a>> {
        if let Some(known) = self.answers.get(missing) {
            return known.clone();
        }
        let found = self.file(missing);
        let found = found.or_else(|| self.published(missing));
        let found = found.or_else(|| self.folder(missing));
        self.answers.insert(missing.clone(), found.clone());
        found
    }

    /// What a relative link led to while its page lay in another folder.
    fn page(&mut self, link: &Link) -> Option<Move<'a>> {
        let log = self.log?;
        let path = link.raw.split(['?', '#']).next().map(decode)?;
        if is_elsewhere(&link.raw) || path.starts_with('/') {
            return None;
        }
        let file = link.span.file;
        // Antora's names are not seen from the page.
        let names_page =
            !path.starts_with('.') && seat::is_seated(&self.workspace.tree, self.workspace.tree.path(file));
        if names_page && self.workspace.document(file).format == Format::AsciiDoc {
            return None;
        }
        if self.names.0 != Some(file) {
            self.names = (Some(file), earlier_names(log, self.workspace.tree.path(file)));
        }
        for at in 0..self.names.1.len() {
            let (from, touch) = self.names.1[at];
            let Some(meant) = from.parent().join(&path) else {
                continue;
            };
            let to = match self.is_there(&meant) {
                true => Some(meant),
                false => self.target(&meant).map(|found| found.to),
            };
            if let Some(to) = to {
                return Some(Move {
                    to,
                    commit: log.commit(touch)?,
                    page: Some(from),
                });
            }
        }
        None
    }

    fn is_there(&self, path: &RepoPath) -> bool {
        let tree = &self.workspace.tree;
        let mut pages = sources(path);
        !path.as_str().is_empty()
            && (tree.find(path).is_some()
                || tree.is_folder(path)
                || pages.any(|(source, _)| tree.find(&source).is_some()))
    }

    /// The commit that deleted the target of a link, where nothing lived on.
    pub(crate) fn deletion(&self, link: &Link) -> Option<&'a Commit> {
        self.deleted(missing(link)?)
    }

    /// The commit that deleted a missing file, where nothing lived on.
    pub(crate) fn deleted(&self, missing: &RepoPath) -> Option<&'a Commit> {
        let log = self.log?;
        let touch = log.of(missing).first()?;
        log.commit(touch).filter(|_| touch.change == Change::Deleted)
    }

    fn file(&self, missing: &RepoPath) -> Option<Move<'a>> {
        let log = self.log?;
        let (mut name, mut commit) = (missing, None);
        for _ in 0..CHAIN {
            let rename = self.renames.get(name.as_str())?;
            // Where the name was taken again and that file deleted, the older move is another file's.
            let is_gone = log
                .of(name)
                .first()
                .is_some_and(|last| last.change == Change::Deleted && last.commit < rename.touch.commit);
            // Each step is younger than the one before; else names went round in a circle.
            if is_gone || commit.is_some_and(|earlier| rename.touch.commit > earlier) {
                return None;
            }
            let first = *commit.get_or_insert(rename.touch.commit);
            if self.workspace.tree.find(rename.file).is_some() {
                return Some(Move {
                    to: rename.file.clone(),
                    commit: log.commits.get(first as usize)?,
                    page: None,
                });
            }
            name = rename.file;
        }
        None
    }

    /// A page that a site generator makes of a file: what moved is the file, and it has the same ending.
    fn published(&self, missing: &RepoPath) -> Option<Move<'a>> {
        sources(missing).find_map(|(source, ending)| {
            let found = self.file(&source)?;
            let written = match missing.as_str().strip_suffix(".html") {
                Some(_) => format!("{}.html", found.to.as_str().strip_suffix(ending)?),
                None => found.to.as_str().strip_suffix(ending)?.to_owned(),
            };
            Some(Move {
                to: RepoPath::new(&written)?,
                commit: found.commit,
                page: None,
            })
        })
    }

    /// The folder to which more than half of a folder's files went, under the names that they had below it.
    fn folder(&self, missing: &RepoPath) -> Option<Move<'a>> {
        if missing.as_str().is_empty() {
            return None;
        }
        let start = format!("{missing}/");
        let below = self
            .renames
            .range::<str, _>((Bound::Included(start.as_str()), Bound::Unbounded));
        let below = below.take_while(|(name, _)| name.starts_with(&start));
        let mut files = BTreeSet::new();
        let mut votes: BTreeMap<&str, (usize, u32)> = BTreeMap::new();
        for (name, rename) in below.filter(|(_, rename)| self.workspace.tree.find(rename.file).is_some()) {
            if !files.insert(rename.file) {
                continue;
            }
            let rest = &name[missing.as_str().len()..];
            if let Some(folder) = rename.file.as_str().strip_suffix(rest) {
                let vote = votes.entry(folder).or_insert((0, rename.touch.commit));
                *vote = (vote.0 + 1, vote.1.min(rename.touch.commit));
            }
        }
        let (folder, (_, commit)) = votes.into_iter().find(|(_, (count, _))| count * 2 > files.len())?;
        Some(Move {
            to: RepoPath::new(folder)?,
            commit: self.log?.commits.get(commit as usize)?,
            page: None,
        })
    }
}

/// The names in other folders that a file had, newest first, each with the rename that ended it.
fn earlier_names<'a>(log: &'a Log, file: &RepoPath) -> EarlierNames<'a> {
    let mut names = Vec::new();
    let mut story = log.of(file);
    // A name that was asked for because it is missing has the rest of the story.
    for _ in 0..CHAIN {
        let renames = story.iter().filter_map(|touch| match &touch.change {
            Change::Renamed { from, .. } => Some((from, touch)),
            _ => None,
        });
        let known = names.len();
        names.extend(renames);
        story = match names[known..].last() {
            Some((from, _)) => log.of(from),
            None => break,
        };
    }
    names.retain(|(from, _)| from.parent() != file.parent());
    names
}

/// The missing target of a link in a text, or of an alert to its runbook.
fn missing(link: &Link) -> Option<&RepoPath> {
    match (&link.target, link.origin) {
        (Destination::Missing(path), Origin::Text | Origin::Image | Origin::Alert) => Some(path),
        _ => None,
    }
}

/// The paths that links in texts, kustomizations, and entries of navigation files lead to and that do not exist; sorted.
pub(crate) fn wanted(workspace: &Workspace) -> Vec<RepoPath> {
    let named = workspace.links.iter().filter_map(|link| match &link.target {
        Destination::Missing(path) if link.origin == Origin::Kustomization => Some(path),
        _ => missing(link),
    });
    let mut wanted: BTreeSet<&RepoPath> = named.collect();
    let entries = workspace.books.iter().flat_map(Book::missing);
    wanted.extend(entries.map(|(_, path)| path));
    wanted.into_iter().cloned().collect()
}

/// True where nobody wants to know.
pub(crate) fn is_off(workspace: &Workspace) -> bool {
    let settings = &workspace.settings;
    let is_on_somewhere = settings.overrides.iter().any(|found| found.level_of(RULE).is_some());
    settings.level_of(RULE).is_some_and(|level| level.word == "off") && !is_on_somewhere
}
