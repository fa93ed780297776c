//! The one way from the command line to a workspace: finds the root, reads the files and, where asked, the history.

use crate::cli::args::Global;
use crate::cli::terminal::Terminal;
use crate::kinds;
use crate::lint;
use crate::model::hints;
use crate::model::kind::Kind;
use crate::model::settings;
use crate::model::time::Date;
use crate::model::workspace::{Context, Workspace};
use crate::rules;
use crate::store::blame::Blame;
use crate::store::content::{LIMIT, Wanted};
use crate::store::facts::Index;
use crate::store::git::Repository;
use crate::store::{blame, follow, log, worktree};
use crate::text::history::History;
use crate::text::path::RepoPath;
use crate::text::tree::Tree;
use anyhow::bail;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Why there is no history where there is no Git.
const OUTSIDE: &str = "this folder is in no Git repository";

/// Where the files are.
pub struct Ground {
    /// The folder on disk; of a bare repository the repository itself.
    pub root: PathBuf,
    /// The Git repository that holds it, if any.
    pub repository: Option<Repository>,
    /// The root as seen from the top of the repository.
    folder: RepoPath,
    /// The commit to read; `None` for the files on disk.
    pub(super) revision: Option<String>,
}

/// Whether the history is read too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Past {
    /// Nobody needs it.
    Leave,
    /// It is read where it can be.
    Try,
    /// It is read, or the user is told why it cannot be.
    Read,
}

/// Lets this thread work beside the others instead of waiting for them, which is one thread less to start. A second call
/// changes nothing.
fn share_the_work() {
    let pool = rayon::ThreadPoolBuilder::new().use_current_thread();
    let _ = pool.build_global();
}

/// Finds the root. See [`Global::dir`].
pub fn find(global: &Global) -> anyhow::Result<Ground> {
    share_the_work();
    let dir = &global.dir;
    if !dir.exists() {
        bail!(
            "there is no folder {}\n`opsrepo init {}` begins a new cloud there",
            dir.display(),
            dir.display()
        );
    }
    if !dir.is_dir() {
        bail!(
            "{} is a file, not a folder\n-C takes the folder; opsrepo always looks at all of it",
            dir.display()
        );
    }
    let repository = Repository::discover(dir)?;
    match &repository {
        None if global.at.is_some() => bail!(
            "--at needs a Git repository, and {} is in none\nleave --at out to read the files as they are",
            dir.display()
        ),
        Some(found) if found.is_bare() || found.workdir().is_none() => return bare(global, repository),
        _ => {}
    }
    let top = repository
        .as_ref()
        .and_then(Repository::workdir)
        .unwrap_or(dir)
        .to_owned();
    let root = nearest_settings(dir, &top).unwrap_or(top);
    let folder = repository
        .as_ref()
        .and_then(|found| found.path_of(&root))
        .unwrap_or_else(RepoPath::root);
    Ok(Ground {
        root,
        folder,
        revision: global.at.clone(),
        repository,
    })
}

/// The kinds of the folder's own `opsrepo.toml`, with the built-in ones. Reads no other file.
pub fn kinds_here(dir: &Path) -> anyhow::Result<Vec<Kind>> {
    Ok(settings_here(dir)?.kinds)
}

/// A workspace that knows only `opsrepo.toml`: the settings and the kinds, in no time.
pub fn settings_here(dir: &Path) -> anyhow::Result<Workspace> {
    let repository = Repository::discover(dir)?;
    let top = repository.as_ref().and_then(Repository::workdir).unwrap_or(dir);
    let root = nearest_settings(dir, top).unwrap_or_else(|| top.to_owned());
    let tree = worktree::read_some(&root, &[settings::FILE]);
    Ok(Workspace::build(tree, kinds::all(), nowhere(), History::NotAsked))
}

/// A workspace without files: the built-in settings and kinds.
pub fn nothing() -> Workspace {
    Workspace::build(Tree::default(), kinds::all(), nowhere(), History::NotAsked)
}

fn nowhere() -> Context {
    Context::on(epoch())
}

impl Ground {
    /// Reads everything.
    ///
    /// What is wrong in the settings is said in one line: it may be the reason for what is found, or not.
    pub fn workspace(&self, global: &Global, terminal: &mut Terminal, past: Past) -> anyhow::Result<Workspace> {
        let workspace = self.read(global, terminal, past)?;
        tell_of_settings(&workspace, terminal);
        Ok(workspace)
    }

    /// As [`Ground::workspace`], for commands that say what is wrong in the settings in their own way.
    pub fn read(&self, global: &Global, terminal: &mut Terminal, past: Past) -> anyhow::Result<Workspace> {
        terminal.detail(&format!("the root is {}", self.root.display()));
        terminal.stage("reading the files");
        let mut workspace = self.read_tree(self.tree()?, (global, past), terminal);
        // A tree has files only, so that it does not know of an empty folder in the place of the settings.
        if self.is_on_disk() && workspace.settings.place.is_none() && self.root.join(settings::FILE).is_dir() {
            workspace.settings.unread = Some("it is a folder".to_owned());
        }
        Ok(workspace)
    }

