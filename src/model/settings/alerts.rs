//! Reading `[alerts]` of `opsrepo.toml`: how bad alerts may be.

use crate::model::settings::reader::Reader;
use crate::syntax::node::Node;

impl Reader {
    pub(super) fn alerts(&mut self, table: &Node) {
        for entry in self.known(table, &["severities"]) {
            let words = self.texts(&entry.value).into_iter();
            self.settings.severities = words.map(|(word, _)| word).collect();
        }
    }
}
