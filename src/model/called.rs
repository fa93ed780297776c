//! What sets that were discovered are called, and why they were taken. It must not know how they are found.

use crate::model::evidence::Ground;
use crate::model::hints;
use crate::model::kind::{Kind, Mark};
use crate::model::sets::RecordSet;
use std::collections::BTreeMap;

/// Why the files of a set were taken, for people.
pub(crate) fn reason(set: &RecordSet, kind: &Kind, ground: &Ground<'_>) -> String {
    if !set.having.is_empty() {
        let groups: Vec<String> = set
            .having
            .iter()
            .map(|marks| marks.iter().map(Mark::to_string).collect::<Vec<_>>().join(" + "))
            .collect();
        return format!("files that show {}", groups.join(", or "));
    }
    let inside = match kind.habitat.inside.is_empty() {
        true => String::new(),
        false => ", with a number, a date or the parts of one".to_owned(),
    };
    let hint = ground
        .hints
        .iter()
        .find(|hint| hint.folder.as_ref() == Some(&set.folder));
    if let Some(hint) = hint.filter(|_| hints::is_for(kind)) {
        return format!("`{}` names this folder{inside}", ground.tree.path(hint.span.file));
    }
    format!("a folder named `{}`{inside}", set.folder.name())
}

/// The only set of a kind takes the kind's plural, others their folder's path.
pub(crate) fn name_sets(sets: &mut [RecordSet], kinds: &[Kind]) {
    sets.sort_by(|a, b| (a.kind, &a.folder, &a.files).cmp(&(b.kind, &b.folder, &b.files)));
    let mut counts = BTreeMap::new();
    for set in sets.iter() {
        *counts.entry(set.kind).or_insert(0usize) += 1;
    }
    let mut taken: Vec<String> = Vec::new();
    for set in sets {
        let base = match (counts.get(&set.kind), set.folder.as_str()) {
            (Some(1), _) | (_, "") => kinds[set.kind].plural.clone(),
            (_, folder) => folder.replace('/', "-"),
        };
        let names = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}")));
        if let Some(name) = names.into_iter().find(|name| !taken.contains(name)) {
            taken.push(name.clone());
            set.name = name;
        }
    }
}
