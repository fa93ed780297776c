//! The data file beside a new record, where every record of its log has one: `kep.yaml` of Kubernetes' enhancement
//! proposals. It must not know what its keys mean.

use crate::model::identity;
use crate::model::kind::Kind;
use crate::model::locator::Locator;
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::write::repeat::{self, Model, Own, Where};
use crate::write::said;

/// Records that are asked which keys there are.
const NEWEST: usize = 5;

/// The path and the text of the data file beside the new record that shall lie at `path`.
pub(super) fn drafted<'w>(
    workspace: &'w Workspace,
    (row, newest): (&Kind, &[&'w Record]),
    path: &RepoPath,
    own: &Own<'_>,
) -> Option<(RepoPath, String)> {
    let last = newest.last()?;
    let name = names(row)
        .into_iter()
        .find(|name| model(workspace, last, name).is_some())?;
    // Those that lie where the new one shall lie have the most in common with it.
    let shelf = path.parent().parent();
    let is_near = |model: &&Model<'w>| model.path.parent().parent() == shelf;
    let of_set = workspace.records.iter().filter(|record| record.set == last.set);
    let all: Vec<Model<'w>> = of_set.filter_map(|record| model(workspace, record, name)).collect();
    let near: Vec<Model<'w>> = all.iter().filter(is_near).copied().collect();
    let all = if near.len() > 1 { near } else { all };
    let own = &Own {
        status: said::beside(own.status, name),
        ..*own
    };
    let like = &all[all.len().saturating_sub(NEWEST)..];
    let lines = repeat::lines((row, Where::Beside(name)), (like, &all), own);
    let lines: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    (!lines.is_empty()).then_some(())?;
    Some((path.parent().join(name)?, format!("{}\n", lines.join("\n"))))
}

/// True for a record whose folder holds nothing else than what is its own: `0007-x/README.md`.
pub(super) fn is_folder(workspace: &Workspace, record: &Record) -> bool {
    let path = workspace.path_of(record);
    let is_index = ["readme", "index"]
        .iter()
        .any(|name| path.stem().eq_ignore_ascii_case(name));
    is_index && identity::carrier(path) == path.parent().name() && path.parent() != workspace.set_of(record).folder
}

fn names(row: &Kind) -> Vec<&str> {
    let locators = row.fields.iter().flat_map(|field| &field.locators);
    let names = locators.filter_map(|named| match &named.locator {
        Locator::Sidecar(name, _) => Some(name.as_str()),
        _ => None,
    });
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn model<'w>(workspace: &'w Workspace, record: &'w Record, name: &str) -> Option<Model<'w>> {
    let path = workspace.path_of(record);
    let beside = path.parent().join(name).filter(|beside| beside != path)?;
    let file = workspace.tree.find(&beside)?;
    let node = workspace.document(file).data.first()?;
    let text = workspace.tree.text(file);
    (!node.entries().is_empty()).then_some(Model {
        record,
        path,
        node,
        text,
    })
}
