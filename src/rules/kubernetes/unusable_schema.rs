//! `kubernetes/unusable-schema`: A schema of Kubernetes objects that cannot be used, as a whole or in part.

use crate::lint::{Findings, Place, Rule, Severity};
use crate::model::workspace::Workspace;
use crate::rules::manifests::{self, Manifests, Origin};
use crate::text::plural::counted;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The rule.
pub const RULE: Rule = Rule {
    name: "kubernetes/unusable-schema",
    severity: Some(Severity::Warning),
    summary: "A schema of Kubernetes objects that cannot be used, wholly or in part.",
    page: include_str!("../../../docs/rules/kubernetes/unusable-schema.md"),
    check,
};

/// What is wrong with the schema of one kind.
struct Fault {
    kind: String,
    /// The schema's name.
    by: String,
    /// The file that it refers to, and why that is not to be had; else why the whole cannot be used.
    what: Result<(String, String), String>,
}

fn check(workspace: &Workspace, findings: &mut Findings) {
    if !manifests::is_asked_for(workspace) {
        return;
    }
    let manifests = Manifests::new(workspace);
    let kinds = manifests
        .kinds
        .par_iter()
        .filter(|kind| matches!(kind.origin, Origin::Volume(_)));
    let faults: Vec<Fault> = kinds
        .flat_map_iter(|kind| {
            let told = manifests.told(workspace, kind);
            let (kind_name, by) = (kind.name.to_owned(), told.by.unwrap_or_default());
            let mut whats = Vec::new();
            for (schema, refused) in manifests.schemas(kind) {
                let files = refused.into_iter().map(|one| {
                    let file = one.reference.split('#').next().unwrap_or("").to_owned();
                    Ok((file, one.why))
                });
                whats.extend(files);
                whats.extend(manifests::compile(schema).err().map(|error| Err(error.message)));
            }
            whats.dedup();
            whats.into_iter().map(move |what| Fault {
                kind: kind_name.clone(),
                by: by.clone(),
                what,
            })
        })
        .collect();
    state(workspace, findings, faults);
}

/// One finding for each schema that cannot be used, and one for each file that is not to be had: it is missing in many.
fn state(workspace: &Workspace, findings: &mut Findings, faults: Vec<Fault>) {
    let mut missing: BTreeMap<(String, String), Vec<Fault>> = BTreeMap::new();
    for fault in faults {
        match &fault.what {
            Ok(key) => missing.entry(key.clone()).or_default().push(fault),
            Err(why) => {
                findings
                    .add(
                        place(workspace, &fault.by),
                        format!("the schema of `{}` cannot be used: {why}", fault.kind),
                    )
                    .help("objects of this kind are not checked");
            }
        }
    }
    for ((file, why), faults) in missing {
        let Some(first) = faults.first() else { continue };
        let schemas = match faults.len() {
            1 => format!("the schema of `{}` refers", first.kind),
            n => format!(
                "the schemas of `{}` and {} refer",
                first.kind,
                counted(n - 1, "other kind")
            ),
        };
        findings
            .add(place(workspace, &first.by), format!("{schemas} to `{file}`: {why}"))
            .help("what it describes is not checked; the rest of the objects is");
    }
}

fn place(workspace: &Workspace, by: &str) -> Place {
    match workspace.settings.kubernetes.schemas.first() {
        Some(named) => named.span.into(),
        None => Place::Path(by.to_owned()),
    }
}
