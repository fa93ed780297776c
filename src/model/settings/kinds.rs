//! Reading `[kinds.NAME]` of `opsrepo.toml`: kinds of the user's own, and changes to the built-in ones.

use crate::model::settings::reader::{Judge, Reader};
use crate::model::settings::{KindSetting, values};
use crate::syntax::node::{Entry, Node};

impl Reader {
    pub(super) fn kinds(&mut self, table: &Node) {
        self.each(table, Reader::kind);
    }

    fn kind(&mut self, entry: &Entry) {
        const KEYS: [&str; 10] = [
            "summary",
            "plural",
            "folder",
            "file-name",
            "form",
            "schema",
            "fields",
            "statuses",
            "references",
            "lifecycle",
        ];
        let mut kind = KindSetting {
            name: entry.key.to_string(),
            ..KindSetting::default()
        };
        self.judge(&entry.key, entry.key_range, values::kind_name);
        for entry in self.known(&entry.value, &KEYS) {
            match &*entry.key {
                "summary" => kind.summary = self.text(&entry.value),
                "plural" => kind.plural = self.text(&entry.value),
                "folder" => kind.folder = self.text(&entry.value),
                "file-name" => kind.file_name = self.text(&entry.value),
                "form" => kind.form = self.text(&entry.value),
                "schema" => kind.schema = self.text(&entry.value),
                "fields" => kind.fields = self.lists(&entry.value, values::locator),
                "statuses" => kind.statuses = self.lists(&entry.value, values::anything),
                "references" => kind.references = self.pairs(&entry.value),
                "lifecycle" => kind.lifecycle = self.lifecycle(&entry.value),
                _ => {}
            }
        }
        self.settings.kinds.push(kind);
    }

    fn lists(&mut self, table: &Node, judge: Judge) -> Vec<(String, Vec<String>)> {
        let mut lists = Vec::new();
        for entry in self.entries(table) {
            let mut texts = self.texts(&entry.value);
            texts.retain(|(text, range)| self.judge(text, *range, judge));
            lists.push((entry.key.to_string(), texts.into_iter().map(|(text, _)| text).collect()));
        }
        lists
    }

    fn pairs(&mut self, table: &Node) -> Vec<(String, String)> {
        let entries = self.entries(table).iter();
        entries
            .filter_map(|entry| Some((entry.key.to_string(), self.text(&entry.value)?)))
            .collect()
    }
}
