//! Reading `opsrepo.toml`. Whatever it cannot use becomes a [`SettingProblem`]; nothing is silently dropped.

use crate::model::settings::values::{self, Complaint};
use crate::model::settings::{FILE, Glob, SettingProblem, Settings};
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

/// Reads the value of a key.
type Read = fn(&mut Reader, &Node);

/// The tables of the file, each with what reads it; in the order in which they are told to people.
const SECTIONS: &[(&str, Read)] = &[
    ("cloud", Reader::cloud),
    ("site", Reader::site),
    ("files", Reader::files),
    ("sets", Reader::sets),
    ("kinds", Reader::kinds),
    ("kubernetes", Reader::kubernetes),
    ("vendored", Reader::vendored),
    ("people", Reader::people),
    ("rules", Reader::rules),
    ("overrides", Reader::overrides),
    ("allow", Reader::allow),
    ("validate", Reader::validate),
    ("schemas", Reader::schemas),
    ("policies", Reader::policies),
    ("links", Reader::links),
    ("external", Reader::external),
    ("alerts", Reader::alerts),
    ("incidents", Reader::incidents),
    ("calendar", Reader::calendar),
    ("siblings", Reader::siblings),
];

/// What reads the file. Here stands what all of its tables have in common.
pub(super) struct Reader {
    file: FileId,
    pub(super) settings: Settings,
}

impl Reader {
    fn root(&mut self, root: &Node) {
        let keys: Vec<&str> = SECTIONS.iter().map(|(key, _)| *key).collect();
        for entry in self.known(root, &keys) {
            if let Some((_, read)) = SECTIONS.iter().find(|(key, _)| *key == &*entry.key) {
                read(self, &entry.value);
            }
        }
        self.judge_schema_folders();
    }

    pub(super) fn each(&mut self, table: &Node, read: fn(&mut Reader, &Entry)) {
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
    pub(super) fn entries<'n>(&mut self, table: &'n Node) -> &'n [Entry] {
        if !matches!(table.value, Value::Map(_)) {
            let message = format!("expected a table, found {}", table.type_name());
            self.problem(table.range, message, None);
        }
        table.entries()
    }

    /// The items of a list of tables; what is none is a problem, and `help` says how it is written.
    pub(super) fn tables<'n>(&mut self, (name, list): (&str, &'n Node), help: &str) -> &'n [Node] {
        if list.items().is_empty() {
            let message = format!("`{name}` is {}, not a list of tables", list.type_name());
            self.problem(list.range, message, Some(help.to_owned()));
        }
        list.items()
    }

    /// What an item of such a list must say; without one of the keys, or with nothing behind it, it means nothing.
    pub(super) fn needs(&mut self, item: &Node, name: &str, keys: &[&str]) {
        let is_empty = |value: &Node| match &value.value {
            Value::List(items) => items.is_empty(),
            Value::Map(entries) => entries.is_empty(),
            _ => false,
        };
        for key in keys.iter().filter(|key| item.get(key).is_none_or(is_empty)) {
            self.problem(item.range, format!("`[[{name}]]` without `{key}` means nothing"), None);
        }
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

    pub(super) fn truth(&mut self, node: &Node) -> bool {
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

    pub(super) fn globs(&mut self, node: &Node) -> Vec<Glob> {
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
