//! Which schema describes which values, and which schemas are named but not there. It judges nothing.

use crate::model::cluster::charts;
use crate::model::glob::Globs;
use crate::model::library::{Library, Volume};
use crate::model::sets::RecordSet;
use crate::model::workspace::Workspace;
use crate::syntax::document::{Document, Format};
use crate::syntax::node::Node;
use crate::syntax::schema::{Schema, SchemaError};
use crate::syntax::schema_bundle;
use crate::text::path::RepoPath;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::Tree;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where a schema comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    /// A kind's own, by its index.
    Kind(usize),
    /// A file of the repository.
    File(FileId),
}

/// What is to be checked: a file, and one of its values or all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Subject {
    /// The file.
    pub(crate) file: FileId,
    /// One value of its stream.
    pub(crate) part: Option<usize>,
}

/// Where a schema is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// In a text.
    Written(Span),
    /// For the records of a folder, by nobody's writing.
    Folder(RepoPath),
}

/// What the repository says about its schemas.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Per schema what it describes, sorted and each once.
    pub(crate) subjects: BTreeMap<Source, Vec<Subject>>,
    /// Schemas that are named and not there: where, and how they are written.
    pub(crate) missing: Vec<(Wish, String)>,
    /// Schemas that are named by an address of which there is no copy: the address, and where.
    pub(crate) elsewhere: Vec<(String, Span)>,
}

impl Plan {
    /// Reads the settings, the sets and the files' own words.
    pub(crate) fn new(workspace: &Workspace) -> Plan {
        let mut plan = Plan::default();
        plan.read_settings(workspace);
        for set in &workspace.sets {
            plan.read_set(workspace, set);
        }
        plan.read_files(workspace);
        for subjects in plan.subjects.values_mut() {
            subjects.sort_unstable();
            subjects.dedup();
        }
        plan
    }

    fn read_settings(&mut self, workspace: &Workspace) {
        for setting in &workspace.settings.schemas {
            let Some(path) = &setting.schema else {
                continue;
            };
            let Some(schema) = workspace.tree.find(path) else {
                self.missing.push((Wish::Written(setting.span), path.to_string()));
                continue;
            };
            let globs = Globs::of(&setting.files);
            let matching = workspace.tree.iter().filter(|(_, file)| globs.matches(&file.path));
            let subjects = matching.map(|(file, _)| Subject { file, part: None });
            self.subjects.entry(Source::File(schema)).or_default().extend(subjects);
        }
    }

    fn read_set(&mut self, workspace: &Workspace, set: &RecordSet) {
        let Some(name) = &set.schema else {
            return;
        };
        let kind = workspace.kinds.iter().position(|kind| kind.name == *name);
        let own = workspace.settings.kinds.iter().find(|kind| kind.name == *name);
        let path = match (kind, own.and_then(|kind| kind.schema.as_ref())) {
            (Some(_), Some(path)) => path,
            (Some(kind), None) => return self.add(Source::Kind(kind), set),
            (None, _) => name,
        };
        match RepoPath::new(path).and_then(|path| workspace.tree.find(&path)) {
            Some(file) => self.add(Source::File(file), set),
            None => self.missing.push((place(workspace, set), path.clone())),
        }
    }

    fn add(&mut self, source: Source, set: &RecordSet) {
        let subjects = set
            .members
            .iter()
            .map(|&(file, part)| Subject { file, part: Some(part) });
        self.subjects.entry(source).or_default().extend(subjects);
    }

