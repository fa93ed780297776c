//! The story of a record: its steps through the history, and who took them. It must not know how a story is shown.

use crate::model::forge::Forge;
use crate::model::past::{State, Step, Version, Versions};
use crate::model::record::{Record, RecordId};
use crate::model::workspace::Workspace;
use crate::text::history::{Change, Commit, Helper, Log, Request, Role, Touch};
use crate::text::message::is_same;
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use std::collections::HashMap;

/// The contents of files as Git keeps them.
pub trait Blobs {
    /// The text of a blob by its id; `None` where it is no text or not at hand.
    fn text(&self, blob: &str) -> Option<String>;

    /// True where a blob, by its id, holds this text. It need not be read for that.
    fn holds(&self, blob: &str, text: &str) -> bool;
}

/// One step with everything that is known of it.
#[derive(Clone, Debug)]
pub struct Told<'a> {
    /// The step.
    pub step: &'a Step,
    /// The commit; `None` where it is not committed.
    pub commit: Option<&'a Commit>,
    /// The commit on the forge; empty where there is none.
    pub url: String,
    /// The record's path after it.
    pub path: &'a RepoPath,
    /// What it did to the record's file.
    pub deed: Deed<'a>,
    /// Who wrote it too, without the author.
    pub coauthors: Vec<&'a str>,
    /// Who reviewed it, in the commit's or the merge's trailers.
    pub reviewers: Vec<&'a str>,
    /// Who signed it off, without those named before.
    pub signers: Vec<&'a str>,
    /// The request that it came through.
    pub request: Option<Asked<'a>>,
}

/// What a step did to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed<'a> {
    /// It appeared.
    Added,
    /// Its text changed.
    Changed,
    /// It was given another name; its text may have changed too.
    Moved(&'a RepoPath),
    /// It was removed.
    Deleted,
    /// Not known: a shallow clone begins here.
    Held,
}

/// A request, and how it ended.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Its number.
    pub request: Request,
    /// Its page on the forge; empty where there is none.
    pub url: String,
    /// The merge that says so; `None` where the commit's own message does.
    pub merge: Option<&'a Commit>,
}

/// The files that a record's status can be read from: its own first, then the one beside it in which it stands.
pub fn files(record: &Record) -> Vec<FileId> {
    let beside = record.status.span().map(|span| span.file);
    let others = beside.into_iter().filter(|file| *file != record.file);
    std::iter::once(record.file).chain(others).collect()
}

/// The steps of a record, oldest first, from the log that the workspace was given.
pub fn steps(workspace: &Workspace, id: RecordId, blobs: &dyn Blobs) -> Vec<Step> {
    let Some(log) = workspace.history.log() else {
        return Vec::new();
    };
    let record = workspace.record(id);
    let files = files(record);
    let touches: Vec<&[Touch]> = files.iter().map(|file| log.of(workspace.tree.path(*file))).collect();
    let mut order: Vec<(usize, usize)> = (0..touches.len())
        .flat_map(|file| (0..touches[file].len()).map(move |at| (file, at)))
        .collect();
    // Oldest first; within a file, and within a commit, as the log has it.
    order.sort_by_key(|&(file, at)| (std::cmp::Reverse(touches[file][at].commit), file, std::cmp::Reverse(at)));
    let mut versions = Versions::new(workspace.kind_of(record), workspace.set_of(record), record.part);
    let today = (workspace.path_of(record), workspace.document(record.file));
    versions.learn((today.0, today.1, workspace.tree.text(record.file)), &record.status);
    let on_disk = versions
        .are_asked()
        .then(|| lying(workspace, (record, &files), (&touches, blobs)));
    let mut reading = Reading {
        versions,
        blobs,
        known: on_disk.flatten().into_iter().collect(),
        now: vec![None; touches.len()],
    };
    let same_commit = |a: &(usize, usize), b: &(usize, usize)| touches[a.0][a.1].commit == touches[b.0][b.1].commit;
    let is_cut = |&(file, at): &(usize, usize)| log.cut.binary_search(&touches[file][at].commit).is_ok();
    // Lines of history that are cut off later tell nothing that the first one does not.
    let oldest = order.first().map(|&(file, at)| touches[file][at].commit);
    order.retain(|place| !is_cut(place) || Some(touches[place.0][place.1].commit) == oldest);
    let tell = |chunk: &[(usize, usize)]| Step {
        is_cut: is_cut(&chunk[0]),
        ..reading.step(chunk, &touches)
    };
    order.chunk_by(same_commit).map(tell).collect()
}

