//! Where the incidents of alerts are kept while a receiver runs: on disk, or on branches of their own. Each knows what was
//! kept, whether somebody else changed it since, and how one more change is kept for good.

use crate::cli::args::Global;
use crate::cli::load::{self, Ground, Past};
use crate::cli::terminal::Terminal;
use crate::model::identity;
use crate::model::incidents::origin::{self, sources};
use crate::model::workspace::Workspace;
use crate::store::git::Repository;
use crate::store::git_commit::{SideCommit, Tips};
use crate::store::watch::{self, Stamps};
use crate::store::{changes, vacant, worktree};
use crate::text::change::{Changes, FileChange};
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use crate::write::incident::receive::Held;
use anyhow::{Context, anyhow, bail};
use std::collections::BTreeMap;

/// How the branches of incidents begin; the id follows.
const BRANCHES: &str = "incidents/";

/// Where records are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Files on disk; committing is left to people.
    Disk,
    /// Each incident on a branch of its own; no file on disk is touched.
    Branches,
}

/// Everything as it was when it was last looked at.
pub(super) struct Keep {
    mode: Mode,
    pub(super) ground: Ground,
    pub(super) workspace: Workspace,
    state: State,
    /// The files of the incidents that came from alerts, by what they say as their source.
    by_source: BTreeMap<String, Vec<Kept>>,
}

/// What changes when somebody changes anything.
#[derive(PartialEq, Eq)]
enum State {
    Disk(Stamps),
    Branches(Tips),
}

/// One incident.
#[derive(Clone)]
struct Kept {
    path: RepoPath,
    /// The branch on which it is, and its text there; `None` for what the root has.
    aside: Option<(String, String)>,
}

impl Keep {
    /// Reads everything.
    pub(super) fn read(mode: Mode, (global, terminal): (&Global, &mut Terminal)) -> anyhow::Result<Keep> {
        let mut ground = load::find(global)?;
        match mode {
            Mode::Disk => load::refuse_revision(&ground)?,
            Mode::Branches => {
                if ground.repository.is_none() {
                    bail!("--commit needs a Git repository\n`git init` begins one; without --commit files are written");
                }
                ground.revision = Some("HEAD".to_owned());
            }
        }
        // Before the files are read: what changes during that is seen the next time.
        let state = State::of(mode, &ground)?;
        let workspace = ground.read(global, terminal, Past::Leave)?;
        let by_source = by_source(mode, &ground, &workspace)?;
        Ok(Keep {
            mode,
            ground,
            workspace,
            state,
            by_source,
        })
    }

    /// Reads everything anew where somebody changed something.
    pub(super) fn renew(&mut self, (global, terminal): (&Global, &mut Terminal)) -> anyhow::Result<()> {
        if State::of(self.mode, &self.ground)? != self.state {
            *self = Keep::read(self.mode, (global, terminal))?;
        }
        Ok(())
    }

    /// The incidents that say this source, as they are now.
    pub(super) fn held(&self, source: &str) -> anyhow::Result<Vec<Held>> {
        let kept = self.by_source.get(source).map_or(&[][..], Vec::as_slice);
        kept.iter()
            .map(|kept| {
                let text = match (&kept.aside, self.mode) {
                    (Some((_, text)), _) => text.clone(),
                    (None, Mode::Disk) => text(worktree::read_bytes(&self.ground.root, &kept.path)?, &kept.path)?,
                    (None, Mode::Branches) => text(self.ground.bytes(&kept.path)?, &kept.path)?,
                };
                Ok(Held {
                    path: kept.path.clone(),
                    text,
                })
            })
            .collect()
    }

    /// Whether a new file, or folder, may not have this name.
    pub(super) fn is_taken(&self, path: &RepoPath) -> bool {
        let known = || self.by_source.values().flatten();
        match self.mode {
            Mode::Disk => !vacant::is_vacant(&self.ground.root, path),
            Mode::Branches => {
                known().any(|kept| kept.path == *path || kept.path.is_under(path)) || self.is_on_its_branch(path)
            }
        }
    }

