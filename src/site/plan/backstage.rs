//! What entities of a Backstage catalogue say of each other: on what they depend, which interfaces they use and offer. It
//! knows records, no pages; what leads out of the repository is left out, since catalogues are put together from many.
//!
//! Source, read as of 2026: "Descriptor Format of Catalog Entities" and "Entity References" in Backstage's documentation.

use crate::model::graph::{Edge, Tie};
use crate::model::record::{Record, RecordId};
use crate::model::workspace::Workspace;
use crate::syntax::node::Node;
use std::collections::BTreeMap;

/// The field of a service that says the same.
const FIELD: &str = "depends-on";

/// Keys of `spec` that name other entities: the sort of those that say none, and whether it is the other that needs this one:
/// there is no interface without what offers it.
const KEYS: [(&str, &str, bool); 4] = [
    ("dependsOn", "component", false),
    ("dependencyOf", "component", true),
    ("consumesApis", "api", false),
    ("providesApis", "api", true),
];

/// The sort and the name of an entity, in lower case.
type Key = (String, String);

/// The ties between the services of a repository, in no order.
pub(super) fn ties(workspace: &Workspace, kind: &str) -> Vec<Edge> {
    let mut entities: Vec<(RecordId, &Node)> = Vec::new();
    let mut known: BTreeMap<Key, Option<RecordId>> = BTreeMap::new();
    for (id, record) in workspace.of_kind(kind) {
        let Some(root) = entity(workspace, record) else {
            continue;
        };
        let sort = root.get("kind").and_then(Node::scalar).unwrap_or_default();
        // Of two that are called the same, nobody knows which is meant.
        let place = known.entry((sort.to_lowercase(), record.id.to_lowercase()));
        place.and_modify(|found| *found = None).or_insert(Some(id));
        entities.push((id, root));
    }
    let mut edges = Vec::new();
    for (id, root) in entities {
        for (key, sort, is_turned) in KEYS {
            let said = root.get("spec").and_then(|spec| spec.get(key));
            let names = said.into_iter().flat_map(|node| node.items()).filter_map(Node::scalar);
            let others = names.filter_map(|name| *known.get(&key_of(&name, sort))?);
            edges.extend(others.filter(|other| *other != id).map(|other| Edge {
                from: if is_turned { other } else { id },
                to: if is_turned { id } else { other },
                tie: Tie::Other(FIELD.to_owned()),
            }));
        }
    }
    edges
}

/// The data of a record that is an entity of a Backstage catalogue.
pub(crate) fn entity<'w>(workspace: &'w Workspace, record: &Record) -> Option<&'w Node> {
    let root = workspace.document(record.file).data.get(record.part)?;
    let version = root.get("apiVersion").and_then(Node::scalar)?;
    version.starts_with("backstage.io/").then_some(root)
}

/// Whom a reference means: `[kind:][namespace/]name`.
fn key_of(reference: &str, sort: &str) -> Key {
    let (sort, rest) = reference.split_once(':').unwrap_or((sort, reference));
    let name = rest.rsplit('/').next().unwrap_or(rest);
    (sort.trim().to_lowercase(), name.trim().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::key_of;

    #[test]
    fn a_reference_need_not_be_whole() {
        for (reference, sort, name) in [
            ("vault", "api", "vault"),
            ("component:Vault", "component", "vault"),
            ("resource:default/smaug", "resource", "smaug"),
            ("", "api", ""),
        ] {
            assert_eq!(key_of(reference, "api"), (sort.to_owned(), name.to_owned()));
        }
    }
}
