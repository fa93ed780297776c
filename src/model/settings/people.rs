//! Reading `[people]` of `opsrepo.toml`: who may be named as an owner.

use crate::model::settings::Said;
use crate::model::settings::reader::Reader;
use crate::syntax::node::Node;

impl Reader {
    pub(super) fn people(&mut self, table: &Node) {
        for entry in self.known(table, &["known", "files"]) {
            match &*entry.key {
                "known" => {
                    let names = self.texts(&entry.value).into_iter();
                    let said = names.map(|(text, range)| Said {
                        text,
                        span: self.span(range),
                    });
                    self.settings.people.known = said.collect();
                }
                _ => self.settings.people.files = self.globs(&entry.value),
            }
        }
    }
}
