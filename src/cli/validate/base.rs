//! `--base`: from the name of a branch to the earlier state that a workspace is compared with.

use crate::cli::load::Ground;
use crate::cli::terminal::Terminal;
use crate::cli::validate::ci::Destination;
use crate::kinds;
use crate::model::before::{self, Earlier};
use crate::model::workspace::Workspace;
use crate::store::git::Repository;
use anyhow::{Context, bail};

/// The word that switches the comparison off. A branch of that name is called `heads/none`.
const NONE: &str = "none";

/// What to do where CI names a branch whose commits are not there.
const FETCH: &str = "fetch it before: in GitHub Actions give actions/checkout `fetch-depth: 0`, in GitLab set GIT_DEPTH: 0; \
                     `--base none` takes this note away";

/// A commit of the other side, and where the two sides parted; full ids.
struct Sides {
    theirs: String,
    base: String,
}

/// What a workspace is compared with, found and read when it is first asked for: a run that mends looks more than once.
#[derive(Default)]
pub(super) struct Side(Option<Option<Earlier>>);

/// Compares the workspace with the branch that was named, else with the one that CI names, else with nothing.
///
/// A branch that the user names must be there; for one that CI names, what is missing is said and nothing is compared.
pub(super) fn compare(
    workspace: &mut Workspace,
    wanted: Option<&str>,
    ground: &Ground,
    (side, terminal): (&mut Side, &mut Terminal),
) -> anyhow::Result<()> {
    let earlier = match &mut side.0 {
        Some(earlier) => earlier,
        unread => unread.insert(find(workspace, wanted, ground, terminal)?),
    };
    if let Some(earlier) = earlier {
        before::compare(workspace, earlier.clone(), &kinds::all());
    }
    Ok(())
}

fn find(
    workspace: &Workspace,
    wanted: Option<&str>,
    ground: &Ground,
    terminal: &mut Terminal,
) -> anyhow::Result<Option<Earlier>> {
    let (name, sides) = match wanted {
        Some(NONE) => return Ok(None),
        Some(name) if name.trim().is_empty() => bail!(
            "--base is empty\n\
             name a branch, a tag or a commit; where a variable should name it, it is not set\n\
             `--base none` compares with nothing"
        ),
        Some(name) => {
            let Some(repository) = &ground.repository else {
                bail!(
                    "--base needs a Git repository, and {} is in none",
                    ground.root.display()
                );
            };
            let sides =
                sides(repository, name, ground.revision()).with_context(|| format!("cannot compare with {name}"))?;
            (name.to_owned(), sides)
        }
        None => match found_by_ci(ground, terminal) {
            Some(found) => found,
            None => return Ok(None),
        },
    };
    terminal.stage("reading what it is compared with");
    Ok(Some(Earlier {
        revision: name,
        base: ground.tree_like(&sides.base, &workspace.tree)?,
        added: ground.added((&sides.base, &sides.theirs))?,
        commit: sides.base,
    }))
}

/// The first target of CI whose commits are there.
fn found_by_ci(ground: &Ground, terminal: &mut Terminal) -> Option<(String, Sides)> {
    let repository = ground.repository.as_ref()?;
    let named: Vec<Destination> = terminal.destinations().to_vec();
    let mut failure = None;
    for destination in named {
        // The remote's branch is the newer one; a local one of that name may be the change itself.
        let remote = format!("origin/{}", destination.revision);
        let name = match repository.commit(&remote) {
            Ok(_) => remote,
            Err(_) => destination.revision.clone(),
        };
        match sides(repository, &name, ground.revision()) {
            Ok(sides) => {
                terminal.detail(&format!("{} says that this is to go to {name}", destination.variable));
                return Some((name, sides));
            }
            Err(error) => failure = failure.or(Some((destination, error))),
        }
    }
    let (destination, error) = failure?;
    let why = error.to_string();
    let why = why.lines().next().unwrap_or_default();
    let (variable, revision) = (destination.variable, destination.revision);
    terminal.note(&format!(
        "changes are not checked: {variable} names {revision}, but {why}"
    ));
    terminal.hint(FETCH);
    None
}

fn sides(repository: &Repository, name: &str, at: Option<&str>) -> anyhow::Result<Sides> {
    let theirs = repository.commit_or_remote(name)?;
    let ours = repository.commit(at.unwrap_or("HEAD"))?;
    let base = repository.merge_base(&ours, &theirs)?;
    Ok(Sides { theirs, base })
}
