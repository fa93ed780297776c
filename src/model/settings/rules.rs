//! Reading `[rules]` of `opsrepo.toml`: the levels of rules.

use crate::model::settings::Level;
use crate::model::settings::reader::Reader;
use crate::syntax::node::Node;
use std::collections::BTreeMap;

impl Reader {
    pub(super) fn rules(&mut self, table: &Node) {
        self.settings.rules = self.levels(table);
    }

    /// A table of rules and their levels. Whether there are such rules and levels is the business of `settings/invalid`.
    pub(super) fn levels(&mut self, table: &Node) -> BTreeMap<String, Level> {
        let mut levels = BTreeMap::new();
        for entry in self.entries(table) {
            if let Some(word) = self.text(&entry.value) {
                let level = Level {
                    word,
                    span: self.span(entry.value.range),
                    key: self.span(entry.key_range),
                };
                levels.insert(entry.key.to_string(), level);
            }
        }
        levels
    }
}
