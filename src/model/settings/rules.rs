//! Reading `[rules]` of `opsrepo.toml`: the levels of rules.

use crate::model::settings::Level;
use crate::model::settings::reader::Reader;
use crate::syntax::node::Node;

impl Reader {
    pub(super) fn rules(&mut self, table: &Node) {
        for entry in self.entries(table) {
            if let Some(level) = self.text(&entry.value) {
                let span = self.span(entry.value.range);
                self.settings.rules.insert(
                    entry.key.to_string(),
                    Level {
                        word: level,
                        span,
                        key: self.span(entry.key_range),
                    },
                );
            }
        }
    }
}