    /// As [`Ground::read`], of files that were read already.
    pub(super) fn read_tree(&self, tree: Tree, (global, past): (&Global, Past), terminal: &mut Terminal) -> Workspace {
        let history = match past {
            Past::Leave => History::NotAsked,
            Past::Try | Past::Read => self.history(&tree, &[], terminal),
        };
        if past == Past::Read {
            tell_of_unknown(&history, terminal);
        }
        self.warn_of_conflicts(terminal);
        terminal.stage("reading the records");
        let context = Context {
            as_of: global.as_of.or(terminal.today()).unwrap_or_else(epoch),
            now: global.as_of.is_none().then(|| terminal.now().div_euclid(60)),
            origin: self.repository.as_ref().and_then(Repository::origin),
            default_branch: self.repository.as_ref().and_then(Repository::default_branch),
            former_branch: self.repository.as_ref().and_then(Repository::former_branch),
            folder: self.folder.clone(),
        };
        Workspace::build(tree, kinds::all(), context, history)
    }

    /// The root as seen from the top of the repository.
    pub fn folder(&self) -> &RepoPath {
        &self.folder
    }

    /// True when the files on disk are read, so that a file can be written beside them.
    fn is_on_disk(&self) -> bool {
        self.revision.is_none()
    }

    /// The history of these files of the tree; of one alone it is read for less. Of a file that was moved and not committed
    /// since it is the history under the old name.
    pub fn history_of(&self, paths: &[RepoPath]) -> History {
        let Some(repository) = &self.repository else {
            return History::Unknown(OUTSIDE.to_owned());
        };
        let moved = match self.is_on_disk() {
            true => repository.moved(&self.folder, paths),
            false => BTreeMap::new(),
        };
        let names: Vec<RepoPath> = paths
            .iter()
            .map(|path| moved.get(path).unwrap_or(path).clone())
            .collect();
        let mut history = match names.as_slice() {
            [path] => follow::follow(repository, (&self.folder, path), self.revision.as_deref()),
            names => log::read_held(repository, &self.folder, names, self.revision.as_deref()),
        };
        if let History::Known(log) = &mut history {
            for (now, before) in moved {
                if let Some(touches) = log.files.remove(&before) {
                    log.files.insert(now, touches);
                }
            }
        }
        history
    }

    /// Who wrote each line of a file; the error is a sentence for the user.
    pub fn blame(&self, path: &RepoPath) -> Result<Blame, String> {
        match &self.repository {
            None => Err(OUTSIDE.to_owned()),
            Some(repository) => blame::blame(repository, (&self.folder, path), self.revision.as_deref()),
        }
    }

    /// The files that are not on disk as they are in the last commit, sorted; none where a commit is read.
    pub fn changed(&self, paths: &[RepoPath]) -> Vec<RepoPath> {
        match &self.repository {
            Some(repository) if self.is_on_disk() => repository.changed(&self.folder, paths),
            _ => Vec::new(),
        }
    }

    /// The bytes of any file, wherever the files are read from.
    pub fn bytes(&self, path: &RepoPath) -> anyhow::Result<Vec<u8>> {
        match (&self.repository, &self.revision) {
            (Some(repository), Some(revision)) => repository.bytes(revision, &self.folder, path),
            _ => worktree::read_bytes(&self.root, path),
        }
    }

    /// The commit that is read; `None` for the files on disk.
    pub fn revision(&self) -> Option<&str> {
        self.revision.as_deref()
    }

    /// The files of the commit with this full id, most of which are like those `here`, which this ground gave.
    pub fn tree_like(&self, commit: &str, here: &Tree) -> anyhow::Result<Tree> {
        match &self.repository {
            Some(repository) => repository.tree_like(commit, (here, self.revision()), (&self.folder, &wanted())),
            None => Ok(Tree::default()),
        }
    }

    /// The files that the second of two commits has added to the first; both given by full ids.
    pub fn added(&self, commits: (&str, &str)) -> anyhow::Result<Tree> {
        match &self.repository {
            Some(repository) => repository.added(commits, &self.folder, &wanted()),
            None => Ok(Tree::default()),
        }
    }

    /// The files.
    pub(super) fn tree(&self) -> anyhow::Result<Tree> {
        let wanted = wanted();
        match (&self.repository, &self.revision) {
            (Some(repository), Some(revision)) => repository.tree(revision, &self.folder, &wanted),
            (Some(repository), None) => worktree::read(&self.root, &wanted, &repository.index(&self.folder)?),
            (None, _) => worktree::read(&self.root, &wanted, &Index::default()),
        }
    }

