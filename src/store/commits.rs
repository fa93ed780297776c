//! Commits in full, for a history that knows only which of them matter. It must not know how they were found.

use crate::store::git::Repository;
use crate::store::lineage::Lineage;
use crate::store::log::{AT_ONCE, git_log, merges_of};
use crate::store::log_parser::Parser;
use crate::store::process::stream;
use crate::store::walk::Graph;
use crate::text::history::{Commit, Log};
use crate::text::path::RepoPath;
use std::collections::{BTreeSet, HashMap};

/// Reads the commits of the log in full, adds the merges that brought them behind them, and puts indices into the log
/// in the place of those into the graph.
pub(super) fn tell_commits(
    (repository, folder): (&Repository, &RepoPath),
    log: &mut Log,
    (graph, places): (&Graph, &HashMap<&str, u32>),
) -> Result<(), String> {
    let touched: BTreeSet<u32> = log.files.values().flatten().map(|touch| touch.commit).collect();
    let merges = merges_of(places, &graph.parents);
    let mut order: Vec<u32> = touched.into_iter().collect();
    let mut index: HashMap<u32, u32> = order.iter().copied().zip(0..).collect();
    let mut at = 0;
    // What is added is looked at in its turn: a merge may have been brought by another.
    while let Some(&place) = order.get(at) {
        if let Some(merge) = merges[place as usize] {
            let next = order.len() as u32;
            if *index.entry(merge).or_insert(next) == next {
                order.push(merge);
            }
        }
        at += 1;
    }
    let mut known = commits(
        (repository, folder),
        order.iter().map(|&place| graph.ids[place as usize].as_str()).collect(),
    )?;
    for &place in &order {
        let Some(mut commit) = known.remove(graph.ids[place as usize].as_str()) else {
            return Err(format!("git does not show the commit {}", graph.ids[place as usize]));
        };
        commit.merge = merges[place as usize].and_then(|merge| index.get(&merge).copied());
        log.commits.push(commit);
    }
    for touch in log.files.values_mut().flatten() {
        touch.commit = index.get(&touch.commit).copied().unwrap_or_default();
    }
    Ok(())
}

/// Commits by their ids.
fn commits(
    (repository, folder): (&Repository, &RepoPath),
    wanted: Vec<&str>,
) -> Result<HashMap<String, Commit>, String> {
    let mut known = HashMap::new();
    for ids in wanted.chunks(AT_ONCE) {
        let mut command = git_log(repository, folder);
        command.args(["--no-patch", "--no-walk=unsorted"]).args(ids).arg("--");
        let parsed = stream(&mut command, |pipe| Parser::new(pipe).parse(Lineage::new(&[])))?;
        known.extend(parsed.log.commits.into_iter().map(|commit| (commit.id.clone(), commit)));
    }
    Ok(known)
}
