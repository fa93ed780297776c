//! The values that policies read as `data`: data files, put together as OPA and conftest do. It judges no policy.

use crate::model::verdicts::Fault;
use crate::model::workspace::Workspace;
use crate::policy::engine::Engine;
use crate::policy::files::{Files, start};
use crate::policy::value;
use crate::text::span::Span;

/// Adds the data files to an engine, in the order of their paths; what cannot be added is told.
pub(super) fn add(engine: &mut Engine, workspace: &Workspace, files: &Files) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (file, keys) in &files.data {
        let document = workspace.document(*file);
        // What cannot be read is told by the rules about the formats.
        if !document.problems.is_empty() {
            continue;
        }
        for node in document.data.iter().filter(|node| !node.is_null()) {
            let held = value::of(node);
            let held = keys
                .iter()
                .rev()
                .fold(held, |held, key| value::table([(key.clone(), held)]));
            if let Err(why) = engine.add_data(held) {
                let is_object = !node.entries().is_empty() || node.type_name() == "a mapping";
                faults.push(Fault {
                    span: if is_object {
                        start(*file)
                    } else {
                        Span::new(*file, node.range)
                    },
                    message: match is_object || !keys.is_empty() {
                        true => format!("these values contradict other data of the policies: {why}"),
                        false => format!("data for policies are a mapping, found {}", node.type_name()),
                    },
                    help: None,
                    at: None,
                });
            }
        }
    }
    faults
}
