//! What an incident hangs together with: its evidence, the records and alerts that it names, and incidents like it.

use crate::model::incidents::account::course::{is_web, pointers};
use crate::model::incidents::account::head::references;
use crate::model::incidents::account::{Block, Cell, Ground, Piece, joined, text};
use crate::model::incidents::measure::{Measure, Taken};
use crate::model::incidents::narrative;
use crate::model::incidents::similar::{Near, Sort};
use crate::model::length::Duration;
use crate::text::path::RepoPath;

/// The folder of evidence, beside a record or below the folder of its name.
const EVIDENCE: &str = "evidence";

/// Words of an incident like this one that are named.
const NAMED: usize = 4;

/// The files of its evidence folder, what its timeline links to, and where its numbers are kept.
pub(super) fn evidence(ground: Ground<'_>) -> Vec<Block> {
    let (tree, record) = (&ground.workspace.tree, ground.record);
    let path = ground.workspace.path_of(record);
    let is_folder = ["readme", "index"].contains(&path.stem().to_lowercase().as_str());
    let own = if is_folder {
        path.parent()
    } else {
        path.parent().join(path.stem()).unwrap_or_else(RepoPath::root)
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut add = |piece: Piece| {
        if !pieces.contains(&piece) {
            pieces.push(piece);
        }
    };
    if let Some(folder) = own.join(EVIDENCE) {
        for (file, found) in tree.below(&folder) {
            add(Piece::File(file, found.path.relative_to(&own)));
        }
    }
    for entry in &record.timeline {
        for piece in pointers(ground, entry.text) {
            match piece {
                Piece::File(file, _) => {
                    let name = tree.path(file).relative_to(&own);
                    add(Piece::File(file, name));
                }
                Piece::Web(address, _) => {
                    let name = address.clone();
                    add(Piece::Web(address, name));
                }
                _ => {}
            }
        }
    }
    for word in record.list("data") {
        let file = path.parent().join(&word.text).and_then(|path| tree.find(&path));
        add(match file {
            Some(file) => Piece::File(file, word.text.clone()),
            None if is_web(&word.text) => Piece::Web(word.text.clone(), word.text.clone()),
            None => Piece::Text(word.text.clone()),
        });
    }
    match pieces.is_empty() {
        true => Vec::new(),
        false => vec![Block::List(pieces.into_iter().map(|piece| vec![piece]).collect())],
    }
}

/// The records, alerts and changes that it names.
pub(super) fn links(ground: Ground<'_>) -> Vec<Block> {
    let record = ground.record;
    let changes = record.list("changes").iter().map(|word| match is_web(&word.text) {
        true => Piece::Web(word.text.clone(), word.text.clone()),
        false => Piece::Text(word.text.clone()),
    });
    let rows = [
        ("Runbooks", references(record, "runbooks")),
        ("Decisions", references(record, "decisions")),
        ("Alerts", alerts(ground)),
        ("Changes", joined(changes)),
        ("Related incidents", references(record, "relates")),
        (
            "Came from",
            joined(record.list("source").iter().map(|word| Piece::Text(word.text.clone()))),
        ),
    ];
    let rows = rows.into_iter().filter(|(_, cell)| !cell.is_empty());
    let rows: Vec<Vec<Cell>> = rows.map(|(label, cell)| vec![text(label), cell]).collect();
    match rows.is_empty() {
        true => Vec::new(),
        false => vec![Block::Table(vec!["What", "Which"], rows)],
    }
}

/// The alerts that fired, each with the file of its rule and its runbook.
fn alerts(ground: Ground<'_>) -> Cell {
    let rules = &ground.ledger.rules;
    let known = |name: &str| Some(&ground.workspace.alerts.alerts[*rules.get(name)?.first()?]);
    let mut cell = Cell::new();
    for word in ground.record.list("alerts") {
        if !cell.is_empty() {
            cell.push(Piece::Text(", ".to_owned()));
        }
        let Some(alert) = known(&word.text) else {
            cell.push(Piece::Text(word.text.clone()));
            continue;
        };
        cell.push(Piece::File(alert.span.file, word.text.clone()));
        if let Some(runbook) = alert.runbook {
            cell.push(Piece::Text(" → ".to_owned()));
            cell.push(Piece::Record(runbook));
        }
    }
    cell
}

/// What was like it before, and how that ended.
pub(super) fn similar(ground: Ground<'_>, near: &[Near]) -> Vec<Block> {
    let rows = near.iter().map(|near| {
        let record = ground.workspace.record(near.record);
        let took = [Measure::Resolve, Measure::Mitigate].into_iter().find_map(|measure| {
            match measure.of(ground.workspace, record, None) {
                Taken::Minutes(minutes) => Some(Duration { minutes }.to_string()),
                _ => None,
            }
        });
        let mended = narrative::mended(ground.workspace, record).map(|passage| beginning(&passage.text));
        vec![
            vec![Piece::Record(near.record)],
            text(record.date.value().map_or_else(String::new, ToString::to_string)),
            text(shared(near)),
            text(took.unwrap_or_default()),
            text(mended.unwrap_or_default()),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    match rows.is_empty() {
        true => Vec::new(),
        false => vec![Block::Table(
            vec!["Incident", "Date", "Shared", "Over after", "What mended it"],
            rows,
        )],
    }
}

fn shared(near: &Near) -> String {
    let part = |(sort, names): &(Sort, Vec<String>)| match sort {
        Sort::Named => "one names the other".to_owned(),
        Sort::Fingerprint => "the very same alert".to_owned(),
        sort => format!("{}: {}", sort.plural(), names[..names.len().min(NAMED)].join(", ")),
    };
    near.shared.iter().map(part).collect::<Vec<_>>().join("; ")
}

/// The beginning of a long text.
fn beginning(text: &str) -> String {
    match text.char_indices().nth(200) {
        Some((cut, _)) => format!(
            "{}…",
            text[..cut].rsplit_once(' ').map_or(&text[..cut], |(words, _)| words)
        ),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::beginning;

    #[test]
    fn long_texts_begin() {
        let long = "word ".repeat(60);
        assert!(beginning(&long).ends_with("word…") && beginning(&long).chars().count() <= 201);
        assert_eq!(beginning("short"), "short");
    }
}
