//! Reading `[sets.NAME]` of `opsrepo.toml`: which files are records of which kind.

use crate::model::kind::Mark;
use crate::model::settings::SetSetting;
use crate::model::settings::reader::Reader;
use crate::syntax::node::{Entry, Node};

impl Reader {
    pub(super) fn sets(&mut self, table: &Node) {
        self.each(table, Reader::set);
    }

    fn set(&mut self, entry: &Entry) {
        let mut set = SetSetting {
            name: entry.key.to_string(),
            kind: String::new(),
            files: Vec::new(),
            exclude: Vec::new(),
            having: Vec::new(),
            schema: None,
            is_enabled: true,
            span: self.span(entry.key_range),
            kind_span: self.span(entry.key_range),
        };
        let names_files = entry
            .value
            .get("files")
            .is_some_and(|files| files.as_str().is_some() || !files.items().is_empty());
        for entry in self.known(
            &entry.value,
            &["kind", "files", "exclude", "having", "schema", "enabled"],
        ) {
            match &*entry.key {
                "kind" => {
                    set.kind = self.text(&entry.value).unwrap_or_default();
                    set.kind_span = self.span(entry.value.range);
                }
                "files" => set.files = self.globs(&entry.value),
                "exclude" => set.exclude = self.globs(&entry.value),
                "having" => set.having = self.having(&entry.value),
                "schema" => set.schema = self.text(&entry.value),
                "enabled" => set.is_enabled = self.truth(&entry.value),
                _ => {}
            }
        }
        if set.kind.is_empty() && set.is_enabled {
            let message = format!("the set `{}` does not say of which kind its records are", set.name);
            self.problem(
                entry.key_range,
                message,
                Some("add `kind = \"decision\"` (or another kind)".to_owned()),
            );
        }
        if !names_files && set.is_enabled {
            self.problem(
                entry.key_range,
                format!("the set `{}` does not say which files it holds", set.name),
                Some("add `files = [\"decisions/*.md\"]`".to_owned()),
            );
        }
        self.settings.sets.push(set);
    }

    fn having(&mut self, node: &Node) -> Vec<Vec<Mark>> {
        let mut groups = Vec::new();
        for (text, range) in self.texts(node) {
            let marks: Option<Vec<Mark>> = text.split(" + ").map(Mark::parse).collect();
            match marks {
                Some(marks) => groups.push(marks),
                None => self.problem(
                    range,
                    format!("`{text}` is no mark"),
                    Some("write `key:NAME`, `key:NAME=VALUE`, `heading:TEXT`, `label:TEXT`, `file:NAME` or `numbered`, joined by ` + `".to_owned()),
                ),
            }
        }
        groups
    }
}
