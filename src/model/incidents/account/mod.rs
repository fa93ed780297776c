//! What is known of an incident, laid out for the meeting that reviews it: tables and lists of pieces, which a writer puts
//! into Markdown or HTML. The same facts whoever writes; nothing here knows how they look, and nothing is judged.

mod course;
mod gaps;
mod head;
pub mod impact;
mod ties;

use crate::model::incidents::similar::Log;
use crate::model::kind::{Kind, Shape};
use crate::model::record::{Record, RecordId};
use crate::model::time::Moment;
use crate::model::workspace::Workspace;
use crate::text::span::FileId;
use std::collections::BTreeMap;

/// Incidents like one that its account names.
const SIMILAR: usize = 5;

/// An incident, laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// The parts, in the order in which they are gone through. Empty ones are left out.
    pub parts: Vec<Part>,
}

/// A part with its heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The heading.
    pub title: &'static str,
    /// What stands there.
    pub blocks: Vec<Block>,
}

/// Something that stands under a heading.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Text(Cell),
    /// A list.
    List(Vec<Cell>),
    /// A list of what is to be ticked off.
    Checks(Vec<Cell>),
    /// A table: the names of its columns, then its rows, each as long as those.
    Table(Vec<&'static str>, Vec<Vec<Cell>>),
}

/// The pieces of a line, which stand behind each other without anything between.
pub type Cell = Vec<Piece>;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text that is nothing but text.
    Text(String),
    /// Text that matters.
    Strong(String),
    /// Another record.
    Record(RecordId),
    /// A file of the repository, and what it is called.
    File(FileId, String),
    /// An address on the web, and what it is called.
    Web(String, String),
}

/// The incidents of a repository, ready to be told one by one. Made once, in one pass.
pub struct Ledger<'w> {
    workspace: &'w Workspace,
    log: Log,
    by_file: BTreeMap<FileId, RecordId>,
    /// The rules of each alert, as indices into the alerts of the workspace.
    rules: BTreeMap<&'w str, Vec<usize>>,
}

/// What an account is made from.
#[derive(Clone, Copy)]
struct Ground<'w> {
    ledger: &'w Ledger<'w>,
    workspace: &'w Workspace,
    id: RecordId,
    record: &'w Record,
    kind: &'w Kind,
}

impl<'w> Ledger<'w> {
    /// Of the incidents of the kind of this name.
    pub fn of(workspace: &'w Workspace, kind: &str) -> Ledger<'w> {
        let mut by_file = BTreeMap::new();
        for (id, record) in workspace.iter() {
            by_file.entry(record.file).or_insert(id);
        }
        let mut rules: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, alert) in workspace.alerts.alerts.iter().enumerate() {
            rules.entry(&alert.name).or_default().push(at);
        }
        Ledger {
            workspace,
            log: Log::of(workspace, kind),
            by_file,
            rules,
        }
    }

    /// The account of an incident.
    pub fn account(&self, id: RecordId) -> Account {
        let (workspace, record) = (self.workspace, self.workspace.record(id));
        let ground = Ground {
            ledger: self,
            workspace,
            id,
            record,
            kind: workspace.kind_of(record),
        };
        let near = self.log.near(id, SIMILAR);
        let open = gaps::gaps(ground);
        let parts = [
            ("Facts", head::facts(ground, open.len())),
            ("Summary", course::summary(ground)),
            ("Impact", impact::blocks(ground)),
            ("Timeline", course::timeline(ground)),
            ("Contributing factors", course::factors(ground)),
            ("What went well", course::told(ground, course::WELL)),
            ("What went wrong", course::told(ground, course::WRONG)),
            ("Actions", course::actions(ground)),
            ("Evidence", ties::evidence(ground)),
            ("Links", ties::links(ground)),
            ("Similar incidents", ties::similar(ground, &near)),
            ("Open questions", open_questions(open)),
        ];
        let parts = parts.into_iter().filter(|(_, blocks)| !blocks.is_empty());
        Account {
            parts: parts.map(|(title, blocks)| Part { title, blocks }).collect(),
        }
    }
}

fn open_questions(open: Vec<String>) -> Vec<Block> {
    match open.is_empty() {
        true => Vec::new(),
        false => vec![Block::Checks(open.into_iter().map(text).collect())],
    }
}

/// True for a kind of which there are accounts: its records have a timeline, and a time at which they were over.
pub fn is_for(kind: &Kind) -> bool {
    let has_timeline = kind.fields.iter().any(|field| field.shape == Shape::Timeline);
    has_timeline && kind.field("resolved").is_some_and(|field| field.shape == Shape::Moment)
}

/// A line of text alone.
fn text(said: impl Into<String>) -> Cell {
    vec![Piece::Text(said.into())]
}

/// Pieces with a separator between them.
fn joined(pieces: impl IntoIterator<Item = Piece>) -> Cell {
    let mut cell = Cell::new();
    for piece in pieces {
        if !cell.is_empty() {
            cell.push(Piece::Text(", ".to_owned()));
        }
        cell.push(piece);
    }
    cell
}

/// A point in time for people: `2026-02-14 00:03 +01:00`.
fn shown(at: &Moment) -> String {
    if at.is_date {
        return at.date().to_string();
    }
    let clock = format!("{} {:02}:{:02}", at.date(), at.local.hour(), at.local.minute());
    match at.offset {
        None => clock,
        Some(0) => format!("{clock} UTC"),
        Some(east) => {
            let sign = if east < 0 { '-' } else { '+' };
            format!("{clock} {sign}{:02}:{:02}", east.abs() / 60, east.abs() % 60)
        }
    }
}
