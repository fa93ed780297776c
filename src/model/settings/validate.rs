//! Reading `[validate]` of `opsrepo.toml`: how `opsrepo validate` runs here where nobody says otherwise.

use crate::model::settings::reader::Reader;
use crate::model::settings::values;
use crate::syntax::node::Node;
use crate::text::path::RepoPath;

impl Reader {
    pub(super) fn validate(&mut self, table: &Node) {
        for entry in self.known(table, &["baseline"]) {
            let path = self.judged(&entry.value, values::path);
            self.settings.baseline = path.and_then(|path| RepoPath::new(&path));
        }
    }
}
