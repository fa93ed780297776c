//! `secret/not-encrypted`: A value in a sealed file that is not sealed.

use crate::lint::{Findings, Rule, Severity};
use crate::model::cluster::{sealed, sops};
use crate::model::workspace::Workspace;
use crate::rules::secrets;
use crate::syntax::document::{Document, Format};
use crate::text::plural::counted;
use crate::text::span::{FileId, Range};
use rayon::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    name: "secret/not-encrypted",
    severity: Some(Severity::Error),
    summary: "A value in a sealed file that is not sealed.",
    page: include_str!("../../../docs/rules/secret/not-encrypted.md"),
    check,
};

/// What is open in a file that says it is sealed.
struct Open {
    file: FileId,
    /// By what it is said to be sealed.
    by: &'static str,
    /// The key whose value is open; `None` for the file as a whole.
    key: Option<(String, Range)>,
}

fn check(workspace: &Workspace, findings: &mut Findings) {
    let files: Vec<FileId> = workspace.tree.iter().map(|(id, _)| id).collect();
    let mut found: Vec<Open> = files
        .par_iter()
        .flat_map_iter(|&file| of_file(workspace, file, workspace.document(file)))
        .collect();
    for object in workspace.objects.iter().filter(|object| object.kind == "SealedSecret") {
        if let Some(node) = object.node(&workspace.documents) {
            let file = object.file;
            found.extend(open(file, "SealedSecret", sealed::exposed_in_sealed_secret(node)));
        }
    }
    let beside = sealed::plain_beside_git_crypt(&workspace.tree).into_iter();
    found.extend(beside.map(|file| Open {
        file,
        by: "git-crypt",
        key: None,
    }));
    state(workspace, findings, &found);
}

/// One finding for each file and way of sealing: a file that was decrypted and forgotten has hundreds of values.
fn state(workspace: &Workspace, findings: &mut Findings, found: &[Open]) {
    for of_file in found.chunk_by(|a, b| a.file == b.file && a.by == b.by) {
        let Some(first) = of_file.first() else { continue };
        // The line of a key shows the value too.
        let place = secrets::whole(workspace, first.file);
        let message = match (&first.key, of_file.len() - 1) {
            (None, _) => format!("the file is to be sealed by {} and is not", first.by),
            (Some((key, range)), more) => {
                let line = workspace
                    .tree
                    .file(first.file)
                    .source()
                    .map_or(1, |text| text.position(range.start).line);
                let more = match more {
                    0 => String::new(),
                    more => format!(" (and {} more)", counted(more, "value")),
                };
                format!("{} has not sealed the value of `{key}` in line {line}{more}", first.by)
            }
        };
        findings
            .add(place, message)
            .help("seal it, and change what was in the open: the history keeps it");
    }
}

fn open(file: FileId, by: &'static str, keys: Vec<(String, Range)>) -> impl Iterator<Item = Open> {
    keys.into_iter().map(move |key| Open {
        file,
        by,
        key: Some(key),
    })
}

fn of_file(workspace: &Workspace, file: FileId, document: &Document) -> Vec<Open> {
    let path = workspace.tree.path(file);
    let text = workspace.tree.text(file);
    let mut found = Vec::new();
    match document.format {
        Format::Yaml | Format::Json => {
            for root in &document.data {
                found.extend(open(file, "sops", sops::exposed(root)));
            }
            let tags = sealed::open_vault_values(document, text).into_iter();
            found.extend(open(
                file,
                "ansible-vault",
                tags.map(|tag| ("!vault".to_owned(), tag)).collect(),
            ));
        }
        Format::Other if path.extension() == Some("age") && sealed::is_open_age(path, text) => found.push(Open {
            file,
            by: "age",
            key: None,
        }),
        Format::Other => found.extend(open(file, "sops", sops::exposed_lines(text).unwrap_or_default())),
        _ => {}
    }
    if sealed::open_line_of_vault(text).is_some() {
        found.push(Open {
            file,
            by: "ansible-vault",
            key: None,
        });
    }
    found
}
