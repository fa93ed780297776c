//! Reading `[cloud]` and `[files]` of `opsrepo.toml`: what the cloud is, and what is left out.

use crate::model::settings::reader::Reader;
use crate::model::settings::values;
use crate::syntax::node::Node;

impl Reader {
    pub(super) fn cloud(&mut self, table: &Node) {
        for entry in self.known(table, &["name", "summary", "url", "timezone"]) {
            match &*entry.key {
                "name" => self.settings.name = self.judged(&entry.value, values::words),
                "summary" => self.settings.summary = self.text(&entry.value),
                "url" => self.settings.url = self.judged(&entry.value, values::web_address),
                "timezone" => self.settings.timezone = self.judged(&entry.value, values::time_zone),
                _ => {}
            }
        }
    }

    pub(super) fn files(&mut self, table: &Node) {
        for entry in self.known(table, &["exclude"]) {
            self.settings.exclude = self.globs(&entry.value);
        }
    }
}
