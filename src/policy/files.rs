//! Which files are policies, which are their data, and which folders look like policies although nobody names them.
//!
//! conftest's default folder is `policy`; folders below one belong to it. It must not know what a policy says.

use crate::model::hints::POLICY;
use crate::model::settings::PolicySetting;
use crate::model::verdicts::Fault;
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::File;

/// Folders that are taken where `[policies]` names none.
const USUAL: [&str; 2] = ["policies", "policy"];
/// Where in a folder of policies their data stands.
const DATA: &str = "data";

/// The files of the policies that somebody named.
#[derive(Debug, Default)]
pub struct Files {
    /// Policies, without their tests.
    pub(super) policies: Vec<FileId>,
    /// Tests of policies: `*_test.rego`.
    pub(super) tests: Vec<FileId>,
    /// Values for policies, each with the keys under which they stand.
    pub(super) data: Vec<(FileId, Vec<String>)>,
    /// All folders that were named: nothing in them is judged.
    pub(super) folders: Vec<RepoPath>,
    /// Folders that hold no policy.
    pub(super) faults: Vec<Fault>,
}

impl Files {
    /// The files of the folders that `opsrepo.toml` or the user names; `None` where nobody names any. What the user names
    /// (`extra`) comes in the place of what `folders` says.
    pub fn named(workspace: &Workspace, extra: &[RepoPath]) -> Option<Files> {
        let setting = workspace.settings.policies.as_ref();
        let folders = match (extra, setting) {
            ([], None) => return None,
            ([], Some(setting)) => of_setting(workspace, setting),
            (extra, _) => extra.to_vec(),
        };
        let mut files = Files::default();
        for folder in &folders {
            files.add(workspace, folder);
        }
        for folder in setting.map_or(&[][..], |setting| &setting.data) {
            files.add_data(workspace, folder);
        }
        let place = setting.map_or(workspace.settings.place, |setting| Some(setting.span));
        if let (true, Some(span)) = (files.policies.is_empty() && files.tests.is_empty(), place) {
            let names: Vec<String> = folders.iter().map(|folder| format!("`{folder}`")).collect();
            files.faults.push(Fault {
                span,
                message: match names.is_empty() {
                    true => "there is no folder `policies` or `policy` with policies".to_owned(),
                    false => format!("there is no policy in {}", names.join(", ")),
                },
                help: Some("policies are files `*.rego`; `folders` says where they are".to_owned()),
                at: None,
            });
        }
        files.settle();
        Some(files)
    }

    /// True where there is nothing to ask.
    pub fn is_empty(&self) -> bool {
        self.policies.is_empty() && self.tests.is_empty()
    }

    /// True for a file of a policy or its data.
    pub(super) fn holds(&self, path: &RepoPath) -> bool {
        self.folders.iter().any(|folder| path.is_under(folder))
    }

    fn add(&mut self, workspace: &Workspace, folder: &RepoPath) {
        for (id, file) in policies_below(workspace, folder) {
            match file.path.stem().ends_with("_test") {
                true => self.tests.push(id),
                false => self.policies.push(id),
            }
        }
        self.folders.push(folder.clone());
        self.data
            .extend(folder.join(DATA).into_iter().flat_map(|data| values(workspace, &data)));
    }

    fn add_data(&mut self, workspace: &Workspace, folder: &RepoPath) {
        self.folders.push(folder.clone());
        self.data.extend(values(workspace, folder));
    }

    fn settle(&mut self) {
        for list in [&mut self.policies, &mut self.tests] {
            list.sort_unstable();
            list.dedup();
        }
        self.data.sort();
        self.data.dedup_by_key(|(file, _)| *file);
    }
}

/// Folders that hold policies by their name, while nobody names them.
pub fn unnamed(workspace: &Workspace) -> Vec<RepoPath> {
    match workspace.settings.policies {
        Some(_) => Vec::new(),
        None => usual(workspace),
    }
}

/// True for a folder with a policy in it.
pub fn has_policies(workspace: &Workspace, folder: &RepoPath) -> bool {
    policies_below(workspace, folder).next().is_some()
}

/// The start of a file, for what is wrong with all of it.
pub(super) fn start(file: FileId) -> Span {
    Span::new(file, Range::at(0))
}

fn of_setting(workspace: &Workspace, setting: &PolicySetting) -> Vec<RepoPath> {
    setting.folders.clone().unwrap_or_else(|| usual(workspace))
}

fn usual(workspace: &Workspace) -> Vec<RepoPath> {
    let folders = USUAL.into_iter().filter_map(RepoPath::new);
    folders.filter(|folder| has_policies(workspace, folder)).collect()
}

fn policies_below<'w>(workspace: &'w Workspace, folder: &RepoPath) -> impl Iterator<Item = (FileId, &'w File)> {
    let files = workspace.tree.below(folder);
    files.filter(|(_, file)| file.path.extension() == Some(POLICY))
}

/// The data files below a folder. As in OPA, the folders on the way to a file are keys, its own name is none.
fn values(workspace: &Workspace, folder: &RepoPath) -> Vec<(FileId, Vec<String>)> {
    let depth = folder.parts().count();
    let files = workspace.tree.below(folder);
    files
        .filter(|(_, file)| matches!(file.path.extension(), Some("yaml" | "yml" | "json")))
        .map(|(id, file)| {
            let folders = file.path.parent();
            (id, folders.parts().skip(depth).map(str::to_owned).collect())
        })
        .collect()
}
