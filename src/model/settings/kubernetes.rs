//! Reading `[kubernetes]` and `[vendored]` of `opsrepo.toml`: where schemas are that others wrote.

use crate::model::settings::reader::Reader;
use crate::model::settings::{Vendored, values};
use crate::syntax::node::Node;
use crate::text::path::RepoPath;
use crate::text::span::Range;

impl Reader {
    pub(super) fn kubernetes(&mut self, table: &Node) {
        for entry in self.known(table, &["schemas", "strict", "skip", "version"]) {
            match &*entry.key {
                "schemas" => {
                    for (text, range) in self.texts(&entry.value) {
                        if let Some(folder) = self.folder(&text, range) {
                            let span = self.span(range);
                            self.settings.kubernetes.schemas.push((folder, span));
                        }
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

    fn folder(&mut self, text: &str, range: Range) -> Option<RepoPath> {
        self.judge(text, range, values::path)
            .then(|| RepoPath::new(text.trim_end_matches('/')))
            .flatten()
    }
}