    fn read_files(&mut self, workspace: &Workspace) {
        for (file, entry) in workspace.tree.iter() {
            if let Some(values) = values_of_chart(&workspace.tree, &entry.path) {
                let subject = Subject {
                    file: values,
                    part: None,
                };
                self.subjects.entry(Source::File(file)).or_default().push(subject);
            }
            let document = workspace.document(file);
            let Some((named, range)) = named_in(document, workspace.tree.text(file)) else {
                continue;
            };
            let subject = Subject { file, part: None };
            if named.contains("://") {
                match Library::new(workspace).vendored(named) {
                    Some(schema) => self.subjects.entry(Source::File(schema)).or_default().push(subject),
                    None => self.elsewhere.push((named.to_owned(), Span::new(file, range))),
                }
                continue;
            }
            match entry
                .path
                .parent()
                .join(named)
                .and_then(|path| workspace.tree.find(&path))
            {
                Some(schema) => self.subjects.entry(Source::File(schema)).or_default().push(subject),
                None => self
                    .missing
                    .push((Wish::Written(Span::new(file, range)), named.to_owned())),
            }
        }
    }
}

impl Source {
    /// Makes the schema ready. `None` where there is nothing to compile: an empty schema, or a file that could not be
    /// read, which other rules state.
    pub(crate) fn compile(self, workspace: &Workspace) -> Option<Result<Schema, SchemaError>> {
        match self {
            Source::Kind(kind) => match workspace.kinds[kind].schema.as_str() {
                "" => None,
                text => Some(Schema::from_text(text)),
            },
            Source::File(file) => {
                let volume = Volume { shelf: None, file };
                let library = Library::new(workspace);
                let mut schema = library.value(volume)?;
                let refused = library.complete(Arc::make_mut(&mut schema), volume);
                match refused.into_iter().next() {
                    Some(refused) => Some(Err(SchemaError {
                        pointer: pointer_of(&workspace.document(file).data, &refused.reference),
                        message: format!("refers to `{}`: {}", refused.reference, refused.why),
                    })),
                    None => Some(Schema::from_value(Arc::unwrap_or_clone(schema))),
                }
            }
        }
    }
}

impl Source {
    /// The schema as it is written, with what it refers to, as far as that is there.
    pub(crate) fn value(self, workspace: &Workspace) -> Option<Value> {
        match self {
            Source::Kind(kind) => serde_json::from_str(&workspace.kinds[kind].schema).ok(),
            Source::File(file) => {
                let volume = Volume { shelf: None, file };
                let library = Library::new(workspace);
                let mut schema = library.value(volume)?;
                library.complete(Arc::make_mut(&mut schema), volume);
                Some(Arc::unwrap_or_clone(schema))
            }
        }
    }
}

impl Subject {
    /// The values to check.
    pub(crate) fn nodes<'a>(&self, workspace: &'a Workspace) -> impl Iterator<Item = &'a Node> {
        let part = self.part;
        let data = &workspace.document(self.file).data;
        // A stream may end with `---` and nothing.
        let is_stream = data.len() > 1;
        data.iter()
            .enumerate()
            .filter(move |(at, node)| part.map_or(!is_stream || !node.is_null(), |part| part == *at))
            .map(|(_, node)| node)
    }
}

fn place(workspace: &Workspace, set: &RecordSet) -> Wish {
    match set.configured.or(workspace.settings.place) {
        Some(span) => Wish::Written(span),
        None => Wish::Folder(set.folder.clone()),
    }
}

/// The schema that a file names itself, as a path from its folder, and where: in a comment at its head as editors read
/// it, or as the key `$schema`. A URL is
/// somebody else's.
fn named_in<'a>(document: &'a Document, text: &'a str) -> Option<(&'a str, Range)> {
    let by_comment = match document.format {
        Format::Yaml => modeline(text, of_yaml),
        Format::Toml => modeline(text, of_toml),
        _ => None,
    };
    let named = by_comment.or_else(|| {
        let node = document.data.first()?.get("$schema")?;
        Some((node.as_str()?, node.range))
    });
    named.filter(|(path, _)| is_ours(path) || is_elsewhere(path))
}

/// The values that a chart's `values.schema.json` is for.
pub(crate) fn values_of_chart(tree: &Tree, path: &RepoPath) -> Option<FileId> {
    let folder = (path.name() == "values.schema.json").then(|| path.parent())?;
    tree.find(&folder.join(charts::CHART)?)?;
    tree.find(&folder.join("values.yaml")?)
}

