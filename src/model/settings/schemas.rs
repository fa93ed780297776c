//! Reading `[[schemas]]` of `opsrepo.toml`: files that a JSON Schema describes.

use crate::model::settings::reader::Reader;
use crate::model::settings::{SchemaSetting, values};
use crate::syntax::node::Node;
use crate::text::path::RepoPath;

impl Reader {
    pub(super) fn schemas(&mut self, list: &Node) {
        if list.items().is_empty() {
            self.problem(
                list.range,
                format!("`schemas` is {}, not a list of tables", list.type_name()),
                Some(
                    "write `[[schemas]]` with `files = [\"configs/*.yaml\"]` and `schema = \"schemas/x.schema.json\"`"
                        .to_owned(),
                ),
            );
        }
        for item in list.items() {
            let mut schema = SchemaSetting {
                files: Vec::new(),
                schema: None,
                span: self.span(item.range),
            };
            for entry in self.known(item, &["files", "schema"]) {
                match &*entry.key {
                    "files" => schema.files = self.globs(&entry.value),
                    "schema" => {
                        schema.span = self.span(entry.value.range);
                        schema.schema = self
                            .judged(&entry.value, values::path)
                            .and_then(|path| RepoPath::new(&path));
                    }
                    _ => {}
                }
            }
            for key in ["files", "schema"].into_iter().filter(|key| item.get(key).is_none()) {
                self.problem(
                    item.range,
                    format!("`[[schemas]]` without `{key}` checks nothing"),
                    None,
                );
            }
            self.settings.schemas.push(schema);
        }
    }
}
