//! What a list may say of a record, one thing per column, as text and as Markdown.

use crate::model::kind::Kind;
use crate::model::record::{Record, RecordId, Target};
use crate::model::standing;
use crate::model::workspace::Workspace;
use crate::text::markdown;
use crate::text::path::RepoPath;

/// A column of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The name of its kind.
    Kind,
    /// Its id.
    Id,
    /// Its number, without padding.
    Number,
    /// Its title.
    Title,
    /// Its status: the canonical word, or what is written where that is not known.
    Status,
    /// Its date.
    Date,
    /// Who decided: the kind's first field of people.
    People,
    /// Its tags.
    Tags,
    /// The services that it names.
    Services,
    /// The name of its set.
    Set,
    /// Its file.
    Path,
}

/// All columns with their names, as options take them, and their heads.
pub const COLUMNS: [(&str, &str, Column); 11] = [
    ("kind", "Kind", Column::Kind),
    ("id", "Id", Column::Id),
    ("number", "Number", Column::Number),
    ("title", "Title", Column::Title),
    ("status", "Status", Column::Status),
    ("date", "Date", Column::Date),
    ("people", "People", Column::People),
    ("tags", "Tags", Column::Tags),
    ("services", "Services", Column::Services),
    ("set", "Set", Column::Set),
    ("path", "File", Column::Path),
];

impl Column {
    /// The column of this name.
    pub fn parse(name: &str) -> Option<Column> {
        let row = COLUMNS.iter().find(|(known, _, _)| *known == name);
        row.map(|(_, _, column)| *column)
    }

    /// Its name, as options take it.
    pub fn name(self) -> &'static str {
        let row = COLUMNS.iter().find(|(_, _, column)| *column == self);
        row.map_or("", |(name, _, _)| name)
    }

    /// Its head.
    pub fn head(self) -> &'static str {
        let row = COLUMNS.iter().find(|(_, _, column)| *column == self);
        row.map_or("", |(_, head, _)| head)
    }

    /// What it says of a record; empty where there is nothing. Lists are joined by `; `.
    pub fn text(self, workspace: &Workspace, record: &Record) -> String {
        match self {
            Column::Kind => workspace.kind_of(record).name.clone(),
            Column::Id => record.id.clone(),
            Column::Number => number(record),
            Column::Title => record.name().to_owned(),
            Column::Status => status(record),
            Column::Date => record.date.value().map_or_else(String::new, ToString::to_string),
            Column::People => joined(people(workspace.kind_of(record), record)),
            Column::Tags => joined(record.list("tags").iter().map(|word| word.text.as_str())),
            Column::Services => joined(record.refers("services").map(|reference| reference.raw.as_str())),
            Column::Set => workspace.set_of(record).name.clone(),
            Column::Path => workspace.path_of(record).to_string(),
        }
    }

    /// The same as Markdown in a file of `folder`; a superseded record names what took its place.
    fn markdown(self, workspace: &Workspace, record: &Record, folder: &RepoPath) -> String {
        let text = self.text(workspace, record);
        match self {
            Column::Status => format!("{}{}", markdown::inline(&text), successors(workspace, record, folder)),
            Column::People | Column::Tags | Column::Services => markdown::inline(&text.replace("; ", ", ")),
            _ => markdown::inline(&text),
        }
    }

    fn is_name(self) -> bool {
        matches!(self, Column::Id | Column::Number | Column::Title | Column::Path)
    }
}

/// The cells of a record in a Markdown table that stands in a file of `folder`. The first column that names the record
/// leads to it.
pub fn markdown_row((workspace, record): (&Workspace, &Record), columns: &[Column], folder: &RepoPath) -> Vec<String> {
    let texts: Vec<String> = columns.iter().map(|column| column.text(workspace, record)).collect();
    let named = columns
        .iter()
        .zip(&texts)
        .position(|(column, text)| column.is_name() && !text.is_empty());
    let cell = |(at, column): (usize, &Column)| match named == Some(at) {
        true => markdown::link(&texts[at], &workspace.path_of(record).relative_to(folder)),
        false => column.markdown(workspace, record, folder),
    };
    columns.iter().enumerate().map(cell).collect()
}

/// The columns whose names stand in a list with commas. Fails with the name that is none.
pub fn parse_list(text: &str) -> Result<Vec<Column>, String> {
    let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
    names
        .map(|name| Column::parse(name).ok_or_else(|| name.to_owned()))
        .collect()
}

fn number(record: &Record) -> String {
    let number = record.number.as_ref();
    let letter = number
        .and_then(|number| number.letter)
        .map_or(String::new(), String::from);
    number.map_or_else(String::new, |number| format!("{}{letter}", number.value))
}

fn status(record: &Record) -> String {
    let written = record.status.unrecognised().map(|found| found.raw.as_str());
    let word = written.or(standing::word(&record.status)).unwrap_or_default();
    word.lines().next().unwrap_or_default().to_owned()
}

/// The names of a record's people: those of the first field of people that names any.
fn people<'a>(kind: &'a Kind, record: &'a Record) -> impl Iterator<Item = &'a str> {
    let mut fields = kind.fields.iter().map(|field| field.name.as_str());
    let role = fields.find(|name| record.people_in(name).next().is_some());
    record
        .people
        .iter()
        .filter(move |person| role.is_some_and(|role| person.role == role))
        .map(|person| person.name.as_str())
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}

/// ` by [0009](…)`, where the record is superseded and says by what.
fn successors(workspace: &Workspace, record: &Record, folder: &RepoPath) -> String {
    let is_over = standing::word(&record.status) == Some("superseded");
    let mut targets: Vec<RecordId> = Vec::new();
    for reference in record.refers("superseded-by").filter(|_| is_over) {
        if let Target::Record(id) = reference.target
            && !targets.contains(&id)
        {
            targets.push(id);
        }
    }
    let links = targets.iter().map(|&id| {
        let target = workspace.record(id);
        markdown::link(&target.id, &workspace.path_of(target).relative_to(folder))
    });
    match links.collect::<Vec<_>>().join(", ") {
        links if links.is_empty() => links,
        links => format!(" by {links}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, Column, parse_list};

    #[test]
    fn names_lead_to_columns_and_back() {
        for (name, _, column) in COLUMNS {
            assert_eq!((Column::parse(name), column.name()), (Some(column), name));
        }
        assert_eq!(parse_list("id, title,"), Ok(vec![Column::Id, Column::Title]));
        assert_eq!(parse_list("id,tite"), Err("tite".to_owned()));
    }
}