    /// Whether the branch that an incident of this path would get has it already: of somebody's hand, say, without a source.
    /// Where that cannot be told, nothing is written over.
    fn is_on_its_branch(&self, path: &RepoPath) -> bool {
        let branch = format!("{BRANCHES}{}", id(path));
        let has =
            repository(&self.ground).and_then(|repository| repository.side_has(&branch, (self.ground.folder(), path)));
        has.unwrap_or(true)
    }

    /// Keeps a change of the incident of `source`. When it returns, the change is on the disk and stays there.
    pub(super) fn keep(
        &mut self,
        change: &FileChange,
        (source, message): (&str, &str),
        now: i64,
    ) -> anyhow::Result<()> {
        let path = change.path_after().clone();
        let text = change
            .after()
            .map_err(|error| anyhow!("{path} cannot be changed: {error:?}"))?;
        let kept = self.by_source.entry(source.to_owned()).or_default();
        let known = kept.iter_mut().find(|kept| kept.path == path);
        let aside = match &mut self.state {
            State::Disk(stamps) => {
                vacant::sweep(&self.ground.root, &path.parent());
                let mut all = Changes::default();
                match &change.before {
                    None => all.create(path.clone(), text),
                    Some(before) => {
                        for edit in &change.edits {
                            all.edit(&path, before, edit.clone());
                        }
                    }
                }
                changes::apply_durably(&self.ground.root, &all)?;
                stamps.renew(self.ground.root.join(path.as_str()));
                None
            }
            State::Branches(tips) => {
                let own = known.as_ref().and_then(|kept| kept.aside.as_ref());
                let branch = match own {
                    Some((branch, _)) => branch.clone(),
                    None => format!("{BRANCHES}{}", id(&path)),
                };
                let wanted = SideCommit {
                    branch: &branch,
                    folder: self.ground.folder(),
                    path: &path,
                    text: &text,
                    message,
                    at: now,
                };
                let commit = repository(&self.ground)?.commit_aside(&wanted)?;
                tips.moved(&branch, commit);
                Some((branch, text))
            }
        };
        match known {
            Some(kept) => kept.aside = aside,
            None => kept.push(Kept { path, aside }),
        }
        Ok(())
    }

    /// Waits until an incident that needs no change is on the disk: whoever wrote it may have been killed before that.
    pub(super) fn settle(&self, path: &RepoPath) -> anyhow::Result<()> {
        match self.mode {
            Mode::Disk => changes::settle(&self.ground.root, path),
            // A branch never stands at what is not on the disk.
            Mode::Branches => Ok(()),
        }
    }
}

impl State {
    fn of(mode: Mode, ground: &Ground) -> anyhow::Result<State> {
        match mode {
            Mode::Disk => Ok(State::Disk(watch::stamps(&ground.root)?)),
            Mode::Branches => Ok(State::Branches(repository(ground)?.side_tips(BRANCHES)?)),
        }
    }
}

fn by_source(mode: Mode, ground: &Ground, workspace: &Workspace) -> anyhow::Result<BTreeMap<String, Vec<Kept>>> {
    let here = |file: FileId| Kept {
        path: workspace.tree.path(file).clone(),
        aside: None,
    };
    let known = origin::by_source(workspace).into_iter();
    let known = known.map(|(source, files)| (source, files.into_iter().map(here).collect()));
    let mut found: BTreeMap<String, Vec<Kept>> = known.collect();
    if mode == Mode::Disk {
        return Ok(found);
    }
    for file in repository(ground)?.side_files(BRANCHES, ground.folder())? {
        for source in sources(&file.path, &file.text) {
            let kept = found.entry(source).or_default();
            // A branch that is not merged is ahead of what the root has.
            kept.retain(|kept| kept.path != file.path);
            kept.push(Kept {
                path: file.path.clone(),
                aside: Some((file.branch.clone(), file.text.clone())),
            });
        }
    }
    Ok(found)
}

/// What an incident is called by its branch: its folder, or its file.
fn id(path: &RepoPath) -> String {
    identity::carrier(path)
}

fn repository(ground: &Ground) -> anyhow::Result<&Repository> {
    ground
        .repository
        .as_ref()
        .context("there is no Git repository any more")
}

fn text(bytes: Vec<u8>, path: &RepoPath) -> anyhow::Result<String> {
    String::from_utf8(bytes).map_err(|_| anyhow!("{path} is not UTF-8\nput that right first"))
}
