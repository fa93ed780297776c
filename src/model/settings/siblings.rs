//! Reading `[siblings]` of `opsrepo.toml`: other repositories that links lead into, and where they lie on this disk.

use crate::model::settings::SiblingSetting;
use crate::model::settings::reader::Reader;
use crate::model::settings::values::{self, Complaint};
use crate::syntax::node::{Entry, Node, Value};

impl Reader {
    pub(super) fn siblings(&mut self, table: &Node) {
        self.each(table, Reader::sibling);
    }

    fn sibling(&mut self, entry: &Entry) {
        let mut sibling = SiblingSetting {
            name: entry.key.to_string(),
            path: None,
            url: None,
            site: None,
            span: self.span(entry.key_range),
        };
        for entry in self.known(&entry.value, &["path", "url", "site"]) {
            match &*entry.key {
                "path" => sibling.path = self.judged(&entry.value, folder_beside),
                "url" => sibling.url = self.judged(&entry.value, repository),
                _ => sibling.site = self.judged(&entry.value, values::web_address),
            }
        }
        let has_address = ["url", "site"].iter().any(|key| entry.value.get(key).is_some());
        if !has_address && matches!(entry.value.value, Value::Map(_)) {
            let message = format!(
                "nothing leads into the sibling `{}`: it has neither `url` nor `site`",
                entry.key
            );
            let help = "say where it is hosted, or where its pages are published".to_owned();
            self.problem(entry.key_range, message, Some(help));
        }
        self.settings.siblings.push(sibling);
    }
}

/// A folder as seen from the root. One from the top of a disk lies elsewhere on every other machine.
fn folder_beside(text: &str) -> Result<(), Complaint> {
    let is_one = !text.is_empty() && !text.starts_with(['/', '\\', '~']) && !text.contains(':');
    is_one.then_some(()).ok_or_else(|| Complaint {
        message: format!("`{text}` is no path from the root of this repository"),
        help: "write where it is checked out beside this one, as `../runbooks`".to_owned(),
    })
}

/// The address of a repository, with owner and name.
fn repository(text: &str) -> Result<(), Complaint> {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let parts = rest.split(['/', ':']).filter(|part| !part.is_empty()).count();
    let is_plain = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    (parts >= 3 && is_plain).then_some(()).ok_or_else(|| Complaint {
        message: format!("`{text}` is no address of a repository"),
        help: "write the whole address, as https://git.example.org/team/runbooks".to_owned(),
    })
}
