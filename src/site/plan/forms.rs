//! The forms in which something is reported on the forge, and the one in which a reader says that something is wrong.

use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use crate::text::span::FileId;

/// Folders in which forges look for them.
const FOLDERS: [&str; 4] = [
    ".github/ISSUE_TEMPLATE",
    ".gitea/ISSUE_TEMPLATE",
    ".forgejo/ISSUE_TEMPLATE",
    ".gitlab/issue_templates",
];

/// Words in the name of a form in which people say what is wrong, the plainest first.
const REPORTS: [&str; 6] = ["incident", "outage", "problem", "bug", "report", "issue"];

/// A form.
#[derive(Clone)]
pub(crate) struct Form {
    /// Where it lies.
    pub file: FileId,
    /// What it calls itself.
    pub name: Option<String>,
    /// What it says of itself; may be empty.
    pub about: String,
    /// How the title of what it makes begins; may be empty.
    pub title: String,
}

/// All forms, by path.
pub(crate) fn all(workspace: &Workspace) -> Vec<Form> {
    let files = workspace.tree.iter().filter(|(_, file)| is_form(&file.path));
    files.map(|(file, _)| form(workspace, file)).collect()
}

/// The form in which a reader says that something is wrong: the one that sounds like it, else the only one there is.
/// Forges look for forms at the top of the repository only.
pub(crate) fn report_form(workspace: &Workspace) -> Option<Form> {
    if !workspace.context.folder.as_str().is_empty() {
        return None;
    }
    let mut forms = all(workspace);
    let rank = |form: &Form| {
        let name = workspace.tree.path(form.file).stem().to_lowercase();
        REPORTS.iter().position(|word| name.contains(word))
    };
    let best = forms
        .iter()
        .filter_map(|form| Some((rank(form)?, form)))
        .min_by_key(|(rank, _)| *rank);
    match best {
        Some((_, form)) => Some(form.clone()),
        None if forms.len() == 1 => forms.pop(),
        None => None,
    }
}

fn is_form(path: &RepoPath) -> bool {
    let parent = path.parent();
    FOLDERS
        .iter()
        .any(|folder| parent.as_str().eq_ignore_ascii_case(folder))
        && matches!(path.extension(), Some("md" | "yml" | "yaml"))
        && path.stem() != "config"
}

fn form(workspace: &Workspace, file: FileId) -> Form {
    let data = workspace.document(file).data.first();
    let text = |key: &str| data.and_then(|data| data.get(key)?.scalar());
    let about = text("about").or_else(|| text("description")).unwrap_or_default();
    Form {
        file,
        name: text("name"),
        about: about.trim().to_owned(),
        title: text("title").unwrap_or_default(),
    }
}
