//! Reading `[kubernetes]` and `[vendored]` of `opsrepo.toml`: where schemas are that others wrote.

use crate::model::settings::reader::Reader;
use crate::model::settings::{SchemaFolder, Vendored, values};
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::span::Range;

impl Reader {
    pub(super) fn kubernetes(&mut self, table: &Node) {
        for entry in self.known(table, &["schemas", "strict", "skip", "version"]) {
            match &*entry.key {
                "schemas" => {
                    for (text, range) in self.texts(&entry.value) {
                        self.schema_folder(&text, range);
                    }
                }
                "strict" => self.settings.kubernetes.strict = self.truth(&entry.value),
                "skip" => {
                    let kinds = self.texts(&entry.value);
                    self.settings.kubernetes.skip = kinds.into_iter().map(|(kind, _)| kind).collect();
                }
                "version" => self.settings.kubernetes.version = self.text(&entry.value),
                _ => {}
            }
        }
    }

    pub(super) fn vendored(&mut self, table: &Node) {
        for entry in self.entries(table) {
            let is_address = self.judge(&entry.key, entry.key_range, values::web_address);
            let folder = self
                .text(&entry.value)
                .and_then(|text| self.folder(&text, entry.value.range));
            if let Some(folder) = folder.filter(|_| is_address) {
                self.settings.vendored.push(Vendored {
                    prefix: entry.key.to_string(),
                    folder,
                });
            }
        }
    }

    /// `schemas/kubernetes` of this repository, `store:schemas` of the sibling `store`, `store:` for all of it.
    fn schema_folder(&mut self, text: &str, range: Range) {
        let (sibling, path) = match text.split_once(':') {
            Some((name, path)) => (Some(name.to_owned()), path),
            None => (None, text),
        };
        let folder = match (&sibling, path) {
            (Some(_), "") => Some(RepoPath::root()),
            _ => self.folder(path, range),
        };
        if let Some(folder) = folder {
            let span = self.span(range);
            self.settings
                .kubernetes
                .schemas
                .push(SchemaFolder { sibling, folder, span });
        }
    }

    /// Folders in siblings that no setting names, or of which nobody says where they lie. Asked when all tables are read.
    pub(super) fn judge_schema_folders(&mut self) {
        for named in self.settings.kubernetes.schemas.clone() {
            let Some(name) = named.sibling else { continue };
            let known = self.settings.siblings.iter().find(|sibling| sibling.name == name);
            let (message, help) = match known {
                Some(sibling) if sibling.path.is_some() => continue,
                Some(_) => (
                    format!("nobody says where the sibling `{name}` lies on this disk"),
                    format!("add its `path` under `[siblings.{name}]`, as `../{name}`"),
                ),
                None => (
                    format!("there is no sibling `{name}`"),
                    format!(
                        "name it under `[siblings]`, with its `path` and its `url`; in a folder of this repository no `:` may stand"
                    ),
                ),
            };
            self.problem(named.span.range, message, Some(help));
        }
    }

    fn folder(&mut self, text: &str, range: Range) -> Option<RepoPath> {
        self.judge(text, range, values::path)
            .then(|| RepoPath::new(text.trim_end_matches('/')))
            .flatten()
    }
}