/// The version that lies on disk, as Git names it, and what it says: that is known without reading it again. `None` where
/// what lies there was not committed.
fn lying(
    workspace: &Workspace,
    (record, files): (&Record, &[FileId]),
    (touches, blobs): (&[&[Touch]], &dyn Blobs),
) -> Option<(Names, State)> {
    let named = |(file, touches): (&FileId, &&[Touch])| {
        let (path, blob) = (workspace.tree.path(*file), touches.first()?.blob.as_deref()?);
        let is_it = touches[0].path == *path && blobs.holds(blob, workspace.tree.text(*file));
        is_it.then(|| (path.clone(), blob.to_owned()))
    };
    let names: Option<Names> = files.iter().zip(touches).map(named).collect();
    Some((names?, State::of(&record.status)))
}

/// The step that is not committed yet: from the last version to what lies on disk.
pub fn uncommitted(workspace: &Workspace, id: RecordId, steps: &[Step]) -> Step {
    Step {
        touches: Vec::new(),
        is_cut: false,
        before: steps.last().and_then(|step| step.after.clone()),
        after: Some(State::of(&workspace.record(id).status)),
    }
}

/// Everything about a step of a record.
pub fn told<'a>(workspace: &'a Workspace, (id, step): (RecordId, &'a Step), forge: Option<&Forge>) -> Told<'a> {
    let record = workspace.record(id);
    let today = workspace.path_of(record);
    let mut told = Told {
        step,
        commit: None,
        url: String::new(),
        path: today,
        deed: match step.before {
            None => Deed::Added,
            Some(_) => Deed::Changed,
        },
        coauthors: Vec::new(),
        reviewers: Vec::new(),
        signers: Vec::new(),
        request: None,
    };
    let files = files(record);
    let touch = |log: &'a Log, &(file, at): &(usize, usize)| log.of(workspace.tree.path(files[file])).get(at);
    let log = workspace.history.log();
    let first = step.touches.first().and_then(|place| Some((log?, place)));
    let Some((log, touch, own)) = first.and_then(|(log, place)| Some((log, touch(log, place)?, place.0 == 0))) else {
        return told;
    };
    if own {
        told.path = &touch.path;
        told.deed = match &touch.change {
            Change::Added => Deed::Added,
            Change::Modified => Deed::Changed,
            Change::Renamed { from, .. } => Deed::Moved(from),
            Change::Deleted => Deed::Deleted,
        };
        if step.is_cut {
            told.deed = Deed::Held;
        }
    }
    if let Some(commit) = log.commit(touch) {
        told.commit = Some(commit);
        told.url = forge.map(|forge| forge.commit(&commit.id)).unwrap_or_default();
        told.request = asked(log, commit, forge);
        name_people(&mut told, commit);
    }
    told
}

/// The request that a commit came through.
pub fn asked<'a>(log: &'a Log, commit: &'a Commit, forge: Option<&Forge>) -> Option<Asked<'a>> {
    let (request, merge) = log.request(commit)?;
    let url = match forge {
        Some(forge) => forge.request(request)?,
        None => String::new(),
    };
    Some(Asked { request, url, merge })
}

/// Names each person once, in the part that says most.
fn name_people<'a>(told: &mut Told<'a>, commit: &'a Commit) {
    let merge = told.request.as_ref().and_then(|asked| asked.merge);
    let of_merge = merge.map_or(&[][..], |merge| &merge.helpers[..]);
    let mut named: Vec<(&str, &str)> = vec![(&commit.author, &commit.email)];
    let mut pick = |helpers: &mut dyn Iterator<Item = &'a Helper>, role: Role| {
        let mut names = Vec::new();
        for helper in helpers.filter(|helper| helper.role == role) {
            let person = (helper.name.as_str(), helper.email.as_str());
            if !named.iter().any(|known| is_same(*known, person)) {
                named.push(person);
                names.push(person.0);
            }
        }
        names
    };
    told.coauthors = pick(&mut commit.helpers.iter(), Role::CoAuthor);
    told.reviewers = pick(&mut commit.helpers.iter().chain(of_merge), Role::Reviewer);
    told.signers = pick(&mut commit.helpers.iter(), Role::SignOff);
}

