//! Reading `opsrepo.toml`. Whatever it cannot use becomes a [`SettingProblem`]; nothing is silently dropped.

use crate::model::glob;
use crate::model::kind::Mark;
use crate::model::locator::Locator;
use crate::model::settings::{
    FILE, Glob, KindSetting, Level, SchemaSetting, SetSetting, SettingProblem, Settings, Site,
};
use crate::syntax::document::Document;
use crate::syntax::node::{Entry, Node};
use crate::text::path::RepoPath;
use crate::text::similar;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::Tree;

/// Reads the settings of a tree; the defaults where it has no settings file.
pub(crate) fn read(tree: &Tree, documents: &[Document]) -> Settings {
    let found = RepoPath::new(FILE).and_then(|path| tree.find(&path));
    let Some(file) = found else { return Settings::default() };
    let mut reader = Reader {
        file,
        settings: Settings {
            place: Some(Span::new(file, Range::at(0))),
            ..Settings::default()
        },
    };
    if let Some(root) = documents[file.index()].data.first() {
        reader.root(root);
    }
    reader.settings
}

struct Reader {
    file: FileId,
    settings: Settings,
}

impl Reader {
    fn root(&mut self, root: &Node) {
        const KEYS: [&str; 7] = ["cloud", "site", "files", "sets", "kinds", "rules", "schemas"];
        for entry in root.entries() {
            match &*entry.key {
                "cloud" => self.cloud(&entry.value),
                "site" => self.site(&entry.value),
                "files" => self.files(&entry.value),
                "sets" => self.each(&entry.value, Reader::set),
                "kinds" => self.each(&entry.value, Reader::kind),
                "rules" => self.rules(&entry.value),
                "schemas" => self.schemas(&entry.value),
                _ => self.unknown(entry, &KEYS),
            }
        }
    }

    fn cloud(&mut self, table: &Node) {
        for entry in table.entries() {
            match &*entry.key {
                "name" => self.settings.name = self.text(&entry.value),
                "summary" => self.settings.summary = self.text(&entry.value),
                "url" => self.settings.url = self.text(&entry.value),
                "timezone" => self.settings.timezone = self.text(&entry.value),
                _ => self.unknown(entry, &["name", "summary", "url", "timezone"]),
            }
        }
    }

    fn site(&mut self, table: &Node) {
        let mut site = Site::default();
        for entry in table.entries() {
            match &*entry.key {
                "title" => site.title = self.text(&entry.value),
                "base-url" => site.base_url = self.text(&entry.value),
                "language" => site.language = self.text(&entry.value),
                "repository" => site.repository = self.text(&entry.value),
                "logo" => site.logo = self.text(&entry.value),
                _ => self.unknown(entry, &["title", "base-url", "language", "repository", "logo"]),
            }
        }
        self.settings.site = site;
    }

    fn files(&mut self, table: &Node) {
        for entry in table.entries() {
            match &*entry.key {
                "exclude" => self.settings.exclude = self.globs(&entry.value),
                _ => self.unknown(entry, &["exclude"]),
            }
        }
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
        };
        for entry in entry.value.entries() {
            match &*entry.key {
                "kind" => set.kind = self.text(&entry.value).unwrap_or_default(),
                "files" => set.files = self.globs(&entry.value),
                "exclude" => set.exclude = self.globs(&entry.value),
                "having" => set.having = self.having(&entry.value),
                "schema" => set.schema = self.text(&entry.value),
                "enabled" => set.is_enabled = self.truth(&entry.value),
                _ => self.unknown(entry, &["kind", "files", "exclude", "having", "schema", "enabled"]),
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
        self.settings.sets.push(set);
    }

    fn kind(&mut self, entry: &Entry) {
        const KEYS: [&str; 9] = [
            "summary",
            "plural",
            "folder",
            "file-name",
            "form",
            "schema",
            "fields",
            "statuses",
            "references",
        ];
        let mut kind = KindSetting {
            name: entry.key.to_string(),
            ..KindSetting::default()
        };
        for entry in entry.value.entries() {
            match &*entry.key {
                "summary" => kind.summary = self.text(&entry.value),
                "plural" => kind.plural = self.text(&entry.value),
                "folder" => kind.folder = self.text(&entry.value),
                "file-name" => kind.file_name = self.text(&entry.value),
                "form" => kind.form = self.text(&entry.value),
                "schema" => kind.schema = self.text(&entry.value),
                "fields" => kind.fields = self.lists(&entry.value, check_locator),
                "statuses" => kind.statuses = self.lists(&entry.value, |_| None),
                "references" => kind.references = self.pairs(&entry.value),
                _ => self.unknown(entry, &KEYS),
            }
        }
        self.settings.kinds.push(kind);
    }

    fn rules(&mut self, table: &Node) {
        for entry in table.entries() {
            if let Some(level) = self.text(&entry.value) {
                let span = self.span(entry.value.range);
                self.settings.rules.insert(
                    entry.key.to_string(),
                    Level {
                        word: level,
                        span,
                        key: self.span(entry.key_range),
                    },
                );
            }
        }
    }

    fn schemas(&mut self, list: &Node) {
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
            for entry in item.entries() {
                match &*entry.key {
                    "files" => schema.files = self.globs(&entry.value),
                    "schema" => {
                        schema.span = self.span(entry.value.range);
                        schema.schema = self.text(&entry.value).and_then(|path| RepoPath::new(&path));
                        if schema.schema.is_none() {
                            self.problem(
                                entry.value.range,
                                "the schema's path leaves the repository".to_owned(),
                                None,
                            );
                        }
                    }
                    _ => self.unknown(entry, &["files", "schema"]),
                }
            }
            self.settings.schemas.push(schema);
        }
    }

