//! Applying `[kinds.NAME]` of `opsrepo.toml` to the kinds: a user's own kind is the same row as a built-in one.

use crate::model::kind::{Field, Form, Kind, Shape, StatusWord};
use crate::model::lifecycle::Lifecycle;
use crate::model::locator::Named;
use crate::model::settings::{KindSetting, Settings};
use crate::syntax::document::Format;
use crate::text::path::RepoPath;
use crate::text::tree::Tree;

/// The built-in rows with the settings applied, and the user's own rows behind them.
pub(crate) fn refine(mut kinds: Vec<Kind>, settings: &Settings, tree: &Tree) -> Vec<Kind> {
    for setting in &settings.kinds {
        if !kinds.iter().any(|kind| kind.name == setting.name) {
            kinds.push(own_kind(setting));
        }
        if let Some(kind) = kinds.iter_mut().find(|kind| kind.name == setting.name) {
            apply(kind, setting, tree);
        }
    }
    kinds
}

fn apply(kind: &mut Kind, setting: &KindSetting, tree: &Tree) {
    let file = |path: &Option<String>| {
        let path = RepoPath::new(path.as_deref()?)?;
        Some(tree.text(tree.find(&path)?).to_owned())
    };
    let set = |place: &mut String, value: &Option<String>| {
        if let Some(value) = value {
            place.clone_from(value);
        }
    };
    set(&mut kind.summary, &setting.summary);
    set(&mut kind.plural, &setting.plural);
    set(&mut kind.form.folder, &setting.folder);
    set(&mut kind.form.file_name, &setting.file_name);
    set(&mut kind.form.template, &file(&setting.form));
    set(&mut kind.schema, &file(&setting.schema));
    for (name, locators) in &setting.fields {
        let mut locators: Vec<Named> = locators.iter().filter_map(|text| Named::parse(text)).collect();
        match kind.fields.iter_mut().find(|field| field.name == *name) {
            Some(field) => {
                locators.append(&mut field.locators);
                field.locators = locators;
            }
            None => kind.fields.push(Field {
                name: name.clone(),
                shape: shape_of(name),
                locators,
            }),
        }
    }
    for (name, target) in &setting.references {
        let shape = Shape::References(Some(target.clone()));
        match kind.fields.iter_mut().find(|field| field.name == *name) {
            Some(field) => field.shape = shape,
            None => kind
                .fields
                .push(Field::new(name, shape, &[&format!("front-matter:{name}")])),
        }
    }
    for (word, spellings) in &setting.statuses {
        let spellings = spellings.iter().map(|s| s.to_lowercase());
        match kind.statuses.iter_mut().find(|row| row.word == word.to_lowercase()) {
            Some(row) => row.spellings.extend(spellings),
            None => kind.statuses.push(StatusWord {
                word: word.to_lowercase(),
                spellings: spellings.collect(),
                is_final: false,
            }),
        }
    }
}

/// The row of a kind that only the settings know, before they are applied.
fn own_kind(setting: &KindSetting) -> Kind {
    let name = &setting.name;
    Kind {
        name: name.clone(),
        plural: format!("{name}s"),
        summary: String::new(),
        habitat: crate::model::kind::Habitat {
            formats: vec![
                Format::Markdown,
                Format::AsciiDoc,
                Format::Yaml,
                Format::Json,
                Format::Toml,
            ],
            folders: setting.folder.iter().map(|folder| folder.to_lowercase()).collect(),
            ..Default::default()
        },
        fields: vec![
            Field::new(
                "title",
                Shape::Title,
                &["heading", "front-matter:title", "front-matter:name", "file-name"],
            ),
            Field::new(
                "status",
                Shape::Status,
                &["front-matter:status", "bullet:Status", "section:Status"],
            ),
            Field::new(
                "date",
                Shape::Date,
                &["front-matter:date", "bullet:Date", "line:Date", "file-date"],
            ),
            Field::new("owner", Shape::People, &["front-matter:owner"]),
            Field::new("tags", Shape::Words, &["front-matter:tags"]),
        ],
        statuses: Vec::new(),
        schema: String::new(),
        form: Form {
            template: String::new(),
            folder: format!("{name}s"),
            file_name: "{slug}.md".to_owned(),
            status: String::new(),
            templates: &[],
        },
        lifecycle: Lifecycle::default(),
    }
}

/// What a field that only the settings know holds, by the usual meaning of its name.
fn shape_of(name: &str) -> Shape {
    match name {
        "title" => Shape::Title,
        "status" => Shape::Status,
        "date" => Shape::Date,
        "owner" | "deciders" | "authors" => Shape::People,
        "tags" | "alerts" => Shape::Words,
        "timeline" => Shape::Timeline,
        _ => Shape::Text,
    }
}
