//! What happened, why, and what is done about it: the timeline, the factors, the actions.

use crate::model::incidents::account::{Block, Cell, Ground, Piece, shown, text};
use crate::model::incidents::clock;
use crate::model::incidents::lists::{self, Action};
use crate::model::incidents::narrative::{self, Event, Part};
use crate::model::links::Origin;
use crate::model::targets::is_elsewhere;
use crate::text::span::{FileId, Range};

pub(super) const WELL: Part = Part::WentWell;
pub(super) const WRONG: Part = Part::WentWrong;

pub(super) fn summary(ground: Ground<'_>) -> Vec<Block> {
    let told = narrative::part(ground.workspace, ground.record, Part::Summary);
    told.into_iter()
        .map(|passage| Block::Text(text(passage.text)))
        .collect()
}

/// A list of what stands under a head.
pub(super) fn told(ground: Ground<'_>, part: Part) -> Vec<Block> {
    list(lines(ground, part).collect())
}

/// What stands under a head, each passage with what it links to.
fn lines(ground: Ground<'_>, part: Part) -> impl Iterator<Item = Cell> {
    let told = narrative::part(ground.workspace, ground.record, part).into_iter();
    told.map(move |passage| with_pointers(ground, (passage.text, passage.range)))
}

/// A text, and behind it what it links to.
fn with_pointers(ground: Ground<'_>, (said, range): (String, Range)) -> Cell {
    let mut cell = text(said);
    for piece in pointers(ground, range) {
        cell.push(Piece::Text(" · ".to_owned()));
        cell.push(piece);
    }
    cell
}

pub(super) fn timeline(ground: Ground<'_>) -> Vec<Block> {
    let events = narrative::events(ground.workspace, ground.record);
    let rows = events.iter().map(|event| {
        let at = event.at.as_ref();
        let at = at.map(|at| shown(&clock::resolved(ground.workspace, ground.record, at)));
        let told = with_pointers(ground, (event.text.clone(), event.range));
        vec![text(at.unwrap_or_default()), text(event.kind.clone()), told]
    });
    let mut rows: Vec<Vec<Cell>> = rows.collect();
    let mut head = vec!["When", "What sort", "What happened"];
    if events.iter().all(|event: &Event| event.kind.is_empty()) {
        head.remove(1);
        for row in &mut rows {
            row.remove(1);
        }
    }
    match rows.is_empty() {
        true => Vec::new(),
        false => vec![Block::Table(head, rows)],
    }
}

/// What a stretch of the record links to outside of its own text.
pub(super) fn pointers(ground: Ground<'_>, range: Range) -> Vec<Piece> {
    let links = &ground.workspace.links;
    let start =
        links.partition_point(|link| (link.span.file, link.span.range.start) < (ground.record.file, range.start));
    let inside = links[start..]
        .iter()
        .take_while(|link| link.span.file == ground.record.file && link.span.range.end <= range.end);
    let shown = inside.filter(|link| matches!(link.origin, Origin::Text | Origin::Image));
    let mut found: Vec<Piece> = Vec::new();
    for link in shown {
        let piece = match link.target.file() {
            Some(file) if file == ground.record.file => continue,
            Some(file) => file_piece(ground, file),
            None if is_web(&link.raw) => Piece::Web(link.raw.clone(), host(&link.raw)),
            None => continue,
        };
        if !found.contains(&piece) {
            found.push(piece);
        }
    }
    found
}

pub(super) fn file_piece(ground: Ground<'_>, file: FileId) -> Piece {
    match ground.ledger.by_file.get(&file) {
        Some(&id) => Piece::Record(id),
        None => Piece::File(file, ground.workspace.tree.path(file).name().to_owned()),
    }
}

/// True for an address that may be followed.
pub(super) fn is_web(raw: &str) -> bool {
    is_elsewhere(raw)
        && (raw.starts_with("https://") || raw.starts_with("http://"))
        && !raw.contains(char::is_whitespace)
}

/// What an address is called: its host.
pub(super) fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest).to_owned()
}

pub(super) fn factors(ground: Ground<'_>) -> Vec<Block> {
    let stated = lists::factors(ground.workspace, ground.record);
    let stated = stated.into_iter().map(|(factor, _)| text(factor));
    list(stated.chain(lines(ground, Part::Factors)).collect())
}

/// The table of actions; where the data lists none, what the text says is to be done.
pub(super) fn actions(ground: Ground<'_>) -> Vec<Block> {
    let stated = lists::actions(ground.workspace, ground.record);
    if stated.is_empty() {
        return told(ground, Part::Actions);
    }
    let rows = stated.iter().map(|action| row(ground, action)).collect();
    vec![Block::Table(
        vec!["Action", "Owner", "Due", "State", "Followed in"],
        rows,
    )]
}

fn row(ground: Ground<'_>, action: &Action) -> Vec<Cell> {
    let said = |raw: Option<&str>| text(raw.unwrap_or_default());
    let state = action.state.raw().unwrap_or_default();
    let state = match is_overdue(ground, action) {
        true => vec![Piece::Strong(format!("{state}, overdue"))],
        false => text(state),
    };
    let issue = action.issue.raw().unwrap_or_default();
    let issue = match is_web(issue) {
        true => vec![Piece::Web(
            issue.to_owned(),
            issue.rsplit('/').next().unwrap_or(issue).to_owned(),
        )],
        false => text(issue),
    };
    vec![
        said(action.text.raw()),
        said(action.owner.raw()),
        said(action.due.raw()),
        state,
        issue,
    ]
}

/// Whether the day has passed and it is still to be done.
pub(super) fn is_overdue(ground: Ground<'_>, action: &Action) -> bool {
    let due = action.due.value();
    action.is_open() && due.is_some_and(|due| *due < ground.workspace.context.as_of)
}

fn list(items: Vec<Cell>) -> Vec<Block> {
    match items.is_empty() {
        true => Vec::new(),
        false => vec![Block::List(items)],
    }
}
