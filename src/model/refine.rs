//! Applying `[kinds.NAME]` of `opsrepo.toml` to the kinds: a user's own kind is the same row as a built-in one.

use crate::model::kind::{Field, Form, Kind, Shape, StatusWord};
use crate::model::lifecycle::{Lifecycle, Step};
use crate::model::locator::Named;
use crate::model::settings::{KindSetting, LifecycleSetting, Said, Settings};
use crate::model::status::Status;
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
    live(kind, &setting.lifecycle);
}

/// The lifecycle as the settings have it. What they say of a step that the kind has changes it; other steps stay.
fn live(kind: &mut Kind, setting: &LifecycleSetting) {
    let words = kind.statuses.clone();
    // `approved` is what the kind calls `accepted`.
    let canonical = |said: &Said| {
        let text = said.text.trim().to_lowercase();
        Status::parse(&text, &words).map_or(text, |status| status.word)
    };
    let all = |said: &[Said]| said.iter().map(canonical).collect::<Vec<String>>();
    let plain = |said: &[Said]| said.iter().map(|said| said.text.clone()).collect::<Vec<String>>();
    let life = &mut kind.lifecycle;
    if let Some(frozen) = &setting.frozen {
        life.frozen = all(frozen);
    }
    life.numbering = setting.number.unwrap_or(life.numbering);
    for step in &setting.steps {
        let at = life.steps.iter().position(|known| known.verb == step.verb.text);
        let known = at.map(|at| life.steps.remove(at));
        let from = step
            .from
            .as_deref()
            .map(all)
            .or(known.as_ref().map(|known| known.from.clone()));
        let to = step
            .to
            .as_ref()
            .map(canonical)
            .or(known.as_ref().map(|known| known.to.clone()));
        // Nothing leads there: the step is taken away, or was never whole.
        let (Some(from), Some(to)) = (from.filter(|from| !from.is_empty()), to) else {
            continue;
        };
        let new = Step {
            verb: step.verb.text.clone(),
            from,
            to,
            needs: match (&step.needs, &known) {
                (Some(needs), _) => plain(needs),
                (None, known) => known.as_ref().map_or(Vec::new(), |known| known.needs.clone()),
            },
            relation: match &step.relation {
                Some(relation) => Some(relation.text.clone()),
                None => known.as_ref().and_then(|known| known.relation.clone()),
            },
            stamps: known.as_ref().map_or(Vec::new(), |known| known.stamps.clone()),
            clears: known.as_ref().map_or(Vec::new(), |known| known.clears.clone()),
            entry: known.map_or(String::new(), |known| known.entry),
        };
        life.steps.insert(at.unwrap_or(life.steps.len()), new);
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
        "timezone" => Shape::Zone,
        _ => Shape::Text,
    }
}
