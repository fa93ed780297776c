//! Reading `opsrepo.toml`. Whatever it cannot use becomes a [`SettingProblem`]; nothing is silently dropped.

use crate::model::kind::Mark;
use crate::model::settings::{
    FILE, Glob, KindSetting, Level, SchemaSetting, SetSetting, SettingProblem, Settings, Site,
};
use crate::model::settings_values::{self as values, Complaint};
use crate::syntax::document::Document;
use crate::syntax::node::{Entry, Node, Value};
use crate::text::path::RepoPath;
use crate::text::similar;
use crate::text::span::{FileId, Range, Span};
use crate::text::tree::Tree;

/// Judges a value.
pub(super) type Judge = fn(&str) -> Result<(), Complaint>;

/// Reads the settings of a tree; the defaults where it has no settings file.
pub(crate) fn read(tree: &Tree, documents: &[Document]) -> Settings {
    let Some(path) = RepoPath::new(FILE) else {
        return Settings::default();
    };
    let Some(file) = tree.find(&path) else {
        return Settings {
            unread: tree.is_folder(&path).then(|| "it is a folder".to_owned()),
            ..Settings::default()
        };
    };
    let document = &documents[file.index()];
    let mut reader = Reader {
        file,
        settings: Settings {
            place: Some(Span::new(file, Range::at(0))),
            unread: values::why_unread(&tree.file(file).content),
            ..Settings::default()
        },
    };
    if let Some(root) = document.data.first() {
        reader.root(root);
    }
    let mut settings = reader.settings;
    settings.is_torn = settings.unread.is_none() && !document.problems.is_empty();
    if settings.is_torn {
        // Half a file has keys in wrong places; only what tore it is worth knowing.
        settings.problems.clear();
    }
    settings
}

pub(super) struct Reader {
    file: FileId,
    settings: Settings,
}

impl Reader {
    fn root(&mut self, root: &Node) {
        const KEYS: [&str; 7] = ["cloud", "site", "files", "sets", "kinds", "rules", "schemas"];
        for entry in self.known(root, &KEYS) {
            match &*entry.key {
                "cloud" => self.cloud(&entry.value),
                "site" => self.site(&entry.value),
                "files" => self.files(&entry.value),
                "sets" => self.each(&entry.value, Reader::set),
                "kinds" => self.each(&entry.value, Reader::kind),
                "rules" => self.rules(&entry.value),
                "schemas" => self.schemas(&entry.value),
                _ => {}
            }
        }
    }

    fn cloud(&mut self, table: &Node) {
        for entry in self.known(table, &["name", "summary", "url", "timezone"]) {
            match &*entry.key {
                "name" => self.settings.name = self.text(&entry.value),
                "summary" => self.settings.summary = self.text(&entry.value),
                "url" => self.settings.url = self.judged(&entry.value, values::web_address),
                "timezone" => self.settings.timezone = self.judged(&entry.value, values::time_zone),
                _ => {}
            }
        }
    }

    fn site(&mut self, table: &Node) {
        let mut site = Site::default();
        for entry in self.known(table, &["title", "base-url", "language", "repository", "logo"]) {
            match &*entry.key {
                "title" => site.title = self.text(&entry.value),
                "base-url" => site.base_url = self.judged(&entry.value, values::web_address),
                "language" => site.language = self.judged(&entry.value, values::language),
                "repository" => site.repository = self.text(&entry.value),
                "logo" => site.logo = self.text(&entry.value),
                _ => {}
            }
        }
        self.settings.site = site;
    }

    fn files(&mut self, table: &Node) {
        for entry in self.known(table, &["exclude"]) {
            self.settings.exclude = self.globs(&entry.value);
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

    fn rules(&mut self, table: &Node) {
        for entry in self.entries(table) {
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

    fn each(&mut self, table: &Node, read: fn(&mut Reader, &Entry)) {
        for entry in self.entries(table) {
            read(self, entry);
        }
    }

    /// The entries of a table whose keys are known; the others, and a value that is no table, are problems.
    pub(super) fn known<'n>(&mut self, table: &'n Node, keys: &[&str]) -> Vec<&'n Entry> {
        self.entries(table);
        let (known, unknown): (Vec<&Entry>, Vec<&Entry>) =
            table.entries().iter().partition(|entry| keys.contains(&&*entry.key));
        for entry in unknown {
            self.unknown(entry, keys);
        }
        known
    }

    /// The entries of a table whose keys are free.
    fn entries<'n>(&mut self, table: &'n Node) -> &'n [Entry] {
        if !matches!(table.value, Value::Map(_)) {
            let message = format!("expected a table, found {}", table.type_name());
            self.problem(table.range, message, None);
        }
        table.entries()
    }

    pub(super) fn judge(&mut self, text: &str, range: Range, judge: Judge) -> bool {
        let complaint = judge(text).err();
        let is_well = complaint.is_none();
        if let Some(Complaint { message, help }) = complaint {
            self.problem(range, message, Some(help));
        }
        is_well
    }

    /// A string that stands the judgement; what does not counts as absent.
    pub(super) fn judged(&mut self, node: &Node, judge: Judge) -> Option<String> {
        let text = self.text(node)?;
        self.judge(&text, node.range, judge).then_some(text)
    }

    pub(super) fn text(&mut self, node: &Node) -> Option<String> {
        let text = node.as_str().map(str::to_owned);
        if text.is_none() {
            let message = format!("expected a string, found {}", node.type_name());
            self.problem(node.range, message, Some("put the value in quotes".to_owned()));
        }
        text
    }

    fn truth(&mut self, node: &Node) -> bool {
        match node.value {
            Value::Bool(value) => value,
            _ => {
                let message = format!("expected true or false, found {}", node.type_name());
                self.problem(node.range, message, None);
                true
            }
        }
    }

    /// A string or a list of strings, each with its place.
    pub(super) fn texts(&mut self, node: &Node) -> Vec<(String, Range)> {
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
        if !matches!(node.value, Value::List(_)) {
            let message = format!("expected a list of strings, found {}", node.type_name());
            self.problem(node.range, message, None);
        }
        Vec::new()
    }

    fn globs(&mut self, node: &Node) -> Vec<Glob> {
        let mut globs = Vec::new();
        for (pattern, range) in self.texts(node) {
            if self.judge(&pattern, range, values::glob) {
                globs.push(Glob {
                    pattern,
                    span: self.span(range),
                });
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

    fn unknown(&mut self, entry: &Entry, known: &[&str]) {
        let help = match similar::nearest(&entry.key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known here: {}", known.join(", ")),
        };
        self.problem(entry.key_range, format!("unknown key `{}`", entry.key), Some(help));
    }

    pub(super) fn problem(&mut self, range: Range, message: String, help: Option<String>) {
        self.settings.problems.push(SettingProblem { range, message, help });
    }

    pub(super) fn span(&self, range: Range) -> Span {
        Span::new(self.file, range)
    }
}
