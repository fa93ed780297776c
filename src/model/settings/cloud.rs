//! Reading `[cloud]`, `[site]` and `[files]` of `opsrepo.toml`: what the cloud is, how it is shown, what is left out.

use crate::model::settings::reader::Reader;
use crate::model::settings::{Site, values};
use crate::syntax::node::Node;

impl Reader {
    pub(super) fn cloud(&mut self, table: &Node) {
        for entry in self.known(table, &["name", "summary", "url", "timezone"]) {
            match &*entry.key {
                "name" => self.settings.name = self.text(&entry.value),
                "summary" => self.settings.summary = self.text(&entry.value),
                "url" => self.settings.url = self.judged(&entry.value, values::web_address),
                "timezone" => self.settings.timezone = self.judged(&entry.value, values::time_zone),
                _ => {}
            }
        }
    }

    pub(super) fn site(&mut self, table: &Node) {
        let mut site = Site::default();
        for entry in self.known(table, &["title", "base-url", "language", "repository", "logo"]) {
            match &*entry.key {
                "title" => site.title = self.text(&entry.value),
                "base-url" => site.base_url = self.judged(&entry.value, values::web_address),
                "language" => site.language = self.judged(&entry.value, values::language),
                "repository" => site.repository = self.text(&entry.value),
                "logo" => site.logo = self.text(&entry.value),
                _ => {}
            }
        }
        self.settings.site = site;
    }

    pub(super) fn files(&mut self, table: &Node) {
        for entry in self.known(table, &["exclude"]) {
            self.settings.exclude = self.globs(&entry.value);
        }
    }
}
