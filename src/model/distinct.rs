//! What to call records so that one can tell them apart: by their number alone, or behind its area where several areas have it.
//!
//! What it says leads back to the record through [`crate::model::lookup`].

use crate::model::call::PREFIXES;
use crate::model::record::{Record, RecordId};
use crate::model::workspace::Workspace;
use std::collections::BTreeMap;

/// Names for these records, in their order: the id, and `Operator-0001` where others of the kind share it and that tells which
/// one is meant.
pub fn names(workspace: &Workspace, ids: &[RecordId]) -> Vec<String> {
    let mut by_id: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    let mut by_name: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for record in &workspace.records {
        *by_id.entry((record.kind, &record.id)).or_default() += 1;
    }
    let is_shared = |record: &Record| {
        by_id
            .get(&(record.kind, record.id.as_str()))
            .is_some_and(|count| *count > 1)
    };
    for record in workspace.records.iter().filter(|record| is_shared(record)) {
        if let Some(name) = with_area(record) {
            *by_name.entry((record.kind, name.to_lowercase())).or_default() += 1;
        }
    }
    let name = |id: &RecordId| {
        let record = workspace.record(*id);
        let long = Some(record).filter(|record| is_shared(record)).and_then(with_area);
        let is_alone = |name: &String| by_name.get(&(record.kind, name.to_lowercase())) == Some(&1);
        long.filter(is_alone).unwrap_or_else(|| record.id.clone())
    };
    ids.iter().map(name).collect()
}

/// `Operator-0001`, where the number counts in the area `operator/ODH-ADR-Operator`.
fn with_area(record: &Record) -> Option<String> {
    let area = &record.number.as_ref()?.area;
    // Of `automl/ODH-ADR` the folder says it.
    let own = |part: &str| {
        let words: Vec<&str> = part.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
        let known = words
            .iter()
            .rposition(|word| PREFIXES.contains(&word.to_lowercase().as_str()));
        let words = &words[known.map_or(0, |at| at + 1)..];
        (!words.is_empty()).then(|| format!("{}-{}", words.join("-"), record.id))
    };
    area.rsplit('/').find_map(own)
}
