//! Reading `[[links]]` of `opsrepo.toml`: by which rules a generator makes addresses of a folder's pages.

use crate::model::settings::LinkSetting;
use crate::model::settings::reader::Reader;
use crate::model::settings::values;
use crate::model::sites::generator::{Generator, PRESETS};
use crate::syntax::node::Node;
use crate::text::path::RepoPath;

impl Reader {
    pub(super) fn links(&mut self, list: &Node) {
        if list.items().is_empty() {
            self.problem(
                list.range,
                format!("`links` is {}, not a list of tables", list.type_name()),
                Some("write `[[links]]` with `folder = \"docs\"` and `preset = \"mkdocs\"`".to_owned()),
            );
        }
        for item in list.items() {
            self.link(item);
        }
    }

    fn link(&mut self, item: &Node) {
        let mut link = LinkSetting {
            generator: Some(Generator::Own),
            ..LinkSetting::default()
        };
        let keys = ["folder", "preset", "root", "base", "html-from", "extensionless"];
        for entry in self.known(item, &keys) {
            match &*entry.key {
                "folder" => {
                    let path = self.judged(&entry.value, values::path);
                    link.folder = path
                        .and_then(|path| RepoPath::new(&path))
                        .unwrap_or_else(RepoPath::root);
                }
                "preset" => self.preset(&entry.value, &mut link),
                "root" => link.root = self.judged(&entry.value, values::path),
                "base" => link.base = self.text(&entry.value),
                "html-from" => {
                    let texts = self.texts(&entry.value).into_iter();
                    link.html_from = Some(texts.map(|(text, _)| dotted(&text)).collect());
                }
                _ => link.extensionless = Some(self.truth(&entry.value)),
            }
        }
        self.settings.links.push(link);
    }

    fn preset(&mut self, node: &Node, link: &mut LinkSetting) {
        let Some(text) = self.text(node) else { return };
        match PRESETS.iter().find(|(name, _)| *name == text) {
            Some((_, generator)) => link.generator = *generator,
            None => {
                let names: Vec<&str> = PRESETS.iter().map(|(name, _)| *name).collect();
                let message = format!("`{text}` is no generator whose rules are known");
                self.problem(node.range, message, Some(format!("known here: {}", names.join(", "))));
            }
        }
    }
}

/// An ending with its dot.
fn dotted(ending: &str) -> String {
    match ending.starts_with('.') {
        true => ending.to_owned(),
        false => format!(".{ending}"),
    }
}
