//! YAML merge keys: `<<: *defaults` (<https://yaml.org/type/merge.html>).
//!
//! It knows the entries of one mapping, never how they were written.

use crate::syntax::node::{Entry, Node, Value};
use std::collections::HashSet;

/// The key that merges.
pub(crate) const KEY: &str = "<<";

/// Replaces the merge keys of one mapping by what they merge, behind the own entries. An own key wins over a merged
/// one, an earlier mapping over a later one. A `<<` that holds neither a mapping nor a list of mappings stays a key.
pub(crate) fn resolve(entries: Vec<Entry>) -> Vec<Entry> {
    let (merges, mut own): (Vec<Entry>, Vec<Entry>) = entries
        .into_iter()
        .partition(|entry| &*entry.key == KEY && is_mergeable(&entry.value));
    let merged: Vec<Entry> = merges.into_iter().flat_map(|entry| entries_of(entry.value)).collect();
    let mut known: HashSet<&str> = own.iter().map(|entry| &*entry.key).collect();
    let is_new: Vec<bool> = merged.iter().map(|entry| known.insert(&entry.key)).collect();
    own.extend(
        merged
            .into_iter()
            .zip(is_new)
            .filter_map(|(entry, new)| new.then_some(entry)),
    );
    own
}

fn is_mergeable(node: &Node) -> bool {
    match &node.value {
        Value::Map(_) => true,
        Value::List(items) => items.iter().all(|item| matches!(item.value, Value::Map(_))),
        _ => false,
    }
}

fn entries_of(node: Node) -> Vec<Entry> {
    match node.value {
        Value::Map(entries) => entries,
        Value::List(items) => items.into_iter().flat_map(entries_of).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::syntax::document::Document;
    use crate::syntax::yaml::tests::{parse, show};

    fn merged(text: &str) -> String {
        let document: Document = parse(text);
        assert_eq!(document.problems, [], "{text}");
        show(document.data[0].get("m").unwrap())
    }

    #[test]
    fn own_keys_win_then_earlier_mappings() {
        let anchors = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\n";
        for (merge, expected) in [
            ("m:\n  <<: *a\n  x: 0\n", "{x: 0, y: 1}"),
            ("m:\n  x: 0\n  <<: [*a, *b]\n", "{x: 0, y: 1, z: 2}"),
            ("m: {<<: {q: 1}}\n", "{q: 1}"),
            ("m: {<<: text, x: 1}\n", "{<<: \"text\", x: 1}"),
            ("m: {\"<<\": 1}\n", "{<<: 1}"),
        ] {
            assert_eq!(merged(&format!("{anchors}{merge}")), expected, "{merge}");
        }
    }
}
