//! What is said where a name that somebody typed leads to no single record. It does not look for records itself.

use crate::model::kind::Kind;
use crate::model::lookup::Miss;
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::write::refusal::Refusal;

/// Why `wanted` names no single record of a kind, or of any kind, and what would.
pub fn missed(workspace: &Workspace, kind: Option<&Kind>, (wanted, miss): (&str, Miss)) -> Refusal {
    let path = |id: RecordId| workspace.path_of(workspace.record(id)).to_string();
    let (one, many) = kind.map_or(("record", "records"), |kind| (&kind.name, &kind.plural));
    match miss {
        Miss::Several(found) => {
            let message = format!("{} {many} answer to `{wanted}`", found.len());
            Refusal::new(message, "name one by its path:").listing(found.into_iter().map(path))
        }
        Miss::Nothing(near) => {
            let help = match (near, kind) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, Some(kind)) => format!("`opsrepo {} list` shows them all", kind.name),
                (None, None) => "`opsrepo sets` shows where records are".to_owned(),
            };
            Refusal::new(format!("there is no {one} `{wanted}`"), help)
        }
    }
}
