//! Whether somebody set the date of a review and did nothing else: versions of a record in, facts out. It judges nothing, and
//! does not know where the versions lie.

use crate::model::head::Head;
use crate::model::locate::Page;
use crate::model::read::Reader;
use crate::model::record::{Record, RecordId};
use crate::model::review::Bump;
use crate::model::story::Blobs;
use crate::model::time::Date;
use crate::model::workspace::Workspace;
use crate::syntax::reader;
use crate::text::history::{History, Log, Touch};
use crate::text::path::RepoPath;
use crate::text::source::Source;
use crate::text::span::{FileId, Range};
use crate::text::tree::{Content, File, Tree};

/// How many versions of a record are read: a date that was not set in the last so many is old.
const VERSIONS: usize = 50;

/// The records whose date was set last by a commit that changed nothing else in them, in their order. The workspace must
/// have its history; without one there are none.
pub fn bumps(workspace: &Workspace, blobs: Blobs<'_>) -> Vec<Bump> {
    let Some(log) = workspace.history.log() else {
        return Vec::new();
    };
    let records = workspace.iter().filter(|(_, record)| record.reviewed().is_some());
    records
        .filter_map(|(id, record)| bump(workspace, (id, record), (log, blobs)))
        .collect()
}

fn bump(workspace: &Workspace, (id, record): (RecordId, &Record), (log, blobs): (&Log, Blobs<'_>)) -> Option<Bump> {
    for touch in log.of(workspace.path_of(record)).iter().take(VERSIONS) {
        // The version with which it began has nothing to compare with.
        let (before, after) = (touch.before.as_deref()?, touch.blob.as_deref()?);
        if before == after {
            continue;
        }
        let version = |blob: &str| Version::read(workspace, (record, touch), blobs(blob)?);
        let (before, after) = (version(before)?, version(after)?);
        if before.date == after.date {
            continue;
        }
        return (before.rest == after.rest).then_some(Bump {
            record: id,
            commit: touch.commit,
            before: before.raw,
        });
    }
    None
}

/// One version of a record: its date, and everything else.
struct Version {
    date: Date,
    raw: String,
    rest: String,
}

impl Version {
    fn read(workspace: &Workspace, (record, touch): (&Record, &Touch), text: String) -> Option<Version> {
        let content = Content::Text(Source::new(text.as_str()));
        let path: RepoPath = touch.path.clone();
        let documents = [reader::read(&path, &content)];
        let tree = Tree::new(vec![File { path, content }]);
        let file = FileId(0);
        let head = Head::of(&documents[0], &text);
        let page = Page {
            tree: &tree,
            documents: &documents,
            file,
            part: record.part,
            head: &head,
        };
        let reader = Reader {
            kind: workspace.kind_of(record),
            set: workspace.set_of(record),
            history: &History::NotAsked,
        };
        let found = reader.read(page);
        let reviewed = found.reviewed()?;
        // The day of the next review moves with that of the last.
        let next = found.review_by();
        let mut out: Vec<Range> = next.iter().chain([&reviewed]).map(|found| found.span.range).collect();
        out.sort_by_key(|range| range.start);
        let (mut rest, mut at) = (String::new(), 0);
        for range in out.into_iter().map(Range::as_usize) {
            rest.push_str(text.get(at..range.start.max(at))?);
            at = range.end.max(at);
        }
        rest.push_str(text.get(at..)?);
        Some(Version {
            date: reviewed.value.date(),
            raw: reviewed.raw.clone(),
            rest: rest
                .lines()
                .map(str::trim_end)
                .collect::<Vec<_>>()
                .join("\n")
                .trim_end()
                .to_owned(),
        })
    }
}
