//! The example clouds read clean: everything in them is found, and leads somewhere.

use crate::workspaces;
use opsrepo::model::record::Target;
use opsrepo::model::workspace::Workspace;
use std::path::Path;

#[test]
fn the_starter_reads_clean() {
    let workspace = example("starter");
    for kind in ["decision", "service", "runbook", "config"] {
        assert!(workspace.of_kind(kind).count() > 0, "no {kind}");
    }
    assert_clean(&workspace);
}

#[test]
fn the_cloud_reads_clean() {
    let workspace = example("cloud");
    for kind in ["decision", "service", "runbook", "incident", "config"] {
        assert!(workspace.of_kind(kind).count() >= 5, "few of {kind}");
    }
    assert!(workspace.records.len() >= 25);
    assert_clean(&workspace);
}

fn example(name: &str) -> Workspace {
    workspaces::of_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name))
}

fn assert_clean(workspace: &Workspace) {
    let mut wrong = Vec::new();
    for (id, file) in workspace.tree.iter() {
        for problem in &workspace.document(id).problems {
            wrong.push(format!("{}: {:?}: {}", file.path, problem.kind, problem.message));
        }
    }
    for link in workspace.links.iter().filter(|link| link.target.is_broken()) {
        let place = workspace.tree.path(link.span.file);
        wrong.push(format!(
            "{place}:{}: {} leads nowhere",
            workspace.tree.position(link.span),
            link.raw
        ));
    }
    for record in &workspace.records {
        let path = workspace.path_of(record);
        if record.title.value().is_none() {
            wrong.push(format!("{path}: no title"));
        }
        if record.status.unrecognised().is_some() || record.date.unrecognised().is_some() {
            wrong.push(format!("{path}: a status or date that is not understood"));
        }
        for reference in &record.references {
            if !matches!(reference.target, Target::Record(_)) {
                let (field, raw, target) = (&reference.field, &reference.raw, &reference.target);
                wrong.push(format!("{path}: {field} `{raw}` leads to {target:?}"));
            }
        }
    }
    for problem in &workspace.settings.problems {
        wrong.push(format!("opsrepo.toml: {problem:?}"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