/// The files of a version: where each was, and the id of its blob.
type Names = Vec<(RepoPath, String)>;

/// What is known while the versions of one record are read.
struct Reading<'a> {
    versions: Versions<'a>,
    blobs: &'a dyn Blobs,
    /// Versions that were read: a change and the next one share one.
    known: HashMap<Names, State>,
    /// The files as they are after the last step.
    now: Vec<Option<(RepoPath, String)>>,
}

impl Reading<'_> {
    fn step(&mut self, chunk: &[(usize, usize)], touches: &[&[Touch]]) -> Step {
        let mut before = self.now.clone();
        for &(file, at) in chunk {
            let touch = &touches[file][at];
            let was = match &touch.change {
                Change::Renamed { from, .. } => from,
                _ => &touch.path,
            };
            // What stood in the commit's own parent, which on another branch may be older than the last step.
            before[file] = touch.before.clone().map(|blob| (was.clone(), blob));
            self.now[file] = touch.blob.clone().map(|blob| (touch.path.clone(), blob));
        }
        let after = self.now.clone();
        Step {
            touches: chunk.to_vec(),
            is_cut: false,
            before: self.state(before),
            after: self.state(after),
        }
    }

    fn state(&mut self, files: Vec<Option<(RepoPath, String)>>) -> Option<State> {
        files.first()?.as_ref()?;
        if !self.versions.are_asked() {
            return Some(State::Absent);
        }
        let files: Names = files.into_iter().flatten().collect();
        if let Some(state) = self.known.get(&files) {
            return Some(state.clone());
        }
        let text = |(path, blob): &(RepoPath, String)| (path.clone(), self.blobs.text(blob));
        let version: Version = files.iter().map(text).collect();
        let state = self.versions.state(version);
        self.known.insert(files, state.clone());
        Some(state)
    }
}

#[cfg(test)]
mod tests {
    use super::{Blobs, steps};
    use crate::kinds;
    use crate::model::past::State;
    use crate::model::time::Date;
    use crate::model::workspace::{Context, Workspace};
    use crate::text::history::{Change, History, Log, Touch};
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};
    use std::cell::RefCell;

    /// Blobs that bear their text as their id, and note who was read.
    #[derive(Default)]
    struct Named(RefCell<Vec<String>>);

    impl Blobs for Named {
        fn text(&self, blob: &str) -> Option<String> {
            self.0.borrow_mut().push(blob.to_owned());
            Some(blob.to_owned())
        }

        fn holds(&self, blob: &str, text: &str) -> bool {
            blob == text
        }
    }

    #[test]
    fn what_lies_on_disk_is_not_read_again() {
        let path = RepoPath::new("docs/adr/0001-x.md").unwrap();
        let of = |status: &str| format!("# 1. X\n\nDate: 2026-01-01\n\n## Status\n\n{status}\n");
        let touch = |commit: u32, before: Option<&str>, after: &str| Touch {
            commit,
            path: path.clone(),
            change: before.map_or(Change::Added, |_| Change::Modified),
            before: before.map(of),
            blob: Some(of(after)),
        };
        let touches = vec![touch(0, Some("Proposed"), "Accepted"), touch(1, None, "Proposed")];
        for (on_disk, read) in [
            ("Accepted", vec!["Proposed"]),
            ("Rejected", vec!["Proposed", "Accepted"]),
        ] {
            let tree = Tree::new(vec![File::text(path.clone(), of(on_disk))]);
            let context = Context::on(Date::parse("2026-01-01").unwrap());
            let log = Log {
                files: [(path.clone(), touches.clone())].into_iter().collect(),
                ..Log::default()
            };
            let workspace = Workspace::build(tree, kinds::all(), context, History::Known(log));
            let blobs = Named::default();
            let (id, _) = workspace.iter().next().unwrap();
            let steps = steps(&workspace, id, &blobs);
            let words = steps.iter().map(|step| step.after.as_ref().and_then(State::word));
            assert_eq!(
                words.collect::<Vec<_>>(),
                [Some("proposed"), Some("accepted")],
                "{on_disk}"
            );
            let wanted: Vec<String> = read.into_iter().map(of).collect();
            assert_eq!(*blobs.0.borrow(), wanted, "{on_disk}");
        }
    }
}