    /// The history of the files, and of what once lived under the missing names.
    pub(super) fn history(&self, tree: &Tree, missing: &[RepoPath], terminal: &mut Terminal) -> History {
        terminal.stage("reading the history");
        let Some(repository) = &self.repository else {
            return History::Unknown(OUTSIDE.to_owned());
        };
        let known = tree.files().iter().map(|file| &file.path);
        let paths: Vec<RepoPath> = known.chain(missing).cloned().collect();
        log::read(repository, &self.folder, &paths, self.revision.as_deref())
    }

    fn warn_of_conflicts(&self, terminal: &mut Terminal) {
        let Some(repository) = self.repository.as_ref().filter(|_| self.is_on_disk()) else {
            return;
        };
        let conflicts = repository.conflicts().unwrap_or_default();
        let Some(first) = conflicts.first() else { return };
        let more = match conflicts.len() {
            1 => String::new(),
            n => format!(" and {} more", n - 1),
        };
        terminal.note(&format!("a merge is not finished: {first}{more} in conflict"));
        terminal.hint(
            "end it with `git commit`, or take it back with `git merge --abort`; `--at HEAD` reads the last commit",
        );
    }
}

/// Which files are read.
pub(super) fn wanted() -> Wanted {
    Wanted {
        is_read: hints::is_read,
        limit: LIMIT,
    }
}

fn tell_of_unknown(history: &History, terminal: &mut Terminal) {
    let History::Unknown(reason) = history else { return };
    let (first, rest) = reason.split_once("; ").unwrap_or((reason, ""));
    terminal.note(&format!("dates and authors from Git are left out: {first}"));
    if !rest.is_empty() {
        terminal.hint(rest);
    }
}

/// A bare repository has no files on disk: its last commit is read.
fn bare(global: &Global, repository: Option<Repository>) -> anyhow::Result<Ground> {
    if repository.as_ref().is_some_and(Repository::is_empty) {
        bail!(
            "{} is a bare repository without a commit: there is nothing to read\npush something to it first",
            global.dir.display()
        );
    }
    Ok(Ground {
        root: global.dir.clone(),
        repository,
        folder: RepoPath::root(),
        revision: Some(global.at.clone().unwrap_or_else(|| "HEAD".to_owned())),
    })
}

/// Says in one line that something is wrong in the settings.
pub(super) fn tell_of_settings(workspace: &Workspace, terminal: &mut Terminal) {
    let settings = &workspace.settings;
    let torn = settings.place.filter(|_| settings.is_torn);
    let torn = torn.map_or(0, |place| workspace.document(place.file).problems.len());
    let judge = rules::find("settings/invalid").filter(|_| settings.place.is_some() || settings.unread.is_some());
    let wrong = judge.map_or(0, |rule| {
        lint::run::run(workspace, std::slice::from_ref(rule)).findings.len()
    });
    let said = match torn + wrong {
        0 => return,
        1 => "1 thing in opsrepo.toml is wrong and left out".to_owned(),
        count => format!("{count} things in opsrepo.toml are wrong and left out"),
    };
    terminal.note(&said);
    terminal.hint("`opsrepo validate` says what and where");
}

/// The nearest folder from `dir` up to `top` that has settings.
fn nearest_settings(dir: &Path, top: &Path) -> Option<PathBuf> {
    let dir = dir.canonicalize().ok()?;
    let top = top.canonicalize().ok()?;
    let mut folders = dir.ancestors().take_while(|folder| folder.starts_with(&top));
    folders
        .find(|folder| folder.join(settings::FILE).exists())
        .map(Path::to_owned)
}

/// The day that stands for "no clock".
fn epoch() -> Date {
    Date::from_unix(0).unwrap_or_else(|| unreachable!("the epoch is a date"))
}

/// A path as the user can paste it: from the current folder where the file lies below the folder that `-C` names, else
/// in full. The file need not exist any more.
pub fn shown(root: &Path, path: &RepoPath, dir: &Path) -> String {
    let (Ok(base), Ok(root)) = (dir.canonicalize(), root.canonicalize()) else {
        return root.join(path.as_str()).display().to_string();
    };
    let full = root.join(path.as_str());
    match full.strip_prefix(&base) {
        Ok(below) => dir
            .join(below)
            .display()
            .to_string()
            .trim_start_matches("./")
            .to_owned(),
        Err(_) => full.display().to_string(),
    }
}

/// Fails where a commit is read although the command writes files.
pub fn refuse_revision(ground: &Ground) -> anyhow::Result<()> {
    if ground.is_on_disk() {
        return Ok(());
    }
    match ground.repository.as_ref().is_some_and(Repository::is_bare) {
        true => {
            bail!("cannot write into a commit: a bare repository has no files on disk\nclone it, and work in the clone")
        }
        false => bail!(
            "cannot write into a commit: this command changes files on disk\nleave --at out, or check that commit out first"
        ),
    }
}
