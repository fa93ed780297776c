//! Kubernetes objects: every value with an `apiVersion` and a `kind`, those in lists too.
//!
//! The form of an object: the Kubernetes API conventions, "Types (Kinds)". What a kind may hold is not known here.

use crate::model::cluster::charts;
use crate::syntax::document::{Document, Format};
use crate::syntax::node::{Node, Text};
use crate::text::span::FileId;
use crate::text::tree::Tree;
use rayon::prelude::*;

/// One object, by where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Its file.
    pub file: FileId,
    /// Which value of the file's stream it is, or is in.
    pub part: usize,
    /// Which item of that value's `items`, where the value is a list of objects.
    pub item: Option<usize>,
    /// `apiVersion`: `v1`, `apps/v1`.
    pub api_version: Text,
    /// `kind`.
    pub kind: Text,
    /// `metadata.name`, where it is a text.
    pub name: Option<Text>,
}

impl Object {
    /// The value itself.
    pub fn node<'a>(&self, documents: &'a [Document]) -> Option<&'a Node> {
        let node = documents.get(self.file.index())?.data.get(self.part)?;
        match self.item {
            Some(item) => node.get("items")?.items().get(item),
            None => Some(node),
        }
    }

    /// The API group; empty for the core.
    pub fn group(&self) -> &str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }

    /// The version in its group.
    pub fn version(&self) -> &str {
        self.api_version
            .split_once('/')
            .map_or(&self.api_version, |(_, version)| version)
    }
}

/// All objects, sorted by place. The templates of Helm charts are none: what they hold is not yet an object.
pub(crate) fn read(tree: &Tree, documents: &[Document]) -> Vec<Object> {
    let files: Vec<FileId> = tree.iter().map(|(id, _)| id).collect();
    files
        .par_iter()
        .filter(|id| holds_data(&documents[id.index()]) && !charts::is_template(tree, tree.path(**id)))
        .flat_map_iter(|&id| of_file(id, &documents[id.index()]))
        .collect()
}

fn holds_data(document: &Document) -> bool {
    matches!(document.format, Format::Yaml | Format::Json)
}

fn of_file(file: FileId, document: &Document) -> Vec<Object> {
    let mut found = Vec::new();
    for (part, root) in document.data.iter().enumerate() {
        let Some(whole) = object(file, part, root) else {
            continue;
        };
        let items = root.get("items").map_or(&[][..], Node::items);
        // `List` is a way to write several objects into one value; so are `ConfigMapList` and its like.
        if whole.kind.ends_with("List") && !items.is_empty() {
            let single = items.iter().enumerate().filter_map(|(at, item)| {
                Some(Object {
                    item: Some(at),
                    ..object(file, part, item)?
                })
            });
            found.extend(single);
        } else {
            found.push(whole);
        }
    }
    found
}

fn object(file: FileId, part: usize, node: &Node) -> Option<Object> {
    let text = |key: &str| node.get(key).and_then(Node::as_str).filter(|text| is_word(text));
    let name = node.get("metadata").and_then(|metadata| metadata.get("name"));
    Some(Object {
        file,
        part,
        item: None,
        api_version: text("apiVersion")?.into(),
        kind: text("kind")?.into(),
        name: name.and_then(Node::as_str).map(Text::from),
    })
}

/// What may be a version or a kind: no template's braces, no blanks.
fn is_word(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-');
    !text.is_empty() && text.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::syntax::reader;
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};

    fn found(path: &str, text: &str) -> Vec<String> {
        let chart = File::text(RepoPath::new("chart/Chart.yaml").unwrap(), "name: x\n");
        let tree = Tree::new(vec![chart, File::text(RepoPath::new(path).unwrap(), text)]);
        let files = tree.files().iter();
        let documents: Vec<_> = files.map(|file| reader::read(&file.path, &file.content)).collect();
        let shown = |object: super::Object| {
            assert!(object.node(&documents).is_some());
            let (group, version) = (object.group(), object.version());
            format!(
                "{group}|{version}|{}|{}",
                object.kind,
                object.name.as_deref().unwrap_or("-")
            )
        };
        read(&tree, &documents).into_iter().map(shown).collect()
    }

    #[test]
    fn objects_are_found_alone_in_streams_and_in_lists() {
        let one = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n";
        assert_eq!(found("x.yaml", one), ["apps|v1|Deployment|a"]);
        let stream = "apiVersion: v1\nkind: A\n---\nname: x\n---\napiVersion: v1\nkind: B\n";
        assert_eq!(found("x.yaml", stream), ["|v1|A|-", "|v1|B|-"]);
        let list = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A}\n- 7\n";
        assert_eq!(found("x.yaml", list), ["|v1|A|-"]);
        assert!(found("chart/templates/x.yaml", one).is_empty(), "a template");
        assert!(found("x.yaml", "apiVersion: '{{ x }}'\nkind: A\n").is_empty());
        assert!(found("x.yaml", "apiVersion: v2\nname: chart\n").is_empty());
    }
}
