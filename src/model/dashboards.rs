//! The dashboards of Grafana that a repository holds: files of JSON, and texts of JSON in data (`ConfigMap`s, `GrafanaDashboard`
//! objects, values of charts).
//!
//! A dashboard is known by its fields, wherever it stands: `panels` (before version 16 `rows`) and `schemaVersion`. What the
//! API exports has it under `dashboard`. Source: "Dashboard JSON model" in the documentation of Grafana.

use crate::model::settings::Said;
use crate::syntax::document::{Document, Format, Problem, ProblemKind};
use crate::syntax::embedded::Map;
use crate::syntax::node::Node;
use crate::syntax::reader;
use crate::text::path::RepoPath;
use crate::text::search::Needle;
use crate::text::source::Source;
use crate::text::span::{FileId, Range, Span, trim};
use crate::text::tree::{Content, Tree};
use rayon::prelude::*;

/// How deep the text of a dashboard may stand in data.
const DEEPEST: usize = 12;

/// The field that every dashboard has.
const VERSION: &str = "schemaVersion";

/// A dashboard.
#[derive(Clone, Debug)]
pub struct Dashboard {
    /// Where it is written: the whole text, or the first byte of a file.
    pub span: Span,
    /// `title`; empty where it has none.
    pub title: String,
    /// `uid`, by which links name it.
    pub uid: Option<Said>,
    /// What is wrong with the JSON of a text in data, and where; of a file, its own problems say so.
    pub fault: Option<(Span, String)>,
}

/// The dashboards of every file, in the order of the files.
pub(crate) fn read(tree: &Tree, documents: &[Document]) -> Vec<Dashboard> {
    let version = Needle::new(VERSION);
    let ids: Vec<FileId> = tree.iter().map(|(id, _)| id).collect();
    ids.par_iter()
        .filter(|id| matches!(documents[id.index()].format, Format::Json | Format::Yaml))
        .filter(|id| version.is_in(tree.text(**id)))
        .flat_map_iter(|&id| of_file(id, tree, &documents[id.index()]))
        .collect()
}

fn of_file(file: FileId, tree: &Tree, document: &Document) -> Vec<Dashboard> {
    let text = tree.text(file);
    let mut found = Vec::new();
    for root in &document.data {
        let place = Place {
            file,
            map: &Map::identity(text),
            text,
        };
        match document.format {
            Format::Json => found.extend(place.dashboard(root, Range::at(0))),
            _ => place.walk(root, &mut found, 0),
        }
    }
    if is_template(tree.path(file), text) {
        found.iter_mut().for_each(|dashboard| dashboard.fault = None);
        found.retain(|dashboard| dashboard.uid.is_some());
    }
    found
}

/// The templates of charts are filled in before anything reads their strings.
fn is_template(path: &RepoPath, text: &str) -> bool {
    path.parts().any(|part| part == "templates")
        || text.contains("{{-")
        || text.contains("{{ .")
        || text.contains("{{ $")
}

/// True where the line holds what somebody fills in before Grafana sees it.
fn is_filled_in(text: &str, range: Range) -> bool {
    let (before, after) = text.split_at_checked(range.start as usize).unwrap_or((text, ""));
    let line = [before.rsplit('\n').next(), after.split('\n').next()];
    let has = |mark: &str| line.iter().flatten().any(|part| part.contains(mark));
    ["${", "$(", "{{", "<%", "[["].into_iter().any(has)
}

/// A text, and where it stands in its file.
#[derive(Clone, Copy)]
struct Place<'a> {
    file: FileId,
    map: &'a Map,
    text: &'a str,
}

