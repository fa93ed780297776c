//! What is said where a name that somebody typed leads to no single record. It does not look for records itself.

use crate::model::distinct;
use crate::model::kind::Kind;
use crate::model::lookup::Miss;
use crate::model::record::RecordId;
use crate::model::workspace::Workspace;
use crate::write::refusal::Refusal;

/// Why `wanted` names no single record of a kind, or of any kind, and what would.
pub fn missed(workspace: &Workspace, kind: Option<&Kind>, (wanted, miss): (&str, Miss)) -> Refusal {
    let (one, many) = kind.map_or(("record", "records"), |kind| (&kind.name, &kind.plural));
    match miss {
        Miss::Several(found) => {
            let message = format!("{} {many} answer to `{wanted}`", found.len());
            Refusal::new(message, "name one by its path:").listing(shown(workspace, &found).into_iter())
        }
        Miss::Nothing(near) => {
            let help = match (&near[..], kind) {
                ([_, ..], _) => format!("did you mean {}?", either(&near)),
                (_, Some(kind)) => format!("`opsrepo {} list` shows them all", kind.name),
                (_, None) => "`opsrepo sets` shows where records are".to_owned(),
            };
            Refusal::new(format!("there is no {one} `{wanted}`"), help)
        }
    }
}

/// The paths of records; behind each the shorter name that means it as well, where their numbers do not.
fn shown(workspace: &Workspace, found: &[RecordId]) -> Vec<String> {
    let names = distinct::names(workspace, found);
    let line = |(id, name): (&RecordId, String)| {
        let record = workspace.record(*id);
        let path = workspace.path_of(record);
        match name == record.id {
            true => path.to_string(),
            false => format!("{path}  ({name})"),
        }
    };
    found.iter().zip(names).map(line).collect()
}

/// `a`, `b` or `c`, each in backquotes.
fn either(ids: &[String]) -> String {
    let quoted: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.join(""),
    }
}
