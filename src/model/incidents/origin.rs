//! Which group of alerts an incident came from: what it says as its `source`, also where its file is torn and cannot be read
//! as data, so that nobody takes a damaged record for none.

use crate::model::incidents::notification::SOURCE;
use crate::model::locate::value_of;
use crate::model::workspace::Workspace;
use crate::syntax::document::{Document, ProblemKind};
use crate::syntax::node::Node;
use crate::syntax::reader;
use crate::text::path::RepoPath;
use crate::text::search;
use crate::text::source::Source;
use crate::text::span::FileId;
use crate::text::tree::Content;
use std::collections::BTreeMap;

/// The files of incidents that came from alerts, by their source.
pub fn by_source(workspace: &Workspace) -> BTreeMap<String, Vec<FileId>> {
    let mut found: BTreeMap<String, Vec<FileId>> = BTreeMap::new();
    for (_, record) in workspace.iter() {
        let words = record.words.get("source").into_iter().flatten();
        for word in words.filter(|word| word.text.starts_with(SOURCE)) {
            found.entry(word.text.clone()).or_default().push(record.file);
        }
    }
    for (file, _) in workspace.tree.iter() {
        if is_torn(workspace.document(file)) {
            for source in mentioned(workspace.tree.text(file)) {
                let files = found.entry(source).or_default();
                if !files.contains(&file) {
                    files.push(file);
                }
            }
        }
    }
    found
}

/// The sources that a file says which is in no workspace.
pub fn sources(path: &RepoPath, text: &str) -> Vec<String> {
    let document = reader::read(path, &Content::Text(Source::new(text)));
    if is_torn(&document) {
        return mentioned(text);
    }
    let stated = document.data.first().and_then(|root| value_of(root, "source"));
    let stated = match stated.map(|node| (node, node.items())) {
        None => Vec::new(),
        Some((node, [])) => node.scalar().into_iter().collect(),
        Some((_, items)) => items.iter().filter_map(Node::scalar).collect(),
    };
    stated.into_iter().filter(|source| source.starts_with(SOURCE)).collect()
}

fn is_torn(document: &Document) -> bool {
    let is_fatal = |kind: ProblemKind| !matches!(kind, ProblemKind::DuplicateKey);
    let mut problems = document.problems.iter();
    document.markup.is_some() && problems.any(|problem| is_fatal(problem.kind))
}

/// Whatever in a text looks like a source.
fn mentioned(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = search::find(rest, SOURCE) {
        let key = &rest[at + SOURCE.len()..];
        let end = key.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(key.len());
        found.extend((end > 0).then(|| format!("{SOURCE}{}", &key[..end])));
        rest = key;
    }
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::sources;
    use crate::text::path::RepoPath;

    #[test]
    fn a_torn_record_still_says_where_it_came_from() {
        let path = RepoPath::new("incidents/x.md").unwrap();
        for (text, expected) in [
            ("---\nsource: alertmanager:0a1b # why\n---\n# X\n", "alertmanager:0a1b"),
            (
                "---\nsource: [github:a/b#1, alertmanager:0a1b]\n---\n# X\n",
                "alertmanager:0a1b",
            ),
            (
                "---\nalerts: [\nsource: alertmanager:0a1b # why\n---\n# X\n",
                "alertmanager:0a1b",
            ),
            ("---\nsource: github:a/b#1\n---\n# alertmanager:0a1b\n", ""),
            ("# alertmanager:\n", ""),
        ] {
            assert_eq!(sources(&path, text).join(" "), expected, "{text}");
        }
    }
}