/// True for somebody else's schema; the drafts of JSON Schema are known.
fn is_elsewhere(path: &str) -> bool {
    let is_address = path.starts_with("https://") || path.starts_with("http://");
    is_address && !schema_bundle::is_draft(path)
}

/// Where in a schema a reference is written.
fn pointer_of(data: &[Node], reference: &str) -> String {
    fn walk(node: &Node, reference: &str, path: &mut String) -> bool {
        let length = path.len();
        let steps = node.entries().iter().map(|entry| (entry.key.to_string(), &entry.value));
        let items = node.items().iter().enumerate().map(|(at, item)| (at.to_string(), item));
        for (step, inner) in steps.chain(items) {
            path.push('/');
            path.push_str(&step.replace('~', "~0").replace('/', "~1"));
            if step == "$ref" && inner.as_str() == Some(reference) || walk(inner, reference, path) {
                return true;
            }
            path.truncate(length);
        }
        false
    }
    let mut path = String::new();
    match data.first().is_some_and(|root| walk(root, reference, &mut path)) {
        true => path,
        false => String::new(),
    }
}

fn is_ours(path: &str) -> bool {
    !path.is_empty() && !path.contains(':') && !path.starts_with(['/', '#']) && !path.contains("node_modules/")
}

/// The path that a comment before the first value names; `behind` is what such a comment says behind its mark.
fn modeline(text: &str, behind: fn(&str) -> Option<&str>) -> Option<(&str, Range)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches('\u{feff}').trim();
        if !content.is_empty() && !content.starts_with('#') && content != "---" {
            return None;
        }
        if let Some(rest) = behind(content).map(str::trim_start) {
            let path = rest.split_whitespace().next()?;
            let start = at + line.trim_end().len() - rest.len();
            return Some((path, Range::new(start, start + path.len())));
        }
        at += line.len();
    }
    None
}

/// `# yaml-language-server: $schema=PATH`.
fn of_yaml(comment: &str) -> Option<&str> {
    let words = comment.trim_start_matches(['#', ' ']);
    let rest = words.strip_prefix("yaml-language-server:")?;
    rest.trim_start().strip_prefix("$schema=")
}

/// `#:schema PATH`, as Taplo reads it.
fn of_toml(comment: &str) -> Option<&str> {
    let rest = comment.strip_prefix("#:schema")?;
    rest.starts_with([' ', '\t']).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::{is_ours, modeline, of_toml, of_yaml};

    #[test]
    fn modelines_stand_at_the_head() {
        let path = |text| modeline(text, of_yaml).map(|(path, range)| (path, range.of(text) == path));
        assert_eq!(
            path("# yaml-language-server: $schema=../x.json\na: 1\n"),
            Some(("../x.json", true))
        );
        assert_eq!(
            path("---\n# hi\n# yaml-language-server: $schema=x.json\n"),
            Some(("x.json", true))
        );
        assert_eq!(path("a: 1\n# yaml-language-server: $schema=x.json\n"), None);
        assert_eq!(path(""), None);
        let path = |text| modeline(text, of_toml).map(|(path, range)| (path, range.of(text) == path));
        assert_eq!(
            path("\u{feff}# hi\n#:schema  ./schema.json x\r\na = 1\n"),
            Some(("./schema.json", true))
        );
        assert_eq!(path("a = 1\n#:schema x.json\n"), None);
        assert_eq!(path("# :schema x.json\n#:schemas x.json\n#:schema\n"), None);
    }

    #[test]
    fn urls_are_not_ours() {
        assert!(is_ours("./x.json") && is_ours("x.yaml"));
        assert!(!is_ours("https://example.org/x.json") && !is_ours("urn:x") && !is_ours("/etc/x") && !is_ours("#"));
    }
}
