//! Reading `[[overrides]]` of `opsrepo.toml`: the levels of rules in some files. Each has the shape of `[rules]` and `files`
//! beside it, as those know it who configure linters of code.

use crate::model::settings::OverrideSetting;
use crate::model::settings::reader::Reader;
use crate::syntax::node::Node;
use std::collections::BTreeMap;

impl Reader {
    pub(super) fn overrides(&mut self, list: &Node) {
        let help = "write `[[overrides]]` with `files = [\"legacy/**\"]` and `rules = { \"link/broken\" = \"hint\" }`";
        for item in self.tables(("overrides", list), help) {
            let mut found = OverrideSetting {
                files: Vec::new(),
                rules: BTreeMap::new(),
            };
            for entry in self.known(item, &["files", "rules"]) {
                match &*entry.key {
                    "files" => found.files = self.globs(&entry.value),
                    _ => found.rules = self.levels(&entry.value),
                }
            }
            self.needs(item, "overrides", &["files", "rules"]);
            self.settings.overrides.push(found);
        }
    }
}
