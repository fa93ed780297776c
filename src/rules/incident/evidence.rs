//! `incident/evidence`: Data of an incident that is not where the record says.

use crate::lint::{Findings, Rule, Severity};
use crate::model::record::Record;
use crate::model::workspace::Workspace;
use crate::rules::courses;
use crate::rules::words::quote;
use crate::text::path::RepoPath;

/// The rule.
pub const RULE: Rule = Rule {
    name: "incident/evidence",
    severity: Some(Severity::Warning),
    summary: "A file that an incident names as its data and that does not exist.",
    page: include_str!("../../../docs/rules/incident/evidence.md"),
    check,
};

fn check(workspace: &Workspace, findings: &mut Findings) {
    for (_, record) in courses::all(workspace) {
        for word in record.list("data") {
            if is_path(&word.text) && !exists(workspace, record, &word.text) {
                findings
                    .add(
                        word.span,
                        format!("`data` names {}, and no such file is here", quote(&word.text)),
                    )
                    .help("a path begins at the folder of the record; what is kept elsewhere has an address");
            }
        }
    }
}

/// True for what is meant as a file here: `evidence/requests.csv`. An address, a name of a data set or `s3://…` is not.
fn is_path(text: &str) -> bool {
    let last = text.rsplit('/').next().unwrap_or("");
    // `1.2` is a version.
    let is_ending = |ending: &str| {
        (1..=5).contains(&ending.len())
            && ending.chars().all(|c| c.is_ascii_alphanumeric())
            && ending.contains(|c: char| c.is_ascii_alphabetic())
    };
    let parts = last.rsplit_once('.');
    let is_file = parts.is_some_and(|(stem, ending)| !stem.is_empty() && is_ending(ending));
    let is_plain = !text.contains([':', '*', '?', '{', '$', '<']) && !text.contains(char::is_whitespace);
    is_plain && (is_file || text.starts_with("evidence/"))
}

/// True where the path leads to a file or folder, from the folder of the record or from the root.
fn exists(workspace: &Workspace, record: &Record, text: &str) -> bool {
    let tree = &workspace.tree;
    let path = workspace.path_of(record);
    let folders = [path.parent(), RepoPath::root()];
    folders
        .iter()
        .filter_map(|folder| folder.join(text))
        .any(|path| tree.find(&path).is_some() || tree.is_folder(&path) || tree.is_opaque(&path))
}

#[cfg(test)]
mod tests {
    use super::is_path;

    #[test]
    fn only_what_is_meant_as_a_file_is_looked_for() {
        for text in [
            "evidence/requests.csv",
            "requests.csv",
            "../data/x.json",
            "evidence/dump",
        ] {
            assert!(is_path(text), "{text}");
        }
        for text in [
            "https://example.org/x.csv",
            "s3://bucket/x.csv",
            "doi:10.5281/zenodo.1",
            "requests",
            "team/requests",
            "v1.2",
            "the file x.csv",
            "evidence/*.csv",
            "",
        ] {
            assert!(!is_path(text), "{text}");
        }
    }
}