    fn each(&mut self, table: &Node, read: fn(&mut Reader, &Entry)) {
        for entry in table.entries() {
            read(self, entry);
        }
    }

    fn text(&mut self, node: &Node) -> Option<String> {
        let text = node.as_str().map(str::to_owned);
        if text.is_none() {
            let message = format!("expected a string, found {}", node.type_name());
            self.problem(node.range, message, Some("put the value in quotes".to_owned()));
        }
        text
    }

    fn truth(&mut self, node: &Node) -> bool {
        match node.value {
            crate::syntax::node::Value::Bool(value) => value,
            _ => {
                let message = format!("expected true or false, found {}", node.type_name());
                self.problem(node.range, message, None);
                true
            }
        }
    }

    /// A string or a list of strings, each with its place.
    fn texts(&mut self, node: &Node) -> Vec<(String, Range)> {
        let nodes = match node.items() {
            [] if node.as_str().is_none() => return self.not_a_list(node),
            [] => std::slice::from_ref(node),
            items => items,
        };
        nodes
            .iter()
            .filter_map(|node| Some((self.text(node)?, node.range)))
            .collect()
    }

    fn not_a_list(&mut self, node: &Node) -> Vec<(String, Range)> {
        if !matches!(node.value, crate::syntax::node::Value::List(_)) {
            let message = format!("expected a list of strings, found {}", node.type_name());
            self.problem(node.range, message, None);
        }
        Vec::new()
    }

    fn globs(&mut self, node: &Node) -> Vec<Glob> {
        let mut globs = Vec::new();
        for (pattern, range) in self.texts(node) {
            match glob::problem(&pattern) {
                Some(why) => self.problem(range, format!("`{pattern}` is no glob: {why}"), None),
                None => globs.push(Glob {
                    pattern,
                    span: self.span(range),
                }),
            }
        }
        globs
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

    fn lists(&mut self, table: &Node, check: fn(&str) -> Option<String>) -> Vec<(String, Vec<String>)> {
        let mut lists = Vec::new();
        for entry in table.entries() {
            let mut texts = Vec::new();
            for (text, range) in self.texts(&entry.value) {
                match check(&text) {
                    Some(message) => self.problem(range, message, Some(LOCATOR_HELP.to_owned())),
                    None => texts.push(text),
                }
            }
            lists.push((entry.key.to_string(), texts));
        }
        lists
    }

    fn pairs(&mut self, table: &Node) -> Vec<(String, String)> {
        let entries = table.entries().iter();
        entries
            .filter_map(|entry| Some((entry.key.to_string(), self.text(&entry.value)?)))
            .collect()
    }

    fn unknown(&mut self, entry: &Entry, known: &[&str]) {
        let help = match similar::nearest(&entry.key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known here: {}", known.join(", ")),
        };
        self.problem(entry.key_range, format!("unknown key `{}`", entry.key), Some(help));
    }

    fn problem(&mut self, range: Range, message: String, help: Option<String>) {
        self.settings.problems.push(SettingProblem { range, message, help });
    }

    fn span(&self, range: Range) -> Span {
        Span::new(self.file, range)
    }
}

const LOCATOR_HELP: &str = "write `front-matter:KEY`, `section:NAME`, `bullet:LABEL`, `line:LABEL`, `bold-line:LABEL`, \
     `table:LABEL`, `attribute:NAME`, `relation:WORD`, `sidecar:FILE#/POINTER`, `heading`, `file-name`, `file-date` or `dir-name`";

fn check_locator(text: &str) -> Option<String> {
    Locator::parse(text)
        .is_none()
        .then(|| format!("`{text}` is no locator"))
}
