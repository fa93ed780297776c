//! Reading `[site]` of `opsrepo.toml`: how the cloud is shown.

use crate::model::settings::look::{NavSetting, Site};
use crate::model::settings::reader::Reader;
use crate::model::settings::values;
use crate::syntax::node::Node;

impl Reader {
    pub(super) fn site(&mut self, table: &Node) {
        let mut site = Site::default();
        let keys = [
            "title",
            "base-url",
            "language",
            "repository",
            "logo",
            "timezone",
            "search",
            "nav",
        ];
        for entry in self.known(table, &keys) {
            match &*entry.key {
                "title" => site.title = self.judged(&entry.value, values::words),
                "base-url" => site.base_url = self.judged(&entry.value, values::base_url),
                "language" => site.language = self.judged(&entry.value, values::language),
                "repository" => site.repository = self.judged(&entry.value, values::repository),
                "logo" => site.logo = self.text(&entry.value),
                "timezone" => site.timezone = self.judged(&entry.value, values::time_zone),
                "search" => site.has_no_search = !self.truth(&entry.value),
                "nav" => site.nav = self.nav(&entry.value),
                _ => {}
            }
        }
        self.settings.site = site;
    }

    fn nav(&mut self, list: &Node) -> Vec<NavSetting> {
        let help = "write `[[site.nav]]` with `label` and `to`, a path of this repository or a web address";
        let mut nav = Vec::new();
        for item in self.tables(("site.nav", list), help) {
            let (mut label, mut to) = (None, None);
            for entry in self.known(item, &["label", "to"]) {
                let text = self.judged(&entry.value, values::words);
                match &*entry.key {
                    "label" => label = text,
                    _ => to = text,
                }
            }
            self.needs(item, "site.nav", &["label", "to"]);
            if let (Some(label), Some(to)) = (label, to) {
                nav.push(NavSetting { label, to });
            }
        }
        nav
    }
}
