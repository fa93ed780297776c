//! The page for the review of an incident: its account, as `opsrepo incident report` writes it, beside the record's page.

use crate::model::incidents::account::{self, Block, Cell, Ledger, Piece};
use crate::model::kind::Kind;
use crate::model::record::RecordId;
use crate::site::frame::{Frame, Room, frame};
use crate::site::plan::{Plan, capital};
use crate::site::press::Press;
use crate::site::prose::sanitise::is_safe;
use crate::site::sheet::Sheet;
use crate::site::urls::{Addresses, Subject, fixed, href};
use crate::text::path::RepoPath;
use crate::text::span::FileId;
use serde::Serialize;
use std::sync::{Arc, OnceLock};

/// The context of `review.html`.
#[derive(Serialize)]
pub(crate) struct Page {
    frame: Frame,
    eyebrow: String,
    title: String,
    /// The record's own page.
    record: String,
    chapters: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    title: &'static str,
    anchor: String,
    blocks: Vec<Shown>,
}

/// A block: of the four fields one is filled.
#[derive(Default, Serialize)]
struct Shown {
    text: Vec<Bit>,
    items: Vec<Vec<Bit>>,
    /// Whether the items are to be ticked off.
    is_checks: bool,
    head: Vec<&'static str>,
    rows: Vec<Vec<Vec<Bit>>>,
}

/// A piece of a line.
#[derive(Serialize)]
struct Bit {
    text: String,
    /// Empty for what leads nowhere.
    href: String,
    is_strong: bool,
}

/// A page and the files that it leads to.
pub(crate) struct Made {
    /// What its template is filled with.
    pub page: Page,
    /// Files that must lie beside it.
    pub assets: Vec<FileId>,
}

/// Whether there are such pages of a kind.
pub(crate) fn has_pages(kind: &Kind) -> bool {
    account::is_for(kind)
}

/// A page for the review of every incident.
pub(crate) fn sheets<'p>(plan: &'p Plan<'p>, press: &'p Press) -> Vec<Sheet<'p>> {
    let mut sheets = Vec::new();
    for (kind, row) in plan.workspace.kinds.iter().enumerate() {
        if !has_pages(row) {
            continue;
        }
        // Made when the first page asks for it, for all of them.
        let ledger: Arc<OnceLock<Ledger>> = Arc::default();
        for &id in &plan.by_kind[kind] {
            let ledger = Arc::clone(&ledger);
            sheets.push(Sheet::new(address(&plan.record_at(id)), move || {
                let ledger = ledger.get_or_init(|| Ledger::of(plan.workspace, &row.name));
                let made = make(plan, ledger, id);
                press.fill_with("review.html", (&made.page, made.assets))
            }));
        }
    }
    sheets
}

/// Where the page of a record stands: `incidents/x.html` has `incidents/x/review/index.html`.
pub(crate) fn address(record: &RepoPath) -> RepoPath {
    fixed(&format!("{}/{}/review/index.html", record.parent(), record.stem()))
}

/// Makes the page of an incident.
pub(crate) fn make(plan: &Plan, ledger: &Ledger<'_>, id: RecordId) -> Made {
    let record = plan.workspace.record(id);
    let own = plan.record_at(id);
    let at = address(&own);
    let mut writer = Writer {
        plan,
        at: &at,
        assets: Vec::new(),
    };
    let account = ledger.account(id);
    let parts = account.parts.iter().map(|part| Part {
        title: part.title,
        anchor: part.title.to_lowercase().replace(' ', "-"),
        blocks: part.blocks.iter().map(|block| writer.block(block)).collect(),
    });
    let parts = parts.collect();
    let assets = writer.assets;
    let title = format!("Review: {}", record.name());
    Made {
        page: Page {
            frame: frame(plan, &at, Room::Kind(record.kind), &title),
            eyebrow: format!("{} review", capital(&plan.workspace.kind_of(record).name)),
            title: record.name().to_owned(),
            record: href(&at, &own),
            chapters: parts,
        },
        assets,
    }
}

struct Writer<'p> {
    plan: &'p Plan<'p>,
    at: &'p RepoPath,
    assets: Vec<FileId>,
}

impl Writer<'_> {
    fn block(&mut self, block: &Block) -> Shown {
        let empty = Shown::default();
        match block {
            Block::Text(cell) => Shown {
                text: self.cell(cell),
                ..empty
            },
            Block::List(items) | Block::Checks(items) => Shown {
                items: items.iter().map(|item| self.cell(item)).collect(),
                is_checks: matches!(block, Block::Checks(_)),
                ..empty
            },
            Block::Table(head, rows) => Shown {
                head: head.clone(),
                rows: rows
                    .iter()
                    .map(|row| row.iter().map(|cell| self.cell(cell)).collect())
                    .collect(),
                ..empty
            },
        }
    }

    fn cell(&mut self, cell: &Cell) -> Vec<Bit> {
        cell.iter().map(|piece| self.bit(piece)).collect()
    }

    fn bit(&mut self, piece: &Piece) -> Bit {
        let plan = self.plan;
        let (text, href) = match piece {
            Piece::Text(text) | Piece::Strong(text) => (text.clone(), String::new()),
            Piece::Record(id) => {
                let subject = Subject::Record(*id);
                (plan.name(subject), href(self.at, &plan.addresses.of(subject)))
            }
            Piece::File(file, name) => (name.clone(), self.file(*file)),
            Piece::Web(address, name) if is_safe(address) => (name.clone(), address.clone()),
            Piece::Web(_, name) => (name.clone(), String::new()),
        };
        Bit {
            text,
            href,
            is_strong: matches!(piece, Piece::Strong(_)),
        }
    }

    /// Where a file is seen: its page, its place on the forge, else its copy.
    fn file(&mut self, file: FileId) -> String {
        let seen = self.plan.file_href(self.at, file);
        if !seen.is_empty() {
            return seen;
        }
        self.assets.push(file);
        href(self.at, &Addresses::asset(self.plan.workspace.tree.path(file)))
    }
}
