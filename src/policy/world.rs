//! `data.opsrepo`: the workspace as policies see it, and what they are told of the file that is judged.
//!
//! ```text
//! data.opsrepo.cloud                the name of the cloud, where it has one
//! data.opsrepo.as_of                the day of the run: "2026-08-21"
//! data.opsrepo.paths                every path
//! data.opsrepo.records              every record
//! data.opsrepo.by_kind.KIND.ID      every record by its kind and id; of two with one id the first
//! data.opsrepo.links                every link: from, raw, to (a path), broken
//! data.opsrepo.settings             opsrepo.toml
//! data.opsrepo.file                 the file that is judged: path, part, and its record's facts where it is one
//! data.conftest.file.dir, .name     the same file, as conftest tells of it
//! ```

use crate::model::fact::Fact;
use crate::model::record::{Record, Target};
use crate::model::workspace::Workspace;
use crate::policy::value::{list, object, of, table};
use crate::text::span::FileId;
use regorus::Value;
use std::collections::{BTreeMap, HashMap};

/// The workspace for policies.
pub(super) struct World<'w> {
    workspace: &'w Workspace,
    /// Each record of a file by its part.
    records: HashMap<(FileId, usize), Value>,
    all: Value,
}

impl<'w> World<'w> {
    /// Looks at everything once.
    pub(super) fn new(workspace: &'w Workspace) -> World<'w> {
        let mut records = HashMap::new();
        let mut by_kind: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
        let mut listed = Vec::new();
        for (_, record) in workspace.iter() {
            let seen = view(workspace, record);
            let kind = by_kind.entry(workspace.kind_of(record).name.clone()).or_default();
            kind.entry(record.id.clone()).or_insert_with(|| seen.clone());
            records.insert((record.file, record.part), seen.clone());
            listed.push(seen);
        }
        let by_kind = by_kind.into_iter().map(|(kind, records)| (kind, table(records)));
        let settings = workspace.settings.place.map(|place| workspace.document(place.file));
        let settings = settings
            .and_then(|document| document.data.first())
            .map_or(Value::new_object(), of);
        let paths = workspace
            .tree
            .files()
            .iter()
            .map(|file| Value::from(file.path.as_str()));
        let all = object([
            (
                "cloud",
                workspace.settings.name.as_deref().map_or(Value::Null, Value::from),
            ),
            ("as_of", Value::from(workspace.context.as_of.to_string())),
            ("paths", list(paths)),
            ("records", list(listed)),
            ("by_kind", table(by_kind)),
            ("links", links(workspace)),
            ("settings", settings),
        ]);
        World {
            workspace,
            records,
            all,
        }
    }

    /// `data.opsrepo` without the file that is judged.
    pub(super) fn all(&self) -> Value {
        object([("opsrepo", self.all.clone())])
    }

    /// What is added to the data for one file.
    pub(super) fn file(&self, file: FileId, part: usize) -> Value {
        let path = self.workspace.tree.path(file);
        let record = self.records.get(&(file, part));
        let own = [
            ("path", Value::from(path.as_str())),
            ("part", Value::from(part)),
            ("record", record.cloned().unwrap_or(Value::Null)),
        ];
        let conftest = [
            ("dir", Value::from(path.parent().as_str())),
            ("name", Value::from(path.name())),
        ];
        object([
            ("opsrepo", object([("file", object(own))])),
            ("conftest", object([("file", object(conftest))])),
        ])
    }
}

fn links(workspace: &Workspace) -> Value {
    list(workspace.links.iter().map(|link| {
        let to = link.target.file().map(|file| workspace.tree.path(file).as_str());
        object([
            ("from", Value::from(workspace.tree.path(link.span.file).as_str())),
            ("raw", Value::from(link.raw.as_str())),
            ("to", to.map_or(Value::Null, Value::from)),
            ("broken", Value::from(link.target.is_broken())),
        ])
    }))
}

fn text<T: std::fmt::Display>(fact: &Fact<T>) -> Value {
    fact.value().map_or(Value::Null, |value| Value::from(value.to_string()))
}

fn view(workspace: &Workspace, record: &Record) -> Value {
    let mut people: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for person in &record.people {
        people
            .entry(person.role.to_string())
            .or_default()
            .push(Value::from(person.name.as_str()));
    }
    let references = record.references.iter().map(|reference| {
        let to = match reference.target {
            Target::Record(id) => Value::from(workspace.path_of(workspace.record(id)).as_str()),
            _ => Value::Null,
        };
        object([
            ("field", Value::from(&*reference.field)),
            ("raw", Value::from(reference.raw.as_str())),
            ("to", to),
        ])
    });
    let texts = record
        .texts
        .iter()
        .filter_map(|(field, fact)| Some((field.to_string(), Value::from(fact.value()?.as_str()))));
    let times = record
        .times
        .iter()
        .filter_map(|(field, fact)| Some((field.to_string(), Value::from(fact.value()?.to_string()))));
    let words = record.words.iter().map(|(field, words)| {
        (
            field.to_string(),
            list(words.iter().map(|word| Value::from(word.text.as_str()))),
        )
    });
    object([
        ("kind", Value::from(workspace.kind_of(record).name.as_str())),
        ("set", Value::from(workspace.set_of(record).name.as_str())),
        ("path", Value::from(workspace.path_of(record).as_str())),
        ("id", Value::from(record.id.as_str())),
        ("title", Value::from(record.name())),
        (
            "status",
            record
                .status
                .value()
                .map_or(Value::Null, |status| Value::from(status.word.as_str())),
        ),
        ("date", text(&record.date)),
        (
            "people",
            table(people.into_iter().map(|(role, names)| (role, list(names)))),
        ),
        ("texts", table(texts)),
        ("times", table(times)),
        ("lists", table(words)),
        ("references", list(references)),
    ])
}
