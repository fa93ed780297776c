//! A generated cloud as a Git repository with a past: built by the user's own `git`, from one stream.

use crate::{cloud, gate};
use anyhow::{Context, Result, bail};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// What a repository is built from.
#[derive(Clone, Copy)]
pub(crate) struct Recipe {
    /// How many records.
    pub(crate) records: usize,
    /// How many commits after the first one.
    pub(crate) commits: usize,
    /// What these commits do.
    pub(crate) past: Past,
    /// What the cloud has beside its records.
    pub(crate) besides: Besides,
}

/// What a cloud has beside its records.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Besides {
    /// Nothing.
    Nothing,
    /// Alerts, and a schema for its objects.
    Gate,
}

/// What the commits after the first one do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Past {
    /// Each amends a decision, on one line.
    Amended,
    /// One in four amends a decision, the others write a journal; one in five comes on a branch of its own, and a merge
    /// that names its pull request brings it.
    Merged,
    /// As amended; and the decision that is asked for was renamed three times, last by the newest commit.
    Renamed,
}

/// Noon of the first day of 2026, in seconds; commits follow each other by the minute.
const START: u64 = 1_767_268_800;

/// Builds the repository unless it already stands there; the same recipe gives the same commits.
pub(crate) fn build(folder: &Path, recipe: Recipe) -> Result<()> {
    let done = folder.join(".git/built");
    if done.exists() {
        return Ok(());
    }
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    git(folder, &["init", "--quiet", "--initial-branch=main"])?;
    import(folder, recipe)?;
    git(folder, &["checkout", "--quiet", "--force", "main"])?;
    std::fs::write(done, "")?;
    Ok(())
}

/// Copies what is checked out to another folder, without the history.
pub(crate) fn without_past(folder: &Path, to: &Path) -> Result<()> {
    let prefix = format!("--prefix={}/", to.display());
    git(folder, &["checkout-index", "--all", &prefix])?;
    // A root of its own: around it may lie another repository.
    git(to, &["init", "--quiet"])
}

fn import(folder: &Path, recipe: Recipe) -> Result<()> {
    let mut child = Command::new("git")
        .args(["fast-import", "--quiet"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .spawn()
        .context("starting git fast-import")?;
    let mut out = BufWriter::new(child.stdin.take().context("git fast-import reads nothing")?);
    commit(&mut out, 0, ("main", "Amend 0"))?;
    cloud::each(recipe.records, &mut |path, text| {
        write!(out, "M 100644 inline {path}\ndata {}\n{text}\n", text.len())
    })?;
    if recipe.besides == Besides::Gate {
        gate::each(recipe.records, &mut |path, text| {
            write!(out, "M 100644 inline {path}\ndata {}\n{text}\n", text.len())
        })?;
    }
    for at in 0..recipe.commits {
        let (path, text) = change(recipe, at);
        let moved = match name(recipe, at, &path) {
            before if before == name(recipe, at + 1, &path) => String::new(),
            before => format!("R {before} {}\n", name(recipe, at + 1, &path)),
        };
        let path = name(recipe, at + 1, &path);
        let file = format!("{moved}M 100644 inline {path}\ndata {}\n{text}\n", text.len());
        if recipe.past == Past::Merged && at % 5 == 4 {
            commit(&mut out, at as u64 + 1, ("side", &format!("Amend {at}")))?;
            write!(out, "from refs/heads/main\n{file}")?;
            let title = format!("Merge pull request #{at} from cloud/side");
            commit(&mut out, at as u64 + 1, ("main", &title))?;
            write!(out, "merge refs/heads/side\n{file}")?;
        } else {
            commit(&mut out, at as u64 + 1, ("main", &format!("Amend {at}")))?;
            write!(out, "{file}")?;
        }
    }
    drop(out);
    match child.wait()?.success() {
        true => Ok(()),
        false => bail!("git fast-import failed"),
    }
}

/// What a commit writes: a path and the text there.
fn change(recipe: Recipe, at: usize) -> (String, String) {
    let amended = match recipe.past {
        Past::Amended => at,
        // The commits that rename are commits of that decision.
        Past::Renamed if RENAMES.contains(&(recipe.commits - at)) => 1,
        Past::Renamed => at,
        Past::Merged if at.is_multiple_of(4) => at / 4,
        Past::Merged => {
            let path = format!("journal/{:02}/{:02}.txt", at % 31, at / 31 % 97);
            return (path, format!("Shift {at}: nothing to report.\n"));
        }
    };
    // Fewer than 64 decisions share the amendments, so that each has a history worth following.
    cloud::amended(recipe.records, amended % 64, amended / 64 % 40 + 1)
}

/// How many commits before the end, the newest counted as 1, the decision that is asked for is renamed.
const RENAMES: [usize; 3] = [1, 10_000, 15_000];

/// The decision that is asked for, under the name that it has after so many commits.
pub(crate) fn asked(recipe: Recipe) -> String {
    name(recipe, recipe.commits, &cloud::amended(recipe.records, 1, 1).0)
}

/// The name after so many commits of a file that began as `path`.
fn name(recipe: Recipe, after: usize, path: &str) -> String {
    let is_asked = recipe.past == Past::Renamed && *path == cloud::amended(recipe.records, 1, 1).0;
    let past = RENAMES
        .iter()
        .filter(|&&from_end| after + from_end > recipe.commits)
        .count();
    match past {
        past @ 1.. if is_asked => path.replace(".md", &format!("-{past}.md")),
        _ => path.to_owned(),
    }
}

fn commit(out: &mut impl Write, at: u64, (branch, message): (&str, &str)) -> std::io::Result<()> {
    let who = ["Ada", "Brendan", "Chidi", "Dolores"][at as usize % 4];
    let when = START + 60 * at;
    let length = message.len();
    write!(
        out,
        "commit refs/heads/{branch}\ncommitter {who} <{who}@example.org> {when} +0000\ndata {length}\n{message}\n"
    )
}

/// Runs the user's git in a folder.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> Result<()> {
    let status = Command::new("git").args(arguments).current_dir(folder).status();
    match status.context("starting git")?.success() {
        true => Ok(()),
        false => bail!("git {} failed in {}", arguments.join(" "), folder.display()),
    }
}
