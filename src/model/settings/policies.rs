//! Reading `[policies]` of `opsrepo.toml`: where the repository's own rules stand, and what they are asked about.

use crate::model::settings::reader::Reader;
use crate::model::settings::{PolicySetting, values};
use crate::syntax::node::Node;
use crate::text::path::RepoPath;

impl Reader {
    pub(super) fn policies(&mut self, table: &Node) {
        let mut setting = PolicySetting {
            folders: None,
            data: Vec::new(),
            namespaces: None,
            files: Vec::new(),
            span: self.span(table.range),
        };
        for entry in self.known(table, &["folders", "data", "namespaces", "files"]) {
            match &*entry.key {
                "folders" => setting.folders = Some(self.folders(&entry.value)),
                "data" => setting.data = self.folders(&entry.value),
                "namespaces" => {
                    let names = self.texts(&entry.value);
                    setting.namespaces = Some(names.into_iter().map(|(name, _)| name).collect());
                }
                "files" => setting.files = self.globs(&entry.value),
                _ => {}
            }
        }
        self.settings.policies = Some(setting);
    }

    fn folders(&mut self, node: &Node) -> Vec<RepoPath> {
        let mut folders = Vec::new();
        for (text, range) in self.texts(node) {
            if self.judge(&text, range, values::path) {
                folders.extend(RepoPath::new(text.trim_end_matches('/')));
            }
        }
        folders
    }
}
