//! JSON-ADR documents: the envelope around decisions. See [`crate::model::interchange`] for the format.

use crate::model::interchange::{Adr, SCHEMA, VERSION};
use crate::model::workspace::Workspace;
use crate::text::path::RepoPath;
use serde_json::{Value, json};

/// The document of one decision.
pub fn single(adr: &Adr) -> Value {
    json!({"$schema": SCHEMA, "version": VERSION, "adr": adr})
}

/// The document of several decisions. It names no moment, so that the same records give the same bytes.
pub fn bulk(workspace: &Workspace, adrs: &[&Adr], folder: &RepoPath) -> Value {
    let mut repository = json!({});
    if let Some(name) = &workspace.settings.name {
        repository["name"] = json!(name);
    }
    repository["adr_directory"] = match folder.as_str() {
        "" => json!("."),
        folder => json!(folder),
    };
    json!({
        "$schema": SCHEMA,
        "version": VERSION,
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "repository": repository,
        "adrs": adrs,
    })
}