impl Place<'_> {
    fn walk(self, node: &Node, found: &mut Vec<Dashboard>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        if let Some(value) = node.as_str() {
            found.extend(self.embedded(node, value));
        }
        for item in node.items() {
            self.walk(item, found, depth + 1);
        }
        for entry in node.entries() {
            self.walk(&entry.value, found, depth + 1);
        }
    }

    /// A text that is a dashboard, or was meant as one.
    fn embedded(self, node: &Node, value: &str) -> Option<Dashboard> {
        let is_one = value.trim_start().starts_with('{') && value.contains(VERSION) && value.contains("\"panels\"");
        let path = RepoPath::new("dashboard.json").filter(|_| is_one)?;
        let document = reader::read(&path, &Content::Text(Source::new(value)));
        let map = Map::of(self.text, node).within(self.map);
        let inner = Place {
            file: self.file,
            map: &map,
            text: value,
        };
        let whole = Range::from(trim(value, 0..value.len()));
        let head = Range::new(whole.start as usize, whole.start as usize + 1);
        match document.data.first() {
            Some(root) => inner.dashboard(root, head),
            None => {
                let broken = |problem: &&Problem| problem.kind == ProblemKind::Syntax;
                let problem = document.problems.iter().find(broken)?;
                if is_filled_in(value, problem.range) {
                    return None;
                }
                Some(Dashboard {
                    span: inner.span(head),
                    title: String::new(),
                    uid: None,
                    fault: Some((inner.span(problem.range), problem.message.clone())),
                })
            }
        }
    }

    fn dashboard(self, root: &Node, head: Range) -> Option<Dashboard> {
        let root = root
            .get("dashboard")
            .filter(|inner| is_dashboard(inner))
            .unwrap_or(root);
        is_dashboard(root).then(|| {
            let uid = root
                .get("uid")
                .filter(|uid| uid.as_str().is_some_and(|text| !text.is_empty()));
            Dashboard {
                span: self.span(head),
                title: root.get("title").and_then(Node::scalar).unwrap_or_default(),
                uid: uid.map(|uid| Said {
                    text: uid.as_str().unwrap_or_default().to_owned(),
                    span: self.span(uid.range),
                }),
                fault: None,
            }
        })
    }

    fn span(self, inner: Range) -> Span {
        Span::new(self.file, self.map.range(inner))
    }
}

fn is_dashboard(node: &Node) -> bool {
    let is_list = |key: &str| {
        node.get(key)
            .is_some_and(|list| matches!(list.value, crate::syntax::node::Value::List(_)))
    };
    node.get(VERSION).is_some() && (is_list("panels") || is_list("rows"))
}

/// The dashboard that an annotation names: what follows `/d/` in an address, if anything.
pub fn uid_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("/d/")?;
    let uid = rest.split(['/', '?', '#', '&']).next()?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    (!uid.is_empty() && uid.chars().all(is_plain)).then_some(uid)
}

#[cfg(test)]
mod tests {
    use super::{Dashboard, read, uid_of};
    use crate::syntax::reader;
    use crate::text::path::RepoPath;
    use crate::text::tree::{File, Tree};

    fn found(path: &str, text: &str) -> Vec<Dashboard> {
        let tree = Tree::new(vec![File::text(RepoPath::new(path).unwrap(), text)]);
        let files = tree.files().iter();
        let documents: Vec<_> = files.map(|file| reader::read(&file.path, &file.content)).collect();
        read(&tree, &documents)
    }

    #[test]
    fn dashboards_are_known_by_their_fields() {
        let plain = "{\n  \"uid\": \"abc\",\n  \"title\": \"T\",\n  \"panels\": [],\n  \"schemaVersion\": 30\n}\n";
        let exported = format!("{{\"dashboard\": {plain}, \"meta\": {{}}}}");
        let indented: String = plain.lines().map(|line| format!("    {line}\n")).collect();
        let map = format!("kind: ConfigMap\ndata:\n  x.json: |\n{indented}");
        for (path, text) in [("x.json", plain), ("x.json", &exported), ("x.yaml", &map)] {
            let found = found(path, text);
            assert_eq!(found.len(), 1, "{text}");
            let uid = found[0].uid.as_ref().unwrap();
            assert_eq!((uid.text.as_str(), uid.span.range.of(text)), ("abc", "\"abc\""));
            assert_eq!(found[0].title, "T");
        }
        assert_eq!(found("x.json", "{\"schemaVersion\": 1}").len(), 0);
    }

    #[test]
    fn torn_ones_say_where() {
        let text = "data:\n  x.json: |\n    {\n      \"panels\": [],,\n      \"schemaVersion\": 1\n    }\n";
        let found = found("x.yaml", text);
        let (span, _) = found[0].fault.as_ref().unwrap();
        assert_eq!(&text[span.range.start as usize..][..1], ",");
        let template = text.replace("[],,", "{{ .Values.panels }}");
        assert_eq!(self::found("x.yaml", &template).len(), 0);
    }

    #[test]
    fn links_name_dashboards() {
        assert_eq!(uid_of("https://g.org/d/abc-1/some-name?x=1"), Some("abc-1"));
        assert_eq!(uid_of("/d/abc"), Some("abc"));
        assert_eq!(uid_of("https://g.org/d/{{ $labels.x }}"), None);
        assert_eq!(uid_of("https://g.org/dashboards"), None);
    }
}
